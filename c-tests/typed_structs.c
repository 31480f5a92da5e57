/* Typed data, structures: each field mapping with each field option, defaults, arrays, what is left over. */
#include "support/typed.h"

typedef struct PLAIN {
    int32_t id;
    int32_t level;
    int32_t size;
    WS_STRING name;
    int32_t extra;
    int32_t unmapped;
    int16_t zeroed;
    BYTE blob[5];
} PLAIN;

static int32_t seven = 7, nine = 9, eleven = 11;
static BYTE five_bytes[5] = {1, 2, 3, 4, 5};
static WS_DEFAULT_VALUE is_seven = {&seven, 4}, is_nine = {&nine, 4}, is_eleven = {&eleven, 4}, is_blob = {five_bytes, 5};
static WS_VOID_DESCRIPTION blob_size = {5};

static void attributes_elements_and_defaults(void **state)
{
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION plain = STRUCT(
        PLAIN, 0, FIELD(ATTRIBUTE, "id", INT32, PLAIN, id, 0), FIELD(ATTRIBUTE, "level", INT32, PLAIN, level, WS_FIELD_OPTIONAL, .defaultValue = &is_seven),
        FIELD(ELEMENT, "size", INT32, PLAIN, size, 0), FIELD(ELEMENT, "name", STRING, PLAIN, name, WS_FIELD_OPTIONAL),
        FIELD(ELEMENT, "extra", INT32, PLAIN, extra, WS_FIELD_OPTIONAL, .defaultValue = &is_nine),
        NAMELESS(NO, INT32, PLAIN, unmapped, 0, .defaultValue = &is_eleven), NAMELESS(NO, INT16, PLAIN, zeroed, 0),
        NAMELESS(NO, VOID, PLAIN, blob, 0, .typeDescription = &blob_size, .defaultValue = &is_blob));
    PLAIN *value = fits(t, &plain, "<a level='8' id='1'> <size>2</size><!--x--><name>n</name>\n<extra>3</extra> </a>");
    assert_int_equal(value->id, 1);
    assert_int_equal(value->level, 8);
    assert_int_equal(value->size, 2);
    EQUAL_STRING(&value->name, "n");
    assert_int_equal(value->extra, 3);
    assert_int_equal(value->unmapped, 11);
    assert_int_equal(value->zeroed, 0);
    assert_memory_equal(value->blob, five_bytes, 5);
    assert_writes_as(t, &plain, value, "<a id=\"1\" level=\"8\"><size>2</size><name>n</name><extra>3</extra></a>");
    /* What is absent has its default, and what has its default is left out. */
    value = fits(t, &plain, "<a id='1'><size>2</size></a>");
    assert_int_equal(value->level, 7);
    assert_int_equal(value->name.length, 0);
    assert_null(value->name.chars);
    assert_int_equal(value->extra, 9);
    assert_writes_as(t, &plain, value, "<a id=\"1\"><size>2</size></a>");
    value = fits(t, &plain, "<a id='0' level='7'><size>0</size><extra>9</extra></a>");
    assert_writes_as(t, &plain, value, "<a id=\"0\"><size>0</size></a>");
    /* An empty string is not an absent one. */
    value = fits(t, &plain, "<a id='1'><size>2</size><name/></a>");
    assert_non_null(value->name.chars);
    assert_writes_as(t, &plain, value, "<a id=\"1\"><size>2</size><name></name></a>");

    does_not_fit(t, &plain, "<a><size>2</size></a>", "id");
    does_not_fit(t, &plain, "<a id='1'/>", "size");
    does_not_fit(t, &plain, "<a id='1'></a>", "size");
    does_not_fit(t, &plain, "<a id='1'><name>n</name><size>2</size></a>", "name");
    does_not_fit(t, &plain, "<a id='1'><size>2</size><extra>1</extra><name>n</name></a>", "name");
    does_not_fit(t, &plain, "<a id='1'><size>2</size><size>2</size></a>", "size");
    does_not_fit(t, &plain, "<a id='1'><size>2</size><more/></a>", "more");
    does_not_fit(t, &plain, "<a id='1'><size xmlns='urn:x'>2</size></a>", "size");
    does_not_fit(t, &plain, "<a id='1' x='2'><size>2</size></a>", "x");
    does_not_fit(t, &plain, "<a p:id='1' xmlns:p='urn:p'><size>2</size></a>", "id");
    does_not_fit(t, &plain, "<a id='1'>text<size>2</size></a>", "text");
    does_not_fit(t, &plain, "<a id='1'><size>2</size>text</a>", "text");
    does_not_fit(t, &plain, "<a id='1'><size x='y'>2</size></a>", "x");
    does_not_fit(t, &plain, "<a id='one'><size>2</size></a>", "id");
    does_not_fit(t, &plain, "<a id='1'><size>two</size></a>", "size");
}

