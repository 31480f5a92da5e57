/* Channels apart from what they carry: each function in each state, each property, and what cannot be made. */
#include "support/soap.h"

#include <sched.h>

/* How a channel is brought into a state. */
typedef struct STATED {
    WS_ERROR *error;
    PEER *peer;
    WS_CHANNEL *channel;
    WS_MESSAGE *message, *other;
} STATED;

static const ANSWER silent[] = {{NULL, 0, KEEP}, {NULL, 0, KEEP}};

static STATED in_state(WS_ERROR *error, WS_CHANNEL_STATE wanted)
{
    STATED s = {error, start_peer(silent, COUNT(silent)), make_channel(basic, COUNT(basic), error), NULL, NULL};
    s.message = make_message(s.channel, error);
    s.other = make_message(s.channel, error);
    if (wanted != WS_CHANNEL_STATE_CREATED) {
        open_channel(s.channel, s.peer->port, error);
    }
    if (wanted == WS_CHANNEL_STATE_FAULTED) {
        assert_ok(WsAbortChannel(s.channel, error), error);
    } else if (wanted == WS_CHANNEL_STATE_CLOSED) {
        assert_ok(WsCloseChannel(s.channel, NULL, error), error);
    }
    assert_int_equal(channel_state(s.channel), wanted);
    return s;
}

static void done(STATED *s)
{
    WS_CHANNEL_STATE state = channel_state(s->channel);
    if (state == WS_CHANNEL_STATE_OPEN || state == WS_CHANNEL_STATE_FAULTED) {
        assert_ok(WsCloseChannel(s->channel, NULL, s->error), s->error);
    }
    WsFreeMessage(s->message);
    WsFreeMessage(s->other);
    WsFreeChannel(s->channel);
    stop_peer(s->peer);
}

static HRESULT call_open(STATED *s)
{
    WCHAR buffer[100];
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, "http://127.0.0.1:%u/x", s->peer->port);
    return WsOpenChannel(s->channel, &address, NULL, s->error);
}

static HRESULT call_close(STATED *s)
{
    return WsCloseChannel(s->channel, NULL, s->error);
}

static HRESULT call_reset(STATED *s)
{
    return WsResetChannel(s->channel, s->error);
}

static HRESULT call_abort(STATED *s)
{
    return WsAbortChannel(s->channel, s->error);
}

static HRESULT call_shutdown(STATED *s)
{
    return WsShutdownSessionChannel(s->channel, NULL, s->error);
}

static HRESULT call_write_start(STATED *s)
{
    assert_ok(WsInitializeMessage(s->message, WS_BLANK_MESSAGE, NULL, s->error), s->error);
    return WsWriteMessageStart(s->channel, s->message, NULL, s->error);
}

static HRESULT call_write_end(STATED *s)
{
    return WsWriteMessageEnd(s->channel, s->message, NULL, s->error);
}

static HRESULT call_read_start(STATED *s)
{
    return WsReadMessageStart(s->channel, s->message, NULL, s->error);
}

static HRESULT call_read_end(STATED *s)
{
    return WsReadMessageEnd(s->channel, s->message, NULL, s->error);
}

static HRESULT call_abandon(STATED *s)
{
    return WsAbandonMessage(s->channel, s->message, s->error);
}

static HRESULT call_receive(STATED *s)
{
    int value;
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&anything};
    return WsReceiveMessage(s->channel, s->message, descriptions, 1, WS_RECEIVE_OPTIONAL_MESSAGE,
                            WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL, NULL, s->error);
}

static HRESULT call_timeout(STATED *s)
{
    static const ULONG soon = 5;
    return WsSetChannelProperty(s->channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &soon, sizeof(soon), s->error);
}

