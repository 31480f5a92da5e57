/* Creating readers, their properties, inputs in all character sets, and states. */
#include "support/xml.h"

typedef struct KNOWN {
    WS_XML_READER_PROPERTY_ID id;
    ULONG initial, other;
    const char *name;
} KNOWN;

static const KNOWN settable[] = {
    {WS_XML_READER_PROPERTY_MAX_DEPTH, 32, 7, "MAX_DEPTH"},
    {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, FALSE, TRUE, "ALLOW_FRAGMENT"},
    {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 128, 9, "MAX_ATTRIBUTES"},
    {WS_XML_READER_PROPERTY_READ_DECLARATION, TRUE, FALSE, "READ_DECLARATION"},
    {WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE, 4096, 17, "UTF8_TRIM_SIZE"},
    {WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE, 4096, 100, "STREAM_BUFFER_SIZE"},
    {WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE, 65536, 1, "STREAM_MAX_ROOT_MIME_PART_SIZE"},
    {WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, 256, 2, "STREAM_MAX_MIME_HEADERS_SIZE"},
    {WS_XML_READER_PROPERTY_MAX_MIME_PARTS, 4096, 3, "MAX_MIME_PARTS"},
    {WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, FALSE, TRUE, "ALLOW_INVALID_CHARACTER_REFERENCES"},
    {WS_XML_READER_PROPERTY_MAX_NAMESPACES, 32, 0, "MAX_NAMESPACES"},
};
static const WS_XML_READER_PROPERTY_ID read_only[] = {
    WS_XML_READER_PROPERTY_CHARSET, WS_XML_READER_PROPERTY_ROW, WS_XML_READER_PROPERTY_COLUMN,
    WS_XML_READER_PROPERTY_IN_ATTRIBUTE};

static ULONG number(WS_XML_READER *reader, WS_XML_READER_PROPERTY_ID id)
{
    ULONG value = 0xAAAAAAAA;
    assert_ok(WsGetReaderProperty(reader, id, &value, sizeof(value), NULL), NULL);
    return value;
}

static ULONGLONG wide(READER *r, WS_XML_READER_PROPERTY_ID id)
{
    ULONGLONG value = 0;
    assert_ok(WsGetReaderProperty(r->reader, id, &value, sizeof(value), r->error), r->error);
    return value;
}

static void creation(void **state)
{
    READER *r = *state;
    WS_XML_READER *reader = (WS_XML_READER *)(void *)r;
    assert_hr(E_INVALIDARG, WsCreateReader(NULL, 0, NULL, r->error), r->error);
    assert_error_says(r->error, "reader is NULL");
    assert_hr(E_INVALIDARG, WsCreateReader(NULL, 1, &reader, r->error), r->error);
    assert_error_says(r->error, "properties");
    assert_ptr_equal(reader, r);
    assert_hr(E_INVALIDARG, WsCreateReader(NULL, 0, misaligned(&reader), r->error), r->error);
    assert_ok(WsCreateReader(NULL, 0, &reader, NULL), NULL);
    WsFreeReader(reader);
    WsFreeReader(NULL);
}

/* Every id: its default, set at creation, set for one input over that, and back for the next input. */
static void properties_that_can_be_set(void **state)
{
    READER *r = *state;
    for (size_t i = 0; i < COUNT(settable); i++) {
        const KNOWN *known = &settable[i];
        ULONG value = known->other;
        WS_XML_READER_PROPERTY property = {known->id, &value, sizeof(value)};
        READER other = *r;
        assert_int_equal(number(r->reader, known->id), known->initial);
        assert_ok(WsCreateReader(&property, 1, &other.reader, r->error), r->error);
        assert_int_equal(number(other.reader, known->id), known->other);
        value = known->initial;
        set_xml_with(&other, "<a/>", &property, 1);
        assert_int_equal(number(other.reader, known->id), known->initial);
        set_xml(&other, "<a/>");
        assert_int_equal(number(other.reader, known->id), known->other);
        WsFreeReader(other.reader);
        set_xml(r, "<a/>");
        assert_int_equal(number(r->reader, known->id), known->initial);
    }
}

