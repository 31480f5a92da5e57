/* HTTP listeners and reply channels against a client that is a socket. */
#include "support/soap.h"

/* A server with its messages, and a connection to it. */
typedef struct SERVER {
    WS_ERROR *error;
    WS_HEAP *heap;
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    unsigned short port;
    int fd;
    BYTES response;
} SERVER;

static SERVER *start_at(FIXTURE *fixture, const char *url, const WS_LISTENER_PROPERTY *listener_properties,
                        ULONG listener_count, const WS_CHANNEL_PROPERTY *properties, ULONG count)
{
    SERVER *server = (SERVER *)calloc(1, sizeof(*server));
    assert_non_null(server);
    server->error = fixture->error;
    server->heap = fixture->heap;
    server->port = free_port();
    WCHAR buffer[200];
    WS_STRING listen_url = url_of(buffer, url, server->port);
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, listener_properties, listener_count,
                               NULL, &server->listener, server->error), server->error);
    assert_ok(WsCreateChannelForListener(server->listener, properties, count, &server->channel, server->error),
              server->error);
    assert_ok(WsOpenListener(server->listener, &listen_url, NULL, server->error), server->error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->request, server->error), server->error);
    assert_ok(WsCreateMessageForChannel(server->channel, NULL, 0, &server->reply, server->error), server->error);
    server->fd = connect_to(server->port);
    return server;
}

static SERVER *start(FIXTURE *fixture, const WS_CHANNEL_PROPERTY *properties, ULONG count)
{
    return start_at(fixture, "http://+:%u/x", NULL, 0, properties, count);
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

/* Sends a request; the response is awaited by the socket later. */
static void ask_raw(SERVER *server, const char *request)
{
    assert_true(send_all(server->fd, request, strlen(request)));
}

static void post(SERVER *server, const char *headers, const char *body)
{
    char request[4096];
    snprintf(request, sizeof(request), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: %zu\r\n%s\r\n%s",
             server->port, strlen(body), headers, body);
    ask_raw(server, request);
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

/* Closes the channel and makes it fit for the next request. */
static void next(SERVER *server)
{
    assert_ok(WsCloseChannel(server->channel, NULL, server->error), server->error);
    assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_CLOSED);
    assert_ok(WsResetChannel(server->channel, server->error), server->error);
    assert_ok(WsResetMessage(server->request, server->error), server->error);
    assert_ok(WsResetMessage(server->reply, server->error), server->error);
}

static HRESULT receive_number(SERVER *server, int *value, ULONG *index)
{
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&answer, &ask};
    return WsReceiveMessage(server->channel, server->request, descriptions, COUNT(descriptions),
                            WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE, server->heap, value, sizeof(*value),
                            index, NULL, server->error);
}

static HRESULT reply_number(SERVER *server, int value)
{
    return WsSendReplyMessage(server->channel, server->reply, &answer, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                              server->request, NULL, server->error);
}

#define XML11 "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:ask\"\r\n"
#define XML12 "Content-Type: application/soap+xml; charset=utf-8\r\n"

/* Requests and replies, several over one connection. */
static void the_wire(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    for (int i = 0; i < 3; i++) {
        post(server, XML11, ENVELOPE11(NUMBER("7")));
        accept_one(server);
        int value = 0;
        ULONG index = 99;
        assert_ok(receive_number(server, &value, &index), server->error);
        assert_int_equal(value, 7);
        assert_int_equal(index, 1);
        assert_ok(reply_number(server, value + i), server->error);
        hear(server);
        assert_starts(&server->response, "HTTP/1.1 200 OK\r\n");
        assert_has(&server->response, "\r\nContent-Type: text/xml; charset=utf-8\r\n");
        char body[400];
        snprintf(body, sizeof(body), ENVELOPE11(NUMBER("%d")), 7 + i);
        assert_has(&server->response, body);
        assert_lacks(&server->response, "SOAPAction");
        next(server);
    }
    stop(server);
}

