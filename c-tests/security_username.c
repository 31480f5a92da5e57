/*
 * User names with passwords in messages, over plain HTTP: a server against a client that is a socket, with digests that
 * are made here; the library's client against its server; and clients against answers that are not as they must be.
 */
#define _GNU_SOURCE
#include "support/sha1.h"
#include "support/soap.h"
#include <WebServicesX.h>

#include <time.h>

#define WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define WSU "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
#define PROFILE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#"
#define XML11 "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:ask\"\r\n"

static const WS_PROTECTION_LEVEL none = WS_PROTECTION_LEVEL_NONE;
static const BOOL yes = TRUE;
static const WSX_PASSWORD_TYPE digest_type = WSX_PASSWORD_TYPE_DIGEST;

/* ---- What the program says of its users ---- */

typedef struct USERS {
    int asked;
    /* A check that is not done yet, and the one who waits for it. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    WS_ASYNC_CONTEXT pending;
} USERS;

static int is(const WS_STRING *text, const char *ascii)
{
    return text->length == strlen(ascii) && text_contains(text, ascii);
}

/* Knows alice; of carol it says later, of dave that it cannot say. */
static HRESULT CALLBACK check_password(void *state, const WS_STRING *name, const WS_STRING *password,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    USERS *users = (USERS *)state;
    users->asked++;
    if (is(name, "dave")) {
        WS_STRING text = WS_STRING_VALUE(u"The directory is closed.");
        WsAddErrorString(error, &text);
        return E_FAIL;
    }
    if (is(name, "carol") && async != NULL) {
        pthread_mutex_lock(&users->lock);
        users->pending = *async;
        pthread_cond_signal(&users->changed);
        pthread_mutex_unlock(&users->lock);
        return WS_S_ASYNC;
    }
    return is(name, "alice") && is(password, "rabbit") ? S_OK : S_FALSE;
}

static HRESULT CALLBACK tell_password(void *state, const WS_STRING *name, WS_HEAP *heap, WS_STRING *password,
                                      WS_ERROR *error)
{
    USERS *users = (USERS *)state;
    void *chars = NULL;
    HRESULT hr;
    users->asked++;
    if (is(name, "dave")) {
        return E_FAIL;
    }
    if (!is(name, "alice")) {
        return S_FALSE;
    }
    hr = WsAlloc(heap, 12, &chars, error);
    if (FAILED(hr)) {
        return hr;
    }
    memcpy(chars, u"rabbit", 12);
    password->chars = (WCHAR *)chars;
    password->length = 6;
    return S_OK;
}

/* ---- The server ---- */

typedef struct SERVER {
    WS_ERROR *error;
    WS_HEAP *heap;
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    USERS users;
    unsigned short port;
    int fd;
    BYTES response;
} SERVER;

static SERVER *start_with(FIXTURE *fixture, int has_digests, WS_SECURITY_TIMESTAMP_USAGE usage, ULONG cache)
{
    SERVER *server = (SERVER *)calloc(1, sizeof(*server));
    WCHAR buffer[200];
    WS_STRING url;
    WSX_PASSWORD_SECRET_CALLBACK_CONTEXT secret;
    WS_SECURITY_BINDING_PROPERTY of_binding[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, digest_type),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, secret),
    };
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        {WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0}, WS_SUPPORTING_MESSAGE_SECURITY_USAGE, NULL,
        check_password, NULL,
    };
    WS_SECURITY_PROPERTY properties[] = {
        PROPERTY(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, none),
        PROPERTY(WS_SECURITY_PROPERTY_TIMESTAMP_USAGE, usage),
        PROPERTY(WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE, cache),
    };
    WS_SECURITY_BINDING *bindings[] = {&user.binding};
    WS_SECURITY_DESCRIPTION description = {bindings, 1, properties, COUNT(properties)};
    assert_non_null(server);
    pthread_mutex_init(&server->users.lock, NULL);
    pthread_cond_init(&server->users.changed, NULL);
    secret.callback = tell_password;
    secret.state = &server->users;
    user.passwordValidatorCallbackState = &server->users;
    if (has_digests) {
        user.binding.properties = of_binding;
        user.binding.propertyCount = COUNT(of_binding);
    }
    server->error = fixture->error;
    server->heap = fixture->heap;
    server->port = free_port();
    url = url_of(buffer, "http://+:%u/x", server->port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, &description,
                               &server->listener, server->error), server->error);
    assert_ok(WsCreateChannelForListener(server->listener, basic, COUNT(basic), &server->channel, server->error),
              server->error);
    assert_ok(WsOpenListener(server->listener, &url, NULL, server->error), server->error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->request, server->error), server->error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->reply, server->error), server->error);
    server->fd = connect_to(server->port);
    return server;
}

