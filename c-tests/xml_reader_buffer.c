/*
 * Readers of XML buffers, what they do while a writer edits the buffer, reading into buffers, and encoding them.
 *
 * See also xml_writer_buffer.c for writers of buffers and xml_buffer.c for the life of a buffer.
 */
#include "support/encoded.h"

/* A buffer of a document in text. */
static WS_XML_BUFFER *buffer_of_in(READER *r, WS_HEAP *heap, const char *xml)
{
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_READER *reader = NULL;
    BOOL yes = TRUE;
    WS_XML_READER_PROPERTY fragments = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    assert_ok(WsCreateReader(NULL, 0, &reader, r->error), r->error);
    assert_ok(WsReadXmlBufferFromBytes(reader, NULL, &fragments, 1, xml, (ULONG)strlen(xml), heap, &buffer, r->error), r->error);
    WsFreeReader(reader);
    return buffer;
}

static WS_XML_BUFFER *buffer_of(READER *r, const char *xml)
{
    return buffer_of_in(r, r->heap, xml);
}

static void set_buffer(READER *r, WS_XML_BUFFER *buffer)
{
    assert_ok(WsSetInputToBuffer(r->reader, buffer, NULL, 0, r->error), r->error);
}

/* What a buffer holds, as text. */
static void check_holds(READER *r, WS_XML_BUFFER *buffer, const char *expected, const char *file, int line)
{
    TEXT out = {0};
    WS_XML_WRITER *writer = text_writer(FALSE, r->error);
    assert_ok(WsWriteXmlBuffer(writer, buffer, r->error), r->error);
    take_text(writer, &out, r->error);
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_holds(r, buffer, expected) check_holds((r), (buffer), (expected), __FILE__, __LINE__)

static void go(READER *r, WS_MOVE_TO to)
{
    assert_ok(WsMoveReader(r->reader, to, NULL, r->error), r->error);
}

static WS_XML_NODE_POSITION here(READER *r)
{
    WS_XML_NODE_POSITION position = {NULL, NULL};
    assert_ok(WsGetReaderPosition(r->reader, &position, r->error), r->error);
    return position;
}

/* All forward functions work as for text. */
static void buffers_are_read_like_text(void **state)
{
    READER *r = *state;
    static const char xml[] = "<!--1--><a xmlns='u' p:x='1' xmlns:p='v'> <b/>5<c>2 <!--2--> 3</c><![CDATA[<]]></a>";
    TEXT from_text = {0}, from_buffer = {0};
    WS_XML_BUFFER *buffer = buffer_of(r, xml);
    INT32 number = 0;
    WCHAR chars[10];
    ULONG count, index;
    BOOL found;
    set_xml(r, xml);
    assert_ok(read_all(r, &from_text), r->error);
    set_buffer(r, buffer);
    assert_on(r, BOF);
    assert_ok(read_all(r, &from_buffer), r->error);
    assert_string_equal(from_buffer.chars, from_text.chars);
    assert_hr(WS_E_INVALID_FORMAT, WsReadNode(r->reader, r->error), r->error);
    set_buffer(r, buffer);
    assert_ok(WsReadToStartElement(r->reader, XSTR("a"), XSTR("u"), &found, r->error), r->error);
    assert_int_equal(found, TRUE);
    assert_ok(WsFindAttribute(r->reader, XSTR("x"), XSTR("v"), TRUE, &index, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, index, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_EOF, NULL, r->error), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 1);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 5);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    assert_int_equal(count, 2);
    /* A move forgets what was read of a text. */
    go(r, WS_MOVE_TO_FIRST_NODE);
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    assert_memory_equal(chars, u"2 ", 4);
    go(r, WS_MOVE_TO_PARENT_ELEMENT);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_on(r, CDATA);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    assert_ok(WsFillReader(r->reader, 1000, NULL, r->error), r->error);
    free(from_text.chars);
    free(from_buffer.chars);
}

