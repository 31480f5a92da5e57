/* Sessions: a host over channels of the test's own, which give it requests from memory and keep its replies. */
#include "support/service.h"

typedef struct SESSION {
    const char *const *requests;
    int count, next;
} SESSION;

/* The service's side of a network that is not there. */
static struct {
    pthread_mutex_t lock;
    SESSION *waiting[16];
    int waiting_count;
    /* Accepts that wait for a session. */
    struct CHANNEL *accepting[16];
    int accepting_count, most_accepting;
    BOOL is_closed;
    char replies[64][512];
    int reply_count, accepted, closed, aborted, freed, created;
    GATE done;
} net = {.lock = PTHREAD_MUTEX_INITIALIZER, .done = GATE_CLOSED};

typedef struct CHANNEL {
    WS_XML_READER *reader;
    WS_XML_WRITER *writer;
    WS_CHANNEL_STATE state;
    SESSION *session;
    WS_ASYNC_CONTEXT accept;
} CHANNEL;

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* ---- The listener ---- */

static HRESULT CALLBACK make_listener(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                      WS_ERROR *error)
{
    (void)parameters;
    (void)size;
    (void)error;
    REQUIRE(type == WS_CHANNEL_TYPE_DUPLEX_SESSION);
    *instance = &net;
    return S_OK;
}

static void CALLBACK free_listener(void *instance)
{
    (void)instance;
}

static HRESULT CALLBACK reset_listener(void *instance, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK open_listener(void *instance, const WS_STRING *url, const WS_ASYNC_CONTEXT *asynchronous,
                                      WS_ERROR *error)
{
    (void)instance;
    (void)url;
    (void)asynchronous;
    (void)error;
    net.is_closed = FALSE;
    return S_OK;
}

static void end_accepts(void)
{
    CHANNEL *channels[16];
    int count;
    pthread_mutex_lock(&net.lock);
    net.is_closed = TRUE;
    count = net.accepting_count;
    memcpy(channels, net.accepting, sizeof(channels));
    net.accepting_count = 0;
    pthread_mutex_unlock(&net.lock);
    for (int i = 0; i < count; i++) {
        channels[i]->accept.callback(WS_E_OPERATION_ABORTED, WS_SHORT_CALLBACK, channels[i]->accept.callbackState);
    }
}

static HRESULT CALLBACK close_listener(void *instance, const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)instance;
    (void)asynchronous;
    (void)error;
    end_accepts();
    return S_OK;
}

static HRESULT CALLBACK abort_listener(void *instance, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    end_accepts();
    return S_OK;
}

