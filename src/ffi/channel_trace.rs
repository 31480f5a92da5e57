//! What a trace says of the messages of a channel.

use crate::ffi::channel::Channel;
use crate::ffi::channel_security::{is_open, name};
use crate::ffi::message::MessageObject;
use crate::message::version::Header;
use crate::runtime::fault::Fault;
use crate::trace::{self, Kind, Subject, trace};

/// The next steps are about this channel.
pub(super) fn about(channel: &Channel) -> Option<Subject> {
    trace::about(|| name(channel))
}

/// What a message is, by its addressing headers: none of them is ever encrypted.
fn headers(object: &mut MessageObject) -> String {
    let mut text = String::new();
    let headers = [(Header::Action, "action"), (Header::MessageId, "id"), (Header::RelatesTo, "relates to")];
    for (header, name) in headers {
        if let Ok(Some(value)) = object.message.header_text(header) {
            text.push_str(&format!(", {name} {}", String::from_utf8_lossy(&value)));
        }
    }
    if object.message.is_fault {
        text.push_str(", a fault");
    }
    text
}

/// What is said of a message when it has been sent; `None` if there is no trace.
pub(super) fn sending(object: &mut MessageObject) -> Option<String> {
    trace::is_on().then(|| headers(object))
}

/// A message in the form in which it is sent. `headers`: of [`sending`].
pub(super) fn sent(channel: &Channel, headers: Option<String>, bytes: &[u8]) {
    let Some(headers) = headers else { return };
    let _about = about(channel);
    trace!(Message, "sending {} bytes{headers}", bytes.len());
    keep(channel, Kind::Sent, bytes);
}

/// A message that is sent in pieces.
pub(super) fn begun(channel: &Channel, object: &mut MessageObject) {
    if let Some(headers) = sending(object) {
        let _about = about(channel);
        trace!(Message, "sending in pieces{headers}");
    }
}

/// A message as it came, before anything of it was looked at.
pub(super) fn received(channel: &Channel, bytes: &[u8]) {
    if trace::is_on() {
        let _about = about(channel);
        trace!(Message, "received {} bytes", bytes.len());
        keep(channel, Kind::Received, bytes);
    }
}

/// What the program is given, or why it is given nothing.
pub(super) fn taken(channel: &Channel, object: &mut MessageObject, failure: Option<&Fault>) {
    if !trace::is_on() {
        return;
    }
    let _about = about(channel);
    match failure {
        None => {
            let headers = headers(object);
            trace!(Message, "the message is taken{headers}");
        }
        // What it quotes may be what was decrypted; security has said before what it found.
        Some(fault) => trace!(Message, "the message is refused: {}", trace::refusal(fault, b"")),
    }
}

/// Records what others could see on the way; the rest for those only who asked for it.
#[cold]
fn keep(channel: &Channel, kind: Kind, bytes: &[u8]) {
    if !trace::records() {
        return;
    }
    if is_open(channel) || trace::shows_plaintext() {
        trace::record(kind, bytes);
    } else {
        trace!(
            Message,
            "not recorded: it is protected by TLS only, or shows a credential (WEBSERVICES_TRACE_PLAINTEXT)"
        );
    }
}
