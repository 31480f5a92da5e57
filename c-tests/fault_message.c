/* WsSendFaultMessageForError: what is sent in each version, from which states, and what goes wrong, on a channel that keeps what it is given. */
#include "support/typed.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA10 "http://www.w3.org/2005/08/addressing"
#define WSA04 "http://schemas.xmlsoap.org/ws/2004/08/addressing"

/* ---- A channel that writes into memory --------------------------------------------------------------------------- */

typedef struct PIPE {
    WS_XML_WRITER *writer;
    /* What a step fails with, once. */
    HRESULT start, end;
    int starts, ends, abandoned;
} PIPE;

static PIPE pipe;

static HRESULT CALLBACK create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance, WS_ERROR *error)
{
    (void)type, (void)parameters, (void)size, (void)error;
    *instance = &pipe;
    return S_OK;
}

static void CALLBACK release(void *instance)
{
    assert_ptr_equal(instance, &pipe);
}

static HRESULT CALLBACK done(void *instance, WS_ERROR *error)
{
    (void)instance, (void)error;
    return S_OK;
}

static HRESULT CALLBACK open_channel(void *instance, const WS_ENDPOINT_ADDRESS *address, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance, (void)address, (void)context, (void)error;
    return S_OK;
}

static HRESULT CALLBACK close_channel(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance, (void)context, (void)error;
    return S_OK;
}

static HRESULT CALLBACK get_property(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size, WS_ERROR *error)
{
    (void)instance, (void)id, (void)value, (void)size, (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK set_property(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size, WS_ERROR *error)
{
    (void)instance, (void)id, (void)value, (void)size, (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    HRESULT failure = pipe.start;
    (void)instance, (void)context;
    pipe.starts++;
    pipe.start = S_OK;
    if (FAILED(failure)) {
        return failure;
    }
    HRESULT hr = WsSetOutput(pipe.writer, &encoding.encoding, &output.output, NULL, 0, error);
    return FAILED(hr) ? hr : WsWriteEnvelopeStart(message, pipe.writer, NULL, NULL, error);
}

static HRESULT CALLBACK write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    HRESULT failure = pipe.end;
    (void)instance, (void)context;
    pipe.ends++;
    pipe.end = S_OK;
    return FAILED(failure) ? failure : WsWriteEnvelopeEnd(message, error);
}

static HRESULT CALLBACK read_step(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)instance, (void)message, (void)context, (void)error;
    return WS_S_END;
}

static HRESULT CALLBACK abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    (void)instance, (void)message, (void)error;
    pipe.abandoned++;
    return S_OK;
}

/* ---- The fixture ------------------------------------------------------------------------------------------------- */

static WS_ERROR *holder;
static WS_CHANNEL *channel;

static int make_all(void **state)
{
    WS_CUSTOM_CHANNEL_CALLBACKS callbacks = {create,      release,    done,      open_channel, close_channel, done,    get_property, set_property,
                                             write_start, write_end, read_step, read_step,    abandon,       close_channel};
    WS_CHANNEL_PROPERTY property = {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, &callbacks, sizeof(callbacks)};
    WS_ENDPOINT_ADDRESS address = {WS_STRING_VALUE(u"custom://here"), NULL, NULL, NULL};
    memset(&pipe, 0, sizeof(pipe));
    if (make_typed(state) != 0 || FAILED(WsCreateError(NULL, 0, &holder)) || FAILED(WsCreateWriter(NULL, 0, &pipe.writer, NULL))) {
        return -1;
    }
    TYPED *t = *state;
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REPLY, WS_CUSTOM_CHANNEL_BINDING, &property, 1, NULL, &channel, t->r.error), t->r.error);
    assert_ok(WsOpenChannel(channel, &address, NULL, t->r.error), t->r.error);
    return 0;
}

static int free_all(void **state)
{
    WsFreeChannel(channel);
    WsFreeWriter(pipe.writer);
    WsFreeError(holder);
    return free_typed(state);
}

#define SEND_TEST(function) cmocka_unit_test_setup_teardown(function, make_all, free_all)

typedef struct VERSIONS {
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    const char *soap, *addressing_ns, *soap_action;
} VERSIONS;

