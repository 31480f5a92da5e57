mod measure;
mod stress;

use super::*;
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::task::{Abort, Deadline, block_on, oneshot, sleep, spawn, within};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

async fn connect(place: &Place) -> Result<TcpStream> {
    let addresses = resolve(place).await?;
    connect_first(place, &addresses).await
}

fn listener() -> TcpListener {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap()
}

/// Listens on the pool and echoes whatever comes, on any number of connections.
pub(super) fn echo_server() -> Place {
    let listener = listener();
    let place = Place::new("127.0.0.1", listener.address().port());
    spawn(async move {
        while let Ok(stream) = listener.accept().await {
            spawn(async move {
                let mut buffer = Vec::with_capacity(4096);
                while let Ok(1..) = stream.read_to(&mut buffer).await {
                    if stream.write_all(&buffer).await.is_err() {
                        break;
                    }
                    buffer.clear();
                }
            })
            .unwrap();
        }
    })
    .unwrap();
    place
}

async fn exchange(stream: &TcpStream, bytes: &[u8]) -> Result<Vec<u8>> {
    stream.write_all(bytes).await?;
    let mut answer = Vec::with_capacity(bytes.len());
    while answer.len() < bytes.len() {
        assert_ne!(stream.read_to(&mut answer).await?, 0);
    }
    Ok(answer)
}

#[test]
fn a_blocking_client_and_a_server_in_the_background() {
    let place = echo_server();
    block_on(async {
        let stream = connect(&place).await.unwrap();
        for size in [1, 10, 4095, 4096, 4097, 100_000] {
            let bytes: Vec<u8> = (0..size).map(|i| i as u8).collect();
            assert_eq!(exchange(&stream, &bytes).await.unwrap(), bytes);
        }
    });
}

/// Runs a future on the pool and waits for it.
fn on_pool<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let (sender, receiver) = oneshot();
    spawn(async move {
        let _ = sender.send(future.await);
    })
    .unwrap();
    block_on(receiver).unwrap()
}

#[test]
fn both_in_the_background() {
    let place = echo_server();
    on_pool(async move {
        let stream = connect(&place).await.unwrap();
        for size in [1, 10, 4096, 1_000_000] {
            let bytes: Vec<u8> = (0..size).map(|i| i as u8).collect();
            let (a, b) = (stream.write_all(&bytes), async {
                let mut answer = Vec::with_capacity(size);
                while answer.len() < size {
                    stream.read_to(&mut answer).await.unwrap();
                }
                answer
            });
            let (sent, answer) = both(a, b).await;
            sent.unwrap();
            assert_eq!(answer, bytes);
        }
    });
}

