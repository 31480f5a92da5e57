/* WS_XML_WRITER and XML that is there already: XML buffers, moves, positions, copies. */
#include "support/check.h"

#define S(text) (&(const WS_XML_STRING){sizeof(text) - 1, (BYTE *)(text), NULL, 0})

static WS_XML_BUFFER *make_buffer(FIXTURE *fixture)
{
    WS_XML_BUFFER *buffer;
    assert_ok(WsCreateXmlBuffer(fixture->heap, NULL, 0, &buffer, fixture->error), fixture->error);
    return buffer;
}

static void check_fragment(FIXTURE *fixture, WS_XML_BUFFER *buffer, const char *expected)
{
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    WS_XML_WRITER *writer;
    void *bytes;
    ULONG count;
    assert_ok(WsCreateWriter(&fragment, 1, &writer, NULL), NULL);
    assert_ok(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, fixture->heap, &bytes, &count, fixture->error),
              fixture->error);
    assert_int_equal(count, strlen(expected));
    assert_memory_equal(bytes, expected, count);
    WsFreeWriter(writer);
}

static void check_buffer(FIXTURE *fixture, WS_XML_BUFFER *buffer, const char *expected)
{
    WS_XML_WRITER *writer;
    void *bytes;
    ULONG count;
    assert_ok(WsCreateWriter(NULL, 0, &writer, NULL), NULL);
    assert_ok(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, fixture->heap, &bytes, &count, fixture->error),
              fixture->error);
    if (count != strlen(expected) || memcmp(bytes, expected, count) != 0) {
        fprintf(stderr, "written: %.*s\n", (int)count, (char *)bytes);
    }
    assert_int_equal(count, strlen(expected));
    assert_memory_equal(bytes, expected, count);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), NULL);
    WsFreeWriter(writer);
}

static void leaf(WS_XML_WRITER *w, const WS_XML_STRING *name, WS_ERROR *error)
{
    assert_ok(WsWriteStartElement(w, NULL, name, S(""), error), error);
    assert_ok(WsWriteEndElement(w, error), error);
}

