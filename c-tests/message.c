/* WS_MESSAGE: creation, states, properties, the envelope both ways and in each encoding, done callbacks. */
#include "support/message.h"

#include <pthread.h>
#include <semaphore.h>

/* ---- Creation ---------------------------------------------------------------------------------------------------- */

static void creation(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_MESSAGE *message = (WS_MESSAGE *)8;
    assert_hr(E_INVALIDARG, WsCreateMessage((WS_ENVELOPE_VERSION)9, WS_ADDRESSING_VERSION_1_0, NULL, 0, &message, error), error);
    assert_error_says(error, "9");
    assert_hr(E_INVALIDARG, WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, (WS_ADDRESSING_VERSION)0, NULL, 0, &message, error),
              error);
    assert_error_says(error, "addressing version");
    assert_hr(E_INVALIDARG, WsCreateMessage(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_1_0, NULL, 0, &message, error),
              error);
    assert_error_says(error, "WS_ADDRESSING_VERSION_TRANSPORT");
    assert_hr(E_INVALIDARG, WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9, NULL, 1, &message, error),
              error);
    assert_error_says(error, "properties");
    assert_ptr_equal(message, (WS_MESSAGE *)8);
    assert_hr(E_INVALIDARG, WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9, NULL, 0, NULL, error),
              error);
    assert_error_says(error, "message is NULL");
    WsFreeMessage(NULL);
}

static HRESULT create_with(MESSAGE *m, WS_MESSAGE_PROPERTY_ID id, const void *value, size_t size, WS_MESSAGE **message)
{
    WS_MESSAGE_PROPERTY property = {id, (void *)(uintptr_t)value, (ULONG)size};
    return WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, &property, 1, message, m->t.r.error);
}

static void creation_properties(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_MESSAGE *message = NULL;
    ULONG number = 1;
    SIZE_T size = 2000;
    WS_HEAP_PROPERTY heap_property = {WS_HEAP_PROPERTY_MAX_SIZE, &size, sizeof(size)};
    WS_HEAP_PROPERTIES heap = {&heap_property, 1};
    WS_XML_READER_PROPERTY reader_property = {WS_XML_READER_PROPERTY_MAX_DEPTH, &number, sizeof(number)};
    WS_XML_READER_PROPERTIES reader = {&reader_property, 1};
    WS_XML_WRITER_PROPERTY writer_property = {WS_XML_WRITER_PROPERTY_MAX_DEPTH, &number, sizeof(number)};
    WS_XML_WRITER_PROPERTIES writer = {&writer_property, 1};
    WS_HEAP *its = NULL;
    SIZE_T got = 0;

    /* A heap of its own size. */
    assert_ok(create_with(m, WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap, sizeof(heap), &message), error);
    assert_ok(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, error), error);
    assert_ok(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEAP, &its, sizeof(its), error), error);
    assert_ok(WsGetHeapProperty(its, WS_HEAP_PROPERTY_MAX_SIZE, &got, sizeof(got), error), error);
    assert_int_equal(got, 2000);
    assert_ok(WsSetHeader(message, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("urn:short"),
                          sizeof(WS_XML_STRING), error), error);
    /* What does not fit leaves the message as it was. */
    char much[2100];
    memset(much, 'x', sizeof(much));
    WS_XML_STRING text = {sizeof(much), (BYTE *)much, NULL, 0};
    assert_hr(WS_E_QUOTA_EXCEEDED, WsSetHeader(message, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE,
                                               &text, sizeof(text), error), error);
    assert_error_says(error, "2000");
    assert_header(m, message, ACTION, "urn:short");
    WsFreeMessage(message);

    assert_ok(create_with(m, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES, &reader, sizeof(reader), &message), error);
    WsFreeMessage(message);
    assert_ok(create_with(m, WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES, &writer, sizeof(writer), &message), error);
    WsFreeMessage(message);
    message = NULL;

    /* Wrong sizes, ids, and ids within. */
    assert_hr(E_INVALIDARG, create_with(m, WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &number, 3, &message), error);
    assert_error_says(error, "WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS");
    const WS_MESSAGE_PROPERTY_ID refused[] = {WS_MESSAGE_PROPERTY_STATE, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION,
                                              WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, WS_MESSAGE_PROPERTY_IS_FAULT,
                                              (WS_MESSAGE_PROPERTY_ID)77};
    for (size_t i = 0; i < COUNT(refused); i++) {
        assert_hr(E_INVALIDARG, create_with(m, refused[i], &number, sizeof(number), &message), error);
        assert_error_says(error, "cannot be used with WsCreateMessage");
    }
    heap_property.id = WS_HEAP_PROPERTY_REQUESTED_SIZE;
    assert_hr(E_INVALIDARG, create_with(m, WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap, sizeof(heap), &message), error);
    assert_error_says(error, "WS_HEAP_PROPERTY_REQUESTED_SIZE");
    reader_property.id = WS_XML_READER_PROPERTY_ALLOW_FRAGMENT;
    assert_hr(E_INVALIDARG, create_with(m, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES, &reader, sizeof(reader), &message), error);
    assert_error_says(error, "ALLOW_FRAGMENT");
    writer_property.id = WS_XML_WRITER_PROPERTY_INDENT;
    assert_hr(E_INVALIDARG, create_with(m, WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES, &writer, sizeof(writer), &message), error);
    assert_error_says(error, "INDENT");
    assert_null(message);
}

/* ---- States ------------------------------------------------------------------------------------------------------ */

static const char small[] = "<s:Envelope xmlns:s='" SOAP12 "'><s:Body><a xmlns=''>5</a></s:Body></s:Envelope>";

