/* WsAsyncExecute: steps that end at once, early, late, on this thread and on others. */
#include <pthread.h>

#include "support/check.h"

/* How a step ends. */
typedef enum ENDING {
    AT_ONCE, /* it returns its outcome */
    INSIDE,  /* it completes its context on this thread before it returns */
    EARLY,   /* another thread completes it before it returns */
    LATE,    /* another thread completes it after it has returned */
} ENDING;

/* One operation of several steps. */
typedef struct OPERATION {
    WS_ASYNC_STATE async_state;
    WS_ERROR *error;
    int is_synchronous;
    size_t count, done;
    const ENDING *endings;
    const HRESULT *outcomes;
    unsigned long long trace; /* for each step one digit: the model that it was called with */
    pthread_t starter;
    int started_late; /* whether a step has gone on in the background */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int calls; /* of the completion */
    HRESULT outcome;
    int may_complete; /* the starting function has returned, as far as LATE completions care */
} OPERATION;

/* What a completing thread needs. */
typedef struct COMPLETION {
    OPERATION *operation;
    WS_ASYNC_CONTEXT context;
    HRESULT outcome;
    int waits;
} COMPLETION;

static void *complete(void *pointer)
{
    COMPLETION completion = *(COMPLETION *)pointer;
    free(pointer);
    if (completion.waits) {
        OPERATION *operation = completion.operation;
        pthread_mutex_lock(&operation->mutex);
        while (!operation->may_complete) {
            pthread_cond_wait(&operation->changed, &operation->mutex);
        }
        pthread_mutex_unlock(&operation->mutex);
    }
    completion.context.callback(completion.outcome, WS_SHORT_CALLBACK, completion.context.callbackState);
    return NULL;
}

static HRESULT CALLBACK step(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                             const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    OPERATION *operation = (OPERATION *)state;
    size_t index = operation->done++;
    HRESULT outcome = operation->outcomes[index];
    ENDING ending = operation->endings[index];
    COMPLETION *completion;
    pthread_t thread;

    assert_int_equal(HR(hr), HR(index == 0 ? S_OK : operation->outcomes[index - 1]));
    assert_true(next->function == NULL);
    assert_ptr_equal(error, operation->error);
    assert_int_equal(context == NULL, operation->is_synchronous);
    operation->trace = operation->trace * 10 + (unsigned)model;
    if (operation->done < operation->count) {
        next->function = step;
    }
    if (ending == AT_ONCE) {
        return outcome;
    }
    completion = (COMPLETION *)malloc(sizeof(*completion));
    assert_non_null(completion);
    completion->operation = operation;
    completion->context = *context;
    completion->outcome = outcome;
    completion->waits = ending == LATE;
    if (ending == INSIDE) {
        complete(completion);
        return WS_S_ASYNC;
    }
    operation->started_late |= ending == LATE;
    assert_int_equal(pthread_create(&thread, NULL, complete, completion), 0);
    if (ending == EARLY) {
        pthread_join(thread, NULL);
    } else {
        pthread_detach(thread);
    }
    return WS_S_ASYNC;
}

static void CALLBACK completed(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    OPERATION *operation = (OPERATION *)state;
    (void)model;
    pthread_mutex_lock(&operation->mutex);
    assert_false(pthread_equal(pthread_self(), operation->starter));
    operation->calls++;
    operation->outcome = hr;
    pthread_cond_signal(&operation->changed);
    pthread_mutex_unlock(&operation->mutex);
}

/* Runs steps and answers the outcome of the whole, wherever it came from. */
static HRESULT run(OPERATION *operation, WS_CALLBACK_MODEL model)
{
    WS_ASYNC_CONTEXT context = {completed, operation};
    HRESULT hr;
    operation->done = 0;
    operation->trace = 0;
    operation->starter = pthread_self();
    operation->started_late = operation->may_complete = operation->calls = 0;
    pthread_mutex_init(&operation->mutex, NULL);
    pthread_cond_init(&operation->changed, NULL);
    hr = WsAsyncExecute(&operation->async_state, step, model, operation, operation->is_synchronous ? NULL : &context,
                        operation->error);
    pthread_mutex_lock(&operation->mutex);
    assert_int_equal(hr == WS_S_ASYNC, operation->started_late);
    operation->may_complete = 1;
    pthread_cond_broadcast(&operation->changed);
    if (hr == WS_S_ASYNC) {
        while (operation->calls == 0) {
            pthread_cond_wait(&operation->changed, &operation->mutex);
        }
        hr = operation->outcome;
    } else {
        assert_int_equal(operation->calls, 0);
    }
    pthread_mutex_unlock(&operation->mutex);
    assert_int_equal(operation->done, operation->count);
    return hr;
}

