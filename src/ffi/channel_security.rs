//! Message security of channels: what is written with each message, and what is checked of each one that arrives.

use crate::abi::*;
use crate::ffi::channel::Channel;
use crate::ffi::channel_send::received_fault;
use crate::ffi::message::MessageObject;
use crate::runtime::fault::{Fault, Result};
use crate::security::header::{self, Peer, Verification};

/// Has a message secured that is about to be written.
///
/// `peer`: of a client, the service.
pub(super) fn protect(channel: &Channel, object: &mut MessageObject, peer: Option<&Peer<'_>>) -> Result<()> {
    let protection = match &channel.security {
        Some(security) => header::protect(security, peer, header::now()?)?,
        None => None,
    };
    object.message.protect(protection);
    Ok(())
}

/// Checks a message whose start has been read.
///
/// `binding`: what ties it to the connection that it came over.
pub(super) async fn verify(channel: &Channel, object: &mut MessageObject, binding: Option<&[u8]>) -> Result<()> {
    let Some(security) = &channel.security else { return Ok(()) };
    let MessageObject { message, results, .. } = object;
    match header::verify(security, message, results, binding, header::now()?).await? {
        Verification::Done => Ok(()),
        Verification::UnsecuredFault(refusal) => unsecured_fault(channel, object, refusal),
    }
}

/// What becomes of a fault that came without security, and may be anybody's: the program takes all of them, or those that
/// have an error of their own, which carries no more than that something failed.
fn unsecured_fault(channel: &Channel, object: &mut MessageObject, refusal: Fault) -> Result<()> {
    if channel.numbers.flag(WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS) {
        return Ok(());
    }
    let received = received_fault(object, true);
    let is_known = received.info().is_some() && received.code() != WS_E_ENDPOINT_FAULT_RECEIVED;
    if is_known && !channel.is_of_proxy && channel.numbers.flag(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS) {
        return Err(received);
    }
    let said = received.texts().join(" ");
    Err(refusal.context(format!("It is a fault, which anybody may have sent. {said}")))
}
