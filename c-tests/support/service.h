/*
 * What the tests of service hosts share: a contract written by hand, hosts with one HTTP endpoint, and a client that is
 * nothing but a socket, so that each byte of a request is the test's and each byte of a response is seen.
 */
#ifndef SERVICE_H
#define SERVICE_H

#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- The contract ---- */

#define SERVICE_NS "urn:calculator"

typedef struct ADD {
    int a, b;
} ADD;
typedef struct ADD_RESPONSE {
    int result;
} ADD_RESPONSE;
typedef struct ECHO {
    WS_STRING text;
} ECHO;
typedef struct ECHO_RESPONSE {
    WS_STRING text;
} ECHO_RESPONSE;
typedef struct NOTE {
    int value;
} NOTE;

/* What a program's functions look like, and the frames that the stubs take apart. */
typedef HRESULT(CALLBACK *ADD_FUNCTION)(const WS_OPERATION_CONTEXT *, int, int, int *, const WS_ASYNC_CONTEXT *,
                                        WS_ERROR *);
typedef HRESULT(CALLBACK *ECHO_FUNCTION)(const WS_OPERATION_CONTEXT *, WS_STRING, WS_STRING *, const WS_ASYNC_CONTEXT *,
                                         WS_ERROR *);
typedef HRESULT(CALLBACK *NOTE_FUNCTION)(const WS_OPERATION_CONTEXT *, int, const WS_ASYNC_CONTEXT *, WS_ERROR *);

typedef struct ADD_FRAME {
    int a, b, result;
} ADD_FRAME;
typedef struct ECHO_FRAME {
    WS_STRING text, reply;
} ECHO_FRAME;
typedef struct NOTE_FRAME {
    int value;
} NOTE_FRAME;

/* The table of a program's functions. */
typedef struct FUNCTIONS {
    ADD_FUNCTION add;
    ECHO_FUNCTION echo;
    NOTE_FUNCTION note;
} FUNCTIONS;

/* ISO C has no conversion from an object pointer to a function pointer; both are one machine word here. */
#define AS_FUNCTION(type, pointer) (*(type *)(void *)&(pointer))

static inline HRESULT CALLBACK add_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                        const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    ADD_FRAME *f = (ADD_FRAME *)frame;
    return AS_FUNCTION(ADD_FUNCTION, callback)(context, f->a, f->b, &f->result, asynchronous, error);
}

static inline HRESULT CALLBACK echo_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                         const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    ECHO_FRAME *f = (ECHO_FRAME *)frame;
    return AS_FUNCTION(ECHO_FUNCTION, callback)(context, f->text, &f->reply, asynchronous, error);
}

static inline HRESULT CALLBACK note_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                         const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    NOTE_FRAME *f = (NOTE_FRAME *)frame;
    return AS_FUNCTION(NOTE_FUNCTION, callback)(context, f->value, asynchronous, error);
}

static WS_XML_STRING service_ns = WS_XML_STRING_VALUE(SERVICE_NS);
static WS_XML_STRING name_a = WS_XML_STRING_VALUE("a");
static WS_XML_STRING name_b = WS_XML_STRING_VALUE("b");
static WS_XML_STRING name_result = WS_XML_STRING_VALUE("result");
static WS_XML_STRING name_text = WS_XML_STRING_VALUE("text");
static WS_XML_STRING name_value = WS_XML_STRING_VALUE("value");

#define ELEMENT(field_name, field_type, structure, member)                                                            \
    {                                                                                                                  \
        .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &field_name, .ns = &service_ns, .type = field_type,            \
        .offset = WsOffsetOf(structure, member)                                                                        \
    }

static WS_FIELD_DESCRIPTION field_a = ELEMENT(name_a, WS_INT32_TYPE, ADD, a);
static WS_FIELD_DESCRIPTION field_b = ELEMENT(name_b, WS_INT32_TYPE, ADD, b);
static WS_FIELD_DESCRIPTION field_result = ELEMENT(name_result, WS_INT32_TYPE, ADD_RESPONSE, result);
static WS_FIELD_DESCRIPTION field_text = ELEMENT(name_text, WS_STRING_TYPE, ECHO, text);
static WS_FIELD_DESCRIPTION field_value = ELEMENT(name_value, WS_INT32_TYPE, NOTE, value);
static WS_FIELD_DESCRIPTION *fields_add[] = {&field_a, &field_b};
static WS_FIELD_DESCRIPTION *fields_add_response[] = {&field_result};
static WS_FIELD_DESCRIPTION *fields_echo[] = {&field_text};
static WS_FIELD_DESCRIPTION *fields_note[] = {&field_value};

#define STRUCTURE(structure, all)                                                                                      \
    {                                                                                                                  \
        .size = sizeof(structure), .alignment = _Alignof(structure), .fields = all, .fieldCount = COUNT(all)             \
    }