/* The envelope of WS-Addressing: RelatesTo in the reply. */
static void addressing(void **state)
{
    SERVER *server = start((FIXTURE *)*state, NULL, 0);
    char body[1000];
    snprintf(body, sizeof(body),
             "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:w=\"" WSA10 "\"><s:Header><w:Action>urn:ask</w:Action>"
             "<w:To>http://localhost:%u/x</w:To><w:MessageID>urn:id:1</w:MessageID></s:Header><s:Body>" NUMBER("7")
             "</s:Body></s:Envelope>", server->port);
    post(server, XML12, body);
    accept_one(server);
    int value = 0;
    assert_ok(receive_number(server, &value, NULL), server->error);
    assert_ok(reply_number(server, 8), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 200 OK\r\n");
    assert_has(&server->response, "Content-Type: application/soap+xml; charset=utf-8\r\n");
    assert_has(&server->response, "RelatesTo>urn:id:1</");
    assert_has(&server->response, ">urn:answer</");
    next(server);

    /* For another service: refused, and the client is told as far as HTTP goes. */
    post(server, XML12, "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:w=\"" WSA10 "\"><s:Header>"
         "<w:Action>urn:ask</w:Action><w:To>http://example.com/x</w:To></s:Header><s:Body/></s:Envelope>");
    accept_one(server);
    assert_hr(WS_E_INVALID_FORMAT, WsReadMessageStart(server->channel, server->request, NULL, server->error),
              server->error);
    assert_error_says(server->error, "example.com");
    next(server);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 400 ");
    stop(server);
}

/* No reply: 202. Not even read: 500. Cut while reading: nothing. */
static void closing_without_a_reply(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    int value;
    post(server, XML11, ENVELOPE11(NUMBER("7")));
    accept_one(server);
    assert_ok(receive_number(server, &value, NULL), server->error);
    assert_hr(WS_S_END, WsReadMessageStart(server->channel, server->reply, NULL, server->error), server->error);
    next(server);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 202 Accepted\r\n");

    post(server, XML11, ENVELOPE11(NUMBER("7")));
    accept_one(server);
    next(server);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 500 ");

    post(server, XML11, ENVELOPE11(NUMBER("7")));
    accept_one(server);
    assert_ok(WsReadMessageStart(server->channel, server->request, NULL, server->error), server->error);
    next(server);
    hear(server);
    assert_int_equal(server->response.size, 0);
    stop(server);
}

/* What is not for a channel is answered by the listener. */
static void refusals(void **state)
{
    static const struct {
        const char *request, *status;
    } refused[] = {
        {"GET /x HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", "HTTP/1.1 405 "},
        {"POST /x/y HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 "},
        {"POST /x?q HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 "},
        {"POST /y HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 "},
        {"POST /x HTTP/1.1\r\nHost: example.com:%u\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 "},
        {"POST /x HTTP/1.1\r\nHost: localhost:%u\r\nUser-Agent: mozilla/5.0\r\nContent-Length: 0\r\n\r\n",
         "HTTP/1.1 403 "},
    };
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    for (size_t i = 0; i < COUNT(refused); i++) {
        char request[400];
        snprintf(request, sizeof(request), refused[i].request, server->port);
        /* The accept passes the refused one by. */
        WAITER waiter = WAITER_INIT;
        const WS_ASYNC_CONTEXT context = {completed, &waiter};
        assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, server->channel, &context, server->error),
                  server->error);
        int fd = connect_to(server->port);
        assert_true(send_all(fd, request, strlen(request)));
        BYTES *response = (BYTES *)calloc(1, sizeof(*response));
        while (!is_complete(response) && receive_some(fd, response)) {
        }
        assert_starts(response, refused[i].status);
        free(response);
        close(fd);
        post(server, XML11, ENVELOPE11(NUMBER("7")));
        assert_hr(S_OK, wait_for(&waiter), server->error);
        next(server);
        hear(server);
    }
    stop(server);
}

#define X32 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X256 X32 X32 X32 X32 X32 X32 X32 X32

