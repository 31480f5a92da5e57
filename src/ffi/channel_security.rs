//! Message security of channels: what is written with each message, and what is checked of each one that arrives.

use crate::abi::*;
use crate::channel::endpoint::Endpoint;
use crate::channel::refusal::Receipt;
use crate::ffi::channel::Channel;
use crate::ffi::channel_send::received_fault;
use crate::ffi::message::MessageObject;
use crate::ffi::message_coding::Coding;
use crate::http::Url;
use crate::message::Message;
use crate::message::fault::known::{self, SecurityFault};
use crate::message::protection::Protection;
use crate::message::version::{Addressing, Header};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::certificate::Certificate;
use crate::security::header::{self, Peer, Timestamp, Verification};
use crate::security::replay::Seen;
use crate::security::results::Results;
use crate::security::settings::{CertMode, MessageBinding, Properties, Role, Security};
use crate::security::soap::establish::{self, Holder};
use crate::security::soap::profile::Profile;
use crate::security::soap::seal::{Sealing, Sent};
use crate::security::soap::unseal::{Facts, Outcome, unseal};
use crate::security::soap::{Exchange, not_secured, refused, steps};
use crate::trace::{self, trace};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What protects the messages of a channel with certificates, and what its two messages share.
#[derive(Default)]
pub(super) struct Protected {
    /// Of a client.
    profile: Holder,
    /// What was sent.
    sent: Mutex<Sent>,
    /// Its MessageID, which the reply has to name.
    asked: Mutex<Option<Vec<u8>>>,
    /// What was received: by a server, for its reply.
    received: Mutex<Option<Arc<Exchange>>>,
    /// What was found out about the message that is being received.
    found: Mutex<Option<Found>>,
    /// Of a message that is being read: when its refusal may be given out.
    receipt: Mutex<Option<Receipt>>,
}