/* Every move from every node: the index of the node where it leads, -1 for none. */
static void every_move_from_every_node(void **state)
{
    static const int table[12][12] = {
        /* ROOT NEXT_E PREV_E CHILD_E END_E PARENT NEXT_N PREV_N FIRST BOF EOF CHILD_N */
        {1, -1, -1, 1, -1, -1, -1, -1, -1, 0, 11, 1},   /*  0 BOF  */
        {1, -1, -1, 2, 10, 0, 11, -1, 1, 0, 11, 2},     /*  1 <a>  */
        {1, 5, -1, -1, 3, 1, 4, -1, 2, 0, 11, 3},       /*  2 <b>  */
        {1, -1, -1, -1, -1, 2, -1, -1, 3, 0, 11, -1},   /*  3 </b> */
        {1, 5, 2, -1, -1, 1, 5, 2, 2, 0, 11, -1},       /*  4 t    */
        {1, -1, 2, 6, 8, 1, 9, 4, 2, 0, 11, 6},         /*  5 <c>  */
        {1, -1, -1, -1, 7, 5, 8, -1, 6, 0, 11, 7},      /*  6 <d>  */
        {1, -1, -1, -1, -1, 6, -1, -1, 7, 0, 11, -1},   /*  7 </d> */
        {1, -1, 6, -1, -1, 5, -1, 6, 6, 0, 11, -1},     /*  8 </c> */
        {1, -1, 5, -1, -1, 1, 10, 5, 2, 0, 11, -1},     /*  9 <!-- */
        {1, -1, 5, -1, -1, 1, -1, 9, 2, 0, 11, -1},     /* 10 </a> */
        {1, -1, 1, -1, -1, 0, -1, 1, 1, 0, 11, -1},     /* 11 EOF  */
    };
    READER *r = *state;
    WS_XML_NODE_POSITION places[12];
    set_buffer(r, buffer_of(r, "<a><b/>t<c><d/></c><!--x--></a>"));
    for (int i = 0; i < 12; i++) {
        places[i] = here(r);
        if (i < 11) {
            assert_ok(WsReadNode(r->reader, r->error), r->error);
        }
    }
    for (int from = 0; from < 12; from++) {
        for (int to = 0; to < 12; to++) {
            int expected = table[from][to];
            BOOL found = 7;
            HRESULT hr;
            assert_ok(WsSetReaderPosition(r->reader, &places[from], r->error), r->error);
            hr = WsMoveReader(r->reader, (WS_MOVE_TO)to, &found, r->error);
            assert_ok(hr, r->error);
            if (found != (expected >= 0) || here(r).node != places[expected < 0 ? from : expected].node) {
                fail_msg("from %d by %d: found %d", from, to, found);
            }
            /* Without found, it is an error if there is none. */
            assert_ok(WsSetReaderPosition(r->reader, &places[from], r->error), r->error);
            hr = WsMoveReader(r->reader, (WS_MOVE_TO)to, NULL, r->error);
            if (expected >= 0) {
                assert_ok(hr, r->error);
                assert_ptr_equal(here(r).node, places[expected].node);
            } else {
                assert_hr(WS_E_INVALID_FORMAT, hr, r->error);
                assert_true(text_count(r->error) > 0);
                assert_hr(WS_E_OBJECT_FAULTED, WsMoveReader(r->reader, WS_MOVE_TO_BOF, NULL, NULL), NULL);
                assert_ok(WsResetError(r->error), NULL);
                set_buffer(r, (WS_XML_BUFFER *)places[0].buffer);
            }
        }
    }
}

