//! HTTP reply channels: each accepted request is one exchange: the message that it holds, and the response.

use crate::abi::*;
use crate::channel::content_type::soap_action;
use crate::channel::mapping::{self, Mapping};
use crate::channel::refusal;
use crate::channel::state::{Farewell, MessageId};
use crate::channel::turns::Turns;
use crate::channel::url_match::Matcher;
use crate::ffi::channel::Channel;
use crate::ffi::channel_codec::{Encoded, begin_encoding};
use crate::ffi::channel_flow::{Outflow, Ticket, Trouble, arrive, encode_all, flush};
use crate::ffi::channel_http::{Writing, add_headers, check_version, mapped_text, single, take_mapped, types, writing};
use crate::ffi::channel_property::Given;
use crate::ffi::channel_security::{is_verified, protect, receipt, verify};
use crate::ffi::channel_trace;
use crate::ffi::http_source::ClientUrl;
use crate::ffi::listener::Listener;
use crate::ffi::message::MessageObject;
use crate::ffi::message_coding::Coding;
use crate::ffi::xml_writer::{Destination, Stream};
use crate::http::server::Exchange;
use crate::http::{Headers, Link, Quota};
use crate::message::fault::known::{self, InvalidHeader, Versions};
use crate::message::version::{Addressing, Envelope, Header};
use crate::runtime::fault::{Fault, Result};
use crate::security::results::{Identity, Results};
use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The transport of one reply channel.
pub(super) struct ReplySide {
    mapping: Mapping,
    listener: Weak<Listener>,
    exchange: Turns<Exchange>,
    state: Mutex<State>,
}

/// What is known of the present exchange.
#[derive(Default)]
struct State {
    /// The URL that the client used; in its place until the channel is reset, since programs get a pointer to it.
    url: Option<Arc<ClientUrl>>,
    peer: Option<SocketAddr>,
    connection: u64,
    /// What is known of the sender, whatever the message says.
    sender: Results,
    /// The request is being read, or was.
    is_reading: bool,
    /// What closing without a reply answers.
    farewell: u16,
    /// The MessageID of a request that was refused, and so is not in a message any more.
    refused_id: Option<Vec<u8>>,
    /// The request is no HTTP: where it ends cannot be known.
    is_malformed: bool,
    /// Of the listener.
    to_matcher: Option<Arc<Matcher>>,
    /// Who HTTP authentication found the client to be.
    client: Option<Arc<Identity>>,
    /// Of the message that is being written.
    content_type: String,
    /// Used again for the next response.
    headers: Headers,
}

/// The status of an exchange that nobody has read.
const UNREAD: u16 = 500;
/// The status of a request whose security could not be verified, whatever was wrong with it.
const DENIED: u16 = 403;
/// The status of a request that was read, and is answered without a message: it was one-way.
const ACCEPTED: u16 = 202;

impl ReplySide {
    pub(super) fn new(given: &mut Given, listener: Weak<Listener>) -> Self {
        let mapping = core::mem::take(&mut given.mapping);
        ReplySide { mapping, listener, exchange: Turns::new(), state: Mutex::default() }
    }

    /// Whether the channel was made for this listener.
    pub(super) fn is_of(&self, listener: &Arc<Listener>) -> bool {
        core::ptr::eq(self.listener.as_ptr(), Arc::as_ptr(listener))
    }

