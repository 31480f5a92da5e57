//! Bodies on their way through a channel: received as a whole or in pieces, decoded and encoded; and the callbacks by
//! which the reader or writer of a streamed message asks for more.

use crate::abi::*;
use crate::channel::property::Numbers;
use crate::channel::state::{MessageId, Step};
use crate::ffi::channel::{Channel, Under};
use crate::ffi::channel_codec::{Decoder, Encoder};
use crate::ffi::channel_http::{Types, content, input_buffer};
use crate::ffi::channel_security;
use crate::ffi::channel_trace;
use crate::ffi::handle;
use crate::ffi::message::MessageObject;
use crate::ffi::operation::operate;
use crate::ffi::place::{self, Out};
use crate::http::Quota;
use crate::message::version::Envelope;
use crate::runtime::fault::{Fault, Result};
use core::sync::atomic::{AtomicUsize, Ordering};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// A message that is being received in pieces, or through a decoder.
pub(super) struct Inflow {
    decoder: Option<Decoder>,
    /// Bytes of the message so far, as they came or as they were decoded.
    size: u64,
    quota: Quota,
    has_ended: bool,
    /// While a reader may ask for more.
    _ticket: Option<Ticket>,
}

/// A message that is being sent in pieces.
pub(super) struct Outflow {
    encoder: Option<Encoder>,
    size: u64,
    quota: Quota,
    ticket: Ticket,
}

/// What was wrong with a message that did not arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// Its type is none that the channel takes.
    Type,
    /// It did not come as a whole, or was too large.
    Receipt,
    /// It is no message.
    Form,
    /// Its protection is not as it has to be.
    Security,
}

/// What is known of a message whose start is there.
pub(super) struct Arrived {
    /// The `action` parameter of its type.
    pub(super) action: Option<String>,
    /// There is no message at all.
    pub(super) is_empty: bool,
}

/// How many bytes are received at once where nobody says more.
const PIECE: usize = 4096;

/// The largest tag in what is left of a body; text may be longer.
const LARGEST_NODE: u64 = 65536;

/// The largest fault that is held in memory on a channel that streams.
const MAX_FAULT: u64 = 65536;

/// The limit on messages that are held in memory.
pub(super) fn buffered_quota(numbers: &Numbers) -> Quota {
    quota(numbers, WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, "WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE")
}

/// The limit on messages that pass through in pieces.
fn streamed_quota(numbers: &Numbers) -> Quota {
    quota(numbers, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, "WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE")
}

fn quota(numbers: &Numbers, id: WS_CHANNEL_PROPERTY_ID, name: &'static str) -> Quota {
    Quota { name, limit: numbers.large(id) }
}

/// Counts bytes against a limit.
fn count(size: &mut u64, more: usize, quota: Quota) -> Result<()> {
    *size = size.saturating_add(more as u64);
    if *size > quota.limit { Err(Fault::quota(quota.name, quota.limit)) } else { Ok(()) }
}

impl Inflow {
    /// Receives some bytes of the message, decoded; 0 at its end.
    async fn read(&mut self, channel: &Channel, buffer: &mut [u8]) -> Result<usize> {
        if self.has_ended || buffer.is_empty() {
            return Ok(0);
        }
        let got = match &mut self.decoder {
            Some(decoder) => decoder.decode(buffer).await?,
            None => channel.transport.receive(channel, buffer).await?,
        };
        self.has_ended = got == 0;
        count(&mut self.size, got, self.quota)?;
        Ok(got)
    }

    /// Appends what comes next, up to `most` bytes.
    async fn read_more(&mut self, channel: &Channel, out: &mut Vec<u8>, most: usize) -> Result<()> {
        let start = out.len();
        // Grows with what has come.
        let room = most.min(PIECE.max(start));
        out.try_reserve(room).map_err(|_| Fault::out_of_memory(room))?;
        out.resize(start + room, 0);
        let got = self.read(channel, out.get_mut(start..).unwrap_or_default()).await;
        out.truncate(start + got.as_ref().copied().unwrap_or_default());
        got.map(drop)
    }
}

