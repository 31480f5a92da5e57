/*
 * When refusals are given out: a message that was changed is refused at a time that says nothing of where, whatever was
 * wrong with it and however far it could be read. The unit of that time is known to everybody: it depends on the size of
 * the message alone. Both roles.
 */
#define _GNU_SOURCE
#include "support/sides.h"

#include <time.h>

#define WSU "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"

/* Milliseconds from the receipt of a message to its refusal; src/channel/refusal.rs. */
static double step_of(size_t size)
{
    return 100.0 + (double)size * 100e-6;
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Whether the server took a request for good. */
static atomic_int has_accepted;

/* Of the proxy of clients. */
static unsigned short proxy_port;

static void make_proxied(SIDES *sides, const WS_SECURITY_DESCRIPTION *description)
{
    WS_ERROR *error = sides->fixture->error;
    WCHAR proxy[200];
    WS_HTTP_PROXY_SETTING_MODE mode = WS_HTTP_PROXY_SETTING_MODE_CUSTOM;
    WS_CUSTOM_HTTP_PROXY custom = {url_of(proxy, "127.0.0.1:%u", proxy_port), {0, NULL}};
    const WS_CHANNEL_PROPERTY properties[] = {PROPERTY(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE, mode),
                                              PROPERTY(WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, custom)};
    WsFreeChannel(sides->client);
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, COUNT(properties),
                              description, &sides->client, error), error);
}

/* Answers whatever comes, with a fault where it is refused, until the listener is closed. */
static void *answer_all(void *argument)
{
    SIDES *sides = (SIDES *)argument;
    WS_ERROR *error = NULL;
    WsCreateError(NULL, 0, &error);
    while (WsAcceptChannel(sides->listener, sides->server, NULL, error) == S_OK) {
        HRESULT hr = WsReadMessageStart(sides->server, sides->received, NULL, error);
        if (hr == S_OK) {
            int value = 8;
            has_accepted = 1;
            WsReadMessageEnd(sides->server, sides->received, NULL, error);
            WsSendReplyMessage(sides->server, sides->reply, &answer, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                               sides->received, NULL, error);
        } else {
            WsSendFaultMessageForError(sides->server, sides->reply, error, hr, WS_FULL_FAULT_DISCLOSURE,
                                       sides->received, NULL, NULL);
        }
        WsCloseChannel(sides->server, NULL, NULL);
        WsResetChannel(sides->server, NULL);
        WsResetMessage(sides->received, NULL);
        WsResetMessage(sides->reply, NULL);
        WsResetError(error);
    }
    WsFreeError(error);
    return NULL;
}

/* A client, and a server that answers all. */
static SIDES *start_answering(FIXTURE *fixture, const KIND *kind)
{
    SIDES *sides = start(fixture, kind);
    has_accepted = 0;
    assert_int_equal(pthread_create(&sides->thread, NULL, answer_all, sides), 0);
    return sides;
}

static void stop_answering(SIDES *sides)
{
    close_both(sides);
    end(sides);
    free_both(sides);
}

/* Begins to send a request of some size; `id`: NULL, or the Id of an element in it. */
static void begin_request(SIDES *sides, unsigned port, const char *id, WAITER *waiter)
{
    static const char text[] = "<i>some text &amp; more</i>";
    static const WS_XML_STRING local = WS_XML_STRING_VALUE("x"), ns = WS_XML_STRING_VALUE("urn:x");
    static const WS_XML_STRING u = WS_XML_STRING_VALUE("u"), id_name = WS_XML_STRING_VALUE("Id");
    static const WS_XML_STRING wsu = WS_XML_STRING_VALUE(WSU);
    static const WS_XML_STRING action = WS_XML_STRING_VALUE("urn:ask");
    WS_ERROR *error = sides->fixture->error;
    WS_ASYNC_CONTEXT async = {completed, waiter};
    WS_XML_WRITER *writer = NULL;
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, "http://localhost:%u/x", port);
    assert_ok(WsOpenChannel(sides->client, &address, NULL, error), error);
    assert_ok(WsInitializeMessage(sides->request, WS_REQUEST_MESSAGE, NULL, error), error);
    assert_ok(WsSetHeader(sides->request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &action,
                          sizeof(action), error), error);
    assert_ok(WsWriteMessageStart(sides->client, sides->request, NULL, error), error);
    assert_ok(WsGetMessageProperty(sides->request, WS_MESSAGE_PROPERTY_BODY_WRITER, &writer, sizeof(writer), error),
              error);
    assert_ok(WsWriteStartElement(writer, NULL, &local, &ns, error), error);
    if (id != NULL) {
        assert_ok(WsWriteStartAttribute(writer, &u, &id_name, &wsu, FALSE, error), error);
        assert_ok(WsWriteCharsUtf8(writer, (const BYTE *)id, (ULONG)strlen(id), error), error);
        assert_ok(WsWriteEndAttribute(writer, error), error);
    }
    for (int i = 0; i < 400; i++) {
        assert_ok(WsWriteCharsUtf8(writer, (const BYTE *)text, sizeof(text) - 1, error), error);
    }
    assert_ok(WsWriteEndElement(writer, error), error);
    assert_hr(WS_S_ASYNC, WsWriteMessageEnd(sides->client, sides->request, &async, error), error);
}