static void wrong_properties(void **state)
{
    READER *r = *state;
    union {
        ULONGLONG wide;
        ULONG number;
        BYTE bytes[16];
    } value = {0};
    for (size_t i = 0; i < COUNT(settable); i++) {
        for (ULONG size = 0; size <= 8; size++) {
            WS_XML_READER_PROPERTY property = {settable[i].id, &value, size};
            WS_XML_READER *reader = NULL;
            if (size == 4) {
                continue;
            }
            assert_hr(E_INVALIDARG, WsCreateReader(&property, 1, &reader, r->error), r->error);
            assert_null(reader);
            assert_error_says(r->error, settable[i].name);
            memset(&value, 0x77, sizeof(value));
            assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, settable[i].id, &value, size, r->error), r->error);
            assert_error_says(r->error, settable[i].name);
            assert_int_equal(value.number, 0x77777777);
        }
        {
            WS_XML_READER_PROPERTY property = {settable[i].id, NULL, 4};
            WS_XML_READER *reader = NULL;
            assert_hr(E_INVALIDARG, WsCreateReader(&property, 1, &reader, r->error), r->error);
            property.value = value.bytes + 1;
            assert_hr(E_INVALIDARG, WsCreateReader(&property, 1, &reader, r->error), r->error);
            assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, settable[i].id, NULL, 4, r->error), r->error);
            assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, settable[i].id, value.bytes + 1, 4, r->error), r->error);
        }
    }
    for (size_t i = 0; i < COUNT(read_only); i++) {
        for (ULONG size = 4; size <= 8; size += 4) {
            WS_XML_READER_PROPERTY property = {read_only[i], &value, size};
            WS_XML_READER *reader = NULL;
            assert_hr(E_INVALIDARG, WsCreateReader(&property, 1, &reader, r->error), r->error);
        }
    }
    for (int id = -1; id <= 15; id += 16) {
        WS_XML_READER_PROPERTY property = {(WS_XML_READER_PROPERTY_ID)id, &value, 4};
        WS_XML_READER *reader = NULL;
        assert_ok(WsResetError(r->error), NULL);
        assert_hr(E_INVALIDARG, WsCreateReader(&property, 1, &reader, r->error), r->error);
        assert_error_says(r->error, id < 0 ? "WS_XML_READER_PROPERTY_ID(-1)" : "WS_XML_READER_PROPERTY_ID(15)");
        assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, property.id, &value, 4, r->error), r->error);
    }
}

/* A failed WsSetInput leaves the input that there was, and its place. */
static void a_failed_set_input_changes_nothing(void **state)
{
    READER *r = *state;
    ULONG zero = 0;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_CHARSET, &zero, sizeof(zero)};
    set_xml(r, "<a><b/></a>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_hr(E_INVALIDARG, set_input(r, WS_CHARSET_AUTO, "<c/>", 4, &property, 1), r->error);
    assert_hr(E_INVALIDARG, set_input(r, (WS_CHARSET)4, "<c/>", 4, NULL, 0), r->error);
    assert_hr(E_INVALIDARG, set_input(r, (WS_CHARSET)-1, "<c/>", 4, NULL, 0), r->error);
    assert_hr(E_INVALIDARG, set_input(r, WS_CHARSET_AUTO, NULL, 4, NULL, 0), r->error);
    assert_error_says(r->error, "encodedData");
    assert_hr(WS_E_INVALID_FORMAT, set_input(r, WS_CHARSET_UTF16LE, "<\0c", 3, NULL, 0), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "a");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "b");
}

