//! Where a listener is in its life, and the numbers among its properties.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// The state of one listener; the owner keeps it under a lock.
#[derive(Debug)]
pub(crate) struct Life {
    state: WS_LISTENER_STATE,
    /// WsAbortListener was called since the listener was made or reset, or while it closes.
    aborted: bool,
    /// Operations under way.
    pending: u32,
}

impl Life {
    pub(crate) fn new() -> Self {
        Life { state: WS_LISTENER_STATE_CREATED, aborted: false, pending: 0 }
    }

    pub(crate) fn state(&self) -> WS_LISTENER_STATE {
        self.state
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// WsOpenListener begins; it ends with [`Life::opened`].
    pub(crate) fn begin_open(&mut self) -> Result<()> {
        if self.state != WS_LISTENER_STATE_CREATED {
            return Err(self.refused("WsOpenListener"));
        }
        if self.aborted {
            return Err(aborted());
        }
        self.state = WS_LISTENER_STATE_OPENING;
        self.pending += 1;
        Ok(())
    }

    /// The answer says whether the listener is open: not when it was aborted meanwhile.
    pub(crate) fn opened(&mut self, succeeded: bool) -> bool {
        self.pending -= 1;
        let open = succeeded && !self.aborted;
        self.state = if open { WS_LISTENER_STATE_OPEN } else { WS_LISTENER_STATE_CREATED };
        open
    }

    /// WsAcceptChannel begins; it ends with [`Life::accepted`].
    pub(crate) fn begin_accept(&mut self) -> Result<()> {
        match self.state {
            WS_LISTENER_STATE_OPEN => {
                self.pending += 1;
                Ok(())
            }
            WS_LISTENER_STATE_FAULTED => {
                Err(Fault::object_faulted("WsAcceptChannel cannot be used: the listener was aborted."))
            }
            _ => Err(self.refused("WsAcceptChannel")),
        }
    }

    pub(crate) fn accepted(&mut self) {
        self.pending -= 1;
    }

    /// WsAbortListener.
    pub(crate) fn abort(&mut self) {
        if self.state != WS_LISTENER_STATE_CLOSED {
            self.aborted = true;
        }
        if self.state == WS_LISTENER_STATE_OPEN {
            self.state = WS_LISTENER_STATE_FAULTED;
        }
    }

    /// WsCloseListener begins; it ends with [`Life::closed`], once nothing is under way any more. The answer says
    /// whether clients are to be given time.
    pub(crate) fn begin_close(&mut self) -> Result<bool> {
        let graceful = match self.state {
            WS_LISTENER_STATE_OPEN => true,
            WS_LISTENER_STATE_FAULTED => false,
            _ => return Err(self.refused("WsCloseListener")),
        };
        self.state = WS_LISTENER_STATE_CLOSING;
        // An abort from here on is one of the closing.
        self.aborted = false;
        Ok(graceful)
    }

    /// The answer says whether the closing was aborted.
    pub(crate) fn closed(&mut self) -> bool {
        self.state = WS_LISTENER_STATE_CLOSED;
        core::mem::take(&mut self.aborted)
    }

    /// WsResetListener.
    pub(crate) fn reset(&mut self) -> Result<()> {
        if self.state != WS_LISTENER_STATE_CREATED && self.state != WS_LISTENER_STATE_CLOSED {
            return Err(self.refused("WsResetListener"));
        }
        *self = Life::new();
        Ok(())
    }

    #[cold]
    fn refused(&self, function: &str) -> Fault {
        Fault::invalid_operation(format!("{function} cannot be used: the listener is in {:?}.", self.state))
    }
}

#[cold]
pub(crate) fn aborted() -> Fault {
    Fault::new(WS_E_OPERATION_ABORTED, "The listener was aborted.")
}

/// The functions that take properties of listeners.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    Create,
    Set,
    Get,
}

impl Access {
    fn function(self) -> &'static str {
        match self {
            Access::Create => "WsCreateListener",
            Access::Set => "WsSetListenerProperty",
            Access::Get => "WsGetListenerProperty",
        }
    }
}