static int take_request(int listener, BYTES *request)
{
    int fd = accept(listener, NULL, NULL);
    assert_true(fd >= 0);
    request->size = 0;
    while (!is_complete(request) && receive_some(fd, request)) {
    }
    return fd;
}

/* What a client puts on the wire. */
static void capture(SIDES *sides, const char *id, BYTES *request)
{
    unsigned short port = 0;
    int listener = listen_anywhere(&port);
    WAITER waiter = WAITER_INIT;
    begin_request(sides, port, id, &waiter);
    close(take_request(listener, request));
    close(listener);
    assert_true(FAILED(wait_for(&waiter)));
    WsAbandonMessage(sides->client, sides->request, NULL);
    assert_ok(WsCloseChannel(sides->client, NULL, NULL), NULL);
    assert_ok(WsResetChannel(sides->client, NULL), NULL);
    assert_ok(WsResetMessage(sides->request, NULL), NULL);
    assert_ok(WsResetError(sides->fixture->error), NULL);
}

/* ---- Changes ---- */

/* Exchanges one character of base64 for another, so many behind the end of a text that is there for the n-th time. */
static void change(BYTES *message, const char *text, int nth, long offset)
{
    char *at = message->bytes;
    for (int i = 0; i < nth; i++) {
        BYTES rest;
        rest.size = message->size - (size_t)(at - message->bytes);
        memcpy(rest.bytes, at, rest.size);
        const char *found = find_text(&rest, text);
        assert_non_null(found);
        at += found - rest.bytes + strlen(text);
    }
    at += offset;
    *at = *at == 'A' ? 'B' : 'A';
}

#define BODY_END "</e:CipherData></e:EncryptedData></s:Body>"

static void nothing_changed(BYTES *m) { (void)m; }
static void body_start(BYTES *m) { change(m, "<s:Body", 1, 0); }
/* The first byte of the plaintext, by the vector: no start tag any more. */
static void not_well_formed(BYTES *m) { change(m, "<e:CipherValue>", 4, 0); }
static void block_at_start(BYTES *m) { change(m, "<e:CipherValue>", 4, 60); }
static void block_in_the_middle(BYTES *m) { change(m, "<e:CipherValue>", 4, 8000); }
static void block_at_end(BYTES *m) { change(m, BODY_END, 1, -(long)strlen(BODY_END) - 120); }
/* The last block but one: the padding. */
static void padding(BYTES *m) { change(m, BODY_END, 1, -(long)strlen(BODY_END) - 40); }
static void key(BYTES *m) { change(m, "<e:CipherValue>", 1, 20); }
static void signature(BYTES *m) { change(m, "<e:CipherValue>", 2, 200); }
static void endorsement(BYTES *m) { change(m, "<e:CipherValue>", 3, 600); }
static void digest(BYTES *m) { change(m, "urn:uuid:", 1, 0); }
static void nonce(BYTES *m) { change(m, "<c:Nonce>", 1, 2); }
static void unprotected(BYTES *m) { change(m, "wssecurity-secext-1.0", 1, 0); }
static void not_base64(BYTES *m) { *((char *)find_text(m, BODY_END) - 30) = '*'; }

typedef struct WRONG {
    const char *name;
    void (*change)(BYTES *message);
    const char *id;
    double least;
} WRONG;

/* Sends a request and answers how long the answer took, in steps. */
static double time_refusal(SIDES *sides, const BYTES *request, BYTES *response)
{
    size_t head = head_end(request), size = request->size - head;
    char line[200];
    double start;
    int fd = connect_to(sides->port);
    snprintf(line, sizeof(line), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\n"
             "Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n", sides->port, size);
    assert_true(send_all(fd, line, strlen(line)));
    assert_true(send_all(fd, request->bytes + head, size - 1));
    start = now_ms();
    assert_true(send_all(fd, request->bytes + request->size - 1, 1));
    response->size = 0;
    assert_true(receive_some(fd, response));
    start = now_ms() - start;
    while (!is_complete(response) && receive_some(fd, response)) {
    }
    close(fd);
    return start / step_of(size);
}

static int is_slow_here(void)
{
    return getenv("WWS_MEMORY_CHECKER") != NULL;
}

