//! The properties of channels whose values are numbers: which function takes which property for which channels, defaults
//! and allowed values. The others (callbacks, mappings, proxies) are structures of C and are taken apart in `ffi`, under
//! the same rules.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use core::sync::atomic::{AtomicU64, Ordering};

/// What stands for no limit in a timeout and in a count.
pub(crate) const INFINITE: u32 = u32::MAX;

/// The functions that take properties, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// WsCreateChannel.
    Client = 1,
    /// WsCreateChannelForListener.
    Listener = 2,
    /// WsSetChannelProperty.
    Set = 4,
    /// WsGetChannelProperty.
    Get = 8,
}

impl Access {
    pub(crate) fn function(self) -> &'static str {
        match self {
            Access::Client => "WsCreateChannel",
            Access::Listener => "WsCreateChannelForListener",
            Access::Set => "WsSetChannelProperty",
            Access::Get => "WsGetChannelProperty",
        }
    }
}

const CLIENT: u8 = Access::Client as u8;
const CREATE: u8 = Access::Client as u8 | Access::Listener as u8;
const LISTENER: u8 = Access::Listener as u8;
const SET: u8 = Access::Set as u8;
const GET: u8 = Access::Get as u8;

const HTTP: u8 = 1 << WS_HTTP_CHANNEL_BINDING.0;
const TCP: u8 = 1 << WS_TCP_CHANNEL_BINDING.0;
const UDP: u8 = 1 << WS_UDP_CHANNEL_BINDING.0;
const PIPE: u8 = 1 << WS_NAMEDPIPE_CHANNEL_BINDING.0;
const CUSTOM: u8 = 1 << WS_CUSTOM_CHANNEL_BINDING.0;
const BUILT_IN: u8 = HTTP | TCP | UDP | PIPE;
const ALL: u8 = BUILT_IN | CUSTOM;
const FRAMED: u8 = TCP | PIPE;

/// The type of a property's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// A ULONG or an enumeration.
    Number,
    /// A BOOL: anything but 0 is TRUE.
    Truth,
    /// An unsigned __int64.
    Large,
    /// A structure, which this module knows nothing about.
    Structure,
}

/// Where a property may be used. `kinds` says for which channels of its bindings.
#[derive(Clone, Copy, Debug)]
struct Rule {
    id: WS_CHANNEL_PROPERTY_ID,
    form: Form,
    access: u8,
    bindings: u8,
    kinds: Kinds,
}

/// Channel types that a property is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kinds {
    Any,
    /// WS_CHANNEL_TYPE_REQUEST where the binding is HTTP; any type with other bindings.
    HttpRequest,
    /// WS_CHANNEL_TYPE_REPLY where the binding is HTTP; any type with other bindings.
    HttpReply,
    /// Clients only: WS_CHANNEL_TYPE_REQUEST with HTTP.
    Duplex,
    DuplexSession,
    /// Those that know who sent what they read.
    Receiver,
}

