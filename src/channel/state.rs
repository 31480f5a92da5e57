//! Where a channel is in its life, which messages are on their way, and what that allows. Nothing here waits or calls
//! anybody: the owner keeps it under a lock for the time of one question.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// Names a message that a channel is reading or writing. Two that are in use at the same time differ.
pub(crate) type MessageId = usize;

/// One direction of a channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Read,
    Write,
}

/// What an operation does to the message of its direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Start,
    /// Fills or flushes the body.
    Body,
    End,
}

/// How far a direction is with its message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Slot {
    Idle,
    /// An operation on the message is under way.
    Busy(MessageId),
    /// Started, not ended.
    Started(MessageId),
    /// Its end failed: it may be abandoned, and the next one may follow.
    Failed(MessageId),
}

/// Where a request channel or a reply channel is in its exchange. For other types it stays at [`Exchange::Free`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exchange {
    /// The order is not prescribed; or, for a request channel, no request has been sent that waits for a reply.
    Free,
    /// The request was sent and answered (request channel).
    Answered { message: bool },
    /// Accepted, nothing read yet (reply channel).
    Arrived,
    /// The request is being read or was read (reply channel).
    Received,
    /// Part of the reply has left, or all (reply channel).
    Replied,
}

/// What closing a channel has to do about messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Farewell {
    /// Nothing was being read or written.
    Graceful,
    /// A message was on its way, or the channel is faulted.
    Rude,
}

/// What a read may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// Read the next message.
    Next,
    /// There is none: the answer is WS_S_END.
    End,
}

/// The state of one channel.
#[derive(Debug)]
pub(crate) struct Life {
    kind: WS_CHANNEL_TYPE,
    state: WS_CHANNEL_STATE,
    /// WsAbortChannel was called since the channel was made or reset.
    aborted: bool,
    /// WsShutdownSessionChannel has succeeded, or is under way.
    shut_down: bool,
    read: Slot,
    write: Slot,
    exchange: Exchange,
    /// Operations under way, whatever they are.
    pending: u32,
}

impl Life {
    pub(crate) fn new(kind: WS_CHANNEL_TYPE) -> Self {
        Life {
            kind,
            state: WS_CHANNEL_STATE_CREATED,
            aborted: false,
            shut_down: false,
            read: Slot::Idle,
            write: Slot::Idle,
            exchange: Exchange::Free,
            pending: 0,
        }
    }

    pub(crate) fn state(&self) -> WS_CHANNEL_STATE {
        self.state
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.aborted
    }

    pub(crate) fn is_shut_down(&self) -> bool {
        self.shut_down
    }

    /// Whether the channel has been open since it was made or reset.
    pub(crate) fn was_opened(&self) -> bool {
        !matches!(self.state, WS_CHANNEL_STATE_CREATED | WS_CHANNEL_STATE_OPENING | WS_CHANNEL_STATE_ACCEPTING)
    }

    /// Whether an operation is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// Whether the reply of this exchange may still be decided about: nothing of one has left.
    pub(crate) fn can_still_reply(&self) -> bool {
        matches!(self.exchange, Exchange::Arrived | Exchange::Received)
    }

    /// WsOpenChannel or WsAcceptChannel begins; `to` is the state meanwhile. Ends with [`Life::opened`].
    pub(crate) fn begin_open(&mut self, to: WS_CHANNEL_STATE, function: &str) -> Result<()> {
        if self.state != WS_CHANNEL_STATE_CREATED {
            return Err(self.refused(function));
        }
        if self.aborted {
            return Err(aborted());
        }
        self.state = to;
        self.pending += 1;
        Ok(())
    }