static void wrong_moves(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = buffer_of(r, "<a/>"), *other = buffer_of(r, "<a/>");
    WS_XML_NODE_POSITION position = {NULL, NULL}, foreign, good;
    BOOL found = 7;
    /* A reader without an input, and one of text. */
    for (int i = 0; i < 2; i++) {
        assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_BOF, &found, r->error), r->error);
        assert_hr(WS_E_INVALID_OPERATION, WsGetReaderPosition(r->reader, &position, r->error), r->error);
        assert_int_equal(found, 7);
        assert_null(position.buffer);
        set_xml(r, "<a/>");
    }
    set_buffer(r, other);
    foreign = here(r);
    set_xml(r, "<a/>");
    assert_hr(WS_E_INVALID_OPERATION, WsSetReaderPosition(r->reader, &foreign, r->error), r->error);
    assert_error_says(r->error, "not set to an XML buffer");
    set_buffer(r, buffer);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    good = here(r);
    assert_ptr_equal(good.buffer, buffer);
    assert_hr(E_INVALIDARG, WsMoveReader(r->reader, (WS_MOVE_TO)12, &found, r->error), r->error);
    assert_error_says(r->error, "12");
    assert_hr(E_INVALIDARG, WsMoveReader(r->reader, (WS_MOVE_TO)-1, &found, r->error), r->error);
    assert_hr(E_INVALIDARG, WsMoveReader(r->reader, WS_MOVE_TO_EOF, misaligned(&found), r->error), r->error);
    assert_hr(E_INVALIDARG, WsMoveReader(NULL, WS_MOVE_TO_EOF, &found, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetReaderPosition(r->reader, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetReaderPosition(r->reader, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetReaderPosition(r->reader, &foreign, r->error), r->error);
    position = (WS_XML_NODE_POSITION){NULL, NULL};
    assert_hr(E_INVALIDARG, WsSetReaderPosition(r->reader, &position, r->error), r->error);
    position = (WS_XML_NODE_POSITION){buffer, NULL};
    assert_hr(E_INVALIDARG, WsSetReaderPosition(r->reader, &position, r->error), r->error);
    position = (WS_XML_NODE_POSITION){buffer, (void *)(uintptr_t)0x123456789ABCDEFULL};
    assert_true(FAILED(WsSetReaderPosition(r->reader, &position, r->error)));
    position = (WS_XML_NODE_POSITION){(WS_XML_BUFFER *)r->heap, good.node};
    assert_hr(E_INVALIDARG, WsSetReaderPosition(r->reader, &position, r->error), r->error);
    assert_int_equal(found, 7);
    /* None of that moved it or harmed it. */
    assert_ptr_equal(here(r).node, good.node);
    assert_on(r, ELEMENT);
    assert_hr(E_INVALIDARG, WsSetInputToBuffer(r->reader, NULL, NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetInputToBuffer(r->reader, (WS_XML_BUFFER *)r->heap, NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetInputToBuffer(NULL, buffer, NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetInputToBuffer(r->reader, buffer, NULL, 1, r->error), r->error);
    assert_ptr_equal(here(r).node, good.node);
}

/* Properties of text have nothing to say; limits hold. */
static void limits(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = buffer_of(r, "<a><b x='1' y='2'><c/></b></a>");
    ULONG two = 2, one = 1, depth = 0;
    ULONGLONG row = 77;
    WS_XML_READER_PROPERTY deep = {WS_XML_READER_PROPERTY_MAX_DEPTH, &two, sizeof(two)};
    WS_XML_READER_PROPERTY wide = {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &one, sizeof(one)};
    TEXT out = {0};
    assert_ok(WsSetInputToBuffer(r->reader, buffer, &deep, 1, r->error), r->error);
    assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth), r->error), r->error);
    assert_int_equal(depth, 2);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), r->error), r->error);
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_QUOTA_EXCEEDED, read_all(r, &out), r->error);
    assert_error_says(r->error, "MAX_DEPTH");
    assert_hr(WS_E_OBJECT_FAULTED, WsMoveReader(r->reader, WS_MOVE_TO_BOF, NULL, r->error), r->error);
    out.length = 0;
    assert_ok(WsSetInputToBuffer(r->reader, buffer, &wide, 1, r->error), r->error);
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_QUOTA_EXCEEDED, read_all(r, &out), r->error);
    assert_error_says(r->error, "MAX_ATTRIBUTES");
    free(out.chars);
}

/* Readers do not disturb each other, also not where they are on the same node. */
static void two_readers(void **state)
{
    READER *r = *state;
    READER other = *r;
    WS_XML_BUFFER *buffer = buffer_of(r, "<a><b>1</b><c>2</c></a>");
    WS_XML_NODE_POSITION position;
    assert_ok(WsCreateReader(NULL, 0, &other.reader, r->error), r->error);
    set_buffer(r, buffer);
    set_buffer(&other, buffer);
    go(r, WS_MOVE_TO_ROOT_ELEMENT);
    go(r, WS_MOVE_TO_CHILD_ELEMENT);
    assert_on(&other, BOF);
    position = here(r);
    assert_ok(WsSetReaderPosition(other.reader, &position, r->error), r->error);
    EQUAL_XML_STRING(element_of(&other)->localName, "b");
    const WS_XML_ELEMENT_NODE *element = element_of(r);
    go(&other, WS_MOVE_TO_NEXT_ELEMENT);
    EQUAL_XML_STRING(element_of(&other)->localName, "c");
    EQUAL_XML_STRING(element->localName, "b");
    WsFreeReader(other.reader);
    EQUAL_XML_STRING(element_of(r)->localName, "b");
    assert_nodes(r, "'1'</><|c|>'2'</></>$");
}