    fn state<T>(&self, body: impl FnOnce(&mut State) -> T) -> T {
        body(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a request that was accepted.
    pub(super) fn accept(
        &self,
        exchange: Exchange,
        url: Arc<ClientUrl>,
        to_matcher: Arc<Matcher>,
        client: Option<Arc<Identity>>,
    ) {
        self.state(|state| {
            state.url = Some(url);
            state.peer = exchange.peer();
            state.connection = exchange.connection_id();
            state.sender = Results::of_transport(exchange.is_secure(), exchange.peer_certificate().cloned());
            state.is_reading = false;
            state.farewell = UNREAD;
            state.is_malformed = false;
            state.refused_id = None;
            state.to_matcher = Some(to_matcher);
            state.client = client;
        });
        self.exchange.put(exchange);
    }

    /// Ends the exchange when the channel closes. A request that has no reply yet is told what became of it.
    pub(super) async fn close(&self, farewell: Farewell, can_still_reply: bool) -> Result<()> {
        let Some(mut exchange) = self.exchange.take() else { return Ok(()) };
        if farewell == Farewell::Rude || !can_still_reply {
            return Ok(());
        }
        let status = self.state(|state| state.farewell);
        exchange.respond(status, b"", &Headers::new(), b"").await
    }

    /// Lets go of everything, for WsResetChannel and WsFreeChannel.
    pub(super) fn reset(&self) {
        drop(self.exchange.take());
        self.state(|state| state.url = None);
    }

    /// The connection of the present request, to be watched while it is served.
    pub(super) fn link(&self) -> Option<Arc<Link>> {
        self.exchange.look(Exchange::link).flatten()
    }

    /// WS_CHANNEL_PROPERTY_TRANSPORT_URL: lives until the reset.
    pub(super) fn transport_url(&self) -> WS_STRING {
        self.state(|state| {
            let url = state.url.as_ref().map_or(&[][..], |url| &url.utf16);
            WS_STRING { length: url.len() as ULONG, chars: url.as_ptr().cast_mut() }
        })
    }

    /// WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, once a message is being read.
    pub(super) fn remote_address(&self) -> Result<SocketAddressStorage> {
        let peer = self.state(|state| state.peer.filter(|_| state.is_reading));
        peer.map(SocketAddressStorage::from).ok_or_else(|| not_yet(WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS))
    }

    /// WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, once a message is being read.
    pub(super) fn connection_id(&self) -> Result<ULONGLONG> {
        let id = self.state(|state| Some(state.connection).filter(|_| state.is_reading));
        id.ok_or_else(|| not_yet(WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID))
    }

    /// Reads the request.
    pub(super) async fn read_start(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
    ) -> Result<()> {
        check_version(&channel.numbers, object)?;
        object.message.check_state(crate::message::State::Empty)?;
        self.state(|state| state.is_reading = true);
        let outcome = self.read_request(channel, object, id).await;
        let receipt = receipt(channel);
        channel_trace::taken(channel, object, outcome.as_ref().err().map(|(_, fault)| fault));
        self.state(|state| state.farewell = outcome.as_ref().map_or_else(|(status, _)| *status, |()| ACCEPTED));
        if let Err((status, _)) = &outcome {
            drop(channel.inflow.take());
            let id = object.message.header_text(Header::MessageId).ok().flatten();
            self.state(|state| state.refused_id = id);
            // Its own reader has no owner that would want to be told.
            match *status {
                DENIED => object.refuse(),
                _ if object.message.state == crate::message::State::Done => {}
                _ => drop(object.reset()),
            }
            // How long it took is not for anybody to know. The memory of the message is free by now.
            refusal::hold_back(receipt).await;
        }
        outcome.map_err(|(_, fault)| fault)
    }

    /// A failure comes with the status that tells the client of it, should nobody send a reply.
    async fn read_request(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
    ) -> Result<(), (u16, Fault)> {
        let bad = |fault: Fault| (400, fault);
        let has_decoder = channel.codecs.has_decoder();
        let looked = self.exchange.look(|exchange| types(&channel.numbers, exchange.head().headers(), has_decoder));
        let types = looked.ok_or_else(|| bad(gone()))?.map_err(|fault| (415, fault))?;
        let arrived = arrive(channel, object, id, types, false).await;
        let arrived = arrived.map_err(|(trouble, fault)| match trouble {
            Trouble::Type => (415, fault),
            _ if fault.code() == WS_E_QUOTA_EXCEEDED => (413, fault),
            Trouble::Receipt if self.is_malformed() => (400, fault),
            Trouble::Receipt => self.receive_failure(channel, fault),
            Trouble::Form => (400, fault),
            Trouble::Security => (DENIED, fault),
        })?;
        object.results = self.state(|state| Results { http_header: state.client.clone(), ..state.sender.clone() });
        if channel.security.is_some() {
            let binding = self.exchange.look(Exchange::channel_binding).flatten();
            verify(channel, object, binding.as_deref()).await.map_err(|fault| (DENIED, fault))?;
        }
        self.take_head(object, arrived.action).map_err(|fault| {
            // Who has proved to be somebody is answered, and protected: the headers stay for that.
            if is_verified(channel) {
                object.refuse();
            }
            bad(fault)
        })
    }

    /// A request that does not come to its end has nobody any more who could be answered.
    fn receive_failure(&self, channel: &Channel, fault: Fault) -> (u16, Fault) {
        channel.life(|life| life.fault());
        drop(self.exchange.take());
        (400, fault)
    }

    /// Receives a piece of the request.
    pub(super) async fn receive(&self, channel: &Channel, buffer: &mut [u8]) -> Result<usize> {
        let read = async |exchange: &mut Exchange| exchange.read(buffer).await;
        let outcome = self.exchange.with(gone, read).await;
        self.check_received(channel, outcome)
    }

    /// Receives all of the request.
    pub(super) async fn receive_all(&self, channel: &Channel, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        let read = async |exchange: &mut Exchange| exchange.read_to_end(out, quota).await;
        let outcome = self.exchange.with(gone, read).await;
        self.check_received(channel, outcome)
    }

    /// A client that has gone ends the exchange. One that sends too much, or no HTTP, is there and can be told.
    fn check_received<T>(&self, channel: &Channel, outcome: Result<T>) -> Result<T> {
        match outcome.as_ref().map_err(Fault::code) {
            Ok(_) | Err(WS_E_QUOTA_EXCEEDED) => {}
            Err(WS_E_INVALID_FORMAT) => self.state(|state| {
                state.is_malformed = true;
                state.farewell = 400;
            }),
            Err(_) => channel.life(|life| life.fault()),
        }
        outcome
    }

    /// What an answer to a request that was refused relates to.
    pub(super) fn refused_id(&self) -> Option<Vec<u8>> {
        self.state(|state| state.refused_id.clone())
    }

    /// Whether the present request has turned out to be no HTTP.
    pub(super) fn is_malformed(&self) -> bool {
        self.state(|state| state.is_malformed)
    }

    /// Sends a piece of the reply.
    pub(super) async fn send(&self, bytes: &[u8]) -> Result<()> {
        self.exchange.with(gone, async |exchange| exchange.write(bytes).await).await
    }

    /// Puts into the message what HTTP says beside the envelope, and checks who the message is for.
    fn take_head(&self, object: &mut MessageObject, action_parameter: Option<String>) -> Result<()> {
        let looked = self.exchange.look(|exchange| {
            let head = exchange.head();
            if self.mapping.verb {
                object.message.mapped.add(mapping::VERB.as_bytes(), head.method().as_bytes())?;
            }
            take_mapped(object, head.headers(), &self.mapping.request)?;
            if object.message.version.envelope != Envelope::Soap11 {
                return self.take_action(object, action_parameter.as_deref());
            }
            let field = single(head.headers(), "SOAPAction")?;
            self.take_action(object, field.as_deref().map(soap_action))
        });
        looked.ok_or_else(gone)?
    }

    /// Puts in what HTTP says of the action, where the envelope has no addresses.
    fn take_action(&self, object: &mut MessageObject, action: Option<&str>) -> Result<()> {
        let action = action.filter(|action| !action.is_empty());
        if object.message.version.addressing != Addressing::Transport {
            return self.check_addressing(object, action);
        }
        if let Some(action) = action {
            object.message.set_header_text(Header::Action, action.as_bytes())?;
        }
        let url = self.state(|state| state.url.clone()).unwrap_or_default();
        object.message.set_header_text(Header::To, url.text.as_bytes())
    }

    /// What HTTP says of the action must not differ from what the envelope says, and the message must be for the
    /// listener.
    fn check_addressing(&self, object: &mut MessageObject, action: Option<&str>) -> Result<()> {
        let version = object.message.version;
        let versions = Versions { envelope: version.envelope.to_c(), addressing: version.addressing.to_c() };
        if let Some(action) = action
            && let Some(inside) = object.message.header_text(Header::Action)?
            && inside != action.as_bytes()
        {
            let name: known::Name<'_> = (Header::Action.local(), version.addressing.ns());
            return known::invalid_addressing_header(versions, InvalidHeader::ActionMismatch, name).and_then(Err);
        }
        let Some(to) = object.message.header_text(Header::To)? else { return Ok(()) };
        if to == version.addressing.anonymous() {
            return Ok(());
        }
        let Some(matcher) = self.state(|state| state.to_matcher.clone()) else { return Ok(()) };
        let text: Vec<u16> = String::from_utf8_lossy(&to).encode_utf16().collect();
        match matcher.matches(&text) {
            true => Ok(()),
            false => known::destination_unreachable(versions, &to).and_then(Err),
        }
    }

    /// Begins a reply that is sent in pieces.
    pub(super) async fn write_start(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
    ) -> Result<()> {
        let Writing { coding, content_type } = prepare(channel, object)?;
        self.begin(channel, object, id, &coding, &content_type).await
    }

    /// Begins a reply that is sent as a whole, at its end.
    pub(super) fn write_start_now(&self, channel: &Channel, object: &mut MessageObject) -> Result<()> {
        let Writing { coding, content_type } = prepare(channel, object)?;
        object.start_writing(&coding, channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE))?;
        self.state(|state| {
            state.content_type.clear();
            state.content_type.push_str(&content_type);
        });
        Ok(())
    }

    /// Begins a reply that is sent in pieces, and sends the start of the message.
    async fn begin(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
        coding: &Coding,
        content_type: &str,
    ) -> Result<()> {
        let mut encoder = channel.codecs.encoder()?;
        let encoded = begin_encoding(&mut encoder, content_type).await?;
        let (status, reason) = self.status(object)?;
        let mut headers = Headers::new();
        let Encoded { content_type, content_encoding } = encoded;
        add_headers(&mut headers, object, &content_type, &content_encoding, &self.mapping.response, false)?;
        channel_trace::begun(channel, object);
        let ticket = Ticket::new(channel, id);
        let output = Destination::Stream(Stream { callback: flush, state: ticket.as_state() });
        object.start_writing_to(coding, output, channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE))?;
        let begin = async |exchange: &mut Exchange| exchange.begin(status, reason.as_bytes(), &headers).await;
        self.exchange.with(gone, begin).await?;
        // From here on something of it may have left.
        channel.life(|life| life.reply_left());
        let mut flow = Outflow::new(channel, encoder, ticket);
        flow.write_start(channel, object).await?;
        channel.outflow.put(flow);
        Ok(())
    }

