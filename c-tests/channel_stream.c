/* Streamed messages over HTTP, both ways, and encoders and decoders of channels. */
#include "support/soap.h"

/* Both ends in one program. */
typedef struct PAIR {
    WS_ERROR *error, *server_error;
    WS_HEAP *heap, *server_heap;
    WS_LISTENER *listener;
    WS_CHANNEL *server, *client;
    WS_MESSAGE *request, *reply, *server_request, *server_reply;
    unsigned short port;
    pthread_t thread;
    /* How many elements the server gets and gives. */
    int count;
    HRESULT outcome;
} PAIR;

static const WS_TRANSFER_MODE streamed = WS_STREAMED_TRANSFER_MODE;

static PAIR *start(FIXTURE *fixture, const WS_CHANNEL_PROPERTY *properties, ULONG count)
{
    PAIR *pair = (PAIR *)calloc(1, sizeof(*pair));
    assert_non_null(pair);
    pair->error = fixture->error;
    pair->heap = fixture->heap;
    assert_ok(WsCreateError(NULL, 0, &pair->server_error), NULL);
    assert_ok(WsCreateHeap(1 << 20, 0, NULL, 0, &pair->server_heap, NULL), NULL);
    pair->port = free_port();
    WCHAR buffer[100];
    WS_STRING url = url_of(buffer, "http://127.0.0.1:%u/x", pair->port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &pair->listener,
                               pair->error), pair->error);
    assert_ok(WsOpenListener(pair->listener, &url, NULL, pair->error), pair->error);
    assert_ok(WsCreateChannelForListener(pair->listener, properties, count, &pair->server, pair->error), pair->error);
    pair->client = make_channel(properties, count, pair->error);
    open_channel(pair->client, pair->port, pair->error);
    pair->request = make_message(pair->client, pair->error);
    pair->reply = make_message(pair->client, pair->error);
    pair->server_request = make_message(pair->server, pair->error);
    pair->server_reply = make_message(pair->server, pair->error);
    return pair;
}

static void stop(PAIR *pair)
{
    assert_ok(WsCloseChannel(pair->client, NULL, pair->error), pair->error);
    assert_ok(WsCloseListener(pair->listener, NULL, pair->error), pair->error);
    WsFreeMessage(pair->request);
    WsFreeMessage(pair->reply);
    WsFreeMessage(pair->server_request);
    WsFreeMessage(pair->server_reply);
    WsFreeChannel(pair->client);
    WsFreeChannel(pair->server);
    WsFreeListener(pair->listener);
    WsFreeHeap(pair->server_heap);
    WsFreeError(pair->server_error);
    free(pair);
}

/* Gives back each number plus one, as it comes: as the documentation's streaming server does. */
static HRESULT echo_numbers(PAIR *pair)
{
    WS_ERROR *error = pair->server_error;
    HRESULT hr = WsAcceptChannel(pair->listener, pair->server, NULL, error);
    if (FAILED(hr)
        || FAILED(hr = WsReadMessageStart(pair->server, pair->server_request, NULL, error))
        || FAILED(hr = WsInitializeMessage(pair->server_reply, WS_REPLY_MESSAGE, pair->server_request, error))
        || FAILED(hr = WsWriteMessageStart(pair->server, pair->server_reply, NULL, error))) {
        return hr;
    }
    for (int i = 0; i < pair->count; i++) {
        int value = 0;
        if (FAILED(hr = WsFillBody(pair->server_request, sizeof(NUMBER("1234567")) - 1, NULL, error))
            || FAILED(hr = WsReadBody(pair->server_request, &number_element, WS_READ_REQUIRED_VALUE,
                                      pair->server_heap, &value, sizeof(value), error))) {
            return hr;
        }
        value++;
        if (FAILED(hr = WsWriteBody(pair->server_reply, &number_element, WS_WRITE_REQUIRED_VALUE, &value,
                                    sizeof(value), error))
            || FAILED(hr = WsFlushBody(pair->server_reply, 0, NULL, error))
            || FAILED(hr = WsResetHeap(pair->server_heap, error))) {
            return hr;
        }
    }
    if (FAILED(hr = WsReadMessageEnd(pair->server, pair->server_request, NULL, error))
        || FAILED(hr = WsWriteMessageEnd(pair->server, pair->server_reply, NULL, error))
        || FAILED(hr = WsCloseChannel(pair->server, NULL, error))) {
        return hr;
    }
    return WsResetChannel(pair->server, error);
}

static void *serve_pair(void *argument)
{
    PAIR *pair = (PAIR *)argument;
    pair->outcome = echo_numbers(pair);
    return NULL;
}

