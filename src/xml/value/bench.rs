use super::*;
use crate::abi::*;
use std::hint::black_box;
use std::time::Instant;
fn t(name: &str, bytes: usize, n: usize, mut f: impl FnMut()) {
    for _ in 0..n / 10 {
        f()
    }
    let mut best = f64::MAX;
    for _ in 0..5 {
        let s = Instant::now();
        for _ in 0..n {
            f()
        }
        best = best.min(s.elapsed().as_secs_f64() / n as f64);
    }
    println!("{name}: {:.1} ns {:.2} GB/s", best * 1e9, bytes as f64 / best / 1e9);
}
#[test]
#[ignore]
fn bench() {
    let mut o: Vec<u8> = Vec::with_capacity(1 << 22);
    const N: usize = 2_000_000;
    macro_rules! b {
        ($n:literal, $e:expr) => {
            t($n, 0, N, || {
                black_box($e);
            })
        };
    }
    macro_rules! w {
        ($n:literal, $e:expr) => {
            t($n, 0, N, || {
                o.clear();
                let _ = {
                    let o = &mut o;
                    let f: &mut dyn FnMut(&mut Vec<u8>) = &mut |o| {
                        let _ = $e(o);
                    };
                    f(o)
                };
                black_box(&o);
            })
        };
    }
    b!("parse i32 10 digits", integer::parse_integer::<i32>(black_box(b"1234567890")).unwrap());
    b!("parse i32 3 digits", integer::parse_integer::<i32>(black_box(b"-12")).unwrap());
    w!("write i32", |o: &mut Vec<u8>| integer::write_integer(o, black_box(1234567890_i32)));
    b!("parse i64 19", integer::parse_integer::<i64>(black_box(b"1234567890123456789")).unwrap());
    b!("parse f64 short", float::parse_float::<f64>(black_box(b"123456.789")).unwrap());
    b!("parse f64 17", float::parse_float::<f64>(black_box(b"3.141592653589793")).unwrap());
    b!("parse f64 E", float::parse_float::<f64>(black_box(b"1.7976931348623157E+308")).unwrap());
    w!("write f64 short", |o: &mut Vec<u8>| float::write_float(o, black_box(123456.789)));
    w!("write f64 pi", |o: &mut Vec<u8>| float::write_float(o, black_box(3.141592653589793)));
    w!("write f64 E", |o: &mut Vec<u8>| float::write_float(o, black_box(1.7976931348623157e308)));
    b!("parse dec", decimal::parse_decimal(black_box(b"12345.6789")).unwrap());
    b!("parse dec 29", decimal::parse_decimal(black_box(b"7.9228162514264337593543950335")).unwrap());
    let d = decimal::parse_decimal(b"12345.6789").unwrap();
    w!("write dec", |o: &mut Vec<u8>| decimal::write_decimal(o, black_box(d)));
    b!("parse dt Z", datetime::parse_datetime(black_box(b"2007-09-25T01:30:00Z")).unwrap());
    b!("parse dt frac", datetime::parse_datetime(black_box(b"2007-09-25T01:30:00.1234567Z")).unwrap());
    b!("parse dt offset", datetime::parse_datetime(black_box(b"2007-09-25T01:30:00-07:00")).unwrap());
    let dt = datetime::parse_datetime(b"2007-09-25T01:30:00Z").unwrap();
    let df = datetime::parse_datetime(b"2007-09-25T01:30:00.1234567Z").unwrap();
    w!("write dt Z", |o: &mut Vec<u8>| datetime::write_datetime(o, black_box(dt)));
    w!("write dt frac", |o: &mut Vec<u8>| datetime::write_datetime(o, black_box(df)));
    let dl = WS_DATETIME { format: WS_DATETIME_FORMAT_LOCAL, ..dt };
    w!("write dt local", |o: &mut Vec<u8>| datetime::write_datetime(o, black_box(dl)));
    println!("{}", String::from_utf8_lossy(&o));
    b!("parse guid", guid::parse_guid(black_box(b"00112233-4455-6677-8899-aabbccddeeff")).unwrap());
    let g = guid::parse_guid(b"00112233-4455-6677-8899-aabbccddeeff").unwrap();
    w!("write guid", |o: &mut Vec<u8>| guid::write_guid(o, black_box(g)));
    b!("parse bool", boolean::parse_bool(black_box(b"true")).unwrap());
    b!("parse timespan", timespan::parse_timespan(black_box(b"-1.02:03:04.5")).unwrap());
    b!("parse duration", duration::parse_duration(black_box(b"P1Y2M3DT4H5M6.789S")).unwrap());
    let bytes: Vec<u8> = (0..786432u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8).collect();
    let mut text = Vec::new();
    base64::write_base64(&mut text, &bytes).unwrap();
    t("base64 write", bytes.len(), 100, || {
        o.clear();
        base64::write_base64(&mut o, black_box(&bytes)).unwrap();
    });
    t("base64 read", text.len(), 100, || {
        o.clear();
        base64::parse_base64(&mut o, black_box(&text)).unwrap();
    });
    let mut room = vec![0; 4096];
    t("base64 read 4K rooms", text.len(), 100, || {
        let mut d = base64::Decoder::default();
        let mut r = &text[..];
        while !r.is_empty() {
            let p = d.decode(r, &mut room).unwrap();
            r = &r[p.read..];
        }
    });
    let lines: Vec<u8> = text.chunks(76).flat_map(|l| [l, b"\r\n"].concat()).collect();
    t("base64 read lines", lines.len(), 100, || {
        o.clear();
        base64::parse_base64(&mut o, black_box(&lines)).unwrap();
    });
    let ascii = "The quick brown fox jumps over the lazy dog. ".repeat(2000);
    let mixed = "D\u{e9}j\u{e0} vu \u{20ac} \u{1f600} ".repeat(3000);
    for (n, s) in [("ascii", &ascii), ("mixed", &mixed)] {
        let mut u = vec![0u16; s.len()];
        t(&format!("utf8->16 {n}"), s.len(), 500, || {
            black_box(utf::utf8_to_utf16(black_box(s.as_bytes()), &mut u).unwrap());
        });
        let k = utf::utf8_to_utf16(s.as_bytes(), &mut u).unwrap().written;
        u.truncate(k);
        t(&format!("utf16->8 {n}"), s.len(), 500, || {
            o.clear();
            utf::utf16_to_utf8(&mut o, black_box(&u)).unwrap();
        });
    }
}
