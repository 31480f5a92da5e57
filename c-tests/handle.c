/* What the library does with handles that are not what the call needs. */
#include "support/check.h"

static void a_handle_of_another_kind_is_refused(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_HEAP *not_a_heap = (WS_HEAP *)fixture->error;
    WS_ERROR *not_an_error = (WS_ERROR *)fixture->heap;
    void *memory = NULL;
    ULONG count = 7;
    assert_hr(E_INVALIDARG, WsAlloc(not_a_heap, 1, &memory, fixture->error), NULL);
    assert_error_says(fixture->error, "heap handle");
    assert_hr(E_INVALIDARG, WsResetHeap(not_a_heap, fixture->error), NULL);
    assert_error_says(fixture->error, "heap handle");
    assert_hr(E_INVALIDARG, WsGetErrorProperty(not_an_error, WS_ERROR_PROPERTY_STRING_COUNT, &count, 4), NULL);
    assert_hr(E_INVALIDARG, WsResetError(not_an_error), NULL);
    assert_hr(E_INVALIDARG, WsCopyError(not_an_error, fixture->error), NULL);
    assert_hr(E_INVALIDARG, WsCopyError(fixture->error, not_an_error), NULL);
    assert_null(memory);
    assert_int_equal(count, 7);

    /* Freeing under a wrong type leaves the object alive: the fixture's teardown frees it once more. */
    WsFreeHeap(not_a_heap);
    WsFreeError(not_an_error);
    assert_ok(WsAlloc(fixture->heap, 1, &memory, fixture->error), fixture->error);
}

static void a_wrong_error_object_stops_the_call(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *not_an_error = (WS_ERROR *)fixture->heap;
    void *memory = NULL;
    size_t requested = 1;
    assert_hr(E_INVALIDARG, WsAlloc(fixture->heap, 1, &memory, not_an_error), NULL);
    assert_hr(E_INVALIDARG, WsAlloc(fixture->heap, 1, &memory, (WS_ERROR *)misaligned(fixture->error)), NULL);
    assert_null(memory);
    assert_ok(WsGetHeapProperty(fixture->heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &requested, sizeof(requested), NULL),
              NULL);
    assert_int_equal(requested, 0);
}

static void memory_that_is_no_object_is_refused(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static uint64_t garbage[512];
    const int fills[] = {0x00, 0xFF, 0x57, 0xA5};
    for (size_t i = 0; i < WsCountOf(fills); i++) {
        void *memory = NULL;
        memset(garbage, fills[i], sizeof(garbage));
        assert_hr(E_INVALIDARG, WsAlloc((WS_HEAP *)garbage, 1, &memory, fixture->error), NULL);
        assert_error_says(fixture->error, "heap handle");
        assert_hr(E_INVALIDARG, WsAlloc((WS_HEAP *)misaligned(garbage), 1, &memory, fixture->error), NULL);
        assert_error_says(fixture->error, "heap handle");
        assert_hr(E_INVALIDARG, WsResetError((WS_ERROR *)garbage), NULL);
        WsFreeHeap((WS_HEAP *)garbage);
        WsFreeError((WS_ERROR *)garbage);
        assert_null(memory);
        assert_int_equal(garbage[0] & 0xFF, fills[i]);
    }
}

/*
 * Using a freed handle is the caller's bug and reads memory that is no longer the object's; that it is caught as long
 * as that memory is readable is what this test shows. Memory checkers rightly object, so it runs without them only.
 */
static void a_freed_handle_is_refused(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    if (getenv("WWS_MEMORY_CHECKER") != NULL) {
        skip();
    }
    WS_HEAP *heap;
    WS_ERROR *error;
    void *memory = NULL;
    assert_ok(WsCreateHeap(100, 0, NULL, 0, &heap, NULL), NULL);
    assert_ok(WsCreateError(NULL, 0, &error), NULL);
    WsFreeHeap(heap);
    WsFreeError(error);
    assert_hr(E_INVALIDARG, WsAlloc(heap, 1, &memory, fixture->error), NULL);
    assert_error_says(fixture->error, "has been freed");
    assert_hr(E_INVALIDARG, WsResetError(error), NULL);
    assert_hr(E_INVALIDARG, WsAlloc(fixture->heap, 1, &memory, error), NULL);
    WsFreeHeap(heap);
    WsFreeError(error);
    assert_null(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_handle_of_another_kind_is_refused),
        FIXTURE_TEST(a_wrong_error_object_stops_the_call),
        FIXTURE_TEST(memory_that_is_no_object_is_refused),
        FIXTURE_TEST(a_freed_handle_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