/* A writer inserts and removes while a reader stands: what the reader's node points to stays readable. */
static void edited_while_it_is_read(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = buffer_of(r, "<a xmlns='u'><b x='value'>text</b><c/></a>");
    WS_XML_WRITER *writer = NULL;
    WS_XML_NODE_POSITION b, text, c, root, end;
    const WS_XML_ELEMENT_NODE *element;
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsSetOutputToBuffer(writer, buffer, NULL, 0, r->error), r->error);
    set_buffer(r, buffer);
    go(r, WS_MOVE_TO_ROOT_ELEMENT);
    root = here(r);
    go(r, WS_MOVE_TO_END_ELEMENT);
    end = here(r);
    go(r, WS_MOVE_TO_PREVIOUS_ELEMENT);
    c = here(r);
    go(r, WS_MOVE_TO_PREVIOUS_ELEMENT);
    b = here(r);
    element = element_of(r);
    /* Before it and in it. */
    assert_ok(WsSetWriterPosition(writer, &b, r->error), r->error);
    for (int i = 0; i < 100; i++) {
        assert_ok(WsWriteStartElement(writer, NULL, XSTR("new"), XSTR("u"), r->error), r->error);
        assert_ok(WsWriteEndElement(writer, r->error), r->error);
    }
    EQUAL_XML_STRING(element->localName, "b");
    EQUAL_XML_STRING(element->ns, "u");
    EQUAL_XML_STRING(utf8_of(element->attributes[0]->value), "value");
    go(r, WS_MOVE_TO_PREVIOUS_NODE);
    EQUAL_XML_STRING(element_of(r)->localName, "new");
    assert_ok(WsSetReaderPosition(r->reader, &b, r->error), r->error);
    go(r, WS_MOVE_TO_CHILD_NODE);
    text = here(r);
    const WS_XML_STRING *characters = utf8_of(((const WS_XML_TEXT_NODE *)node_of(r))->text);
    /* Its node is removed: the pointers stay good, but it cannot go on before it is put elsewhere. */
    assert_ok(WsRemoveNode(&text, r->error), r->error);
    EQUAL_XML_STRING(characters, "text");
    assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, r->error), r->error);
    assert_error_says(r->error, "remove");
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderPosition(r->reader, &text, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_NEXT_NODE, NULL, r->error), r->error);
    EQUAL_XML_STRING(characters, "text");
    assert_hr(WS_E_INVALID_OPERATION, WsSetReaderPosition(r->reader, &text, r->error), r->error);
    assert_ok(WsSetReaderPosition(r->reader, &b, r->error), r->error);
    /* So it is where an element around it is removed. */
    go(r, WS_MOVE_TO_END_ELEMENT);
    assert_ok(WsRemoveNode(&b, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsRemoveNode(&b, r->error), r->error);
    assert_ok(WsSetReaderPosition(r->reader, &c, r->error), r->error);
    /* Ends, BOF and EOF cannot be removed. */
    assert_hr(WS_E_INVALID_OPERATION, WsRemoveNode(&end, r->error), r->error);
    go(r, WS_MOVE_TO_BOF);
    text = here(r);
    assert_hr(WS_E_INVALID_OPERATION, WsRemoveNode(&text, r->error), r->error);
    go(r, WS_MOVE_TO_EOF);
    text = here(r);
    assert_hr(WS_E_INVALID_OPERATION, WsRemoveNode(&text, r->error), r->error);
    assert_hr(E_INVALIDARG, WsRemoveNode(NULL, r->error), r->error);
    /* The root can. */
    assert_ok(WsRemoveNode(&root, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsSetReaderPosition(r->reader, &c, r->error), r->error);
    set_buffer(r, buffer);
    assert_nodes(r, "$");
    WsFreeWriter(writer);
}

/* The heap of a buffer ends while a reader is set to it. */
static void the_heap_ends(void **state)
{
    READER *r = *state;
    for (int way = 0; way < 2; way++) {
        WS_HEAP *heap = NULL;
        WS_XML_NODE_POSITION position;
        BOOL found;
        const WS_XML_NODE *node = NULL;
        assert_ok(WsCreateHeap(100000, 0, NULL, 0, &heap, r->error), r->error);
        set_buffer(r, buffer_of_in(r, heap, "<a x='1'><b/></a>"));
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        if (way == 0) {
            assert_ok(WsResetHeap(heap, r->error), r->error);
        } else {
            WsFreeHeap(heap);
        }
        assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, r->error), r->error);
        assert_hr(WS_E_INVALID_OPERATION, WsSkipNode(r->reader, r->error), r->error);
        assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_BOF, &found, r->error), r->error);
        assert_hr(WS_E_INVALID_OPERATION, WsGetReaderPosition(r->reader, &position, r->error), r->error);
        (void)WsGetReaderNode(r->reader, &node, r->error);
        if (way == 0) {
            set_buffer(r, buffer_of_in(r, heap, "<b/>"));
            assert_nodes(r, "<|b|/></>$");
            /* Freed by the fixture's order: the reader outlives the heap. */
            WsFreeHeap(heap);
        } else {
            set_xml(r, "<c/>");
            assert_nodes(r, "<|c|/></>$");
        }
    }
}

