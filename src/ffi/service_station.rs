//! The stations of an endpoint: tasks that wait for a client, serve it, and wait again. A station has a channel and all
//! that a call needs, and uses them for one client after the other.

use crate::abi::*;
use crate::ffi::callback::call_back;
use crate::ffi::handle;
use crate::ffi::operation::{spawn, with_error};
use crate::ffi::operation_context::{Callee, ContextValues};
use crate::ffi::service_endpoint::{Admitted, Endpoint, Listed};
use crate::ffi::service_handles::OwnChannel;
use crate::ffi::service_host::{Host, Serving};
use crate::ffi::service_kit::Kit;
use crate::ffi::{channel, listener, service_watch};
use crate::runtime::fault::Result;
use crate::service::crew::Next;
use crate::service::drain::Running;
use crate::task::{self, Deadline, OneSender, Permit, Semaphore, oneshot};
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering};
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// What the calls of one channel share.
pub(super) struct Site {
    pub(super) host: Arc<Host>,
    pub(super) endpoint: Arc<Endpoint>,
    serving: Serving,
    pub(super) channel: OwnChannel,
    /// What the accept callback stored.
    channel_state: AtomicPtr<c_void>,
    /// Whose turn it is to send, where several calls of a session may want to.
    sending: Semaphore,
    /// One of the calls has ended the session.
    ended: Mutex<Option<After>>,
    /// For calls beside the first one.
    kits: Mutex<Vec<Kit>>,
}

impl Site {
    fn new(member: &Member, channel: OwnChannel) -> Arc<Self> {
        Arc::new(Site {
            host: member.host.clone(),
            endpoint: member.endpoint.clone(),
            serving: member.serving.clone(),
            channel,
            channel_state: AtomicPtr::new(null_mut()),
            sending: Semaphore::new(1),
            ended: Mutex::default(),
            kits: Mutex::default(),
        })
    }

    /// A turn to send, where others may want to at the same time.
    pub(super) async fn turn(&self) -> Option<Permit> {
        if self.endpoint.concurrency() == 1 { None } else { Some(self.sending.acquire().await) }
    }

    /// Whether the host has been aborted.
    pub(super) fn is_aborted(&self) -> bool {
        self.serving.abort.is_aborted()
    }

    fn ended(&self) -> Option<After> {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, after: After) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if *ended != Some(After::Abort) {
            *ended = Some(after);
        }
    }

    fn kits(&self) -> MutexGuard<'_, Vec<Kit>> {
        self.kits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message of a channel while it is served.
pub(super) struct Call {
    pub(super) site: Arc<Site>,
    pub(super) kit: Kit,
    /// Told when the request has been read, so that the next one can be.
    read: Option<OneSender<()>>,
}

/// See the module.
struct Station {
    call: Call,
    listed: Listed,
    /// Goes last, since the host may be freed then.
    member: Member,
}

impl Station {
    fn new(member: Member) -> Result<Self> {
        let (channel, kit) = match member.endpoint.take_pooled() {
            Some(pooled) => pooled,
            None => {
                let channel = member.endpoint.channel()?;
                let kit = Kit::new(&member.host, &member.endpoint, &channel)?;
                (channel, kit)
            }
        };
        let site = Site::new(&member, channel);
        let listed = member.endpoint.list(&site);
        Ok(Station { call: Call { site, kit, read: None }, listed, member })
    }

    fn endpoint(&self) -> &Arc<Endpoint> {
        &self.member.endpoint
    }

