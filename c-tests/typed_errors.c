/* Typed data that does not fit, with texts that say where; descriptions and arguments that make no sense. */
#include "support/typed.h"

typedef struct INNER {
    int32_t x;
} INNER;

typedef struct CHOICE {
    INT which;
    int32_t c;
    int32_t *list;
    ULONG list_count;
} CHOICE;

typedef struct VALUE {
    int32_t at;
    int32_t number;
    WS_STRING string;
    int32_t *numbers;
    ULONG count;
    INNER inner;
    INT colour;
    CHOICE choice;
    int64_t none;
    /* Room for fields that patches make larger; no field is here. */
    int64_t room[4];
} VALUE;

/* All descriptions of VALUE in one piece, so that a test can spoil a copy. */
typedef struct DESCRIPTIONS {
    WS_FIELD_DESCRIPTION at, number, string, numbers, inner, colour, choice, none, x;
    WS_FIELD_DESCRIPTION *fields[8], *inner_fields[1];
    WS_STRUCT_DESCRIPTION value, inside;
    WS_ENUM_VALUE colours[2];
    ULONG by_name[2];
    WS_ENUM_DESCRIPTION enumeration;
    WS_UNION_FIELD_DESCRIPTION c, list;
    WS_UNION_FIELD_DESCRIPTION *choices[2];
    ULONG by_value[2];
    WS_UNION_DESCRIPTION one_of;
    WS_INT32_DESCRIPTION range;
    WS_STRING_DESCRIPTION length;
    WS_DEFAULT_VALUE nothing;
    int64_t zero;
    WS_ITEM_RANGE items;
} DESCRIPTIONS;

static const char good_xml[] = "<a at='1'><number>2</number><string>s</string><n>3</n><inner x='4'/><colour>red</colour><c>5</c></a>";

static void describe(DESCRIPTIONS *d)
{
    memset(d, 0, sizeof(*d));
    static WS_XML_STRING none = WS_XML_STRING_VALUE(""), at = WS_XML_STRING_VALUE("at"), number = WS_XML_STRING_VALUE("number"),
                         string = WS_XML_STRING_VALUE("string"), n = WS_XML_STRING_VALUE("n"), inner = WS_XML_STRING_VALUE("inner"),
                         colour = WS_XML_STRING_VALUE("colour"), x = WS_XML_STRING_VALUE("x"), red = WS_XML_STRING_VALUE("red"),
                         blue = WS_XML_STRING_VALUE("blue"), c = WS_XML_STRING_VALUE("c"), l = WS_XML_STRING_VALUE("l");
    d->range = (WS_INT32_DESCRIPTION){0, 100};
    d->length = (WS_STRING_DESCRIPTION){1, 5};
    d->items = (WS_ITEM_RANGE){0, 2};
    d->nothing = (WS_DEFAULT_VALUE){&d->zero, 8};
    d->at = (WS_FIELD_DESCRIPTION){.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = &at, .ns = &none, .type = WS_INT32_TYPE, .offset = offsetof(VALUE, at)};
    d->number = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &number, .ns = &none, .type = WS_INT32_TYPE, .typeDescription = &d->range,
                                       .offset = offsetof(VALUE, number)};
    d->string = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &string, .ns = &none, .type = WS_STRING_TYPE, .typeDescription = &d->length,
                                       .offset = offsetof(VALUE, string)};
    d->numbers = (WS_FIELD_DESCRIPTION){.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .itemLocalName = &n, .itemNs = &none, .type = WS_INT32_TYPE,
                                        .offset = offsetof(VALUE, numbers), .countOffset = offsetof(VALUE, count), .itemRange = &d->items};
    d->inner = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &inner, .ns = &none, .type = WS_STRUCT_TYPE, .typeDescription = &d->inside,
                                      .offset = offsetof(VALUE, inner)};
    d->colour = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &colour, .ns = &none, .type = WS_ENUM_TYPE, .typeDescription = &d->enumeration,
                                       .offset = offsetof(VALUE, colour)};
    d->choice = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_CHOICE_FIELD_MAPPING, .type = WS_UNION_TYPE, .typeDescription = &d->one_of, .offset = offsetof(VALUE, choice)};
    d->none = (WS_FIELD_DESCRIPTION){.mapping = WS_NO_FIELD_MAPPING, .type = WS_INT64_TYPE, .offset = offsetof(VALUE, none), .defaultValue = &d->nothing};
    d->x = (WS_FIELD_DESCRIPTION){.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = &x, .ns = &none, .type = WS_INT32_TYPE};
    WS_FIELD_DESCRIPTION *fields[8] = {&d->at, &d->number, &d->string, &d->numbers, &d->inner, &d->colour, &d->choice, &d->none};
    memcpy(d->fields, fields, sizeof(fields));
    d->inner_fields[0] = &d->x;
    d->value = (WS_STRUCT_DESCRIPTION){.size = sizeof(VALUE), .alignment = 8, .fields = d->fields, .fieldCount = 8};
    d->inside = (WS_STRUCT_DESCRIPTION){.size = sizeof(INNER), .alignment = 4, .fields = d->inner_fields, .fieldCount = 1};
    d->colours[0] = (WS_ENUM_VALUE){1, &red};
    d->colours[1] = (WS_ENUM_VALUE){2, &blue};
    d->by_name[0] = 1;
    d->enumeration = (WS_ENUM_DESCRIPTION){d->colours, 2, 4, d->by_name};
    d->c = (WS_UNION_FIELD_DESCRIPTION){1, {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &c, .ns = &none, .type = WS_INT32_TYPE, .offset = offsetof(CHOICE, c)}};
    d->list = (WS_UNION_FIELD_DESCRIPTION){2, {.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .localName = &l, .ns = &none, .itemLocalName = &n, .itemNs = &none,
                                               .type = WS_INT32_TYPE, .offset = offsetof(CHOICE, list), .countOffset = offsetof(CHOICE, list_count)}};
    d->choices[0] = &d->c;
    d->choices[1] = &d->list;
    d->by_value[1] = 1;
    d->one_of = (WS_UNION_DESCRIPTION){sizeof(CHOICE), _Alignof(CHOICE), d->choices, 2, offsetof(CHOICE, which), 0, d->by_value};
}

