//! The targets on their seeds, and on thousands of variants of them: the same ones each time, without any fuzzer.

use super::*;
use std::path::Path;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 17] = [
    ("binary_copies", binary_copies),
    ("binary_reader", binary_reader),
    ("buffer_calls", buffer_calls),
    ("canonicalizer", canonicalizer),
    ("http", http),
    ("insider", insider),
    ("message", message),
    ("mtom_reader", mtom_reader),
    ("raw", raw),
    ("sealed", sealed),
    ("security_header", security_header),
    ("signature", signature),
    ("text_copies", text_copies),
    ("text_reader", text_reader),
    ("text_reader_calls", text_reader_calls),
    ("typed", typed),
    ("writer_calls", writer_calls),
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = folder().join("seeds").join(target);
    names(&folder).iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect()
}

/// Numbers that are always the same (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % limit.max(1)
    }

    /// A variant of one seed, perhaps with a piece of another.
    fn change(&mut self, data: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(data.len());
            let count = self.below(9).min(data.len() - at);
            match self.below(6) {
                _ if data.is_empty() => data.push(self.below(256) as u8),
                0 => data[at] = self.below(256) as u8,
                1 => data[at] ^= 1 << self.below(8),
                2 => drop(data.drain(at..at + count)),
                3 => {
                    let again = data[at..at + count].to_vec();
                    drop(data.splice(at..at, again));
                }
                4 => data.insert(at, self.below(256) as u8),
                _ => {
                    let from = self.below(other.len());
                    let count = self.below(40).min(other.len() - from);
                    drop(data.splice(at..at, other[from..from + count].iter().copied()));
                }
            }
        }
    }
}

/// Says which input it was, and ends the test with what went wrong.
fn run(name: &str, target: fn(&[u8]), data: &[u8]) {
    let start = std::time::Instant::now();
    if let Err(panic) = std::panic::catch_unwind(|| target(data)) {
        eprintln!("target {name}, input {}", data.escape_ascii());
        std::panic::resume_unwind(panic);
    }
    // Two orders of magnitude more than it takes in a debug build.
    assert!(start.elapsed().as_secs() < 10, "target {name} took too long for {}", data.escape_ascii());
}

#[test]
fn seeds_and_their_variants() {
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        seeds.iter().for_each(|seed| run(name, target, seed));
        for count in 0..1500 {
            let mut data = seeds[count % seeds.len()].clone();
            let other = &seeds[numbers.below(seeds.len())];
            numbers.change(&mut data, other);
            run(name, target, &data);
        }
    }
}

#[test]
fn every_target_has_its_program() {
    let expected: Vec<String> = TARGETS.iter().map(|(name, _)| format!("{name}.rs")).collect();
    assert_eq!(names(&folder().join("fuzz_targets")), expected);
    let manifest = std::fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
