//! Status codes: their texts, and the errors that they are to a client.

use crate::abi::*;
use crate::http::Headers;
use crate::runtime::fault::Fault;

/// The text that goes with a status where the program gives none (RFC 9110, 15). The text has no meaning of its own.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => match status / 100 {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "Client Error",
            _ => "Server Error",
        },
    }
}

/// The fault that a status is to a client whose response holds no message: none for 2xx. `is_by_proxy` says whether the
/// request went through a proxy, which then is who fails with 502 or 504.
pub(crate) fn fault(status: u16, reason: &[u8], headers: &Headers, is_by_proxy: bool) -> Option<Fault> {
    let code = match status {
        200..=299 => return None,
        401 => scheme(headers, "WWW-Authenticate", &SERVER_REQUIRES).unwrap_or(WS_E_ENDPOINT_ACCESS_DENIED),
        403 => WS_E_ENDPOINT_ACCESS_DENIED,
        407 => scheme(headers, "Proxy-Authenticate", &PROXY_REQUIRES).unwrap_or(WS_E_PROXY_ACCESS_DENIED),
        404 | 410 => WS_E_ENDPOINT_NOT_FOUND,
        408 => WS_E_OPERATION_TIMED_OUT,
        413 | 414 | 431 => WS_E_QUOTA_EXCEEDED,
        429 => WS_E_ENDPOINT_TOO_BUSY,
        502 | 504 if is_by_proxy => WS_E_PROXY_FAILURE,
        502 | 504 => WS_E_ENDPOINT_NOT_AVAILABLE,
        503 => WS_E_ENDPOINT_TOO_BUSY,
        400..=599 => WS_E_ENDPOINT_FAILURE,
        // A redirect that was not followed, or what no server should send.
        _ => WS_E_INVALID_FORMAT,
    };
    Some(Fault::new(code, format!("The server answered with the HTTP status {status} ({}).", shown(reason))))
}

/// A text of the peer as error texts quote it: short, and never raw.
pub(crate) fn shown(text: &[u8]) -> String {
    let plain = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '?' };
    text.iter().take(100).map(plain).collect()
}

type Schemes = [(&'static str, HRESULT); 4];

/// In the order of preference, the strongest first.
const SERVER_REQUIRES: Schemes = [
    ("negotiate", WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH),
    ("ntlm", WS_E_SERVER_REQUIRES_NTLM_AUTH),
    ("digest", WS_E_SERVER_REQUIRES_DIGEST_AUTH),
    ("basic", WS_E_SERVER_REQUIRES_BASIC_AUTH),
];

const PROXY_REQUIRES: Schemes = [
    ("negotiate", WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH),
    ("ntlm", WS_E_PROXY_REQUIRES_NTLM_AUTH),
    ("digest", WS_E_PROXY_REQUIRES_DIGEST_AUTH),
    ("basic", WS_E_PROXY_REQUIRES_BASIC_AUTH),
];

/// The code of the strongest scheme that a challenge offers. A field may have several challenges, separated by commas
/// as their parameters are: what begins a member and is not followed by `=` is a scheme.
fn scheme(headers: &Headers, name: &str, schemes: &Schemes) -> Option<HRESULT> {
    let first_word = |member: &[u8]| member.split(|byte| *byte == b' ').next().unwrap_or_default().to_ascii_lowercase();
    let offered: Vec<Vec<u8>> = headers.members(name).map(first_word).collect();
    let is_offered = |scheme: &str| offered.iter().any(|word| word == scheme.as_bytes());
    schemes.iter().find(|(scheme, _)| is_offered(scheme)).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_become_errors() {
        let none = Headers::new();
        let code = |status, by_proxy| fault(status, b"x", &none, by_proxy).map(|fault| fault.code());
        assert_eq!(code(200, false), None);
        assert_eq!(code(202, true), None);
        for (status, expected) in [
            (302, WS_E_INVALID_FORMAT),
            (400, WS_E_ENDPOINT_FAILURE),
            (401, WS_E_ENDPOINT_ACCESS_DENIED),
            (403, WS_E_ENDPOINT_ACCESS_DENIED),
            (404, WS_E_ENDPOINT_NOT_FOUND),
            (407, WS_E_PROXY_ACCESS_DENIED),
            (408, WS_E_OPERATION_TIMED_OUT),
            (413, WS_E_QUOTA_EXCEEDED),
            (500, WS_E_ENDPOINT_FAILURE),
            (502, WS_E_ENDPOINT_NOT_AVAILABLE),
            (503, WS_E_ENDPOINT_TOO_BUSY),
        ] {
            assert_eq!(code(status, false), Some(expected), "{status}");
        }
        assert_eq!(code(502, true), Some(WS_E_PROXY_FAILURE));
        assert_eq!(code(504, true), Some(WS_E_PROXY_FAILURE));
        let text = fault(500, b"a\x1Bb\xFF", &none, false).unwrap().texts()[0].clone();
        assert_eq!(text, "The server answered with the HTTP status 500 (a?b?).");
    }

    #[test]
    fn challenges_become_errors() {
        for (value, expected) in [
            ("Basic realm=\"negotiate, really\"", WS_E_SERVER_REQUIRES_BASIC_AUTH),
            ("basic realm=a, Digest nonce=x", WS_E_SERVER_REQUIRES_DIGEST_AUTH),
            ("NTLM", WS_E_SERVER_REQUIRES_NTLM_AUTH),
            ("Bearer", WS_E_ENDPOINT_ACCESS_DENIED),
            ("Negotiate, NTLM", WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH),
        ] {
            let mut headers = Headers::new();
            headers.push("WWW-Authenticate", value.as_bytes()).unwrap();
            assert_eq!(fault(401, b"", &headers, false).unwrap().code(), expected, "{value}");
        }
        let mut headers = Headers::new();
        headers.push("Proxy-Authenticate", b"Basic realm=a").unwrap();
        assert_eq!(fault(407, b"", &headers, true).unwrap().code(), WS_E_PROXY_REQUIRES_BASIC_AUTH);
    }
}
