/* Calls that last: asynchronous operations, concurrency, closing and aborting under load, and being told of it. */
#include "support/service.h"

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* ---- An operation that waits until it is let go ---- */

static GATE entered = GATE_CLOSED, released = GATE_CLOSED, told = GATE_CLOSED, freed = GATE_CLOSED;
static WS_SERVICE_CANCEL_REASON reason;
/* Whether it ends when it is told to. */
static BOOL obeys;

static ULONG close_timeout;

static void reset_gates(void)
{
    close_timeout = 5000;
    entered.count = released.count = told.count = freed.count = 0;
    obeys = TRUE;
}

static void CALLBACK cancel_waiting(WS_SERVICE_CANCEL_REASON why, void *state)
{
    REQUIRE(state == &released);
    reason = why;
    gate_pass(&told);
    if (obeys) {
        gate_pass(&released);
    }
}

static void CALLBACK free_waiting(void *state)
{
    REQUIRE(state == &released);
    gate_pass(&freed);
}

static HRESULT CALLBACK waiting_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    WS_LISTENER *listener = NULL;
    ULONG patience = 0;
    /* The listener waits for calls as long as the host does. */
    REQUIRE(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_LISTENER, &listener, sizeof(listener),
                                          error) == S_OK);
    REQUIRE(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, &patience, sizeof(patience), error)
            == S_OK);
    REQUIRE(patience == close_timeout);
    REQUIRE(WsRegisterOperationForCancel(context, NULL, NULL, NULL, NULL) == E_INVALIDARG);
    REQUIRE(WsRegisterOperationForCancel(context, cancel_waiting, free_waiting, &released, error) == S_OK);
    REQUIRE(WsRegisterOperationForCancel(context, cancel_waiting, free_waiting, &released, NULL)
            == WS_E_INVALID_OPERATION);
    gate_pass(&entered);
    gate_wait(&released, 1);
    return plain_add(context, a, b, result, asynchronous, error);
}

static FUNCTIONS waiting_functions = {waiting_add, plain_echo, plain_note};

static void *call_add(void *service)
{
    RESPONSE r = exchange((SERVICE *)service, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    free(r.body);
    return (void *)(intptr_t)r.status;
}

static int status_of(pthread_t thread)
{
    void *status = NULL;
    assert_int_equal(pthread_join(thread, &status), 0);
    return (int)(intptr_t)status;
}

static void an_operation_that_nobody_cancels(void **state)
{
    SERVICE *s = *state;
    pthread_t caller;
    reset_gates();
    s->contract.methodTable = &waiting_functions;
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_int_equal(gate_count(&freed), 0);
    gate_pass(&released);
    assert_int_equal(status_of(caller), 200);
    gate_wait(&freed, 1);
    assert_int_equal(gate_count(&told), 0);
    close_host(s);
}

static void an_abort_is_told(void **state)
{
    SERVICE *s = *state;
    pthread_t caller;
    reset_gates();
    s->contract.methodTable = &waiting_functions;
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_FAULTED);
    assert_int_equal(gate_count(&told), 1);
    assert_int_equal(reason, WS_SERVICE_HOST_ABORT);
    close_host(s);
    assert_int_equal(gate_count(&freed), 1);
    assert_int_equal(status_of(caller), 0);
}

/* Closing waits for calls; when it has waited long enough, it aborts, and still waits for their end. */
static void closing_takes_its_time(void **state)
{
    SERVICE *s = *state;
    pthread_t caller;
    ULONG timeout = 50;
    reset_gates();
    close_timeout = timeout;
    s->contract.methodTable = &waiting_functions;
    host_property(s, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &timeout, sizeof(timeout));
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_hr(WS_E_OPERATION_TIMED_OUT, WsCloseServiceHost(s->host, NULL, s->base.error), s->base.error);
    assert_error_says(s->base.error, "50 ms");
    assert_int_equal(gate_count(&told), 1);
    assert_int_equal(gate_count(&freed), 1);
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_CLOSED);
    assert_int_equal(status_of(caller), 0);
}

