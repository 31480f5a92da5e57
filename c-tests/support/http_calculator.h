/*
 * The calculator of the examples as tests use it: over SOAP 1.1 without addressing headers, so that a request and an
 * answer are always the same bytes.
 */
#ifndef HTTP_CALCULATOR_H
#define HTTP_CALCULATOR_H

#include "check.h"

#include <unistd.h>

#include "../../examples/calculator.c"

#define PROPERTY(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_ENVELOPE_VERSION plain_soap = WS_ENVELOPE_VERSION_SOAP_1_1;
static WS_ADDRESSING_VERSION plain_addressing = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_CHANNEL_PROPERTY plain_channel[] = { PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, plain_soap),
                                               PROPERTY(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, plain_addressing) };

#define ENVELOPE(body) \
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" body "</s:Body></s:Envelope>"
#define ADD(a, b) ENVELOPE("<Add xmlns=\"http://example.org/calculator\"><a>" a "</a><b>" b "</b></Add>")
#define SUM(sum) ENVELOPE("<AddResponse xmlns=\"http://example.org/calculator\"><result>" sum "</result></AddResponse>")

/* A URL of this machine, in the room given. */
static inline WS_STRING local_url(WCHAR room[64], const char *host, int port, const char *path)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "http://%s:%d/%s", host, port, path);
    assert_in_range(length, 1, 63);
    for (int i = 0; i < length; i++)
        room[i] = (unsigned char)text[i];
    return (WS_STRING){ (ULONG)length, room };
}

/* ---- The service ---- */

static inline HRESULT CALLBACK calculator_add(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                                              const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context, (void)asyncContext, (void)error;
    *sum = (INT)((UINT)first + (UINT)second);
    return S_OK;
}

static inline HRESULT CALLBACK calculator_subtract(const WS_OPERATION_CONTEXT *context, INT first, INT second,
                                                   INT *difference, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context, (void)asyncContext, (void)error;
    *difference = (INT)((UINT)first - (UINT)second);
    return S_OK;
}

static const Calculator_FunctionTable calculator_functions = { calculator_add, calculator_subtract };

struct calculator_host {
    WS_SERVICE_HOST *host;
    WS_SERVICE_ENDPOINT endpoint;
    WS_SERVICE_CONTRACT contract;
    WCHAR room[64];
    int port;
};

/* Opens a host at /calculator of a port that is free. functions NULL: those above. */
static inline void calculator_host_open(struct calculator_host *service, const Calculator_FunctionTable *functions,
                                        WS_SERVICE_ENDPOINT_PROPERTY *properties, ULONG propertyCount, WS_ERROR *error)
{
    memset(service, 0, sizeof(*service));
    service->contract.contractDescription = &Calculator_contract;
    service->contract.methodTable = functions != NULL ? functions : &calculator_functions;
    service->endpoint.channelBinding = WS_HTTP_CHANNEL_BINDING;
    service->endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
    service->endpoint.contract = &service->contract;
    service->endpoint.channelProperties = (WS_CHANNEL_PROPERTIES){ plain_channel, WsCountOf(plain_channel) };
    service->endpoint.properties = properties;
    service->endpoint.propertyCount = propertyCount;
    const WS_SERVICE_ENDPOINT *endpoints[] = { &service->endpoint };
    HRESULT hr = E_FAIL;
    /* A port from below those that the system gives to clients, each time another one: clients keep connections. */
    static unsigned opened;
    for (int try = 0; try < 50 && hr != S_OK; try++) {
        service->port = 10000 + (int)(((unsigned)getpid() * 31u + opened++ * 7919u) % 22000u);
        service->endpoint.address.url = local_url(service->room, "127.0.0.1", service->port, "calculator");
        assert_ok(WsCreateServiceHost(endpoints, 1, NULL, 0, &service->host, error), error);
        hr = WsOpenServiceHost(service->host, NULL, error);
        if (hr != S_OK) {
            assert_int_equal(HR(hr), HR(WS_E_ADDRESS_IN_USE));
            WsFreeServiceHost(service->host);
            WsResetError(error);
        }
    }
    assert_int_equal(hr, S_OK);
}

static inline void calculator_host_close(struct calculator_host *service, WS_ERROR *error)
{
    assert_ok(WsCloseServiceHost(service->host, NULL, error), error);
    WsFreeServiceHost(service->host);
}

/* ---- The client ---- */

static inline WS_SERVICE_PROXY *calculator_proxy(int port, const WS_PROXY_PROPERTY *properties, ULONG propertyCount,
                                                 WS_ERROR *error)
{
    WCHAR room[64];
    WS_ENDPOINT_ADDRESS address = { .url = local_url(room, "127.0.0.1", port, "calculator") };
    WS_SERVICE_PROXY *proxy = NULL;
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, properties, propertyCount,
                                   plain_channel, WsCountOf(plain_channel), &proxy, error), error);
    assert_ok(WsOpenServiceProxy(proxy, &address, NULL, error), error);
    return proxy;
}

static inline void calculator_proxy_close(WS_SERVICE_PROXY *proxy, WS_ERROR *error)
{
    assert_ok(WsCloseServiceProxy(proxy, NULL, error), error);
    WsFreeServiceProxy(proxy);
}

#endif
