/* What a service host does with the messages of clients: operations, contexts, callbacks, answers and faults. */
#include "support/service.h"

static const FUNCTIONS *plain = &plain_functions;

/* ---- Calls ---- */

static void a_call_over_soap_1_1(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    RESPONSE r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("20", "22")));
    assert_non_null(strstr(r.head, "text/xml"));
    assert_response(r, 200, ENVELOPE11(ADD_RESPONSE_BODY("42")));
    close_host(s);
}

#define ENVELOPE12(headers, body)                                                                                      \
    "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header>" headers           \
    "</s:Header><s:Body>" body "</s:Body></s:Envelope>"
#define ID "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
#define ADDRESSED(action) "<a:Action s:mustUnderstand=\"1\">" action "</a:Action><a:MessageID>" ID "</a:MessageID>"
#define SOAP_XML "Content-Type: application/soap+xml; charset=utf-8\r\n"

static void use_soap_1_2(SERVICE *s)
{
    s->envelope = WS_ENVELOPE_VERSION_SOAP_1_2;
    s->addressing = WS_ADDRESSING_VERSION_1_0;
}

static void a_call_over_soap_1_2_with_addressing(void **state)
{
    SERVICE *s = *state;
    use_soap_1_2(s);
    open_host(s);
    RESPONSE r = exchange(s, SOAP_XML, ENVELOPE12(ADDRESSED("urn:calculator/Add"), ADD_BODY("-1", "2")));
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.head, "application/soap+xml"));
    assert_non_null(strstr(r.body, ">urn:calculator/AddResponse<"));
    assert_non_null(strstr(r.body, ">" ID "<"));
    assert_non_null(strstr(r.body, ADD_RESPONSE_BODY("1")));
    free(r.body);
    close_host(s);
}

static void many_calls_on_one_connection(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    int c = client(s);
    for (int i = 0; i < 200; i++) {
        char request[256], expected[256];
        snprintf(request, sizeof(request), ENVELOPE11(ADD_BODY("%d", "1")), i);
        snprintf(expected, sizeof(expected), ENVELOPE11(ADD_RESPONSE_BODY("%d")), i + 1);
        post(s, c, SOAP_ACTION("Add"), request);
        assert_response(receive(c), 200, expected);
    }
    close(c);
    close_host(s);
}

static void one_way(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    atomic_store(&noted, 0);
    assert_response(exchange(s, SOAP_ACTION("Note"), ENVELOPE11("<Note xmlns=\"" SERVICE_NS "\"><value>7</value></Note>")),
                    202, "");
    assert_int_equal(atomic_load(&noted), 7);
    close_host(s);
}

/* Basic profile clients may send an empty action, or none: then the body says what is wanted. */
static void by_the_body(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    assert_response(exchange(s, TEXT_XML "SOAPAction: \"\"\r\n", ENVELOPE11(ADD_BODY("1", "2"))), 200,
                    ENVELOPE11(ADD_RESPONSE_BODY("3")));
    assert_response(exchange(s, TEXT_XML, ENVELOPE11(ADD_BODY("1", "3"))), 200, ENVELOPE11(ADD_RESPONSE_BODY("4")));
    assert_response(exchange(s, TEXT_XML, ENVELOPE11("<Other xmlns=\"" SERVICE_NS "\"/>")), 500, NULL);
    assert_response(exchange(s, TEXT_XML, ENVELOPE11("")), 500, NULL);
    close_host(s);
}

/* ---- Faults ---- */

#define FAULT11(code, reason, detail)                                                                                  \
    ENVELOPE11("<s:Fault><faultcode" code "</faultcode><faultstring xml:lang=\"en-US\">" reason "</faultstring>" detail   \
               "</s:Fault>")

static void unknown_action(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    RESPONSE r = exchange(s, SOAP_ACTION("Nothing"), ENVELOPE11(ADD_BODY("1", "2")));
    assert_int_equal(r.status, 500);
    assert_non_null(strstr(r.body, "ActionNotSupported</faultcode>"));
    free(r.body);
    /* The connection is as good as before. */
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    close_host(s);
}

