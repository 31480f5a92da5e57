//! The metadata of a host: prepared when it is created, given out by WS-MetadataExchange and by HTTP GET. See
//! `service-metadata` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::http_source::{Page, Pages};
use crate::ffi::operation_context::{Callee, ContextValues, OperationContext};
use crate::ffi::service_endpoint::Endpoint;
use crate::ffi::service_exchange::Served;
use crate::ffi::service_handles::Own;
use crate::ffi::service_host::Host;
use crate::ffi::service_host_settings::HostSettings;
use crate::ffi::service_station::{After, Call};
use crate::ffi::{channel_message, handle, listener, place};
use crate::http::Headers;
use crate::message::address::Start;
use crate::message::version::Header;
use crate::runtime::fault::{Fault, Result};
use crate::service::metadata::exchange::{GET, GET_RESPONSE};
use crate::service::metadata::{self, Document, Location, Port, Service, Source, exchange};
use crate::task;
use crate::url::{self, Decoded};
use core::ptr::null_mut;
use std::sync::Arc;

/// Takes over the documents of a host.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn prepare(settings: &HostSettings, endpoints: &[Arc<Endpoint>]) -> Result<Vec<Document>> {
    let Some(given) = settings.metadata else { return Ok(Vec::new()) };
    // SAFETY: passed on, for all of it.
    unsafe {
        let mut sources = Vec::new();
        for document in place::slice(given.documents.cast_const(), given.documentCount, "documents")? {
            let document = place::required(document.cast_const(), "document")?;
            let name = if document.name.is_null() { None } else { Some(place::string(document.name, "name")?) };
            sources.push(Source { content: place::xml_string(document.content, "content")?, name });
        }
        if given.serviceName.is_null() != given.serviceNs.is_null() {
            return Err(Fault::invalid_arg(
                "Of serviceName and serviceNs in WS_SERVICE_METADATA, both or neither must be given.",
            ));
        }
        let mut ports = Vec::new();
        for endpoint in endpoints {
            let Some(port) = endpoint.settings.port else { continue };
            ports.push(Port {
                name: place::xml_string(port.portName, "portName")?,
                binding: place::xml_string(port.bindingName, "bindingName")?,
                binding_ns: place::xml_string(port.bindingNs, "bindingNs")?,
                location: Location::of(&endpoint.shown_url()),
                soap11: endpoint.is_soap11()?,
            });
        }
        if given.serviceName.is_null() {
            return metadata::prepare(&sources, None);
        }
        let service = Service {
            name: place::xml_string(given.serviceName, "serviceName")?,
            ns: place::xml_string(given.serviceNs, "serviceNs")?,
            ports,
        };
        metadata::prepare(&sources, Some(&service))
    }
}

/// Has the listener of an endpoint answer requests for documents.
pub(super) fn publish(host: &Arc<Host>, endpoint: &Arc<Endpoint>) -> Result<()> {
    if endpoint.settings.exchange != WS_METADATA_EXCHANGE_TYPE_HTTP_GET {
        return Ok(());
    }
    // SAFETY: the endpoint owns its listener.
    let listener = unsafe { listener::get(endpoint.listener.get())? };
    let listener::Source::Http(source) = &listener.source else { return Ok(()) };
    let (host, endpoint) = (Arc::downgrade(host), Arc::downgrade(endpoint));
    let pages: Pages = Arc::new(move |url: &str| page(&*host.upgrade()?, &*endpoint.upgrade()?, url));
    source.publish(Some(pages));
    Ok(())
}

/// The answer to a GET request.
fn page(host: &Host, endpoint: &Endpoint, url: &str) -> Option<Page> {
    let own = url::decode(endpoint.url_text(), WS_URL_FLAGS_ALLOW_HOST_WILDCARDS).ok()?;
    let url: Vec<u16> = url.encode_utf16().collect();
    let asked = url::decode(&url, WS_URL_FLAGS_NO_PATH_COLLAPSE).ok()?;
    let (base, path, query) = (part(&own, &own.path), part(&asked, &asked.path), part(&asked, &asked.query));
    if !path.starts_with(&base) {
        return None;
    }
    let mut page = Page { status: 404, headers: Headers::new(), body: Vec::new() };
    if !is_authorized(host, endpoint) {
        page.status = 403;
    } else if let Some(document) = metadata::asked_for(&host.documents, &base, &path, &query) {
        page.status = 200;
        page.headers.push("Content-Type", b"text/xml; charset=utf-8").ok()?;
        page.body = document.text(&part(&asked, &asked.host));
    }
    Some(page)
}

