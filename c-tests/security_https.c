/*
 * HTTPS from end to end: a proxy and a host of one program, with certificates of every kind (support/ca.sh). What is
 * said, what each side learns of the other, and who is refused.
 */
#include "support/service.h"

#include <WebServicesX.h>

#include <signal.h>
#include <sys/wait.h>

/* What callbacks of the program fail with: its own code, which nothing else here returns. */
#define REFUSED ((HRESULT)0xA0001234)

/* ---- Certificates ---- */

static void *read_file(const char *name, ULONG *size)
{
    char path[512];
    snprintf(path, sizeof(path), WWS_CERTS "/%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = (char *)malloc(65536);
    assert_non_null(bytes);
    *size = (ULONG)fread(bytes, 1, 65536, file);
    assert_true(*size > 0 && *size < 65536);
    fclose(file);
    return bytes;
}

/* A certificate with its key, or, for an issuer, without. */
static const CERT_CONTEXT *load(const char *name, int with_key, WS_ERROR *error)
{
    char file[64];
    WS_BYTES pem, key;
    const CERT_CONTEXT *cert = NULL;
    snprintf(file, sizeof(file), "%s.pem", name);
    pem.bytes = (BYTE *)read_file(file, &pem.length);
    snprintf(file, sizeof(file), "%s.key", name);
    key.length = 0;
    key.bytes = with_key ? (BYTE *)read_file(file, &key.length) : NULL;
    assert_ok(WsxCertFromPem(&pem, with_key ? &key : NULL, NULL, &cert, error), error);
    free(pem.bytes);
    free(key.bytes);
    return cert;
}

/* WS_CUSTOM_CERT_CREDENTIAL that gives one certificate, and counts. */
typedef struct GIVER {
    const CERT_CONTEXT *cert;
    HRESULT hr;
    int calls, with_target, with_all, with_via;
    char target[100];
} GIVER;

static HRESULT CALLBACK give(void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via,
                             const CERT_CONTEXT **cert, WS_ERROR *error)
{
    GIVER *giver = (GIVER *)state;
    giver->calls++;
    if (target != NULL) {
        const WS_DNS_ENDPOINT_IDENTITY *dns = (const WS_DNS_ENDPOINT_IDENTITY *)target->identity;
        giver->with_target++;
        giver->with_all += target->headers != NULL && target->extensions != NULL && dns != NULL &&
                           dns->identity.identityType == WS_DNS_ENDPOINT_IDENTITY_TYPE &&
                           dns->dns.length == 9 && memcmp(dns->dns.chars, u"localhost", 9 * sizeof(WCHAR)) == 0;
        giver->with_via += via != NULL && via->length == target->url.length &&
                           memcmp(via->chars, target->url.chars, via->length * sizeof(WCHAR)) == 0;
        for (ULONG i = 0; i < target->url.length && i + 1 < sizeof(giver->target); i++) {
            giver->target[i] = (char)target->url.chars[i];
        }
    }
    if (FAILED(giver->hr)) {
        WsAddErrorString(error, TEXT16("no certificate today"));
        return giver->hr;
    }
    *cert = giver->cert == NULL ? NULL : CertDuplicateCertificateContext(giver->cert);
    return S_OK;
}

static int has_der(const WS_BYTES *bytes, const CERT_CONTEXT *cert)
{
    return bytes->length == cert->cbCertEncoded && memcmp(bytes->bytes, cert->pbCertEncoded, bytes->length) == 0;
}

/* ---- A host and a proxy ---- */

typedef struct SECURED {
    SERVICE *s;
    WS_ERROR *error;
    GIVER own[2];
    WS_CUSTOM_CERT_CREDENTIAL credentials[2];
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl[2];
    WS_SECURITY_BINDING *bindings[2][1];
    WS_SECURITY_BINDING_PROPERTY properties[2][4];
    WS_SECURITY_DESCRIPTION security[2];
    const CERT_CONTEXT *anchor;
    WSX_TRUST_ANCHORS anchors;
    WS_SERVICE_PROXY *proxy;
    WS_ENDPOINT_ADDRESS address;
    WCHAR url[64];
} SECURED;

enum { OF_SERVER, OF_CLIENT };

static void set(SECURED *x, int side, WS_SECURITY_BINDING_PROPERTY_ID id, const void *value, size_t size)
{
    WS_SECURITY_BINDING *binding = &x->ssl[side].binding;
    WS_SECURITY_BINDING_PROPERTY property = {id, (void *)(uintptr_t)value, (ULONG)size};
    assert_true(binding->propertyCount < COUNT(x->properties[side]));
    x->properties[side][binding->propertyCount++] = property;
}

static void use(SECURED *x, int side, const char *name)
{
    CertFreeCertificateContext(x->own[side].cert);
    x->own[side].cert = name == NULL ? NULL : load(name, 1, x->error);
    x->ssl[side].localCertCredential = &x->credentials[side].credential;
}

/* The service has the certificate server, the client trusts the root and has none. */
static int make_secured(void **state)
{
    SECURED *x = (SECURED *)calloc(1, sizeof(*x));
    void *service = NULL;
    if (x == NULL || make_service(&service) != 0) {
        return -1;
    }
    x->s = (SERVICE *)service;
    x->error = x->s->base.error;
    set_url(x->s, "https://127.0.0.1:%u/calc");
    for (int side = 0; side < 2; side++) {
        x->credentials[side].credential.credentialType = WS_CUSTOM_CERT_CREDENTIAL_TYPE;
        x->credentials[side].getCertCallback = give;
        x->credentials[side].getCertCallbackState = &x->own[side];
        x->ssl[side].binding.bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE;
        x->ssl[side].binding.properties = x->properties[side];
        x->bindings[side][0] = &x->ssl[side].binding;
        x->security[side].securityBindings = x->bindings[side];
        x->security[side].securityBindingCount = 1;
    }
    use(x, OF_SERVER, "server");
    x->s->endpoint.securityDescription = &x->security[OF_SERVER];
    x->anchor = load("ca", 0, x->error);
    x->anchors.certs = &x->anchor;
    x->anchors.certCount = 1;
    *state = x;
    return 0;
}

static int free_secured(void **state)
{
    SECURED *x = (SECURED *)*state;
    void *service = x->s;
    WsFreeServiceProxy(x->proxy);
    CertFreeCertificateContext(x->own[0].cert);
    CertFreeCertificateContext(x->own[1].cert);
    CertFreeCertificateContext(x->anchor);
    free_service(&service);
    free(x);
    return 0;
}

#define SECURED_TEST(function) cmocka_unit_test_setup_teardown(function, make_secured, free_secured)

static void trust_the_root(SECURED *x)
{
    set(x, OF_CLIENT, WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &x->anchors, sizeof(x->anchors));
}

static void set_address(SECURED *x, const char *scheme, const char *host)
{
    char text[64];
    int length = snprintf(text, sizeof(text), "%s://%s:%u/calc", scheme, host, x->s->port);
    for (int i = 0; i < length; i++) {
        x->url[i] = (unsigned char)text[i];
    }
    x->address.url.chars = x->url;
    x->address.url.length = (ULONG)length;
}

static HRESULT open_proxy(SECURED *x, const char *host)
{
    WS_PROXY_PROPERTY *none = NULL;
    set_address(x, "https", host);
    HRESULT hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &x->security[OF_CLIENT], none,
                                      0, x->s->channel_properties, 2, &x->proxy, x->error);
    return FAILED(hr) ? hr : WsOpenServiceProxy(x->proxy, &x->address, NULL, x->error);
}

