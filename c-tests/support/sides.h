/*
 * A client and a server whose messages are protected with certificates, over plain HTTP, and one call at a time between
 * them.
 */
#ifndef SIDES_H
#define SIDES_H

#include "cert.h"
#include "soap.h"

static const WS_PROTECTION_LEVEL sign_only = WS_PROTECTION_LEVEL_SIGN;
static const WS_PROTECTION_LEVEL sign_and_encrypt = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT;

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
    /* The server takes no user's name. */
    BOOL refuses_names;
} KIND;

static const KIND mutual = {
    WSX_CERT_MODE_SYMMETRIC, WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE, WSX_REQUIREMENT_REQUIRED,
    &sign_and_encrypt, WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005, 0, "client", WS_ENCODING_XML_UTF8, FALSE, TRUE,
    FALSE,
};

typedef struct SIDES {
    FIXTURE *fixture;
    KIND kind;
    WS_LISTENER *listener;
    WS_CHANNEL *server, *client;
    WS_MESSAGE *received, *reply, *request, *answer;
    unsigned short port;
    /* WS_MATCH_URL_ flags for the To header of requests, if it may be another address. */
    ULONG to_matching;
    pthread_t thread;
    /* The reply says that it is for another request, or for none. */
    int relates_wrongly, relates_not;
    /* The reply is a fault. */
    int faults;
    HRESULT served;
    char reason[2000];
} SIDES;

static inline HRESULT CALLBACK give(void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via, PCCERT_CONTEXT *cert,
                             WS_ERROR *error)
{
    (void)target;
    (void)via;
    *cert = cert_of((const char *)state, error);
    return S_OK;
}

static inline HRESULT CALLBACK check_password(void *state, const WS_STRING *name, const WS_STRING *password,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    const KIND *kind = (const KIND *)state;
    (void)async;
    (void)error;
    return !kind->refuses_names && text_contains(name, "alice") && text_contains(password, "rabbit") ? S_OK : S_FALSE;
}

/* The description of one side, handed to `use`, which makes a channel or a listener with it. */
static inline void describe(SIDES *sides, int is_server, void (*use)(SIDES *, const WS_SECURITY_DESCRIPTION *))
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
        user.passwordValidatorCallbackState = kind;
    } else {
        user.clientCredential = &name.credential;
    }
    use(sides, &description);
}

static inline void make_listener(SIDES *sides, const WS_SECURITY_DESCRIPTION *description)
{
    WS_ERROR *error = sides->fixture->error;
    WS_CHANNEL_PROPERTY encoding = {WS_CHANNEL_PROPERTY_ENCODING, &sides->kind.encoding, sizeof(WS_ENCODING)};
    WS_LISTENER_PROPERTY properties[] = {PROPERTY(WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS, sides->to_matching)};
    WCHAR buffer[200];
    WS_STRING url;
    sides->port = free_port();
    url = url_of(buffer, "http://localhost:%u/x", sides->port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, properties,
                               sides->to_matching != 0 ? 1 : 0, description, &sides->listener, error), error);
    assert_ok(WsCreateChannelForListener(sides->listener, &encoding, 1, &sides->server, error), error);
    assert_ok(WsOpenListener(sides->listener, &url, NULL, error), error);
    sides->received = make_message(sides->server, error);
    sides->reply = make_message(sides->server, error);
}

static inline void make_client(SIDES *sides, const WS_SECURITY_DESCRIPTION *description)
{
    WS_ERROR *error = sides->fixture->error;
    WS_CHANNEL_PROPERTY encoding = {WS_CHANNEL_PROPERTY_ENCODING, &sides->kind.encoding, sizeof(WS_ENCODING)};
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &encoding, 1, description,
                              &sides->client, error), error);
    sides->request = make_message(sides->client, error);
    sides->answer = make_message(sides->client, error);
}

static inline void open_client(SIDES *sides, unsigned short port)
{
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, "http://localhost:%u/x", port);
    assert_ok(WsOpenChannel(sides->client, &address, NULL, sides->fixture->error), sides->fixture->error);
}