static SERVER *start(FIXTURE *fixture, int has_digests)
{
    return start_with(fixture, has_digests, WS_SECURITY_TIMESTAMP_USAGE_NEVER, 100);
}

static void stop(SERVER *server)
{
    close(server->fd);
    assert_ok(WsCloseListener(server->listener, NULL, server->error), server->error);
    WsFreeMessage(server->request);
    WsFreeMessage(server->reply);
    WsFreeChannel(server->channel);
    WsFreeListener(server->listener);
    free(server);
}

static void post(SERVER *server, const char *headers)
{
    char body[4096], request[8192];
    snprintf(body, sizeof(body), "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Header>%s</s:Header><s:Body>" NUMBER("7")
             "</s:Body></s:Envelope>", headers);
    snprintf(request, sizeof(request), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: %zu\r\n" XML11 "\r\n%s",
             server->port, strlen(body), body);
    assert_true(send_all(server->fd, request, strlen(request)));
}

static void hear(SERVER *server)
{
    server->response.size = 0;
    while (!is_complete(&server->response) && receive_some(server->fd, &server->response)) {
    }
}

static void accept_one(SERVER *server)
{
    assert_ok(WsAcceptChannel(server->listener, server->channel, NULL, server->error), server->error);
}

static void next(SERVER *server)
{
    assert_ok(WsCloseChannel(server->channel, NULL, server->error), server->error);
    assert_ok(WsResetChannel(server->channel, server->error), server->error);
    assert_ok(WsResetMessage(server->request, server->error), server->error);
    assert_ok(WsResetMessage(server->reply, server->error), server->error);
}

static HRESULT receive(SERVER *server)
{
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&ask};
    int value = 0;
    HRESULT hr = WsReceiveMessage(server->channel, server->request, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                  WS_READ_REQUIRED_VALUE, server->heap, &value, sizeof(value), NULL, NULL,
                                  server->error);
    assert_int_equal(value, hr == S_OK ? 7 : 0);
    return hr;
}

static HRESULT answer_it(SERVER *server)
{
    int value = 8;
    return WsSendReplyMessage(server->channel, server->reply, &answer, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                              server->request, NULL, server->error);
}

/* A message that is taken, from whom, and its answer. */
static void is_taken(SERVER *server, const char *name)
{
    WS_STRING found = WS_STRING_EMPTY;
    WS_PROTECTION_LEVEL level = (WS_PROTECTION_LEVEL)-1;
    accept_one(server);
    assert_ok(receive(server), server->error);
    assert_ok(WsGetMessageProperty(server->request, WS_MESSAGE_PROPERTY_USERNAME, &found, sizeof(found),
                                   server->error), server->error);
    assert_true(is(&found, name));
    assert_ok(WsGetMessageProperty(server->request, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level),
                                   server->error), server->error);
    assert_int_equal(level, WS_PROTECTION_LEVEL_NONE);
    assert_ok(answer_it(server), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 200 OK\r\n");
    assert_has(&server->response, "<a xmlns=\"urn:t\">8</a>");
    next(server);
}

/* One that is not, with what the program and what the peer is told. The channel goes on. */
static void is_refused(SERVER *server, const char *text, const char *told)
{
    char expected[100];
    WS_STRING found = WS_STRING_EMPTY;
    accept_one(server);
    assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, receive(server), server->error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetMessageProperty(server->request, WS_MESSAGE_PROPERTY_USERNAME, &found,
                                                           sizeof(found), NULL), NULL);
    assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_OPEN);
    assert_ok(WsSendFaultMessageForError(server->channel, server->reply, server->error,
                                         WS_E_SECURITY_VERIFICATION_FAILURE, WS_FULL_FAULT_DISCLOSURE,
                                         server->request, NULL, NULL), NULL);
    assert_error_says(server->error, text);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 500 Internal Server Error\r\n");
    snprintf(expected, sizeof(expected), ":%s</faultcode>", told);
    assert_has(&server->response, expected);
    assert_lacks(&server->response, "alice");
    assert_lacks(&server->response, "rabbit");
    next(server);
}

