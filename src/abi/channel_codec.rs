//! Channel encoders and decoders: code of the application that transforms the bytes of messages, to compress them for
//! example, between a built-in channel and the wire.

use super::*;

/// Callbacks that transform the content type and the bytes of received messages. Value of WS_CHANNEL_PROPERTY_DECODER.
/// HTTP, TCP and named pipe.
///
/// Order of the calls on one instance: create; then for each message start, get content type, decode repeatedly until
/// it delivers 0 bytes, end; at last free. A message that fails on the way breaks off at any point: the next call is
/// then start, or free.
///
/// An instance is used by one thread at a time. A channel may have several, so one instance need not see all messages.
///
/// Where the content type belongs to the session (TCP, named pipe), the new content type must be the same for every
/// message.
///
/// Source: WS_CHANNEL_DECODER page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_DECODER {
    /// Passed to createDecoderCallback; may be NULL. What it points to must live as long as the channel.
    pub createContext: *mut c_void,
    /// Makes a decoder instance.
    pub createDecoderCallback: WS_CREATE_DECODER_CALLBACK,
    /// Checks the content type of a message and gives the one after decoding.
    pub decoderGetContentTypeCallback: WS_DECODER_GET_CONTENT_TYPE_CALLBACK,
    /// Begins a message.
    pub decoderStartCallback: WS_DECODER_START_CALLBACK,
    /// Delivers decoded bytes.
    pub decoderDecodeCallback: WS_DECODER_DECODE_CALLBACK,
    /// Ends a message.
    pub decoderEndCallback: WS_DECODER_END_CALLBACK,
    /// Frees a decoder instance.
    pub freeDecoderCallback: WS_FREE_DECODER_CALLBACK,
}

/// Callbacks that transform the content type and the bytes of messages to be sent. Value of
/// WS_CHANNEL_PROPERTY_ENCODER. HTTP, TCP and named pipe.
///
/// Order of the calls on one instance: create; then for each message get content type, start, encode any number of
/// times, end; at last free. A message that fails on the way breaks off at any point: the next call is then get content
/// type, or free.
///
/// An instance is used by one thread at a time. A channel may have several, so one instance need not see all messages.
///
/// Where the content type belongs to the session (TCP, named pipe), the new content type must be the same for every
/// message.
///
/// Source: WS_CHANNEL_ENCODER page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_ENCODER {
    /// Passed to createEncoderCallback; may be NULL. What it points to must live as long as the channel.
    pub createContext: *mut c_void,
    /// Makes an encoder instance.
    pub createEncoderCallback: WS_CREATE_ENCODER_CALLBACK,
    /// Gives the content type and content encoding of an encoded message.
    pub encoderGetContentTypeCallback: WS_ENCODER_GET_CONTENT_TYPE_CALLBACK,
    /// Begins a message.
    pub encoderStartCallback: WS_ENCODER_START_CALLBACK,
    /// Takes bytes to be encoded.
    pub encoderEncodeCallback: WS_ENCODER_ENCODE_CALLBACK,
    /// Ends a message.
    pub encoderEndCallback: WS_ENCODER_END_CALLBACK,
    /// Frees an encoder instance.
    pub freeEncoderCallback: WS_FREE_ENCODER_CALLBACK,
}

/// Makes a decoder instance, whenever the channel needs one.
///
/// createContext is that of WS_CHANNEL_DECODER. readCallback, called with readContext, reads the encoded bytes of a
/// message; it may be called only from within the start, decode and end callbacks of this instance. *decoderContext
/// receives the instance, which all other callbacks get and which freeDecoderCallback frees. error receives details of
/// a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_CREATE_DECODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        readCallback: WS_READ_CALLBACK,
        readContext: *mut c_void,
        decoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Makes an encoder instance, whenever the channel needs one.
///
/// createContext is that of WS_CHANNEL_ENCODER. writeCallback, called with writeContext, sends the encoded bytes of a
/// message; it may be called only from within the start, encode and end callbacks of this instance. *encoderContext
/// receives the instance, which all other callbacks get and which freeEncoderCallback frees. error receives details of
/// a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_CREATE_ENCODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeContext: *mut c_void,
        encoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Delivers decoded bytes of the current message, reading encoded ones as needed through the read callback of the
/// instance.
///
/// encoderContext is the decoder instance, whatever its name says. buffer has room for maxLength bytes. *length
/// receives the number of bytes stored; 0 means the end of the message, and WS_DECODER_END_CALLBACK follows.
/// asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete later,
/// through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_DECODER_DECODE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        buffer: *mut c_void,
        maxLength: ULONG,
        length: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Ends the current message, after WS_DECODER_DECODE_CALLBACK has delivered 0 bytes. May still read encoded bytes
/// through the read callback of the instance.
///
/// encoderContext is the decoder instance, whatever its name says. asyncContext is NULL for a synchronous call;
/// otherwise the callback may return WS_S_ASYNC and complete later, through the callback in it. error receives details
/// of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_DECODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Checks the content type of the current message and gives the one that it has after decoding.
///
/// decoderContext is the instance. contentType is what came with the message; if it is not what the decoder expects,
/// the callback should fail. contentEncoding is the Content-Encoding header of HTTP, NULL if there is none or the
/// binding is not HTTP. *newContentType receives a type that the channel itself understands (for TCP with binary
/// encoding application/soap+msbinsession1); its characters belong to the decoder and must stay valid until this
/// callback is called again or the instance is freed. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_DECODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        decoderContext: *mut c_void,
        contentType: *const WS_STRING,
        contentEncoding: *const WS_STRING,
        newContentType: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Begins a message. May read encoded bytes through the read callback of the instance.
///
/// encoderContext is the decoder instance, whatever its name says. asyncContext is NULL for a synchronous call;
/// otherwise the callback may return WS_S_ASYNC and complete later, through the callback in it. error receives details
/// of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_DECODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Takes bytes of the current message, to be encoded and sent, at once or later, through the write callback of the
/// instance.
///
/// encoderContext is the instance. buffers are count pieces, in order, valid until the operation is complete.
/// asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete later,
/// through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_ENCODER_ENCODE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Ends the current message: what the encoder has held back is to be sent through the write callback of the instance.
///
/// encoderContext is the instance. asyncContext is NULL for a synchronous call; otherwise the callback may return
/// WS_S_ASYNC and complete later, through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_ENCODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Gives the content type of the encoded message; the first call for each message.
///
/// encoderContext is the instance. contentType is what the channel would send. *newContentType receives the type to be
/// sent instead. *contentEncoding receives a value for the Content-Encoding header of HTTP, or length 0 for none; with
/// other bindings it must have length 0. The characters of both belong to the encoder and must stay valid until this
/// callback is called again or the instance is freed. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_ENCODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        contentType: *const WS_STRING,
        newContentType: *mut WS_STRING,
        contentEncoding: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Begins a message. May send bytes through the write callback of the instance.
///
/// encoderContext is the instance. asyncContext is NULL for a synchronous call; otherwise the callback may return
/// WS_S_ASYNC and complete later, through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
pub type WS_ENCODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Frees a decoder instance, decoderContext, when the channel has finished with it. Cannot fail.
pub type WS_FREE_DECODER_CALLBACK = Option<unsafe extern "C" fn(decoderContext: *mut c_void)>;

/// Frees an encoder instance, encoderContext, when the channel has finished with it. Cannot fail.
pub type WS_FREE_ENCODER_CALLBACK = Option<unsafe extern "C" fn(encoderContext: *mut c_void)>;
