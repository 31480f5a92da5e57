/*
 * A custom channel without a network, for tests of what is built on channels: a request is written into memory, and the
 * reply is text that the test has prepared. Reading a reply can be held until the test lets it go.
 *
 * One LOOP stands for the service; it counts the channels and what happens on them. SOAP 1.2, no addressing headers but
 * in a session.
 */
#ifndef LOOP_CHANNEL_H
#define LOOP_CHANNEL_H

#include "check.h"

#include <pthread.h>

#define LOOP_BODY(content)                                                                                             \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>" content "</s:Body></s:Envelope>"
#define LOOP_MESSAGE(headers, content)                                                                                 \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>" headers "</s:Header><s:Body>" content  \
    "</s:Body></s:Envelope>"

typedef struct LOOP {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const char *reply;  /* NULL: none, WS_S_END */
    char request[4096]; /* the last one */
    /* What the next operation of a kind answers. */
    HRESULT open_answer, write_answer, read_answer, close_answer;
    /* An asynchronous read of a reply, and an asynchronous open, waits for the test. */
    int holds_reads, holds_opens;
    WS_ASYNC_CONTEXT held[128];
    HRESULT held_code[128];
    int held_count;
    /* What happened. */
    int created, freed, opened, closed, aborted, written, read, abandoned;
    char url[128];
    /* A session: replies come when the test pushes them, in any order. WS-Addressing 1.0. */
    int is_session;
    char requests[16][2048];
    const char *queue[16];
    int queued, taken;
    struct LOOP_CHANNEL *reader;
} LOOP;

typedef struct LOOP_CHANNEL {
    LOOP *loop;
    WS_CHANNEL_STATE state;
    WS_XML_WRITER *writer;
    WS_XML_READER *reader;
    int is_held;
    int held_index;
    WS_MESSAGE *held_message;
} LOOP_CHANNEL;

static inline void loop_set_up(LOOP *loop)
{
    memset(loop, 0, sizeof(*loop));
    pthread_mutex_init(&loop->lock, NULL);
    pthread_cond_init(&loop->changed, NULL);
}

static inline HRESULT loop_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
    WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)calloc(1, sizeof(*channel));
    (void)type;
    (void)size;
    channel->loop = *(LOOP *const *)parameters;
    channel->state = WS_CHANNEL_STATE_CREATED;
    HRESULT hr = WsCreateWriter(NULL, 0, &channel->writer, error);
    if (SUCCEEDED(hr)) {
        hr = WsCreateReader(NULL, 0, &channel->reader, error);
    }
    pthread_mutex_lock(&channel->loop->lock);
    channel->loop->created++;
    pthread_mutex_unlock(&channel->loop->lock);
    *instance = channel;
    return hr;
}

static inline void loop_free(void *instance)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    pthread_mutex_lock(&channel->loop->lock);
    channel->loop->freed++;
    pthread_cond_broadcast(&channel->loop->changed);
    pthread_mutex_unlock(&channel->loop->lock);
    WsFreeWriter(channel->writer);
    WsFreeReader(channel->reader);
    free(channel);
}

static inline HRESULT loop_reset(void *instance, WS_ERROR *error)
{
    (void)error;
    ((LOOP_CHANNEL *)instance)->state = WS_CHANNEL_STATE_CREATED;
    return S_OK;
}

/* Keeps an asynchronous operation for the test; the lock is held. */
static inline HRESULT loop_hold(LOOP_CHANNEL *channel, const WS_ASYNC_CONTEXT *context)
{
    LOOP *loop = channel->loop;
    loop->held[loop->held_count] = *context;
    channel->is_held = 1;
    channel->held_index = loop->held_count++;
    pthread_cond_broadcast(&loop->changed);
    return WS_S_ASYNC;
}

static inline HRESULT loop_open(void *instance, const WS_ENDPOINT_ADDRESS *address, const WS_ASYNC_CONTEXT *context,
    WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    LOOP *loop = channel->loop;
    (void)error;
    pthread_mutex_lock(&loop->lock);
    for (ULONG i = 0; i < address->url.length && i + 1 < sizeof(loop->url); i++) {
        loop->url[i] = (char)address->url.chars[i];
        loop->url[i + 1] = 0;
    }
    loop->opened++;
    HRESULT hr = loop->open_answer;
    if (SUCCEEDED(hr)) {
        channel->state = WS_CHANNEL_STATE_OPEN;
    }
    if (loop->holds_opens && context != NULL) {
        hr = loop_hold(channel, context);
    }
    pthread_mutex_unlock(&loop->lock);
    return hr;
}