static const VERSIONS all[] = {
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9, SOAP11, WSA04, WSA04 "/fault"},
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, SOAP11, WSA10, WSA10 "/soap/fault"},
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, SOAP11, "urn:none", NULL},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9, SOAP12, WSA04, WSA04 "/fault"},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, SOAP12, WSA10, WSA10 "/soap/fault"},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT, SOAP12, "urn:none", NULL},
};

static WS_MESSAGE *empty_message(TYPED *t, const VERSIONS *v)
{
    WS_MESSAGE *message = NULL;
    assert_ok(WsCreateMessage(v->envelope, v->addressing, NULL, 0, &message, t->r.error), t->r.error);
    return message;
}

/* A request as it was received. */
static WS_MESSAGE *request_of(TYPED *t, const VERSIONS *v)
{
    WS_MESSAGE *message = empty_message(t, v);
    char xml[1000];
    if (v->soap_action != NULL) {
        snprintf(xml, sizeof(xml),
                 "<s:Envelope xmlns:s='%s' xmlns:a='%s'><s:Header><a:MessageID>urn:uuid:0a1b2c3d-0000-4000-8000-0123456789ab</a:MessageID>"
                 "<a:ReplyTo><a:Address>http://example.org/reply</a:Address></a:ReplyTo><a:Action>urn:do</a:Action></s:Header><s:Body/></s:Envelope>",
                 v->soap, v->addressing_ns);
    } else {
        snprintf(xml, sizeof(xml), "<s:Envelope xmlns:s='%s'><s:Body/></s:Envelope>", v->soap);
    }
    t->document.length = 0;
    add_chars(&t->document, xml);
    open_document(t, AS_TEXT);
    assert_ok(WsReadEnvelopeStart(message, t->r.reader, NULL, NULL, t->r.error), t->r.error);
    return message;
}

static const char *sent(TYPED *t)
{
    WS_BYTES bytes = {0, NULL};
    assert_ok(WsGetWriterProperty(pipe.writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), t->r.error), t->r.error);
    t->document.length = 0;
    add(&t->document, bytes.bytes, bytes.length);
    return t->document.chars;
}

static void check_says(const char *text, const char *part, int is_there, const char *file, int line)
{
    if ((strstr(text, part) != NULL) != is_there) {
        fprintf(stderr, "%s:%d: \"%s\" is%s in\n%s\n", file, line, part, is_there ? " not" : "", text);
        _fail(file, line);
    }
}
#define SAYS(text, part) check_says((text), (part), 1, __FILE__, __LINE__)
#define SAYS_NOT(text, part) check_says((text), (part), 0, __FILE__, __LINE__)

static WS_MESSAGE_STATE state_of(WS_MESSAGE *message)
{
    WS_MESSAGE_STATE state = (WS_MESSAGE_STATE)77;
    assert_ok(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), NULL), NULL);
    return state;
}

static HRESULT send(TYPED *t, WS_MESSAGE *reply, WS_MESSAGE *request, WS_FAULT_DISCLOSURE disclosure)
{
    return WsSendFaultMessageForError(channel, reply, holder, WS_E_INVALID_FORMAT, disclosure, request, NULL, t->r.error);
}

/* ---- Tests ------------------------------------------------------------------------------------------------------- */

static void each_version_has_its_form(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(all); i++) {
        const VERSIONS *v = &all[i];
        WS_MESSAGE *reply = empty_message(t, v), *request = request_of(t, v);
        BOOL is_fault = FALSE;
        assert_ok(WsResetError(holder), NULL);
        assert_ok(WsAddErrorString(holder, TEXT16("secret")), NULL);
        assert_ok(send(t, reply, request, WS_MINIMAL_FAULT_DISCLOSURE), t->r.error);
        assert_int_equal(state_of(reply), WS_MESSAGE_STATE_DONE);
        assert_ok(WsGetMessageProperty(reply, WS_MESSAGE_PROPERTY_IS_FAULT, &is_fault, sizeof(is_fault), NULL), NULL);
        assert_true(is_fault);
        const char *text = sent(t);
        SAYS(text, v->soap);
        SAYS(text, v->envelope == WS_ENVELOPE_VERSION_SOAP_1_1 ? ">s:Server</faultcode>" : ">s:Receiver</s:Value>");
        SAYS_NOT(text, "secret");
        if (v->soap_action != NULL) {
            char action[200];
            snprintf(action, sizeof(action), ">%s</a:Action>", v->soap_action);
            SAYS(text, action);
            SAYS(text, "http://example.org/reply</a:To>");
            SAYS(text, "urn:uuid:0a1b2c3d-0000-4000-8000-0123456789ab</a:RelatesTo>");
        } else {
            SAYS_NOT(text, "Header");
        }
        /* Once more, with everything in the open, and an action of its own. */
        assert_ok(WsResetMessage(reply, t->r.error), t->r.error);
        assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_ACTION, XSTR("urn:mine"), sizeof(WS_XML_STRING)), NULL);
        assert_ok(send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), t->r.error);
        text = sent(t);
        SAYS(text, "secret");
        check_says(text, ">urn:mine</a:Action>", v->soap_action != NULL, __FILE__, __LINE__);
        WsFreeMessage(request);
        WsFreeMessage(reply);
    }
    assert_int_equal(pipe.starts, 2 * COUNT(all));
    assert_int_equal(pipe.ends, 2 * COUNT(all));
    assert_int_equal(pipe.abandoned, 0);
}

