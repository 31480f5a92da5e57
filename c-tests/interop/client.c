/*
 * A client of interop.wsdl made with this library: client <case> <url> [<number of calls at the end, 200>]
 *
 * Cases: soap11, soap12 (both without addressing headers), ws (SOAP 1.2 with WS-Addressing 1.0), binary (the same in
 * binary XML); and those of message_security.h, which are ws, or soap11, with protected messages.
 */
#include "interop.h"
#include "message_security.h"

#include "../../examples/example.h"

#include <math.h>
#include <stdlib.h>

#define VALUE(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
static WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_ENCODING binary = WS_ENCODING_XML_BINARY_1;
static BOOL yes = TRUE;
static WS_CHANNEL_PROPERTY
    soap11_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport),
                         VALUE(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11) },
    soap12_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport) },
    binary_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ENCODING, binary) },
    /* Mono's WCF does not protect its faults. Where there are addressing headers, it is the first two alone. */
    protected_channel[] = { VALUE(WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, yes),
                            { .id = WS_CHANNEL_PROPERTY_ENCODING, .valueSize = sizeof(WS_ENCODING) },
                            VALUE(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport),
                            VALUE(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11) };

static const struct {
    const char *name;
    WS_CHANNEL_PROPERTY *properties;
    ULONG count;
} cases[] = {
    { "soap11", soap11_channel, WsCountOf(soap11_channel) },
    { "soap12", soap12_channel, WsCountOf(soap12_channel) },
    { "ws", NULL, 0 },
    { "binary", binary_channel, WsCountOf(binary_channel) },
    { NULL, protected_channel, 2 }, /* what message_security knows */
};

static WS_HEAP *heap;
static WS_ERROR *error;
static int wrong;

/* Ends what one call was and says whether it was right. */
static void check(const char *what, HRESULT hr, int right)
{
    printf("%s %s\n", right ? "right" : "WRONG", what);
    if (!right && FAILED(hr)) print_error(hr, error);
    wrong |= !right;
    WsResetHeap(heap, NULL);
    WsResetError(error);
}

static int equal(const WS_STRING *a, const WS_STRING *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->chars, b->chars, a->length * sizeof(WCHAR)) == 0);
}

/* Whether the fault that came has the reason and, of SOAP 1.1 too, the code by its name in SOAP 1.2. */
static int reason_is(const WS_STRING *expected, const char *first_code)
{
    WS_FAULT *fault = NULL;
    if (FAILED(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault))) || fault == NULL)
        return 0;
    const WS_XML_STRING *code = &fault->code->value.localName;
    return fault->reasonCount >= 1 && equal(&fault->reasons[0].text, expected) && code->length == strlen(first_code)
        && memcmp(code->bytes, first_code, code->length) == 0;
}

