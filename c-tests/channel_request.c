/* HTTP request channels against a peer that is a socket: what is on the wire, and what becomes of what comes back. */
#include "support/soap.h"

#include <sched.h>

/* A client with its messages. */
typedef struct CLIENT {
    WS_ERROR *error;
    WS_HEAP *heap;
    PEER *peer;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
} CLIENT;

static CLIENT start(FIXTURE *fixture, const WS_CHANNEL_PROPERTY *properties, ULONG count, const ANSWER *answers,
                    size_t answer_count)
{
    CLIENT client = {fixture->error, fixture->heap, start_peer(answers, answer_count), NULL, NULL, NULL};
    client.channel = make_channel(properties, count, client.error);
    open_channel(client.channel, client.peer->port, client.error);
    client.request = make_message(client.channel, client.error);
    client.reply = make_message(client.channel, client.error);
    return client;
}

static void stop(CLIENT *client)
{
    assert_ok(WsCloseChannel(client->channel, NULL, client->error), client->error);
    WsFreeChannel(client->channel);
    WsFreeMessage(client->request);
    WsFreeMessage(client->reply);
    stop_peer(client->peer);
}

static void reset_messages(CLIENT *client)
{
    assert_ok(WsResetMessage(client->request, client->error), client->error);
    assert_ok(WsResetMessage(client->reply, client->error), client->error);
}

static HRESULT call_number(CLIENT *client, int value, int *result)
{
    return WsRequestReply(client->channel, client->request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                          client->reply, &answer, WS_READ_REQUIRED_VALUE, client->heap, result, sizeof(*result), NULL,
                          client->error);
}

#define OK11 "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: "
#define BODY11 ENVELOPE11(NUMBER("42"))

/* A response with this body, in memory that lives as long as the program. */
static const char *response(const char *head, const char *body)
{
    char *text = (char *)malloc(strlen(head) + strlen(body) + 100);
    assert_non_null(text);
    sprintf(text, "%sContent-Length: %zu\r\n\r\n%s", head, strlen(body), body);
    return text;
}

#define XML11_HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: text/xml; charset=utf-8\r\n"
#define XML12_HEAD(status) "HTTP/1.1 " status "\r\nContent-Type: application/soap+xml; charset=utf-8\r\n"

static void free_answers(const ANSWER *answers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free((void *)answers[i].text);
    }
}

/* The exact bytes of a call, twice over one connection. */
static void the_wire(void **state)
{
    const ANSWER answers[] = {{response(XML11_HEAD("200 OK"), BODY11), 0, KEEP},
                              {response(XML11_HEAD("200 OK"), BODY11), 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, basic, COUNT(basic), answers, COUNT(answers));
    for (int i = 0; i < 2; i++) {
        int result = 0;
        assert_ok(call_number(&client, 7 + i, &result), client.error);
        assert_int_equal(result, 42);
        reset_messages(&client);
        char expected[600];
        const char *body = i == 0 ? ENVELOPE11(NUMBER("7")) : ENVELOPE11(NUMBER("8"));
        snprintf(expected, sizeof(expected),
                 "POST /x HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: text/xml; charset=utf-8\r\n"
                 "SOAPAction: \"urn:ask\"\r\nContent-Length: %zu\r\n\r\n%s", client.peer->port, strlen(body), body);
        assert_starts(&client.peer->requests[i], expected);
        assert_int_equal(client.peer->requests[i].size, strlen(expected));
    }
    assert_int_equal(atomic_load(&client.peer->connections), 1);
    stop(&client);
    free_answers(answers, COUNT(answers));
}

/* Content types and actions of the other versions and encodings. */
static void types(void **state)
{
    static const WS_ENCODING utf16 = WS_ENCODING_XML_UTF16LE, binary = WS_ENCODING_XML_BINARY_1,
                             mtom = WS_ENCODING_XML_MTOM_UTF8;
    const struct {
        WS_CHANNEL_PROPERTY properties[3];
        ULONG count;
        const char *type;
    } cases[] = {
        {{PROPERTY(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport)}, 1,
         "\r\nContent-Type: application/soap+xml; charset=utf-8; action=\"urn:ask\"\r\n"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, binary)}, 1, "\r\nContent-Type: application/soap+msbin1\r\n"},
        {{basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, utf16)}, 3,
         "\r\nContent-Type: text/xml; charset=utf-16LE\r\n"},
        {{basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, mtom)}, 3,
         "\r\nContent-Type: multipart/related; type=\"application/xop+xml\"; start=\"<root-"},
        {{PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap12)}, 1,
         "\r\nContent-Type: application/soap+xml; charset=utf-8\r\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const ANSWER answers[] = {{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 0, KEEP}};
        CLIENT client = start((FIXTURE *)*state, cases[i].properties, cases[i].count, answers, 1);
        int value = 7;
        assert_ok(WsSendMessage(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                NULL, client.error), client.error);
        assert_has(&client.peer->requests[0], cases[i].type);
        /* One-way: there is nothing to be received. */
        assert_hr(WS_S_END, WsReadMessageStart(client.channel, client.reply, NULL, client.error), client.error);
        stop(&client);
    }
}

