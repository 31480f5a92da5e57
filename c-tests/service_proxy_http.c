/*
 * Service proxies over HTTP against a peer that is a socket: what is on the wire, connections that are used again, callers
 * that do not want to wait any longer, and aborts at any moment.
 */
#include "support/soap.h"

#include "support/adder.h"

#include <semaphore.h>
#include <time.h>

typedef struct BENCH {
    WS_ERROR *error;
    WS_HEAP *heap;
    ADDER *adder;
    WS_SERVICE_PROXY *proxy;
} BENCH;

/* Under a memory checker each step takes so much longer. */
static int times(int normal)
{
    return getenv("WWS_MEMORY_CHECKER") != NULL && strcmp(getenv("WWS_MEMORY_CHECKER"), "valgrind") == 0
               ? (normal + 19) / 20
               : normal;
}

static int set_up(void **state)
{
    BENCH *bench = (BENCH *)calloc(1, sizeof(*bench));
    if (bench == NULL || FAILED(WsCreateError(NULL, 0, &bench->error))
        || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &bench->heap, bench->error))) {
        return -1;
    }
    bench->adder = start_adder();
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    BENCH *bench = (BENCH *)*state;
    if (bench->proxy != NULL) {
        WsCloseServiceProxy(bench->proxy, NULL, NULL);
        WsFreeServiceProxy(bench->proxy);
    }
    stop_adder(bench->adder);
    WsFreeHeap(bench->heap);
    WsFreeError(bench->error);
    free(bench);
    return 0;
}

#define BENCH_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static void open_proxy_to(BENCH *bench, WS_XML_BUFFER *headers)
{
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {{0, NULL}, headers, NULL, NULL};
    address.url = url_of(buffer, "http://127.0.0.1:%u/calculator", bench->adder->port);
    assert_ok(WsOpenServiceProxy(bench->proxy, &address, NULL, bench->error), bench->error);
}

static void open_proxy(BENCH *bench, const WS_PROXY_PROPERTY *properties, ULONG count)
{
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, properties, count, basic,
                                   COUNT(basic), &bench->proxy, bench->error), bench->error);
    open_proxy_to(bench, NULL);
}

static HRESULT add(BENCH *bench, int a, int b, int *result)
{
    return calc_add(bench->proxy, bench->heap, a, b, result, NULL, 0, NULL, bench->error);
}

static void the_wire_of_soap_1_1(void **state)
{
    BENCH *bench = (BENCH *)*state;
    int result = 0;
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 3; i++) {
        assert_ok(add(bench, i, 40, &result), bench->error);
        assert_int_equal(result, 40 + i);
    }
    assert_starts(&bench->adder->last, "POST /calculator HTTP/1.1\r\n");
    assert_has(&bench->adder->last, "\r\nSOAPAction: \"" CALC_NS "/Add\"\r\n");
    assert_has(&bench->adder->last, "\r\nContent-Type: text/xml; charset=utf-8\r\n");
    assert_has(&bench->adder->last,
               "\r\n\r\n" ENVELOPE11("<Add xmlns=\"" CALC_NS "\"><a>2</a><b>40</b></Add>"));
    assert_int_equal(bench->adder->connections, 1);
    assert_int_equal(bench->adder->requests, 3);
}

/* What was found out about a description holds for the next call only if nothing of it has changed; and what it does not
 * lead to any more is not touched, as the memory checker sees. */
static void descriptions_may_change_between_calls(void **state)
{
    static WS_XML_STRING plus = WS_XML_STRING_VALUE("Plus");
    BENCH *bench = (BENCH *)*state;
    int a = 1, b = 41, result = 0, *out = &result;
    const void *arguments[] = {&a, &b, &out};
    WS_OPERATION_DESCRIPTION *operation = (WS_OPERATION_DESCRIPTION *)malloc(sizeof(*operation));
    assert_non_null(operation);
    *operation = calc_add_operation;
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 6; i++) {
        WS_MESSAGE_DESCRIPTION *message = (WS_MESSAGE_DESCRIPTION *)malloc(sizeof(*message));
        WS_ELEMENT_DESCRIPTION *element = (WS_ELEMENT_DESCRIPTION *)malloc(sizeof(*element));
        assert_non_null(message);
        assert_non_null(element);
        *message = calc_add_input;
        *element = calc_add_element;
        message->bodyElementDescription = element;
        operation->inputMessageDescription = message;
        for (int again = 0; again < 2; again++) {
            element->elementLocalName = &calc_add_name;
            assert_ok(WsCall(bench->proxy, operation, arguments, bench->heap, NULL, 0, NULL, bench->error), bench->error);
            assert_int_equal(result, 42);
            assert_has(&bench->adder->last, "<Add xmlns=");
            element->elementLocalName = &plus;
            WsCall(bench->proxy, operation, arguments, bench->heap, NULL, 0, NULL, bench->error);
            assert_has(&bench->adder->last, "<Plus xmlns=");
            operation->versionInfo = 2;
            assert_hr(E_INVALIDARG,
                      WsCall(bench->proxy, operation, arguments, bench->heap, NULL, 0, NULL, bench->error), bench->error);
            operation->versionInfo = 1;
        }
        free(element);
        free(message);
    }
    free(operation);
}