static void *close_it(void *service)
{
    SERVICE *s = (SERVICE *)service;
    return (void *)(intptr_t)WsCloseServiceHost(s->host, NULL, NULL);
}

static void closing_serves_what_has_begun(void **state)
{
    SERVICE *s = *state;
    pthread_t caller, closer;
    ULONG timeout = 100000;
    reset_gates();
    close_timeout = timeout;
    s->contract.methodTable = &waiting_functions;
    host_property(s, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &timeout, sizeof(timeout));
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_int_equal(pthread_create(&closer, NULL, close_it, s), 0);
    while (host_state(s) != WS_SERVICE_HOST_STATE_CLOSING) {
        sched_yield();
    }
    assert_hr(WS_E_INVALID_OPERATION, WsCloseServiceHost(s->host, NULL, s->base.error), s->base.error);
    gate_pass(&released);
    assert_int_equal(status_of(caller), 200);
    assert_int_equal(status_of(closer), S_OK);
    assert_int_equal(gate_count(&told), 0);
}

/* While a call of one endpoint is waited for, no other endpoint takes any more. */
static void closing_stops_all_endpoints_at_once(void **state)
{
    SERVICE *s = *state, second = *s;
    pthread_t caller, closer;
    ULONG timeout = 100000;
    reset_gates();
    close_timeout = timeout;
    s->contract.methodTable = &waiting_functions;
    second.port = free_port();
    set_url(&second, "http://127.0.0.1:%u/calc");
    host_property(s, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &timeout, sizeof(timeout));
    const WS_SERVICE_CONTRACT plain = {&calculator, NULL, &plain_functions};
    second.endpoint.contract = &plain;
    const WS_SERVICE_ENDPOINT *endpoints[] = {&s->endpoint, &second.endpoint};
    assert_ok(WsCreateServiceHost(endpoints, 2, s->properties, s->property_count, &s->host, s->base.error),
              s->base.error);
    assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
    int kept = client(&second);
    post(&second, kept, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    assert_response(receive(kept), 200, NULL);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_int_equal(pthread_create(&closer, NULL, close_it, s), 0);
    while (host_state(s) != WS_SERVICE_HOST_STATE_CLOSING) {
        sched_yield();
    }
    /* Some may still come through before the host has come so far. Then each is refused, or its connection ends; what
     * must not be is that one waits until the call of the other endpoint is over. */
    int status;
    do {
        post(&second, kept, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
        RESPONSE r = receive(kept);
        status = r.status;
        free(r.body);
        close(kept);
        if (status == 200) {
            kept = client(&second);
        }
    } while (status == 200);
    assert_true(status == 503 || status == 0);
    gate_pass(&released);
    assert_int_equal(status_of(caller), 200);
    assert_int_equal(status_of(closer), S_OK);
}

static void closing_can_be_aborted(void **state)
{
    SERVICE *s = *state;
    pthread_t caller, closer;
    ULONG timeout = 100000;
    reset_gates();
    close_timeout = timeout;
    s->contract.methodTable = &waiting_functions;
    host_property(s, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &timeout, sizeof(timeout));
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_int_equal(pthread_create(&closer, NULL, close_it, s), 0);
    while (host_state(s) != WS_SERVICE_HOST_STATE_CLOSING) {
        sched_yield();
    }
    assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
    assert_int_equal(status_of(closer), WS_E_OPERATION_ABORTED);
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_CLOSED);
    assert_int_equal(gate_count(&freed), 1);
    assert_int_equal(status_of(caller), 0);
}

static void a_client_that_goes_is_told(void **state)
{
    SERVICE *s = *state;
    reset_gates();
    s->contract.methodTable = &waiting_functions;
    open_host(s);
    int c = client(s);
    post(s, c, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    gate_wait(&entered, 1);
    assert_int_equal(gate_count(&told), 0);
    close(c);
    gate_wait(&told, 1);
    assert_int_equal(reason, WS_SERVICE_CHANNEL_FAULTED);
    gate_wait(&freed, 1);
    close_host(s);
}

/* ---- Asynchronous operations ---- */

typedef struct PENDING {
    WS_ASYNC_CONTEXT asynchronous;
    int a, b, *result;
} PENDING;

static PENDING pending[64];
static atomic_int pending_count;

static HRESULT CALLBACK pending_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    PENDING *p = &pending[atomic_fetch_add(&pending_count, 1)];
    (void)context;
    (void)error;
    REQUIRE(asynchronous != NULL);
    p->asynchronous = *asynchronous;
    p->a = a;
    p->b = b;
    p->result = result;
    gate_pass(&entered);
    return WS_S_ASYNC;
}

/* Many calls wait at the same time, and no thread waits for each. */
static void asynchronous_operations(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = {pending_add, plain_echo, plain_note};
    int clients[50];
    reset_gates();
    atomic_store(&pending_count, 0);
    s->contract.methodTable = &functions;
    open_host(s);
    for (int i = 0; i < 50; i++) {
        clients[i] = client(s);
        post(s, clients[i], SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    }
    gate_wait(&entered, 50);
    for (int i = 0; i < 50; i++) {
        *pending[i].result = pending[i].a + pending[i].b;
        pending[i].asynchronous.callback(i % 2 == 0 ? S_OK : E_FAIL, WS_SHORT_CALLBACK,
                                         pending[i].asynchronous.callbackState);
    }
    int good = 0;
    for (int i = 0; i < 50; i++) {
        RESPONSE r = receive(clients[i]);
        assert_true(r.status == 200 || r.status == 500);
        good += r.status == 200;
        free(r.body);
        close(clients[i]);
    }
    assert_int_equal(good, 25);
    close_host(s);
}

/* An operation that completes before it returns that it will. */
static HRESULT CALLBACK early_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                  const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    HRESULT hr = plain_add(context, a, b, result, asynchronous, error);
    asynchronous->callback(hr, WS_SHORT_CALLBACK, asynchronous->callbackState);
    return WS_S_ASYNC;
}

static void an_operation_that_completes_early(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = {early_add, plain_echo, plain_note};
    s->contract.methodTable = &functions;
    open_host(s);
    for (int i = 0; i < 20; i++) {
        assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    }
    close_host(s);
}

/* ---- Concurrency ---- */

static atomic_int inside, most_inside;

static HRESULT CALLBACK crowded_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    int now = atomic_fetch_add(&inside, 1) + 1;
    int most = atomic_load(&most_inside);
    while (now > most && !atomic_compare_exchange_weak(&most_inside, &most, now)) {
    }
    for (int i = 0; i < 20; i++) {
        sched_yield();
    }
    atomic_fetch_sub(&inside, 1);
    return plain_add(context, a, b, result, asynchronous, error);
}

