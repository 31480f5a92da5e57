/*
 * The contract of interop.wsdl served by this library, until its input ends: service <port> <interop.wsdl> [tls | <case>]
 *
 * One endpoint for each way in which foreign peers come, all on one port: /soap11, /soap12, /ws, /binary. The WSDL is
 * at /soap11/interop.wsdl and, by WS-MetadataExchange, at /ws/mex. With a case of message_security.h there is /ws alone.
 */
#include "interop.h"
#include "message_security.h"

#include "../../examples/example.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int notified;

#define UNUSED(context, asyncContext) ((void)(context), (void)(asyncContext))

static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, INT a, INT b, INT *result,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    (void)error;
    *result = (INT)((UINT)a + (UINT)b);
    return S_OK;
}

/* A fault with a code of its own, a reason and a detail. */
static HRESULT refuse_to_divide(double dividend, WS_ERROR *error)
{
    static WS_FAULT_CODE sub = { { WS_XML_STRING_VALUE("DivisionByZero"), WS_XML_STRING_VALUE(INTEROP_NAMESPACE) }, NULL },
                         sender = { { WS_XML_STRING_VALUE("Sender"), WS_XML_STRING_NULL }, &sub };
    static WS_FAULT_REASON reason = { WS_STRING_VALUE(u"division by zero"), WS_STRING_VALUE(u"en") };
    WS_FAULT fault = { .code = &sender, .reasons = &reason, .reasonCount = 1 };
    DivisionByZero detail = { dividend };
    HRESULT hr = WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault));
    if (SUCCEEDED(hr))
        hr = WsSetFaultErrorDetail(error, &Interop_DivisionByZero, WS_WRITE_REQUIRED_VALUE, &detail, sizeof(detail));
    return SUCCEEDED(hr) ? E_FAIL : hr;
}

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, double a, double b, double *result,
                               const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    if (b == 0) return refuse_to_divide(a, error);
    *result = a / b;
    return S_OK;
}

static HRESULT CALLBACK echo(const WS_OPERATION_CONTEXT *context, WS_STRING text, WS_STRING *result,
                             const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    (void)error;
    *result = text; /* it lives in the heap of the call until the reply is written */
    return S_OK;
}

static HRESULT CALLBACK echo_bytes(const WS_OPERATION_CONTEXT *context, WS_BYTES data, WS_BYTES *result,
                                   const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    (void)error;
    *result = data;
    return S_OK;
}

static HRESULT CALLBACK notify(const WS_OPERATION_CONTEXT *context, WS_STRING text, const WS_ASYNC_CONTEXT *asyncContext,
                               WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    (void)text;
    (void)error;
    notified++;
    return S_OK;
}

static HRESULT CALLBACK get_notified(const WS_OPERATION_CONTEXT *context, INT *result, const WS_ASYNC_CONTEXT *asyncContext,
                                     WS_ERROR *error)
{
    UNUSED(context, asyncContext);
    (void)error;
    *result = notified;
    return S_OK;
}

static const Interop_FunctionTable functions = { add, divide, echo, echo_bytes, notify, get_notified };
static const WS_SERVICE_CONTRACT contract = { &Interop_contract, NULL, &functions };

/* ---- Endpoints ---- */

#define VALUE(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1, soap12 = WS_ENVELOPE_VERSION_SOAP_1_2;
static WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_ENCODING binary = WS_ENCODING_XML_BINARY_1;
static WS_CHANNEL_PROPERTY
    soap11_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11),
                         VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport) },
    soap12_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap12),
                         VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport) },
    binary_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ENCODING, binary) };

/* Where the endpoints stand in the wsdl:service that the host adds to the WSDL. */
static WS_XML_STRING ns = WS_XML_STRING_VALUE(INTEROP_NAMESPACE), service_name = WS_XML_STRING_VALUE("InteropService"),
                     soap11_binding = WS_XML_STRING_VALUE("Soap11"), soap12_binding = WS_XML_STRING_VALUE("Soap12"),
                     soap11_port = WS_XML_STRING_VALUE("Soap11Port"), soap12_port = WS_XML_STRING_VALUE("Soap12Port");
static WS_SERVICE_ENDPOINT_METADATA soap11_metadata = { &soap11_port, &soap11_binding, &ns },
                                    soap12_metadata = { &soap12_port, &soap12_binding, &ns };
static WS_METADATA_EXCHANGE_TYPE by_get = WS_METADATA_EXCHANGE_TYPE_HTTP_GET, by_mex = WS_METADATA_EXCHANGE_TYPE_MEX;
static WS_STRING mex_suffix = WS_STRING_VALUE(u"/mex");
static WS_SERVICE_ENDPOINT_PROPERTY
    soap11_properties[] = { VALUE(WS_SERVICE_ENDPOINT_PROPERTY_METADATA, soap11_metadata),
                            VALUE(WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, by_get) },
    soap12_properties[] = { VALUE(WS_SERVICE_ENDPOINT_PROPERTY_METADATA, soap12_metadata) },
    ws_properties[] = { VALUE(WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, by_mex),
                        VALUE(WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX, mex_suffix) };

/* The whole file, or NULL. The caller frees it. */
static BYTE *read_file(const char *path, ULONG *length)
{
    FILE *file = fopen(path, "rb");
    BYTE *bytes = malloc(1 << 20);
    if (file == NULL || bytes == NULL) {
        free(bytes);
        bytes = NULL;
    } else *length = (ULONG)fread(bytes, 1, 1 << 20, file);
    if (file != NULL) fclose(file);
    return bytes;
}

