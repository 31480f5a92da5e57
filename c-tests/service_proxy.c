/*
 * Service proxies apart from any network: states, properties, calls and their callbacks, limits, abandonment, timeouts
 * and aborts, on a channel whose operations the test completes itself.
 */
#include "support/check.h"

#include "support/calculator.h"
#include "support/loop_channel.h"

#include <semaphore.h>

#define SUM(number) LOOP_BODY("<AddResponse xmlns=\"" CALC_NS "\"><result>" number "</result></AddResponse>")

static const WS_ENDPOINT_ADDRESS address = {WS_STRING_VALUE(u"loop://service"), NULL, NULL, NULL};

typedef struct BENCH {
    WS_ERROR *error;
    WS_HEAP *heap;
    LOOP loop;
} BENCH;

static int set_up(void **state)
{
    BENCH *bench = (BENCH *)calloc(1, sizeof(*bench));
    if (bench == NULL || FAILED(WsCreateError(NULL, 0, &bench->error))
        || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &bench->heap, bench->error))) {
        return -1;
    }
    loop_set_up(&bench->loop);
    bench->loop.reply = SUM("3");
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    BENCH *bench = (BENCH *)*state;
    int leaked = bench->loop.created != bench->loop.freed;
    WsFreeHeap(bench->heap);
    WsFreeError(bench->error);
    free(bench);
    return leaked ? -1 : 0;
}

#define BENCH_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static WS_SERVICE_PROXY_STATE state_of(WS_SERVICE_PROXY *proxy)
{
    WS_SERVICE_PROXY_STATE state = (WS_SERVICE_PROXY_STATE)77;
    assert_ok(WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, &state, sizeof(state), NULL), NULL);
    return state;
}

static WS_SERVICE_PROXY *open_proxy(BENCH *bench, const WS_PROXY_PROPERTY *properties, ULONG count)
{
    WS_SERVICE_PROXY *proxy = loop_proxy(&bench->loop, WS_CHANNEL_TYPE_REQUEST, properties, count, bench->error);
    assert_ok(WsOpenServiceProxy(proxy, &address, NULL, bench->error), bench->error);
    return proxy;
}

static void close_proxy(BENCH *bench, WS_SERVICE_PROXY *proxy)
{
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    WsFreeServiceProxy(proxy);
}

/* An asynchronous operation and its end. */
typedef struct COMPLETION {
    sem_t done;
    HRESULT code;
    int calls;
    pthread_t thread;
} COMPLETION;

static void completed(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    COMPLETION *completion = (COMPLETION *)state;
    (void)model;
    completion->code = code;
    completion->calls++;
    completion->thread = pthread_self();
    sem_post(&completion->done);
}

static WS_ASYNC_CONTEXT begin(COMPLETION *completion)
{
    WS_ASYNC_CONTEXT context = {completed, completion};
    memset(completion, 0, sizeof(*completion));
    sem_init(&completion->done, 0, 0);
    return context;
}

static HRESULT await(COMPLETION *completion)
{
    while (sem_wait(&completion->done) != 0) {
    }
    assert_int_equal(completion->calls, 1);
    assert_false(pthread_equal(completion->thread, pthread_self()));
    return completion->code;
}

static void a_call_sends_its_arguments_and_reads_the_reply(void **state)
{
    BENCH *bench = (BENCH *)*state;
    int result = 0;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    assert_string_equal(bench->loop.url, "loop://service");
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error), bench->error);
    assert_int_equal(result, 3);
    assert_string_equal(bench->loop.request, LOOP_BODY("<Add xmlns=\"" CALC_NS "\"><a>1</a><b>2</b></Add>"));

    /* One after the other: one channel. The one that WsCreateServiceProxy tried is gone. */
    bench->loop.reply = SUM("-7");
    assert_ok(calc_add(proxy, bench->heap, -3, -4, &result, NULL, 0, NULL, bench->error), bench->error);
    assert_int_equal(result, -7);
    assert_int_equal(bench->loop.created, 2);
    assert_int_equal(bench->loop.opened, 1);
    close_proxy(bench, proxy);
    assert_int_equal(bench->loop.closed, 1);
    assert_int_equal(bench->loop.freed, 2);
}

/* Brings a proxy into a state. */
static WS_SERVICE_PROXY *in_state(BENCH *bench, WS_SERVICE_PROXY_STATE wanted, COMPLETION *pending)
{
    WS_SERVICE_PROXY *proxy = loop_proxy(&bench->loop, WS_CHANNEL_TYPE_REQUEST, NULL, 0, bench->error);
    WS_ASYNC_CONTEXT context = begin(pending);
    switch (wanted) {
    case WS_SERVICE_PROXY_STATE_CREATED:
        break;
    case WS_SERVICE_PROXY_STATE_OPENING:
        bench->loop.holds_opens = 1;
        assert_hr(WS_S_ASYNC, WsOpenServiceProxy(proxy, &address, &context, bench->error), bench->error);
        bench->loop.holds_opens = 0;
        break;
    default:
        assert_ok(WsOpenServiceProxy(proxy, &address, NULL, bench->error), bench->error);
    }
    switch (wanted) {
    case WS_SERVICE_PROXY_STATE_CLOSED:
        assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
        break;
    case WS_SERVICE_PROXY_STATE_FAULTED:
        assert_ok(WsAbortServiceProxy(proxy, bench->error), bench->error);
        break;
    default:
        break;
    }
    assert_int_equal(state_of(proxy), wanted);
    return proxy;
}

static HRESULT try_open(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    return WsOpenServiceProxy(proxy, &address, NULL, bench->error);
}

static HRESULT try_call(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    int result = 12345;
    HRESULT hr = calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error);
    assert_int_equal(result, SUCCEEDED(hr) ? 3 : 12345);
    return hr;
}

