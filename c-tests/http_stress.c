/*
 * Everything at once: calls on shared proxies, synchronous and asynchronous, requests on channels, and a thread that at
 * random moments abandons calls and aborts proxies, channels and the service itself, which are then closed, reset and
 * opened again. A call may fail while that goes on; what may not be is a wrong sum, an error of another kind, a callback
 * that comes twice or never, a crash, a data race, or an end that does not come.
 *
 * WWS_STRESS_SECONDS: how long, 1. WWS_STRESS_PACE: the longest time between two aborts in milliseconds, 4; more for a
 * build that is slow. WWS_STRESS_SEED: where the random numbers begin. Ends with a line of figures.
 * It uses nothing but the library and pthread, so that it can be built with the thread sanitizer.
 */
#define _GNU_SOURCE
#include "support/http_calculator.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { PROXIES = 2, CALLERS = 2, ASYNC_CALLERS = 1, IN_FLIGHT = 8, CHANNELS = 2 };

static atomic_bool stop;
static atomic_long calls, answered, failed, aborts;
static pthread_mutex_t pace_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t pace = PTHREAD_COND_INITIALIZER;

static void die(const char *what, HRESULT hr, WS_ERROR *error)
{
    fprintf(stderr, "stress: %s: %08X\n", what, HR(hr));
    print_texts(error);
    abort();
}

