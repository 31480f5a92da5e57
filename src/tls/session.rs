//! A TLS session over bytes in memory: what OpenSSL does, without a socket and without waiting.

use super::problem;
use super::wire::Wire;
use crate::abi::WS_E_ENDPOINT_DISCONNECTED;
use crate::runtime::fault::{Fault, Result};
use openssl::error::ErrorStack;
use openssl::ssl::{Error, ErrorCode, Ssl, SslRef, SslStream};

/// The most content of a record (RFC 8446, 5.1).
pub(super) const RECORD: usize = 16 * 1024;

/// How much may come that is no data, beyond what a handshake or a record can be. Otherwise a peer that changes keys
/// all the time, or the like, keeps a thread at work for nothing.
const MOST_WITHOUT_DATA: usize = 1 << 20;

pub(super) struct Session {
    tls: SslStream<Wire>,
    /// The peer has said that nothing more comes.
    has_ended: bool,
    /// This side has said so.
    has_said_end: bool,
    /// A message is being written, and its end has not been.
    pub(super) is_writing: bool,
    /// Nothing works any more.
    problem: Option<(crate::abi::HRESULT, String)>,
    /// Received since there was data.
    without_data: usize,
}

/// What there was to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Got {
    Data(usize),
    /// The peer has ended the session.
    End,
    Nothing,
}

impl Session {
    pub(super) fn new(ssl: Ssl) -> Result<Self> {
        let tls = SslStream::new(ssl, Wire::default()).map_err(|errors| problem::system("The TLS session", &errors))?;
        let (has_ended, has_said_end, is_writing) = (false, false, false);
        Ok(Session { tls, has_ended, has_said_end, is_writing, problem: None, without_data: 0 })
    }

    pub(super) fn wire(&mut self) -> &mut Wire {
        self.tls.get_mut()
    }

    pub(super) fn ssl(&self) -> &SslRef {
        self.tls.ssl()
    }

    /// Counts what was received.
    pub(super) fn received(&mut self, count: usize) -> Result<()> {
        self.without_data += count;
        if self.without_data > MOST_WITHOUT_DATA {
            return Err(self.fail(Fault::invalid_format(format!(
                "More than {MOST_WITHOUT_DATA} bytes of TLS came without any data in them."
            ))));
        }
        Ok(())
    }

    /// Nothing can be read or written from now on.
    #[cold]
    pub(super) fn fail(&mut self, fault: Fault) -> Fault {
        if self.problem.is_none() {
            self.problem = Some((fault.code(), fault.texts().join(" ")));
        }
        fault
    }

    fn check(&self) -> Result<()> {
        match &self.problem {
            None => Ok(()),
            Some((code, text)) => Err(Fault::new(*code, text.clone())),
        }
    }

    /// Goes on with the handshake, as far as what has come allows. Whether it is complete; what is to be sent is in the
    /// output in any case.
    pub(super) fn handshake(&mut self) -> Result<bool> {
        self.check()?;
        clear_errors();
        match self.tls.do_handshake() {
            Ok(()) => {
                self.without_data = 0;
                Ok(true)
            }
            Err(error) if error.code() == ErrorCode::WANT_READ => Ok(false),
            Err(error) => Err(self.fail(problem::of_handshake(&error))),
        }
    }

    /// Whether reading now may give anything that it did not give before.
    fn is_readable(&self) -> bool {
        !self.tls.get_ref().input().is_empty() || self.tls.ssl().pending() > 0
    }

    /// Whether nothing that was received waits to be dealt with, and nothing has failed or ended.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.is_readable() && !self.has_ended && self.problem.is_none() && !self.tls.get_ref().is_ended
    }

    /// No more than so many bytes of data can come of what has been received.
    pub(super) fn most(&self) -> usize {
        self.tls.get_ref().input().len() + self.tls.ssl().pending()
    }

    /// Decrypts what has come, as far as there is room.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<Got> {
        self.check()?;
        let mut count = 0;
        while !self.has_ended && self.is_readable() {
            let Some(room) = buffer.get_mut(count..).filter(|room| !room.is_empty()) else { break };
            clear_errors();
            match self.tls.ssl_read(room) {
                Ok(more) => count += more,
                Err(error) => {
                    if let Some(fault) = self.stopped(&error) {
                        if count == 0 {
                            return Err(fault);
                        }
                        // What came before it is sound; the next read says what happened.
                        break;
                    }
                }
            }
        }
        self.got(count)
    }

    /// Looks whether there is data, and leaves it. What comes between data is dealt with.
    pub(super) fn peek(&mut self) -> Result<Got> {
        self.check()?;
        if self.tls.ssl().pending() == 0 && !self.has_ended && self.is_readable() {
            clear_errors();
            match self.tls.ssl_peek(&mut [0]) {
                Ok(count) => return self.got(count),
                Err(error) => {
                    if let Some(fault) = self.stopped(&error) {
                        return Err(fault);
                    }
                }
            }
        }
        self.got(self.tls.ssl().pending())
    }

    fn got(&mut self, count: usize) -> Result<Got> {
        if count > 0 {
            self.without_data = 0;
            return Ok(Got::Data(count));
        }
        if self.has_ended {
            return Ok(Got::End);
        }
        if self.tls.get_ref().is_ended && !self.is_readable() {
            // Anybody can end a TCP connection, and so cut off what the peer had to say (RFC 8446, 6.1).
            return Err(self.fail(Fault::new(
                WS_E_ENDPOINT_DISCONNECTED,
                "The connection was closed without the notification that TLS demands: what has come may not be all.",
            )));
        }
        Ok(Got::Nothing)
    }

    /// What an error of reading means: a fault, unless it is the end or only that more has to come.
    fn stopped(&mut self, error: &Error) -> Option<Fault> {
        match error.code() {
            ErrorCode::WANT_READ => None,
            ErrorCode::ZERO_RETURN => {
                self.has_ended = true;
                None
            }
            // Reported by what is called next.
            _ if self.tls.get_ref().is_ended && problem::is_unexpected_end(error) => None,
            _ => Some(self.fail(problem::of_record(error))),
        }
    }

    /// Encrypts one record at most, and says how much it took.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.check()?;
        if self.has_said_end {
            return Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, "This side has ended the TLS session already."));
        }
        // The errors of others need not be cleared: this never waits, so that a failure is one in any case.
        let bytes = bytes.get(..RECORD).unwrap_or(bytes);
        match self.tls.ssl_write(bytes) {
            Ok(count) => Ok(count),
            Err(error) => Err(self.fail(problem::of_record(&error))),
        }
    }

    /// Says that nothing more comes, unless that would be wrong: a message that was not sent as a whole must not look as
    /// if it had been.
    pub(super) fn say_end(&mut self) {
        let is_whole = !self.is_writing && self.wire().output().is_empty();
        if !self.has_said_end && is_whole && self.problem.is_none() && self.tls.ssl().is_init_finished() {
            self.has_said_end = true;
            clear_errors();
            let _ = self.tls.shutdown();
        }
    }
}

/// OpenSSL keeps errors per thread, and takes those that others have left there for its own.
pub(super) fn clear_errors() {
    drop(ErrorStack::get());
}
