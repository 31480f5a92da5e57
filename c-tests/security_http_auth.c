/*
 * HTTP authentication on channels: Basic and Digest, where both sides are this library or one side is a socket. Negotiate
 * and NTLM need a realm: c-tests/interop/auth.sh.
 */
#include "support/soap.h"

#include <WebServicesX.h>

enum { NONE = 1, BASIC = 2, DIGEST = 4 };

static const WS_PROTECTION_LEVEL unprotected = WS_PROTECTION_LEVEL_NONE;

/* A security description with header authentication, for the service or the proxy. */
typedef struct AUTH {
    ULONG schemes;
    WS_HTTP_HEADER_AUTH_TARGET target;
    WSX_HTTP_AUTH_VALIDATOR validator;
    WS_STRING realm;
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL credential;
    WS_SECURITY_BINDING_PROPERTY settings[3];
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING binding;
    WS_SECURITY_BINDING *bindings[1];
    WS_SECURITY_PROPERTY properties[1];
    WS_SECURITY_DESCRIPTION whole;
} AUTH;

static void describe(AUTH *auth, ULONG schemes)
{
    memset(auth, 0, sizeof(*auth));
    auth->schemes = schemes;
    auth->binding.binding.bindingType = WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE;
    auth->binding.binding.properties = auth->settings;
    auth->settings[0] = (WS_SECURITY_BINDING_PROPERTY)PROPERTY(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, auth->schemes);
    auth->binding.binding.propertyCount = 1;
    auth->bindings[0] = &auth->binding.binding;
    auth->properties[0] = (WS_SECURITY_PROPERTY)PROPERTY(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, unprotected);
    auth->whole = (WS_SECURITY_DESCRIPTION){auth->bindings, 1, auth->properties, 1};
}

static void describe_client(AUTH *auth, ULONG schemes, const WS_STRING *user, const WS_STRING *password)
{
    describe(auth, schemes);
    auth->credential.credential.credentialType = WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE;
    auth->credential.username = *user;
    auth->credential.password = *password;
    auth->binding.clientCredential = &auth->credential.credential;
}

/* ---- The server ---- */

static atomic_int asked;

static int text_is(const WS_STRING *text, const char *expected)
{
    return text->length == strlen(expected) && text_contains(text, expected);
}

static HRESULT CALLBACK validate(void *state, const WS_STRING *user, const WS_STRING *password, const WS_STRING *realm,
                                 WS_ERROR *error)
{
    (void)error;
    assert_non_null(state);
    assert_true(text_is(realm, "zone"));
    asked++;
    return text_is(user, "anna") && text_is(password, "p:w") ? S_OK : text_is(user, "broken") ? E_FAIL : S_FALSE;
}

static HRESULT CALLBACK secret(void *state, const WS_STRING *user, const WS_STRING *realm, WS_HEAP *heap, WS_STRING *found,
                               WS_ERROR *error)
{
    (void)heap;
    (void)error;
    assert_non_null(state);
    assert_true(text_is(realm, "zone"));
    asked++;
    if (!text_is(user, "anna")) {
        return text_is(user, "broken") ? E_FAIL : S_FALSE;
    }
    *found = *TEXT16("p:w");
    return S_OK;
}

typedef struct SERVER {
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    WS_HEAP *heap;
    unsigned short port;
    pthread_t thread;
    int served;
    /* Of the last client. */
    WSX_IDENTITY_MECHANISM mechanism;
    char name[40], realm[40];
} SERVER;

static void copy_text(char *to, const WS_STRING *from)
{
    ULONG i = 0;
    for (; i < from->length && i < 39; i++) {
        to[i] = (char)from->chars[i];
    }
    to[i] = 0;
}

