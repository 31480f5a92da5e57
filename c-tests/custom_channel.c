/*
 * Custom channels and listeners: a transport of the program's own behind the ordinary functions. Messages go through
 * memory, encoded with the functions on envelopes.
 */
#include "support/soap.h"

/* What the callbacks were called with. */
typedef struct LOG {
    int creates, frees, resets, opens, closes, aborts, gets, sets, write_starts, write_ends, read_starts, read_ends,
        abandons, shutdowns, accepts;
} LOG;

static LOG seen;
/* What the next callback fails with. */
static HRESULT failure;
/* The message that is on its way, as bytes. */
static BYTES wire;
static int complete_later;

typedef struct INSTANCE {
    WS_CHANNEL_TYPE type;
    WS_XML_WRITER *writer;
    WS_XML_READER *reader;
    WS_HEAP *heap;
    int parameter;
} INSTANCE;

static HRESULT outcome(WS_ERROR *error)
{
    HRESULT hr = failure;
    failure = S_OK;
    if (FAILED(hr) && error != NULL) {
        WsAddErrorString(error, TEXT16("the callback's own words"));
    }
    return hr;
}

/* Completes a callback on another thread. */
typedef struct LATER {
    WS_ASYNC_CONTEXT context;
    HRESULT hr;
} LATER;

static void *complete_now(void *argument)
{
    LATER later = *(LATER *)argument;
    free(argument);
    later.context.callback(later.hr, WS_LONG_CALLBACK, later.context.callbackState);
    return NULL;
}

static HRESULT finish(const WS_ASYNC_CONTEXT *context, HRESULT hr)
{
    if (context == NULL || !complete_later) {
        return hr;
    }
    LATER *later = (LATER *)malloc(sizeof(*later));
    later->context = *context;
    later->hr = hr;
    pthread_t thread;
    pthread_create(&thread, NULL, complete_now, later);
    pthread_detach(thread);
    return WS_S_ASYNC;
}

static HRESULT make_instance(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                             WS_ERROR *error)
{
    HRESULT hr = outcome(error);
    if (FAILED(hr)) {
        return hr;
    }
    INSTANCE *made = (INSTANCE *)calloc(1, sizeof(*made));
    made->type = type;
    if (size == sizeof(int)) {
        made->parameter = *(const int *)parameters;
    } else {
        assert_null(parameters);
        assert_int_equal(size, 0);
    }
    assert_ok(WsCreateWriter(NULL, 0, &made->writer, NULL), NULL);
    assert_ok(WsCreateReader(NULL, 0, &made->reader, NULL), NULL);
    seen.creates++;
    *instance = made;
    return S_OK;
}

static HRESULT CALLBACK create_channel(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                       WS_ERROR *error)
{
    return make_instance(type, parameters, size, instance, error);
}

static void CALLBACK free_channel(void *instance)
{
    INSTANCE *channel = (INSTANCE *)instance;
    seen.frees++;
    WsFreeWriter(channel->writer);
    WsFreeReader(channel->reader);
    free(channel);
}

static HRESULT CALLBACK reset_channel(void *instance, WS_ERROR *error)
{
    (void)instance;
    seen.resets++;
    return outcome(error);
}

static HRESULT CALLBACK open_channel_callback(void *instance, const WS_ENDPOINT_ADDRESS *address,
                                              const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    seen.opens++;
    assert_true(text_contains(&address->url, "custom:there"));
    return finish(context, outcome(error));
}

static HRESULT CALLBACK close_channel(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    seen.closes++;
    return finish(context, outcome(error));
}

static HRESULT CALLBACK abort_channel(void *instance, WS_ERROR *error)
{
    (void)instance;
    seen.aborts++;
    return outcome(error);
}

static HRESULT CALLBACK get_property(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size,
                                     WS_ERROR *error)
{
    (void)instance;
    (void)error;
    seen.gets++;
    assert_int_equal(size, sizeof(int));
    switch (id) {
    case WS_CHANNEL_PROPERTY_ENVELOPE_VERSION:
        *(int *)value = WS_ENVELOPE_VERSION_SOAP_1_2;
        return S_OK;
    case WS_CHANNEL_PROPERTY_ADDRESSING_VERSION:
        *(int *)value = WS_ADDRESSING_VERSION_1_0;
        return S_OK;
    case WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS:
        *(int *)value = FALSE;
        return S_OK;
    default:
        return E_INVALIDARG;
    }
}