/* Many elements each way, in pieces. */
static void echo(PAIR *pair, int count)
{
    WS_ERROR *error = pair->error;
    pair->count = count;
    assert_int_equal(pthread_create(&pair->thread, NULL, serve_pair, pair), 0);
    assert_ok(WsInitializeMessage(pair->request, WS_BLANK_MESSAGE, NULL, error), error);
    assert_ok(WsWriteMessageStart(pair->client, pair->request, NULL, error), error);
    for (int i = 0; i < count; i++) {
        int value = 1000000 + i;
        assert_ok(WsWriteBody(pair->request, &number_element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), error),
                  error);
        if (i % 7 == 0) {
            assert_ok(WsFlushBody(pair->request, 0, NULL, error), error);
        }
    }
    assert_ok(WsWriteMessageEnd(pair->client, pair->request, NULL, error), error);
    assert_ok(WsReadMessageStart(pair->client, pair->reply, NULL, error), error);
    for (int i = 0; i < count; i++) {
        int value = 0;
        assert_ok(WsFillBody(pair->reply, sizeof(NUMBER("1234567")) - 1, NULL, error), error);
        assert_ok(WsReadBody(pair->reply, &number_element, WS_READ_REQUIRED_VALUE, pair->heap, &value, sizeof(value),
                             error), error);
        assert_int_equal(value, 1000001 + i);
        assert_ok(WsResetHeap(pair->heap, error), error);
    }
    assert_ok(WsReadMessageEnd(pair->client, pair->reply, NULL, error), error);
    pthread_join(pair->thread, NULL);
    assert_hr(S_OK, pair->outcome, pair->server_error);
    assert_ok(WsResetMessage(pair->request, error), error);
    assert_ok(WsResetMessage(pair->reply, error), error);
    assert_ok(WsResetMessage(pair->server_request, error), error);
    assert_ok(WsResetMessage(pair->server_reply, error), error);
}

static void both_ways(void **state)
{
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
    };
    PAIR *pair = start((FIXTURE *)*state, properties, COUNT(properties));
    echo(pair, 500);
    echo(pair, 1);
    stop(pair);
}

/* Code for streaming works on buffered channels, too. */
static void the_same_code_buffered(void **state)
{
    PAIR *pair = start((FIXTURE *)*state, basic, COUNT(basic));
    echo(pair, 100);
    stop(pair);
}

/* Each step sends what it has to: seen by a socket. */
static void the_wire(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
    };
    const ANSWER answers[] = {{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 0, KEEP}};
    PEER *peer = start_peer(answers, 1);
    WS_CHANNEL *channel = make_channel(properties, COUNT(properties), error);
    open_channel(channel, peer->port, error);
    WS_MESSAGE *message = make_message(channel, error);
    assert_ok(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, error), error);
    assert_ok(WsWriteMessageStart(channel, message, NULL, error), error);
    int value = 7;
    assert_ok(WsWriteBody(message, &number_element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), error), error);
    assert_ok(WsFlushBody(message, 0, NULL, error), error);
    assert_ok(WsWriteMessageEnd(channel, message, NULL, error), error);
    assert_hr(WS_S_END, WsReadMessageStart(channel, message, NULL, error), error);
    char expected[1000];
    const char *start_of = "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>", *end_of = "</s:Body></s:Envelope>";
    snprintf(expected, sizeof(expected),
             "POST /x HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"\"\r\n"
             "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n%zx\r\n%s\r\n%zx\r\n%s\r\n0\r\n\r\n", peer->port,
             strlen(start_of), start_of, strlen(NUMBER("7")), NUMBER("7"), strlen(end_of), end_of);
    assert_starts(&peer->requests[0], expected);
    /* A message that the channel is done with gets nothing more from it. */
    assert_ok(WsCloseChannel(channel, NULL, error), error);
    WsFreeChannel(channel);
    WsFreeMessage(message);
    stop_peer(peer);
}

