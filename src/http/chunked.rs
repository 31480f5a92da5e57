//! The chunked coding (RFC 9112, 7.1), decoded without sockets: bytes in, a step out, wherever they are cut.
//!
//! Strict, since front ends and back ends that disagree about chunks are how requests are smuggled: lines end in CR LF,
//! sizes are hexadecimal digits and nothing else, extensions have no control characters. Extensions and trailer fields
//! are read over, within limits.

use crate::http::{Violation, limits};

/// What a piece of the input was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// Framing: so many bytes are done with.
    Skip(usize),
    /// So many bytes, from the start of the input, are content. Not 0.
    Content(usize),
    /// The body is over, and so many bytes were its end.
    End(usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// In the digits of a size; whether there has been one.
    Size(bool),
    /// After the digits, in white space, which an extension has to follow.
    Space,
    Extension,
    /// After the CR of a line with a size.
    SizeFeed,
    Content,
    /// Before the CR after the content, and before its LF.
    ContentReturn,
    ContentFeed,
    /// At the start of a trailer line, within one, after its CR.
    TrailerStart,
    Trailer,
    TrailerFeed,
    /// After the CR of the last, empty line.
    EndFeed,
    Ended,
}

/// A decoder for one body.
#[derive(Clone, Debug)]
pub(crate) struct Decoder {
    state: State,
    /// The size of the present chunk as far as it is known; then what is left of it.
    left: u64,
    /// Bytes of the present line, or of all trailers.
    line: usize,
    /// Framing that sensible chunks would not have needed.
    overhead: u64,
}

impl Decoder {
    pub(crate) fn new() -> Self {
        Decoder { state: State::Size(false), left: 0, line: 0, overhead: 0 }
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.state == State::Ended
    }

    /// What is left of the present chunk, where that is known: how much of the input to come is content.
    pub(crate) fn content_left(&self) -> u64 {
        if self.state == State::Content { self.left } else { 0 }
    }

    /// Looks at the input, which continues what was given before. All of it is used if the answer is a `Skip` of it all.
    pub(crate) fn step(&mut self, input: &[u8]) -> Result<Step, Violation> {
        if self.state == State::Content {
            return Ok(self.content(input.len()));
        }
        for (index, byte) in input.iter().enumerate() {
            self.byte(*byte)?;
            match self.state {
                State::Content => return Ok(Step::Skip(index + 1)),
                State::Ended => return Ok(Step::End(index + 1)),
                _ => {}
            }
        }
        Ok(Step::Skip(input.len()))
    }

    fn content(&mut self, available: usize) -> Step {
        let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(available);
        if count == 0 {
            return Step::Skip(0);
        }
        self.left -= count as u64;
        if self.left == 0 {
            self.state = State::ContentReturn;
        }
        Step::Content(count)
    }

    /// One byte of framing.
    fn byte(&mut self, byte: u8) -> Result<(), Violation> {
        self.state = match (self.state, byte) {
            (State::Size(_), _) if byte.is_ascii_hexdigit() => self.digit(byte)?,
            (State::Size(true) | State::Extension, b'\r') => State::SizeFeed,
            (State::Size(true) | State::Space, b';') => State::Extension,
            (State::Size(true) | State::Space, b' ' | b'\t') => State::Space,
            (State::Extension, _) if byte == b'\t' || !byte.is_ascii_control() => State::Extension,
            (State::SizeFeed, b'\n') => return self.size_line(),
            (State::ContentReturn, b'\r') => State::ContentFeed,
            (State::ContentFeed, b'\n') => State::Size(false),
            (State::TrailerStart, b'\r') => State::EndFeed,
            (State::TrailerStart, _) if crate::http::headers::is_token(byte) => State::Trailer,
            (State::Trailer, b'\r') => State::TrailerFeed,
            (State::Trailer, _) if byte == b'\t' || !byte.is_ascii_control() => State::Trailer,
            (State::TrailerFeed, b'\n') => State::TrailerStart,
            (State::EndFeed, b'\n') => State::Ended,
            _ => return Err(Violation::bad("A chunk of the HTTP message is malformed.")),
        };
        self.line += 1;
        match self.state {
            State::Size(_) | State::Space | State::Extension | State::SizeFeed if self.line > limits::CHUNK_LINE => {
                let most = limits::CHUNK_LINE;
                Err(Violation::new(
                    400,
                    format!("A chunk of the HTTP message has a first line of more than {most} bytes."),
                ))
            }
            State::Trailer | State::TrailerStart | State::TrailerFeed | State::EndFeed
                if self.line > limits::TRAILERS =>
            {
                let most = limits::TRAILERS;
                Err(Violation::new(431, format!("The trailer of the HTTP message is larger than {most} bytes.")))
            }
            _ => Ok(()),
        }
    }

    fn digit(&mut self, byte: u8) -> Result<State, Violation> {
        let digit = char::from(byte).to_digit(16).unwrap_or_default();
        let next = self.left.checked_mul(16).and_then(|sum| sum.checked_add(u64::from(digit)));
        self.left =
            next.ok_or_else(|| Violation::bad("A chunk of the HTTP message has a size of more than 64 bits."))?;
        Ok(State::Size(true))
    }

    /// The line with the size is complete.
    fn size_line(&mut self) -> Result<(), Violation> {
        // What a chunk of 1 KB needs is free; what is left over of that is not saved up.
        let framing = self.line as u64 + 3;
        self.overhead = (self.overhead + framing).saturating_sub(16 + self.left / 32);
        if self.overhead > limits::CHUNK_OVERHEAD {
            return Err(Violation::bad("The chunks of the HTTP message are too small for what frames them."));
        }
        self.line = 0;
        self.state = if self.left == 0 { State::TrailerStart } else { State::Content };
        Ok(())
    }
}

