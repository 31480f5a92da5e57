//! WS_SECURITY_DESCRIPTION: what a program says of security, checked and copied.

use crate::abi::*;
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{Role, Security};
use std::sync::Arc;

/// Reads a description; none, or an empty one, is no security.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; states of callbacks live as long as what the security is for.
pub(super) unsafe fn read(
    description: *const WS_SECURITY_DESCRIPTION,
    _role: Role,
    binding: WS_CHANNEL_BINDING,
) -> Result<Option<Arc<Security>>> {
    if description.is_null() {
        return Ok(None);
    }
    if binding == WS_CUSTOM_CHANNEL_BINDING {
        return Err(Fault::invalid_arg(format!("With {binding:?} the securityDescription has to be NULL.")));
    }
    // SAFETY: passed on.
    let description = unsafe { place::required(description, "securityDescription")? };
    if description.securityBindingCount == 0 && description.propertyCount == 0 {
        return Ok(None);
    }
    Err(Fault::not_supported("Security of channels and listeners is not there yet."))
}