typedef struct POINTERS {
    int32_t *optional, *nillable, *both;
    WS_STRING string;
} POINTERS;

static void pointers_and_nil(void **state)
{
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION pointers = STRUCT(POINTERS, 0, FIELD(ELEMENT, "o", INT32, POINTERS, optional, WS_FIELD_POINTER | WS_FIELD_OPTIONAL),
                                            FIELD(ELEMENT, "n", INT32, POINTERS, nillable, WS_FIELD_POINTER | WS_FIELD_NILLABLE),
                                            FIELD(ELEMENT, "b", INT32, POINTERS, both, WS_FIELD_POINTER | WS_FIELD_NILLABLE | WS_FIELD_OPTIONAL),
                                            FIELD(ELEMENT, "s", STRING, POINTERS, string, WS_FIELD_NILLABLE | WS_FIELD_OPTIONAL));
    POINTERS *value = fits(t, &pointers, "<a><o>1</o><n>2</n><b>3</b><s>x</s></a>");
    assert_int_equal(*value->optional, 1);
    assert_int_equal(*value->nillable, 2);
    assert_int_equal(*value->both, 3);
    assert_writes_as(t, &pointers, value, "<a><o>1</o><n>2</n><b>3</b><s>x</s></a>");
    value = fits(t, &pointers, "<a xmlns:i='" XSI "'><n i:nil='true'/><b i:nil='1'></b><s i:nil='true'/></a>");
    assert_null(value->optional);
    assert_null(value->nillable);
    assert_null(value->both);
    assert_null(value->string.chars);
    value = fits(t, &pointers, "<a><n>2</n></a>");
    assert_null(value->optional);
    assert_null(value->both);
    assert_writes_as(t, &pointers, value, "<a><n>2</n></a>");
    does_not_fit(t, &pointers, "<a/>", "n");
    does_not_fit(t, &pointers, "<a xmlns:i='" XSI "'><o i:nil='true'/><n>1</n></a>", "nil");
    does_not_fit(t, &pointers, "<a xmlns:i='" XSI "'><n i:nil='true'>1</n></a>", "n");
    does_not_fit(t, &pointers, "<a><n/></a>", "n");
    /* A nil that must be written has an element of its own. */
    POINTERS nils = {0};
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &pointers);
    for (int way = 0; way < WAYS; way++) {
        POINTERS read;
        memset(&read, 0x5A, sizeof(read));
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &nils, sizeof(nils)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_memory_equal(&read, &nils, sizeof(nils));
    }
    /* A pointer that may not be NULL. */
    WS_STRUCT_DESCRIPTION required = STRUCT(POINTERS, 0, FIELD(ELEMENT, "o", INT32, POINTERS, optional, WS_FIELD_POINTER));
    a = element_a(WS_STRUCT_TYPE, &required);
    assert_true(FAILED(write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &nils, sizeof(nils))));
    assert_error_says(t->r.error, "o");
}

typedef struct TEXTED {
    int32_t x;
    double text;
    WS_STRING lang;
} TEXTED;

