/*
 * HTTP authentication with this library:
 *
 * auth serve <port> <schemes> <file>: a service at /x that adds one to a number, until its input ends. Each request that
 * reaches it is a line "mechanism name realm" in the file, before it is answered. Schemes are WS_HTTP_HEADER_AUTH_SCHEME bits; 0 is none.
 * Knows one user, alice, with the password in WWS_PASSWORD.
 *
 * auth call <schemes> <url> <user> <password> <domain> [proxy <host:port> [<schemes>]] [streamed] [calls <n>]: calls
 * one. A user of - is the identity of the process. With schemes for the proxy, name and password are for the proxy too.
 * With WWS_TLS in the environment, the service is at https, with the certificate of localhost in the store My, and demands
 * of Negotiate that it is bound to TLS.
 *
 * Prints "answer <number>", or "failed 0x…" with texts on the error output.
 */
#include "../../examples/example.h"

#include <WebServicesX.h>

#include <pthread.h>
#include <stdlib.h>

#define ITEM(identifier, variable) { identifier, &(variable), sizeof(variable) }

static WS_XML_STRING number_name = WS_XML_STRING_VALUE("a"), number_ns = WS_XML_STRING_VALUE("urn:t"),
                     ask_action = WS_XML_STRING_VALUE("urn:ask"), answer_action = WS_XML_STRING_VALUE("urn:answer");
static WS_ELEMENT_DESCRIPTION number_element = { &number_name, &number_ns, WS_INT32_TYPE, NULL };
static const WS_MESSAGE_DESCRIPTION ask = { &ask_action, &number_element }, answer = { &answer_action, &number_element };
static WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
static WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_PROTECTION_LEVEL none = WS_PROTECTION_LEVEL_NONE;
static WS_TRANSFER_MODE streamed = WS_STREAMED_OUTPUT_TRANSFER_MODE;

static WS_ERROR *error;
static WS_HEAP *heap;

static WCHAR room[8][MAX_URL];
static WS_STRING texts[8];
static int taken;

static WS_STRING *text(const char *given)
{
    texts[taken] = url_of(given, room[taken]);
    return &texts[taken++];
}

static int is(const WS_STRING *string, const char *expected)
{
    ULONG i = 0;
    for (; i < string->length && expected[i] != 0; i++)
        if (string->chars[i] != (unsigned char)expected[i]) return 0;
    return i == string->length && expected[i] == 0;
}

/* ---- TLS ---- */

static WS_SUBJECT_NAME_CERT_CREDENTIAL own = { .credential = { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE },
                                               .storeLocation = 0x10000, /* the current user's */
                                               .storeName = WS_STRING_VALUE(u"My"),
                                               .subjectName = WS_STRING_VALUE(u"CN=localhost,O=Test") };
static WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0 }, NULL };
static WS_EXTENDED_PROTECTION_POLICY always = WS_EXTENDED_PROTECTION_POLICY_ALWAYS;

/* ---- The service ---- */

static WS_STRING password;
static FILE *seen;

static HRESULT CALLBACK validate(void *state, const WS_STRING *user, const WS_STRING *given, const WS_STRING *realm,
                                 WS_ERROR *callback_error)
{
    (void)realm, (void)callback_error;
    return is(user, "alice") && is(given, (const char *)state) ? S_OK : S_FALSE;
}

static HRESULT CALLBACK secret(void *state, const WS_STRING *user, const WS_STRING *realm, WS_HEAP *callback_heap,
                               WS_STRING *found, WS_ERROR *callback_error)
{
    (void)state, (void)realm, (void)callback_heap, (void)callback_error;
    if (!is(user, "alice")) return S_FALSE;
    *found = password;
    return S_OK;
}

static void *wait_for_end(void *listener)
{
    while (getchar() != EOF) {
    }
    WsAbortListener(listener, NULL);
    return NULL;
}

static void print_text(const WS_STRING *string)
{
    for (ULONG i = 0; i < string->length; i++)
        fputc(string->chars[i] < 0x80 ? string->chars[i] : '?', seen);
}

static void print_client(WS_MESSAGE *message)
{
    HANDLE client = NULL;
    WSX_IDENTITY_MECHANISM mechanism;
    WS_STRING name, realm;
    if (FAILED(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN, &client,
                                    sizeof(client), NULL))
        || FAILED(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_MECHANISM, &mechanism, sizeof(mechanism), NULL))
        || FAILED(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_NAME, &name, sizeof(name), NULL))
        || FAILED(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_REALM, &realm, sizeof(realm), NULL))) {
        fputs("nobody\n", seen);
    } else {
        fprintf(seen, "%d ", (int)mechanism);
        print_text(&name);
        fputc(' ', seen);
        print_text(&realm);
        fputc('\n', seen);
    }
    fflush(seen);
}

