//! Custom channels: the callbacks of a program behind the functions on WS_CHANNEL. They keep the states themselves.

use crate::abi::*;
use crate::ffi::callback::{call_back, succeeded};
use crate::ffi::operation::current_error;
use crate::runtime::fault::{Fault, Result};

/// The program's code for one channel, and what it made for it.
#[derive(Debug)]
pub(super) struct Custom {
    callbacks: Callbacks,
    pub(super) instance: Instance,
}

/// The callbacks of a channel, all of which the program gave.
#[derive(Clone, Copy)]
pub(super) struct Callbacks(WS_CUSTOM_CHANNEL_CALLBACKS);

impl core::fmt::Debug for Callbacks {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Callbacks")
    }
}

/// What a program's callback made, and gets back in each other one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instance(pub(super) *mut c_void);

// SAFETY: only handed back to the program, whose callbacks have to cope with any thread, as the API says.
unsafe impl Send for Instance {}
// SAFETY: as above.
unsafe impl Sync for Instance {}

/// The parameters that a create callback gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters {
    pub(super) data: *const c_void,
    pub(super) size: ULONG,
}

/// A callback that the program left out.
#[cold]
pub(super) fn missing(name: &str) -> Fault {
    Fault::invalid_arg(format!("The callback {name} is NULL."))
}

impl Callbacks {
    /// Refuses callbacks that are not all there.
    pub(super) fn new(callbacks: WS_CUSTOM_CHANNEL_CALLBACKS) -> Result<Self> {
        let WS_CUSTOM_CHANNEL_CALLBACKS {
            createChannelCallback,
            freeChannelCallback,
            resetChannelCallback,
            openChannelCallback,
            closeChannelCallback,
            abortChannelCallback,
            getChannelPropertyCallback,
            setChannelPropertyCallback,
            writeMessageStartCallback,
            writeMessageEndCallback,
            readMessageStartCallback,
            readMessageEndCallback,
            abandonMessageCallback,
            shutdownSessionChannelCallback,
        } = callbacks;
        for (name, is_there) in [
            ("createChannelCallback", createChannelCallback.is_some()),
            ("freeChannelCallback", freeChannelCallback.is_some()),
            ("resetChannelCallback", resetChannelCallback.is_some()),
            ("openChannelCallback", openChannelCallback.is_some()),
            ("closeChannelCallback", closeChannelCallback.is_some()),
            ("abortChannelCallback", abortChannelCallback.is_some()),
            ("getChannelPropertyCallback", getChannelPropertyCallback.is_some()),
            ("setChannelPropertyCallback", setChannelPropertyCallback.is_some()),
            ("writeMessageStartCallback", writeMessageStartCallback.is_some()),
            ("writeMessageEndCallback", writeMessageEndCallback.is_some()),
            ("readMessageStartCallback", readMessageStartCallback.is_some()),
            ("readMessageEndCallback", readMessageEndCallback.is_some()),
            ("abandonMessageCallback", abandonMessageCallback.is_some()),
            ("shutdownSessionChannelCallback", shutdownSessionChannelCallback.is_some()),
        ] {
            if !is_there {
                return Err(missing(name));
            }
        }
        Ok(Callbacks(callbacks))
    }
}

impl Custom {
    /// For WsCreateChannel.
    ///
    /// # Safety
    /// The callbacks and the parameters are the program's.
    pub(super) unsafe fn create(
        callbacks: Callbacks,
        kind: WS_CHANNEL_TYPE,
        Parameters { data, size }: Parameters,
    ) -> Result<Self> {
        let create = callbacks.0.createChannelCallback.ok_or_else(|| missing("createChannelCallback"))?;
        let mut instance = core::ptr::null_mut();
        // SAFETY: passed on; `instance` is there to be written.
        let code = unsafe { create(kind, data, size, &raw mut instance, current_error()) };
        succeeded(code, "WS_CREATE_CHANNEL_CALLBACK")?;
        Ok(Custom { callbacks, instance: Instance(instance) })
    }

    /// What another callback made, for WsCreateChannelForListener.
    pub(super) fn with_instance(callbacks: Callbacks, instance: *mut c_void) -> Self {
        Custom { callbacks, instance: Instance(instance) }
    }

    pub(super) async unsafe fn open(&self, address: *const WS_ENDPOINT_ADDRESS) -> Result<HRESULT> {
        let callback = self.callbacks.0.openChannelCallback.ok_or_else(|| missing("openChannelCallback"))?;
        let instance = self.instance.0;
        // SAFETY: the program's callback, with what it made.
        let code = call_back(|context, error| unsafe { callback(instance, address, context, error) }).await;
        succeeded(code, "WS_OPEN_CHANNEL_CALLBACK")
    }

