//! WsFlushWriter: passing bytes on to the caller's callback, now or in the background.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Guard};
use crate::ffi::place;
use crate::ffi::turn::Turn;
use crate::ffi::xml_writer::{Destination, Stream};
use crate::runtime::fault::{Fault, Result};
use std::panic::catch_unwind;

/// Passes what was written on to the writeCallback of the writer's WS_XML_WRITER_STREAM_OUTPUT.
///
/// minSize: with fewer bytes than this nothing happens; 0 calls the callback in any case.
/// asyncContext: NULL to wait for the callback. Otherwise the callback may finish later, and then this call may too: it
/// returns WS_S_ASYNC, and the callback of the context tells the outcome. Until then the writer refuses all calls.
///
/// A start tag that is still open stays for the next flush. With other outputs there is nothing to do. With
/// WS_XML_WRITER_MTOM_ENCODING and the root element ended, the MIME parts follow, and nothing can be written after them.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer has no output), WS_E_OBJECT_FAULTED, or the
/// error of the callback, which faults the writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFlushWriter(
    writer: *mut WS_XML_WRITER,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut guard = unsafe { handle::borrow(writer)? };
        let context = match asyncContext.is_null() {
            true => None,
            // SAFETY: as above.
            false => Some(*unsafe { place::required(asyncContext, "asyncContext")? }),
        };
        if context.is_some_and(|context| context.callback.is_none()) {
            return Err(Fault::invalid_arg("The callback of asyncContext is NULL."));
        }
        guard.engine.complete()?;
        guard.engine.complete_package()?;
        guard.engine.check_usable()?;
        let Destination::Stream(stream) = guard.output else { return Ok(S_OK) };
        if guard.engine.bytes().len() < minSize as usize {
            return Ok(S_OK);
        }
        match context {
            // SAFETY: as above.
            Some(context) => unsafe { flush_later(writer, guard, stream, context, error) },
            // SAFETY: as above.
            None => unsafe { flush_now(guard, stream, error) },
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn lent(bytes: &[u8]) -> Result<WS_BYTES> {
    let length =
        ULONG::try_from(bytes.len()).map_err(|_| Fault::overflow("There are too many bytes for one flush."))?;
    Ok(WS_BYTES { length, bytes: bytes.as_ptr().cast_mut() })
}

unsafe fn flush_now(guard: Guard<'_, WS_XML_WRITER>, stream: Stream, error: *mut WS_ERROR) -> Result<HRESULT> {
    let buffer = lent(guard.engine.bytes())?;
    // SAFETY: the callback is the caller's; the buffer lives, since the guard keeps the writer as it is.
    let code = unsafe { (stream.callback)(stream.state, &raw const buffer, 1, core::ptr::null(), error) };
    guard.finish(code, buffer.length as usize)
}

/// What is known of a flush that the callback completes later.
struct Pending {
    writer: *mut WS_XML_WRITER,
    context: WS_ASYNC_CONTEXT,
    buffer: WS_BYTES,
    turn: Turn,
}

unsafe fn flush_later(
    writer: *mut WS_XML_WRITER,
    guard: Guard<'_, WS_XML_WRITER>,
    stream: Stream,
    context: WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> Result<HRESULT> {
    let buffer = lent(guard.engine.bytes())?;
    let pending = Box::into_raw(Box::new(Pending { writer, context, buffer, turn: Turn::default() }));
    // From here on the writer belongs to the operation, whichever thread completes it.
    guard.stay_busy();
    let done = WS_ASYNC_CONTEXT { callback: Some(flushed), callbackState: pending.cast() };
    // SAFETY: the callback is the caller's; `pending` and the buffer live until it completes.
    let code = unsafe { (stream.callback)(stream.state, &raw const (*pending).buffer, 1, &raw const done, error) };
    let code = if code == WS_S_ASYNC {
        // SAFETY: `pending` is live: a callback that has completed before this left it alone.
        match unsafe { &*pending }.turn.returned() {
            None => return Ok(WS_S_ASYNC),
            Some(code) => code,
        }
    } else {
        code
    };
    // SAFETY: `flushed` has been called and has left it, or is not going to be called.
    let pending = unsafe { Box::from_raw(pending) };
    // SAFETY: `stay_busy` was called above, and nothing has taken the writer since.
    unsafe { handle::resume(writer)? }.finish(code, pending.buffer.length as usize)
}

/// The callback has done its work, and tells so.
unsafe extern "C" fn flushed(code: HRESULT, model: WS_CALLBACK_MODEL, state: *mut c_void) {
    let pending = state.cast::<Pending>();
    // SAFETY: `state` is what `flush_later` passed, it comes back once, and it is live until this call.
    if !unsafe { &*pending }.turn.completed(code) {
        return;
    }
    // SAFETY: as above; the caller of the callback has left the operation to this call.
    let pending = unsafe { Box::from_raw(pending) };
    let finish = || {
        // SAFETY: the operation has the writer, since `stay_busy`.
        unsafe { handle::resume(pending.writer)? }.finish(code, pending.buffer.length as usize)
    };
    let code = match catch_unwind(core::panic::AssertUnwindSafe(finish)) {
        Ok(Ok(code)) => code,
        Ok(Err(fault)) => fault.code(),
        Err(_) => E_UNEXPECTED,
    };
    if let Some(callback) = pending.context.callback {
        // SAFETY: the callback and its state are the caller's.
        unsafe { callback(code, model, pending.context.callbackState) }
    }
}

impl Guard<'_, WS_XML_WRITER> {
    /// Takes the outcome of a flush of `count` bytes.
    fn finish(mut self, code: HRESULT, count: usize) -> Result<HRESULT> {
        if code < 0 {
            // What became of the bytes is not known, so nothing can follow them.
            self.engine.fault();
            return Err(Fault::new(code, "The WS_WRITE_CALLBACK of the writer's output failed."));
        }
        self.engine.flushed(count);
        Ok(S_OK)
    }
}