static HRESULT try_abandon(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    return WsAbandonCall(proxy, 0, bench->error);
}

static HRESULT try_close(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    return WsCloseServiceProxy(proxy, NULL, bench->error);
}

static HRESULT try_reset(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    return WsResetServiceProxy(proxy, bench->error);
}

static HRESULT try_abort(WS_SERVICE_PROXY *proxy, BENCH *bench)
{
    return WsAbortServiceProxy(proxy, bench->error);
}

static void each_state_allows_what_the_pages_say(void **state)
{
    BENCH *bench = (BENCH *)*state;
    static const struct {
        HRESULT (*function)(WS_SERVICE_PROXY *, BENCH *);
        const char *name;
        /* Where each state leads; -1 is WS_E_INVALID_OPERATION. */
        int leads[6];
    } functions[] = {
        {try_open, "WsOpenServiceProxy", {WS_SERVICE_PROXY_STATE_OPEN, -1, -1, -1, -1, -1}},
        {try_call, "WsCall", {-1, -1, WS_SERVICE_PROXY_STATE_OPEN, -1, -1, -1}},
        {try_abandon, "WsAbandonCall", {-1, -1, WS_SERVICE_PROXY_STATE_OPEN, 0, -1, WS_SERVICE_PROXY_STATE_FAULTED}},
        {try_close, "WsCloseServiceProxy",
            {-1, -1, WS_SERVICE_PROXY_STATE_CLOSED, -1, -1, WS_SERVICE_PROXY_STATE_CLOSED}},
        {try_reset, "WsResetServiceProxy",
            {WS_SERVICE_PROXY_STATE_CREATED, -1, -1, -1, WS_SERVICE_PROXY_STATE_CREATED, -1}},
        {try_abort, "",
            {WS_SERVICE_PROXY_STATE_CREATED, WS_SERVICE_PROXY_STATE_OPENING, WS_SERVICE_PROXY_STATE_FAULTED, 0,
                WS_SERVICE_PROXY_STATE_CLOSED, WS_SERVICE_PROXY_STATE_FAULTED}},
    };
    for (size_t i = 0; i < WsCountOf(functions); i++) {
        for (int from = 0; from < 6; from++) {
            COMPLETION pending;
            if (from == WS_SERVICE_PROXY_STATE_CLOSING) {
                continue; /* see a_proxy_that_closes_waits_for_its_calls */
            }
            WS_SERVICE_PROXY *proxy = in_state(bench, (WS_SERVICE_PROXY_STATE)from, &pending);
            int to = functions[i].leads[from];
            HRESULT hr = functions[i].function(proxy, bench);
            if (to < 0) {
                assert_hr(WS_E_INVALID_OPERATION, hr, bench->error);
                assert_error_says(bench->error, functions[i].name);
                assert_int_equal(state_of(proxy), from);
            } else {
                assert_ok(hr, bench->error);
                if (functions[i].function != try_abort || from != WS_SERVICE_PROXY_STATE_OPENING) {
                    assert_int_equal(state_of(proxy), to);
                }
            }
            if (from == WS_SERVICE_PROXY_STATE_OPENING) {
                if (functions[i].function == try_abort) {
                    assert_hr(WS_E_OPERATION_ABORTED, await(&pending), NULL);
                    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CREATED);
                } else {
                    loop_complete(&bench->loop, bench->loop.held_count - 1, S_OK);
                    assert_ok(await(&pending), NULL);
                    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_OPEN);
                }
            }
            assert_ok(WsResetError(bench->error), NULL);
            WsFreeServiceProxy(proxy);
        }
    }
}

static void a_proxy_is_used_again(void **state)
{
    BENCH *bench = (BENCH *)*state;
    static const WS_ENDPOINT_ADDRESS other = {WS_STRING_VALUE(u"loop://other"), NULL, NULL, NULL};
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    int result = 0;
    assert_ok(WsAbortServiceProxy(proxy, bench->error), bench->error);
    assert_int_equal(bench->loop.aborted, 1);
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    assert_ok(WsResetServiceProxy(proxy, bench->error), bench->error);
    assert_ok(WsOpenServiceProxy(proxy, &other, NULL, bench->error), bench->error);
    assert_string_equal(bench->loop.url, "loop://other");
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error), bench->error);
    assert_int_equal(result, 3);
    close_proxy(bench, proxy);
}

static void a_failed_open_faults_the_proxy(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = loop_proxy(&bench->loop, WS_CHANNEL_TYPE_REQUEST, NULL, 0, bench->error);
    bench->loop.open_answer = WS_E_ENDPOINT_UNREACHABLE;
    assert_hr(WS_E_ENDPOINT_UNREACHABLE, WsOpenServiceProxy(proxy, &address, NULL, bench->error), NULL);
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_FAULTED);
    bench->loop.open_answer = S_OK;
    assert_ok(WsCloseServiceProxy(proxy, NULL, NULL), NULL);
    assert_ok(WsResetServiceProxy(proxy, NULL), NULL);
    assert_hr(E_INVALIDARG, WsOpenServiceProxy(proxy, NULL, NULL, bench->error), NULL);
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CREATED);
    assert_ok(WsOpenServiceProxy(proxy, &address, NULL, NULL), NULL);
    close_proxy(bench, proxy);
}

