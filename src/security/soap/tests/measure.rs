//! How fast the engine is, without channels. To be run in a release build:
//! `cargo test --release --lib security::soap::tests::measure -- --ignored --nocapture`.

use super::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Times one thing after the other, again and again, and tells the median of each in microseconds.
fn compare(rounds: usize, things: &mut [(&str, &mut dyn FnMut())]) {
    let mut times = vec![Vec::new(); things.len()];
    for _ in 0..rounds {
        for (times, (_, thing)) in times.iter_mut().zip(things.iter_mut()) {
            let start = Instant::now();
            thing();
            times.push(start.elapsed());
        }
    }
    for (times, (name, _)) in times.iter_mut().zip(things.iter()) {
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or(Duration::ZERO);
        println!("{name:<40} {:>12.1} us", median.as_secs_f64() * 1e6);
    }
}

fn body(size: usize) -> String {
    let item = "<i a=\"1\">some text &amp; more</i>";
    format!("<x xmlns=\"urn:x\">{}</x>", item.repeat(size / item.len()))
}

#[test]
#[ignore = "a measurement"]
fn messages_with_certificates() {
    for size in [1 << 10, 100 << 10, 10 << 20] {
        let body = body(size);
        for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
            let (client, server) = sides(mode, |_| {});
            let (request, sent) = sealed(&client, None, &body);
            let exchange = Arc::new(open(&server, &request, None).unwrap().exchange);
            let (reply, _) = sealed(&server, Some(&exchange), &body);
            println!("{mode:?}, body of {} bytes, message of {}", body.len(), request.len());
            let rounds = if size > 1 << 20 { 5 } else { 101 };
            compare(
                rounds,
                &mut [
                    ("request sealed", &mut || drop(black_box(sealed(&client, None, &body)))),
                    ("request opened", &mut || drop(black_box(open(&server, &request, None).unwrap()))),
                    ("reply sealed", &mut || drop(black_box(sealed(&server, Some(&exchange), &body)))),
                    ("reply opened", &mut || drop(black_box(open(&client, &reply, Some(&sent)).unwrap()))),
                ],
            );
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn refusals_take_the_same_time() {
    let (client, server) = sides(CertMode::Symmetric, |_| {});
    let (good, _) = sealed(&client, None, &body(100 << 10));
    let at = good.find("<s:Body").unwrap();
    let changed = |place: usize| {
        let mut bytes = good.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let first = at + good[at..].find("CipherValue>").unwrap() + 12;
    let last = good.rfind("</e:CipherValue>").unwrap();
    let key = good.find("<e:CipherValue>").unwrap() + 20;
    let messages = [changed(first + 40), changed((first + last) / 2), changed(last - 30), changed(key)];
    let [first, middle, last, key] = messages.each_ref().map(|message| {
        let server = &server;
        move || drop(black_box(open(server, message, None).unwrap_err()))
    });
    let (mut first, mut middle, mut last, mut key) = (first, middle, last, key);
    compare(
        51,
        &mut [
            ("good", &mut || drop(black_box(open(&server, &good, None).unwrap()))),
            ("body wrong at its start", &mut first),
            ("body wrong in the middle", &mut middle),
            ("padding of the body wrong", &mut last),
            ("key wrong", &mut key),
        ],
    );
}