    pub(super) async unsafe fn close(&self) -> Result<HRESULT> {
        let callback = self.callbacks.0.closeChannelCallback.ok_or_else(|| missing("closeChannelCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_CLOSE_CHANNEL_CALLBACK")
    }

    pub(super) async unsafe fn shutdown_session(&self) -> Result<HRESULT> {
        let callback = self.callbacks.0.shutdownSessionChannelCallback;
        let callback = callback.ok_or_else(|| missing("shutdownSessionChannelCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK")
    }

    pub(super) async unsafe fn write_message_start(&self, message: *mut WS_MESSAGE) -> Result<HRESULT> {
        let callback = self.callbacks.0.writeMessageStartCallback;
        let callback = callback.ok_or_else(|| missing("writeMessageStartCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above; the message is the caller's.
        let code = call_back(|context, error| unsafe { callback(instance, message, context, error) }).await;
        succeeded(code, "WS_WRITE_MESSAGE_START_CALLBACK")
    }

    pub(super) async unsafe fn write_message_end(&self, message: *mut WS_MESSAGE) -> Result<HRESULT> {
        let callback = self.callbacks.0.writeMessageEndCallback;
        let callback = callback.ok_or_else(|| missing("writeMessageEndCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, message, context, error) }).await;
        succeeded(code, "WS_WRITE_MESSAGE_END_CALLBACK")
    }

    pub(super) async unsafe fn read_message_start(&self, message: *mut WS_MESSAGE) -> Result<HRESULT> {
        let callback = self.callbacks.0.readMessageStartCallback;
        let callback = callback.ok_or_else(|| missing("readMessageStartCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, message, context, error) }).await;
        succeeded(code, "WS_READ_MESSAGE_START_CALLBACK")
    }

    pub(super) async unsafe fn read_message_end(&self, message: *mut WS_MESSAGE) -> Result<HRESULT> {
        let callback = self.callbacks.0.readMessageEndCallback;
        let callback = callback.ok_or_else(|| missing("readMessageEndCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, message, context, error) }).await;
        succeeded(code, "WS_READ_MESSAGE_END_CALLBACK")
    }

    pub(super) unsafe fn abandon(&self, message: *mut WS_MESSAGE) -> Result<()> {
        let callback = self.callbacks.0.abandonMessageCallback.ok_or_else(|| missing("abandonMessageCallback"))?;
        // SAFETY: as above.
        let code = unsafe { callback(self.instance.0, message, current_error()) };
        succeeded(code, "WS_ABANDON_MESSAGE_CALLBACK").map(drop)
    }

    pub(super) fn abort(&self) -> Result<()> {
        let callback = self.callbacks.0.abortChannelCallback.ok_or_else(|| missing("abortChannelCallback"))?;
        // SAFETY: as above.
        let code = unsafe { callback(self.instance.0, current_error()) };
        succeeded(code, "WS_ABORT_CHANNEL_CALLBACK").map(drop)
    }

    pub(super) fn reset(&self) -> Result<()> {
        let callback = self.callbacks.0.resetChannelCallback.ok_or_else(|| missing("resetChannelCallback"))?;
        // SAFETY: as above.
        let code = unsafe { callback(self.instance.0, current_error()) };
        succeeded(code, "WS_RESET_CHANNEL_CALLBACK").map(drop)
    }

    pub(super) unsafe fn get(&self, id: WS_CHANNEL_PROPERTY_ID, value: *mut c_void, size: ULONG) -> Result<()> {
        let callback = self.callbacks.0.getChannelPropertyCallback;
        let callback = callback.ok_or_else(|| missing("getChannelPropertyCallback"))?;
        // SAFETY: as above; the room for the value is the caller's.
        let code = unsafe { callback(self.instance.0, id, value, size, current_error()) };
        succeeded(code, "WS_GET_CHANNEL_PROPERTY_CALLBACK").map(drop)
    }

    pub(super) unsafe fn set(&self, id: WS_CHANNEL_PROPERTY_ID, value: *const c_void, size: ULONG) -> Result<()> {
        let callback = self.callbacks.0.setChannelPropertyCallback;
        let callback = callback.ok_or_else(|| missing("setChannelPropertyCallback"))?;
        // SAFETY: as above; the value is the caller's.
        let code = unsafe { callback(self.instance.0, id, value, size, current_error()) };
        succeeded(code, "WS_SET_CHANNEL_PROPERTY_CALLBACK").map(drop)
    }
}

impl Drop for Custom {
    fn drop(&mut self) {
        if let Some(free) = self.callbacks.0.freeChannelCallback {
            // SAFETY: the last use of what the program made.
            unsafe { free(self.instance.0) }
        }
    }
}