    async fn run(mut self) {
        let mut failures = 0;
        loop {
            let (listener, channel) = (self.endpoint().listener.get(), self.call.site.channel.get());
            // SAFETY: the station owns both.
            let accepted = unsafe { listener::accept_channel(listener, channel) }.await;
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
            let after = match self.admit() {
                Ok(_admitted) => self.serve().await,
                Err(after) => after,
            };
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

    /// Counts the client among those of its address, if that is limited.
    fn admit(&self) -> Result<Option<Admitted>, After> {
        if self.endpoint().settings.max_channels_per_ip.is_none() {
            return Ok(None);
        }
        let channel = self.call.site.channel.get();
        // SAFETY: the station owns the channel.
        let Some(address) = (unsafe { service_watch::peer(channel) }) else { return Ok(None) };
        self.endpoint().admit(address).map(Some).ok_or(After::Abort)
    }

    /// Serves the client of the channel.
    async fn serve(&mut self) -> After {
        self.call.site.channel_state.store(null_mut(), Ordering::Relaxed);
        *self.call.site.ended.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let mut after = self.call.accept_callback().await;
        if after == After::More {
            after = match self.endpoint().concurrency() {
                1 => self.serve_in_turn().await,
                calls => self.serve_side_by_side(calls).await,
            };
        }
        self.call.close_callback().await;
        after
    }

    async fn serve_in_turn(&mut self) -> After {
        loop {
            let after = self.call.serve_message().await;
            if self.call.site.is_aborted() {
                return After::Abort;
            }
            match after {
                After::More if self.endpoint().has_many_messages() => {}
                After::More => return After::Close,
                other => return other,
            }
        }
    }

    /// Reads the next message of a session while the operations of others run.
    async fn serve_side_by_side(&mut self, calls: u32) -> After {
        let site = self.call.site.clone();
        let places = Semaphore::new(calls as usize);
        loop {
            let place = places.acquire().await;
            if site.is_aborted() || site.ended().is_some() {
                break;
            }
            let kept = site.kits().pop();
            let made = kept.map_or_else(|| Kit::new(&site.host, &site.endpoint, &site.channel), Ok);
            let Ok(kit) = made else {
                site.end(After::Abort);
                break;
            };
            let (read, was_read) = oneshot();
            let mut call = Call { site: site.clone(), kit, read: Some(read) };
            let running = async move {
                let after = call.serve_message().await;
                if after != After::More {
                    call.site.end(after);
                }
                let Call { site, kit, .. } = call;
                site.kits().push(kit);
                drop(place);
            };
            // SAFETY: as for the station, which waits for all of them.
            if unsafe { spawn(running) }.is_err() {
                site.end(After::Abort);
                break;
            }
            was_read.await;
        }
        if site.ended() == Some(After::Abort) || site.is_aborted() {
            // What still reads or writes is not to wait for the client.
            site.channel.abort();
        }
        let mut all = Vec::new();
        for _ in 0..calls {
            all.push(places.acquire().await);
        }
        if site.is_aborted() { After::Abort } else { site.ended().unwrap_or(After::Close) }
    }

    /// Ends the channel, and makes it, or another one, ready for the next client. Answers whether there is one.
    async fn renew(&mut self, after: After) -> bool {
        let site = &self.call.site;
        if after == After::Abort {
            site.channel.abort();
        }
        // SAFETY: the station owns the channel.
        let closed = unsafe { channel::close_channel(site.channel.get()) }.await;
        // SAFETY: as above.
        let reset = closed.and_then(|_| unsafe { channel::reset_channel(site.channel.get()) });
        if reset.is_ok() {
            return !self.member.serving.has_ended();
        }
        let mut failures = 1;
        while !self.member.serving.has_ended() {
            if let Ok(channel) = self.endpoint().channel() {
                self.call.site = Site::new(&self.member, channel);
                self.listed = self.endpoint().list(&self.call.site);
                return true;
            }
            failures += 1;
            self.pause(failures).await;
        }
        false
    }

    /// Leaves what it has to others that come.
    fn retire(self) {
        let Station { call: Call { site, kit, .. }, listed, member } = self;
        drop(listed);
        if let Ok(site) = Arc::try_unwrap(site) {
            member.endpoint.keep_pooled((site.channel, kit));
        }
    }
}

impl Call {
    pub(super) fn host(&self) -> &Arc<Host> {
        &self.site.host
    }

    pub(super) fn endpoint(&self) -> &Arc<Endpoint> {
        &self.site.endpoint
    }

    pub(super) fn channel(&self) -> *mut WS_CHANNEL {
        self.site.channel.get()
    }

    /// The request has been read: the next one may be.
    pub(super) fn was_read(&mut self) {
        if let Some(read) = self.read.take() {
            // Nobody waits for it who is gone.
            let _ = read.send(());
        }
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
        self.site.channel_state.store(unsafe { place.read() }, Ordering::Relaxed);
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
            channel: self.channel(),
            contract: self.endpoint().contract.description,
            host_state: self.host().settings.user_state,
            channel_state: self.site.channel_state.load(Ordering::Relaxed),
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
}