/* What MTOM writes, MTOM reads: the request of one channel as the reply of another. */
static void mtom_round_trip(void **state)
{
    static const WS_ENCODING mtom = WS_ENCODING_XML_MTOM_UTF8;
    const WS_CHANNEL_PROPERTY properties[] = {basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, mtom)};
    const ANSWER nothing_much[] = {{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, properties, COUNT(properties), nothing_much, 1);
    int value = 42, result = 0;
    assert_ok(WsSendMessage(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                            client.error), client.error);
    BYTES *request = &client.peer->requests[0];
    char *reply = (char *)calloc(1, request->size + 200);
    assert_non_null(reply);
    const char *type = find_text(request, "Content-Type: multipart");
    assert_non_null(type);
    size_t type_length = strcspn(type, "\r"), head = head_end(request);
    sprintf(reply, "HTTP/1.1 200 OK\r\n%.*s\r\nContent-Length: %zu\r\n\r\n%.*s", (int)type_length, type,
            request->size - head, (int)(request->size - head), request->bytes + head);
    stop(&client);

    const ANSWER answers[] = {{reply, 0, KEEP}};
    client = start((FIXTURE *)*state, properties, COUNT(properties), answers, 1);
    assert_ok(call_number(&client, 7, &result), client.error);
    assert_int_equal(result, 42);
    stop(&client);
    free(reply);
}