/* What a service of the documentation's examples does: one object for the fault and for what goes wrong. */
static void details_and_headers_are_sent(void **state)
{
    TYPED *t = *state;
    const VERSIONS *v = &all[4];
    WS_MESSAGE *reply = empty_message(t, v), *request = request_of(t, v);
    WS_XML_STRING action = WS_XML_STRING_VALUE("http://example.com/fault");
    WS_ELEMENT_DESCRIPTION element = {NAME("OrderNotFound"), NAME("http://example.com"), WS_UINT32_TYPE, NULL};
    WS_FAULT_DETAIL_DESCRIPTION description = {&action, &element};
    WS_XML_BUFFER *header = NULL;
    ULONG number = 321;
    assert_ok(WsSetFaultErrorDetail(holder, &description, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number)), NULL);
    assert_ok(WsAddErrorString(holder, TEXT16("Invalid order ID")), NULL);
    WS_XML_READER *reader = t->r.reader;
    assert_ok(WsCreateReader(NULL, 0, &t->r.reader, t->r.error), t->r.error);
    set_xml(&t->r, "<h:About xmlns:h='urn:h'>h:it</h:About>");
    assert_ok(WsReadXmlBuffer(t->r.reader, t->r.heap, &header, t->r.error), t->r.error);
    WsFreeReader(t->r.reader);
    t->r.reader = reader;
    assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header)), NULL);
    assert_ok(WsSendFaultMessageForError(channel, reply, holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL, holder), holder);
    const char *text = sent(t);
    SAYS(text, "OrderNotFound");
    SAYS(text, ">321</");
    SAYS(text, ">http://example.com/fault</a:Action>");
    SAYS(text, "Invalid order ID</s:Text>");
    SAYS(text, "h:it</h:About>");
    /* It is a message that the client's side of this library reads. */
    WS_MESSAGE *received = empty_message(t, v);
    WS_ELEMENT_DESCRIPTION body = {NULL, NULL, WS_FAULT_TYPE, NULL};
    WS_FAULT fault;
    BOOL is_fault = FALSE;
    open_document(t, AS_TEXT);
    assert_ok(WsReadEnvelopeStart(received, t->r.reader, NULL, NULL, t->r.error), t->r.error);
    assert_ok(WsGetMessageProperty(received, WS_MESSAGE_PROPERTY_IS_FAULT, &is_fault, sizeof(is_fault), t->r.error), t->r.error);
    assert_true(is_fault);
    assert_ok(WsReadBody(received, &body, WS_READ_REQUIRED_VALUE, t->r.heap, &fault, sizeof(fault), t->r.error), t->r.error);
    assert_ok(WsResetError(holder), NULL);
    assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
    ULONG *order = NULL;
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_OPTIONAL_POINTER, t->r.heap, &order, sizeof(order)), NULL);
    assert_int_equal(*order, 321);
    WsFreeMessage(received);
    WsFreeMessage(request);
    WsFreeMessage(reply);
}

