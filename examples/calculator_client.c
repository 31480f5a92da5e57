/*
 * A service proxy: calls the calculator as if it were here.
 *
 *     calculator_client http://localhost:8080/calculator
 */
#include "calculator.h"
#include "example.h"

int main(int argc, char **argv)
{
    WCHAR room[MAX_URL];
    WS_ENDPOINT_ADDRESS address = { .url = url_of(argc > 1 ? argv[1] : "http://localhost:8080/calculator", room) };
    WS_SERVICE_PROXY *proxy = NULL;
    WS_HEAP *heap = NULL; /* for what calls read and write; never more than 2048 bytes at a time */
    WS_ERROR *error = NULL;
    INT sum = 0, difference = 0;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateHeap(2048, 512, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, &proxy,
                                  error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceProxy(proxy, &address, NULL, error);

    if (SUCCEEDED(hr)) hr = Calculator_Add(proxy, 1, 2, &sum, heap, NULL, 0, NULL, error);
    if (SUCCEEDED(hr)) printf("1 + 2 = %d\n", sum);
    if (SUCCEEDED(hr)) hr = WsResetHeap(heap, error); /* after each call, when its results are no longer needed */
    if (SUCCEEDED(hr)) hr = Calculator_Subtract(proxy, 1, 2, &difference, heap, NULL, 0, NULL, error);
    if (SUCCEEDED(hr)) printf("1 - 2 = %d\n", difference);

    if (FAILED(hr)) print_error(hr, error);
    if (proxy != NULL) WsCloseServiceProxy(proxy, NULL, NULL);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeError(error);
    return SUCCEEDED(hr) && sum == 3 && difference == -1 ? 0 : 1;
}
