use super::*;
use crate::ffi::*;
use core::ptr::{null, null_mut};

fn string(text: &mut Vec<u16>) -> WS_STRING {
    WS_STRING { length: text.len() as ULONG, chars: text.as_mut_ptr() }
}

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

const NOTHING: WS_STRING = WS_STRING { length: 0, chars: null_mut() };

/// A heap and an error object for one test.
struct Session {
    heap: *mut WS_HEAP,
    error: *mut WS_ERROR,
}

impl Session {
    fn new(max_size: SIZE_T) -> Self {
        let mut session = Session { heap: null_mut(), error: null_mut() };
        // SAFETY: NULL where the calls allow it, and places for the results.
        unsafe {
            assert_eq!(WsCreateHeap(max_size, 0, null(), 0, &mut session.heap, null_mut()), S_OK);
            assert_eq!(WsCreateError(null(), 0, &mut session.error), S_OK);
        }
        session
    }

    fn requested(&self) -> SIZE_T {
        let mut size: SIZE_T = 0;
        let place = (&raw mut size).cast();
        // SAFETY: the heap is live and `size` has the property's type.
        unsafe { WsGetHeapProperty(self.heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, place, 8, null_mut()) };
        size
    }

    /// The newest text, after which the object is empty.
    fn text(&self) -> String {
        let mut text = NOTHING;
        // SAFETY: the error object is live.
        unsafe {
            assert_eq!(WsGetErrorString(self.error, 0, &mut text), S_OK);
            let text = read(&text);
            assert_eq!(WsResetError(self.error), S_OK);
            text
        }
    }

    fn decode(&self, url: &str, flags: ULONG) -> WS_HTTP_URL {
        let mut chars = utf16(url);
        let mut decoded: *mut WS_URL = null_mut();
        let place = &raw mut decoded;
        // SAFETY: all pointers are to live objects; every scheme's structure has the layout of WS_HTTP_URL.
        unsafe {
            assert_eq!(WsDecodeUrl(&string(&mut chars), flags, self.heap, place, self.error), S_OK, "{url}");
            *place.cast::<*mut WS_HTTP_URL>().read()
        }
    }

