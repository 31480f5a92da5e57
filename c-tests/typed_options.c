/* Typed data, WS_READ_OPTION and WS_WRITE_OPTION: with each kind of type, absent and nil, wrong sizes, heaps. */
#include "support/typed.h"

typedef struct NUMBER {
    int32_t number;
} NUMBER;

typedef struct CHOICE {
    INT which;
    int32_t number;
} CHOICE;

static WS_ENUM_VALUE colours[] = {{1, NAME("red")}};
static WS_ENUM_DESCRIPTION colour = {colours, 1, 3, NULL};
static WS_FIELD_DESCRIPTION text_field = {.mapping = WS_TEXT_FIELD_MAPPING, .type = WS_INT32_TYPE};
static WS_FIELD_DESCRIPTION *number_fields[] = {&text_field};
static WS_STRUCT_DESCRIPTION number_struct = {.size = sizeof(NUMBER), .alignment = 4, .fields = number_fields, .fieldCount = 1};
static WS_UNION_FIELD_DESCRIPTION choice_field = {1, {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = NAME("n"), .ns = NAME(""),
                                                      .type = WS_INT32_TYPE, .offset = offsetof(CHOICE, number)}};
static WS_UNION_FIELD_DESCRIPTION *choice_fields[] = {&choice_field};
static WS_UNION_DESCRIPTION choice = {sizeof(CHOICE), 4, choice_fields, 1, offsetof(CHOICE, which), 0, NULL};

/* One of each kind: what WS_TYPE says about it. */
static const struct {
    WS_TYPE type;
    const void *description;
    ULONG size;
    const char *content;
    /* Whether it may be an attribute, is a pointer by nature, has a nil value of its own, points to memory of the heap. */
    char attribute, pointer, nil, heap;
} kinds[] = {
    {WS_BOOL_TYPE, NULL, sizeof(BOOL), "true", 1, 0, 0, 0},
    {WS_INT8_TYPE, NULL, 1, "1", 1, 0, 0, 0},
    {WS_INT16_TYPE, NULL, 2, "1", 1, 0, 0, 0},
    {WS_INT32_TYPE, NULL, 4, "1", 1, 0, 0, 0},
    {WS_INT64_TYPE, NULL, 8, "1", 1, 0, 0, 0},
    {WS_UINT8_TYPE, NULL, 1, "1", 1, 0, 0, 0},
    {WS_UINT16_TYPE, NULL, 2, "1", 1, 0, 0, 0},
    {WS_UINT32_TYPE, NULL, 4, "1", 1, 0, 0, 0},
    {WS_UINT64_TYPE, NULL, 8, "1", 1, 0, 0, 0},
    {WS_FLOAT_TYPE, NULL, 4, "1", 1, 0, 0, 0},
    {WS_DOUBLE_TYPE, NULL, 8, "1", 1, 0, 0, 0},
    {WS_DECIMAL_TYPE, NULL, sizeof(DECIMAL), "1", 1, 0, 0, 0},
    {WS_DATETIME_TYPE, NULL, sizeof(WS_DATETIME), "2000-01-01T00:00:00Z", 1, 0, 0, 0},
    {WS_TIMESPAN_TYPE, NULL, sizeof(WS_TIMESPAN), "00:00:01", 1, 0, 0, 0},
    {WS_GUID_TYPE, NULL, sizeof(GUID), "01234567-89ab-cdef-fedc-ba9876543210", 1, 0, 0, 0},
    {WS_DURATION_TYPE, NULL, sizeof(WS_DURATION), "P1Y", 1, 0, 0, 0},
    {WS_UNIQUE_ID_TYPE, NULL, sizeof(WS_UNIQUE_ID), "urn:x", 1, 0, 0, 1},
    {WS_STRING_TYPE, NULL, sizeof(WS_STRING), "text", 1, 0, 1, 1},
    {WS_WSZ_TYPE, NULL, sizeof(void *), "text", 1, 1, 0, 1},
    {WS_BYTES_TYPE, NULL, sizeof(WS_BYTES), "QUJD", 1, 0, 1, 1},
    {WS_XML_STRING_TYPE, NULL, sizeof(WS_XML_STRING), "text", 1, 0, 1, 1},
    {WS_XML_QNAME_TYPE, NULL, sizeof(WS_XML_QNAME), "p:x", 1, 0, 0, 1},
    {WS_ENUM_TYPE, &colour, 4, "red", 1, 0, 0, 0},
    {WS_STRUCT_TYPE, &number_struct, sizeof(NUMBER), "5", 1, 0, 0, 0},
    {WS_XML_BUFFER_TYPE, NULL, sizeof(void *), "<b/>t", 0, 1, 0, 1},
    {WS_UNION_TYPE, &choice, sizeof(CHOICE), "<n>5</n>", 0, 0, 0, 0},
};