    /// Sends the rest of a reply that is sent in pieces.
    async fn finish(&self, channel: &Channel, object: &mut MessageObject) -> Result<()> {
        let flow = channel.outflow.take().ok_or_else(gone)?;
        flow.write_end(channel, object).await?;
        self.exchange.with(gone, async |exchange| exchange.finish().await).await
    }

    /// Sends the reply.
    pub(super) async fn write_end(&self, channel: &Channel, object: &mut MessageObject) -> Result<()> {
        if channel.numbers.streams_output() {
            let outcome = self.finish(channel, object).await;
            if outcome.is_err() {
                channel.life(|life| life.fault());
            }
            return outcome;
        }
        let (mut headers, content_type) =
            self.state(|state| (core::mem::take(&mut state.headers), core::mem::take(&mut state.content_type)));
        headers.clear();
        let outcome = async {
            let (status, reason) = self.status(object)?;
            let mut encoder = channel.codecs.encoder()?;
            let Encoded { content_type, content_encoding } = begin_encoding(&mut encoder, &content_type).await?;
            add_headers(&mut headers, object, &content_type, &content_encoding, &self.mapping.response, false)?;
            let headers_of_message = channel_trace::sending(object);
            let written = {
                let _about = channel_trace::about(channel);
                object.finish_writing()?
            };
            let body = match &mut encoder {
                Some(encoder) => Cow::Owned(encode_all(encoder, written.bytes()).await?),
                None => Cow::Borrowed(written.bytes()),
            };
            encoder.into_iter().for_each(|encoder| channel.codecs.keep_encoder(encoder));
            channel_trace::sent(channel, headers_of_message, &body);
            let respond =
                async |exchange: &mut Exchange| exchange.respond(status, reason.as_bytes(), &headers, &body).await;
            let outcome = self.exchange.with(gone, respond).await;
            if outcome.as_ref().is_err_and(|fault| fault.code() != E_INVALIDARG) {
                // Nobody can be answered on a connection that has failed.
                channel.life(|life| life.fault());
            }
            outcome
        };
        let outcome = outcome.await;
        self.state(|state| {
            state.headers = headers;
            state.content_type = content_type;
        });
        if outcome.is_ok() {
            // The connection goes on to the next request.
            drop(self.exchange.take());
        }
        outcome
    }

