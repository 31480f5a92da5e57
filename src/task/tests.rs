use super::*;
use crate::abi::*;
use crate::runtime::fault::Result;
use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// Runs a future on the pool and waits for it.
fn on_pool<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let (sender, receiver) = oneshot();
    spawn(async move {
        let _ = sender.send(future.await);
    })
    .unwrap();
    block_on(receiver).unwrap()
}

/// Pending once, having asked to be polled again at once.
async fn yield_now() {
    let mut is_first = true;
    poll_fn(|context| {
        if std::mem::take(&mut is_first) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    })
    .await;
}

/// Polls once with a waker that does nothing.
fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn futures_know_who_polls_them() {
    assert!(block_on(async { blocking() }));
    assert!(!on_pool(async { blocking() }));
    assert!(!blocking());
    // A blocking call in the callback of a background operation, and the other way round.
    assert_eq!(on_pool(async { (block_on(async { blocking() }), blocking()) }), (true, false));
    let (sender, receiver) = mpsc::channel();
    block_on(async {
        begin(async move { sender.send(blocking()).unwrap() }).unwrap();
        assert!(blocking());
    });
    assert!(!receiver.recv().unwrap());
}

#[test]
fn a_blocked_thread_is_woken_by_others() {
    let (sender, receiver) = oneshot();
    let thread = std::thread::spawn(move || block_on(receiver));
    sender.send(5).unwrap();
    assert_eq!(thread.join().unwrap(), Some(5));
    let (sender, receiver) = oneshot::<i32>();
    let thread = std::thread::spawn(move || block_on(receiver));
    drop(sender);
    assert_eq!(thread.join().unwrap(), None);
}

#[test]
fn a_wake_during_a_nested_call_is_not_lost() {
    let (sender, receiver) = oneshot();
    let mut sender = Some(sender);
    let mut receiver = pin!(receiver);
    let value = block_on(poll_fn(|context| {
        let outcome = receiver.as_mut().poll(context);
        if let Some(sender) = sender.take() {
            // The outer future is woken while the inner one waits, and uses the same thread's means to wait.
            let (inner_sender, inner) = oneshot();
            let thread = std::thread::spawn(move || {
                sender.send(1).unwrap();
                inner_sender.send(2).unwrap();
            });
            assert_eq!(block_on(inner), Some(2));
            thread.join().unwrap();
        }
        outcome
    }));
    assert_eq!(value, Some(1));
}

#[test]
fn time_passes_in_both_modes() {
    let sleeping = || async {
        let start = Instant::now();
        sleep(Deadline::after(20)).await;
        start.elapsed()
    };
    for elapsed in [block_on(sleeping()), on_pool(sleeping())] {
        assert!(elapsed >= Duration::from_millis(20), "{elapsed:?}");
    }
    assert_eq!(Deadline::after(u32::MAX), Deadline::NEVER);
}

#[test]
fn the_earliest_deadline_counts() {
    let nested = || async {
        let inner = within(Deadline::after(20), "The inner step", std::future::pending::<Result<()>>());
        within(Deadline::after(60_000), "All of it", inner).await
    };
    for fault in [block_on(nested()).unwrap_err(), on_pool(nested()).unwrap_err()] {
        assert_eq!(fault.code(), WS_E_OPERATION_TIMED_OUT);
        assert_eq!(fault.texts(), ["The inner step did not end within 20 ms."]);
    }
    let late = within(Deadline::after(0), "It", async { Ok(7) });
    assert_eq!(block_on(late).unwrap(), 7, "what is ready has ended in time");
}

#[test]
fn timers_fire_in_order_and_not_when_they_are_off() {
    let fired = Arc::new(Mutex::new(Vec::new()));
    let (sender, receiver) = mpsc::channel();
    for after in [40_u32, 10, 30, 20] {
        let (fired, sender) = (fired.clone(), sender.clone());
        spawn(async move {
            let kept = sleep(Deadline::after(after));
            // A timer that is set and dropped.
            {
                let mut dropped = pin!(sleep(Deadline::after(1)));
                poll_fn(|context| {
                    assert!(dropped.as_mut().poll(context).is_pending());
                    Poll::Ready(())
                })
                .await;
            }
            kept.await;
            fired.lock().unwrap().push(after);
            sender.send(()).unwrap();
        })
        .unwrap();
    }
    (0..4).for_each(|_| receiver.recv().unwrap());
    assert_eq!(*fired.lock().unwrap(), [10, 20, 30, 40]);
}

