/*
 * A client without a service proxy: sends messages on a channel and reads those that come back.
 *
 *     untyped_client http://localhost:8080/orders
 *
 * Channel, messages and heap are used again for each order, so that ten thousand take no more memory than one.
 */
#include "example.h"
#include "order.h"

#define ORDERS 3

int main(int argc, char **argv)
{
    static const INT quantities[ORDERS] = { 1, 100, 1000 };
    WCHAR room[MAX_URL];
    WS_ENDPOINT_ADDRESS address = { .url = url_of(argc > 1 ? argv[1] : "http://localhost:8080/orders", room) };
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    int confirmed = 0;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateHeap(2048, 512, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &channel, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &request, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &reply, error);
    if (SUCCEEDED(hr)) hr = WsOpenChannel(channel, &address, NULL, error);
    for (int i = 0; SUCCEEDED(hr) && i < ORDERS; i++) {
        ORDER order = { .quantity = quantities[i], .product = WS_STRING_VALUE(u"pencils") };
        CONFIRMATION confirmation;
        hr = WsRequestReply(channel, request, &order_message, WS_WRITE_REQUIRED_VALUE, &order, sizeof(order), reply,
                            &confirmation_message, WS_READ_REQUIRED_VALUE, heap, &confirmation, sizeof(confirmation),
                            NULL, error);
        if (SUCCEEDED(hr)) {
            printf("%d pencils: order %u ships ", (int)order.quantity, (unsigned)confirmation.number);
            for (ULONG c = 0; c < confirmation.ships.length; c++)
                putchar(confirmation.ships.chars[c]);
            putchar('\n');
            confirmed += confirmation.number == 123;
        }
        if (SUCCEEDED(hr)) hr = WsResetMessage(request, error);
        if (SUCCEEDED(hr)) hr = WsResetMessage(reply, error);
        if (SUCCEEDED(hr)) hr = WsResetHeap(heap, error);
    }
    if (FAILED(hr)) print_error(hr, error);
    if (channel != NULL) WsCloseChannel(channel, NULL, NULL);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    WsFreeError(error);
    return SUCCEEDED(hr) && confirmed == ORDERS ? 0 : 1;
}