static void elements_take_their_namespaces_along(void **state)
{
    READER *r = *state;
    static const char xml[] = "<a xmlns='d' xmlns:p='u' xmlns:q='v'><b xmlns:q='w' q:x='1' t='p:name'><p:c/></b><e xmlns=''><f/></e></a>";
    for (int of_buffer = 0; of_buffer < 2; of_buffer++) {
        WS_XML_BUFFER *copy = NULL, *last = NULL;
        const WS_XML_STRING *ns = NULL;
        if (of_buffer) {
            set_buffer(r, buffer_of(r, xml));
        } else {
            set_xml(r, xml);
        }
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        assert_ok(WsReadXmlBuffer(r->reader, r->heap, &copy, r->error), r->error);
        /* The reader is behind it. */
        EQUAL_XML_STRING(element_of(r)->localName, "e");
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        assert_ok(WsReadXmlBuffer(r->reader, r->heap, &last, r->error), r->error);
        assert_on(r, END_ELEMENT);
        assert_hr(WS_E_INVALID_OPERATION, WsReadXmlBuffer(r->reader, r->heap, &last, r->error), r->error);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
        assert_on(r, EOF);
        assert_hr(WS_E_INVALID_OPERATION, WsReadXmlBuffer(r->reader, r->heap, &last, r->error), r->error);
        assert_holds(r, last, "<f xmlns:q=\"v\" xmlns:p=\"u\"/>");
        set_buffer(r, copy);
        go(r, WS_MOVE_TO_ROOT_ELEMENT);
        assert_ok(WsGetNamespaceFromPrefix(r->reader, XSTR("p"), TRUE, &ns, r->error), r->error);
        EQUAL_XML_STRING(ns, "u");
        assert_ok(WsGetNamespaceFromPrefix(r->reader, XSTR("q"), TRUE, &ns, r->error), r->error);
        EQUAL_XML_STRING(ns, "w");
        assert_ok(WsGetNamespaceFromPrefix(r->reader, XSTR(""), TRUE, &ns, r->error), r->error);
        EQUAL_XML_STRING(ns, "d");
        assert_hr(S_FALSE, WsGetNamespaceFromPrefix(r->reader, XSTR("none"), FALSE, &ns, r->error), r->error);
        assert_null(ns);
        go(r, WS_MOVE_TO_CHILD_ELEMENT);
        EQUAL_XML_STRING(element_of(r)->ns, "u");
        EQUAL_XML_STRING(element_of(r)->prefix, "p");
        go(r, WS_MOVE_TO_EOF);
        assert_hr(S_FALSE, WsGetNamespaceFromPrefix(r->reader, XSTR("p"), FALSE, &ns, r->error), r->error);
    }
}