static void unknown_action_over_soap_1_2(void **state)
{
    SERVICE *s = *state;
    use_soap_1_2(s);
    open_host(s);
    RESPONSE r = exchange(s, SOAP_XML, ENVELOPE12(ADDRESSED("urn:nothing"), ADD_BODY("1", "2")));
    assert_true(r.status == 500 || r.status == 400);
    assert_non_null(strstr(r.body, "ActionNotSupported</"));
    assert_non_null(strstr(r.body, "http://www.w3.org/2005/08/addressing/fault<"));
    assert_non_null(strstr(r.body, ">urn:nothing<"));
    assert_non_null(strstr(r.body, ">" ID "<"));
    free(r.body);
    close_host(s);
}

/* What cannot be read is the sender's fault, and says no more than that. */
static void wrong_bodies(void **state)
{
    SERVICE *s = *state;
    static const char *bodies[] = {
        ENVELOPE11(ADD_BODY("x", "2")),
        ENVELOPE11("<Add xmlns=\"" SERVICE_NS "\"><a>1</a></Add>"),
        ENVELOPE11("<Add xmlns=\"urn:other\"><a>1</a><b>2</b></Add>"),
        ENVELOPE11("<Echo xmlns=\"" SERVICE_NS "\"><text>1</text></Echo>"),
        ENVELOPE11(ADD_BODY("1", "99999999999")),
        ENVELOPE11(""),
    };
    open_host(s);
    for (size_t i = 0; i < COUNT(bodies); i++) {
        RESPONSE r = exchange(s, SOAP_ACTION("Add"), bodies[i]);
        assert_int_equal(r.status, 500);
        assert_non_null(strstr(r.body, ":Client</faultcode>"));
        assert_null(strstr(r.body, "line"));
        free(r.body);
    }
    close_host(s);
}

static void wrong_envelopes(void **state)
{
    SERVICE *s = *state;
    static const char *envelopes[] = {
        "", "<", "text", "<a/>", "<s:Envelope xmlns:s=\"" SOAP11 "\"/>",
        "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>",
        "<s:Envelope xmlns:s=\"urn:other\"><s:Body/></s:Envelope>",
        "<!DOCTYPE a []><s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body/></s:Envelope>",
        ENVELOPE11(ADD_BODY("1", "2")) "<more/>",
    };
    open_host(s);
    for (size_t i = 0; i < COUNT(envelopes); i++) {
        RESPONSE r = exchange(s, SOAP_ACTION("Add"), envelopes[i]);
        assert_true(r.status == 400 || r.status == 500);
        free(r.body);
    }
    RESPONSE r = exchange(s, "Content-Type: text/plain\r\n", "text");
    assert_true(r.status == 415 || r.status == 500);
    free(r.body);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    close_host(s);
}

/* An operation that fails with what the test says. */
static struct {
    HRESULT code;
    const char16_t *text;
    WS_FAULT *fault;
} failure;

static HRESULT CALLBACK failing_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context;
    (void)a;
    (void)b;
    (void)result;
    (void)asynchronous;
    if (failure.text != NULL) {
        WS_STRING text = {0, (WCHAR *)(uintptr_t)failure.text};
        while (failure.text[text.length] != 0) {
            text.length++;
        }
        if (FAILED(WsAddErrorString(error, &text))) {
            return E_UNEXPECTED;
        }
    }
    if (failure.fault != NULL
        && FAILED(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, failure.fault, sizeof(WS_FAULT)))) {
        return E_UNEXPECTED;
    }
    return failure.code;
}

