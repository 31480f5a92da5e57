/*
 * User names and tickets in messages over TLS, both sides of this library: wsse serve <way> <port>, wsse call <way> <url>
 *
 * Ways: text, digest (the user alice with the password wonderland); kerberos (alice, with the tickets that there are); of
 * clients stranger: a password that is wrong, ticket: a ticket got with the password in WWS_PASSWORD, and streamed: as kerberos,
 * in pieces. With kerberos the service demands that tickets are bound to TLS. SOAP 1.1 without addressing headers, which all
 * peers have.
 */
#include "interop.h"
#include "users.h"

#include <WebServicesX.h>

#include "../../examples/example.h"

#include <stdlib.h>

#define VALUE(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
static WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_TRANSFER_MODE transfer = WS_BUFFERED_TRANSFER_MODE;
static WS_CHANNEL_PROPERTY channel[] = { VALUE(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11),
                                         VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport),
                                         VALUE(WS_CHANNEL_PROPERTY_TRANSFER_MODE, transfer) };
static WS_SUBJECT_NAME_CERT_CREDENTIAL certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER,
                                                       WS_STRING_VALUE(u"My"), WS_STRING_VALUE(u"localhost") };

static HRESULT CALLBACK secret_of(void *state, const WS_STRING *name, WS_HEAP *heap, WS_STRING *secret, WS_ERROR *error)
{
    (void)state;
    (void)heap;
    (void)error;
    *secret = wonderland;
    return equal(name, &alice) ? S_OK : S_FALSE;
}

static int is_kerberos;

static HRESULT name_of_ticket(WS_MESSAGE *message, WS_STRING *name, WS_ERROR *error)
{
    HANDLE identity = NULL;
    WSX_IDENTITY_MECHANISM mechanism = WSX_IDENTITY_MECHANISM_ANONYMOUS;
    HRESULT hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN, &identity,
                                      sizeof(identity), error);
    if (SUCCEEDED(hr))
        hr = WsxGetIdentityProperty(identity, WSX_IDENTITY_PROPERTY_MECHANISM, &mechanism, sizeof(mechanism), error);
    if (SUCCEEDED(hr)) hr = WsxGetIdentityProperty(identity, WSX_IDENTITY_PROPERTY_NAME, name, sizeof(*name), error);
    return SUCCEEDED(hr) && mechanism != WSX_IDENTITY_MECHANISM_KERBEROS ? E_FAIL : hr;
}

/* The operation is called only if the message says who sent it. */
static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, INT a, INT b, INT *result,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_STRING name = WS_STRING_NULL;
    (void)asyncContext;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr) && is_kerberos) hr = name_of_ticket(message, &name, error);
    else if (SUCCEEDED(hr)) hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error);
    if (FAILED(hr)) return hr;
    *result = equal(&name, &alice) ? a + b : -1;
    return S_OK;
}

