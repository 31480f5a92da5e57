//! Aborts and deadlines that hit operations anywhere.

use super::*;
use std::sync::mpsc;

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Answers each message of 16 bytes by itself, after what its first byte says: at once, later, in two parts, never,
/// or with the end of the connection.
fn moody_server() -> Place {
    let listener = listener();
    let place = Place::new("localhost", listener.address().port());
    spawn(async move {
        while let Ok(stream) = listener.accept().await {
            spawn(async move {
                let mut message = Vec::with_capacity(16);
                while let Ok(1..) = stream.read_to(&mut message).await {
                    if message.len() < 16 {
                        continue;
                    }
                    let (first, second) = message.split_at(9);
                    let sent = match message[0] % 8 {
                        0..=2 => stream.write_both(first, second).await,
                        3..=4 => {
                            sleep(Deadline::after(u32::from(message[1] % 3))).await;
                            stream.write_all(&message).await
                        }
                        5 => {
                            let sent = stream.write_all(first).await;
                            sleep(Deadline::after(1)).await;
                            sent.and(stream.write_all(second).await)
                        }
                        6 => Ok(()),
                        _ => break,
                    };
                    if sent.is_err() {
                        break;
                    }
                    message.clear();
                }
            })
            .unwrap();
        }
    })
    .unwrap();
    place
}

/// One call, on a connection that is kept when all went well.
async fn call(place: Place, kept: Option<TcpStream>, message: [u8; 16]) -> Result<TcpStream> {
    let stream = match kept {
        Some(stream) => stream,
        None => connect(&place).await?,
    };
    stream.write_all(&message).await?;
    let mut answer = Vec::with_capacity(16);
    while answer.len() < message.len() {
        if stream.read_to(&mut answer).await? == 0 {
            return Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, "ended"));
        }
    }
    assert_eq!(answer, message);
    Ok(stream)
}

#[test]
fn aborts_and_deadlines_hit_anywhere() {
    const THREADS: u64 = 4;
    const CALLS: u64 = 400;
    let place = moody_server();
    let (to_abort, aborts) = mpsc::channel::<(Abort, u64)>();
    let aborter = std::thread::spawn(move || {
        for (abort, after) in aborts {
            let end = std::time::Instant::now() + std::time::Duration::from_micros(after);
            while std::time::Instant::now() < end {
                std::thread::yield_now();
            }
            abort.abort();
        }
    });
    let callers: Vec<_> = (0..THREADS)
        .map(|index| {
            let (place, to_abort) = (place.clone(), to_abort.clone());
            std::thread::spawn(move || {
                let mut numbers = Numbers(index + 88_172_645_463_325_252);
                let mut kept = None;
                let mut outcomes = [0_u32; 4];
                for _ in 0..CALLS {
                    let mut message = [0_u8; 16];
                    message.iter_mut().for_each(|byte| *byte = numbers.below(256) as u8);
                    let abort = Abort::new();
                    // Each call is sure to end: the abort comes, however late, or the deadline does.
                    let limit = if numbers.below(3) == 0 {
                        to_abort.send((abort.clone(), numbers.below(300))).unwrap();
                        60_000
                    } else {
                        numbers.below(6) as u32
                    };
                    let place = place.clone();
                    let stream = kept.take();
                    let operation = async move {
                        abort.run(within(Deadline::after(limit), "The call", call(place, stream, message))).await
                    };
                    let outcome = if numbers.below(2) == 0 { block_on(operation) } else { on_pool(operation) };
                    let place = match outcome {
                        Ok(stream) => {
                            kept = Some(stream);
                            0
                        }
                        Err(fault) => match fault.code() {
                            WS_E_OPERATION_TIMED_OUT => 1,
                            WS_E_OPERATION_ABORTED => 2,
                            WS_E_ENDPOINT_DISCONNECTED => 3,
                            _ => panic!("{fault:?}"),
                        },
                    };
                    outcomes[place] += 1;
                }
                outcomes
            })
        })
        .collect();
    drop(to_abort);
    let mut outcomes = [0; 4];
    for caller in callers {
        caller.join().unwrap().iter().zip(&mut outcomes).for_each(|(count, sum)| *sum += count);
    }
    aborter.join().unwrap();
    assert!(outcomes.iter().all(|&count| count > 0), "each way to end is met: {outcomes:?}");
}
