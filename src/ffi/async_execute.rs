//! WsAsyncExecute: operations of the program that are made of others.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::place;
use crate::ffi::turn::Turn;
use crate::runtime::fault::{Fault, Result};

type Step = unsafe extern "C" fn(
    HRESULT,
    WS_CALLBACK_MODEL,
    *mut c_void,
    *mut WS_ASYNC_OPERATION,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// Runs an operation of the program's own that is a series of steps, each of which may be asynchronous.
///
/// It calls the step, which usually starts one asynchronous function and names the step that is to follow in its
/// parameter next. When the step has ended, whether it succeeded or not, the one that it named is called with its
/// outcome, and so on, until a step names none; the outcome of that one is the outcome of the whole.
///
/// asyncState: memory for this function's use. It need not be initialised, must stay where it is until the operation
/// has ended, and may be used again then.
/// operation: the first step. Its hr is S_OK.
/// callbackModel: how long the first step may take; those that follow an asynchronous one are told what its completion
/// was told.
/// callbackState: passed to each step; may be NULL.
/// asyncContext: NULL to run all steps before the function returns: they are given NULL as well. Otherwise they are
/// given a context, and if one of them returns WS_S_ASYNC, so does this function; the steps that follow run on the
/// threads that complete those before them, and the context's callback is called once, with the outcome. If no step
/// has to wait, the function returns the outcome itself, and the context's callback is not called.
/// error: passed to each step; may be NULL. It belongs to the operation until that has ended.
///
/// Returns what the last step returned, WS_S_ASYNC, or E_INVALIDARG. A step that returns WS_S_ASYNC without having been
/// given a context ends the operation with WS_E_INVALID_OPERATION.
/// Sources: WsAsyncExecute and WS_ASYNC_FUNCTION pages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAsyncExecute(
    asyncState: *mut WS_ASYNC_STATE,
    operation: WS_ASYNC_FUNCTION,
    callbackModel: WS_CALLBACK_MODEL,
    callbackState: *mut c_void,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { place::required(asyncState.cast_const(), "asyncState")? };
        let Some(first) = operation else {
            return Err(Fault::invalid_arg("The operation is NULL."));
        };
        if callbackModel.name().is_none() {
            return Err(Fault::invalid_arg(format!("The callbackModel {callbackModel:?} is not known.")));
        }
        let user = if asyncContext.is_null() {
            None
        } else {
            // SAFETY: as above.
            let user = *unsafe { place::required(asyncContext, "asyncContext")? };
            if user.callback.is_none() {
                return Err(Fault::invalid_arg("The callback of the asyncContext is NULL."));
            }
            Some(user)
        };
        let run = Box::into_raw(Box::new(Run {
            state: callbackState,
            user,
            error,
            next: WS_ASYNC_OPERATION { function: Some(first) },
            turn: Turn::default(),
        }));
        // SAFETY: just made.
        Ok(unsafe { Run::advance(run, S_OK, callbackModel) }.unwrap_or(WS_S_ASYNC))
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// A series of steps that is under way.
struct Run {
    state: *mut c_void,
    /// `None`: all is synchronous.
    user: Option<WS_ASYNC_CONTEXT>,
    error: *mut WS_ERROR,
    /// The step to call when the present one has ended.
    next: WS_ASYNC_OPERATION,
    /// Who calls it.
    turn: Turn,
}

impl Run {
    /// Calls steps until one goes on in the background or there are no more; then it answers the outcome.
    ///
    /// # Safety
    /// `run` is live, and this thread is the one that goes on with it.
    unsafe fn advance(run: *mut Run, mut code: HRESULT, model: WS_CALLBACK_MODEL) -> Option<HRESULT> {
        loop {
            // SAFETY: by contract. Only what lies in the cells of `Turn` is touched by others.
            let function: Option<Step> = unsafe { (*run).next.function.take() };
            let Some(step) = function else {
                // SAFETY: made by `Box::into_raw`, and no step has it any more.
                drop(unsafe { Box::from_raw(run) });
                return Some(code);
            };
            // SAFETY: by contract.
            let (state, error, is_async) = unsafe { ((*run).state, (*run).error, (*run).user.is_some()) };
            // SAFETY: by contract.
            unsafe { &(*run).turn }.begin();
            let lent = WS_ASYNC_CONTEXT { callback: Some(Self::completed), callbackState: run.cast() };
            let context = if is_async { &raw const lent } else { core::ptr::null() };
            // SAFETY: the program's step with its own state. `next` stays where it is until the operation has ended.
            code = unsafe { step(code, model, state, &raw mut (*run).next, context, error) };
            if code != WS_S_ASYNC {
                continue;
            }
            if !is_async {
                // SAFETY: as above: the step has not been given a context that could still use it.
                drop(unsafe { Box::from_raw(run) });
                let text = "A step of WsAsyncExecute returned WS_S_ASYNC, but was to be synchronous.";
                // SAFETY: the error object belongs to the operation.
                return Some(unsafe { call(error, || Result::<()>::Err(Fault::invalid_operation(text))) });
            }
            // SAFETY: by contract: a completion that came before this has left the run alone.
            code = unsafe { &(*run).turn }.returned()?;
        }
    }

    /// What a step's function calls when it has worked in the background.
    unsafe extern "C" fn completed(code: HRESULT, model: WS_CALLBACK_MODEL, state: *mut c_void) {
        call_void(|| {
            let run = state.cast::<Run>();
            // SAFETY: the state is the run that the step was given, and it is live until this call.
            let Some(user) = (unsafe { (*run).user }) else { return };
            // SAFETY: as above.
            if !unsafe { &(*run).turn }.completed(code) {
                return;
            }
            // SAFETY: the thread that called the step has left the run to this one.
            if let Some(outcome) = unsafe { Self::advance(run, code, model) }
                && let Some(callback) = user.callback
            {
                // SAFETY: the program's callback with its own state.
                unsafe { callback(outcome, model, user.callbackState) }
            }
        });
    }
}