static HRESULT CALLBACK set_property(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size,
                                     WS_ERROR *error)
{
    (void)instance;
    (void)error;
    seen.sets++;
    return id == WS_CHANNEL_PROPERTY_NO_DELAY && size == sizeof(BOOL) && *(const BOOL *)value ? S_OK : E_INVALIDARG;
}

static HRESULT CALLBACK take_bytes(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                                   WS_ERROR *error)
{
    (void)context;
    (void)error;
    BYTES *into = (BYTES *)state;
    for (ULONG i = 0; i < count; i++) {
        memcpy(into->bytes + into->size, buffers[i].bytes, buffers[i].length);
        into->size += buffers[i].length;
    }
    return S_OK;
}

static HRESULT CALLBACK write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                    WS_ERROR *error)
{
    INSTANCE *channel = (INSTANCE *)instance;
    seen.write_starts++;
    HRESULT hr = outcome(error);
    wire.size = 0;
    const WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    const WS_XML_WRITER_STREAM_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, take_bytes, &wire};
    if (SUCCEEDED(hr)) {
        hr = WsSetOutput(channel->writer, &encoding.encoding, &output.output, NULL, 0, error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsWriteEnvelopeStart(message, channel->writer, NULL, NULL, error);
    }
    return finish(context, hr);
}

static HRESULT CALLBACK write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    INSTANCE *channel = (INSTANCE *)instance;
    seen.write_ends++;
    HRESULT hr = outcome(error);
    if (SUCCEEDED(hr)) {
        hr = WsWriteEnvelopeEnd(message, error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsFlushWriter(channel->writer, 0, NULL, error);
    }
    return finish(context, hr);
}

static HRESULT CALLBACK read_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                   WS_ERROR *error)
{
    INSTANCE *channel = (INSTANCE *)instance;
    seen.read_starts++;
    HRESULT hr = outcome(error);
    if (hr != S_OK) {
        return finish(context, hr);
    }
    if (wire.size == 0) {
        return finish(context, WS_S_END);
    }
    const WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    const WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, wire.bytes, (ULONG)wire.size};
    hr = WsSetInput(channel->reader, &encoding.encoding, &input.input, NULL, 0, error);
    if (SUCCEEDED(hr)) {
        hr = WsReadEnvelopeStart(message, channel->reader, NULL, NULL, error);
    }
    return finish(context, hr);
}

static HRESULT CALLBACK read_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    seen.read_ends++;
    HRESULT hr = outcome(error);
    return finish(context, FAILED(hr) ? hr : WsReadEnvelopeEnd(message, error));
}

static HRESULT CALLBACK abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    (void)instance;
    (void)message;
    seen.abandons++;
    return outcome(error);
}

static HRESULT CALLBACK shut_down(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance;
    seen.shutdowns++;
    return finish(context, outcome(error));
}

static const WS_CUSTOM_CHANNEL_CALLBACKS channel_callbacks = {
    create_channel, free_channel, reset_channel, open_channel_callback, close_channel, abort_channel, get_property,
    set_property,   write_start,  write_end,     read_start,            read_end,      abandon,       shut_down,
};

static const int parameter = 77;

static WS_CHANNEL *make_custom(WS_ERROR *error)
{
    const WS_CHANNEL_PROPERTY properties[] = {
        PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, channel_callbacks),
        PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, parameter),
    };
    WS_CHANNEL *channel = NULL;
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &channel,
                              error), error);
    return channel;
}

static const WS_ENDPOINT_ADDRESS there = {.url = WS_STRING_VALUE(u"custom:there")};

