/*
 * Messages that are protected with certificates, over plain HTTP: the library's client against its server in each mode;
 * what the program learns about the sender; messages that come again, unprotected or from somebody else.
 */
#define _GNU_SOURCE
#include "support/sides.h"

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
    capture(sides, &request);
    envelope = request.bytes + head_end(&request);
    size = request.size - head_end(&request);
    /* It was for another port, which its signed address says; that is looked at when it was verified, so that the fault
     * is protected as a reply is. */
    begin(sides);
    post(sides, envelope, size, &response);
    end(sides);
    assert_int_equal(sides->served, WS_E_INVALID_FORMAT);
    assert_starts(&response, "HTTP/1.1 500 ");
    assert_has(&response, "EncryptedData");
    assert_lacks(&response, "DestinationUnreachable");
    next(sides);
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

/* A reply or a fault that somebody kept back answers no later request, though its signature is good. */
static void replies_to_other_requests(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    KIND kind = mutual;
    SIDES *sides;
    int result = 0;
    kind.mode = WSX_CERT_MODE_ASYMMETRIC;
    sides = start(fixture, &kind);
    open_client(sides, sides->port);
    for (int turn = 0; turn < 6; turn++) {
        HRESULT hr;
        int relation = turn % 3;
        sides->relates_wrongly = relation == 0;
        sides->relates_not = relation == 1;
        sides->faults = turn >= 3;
        begin(sides);
        hr = call(sides, 7, &result);
        end(sides);
        assert_ok(sides->served, NULL);
        if (relation < 2) {
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, hr, fixture->error);
            assert_error_says(fixture->error, relation == 0 ? "another request" : "no header RelatesTo");
        } else if (sides->faults) {
            assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, hr, fixture->error);
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