static void documents_and_limits_of_the_heap(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = NULL;
    WS_HEAP *small = NULL;
    TEXT xml = {0};
    static const char document[] = "<!--x--><a>text<b/><![CDATA[c]]></a><!--y-->";
    set_xml(r, document);
    assert_ok(WsReadXmlBuffer(r->reader, r->heap, &buffer, r->error), r->error);
    assert_on(r, EOF);
    assert_holds(r, buffer, document);
    /* Wrong arguments: nothing is read. */
    WS_XML_BUFFER *untouched = buffer;
    set_xml(r, document);
    assert_hr(E_INVALIDARG, WsReadXmlBuffer(r->reader, NULL, &buffer, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBuffer(r->reader, r->heap, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBuffer(NULL, r->heap, &buffer, r->error), r->error);
    assert_ptr_equal(buffer, untouched);
    assert_on(r, BOF);
    /* Malformed, and larger than the heap: both fault the reader, and what was taken from the heap is given back. */
    set_xml(r, "<a><b></a>");
    assert_hr(WS_E_INVALID_FORMAT, WsReadXmlBuffer(r->reader, r->heap, &buffer, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsCreateHeap(20000, 0, NULL, 0, &small, r->error), r->error);
    add_chars(&xml, "<a>");
    for (int i = 0; i < 5000; i++) {
        add_chars(&xml, "<b/>");
    }
    add_chars(&xml, "</a>");
    set_xml(r, xml.chars);
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadXmlBuffer(r->reader, small, &buffer, r->error), r->error);
    assert_error_says(r->error, "20000");
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, xml.chars, (ULONG)xml.length, small, &buffer, r->error), r->error);
    SIZE_T size = 1;
    assert_ok(WsGetHeapProperty(small, WS_HEAP_PROPERTY_REQUESTED_SIZE, &size, sizeof(size), r->error), r->error);
    assert_int_equal(size, 0);
    assert_ptr_equal(buffer, untouched);
    WsFreeHeap(small);
    free(xml.chars);
}