/* Each function calls its callback, whose failure it returns, with its words. */
static void each_function(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    memset(&seen, 0, sizeof(seen));
    WS_CHANNEL *channel = make_custom(error);
    void *instance = NULL;
    assert_ok(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, &instance, sizeof(instance),
                                   error), error);
    assert_int_equal(((INSTANCE *)instance)->parameter, 77);
    assert_int_equal(((INSTANCE *)instance)->type, WS_CHANNEL_TYPE_DUPLEX_SESSION);
    WS_MESSAGE *message = make_message(channel, error);
    assert_int_equal(seen.gets, 2);
    BOOL yes = TRUE;
    assert_ok(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_NO_DELAY, &yes, sizeof(yes), error), error);
    assert_hr(E_INVALIDARG, WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &yes, sizeof(yes), error),
              error);
    assert_hr(E_INVALIDARG, WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_ENCODING, &yes, sizeof(yes), error),
              error);

#define FAILS_AND_WORKS(call)                                                                                          \
    do {                                                                                                               \
        failure = WS_E_ENDPOINT_UNREACHABLE;                                                                           \
        assert_hr(WS_E_ENDPOINT_UNREACHABLE, call, error);                                                             \
        assert_error_says(error, "the callback's own words");                                                          \
        assert_ok(call, error);                                                                                        \
    } while (0)
    FAILS_AND_WORKS(WsOpenChannel(channel, &there, NULL, error));
    assert_int_equal(seen.opens, 2);
    assert_ok(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, error), error);
    FAILS_AND_WORKS(WsWriteMessageStart(channel, message, NULL, error));
    FAILS_AND_WORKS(WsWriteMessageEnd(channel, message, NULL, error));
    assert_ok(WsResetMessage(message, error), error);
    FAILS_AND_WORKS(WsReadMessageStart(channel, message, NULL, error));
    FAILS_AND_WORKS(WsReadMessageEnd(channel, message, NULL, error));
    FAILS_AND_WORKS(WsAbandonMessage(channel, message, error));
    FAILS_AND_WORKS(WsShutdownSessionChannel(channel, NULL, error));
    FAILS_AND_WORKS(WsAbortChannel(channel, error));
    FAILS_AND_WORKS(WsCloseChannel(channel, NULL, error));
    FAILS_AND_WORKS(WsResetChannel(channel, error));
    assert_ok(WsResetMessage(message, error), error);
    WsFreeMessage(message);
    WsFreeChannel(channel);
    const LOG expected = {1, 1, 2, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 0};
    assert_memory_equal(&seen, &expected, sizeof(expected));
}

/* Whole messages, with completions now and later. */
static void whole_messages(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    for (complete_later = 0; complete_later < 2; complete_later++) {
        memset(&seen, 0, sizeof(seen));
        WAITER waiter = WAITER_INIT;
        const WS_ASYNC_CONTEXT context = {completed, &waiter};
        WS_CHANNEL *channel = make_custom(error);
        WS_MESSAGE *request = make_message(channel, error), *reply = make_message(channel, error);
        assert_ok(WsOpenChannel(channel, &there, NULL, error), error);
        int value = 7, got = 0;
        ULONG index = 99;
        const WS_MESSAGE_DESCRIPTION *expected[] = {&answer, &ask};
        HRESULT hr = WsSendMessage(channel, request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), &context,
                                   error);
        assert_hr(S_OK, hr == WS_S_ASYNC ? wait_for(&waiter) : hr, error);
        assert_has(&wire, ">urn:ask<");
        assert_has(&wire, NUMBER("7"));
        hr = WsReceiveMessage(channel, reply, expected, COUNT(expected), WS_RECEIVE_REQUIRED_MESSAGE,
                              WS_READ_REQUIRED_VALUE, fixture->heap, &got, sizeof(got), &index, &context, error);
        assert_hr(S_OK, hr == WS_S_ASYNC ? wait_for(&waiter) : hr, error);
        assert_int_equal(got, 7);
        assert_int_equal(index, 1);

        /* The end of the messages. */
        wire.size = 0;
        assert_ok(WsResetMessage(reply, error), error);
        assert_hr(WS_S_END, WsReceiveMessage(channel, reply, expected, COUNT(expected), WS_RECEIVE_OPTIONAL_MESSAGE,
                                             WS_READ_REQUIRED_VALUE, fixture->heap, &got, sizeof(got), &index, NULL,
                                             error), error);
        assert_hr(WS_E_INVALID_FORMAT,
                  WsReceiveMessage(channel, reply, expected, COUNT(expected), WS_RECEIVE_REQUIRED_MESSAGE,
                                   WS_READ_REQUIRED_VALUE, fixture->heap, &got, sizeof(got), &index, NULL, error),
                  error);
        assert_hr(E_INVALIDARG,
                  WsReceiveMessage(channel, reply, expected, COUNT(expected), (WS_RECEIVE_OPTION)9,
                                   WS_READ_REQUIRED_VALUE, fixture->heap, &got, sizeof(got), &index, NULL, error),
                  error);

        /* A failure on the way abandons the message. */
        assert_ok(WsResetMessage(request, error), error);
        int abandons = seen.abandons;
        assert_true(FAILED(WsSendMessage(channel, request, &ask, WS_WRITE_REQUIRED_VALUE, &value, 1, NULL, error)));
        assert_int_equal(seen.abandons, abandons + 1);
        assert_ok(WsResetMessage(request, error), error);
        assert_ok(WsResetMessage(reply, error), error);
        assert_ok(WsCloseChannel(channel, NULL, error), error);
        WsFreeMessage(request);
        WsFreeMessage(reply);
        WsFreeChannel(channel);
        assert_ok(WsResetError(error), NULL);
    }
    complete_later = 0;
}