static void failing_operations(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = *plain;
    WS_FAULT_CODE code = {{WS_XML_STRING_VALUE("Client"), WS_XML_STRING_VALUE(SOAP11)}, NULL};
    WS_FAULT_REASON reason = {WS_STRING_VALUE(u"not so"), WS_STRING_VALUE(u"en")};
    WS_FAULT fault = {&code, &reason, 1, WS_STRING_VALUE(u""), WS_STRING_VALUE(u""), NULL};
    functions.add = failing_add;
    s->contract.methodTable = &functions;
    open_host(s);
    failure.code = E_FAIL;
    failure.text = u"a secret";
    RESPONSE r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    assert_int_equal(r.status, 500);
    assert_non_null(strstr(r.body, ":Server</faultcode>"));
    assert_null(strstr(r.body, "secret"));
    free(r.body);
    failure.fault = &fault;
    r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    assert_int_equal(r.status, 500);
    assert_non_null(strstr(r.body, ":Client</faultcode>"));
    assert_non_null(strstr(r.body, ">not so</faultstring>"));
    assert_null(strstr(r.body, "secret"));
    free(r.body);
    failure.fault = NULL;
    close_host(s);
    failure.text = NULL;
}

static void full_disclosure(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = *plain;
    WS_FAULT_DISCLOSURE full = WS_FULL_FAULT_DISCLOSURE;
    host_property(s, WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, &full, sizeof(full));
    functions.add = failing_add;
    s->contract.methodTable = &functions;
    open_host(s);
    failure.code = E_FAIL;
    failure.text = u"the disk is full";
    RESPONSE r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
    assert_int_equal(r.status, 500);
    assert_non_null(strstr(r.body, "the disk is full"));
    free(r.body);
    r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("x", "2")));
    assert_non_null(strstr(r.body, ":Client</faultcode>"));
    assert_non_null(strstr(r.body, "x"));
    free(r.body);
    close_host(s);
    failure.text = NULL;
}

/* ---- Headers that must be understood ---- */

#define WITH_HEADER(attributes)                                                                                        \
    "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Header><h:Strange xmlns:h=\"urn:h\" " attributes "/></s:Header><s:Body>"      \
    ADD_BODY("1", "2") "</s:Body></s:Envelope>"

static void headers_must_be_understood(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    RESPONSE r = exchange(s, SOAP_ACTION("Add"), WITH_HEADER("s:mustUnderstand=\"1\""));
    assert_int_equal(r.status, 500);
    assert_non_null(strstr(r.body, ":MustUnderstand</faultcode>"));
    free(r.body);
    assert_response(exchange(s, SOAP_ACTION("Add"), WITH_HEADER("s:mustUnderstand=\"0\"")), 200, NULL);
    assert_response(exchange(s, SOAP_ACTION("Add"), WITH_HEADER("s:mustUnderstand=\"1\" s:actor=\"urn:else\"")), 200, NULL);
    close_host(s);
}

static void headers_need_not_be_understood(void **state)
{
    SERVICE *s = *state;
    BOOL no = FALSE;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND, &no, sizeof(no));
    open_host(s);
    assert_response(exchange(s, SOAP_ACTION("Add"), WITH_HEADER("s:mustUnderstand=\"1\"")), 200, NULL);
    close_host(s);
}

/* ---- Authorization ---- */

static struct {
    HRESULT code;
    BOOL sets, authorized;
    int calls;
} authorization;

static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_MESSAGE_STATE message_state = WS_MESSAGE_STATE_EMPTY;
    void *user_state = NULL;
    if (FAILED(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                             sizeof(message), error))
        || FAILED(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &message_state, sizeof(message_state), error))
        || message_state != WS_MESSAGE_STATE_READING
        || FAILED(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE, &user_state,
                                                sizeof(user_state), error))
        || SUCCEEDED(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &user_state,
                                                   sizeof(user_state), NULL))) {
        abort();
    }
    authorization.calls++;
    if (authorization.sets) {
        *authorized = authorization.authorized;
    }
    return authorization.code;
}

static int called_add;

static HRESULT CALLBACK counting_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                     const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    called_add++;
    return plain_add(context, a, b, result, asynchronous, error);
}

