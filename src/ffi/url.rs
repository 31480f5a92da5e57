//! URLs. See `url` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::place::{self, Out};
use crate::ffi::{handle, store};
use crate::runtime::fault::Result;
use crate::runtime::heap::Heap;
use crate::url::{self, Decoded, Parts, Scheme};
use core::mem::offset_of;
use core::ops::Range;
use core::ptr::NonNull;

/// One structure stands for those of all schemes, which differ in name only.
type AnyUrl = WS_HTTP_URL;

macro_rules! same_layout {
    ($($url:ident)*) => {
        $(const _: () = {
            assert!(size_of::<$url>() == size_of::<AnyUrl>() && align_of::<$url>() == align_of::<AnyUrl>());
            assert!(offset_of!($url, url) == offset_of!(AnyUrl, url));
            assert!(offset_of!($url, host) == offset_of!(AnyUrl, host));
            assert!(offset_of!($url, port) == offset_of!(AnyUrl, port));
            assert!(offset_of!($url, portAsString) == offset_of!(AnyUrl, portAsString));
            assert!(offset_of!($url, path) == offset_of!(AnyUrl, path));
            assert!(offset_of!($url, query) == offset_of!(AnyUrl, query));
            assert!(offset_of!($url, fragment) == offset_of!(AnyUrl, fragment));
        };)*
    };
}
same_layout!(WS_HTTPS_URL WS_NETTCP_URL WS_SOAPUDP_URL WS_NETPIPE_URL);

