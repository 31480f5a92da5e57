/*
 * Tokens in messages over HTTPS: a user name with its password in text, tokens that the client has as XML, with and
 * without keys, and certificates that endorse.
 */
#include "support/soap.h"
#include <WebServicesX.h>

#define TOKEN "<t:Token xmlns:t=\"urn:tokens\" Id=\"me\">yes</t:Token>"
#define REFERENCE "<r:Reference xmlns:r=\"urn:references\" URI=\"#me\"></r:Reference>"

static const WS_SECURITY_TIMESTAMP_USAGE requests_only = WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY;

static const CERT_CONTEXT *load(const char *name, int with_key, WS_ERROR *error)
{
    static char bytes[2][65536];
    WS_BYTES parts[2] = {{0, NULL}, {0, NULL}};
    const CERT_CONTEXT *cert = NULL;
    for (int i = 0; i <= with_key; i++) {
        char path[512];
        FILE *file;
        snprintf(path, sizeof(path), WWS_CERTS "/%s.%s", name, i == 0 ? "pem" : "key");
        file = fopen(path, "rb");
        assert_non_null(file);
        parts[i].bytes = (BYTE *)bytes[i];
        parts[i].length = (ULONG)fread(bytes[i], 1, sizeof(bytes[i]), file);
        fclose(file);
    }
    assert_ok(WsxCertFromPem(&parts[0], with_key ? &parts[1] : NULL, NULL, &cert, error), error);
    return cert;
}

static HRESULT CALLBACK give(void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via,
                             const CERT_CONTEXT **cert, WS_ERROR *error)
{
    (void)target, (void)via, (void)error;
    *cert = CertDuplicateCertificateContext((const CERT_CONTEXT *)state);
    return S_OK;
}

static int is(const WS_STRING *text, const char *ascii)
{
    return text->length == strlen(ascii) && text_contains(text, ascii);
}

static HRESULT CALLBACK check_password(void *state, const WS_STRING *name, const WS_STRING *password,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)state, (void)async, (void)error;
    return is(name, "alice") && is(password, "rabbit") ? S_OK : S_FALSE;
}

/* A server and a client of one test, each with TLS and one more binding, or none. */
typedef struct BOTH {
    WS_ERROR *error, *client_error;
    WS_HEAP *heap;
    const CERT_CONTEXT *own, *anchor;
    WS_LISTENER *listener;
    WS_CHANNEL *server, *client;
    WS_MESSAGE *received, *reply, *sent, *answered;
    HRESULT outcome;
    int value;
} BOTH;

static void open_both(BOTH *both, FIXTURE *fixture, WS_SECURITY_BINDING *of_server, WS_SECURITY_BINDING *of_client)
{
    WS_CUSTOM_CERT_CREDENTIAL credential = {{WS_CUSTOM_CERT_CREDENTIAL_TYPE}, give, NULL, NULL, NULL};
    WSX_TRUST_ANCHORS anchors;
    WS_SECURITY_BINDING_PROPERTY of_ssl[] = {PROPERTY(WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, anchors)};
    WS_SSL_TRANSPORT_SECURITY_BINDING server_ssl = {{WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0},
                                                    &credential.credential};
    WS_SSL_TRANSPORT_SECURITY_BINDING client_ssl = {{WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, of_ssl, COUNT(of_ssl)},
                                                    NULL};
    WS_SECURITY_BINDING *at_server[] = {&server_ssl.binding, of_server};
    WS_SECURITY_BINDING *at_client[] = {&client_ssl.binding, of_client};
    WS_SECURITY_PROPERTY usage[] = {PROPERTY(WS_SECURITY_PROPERTY_TIMESTAMP_USAGE, requests_only)};
    WS_SECURITY_DESCRIPTION server = {at_server, of_server != NULL ? 2 : 1, NULL, 0};
    WS_SECURITY_DESCRIPTION client = {at_client, of_client != NULL ? 2 : 1, usage, of_server != NULL ? 0 : 1};
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    unsigned short port = free_port();
    memset(both, 0, sizeof(*both));
    both->error = fixture->error;
    both->heap = fixture->heap;
    assert_ok(WsCreateError(NULL, 0, &both->client_error), NULL);
    both->own = load("server", 1, both->error);
    both->anchor = load("ca", 0, both->error);
    credential.getCertCallbackState = (void *)(uintptr_t)both->own;
    anchors.certs = &both->anchor;
    anchors.certCount = 1;
    address.url = url_of(buffer, "https://localhost:%u/x", port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, &server, &both->listener,
                               both->error), both->error);
    assert_ok(WsCreateChannelForListener(both->listener, NULL, 0, &both->server, both->error), both->error);
    assert_ok(WsOpenListener(both->listener, &address.url, NULL, both->error), both->error);
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, &client, &both->client,
                              both->error), both->error);
    assert_ok(WsOpenChannel(both->client, &address, NULL, both->error), both->error);
    both->received = make_message(both->server, both->error);
    both->reply = make_message(both->server, both->error);
    both->sent = make_message(both->client, both->error);
    both->answered = make_message(both->client, both->error);
}

