/*
 * What the tests of typed data share: a reader and a writer, documents of one value in every encoding and mapping, and
 * descriptions in few words.
 */
#ifndef TYPED_H
#define TYPED_H

#include "encoded.h"

/* Encodings. */
enum { AS_TEXT, AS_BINARY, AS_MTOM, WAYS };

/* READER is first, so that all that works on one works on *state too. */
typedef struct TYPED {
    READER r;
    WS_XML_WRITER *writer;
    /* The document that was written last. */
    TEXT document;
} TYPED;

static inline int make_typed(void **state)
{
    TYPED *t = (TYPED *)calloc(1, sizeof(*t));
    if (t == NULL || FAILED(WsCreateError(NULL, 0, &t->r.error))
        || FAILED(WsCreateHeap(1 << 22, 0, NULL, 0, &t->r.heap, t->r.error))
        || FAILED(WsCreateReader(NULL, 0, &t->r.reader, t->r.error))
        || FAILED(WsCreateWriter(NULL, 0, &t->writer, t->r.error))) {
        return -1;
    }
    *state = t;
    return 0;
}

static inline int free_typed(void **state)
{
    TYPED *t = (TYPED *)*state;
    WsFreeWriter(t->writer);
    WsFreeReader(t->r.reader);
    WsFreeHeap(t->r.heap);
    WsFreeError(t->r.error);
    free(t->document.chars);
    free(t);
    return 0;
}

#define TYPED_TEST(function) cmocka_unit_test_setup_teardown(function, make_typed, free_typed)

/* ---- Documents --------------------------------------------------------------------------------------------------- */

/* A new document for the writer, in text, binary or MTOM with bytes in parts of their own. */
static inline void start_document(TYPED *t, int way)
{
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BINARY_ENCODING binary = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
    WS_XML_WRITER_MTOM_ENCODING mtom = {{WS_XML_WRITER_ENCODING_TYPE_MTOM}, &text.encoding, TRUE, *TEXT16("b"),
                                        *TEXT16("text/xml"), *TEXT16("r"), 0};
    const WS_XML_WRITER_ENCODING *const encodings[] = {&text.encoding, &binary.encoding, &mtom.encoding};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    ULONG room = 1 << 24;
    WS_XML_WRITER_PROPERTY property = {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &room, sizeof(room)};
    assert_ok(WsSetOutput(t->writer, encodings[way], &output.output, &property, 1, t->r.error), t->r.error);
}

/* Keeps what was written. */
static inline void end_document(TYPED *t)
{
    WS_BYTES bytes = {0, NULL};
    assert_ok(WsGetWriterProperty(t->writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), t->r.error), t->r.error);
    t->document.length = 0;
    add(&t->document, bytes.bytes, bytes.length);
}

/* The reader before the document that was written last. */
static inline void open_document(TYPED *t, int way)
{
    WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BINARY_ENCODING binary = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    WS_XML_READER_MTOM_ENCODING mtom = {{WS_XML_READER_ENCODING_TYPE_MTOM}, &text.encoding, TRUE, {0, NULL}, {0, NULL},
                                        {0, NULL}};
    const WS_XML_READER_ENCODING *const encodings[] = {&text.encoding, &binary.encoding, &mtom.encoding};
    assert_ok(set_memory(&t->r, encodings[way], t->document.chars, t->document.length, NULL, 0), t->r.error);
}

static inline void check_document(TYPED *t, const char *expected, const char *file, int line)
{
    add(&t->document, "", 0);
    _assert_string_equal(t->document.chars, expected, file, line);
}
/* The document that was written last, in text, is this. */
#define assert_document(t, expected) check_document((t), (expected), __FILE__, __LINE__)