    /// The open or accept has ended. A channel that was aborted meanwhile is not open, whatever came out; the answer
    /// says whether it is. A failed one leaves the channel as it was, so that it can be tried again.
    pub(crate) fn opened(&mut self, succeeded: bool) -> bool {
        self.pending -= 1;
        let open = succeeded && !self.aborted;
        self.state = if open { WS_CHANNEL_STATE_OPEN } else { WS_CHANNEL_STATE_CREATED };
        self.exchange = match self.kind {
            WS_CHANNEL_TYPE_REPLY if open => Exchange::Arrived,
            _ => Exchange::Free,
        };
        open
    }

    /// A step of writing begins; it ends with [`Life::wrote`].
    pub(crate) fn begin_write(&mut self, step: Step, message: MessageId, function: &str) -> Result<()> {
        self.check_open(function)?;
        if self.kind.0 & (WS_CHANNEL_TYPE_OUTPUT.0 | WS_CHANNEL_TYPE_REQUEST.0 | WS_CHANNEL_TYPE_REPLY.0) == 0 {
            return Err(Fault::invalid_operation(format!(
                "{function} cannot be used: a channel of type {:?} does not send.",
                self.kind
            )));
        }
        if step == Step::Start {
            if self.shut_down {
                return Err(Fault::invalid_operation(format!(
                    "{function} cannot be used: WsShutdownSessionChannel has ended what this side sends."
                )));
            }
            match self.exchange {
                Exchange::Answered { message: true } => {
                    return Err(Fault::invalid_operation(format!(
                        "{function} cannot be used: the reply to the last request has to be received first."
                    )));
                }
                Exchange::Arrived => {
                    return Err(Fault::invalid_operation(format!(
                        "{function} cannot be used: the request has to be received before a reply is sent."
                    )));
                }
                Exchange::Replied => {
                    return Err(Fault::invalid_operation(format!(
                        "{function} cannot be used: a reply to the request has been sent already."
                    )));
                }
                Exchange::Free | Exchange::Answered { message: false } | Exchange::Received => {}
            }
            if self.kind == WS_CHANNEL_TYPE_REQUEST && !matches!(self.read, Slot::Idle | Slot::Failed(_)) {
                return Err(Fault::invalid_operation(format!(
                    "{function} cannot be used: the reply to the last request is still being read."
                )));
            }
        }
        self.write = self.write.begin(step, message, function, "written")?;
        self.pending += 1;
        Ok(())
    }

    /// A step of writing has ended.
    pub(crate) fn wrote(&mut self, step: Step, message: MessageId, succeeded: bool) {
        self.pending -= 1;
        self.write = self.write.end(step, message, succeeded);
        if step == Step::End && succeeded && self.kind == WS_CHANNEL_TYPE_REPLY {
            self.exchange = Exchange::Replied;
        }
    }

    /// A request channel has its answer, with a message to be read or without one.
    pub(crate) fn answered(&mut self, message: bool) {
        self.exchange = Exchange::Answered { message };
    }

    /// Part of a reply has left, so that no other can be sent.
    pub(crate) fn reply_left(&mut self) {
        if self.kind == WS_CHANNEL_TYPE_REPLY {
            self.exchange = Exchange::Replied;
        }
    }

    /// A step of reading begins; unless the answer is [`Reading::End`], it ends with [`Life::read`].
    pub(crate) fn begin_read(&mut self, step: Step, message: MessageId, function: &str) -> Result<Reading> {
        self.check_open(function)?;
        if self.kind.0 & (WS_CHANNEL_TYPE_INPUT.0 | WS_CHANNEL_TYPE_REQUEST.0 | WS_CHANNEL_TYPE_REPLY.0) == 0 {
            return Err(Fault::invalid_operation(format!(
                "{function} cannot be used: a channel of type {:?} does not receive.",
                self.kind
            )));
        }
        if step == Step::Start {
            match (self.kind, self.exchange) {
                (WS_CHANNEL_TYPE_REQUEST, Exchange::Free) => {
                    return Err(Fault::invalid_operation(format!(
                        "{function} cannot be used: no request has been sent that a reply could answer."
                    )));
                }
                (WS_CHANNEL_TYPE_REQUEST, Exchange::Answered { message: false })
                | (WS_CHANNEL_TYPE_REPLY, Exchange::Received | Exchange::Replied)
                    if matches!(self.read, Slot::Idle | Slot::Failed(_)) =>
                {
                    if self.kind == WS_CHANNEL_TYPE_REQUEST {
                        self.exchange = Exchange::Free;
                    }
                    return Ok(Reading::End);
                }
                _ => {}
            }
        }
        self.read = self.read.begin(step, message, function, "read")?;
        self.pending += 1;
        Ok(Reading::Next)
    }