static void text_and_xml_attributes(void **state)
{
    TYPED *t = *state;
    WS_STRING en = WS_STRING_VALUE(u"en");
    WS_DEFAULT_VALUE is_en = {&en, sizeof(en)};
    WS_STRUCT_DESCRIPTION texted = STRUCT(TEXTED, 0, FIELD(ATTRIBUTE, "x", INT32, TEXTED, x, 0),
                                          (&(WS_FIELD_DESCRIPTION){.mapping = WS_XML_ATTRIBUTE_FIELD_MAPPING, .localName = NAME("lang"),
                                                                   .type = WS_STRING_TYPE, .offset = WsOffsetOf(TEXTED, lang),
                                                                   .options = WS_FIELD_OPTIONAL, .defaultValue = &is_en}),
                                          NAMELESS(TEXT, DOUBLE, TEXTED, text, 0));
    TEXTED *value = fits(t, &texted, "<a x='1' xml:lang='de'> 2.5<!--x--> </a>");
    assert_true(value->x == 1 && value->text == 2.5);
    EQUAL_STRING(&value->lang, "de");
    assert_writes_as(t, &texted, value, "<a x=\"1\" xml:lang=\"de\">2.5</a>");
    value = fits(t, &texted, "<a x='1'>2</a>");
    EQUAL_STRING(&value->lang, "en");
    assert_writes_as(t, &texted, value, "<a x=\"1\">2</a>");
    does_not_fit(t, &texted, "<a x='1'/>", "");
    does_not_fit(t, &texted, "<a x='1'>2<b/></a>", "b");
    does_not_fit(t, &texted, "<a x='1'><b/>2</a>", "b");
    does_not_fit(t, &texted, "<a x='1' lang='de'>2</a>", "lang");
    does_not_fit(t, &texted, "<a x='1' xml:space='default'>2</a>", "space");
}

typedef struct POINT {
    int32_t x, y;
} POINT;

static WS_FIELD_DESCRIPTION
    point_x = {.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = NAME("x"), .ns = NAME(""), .type = WS_INT32_TYPE},
    point_y = {.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = NAME("y"), .ns = NAME(""), .type = WS_INT32_TYPE, .offset = offsetof(POINT, y)};
static WS_FIELD_DESCRIPTION *point_fields[] = {&point_x, &point_y};
static WS_STRUCT_DESCRIPTION point = {.size = sizeof(POINT), .alignment = 4, .fields = point_fields, .fieldCount = 2};

typedef struct ARRAYS {
    int32_t *numbers;
    ULONG number_count;
    POINT *points;
    ULONG point_count;
    WS_STRING *strings;
    ULONG string_count;
    POINT **maybe;
    ULONG maybe_count;
} ARRAYS;

