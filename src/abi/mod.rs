//! The public surface as plain C data: every structure, enumeration, callback type, constant and error code of
//! `WebServices.h`, one file per area, and in `x_*.rs` those of `WebServicesX.h`. cbindgen makes the headers from these
//! files, so their doc comments are the C manual. Nothing here has behaviour, and nothing here is imported from the rest
//! of the crate.

/// Declares one enumeration of the API.
///
/// C sees a real `enum`: build.rs takes this wrapper off before cbindgen reads the file. Rust gets a transparent
/// integer with one constant per enumerator, because C may send any value and an unknown one in a Rust `enum` is
/// undefined behaviour.
macro_rules! ws_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$value_doc:meta])* $value:ident = $number:expr,)* }) => {
        $(#[$doc])*
        #[repr(transparent)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i32);

        $($(#[$value_doc])* pub const $value: $name = $name($number);)*

        impl $name {
            /// The enumerator's name, or `None` for a number that the API does not define.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some(stringify!($value)),)*
                    _ => None,
                }
            }
        }

        impl core::fmt::Debug for $name {
            /// Writes the enumerator's name, or the type and the number where there is none.
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{}({})", stringify!($name), self.0),
                }
            }
        }
    };
}

mod address;
mod asynchronous;
mod base;
mod channel;
mod channel_codec;
mod channel_custom;
mod contract;
mod credential;
mod error;
mod fault;
mod heap;
mod http;
mod listener;
mod message;
mod metadata;
mod policy;
mod policy_template;
mod schema;
mod security;
mod security_binding;
mod service_host;
mod service_proxy;
mod token;
mod trace;
mod type_description;
mod url;
mod x_certificate;
mod x_identity;
mod x_message;
mod x_security;
mod x_security_binding;
mod xml_canonicalization;
mod xml_node;
mod xml_reader;
mod xml_string;
mod xml_text;
mod xml_writer;

pub use address::*;
pub use asynchronous::*;
pub use base::*;
pub use channel::*;
pub use channel_codec::*;
pub use channel_custom::*;
pub use contract::*;
pub use credential::*;
pub use error::*;
pub use fault::*;
pub use heap::*;
pub use http::*;
pub use listener::*;
pub use message::*;
pub use metadata::*;
pub use policy::*;
pub use policy_template::*;
pub use schema::*;
pub use security::*;
pub use security_binding::*;
pub use service_host::*;
pub use service_proxy::*;
pub use token::*;
pub use trace::*;
pub use type_description::*;
pub use url::*;
pub use x_certificate::*;
pub use x_identity::*;
pub use x_message::*;
pub use x_security::*;
pub use x_security_binding::*;
pub use xml_canonicalization::*;
pub use xml_node::*;
pub use xml_reader::*;
pub use xml_string::*;
pub use xml_text::*;
pub use xml_writer::*;
