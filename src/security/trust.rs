//! Whether a peer's certificate is to be trusted: its chain, dates, use, names, and whether it was revoked.
//!
//! OpenSSL builds the chain and checks its signatures, constraints and strengths. What a program may ask to be ignored
//! (the WS_CERT_FAILURE bits) is checked one by one here, because OpenSSL stops at the first thing that is wrong.

mod anchors;
mod revocation;
mod verified;

use crate::abi::*;
use crate::runtime::fault::Fault;
use crate::security::certificate::{Certificate, features};
use crate::security::host_name;
use crate::security::name;
use crate::security::settings::{PeerCheck, PeerTrust};
use anchors::Anchors;
use openssl::asn1::Asn1Time;
use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreRef;
use openssl::x509::{X509, X509ExtendedKeyUsage, X509KeyUsage, X509Ref, X509StoreContext, X509VerifyResult};
use revocation::Revocation;
use verified::Question;

/// What the peer does with its certificate.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Purpose {
    /// It is a TLS server.
    TlsServer,
    /// It is a TLS client.
    TlsClient,
    /// It signs messages.
    Sign,
    /// Messages are encrypted for it.
    Encrypt,
}

/// Why a certificate is not trusted.
#[derive(Debug)]
pub(crate) struct CertFailure {
    /// The WS_CERT_FAILURE bits of what failed and is not ignored; 0 where it is something that cannot be ignored.
    pub(crate) bits: u32,
    code: HRESULT,
    text: String,
}

impl CertFailure {
    /// A method and no `From`: with a second one for `Fault`, `?` could no longer tell elsewhere what is meant.
    pub(crate) fn into_fault(self) -> Fault {
        Fault::new(self.code, self.text)
    }
}

/// Checks a peer's certificate. The certificates that came with it are its chain; they help to find a way to a root, and
/// nothing more. A name is the DNS name or address that the certificate has to be for. The program's callback is not
/// called here.
pub(crate) fn verify(
    peer: &Certificate,
    check: &PeerCheck,
    purpose: Purpose,
    name: Option<&str>,
    stapled: Option<&[u8]>,
) -> Result<(), CertFailure> {
    let anchors = Anchors::get(check.trust_anchors.as_deref()).map_err(|fault| unusable(&fault))?;
    if stapled.is_some() {
        // What is new in each connection has to be looked at.
        return verify_under(&anchors, peer, check, purpose, name, stapled);
    }
    let question = Question::new(&anchors, peer, check, PeerTrust::Chain, purpose, name);
    once(question, || verify_under(&anchors, peer, check, purpose, name, None))
}

/// As [`verify`], for messages, where a certificate may also be trusted because it is known.
pub(crate) fn verify_message(
    peer: &Certificate,
    check: &PeerCheck,
    trust: PeerTrust,
    purpose: Purpose,
    name: Option<&str>,
) -> Result<(), CertFailure> {
    let anchors = Anchors::get(check.trust_anchors.as_deref()).map_err(|fault| unusable(&fault))?;
    let question = Question::new(&anchors, peer, check, trust, purpose, name);
    once(question, || verify_message_under(&anchors, peer, check, trust, purpose, name))
}

/// The answer to a question that may have been answered a moment ago.
fn once(question: Option<Question>, verify: impl FnOnce() -> Result<(), CertFailure>) -> Result<(), CertFailure> {
    if question.as_ref().is_some_and(Question::was_answered) {
        return Ok(());
    }
    verify()?;
    if let Some(question) = question {
        question.remember();
    }
    Ok(())
}

/// The certificate stores cannot be used, and so nobody can be trusted.
#[cold]
fn unusable(fault: &Fault) -> CertFailure {
    let text = format!("No certificate can be checked: {}", fault.texts().join(" "));
    CertFailure { bits: 0, code: WS_E_SECURITY_SYSTEM_FAILURE, text }
}

/// Whether an OCSP answer in DER is one that the server with this certificate may send along: about it, from its issuer,
/// and of these days.
pub(crate) fn is_answer_about(answer: &[u8], certificate: &Certificate) -> bool {
    let Ok(anchors) = Anchors::get(None) else { return false };
    let chain = match build(&anchors.untimed, certificate.x509(), certificate.chain(), &anchors.issuers) {
        // Whether the issuer is trusted is for those who are sent the answer.
        Ok(chain) | Err((_, chain)) => chain,
    };
    let issuer = chain.get(1).and_then(|issuer| Anchors::only(issuer).ok());
    let is_one = issuer.is_some_and(|issuer| {
        revocation::answered(answer, &issuer, &chain).is_ok_and(|answer| answer.says_something())
    });
    drop(ErrorStack::get());
    is_one
}