/* WS-Addressing: the headers of a request, and the check of what the reply relates to. */
static void correlation(void **state)
{
#define REPLY12(headers, action)                                                                                       \
    "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:w=\"" WSA10 "\"><s:Header>" headers "<w:Action>" action                  \
    "</w:Action></s:Header><s:Body>" NUMBER("42") "</s:Body></s:Envelope>"
    static WS_XML_STRING id_text = WS_XML_STRING_VALUE("urn:id:1");
    const struct {
        const char *body;
        HRESULT hr;
        const char *text;
    } cases[] = {
        {REPLY12("<w:RelatesTo>urn:id:1</w:RelatesTo>", "urn:answer"), S_OK, NULL},
        {REPLY12("<w:RelatesTo>urn:id:2</w:RelatesTo>", "urn:answer"), WS_E_INVALID_FORMAT, "urn:id:2"},
        {REPLY12("", "urn:answer"), WS_E_INVALID_FORMAT, "no RelatesTo"},
        {REPLY12("<w:RelatesTo>urn:id:1</w:RelatesTo>", "urn:other"), WS_E_INVALID_FORMAT, "urn:other"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const ANSWER answers[] = {{response(XML12_HEAD("200 OK"), cases[i].body), 0, KEEP}};
        CLIENT client = start((FIXTURE *)*state, NULL, 0, answers, 1);
        assert_ok(WsInitializeMessage(client.request, WS_BLANK_MESSAGE, NULL, client.error), client.error);
        assert_ok(WsSetHeader(client.request, WS_MESSAGE_ID_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE,
                              &id_text, sizeof(id_text), client.error), client.error);
        int result = 0;
        assert_hr(cases[i].hr, call_number(&client, 7, &result), client.error);
        if (cases[i].text != NULL) {
            assert_error_says(client.error, cases[i].text);
        }
        assert_has(&client.peer->requests[0], "MessageID>urn:id:1</");
        char to[100];
        snprintf(to, sizeof(to), "To>http://127.0.0.1:%u/x</", client.peer->port);
        if (find_text(&client.peer->requests[0], to) == NULL) {
            snprintf(to, sizeof(to), ">http://127.0.0.1:%u/x</", client.peer->port);
            assert_has(&client.peer->requests[0], to);
        }
        assert_has(&client.peer->requests[0], ">urn:ask</");
        assert_int_equal(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        stop(&client);
        free_answers(answers, 1);
    }
    /* A request that has no id gets one. */
    const ANSWER answers[] = {{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, NULL, 0, answers, 1);
    int result = 0;
    assert_hr(WS_E_INVALID_FORMAT, call_number(&client, 7, &result), client.error);
    assert_error_says(client.error, "no message");
    assert_has(&client.peer->requests[0], "MessageID>urn:uuid:");
    stop(&client);
}

#define FAULT11                                                                                                        \
    ENVELOPE11("<s:Fault><faultcode>s:Server</faultcode><faultstring>broken</faultstring></s:Fault>")

/* What the status and the content of a response mean. */
static void statuses(void **state)
{
    const struct {
        const char *head, *body;
        HRESULT hr;
    } cases[] = {
        {XML11_HEAD("500 Internal Server Error"), FAULT11, WS_E_ENDPOINT_FAULT_RECEIVED},
        {XML11_HEAD("400 Bad Request"), FAULT11, WS_E_ENDPOINT_FAULT_RECEIVED},
        {XML11_HEAD("200 OK"), FAULT11, WS_E_ENDPOINT_FAULT_RECEIVED},
        {"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\n", "<html/>", WS_E_ENDPOINT_FAILURE},
        {"HTTP/1.1 500 Internal Server Error\r\n", "", WS_E_ENDPOINT_FAILURE},
        {"HTTP/1.1 400 Bad Request\r\n", "", WS_E_ENDPOINT_FAILURE},
        {"HTTP/1.1 401 Unauthorized\r\n", "", WS_E_ENDPOINT_ACCESS_DENIED},
        {"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n", "", WS_E_SERVER_REQUIRES_BASIC_AUTH},
        {"HTTP/1.1 403 Forbidden\r\n", "no", WS_E_ENDPOINT_ACCESS_DENIED},
        {"HTTP/1.1 404 Not Found\r\n", "no", WS_E_ENDPOINT_NOT_FOUND},
        {"HTTP/1.1 503 Service Unavailable\r\n", "no", WS_E_ENDPOINT_TOO_BUSY},
        {XML11_HEAD("301 Moved Permanently") "Location: /y\r\n", BODY11, WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), "<a/>", WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), "", WS_E_INVALID_FORMAT},
        {"HTTP/1.1 202 Accepted\r\n", "", WS_E_INVALID_FORMAT},
        {"HTTP/1.1 200 OK\r\n", BODY11, WS_E_INVALID_FORMAT},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", BODY11, WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), ENVELOPE11("<b xmlns=\"urn:t\">42</b>"), WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), ENVELOPE11(NUMBER("x")), WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), ENVELOPE11(NUMBER("42")) "x", WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), ENVELOPE11(NUMBER("42") NUMBER("43")), WS_E_INVALID_FORMAT},
        {XML11_HEAD("200 OK"), ENVELOPE12(NUMBER("42")), WS_E_INVALID_FORMAT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        /* The channel can be used on after each of them, over the same connection where nothing is left on it. */
        const ANSWER answers[] = {{response(cases[i].head, cases[i].body), 0, KEEP},
                                  {response(XML11_HEAD("200 OK"), BODY11), 0, KEEP}};
        CLIENT client = start((FIXTURE *)*state, basic, COUNT(basic), answers, COUNT(answers));
        int result = 0;
        HRESULT hr = call_number(&client, 7, &result);
        if (hr != cases[i].hr) {
            fprintf(stderr, "%s%s\n", cases[i].head, cases[i].body);
        }
        assert_hr(cases[i].hr, hr, client.error);
        assert_true(text_count(client.error) > 0);
        assert_int_equal(result, 0);
        assert_ok(WsResetError(client.error), NULL);
        assert_int_equal(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        reset_messages(&client);
        assert_ok(call_number(&client, 7, &result), client.error);
        assert_int_equal(result, 42);
        stop(&client);
        free_answers(answers, COUNT(answers));
    }
}

