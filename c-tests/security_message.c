/*
 * Messages that are protected with certificates, over plain HTTP: the library's client against its server in each mode;
 * what the program learns about the sender; messages that come again, unprotected or from somebody else.
 */
#define _GNU_SOURCE
#include "support/cert.h"
#include "support/soap.h"

static const WS_PROTECTION_LEVEL sign_only = WS_PROTECTION_LEVEL_SIGN;
static const WS_PROTECTION_LEVEL sign_and_encrypt = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT;

/* ---- Both sides ---- */

typedef struct KIND {
    WSX_CERT_MODE mode;
    WSX_PROTECTION_ORDER order;
    WSX_REQUIREMENT client_certificate;
    const WS_PROTECTION_LEVEL *level;
    WS_SECURE_CONVERSATION_VERSION version;
    int has_user_name;
    const char *client;
    WS_ENCODING encoding;
    BOOL signs_tokens, derives_keys;
} KIND;

static const KIND mutual = {
    WSX_CERT_MODE_SYMMETRIC, WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE, WSX_REQUIREMENT_REQUIRED,
    &sign_and_encrypt, WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005, 0, "client", WS_ENCODING_XML_UTF8, FALSE, TRUE,
};

typedef struct SIDES {
    FIXTURE *fixture;
    KIND kind;
    WS_LISTENER *listener;
    WS_CHANNEL *server, *client;
    WS_MESSAGE *received, *reply, *request, *answer;
    unsigned short port;
    pthread_t thread;
    /* The reply says that it is for another request, or for none. */
    int relates_wrongly, relates_not;
    HRESULT served;
    char reason[2000];
} SIDES;

static HRESULT CALLBACK give(void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via, PCCERT_CONTEXT *cert,
                             WS_ERROR *error)
{
    (void)target;
    (void)via;
    *cert = cert_of((const char *)state, error);
    return S_OK;
}

static HRESULT CALLBACK check_password(void *state, const WS_STRING *name, const WS_STRING *password,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)state;
    (void)async;
    (void)error;
    return text_contains(name, "alice") && text_contains(password, "rabbit") ? S_OK : S_FALSE;
}

/* The description of one side, handed to `use`, which makes a channel or a listener with it. */
static void describe(SIDES *sides, int is_server, void (*use)(SIDES *, const WS_SECURITY_DESCRIPTION *))
{
    KIND *kind = &sides->kind;
    WS_CUSTOM_CERT_CREDENTIAL own = {{WS_CUSTOM_CERT_CREDENTIAL_TYPE}, give, NULL, NULL, NULL};
    WS_CUSTOM_CERT_CREDENTIAL service = {{WS_CUSTOM_CERT_CREDENTIAL_TYPE}, give, NULL, NULL, NULL};
    WS_SECURITY_BINDING_PROPERTY of_client[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, kind->mode),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, kind->order),
        PROPERTY(WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION, kind->version),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS, kind->signs_tokens),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS, kind->derives_keys),
    };
    WS_SECURITY_BINDING_PROPERTY of_server[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, kind->mode),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, kind->order),
        PROPERTY(WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION, kind->version),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS, kind->signs_tokens),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS, kind->derives_keys),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, kind->client_certificate),
    };
    WSX_CERT_MESSAGE_SECURITY_BINDING cert = {
        {WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, is_server ? of_server : of_client,
         is_server ? COUNT(of_server) : COUNT(of_client)},
        WSX_PROTECTION_MESSAGE_SECURITY_USAGE, &own.credential, is_server ? NULL : &service.credential,
    };
    WS_STRING_USERNAME_CREDENTIAL name = {
        {WS_STRING_USERNAME_CREDENTIAL_TYPE}, WS_STRING_VALUE(u"alice"), WS_STRING_VALUE(u"rabbit"),
    };
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        {WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0}, WS_SUPPORTING_MESSAGE_SECURITY_USAGE, NULL, NULL, NULL,
    };
    WS_SECURITY_PROPERTY properties[] = {
        {WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL, (void *)kind->level, sizeof(*kind->level)},
    };
    WS_SECURITY_BINDING *bindings[] = {&cert.binding, &user.binding};
    WS_SECURITY_DESCRIPTION description = {bindings, kind->has_user_name ? 2 : 1, properties, COUNT(properties)};
    own.getCertCallbackState = is_server ? "server" : (void *)kind->client;
    service.getCertCallbackState = "server";
    if (!is_server && kind->client == NULL) {
        cert.localCertCredential = NULL;
    }
    if (is_server) {
        user.passwordValidator = check_password;
    } else {
        user.clientCredential = &name.credential;
    }
    use(sides, &description);
}