/* Requests that are accepted and turn out to be none. */
static void bad_messages(void **state)
{
    static const struct {
        const char *headers, *body;
        HRESULT hr;
        const char *status, *text;
    } bad[] = {
        {"Content-Type: application/json\r\n", "{}", WS_E_INVALID_FORMAT, "HTTP/1.1 415 ", "application/json"},
        {"", "x", WS_E_INVALID_FORMAT, "HTTP/1.1 415 ", "no content type"},
        {XML12, ENVELOPE12(""), WS_E_INVALID_FORMAT, "HTTP/1.1 415 ", "application/soap+xml"},
        {XML11, "<a/>", WS_E_INVALID_FORMAT, "HTTP/1.1 400 ", ""},
        {XML11, "", WS_E_INVALID_FORMAT, "HTTP/1.1 400 ", ""},
        {XML11, ENVELOPE12(""), WS_E_INVALID_FORMAT, "HTTP/1.1 400 ", ""},
        {XML11 "SOAPAction: \"urn:other\"\r\n", ENVELOPE11(""), WS_E_INVALID_FORMAT, "HTTP/1.1 400 ", "SOAPAction"},
        {"Content-Type: text/xml; charset=latin1\r\n", ENVELOPE11(""), WS_E_INVALID_FORMAT, "HTTP/1.1 415 ", "latin1"},
        {XML11, "<a xmlns='" X256 X256 X256 X256 "x'/>", WS_E_QUOTA_EXCEEDED, "HTTP/1.1 ", "name of a namespace (1024)"},
        {XML11, "<a xmlns='" X256 X256 X256 X256 "'/>", WS_E_INVALID_FORMAT, "HTTP/1.1 400 ", "nvelope"},
    };
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    for (size_t i = 0; i < COUNT(bad); i++) {
        post(server, bad[i].headers, bad[i].body);
        accept_one(server);
        assert_hr(bad[i].hr, WsReadMessageStart(server->channel, server->request, NULL, server->error),
                  server->error);
        assert_error_says(server->error, bad[i].text);
        /* Nothing half-read is left. */
        WS_MESSAGE_STATE message_state;
        assert_ok(WsGetMessageProperty(server->request, WS_MESSAGE_PROPERTY_STATE, &message_state,
                                       sizeof(message_state), server->error), server->error);
        assert_int_equal(message_state, WS_MESSAGE_STATE_EMPTY);
        assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_OPEN);
        next(server);
        hear(server);
        assert_starts(&server->response, bad[i].status);
    }
    stop(server);
}

/* A message that is too large, and one that is as large as allowed. */
static void limits(void **state)
{
    static const ULONG most = sizeof(ENVELOPE11(NUMBER("7"))) - 1;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, most),
    };
    SERVER *server = start((FIXTURE *)*state, properties, COUNT(properties));
    int value = 0;
    post(server, XML11, ENVELOPE11(NUMBER("7")));
    accept_one(server);
    assert_ok(receive_number(server, &value, NULL), server->error);
    next(server);
    hear(server);
    post(server, XML11, ENVELOPE11(NUMBER("77")));
    accept_one(server);
    assert_hr(WS_E_QUOTA_EXCEEDED, receive_number(server, &value, NULL), server->error);
    assert_error_says(server->error, "WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE");
    next(server);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 413 ");
    stop(server);
}

/* A request whose chunks are none is refused, as a whole and in pieces, and its connection ends: where the next request
 * begins cannot be known. */
static void bad_chunks(void **state)
{
    static const WS_TRANSFER_MODE streamed = WS_STREAMED_TRANSFER_MODE;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed),
    };
    const char *start_of_message = "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><number>";
    for (ULONG i = 0; i < 3; i++) {
        SERVER *server = start((FIXTURE *)*state, properties, i == 0 ? COUNT(basic) : COUNT(properties));
        char request[500];
        int length = snprintf(request, sizeof(request),
                              "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nTransfer-Encoding: chunked\r\n" XML11 "\r\n",
                              server->port);
        if (i == 2) {
            length += snprintf(request + length, sizeof(request) - length, "%zx\r\n%s\r\n", strlen(start_of_message),
                               start_of_message);
        }
        snprintf(request + length, sizeof(request) - length, "+5\r\nhello\r\n0\r\n\r\n"
                 "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: 0\r\n\r\n", server->port);
        ask_raw(server, request);
        accept_one(server);
        HRESULT hr = WsReadMessageStart(server->channel, server->request, NULL, server->error);
        if (i == 2) {
            assert_hr(S_OK, hr, server->error);
            hr = WsFillBody(server->request, 100, NULL, server->error);
            assert_ok(WsAbandonMessage(server->channel, server->request, server->error), server->error);
        }
        assert_hr(WS_E_INVALID_FORMAT, hr, server->error);
        assert_error_says(server->error, "chunk");
        assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_OPEN);
        next(server);
        server->response.size = 0;
        while (receive_some(server->fd, &server->response)) {
        }
        assert_starts(&server->response, "HTTP/1.1 400 ");
        assert_has(&server->response, "\r\nConnection: close\r\n");
        stop(server);
    }
}