/* Faults as messages, and what the error object has of them. */
static void faults(void **state)
{
    static const BOOL no = FALSE;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, no),
    };
    const ANSWER answers[] = {{response(XML11_HEAD("500 Oh"), FAULT11), 0, KEEP},
                              {response(XML11_HEAD("500 Oh"), FAULT11), 0, KEEP},
                              {response(XML11_HEAD("500 Oh"), FAULT11), 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, properties, COUNT(properties), answers, COUNT(answers));
    int value = 7, result = 0;
    BOOL is_fault = FALSE;
    assert_ok(WsSendMessage(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                            client.error), client.error);
    assert_ok(WsReadMessageStart(client.channel, client.reply, NULL, client.error), client.error);
    assert_ok(WsGetMessageProperty(client.reply, WS_MESSAGE_PROPERTY_IS_FAULT, &is_fault, sizeof(is_fault),
                                   client.error), client.error);
    assert_true(is_fault);
    assert_ok(WsAbandonMessage(client.channel, client.reply, client.error), client.error);
    reset_messages(&client);

    /* Whole calls fail all the same. */
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, call_number(&client, 7, &result), client.error);
    WS_FAULT *fault = NULL;
    assert_ok(WsGetFaultErrorProperty(client.error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
    assert_non_null(fault);
    assert_int_equal(fault->reasonCount, 1);
    EQUAL_STRING(&fault->reasons[0].text, "broken");
    reset_messages(&client);

    /* The property can be set at any time. */
    static const BOOL yes = TRUE;
    assert_ok(WsSetChannelProperty(client.channel, WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, &yes, sizeof(yes),
                                   client.error), client.error);
    assert_ok(WsSendMessage(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                            client.error), client.error);
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, WsReadMessageStart(client.channel, client.reply, NULL, client.error),
              client.error);
    stop(&client);
    free_answers(answers, COUNT(answers));
}

/* The server is not there, goes away at any byte of its response, or says nothing. */
static void broken_responses(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WS_CHANNEL *channel = make_channel(basic, COUNT(basic), fixture->error);
    open_channel(channel, free_port(), fixture->error);
    WS_MESSAGE *message = make_message(channel, fixture->error);
    int value = 7;
    assert_hr(WS_E_ENDPOINT_NOT_FOUND, WsSendMessage(channel, message, &ask, WS_WRITE_REQUIRED_VALUE, &value,
                                                     sizeof(value), NULL, fixture->error), fixture->error);
    assert_int_equal(channel_state(channel), WS_CHANNEL_STATE_OPEN);
    assert_ok(WsCloseChannel(channel, NULL, fixture->error), fixture->error);
    WsFreeMessage(message);
    WsFreeChannel(channel);
    assert_ok(WsResetError(fixture->error), NULL);

    const char *whole = response(XML11_HEAD("200 OK"), BODY11);
    size_t step = getenv("WWS_MEMORY_CHECKER") != NULL ? 37 : 5;
    for (size_t cut = 1; cut < strlen(whole); cut += step) {
        for (int reset = 0; reset < 2; reset++) {
            const ANSWER answers[] = {{whole, cut, reset ? RESET : CLOSE}};
            CLIENT client = start(fixture, basic, COUNT(basic), answers, 1);
            int result = 0;
            HRESULT hr = call_number(&client, 7, &result);
            assert_true(hr == WS_E_ENDPOINT_DISCONNECTED || hr == WS_E_INVALID_FORMAT);
            assert_true(text_count(client.error) > 0);
            assert_int_equal(result, 0);
            assert_ok(WsResetError(client.error), NULL);
            stop(&client);
        }
    }
    free((void *)whole);
}