static HRESULT CALLBACK no_listener_property(void *instance, WS_LISTENER_PROPERTY_ID id, void *value, ULONG size,
                                             WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK set_no_listener_property(void *instance, WS_LISTENER_PROPERTY_ID id, const void *value,
                                                 ULONG size, WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK make_channel(void *listener, const void *parameters, ULONG size, void **instance,
                                     WS_ERROR *error)
{
    CHANNEL *channel = calloc(1, sizeof(*channel));
    (void)listener;
    (void)parameters;
    (void)size;
    REQUIRE(channel != NULL);
    REQUIRE(WsCreateReader(NULL, 0, &channel->reader, error) == S_OK);
    REQUIRE(WsCreateWriter(NULL, 0, &channel->writer, error) == S_OK);
    pthread_mutex_lock(&net.lock);
    net.created++;
    pthread_mutex_unlock(&net.lock);
    *instance = channel;
    return S_OK;
}

static HRESULT CALLBACK accept_session(void *listener, void *instance, const WS_ASYNC_CONTEXT *asynchronous,
                                       WS_ERROR *error)
{
    CHANNEL *channel = instance;
    HRESULT hr = S_OK;
    (void)listener;
    (void)error;
    REQUIRE(asynchronous != NULL);
    pthread_mutex_lock(&net.lock);
    if (net.is_closed) {
        hr = WS_E_OPERATION_ABORTED;
    } else if (net.waiting_count > 0) {
        channel->session = net.waiting[--net.waiting_count];
        channel->state = WS_CHANNEL_STATE_OPEN;
        net.accepted++;
    } else {
        channel->accept = *asynchronous;
        net.accepting[net.accepting_count++] = channel;
        if (net.accepting_count > net.most_accepting) {
            net.most_accepting = net.accepting_count;
        }
        hr = WS_S_ASYNC;
    }
    pthread_mutex_unlock(&net.lock);
    return hr;
}

static void connect_session(SESSION *session)
{
    CHANNEL *channel = NULL;
    pthread_mutex_lock(&net.lock);
    if (net.accepting_count > 0) {
        channel = net.accepting[--net.accepting_count];
        channel->session = session;
        channel->state = WS_CHANNEL_STATE_OPEN;
        net.accepted++;
    } else {
        net.waiting[net.waiting_count++] = session;
    }
    pthread_mutex_unlock(&net.lock);
    if (channel != NULL) {
        channel->accept.callback(S_OK, WS_SHORT_CALLBACK, channel->accept.callbackState);
    }
}

/* ---- Channels ---- */

static void CALLBACK free_channel(void *instance)
{
    CHANNEL *channel = instance;
    WsFreeReader(channel->reader);
    WsFreeWriter(channel->writer);
    free(channel);
    pthread_mutex_lock(&net.lock);
    net.freed++;
    pthread_mutex_unlock(&net.lock);
}

static HRESULT CALLBACK no_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                  WS_ERROR *error)
{
    (void)type;
    (void)parameters;
    (void)size;
    (void)instance;
    (void)error;
    return WS_E_NOT_SUPPORTED;
}

static HRESULT CALLBACK no_open(void *instance, const WS_ENDPOINT_ADDRESS *address, const WS_ASYNC_CONTEXT *asynchronous,
                                WS_ERROR *error)
{
    (void)instance;
    (void)address;
    (void)asynchronous;
    (void)error;
    return WS_E_NOT_SUPPORTED;
}

static HRESULT CALLBACK reset_channel(void *instance, WS_ERROR *error)
{
    (void)error;
    ((CHANNEL *)instance)->state = WS_CHANNEL_STATE_CREATED;
    return S_OK;
}

static HRESULT CALLBACK close_session(void *instance, const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)asynchronous;
    (void)error;
    ((CHANNEL *)instance)->state = WS_CHANNEL_STATE_CLOSED;
    pthread_mutex_lock(&net.lock);
    net.closed++;
    pthread_mutex_unlock(&net.lock);
    gate_pass(&net.done);
    return S_OK;
}

static HRESULT CALLBACK abort_session(void *instance, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    pthread_mutex_lock(&net.lock);
    net.aborted++;
    pthread_mutex_unlock(&net.lock);
    return S_OK;
}

static HRESULT CALLBACK get_property(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size, WS_ERROR *error)
{
    (void)error;
    if (size != sizeof(int)) {
        return E_INVALIDARG;
    }
    switch (id) {
    case WS_CHANNEL_PROPERTY_STATE:
        *(WS_CHANNEL_STATE *)value = ((CHANNEL *)instance)->state;
        return S_OK;
    case WS_CHANNEL_PROPERTY_ENVELOPE_VERSION:
        *(WS_ENVELOPE_VERSION *)value = WS_ENVELOPE_VERSION_SOAP_1_2;
        return S_OK;
    case WS_CHANNEL_PROPERTY_ADDRESSING_VERSION:
        *(WS_ADDRESSING_VERSION *)value = WS_ADDRESSING_VERSION_TRANSPORT;
        return S_OK;
    default:
        return E_INVALIDARG;
    }
}

static HRESULT CALLBACK set_property(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size,
                                     WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *asynchronous,
                                    WS_ERROR *error)
{
    static const WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    static const WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    CHANNEL *channel = instance;
    (void)asynchronous;
    HRESULT hr = WsSetOutput(channel->writer, &encoding.encoding, &output.output, NULL, 0, error);
    return FAILED(hr) ? hr : WsWriteEnvelopeStart(message, channel->writer, NULL, NULL, error);
}

static HRESULT CALLBACK write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *asynchronous,
                                  WS_ERROR *error)
{
    CHANNEL *channel = instance;
    WS_BYTES bytes = {0, NULL};
    (void)asynchronous;
    REQUIRE(WsWriteEnvelopeEnd(message, error) == S_OK);
    REQUIRE(WsGetWriterProperty(channel->writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error) == S_OK);
    REQUIRE(bytes.length < sizeof(net.replies[0]));
    pthread_mutex_lock(&net.lock);
    memcpy(net.replies[net.reply_count], bytes.bytes, bytes.length);
    net.replies[net.reply_count++][bytes.length] = 0;
    pthread_mutex_unlock(&net.lock);
    return S_OK;
}

