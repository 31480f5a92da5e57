/*
 * What the tests of messages share: a message, a reader and a writer; envelopes in one line.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "typed.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA10 "http://www.w3.org/2005/08/addressing"
#define WSA04 "http://schemas.xmlsoap.org/ws/2004/08/addressing"

/* TYPED is first, so that all that works on one works on *state too. */
typedef struct MESSAGE {
    TYPED t;
    WS_MESSAGE *message;
    /* Of the message's versions, for headers and bodies. */
    WS_MESSAGE *other;
} MESSAGE;

static inline WS_MESSAGE *new_message(MESSAGE *m, WS_ENVELOPE_VERSION envelope, WS_ADDRESSING_VERSION addressing)
{
    WS_MESSAGE *message = NULL;
    assert_ok(WsCreateMessage(envelope, addressing, NULL, 0, &message, m->t.r.error), m->t.r.error);
    return message;
}

static inline int make_message(void **state)
{
    MESSAGE *m = (MESSAGE *)calloc(1, sizeof(*m));
    if (m == NULL || FAILED(WsCreateError(NULL, 0, &m->t.r.error))
        || FAILED(WsCreateHeap(1 << 22, 0, NULL, 0, &m->t.r.heap, m->t.r.error))
        || FAILED(WsCreateReader(NULL, 0, &m->t.r.reader, m->t.r.error))
        || FAILED(WsCreateWriter(NULL, 0, &m->t.writer, m->t.r.error))
        || FAILED(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, &m->message,
                                  m->t.r.error))
        || FAILED(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, &m->other,
                                  m->t.r.error))) {
        return -1;
    }
    *state = m;
    return 0;
}

static inline int free_message(void **state)
{
    MESSAGE *m = (MESSAGE *)*state;
    WsFreeMessage(m->message);
    WsFreeMessage(m->other);
    WsFreeWriter(m->t.writer);
    WsFreeReader(m->t.r.reader);
    WsFreeHeap(m->t.r.heap);
    WsFreeError(m->t.r.error);
    free(m->t.document.chars);
    free(m);
    return 0;
}

#define MESSAGE_TEST(function) cmocka_unit_test_setup_teardown(function, make_message, free_message)

/* In place of the message of the fixture. */
static inline void use_versions(MESSAGE *m, WS_ENVELOPE_VERSION envelope, WS_ADDRESSING_VERSION addressing)
{
    WsFreeMessage(m->message);
    WsFreeMessage(m->other);
    m->message = new_message(m, envelope, addressing);
    m->other = new_message(m, envelope, addressing);
}

static inline WS_MESSAGE_STATE state_of(MESSAGE *m, WS_MESSAGE *message)
{
    WS_MESSAGE_STATE state = (WS_MESSAGE_STATE)0;
    assert_ok(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), m->t.r.error),
              m->t.r.error);
    return state;
}
#define assert_state(m, name) assert_int_equal(state_of((m), (m)->message), WS_MESSAGE_STATE_##name)

static inline BOOL flag_of(MESSAGE *m, WS_MESSAGE *message, WS_MESSAGE_PROPERTY_ID id)
{
    BOOL flag = 2;
    assert_ok(WsGetMessageProperty(message, id, &flag, sizeof(flag), m->t.r.error), m->t.r.error);
    return flag;
}

static inline void init(MESSAGE *m, WS_MESSAGE_INITIALIZATION initialization, WS_MESSAGE *source)
{
    assert_ok(WsInitializeMessage(m->message, initialization, source, m->t.r.error), m->t.r.error);
}

static inline void reset(MESSAGE *m)
{
    assert_ok(WsResetMessage(m->message, m->t.r.error), m->t.r.error);
}

/* Writes the message, with nothing in its body, and keeps the document. */
static inline void write_empty(MESSAGE *m, int way)
{
    start_document(&m->t, way);
    assert_ok(WsWriteEnvelopeStart(m->message, m->t.writer, NULL, NULL, m->t.r.error), m->t.r.error);
    assert_ok(WsWriteEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
    end_document(&m->t);
}

/* The message, which is initialized, is written as this. */
static inline void check_written(MESSAGE *m, const char *expected, const char *file, int line)
{
    write_empty(m, AS_TEXT);
    _assert_string_equal(m->t.document.chars, expected, file, line);
}
#define assert_written(m, expected) check_written((m), (expected), __FILE__, __LINE__)

/* Reads the start of an envelope into the message, which is empty. The bytes must stay. */
static inline HRESULT read_start(MESSAGE *m, const char *xml)
{
    set_xml(&m->t.r, xml);
    return WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, m->t.r.error);
}

static inline void set_action(MESSAGE *m, WS_MESSAGE *message, const WS_XML_STRING *action)
{
    assert_ok(WsSetHeader(message, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, action,
                          sizeof(*action), m->t.r.error),
              m->t.r.error);
}

/* A standard header as a WS_XML_STRING; length 0 and NULL where it is not there. */
static inline WS_XML_STRING text_header(MESSAGE *m, WS_MESSAGE *message, WS_HEADER_TYPE header)
{
    WS_XML_STRING *text = NULL;
    assert_ok(WsGetHeader(message, header, WS_XML_STRING_TYPE, WS_READ_OPTIONAL_POINTER, m->t.r.heap, &text,
                          sizeof(text), m->t.r.error),
              m->t.r.error);
    return text == NULL ? (WS_XML_STRING){0, NULL, NULL, 0} : *text;
}

static inline void check_header(MESSAGE *m, WS_MESSAGE *message, WS_HEADER_TYPE header, const char *expected,
                                const char *file, int line)
{
    WS_XML_STRING text = text_header(m, message, header);
    if (text.length != strlen(expected) || memcmp(text.bytes, expected, text.length) != 0) {
        fprintf(stderr, "%s:%d: the header %d is '%.*s'\n", file, line, (int)header, (int)text.length,
                (const char *)text.bytes);
        _fail(file, line);
    }
}
#define assert_header(m, message, header, expected)                                                                    \
    check_header((m), (message), WS_##header##_HEADER, (expected), __FILE__, __LINE__)
#define assert_no_header(m, message, header) assert_null(text_header((m), (message), WS_##header##_HEADER).bytes)

#endif /* MESSAGE_H */