/* A server that says nothing, or not all. */
static void timeouts(void **state)
{
    static const ULONG soon = 50;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, soon),
        PROPERTY(WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, soon),
    };
    const ANSWER silent[] = {{NULL, 0, KEEP}, {NULL, 0, KEEP}};
    const ANSWER half[] = {{OK11 "100\r\n\r\n<", 0, KEEP}, {NULL, 0, KEEP}};
    for (int i = 0; i < 2; i++) {
        CLIENT client = start((FIXTURE *)*state, properties, COUNT(properties), i == 0 ? silent : half, 2);
        int result = 0;
        assert_hr(WS_E_OPERATION_TIMED_OUT, call_number(&client, 7, &result), client.error);
        assert_error_says(client.error, "50");
        assert_int_equal(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        stop(&client);
    }
}

/* Messages that are too large, both ways. */
static void limits(void **state)
{
    static const ULONG most = sizeof(BODY11) - 1;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, most),
    };
    const ANSWER answers[] = {{response(XML11_HEAD("200 OK"), BODY11), 0, KEEP},
                              {response(XML11_HEAD("200 OK"), ENVELOPE11(NUMBER("421"))), 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, properties, COUNT(properties), answers, COUNT(answers));
    int result = 0;
    assert_ok(call_number(&client, 10, &result), client.error);
    reset_messages(&client);
    assert_hr(WS_E_QUOTA_EXCEEDED, call_number(&client, 10, &result), client.error);
    assert_error_says(client.error, "WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE");
    reset_messages(&client);
    assert_hr(WS_E_QUOTA_EXCEEDED, call_number(&client, 100, &result), client.error);
    stop(&client);
    free_answers(answers, COUNT(answers));
}