/* Heads up to what the channel takes, also where it is made when the listener is open already. */
static void large_heads(void **state)
{
    static const ULONG large = 200000;
    const WS_CHANNEL_PROPERTY properties[] = {
        basic[0], basic[1], PROPERTY(WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE, large),
    };
    static char filling[150001], request[151000];
    memset(filling, 'x', sizeof(filling) - 1);
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    for (int i = 0; i < 3; i++) {
        snprintf(request, sizeof(request), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: %zu\r\n" XML11
                 "X: %s\r\n\r\n%s", server->port, strlen(ENVELOPE11(NUMBER("7"))), filling, ENVELOPE11(NUMBER("7")));
        if (i == 0) {
            /* No channel of the listener takes so much. */
            ask_raw(server, request);
        } else if (i == 1) {
            WsFreeChannel(server->channel);
            assert_ok(WsCreateChannelForListener(server->listener, properties, COUNT(properties), &server->channel,
                                                 server->error), server->error);
            ask_raw(server, request);
            accept_one(server);
            int value = 0;
            assert_ok(receive_number(server, &value, NULL), server->error);
            assert_int_equal(value, 7);
            assert_ok(reply_number(server, 8), server->error);
        } else {
            /* Another one does, but not the one that is accepted with. */
            WS_CHANNEL *small = NULL;
            assert_ok(WsCreateChannelForListener(server->listener, basic, COUNT(basic), &small, server->error),
                      server->error);
            WsFreeChannel(server->channel);
            server->channel = small;
            WAITER waiter = WAITER_INIT;
            const WS_ASYNC_CONTEXT context = {completed, &waiter};
            assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, small, &context, server->error), server->error);
            ask_raw(server, request);
            hear(server);
            assert_ok(WsAbortChannel(small, NULL), NULL);
            assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), server->error);
        }
        if (i < 2) {
            hear(server);
        }
        assert_starts(&server->response, i == 1 ? "HTTP/1.1 200 " : "HTTP/1.1 431 ");
        if (i == 1) {
            next(server);
        }
        close(server->fd);
        server->fd = connect_to(server->port);
    }
    assert_ok(WsResetError(server->error), NULL);
    stop(server);
}

/* A Host without a port is for the one that the request came to. */
static void a_host_without_a_port(void **state)
{
    static const char *hosts[] = {"localhost", "LocalHost", "127.0.0.1", "localhost:"};
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    for (size_t i = 0; i < 2 * COUNT(hosts); i++) {
        const char *host = hosts[i % COUNT(hosts)], *body = ENVELOPE11(NUMBER("7"));
        char request[500], expected[100];
        snprintf(request, sizeof(request), "POST /x HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n" XML11 "\r\n%s", host,
                 strlen(body), body);
        ask_raw(server, request);
        accept_one(server);
        WS_STRING url;
        assert_ok(WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_TRANSPORT_URL, &url, sizeof(url),
                                       server->error), server->error);
        snprintf(expected, sizeof(expected), "http://%.*s:%u/x", (int)strcspn(host, ":"), host, server->port);
        assert_true(text_contains(&url, expected));
        int value = 0;
        assert_ok(receive_number(server, &value, NULL), server->error);
        assert_ok(reply_number(server, value), server->error);
        hear(server);
        assert_starts(&server->response, "HTTP/1.1 200 OK\r\n");
        next(server);
    }
    stop(server);
}

/* A client that goes away in the middle of its request faults the channel. */
static void a_client_that_goes(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    ask_raw(server, "POST /x HTTP/1.1\r\nHost: localhost\r\n");
    char rest[200];
    snprintf(rest, sizeof(rest), XML11 "Content-Length: 1000\r\n\r\n<");
    close(server->fd);
    server->fd = connect_to(server->port);
    char request[400];
    snprintf(request, sizeof(request), "POST /x HTTP/1.1\r\nHost: localhost:%u\r\n%s", server->port, rest);
    ask_raw(server, request);
    accept_one(server);
    close(server->fd);
    assert_hr(WS_E_ENDPOINT_DISCONNECTED, WsReadMessageStart(server->channel, server->request, NULL, server->error),
              server->error);
    assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_FAULTED);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadMessageStart(server->channel, server->request, NULL, server->error),
              server->error);
    server->fd = connect_to(server->port);
    next(server);
    stop(server);
}