fn verify_under(
    anchors: &Anchors,
    peer: &Certificate,
    check: &PeerCheck,
    purpose: Purpose,
    name: Option<&str>,
    stapled: Option<&[u8]>,
) -> Result<(), CertFailure> {
    let mut found = Failures::new(peer, check.failures_to_ignore);
    examine(peer, anchors, check, purpose, name, stapled, &mut found);
    found.outcome()
}

fn verify_message_under(
    anchors: &Anchors,
    peer: &Certificate,
    check: &PeerCheck,
    trust: PeerTrust,
    purpose: Purpose,
    name: Option<&str>,
) -> Result<(), CertFailure> {
    let chain = || verify_under(anchors, peer, check, purpose, name, None);
    let known = || verify_known(anchors, peer, check, purpose, name);
    match trust {
        PeerTrust::Chain => chain(),
        PeerTrust::Peer => known(),
        PeerTrust::PeerOrChain => known().or_else(|first| {
            chain().map_err(|mut second| {
                second.text.push_str(" Nor is it a known peer: ");
                second.text.push_str(&first.text);
                second
            })
        }),
    }
}

/// Checks a certificate that has to be in a TrustedPeople store. It needs no chain then.
fn verify_known(
    anchors: &Anchors,
    peer: &Certificate,
    check: &PeerCheck,
    purpose: Purpose,
    name: Option<&str>,
) -> Result<(), CertFailure> {
    let mut found = Failures::new(peer, check.failures_to_ignore);
    if !anchors.knows(peer) {
        found.add(WS_CERT_FAILURE_UNTRUSTED_ROOT, "it is in no TrustedPeople store".to_owned());
    }
    // Itself as the anchor: so that what OpenSSL says of weak keys counts here too.
    match Anchors::only(peer.x509()) {
        Ok(itself) => match build(&itself.untimed, peer.x509(), &[], &[]) {
            Ok(chain) => {
                disallowed(anchors, &chain, &mut found);
                look_at(&chain, purpose, name, &mut found);
            }
            Err((result, _)) => found.fatal(result.error_string().to_owned()),
        },
        Err(fault) => found.fatal(fault.texts().join(" ")),
    }
    found.outcome()
}

fn examine(
    peer: &Certificate,
    anchors: &Anchors,
    check: &PeerCheck,
    purpose: Purpose,
    name: Option<&str>,
    stapled: Option<&[u8]>,
    found: &mut Failures<'_>,
) {
    let mut own_anchors = None;
    let chain = match build(&anchors.untimed, peer.x509(), peer.chain(), &anchors.issuers) {
        Ok(chain) => chain,
        Err((result, at)) => {
            let last = at.last().cloned().unwrap_or_else(|| peer.x509().to_owned());
            found.result(result, name::shown(last.subject_name()));
            if !is_untrusted(result) {
                return;
            }
            // Whatever else is wrong is looked at as if the last certificate were trusted.
            let own = match Anchors::only(&last) {
                Ok(own) => own_anchors.insert(own),
                Err(fault) => return found.fatal(fault.texts().join(" ")),
            };
            match build(&own.untimed, peer.x509(), peer.chain(), &anchors.issuers) {
                Ok(chain) => chain,
                Err((result, at)) => {
                    let who = at.last().map_or_else(String::new, |last| name::shown(last.subject_name()));
                    return found.result(result, who);
                }
            }
        }
    };
    disallowed(anchors, &chain, found);
    look_at(&chain, purpose, name, found);
    if check.checks_revocation {
        let must_staple = purpose == Purpose::TlsServer && features::must_staple(peer.der());
        let status = revocation::status(anchors, own_anchors.as_ref(), &chain, stapled, must_staple);
        match status {
            Revocation::Good => {}
            Revocation::Unanswered => found.fatal(
                "it demands that its server sends along what its issuer says about it (RFC 7633), and no answer that is \
                 good has come"
                    .to_owned(),
            ),
            Revocation::Revoked(who) => found.revoked(who),
            Revocation::Unknown(why) => found.add(WS_CERT_FAILURE_REVOCATION_OFFLINE, why),
        }
    }
}

