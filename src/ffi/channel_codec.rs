//! Encoders and decoders of channels: callbacks of the program that transform the bytes of messages. See
//! WS_CHANNEL_ENCODER and WS_CHANNEL_DECODER.

use crate::abi::*;
use crate::ffi::callback::{call_back, succeeded};
use crate::ffi::channel::Channel;
use crate::ffi::custom_channel::missing;
use crate::ffi::operation::{current_error, operate};
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use core::ptr::null_mut;
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

/// What a channel was given, and the instances that it has made: one of each kind is enough as a rule, since a channel
/// does one thing at a time in each direction.
#[derive(Default)]
pub(super) struct Codecs {
    encoder: Option<WS_CHANNEL_ENCODER>,
    decoder: Option<WS_CHANNEL_DECODER>,
    free: Mutex<Free>,
}

#[derive(Default)]
struct Free {
    encoder: Option<Encoder>,
    decoder: Option<Decoder>,
}

// SAFETY: the pointers in the callbacks' structures are only handed back to the program, whose callbacks have to cope
// with any thread; one thread at a time uses an instance.
unsafe impl Send for Codecs {}
// SAFETY: as above.
unsafe impl Sync for Codecs {}

impl Codecs {
    /// Refuses callbacks that are not all there.
    pub(super) fn new(encoder: Option<WS_CHANNEL_ENCODER>, decoder: Option<WS_CHANNEL_DECODER>) -> Result<Self> {
        if let Some(encoder) = &encoder {
            for (name, is_there) in [
                ("createEncoderCallback", encoder.createEncoderCallback.is_some()),
                ("encoderGetContentTypeCallback", encoder.encoderGetContentTypeCallback.is_some()),
                ("encoderStartCallback", encoder.encoderStartCallback.is_some()),
                ("encoderEncodeCallback", encoder.encoderEncodeCallback.is_some()),
                ("encoderEndCallback", encoder.encoderEndCallback.is_some()),
                ("freeEncoderCallback", encoder.freeEncoderCallback.is_some()),
            ] {
                if !is_there {
                    return Err(missing(name));
                }
            }
        }
        if let Some(decoder) = &decoder {
            for (name, is_there) in [
                ("createDecoderCallback", decoder.createDecoderCallback.is_some()),
                ("decoderGetContentTypeCallback", decoder.decoderGetContentTypeCallback.is_some()),
                ("decoderStartCallback", decoder.decoderStartCallback.is_some()),
                ("decoderDecodeCallback", decoder.decoderDecodeCallback.is_some()),
                ("decoderEndCallback", decoder.decoderEndCallback.is_some()),
                ("freeDecoderCallback", decoder.freeDecoderCallback.is_some()),
            ] {
                if !is_there {
                    return Err(missing(name));
                }
            }
        }
        Ok(Codecs { encoder, decoder, free: Mutex::default() })
    }

    fn free(&self) -> MutexGuard<'_, Free> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An encoder for the next message, if the channel has one.
    pub(super) fn encoder(&self) -> Result<Option<Encoder>> {
        let Some(callbacks) = self.encoder else { return Ok(None) };
        let kept = self.free().encoder.take();
        kept.map_or_else(|| Encoder::create(callbacks), Ok).map(Some)
    }

    /// A decoder for the next message, if the channel has one. It reads what is encoded from the channel.
    pub(super) fn decoder(&self, channel: &Weak<Channel>) -> Result<Option<Decoder>> {
        let Some(callbacks) = self.decoder else { return Ok(None) };
        let kept = self.free().decoder.take();
        kept.map_or_else(|| Decoder::create(callbacks, channel.clone()), Ok).map(Some)
    }

    pub(super) fn has_decoder(&self) -> bool {
        self.decoder.is_some()
    }

    /// Takes an encoder back, however far it came: the next message begins anew.
    pub(super) fn keep_encoder(&self, encoder: Encoder) {
        self.free().encoder = Some(encoder);
    }