/* Every misfit names the element or attribute that it is in, what contains it, and what was found or asked for. */
static void misfits(void **state)
{
    static const struct {
        const char *xml;
        HRESULT expected;
        const char *says[3];
    } cases[] = {
        {"<a><number>2</number></a>", WS_E_INVALID_FORMAT, {"at"}},
        {"<a at='x'/>", WS_E_INVALID_FORMAT, {"at", "x"}},
        {"<a at='99999999999'/>", WS_E_NUMERIC_OVERFLOW, {"at"}},
        {"<a at='1' at2='2'/>", WS_E_INVALID_FORMAT, {"at2"}},
        {"<a at='1'/>", WS_E_INVALID_FORMAT, {"number"}},
        {"<a at='1'><number>200</number></a>", WS_E_INVALID_FORMAT, {"number", "200", "100"}},
        {"<a at='1'><number>-1</number></a>", WS_E_INVALID_FORMAT, {"number", "-1", "0"}},
        {"<a at='1'><number>two</number></a>", WS_E_INVALID_FORMAT, {"number"}},
        {"<a at='1'><number>2</number><string>123456</string></a>", WS_E_INVALID_FORMAT, {"string", "6", "5"}},
        {"<a at='1'><number>2</number><string/></a>", WS_E_INVALID_FORMAT, {"string", "0", "1"}},
        {"<a at='1'><number>2</number><string>s</string><n>1</n><n>2</n><n>3</n></a>", WS_E_INVALID_FORMAT, {"n", "2"}},
        {"<a at='1'><number>2</number><string>s</string><n>1</n><n>z</n></a>", WS_E_INVALID_FORMAT, {"n"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='y'/></a>", WS_E_INVALID_FORMAT, {"inner", "x"}},
        {"<a at='1'><number>2</number><string>s</string><inner/></a>", WS_E_INVALID_FORMAT, {"inner", "x"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'><w/></inner></a>", WS_E_INVALID_FORMAT, {"inner", "w"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>green</colour></a>", WS_E_INVALID_FORMAT, {"colour", "green"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour></a>", WS_E_INVALID_FORMAT, {"choice of a union ('c', 'l')", "end of an element"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour><d xmlns='urn:d'/></a>", WS_E_INVALID_FORMAT, {"choice of a union ('c', 'l')", "'d' (namespace 'urn:d')"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour><c>1</c><c>2</c></a>", WS_E_INVALID_FORMAT, {"c"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour><l><n>1</n><q/></l></a>", WS_E_INVALID_FORMAT, {"the wrapper 'l'", "'q'"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour><l><n>1</n><n>x</n></l></a>", WS_E_INVALID_FORMAT,
         {"the wrapper 'l'", "the item of index 1", "\"x\""}},
        {"<a at='1'><number xmlns='urn:other'>2</number></a>", WS_E_INVALID_FORMAT, {"local name 'number', namespace ''", "'number' (namespace 'urn:other')"}},
        {"<a at='1'><number>2</number><string>s</string><inner x='1'/><colour>red</colour><c>1</c>", WS_E_INVALID_FORMAT, {"a"}},
        {"<a at='1'><number>2</b></a>", WS_E_INVALID_FORMAT, {"number"}},
    };
    TYPED *t = *state;
    DESCRIPTIONS d;
    describe(&d);
    fits(t, &d.value, good_xml);
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t s = 0; s < COUNT(cases[i].says) && cases[i].says[s] != NULL; s++) {
            check_does_not_fit(t, &d.value, cases[i].xml, cases[i].expected, cases[i].says[s], __FILE__, __LINE__);
        }
    }
}

/* What is quoted of a document is short and printable. */
static void texts_are_tame(void **state)
{
    TYPED *t = *state;
    TEXT xml = {0};
    DESCRIPTIONS d;
    describe(&d);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &d.value);
    add_chars(&xml, "<a at='");
    for (int i = 0; i < 100000; i++) {
        add_chars(&xml, "&#10;\xC2\x85");
    }
    add_chars(&xml, "'/>");
    void *value = NULL;
    assert_hr(WS_E_INVALID_FORMAT, read_element(t, xml.chars, &a, WS_READ_REQUIRED_POINTER, &value, sizeof(value)), NULL);
    free(xml.chars);
    ULONG count = text_count(t->r.error);
    assert_true(count > 0);
    for (ULONG i = 0; i < count; i++) {
        WS_STRING text;
        assert_ok(WsGetErrorString(t->r.error, i, &text), NULL);
        assert_true(text.length < 2000);
        for (ULONG c = 0; c < text.length; c++) {
            assert_true(text.chars[c] >= 0x20 && text.chars[c] < 0x7F);
        }
    }
}