struct Found {
    peer: Option<Certificate>,
    facts: Facts,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Loads what a client's channel needs to protect its messages.
pub(super) fn open(channel: &Channel, endpoint: &Endpoint, url: &[u16], address: &WS_ENDPOINT_ADDRESS) -> Result<()> {
    let Some(security) = &channel.security else { return Ok(()) };
    let profile = match establish::binding(security) {
        Some(_) => {
            let url = Url::parse(url)?;
            establish::client(security, address, &url.host, endpoint.identity.as_ref())?
        }
        None => None,
    };
    channel.protected.profile.set(profile.map(Arc::new));
    Ok(())
}

/// Loads what a listener's channels need to protect their messages.
pub(super) fn listen(security: &Security) -> Result<()> {
    security.protection.set(establish::server(security)?.map(Arc::new));
    Ok(())
}

fn profile(channel: &Channel, security: &Security) -> Result<Option<Arc<Profile>>> {
    if establish::binding(security).is_none() {
        return Ok(None);
    }
    let holder = if security.role == Role::Client { &channel.protected.profile } else { &security.protection };
    let profile = holder.get();
    profile.map(Some).ok_or_else(|| Fault::invalid_operation("The certificates of the channel have not been loaded."))
}

/// Has a message secured that is about to be written.
///
/// `peer`: of a client, the service.
pub(super) fn protect(channel: &Channel, object: &mut MessageObject, peer: Option<&Peer<'_>>) -> Result<()> {
    let protection = match &channel.security {
        Some(security) => match profile(channel, security)? {
            // Nothing but the request is endorsed.
            Some(profile) if profile.protects() || security.role == Role::Client => {
                if security.role == Role::Client {
                    let has_id = object.message.version.addressing != Addressing::Transport;
                    let asked = has_id.then(|| object.message.header_text(Header::MessageId)).transpose()?.flatten();
                    *lock(&channel.protected.asked) = asked;
                }
                seal(channel, security, profile, object.message.is_fault)?
            }
            _ => header::protect(security, peer, header::now()?)?,
        },
        None => None,
    };
    object.message.protect(protection);
    Ok(())
}

fn seal(
    channel: &Channel,
    security: &Security,
    profile: Arc<Profile>,
    is_fault: bool,
) -> Result<Option<Box<dyn Protection>>> {
    let is_reply = security.role == Role::Server;
    let request = if is_reply { lock(&channel.protected.received).clone() } else { None };
    if is_reply && request.is_none() {
        // There is nobody whom it could be encrypted for: the request was none that was verified.
        return match is_fault {
            true => Ok(None),
            false => Err(Fault::invalid_operation("A reply cannot be protected: its request was not.")),
        };
    }
    let now = header::now()?;
    let mut sealing = Sealing::new(profile, request);
    if sealing.profile.is_timestamped(is_reply) {
        let timestamp = Timestamp::new("_0", now, security.properties.timestamp_validity)?;
        sealing.timestamp = Some(timestamp.canonical());
    }
    for binding in security.message.iter().filter(|_| !is_reply) {
        if let MessageBinding::UserName(user) = binding {
            sealing.user_name = Some(header::user_name_token(user, "_1", now)?);
        }
    }
    if !is_reply {
        *lock(&channel.protected.sent) = sealing.sent.clone();
    }
    Ok(Some(Box::new(sealing)))
}

/// Whether the message that is being received was protected as it had to be, so that its reply can be.
pub(super) fn is_verified(channel: &Channel) -> bool {
    lock(&channel.protected.received).is_some()
}

/// Takes note that a message of that size is there, or as much of it as is looked at as a whole.
pub(super) fn received(channel: &Channel, size: usize) {
    if channel.security.as_ref().is_some_and(|security| !security.message.is_empty()) {
        *lock(&channel.protected.receipt) = Some(Receipt::new(size));
    }
}

/// What the refusal of the message waits for that was received last, if it has to.
pub(super) fn receipt(channel: &Channel) -> Option<Receipt> {
    lock(&channel.protected.receipt).take()
}

/// Verifies and decrypts a message that has arrived, before it is read. Answers it without its protection.
pub(super) fn unprotect(
    channel: &Channel,
    object: &mut MessageObject,
    coding: &Coding,
    input: Vec<u8>,
) -> Result<(Coding, Vec<u8>)> {
    let protected = &channel.protected;
    *lock(&protected.received) = None;
    *lock(&protected.found) = None;
    let Some(security) = &channel.security else { return Ok((coding.clone(), input)) };
    let Some(profile) = profile(channel, security)? else { return Ok((coding.clone(), input)) };
    if security.role == Role::Client && !profile.protects() {
        return Ok((coding.clone(), input));
    }
    let text = match coding {
        Coding::Text(_) => Ok(input),
        _ => {
            let max_size = channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE);
            object.read_as_text(coding, &input, max_size)
        }
    };
    let _about = trace::about(|| name(channel));
    let unsealed = text.and_then(|text| open_sealed(channel, security, &profile, object, text));
    unsealed.map(|bytes| (Coding::Text(WS_CHARSET_AUTO), bytes)).map_err(|fault| match security.role {
        Role::Client => fault,
        Role::Server => known::security(object.message.version.envelope.to_c(), SecurityFault::InvalidSecurity, fault),
    })
}

fn open_sealed(
    channel: &Channel,
    security: &Security,
    profile: &Profile,
    object: &MessageObject,
    input: Vec<u8>,
) -> Result<Vec<u8>> {
    let protected = &channel.protected;
    let is_client = security.role == Role::Client;
    let sent = if is_client { lock(&protected.sent).get() } else { None };
    if is_client && sent.is_none() {
        return Err(Fault::invalid_operation("A message arrived, and none was sent that it could answer."));
    }
    let addressing = object.message.version.addressing;
    let unsealed = match unseal(profile, object.settings.reader, addressing, input, sent.as_deref())? {
        Outcome::Unsealed(unsealed) => unsealed,
        // If it is a fault, the program may want it; for all else this is the end, when the headers are looked at.
        Outcome::NotSecured(bytes) if is_client => return Ok(bytes),
        Outcome::NotSecured(_) => return Err(not_secured()),
    };
    if !is_client {
        check_replay(security, profile, &unsealed.exchange)?;
    }
    let peer = unsealed.peer.as_ref().map(|peer| peer.certificate().clone());
    *lock(&protected.found) = Some(Found { peer, facts: unsealed.facts });
    *lock(&protected.received) = Some(Arc::new(unsealed.exchange));
    Ok(unsealed.bytes)
}