#[test]
fn an_abort_ends_all_that_runs_under_it() {
    let abort = Abort::new();
    let started = Arc::new(Barrier::new(5));
    let mut threads = Vec::new();
    for index in 0..4 {
        let (abort, started) = (abort.clone(), started.clone());
        threads.push(std::thread::spawn(move || {
            let mut is_first = true;
            let waiting = poll_fn(move |_| {
                if std::mem::take(&mut is_first) {
                    started.wait();
                }
                Poll::<Result<()>>::Pending
            });
            let run = async move { abort.run(waiting).await };
            if index % 2 == 0 { block_on(run) } else { on_pool(run) }
        }));
    }
    started.wait();
    assert!(!abort.is_aborted());
    abort.abort();
    for thread in threads {
        assert_eq!(thread.join().unwrap().unwrap_err().code(), WS_E_OPERATION_ABORTED);
    }
    assert!(abort.is_aborted());
    assert_eq!(block_on(abort.run(async { Ok(()) })).unwrap_err().code(), WS_E_OPERATION_ABORTED);
}

#[test]
fn a_task_that_panics_takes_nothing_with_it() {
    for _ in 0..20 {
        let (sender, receiver) = oneshot::<()>();
        spawn(async move {
            let _sender = sender;
            panic!("on purpose");
        })
        .unwrap();
        assert_eq!(block_on(receiver), None);
    }
    assert_eq!(on_pool(async { 3 }), 3);
}

#[test]
fn tasks_wake_each_other() {
    const TASKS: usize = 100;
    const ROUNDS: usize = 200;
    let queues: Vec<Queue<usize>> = (0..TASKS).map(|_| Queue::new(1)).collect();
    let (sender, receiver) = mpsc::channel();
    for index in 0..TASKS {
        let (from, to) = (queues[index].clone(), queues[(index + 1) % TASKS].clone());
        let sender = sender.clone();
        spawn(async move {
            while let Some(value) = from.pop().await {
                if value == TASKS * ROUNDS {
                    sender.send(value).unwrap();
                } else {
                    to.try_push(value + 1).unwrap();
                }
            }
        })
        .unwrap();
    }
    queues[0].try_push(0).unwrap();
    assert_eq!(receiver.recv().unwrap(), TASKS * ROUNDS);
    queues.iter().for_each(Queue::close);
}

#[test]
fn a_queue_is_bounded_ordered_and_closes() {
    let queue = Queue::new(2);
    queue.try_push(1).unwrap();
    queue.try_push(2).unwrap();
    assert_eq!(queue.try_push(3), Err(Refused::Full(3)));
    assert_eq!(block_on(queue.pop()), Some(1));
    queue.try_push(3).unwrap();
    queue.close();
    assert_eq!(queue.try_push(4), Err(Refused::Closed(4)));
    assert_eq!([block_on(queue.pop()), block_on(queue.pop()), block_on(queue.pop())], [Some(2), Some(3), None]);
}

/// A waker that counts.
struct Count(AtomicUsize);

impl std::task::Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_waiter_that_gives_up_passes_its_turn_on() {
    let counts: Vec<Arc<Count>> = (0..2).map(|_| Arc::new(Count(AtomicUsize::new(0)))).collect();
    let wakers: Vec<Waker> = counts.iter().map(|count| Waker::from(count.clone())).collect();
    let woken = || counts.iter().map(|count| count.0.load(Ordering::SeqCst)).collect::<Vec<_>>();

    let queue = Queue::new(4);
    let (mut first, mut second) = (Box::pin(queue.pop()), Box::pin(queue.pop()));
    assert!(first.as_mut().poll(&mut Context::from_waker(&wakers[0])).is_pending());
    assert!(second.as_mut().poll(&mut Context::from_waker(&wakers[1])).is_pending());
    queue.try_push(1).unwrap();
    assert_eq!(woken(), [1, 0]);
    drop(first);
    assert_eq!(woken(), [1, 1]);
    assert_eq!(poll_once(second.as_mut()), Poll::Ready(Some(1)));