/* Brings the message of the fixture into a state. */
static void enter(MESSAGE *m, WS_MESSAGE_STATE to)
{
    reset(m);
    switch (to) {
    case WS_MESSAGE_STATE_EMPTY:
        break;
    case WS_MESSAGE_STATE_INITIALIZED:
        init(m, WS_BLANK_MESSAGE, NULL);
        break;
    case WS_MESSAGE_STATE_READING:
        assert_ok(read_start(m, small), m->t.r.error);
        break;
    case WS_MESSAGE_STATE_WRITING:
        init(m, WS_BLANK_MESSAGE, NULL);
        start_document(&m->t, AS_TEXT);
        assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, m->t.r.error), m->t.r.error);
        break;
    default:
        assert_ok(read_start(m, small), m->t.r.error);
        assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
        break;
    }
    assert_int_equal(state_of(m, m->message), to);
}

enum { E = 1 << WS_MESSAGE_STATE_EMPTY, I = 1 << WS_MESSAGE_STATE_INITIALIZED, R = 1 << WS_MESSAGE_STATE_READING,
       W = 1 << WS_MESSAGE_STATE_WRITING, D = 1 << WS_MESSAGE_STATE_DONE };

typedef HRESULT (*STEP)(MESSAGE *m);

static HRESULT do_initialize(MESSAGE *m) { return WsInitializeMessage(m->message, WS_REQUEST_MESSAGE, NULL, m->t.r.error); }
static HRESULT do_address(MESSAGE *m)
{
    /* A message that was read is addressed, which is an error of the same number. */
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    return WsAddressMessage(m->message, &address, m->t.r.error);
}
static HRESULT do_write_start(MESSAGE *m)
{
    start_document(&m->t, AS_TEXT);
    return WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, m->t.r.error);
}
static HRESULT do_write_end(MESSAGE *m) { return WsWriteEnvelopeEnd(m->message, m->t.r.error); }
static HRESULT do_read_start(MESSAGE *m) { return read_start(m, small); }
static HRESULT do_read_end(MESSAGE *m) { return WsReadEnvelopeEnd(m->message, m->t.r.error); }
static HRESULT do_write_body(MESSAGE *m)
{
    INT32 five = 5;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    return WsWriteBody(m->message, &a, WS_WRITE_REQUIRED_VALUE, &five, sizeof(five), m->t.r.error);
}
static HRESULT do_read_body(MESSAGE *m)
{
    INT32 five = 0;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    return WsReadBody(m->message, &a, WS_READ_REQUIRED_VALUE, m->t.r.heap, &five, sizeof(five), m->t.r.error);
}
static HRESULT do_fill(MESSAGE *m) { return WsFillBody(m->message, 1, NULL, m->t.r.error); }
static HRESULT do_flush(MESSAGE *m) { return WsFlushBody(m->message, 0, NULL, m->t.r.error); }
static HRESULT do_set_header(MESSAGE *m)
{
    return WsSetHeader(m->message, WS_TO_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("urn:x"),
                       sizeof(WS_XML_STRING), m->t.r.error);
}
static HRESULT do_get_header(MESSAGE *m)
{
    WS_STRING *text;
    return WsGetHeader(m->message, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &text, sizeof(text),
                       m->t.r.error);
}
static HRESULT do_remove_header(MESSAGE *m) { return WsRemoveHeader(m->message, WS_TO_HEADER, m->t.r.error); }
static HRESULT do_add_custom(MESSAGE *m)
{
    INT32 five = 5;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    return WsAddCustomHeader(m->message, &a, WS_WRITE_REQUIRED_VALUE, &five, sizeof(five), 0, m->t.r.error);
}
static HRESULT do_get_custom(MESSAGE *m)
{
    INT32 *five;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    return WsGetCustomHeader(m->message, &a, WS_REPEATING_HEADER, 3, WS_READ_OPTIONAL_POINTER, NULL, &five, sizeof(five),
                             NULL, m->t.r.error);
}
static HRESULT do_remove_custom(MESSAGE *m)
{
    return WsRemoveCustomHeader(m->message, XSTR("none"), XSTR(""), m->t.r.error);
}
static HRESULT do_add_mapped(MESSAGE *m)
{
    return WsAddMappedHeader(m->message, XSTR("N"), WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("v"),
                             sizeof(WS_XML_STRING), m->t.r.error);
}
static HRESULT do_get_mapped(MESSAGE *m)
{
    WS_STRING *text;
    return WsGetMappedHeader(m->message, XSTR("N"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER,
                             NULL, &text, sizeof(text), m->t.r.error);
}
static HRESULT do_remove_mapped(MESSAGE *m) { return WsRemoveMappedHeader(m->message, XSTR("N"), m->t.r.error); }
static HRESULT do_attributes(MESSAGE *m)
{
    WS_XML_READER *reader = NULL;
    WS_HEAP *heap = NULL;
    WS_XML_BUFFER *buffer = NULL;
    ULONG flags;
    assert_ok(WsCreateHeap(1000, 0, NULL, 0, &heap, NULL), NULL);
    assert_ok(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), NULL);
    assert_ok(WsCreateReader(NULL, 0, &reader, NULL), NULL);
    set_xml(&m->t.r, "<a/>");
    READER other = {m->t.r.error, heap, reader};
    set_xml(&other, "<a/>");
    assert_ok(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), NULL);
    HRESULT hr = WsGetHeaderAttributes(m->message, reader, &flags, m->t.r.error);
    WsFreeReader(reader);
    WsFreeHeap(heap);
    return hr;
}
static HRESULT do_check(MESSAGE *m) { return WsCheckMustUnderstandHeaders(m->message, m->t.r.error); }
static HRESULT do_set_fault(MESSAGE *m)
{
    BOOL yes = TRUE;
    return WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_IS_FAULT, &yes, sizeof(yes), m->t.r.error);
}
static HRESULT get(MESSAGE *m, WS_MESSAGE_PROPERTY_ID id, ULONG size)
{
    void *value[4];
    return WsGetMessageProperty(m->message, id, value, size, m->t.r.error);
}
static HRESULT do_get_state(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_STATE, 4); }
static HRESULT do_get_heap(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_HEAP, 8); }
static HRESULT do_get_envelope(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, 4); }
static HRESULT do_get_addressing(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, 4); }
static HRESULT do_get_buffer(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_HEADER_BUFFER, 8); }
static HRESULT do_get_position(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_HEADER_POSITION, 16); }
static HRESULT do_get_reader(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_BODY_READER, 8); }
static HRESULT do_get_writer(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_BODY_WRITER, 8); }
static HRESULT do_get_addressed(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_IS_ADDRESSED, 4); }
static HRESULT do_get_fault(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_IS_FAULT, 4); }
static HRESULT do_get_level(MESSAGE *m) { return get(m, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, 4); }
static HRESULT do_reset(MESSAGE *m) { return WsResetMessage(m->message, m->t.r.error); }