static const WS_READ_OPTION read_options[] = {WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, WS_READ_OPTIONAL_POINTER,
                                              WS_READ_NILLABLE_POINTER, WS_READ_NILLABLE_VALUE};

static const char *element_of_kind(size_t k)
{
    static char xml[200];
    snprintf(xml, sizeof(xml), "<a xmlns:p='urn:p'>%s</a>", kinds[k].content);
    return xml;
}

static const char *attribute_of_kind(size_t k)
{
    static char xml[200];
    snprintf(xml, sizeof(xml), "<a xmlns:p='urn:p' v='%s'/>", kinds[k].content);
    return xml;
}

/* A value that was refused before anything was read: the error, a text, and nothing written. */
static void check_refused(TYPED *t, HRESULT hr, const void *value, size_t k, int option)
{
    static const BYTE untouched[64] = {0};
    if (hr != E_INVALIDARG || text_count(t->r.error) == 0 || memcmp(value, untouched, sizeof(untouched)) != 0) {
        print_texts(t->r.error);
        fail_msg("type %d, option %d: %08X", kinds[k].type, option, HR(hr));
    }
    assert_ok(WsResetError(t->r.error), NULL);
}

static void reading_a_type(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        for (size_t o = 0; o < COUNT(read_options); o++) {
            WS_READ_OPTION option = read_options[o];
            for (int mapping = WS_ELEMENT_TYPE_MAPPING; mapping <= WS_ATTRIBUTE_TYPE_MAPPING; mapping++) {
                _Alignas(16) BYTE value[64] = {0};
                ULONG size = option == WS_READ_REQUIRED_VALUE || option == WS_READ_NILLABLE_VALUE ? kinds[k].size : sizeof(void *);
                int allowed = option == WS_READ_REQUIRED_POINTER || (option == WS_READ_REQUIRED_VALUE && !kinds[k].pointer);
                if (mapping == WS_ATTRIBUTE_TYPE_MAPPING && !kinds[k].attribute) {
                    continue;
                }
                set_value(t, (WS_TYPE_MAPPING)mapping, kinds[k].content);
                HRESULT hr = read_type(t, (WS_TYPE_MAPPING)mapping, kinds[k].type, kinds[k].description, option, value, size);
                if (!allowed) {
                    check_refused(t, hr, value, k, option);
                } else if (hr != S_OK) {
                    print_texts(t->r.error);
                    fail_msg("type %d, option %d, mapping %d: %08X", kinds[k].type, option, mapping, HR(hr));
                }
            }
        }
    }
}

static void reading_an_element(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        WS_ELEMENT_DESCRIPTION a = element_a(kinds[k].type, kinds[k].description);
        for (size_t o = 0; o < COUNT(read_options); o++) {
            WS_READ_OPTION option = read_options[o];
            _Alignas(16) BYTE value[64] = {0};
            void *pointer;
            int by_value = option == WS_READ_REQUIRED_VALUE || option == WS_READ_NILLABLE_VALUE;
            ULONG size = by_value ? kinds[k].size : sizeof(void *);
            HRESULT hr = read_element(t, element_of_kind(k), &a, option, value, size);
            if (option >= WS_READ_NILLABLE_POINTER || (by_value && kinds[k].pointer)) {
                check_refused(t, hr, value, k, option);
                continue;
            }
            if (hr != S_OK) {
                print_texts(t->r.error);
                fail_msg("type %d, option %d: %08X", kinds[k].type, option, HR(hr));
            }
            assert_on(&t->r, EOF);
            if (!by_value) {
                memcpy(&pointer, value, sizeof(pointer));
                assert_non_null(pointer);
            }
            /* Another element stands there. */
            memset(value, 0x5A, sizeof(value));
            hr = read_element(t, "<b/>", &a, option, value, size);
            if (option == WS_READ_OPTIONAL_POINTER) {
                assert_ok(hr, t->r.error);
                memcpy(&pointer, value, sizeof(pointer));
                assert_null(pointer);
                EQUAL_XML_STRING(element_of(&t->r)->localName, "b");
            } else {
                check_misfit(t, WS_E_INVALID_FORMAT, hr, value, sizeof(value), "another element", __FILE__, __LINE__);
                assert_error_says(t->r.error, "a");
            }
        }
    }
}

