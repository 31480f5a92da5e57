/*
 * A message that fails fails alone. Somebody between client and server changes requests and replies in many ways; each time
 * one call fails, and the next one goes over the same channel. A request that is in order but for somebody else is answered
 * with a fault that is protected as a reply would be.
 */
#define _GNU_SOURCE
#include "support/sides.h"

/* ---- Somebody in between ---- */

typedef struct RELAY RELAY;
typedef void (*EDIT)(RELAY *relay, BYTES *body);

struct RELAY {
    int listener, stop[2];
    unsigned short port, server;
    pthread_t thread;
    /* What is done to the next request and the next reply; for one exchange. */
    EDIT request, reply;
    /* The bodies of the last exchange that nothing was done to. */
    BYTES good_request, good_reply;
};

static void splice(BYTES *body, size_t at, size_t count, const char *text, size_t size)
{
    assert_true(at + count <= body->size && body->size - count + size <= sizeof(body->bytes));
    memmove(body->bytes + at + size, body->bytes + at + count, body->size - at - count);
    memcpy(body->bytes + at, text, size);
    body->size += size - count;
}

static size_t place_of(const BYTES *body, const char *text, size_t from)
{
    const char *found = memmem(body->bytes + from, body->size - from, text, strlen(text));
    if (found == NULL) {
        fprintf(stderr, "%s is not in %.*s\n", text, (int)body->size, body->bytes);
        fail();
    }
    return (size_t)(found - body->bytes);
}

static void flip(BYTES *body, size_t at)
{
    body->bytes[at] = body->bytes[at] == 'A' ? 'B' : 'A';
}

/* From the start of one text to the end of another. */
static void put(BYTES *body, const char *from, const char *to, const char *text)
{
    size_t start = place_of(body, from, 0), end = place_of(body, to, start) + strlen(to);
    splice(body, start, end - start, text, strlen(text));
}

/* Receives an HTTP message whole; 0 at the end of the connection. */
static int receive_message(int fd, BYTES *message)
{
    message->size = 0;
    while (!is_complete(message) && receive_some(fd, message)) {
    }
    return message->size != 0;
}

/* The head as it was, but for the length; and the body as it has become. */
static void rebuild(BYTES *message, const BYTES *body)
{
    char length[32];
    size_t head = head_end(message), at = place_of(message, "Content-Length: ", 0) + 16;
    const char *end = memchr(message->bytes + at, '\r', head - at);
    assert_non_null(end);
    message->size = head;
    snprintf(length, sizeof(length), "%zu", body->size);
    splice(message, at, (size_t)(end - message->bytes) - at, length, strlen(length));
    splice(message, message->size, 0, body->bytes, body->size);
}

/* The server shall take the request for its own. */
static void readdress(RELAY *relay, BYTES *message)
{
    char port[8];
    size_t at = place_of(message, "\r\nHost: localhost:", 0) + 18, end = place_of(message, "\r\n", at);
    snprintf(port, sizeof(port), "%u", relay->server);
    splice(message, at, end - at, port, strlen(port));
}

static void pass(RELAY *relay, BYTES *message, EDIT *edit, BYTES *good)
{
    static BYTES body;
    size_t head = head_end(message);
    body.size = message->size - head;
    memcpy(body.bytes, message->bytes + head, body.size);
    if (*edit != NULL) {
        EDIT once = *edit;
        *edit = NULL;
        once(relay, &body);
        rebuild(message, &body);
    } else {
        memcpy(good->bytes, body.bytes, body.size);
        good->size = body.size;
    }
}

static void *run_relay(void *state)
{
    static BYTES message;
    RELAY *relay = (RELAY *)state;
    int client = -1;
    for (;;) {
        struct pollfd ready[3] = {{relay->stop[0], POLLIN, 0}, {relay->listener, POLLIN, 0}, {client, POLLIN, 0}};
        int server;
        poll(ready, 3, -1);
        if (ready[0].revents != 0) {
            break;
        }
        if (ready[1].revents != 0) {
            if (client >= 0) {
                close(client);
            }
            client = accept(relay->listener, NULL, NULL);
            continue;
        }
        if (!receive_message(client, &message)) {
            close(client);
            client = -1;
            continue;
        }
        readdress(relay, &message);
        pass(relay, &message, &relay->request, &relay->good_request);
        server = connect_to(relay->server);
        assert_true(send_all(server, message.bytes, message.size));
        assert_true(receive_message(server, &message));
        close(server);
        pass(relay, &message, &relay->reply, &relay->good_reply);
        send_all(client, message.bytes, message.size);
    }
    if (client >= 0) {
        close(client);
    }
    return NULL;
}