/* Only a clear yes lets a message pass. */
static void authorization_fails_closed(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = *plain;
    static const struct {
        HRESULT code;
        BOOL sets, authorized;
        int status;
    } cases[] = {
        {S_OK, TRUE, TRUE, 200}, {S_OK, TRUE, FALSE, 500}, {S_OK, FALSE, FALSE, 500},
        {E_FAIL, TRUE, TRUE, 0}, {E_FAIL, FALSE, FALSE, 0}, {S_FALSE, TRUE, TRUE, 500},
    };
    functions.add = counting_add;
    s->contract.methodTable = &functions;
    s->endpoint.authorizationCallback = authorize;
    open_host(s);
    for (size_t i = 0; i < COUNT(cases); i++) {
        called_add = authorization.calls = 0;
        authorization.code = cases[i].code;
        authorization.sets = cases[i].sets;
        authorization.authorized = cases[i].authorized;
        RESPONSE r = exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2")));
        assert_int_equal(r.status, cases[i].status);
        assert_int_equal(authorization.calls, 1);
        assert_int_equal(called_add, cases[i].status == 200);
        free(r.body);
    }
    close_host(s);
}

/* ---- Contexts ---- */

static struct {
    void *host_state, *channel_state;
    WS_CHANNEL *channel;
    int accepted, closed, called;
    HRESULT accept_code;
    GATE done;
} seen = {.done = GATE_CLOSED};

static HRESULT get(const WS_OPERATION_CONTEXT *context, WS_OPERATION_CONTEXT_PROPERTY_ID id, void *value, ULONG size)
{
    return WsGetOperationContextProperty(context, id, value, size, NULL);
}

#define HAS(context, id, value) (get((context), WS_OPERATION_CONTEXT_PROPERTY_##id, &(value), sizeof(value)) == S_OK)
#define LACKS(context, id, value) (get((context), WS_OPERATION_CONTEXT_PROPERTY_##id, &(value), sizeof(value)) == E_INVALIDARG)
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static void common_properties(const WS_OPERATION_CONTEXT *context)
{
    void *p = NULL;
    WS_ENDPOINT_ADDRESS address;
    const WS_CONTRACT_DESCRIPTION *contract = NULL;
    REQUIRE(HAS(context, CHANNEL, seen.channel) && seen.channel != NULL);
    REQUIRE(HAS(context, CONTRACT_DESCRIPTION, contract) && contract == &calculator);
    REQUIRE(HAS(context, HOST_USER_STATE, p) && p == seen.host_state);
    REQUIRE(HAS(context, LISTENER, p) && p != NULL);
    REQUIRE(HAS(context, ENDPOINT_ADDRESS, address) && address.url.length > 7);
    REQUIRE(get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL, &p, 1) == E_INVALIDARG);
    REQUIRE(get(context, (WS_OPERATION_CONTEXT_PROPERTY_ID)99, &p, sizeof(p)) == E_INVALIDARG);
}

static HRESULT CALLBACK accept_channel(const WS_OPERATION_CONTEXT *context, void **channel_state,
                                       const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    void *p = NULL;
    (void)asynchronous;
    (void)error;
    common_properties(context);
    REQUIRE(LACKS(context, CHANNEL_USER_STATE, p) && LACKS(context, INPUT_MESSAGE, p) && LACKS(context, HEAP, p));
    seen.accepted++;
    *channel_state = seen.channel_state;
    return seen.accept_code;
}

static HRESULT CALLBACK close_channel(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *asynchronous)
{
    void *p = NULL;
    (void)asynchronous;
    common_properties(context);
    REQUIRE(HAS(context, CHANNEL_USER_STATE, p) && p == seen.channel_state);
    REQUIRE(LACKS(context, INPUT_MESSAGE, p) && LACKS(context, OUTPUT_MESSAGE, p) && LACKS(context, HEAP, p));
    seen.closed++;
    gate_pass(&seen.done);
    return E_FAIL; /* means nothing */
}