static void elements_that_are_not_there(void **state)
{
    TYPED *t = *state;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    static const char *const absent[] = {"<r></r>", "<r> <!--x--> </r>", "<r><a xmlns='urn:other'>1</a></r>", "<r><b><a>1</a></b></r>"};
    for (size_t i = 0; i < COUNT(absent); i++) {
        int32_t *pointer = (int32_t *)t;
        set_xml(&t->r, absent[i]);
        assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_OPTIONAL_POINTER, t->r.heap, &pointer, sizeof(pointer), t->r.error), t->r.error);
        assert_null(pointer);
        /* Again: nothing was passed over. */
        pointer = (int32_t *)t;
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_OPTIONAL_POINTER, t->r.heap, &pointer, sizeof(pointer), t->r.error), t->r.error);
        assert_null(pointer);
    }
    /* White space and comments before the element are nothing. */
    int32_t number = 0;
    set_xml(&t->r, "<r> <!--x--> <a>1</a> <!--y--><a>2</a></r>");
    assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
    for (int i = 1; i <= 2; i++) {
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number), t->r.error), t->r.error);
        assert_int_equal(number, i);
    }
    assert_ok(WsReadEndElement(t->r.reader, t->r.error), t->r.error);
}

static WS_ATTRIBUTE_DESCRIPTION attribute(WS_XML_STRING *name, WS_XML_STRING *ns, WS_TYPE type, const void *description)
{
    return (WS_ATTRIBUTE_DESCRIPTION){name, ns, type, (void *)(uintptr_t)description};
}

static void reading_an_attribute(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        WS_ATTRIBUTE_DESCRIPTION v = attribute(NAME("v"), NAME(""), kinds[k].type, kinds[k].description);
        for (size_t o = 0; o < 3; o++) {
            WS_READ_OPTION option = read_options[o];
            _Alignas(16) BYTE value[64] = {0};
            void *pointer;
            ULONG size = option == WS_READ_REQUIRED_VALUE ? kinds[k].size : sizeof(void *);
            if (kinds[k].attribute) {
                set_xml(&t->r, attribute_of_kind(k));
            } else {
                set_xml(&t->r, "<a v='x'/>");
            }
            assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, t->r.error), t->r.error);
            HRESULT hr = WsReadAttribute(t->r.reader, &v, option, t->r.heap, value, size, t->r.error);
            if (!kinds[k].attribute || (option == WS_READ_REQUIRED_VALUE && kinds[k].pointer)) {
                check_refused(t, hr, value, k, option);
                continue;
            }
            if (hr != S_OK) {
                print_texts(t->r.error);
                fail_msg("type %d, option %d: %08X", kinds[k].type, option, HR(hr));
            }
            memset(value, 0x5A, sizeof(value));
            set_xml(&t->r, "<a w='x' p:v='y' xmlns:p='urn:p'/>");
            assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, t->r.error), t->r.error);
            hr = WsReadAttribute(t->r.reader, &v, option, t->r.heap, value, size, t->r.error);
            if (option == WS_READ_OPTIONAL_POINTER) {
                assert_ok(hr, t->r.error);
                memcpy(&pointer, value, sizeof(pointer));
                assert_null(pointer);
                assert_on(&t->r, ELEMENT);
            } else {
                check_misfit(t, WS_E_INVALID_FORMAT, hr, value, sizeof(value), "no such attribute", __FILE__, __LINE__);
                assert_error_says(t->r.error, "v");
            }
        }
    }
    /* In any order, and then the content. */
    WS_ATTRIBUTE_DESCRIPTION x = attribute(NAME("x"), NAME("urn:p"), WS_INT32_TYPE, NULL), y = attribute(NAME("y"), NAME(""), WS_INT32_TYPE, NULL);
    int32_t first = 0, second = 0, third = 0;
    set_xml(&t->r, "<a y='1' p:x='2' xmlns:p='urn:p'>3</a>");
    assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, t->r.error), t->r.error);
    assert_ok(WsReadAttribute(t->r.reader, &x, WS_READ_REQUIRED_VALUE, NULL, &second, 4, t->r.error), t->r.error);
    assert_ok(WsReadAttribute(t->r.reader, &y, WS_READ_REQUIRED_VALUE, NULL, &first, 4, t->r.error), t->r.error);
    assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
    assert_ok(WsReadValue(t->r.reader, WS_INT32_VALUE_TYPE, &third, 4, t->r.error), t->r.error);
    assert_true(first == 1 && second == 2 && third == 3);
}