static HRESULT serve_one(WS_CHANNEL *channel, WS_MESSAGE *request, WS_MESSAGE *reply)
{
    static const WS_MESSAGE_DESCRIPTION *const descriptions[] = { &ask };
    int number = 0;
    HRESULT hr = WsReceiveMessage(channel, request, (const WS_MESSAGE_DESCRIPTION **)descriptions, 1,
                                  WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE, heap, &number, sizeof(number),
                                  NULL, NULL, error);
    if (SUCCEEDED(hr)) {
        print_client(request);
        number++;
        hr = WsSendReplyMessage(channel, reply, &answer, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), request, NULL,
                                error);
    }
    return hr;
}

static HRESULT serve(const char *port, ULONG schemes)
{
    char url[100];
    WSX_HTTP_AUTH_VALIDATOR validator = { validate, secret, getenv("WWS_PASSWORD") };
    WS_SECURITY_BINDING_PROPERTY settings[] = {
        ITEM(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, schemes),
        { WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM, text("numbers"), sizeof(WS_STRING) },
        { WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM, text("digits"), sizeof(WS_STRING) },
        ITEM(WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, validator),
    };
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING auth = {
        { WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE, settings, WsCountOf(settings) }, NULL
    };
    WS_SECURITY_BINDING *bindings[] = { &auth.binding, &ssl.binding };
    WS_SECURITY_PROPERTY in_the_clear[] = { ITEM(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, none) },
                         bound[] = { ITEM(WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY, always) };
    int is_secure = getenv("WWS_TLS") != NULL;
    WS_SECURITY_DESCRIPTION description = { bindings, is_secure ? 2 : 1, is_secure ? bound : in_the_clear, 1 };
    WS_CHANNEL_PROPERTY versions[] = { ITEM(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11),
                                       ITEM(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport) };
    WS_LISTENER *listener = NULL;
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    pthread_t waiter;
    password = *text(getenv("WWS_PASSWORD"));
    ssl.localCertCredential = &own.credential;
    snprintf(url, sizeof(url), "%s://+:%s/x", is_secure ? "https" : "http", port);
    HRESULT hr = WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0,
                                  schemes != 0 ? &description : NULL, &listener, error);
    if (SUCCEEDED(hr)) hr = WsCreateChannelForListener(listener, versions, WsCountOf(versions), &channel, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &request, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &reply, error);
    if (SUCCEEDED(hr)) hr = WsOpenListener(listener, text(url), NULL, error);
    if (FAILED(hr)) return hr;
    if (pthread_create(&waiter, NULL, wait_for_end, listener) != 0) return E_FAIL;
    printf("serving %s\n", url);
    fflush(stdout);
    for (;;) {
        hr = WsAcceptChannel(listener, channel, NULL, error);
        if (hr == WS_E_OPERATION_ABORTED || hr == WS_E_OBJECT_FAULTED) break;
        if (SUCCEEDED(hr)) {
            hr = serve_one(channel, request, reply);
            /* A client that is gone cannot be told more. */
            WsCloseChannel(channel, NULL, NULL);
        }
        if (FAILED(hr)) print_error(hr, error);
        WsResetError(error);
        WsResetChannel(channel, NULL);
        WsResetMessage(request, NULL);
        WsResetMessage(reply, NULL);
        WsResetHeap(heap, NULL);
    }
    pthread_join(waiter, NULL);
    WsCloseListener(listener, NULL, NULL);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    WsFreeListener(listener);
    return S_OK;
}

/* ---- The client ---- */

static HRESULT call(WS_CHANNEL *channel, WS_MESSAGE *request, WS_MESSAGE *reply, int calls)
{
    HRESULT hr = S_OK;
    for (int i = 0; i < calls && SUCCEEDED(hr); i++) {
        int number = 41, result = 0;
        hr = WsRequestReply(channel, request, &ask, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), reply, &answer,
                            WS_READ_REQUIRED_VALUE, heap, &result, sizeof(result), NULL, error);
        if (SUCCEEDED(hr)) printf("answer %d\n", result);
        if (SUCCEEDED(hr)) hr = WsResetMessage(request, error);
        if (SUCCEEDED(hr)) hr = WsResetMessage(reply, error);
    }
    return hr;
}