    let semaphore = Semaphore::new(1);
    let permit = semaphore.try_acquire().unwrap();
    assert!(semaphore.try_acquire().is_none());
    let (mut first, mut second) = (Box::pin(semaphore.acquire()), Box::pin(semaphore.acquire()));
    assert!(first.as_mut().poll(&mut Context::from_waker(&wakers[0])).is_pending());
    assert!(second.as_mut().poll(&mut Context::from_waker(&wakers[1])).is_pending());
    drop(permit);
    assert_eq!(woken(), [2, 1]);
    drop(first);
    assert_eq!(woken(), [2, 2]);
    assert!(poll_once(second.as_mut()).is_ready());
    assert!(semaphore.try_acquire().is_some());
}

#[test]
fn a_value_that_nobody_wants_comes_back() {
    let (sender, receiver) = oneshot();
    drop(receiver);
    assert_eq!(sender.send(5), Err(5));
}

#[test]
fn work_goes_on_while_callbacks_block() {
    // More callbacks that block than there are workers, until a task ends that can only run beside them.
    let (entered, all_entered) = mpsc::channel();
    let release = Arc::new((Mutex::new(false), std::sync::Condvar::new()));
    const BLOCKED: usize = 12;
    for _ in 0..BLOCKED {
        let (entered, release) = (entered.clone(), release.clone());
        spawn(async move {
            long(|| {
                long(|| entered.send(()).unwrap());
                let mut is_released = release.0.lock().unwrap();
                while !*is_released {
                    is_released = release.1.wait(is_released).unwrap();
                }
            });
        })
        .unwrap();
    }
    (0..BLOCKED).for_each(|_| all_entered.recv().unwrap());
    assert_eq!(
        on_pool(async {
            yield_now().await;
            1
        }),
        1
    );
    *release.0.lock().unwrap() = true;
    release.1.notify_all();
}

/// The threads of the library in this process.
fn threads() -> usize {
    let names = std::fs::read_dir("/proc/self/task").unwrap().filter_map(|task| {
        // Other tests' threads come and go.
        std::fs::read_to_string(task.unwrap().path().join("comm")).ok()
    });
    names.filter(|name| name.starts_with("ws-")).count()
}

#[test]
fn a_thousand_waiting_tasks_hold_no_thread() {
    let abort = Abort::new();
    let (sender, receiver) = mpsc::channel();
    for _ in 0..1000 {
        let (abort, sender) = (abort.clone(), sender.clone());
        spawn(async move {
            let waiting = within(Deadline::after(600_000), "It", std::future::pending::<Result<()>>());
            let mut run = pin!(abort.run(waiting));
            let mut is_first = true;
            let outcome = poll_fn(|context| {
                let outcome = run.as_mut().poll(context);
                if std::mem::take(&mut is_first) {
                    sender.send(0).unwrap();
                }
                outcome
            })
            .await;
            sender.send(outcome.unwrap_err().code()).unwrap();
        })
        .unwrap();
    }
    assert!((0..1000).all(|_| receiver.recv().unwrap() == 0));
    // Those of the test that blocks callbacks may be among them.
    assert!(threads() < 20, "{}", threads());
    abort.abort();
    assert!((0..1000).all(|_| receiver.recv().unwrap() == WS_E_OPERATION_ABORTED));
}

#[test]
fn tasks_spread_over_threads() {
    // As many tasks as processors that meet: they must run side by side.
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let barrier = Arc::new(Barrier::new(count));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..count {
        let (barrier, sender) = (barrier.clone(), sender.clone());
        spawn(async move {
            barrier.wait();
            sender.send(std::thread::current().id()).unwrap();
        })
        .unwrap();
    }
    let threads: HashSet<_> = (0..count).map(|_| receiver.recv().unwrap()).collect();
    assert_eq!(threads.len(), count);
}

#[test]
fn what_is_put_around_futures_is_small() {
    // An async fn would hold its future twice, once as a parameter, and each layer would double it.
    let large = async {
        let bytes = [0_u8; 10_000];
        yield_now().await;
        Ok(bytes[0])
    };
    let size = size_of_val(&large);
    let abort = Abort::new();
    let inner = within(Deadline::after(1), "It", large);
    let wrapped = within(Deadline::after(1), "It", abort.run(inner));
    assert!(size_of_val(&wrapped) < size + 400, "{} {size}", size_of_val(&wrapped));
}