static HRESULT call(SECURED *x, int a, int b, int *sum)
{
    const void *arguments[] = {&a, &b, &sum};
    return WsCall(x->proxy, &operation_add, arguments, x->s->base.heap, NULL, 0, NULL, x->error);
}

static void check_calls(SECURED *x)
{
    for (int i = 0; i < 3; i++) {
        int sum = 0;
        assert_ok(call(x, i, 40, &sum), x->error);
        assert_int_equal(sum, i + 40);
    }
}

static void close_proxy(SECURED *x)
{
    assert_ok(WsCloseServiceProxy(x->proxy, NULL, x->error), x->error);
    WsFreeServiceProxy(x->proxy);
    x->proxy = NULL;
}

/* A proxy of its own for some calls. */
static void call_host(SECURED *x, const char *host)
{
    assert_ok(open_proxy(x, host), x->error);
    check_calls(x);
    close_proxy(x);
}

/* ---- What an operation learns ---- */

static struct {
    WS_PROTECTION_LEVEL level;
    HRESULT cert_code, name_code, token_code;
    int is_client;
    const CERT_CONTEXT *expected;
    int asked;
    BOOL answer;
    int seen_by_authorization;
} learned;

static int is_from(WS_MESSAGE *message, const CERT_CONTEXT *cert, HRESULT *code)
{
    WS_BYTES bytes = {0, NULL};
    *code = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &bytes, sizeof(bytes), NULL);
    return SUCCEEDED(*code) && cert != NULL && has_der(&bytes, cert);
}