/* The order of an exchange. */
static void order(void **state)
{
    const ANSWER answers[] = {{response(XML11_HEAD("200 OK"), BODY11), 0, KEEP},
                              {response(XML11_HEAD("200 OK"), BODY11), 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, basic, COUNT(basic), answers, COUNT(answers));
    WS_CHANNEL *channel = client.channel;
    WS_ERROR *error = client.error;
    int value = 7;
    assert_hr(WS_E_INVALID_OPERATION, WsReadMessageStart(channel, client.reply, NULL, error), error);
    assert_error_says(error, "no request has been sent");
    assert_hr(WS_E_INVALID_OPERATION, WsWriteMessageEnd(channel, client.request, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadMessageEnd(channel, client.reply, NULL, error), error);
    assert_hr(E_INVALIDARG, WsAbandonMessage(channel, client.reply, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsShutdownSessionChannel(channel, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteMessageStart(channel, client.request, NULL, error), error);
    assert_ok(WsInitializeMessage(client.request, WS_BLANK_MESSAGE, NULL, error), error);
    assert_ok(WsWriteMessageStart(channel, client.request, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteMessageStart(channel, client.reply, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadMessageStart(channel, client.reply, NULL, error), error);
    /* Given up, nothing of it was sent. */
    assert_ok(WsAbandonMessage(channel, client.request, error), error);
    assert_hr(E_INVALIDARG, WsAbandonMessage(channel, client.request, error), error);
    assert_int_equal(client.peer->requests[0].size, 0);
    assert_ok(WsResetMessage(client.request, error), error);

    assert_ok(WsSendMessage(channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                            error), error);
    assert_ok(WsResetMessage(client.request, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsSendMessage(channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value,
                                                    sizeof(value), NULL, error), error);
    assert_error_says(error, "has to be received first");
    assert_ok(WsReadMessageStart(channel, client.reply, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadMessageStart(channel, client.request, NULL, error), error);
    assert_ok(WsAbandonMessage(channel, client.reply, error), error);
    reset_messages(&client);
    int result = 0;
    assert_ok(call_number(&client, 7, &result), error);

    /* The same message for both, and one of other versions. */
    reset_messages(&client);
    assert_hr(E_INVALIDARG, WsRequestReply(channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value,
                                           sizeof(value), client.request, &answer, WS_READ_REQUIRED_VALUE, NULL,
                                           &result, sizeof(result), NULL, error), error);
    WS_MESSAGE *other = NULL;
    assert_ok(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, &other, error), error);
    assert_hr(E_INVALIDARG, WsSendMessage(channel, other, &ask, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                                          error), error);
    assert_error_says(error, "WS_ENVELOPE_VERSION_SOAP_1_2");
    WsFreeMessage(other);
    stop(&client);
    free_answers(answers, COUNT(answers));
}

/* An abort from another thread ends a call that waits, blocking or not. */
static void *abort_when_served(void *argument)
{
    CLIENT *client = (CLIENT *)argument;
    while (atomic_load(&client->peer->served) == 0) {
        sched_yield();
    }
    WsAbortChannel(client->channel, NULL);
    return NULL;
}

static void aborts(void **state)
{
    const ANSWER silent[] = {{NULL, 0, KEEP}, {NULL, 0, KEEP}};
    for (int asynchronous = 0; asynchronous < 2; asynchronous++) {
        CLIENT client = start((FIXTURE *)*state, basic, COUNT(basic), silent, COUNT(silent));
        WAITER waiter = WAITER_INIT;
        const WS_ASYNC_CONTEXT context = {completed, &waiter};
        pthread_t thread;
        int value = 7, result = 0;
        assert_int_equal(pthread_create(&thread, NULL, abort_when_served, &client), 0);
        HRESULT hr = WsRequestReply(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &value,
                                    sizeof(value), client.reply, &answer, WS_READ_REQUIRED_VALUE, client.heap, &result,
                                    sizeof(result), asynchronous ? &context : NULL, client.error);
        /* Where the other thread was fast, the call has ended before it returns. */
        if (hr == WS_S_ASYNC) {
            assert_true(asynchronous);
            hr = wait_for(&waiter);
        }
        assert_hr(WS_E_OPERATION_ABORTED, hr, client.error);
        pthread_join(thread, NULL);
        assert_int_equal(channel_state(client.channel), WS_CHANNEL_STATE_FAULTED);
        reset_messages(&client);
        assert_hr(WS_E_OPERATION_ABORTED, call_number(&client, 7, &result), client.error);
        stop(&client);
    }
}

/* Calls in the background, and several channels at a time. */
static void asynchronous(void **state)
{
    const ANSWER answers[] = {{response(XML11_HEAD("200 OK"), BODY11), 0, KEEP}};
    CLIENT clients[4];
    WAITER waiters[4];
    WS_ERROR *errors[4];
    int results[4] = {0}, value = 7;
    for (size_t i = 0; i < COUNT(clients); i++) {
        assert_ok(WsCreateError(NULL, 0, &errors[i]), NULL);
        clients[i] = start((FIXTURE *)*state, basic, COUNT(basic), answers, 1);
        const WAITER fresh = WAITER_INIT;
        waiters[i] = fresh;
    }
    for (size_t i = 0; i < COUNT(clients); i++) {
        const WS_ASYNC_CONTEXT context = {completed, &waiters[i]};
        HRESULT hr = WsRequestReply(clients[i].channel, clients[i].request, &ask, WS_WRITE_REQUIRED_VALUE, &value,
                                    sizeof(value), clients[i].reply, &answer, WS_READ_REQUIRED_VALUE, NULL,
                                    &results[i], sizeof(results[i]), &context, errors[i]);
        if (hr != WS_S_ASYNC) {
            completed(hr, WS_LONG_CALLBACK, &waiters[i]);
        }
    }
    for (size_t i = 0; i < COUNT(clients); i++) {
        assert_hr(S_OK, wait_for(&waiters[i]), errors[i]);
        assert_int_equal(results[i], 42);
        WsFreeError(errors[i]);
        stop(&clients[i]);
    }
    free_answers(answers, COUNT(answers));
}

static HRESULT redirect_answer;
static int redirects_seen;

static HRESULT CALLBACK redirected(void *state, const WS_STRING *from, const WS_STRING *to)
{
    assert_ptr_equal(state, &redirects_seen);
    assert_true(text_contains(from, "/x"));
    assert_true(text_contains(to, "/y"));
    redirects_seen++;
    return redirect_answer;
}

/* Redirects are followed only where the program wants it. */
static void redirects(void **state)
{
    static const BOOL yes = TRUE;
    const WS_HTTP_REDIRECT_CALLBACK_CONTEXT context = {redirected, &redirects_seen};
    const WS_CHANNEL_PROPERTY always[] = {basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT, yes)};
    const WS_CHANNEL_PROPERTY asked[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT, context),
    };
    for (int i = 0; i < 3; i++) {
        const ANSWER answers[] = {{response("HTTP/1.1 307 There\r\nLocation: /y\r\n", ""), 0, KEEP},
                                  {response(XML11_HEAD("200 OK"), BODY11), 0, KEEP}};
        const size_t expected = i < 2 ? 2 : 1;
        CLIENT client = start((FIXTURE *)*state, i == 0 ? always : asked, 3, answers, expected);
        redirects_seen = 0;
        redirect_answer = i == 1 ? S_OK : S_FALSE;
        int result = 0;
        HRESULT hr = call_number(&client, 7, &result);
        if (i < 2) {
            assert_hr(S_OK, hr, client.error);
            assert_starts(&client.peer->requests[1], "POST /y HTTP/1.1\r\n");
            assert_has(&client.peer->requests[1], ENVELOPE11(NUMBER("7")));
        } else {
            assert_true(FAILED(hr));
            assert_ok(WsResetError(client.error), NULL);
        }
        assert_int_equal(redirects_seen, i > 0);
        stop(&client);
        free_answers(answers, COUNT(answers));
    }
}

static WS_XML_STRING verb_name = WS_XML_STRING_VALUE("Verb");
static WS_XML_STRING status_code_name = WS_XML_STRING_VALUE("StatusCode");
static WS_XML_STRING status_text_name = WS_XML_STRING_VALUE("StatusText");
static WS_HTTP_HEADER_MAPPING etag_mapping = {WS_XML_STRING_VALUE("ETag"), WS_HTTP_HEADER_MAPPING_QUOTED_VALUE};
static WS_HTTP_HEADER_MAPPING length_mapping = {WS_XML_STRING_VALUE("Content-Length"), 0};
static WS_HTTP_HEADER_MAPPING accept_mapping = {WS_XML_STRING_VALUE("Accept"), WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR};
static WS_HTTP_HEADER_MAPPING *request_mappings[] = {&accept_mapping, &length_mapping};
static WS_HTTP_HEADER_MAPPING *response_mappings[] = {&etag_mapping, &length_mapping};
static const WS_HTTP_MESSAGE_MAPPING raw_mapping = {
    WS_HTTP_REQUEST_MAPPING_VERB, WS_HTTP_RESPONSE_MAPPING_STATUS_CODE | WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT,
    request_mappings, COUNT(request_mappings), response_mappings, COUNT(response_mappings),
};

static void set_mapped(CLIENT *client, const WS_XML_STRING *name, const WCHAR *value)
{
    assert_ok(WsAddMappedHeader(client->request, name, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value),
                                client->error), client->error);
}

/* GET requests and mapped headers of a raw channel. */
static void raw_content(void **state)
{
    const WS_CHANNEL_PROPERTY properties[] = {
        PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, raw),
        PROPERTY(WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING, raw_mapping),
    };
    const ANSWER answers[] = {{response("HTTP/1.1 404 Gone Fishing\r\nETag: \"a,\\\"b\"\r\n", "no"), 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, properties, COUNT(properties), answers, 1);
    assert_ok(WsInitializeMessage(client.request, WS_BLANK_MESSAGE, NULL, client.error), client.error);
    set_mapped(&client, &verb_name, u"GET");
    set_mapped(&client, &accept_mapping.headerName, u"text/html");
    set_mapped(&client, &accept_mapping.headerName, u"*/*");
    assert_ok(WsSendMessage(client.channel, client.request, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL,
                            client.error), client.error);
    assert_starts(&client.peer->requests[0], "GET /x HTTP/1.1\r\n");
    assert_has(&client.peer->requests[0], "\r\nAccept: text/html, */*\r\n");
    assert_lacks(&client.peer->requests[0], "Content-Type");
    assert_lacks(&client.peer->requests[0], "SOAPAction");
    assert_ok(WsReadMessageStart(client.channel, client.reply, NULL, client.error), client.error);
    const struct {
        const WS_XML_STRING *name;
        const WCHAR *value;
    } expected[] = {
        {&status_code_name, u"404"}, {&status_text_name, u"Gone Fishing"}, {&etag_mapping.headerName, u"a,\"b"},
        {&length_mapping.headerName, u"2"},
    };
    for (size_t i = 0; i < COUNT(expected); i++) {
        WCHAR *text = NULL;
        assert_ok(WsGetMappedHeader(client.reply, expected[i].name, WS_SINGLETON_HEADER, 0, WS_WSZ_TYPE,
                                    WS_READ_REQUIRED_POINTER, client.heap, &text, sizeof(text), client.error),
                  client.error);
        for (size_t c = 0; c == 0 || expected[i].value[c - 1] != 0; c++) {
            assert_int_equal(text[c], expected[i].value[c]);
        }
    }
    assert_ok(WsReadMessageEnd(client.channel, client.reply, NULL, client.error), client.error);
    reset_messages(&client);

    /* Headers that decide where the message ends are the channel's own, and none can hold another one. */
    assert_ok(WsInitializeMessage(client.request, WS_BLANK_MESSAGE, NULL, client.error), client.error);
    set_mapped(&client, &length_mapping.headerName, u"5");
    assert_hr(E_INVALIDARG, WsSendMessage(client.channel, client.request, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0,
                                          NULL, client.error), client.error);
    assert_error_says(client.error, "Content-Length");
    reset_messages(&client);
    assert_ok(WsInitializeMessage(client.request, WS_BLANK_MESSAGE, NULL, client.error), client.error);
    set_mapped(&client, &accept_mapping.headerName, u"a\r\nX: b");
    assert_true(FAILED(WsSendMessage(client.channel, client.request, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL,
                                     client.error)));
    stop(&client);
    free_answers(answers, COUNT(answers));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_wire),
        FIXTURE_TEST(types),
        FIXTURE_TEST(mtom_round_trip),
        FIXTURE_TEST(correlation),
        FIXTURE_TEST(statuses),
        FIXTURE_TEST(faults),
        FIXTURE_TEST(broken_responses),
        FIXTURE_TEST(timeouts),
        FIXTURE_TEST(limits),
        FIXTURE_TEST(order),
        FIXTURE_TEST(aborts),
        FIXTURE_TEST(asynchronous),
        FIXTURE_TEST(redirects),
        FIXTURE_TEST(raw_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