static HRESULT CALLBACK looking_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    WS_MESSAGE *input = NULL, *output = NULL;
    WS_HEAP *heap = NULL;
    WS_MESSAGE_STATE message_state = WS_MESSAGE_STATE_EMPTY;
    void *p = NULL;
    common_properties(context);
    REQUIRE(HAS(context, CHANNEL_USER_STATE, p) && p == seen.channel_state);
    REQUIRE(HAS(context, INPUT_MESSAGE, input) && HAS(context, OUTPUT_MESSAGE, output) && HAS(context, HEAP, heap));
    REQUIRE(input != NULL && output != NULL && input != output && heap != NULL);
    REQUIRE(WsGetMessageProperty(output, WS_MESSAGE_PROPERTY_STATE, &message_state, sizeof(message_state), error) == S_OK);
    REQUIRE(message_state == WS_MESSAGE_STATE_INITIALIZED);
    REQUIRE(WsAlloc(heap, 16, &p, error) == S_OK);
    REQUIRE(asynchronous != NULL && error != NULL);
    seen.called++;
    return plain_add(context, a, b, result, asynchronous, error);
}

static void contexts_and_channel_callbacks(void **state)
{
    SERVICE *s = *state;
    FUNCTIONS functions = *plain;
    WS_SERVICE_PROPERTY_ACCEPT_CALLBACK accept_property = {accept_channel};
    WS_SERVICE_PROPERTY_CLOSE_CALLBACK close_property = {close_channel};
    int host_state_value = 1, channel_state_value = 2;
    seen.host_state = &host_state_value;
    seen.channel_state = &channel_state_value;
    functions.add = looking_add;
    s->contract.methodTable = &functions;
    host_property(s, WS_SERVICE_PROPERTY_HOST_USER_STATE, &seen.host_state, sizeof(seen.host_state));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_property, sizeof(accept_property));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_property, sizeof(close_property));
    open_host(s);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    gate_wait(&seen.done, 1);
    assert_int_equal(seen.accepted, 1);
    assert_int_equal(seen.called, 1);
    /* A channel that is not wanted is closed too. */
    seen.accept_code = E_FAIL;
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 0, NULL);
    gate_wait(&seen.done, 2);
    seen.accept_code = S_OK;
    assert_int_equal(seen.called, 1);
    close_host(s);
    assert_int_equal(seen.accepted, seen.closed);
}

/* ---- Limits ---- */

static void the_heap_of_a_body(void **state)
{
    SERVICE *s = *state;
    SIZE_T most = 4000, trim = 0;
    char *body = malloc(20000), *text = malloc(10001);
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE, &most, sizeof(most));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE, &trim, sizeof(trim));
    open_host(s);
    for (int length = 100; length <= 10000; length *= 10) {
        memset(text, 'x', (size_t)length);
        text[length] = 0;
        snprintf(body, 20000, ENVELOPE11("<Echo xmlns=\"" SERVICE_NS "\"><text>%s</text></Echo>"), text);
        RESPONSE r = exchange(s, SOAP_ACTION("Echo"), body);
        assert_int_equal(r.status, length * (int)sizeof(WCHAR) < 4000 ? 200 : 500);
        free(r.body);
    }
    free(body);
    free(text);
    close_host(s);
}

static void a_message_that_is_too_large(void **state)
{
    SERVICE *s = *state;
    ULONG most = 1000;
    size_t size = 3000;
    char *body = malloc(size + 1);
    s->channel_properties[2].id = WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE;
    s->channel_properties[2].value = &most;
    s->channel_properties[2].valueSize = sizeof(most);
    s->endpoint.channelProperties.propertyCount = 3;
    open_host(s);
    memset(body, ' ', size);
    body[size] = 0;
    memcpy(body, ENVELOPE11(ADD_BODY("1", "2")), strlen(ENVELOPE11(ADD_BODY("1", "2"))));
    RESPONSE r = exchange(s, SOAP_ACTION("Add"), body);
    assert_true(r.status == 413 || r.status == 500);
    free(r.body);
    free(body);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    close_host(s);
}