/* The document that was written last, in any encoding, is this in text, with two tags for each element. */
static inline void check_document_reads(TYPED *t, int way, const char *expected, const char *file, int line)
{
    TEXT out = {NULL, 0, 0};
    open_document(t, way);
    check_hr(S_OK, read_as_text(&t->r, 0, &out), t->r.error, expected, file, line);
    /* The quotes around attributes are the writer's choice. */
    for (size_t i = 0; i < out.length; i++) {
        out.chars[i] = out.chars[i] == '\'' ? '"' : out.chars[i];
    }
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_document_reads(t, way, expected) check_document_reads((t), (way), (expected), __FILE__, __LINE__)

/* ---- One value in one mapping ------------------------------------------------------------------------------------ */

static inline const char *mapping_name(WS_TYPE_MAPPING mapping)
{
    static const char *const names[] = {"", "element", "attribute", "element content", "any element"};
    return names[mapping];
}

/*
 * Writes a document of a value: the element a has the value as its type, as its attribute v or as its content; the
 * prefix p stands for urn:p. Answers what WsWriteType answered; a success leaves the document in `document`.
 */
static inline HRESULT write_type(TYPED *t, int way, WS_TYPE_MAPPING mapping, WS_TYPE type, const void *description,
                                 WS_WRITE_OPTION option, const void *value, ULONG size)
{
    WS_ERROR *error = t->r.error;
    HRESULT hr;
    assert_ok(WsResetError(error), NULL);
    start_document(t, way);
    if (mapping != WS_ANY_ELEMENT_TYPE_MAPPING) {
        assert_ok(WsWriteStartElement(t->writer, NULL, XSTR("a"), XSTR(""), error), error);
        assert_ok(WsWriteXmlnsAttribute(t->writer, XSTR("p"), XSTR("urn:p"), FALSE, error), error);
    }
    if (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
        assert_ok(WsWriteStartAttribute(t->writer, NULL, XSTR("v"), XSTR(""), FALSE, error), error);
    }
    hr = WsWriteType(t->writer, mapping, type, description, option, value, size, error);
    if (FAILED(hr)) {
        return hr;
    }
    assert_int_equal(hr, S_OK);
    if (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
        assert_ok(WsWriteEndAttribute(t->writer, error), error);
    }
    if (mapping != WS_ANY_ELEMENT_TYPE_MAPPING) {
        assert_ok(WsWriteEndElement(t->writer, error), error);
    }
    end_document(t);
    return hr;
}

/*
 * Reads the value of such a document, to which the reader was set. A success leaves the reader behind the element, with
 * nothing of the value left.
 */
static inline HRESULT read_type_with(TYPED *t, WS_TYPE_MAPPING mapping, WS_TYPE type, const void *description,
                                     WS_READ_OPTION option, WS_HEAP *heap, void *value, ULONG size)
{
    WS_ERROR *error = t->r.error;
    WS_XML_READER *reader = t->r.reader;
    HRESULT hr;
    assert_ok(WsResetError(error), NULL);
    assert_ok(WsReadToStartElement(reader, NULL, NULL, NULL, error), error);
    if (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
        ULONG index = 77;
        assert_ok(WsFindAttribute(reader, XSTR("v"), XSTR(""), TRUE, &index, error), error);
        assert_ok(WsReadStartAttribute(reader, index, error), error);
    } else if (mapping == WS_ELEMENT_CONTENT_TYPE_MAPPING) {
        assert_ok(WsReadStartElement(reader, error), error);
    }
    hr = WsReadType(reader, mapping, type, description, option, heap, value, size, error);
    if (FAILED(hr)) {
        return hr;
    }
    assert_int_equal(hr, S_OK);
    if (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
        assert_ok(WsReadEndAttribute(reader, error), error);
    } else if (mapping == WS_ELEMENT_CONTENT_TYPE_MAPPING) {
        assert_ok(WsReadEndElement(reader, error), error);
        assert_on(&t->r, EOF);
    } else {
        assert_on(&t->r, EOF);
    }
    return hr;
}

static inline HRESULT read_type(TYPED *t, WS_TYPE_MAPPING mapping, WS_TYPE type, const void *description,
                                WS_READ_OPTION option, void *value, ULONG size)
{
    return read_type_with(t, mapping, type, description, option, t->r.heap, value, size);
}

/* A document in text whose element a has this content, or this attribute v. The text stays until the next call. */
static inline void set_value(TYPED *t, WS_TYPE_MAPPING mapping, const char *content)
{
    t->document.length = 0;
    add_chars(&t->document, mapping == WS_ATTRIBUTE_TYPE_MAPPING ? "<a xmlns:p=\"urn:p\" v=\"" : "<a xmlns:p=\"urn:p\">");
    add_chars(&t->document, content);
    add_chars(&t->document, mapping == WS_ATTRIBUTE_TYPE_MAPPING ? "\"/>" : "</a>");
    open_document(t, AS_TEXT);
}

static inline HRESULT read_value_of(TYPED *t, WS_TYPE_MAPPING mapping, WS_TYPE type, const void *description,
                                    const char *content, void *value, ULONG size)
{
    set_value(t, mapping, content);
    return read_type(t, mapping, type, description, WS_READ_REQUIRED_VALUE, value, size);
}

/*
 * A read that failed because of the document: with this code and at least one text, the value untouched and the reader
 * faulted. `untouched`: size bytes of 0x5A before the read.
 */
static inline void check_misfit(TYPED *t, HRESULT expected, HRESULT got, const void *untouched, size_t size,
                                const char *what, const char *file, int line)
{
    if (got != expected) {
        fprintf(stderr, "%s:%d: %s\n  returned %08X, not %08X\n", file, line, what, HR(got), HR(expected));
        print_texts(t->r.error);
        _fail(file, line);
    }
    if (text_count(t->r.error) == 0) {
        fprintf(stderr, "%s:%d: %s: no text\n", file, line, what);
        _fail(file, line);
    }
    for (size_t i = 0; i < size; i++) {
        if (((const BYTE *)untouched)[i] != 0x5A) {
            fprintf(stderr, "%s:%d: %s: byte %zu of the value was written\n", file, line, what, i);
            _fail(file, line);
        }
    }
    check_hr(WS_E_OBJECT_FAULTED, WsReadNode(t->r.reader, NULL), NULL, what, file, line);
}

/* ---- Descriptions ------------------------------------------------------------------------------------------------ */

#define NAME(literal) (&(WS_XML_STRING)WS_XML_STRING_VALUE(literal))

/*
 * A field of a structure: mapping, name, type, structure and member, then the options, and after them whatever else is
 * not NULL or 0: FIELD(ELEMENT, "x", STRUCT, S, x, WS_FIELD_POINTER, .typeDescription = &inner).
 */
#define FIELD(map, local, kind, structure, member, ...)                                                                \
    (&(WS_FIELD_DESCRIPTION){.mapping = WS_##map##_FIELD_MAPPING, .localName = NAME(local), .ns = NAME(""),            \
                             .type = WS_##kind##_TYPE, .offset = WsOffsetOf(structure, member), .options = __VA_ARGS__})
/* One without a name. */
#define NAMELESS(map, kind, structure, member, ...)                                                                    \
    (&(WS_FIELD_DESCRIPTION){.mapping = WS_##map##_FIELD_MAPPING, .type = WS_##kind##_TYPE,                            \
                             .offset = WsOffsetOf(structure, member), .options = __VA_ARGS__})
/* An array: as FIELD, with the name of its items and its count; .localName and .ns give it a wrapper. */
#define ARRAY(item, kind, structure, member, count, ...)                                                               \
    (&(WS_FIELD_DESCRIPTION){.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .itemLocalName = NAME(item),               \
                             .itemNs = NAME(""), .type = WS_##kind##_TYPE, .offset = WsOffsetOf(structure, member),    \
                             .countOffset = WsOffsetOf(structure, count), .options = __VA_ARGS__})

/* The description of a structure: its options, then its fields. */
#define STRUCT(structure, flags, ...)                                                                                  \
    {.size = sizeof(structure), .alignment = _Alignof(structure), .structOptions = (flags),                            \
     .fields = (WS_FIELD_DESCRIPTION *[]){__VA_ARGS__},                                                                \
     .fieldCount = COUNT(((WS_FIELD_DESCRIPTION *[]){__VA_ARGS__}))}

/* An element named a of this type. */
static inline WS_ELEMENT_DESCRIPTION element_a(WS_TYPE type, const void *description)
{
    static WS_XML_STRING a = WS_XML_STRING_VALUE("a"), none = WS_XML_STRING_VALUE("");
    return (WS_ELEMENT_DESCRIPTION){&a, &none, type, (void *)(uintptr_t)description};
}

/* Writes a document that is one element. */
static inline HRESULT write_element(TYPED *t, int way, const WS_ELEMENT_DESCRIPTION *description, WS_WRITE_OPTION option,
                                    const void *value, ULONG size)
{
    HRESULT hr;
    assert_ok(WsResetError(t->r.error), NULL);
    start_document(t, way);
    hr = WsWriteElement(t->writer, description, option, value, size, t->r.error);
    if (SUCCEEDED(hr)) {
        assert_int_equal(hr, S_OK);
        end_document(t);
    }
    return hr;
}

/* Reads a document in text that is one element. */
static inline HRESULT read_element(TYPED *t, const char *xml, const WS_ELEMENT_DESCRIPTION *description,
                                   WS_READ_OPTION option, void *value, ULONG size)
{
    assert_ok(WsResetError(t->r.error), NULL);
    set_xml(&t->r, xml);
    return WsReadElement(t->r.reader, description, option, t->r.heap, value, size, t->r.error);
}

/* ---- Structures -------------------------------------------------------------------------------------------------- */

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

/* Reads a document as a structure, which it must fit; the structure is on the heap. */
static inline void *check_fits(TYPED *t, const WS_STRUCT_DESCRIPTION *description, const char *xml, const char *file, int line)
{
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, description);
    void *value = NULL;
    check_hr(S_OK, read_element(t, xml, &a, WS_READ_REQUIRED_POINTER, &value, sizeof(value)), t->r.error, xml, file, line);
    if (value == NULL) {
        _fail(file, line);
    }
    return value;
}
#define fits(t, description, xml) check_fits((t), (description), (xml), __FILE__, __LINE__)

/* Writes a structure in every encoding: it is this text each time, and the same when it is read and written again. */
static inline void check_writes_as(TYPED *t, const WS_STRUCT_DESCRIPTION *description, const void *value, const char *expected,
                                   const char *file, int line)
{
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, description);
    for (int way = 0; way < WAYS; way++) {
        void *again = NULL;
        check_hr(S_OK, write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error, expected, file, line);
        check_document_reads(t, way, expected, file, line);
        open_document(t, way);
        check_hr(S_OK, WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, t->r.heap, &again, sizeof(again), t->r.error), t->r.error,
                 expected, file, line);
        check_hr(S_OK, write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &again, sizeof(again)), t->r.error, expected, file, line);
        check_document_reads(t, way, expected, file, line);
    }
}
#define assert_writes_as(t, description, value, expected) check_writes_as((t), (description), (value), (expected), __FILE__, __LINE__)

/* Reads a document as a structure, which it does not fit: a text says what, and nothing comes out. */
static inline void check_does_not_fit(TYPED *t, const WS_STRUCT_DESCRIPTION *description, const char *xml, HRESULT expected, const char *says,
                                      const char *file, int line)
{
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, description);
    void *value;
    memset(&value, 0x5A, sizeof(value));
    HRESULT hr = read_element(t, xml, &a, WS_READ_REQUIRED_POINTER, &value, sizeof(value));
    check_misfit(t, expected, hr, &value, sizeof(value), xml, file, line);
    check_error_says(t->r.error, says, file, line);
}
#define does_not_fit(t, description, xml, says)                                                                        \
    check_does_not_fit((t), (description), (xml), WS_E_INVALID_FORMAT, (says), __FILE__, __LINE__)

#endif /* TYPED_H */