static void the_wire_of_soap_1_2_with_addressing(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WS_XML_BUFFER *headers = NULL;
    WS_XML_WRITER *writer = NULL;
    static const WS_XML_STRING name = WS_XML_STRING_VALUE("account"), ns = WS_XML_STRING_VALUE("urn:x");
    int result = 0;
    assert_ok(WsCreateXmlBuffer(bench->heap, NULL, 0, &headers, bench->error), bench->error);
    assert_ok(WsCreateWriter(NULL, 0, &writer, bench->error), bench->error);
    assert_ok(WsSetOutputToBuffer(writer, headers, NULL, 0, bench->error), bench->error);
    assert_ok(WsWriteStartElement(writer, NULL, &name, &ns, bench->error), bench->error);
    assert_ok(WsWriteEndElement(writer, bench->error), bench->error);
    WsFreeWriter(writer);
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0,
                                   &bench->proxy, bench->error), bench->error);
    open_proxy_to(bench, headers);
    /* The address is the proxy's own. */
    assert_ok(WsResetHeap(bench->heap, bench->error), bench->error);
    for (int i = 0; i < 3; i++) {
        assert_ok(add(bench, i, 40, &result), bench->error);
        assert_int_equal(result, 40 + i);
    }
    assert_has(&bench->adder->last, "application/soap+xml; charset=utf-8");
    assert_has(&bench->adder->last, CALC_NS "/Add<");
    assert_has(&bench->adder->last, "/calculator<");
    assert_has(&bench->adder->last, "urn:uuid:");
    assert_has(&bench->adder->last, "urn:x");
    assert_has(&bench->adder->last, "IsReferenceParameter");
}

static void what_the_peer_does_is_told(void **state)
{
    BENCH *bench = (BENCH *)*state;
    static const struct {
        int a;
        HRESULT expected;
    } cases[] = {
        {HANG_UP, WS_E_ENDPOINT_DISCONNECTED},
        {CUT, WS_E_ENDPOINT_DISCONNECTED},
        {FAULT_500, WS_E_ENDPOINT_FAULT_RECEIVED},
        {NOT_FOUND, WS_E_ENDPOINT_NOT_FOUND},
        {ACCEPTED, WS_E_INVALID_FORMAT},
    };
    int result = 0;
    open_proxy(bench, NULL, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        result = 12345;
        assert_hr(cases[i].expected, add(bench, cases[i].a, 0, &result), bench->error);
        assert_int_equal(result, 12345);
        assert_true(text_count(bench->error) > 0);
        assert_ok(WsResetError(bench->error), NULL);
        assert_ok(add(bench, 1, 2, &result), bench->error);
        assert_int_equal(result, 3);
    }
    assert_true(FAILED(add(bench, GARBAGE, 0, &result)));
    assert_ok(WsResetError(bench->error), NULL);
    assert_ok(add(bench, 1, 2, &result), bench->error);
}

