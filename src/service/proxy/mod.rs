//! A service proxy: its states, the calls that are pending, and the channels that they use.
//!
//! What a channel and a message are is the owner's business; here they are two types that are kept for the next call.
//! One lock guards all of it. It is taken twice in a call, at its begin and at its end, and never while anything else
//! runs.

mod signal;

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use core::future::{Future, poll_fn};
use core::task::{Poll, Waker};
pub(crate) use signal::{Leaving, Signal};
use slab::Slab;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What WsCreateServiceProxy was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Milliseconds; `u32::MAX` is no limit.
    pub(crate) call_timeout: u32,
    pub(crate) max_pending_calls: u32,
    /// How many sets of messages are kept.
    pub(crate) max_call_pool_size: u16,
    /// Milliseconds; `u32::MAX` is no limit.
    pub(crate) max_close_timeout: u32,
    /// One channel for all calls.
    pub(crate) is_session: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            call_timeout: 30_000,
            max_pending_calls: 100,
            max_call_pool_size: 5,
            max_close_timeout: 5_000,
            is_session: false,
        }
    }
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

/// A proxy with channels `C`, of which clones are the same channel, and messages `M`.
#[derive(Debug)]
pub(crate) struct Proxy<C, M> {
    pub(crate) settings: Settings,
    inner: Mutex<Inner<C, M>>,
}

#[derive(Debug)]
struct Inner<C, M> {
    state: State,
    /// WsAbortServiceProxy was called while the proxy was opening or closing.
    is_aborted: bool,
    /// The channels of this opening were aborted: none of them is used again.
    is_cut: bool,
    calls: Slab<Call<C>>,
    /// Open channels that no call uses; the one channel of a session.
    channels: Vec<C>,
    messages: Vec<M>,
    /// The channel that is being opened or closed.
    busy: Option<C>,
    /// Whoever waits for the last call to end.
    waiting: Option<Waker>,
}

/// A call whose resources are in use, which may be longer than its caller waits.
#[derive(Debug)]
struct Call<C> {
    /// WS_CALL_PROPERTY_CALL_ID; 0 without one.
    id: u32,
    signal: Arc<Signal>,
    /// What aborting the proxy has to abort.
    channel: Option<C>,
}