/* Writes the buffer in an encoding and reads it again. */
static void bytes_in_every_encoding(void **state)
{
    READER *r = *state;
    static const char xml[] = "<a xmlns:p=\"u\" p:x=\"1\">t\xC3\xA4xt<b></b><!--c--></a>";
    WS_XML_BUFFER *buffer = buffer_of(r, xml);
    WS_XML_WRITER *writer = NULL;
    WS_XML_READER_TEXT_ENCODING text_in = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    for (int encoding = 0; encoding < 6; encoding++) {
        WS_XML_WRITER_TEXT_ENCODING text_out = {{WS_XML_WRITER_ENCODING_TYPE_TEXT},
            encoding == 1 ? WS_CHARSET_UTF8 : encoding == 2 ? WS_CHARSET_UTF16LE : WS_CHARSET_UTF16BE};
        WS_XML_WRITER_BINARY_ENCODING binary_out = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
        WS_XML_READER_BINARY_ENCODING binary_in = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
        WS_XML_WRITER_MTOM_ENCODING mtom_out = {{WS_XML_WRITER_ENCODING_TYPE_MTOM}, &text_out.encoding, TRUE,
            *TEXT16("b"), *TEXT16("text/xml"), *TEXT16("r"), 10};
        WS_XML_READER_MTOM_ENCODING mtom_in = {{WS_XML_READER_ENCODING_TYPE_MTOM}, &text_in.encoding, TRUE,
            {0, NULL}, {0, NULL}, {0, NULL}};
        const WS_XML_WRITER_ENCODING *out = encoding == 0 ? NULL : &text_out.encoding;
        const WS_XML_READER_ENCODING *in = encoding == 0 ? NULL : &text_in.encoding;
        void *bytes = NULL;
        ULONG count = 0;
        WS_XML_BUFFER *copy = NULL;
        if (encoding == 4) {
            out = &binary_out.encoding;
            in = &binary_in.encoding;
        } else if (encoding == 5) {
            text_out.charSet = WS_CHARSET_UTF8;
            out = &mtom_out.encoding;
            in = &mtom_in.encoding;
        }
        assert_ok(WsWriteXmlBufferToBytes(writer, buffer, out, NULL, 0, r->heap, &bytes, &count, r->error), r->error);
        assert_ok(WsReadXmlBufferFromBytes(r->reader, in, NULL, 0, bytes, count, r->heap, &copy, r->error), r->error);
        assert_holds(r, copy, xml);
        /* The reader has no input any more. */
        assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, r->error), r->error);
        /* The bytes may go. */
        memset(bytes, 0, count);
        assert_holds(r, copy, xml);
    }
    /* The raw encoding holds no document of elements. */
    WS_XML_WRITER_RAW_ENCODING raw_out = {{WS_XML_WRITER_ENCODING_TYPE_RAW}};
    WS_XML_READER_RAW_ENCODING raw_in = {{WS_XML_READER_ENCODING_TYPE_RAW}};
    void *bytes = &raw_out;
    ULONG count = 77;
    WS_XML_BUFFER *base64 = NULL;
    assert_true(FAILED(WsWriteXmlBufferToBytes(writer, buffer, &raw_out.encoding, NULL, 0, r->heap, &bytes, &count, r->error)));
    assert_ptr_equal(bytes, &raw_out);
    assert_int_equal(count, 77);
    assert_ok(WsReadXmlBufferFromBytes(r->reader, &raw_in.encoding, NULL, 0, "\1\2\3", 3, r->heap, &base64, r->error), r->error);
    assert_holds(r, base64, "AQID");
    assert_ok(WsWriteXmlBufferToBytes(writer, base64, &raw_out.encoding, NULL, 0, r->heap, &bytes, &count, r->error), r->error);
    assert_int_equal(count, 3);
    assert_memory_equal(bytes, "\1\2\3", 3);
    /* Wrong arguments. */
    assert_hr(E_INVALIDARG, WsWriteXmlBufferToBytes(NULL, buffer, NULL, NULL, 0, r->heap, &bytes, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsWriteXmlBufferToBytes(writer, NULL, NULL, NULL, 0, r->heap, &bytes, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, NULL, &bytes, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, r->heap, NULL, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, r->heap, &bytes, NULL, r->error), r->error);
    WsFreeWriter(writer);
}

static void wrong_bytes(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = NULL;
    static const char good[] = "<a/>";
    set_xml(r, "<kept/>");
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(NULL, NULL, NULL, 0, good, 4, r->heap, &buffer, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, good, 4, NULL, &buffer, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, good, 4, r->heap, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, NULL, 4, r->heap, &buffer, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 1, good, 4, r->heap, &buffer, r->error), r->error);
    WS_XML_READER_ENCODING unknown = {(WS_XML_READER_ENCODING_TYPE)9};
    assert_hr(E_INVALIDARG, WsReadXmlBufferFromBytes(r->reader, &unknown, NULL, 0, good, 4, r->heap, &buffer, r->error), r->error);
    assert_null(buffer);
    assert_nodes(r, "<|kept|/></>$");
    static const char *const bad[] = {"", "<a>", "<a/><b/>", "x", "<a></b>", "<!DOCTYPE a><a/>"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_hr(WS_E_INVALID_FORMAT, WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, bad[i], (ULONG)strlen(bad[i]), r->heap, &buffer, r->error), r->error);
        assert_null(buffer);
    }
    /* The next one is read. */
    assert_ok(WsReadXmlBufferFromBytes(r->reader, NULL, NULL, 0, good, 4, r->heap, &buffer, r->error), r->error);
    assert_holds(r, buffer, "<a/>");
}