/* What tells about the client. */
static void properties_of_an_exchange(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    WS_STRING url;
    ULONGLONG id = 0, other = 0;
    struct sockaddr_storage address;
    assert_hr(WS_E_INVALID_OPERATION, WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_TRANSPORT_URL, &url,
                                                           sizeof(url), server->error), server->error);
    for (int i = 0; i < 2; i++) {
        post(server, XML11, ENVELOPE11(NUMBER("7")));
        accept_one(server);
        assert_ok(WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_TRANSPORT_URL, &url, sizeof(url),
                                       server->error), server->error);
        WCHAR buffer[100];
        WS_STRING expected = url_of(buffer, "http://localhost:%u/x", server->port);
        check_text(&url, &expected, __FILE__, __LINE__);
        assert_hr(WS_E_INVALID_OPERATION,
                  WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, &id, sizeof(id),
                                       server->error), server->error);
        assert_hr(WS_E_INVALID_OPERATION,
                  WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, &address,
                                       sizeof(address), server->error), server->error);
        int value;
        assert_ok(receive_number(server, &value, NULL), server->error);
        assert_ok(WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, i == 0 ? &id : &other,
                                       sizeof(id), server->error), server->error);
        assert_ok(WsGetChannelProperty(server->channel, WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, &address,
                                       sizeof(address), server->error), server->error);
        struct sockaddr_in mine;
        socklen_t size = sizeof(mine);
        assert_int_equal(getsockname(server->fd, (struct sockaddr *)&mine, &size), 0);
        assert_int_equal(address.ss_family, AF_INET);
        assert_int_equal(((struct sockaddr_in *)&address)->sin_port, mine.sin_port);
        assert_int_equal(((struct sockaddr_in *)&address)->sin_addr.s_addr, mine.sin_addr.s_addr);
        next(server);
        hear(server);
    }
    /* The same connection twice. */
    assert_true(id == other);
    stop(server);
}

static WS_XML_STRING verb_name = WS_XML_STRING_VALUE("Verb");
static WS_XML_STRING status_code_name = WS_XML_STRING_VALUE("StatusCode");
static WS_XML_STRING status_text_name = WS_XML_STRING_VALUE("StatusText");
static WS_HTTP_HEADER_MAPPING type_mapping = {WS_XML_STRING_VALUE("Content-Type"), 0};
static WS_HTTP_HEADER_MAPPING list_mapping = {WS_XML_STRING_VALUE("X-List"), WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR};
static WS_HTTP_HEADER_MAPPING *mapped[] = {&type_mapping, &list_mapping};
static const WS_HTTP_MESSAGE_MAPPING raw_mapping = {
    WS_HTTP_REQUEST_MAPPING_VERB, WS_HTTP_RESPONSE_MAPPING_STATUS_CODE | WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT,
    mapped, COUNT(mapped), mapped, COUNT(mapped),
};
static const WS_ELEMENT_DESCRIPTION bytes_element = {NULL, NULL, WS_BYTES_TYPE, NULL};
static const WS_MESSAGE_DESCRIPTION bytes_description = {NULL, (WS_ELEMENT_DESCRIPTION *)&bytes_element};

static WS_STRING mapped_header(SERVER *server, const WS_XML_STRING *name, WS_REPEATING_HEADER_OPTION option,
                               ULONG index)
{
    WS_STRING text = WS_STRING_EMPTY;
    assert_ok(WsGetMappedHeader(server->request, name, option, index, WS_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                                server->heap, &text, sizeof(text), server->error), server->error);
    return text;
}