static void the_properties_are_those_of_the_pages(void **state)
{
    BENCH *bench = (BENCH *)*state;
    ULONG number = 5;
    USHORT small = 5;
    LANGID language = 0x409;
    WS_SERVICE_PROXY_STATE proxy_state = WS_SERVICE_PROXY_STATE_OPEN;
    SIZE_T heap_size = 1000;
    WS_HEAP_PROPERTY heap_list[] = {{WS_HEAP_PROPERTY_MAX_SIZE, &heap_size, sizeof(heap_size)}};
    WS_HEAP_PROPERTIES heap_properties = {heap_list, 1};
    WS_MESSAGE_PROPERTY message_list[] = {
        {WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap_properties, sizeof(heap_properties)},
        {WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &number, sizeof(number)},
    };
    WS_MESSAGE_PROPERTIES messages = {message_list, 2};
    WS_ENVELOPE_VERSION version = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_MESSAGE_PROPERTY wrong_list[] = {{WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &version, sizeof(version)}};
    WS_MESSAGE_PROPERTIES wrong_messages = {wrong_list, 1};
    static const WS_PROXY_PROPERTY_ID none = (WS_PROXY_PROPERTY_ID)99;
    const struct {
        WS_PROXY_PROPERTY property;
        HRESULT expected;
    } cases[] = {
        {{WS_PROXY_PROPERTY_CALL_TIMEOUT, &number, sizeof(number)}, S_OK},
        {{WS_PROXY_PROPERTY_CALL_TIMEOUT, &number, 2}, E_INVALIDARG},
        {{WS_PROXY_PROPERTY_CALL_TIMEOUT, NULL, sizeof(number)}, E_INVALIDARG},
        {{WS_PROXY_PROPERTY_MESSAGE_PROPERTIES, &messages, sizeof(messages)}, S_OK},
        {{WS_PROXY_PROPERTY_MESSAGE_PROPERTIES, &wrong_messages, sizeof(wrong_messages)}, E_INVALIDARG},
        {{WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE, &small, sizeof(small)}, S_OK},
        {{WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE, &number, sizeof(number)}, E_INVALIDARG},
        {{WS_PROXY_PROPERTY_STATE, &proxy_state, sizeof(proxy_state)}, E_INVALIDARG},
        {{WS_PROXY_PROPERTY_MAX_PENDING_CALLS, &number, sizeof(number)}, S_OK},
        {{WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT, &number, sizeof(number)}, S_OK},
        {{WS_PROXY_FAULT_LANG_ID, &language, sizeof(language)}, S_OK},
        {{WS_PROXY_FAULT_LANG_ID, &number, sizeof(number)}, E_INVALIDARG},
        {{none, &number, sizeof(number)}, E_INVALIDARG},
    };
    LOOP *parameter = &bench->loop;
    WS_CHANNEL_PROPERTY channel[] = {
        {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, (void *)&loop_callbacks, sizeof(loop_callbacks)},
        {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, &parameter, sizeof(parameter)},
    };
    for (size_t i = 0; i < WsCountOf(cases); i++) {
        WS_SERVICE_PROXY *proxy = NULL;
        assert_hr(cases[i].expected,
                  WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_CUSTOM_CHANNEL_BINDING, NULL, &cases[i].property, 1,
                                       channel, 2, &proxy, bench->error),
                  bench->error);
        if (cases[i].expected != S_OK) {
            assert_null(proxy);
            assert_true(text_count(bench->error) > 0);
            assert_ok(WsResetError(bench->error), NULL);
        }
        WsFreeServiceProxy(proxy);
    }

    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    for (int id = 0; id < 8; id++) {
        BYTE value[16];
        HRESULT expected = id == WS_PROXY_PROPERTY_STATE ? S_OK : E_INVALIDARG;
        assert_hr(expected, WsGetServiceProxyProperty(proxy, (WS_PROXY_PROPERTY_ID)id, value, 4, bench->error), NULL);
    }
    assert_hr(E_INVALIDARG, WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, &number, 2, bench->error), NULL);
    assert_hr(E_INVALIDARG, WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, NULL, 4, bench->error), NULL);
    close_proxy(bench, proxy);
}

static void a_proxy_has_channels_that_clients_have(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = NULL;
    BOOL no = FALSE;
    WS_CHANNEL_PROPERTY as_messages = {WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, &no, sizeof(no)};
    const struct {
        WS_CHANNEL_TYPE type;
        WS_CHANNEL_BINDING binding;
        const WS_CHANNEL_PROPERTY *properties;
        HRESULT expected;
    } cases[] = {
        {WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_DUPLEX, WS_UDP_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_HTTP_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, WS_TCP_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, (WS_CHANNEL_BINDING)77, NULL, E_INVALIDARG},
        {(WS_CHANNEL_TYPE)77, WS_HTTP_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, WS_CUSTOM_CHANNEL_BINDING, NULL, E_INVALIDARG},
        {WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &as_messages, E_INVALIDARG},
    };
    for (size_t i = 0; i < WsCountOf(cases); i++) {
        assert_hr(cases[i].expected,
                  WsCreateServiceProxy(cases[i].type, cases[i].binding, NULL, NULL, 0, cases[i].properties,
                                       cases[i].properties != NULL, &proxy, bench->error),
                  NULL);
        assert_null(proxy);
        assert_true(text_count(bench->error) > 0);
        assert_ok(WsResetError(bench->error), NULL);
    }
    WsFreeServiceProxy(NULL);
}