static void nobody_there(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {{0, NULL}, NULL, NULL, NULL};
    int result = 0;
    static const struct {
        const char *url;
        HRESULT expected;
    } cases[] = {
        {"http://127.0.0.1:%u:x/", WS_E_INVALID_ENDPOINT_URL},
        {"net.tcp://127.0.0.1:%u/", WS_E_INVALID_ENDPOINT_URL},
        {"%u", WS_E_INVALID_ENDPOINT_URL},
    };
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, basic,
                                   COUNT(basic), &bench->proxy, bench->error), bench->error);
    for (size_t i = 0; i < COUNT(cases); i++) {
        address.url = url_of(buffer, cases[i].url, 1);
        assert_hr(cases[i].expected, WsOpenServiceProxy(bench->proxy, &address, NULL, bench->error), bench->error);
        assert_ok(WsCloseServiceProxy(bench->proxy, NULL, NULL), NULL);
        assert_ok(WsResetServiceProxy(bench->proxy, NULL), NULL);
    }
    address.url = url_of(buffer, "http://127.0.0.1:%u/", free_port());
    assert_ok(WsOpenServiceProxy(bench->proxy, &address, NULL, bench->error), bench->error);
    assert_hr(WS_E_ENDPOINT_NOT_FOUND, add(bench, 1, 2, &result), bench->error);
}

/* A call on a thread of its own. */
typedef struct CALLER {
    pthread_t thread;
    WS_SERVICE_PROXY *proxy;
    int a, result;
    ULONG id;
    HRESULT code;
    char texts[400];
} CALLER;

static void *call_once(void *argument)
{
    CALLER *caller = (CALLER *)argument;
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    WS_CALL_PROPERTY property = {WS_CALL_PROPERTY_CALL_ID, &caller->id, sizeof(caller->id)};
    WsCreateError(NULL, 0, &error);
    WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL);
    caller->result = 12345;
    caller->code = calc_add(caller->proxy, heap, caller->a, 7, &caller->result, &property, 1, NULL, error);
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

static void a_blocked_caller_is_let_go(void **state)
{
    BENCH *bench = (BENCH *)*state;
    CALLER callers[3];
    int result = 0;
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 3; i++) {
        callers[i] = (CALLER){.proxy = bench->proxy, .a = STALL, .id = (ULONG)(i + 1)};
        assert_int_equal(pthread_create(&callers[i].thread, NULL, call_once, &callers[i]), 0);
    }
    adder_wait_stalled(bench->adder, 3);
    assert_ok(WsAbandonCall(bench->proxy, 2, bench->error), bench->error);
    pthread_join(callers[1].thread, NULL);
    assert_hr(WS_E_OPERATION_ABANDONED, callers[1].code, NULL);
    assert_int_equal(callers[1].result, 12345);
    /* Others go on, and other calls can be made. */
    assert_ok(add(bench, 1, 2, &result), bench->error);
    assert_ok(WsAbandonCall(bench->proxy, 1, bench->error), bench->error);
    pthread_join(callers[0].thread, NULL);
    assert_hr(WS_E_OPERATION_ABANDONED, callers[0].code, NULL);
    adder_open_gate(bench->adder, 1);
    pthread_join(callers[2].thread, NULL);
    assert_ok(callers[2].code, NULL);
    assert_int_equal(callers[2].result, 7);
    /* What the abandoned calls had on the network has ended in good order, too: closing waits for that. */
    assert_ok(WsCloseServiceProxy(bench->proxy, NULL, bench->error), bench->error);
    assert_int_equal(bench->adder->connections, 4);
}

static void a_blocked_caller_has_a_time_limit(void **state)
{
    BENCH *bench = (BENCH *)*state;
    ULONG limit = 40;
    WS_PROXY_PROPERTY property = {WS_PROXY_PROPERTY_CALL_TIMEOUT, &limit, sizeof(limit)};
    int result = 12345;
    open_proxy(bench, &property, 1);
    for (int i = 0; i < 3; i++) {
        assert_hr(WS_E_OPERATION_TIMED_OUT, add(bench, STALL, 0, &result), bench->error);
        assert_error_says(bench->error, "40 ms");
        assert_int_equal(result, 12345);
    }
    adder_open_gate(bench->adder, 1);
    assert_ok(WsCloseServiceProxy(bench->proxy, NULL, bench->error), bench->error);
    assert_int_equal(result, 12345);
}

static void an_abort_ends_blocked_callers(void **state)
{
    BENCH *bench = (BENCH *)*state;
    CALLER callers[4];
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 4; i++) {
        callers[i] = (CALLER){.proxy = bench->proxy, .a = STALL, .id = 1};
        assert_int_equal(pthread_create(&callers[i].thread, NULL, call_once, &callers[i]), 0);
    }
    adder_wait_stalled(bench->adder, 4);
    assert_ok(WsAbortServiceProxy(bench->proxy, bench->error), bench->error);
    for (int i = 0; i < 4; i++) {
        pthread_join(callers[i].thread, NULL);
        assert_hr(WS_E_OPERATION_ABORTED, callers[i].code, NULL);
        assert_int_equal(callers[i].result, 12345);
    }
    assert_ok(WsCloseServiceProxy(bench->proxy, NULL, bench->error), bench->error);
    assert_ok(WsResetServiceProxy(bench->proxy, bench->error), bench->error);
    adder_open_gate(bench->adder, 1);
    open_proxy_to(bench, NULL);
    int result = 0;
    assert_ok(add(bench, 1, 2, &result), bench->error);
    assert_int_equal(result, 3);
}