static void input_structures(void **state)
{
    READER *r = *state;
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)(uintptr_t)"<a/>", 4};
    WS_XML_READER_STREAM_INPUT stream = {{WS_XML_READER_INPUT_TYPE_STREAM}, NULL, NULL};
    const WS_XML_NODE *node;
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, &encoding.encoding, NULL, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "input is NULL");
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, NULL, &input.input, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "encoding is NULL");
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, &encoding.encoding, &stream.input, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "readCallback");
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, &encoding.encoding, misaligned(&input), NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, misaligned(&encoding), &input.input, NULL, 0, r->error), r->error);
    input.input.inputType = (WS_XML_READER_INPUT_TYPE)3;
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, &encoding.encoding, &input.input, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "WS_XML_READER_INPUT_TYPE(3)");
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    encoding.encoding.encodingType = (WS_XML_READER_ENCODING_TYPE)0;
    assert_hr(E_INVALIDARG, WsSetInput(r->reader, &encoding.encoding, &input.input, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "WS_XML_READER_ENCODING_TYPE(0)");
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderNode(r->reader, &node, r->error), r->error);

    /* Both NULL: the end of an empty document. Nothing can be read, but nothing is wrong before that. */
    assert_ok(WsSetInput(r->reader, NULL, NULL, NULL, 0, r->error), r->error);
    assert_on(r, EOF);
    assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &(ULONGLONG){0}, 8, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);

    /* NULL with length 0 is an empty document: not one, unless it is a fragment. */
    assert_ok(set_input(r, WS_CHARSET_AUTO, NULL, 0, NULL, 0), r->error);
    assert_fails(r, WS_E_INVALID_FORMAT);
    set_fragment(r, "");
    assert_nodes(r, "$");
}

/* ASCII as UTF-16. */
static size_t utf16(BYTE *out, const char *text, int big_endian, int with_mark)
{
    size_t size = 0;
    if (with_mark) {
        out[size++] = big_endian ? 0xFE : 0xFF;
        out[size++] = big_endian ? 0xFF : 0xFE;
    }
    for (; *text != 0; text++) {
        out[size++] = big_endian ? 0 : (BYTE)*text;
        out[size++] = big_endian ? (BYTE)*text : 0;
    }
    return size;
}

static void charsets(void **state)
{
    static const char *const declarations[] = {"", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-16'?>",
                                               "<?xml version=\"1.0\" encoding=\"UTF-16\" standalone=\"yes\" ?>\r\n"};
    READER *r = *state;
    BYTE bytes[300];
    char text[150];
    for (size_t d = 0; d < COUNT(declarations); d++) {
        snprintf(text, sizeof(text), "%s<a b='1'>x</a>", declarations[d]);
        for (int big_endian = 0; big_endian < 2; big_endian++) {
            WS_CHARSET charset = big_endian ? WS_CHARSET_UTF16BE : WS_CHARSET_UTF16LE;
            for (int mark = 0; mark < 2; mark++) {
                size_t size = utf16(bytes, text, big_endian, mark);
                assert_ok(set_input(r, WS_CHARSET_AUTO, bytes, size, NULL, 0), r->error);
                assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_CHARSET), charset);
                assert_nodes(r, "<|a| |b|=1>'x'</>$");
                assert_ok(set_input(r, charset, bytes, size, NULL, 0), r->error);
                assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_CHARSET), charset);
                assert_nodes(r, "<|a| |b|=1>'x'</>$");
                /* Read as something else, it is no XML. */
                assert_ok(set_input(r, WS_CHARSET_UTF8, bytes, size, NULL, 0), r->error);
                assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_CHARSET), WS_CHARSET_UTF8);
                assert_fails(r, WS_E_INVALID_FORMAT);
            }
        }
    }
    set_xml(r, "\xEF\xBB\xBF<a>\xC3\xA4</a>");
    assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_CHARSET), WS_CHARSET_UTF8);
    assert_nodes(r, "<|a|>'\xC3\xA4'</>$");
    assert_ok(set_input(r, WS_CHARSET_UTF8, "\xEF\xBB\xBF<a/>", 7, NULL, 0), r->error);
    assert_nodes(r, "<|a|/></>$");
    /* Only one mark is one; a second one is a character where none may be. */
    set_xml(r, "\xEF\xBB\xBF\xEF\xBB\xBF<a/>");
    assert_fails(r, WS_E_INVALID_FORMAT);
}

