//! What a peer sent against the protocol. A server answers it with a status, a client turns it into a fault; that is why
//! it is neither.

use crate::abi::WS_E_QUOTA_EXCEEDED;
use crate::runtime::fault::Fault;
use std::borrow::Cow;

/// A message that is refused. After one, nothing on the connection can be trusted: where the next message begins is
/// what the peer got wrong, or wants to be misread.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Violation {
    /// The status that a server answers with.
    pub(crate) status: u16,
    /// What was wrong, as a sentence. Quotes nothing of the peer's bytes.
    pub(crate) what: Cow<'static, str>,
}

impl Violation {
    /// The message is malformed (400).
    #[cold]
    pub(crate) fn bad(what: &'static str) -> Self {
        Violation { status: 400, what: Cow::Borrowed(what) }
    }

    #[cold]
    pub(crate) fn new(status: u16, what: impl Into<Cow<'static, str>>) -> Self {
        Violation { status, what: what.into() }
    }

    /// The head is too large (431).
    #[cold]
    pub(crate) fn large_head(limit: usize) -> Self {
        Self::new(431, format!("The header of the HTTP message is larger than {limit} bytes."))
    }

    /// What a client fails with.
    #[cold]
    pub(crate) fn fault(self) -> Fault {
        match self.status {
            413 | 431 => Fault::new(WS_E_QUOTA_EXCEEDED, self.what),
            _ => Fault::invalid_format(self.what),
        }
    }
}
