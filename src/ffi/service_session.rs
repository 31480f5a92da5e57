//! Calls that share the channel of a session: whose turn it is to write a message, and to read one; and which call a
//! reply is for.
//!
//! Nobody reads but calls that wait for a reply. The one whose turn it is reads the start of the next message. If that is
//! another call's reply, it hands over the message and the turn, and waits again. Where the version of addressing has no
//! ids, calls follow each other.

use crate::abi::*;
use crate::ffi::channel_message::{
    create_message, read_message_end, read_message_start, write_message_end, write_message_start,
};
use crate::ffi::handle;
use crate::ffi::message::reset_message;
use crate::ffi::message_property::MessageSettings;
use crate::ffi::service_call::{Exchange, OwnMessage};
use crate::message::version::Header;
use crate::runtime::fault::{Fault, Result};
use crate::task::{OneReceiver, OneSender, Permit, Semaphore, oneshot};
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the calls of a session share.
pub(super) struct Session {
    writing: Semaphore,
    reading: Semaphore,
    /// Calls by the MessageID of their request.
    waiting: Mutex<HashMap<Vec<u8>, OneSender<Delivery>>>,
    messages: MessageSettings,
}

/// A reply whose start has been read, and the turn to read on.
struct Delivery {
    reply: OwnMessage,
    turn: Permit,
}

/// A call that waits for its reply, until dropped.
struct Waiting<'a> {
    session: &'a Session,
    id: &'a [u8],
    delivery: OneReceiver<Delivery>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let sender = self.session.waiting().remove(self.id);
        drop(sender);
    }
}

impl Session {
    pub(super) fn new(messages: MessageSettings) -> Arc<Self> {
        let (writing, reading) = (Semaphore::new(1), Semaphore::new(1));
        Arc::new(Session { writing, reading, waiting: Mutex::default(), messages })
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Vec<u8>, OneSender<Delivery>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to write the request of a call when it is its turn.
    ///
    /// # Safety
    /// The exchange keeps its channel and messages.
    pub(super) async unsafe fn begin(&self, exchange: &mut Exchange) -> Result<HRESULT> {
        let turn = self.writing.acquire().await;
        // SAFETY: passed on.
        let code = unsafe { write_message_start(exchange.channel(), exchange.messages.request.0).await? };
        exchange.turn = Some(turn);
        Ok(code)
    }

    /// Ends the request of a call and waits for the start of the reply; WS_S_END for one that is one way.
    ///
    /// # Safety
    /// The exchange keeps its channel and messages.
    pub(super) async unsafe fn finish(
        &self,
        exchange: &mut Exchange,
        id: Option<&[u8]>,
        is_one_way: bool,
    ) -> Result<HRESULT> {
        let turn = exchange.turn.take();
        let (channel, request) = (exchange.channel(), exchange.messages.request.0);
        let Some(id) = id.filter(|_| !is_one_way) else {
            // SAFETY: passed on.
            unsafe { write_message_end(channel, request).await? };
            if is_one_way {
                return Ok(WS_S_END);
            }
            // Without an id, nobody else may send before the reply has been read.
            // SAFETY: passed on.
            let code = unsafe { read_message_start(channel, exchange.messages.reply.0).await? };
            exchange.turn = turn;
            return Ok(code);
        };
        // Before the request is out: the reply may be there before this goes on.
        let (sender, delivery) = oneshot();
        if self.waiting().insert(id.to_vec(), sender).is_some() {
            return Err(Fault::invalid_operation("Another call of the session has a request of the same MessageID."));
        }
        let mut waiting = Waiting { session: self, id, delivery };
        // SAFETY: passed on.
        unsafe { write_message_end(channel, request).await? };
        drop(turn);
        // SAFETY: passed on.
        unsafe { self.receive(exchange, &mut waiting).await }
    }

    async unsafe fn receive(&self, exchange: &mut Exchange, waiting: &mut Waiting<'_>) -> Result<HRESULT> {
        let channel = exchange.channel();
        loop {
            let turn = match self.turn_or(&mut waiting.delivery).await {
                Next::Delivery(Some(Delivery { reply, turn })) => {
                    exchange.messages.reply = reply;
                    exchange.turn = Some(turn);
                    return Ok(S_OK);
                }
                Next::Delivery(None) => return Err(Fault::invalid_operation("The session has forgotten the call.")),
                Next::Turn(turn) => turn,
            };
            let mut turn = Some(turn);
            while let Some(present) = turn.take() {
                let reply = exchange.messages.reply.0;
                // SAFETY: passed on.
                if unsafe { read_message_start(channel, reply).await? } == WS_S_END {
                    return Err(Fault::new(
                        WS_E_ENDPOINT_DISCONNECTED,
                        "The service has ended the session before it replied.",
                    ));
                }
                // SAFETY: the exchange's own message.
                let id = unsafe { handle::borrow(reply)? }.message.header_text(Header::RelatesTo)?;
                if id.as_deref() == Some(waiting.id) {
                    exchange.turn = Some(present);
                    return Ok(S_OK);
                }
                let owner = id.and_then(|id| self.waiting().remove(&id));
                turn = match owner {
                    // SAFETY: the exchange's channel.
                    Some(owner) => unsafe { self.hand_over(exchange, owner, present)? },
                    None => Some(present),
                };
                if turn.is_some() {
                    // Nobody waits for it any more.
                    // SAFETY: passed on.
                    unsafe {
                        read_message_end(channel, exchange.messages.reply.0).await?;
                        reset_message(exchange.messages.reply.0)?;
                    }
                }
            }
        }
    }

    /// Gives a reply to the call that it is for. The turn comes back if that waits no more.
    unsafe fn hand_over(
        &self,
        exchange: &mut Exchange,
        owner: OneSender<Delivery>,
        turn: Permit,
    ) -> Result<Option<Permit>> {
        // SAFETY: passed on.
        let fresh = OwnMessage(unsafe { create_message(exchange.channel(), self.messages)? });
        let reply = core::mem::replace(&mut exchange.messages.reply, fresh);
        Ok(match owner.send(Delivery { reply, turn }) {
            Ok(()) => None,
            Err(Delivery { reply, turn }) => {
                exchange.messages.reply = reply;
                Some(turn)
            }
        })
    }

    /// Waits for the reply or for the turn to read.
    async fn turn_or(&self, delivery: &mut OneReceiver<Delivery>) -> Next {
        let mut turn = pin!(self.reading.acquire());
        poll_fn(|context| {
            if let Poll::Ready(delivery) = Pin::new(&mut *delivery).poll(context) {
                return Poll::Ready(Next::Delivery(delivery));
            }
            turn.as_mut().poll(context).map(Next::Turn)
        })
        .await
    }
}

/// See [`Session::turn_or`].
enum Next {
    Delivery(Option<Delivery>),
    Turn(Permit),
}