/* Section 4.3.3: the declared encoding must be the one that the document is in. */
static void declared_encodings(void **state)
{
    static const struct {
        const char *name;
        HRESULT in_utf8, in_utf16le, in_utf16be;
    } names[] = {
        {"UTF-8", S_OK, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
        {"utf-8", S_OK, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
        {"uTf-8", S_OK, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
        {"utf-16", WS_E_INVALID_FORMAT, S_OK, S_OK},
        {"UTF-16LE", WS_E_INVALID_FORMAT, S_OK, WS_E_INVALID_FORMAT},
        {"UTF-16BE", WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, S_OK},
        {"ISO-8859-1", WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
        {"", WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
        {"utf-8 ", WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char text[100];
        BYTE bytes[200];
        TEXT out = {0};
        snprintf(text, sizeof(text), "<?xml version='1.0' encoding='%s'?><a/>", names[i].name);
        set_xml(r, text);
        assert_hr(names[i].in_utf8, read_all(r, &out), r->error);
        assert_ok(set_input(r, WS_CHARSET_AUTO, bytes, utf16(bytes, text, 0, 0), NULL, 0), r->error);
        assert_hr(names[i].in_utf16le, read_all(r, &out), r->error);
        assert_ok(set_input(r, WS_CHARSET_AUTO, bytes, utf16(bytes, text, 1, 1), NULL, 0), r->error);
        assert_hr(names[i].in_utf16be, read_all(r, &out), r->error);
        free(out.chars);
    }
}

static void declarations(void **state)
{
    static const char *const good[] = {
        "<?xml version='1.0'?><a/>", "<?xml\tversion = \"1.0\"\r\n?><a/>", "<?xml version='1.1'?><a/>",
        "<?xml version='1.0' standalone='no'?><a/>", "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<a/>",
    };
    static const char *const bad[] = {
        "<?xml?><a/>", "<?xml ?><a/>", "<?xml version='1'?><a/>", "<?xml version='1.'?><a/>",
        "<?xml version='1.0a'?><a/>", "<?xml version='2.0'?><a/>", "<?xml version=1.0?><a/>",
        "<?xml version='1.0\"?><a/>", "<?xml version='1.0'encoding='utf-8'?><a/>",
        "<?xml encoding='utf-8' version='1.0'?><a/>", "<?xml version='1.0' standalone='maybe'?><a/>",
        "<?xml version='1.0' standalone='yes' encoding='utf-8'?><a/>", "<?xml version='1.0' other='x'?><a/>",
        "<?xml version='1.0' version='1.0'?><a/>", "<?xml version='1.0'", "<?xml version='1.0'?", "<?xml",
        "<?XML version='1.0'?><a/>", " <?xml version='1.0'?><a/>", "<a/><?xml version='1.0'?>",
        "<a><?xml version='1.0'?></a>", "<?xml version='1.0'\f?><a/>", "<?xml version='1.0' \fencoding='utf-8'?><a/>",
        "<?xml-stylesheet href='x'?><a/>", "<?pi?><a/>", "<a/><?pi data?>", "<a><?pi?></a>",
    };
    READER *r = *state;
    BOOL no = FALSE;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_READ_DECLARATION, &no, sizeof(no)};
    for (size_t i = 0; i < COUNT(good); i++) {
        set_xml(r, good[i]);
        assert_nodes(r, "<|a|/></>$");
        set_xml_with(r, good[i], &property, 1);
        assert_fails(r, WS_E_INVALID_FORMAT);
        assert_error_says(r->error, "READ_DECLARATION");
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        set_xml(r, bad[i]);
        assert_fails(r, WS_E_INVALID_FORMAT);
    }
    set_xml_with(r, "<a/>", &property, 1);
    assert_nodes(r, "<|a|/></>$");
}

static void characters_beyond_ascii_in_utf16(void **state)
{
    /* U+00E4, U+6771, U+1F600 between tags. */
    static const BYTE good[] = {'<', 0, 'a', 0, '>', 0, 0xE4, 0, 0x71, 0x67, 0x3D, 0xD8, 0x00, 0xDE,
                                '<', 0, '/', 0, 'a', 0, '>', 0};
    static const struct {
        BYTE bytes[10];
        ULONG size;
    } bad[] = {
        {{'<', 0, 'a', 0, '/', 0, '>', 0, '\n'}, 9},           /* half a unit */
        {{'<', 0, 'a', 0, 0x3D, 0xD8}, 6},                     /* half a pair */
        {{'<', 0, 'a', 0, '>', 0, 0x3D, 0xD8, '<', 0}, 10},    /* half a pair, then something else */
        {{'<', 0, 'a', 0, '>', 0, 0x00, 0xDE, '<', 0}, 10},    /* the second half alone */
    };
    READER *r = *state;
    assert_ok(set_input(r, WS_CHARSET_AUTO, good, sizeof(good), NULL, 0), r->error);
    assert_nodes(r, "<|a|>'\xC3\xA4\xE6\x9D\xB1\xF0\x9F\x98\x80'</>$");
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_hr(WS_E_INVALID_FORMAT, set_input(r, WS_CHARSET_AUTO, bad[i].bytes, bad[i].size, NULL, 0), r->error);
        assert_error_says(r->error, "UTF-16");
        assert_hr(WS_E_INVALID_FORMAT, set_input(r, WS_CHARSET_UTF16LE, bad[i].bytes, bad[i].size, NULL, 0), r->error);
    }
}

/* Both count from 0, in characters. */
static void rows_and_columns(void **state)
{
    static const struct {
        ULONGLONG row, column;
    } expected[] = {{0, 0}, {0, 3}, {1, 2}, {1, 2}, {1, 12}, {1, 15}, {1, 18}, {2, 1}, {2, 5}};
    READER *r = *state;
    ULONGLONG untouched = 1;
    const char *xml = "<a>\n \xC3\xA4<b x='\xF0\x9F\x98\x80'/>abc<c>\n\t</c></a>";
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &untouched, 8, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_CHARSET, &untouched, 4, r->error), r->error);
    assert_true(untouched == 1);
    set_xml(r, xml);
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        assert_int_equal(wide(r, WS_XML_READER_PROPERTY_ROW), expected[i].row);
        assert_int_equal(wide(r, WS_XML_READER_PROPERTY_COLUMN), expected[i].column);
    }
    assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &untouched, 4, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_CHARSET, &untouched, 8, r->error), r->error);
}