static void states(void **state)
{
    static const struct {
        const char *name;
        STEP step;
        int allowed;
        /* The state afterwards; 0 for the same. */
        int then;
    } table[] = {
        {"WsInitializeMessage", do_initialize, E, WS_MESSAGE_STATE_INITIALIZED},
        {"WsAddressMessage", do_address, I, 0},
        {"WsWriteEnvelopeStart", do_write_start, I, WS_MESSAGE_STATE_WRITING},
        {"WsWriteEnvelopeEnd", do_write_end, W, WS_MESSAGE_STATE_DONE},
        {"WsReadEnvelopeStart", do_read_start, E, WS_MESSAGE_STATE_READING},
        {"WsReadEnvelopeEnd", do_read_end, R, WS_MESSAGE_STATE_DONE},
        {"WsWriteBody", do_write_body, W, 0},
        {"WsReadBody", do_read_body, R, 0},
        {"WsFillBody", do_fill, R, 0},
        {"WsFlushBody", do_flush, W, 0},
        {"WsSetHeader", do_set_header, I | R | W | D, 0},
        {"WsGetHeader", do_get_header, I | R | W | D, 0},
        {"WsRemoveHeader", do_remove_header, I | R | W | D, 0},
        {"WsAddCustomHeader", do_add_custom, I | R | W | D, 0},
        {"WsGetCustomHeader", do_get_custom, I | R | W | D, 0},
        {"WsRemoveCustomHeader", do_remove_custom, I | R | W | D, 0},
        {"WsAddMappedHeader", do_add_mapped, I | R | W | D, 0},
        {"WsGetMappedHeader", do_get_mapped, I | R | W | D, 0},
        {"WsRemoveMappedHeader", do_remove_mapped, I | R | W | D, 0},
        {"WsGetHeaderAttributes", do_attributes, I | R | W | D, 0},
        {"WsCheckMustUnderstandHeaders", do_check, R, 0},
        {"WsSetMessageProperty", do_set_fault, I | R | W | D, 0},
        {"STATE", do_get_state, E | I | R | W | D, 0},
        {"HEAP", do_get_heap, I | R | W | D, 0},
        {"ENVELOPE_VERSION", do_get_envelope, I | R | W | D, 0},
        {"ADDRESSING_VERSION", do_get_addressing, I | R | W | D, 0},
        {"HEADER_BUFFER", do_get_buffer, I | R | W | D, 0},
        {"HEADER_POSITION", do_get_position, I | R | W | D, 0},
        {"BODY_READER", do_get_reader, R, 0},
        {"BODY_WRITER", do_get_writer, W, 0},
        {"IS_ADDRESSED", do_get_addressed, I | R | W | D, 0},
        {"IS_FAULT", do_get_fault, I | R | W | D, 0},
        {"PROTECTION_LEVEL", do_get_level, I | R | W | D, 0},
        {"WsResetMessage", do_reset, E | I | R | W | D, WS_MESSAGE_STATE_EMPTY},
    };
    MESSAGE *m = *state;
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int in = WS_MESSAGE_STATE_EMPTY; in <= WS_MESSAGE_STATE_DONE; in++) {
            enter(m, (WS_MESSAGE_STATE)in);
            HRESULT hr = table[i].step(m);
            HRESULT expected = (table[i].allowed >> in & 1) != 0 ? S_OK : WS_E_INVALID_OPERATION;
            if (hr != expected) {
                fprintf(stderr, "%s in state %d: %08X\n", table[i].name, in, HR(hr));
                print_texts(m->t.r.error);
                fail();
            }
            if (hr != S_OK) {
                assert_true(text_count(m->t.r.error) > 0);
                assert_ok(WsResetError(m->t.r.error), NULL);
            }
            assert_int_equal(state_of(m, m->message), hr == S_OK && table[i].then != 0 ? table[i].then : in);
        }
    }
}

/* ---- The envelope ------------------------------------------------------------------------------------------------- */