/* One member of the descriptions set to something else. */
#define PATCH(member, number) #member " = " #number, offsetof(DESCRIPTIONS, member), sizeof(((DESCRIPTIONS *)NULL)->member), (uint64_t)(number)
static const struct {
    const char *what;
    size_t at, size;
    uint64_t number;
} patches[] = {
    {PATCH(value.fields, 0)}, {PATCH(value.alignment, 0)}, {PATCH(value.alignment, 3)}, {PATCH(value.alignment, 16)}, {PATCH(value.alignment, 0xFFFFFFFF)},
    {PATCH(value.size, 8)}, {PATCH(value.structOptions, 8)}, {PATCH(value.structOptions, WS_STRUCT_ABSTRACT)}, {PATCH(fields[0], 0)}, {PATCH(fields[7], 0)},
    {PATCH(inside.fields, 0)}, {PATCH(inside.alignment, 5)}, {PATCH(inner_fields[0], 0)}, {PATCH(inside.size, 2)}, {PATCH(inside.size, 0xFFFFFFFF)},
    {PATCH(inside.size, sizeof(VALUE))},
    {PATCH(at.mapping, 13)}, {PATCH(at.mapping, -1)}, {PATCH(at.type, 35)}, {PATCH(at.type, -1)}, {PATCH(at.localName, 0)}, {PATCH(at.ns, 0)},
    {PATCH(at.offset, sizeof(VALUE))}, {PATCH(at.offset, sizeof(VALUE) - 3)}, {PATCH(at.offset, 2)}, {PATCH(at.offset, 0xFFFFFFFC)},
    {PATCH(at.offset, 0x80000000)}, {PATCH(at.options, 32)}, {PATCH(at.options, WS_FIELD_NILLABLE)}, {PATCH(at.options, WS_FIELD_POINTER | WS_FIELD_NILLABLE)},
    {PATCH(at.options, WS_FIELD_OTHER_NAMESPACE)}, {PATCH(at.options, WS_FIELD_NILLABLE_ITEM)}, {PATCH(at.type, WS_XML_BUFFER_TYPE)}, {PATCH(at.type, WS_VOID_TYPE + 100)},
    {PATCH(at.type, WS_STRUCT_TYPE)}, {PATCH(at.type, WS_UNION_TYPE)}, {PATCH(at.type, WS_ENUM_TYPE)}, {PATCH(at.type, WS_CUSTOM_TYPE)}, {PATCH(at.type, WS_FAULT_TYPE)},
    {PATCH(at.type, WS_ENDPOINT_ADDRESS_TYPE)}, {PATCH(at.type, WS_DESCRIPTION_TYPE)}, {PATCH(at.type, WS_ANY_ATTRIBUTES_TYPE)},
    {PATCH(at.mapping, WS_TYPE_ATTRIBUTE_FIELD_MAPPING)}, {PATCH(at.mapping, WS_ELEMENT_CHOICE_FIELD_MAPPING)}, {PATCH(at.mapping, WS_ANY_ATTRIBUTES_FIELD_MAPPING)},
    {PATCH(at.mapping, WS_ANY_CONTENT_FIELD_MAPPING)}, {PATCH(at.mapping, WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING)}, {PATCH(at.mapping, WS_ANY_ELEMENT_FIELD_MAPPING)},
    {PATCH(number.mapping, WS_ATTRIBUTE_FIELD_MAPPING + 100)}, {PATCH(number.localName, 0)}, {PATCH(number.ns, 0)}, {PATCH(number.options, WS_FIELD_NILLABLE)},
    {PATCH(number.options, WS_FIELD_OTHER_NAMESPACE)}, {PATCH(number.offset, 1)}, {PATCH(number.type, WS_BOOL_TYPE + 1000)},
    {PATCH(string.offset, sizeof(VALUE) - 8)}, {PATCH(string.offset, 4)},
    {PATCH(numbers.itemLocalName, 0)}, {PATCH(numbers.itemNs, 0)}, {PATCH(numbers.countOffset, sizeof(VALUE))}, {PATCH(numbers.countOffset, 0xFFFFFFFF)},
    {PATCH(numbers.countOffset, offsetof(VALUE, count) + 1)}, {PATCH(numbers.offset, 4)}, {PATCH(numbers.type, WS_CUSTOM_TYPE)}, {PATCH(numbers.type, WS_STRUCT_TYPE)},
    {PATCH(numbers.options, WS_FIELD_NILLABLE_ITEM)},
    {PATCH(inner.typeDescription, 0)}, {PATCH(inner.options, WS_FIELD_OPTIONAL)}, {PATCH(inner.options, WS_FIELD_NILLABLE)},
    {PATCH(colour.typeDescription, 0)}, {PATCH(enumeration.values, 0)}, {PATCH(colours[0].name, 0)},
    {PATCH(choice.typeDescription, 0)}, {PATCH(one_of.fields, 0)}, {PATCH(choices[0], 0)}, {PATCH(one_of.enumOffset, sizeof(CHOICE))}, {PATCH(one_of.enumOffset, 2)},
    {PATCH(one_of.enumOffset, 0xFFFFFFFC)}, {PATCH(one_of.alignment, 0)}, {PATCH(one_of.size, 4)}, {PATCH(one_of.size, 0xFFFFFFF0)}, {PATCH(c.field.options, WS_FIELD_OPTIONAL)}, {PATCH(c.field.mapping, WS_ATTRIBUTE_FIELD_MAPPING)}, {PATCH(c.field.localName, 0)},
    {PATCH(c.field.offset, sizeof(CHOICE))}, {PATCH(list.field.localName, 0)}, {PATCH(choice.type, WS_INT32_TYPE)}, {PATCH(choice.options, WS_FIELD_POINTER)},
    {PATCH(choice.options, WS_FIELD_NILLABLE)},
    {PATCH(none.offset, sizeof(VALUE) - 4)}, {PATCH(nothing.valueSize, 4)}, {PATCH(nothing.valueSize, 0)}, {PATCH(nothing.value, 0)}, {PATCH(none.type, WS_DESCRIPTION_TYPE)},
};