static void make_listener(SIDES *sides, const WS_SECURITY_DESCRIPTION *description)
{
    WS_ERROR *error = sides->fixture->error;
    WS_CHANNEL_PROPERTY encoding = {WS_CHANNEL_PROPERTY_ENCODING, &sides->kind.encoding, sizeof(WS_ENCODING)};
    WCHAR buffer[200];
    WS_STRING url;
    sides->port = free_port();
    url = url_of(buffer, "http://localhost:%u/x", sides->port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, description, &sides->listener,
                               error), error);
    assert_ok(WsCreateChannelForListener(sides->listener, &encoding, 1, &sides->server, error), error);
    assert_ok(WsOpenListener(sides->listener, &url, NULL, error), error);
    sides->received = make_message(sides->server, error);
    sides->reply = make_message(sides->server, error);
}

static void make_client(SIDES *sides, const WS_SECURITY_DESCRIPTION *description)
{
    WS_ERROR *error = sides->fixture->error;
    WS_CHANNEL_PROPERTY encoding = {WS_CHANNEL_PROPERTY_ENCODING, &sides->kind.encoding, sizeof(WS_ENCODING)};
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &encoding, 1, description,
                              &sides->client, error), error);
    sides->request = make_message(sides->client, error);
    sides->answer = make_message(sides->client, error);
}

static void open_client(SIDES *sides, unsigned short port)
{
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, "http://localhost:%u/x", port);
    assert_ok(WsOpenChannel(sides->client, &address, NULL, sides->fixture->error), sides->fixture->error);
}

static SIDES *start(FIXTURE *fixture, const KIND *kind)
{
    SIDES *sides = (SIDES *)calloc(1, sizeof(*sides));
    assert_non_null(sides);
    sides->fixture = fixture;
    sides->kind = *kind;
    describe(sides, 1, make_listener);
    describe(sides, 0, make_client);
    return sides;
}

static void stop(SIDES *sides)
{
    WsCloseChannel(sides->client, NULL, NULL);
    assert_ok(WsCloseListener(sides->listener, NULL, NULL), NULL);
    WsFreeMessage(sides->request);
    WsFreeMessage(sides->answer);
    WsFreeMessage(sides->received);
    WsFreeMessage(sides->reply);
    WsFreeChannel(sides->client);
    WsFreeChannel(sides->server);
    WsFreeListener(sides->listener);
    free(sides);
}