    /// Status and reason of a reply: those that the program has set, or what the message is.
    fn status(&self, object: &MessageObject) -> Result<(u16, String)> {
        let usual = if object.message.is_fault { 500 } else { 200 };
        let status = match self.mapping.status_code {
            true => match mapped_text(object, mapping::STATUS_CODE)? {
                Some(text) => {
                    text.trim().parse::<u16>().ok().filter(|code| (200..1000).contains(code)).ok_or_else(|| {
                        let text = crate::channel::content_type::printable(&text);
                        Fault::invalid_arg(format!("\"{text}\" cannot be the status code of an HTTP response."))
                    })?
                }
                None => usual,
            },
            false => usual,
        };
        let reason = match self.mapping.status_text {
            true => mapped_text(object, mapping::STATUS_TEXT)?.unwrap_or_default(),
            false => String::new(),
        };
        Ok((status, reason))
    }
}

/// Checks a message that is to be sent.
fn prepare(channel: &Channel, object: &mut MessageObject) -> Result<Writing> {
    check_version(&channel.numbers, object)?;
    object.message.check_state(crate::message::State::Initialized)?;
    protect(channel, object, None)?;
    writing(&channel.numbers)
}

#[cold]
fn gone() -> Fault {
    Fault::new(WS_E_ENDPOINT_DISCONNECTED, "The HTTP exchange is over: its connection is gone, or it was answered.")
}

