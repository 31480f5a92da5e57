//! A connection with what has been received on it: heads and bodies, read as they come. Client and server share it.

use crate::abi::{WS_E_ENDPOINT_DISCONNECTED, WS_E_OPERATION_TIMED_OUT};
use crate::http::body::Body;
use crate::http::chunked::Step;
use crate::http::head::{End, Framing};
use crate::http::link::Link;
use crate::http::{Violation, pool};
use crate::runtime::fault::{Fault, Result};
use core::pin::pin;
use std::sync::Arc;

/// Why a head could not be read.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The peer broke the protocol.
    Violation(Violation),
    /// The connection failed.
    Fault(Fault),
}

/// A limit that has a name in the API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quota {
    pub(crate) name: &'static str,
    pub(crate) limit: u64,
}

/// A body at least this long that is still to come is received where it belongs and not in the buffer.
const DIRECT: u64 = 2048;

/// How much memory a body gets at once. The length that a peer announces must not make us take it before anything of it
/// has come.
const GROWTH: usize = 64 * 1024;

pub(super) struct Connection {
    pub(super) link: Arc<Link>,
    /// Received, and not used from `start` on. Without memory while nothing happens.
    input: Vec<u8>,
    start: usize,
    body: Body,
    /// How much of the present body has been read.
    count: u64,
    /// Its peer knows who we are, and takes what comes on it as ours.
    pub(super) is_authenticated: bool,
    /// Nothing more can be read.
    is_broken: bool,
    /// Nothing more can be written: an error, or half a message that a write which was given up has left.
    is_half_written: bool,
}

