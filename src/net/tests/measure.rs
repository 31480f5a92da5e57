//! Figures for docs/architecture.md: `cargo test --release measure_ -- --ignored --nocapture`.

use super::*;

/// An echo as a server would do it: waiting holds no buffer and has a limit.
fn patient_server() -> Place {
    let listener = listener();
    let place = Place::new("127.0.0.1", listener.address().port());
    spawn(async move {
        while let Ok(stream) = listener.accept().await {
            spawn(async move {
                let serve = async || -> Result<usize> {
                    within(Deadline::after(120_000), "Waiting for a request", stream.readable()).await?;
                    let mut buffer = Vec::with_capacity(4096);
                    let count = within(Deadline::after(120_000), "Reading", stream.read_to(&mut buffer)).await?;
                    stream.write_all(&buffer).await?;
                    Ok(count)
                };
                while let Ok(1..) = serve().await {}
            })
            .unwrap();
        }
    })
    .unwrap();
    place
}

#[test]
#[ignore = "a measurement"]
fn measure_round_trips() {
    let place = patient_server();
    let bytes = vec![1_u8; 1024];
    let abort = Abort::new();
    let stream = block_on(connect(&place)).unwrap();
    let mut buffer = Vec::with_capacity(4096);
    let mut run = |count: u32| {
        for _ in 0..count {
            buffer.clear();
            let deadline = Deadline::after(30_000);
            let call = within(deadline, "The call", async {
                stream.write_all(&bytes).await?;
                while buffer.len() < bytes.len() {
                    stream.read_to(&mut buffer).await?;
                }
                Ok(())
            });
            block_on(abort.run(call)).unwrap();
        }
    };
    run(2000);
    let (count, before, start) = (100_000, cpu(), std::time::Instant::now());
    run(count);
    let (cpu, time) = (cpu() - before, start.elapsed().as_secs_f64());
    let count = f64::from(count);
    println!("{:.0} round trips/s, {:.2} us of processor each", count / time, cpu / count * 1e6);
}

#[test]
#[ignore = "a measurement"]
fn measure_many_clients() {
    const CLIENTS: usize = 64;
    const CALLS: usize = 2_000;
    let place = patient_server();
    let (before, start) = (cpu(), std::time::Instant::now());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let place = place.clone();
            std::thread::spawn(move || {
                block_on(async {
                    let stream = connect(&place).await.unwrap();
                    for _ in 0..CALLS {
                        exchange(&stream, &[1; 1024]).await.unwrap();
                    }
                });
            })
        })
        .collect();
    clients.into_iter().for_each(|client| client.join().unwrap());
    let count = (CLIENTS * CALLS) as f64;
    let (cpu, time) = (cpu() - before, start.elapsed().as_secs_f64());
    println!("{CLIENTS} clients: {:.0} round trips/s, {:.2} us of processor each", count / time, cpu / count * 1e6);
}

/// Processor time of this process in seconds.
fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Bytes of memory that this process has in use, as the system counts.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<usize>().unwrap() * 1024
}

#[test]
#[ignore = "a measurement; it needs 19,100 file descriptors"]
fn measure_idle_connections() {
    const COUNT: usize = 9_500;
    let listener = listener();
    let place = Place::new("127.0.0.1", listener.address().port());
    let (sender, receiver) = std::sync::mpsc::channel();
    let served = sender.clone();
    spawn(async move {
        for _ in 0..COUNT {
            let stream = listener.accept().await.unwrap();
            let served = served.clone();
            spawn(async move {
                let idle = within(Deadline::after(600_000), "The request", stream.readable());
                served.send(()).unwrap();
                let _ = idle.await;
                served.send(()).unwrap();
            })
            .unwrap();
        }
    })
    .unwrap();
    let mut clients = Vec::with_capacity(COUNT);
    let before = memory();
    for _ in 0..COUNT {
        clients.push(std::net::TcpStream::connect((&*place.host, place.port)).unwrap());
        receiver.recv().unwrap();
    }
    println!("{} bytes for each idle connection with its task and timer", (memory() - before) / COUNT);
    drop(clients);
    (0..COUNT).for_each(|_| receiver.recv().unwrap());
}