#[cold]
fn not_yet(id: WS_CHANNEL_PROPERTY_ID) -> Fault {
    Fault::invalid_operation(format!("The property {id:?} exists once a message is being read."))
}

/// The system's struct sockaddr_storage.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub(super) struct SocketAddressStorage([u8; 128]);

impl From<SocketAddr> for SocketAddressStorage {
    fn from(address: SocketAddr) -> Self {
        const AF_INET: u16 = 2;
        const AF_INET6: u16 = 10;
        let mut bytes = Vec::with_capacity(28);
        // A client that came by IPv4 to a socket of both is shown as it is.
        match address.ip().to_canonical() {
            IpAddr::V4(ip) => {
                bytes.extend_from_slice(&AF_INET.to_ne_bytes());
                bytes.extend_from_slice(&address.port().to_be_bytes());
                bytes.extend_from_slice(&ip.octets());
            }
            IpAddr::V6(ip) => {
                let scope = if let SocketAddr::V6(v6) = address { v6.scope_id() } else { 0 };
                bytes.extend_from_slice(&AF_INET6.to_ne_bytes());
                bytes.extend_from_slice(&address.port().to_be_bytes());
                bytes.extend_from_slice(&[0; 4]);
                bytes.extend_from_slice(&ip.octets());
                bytes.extend_from_slice(&scope.to_ne_bytes());
            }
        }
        let mut storage = [0; 128];
        storage.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        SocketAddressStorage(storage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_the_system_has_them() {
        let v4 = SocketAddressStorage::from("192.0.2.1:258".parse::<SocketAddr>().unwrap()).0;
        assert_eq!(v4[..8], [2, 0, 1, 2, 192, 0, 2, 1]);
        let mapped = SocketAddressStorage::from("[::ffff:192.0.2.1]:258".parse::<SocketAddr>().unwrap()).0;
        assert_eq!(mapped, v4);
        let v6 = SocketAddressStorage::from("[2001:db8::1]:258".parse::<SocketAddr>().unwrap()).0;
        assert_eq!(v6[..12], [10, 0, 1, 2, 0, 0, 0, 0, 0x20, 1, 0xd, 0xb8]);
        assert_eq!(v6[23], 1);
    }
}
