/*
 * What the tests of the XML reader share: inputs in one line, and a document as one line of text.
 */
#ifndef XML_H
#define XML_H

#include "check.h"

/* An XML string inside an expression: XSTR("abc"). */
#define XSTR(literal) (&(const WS_XML_STRING)WS_XML_STRING_VALUE(literal))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct READER {
    WS_ERROR *error;
    WS_HEAP *heap;
    WS_XML_READER *reader;
} READER;

static inline int make_reader(void **state)
{
    READER *r = (READER *)calloc(1, sizeof(*r));
    if (r == NULL || FAILED(WsCreateError(NULL, 0, &r->error))
        || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &r->heap, r->error))
        || FAILED(WsCreateReader(NULL, 0, &r->reader, r->error))) {
        return -1;
    }
    *state = r;
    return 0;
}

static inline int free_reader(void **state)
{
    READER *r = (READER *)*state;
    WsFreeReader(r->reader);
    WsFreeHeap(r->heap);
    WsFreeError(r->error);
    free(r);
    return 0;
}

#define READER_TEST(function) cmocka_unit_test_setup_teardown(function, make_reader, free_reader)

/* Sets bytes in memory as the input; the bytes must stay. */
static inline HRESULT set_input(READER *r, WS_CHARSET charset, const void *bytes, size_t size,
                                const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, charset};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)(uintptr_t)bytes, (ULONG)size};
    return WsSetInput(r->reader, &encoding.encoding, &input.input, properties, count, r->error);
}

static inline void set_xml_with(READER *r, const char *xml, const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    assert_ok(set_input(r, WS_CHARSET_AUTO, xml, strlen(xml), properties, count), r->error);
}

/* A document in UTF-8 that is a literal. */
static inline void set_xml(READER *r, const char *xml)
{
    set_xml_with(r, xml, NULL, 0);
}

/* The same, with any number of top-level nodes. */
static inline void set_fragment(READER *r, const char *xml)
{
    BOOL yes = TRUE;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    set_xml_with(r, xml, &property, 1);
}

/* Text that grows. */
typedef struct TEXT {
    char *chars;
    size_t length, room;
} TEXT;

static inline void add(TEXT *text, const void *bytes, size_t size)
{
    if (text->length + size + 1 > text->room) {
        text->room = 2 * (text->length + size + 1);
        text->chars = (char *)realloc(text->chars, text->room);
        assert_non_null(text->chars);
    }
    if (size > 0) {
        memcpy(text->chars + text->length, bytes, size);
    }
    text->length += size;
    text->chars[text->length] = 0;
}

static inline void add_chars(TEXT *text, const char *chars)
{
    add(text, chars, strlen(chars));
}

static inline void add_string(TEXT *text, const WS_XML_STRING *string)
{
    assert_non_null(string);
    add(text, string->bytes, string->length);
}

static inline const WS_XML_NODE *node_of(READER *r)
{
    const WS_XML_NODE *node = NULL;
    assert_ok(WsGetReaderNode(r->reader, &node, r->error), r->error);
    assert_non_null(node);
    return node;
}

static inline const WS_XML_ELEMENT_NODE *element_of(READER *r)
{
    const WS_XML_NODE *node = node_of(r);
    assert_int_equal(node->nodeType, WS_XML_NODE_TYPE_ELEMENT);
    return (const WS_XML_ELEMENT_NODE *)node;
}

static inline const WS_XML_STRING *utf8_of(const WS_XML_TEXT *text)
{
    assert_non_null(text);
    assert_int_equal(text->textType, WS_XML_TEXT_TYPE_UTF8);
    return &((const WS_XML_UTF8_TEXT *)text)->value;
}