/// The longest line that [`size`] writes: 16 digits, CR LF.
pub(crate) const SIZE_LINE: usize = 18;

/// What ends a body.
pub(crate) const LAST: &[u8] = b"0\r\n\r\n";

/// Writes the line before a chunk of `size` bytes; not 0, which would end the body.
pub(crate) fn size(size: usize, out: &mut Vec<u8>) {
    let digits = (usize::BITS - size.leading_zeros()).div_ceil(4).max(1);
    let digit = |at: u32| b"0123456789ABCDEF".get(size >> (4 * at) & 15).copied().unwrap_or_default();
    out.extend((0..digits).rev().map(digit));
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes input given in pieces of `piece` bytes; the content and what the end left of the input.
    fn decode(input: &[u8], piece: usize) -> Result<(Vec<u8>, usize), Violation> {
        let (mut decoder, mut content, mut used) = (Decoder::new(), Vec::new(), 0);
        for mut part in input.chunks(piece) {
            while !part.is_empty() {
                let count = match decoder.step(part)? {
                    Step::End(count) => return Ok((content, input.len() - used - count)),
                    Step::Skip(count) => count,
                    Step::Content(count) => {
                        content.extend_from_slice(&part[..count]);
                        count
                    }
                };
                assert!(count > 0);
                part = &part[count..];
                used += count;
            }
        }
        Err(Violation::bad("open"))
    }

    #[test]
    fn bodies_wherever_they_are_cut() {
        for (input, content, rest) in [
            (&b"0\r\n\r\n"[..], &b""[..], 0),
            (b"5\r\nhello\r\n0\r\n\r\n", b"hello", 0),
            (b"5\r\nhello\r\n00A;a=b;c=\"d\"\r\n0123456789\r\n000\r\nX: y\r\nZ:\r\n\r\nGET", b"hello0123456789", 3),
            (b"1 ;a\r\nx\r\n0\r\n\r\n", b"x", 0),
        ] {
            for piece in 1..=input.len() {
                assert_eq!(decode(input, piece).unwrap(), (content.to_vec(), rest), "{}", input.escape_ascii());
            }
            for cut in 1..input.len() - rest {
                assert!(decode(&input[..cut], cut).is_err(), "{} {cut}", input.escape_ascii());
            }
        }
    }

    #[test]
    fn what_can_be_misread_is_refused() {
        for input in [
            &b"\r\n"[..],
            b";a\r\n",
            b"5\nhello\r\n",
            b"5 \r\nhello\r\n",
            b" 5\r\nhello\r\n",
            b"+5\r\nhello\r\n",
            b"-5\r\nhello\r\n",
            b"0x5\r\nhello\r\n",
            b"5\rhello",
            b"5\r\nhello0\r\n",
            b"5\r\nhello\n0\r\n",
            b"5\r\nhello\r0\r\n",
            b"5;a\nb\r\n",
            b"5;a\0\r\n",
            b"5;\r\r\n",
            b"10000000000000000\r\n",
            b"FFFFFFFFFFFFFFFFF\r\n",
            b"0\r\n\n",
            b"0\r\nX\n\r\n",
            b"0\r\n X: y\r\n\r\n",
            b"0\r\n: y\r\n\r\n",
            b"0\r\nX: \0\r\n\r\n",
            b"0\r\n\rX",
        ] {
            for piece in 1..=input.len() {
                let violation = decode(input, piece).unwrap_err();
                assert_ne!(violation.what, "open", "{}", input.escape_ascii());
                assert_eq!(violation.status, 400);
            }
        }
        // The greatest size is one, and its content just does not end.
        assert_eq!(decode(b"FFFFFFFFFFFFFFFF\r\nabc", 7).unwrap_err().what, "open");
    }

    #[test]
    fn framing_has_limits() {
        let long = [b"1;", &[b'a'; limits::CHUNK_LINE][..]].concat();
        assert!(decode(&long, 100).unwrap_err().what.contains("1024"));
        let zeros = [b'0'; limits::CHUNK_LINE + 1];
        assert!(decode(&zeros, 100).unwrap_err().what.contains("1024"));
        let trailers = [&b"0\r\n"[..], &b"Name: value\r\n".repeat(limits::TRAILERS / 13 + 1)].concat();
        assert!(decode(&trailers, 100).unwrap_err().what.contains("8192"));
        let small = [&b"1;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nx\r\n".repeat(10_000)[..], b"0\r\n\r\n"].concat();
        assert!(decode(&small, 1000).unwrap_err().what.contains("too small"));
        // Without extensions it is only slow.
        let plain = [&b"1\r\nx\r\n".repeat(100_000)[..], b"0\r\n\r\n"].concat();
        assert_eq!(decode(&plain, 1000).unwrap().0.len(), 100_000);
    }

    #[test]
    fn sizes_are_written_as_they_are_read() {
        for length in [1, 9, 10, 15, 16, 255, 256, 65_536, 1 << 40] {
            let mut line = Vec::new();
            size(length, &mut line);
            assert!(line.len() <= SIZE_LINE);
            let mut decoder = Decoder::new();
            assert_eq!(decoder.step(&line), Ok(Step::Skip(line.len())));
            assert_eq!(decoder.content_left(), length as u64);
        }
    }
}
