/* Typed data, strings and bytes: what is nil and what is empty, lengths, zeros, characters beyond 16 bits, invalid ones. */
#include "support/typed.h"

static const WS_TYPE_MAPPING mappings[] = {WS_ELEMENT_TYPE_MAPPING, WS_ATTRIBUTE_TYPE_MAPPING, WS_ELEMENT_CONTENT_TYPE_MAPPING};

static ULONG length16(const WCHAR *chars)
{
    ULONG length = 0;
    while (chars[length] != 0) {
        length++;
    }
    return length;
}

static void texts(void **state)
{
    static const struct {
        const char *content, *utf8;
        const WCHAR *utf16;
        int elements_only;
    } good[] = {
        {"", "", u"", 0},
        {"abc", "abc", u"abc", 0},
        {" x  y ", " x  y ", u" x  y ", 0},
        {"a&amp;&lt;b&#x20AC;&#10;", "a&<b\xE2\x82\xAC\n", u"a&<b\u20AC\n", 0},
        {"\xF0\x9F\x98\x80&#x10FFFF;", "\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", u"\U0001F600\U0010FFFF", 0},
        {"x<!--y-->\r\nz<![CDATA[<&]]>", "x\nz<&", u"x\nz<&", 1},
        {"<![CDATA[]]>", "", u"", 1},
        {"<!--nothing-->", "", u"", 1},
    };
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        for (size_t m = 0; m < COUNT(mappings); m++) {
            WS_STRING string = {77, NULL}, again;
            WS_XML_STRING xml = {77, NULL, NULL, 0}, xml_again;
            WCHAR *wsz = NULL, *wsz_again;
            ULONG length = length16(good[i].utf16);
            if (good[i].elements_only && mappings[m] == WS_ATTRIBUTE_TYPE_MAPPING) {
                continue;
            }
            assert_ok(read_value_of(t, mappings[m], WS_STRING_TYPE, NULL, good[i].content, &string, sizeof(string)), t->r.error);
            assert_non_null(string.chars);
            assert_int_equal(string.length, length);
            assert_memory_equal(string.chars, good[i].utf16, length * sizeof(WCHAR));
            assert_ok(read_value_of(t, mappings[m], WS_XML_STRING_TYPE, NULL, good[i].content, &xml, sizeof(xml)), t->r.error);
            assert_non_null(xml.bytes);
            assert_int_equal(xml.length, strlen(good[i].utf8));
            assert_memory_equal(xml.bytes, good[i].utf8, xml.length);
            set_value(t, mappings[m], good[i].content);
            assert_ok(read_type(t, mappings[m], WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, &wsz, sizeof(wsz)), t->r.error);
            assert_non_null(wsz);
            assert_memory_equal(wsz, good[i].utf16, (length + 1) * sizeof(WCHAR));
            for (int way = 0; way < WAYS; way++) {
                memset(&again, 0, sizeof(again));
                memset(&xml_again, 0, sizeof(xml_again));
                wsz_again = NULL;
                assert_ok(write_type(t, way, mappings[m], WS_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &string, sizeof(string)), t->r.error);
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &again, sizeof(again)), t->r.error);
                assert_true(equal_text(&again, &string));
                assert_non_null(again.chars);
                assert_ok(write_type(t, way, mappings[m], WS_XML_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &xml, sizeof(xml)), t->r.error);
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], WS_XML_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &xml_again, sizeof(xml)), t->r.error);
                assert_int_equal(xml_again.length, xml.length);
                assert_memory_equal(xml_again.bytes, xml.bytes, xml.length);
                assert_ok(write_type(t, way, mappings[m], WS_WSZ_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &wsz, sizeof(wsz)), t->r.error);
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, &wsz_again, sizeof(wsz)), t->r.error);
                assert_memory_equal(wsz_again, wsz, (length + 1) * sizeof(WCHAR));
            }
        }
    }
}