    fn encode(&self, url: &WS_HTTP_URL, flags: ULONG) -> String {
        let mut text = NOTHING;
        // SAFETY: all pointers are to live objects.
        unsafe {
            assert_eq!(WsEncodeUrl(core::ptr::from_ref(url).cast(), flags, self.heap, &mut text, self.error), S_OK);
            read(&text)
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: both were made in `new`.
        unsafe {
            WsFreeHeap(self.heap);
            WsFreeError(self.error);
        }
    }
}

fn read(string: &WS_STRING) -> String {
    assert!(!string.chars.is_null());
    // SAFETY: the library returned it, and its heap or error object is live.
    String::from_utf16(unsafe { core::slice::from_raw_parts(string.chars, string.length as usize) }).unwrap()
}

#[test]
fn round_trip_through_c() {
    let session = Session::new(1 << 16);
    for (text, scheme, port) in [
        ("http://h:81/a%20b?q#f", WS_URL_HTTP_SCHEME_TYPE, 81),
        ("https://h/a", WS_URL_HTTPS_SCHEME_TYPE, 443),
        ("net.tcp://[::1]", WS_URL_NETTCP_SCHEME_TYPE, 808),
        ("soap.udp://h:3702/", WS_URL_SOAPUDP_SCHEME_TYPE, 3702),
        ("net.pipe://localhost/%C3%A9", WS_URL_NETPIPE_SCHEME_TYPE, 0xFFFF),
    ] {
        let url = session.decode(text, 0);
        assert_eq!((url.url.scheme, url.port), (scheme, port));
        assert_eq!(session.encode(&url, 0), text);
        assert_eq!(session.encode(&url, WS_URL_FLAGS_ZERO_TERMINATE), format!("{text}\0"));
    }
    let url = session.decode("http://+:81/a%20b/../c?%26#%23", WS_URL_FLAGS_ALLOW_HOST_WILDCARDS);
    let parts = [url.host, url.portAsString, url.path, url.query, url.fragment].map(|part| read(&part));
    assert_eq!(parts, ["+", "81", "/c", "&", "#"]);
}

#[test]
fn one_block_of_the_exact_size() {
    let session = Session::new(1 << 16);
    session.decode("http://host:80/path", 0);
    assert_eq!(session.requested(), size_of::<WS_HTTP_URL>() + 2 * "host80/path".len());
}

#[test]
fn combined_in_place() {
    let session = Session::new(1 << 16);
    let (mut base, mut reference) = (utf16("http://h/a/b"), utf16("../c"));
    let mut url = string(&mut base);
    let place = &raw mut url;
    // SAFETY: all pointers are to live objects; the result may replace its base.
    unsafe {
        let flags = WS_URL_FLAGS_ZERO_TERMINATE;
        assert_eq!(WsCombineUrl(place, &string(&mut reference), flags, session.heap, place, session.error), S_OK);
    }
    assert_eq!(read(&url), "http://h/c\0");
}

#[test]
fn bad_pointers() {
    let session = Session::new(1 << 16);
    let (heap, error) = (session.heap, session.error);
    let mut chars = utf16("http://h/");
    let url = string(&mut chars);
    let torn = WS_STRING { length: 5, chars: null_mut() };
    let parts = session.decode("http://h/", 0);
    let odd_parts = WS_HTTP_URL { path: torn, ..parts };
    let before = session.requested();
    let sentinel = WS_STRING { length: 7, chars: core::ptr::dangling_mut() };
    let mut text = sentinel;
    let mut decoded: *mut WS_URL = core::ptr::dangling_mut();
    let odd_text = (&raw mut text).wrapping_byte_add(1);
    let odd_decoded = (&raw mut decoded).wrapping_byte_add(1);
    let odd_url = (&raw const url).wrapping_byte_add(1);
    // Aligned for the scheme at its beginning, not for the strings that follow.
    let words = [0u64; 20];
    let half_aligned = words.as_ptr().cast::<WS_URL>().wrapping_byte_add(4);
    macro_rules! refused {
        ($call:expr, $what:literal) => {
            // SAFETY: what is not a live object is NULL or misaligned, and is not read or written.
            assert_eq!(unsafe { $call }, E_INVALIDARG, $what);
            let text = session.text();
            assert!(text.contains($what), "{text}");
        };
    }
    refused!(WsDecodeUrl(null(), 0, heap, &mut decoded, error), "parameter url is NULL");
    refused!(WsDecodeUrl(odd_url, 0, heap, &mut decoded, error), "parameter url is not aligned");
    refused!(WsDecodeUrl(&torn, 0, heap, &mut decoded, error), "parameter url is NULL");
    refused!(WsDecodeUrl(&url, 0, null_mut(), &mut decoded, error), "heap handle is NULL");
    refused!(WsDecodeUrl(&url, 0, error.cast(), &mut decoded, error), "heap handle is not one");
    refused!(WsDecodeUrl(&url, 0, heap, null_mut(), error), "parameter outUrl is NULL");
    refused!(WsDecodeUrl(&url, 0, heap, odd_decoded, error), "parameter outUrl is not aligned");
    refused!(WsDecodeUrl(&url, 8, heap, &mut decoded, error), "0x8 cannot be used with WsDecodeUrl");
    refused!(WsDecodeUrl(&url, WS_URL_FLAGS_ZERO_TERMINATE, heap, &mut decoded, error), "0x4 cannot");

    refused!(WsEncodeUrl(null(), 0, heap, &mut text, error), "parameter url is NULL");
    refused!(WsEncodeUrl(half_aligned, 0, heap, &mut text, error), "parameter url is not aligned");
    refused!(WsEncodeUrl((&raw const odd_parts).cast(), 0, heap, &mut text, error), "url->path is NULL");
    refused!(WsEncodeUrl((&raw const parts).cast(), 0, null_mut(), &mut text, error), "heap handle is NULL");
    refused!(WsEncodeUrl((&raw const parts).cast(), 0, heap, null_mut(), error), "parameter outUrl is NULL");
    refused!(WsEncodeUrl((&raw const parts).cast(), 0, heap, odd_text, error), "parameter outUrl is not aligned");
    refused!(
        WsEncodeUrl((&raw const parts).cast(), 0x10, heap, &mut text, error),
        "0x10 cannot be used with WsEncodeUrl"
    );

    refused!(WsCombineUrl(null(), &url, 0, heap, &mut text, error), "baseUrl is NULL");
    refused!(WsCombineUrl(&url, null(), 0, heap, &mut text, error), "referenceUrl is NULL");
    refused!(WsCombineUrl(&url, &torn, 0, heap, &mut text, error), "referenceUrl is NULL");
    refused!(WsCombineUrl(&url, &url, 0, null_mut(), &mut text, error), "heap handle is NULL");
    refused!(WsCombineUrl(&url, &url, 0, heap, null_mut(), error), "resultUrl is NULL");
    refused!(WsCombineUrl(&url, &url, 0, heap, odd_text, error), "resultUrl is not aligned");
    refused!(WsCombineUrl(&url, &url, 0x20, heap, &mut text, error), "0x20 cannot be used with WsCombineUrl");

    assert_eq!((text.length, text.chars), (sentinel.length, sentinel.chars));
    assert_eq!(decoded, core::ptr::dangling_mut());
    assert_eq!(session.requested(), before);
}

#[test]
fn malformed_input_says_where_and_takes_nothing() {
    let session = Session::new(1 << 16);
    let mut chars = utf16("http://h/a b");
    let url = string(&mut chars);
    let mut decoded: *mut WS_URL = null_mut();
    let mut text = NOTHING;
    let unknown = WS_URL { scheme: WS_URL_SCHEME_TYPE(-1) };
    // SAFETY: all pointers are to live objects, and nothing is read behind an unknown scheme.
    unsafe {
        assert_eq!(WsDecodeUrl(&url, 0, session.heap, &mut decoded, session.error), WS_E_INVALID_FORMAT);
        assert!(session.text().contains("path of the URL holds U+0020 at index 10"));
        assert_eq!(WsCombineUrl(&url, &url, 0, session.heap, &mut text, session.error), WS_E_INVALID_FORMAT);
        assert!(session.text().contains("baseUrl"));
        assert_eq!(WsEncodeUrl(&unknown, 0, session.heap, &mut text, session.error), WS_E_INVALID_FORMAT);
        assert!(session.text().contains("WS_URL_SCHEME_TYPE(-1)"));
        // A caller that does not want texts.
        assert_eq!(WsDecodeUrl(&url, 0, session.heap, &mut decoded, null_mut()), WS_E_INVALID_FORMAT);
    }
    assert!(decoded.is_null() && text.chars.is_null());
    assert_eq!(session.requested(), 0);
}

#[test]
fn a_full_heap_gives_nothing_and_loses_nothing() {
    let mut chars = utf16("http://h/");
    let url = string(&mut chars);
    let needed = size_of::<WS_HTTP_URL>() + 2 * "h/".len();
    let (mut decoded, mut text): (*mut WS_URL, _) = (null_mut(), NOTHING);

    let session = Session::new(needed - 1);
    // SAFETY: all pointers are to live objects.
    unsafe {
        assert_eq!(WsDecodeUrl(&url, 0, session.heap, &mut decoded, session.error), WS_E_QUOTA_EXCEEDED);
        assert!(decoded.is_null());
        assert_eq!(session.requested(), 0);
        assert_eq!(WsCombineUrl(&url, &url, 0, session.heap, &mut text, session.error), S_OK);
    }

    let session = Session::new(needed + 2 * chars.len() - 1);
    let parts = session.decode("http://h/", 0);
    text = NOTHING;
    let (heap, error) = (session.heap, session.error);
    // SAFETY: as above.
    unsafe {
        assert_eq!(WsEncodeUrl((&raw const parts).cast(), 0, heap, &mut text, error), WS_E_QUOTA_EXCEEDED);
        assert!(session.text().contains("could not provide 18 more bytes"));
        assert_eq!(WsCombineUrl(&url, &url, 0, heap, &mut text, error), WS_E_QUOTA_EXCEEDED);
    }
    assert!(text.chars.is_null());
    assert_eq!(session.requested(), needed);
}