    /// A step of reading has ended. What is left of a reply whose start or end failed is not to be read any more.
    pub(crate) fn read(&mut self, step: Step, message: MessageId, succeeded: bool) {
        self.pending -= 1;
        self.read = self.read.end(step, message, succeeded);
        if step == Step::Start && self.kind == WS_CHANNEL_TYPE_REPLY && self.exchange == Exchange::Arrived {
            // A request that could not be understood can still be answered with a fault.
            self.exchange = Exchange::Received;
        }
        let over = (step == Step::Start && !succeeded) || step == Step::End;
        if over && self.kind == WS_CHANNEL_TYPE_REQUEST {
            self.exchange = Exchange::Free;
        }
    }

    /// The start of a reply has been looked for, and there is none.
    pub(crate) fn read_nothing(&mut self) {
        self.pending -= 1;
        self.read = Slot::Idle;
        self.exchange = Exchange::Free;
    }

    /// WsAbandonMessage: which directions the message was in. It may be in none at the moment only if its operation
    /// has failed at the start, which is the caller's mistake.
    pub(crate) fn abandon(&mut self, message: MessageId) -> Result<Vec<Side>> {
        if self.state != WS_CHANNEL_STATE_OPEN && self.state != WS_CHANNEL_STATE_FAULTED {
            return Err(self.refused("WsAbandonMessage"));
        }
        let mut sides = Vec::new();
        for (side, slot) in [(Side::Read, &mut self.read), (Side::Write, &mut self.write)] {
            match *slot {
                Slot::Busy(current) if current == message => {
                    return Err(Fault::invalid_operation(
                        "WsAbandonMessage cannot be used: an operation on the message is under way.",
                    ));
                }
                Slot::Started(current) | Slot::Failed(current) if current == message => {
                    *slot = Slot::Idle;
                    sides.push(side);
                }
                _ => {}
            }
        }
        if sides.is_empty() {
            return Err(Fault::invalid_arg("The message is neither being read nor being written on this channel."));
        }
        if self.kind == WS_CHANNEL_TYPE_REQUEST && sides.contains(&Side::Read) {
            self.exchange = Exchange::Free;
        }
        Ok(sides)
    }

    /// WsShutdownSessionChannel begins; it ends with [`Life::shutdown_ended`].
    pub(crate) fn begin_shutdown(&mut self) -> Result<()> {
        const FUNCTION: &str = "WsShutdownSessionChannel";
        self.check_open(FUNCTION)?;
        let sends_in_session = WS_CHANNEL_TYPE_OUTPUT_SESSION.0;
        if self.kind.0 & sends_in_session != sends_in_session {
            return Err(Fault::invalid_operation(format!(
                "{FUNCTION} cannot be used: a channel of type {:?} has no session to send in.",
                self.kind
            )));
        }
        if self.shut_down || self.write != Slot::Idle {
            let why = if self.shut_down { "it was used before" } else { "a message is still being written" };
            return Err(Fault::invalid_operation(format!("{FUNCTION} cannot be used: {why}.")));
        }
        self.shut_down = true;
        self.pending += 1;
        Ok(())
    }

    pub(crate) fn shutdown_ended(&mut self, succeeded: bool) {
        self.pending -= 1;
        self.shut_down = succeeded;
    }