    /// Takes a decoder back.
    pub(super) fn keep_decoder(&self, decoder: Decoder) {
        self.free().decoder = Some(decoder);
    }
}

/// An instance of the program's encoder, and what it has written.
pub(super) struct Encoder {
    callbacks: WS_CHANNEL_ENCODER,
    instance: *mut c_void,
    /// In a box, since the instance has its address.
    output: Box<Mutex<Vec<u8>>>,
}

// SAFETY: the pointers are only handed back to the program, whose callbacks have to cope with any thread.
unsafe impl Send for Encoder {}

/// The type and the encoding that an encoder gives a message.
pub(super) struct Encoded<'a> {
    pub(super) content_type: Cow<'a, str>,
    /// May be empty.
    pub(super) content_encoding: String,
}

/// Begins a message with an encoder, if there is one; otherwise it goes as it is.
pub(super) async fn begin_encoding<'a>(encoder: &mut Option<Encoder>, content_type: &'a str) -> Result<Encoded<'a>> {
    match encoder {
        Some(encoder) => encoder.start(content_type).await,
        None => Ok(Encoded { content_type: content_type.into(), content_encoding: String::new() }),
    }
}

impl Encoder {
    fn create(callbacks: WS_CHANNEL_ENCODER) -> Result<Self> {
        let create = callbacks.createEncoderCallback.ok_or_else(|| missing("createEncoderCallback"))?;
        let output = Box::new(Mutex::new(Vec::new()));
        let context = (&raw const *output).cast_mut().cast();
        let mut instance = null_mut();
        // SAFETY: the program's callback with its own context; `instance` is there to be written.
        let code = unsafe { create(callbacks.createContext, Some(write), context, &raw mut instance, current_error()) };
        succeeded(code, "WS_CREATE_ENCODER_CALLBACK")?;
        Ok(Encoder { callbacks, instance, output })
    }

    /// Begins a message that the channel would send with `content_type`.
    pub(super) async fn start(&mut self, content_type: &str) -> Result<Encoded<'static>> {
        self.output().clear();
        let encoded = self.content_type(content_type)?;
        let callback = self.callbacks.encoderStartCallback.ok_or_else(|| missing("encoderStartCallback"))?;
        let instance = self.instance;
        // SAFETY: the program's callback, with what it made.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_ENCODER_START_CALLBACK")?;
        Ok(encoded)
    }

    fn content_type(&self, content_type: &str) -> Result<Encoded<'static>> {
        let callback = self.callbacks.encoderGetContentTypeCallback;
        let callback = callback.ok_or_else(|| missing("encoderGetContentTypeCallback"))?;
        let utf16: Vec<u16> = content_type.encode_utf16().collect();
        let given = string(&utf16);
        let (mut new_type, mut encoding) = (string(&[]), string(&[]));
        let (to_type, to_encoding) = (&raw mut new_type, &raw mut encoding);
        // SAFETY: as above; the texts are there during the call.
        let code = unsafe { callback(self.instance, &raw const given, to_type, to_encoding, current_error()) };
        succeeded(code, "WS_ENCODER_GET_CONTENT_TYPE_CALLBACK")?;
        // SAFETY: what the callback stored stays until it is called again.
        unsafe { Ok(Encoded { content_type: text(&new_type)?.into(), content_encoding: text(&encoding)? }) }
    }

    /// Encodes a piece of the message.
    pub(super) async fn encode(&mut self, bytes: &[u8]) -> Result<()> {
        let callback = self.callbacks.encoderEncodeCallback.ok_or_else(|| missing("encoderEncodeCallback"))?;
        let length = ULONG::try_from(bytes.len())
            .map_err(|_| Fault::overflow("There are too many bytes for one call of an encoder."))?;
        let buffer = WS_BYTES { length, bytes: bytes.as_ptr().cast_mut() };
        let (instance, buffer) = (self.instance, &raw const buffer);
        // SAFETY: as above; the bytes stay until the callback has completed.
        let code = call_back(|context, error| unsafe { callback(instance, buffer, 1, context, error) }).await;
        succeeded(code, "WS_ENCODER_ENCODE_CALLBACK").map(drop)
    }

    /// Ends the message.
    pub(super) async fn end(&mut self) -> Result<()> {
        let callback = self.callbacks.encoderEndCallback.ok_or_else(|| missing("encoderEndCallback"))?;
        let instance = self.instance;
        // SAFETY: as above.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_ENCODER_END_CALLBACK").map(drop)
    }

    /// What has been written since the last time.
    pub(super) fn take(&mut self) -> Vec<u8> {
        core::mem::take(&mut *self.output())
    }

    fn output(&self) -> MutexGuard<'_, Vec<u8>> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        if let Some(free) = self.callbacks.freeEncoderCallback {
            // SAFETY: the last use of what the program made.
            unsafe { free(self.instance) }
        }
    }
}