/// Refuses a request that was received before. What is remembered is that of its signature which nobody can make again, as
/// long as its timestamp may be good.
fn check_replay(security: &Security, profile: &Profile, exchange: &Exchange) -> Result<()> {
    let properties = &security.properties;
    if !properties.detects_replays.unwrap_or(profile.protects()) {
        return Ok(());
    }
    let now = header::now()?.ticks();
    let Properties { max_clock_skew: skew, max_allowed_latency: latency, replay_window: window, .. } = *properties;
    let lifetime = latency.saturating_add(skew.saturating_mul(2)).max(window);
    let expires = now.saturating_add(lifetime);
    match security.replays.remember("signature", &[&exchange.unrepeatable], now, expires, properties.replay_cache_size)
    {
        Seen::First => Ok(()),
        Seen::Again => Err(refused("The signature of the message was received before: the message is a replay.")),
        Seen::NoRoom => Err(Fault::quota("WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE", properties.replay_cache_size)),
    }
}

/// Checks a message whose start has been read.
///
/// `binding`: what ties it to the connection that it came over.
pub(super) async fn verify(channel: &Channel, object: &mut MessageObject, binding: Option<&[u8]>) -> Result<()> {
    let Some(security) = &channel.security else { return Ok(()) };
    let MessageObject { message, results, .. } = object;
    if let Some(found) = lock(&channel.protected.found).take() {
        found.facts.tell(found.peer, results);
        if security.role == Role::Client {
            check_relation(lock(&channel.protected.asked).as_deref(), message)?;
        }
    }
    let verified = header::verify(security, message, results, binding, header::now()?).await;
    if trace::is_on() && !security.message.is_empty() {
        tell(channel, results, &verified);
    }
    match verified {
        Ok(Verification::Done) => Ok(()),
        Ok(Verification::UnsecuredFault(refusal)) => unsecured_fault(channel, object, refusal),
        Err(fault) => {
            // What is answered to one who was refused does not depend on how far he came.
            *lock(&channel.protected.received) = None;
            Err(fault)
        }
    }
}

/// What a trace calls a channel.
pub(super) fn name(channel: &Channel) -> String {
    format!("channel {:#x}", core::ptr::from_ref(channel).addr())
}

/// Whether what is sent and received is what others can see, and no password: without TLS, and protected itself if there
/// is anything that shows who the sender is.
pub(super) fn is_open(channel: &Channel) -> bool {
    channel.security.as_ref().is_none_or(|security| {
        let protects = establish::binding(security).is_some_and(|cert| cert.mode != CertMode::Endorsing);
        security.ssl.is_none() && (protects || security.message.is_empty())
    })
}

/// Tells a trace what was found out about the sender of a message. Not the name of a user: that was encrypted, or should
/// have been.
#[cold]
fn tell(channel: &Channel, results: &Results, verified: &Result<Verification>) {
    let _about = trace::about(|| name(channel));
    match verified {
        Ok(Verification::Done) => {
            let who = results.certificate.as_ref().map_or_else(|| "no certificate".to_owned(), steps::certificate);
            let user = match &results.user_name {
                Some(user) if trace::shows_plaintext() => format!(", user {user}"),
                Some(_) => ", a user's name".to_owned(),
                None => String::new(),
            };
            let ticket = results.message.as_ref().map_or("", |_| ", a ticket of Kerberos");
            trace!(Security, "the sender is accepted: {who}{user}{ticket}");
        }
        Ok(Verification::UnsecuredFault(_)) => trace!(Security, "a fault without security"),
        Err(fault) => trace!(Security, "refused: {}", trace::refusal(fault, b"")),
    }
}

/// Refuses a reply that is for another request. Where the keys of a reply are not those of its request, nothing else says
/// that somebody did not keep it back to answer a later one with it.
fn check_relation(asked: Option<&[u8]>, message: &mut Message) -> Result<()> {
    let Some(asked) = asked else { return Ok(()) };
    match message.header_text(Header::RelatesTo)? {
        Some(text) if text == asked => Ok(()),
        Some(text) => Err(refused(format!(
            "The reply is for another request: RelatesTo is '{}', and the MessageID was '{}'.",
            quoted(&text),
            quoted(asked)
        ))),
        None => Err(refused("The reply has no header RelatesTo: it may be for another request.")),
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