impl Connection {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Connection {
            link,
            input: Vec::new(),
            start: 0,
            body: Body::Ended,
            count: 0,
            is_authenticated: false,
            is_broken: false,
            is_half_written: false,
        }
    }

    /// What has been received and not used.
    pub(super) fn pending(&self) -> &[u8] {
        self.input.get(self.start..).unwrap_or_default()
    }

    /// `count` bytes of it are used now.
    pub(super) fn use_up(&mut self, count: usize) {
        self.start += count;
        if self.start >= self.input.len() {
            self.input.clear();
            self.start = 0;
        }
    }

    /// Receives something; 0 at the end.
    async fn fill(&mut self) -> Result<usize> {
        if self.input.capacity() == 0 {
            self.input = pool::buffer();
        }
        if self.input.len() == self.input.capacity() {
            // What is used makes room; where nothing is, a head is large.
            self.input.drain(..self.start);
            self.start = 0;
            if self.input.capacity() - self.input.len() < pool::BUFFER / 2 {
                self.input.reserve(self.input.capacity().max(pool::BUFFER));
            }
        }
        let outcome = self.link.wait(pin!(self.link.stream().read_to(&mut self.input))).await;
        self.check(outcome)
    }

    /// Waits for the first bytes of a message, without memory until they are there. `false`: the peer has ended.
    pub(super) async fn wait(&mut self) -> Result<bool> {
        if !self.pending().is_empty() {
            return Ok(true);
        }
        self.release();
        let outcome = self.link.stream().read_lent(pool::buffer, pool::recycle).await;
        match outcome {
            Ok(bytes) if !bytes.is_empty() => {
                self.input = bytes;
                Ok(true)
            }
            Ok(bytes) => {
                pool::recycle(bytes);
                Ok(false)
            }
            Err(fault) => {
                self.is_broken = true;
                Err(fault)
            }
        }
    }

    /// Gives the memory back that nothing is in.
    pub(super) fn release(&mut self) {
        if self.pending().is_empty() && self.input.capacity() > 0 {
            self.start = 0;
            pool::recycle(core::mem::take(&mut self.input));
        }
    }

    fn check<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_broken |= outcome.is_err();
        outcome
    }

    /// Receives something, if nothing is there. What a failure or an end means is found by [`head`](Self::head).
    pub(super) async fn begin_head(&mut self) -> Result<()> {
        if self.pending().is_empty() { self.fill().await.map(drop) } else { Ok(()) }
    }

    /// Reads until a head is there as a whole, at the start of [`pending`](Self::pending). Gives its length; `None` if
    /// the peer ended before the first byte.
    pub(super) async fn head(&mut self, limit: usize, is_request: bool) -> Result<Option<usize>, Trouble> {
        let mut end = End::default();
        // One empty line before a request is ignored (RFC 9112, 2.2).
        let mut may_skip = is_request;
        loop {
            if may_skip && let Some(count) = End::skip(self.pending()) {
                self.use_up(count);
                may_skip = false;
            }
            if !may_skip && let Some(length) = end.find(self.pending(), limit).map_err(Trouble::Violation)? {
                return Ok(Some(length));
            }
            let has_begun = !self.pending().is_empty();
            if self.fill().await.map_err(Trouble::Fault)? == 0 {
                self.is_broken = true;
                if !has_begun && !self.link.has_timed_out() {
                    return Ok(None);
                }
                return Err(Trouble::Fault(self.ended("the header of a message")));
            }
        }
    }

    /// The head has been used up, and a body follows.
    pub(super) fn begin_body(&mut self, framing: Framing) {
        self.body = Body::new(framing);
        self.count = 0;
    }

    pub(super) fn body(&self) -> &Body {
        &self.body
    }

    /// Whether the body has been read to its end, and another message may follow.
    pub(super) fn is_between(&self) -> bool {
        self.body.is_ended() && !self.is_broken && !self.is_half_written
    }

    /// Whether all that was to be written has been.
    pub(super) fn is_written(&self) -> bool {
        !self.is_half_written
    }

    /// Takes the next bytes of the body that have been received already. `Some(0)`: the body is over. `None`: there are
    /// none.
    fn take_content(&mut self, mut put: impl FnMut(&[u8]), most: usize) -> Result<Option<usize>> {
        loop {
            if self.body.is_ended() {
                return Ok(Some(0));
            }
            let pending = self.input.get(self.start..).unwrap_or_default();
            if pending.is_empty() {
                return Ok(None);
            }
            // Framing is not cut by what the caller has room for.
            let within = if self.body.content_left() > 0 { pending.get(..most).unwrap_or(pending) } else { pending };
            let step = self.body.step(within).map_err(|violation| {
                self.is_broken = true;
                violation.fault()
            })?;
            match step {
                Step::Skip(count) | Step::End(count) => self.use_up(count),
                Step::Content(count) => {
                    put(within.get(..count).unwrap_or_default());
                    self.use_up(count);
                    self.count += count as u64;
                    return Ok(Some(count));
                }
            }
        }
    }

    /// Reads something of the body; 0 at its end.
    pub(super) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let mut rest = &mut *buffer;
            let most = rest.len();
            let put = |bytes: &[u8]| {
                if let Some((to, left)) = core::mem::take(&mut rest).split_at_mut_checked(bytes.len()) {
                    to.copy_from_slice(bytes);
                    rest = left;
                }
            };
            if let Some(count) = self.take_content(put, most)? {
                return Ok(count);
            }
            self.check_unbroken()?;
            let left = usize::try_from(self.body.content_left()).unwrap_or(usize::MAX);
            if let Some(direct) = buffer.get_mut(..left.min(most)).filter(|direct| direct.len() as u64 >= DIRECT) {
                let outcome = self.link.wait(self.link.stream().read(direct)).await;
                let count = self.check(outcome)?;
                if count == 0 {
                    return self.end_of_input();
                }
                // All of it is content, so the step cannot say anything else.
                let _ = self.body.step(direct.get(..count).unwrap_or_default());
                self.count += count as u64;
                return Ok(count);
            }
            if self.fill().await? == 0 {
                return self.end_of_input();
            }
        }
    }

    /// Reads the body to its end, and appends it.
    pub(super) async fn read_to_end(&mut self, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        let before = out.len();
        let too_large = |length: u64| length > quota.limit;
        if self.body.length().is_some_and(too_large) {
            return Err(Fault::quota(quota.name, quota.limit));
        }
        loop {
            if self.take_content(|bytes| out.extend_from_slice(bytes), usize::MAX)? == Some(0) {
                return Ok(());
            }
            if too_large((out.len() - before) as u64) {
                return Err(Fault::quota(quota.name, quota.limit));
            }
            if !self.pending().is_empty() || self.body.is_ended() {
                continue;
            }
            self.check_unbroken()?;
            let left = self.body.content_left();
            let count = if left < DIRECT {
                self.fill().await?
            } else {
                let expected = usize::try_from(left).unwrap_or(usize::MAX).min(GROWTH.max(out.len() - before));
                out.try_reserve(expected).map_err(|_| Fault::out_of_memory(expected))?;
                let end = out.len();
                let outcome = self.link.wait(pin!(self.link.stream().read_to(out))).await;
                let count = self.check(outcome)?;
                self.received(out, end)?;
                count
            };
            if count == 0 {
                self.end_of_input()?;
            }
        }
    }

    /// Looks at what was received behind a body's beginning: what is not content of this chunk or body goes where it
    /// would have been received.
    fn received(&mut self, out: &mut Vec<u8>, end: usize) -> Result<()> {
        let new = out.get(end..).unwrap_or_default();
        if new.is_empty() {
            return Ok(());
        }
        let step = self.body.step(new).map_err(Violation::fault)?;
        let content = if let Step::Content(count) = step { count } else { 0 };
        self.count += content as u64;
        if content < new.len() {
            if self.input.capacity() == 0 {
                self.input = pool::buffer();
            }
            self.input.extend_from_slice(new.get(content..).unwrap_or_default());
            out.truncate(end + content);
        }
        Ok(())
    }

    fn check_unbroken(&self) -> Result<()> {
        if self.is_broken { Err(self.ended("the body of a message")) } else { Ok(()) }
    }

    /// The peer has ended its side: the end of a body without length, and of any other a cut.
    fn end_of_input(&mut self) -> Result<usize> {
        // After a time-out it was us who cut the connection.
        if !self.link.has_timed_out() && self.body.close() {
            return Ok(0);
        }
        self.is_broken = true;
        Err(self.ended("the body of a message"))
    }

    #[cold]
    pub(super) fn ended(&self, what: &str) -> Fault {
        let (peer, count) = (self.link.stream().peer(), self.count);
        if self.link.has_timed_out() {
            let text = format!("{peer} did not send the rest of {what} in time; {count} bytes of the body have come.");
            return Fault::new(WS_E_OPERATION_TIMED_OUT, text);
        }
        let expected = match self.body.length() {
            Some(0) | None => String::new(),
            Some(left) => format!(" of {}", count + left),
        };
        let text =
            format!("{peer} closed the connection within {what}; {count}{expected} bytes of the body have come.");
        Fault::new(WS_E_ENDPOINT_DISCONNECTED, text)
    }

    /// Reads over what has been received of the body, without waiting. Whether that was all of it.
    pub(super) fn skip_received(&mut self) -> bool {
        while let Ok(Some(count)) = self.take_content(|_| (), usize::MAX) {
            if count == 0 {
                return !self.is_broken;
            }
        }
        false
    }

    /// Writes all of both pieces.
    pub(super) async fn write(&mut self, first: &[u8], second: &[u8]) -> Result<()> {
        if self.is_half_written {
            let peer = self.link.stream().peer();
            let text = format!("The message before was not sent to {peer} as a whole, so nothing can follow it.");
            return Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, text));
        }
        self.is_half_written = true;
        let write = pin!(self.link.stream().write_both(first, second));
        self.link.wait_for_sending(first.len() + second.len(), write).await?;
        self.is_half_written = false;
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.input.capacity() > 0 {
            pool::recycle(core::mem::take(&mut self.input));
        }
    }
}
