//! Identities of senders: what Windows tokens are on Windows.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::property::PropertyOut;
use crate::runtime::fault::Result;
use crate::runtime::heap::Heap;
use crate::security::results::{Identity, Text};
use std::sync::Arc;

/// What a HANDLE of an identity leads to. C knows no type for it.
struct IdentityHandle;

impl Handle for IdentityHandle {
    type Engine = Known;
    const TAG: u32 = u32::from_be_bytes(*b"WSid");
    const NAME: &'static str = "identity";
}
impl Shared for IdentityHandle {}

/// An identity with what C has of it.
struct Known {
    identity: Arc<Identity>,
    /// Leads to the texts of the identity.
    groups: Box<[WS_STRING]>,
}

/// Makes a handle that is valid until the heap is reset.
pub(super) fn create(heap: &Heap, identity: Arc<Identity>) -> Result<*mut c_void> {
    let groups = identity.groups.iter().map(Text::as_c).collect();
    Ok(handle::create_in::<IdentityHandle>(heap, Known { identity, groups })?.cast())
}

/// Gets a property of an authenticated identity: a HANDLE that WsGetMessageProperty gave for
/// WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN or
/// WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN. Such a handle belongs to its message and is valid until that is
/// reset or freed; it is never closed.
///
/// id: see WSX_IDENTITY_PROPERTY_ID.
/// value, valueSize: receive the value, of the type that the id names. Strings in it belong to the identity and live as
/// long as it does; they do not end with a null character.
///
/// Any thread may ask, several at the same time.
///
/// Returns S_OK or E_INVALIDARG (not such a handle, an id that does not exist, a wrong size or pointer).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsxGetIdentityProperty(
    identity: *mut c_void,
    id: WSX_IDENTITY_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let Known { identity, groups } = unsafe { handle::get(identity.cast::<IdentityHandle>())? };
        let out = PropertyOut::new(id, value, valueSize);
        // SAFETY: as above, in each case.
        unsafe {
            match id {
                WSX_IDENTITY_PROPERTY_MECHANISM => out.set(identity.mechanism),
                WSX_IDENTITY_PROPERTY_NAME => out.set(identity.name.as_c()),
                WSX_IDENTITY_PROPERTY_REALM => out.set(identity.realm.as_c()),
                WSX_IDENTITY_PROPERTY_GROUPS => {
                    let first = if groups.is_empty() { core::ptr::null() } else { groups.as_ptr() };
                    out.set(WSX_IDENTITY_GROUPS { groups: first, groupCount: groups.len() as ULONG })
                }
                _ => Err(out.refused("WsxGetIdentityProperty")),
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::ptr::{null_mut, without_provenance_mut};

    fn get<T>(identity: *mut c_void, id: WSX_IDENTITY_PROPERTY_ID, mut value: T) -> (HRESULT, T) {
        // SAFETY: the identity is live, or refused by its tag; the value has room for a `T`.
        let code = unsafe {
            WsxGetIdentityProperty(identity, id, (&raw mut value).cast(), size_of::<T>() as ULONG, null_mut())
        };
        (code, value)
    }

    fn text(string: WS_STRING) -> String {
        // SAFETY: a string of the identity, which is live.
        String::from_utf16_lossy(unsafe { core::slice::from_raw_parts(string.chars, string.length as usize) })
    }

    #[test]
    fn an_identity_tells_what_it_is() {
        let heap = Heap::new(4096, 0);
        let groups = ["staff".to_owned(), "admins".to_owned()];
        let known = Arc::new(Identity::new(WSX_IDENTITY_MECHANISM_KERBEROS, "anna", "EXAMPLE.ORG", &groups));
        let identity = create(&heap, known.clone()).unwrap();
        let none = WS_STRING { length: 0, chars: null_mut() };
        let (code, mechanism) = get(identity, WSX_IDENTITY_PROPERTY_MECHANISM, WSX_IDENTITY_MECHANISM(0));
        assert_eq!((code, mechanism), (S_OK, WSX_IDENTITY_MECHANISM_KERBEROS));
        assert_eq!(text(get(identity, WSX_IDENTITY_PROPERTY_NAME, none).1), "anna");
        assert_eq!(text(get(identity, WSX_IDENTITY_PROPERTY_REALM, none).1), "EXAMPLE.ORG");
        let empty = WSX_IDENTITY_GROUPS { groups: core::ptr::null(), groupCount: 0 };
        let (code, found) = get(identity, WSX_IDENTITY_PROPERTY_GROUPS, empty);
        assert_eq!((code, found.groupCount), (S_OK, 2));
        // SAFETY: the array of the identity, which is live.
        let names = unsafe { core::slice::from_raw_parts(found.groups, 2) };
        assert_eq!([text(names[0]), text(names[1])], groups);

        assert_eq!(get(identity, WSX_IDENTITY_PROPERTY_NAME, 0u32).0, E_INVALIDARG);
        assert_eq!(get(identity, WSX_IDENTITY_PROPERTY_ID(99), none).0, E_INVALIDARG);
        assert_eq!(get(null_mut(), WSX_IDENTITY_PROPERTY_NAME, none).0, E_INVALIDARG);
        assert_eq!(get(without_provenance_mut(1), WSX_IDENTITY_PROPERTY_NAME, none).0, E_INVALIDARG);
        heap.reset();
        assert_eq!(Arc::strong_count(&known), 1);
    }
}