/* A client that stops in the middle of its request, and one that sends it byte by byte. */
static void slow_and_broken_clients(void **state)
{
    SERVICE *s = *state;
    char request[512];
    int length = snprintf(request, sizeof(request), "POST /calc HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" SOAP_ACTION("Add")
                          "Content-Length: %zu\r\n\r\n" ENVELOPE11(ADD_BODY("1", "2")), s->port,
                          strlen(ENVELOPE11(ADD_BODY("1", "2"))));
    open_host(s);
    for (int cut = 1; cut < length; cut += 7) {
        int c = client(s);
        send_all(c, request, (size_t)cut);
        close(c);
    }
    int c = client(s);
    for (int i = 0; i < length; i++) {
        send_all(c, request + i, 1);
    }
    assert_response(receive(c), 200, ENVELOPE11(ADD_RESPONSE_BODY("3")));
    close(c);
    close_host(s);
}

/* ---- RPC ---- */

static WS_XML_STRING rpc_action = WS_XML_STRING_VALUE("urn:calculator/RpcAdd");
static WS_XML_STRING rpc_response_action = WS_XML_STRING_VALUE("urn:calculator/RpcAddResponse");
static WS_XML_STRING rpc_name = WS_XML_STRING_VALUE("RpcAdd");
static WS_XML_STRING rpc_response_name = WS_XML_STRING_VALUE("RpcAddResponse");
static WS_XML_STRING no_ns = WS_XML_STRING_VALUE("");

/* In rpc/literal, the children of the wrapper have no namespace. */
static void rpc_literal(void **state)
{
    SERVICE *s = *state;
    WS_FIELD_DESCRIPTION a = field_a, b = field_b, result = field_result;
    a.ns = b.ns = result.ns = &no_ns;
    WS_FIELD_DESCRIPTION *in[] = {&a, &b}, *out[] = {&result};
    WS_STRUCT_DESCRIPTION in_struct = struct_add, out_struct = struct_add_response;
    in_struct.fields = in;
    out_struct.fields = out;
    WS_ELEMENT_DESCRIPTION in_element = {&rpc_name, &service_ns, WS_STRUCT_TYPE, &in_struct};
    WS_ELEMENT_DESCRIPTION out_element = {&rpc_response_name, &service_ns, WS_STRUCT_TYPE, &out_struct};
    WS_MESSAGE_DESCRIPTION in_message = {&rpc_action, &in_element}, out_message = {&rpc_response_action, &out_element};
    WS_OPERATION_DESCRIPTION operation = {
        1, &in_message, &out_message, 0, 0, 3, parameters_add, add_stub, WS_RPC_LITERAL_OPERATION};
    WS_OPERATION_DESCRIPTION *all[] = {&operation};
    WS_CONTRACT_DESCRIPTION contract = {1, all};
    s->contract.contractDescription = &contract;
    open_host(s);
    assert_response(exchange(s, SOAP_ACTION("RpcAdd"),
                             ENVELOPE11("<c:RpcAdd xmlns:c=\"" SERVICE_NS "\"><a>3</a><b>4</b></c:RpcAdd>")), 200,
                    ENVELOPE11("<RpcAddResponse xmlns=\"" SERVICE_NS "\"><result xmlns=\"\">7</result></RpcAddResponse>"));
    close_host(s);
    WsFreeServiceHost(s->host);
    s->host = NULL;
}

/* ---- The default message handler ---- */

static struct {
    HRESULT code;
    int calls;
    BOOL reads, answers;
} handler;