/* Every size but the right one, no value, no pointer, an option that does not exist. */
static void sizes(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        WS_ELEMENT_DESCRIPTION a = element_a(kinds[k].type, kinds[k].description);
        _Alignas(16) BYTE value[64] = {0};
        for (ULONG size = 0; size <= 64; size++) {
            if (size != kinds[k].size && !kinds[k].pointer) {
                check_refused(t, read_element(t, element_of_kind(k), &a, WS_READ_REQUIRED_VALUE, value, size), value, k, WS_READ_REQUIRED_VALUE);
                check_refused(t, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, value, size), value, k, WS_WRITE_REQUIRED_VALUE);
            }
            if (size != sizeof(void *)) {
                check_refused(t, read_element(t, element_of_kind(k), &a, WS_READ_REQUIRED_POINTER, value, size), value, k, WS_READ_REQUIRED_POINTER);
                check_refused(t, read_element(t, element_of_kind(k), &a, WS_READ_OPTIONAL_POINTER, value, size), value, k, WS_READ_OPTIONAL_POINTER);
                check_refused(t, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, value, size), value, k, WS_WRITE_REQUIRED_POINTER);
            }
        }
        check_refused(t, read_element(t, element_of_kind(k), &a, WS_READ_REQUIRED_POINTER, NULL, sizeof(void *)), value, k, 100);
        check_refused(t, read_element(t, element_of_kind(k), &a, WS_READ_REQUIRED_POINTER, value + 1, sizeof(void *)), value, k, 101);
        check_refused(t, read_element(t, element_of_kind(k), &a, (WS_READ_OPTION)0, value, sizeof(void *)), value, k, 0);
        check_refused(t, read_element(t, element_of_kind(k), &a, (WS_READ_OPTION)6, value, sizeof(void *)), value, k, 6);
        check_refused(t, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, NULL, sizeof(void *)), value, k, 102);
        check_refused(t, write_element(t, AS_TEXT, &a, (WS_WRITE_OPTION)0, value, sizeof(void *)), value, k, 0);
        check_refused(t, write_element(t, AS_TEXT, &a, (WS_WRITE_OPTION)5, value, sizeof(void *)), value, k, 5);
    }
}

/* Without a heap there is what needs none. */
static void no_heap(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        _Alignas(16) BYTE value[64] = {0};
        WS_ELEMENT_DESCRIPTION a = element_a(kinds[k].type, kinds[k].description);
        if (!kinds[k].pointer) {
            set_xml(&t->r, element_of_kind(k));
            HRESULT hr = WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, NULL, value, kinds[k].size, t->r.error);
            if (kinds[k].heap) {
                check_refused(t, hr, value, k, WS_READ_REQUIRED_VALUE);
            } else {
                assert_ok(hr, t->r.error);
            }
        }
        memset(value, 0, sizeof(value));
        set_xml(&t->r, element_of_kind(k));
        check_refused(t, WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, NULL, value, sizeof(void *), t->r.error), value, k,
                      WS_READ_REQUIRED_POINTER);
    }
}

