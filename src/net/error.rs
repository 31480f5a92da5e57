//! What errors of the system mean to a program.

use crate::abi::{
    E_OUTOFMEMORY, HRESULT, WS_E_ADDRESS_IN_USE, WS_E_ADDRESS_NOT_AVAILABLE, WS_E_ENDPOINT_DISCONNECTED,
    WS_E_ENDPOINT_NOT_FOUND, WS_E_ENDPOINT_UNREACHABLE, WS_E_OPERATION_TIMED_OUT, WS_E_OTHER,
};
use crate::runtime::fault::Fault;
use core::fmt;
use rustix::io::Errno;

/// A host and a port, as error texts show them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) host: Box<str>,
    pub(crate) port: u16,
}

impl Place {
    pub(crate) fn new(host: &str, port: u16) -> Self {
        Self { host: host.into(), port }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        // Texts go into logs: nothing of what a URL can hide in a host may act there.
        let host: String = host.chars().take(255).map(|c| if c.is_ascii_graphic() { c } else { '?' }).collect();
        if host.contains(':') && !host.starts_with('[') {
            write!(f, "[{host}]:{port}")
        } else {
            write!(f, "{host}:{port}")
        }
    }
}

/// Which kind of call failed: the same number means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Connecting,
    Listening,
    Transferring,
}

/// The fault for an error of the system. `what` is the beginning of a sentence: "Connecting to host:80".
#[cold]
pub(super) fn fault(doing: Doing, errno: Errno, what: fmt::Arguments<'_>) -> Fault {
    let problem = std::io::Error::from(errno);
    Fault::new(code(doing, errno), format!("{what} failed: {problem}."))
}

fn code(doing: Doing, errno: Errno) -> HRESULT {
    match (doing, errno) {
        (_, Errno::NOMEM | Errno::NOBUFS | Errno::MFILE | Errno::NFILE) => E_OUTOFMEMORY,
        (_, Errno::ADDRINUSE) => WS_E_ADDRESS_IN_USE,
        // No local port is left for a connection.
        (Doing::Connecting, Errno::ADDRNOTAVAIL) => WS_E_ADDRESS_IN_USE,
        (_, Errno::ADDRNOTAVAIL) => WS_E_ADDRESS_NOT_AVAILABLE,
        (Doing::Listening, Errno::AFNOSUPPORT | Errno::ACCESS | Errno::PERM) => WS_E_ADDRESS_NOT_AVAILABLE,
        (Doing::Connecting, Errno::CONNREFUSED | Errno::CONNRESET) => WS_E_ENDPOINT_NOT_FOUND,
        (Doing::Connecting, Errno::TIMEDOUT) => WS_E_OPERATION_TIMED_OUT,
        (
            Doing::Connecting,
            Errno::NETUNREACH
            | Errno::HOSTUNREACH
            | Errno::NETDOWN
            | Errno::HOSTDOWN
            | Errno::AFNOSUPPORT
            | Errno::ACCESS
            | Errno::PERM
            | Errno::INVAL,
        ) => WS_E_ENDPOINT_UNREACHABLE,
        (
            Doing::Transferring,
            Errno::CONNRESET
            | Errno::CONNABORTED
            | Errno::PIPE
            | Errno::NOTCONN
            | Errno::TIMEDOUT
            | Errno::NETUNREACH
            | Errno::HOSTUNREACH
            | Errno::NETDOWN
            | Errno::NETRESET,
        ) => WS_E_ENDPOINT_DISCONNECTED,
        _ => WS_E_OTHER,
    }
}
