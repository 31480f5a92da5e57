/*
 * A service host: serves the calculator at a URL until Enter is pressed.
 *
 *     calculator_service http://+:8080/calculator
 *
 * The host reads requests, calls the functions below on threads of its own, and writes what they answer.
 */
#include "calculator.h"
#include "example.h"

static HRESULT CALLBACK Add(const WS_OPERATION_CONTEXT *context, INT a, INT b, INT *result,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(asyncContext);
    UNREFERENCED_PARAMETER(error);
    *result = (INT)((UINT)a + (UINT)b);
    return S_OK;
}

static HRESULT CALLBACK Subtract(const WS_OPERATION_CONTEXT *context, INT a, INT b, INT *result,
                                 const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(asyncContext);
    UNREFERENCED_PARAMETER(error);
    *result = (INT)((UINT)a - (UINT)b);
    return S_OK;
}

static const Calculator_FunctionTable functions = { Add, Subtract };
static const WS_SERVICE_CONTRACT contract = { &Calculator_contract, NULL, &functions };

int main(int argc, char **argv)
{
    const char *url = argc > 1 ? argv[1] : "http://+:8080/calculator";
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
        hr = WsCloseServiceHost(host, NULL, error); /* waits for the calls that are being served */
    }
    if (FAILED(hr)) print_error(hr, error);
    WsFreeServiceHost(host);
    WsFreeError(error);
    return SUCCEEDED(hr) ? 0 : 1;
}
