//! The lines that separate the parts of a package (RFC 2046, 5.1.1).

/// What separates parts: `CR LF - -` and the boundary.
#[derive(Debug, Default)]
pub(super) struct Delimiter(Vec<u8>);

/// A delimiter, or how far there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// The content before it ends at `end`; what follows it is at `next`, unless it is the package's last.
    Delimiter { end: usize, next: usize, is_last: bool },
    /// The bytes before this index are content. What follows may begin a delimiter.
    Content(usize),
}

impl Delimiter {
    /// For a boundary as it is in the Content-Type. `None` if it is not one: 1 to 70 characters of ASCII.
    pub(super) fn new(boundary: &[u8]) -> Option<Self> {
        let is_boundary = matches!(boundary.len(), 1..=70)
            && boundary.iter().all(|byte| matches!(byte, 0x20..0x7F))
            && !boundary.ends_with(b" ");
        is_boundary.then(|| Delimiter([b"\r\n--", boundary].concat()))
    }

    /// Looks for the first delimiter of a package, which needs no line before it.
    pub(super) fn find_first(&self, bytes: &[u8], from: usize, is_complete: bool) -> Found {
        let rest = bytes.get(from..).unwrap_or_default();
        let line = self.0.get(2..).unwrap_or_default();
        if rest.starts_with(line) {
            match tail(bytes, from + line.len(), is_complete) {
                Tail::Delimiter { next, is_last } => return Found::Delimiter { end: from, next, is_last },
                Tail::Short => return Found::Content(from),
                Tail::Content => {}
            }
        } else if !is_complete && line.starts_with(rest) {
            return Found::Content(from);
        }
        self.find(bytes, from, is_complete)
    }

    /// Looks for a delimiter from an index on. A line that goes on after the boundary is content.
    pub(super) fn find(&self, bytes: &[u8], mut from: usize, is_complete: bool) -> Found {
        while let Some(at) = find_return(bytes, from) {
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.starts_with(&self.0) {
                match tail(bytes, at + self.0.len(), is_complete) {
                    Tail::Delimiter { next, is_last } => return Found::Delimiter { end: at, next, is_last },
                    Tail::Short => return Found::Content(at),
                    Tail::Content => {}
                }
            } else if !is_complete && self.0.starts_with(rest) {
                return Found::Content(at);
            }
            from = at + 1;
        }
        Found::Content(bytes.len())
    }
}

enum Tail {
    Delimiter { next: usize, is_last: bool },
    Short,
    Content,
}

/// What follows a boundary: two hyphens after the last part, else white space and the end of the line.
fn tail(bytes: &[u8], at: usize, is_complete: bool) -> Tail {
    let rest = bytes.get(at..).unwrap_or_default();
    let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match (rest, rest.get(padding..).unwrap_or_default()) {
        ([b'-', b'-', ..], _) => Tail::Delimiter { next: at + 2, is_last: true },
        (_, [b'\r', b'\n', ..]) => Tail::Delimiter { next: at + padding + 2, is_last: false },
        ([b'-'], _) | (_, [] | [b'\r']) if !is_complete => Tail::Short,
        _ => Tail::Content,
    }
}

/// The index of the first carriage return, looked for at eight bytes a step: the parts are most of a package.
fn find_return(bytes: &[u8], from: usize) -> Option<usize> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let rest = bytes.get(from..)?;
    let (words, tail) = rest.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word) ^ (LOW * b'\r' as u64);
        // The high bit of each byte that is zero now; exact up to the lowest.
        let zeros = word.wrapping_sub(LOW) & !word & HIGH;
        if zeros != 0 {
            return Some(from + index * 8 + zeros.trailing_zeros() as usize / 8);
        }
    }
    tail.iter().position(|&byte| byte == b'\r').map(|index| from + words.len() * 8 + index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn boundaries_are_short_and_plain() {
        for boundary in [&b""[..], b"a ", b"\xC3\xA4", b"a\r", &[b'a'; 71]] {
            assert!(Delimiter::new(boundary).is_none(), "{boundary:x?}");
        }
        assert!(Delimiter::new(b"uuid:1+id=1 x").is_some());
    }

    #[test]
    fn delimiters_are_whole_lines() {
        let delimiter = Delimiter::new(b"b").unwrap();
        for (bytes, found) in [
            (&b"x\r\n--b\r\ny"[..], Found::Delimiter { end: 1, next: 8, is_last: false }),
            (b"x\r\n--b \t\r\ny", Found::Delimiter { end: 1, next: 10, is_last: false }),
            (b"x\r\n--b--", Found::Delimiter { end: 1, next: 8, is_last: true }),
            (b"\r\r\n--b--y", Found::Delimiter { end: 1, next: 8, is_last: true }),
            (b"x\r\n--bc\r\n", Found::Content(9)),
            (b"x\r\n--b-\r\n--b-x", Found::Content(14)),
            (b"x\n--b\r\n", Found::Content(7)),
        ] {
            assert_eq!(delimiter.find(bytes, 0, true), found, "{:?}", String::from_utf8_lossy(bytes));
        }
        for (bytes, at) in
            [(&b"xy"[..], 2), (b"x\r", 1), (b"x\r\n-", 1), (b"x\r\n--b", 1), (b"x\r\n--b \r", 1), (b"x\r\n--b-", 1)]
        {
            assert_eq!(delimiter.find(bytes, 0, false), Found::Content(at));
        }
        assert_eq!(delimiter.find_first(b"--b\r\n", 0, false), Found::Delimiter { end: 0, next: 5, is_last: false });
        assert_eq!(delimiter.find_first(b"\r\n--b\r\n", 0, true), Found::Delimiter { end: 0, next: 7, is_last: false });
        assert_eq!(delimiter.find_first(b"--", 0, false), Found::Content(0));
    }

    proptest! {
        #[test]
        fn a_prefix_never_tells_more_than_the_whole(bytes in "([xy\r\n]|\r\n--|--|b|\r\n--b){0,12}", cut in 0usize..40) {
            let delimiter = Delimiter::new(b"b").unwrap();
            let bytes = bytes.as_bytes();
            let whole = delimiter.find(bytes, 0, true);
            match delimiter.find(&bytes[..cut.min(bytes.len())], 0, false) {
                Found::Content(content) => match whole {
                    Found::Delimiter { end, .. } => prop_assert!(content <= end),
                    Found::Content(all) => prop_assert!(content <= all),
                },
                found => prop_assert_eq!(found, whole),
            }
        }
    }
}
