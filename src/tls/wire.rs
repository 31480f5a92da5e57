//! What is between a session and its socket: bytes that came and were not decrypted yet, and bytes that were encrypted
//! and not sent yet. OpenSSL sees these and never the socket, so that waiting is nobody's business but the stream's.

use crate::net::pool;
use crate::task::Done;
use rustix::buffer::spare_capacity;
use rustix::fd::BorrowedFd;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use std::io::{self, Read, Write};

/// The most bytes that wait to be sent. Writing waits long before; only a peer that makes the session answer, and takes
/// no answers, comes here.
const MOST_OUTPUT: usize = 512 * 1024;

/// More room than this is not kept for the next message.
const KEPT_OUTPUT: usize = 128 * 1024;

#[derive(Debug, Default)]
pub(super) struct Wire {
    /// Received, and not used from `start` on. Without memory while nothing happens.
    input: Vec<u8>,
    start: usize,
    output: Vec<u8>,
    /// How much of it has been sent.
    sent: usize,
    /// The peer has ended its side of the connection.
    pub(super) is_ended: bool,
}

impl Wire {
    /// What has been received and not used.
    pub(super) fn input(&self) -> &[u8] {
        self.input.get(self.start..).unwrap_or_default()
    }

    /// Receives what is there; nothing is there at the end. Memory is taken only when there may be something.
    pub(super) fn fill(&mut self, fd: BorrowedFd<'_>) -> rustix::io::Result<Done<usize>> {
        if self.start >= self.input.len() {
            self.input.clear();
            self.start = 0;
        }
        if self.input.capacity() == 0 {
            self.input = pool::buffer();
        } else if self.input.len() == self.input.capacity() {
            self.input.drain(..self.start);
            self.start = 0;
            if self.input.len() == self.input.capacity() {
                // The session takes what it is given, so this is not to be expected.
                self.input.reserve(pool::BUFFER);
            }
        }
        let room = self.input.capacity() - self.input.len();
        match recv(fd, spare_capacity(&mut self.input), RecvFlags::DONTWAIT) {
            Ok((count, _)) => {
                self.is_ended |= count == 0;
                Ok(Done { value: count, is_dry: count < room })
            }
            Err(errno) => {
                self.release();
                Err(errno)
            }
        }
    }

    /// Gives the memory back that nothing is in.
    pub(super) fn release(&mut self) {
        if self.input().is_empty() && self.input.capacity() > 0 {
            self.start = 0;
            pool::recycle(core::mem::take(&mut self.input));
        }
    }

    /// Forgets what has been received, and says how much that was.
    pub(super) fn discard(&mut self) -> usize {
        let count = self.input().len();
        self.start = self.input.len();
        self.release();
        count
    }

    /// What is to be sent.
    pub(super) fn output(&self) -> &[u8] {
        self.output.get(self.sent..).unwrap_or_default()
    }

    /// Sends something of the output; 0 when there is nothing.
    pub(super) fn drain(&mut self, fd: BorrowedFd<'_>) -> rustix::io::Result<Done<usize>> {
        let output = self.output();
        if output.is_empty() {
            return Ok(Done { value: 0, is_dry: false });
        }
        let count = send(fd, output, SendFlags::NOSIGNAL | SendFlags::DONTWAIT)?;
        let is_dry = count < output.len();
        self.sent += count;
        if !is_dry {
            self.sent = 0;
            self.output.clear();
            if self.output.capacity() > KEPT_OUTPUT {
                self.output = Vec::new();
            }
        }
        Ok(Done { value: count, is_dry })
    }

    /// Gives the room for output back, if nothing is to be sent.
    pub(super) fn rest(&mut self) {
        if self.output.is_empty() && self.output.capacity() > 0 {
            pool::recycle(core::mem::take(&mut self.output));
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input().read(buffer)?;
        if count == 0 && !buffer.is_empty() && !self.is_ended {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.start += count;
        Ok(count)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.output.len() + bytes.len() > MOST_OUTPUT {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        if self.output.capacity() == 0 && bytes.len() <= pool::BUFFER {
            self.output = pool::buffer();
        }
        self.output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.start = self.input.len();
        self.release();
        self.output.clear();
        self.rest();
    }
}