/* ---- Tokens made here ---- */

static void base64(const unsigned char *bytes, size_t size, char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < size; at += 3) {
        size_t left = size - at;
        unsigned bits = (unsigned)bytes[at] << 16 | (left > 1 ? (unsigned)bytes[at + 1] << 8 : 0)
                        | (left > 2 ? bytes[at + 2] : 0);
        *text++ = digits[bits >> 18];
        *text++ = digits[bits >> 12 & 63];
        *text++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *text++ = left > 2 ? digits[bits & 63] : '=';
    }
    *text = 0;
}

static const char *time_text(long offset)
{
    static char text[32];
    time_t then = time(NULL) + offset;
    struct tm tm;
    assert_non_null(gmtime_r(&then, &tm));
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
    return text;
}

static const char *header(const char *content)
{
    static char text[3000];
    snprintf(text, sizeof(text), "<o:Security s:mustUnderstand=\"1\" xmlns:o=\"" WSSE "\" xmlns:u=\"" WSU "\">%s</o:Security>",
             content);
    return text;
}

static const char *text_token(const char *name, const char *password)
{
    static char text[1000];
    snprintf(text, sizeof(text),
             "<o:UsernameToken><o:Username>%s</o:Username><o:Password Type=\"" PROFILE "PasswordText\">%s</o:Password>"
             "</o:UsernameToken>", name, password);
    return text;
}

static const char *digest_token(const char *name, const char *password, const char *created, unsigned nonce)
{
    static char text[1000];
    unsigned char octets[200] = {0}, hash[20];
    char hash_text[40], nonce_text[40];
    size_t size = 16;
    memcpy(octets, &nonce, sizeof(nonce));
    base64(octets, 16, nonce_text);
    memcpy(octets + size, created, strlen(created));
    size += strlen(created);
    memcpy(octets + size, password, strlen(password));
    size += strlen(password);
    sha1(octets, size, hash);
    base64(hash, 20, hash_text);
    snprintf(text, sizeof(text),
             "<o:UsernameToken><o:Username>%s</o:Username><o:Password Type=\"" PROFILE "PasswordDigest\">%s</o:Password>"
             "<o:Nonce>%s</o:Nonce><u:Created>%s</u:Created></o:UsernameToken>", name, hash_text, nonce_text, created);
    return text;
}

static const char *timestamp(long from, long till)
{
    static char text[300];
    char created[32];
    strcpy(created, time_text(from));
    snprintf(text, sizeof(text), "<u:Timestamp><u:Created>%s</u:Created><u:Expires>%s</u:Expires></u:Timestamp>",
             created, time_text(till));
    return text;
}

static const char *join(const char *first, const char *second)
{
    static char text[2000];
    snprintf(text, sizeof(text), "%s%s", first, second);
    return text;
}

/* ---- Servers ---- */

static void passwords_in_text(void **state)
{
    SERVER *server = start((FIXTURE *)*state, 0);
    post(server, header(text_token("alice", "rabbit")));
    is_taken(server, "alice");
    post(server, header(text_token("alice", "hare")));
    is_refused(server, "password is wrong", "FailedAuthentication");
    post(server, header(text_token("bob", "rabbit")));
    is_refused(server, "password is wrong", "FailedAuthentication");
    post(server, header(text_token("dave", "rabbit")));
    is_refused(server, "0x80004005", "FailedAuthentication");
    post(server, header(digest_token("alice", "rabbit", time_text(0), 1)));
    is_refused(server, "in text is demanded", "FailedAuthentication");
    post(server, "");
    is_refused(server, "no Security header", "InvalidSecurity");
    assert_int_equal(server->users.asked, 4);
    post(server, header(text_token("alice", "rabbit")));
    is_taken(server, "alice");
    stop(server);
}

