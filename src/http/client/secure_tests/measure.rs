//! What TLS costs: `cargo test --release measure_ -- --ignored --nocapture`.

use super::*;
use crate::tls::test_certificates::rsa_key;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Processor time of this process in seconds.
fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Calls over kept connections, in turns, so that what else the machine does befalls both.
#[test]
#[ignore = "a measurement"]
fn measure_calls() {
    let certificate = ROOT.issue_for(Wanted::default(), rsa_key(2048));
    let (secure, secure_port) = listen("https://localhost:{}/", settings(Requirement::None, &certificate));
    let (plain, plain_port) = listen("http://localhost:{}/", server::Settings::default());
    let _listeners = (echo(secure), echo(plain));
    let over_tls = (client(), url(&format!("https://localhost:{secure_port}/")));
    let over_tcp = (Client::new(Settings::default()).unwrap(), url(&format!("http://localhost:{plain_port}/")));
    for size in [1024, 100 * 1024] {
        let (body, headers) = (vec![b'x'; size], Headers::new());
        let run = |(client, url): &(Client, Url), count: u32| {
            let (before, start) = (cpu(), Instant::now());
            for _ in 0..count {
                block_on(async {
                    let request = Request { method: "POST", url, headers: &headers, timeouts: Timeouts::default() };
                    let mut response = client.request(request, &body, None).await.unwrap();
                    response.read_to_end(&mut Vec::with_capacity(size + 100), ANY).await.unwrap();
                });
            }
            let count = f64::from(count);
            ((cpu() - before) / count * 1e6, start.elapsed().as_secs_f64() / count * 1e6)
        };
        let count = if size > 10_000 { 1000 } else { 5000 };
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for _ in 0..9 {
            without.push(run(&over_tcp, count));
            with.push(run(&over_tls, count));
        }
        let median = |times: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
            let mut times: Vec<f64> = times.iter().map(of).collect();
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        };
        for (what, of) in [("of processor", (|time| time.0) as fn(&(f64, f64)) -> f64), ("in all", |time| time.1)] {
            let (with, without) = (median(&with, of), median(&without, of));
            println!(
                "{size} bytes: {without:.2} us {what} without TLS, {with:.2} with: {:.1} %",
                without / with * 100.0
            );
        }
    }
}

/// Processor time of another process in seconds.
fn cpu_of(child: &Child) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let fields: Vec<u64> =
        stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2).map(|n| n.parse().unwrap()).collect();
    fields.iter().sum::<u64>() as f64 / 100.0
}

/// Full handshakes that `openssl s_time` makes in two seconds.
fn handshakes(port: u16, version: &str) -> u32 {
    let target = format!("localhost:{port}");
    let arguments = ["s_time", "-connect", &target, "-new", "-time", "2", version];
    let output = Command::new("openssl").args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.contains("real seconds")).unwrap_or_else(|| panic!("{text}"));
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
#[ignore = "a measurement"]
fn measure_handshakes() {
    let certificate = ROOT.issue_for(Wanted::default(), rsa_key(2048));
    let folder = std::env::temp_dir().join(format!("measure-tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&cert, certificate.x509().to_pem().unwrap()).unwrap();
    std::fs::write(&key, certificate.key().unwrap().private_key_to_pem_pkcs8().unwrap()).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut other = Command::new("openssl")
        .args(["s_server", "-quiet", "-www", "-num_tickets", "1", "-accept", &free.to_string(), "-cert"])
        .arg(&cert)
        .arg("-key")
        .arg(&key)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while TcpStream::connect(("127.0.0.1", free)).is_err() {}
    let (listener, port) = listen("https://localhost:{}/", settings(Requirement::None, &certificate));
    let _listener = echo(listener);
    for version in ["-tls1_3", "-tls1_2"] {
        let (mut ours, mut theirs) = ((0, 0.0), (0, 0.0));
        for _ in 0..5 {
            let before = cpu();
            ours.0 += handshakes(port, version);
            ours.1 += cpu() - before;
            let before = cpu_of(&other);
            theirs.0 += handshakes(free, version);
            theirs.1 += cpu_of(&other) - before;
        }
        let each = |(count, cpu): (u32, f64)| cpu / f64::from(count) * 1e6;
        println!(
            "{version}: {} handshakes, s_server {}: {:.1} %; processor of the server {:.0} us each, s_server's {:.0}",
            ours.0,
            theirs.0,
            f64::from(ours.0) / f64::from(theirs.0) * 100.0,
            each(ours),
            each(theirs)
        );
    }
    other.kill().unwrap();
    let _ = other.wait();
    std::fs::remove_dir_all(&folder).unwrap();
}
