/*
 * Clients of servers that fail: every byte offset at which an answer can break off, answers that never end or never
 * come, and answers that are none. Whatever comes, a call ends in time with an error that says what happened, leaves its
 * results alone, sends its request once, and the proxy serves the next call.
 */
#define _GNU_SOURCE
#include "support/raw_peer.h"
#include "support/http_calculator.h"

static const char by_length[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 177\r\n\r\n" SUM("3");
static const char by_chunks[] =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n"
    "48;name=value\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\r\n"
    "4f\r\n<AddResponse xmlns=\"http://example.org/calculator\"><result>3</result></AddRespo\r\n"
    "1\r\nn\r\n"
    "1C\r\nse></s:Body></s:Envelope>   \r\n0\r\nTrailer: x\r\n\r\n";
static const char by_end[] = "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" SUM("3");

struct client {
    struct raw_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap;
    WS_ERROR *error;
};

static void client_open(struct client *client, FIXTURE *fixture, ULONG timeout)
{
    WS_PROXY_PROPERTY properties[] = { PROPERTY(WS_PROXY_PROPERTY_CALL_TIMEOUT, timeout) };
    raw_start(&client->peer);
    client->heap = fixture->heap;
    client->error = fixture->error;
    client->proxy = calculator_proxy(client->peer.port, properties, timeout != 0, fixture->error);
}

static void client_close(struct client *client)
{
    calculator_proxy_close(client->proxy, client->error);
    raw_stop(&client->peer);
}

#define UNTOUCHED 0x5A5A5A5A

static HRESULT call(struct client *client, INT *sum)
{
    *sum = UNTOUCHED;
    assert_ok(WsResetError(client->error), NULL);
    assert_ok(WsResetHeap(client->heap, NULL), NULL);
    return Calculator_Add(client->proxy, 1, 2, sum, client->heap, NULL, 0, NULL, client->error);
}

static void call_succeeds(struct client *client, const char *answer, size_t length)
{
    INT sum;
    raw_answer(&client->peer, answer, length, RAW_KEEP);
    assert_ok(call(client, &sum), client->error);
    assert_int_equal(sum, 3);
}

/* Fails the test unless a call fails in one of the ways of a broken transport, with a text, once, and without a result. */
static HRESULT call_fails(struct client *client, const char *what, size_t where)
{
    INT sum;
    int before = client->peer.requests;
    HRESULT hr = call(client, &sum);
    int sent = client->peer.requests - before;
    if (SUCCEEDED(hr) || sum != UNTOUCHED || text_count(client->error) == 0 || sent > 1) {
        fprintf(stderr, "%s, offset %zu: the call returned %08X, the sum is %d, %u texts, the request came %d times\n", what,
                where, HR(hr), (int)sum, (unsigned)text_count(client->error), sent);
        print_texts(client->error);
        fail();
    }
    return hr;
}

/* ---- Every offset ---- */

static void break_off_everywhere(FIXTURE *fixture, const char *what, const char *answer, size_t length, enum raw_end end,
                                 size_t step)
{
    struct client client;
    client_open(&client, fixture, 0);
    for (size_t cut = 0; cut < length; cut += step) {
        raw_answer(&client.peer, answer, cut, end);
        HRESULT hr = call_fails(&client, what, cut);
        if (hr != WS_E_ENDPOINT_DISCONNECTED && hr != WS_E_INVALID_FORMAT && hr != WS_E_ENDPOINT_FAILURE) {
            fprintf(stderr, "%s, offset %zu: %08X\n", what, cut, HR(hr));
            print_texts(client.error);
            fail();
        }
        if (cut % 16 == 0) call_succeeds(&client, by_length, sizeof(by_length) - 1);
    }
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    client_close(&client);
}

static void test_closed_at_every_offset(void **state)
{
    break_off_everywhere(*state, "by length", by_length, sizeof(by_length) - 1, RAW_CLOSE, 1);
}

static void test_closed_at_every_offset_of_chunks(void **state)
{
    break_off_everywhere(*state, "by chunks", by_chunks, sizeof(by_chunks) - 1, RAW_CLOSE, 1);
}

static void test_closed_at_every_offset_without_length(void **state)
{
    /* The end of the connection is the end of the body: what is left of it is no document. */
    break_off_everywhere(*state, "by end", by_end, sizeof(by_end) - 1, RAW_CLOSE, 1);
}

static void test_reset_at_offsets(void **state)
{
    break_off_everywhere(*state, "by length, reset", by_length, sizeof(by_length) - 1, RAW_RESET, 5);
    break_off_everywhere(*state, "by chunks, reset", by_chunks, sizeof(by_chunks) - 1, RAW_RESET, 5);
}

static void test_whole_answers(void **state)
{
    struct client client;
    INT sum;
    client_open(&client, *state, 0);
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    call_succeeds(&client, by_chunks, sizeof(by_chunks) - 1);
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    assert_int_equal(client.peer.connections, 1);
    raw_answer(&client.peer, by_end, sizeof(by_end) - 1, RAW_CLOSE);
    assert_ok(call(&client, &sum), client.error);
    assert_int_equal(sum, 3);
    client_close(&client);
}

/* The same on a channel that streams: the start of the message may have been read when the rest does not come. */
static void test_streamed_and_closed_at_every_offset(void **state)
{
    static WS_TRANSFER_MODE streamed = WS_STREAMED_INPUT_TRANSFER_MODE;
    WS_CHANNEL_PROPERTY properties[] = { plain_channel[0], plain_channel[1],
                                         PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed) };
    static const struct {
        const char *bytes;
        size_t length;
    } answers[] = { { by_length, sizeof(by_length) - 1 }, { by_chunks, sizeof(by_chunks) - 1 } };
    FIXTURE *fixture = *state;
    struct raw_peer peer;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    WCHAR room[64];
    raw_start(&peer);
    WS_ENDPOINT_ADDRESS address = { .url = local_url(room, "127.0.0.1", peer.port, "calculator") };
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, WsCountOf(properties), NULL,
                              &channel, fixture->error), fixture->error);
    assert_ok(WsOpenChannel(channel, &address, NULL, fixture->error), fixture->error);
    assert_ok(WsCreateMessageForChannel(channel, NULL, 0, &request, fixture->error), fixture->error);
    assert_ok(WsCreateMessageForChannel(channel, NULL, 0, &reply, fixture->error), fixture->error);
    for (size_t i = 0; i < WsCountOf(answers); i++) {
        for (size_t cut = 0; cut <= answers[i].length; cut++) {
            REQUEST numbers = { 1, 2 };
            RESPONSE sum = { UNTOUCHED };
            raw_answer(&peer, answers[i].bytes, cut, RAW_CLOSE);
            HRESULT hr = WsRequestReply(channel, request, &add_input, WS_WRITE_REQUIRED_VALUE, &numbers, sizeof(numbers),
                                        reply, &add_output, WS_READ_REQUIRED_VALUE, fixture->heap, &sum, sizeof(sum), NULL,
                                        fixture->error);
            if (cut == answers[i].length ? hr != S_OK || sum.result != 3 : SUCCEEDED(hr) || text_count(fixture->error) == 0) {
                fprintf(stderr, "answer %zu, offset %zu: %08X\n", i, cut, HR(hr));
                print_texts(fixture->error);
                fail();
            }
            assert_ok(WsResetError(fixture->error), NULL);
            assert_ok(WsResetHeap(fixture->heap, NULL), NULL);
            WS_CHANNEL_STATE now;
            assert_ok(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &now, sizeof(now), fixture->error), fixture->error);
            if (now == WS_CHANNEL_STATE_FAULTED) {
                WsAbandonMessage(channel, request, NULL);
                WsAbandonMessage(channel, reply, NULL);
                WsCloseChannel(channel, NULL, NULL);
                assert_ok(WsResetChannel(channel, fixture->error), fixture->error);
                assert_ok(WsOpenChannel(channel, &address, NULL, fixture->error), fixture->error);
            }
            assert_ok(WsResetMessage(request, fixture->error), fixture->error);
            assert_ok(WsResetMessage(reply, fixture->error), fixture->error);
        }
    }
    assert_ok(WsCloseChannel(channel, NULL, fixture->error), fixture->error);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    raw_stop(&peer);
}