static void wrong_arguments_of_a_call_send_nothing(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    int a = 1, b = 2, result = 0;
    int *out = &result, *nowhere = NULL;
    const void *arguments[] = {&a, &b, &out};
    const void *missing[] = {&a, NULL, &out};
    const void *unset[] = {&a, &b, &nowhere};
    WS_OPERATION_DESCRIPTION version = calc_add_operation;
    WS_CALL_PROPERTY unknown = {(WS_CALL_PROPERTY_ID)9, &a, sizeof(a)};
    WS_CALL_PROPERTY size = {WS_CALL_PROPERTY_CALL_ID, &a, 2};
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT no_callback = {NULL, NULL};
    WS_CALL_PROPERTY callback = {WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT, &no_callback, sizeof(no_callback)};
    WS_ASYNC_CONTEXT context = {NULL, NULL};
    version.versionInfo = 2;
    WS_ERROR *error = bench->error;
    WS_HEAP *heap = bench->heap;
    WS_OPERATION_DESCRIPTION *add = &calc_add_operation;
    assert_hr(E_INVALIDARG, WsCall(proxy, NULL, arguments, heap, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "operation");
    assert_hr(E_INVALIDARG, WsCall(proxy, add, NULL, heap, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "arguments");
    assert_hr(E_INVALIDARG, WsCall(proxy, add, missing, heap, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "index 1");
    assert_hr(E_INVALIDARG, WsCall(proxy, add, unset, heap, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "index 2");
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, NULL, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "heap");
    assert_hr(E_INVALIDARG, WsCall(proxy, &version, arguments, heap, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "versionInfo");
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, heap, &unknown, 1, NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, heap, &size, 1, NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, heap, &callback, 1, NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, heap, NULL, 1, NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsCall(proxy, add, arguments, heap, NULL, 0, &context, error), NULL);
    assert_int_equal(bench->loop.written, 0);
    assert_ok(WsCall(proxy, add, arguments, heap, NULL, 0, NULL, error), error);
    assert_int_equal(result, 3);
    close_proxy(bench, proxy);
}

static void a_bad_reply_changes_nothing_and_the_next_call_works(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    static const struct {
        const char *reply;
        HRESULT expected;
    } cases[] = {
        {SUM("x"), WS_E_INVALID_FORMAT},
        {SUM("99999999999"), WS_E_NUMERIC_OVERFLOW},
        {LOOP_BODY(""), WS_E_INVALID_FORMAT},
        {LOOP_BODY("<AddResponse xmlns=\"urn:other\"><result>1</result></AddResponse>"), WS_E_INVALID_FORMAT},
        {LOOP_BODY("<AddResponse xmlns=\"" CALC_NS "\"><result>1</result></AddResponse><more/>"), WS_E_INVALID_FORMAT},
        {"<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><AddResponse xmlns=\"" CALC_NS
         "\"><result>1</result></AddResponse></s:Body></s:Wrong>", WS_E_INVALID_FORMAT},
        {NULL, WS_E_INVALID_FORMAT},
    };
    for (size_t i = 0; i < WsCountOf(cases); i++) {
        int result = 12345;
        bench->loop.reply = cases[i].reply;
        assert_hr(cases[i].expected, calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error),
                  bench->error);
        assert_int_equal(result, 12345);
        assert_true(text_count(bench->error) > 0);
        assert_ok(WsResetError(bench->error), NULL);
        bench->loop.reply = SUM("3");
        assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error), bench->error);
        assert_int_equal(result, 3);
    }
    /* The channel was good all the time. */
    assert_int_equal(bench->loop.opened, 1);
    close_proxy(bench, proxy);
}

static void a_failed_channel_is_replaced(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    int result = 0;
    bench->loop.write_answer = WS_E_ENDPOINT_DISCONNECTED;
    assert_hr(WS_E_ENDPOINT_DISCONNECTED, try_call(proxy, bench), NULL);
    bench->loop.write_answer = S_OK;
    bench->loop.read_answer = WS_E_ENDPOINT_FAILURE;
    assert_hr(WS_E_ENDPOINT_FAILURE, try_call(proxy, bench), NULL);
    bench->loop.read_answer = S_OK;
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, NULL, bench->error), bench->error);
    close_proxy(bench, proxy);
}

#define FAULT                                                                                                          \
    LOOP_BODY("<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">no such "        \
              "number</s:Text></s:Reason></s:Fault>")

static void a_fault_is_in_the_error_object(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    bench->loop.reply = FAULT;
    for (int i = 0; i < 3; i++) {
        WS_FAULT *fault = NULL;
        assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, try_call(proxy, bench), bench->error);
        assert_ok(WsGetFaultErrorProperty(bench->error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
        assert_non_null(fault);
        assert_int_equal(fault->reasonCount, 1);
        EQUAL_STRING(&fault->reasons[0].text, "no such number");
        assert_ok(WsResetError(bench->error), NULL);
    }
    assert_int_equal(bench->loop.opened, 1);
    close_proxy(bench, proxy);
}

#define FAULT_IN_TWO_LANGUAGES                                                                                         \
    LOOP_BODY("<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">no such "        \
              "number</s:Text><s:Text xml:lang=\"de\">keine solche Zahl</s:Text></s:Reason></s:Fault>")

static void a_fault_is_told_in_the_language_of_the_proxy(void **state)
{
    BENCH *bench = (BENCH *)*state;
    LANGID german = 0x0407;
    WS_PROXY_PROPERTY property = {WS_PROXY_FAULT_LANG_ID, &german, sizeof(german)};
    WS_SERVICE_PROXY *proxy = open_proxy(bench, &property, 1);
    bench->loop.reply = FAULT_IN_TWO_LANGUAGES;
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, try_call(proxy, bench), NULL);
    assert_error_says(bench->error, "keine solche Zahl");
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, try_call(proxy, bench), NULL);
    assert_error_says(bench->error, "no such number");
    close_proxy(bench, proxy);
}

/* A header of the test's own. */
static WS_XML_STRING header_name = WS_XML_STRING_VALUE("Session");
static WS_XML_STRING header_ns = WS_XML_STRING_VALUE("urn:session");
static const WS_ELEMENT_DESCRIPTION session_header = {&header_name, &header_ns, WS_INT32_TYPE, NULL};

typedef struct HEADERS {
    int value;
    int calls;
    HRESULT answer;
    WS_HEAP *heap;
} HEADERS;

static HRESULT add_header(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    HEADERS *headers = (HEADERS *)state;
    headers->calls++;
    headers->heap = heap;
    if (FAILED(headers->answer)) {
        return headers->answer;
    }
    return WsAddCustomHeader(message, &session_header, WS_WRITE_REQUIRED_VALUE, &headers->value,
                             sizeof(headers->value), 0, error);
}