static void envelopes_written(void **state)
{
    MESSAGE *m = *state;
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body/></s:Envelope>");
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    init(m, WS_BLANK_MESSAGE, NULL);
    set_action(m, m->message, XSTR("urn:a&b"));
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP11 "\" xmlns:a=\"" WSA04 "\"><s:Header>"
                      "<a:Action s:mustUnderstand=\"1\">urn:a&amp;b</a:Action></s:Header><s:Body/></s:Envelope>");
    /* A header that was removed leaves no empty element behind. */
    reset(m);
    init(m, WS_BLANK_MESSAGE, NULL);
    set_action(m, m->message, XSTR("urn:a"));
    assert_ok(WsRemoveHeader(m->message, WS_ACTION_HEADER, m->t.r.error), m->t.r.error);
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body/></s:Envelope>");
    /* Nothing but the body; action and destination travel elsewhere. */
    use_versions(m, WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT);
    init(m, WS_BLANK_MESSAGE, NULL);
    set_action(m, m->message, XSTR("urn:a"));
    start_document(&m->t, AS_TEXT);
    assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, m->t.r.error), m->t.r.error);
    assert_ok(do_write_body(m), m->t.r.error);
    assert_ok(WsWriteEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
    end_document(&m->t);
    assert_string_equal(m->t.document.chars, "<a>5</a>");
    assert_header(m, m->message, ACTION, "urn:a");
    reset(m);
    assert_ok(read_start(m, "<a>5</a>"), m->t.r.error);
    assert_ok(do_read_body(m), m->t.r.error);
    assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
}

static void bodies_in_every_encoding(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    for (int way = 0; way < WAYS; way++) {
        for (int version = WS_ENVELOPE_VERSION_SOAP_1_1; version <= WS_ENVELOPE_VERSION_SOAP_1_2; version++) {
            for (int addressing = WS_ADDRESSING_VERSION_0_9; addressing <= WS_ADDRESSING_VERSION_TRANSPORT; addressing++) {
                WS_UNIQUE_ID id;
                use_versions(m, (WS_ENVELOPE_VERSION)version, (WS_ADDRESSING_VERSION)addressing);
                init(m, WS_REQUEST_MESSAGE, NULL);
                set_action(m, m->message, XSTR("urn:act"));
                if (addressing != WS_ADDRESSING_VERSION_TRANSPORT) {
                    assert_ok(WsGetHeader(m->message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                                          &id, sizeof(id), error), error);
                    assert_int_equal(id.uri.length, 0);
                }
                start_document(&m->t, way);
                assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
                assert_ok(do_write_body(m), error);
                assert_ok(do_write_body(m), error);
                assert_ok(WsWriteEnvelopeEnd(m->message, error), error);
                end_document(&m->t);
                open_document(&m->t, way);
                reset(m);
                assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
                assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
                assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
                assert_ok(do_read_body(m), error);
                assert_ok(do_read_body(m), error);
                assert_ok(WsReadEnvelopeEnd(m->message, error), error);
                if (addressing != WS_ADDRESSING_VERSION_TRANSPORT) {
                    WS_UNIQUE_ID same;
                    assert_header(m, m->message, ACTION, "urn:act");
                    assert_ok(WsGetHeader(m->message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE,
                                          NULL, &same, sizeof(same), error), error);
                    assert_memory_equal(&same.guid, &id.guid, sizeof(id.guid));
                } else {
                    assert_no_header(m, m->message, ACTION);
                }
            }
        }
    }
}