/* ---- Connections that are kept ---- */

/* The server closes a connection that is kept between two calls: the next call goes by a new one and does not fail. */
static void test_closed_while_idle(void **state)
{
    struct client client;
    INT sum;
    client_open(&client, *state, 0);
    for (int i = 0; i < 20; i++) {
        raw_answer(&client.peer, by_length, sizeof(by_length) - 1, i % 2 == 0 ? RAW_CLOSE : RAW_RESET);
        assert_ok(call(&client, &sum), client.error);
        assert_int_equal(sum, 3);
        raw_wait_over(&client.peer, i + 1);
    }
    assert_int_equal(client.peer.requests, 20);
    client_close(&client);
}

/* More than the answer comes: what follows must not be taken for the answer of the next call. */
static void test_surplus_is_not_an_answer(void **state)
{
    static const char twice[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 177\r\n\r\n" SUM("3")
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 179\r\n\r\n" SUM("666");
    struct client client;
    client_open(&client, *state, 0);
    call_succeeds(&client, twice, sizeof(twice) - 1);
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    client_close(&client);
}

/* ---- Stalls ---- */

static void test_stalls(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } stalls[] = {
        { by_length, 0 }, { by_length, 1 }, { by_length, 16 }, { by_length, 40 }, { by_length, sizeof(by_length) - 1 - 177 },
        { by_length, sizeof(by_length) - 1 - 50 }, { by_length, sizeof(by_length) - 2 }, { by_chunks, 75 }, { by_chunks, 120 },
        { by_chunks, sizeof(by_chunks) - 2 },
    };
    for (size_t i = 0; i < WsCountOf(stalls); i++) {
        struct client client;
        client_open(&client, *state, 100);
        raw_answer(&client.peer, stalls[i].bytes, stalls[i].length, RAW_STALL);
        assert_int_equal(HR(call_fails(&client, "stall", stalls[i].length)), HR(WS_E_OPERATION_TIMED_OUT));
        /* A call that is given up goes on until the server ends it, or the proxy. */
        assert_ok(WsAbortServiceProxy(client.proxy, client.error), client.error);
        client_close(&client);
    }
}