/* Serves one request on the server's thread: its number and one more, or a fault. */
static void *serve_one(void *argument)
{
    SIDES *sides = (SIDES *)argument;
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&ask};
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    int value = 0;
    WsCreateError(NULL, 0, &error);
    WsCreateHeap(1 << 20, 1024, NULL, 0, &heap, NULL);
    sides->served = WsAcceptChannel(sides->listener, sides->server, NULL, error);
    if (sides->served == S_OK) {
        sides->served = WsReceiveMessage(sides->server, sides->received, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                         WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), NULL, NULL, error);
    }
    if (sides->served == S_OK && (sides->relates_wrongly || sides->relates_not)) {
        const GUID other = {1, 2, 3, {4}};
        WS_UNIQUE_ID id = {WS_STRING_EMPTY, other};
        assert_ok(WsInitializeMessage(sides->reply, WS_REPLY_MESSAGE, sides->received, error), error);
        assert_ok(sides->relates_not
                      ? WsRemoveHeader(sides->reply, WS_RELATES_TO_HEADER, error)
                      : WsSetHeader(sides->reply, WS_RELATES_TO_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, &id,
                                    sizeof(id), error),
                  error);
    }
    if (sides->served == S_OK) {
        value++;
        sides->served = WsSendReplyMessage(sides->server, sides->reply, &answer, WS_WRITE_REQUIRED_VALUE, &value,
                                           sizeof(value), sides->received, NULL, error);
    } else {
        WS_STRING text;
        ULONG count = 0;
        size_t at = 0;
        WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
        for (ULONG i = 0; i < count && WsGetErrorString(error, i, &text) == S_OK; i++) {
            for (ULONG k = 0; k < text.length && at + 2 < sizeof(sides->reason); k++) {
                sides->reason[at++] = (char)text.chars[k];
            }
            sides->reason[at++] = ' ';
        }
        sides->reason[at] = 0;
        WsSendFaultMessageForError(sides->server, sides->reply, error, sides->served, WS_FULL_FAULT_DISCLOSURE,
                                   sides->received, NULL, NULL);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

static void begin(SIDES *sides)
{
    assert_int_equal(pthread_create(&sides->thread, NULL, serve_one, sides), 0);
}

static void end(SIDES *sides)
{
    assert_int_equal(pthread_join(sides->thread, NULL), 0);
}

static void next(SIDES *sides)
{
    assert_ok(WsCloseChannel(sides->server, NULL, NULL), NULL);
    assert_ok(WsResetChannel(sides->server, NULL), NULL);
    assert_ok(WsResetMessage(sides->received, NULL), NULL);
    assert_ok(WsResetMessage(sides->reply, NULL), NULL);
    assert_ok(WsResetMessage(sides->request, NULL), NULL);
    assert_ok(WsResetMessage(sides->answer, NULL), NULL);
}

static HRESULT call(SIDES *sides, int value, int *result)
{
    WsResetError(sides->fixture->error);
    return WsRequestReply(sides->client, sides->request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                          sides->answer, &answer, WS_READ_REQUIRED_VALUE, sides->fixture->heap, result, sizeof(*result),
                          NULL, sides->fixture->error);
}

static ULONG parts(WS_MESSAGE *message, WS_MESSAGE_PROPERTY_ID id)
{
    ULONG bits = 0;
    assert_ok(WsGetMessageProperty(message, id, &bits, sizeof(bits), NULL), NULL);
    return bits;
}

/* What is known about who sent a message. */
static void is_from(WS_MESSAGE *message, const char *name, WS_PROTECTION_LEVEL level)
{
    WS_PROTECTION_LEVEL found = (WS_PROTECTION_LEVEL)-1;
    WS_BYTES encoded = {0, NULL};
    const ULONG whole = WSX_MESSAGE_PART_BODY | WSX_MESSAGE_PART_ADDRESSING | WSX_MESSAGE_PART_TIMESTAMP;
    assert_ok(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &found, sizeof(found), NULL), NULL);
    assert_int_equal(found, level);
    assert_int_equal(parts(message, WSX_MESSAGE_PROPERTY_SIGNED_PARTS) & whole, whole);
    assert_int_equal((parts(message, WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS) & WSX_MESSAGE_PART_BODY) != 0,
                     level == WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
    if (name != NULL) {
        PCCERT_CONTEXT cert = cert_of(name, NULL);
        assert_ok(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &encoded, sizeof(encoded), NULL), NULL);
        assert_int_equal(encoded.length, cert->cbCertEncoded);
        assert_memory_equal(encoded.bytes, cert->pbCertEncoded, encoded.length);
        CertFreeCertificateContext(cert);
    }
}

static void exchange_all(FIXTURE *fixture, const KIND *kind)
{
    SIDES *sides = start(fixture, kind);
    open_client(sides, sides->port);
    for (int value = 1; value < 4; value++) {
        int result = 0;
        HRESULT hr;
        begin(sides);
        hr = call(sides, value, &result);
        end(sides);
        if (sides->served != S_OK) {
            fprintf(stderr, "the server says: %s\n", sides->reason);
        }
        assert_ok(hr, fixture->error);
        assert_ok(sides->served, NULL);
        assert_int_equal(result, value + 1);
        is_from(sides->received, kind->client, *kind->level);
        is_from(sides->answer, "server", *kind->level);
        if (kind->has_user_name) {
            WS_STRING name = WS_STRING_EMPTY;
            assert_ok(WsGetMessageProperty(sides->received, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), NULL), NULL);
            assert_true(text_contains(&name, "alice"));
        }
        next(sides);
    }
    stop(sides);
}

static void symmetric(void **state)
{
    KIND kind = mutual;
    exchange_all((FIXTURE *)*state, &kind);
    kind.version = WS_SECURE_CONVERSATION_VERSION_1_3;
    kind.order = WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT;
    exchange_all((FIXTURE *)*state, &kind);
    kind.level = &sign_only;
    exchange_all((FIXTURE *)*state, &kind);
}

static void anonymous(void **state)
{
    KIND kind = mutual;
    kind.client = NULL;
    kind.client_certificate = WSX_REQUIREMENT_NONE;
    exchange_all((FIXTURE *)*state, &kind);
}