/* Each function in each state that a program can hold a channel in. */
static void states(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const WS_CHANNEL_STATE all[] = {WS_CHANNEL_STATE_CREATED, WS_CHANNEL_STATE_OPEN, WS_CHANNEL_STATE_FAULTED,
                                           WS_CHANNEL_STATE_CLOSED};
    static const struct {
        const char *name;
        HRESULT (*call)(STATED *);
        HRESULT expected[4];
    } rows[] = {
#define BAD WS_E_INVALID_OPERATION
#define GONE WS_E_OPERATION_ABORTED
        {"WsOpenChannel", call_open, {S_OK, BAD, BAD, BAD}},
        {"WsCloseChannel", call_close, {BAD, S_OK, S_OK, BAD}},
        {"WsResetChannel", call_reset, {S_OK, BAD, BAD, S_OK}},
        {"WsAbortChannel", call_abort, {S_OK, S_OK, S_OK, S_OK}},
        {"WsShutdownSessionChannel", call_shutdown, {BAD, BAD, GONE, BAD}},
        {"WsWriteMessageStart", call_write_start, {BAD, S_OK, GONE, BAD}},
        {"WsWriteMessageEnd", call_write_end, {BAD, BAD, GONE, BAD}},
        {"WsReadMessageStart", call_read_start, {BAD, BAD, GONE, BAD}},
        {"WsReadMessageEnd", call_read_end, {BAD, BAD, GONE, BAD}},
        {"WsAbandonMessage", call_abandon, {BAD, E_INVALIDARG, E_INVALIDARG, BAD}},
        {"WsReceiveMessage", call_receive, {BAD, BAD, GONE, BAD}},
        {"WsSetChannelProperty", call_timeout, {S_OK, S_OK, S_OK, S_OK}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            STATED s = in_state(error, all[j]);
            HRESULT hr = rows[i].call(&s);
            if (hr != rows[i].expected[j]) {
                fprintf(stderr, "%s in state %d\n", rows[i].name, all[j]);
            }
            assert_hr(rows[i].expected[j], hr, error);
            assert_int_equal(text_count(error) > 0, FAILED(hr));
            assert_ok(WsResetError(error), NULL);
            if (FAILED(hr)) {
                assert_int_equal(channel_state(s.channel), all[j]);
            }
            done(&s);
        }
    }
}

/* Where the functions lead. */
static void transitions(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    STATED s = in_state(error, WS_CHANNEL_STATE_CREATED);
    for (int i = 0; i < 2; i++) {
        assert_ok(call_open(&s), error);
        assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_OPEN);
        assert_ok(call_abort(&s), error);
        assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_FAULTED);
        assert_ok(call_close(&s), error);
        assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_CLOSED);
        assert_ok(call_reset(&s), error);
        assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_CREATED);
    }
    /* An abort before the open. */
    assert_ok(call_abort(&s), error);
    assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_CREATED);
    assert_hr(WS_E_OPERATION_ABORTED, call_open(&s), error);
    assert_ok(call_reset(&s), error);
    assert_ok(call_open(&s), error);
    /* Closing in the middle of a message. */
    assert_ok(call_write_start(&s), error);
    assert_ok(call_close(&s), error);
    assert_ok(WsResetMessage(s.message, error), error);
    done(&s);
}

/* A channel that is freed while an operation is under way is left alone until that has ended. */
static void freed_too_early(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    STATED s = in_state(error, WS_CHANNEL_STATE_OPEN);
    WAITER waiter = WAITER_INIT;
    const WS_ASYNC_CONTEXT context = {completed, &waiter};
    int value = 7;
    assert_hr(WS_S_ASYNC, WsSendMessage(s.channel, s.message, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                        &context, error), error);
    WsFreeChannel(s.channel);
    assert_int_equal(channel_state(s.channel), WS_CHANNEL_STATE_OPEN);
    assert_hr(WS_E_INVALID_OPERATION, WsAbandonMessage(s.channel, s.message, NULL), NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsReadMessageStart(s.channel, s.other, NULL, NULL), NULL);
    /* Closing aborts what is under way. */
    assert_ok(WsCloseChannel(s.channel, NULL, NULL), NULL);
    assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), error);
    assert_ok(WsResetError(error), NULL);
    done(&s);
}