/* Longer than any buffer of the library, with characters of every length on every boundary. */
static void long_texts(void **state)
{
    TYPED *t = *state;
    enum { LENGTH = 30000 };
    static WCHAR chars[LENGTH];
    WS_STRING string = {LENGTH, chars}, again = {0, NULL};
    for (ULONG i = 0; i < LENGTH; i++) {
        chars[i] = i % 7 == 3 ? 0xD83D : i % 7 == 4 ? 0xDE00 : i % 7 == 5 ? 0x20AC : (WCHAR)('a' + i % 26);
    }
    for (ULONG cut = 0; cut < 3; cut++) {
        string.length = LENGTH - 4 + cut;
        for (int way = 0; way < WAYS; way++) {
            assert_ok(write_type(t, way, WS_ELEMENT_TYPE_MAPPING, WS_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &string, sizeof(string)), t->r.error);
            open_document(t, way);
            assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &again, sizeof(again)), t->r.error);
            assert_true(equal_text(&again, &string));
        }
    }
}

/* A zero is a character of a counted string and the end of another one. */
static void zeros(void **state)
{
    TYPED *t = *state;
    BOOL yes = TRUE;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, &yes, sizeof(yes)};
    for (size_t m = 0; m < COUNT(mappings); m++) {
        const char *xml = mappings[m] == WS_ATTRIBUTE_TYPE_MAPPING ? "<a v='x&#0;y'/>" : "<a>x&#0;y</a>";
        WS_STRING string = {0, NULL};
        WS_XML_STRING utf8 = {0, NULL, NULL, 0};
        WCHAR *wsz;
        set_xml_with(&t->r, xml, &property, 1);
        assert_ok(read_type(t, mappings[m], WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &string, sizeof(string)), t->r.error);
        EQUAL_STRING(&string, "x\0y");
        set_xml_with(&t->r, xml, &property, 1);
        assert_ok(read_type(t, mappings[m], WS_XML_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &utf8, sizeof(utf8)), t->r.error);
        EQUAL_XML_STRING(&utf8, "x\0y");
        set_xml_with(&t->r, xml, &property, 1);
        memset(&wsz, 0x5A, sizeof(wsz));
        HRESULT hr = read_type(t, mappings[m], WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, &wsz, sizeof(wsz));
        check_misfit(t, WS_E_INVALID_FORMAT, hr, &wsz, sizeof(wsz), "a zero in a wsz", __FILE__, __LINE__);
    }
}

/* Limits count characters of 16 bits, bytes of UTF-8, bytes before base64; both ends belong to what is allowed. */
static void lengths(void **state)
{
    WS_STRING_DESCRIPTION string = {2, 4};
    WS_WSZ_DESCRIPTION wsz = {2, 4};
    WS_XML_STRING_DESCRIPTION utf8 = {2, 4};
    WS_BYTES_DESCRIPTION bytes = {2, 4};
    const struct {
        WS_TYPE type;
        const void *description;
        ULONG size;
        const char *inside[4], *outside[4];
    } cases[] = {
        {WS_STRING_TYPE, &string, sizeof(WS_STRING), {"ab", "abcd", "\xF0\x9F\x98\x80", "\xE2\x82\xAC\xE2\x82\xAC"}, {"", "a", "abcde", "abc\xF0\x9F\x98\x80"}},
        {WS_WSZ_TYPE, &wsz, sizeof(void *), {"ab", "abcd", "\xF0\x9F\x98\x80", "\xE2\x82\xAC\xE2\x82\xAC"}, {"", "a", "abcde", "abc\xF0\x9F\x98\x80"}},
        {WS_XML_STRING_TYPE, &utf8, sizeof(WS_XML_STRING), {"ab", "abcd", "\xF0\x9F\x98\x80", "\xE2\x82\xAC"}, {"", "a", "abcde", "\xE2\x82\xAC\xE2\x82\xAC"}},
        {WS_BYTES_TYPE, &bytes, sizeof(WS_BYTES), {"QUI=", "QUJD", "QUJDRA==", " Q U I = "}, {"", "QQ==", "QUJDREU="}},
    };
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_READ_OPTION option = cases[i].type == WS_WSZ_TYPE ? WS_READ_REQUIRED_POINTER : WS_READ_REQUIRED_VALUE;
        for (size_t n = 0; n < 4; n++) {
            for (size_t m = 0; m < COUNT(mappings); m++) {
                _Alignas(8) BYTE value[64];
                if (cases[i].inside[n] != NULL) {
                    set_value(t, mappings[m], cases[i].inside[n]);
                    assert_ok(read_type(t, mappings[m], cases[i].type, cases[i].description, option, value, cases[i].size), t->r.error);
                }
                if (cases[i].outside[n] != NULL) {
                    memset(value, 0x5A, sizeof(value));
                    set_value(t, mappings[m], cases[i].outside[n]);
                    HRESULT hr = read_type(t, mappings[m], cases[i].type, cases[i].description, option, value, cases[i].size);
                    check_misfit(t, WS_E_INVALID_FORMAT, hr, value, sizeof(value), cases[i].outside[n], __FILE__, __LINE__);
                }
            }
        }
    }
}