static WS_STRUCT_DESCRIPTION struct_add = STRUCTURE(ADD, fields_add);
static WS_STRUCT_DESCRIPTION struct_add_response = STRUCTURE(ADD_RESPONSE, fields_add_response);
static WS_STRUCT_DESCRIPTION struct_echo = STRUCTURE(ECHO, fields_echo);
static WS_STRUCT_DESCRIPTION struct_note = STRUCTURE(NOTE, fields_note);

static WS_XML_STRING element_name_add = WS_XML_STRING_VALUE("Add");
static WS_XML_STRING element_name_add_response = WS_XML_STRING_VALUE("AddResponse");
static WS_XML_STRING element_name_echo = WS_XML_STRING_VALUE("Echo");
static WS_XML_STRING element_name_echo_response = WS_XML_STRING_VALUE("EchoResponse");
static WS_XML_STRING element_name_note = WS_XML_STRING_VALUE("Note");
static WS_ELEMENT_DESCRIPTION element_add = {&element_name_add, &service_ns, WS_STRUCT_TYPE, &struct_add};
static WS_ELEMENT_DESCRIPTION element_add_response = {&element_name_add_response, &service_ns, WS_STRUCT_TYPE,
                                                      &struct_add_response};
static WS_ELEMENT_DESCRIPTION element_echo = {&element_name_echo, &service_ns, WS_STRUCT_TYPE, &struct_echo};
static WS_ELEMENT_DESCRIPTION element_echo_response = {&element_name_echo_response, &service_ns, WS_STRUCT_TYPE,
                                                       &struct_echo};
static WS_ELEMENT_DESCRIPTION element_note = {&element_name_note, &service_ns, WS_STRUCT_TYPE, &struct_note};

static WS_XML_STRING action_add = WS_XML_STRING_VALUE("urn:calculator/Add");
static WS_XML_STRING action_add_response = WS_XML_STRING_VALUE("urn:calculator/AddResponse");
static WS_XML_STRING action_echo = WS_XML_STRING_VALUE("urn:calculator/Echo");
static WS_XML_STRING action_echo_response = WS_XML_STRING_VALUE("urn:calculator/EchoResponse");
static WS_XML_STRING action_note = WS_XML_STRING_VALUE("urn:calculator/Note");
static WS_MESSAGE_DESCRIPTION message_add = {&action_add, &element_add};
static WS_MESSAGE_DESCRIPTION message_add_response = {&action_add_response, &element_add_response};
static WS_MESSAGE_DESCRIPTION message_echo = {&action_echo, &element_echo};
static WS_MESSAGE_DESCRIPTION message_echo_response = {&action_echo_response, &element_echo_response};
static WS_MESSAGE_DESCRIPTION message_note = {&action_note, &element_note};

static WS_PARAMETER_DESCRIPTION parameters_add[] = {
    {WS_PARAMETER_TYPE_NORMAL, 0, 65535}, {WS_PARAMETER_TYPE_NORMAL, 1, 65535}, {WS_PARAMETER_TYPE_NORMAL, 65535, 0}};
static WS_PARAMETER_DESCRIPTION parameters_echo[] = {{WS_PARAMETER_TYPE_NORMAL, 0, 65535},
                                                     {WS_PARAMETER_TYPE_NORMAL, 65535, 0}};
static WS_PARAMETER_DESCRIPTION parameters_note[] = {{WS_PARAMETER_TYPE_NORMAL, 0, 65535}};

static WS_OPERATION_DESCRIPTION operation_add = {
    1, &message_add, &message_add_response, 0, 0, 3, parameters_add, add_stub, WS_NON_RPC_LITERAL_OPERATION};
static WS_OPERATION_DESCRIPTION operation_echo = {
    1, &message_echo, &message_echo_response, 0, 0, 2, parameters_echo, echo_stub, WS_NON_RPC_LITERAL_OPERATION};
static WS_OPERATION_DESCRIPTION operation_note = {
    1, &message_note, NULL, 0, 0, 1, parameters_note, note_stub, WS_NON_RPC_LITERAL_OPERATION};
static WS_OPERATION_DESCRIPTION *operations[] = {&operation_add, &operation_echo, &operation_note};
static const WS_CONTRACT_DESCRIPTION calculator = {COUNT(operations), operations};

/* ---- Functions that do what their names say ---- */

static inline HRESULT CALLBACK plain_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                         const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context;
    (void)asynchronous;
    (void)error;
    *result = (int)((unsigned)a + (unsigned)b);
    return S_OK;
}

static inline HRESULT CALLBACK plain_echo(const WS_OPERATION_CONTEXT *context, WS_STRING text, WS_STRING *reply,
                                          const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context;
    (void)asynchronous;
    (void)error;
    *reply = text;
    return S_OK;
}

static atomic_int noted;