static void *serve_all(void *argument)
{
    SERVER *server = (SERVER *)argument;
    static const WS_MESSAGE_DESCRIPTION *const descriptions[] = {&ask};
    while (SUCCEEDED(WsAcceptChannel(server->listener, server->channel, NULL, NULL))) {
        int number = 0;
        HANDLE client = NULL;
        WS_STRING name, realm;
        if (SUCCEEDED(WsReceiveMessage(server->channel, server->request, (const WS_MESSAGE_DESCRIPTION **)descriptions, 1,
                                       WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE, server->heap, &number,
                                       sizeof(number), NULL, NULL, NULL))) {
            assert_ok(WsGetMessageProperty(server->request, WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN, &client,
                                           sizeof(client), NULL), NULL);
            assert_ok(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_MECHANISM, &server->mechanism,
                                             sizeof(server->mechanism), NULL), NULL);
            assert_ok(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_NAME, &name, sizeof(name), NULL), NULL);
            assert_ok(WsxGetIdentityProperty(client, WSX_IDENTITY_PROPERTY_REALM, &realm, sizeof(realm), NULL), NULL);
            copy_text(server->name, &name);
            copy_text(server->realm, &realm);
            server->served++;
            WsSendReplyMessage(server->channel, server->reply, &answer, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                               server->request, NULL, NULL);
        }
        WsCloseChannel(server->channel, NULL, NULL);
        WsResetChannel(server->channel, NULL);
        WsResetMessage(server->request, NULL);
        WsResetMessage(server->reply, NULL);
    }
    return NULL;
}

static SERVER *start(ULONG schemes, WS_HEAP *heap, WS_ERROR *error)
{
    SERVER *server = (SERVER *)calloc(1, sizeof(*server));
    assert_non_null(server);
    AUTH *auth = (AUTH *)malloc(sizeof(*auth));
    assert_non_null(auth);
    WCHAR buffer[200];
    server->port = free_port();
    server->heap = heap;
    WS_STRING url = url_of(buffer, "http://localhost:%u/x", server->port);
    describe(auth, schemes);
    auth->validator = (WSX_HTTP_AUTH_VALIDATOR){validate, secret, &asked};
    auth->realm = *TEXT16("zone");
    WS_SECURITY_BINDING *binding = &auth->binding.binding;
    auth->settings[binding->propertyCount++] =
        (WS_SECURITY_BINDING_PROPERTY)PROPERTY(WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, auth->validator);
    auth->settings[binding->propertyCount++] = (WS_SECURITY_BINDING_PROPERTY)PROPERTY(
        (schemes & DIGEST ? WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM
                          : WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM), auth->realm);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, &auth->whole, &server->listener,
                               error), error);
    memset(auth, 0xA5, sizeof(*auth));
    free(auth);
    assert_ok(WsCreateChannelForListener(server->listener, basic, COUNT(basic), &server->channel, error), error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->request, error), error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->reply, error), error);
    assert_ok(WsOpenListener(server->listener, &url, NULL, error), error);
    assert_int_equal(pthread_create(&server->thread, NULL, serve_all, server), 0);
    asked = 0;
    return server;
}

static void stop(SERVER *server, WS_ERROR *error)
{
    assert_ok(WsAbortListener(server->listener, error), error);
    pthread_join(server->thread, NULL);
    assert_ok(WsCloseListener(server->listener, NULL, error), error);
    WsFreeMessage(server->request);
    WsFreeMessage(server->reply);
    WsFreeChannel(server->channel);
    WsFreeListener(server->listener);
    free(server);
}

/* ---- Clients ---- */

/* Calls a service as often as is wanted; the answer is the number that was sent. */
static HRESULT call_at(const char *url, unsigned port, AUTH *auth, const WS_CHANNEL_PROPERTY *more, ULONG more_count,
                       int calls, WS_HEAP *heap, WS_ERROR *error)
{
    WS_CHANNEL_PROPERTY properties[6] = {basic[0], basic[1]};
    for (ULONG i = 0; i < more_count; i++) {
        properties[2 + i] = more[i];
    }
    WCHAR buffer[200];
    WS_CHANNEL *channel = NULL;
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, url, port);
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2 + more_count,
                              auth != NULL ? &auth->whole : NULL, &channel, error), error);
    WS_MESSAGE *request = make_message(channel, error), *reply = make_message(channel, error);
    HRESULT hr = WsOpenChannel(channel, &address, NULL, error);
    for (int i = 0; i < calls && SUCCEEDED(hr); i++) {
        int number = 7, result = 0;
        hr = WsRequestReply(channel, request, &ask, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), reply, &answer,
                            WS_READ_REQUIRED_VALUE, heap, &result, sizeof(result), NULL, error);
        if (SUCCEEDED(hr)) {
            assert_int_equal(result, 7);
            assert_ok(WsResetMessage(request, error), error);
            assert_ok(WsResetMessage(reply, error), error);
        }
    }
    WsCloseChannel(channel, NULL, NULL);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    return hr;
}