/* Asking at every node costs no more than reading: a reader that counted from the start each time would take minutes. */
static void rows_are_cheap(void **state)
{
    enum { LINES = 200000 };
    READER *r = *state;
    char *xml = malloc(LINES * 5 + 8), *at = xml;
    ULONGLONG row = 0;
    assert_non_null(xml);
    at += sprintf(at, "<a>");
    for (int i = 0; i < LINES; i++) {
        at += sprintf(at, "<b/>\n");
    }
    sprintf(at, "</a>");
    set_xml(r, xml);
    do {
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        row = wide(r, WS_XML_READER_PROPERTY_ROW);
    } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF);
    assert_int_equal(row, LINES);
    free(xml);
}

/* What needs an input says so, and what is wrong before anything is read does not fault the reader. */
static void states(void **state)
{
    READER *r = *state;
    const WS_XML_NODE *node = NULL;
    const WS_XML_STRING *ns = NULL;
    BYTE room[16];
    ULONG count = 77;
    BOOL found = 77;
    for (int with_input = 0; with_input < 3; with_input++) {
        HRESULT hr = with_input == 0 ? WS_E_INVALID_OPERATION : WS_E_OBJECT_FAULTED;
        if (with_input == 1) {
            set_xml(r, "<a><b></a>");
            assert_fails(r, WS_E_INVALID_FORMAT);
        } else if (with_input == 2) {
            set_xml(r, "<a x='");
            assert_fails(r, WS_E_INVALID_FORMAT);
        }
        assert_hr(hr, WsReadNode(r->reader, r->error), r->error);
        assert_hr(hr, WsSkipNode(r->reader, r->error), r->error);
        assert_hr(hr, WsGetReaderNode(r->reader, &node, r->error), r->error);
        assert_hr(hr, WsReadStartElement(r->reader, r->error), r->error);
        assert_hr(hr, WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
        assert_hr(hr, WsReadEndElement(r->reader, r->error), r->error);
        assert_hr(hr, WsReadStartAttribute(r->reader, 0, r->error), r->error);
        assert_hr(hr, WsReadEndAttribute(r->reader, r->error), r->error);
        assert_hr(hr, WsFindAttribute(r->reader, XSTR("a"), XSTR(""), FALSE, &count, r->error), r->error);
        assert_hr(hr, WsReadChars(r->reader, (WCHAR *)(void *)room, 8, &count, r->error), r->error);
        assert_hr(hr, WsReadCharsUtf8(r->reader, room, 16, &count, r->error), r->error);
        assert_hr(hr, WsReadBytes(r->reader, room, 16, &count, r->error), r->error);
        assert_hr(hr, WsReadValue(r->reader, WS_BOOL_VALUE_TYPE, &found, sizeof(found), r->error), r->error);
        assert_hr(hr, WsGetNamespaceFromPrefix(r->reader, XSTR("xml"), TRUE, &ns, r->error), r->error);
        assert_hr(hr, WsFillReader(r->reader, 1, NULL, r->error), r->error);
        assert_null(node);
        assert_null(ns);
        assert_int_equal(count, 77);
        assert_int_equal(found, 77);
        /* Properties are there all the same. */
        assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_MAX_DEPTH), 32);
        assert_int_equal(number(r->reader, WS_XML_READER_PROPERTY_IN_ATTRIBUTE), FALSE);
    }
    set_xml(r, "<a/>");
    assert_on(r, BOF);
    assert_hr(E_INVALIDARG, WsGetReaderNode(r->reader, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsFindAttribute(r->reader, NULL, XSTR(""), FALSE, &count, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsFindAttribute(r->reader, XSTR("a"), XSTR(""), FALSE, &count, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadEndAttribute(r->reader, r->error), r->error);
    assert_nodes(r, "<|a|/></>$");
    assert_on(r, EOF);
    assert_hr(WS_E_INVALID_FORMAT, WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsGetReaderNode(r->reader, &node, r->error), r->error);
    set_xml(r, "<b/>");
    assert_nodes(r, "<|b|/></>$");
}

/* An error text says where, counted from 1 as editors do. */
static void errors_say_where(void **state)
{
    READER *r = *state;
    set_xml(r, "<a>\n  <b></c></a>");
    assert_fails(r, WS_E_INVALID_FORMAT);
    assert_error_says(r->error, "line 2, column 6");
    set_xml(r, "<a>\n  <b></c></a>");
    assert_fails(r, WS_E_INVALID_FORMAT);
    assert_error_says(r->error, "'b'");
    set_xml(r, "<p:a/>");
    assert_fails(r, WS_E_INVALID_FORMAT);
    assert_error_says(r->error, "'p'");
    set_xml(r, "<!DOCTYPE a><a/>");
    assert_fails(r, WS_E_INVALID_FORMAT);
    assert_error_says(r->error, "Document type declarations");
    set_xml(r, "<a>&nbsp;</a>");
    assert_fails(r, WS_E_INVALID_FORMAT);
    assert_error_says(r->error, "line 1, column 4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(creation),
        READER_TEST(properties_that_can_be_set),
        READER_TEST(wrong_properties),
        READER_TEST(a_failed_set_input_changes_nothing),
        READER_TEST(input_structures),
        READER_TEST(charsets),
        READER_TEST(declared_encodings),
        READER_TEST(declarations),
        READER_TEST(characters_beyond_ascii_in_utf16),
        READER_TEST(rows_and_columns),
        READER_TEST(rows_are_cheap),
        READER_TEST(states),
        READER_TEST(errors_say_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