static inline void add_element(TEXT *out, const WS_XML_ELEMENT_NODE *element)
{
    add_chars(out, "<");
    add_string(out, element->prefix);
    add_chars(out, "|");
    add_string(out, element->localName);
    add_chars(out, "|");
    add_string(out, element->ns);
    for (ULONG i = 0; i < element->attributeCount; i++) {
        const WS_XML_ATTRIBUTE *attribute = element->attributes[i];
        add_chars(out, attribute->isXmlNs ? " xmlns:" : " ");
        add_string(out, attribute->prefix);
        if (attribute->isXmlNs) {
            assert_null(attribute->localName);
            assert_null(attribute->value);
            add_chars(out, "=");
            add_string(out, attribute->ns);
        } else {
            add_chars(out, "|");
            add_string(out, attribute->localName);
            add_chars(out, "|");
            add_string(out, attribute->ns);
            add_chars(out, "=");
            add_string(out, utf8_of(attribute->value));
        }
    }
    add_chars(out, element->isEmpty ? "/>" : ">");
}

/*
 * Appends the node under the reader: <prefix|local|namespace prefix|local|namespace=value xmlns:prefix=namespace>
 * (with / where the element is empty), </>, 'text', <!--comment-->, [ and ] around CDATA, ^ and $ for BOF and EOF.
 * Neighbouring texts are written as one when `joined` says that the last node was a text.
 */
static inline void add_node(TEXT *out, const WS_XML_NODE *node, int *joined)
{
    int was_text = *joined;
    *joined = 0;
    if (was_text && node->nodeType == WS_XML_NODE_TYPE_TEXT) {
        out->length--;
    }
    switch (node->nodeType) {
    case WS_XML_NODE_TYPE_BOF:
        add_chars(out, "^");
        break;
    case WS_XML_NODE_TYPE_EOF:
        add_chars(out, "$");
        break;
    case WS_XML_NODE_TYPE_ELEMENT:
        add_element(out, (const WS_XML_ELEMENT_NODE *)node);
        break;
    case WS_XML_NODE_TYPE_END_ELEMENT:
        add_chars(out, "</>");
        break;
    case WS_XML_NODE_TYPE_TEXT:
        add_chars(out, was_text ? "" : "'");
        add_string(out, utf8_of(((const WS_XML_TEXT_NODE *)node)->text));
        add_chars(out, "'");
        *joined = 1;
        break;
    case WS_XML_NODE_TYPE_COMMENT:
        add_chars(out, "<!--");
        add_string(out, &((const WS_XML_COMMENT_NODE *)node)->value);
        add_chars(out, "-->");
        break;
    case WS_XML_NODE_TYPE_CDATA:
        add_chars(out, "[");
        break;
    case WS_XML_NODE_TYPE_END_CDATA:
        add_chars(out, "]");
        break;
    default:
        fail_msg("node type %d", node->nodeType);
    }
}

/* All nodes up to the end of the document or the first error, whose HRESULT is the answer. */
static inline HRESULT read_all(READER *r, TEXT *out)
{
    int joined = 0;
    add(out, "", 0);
    for (;;) {
        const WS_XML_NODE *node = NULL;
        HRESULT hr = WsReadNode(r->reader, r->error);
        if (FAILED(hr)) {
            return hr;
        }
        assert_int_equal(hr, S_OK);
        assert_ok(WsGetReaderNode(r->reader, &node, r->error), r->error);
        add_node(out, node, &joined);
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            return S_OK;
        }
    }
}

/* The document that was set reads as this. */
static inline void check_nodes(READER *r, const char *expected, const char *file, int line)
{
    TEXT out = {NULL, 0, 0};
    check_hr(S_OK, read_all(r, &out), r->error, expected, file, line);
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_nodes(r, expected) check_nodes((r), (expected), __FILE__, __LINE__)

/* Reading the document that was set ends with this failure, and the reader is faulted then. */
static inline void check_fails(READER *r, HRESULT expected, const char *file, int line)
{
    TEXT out = {NULL, 0, 0};
    const WS_XML_NODE *node = NULL;
    check_hr(expected, read_all(r, &out), r->error, out.chars, file, line);
    check_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL, "WsReadNode", file, line);
    check_hr(WS_E_OBJECT_FAULTED, WsGetReaderNode(r->reader, &node, NULL), NULL, "WsGetReaderNode", file, line);
    free(out.chars);
}
#define assert_fails(r, expected) check_fails((r), (expected), __FILE__, __LINE__)

/* The type of the node under the reader. */
#define assert_on(r, type) assert_int_equal(node_of(r)->nodeType, WS_XML_NODE_TYPE_##type)

#endif /* XML_H */