/* A start that is too long, a body that is too long, a fault, and a message that outlives its channel. */
static void limits(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    static const ULONG most_start = 100;
    static const ULONGLONG most = 5000;
    const WS_CHANNEL_PROPERTY small_start[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
        PROPERTY(WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, most_start),
    };
    const WS_CHANNEL_PROPERTY small[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
        PROPERTY(WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, most),
    };
#define CHUNKED "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    const char *long_start = "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Header><h xmlns=\"urn:h\">"
                             "0123456789012345678901234567890123456789</h></s:Header><s:Body>";
    const char *body_start = "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>";
    const char *fault = ENVELOPE11("<s:Fault><faultcode>s:Server</faultcode><faultstring>b</faultstring></s:Fault>");
    static char texts[3][12000];
    snprintf(texts[0], sizeof(texts[0]), CHUNKED "%zx\r\n%s\r\n", strlen(long_start), long_start);
    snprintf(texts[1], sizeof(texts[1]), CHUNKED "%zx\r\n%s\r\n2328\r\n%09000d\r\n", strlen(body_start), body_start, 1);
    snprintf(texts[2], sizeof(texts[2]), CHUNKED "1\r\n<\r\n%zx\r\n%s\r\n0\r\n\r\n", strlen(fault) - 1, fault + 1);
    for (int i = 0; i < 3; i++) {
        const ANSWER answers[] = {{texts[i], 0, KEEP}};
        PEER *peer = start_peer(answers, 1);
        WS_CHANNEL *channel = make_channel(i == 0 ? small_start : small, 4, error);
        open_channel(channel, peer->port, error);
        WS_MESSAGE *message = make_message(channel, error);
        assert_ok(WsSendMessage(channel, message, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error), error);
        assert_ok(WsResetMessage(message, error), error);
        if (i == 0) {
            assert_hr(WS_E_QUOTA_EXCEEDED, WsReadMessageStart(channel, message, NULL, error), error);
            assert_error_says(error, "WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE");
        } else if (i == 1) {
            assert_ok(WsReadMessageStart(channel, message, NULL, error), error);
            assert_hr(WS_E_QUOTA_EXCEEDED, WsFillBody(message, 6000, NULL, error), error);
            assert_error_says(error, "WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE");
            assert_ok(WsAbandonMessage(channel, message, error), error);
            assert_true(FAILED(WsFillBody(message, 500, NULL, error)));
        } else {
            assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, WsReadMessageStart(channel, message, NULL, error), error);
        }
        assert_int_equal(channel_state(channel), WS_CHANNEL_STATE_OPEN);
        assert_ok(WsResetError(error), NULL);
        assert_ok(WsCloseChannel(channel, NULL, error), error);
        WsFreeChannel(channel);
        WsFreeMessage(message);
        stop_peer(peer);
    }
}

/* Bodies of which nothing, or little, is read: the end of the message is found all the same, within the limits and in
 * little memory, and the next message comes over the same connection. */
static void unread_bodies(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const ULONGLONG most = 1 << 20;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
        PROPERTY(WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, most),
    };
    enum { MANY_NODES, LONG_TEXT, LARGE_TAG, TOO_LARGE, MALFORMED, CUT, KINDS };
    static const HRESULT expected[KINDS] = {S_OK, S_OK, WS_E_QUOTA_EXCEEDED, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
                                            WS_E_INVALID_FORMAT};
    static const size_t sizes[KINDS] = {700000, 700000, 400000, 1100000, 700000, 700000};
    for (int kind = 0; kind < KINDS; kind++) {
        char *text = (char *)malloc(1200000), *body = text + 200, *at = body;
        at += sprintf(at, "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" NUMBER("7"));
        if (kind == LONG_TEXT || kind == LARGE_TAG) {
            at += sprintf(at, kind == LONG_TEXT ? "<text>" : "<a text=\"");
            memset(at, 'x', sizes[kind]);
            at += sizes[kind];
            at += sprintf(at, kind == LONG_TEXT ? "</text>" : "\"/>");
        } else {
            while ((size_t)(at - body) < sizes[kind]) {
                at += sprintf(at, "<a xmlns='urn:b'><b c='d'/> &amp; <!-- e --><![CDATA[f]]></a>");
            }
        }
        at += sprintf(at, kind == MALFORMED ? "<a></b></s:Body></s:Envelope>" : kind == CUT ? "</s:Body>" : "</s:Body></s:Envelope>");
        size_t length = (size_t)(at - body);
        int head = sprintf(text, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %zu\r\n\r\n", length);
        memmove(text + head, body, length);
        const ANSWER answers[] = {{text, (size_t)head + length, KEEP}, {text, (size_t)head + length, KEEP}};
        int calls = expected[kind] == S_OK ? 2 : 1;
        PEER *peer = start_peer(answers, (size_t)calls);
        WS_CHANNEL *channel = make_channel(properties, COUNT(properties), error);
        open_channel(channel, peer->port, error);
        WS_MESSAGE *message = make_message(channel, error);
        for (int call = 0; call < calls; call++) {
            assert_ok(WsSendMessage(channel, message, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error), error);
            assert_ok(WsResetMessage(message, error), error);
            assert_ok(WsReadMessageStart(channel, message, NULL, error), error);
            if (call == 1) {
                int value = 0;
                assert_ok(WsFillBody(message, 100, NULL, error), error);
                assert_ok(WsReadBody(message, &number_element, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value),
                                     error), error);
                assert_int_equal(value, 7);
            }
            assert_hr(expected[kind], WsReadMessageEnd(channel, message, NULL, error), error);
            if (kind == TOO_LARGE) assert_error_says(error, "WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE");
            if (kind == LARGE_TAG) assert_error_says(error, "tag");
            assert_int_equal(channel_state(channel), WS_CHANNEL_STATE_OPEN);
            assert_ok(WsResetMessage(message, error), error);
        }
        assert_ok(WsResetError(error), NULL);
        assert_ok(WsCloseChannel(channel, NULL, error), error);
        WsFreeChannel(channel);
        WsFreeMessage(message);
        assert_int_equal(peer->connections, 1);
        stop_peer(peer);
        free(text);
    }
}

