//! Identities of senders: what Windows tokens are on Windows.

use crate::abi::c_void;
use crate::ffi::handle::{self, Handle, Shared};
use crate::runtime::fault::Result;
use crate::runtime::heap::Heap;
use crate::security::results::Identity;
use std::sync::Arc;

/// What a HANDLE of an identity leads to. C knows no type for it.
struct IdentityHandle;

impl Handle for IdentityHandle {
    type Engine = Arc<Identity>;
    const TAG: u32 = u32::from_be_bytes(*b"WSid");
    const NAME: &'static str = "identity";
}
impl Shared for IdentityHandle {}

/// Makes a handle that is valid until the heap is reset.
pub(super) fn create(heap: &Heap, identity: Arc<Identity>) -> Result<*mut c_void> {
    Ok(handle::create_in::<IdentityHandle>(heap, identity)?.cast())
}