static inline HRESULT loop_close(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    (void)context;
    (void)error;
    pthread_mutex_lock(&channel->loop->lock);
    channel->state = WS_CHANNEL_STATE_CLOSED;
    channel->loop->closed++;
    HRESULT hr = channel->loop->close_answer;
    pthread_mutex_unlock(&channel->loop->lock);
    return hr;
}

/* Completes what is held on a channel. */
static inline void loop_complete(LOOP *loop, int index, HRESULT code)
{
    pthread_mutex_lock(&loop->lock);
    WS_ASYNC_CONTEXT context = loop->held[index];
    loop->held[index].callback = NULL;
    loop->held_code[index] = code;
    pthread_mutex_unlock(&loop->lock);
    if (context.callback != NULL) {
        context.callback(code, WS_LONG_CALLBACK, context.callbackState);
    }
}

static inline HRESULT loop_abort(void *instance, WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    (void)error;
    pthread_mutex_lock(&channel->loop->lock);
    channel->loop->aborted++;
    channel->state = WS_CHANNEL_STATE_FAULTED;
    int index = channel->is_held ? channel->held_index : -1;
    channel->is_held = 0;
    pthread_mutex_unlock(&channel->loop->lock);
    if (index >= 0) {
        loop_complete(channel->loop, index, WS_E_OPERATION_ABORTED);
    }
    return S_OK;
}

static inline HRESULT loop_get(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size, WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    (void)error;
    if (size != sizeof(int)) {
        return E_INVALIDARG;
    }
    switch (id) {
    case WS_CHANNEL_PROPERTY_STATE:
        pthread_mutex_lock(&channel->loop->lock);
        *(WS_CHANNEL_STATE *)value = channel->state;
        pthread_mutex_unlock(&channel->loop->lock);
        return S_OK;
    case WS_CHANNEL_PROPERTY_ENVELOPE_VERSION:
        *(WS_ENVELOPE_VERSION *)value = WS_ENVELOPE_VERSION_SOAP_1_2;
        return S_OK;
    case WS_CHANNEL_PROPERTY_ADDRESSING_VERSION:
        *(WS_ADDRESSING_VERSION *)value =
            channel->loop->is_session ? WS_ADDRESSING_VERSION_1_0 : WS_ADDRESSING_VERSION_TRANSPORT;
        return S_OK;
    default:
        return E_INVALIDARG;
    }
}

static inline HRESULT loop_set(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size,
    WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static inline HRESULT loop_write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
    WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    (void)context;
    static const WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    static const WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    HRESULT hr = WsSetOutput(channel->writer, &encoding.encoding, &output.output, NULL, 0, error);
    return FAILED(hr) ? hr : WsWriteEnvelopeStart(message, channel->writer, NULL, NULL, error);
}

static inline HRESULT loop_write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
    WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    WS_BYTES bytes = {0, NULL};
    (void)context;
    HRESULT hr = WsWriteEnvelopeEnd(message, error);
    if (SUCCEEDED(hr)) {
        hr = WsGetWriterProperty(channel->writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error);
    }
    if (FAILED(hr)) {
        return hr;
    }
    pthread_mutex_lock(&channel->loop->lock);
    size_t size = bytes.length < sizeof(channel->loop->request) ? bytes.length : sizeof(channel->loop->request) - 1;
    memcpy(channel->loop->request, bytes.bytes, size);
    channel->loop->request[size] = 0;
    if (channel->loop->is_session && channel->loop->written < 16 && size < sizeof(channel->loop->requests[0])) {
        memcpy(channel->loop->requests[channel->loop->written], channel->loop->request, size + 1);
    }
    channel->loop->written++;
    pthread_cond_broadcast(&channel->loop->changed);
    hr = channel->loop->write_answer;
    pthread_mutex_unlock(&channel->loop->lock);
    return hr;
}

/* Reads the start of the prepared reply. */
static inline HRESULT loop_take_reply(LOOP_CHANNEL *channel, WS_MESSAGE *message, const char *reply, WS_ERROR *error)
{
    static const WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)reply, (ULONG)strlen(reply)};
    HRESULT hr = WsSetInput(channel->reader, &encoding.encoding, &input.input, NULL, 0, error);
    return FAILED(hr) ? hr : WsReadEnvelopeStart(message, channel->reader, NULL, NULL, error);
}