impl<C: Clone, M> Proxy<C, M> {
    pub(crate) fn new(settings: Settings) -> Self {
        let inner = Inner {
            state: State::Created,
            is_aborted: false,
            is_cut: false,
            calls: Slab::new(),
            channels: Vec::new(),
            messages: Vec::new(),
            busy: None,
            waiting: None,
        };
        Proxy { settings, inner: Mutex::new(inner) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<C, M>> {
        // Nothing in here panics half way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As C sees it.
    pub(crate) fn state(&self) -> WS_SERVICE_PROXY_STATE {
        self.lock().state.to_c()
    }

    /// WsOpenServiceProxy begins; it ends with [`Proxy::opened`].
    pub(crate) fn begin_open(&self) -> Result<()> {
        let mut inner = self.lock();
        if inner.state != State::Created {
            return Err(inner.refused("WsOpenServiceProxy"));
        }
        inner.state = State::Opening;
        inner.is_aborted = false;
        inner.is_cut = false;
        Ok(())
    }

    /// The first channel is about to be opened, unless the proxy was aborted meanwhile.
    pub(crate) fn opening(&self, channel: C) -> Result<()> {
        let mut inner = self.lock();
        if inner.is_aborted {
            return Err(aborted());
        }
        inner.busy = Some(channel);
        Ok(())
    }

    /// The first channel is open, or is not. Answers what WsOpenServiceProxy does.
    pub(crate) fn opened(&self, outcome: Result<()>) -> Result<()> {
        let mut inner = self.lock();
        let channel = inner.busy.take();
        if core::mem::take(&mut inner.is_aborted) {
            inner.state = State::Created;
            drop(inner);
            drop(channel);
            return Err(aborted());
        }
        match outcome {
            Ok(()) => {
                inner.state = State::Open;
                inner.channels.extend(channel);
                Ok(())
            }
            Err(fault) => {
                inner.state = State::Faulted;
                drop(inner);
                drop(channel);
                Err(fault)
            }
        }
    }

    /// A call begins: a ticket for it, and a channel and messages where there are some to be used again.
    pub(crate) fn begin_call(self: &Arc<Self>, id: u32) -> Result<Begun<C, M>> {
        let signal = Arc::new(Signal::default());
        let mut inner = self.lock();
        if inner.state != State::Open {
            return Err(inner.refused("WsCall"));
        }
        if inner.calls.len() >= self.settings.max_pending_calls as usize {
            drop(inner);
            return Err(Fault::quota("WS_PROXY_PROPERTY_MAX_PENDING_CALLS", self.settings.max_pending_calls));
        }
        let channel = if self.settings.is_session { inner.channels.last().cloned() } else { inner.channels.pop() };
        let messages = inner.messages.pop();
        let key = inner.calls.insert(Call { id, signal: Arc::clone(&signal), channel: channel.clone() });
        drop(inner);
        Ok((Ticket { proxy: Arc::clone(self), key, signal, has_ended: false }, channel, messages))
    }

    /// WsAbandonCall.
    pub(crate) fn abandon(&self, id: u32) -> Result<()> {
        let inner = self.lock();
        if matches!(inner.state, State::Created | State::Opening | State::Closed) {
            return Err(inner.refused("WsAbandonCall"));
        }
        let calls = inner.calls.iter().map(|(_, call)| call);
        let signals: Vec<_> = calls.filter(|call| id == 0 || call.id == id).map(|call| call.signal.clone()).collect();
        drop(inner);
        for signal in signals {
            signal.abandon();
        }
        Ok(())
    }

    /// WsAbortServiceProxy: the channels that the caller has to abort now.
    pub(crate) fn abort(&self) -> Vec<C> {
        let mut inner = self.lock();
        match inner.state {
            State::Opening | State::Closing => inner.is_aborted = true,
            State::Open => inner.state = State::Faulted,
            State::Created | State::Closed | State::Faulted => return Vec::new(),
        }
        inner.is_cut = true;
        inner.all_channels()
    }

    /// A channel has failed: with a session, that is the end of it.
    fn channel_failed(&self) {
        if self.settings.is_session {
            let mut inner = self.lock();
            if inner.state == State::Open {
                inner.state = State::Faulted;
            }
        }
    }

    /// WsCloseServiceProxy begins; it ends with [`Proxy::closed`].
    pub(crate) fn begin_close(&self) -> Result<()> {
        let mut inner = self.lock();
        if !matches!(inner.state, State::Open | State::Faulted) {
            return Err(inner.refused("WsCloseServiceProxy"));
        }
        inner.is_aborted = false;
        inner.state = State::Closing;
        Ok(())
    }

    /// Waits for the last call to end, for the one that closes the proxy.
    pub(crate) fn idle(&self) -> impl Future<Output = ()> + '_ {
        poll_fn(|context| {
            let mut inner = self.lock();
            if inner.calls.is_empty() {
                return Poll::Ready(());
            }
            inner.waiting = Some(context.waker().clone());
            Poll::Pending
        })
    }

    /// While closing: the next channel that is to be closed, which an abort finds until the next call.
    pub(crate) fn next_to_close(&self) -> Option<C> {
        let mut inner = self.lock();
        let before = inner.busy.take();
        let next = inner.channels.pop();
        inner.busy.clone_from(&next);
        drop(inner);
        drop(before);
        next
    }

    /// While closing: what is to be aborted because calls take too long.
    pub(crate) fn overdue(&self) -> Vec<C> {
        let mut inner = self.lock();
        inner.is_cut = true;
        inner.all_channels()
    }

    /// Whether the channels were aborted, so that nothing can be said to the other side any more.
    pub(crate) fn is_cut(&self) -> bool {
        self.lock().is_cut
    }

    /// WsCloseServiceProxy has ended. Answers whether it was aborted on the way.
    pub(crate) fn closed(&self) -> bool {
        let mut inner = self.lock();
        inner.state = State::Closed;
        let rest = (inner.busy.take(), core::mem::take(&mut inner.channels), core::mem::take(&mut inner.messages));
        let is_aborted = core::mem::take(&mut inner.is_aborted);
        drop(inner);
        drop(rest);
        is_aborted
    }

    /// WsResetServiceProxy.
    pub(crate) fn reset(&self) -> Result<()> {
        let mut inner = self.lock();
        if !matches!(inner.state, State::Created | State::Closed) {
            return Err(inner.refused("WsResetServiceProxy"));
        }
        inner.state = State::Created;
        Ok(())
    }

    /// WsFreeServiceProxy: no new calls; the channels that the caller has to abort. What is still pending ends by
    /// itself and lets go of the rest.
    pub(crate) fn retire(&self) -> Vec<C> {
        let mut inner = self.lock();
        inner.state = State::Closed;
        inner.is_cut = true;
        let channels = inner.all_channels();
        let rest = (inner.busy.take(), core::mem::take(&mut inner.channels), core::mem::take(&mut inner.messages));
        drop(inner);
        drop(rest);
        channels
    }
}

/// A call that has begun: with the channel and the messages of an earlier one, where there are some.
pub(crate) type Begun<C, M> = (Ticket<C, M>, Option<C>, Option<M>);

impl State {
    fn to_c(self) -> WS_SERVICE_PROXY_STATE {
        match self {
            State::Created => WS_SERVICE_PROXY_STATE_CREATED,
            State::Opening => WS_SERVICE_PROXY_STATE_OPENING,
            State::Open => WS_SERVICE_PROXY_STATE_OPEN,
            State::Closing => WS_SERVICE_PROXY_STATE_CLOSING,
            State::Closed => WS_SERVICE_PROXY_STATE_CLOSED,
            State::Faulted => WS_SERVICE_PROXY_STATE_FAULTED,
        }
    }
}

impl<C: Clone, M> Inner<C, M> {
    /// The answer to a function that the state does not allow.
    #[cold]
    fn refused(&self, function: &str) -> Fault {
        let aborted = if self.is_cut { ", and was aborted" } else { "" };
        Fault::invalid_operation(format!(
            "{function} cannot be used: the service proxy is in {:?}{aborted}.",
            self.state.to_c()
        ))
    }

    fn all_channels(&self) -> Vec<C> {
        let of_calls = self.calls.iter().filter_map(|(_, call)| call.channel.as_ref());
        of_calls.chain(&self.channels).chain(&self.busy).cloned().collect()
    }
}

#[cold]
pub(crate) fn aborted() -> Fault {
    Fault::new(WS_E_OPERATION_ABORTED, "The service proxy was aborted.")
}

/// A call, for as long as it uses anything. Dropped without [`Ticket::end`], nothing of it is used again.
#[derive(Debug)]
pub(crate) struct Ticket<C: Clone, M> {
    proxy: Arc<Proxy<C, M>>,
    key: usize,
    signal: Arc<Signal>,
    has_ended: bool,
}

impl<C: Clone, M> Ticket<C, M> {
    /// The channel that the call uses has failed.
    pub(crate) fn channel_failed(&self) {
        self.proxy.channel_failed();
    }

    /// The proxy is to be aborted with the call: the channels that the caller has to abort now.
    pub(crate) fn abort_proxy(&self) -> Vec<C> {
        self.proxy.abort()
    }

    /// By which the caller learns that it need not wait any more.
    pub(crate) fn signal(&self) -> &Arc<Signal> {
        &self.signal
    }

    /// The call uses this channel from now on, unless the proxy was aborted meanwhile.
    pub(crate) fn attach(&self, channel: &C) -> Result<()> {
        let mut inner = self.proxy.lock();
        if inner.is_cut {
            return Err(aborted());
        }
        if let Some(call) = inner.calls.get_mut(self.key) {
            call.channel = Some(channel.clone());
        }
        Ok(())
    }

    /// The call has ended; what is given back is for the next one.
    pub(crate) fn end(mut self, channel: Option<C>, messages: Option<M>) {
        self.has_ended = true;
        self.proxy.leave(self.key, channel, messages);
    }
}

impl<C: Clone, M> Drop for Ticket<C, M> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.proxy.leave(self.key, None, None);
        }
    }
}

impl<C: Clone, M> Proxy<C, M> {
    fn leave(&self, key: usize, channel: Option<C>, messages: Option<M>) {
        let mut inner = self.lock();
        let call = inner.calls.try_remove(key);
        let keeps = matches!(inner.state, State::Open | State::Closing) && !inner.is_cut;
        let mut rest = (channel, messages);
        if keeps {
            if !self.settings.is_session {
                inner.channels.extend(rest.0.take());
            }
            if inner.messages.len() < usize::from(self.settings.max_call_pool_size) {
                inner.messages.extend(rest.1.take());
            }
        }
        let waker = if inner.calls.is_empty() { inner.waiting.take() } else { None };
        drop(inner);
        // Whatever ends here may take its time, and whoever wakes may come back.
        drop((call, rest));
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests;