static void check_call(HRESULT expected, SERVER *server, ULONG schemes, const WS_STRING *user, const WS_STRING *password,
                       int calls, WS_HEAP *heap, WS_ERROR *error)
{
    AUTH auth;
    describe_client(&auth, schemes, user, password);
    int served = server->served;
    HRESULT hr = call_at("http://localhost:%u/x", server->port, schemes != 0 ? &auth : NULL, NULL, 0, calls, heap, error);
    assert_hr(expected, hr, error);
    assert_int_equal(server->served - served, SUCCEEDED(expected) ? calls : 0);
    if (FAILED(expected)) {
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
    }
}

/* Both sides; what the service learns about its client, and that others do not reach it. */
static void both_sides(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_ERROR *error = fixture->error;
    WS_HEAP *heap = fixture->heap;
    const WS_STRING *user = TEXT16("anna"), *password = TEXT16("p:w"), *wrong = TEXT16("p:W");
    SERVER *server = start(BASIC, heap, error);
    check_call(S_OK, server, BASIC, user, password, 3, heap, error);
    assert_int_equal(asked, 3);
    assert_int_equal(server->mechanism, WSX_IDENTITY_MECHANISM_BASIC);
    assert_string_equal(server->name, "anna");
    assert_string_equal(server->realm, "zone");
    check_call(WS_E_ENDPOINT_ACCESS_DENIED, server, BASIC, user, wrong, 1, heap, error);
    check_call(WS_E_ENDPOINT_ACCESS_DENIED, server, BASIC, TEXT16("otto"), password, 1, heap, error);
    check_call(WS_E_ENDPOINT_FAILURE, server, BASIC, TEXT16("broken"), password, 1, heap, error);
    check_call(WS_E_SERVER_REQUIRES_BASIC_AUTH, server, DIGEST, user, password, 1, heap, error);
    check_call(WS_E_SERVER_REQUIRES_BASIC_AUTH, server, 0, user, password, 1, heap, error);
    check_call(S_OK, server, BASIC | DIGEST | NONE, user, password, 3, heap, error);
    stop(server, error);
    server = start(DIGEST, heap, error);
    check_call(S_OK, server, DIGEST, user, password, 3, heap, error);
    assert_int_equal(server->mechanism, WSX_IDENTITY_MECHANISM_DIGEST);
    assert_string_equal(server->name, "anna");
    check_call(WS_E_ENDPOINT_ACCESS_DENIED, server, DIGEST, user, wrong, 1, heap, error);
    check_call(WS_E_ENDPOINT_ACCESS_DENIED, server, DIGEST, TEXT16("otto"), password, 1, heap, error);
    check_call(WS_E_ENDPOINT_FAILURE, server, DIGEST, TEXT16("broken"), password, 1, heap, error);
    check_call(WS_E_SERVER_REQUIRES_DIGEST_AUTH, server, BASIC, user, password, 1, heap, error);
    check_call(S_OK, server, BASIC | DIGEST, user, password, 3, heap, error);
    stop(server, error);
}

static const char right[] = "Authorization: Basic YW5uYTpwOnc=\r\n"; /* anna:p:w */