static void arrays(void **state)
{
    TYPED *t = *state;
    WS_ITEM_RANGE range = {1, 3};
    WS_STRUCT_DESCRIPTION arrays = STRUCT(
        ARRAYS, 0, ARRAY("n", INT32, ARRAYS, numbers, number_count, 0),
        ARRAY("p", STRUCT, ARRAYS, points, point_count, 0, .localName = NAME("points"), .ns = NAME("urn:w"), .typeDescription = &point),
        ARRAY("s", STRING, ARRAYS, strings, string_count, WS_FIELD_NILLABLE | WS_FIELD_NILLABLE_ITEM, .localName = NAME("strings"), .ns = NAME("")),
        ARRAY("m", STRUCT, ARRAYS, maybe, maybe_count, WS_FIELD_POINTER | WS_FIELD_NILLABLE_ITEM, .typeDescription = &point, .itemRange = &range));
    ARRAYS *value = fits(t, &arrays, "<a xmlns:i='" XSI "'><n>1</n> <n>2</n><w:points xmlns:w='urn:w'><p x='3' y='4'/><!--x--><p y='6' x='5'></p></w:points>"
                                     "<strings><s>x</s><s/><s i:nil='true'/></strings><m x='7' y='8'/><m i:nil='true'/></a>");
    assert_int_equal(value->number_count, 2);
    assert_true(value->numbers[0] == 1 && value->numbers[1] == 2);
    assert_int_equal(value->point_count, 2);
    assert_true(value->points[0].x == 3 && value->points[1].y == 6);
    assert_int_equal(value->string_count, 3);
    EQUAL_STRING(&value->strings[0], "x");
    assert_true(value->strings[1].length == 0 && value->strings[1].chars != NULL && value->strings[2].chars == NULL);
    assert_int_equal(value->maybe_count, 2);
    assert_int_equal(value->maybe[0]->y, 8);
    assert_null(value->maybe[1]);
    /* Nothing lost in any encoding. */
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &arrays);
    for (int way = 0; way < WAYS; way++) {
        ARRAYS read;
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_int_equal(read.number_count, 2);
        assert_memory_equal(read.numbers, value->numbers, 8);
        assert_int_equal(read.point_count, 2);
        assert_memory_equal(read.points, value->points, 2 * sizeof(POINT));
        assert_int_equal(read.string_count, 3);
        assert_true(read.strings[1].chars != NULL && read.strings[2].chars == NULL);
        assert_int_equal(read.maybe_count, 2);
        assert_memory_equal(read.maybe[0], value->maybe[0], sizeof(POINT));
        assert_null(read.maybe[1]);
    }
    /* No items: no wrapper needed, or an empty one; nil is a NULL pointer, and empty is not. */
    value = fits(t, &arrays, "<a xmlns:i='" XSI "'><strings i:nil='true'/><m i:nil='true'/></a>");
    assert_true(value->number_count == 0 && value->point_count == 0 && value->string_count == 0 && value->maybe_count == 1);
    assert_null(value->strings);
    value = fits(t, &arrays, "<a xmlns:i='" XSI "'><points xmlns='urn:w'> </points><strings></strings><m x='1' y='1'/><m x='1' y='1'/><m x='1' y='1'/></a>");
    assert_true(value->point_count == 0 && value->string_count == 0 && value->maybe_count == 3);
    assert_non_null(value->strings);
    /* Too few, too many, others among them, nil where it is not allowed. */
    does_not_fit(t, &arrays, "<a><strings/></a>", "m");
    does_not_fit(t, &arrays, "<a><strings/><m x='1' y='1'/><m x='1' y='1'/><m x='1' y='1'/><m x='1' y='1'/></a>", "3");
    does_not_fit(t, &arrays, "<a><n>1</n><strings/><m x='1' y='1'/><n>2</n></a>", "n");
    does_not_fit(t, &arrays, "<a><points xmlns='urn:w'><p xmlns='' x='1' y='1'/><q/></points><strings/><m x='1' y='1'/></a>", "q");
    does_not_fit(t, &arrays, "<a><points xmlns='urn:w' x='1'/><strings/><m x='1' y='1'/></a>", "x");
    does_not_fit(t, &arrays, "<a><p x='1' y='1'/><strings/><m x='1' y='1'/></a>", "p");
    does_not_fit(t, &arrays, "<a xmlns:i='" XSI "'><n i:nil='true'/><strings/><m x='1' y='1'/></a>", "n");
    does_not_fit(t, &arrays, "<a><strings/><m x='1'/></a>", "y");
    does_not_fit(t, &arrays, "<a><n>1</n><n>x</n><strings/><m x='1' y='1'/></a>", "n");
}

static void long_arrays(void **state)
{
    TYPED *t = *state;
    enum { ITEMS = 20000 };
    static int32_t numbers[ITEMS];
    ARRAYS value = {.numbers = numbers, .number_count = ITEMS}, read;
    WS_STRUCT_DESCRIPTION arrays = STRUCT(ARRAYS, 0, ARRAY("n", INT32, ARRAYS, numbers, number_count, 0));
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &arrays);
    for (int i = 0; i < ITEMS; i++) {
        numbers[i] = i * 7919;
    }
    for (int way = 0; way < WAYS; way++) {
        SIZE_T used = 0;
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
        open_document(t, way);
        assert_ok(WsResetHeap(t->r.heap, t->r.error), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_int_equal(read.number_count, ITEMS);
        assert_memory_equal(read.numbers, numbers, sizeof(numbers));
        /* The array and nothing else. */
        assert_ok(WsGetHeapProperty(t->r.heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &used, sizeof(used), t->r.error), t->r.error);
        assert_true(used >= sizeof(numbers) && used <= sizeof(numbers) + 16);
    }
}

typedef struct LIST {
    int32_t value;
    struct LIST *next;
} LIST;