/// Receives a message, or its start, into `object`, which is known as `id`. `types` are what came with it.
/// `may_be_missing`: nothing at all is no message and not a bad one.
pub(super) async fn arrive(
    channel: &Arc<Channel>,
    object: &mut MessageObject,
    id: MessageId,
    types: Types,
    may_be_missing: bool,
) -> Result<Arrived, (Trouble, Fault)> {
    let numbers = &channel.numbers;
    let of_type = |fault: Fault| (Trouble::Type, fault);
    let (receipt, form) = (|fault: Fault| (Trouble::Receipt, fault), |fault: Fault| (Trouble::Form, fault));
    let mut decoder = None;
    let content = match types {
        Types::Known(content) => content,
        Types::Encoded(content_type, content_encoding) => {
            decoder = channel.codecs.decoder(&Arc::downgrade(channel)).map_err(receipt)?;
            let given = content_type.as_deref().unwrap_or_default();
            let decoded = match &mut decoder {
                Some(decoder) => Some(decoder.start(given, content_encoding.as_deref()).await.map_err(of_type)?),
                None => content_type,
            };
            content(numbers, decoded.as_deref()).map_err(of_type)?
        }
    };
    let may_be_missing = may_be_missing && numbers.encoding() != WS_ENCODING_RAW;
    let arrived = |is_empty| Ok(Arrived { action: content.action.clone(), is_empty });
    let mut input = input_buffer(numbers, object);
    if !numbers.streams_input() {
        let quota = buffered_quota(numbers);
        match decoder {
            None => channel.transport.receive_all(channel, &mut input, quota).await.map_err(receipt)?,
            Some(decoder) => {
                let mut flow = Inflow { decoder: Some(decoder), size: 0, quota, has_ended: false, _ticket: None };
                while !flow.has_ended {
                    flow.read_more(channel, &mut input, usize::MAX).await.map_err(receipt)?;
                }
                flow.decoder.take().into_iter().for_each(|decoder| channel.codecs.keep_decoder(decoder));
            }
        }
        if input.is_empty() && may_be_missing {
            return arrived(true);
        }
        channel_security::received(channel, input.len());
        channel_trace::received(channel, &input);
        let (coding, input) = channel_security::unprotect(channel, object, &content.coding, input)
            .map_err(|fault| (Trouble::Security, fault))?;
        object.start_reading(&coding, input).map_err(form)?;
        return arrived(false);
    }
    let ticket = Ticket::new(channel, id);
    let state = ticket.as_state();
    let quota = streamed_quota(numbers);
    let mut flow = Inflow { decoder, size: 0, quota, has_ended: false, _ticket: Some(ticket) };
    let most = numbers.number(WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE);
    loop {
        let room = (most as usize).saturating_sub(input.len());
        flow.read_more(channel, &mut input, room).await.map_err(receipt)?;
        if input.is_empty() && may_be_missing {
            return arrived(true);
        }
        channel_security::received(channel, input.len());
        if object.start_reading_from(&content.coding, &input, flow.has_ended, Some(fill), state).map_err(form)? {
            break;
        }
        if input.len() >= most as usize {
            return Err(form(Fault::quota("WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE", most)));
        }
    }
    if object.message.is_fault {
        // Whoever makes an error of it needs all of it.
        fill_reader(&mut flow, channel, object, MAX_FAULT).await.map_err(receipt)?;
    }
    channel.inflow.put(flow);
    arrived(false)
}

