//! How fast the engine is and how much memory it takes, without channels. The measurements are to be run in a release build:
//! `cargo test --release --lib security::soap::tests::measure -- --ignored --nocapture`.

use super::*;
use crate::security::crypto::algorithm::{Cipher, Digest, KeyTransport, Signature};
use crate::security::crypto::cipher::{decrypt_in_place, encrypt};
use crate::security::crypto::keys::Transport;
use crate::security::crypto::random::random_key;
use crate::xml::writer::Way;
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::process::Command;

/// Processor time of this thread in seconds: others may be at work on the machine.
fn clock() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Times one thing after the other, again and again, and tells the medians in microseconds.
fn compare(rounds: usize, things: &mut [(&str, &mut dyn FnMut())]) -> Vec<f64> {
    let mut times = vec![Vec::new(); things.len()];
    for _ in 0..rounds {
        for (times, (_, thing)) in times.iter_mut().zip(things.iter_mut()) {
            let start = clock();
            thing();
            times.push((clock() - start) * 1e6);
        }
    }
    let mut medians = Vec::new();
    for (times, (name, _)) in times.iter_mut().zip(things.iter()) {
        times.sort_unstable_by(f64::total_cmp);
        medians.push(times[times.len() / 2]);
        println!("{name:<40} {:>12.1} us", times[times.len() / 2]);
    }
    medians
}

/// Elements of about so many bytes, written as a program does.
fn write_items(writer: &mut Writer, size: usize) -> Result<()> {
    const ITEM: usize = "<i a=\"1\">some text &amp; more</i>".len();
    writer.start_element(None, b"x"[..].into(), b"urn:x"[..].into())?;
    for _ in 0..size / ITEM {
        writer.start_element(None, b"i"[..].into(), b"urn:x"[..].into())?;
        writer.start_attribute(None, b"a"[..].into(), b""[..].into(), false)?;
        writer.utf8(b"1"[..].into(), Way::CharsUtf8)?;
        writer.end_attribute()?;
        writer.utf8(b"some text & more"[..].into(), Way::CharsUtf8)?;
        writer.end_element()?;
    }
    writer.end_element()
}

/// A message with that body, secured or not, in the buffer of its writer.
fn written(protection: Option<Box<dyn Protection>>, size: usize) -> Writer {
    write_with(protection, |writer| write_items(writer, size))
}

fn sealed(profile: &Arc<Profile>, request: Option<&Arc<Exchange>>, size: usize) -> (Vec<u8>, Arc<Exchange>) {
    let sealing = sealing(profile, request);
    let sent = sealing.sent.clone();
    (written(Some(Box::new(sealing)), size).bytes().to_vec(), sent.get().unwrap())
}

fn opened(profile: &Profile, message: Vec<u8>, request: Option<&Exchange>) -> Unsealed {
    match unseal(profile, Settings::default(), Addressing::V1_0, message, request).unwrap() {
        Outcome::Unsealed(unsealed) => unsealed,
        Outcome::NotSecured(_) => panic!("not secured"),
    }
}

#[test]
#[ignore = "a measurement"]
fn messages_with_certificates() {
    for size in [1 << 10, 100 << 10, 10 << 20] {
        for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
            let (client, server) = sides(mode, |_| {});
            let (request, sent) = sealed(&client, None, size);
            let exchange = Arc::new(opened(&server, request.clone(), None).exchange);
            let (reply, _) = sealed(&server, Some(&exchange), size);
            println!("{mode:?}, body of {size} bytes, message of {}", request.len());
            let rounds = if size > 1 << 20 { 5 } else { 101 };
            let seal = |profile, request| {
                let sealing: Sealing = sealing(profile, request);
                drop(black_box(written(Some(Box::new(sealing)), size)));
            };
            let medians = compare(
                rounds,
                &mut [
                    ("written without protection", &mut || drop(black_box(written(None, size)))),
                    ("request sealed", &mut || seal(&client, None)),
                    ("request opened", &mut || _ = black_box(opened(&server, request.clone(), None))),
                    ("reply sealed", &mut || seal(&server, Some(&exchange))),
                    ("reply opened", &mut || drop(black_box(opened(&client, reply.clone(), Some(&sent))))),
                ],
            );
            println!("{:<40} {:>12.1} /s", "replies sealed and opened", 1e6 / (medians[3] + medians[4]));
        }
    }
}

