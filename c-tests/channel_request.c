/* HTTP request channels against a peer that is a socket: what is on the wire, and what becomes of what comes back. */
#include "support/soap.h"

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

static char ok_number[600];

static void make_answers(void)
{
    snprintf(ok_number, sizeof(ok_number), OK11 "%zu\r\n\r\n%s", strlen(BODY11), BODY11);
}

/* The exact bytes of a call, twice over one connection. */
static void the_wire(void **state)
{
    make_answers();
    const ANSWER answers[] = {{ok_number, 0, KEEP}, {ok_number, 0, KEEP}};
    CLIENT client = start((FIXTURE *)*state, basic, COUNT(basic), answers, COUNT(answers));
    for (int i = 0; i < 2; i++) {
        int result = 0;
        assert_ok(call_number(&client, 7 + i, &result), client.error);
        assert_int_equal(result, 42);
        reset_messages(&client);
        char expected[600];
        const char *body = i == 0 ? ENVELOPE11(NUMBER("7")) : ENVELOPE11(NUMBER("8"));
        fprintf(stderr, "%.*s\n", (int)client.peer->requests[i].size, client.peer->requests[i].bytes);
        snprintf(expected, sizeof(expected), "POST /x HTTP/1.1\r\n");
        assert_starts(&client.peer->requests[i], expected);
        assert_has(&client.peer->requests[i], body);
        assert_has(&client.peer->requests[i], "\r\nSOAPAction: \"urn:ask\"\r\n");
        assert_has(&client.peer->requests[i], "\r\nContent-Type: text/xml; charset=utf-8\r\n");
    }
    assert_int_equal(atomic_load(&client.peer->connections), 1);
    stop(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