/* URLs that cannot be opened. */
static void addresses(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const struct {
        const WCHAR *url;
        ULONG length;
        HRESULT hr;
    } bad[] = {
        {u"", 0, WS_E_INVALID_ENDPOINT_URL},           {u"x", 1, WS_E_INVALID_ENDPOINT_URL},
        {u"net.tcp://h/", 12, WS_E_INVALID_ENDPOINT_URL}, {u"https://h/", 10, WS_E_INVALID_ENDPOINT_URL},
        {u"http://h:0/", 11, WS_E_INVALID_ENDPOINT_URL},  {u"http://+/", 9, WS_E_INVALID_ENDPOINT_URL},
    };
    WS_CHANNEL *channel = make_channel(NULL, 0, error);
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_ENDPOINT_ADDRESS address = {0};
        address.url = (WS_STRING){bad[i].length, (WCHAR *)bad[i].url};
        assert_hr(bad[i].hr, WsOpenChannel(channel, &address, NULL, error), error);
        assert_int_equal(channel_state(channel), WS_CHANNEL_STATE_CREATED);
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
    }
    assert_hr(E_INVALIDARG, WsOpenChannel(channel, NULL, NULL, error), error);
    WS_ENDPOINT_ADDRESS address = {0};
    WCHAR *longest = (WCHAR *)calloc(70000, sizeof(WCHAR));
    WS_STRING start = url_of(longest, "http://h:%u/", 1);
    for (ULONG i = start.length; i < 70000; i++) {
        longest[i] = 'a';
    }
    address.url = (WS_STRING){70000, longest};
    HRESULT hr = WsOpenChannel(channel, &address, NULL, error);
    assert_true(hr == WS_E_QUOTA_EXCEEDED || hr == WS_E_INVALID_ENDPOINT_URL);
    free(longest);
    WsFreeChannel(channel);
}

/* Types and bindings that do not exist, or not yet. */
static void patterns(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const struct {
        WS_CHANNEL_TYPE type;
        WS_CHANNEL_BINDING binding;
        HRESULT hr;
    } bad[] = {
        {WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, E_INVALIDARG},
        {WS_CHANNEL_TYPE_DUPLEX, WS_HTTP_CHANNEL_BINDING, E_INVALIDARG},
        {WS_CHANNEL_TYPE_SESSION, WS_HTTP_CHANNEL_BINDING, E_INVALIDARG},
        {(WS_CHANNEL_TYPE)0, WS_HTTP_CHANNEL_BINDING, E_INVALIDARG},
        {(WS_CHANNEL_TYPE)64, WS_CUSTOM_CHANNEL_BINDING, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, (WS_CHANNEL_BINDING)9, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, WS_TCP_CHANNEL_BINDING, E_INVALIDARG},
        {WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_TCP_CHANNEL_BINDING, WS_E_NOT_SUPPORTED},
        {WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_NAMEDPIPE_CHANNEL_BINDING, WS_E_NOT_SUPPORTED},
        {WS_CHANNEL_TYPE_DUPLEX, WS_UDP_CHANNEL_BINDING, WS_E_NOT_SUPPORTED},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_CHANNEL *channel = NULL;
        assert_hr(bad[i].hr, WsCreateChannel(bad[i].type, bad[i].binding, NULL, 0, NULL, &channel, error), error);
        assert_null(channel);
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
    }
}