/// Gives the reader of the body what is left of the message, up to a number of bytes.
async fn fill_reader(flow: &mut Inflow, channel: &Channel, object: &MessageObject, most: u64) -> Result<()> {
    // SAFETY: the body's reader, which lives as long as the message uses it.
    let mut reader = unsafe { handle::borrow(object.body_reader()?)? };
    let mut piece = vec![0; PIECE];
    let mut left = most;
    while !flow.has_ended && left > 0 {
        let room = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        let got = flow.read(channel, piece.get_mut(..room).unwrap_or_default()).await?;
        reader.fill_with(piece.get(..got).unwrap_or_default(), got == 0)?;
        left = left.saturating_sub(got as u64);
    }
    Ok(())
}

/// Gives the reader of a streamed message all that is left of it, within the channel's limit: for those who read the body
/// as one value.
pub(super) async fn fill_all(channel: &Channel, object: &MessageObject) -> Result<()> {
    if !channel.numbers.streams_input() {
        return Ok(());
    }
    channel.inflow.with(gone, async |flow| fill_reader(flow, channel, object, u64::MAX).await).await
}

/// Reads over what is left of a message, within the channel's limit on all of it, in little memory.
async fn pass_over(flow: &mut Inflow, channel: &Channel, object: &mut MessageObject) -> Result<()> {
    if object.message.version.envelope == Envelope::None {
        // Nothing is known of the bytes.
        let mut piece = vec![0; PIECE];
        while flow.read(channel, &mut piece).await? > 0 {}
        return Ok(());
    }
    while !flow.has_ended {
        fill_reader(flow, channel, object, 2 * LARGEST_NODE).await?;
        // Then there are the end tags, and nothing but white space should follow.
        if !flow.has_ended && object.pass_over_body(LARGEST_NODE as usize).map_err(too_large_a_node)? {
            return fill_reader(flow, channel, object, LARGEST_NODE).await;
        }
    }
    Ok(())
}

#[cold]
fn too_large_a_node(fault: Fault) -> Fault {
    match crate::xml::reader::input::is_exhausted(&fault) {
        true => Fault::quota("size of a tag that nobody has read", LARGEST_NODE),
        false => fault,
    }
}

/// Reads the end of a message that is received in pieces.
pub(super) async fn end_arrival(channel: &Channel, object: &mut MessageObject) -> Result<()> {
    channel.inflow.with(gone, async |flow| pass_over(flow, channel, object).await).await?;
    if let Some(mut flow) = channel.inflow.take() {
        flow.decoder.take().into_iter().for_each(|decoder| channel.codecs.keep_decoder(decoder));
    }
    object.finish_reading()
}

/// The WS_READ_CALLBACK of a message that is received in pieces.
unsafe extern "C" fn fill(
    state: *mut c_void,
    bytes: *mut c_void,
    max_size: ULONG,
    actual_size: *mut ULONG,
    context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let receive = async move {
        // SAFETY: see the contract at the top of `ffi`; both belong to this operation until it ends.
        let (buffer, out) =
            unsafe { (place::slice_mut(bytes.cast::<u8>(), max_size, "bytes")?, Out::new(actual_size, "actualSize")?) };
        let (channel, message) = Ticket::find(state)?;
        let Some(under) = Under::read_id(&channel, Step::Body, message, "WsFillBody")? else { return Err(gone()) };
        let read = channel.inflow.with(gone, async |flow| flow.read(&channel, buffer).await);
        let outcome = under.abort.run(read).await;
        // No overflow: it is at most `max_size`.
        under.end(outcome.map(|count| out.set(count as ULONG))).map(|()| S_OK)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(context, error, receive) }
}

impl Outflow {
    /// `ticket`: of the message, which was made for its writer.
    pub(super) fn new(channel: &Channel, encoder: Option<Encoder>, ticket: Ticket) -> Self {
        Outflow { encoder, size: 0, quota: streamed_quota(&channel.numbers), ticket }
    }

    /// Sends a piece.
    async fn write(&mut self, channel: &Channel, bytes: &[u8]) -> Result<()> {
        count(&mut self.size, bytes.len(), self.quota)?;
        match &mut self.encoder {
            Some(encoder) => {
                encoder.encode(bytes).await?;
                let encoded = encoder.take();
                channel.transport.send(&encoded).await
            }
            None => channel.transport.send(bytes).await,
        }
    }