static void digests(void **state)
{
    SERVER *server = start_with((FIXTURE *)*state, 1, WS_SECURITY_TIMESTAMP_USAGE_NEVER, 3);
    char now[32];
    strcpy(now, time_text(0));
    post(server, header(digest_token("alice", "rabbit", now, 1)));
    is_taken(server, "alice");
    post(server, header(digest_token("alice", "rabbit", now, 1)));
    is_refused(server, "is a replay", "FailedAuthentication");
    post(server, header(digest_token("alice", "hare", now, 2)));
    is_refused(server, "password is wrong", "FailedAuthentication");
    post(server, header(digest_token("bob", "rabbit", now, 2)));
    is_refused(server, "password is wrong", "FailedAuthentication");
    post(server, header(digest_token("dave", "rabbit", now, 2)));
    is_refused(server, "0x80004005", "FailedAuthentication");
    post(server, header(digest_token("alice", "rabbit", time_text(-700), 3)));
    is_refused(server, "MAX_ALLOWED_LATENCY", "FailedAuthentication");
    post(server, header(digest_token("alice", "rabbit", time_text(700), 3)));
    is_refused(server, "MAX_ALLOWED_CLOCK_SKEW", "FailedAuthentication");
    post(server, header(text_token("alice", "rabbit")));
    is_refused(server, "a digest is demanded", "FailedAuthentication");
    /* None of these has taken room for nonces. */
    for (unsigned nonce = 4; nonce < 6; nonce++) {
        post(server, header(digest_token("alice", "rabbit", now, nonce)));
        is_taken(server, "alice");
    }
    post(server, header(digest_token("alice", "rabbit", now, 6)));
    is_refused(server, "WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE (3)", "FailedAuthentication");
    post(server, header(digest_token("alice", "rabbit", now, 1)));
    is_refused(server, "is a replay", "FailedAuthentication");
    stop(server);
}

static void timestamps(void **state)
{
    SERVER *server = start_with((FIXTURE *)*state, 0, WS_SECURITY_TIMESTAMP_USAGE_ALWAYS, 3);
    const char *token = text_token("alice", "rabbit");
    char twice[700];
    post(server, header(join(timestamp(0, 300), token)));
    is_taken(server, "alice");
    assert_has(&server->response, "<o:Security s:mustUnderstand=\"1\" xmlns:o=\"" WSSE "\"><u:Timestamp ");
    assert_lacks(&server->response, "UsernameToken");
    /* A timestamp is looked at for the time only: it comes as often as it likes. */
    post(server, header(join(timestamp(0, 300), token)));
    is_taken(server, "alice");
    post(server, header(token));
    is_refused(server, "no Timestamp", "InvalidSecurity");
    assert_has(&server->response, "<u:Timestamp ");
    post(server, header(join(timestamp(-1000, -700), token)));
    is_refused(server, "was created at", "InvalidSecurity");
    post(server, header(join(timestamp(-500, -400), token)));
    is_refused(server, "expired at", "InvalidSecurity");
    post(server, header(join(timestamp(700, 900), token)));
    is_refused(server, "was created at", "InvalidSecurity");
    snprintf(twice, sizeof(twice), "%s%s", timestamp(0, 300), timestamp(0, 300));
    post(server, header(join(twice, token)));
    is_refused(server, "more than one 'Timestamp'", "InvalidSecurity");
    /* Nobody was asked about any of these. */
    assert_int_equal(server->users.asked, 2);
    stop(server);
}

/* A refusal that nobody tells about is a status, the same for all of them. */
static void refusals_without_an_answer(void **state)
{
    SERVER *server = start((FIXTURE *)*state, 0);
    const char *headers[] = {"", header(text_token("alice", "hare")), "<o:Security xmlns:o=\"" WSSE "\"><x/></o:Security>"};
    BYTES first = {0};
    for (size_t i = 0; i < COUNT(headers); i++) {
        post(server, headers[i]);
        accept_one(server);
        assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, receive(server), NULL);
        assert_ok(WsResetError(server->error), NULL);
        next(server);
        hear(server);
        assert_starts(&server->response, "HTTP/1.1 403 Forbidden\r\n");
        if (i == 0) {
            first = server->response;
        }
        assert_int_equal(server->response.size, first.size);
        if (strstr(first.bytes, "Connection: close") != NULL) {
            close(server->fd);
            server->fd = connect_to(server->port);
        }
    }
    stop(server);
}

