//! What canonicalisation while reading and while writing have in common: the properties and the callback.

use crate::abi::*;
use crate::ffi::place;
use crate::ffi::property::{self, Record};
use crate::ffi::xml_writer::WriteCallback;
use crate::runtime::fault::{Fault, Result};
use crate::xml::c14n::{OmittedElement, Options, Sink};

/// The caller's callback.
pub(super) struct CallbackSink {
    pub(super) callback: WriteCallback,
    pub(super) state: *mut c_void,
}

impl Sink for CallbackSink {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let length =
            ULONG::try_from(bytes.len()).map_err(|_| Fault::overflow("There are too many canonical octets."))?;
        let buffer = WS_BYTES { length, bytes: bytes.as_ptr().cast_mut() };
        // SAFETY: the callback and its state are the caller's; the buffer lives as long as the call.
        let code =
            unsafe { (self.callback)(self.state, &raw const buffer, 1, core::ptr::null(), core::ptr::null_mut()) };
        match code {
            WS_S_ASYNC => {
                Err(Fault::new(E_UNEXPECTED, "The WS_WRITE_CALLBACK returned WS_S_ASYNC to a synchronous call."))
            }
            0.. => Ok(()),
            _ => Err(Fault::new(code, "The WS_WRITE_CALLBACK of canonicalization failed.")),
        }
    }
}

/// Reads the properties of a run.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn options(
    properties: *const WS_XML_CANONICALIZATION_PROPERTY,
    count: ULONG,
    function: &str,
) -> Result<Options> {
    let mut options = Options::default();
    // SAFETY: passed on.
    for property in unsafe { property::bag(properties, count)? } {
        match property.id {
            WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM => {
                // SAFETY: passed on.
                let algorithm: WS_XML_CANONICALIZATION_ALGORITHM = unsafe { property.read()? };
                (options.exclusive, options.with_comments) = match algorithm {
                    WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM => (true, false),
                    WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM => (true, true),
                    WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM => (false, false),
                    WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM => (false, true),
                    other => {
                        return Err(Fault::invalid_arg(format!(
                            "The canonicalization algorithm {other:?} is not known."
                        )));
                    }
                };
            }
            WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES => {
                // SAFETY: passed on.
                let list: WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES = unsafe { property.read()? };
                // SAFETY: passed on.
                for prefix in unsafe { place::slice(list.prefixes, list.prefixCount, "prefixes")? } {
                    // SAFETY: passed on.
                    options.inclusive_prefixes.push(unsafe { copy(prefix, "prefixes")? });
                }
            }
            WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT => {
                // SAFETY: passed on.
                let name: WS_XML_QNAME = unsafe { property.read()? };
                // SAFETY: passed on.
                let (local, ns) = unsafe { (copy(&name.localName, "localName")?, copy(&name.ns, "ns")?) };
                options.omitted = Some(OmittedElement { local, ns });
            }
            WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE => {
                // SAFETY: passed on.
                options.output_buffer_size = unsafe { property.read()? };
            }
            _ => return Err(property.refused(function)),
        }
    }
    Ok(options)
}

unsafe fn copy(string: &WS_XML_STRING, name: &str) -> Result<Box<[u8]>> {
    // SAFETY: passed on.
    unsafe { place::slice(string.bytes, string.length, name) }.map(Into::into)
}

impl Record for WS_XML_CANONICALIZATION_PROPERTY {
    type Id = WS_XML_CANONICALIZATION_PROPERTY_ID;
    fn parts(&self) -> (WS_XML_CANONICALIZATION_PROPERTY_ID, *const c_void, ULONG) {
        (self.id, self.value, self.valueSize)
    }
}