static void descriptions_that_make_no_sense(void **state)
{
    TYPED *t = *state;
    DESCRIPTIONS d;
    int failures = 0;
    describe(&d);
    void *value = fits(t, &d.value, good_xml);
    assert_writes_as(t, &d.value, value, "<a at=\"1\"><number>2</number><string>s</string><n>3</n><inner x=\"4\"></inner><colour>red</colour><c>5</c></a>");
    for (size_t i = 0; i < COUNT(patches); i++) {
        describe(&d);
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &d.value);
        memcpy((char *)&d + patches[i].at, &patches[i].number, patches[i].size);
        void *read = NULL;
        HRESULT hr = read_element(t, good_xml, &a, WS_READ_REQUIRED_POINTER, &read, sizeof(read));
        if (hr != E_INVALIDARG || text_count(t->r.error) == 0 || read != NULL) {
            fprintf(stderr, "read, %s: %08X\n", patches[i].what, HR(hr));
            failures++;
        }
        hr = write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value));
        if (hr != E_INVALIDARG || text_count(t->r.error) == 0) {
            fprintf(stderr, "write, %s: %08X\n", patches[i].what, HR(hr));
            failures++;
        }
    }
    assert_int_equal(failures, 0);
}

/* Indices that lead nowhere only cost time, or are refused; what is read is never wrong. */
static void indices_that_lead_nowhere(void **state)
{
    TYPED *t = *state;
    DESCRIPTIONS d;
    for (int which = 0; which < 8; which++) {
        VALUE *value = NULL;
        describe(&d);
        (which & 2 ? d.by_name : d.by_value)[which & 1] = which & 4 ? 2 : 0xFFFFFFFF;
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &d.value);
        HRESULT hr = read_element(t, good_xml, &a, WS_READ_REQUIRED_POINTER, &value, sizeof(value));
        assert_true(hr == E_INVALIDARG || (hr == S_OK && value->colour == 1 && value->choice.which == 1 && value->choice.c == 5));
        if (hr == S_OK) {
            assert_ok(write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
            assert_document_reads(t, AS_TEXT, "<a at=\"1\"><number>2</number><string>s</string><n>3</n><inner x=\"4\"></inner><colour>red</colour><c>5</c></a>");
        }
    }
}