static RELAY *start_relay(unsigned short server)
{
    RELAY *relay = (RELAY *)calloc(1, sizeof(*relay));
    assert_non_null(relay);
    relay->listener = listen_anywhere(&relay->port);
    relay->server = server;
    assert_int_equal(pipe(relay->stop), 0);
    assert_int_equal(pthread_create(&relay->thread, NULL, run_relay, relay), 0);
    return relay;
}

static void stop_relay(RELAY *relay)
{
    close(relay->stop[1]);
    assert_int_equal(pthread_join(relay->thread, NULL), 0);
    close(relay->stop[0]);
    close(relay->listener);
    free(relay);
}

/* ---- What can go wrong with a message ---- */

static void body_first_block(RELAY *relay, BYTES *body)
{
    (void)relay;
    /* Of the initialisation vector, so that the first character is another: one that is space could become other space. */
    flip(body, place_of(body, "<e:CipherValue>", place_of(body, "<s:Body", 0)) + 15);
}

static void body_last_block(RELAY *relay, BYTES *body)
{
    (void)relay;
    flip(body, place_of(body, "</e:CipherValue>", place_of(body, "<s:Body", 0)) - 8);
}

static void body_cut(RELAY *relay, BYTES *body)
{
    (void)relay;
    splice(body, place_of(body, "</e:CipherValue>", place_of(body, "<s:Body", 0)) - 24, 24, "", 0);
}

static void body_no_base64(RELAY *relay, BYTES *body)
{
    (void)relay;
    body->bytes[place_of(body, "<e:CipherValue>", place_of(body, "<s:Body", 0)) + 15] = '*';
}

static void body_in_clear(RELAY *relay, BYTES *body)
{
    (void)relay;
    put(body, "<e:EncryptedData xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\" Id=\"_wsx-d0\"", "</e:EncryptedData>",
        NUMBER("7"));
}

static void body_with_comment(RELAY *relay, BYTES *body)
{
    (void)relay;
    splice(body, place_of(body, "<e:EncryptedData", place_of(body, "<s:Body", 0)), 0, "<!--c-->", 8);
}

static void wrapped_key(RELAY *relay, BYTES *body)
{
    (void)relay;
    flip(body, place_of(body, "<e:CipherValue>", 0) + 40);
}

static void signature(RELAY *relay, BYTES *body)
{
    (void)relay;
    flip(body, place_of(body, "<e:CipherValue>", place_of(body, "Id=\"_wsx-d1\"", 0)) + 200);
}

static void second_signature(RELAY *relay, BYTES *body)
{
    (void)relay;
    flip(body, place_of(body, "<e:CipherValue>", place_of(body, "Id=\"_wsx-d2\"", 0)) + 200);
}

static void nonce(RELAY *relay, BYTES *body)
{
    (void)relay;
    flip(body, place_of(body, "<c:Nonce>", 0) + 10);
}

static void timestamp(RELAY *relay, BYTES *body)
{
    (void)relay;
    splice(body, place_of(body, "<u:Created>", 0) + 11, 1, "3", 1);
}

static void action(RELAY *relay, BYTES *body)
{
    (void)relay;
    splice(body, place_of(body, "urn:a", 0), 5, "urn:b", 5);
}

static void header_taken(RELAY *relay, BYTES *body)
{
    (void)relay;
    put(body, "<o:Security", "</o:Security>", "");
}

static void header_twice(RELAY *relay, BYTES *body)
{
    static char copy[16384];
    size_t start = place_of(body, "<o:Security", 0), end = place_of(body, "</o:Security>", 0) + 13;
    (void)relay;
    assert_true(end - start < sizeof(copy));
    memcpy(copy, body->bytes + start, end - start);
    splice(body, end, 0, copy, end - start);
}

static void header_unknown(RELAY *relay, BYTES *body)
{
    (void)relay;
    splice(body, place_of(body, "</o:Security>", 0), 0, "<x xmlns=\"urn:x\"/>", 18);
}