/* A structure that holds pointers to its own kind. Depth of a document and of data is bounded, and both ends say so. */
static void recursion(void **state)
{
    TYPED *t = *state;
    WS_FIELD_DESCRIPTION *next = FIELD(ELEMENT, "next", STRUCT, LIST, next, WS_FIELD_POINTER | WS_FIELD_OPTIONAL);
    WS_STRUCT_DESCRIPTION list = STRUCT(LIST, 0, FIELD(ATTRIBUTE, "v", INT32, LIST, value, 0), next);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &list);
    next->typeDescription = &list;
    LIST *value = fits(t, &list, "<a v='1'><next v='2'><next v='3'/></next></a>");
    assert_int_equal(value->next->next->value, 3);
    assert_null(value->next->next->next);
    assert_writes_as(t, &list, value, "<a v=\"1\"><next v=\"2\"><next v=\"3\"></next></next></a>");
    TEXT deep = {0};
    add_chars(&deep, "<a v='0'>");
    for (int i = 0; i < 50000; i++) {
        add_chars(&deep, "<next v='1'>");
    }
    void *read = NULL;
    HRESULT hr = read_element(t, deep.chars, &a, WS_READ_REQUIRED_POINTER, &read, sizeof(read));
    assert_true(hr == WS_E_QUOTA_EXCEEDED || hr == WS_E_INVALID_FORMAT);
    assert_true(text_count(t->r.error) > 0);
    assert_null(read);
    free(deep.chars);
    /* Data without an end. */
    LIST ring = {1, &ring};
    for (int way = 0; way < WAYS; way++) {
        LIST *start = &ring;
        hr = write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &start, sizeof(start));
        assert_true(FAILED(hr));
        assert_true(text_count(t->r.error) > 0);
    }
}

typedef struct ANYTHING {
    int32_t known;
    WS_ANY_ATTRIBUTES attributes;
    WS_XML_BUFFER *one;
    WS_XML_BUFFER **some;
    ULONG some_count;
    WS_XML_BUFFER *rest;
} ANYTHING;