static void requests(void **state)
{
    static BYTES plain, with_id, request, response;
    static WRONG wrong[] = {
        {"well-formedness", not_well_formed, NULL, 0},
        {"start", block_at_start, NULL, 0},
        {"middle", block_in_the_middle, NULL, 0},
        {"end", block_at_end, NULL, 0},
        {"padding", padding, NULL, 0},
        {"key", key, NULL, 0},
        {"signature", signature, NULL, 0},
        {"endorsement", endorsement, NULL, 0},
        {"digest", digest, NULL, 0},
        {"nonce of a key", nonce, NULL, 0},
        {"Id that is there twice", nothing_changed, "_0", 0},
        {"envelope", body_start, NULL, 0},
        {"no base64", not_base64, NULL, 0},
        {"no protection", unprotected, NULL, 0},
    };
    SIDES *sides = start_answering((FIXTURE *)*state, &mutual);
    int left = (int)COUNT(wrong);
    capture(sides, NULL, &plain);
    capture(sides, "_0", &with_id);
    /* A machine that is busy answers late now and then: so often may each be tried. */
    for (int round = 0; round < (is_slow_here() ? 1 : 12) && left > 0; round++) {
        for (size_t i = 0; i < COUNT(wrong); i++) {
            double steps;
            if (wrong[i].least != 0 && wrong[i].least < 1.25) {
                continue;
            }
            request = wrong[i].id != NULL ? with_id : plain;
            wrong[i].change(&request);
            steps = time_refusal(sides, &request, &response);
            if (steps < 1) {
                fprintf(stderr, "%s: refused after %.3f steps\n", wrong[i].name, steps);
                fail();
            }
            wrong[i].least = wrong[i].least == 0 || steps < wrong[i].least ? steps : wrong[i].least;
            left -= wrong[i].least < 1.25;
            /* The faults do not differ either, but for the message that they answer. */
            if (wrong[i].change != body_start) {
                assert_starts(&response, "HTTP/1.1 500 ");
                assert_has(&response, "InvalidSecurity<");
            }
        }
    }
    for (size_t i = 0; i < COUNT(wrong) && !is_slow_here(); i++) {
        if (wrong[i].least >= 1.25) {
            fprintf(stderr, "%s: refused after %.3f steps\n", wrong[i].name, wrong[i].least);
            fail();
        }
    }
    assert_false(has_accepted);
    stop_answering(sides);
}

/* A password is refused no sooner than what cannot be decrypted. */
static void passwords(void **state)
{
    static BYTES request, response;
    KIND kind = mutual;
    SIDES *sides;
    kind.has_user_name = 1;
    kind.refuses_names = TRUE;
    kind.client = NULL;
    kind.client_certificate = WSX_REQUIREMENT_NONE;
    sides = start_answering((FIXTURE *)*state, &kind);
    capture(sides, NULL, &request);
    assert_true(time_refusal(sides, &request, &response) >= 1);
    assert_has(&response, "FailedAuthentication<");
    assert_false(has_accepted);
    stop_answering(sides);
}

/* A client whose answers somebody in between changes: a proxy. */
static void replies(void **state)
{
    static const struct {
        const char *text;
        int nth;
        long offset;
    } changes[] = {{"<e:CipherValue>", 1, 200}, {"<s:Body", 1, 0}, {BODY_END, 1, -(long)sizeof(BODY_END) - 39}};
    static BYTES request, response;
    FIXTURE *fixture = (FIXTURE *)*state;
    SIDES *sides;
    unsigned short port = 0;
    int between = listen_anywhere(&port);
    WAITER waiter = WAITER_INIT;
    WS_ERROR *error = fixture->error;
    proxy_port = port;
    sides = start_answering(fixture, &mutual);
    describe(sides, 0, make_proxied);
    for (size_t i = 0; i <= COUNT(changes); i++) {
        WS_ASYNC_CONTEXT async = {completed, &waiter};
        size_t head;
        char line[200];
        double begun;
        int fd, behind;
        HRESULT hr;
        begin_request(sides, sides->port, NULL, &waiter);
        fd = take_request(between, &request);
        head = head_end(&request);
        behind = connect_to(sides->port);
        snprintf(line, sizeof(line), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\n"
                 "Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: %zu\r\n\r\n", sides->port,
                 request.size - head);
        assert_true(send_all(behind, line, strlen(line)));
        assert_true(send_all(behind, request.bytes + head, request.size - head));
        response.size = 0;
        while (!is_complete(&response) && receive_some(behind, &response)) {
        }
        close(behind);
        assert_starts(&response, "HTTP/1.1 200 ");
        if (i < COUNT(changes)) {
            change(&response, changes[i].text, changes[i].nth, changes[i].offset);
        }
        assert_true(send_all(fd, response.bytes, response.size));
        assert_ok(wait_for(&waiter), error);
        begun = now_ms();
        hr = WsReadMessageStart(sides->client, sides->answer, &async, error);
        hr = hr == WS_S_ASYNC ? wait_for(&waiter) : hr;
        if (i == COUNT(changes)) {
            assert_ok(hr, error);
            assert_ok(WsReadMessageEnd(sides->client, sides->answer, NULL, error), error);
        } else {
            assert_int_not_equal(hr, S_OK);
            assert_true(now_ms() - begun >= step_of(0));
        }
        close(fd);
        assert_ok(WsCloseChannel(sides->client, NULL, NULL), NULL);
        assert_ok(WsResetChannel(sides->client, NULL), NULL);
        assert_ok(WsResetMessage(sides->request, NULL), NULL);
        assert_ok(WsResetMessage(sides->answer, NULL), NULL);
        assert_ok(WsResetError(error), NULL);
    }
    assert_true(has_accepted);
    close(between);
    stop_answering(sides);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(requests), FIXTURE_TEST(passwords), FIXTURE_TEST(replies)};
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