static void after_the_channel(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
    };
    char text[1000];
    const char *body_start = "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><a>";
    snprintf(text, sizeof(text), CHUNKED "%zx\r\n%s\r\n", strlen(body_start), body_start);
    const ANSWER answers[] = {{text, 0, KEEP}};
    PEER *peer = start_peer(answers, 1);
    WS_CHANNEL *channel = make_channel(properties, COUNT(properties), error);
    open_channel(channel, peer->port, error);
    WS_MESSAGE *message = make_message(channel, error);
    assert_ok(WsSendMessage(channel, message, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error), error);
    assert_ok(WsResetMessage(message, error), error);
    assert_ok(WsReadMessageStart(channel, message, NULL, error), error);
    assert_ok(WsCloseChannel(channel, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsFillBody(message, 500, NULL, error), error);
    WsFreeChannel(channel);
    assert_true(FAILED(WsFillBody(message, 500, NULL, error)));
    WsFreeMessage(message);
    stop_peer(peer);
}

/* A codec that adds one to each byte, and puts a count in front: asynchronous where it may be. */
typedef struct CODEC {
    WS_WRITE_CALLBACK write;
    WS_READ_CALLBACK read;
    void *context;
    WCHAR type[100];
} CODEC;

static int instances;

static HRESULT CALLBACK create_encoder(void *create, WS_WRITE_CALLBACK write, void *context, void **instance,
                                       WS_ERROR *error)
{
    (void)error;
    assert_ptr_equal(create, &instances);
    CODEC *codec = (CODEC *)calloc(1, sizeof(*codec));
    codec->write = write;
    codec->context = context;
    instances++;
    *instance = codec;
    return S_OK;
}

static HRESULT CALLBACK create_decoder(void *create, WS_READ_CALLBACK read, void *context, void **instance,
                                       WS_ERROR *error)
{
    (void)error;
    assert_ptr_equal(create, &instances);
    CODEC *codec = (CODEC *)calloc(1, sizeof(*codec));
    codec->read = read;
    codec->context = context;
    instances++;
    *instance = codec;
    return S_OK;
}

static HRESULT CALLBACK encoded_type(void *instance, const WS_STRING *type, WS_STRING *new_type, WS_STRING *encoding,
                                     WS_ERROR *error)
{
    (void)error;
    CODEC *codec = (CODEC *)instance;
    static const WCHAR prefix[] = u"x-";
    memcpy(codec->type, prefix, 4);
    memcpy(codec->type + 2, type->chars, type->length * sizeof(WCHAR));
    *new_type = (WS_STRING){type->length + 2, codec->type};
    *encoding = *TEXT16("plus-one");
    return S_OK;
}

static HRESULT CALLBACK decoded_type(void *instance, const WS_STRING *type, const WS_STRING *encoding,
                                     WS_STRING *new_type, WS_ERROR *error)
{
    (void)error;
    CODEC *codec = (CODEC *)instance;
    if (encoding == NULL || !equal_text(encoding, TEXT16("plus-one")) || type->length < 2) {
        return E_FAIL;
    }
    memcpy(codec->type, type->chars + 2, (type->length - 2) * sizeof(WCHAR));
    *new_type = (WS_STRING){type->length - 2, codec->type};
    return S_OK;
}

static HRESULT CALLBACK codec_start(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)context;
    CODEC *codec = (CODEC *)instance;
    if (codec->write != NULL) {
        WS_BYTES mark = {1, (BYTE *)"!"};
        return codec->write(codec->context, &mark, 1, NULL, error);
    }
    BYTE mark = 0;
    ULONG got = 0;
    HRESULT hr = codec->read(codec->context, &mark, 1, &got, NULL, error);
    return FAILED(hr) ? hr : got == 1 && mark == '!' ? S_OK : E_FAIL;
}