static void close_both(BOTH *both)
{
    WsCloseChannel(both->server, NULL, NULL);
    WsCloseChannel(both->client, NULL, NULL);
    assert_ok(WsCloseListener(both->listener, NULL, both->error), both->error);
    WsFreeMessage(both->received);
    WsFreeMessage(both->reply);
    WsFreeMessage(both->sent);
    WsFreeMessage(both->answered);
    WsFreeChannel(both->server);
    WsFreeChannel(both->client);
    WsFreeListener(both->listener);
    CertFreeCertificateContext(both->own);
    CertFreeCertificateContext(both->anchor);
    WsFreeError(both->client_error);
}

static void *call(void *state)
{
    BOTH *both = (BOTH *)state;
    WS_HEAP *heap = NULL;
    int value = 7;
    assert_ok(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), NULL);
    both->outcome = WsRequestReply(both->client, both->sent, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                   both->answered, &answer, WS_READ_REQUIRED_VALUE, heap, &both->value,
                                   sizeof(both->value), NULL, both->client_error);
    WsFreeHeap(heap);
    return NULL;
}

/* One call; the server sees the message, and answers what it takes. */
static HRESULT exchange_one(BOTH *both, void (*look)(BOTH *))
{
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&ask};
    pthread_t thread;
    int value = 0;
    HRESULT hr;
    assert_int_equal(pthread_create(&thread, NULL, call, both), 0);
    assert_ok(WsAcceptChannel(both->listener, both->server, NULL, both->error), both->error);
    hr = WsReceiveMessage(both->server, both->received, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                          WS_READ_REQUIRED_VALUE, both->heap, &value, sizeof(value), NULL, NULL, both->error);
    if (hr == S_OK) {
        look(both);
        value++;
        assert_ok(WsSendReplyMessage(both->server, both->reply, &answer, WS_WRITE_REQUIRED_VALUE, &value,
                                     sizeof(value), both->received, NULL, both->error), both->error);
    } else {
        assert_ok(WsSendFaultMessageForError(both->server, both->reply, both->error, hr, WS_FULL_FAULT_DISCLOSURE,
                                             both->received, NULL, NULL), both->error);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    return hr;
}

static void look_at_alice(BOTH *both)
{
    WS_STRING name = WS_STRING_EMPTY;
    WS_PROTECTION_LEVEL level = WS_PROTECTION_LEVEL_NONE;
    assert_ok(WsGetMessageProperty(both->received, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), both->error),
              both->error);
    assert_true(is(&name, "alice"));
    assert_ok(WsGetMessageProperty(both->received, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level),
                                   both->error), both->error);
    assert_int_equal(level, WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
}