/// What a listener was made as, and its properties that are numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    pub(crate) kind: WS_CHANNEL_TYPE,
    pub(crate) binding: WS_CHANNEL_BINDING,
    pub(crate) callback_model: WS_CALLBACK_MODEL,
    /// Milliseconds.
    pub(crate) close_timeout: u32,
    pub(crate) to_matching: u32,
    pub(crate) url_matching: u32,
}

impl Numbers {
    pub(crate) fn new(kind: WS_CHANNEL_TYPE, binding: WS_CHANNEL_BINDING) -> Self {
        let matching = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY;
        Numbers {
            kind,
            binding,
            callback_model: WS_LONG_CALLBACK,
            close_timeout: 5000,
            to_matching: matching,
            url_matching: matching,
        }
    }

    /// Refuses a property that the function does not take for such a listener.
    pub(crate) fn check(&self, id: WS_LISTENER_PROPERTY_ID, access: Access) -> Result<()> {
        use Access::{Create, Get, Set};
        let (http, tcp) = (self.binding == WS_HTTP_CHANNEL_BINDING, self.binding == WS_TCP_CHANNEL_BINDING);
        let (udp, pipe) = (self.binding == WS_UDP_CHANNEL_BINDING, self.binding == WS_NAMEDPIPE_CHANNEL_BINDING);
        let custom = self.binding == WS_CUSTOM_CHANNEL_BINDING;
        let (accesses, fits): (&[Access], bool) = match id {
            WS_LISTENER_PROPERTY_LISTEN_BACKLOG => (&[Create, Get], tcp),
            WS_LISTENER_PROPERTY_IP_VERSION => (&[Create, Get], tcp || udp),
            WS_LISTENER_PROPERTY_STATE | WS_LISTENER_PROPERTY_CHANNEL_TYPE | WS_LISTENER_PROPERTY_CHANNEL_BINDING => {
                (&[Get], true)
            }
            WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL => (&[Create, Get], !custom),
            WS_LISTENER_PROPERTY_CONNECT_TIMEOUT => (&[Create, Get], tcp || pipe),
            WS_LISTENER_PROPERTY_IS_MULTICAST => (&[Create, Get], udp),
            WS_LISTENER_PROPERTY_MULTICAST_INTERFACES => (&[Create, Set], udp),
            WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK => (&[Create], udp),
            WS_LISTENER_PROPERTY_CLOSE_TIMEOUT => (&[Create, Get], http),
            WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS => (&[Create], !custom),
            WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS => (&[Create], http || tcp),
            WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS | WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS => {
                (&[Create], custom)
            }
            WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE => (&[Get], custom),
            WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT => (&[Create], http),
            _ => (&[], false),
        };
        if fits && accesses.contains(&access) {
            return Ok(());
        }
        Err(Fault::invalid_arg(format!(
            "The property {id:?} cannot be used with {} for a listener of type {:?} and binding {:?}.",
            access.function(),
            self.kind,
            self.binding
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aborted_while_opening() {
        let mut life = Life::new();
        life.begin_open().unwrap();
        life.abort();
        assert!(!life.opened(true));
        assert_eq!(life.state(), WS_LISTENER_STATE_CREATED);
        assert_eq!(life.begin_open().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        life.reset().unwrap();
        life.begin_open().unwrap();
        assert!(life.opened(true));
    }

    #[test]
    fn accepting_ends_with_an_abort() {
        let mut life = Life::new();
        assert_eq!(life.begin_accept().unwrap_err().code(), WS_E_INVALID_OPERATION);
        life.begin_open().unwrap();
        assert!(life.opened(true));
        life.begin_accept().unwrap();
        life.accepted();
        life.abort();
        assert_eq!(life.state(), WS_LISTENER_STATE_FAULTED);
        assert_eq!(life.begin_accept().unwrap_err().code(), WS_E_OBJECT_FAULTED);
        assert!(life.reset().is_err());
        assert!(!life.begin_close().unwrap());
        assert!(!life.closed());
        life.reset().unwrap();
        assert_eq!(life.state(), WS_LISTENER_STATE_CREATED);
    }
}