int main(int argc, char **argv)
{
    WCHAR room[MAX_URL];
    size_t which = 0;
    while (argc > 2 && cases[which].name != NULL && strcmp(cases[which].name, argv[1]) != 0)
        which++;
    const WS_SECURITY_DESCRIPTION *security = NULL;
    if (argc > 2 && cases[which].name == NULL) security = message_security(argv[1], 0);
    protected_channel[1].value = message_encoding();
    if (argc < 3 || (cases[which].name == NULL && security == NULL)) {
        fprintf(stderr, "client soap11|soap12|ws|binary|<case of message security> <url>\n");
        return 2;
    }
    WS_ENDPOINT_ADDRESS address = { .url = url_of(argv[2], room), .identity = security == NULL ? NULL : service_identity() };
    /* Certificates are in the store that the environment names: the roots, and Alice's own where the service asks. */
    static WS_SUBJECT_NAME_CERT_CREDENTIAL certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE },
        CERT_SYSTEM_STORE_CURRENT_USER, WS_STRING_VALUE(u"My"), WS_STRING_VALUE(u"Alice") };
    static WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0 }, NULL };
    static WS_SECURITY_BINDING *bindings[] = { &ssl.binding };
    static const WS_SECURITY_DESCRIPTION over_tls = { bindings, 1, NULL, 0 };
    if (strncmp(argv[2], "https:", 6) == 0) security = &over_tls;
    if (strcmp(argv[1], "soap12") == 0) ssl.localCertCredential = &certificate.credential;
    WS_SERVICE_PROXY *proxy = NULL;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateHeap(65536, 4096, NULL, 0, &heap, error);
    if (SUCCEEDED(hr))
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, security, NULL, 0,
                                  cases[which].properties,
                                  is_without_addressing() ? WsCountOf(protected_channel) : cases[which].count, &proxy, error);
    if (SUCCEEDED(hr)) hr = WsOpenServiceProxy(proxy, &address, NULL, error);
    check("open", hr, SUCCEEDED(hr));
    if (wrong) return 1;

    INT sum = 0, before = -1, after = -1;
    hr = Interop_Add(proxy, -2000000000, 7, &sum, heap, error);
    check("Add", hr, SUCCEEDED(hr) && sum == -1999999993);

    double quotient = 0;
    hr = Interop_Divide(proxy, 1, 3, &quotient, heap, error);
    check("Divide", hr, SUCCEEDED(hr) && quotient == 1.0 / 3);
    hr = Interop_Divide(proxy, NAN, 3, &quotient, heap, error);
    check("Divide by a number that is none", hr, SUCCEEDED(hr) && isnan(quotient));
    hr = Interop_Divide(proxy, -INFINITY, 3, &quotient, heap, error);
    check("Divide infinity", hr, SUCCEEDED(hr) && isinf(quotient) && quotient < 0);

    static const WS_STRING reason = WS_STRING_VALUE(u"division by zero");
    quotient = 42;
    hr = Interop_Divide(proxy, 7.5, 0, &quotient, heap, error);
    check("Divide by zero: a fault with its reason and code", hr,
          hr == WS_E_ENDPOINT_FAULT_RECEIVED && reason_is(&reason, "Sender") && quotient == 42);
    hr = Interop_Divide(proxy, 7.5, 0, &quotient, heap, error);
    DivisionByZero detail = { 0 };
    HRESULT detail_hr = WsGetFaultErrorDetail(error, &Interop_DivisionByZero, WS_READ_REQUIRED_VALUE, heap, &detail, sizeof(detail));
    check("Divide by zero: the detail of the fault", detail_hr,
          hr == WS_E_ENDPOINT_FAULT_RECEIVED && SUCCEEDED(detail_hr) && detail.dividend == 7.5);

    static const WS_STRING text = WS_STRING_VALUE(u"a <&> \"'\t\u00e4\u20ac\U0001d11e ]]>"), nothing = WS_STRING_VALUE(u"");
    WS_STRING echo = WS_STRING_NULL;
    hr = Interop_Echo(proxy, text, &echo, heap, error);
    check("Echo", hr, SUCCEEDED(hr) && equal(&echo, &text));
    hr = Interop_Echo(proxy, nothing, &echo, heap, error);
    check("Echo of nothing", hr, SUCCEEDED(hr) && equal(&echo, &nothing));

    BYTE bytes[3001];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (BYTE)(i * 7);
    WS_BYTES data = { sizeof(bytes), bytes }, back = { 0, NULL };
    hr = Interop_EchoBytes(proxy, data, &back, heap, error);
    check("EchoBytes", hr, SUCCEEDED(hr) && back.length == sizeof(bytes) && memcmp(back.bytes, bytes, sizeof(bytes)) == 0);

    hr = Interop_Notified(proxy, &before, heap, error);
    check("Notified", hr, SUCCEEDED(hr));
    hr = Interop_Notify(proxy, text, heap, error);
    check("Notify, one way", hr, SUCCEEDED(hr));
    hr = Interop_Notified(proxy, &after, heap, error);
    check("Notified again", hr, SUCCEEDED(hr) && after == before + 1);

    INT more = argc > 3 ? atoi(argv[3]) : 200;
    for (INT i = 0; i < more && SUCCEEDED(hr); i++) {
        hr = Interop_Add(proxy, i, 1, &sum, heap, error);
        if (FAILED(hr) || sum != i + 1) check("one of many calls on one connection", hr, 0);
        WsResetHeap(heap, NULL);
    }
    hr = WsCloseServiceProxy(proxy, NULL, error);
    check("close", hr, SUCCEEDED(hr));
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeError(error);
    return wrong;
}