static void *call_often(void *service)
{
    SERVICE *s = (SERVICE *)service;
    int c = client(s), good = 0;
    for (int i = 0; i < 50; i++) {
        post(s, c, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
        RESPONSE r = receive(c);
        good += r.status == 200;
        free(r.body);
    }
    close(c);
    return (void *)(intptr_t)good;
}

static void crowd(SERVICE *s)
{
    pthread_t callers[16];
    atomic_store(&most_inside, 0);
    open_host(s);
    for (size_t i = 0; i < COUNT(callers); i++) {
        assert_int_equal(pthread_create(&callers[i], NULL, call_often, s), 0);
    }
    for (size_t i = 0; i < COUNT(callers); i++) {
        assert_int_equal(status_of(callers[i]), 50);
    }
    close_host(s);
}

static void many_clients(void **state)
{
    SERVICE *s = *state;
    crowd(s);
}

static void one_channel_serves_one_client(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = {crowded_add, plain_echo, plain_note};
    ULONG one = 1;
    s->contract.methodTable = &functions;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, &one, sizeof(one));
    crowd(s);
    assert_int_equal(atomic_load(&most_inside), 1);
}

static void nothing_is_kept(void **state)
{
    SERVICE *s = *state;
    ULONG zero = 0, three = 3;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE, &zero, sizeof(zero));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE, &zero, sizeof(zero));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS, &three, sizeof(three));
    crowd(s);
}

