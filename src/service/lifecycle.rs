//! The states of a service host and what leads from one to the next.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// Where a host stands. Kept under the host's lock; what takes time happens outside of it, between a `begin_` and the
/// function that ends it.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    state: State,
    /// WsAbortServiceHost was called and what it stopped has not been closed.
    aborted: bool,
    /// That was while WsCloseServiceHost was running.
    close_aborted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Created,
    Opening,
    Open,
    Closing,
    Closed,
    Faulted,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Lifecycle { state: State::Created, aborted: false, close_aborted: false }
    }
}

impl Lifecycle {
    /// As C sees it.
    pub(crate) fn state(&self) -> WS_SERVICE_HOST_STATE {
        match self.state {
            State::Created => WS_SERVICE_HOST_STATE_CREATED,
            State::Opening => WS_SERVICE_HOST_STATE_OPENING,
            State::Open => WS_SERVICE_HOST_STATE_OPEN,
            State::Closing => WS_SERVICE_HOST_STATE_CLOSING,
            State::Closed => WS_SERVICE_HOST_STATE_CLOSED,
            State::Faulted => WS_SERVICE_HOST_STATE_FAULTED,
        }
    }

    /// WsOpenServiceHost starts.
    pub(crate) fn begin_open(&mut self) -> Result<()> {
        match self.state {
            State::Created => {
                self.state = State::Opening;
                Ok(())
            }
            State::Faulted if self.aborted => Err(aborted("The service host was aborted before it was opened.")),
            _ => Err(self.refused("WsOpenServiceHost", "WS_SERVICE_HOST_STATE_CREATED")),
        }
    }

    /// All listeners are open. Fails if the host was aborted meanwhile.
    pub(crate) fn opened(&mut self) -> Result<()> {
        if self.aborted {
            self.state = State::Faulted;
            return Err(aborted("The service host was aborted while it was being opened."));
        }
        self.state = State::Open;
        Ok(())
    }

    /// A listener could not be opened. Answers what the call fails with.
    pub(crate) fn open_failed(&mut self, fault: Fault) -> Fault {
        self.state = State::Faulted;
        match self.aborted {
            true => aborted("The service host was aborted while it was being opened."),
            false => fault,
        }
    }

    /// WsCloseServiceHost starts.
    pub(crate) fn begin_close(&mut self) -> Result<()> {
        match self.state {
            State::Open | State::Faulted => {
                self.state = State::Closing;
                Ok(())
            }
            _ => Err(self.refused("WsCloseServiceHost", "WS_SERVICE_HOST_STATE_OPEN or WS_SERVICE_HOST_STATE_FAULTED")),
        }
    }

    /// Nothing runs any more. Fails if the host was aborted since closing began; an abort that came before is what
    /// closing has to follow.
    pub(crate) fn closed(&mut self) -> Result<()> {
        let aborted_meanwhile = self.close_aborted;
        *self = Lifecycle { state: State::Closed, ..Lifecycle::default() };
        if aborted_meanwhile {
            return Err(aborted("The service host was aborted while it was being closed."));
        }
        Ok(())
    }

    /// WsAbortServiceHost. Answers whether there is anything to stop.
    pub(crate) fn abort(&mut self) -> bool {
        match self.state {
            State::Closed => return false,
            // Who opens or closes comes to know when that is over.
            State::Opening | State::Closing => {}
            State::Created | State::Open | State::Faulted => self.state = State::Faulted,
        }
        let first = !self.aborted;
        self.aborted = true;
        self.close_aborted |= first && self.state == State::Closing;
        first
    }

    /// Whether the host has been aborted and not been closed.
    #[cfg(test)]
    pub(crate) fn is_aborted(&self) -> bool {
        self.aborted
    }

    /// WsResetServiceHost.
    pub(crate) fn begin_reset(&mut self) -> Result<()> {
        match self.state {
            State::Created | State::Closed => Ok(()),
            _ => Err(self.refused("WsResetServiceHost", "WS_SERVICE_HOST_STATE_CLOSED")),
        }
    }

    /// The listeners are as new.
    pub(crate) fn was_reset(&mut self) {
        *self = Lifecycle::default();
    }

    fn refused(&self, function: &str, needed: &str) -> Fault {
        let state = self.state();
        Fault::invalid_operation(format!("{function} needs a service host in {needed}; this one is in {state:?}."))
    }
}

/// The fault of what an abort ended.
#[cold]
pub(crate) fn aborted(text: &str) -> Fault {
    Fault::new(WS_E_OPERATION_ABORTED, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(state: State) -> Lifecycle {
        Lifecycle { state, ..Lifecycle::default() }
    }

    const ALL: [State; 6] =
        [State::Created, State::Opening, State::Open, State::Closing, State::Closed, State::Faulted];

    #[test]
    fn what_each_state_allows() {
        type Begin = fn(&mut Lifecycle) -> Result<()>;
        for (begin, allowed) in [
            (Lifecycle::begin_open as Begin, &[State::Created][..]),
            (Lifecycle::begin_close, &[State::Open, State::Faulted]),
            (Lifecycle::begin_reset, &[State::Created, State::Closed]),
        ] {
            for state in ALL {
                let mut life = at(state);
                let result = begin(&mut life);
                if allowed.contains(&state) {
                    result.unwrap();
                } else {
                    let fault = result.unwrap_err();
                    assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
                    assert!(fault.texts()[0].contains("WS_SERVICE_HOST_STATE_"), "{fault:?}");
                    assert_eq!(life.state, state);
                }
            }
        }
    }

    #[test]
    fn an_abort_ends_in_the_call_that_it_met() {
        let mut life = at(State::Created);
        life.begin_open().unwrap();
        assert!(life.abort());
        assert_eq!(life.state, State::Opening);
        assert_eq!(life.opened().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        assert_eq!(life.state, State::Faulted);
        life.begin_close().unwrap();
        life.closed().unwrap();
        assert!(!life.abort() && life.state == State::Closed && !life.is_aborted());

        let mut life = at(State::Open);
        life.begin_close().unwrap();
        assert!(!life.is_aborted());
        assert!(life.abort() && !life.abort());
        assert!(life.state == State::Closing && life.is_aborted());
        assert_eq!(life.closed().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        assert_eq!(life.state, State::Closed);
    }

    #[test]
    fn aborted_before_it_was_opened() {
        let mut life = at(State::Created);
        assert!(life.abort());
        assert_eq!(life.begin_open().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        let mut life = at(State::Opening);
        assert_eq!(life.open_failed(Fault::invalid_arg("no")).code(), E_INVALIDARG);
        assert_eq!(life.begin_open().unwrap_err().code(), WS_E_INVALID_OPERATION);
        let mut life = at(State::Opening);
        life.abort();
        assert_eq!(life.open_failed(Fault::invalid_arg("no")).code(), WS_E_OPERATION_ABORTED);
    }
}
