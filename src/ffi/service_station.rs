//! The stations of an endpoint: tasks that wait for a client, serve it, and wait again. A station has a channel and all
//! that a call needs, and uses them for one client after the other.

use crate::abi::*;
use crate::ffi::callback::call_back;
use crate::ffi::handle;
use crate::ffi::operation::{spawn, with_error};
use crate::ffi::operation_context::{Callee, ContextValues};
use crate::ffi::service_endpoint::{Endpoint, Listed};
use crate::ffi::service_handles::OwnChannel;
use crate::ffi::service_host::{Host, Serving};
use crate::ffi::service_kit::Kit;
use crate::ffi::{channel, listener};
use crate::runtime::fault::Result;
use crate::service::crew::Next;
use crate::service::drain::Running;
use crate::task::{self, Deadline};
use core::ptr::null_mut;
use core::time::Duration;
use std::sync::Arc;

/// How long a station waits at most before it tries again what keeps failing.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Makes the stations that an endpoint lacks.
pub(super) fn recruit(host: &Arc<Host>, endpoint: &Arc<Endpoint>, serving: &Serving) -> Result<()> {
    let missing = endpoint.crew().recruit();
    // All of them now, so that those that cannot be made are taken off the count.
    let members: Vec<Member> = (0..missing).map(|_| Member::new(host, endpoint, serving)).collect();
    for member in members {
        let station = Station::new(member)?;
        // SAFETY: what the station points to is its own, or the program's and stays until the host is freed, which waits
        // for all stations.
        unsafe { spawn(station.run())? };
    }
    Ok(())
}

/// A place in the crew of an endpoint.
struct Member {
    host: Arc<Host>,
    endpoint: Arc<Endpoint>,
    serving: Serving,
    is_serving: bool,
    has_left: bool,
    _running: Running,
}

impl Member {
    fn new(host: &Arc<Host>, endpoint: &Arc<Endpoint>, serving: &Serving) -> Self {
        Member {
            host: host.clone(),
            endpoint: endpoint.clone(),
            serving: serving.clone(),
            is_serving: false,
            has_left: false,
            _running: host.drain.enter(),
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        if !self.has_left {
            self.endpoint.crew().lost(self.is_serving);
        }
        if std::thread::panicking() && !self.serving.has_ended() {
            // One client's misfortune is not to be that of the others. Nobody could be told if this fails.
            let _ = recruit(&self.host, &self.endpoint, &self.serving);
        }
    }
}

/// How a channel ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum After {
    /// Another message is expected on it.
    More,
    Close,
    Abort,
}

/// See the module.
pub(super) struct Station {
    /// Goes last: the host may be freed then.
    member: Member,
    listed: Listed,
    pub(super) channel: Arc<OwnChannel>,
    pub(super) kit: Kit,
    /// What the accept callback stored.
    channel_state: *mut c_void,
}

impl Station {
    fn new(member: Member) -> Result<Self> {
        let (channel, kit) = match member.endpoint.take_pooled() {
            Some(pooled) => pooled,
            None => {
                let channel = Arc::new(member.endpoint.channel()?);
                let kit = Kit::new(&member.host, &member.endpoint, &channel)?;
                (channel, kit)
            }
        };
        let listed = member.endpoint.list(&channel);
        Ok(Station { member, listed, channel, kit, channel_state: null_mut() })
    }

    pub(super) fn host(&self) -> &Arc<Host> {
        &self.member.host
    }

    pub(super) fn endpoint(&self) -> &Arc<Endpoint> {
        &self.member.endpoint
    }

    /// Whether the host has been aborted.
    pub(super) fn is_aborted(&self) -> bool {
        self.member.serving.abort.is_aborted()
    }

    async fn run(mut self) {
        let mut failures = 0;
        loop {
            let listener = self.endpoint().listener.get();
            // SAFETY: the station owns both.
            let accepted = unsafe { listener::accept_channel(listener, self.channel.get()) }.await;
            if self.member.serving.has_ended() && accepted.is_err() {
                return;
            }
            if accepted.is_err() {
                // Whatever it was, it was about one client, or passes: a listener does not fail for good.
                failures += 1;
                self.pause(failures).await;
                if self.member.serving.has_ended() || !self.renew(After::Abort).await {
                    return;
                }
                continue;
            }
            failures = 0;
            self.endpoint().crew().accepted();
            self.member.is_serving = true;
            // If nobody else can be had to wait, this one will when it has served its client.
            let _ = recruit(&self.member.host, &self.member.endpoint, &self.member.serving);
            let after = self.serve().await;
            if !self.renew(after).await {
                return;
            }
            self.member.is_serving = false;
            if self.endpoint().crew().served() == Next::Leave {
                self.member.has_left = true;
                self.retire();
                return;
            }
        }
    }