const RULES: &[Rule] = {
    use Form::*;
    use Kinds::*;
    const fn rule(id: WS_CHANNEL_PROPERTY_ID, form: Form, access: u8, bindings: u8, kinds: Kinds) -> Rule {
        Rule { id, form, access, bindings, kinds }
    }
    &[
        rule(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, Number, CREATE | GET, HTTP | FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, Large, CREATE | GET, HTTP, Any),
        rule(WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, Number, CREATE | GET, HTTP, Any),
        rule(WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, Number, CREATE | GET, HTTP, Any),
        rule(WS_CHANNEL_PROPERTY_ENCODING, Number, CREATE | GET, HTTP | FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, Number, CREATE | GET, HTTP | TCP | UDP, Any),
        rule(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, Number, CREATE | GET, BUILT_IN, Any),
        rule(WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE, Number, CREATE | GET, FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_STATE, Number, GET, ALL, Any),
        rule(WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, Number, CLIENT | GET, BUILT_IN, Any),
        rule(WS_CHANNEL_PROPERTY_IP_VERSION, Number, CLIENT | GET, TCP | UDP, Any),
        rule(WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, Number, CLIENT | SET | GET, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT, Number, CLIENT | SET | GET, HTTP | FRAMED, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_SEND_TIMEOUT, Number, CREATE | SET | GET, HTTP | FRAMED, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, Number, CLIENT | SET | GET, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, Number, CREATE | SET | GET, HTTP | FRAMED, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT, Number, CREATE | SET | GET, FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, Truth, CREATE, BUILT_IN, Any),
        rule(WS_CHANNEL_PROPERTY_TRANSFER_MODE, Number, CREATE | GET, HTTP, Any),
        rule(WS_CHANNEL_PROPERTY_TRANSFER_MODE, Number, GET, BUILT_IN, Any),
        rule(WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE, Number, CLIENT | SET | GET, UDP, Duplex),
        rule(WS_CHANNEL_PROPERTY_MULTICAST_HOPS, Number, CLIENT | GET, UDP, Duplex),
        rule(WS_CHANNEL_PROPERTY_REMOTE_ADDRESS, Structure, GET, UDP, Duplex),
        rule(WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, Structure, GET, BUILT_IN, Receiver),
        rule(WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, Large, GET, HTTP, HttpReply),
        rule(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, Structure, CREATE, CUSTOM, Any),
        rule(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, Structure, CREATE, CUSTOM, Any),
        rule(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, Structure, GET, CUSTOM, Any),
        rule(WS_CHANNEL_PROPERTY_TRANSPORT_URL, Structure, GET, HTTP | TCP, HttpReply),
        rule(WS_CHANNEL_PROPERTY_NO_DELAY, Truth, CREATE | SET | GET, TCP, Any),
        rule(WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES, Truth, CREATE, TCP, Any),
        rule(WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME, Number, CREATE, TCP, Any),
        rule(WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL, Number, CREATE, TCP, Any),
        rule(WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS, Number, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN, Truth, GET, FRAMED, DuplexSession),
        rule(WS_CHANNEL_PROPERTY_CHANNEL_TYPE, Number, GET, ALL, Any),
        rule(WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE, Number, CREATE | GET, HTTP | FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_ENCODER, Structure, CREATE, HTTP | FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_DECODER, Structure, CREATE, HTTP | FRAMED, Any),
        rule(WS_CHANNEL_PROPERTY_PROTECTION_LEVEL, Number, GET, BUILT_IN, Any),
        rule(WS_CHANNEL_PROPERTY_COOKIE_MODE, Number, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, Number, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, Structure, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING, Structure, CREATE, HTTP, Any),
        rule(WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, Truth, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT, Structure, CLIENT, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, Truth, CLIENT | SET | GET, BUILT_IN, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, Truth, CLIENT | SET | GET, HTTP | FRAMED, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN, Structure, GET, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN, Structure, GET, HTTP, HttpRequest),
        rule(WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, Number, LISTENER | GET, HTTP, HttpReply),
    ]
};

/// How many ids there are: a value is kept at the index of its id.
const COUNT: usize = 50;

/// The numbers of one channel. Those that WsSetChannelProperty changes may be read by operations at the same time.
#[derive(Debug)]
pub(crate) struct Numbers {
    kind: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    /// Made with WsCreateChannelForListener.
    accepted: bool,
    given: u64,
    values: [AtomicU64; COUNT],
}

impl Clone for Numbers {
    fn clone(&self) -> Self {
        let value = |value: &AtomicU64| AtomicU64::new(value.load(Ordering::Relaxed));
        let values = core::array::from_fn(|id| self.values.get(id).map(value).unwrap_or_default());
        Numbers { values, ..Numbers { given: self.given, ..Numbers::new(self.kind, self.binding, self.accepted) } }
    }
}

impl Numbers {
    /// Those of a channel of which nothing has been given.
    pub(crate) fn new(kind: WS_CHANNEL_TYPE, binding: WS_CHANNEL_BINDING, accepted: bool) -> Self {
        Numbers { kind, binding, accepted, given: 0, values: [const { AtomicU64::new(0) }; COUNT] }
    }

    pub(crate) fn kind(&self) -> WS_CHANNEL_TYPE {
        self.kind
    }