/// Runs two futures side by side.
async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    let (mut done_a, mut done_b) = (None, None);
    std::future::poll_fn(|context| {
        if done_a.is_none()
            && let std::task::Poll::Ready(value) = a.as_mut().poll(context)
        {
            done_a = Some(value);
        }
        if done_b.is_none()
            && let std::task::Poll::Ready(value) = b.as_mut().poll(context)
        {
            done_b = Some(value);
        }
        if done_a.is_some() && done_b.is_some() {
            std::task::Poll::Ready((done_a.take().unwrap(), done_b.take().unwrap()))
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[test]
fn a_blocked_thread_may_read_and_write_at_once() {
    let place = echo_server();
    block_on(async {
        let stream = connect(&place).await.unwrap();
        // More than the buffers of both sides: it stops unless both go on.
        let bytes = vec![7_u8; 20_000_000];
        let read = async {
            let (mut buffer, mut count) = (vec![0; 65536], 0);
            while count < bytes.len() {
                count += stream.read(&mut buffer).await.unwrap();
            }
            count
        };
        assert_eq!(both(stream.write_all(&bytes), read).await.1, bytes.len());
    });
}

fn silent() -> (TcpListener, Place) {
    let listener = listener();
    let place = Place::new("127.0.0.1", listener.address().port());
    (listener, place)
}

#[test]
fn a_read_ends_at_its_deadline_in_both_modes() {
    let (_listener, place) = silent();
    let read = |place: Place| async move {
        let stream = connect(&place).await?;
        within(Deadline::after(30), "Reading the answer", stream.read(&mut [0; 8])).await
    };
    for fault in [block_on(read(place.clone())).unwrap_err(), on_pool(read(place)).unwrap_err()] {
        assert_eq!(fault.code(), WS_E_OPERATION_TIMED_OUT);
        assert_eq!(fault.texts(), ["Reading the answer did not end within 30 ms."]);
    }
}

#[test]
fn a_read_ends_when_it_is_aborted_in_both_modes() {
    let (_listener, place) = silent();
    for blocking in [true, false] {
        let place = place.clone();
        let abort = Abort::new();
        let (sender, receiver) = oneshot();
        let read = {
            let abort = abort.clone();
            async move {
                abort
                    .run(async {
                        let stream = connect(&place).await?;
                        let _ = sender.send(());
                        stream.read(&mut [0; 8]).await
                    })
                    .await
            }
        };
        let thread = std::thread::spawn(move || if blocking { block_on(read) } else { on_pool(read) });
        block_on(receiver).unwrap();
        abort.abort();
        assert_eq!(thread.join().unwrap().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        assert_eq!(block_on(abort.run(async { Ok(()) })).unwrap_err().code(), WS_E_OPERATION_ABORTED);
    }
}

#[test]
fn nobody_listens() {
    let place = {
        let (listener, place) = silent();
        drop(listener);
        place
    };
    let fault = block_on(connect(&place)).unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_NOT_FOUND);
    assert!(fault.texts()[0].starts_with(&format!("Connecting to {place} failed: ")), "{fault:?}");
    let fault = on_pool(async move { connect(&place).await.unwrap_err() });
    assert_eq!(fault.code(), WS_E_ENDPOINT_NOT_FOUND);
}

#[test]
fn names_and_families() {
    let listener = TcpListener::bind_all(0).unwrap();
    let port = listener.address().port();
    for host in ["localhost", "127.0.0.1", "LOCALHOST"] {
        let stream = block_on(connect(&Place::new(host, port))).unwrap();
        let accepted = block_on(listener.accept()).unwrap();
        assert_eq!(accepted.peer(), stream.local().unwrap());
        assert!(!accepted.peer().ip().to_string().contains("ffff"));
    }
    // Only IPv4 listens: the second address of localhost counts.
    let (listener, place) = silent();
    let stream = block_on(connect(&Place::new("localhost", place.port))).unwrap();
    assert_eq!(stream.peer(), listener.address());
    let fault = block_on(connect(&Place::new("no-such-host.invalid", 80))).unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_NOT_FOUND);
    assert!(fault.texts()[0].contains("no-such-host.invalid:80"), "{fault:?}");
}

#[test]
fn a_port_in_use_says_so() {
    let (_listener, place) = silent();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, place.port));
    let fault = TcpListener::bind(address).unwrap_err();
    assert_eq!(fault.code(), WS_E_ADDRESS_IN_USE);
    assert!(fault.texts()[0].contains(&address.to_string()), "{fault:?}");
    let elsewhere = SocketAddr::from(([192, 0, 2, 1], 0));
    assert_eq!(TcpListener::bind(elsewhere).unwrap_err().code(), WS_E_ADDRESS_NOT_AVAILABLE);
}

#[test]
fn the_other_side_ends_or_breaks() {
    let (listener, place) = silent();
    let ours = block_on(connect(&place)).unwrap();
    let theirs = block_on(listener.accept()).unwrap();
    assert!(!ours.is_stale());
    block_on(theirs.write_both(b"a", b"b")).unwrap();
    theirs.finish();
    block_on(async {
        let mut bytes = Vec::with_capacity(8);
        ours.readable().await.unwrap();
        assert!(ours.is_stale());
        assert_eq!(ours.read_to(&mut bytes).await.unwrap(), 2);
        assert_eq!(bytes, b"ab");
        assert_eq!(ours.read_to(&mut bytes).await.unwrap(), 0);
        ours.write_all(b"still").await.unwrap();
    });
    theirs.reset_on_close();
    drop(theirs);
    let fault = loop {
        if let Err(fault) = block_on(ours.write(b"more")) {
            break fault;
        }
    };
    assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED);
    assert!(fault.texts()[0].contains(&place.to_string()), "{fault:?}");
}

#[test]
fn a_large_vectored_write_arrives_whole() {
    let place = echo_server();
    let first: Vec<u8> = (0..300_000_u32).map(|i| i as u8).collect();
    let second: Vec<u8> = (0..3_000_000_u32).map(|i| (i >> 8) as u8).collect();
    let stream = Arc::new(block_on(connect(&place)).unwrap());
    let writer = {
        let (stream, first, second) = (stream.clone(), first.clone(), second.clone());
        std::thread::spawn(move || block_on(stream.write_both(&first, &second)))
    };
    let expected = [first, second].concat();
    let answer = block_on(async {
        let mut answer = Vec::with_capacity(expected.len());
        while answer.len() < expected.len() {
            assert_ne!(stream.read_to(&mut answer).await.unwrap(), 0);
        }
        answer
    });
    writer.join().unwrap().unwrap();
    assert!(answer == expected);
}
