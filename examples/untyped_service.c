/*
 * A service without a contract: one function gets every message and answers it.
 *
 *     untyped_service http://+:8080/orders
 */
#include "example.h"
#include "order.h"

static HRESULT CALLBACK process_message(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *asyncContext,
                                        WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_HEAP *heap = NULL; /* emptied by the host when this message is done with */
    WS_XML_STRING action;
    ORDER order;
    UNREFERENCED_PARAMETER(asyncContext);
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL, &channel,
                                               sizeof(channel), error);
    if (SUCCEEDED(hr))
        hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &request,
                                           sizeof(request), error);
    if (SUCCEEDED(hr))
        hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &heap, sizeof(heap), error);

    /* The headers have been read. The action says what the body is. */
    if (SUCCEEDED(hr))
        hr = WsGetHeader(request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE, NULL, &action,
                         sizeof(action), error);
    if (SUCCEEDED(hr) && WsXmlStringEquals(&action, order_message.action, error) != S_OK)
        hr = WS_E_ENDPOINT_ACTION_NOT_SUPPORTED; /* the host makes a fault of it */
    if (SUCCEEDED(hr))
        hr = WsReadBody(request, order_message.bodyElementDescription, WS_READ_REQUIRED_VALUE, heap, &order,
                        sizeof(order), error);
    if (SUCCEEDED(hr)) hr = WsReadMessageEnd(channel, request, NULL, error);

    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &reply, error);
    if (SUCCEEDED(hr)) {
        CONFIRMATION confirmation = { .number = 123, .ships = WS_STRING_VALUE(u"tomorrow") };
        if (order.quantity > 100) confirmation.ships = (WS_STRING)WS_STRING_VALUE(u"next week");
        hr = WsSendReplyMessage(channel, reply, &confirmation_message, WS_WRITE_REQUIRED_VALUE, &confirmation,
                                sizeof(confirmation), request, NULL, error);
    }
    WsFreeMessage(reply);
    return hr;
}

static const WS_SERVICE_CONTRACT contract = { NULL, process_message, NULL };

int main(int argc, char **argv)
{
    const char *url = argc > 1 ? argv[1] : "http://+:8080/orders";
    WCHAR room[MAX_URL];
    WS_SERVICE_ENDPOINT endpoint = { .address = { .url = url_of(url, room) },
                                     .channelBinding = WS_HTTP_CHANNEL_BINDING,
                                     .channelType = WS_CHANNEL_TYPE_REPLY,
                                     .contract = &contract };
    const WS_SERVICE_ENDPOINT *endpoints[] = { &endpoint };
    WS_SERVICE_HOST *host = NULL;
    WS_ERROR *error = NULL;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateServiceHost(endpoints, WsCountOf(endpoints), NULL, 0, &host, error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceHost(host, NULL, error);
    if (SUCCEEDED(hr)) {
        wait_for_enter(url);
        hr = WsCloseServiceHost(host, NULL, error);
    }
    if (FAILED(hr)) print_error(hr, error);
    WsFreeServiceHost(host);
    WsFreeError(error);
    return SUCCEEDED(hr) ? 0 : 1;
}
