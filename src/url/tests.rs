use super::*;
use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT};
use proptest::prelude::*;

const WILDCARDS: u32 = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS;
const NO_COLLAPSE: u32 = WS_URL_FLAGS_NO_PATH_COLLAPSE;
const ZERO: u32 = WS_URL_FLAGS_ZERO_TERMINATE;

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn part(decoded: &Decoded, range: &core::ops::Range<usize>) -> String {
    String::from_utf16(&decoded.text[range.clone()]).unwrap()
}

/// Host, port, digits, path, query, fragment.
fn split(url: &str, flags: u32) -> (Scheme, String, u16, String, String, String, String) {
    let d = decode(&utf16(url), flags).unwrap_or_else(|fault| panic!("{url}: {fault:?}"));
    let text = |range| part(&d, range);
    (d.scheme, text(&d.host), d.port, text(&d.port_digits), text(&d.path), text(&d.query), text(&d.fragment))
}

fn refused(result: Result<impl Sized>, what: &str) {
    let fault = result.err().unwrap_or_else(|| panic!("accepted, expected: {what}"));
    assert_eq!(fault.code(), WS_E_INVALID_FORMAT, "{fault:?}");
    assert!(fault.texts()[0].contains(what), "{fault:?} does not say: {what}");
}

/// Encodes a decoded URL.
fn again(d: &Decoded) -> Vec<u16> {
    encode(&parts(d), 0).unwrap()
}

fn parts(d: &Decoded) -> Parts<'_> {
    Parts {
        scheme: d.scheme,
        host: &d.text[d.host.clone()],
        port: d.port,
        port_digits: &d.text[d.port_digits.clone()],
        path: &d.text[d.path.clone()],
        query: &d.text[d.query.clone()],
        fragment: &d.text[d.fragment.clone()],
    }
}

#[test]
fn every_part_is_found() {
    let (scheme, host, port, digits, path, query, fragment) = split("HTTP://Host.example:8080/a%20b/c?q=1?/&r#f/?", 0);
    assert_eq!((scheme, &*host, port, &*digits), (Scheme::Http, "Host.example", 8080, "8080"));
    assert_eq!((&*path, &*query, &*fragment), ("/a b/c", "q=1?/&r", "f/?"));
}

#[test]
fn schemes_have_their_default_ports() {
    for (text, scheme, port) in [
        ("http", Scheme::Http, 80),
        ("https", Scheme::Https, 443),
        ("net.tcp", Scheme::NetTcp, 808),
        ("soap.udp", Scheme::SoapUdp, 0xFFFF),
        ("net.pipe", Scheme::NetPipe, 0xFFFF),
        ("NeT.tCp", Scheme::NetTcp, 808),
    ] {
        for end in ["", ":", "/", ":/", "?q", "#f"] {
            let decoded = split(&format!("{text}://h{end}"), 0);
            assert_eq!((decoded.0, &*decoded.1, decoded.2, &*decoded.3), (scheme, "h", port, ""), "{text} {end}");
        }
        assert_eq!(Scheme::try_from(scheme.id()).unwrap(), scheme);
    }
    for unknown in ["ftp://h/", "httpx://h", "htt://h", "://h", "net.tcp.://h", "http ://h", "\u{212A}ttp://h"] {
        refused(decode(&utf16(unknown), 0), "scheme");
    }
    refused(decode(&utf16(&format!("{}://h", "x".repeat(60_000))), 0), "xxx...\"");
    refused(Scheme::try_from(WS_URL_SCHEME_TYPE(5)), "WS_URL_SCHEME_TYPE(5)");
}