/// Refuses chains with a certificate that is in a Disallowed store.
fn disallowed(anchors: &Anchors, chain: &[X509], found: &mut Failures<'_>) {
    for x509 in chain {
        if anchors.is_disallowed(x509) {
            found.fatal(format!("{} is in a Disallowed store", name::shown(x509.subject_name())));
        }
    }
}

/// The chain from a certificate to an anchor, or what is wrong and how far the chain went.
fn build(
    store: &X509StoreRef,
    x509: &X509Ref,
    sent: &[X509],
    issuers: &[X509],
) -> Result<Vec<X509>, (X509VerifyResult, Vec<X509>)> {
    let attempt = || -> Result<_, ErrorStack> {
        let mut others = Stack::new()?;
        for other in sent.iter().chain(issuers) {
            others.push(other.clone())?;
        }
        let mut context = X509StoreContext::new()?;
        let outcome = context.init(store, x509, &others, |context| {
            let good = context.verify_cert()?;
            let chain = context.chain().map(|chain| chain.iter().map(X509Ref::to_owned).collect()).unwrap_or_default();
            Ok(if good && context.error() == X509VerifyResult::OK { Ok(chain) } else { Err((context.error(), chain)) })
        });
        // What OpenSSL notes while it looks for a way must not be taken for an error of something else.
        drop(ErrorStack::get());
        outcome
    };
    // Where OpenSSL cannot even try, that is none of the failures that may be ignored.
    attempt().unwrap_or(Err((X509VerifyResult::APPLICATION_VERIFICATION, Vec::new())))
}

/// The dates of a chain, what its certificates may be used for, and the name of the first.
fn look_at(chain: &[X509], purpose: Purpose, name: Option<&str>, found: &mut Failures<'_>) {
    for x509 in chain {
        if let Err(what) = within_dates(x509) {
            found.add(WS_CERT_FAILURE_INVALID_DATE, format!("{} {what}", name::shown(x509.subject_name())));
        }
    }
    // What an anchor says about itself binds nobody; it is trusted for what it is trusted for.
    let below = chain.len().saturating_sub(1).max(1);
    for x509 in chain.iter().take(below) {
        if !is_meant_for(x509, purpose) {
            let who = name::shown(x509.subject_name());
            found.add(WS_CERT_FAILURE_WRONG_USAGE, format!("{who} is not meant for {}", purpose.text()));
        }
    }
    let Some(first) = chain.first() else { return };
    if !may_be_used_for(first, purpose) {
        let who = name::shown(first.subject_name());
        found.add(WS_CERT_FAILURE_WRONG_USAGE, format!("the key of {who} is not meant for {}", purpose.text()));
    }
    if let Some(name) = name
        && !host_name::is_for(first, name)
    {
        let what = format!("it is for {}, and not for {}", host_name::shown(first), name.escape_debug());
        found.add(WS_CERT_FAILURE_CN_MISMATCH, what);
    }
}

/// Whether a certificate is valid now, or in which way it is not.
pub(crate) fn within_dates(x509: &X509Ref) -> Result<(), String> {
    let Ok(now) = Asn1Time::days_from_now(0) else { return Err("cannot be dated".to_owned()) };
    if x509.not_before() > now {
        Err(format!("is not valid before {}", x509.not_before()))
    } else if x509.not_after() < now {
        Err(format!("was valid until {}", x509.not_after()))
    } else {
        Ok(())
    }
}

impl Purpose {
    fn text(self) -> &'static str {
        match self {
            Purpose::TlsServer => "TLS servers",
            Purpose::TlsClient => "TLS clients",
            Purpose::Sign => "signing",
            Purpose::Encrypt => "encryption",
        }
    }
}

/// The extended key usage. For messages none was ever defined that people use: whatever is there is taken.
fn is_meant_for(x509: &X509Ref, purpose: Purpose) -> bool {
    let wanted = match purpose {
        Purpose::TlsServer => X509ExtendedKeyUsage::SSL_SERVER,
        Purpose::TlsClient => X509ExtendedKeyUsage::SSL_CLIENT,
        Purpose::Sign | Purpose::Encrypt => return true,
    };
    x509.extended_key_usage().is_none_or(|usage| usage.intersects(wanted | X509ExtendedKeyUsage::ANYEKU))
}

