//! What a service proxy makes its channels of: the properties that it was given once, for any number of channels.

use crate::abi::*;
use crate::ffi::channel::{self, check_pattern};
use crate::ffi::channel_property::Given;
use crate::ffi::custom_channel::Parameters;
use crate::ffi::security_description;
use crate::runtime::fault::Result;
use crate::security::settings::Role;

/// A description of channels.
pub(super) struct Blueprint {
    given: Given,
    /// The bytes behind WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, aligned for any type; their number.
    parameters: (Vec<u128>, ULONG),
}

// SAFETY: what points somewhere belongs to the program's callbacks, which have to cope with any thread.
unsafe impl Send for Blueprint {}
// SAFETY: as above; nothing in it changes.
unsafe impl Sync for Blueprint {}

impl Blueprint {
    /// Reads and checks what WsCreateChannel would.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn read(
        kind: WS_CHANNEL_TYPE,
        binding: WS_CHANNEL_BINDING,
        properties: *const WS_CHANNEL_PROPERTY,
        count: ULONG,
        security: *const WS_SECURITY_DESCRIPTION,
    ) -> Result<Self> {
        check_pattern(kind, binding, false)?;
        // SAFETY: passed on.
        let security = unsafe { security_description::read(security, Role::Client, binding)? };
        // SAFETY: passed on.
        let mut given = unsafe { Given::read(kind, binding, false, properties, count, security)? };
        given.is_of_proxy = true;
        let Parameters { data, size } = given.parameters;
        let mut copy = vec![0u128; (size as usize).div_ceil(size_of::<u128>())];
        if !data.is_null() && size > 0 {
            // SAFETY: the program's bytes, readable by contract, and room for as many.
            unsafe { copy.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(data.cast(), size as usize) };
        }
        Ok(Blueprint { given, parameters: (copy, size) })
    }

    /// Whether faults come as errors; custom channels have no such choice.
    pub(super) fn has_faults_as_errors(&self) -> bool {
        self.given.numbers.binding() == WS_CUSTOM_CHANNEL_BINDING
            || self.given.numbers.flag(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS)
    }

    /// A new channel, which the caller frees.
    pub(super) fn create_channel(&self) -> Result<*mut WS_CHANNEL> {
        let mut given = self.given.clone();
        given.parameters = match self.parameters {
            (_, 0) => Parameters { data: core::ptr::null(), size: 0 },
            (ref bytes, size) => Parameters { data: bytes.as_ptr().cast(), size },
        };
        // SAFETY: the parameters are there for the call, and the callbacks are the program's.
        unsafe { channel::create_given(given) }
    }
}