static inline SIDES *start_matching(FIXTURE *fixture, const KIND *kind, ULONG to_matching)
{
    SIDES *sides = (SIDES *)calloc(1, sizeof(*sides));
    assert_non_null(sides);
    sides->fixture = fixture;
    sides->kind = *kind;
    sides->to_matching = to_matching;
    describe(sides, 1, make_listener);
    describe(sides, 0, make_client);
    return sides;
}

static inline SIDES *start(FIXTURE *fixture, const KIND *kind)
{
    return start_matching(fixture, kind, 0);
}

static inline void close_both(SIDES *sides)
{
    WsCloseChannel(sides->client, NULL, NULL);
    assert_ok(WsCloseListener(sides->listener, NULL, NULL), NULL);
}

static inline void free_both(SIDES *sides)
{
    WsFreeMessage(sides->request);
    WsFreeMessage(sides->answer);
    WsFreeMessage(sides->received);
    WsFreeMessage(sides->reply);
    WsFreeChannel(sides->client);
    WsFreeChannel(sides->server);
    WsFreeListener(sides->listener);
    free(sides);
}

static inline void stop(SIDES *sides)
{
    close_both(sides);
    free_both(sides);
}

/* Serves one request on the server's thread: its number and one more, or a fault where it fails or is to be one. */
static inline void *serve_one(void *argument)
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
        assert_ok(WsInitializeMessage(sides->reply, sides->faults ? WS_FAULT_MESSAGE : WS_REPLY_MESSAGE, sides->received,
                                      error), error);
        assert_ok(sides->relates_not
                      ? WsRemoveHeader(sides->reply, WS_RELATES_TO_HEADER, error)
                      : WsSetHeader(sides->reply, WS_RELATES_TO_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, &id,
                                    sizeof(id), error),
                  error);
    }
    if (sides->served == S_OK && sides->faults) {
        sides->served = WsSendFaultMessageForError(sides->server, sides->reply, error, E_FAIL, WS_FULL_FAULT_DISCLOSURE,
                                                   sides->received, NULL, NULL);
    } else if (sides->served == S_OK) {
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
        /* Of a request that was no message nothing is left that could be answered: its client hears of the end. */
        if (WsSendFaultMessageForError(sides->server, sides->reply, error, sides->served, WS_FULL_FAULT_DISCLOSURE,
                                       sides->received, NULL, NULL) != S_OK) {
            WsCloseChannel(sides->server, NULL, NULL);
        }
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

static inline void begin(SIDES *sides)
{
    assert_int_equal(pthread_create(&sides->thread, NULL, serve_one, sides), 0);
}

static inline void end(SIDES *sides)
{
    assert_int_equal(pthread_join(sides->thread, NULL), 0);
}

static inline void next(SIDES *sides)
{
    WsCloseChannel(sides->server, NULL, NULL);
    assert_ok(WsResetChannel(sides->server, NULL), NULL);
    assert_ok(WsResetMessage(sides->received, NULL), NULL);
    assert_ok(WsResetMessage(sides->reply, NULL), NULL);
    assert_ok(WsResetMessage(sides->request, NULL), NULL);
    assert_ok(WsResetMessage(sides->answer, NULL), NULL);
}

static inline HRESULT call(SIDES *sides, int value, int *result)
{
    WsResetError(sides->fixture->error);
    return WsRequestReply(sides->client, sides->request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                          sides->answer, &answer, WS_READ_REQUIRED_VALUE, sides->fixture->heap, result, sizeof(*result),
                          NULL, sides->fixture->error);
}

static inline ULONG parts(WS_MESSAGE *message, WS_MESSAGE_PROPERTY_ID id)
{
    ULONG bits = 0;
    assert_ok(WsGetMessageProperty(message, id, &bits, sizeof(bits), NULL), NULL);
    return bits;
}

/* What is known about who sent a message. */
static inline void is_from(WS_MESSAGE *message, const char *name, WS_PROTECTION_LEVEL level)
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

#endif /* SIDES_H */