static void check_refused(TYPED *t, const WS_STRUCT_DESCRIPTION *description, const char *what)
{
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, description);
    static int64_t zeros[64];
    void *value = zeros, *read = NULL;
    HRESULT hr = read_element(t, good_xml, &a, WS_READ_REQUIRED_POINTER, &read, sizeof(read));
    if (hr != E_INVALIDARG || text_count(t->r.error) == 0) {
        fail_msg("read, %s: %08X", what, HR(hr));
    }
    hr = write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value));
    if (hr != E_INVALIDARG || text_count(t->r.error) == 0) {
        fail_msg("write, %s: %08X", what, HR(hr));
    }
}

static void structures_that_cannot_be(void **state)
{
    TYPED *t = *state;
    DESCRIPTIONS d;
    /* One that contains itself has no size; neither have two that contain each other. */
    describe(&d);
    d.inner.typeDescription = &d.value;
    check_refused(t, &d.value, "itself");
    describe(&d);
    d.x = d.inner;
    d.x.typeDescription = &d.value;
    d.x.offset = 0;
    check_refused(t, &d.value, "each other");
    /* A thousand inside each other. */
    enum { DEPTH = 1000 };
    WS_STRUCT_DESCRIPTION *nested = calloc(DEPTH, sizeof(*nested));
    WS_FIELD_DESCRIPTION *fields = calloc(DEPTH, sizeof(*fields)), **pointers = calloc(DEPTH, sizeof(*pointers));
    assert_true(nested != NULL && fields != NULL && pointers != NULL);
    for (int i = 0; i < DEPTH; i++) {
        pointers[i] = &fields[i];
        nested[i] = (WS_STRUCT_DESCRIPTION){.size = 8, .alignment = 8, .fields = &pointers[i], .fieldCount = 1};
        fields[i] = d.inner;
        fields[i].offset = 0;
        fields[i].typeDescription = i + 1 < DEPTH ? (void *)&nested[i + 1] : (void *)&d.inside;
    }
    describe(&d);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &nested[0]);
    void *read = NULL;
    assert_true(FAILED(read_element(t, "<a><inner><inner/></inner></a>", &a, WS_READ_REQUIRED_POINTER, &read, sizeof(read))));
    assert_null(read);
    free(pointers);
    free(fields);
    free(nested);
    /* A second field for attributes of any name would never be filled. */
    WS_FIELD_DESCRIPTION any = {.mapping = WS_ANY_ATTRIBUTES_FIELD_MAPPING, .type = WS_ANY_ATTRIBUTES_TYPE}, more = any;
    WS_FIELD_DESCRIPTION *two[] = {&any, &more};
    more.offset = sizeof(WS_ANY_ATTRIBUTES);
    describe(&d);
    d.value = (WS_STRUCT_DESCRIPTION){.size = 2 * sizeof(WS_ANY_ATTRIBUTES), .alignment = 8, .fields = two, .fieldCount = 2};
    check_refused(t, &d.value, "two fields for any attributes");
    /* Attributes behind elements; text and elements; a field that is mapped behind one that is not. */
    describe(&d);
    d.fields[0] = &d.number;
    d.fields[1] = &d.at;
    check_refused(t, &d.value, "an attribute behind an element");
    describe(&d);
    d.number.mapping = WS_TEXT_FIELD_MAPPING;
    d.number.localName = d.number.ns = NULL;
    check_refused(t, &d.value, "text and elements");
    describe(&d);
    d.fields[0] = &d.none;
    d.fields[7] = &d.at;
    check_refused(t, &d.value, "no mapping before others");
    /* Two fields in one place, and a number of items where a field is. */
    describe(&d);
    d.string.offset = offsetof(VALUE, numbers);
    check_refused(t, &d.value, "two fields at one offset");
    assert_error_says(t->r.error, "offset 24");
    describe(&d);
    d.none.mapping = WS_NO_FIELD_MAPPING;
    d.numbers.countOffset = offsetof(VALUE, number);
    check_refused(t, &d.value, "a count at the offset of a field");
    describe(&d);
    d.numbers.countOffset = d.numbers.offset;
    check_refused(t, &d.value, "a count at the offset of its own field");
    /* Choices may share everything but the selector. */
    for (int which = 0; which < 2; which++) {
        describe(&d);
        *(which ? &d.list.field.countOffset : &d.c.field.offset) = offsetof(CHOICE, which);
        d.fields[0] = &d.choice;
        d.value.fieldCount = 1;
        d.value.structOptions = WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES;
        check_refused(t, &d.value, "a choice at the selector");
        assert_error_says(t->r.error, "enumOffset");
    }
    /* Counted arrays as items would have no place for their lengths. */
    static const WS_TYPE counted[] = {WS_CHAR_ARRAY_TYPE, WS_UTF8_ARRAY_TYPE, WS_BYTE_ARRAY_TYPE};
    for (size_t i = 0; i < COUNT(counted); i++) {
        describe(&d);
        d.numbers.type = counted[i];
        check_refused(t, &d.value, "repeated counted arrays");
        assert_error_says(t->r.error, "cannot be repeated");
    }
    /* A name without bytes. */
    describe(&d);
    WS_XML_STRING hollow = {3, NULL, NULL, 0};
    d.number.localName = &hollow;
    check_refused(t, &d.value, "a name without bytes");
    describe(&d);
    d.number.localName = misaligned(d.number.localName);
    check_refused(t, &d.value, "a name that is not aligned");
    describe(&d);
    check_refused(t, misaligned(&d.value), "a description that is not aligned");
    /* A type description where there can be none, and a default where there can be none. */
    WS_XML_BUFFER *buffer = NULL;
    set_xml(&t->r, "<a/>");
    assert_hr(E_INVALIDARG, read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, &d, WS_READ_REQUIRED_POINTER, &buffer, sizeof(buffer)), NULL);
    describe(&d);
    d.numbers.defaultValue = &d.nothing;
    check_refused(t, &d.value, "a default of an array");
}