/* Many calls in flight. */
typedef struct FLIGHT {
    sem_t *done;
    WS_ERROR *error;
    WS_HEAP *heap;
    HRESULT code;
    int result;
} FLIGHT;

static void landed(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    FLIGHT *flight = (FLIGHT *)state;
    (void)model;
    flight->code = code;
    sem_post(flight->done);
}

static int thread_count(void)
{
    char line[200];
    int count = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, "Threads:", 8) == 0) {
            count = atoi(line + 8);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return count;
}

static void many_calls_are_in_flight_on_few_threads(void **state)
{
    BENCH *bench = (BENCH *)*state;
    enum { MOST = 400 };
    static FLIGHT flights[MOST];
    int count = times(MOST);
    ULONG limit = (ULONG)count;
    WS_PROXY_PROPERTY property = {WS_PROXY_PROPERTY_MAX_PENDING_CALLS, &limit, sizeof(limit)};
    sem_t done;
    sem_init(&done, 0, 0);
    open_proxy(bench, &property, 1);
    int before = thread_count();
    for (int i = 0; i < count; i++) {
        WS_ASYNC_CONTEXT context = {landed, &flights[i]};
        flights[i] = (FLIGHT){.done = &done, .code = E_FAIL};
        assert_ok(WsCreateError(NULL, 0, &flights[i].error), NULL);
        assert_ok(WsCreateHeap(1 << 16, 0, NULL, 0, &flights[i].heap, NULL), NULL);
        assert_hr(WS_S_ASYNC, calc_add(bench->proxy, flights[i].heap, STALL, i, &flights[i].result, NULL, 0, &context,
                                       flights[i].error), flights[i].error);
    }
    adder_wait_stalled(bench->adder, count);
    /* The peer has a thread for each; the library has not. */
    assert_true(thread_count() - before - count < 20);
    int result = 0;
    assert_hr(WS_E_QUOTA_EXCEEDED, add(bench, 1, 2, &result), NULL);
    adder_open_gate(bench->adder, 1);
    for (int i = 0; i < count; i++) {
        while (sem_wait(&done) != 0) {
        }
    }
    for (int i = 0; i < count; i++) {
        assert_hr(S_OK, flights[i].code, flights[i].error);
        assert_int_equal(flights[i].result, i);
        WsFreeHeap(flights[i].heap);
        WsFreeError(flights[i].error);
    }
    sem_destroy(&done);
}

/* Calls until told to stop; counts what came of them. */
typedef struct WORKER {
    pthread_t thread;
    WS_SERVICE_PROXY *proxy;
    int rounds, number;
    int good, aborted, refused, abandoned, limited, wrong;
    atomic_int *finished;
} WORKER;