/// The WS_WRITE_CALLBACK that an encoder gets: it takes the bytes at once; the channel sends them.
unsafe extern "C" fn write(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    _: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: the address of the instance's output, which lives as long as the instance.
        let output = unsafe { place::required(state.cast_const().cast::<Mutex<Vec<u8>>>(), "callbackState")? };
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: see the contract at the top of `ffi`.
        for buffer in unsafe { place::slice(buffers, count, "buffers")? } {
            // SAFETY: as above.
            let bytes = unsafe { place::slice(buffer.bytes.cast_const(), buffer.length, "buffers")? };
            output.try_reserve(bytes.len()).map_err(|_| Fault::out_of_memory(bytes.len()))?;
            output.extend_from_slice(bytes);
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { crate::ffi::call::call(error, body) }
}

/// An instance of the program's decoder.
pub(super) struct Decoder {
    callbacks: WS_CHANNEL_DECODER,
    instance: *mut c_void,
    /// What it reads from; in a box, since the instance has its address.
    _input: Box<Input>,
    has_ended: bool,
}

// SAFETY: as for encoders.
unsafe impl Send for Decoder {}

/// Where a decoder's encoded bytes come from.
struct Input {
    channel: Weak<Channel>,
}

impl Decoder {
    fn create(callbacks: WS_CHANNEL_DECODER, channel: Weak<Channel>) -> Result<Self> {
        let create = callbacks.createDecoderCallback.ok_or_else(|| missing("createDecoderCallback"))?;
        let input = Box::new(Input { channel });
        let context = (&raw const *input).cast_mut().cast();
        let mut instance = null_mut();
        // SAFETY: the program's callback with its own context; `instance` is there to be written.
        let code = unsafe { create(callbacks.createContext, Some(read), context, &raw mut instance, current_error()) };
        succeeded(code, "WS_CREATE_DECODER_CALLBACK")?;
        Ok(Decoder { callbacks, instance, _input: input, has_ended: false })
    }

    /// Begins a message, and gives the type that it has when decoded. The content encoding is that of HTTP.
    pub(super) async fn start(&mut self, content_type: &str, content_encoding: Option<&str>) -> Result<String> {
        self.has_ended = false;
        let callback = self.callbacks.decoderStartCallback.ok_or_else(|| missing("decoderStartCallback"))?;
        let instance = self.instance;
        // SAFETY: the program's callback, with what it made.
        let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
        succeeded(code, "WS_DECODER_START_CALLBACK")?;
        self.content_type(content_type, content_encoding)
    }

    fn content_type(&self, content_type: &str, content_encoding: Option<&str>) -> Result<String> {
        let callback = self.callbacks.decoderGetContentTypeCallback;
        let callback = callback.ok_or_else(|| missing("decoderGetContentTypeCallback"))?;
        let utf16: Vec<u16> = content_type.encode_utf16().collect();
        let encoding: Option<Vec<u16>> = content_encoding.map(|text| text.encode_utf16().collect());
        let given = string(&utf16);
        let encoding = encoding.as_deref().map(string);
        let encoding = encoding.as_ref().map_or(core::ptr::null(), |encoding| &raw const *encoding);
        let mut new_type = string(&[]);
        // SAFETY: as above; the texts are there during the call.
        let code = unsafe { callback(self.instance, &raw const given, encoding, &raw mut new_type, current_error()) };
        succeeded(code, "WS_DECODER_GET_CONTENT_TYPE_CALLBACK")?;
        // SAFETY: what the callback stored stays until it is called again.
        unsafe { text(&new_type) }
    }

    /// Decodes some bytes: 0 at the end of the message.
    pub(super) async fn decode(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let callback = self.callbacks.decoderDecodeCallback.ok_or_else(|| missing("decoderDecodeCallback"))?;
        let most = ULONG::try_from(buffer.len()).unwrap_or(ULONG::MAX);
        let mut length: ULONG = 0;
        let (instance, bytes, to_length) = (self.instance, buffer.as_mut_ptr().cast(), &raw mut length);
        // SAFETY: as above; the buffer and the length stay until the callback has completed.
        let code = call_back(|context, error| unsafe { callback(instance, bytes, most, to_length, context, error) });
        succeeded(code.await, "WS_DECODER_DECODE_CALLBACK")?;
        if length > most {
            return Err(Fault::invalid_arg(format!(
                "The WS_DECODER_DECODE_CALLBACK says that it has stored {length} bytes, where there is room for {most}."
            )));
        }
        if length == 0 {
            self.has_ended = true;
            let callback = self.callbacks.decoderEndCallback.ok_or_else(|| missing("decoderEndCallback"))?;
            // SAFETY: as above.
            let code = call_back(|context, error| unsafe { callback(instance, context, error) }).await;
            succeeded(code, "WS_DECODER_END_CALLBACK")?;
        }
        Ok(length as usize)
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        if let Some(free) = self.callbacks.freeDecoderCallback {
            // SAFETY: the last use of what the program made.
            unsafe { free(self.instance) }
        }
    }
}

/// The WS_READ_CALLBACK that a decoder gets: encoded bytes of the message that the channel is receiving.
unsafe extern "C" fn read(
    state: *mut c_void,
    bytes: *mut c_void,
    max_size: ULONG,
    actual_size: *mut ULONG,
    context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let receive = async move {
        // SAFETY: the address of the instance's input, which lives as long as the instance.
        let input = unsafe { place::required(state.cast_const().cast::<Input>(), "callbackState")? };
        // SAFETY: see the contract at the top of `ffi`; both belong to this operation until it ends.
        let (buffer, out) = unsafe {
            let buffer = place::slice_mut(bytes.cast::<u8>(), max_size, "bytes")?;
            (buffer, place::Out::new(actual_size, "actualSize")?)
        };
        let gone = || Fault::invalid_operation("The channel of the decoder is gone.");
        let channel = input.channel.upgrade().ok_or_else(gone)?;
        let count = channel.abort().run(channel.transport.receive(&channel, buffer)).await?;
        // No overflow: it is at most `max_size`.
        out.set(count as ULONG);
        Ok(S_OK)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(context, error, receive) }
}

fn string(text: &[u16]) -> WS_STRING {
    WS_STRING { length: text.len() as ULONG, chars: text.as_ptr().cast_mut() }
}

/// A text that a callback stored.
unsafe fn text(string: &WS_STRING) -> Result<String> {
    // SAFETY: passed on.
    let chars = unsafe { place::slice(string.chars.cast_const(), string.length, "content type")? };
    String::from_utf16(chars).map_err(|_| Fault::invalid_format("A content type is not valid UTF-16."))
}