static uint64_t random_number(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* ---- The service: every other sum comes from another thread, later ---- */

struct pending {
    struct pending *next;
    INT first, second, *sum;
    WS_ASYNC_CONTEXT context;
};
static pthread_mutex_t pending_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t pending_changed = PTHREAD_COND_INITIALIZER;
static struct pending *pending_first;
static int pending_end;

static HRESULT CALLBACK stress_add(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                                   const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    if (asyncContext == NULL || first % 2 == 0) return calculator_add(context, first, second, sum, asyncContext, error);
    struct pending *one = malloc(sizeof(*one));
    if (one == NULL) return E_OUTOFMEMORY;
    *one = (struct pending){ NULL, first, second, sum, *asyncContext };
    pthread_mutex_lock(&pending_lock);
    one->next = pending_first;
    pending_first = one;
    pthread_cond_signal(&pending_changed);
    pthread_mutex_unlock(&pending_lock);
    return WS_S_ASYNC;
}

static void *complete_pending(void *unused)
{
    for (;;) {
        pthread_mutex_lock(&pending_lock);
        while (pending_first == NULL && !pending_end)
            pthread_cond_wait(&pending_changed, &pending_lock);
        struct pending *one = pending_first;
        if (one != NULL) pending_first = one->next;
        pthread_mutex_unlock(&pending_lock);
        if (one == NULL) return unused;
        *one->sum = (INT)((UINT)one->first + (UINT)one->second);
        WS_ASYNC_CONTEXT context = one->context;
        free(one);
        context.callback(S_OK, WS_LONG_CALLBACK, context.callbackState);
    }
}

/* ---- What may go wrong while others abort ---- */

static int allowed(HRESULT hr)
{
    return hr == WS_E_OPERATION_ABORTED || hr == WS_E_OPERATION_ABANDONED || hr == WS_E_OBJECT_FAULTED
        || hr == WS_E_INVALID_OPERATION || hr == WS_E_ENDPOINT_DISCONNECTED || hr == WS_E_ENDPOINT_NOT_FOUND
        || hr == WS_E_ENDPOINT_TOO_BUSY || hr == WS_E_ENDPOINT_NOT_AVAILABLE || hr == WS_E_QUOTA_EXCEEDED;
}

static void outcome(HRESULT hr, INT first, INT second, INT sum, WS_ERROR *error)
{
    calls++;
    if (SUCCEEDED(hr)) {
        if (sum != first + second) die("a wrong sum", sum, NULL);
        answered++;
    } else {
        if (!allowed(hr)) die("an error that has no reason here", hr, error);
        failed++;
    }
}

/* ---- Proxies ---- */

struct proxy {
    WS_SERVICE_PROXY *handle;
    WCHAR room[64];
    WS_ENDPOINT_ADDRESS address;
    /* Shared by those that call, alone for the one that opens it again. */
    pthread_rwlock_t lock;
} proxies[PROXIES];

static WS_SERVICE_PROXY_STATE proxy_state(struct proxy *proxy)
{
    WS_SERVICE_PROXY_STATE state;
    HRESULT hr = WsGetServiceProxyProperty(proxy->handle, WS_PROXY_PROPERTY_STATE, &state, sizeof(state), NULL);
    if (FAILED(hr)) die("the state of a proxy", hr, NULL);
    return state;
}

/* After an abort: closed, reset, opened. Whoever finds it first does it. */
static void proxy_again(struct proxy *proxy, WS_ERROR *error)
{
    pthread_rwlock_wrlock(&proxy->lock);
    while (proxy_state(proxy) != WS_SERVICE_PROXY_STATE_OPEN) {
        WsResetError(error);
        /* The abort of somebody else may come at any moment. */
        HRESULT hr = WsCloseServiceProxy(proxy->handle, NULL, error);
        if (FAILED(hr) && !allowed(hr)) die("closing a proxy", hr, error);
        hr = WsResetServiceProxy(proxy->handle, error);
        if (FAILED(hr) && !allowed(hr)) die("resetting a proxy", hr, error);
        hr = WsOpenServiceProxy(proxy->handle, &proxy->address, NULL, error);
        if (FAILED(hr) && !allowed(hr)) die("opening a proxy again", hr, error);
    }
    pthread_rwlock_unlock(&proxy->lock);
}

struct caller {
    struct proxy *proxy;
    uint64_t seed;
};

static void *call_and_wait(void *state)
{
    struct caller *caller = state;
    WS_ERROR *error;
    WS_HEAP *heap;
    if (FAILED(WsCreateError(NULL, 0, &error)) || FAILED(WsCreateHeap(4096, 4096, NULL, 0, &heap, NULL))) abort();
    while (!stop) {
        INT first = (INT)(random_number(&caller->seed) % 1000), second = (INT)(random_number(&caller->seed) % 1000), sum = -1;
        ULONG id = 1 + (ULONG)(random_number(&caller->seed) % 3);
        WS_CALL_PROPERTY properties[] = { PROPERTY(WS_CALL_PROPERTY_CALL_ID, id) };
        pthread_rwlock_rdlock(&caller->proxy->lock);
        HRESULT hr = Calculator_Add(caller->proxy->handle, first, second, &sum, heap, properties, 1, NULL, error);
        pthread_rwlock_unlock(&caller->proxy->lock);
        outcome(hr, first, second, sum, error);
        if (FAILED(hr)) proxy_again(caller->proxy, error);
        WsResetHeap(heap, NULL);
        WsResetError(error);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

struct flight {
    struct flyer *owner;
    WS_HEAP *heap;
    WS_ERROR *error;
    INT first, second, sum;
    ULONG id;
    atomic_int under_way;
};

struct flyer {
    struct caller caller;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int under_way;
    struct flight flights[IN_FLIGHT];
};

static void CALLBACK landed(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    struct flight *flight = state;
    struct flyer *owner = flight->owner;
    (void)model;
    outcome(hr, flight->first, flight->second, flight->sum, flight->error);
    if (atomic_exchange(&flight->under_way, 0) != 1) die("a callback came twice", hr, NULL);
    pthread_mutex_lock(&owner->lock);
    owner->under_way--;
    pthread_cond_signal(&owner->changed);
    pthread_mutex_unlock(&owner->lock);
}

static void *call_and_go_on(void *state)
{
    struct flyer *flyer = state;
    WS_ERROR *error;
    if (FAILED(WsCreateError(NULL, 0, &error))) abort();
    for (int i = 0; i < IN_FLIGHT; i++) {
        flyer->flights[i].owner = flyer;
        if (FAILED(WsCreateError(NULL, 0, &flyer->flights[i].error))
            || FAILED(WsCreateHeap(4096, 4096, NULL, 0, &flyer->flights[i].heap, NULL))) abort();
    }
    while (!stop) {
        int faulted = 0;
        for (int i = 0; i < IN_FLIGHT; i++) {
            struct flight *flight = &flyer->flights[i];
            if (flight->under_way) continue;
            WsResetHeap(flight->heap, NULL);
            WsResetError(flight->error);
            flight->first = (INT)(random_number(&flyer->caller.seed) % 1000);
            flight->second = (INT)(random_number(&flyer->caller.seed) % 1000);
            flight->sum = -1;
            flight->id = 4 + (ULONG)(random_number(&flyer->caller.seed) % 3);
            flight->under_way = 1;
            pthread_mutex_lock(&flyer->lock);
            flyer->under_way++;
            pthread_mutex_unlock(&flyer->lock);
            WS_CALL_PROPERTY properties[] = { PROPERTY(WS_CALL_PROPERTY_CALL_ID, flight->id) };
            WS_ASYNC_CONTEXT context = { landed, flight };
            pthread_rwlock_rdlock(&flyer->caller.proxy->lock);
            HRESULT hr = Calculator_Add(flyer->caller.proxy->handle, flight->first, flight->second, &flight->sum,
                                        flight->heap, properties, 1, &context, flight->error);
            pthread_rwlock_unlock(&flyer->caller.proxy->lock);
            if (hr == WS_S_ASYNC) continue;
            landed(hr, WS_LONG_CALLBACK, flight);
            faulted |= FAILED(hr);
        }
        if (faulted) proxy_again(flyer->caller.proxy, error);
        pthread_mutex_lock(&flyer->lock);
        while (flyer->under_way == IN_FLIGHT)
            pthread_cond_wait(&flyer->changed, &flyer->lock);
        pthread_mutex_unlock(&flyer->lock);
    }
    pthread_mutex_lock(&flyer->lock);
    while (flyer->under_way > 0)
        pthread_cond_wait(&flyer->changed, &flyer->lock);
    pthread_mutex_unlock(&flyer->lock);
    for (int i = 0; i < IN_FLIGHT; i++) {
        WsFreeHeap(flyer->flights[i].heap);
        WsFreeError(flyer->flights[i].error);
    }
    WsFreeError(error);
    return NULL;
}

/* ---- Channels ---- */

struct channel {
    WS_CHANNEL *handle;
    WCHAR room[64];
    WS_ENDPOINT_ADDRESS address;
    uint64_t seed;
} channels[CHANNELS];

static void *request_and_reply(void *state)
{
    struct channel *channel = state;
    WS_MESSAGE *request, *reply;
    WS_ERROR *error;
    WS_HEAP *heap;
    if (FAILED(WsCreateError(NULL, 0, &error)) || FAILED(WsCreateHeap(4096, 4096, NULL, 0, &heap, NULL))
        || FAILED(WsCreateMessageForChannel(channel->handle, NULL, 0, &request, NULL))
        || FAILED(WsCreateMessageForChannel(channel->handle, NULL, 0, &reply, NULL))) abort();
    while (!stop) {
        REQUEST numbers = { (INT)(random_number(&channel->seed) % 1000), (INT)(random_number(&channel->seed) % 1000) };
        RESPONSE sum = { -1 };
        HRESULT hr = WsRequestReply(channel->handle, request, &add_input, WS_WRITE_REQUIRED_VALUE, &numbers,
                                    sizeof(numbers), reply, &add_output, WS_READ_REQUIRED_VALUE, heap, &sum, sizeof(sum),
                                    NULL, error);
        outcome(hr, numbers.a, numbers.b, sum.result, error);
        WsResetMessage(request, NULL);
        WsResetMessage(reply, NULL);
        WsResetHeap(heap, NULL);
        WsResetError(error);
        if (FAILED(hr)) {
            hr = WsCloseChannel(channel->handle, NULL, error);
            if (FAILED(hr) && !allowed(hr)) die("closing a channel", hr, error);
            hr = WsResetChannel(channel->handle, error);
            if (FAILED(hr) && !allowed(hr)) die("resetting a channel", hr, error);
            hr = WsOpenChannel(channel->handle, &channel->address, NULL, error);
            if (FAILED(hr) && !allowed(hr)) die("opening a channel again", hr, error);
            WsResetError(error);
        }
    }
    WsCloseChannel(channel->handle, NULL, NULL);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

/* ---- The one that aborts ---- */

static struct calculator_host service;

static void host_again(WS_ERROR *error)
{
    HRESULT hr = WsAbortServiceHost(service.host, error);
    if (FAILED(hr)) die("aborting the host", hr, error);
    hr = WsCloseServiceHost(service.host, NULL, error);
    if (FAILED(hr)) die("closing the host", hr, error);
    hr = WsResetServiceHost(service.host, error);
    if (FAILED(hr)) die("resetting the host", hr, error);
    hr = WsOpenServiceHost(service.host, NULL, error);
    if (FAILED(hr)) die("opening the host again", hr, error);
}

static void *abort_at_random(void *state)
{
    const char *milliseconds = getenv("WWS_STRESS_PACE");
    uint64_t seed = *(uint64_t *)state, longest = 1000000u * (milliseconds != NULL ? strtoull(milliseconds, NULL, 10) : 4);
    WS_ERROR *error;
    if (FAILED(WsCreateError(NULL, 0, &error))) abort();
    pthread_mutex_lock(&pace_lock);
    while (!stop) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)(random_number(&seed) % longest);
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&pace, &pace_lock, &until);
        pthread_mutex_unlock(&pace_lock);
        uint64_t what = random_number(&seed) % 64;
        HRESULT hr = S_OK;
        if (what < 32) hr = WsAbandonCall(proxies[what % PROXIES].handle, (ULONG)(random_number(&seed) % 7), error);
        else if (what < 44) hr = WsAbortServiceProxy(proxies[what % PROXIES].handle, error);
        else if (what < 62) hr = WsAbortChannel(channels[what % CHANNELS].handle, error);
        else host_again(error);
        if (FAILED(hr) && !allowed(hr)) die("aborting", hr, error);
        aborts++;
        WsResetError(error);
        pthread_mutex_lock(&pace_lock);
    }
    pthread_mutex_unlock(&pace_lock);
    WsFreeError(error);
    return NULL;
}

int main(void)
{
    static const Calculator_FunctionTable functions = { stress_add, calculator_subtract };
    static struct caller callers[PROXIES * CALLERS];
    static struct flyer flyers[PROXIES * ASYNC_CALLERS];
    pthread_t threads[PROXIES * (CALLERS + ASYNC_CALLERS) + CHANNELS + 1], completer;
    int thread = 0;
    const char *seconds = getenv("WWS_STRESS_SECONDS"), *start = getenv("WWS_STRESS_SEED");
    uint64_t seed = start != NULL ? strtoull(start, NULL, 10) : 88172645463325252u;
    ULONG max_channels = 1000;
    WS_SERVICE_ENDPOINT_PROPERTY endpoint[] = { PROPERTY(WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, max_channels) };
    WS_ERROR *error;
    if (FAILED(WsCreateError(NULL, 0, &error)) || pthread_create(&completer, NULL, complete_pending, NULL) != 0) abort();
    calculator_host_open(&service, &functions, endpoint, WsCountOf(endpoint), error);
    for (int i = 0; i < PROXIES; i++) {
        pthread_rwlock_init(&proxies[i].lock, NULL);
        proxies[i].address.url = local_url(proxies[i].room, "127.0.0.1", service.port, "calculator");
        proxies[i].handle = calculator_proxy(service.port, NULL, 0, error);
        for (int k = 0; k < CALLERS; k++) {
            struct caller *caller = &callers[i * CALLERS + k];
            *caller = (struct caller){ &proxies[i], random_number(&seed) };
            if (pthread_create(&threads[thread++], NULL, call_and_wait, caller) != 0) abort();
        }
        for (int k = 0; k < ASYNC_CALLERS; k++) {
            struct flyer *flyer = &flyers[i * ASYNC_CALLERS + k];
            flyer->caller = (struct caller){ &proxies[i], random_number(&seed) };
            pthread_mutex_init(&flyer->lock, NULL);
            pthread_cond_init(&flyer->changed, NULL);
            if (pthread_create(&threads[thread++], NULL, call_and_go_on, flyer) != 0) abort();
        }
    }
    for (int i = 0; i < CHANNELS; i++) {
        HRESULT hr = WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, plain_channel,
                                     WsCountOf(plain_channel), NULL, &channels[i].handle, error);
        channels[i].address.url = local_url(channels[i].room, "127.0.0.1", service.port, "calculator");
        channels[i].seed = random_number(&seed);
        if (SUCCEEDED(hr)) hr = WsOpenChannel(channels[i].handle, &channels[i].address, NULL, error);
        if (FAILED(hr)) die("opening a channel", hr, error);
    }
    for (int i = 0; i < CHANNELS; i++)
        if (pthread_create(&threads[thread++], NULL, request_and_reply, &channels[i]) != 0) abort();
    uint64_t aborting = random_number(&seed);
    if (pthread_create(&threads[thread++], NULL, abort_at_random, &aborting) != 0) abort();

    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds != NULL ? atoi(seconds) : 1;
    pthread_mutex_lock(&pace_lock);
    while (pthread_cond_timedwait(&pace, &pace_lock, &until) == 0) {
    }
    stop = 1;
    pthread_cond_broadcast(&pace);
    pthread_mutex_unlock(&pace_lock);
    for (int i = 0; i < thread; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < PROXIES; i++) {
        WsCloseServiceProxy(proxies[i].handle, NULL, NULL);
        WsFreeServiceProxy(proxies[i].handle);
    }
    for (int i = 0; i < CHANNELS; i++)
        WsFreeChannel(channels[i].handle);

    /* After all that, it serves as before. */
    WS_HEAP *heap;
    INT sum = 0;
    WS_SERVICE_PROXY *last = calculator_proxy(service.port, NULL, 0, error);
    if (FAILED(WsCreateHeap(4096, 4096, NULL, 0, &heap, error))) abort();
    HRESULT hr = Calculator_Add(last, 1, 2, &sum, heap, NULL, 0, NULL, error);
    if (FAILED(hr) || sum != 3) die("the last call", hr, error);
    calculator_proxy_close(last, error);
    calculator_host_close(&service, error);
    pthread_mutex_lock(&pending_lock);
    pending_end = 1;
    pthread_cond_signal(&pending_changed);
    pthread_mutex_unlock(&pending_lock);
    pthread_join(completer, NULL);
    WsFreeHeap(heap);
    WsFreeError(error);
    printf("%ld calls, %ld answered, %ld failed, %ld aborts\n", (long)calls, (long)answered, (long)failed, (long)aborts);
    /* A run in which nothing is answered or nothing is aborted shows nothing. */
    return answered > 0 && aborts > 0 ? 0 : 1;
}
