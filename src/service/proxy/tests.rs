use super::*;
use core::pin::{Pin, pin};
use core::sync::atomic::{AtomicUsize, Ordering};
use core::task::Context;
use proptest::prelude::*;
use std::task::Wake;

type Tested = Proxy<Arc<u32>, u32>;

impl Tested {
    fn begin_open_with(&self, channel: u32) -> Result<()> {
        self.begin_open()?;
        self.opening(Arc::new(channel))
    }
}

#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn poll<T>(future: Pin<&mut impl Future<Output = T>>, count: &Arc<Count>) -> Poll<T> {
    future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(count))))
}

fn open(settings: Settings) -> Arc<Tested> {
    let proxy = Arc::new(Proxy::new(settings));
    proxy.begin_open_with(0).unwrap();
    assert_eq!(proxy.state(), WS_SERVICE_PROXY_STATE_OPENING);
    proxy.opened(Ok(())).unwrap();
    proxy
}

/// A proxy in each of its states.
fn in_state(state: WS_SERVICE_PROXY_STATE) -> Arc<Tested> {
    let proxy = Arc::new(Proxy::new(Settings::default()));
    if state != WS_SERVICE_PROXY_STATE_CREATED {
        proxy.begin_open_with(0).unwrap();
    }
    if !matches!(state, WS_SERVICE_PROXY_STATE_CREATED | WS_SERVICE_PROXY_STATE_OPENING) {
        proxy.opened(Ok(())).unwrap();
    }
    match state {
        WS_SERVICE_PROXY_STATE_CLOSING => proxy.begin_close().unwrap(),
        WS_SERVICE_PROXY_STATE_CLOSED => {
            proxy.begin_close().unwrap();
            proxy.closed();
        }
        WS_SERVICE_PROXY_STATE_FAULTED => drop(proxy.abort()),
        _ => {}
    }
    assert_eq!(proxy.state(), state);
    proxy
}

#[test]
fn each_state_allows_what_the_pages_say() {
    let states = [
        WS_SERVICE_PROXY_STATE_CREATED,
        WS_SERVICE_PROXY_STATE_OPENING,
        WS_SERVICE_PROXY_STATE_OPEN,
        WS_SERVICE_PROXY_STATE_CLOSING,
        WS_SERVICE_PROXY_STATE_CLOSED,
        WS_SERVICE_PROXY_STATE_FAULTED,
    ];
    type Function = fn(&Arc<Tested>) -> Result<()>;
    let functions: [(Function, [bool; 6]); 5] = [
        (|proxy| proxy.begin_open_with(1), [true, false, false, false, false, false]),
        (|proxy| proxy.begin_call(1).map(|_| ()), [false, false, true, false, false, false]),
        (|proxy| proxy.abandon(1), [false, false, true, true, false, true]),
        (|proxy| proxy.begin_close(), [false, false, true, false, false, true]),
        (|proxy| proxy.reset(), [true, false, false, false, true, false]),
    ];
    for (number, (function, allowed)) in functions.iter().enumerate() {
        for (state, allowed) in states.iter().zip(allowed) {
            let proxy = in_state(*state);
            let outcome = function(&proxy);
            let code = outcome.as_ref().err().map_or(S_OK, Fault::code);
            assert_eq!(code, if *allowed { S_OK } else { WS_E_INVALID_OPERATION }, "{number} in {state:?}");
            if !allowed {
                assert_eq!(proxy.state(), *state);
            }
        }
    }
}