/* Completes the check that is under way, or comes. */
static void complete_pending(USERS *users, HRESULT hr)
{
    WS_ASYNC_CONTEXT pending;
    pthread_mutex_lock(&users->lock);
    while (users->pending.callback == NULL) {
        pthread_cond_wait(&users->changed, &users->lock);
    }
    pending = users->pending;
    users->pending.callback = NULL;
    pthread_mutex_unlock(&users->lock);
    pending.callback(hr, WS_SHORT_CALLBACK, pending.callbackState);
}

/* A check that is done later, for a message that is received in the background. */
static void checks_in_the_background(void **state)
{
    SERVER *server = start((FIXTURE *)*state, 0);
    const HRESULT answers[] = {S_OK, S_FALSE, E_FAIL};
    for (size_t i = 0; i < COUNT(answers); i++) {
        WAITER waiter = WAITER_INIT;
        WS_ASYNC_CONTEXT async = {completed, &waiter};
        const WS_MESSAGE_DESCRIPTION *descriptions[] = {&ask};
        int value = 0;
        HRESULT hr, expected = answers[i] == S_OK ? S_OK : WS_E_SECURITY_VERIFICATION_FAILURE;
        post(server, header(text_token("carol", "rabbit")));
        accept_one(server);
        hr = WsReceiveMessage(server->channel, server->request, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                              WS_READ_REQUIRED_VALUE, server->heap, &value, sizeof(value), NULL, &async,
                              server->error);
        assert_hr(WS_S_ASYNC, hr, server->error);
        complete_pending(&server->users, answers[i]);
        assert_hr(expected, wait_for(&waiter), server->error);
        assert_int_equal(value, expected == S_OK ? 7 : 0);
        assert_ok(WsResetError(server->error), NULL);
        next(server);
        hear(server);
    }
    stop(server);
}

/* ---- Clients ---- */

/* A client that sends digests over plain HTTP. */
static WS_CHANNEL *digest_client(const char16_t *name, const char16_t *password, LONGLONG offset,
                                 const WS_CHANNEL_PROPERTY *channel_properties, ULONG count, WS_ERROR *error)
{
    WS_SECURITY_BINDING_PROPERTY of_binding[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, digest_type),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED, yes),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET, offset),
    };
    WS_STRING_USERNAME_CREDENTIAL credential = {{WS_STRING_USERNAME_CREDENTIAL_TYPE}, WS_STRING_EMPTY, WS_STRING_EMPTY};
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        {WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, of_binding, COUNT(of_binding)},
        WS_SUPPORTING_MESSAGE_SECURITY_USAGE, &credential.credential, NULL, NULL,
    };
    WS_SECURITY_BINDING *bindings[] = {&user.binding};
    WS_SECURITY_DESCRIPTION description = {bindings, 1, NULL, 0};
    WS_CHANNEL *channel = NULL;
    for (credential.username.chars = (WCHAR *)(uintptr_t)name; name[credential.username.length] != 0;) {
        credential.username.length++;
    }
    for (credential.password.chars = (WCHAR *)(uintptr_t)password; password[credential.password.length] != 0;) {
        credential.password.length++;
    }
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, channel_properties, count,
                              &description, &channel, error), error);
    return channel;
}

typedef struct CLIENT {
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    WS_ERROR *error;
    WS_HEAP *heap;
    unsigned short port;
    HRESULT hr;
} CLIENT;

static HRESULT call(CLIENT *client)
{
    int value = 7, result = 0;
    HRESULT hr = WsRequestReply(client->channel, client->request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                client->reply, &answer, WS_READ_REQUIRED_VALUE, client->heap, &result, sizeof(result),
                                NULL, client->error);
    assert_int_equal(result, hr == S_OK ? 8 : 0);
    assert_ok(WsResetMessage(client->request, client->error), client->error);
    assert_ok(WsResetMessage(client->reply, client->error), client->error);
    return hr;
}