static void bytes(void **state)
{
    static const struct {
        const char *text, *bytes;
        ULONG size;
    } good[] = {{"", "", 0}, {" \n", "", 0}, {"QQ==", "A", 1}, {"AP/+", "\0\xFF\xFE", 3}, {" Q U\nJ D ", "ABC", 3}};
    static const char *const bad[] = {"Q", "QQ", "QQ=", "QR==", "QUJD!", "Q-_=", "QQ==QQ==", "===="};
    TYPED *t = *state;
    static BYTE block[5000];
    for (size_t i = 0; i < sizeof(block); i++) {
        block[i] = (BYTE)(i * 7);
    }
    for (size_t m = 0; m < COUNT(mappings); m++) {
        WS_BYTES value = {77, NULL};
        for (size_t i = 0; i < COUNT(good); i++) {
            assert_ok(read_value_of(t, mappings[m], WS_BYTES_TYPE, NULL, good[i].text, &value, sizeof(value)), t->r.error);
            assert_int_equal(value.length, good[i].size);
            assert_non_null(value.bytes);
            assert_memory_equal(value.bytes, good[i].bytes, good[i].size);
        }
        for (size_t i = 0; i < COUNT(bad); i++) {
            memset(&value, 0x5A, sizeof(value));
            HRESULT hr = read_value_of(t, mappings[m], WS_BYTES_TYPE, NULL, bad[i], &value, sizeof(value));
            check_misfit(t, WS_E_INVALID_FORMAT, hr, &value, sizeof(value), bad[i], __FILE__, __LINE__);
        }
        for (int way = 0; way < WAYS; way++) {
            static const ULONG sizes[] = {0, 1, 2, 3, 255, 256, 768, 1023, 4999, 5000};
            for (size_t i = 0; i < COUNT(sizes); i++) {
                WS_BYTES written = {sizes[i], block};
                memset(&value, 0, sizeof(value));
                assert_ok(write_type(t, way, mappings[m], WS_BYTES_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &written, sizeof(written)), t->r.error);
                if (way != AS_TEXT && sizes[i] == 5000 && mappings[m] != WS_ATTRIBUTE_TYPE_MAPPING) {
                    /* As they are, and not a third longer. */
                    assert_true(t->document.length < 5500);
                }
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], WS_BYTES_TYPE, NULL, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
                assert_int_equal(value.length, sizes[i]);
                assert_non_null(value.bytes);
                assert_memory_equal(value.bytes, block, sizes[i]);
            }
        }
    }
}

static void what_cannot_be_written(void **state)
{
    TYPED *t = *state;
    WCHAR lone[] = {'a', 0xD800, 'b'}, reversed[] = {0xDE00, 0xD83D}, control[] = {1};
    WS_STRING strings[] = {{3, lone}, {2, lone}, {2, reversed}, {1, control}};
    WS_XML_STRING utf8[] = {{1, (BYTE *)"\xFF", NULL, 0}, {2, (BYTE *)"\xC0\x80", NULL, 0}, {3, (BYTE *)"\xED\xA0\x80", NULL, 0},
                            {1, (BYTE *)"\xE2\x82\xAC", NULL, 0}};
    for (size_t m = 0; m < COUNT(mappings); m++) {
        for (int way = 0; way < WAYS; way++) {
            for (size_t i = 0; i < COUNT(strings); i++) {
                assert_hr(WS_E_INVALID_FORMAT,
                          write_type(t, way, mappings[m], WS_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &strings[i], sizeof(WS_STRING)), t->r.error);
                assert_true(text_count(t->r.error) > 0);
            }
            for (size_t i = 0; i < COUNT(utf8); i++) {
                assert_hr(WS_E_INVALID_FORMAT,
                          write_type(t, way, mappings[m], WS_XML_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &utf8[i], sizeof(WS_XML_STRING)), t->r.error);
                assert_true(text_count(t->r.error) > 0);
            }
        }
        /* A length without characters. */
        WS_STRING string = {1, NULL};
        WS_XML_STRING xml = {1, NULL, NULL, 0};
        WS_BYTES block = {1, NULL};
        assert_hr(E_INVALIDARG, write_type(t, AS_TEXT, mappings[m], WS_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &string, sizeof(string)), t->r.error);
        assert_hr(E_INVALIDARG, write_type(t, AS_TEXT, mappings[m], WS_XML_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &xml, sizeof(xml)), t->r.error);
        assert_hr(E_INVALIDARG, write_type(t, AS_TEXT, mappings[m], WS_BYTES_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &block, sizeof(block)), t->r.error);
    }
}