/* Types that are for fields only, mappings that a type does not have, numbers that are neither. */
static void arguments_that_make_no_sense(void **state)
{
    static const struct {
        WS_TYPE type;
        int mapping;
    } cases[] = {
        {WS_INT32_TYPE, 0}, {WS_INT32_TYPE, 5}, {WS_INT32_TYPE, -1}, {WS_INT32_TYPE, WS_ANY_ELEMENT_TYPE_MAPPING}, {(WS_TYPE)35, WS_ELEMENT_TYPE_MAPPING},
        {(WS_TYPE)-1, WS_ELEMENT_TYPE_MAPPING}, {WS_CHAR_ARRAY_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_UTF8_ARRAY_TYPE, WS_ELEMENT_TYPE_MAPPING},
        {WS_BYTE_ARRAY_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_DESCRIPTION_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_VOID_TYPE, WS_ELEMENT_TYPE_MAPPING},
        {WS_ANY_ATTRIBUTES_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_STRUCT_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_ENUM_TYPE, WS_ELEMENT_TYPE_MAPPING},
        {WS_UNION_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_CUSTOM_TYPE, WS_ELEMENT_TYPE_MAPPING}, {WS_ENDPOINT_ADDRESS_TYPE, WS_ELEMENT_TYPE_MAPPING},
        {WS_XML_BUFFER_TYPE, WS_ATTRIBUTE_TYPE_MAPPING}, {WS_XML_BUFFER_TYPE, WS_ELEMENT_CONTENT_TYPE_MAPPING}, {WS_STRING_TYPE, WS_ANY_ELEMENT_TYPE_MAPPING},
    };
    TYPED *t = *state;
    WS_ERROR *error = t->r.error;
    for (size_t i = 0; i < COUNT(cases); i++) {
        static int64_t zeros[16];
        void *value = zeros, *read = NULL;
        assert_ok(WsResetError(error), NULL);
        set_xml(&t->r, "<a>1</a>");
        assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, error), error);
        HRESULT hr = WsReadType(t->r.reader, (WS_TYPE_MAPPING)cases[i].mapping, cases[i].type, NULL, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), error);
        if (hr != E_INVALIDARG || text_count(error) == 0) {
            fail_msg("read type %d, mapping %d: %08X", cases[i].type, cases[i].mapping, HR(hr));
        }
        start_document(t, AS_TEXT);
        assert_ok(WsWriteStartElement(t->writer, NULL, XSTR("a"), XSTR(""), error), error);
        hr = WsWriteType(t->writer, (WS_TYPE_MAPPING)cases[i].mapping, cases[i].type, NULL, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value), error);
        if (hr != E_INVALIDARG) {
            fail_msg("write type %d, mapping %d: %08X", cases[i].type, cases[i].mapping, HR(hr));
        }
    }
    /* Attributes and elements cannot be read as the value of an attribute. */
    DESCRIPTIONS d;
    describe(&d);
    VALUE value;
    assert_hr(E_INVALIDARG, read_value_of(t, WS_ATTRIBUTE_TYPE_MAPPING, WS_STRUCT_TYPE, &d.value, "1", &value, sizeof(value)), error);
    assert_hr(E_INVALIDARG, read_value_of(t, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &d.value, "1", &value, sizeof(value)), error);
    /* Descriptions without names. */
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    int32_t number = 1;
    assert_hr(E_INVALIDARG, read_element(t, "<a>1</a>", NULL, WS_READ_REQUIRED_VALUE, &number, 4), error);
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, NULL, WS_WRITE_REQUIRED_VALUE, &number, 4), error);
    a.elementNs = NULL;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &number, 4), error);
}