/// Asks the authorization callback, which has no message to look at: one that wants to see who asks says no.
fn is_authorized(host: &Host, endpoint: &Endpoint) -> bool {
    let Some(callback) = endpoint.authorization else { return true };
    let values = ContextValues {
        host_state: host.settings.user_state,
        listener: endpoint.listener.get(),
        address: endpoint.address,
        ..ContextValues::default()
    };
    let Ok(context) = Own::<WS_OPERATION_CONTEXT>::new(OperationContext::new(host.registry.clone(), values)) else {
        return false;
    };
    // SAFETY: just made.
    let Ok(engine) = (unsafe { handle::get(context.get()) }) else { return false };
    engine.begin(Callee::Security, values);
    let mut authorized: BOOL = 0;
    // SAFETY: the program's callback; `authorized` is there to be written.
    let code = task::long(|| unsafe { callback(context.get(), &raw mut authorized, null_mut()) });
    engine.end();
    code == S_OK && authorized != 0
}

fn part(url: &Decoded, range: &core::ops::Range<usize>) -> String {
    String::from_utf16_lossy(url.text.get(range.clone()).unwrap_or_default())
}

/// Whether a message asks for the metadata, and the endpoint gives them out this way.
pub(super) fn is_request(call: &Call, action: &[u8]) -> Result<bool> {
    let endpoint = call.endpoint();
    if endpoint.settings.exchange != WS_METADATA_EXCHANGE_TYPE_MEX || action != GET {
        return Ok(false);
    }
    let Some(suffix) = endpoint.settings.suffix else { return Ok(true) };
    // SAFETY: the program's property stays until the host is freed.
    let suffix = unsafe { place::string(&raw const suffix, "suffix")? };
    let own: Vec<u16> = endpoint.url_text().iter().chain(suffix).copied().collect();
    let Some(to) = to(call)? else { return Ok(false) };
    let (Ok(own), Ok(to)) =
        (url::decode(&own, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS), url::decode(&to, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS))
    else {
        return Ok(false);
    };
    Ok(is_same(&own, &to))
}

/// Whether a URL is the endpoint's, whose host may stand for all.
fn is_same(own: &Decoded, to: &Decoded) -> bool {
    let (host, other) = (part(own, &own.host), part(to, &to.host));
    let same_host = matches!(&*host, "+" | "*") || host.eq_ignore_ascii_case(&other);
    same_host
        && own.scheme == to.scheme
        && own.port == to.port
        && part(own, &own.path) == part(to, &to.path)
        && part(own, &own.query) == part(to, &to.query)
}

/// The To header.
fn to(call: &Call) -> Result<Option<Vec<u16>>> {
    // SAFETY: the call owns the message.
    let to = unsafe { handle::borrow(call.kit.input.get())? }.message.header_text(Header::To)?;
    Ok(to.map(|to| String::from_utf8_lossy(&to).encode_utf16().collect()))
}

/// The name of this machine that the client uses: that of the To header, or the system's.
fn host(to: Option<Vec<u16>>) -> String {
    if let Some(Ok(to)) = to.map(|to| url::decode(&to, 0))
        && let Some(host) = to.text.get(to.host.clone()).filter(|host| !host.is_empty())
    {
        return String::from_utf16_lossy(host);
    }
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Answers a request for the metadata.
pub(super) async fn answer(call: &mut Call) -> Served {
    let (channel, input, output) = (call.channel(), call.kit.input.get(), call.kit.output.get());
    let host = host(to(call)?);
    let _turn = call.site.turn().await;
    // SAFETY: the call owns all of these.
    unsafe {
        channel_message::read_message_end(channel, input).await?;
        {
            let (mut output, mut input) = (handle::borrow(output)?, handle::borrow(input)?);
            output.message.initialize(Start::Reply, Some(&mut input.message))?;
            output.message.set_header_text(Header::Action, GET_RESPONSE)?;
        }
        channel_message::write_message_start(channel, output).await?;
        let written = write(call, &host);
        if let Err(fault) = written {
            channel_message::abandon_message(channel, output)?;
            return Err(fault.into());
        }
        channel_message::write_message_end(channel, output).await?;
    }
    Ok(After::More)
}

fn write(call: &Call, host: &str) -> Result<()> {
    // SAFETY: the call owns the message, and the message its writer.
    unsafe {
        let writer = handle::borrow(call.kit.output.get())?.body_writer()?;
        let mut writer = handle::borrow(writer)?;
        exchange::write(&mut writer.engine, &call.host().documents, host)
    }
}