static void qualified_names(void **state)
{
    static const struct {
        const char *content, *local, *ns;
    } good[] = {{"p:x", "x", "urn:p"}, {" p:x\n", "x", "urn:p"}, {"x", "x", ""}, {"xml:lang", "lang", "http://www.w3.org/XML/1998/namespace"},
                {"p:\xC3\xA4", "\xC3\xA4", "urn:p"}};
    static const char *const bad[] = {"", "p:", ":x", "p:x:y", "q:x", "1", "p:1", "x y", "p :x"};
    TYPED *t = *state;
    WS_XML_QNAME name;
    for (size_t m = 0; m < COUNT(mappings); m++) {
        for (size_t i = 0; i < COUNT(good); i++) {
            assert_ok(read_value_of(t, mappings[m], WS_XML_QNAME_TYPE, NULL, good[i].content, &name, sizeof(name)), t->r.error);
            assert_int_equal(name.localName.length, strlen(good[i].local));
            assert_memory_equal(name.localName.bytes, good[i].local, name.localName.length);
            assert_int_equal(name.ns.length, strlen(good[i].ns));
            assert_memory_equal(name.ns.bytes, good[i].ns, name.ns.length);
        }
        for (size_t i = 0; i < COUNT(bad); i++) {
            memset(&name, 0x5A, sizeof(name));
            HRESULT hr = read_value_of(t, mappings[m], WS_XML_QNAME_TYPE, NULL, bad[i], &name, sizeof(name));
            check_misfit(t, WS_E_INVALID_FORMAT, hr, &name, sizeof(name), bad[i], __FILE__, __LINE__);
        }
        /* Of a namespace that a prefix stands for, of one that none does yet, of none. */
        static const char *const namespaces[] = {"urn:p", "urn:new", ""};
        for (int way = 0; way < WAYS; way++) {
            for (size_t i = 0; i < COUNT(namespaces); i++) {
                WS_XML_QNAME written = {WS_XML_STRING_VALUE("name"), {(ULONG)strlen(namespaces[i]), (BYTE *)(uintptr_t)namespaces[i], NULL, 0}};
                memset(&name, 0, sizeof(name));
                assert_ok(write_type(t, way, mappings[m], WS_XML_QNAME_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &written, sizeof(written)), t->r.error);
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], WS_XML_QNAME_TYPE, NULL, WS_READ_REQUIRED_VALUE, &name, sizeof(name)), t->r.error);
                EQUAL_XML_STRING(&name.localName, "name");
                assert_int_equal(name.ns.length, written.ns.length);
                assert_memory_equal(name.ns.bytes, written.ns.bytes, written.ns.length);
            }
        }
    }
    /* Each part has limits of its own. */
    WS_XML_QNAME_DESCRIPTION description = {2, 3, 1, 5};
    static const struct {
        const char *content;
        HRESULT expected;
    } limits[] = {{"p:ab", S_OK}, {"p:abc", S_OK}, {"p:a", WS_E_INVALID_FORMAT}, {"p:abcd", WS_E_INVALID_FORMAT}, {"ab", WS_E_INVALID_FORMAT},
                  {"xml:ab", WS_E_INVALID_FORMAT}};
    for (size_t i = 0; i < COUNT(limits); i++) {
        memset(&name, 0x5A, sizeof(name));
        HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_XML_QNAME_TYPE, &description, limits[i].content, &name, sizeof(name));
        if (limits[i].expected == S_OK) {
            assert_ok(hr, t->r.error);
        } else {
            check_misfit(t, limits[i].expected, hr, &name, sizeof(name), limits[i].content, __FILE__, __LINE__);
        }
    }
    /* The default namespace is that of a name without a prefix. */
    set_xml(&t->r, "<a xmlns='urn:d'>x</a>");
    assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_XML_QNAME_TYPE, NULL, WS_READ_REQUIRED_VALUE, &name, sizeof(name)), t->r.error);
    EQUAL_XML_STRING(&name.ns, "urn:d");
}