static void an_initialised_message_keeps_its_headers(void **state)
{
    TYPED *t = *state;
    const VERSIONS *v = &all[1];
    WS_MESSAGE *reply = empty_message(t, v), *request = request_of(t, v);
    WS_ELEMENT_DESCRIPTION element = {NAME("Mine"), NAME("urn:m"), WS_UINT32_TYPE, NULL};
    ULONG number = 7;
    assert_ok(WsInitializeMessage(reply, WS_FAULT_MESSAGE, request, t->r.error), t->r.error);
    assert_ok(WsAddCustomHeader(reply, &element, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), 0, t->r.error), t->r.error);
    assert_ok(send(t, reply, request, WS_MINIMAL_FAULT_DISCLOSURE), t->r.error);
    const char *text = sent(t);
    SAYS(text, "Mine");
    SAYS(text, "urn:uuid:0a1b2c3d-0000-4000-8000-0123456789ab</a:RelatesTo>");
    SAYS(text, ">" WSA10 "/soap/fault</a:Action>");
    WsFreeMessage(request);
    WsFreeMessage(reply);
}

static void wrong_arguments_and_states_send_nothing(void **state)
{
    TYPED *t = *state;
    const VERSIONS *v = &all[4];
    const VERSIONS none = {WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT, NULL, NULL, NULL};
    WS_MESSAGE *reply = empty_message(t, v), *request = request_of(t, v), *empty = empty_message(t, v), *bare = empty_message(t, &none);
    WS_ERROR *error = t->r.error;
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(NULL, reply, holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL, error), error);
    assert_ok(WsResetMessage(reply, error), error);
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, NULL, holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL, error), error);
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, reply, NULL, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL, error), error);
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, reply, holder, S_OK, WS_FULL_FAULT_DISCLOSURE, request, NULL, error), error);
    assert_error_says(error, "faultErrorCode");
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, reply, holder, E_FAIL, (WS_FAULT_DISCLOSURE)5, request, NULL, error), error);
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, reply, holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, NULL, NULL, error), error);
    assert_hr(E_INVALIDARG, WsSendFaultMessageForError(channel, reply, holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, request, NULL, (WS_ERROR *)reply), NULL);
    assert_ok(WsResetError(error), NULL);
    assert_hr(WS_E_INVALID_OPERATION, send(t, reply, empty, WS_FULL_FAULT_DISCLOSURE), error);
    assert_error_says(error, "requestMessage");
    assert_hr(E_INVALIDARG, send(t, bare, request, WS_FULL_FAULT_DISCLOSURE), error);
    assert_error_says(error, "WS_ENVELOPE_VERSION_NONE");
    assert_hr(WS_E_INVALID_OPERATION, send(t, request, request, WS_FULL_FAULT_DISCLOSURE), error);
    assert_int_equal(pipe.starts, 0);
    /* One that was sent has to be reset first. */
    assert_int_equal(state_of(reply), WS_MESSAGE_STATE_EMPTY);
    assert_ok(send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), error);
    assert_hr(WS_E_INVALID_OPERATION, send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), error);
    assert_int_equal(pipe.starts, 1);
    WsFreeMessage(bare);
    WsFreeMessage(empty);
    WsFreeMessage(request);
    WsFreeMessage(reply);
}

static void failures_of_the_channel_come_out_and_abandon_the_message(void **state)
{
    TYPED *t = *state;
    const VERSIONS *v = &all[4];
    WS_MESSAGE *reply = empty_message(t, v), *request = request_of(t, v);
    pipe.start = WS_E_ENDPOINT_DISCONNECTED;
    assert_hr(WS_E_ENDPOINT_DISCONNECTED, send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), t->r.error);
    assert_ok(WsResetMessage(reply, t->r.error), t->r.error);
    pipe.end = WS_E_OPERATION_TIMED_OUT;
    assert_hr(WS_E_OPERATION_TIMED_OUT, send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), t->r.error);
    assert_int_equal(pipe.abandoned, 1);
    assert_ok(WsResetMessage(reply, t->r.error), t->r.error);
    assert_ok(send(t, reply, request, WS_FULL_FAULT_DISCLOSURE), t->r.error);
    WsFreeMessage(request);
    WsFreeMessage(reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SEND_TEST(each_version_has_its_form),
        SEND_TEST(details_and_headers_are_sent),
        SEND_TEST(an_initialised_message_keeps_its_headers),
        SEND_TEST(wrong_arguments_and_states_send_nothing),
        SEND_TEST(failures_of_the_channel_come_out_and_abandon_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
