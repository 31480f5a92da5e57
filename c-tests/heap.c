/* WS_HEAP: every function, property, limit and documented failure. */
#include "support/check.h"

static WS_HEAP *make_heap(size_t max, size_t trim)
{
    WS_HEAP *heap;
    assert_ok(WsCreateHeap(max, trim, NULL, 0, &heap, NULL), NULL);
    return heap;
}

static size_t get(WS_HEAP *heap, WS_HEAP_PROPERTY_ID id)
{
    size_t value = 0;
    assert_ok(WsGetHeapProperty(heap, id, &value, sizeof(value), NULL), NULL);
    return value;
}

static void *take(WS_HEAP *heap, size_t size)
{
    void *memory = NULL;
    assert_ok(WsAlloc(heap, size, &memory, NULL), NULL);
    assert_non_null(memory);
    return memory;
}

static void a_new_heap_takes_no_memory(void **state)
{
    (void)state;
    WS_HEAP *heap = make_heap(SIZE_MAX, 12345);
    assert_true(get(heap, WS_HEAP_PROPERTY_MAX_SIZE) == SIZE_MAX);
    assert_true(get(heap, WS_HEAP_PROPERTY_TRIM_SIZE) == 12345);
    assert_true(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE) == 0);
    assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) == 0);
    WsFreeHeap(heap);
}

static void creation_refuses_properties_and_bad_pointers(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    size_t size = 100;
    WS_HEAP *untouched = (WS_HEAP *)&size, *heap = untouched;
    for (int id = -1; id <= 4; id++) {
        WS_HEAP_PROPERTY property = {(WS_HEAP_PROPERTY_ID)id, &size, sizeof(size)};
        assert_hr(E_INVALIDARG, WsCreateHeap(100, 0, &property, 1, &heap, error), NULL);
        assert_error_says(error, "WsCreateHeap");
    }
    assert_hr(E_INVALIDARG, WsCreateHeap(100, 0, NULL, 1, &heap, error), NULL);
    assert_error_says(error, "properties is NULL");
    assert_hr(E_INVALIDARG, WsCreateHeap(100, 0, NULL, 0, NULL, error), NULL);
    assert_error_says(error, "heap is NULL");
    assert_hr(E_INVALIDARG, WsCreateHeap(100, 0, NULL, 0, (WS_HEAP **)misaligned(&heap), error), NULL);
    assert_error_says(error, "heap is not aligned");
    assert_ptr_equal(heap, untouched);

    WS_HEAP_PROPERTY unread = {(WS_HEAP_PROPERTY_ID)99, NULL, 0};
    assert_ok(WsCreateHeap(100, 0, &unread, 0, &heap, error), error);
    WsFreeHeap(heap);
}

static void the_quota_is_exact(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_HEAP *heap = make_heap(100, 0);
    void *untouched = error, *memory = untouched;
    take(heap, 60);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(heap, 41, &memory, error), NULL);
    assert_ptr_equal(memory, untouched);
    assert_error_says(error, "WS_HEAP_PROPERTY_MAX_SIZE (100)");
    assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(heap, 41, &memory, error), NULL);
    assert_error_says(error, "41");
    assert_int_equal(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 60);
    take(heap, 40);
    assert_int_equal(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 100);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(heap, 1, &memory, NULL), NULL);
    take(heap, 0);
    assert_ok(WsResetHeap(heap, error), error);
    assert_int_equal(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 0);
    take(heap, 100);
    WsFreeHeap(heap);

    heap = make_heap(0, 0);
    take(heap, 0);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(heap, 1, &memory, error), NULL);
    assert_error_says(error, "(0)");
    WsFreeHeap(heap);
}

static void sizes_that_no_machine_has_are_refused(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_HEAP *limited = make_heap(1000, 0), *unlimited = make_heap(SIZE_MAX, 0);
    void *memory = NULL;
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 7, SIZE_MAX - 15, SIZE_MAX - 16, SIZE_MAX / 2 + 1,
                            SIZE_MAX / 2, SIZE_MAX / 2 - 15};
    for (size_t i = 0; i < WsCountOf(sizes); i++) {
        take(unlimited, i % 3);
        size_t requested = get(unlimited, WS_HEAP_PROPERTY_REQUESTED_SIZE);
        assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(limited, sizes[i], &memory, error), NULL);
        assert_error_says(error, "MAX_SIZE");
        HRESULT hr = WsAlloc(unlimited, sizes[i], &memory, error);
        /* When the sum of requests alone passes SIZE_MAX, the quota says so first. */
        assert_true(hr == E_OUTOFMEMORY || (hr == WS_E_QUOTA_EXCEEDED && sizes[i] > SIZE_MAX - requested));
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
        assert_true(get(unlimited, WS_HEAP_PROPERTY_REQUESTED_SIZE) == requested);
    }
    assert_null(memory);
    WsFreeHeap(limited);
    WsFreeHeap(unlimited);
}

static void memory_is_aligned_apart_and_writable(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    WS_HEAP *heap = make_heap(SIZE_MAX, 0);
    static unsigned char *blocks[COUNT];
    size_t sum = 0;
    for (size_t i = 0; i < COUNT; i++) {
        /* Runs over all small sizes, and now and then one that needs a chunk of its own. */
        size_t size = i % 100 == 99 ? i * 10 : i % 70;
        blocks[i] = (unsigned char *)take(heap, size);
        assert_int_equal((uintptr_t)blocks[i] % (size % 16 == 0 ? 16 : 8), 0);
        memset(blocks[i], (int)(i % 251), size);
        sum += size;
    }
    assert_int_equal(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), sum);
    assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) >= sum);
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = i % 100 == 99 ? i * 10 : i % 70;
        for (size_t byte = 0; byte < size; byte++) {
            assert_int_equal(blocks[i][byte], i % 251);
        }
    }
    WsFreeHeap(heap);
}