static HRESULT read_header(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    HEADERS *headers = (HEADERS *)state;
    headers->calls++;
    headers->heap = heap;
    if (FAILED(headers->answer)) {
        return headers->answer;
    }
    return WsGetCustomHeader(message, &session_header, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, heap,
                             &headers->value, sizeof(headers->value), NULL, error);
}

#define SESSION(attributes) "<Session xmlns=\"urn:session\" " attributes ">6</Session>"
#define SUM_WITH(headers) \
    LOOP_MESSAGE(headers, "<AddResponse xmlns=\"" CALC_NS "\"><result>3</result></AddResponse>")

static void callbacks_see_the_headers(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    HEADERS sent = {5, 0, S_OK, NULL}, received = {0, 0, S_OK, NULL};
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT send = {add_header, &sent}, receive = {read_header, &received};
    WS_CALL_PROPERTY properties[] = {
        {WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT, &send, sizeof(send)},
        {WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT, &receive, sizeof(receive)},
    };
    int result = 0;
    bench->loop.reply = SUM_WITH(SESSION(""));
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, properties, 2, NULL, bench->error), bench->error);
    assert_non_null(strstr(bench->loop.request, "urn:session"));
    assert_non_null(strstr(bench->loop.request, ">5</"));
    assert_int_equal(received.value, 6);
    assert_int_equal(sent.calls, 1);
    assert_int_equal(received.calls, 1);
    assert_ptr_equal(sent.heap, bench->heap);
    assert_ptr_equal(received.heap, bench->heap);

    /* What they refuse does not happen. */
    result = 12345;
    sent.answer = E_FAIL;
    int written = bench->loop.written;
    assert_hr(E_FAIL, calc_add(proxy, bench->heap, 1, 2, &result, properties, 2, NULL, bench->error), NULL);
    assert_error_says(bench->error, "WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT");
    assert_int_equal(bench->loop.written, written);
    sent.answer = S_OK;
    received.answer = E_ABORT;
    assert_hr(E_ABORT, calc_add(proxy, bench->heap, 1, 2, &result, properties, 2, NULL, bench->error), NULL);
    assert_int_equal(result, 12345);
    received.answer = S_OK;
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, properties, 2, NULL, bench->error), bench->error);
    assert_int_equal(bench->loop.opened, 1);
    close_proxy(bench, proxy);
}

static void headers_that_must_be_understood_are(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    HEADERS received = {0, 0, S_OK, NULL};
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT receive = {read_header, &received};
    BOOL no = FALSE;
    WS_CALL_PROPERTY reads = {WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT, &receive, sizeof(receive)};
    WS_CALL_PROPERTY ignores = {WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND, &no, sizeof(no)};
    int result = 0;
    bench->loop.reply = SUM_WITH(SESSION("s:mustUnderstand=\"1\""));
    assert_hr(WS_E_INVALID_FORMAT, try_call(proxy, bench), NULL);
    assert_error_says(bench->error, "Session");
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, &reads, 1, NULL, bench->error), bench->error);
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, &ignores, 1, NULL, bench->error), bench->error);
    close_proxy(bench, proxy);
}

/* Log(text): one way. */
typedef struct LOG_REQUEST {
    WCHAR *text;
} LOG_REQUEST;
static WS_XML_STRING calc_text = WS_XML_STRING_VALUE("text");
static WS_FIELD_DESCRIPTION log_text = CALC_FIELD(calc_text, WS_WSZ_TYPE, LOG_REQUEST, text);
static WS_FIELD_DESCRIPTION *log_fields[] = {&log_text};
static WS_STRUCT_DESCRIPTION log_struct = {
    sizeof(LOG_REQUEST), _Alignof(LOG_REQUEST), log_fields, 1, NULL, NULL, NULL, NULL, 0, 0};
static WS_XML_STRING log_name = WS_XML_STRING_VALUE("Log");
static WS_ELEMENT_DESCRIPTION log_element = {&log_name, &calc_ns, WS_STRUCT_TYPE, &log_struct};
static WS_MESSAGE_DESCRIPTION log_input = {NULL, &log_element};
static WS_PARAMETER_DESCRIPTION log_parameters[] = {{WS_PARAMETER_TYPE_NORMAL, 0, CALC_ABSENT}};
static WS_OPERATION_DESCRIPTION log_operation = {
    1, &log_input, NULL, 0, 0, 1, log_parameters, NULL, WS_NON_RPC_LITERAL_OPERATION};

static void a_one_way_call_needs_no_reply(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    const WCHAR *text = u"hello";
    const void *arguments[] = {&text};
    static const char *replies[] = {NULL, LOOP_BODY(""), SUM("3")};
    for (size_t i = 0; i < WsCountOf(replies); i++) {
        bench->loop.reply = replies[i];
        assert_ok(WsCall(proxy, &log_operation, arguments, bench->heap, NULL, 0, NULL, bench->error), bench->error);
    }
    assert_string_equal(bench->loop.request, LOOP_BODY("<Log xmlns=\"" CALC_NS "\"><text>hello</text></Log>"));
    bench->loop.reply = FAULT;
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED,
              WsCall(proxy, &log_operation, arguments, bench->heap, NULL, 0, NULL, bench->error), NULL);
    assert_int_equal(bench->loop.opened, 1);
    close_proxy(bench, proxy);
}

