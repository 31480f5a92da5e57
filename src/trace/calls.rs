//! Calls of the API: which one, on what, and what came of it.

use super::{Step, line, mask, names, shows_plaintext};
use crate::abi::{HRESULT, WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
use crate::runtime::fault::Fault;
use core::cell::Cell;
use std::time::Instant;

/// A handle: what it is of, and its address.
#[derive(Clone, Copy)]
struct Object(&'static str, usize);

thread_local! {
    /// What the call on this thread is about: the first handle that it has looked at.
    static OBJECT: Cell<Option<Object>> = const { Cell::new(None) };
}

/// A call that has begun.
pub(crate) struct Began {
    at: Instant,
    /// Of the call in whose callback this one is.
    outer: Option<Object>,
}

/// Begins a call.
#[cold]
#[inline(never)]
pub(crate) fn begin() -> Began {
    Began { at: Instant::now(), outer: OBJECT.replace(None) }
}

/// Remembers what a call is about.
#[cold]
#[inline(never)]
pub(crate) fn note_object(kind: &'static str, address: usize) {
    if OBJECT.get().is_none() {
        OBJECT.set(Some(Object(kind, address)));
    }
}

/// Says that a call begins which may take long. `path`: the name of something in the function.
#[cold]
#[inline(never)]
pub(crate) fn begins(path: &str) {
    line(Step::Call, format_args!("{} begins", names::export(path)));
}

/// Says how a call ended; `None` for one that returns nothing.
#[cold]
#[inline(never)]
pub(crate) fn ended(began: &Began, path: &str, outcome: Option<Result<HRESULT, &Fault>>) {
    let object = OBJECT.replace(began.outer);
    let function = match names::export(path) {
        // Some part of the library itself.
        "" => return,
        function => function,
    };
    let object = match object {
        // What is made is not there yet; others may be, that it is made of.
        Some(Object(kind, address)) if !function.starts_with("WsCreate") => format!(" on {kind} {address:#x}"),
        _ => String::new(),
    };
    let api = names::call(function).map_or_else(String::new, |api| format!(" ({api:?}, {})", api.0));
    let time = began.at.elapsed().as_micros();
    match outcome {
        None => line(Step::Call, format_args!("{function}{api}{object} done in {time} us")),
        Some(Ok(code)) => {
            line(Step::Call, format_args!("{function}{api}{object} = {} in {time} us", names::result(code)));
        }
        Some(Err(fault)) => {
            let (code, why) = (names::result(fault.code()), reason(fault));
            line(Step::Call, format_args!("{function}{api}{object} = {code} in {time} us: {why}"));
        }
    }
}

/// Why a call failed, as far as that cannot be out of a message that was encrypted.
fn reason(fault: &Fault) -> String {
    if shows_plaintext() {
        return fault.texts().join(" ");
    }
    if fault.info().is_some() || matches!(fault.code(), WS_E_INVALID_FORMAT | WS_E_NUMERIC_OVERFLOW) {
        return "the texts of the WS_ERROR may be out of a message, and are not shown".to_owned();
    }
    let texts: Vec<_> = fault.texts().iter().map(|text| mask::masked(text, |_| false)).collect();
    texts.join(" ")
}