static void attributes_of_xml(void **state)
{
    READER *r = *state;
    WCHAR *chars = NULL;
    ULONG count = 77;
    set_buffer(r, buffer_of(r, "<a xml:lang='de'><b xml:lang='en' xml:space='preserve'>t</b><c/></a>"));
    assert_hr(S_FALSE, WsGetXmlAttribute(r->reader, XSTR("lang"), r->heap, &chars, &count, r->error), r->error);
    assert_int_equal(count, 0);
    go(r, WS_MOVE_TO_ROOT_ELEMENT);
    go(r, WS_MOVE_TO_CHILD_ELEMENT);
    go(r, WS_MOVE_TO_CHILD_NODE);
    assert_ok(WsGetXmlAttribute(r->reader, XSTR("lang"), r->heap, &chars, &count, r->error), r->error);
    assert_int_equal(count, 2);
    assert_memory_equal(chars, u"en", 4);
    assert_ok(WsGetXmlAttribute(r->reader, XSTR("space"), r->heap, &chars, &count, r->error), r->error);
    assert_int_equal(count, 8);
    go(r, WS_MOVE_TO_PARENT_ELEMENT);
    go(r, WS_MOVE_TO_NEXT_ELEMENT);
    assert_ok(WsGetXmlAttribute(r->reader, XSTR("lang"), r->heap, &chars, &count, r->error), r->error);
    assert_memory_equal(chars, u"de", 4);
    assert_hr(S_FALSE, WsGetXmlAttribute(r->reader, XSTR("space"), r->heap, &chars, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, NULL, r->heap, &chars, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, XSTR("lang"), NULL, &chars, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, XSTR("lang"), r->heap, NULL, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, XSTR("lang"), r->heap, &chars, NULL, r->error), r->error);
}

/* Copies from a reader of a buffer: single nodes, whole documents, into the same buffer. */
static void copies(void **state)
{
    READER *r = *state;
    WS_XML_BUFFER *buffer = buffer_of(r, "<a xmlns:p='u'><p:b x='1'>t</p:b><c/><![CDATA[d]]></a>");
    WS_XML_WRITER *writer = NULL;
    WS_XML_NODE_POSITION end;
    TEXT out = {0};
    set_buffer(r, buffer);
    assert_copies_as(r, "<a xmlns:p='u'><p:b x='1'>t</p:b><c/><![CDATA[d]]></a>");
    set_buffer(r, buffer);
    go(r, WS_MOVE_TO_ROOT_ELEMENT);
    go(r, WS_MOVE_TO_CHILD_ELEMENT);
    writer = text_writer(FALSE, r->error);
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "c");
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
    assert_hr(WS_E_INVALID_OPERATION, WsCopyNode(writer, r->reader, r->error), r->error);
    assert_hr(E_INVALIDARG, WsCopyNode(NULL, r->reader, r->error), r->error);
    assert_hr(E_INVALIDARG, WsCopyNode(writer, NULL, r->error), r->error);
    take_text(writer, &out, r->error);
    assert_string_equal(out.chars, "<p:b x='1' xmlns:p=\"u\">t</p:b><c/><![CDATA[d]]>");
    free(out.chars);
    /* Into itself, behind what is copied. */
    end = here(r);
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsSetOutputToBuffer(writer, buffer, NULL, 0, r->error), r->error);
    assert_ok(WsSetWriterPosition(writer, &end, r->error), r->error);
    go(r, WS_MOVE_TO_FIRST_NODE);
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    assert_holds(r, buffer, "<a xmlns:p='u'><p:b x='1'>t</p:b><c/><![CDATA[d]]><p:b x='1'>t</p:b></a>");
    /* The element into which it is copied, into itself: what was there before is copied, and that ends. */
    go(r, WS_MOVE_TO_ROOT_ELEMENT);
    assert_ok(WsSetWriterPosition(writer, &end, r->error), r->error);
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_holds(r, buffer, "<a xmlns:p='u'><p:b x='1'>t</p:b><c/><![CDATA[d]]><p:b x='1'>t</p:b>"
                            "<a xmlns:p='u'><p:b x='1'>t</p:b><c/><![CDATA[d]]><p:b x='1'>t</p:b></a></a>");
    WsFreeWriter(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(buffers_are_read_like_text),
        READER_TEST(every_move_from_every_node),
        READER_TEST(wrong_moves),
        READER_TEST(limits),
        READER_TEST(two_readers),
        READER_TEST(edited_while_it_is_read),
        READER_TEST(the_heap_ends),
        READER_TEST(elements_take_their_namespaces_along),
        READER_TEST(documents_and_limits_of_the_heap),
        READER_TEST(bytes_in_every_encoding),
        READER_TEST(wrong_bytes),
        READER_TEST(attributes_of_xml),
        READER_TEST(copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
