//! Custom listeners: the callbacks of a program behind the functions on WS_LISTENER. They keep the states themselves.

use crate::abi::*;
use crate::ffi::callback::{call_back, succeeded};
use crate::ffi::custom_channel::{Instance, Parameters, missing};
use crate::ffi::operation::current_error;
use crate::runtime::fault::Result;

/// The program's code for one listener, and what it made for it.
pub(super) struct CustomListener {
    callbacks: WS_CUSTOM_LISTENER_CALLBACKS,
    pub(super) instance: Instance,
}

impl CustomListener {
    /// For WsCreateListener. Refuses callbacks that are not all there.
    ///
    /// # Safety
    /// The callbacks and the parameters are the program's.
    pub(super) unsafe fn create(
        callbacks: WS_CUSTOM_LISTENER_CALLBACKS,
        kind: WS_CHANNEL_TYPE,
        Parameters { data, size }: Parameters,
    ) -> Result<Self> {
        let WS_CUSTOM_LISTENER_CALLBACKS {
            createListenerCallback,
            freeListenerCallback,
            resetListenerCallback,
            openListenerCallback,
            closeListenerCallback,
            abortListenerCallback,
            getListenerPropertyCallback,
            setListenerPropertyCallback,
            createChannelForListenerCallback,
            acceptChannelCallback,
        } = callbacks;
        for (name, is_there) in [
            ("freeListenerCallback", freeListenerCallback.is_some()),
            ("resetListenerCallback", resetListenerCallback.is_some()),
            ("openListenerCallback", openListenerCallback.is_some()),
            ("closeListenerCallback", closeListenerCallback.is_some()),
            ("abortListenerCallback", abortListenerCallback.is_some()),
            ("getListenerPropertyCallback", getListenerPropertyCallback.is_some()),
            ("setListenerPropertyCallback", setListenerPropertyCallback.is_some()),
            ("createChannelForListenerCallback", createChannelForListenerCallback.is_some()),
            ("acceptChannelCallback", acceptChannelCallback.is_some()),
        ] {
            if !is_there {
                return Err(missing(name));
            }
        }
        let create = createListenerCallback.ok_or_else(|| missing("createListenerCallback"))?;
        let mut instance = core::ptr::null_mut();
        // SAFETY: passed on; `instance` is there to be written.
        let code = unsafe { create(kind, data, size, &raw mut instance, current_error()) };
        succeeded(code, "WS_CREATE_LISTENER_CALLBACK")?;
        Ok(CustomListener { callbacks, instance: Instance(instance) })
    }

    pub(super) async unsafe fn open(&self, url: *const WS_STRING) -> Result<HRESULT> {
        let callback = self.callbacks.openListenerCallback.ok_or_else(|| missing("openListenerCallback"))?;
        let instance = self.instance.0;
        // SAFETY: the program's callback, with what it made.
        let code = call_back(|context, error| unsafe { callback(instance, url, context, error) }).await;
        succeeded(code, "WS_OPEN_LISTENER_CALLBACK")
    }

    pub(super) async unsafe fn close(&self) -> Result<HRESULT> {
        let callback = self.callbacks.closeListenerCallback.ok_or_else(|| missing("closeListenerCallback"))?;
        let instance = self.instance.0;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_CLOSE_LISTENER_CALLBACK")
    }

    pub(super) async unsafe fn accept(&self, channel: Instance) -> Result<HRESULT> {
        let callback = self.callbacks.acceptChannelCallback.ok_or_else(|| missing("acceptChannelCallback"))?;
        let (instance, channel) = (self.instance.0, channel.0);
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, channel, context, error) }).await;
        succeeded(code, "WS_ACCEPT_CHANNEL_CALLBACK")
    }

    /// Makes the instance of a channel, which the callbacks of that channel free.
    pub(super) unsafe fn create_channel(&self, Parameters { data, size }: Parameters) -> Result<*mut c_void> {
        let callback = self.callbacks.createChannelForListenerCallback;
        let callback = callback.ok_or_else(|| missing("createChannelForListenerCallback"))?;
        let mut instance = core::ptr::null_mut();
        // SAFETY: as above; the parameters are the caller's, and `instance` is there to be written.
        let code = unsafe { callback(self.instance.0, data, size, &raw mut instance, current_error()) };
        succeeded(code, "WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK")?;
        Ok(instance)
    }

    pub(super) fn abort(&self) -> Result<()> {
        let callback = self.callbacks.abortListenerCallback.ok_or_else(|| missing("abortListenerCallback"))?;
        // SAFETY: as above.
        let code = unsafe { callback(self.instance.0, current_error()) };
        succeeded(code, "WS_ABORT_LISTENER_CALLBACK").map(drop)
    }

    pub(super) fn reset(&self) -> Result<()> {
        let callback = self.callbacks.resetListenerCallback.ok_or_else(|| missing("resetListenerCallback"))?;
        // SAFETY: as above.
        let code = unsafe { callback(self.instance.0, current_error()) };
        succeeded(code, "WS_RESET_LISTENER_CALLBACK").map(drop)
    }

    pub(super) unsafe fn get(&self, id: WS_LISTENER_PROPERTY_ID, value: *mut c_void, size: ULONG) -> Result<()> {
        let callback = self.callbacks.getListenerPropertyCallback;
        let callback = callback.ok_or_else(|| missing("getListenerPropertyCallback"))?;
        // SAFETY: as above; the room for the value is the caller's.
        let code = unsafe { callback(self.instance.0, id, value, size, current_error()) };
        succeeded(code, "WS_GET_LISTENER_PROPERTY_CALLBACK").map(drop)
    }

    pub(super) unsafe fn set(&self, id: WS_LISTENER_PROPERTY_ID, value: *const c_void, size: ULONG) -> Result<()> {
        let callback = self.callbacks.setListenerPropertyCallback;
        let callback = callback.ok_or_else(|| missing("setListenerPropertyCallback"))?;
        // SAFETY: as above; the value is the caller's.
        let code = unsafe { callback(self.instance.0, id, value, size, current_error()) };
        succeeded(code, "WS_SET_LISTENER_PROPERTY_CALLBACK").map(drop)
    }
}

impl Drop for CustomListener {
    fn drop(&mut self) {
        if let Some(free) = self.callbacks.freeListenerCallback {
            // SAFETY: the last use of what the program made.
            unsafe { free(self.instance.0) }
        }
    }
}
