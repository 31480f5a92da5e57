/*
 * The two objects that every program of this API starts with: an error object, which says what went wrong, and a heap,
 * which owns what calls return.
 *
 *     cc hello.c $(pkg-config --cflags --libs webservices)
 */
#include <WebServices.h>

#include <stdio.h>

/* Prints what a failed call left, the outermost text first. */
static void print_failure(HRESULT hr, WS_ERROR *error)
{
    ULONG count = 0;
    printf("failed with 0x%08X\n", (unsigned)hr);
    if (FAILED(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)))) {
        return;
    }
    for (ULONG i = 0; i < count; i++) {
        WS_STRING text;
        if (SUCCEEDED(WsGetErrorString(error, i, &text))) {
            printf("  ");
            for (ULONG c = 0; c < text.length; c++) {
                putchar(text.chars[c] < 0x80 ? text.chars[c] : '?');
            }
            putchar('\n');
        }
    }
}

int main(void)
{
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    void *memory = NULL;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) {
        /* At most 1,000 bytes may be asked for until the heap is reset. */
        hr = WsCreateHeap(1000, 0, NULL, 0, &heap, error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsAlloc(heap, 600, &memory, error);
    }
    if (SUCCEEDED(hr)) {
        printf("600 of 1000 bytes: ok\n600 more: ");
        hr = WsAlloc(heap, 600, &memory, error);
        print_failure(hr, error);
    }
    int as_expected = hr == WS_E_QUOTA_EXCEEDED;
    if (as_expected) {
        WsResetError(error);
        WsResetHeap(heap, error);
        hr = WsAlloc(heap, 600, &memory, error);
        printf("600 after a reset: %s\n", SUCCEEDED(hr) ? "ok" : "failed");
        as_expected = SUCCEEDED(hr);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return as_expected ? 0 : 1;
}