#[test]
fn hosts_and_addresses() {
    for (url, host) in [
        ("http://192.0.2.1/", "192.0.2.1"),
        ("http://[::1]/", "[::1]"),
        ("http://[fe80::1%25eth0]:81/", "[fe80::1%25eth0]"),
        ("http://[v7.anything:goes]/", "[v7.anything:goes]"),
        ("http://b%C3%BCcher.example/", "b\u{FC}cher.example"),
        ("http://%68ost/", "host"),
        ("http://a_b~c!$&'()*+,;=/", "a_b~c!$&'()*+,;="),
    ] {
        assert_eq!(split(url, 0).1, host);
    }
    for (url, what) in [
        ("http:///path", "no host"),
        ("http://:80/", "no host"),
        ("http://", "no host"),
        ("http:", "//"),
        ("http:/path", "//"),
        ("http:host", "//"),
        ("http://user@host/", "user information"),
        ("http://user:pass@host/", "user information"),
        ("http://user@[::1]/", "user information"),
        ("http://[]/", "empty"),
        ("http://[::1/", "no ']'"),
        ("http://[::1]x/", "After the ']'"),
        ("http://[::1]:x/", "port"),
        ("http://[a[b]/", "inside brackets"),
        ("http://[::1 ]/", "inside brackets"),
        ("http://::1/", "no host"),
        ("http://a]/", "']'"),
        ("http://a%2Fb/", "escape of a character"),
        ("http://a%40b/", "escape of a character"),
        ("http://a%3A80/", "escape of a character"),
        ("http://a%25b/", "escape of a character"),
        ("http://a%20b/", "escape of a character"),
        ("http://a%00/", "escape of a zero"),
        ("http://a b/", "U+0020 at index 8"),
        ("http://b\u{FC}cher/", "U+00FC at index 8"),
        ("http://a\\b/", "'\\' at index 8"),
    ] {
        refused(decode(&utf16(url), WILDCARDS), what);
    }
}