static inline HRESULT CALLBACK plain_note(const WS_OPERATION_CONTEXT *context, int value,
                                          const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context;
    (void)asynchronous;
    (void)error;
    atomic_store(&noted, value);
    return S_OK;
}

static const FUNCTIONS plain_functions = {plain_add, plain_echo, plain_note};

/* ---- A gate that threads wait at ---- */

typedef struct GATE {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int count;
} GATE;

#define GATE_CLOSED {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0}

static inline void gate_pass(GATE *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->count++;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->mutex);
}

/* Waits until as many have passed. */
static inline void gate_wait(GATE *gate, int count)
{
    pthread_mutex_lock(&gate->mutex);
    while (gate->count < count) {
        pthread_cond_wait(&gate->changed, &gate->mutex);
    }
    pthread_mutex_unlock(&gate->mutex);
}

static inline int gate_count(GATE *gate)
{
    pthread_mutex_lock(&gate->mutex);
    int count = gate->count;
    pthread_mutex_unlock(&gate->mutex);
    return count;
}

/* ---- A host ---- */

typedef struct SERVICE {
    FIXTURE base;
    unsigned short port;
    char16_t url[64];
    WS_SERVICE_CONTRACT contract;
    WS_SERVICE_ENDPOINT endpoint;
    const WS_SERVICE_ENDPOINT *endpoints[1];
    WS_SERVICE_ENDPOINT_PROPERTY endpoint_properties[12];
    WS_SERVICE_PROPERTY properties[6];
    ULONG property_count;
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    WS_CHANNEL_PROPERTY channel_properties[6];
    WS_SERVICE_HOST *host;
} SERVICE;

/* A port that nobody uses now. */
static inline unsigned short free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(s >= 0);
    assert_int_equal(bind(s, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(s, (struct sockaddr *)&address, &size), 0);
    close(s);
    return ntohs(address.sin_port);
}

static inline void set_url(SERVICE *s, const char *format)
{
    char text[64];
    int length = snprintf(text, sizeof(text), format, s->port);
    for (int i = 0; i < length; i++) {
        s->url[i] = (char16_t)text[i];
    }
    s->endpoint.address.url.chars = (WCHAR *)s->url;
    s->endpoint.address.url.length = (ULONG)length;
}

/* A service of SOAP 1.1 without addressing at http://127.0.0.1:port/calc, to be changed before it is created. */
static inline int make_service(void **state)
{
    SERVICE *s = (SERVICE *)calloc(1, sizeof(*s));
    if (s == NULL || FAILED(WsCreateError(NULL, 0, &s->base.error))
        || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &s->base.heap, s->base.error))) {
        return -1;
    }
    s->port = free_port();
    set_url(s, "http://127.0.0.1:%u/calc");
    s->contract.contractDescription = &calculator;
    s->contract.methodTable = &plain_functions;
    s->envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    s->addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    s->channel_properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    s->channel_properties[0].value = &s->envelope;
    s->channel_properties[0].valueSize = sizeof(s->envelope);
    s->channel_properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    s->channel_properties[1].value = &s->addressing;
    s->channel_properties[1].valueSize = sizeof(s->addressing);
    s->endpoint.channelProperties.properties = s->channel_properties;
    s->endpoint.channelProperties.propertyCount = 2;
    s->endpoint.channelBinding = WS_HTTP_CHANNEL_BINDING;
    s->endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
    s->endpoint.contract = &s->contract;
    s->endpoint.properties = s->endpoint_properties;
    s->endpoints[0] = &s->endpoint;
    *state = s;
    return 0;
}

static inline int free_service(void **state)
{
    SERVICE *s = (SERVICE *)*state;
    WsFreeServiceHost(s->host);
    WsFreeHeap(s->base.heap);
    WsFreeError(s->base.error);
    free(s);
    return 0;
}

#define SERVICE_TEST(function) cmocka_unit_test_setup_teardown(function, make_service, free_service)

static inline void endpoint_property(SERVICE *s, WS_SERVICE_ENDPOINT_PROPERTY_ID id, const void *value, ULONG size)
{
    WS_SERVICE_ENDPOINT_PROPERTY property = {id, (void *)(uintptr_t)value, size};
    assert_true(s->endpoint.propertyCount < COUNT(s->endpoint_properties));
    s->endpoint_properties[s->endpoint.propertyCount++] = property;
}

static inline void host_property(SERVICE *s, WS_SERVICE_PROPERTY_ID id, const void *value, ULONG size)
{
    WS_SERVICE_PROPERTY property = {id, (void *)(uintptr_t)value, size};
    assert_true(s->property_count < COUNT(s->properties));
    s->properties[s->property_count++] = property;
}

static inline HRESULT create_host(SERVICE *s)
{
    return WsCreateServiceHost(s->endpoints, 1, s->properties, s->property_count, &s->host, s->base.error);
}