static void user_name(void **state)
{
    KIND kind = mutual;
    kind.client = NULL;
    kind.client_certificate = WSX_REQUIREMENT_NONE;
    kind.has_user_name = 1;
    exchange_all((FIXTURE *)*state, &kind);
}

static void asymmetric(void **state)
{
    KIND kind = mutual;
    kind.mode = WSX_CERT_MODE_ASYMMETRIC;
    kind.derives_keys = FALSE;
    exchange_all((FIXTURE *)*state, &kind);
    kind.order = WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN;
    exchange_all((FIXTURE *)*state, &kind);
    kind.derives_keys = TRUE;
    kind.signs_tokens = TRUE;
    exchange_all((FIXTURE *)*state, &kind);
    kind.has_user_name = 1;
    exchange_all((FIXTURE *)*state, &kind);
}

static void signed_tokens(void **state)
{
    KIND kind = mutual;
    kind.signs_tokens = TRUE;
    exchange_all((FIXTURE *)*state, &kind);
}

static void encodings(void **state)
{
    static const WS_ENCODING all[] = {
        WS_ENCODING_XML_BINARY_1, WS_ENCODING_XML_MTOM_UTF8, WS_ENCODING_XML_UTF16LE,
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        KIND kind = mutual;
        kind.encoding = all[i];
        exchange_all((FIXTURE *)*state, &kind);
        kind.mode = WSX_CERT_MODE_ASYMMETRIC;
        kind.derives_keys = FALSE;
        kind.order = WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN;
        kind.signs_tokens = TRUE;
        exchange_all((FIXTURE *)*state, &kind);
    }
}

/* ---- What is refused ---- */

/* What a client puts on the wire. */
static void capture(SIDES *sides, BYTES *request)
{
    unsigned short port = 0;
    int listener = listen_anywhere(&port), fd;
    WAITER waiter = WAITER_INIT;
    WS_ASYNC_CONTEXT async = {completed, &waiter};
    int value = 7, result = 0;
    HRESULT hr;
    open_client(sides, port);
    hr = WsRequestReply(sides->client, sides->request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                        sides->answer, &answer, WS_READ_REQUIRED_VALUE, sides->fixture->heap, &result, sizeof(result),
                        &async, sides->fixture->error);
    assert_hr(WS_S_ASYNC, hr, sides->fixture->error);
    fd = accept(listener, NULL, NULL);
    assert_true(fd >= 0);
    request->size = 0;
    while (!is_complete(request) && receive_some(fd, request)) {
    }
    close(fd);
    close(listener);
    assert_true(FAILED(wait_for(&waiter)));
}

/* Sends an envelope to the server. */
static int send_post(SIDES *sides, const char *envelope, size_t size)
{
    const char *type = sides->kind.encoding == WS_ENCODING_XML_BINARY_1 ? "application/soap+msbin1"
                                                                        : "application/soap+xml; charset=utf-8";
    char head[200];
    int fd = connect_to(sides->port);
    snprintf(head, sizeof(head), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\n"
             "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", sides->port, type, size);
    assert_true(send_all(fd, head, strlen(head)));
    assert_true(send_all(fd, envelope, size));
    return fd;
}

static void read_response(int fd, BYTES *response)
{
    response->size = 0;
    while (!is_complete(response) && receive_some(fd, response)) {
    }
    close(fd);
}

static void post(SIDES *sides, const char *envelope, size_t size, BYTES *response)
{
    read_response(send_post(sides, envelope, size), response);
}

/* One fault for everything: without protection, since nobody knows whom it could be protected for. */
static void is_told_nothing(const BYTES *response)
{
    assert_starts(response, "HTTP/1.1 500 ");
    assert_has(response, "InvalidSecurity<");
    assert_lacks(response, "EncryptedData");
    assert_lacks(response, "replay");
}

/* What a binary message signs and hides is what its text would. */
static void refused_in_binary(void **state)
{
    static BYTES request, response;
    KIND kind = mutual;
    SIDES *sides;
    kind.encoding = WS_ENCODING_XML_BINARY_1;
    sides = start((FIXTURE *)*state, &kind);
    capture(sides, &request);
    assert_has(&request, "Content-Type: application/soap+msbin1");
    assert_lacks(&request, "EncryptedData");
    /* The last byte of the body's ciphertext; the ends of four elements follow. */
    request.bytes[request.size - 5] ^= 1;
    begin(sides);
    post(sides, request.bytes + head_end(&request), request.size - head_end(&request), &response);
    end(sides);
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    assert_starts(&response, "HTTP/1.1 500 ");
    assert_has(&response, "InvalidSecurity");
    next(sides);
    /* Text where binary XML was agreed on. */
    begin(sides);
    post(sides, "<x/>", 4, &response);
    end(sides);
    assert_true(FAILED(sides->served));
    next(sides);
    stop(sides);
}

