//! What tasks wait for besides sockets and time: each other.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who waits, the longest first.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    queue: VecDeque<(u64, Waker)>,
    next: u64,
}

impl Waiters {
    /// Puts a waiter at the end, or renews its waker where it stands.
    pub(crate) fn wait(&mut self, number: &mut Option<u64>, waker: &Waker) {
        if let Some(number) = *number
            && let Some((_, present)) = self.queue.iter_mut().find(|(present, _)| *present == number)
        {
            present.clone_from(waker);
            return;
        }
        *number = Some(self.next);
        self.queue.push_back((self.next, waker.clone()));
        self.next += 1;
    }

    /// Takes a waiter out. `false`: it was there no more, so it has been woken.
    pub(crate) fn leave(&mut self, number: u64) -> bool {
        let place = self.queue.iter().position(|(present, _)| *present == number);
        place.and_then(|place| self.queue.remove(place)).is_some()
    }

    pub(crate) fn first(&mut self) -> Option<Waker> {
        self.queue.pop_front().map(|(_, waker)| waker)
    }

    fn all(&mut self) -> Vec<Waker> {
        self.queue.drain(..).map(|(_, waker)| waker).collect()
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// A value that one side sends once and the other awaits.
pub(crate) fn oneshot<T>() -> (OneSender<T>, OneReceiver<T>) {
    let slot = Arc::new(Mutex::new(One { value: None, is_over: false, waker: None }));
    (OneSender(slot.clone()), OneReceiver(slot))
}

#[derive(Debug)]
struct One<T> {
    value: Option<T>,
    /// Nothing more comes, or nobody wants it any more.
    is_over: bool,
    waker: Option<Waker>,
}

/// Dropped without a value, it ends the wait.
#[derive(Debug)]
pub(crate) struct OneSender<T>(Arc<Mutex<One<T>>>);

impl<T> OneSender<T> {
    /// Gives the value back when nobody waits for it any more.
    pub(crate) fn send(self, value: T) -> Result<(), T> {
        let mut slot = lock(&self.0);
        if slot.is_over {
            return Err(value);
        }
        slot.value = Some(value);
        Ok(())
    }
}

impl<T> Drop for OneSender<T> {
    fn drop(&mut self) {
        let mut slot = lock(&self.0);
        slot.is_over = true;
        let waker = slot.waker.take();
        drop(slot);
        wake(waker);
    }
}

/// Resolves to the value; `None` if it never comes.
#[derive(Debug)]
pub(crate) struct OneReceiver<T>(Arc<Mutex<One<T>>>);

impl<T> Future for OneReceiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = lock(&self.0);
        if slot.is_over {
            return Poll::Ready(slot.value.take());
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for OneReceiver<T> {
    fn drop(&mut self) {
        lock(&self.0).is_over = true;
    }
}

/// A bounded queue: senders never wait, any number of receivers may. Clones are the same.
#[derive(Debug)]
pub(crate) struct Queue<T>(Arc<Mutex<Items<T>>>);

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
struct Items<T> {
    items: VecDeque<T>,
    capacity: usize,
    is_closed: bool,
    receivers: Waiters,
}

/// Why an item was not taken; it is given back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused<T> {
    Full(T),
    Closed(T),
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self(Arc::new(Mutex::new(Items {
            items: VecDeque::new(),
            capacity: capacity.max(1),
            is_closed: false,
            receivers: Waiters::default(),
        })))
    }

    /// Puts an item in, if there is room.
    pub(crate) fn try_push(&self, item: T) -> Result<(), Refused<T>> {
        let mut queue = lock(&self.0);
        if queue.is_closed {
            return Err(Refused::Closed(item));
        }
        if queue.items.len() >= queue.capacity {
            return Err(Refused::Full(item));
        }
        queue.items.push_back(item);
        let waker = queue.receivers.first();
        drop(queue);
        wake(waker);
        Ok(())
    }

    /// Takes an item when there is one; `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> impl Future<Output = Option<T>> + use<'_, T> {
        Pop { queue: self, number: None }
    }

    /// Takes no more items, and lets all who wait go on.
    pub(crate) fn close(&self) {
        let mut queue = lock(&self.0);
        queue.is_closed = true;
        let wakers = queue.receivers.all();
        drop(queue);
        wakers.into_iter().for_each(Waker::wake);
    }
}

struct Pop<'a, T> {
    queue: &'a Queue<T>,
    number: Option<u64>,
}

impl<T> Future for Pop<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut queue = lock(&self.queue.0);
        if let Some(item) = queue.items.pop_front() {
            if let Some(number) = self.number.take() {
                queue.receivers.leave(number);
            }
            return Poll::Ready(Some(item));
        }
        if queue.is_closed {
            return Poll::Ready(None);
        }
        queue.receivers.wait(&mut self.number, context.waker());
        Poll::Pending
    }
}

impl<T> Drop for Pop<'_, T> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut queue = lock(&self.queue.0);
        // It was woken for an item that it does not take: somebody else may.
        let waker =
            if !queue.receivers.leave(number) && !queue.items.is_empty() { queue.receivers.first() } else { None };
        drop(queue);
        wake(waker);
    }
}

/// A number of permits. Clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Semaphore(Arc<Mutex<Permits>>);

#[derive(Debug)]
struct Permits {
    free: usize,
    waiters: Waiters,
}

/// Given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit(Semaphore);

impl Semaphore {
    pub(crate) fn new(permits: usize) -> Self {
        Self(Arc::new(Mutex::new(Permits { free: permits, waiters: Waiters::default() })))
    }

    /// A permit, if one is free.
    #[cfg(test)]
    pub(crate) fn try_acquire(&self) -> Option<Permit> {
        let mut permits = lock(&self.0);
        permits.free = permits.free.checked_sub(1)?;
        Some(Permit(self.clone()))
    }

    /// A permit when one is free.
    pub(crate) fn acquire(&self) -> impl Future<Output = Permit> + use<'_> {
        Acquire { semaphore: self, number: None }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut permits = lock(&self.0.0);
        permits.free += 1;
        let waker = permits.waiters.first();
        drop(permits);
        wake(waker);
    }
}

struct Acquire<'a> {
    semaphore: &'a Semaphore,
    number: Option<u64>,
}

impl Future for Acquire<'_> {
    type Output = Permit;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit> {
        let mut permits = lock(&self.semaphore.0);
        if let Some(free) = permits.free.checked_sub(1) {
            permits.free = free;
            if let Some(number) = self.number.take() {
                permits.waiters.leave(number);
            }
            return Poll::Ready(Permit(self.semaphore.clone()));
        }
        permits.waiters.wait(&mut self.number, context.waker());
        Poll::Pending
    }
}

impl Drop for Acquire<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut permits = lock(&self.semaphore.0);
        let waker = if !permits.waiters.leave(number) && permits.free > 0 { permits.waiters.first() } else { None };
        drop(permits);
        wake(waker);
    }
}