    /// Not to try again and again at full speed what fails.
    async fn pause(&self, failures: u32) {
        if failures > 1 {
            let pause = Duration::from_millis(1 << failures.min(10)).min(LONGEST_PAUSE);
            self.member.serving.unless_ended(task::sleep(Deadline::after_duration(pause))).await;
        }
    }

    /// Serves the client of the channel.
    async fn serve(&mut self) -> After {
        self.channel_state = null_mut();
        let mut after = self.accept_callback().await;
        while after == After::More {
            after = self.serve_message().await;
            if self.is_aborted() {
                after = After::Abort;
            } else if after == After::More && !self.endpoint().has_sessions() && !self.endpoint().is_datagram() {
                after = After::Close;
            }
        }
        self.close_callback().await;
        after
    }

    async fn accept_callback(&mut self) -> After {
        let Some(callback) = self.endpoint().settings.accept else { return After::More };
        let mut state = null_mut();
        let place = &raw mut state;
        let values = self.values();
        let code = self
            // SAFETY: the program's callback; `state` is there to be written until it has completed.
            .call_program(Callee::Accept, values, move |context, asynchronous, error| unsafe {
                callback(context, place, asynchronous, error)
            })
            .await;
        // SAFETY: written by the callback, or not at all.
        self.channel_state = unsafe { place.read() };
        if code < 0 { After::Abort } else { After::More }
    }

    async fn close_callback(&mut self) {
        let Some(callback) = self.endpoint().settings.close else { return };
        let values = self.values();
        // What it returns does not matter.
        self.call_program(Callee::Close, values, move |context, asynchronous, _| {
            // SAFETY: the program's callback.
            unsafe { callback(context, asynchronous) }
        })
        .await;
    }

    /// What an operation context says on this channel.
    pub(super) fn values(&self) -> ContextValues {
        ContextValues {
            channel: self.channel.get(),
            contract: self.endpoint().contract.description,
            host_state: self.host().settings.user_state,
            channel_state: self.channel_state,
            input: self.kit.input.get(),
            output: self.kit.output.get(),
            heap: self.kit.heap.get(),
            listener: self.endpoint().listener.get(),
            address: self.endpoint().address,
        }
    }

    /// Calls the program, with the context of this call.
    pub(super) async fn call_program<F>(&self, callee: Callee, values: ContextValues, body: F) -> HRESULT
    where
        F: FnOnce(*const WS_OPERATION_CONTEXT, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT,
    {
        let context = self.kit.context.get();
        // SAFETY: this station's own context.
        let Ok(engine) = (unsafe { handle::get(context) }) else { return E_UNEXPECTED };
        engine.begin(callee, values);
        let error = self.kit.error.get();
        let called = call_back(|asynchronous, error| body(context, asynchronous, error));
        let code = with_error(error, called).await;
        engine.end();
        code
    }

    /// Ends the channel, and makes it, or another one, ready for the next client. Answers whether there is one.
    async fn renew(&mut self, after: After) -> bool {
        if after == After::Abort {
            self.channel.abort();
        }
        // SAFETY: the station owns the channel.
        let closed = unsafe { channel::close_channel(self.channel.get()) }.await;
        // SAFETY: as above.
        let reset = closed.and_then(|_| unsafe { channel::reset_channel(self.channel.get()) });
        if reset.is_ok() {
            return !self.member.serving.has_ended();
        }
        let mut failures = 1;
        while !self.member.serving.has_ended() {
            if let Ok(channel) = self.endpoint().channel() {
                self.channel = Arc::new(channel);
                self.listed = self.endpoint().list(&self.channel);
                return true;
            }
            failures += 1;
            self.pause(failures).await;
        }
        false
    }

    /// Leaves what it has to others that come.
    fn retire(self) {
        let Station { member, listed, channel, kit, .. } = self;
        drop(listed);
        member.endpoint.keep_pooled((channel, kit));
    }
}