static void *call_on_thread(void *state)
{
    CLIENT *client = (CLIENT *)state;
    client->hr = call(client);
    return NULL;
}

static CLIENT make_client(WS_CHANNEL *channel, unsigned short port)
{
    CLIENT client = {channel, NULL, NULL, NULL, NULL, port, E_FAIL};
    assert_ok(WsCreateError(NULL, 0, &client.error), NULL);
    assert_ok(WsCreateHeap(1 << 20, 0, NULL, 0, &client.heap, client.error), client.error);
    client.request = make_message(channel, client.error);
    client.reply = make_message(channel, client.error);
    open_channel(channel, port, client.error);
    return client;
}

static void end_client(CLIENT *client)
{
    assert_ok(WsCloseChannel(client->channel, NULL, client->error), client->error);
    WsFreeMessage(client->request);
    WsFreeMessage(client->reply);
    WsFreeChannel(client->channel);
    WsFreeHeap(client->heap);
    WsFreeError(client->error);
}

/* The library on both sides: calls that are taken, and one with a wrong password, after which the channel goes on. */
static void digests_of_our_own(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    SERVER *server = start_with(fixture, 1, WS_SECURITY_TIMESTAMP_USAGE_ALWAYS, 100);
    CLIENT right = make_client(digest_client(u"alice", u"rabbit", 0, basic, COUNT(basic), fixture->error), server->port);
    CLIENT wrong = make_client(digest_client(u"alice", u"hare", 0, basic, COUNT(basic), fixture->error), server->port);
    CLIENT late = make_client(digest_client(u"alice", u"rabbit", -10000000LL * 3600, basic, COUNT(basic), fixture->error),
                              server->port);
    CLIENT *clients[] = {&right, &wrong, &right, &late, &right};
    for (size_t i = 0; i < COUNT(clients); i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, call_on_thread, clients[i]), 0);
        accept_one(server);
        if (clients[i] == &right) {
            assert_ok(receive(server), server->error);
            assert_ok(answer_it(server), server->error);
        } else {
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, receive(server), server->error);
            assert_ok(WsSendFaultMessageForError(server->channel, server->reply, server->error,
                                                 WS_E_SECURITY_VERIFICATION_FAILURE, WS_MINIMAL_FAULT_DISCLOSURE,
                                                 server->request, NULL, NULL), NULL);
            assert_error_says(server->error, clients[i] == &wrong ? "password is wrong" : "UsernameToken was created at");
        }
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_hr(clients[i] == &right ? S_OK : WS_E_ENDPOINT_ACCESS_DENIED, clients[i]->hr, clients[i]->error);
        assert_ok(WsResetError(clients[i]->error), NULL);
        next(server);
    }
    end_client(&right);
    end_client(&wrong);
    end_client(&late);
    stop(server);
}

static char answers[8][2000];

/* An answer of HTTP with these headers and this body in its envelope. */
static const char *reply_with(size_t index, const char *status, const char *headers, const char *body)
{
    char envelope[1500];
    snprintf(envelope, sizeof(envelope), "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Header>%s</s:Header><s:Body>%s</s:Body>"
             "</s:Envelope>", headers, body);
    snprintf(answers[index], sizeof(answers[index]),
             "HTTP/1.1 %s\r\nContent-Type: text/xml\r\nContent-Length: %zu\r\n\r\n%s", status, strlen(envelope), envelope);
    return answers[index];
}

#define FAULT(code) "<s:Fault><faultcode xmlns:o=\"" WSSE "\">" code "</faultcode><faultstring>x</faultstring></s:Fault>"