    pub(crate) fn binding(&self) -> WS_CHANNEL_BINDING {
        self.binding
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// The form of a property that may be used in this way; the fault names the property and the function.
    pub(crate) fn check(&self, id: WS_CHANNEL_PROPERTY_ID, access: Access) -> Result<Form> {
        let binding = 1u8.checked_shl(self.binding.0.cast_unsigned()).unwrap_or(0);
        let fits = |rule: &&Rule| {
            rule.id == id
                && rule.access & access as u8 != 0
                && rule.bindings & binding != 0
                && rule.kinds.contain(self.kind, self.binding)
                // What only clients may be given, they alone may set and get.
                && (!self.accepted || rule.access & (CREATE | SET) != CLIENT | SET)
        };
        RULES.iter().find(fits).map(|rule| rule.form).ok_or_else(|| {
            Fault::invalid_arg(format!(
                "The property {id:?} cannot be used with {} for a channel of type {:?} and binding {:?}.",
                access.function(),
                self.kind,
                self.binding
            ))
        })
    }

    /// Keeps a value given at creation. The same property given twice counts the last time.
    pub(crate) fn give(&mut self, id: WS_CHANNEL_PROPERTY_ID, value: u64) -> Result<()> {
        check_value(id, value)?;
        self.given |= bit(id);
        self.store(id, value);
        Ok(())
    }

    /// Whether a property was given at creation.
    pub(crate) fn is_given(&self, id: WS_CHANNEL_PROPERTY_ID) -> bool {
        self.given & bit(id) != 0
    }

    /// Takes the defaults of what was not given, and refuses what does not go together. Called once, after the last
    /// [`Numbers::give`].
    pub(crate) fn complete(&mut self) -> Result<()> {
        self.set_defaults();
        self.check_together()
    }

    fn set_defaults(&mut self) {
        let timeouts =
            !self.is_given(WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS) || self.flag(WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS);
        let half_minute = if timeouts { 30_000 } else { INFINITE };
        let number = |number: i32| number.cast_unsigned();
        let framed = matches!(self.binding, WS_TCP_CHANNEL_BINDING | WS_NAMEDPIPE_CHANNEL_BINDING);
        let encoding = match self.binding {
            _ if self.is_given(WS_CHANNEL_PROPERTY_ENCODING) => {
                WS_ENCODING(self.number(WS_CHANNEL_PROPERTY_ENCODING).cast_signed())
            }
            _ if framed => WS_ENCODING_XML_BINARY_SESSION_1,
            _ => WS_ENCODING_XML_UTF8,
        };
        let raw = encoding == WS_ENCODING_RAW;
        let envelope = if raw { WS_ENVELOPE_VERSION_NONE } else { WS_ENVELOPE_VERSION_SOAP_1_2 };
        let addressing = if raw { WS_ADDRESSING_VERSION_TRANSPORT } else { WS_ADDRESSING_VERSION_1_0 };
        for (id, value) in [
            (WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 65536),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 4_194_304),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, 16384),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 65536),
            (WS_CHANNEL_PROPERTY_ENCODING, number(encoding.0)),
            (WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, number(envelope.0)),
            (WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, number(addressing.0)),
            (WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE, 2048),
            (WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, number(WS_LONG_CALLBACK.0)),
            (WS_CHANNEL_PROPERTY_IP_VERSION, number(WS_IP_VERSION_AUTO.0)),
            (WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, INFINITE),
            (WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT, half_minute),
            (WS_CHANNEL_PROPERTY_SEND_TIMEOUT, half_minute),
            (WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, half_minute),
            (WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, half_minute),
            (WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT, half_minute),
            (WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, 1),
            (WS_CHANNEL_PROPERTY_TRANSFER_MODE, number(WS_BUFFERED_TRANSFER_MODE.0)),
            (WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE, 0),
            (WS_CHANNEL_PROPERTY_MULTICAST_HOPS, 1),
            (WS_CHANNEL_PROPERTY_NO_DELAY, 0),
            (WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES, 0),
            (WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME, 7_200_000),
            (WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL, 1000),
            (WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS, INFINITE),
            (WS_CHANNEL_PROPERTY_CHANNEL_TYPE, number(self.kind.0)),
            (WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE, 65536),
            (WS_CHANNEL_PROPERTY_PROTECTION_LEVEL, number(WS_PROTECTION_LEVEL_NONE.0)),
            (WS_CHANNEL_PROPERTY_COOKIE_MODE, number(WS_AUTO_COOKIE_MODE.0)),
            (WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, number(WS_HTTP_PROXY_SETTING_MODE_AUTO.0)),
            (WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, 0),
            (WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, 1),
            (WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, 0),
            (WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, 65536),
        ] {
            if !self.is_given(id) {
                self.store(id, u64::from(value));
            }
        }
    }

    fn check_together(&self) -> Result<()> {
        let mode = self.transfer_mode();
        for (id, needs, what) in [
            (WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, mode.0 != WS_STREAMED_TRANSFER_MODE.0, "buffered"),
            (WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE, mode.0 != WS_STREAMED_TRANSFER_MODE.0, "buffered"),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, mode.0 != 0, "streamed"),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, self.streams_input(), "streamed for input"),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, self.streams_output(), "streamed for output"),
        ] {
            if self.is_given(id) && !needs {
                return Err(Fault::invalid_arg(format!(
                    "The property {id:?} may only be given when transfer is {what}, and it is {mode:?}."
                )));
            }
        }
        let (encoding, envelope, addressing) = (self.encoding(), self.envelope_version(), self.addressing_version());
        let refuse = |text: String| Err(Fault::invalid_arg(text));
        match encoding {
            WS_ENCODING_RAW => {
                if self.binding != WS_HTTP_CHANNEL_BINDING {
                    return refuse(format!("{encoding:?} is for {WS_HTTP_CHANNEL_BINDING:?} only."));
                }
                if envelope != WS_ENVELOPE_VERSION_NONE || addressing != WS_ADDRESSING_VERSION_TRANSPORT {
                    return refuse(format!(
                        "{encoding:?} needs {WS_ENVELOPE_VERSION_NONE:?} and {WS_ADDRESSING_VERSION_TRANSPORT:?}, \
                         not {envelope:?} and {addressing:?}."
                    ));
                }
            }
            WS_ENCODING_XML_BINARY_1 | WS_ENCODING_XML_BINARY_SESSION_1 if envelope != WS_ENVELOPE_VERSION_SOAP_1_2 => {
                return refuse(format!("{encoding:?} needs {WS_ENVELOPE_VERSION_SOAP_1_2:?}, not {envelope:?}."));
            }
            WS_ENCODING_XML_BINARY_SESSION_1 if self.kind != WS_CHANNEL_TYPE_DUPLEX_SESSION => {
                return refuse(format!(
                    "{encoding:?} needs a channel of type {WS_CHANNEL_TYPE_DUPLEX_SESSION:?}, not {:?}.",
                    self.kind
                ));
            }
            _ => {}
        }
        if addressing == WS_ADDRESSING_VERSION_TRANSPORT && self.binding != WS_HTTP_CHANNEL_BINDING {
            return refuse(format!("{addressing:?} is for {WS_HTTP_CHANNEL_BINDING:?} only."));
        }
        if envelope == WS_ENVELOPE_VERSION_NONE && addressing != WS_ADDRESSING_VERSION_TRANSPORT {
            return refuse(format!("{envelope:?} needs {WS_ADDRESSING_VERSION_TRANSPORT:?}, not {addressing:?}."));
        }
        Ok(())
    }

    /// WsSetChannelProperty.
    pub(crate) fn set(&self, id: WS_CHANNEL_PROPERTY_ID, value: u64) -> Result<()> {
        check_value(id, value)?;
        self.store(id, value);
        Ok(())
    }

    pub(crate) fn large(&self, id: WS_CHANNEL_PROPERTY_ID) -> u64 {
        index(id).and_then(|index| self.values.get(index)).map_or(0, |value| value.load(Ordering::Relaxed))
    }

    pub(crate) fn number(&self, id: WS_CHANNEL_PROPERTY_ID) -> u32 {
        u32::try_from(self.large(id)).unwrap_or(u32::MAX)
    }

    pub(crate) fn flag(&self, id: WS_CHANNEL_PROPERTY_ID) -> bool {
        self.large(id) != 0
    }

    pub(crate) fn encoding(&self) -> WS_ENCODING {
        WS_ENCODING(self.number(WS_CHANNEL_PROPERTY_ENCODING).cast_signed())
    }

    pub(crate) fn envelope_version(&self) -> WS_ENVELOPE_VERSION {
        WS_ENVELOPE_VERSION(self.number(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION).cast_signed())
    }

    pub(crate) fn addressing_version(&self) -> WS_ADDRESSING_VERSION {
        WS_ADDRESSING_VERSION(self.number(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION).cast_signed())
    }

    pub(crate) fn transfer_mode(&self) -> WS_TRANSFER_MODE {
        WS_TRANSFER_MODE(self.number(WS_CHANNEL_PROPERTY_TRANSFER_MODE).cast_signed())
    }

    pub(crate) fn streams_input(&self) -> bool {
        self.transfer_mode().0 & WS_STREAMED_INPUT_TRANSFER_MODE.0 != 0
    }

    pub(crate) fn streams_output(&self) -> bool {
        self.transfer_mode().0 & WS_STREAMED_OUTPUT_TRANSFER_MODE.0 != 0
    }

    fn store(&self, id: WS_CHANNEL_PROPERTY_ID, value: u64) {
        if let Some(place) = index(id).and_then(|index| self.values.get(index)) {
            place.store(value, Ordering::Relaxed);
        }
    }
}

