//! Redirects. The request is repeated as it is, with its method and body, since a SOAP message means nothing as a GET;
//! so 303, which demands a GET, is not followed.

use crate::abi::WS_E_ENDPOINT_ACCESS_DENIED;
use crate::http::{Headers, Url, limits, status};
use crate::runtime::fault::{Fault, Result};

pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 307 | 308)
}

/// Where a response sends the request.
pub(super) fn target(from: &Url, headers: &Headers) -> Result<Url> {
    let bad = |what: &str| Fault::invalid_format(format!("{} answered with a redirect {what}.", from.text()));
    let mut locations = headers.all("Location");
    let location = locations.next().ok_or_else(|| bad("that does not say where to"))?;
    if locations.next().is_some() {
        return Err(bad("to more than one place"));
    }
    let location = str::from_utf8(location).map_err(|_| bad("to a URL that is not text"))?;
    let to =
        from.join(location).map_err(|fault| fault.context(format!("{} answered with a redirect.", from.text())))?;
    if from.is_secure && !to.is_secure {
        return Err(bad("from https to http, which is not followed"));
    }
    Ok(to)
}

#[cold]
pub(super) fn refused(from: &Url, to: &Url) -> Fault {
    let (from, to) = (from.text(), status::shown(to.text().as_bytes()));
    Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, format!("The redirect from {from} to {to} was refused."))
}

#[cold]
pub(super) fn too_many(last: &Url) -> Fault {
    let (most, last) = (limits::REDIRECTS, status::shown(last.text().as_bytes()));
    Fault::invalid_format(format!("The request was redirected more than {most} times, at last to {last}."))
}

/// Header fields that only the server that they were meant for may see.
pub(super) const PRIVATE: [&str; 3] = ["Authorization", "Cookie", "Proxy-Authorization"];