static void body_that_is_not_ended(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    enter(m, WS_MESSAGE_STATE_WRITING);
    assert_ok(WsWriteStartElement(m->t.writer, NULL, XSTR("open"), XSTR(""), error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEnvelopeEnd(m->message, error), error);
    assert_error_says(error, "3 elements");
    assert_state(m, DONE);
    /* One too few. */
    enter(m, WS_MESSAGE_STATE_WRITING);
    assert_ok(WsWriteEndElement(m->t.writer, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEnvelopeEnd(m->message, error), error);
    assert_error_says(error, "1 elements");
    assert_state(m, DONE);
    /* A writer without output writes no envelope, and the message stays as it is. */
    enter(m, WS_MESSAGE_STATE_INITIALIZED);
    assert_ok(WsSetOutput(m->t.writer, NULL, NULL, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
    assert_error_says(error, "no output");
    assert_state(m, INITIALIZED);
}

static void body_that_is_not_read(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    static const char xml[] = "<s:Envelope xmlns:s='" SOAP12 "'><s:Body> <a><b>x</b></a> t <c/></s:Body> <!--c--> </s:Envelope> ";
    /* Skipped, from wherever the reader is. */
    for (int steps = 0; steps < 11; steps++) {
        reset(m);
        assert_ok(read_start(m, xml), error);
        for (int i = 0; i < steps; i++) {
            assert_ok(WsReadNode(m->t.r.reader, error), error);
        }
        HRESULT hr = WsReadEnvelopeEnd(m->message, error);
        if (steps <= 8) {
            assert_ok(hr, error);
            assert_on(&m->t.r, EOF);
        } else {
            assert_hr(WS_E_INVALID_OPERATION, hr, error);
            assert_error_says(error, "out of the body");
        }
        assert_state(m, DONE);
    }
}

static void empty_bodies(void **state)
{
    MESSAGE *m = *state;
    static const char *const documents[] = {
        "<s:Envelope xmlns:s='" SOAP12 "'><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" SOAP12 "'><s:Header/><s:Body></s:Body></s:Envelope>",
        "<?xml version='1.0'?>\n<!-- c --><s:Envelope xmlns:s='" SOAP12 "'>\n <s:Header> </s:Header>\n <s:Body>\n </s:Body>\n"
        "</s:Envelope>\n",
        "<Envelope xmlns='" SOAP12 "'><Body> <!--nothing--> </Body></Envelope>",
    };
    for (size_t i = 0; i < COUNT(documents); i++) {
        reset(m);
        assert_ok(read_start(m, documents[i]), m->t.r.error);
        assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
        assert_ok(WsCheckMustUnderstandHeaders(m->message, m->t.r.error), m->t.r.error);
        assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
    }
}

static void faults(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    for (int version = WS_ENVELOPE_VERSION_SOAP_1_1; version <= WS_ENVELOPE_VERSION_SOAP_1_2; version++) {
        WS_FAULT_CODE code = {{WS_XML_STRING_VALUE("Sender"), WS_XML_STRING_NULL}, NULL};
        WS_FAULT_REASON reason = {*TEXT16("no"), *TEXT16("en")};
        WS_FAULT fault, *read = NULL;
        memset(&fault, 0, sizeof(fault));
        fault.code = &code;
        fault.reasons = &reason;
        fault.reasonCount = 1;
        /* Nothing but the type: the versions of the message say the rest. */
        WS_ELEMENT_DESCRIPTION description = {NULL, NULL, WS_FAULT_TYPE, NULL};
        use_versions(m, (WS_ENVELOPE_VERSION)version, WS_ADDRESSING_VERSION_1_0);
        init(m, WS_BLANK_MESSAGE, NULL);
        assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
        assert_ok(do_set_fault(m), error);
        assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
        start_document(&m->t, AS_TEXT);
        assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
        assert_ok(WsWriteBody(m->message, &description, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), error);
        assert_ok(WsWriteEnvelopeEnd(m->message, error), error);
        end_document(&m->t);
        assert_non_null(strstr(m->t.document.chars, "<s:Body><s:Fault>"));
        open_document(&m->t, AS_TEXT);
        reset(m);
        assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
        assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
        assert_ok(WsReadBody(m->message, &description, WS_READ_REQUIRED_POINTER, m->t.r.heap, &read, sizeof(read), error), error);
        EQUAL_XML_STRING(&read->code->value.localName, "Sender");
        EQUAL_STRING(&read->reasons->text, "no");
        assert_ok(WsReadEnvelopeEnd(m->message, error), error);
    }
}

struct PAIR { INT32 x, y; };

static void bodies_of_several_elements(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    struct PAIR pair = {1, 2}, read = {0, 0};
    WS_STRUCT_DESCRIPTION fields = STRUCT(struct PAIR, 0, FIELD(ELEMENT, "x", INT32, struct PAIR, x, 0),
                                          FIELD(ELEMENT, "y", INT32, struct PAIR, y, 0));
    WS_ELEMENT_DESCRIPTION description = {NULL, NULL, WS_STRUCT_TYPE, &fields};
    init(m, WS_BLANK_MESSAGE, NULL);
    start_document(&m->t, AS_TEXT);
    assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
    assert_ok(WsWriteBody(m->message, &description, WS_WRITE_REQUIRED_VALUE, &pair, sizeof(pair), error), error);
    assert_ok(WsWriteEnvelopeEnd(m->message, error), error);
    end_document(&m->t);
    assert_string_equal(m->t.document.chars,
                        "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body><x>1</x><y>2</y></s:Body></s:Envelope>");
    open_document(&m->t, AS_TEXT);
    reset(m);
    assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
    assert_ok(WsReadBody(m->message, &description, WS_READ_REQUIRED_VALUE, NULL, &read, sizeof(read), error), error);
    assert_int_equal(read.y, 2);
    assert_ok(WsReadEnvelopeEnd(m->message, error), error);

    /* Other types need a name. */
    WS_ELEMENT_DESCRIPTION nameless = {NULL, NULL, WS_INT32_TYPE, NULL};
    enter(m, WS_MESSAGE_STATE_WRITING);
    assert_hr(E_INVALIDARG, WsWriteBody(m->message, &nameless, WS_WRITE_REQUIRED_VALUE, &pair.x, 4, error), error);
    assert_error_says(error, "elementLocalName");
    assert_hr(E_INVALIDARG, WsWriteBody(m->message, NULL, WS_WRITE_REQUIRED_VALUE, &pair.x, 4, error), error);
    assert_error_says(error, "bodyDescription is NULL");
    enter(m, WS_MESSAGE_STATE_READING);
    assert_hr(E_INVALIDARG, WsReadBody(m->message, &nameless, WS_READ_REQUIRED_VALUE, NULL, &pair.x, 4, error), error);
    assert_error_says(error, "elementLocalName");
    assert_hr(E_INVALIDARG, WsReadBody(m->message, NULL, WS_READ_REQUIRED_VALUE, NULL, &pair.x, 4, error), error);
    assert_error_says(error, "bodyDescription is NULL");
    /* What is not there, and what is not right, say which body. */
    WS_ELEMENT_DESCRIPTION b = element_a(WS_INT32_TYPE, NULL);
    b.elementLocalName = (WS_XML_STRING *)(uintptr_t)XSTR("b");
    assert_hr(WS_E_INVALID_FORMAT, WsReadBody(m->message, &b, WS_READ_REQUIRED_VALUE, NULL, &pair.x, 4, error), error);
    assert_error_says(error, "The body of a message");
}

/* ---- Done callbacks ------------------------------------------------------------------------------------------------ */

typedef struct DONE {
    MESSAGE *m;
    int calls;
    HRESULT hr;
} DONE;

/* The message may be used in it: it is empty. */
static void CALLBACK done(void *state)
{
    DONE *d = state;
    WS_MESSAGE_STATE now = (WS_MESSAGE_STATE)0;
    d->calls++;
    if (d->m != NULL) {
        d->hr = WsGetMessageProperty(d->m->message, WS_MESSAGE_PROPERTY_STATE, &now, sizeof(now), NULL);
        d->hr = SUCCEEDED(d->hr) && now != WS_MESSAGE_STATE_EMPTY ? E_FAIL : d->hr;
    }
}

static void done_callbacks(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    DONE d = {m, 0, E_FAIL};
    /* Not when reading fails, nor when it ends; once, at the reset. */
    set_xml(&m->t.r, "<a/>");
    assert_hr(WS_E_INVALID_FORMAT, WsReadEnvelopeStart(m->message, m->t.r.reader, done, &d, error), error);
    assert_ok(WsResetError(error), NULL);
    reset(m);
    assert_int_equal(d.calls, 0);
    set_xml(&m->t.r, small);
    assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, done, &d, error), error);
    assert_ok(WsReadEnvelopeEnd(m->message, error), error);
    assert_int_equal(d.calls, 0);
    reset(m);
    assert_int_equal(d.calls, 1);
    assert_ok(d.hr, NULL);
    reset(m);
    assert_int_equal(d.calls, 1);
    /* At the end of a message that was not reset, in whatever state it is. */
    init(m, WS_BLANK_MESSAGE, NULL);
    start_document(&m->t, AS_TEXT);
    d.m = NULL;
    assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, done, &d, error), error);
    WsFreeMessage(m->message);
    m->message = NULL;
    assert_int_equal(d.calls, 2);
}