static void a_buffer_is_edited(void **state)
{
    FIXTURE *fixture = *state;
    WS_ERROR *error = fixture->error;
    WS_XML_BUFFER *buffer = make_buffer(fixture);
    WS_XML_WRITER *w;
    WS_XML_NODE_POSITION second, stale;
    BOOL found = 7;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetWriterPosition(w, &second, error), NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveWriter(w, WS_MOVE_TO_BOF, NULL, error), NULL);
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, S("p"), S("root"), S("urn:p"), error), error);
    leaf(w, S("first"), error);
    leaf(w, S("second"), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_PREVIOUS_ELEMENT, &found, error), error);
    assert_int_equal(found, TRUE);
    assert_ok(WsGetWriterPosition(w, &second, error), error);
    assert_ok(WsWriteBytes(w, "ab", 2, error), error);
    assert_ok(WsWriteBytes(w, "c", 1, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("between"), S("urn:p"), error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    check_buffer(fixture, buffer, "<p:root xmlns:p=\"urn:p\"><first/>YWJj<p:between/><second/></p:root>");
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_EOF, NULL, error), error);
    assert_hr(WS_E_INVALID_FORMAT, WsMoveWriter(w, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), NULL);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_CHILD_ELEMENT, &found, error), error);
    assert_int_equal(found, FALSE);
    assert_hr(E_INVALIDARG, WsMoveWriter(w, (WS_MOVE_TO)99, &found, error), NULL);
    assert_ok(WsSetWriterPosition(w, &second, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("x"), S(""), error), error);
    assert_ok(WsWriteStartAttribute(w, NULL, S("y"), S(""), FALSE, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveWriter(w, WS_MOVE_TO_EOF, NULL, error), NULL);
    assert_ok(WsWriteEndAttribute(w, error), error);
    assert_ok(WsGetWriterPosition(w, &stale, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsRemoveNode(&second, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsSetWriterPosition(w, &second, error), NULL);
    check_buffer(fixture, buffer, "<p:root xmlns:p=\"urn:p\"><first/>YWJj<p:between/><x y=\"\"></x></p:root>");
    WsFreeWriter(w);
}

static void buffers_are_written_into_each_other(void **state)
{
    FIXTURE *fixture = *state;
    WS_ERROR *error = fixture->error;
    WS_XML_BUFFER *from = make_buffer(fixture), *to = make_buffer(fixture);
    WS_XML_WRITER *w;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_ok(WsSetOutputToBuffer(w, from, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S("u"), error), error);
    assert_ok(WsWriteStartCData(w, error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)"<", 1, error), error);
    assert_ok(WsWriteEndCData(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_hr(WS_E_INVALID_FORMAT, WsWriteStartElement(w, NULL, S("b"), S(""), error), NULL);
    assert_ok(WsSetOutputToBuffer(w, to, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("o"), S(""), error), error);
    assert_ok(WsWriteXmlBuffer(w, from, error), error);
    assert_ok(WsWriteXmlBuffer(w, from, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    check_buffer(fixture, to, "<o><a xmlns=\"u\"><![CDATA[<]]></a><a xmlns=\"u\"><![CDATA[<]]></a></o>");
    WsResetHeap(fixture->heap, error);
    assert_true(FAILED(WsWriteStartElement(w, NULL, S("z"), S(""), error)));
    WsFreeWriter(w);
}

static void nodes_are_copied_from_readers(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const char document[] = "<r xmlns:p='u'> <p:a x='1'/><b></b><!--c--><![CDATA[d]]>e</r>";
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)document, sizeof(document) - 1};
    WS_XML_WRITER_TEXT_ENCODING out_encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY properties[] = {{WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)},
                                           {WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS, &yes, sizeof(yes)}};
    WS_XML_READER *r;
    WS_XML_WRITER *w;
    WS_BYTES bytes;
    assert_ok(WsCreateReader(NULL, 0, &r, error), error);
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_ok(WsSetInput(r, &encoding.encoding, &input.input, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsCopyNode(w, r, error), NULL);
    assert_ok(WsSetOutput(w, &out_encoding.encoding, &output.output, NULL, 0, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    assert_ok(WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error), error);
    assert_int_equal(bytes.length, sizeof(document) - 1);
    assert_memory_equal(bytes.bytes, document, sizeof(document) - 1);
    assert_hr(WS_E_INVALID_OPERATION, WsCopyNode(w, r, error), NULL);
    static const char inside[] = "<p:a x='1' xmlns:p=\"u\"/><b/><!--c--><![CDATA[d]]>e";
    assert_ok(WsSetInput(r, &encoding.encoding, &input.input, NULL, 0, error), error);
    assert_ok(WsSetOutput(w, &out_encoding.encoding, &output.output, properties, 2, error), error);
    assert_ok(WsReadNode(r, error), error);
    assert_ok(WsReadNode(r, error), error);
    assert_ok(WsReadNode(r, error), error);
    for (int i = 0; i < 5; i++) {
        assert_ok(WsCopyNode(w, r, error), error);
    }
    assert_hr(WS_E_INVALID_OPERATION, WsCopyNode(w, r, error), NULL);
    assert_ok(WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error), error);
    assert_int_equal(bytes.length, sizeof(inside) - 1);
    assert_memory_equal(bytes.bytes, inside, sizeof(inside) - 1);
    WsFreeReader(r);
    WsFreeWriter(w);
}

static void attribute(WS_XML_WRITER *w, const WS_XML_STRING *prefix, const WS_XML_STRING *name, const WS_XML_STRING *ns,
                      const char *value, WS_ERROR *error)
{
    assert_ok(WsWriteStartAttribute(w, prefix, name, ns, FALSE, error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)value, (ULONG)strlen(value), error), error);
    assert_ok(WsWriteEndAttribute(w, error), error);
}

/* <r><p:x xmlns:p="u"/><y/></r> */
static WS_XML_BUFFER *make_document(FIXTURE *fixture, WS_XML_WRITER *w)
{
    WS_ERROR *error = fixture->error;
    WS_XML_BUFFER *buffer = make_buffer(fixture);
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("r"), S(""), error), error);
    assert_ok(WsWriteStartElement(w, S("p"), S("x"), S("u"), error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    leaf(w, S("y"), error);
    assert_ok(WsWriteEndElement(w, error), error);
    return buffer;
}

static void elements_in_a_buffer_get_attributes(void **state)
{
    FIXTURE *fixture = *state;
    WS_ERROR *error = fixture->error;
    WS_XML_WRITER *w;
    WS_XML_READER *r;
    WS_XML_NODE_POSITION x;
    const WS_XML_NODE *node;
    BOOL open;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_ok(WsCreateReader(NULL, 0, &r, error), error);
    WS_XML_BUFFER *buffer = make_document(fixture, w);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteStartAttribute(w, NULL, S("a"), S(""), FALSE, error), NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteXmlnsAttribute(w, S("q"), S("v"), FALSE, error), NULL);

    /* A reader on the element goes on seeing what it came to. */
    assert_ok(WsSetInputToBuffer(r, buffer, NULL, 0, error), error);
    assert_ok(WsMoveReader(r, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveReader(r, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsGetReaderPosition(r, &x, error), error);
    assert_ok(WsGetReaderNode(r, &node, error), error);
    assert_ok(WsSetWriterPosition(w, &x, error), error);
    attribute(w, NULL, S("a"), S("u"), "1", error);
    assert_ok(WsWriteStartAttribute(w, S("n"), S("b"), S("new"), TRUE, error), error);
    assert_ok(WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE, &open, sizeof(open), error), error);
    assert_int_equal(open, TRUE);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveWriter(w, WS_MOVE_TO_EOF, NULL, error), NULL);
    assert_ok(WsWriteEndAttribute(w, error), error);
    assert_ok(WsWriteXmlnsAttribute(w, S("q"), S("v"), FALSE, error), error);
    const WS_XML_ELEMENT_NODE *element = (const WS_XML_ELEMENT_NODE *)node;
    assert_int_equal(element->attributeCount, 1);
    assert_memory_equal(element->localName->bytes, "x", 1);
    assert_ok(WsSetReaderPosition(r, &x, error), error);
    assert_ok(WsGetReaderNode(r, &node, error), error);
    assert_int_equal(((const WS_XML_ELEMENT_NODE *)node)->attributeCount, 5);
    check_buffer(fixture, buffer,
                 "<r><p:x xmlns:p=\"u\" p:a=\"1\" n:b='' xmlns:n=\"new\" xmlns:q=\"v\"/><y/></r>");

    /* Once something else is written, the writer is not on the element any more. */
    leaf(w, S("before"), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteStartAttribute(w, NULL, S("c"), S(""), FALSE, error), NULL);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_PARENT_ELEMENT, NULL, error), error);
    attribute(w, NULL, S("c"), S(""), "", error);
    /* What is in the element means no namespace. */
    assert_hr(WS_E_INVALID_FORMAT, WsWriteXmlnsAttribute(w, S(""), S("v"), FALSE, error), NULL);
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsSetWriterPosition(w, &x, error), error);
    WsResetError(error);
    assert_hr(WS_E_INVALID_FORMAT, WsWriteStartAttribute(w, NULL, S("a"), S("u"), FALSE, error), NULL);
    assert_error_says(error, "\"a\"");
    check_buffer(fixture, buffer,
                 "<r c=\"\"><before/><p:x xmlns:p=\"u\" p:a=\"1\" n:b='' xmlns:n=\"new\" xmlns:q=\"v\"/><y/></r>");

    /* The element goes while it gets an attribute. */
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsSetWriterPosition(w, &x, error), error);
    assert_ok(WsWriteStartAttribute(w, NULL, S("d"), S(""), FALSE, error), error);
    assert_ok(WsRemoveNode(&x, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndAttribute(w, error), NULL);
    check_buffer(fixture, buffer, "<r c=\"\"><before/><y/></r>");
    WsFreeReader(r);
    WsFreeWriter(w);
}