/* A header that has to be signed, in a namespace that lies in the reader's memory where another one lay. */
static void header_hidden(RELAY *relay, BYTES *body)
{
    static const char before[] = "<x xmlns:p=\"urn:example.org:as-long-as-addressin\">", one[] = "<n xmlns:q=\"urn:q\"/>",
                      behind[] = "<p:y/><p:y/></x><p:FaultTo xmlns:p=\"http://www.w3.org/2005/08/addressing\"><p:Address>"
                                 "urn:x</p:Address></p:FaultTo>";
    size_t at = place_of(body, "</s:Header>", 0);
    (void)relay;
    splice(body, at, 0, behind, sizeof(behind) - 1);
    for (size_t i = 0; i < 100; i++) {
        splice(body, at, 0, one, sizeof(one) - 1);
    }
    splice(body, at, 0, before, sizeof(before) - 1);
}

/* By an attribute that envelopes of this version do not have, which is not what says whom the header is for. */
static void header_of_another(RELAY *relay, BYTES *body)
{
    static const char role[] = " xmlns:v=\"http://schemas.xmlsoap.org/soap/envelope/\" v:role=\"\" s:role=\"urn:other\"";
    (void)relay;
    splice(body, place_of(body, "<o:Security", 0) + 11, 0, role, sizeof(role) - 1);
}

static void again(RELAY *relay, BYTES *body)
{
    memcpy(body->bytes, relay->good_request.bytes, relay->good_request.size);
    body->size = relay->good_request.size;
}

static void old_reply(RELAY *relay, BYTES *body)
{
    memcpy(body->bytes, relay->good_reply.bytes, relay->good_reply.size);
    body->size = relay->good_reply.size;
}

static void whole(BYTES *body, const char *text)
{
    body->size = strlen(text);
    memcpy(body->bytes, text, body->size);
}

static void unsecured(RELAY *relay, BYTES *body)
{
    (void)relay;
    whole(body, ENVELOPE12(NUMBER("7")));
}

static void unsecured_fault(RELAY *relay, BYTES *body)
{
    (void)relay;
    whole(body, ENVELOPE12("<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">no</s:Text>"
                           "</s:Reason></s:Fault>"));
}

static void cut(RELAY *relay, BYTES *body)
{
    (void)relay;
    body->size /= 2;
}

static void no_xml(RELAY *relay, BYTES *body)
{
    (void)relay;
    whole(body, "what is this?");
}

static void nothing_at_all(RELAY *relay, BYTES *body)
{
    (void)relay;
    body->size = 0;
}

/* The code is the side's that receives it; 0 where it is not a matter of security. */
static const struct {
    EDIT edit;
    HRESULT request, reply;
} kinds[] = {
#define REFUSED WS_E_SECURITY_VERIFICATION_FAILURE
#define NO_SUCH ((HRESULT)1)
    {body_first_block, REFUSED, REFUSED}, {body_last_block, REFUSED, REFUSED}, {body_cut, REFUSED, REFUSED},
    {body_no_base64, REFUSED, REFUSED},   {body_in_clear, REFUSED, REFUSED},   {wrapped_key, REFUSED, NO_SUCH},
    {signature, REFUSED, REFUSED},        {second_signature, REFUSED, REFUSED}, {nonce, REFUSED, REFUSED},
    {timestamp, REFUSED, REFUSED},        {action, REFUSED, REFUSED},          {header_taken, REFUSED, REFUSED},
    {header_twice, REFUSED, REFUSED},     {header_unknown, REFUSED, REFUSED},  {again, REFUSED, REFUSED},
    {body_with_comment, REFUSED, REFUSED}, {header_hidden, REFUSED, REFUSED},
    {header_of_another, REFUSED, REFUSED},
    {old_reply, NO_SUCH, REFUSED},        {unsecured, REFUSED, REFUSED},       {unsecured_fault, REFUSED, REFUSED},
    {cut, 0, 0},                          {no_xml, 0, 0},                      {nothing_at_all, 0, 0},
};