static HRESULT CALLBACK learning_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                     const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_STRING name;
    HANDLE token;
    (void)asynchronous;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (FAILED(hr)) {
        return hr;
    }
    hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &learned.level, sizeof(learned.level),
                              error);
    learned.is_client = is_from(message, learned.expected, &learned.cert_code);
    learned.name_code = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), NULL);
    learned.token_code = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, &token,
                                              sizeof(token), NULL);
    *result = a + b;
    return hr;
}

static const FUNCTIONS learning_functions = {learning_add, plain_echo, plain_note};

static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    HRESULT code;
    learned.asked++;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr)) {
        learned.seen_by_authorization = is_from(message, learned.expected, &code);
        *authorized = learned.answer;
    }
    return hr;
}

static void learn(SECURED *x, const CERT_CONTEXT *expected)
{
    memset(&learned, 0, sizeof(learned));
    learned.expected = expected;
    x->s->contract.methodTable = &learning_functions;
}

/* ---- Tests ---- */

static void calls_over_tls(void **state)
{
    SECURED *x = (SECURED *)*state;
    learn(x, NULL);
    set_url(x->s, "https://+:%u/calc");
    open_host(x->s);
    assert_int_equal(x->own[OF_SERVER].calls, 1);
    assert_int_equal(x->own[OF_SERVER].with_target, 0);
    trust_the_root(x);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    check_calls(x);
    assert_int_equal(learned.level, WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
    assert_hr(WS_E_INVALID_OPERATION, learned.cert_code, NULL);
    assert_hr(WS_E_INVALID_OPERATION, learned.name_code, NULL);
    assert_hr(WS_E_INVALID_OPERATION, learned.token_code, NULL);
    close_proxy(x);
    /* A host's name, and both again. */
    call_host(x, "localhost");
    close_host(x->s);
    assert_ok(WsResetServiceHost(x->s->host, x->error), x->error);
    assert_ok(WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_int_equal(x->own[OF_SERVER].calls, 2);
    call_host(x, "127.0.0.1");
    close_host(x->s);
}

/* Plain HTTP tells nothing of the sender. */
static void plain_http_is_not_protected(void **state)
{
    SECURED *x = (SECURED *)*state;
    learn(x, NULL);
    x->s->endpoint.securityDescription = NULL;
    x->security[OF_CLIENT].securityBindingCount = 0;
    set_url(x->s, "http://127.0.0.1:%u/calc");
    open_host(x->s);
    set_address(x, "http", "127.0.0.1");
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &x->security[OF_CLIENT], NULL, 0,
                                   x->s->channel_properties, 2, &x->proxy, x->error),
              x->error);
    assert_ok(WsOpenServiceProxy(x->proxy, &x->address, NULL, x->error), x->error);
    check_calls(x);
    assert_int_equal(learned.level, WS_PROTECTION_LEVEL_NONE);
    assert_hr(WS_E_INVALID_OPERATION, learned.cert_code, NULL);
    close_proxy(x);
    close_host(x->s);
}

/* Certificates of servers, each with the code that a call fails with; and with what is ignored, it does not. */
static void servers_that_are_refused(void **state)
{
    SECURED *x = (SECURED *)*state;
    static const struct {
        const char *server, *anchor, *host;
        HRESULT code;
        /* WS_CERT_FAILURE that lets it through; 0: nothing does. */
        ULONG ignored;
    } table[] = {
        {"server", "other-ca", "127.0.0.1", CERT_E_UNTRUSTEDROOT, WS_CERT_FAILURE_UNTRUSTED_ROOT},
        {"selfsigned", "ca", "127.0.0.1", CERT_E_UNTRUSTEDROOT, WS_CERT_FAILURE_UNTRUSTED_ROOT},
        {"wrongname", "ca", "127.0.0.1", CERT_E_CN_NO_MATCH, WS_CERT_FAILURE_CN_MISMATCH},
        {"noname", "ca", "127.0.0.1", CERT_E_CN_NO_MATCH, WS_CERT_FAILURE_CN_MISMATCH},
        {"wrongusage", "ca", "127.0.0.1", CERT_E_WRONG_USAGE, WS_CERT_FAILURE_WRONG_USAGE},
        {"weak", "ca", "127.0.0.1", WS_E_SECURITY_VERIFICATION_FAILURE, 0},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        void *again = NULL;
        for (int ignores = 0; ignores < 2; ignores++) {
            assert_int_equal(make_secured(&again), 0);
            SECURED *y = (SECURED *)again;
            use(y, OF_SERVER, table[i].server);
            HRESULT opened = create_host(y->s);
            assert_ok(opened, y->error);
            opened = WsOpenServiceHost(y->s->host, NULL, y->error);
            if (FAILED(opened)) {
                /* A key that is too short is refused by its own side already. */
                assert_string_equal(table[i].server, "weak");
                free_secured(&again);
                continue;
            }
            CertFreeCertificateContext(y->anchor);
            y->anchor = load(table[i].anchor, 0, y->error);
            trust_the_root(y);
            if (ignores) {
                set(y, OF_CLIENT, WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE, &table[i].ignored,
                    sizeof(table[i].ignored));
            }
            assert_ok(open_proxy(y, table[i].host), y->error);
            int sum = 0;
            HRESULT hr = call(y, 1, 2, &sum);
            HRESULT expected = ignores && table[i].ignored != 0 ? S_OK : table[i].code;
            if (hr != expected) {
                fprintf(stderr, "%s, %s: %08X instead of %08X\n", table[i].server, ignores ? "ignored" : "checked",
                        HR(hr), HR(expected));
                print_texts(y->error);
                fail();
            }
            if (FAILED(hr)) {
                assert_true(text_count(y->error) > 0);
                assert_ok(WsResetError(y->error), NULL);
                /* The next request is refused in the same way: nothing of the connection is kept. */
                assert_hr(expected, call(y, 1, 2, &sum), y->error);
                assert_ok(WsResetError(y->error), NULL);
            }
            close_proxy(y);
            close_host(y->s);
            free_secured(&again);
        }
    }
    (void)x;
}