static HRESULT CALLBACK codec_encode(void *instance, const WS_BYTES *buffers, ULONG count,
                                     const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)context;
    CODEC *codec = (CODEC *)instance;
    for (ULONG i = 0; i < count; i++) {
        for (ULONG at = 0; at < buffers[i].length; at++) {
            BYTE byte = (BYTE)(buffers[i].bytes[at] + 1);
            WS_BYTES one = {1, &byte};
            HRESULT hr = codec->write(codec->context, &one, 1, NULL, error);
            if (FAILED(hr)) {
                return hr;
            }
        }
    }
    return S_OK;
}

static HRESULT CALLBACK codec_decode(void *instance, void *buffer, ULONG max, ULONG *length,
                                     const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)context;
    CODEC *codec = (CODEC *)instance;
    HRESULT hr = codec->read(codec->context, buffer, max < 100 ? max : 100, length, NULL, error);
    for (ULONG i = 0; SUCCEEDED(hr) && i < *length; i++) {
        ((BYTE *)buffer)[i]--;
    }
    return hr;
}

static HRESULT CALLBACK codec_end(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    (void)context;
    (void)error;
    return S_OK;
}

static void CALLBACK free_codec(void *instance)
{
    instances--;
    free(instance);
}

static const WS_CHANNEL_ENCODER encoder = {&instances, create_encoder, encoded_type, codec_start, codec_encode,
                                           codec_end, free_codec};
static const WS_CHANNEL_DECODER decoder = {&instances, create_decoder, decoded_type, codec_start, codec_decode,
                                           codec_end, free_codec};

static void codecs(void **state)
{
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENCODER, encoder),
        PROPERTY(WS_CHANNEL_PROPERTY_DECODER, decoder), PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
    };
    for (ULONG count = COUNT(properties); count >= COUNT(properties) - 1; count--) {
        PAIR *pair = start((FIXTURE *)*state, properties, count);
        echo(pair, 30);
        echo(pair, 3);
        /* One instance for each direction of each channel. */
        assert_int_equal(instances, 4);
        stop(pair);
        assert_int_equal(instances, 0);
    }
}

/* What an encoder makes of a message, seen by a socket; a decoder that does not like its type; callbacks left out. */
static void codecs_on_the_wire(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENCODER, encoder),
        PROPERTY(WS_CHANNEL_PROPERTY_DECODER, decoder),
    };
    const ANSWER answers[] = {{"HTTP/1.1 200 OK\r\nContent-Type: x\r\nContent-Length: 2\r\n\r\n!x", 0, KEEP}};
    PEER *peer = start_peer(answers, 1);
    WS_CHANNEL *channel = make_channel(properties, COUNT(properties), error);
    open_channel(channel, peer->port, error);
    WS_MESSAGE *message = make_message(channel, error);
    assert_ok(WsSendMessage(channel, message, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error), error);
    assert_has(&peer->requests[0], "\r\nContent-Type: x-text/xml; charset=utf-8\r\nContent-Encoding: plus-one\r\n");
    assert_has(&peer->requests[0], "\r\n\r\n!=t;Fowfmpqf");
    assert_ok(WsResetMessage(message, error), error);
    assert_hr(E_FAIL, WsReadMessageStart(channel, message, NULL, error), error);
    assert_error_says(error, "WS_DECODER_GET_CONTENT_TYPE_CALLBACK");
    assert_ok(WsCloseChannel(channel, NULL, error), error);
    WsFreeChannel(channel);
    WsFreeMessage(message);
    stop_peer(peer);
    assert_int_equal(instances, 0);

    WS_CHANNEL_DECODER lacking = decoder;
    lacking.decoderEndCallback = NULL;
    const WS_CHANNEL_PROPERTY bad[] = {PROPERTY(WS_CHANNEL_PROPERTY_DECODER, lacking)};
    assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, bad, 1, NULL, &channel,
                                            error), error);
    assert_error_says(error, "decoderEndCallback");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(both_ways),
        FIXTURE_TEST(the_same_code_buffered),
        FIXTURE_TEST(the_wire),
        FIXTURE_TEST(limits),
        FIXTURE_TEST(unread_bodies),
        FIXTURE_TEST(after_the_channel),
        FIXTURE_TEST(codecs),
        FIXTURE_TEST(codecs_on_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
