//! The engine's half of benches/bench_security.c: a turn of work in memory, for as long as that program says.

use super::*;
use crate::xml::writer::Way;
use std::hint::black_box;
use std::time::Duration;

/// What the processor has spent on this process.
fn used() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// What this process has of memory, or had at most, in kB.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// How much more memory something takes at most, in kB.
fn peak(what: impl FnOnce()) -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    what();
    memory("VmHWM").saturating_sub(before)
}

/// For so many seconds; or, as `100x`, so many times and without a clock, for a profiler.
fn rate(order: &str, mut what: impl FnMut()) -> f64 {
    if let Some(times) = order.strip_suffix('x') {
        (0..times.parse().unwrap()).for_each(|_: u32| what());
        return 0.0;
    }
    let seconds: f64 = order.parse().unwrap();
    let (start, mut done) = (used(), 0.0);
    loop {
        what();
        done += 1.0;
        let used = (used() - start).as_secs_f64();
        if used >= seconds {
            return done / used;
        }
    }
}

/// A record of what programs send, as benches/bench_xmlsec.c has it: about 230 bytes of six elements and two attributes.
struct Record {
    number: String,
    id: String,
    value: String,
    stamp: String,
    name: String,
    flag: &'static str,
}

impl Record {
    fn new(number: i64) -> Self {
        Record {
            number: number.to_string(),
            id: (100_000 + number).to_string(),
            value: format!("{:.12}", number as f64 * 1.618_033_988_749_895 + 0.125),
            stamp: jiff::Timestamp::from_second(1_700_000_000 + number).unwrap().to_string(),
            name: format!("Record number {number:06} & more"),
            flag: if number % 2 == 1 { "true" } else { "false" },
        }
    }

    /// Bytes of it as XML.
    fn size(&self) -> usize {
        const MARKUP: &str = "<ns:rec seq=\"\" kind=\"std\"><ns:id></ns:id><ns:value></ns:value><ns:stamp></ns:stamp><ns:name>amp;</ns:name><ns:flag></ns:flag></ns:rec>\n";
        let texts = [&self.number, &self.id, &self.value, &self.stamp, &self.name];
        MARKUP.len() + texts.map(String::len).iter().sum::<usize>() + self.flag.len()
    }

    fn write(&self, writer: &mut Writer) -> Result<()> {
        start(writer, "rec")?;
        for (name, value) in [("seq", &*self.number), ("kind", "std")] {
            writer.start_attribute(None, name.as_bytes().into(), b""[..].into(), false)?;
            text(writer, value)?;
            writer.end_attribute()?;
        }
        let leaves = [("id", &*self.id), ("value", &self.value), ("stamp", &self.stamp), ("name", &self.name)];
        for (name, value) in leaves.into_iter().chain([("flag", self.flag)]) {
            start(writer, name)?;
            text(writer, value)?;
            writer.end_element()?;
        }
        writer.end_element()?;
        text(writer, "\n")
    }
}

fn start(writer: &mut Writer, name: &str) -> Result<()> {
    writer.start_element(Some(b"ns"[..].into()), name.as_bytes().into(), b"urn:bench:calc"[..].into())
}

fn text(writer: &mut Writer, text: &str) -> Result<()> {
    writer.utf8(text.as_bytes().into(), Way::CharsUtf8)
}

/// What a program writes into a body.
enum Content {
    Records(Vec<Record>),
    Text(String),
}

impl Content {
    /// Records of so many bytes.
    fn records(size: usize) -> Self {
        let mut left = size;
        let fits = |record: &Record| {
            let is_first = left == size;
            left = left.saturating_sub(record.size());
            is_first || left > 0
        };
        Content::Records((0..).map(Record::new).take_while(fits).collect())
    }

    fn write(&self, writer: &mut Writer) -> Result<()> {
        start(writer, "PutRecs")?;
        match self {
            Content::Records(records) => {
                start(writer, "recs")?;
                records.iter().try_for_each(|record| record.write(writer))?;
                writer.end_element()?;
            }
            Content::Text(content) => text(writer, content)?,
        }
        writer.end_element()
    }
}

/// A message as it goes out, in the buffer that it is written to.
fn written(profile: &Arc<Profile>, request: Option<&Arc<Exchange>>, body: &Content) -> Writer {
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65536)));
    message.initialize(Start::Request, None).unwrap();
    message.set_header_text(Header::Action, b"http://example.org/echo/Echo").unwrap();
    message.set_header_text(Header::To, b"http://localhost/echo").unwrap();
    message.protect(Some(Box::new(sealing(profile, request))));
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 28, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer).unwrap();
    body.write(&mut writer).unwrap();
    message.write_end(&mut writer).unwrap();
    writer.complete().unwrap();
    writer
}

fn opened(profile: &Profile, message: &[u8], request: Option<&Exchange>) -> usize {
    match unseal(profile, Settings::default(), Addressing::V1_0, message.to_vec(), request).unwrap() {
        Outcome::Unsealed(unsealed) => unsealed.bytes.len(),
        Outcome::NotSecured(_) => panic!("the message is not secured"),
    }
}

/// `WWS_BENCH` is what to do and for how many seconds, or how often: `shared_key 1`, `message 1024 50x`. Says how often a second, in time of
/// the processor, and what one side needs of memory at most, in kB.
#[test]
#[ignore = "a measurement"]
fn turn() {
    let order = std::env::var("WWS_BENCH").unwrap_or_else(|_| "shared_key 1".to_owned());
    let order: Vec<&str> = order.split(' ').collect();
    let (rate, peak) = match *order {
        // Replies to somebody anonymous: all keys are derived from the one of the request, which both sides have.
        ["shared_key", seconds] => {
            let (client, server) = sides(CertMode::Symmetric, |p| p.client_certificate = Requirement::None);
            let (request, sent) = sealed(&client, None, BODY);
            let exchange = Arc::new(open(&server, &request, None).unwrap().exchange);
            let body = Content::Text("x".repeat(1024));
            let once = || {
                let reply = written(&server, Some(&exchange), &body);
                black_box(opened(&client, reply.bytes(), Some(&sent)));
            };
            (rate(seconds, once), 0)
        }
        ["message", size, seconds] => {
            let suite = || Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256).unwrap();
            let (client, server) = sides(CertMode::Asymmetric, |p| p.suite = suite());
            let body = Content::records(size.parse().unwrap());
            let mut message = None;
            let sending = peak(|| message = Some(written(&client, None, &body)));
            let message = message.unwrap();
            let receiving = peak(|| _ = black_box(opened(&server, message.bytes(), None)));
            drop(message);
            let once = || {
                let message = written(&client, None, &body);
                black_box(opened(&server, message.bytes(), None));
            };
            (rate(seconds, once), sending.max(receiving))
        }
        _ => panic!("WWS_BENCH is {order:?}"),
    };
    println!("\nRUN {rate:.3} {peak}");
}
