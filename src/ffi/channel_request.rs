//! HTTP request channels: each message is a request, and what answers it the response.

use crate::abi::*;
use crate::channel::endpoint::Endpoint;
use crate::channel::mapping::{self, Mapping};
use crate::channel::property::Numbers;
use crate::channel::refusal;
use crate::channel::secure::{self, ClientTls};
use crate::channel::state::{Life, MessageId, Side};
use crate::ffi::channel::Channel;
use crate::ffi::channel_codec::{Encoded, begin_encoding};
use crate::ffi::channel_flow::{Outflow, Ticket, arrive, encode_all, flush};
use crate::ffi::channel_http::{
    Writing, add_headers, carried, check_version, content, mapped_text, single, take_mapped, types, writing,
};
use crate::ffi::channel_property::Given;
use crate::ffi::channel_security::{protect, receipt, verify};
use crate::ffi::channel_send::received_fault;
use crate::ffi::channel_trace;
use crate::ffi::message::MessageObject;
use crate::ffi::message_coding::Coding;
use crate::ffi::xml_writer::{Destination, Stream};
use crate::http::client::{self, Authentication, Client, ProxySetting, Request, Response, Sending, Settings, Timeouts};
use crate::http::{Headers, Quota, Url};
use crate::message::version::{Addressing, Header};
use crate::runtime::fault::{Fault, Result};
use crate::security::header::Peer;
use crate::security::http_auth::ClientAuth;
use crate::security::results::Results;
use crate::security::settings::Security;
use crate::task;
use core::ops::ControlFlow;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

/// The transport of one request channel.
pub(super) struct RequestSide {
    settings: Settings,
    security: Option<Arc<Security>>,
    mapping: Mapping,
    redirects: Redirects,
    open: Mutex<Option<Arc<Open>>>,
    state: Mutex<State>,
}

/// What opening makes.
struct Open {
    client: Client,
    url: Url,
    endpoint: Endpoint,
    tls: Option<ClientTls>,
}

impl Open {
    /// What the transport has verified of the server.
    fn results(&self) -> Results {
        Results::of_transport(self.url.is_secure, None)
    }
}

/// Between the steps of an exchange. The state of the channel sees to it that one operation at a time is at it.
#[derive(Default)]
struct State {
    /// Of the message that is being written.
    content_type: String,
    /// A request that is being sent in pieces.
    sending: Option<Sending>,
    response: Option<Response>,
    /// Used again for the next request.
    headers: Headers,
}

/// Whether a request may go on to another URL.
enum Redirects {
    Never,
    Always,
    Ask(WS_HTTP_REDIRECT_CALLBACK, *mut c_void),
}

// SAFETY: the pointer is only handed back to the program, whose callback has to cope with any thread.
unsafe impl Send for Redirects {}
// SAFETY: as above.
unsafe impl Sync for Redirects {}

/// A body this short is read to its end where nobody wants it, so that its connection can be used again.
const DISCARDED: u64 = 16 * 1024;

impl RequestSide {
    pub(super) fn new(given: &mut Given) -> Self {
        let numbers = &given.numbers;
        let mode = numbers.number(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE).cast_signed();
        let proxy = match (WS_HTTP_PROXY_SETTING_MODE(mode), given.proxy.take()) {
            (WS_HTTP_PROXY_SETTING_MODE_CUSTOM, Some(proxies)) => {
                ProxySetting::Custom { servers: proxies.servers, bypass: proxies.bypass }
            }
            (WS_HTTP_PROXY_SETTING_MODE_AUTO, _) => ProxySetting::System,
            _ => ProxySetting::None,
        };
        let redirects = match given.redirect {
            Some(context) => Redirects::Ask(context.callback, context.state),
            None if numbers.flag(WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT) => Redirects::Always,
            None => Redirects::Never,
        };
        let cookies = numbers.number(WS_CHANNEL_PROPERTY_COOKIE_MODE).cast_signed();
        let settings = Settings {
            proxy,
            most_connections: numbers.number(WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS),
            keeps_cookies: WS_COOKIE_MODE(cookies) == WS_AUTO_COOKIE_MODE,
            ..Settings::default()
        };
        RequestSide {
            settings,
            security: given.security.clone(),
            mapping: core::mem::take(&mut given.mapping),
            redirects,
            open: Mutex::new(None),
            state: Mutex::default(),
        }
    }