static void user_names(void **state)
{
    static const WS_STRING passwords[] = {WS_STRING_VALUE(u"rabbit"), WS_STRING_VALUE(u"hare")};
    for (size_t i = 0; i < COUNT(passwords); i++) {
        WS_STRING_USERNAME_CREDENTIAL credential = {{WS_STRING_USERNAME_CREDENTIAL_TYPE}, WS_STRING_VALUE(u"alice"),
                                                    passwords[i]};
        WS_USERNAME_MESSAGE_SECURITY_BINDING of_server = {{WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0},
            WS_SUPPORTING_MESSAGE_SECURITY_USAGE, NULL, check_password, NULL};
        WS_USERNAME_MESSAGE_SECURITY_BINDING of_client = {{WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0},
            WS_SUPPORTING_MESSAGE_SECURITY_USAGE, &credential.credential, NULL, NULL};
        BOTH both;
        open_both(&both, (FIXTURE *)*state, &of_server.binding, &of_client.binding);
        if (i == 0) {
            assert_ok(exchange_one(&both, look_at_alice), both.error);
            assert_hr(S_OK, both.outcome, both.client_error);
            assert_int_equal(both.value, 8);
        } else {
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, exchange_one(&both, look_at_alice), both.error);
            assert_ok(WsResetError(both.error), NULL);
            assert_hr(WS_E_ENDPOINT_ACCESS_DENIED, both.outcome, both.client_error);
        }
        close_both(&both);
    }
}

/* The headers of the received message as text. */
static const char *headers_of(BOTH *both)
{
    static char text[8000];
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_WRITER *writer = NULL;
    void *bytes = NULL;
    ULONG size = 0;
    assert_ok(WsGetMessageProperty(both->received, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer),
                                   both->error), both->error);
    assert_ok(WsCreateWriter(NULL, 0, &writer, both->error), both->error);
    assert_ok(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, both->heap, &bytes, &size, both->error),
              both->error);
    assert_true(size < sizeof(text));
    memcpy(text, bytes, size);
    text[size] = 0;
    WsFreeWriter(writer);
    return text;
}

static void look_at_bearer(BOTH *both)
{
    const char *headers = headers_of(both);
    assert_non_null(strstr(headers, "</u:Timestamp>" TOKEN "</o:Security>"));
    assert_null(strstr(headers, "Signature"));
}

static void look_at_shared(BOTH *both)
{
    const char *headers = headers_of(both);
    assert_non_null(strstr(headers, "</u:Timestamp>" TOKEN "<Signature "));
    assert_non_null(strstr(headers, "#hmac-sha1"));
    assert_non_null(strstr(headers, "<KeyInfo>" REFERENCE "</KeyInfo>"));
    assert_null(strstr(headers, "#_to"));
}

static void look_at_private(BOTH *both)
{
    const char *headers = headers_of(both);
    assert_non_null(strstr(headers, "</u:Timestamp>" TOKEN "<Signature "));
    assert_non_null(strstr(headers, "#rsa-sha1"));
    assert_non_null(strstr(headers, "<Reference URI=\"#_to\">"));
    assert_non_null(strstr(headers, "u:Id=\"_to\""));
}

static WS_XML_BUFFER *buffer_of(FIXTURE *fixture, const char *xml)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *buffer = NULL;
    assert_ok(WsCreateReader(NULL, 0, &reader, fixture->error), fixture->error);
    assert_ok(WsReadXmlBufferFromBytes(reader, &encoding.encoding, NULL, 0, xml, (ULONG)strlen(xml), fixture->heap,
                                       &buffer, fixture->error), fixture->error);
    WsFreeReader(reader);
    return buffer;
}

static void xml_tokens(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    static BYTE key_bytes[32] = {1};
    void (*const looks[])(BOTH *) = {look_at_bearer, look_at_shared, look_at_private};
    for (size_t i = 0; i < COUNT(looks); i++) {
        WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE shared = {{WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE},
                                                       {sizeof(key_bytes), key_bytes}};
        WSX_CERT_SECURITY_KEY_HANDLE private_key = {{WSX_CERT_SECURITY_KEY_HANDLE_TYPE}, load("client", 1, fixture->error)};
        WS_SECURITY_KEY_HANDLE *keys[] = {NULL, &shared.keyHandle, &private_key.keyHandle};
        WS_XML_BUFFER *reference = buffer_of(fixture, REFERENCE);
        WS_XML_SECURITY_TOKEN_PROPERTY property = {WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE, &reference,
                                                   sizeof(reference)};
        WS_XML_TOKEN_MESSAGE_SECURITY_BINDING binding = {{WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0},
                                                         WS_SUPPORTING_MESSAGE_SECURITY_USAGE, NULL};
        BOTH both;
        assert_ok(WsCreateXmlSecurityToken(buffer_of(fixture, TOKEN), keys[i], &property, i > 0, &binding.xmlToken,
                                           fixture->error), fixture->error);
        open_both(&both, fixture, NULL, &binding.binding);
        WsFreeSecurityToken(binding.xmlToken);
        CertFreeCertificateContext(private_key.cert);
        assert_ok(exchange_one(&both, looks[i]), both.error);
        assert_hr(S_OK, both.outcome, both.client_error);
        close_both(&both);
    }
}