/* ---- Answers that are none ---- */

#define HEAD(fields) "HTTP/1.1 200 OK\r\n" fields "\r\n"
#define TYPE "Content-Type: text/xml\r\n"

static const struct {
    const char *what, *bytes;
} bad_answers[] = {
    { "no HTTP", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n\r\n" },
    { "an empty line", "\r\n\r\n\r\n\r\n" },
    { "HTTP/9.9", "HTTP/9.9 200 OK\r\n" TYPE "Content-Length: 177\r\n\r\n" SUM("3") },
    { "a status of letters", "HTTP/1.1 abc OK\r\n" TYPE "Content-Length: 177\r\n\r\n" SUM("3") },
    { "a status of two digits", "HTTP/1.1 20 OK\r\n" TYPE "Content-Length: 177\r\n\r\n" SUM("3") },
    { "a status of four digits", "HTTP/1.1 2000 OK\r\n" TYPE "Content-Length: 177\r\n\r\n" SUM("3") },
    { "a header without a colon", HEAD("Content-Type text/xml\r\nContent-Length: 177\r\n") SUM("3") },
    { "a space before the colon", HEAD(TYPE "Content-Length : 177\r\n") SUM("3") },
    { "a name of nothing", HEAD(TYPE ": 177\r\nContent-Length: 177\r\n") SUM("3") },
    { "two lengths", HEAD(TYPE "Content-Length: 177\r\nContent-Length: 178\r\n") SUM("3") " " },
    { "a list of lengths", HEAD(TYPE "Content-Length: 177, 178\r\n") SUM("3") " " },
    { "length and chunks", HEAD(TYPE "Content-Length: 177\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n" },
    { "a negative length", HEAD(TYPE "Content-Length: -177\r\n") SUM("3") },
    { "a signed length", HEAD(TYPE "Content-Length: +177\r\n") SUM("3") },
    { "a length in hexadecimal", HEAD(TYPE "Content-Length: 0xB1\r\n") SUM("3") },
    { "a length of no digits", HEAD(TYPE "Content-Length: \r\n") SUM("3") },
    { "a length beyond 64 bits", HEAD(TYPE "Content-Length: 18446744073709551793\r\n") SUM("3") },
    { "a length beyond the limit", HEAD(TYPE "Content-Length: 4294967296\r\n") SUM("3") },
    { "an unknown transfer coding", HEAD(TYPE "Transfer-Encoding: gzip\r\n") SUM("3") },
    { "chunked not last", HEAD(TYPE "Transfer-Encoding: chunked, gzip\r\n") "0\r\n\r\n" },
    { "a chunk of no size", HEAD(TYPE "Transfer-Encoding: chunked\r\n") "xyz\r\n" SUM("3") },
    { "a chunk of negative size", HEAD(TYPE "Transfer-Encoding: chunked\r\n") "-5\r\n" SUM("3") },
    { "a chunk beyond 64 bits", HEAD(TYPE "Transfer-Encoding: chunked\r\n") "100000000000000B1\r\n" SUM("3") },
    { "a chunk that is longer than it says", HEAD(TYPE "Transfer-Encoding: chunked\r\n") "5\r\n" SUM("3") "\r\n0\r\n\r\n" },
    { "a folded header", HEAD(TYPE "X: a\r\n b\r\nContent-Length: 177\r\n") SUM("3") },
    { "an unasked change of protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" },
    { "another content type", HEAD("Content-Type: text/html\r\nContent-Length: 177\r\n") SUM("3") },
    { "the other SOAP's content type", HEAD("Content-Type: application/soap+xml\r\nContent-Length: 177\r\n") SUM("3") },
    { "no body", HEAD(TYPE "Content-Length: 0\r\n") },
    { "no XML", HEAD(TYPE "Content-Length: 5\r\n") "hello" },
    { "no envelope", HEAD(TYPE "Content-Length: 7\r\n") "<html/>" },
    { "an envelope without a body", HEAD(TYPE "Content-Length: 71\r\n")
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>      " },
    { "a body of something else", HEAD(TYPE "Content-Length: 119\r\n") ENVELOPE("<x/>") "                     " },
    { "a result that is no number", HEAD(TYPE "Content-Length: 177\r\n") SUM("x") },
    { "404", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello" },
    { "401", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n" },
    { "403", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" },
    { "503", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n" },
    { "500 without a fault", "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello" },
    { "a redirect that nobody allowed", "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n" },
    { "202 in place of an answer", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n" },
};

static void test_bad_answers(void **state)
{
    struct client client;
    client_open(&client, *state, 10000);
    for (size_t i = 0; i < WsCountOf(bad_answers); i++) {
        raw_answer(&client.peer, bad_answers[i].bytes, strlen(bad_answers[i].bytes), RAW_CLOSE);
        HRESULT hr = call_fails(&client, bad_answers[i].what, 0);
        if (hr == WS_E_OPERATION_TIMED_OUT || hr == E_INVALIDARG || hr == E_UNEXPECTED || hr == WS_E_INVALID_OPERATION) {
            fprintf(stderr, "%s: %08X\n", bad_answers[i].what, HR(hr));
            print_texts(client.error);
            fail();
        }
        raw_wait_over(&client.peer, (int)i + 1);
        call_succeeds(&client, by_length, sizeof(by_length) - 1);
    }
    client_close(&client);
}

/* Bytes from a generator that gives the same ones each time; half of the answers begin as answers do. */
static void test_random_answers(void **state)
{
    struct client client;
    char bytes[700];
    uint64_t seed = 88172645463325252u;
    client_open(&client, *state, 10000);
    for (int round = 0; round < 200; round++) {
        size_t length = 0;
        if (round % 2 == 0) {
            memcpy(bytes, by_length, sizeof(by_length) - 1);
            length = sizeof(by_length) - 1;
        } else length = 1 + (size_t)round * 3;
        for (size_t i = 0; i < length; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            /* A few bytes of an answer are changed, or all. */
            if (round % 2 == 1 || seed % 64 == 0) bytes[i] = (char)(seed >> 32);
        }
        raw_answer(&client.peer, bytes, length, RAW_CLOSE);
        INT sum;
        HRESULT hr = call(&client, &sum);
        /* A changed byte may leave the answer what it was, or turn the sum into another one. */
        if (FAILED(hr)) {
            assert_int_equal(sum, UNTOUCHED);
            assert_true(text_count(client.error) > 0);
            assert_int_not_equal(HR(hr), HR(WS_E_OPERATION_TIMED_OUT));
            assert_int_not_equal(HR(hr), HR(E_UNEXPECTED));
        } else {
            assert_int_equal(round % 2, 0);
        }
    }
    call_succeeds(&client, by_length, sizeof(by_length) - 1);
    client_close(&client);
}

/* Answers that go on for as long as anybody reads end by a limit. */
static void endless(FIXTURE *fixture, const char *what, const char *start, const char *more, size_t size)
{
    struct client client;
    size_t begins = strlen(start), length = strlen(more), used = begins;
    char *bytes = malloc(begins + size);
    assert_non_null(bytes);
    memcpy(bytes, start, begins);
    for (; used + length <= begins + size; used += length)
        memcpy(bytes + used, more, length);
    client_open(&client, fixture, 20000);
    raw_answer(&client.peer, bytes, used, RAW_STALL);
    HRESULT hr = call_fails(&client, what, 0);
    if (hr == WS_E_OPERATION_TIMED_OUT) {
        fprintf(stderr, "%s: only the time ended it\n", what);
        fail();
    }
    client_close(&client);
    free(bytes);
}

static void test_endless_answers(void **state)
{
    endless(*state, "a status line", "HTTP/1.1 200 ", "OK", 4 << 20);
    endless(*state, "headers", "HTTP/1.1 200 OK\r\n", "X-More: there is always another one\r\n", 4 << 20);
    endless(*state, "a header", "HTTP/1.1 200 OK\r\nX-More: ", "and more", 4 << 20);
    endless(*state, "interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n", 4 << 20);
    endless(*state, "chunks", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n", "8\r\n        \r\n", 4 << 20);
    endless(*state, "a chunk's extension", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n8", ";name=value", 4 << 20);
    endless(*state, "trailers", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-More: there is always another one\r\n", 4 << 20);
    endless(*state, "a body without length", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", "        ", 4 << 20);
}

/* ---- Nobody there ---- */

static void test_nobody_listens(void **state)
{
    FIXTURE *fixture = *state;
    int port, listener = raw_listen(&port);
    close(listener);
    WS_SERVICE_PROXY *proxy = calculator_proxy(port, NULL, 0, fixture->error);
    INT sum = UNTOUCHED;
    HRESULT hr = Calculator_Add(proxy, 1, 2, &sum, fixture->heap, NULL, 0, NULL, fixture->error);
    assert_int_equal(HR(hr), HR(WS_E_ENDPOINT_NOT_FOUND));
    assert_int_equal(sum, UNTOUCHED);
    assert_true(text_count(fixture->error) > 0);
    calculator_proxy_close(proxy, fixture->error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_whole_answers),
        FIXTURE_TEST(test_closed_at_every_offset),
        FIXTURE_TEST(test_closed_at_every_offset_of_chunks),
        FIXTURE_TEST(test_closed_at_every_offset_without_length),
        FIXTURE_TEST(test_reset_at_offsets),
        FIXTURE_TEST(test_streamed_and_closed_at_every_offset),
        FIXTURE_TEST(test_closed_while_idle),
        FIXTURE_TEST(test_surplus_is_not_an_answer),
        FIXTURE_TEST(test_stalls),
        FIXTURE_TEST(test_bad_answers),
        FIXTURE_TEST(test_random_answers),
        FIXTURE_TEST(test_endless_answers),
        FIXTURE_TEST(test_nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