    /// WsOpenChannel: nothing is sent yet.
    pub(super) fn open(&self, endpoint: Endpoint, url: &[u16], address: &WS_ENDPOINT_ADDRESS) -> Result<()> {
        let url = Url::parse(url)?;
        let tls = secure::client(self.security.as_deref(), &url, address, endpoint.identity.as_ref())?;
        let mut settings = Settings { tls: tls.as_ref().map(|tls| tls.client.clone()), ..self.settings.clone() };
        if let Some(security) = &self.security {
            let of = |target| security.http_auth.iter().find(|auth| auth.target == target);
            let make =
                |auth| Ok(ClientAuth::new(auth, &security.properties)?.map(|auth| auth as Arc<dyn Authentication>));
            let make = |target| of(target).map_or(Ok(None), make);
            settings.authentication = make(WS_HTTP_HEADER_AUTH_TARGET_SERVICE)?;
            settings.proxy_authentication = make(WS_HTTP_HEADER_AUTH_TARGET_PROXY)?;
        }
        let client = Client::new(settings)?;
        let open = Open { client, url, endpoint, tls };
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(open));
        Ok(())
    }

    /// Whether the program has refused the server's certificate.
    pub(super) fn is_server_refused(&self) -> bool {
        self.opened().is_ok_and(|open| open.tls.as_ref().is_some_and(ClientTls::is_refused))
    }

    /// What the failure of a request means beyond it: a channel whose program has refused the server's certificate cannot
    /// be used any more, and a program whose own certificate was not enough is told which issuers the server wants to see.
    fn failed(&self, channel: &Channel, open: &Open, fault: Fault) -> Fault {
        let Some(tls) = &open.tls else { return fault };
        if tls.is_refused() {
            channel.life(Life::fault);
        }
        if fault.code() != WS_E_ENDPOINT_ACCESS_DENIED {
            return fault;
        }
        match secure::tell_issuers(self.security.as_deref(), &tls.client, &open.url) {
            Ok(()) => fault,
            Err(second) => second.texts().iter().fold(fault, |fault, text| fault.context(text.clone())),
        }
    }

    fn opened(&self) -> Result<Arc<Open>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.ok_or_else(|| Fault::invalid_operation("The channel is not open."))
    }

    fn state<T>(&self, body: impl FnOnce(&mut State) -> T) -> T {
        body(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives up what the channel has of the present exchange: the connection is closed if something is left on it.
    pub(super) fn drop_response(&self) {
        drop(self.state(|state| (state.response.take(), state.sending.take())));
    }

    /// Lets go of everything, for WsResetChannel and WsFreeChannel.
    pub(super) fn reset(&self) {
        self.drop_response();
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Gives up what the channel has of an abandoned message.
    pub(super) fn abandon(&self, sides: &[Side]) {
        if sides.contains(&Side::Write) {
            drop(self.state(|state| state.sending.take()));
        }
        if sides.contains(&Side::Read) {
            self.drop_response();
        }
    }

    /// Begins a message that is sent as a whole, at its end.
    pub(super) fn write_start_now(&self, channel: &Channel, object: &mut MessageObject) -> Result<()> {
        let Writing { coding, content_type } = self.prepare(channel, object, None)?;
        self.write_start_buffered(channel, object, &coding, &content_type)
    }

    fn write_start_buffered(
        &self,
        channel: &Channel,
        object: &mut MessageObject,
        coding: &Coding,
        content_type: &str,
    ) -> Result<()> {
        object.start_writing(coding, channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE))?;
        self.state(|state| {
            state.content_type.clear();
            state.content_type.push_str(content_type);
        });
        Ok(())
    }

    /// Begins a message that is sent in pieces, or that needs a connection before it can be written.
    pub(super) async fn write_start(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
    ) -> Result<()> {
        let end_point = match &channel.security {
            Some(security) if security.binds_messages() => {
                check_version(&channel.numbers, object)?;
                let open = self.opened()?;
                let end_point = open.client.end_point(&open.url, timeouts(&channel.numbers)).await;
                end_point.map_err(|fault| self.failed(channel, &open, fault))?
            }
            _ => None,
        };
        let Writing { coding, content_type } = self.prepare(channel, object, end_point.as_deref())?;
        if !channel.numbers.streams_output() {
            return self.write_start_buffered(channel, object, &coding, &content_type);
        }
        self.begin(channel, object, id, &coding, &content_type).await
    }

    /// Checks and addresses a message that is to be sent.
    ///
    /// `end_point`: of the connection to the service, where its security ties messages to that.
    fn prepare(&self, channel: &Channel, object: &mut MessageObject, end_point: Option<&[u8]>) -> Result<Writing> {
        check_version(&channel.numbers, object)?;
        object.message.check_state(crate::message::State::Initialized)?;
        self.drop_response();
        if !object.message.is_addressed {
            let open = self.opened()?;
            let parameters = open.endpoint.parameters()?;
            object.message.address(&open.endpoint.url, parameters.as_ref())?;
        }
        if channel.security.is_some() {
            let open = self.opened()?;
            let identity = open.endpoint.identity.as_ref();
            protect(channel, object, Some(&Peer { host: &open.url.host, identity, end_point }))?;
        }
        writing(&channel.numbers)
    }

    /// Begins a request that is sent in pieces, and sends the start of the message.
    async fn begin(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
        coding: &Coding,
        content_type: &str,
    ) -> Result<()> {
        let open = self.opened()?;
        let mut encoder = channel.codecs.encoder()?;
        let encoded = begin_encoding(&mut encoder, content_type).await?;
        let mut headers = Headers::new();
        add_headers(
            &mut headers,
            object,
            &encoded.content_type,
            &encoded.content_encoding,
            &self.mapping.request,
            true,
        )?;
        let verb = self.verb(object)?;
        let to = self.target(&open, object)?;
        channel_trace::begun(channel, object);
        let ticket = Ticket::new(channel, id);
        let output = Destination::Stream(Stream { callback: flush, state: ticket.as_state() });
        object.start_writing_to(coding, output, channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE))?;
        let request = Request {
            method: verb.as_deref().unwrap_or("POST"),
            url: to.as_ref().unwrap_or(&open.url),
            headers: &headers,
            timeouts: timeouts(&channel.numbers),
        };
        let sending = open.client.begin(request).await.map_err(|fault| self.failed(channel, &open, fault))?;
        self.state(|state| state.sending = Some(sending));
        let mut flow = Outflow::new(channel, encoder, ticket);
        flow.write_start(channel, object).await?;
        channel.outflow.put(flow);
        Ok(())
    }

    /// The method that the program has set, if it can.
    fn verb(&self, object: &MessageObject) -> Result<Option<String>> {
        if self.mapping.verb { mapped_text(object, mapping::VERB) } else { Ok(None) }
    }

    /// Sends a piece of a request.
    pub(super) async fn send(&self, bytes: &[u8]) -> Result<()> {
        let mut sending = self.state(|state| state.sending.take()).ok_or_else(no_request)?;
        sending.write(bytes).await?;
        self.state(|state| state.sending = Some(sending));
        Ok(())
    }

    /// Receives a piece of a response.
    pub(super) async fn receive(&self, numbers: &Numbers, buffer: &mut [u8]) -> Result<usize> {
        let mut response = self.state(|state| state.response.take()).ok_or_else(no_response)?;
        response.set_receive_timeout(numbers.number(WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT));
        let got = response.read(buffer).await?;
        self.state(|state| state.response = Some(response));
        Ok(got)
    }

    /// Receives all of a response.
    pub(super) async fn receive_all(&self, numbers: &Numbers, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        let mut response = self.state(|state| state.response.take()).ok_or_else(no_response)?;
        response.set_receive_timeout(numbers.number(WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT));
        response.read_to_end(out, quota).await?;
        self.state(|state| state.response = Some(response));
        Ok(())
    }

    /// Sends the rest of a message, and takes the head of the response.
    async fn finish(&self, channel: &Channel, object: &mut MessageObject) -> Result<(bool, Option<Response>)> {
        let flow = channel.outflow.take().ok_or_else(no_request)?;
        flow.write_end(channel, object).await?;
        let mut sending = self.state(|state| state.sending.take()).ok_or_else(no_request)?;
        sending.set_timeouts(timeouts(&channel.numbers));
        let open = self.opened()?;
        let outcome = async { self.classify(&channel.numbers, sending.finish().await?).await }.await;
        outcome.map_err(|fault| self.failed(channel, &open, fault))
    }

    /// Sends the message and takes the head of the response. The answer says whether there is a reply to be read.
    pub(super) async fn write_end(&self, channel: &Channel, object: &mut MessageObject) -> Result<bool> {
        if channel.numbers.streams_output() {
            let (has_message, response) = self.finish(channel, object).await?;
            self.state(|state| state.response = response);
            return Ok(has_message);
        }
        let open = self.opened()?;
        let (mut headers, content_type) =
            self.state(|state| (core::mem::take(&mut state.headers), core::mem::take(&mut state.content_type)));
        headers.clear();
        let outcome = async {
            let mut encoder = channel.codecs.encoder()?;
            let encoded = begin_encoding(&mut encoder, &content_type).await?;
            let Encoded { content_type, content_encoding } = encoded;
            add_headers(&mut headers, object, &content_type, &content_encoding, &self.mapping.request, true)?;
            let verb = self.verb(object)?;
            let to = self.target(&open, object)?;
            let timeouts = timeouts(&channel.numbers);
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
            let method = verb.as_deref().unwrap_or("POST");
            let request = Request { method, url: to.as_ref().unwrap_or(&open.url), headers: &headers, timeouts };
            let has_tokens = channel.security.as_ref().is_some_and(|security| !security.message.is_empty());
            let allows = |from: &Url, to: &Url| self.redirects.allow(from, to, has_tokens);
            let redirects: client::Redirects<'_> = match self.redirects {
                Redirects::Never => None,
                _ => Some(&allows),
            };
            let response = open.client.request(request, &body, redirects).await;
            let outcome = async { self.classify(&channel.numbers, response?).await }.await;
            outcome.map_err(|fault| self.failed(channel, &open, fault))
        }
        .await;
        self.state(|state| {
            state.headers = headers;
            state.content_type = content_type;
            outcome.map(|(has_message, response)| {
                state.response = response;
                has_message
            })
        })
    }

    /// Where a message goes that was addressed elsewhere by the program, and has no header that could say so.
    fn target(&self, open: &Open, object: &mut MessageObject) -> Result<Option<Url>> {
        if object.message.version.addressing != Addressing::Transport {
            return Ok(None);
        }
        let Some(to) = carried(object, Header::To)? else { return Ok(None) };
        if *to == *open.endpoint.url {
            return Ok(None);
        }
        let text: Vec<u16> = String::from_utf8_lossy(to).encode_utf16().collect();
        let url = Url::parse(&text).map_err(|fault| fault.context("This concerns the To header of the message."))?;
        if !url.has_origin_of(&open.url) {
            return Err(Fault::new(
                WS_E_INVALID_ENDPOINT_URL,
                format!(
                    "The message is addressed to {}, and the channel is open to {}: scheme, host and port must be \
                     the same.",
                    url.text(),
                    open.url.text()
                ),
            ));
        }
        Ok(Some(url))
    }

    /// What a response is: a message, none, or a failure.
    async fn classify(&self, numbers: &Numbers, response: Response) -> Result<(bool, Option<Response>)> {
        let failure = match (numbers.encoding(), response.status()) {
            (WS_ENCODING_RAW, _) if self.mapping.status_code => None,
            (WS_ENCODING_RAW, _) => response.fault(),
            (_, 200..=299) => match response.length() {
                Some(0) => return Ok((false, None)),
                _ => None,
            },
            // A fault, if it is a message at all. A proxy or a server that knows nothing of SOAP answers so, too.
            (_, 400 | 500) if is_message(numbers, &response) => None,
            _ => response.fault(),
        };
        match failure {
            None => Ok((true, Some(response))),
            Some(fault) => {
                discard(response).await;
                Err(fault)
            }
        }
    }

    /// Reads the reply. `Break`: there is none after all.
    pub(super) async fn read_start(
        &self,
        channel: &Arc<Channel>,
        object: &mut MessageObject,
        id: MessageId,
    ) -> Result<ControlFlow<()>> {
        check_version(&channel.numbers, object)?;
        object.message.check_state(crate::message::State::Empty)?;
        let types = self.state(|state| {
            let headers = state.response.as_ref().ok_or_else(no_response)?.headers();
            types(&channel.numbers, headers, channel.codecs.has_decoder())
        });
        let arrived = match types {
            Ok(types) => arrive(channel, object, id, types, true).await.map_err(|(_, fault)| fault),
            Err(fault) => Err(fault),
        };
        let arrived = match arrived {
            Ok(arrived) => arrived,
            Err(fault) => {
                channel_trace::taken(channel, object, Some(&fault));
                let _ = object.reset();
                // The server may see when the response is let go.
                refusal::hold_back(receipt(channel)).await;
                self.drop_response();
                return Err(fault);
            }
        };
        if arrived.is_empty {
            self.drop_response();
            return Ok(ControlFlow::Break(()));
        }
        object.results = self.opened()?.results();
        let verified = verify(channel, object, None).await;
        let receipt = receipt(channel);
        let is_refused = verified.is_err();
        let verified = verified.and_then(|()| self.take_head(object));
        channel_trace::taken(channel, object, verified.as_ref().err());
        if is_refused {
            object.refuse();
            refusal::hold_back(receipt).await;
        }
        let outcome = verified.and_then(|()| {
            match object.message.is_fault && channel.numbers.flag(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS) {
                true => Err(received_fault(object, true)),
                false => Ok(ControlFlow::Continue(())),
            }
        });
        if outcome.is_err() {
            drop(channel.inflow.take());
            self.drop_response();
            // Its own reader has no owner that would want to be told.
            let _ = object.reset();
        }
        outcome
    }

    /// Puts into the message what is mapped of the response.
    fn take_head(&self, object: &mut MessageObject) -> Result<()> {
        if self.mapping.is_empty() {
            return Ok(());
        }
        self.state(|state| {
            let response = state.response.as_ref().ok_or_else(no_response)?;
            if self.mapping.status_code {
                let status = response.status().to_string();
                object.message.mapped.add(mapping::STATUS_CODE.as_bytes(), status.as_bytes())?;
            }
            if self.mapping.status_text {
                object.message.mapped.add(mapping::STATUS_TEXT.as_bytes(), response.reason())?;
            }
            take_mapped(object, response.headers(), &self.mapping.response)
        })
    }
}