/* Where the reader or writer stands. */
static void in_the_wrong_place(void **state)
{
    TYPED *t = *state;
    WS_ERROR *error = t->r.error;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_INT32_TYPE, NULL);
    int32_t number = 1;
    WS_XML_READER *fresh = NULL;
    WS_XML_WRITER *writer = NULL;
    assert_ok(WsCreateReader(NULL, 0, &fresh, error), error);
    assert_ok(WsCreateWriter(NULL, 0, &writer, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadElement(fresh, &a, WS_READ_REQUIRED_VALUE, NULL, &number, 4, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteElement(writer, &a, WS_WRITE_REQUIRED_VALUE, &number, 4, error), error);
    WsFreeReader(fresh);
    WsFreeWriter(writer);
    assert_hr(E_INVALIDARG, WsReadElement(NULL, &a, WS_READ_REQUIRED_VALUE, NULL, &number, 4, error), error);
    assert_hr(E_INVALIDARG, WsWriteElement(NULL, &a, WS_WRITE_REQUIRED_VALUE, &number, 4, error), error);
    /* A faulted one stays so. */
    assert_hr(WS_E_INVALID_FORMAT, read_element(t, "<a>x</a>", &a, WS_READ_REQUIRED_VALUE, &number, 4), error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, NULL, &number, 4, error), error);
    /* Without an error object everything is the same. */
    set_xml(&t->r, "<a>x</a>");
    assert_hr(WS_E_INVALID_FORMAT, WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, NULL, &number, 4, NULL), error);
    assert_int_equal(number, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(misfits),
        TYPED_TEST(texts_are_tame),
        TYPED_TEST(descriptions_that_make_no_sense),
        TYPED_TEST(indices_that_lead_nowhere),
        TYPED_TEST(structures_that_cannot_be),
        TYPED_TEST(arguments_that_make_no_sense),
        TYPED_TEST(in_the_wrong_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