/* ---- Endorsements: a certificate of the client signs the timestamp and the address ---- */

static void look_at_endorsement(BOTH *both)
{
    WS_BYTES encoded = {0, NULL};
    WSX_SECURITY_TOKEN_KIND kind = (WSX_SECURITY_TOKEN_KIND)-1;
    WS_PROTECTION_LEVEL level = WS_PROTECTION_LEVEL_NONE;
    ULONG parts = 0;
    const CERT_CONTEXT *cert = load("client", 1, both->error);
    assert_ok(WsGetMessageProperty(both->received, WS_MESSAGE_PROPERTY_ENCODED_CERT, &encoded, sizeof(encoded),
                                   both->error), both->error);
    assert_int_equal(encoded.length, cert->cbCertEncoded);
    assert_memory_equal(encoded.bytes, cert->pbCertEncoded, encoded.length);
    CertFreeCertificateContext(cert);
    assert_ok(WsGetMessageProperty(both->received, WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND, &kind, sizeof(kind),
                                   both->error), both->error);
    assert_int_equal(kind, WSX_SECURITY_TOKEN_KIND_CERT);
    assert_ok(WsGetMessageProperty(both->received, WSX_MESSAGE_PROPERTY_SIGNED_PARTS, &parts, sizeof(parts), both->error),
              both->error);
    assert_int_equal(parts & WSX_MESSAGE_PART_TIMESTAMP, WSX_MESSAGE_PART_TIMESTAMP);
    assert_ok(WsGetMessageProperty(both->received, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level),
                                   both->error), both->error);
    assert_int_equal(level, WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
}

static void endorsements(void **state)
{
    /* Who calls: somebody trusted, somebody with a key too weak to be trusted, nobody in particular. */
    static const char *const clients[] = {"client", "weak", NULL};
    FIXTURE *fixture = (FIXTURE *)*state;
    for (size_t i = 0; i < COUNT(clients); i++) {
        const CERT_CONTEXT *cert = clients[i] != NULL ? load(clients[i], 1, fixture->error) : NULL;
        WS_CUSTOM_CERT_CREDENTIAL own = {{WS_CUSTOM_CERT_CREDENTIAL_TYPE}, give, (void *)(uintptr_t)cert, NULL, NULL};
        WSX_CERT_MESSAGE_SECURITY_BINDING of_server = {{WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0},
            WS_SUPPORTING_MESSAGE_SECURITY_USAGE, NULL, NULL};
        WSX_CERT_MESSAGE_SECURITY_BINDING of_client = {{WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, NULL, 0},
            WS_SUPPORTING_MESSAGE_SECURITY_USAGE, &own.credential, NULL};
        BOTH both;
        open_both(&both, fixture, &of_server.binding, cert != NULL ? &of_client.binding : NULL);
        if (i == 0) {
            for (int calls = 0; calls < 3; calls++) {
                assert_ok(exchange_one(&both, look_at_endorsement), both.error);
                assert_hr(S_OK, both.outcome, both.client_error);
                assert_int_equal(both.value, 8);
                assert_ok(WsCloseChannel(both.server, NULL, both.error), both.error);
                assert_ok(WsResetChannel(both.server, both.error), both.error);
                WsResetMessage(both.received, NULL);
                WsResetMessage(both.reply, NULL);
                WsResetMessage(both.sent, NULL);
                WsResetMessage(both.answered, NULL);
            }
        } else {
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, exchange_one(&both, look_at_endorsement), both.error);
            assert_true(FAILED(both.outcome));
            assert_ok(WsResetError(both.error), NULL);
        }
        close_both(&both);
        CertFreeCertificateContext(cert);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(user_names),
        FIXTURE_TEST(xml_tokens),
        FIXTURE_TEST(endorsements),
    };
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