static inline void open_host(SERVICE *s)
{
    assert_ok(create_host(s), s->base.error);
    assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
}

static inline WS_SERVICE_HOST_STATE host_state(SERVICE *s)
{
    WS_SERVICE_HOST_STATE state = (WS_SERVICE_HOST_STATE)-1;
    assert_ok(WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_HOST_STATE, &state, sizeof(state), NULL), NULL);
    return state;
}

static inline void close_host(SERVICE *s)
{
    assert_ok(WsCloseServiceHost(s->host, NULL, s->base.error), s->base.error);
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_CLOSED);
}

/* ---- A client ---- */

static inline int client(const SERVICE *s)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(s->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int one = 1;
    int c = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(c >= 0);
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    assert_int_equal(connect(c, (struct sockaddr *)&address, sizeof(address)), 0);
    return c;
}

static inline void send_all(int c, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(c, bytes, size, MSG_NOSIGNAL);
        assert_true(sent > 0);
        bytes += sent;
        size -= (size_t)sent;
    }
}

/* Sends a POST request. headers: whole lines. */
static inline void post(const SERVICE *s, int c, const char *headers, const char *body)
{
    char head[1024];
    int length = snprintf(head, sizeof(head),
                          "POST /calc HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%sContent-Length: %zu\r\n\r\n", s->port,
                          headers, strlen(body));
    size_t size = (size_t)length + strlen(body);
    char *all = (char *)malloc(size + 1);
    assert_non_null(all);
    memcpy(all, head, (size_t)length);
    strcpy(all + length, body);
    send_all(c, all, size);
    free(all);
}

typedef struct RESPONSE {
    int status;
    char head[4096];
    char *body;
    size_t size;
} RESPONSE;

/* Receives a response; status 0 if the connection ends without one. */
static inline RESPONSE receive(int c)
{
    RESPONSE r = {0, "", NULL, 0};
    char *bytes = NULL;
    size_t got = 0, head_size = 0, body_size = 0;
    for (;;) {
        char *end;
        bytes = (char *)realloc(bytes, got + 65536 + 1);
        assert_non_null(bytes);
        if (head_size != 0 && got >= head_size + body_size) {
            break;
        }
        ssize_t count = recv(c, bytes + got, 65536, 0);
        if (count <= 0) {
            break;
        }
        got += (size_t)count;
        bytes[got] = 0;
        if (head_size == 0 && (end = strstr(bytes, "\r\n\r\n")) != NULL) {
            head_size = (size_t)(end + 4 - bytes);
            const char *field = strstr(bytes, "\r\nContent-Length:");
            if (field == NULL) {
                field = strstr(bytes, "\r\ncontent-length:");
            }
            body_size = field == NULL || field > end ? 0 : strtoul(field + 17, NULL, 10);
        }
    }
    if (head_size != 0) {
        assert_int_equal(sscanf(bytes, "HTTP/1.1 %d", &r.status), 1);
        assert_true(head_size < sizeof(r.head));
        memcpy(r.head, bytes, head_size);
        r.head[head_size] = 0;
        r.size = got - head_size;
        r.body = (char *)malloc(r.size + 1);
        assert_non_null(r.body);
        memcpy(r.body, bytes + head_size, r.size);
        r.body[r.size] = 0;
    }
    free(bytes);
    return r;
}

static inline void check_response(RESPONSE r, int status, const char *body, const char *file, int line)
{
    if (r.status != status || (body != NULL && strcmp(r.body == NULL ? "" : r.body, body) != 0)) {
        fprintf(stderr, "%s:%d: status %d, body\n  %s\nexpected status %d, body\n  %s\n", file, line, r.status,
                r.body == NULL ? "" : r.body, status, body == NULL ? "(any)" : body);
        _fail(file, line);
    }
    free(r.body);
}
#define assert_response(response, status, body) check_response((response), (status), (body), __FILE__, __LINE__)

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define ENVELOPE11(body) "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" body "</s:Body></s:Envelope>"
#define ADD_BODY(a, b) "<Add xmlns=\"" SERVICE_NS "\"><a>" a "</a><b>" b "</b></Add>"
#define ADD_RESPONSE_BODY(result)                                                                                      \
    "<AddResponse xmlns=\"" SERVICE_NS "\"><result>" result "</result></AddResponse>"
#define TEXT_XML "Content-Type: text/xml; charset=utf-8\r\n"
#define SOAP_ACTION(name) TEXT_XML "SOAPAction: \"urn:calculator/" name "\"\r\n"

/* One SOAP 1.1 exchange on a connection of its own. */
static inline RESPONSE exchange(const SERVICE *s, const char *headers, const char *body)
{
    int c = client(s);
    post(s, c, headers, body);
    RESPONSE r = receive(c);
    close(c);
    return r;
}

#endif /* SERVICE_H */