/* What a socket is told. */
static void the_wire(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    SERVER *server = start(BASIC, fixture->heap, fixture->error);
    static const struct {
        const char *fields, *status;
        int asks;
    } cases[] = {
        {"", "401", 0},
        {right, "200", 1},
        {"Authorization: Basic YW5uYTpwOncx\r\n", "401", 1},
        {"Authorization: Basic YW5uYTpwOnc=\r\nAuthorization: Basic YW5uYTpwOnc=\r\n", "400", 0},
        {"Authorization: Basic YW5uYTpwOnc=, Basic YW5uYTpwOncx\r\n", "400", 0},
        {"Authorization: Basic YW5uYQ==\r\n", "400", 0},
        {"Authorization: Basic\r\n", "400", 0},
        {"Authorization: Bearer YW5uYTpwOnc=\r\n", "401", 0},
        {"Authorization: Digest username=\"anna\", realm=\"zone\"\r\n", "401", 0},
        {"Authorization: Negotiate YW5uYTpwOnc=\r\n", "401", 0},
        {right, "200", 1},
    };
    BYTES *response = (BYTES *)calloc(1, sizeof(*response));
    assert_non_null(response);
    int fd = connect_to(server->port);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char request[1000], status[40];
        int before = asked, served = server->served;
        snprintf(request, sizeof(request),
                 "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:ask\"\r\n"
                 "%sContent-Length: %zu\r\n\r\n%s",
                 server->port, cases[i].fields, strlen(ENVELOPE11(NUMBER("7"))), ENVELOPE11(NUMBER("7")));
        /* All over one connection: a refusal leaves it as it was, and says nothing about whoever was let in before. */
        exchange(fd, request, response);
        snprintf(status, sizeof(status), "HTTP/1.1 %s ", cases[i].status);
        assert_starts(response, status);
        assert_int_equal(asked - before, cases[i].asks);
        assert_int_equal(server->served - served, strcmp(cases[i].status, "200") == 0);
        if (strcmp(cases[i].status, "401") == 0) {
            assert_has(response, "\r\nWWW-Authenticate: Basic realm=\"zone\", charset=\"UTF-8\"\r\n");
        }
    }
    /* Documents and other methods are behind it, too; and it does not wait for bodies that it does not want. */
    static const char *const others[] = {
        "GET /x HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /y HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        int other = connect_to(server->port);
        exchange(other, others[i], response);
        if (find_text(response, "HTTP/1.1 404 ") != response->bytes) {
            assert_starts(response, "HTTP/1.1 401 ");
        }
        close(other);
    }
    close(fd);
    free(response);
    stop(server, fixture->error);
}

