/*
 * An asynchronous client: a hundred calls under way at the same time, from one thread.
 *
 *     calculator_async http://localhost:8080/calculator
 *
 * No thread waits for any of the calls. Each is told its outcome by a callback, on a thread of the library.
 */
#include "calculator.h"
#include "example.h"

#include <pthread.h>
#include <stdlib.h>

#define CALLS 100

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int under_way;

/* What belongs to one call until it is over: nobody else may use the heap and the error object until then. */
typedef struct CALL {
    INT a, b, result;
    WS_HEAP *heap;
    WS_ERROR *error;
    HRESULT outcome;
} CALL;

/* The callback. It may come before Calculator_Add has returned, but then on another thread. */
static void CALLBACK done(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    CALL *call = state;
    UNREFERENCED_PARAMETER(model); /* what is done here is short enough for either */
    pthread_mutex_lock(&lock);
    call->outcome = hr;
    under_way--;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static void start(WS_SERVICE_PROXY *proxy, CALL *call)
{
    WS_ASYNC_CONTEXT context = { done, call }; /* read before Calculator_Add returns, so it may be a local variable */
    pthread_mutex_lock(&lock);
    under_way++;
    pthread_mutex_unlock(&lock);
    HRESULT hr = Calculator_Add(proxy, call->a, call->b, &call->result, call->heap, NULL, 0, &context, call->error);
    /* Any other value is the outcome itself, and the callback is not called. */
    if (hr != WS_S_ASYNC) done(hr, WS_LONG_CALLBACK, call);
}

int main(int argc, char **argv)
{
    WCHAR room[MAX_URL];
    WS_ENDPOINT_ADDRESS address = { .url = url_of(argc > 1 ? argv[1] : "http://localhost:8080/calculator", room) };
    WS_SERVICE_PROXY *proxy = NULL;
    WS_ERROR *error = NULL;
    CALL *calls = calloc(CALLS, sizeof(*calls));
    int right = 0;
    if (calls == NULL) return 1;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, &proxy,
                                  error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceProxy(proxy, &address, NULL, error);
    for (int i = 0; SUCCEEDED(hr) && i < CALLS; i++) {
        calls[i].a = i;
        calls[i].b = 1000;
        hr = WsCreateError(NULL, 0, &calls[i].error);
        if (SUCCEEDED(hr)) hr = WsCreateHeap(2048, 512, NULL, 0, &calls[i].heap, error);
    }
    if (SUCCEEDED(hr)) {
        for (int i = 0; i < CALLS; i++)
            start(proxy, &calls[i]);
        pthread_mutex_lock(&lock);
        while (under_way > 0)
            pthread_cond_wait(&changed, &lock);
        pthread_mutex_unlock(&lock);
        for (int i = 0; i < CALLS; i++) {
            if (FAILED(calls[i].outcome)) print_error(calls[i].outcome, calls[i].error);
            right += SUCCEEDED(calls[i].outcome) && calls[i].result == i + 1000;
        }
        printf("%d calls, %d answers as they should be\n", CALLS, right);
    }
    if (FAILED(hr)) print_error(hr, error);
    if (proxy != NULL) WsCloseServiceProxy(proxy, NULL, NULL);
    WsFreeServiceProxy(proxy);
    for (int i = 0; i < CALLS; i++) {
        WsFreeHeap(calls[i].heap);
        WsFreeError(calls[i].error);
    }
    WsFreeError(error);
    free(calls);
    return SUCCEEDED(hr) && right == CALLS ? 0 : 1;
}
