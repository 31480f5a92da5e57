/*
 * WsCreateXmlBuffer as a C program sees it, and the life of a buffer in its heap.
 *
 * Untested here: what is in a buffer. Readers and writers that are set to one show that.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <WebServices.h>

static SIZE_T requested(WS_HEAP *heap)
{
    SIZE_T size = 0;
    assert_int_equal(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &size, sizeof size, NULL), S_OK);
    return size;
}

/* Whether the newest text of an error, in ASCII, contains a word. */
static int says(WS_ERROR *error, const char *word)
{
    WS_STRING text;
    char ascii[512];
    ULONG i;
    ULONG count = 0;
    assert_int_equal(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof count), S_OK);
    for (; count > 0; count--) {
        assert_int_equal(WsGetErrorString(error, count - 1, &text), S_OK);
        for (i = 0; i < text.length && i + 1 < sizeof ascii; i++) {
            ascii[i] = (char)text.chars[i];
        }
        ascii[i] = 0;
        if (strstr(ascii, word) != NULL) {
            return 1;
        }
    }
    return 0;
}

static void buffers_end_with_their_heap(void **state)
{
    WS_HEAP *heap = NULL;
    WS_XML_BUFFER *first = NULL;
    WS_XML_BUFFER *second = NULL;
    SIZE_T one;
    int round;
    (void)state;
    assert_int_equal(WsCreateHeap(4096, 4096, NULL, 0, &heap, NULL), S_OK);
    for (round = 0; round < 3; round++) {
        void *memory = NULL;
        assert_int_equal(WsCreateXmlBuffer(heap, NULL, 0, &first, NULL), S_OK);
        one = requested(heap);
        assert_true(one > 0);
        assert_int_equal(WsAlloc(heap, 100, &memory, NULL), S_OK);
        assert_int_equal(WsCreateXmlBuffer(heap, NULL, 0, &second, NULL), S_OK);
        assert_ptr_not_equal(first, second);
        assert_int_equal(requested(heap), 2 * one + 100);
        assert_int_equal(WsResetHeap(heap, NULL), S_OK);
        assert_int_equal(requested(heap), 0);
    }
    assert_int_equal(WsCreateXmlBuffer(heap, NULL, 0, &first, NULL), S_OK);
    WsFreeHeap(heap);
}

static void wrong_parameters_are_refused(void **state)
{
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    WS_XML_BUFFER *untouched = (WS_XML_BUFFER *)&heap;
    WS_XML_BUFFER *buffer = untouched;
    WS_XML_BUFFER_PROPERTY property;
    memset(&property, 0, sizeof property);
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    assert_int_equal(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);

    assert_int_equal(WsCreateXmlBuffer(NULL, NULL, 0, &buffer, error), E_INVALIDARG);
    assert_true(says(error, "heap handle is NULL"));
    assert_int_equal(WsCreateXmlBuffer((WS_HEAP *)(void *)error, NULL, 0, &buffer, NULL), E_INVALIDARG);
    assert_int_equal(WsCreateXmlBuffer(heap, NULL, 0, NULL, error), E_INVALIDARG);
    assert_true(says(error, "parameter buffer is NULL"));
    assert_int_equal(WsCreateXmlBuffer(heap, NULL, 1, &buffer, error), E_INVALIDARG);
    assert_true(says(error, "parameter properties is NULL"));
    assert_int_equal(WsCreateXmlBuffer(heap, &property, 1, &buffer, error), E_INVALIDARG);
    assert_true(says(error, "cannot be used with WsCreateXmlBuffer"));
    assert_ptr_equal(buffer, untouched);
    assert_int_equal(requested(heap), 0);

    WsFreeHeap(heap);
    WsFreeError(error);
}

static void the_quota_of_the_heap_covers_buffers(void **state)
{
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    WS_XML_BUFFER *buffer = NULL;
    HRESULT result = S_OK;
    SIZE_T before = 0;
    int count;
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    assert_int_equal(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    for (count = 0; count < 4096 && result == S_OK; count++) {
        before = requested(heap);
        result = WsCreateXmlBuffer(heap, NULL, 0, &buffer, error);
    }
    assert_int_equal(result, WS_E_QUOTA_EXCEEDED);
    assert_true(says(error, "WS_HEAP_PROPERTY_MAX_SIZE (4096)"));
    assert_int_equal(requested(heap), before);
    WsFreeHeap(heap);
    WsFreeError(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffers_end_with_their_heap),
        cmocka_unit_test(wrong_parameters_are_refused),
        cmocka_unit_test(the_quota_of_the_heap_covers_buffers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