static void good_call(SIDES *sides, int value)
{
    int result = 0;
    HRESULT hr;
    begin(sides);
    hr = call(sides, value, &result);
    end(sides);
    assert_ok(hr, sides->fixture->error);
    assert_int_equal(sides->served, S_OK);
    assert_int_equal(result, value + 1);
    is_from(sides->received, "client", WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
    is_from(sides->answer, "server", WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT);
    next(sides);
}

static void each_fails_alone(void **state)
{
    SIDES *sides = start_matching((FIXTURE *)*state, &mutual, WS_MATCH_URL_THIS_HOST);
    RELAY *relay = start_relay(sides->port);
    size_t failures = 0;
    open_client(sides, relay->port);
    good_call(sides, 1);
    for (size_t i = 0; i < 2 * COUNT(kinds); i++) {
        int is_reply = i % 2 == 1, result = 0;
        HRESULT expected = is_reply ? kinds[i / 2].reply : kinds[i / 2].request, hr;
        if (expected == NO_SUCH) {
            continue;
        }
        *(is_reply ? &relay->reply : &relay->request) = kinds[i / 2].edit;
        begin(sides);
        hr = call(sides, 5, &result);
        end(sides);
        if (!FAILED(hr)) {
            fprintf(stderr, "kind %u of %s was accepted\n", (unsigned)(i / 2), is_reply ? "replies" : "requests");
        }
        assert_true(FAILED(hr));
        assert_int_equal(result, 0);
        if (is_reply) {
            assert_int_equal(sides->served, S_OK);
        } else {
            assert_true(FAILED(sides->served));
        }
        if (expected != 0) {
            /* The server's fault is not protected, since nobody knows whom it could be protected for. */
            assert_hr(WS_E_SECURITY_VERIFICATION_FAILURE, hr, sides->fixture->error);
            assert_int_equal(is_reply ? hr : sides->served, expected);
        }
        assert_int_equal(channel_state(sides->client), WS_CHANNEL_STATE_OPEN);
        next(sides);
        good_call(sides, (int)i);
        failures++;
    }
    assert_true(failures >= 20);
    stop(sides);
    stop_relay(relay);
}

/* The address is signed, and another one than the listener's. Only who was meant can read that. */
static void fault_of_a_verified_request(void **state)
{
    static const WSX_CERT_MODE modes[] = {WSX_CERT_MODE_SYMMETRIC, WSX_CERT_MODE_ASYMMETRIC};
    for (size_t i = 0; i < COUNT(modes); i++) {
        FIXTURE *fixture = (FIXTURE *)*state;
        KIND kind = mutual;
        SIDES *sides;
        RELAY *relay;
        int result = 0;
        HRESULT hr;
        WS_FAULT *fault = NULL;
        kind.mode = modes[i];
        sides = start(fixture, &kind);
        relay = start_relay(sides->port);
        open_client(sides, relay->port);
        begin(sides);
        hr = call(sides, 1, &result);
        end(sides);
        assert_int_equal(sides->served, WS_E_INVALID_FORMAT);
        assert_hr(WS_E_ENDPOINT_NOT_FOUND, hr, fixture->error);
        assert_ok(WsGetFaultErrorProperty(fixture->error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
        assert_non_null(fault);
        assert_non_null(find_text(&relay->good_reply, "EncryptedData"));
        assert_null(find_text(&relay->good_reply, "DestinationUnreachable"));
        assert_int_equal(channel_state(sides->client), WS_CHANNEL_STATE_OPEN);
        stop(sides);
        stop_relay(relay);
        assert_ok(WsResetError(fixture->error), NULL);
    }
}

/* ---- Many calls ---- */

static size_t resident(void)
{
    unsigned long pages = 0, unused = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lu %lu", &unused, &pages), 2);
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Memory does not grow with the number of calls: a kilobyte that each of them kept would be seen. */
static void many_calls(void **state)
{
    static const WSX_CERT_MODE modes[] = {WSX_CERT_MODE_SYMMETRIC, WSX_CERT_MODE_ASYMMETRIC};
    /* A checker's own memory grows; leaks are what it tells. */
    int is_checked = getenv("WWS_MEMORY_CHECKER") != NULL, warm = is_checked ? 5 : 200, most = is_checked ? 5 : 800;
    for (size_t i = 0; i < COUNT(modes); i++) {
        KIND kind = mutual;
        SIDES *sides;
        size_t before = 0;
        kind.mode = modes[i];
        sides = start((FIXTURE *)*state, &kind);
        open_client(sides, sides->port);
        for (int value = 0; value < warm + most; value++) {
            if (value == warm) {
                before = resident();
            }
            good_call(sides, value);
            assert_ok(WsResetHeap(sides->fixture->heap, NULL), NULL);
        }
        if (!is_checked) {
            size_t after = resident();
            printf("%d calls: %zu kB, then %zu kB\n", most, before / 1024, after / 1024);
            assert_true(after <= before + 768 * 1024);
        }
        stop(sides);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_fails_alone),
        FIXTURE_TEST(fault_of_a_verified_request),
        FIXTURE_TEST(many_calls),
    };
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