static void *call_often(void *argument)
{
    WORKER *worker = (WORKER *)argument;
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    WsCreateError(NULL, 0, &error);
    WsCreateHeap(1 << 16, 1 << 16, NULL, 0, &heap, NULL);
    for (int i = 0; i < worker->rounds; i++) {
        int result = 12345;
        HRESULT hr = calc_add(worker->proxy, heap, worker->number, i, &result, NULL, 0, NULL, error);
        worker->good += hr == S_OK && result == worker->number + i;
        worker->wrong += (hr == S_OK && result != worker->number + i) || (FAILED(hr) && result != 12345);
        worker->aborted += hr == WS_E_OPERATION_ABORTED;
        worker->refused += hr == WS_E_INVALID_OPERATION;
        worker->abandoned += hr == WS_E_OPERATION_ABANDONED;
        worker->limited += hr == WS_E_QUOTA_EXCEEDED;
        if (FAILED(hr) && hr != WS_E_OPERATION_ABORTED && hr != WS_E_INVALID_OPERATION
            && hr != WS_E_OPERATION_ABANDONED && hr != WS_E_QUOTA_EXCEEDED) {
            fprintf(stderr, "  %08X\n", HR(hr));
            print_texts(error);
            worker->wrong++;
        }
        WsResetHeap(heap, NULL);
        WsResetError(error);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    if (worker->finished != NULL) {
        atomic_fetch_add(worker->finished, 1);
    }
    return NULL;
}

static void threads_share_a_proxy(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WORKER workers[8] = {0};
    int rounds = times(300);
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 8; i++) {
        workers[i] = (WORKER){.proxy = bench->proxy, .rounds = rounds, .number = 1000 * i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, call_often, &workers[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_int_equal(workers[i].good, rounds);
    }
    assert_true(bench->adder->connections <= 8);
}

static void callers_are_let_go_at_any_moment(void **state)
{
    BENCH *bench = (BENCH *)*state;
    WORKER workers[4] = {0};
    int rounds = times(600), abandoned = 0;
    atomic_int finished = 0;
    open_proxy(bench, NULL, 0);
    for (int i = 0; i < 4; i++) {
        workers[i] = (WORKER){.proxy = bench->proxy, .rounds = rounds, .number = 1000 * i, .finished = &finished};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, call_often, &workers[i]), 0);
    }
    while (atomic_load(&finished) < 4) {
        WsAbandonCall(bench->proxy, 0, NULL);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_int_equal(workers[i].wrong, 0);
        /* Whoever lets go of calls faster than the service answers comes to the limit of pending ones. */
        assert_int_equal(workers[i].good + workers[i].abandoned + workers[i].limited, rounds);
        abandoned += workers[i].abandoned;
    }
    assert_true(abandoned > 0);
    assert_ok(WsCloseServiceProxy(bench->proxy, NULL, bench->error), bench->error);
    assert_ok(WsResetServiceProxy(bench->proxy, bench->error), bench->error);
    open_proxy_to(bench, NULL);
    int result = 0;
    assert_ok(add(bench, 1, 2, &result), bench->error);
}

static void aborts_come_at_any_moment(void **state)
{
    BENCH *bench = (BENCH *)*state;
    int rounds = times(60), aborted = 0;
    unsigned seed = (unsigned)time(NULL);
    fprintf(stderr, "  seed %u\n", seed);
    open_proxy(bench, NULL, 0);
    for (int round = 0; round < rounds; round++) {
        WORKER workers[4] = {0};
        pthread_mutex_lock(&bench->adder->lock);
        int until = bench->adder->requests + (int)(rand_r(&seed) % 40);
        pthread_mutex_unlock(&bench->adder->lock);
        for (int i = 0; i < 4; i++) {
            workers[i] = (WORKER){.proxy = bench->proxy, .rounds = 30, .number = 1000 * i};
            assert_int_equal(pthread_create(&workers[i].thread, NULL, call_often, &workers[i]), 0);
        }
        for (int now = 0; now < until;) {
            pthread_mutex_lock(&bench->adder->lock);
            now = bench->adder->requests;
            pthread_mutex_unlock(&bench->adder->lock);
        }
        if (round % 2 == 0) {
            assert_ok(WsAbortServiceProxy(bench->proxy, bench->error), bench->error);
        }
        WsCloseServiceProxy(bench->proxy, NULL, NULL);
        for (int i = 0; i < 4; i++) {
            pthread_join(workers[i].thread, NULL);
            assert_int_equal(workers[i].wrong, 0);
            assert_int_equal(workers[i].good + workers[i].aborted + workers[i].refused, 30);
            aborted += workers[i].aborted;
        }
        assert_ok(WsResetServiceProxy(bench->proxy, bench->error), bench->error);
        open_proxy_to(bench, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(the_wire_of_soap_1_1),
        BENCH_TEST(descriptions_may_change_between_calls),
        BENCH_TEST(the_wire_of_soap_1_2_with_addressing),
        BENCH_TEST(what_the_peer_does_is_told),
        BENCH_TEST(nobody_there),
        BENCH_TEST(a_blocked_caller_is_let_go),
        BENCH_TEST(a_blocked_caller_has_a_time_limit),
        BENCH_TEST(an_abort_ends_blocked_callers),
        BENCH_TEST(threads_share_a_proxy),
        BENCH_TEST(many_calls_are_in_flight_on_few_threads),
        BENCH_TEST(callers_are_let_go_at_any_moment),
        BENCH_TEST(aborts_come_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