static void an_asynchronous_call_completes_once(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    COMPLETION completion;
    WS_ASYNC_CONTEXT context = begin(&completion);
    int result = 0;
    /* All is there at once: the outcome is returned and the callback not called. */
    assert_ok(calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, &context, bench->error), bench->error);
    assert_int_equal(result, 3);
    assert_int_equal(completion.calls, 0);

    result = 0;
    bench->loop.holds_reads = 1;
    assert_hr(WS_S_ASYNC, calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, &context, bench->error), bench->error);
    loop_wait_held(&bench->loop, 1);
    assert_int_equal(result, 0);
    loop_complete(&bench->loop, 0, S_OK);
    assert_ok(await(&completion), bench->error);
    assert_int_equal(result, 3);

    bench->loop.holds_reads = 0;
    bench->loop.reply = FAULT;
    bench->loop.holds_reads = 1;
    context = begin(&completion);
    assert_hr(WS_S_ASYNC, calc_add(proxy, bench->heap, 1, 2, &result, NULL, 0, &context, bench->error), bench->error);
    loop_complete(&bench->loop, 1, S_OK);
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, await(&completion), NULL);
    assert_true(text_count(bench->error) > 0);
    close_proxy(bench, proxy);
}

/* Calls at the same time, each with a heap and an error object of its own. */
typedef struct PENDING {
    COMPLETION completion;
    WS_ERROR *error;
    WS_HEAP *heap;
    int result;
} PENDING;

static HRESULT start_call(WS_SERVICE_PROXY *proxy, PENDING *pending, ULONG id)
{
    WS_CALL_PROPERTY property = {WS_CALL_PROPERTY_CALL_ID, &id, sizeof(id)};
    WS_ASYNC_CONTEXT context = begin(&pending->completion);
    pending->result = 12345;
    assert_ok(WsCreateError(NULL, 0, &pending->error), NULL);
    assert_ok(WsCreateHeap(1 << 16, 0, NULL, 0, &pending->heap, NULL), NULL);
    return calc_add(proxy, pending->heap, 1, 2, &pending->result, &property, 1, &context, pending->error);
}

static void end_call(PENDING *pending)
{
    WsFreeHeap(pending->heap);
    WsFreeError(pending->error);
}

static void calls_are_abandoned_by_number(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    PENDING calls[4];
    static const ULONG ids[4] = {0, 5, 5, 7};
    bench->loop.holds_reads = 1;
    for (int i = 0; i < 4; i++) {
        assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], ids[i]), calls[i].error);
    }
    loop_wait_held(&bench->loop, 4);
    assert_ok(WsAbandonCall(proxy, 9, bench->error), bench->error);
    assert_ok(WsAbandonCall(proxy, 5, bench->error), bench->error);
    for (int i = 1; i < 3; i++) {
        assert_hr(WS_E_OPERATION_ABANDONED, await(&calls[i].completion), NULL);
        assert_error_says(calls[i].error, "WsAbandonCall");
        /* The caller's things may go now; the call itself goes on without them. */
        end_call(&calls[i]);
    }
    loop_complete(&bench->loop, 3, S_OK);
    assert_ok(await(&calls[3].completion), calls[3].error);
    assert_int_equal(calls[3].result, 3);
    end_call(&calls[3]);
    assert_ok(WsAbandonCall(proxy, 0, bench->error), bench->error);
    assert_hr(WS_E_OPERATION_ABANDONED, await(&calls[0].completion), NULL);
    end_call(&calls[0]);
    /* Their replies come at last, and nobody wants them; the channels are good for other calls. */
    for (int i = 0; i < 3; i++) {
        loop_complete(&bench->loop, i, S_OK);
    }
    assert_int_equal(calls[0].result, 12345);
    assert_int_equal(calls[1].result, 12345);
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    assert_int_equal(bench->loop.opened, 4);
    assert_int_equal(bench->loop.closed, 4);
    assert_int_equal(bench->loop.abandoned, 3);
    WsFreeServiceProxy(proxy);
}

static void pending_calls_have_a_limit(void **state)
{
    BENCH *bench = (BENCH *)*state;
    ULONG limit = 2;
    WS_PROXY_PROPERTY property = {WS_PROXY_PROPERTY_MAX_PENDING_CALLS, &limit, sizeof(limit)};
    WS_SERVICE_PROXY *proxy = open_proxy(bench, &property, 1);
    PENDING calls[2];
    bench->loop.holds_reads = 1;
    for (int i = 0; i < 2; i++) {
        assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], 1), calls[i].error);
    }
    assert_hr(WS_E_QUOTA_EXCEEDED, try_call(proxy, bench), NULL);
    assert_error_says(bench->error, "WS_PROXY_PROPERTY_MAX_PENDING_CALLS (2)");
    /* An abandoned call still has its channel. */
    assert_ok(WsAbandonCall(proxy, 1, bench->error), bench->error);
    for (int i = 0; i < 2; i++) {
        assert_hr(WS_E_OPERATION_ABANDONED, await(&calls[i].completion), NULL);
        end_call(&calls[i]);
    }
    assert_hr(WS_E_QUOTA_EXCEEDED, try_call(proxy, bench), NULL);
    loop_complete(&bench->loop, 0, S_OK);
    loop_complete(&bench->loop, 1, S_OK);
    bench->loop.holds_reads = 0;
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    WsFreeServiceProxy(proxy);
}

static void a_call_has_a_time_limit(void **state)
{
    BENCH *bench = (BENCH *)*state;
    /* Enough for the call to be sent, also under a memory checker. */
    ULONG limit = 300;
    WS_PROXY_PROPERTY property = {WS_PROXY_PROPERTY_CALL_TIMEOUT, &limit, sizeof(limit)};
    WS_SERVICE_PROXY *proxy = open_proxy(bench, &property, 1);
    PENDING call;
    bench->loop.holds_reads = 1;
    assert_hr(WS_S_ASYNC, start_call(proxy, &call, 1), call.error);
    assert_hr(WS_E_OPERATION_TIMED_OUT, await(&call.completion), NULL);
    assert_int_equal(call.result, 12345);
    assert_error_says(call.error, "300 ms");
    end_call(&call);
    loop_complete(&bench->loop, 0, S_OK);
    close_proxy(bench, proxy);
}