/* With every quota the result is either whole or WS_E_QUOTA_EXCEEDED, and the heap holds the values and nothing else. */
static void quotas(void **state)
{
    typedef struct RECORD {
        WS_STRING string;
        WCHAR *wsz;
        int32_t *numbers;
        ULONG count;
        WS_BYTES block;
    } RECORD;
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION record = STRUCT(RECORD, 0, FIELD(ELEMENT, "s", STRING, RECORD, string, 0), FIELD(ELEMENT, "w", WSZ, RECORD, wsz, 0),
                                          ARRAY("n", INT32, RECORD, numbers, count, 0), FIELD(ELEMENT, "b", BYTES, RECORD, block, 0));
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &record);
    SIZE_T whole = 0;
    for (SIZE_T quota = 0; quota < 400; quota++) {
        WS_HEAP *heap = NULL;
        RECORD *pointer = (RECORD *)t;
        SIZE_T used = 0;
        assert_ok(WsCreateHeap(quota, 0, NULL, 0, &heap, t->r.error), t->r.error);
        set_xml(&t->r, "<a><s>0123456789</s><w>abcdefg</w><n>1</n><n>2</n><n>3</n><b>QUJDREVG</b></a>");
        HRESULT hr = WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer), t->r.error);
        assert_ok(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &used, sizeof(used), t->r.error), t->r.error);
        if (hr == S_OK) {
            whole = whole == 0 ? quota : whole;
            EQUAL_STRING(&pointer->string, "0123456789");
            assert_memory_equal(pointer->wsz, u"abcdefg", 16);
            assert_int_equal(pointer->count, 3);
            assert_int_equal(pointer->numbers[2], 3);
            assert_memory_equal(pointer->block.bytes, "ABCDEF", 6);
        } else {
            assert_int_equal(whole, 0);
            check_misfit(t, WS_E_QUOTA_EXCEEDED, hr, NULL, 0, "quota", __FILE__, __LINE__);
            assert_ptr_equal(pointer, t);
            assert_ok(WsResetError(t->r.error), NULL);
        }
        assert_true(used <= quota);
        WsFreeHeap(heap);
    }
    /* Each value, rounded up to 16 bytes: what the page of WS_READ_OPTION tells to count. */
    assert_true(whole >= sizeof(RECORD) + 20 + 16 + 12 + 6);
    assert_true(whole <= (sizeof(RECORD) + 15) / 16 * 16 + 32 + 16 + 16 + 16);
}

/* Whether the document that was written last is one nil element. */
static int is_nil(TYPED *t, int way)
{
    ULONG index = 0;
    HRESULT hr;
    open_document(t, way);
    assert_ok(WsReadToStartElement(t->r.reader, XSTR("a"), XSTR(""), NULL, t->r.error), t->r.error);
    hr = WsFindAttribute(t->r.reader, XSTR("nil"), XSTR(XSI), FALSE, &index, t->r.error);
    if (hr == S_OK) {
        BOOL nil = FALSE;
        assert_ok(WsReadStartAttribute(t->r.reader, index, t->r.error), t->r.error);
        assert_ok(WsReadValue(t->r.reader, WS_BOOL_VALUE_TYPE, &nil, sizeof(nil), t->r.error), t->r.error);
        assert_int_equal(nil, TRUE);
        assert_ok(WsReadEndAttribute(t->r.reader, t->r.error), t->r.error);
        assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
        assert_on(&t->r, END_ELEMENT);
        return 1;
    }
    return 0;
}

static void writing(void **state)
{
    TYPED *t = *state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        WS_ELEMENT_DESCRIPTION a = element_a(kinds[k].type, kinds[k].description);
        void *value = NULL, *nothing = NULL;
        _Alignas(16) BYTE zeros[64] = {0};
        assert_ok(read_element(t, element_of_kind(k), &a, WS_READ_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        for (int way = 0; way < WAYS; way++) {
            /* The value. */
            if (kinds[k].pointer) {
                memcpy(zeros, &value, sizeof(value));
                HRESULT hr = write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, zeros, sizeof(value));
                memset(zeros, 0, sizeof(zeros));
                check_refused(t, hr, zeros, k, WS_WRITE_REQUIRED_VALUE);
            } else {
                assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, value, kinds[k].size), t->r.error);
                assert_false(is_nil(t, way));
            }
            /* A pointer to it. */
            for (int option = WS_WRITE_REQUIRED_POINTER; option <= WS_WRITE_NILLABLE_POINTER; option += 2) {
                assert_ok(write_element(t, way, &a, (WS_WRITE_OPTION)option, &value, sizeof(value)), t->r.error);
                assert_false(is_nil(t, way));
            }
            check_refused(t, write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &nothing, sizeof(nothing)), zeros, k, WS_WRITE_REQUIRED_POINTER);
            assert_ok(write_element(t, way, &a, WS_WRITE_NILLABLE_POINTER, &nothing, sizeof(nothing)), t->r.error);
            assert_true(is_nil(t, way));
            /* A value with a nil of its own. */
            if (kinds[k].nil) {
                assert_ok(write_element(t, way, &a, WS_WRITE_NILLABLE_VALUE, value, kinds[k].size), t->r.error);
                assert_false(is_nil(t, way));
                assert_ok(write_element(t, way, &a, WS_WRITE_NILLABLE_VALUE, zeros, kinds[k].size), t->r.error);
                assert_true(is_nil(t, way));
                /* Required is required: an element without content, and not a nil one. */
                assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, zeros, kinds[k].size), t->r.error);
                assert_false(is_nil(t, way));
            } else {
                check_refused(t, write_element(t, way, &a, WS_WRITE_NILLABLE_VALUE, zeros, kinds[k].size), zeros, k, WS_WRITE_NILLABLE_VALUE);
            }
            /* WsWriteType has the two required ones only. */
            for (int option = WS_WRITE_NILLABLE_VALUE; option <= WS_WRITE_NILLABLE_POINTER; option++) {
                HRESULT hr = write_type(t, way, WS_ELEMENT_TYPE_MAPPING, kinds[k].type, kinds[k].description, (WS_WRITE_OPTION)option, &value,
                                        option == WS_WRITE_NILLABLE_VALUE ? kinds[k].size : sizeof(value));
                check_refused(t, hr, zeros, k, 10 + option);
            }
        }
    }
}