static HRESULT CALLBACK create_listener(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                        WS_ERROR *error)
{
    return make_instance(type, parameters, size, instance, error);
}

static HRESULT CALLBACK open_listener(void *instance, const WS_STRING *url, const WS_ASYNC_CONTEXT *context,
                                      WS_ERROR *error)
{
    (void)instance;
    seen.opens++;
    assert_true(text_contains(url, "anything"));
    return finish(context, outcome(error));
}

static HRESULT CALLBACK get_listener_property(void *instance, WS_LISTENER_PROPERTY_ID id, void *value, ULONG size,
                                              WS_ERROR *error)
{
    (void)instance;
    (void)error;
    assert_int_equal(size, sizeof(int));
    *(int *)value = 5;
    return id == WS_LISTENER_PROPERTY_STATE ? S_OK : E_INVALIDARG;
}

static HRESULT CALLBACK set_listener_property(void *instance, WS_LISTENER_PROPERTY_ID id, const void *value,
                                              ULONG size, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    (void)value;
    (void)size;
    return id == WS_LISTENER_PROPERTY_CLOSE_TIMEOUT ? S_OK : E_INVALIDARG;
}

static HRESULT CALLBACK create_for_listener(void *listener, const void *parameters, ULONG size, void **instance,
                                            WS_ERROR *error)
{
    return make_instance(((INSTANCE *)listener)->type, parameters, size, instance, error);
}

static HRESULT CALLBACK accept_channel(void *listener, void *channel, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    assert_int_equal(((INSTANCE *)listener)->type, ((INSTANCE *)channel)->type);
    seen.accepts++;
    return finish(context, outcome(error));
}

static const WS_CUSTOM_LISTENER_CALLBACKS listener_callbacks = {
    create_listener, free_channel,          reset_channel,         open_listener,       close_channel,
    abort_channel,   get_listener_property, set_listener_property, create_for_listener, accept_channel,
};

