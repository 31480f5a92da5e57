/*
 * A WS_READ_CALLBACK that gives its bytes at once, inline through the context, or from another thread; and WsFillReader
 * with the wait for its completion.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "xml.h"

#include <pthread.h>
#include <unistd.h>

/* How the callback works. */
typedef enum MODE {
    NOW,
    /* Completes through the context before it returns. */
    INLINE,
    /* Completes on another thread. */
    THREAD,
    /* The test completes it. */
    BY_HAND,
} MODE;

typedef struct SOURCE {
    const BYTE *bytes;
    size_t size, at;
    /* Bytes per call; 0: random from 1 to 40. */
    ULONG piece;
    MODE mode;
    /* What the call after the last byte returns, instead of the end. */
    HRESULT failure;
    unsigned calls, random;
    ULONG largest;
    /* What a background call was given. */
    void *room;
    ULONG count, *actual;
    WS_ASYNC_CONTEXT context;
    pthread_t thread;
    int has_thread;
    /* The reader, for callbacks that misuse it. */
    WS_XML_READER *reader;
    HRESULT reentered;
} SOURCE;

static inline void finish(SOURCE *source, HRESULT hr)
{
    memcpy(source->room, source->bytes + source->at, source->count);
    *source->actual = source->count;
    source->at += source->count;
    source->context.callback(hr, WS_SHORT_CALLBACK, source->context.callbackState);
}

static inline void *run_thread(void *state)
{
    SOURCE *source = state;
    /* Some complete before the callback has returned, some after. */
    if (source->calls % 3 != 0) {
        usleep(source->calls % 3 == 1 ? 1 : 300);
    }
    finish(source, source->at == source->size && FAILED(source->failure) ? source->failure : S_OK);
    return NULL;
}

static inline HRESULT CALLBACK read_source(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                    WS_ERROR *error)
{
    SOURCE *source = state;
    size_t count = source->piece;
    (void)error;
    source->calls++;
    if (max > source->largest) {
        source->largest = max;
    }
    if (source->reader != NULL) {
        source->reentered = WsReadNode(source->reader, NULL);
        WsFreeReader(source->reader);
    }
    if (count == 0) {
        source->random = source->random * 1103515245 + 12345;
        count = 1 + (source->random >> 16) % 40;
    }
    if (count > max) {
        count = max;
    }
    if (count > source->size - source->at) {
        count = source->size - source->at;
    }
    if (source->mode == NOW || context == NULL) {
        if (count == 0 && source->failure != S_OK) {
            return source->failure;
        }
        memcpy(bytes, source->bytes + source->at, count);
        source->at += count;
        *actual = (ULONG)count;
        return S_OK;
    }
    source->room = bytes;
    source->count = (ULONG)count;
    source->actual = actual;
    source->context = *context;
    if (source->mode == INLINE) {
        finish(source, count == 0 ? source->failure : S_OK);
    } else if (source->mode == THREAD) {
        if (source->has_thread) {
            pthread_detach(source->thread);
        }
        assert_int_equal(pthread_create(&source->thread, NULL, run_thread, source), 0);
        source->has_thread = 1;
    }
    return WS_S_ASYNC;
}

/* The completion of WsFillReader, to be waited for. */
typedef struct DONE {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned count;
    HRESULT hr;
} DONE;

static inline void CALLBACK filled(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    DONE *done = state;
    (void)model;
    pthread_mutex_lock(&done->mutex);
    done->count++;
    done->hr = hr;
    pthread_cond_signal(&done->changed);
    pthread_mutex_unlock(&done->mutex);
}

/* Fills and waits; answers the outcome, which is told either by the return value or by one callback. */
static inline HRESULT fill(READER *r, ULONG size)
{
    DONE done = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, S_OK};
    WS_ASYNC_CONTEXT context = {filled, &done};
    HRESULT hr = WsFillReader(r->reader, size, &context, r->error);
    pthread_mutex_lock(&done.mutex);
    if (hr == WS_S_ASYNC) {
        while (done.count == 0) {
            pthread_cond_wait(&done.changed, &done.mutex);
        }
        hr = done.hr;
        assert_int_equal(done.count, 1);
    } else {
        assert_int_equal(done.count, 0);
    }
    pthread_mutex_unlock(&done.mutex);
    return hr;
}

#endif /* SOURCE_H */