static void writing_attributes(void **state)
{
    TYPED *t = *state;
    int32_t number = 5;
    int32_t *pointer = &number, *nothing = NULL;
    WS_ERROR *error = t->r.error;
    WS_ATTRIBUTE_DESCRIPTION x = attribute(NAME("x"), NAME("urn:p"), WS_INT32_TYPE, NULL), y = attribute(NAME("y"), NAME(""), WS_INT32_TYPE, NULL);
    for (int way = 0; way < WAYS; way++) {
        start_document(t, way);
        assert_ok(WsWriteStartElement(t->writer, XSTR("p"), XSTR("a"), XSTR("urn:p"), error), error);
        assert_ok(WsWriteAttribute(t->writer, &x, WS_WRITE_REQUIRED_VALUE, &number, 4, error), error);
        assert_ok(WsWriteAttribute(t->writer, &y, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer), error), error);
        assert_ok(WsWriteEndElement(t->writer, error), error);
        end_document(t);
        open_document(t, way);
        assert_ok(WsReadToStartElement(t->r.reader, XSTR("a"), XSTR("urn:p"), NULL, error), error);
        int32_t first = 0, second = 0;
        assert_ok(WsReadAttribute(t->r.reader, &x, WS_READ_REQUIRED_VALUE, NULL, &first, 4, error), error);
        assert_ok(WsReadAttribute(t->r.reader, &y, WS_READ_REQUIRED_VALUE, NULL, &second, 4, error), error);
        assert_true(first == 5 && second == 5);
        /* No pointer, and no element to put it into. An attribute cannot be nil. */
        start_document(t, way);
        assert_hr(WS_E_INVALID_OPERATION, WsWriteAttribute(t->writer, &y, WS_WRITE_REQUIRED_VALUE, &number, 4, error), error);
        start_document(t, way);
        assert_ok(WsWriteStartElement(t->writer, NULL, XSTR("a"), XSTR(""), error), error);
        assert_hr(E_INVALIDARG, WsWriteAttribute(t->writer, &y, WS_WRITE_REQUIRED_POINTER, &nothing, sizeof(nothing), error), error);
        start_document(t, way);
        assert_ok(WsWriteStartElement(t->writer, NULL, XSTR("a"), XSTR(""), error), error);
        assert_hr(E_INVALIDARG, WsWriteAttribute(t->writer, &y, WS_WRITE_NILLABLE_POINTER, &nothing, sizeof(nothing), error), error);
        start_document(t, way);
        assert_ok(WsWriteStartElement(t->writer, NULL, XSTR("a"), XSTR(""), error), error);
        assert_hr(E_INVALIDARG, WsWriteAttribute(t->writer, NULL, WS_WRITE_REQUIRED_VALUE, &number, 4, error), error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(reading_a_type),
        TYPED_TEST(reading_an_element),
        TYPED_TEST(elements_that_are_not_there),
        TYPED_TEST(reading_an_attribute),
        TYPED_TEST(sizes),
        TYPED_TEST(no_heap),
        TYPED_TEST(quotas),
        TYPED_TEST(writing),
        TYPED_TEST(writing_attributes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