/* ---- Properties ---------------------------------------------------------------------------------------------------- */

static void versions(void **state)
{
    MESSAGE *m = *state;
    WS_ENVELOPE_VERSION envelope = (WS_ENVELOPE_VERSION)0;
    WS_ADDRESSING_VERSION addressing = (WS_ADDRESSING_VERSION)0;
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL), NULL);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing), NULL), NULL);
    assert_int_equal(envelope, WS_ENVELOPE_VERSION_SOAP_1_1);
    assert_int_equal(addressing, WS_ADDRESSING_VERSION_0_9);
}

static void body_reader_and_writer(void **state)
{
    MESSAGE *m = *state;
    WS_XML_READER *reader = NULL;
    WS_XML_WRITER *writer = NULL;
    enter(m, WS_MESSAGE_STATE_READING);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_BODY_READER, &reader, sizeof(reader), NULL), NULL);
    assert_ptr_equal(reader, m->t.r.reader);
    EQUAL_XML_STRING(element_of(&m->t.r)->localName, "a");
    enter(m, WS_MESSAGE_STATE_WRITING);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_BODY_WRITER, &writer, sizeof(writer), NULL), NULL);
    assert_ptr_equal(writer, m->t.writer);
}

static void wrong_properties(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    ULONG number = 7;
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_hr(E_INVALIDARG, WsGetMessageProperty(m->message, (WS_MESSAGE_PROPERTY_ID)22, &number, sizeof(number), error), error);
    assert_error_says(error, "22");
    assert_hr(E_INVALIDARG, WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &number, 4, error), error);
    assert_error_says(error, "WsGetMessageProperty");
    assert_hr(E_INVALIDARG, WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_IS_FAULT, &number, 2, error), error);
    assert_error_says(error, "4 bytes");
    assert_hr(E_INVALIDARG, WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_IS_FAULT, NULL, 4, error), error);
    assert_error_says(error, "NULL");
    assert_int_equal(number, 7);
    assert_hr(E_INVALIDARG, WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_STATE, &number, 4, error), error);
    assert_error_says(error, "WS_MESSAGE_PROPERTY_STATE");
    assert_hr(E_INVALIDARG, WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_SECURITY_CONTEXT, &number, 8, error), error);
    assert_error_says(error, "SECURITY_CONTEXT");
    assert_hr(E_INVALIDARG, WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_IS_FAULT, &number, 1, error), error);
    assert_error_says(error, "IS_FAULT");
    assert_hr(E_INVALIDARG, WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &number, 4, error), error);
    assert_error_says(error, "7");
}

static void sender(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    const WS_MESSAGE_PROPERTY_ID nothing[] = {
        WS_MESSAGE_PROPERTY_USERNAME, WS_MESSAGE_PROPERTY_ENCODED_CERT, WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN,
        WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN, WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN,
        WS_MESSAGE_PROPERTY_SAML_ASSERTION, WS_MESSAGE_PROPERTY_SECURITY_CONTEXT};
    void *room[2] = {NULL, NULL};
    WS_PROTECTION_LEVEL level = WS_PROTECTION_LEVEL_SIGN;
    init(m, WS_BLANK_MESSAGE, NULL);
    /* Nobody has said who sent it: a program that asks gets an error, and not an empty name. */
    for (size_t i = 0; i < COUNT(nothing); i++) {
        ULONG size = i < 2 ? 16 : 8;
        assert_hr(WS_E_INVALID_OPERATION, WsGetMessageProperty(m->message, nothing[i], room, size, error), error);
        assert_error_says(error, "sender");
    }
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), error), error);
    assert_int_equal(level, WS_PROTECTION_LEVEL_NONE);

    WCHAR chars[] = {'m', 'e'};
    WS_STRING name = {2, chars};
    BYTE der[] = {0x30, 0x00};
    WS_BYTES cert = {2, der};
    void *token = &level;
    WS_XML_BUFFER *assertion = NULL, *copy = NULL;
    level = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT;
    set_xml(&m->t.r, "<a>x</a>");
    assert_ok(WsReadToStartElement(m->t.r.reader, NULL, NULL, NULL, error), error);
    assert_ok(WsReadXmlBuffer(m->t.r.reader, m->t.r.heap, &assertion, error), error);
    assert_ok(WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error), error);
    assert_ok(WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &cert, sizeof(cert), error), error);
    assert_ok(WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), error), error);
    assert_ok(WsSetMessageProperty(m->message, WS_MESSAGE_PROPERTY_SAML_ASSERTION, &assertion, sizeof(assertion), error), error);
    for (int i = 2; i < 5; i++) {
        assert_ok(WsSetMessageProperty(m->message, nothing[i], &token, sizeof(token), error), error);
    }
    /* The message has copies. */
    chars[0] = der[0] = 0;
    assert_ok(WsResetHeap(m->t.r.heap, error), error);
    memset(&name, 0, sizeof(name));
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error), error);
    EQUAL_STRING(&name, "me");
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &cert, sizeof(cert), error), error);
    assert_int_equal(cert.bytes[0], 0x30);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_SAML_ASSERTION, &copy, sizeof(copy), error), error);
    assert_ptr_not_equal(copy, assertion);
    start_document(&m->t, AS_TEXT);
    assert_ok(WsWriteXmlBuffer(m->t.writer, copy, error), error);
    end_document(&m->t);
    assert_string_equal(m->t.document.chars, "<a>x</a>");
    for (int i = 2; i < 5; i++) {
        assert_ok(WsGetMessageProperty(m->message, nothing[i], room, sizeof(void *), error), error);
        assert_ptr_equal(room[0], token);
    }
    /* A reset forgets the sender. */
    reset(m);
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error), error);
    assert_error_says(error, "USERNAME");
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), error), error);
    assert_int_equal(level, WS_PROTECTION_LEVEL_NONE);
}