static void nodes_are_copied_within_a_buffer(void **state)
{
    FIXTURE *fixture = *state;
    WS_ERROR *error = fixture->error;
    WS_XML_WRITER *w;
    WS_XML_READER *r;
    const WS_XML_NODE *node;
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_ok(WsCreateReader(NULL, 0, &r, error), error);
    WS_XML_BUFFER *buffer = make_document(fixture, w);
    assert_ok(WsSetInputToBuffer(r, buffer, NULL, 0, error), error);
    assert_ok(WsMoveReader(r, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveReader(r, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);

    /* Behind itself: the reader comes to what followed before. */
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_NEXT_ELEMENT, NULL, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    check_buffer(fixture, buffer, "<r><p:x xmlns:p=\"u\"/><p:x xmlns:p=\"u\"/><y/></r>");
    assert_ok(WsGetReaderNode(r, &node, error), error);
    assert_memory_equal(((const WS_XML_ELEMENT_NODE *)node)->localName->bytes, "y", 1);

    /* Into itself. */
    assert_ok(WsMoveReader(r, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_END_ELEMENT, NULL, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    check_buffer(fixture, buffer, "<r><p:x xmlns:p=\"u\"/><p:x xmlns:p=\"u\"/><y/>"
                                  "<r><p:x xmlns:p=\"u\"/><p:x xmlns:p=\"u\"/><y/></r></r>");
    assert_ok(WsGetReaderNode(r, &node, error), error);
    assert_int_equal(node->nodeType, WS_XML_NODE_TYPE_EOF);

    /* The whole document behind itself, and nodes behind each other. */
    buffer = make_document(fixture, w);
    assert_ok(WsSetOutputToBuffer(w, buffer, &fragment, 1, error), error);
    assert_ok(WsSetInputToBuffer(r, buffer, NULL, 0, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    check_fragment(fixture, buffer, "<r><p:x xmlns:p=\"u\"/><y/></r><r><p:x xmlns:p=\"u\"/><y/></r>");
    assert_ok(WsMoveReader(r, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveReader(r, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_ROOT_ELEMENT, NULL, error), error);
    assert_ok(WsMoveWriter(w, WS_MOVE_TO_END_ELEMENT, NULL, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    assert_ok(WsCopyNode(w, r, error), error);
    check_fragment(fixture, buffer,
                   "<r><p:x xmlns:p=\"u\"/><y/><p:x xmlns:p=\"u\"/><y/></r><r><p:x xmlns:p=\"u\"/><y/></r>");
    WsFreeReader(r);
    WsFreeWriter(w);
}

static void prefixes_of_the_writer_stay(void **state)
{
    FIXTURE *fixture = *state;
    WS_ERROR *error = fixture->error;
    WS_XML_WRITER *w;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    WS_XML_BUFFER *buffer = make_buffer(fixture);
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("r"), S(""), error), error);
    assert_ok(WsWriteXmlnsAttribute(w, S("a"), S("v"), FALSE, error), error);
    attribute(w, NULL, S("x"), S("u"), "", error);
    assert_ok(WsWriteEndStartElement(w, error), error);
    check_buffer(fixture, buffer, "<r xmlns:a=\"v\" b:x=\"\" xmlns:b=\"u\"></r>");
    buffer = make_buffer(fixture);
    assert_ok(WsSetOutputToBuffer(w, buffer, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("r"), S(""), error), error);
    attribute(w, NULL, S("x"), S("u"), "", error);
    WsResetError(error);
    assert_hr(WS_E_INVALID_FORMAT, WsWriteXmlnsAttribute(w, S("a"), S("v"), FALSE, error), NULL);
    assert_error_says(error, "declare prefixes before");
    assert_hr(WS_E_OBJECT_FAULTED, WsWriteEndElement(w, error), NULL);
    WsFreeWriter(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_buffer_is_edited),
        FIXTURE_TEST(buffers_are_written_into_each_other),
        FIXTURE_TEST(nodes_are_copied_from_readers),
        FIXTURE_TEST(elements_in_a_buffer_get_attributes),
        FIXTURE_TEST(nodes_are_copied_within_a_buffer),
        FIXTURE_TEST(prefixes_of_the_writer_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
