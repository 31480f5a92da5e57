//! Handles that a host has for itself, freed when the last owner lets go.

use crate::abi::*;
use crate::ffi::handle::{self, Handle};
use crate::ffi::{WsFreeChannel, WsFreeListener, WsFreeMessage, channel, listener};
use crate::runtime::fault::Result;
use std::sync::Arc;

/// A listener.
pub(super) struct OwnListener(*mut WS_LISTENER);

// SAFETY: listeners are free threaded, and this only passes the pointer on.
unsafe impl Send for OwnListener {}
// SAFETY: as above.
unsafe impl Sync for OwnListener {}

impl OwnListener {
    pub(super) fn new(made: *mut WS_LISTENER) -> Self {
        OwnListener(made)
    }

    pub(super) fn get(&self) -> *mut WS_LISTENER {
        self.0
    }

    pub(super) fn abort(&self) {
        // What an abort cannot do, closing does.
        // SAFETY: live until this is dropped.
        let _ = unsafe { listener::abort_listener(self.0) };
    }

    /// Takes no more requests, where the library's own listeners can do that before they are closed.
    pub(super) fn stop(&self) {
        // SAFETY: as above.
        let _ = unsafe { listener::stop_listener(self.0) };
    }
}

impl Drop for OwnListener {
    fn drop(&mut self) {
        // SAFETY: nobody else frees it, and its channels, which own it too, are gone.
        unsafe { WsFreeListener(self.0) }
    }
}

/// A channel of a listener, which lives as long as the channel does.
pub(super) struct OwnChannel {
    channel: *mut WS_CHANNEL,
    _listener: Arc<OwnListener>,
}

// SAFETY: channels are free threaded, and this only passes the pointer on.
unsafe impl Send for OwnChannel {}
// SAFETY: as above.
unsafe impl Sync for OwnChannel {}

impl OwnChannel {
    /// # Safety
    /// The properties follow the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn new(listener: &Arc<OwnListener>, properties: &[WS_CHANNEL_PROPERTY]) -> Result<Self> {
        let count = u32::try_from(properties.len()).unwrap_or(u32::MAX);
        // SAFETY: passed on.
        let channel = unsafe { listener::create_channel_for_listener(listener.get(), properties.as_ptr(), count)? };
        Ok(OwnChannel { channel, _listener: listener.clone() })
    }

    pub(super) fn get(&self) -> *mut WS_CHANNEL {
        self.channel
    }

    pub(super) fn abort(&self) {
        // What an abort cannot do, closing does.
        // SAFETY: live until this is dropped.
        let _ = unsafe { channel::abort_channel(self.channel) };
    }
}

impl Drop for OwnChannel {
    fn drop(&mut self) {
        // SAFETY: nobody else frees it.
        unsafe { WsFreeChannel(self.channel) }
    }
}

/// A message.
pub(super) struct OwnMessage(*mut WS_MESSAGE);

impl OwnMessage {
    pub(super) fn new(made: *mut WS_MESSAGE) -> Self {
        OwnMessage(made)
    }

    pub(super) fn get(&self) -> *mut WS_MESSAGE {
        self.0
    }
}

impl Drop for OwnMessage {
    fn drop(&mut self) {
        // SAFETY: nobody else frees it.
        unsafe { WsFreeMessage(self.0) }
    }
}

/// A handle that needs nothing but to be freed.
pub(super) struct Own<H: Handle>(*mut H);

impl<H: Handle> Own<H> {
    pub(super) fn new(engine: H::Engine) -> Result<Self> {
        handle::create::<H>(engine).map(Own)
    }

    pub(super) fn get(&self) -> *mut H {
        self.0
    }
}

impl<H: Handle> Drop for Own<H> {
    fn drop(&mut self) {
        // SAFETY: made in `new`, and nobody else frees it.
        unsafe { handle::free(self.0) }
    }
}