/* The other operations are not what is tested here. */
#define REFUSES(name, ...) \
    static HRESULT CALLBACK name(const WS_OPERATION_CONTEXT *context, __VA_ARGS__) \
    { \
        (void)context; \
        return E_FAIL; \
    }
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-parameter"
#endif
REFUSES(divide, double a, double b, double *result, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
REFUSES(echo, WS_STRING text, WS_STRING *result, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
REFUSES(echo_bytes, WS_BYTES data, WS_BYTES *result, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
REFUSES(notify, WS_STRING text, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
REFUSES(notified, INT *result, const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)

static const Interop_FunctionTable functions = { add, divide, echo, echo_bytes, notify, notified };
static const WS_SERVICE_CONTRACT contract = { &Interop_contract, NULL, &functions };

static int serve(const char *port, WS_SECURITY_DESCRIPTION *security, WS_ERROR *error)
{
    char url[MAX_URL];
    WCHAR room[MAX_URL];
    snprintf(url, sizeof(url), "https://+:%s/wsse", port);
    WS_SERVICE_ENDPOINT endpoint = { .address = { .url = url_of(url, room) },
                                     .channelBinding = WS_HTTP_CHANNEL_BINDING,
                                     .channelType = WS_CHANNEL_TYPE_REPLY,
                                     .securityDescription = security,
                                     .contract = &contract,
                                     .channelProperties = { channel, WsCountOf(channel) } };
    const WS_SERVICE_ENDPOINT *endpoints[] = { &endpoint };
    WS_SERVICE_HOST *host = NULL;
    HRESULT hr = WsCreateServiceHost(endpoints, 1, NULL, 0, &host, error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceHost(host, NULL, error);
    if (SUCCEEDED(hr)) {
        wait_for_enter(url);
        hr = WsCloseServiceHost(host, NULL, error);
    }
    if (FAILED(hr)) print_error(hr, error);
    WsFreeServiceHost(host);
    return SUCCEEDED(hr) ? 0 : 1;
}

static int call(const char *url, WS_SECURITY_DESCRIPTION *security, WS_ERROR *error)
{
    WCHAR room[MAX_URL];
    WS_ENDPOINT_ADDRESS address = { .url = url_of(url, room) };
    WS_SERVICE_PROXY *proxy = NULL;
    WS_HEAP *heap = NULL;
    INT sum = 0;
    HRESULT hr = WsCreateHeap(4096, 512, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, security, NULL, 0, channel,
                                  WsCountOf(channel), &proxy, error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceProxy(proxy, &address, NULL, error);
    for (INT i = 0; SUCCEEDED(hr) && i < 10; i++) {
        hr = Interop_Add(proxy, i, 2, &sum, heap, error);
        if (SUCCEEDED(hr) && sum != i + 2) hr = E_FAIL;
    }
    if (FAILED(hr)) print_error(hr, error);
    if (proxy != NULL) WsCloseServiceProxy(proxy, NULL, NULL);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    return SUCCEEDED(hr) ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "wsse serve|call text|digest|stranger|kerberos|ticket|streamed <port or url>\n");
        return 2;
    }
    int is_service = strcmp(argv[1], "serve") == 0, is_digest = strcmp(argv[2], "digest") == 0;
    WSX_PASSWORD_TYPE type = is_digest ? WSX_PASSWORD_TYPE_DIGEST : WSX_PASSWORD_TYPE_TEXT;
    WSX_PASSWORD_SECRET_CALLBACK_CONTEXT secrets = { secret_of, NULL };
    WS_SECURITY_BINDING_PROPERTY properties[] = {
        VALUE(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, type),
        VALUE(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, secrets),
    };
    WS_STRING_USERNAME_CREDENTIAL credential = { { WS_STRING_USERNAME_CREDENTIAL_TYPE }, alice, wonderland };
    if (strcmp(argv[2], "stranger") == 0) credential.password = alice;
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        .binding = { WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, properties, is_service && is_digest ? 2 : 1 },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE } };
    if (is_service) {
        user.passwordValidator = validate;
        ssl.localCertCredential = &certificate.credential;
    } else user.clientCredential = &credential.credential;
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL process = { { WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE } };
    WCHAR room[MAX_URL];
    const char *secret = getenv("WWS_PASSWORD");
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL named = { { WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE },
                                                           alice, url_of(secret != NULL ? secret : "", room),
                                                           WS_STRING_NULL };
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING kerberos = {
        .binding = { .bindingType = WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
    };
    int has_password = strcmp(argv[2], "ticket") == 0;
    if (strcmp(argv[2], "streamed") == 0) transfer = WS_STREAMED_OUTPUT_TRANSFER_MODE;
    is_kerberos = has_password || transfer != WS_BUFFERED_TRANSFER_MODE || strcmp(argv[2], "kerberos") == 0;
    if (!is_service) kerberos.clientCredential = has_password ? &named.credential : &process.credential;
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding, is_kerberos ? &kerberos.binding : &user.binding };
    WS_EXTENDED_PROTECTION_POLICY always = WS_EXTENDED_PROTECTION_POLICY_ALWAYS;
    WS_SECURITY_PROPERTY bound = VALUE(WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY, always);
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), &bound, is_service && is_kerberos ? 1 : 0 };
    WS_ERROR *error = NULL;
    if (FAILED(WsCreateError(NULL, 0, &error))) return 1;
    int status = is_service ? serve(argv[3], &security, error) : call(argv[3], &security, error);
    WsFreeError(error);
    return status;
}