/* Numbers that WsGetChannelProperty returns for a new request channel. */
static void defaults(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const struct {
        WS_CHANNEL_PROPERTY_ID id;
        ULONG value;
    } numbers[] = {
        {WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 65536},
        {WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, 16384},
        {WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 65536},
        {WS_CHANNEL_PROPERTY_ENCODING, WS_ENCODING_XML_UTF8},
        {WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, WS_ENVELOPE_VERSION_SOAP_1_2},
        {WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, WS_ADDRESSING_VERSION_1_0},
        {WS_CHANNEL_PROPERTY_STATE, WS_CHANNEL_STATE_CREATED},
        {WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, WS_LONG_CALLBACK},
        {WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, 0xFFFFFFFF},
        {WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT, 30000},
        {WS_CHANNEL_PROPERTY_SEND_TIMEOUT, 30000},
        {WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, 30000},
        {WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, 30000},
        {WS_CHANNEL_PROPERTY_TRANSFER_MODE, WS_BUFFERED_TRANSFER_MODE},
        {WS_CHANNEL_PROPERTY_CHANNEL_TYPE, WS_CHANNEL_TYPE_REQUEST},
        {WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE, 65536},
        {WS_CHANNEL_PROPERTY_PROTECTION_LEVEL, WS_PROTECTION_LEVEL_NONE},
        {WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, TRUE},
        {WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, FALSE},
    };
    WS_CHANNEL *channel = make_channel(NULL, 0, error);
    ULONG value;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        value = ~numbers[i].value;
        assert_ok(WsGetChannelProperty(channel, numbers[i].id, &value, sizeof(value), error), error);
        assert_int_equal(value, numbers[i].value);
        assert_hr(E_INVALIDARG, WsGetChannelProperty(channel, numbers[i].id, &value, sizeof(value) - 1, error), error);
        assert_hr(E_INVALIDARG, WsGetChannelProperty(channel, numbers[i].id, NULL, sizeof(value), error), error);
    }
    ULONGLONG large = 0;
    assert_ok(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, &large, sizeof(large),
                                   error), error);
    assert_int_equal(large, 4194304);
    static const WS_CHANNEL_PROPERTY_ID not_for_get[] = {
        WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE, WS_CHANNEL_PROPERTY_IP_VERSION,
        WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT, WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS,
        WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE, WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID,
        WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE, WS_CHANNEL_PROPERTY_TRANSPORT_URL,
        WS_CHANNEL_PROPERTY_COOKIE_MODE, WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN,
        WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, (WS_CHANNEL_PROPERTY_ID)99,
    };
    for (size_t i = 0; i < COUNT(not_for_get); i++) {
        assert_hr(E_INVALIDARG, WsGetChannelProperty(channel, not_for_get[i], &value, sizeof(value), error), error);
    }
    /* Those that can be set, in any state. */
    static const WS_CHANNEL_PROPERTY_ID to_set[] = {
        WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT,          WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT,
        WS_CHANNEL_PROPERTY_SEND_TIMEOUT,             WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT,
        WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT,          WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS,
        WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS,
    };
    for (size_t i = 0; i < COUNT(to_set); i++) {
        ULONG one = 1;
        assert_ok(WsSetChannelProperty(channel, to_set[i], &one, sizeof(one), error), error);
        assert_ok(WsGetChannelProperty(channel, to_set[i], &value, sizeof(value), error), error);
        assert_int_equal(value, 1);
        assert_hr(E_INVALIDARG, WsSetChannelProperty(channel, to_set[i], &one, 1, error), error);
    }
    for (size_t i = 0; i < COUNT(numbers); i++) {
        if (i != 8 && i != 9 && i != 10 && i != 11 && i != 12 && i < 17) {
            assert_hr(E_INVALIDARG, WsSetChannelProperty(channel, numbers[i].id, &value, sizeof(value), error), error);
        }
    }
    WsFreeChannel(channel);
}

/* Values and combinations that are refused at creation, by name. */
static void refused(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const ULONG zero = 0, nine = 9, three = 3, one = 1;
    static const WS_ENCODING session = WS_ENCODING_XML_BINARY_SESSION_1, binary = WS_ENCODING_XML_BINARY_1;
    static const WS_HTTP_PROXY_SETTING_MODE custom = WS_HTTP_PROXY_SETTING_MODE_CUSTOM;
    static const WS_HTTP_MESSAGE_MAPPING options = {WS_HTTP_REQUEST_MAPPING_VERB, 0, NULL, 0, NULL, 0};
    static const WS_HTTP_REDIRECT_CALLBACK_CONTEXT no_callback = {NULL, NULL};
    const struct {
        WS_CHANNEL_PROPERTY properties[2];
        ULONG count;
        const char *text;
    } bad[] = {
        {{PROPERTY(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, zero)}, 1, "MAX_BUFFERED_MESSAGE_SIZE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, nine)}, 1, "WS_CHANNEL_PROPERTY_ENCODING"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, session)}, 1, "WS_CHANNEL_TYPE_DUPLEX_SESSION"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, binary), PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11)}, 2,
         "WS_ENVELOPE_VERSION_SOAP_1_2"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, raw), PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11)}, 2,
         "WS_ENVELOPE_VERSION_NONE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, three)}, 1, "WS_ADDRESSING_VERSION_TRANSPORT"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, one)}, 1, "MAX_STREAMED_START_SIZE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, three), PROPERTY(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE,
                                                                       one)}, 2, "MAX_BUFFERED_MESSAGE_SIZE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_STATE, zero)}, 1, "WS_CHANNEL_PROPERTY_STATE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT, one)}, 1, "WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, one)}, 1, "HEADERS_BUFFER_SIZE"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, custom)}, 1, "CUSTOM_HTTP_PROXY"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING, options)}, 1, "WS_ENCODING_RAW"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT, no_callback)}, 1, "NULL"},
        {{{WS_CHANNEL_PROPERTY_ENCODING, (void *)&raw, 2}}, 1, "4 bytes"},
        {{{(WS_CHANNEL_PROPERTY_ID)1000, (void *)&one, 4}}, 1, "1000"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_CHANNEL *channel = NULL;
        assert_hr(E_INVALIDARG, WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, bad[i].properties,
                                                bad[i].count, NULL, &channel, error), error);
        assert_null(channel);
        assert_error_says(error, bad[i].text);
    }
}