impl Redirects {
    /// `has_tokens`: the message shows who sends it, perhaps with a password. It goes to another server only if the program
    /// says so for that server.
    fn allow(&self, from: &Url, to: &Url, has_tokens: bool) -> bool {
        let Redirects::Ask(Some(callback), state) = self else { return !has_tokens || to.has_origin_of(from) };
        let text = |url: &Url| url.text().encode_utf16().collect::<Vec<u16>>();
        let (from, to) = (text(from), text(to));
        let string = |text: &[u16]| WS_STRING { length: text.len() as ULONG, chars: text.as_ptr().cast_mut() };
        let (from, to) = (string(&from), string(&to));
        // SAFETY: the program's callback with its own state; the URLs are there during the call.
        task::long(|| unsafe { callback(*state, &raw const from, &raw const to) }) == S_OK
    }
}

#[cold]
fn no_response() -> Fault {
    Fault::invalid_operation("There is no response to be read.")
}

#[cold]
fn no_request() -> Fault {
    Fault::invalid_operation("There is no request that is being sent.")
}

fn timeouts(numbers: &Numbers) -> Timeouts {
    Timeouts {
        resolve: numbers.number(WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT),
        connect: numbers.number(WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT),
        send: numbers.number(WS_CHANNEL_PROPERTY_SEND_TIMEOUT),
        response: numbers.number(WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT),
        receive: numbers.number(WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT),
    }
}

/// Whether a response has the type of the channel's messages, and something in it.
fn is_message(numbers: &Numbers, response: &Response) -> bool {
    let value = single(response.headers(), "Content-Type").ok().flatten();
    response.length() != Some(0) && value.is_some() && content(numbers, value.as_deref()).is_ok()
}

/// Reads what nobody wants, if it is short.
async fn discard(mut response: Response) {
    if response.length().is_some_and(|length| length <= DISCARDED) {
        let quota = Quota { name: "", limit: DISCARDED };
        // A failure closes the connection, and there is nobody whom it concerns.
        let _ = response.read_to_end(&mut Vec::new(), quota).await;
    }
}