static HRESULT CALLBACK read_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *asynchronous,
                                   WS_ERROR *error)
{
    static const WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    CHANNEL *channel = instance;
    SESSION *session = channel->session;
    (void)asynchronous;
    if (session->next == session->count) {
        return WS_S_END;
    }
    const char *request = session->requests[session->next++];
    WS_XML_READER_BUFFER_INPUT input = {
        {WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)(uintptr_t)request, (ULONG)strlen(request)};
    HRESULT hr = WsSetInput(channel->reader, &encoding.encoding, &input.input, NULL, 0, error);
    return FAILED(hr) ? hr : WsReadEnvelopeStart(message, channel->reader, NULL, NULL, error);
}

static HRESULT CALLBACK read_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *asynchronous,
                                 WS_ERROR *error)
{
    (void)instance;
    (void)asynchronous;
    return WsReadEnvelopeEnd(message, error);
}

static HRESULT CALLBACK abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    (void)instance;
    (void)message;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK shut_down(void *instance, const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)instance;
    (void)asynchronous;
    (void)error;
    return S_OK;
}

static const WS_CUSTOM_LISTENER_CALLBACKS listener_callbacks = {
    .createListenerCallback = make_listener,
    .freeListenerCallback = free_listener,
    .resetListenerCallback = reset_listener,
    .openListenerCallback = open_listener,
    .closeListenerCallback = close_listener,
    .abortListenerCallback = abort_listener,
    .getListenerPropertyCallback = no_listener_property,
    .setListenerPropertyCallback = set_no_listener_property,
    .createChannelForListenerCallback = make_channel,
    .acceptChannelCallback = accept_session,
};
static const WS_CUSTOM_CHANNEL_CALLBACKS channel_callbacks = {
    .createChannelCallback = no_create,
    .freeChannelCallback = free_channel,
    .resetChannelCallback = reset_channel,
    .openChannelCallback = no_open,
    .closeChannelCallback = close_session,
    .abortChannelCallback = abort_session,
    .getChannelPropertyCallback = get_property,
    .setChannelPropertyCallback = set_property,
    .writeMessageStartCallback = write_start,
    .writeMessageEndCallback = write_end,
    .readMessageStartCallback = read_start,
    .readMessageEndCallback = read_end,
    .abandonMessageCallback = abandon,
    .shutdownSessionChannelCallback = shut_down,
};

/* ---- Tests ---- */

#define ENVELOPE12(body) "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body>" body "</s:Body></s:Envelope>"

static GATE entered = GATE_CLOSED, released = GATE_CLOSED;
static atomic_int inside, most_inside;
static int session_state;
static int sessions_begun, sessions_ended;

static HRESULT CALLBACK begin_session(const WS_OPERATION_CONTEXT *context, void **state,
                                      const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context;
    (void)asynchronous;
    (void)error;
    sessions_begun++;
    *state = &session_state;
    return S_OK;
}

static HRESULT CALLBACK end_session(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *asynchronous)
{
    void *state = NULL;
    (void)asynchronous;
    REQUIRE(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE, &state,
                                          sizeof(state), NULL) == S_OK);
    REQUIRE(state == &session_state);
    sessions_ended++;
    return S_OK;
}

static HRESULT CALLBACK held_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                 const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    int now = atomic_fetch_add(&inside, 1) + 1, most = atomic_load(&most_inside);
    while (now > most && !atomic_compare_exchange_weak(&most_inside, &most, now)) {
    }
    gate_pass(&entered);
    gate_wait(&released, 1);
    atomic_fetch_sub(&inside, 1);
    return plain_add(context, a, b, result, asynchronous, error);
}

static const FUNCTIONS held_functions = {held_add, plain_echo, plain_note};
static const char *const five[] = {
    ENVELOPE12(ADD_BODY("1", "0")), ENVELOPE12(ADD_BODY("2", "0")), ENVELOPE12(ADD_BODY("3", "0")),
    ENVELOPE12(ADD_BODY("4", "0")), ENVELOPE12(ADD_BODY("5", "0")),
};