static void a_proxy_that_closes_waits_for_its_calls(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    PENDING call;
    COMPLETION closing;
    WS_ASYNC_CONTEXT context = begin(&closing);
    bench->loop.holds_reads = 1;
    assert_hr(WS_S_ASYNC, start_call(proxy, &call, 1), call.error);
    assert_hr(WS_S_ASYNC, WsCloseServiceProxy(proxy, &context, bench->error), bench->error);
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CLOSING);
    assert_hr(WS_E_INVALID_OPERATION, try_call(proxy, bench), NULL);
    assert_hr(WS_E_INVALID_OPERATION, try_open(proxy, bench), NULL);
    assert_hr(WS_E_INVALID_OPERATION, try_close(proxy, bench), NULL);
    assert_hr(WS_E_INVALID_OPERATION, try_reset(proxy, bench), NULL);
    assert_ok(try_abandon(proxy, bench), NULL);
    assert_int_equal(closing.calls, 0);
    loop_complete(&bench->loop, 0, S_OK);
    assert_hr(WS_E_OPERATION_ABANDONED, await(&call.completion), NULL);
    assert_ok(await(&closing), bench->error);
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    assert_int_equal(bench->loop.closed, 1);
    assert_int_equal(bench->loop.aborted, 0);
    end_call(&call);
    WsFreeServiceProxy(proxy);
}

static void a_proxy_that_closes_for_too_long_aborts(void **state)
{
    BENCH *bench = (BENCH *)*state;
    ULONG limit = 20;
    WS_PROXY_PROPERTY property = {WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT, &limit, sizeof(limit)};
    WS_SERVICE_PROXY *proxy = open_proxy(bench, &property, 1);
    PENDING call;
    bench->loop.holds_reads = 1;
    assert_hr(WS_S_ASYNC, start_call(proxy, &call, 1), call.error);
    assert_hr(WS_E_OPERATION_TIMED_OUT, WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    assert_error_says(bench->error, "20 ms");
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    assert_hr(WS_E_OPERATION_ABORTED, await(&call.completion), NULL);
    assert_int_equal(bench->loop.aborted, 1);
    end_call(&call);
    WsFreeServiceProxy(proxy);
}

static void an_abort_ends_calls_and_closing(void **state)
{
    BENCH *bench = (BENCH *)*state;
    PENDING calls[3];
    COMPLETION closing;
    WS_ASYNC_CONTEXT context = begin(&closing);
    bench->loop.holds_reads = 1;
    for (int while_closing = 0; while_closing < 2; while_closing++) {
        WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
        for (int i = 0; i < 3; i++) {
            assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], 1), calls[i].error);
        }
        if (while_closing) {
            assert_hr(WS_S_ASYNC, WsCloseServiceProxy(proxy, &context, bench->error), bench->error);
        }
        assert_ok(WsAbortServiceProxy(proxy, bench->error), bench->error);
        for (int i = 0; i < 3; i++) {
            assert_hr(WS_E_OPERATION_ABORTED, await(&calls[i].completion), NULL);
            assert_int_equal(calls[i].result, 12345);
            end_call(&calls[i]);
        }
        if (while_closing) {
            assert_hr(WS_E_OPERATION_ABORTED, await(&closing), NULL);
            assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
        } else {
            assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_FAULTED);
            assert_hr(WS_E_INVALID_OPERATION, try_call(proxy, bench), NULL);
            assert_error_says(bench->error, "aborted");
            assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
        }
        WsFreeServiceProxy(proxy);
    }
}

static void a_proxy_may_go_while_abandoned_calls_run(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_proxy(bench, NULL, 0);
    PENDING call;
    bench->loop.holds_reads = 1;
    assert_hr(WS_S_ASYNC, start_call(proxy, &call, 1), call.error);
    assert_ok(WsAbandonCall(proxy, 0, NULL), NULL);
    assert_hr(WS_E_OPERATION_ABANDONED, await(&call.completion), NULL);
    end_call(&call);
    WsFreeServiceProxy(proxy);
    pthread_mutex_lock(&bench->loop.lock);
    while (bench->loop.created != bench->loop.freed) {
        pthread_cond_wait(&bench->loop.changed, &bench->loop.lock);
    }
    pthread_mutex_unlock(&bench->loop.lock);
    assert_int_equal(bench->loop.aborted, 1);
}

/* ---- Sessions ---- */

static WS_SERVICE_PROXY *open_session(BENCH *bench, const WS_PROXY_PROPERTY *properties, ULONG count)
{
    bench->loop.is_session = 1;
    WS_SERVICE_PROXY *proxy =
        loop_proxy(&bench->loop, WS_CHANNEL_TYPE_DUPLEX_SESSION, properties, count, bench->error);
    assert_ok(WsOpenServiceProxy(proxy, &address, NULL, bench->error), bench->error);
    return proxy;
}

/* The reply to a request that was written. */
static const char *reply_to(const char *request, int result, char *into, size_t size)
{
    const char *id = strstr(request, "urn:uuid:");
    assert_non_null(id);
    snprintf(into, size,
             LOOP_MESSAGE("<Action xmlns=\"http://www.w3.org/2005/08/addressing\">" CALC_NS "/AddResponse</Action>"
                          "<RelatesTo xmlns=\"http://www.w3.org/2005/08/addressing\">%.45s</RelatesTo>",
                          "<AddResponse xmlns=\"" CALC_NS "\"><result>%d</result></AddResponse>"),
             id, result);
    return into;
}

