//! The C boundary: pointers in, HRESULT out, one file per kind of handle, and no behaviour of its own.
//!
//! The contract of every exported function, which its `SAFETY` comments refer to:
//! - A pointer parameter is NULL or points to memory of its type, valid for the call: readable, and writable where the
//!   function writes through it. What is checked anyway: NULL, alignment, lengths, tags of handles.
//! - A handle is one that this library made and that has not been freed. Handles of another kind and freed ones whose
//!   memory is still readable are refused with `E_INVALIDARG`.
//! - Threads follow docs/threading.md: a handle of a single-threaded kind is used by one thread at a time.
//! - Out-parameters are written on success only.

mod address_copy;
mod async_execute;
mod call;
mod callback;
mod cert_context;
mod cert_find;
mod channel;
mod channel_blueprint;
mod channel_codec;
mod channel_flow;
mod channel_http;
mod channel_message;
mod channel_property;
mod channel_reply;
mod channel_request;
mod channel_security;
mod channel_send;
mod channel_trace;
mod custom_channel;
mod custom_listener;
mod dictionary;
mod endpoint_address;
mod endpoint_identity;
mod error;
mod fault_error;
mod fault_message;
mod handle;
mod heap;
mod http_source;
mod identity;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod lent;
mod listener;
#[allow(dead_code, reason = "channels will use all of it")]
mod message;
mod message_body;
#[allow(dead_code, reason = "channels will use all of it")]
mod message_coding;
mod message_header;
mod message_mapped;
mod message_property;
mod operation;
mod operation_context;
mod parameters;
mod place;
mod process;
mod property;
mod security_binding;
mod security_callback;
mod security_credential;
mod security_description;
mod security_token;
mod service_call;
mod service_endpoint;
mod service_exchange;
mod service_handles;
mod service_host;
mod service_host_settings;
mod service_kit;
mod service_metadata;
mod service_operations;
mod service_proxy;
mod service_session;
mod service_station;
mod service_watch;
mod store;
#[cfg(feature = "test-hooks")]
mod test_hooks;
mod time;
mod turn;
mod typed_read;
mod typed_write;
mod url;
mod xml_buffer;
mod xml_canonicalization;
mod xml_node_view;
mod xml_reader;
mod xml_reader_buffer;
mod xml_reader_canonical;
mod xml_reader_content;
mod xml_reader_input;
mod xml_reader_nodes;
mod xml_string;
mod xml_text;
mod xml_writer;
mod xml_writer_buffer;
mod xml_writer_canonical;
mod xml_writer_flush;
mod xml_writer_nodes;
mod xml_writer_text;

pub use async_execute::*;
pub use cert_context::*;
pub use cert_find::*;
pub use channel::*;
pub use channel_message::*;
pub use channel_property::*;
pub use channel_send::*;
pub use endpoint_address::*;
pub use error::*;
pub use fault_error::*;
pub use fault_message::*;
pub use heap::*;
pub use identity::*;
pub use listener::*;
pub use message::*;
pub use message_body::*;
pub use message_header::*;
pub use message_mapped::*;
pub use message_property::*;
pub use operation_context::*;
pub use security_token::*;
pub use service_call::*;
pub use service_host::*;
pub use service_proxy::*;
#[cfg(feature = "test-hooks")]
pub use test_hooks::*;
pub use time::*;
pub use typed_read::*;
pub use typed_write::*;
pub use url::*;
pub use xml_buffer::*;
pub use xml_reader::*;
pub use xml_reader_buffer::*;
pub use xml_reader_canonical::*;
pub use xml_reader_content::*;
pub use xml_reader_input::*;
pub use xml_reader_nodes::*;
pub use xml_string::*;
pub use xml_writer::*;
pub use xml_writer_buffer::*;
pub use xml_writer_canonical::*;
pub use xml_writer_flush::*;
pub use xml_writer_nodes::*;
pub use xml_writer_text::*;