/* Names without a namespace, where the elements around them have one. */
static void names_without_a_namespace(void **state)
{
    typedef struct NAMES {
        WS_XML_QNAME attribute, second, content;
    } NAMES;
    typedef struct OUTER {
        NAMES names;
        WS_XML_QNAME element, text;
    } OUTER;
    TYPED *t = *state;
    static WS_XML_QNAME bare = {WS_XML_STRING_VALUE("bare"), WS_XML_STRING_VALUE("")}, full = {WS_XML_STRING_VALUE("full"), WS_XML_STRING_VALUE("urn:n")};
    for (int which = 0; which < 16; which++) {
        WS_STRUCT_DESCRIPTION inside = STRUCT(NAMES, 0, FIELD(ATTRIBUTE, "at", XML_QNAME, NAMES, attribute, 0),
                                              FIELD(ATTRIBUTE, "second", XML_QNAME, NAMES, second, WS_FIELD_OPTIONAL),
                                              NAMELESS(TEXT, XML_QNAME, NAMES, content, 0));
        WS_STRUCT_DESCRIPTION outside = STRUCT(OUTER, 0, FIELD(ELEMENT, "names", STRUCT, OUTER, names, 0, .typeDescription = &inside),
                                               FIELD(ELEMENT, "element", XML_QNAME, OUTER, element, 0));
        outside.fields[0]->ns = outside.fields[1]->ns = NAME("urn:d");
        WS_ELEMENT_DESCRIPTION element = {NAME("outer"), NAME("urn:d"), WS_STRUCT_TYPE, &outside};
        OUTER value = {{which & 1 ? bare : full, which & 2 ? bare : full, which & 4 ? bare : full}, which & 8 ? bare : full, bare}, *read = NULL;
        for (int way = 0; way < WAYS; way++) {
            assert_ok(write_element(t, way, &element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
            open_document(t, way);
            assert_ok(WsReadElement(t->r.reader, &element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
            const WS_XML_QNAME *const expected[] = {&value.names.attribute, &value.names.second, &value.names.content, &value.element};
            const WS_XML_QNAME *const got[] = {&read->names.attribute, &read->names.second, &read->names.content, &read->element};
            for (int i = 0; i < 4; i++) {
                assert_int_equal(got[i]->ns.length, expected[i]->ns.length);
                assert_int_equal(got[i]->localName.length, 4);
                assert_memory_equal(got[i]->localName.bytes, expected[i]->localName.bytes, 4);
            }
        }
    }
}

typedef struct ARRAYS {
    WCHAR *chars;
    ULONG char_count;
    BYTE *utf8;
    ULONG utf8_count;
    BYTE *block;
    ULONG block_count;
} ARRAYS;

#define COUNTED(map, local, kind, member, count, ...)                                                                  \
    FIELD(map, local, kind, ARRAYS, member, __VA_ARGS__, .countOffset = WsOffsetOf(ARRAYS, count))

/* Counted arrays as elements and attributes, there, empty, nil and absent. */
static void arrays(void **state)
{
    TYPED *t = *state;
    const ULONG nil = WS_FIELD_NILLABLE | WS_FIELD_OPTIONAL;
    WS_STRUCT_DESCRIPTION elements = STRUCT(ARRAYS, 0, COUNTED(ELEMENT, "c", CHAR_ARRAY, chars, char_count, nil),
                                            COUNTED(ELEMENT, "u", UTF8_ARRAY, utf8, utf8_count, nil),
                                            COUNTED(ELEMENT, "b", BYTE_ARRAY, block, block_count, nil));
    WS_STRUCT_DESCRIPTION attributes = STRUCT(ARRAYS, 0, COUNTED(ATTRIBUTE, "c", CHAR_ARRAY, chars, char_count, WS_FIELD_OPTIONAL),
                                              COUNTED(ATTRIBUTE, "u", UTF8_ARRAY, utf8, utf8_count, WS_FIELD_OPTIONAL),
                                              COUNTED(ATTRIBUTE, "b", BYTE_ARRAY, block, block_count, WS_FIELD_OPTIONAL));
    const struct {
        const WS_STRUCT_DESCRIPTION *description;
        const char *xml;
        ULONG counts[3];
        int pointers;
    } cases[] = {
        {&elements, "<a><c>x\xF0\x9F\x98\x80</c><u>x\xF0\x9F\x98\x80</u><b>AP8=</b></a>", {3, 5, 2}, 1},
        {&elements, "<a><c/><u></u><b/></a>", {0, 0, 0}, 1},
        {&elements, "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><c i:nil='true'/><u i:nil='1'></u><b i:nil=' true '/></a>", {0, 0, 0}, 0},
        {&elements, "<a/>", {0, 0, 0}, 0},
        {&attributes, "<a c='x\xF0\x9F\x98\x80' u='x\xF0\x9F\x98\x80' b='AP8='/>", {3, 5, 2}, 1},
        {&attributes, "<a b='' u='' c=''/>", {0, 0, 0}, 1},
        {&attributes, "<a/>", {0, 0, 0}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, cases[i].description);
        ARRAYS value;
        memset(&value, 0x5A, sizeof(value));
        assert_ok(read_element(t, cases[i].xml, &a, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
        for (int way = -1; way < WAYS; way++) {
            if (way >= 0) {
                assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
                memset(&value, 0x5A, sizeof(value));
                open_document(t, way);
                assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &value, sizeof(value), t->r.error), t->r.error);
            }
            assert_int_equal(value.char_count, cases[i].counts[0]);
            assert_int_equal(value.utf8_count, cases[i].counts[1]);
            assert_int_equal(value.block_count, cases[i].counts[2]);
            assert_int_equal(value.chars != NULL, cases[i].pointers);
            assert_int_equal(value.utf8 != NULL, cases[i].pointers);
            assert_int_equal(value.block != NULL, cases[i].pointers);
            if (cases[i].counts[0] > 0) {
                assert_memory_equal(value.chars, u"x\U0001F600", 6);
                assert_memory_equal(value.utf8, "x\xF0\x9F\x98\x80", 5);
                assert_memory_equal(value.block, "\0\xFF", 2);
            }
        }
    }
}

static void arrays_have_limits(void **state)
{
    TYPED *t = *state;
    WS_CHAR_ARRAY_DESCRIPTION chars = {1, 3};
    WS_UTF8_ARRAY_DESCRIPTION utf8 = {1, 3};
    WS_BYTE_ARRAY_DESCRIPTION block = {1, 3};
    WS_STRUCT_DESCRIPTION texts[] = {
        STRUCT(ARRAYS, 0, NAMELESS(TEXT, CHAR_ARRAY, ARRAYS, chars, 0, .countOffset = WsOffsetOf(ARRAYS, char_count), .typeDescription = &chars)),
        STRUCT(ARRAYS, 0, NAMELESS(TEXT, UTF8_ARRAY, ARRAYS, utf8, 0, .countOffset = WsOffsetOf(ARRAYS, utf8_count), .typeDescription = &utf8)),
        STRUCT(ARRAYS, 0, NAMELESS(TEXT, BYTE_ARRAY, ARRAYS, block, 0, .countOffset = WsOffsetOf(ARRAYS, block_count), .typeDescription = &block)),
    };
    static const struct {
        int type;
        const char *xml;
        HRESULT expected;
    } cases[] = {
        {0, "<a>x</a>", S_OK}, {0, "<a>x\xF0\x9F\x98\x80</a>", S_OK}, {0, "<a></a>", WS_E_INVALID_FORMAT}, {0, "<a>abcd</a>", WS_E_INVALID_FORMAT},
        {1, "<a>x</a>", S_OK}, {1, "<a>\xE2\x82\xAC</a>", S_OK}, {1, "<a/>", WS_E_INVALID_FORMAT}, {1, "<a>\xF0\x9F\x98\x80</a>", WS_E_INVALID_FORMAT},
        {2, "<a>QQ==</a>", S_OK}, {2, "<a>QUJD</a>", S_OK}, {2, "<a> </a>", WS_E_INVALID_FORMAT}, {2, "<a>QUJDRA==</a>", WS_E_INVALID_FORMAT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &texts[cases[i].type]);
        ARRAYS value;
        memset(&value, 0x5A, sizeof(value));
        HRESULT hr = read_element(t, cases[i].xml, &a, WS_READ_REQUIRED_VALUE, &value, sizeof(value));
        if (cases[i].expected == S_OK) {
            assert_ok(hr, t->r.error);
        } else {
            check_misfit(t, cases[i].expected, hr, NULL, 0, cases[i].xml, __FILE__, __LINE__);
        }
    }
}

typedef struct NILS {
    WS_STRING string;
    WCHAR *wsz;
    WS_BYTES block;
    WS_XML_STRING utf8;
} NILS;

/* Nil and empty are two values, and both survive every encoding. */
static void nil_and_empty(void **state)
{
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION description = STRUCT(NILS, 0, FIELD(ELEMENT, "s", STRING, NILS, string, WS_FIELD_NILLABLE),
                                               FIELD(ELEMENT, "w", WSZ, NILS, wsz, WS_FIELD_NILLABLE),
                                               FIELD(ELEMENT, "b", BYTES, NILS, block, WS_FIELD_NILLABLE),
                                               FIELD(ELEMENT, "u", XML_STRING, NILS, utf8, WS_FIELD_NILLABLE));
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &description);
    WCHAR nothing[] = {0};
    for (int which = 0; which < 16; which++) {
        NILS value = {{0, which & 1 ? NULL : nothing}, which & 2 ? NULL : nothing, {0, which & 4 ? NULL : (BYTE *)nothing},
                      {0, which & 8 ? NULL : (BYTE *)nothing, NULL, 0}};
        for (int way = 0; way < WAYS; way++) {
            NILS read;
            memset(&read, 0x5A, sizeof(read));
            assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
            open_document(t, way);
            assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
            assert_int_equal(read.string.length, 0);
            assert_int_equal(read.string.chars == NULL, (which & 1) != 0);
            assert_int_equal(read.wsz == NULL, (which & 2) != 0);
            assert_int_equal(read.block.length, 0);
            assert_int_equal(read.block.bytes == NULL, (which & 4) != 0);
            assert_int_equal(read.utf8.length, 0);
            assert_int_equal(read.utf8.bytes == NULL, (which & 8) != 0);
        }
    }
    /* A nil element has no content; xsi:nil="false" says nothing. */
    static const struct {
        const char *string;
        HRESULT expected;
    } forms[] = {
        {"<s i:nil='false'>x</s>", S_OK}, {"<s i:nil='0'/>", S_OK}, {"<s i:nil='true'></s>", S_OK}, {"<s i:nil='true'><!--x--></s>", S_OK},
        {"<s i:nil='true'>x</s>", WS_E_INVALID_FORMAT}, {"<s i:nil='true'><x/></s>", WS_E_INVALID_FORMAT}, {"<s i:nil='maybe'/>", WS_E_INVALID_FORMAT},
        {"<s nil='true'/>", WS_E_INVALID_FORMAT},
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        char xml[300];
        NILS read;
        snprintf(xml, sizeof(xml), "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>%s<w/><b/><u/></a>", forms[i].string);
        HRESULT hr = read_element(t, xml, &a, WS_READ_REQUIRED_VALUE, &read, sizeof(read));
        if (hr != forms[i].expected) {
            print_texts(t->r.error);
            fail_msg("%s: %08X", forms[i].string, HR(hr));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(texts),
        TYPED_TEST(long_texts),
        TYPED_TEST(zeros),
        TYPED_TEST(lengths),
        TYPED_TEST(bytes),
        TYPED_TEST(what_cannot_be_written),
        TYPED_TEST(qualified_names),
        TYPED_TEST(names_without_a_namespace),
        TYPED_TEST(arrays),
        TYPED_TEST(arrays_have_limits),
        TYPED_TEST(nil_and_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