/* Credentials go to the server that they are for, and to no other. */
static void redirects(void **state)
{
    static const BOOL yes = TRUE;
    const WS_CHANNEL_PROPERTY follow[] = {PROPERTY(WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, yes)};
    FIXTURE *fixture = (FIXTURE *)*state;
    static const char envelope[] = ENVELOPE11(NUMBER("7"));
    char fine[500], there[500];
    snprintf(fine, sizeof(fine), "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(envelope), envelope);
    const ANSWER final[] = {{fine, 0, KEEP}};
    PEER *other = start_peer(final, 1);
    snprintf(there, sizeof(there), "HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:%u/y\r\nContent-Length: 0\r\n\r\n", other->port);
    const ANSWER answers[] = {{"HTTP/1.1 307 There\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n", 0, KEEP}, {there, 0, KEEP}};
    PEER *peer = start_peer(answers, 2);
    AUTH auth;
    describe_client(&auth, BASIC, TEXT16("anna"), TEXT16("p:w"));
    assert_ok(call_at("http://127.0.0.1:%u/x", peer->port, &auth, follow, 1, 1, fixture->heap, fixture->error), fixture->error);
    assert_starts(&peer->requests[0], "POST /x HTTP/1.1\r\n");
    assert_has(&peer->requests[0], right);
    assert_starts(&peer->requests[1], "POST /y HTTP/1.1\r\n");
    assert_has(&peer->requests[1], right);
    assert_starts(&other->requests[0], "POST /y HTTP/1.1\r\n");
    assert_lacks(&other->requests[0], "Authorization");
    stop_peer(peer);
    stop_peer(other);
}

#define REFUSED "HTTP/1.1 401 No\r\nContent-Length: 2\r\nWWW-Authenticate: "

/* What a server sees of several schemes: first a request without anything, then the strongest that both have. */
static void probes(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static const char envelope[] = ENVELOPE11(NUMBER("7"));
    char fine[500];
    snprintf(fine, sizeof(fine), "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(envelope), envelope);
    AUTH auth;
    describe_client(&auth, BASIC | DIGEST, TEXT16("anna"), TEXT16("p:w"));
    const ANSWER answers[] = {
        {REFUSED "Basic realm=\"a, Digest b\"\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\nno", 0, KEEP},
        {fine, 0, KEEP},
        {fine, 0, KEEP},
    };
    PEER *peer = start_peer(answers, 3);
    assert_ok(call_at("http://127.0.0.1:%u/x", peer->port, &auth, NULL, 0, 2, fixture->heap, fixture->error), fixture->error);
    assert_int_equal(peer->connections, 1);
    assert_has(&peer->requests[0], "\r\nContent-Length: 0\r\n");
    assert_lacks(&peer->requests[0], "Authorization");
    assert_lacks(&peer->requests[0], "SOAPAction");
    assert_has(&peer->requests[1], "\r\nAuthorization: Digest username=\"anna\", realm=\"r\", nonce=\"n\", uri=\"/x\", qop=auth, nc=00000001, ");
    assert_has(&peer->requests[1], NUMBER("7"));
    assert_has(&peer->requests[2], "nc=00000002");
    stop_peer(peer);
    /* Only one of them is there. */
    const ANSWER only[] = {{REFUSED "Basic realm=\"a, Digest b\"\r\n\r\nno", 0, KEEP}, {fine, 0, KEEP}};
    peer = start_peer(only, 2);
    assert_ok(call_at("http://127.0.0.1:%u/x", peer->port, &auth, NULL, 0, 1, fixture->heap, fixture->error), fixture->error);
    assert_has(&peer->requests[1], right);
    stop_peer(peer);
    /* Nothing is asked for: with NONE the request goes on, otherwise it ends. */
    for (int none = 0; none < 2; none++) {
        const ANSWER open[] = {{"HTTP/1.1 400 What\r\nContent-Length: 0\r\n\r\n", 0, KEEP}, {fine, 0, KEEP}};
        describe_client(&auth, BASIC | DIGEST | (none ? NONE : 0), TEXT16("anna"), TEXT16("p:w"));
        peer = start_peer(open, none ? 2 : 1);
        HRESULT hr = call_at("http://127.0.0.1:%u/x", peer->port, &auth, NULL, 0, 1, fixture->heap, fixture->error);
        assert_hr(none ? S_OK : WS_E_ENDPOINT_ACCESS_DENIED, hr, fixture->error);
        assert_lacks(&peer->requests[none], "Authorization");
        assert_ok(WsResetError(fixture->error), NULL);
        stop_peer(peer);
    }
}

/* A streamed request asks first, and tells its body once. */
static void streamed(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static const WS_TRANSFER_MODE mode = WS_STREAMED_OUTPUT_TRANSFER_MODE;
    const WS_CHANNEL_PROPERTY pieces[] = {PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, mode)};
    static const char envelope[] = ENVELOPE11(NUMBER("7"));
    char fine[500];
    snprintf(fine, sizeof(fine), "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(envelope), envelope);
    static const char challenge[] = REFUSED "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=true\r\n\r\nno";
    AUTH auth;
    describe_client(&auth, DIGEST, TEXT16("anna"), TEXT16("p:w"));
    for (int refuses = 0; refuses < 2; refuses++) {
        const ANSWER answers[] = {{challenge, 0, KEEP}, {refuses ? challenge : fine, 0, KEEP}};
        PEER *peer = start_peer(answers, 2);
        HRESULT hr = call_at("http://127.0.0.1:%u/x", peer->port, &auth, pieces, 1, 1, fixture->heap, fixture->error);
        assert_hr(refuses ? WS_E_ENDPOINT_ACCESS_DENIED : S_OK, hr, fixture->error);
        assert_has(&peer->requests[0], "\r\nContent-Length: 0\r\n");
        assert_has(&peer->requests[1], "\r\nTransfer-Encoding: chunked\r\n");
        assert_has(&peer->requests[1], "nc=00000001");
        assert_ok(WsResetError(fixture->error), NULL);
        stop_peer(peer);
    }
}

/* A server that answers with a challenge for ever, or with one that cannot be understood. */
static void hostile_servers(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static const struct {
        const char *answer;
        HRESULT expected;
    } cases[] = {
        {REFUSED "Digest realm=\"r\", nonce=\"n, qop=auth\r\n\r\nno", WS_E_INVALID_FORMAT},
        {REFUSED "Digest realm=r, realm=s, nonce=n, qop=auth\r\n\r\nno", WS_E_INVALID_FORMAT},
        {REFUSED "Digest realm=r, nonce=n, qop=auth-int\r\n\r\nno", WS_E_NOT_SUPPORTED},
        {REFUSED "Basic realm=r\r\n\r\nno", WS_E_SERVER_REQUIRES_BASIC_AUTH},
        {REFUSED "Negotiate\r\n\r\nno", WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH},
        {"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", WS_E_ENDPOINT_ACCESS_DENIED},
        {REFUSED "Digest realm=r, nonce=n, qop=auth, stale=true\r\n\r\nno", WS_E_ENDPOINT_ACCESS_DENIED},
    };
    AUTH auth;
    describe_client(&auth, DIGEST, TEXT16("anna"), TEXT16("p:w"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        ANSWER answers[8];
        for (size_t a = 0; a < COUNT(answers); a++) {
            answers[a] = (ANSWER){cases[i].answer, 0, KEEP};
        }
        PEER *peer = start_peer(answers, COUNT(answers));
        HRESULT hr = call_at("http://127.0.0.1:%u/x", peer->port, &auth, NULL, 0, 1, fixture->heap, fixture->error);
        assert_hr(cases[i].expected, hr, fixture->error);
        assert_true(peer->served <= 4);
        assert_ok(WsResetError(fixture->error), NULL);
        stop_peer(peer);
    }
}

/* A proxy that asks for a password, before a service that asks for another. */
static void proxies(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static const char envelope[] = ENVELOPE11(NUMBER("7"));
    char fine[500], place[40];
    snprintf(fine, sizeof(fine), "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(envelope), envelope);
    static const WS_HTTP_PROXY_SETTING_MODE mode = WS_HTTP_PROXY_SETTING_MODE_CUSTOM;
    AUTH service, proxy;
    describe_client(&service, DIGEST, TEXT16("anna"), TEXT16("p:w"));
    describe_client(&proxy, BASIC, TEXT16("otto"), TEXT16("q"));
    proxy.target = WS_HTTP_HEADER_AUTH_TARGET_PROXY;
    proxy.settings[proxy.binding.binding.propertyCount++] =
        (WS_SECURITY_BINDING_PROPERTY)PROPERTY(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET, proxy.target);
    WS_SECURITY_BINDING *both[] = {&service.binding.binding, &proxy.binding.binding};
    service.whole.securityBindings = both;
    service.whole.securityBindingCount = 2;
    const ANSWER answers[] = {{REFUSED "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\nno", 0, KEEP}, {fine, 0, KEEP}};
    const ANSWER refuses[] = {{"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n", 0, KEEP}};
    for (int refused = 0; refused < 2; refused++) {
        PEER *peer = refused ? start_peer(refuses, 1) : start_peer(answers, 2);
        WCHAR buffer[200];
        snprintf(place, sizeof(place), "127.0.0.1:%u", peer->port);
        WS_CUSTOM_HTTP_PROXY custom = {url_of(buffer, "127.0.0.1:%u", peer->port), {0, NULL}};
        const WS_CHANNEL_PROPERTY by_proxy[] = {PROPERTY(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, mode),
                                                PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, custom)};
        HRESULT hr = call_at("http://example.org:%u/x", 81, &service, by_proxy, 2, 1, fixture->heap, fixture->error);
        assert_hr(refused ? WS_E_PROXY_ACCESS_DENIED : S_OK, hr, fixture->error);
        assert_starts(&peer->requests[0], "POST http://example.org:81/x HTTP/1.1\r\n");
        for (int i = 0; i <= !refused; i++) {
            assert_has(&peer->requests[i], "\r\nProxy-Authorization: Basic b3R0bzpx\r\n");
        }
        if (!refused) {
            assert_has(&peer->requests[1], "\r\nAuthorization: Digest username=\"anna\"");
        }
        assert_ok(WsResetError(fixture->error), NULL);
        stop_peer(peer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(both_sides), FIXTURE_TEST(the_wire),        FIXTURE_TEST(redirects), FIXTURE_TEST(probes),
        FIXTURE_TEST(streamed),   FIXTURE_TEST(hostile_servers), FIXTURE_TEST(proxies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