/// The key usage of the peer's own certificate.
fn may_be_used_for(x509: &X509Ref, purpose: Purpose) -> bool {
    let wanted = match purpose {
        Purpose::TlsServer => {
            X509KeyUsage::DIGITAL_SIGNATURE | X509KeyUsage::KEY_ENCIPHERMENT | X509KeyUsage::KEY_AGREEMENT
        }
        Purpose::TlsClient => X509KeyUsage::DIGITAL_SIGNATURE | X509KeyUsage::KEY_AGREEMENT,
        Purpose::Sign => X509KeyUsage::DIGITAL_SIGNATURE | X509KeyUsage::NON_REPUDIATION,
        Purpose::Encrypt => {
            X509KeyUsage::KEY_ENCIPHERMENT | X509KeyUsage::DATA_ENCIPHERMENT | X509KeyUsage::KEY_AGREEMENT
        }
    };
    x509.key_usage().is_none_or(|usage| usage.intersects(wanted))
}

/// The X509_V_ERR numbers that say that no trusted root was found.
fn is_untrusted(result: X509VerifyResult) -> bool {
    // UNABLE_TO_GET_ISSUER_CERT, DEPTH_ZERO_SELF_SIGNED_CERT, SELF_SIGNED_CERT_IN_CHAIN,
    // UNABLE_TO_GET_ISSUER_CERT_LOCALLY, UNABLE_TO_VERIFY_LEAF_SIGNATURE, CERT_UNTRUSTED
    matches!(result.as_raw(), 2 | 18 | 19 | 20 | 21 | 27)
}

/// What was found to be wrong with a certificate.
struct Failures<'a> {
    peer: &'a Certificate,
    ignored: u32,
    bits: u32,
    is_fatal: bool,
    is_revoked: bool,
    texts: Vec<String>,
}

impl<'a> Failures<'a> {
    fn new(peer: &'a Certificate, ignored: u32) -> Self {
        Failures { peer, ignored, bits: 0, is_fatal: false, is_revoked: false, texts: Vec::new() }
    }

    /// Something that the program may have asked to be ignored.
    fn add(&mut self, bit: u32, text: String) {
        if self.ignored & bit == 0 {
            self.bits |= bit;
            self.texts.push(text);
        }
    }

    fn fatal(&mut self, text: String) {
        self.is_fatal = true;
        self.texts.push(text);
    }

    fn revoked(&mut self, text: String) {
        self.is_revoked = true;
        self.texts.push(text);
    }

    /// What OpenSSL says about a chain that ends at somebody.
    fn result(&mut self, result: X509VerifyResult, last: String) {
        if is_untrusted(result) {
            self.add(WS_CERT_FAILURE_UNTRUSTED_ROOT, format!("its chain ends at {last}, which is not trusted"));
        } else {
            self.fatal(format!("{} ({last})", result.error_string()));
        }
    }

    fn outcome(self) -> Result<(), CertFailure> {
        if !self.is_fatal && !self.is_revoked && self.bits == 0 {
            return Ok(());
        }
        let has = |bit| self.bits & bit != 0;
        let code = match () {
            () if self.is_fatal => WS_E_SECURITY_VERIFICATION_FAILURE,
            () if self.is_revoked => CRYPT_E_REVOKED,
            () if has(WS_CERT_FAILURE_UNTRUSTED_ROOT) => CERT_E_UNTRUSTEDROOT,
            () if has(WS_CERT_FAILURE_WRONG_USAGE) => CERT_E_WRONG_USAGE,
            () if has(WS_CERT_FAILURE_INVALID_DATE) => CERT_E_EXPIRED,
            () if has(WS_CERT_FAILURE_CN_MISMATCH) => CERT_E_CN_NO_MATCH,
            () => CRYPT_E_REVOCATION_OFFLINE,
        };
        let who = name::shown(self.peer.x509().subject_name());
        let text = format!("The certificate of {who} is refused: {}.", self.texts.join("; "));
        Err(CertFailure { bits: self.bits, code, text })
    }
}

#[cfg(test)]
mod tests;