/* A server does not open with a certificate that every client would refuse, or without one. */
static void own_certificates(void **state)
{
    SECURED *x = (SECURED *)*state;
    use(x, OF_SERVER, "expired");
    assert_ok(create_host(x->s), x->error);
    assert_hr(CERT_E_EXPIRED, WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_error_says(x->error, "localCertCredential");
    close_host(x->s);
    assert_ok(WsResetServiceHost(x->s->host, x->error), x->error);
    use(x, OF_SERVER, NULL);
    assert_hr(E_INVALIDARG, WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_error_says(x->error, "localCertCredential");
    close_host(x->s);
    assert_ok(WsResetServiceHost(x->s->host, x->error), x->error);
    x->own[OF_SERVER].hr = REFUSED;
    assert_hr(REFUSED, WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_error_says(x->error, "no certificate today");
    close_host(x->s);
    assert_ok(WsResetServiceHost(x->s->host, x->error), x->error);
    x->own[OF_SERVER].hr = S_OK;
    use(x, OF_SERVER, "server");
    assert_ok(WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    close_host(x->s);
    /* A client's callback is told for which service. */
    use(x, OF_CLIENT, "expired");
    assert_hr(CERT_E_EXPIRED, open_proxy(x, "127.0.0.1"), x->error);
    assert_int_equal(x->own[OF_CLIENT].with_target, 1);
    assert_memory_equal(x->own[OF_CLIENT].target, "https://127.0.0.1:", 18);
    assert_error_says(x->error, "localCertCredential");
    assert_int_equal(x->own[OF_CLIENT].with_all, 0);
    assert_int_equal(x->own[OF_CLIENT].with_via, 1);
    WsFreeServiceProxy(x->proxy);
    /* With all that the address has. */
    WS_DNS_ENDPOINT_IDENTITY dns = {{WS_DNS_ENDPOINT_IDENTITY_TYPE}, WS_STRING_VALUE(u"localhost")};
    WS_XML_BUFFER *parts[2];
    for (int i = 0; i < 2; i++) {
        assert_ok(WsCreateXmlBuffer(x->s->base.heap, NULL, 0, &parts[i], x->error), x->error);
    }
    x->address.headers = parts[0];
    x->address.extensions = parts[1];
    x->address.identity = &dns.identity;
    assert_hr(CERT_E_EXPIRED, open_proxy(x, "127.0.0.1"), x->error);
    assert_int_equal(x->own[OF_CLIENT].with_all, 1);
    /* A server shows its own to everybody. */
    assert_int_equal(x->own[OF_SERVER].with_target + x->own[OF_SERVER].with_via, 0);
}

static void clients_with_certificates(void **state)
{
    (void)state;
    static const WSX_REQUIREMENT requirements[] = {WSX_REQUIREMENT_REQUIRED, WSX_REQUIREMENT_OPTIONAL,
                                                   WSX_REQUIREMENT_NONE};
    static const char *const clients[] = {NULL, "client", "server", "other", "wrongusage"};
    /* server is for servers only; other is of an issuer whom the service does not know; wrongusage is for clients. */
    static const int admitted[3][5] = {{0, 1, 0, 0, 1}, {1, 1, 0, 0, 1}, {1, 1, 1, 1, 1}};
    for (size_t r = 0; r < COUNT(requirements); r++) {
        for (size_t c = 0; c < COUNT(clients); c++) {
            void *again = NULL;
            assert_int_equal(make_secured(&again), 0);
            SECURED *x = (SECURED *)again;
            if (clients[c] != NULL) {
                use(x, OF_CLIENT, clients[c]);
            }
            learn(x, x->own[OF_CLIENT].cert);
            learned.answer = TRUE;
            x->s->endpoint.authorizationCallback = authorize;
            set(x, OF_SERVER, WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, &requirements[r],
                sizeof(requirements[r]));
            set(x, OF_SERVER, WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &x->anchors, sizeof(x->anchors));
            trust_the_root(x);
            open_host(x->s);
            assert_ok(open_proxy(x, "127.0.0.1"), x->error);
            if (admitted[r][c]) {
                check_calls(x);
                int is_seen = clients[c] != NULL && requirements[r] != WSX_REQUIREMENT_NONE;
                assert_int_equal(learned.is_client, is_seen);
                assert_int_equal(learned.seen_by_authorization, is_seen);
                assert_hr(is_seen ? S_OK : WS_E_INVALID_OPERATION, learned.cert_code, NULL);
            } else {
                int sum = 0;
                HRESULT hr = call(x, 1, 2, &sum);
                if (hr != WS_E_ENDPOINT_ACCESS_DENIED) {
                    fprintf(stderr, "requirement %d, client %s: %08X\n", (int)requirements[r],
                            clients[c] == NULL ? "without" : clients[c], HR(hr));
                    print_texts(x->error);
                    fail();
                }
                assert_int_equal(learned.asked, 0);
                assert_ok(WsResetError(x->error), NULL);
            }
            close_proxy(x);
            close_host(x->s);
            free_secured(&again);
        }
    }
}

typedef struct LISTENED {
    int calls, found;
    ULONG count;
    HRESULT hr;
} LISTENED;

static HRESULT CALLBACK listen_to_issuers(void *state, const SecPkgContext_IssuerListInfoEx *issuers, WS_ERROR *error)
{
    static const char part[] = "Test";
    LISTENED *listened = (LISTENED *)state;
    listened->calls++;
    listened->count = issuers->cIssuers;
    for (ULONG i = 0; i < issuers->cIssuers; i++) {
        const CERT_NAME_BLOB *name = &issuers->aIssuers[i];
        for (ULONG at = 0; at + sizeof(part) - 1 <= name->cbData; at++) {
            listened->found |= memcmp(name->pbData + at, part, sizeof(part) - 1) == 0;
        }
    }
    if (FAILED(listened->hr)) {
        WsAddErrorString(error, TEXT16("no use for them"));
    }
    return listened->hr;
}

/* A client whose certificate was not enough is told whose would be. */
static void issuers_of_clients(void **state)
{
    SECURED *x = (SECURED *)*state;
    const BOOL yes = TRUE;
    LISTENED listened = {0, 0, 0, S_OK};
    int sum = 0;
    set(x, OF_SERVER, WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, &yes, sizeof(yes));
    set(x, OF_SERVER, WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &x->anchors, sizeof(x->anchors));
    trust_the_root(x);
    x->credentials[OF_CLIENT].certIssuerListNotificationCallback = listen_to_issuers;
    x->credentials[OF_CLIENT].certIssuerListNotificationCallbackState = &listened;
    open_host(x->s);
    /* Without a certificate, with one of somebody else, and with the right one. */
    static const char *const clients[] = {NULL, "other", "client"};
    for (int c = 0; c < 3; c++) {
        use(x, OF_CLIENT, clients[c]);
        assert_ok(open_proxy(x, "127.0.0.1"), x->error);
        assert_int_equal(x->own[OF_CLIENT].calls, c + 1);
        assert_hr(c == 2 ? S_OK : WS_E_ENDPOINT_ACCESS_DENIED, call(x, 1, 2, &sum), x->error);
        assert_ok(WsResetError(x->error), NULL);
        assert_int_equal(listened.calls, c == 2 ? 2 : c + 1);
        assert_int_equal(listened.count, 1);
        assert_true(listened.found);
        close_proxy(x);
    }
    /* What fails there is said beside what failed. */
    listened.hr = REFUSED;
    use(x, OF_CLIENT, NULL);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_hr(WS_E_ENDPOINT_ACCESS_DENIED, call(x, 1, 2, &sum), x->error);
    assert_error_says(x->error, "WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK");
    close_proxy(x);
    close_host(x->s);
}

/* A program refuses a client that the library has let in. */
static void authorization(void **state)
{
    SECURED *x = (SECURED *)*state;
    const BOOL yes = TRUE;
    int sum = 0;
    use(x, OF_CLIENT, "client");
    learn(x, x->own[OF_CLIENT].cert);
    x->s->endpoint.authorizationCallback = authorize;
    set(x, OF_SERVER, WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, &yes, sizeof(yes));
    set(x, OF_SERVER, WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &x->anchors, sizeof(x->anchors));
    trust_the_root(x);
    open_host(x->s);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_true(FAILED(call(x, 1, 2, &sum)));
    assert_ok(WsResetError(x->error), NULL);
    assert_true(learned.asked > 0);
    assert_int_equal(learned.seen_by_authorization, 1);
    learned.answer = TRUE;
    check_calls(x);
    close_proxy(x);
    close_host(x->s);
}

typedef struct JUDGE {
    const CERT_CONTEXT *expected;
    HRESULT verdict;
    int calls, right;
} JUDGE;

static HRESULT CALLBACK judge(const CERT_CONTEXT *cert, void *state)
{
    JUDGE *judge = (JUDGE *)state;
    judge->calls++;
    judge->right += cert->cbCertEncoded == judge->expected->cbCertEncoded
        && memcmp(cert->pbCertEncoded, judge->expected->pbCertEncoded, cert->cbCertEncoded) == 0;
    CertFreeCertificateContext(cert);
    return judge->verdict;
}

/* The program looks at the server's certificate for each request. */
static void validation_callback(void **state)
{
    SECURED *x = (SECURED *)*state;
    JUDGE one = {x->own[OF_SERVER].cert, S_OK, 0, 0};
    WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT context = {judge, &one};
    int sum = 0;
    trust_the_root(x);
    set(x, OF_CLIENT, WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT, &context, sizeof(context));
    open_host(x->s);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    check_calls(x);
    assert_int_equal(one.calls, 3);
    assert_int_equal(one.right, 3);
    one.verdict = REFUSED;
    assert_hr(REFUSED, call(x, 1, 2, &sum), x->error);
    assert_error_says(x->error, "WS_CERTIFICATE_VALIDATION_CALLBACK");
    assert_int_equal(one.calls, 4);
    /* That is the end of the proxy. */
    WS_SERVICE_PROXY_STATE now;
    assert_ok(WsGetServiceProxyProperty(x->proxy, WS_PROXY_PROPERTY_STATE, &now, sizeof(now), x->error), x->error);
    assert_int_equal(now, WS_SERVICE_PROXY_STATE_FAULTED);
    assert_true(FAILED(call(x, 1, 2, &sum)));
    assert_ok(WsResetError(x->error), NULL);
    assert_int_equal(one.calls, 4);
    close_proxy(x);
    /* S_FALSE is no success here. */
    one.verdict = S_FALSE;
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, call(x, 1, 2, &sum), x->error);
    assert_ok(WsResetError(x->error), NULL);
    close_proxy(x);
    close_host(x->s);
}

/* Who the address says that the service is. */
static void identities(void **state)
{
    SECURED *x = (SECURED *)*state;
    const CERT_CONTEXT *other = load("both", 0, x->error);
    WS_DNS_ENDPOINT_IDENTITY dns = {{WS_DNS_ENDPOINT_IDENTITY_TYPE}, WS_STRING_VALUE(u"localhost")};
    WS_DNS_ENDPOINT_IDENTITY elsewhere = {{WS_DNS_ENDPOINT_IDENTITY_TYPE}, WS_STRING_VALUE(u"elsewhere.example.org")};
    WS_SPN_ENDPOINT_IDENTITY spn = {{WS_SPN_ENDPOINT_IDENTITY_TYPE}, WS_STRING_VALUE(u"http/localhost")};
    WS_CERT_ENDPOINT_IDENTITY right = {{WS_CERT_ENDPOINT_IDENTITY_TYPE}, {0, NULL}}, wrong = right;
    WS_RSA_ENDPOINT_IDENTITY rsa = {{WS_RSA_ENDPOINT_IDENTITY_TYPE}, {3, (BYTE *)(uintptr_t) "abc"},
                                    {3, (BYTE *)(uintptr_t) "\1\0\1"}};
    right.rawCertificateData.length = x->own[OF_SERVER].cert->cbCertEncoded;
    right.rawCertificateData.bytes = x->own[OF_SERVER].cert->pbCertEncoded;
    wrong.rawCertificateData.length = other->cbCertEncoded;
    wrong.rawCertificateData.bytes = other->pbCertEncoded;
    const struct {
        WS_ENDPOINT_IDENTITY *identity;
        HRESULT expected;
    } table[] = {
        {NULL, S_OK},
        {&dns.identity, S_OK},
        {&elsewhere.identity, CERT_E_CN_NO_MATCH},
        {&spn.identity, S_OK},
        {&right.identity, S_OK},
        {&wrong.identity, WS_E_SECURITY_VERIFICATION_FAILURE},
        {&rsa.identity, WS_E_SECURITY_VERIFICATION_FAILURE},
    };
    trust_the_root(x);
    open_host(x->s);
    for (int round = 0; round < 2; round++) {
        /* Twice, since connections of others that are there already must not be taken. */
        for (size_t i = 0; i < COUNT(table); i++) {
            int sum = 0;
            x->address.identity = table[i].identity;
            assert_ok(open_proxy(x, "127.0.0.1"), x->error);
            assert_hr(table[i].expected, call(x, 1, 2, &sum), x->error);
            assert_ok(WsResetError(x->error), NULL);
            close_proxy(x);
        }
    }
    close_host(x->s);
    CertFreeCertificateContext(other);
}

/* An https URL and the binding belong together, on both sides. */
static void urls(void **state)
{
    SECURED *x = (SECURED *)*state;
    set_url(x->s, "http://127.0.0.1:%u/calc");
    assert_ok(create_host(x->s), x->error);
    assert_hr(WS_E_INVALID_ENDPOINT_URL, WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_error_says(x->error, "WS_SSL_TRANSPORT_SECURITY_BINDING");
    WsFreeServiceHost(x->s->host);
    x->s->host = NULL;
    set_url(x->s, "https://127.0.0.1:%u/calc");
    x->s->endpoint.securityDescription = NULL;
    assert_ok(create_host(x->s), x->error);
    assert_hr(WS_E_INVALID_ENDPOINT_URL, WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_error_says(x->error, "WS_SSL_TRANSPORT_SECURITY_BINDING");
    for (int secure = 0; secure < 2; secure++) {
        WS_CHANNEL *channel = NULL;
        x->security[OF_CLIENT].securityBindingCount = (ULONG)secure;
        assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, &x->security[OF_CLIENT],
                                  &channel, x->error),
                  x->error);
        set_address(x, secure ? "http" : "https", "127.0.0.1");
        assert_hr(WS_E_INVALID_ENDPOINT_URL, WsOpenChannel(channel, &x->address, NULL, x->error), x->error);
        assert_error_says(x->error, "WS_SSL_TRANSPORT_SECURITY_BINDING");
        WS_CHANNEL_STATE now;
        assert_ok(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &now, sizeof(now), x->error), x->error);
        assert_int_equal(now, WS_CHANNEL_STATE_CREATED);
        WsFreeChannel(channel);
    }
}

#define PATH_SIZE 300

/* A file of bindings, named by the environment until it is removed. */
static void bind_certificates(char path[PATH_SIZE], const char *text)
{
    snprintf(path, PATH_SIZE, "%s/wws-sslcert-XXXXXX", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    setenv("WEBSERVICES_SSLCERT", path, 1);
}

/* Certificates and roots from the store, and what netsh has on Windows. */
static void stores(void **state)
{
    SECURED *x = (SECURED *)*state;
    WS_SUBJECT_NAME_CERT_CREDENTIAL subject = {{WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE}, 0x10000, WS_STRING_VALUE(u"My"),
                                               WS_STRING_VALUE(u"localhost")};
    x->ssl[OF_SERVER].localCertCredential = &subject.credential;
    open_host(x->s);
    call_host(x, "127.0.0.1");
    close_host(x->s);
    WsFreeServiceHost(x->s->host);
    x->s->host = NULL;

    /* A part of a name is none. */
    subject.subjectName = *TEXT16("localhos");
    assert_ok(create_host(x->s), x->error);
    assert_true(FAILED(WsOpenServiceHost(x->s->host, NULL, x->error)));
    assert_error_says(x->error, "localCertCredential");
    WsFreeServiceHost(x->s->host);
    x->s->host = NULL;

    char path[PATH_SIZE], line[1200];
    snprintf(line, sizeof(line), "ipport=127.0.0.1:%u certfile=%s/server.pem keyfile=%s/server.key\n", x->s->port,
             WWS_CERTS, WWS_CERTS);
    bind_certificates(path, line);
    x->ssl[OF_SERVER].localCertCredential = NULL;
    open_host(x->s);
    call_host(x, "127.0.0.1");
    close_host(x->s);
    WsFreeServiceHost(x->s->host);
    x->s->host = NULL;
    unlink(path);
    assert_ok(create_host(x->s), x->error);
    assert_true(FAILED(WsOpenServiceHost(x->s->host, NULL, x->error)));
    assert_error_says(x->error, "wws-sslcert");
    unsetenv("WEBSERVICES_SSLCERT");
}

/* A listener of all hosts shows the certificate of the host that a client asks for. */
static void hosts_of_one_listener(void **state)
{
    SECURED *x = (SECURED *)*state;
    char path[PATH_SIZE], text[1024];
    int sum = 0;
    trust_the_root(x);
    set_url(x->s, "https://+:%u/calc");
    snprintf(text, sizeof(text),
             "hostnameport=other.example.com:%u certfile=%s/wrongname.pem keyfile=%s/wrongname.key\n"
             "hostnameport=LOCALHOST:%u certfile=%s/server.pem keyfile=%s/server.key\n",
             x->s->port, WWS_CERTS, WWS_CERTS, x->s->port, WWS_CERTS, WWS_CERTS);
    bind_certificates(path, text);
    x->ssl[OF_SERVER].localCertCredential = NULL;
    open_host(x->s);
    unlink(path);
    call_host(x, "localhost");
    /* Who names no host is shown none of them, and there is no other. */
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_hr(WS_E_SECURITY_SYSTEM_FAILURE, call(x, 1, 2, &sum), x->error);
    assert_error_says(x->error, "unrecognized_name");
    assert_ok(WsResetError(x->error), NULL);
    close_proxy(x);
    close_host(x->s);
    unsetenv("WEBSERVICES_SSLCERT");
}

/* A certificate that demands the answer of its issuer: the file beside it is sent along, and without it nobody comes. */
static void must_staple(void **state)
{
    SECURED *x = (SECURED *)*state;
    char path[PATH_SIZE], text[512];
    int sum = 0;
    const BOOL yes = TRUE;
    trust_the_root(x);
    snprintf(text, sizeof(text), "ipport=127.0.0.1:%u certfile=%s/muststaple.pem keyfile=%s/muststaple.key\n", x->s->port,
             WWS_CERTS, WWS_CERTS);
    bind_certificates(path, text);
    x->ssl[OF_SERVER].localCertCredential = NULL;
    open_host(x->s);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        call_host(x, "127.0.0.1");
    }
    close_host(x->s);
    unsetenv("WEBSERVICES_SSLCERT");
    WsFreeServiceHost(x->s->host);
    x->s->host = NULL;
    use(x, OF_SERVER, "muststaple");
    assert_ok(create_host(x->s), x->error);
    assert_ok(WsOpenServiceHost(x->s->host, NULL, x->error), x->error);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, call(x, 1, 2, &sum), x->error);
    assert_error_says(x->error, "RFC 7633");
    assert_ok(WsResetError(x->error), NULL);
    close_proxy(x);
    set(x, OF_CLIENT, WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK, &yes, sizeof(yes));
    call_host(x, "127.0.0.1");
    close_host(x->s);
}

/* A child process has the connections of its parent, with their keys, and must not speak on them. */
static void a_child_makes_connections_of_its_own(void **state)
{
    SECURED *x = (SECURED *)*state;
    int status = -1;
    trust_the_root(x);
    open_host(x->s);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    check_calls(x);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int sum = 0;
        alarm(60);
        /* An end that valgrind does not look at: the threads that own memory here are the parent's. */
        if (SUCCEEDED(call(x, 3, 4, &sum)) && sum == 7 && SUCCEEDED(call(x, 5, 6, &sum)) && sum == 11) {
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    /* Whatever the child had sent or ended on the connection would break these. */
    check_calls(x);
    close_proxy(x);
    close_host(x->s);
}

/* What a list of revoked certificates in the store says counts, unless it is not to be looked at. */
static void revoked(void **state)
{
    SECURED *x = (SECURED *)*state;
    const BOOL yes = TRUE;
    int sum = 0;
    use(x, OF_SERVER, "revoked");
    open_host(x->s);
    assert_ok(open_proxy(x, "127.0.0.1"), x->error);
    assert_hr(CRYPT_E_REVOKED, call(x, 1, 2, &sum), x->error);
    assert_ok(WsResetError(x->error), NULL);
    close_proxy(x);
    set(x, OF_CLIENT, WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK, &yes, sizeof(yes));
    call_host(x, "127.0.0.1");
    close_host(x->s);
}

int main(void)
{
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    const struct CMUnitTest tests[] = {
        SECURED_TEST(calls_over_tls),
        SECURED_TEST(plain_http_is_not_protected),
        SECURED_TEST(servers_that_are_refused),
        SECURED_TEST(own_certificates),
        cmocka_unit_test(clients_with_certificates),
        SECURED_TEST(issuers_of_clients),
        SECURED_TEST(authorization),
        SECURED_TEST(validation_callback),
        SECURED_TEST(identities),
        SECURED_TEST(urls),
        SECURED_TEST(stores),
        SECURED_TEST(revoked),
        SECURED_TEST(hosts_of_one_listener),
        SECURED_TEST(must_staple),
        SECURED_TEST(a_child_makes_connections_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