static void header_buffer(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_XML_BUFFER *buffer = NULL, *again = NULL;
    WS_XML_NODE_POSITION position;
    /* It is there even in a message that has no headers. */
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer), error), error);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &again, sizeof(again), error), error);
    assert_ptr_equal(buffer, again);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_POSITION, &position, sizeof(position), error), error);
    assert_ptr_equal(position.buffer, buffer);
    assert_ok(WsSetInputToBuffer(m->t.r.reader, buffer, NULL, 0, error), error);
    assert_ok(WsSetReaderPosition(m->t.r.reader, &position, error), error);
    EQUAL_XML_STRING(element_of(&m->t.r)->localName, "Header");
    EQUAL_XML_STRING(element_of(&m->t.r)->ns, SOAP12);
    assert_ok(WsMoveReader(m->t.r.reader, WS_MOVE_TO_NEXT_ELEMENT, NULL, error), error);
    EQUAL_XML_STRING(element_of(&m->t.r)->localName, "Body");
    /* What is written there by hand is a header. */
    assert_ok(WsSetOutputToBuffer(m->t.writer, buffer, NULL, 0, error), error);
    assert_ok(WsSetWriterPosition(m->t.writer, &position, error), error);
    assert_ok(WsMoveWriter(m->t.writer, WS_MOVE_TO_END_ELEMENT, NULL, error), error);
    assert_ok(WsWriteStartElement(m->t.writer, NULL, XSTR("h"), XSTR("urn:h"), error), error);
    assert_ok(WsWriteEndElement(m->t.writer, error), error);
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"" WSA10 "\"><s:Header><h xmlns=\"urn:h\"/></s:Header>"
                      "<s:Body></s:Body></s:Envelope>");
    /* One that was read has it as it was read, and Header where there was none. */
    reset(m);
    assert_ok(read_start(m, "<x:Envelope xmlns:x='" SOAP12 "' x:v='1'><x:Body x:w='2'/></x:Envelope>"), error);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer), error), error);
    start_document(&m->t, AS_TEXT);
    assert_ok(WsWriteXmlBuffer(m->t.writer, buffer, error), error);
    end_document(&m->t);
    assert_string_equal(m->t.document.chars, "<x:Envelope xmlns:x='" SOAP12 "' x:v='1'><s:Header xmlns:s=\"" SOAP12 "\">"
                                             "</s:Header><x:Body x:w='2'/></x:Envelope>");
    /* A Body that was taken away cannot be written. */
    reset(m);
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer), error), error);
    assert_ok(WsSetInputToBuffer(m->t.r.reader, buffer, NULL, 0, error), error);
    assert_ok(WsMoveReader(m->t.r.reader, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveReader(m->t.r.reader, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsMoveReader(m->t.r.reader, WS_MOVE_TO_NEXT_ELEMENT, NULL, error), error);
    assert_ok(WsGetReaderPosition(m->t.r.reader, &position, error), error);
    assert_ok(WsRemoveNode(&position, error), error);
    start_document(&m->t, AS_TEXT);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
    assert_error_says(error, "Body");
    assert_state(m, INITIALIZED);
}

/* ---- Memory -------------------------------------------------------------------------------------------------------- */

static void heap_of_the_message(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_HEAP *heap = NULL;
    SIZE_T used = 0;
    void *memory = NULL;
    for (int round = 0; round < 3; round++) {
        init(m, WS_REQUEST_MESSAGE, NULL);
        assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEAP, &heap, sizeof(heap), error), error);
        assert_ok(WsAlloc(heap, 100, &memory, error), error);
        assert_ok(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &used, sizeof(used), error), error);
        assert_true(used > 100);
        reset(m);
        assert_ok(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &used, sizeof(used), error), error);
        assert_int_equal(used, 0);
    }
}

/* A message with a stream: WsFillBody asks for more. */
typedef struct SLOWLY {
    const char *bytes;
    size_t left, step;
} SLOWLY;

static HRESULT CALLBACK give(void *state, void *bytes, ULONG room, ULONG *given, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    SLOWLY *s = state;
    (void)context;
    (void)error;
    ULONG size = (ULONG)(s->left < s->step ? s->left : s->step);
    size = size < room ? size : room;
    memcpy(bytes, s->bytes, size);
    s->bytes += size;
    s->left -= size;
    *given = size;
    return S_OK;
}