/* What a client takes for an answer. */
static void replies(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    const char *good = "200 OK", *bad = "500 Internal Server Error", *number = "<a xmlns=\"urn:t\">8</a>";
    const BOOL no = FALSE;
    const WS_CHANNEL_PROPERTY lenient[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS, yes),
    };
    const WS_CHANNEL_PROPERTY faults_are_messages[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, no),
    };
    const ANSWER sent[] = {
        {reply_with(0, good, header(timestamp(0, 300)), number), 0, KEEP},
        {reply_with(1, good, "", number), 0, KEEP},
        {reply_with(2, good, header(timestamp(-2000, -1000)), number), 0, KEEP},
        {reply_with(3, good, header(join(timestamp(0, 300), text_token("alice", "rabbit"))), number), 0, KEEP},
        {reply_with(4, bad, "", FAULT("s:Server")), 0, KEEP},
        {reply_with(5, bad, "", FAULT("o:FailedAuthentication")), 0, KEEP},
        {reply_with(6, bad, header(timestamp(0, 300)), FAULT("s:Server")), 0, KEEP},
        {reply_with(7, bad, header(timestamp(-2000, -1000)), FAULT("o:FailedAuthentication")), 0, KEEP},
    };
    const struct {
        HRESULT usual, when_lenient, as_messages;
        const char *text;
    } outcomes[] = {
        {S_OK, S_OK, S_OK, NULL},
        {WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE,
         "no Security header"},
        {WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE,
         "was created at"},
        {WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE,
         "a reply has none"},
        {WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_ENDPOINT_FAULT_RECEIVED, WS_E_SECURITY_VERIFICATION_FAILURE,
         "which anybody may have sent"},
        {WS_E_ENDPOINT_ACCESS_DENIED, WS_E_ENDPOINT_ACCESS_DENIED, WS_E_SECURITY_VERIFICATION_FAILURE,
         "FailedAuthentication"},
        {WS_E_ENDPOINT_FAULT_RECEIVED, WS_E_ENDPOINT_FAULT_RECEIVED, WS_E_ENDPOINT_FAULT_RECEIVED, "Receiver"},
        {WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE,
         "was created at"},
    };
    for (int way = 0; way < 3; way++) {
        PEER *peer = start_peer(sent, COUNT(sent));
        const WS_CHANNEL_PROPERTY *properties = way == 0 ? basic : way == 1 ? lenient : faults_are_messages;
        CLIENT client = make_client(digest_client(u"alice", u"rabbit", 0, properties, way == 0 ? 2 : 3, fixture->error),
                                    peer->port);
        for (size_t i = 0; i < COUNT(outcomes); i++) {
            HRESULT expected = way == 0 ? outcomes[i].usual : way == 1 ? outcomes[i].when_lenient : outcomes[i].as_messages;
            assert_hr(expected, call(&client), client.error);
            if (expected != S_OK) {
                assert_error_says(client.error, way == 1 && i == 4 ? "Receiver" : outcomes[i].text);
            }
            assert_int_equal(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        }
        end_client(&client);
        stop_peer(peer);
    }
}

/* A message that says who sends it follows a redirect on the server that it is for, and to no other one. */
static void redirects(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    const WS_CHANNEL_PROPERTY follows[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, yes),
    };
    for (int is_same = 0; is_same < 2; is_same++) {
        char elsewhere[200];
        const ANSWER good = {reply_with(0, "200 OK", header(timestamp(0, 300)), "<a xmlns=\"urn:t\">8</a>"), 0, KEEP};
        const ANSWER sent[] = {{elsewhere, 0, KEEP}, good};
        PEER *other = start_peer(&good, 1), *peer = start_peer(sent, is_same ? 2 : 1);
        CLIENT client = make_client(digest_client(u"alice", u"rabbit", 0, follows, COUNT(follows), fixture->error),
                                    peer->port);
        snprintf(elsewhere, sizeof(elsewhere), "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:%u/y\r\n"
                 "Content-Length: 0\r\n\r\n", is_same ? peer->port : other->port);
        assert_int_equal(call(&client) == S_OK, is_same);
        assert_int_equal(atomic_load(&other->connections), 0);
        assert_ok(WsResetError(client.error), NULL);
        end_client(&client);
        stop_peer(peer);
        stop_peer(other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(passwords_in_text),
        FIXTURE_TEST(digests),
        FIXTURE_TEST(timestamps),
        FIXTURE_TEST(refusals_without_an_answer),
        FIXTURE_TEST(checks_in_the_background),
        FIXTURE_TEST(digests_of_our_own),
        FIXTURE_TEST(replies),
        FIXTURE_TEST(redirects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