static HRESULT run(int count, char **arguments)
{
    ULONG schemes = (ULONG)strtoul(arguments[0], NULL, 0), proxy_schemes = 0, items = 2, bound = 0;
    const char *proxy = NULL;
    int is_streamed = 0, calls = 1;
    WS_HTTP_PROXY_SETTING_MODE mode = WS_HTTP_PROXY_SETTING_MODE_CUSTOM;
    WS_HTTP_HEADER_AUTH_TARGET target = WS_HTTP_HEADER_AUTH_TARGET_PROXY;
    for (int i = 5; i < count; i++) {
        if (strcmp(arguments[i], "streamed") == 0) is_streamed = 1;
        if (strcmp(arguments[i], "calls") == 0 && i + 1 < count) calls = atoi(arguments[++i]);
        if (strcmp(arguments[i], "proxy") == 0 && i + 1 < count) {
            proxy = arguments[++i];
            if (i + 1 < count) proxy_schemes = (ULONG)strtoul(arguments[i + 1], NULL, 0);
        }
    }
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL named = { .credential = { WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE },
                                                           .username = *text(arguments[2]),
                                                           .password = *text(arguments[3]),
                                                           .domain = *text(arguments[4]) };
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL process = { { WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE } };
    WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *credential =
        strcmp(arguments[2], "-") == 0 ? &process.credential : &named.credential;
    WS_SECURITY_BINDING_PROPERTY settings[] = { ITEM(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, schemes) },
                                 proxy_settings[] = {
                                     ITEM(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, proxy_schemes),
                                     ITEM(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET, target),
                                 };
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING
        auth = { { WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE, settings, WsCountOf(settings) }, credential },
        proxy_auth = { { WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE, proxy_settings, WsCountOf(proxy_settings) }, credential };
    WS_SECURITY_BINDING *bindings[3];
    if (schemes != 0) bindings[bound++] = &auth.binding;
    if (proxy_schemes != 0) bindings[bound++] = &proxy_auth.binding;
    int is_secure = strncmp(arguments[1], "https", 5) == 0;
    if (is_secure) bindings[bound++] = &ssl.binding;
    WS_SECURITY_PROPERTY properties[] = { ITEM(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, none) };
    WS_SECURITY_DESCRIPTION description = { bindings, bound, properties, is_secure ? 0 : 1 };
    WS_CUSTOM_HTTP_PROXY custom = { *text(proxy != NULL ? proxy : ""), *text("") };
    WS_CHANNEL_PROPERTY channel_properties[5] = { ITEM(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11),
                                                  ITEM(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport) };
    const WS_CHANNEL_PROPERTY by_proxy[] = { ITEM(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, mode),
                                             ITEM(WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, custom) },
                              in_pieces = ITEM(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed);
    if (proxy != NULL) {
        channel_properties[items++] = by_proxy[0];
        channel_properties[items++] = by_proxy[1];
    }
    if (is_streamed) channel_properties[items++] = in_pieces;
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_ENDPOINT_ADDRESS address = { .url = *text(arguments[1]) };
    HRESULT hr = WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, channel_properties, items,
                                 bound != 0 ? &description : NULL, &channel, error);
    if (SUCCEEDED(hr)) hr = WsOpenChannel(channel, &address, NULL, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &request, error);
    if (SUCCEEDED(hr)) hr = WsCreateMessageForChannel(channel, NULL, 0, &reply, error);
    if (SUCCEEDED(hr)) hr = call(channel, request, reply, calls);
    if (channel != NULL) WsCloseChannel(channel, NULL, NULL);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    return hr;
}

int main(int count, char **arguments)
{
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateHeap(1 << 20, 0, NULL, 0, &heap, error);
    if (FAILED(hr)) return 1;
    if (count == 5 && strcmp(arguments[1], "serve") == 0 && (seen = fopen(arguments[4], "a")) != NULL) {
        hr = serve(arguments[2], (ULONG)strtoul(arguments[3], NULL, 0));
    } else if (count >= 7 && strcmp(arguments[1], "call") == 0) {
        hr = run(count - 2, arguments + 2);
    } else {
        fputs("see the head of auth.c\n", stderr);
        hr = E_INVALIDARG;
    }
    if (FAILED(hr)) {
        printf("failed 0x%08X\n", (unsigned)hr);
        print_error(hr, error);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return FAILED(hr);
}