#[test]
fn an_abort_leads_where_the_pages_say() {
    for (from, to, channels) in [
        (WS_SERVICE_PROXY_STATE_CREATED, WS_SERVICE_PROXY_STATE_CREATED, 0),
        (WS_SERVICE_PROXY_STATE_OPENING, WS_SERVICE_PROXY_STATE_OPENING, 1),
        (WS_SERVICE_PROXY_STATE_OPEN, WS_SERVICE_PROXY_STATE_FAULTED, 1),
        (WS_SERVICE_PROXY_STATE_CLOSING, WS_SERVICE_PROXY_STATE_CLOSING, 1),
        (WS_SERVICE_PROXY_STATE_CLOSED, WS_SERVICE_PROXY_STATE_CLOSED, 0),
    ] {
        let proxy = in_state(from);
        assert_eq!(proxy.abort().len(), channels, "{from:?}");
        assert_eq!(proxy.state(), to);
        if from == WS_SERVICE_PROXY_STATE_OPENING {
            assert_eq!(proxy.opened(Ok(())).unwrap_err().code(), WS_E_OPERATION_ABORTED);
            assert_eq!(proxy.state(), WS_SERVICE_PROXY_STATE_CREATED);
            proxy.begin_open_with(2).unwrap();
            proxy.opened(Ok(())).unwrap();
        }
        if from == WS_SERVICE_PROXY_STATE_CLOSING {
            assert!(proxy.closed());
            assert_eq!(proxy.state(), WS_SERVICE_PROXY_STATE_CLOSED);
        }
        if from == WS_SERVICE_PROXY_STATE_OPEN {
            proxy.begin_close().unwrap();
            assert!(proxy.is_cut() && !proxy.closed());
        }
    }
    let failed = Arc::new(Tested::new(Settings::default()));
    failed.begin_open_with(0).unwrap();
    assert_eq!(failed.opened(Err(Fault::invalid_format("no"))).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(failed.state(), WS_SERVICE_PROXY_STATE_FAULTED);
}

#[test]
fn channels_and_messages_are_used_again() {
    let proxy = open(Settings { max_call_pool_size: 1, ..Settings::default() });
    let (first, channel, messages) = proxy.begin_call(0).unwrap();
    assert_eq!((channel.as_deref(), messages), (Some(&0), None));
    let (second, none, _) = proxy.begin_call(0).unwrap();
    assert_eq!(none, None);
    let made = Arc::new(1);
    second.attach(&made).unwrap();
    first.end(channel, Some(10));
    second.end(Some(made), Some(11));
    let (third, channel, messages) = proxy.begin_call(0).unwrap();
    assert_eq!((channel.as_deref(), messages), (Some(&1), Some(10)));
    let (fourth, channel, messages) = proxy.begin_call(0).unwrap();
    assert_eq!((channel.as_deref(), messages), (Some(&0), None));
    drop((third, fourth, channel));
    // What failed calls had is gone.
    assert_eq!(proxy.begin_call(0).unwrap().1, None);
}

#[test]
fn calls_of_a_session_share_its_channel() {
    let proxy = open(Settings { is_session: true, ..Settings::default() });
    let (first, one, _) = proxy.begin_call(0).unwrap();
    let (second, two, _) = proxy.begin_call(0).unwrap();
    assert!(Arc::ptr_eq(one.as_ref().unwrap(), two.as_ref().unwrap()));
    first.end(one, None);
    drop((second, two));
    let (failing, ..) = proxy.begin_call(0).unwrap();
    failing.channel_failed();
    assert_eq!(proxy.state(), WS_SERVICE_PROXY_STATE_FAULTED);
    drop(failing);
    assert_eq!(proxy.begin_close().map(|()| proxy.next_to_close()).unwrap().as_deref(), Some(&0));
    assert_eq!(proxy.next_to_close(), None);
}

#[test]
fn pending_calls_have_a_limit() {
    let proxy = open(Settings { max_pending_calls: 2, ..Settings::default() });
    let first = proxy.begin_call(1).unwrap();
    let second = proxy.begin_call(1).unwrap();
    let fault = proxy.begin_call(1).unwrap_err();
    assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
    assert!(fault.texts()[0].contains("WS_PROXY_PROPERTY_MAX_PENDING_CALLS (2)"), "{fault:?}");
    // An abandoned call holds its resources.
    proxy.abandon(0).unwrap();
    assert!(proxy.begin_call(1).is_err());
    drop(first);
    assert!(proxy.begin_call(1).is_ok());
    drop(second);
}

#[test]
fn calls_are_abandoned_by_number() {
    let proxy = open(Settings::default());
    let calls: Vec<_> = [0, 5, 5, 7].map(|id| proxy.begin_call(id).unwrap().0).into();
    let abandoned = || calls.iter().map(|call| call.signal().is_abandoned()).collect::<Vec<_>>();
    proxy.abandon(9).unwrap();
    assert_eq!(abandoned(), [false; 4]);
    proxy.abandon(5).unwrap();
    assert_eq!(abandoned(), [false, true, true, false]);
    proxy.abandon(0).unwrap();
    assert_eq!(abandoned(), [true; 4]);
    assert!(!proxy.begin_call(5).unwrap().0.signal().is_abandoned());
}

#[test]
fn an_abort_finds_all_channels() {
    let proxy = open(Settings::default());
    let (first, channel, _) = proxy.begin_call(0).unwrap();
    let (second, ..) = proxy.begin_call(0).unwrap();
    let made = Arc::new(1);
    second.attach(&made).unwrap();
    let (third, ..) = proxy.begin_call(0).unwrap();
    let mut found: Vec<u32> = proxy.abort().iter().map(|channel| **channel).collect();
    found.sort_unstable();
    assert_eq!(found, [0, 1]);
    assert_eq!(third.attach(&made).unwrap_err().code(), WS_E_OPERATION_ABORTED);
    first.end(channel, Some(1));
    drop((second, third));
    proxy.begin_close().unwrap();
    assert_eq!(proxy.next_to_close(), None);
    proxy.closed();
    proxy.reset().unwrap();
    proxy.begin_open_with(3).unwrap();
    proxy.opened(Ok(())).unwrap();
    let (call, channel, messages) = proxy.begin_call(0).unwrap();
    assert_eq!((channel.as_deref(), messages), (Some(&3), None));
    call.attach(&made).unwrap();
}

#[test]
fn closing_waits_for_the_last_call() {
    let proxy = open(Settings::default());
    let (first, channel, _) = proxy.begin_call(0).unwrap();
    let (second, ..) = proxy.begin_call(0).unwrap();
    proxy.begin_close().unwrap();
    let count = Arc::new(Count::default());
    let mut idle = pin!(proxy.idle());
    assert!(poll(idle.as_mut(), &count).is_pending());
    first.end(channel, None);
    assert_eq!(count.0.load(Ordering::SeqCst), 0);
    drop(second);
    assert_eq!(count.0.load(Ordering::SeqCst), 1);
    assert!(poll(idle.as_mut(), &count).is_ready());
    assert_eq!(proxy.next_to_close().as_deref(), Some(&0));
    assert_eq!(proxy.overdue().len(), 1);
    assert!(!proxy.closed());
}

static ELSEWHERE: AtomicUsize = AtomicUsize::new(0);

#[test]
fn an_abandoned_call_leaves_its_work_to_others() {
    let (signal, count) = (Signal::default(), Arc::new(Count::default()));
    let elsewhere = |_| _ = ELSEWHERE.fetch_add(1, Ordering::SeqCst);
    {
        let mut work = Leaving::new(Box::pin(core::future::pending::<u32>()), elsewhere);
        let mut wait = pin!(signal.or(&mut work));
        assert!(poll(wait.as_mut(), &count).is_pending());
        signal.abandon();
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        assert_eq!(poll(wait.as_mut(), &count), Poll::Ready(None));
    }
    assert_eq!(ELSEWHERE.load(Ordering::SeqCst), 1);
    let signal = Signal::default();
    let mut done = Leaving::new(Box::pin(core::future::ready(5)), elsewhere);
    assert_eq!(poll(pin!(signal.or(&mut done)), &count), Poll::Ready(Some(5)));
    drop(done);
    assert_eq!(ELSEWHERE.load(Ordering::SeqCst), 1);
}

proptest! {
    /// Whatever happens in whatever order: no channel is lost, none is with two calls, none of an aborted opening is
    /// used again, and the limit holds.
    #[test]
    fn any_order_of_events(events in prop::collection::vec((0u8..9, any::<prop::sample::Index>()), 1..80)) {
        let proxy: Arc<Tested> = Arc::new(Proxy::new(Settings { max_pending_calls: 4, ..Settings::default() }));
        let (mut calls, mut next, mut cut) = (Vec::new(), 0, 0);
        for (event, which) in events {
            match event {
                0 => next += u32::from(proxy.begin_open_with(next).is_ok()),
                1 if proxy.state() == WS_SERVICE_PROXY_STATE_OPENING => drop(proxy.opened(Ok(()))),
                2 | 3 => {
                    let before = calls.len();
                    match proxy.begin_call(which.index(3) as u32) {
                        Ok((ticket, channel, _)) => {
                            prop_assert!(before < 4);
                            let channel: Arc<u32> = channel.unwrap_or_else(|| {
                                next += 1;
                                Arc::new(next - 1)
                            });
                            prop_assert!(*channel >= cut);
                            prop_assert!(calls.iter().all(|(_, other)| *other != channel));
                            prop_assert!(ticket.attach(&channel).is_ok());
                            calls.push((ticket, channel));
                        }
                        Err(fault) => prop_assert_eq!(fault.code() == WS_E_QUOTA_EXCEEDED, before >= 4 && proxy.state() == WS_SERVICE_PROXY_STATE_OPEN),
                    }
                }
                4 if !calls.is_empty() => {
                    let (ticket, channel) = calls.swap_remove(which.index(calls.len()));
                    ticket.end(Some(channel), Some(0));
                }
                5 if !calls.is_empty() => drop(calls.swap_remove(which.index(calls.len()))),
                6 if matches!(proxy.state(), WS_SERVICE_PROXY_STATE_OPEN | WS_SERVICE_PROXY_STATE_OPENING | WS_SERVICE_PROXY_STATE_CLOSING) => {
                    let channels = proxy.abort();
                    for (_, used) in &calls {
                        prop_assert!(channels.contains(used));
                    }
                    cut = next;
                }
                7 => drop(proxy.begin_close()),
                8 if proxy.state() == WS_SERVICE_PROXY_STATE_CLOSING => {
                    let count = Arc::new(Count::default());
                    let is_idle = poll(pin!(proxy.idle()), &count).is_ready();
                    prop_assert_eq!(is_idle, calls.is_empty());
                    if is_idle {
                        while proxy.next_to_close().is_some() {}
                        proxy.closed();
                        proxy.reset().unwrap();
                        cut = next;
                    }
                }
                _ => {}
            }
        }
    }
}
