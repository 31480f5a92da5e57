//! What a thread knows while it polls a future: whether it may wait itself, and for what.

use crate::task::source::{Direction, Source};
use core::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::{Duration, Instant};

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
    /// What the outer use has noted so far.
    outer_waits: Option<Waits>,
}

impl Scope {
    pub(super) fn enter(mode: Mode) -> Self {
        let outer = MODE.replace(mode);
        Self { outer, outer_waits: (outer == Mode::Blocking).then(take_waits) }
    }

    /// Whether this thread was blocking already: the callback of a blocking call makes another one.
    pub(super) fn is_nested(&self) -> bool {
        self.outer == Mode::Blocking
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        let inner = MODE.replace(self.outer);
        match self.outer_waits.take() {
            Some(waits) => put_waits(waits),
            // Nothing is noted in the background.
            None if inner == Mode::Background => {}
            None => {
                let mut waits = take_waits();
                waits.clear();
                put_waits(waits);
            }
        }
    }
}

impl Waits {
    /// Forgets all, but keeps its memory.
    pub(super) fn clear(&mut self) {
        self.sources.clear();
        self.until = None;
    }
}

/// How often a future is polled where nothing can be noted.
const BLIND: Duration = Duration::from_millis(1);

/// Polls the future again when the source is ready. For blocking mode.
pub(super) fn wait_for(source: &Arc<Source>, direction: Direction) {
    let _ = WAITS.try_with(|waits| waits.borrow_mut().sources.push((source.clone(), direction)));
}

/// Polls the future again at this time at the latest. For blocking mode.
pub(super) fn wait_until(time: Instant) {
    let _ = WAITS.try_with(|waits| {
        let until = &mut waits.borrow_mut().until;
        *until = Some(until.map_or(time, |until| until.min(time)));
    });
}

/// Takes what the last poll left.
pub(super) fn take_waits() -> Waits {
    // A thread that ends has no list any more, but destructors of the program may still make calls.
    WAITS.try_with(RefCell::take).unwrap_or_else(|_| Waits { sources: Vec::new(), until: Some(Instant::now() + BLIND) })
}

/// Gives the next poll a list to use.
pub(super) fn put_waits(waits: Waits) {
    let _ = WAITS.try_with(|place| place.replace(waits));
}