/* Of one address, one client at a time: others are turned away. */
static void one_client_of_an_address(void **state)
{
    SERVICE *s = *state;
    pthread_t caller;
    ULONG one = 1;
    reset_gates();
    s->contract.methodTable = &waiting_functions;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP, &one, sizeof(one));
    open_host(s);
    assert_int_equal(pthread_create(&caller, NULL, call_add, s), 0);
    gate_wait(&entered, 1);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 0, NULL);
    gate_pass(&released);
    assert_int_equal(status_of(caller), 200);
    /* The place is free again once the channel is closed, which may be after the answer. */
    int status = 0;
    while (status != 200) {
        RESPONSE r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
        status = r.status;
        free(r.body);
    }
    close_host(s);
}

/* Operations that block do not keep others from being served. */
static void blocked_operations(void **state)
{
    SERVICE *s = *state;
    pthread_t callers[12];
    reset_gates();
    s->contract.methodTable = &waiting_functions;
    open_host(s);
    for (size_t i = 0; i < COUNT(callers); i++) {
        assert_int_equal(pthread_create(&callers[i], NULL, call_add, s), 0);
    }
    gate_wait(&entered, COUNT(callers));
    assert_response(exchange(s, SOAP_ACTION("Echo"), ENVELOPE11("<Echo xmlns=\"" SERVICE_NS "\"><text>t</text></Echo>")),
                    200, NULL);
    gate_pass(&released);
    for (size_t i = 0; i < COUNT(callers); i++) {
        assert_int_equal(status_of(callers[i]), 200);
    }
    close_host(s);
}

/* ---- Aborts at any moment ---- */

static void *call_until_refused(void *service)
{
    SERVICE *s = (SERVICE *)service;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(s->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    for (;;) {
        int c = socket(AF_INET, SOCK_STREAM, 0);
        char request[512], answer[4096];
        int length = snprintf(request, sizeof(request), "POST /calc HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" SOAP_ACTION("Add")
                              "Content-Length: %zu\r\n\r\n" ENVELOPE11(ADD_BODY("1", "2")),
                              s->port, strlen(ENVELOPE11(ADD_BODY("1", "2"))));
        if (connect(c, (struct sockaddr *)&address, sizeof(address)) != 0) {
            close(c);
            return NULL;
        }
        while (send(c, request, (size_t)length, MSG_NOSIGNAL) == length && recv(c, answer, sizeof(answer), 0) > 0) {
        }
        close(c);
    }
}

static void aborts_at_any_moment(void **state)
{
    SERVICE *s = *state;
    pthread_t callers[4];
    unsigned random = 1;
    assert_ok(create_host(s), s->base.error);
    for (int round = 0; round < 60; round++) {
        assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
        for (size_t i = 0; i < COUNT(callers); i++) {
            assert_int_equal(pthread_create(&callers[i], NULL, call_until_refused, s), 0);
        }
        random = random * 1103515245u + 12345u;
        for (unsigned i = 0; i < (random >> 16) % 2000; i++) {
            sched_yield();
        }
        if (round % 3 != 0) {
            assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
        }
        assert_ok(WsCloseServiceHost(s->host, NULL, s->base.error), s->base.error);
        for (size_t i = 0; i < COUNT(callers); i++) {
            assert_int_equal(pthread_join(callers[i], NULL), 0);
        }
        assert_ok(WsResetServiceHost(s->host, s->base.error), s->base.error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(an_operation_that_nobody_cancels),
        SERVICE_TEST(an_abort_is_told),
        SERVICE_TEST(closing_takes_its_time),
        SERVICE_TEST(closing_serves_what_has_begun),
        SERVICE_TEST(closing_stops_all_endpoints_at_once),
        SERVICE_TEST(closing_can_be_aborted),
        SERVICE_TEST(a_client_that_goes_is_told),
        SERVICE_TEST(asynchronous_operations),
        SERVICE_TEST(an_operation_that_completes_early),
        SERVICE_TEST(many_clients),
        SERVICE_TEST(one_channel_serves_one_client),
        SERVICE_TEST(nothing_is_kept),
        SERVICE_TEST(one_client_of_an_address),
        SERVICE_TEST(blocked_operations),
        SERVICE_TEST(aborts_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