static HRESULT CALLBACK handle_message(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *asynchronous,
                                       WS_ERROR *error)
{
    WS_MESSAGE *input = NULL, *output = NULL;
    WS_CHANNEL *channel = NULL;
    WS_HEAP *heap = NULL;
    ADD add;
    ADD_RESPONSE response;
    HRESULT hr = S_OK;
    (void)asynchronous;
    REQUIRE(HAS(context, INPUT_MESSAGE, input) && HAS(context, CHANNEL, channel) && HAS(context, HEAP, heap));
    handler.calls++;
    if (handler.reads) {
        REQUIRE(WsReadBody(input, &element_add, WS_READ_REQUIRED_VALUE, heap, &add, sizeof(add), error) == S_OK);
        REQUIRE(WsReadMessageEnd(channel, input, NULL, error) == S_OK);
    }
    if (handler.answers) {
        response.result = add.a * add.b;
        REQUIRE(WsCreateMessageForChannel(channel, NULL, 0, &output, error) == S_OK);
        hr = WsSendReplyMessage(channel, output, &message_add_response, WS_WRITE_REQUIRED_VALUE, &response,
                                sizeof(response), input, NULL, error);
        WsFreeMessage(output);
        REQUIRE(hr == S_OK);
    }
    return handler.code;
}

static void messages_without_a_contract(void **state)
{
    SERVICE *s = *state;
    s->contract.contractDescription = NULL;
    s->contract.methodTable = NULL;
    s->contract.defaultMessageHandlerCallback = handle_message;
    handler.calls = 0;
    handler.reads = handler.answers = TRUE;
    handler.code = S_OK;
    open_host(s);
    assert_response(exchange(s, SOAP_ACTION("Any"), ENVELOPE11(ADD_BODY("6", "7"))), 200,
                    ENVELOPE11(ADD_RESPONSE_BODY("42")));
    handler.code = WS_S_END;
    assert_response(exchange(s, TEXT_XML, ENVELOPE11(ADD_BODY("6", "8"))), 200, ENVELOPE11(ADD_RESPONSE_BODY("48")));
    handler.answers = FALSE;
    handler.code = S_OK;
    assert_response(exchange(s, TEXT_XML, ENVELOPE11(ADD_BODY("6", "8"))), 202, "");
    handler.code = E_FAIL;
    assert_response(exchange(s, TEXT_XML, ENVELOPE11(ADD_BODY("6", "8"))), 0, NULL);
    /* A message that is left unread is nothing that one could answer. */
    handler.code = S_OK;
    handler.reads = FALSE;
    assert_response(exchange(s, TEXT_XML, ENVELOPE11(ADD_BODY("6", "8"))), 0, NULL);
    assert_int_equal(handler.calls, 5);
    close_host(s);
}

static void messages_beside_a_contract(void **state)
{
    SERVICE *s = *state;
    s->contract.defaultMessageHandlerCallback = handle_message;
    handler.calls = 0;
    handler.reads = handler.answers = TRUE;
    handler.code = S_OK;
    open_host(s);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("6", "7"))), 200,
                    ENVELOPE11(ADD_RESPONSE_BODY("13")));
    assert_response(exchange(s, SOAP_ACTION("Multiply"), ENVELOPE11(ADD_BODY("6", "7"))), 200,
                    ENVELOPE11(ADD_RESPONSE_BODY("42")));
    assert_int_equal(handler.calls, 1);
    close_host(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(a_call_over_soap_1_1),
        SERVICE_TEST(a_call_over_soap_1_2_with_addressing),
        SERVICE_TEST(many_calls_on_one_connection),
        SERVICE_TEST(one_way),
        SERVICE_TEST(by_the_body),
        SERVICE_TEST(unknown_action),
        SERVICE_TEST(unknown_action_over_soap_1_2),
        SERVICE_TEST(wrong_bodies),
        SERVICE_TEST(wrong_envelopes),
        SERVICE_TEST(failing_operations),
        SERVICE_TEST(full_disclosure),
        SERVICE_TEST(headers_must_be_understood),
        SERVICE_TEST(headers_need_not_be_understood),
        SERVICE_TEST(authorization_fails_closed),
        SERVICE_TEST(contexts_and_channel_callbacks),
        SERVICE_TEST(the_heap_of_a_body),
        SERVICE_TEST(a_message_that_is_too_large),
        SERVICE_TEST(slow_and_broken_clients),
        SERVICE_TEST(rpc_literal),
        SERVICE_TEST(messages_without_a_contract),
        SERVICE_TEST(messages_beside_a_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