/// Takes an absolute URL apart and unescapes its parts.
///
/// url: the URL, escaped, of a scheme that WS_URL_SCHEME_TYPE lists (in upper or lower case), at most 65535 characters
/// long. Only what the grammar of RFC 3986 allows is accepted: no character outside ASCII, no space, no zero, also not
/// a terminating one that the length counts.
/// flags: WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE, or 0.
/// heap: where the result is allocated, as one block.
/// outUrl: receives a WS_HTTP_URL, WS_HTTPS_URL, WS_NETTCP_URL, WS_SOAPUDP_URL or WS_NETPIPE_URL according to its
/// scheme. It stays until WsResetHeap or WsFreeHeap. Its strings are not zero-terminated, and never NULL.
///
/// Host: required, at most 255 octets of UTF-8. An address in brackets is returned with the brackets, as it stands in
/// the URL and without a check that it is an IPv6 address. Of a name, the escapes are resolved; one of an ASCII
/// character that a host cannot have, such as a slash or an at sign, is refused. User information is not supported.
/// The wildcards + and *, escaped or not, are refused unless the flags allow them.
/// Port: 80, 443 or 808 where an http, https or net.tcp URL names none, 0xFFFF where a soap.udp or net.pipe URL names
/// none; portAsString is empty then. Otherwise it has the digits as they are written.
/// Path: empty or with its leading slash. Dot segments are removed after unescaping, so that %2E and %2F cannot bring
/// any in; WS_URL_FLAGS_NO_PATH_COLLAPSE keeps them.
/// Query and fragment: empty if absent. Unescaping cannot be undone exactly: in a query, an escaped ampersand and one
/// that separates look the same after it. A program to which that matters splits the query of the escaped URL.
/// Escapes stand for UTF-8; other octets and %00 are refused.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (not a URL as described, a scheme that is not supported, or too long);
/// E_INVALIDARG (a pointer, or a flag that is not one of the above); WS_E_QUOTA_EXCEEDED (maxSize of the heap is
/// reached) or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsDecodeUrl(
    url: *const WS_STRING,
    flags: ULONG,
    heap: *mut WS_HEAP,
    outUrl: *mut *mut WS_URL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let (url, out) = unsafe { (place::string(url, "url")?, Out::new(outUrl, "outUrl")?) };
        let decoded = url::decode(url, flags)?;
        out.set(store_decoded(heap, &decoded)?.as_ptr().cast());
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Puts a URL together from its parts, escaping what has to be escaped.
///
/// url: the structure of the scheme that its first field names, with the parts unescaped: a percent sign in one becomes
/// %25. What is not ASCII is escaped as UTF-8.
/// flags: WS_URL_FLAGS_ZERO_TERMINATE ends the result with a zero, which its length counts; the other flags of
/// WS_URL_FLAGS are accepted and change nothing.
/// heap: where the characters of the result are allocated.
/// outUrl: receives the URL, at most 65535 characters long; its characters stay until WsResetHeap or WsFreeHeap.
///
/// Host: required; a name, an address, one of the wildcards + and *, or an address in brackets, which an IPv6 address
/// gets where it has none. Other characters that a host cannot have are refused, not escaped.
/// Port: the digits of portAsString as they are. If port is not zero too, both must name the same port. Without
/// portAsString, port is written unless it is zero or what WsDecodeUrl returns where a URL of the scheme names none.
/// Path: empty, or with a leading slash; dot segments stay.
/// Query and fragment: none if empty.
/// A zero character and half of a surrogate pair are refused in every part.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (an unknown scheme, a part that is not as described, or a result that is too
/// long); E_INVALIDARG (a pointer or an unknown flag); WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached) or
/// E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEncodeUrl(
    url: *const WS_URL,
    flags: ULONG,
    heap: *mut WS_HEAP,
    outUrl: *mut WS_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(outUrl, "outUrl")? };
        // SAFETY: as above.
        let scheme = Scheme::try_from(unsafe { place::required(url, "url")? }.scheme)?;
        #[allow(clippy::cast_ptr_alignment, reason = "`required` checks it")]
        let url = url.cast::<AnyUrl>();
        // SAFETY: as above; the scheme says that the structure around the WS_URL is one of those with this layout.
        let parts = unsafe { read_parts(scheme, place::required(url, "url")?)? };
        out.set(store_text(heap, &url::encode(&parts, flags)?)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Resolves a URL reference against a base URL, as RFC 3986, section 5.2, says.
///
/// baseUrl: an absolute URL, escaped, as WsDecodeUrl takes it. Its fragment has no effect.
/// referenceUrl: an absolute or relative URL, escaped; may be empty. One that begins with a scheme is absolute, and
/// must have a host.
/// flags: 0 or any of WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, for both URLs, WS_URL_FLAGS_NO_PATH_COLLAPSE, and
/// WS_URL_FLAGS_ZERO_TERMINATE, which ends the result with a zero that its length counts.
/// heap: where the characters of the result are allocated.
/// resultUrl: receives the absolute URL, escaped, at most 65535 characters long; its characters stay until WsResetHeap
/// or WsFreeHeap. It may be the structure that baseUrl or referenceUrl points to.
///
/// What the result has of the two is not changed, but that dot segments of its path, %2E for a dot included, are
/// removed unless WS_URL_FLAGS_NO_PATH_COLLAPSE is given. So with that flag, and without dot segments, an absolute
/// reference is the result as it is.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (one of the two is not a URL that WsDecodeUrl would take, or a scheme that is not
/// supported, or the result is too long); E_INVALIDARG (a pointer or an unknown flag); WS_E_QUOTA_EXCEEDED (maxSize of
/// the heap is reached) or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCombineUrl(
    baseUrl: *const WS_STRING,
    referenceUrl: *const WS_STRING,
    flags: ULONG,
    heap: *mut WS_HEAP,
    resultUrl: *mut WS_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let (base, reference) =
            unsafe { (place::string(baseUrl, "baseUrl")?, place::string(referenceUrl, "referenceUrl")?) };
        // SAFETY: as above.
        let out = unsafe { Out::new(resultUrl, "resultUrl")? };
        out.set(store_text(heap, &url::combine(base, reference, flags)?)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// # Safety
/// See the contract at the top of [`crate::ffi`]; the parts must not outlive the call.
unsafe fn read_parts<'a>(scheme: Scheme, url: &AnyUrl) -> Result<Parts<'a>> {
    let part = |string: &WS_STRING, name| {
        // SAFETY: passed on.
        unsafe { place::slice(string.chars, string.length, name) }
    };
    Ok(Parts {
        scheme,
        host: part(&url.host, "url->host")?,
        port: url.port,
        port_digits: part(&url.portAsString, "url->portAsString")?,
        path: part(&url.path, "url->path")?,
        query: part(&url.query, "url->query")?,
        fragment: part(&url.fragment, "url->fragment")?,
    })
}

fn store_decoded(heap: &Heap, decoded: &Decoded) -> Result<NonNull<AnyUrl>> {
    store::with_array(heap, &decoded.text, |text| {
        // The engine bounds a URL to 16 bits of characters, and the ranges are inside the text.
        let part = |range: &Range<usize>| WS_STRING {
            length: range.len() as ULONG,
            chars: text.as_ptr().wrapping_add(range.start),
        };
        AnyUrl {
            url: WS_URL { scheme: decoded.scheme.id() },
            host: part(&decoded.host),
            port: decoded.port,
            portAsString: part(&decoded.port_digits),
            path: part(&decoded.path),
            query: part(&decoded.query),
            fragment: part(&decoded.fragment),
        }
    })
}

fn store_text(heap: &Heap, text: &[u16]) -> Result<WS_STRING> {
    // As above; one more for the zero at the end.
    Ok(WS_STRING { length: text.len() as ULONG, chars: store::slice(heap, text)?.as_ptr() })
}

#[cfg(test)]
#[path = "url/tests.rs"]
mod tests;