static void streams(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    static const char start[] = "<s:Envelope xmlns:s='" SOAP12 "'><s:Header><h xmlns='urn:h'/></s:Header><s:Body><a>";
    static const char rest[] = "5</a></s:Body></s:Envelope>";
    char whole[sizeof(start) + sizeof(rest)];
    strcpy(whole, start);
    strcat(whole, rest);
    SLOWLY source = {whole, strlen(whole), 7};
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, give, &source};
    /* Too little: the message stays empty. */
    assert_ok(WsSetInput(m->t.r.reader, &encoding.encoding, &input.input, NULL, 0, error), error);
    assert_ok(WsFillReader(m->t.r.reader, 40, NULL, error), error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
    assert_error_says(error, "WsFillReader");
    assert_state(m, EMPTY);
    source = (SLOWLY){whole, strlen(whole), 7};
    assert_ok(WsSetInput(m->t.r.reader, &encoding.encoding, &input.input, NULL, 0, error), error);
    assert_ok(WsFillReader(m->t.r.reader, (ULONG)strlen(start) + 7, NULL, error), error);
    assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
    assert_ok(WsFillBody(m->message, 1000, NULL, error), error);
    assert_ok(do_read_body(m), error);
    assert_ok(WsReadEnvelopeEnd(m->message, error), error);
}

/* The same, in the background. */
typedef struct LATER {
    SLOWLY source;
    void *bytes;
    ULONG room, *given;
    WS_ASYNC_CONTEXT context;
    pthread_t thread;
    sem_t go, done;
    HRESULT hr;
    int calls;
} LATER;

static void *background(void *state)
{
    LATER *l = state;
    sem_wait(&l->go);
    HRESULT hr = give(&l->source, l->bytes, l->room, l->given, NULL, NULL);
    l->context.callback(hr, WS_SHORT_CALLBACK, l->context.callbackState);
    return NULL;
}

static HRESULT CALLBACK give_later(void *state, void *bytes, ULONG room, ULONG *given, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    LATER *l = state;
    if (context == NULL || l->calls++ > 0) {
        return give(&l->source, bytes, room, given, context, error);
    }
    l->bytes = bytes;
    l->room = room;
    l->given = given;
    l->context = *context;
    return pthread_create(&l->thread, NULL, background, l) == 0 ? WS_S_ASYNC : E_FAIL;
}

static HRESULT CALLBACK take_later(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    LATER *l = state;
    (void)buffers;
    (void)count;
    (void)error;
    if (context == NULL) {
        return E_FAIL;
    }
    static ULONG given;
    l->given = &given;
    l->bytes = &given;
    l->source.left = 0;
    l->context = *context;
    return pthread_create(&l->thread, NULL, background, l) == 0 ? WS_S_ASYNC : E_FAIL;
}

static void CALLBACK finished(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    LATER *l = state;
    (void)model;
    l->hr = hr;
    sem_post(&l->done);
}

/* While its body is filled or flushed in the background, a message is in use, and neither reset nor freed. */
static void streams_in_the_background(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    static const char whole[] = "<s:Envelope xmlns:s='" SOAP12 "'><s:Body><a>5</a></s:Body></s:Envelope>";
    LATER l;
    memset(&l, 0, sizeof(l));
    l.source = (SLOWLY){whole, strlen(whole), 85};
    l.calls = 1;
    sem_init(&l.go, 0, 0);
    sem_init(&l.done, 0, 0);
    WS_ASYNC_CONTEXT context = {finished, &l};
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, give_later, &l};
    assert_ok(WsSetInput(m->t.r.reader, &encoding.encoding, &input.input, NULL, 0, error), error);
    assert_ok(WsFillReader(m->t.r.reader, 85, NULL, error), error);
    assert_ok(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, error), error);
    l.calls = 0;
    assert_hr(WS_S_ASYNC, WsFillBody(m->message, 1000, &context, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsResetMessage(m->message, NULL), NULL);
    WsFreeMessage(m->message);
    sem_post(&l.go);
    sem_wait(&l.done);
    pthread_join(l.thread, NULL);
    assert_ok(l.hr, error);
    assert_ok(do_read_body(m), error);
    assert_ok(WsReadEnvelopeEnd(m->message, error), error);
    /* What is there already needs no background. */
    reset(m);
    assert_ok(read_start(m, small), error);
    assert_ok(WsFillBody(m->message, 1, &context, error), error);
    reset(m);

    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_STREAM_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, take_later, &l};
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_ok(WsSetOutput(m->t.writer, &text.encoding, &output.output, NULL, 0, error), error);
    assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, error), error);
    assert_hr(WS_S_ASYNC, WsFlushBody(m->message, 0, &context, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsResetMessage(m->message, NULL), NULL);
    sem_post(&l.go);
    sem_wait(&l.done);
    pthread_join(l.thread, NULL);
    assert_ok(l.hr, error);
    /* A failure comes with its code. */
    assert_hr(E_FAIL, WsFlushBody(m->message, 0, NULL, error), error);
    assert_true(text_count(error) > 0);
    assert_ok(WsResetError(error), NULL);
    WS_ASYNC_CONTEXT none = {NULL, NULL};
    assert_hr(E_INVALIDARG, WsFlushBody(m->message, 0, &none, error), error);
    assert_error_says(error, "callback");
    sem_destroy(&l.go);
    sem_destroy(&l.done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MESSAGE_TEST(creation),
        MESSAGE_TEST(creation_properties),
        MESSAGE_TEST(states),
        MESSAGE_TEST(envelopes_written),
        MESSAGE_TEST(bodies_in_every_encoding),
        MESSAGE_TEST(body_that_is_not_ended),
        MESSAGE_TEST(body_that_is_not_read),
        MESSAGE_TEST(empty_bodies),
        MESSAGE_TEST(faults),
        MESSAGE_TEST(bodies_of_several_elements),
        MESSAGE_TEST(done_callbacks),
        MESSAGE_TEST(versions),
        MESSAGE_TEST(body_reader_and_writer),
        MESSAGE_TEST(wrong_properties),
        MESSAGE_TEST(sender),
        MESSAGE_TEST(header_buffer),
        MESSAGE_TEST(heap_of_the_message),
        MESSAGE_TEST(streams),
        MESSAGE_TEST(streams_in_the_background),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