    /// The channel can no longer be used: an error of its transport.
    pub(crate) fn fault(&mut self) {
        if self.state == WS_CHANNEL_STATE_OPEN {
            self.state = WS_CHANNEL_STATE_FAULTED;
        }
    }

    /// WsAbortChannel.
    pub(crate) fn abort(&mut self) {
        if self.state != WS_CHANNEL_STATE_CLOSED {
            self.aborted = true;
        }
        self.fault();
    }

    /// WsCloseChannel begins; it ends with [`Life::closed`], once nothing is under way any more.
    pub(crate) fn begin_close(&mut self) -> Result<Farewell> {
        let farewell = match self.state {
            WS_CHANNEL_STATE_OPEN if self.read == Slot::Idle && self.write == Slot::Idle => Farewell::Graceful,
            WS_CHANNEL_STATE_OPEN | WS_CHANNEL_STATE_FAULTED => Farewell::Rude,
            _ => return Err(self.refused("WsCloseChannel")),
        };
        self.state = WS_CHANNEL_STATE_CLOSING;
        // An abort from here on is one of the closing.
        self.aborted = false;
        Ok(farewell)
    }

    /// The channel is closed; the answer says whether it was aborted on the way.
    pub(crate) fn closed(&mut self) -> bool {
        self.state = WS_CHANNEL_STATE_CLOSED;
        self.read = Slot::Idle;
        self.write = Slot::Idle;
        core::mem::take(&mut self.aborted)
    }

    /// WsResetChannel.
    pub(crate) fn reset(&mut self) -> Result<()> {
        if self.state != WS_CHANNEL_STATE_CREATED && self.state != WS_CHANNEL_STATE_CLOSED {
            return Err(self.refused("WsResetChannel"));
        }
        *self = Life::new(self.kind);
        Ok(())
    }

    fn check_open(&self, function: &str) -> Result<()> {
        match self.state {
            WS_CHANNEL_STATE_OPEN => Ok(()),
            WS_CHANNEL_STATE_FAULTED if self.aborted => Err(aborted()),
            WS_CHANNEL_STATE_FAULTED => Err(Fault::object_faulted(format!(
                "{function} cannot be used: an earlier failure has made the channel unusable, and it can only be closed."
            ))),
            _ => Err(self.refused(function)),
        }
    }

    /// The answer to a function that the state does not allow.
    #[cold]
    fn refused(&self, function: &str) -> Fault {
        Fault::invalid_operation(format!("{function} cannot be used: the channel is in {:?}.", self.state))
    }
}

impl Slot {
    fn begin(self, step: Step, message: MessageId, function: &str, done: &str) -> Result<Slot> {
        match (self, step) {
            (Slot::Idle | Slot::Failed(_), Step::Start) => Ok(Slot::Busy(message)),
            (Slot::Started(current), Step::Body | Step::End) if current == message => Ok(Slot::Busy(message)),
            (Slot::Failed(current), Step::End) if current == message => Ok(Slot::Busy(message)),
            (Slot::Busy(_), _) => Err(Fault::invalid_operation(format!(
                "{function} cannot be used: another operation in this direction is under way."
            ))),
            (Slot::Started(_), Step::Start) => Err(Fault::invalid_operation(format!(
                "{function} cannot be used: another message is still being {done}."
            ))),
            _ => Err(Fault::invalid_operation(format!(
                "{function} cannot be used: the message is not being {done} on this channel."
            ))),
        }
    }

    fn end(self, step: Step, message: MessageId, succeeded: bool) -> Slot {
        match (step, succeeded) {
            (Step::Start, true) | (Step::Body, _) => Slot::Started(message),
            (Step::Start, false) | (Step::End, true) => Slot::Idle,
            (Step::End, false) => Slot::Failed(message),
        }
    }
}

#[cold]
pub(crate) fn aborted() -> Fault {
    Fault::new(WS_E_OPERATION_ABORTED, "The channel was aborted.")
}

#[cfg(test)]
mod tests;