impl Kinds {
    fn contain(self, kind: WS_CHANNEL_TYPE, binding: WS_CHANNEL_BINDING) -> bool {
        let http = binding == WS_HTTP_CHANNEL_BINDING;
        match self {
            Kinds::Any => true,
            Kinds::HttpRequest => !http || kind == WS_CHANNEL_TYPE_REQUEST,
            Kinds::HttpReply => !http || kind == WS_CHANNEL_TYPE_REPLY,
            Kinds::Duplex => kind == WS_CHANNEL_TYPE_DUPLEX,
            Kinds::DuplexSession => kind == WS_CHANNEL_TYPE_DUPLEX_SESSION,
            Kinds::Receiver => {
                matches!(kind, WS_CHANNEL_TYPE_DUPLEX_SESSION | WS_CHANNEL_TYPE_DUPLEX | WS_CHANNEL_TYPE_REPLY)
            }
        }
    }
}

fn index(id: WS_CHANNEL_PROPERTY_ID) -> Option<usize> {
    usize::try_from(id.0).ok().filter(|index| *index < COUNT)
}

fn bit(id: WS_CHANNEL_PROPERTY_ID) -> u64 {
    index(id).map_or(0, |index| 1 << index)
}

/// Refuses values that a property does not have.
fn check_value(id: WS_CHANNEL_PROPERTY_ID, value: u64) -> Result<()> {
    let number = i32::try_from(value).unwrap_or(-1);
    let known = match id {
        WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE
        | WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE
        | WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE
        | WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS => value > 0,
        WS_CHANNEL_PROPERTY_ENCODING => (WS_ENCODING_XML_BINARY_1.0..=WS_ENCODING_RAW.0).contains(&number),
        WS_CHANNEL_PROPERTY_ENVELOPE_VERSION => {
            (WS_ENVELOPE_VERSION_SOAP_1_1.0..=WS_ENVELOPE_VERSION_NONE.0).contains(&number)
        }
        WS_CHANNEL_PROPERTY_ADDRESSING_VERSION => {
            (WS_ADDRESSING_VERSION_0_9.0..=WS_ADDRESSING_VERSION_TRANSPORT.0).contains(&number)
        }
        WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL => [WS_SHORT_CALLBACK.0, WS_LONG_CALLBACK.0].contains(&number),
        WS_CHANNEL_PROPERTY_IP_VERSION => (WS_IP_VERSION_4.0..=WS_IP_VERSION_AUTO.0).contains(&number),
        WS_CHANNEL_PROPERTY_TRANSFER_MODE => {
            (WS_BUFFERED_TRANSFER_MODE.0..=WS_STREAMED_TRANSFER_MODE.0).contains(&number)
        }
        WS_CHANNEL_PROPERTY_COOKIE_MODE => [WS_MANUAL_COOKIE_MODE.0, WS_AUTO_COOKIE_MODE.0].contains(&number),
        WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE => {
            (WS_HTTP_PROXY_SETTING_MODE_AUTO.0..=WS_HTTP_PROXY_SETTING_MODE_CUSTOM.0).contains(&number)
        }
        _ => true,
    };
    match known {
        true => Ok(()),
        false => Err(Fault::invalid_arg(format!("The property {id:?} cannot have the value {value}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Numbers {
        Numbers::new(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, false)
    }

    #[test]
    fn defaults_follow_the_encoding() {
        let mut numbers = request();
        numbers.complete().unwrap();
        assert_eq!(numbers.encoding(), WS_ENCODING_XML_UTF8);
        assert_eq!(numbers.envelope_version(), WS_ENVELOPE_VERSION_SOAP_1_2);
        assert_eq!(numbers.addressing_version(), WS_ADDRESSING_VERSION_1_0);
        assert_eq!(numbers.number(WS_CHANNEL_PROPERTY_SEND_TIMEOUT), 30_000);
        let mut numbers = request();
        numbers.give(WS_CHANNEL_PROPERTY_ENCODING, WS_ENCODING_RAW.0 as u64).unwrap();
        numbers.give(WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, 0).unwrap();
        numbers.give(WS_CHANNEL_PROPERTY_SEND_TIMEOUT, 7).unwrap();
        numbers.complete().unwrap();
        assert_eq!(numbers.envelope_version(), WS_ENVELOPE_VERSION_NONE);
        assert_eq!(numbers.addressing_version(), WS_ADDRESSING_VERSION_TRANSPORT);
        assert_eq!(numbers.number(WS_CHANNEL_PROPERTY_SEND_TIMEOUT), 7);
        assert_eq!(numbers.number(WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT), INFINITE);
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        for (id, value) in [
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, 100),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 100),
            (WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 100),
            (WS_CHANNEL_PROPERTY_ENCODING, WS_ENCODING_XML_BINARY_SESSION_1.0 as u64),
            (WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, WS_ENVELOPE_VERSION_NONE.0 as u64),
        ] {
            let mut numbers = request();
            numbers.give(id, value).unwrap();
            assert_eq!(numbers.complete().unwrap_err().code(), E_INVALIDARG, "{id:?}");
        }
        let mut numbers = request();
        numbers.give(WS_CHANNEL_PROPERTY_TRANSFER_MODE, 3).unwrap();
        numbers.give(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 3).unwrap();
        assert!(numbers.complete().unwrap_err().texts()[0].contains("MAX_BUFFERED_MESSAGE_SIZE"));
    }

    #[test]
    fn each_function_takes_its_own() {
        let request = request();
        let reply = Numbers::new(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, true);
        let allowed = |numbers: &Numbers, id, access| numbers.check(id, access).is_ok();
        assert!(allowed(&request, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, Access::Set));
        assert!(!allowed(&reply, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, Access::Listener));
        assert!(!allowed(&request, WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, Access::Get));
        assert!(allowed(&reply, WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, Access::Get));
        assert!(!allowed(&request, WS_CHANNEL_PROPERTY_ENCODING, Access::Set));
        assert!(!allowed(&request, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, Access::Client));
        assert!(!allowed(&request, WS_CHANNEL_PROPERTY_ID(77), Access::Get));
        assert!(!allowed(&request, WS_CHANNEL_PROPERTY_ID(-1), Access::Get));
    }

    #[test]
    fn values_outside_an_enumeration_are_refused() {
        for (id, value) in [
            (WS_CHANNEL_PROPERTY_ENCODING, 9),
            (WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, 0),
            (WS_CHANNEL_PROPERTY_TRANSFER_MODE, 4),
            (WS_CHANNEL_PROPERTY_COOKIE_MODE, 3),
            (WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 0),
        ] {
            assert!(request().give(id, value).is_err(), "{id:?}");
        }
    }
}