static void refused_requests(void **state)
{
    static BYTES request, response;
    FIXTURE *fixture = (FIXTURE *)*state;
    SIDES *sides = start(fixture, &mutual);
    char *envelope, *ciphertext;
    size_t size;
    int fd;
    capture(sides, &request);
    envelope = request.bytes + head_end(&request);
    size = request.size - head_end(&request);
    /* It was for another port, which its signed address says; that is looked at when it was verified. Nothing of the
     * message is left then that a fault could answer: the client hears of it when the channel closes. */
    begin(sides);
    fd = send_post(sides, envelope, size);
    end(sides);
    assert_int_not_equal(sides->served, S_OK);
    assert_int_not_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    next(sides);
    read_response(fd, &response);
    assert_starts(&response, "HTTP/1.1 400 ");
    begin(sides);
    post(sides, envelope, size, &response);
    end(sides);
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    assert_non_null(strstr(sides->reason, "is a replay"));
    is_told_nothing(&response);
    next(sides);

    /* One byte of the body. */
    ciphertext = (char *)find_text(&request, "</e:CipherData></e:EncryptedData></s:Body>");
    assert_non_null(ciphertext);
    ciphertext -= 60;
    *ciphertext = *ciphertext == 'A' ? 'B' : 'A';
    begin(sides);
    post(sides, envelope, size, &response);
    end(sides);
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    is_told_nothing(&response);
    next(sides);

    begin(sides);
    post(sides, ENVELOPE12(NUMBER("7")), strlen(ENVELOPE12(NUMBER("7"))), &response);
    end(sides);
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    assert_non_null(strstr(sides->reason, "not secured"));
    is_told_nothing(&response);
    next(sides);
    stop(sides);
}

/* A client whom the server does not trust, and a service that is not who it has to be. */
static void strangers(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    KIND kind = mutual;
    SIDES *sides;
    int result = 0;
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    WS_DNS_ENDPOINT_IDENTITY dns = {{WS_DNS_ENDPOINT_IDENTITY_TYPE}, WS_STRING_VALUE(u"somewhere.example.com")};
    kind.client = "weak";
    sides = start(fixture, &kind);
    open_client(sides, sides->port);
    begin(sides);
    assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, call(sides, 1, &result), fixture->error);
    end(sides);
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    next(sides);
    assert_ok(WsCloseChannel(sides->client, NULL, NULL), NULL);
    assert_ok(WsResetChannel(sides->client, NULL), NULL);
    assert_ok(WsResetError(fixture->error), NULL);
    address.url = url_of(buffer, "http://localhost:%u/x", sides->port);
    address.identity = &dns.identity;
    assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, WsOpenChannel(sides->client, &address, NULL, fixture->error),
              fixture->error);
    stop(sides);
}

/* A reply that somebody kept back answers no later request, though its signature is good. */
static void replies_to_other_requests(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    KIND kind = mutual;
    SIDES *sides;
    int result = 0;
    kind.mode = WSX_CERT_MODE_ASYMMETRIC;
    sides = start(fixture, &kind);
    open_client(sides, sides->port);
    for (int turn = 0; turn < 3; turn++) {
        HRESULT hr;
        sides->relates_wrongly = turn == 0;
        sides->relates_not = turn == 1;
        begin(sides);
        hr = call(sides, 7, &result);
        end(sides);
        assert_ok(sides->served, NULL);
        if (turn < 2) {
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, hr, fixture->error);
            assert_error_says(fixture->error, turn == 0 ? "another request" : "no header RelatesTo");
        } else {
            assert_ok(hr, fixture->error);
            assert_int_equal(result, 8);
        }
        next(sides);
    }
    stop(sides);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(symmetric), FIXTURE_TEST(anonymous),         FIXTURE_TEST(user_name),
        FIXTURE_TEST(asymmetric), FIXTURE_TEST(signed_tokens), FIXTURE_TEST(encodings), FIXTURE_TEST(refused_in_binary),
        FIXTURE_TEST(refused_requests), FIXTURE_TEST(strangers),
        FIXTURE_TEST(replies_to_other_requests),
    };
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
