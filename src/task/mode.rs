//! What a thread knows while it polls a future: whether it may wait itself, and for what.

use crate::task::source::{Direction, Source};
use core::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Instant;

/// Who polls the future that runs on this thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// A thread of the pool, or the thread that starts an asynchronous operation: nothing may wait.
    Background,
    /// `block_on`: whatever is pending leaves a note in [`Waits`].
    Blocking,
}

/// What a blocked thread waits for: everything that was pending when the future was last polled.
#[derive(Default)]
pub(super) struct Waits {
    pub(super) sources: Vec<(Arc<Source>, Direction)>,
    /// The earliest of the times that something has to be done at.
    pub(super) until: Option<Instant>,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Background) };
    static WAITS: RefCell<Waits> = const { RefCell::new(Waits { sources: Vec::new(), until: None }) };
}

/// Whether the future that is being polled blocks its thread when it is pending.
pub(crate) fn blocking() -> bool {
    MODE.get() == Mode::Blocking
}

/// Sets the mode of this thread until dropped; uses nest.
pub(super) struct Scope {
    outer: Mode,
    outer_waits: Waits,
}

impl Scope {
    pub(super) fn enter(mode: Mode) -> Self {
        Self { outer: MODE.replace(mode), outer_waits: WAITS.take() }
    }

    /// Whether this thread was blocking already: the callback of a blocking call makes another one.
    pub(super) fn is_nested(&self) -> bool {
        self.outer == Mode::Blocking
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        MODE.set(self.outer);
        WAITS.replace(core::mem::take(&mut self.outer_waits));
    }
}

/// Polls the future again when the source is ready. For blocking mode.
pub(super) fn wait_for(source: &Arc<Source>, direction: Direction) {
    WAITS.with_borrow_mut(|waits| waits.sources.push((source.clone(), direction)));
}

/// Polls the future again at this time at the latest. For blocking mode.
pub(super) fn wait_until(time: Instant) {
    WAITS.with_borrow_mut(|waits| waits.until = Some(waits.until.map_or(time, |until| until.min(time))));
}

/// Takes what the last poll left, or gives an empty list back for the next poll to use.
pub(super) fn exchange(waits: Waits) -> Waits {
    WAITS.replace(waits)
}
