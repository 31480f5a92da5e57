/*
 * Memory that calls take and give back, in one process with client and service: after a while, more calls of a kind take
 * no more memory, whether they succeed, fail, time out or are asynchronous; nor do proxies, channels and hosts that come
 * and go. Counted by the allocator. A run under a memory checker does less and looks for leaks alone.
 *
 * WWS_CALLS: how many calls, 10000. The figures of a million are in the benchmarks.
 */
#define _GNU_SOURCE
#include "support/raw_peer.h"
#include "support/http_calculator.h"

#include <malloc.h>
#include <sched.h>
#include <time.h>

static long call_count(void)
{
    const char *asked = getenv("WWS_CALLS");
    if (asked != NULL) return atol(asked);
    return getenv("WWS_MEMORY_CHECKER") != NULL ? 200 : 10000;
}

/* Bytes in use, or 0 where a memory checker has the allocator. */
static size_t in_use(void)
{
    if (getenv("WWS_MEMORY_CHECKER") != NULL) return 0;
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* What was used for the last calls may still be on its way back, on the library's threads, which have the processor
 * meanwhile. */
static int settles(size_t limit)
{
    time_t begin = time(NULL);
    while (in_use() > limit) {
        if (time(NULL) - begin > PATIENCE_MS / 1000) return 0;
        sched_yield();
    }
    return 1;
}

struct world {
    FIXTURE *fixture;
    struct calculator_host service;
    WS_SERVICE_PROXY *proxy;
};

typedef void (*job)(struct world *world, long count);

/* The second run of a job may leave behind what a few connections and pooled objects take, and not what grows. */
#define LITTLE 65536
static void measure(void **state, const char *what, job job, long count, size_t allowed)
{
    struct world world = { .fixture = *state };
    calculator_host_open(&world.service, NULL, NULL, 0, world.fixture->error);
    world.proxy = calculator_proxy(world.service.port, NULL, 0, world.fixture->error);
    job(&world, count / 10 + 10);
    size_t before = in_use();
    job(&world, count);
    if (!settles(before + allowed)) {
        fprintf(stderr, "%s: %zu bytes before, %zu after %ld\n", what, before, in_use(), count);
        fail();
    }
    calculator_proxy_close(world.proxy, world.fixture->error);
    calculator_host_close(&world.service, world.fixture->error);
}

static void calls(struct world *world, long count)
{
    for (long i = 0; i < count; i++) {
        INT sum = 0;
        assert_ok(Calculator_Add(world->proxy, (INT)i, 1, &sum, world->fixture->heap, NULL, 0, NULL, world->fixture->error),
                  world->fixture->error);
        assert_int_equal(sum, (INT)i + 1);
        assert_ok(WsResetHeap(world->fixture->heap, NULL), NULL);
    }
}

/* An operation that the service does not have, so that a fault comes back. */
static void faults(struct world *world, long count)
{
    static WS_XML_STRING action = WS_XML_STRING_VALUE("http://example.org/calculator/Nothing");
    WS_MESSAGE_DESCRIPTION input = { &action, &add_element };
    WS_OPERATION_DESCRIPTION operation = add_operation;
    operation.inputMessageDescription = &input;
    for (long i = 0; i < count; i++) {
        INT a = 1, b = 2, sum, *out = &sum;
        const void *arguments[] = { &a, &b, &out };
        HRESULT hr = WsCall(world->proxy, &operation, arguments, world->fixture->heap, NULL, 0, NULL, world->fixture->error);
        if (hr != WS_E_ENDPOINT_ACTION_NOT_SUPPORTED && hr != WS_E_ENDPOINT_FAULT_RECEIVED) assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, hr, world->fixture->error);
        assert_ok(WsResetError(world->fixture->error), NULL);
        assert_ok(WsResetHeap(world->fixture->heap, NULL), NULL);
    }
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long under_way;

static void CALLBACK done(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    (void)model;
    *(HRESULT *)state = hr;
    pthread_mutex_lock(&lock);
    under_way--;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

/* So many connections may be needed, and not each run needs all. */
enum { AT_ONCE = 50 };

static void asynchronous_calls(struct world *world, long count)
{
    static HRESULT outcomes[AT_ONCE];
    static INT sums[AT_ONCE];
    static WS_HEAP *heaps[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++)
        assert_ok(WsCreateHeap(4096, 4096, NULL, 0, &heaps[i], NULL), NULL);
    for (long round = 0; round < count / AT_ONCE + 1; round++) {
        pthread_mutex_lock(&lock);
        under_way = AT_ONCE;
        pthread_mutex_unlock(&lock);
        for (int i = 0; i < AT_ONCE; i++) {
            WS_ASYNC_CONTEXT context = { done, &outcomes[i] };
            HRESULT hr = Calculator_Add(world->proxy, i, 1, &sums[i], heaps[i], NULL, 0, &context, NULL);
            if (hr != WS_S_ASYNC) done(hr, WS_LONG_CALLBACK, &outcomes[i]);
        }
        pthread_mutex_lock(&lock);
        while (under_way > 0)
            pthread_cond_wait(&changed, &lock);
        pthread_mutex_unlock(&lock);
        for (int i = 0; i < AT_ONCE; i++) {
            assert_int_equal(HR(outcomes[i]), HR(S_OK));
            assert_int_equal(sums[i], i + 1);
            assert_ok(WsResetHeap(heaps[i], NULL), NULL);
        }
    }
    for (int i = 0; i < AT_ONCE; i++)
        WsFreeHeap(heaps[i]);
}

/* Connections come and go as well: each is closed by its client. */
static void clients(struct world *world, long count)
{
    char request[1024], answer[2048];
    size_t length = (size_t)snprintf(request, sizeof(request), "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
        "Content-Type: text/xml\r\nSOAPAction: \"http://example.org/calculator/Add\"\r\nContent-Length: 159\r\n\r\n" ADD("1", "2"), world->service.port);
    for (long i = 0; i < count; i++) {
        int connection = raw_connect(world->service.port);
        assert_true(raw_send(connection, request, i % 3 == 0 ? (size_t)i % length : length));
        if (i % 3 == 1) assert_true(raw_receive(connection, answer, sizeof(answer)) > 0);
        close(connection);
    }
}

static void proxies(struct world *world, long count)
{
    for (long i = 0; i < count; i++) {
        WS_SERVICE_PROXY *proxy = calculator_proxy(world->service.port, NULL, 0, world->fixture->error);
        INT sum;
        assert_ok(Calculator_Add(proxy, 1, 2, &sum, world->fixture->heap, NULL, 0, NULL, world->fixture->error), world->fixture->error);
        assert_ok(WsResetHeap(world->fixture->heap, NULL), NULL);
        if (i % 2 == 0) assert_ok(WsAbortServiceProxy(proxy, world->fixture->error), world->fixture->error);
        calculator_proxy_close(proxy, world->fixture->error);
    }
}

static void hosts(struct world *world, long count)
{
    for (long i = 0; i < count; i++) {
        struct calculator_host service;
        calculator_host_open(&service, NULL, NULL, 0, world->fixture->error);
        if (i % 2 == 0) assert_ok(WsAbortServiceHost(service.host, world->fixture->error), world->fixture->error);
        calculator_host_close(&service, world->fixture->error);
    }
}

static void test_calls(void **state) { measure(state, "calls", calls, call_count(), LITTLE); }
static void test_faults(void **state) { measure(state, "faults", faults, call_count() / 5, LITTLE); }
static void test_asynchronous_calls(void **state) { measure(state, "asynchronous calls", asynchronous_calls, call_count(), AT_ONCE * LITTLE); }
static void test_clients(void **state) { measure(state, "clients", clients, call_count() / 5, LITTLE); }
static void test_proxies(void **state) { measure(state, "proxies", proxies, call_count() / 20, LITTLE); }
static void test_hosts(void **state) { measure(state, "hosts", hosts, call_count() / 100, LITTLE); }

int main(int argc, char **argv)
{
    /* One of them alone, when it is looked into. */
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_calls),   FIXTURE_TEST(test_faults),  FIXTURE_TEST(test_asynchronous_calls),
        FIXTURE_TEST(test_clients), FIXTURE_TEST(test_proxies), FIXTURE_TEST(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
