//! Points in time that operations must end by.

use crate::abi::WS_E_OPERATION_TIMED_OUT;
use crate::runtime::fault::{Fault, Result};
use crate::task::mode;
use crate::task::timer::Timer;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use pin_project_lite::pin_project;
use std::time::{Duration, Instant};

/// When something must have ended, and how long it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    at: Option<Instant>,
    given: Duration,
}

impl Deadline {
    /// No limit.
    pub(crate) const NEVER: Self = Self { at: None, given: Duration::MAX };

    /// In so many milliseconds; `u32::MAX`, the API's INFINITE, is never.
    pub(crate) fn after(milliseconds: u32) -> Self {
        if milliseconds == u32::MAX {
            return Self::NEVER;
        }
        Self::after_duration(Duration::from_millis(milliseconds.into()))
    }

    /// In that time.
    pub(crate) fn after_duration(given: Duration) -> Self {
        Self { at: Instant::now().checked_add(given), given }
    }

    /// At that time.
    pub(crate) fn at(at: Instant) -> Self {
        Self { at: Some(at), given: at.saturating_duration_since(Instant::now()) }
    }

    /// The fault of something that did not end in time.
    #[cold]
    pub(crate) fn fault(self, what: impl fmt::Display) -> Fault {
        let milliseconds = self.given.as_millis();
        Fault::new(WS_E_OPERATION_TIMED_OUT, format!("{what} did not end within {milliseconds} ms."))
    }
}

/// Waits for the time in a task: asks for the next poll then, in either mode.
#[derive(Default)]
struct Alarm {
    timer: Option<Timer>,
}

impl Alarm {
    fn poll(&mut self, at: Instant, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= at {
            self.timer = None;
            return Poll::Ready(());
        }
        if mode::blocking() {
            mode::wait_until(at);
        } else {
            Timer::set(&mut self.timer, at, context.waker());
        }
        Poll::Pending
    }
}

/// Runs a future that must end by `deadline`; otherwise it is left, and the fault (WS_E_OPERATION_TIMED_OUT) says that
/// `what` did not end. Uses nest: the earliest deadline counts.
pub(crate) fn within<T, W, F>(deadline: Deadline, what: W, future: F) -> Within<W, F>
where
    W: fmt::Display,
    F: Future<Output = Result<T>>,
{
    Within { deadline, what, alarm: Alarm::default(), future }
}

pin_project! {
    /// See [`within`].
    pub(crate) struct Within<W, F> {
        deadline: Deadline,
        what: W,
        alarm: Alarm,
        #[pin]
        future: F,
    }
}

impl<T, W: fmt::Display, F: Future<Output = Result<T>>> Future for Within<W, F> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let this = self.project();
        let outcome = this.future.poll(context);
        if outcome.is_pending()
            && let Some(at) = this.deadline.at
        {
            return this.alarm.poll(at, context).map(|()| Err(this.deadline.fault(this.what)));
        }
        outcome
    }
}

/// Waits until the deadline.
pub(crate) fn sleep(deadline: Deadline) -> Sleep {
    Sleep { deadline, alarm: Alarm::default() }
}

/// See [`sleep`].
pub(crate) struct Sleep {
    deadline: Deadline,
    alarm: Alarm,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.deadline.at {
            Some(at) => self.alarm.poll(at, context),
            None => Poll::Pending,
        }
    }
}