static void small_allocations_cost_24_to_32_bytes(void **state)
{
    (void)state;
    for (size_t count = 1000; count <= 100000; count *= 10) {
        WS_HEAP *heap = make_heap(SIZE_MAX, 0);
        for (size_t i = 0; i < count; i++) {
            *(volatile char *)take(heap, 24) = 1;
        }
        size_t actual = get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE);
        if (actual < 24 * count || actual > 32 * count) {
            fail_msg("%zu allocations of 24 bytes hold %zu bytes", count, actual);
        }
        WsFreeHeap(heap);
    }
}

static void a_reset_keeps_at_most_the_trim_size(void **state)
{
    (void)state;
    const size_t trims[] = {0, 1, 4095, 4096, 10000, 65536, 1 << 20};
    for (size_t i = 0; i < WsCountOf(trims); i++) {
        WS_HEAP *heap = make_heap(1 << 20, trims[i]);
        for (int round = 0; round < 3; round++) {
            for (int n = 0; n < 1000; n++) {
                memset(take(heap, 100), 0x5A, 100);
            }
            assert_ok(WsResetHeap(heap, NULL), NULL);
            assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) <= trims[i]);
            assert_int_equal(get(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 0);
        }
        WsFreeHeap(heap);
    }
}

static void a_trim_size_above_the_maximum_keeps_all(void **state)
{
    (void)state;
    WS_HEAP *heap = make_heap(100000, 100001);
    for (int n = 0; n < 1000; n++) {
        take(heap, 100);
    }
    size_t actual = get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE);
    assert_ok(WsResetHeap(heap, NULL), NULL);
    assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) == actual);
    for (int n = 0; n < 1000; n++) {
        take(heap, 100);
    }
    /* What was kept is used again. */
    assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) == actual);
    WsFreeHeap(heap);
}

static void a_heap_that_is_reset_often_does_not_grow(void **state)
{
    (void)state;
    WS_HEAP *heap = make_heap(1 << 20, 64 << 10);
    for (int round = 0; round < 10000; round++) {
        take(heap, (size_t)(round * 37 % 50000));
        take(heap, 24);
        assert_true(get(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) <= 256 << 10);
        assert_ok(WsResetHeap(heap, NULL), NULL);
    }
    WsFreeHeap(heap);
}

static void properties_check_id_size_and_pointer(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    size_t buffer[2] = {7, 7};
    for (int id = WS_HEAP_PROPERTY_MAX_SIZE; id <= WS_HEAP_PROPERTY_ACTUAL_SIZE; id++) {
        WS_HEAP_PROPERTY_ID known = (WS_HEAP_PROPERTY_ID)id;
        for (ULONG size = 0; size <= 16; size++) {
            if (size != sizeof(size_t)) {
                assert_hr(E_INVALIDARG, WsGetHeapProperty(fixture->heap, known, buffer, size, fixture->error), NULL);
                assert_error_says(fixture->error, "WS_HEAP_PROPERTY");
            }
        }
        assert_hr(E_INVALIDARG, WsGetHeapProperty(fixture->heap, known, NULL, sizeof(size_t), fixture->error), NULL);
        assert_error_says(fixture->error, "NULL");
        assert_hr(E_INVALIDARG, WsGetHeapProperty(fixture->heap, known, misaligned(buffer), sizeof(size_t), NULL), NULL);
        assert_hr(E_INVALIDARG, WsGetHeapProperty(NULL, known, buffer, sizeof(size_t), fixture->error), NULL);
        assert_error_says(fixture->error, "heap");
    }
    assert_hr(E_INVALIDARG, WsGetHeapProperty(fixture->heap, (WS_HEAP_PROPERTY_ID)4, buffer, 8, NULL), NULL);
    assert_hr(E_INVALIDARG, WsGetHeapProperty(fixture->heap, (WS_HEAP_PROPERTY_ID)-1, buffer, 8, NULL), NULL);
    assert_int_equal(buffer[0], 7);
    assert_int_equal(buffer[1], 7);
}

static void bad_parameters_change_nothing(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    void *memory = NULL;
    assert_hr(E_INVALIDARG, WsAlloc(NULL, 1, &memory, fixture->error), NULL);
    assert_error_says(fixture->error, "heap");
    assert_hr(E_INVALIDARG, WsAlloc(fixture->heap, 1, NULL, fixture->error), NULL);
    assert_error_says(fixture->error, "ptr is NULL");
    assert_hr(E_INVALIDARG, WsAlloc(fixture->heap, 1, (void **)misaligned(&memory), fixture->error), NULL);
    assert_error_says(fixture->error, "ptr is not aligned");
    assert_hr(E_INVALIDARG, WsResetHeap(NULL, fixture->error), NULL);
    assert_error_says(fixture->error, "heap");
    assert_null(memory);
    assert_int_equal(get(fixture->heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 0);
    WsFreeHeap(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_heap_takes_no_memory),
        FIXTURE_TEST(creation_refuses_properties_and_bad_pointers),
        FIXTURE_TEST(the_quota_is_exact),
        FIXTURE_TEST(sizes_that_no_machine_has_are_refused),
        cmocka_unit_test(memory_is_aligned_apart_and_writable),
        cmocka_unit_test(small_allocations_cost_24_to_32_bytes),
        cmocka_unit_test(a_reset_keeps_at_most_the_trim_size),
        cmocka_unit_test(a_trim_size_above_the_maximum_keeps_all),
        cmocka_unit_test(a_heap_that_is_reset_often_does_not_grow),
        FIXTURE_TEST(properties_check_id_size_and_pointer),
        FIXTURE_TEST(bad_parameters_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