/* ---- TLS ---- */

/* The certificate is found by its subject in the store that the environment names. /soap12 takes only clients that have
 * one as well. */
static WS_SUBJECT_NAME_CERT_CREDENTIAL certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER,
                                                       WS_STRING_VALUE(u"My"), WS_STRING_VALUE(u"localhost") };
static BOOL yes = TRUE;
static WS_SECURITY_BINDING_PROPERTY client_required = { WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, &yes, sizeof(yes) };
static WS_SSL_TRANSPORT_SECURITY_BINDING
    open_to_all = { { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0 }, &certificate.credential },
    open_to_clients = { { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, &client_required, 1 }, &certificate.credential };
static WS_SECURITY_BINDING *all[] = { &open_to_all.binding }, *clients[] = { &open_to_clients.binding };
static const WS_SECURITY_DESCRIPTION to_all = { all, 1, NULL, 0 }, to_clients = { clients, 1, NULL, 0 };

static WS_CHANNEL_PROPERTY protected_channel[1];

int main(int argc, char **argv)
{
    static const char *const paths[] = { "/soap11", "/soap12", "/ws", "/binary" };
    WS_SERVICE_ENDPOINT endpoints[] = {
        { .channelProperties = { soap11_channel, WsCountOf(soap11_channel) }, .properties = soap11_properties,
          .propertyCount = WsCountOf(soap11_properties) },
        { .channelProperties = { soap12_channel, WsCountOf(soap12_channel) }, .properties = soap12_properties,
          .propertyCount = WsCountOf(soap12_properties) },
        { .properties = ws_properties, .propertyCount = WsCountOf(ws_properties) },
        { .channelProperties = { binary_channel, WsCountOf(binary_channel) } },
    };
    enum { ENDPOINTS = WsCountOf(endpoints), WS = 2 };
    const WS_SERVICE_ENDPOINT *pointers[ENDPOINTS];
    WCHAR rooms[ENDPOINTS][MAX_URL];
    char url[MAX_URL];
    if (argc < 3) {
        fprintf(stderr, "service <port> <interop.wsdl> [tls | <case of message security>]\n");
        return 2;
    }
    int has_tls = argc > 3 && strcmp(argv[3], "tls") == 0, is_protected = argc > 3 && !has_tls;
    for (size_t i = 0; i < ENDPOINTS; i++) {
        snprintf(url, sizeof(url), "%s://+:%s%s", has_tls ? "https" : "http", argv[1], paths[i]);
        if (has_tls) endpoints[i].securityDescription = strcmp(paths[i], "/soap12") == 0 ? &to_clients : &to_all;
        endpoints[i].address.url = url_of(url, rooms[i]);
        endpoints[i].channelBinding = WS_HTTP_CHANNEL_BINDING;
        endpoints[i].channelType = WS_CHANNEL_TYPE_REPLY;
        endpoints[i].contract = &contract;
        pointers[i] = &endpoints[i];
    }
    if (is_protected) {
        endpoints[WS].securityDescription = message_security(argv[3], 1);
        if (endpoints[WS].securityDescription == NULL) {
            fprintf(stderr, "service: there is no case %s\n", argv[3]);
            return 2;
        }
        endpoints[WS].authorizationCallback = sender_is_known;
        endpoints[WS].propertyCount = 0;
        if (is_without_addressing()) {
            endpoints[WS].channelProperties = endpoints[0].channelProperties;
        } else {
            protected_channel[0].id = WS_CHANNEL_PROPERTY_ENCODING;
            protected_channel[0].value = message_encoding();
            protected_channel[0].valueSize = sizeof(WS_ENCODING);
            endpoints[WS].channelProperties.properties = protected_channel;
            endpoints[WS].channelProperties.propertyCount = WsCountOf(protected_channel);
        }
        pointers[0] = &endpoints[WS];
    }

    WS_XML_STRING wsdl = { 0, NULL, NULL, 0 };
    wsdl.bytes = read_file(argv[2], &wsdl.length);
    WS_STRING wsdl_name = WS_STRING_VALUE(u"interop.wsdl");
    WS_SERVICE_METADATA_DOCUMENT document = { &wsdl, &wsdl_name }, *documents[] = { &document };
    WS_SERVICE_METADATA metadata = { WsCountOf(documents), documents, &service_name, &ns };
    WS_SERVICE_PROPERTY properties[] = { VALUE(WS_SERVICE_PROPERTY_METADATA, metadata) };

    WS_SERVICE_HOST *host = NULL;
    WS_ERROR *error = NULL;
    HRESULT hr = wsdl.bytes == NULL ? E_FAIL : WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceHost(pointers, is_protected ? 1 : ENDPOINTS, properties, is_protected ? 0 : WsCountOf(properties), &host, error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceHost(host, NULL, error);
    if (SUCCEEDED(hr)) {
        wait_for_enter(argv[1]);
        hr = WsCloseServiceHost(host, NULL, error);
    }
    if (FAILED(hr)) print_error(hr, error);
    WsFreeServiceHost(host);
    WsFreeError(error);
    free(wsdl.bytes);
    return SUCCEEDED(hr) ? 0 : 1;
}