/* Security goes with the URL. What descriptions may say is tested in security_description.c. */
static void security(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_CHANNEL *channel = NULL;
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = {{WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0}, NULL};
    WS_SECURITY_BINDING *bindings[] = {&ssl.binding};
    WS_SECURITY_DESCRIPTION description = {bindings, 1, NULL, 0};
    WS_ENDPOINT_ADDRESS clear = {WS_STRING_VALUE(u"http://localhost/x"), NULL, NULL, NULL};
    WS_ENDPOINT_ADDRESS secure = {WS_STRING_VALUE(u"https://localhost/x"), NULL, NULL, NULL};
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, &description, &channel,
                              error), error);
    assert_hr(WS_E_INVALID_ENDPOINT_URL, WsOpenChannel(channel, &clear, NULL, error), error);
    WsFreeChannel(channel);
    channel = NULL;
    description.securityBindingCount = 0;
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, &description, &channel,
                              error), error);
    assert_hr(WS_E_INVALID_ENDPOINT_URL, WsOpenChannel(channel, &secure, NULL, error), error);
    WsFreeChannel(channel);
    WsFreeChannel(NULL);
}

/* One channel, its one thread of calls, and another thread that aborts, closes and opens it at any moment. */
typedef struct STRESS {
    STATED s;
    atomic_int stop;
} STRESS;

static void *abort_at_any_moment(void *argument)
{
    STRESS *stress = (STRESS *)argument;
    while (!atomic_load(&stress->stop)) {
        WsAbortChannel(stress->s.channel, NULL);
        sched_yield();
    }
    return NULL;
}

static void aborts_at_any_moment(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    STRESS stress = {in_state(error, WS_CHANNEL_STATE_CREATED), 0};
    STATED *s = &stress.s;
    /* Connections that nobody takes. */
    stop_peer(s->peer);
    s->peer = start_peer(silent, 0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, abort_at_any_moment, &stress), 0);
    int rounds = getenv("WWS_MEMORY_CHECKER") != NULL ? 50 : 2000, aborted = 0;
    for (int i = 0; i < rounds; i++) {
        int value = 7, result = 0;
        HRESULT hr = call_open(s);
        if (SUCCEEDED(hr)) {
            hr = WsRequestReply(s->channel, s->message, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), s->other,
                                &answer, WS_READ_REQUIRED_VALUE, NULL, &result, sizeof(result), NULL, NULL);
            assert_true(hr == WS_E_OPERATION_ABORTED);
            aborted++;
            hr = WsCloseChannel(s->channel, NULL, NULL);
            assert_true(hr == S_OK || hr == WS_E_OPERATION_ABORTED);
            assert_ok(WsResetMessage(s->message, NULL), NULL);
            assert_ok(WsResetMessage(s->other, NULL), NULL);
        } else {
            assert_int_equal(hr, WS_E_OPERATION_ABORTED);
            aborted++;
        }
        assert_ok(WsResetChannel(s->channel, NULL), NULL);
    }
    atomic_store(&stress.stop, 1);
    pthread_join(thread, NULL);
    assert_true(aborted > 0);
    assert_ok(WsResetError(error), NULL);
    done(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(states),
        FIXTURE_TEST(transitions),
        FIXTURE_TEST(freed_too_early),
        FIXTURE_TEST(addresses),
        FIXTURE_TEST(patterns),
        FIXTURE_TEST(defaults),
        FIXTURE_TEST(refused),
        FIXTURE_TEST(security),
        FIXTURE_TEST(aborts_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
