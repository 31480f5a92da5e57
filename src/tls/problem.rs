//! What failures of TLS mean to a program.

use crate::abi::{
    WS_E_ENDPOINT_ACCESS_DENIED, WS_E_ENDPOINT_DISCONNECTED, WS_E_SECURITY_SYSTEM_FAILURE,
    WS_E_SECURITY_VERIFICATION_FAILURE,
};
use crate::runtime::fault::Fault;
use openssl::error::ErrorStack;
use openssl::ssl::{Error, ErrorCode};

/// OpenSSL's numbers of errors that are alerts of the peer begin here.
const ALERTS: i32 = 1000;
/// SSL_R_UNEXPECTED_EOF_WHILE_READING.
const UNEXPECTED_END: i32 = 294;

/// The alert that the peer ended the session with.
fn alert(error: &Error) -> Option<i32> {
    let reasons = error.ssl_error()?.errors().iter().map(openssl::error::Error::reason_code);
    reasons.map(|reason| reason - ALERTS).find(|alert| (0..=255).contains(alert))
}

pub(super) fn is_unexpected_end(error: &Error) -> bool {
    match error.ssl_error() {
        None => error.code() == ErrorCode::SYSCALL,
        Some(errors) => errors.errors().iter().any(|error| error.reason_code() == UNEXPECTED_END),
    }
}

fn reason(error: &Error) -> String {
    match error.ssl_error() {
        Some(errors) => reasons(errors),
        None => "the session was broken off".into(),
    }
}

fn reasons(errors: &ErrorStack) -> String {
    let texts: Vec<&str> = errors.errors().iter().filter_map(openssl::error::Error::reason).collect();
    if texts.is_empty() { "no reason was given".into() } else { texts.join("; ") }
}

/// OpenSSL could not do what was asked of it: memory, settings of the system.
#[cold]
pub(super) fn system(what: &str, errors: &ErrorStack) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, format!("{what} could not be set up: {}.", reasons(errors)))
}

/// The handshake failed.
#[cold]
pub(super) fn of_handshake(error: &Error) -> Fault {
    match alert(error) {
        Some(alert) => of_alert(alert, "The TLS handshake failed"),
        None if is_unexpected_end(error) => {
            Fault::new(WS_E_ENDPOINT_DISCONNECTED, "The connection was closed during the TLS handshake.")
        }
        None => Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, format!("The TLS handshake failed: {}.", reason(error))),
    }
}

/// What came after the handshake is wrong.
#[cold]
pub(super) fn of_record(error: &Error) -> Fault {
    match alert(error) {
        // With TLS 1.3 a server looks at the client's certificate after the client's last word in the handshake.
        Some(alert) => of_alert(alert, "The TLS session was ended"),
        None => {
            let text = format!("What was received over TLS cannot be trusted: {}.", reason(error));
            Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text)
        }
    }
}

fn of_alert(alert: i32, what: &str) -> Fault {
    let (code, says) = match alert {
        20 => (WS_E_SECURITY_VERIFICATION_FAILURE, "bad_record_mac"),
        40 => (
            WS_E_SECURITY_SYSTEM_FAILURE,
            "handshake_failure: both sides have nothing in common, or it wants a certificate",
        ),
        42 => (WS_E_ENDPOINT_ACCESS_DENIED, "bad_certificate"),
        43 => (WS_E_ENDPOINT_ACCESS_DENIED, "unsupported_certificate"),
        44 => (WS_E_ENDPOINT_ACCESS_DENIED, "certificate_revoked"),
        45 => (WS_E_ENDPOINT_ACCESS_DENIED, "certificate_expired"),
        46 => (WS_E_ENDPOINT_ACCESS_DENIED, "certificate_unknown"),
        48 => (WS_E_ENDPOINT_ACCESS_DENIED, "unknown_ca"),
        49 => (WS_E_ENDPOINT_ACCESS_DENIED, "access_denied"),
        70 => (WS_E_SECURITY_SYSTEM_FAILURE, "protocol_version: it does not speak TLS 1.2 or 1.3"),
        71 => (WS_E_SECURITY_SYSTEM_FAILURE, "insufficient_security"),
        112 => (WS_E_SECURITY_SYSTEM_FAILURE, "unrecognized_name: it has no certificate for this host"),
        116 => (WS_E_ENDPOINT_ACCESS_DENIED, "certificate_required"),
        120 => (WS_E_SECURITY_SYSTEM_FAILURE, "no_application_protocol"),
        _ => (WS_E_SECURITY_SYSTEM_FAILURE, ""),
    };
    let says = if says.is_empty() { format!("the alert {alert}") } else { format!("{says} (alert {alert})") };
    Fault::new(code, format!("{what}: the other side said {says}."))
}