#[test]
fn wildcards_need_the_flag() {
    for host in ["+", "*", "%2B", "%2a"] {
        for url in [format!("http://{host}/p"), format!("http://{host}:80")] {
            refused(decode(&utf16(&url), 0), "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
            assert!(["+", "*"].contains(&&*split(&url, WILDCARDS).1));
            refused(combine(&utf16(&url), &[], 0), "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
            refused(combine(&utf16("http://h"), &utf16(&url), 0), "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
            combine(&utf16(&url), &utf16(&url), WILDCARDS).unwrap();
        }
    }
    assert_eq!(split("http://*.example/", 0).1, "*.example");
}

#[test]
fn ports() {
    for (text, port) in [("0", 0), ("80", 80), ("0080", 80), ("65535", 65535), ("000000000000000000000001", 1)] {
        let decoded = split(&format!("net.pipe://h:{text}/"), 0);
        assert_eq!((decoded.2, &*decoded.3), (port, text));
    }
    for (text, what) in
        [("65536", "65535"), ("99999999999999999999", "65535"), ("8a", "'a'"), ("-1", "'-'"), ("%38", "'%'")]
    {
        refused(decode(&utf16(&format!("http://h:{text}/")), 0), what);
    }
}

#[test]
fn escapes_are_utf8() {
    for (text, plain) in [
        ("%41%7e%2F", "A~/"),
        ("%C3%A9", "\u{E9}"),
        ("%e2%82%ac", "\u{20AC}"),
        ("%F0%9F%98%80", "\u{1F600}"),
        ("%F4%8F%BF%BF", "\u{10FFFF}"),
        ("%25%32%35", "%25"),
        ("%0D%0A%7F", "\r\n\u{7F}"),
    ] {
        let decoded = split(&format!("http://h/{text}?{text}#{text}"), NO_COLLAPSE);
        assert_eq!((&*decoded.4, &*decoded.5, &*decoded.6), (&*format!("/{plain}"), plain, plain));
    }
    for (text, what) in [
        ("%", "hexadecimal"),
        ("%4", "hexadecimal"),
        ("%4g", "hexadecimal"),
        ("%\u{661}1", "hexadecimal"),
        ("%+1", "hexadecimal"),
        ("%80", "UTF-8"),
        ("%C3", "UTF-8"),
        ("%C3A9", "UTF-8"),
        ("%C3%", "UTF-8"),
        ("%C0%80", "UTF-8"),
        ("%C1%BF", "UTF-8"),
        ("%E0%80%AF", "UTF-8"),
        ("%ED%A0%80", "UTF-8"),
        ("%F4%90%80%80", "UTF-8"),
        ("%F5%80%80%80", "UTF-8"),
        ("%FF", "UTF-8"),
        ("%00", "zero"),
        ("[", "'[' at index 9"),
        ("\"", "'\"' at index 9"),
        ("\u{E9}", "U+00E9 at index 9"),
        ("\u{7F}", "U+007F at index 9"),
    ] {
        for before in ["http://h/", "http://h?", "http://h#"] {
            let url = utf16(&format!("{before}{text}"));
            refused(decode(&url, 0), what);
            refused(combine(&utf16("http://h/"), &url, 0), what);
            refused(combine(&url, &[], 0), what);
        }
    }
    // Escapes of UTF-16 units, half of a pair, and a second fragment.
    refused(decode(&[&*utf16("http://h/"), &[0xD83D]].concat(), 0), "U+D83D at index 9");
    refused(decode(&utf16("http://h/#a#b"), 0), "fragment of the URL holds '#' at index 11");
}

#[test]
fn zeros_are_refused_everywhere() {
    refused(decode(&utf16("http://h/\0"), 0), "terminator");
    refused(decode(&utf16("http://h\0.example/"), 0), "zero character at index 8");
    refused(decode(&utf16("\0"), 0), "zero");
    refused(combine(&utf16("http://h/"), &utf16("a\0"), 0), "terminator");
    let host = utf16("h");
    let zero = utf16("/a\0b");
    let empty =
        Parts { scheme: Scheme::Http, host: &host, port: 0, port_digits: &[], path: &[], query: &[], fragment: &[] };
    refused(encode(&Parts { host: &zero, ..empty }, 0), "host");
    refused(encode(&Parts { port_digits: &zero, ..empty }, 0), "port");
    refused(encode(&Parts { path: &zero, ..empty }, 0), "path has a zero character at index 2");
    refused(encode(&Parts { query: &zero, ..empty }, 0), "query has a zero");
    refused(encode(&Parts { fragment: &zero, ..empty }, 0), "fragment has a zero");
}

#[test]
fn dot_segments_vanish_after_unescaping() {
    for (path, collapsed) in [
        ("", ""),
        ("/", "/"),
        ("/.", "/"),
        ("/..", "/"),
        ("/a/./b", "/a/b"),
        ("/a/../b", "/b"),
        ("/a/b/..", "/a/"),
        ("/a/b/.", "/a/b/"),
        ("/../../a", "/a"),
        ("/a//../b", "/a/b"),
        ("/a/%2e%2E/b", "/b"),
        ("/a/.%2e/b", "/b"),
        ("/a%2F..%2Fb", "/b"),
        ("/a/...", "/a/..."),
        ("/.a/..b", "/.a/..b"),
        ("/a/%252e%252e/b", "/a/%2e%2e/b"),
    ] {
        assert_eq!(split(&format!("http://h{path}"), 0).4, collapsed, "{path}");
    }
    assert_eq!(split("http://h/a/./../%2e?x/../y", NO_COLLAPSE).4, "/a/./../.");
    assert_eq!(split("http://h/?x/../y#x/../y", 0).5, "x/../y");
}

#[test]
fn flags_that_a_function_does_not_take() {
    let url = utf16("http://h/");
    assert_eq!(decode(&url, ZERO).unwrap_err().code(), E_INVALIDARG);
    for flags in [8, 0x8000_0000, u32::MAX] {
        let decoded = decode(&url, 0).unwrap();
        assert_eq!(decode(&url, flags).unwrap_err().code(), E_INVALIDARG);
        assert_eq!(encode(&parts(&decoded), flags).unwrap_err().code(), E_INVALIDARG);
        let fault = combine(&url, &url, flags).unwrap_err();
        assert_eq!(fault.code(), E_INVALIDARG);
        assert!(fault.texts()[0].contains(&format!("0x{:X}", flags & !7)), "{fault:?}");
    }
}

fn encoded(host: &str, port: u16, digits: &str, path: &str, query: &str, fragment: &str) -> Result<String> {
    let [host, digits, path, query, fragment] = [host, digits, path, query, fragment].map(utf16);
    let parts = Parts {
        scheme: Scheme::NetTcp,
        host: &host,
        port,
        port_digits: &digits,
        path: &path,
        query: &query,
        fragment: &fragment,
    };
    encode(&parts, 0).map(|text| String::from_utf16(&text).unwrap())
}

#[test]
fn encoding_escapes_what_it_must() {
    for (path, escaped) in [
        ("/aZ09-._~!$&'()*+,;=:@/", "/aZ09-._~!$&'()*+,;=:@/"),
        ("/%41 ?#[]\"<>\\^`{|}", "/%2541%20%3F%23%5B%5D%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("/\u{E9}\u{20AC}\u{1F600}\u{1}", "/%C3%A9%E2%82%AC%F0%9F%98%80%01"),
        ("/a/../b", "/a/../b"),
    ] {
        assert_eq!(encoded("h", 0, "", path, "", "").unwrap(), format!("net.tcp://h{escaped}"));
    }
    assert_eq!(encoded("h", 0, "", "", "a?/#b", "c?/#d").unwrap(), "net.tcp://h?a?/%23b#c?/%23d");
    for (host, escaped) in [
        ("b\u{FC}cher", "b%C3%BCcher"),
        ("::1", "[::1]"),
        ("::ffff:192.0.2.1", "[::ffff:192.0.2.1]"),
        ("[v7.x]", "[v7.x]"),
        ("+", "+"),
    ] {
        assert_eq!(encoded(host, 0, "", "", "", "").unwrap(), format!("net.tcp://{escaped}"));
    }
    for host in ["", "a b", "a/b", "a:80", "u@h", "[]", "[::1", "::1]", "[a/b]", "[a]b]", "a%41", "fe80::1%eth0"] {
        refused(encoded(host, 0, "", "", "", ""), "host");
    }
    refused(encoded("h", 0, "", "path", "", ""), "slash");
}

#[test]
fn encoding_never_guesses_a_port() {
    for (port, digits, expected) in [
        (0, "", ""),
        (808, "", ""),
        (809, "", ":809"),
        (809, "809", ":809"),
        (809, "0809", ":0809"),
        (0, "809", ":809"),
        (808, "808", ":808"),
        (0, "0", ":0"),
    ] {
        assert_eq!(encoded("h", port, digits, "/", "", "").unwrap(), format!("net.tcp://h{expected}/"));
    }
    refused(encoded("h", 808, "809", "/", "", ""), "(808)");
    refused(encoded("h", 0, "65536", "/", "", ""), "65535");
    refused(encoded("h", 0, "80 ", "/", "", ""), "U+0020");
}

#[test]
fn lone_surrogates_are_refused() {
    for (text, at) in [(&[0x2F, 0xD800][..], 1), (&[0x2F, 0xDC00], 1), (&[0x2F, 0xD83D, 0xDE00, 0xDE00], 3)] {
        let host = utf16("h");
        let parts = Parts {
            scheme: Scheme::Http,
            host: &host,
            port: 0,
            port_digits: &[],
            path: text,
            query: &[],
            fragment: &[],
        };
        refused(encode(&parts, 0), &format!("without its pair at index {at}"));
        refused(encode(&Parts { path: &[], query: text, ..parts }, 0), "query");
        refused(encode(&Parts { path: &[], host: &text[1..], ..parts }, 0), "host");
    }
}

#[test]
fn lengths_are_bounded() {
    let long = |count| "a".repeat(count);
    refused(decode(&utf16(&format!("http://{}/", long(70_000))), 0), "65535");
    refused(decode(&utf16(&format!("http://{}/", long(256))), 0), "255");
    refused(decode(&utf16(&format!("http://{}/", "%C3%BC".repeat(128))), 0), "255");
    assert_eq!(split(&format!("http://{}/", long(255)), 0).1.len(), 255);
    refused(decode(&utf16(&format!("http://[{}]/", long(254))), 0), "255");
    refused(encoded(&long(70_000), 0, "", "", "", ""), "65535");
    refused(encoded(&long(256), 0, "", "", "", ""), "255");
    refused(encoded(&"\u{FC}".repeat(128), 0, "", "", "", ""), "255");
    refused(encoded(&format!("[{}]", long(254)), 0, "", "", "", ""), "255");

    let base = "http://h/";
    let longest = format!("{base}{}", long(MAX_LENGTH - base.len()));
    assert_eq!(split(&longest, 0).4.len(), MAX_LENGTH - base.len() + 1);
    refused(decode(&utf16(&format!("{longest}a")), 0), "65535");
    assert_eq!(combine(&utf16(base), &utf16(&longest), ZERO).unwrap().len(), MAX_LENGTH + 1);
    assert_eq!(combine(&utf16(base), &utf16(&longest[base.len()..]), 0).unwrap(), utf16(&longest));
    refused(combine(&utf16(base), &utf16(&longest[base.len() - 1..]).repeat(2), 0), "65535");
    refused(combine(&utf16("http://host/"), &utf16(&longest[base.len()..]), 0), "resulting");
    // Escaping makes longer what was short enough.
    let room = MAX_LENGTH - "net.tcp://h/".len();
    assert_eq!(
        encoded("h", 0, "", &format!("/{}", " ".repeat(room / 3)), "", "").unwrap().len(),
        MAX_LENGTH - room % 3
    );
    refused(encoded("h", 0, "", &format!("/{}", " ".repeat(room / 3 + 1)), "", ""), "resulting");
}

#[test]
fn hostile_paths_take_linear_time() {
    let base = utf16(&format!("http://h/{}", "a/".repeat(16_000)));
    for segment in ["../", "./", "a/../", "%2e%2e/", "//../", "%2F..%2F"] {
        let reference = utf16(&segment.repeat(30_000 / segment.len()));
        let started = std::time::Instant::now();
        for _ in 0..20 {
            combine(&base, &reference, 0).unwrap();
            decode(&[&*utf16("http://h/"), &*reference].concat(), 0).unwrap();
        }
        // Quadratic work would be some 10^10 steps; a debug build on a busy machine needs far less than this for 10^7.
        assert!(started.elapsed().as_secs() < 20, "{segment}");
    }
}

#[test]
fn combining_follows_rfc_3986() {
    // Sections 5.4.1 and 5.4.2, but for g:h and http:g, which are not URLs of the API's schemes.
    const BASE: &str = "http://a/b/c/d;p?q";
    for (reference, expected) in [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"),
        ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g#s/./x"),
        ("g#s/../x", "http://a/b/c/g#s/../x"),
    ] {
        assert_eq!(combine(&utf16(BASE), &utf16(reference), 0).unwrap(), utf16(expected), "{reference}");
    }
    for (reference, what) in [("g:h", "\"g\""), ("http:g", "//"), ("a b", "U+0020"), ("//", "no host"), (":", "\"\"")] {
        let result = combine(&utf16(BASE), &utf16(reference), 0);
        assert_eq!(result.as_ref().unwrap_err().texts()[1], "The parameter referenceUrl is not a valid URL.");
        refused(result, what);
    }
}

#[test]
fn combining_beyond_the_examples() {
    for (base, reference, flags, expected) in [
        ("http://h", "a", 0, "http://h/a"),
        ("http://h", "", 0, "http://h"),
        ("http://h?q", "a", 0, "http://h/a"),
        ("http://h?q#f", "#g", 0, "http://h?q#g"),
        ("http://h/#f", "", 0, "http://h/"),
        ("http://h/a/./b", "", 0, "http://h/a/b"),
        ("http://h/a/b", "../%2e%2E/./c", NO_COLLAPSE, "http://h/a/../%2e%2E/./c"),
        ("http://h/a/b/c", "%2e%2E/d", 0, "http://h/a/d"),
        ("http://h/a/b/c", "%252e%252e/d", 0, "http://h/a/b/%252e%252e/d"),
        ("HTTP://H:80/a", "//i:81/x", 0, "HTTP://i:81/x"),
        ("http://h/", "Net.Tcp://[::1]:9/a/../b?#", 0, "Net.Tcp://[::1]:9/b?#"),
        ("http://h/", "Net.Tcp://[::1]:9/a/../b?#", NO_COLLAPSE, "Net.Tcp://[::1]:9/a/../b?#"),
        ("http://h/", "?", 0, "http://h/?"),
        ("http://h/?q", ".", 0, "http://h/"),
        ("http://h/", "./a:b", 0, "http://h/a:b"),
        ("soap.udp://+:1/x", "y", WILDCARDS, "soap.udp://+:1/y"),
        ("http://h/", "a", ZERO, "http://h/a\0"),
    ] {
        assert_eq!(combine(&utf16(base), &utf16(reference), flags).unwrap(), utf16(expected), "{base} {reference}");
    }
    for base in ["", "/a", "a", "//h/a", "?q"] {
        let result = combine(&utf16(base), &utf16("http://h/"), 0);
        assert_eq!(result.as_ref().unwrap_err().texts()[1], "The parameter baseUrl is not a valid URL.");
        refused(result, "not absolute");
    }
}

fn schemes() -> impl Strategy<Value = Scheme> {
    prop::sample::select(&Scheme::ALL[..])
}

/// Hosts that decoding returns as they were.
fn hosts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9._~!$&'()*+,;=\u{E0}-\u{FF}\u{1F600}-\u{1F64F}-]{1,40}",
        "\\[[a-fA-F0-9:.%v]{1,40}\\]",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
    ]
}

/// Any text without zeros.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[^\0]{0,40}", "[a-c./%25:@?#& ]{0,40}"]
}

/// Characters of URLs in all sorts of orders, which arbitrary UTF-16 would hardly ever give.
fn almost_urls() -> impl Strategy<Value = String> {
    let pieces = prop_oneof!["[a-z0-9]{1,3}", "[/?#:@%.\\[\\]+*]", "%[0-9a-fA-F]{2}", "%2[eEfF]", "\\.\\.?/", "%C3%A9"];
    (prop::option::of(schemes()), prop::collection::vec(pieces, 0..12)).prop_map(|(scheme, pieces)| {
        let start = scheme.map_or(String::new(), |scheme| format!("{}://h", scheme.text()));
        start + &pieces.concat()
    })
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(
        scheme in schemes(), host in hosts(), digits in "(0{0,3}[0-9]{1,4})?", path in texts(), query in texts(),
        fragment in texts(),
    ) {
        prop_assume!(host.len() <= MAX_HOST_LENGTH);
        let path = if path.is_empty() { path } else { format!("/{path}") };
        let port = digits.parse().unwrap_or(scheme.default_port());
        let texts = [&host, &digits, &path, &query, &fragment].map(|text| utf16(text));
        let [host, port_digits, path, query, fragment] = texts.each_ref().map(|text| &text[..]);
        let parts = Parts { scheme, host, port, port_digits, path, query, fragment };
        let url = encode(&parts, 0).unwrap();
        prop_assert!(url.iter().all(|unit| (0x21..0x7F).contains(unit)));
        let decoded = decode(&url, WILDCARDS | NO_COLLAPSE).unwrap();
        prop_assert_eq!(decoded.scheme, scheme);
        prop_assert_eq!(decoded.port, port);
        prop_assert_eq!(&decoded.text[..], &texts.concat()[..]);
        prop_assert_eq!(decoded.path.len(), path.len());
        prop_assert_eq!(decoded.query.len(), query.len());
        prop_assert_eq!(decoded.host.len(), host.len());

        let terminated = encode(&parts, ZERO).unwrap();
        prop_assert_eq!(terminated.split_last(), Some((&0, &url[..])));
    }

    #[test]
    fn encoding_what_was_decoded_is_stable(url in almost_urls()) {
        let Ok(first) = decode(&utf16(&url), WILDCARDS) else { return Ok(()) };
        let path = part(&first, &first.path);
        prop_assert!(!path.split('/').any(|segment| segment == "." || segment == ".."), "{}", path);
        let url = again(&first);
        let second = decode(&url, WILDCARDS).unwrap();
        prop_assert_eq!(&first.text, &second.text);
        prop_assert_eq!(first.port, second.port);
        prop_assert_eq!(again(&second), url);
    }

    #[test]
    fn what_is_combined_can_be_decoded(base in almost_urls(), reference in almost_urls(), flags in 0u32..8) {
        let (base, reference) = (utf16(&base), utf16(&reference));
        let decoding = flags & !ZERO;
        let valid = decode(&base, decoding).is_ok();
        let Ok(mut combined) = combine(&base, &reference, flags) else { return Ok(()) };
        prop_assert!(valid);
        if flags & ZERO != 0 {
            prop_assert_eq!(combined.pop(), Some(0));
        }
        decode(&combined, decoding).unwrap();
        // Nothing is left to do for a second round, and an absolute reference does not see its base.
        prop_assert_eq!(&combine(&utf16("http://other/x?y#z"), &combined, decoding).unwrap(), &combined);
        if decode(&reference, decoding).is_ok() && flags & NO_COLLAPSE != 0 {
            prop_assert_eq!(combined, reference);
        }
    }

    #[test]
    fn arbitrary_utf16_never_panics(
        a in prop::collection::vec(any::<u16>(), 0..60), b in prop::collection::vec(any::<u16>(), 0..60),
        flags in 0u32..9, port in any::<u16>(), scheme in schemes(),
    ) {
        let prefixed = [utf16("http://"), a.clone()].concat();
        for url in [&a, &prefixed] {
            let _ = decode(url, flags);
            let _ = combine(url, &b, flags);
            let _ = combine(&b, url, flags);
            let _ = combine(&utf16("http://h/a/b"), url, flags);
        }
        let (host, digits) = (utf16("h"), utf16("80"));
        for (host, digits, path) in [(&a, &a, &b), (&a, &digits, &b), (&host, &digits, &a)] {
            let parts = Parts { scheme, host, port, port_digits: digits, path, query: &b, fragment: &a };
            let _ = encode(&parts, flags);
        }
    }
}
