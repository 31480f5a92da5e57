/*
 * The part of the secure examples that has nothing to do with security: see secure.h.
 */
#include "secure.h"
#include "calculator.h"
#include "example.h"

#include <WebServicesX.h>

WS_SUBJECT_NAME_CERT_CREDENTIAL service_certificate = CERTIFICATE(u"My", u"CN=localhost");
WS_SUBJECT_NAME_CERT_CREDENTIAL client_certificate = CERTIFICATE(u"My", u"CN=Alice");

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

int serve_calculator(const char *url, const WS_SECURITY_DESCRIPTION *security, WS_SERVICE_SECURITY_CALLBACK isWelcome)
{
    static const Calculator_FunctionTable functions = { Add, Subtract };
    static const WS_SERVICE_CONTRACT contract = { &Calculator_contract, NULL, &functions };
    WCHAR room[MAX_URL];
    WS_SERVICE_ENDPOINT endpoint = { .address = { .url = url_of(url, room) },
                                     .channelBinding = WS_HTTP_CHANNEL_BINDING,
                                     .channelType = WS_CHANNEL_TYPE_REPLY,
                                     .securityDescription = security,
                                     .contract = &contract,
                                     .authorizationCallback = isWelcome };
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

int call_calculator(const char *url, WS_ENDPOINT_IDENTITY *identity, const WS_SECURITY_DESCRIPTION *security)
{
    WCHAR room[MAX_URL];
    WS_ENDPOINT_ADDRESS address = { .url = url_of(url, room), .identity = identity };
    WS_SERVICE_PROXY *proxy = NULL;
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    INT sum = 0, difference = 0;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateHeap(2048, 512, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, security, NULL, 0, NULL, 0, &proxy,
                                  error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceProxy(proxy, &address, NULL, error);
    if (SUCCEEDED(hr)) hr = Calculator_Add(proxy, 1, 2, &sum, heap, NULL, 0, NULL, error);
    if (SUCCEEDED(hr)) printf("1 + 2 = %d\n", sum);
    if (SUCCEEDED(hr)) hr = Calculator_Subtract(proxy, 9, 4, &difference, heap, NULL, 0, NULL, error);
    if (SUCCEEDED(hr)) printf("9 - 4 = %d\n", difference);
    if (FAILED(hr)) print_error(hr, error);
    if (proxy != NULL) WsCloseServiceProxy(proxy, NULL, NULL);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeError(error);
    return SUCCEEDED(hr) && sum == 3 && difference == 5 ? 0 : 1;
}

void print_sender(const char *how, const WS_STRING *name)
{
    printf("a call from %s ", how);
    for (ULONG c = 0; c < name->length; c++)
        putchar(name->chars[c] < 0x80 ? name->chars[c] : '?');
    putchar('\n');
    fflush(stdout);
}

HRESULT is_certificate_of(const WS_OPERATION_CONTEXT *context, const WS_SUBJECT_NAME_CERT_CREDENTIAL *certificate,
                          BOOL *is_it, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_BYTES shown = { 0, NULL };
    const CERT_CONTEXT *wanted = NULL;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr))
        hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &shown, sizeof(shown), error);
    if (SUCCEEDED(hr))
        hr = WsxCertFind(certificate->storeLocation, &certificate->storeName, WSX_CERT_FIND_SUBJECT_NAME,
                         &certificate->subjectName, &wanted, error);
    if (FAILED(hr)) return hr;
    *is_it = shown.length == wanted->cbCertEncoded && memcmp(shown.bytes, wanted->pbCertEncoded, shown.length) == 0;
    CertFreeCertificateContext(wanted);
    print_sender(*is_it ? "the owner of" : "somebody who is not the owner of", &certificate->subjectName);
    return S_OK;
}

BOOL is_text(const WS_STRING *text, const char *wanted)
{
    ULONG length = (ULONG)strlen(wanted), difference = text->length ^ length;
    for (ULONG c = 0; c < text->length && length > 0; c++)
        difference |= (ULONG)(text->chars[c] ^ (unsigned char)wanted[c % length]);
    return difference == 0;
}