static void calls_of_a_session_share_its_channel(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_session(bench, NULL, 0);
    enum { COUNT = 5 };
    PENDING calls[COUNT];
    char replies[COUNT][1000];
    for (int i = 0; i < COUNT; i++) {
        assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], (ULONG)(i + 1)), calls[i].error);
    }
    loop_wait_written(&bench->loop, COUNT);
    /* Nobody waits for this one any more; its reply is skipped when it comes. */
    assert_ok(WsAbandonCall(proxy, 3, bench->error), bench->error);
    assert_hr(WS_E_OPERATION_ABANDONED, await(&calls[2].completion), NULL);
    end_call(&calls[2]);
    static const int order[COUNT] = {4, 2, 0, 3, 1};
    for (int i = 0; i < COUNT; i++) {
        int call = order[i];
        loop_push(&bench->loop, reply_to(bench->loop.requests[call], 100 + call, replies[call], sizeof(replies[0])));
        if (call != 2) {
            assert_ok(await(&calls[call].completion), calls[call].error);
            assert_int_equal(calls[call].result, 100 + call);
            end_call(&calls[call]);
        }
    }
    assert_int_equal(bench->loop.opened, 1);
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    assert_int_equal(bench->loop.closed, 1);
    WsFreeServiceProxy(proxy);
}

static void a_reply_that_is_nobodys_is_skipped(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_session(bench, NULL, 0);
    PENDING call;
    char reply[1000], other[1000];
    assert_hr(WS_S_ASYNC, start_call(proxy, &call, 1), call.error);
    loop_wait_written(&bench->loop, 1);
    reply_to("urn:uuid:00000000-0000-0000-0000-000000000000<", 7, other, sizeof(other));
    loop_push(&bench->loop, other);
    loop_push(&bench->loop, reply_to(bench->loop.requests[0], 8, reply, sizeof(reply)));
    assert_ok(await(&call.completion), call.error);
    assert_int_equal(call.result, 8);
    end_call(&call);
    close_proxy(bench, proxy);
}

static void the_end_of_a_session_ends_its_calls(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_session(bench, NULL, 0);
    PENDING calls[3];
    for (int i = 0; i < 3; i++) {
        assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], 1), calls[i].error);
    }
    loop_wait_written(&bench->loop, 3);
    loop_wait_held(&bench->loop, 1);
    pthread_mutex_lock(&bench->loop.lock);
    bench->loop.reader->state = WS_CHANNEL_STATE_FAULTED;
    bench->loop.reader->is_held = 0;
    bench->loop.read_answer = WS_E_OBJECT_FAULTED;
    pthread_mutex_unlock(&bench->loop.lock);
    loop_complete(&bench->loop, 0, WS_E_ENDPOINT_DISCONNECTED);
    int disconnected = 0;
    for (int i = 0; i < 3; i++) {
        HRESULT hr = await(&calls[i].completion);
        assert_true(FAILED(hr));
        disconnected += hr == WS_E_ENDPOINT_DISCONNECTED;
        assert_int_equal(calls[i].result, 12345);
        end_call(&calls[i]);
    }
    assert_int_equal(disconnected, 1);
    assert_int_equal(state_of(proxy), WS_SERVICE_PROXY_STATE_FAULTED);
    assert_hr(WS_E_INVALID_OPERATION, try_call(proxy, bench), NULL);
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    WsFreeServiceProxy(proxy);
}

static void an_abort_ends_the_calls_of_a_session(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_SERVICE_PROXY *proxy = open_session(bench, NULL, 0);
    PENDING calls[3];
    for (int i = 0; i < 3; i++) {
        assert_hr(WS_S_ASYNC, start_call(proxy, &calls[i], 1), calls[i].error);
    }
    loop_wait_held(&bench->loop, 1);
    pthread_mutex_lock(&bench->loop.lock);
    bench->loop.read_answer = WS_E_OPERATION_ABORTED;
    pthread_mutex_unlock(&bench->loop.lock);
    assert_ok(WsAbortServiceProxy(proxy, bench->error), bench->error);
    for (int i = 0; i < 3; i++) {
        assert_hr(WS_E_OPERATION_ABORTED, await(&calls[i].completion), NULL);
        end_call(&calls[i]);
    }
    assert_ok(WsCloseServiceProxy(proxy, NULL, bench->error), bench->error);
    WsFreeServiceProxy(proxy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_call_sends_its_arguments_and_reads_the_reply),
        BENCH_TEST(each_state_allows_what_the_pages_say),
        BENCH_TEST(a_proxy_is_used_again),
        BENCH_TEST(a_failed_open_faults_the_proxy),
        BENCH_TEST(the_properties_are_those_of_the_pages),
        BENCH_TEST(a_proxy_has_channels_that_clients_have),
        BENCH_TEST(wrong_arguments_of_a_call_send_nothing),
        BENCH_TEST(a_bad_reply_changes_nothing_and_the_next_call_works),
        BENCH_TEST(a_failed_channel_is_replaced),
        BENCH_TEST(a_fault_is_in_the_error_object),
        BENCH_TEST(a_fault_is_told_in_the_language_of_the_proxy),
        BENCH_TEST(callbacks_see_the_headers),
        BENCH_TEST(headers_that_must_be_understood_are),
        BENCH_TEST(a_one_way_call_needs_no_reply),
        BENCH_TEST(an_asynchronous_call_completes_once),
        BENCH_TEST(calls_are_abandoned_by_number),
        BENCH_TEST(pending_calls_have_a_limit),
        BENCH_TEST(a_call_has_a_time_limit),
        BENCH_TEST(a_proxy_that_closes_waits_for_its_calls),
        BENCH_TEST(a_proxy_that_closes_for_too_long_aborts),
        BENCH_TEST(an_abort_ends_calls_and_closing),
        BENCH_TEST(a_proxy_may_go_while_abandoned_calls_run),
        BENCH_TEST(calls_of_a_session_share_its_channel),
        BENCH_TEST(a_reply_that_is_nobodys_is_skipped),
        BENCH_TEST(the_end_of_a_session_ends_its_calls),
        BENCH_TEST(an_abort_ends_the_calls_of_a_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