static inline HRESULT loop_read_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
    WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    LOOP *loop = channel->loop;
    pthread_mutex_lock(&loop->lock);
    loop->read++;
    HRESULT hr = loop->read_answer;
    if (loop->is_session && SUCCEEDED(hr)) {
        while (loop->taken == loop->queued && context == NULL) {
            pthread_cond_wait(&loop->changed, &loop->lock);
        }
        const char *next = loop->taken < loop->queued ? loop->queue[loop->taken++] : NULL;
        if (next == NULL) {
            channel->held_message = message;
            loop->reader = channel;
            hr = loop_hold(channel, context);
        }
        pthread_mutex_unlock(&loop->lock);
        return next != NULL ? loop_take_reply(channel, message, next, error) : hr;
    }
    const char *reply = loop->reply;
    if (SUCCEEDED(hr) && reply == NULL) {
        hr = WS_S_END;
    }
    int holds = SUCCEEDED(hr) && loop->holds_reads && context != NULL;
    pthread_mutex_unlock(&loop->lock);
    if (hr == S_OK) {
        hr = loop_take_reply(channel, message, reply, error);
    }
    if (holds) {
        pthread_mutex_lock(&loop->lock);
        hr = loop_hold(channel, context);
        pthread_mutex_unlock(&loop->lock);
    }
    return hr;
}

static inline HRESULT loop_read_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
    WS_ERROR *error)
{
    (void)instance;
    (void)context;
    return WsReadEnvelopeEnd(message, error);
}

static inline HRESULT loop_abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    LOOP_CHANNEL *channel = (LOOP_CHANNEL *)instance;
    (void)message;
    (void)error;
    pthread_mutex_lock(&channel->loop->lock);
    channel->loop->abandoned++;
    pthread_mutex_unlock(&channel->loop->lock);
    return S_OK;
}

static inline HRESULT loop_shutdown(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    (void)context;
    (void)error;
    return S_OK;
}

/* A reply of a session: for the read that waits, or for the next one. The text has to stay. */
static inline void loop_push(LOOP *loop, const char *reply)
{
    pthread_mutex_lock(&loop->lock);
    LOOP_CHANNEL *channel = loop->reader;
    loop->reader = NULL;
    if (channel == NULL) {
        loop->queue[loop->queued++] = reply;
        pthread_cond_broadcast(&loop->changed);
    } else {
        channel->is_held = 0;
    }
    pthread_mutex_unlock(&loop->lock);
    if (channel != NULL) {
        HRESULT hr = loop_take_reply(channel, channel->held_message, reply, NULL);
        loop_complete(loop, channel->held_index, hr);
    }
}

/* Waits until so many requests were written. */
static inline void loop_wait_written(LOOP *loop, int count)
{
    pthread_mutex_lock(&loop->lock);
    while (loop->written < count) {
        pthread_cond_wait(&loop->changed, &loop->lock);
    }
    pthread_mutex_unlock(&loop->lock);
}

/* Waits until so many operations were held. */
static inline void loop_wait_held(LOOP *loop, int count)
{
    pthread_mutex_lock(&loop->lock);
    while (loop->held_count < count) {
        pthread_cond_wait(&loop->changed, &loop->lock);
    }
    pthread_mutex_unlock(&loop->lock);
}

static const WS_CUSTOM_CHANNEL_CALLBACKS loop_callbacks = {
    .createChannelCallback = loop_create,
    .freeChannelCallback = loop_free,
    .resetChannelCallback = loop_reset,
    .openChannelCallback = loop_open,
    .closeChannelCallback = loop_close,
    .abortChannelCallback = loop_abort,
    .getChannelPropertyCallback = loop_get,
    .setChannelPropertyCallback = loop_set,
    .writeMessageStartCallback = loop_write_start,
    .writeMessageEndCallback = loop_write_end,
    .readMessageStartCallback = loop_read_start,
    .readMessageEndCallback = loop_read_end,
    .abandonMessageCallback = loop_abandon,
    .shutdownSessionChannelCallback = loop_shutdown,
};

/* A proxy on the loop, in WS_SERVICE_PROXY_STATE_CREATED. */
static inline WS_SERVICE_PROXY *loop_proxy(LOOP *loop, WS_CHANNEL_TYPE type, const WS_PROXY_PROPERTY *properties,
    ULONG count, WS_ERROR *error)
{
    WS_SERVICE_PROXY *proxy = NULL;
    LOOP *parameter = loop;
    WS_CHANNEL_PROPERTY channel[] = {
        {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, (void *)&loop_callbacks, sizeof(loop_callbacks)},
        {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, &parameter, sizeof(parameter)},
    };
    assert_ok(WsCreateServiceProxy(type, WS_CUSTOM_CHANNEL_BINDING, NULL, properties, count, channel, 2, &proxy, error),
              error);
    return proxy;
}

#endif /* LOOP_CHANNEL_H */