/// What no implementation can do without.
#[test]
#[ignore = "a measurement"]
fn bounds() {
    for size in [1 << 10, 100 << 10, 10 << 20] {
        let message = written(None, size);
        let key = random_key(32).unwrap();
        let mut cipher = Vec::new();
        let digest = || _ = black_box(Digest::Sha1.of(&[message.bytes()]));
        let medians = compare(
            if size > 1 << 20 { 9 } else { 101 },
            &mut [
                ("digested twice", &mut || {
                    digest();
                    digest();
                }),
                ("encrypted and decrypted", &mut || {
                    cipher.clear();
                    encrypt(Cipher::Aes256Cbc, &key, message.bytes(), &mut cipher).unwrap();
                    decrypt_in_place(Cipher::Aes256Cbc, &key, &mut cipher).unwrap();
                }),
            ],
        );
        println!("{:<40} {:>12.1} /s", format!("both, {size} bytes"), 1e6 / (medians[0] + medians[1]));
    }
    let (client, server) = (party("client"), party("server"));
    let transport = Transport::new(KeyTransport::RsaOaepMgf1p);
    let key = random_key(32).unwrap();
    let digest = Digest::Sha1.of(&[b"what is signed"]);
    let method = Signature::Rsa(Digest::Sha1);
    let value = client.private().unwrap().sign(method, digest.bytes()).unwrap();
    let encrypted = server.public().encrypt_key(&transport, &key).unwrap();
    let asymmetric = sides(CertMode::Asymmetric, |_| {});
    let anonymous = sides(CertMode::Symmetric, |profile| {
        profile.client_certificate = Requirement::None;
        if profile.role == Role::Client {
            profile.own = None;
        }
    });
    let call = |(client, server): &(Arc<Profile>, Arc<Profile>)| {
        let (request, sent) = sealed(client, None, 1 << 10);
        let exchange = Arc::new(opened(server, request, None).exchange);
        let (reply, _) = sealed(server, Some(&exchange), 1 << 10);
        drop(black_box(opened(client, reply, Some(&sent))));
    };
    let medians = compare(
        201,
        &mut [
            ("sign", &mut || drop(black_box(client.private().unwrap().sign(method, digest.bytes()).unwrap()))),
            ("verify", &mut || client.public().verify(method, digest.bytes(), &value).unwrap()),
            ("encrypt a key", &mut || drop(black_box(server.public().encrypt_key(&transport, &key).unwrap()))),
            ("decrypt a key", &mut || {
                drop(black_box(server.private().unwrap().decrypt_key(&transport, &encrypted, &[32]).unwrap()))
            }),
            ("asymmetric call, both sides, 1 KB", &mut || call(&asymmetric)),
            ("anonymous symmetric call, both sides", &mut || call(&anonymous)),
        ],
    );
    let [sign, verify, encrypt, decrypt, asymmetric, anonymous] = medians[..] else { panic!() };
    println!("asymmetric: {:.3} of the bound", 2.0 * (sign + verify + encrypt + decrypt) / asymmetric);
    println!("symmetric: {:.3} of the bound", (encrypt + decrypt) / anonymous);
}

#[test]
#[ignore = "a measurement"]
fn refusals_take_the_same_time() {
    let (client, server) = sides(CertMode::Symmetric, |_| {});
    let good = String::from_utf8(sealed(&client, None, 100 << 10).0).unwrap();
    let at = good.find("<s:Body").unwrap();
    let changed = |place: usize| {
        let mut bytes = good.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let first = at + good[at..].find("CipherValue>").unwrap() + 12;
    let last = good.rfind("</e:CipherValue>").unwrap();
    let key = good.find("<e:CipherValue>").unwrap() + 20;
    let signature = good.find("<e:CipherValue>").unwrap() + 16;
    let signature = signature + good[signature..].find("<e:CipherValue>").unwrap() + 200;
    let messages =
        [changed(first + 40), changed((first + last) / 2), changed(last - 30), changed(key), changed(signature)];
    let [first, middle, last, key, signature] = messages.each_ref().map(|message| {
        let server = &server;
        move || drop(black_box(open(server, message, None).unwrap_err()))
    });
    let (mut first, mut middle, mut last, mut key, mut signature) = (first, middle, last, key, signature);
    compare(
        51,
        &mut [
            ("good", &mut || drop(black_box(open(&server, &good, None).unwrap()))),
            ("body wrong at its start", &mut first),
            ("body wrong in the middle", &mut middle),
            ("padding of the body wrong", &mut last),
            ("key wrong", &mut key),
            ("signature wrong", &mut signature),
        ],
    );
}

/// A figure of this process in bytes, from the system.
fn memory(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

const SIZE: usize = 4_000_000;

/// Runs something, and fails if it took more memory at any time than twice the body. Only of use in a process of its own.
fn within_twice_the_body(run: impl FnOnce()) {
    // The peak of what was before is forgotten.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS:");
    run();
    let peak = memory("VmHWM:").saturating_sub(before) as f64 / SIZE as f64;
    println!("peak of {peak:.2} times the body");
    assert!(peak <= 2.0, "{peak:.2}");
}

#[test]
#[ignore = "run by memory_is_bounded_by_the_body"]
fn alone_sealing() {
    for order in [ProtectionOrder::SignBeforeEncrypt, ProtectionOrder::EncryptBeforeSign] {
        let (client, _) = sides(CertMode::Asymmetric, |profile| profile.order = order);
        drop(sealed(&client, None, 1000));
        within_twice_the_body(|| drop(black_box(written(Some(Box::new(sealing(&client, None))), SIZE))));
    }
}

#[test]
#[ignore = "run by memory_is_bounded_by_the_body"]
fn alone_opening() {
    for order in [ProtectionOrder::SignBeforeEncrypt, ProtectionOrder::EncryptBeforeSign] {
        let (client, server) = sides(CertMode::Asymmetric, |profile| profile.order = order);
        drop(opened(&server, sealed(&client, None, 1000).0, None));
        let (message, _) = sealed(&client, None, SIZE);
        let size = message.len();
        within_twice_the_body(|| {
            // What was received counts.
            let copy = message.clone();
            assert!(copy.len() == size);
            drop(black_box(opened(&server, copy, None)));
        });
    }
}

#[test]
fn memory_is_bounded_by_the_body() {
    for name in ["alone_sealing", "alone_opening"] {
        let name = format!("security::soap::tests::measure::{name}");
        let mut test = Command::new(std::env::current_exe().unwrap());
        // Every large block is a mapping of its own: whether the allocator can let one grow where it is, or copies it,
        // is not to depend on what it was used for before.
        test.env("MALLOC_MMAP_THRESHOLD_", "131072");
        let output = test.args(["--exact", &name, "--ignored", "--nocapture"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }
}