static void anything(void **state)
{
    TYPED *t = *state;
    WS_ITEM_RANGE two = {0, 2};
    WS_STRUCT_DESCRIPTION any = STRUCT(ANYTHING, 0, FIELD(ATTRIBUTE, "known", INT32, ANYTHING, known, 0),
                                       NAMELESS(ANY_ATTRIBUTES, ANY_ATTRIBUTES, ANYTHING, attributes, 0),
                                       NAMELESS(REPEATING_ANY_ELEMENT, XML_BUFFER, ANYTHING, some, 0, .countOffset = WsOffsetOf(ANYTHING, some_count)));
    ANYTHING *value = fits(t, &any, "<a q='2' known='1' p:r='3' xmlns:p='urn:p'><x y='z'>t</x> <p:x/></a>");
    assert_int_equal(value->attributes.attributeCount, 2);
    assert_int_equal(value->some_count, 2);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &any);
    for (int way = 0; way < WAYS; way++) {
        ANYTHING read;
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_int_equal(read.attributes.attributeCount, 2);
        assert_int_equal(read.some_count, 2);
        for (int i = 0; i < 2; i++) {
            const WS_ANY_ATTRIBUTE *one = &read.attributes.attributes[i];
            assert_int_equal(one->localName.length, 1);
            assert_int_equal(one->ns.length, one->localName.bytes[0] == 'q' ? 0 : 5);
            assert_non_null(one->value);
        }
    }
    /* Of this namespace, of every other one; discarded. */
    WS_STRUCT_DESCRIPTION same = STRUCT(ANYTHING, 0, NAMELESS(ANY_ATTRIBUTES, ANY_ATTRIBUTES, ANYTHING, attributes, 0, .ns = NAME("urn:p")),
                                        NAMELESS(ANY_ELEMENT, XML_BUFFER, ANYTHING, one, 0, .ns = NAME("urn:p")));
    WS_STRUCT_DESCRIPTION other = STRUCT(ANYTHING, 0, NAMELESS(ANY_ATTRIBUTES, ANY_ATTRIBUTES, ANYTHING, attributes, WS_FIELD_OTHER_NAMESPACE, .ns = NAME("urn:p")),
                                         NAMELESS(ANY_ELEMENT, XML_BUFFER, ANYTHING, one, WS_FIELD_OTHER_NAMESPACE, .ns = NAME("urn:p")));
    value = fits(t, &same, "<a xmlns:p='urn:p' p:x='1'><p:y/></a>");
    assert_int_equal(value->attributes.attributeCount, 1);
    assert_non_null(value->one);
    does_not_fit(t, &same, "<a xmlns:p='urn:p' x='1'><p:y/></a>", "x");
    does_not_fit(t, &same, "<a xmlns:p='urn:p' p:x='1'><y/></a>", "y");
    does_not_fit(t, &same, "<a xmlns:p='urn:p' p:x='1'/>", "");
    value = fits(t, &other, "<a xmlns:p='urn:p' x='1'><y/></a>");
    assert_int_equal(value->attributes.attributeCount, 1);
    does_not_fit(t, &other, "<a xmlns:p='urn:p' p:x='1'><y/></a>", "x");
    does_not_fit(t, &other, "<a xmlns:p='urn:p' x='1'><p:y/></a>", "y");
    WS_STRUCT_DESCRIPTION content = STRUCT(ANYTHING, 0, FIELD(ATTRIBUTE, "known", INT32, ANYTHING, known, 0),
                                           NAMELESS(ANY_CONTENT, XML_BUFFER, ANYTHING, rest, 0));
    value = fits(t, &content, "<a known='1'>text<x>y</x>more</a>");
    assert_non_null(value->rest);
    assert_writes_as(t, &content, value, "<a known=\"1\">text<x>y</x>more</a>");
    fits(t, &content, "<a known='1'/>");
    WS_STRUCT_DESCRIPTION discard = STRUCT(ANYTHING, 0, FIELD(ATTRIBUTE, "known", INT32, ANYTHING, known, 0),
                                           (&(WS_FIELD_DESCRIPTION){.mapping = WS_ANY_ATTRIBUTES_FIELD_MAPPING, .type = WS_VOID_TYPE}),
                                           (&(WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = NAME("v"), .ns = NAME(""), .type = WS_VOID_TYPE}),
                                           (&(WS_FIELD_DESCRIPTION){.mapping = WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, .type = WS_VOID_TYPE, .itemRange = &two}));
    value = fits(t, &discard, "<a known='5' x='1' y='2'><v><deep>x</deep></v><b/><c>d</c></a>");
    assert_int_equal(value->known, 5);
    does_not_fit(t, &discard, "<a known='5'><v/><b/><b/><b/></a>", "2");
}

static void what_is_left_over(void **state)
{
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION trailing = STRUCT(POINT, WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT, FIELD(ELEMENT, "x", INT32, POINT, x, 0),
                                            FIELD(ELEMENT, "y", INT32, POINT, y, WS_FIELD_OPTIONAL));
    WS_STRUCT_DESCRIPTION attributes = STRUCT(POINT, WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, FIELD(ATTRIBUTE, "x", INT32, POINT, x, 0),
                                              FIELD(ELEMENT, "y", INT32, POINT, y, WS_FIELD_OPTIONAL));
    POINT *value = fits(t, &trailing, "<a><x>1</x><y>2</y><z><x>3</x></z>text<w/></a>");
    assert_true(value->x == 1 && value->y == 2);
    value = fits(t, &trailing, "<a><x>1</x>text<y>2</y></a>");
    assert_int_equal(value->x, 1);
    does_not_fit(t, &trailing, "<a><z/><x>1</x></a>", "x");
    does_not_fit(t, &trailing, "<a q='1'><x>1</x></a>", "q");
    value = fits(t, &attributes, "<a q='1' x='5' r='2' xmlns:p='urn:p' p:x='9'/>");
    assert_int_equal(value->x, 5);
    does_not_fit(t, &attributes, "<a x='5'><z/></a>", "z");
    does_not_fit(t, &attributes, "<a q='5'/>", "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(attributes_elements_and_defaults),
        TYPED_TEST(pointers_and_nil),
        TYPED_TEST(text_and_xml_attributes),
        TYPED_TEST(arrays),
        TYPED_TEST(long_arrays),
        TYPED_TEST(recursion),
        TYPED_TEST(anything),
        TYPED_TEST(what_is_left_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