    /// Sends what has been written of a message so far: its start.
    pub(super) async fn write_start(&mut self, channel: &Channel, object: &MessageObject) -> Result<()> {
        if let Some(encoder) = &mut self.encoder {
            let first = encoder.take();
            channel.transport.send(&first).await?;
        }
        // SAFETY: the body's writer, which lives as long as the message uses it.
        let mut writer = unsafe { handle::borrow(object.body_writer()?)? };
        if object.message.version.envelope != Envelope::None {
            writer.engine.end_start_element()?;
        }
        self.write(channel, writer.engine.bytes()).await?;
        let count = writer.engine.bytes().len();
        writer.engine.flushed(count);
        Ok(())
    }

    /// Sends the rest of a message.
    pub(super) async fn write_end(mut self, channel: &Channel, object: &mut MessageObject) -> Result<()> {
        let written = object.finish_writing()?;
        self.write(channel, written.bytes()).await?;
        if let Some(mut encoder) = self.encoder.take() {
            encoder.end().await?;
            let last = encoder.take();
            channel.transport.send(&last).await?;
            channel.codecs.keep_encoder(encoder);
        }
        drop(self.ticket);
        Ok(())
    }
}

/// A whole message through an encoder that was begun.
pub(super) async fn encode_all(encoder: &mut Encoder, bytes: &[u8]) -> Result<Vec<u8>> {
    encoder.encode(bytes).await?;
    encoder.end().await?;
    Ok(encoder.take())
}

/// The WS_WRITE_CALLBACK of a message that is sent in pieces.
pub(super) unsafe extern "C" fn flush(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let send = async move {
        // SAFETY: see the contract at the top of `ffi`; the buffers belong to this operation until it ends.
        let buffers = unsafe { place::slice(buffers, count, "buffers")? };
        let (channel, message) = Ticket::find(state)?;
        let under = Under::write_id(&channel, Step::Body, message, "WsFlushBody")?;
        let write = channel.outflow.with(gone, async |flow| {
            for buffer in buffers {
                // SAFETY: as above.
                let bytes = unsafe { place::slice(buffer.bytes.cast_const(), buffer.length, "buffers")? };
                flow.write(&channel, bytes).await?;
            }
            Ok(())
        });
        let outcome = under.abort.run(write).await;
        under.end(outcome).map(|()| S_OK)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(context, error, send) }
}

#[cold]
fn gone() -> Fault {
    Fault::invalid_operation("The message is no longer on its way through the channel.")
}

/// What the callbacks of a streamed message get as their state: a number and no pointer, since a program may keep the
/// message longer than the channel, and ask for more of it.
pub(super) struct Ticket(usize);

type Tickets = BTreeMap<usize, (Weak<Channel>, MessageId)>;

static TICKETS: Mutex<Tickets> = Mutex::new(BTreeMap::new());
static NEXT_TICKET: AtomicUsize = AtomicUsize::new(1);

impl Ticket {
    pub(super) fn new(channel: &Arc<Channel>, message: MessageId) -> Self {
        let number = NEXT_TICKET.fetch_add(1, Ordering::Relaxed);
        tickets().insert(number, (Arc::downgrade(channel), message));
        Ticket(number)
    }

    pub(super) fn as_state(&self) -> *mut c_void {
        core::ptr::without_provenance_mut(self.0)
    }

    fn find(state: *mut c_void) -> Result<(Arc<Channel>, MessageId)> {
        let (channel, message) = tickets().get(&state.addr()).cloned().ok_or_else(gone)?;
        Ok((channel.upgrade().ok_or_else(gone)?, message))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        tickets().remove(&self.0);
    }
}

fn tickets() -> MutexGuard<'static, Tickets> {
    TICKETS.lock().unwrap_or_else(PoisonError::into_inner)
}