static void steps_follow_each_other(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static const HRESULT outcomes[] = {S_FALSE, E_FAIL, WS_E_QUOTA_EXCEEDED, S_OK};
    static const ENDING endings[] = {AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE};
    for (int synchronous = 0; synchronous < 2; synchronous++) {
        for (size_t count = 1; count <= 4; count++) {
            OPERATION operation = {0};
            operation.error = count % 2 == 0 ? fixture->error : NULL;
            operation.is_synchronous = synchronous;
            operation.count = count;
            operation.endings = endings;
            operation.outcomes = outcomes;
            assert_int_equal(HR(run(&operation, WS_LONG_CALLBACK)), HR(outcomes[count - 1]));
            assert_true(operation.trace == 1111 % (count == 4 ? 10000 : count == 3 ? 1000 : count == 2 ? 100 : 10));
        }
    }
}

static void each_way_to_end_goes_with_each_other(void **state)
{
    (void)state;
    static const HRESULT outcomes[] = {S_OK, E_FAIL, S_FALSE};
    for (unsigned mix = 0; mix < 64; mix++) {
        ENDING endings[3] = {(ENDING)(mix % 4), (ENDING)(mix / 4 % 4), (ENDING)(mix / 16)};
        OPERATION operation = {0};
        operation.count = 3;
        operation.endings = endings;
        operation.outcomes = outcomes;
        /* The memory may be used again when the operation has ended. */
        assert_int_equal(HR(run(&operation, WS_SHORT_CALLBACK)), HR(S_FALSE));
        assert_int_equal(HR(run(&operation, WS_SHORT_CALLBACK)), HR(S_FALSE));
        assert_true(operation.trace == 0);
    }
}

/* The stack does not grow with the number of steps, however they end. */
static void many_steps(void **state)
{
    enum { COUNT = 200000 };
    (void)state;
    ENDING *endings = (ENDING *)calloc(COUNT, sizeof(*endings));
    HRESULT *outcomes = (HRESULT *)calloc(COUNT, sizeof(*outcomes));
    assert_non_null(endings);
    assert_non_null(outcomes);
    for (size_t i = 0; i < COUNT; i++) {
        endings[i] = i % 3 == 0 ? AT_ONCE : INSIDE;
    }
    OPERATION operation = {0};
    operation.count = COUNT;
    operation.endings = endings;
    operation.outcomes = outcomes;
    assert_ok(run(&operation, WS_SHORT_CALLBACK), NULL);
    endings[1] = LATE;
    assert_ok(run(&operation, WS_SHORT_CALLBACK), NULL);
    free(endings);
    free(outcomes);
}

static HRESULT CALLBACK forbidden(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                  const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)hr, (void)model, (void)state, (void)next, (void)context, (void)error;
    return WS_S_ASYNC;
}

static HRESULT CALLBACK unreached(HRESULT hr, WS_CALLBACK_MODEL model, void *state, WS_ASYNC_OPERATION *next,
                                  const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)hr, (void)model, (void)state, (void)next, (void)context, (void)error;
    fail();
    return S_OK;
}

static void wrong_use_is_refused(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    WS_ASYNC_STATE memory;
    WS_ASYNC_CONTEXT no_callback = {NULL, NULL};
    assert_hr(E_INVALIDARG, WsAsyncExecute(NULL, unreached, WS_SHORT_CALLBACK, NULL, NULL, error), error);
    assert_error_says(error, "asyncState");
    assert_hr(E_INVALIDARG, WsAsyncExecute(&memory, NULL, WS_SHORT_CALLBACK, NULL, NULL, error), error);
    assert_error_says(error, "operation");
    assert_hr(E_INVALIDARG, WsAsyncExecute(&memory, unreached, (WS_CALLBACK_MODEL)2, NULL, NULL, error), error);
    assert_error_says(error, "WS_CALLBACK_MODEL(2)");
    assert_hr(E_INVALIDARG, WsAsyncExecute(&memory, unreached, WS_LONG_CALLBACK, NULL, &no_callback, error), error);
    assert_error_says(error, "callback");
    assert_hr(WS_E_INVALID_OPERATION, WsAsyncExecute(&memory, forbidden, WS_LONG_CALLBACK, NULL, NULL, error), error);
    assert_error_says(error, "WS_S_ASYNC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(steps_follow_each_other),
        cmocka_unit_test(each_way_to_end_goes_with_each_other),
        cmocka_unit_test(many_steps),
        FIXTURE_TEST(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
