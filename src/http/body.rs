//! Where the body of a message ends, without sockets.

use crate::http::Violation;
use crate::http::chunked::{Decoder, Step};
use crate::http::head::Framing;

/// What is known of a body that is being read.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// So many bytes are still to come.
    Length(u64),
    Chunked(Decoder),
    /// All that comes until the peer closes.
    Close,
    /// It has been read to its end.
    Ended,
}

impl Body {
    pub(crate) fn new(framing: Framing) -> Self {
        match framing {
            Framing::Length(0) => Body::Ended,
            Framing::Length(length) => Body::Length(length),
            Framing::Chunked => Body::Chunked(Decoder::new()),
            Framing::Close => Body::Close,
        }
    }

    pub(crate) fn is_ended(&self) -> bool {
        matches!(self, Body::Ended)
    }

    /// How many bytes the rest has, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Body::Length(left) => Some(*left),
            Body::Ended => Some(0),
            Body::Chunked(_) | Body::Close => None,
        }
    }

    /// How many of the next bytes are content for sure, so that they can be received where the content belongs.
    pub(crate) fn content_left(&self) -> u64 {
        match self {
            Body::Length(left) => *left,
            Body::Chunked(decoder) => decoder.content_left(),
            Body::Close => u64::MAX,
            Body::Ended => 0,
        }
    }

    /// Looks at received bytes. `End` is given once, with how many bytes were the end.
    pub(crate) fn step(&mut self, input: &[u8]) -> Result<Step, Violation> {
        match self {
            Body::Length(left) => {
                let count = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
                *left -= count as u64;
                if *left == 0 {
                    *self = Body::Ended;
                }
                Ok(if count == 0 { Step::Skip(0) } else { Step::Content(count) })
            }
            Body::Chunked(decoder) => {
                let step = decoder.step(input)?;
                if matches!(step, Step::End(_)) {
                    *self = Body::Ended;
                }
                Ok(step)
            }
            Body::Close if input.is_empty() => Ok(Step::Skip(0)),
            Body::Close => Ok(Step::Content(input.len())),
            Body::Ended => Ok(Step::End(0)),
        }
    }

    /// The peer has closed its side. Whether that is the end of the body; otherwise it is cut short.
    pub(crate) fn close(&mut self) -> bool {
        if matches!(self, Body::Close) {
            *self = Body::Ended;
        }
        self.is_ended()
    }
}