static void use_sessions(SERVICE *s)
{
    static WS_LISTENER_PROPERTY listener_property = {
        WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, (void *)(uintptr_t)&listener_callbacks, sizeof(listener_callbacks)};
    static WS_LISTENER_PROPERTIES listener_properties = {&listener_property, 1};
    static WS_SERVICE_PROPERTY_ACCEPT_CALLBACK begin = {begin_session};
    static WS_SERVICE_PROPERTY_CLOSE_CALLBACK end = {end_session};
    net.waiting_count = net.accepting_count = net.most_accepting = 0;
    net.reply_count = net.accepted = net.closed = net.aborted = net.freed = net.created = 0;
    net.done.count = entered.count = released.count = 0;
    sessions_begun = sessions_ended = 0;
    atomic_store(&most_inside, 0);
    s->channel_properties[0].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    s->channel_properties[0].value = (void *)(uintptr_t)&channel_callbacks;
    s->channel_properties[0].valueSize = sizeof(channel_callbacks);
    s->endpoint.channelProperties.propertyCount = 1;
    s->endpoint.channelBinding = WS_CUSTOM_CHANNEL_BINDING;
    s->endpoint.channelType = WS_CHANNEL_TYPE_DUPLEX_SESSION;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES, &listener_properties,
                      sizeof(listener_properties));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &begin, sizeof(begin));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &end, sizeof(end));
}

static void check_ends(SERVICE *s)
{
    close_host(s);
    assert_int_equal(net.accepted, sessions_begun);
    assert_int_equal(net.accepted, sessions_ended);
    WsFreeServiceHost(s->host);
    s->host = NULL;
    assert_int_equal(net.created, net.freed);
}

static void one_message_after_the_other(void **state)
{
    SERVICE *s = *state;
    SESSION session = {five, COUNT(five), 0};
    use_sessions(s);
    s->contract.methodTable = &held_functions;
    gate_pass(&released);
    open_host(s);
    connect_session(&session);
    gate_wait(&net.done, 1);
    assert_int_equal(net.reply_count, 5);
    for (int i = 0; i < 5; i++) {
        char expected[32];
        snprintf(expected, sizeof(expected), "<result>%d</result>", i + 1);
        assert_non_null(strstr(net.replies[i], expected));
    }
    assert_int_equal(atomic_load(&most_inside), 1);
    /* None, if the client was there first. */
    assert_true(net.most_accepting <= 1);
    assert_int_equal(net.aborted, 0);
    check_ends(s);
}

static void several_calls_of_a_session(void **state)
{
    SERVICE *s = *state;
    SESSION session = {five, COUNT(five), 0};
    ULONG three = 3;
    use_sessions(s);
    s->contract.methodTable = &held_functions;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &three, sizeof(three));
    open_host(s);
    connect_session(&session);
    gate_wait(&entered, 3);
    gate_pass(&released);
    gate_wait(&net.done, 1);
    assert_int_equal(net.reply_count, 5);
    assert_int_equal(atomic_load(&most_inside), 3);
    assert_int_equal(net.aborted, 0);
    check_ends(s);
}

/* A fault is one message of the session; what cannot be read ends it. */
static void faults_in_a_session(void **state)
{
    static const char *const requests[] = {
        ENVELOPE12("<Unknown xmlns=\"" SERVICE_NS "\"/>"),
        ENVELOPE12(ADD_BODY("1", "1")),
    };
    static const char *const broken[] = {"<broken", ENVELOPE12(ADD_BODY("1", "1"))};
    SERVICE *s = *state;
    SESSION session = {requests, 2, 0}, bad = {broken, 2, 0};
    use_sessions(s);
    open_host(s);
    connect_session(&session);
    gate_wait(&net.done, 1);
    assert_int_equal(net.reply_count, 2);
    assert_non_null(strstr(net.replies[0], "Fault"));
    assert_non_null(strstr(net.replies[1], "<result>2</result>"));
    connect_session(&bad);
    gate_wait(&net.done, 2);
    assert_int_equal(bad.next, 1);
    check_ends(s);
}

static void an_abort_ends_sessions(void **state)
{
    SERVICE *s = *state;
    SESSION session = {five, COUNT(five), 0};
    ULONG two = 2;
    use_sessions(s);
    s->contract.methodTable = &held_functions;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &two, sizeof(two));
    open_host(s);
    connect_session(&session);
    gate_wait(&entered, 2);
    assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
    assert_true(net.aborted > 0);
    gate_pass(&released);
    check_ends(s);
    assert_int_equal(net.reply_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(one_message_after_the_other),
        SERVICE_TEST(several_calls_of_a_session),
        SERVICE_TEST(faults_in_a_session),
        SERVICE_TEST(an_abort_ends_sessions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