/* Any method and any content through a raw channel. */
static void raw_content(void **state)
{
    const WS_CHANNEL_PROPERTY properties[] = {
        PROPERTY(WS_CHANNEL_PROPERTY_ENCODING, raw),
        PROPERTY(WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING, raw_mapping),
    };
    SERVER *server = start((FIXTURE *)*state, properties, COUNT(properties));
    char request[400];
    snprintf(request, sizeof(request),
             "PUT /x HTTP/1.1\r\nHost: localhost:%u\r\nContent-Type: text/plain\r\nX-List: a, b\r\nX-List: c\r\n"
             "Content-Length: 5\r\n\r\nhello", server->port);
    ask_raw(server, request);
    accept_one(server);
    const WS_MESSAGE_DESCRIPTION *descriptions[] = {&bytes_description};
    WS_BYTES body = {0, NULL};
    assert_ok(WsReceiveMessage(server->channel, server->request, descriptions, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                               WS_READ_REQUIRED_VALUE, server->heap, &body, sizeof(body), NULL, NULL, server->error),
              server->error);
    assert_int_equal(body.length, 5);
    assert_memory_equal(body.bytes, "hello", 5);
    WS_STRING text = mapped_header(server, &verb_name, WS_SINGLETON_HEADER, 0);
    EQUAL_STRING(&text, "PUT");
    text = mapped_header(server, &type_mapping.headerName, WS_SINGLETON_HEADER, 0);
    EQUAL_STRING(&text, "text/plain");
    text = mapped_header(server, &list_mapping.headerName, WS_REPEATING_HEADER, 2);
    EQUAL_STRING(&text, "c");

    assert_ok(WsInitializeMessage(server->reply, WS_REPLY_MESSAGE, server->request, server->error), server->error);
    ULONG status = 418;
    const WCHAR *reason = u"Teapot";
    assert_ok(WsAddMappedHeader(server->reply, &status_code_name, WS_UINT32_TYPE, WS_WRITE_REQUIRED_VALUE, &status,
                                sizeof(status), server->error), server->error);
    assert_ok(WsAddMappedHeader(server->reply, &status_text_name, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &reason,
                                sizeof(reason), server->error), server->error);
    WS_STRING html = WS_STRING_VALUE(u"text/html");
    assert_ok(WsAddMappedHeader(server->reply, &type_mapping.headerName, WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE,
                                &html, sizeof(html), server->error), server->error);
    WS_BYTES page = {4, (BYTE *)"<hi>"};
    assert_ok(WsSendMessage(server->channel, server->reply, &bytes_description, WS_WRITE_REQUIRED_VALUE, &page,
                            sizeof(page), NULL, server->error), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 418 Teapot\r\n");
    assert_has(&server->response, "\r\nContent-Type: text/html\r\n");
    assert_has(&server->response, "\r\n\r\n<hi>");
    next(server);

    /* Without a body either way. */
    snprintf(request, sizeof(request), "GET /x HTTP/1.1\r\nHost: localhost:%u\r\nUser-Agent: Mozilla\r\n\r\n",
             server->port);
    ask_raw(server, request);
    accept_one(server);
    assert_ok(WsReadMessageStart(server->channel, server->request, NULL, server->error), server->error);
    assert_ok(WsReadMessageEnd(server->channel, server->request, NULL, server->error), server->error);
    assert_ok(WsInitializeMessage(server->reply, WS_REPLY_MESSAGE, server->request, server->error), server->error);
    status = 204;
    assert_ok(WsAddMappedHeader(server->reply, &status_code_name, WS_UINT32_TYPE, WS_WRITE_REQUIRED_VALUE, &status,
                                sizeof(status), server->error), server->error);
    assert_ok(WsSendMessage(server->channel, server->reply, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL,
                            server->error), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 204 No Content\r\n");
    next(server);

    /* A status that is none. */
    snprintf(request, sizeof(request), "GET /x HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", server->port);
    ask_raw(server, request);
    accept_one(server);
    assert_ok(WsReadMessageStart(server->channel, server->request, NULL, server->error), server->error);
    assert_ok(WsReadMessageEnd(server->channel, server->request, NULL, server->error), server->error);
    assert_ok(WsInitializeMessage(server->reply, WS_REPLY_MESSAGE, server->request, server->error), server->error);
    status = 99;
    assert_ok(WsAddMappedHeader(server->reply, &status_code_name, WS_UINT32_TYPE, WS_WRITE_REQUIRED_VALUE, &status,
                                sizeof(status), server->error), server->error);
    assert_hr(E_INVALIDARG, WsSendMessage(server->channel, server->reply, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0,
                                          NULL, server->error), server->error);
    assert_error_says(server->error, "99");
    next(server);
    stop(server);
}

/* A fault has status 500. */
static void a_fault_has_a_status_of_its_own(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    post(server, XML11, ENVELOPE11(NUMBER("7")));
    accept_one(server);
    int value = 0;
    assert_ok(receive_number(server, &value, NULL), server->error);
    assert_ok(WsInitializeMessage(server->reply, WS_FAULT_MESSAGE, server->request, server->error), server->error);
    assert_ok(WsSendMessage(server->channel, server->reply, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL,
                            server->error), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 500 ");
    /* One reply to one request. */
    assert_ok(WsResetMessage(server->reply, server->error), server->error);
    assert_hr(WS_E_INVALID_OPERATION, reply_number(server, 1), server->error);
    assert_error_says(server->error, "a reply to the request has been sent already");
    next(server);

    /* An action that is not expected is refused, and can be answered with a fault. */
    post(server, "Content-Type: text/xml\r\nSOAPAction: \"urn:other\"\r\n", ENVELOPE11(NUMBER("7")));
    accept_one(server);
    assert_hr(WS_E_INVALID_FORMAT, receive_number(server, &value, NULL), server->error);
    assert_error_says(server->error, "urn:other");
    assert_ok(WsInitializeMessage(server->reply, WS_FAULT_MESSAGE, server->request, server->error), server->error);
    assert_ok(WsSendMessage(server->channel, server->reply, &nothing, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL,
                            server->error), server->error);
    hear(server);
    assert_starts(&server->response, "HTTP/1.1 500 ");
    next(server);
    stop(server);
}

/* Accepts that wait end with an abort of the channel, an abort of the listener, and its closing. */
static void ends_of_accepts(void **state)
{
    SERVER *server = start((FIXTURE *)*state, basic, COUNT(basic));
    WAITER waiter = WAITER_INIT;
    const WS_ASYNC_CONTEXT context = {completed, &waiter};
    WS_ERROR *error = server->error;

    assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, server->channel, &context, error), error);
    assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_ACCEPTING);
    assert_hr(WS_E_INVALID_OPERATION, WsResetChannel(server->channel, NULL), NULL);
    assert_ok(WsAbortChannel(server->channel, NULL), NULL);
    assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), error);
    assert_int_equal(channel_state(server->channel), WS_CHANNEL_STATE_CREATED);
    assert_hr(WS_E_OPERATION_ABORTED, WsAcceptChannel(server->listener, server->channel, NULL, error), error);
    assert_ok(WsResetChannel(server->channel, error), error);

    assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, server->channel, &context, error), error);
    assert_ok(WsAbortListener(server->listener, NULL), NULL);
    assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), error);
    assert_int_equal(listener_state(server->listener), WS_LISTENER_STATE_FAULTED);
    assert_hr(WS_E_OBJECT_FAULTED, WsAcceptChannel(server->listener, server->channel, NULL, error), error);
    assert_ok(WsCloseListener(server->listener, NULL, error), error);
    assert_int_equal(listener_state(server->listener), WS_LISTENER_STATE_CLOSED);
    assert_hr(WS_E_INVALID_OPERATION, WsAcceptChannel(server->listener, server->channel, NULL, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsCloseListener(server->listener, NULL, error), error);

    /* The same port again. */
    WCHAR buffer[200];
    WS_STRING url = url_of(buffer, "http://+:%u/x", server->port);
    assert_hr(WS_E_INVALID_OPERATION, WsOpenListener(server->listener, &url, NULL, error), error);
    assert_ok(WsResetListener(server->listener, error), error);
    assert_ok(WsOpenListener(server->listener, &url, NULL, error), error);
    assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, server->channel, &context, error), error);
    assert_ok(WsCloseListener(server->listener, NULL, NULL), NULL);
    assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), error);
    assert_ok(WsResetListener(server->listener, error), error);

    /* And it works after all that. */
    assert_ok(WsOpenListener(server->listener, &url, NULL, error), error);
    assert_hr(WS_S_ASYNC, WsAcceptChannel(server->listener, server->channel, &context, error), error);
    close(server->fd);
    server->fd = connect_to(server->port);
    post(server, XML11, ENVELOPE11(NUMBER("7")));
    assert_hr(S_OK, wait_for(&waiter), error);
    next(server);
    stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_wire),
        FIXTURE_TEST(addressing),
        FIXTURE_TEST(closing_without_a_reply),
        FIXTURE_TEST(refusals),
        FIXTURE_TEST(bad_messages),
        FIXTURE_TEST(limits),
        FIXTURE_TEST(bad_chunks),
        FIXTURE_TEST(large_heads),
        FIXTURE_TEST(a_host_without_a_port),
        FIXTURE_TEST(a_client_that_goes),
        FIXTURE_TEST(properties_of_an_exchange),
        FIXTURE_TEST(raw_content),
        FIXTURE_TEST(a_fault_has_a_status_of_its_own),
        FIXTURE_TEST(ends_of_accepts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