static void listeners(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    memset(&seen, 0, sizeof(seen));
    const WS_LISTENER_PROPERTY properties[] = {
        PROPERTY(WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, listener_callbacks),
        PROPERTY(WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS, parameter),
    };
    const WS_CHANNEL_PROPERTY channel_properties[] = {
        PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, channel_callbacks),
    };
    WS_LISTENER *listener = NULL;
    WS_CHANNEL *channel = NULL;
    void *instance = NULL;
    int number = 0;
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL, &listener,
                               error), error);
    assert_ok(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE, &instance,
                                    sizeof(instance), error), error);
    assert_int_equal(((INSTANCE *)instance)->parameter, 77);
    assert_ok(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &number, sizeof(number), error), error);
    assert_int_equal(number, 5);
    assert_ok(WsSetListenerProperty(listener, WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, &number, sizeof(number), error),
              error);
    assert_hr(E_INVALIDARG, WsSetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &number, sizeof(number), error),
              error);
    failure = E_OUTOFMEMORY;
    assert_hr(E_OUTOFMEMORY, WsCreateChannelForListener(listener, channel_properties, 1, &channel, error), error);
    assert_null(channel);
    assert_ok(WsResetError(error), NULL);
    assert_ok(WsCreateChannelForListener(listener, channel_properties, 1, &channel, error), error);
    FAILS_AND_WORKS(WsOpenListener(listener, TEXT16("anything"), NULL, error));
    FAILS_AND_WORKS(WsAcceptChannel(listener, channel, NULL, error));
    FAILS_AND_WORKS(WsAbortListener(listener, error));
    FAILS_AND_WORKS(WsCloseListener(listener, NULL, error));
    FAILS_AND_WORKS(WsResetListener(listener, error));

    /* A channel of another kind. */
    WS_LISTENER *http = NULL;
    WS_CHANNEL *other = NULL;
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &http, error), error);
    assert_ok(WsCreateChannelForListener(http, NULL, 0, &other, error), error);
    assert_hr(E_INVALIDARG, WsAcceptChannel(listener, other, NULL, error), error);
    assert_hr(E_INVALIDARG, WsAcceptChannel(http, channel, NULL, error), error);
    WsFreeChannel(other);
    WsFreeListener(http);
    WsFreeChannel(channel);
    WsFreeListener(listener);
    assert_int_equal(seen.creates, 2);
    assert_int_equal(seen.frees, 2);
}

/* Callbacks that are left out, and properties that do not go with custom ones. */
static void refused(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    WS_CHANNEL *channel = NULL;
    WS_LISTENER *listener = NULL;
    assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, NULL, 0, NULL, &channel,
                                            error), error);
    assert_error_says(error, "WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS");
    assert_hr(E_INVALIDARG, WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, NULL, 0, NULL,
                                             &listener, error), error);
    assert_error_says(error, "WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS");
    for (size_t i = 0; i < sizeof(channel_callbacks) / sizeof(void *); i++) {
        WS_CUSTOM_CHANNEL_CALLBACKS lacking = channel_callbacks;
        memset((char *)&lacking + i * sizeof(void *), 0, sizeof(void *));
        const WS_CHANNEL_PROPERTY properties[] = {PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, lacking)};
        assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 1, NULL,
                                                &channel, error), error);
        assert_error_says(error, "Callback is NULL");
    }
    for (size_t i = 0; i < sizeof(listener_callbacks) / sizeof(void *); i++) {
        WS_CUSTOM_LISTENER_CALLBACKS lacking = listener_callbacks;
        memset((char *)&lacking + i * sizeof(void *), 0, sizeof(void *));
        const WS_LISTENER_PROPERTY properties[] = {PROPERTY(WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, lacking)};
        assert_hr(E_INVALIDARG, WsCreateListener(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, properties, 1,
                                                 NULL, &listener, error), error);
        assert_error_says(error, "Callback is NULL");
    }
    const WS_CHANNEL_PROPERTY extra[] = {
        PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, channel_callbacks),
        PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap12),
    };
    assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, extra, 2, NULL, &channel,
                                            error), error);
    assert_error_says(error, "WS_CHANNEL_PROPERTY_ENVELOPE_VERSION");
    const WS_SECURITY_DESCRIPTION none = {NULL, 0, NULL, 0};
    assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, extra, 1, &none,
                                            &channel, error), error);
    failure = WS_E_QUOTA_EXCEEDED;
    assert_hr(WS_E_QUOTA_EXCEEDED, WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX, WS_CUSTOM_CHANNEL_BINDING, extra, 1, NULL,
                                                   &channel, error), error);
    assert_error_says(error, "the callback's own words");
    assert_null(channel);
    assert_null(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_function),
        FIXTURE_TEST(whole_messages),
        FIXTURE_TEST(listeners),
        FIXTURE_TEST(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
