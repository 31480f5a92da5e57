/* Typed data: derived types, unions, custom types and their callbacks, structures as attributes and content. */
#include "support/typed.h"

/* ---- Derived types ------------------------------------------------------------------------------------------------ */

typedef struct BASE {
    const WS_STRUCT_DESCRIPTION *type;
    int32_t id;
} BASE;

typedef struct DERIVED {
    BASE base;
    int32_t more;
} DERIVED;

typedef struct HOLDER {
    BASE *base;
    BASE **items;
    ULONG count;
} HOLDER;

typedef struct FAMILY {
    WS_FIELD_DESCRIPTION type, id, more, base, items;
    WS_FIELD_DESCRIPTION *base_fields[2], *derived_fields[3], *holder_fields[2];
    WS_STRUCT_DESCRIPTION base_struct, derived_struct, other_struct, holder_struct, *subs[2];
} FAMILY;

/* Base and two types derived from it; the second has the fields of the first one and no field of its own. */
static FAMILY *make_family(ULONG base_options)
{
    FAMILY *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    static WS_XML_STRING id = WS_XML_STRING_VALUE("id"), more = WS_XML_STRING_VALUE("more"), none = WS_XML_STRING_VALUE(""),
                         base = WS_XML_STRING_VALUE("Base"), derived = WS_XML_STRING_VALUE("Derived"), other = WS_XML_STRING_VALUE("Other"),
                         ns = WS_XML_STRING_VALUE("urn:t"), b = WS_XML_STRING_VALUE("b"), i = WS_XML_STRING_VALUE("i");
    f->type = (WS_FIELD_DESCRIPTION){.mapping = WS_TYPE_ATTRIBUTE_FIELD_MAPPING, .type = WS_DESCRIPTION_TYPE, .offset = offsetof(BASE, type)};
    f->id = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &id, .ns = &none, .type = WS_INT32_TYPE, .offset = offsetof(BASE, id)};
    f->more = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &more, .ns = &none, .type = WS_INT32_TYPE, .offset = offsetof(DERIVED, more)};
    f->base_fields[0] = f->derived_fields[0] = &f->type;
    f->base_fields[1] = f->derived_fields[1] = &f->id;
    f->derived_fields[2] = &f->more;
    f->subs[0] = &f->derived_struct;
    f->subs[1] = &f->other_struct;
    f->base_struct = (WS_STRUCT_DESCRIPTION){.size = sizeof(BASE), .alignment = _Alignof(BASE), .fields = f->base_fields, .fieldCount = 2, .typeLocalName = &base,
                                             .typeNs = &ns, .subTypes = f->subs, .subTypeCount = 2, .structOptions = base_options};
    f->derived_struct = (WS_STRUCT_DESCRIPTION){.size = sizeof(DERIVED), .alignment = _Alignof(DERIVED), .fields = f->derived_fields, .fieldCount = 3,
                                                .typeLocalName = &derived, .typeNs = &ns, .parentType = &f->base_struct};
    f->other_struct = (WS_STRUCT_DESCRIPTION){.size = sizeof(BASE), .alignment = _Alignof(BASE), .fields = f->base_fields, .fieldCount = 2,
                                              .typeLocalName = &other, .typeNs = &ns, .parentType = &f->base_struct};
    f->base = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &b, .ns = &none, .type = WS_STRUCT_TYPE, .typeDescription = &f->base_struct,
                                     .offset = offsetof(HOLDER, base), .options = WS_FIELD_POINTER | WS_FIELD_OPTIONAL};
    f->items = (WS_FIELD_DESCRIPTION){.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .itemLocalName = &i, .itemNs = &none, .type = WS_STRUCT_TYPE,
                                      .typeDescription = &f->base_struct, .offset = offsetof(HOLDER, items), .countOffset = offsetof(HOLDER, count),
                                      .options = WS_FIELD_POINTER};
    f->holder_fields[0] = &f->base;
    f->holder_fields[1] = &f->items;
    f->holder_struct = (WS_STRUCT_DESCRIPTION){.size = sizeof(HOLDER), .alignment = _Alignof(HOLDER), .fields = f->holder_fields, .fieldCount = 2};
    return f;
}

static void derived_types(void **state)
{
    TYPED *t = *state;
    FAMILY *f = make_family(0);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &f->holder_struct);
    HOLDER *value = fits(t, &f->holder_struct,
                         "<a xmlns:x='" XSI "' xmlns:t='urn:t'><b x:type='t:Derived'><id>1</id><more>2</more></b>"
                         "<i x:type='t:Base'><id>3</id></i><i><id>4</id></i><i x:type=' t:Other '><id>5</id></i></a>");
    for (int way = -1; way < WAYS; way++) {
        if (way >= 0) {
            assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
            open_document(t, way);
            assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, t->r.heap, &value, sizeof(value), t->r.error), t->r.error);
        }
        assert_ptr_equal(value->base->type, &f->derived_struct);
        assert_int_equal(value->base->id, 1);
        assert_int_equal(((DERIVED *)value->base)->more, 2);
        assert_int_equal(value->count, 3);
        assert_ptr_equal(value->items[0]->type, &f->base_struct);
        assert_ptr_equal(value->items[1]->type, &f->base_struct);
        assert_ptr_equal(value->items[2]->type, &f->other_struct);
        assert_int_equal(value->items[2]->id, 5);
    }
    static const char *const wrong[] = {
        "<b x:type='t:Unknown'><id>1</id></b>", "<b x:type='u:Derived' xmlns:u='urn:u'><id>1</id><more>2</more></b>",
        "<b x:type='Derived'><id>1</id><more>2</more></b>", "<b x:type='q:Derived'><id>1</id><more>2</more></b>",
        "<b x:type=''><id>1</id></b>", "<b x:type='t:Derived'><id>1</id></b>", "<b x:type='t:Base'><id>1</id><more>2</more></b>",
        "<b type='t:Derived'><id>1</id><more>2</more></b>",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char xml[300];
        snprintf(xml, sizeof(xml), "<a xmlns:x='" XSI "' xmlns:t='urn:t'>%s</a>", wrong[i]);
        does_not_fit(t, &f->holder_struct, xml, "b");
    }
    does_not_fit(t, &f->holder_struct, "<a xmlns:x='" XSI "' xmlns:t='urn:t'><b x:type='t:Unknown'><id>1</id></b></a>", "Unknown");
    free(f);
}

/* As in Microsoft's DerivedTypeExample: the base type's description, and values of either type with their own sizes. */
static void derived_types_as_elements(void **state)
{
    TYPED *t = *state;
    FAMILY *f = make_family(0);
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &f->base_struct);
    BASE base = {&f->base_struct, 1}, *read = NULL;
    DERIVED derived = {{&f->derived_struct, 2}, 3};
    ULONG index = 0;
    for (int way = 0; way < WAYS; way++) {
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &base, sizeof(base)), t->r.error);
        open_document(t, way);
        /* The base type is said as well. */
        assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, t->r.error), t->r.error);
        assert_ok(WsFindAttribute(t->r.reader, XSTR("type"), XSTR(XSI), TRUE, &index, t->r.error), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_ptr_equal(read->type, &f->base_struct);
        assert_int_equal(read->id, 1);
        assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &derived, sizeof(derived)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        assert_ptr_equal(read->type, &f->derived_struct);
        assert_int_equal(((DERIVED *)read)->more, 3);
    }
    /* A derived value has no room where the base is expected. */
    BASE small[2];
    memset(small, 0x5A, sizeof(small));
    HRESULT hr = read_element(t, "<a xmlns:x='" XSI "' xmlns:t='urn:t' x:type='t:Derived'><id>1</id><more>2</more></a>", &a, WS_READ_REQUIRED_VALUE,
                              small, sizeof(small[0]));
    assert_true(FAILED(hr));
    assert_int_equal(((BYTE *)small)[sizeof(BASE)], 0x5A);
    /* A type that is not one of them, and none. */
    WS_STRUCT_DESCRIPTION stranger = f->base_struct;
    base.type = &stranger;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &base, sizeof(base)), t->r.error);
    base.type = NULL;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &base, sizeof(base)), t->r.error);
    free(f);
    /* An abstract type is never read or written itself. */
    f = make_family(WS_STRUCT_ABSTRACT);
    does_not_fit(t, &f->holder_struct, "<a><b><id>1</id></b></a>", "abstract");
    does_not_fit(t, &f->holder_struct, "<a xmlns:x='" XSI "' xmlns:t='urn:t'><b x:type='t:Base'><id>1</id></b></a>", "abstract");
    HOLDER *holder = fits(t, &f->holder_struct, "<a xmlns:x='" XSI "' xmlns:t='urn:t'><b x:type='t:Other'><id>1</id></b></a>");
    assert_ptr_equal(holder->base->type, &f->other_struct);
    holder->base->type = &f->base_struct;
    WS_ELEMENT_DESCRIPTION h = element_a(WS_STRUCT_TYPE, &f->holder_struct);
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &h, WS_WRITE_REQUIRED_POINTER, &holder, sizeof(holder)), t->r.error);
    free(f);
}

/* ---- Unions ------------------------------------------------------------------------------------------------------- */

typedef struct CHOICE {
    INT which;
    union {
        int32_t number;
        WS_STRING text;
        struct {
            int32_t *items;
            ULONG count;
        } list;
        WS_XML_BUFFER *any;
    } value;
} CHOICE;

typedef struct CHOICES {
    CHOICE first, second;
    CHOICE *rest;
    ULONG count;
} CHOICES;

enum { NONE = -1, NUMBER_CHOSEN = 20, TEXT_CHOSEN = 10, LIST_CHOSEN = 15, ANY_CHOSEN = 99 };

static void unions(void **state)
{
    TYPED *t = *state;
    /* In order of the names; the indices in order of the values. */
    WS_UNION_FIELD_DESCRIPTION list = {LIST_CHOSEN, {.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .localName = NAME("list"), .ns = NAME(""), .itemLocalName = NAME("i"),
                                                     .itemNs = NAME(""), .type = WS_INT32_TYPE, .offset = offsetof(CHOICE, value.list.items),
                                                     .countOffset = offsetof(CHOICE, value.list.count)}},
                               number = {NUMBER_CHOSEN, {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = NAME("number"), .ns = NAME(""), .type = WS_INT32_TYPE,
                                                         .offset = offsetof(CHOICE, value.number)}},
                               text = {TEXT_CHOSEN, {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = NAME("text"), .ns = NAME(""), .type = WS_STRING_TYPE,
                                                     .offset = offsetof(CHOICE, value.text)}},
                               any = {ANY_CHOSEN, {.mapping = WS_ANY_ELEMENT_FIELD_MAPPING, .type = WS_XML_BUFFER_TYPE, .offset = offsetof(CHOICE, value.any)}};
    WS_UNION_FIELD_DESCRIPTION *fields[] = {&list, &number, &text, &any};
    ULONG by_value[] = {2, 0, 1, 3};
    for (int indexed = 0; indexed < 2; indexed++) {
        WS_UNION_DESCRIPTION choice = {sizeof(CHOICE), _Alignof(CHOICE), fields, 4, offsetof(CHOICE, which), NONE, indexed ? by_value : NULL},
                             named = {sizeof(CHOICE), _Alignof(CHOICE), fields, 3, offsetof(CHOICE, which), NONE, NULL};
        WS_STRUCT_DESCRIPTION choices = STRUCT(
            CHOICES, 0, NAMELESS(ELEMENT_CHOICE, UNION, CHOICES, first, 0, .typeDescription = &choice),
            NAMELESS(ELEMENT_CHOICE, UNION, CHOICES, second, WS_FIELD_OPTIONAL, .typeDescription = &named),
            NAMELESS(REPEATING_ELEMENT_CHOICE, UNION, CHOICES, rest, 0, .typeDescription = &choice, .localName = NAME("rest"), .ns = NAME(""),
                     .countOffset = offsetof(CHOICES, count)));
        CHOICES *value = fits(t, &choices, "<a><number>5</number> <text>x</text><rest><list><i>1</i><i>2</i></list><q r='1'>s</q><text/></rest></a>");
        assert_int_equal(value->first.which, NUMBER_CHOSEN);
        assert_int_equal(value->first.value.number, 5);
        assert_int_equal(value->second.which, TEXT_CHOSEN);
        EQUAL_STRING(&value->second.value.text, "x");
        assert_int_equal(value->count, 3);
        assert_int_equal(value->rest[0].which, LIST_CHOSEN);
        assert_int_equal(value->rest[0].value.list.count, 2);
        assert_int_equal(value->rest[0].value.list.items[1], 2);
        assert_int_equal(value->rest[1].which, ANY_CHOSEN);
        assert_non_null(value->rest[1].value.any);
        assert_int_equal(value->rest[2].which, TEXT_CHOSEN);
        assert_writes_as(t, &choices, value,
                         "<a><number>5</number><text>x</text><rest><list><i>1</i><i>2</i></list><q r=\"1\">s</q><text></text></rest></a>");
        value = fits(t, &choices, "<a><number>5</number></a>");
        assert_int_equal(value->second.which, NONE);
        assert_int_equal(value->count, 0);
        does_not_fit(t, &choices, "<a/>", "choice");
        does_not_fit(t, &choices, "<a><number>5</number><number>6</number><number>7</number></a>", "number");
        does_not_fit(t, &choices, "<a><number>five</number></a>", "number");
        /* A selector that is none of the choices. */
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &choices);
        value->first.which = 4711;
        assert_hr(WS_E_INVALID_FORMAT, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        assert_error_says(t->r.error, "4711");
        value->first.which = NONE;
        assert_hr(WS_E_INVALID_FORMAT, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        /* On its own. */
        CHOICE one;
        assert_ok(read_value_of(t, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_UNION_TYPE, &choice, "<text>y</text>", &one, sizeof(one)), t->r.error);
        assert_int_equal(one.which, TEXT_CHOSEN);
        assert_ok(write_type(t, AS_BINARY, WS_ELEMENT_TYPE_MAPPING, WS_UNION_TYPE, &choice, WS_WRITE_REQUIRED_VALUE, &one, sizeof(one)), t->r.error);
        assert_document_reads(t, AS_BINARY, "<a xmlns:p=\"urn:p\"><text>y</text></a>");
    }
}

/* ---- Custom types ------------------------------------------------------------------------------------------------- */

/* A number that is written in words of its own: plus and minus signs around the digits. */
typedef struct SIGNED {
    int32_t number;
    WS_TYPE_MAPPING mapping;
} SIGNED;

static struct {
    HRESULT read, write, is_default;
    int reads, writes, defaults;
    BOOL default_answer;
    TYPED *t;
} custom;

static HRESULT CALLBACK read_signed(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size, WS_ERROR *error)
{
    SIGNED *out = value;
    WS_STRING text = WS_STRING_EMPTY;
    HRESULT hr;
    custom.reads++;
    if (size != sizeof(SIGNED) || data != &custom || reader != custom.t->r.reader) {
        return E_UNEXPECTED;
    }
    if (FAILED(custom.read)) {
        WsAddErrorString(error, TEXT16("the callback says no"));
        return custom.read;
    }
    /* The whole value by the same function that is running. */
    hr = WsReadType(reader, mapping, WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &text, sizeof(text), error);
    if (FAILED(hr)) {
        return hr;
    }
    out->number = text.length > 0 && text.chars[0] == '-' ? -1 : 1;
    out->mapping = mapping;
    return S_OK;
}

static HRESULT CALLBACK write_signed(WS_XML_WRITER *writer, WS_TYPE_MAPPING mapping, const void *data, const void *value, ULONG size, WS_ERROR *error)
{
    const SIGNED *in = value;
    WS_STRING text = in->number < 0 ? *TEXT16("-") : *TEXT16("+");
    custom.writes++;
    if (size != sizeof(SIGNED) || data != &custom || writer != custom.t->writer) {
        return E_UNEXPECTED;
    }
    if (FAILED(custom.write)) {
        WsAddErrorString(error, TEXT16("the callback says no"));
        return custom.write;
    }
    return WsWriteType(writer, mapping, WS_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &text, sizeof(text), error);
}

static HRESULT CALLBACK is_default_signed(const void *data, const void *value, const void *default_value, ULONG size, BOOL *is_default, WS_ERROR *error)
{
    (void)error;
    custom.defaults++;
    if (size != sizeof(SIGNED) || data != &custom || value == NULL) {
        return E_UNEXPECTED;
    }
    *is_default = default_value == NULL && custom.default_answer;
    return custom.is_default;
}

static WS_CUSTOM_TYPE_DESCRIPTION signed_type = {sizeof(SIGNED), _Alignof(SIGNED), read_signed, write_signed, &custom, is_default_signed};

static void custom_types(void **state)
{
    typedef struct CUSTOMS {
        SIGNED attribute, element, *pointer, *items;
        ULONG count;
    } CUSTOMS;
    static const WS_TYPE_MAPPING mappings[] = {WS_ELEMENT_TYPE_MAPPING, WS_ATTRIBUTE_TYPE_MAPPING, WS_ELEMENT_CONTENT_TYPE_MAPPING};
    TYPED *t = *state;
    memset(&custom, 0, sizeof(custom));
    custom.t = t;
    for (size_t m = 0; m < COUNT(mappings); m++) {
        SIGNED value = {0, 0};
        assert_ok(read_value_of(t, mappings[m], WS_CUSTOM_TYPE, &signed_type, "-", &value, sizeof(value)), t->r.error);
        assert_int_equal(value.number, -1);
        assert_int_equal(value.mapping, mappings[m]);
        for (int way = 0; way < WAYS; way++) {
            assert_ok(write_type(t, way, mappings[m], WS_CUSTOM_TYPE, &signed_type, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
            open_document(t, way);
            value.number = 0;
            assert_ok(read_type(t, mappings[m], WS_CUSTOM_TYPE, &signed_type, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
            assert_int_equal(value.number, -1);
        }
    }
    WS_STRUCT_DESCRIPTION customs = STRUCT(
        CUSTOMS, 0, FIELD(ATTRIBUTE, "at", CUSTOM, CUSTOMS, attribute, 0, .typeDescription = &signed_type),
        FIELD(ELEMENT, "el", CUSTOM, CUSTOMS, element, WS_FIELD_OPTIONAL, .typeDescription = &signed_type),
        FIELD(ELEMENT, "po", CUSTOM, CUSTOMS, pointer, WS_FIELD_POINTER | WS_FIELD_NILLABLE, .typeDescription = &signed_type),
        ARRAY("i", CUSTOM, CUSTOMS, items, count, 0, .typeDescription = &signed_type));
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &customs);
    custom.reads = 0;
    CUSTOMS *value = fits(t, &customs, "<a at='-'><el>+</el><po>-</po><i>-</i><i>+</i></a>");
    assert_int_equal(custom.reads, 5);
    assert_int_equal(value->attribute.mapping, WS_ATTRIBUTE_TYPE_MAPPING);
    assert_int_equal(value->element.mapping, WS_ELEMENT_TYPE_MAPPING);
    assert_true(value->attribute.number == -1 && value->element.number == 1 && value->pointer->number == -1);
    assert_true(value->count == 2 && value->items[0].number == -1 && value->items[1].number == 1);
    custom.default_answer = FALSE;
    assert_writes_as(t, &customs, value, "<a at=\"-\"><el>+</el><po>-</po><i>-</i><i>+</i></a>");
    assert_true(custom.defaults > 0);
    custom.default_answer = TRUE;
    assert_writes_as(t, &customs, value, "<a at=\"-\"><po>-</po><i>-</i><i>+</i></a>");
    value = fits(t, &customs, "<a at='+' xmlns:i='" XSI "'><po i:nil='true'/></a>");
    assert_null(value->pointer);
    assert_int_equal(value->element.number, 0);
    /* What a callback fails with is what the call fails with, and its text is among the texts. */
    static const HRESULT codes[] = {E_FAIL, WS_E_INVALID_OPERATION, E_OUTOFMEMORY, WS_E_QUOTA_EXCEEDED};
    for (size_t i = 0; i < COUNT(codes); i++) {
        custom.read = codes[i];
        check_does_not_fit(t, &customs, "<a at='-'><po>-</po></a>", codes[i], "the callback says no", __FILE__, __LINE__);
        custom.read = S_OK;
        value = fits(t, &customs, "<a at='+'><po>+</po></a>");
        custom.write = codes[i];
        assert_hr(codes[i], write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        assert_error_says(t->r.error, "the callback says no");
        custom.write = S_OK;
        custom.is_default = codes[i];
        assert_hr(codes[i], write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &value, sizeof(value)), t->r.error);
        custom.is_default = S_OK;
    }
    /* The document's fault inside of a callback faults the reader like any other. */
    does_not_fit(t, &customs, "<a at='-'><po><b/></po></a>", "b");
    /* No callback, no size. */
    WS_CUSTOM_TYPE_DESCRIPTION broken = signed_type;
    SIGNED one;
    broken.readCallback = NULL;
    assert_hr(E_INVALIDARG, read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &broken, "-", &one, sizeof(one)), t->r.error);
    broken = signed_type;
    broken.writeCallback = NULL;
    assert_hr(E_INVALIDARG, write_type(t, AS_TEXT, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &broken, WS_WRITE_REQUIRED_VALUE, &one, sizeof(one)), t->r.error);
}

/* Callbacks that use the reader and writer wrongly: an error, and everything can be freed. */
static HRESULT CALLBACK read_nothing(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size, WS_ERROR *error)
{
    (void)reader, (void)mapping, (void)data, (void)heap, (void)error;
    memset(value, 0, size);
    return S_OK;
}

static HRESULT CALLBACK read_too_much(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size, WS_ERROR *error)
{
    (void)mapping, (void)data, (void)heap;
    memset(value, 0, size);
    while (SUCCEEDED(WsReadNode(reader, error))) {
        const WS_XML_NODE *node = NULL;
        if (FAILED(WsGetReaderNode(reader, &node, error)) || node->nodeType == WS_XML_NODE_TYPE_EOF) {
            break;
        }
    }
    return S_OK;
}

static HRESULT CALLBACK read_another(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size, WS_ERROR *error)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)(uintptr_t)"<z/>", 4};
    (void)mapping, (void)data, (void)heap;
    memset(value, 0, size);
    return WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, error);
}

static HRESULT CALLBACK write_open(WS_XML_WRITER *writer, WS_TYPE_MAPPING mapping, const void *data, const void *value, ULONG size, WS_ERROR *error)
{
    (void)mapping, (void)data, (void)value, (void)size;
    return WsWriteStartElement(writer, NULL, XSTR("open"), XSTR(""), error);
}

static HRESULT CALLBACK write_end(WS_XML_WRITER *writer, WS_TYPE_MAPPING mapping, const void *data, const void *value, ULONG size, WS_ERROR *error)
{
    (void)mapping, (void)data, (void)value, (void)size;
    return WsWriteEndElement(writer, error);
}

static void callbacks_that_do_it_wrong(void **state)
{
    typedef struct TWO {
        int32_t first, second;
    } TWO;
    static const WS_READ_TYPE_CALLBACK readers[] = {read_nothing, read_too_much, read_another};
    static const WS_WRITE_TYPE_CALLBACK writers[] = {write_open, write_end};
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(readers); i++) {
        WS_CUSTOM_TYPE_DESCRIPTION bad = {4, 4, readers[i], writers[i % 2], NULL, NULL};
        WS_STRUCT_DESCRIPTION two = STRUCT(TWO, 0, FIELD(ELEMENT, "x", CUSTOM, TWO, first, 0, .typeDescription = &bad), FIELD(ELEMENT, "y", INT32, TWO, second, 0));
        WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &two);
        TWO value = {1, 2};
        void *pointer = NULL;
        assert_true(FAILED(read_element(t, "<a><x>1</x><y>2</y></a>", &a, WS_READ_REQUIRED_POINTER, &pointer, sizeof(pointer))));
        assert_null(pointer);
        assert_true(text_count(t->r.error) > 0);
        (void)write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value));
    }
}

/* ---- Durations ---------------------------------------------------------------------------------------------------- */

static struct {
    int calls;
    HRESULT hr;
} comparisons;

/* A month has 30 days, whatever the library says. */
static HRESULT CALLBACK compare_durations(const WS_DURATION *one, const WS_DURATION *two, INT *result, WS_ERROR *error)
{
    int64_t days1 = (one->negative ? -1 : 1) * (int64_t)(one->years * 365 + one->months * 30 + one->days);
    int64_t days2 = (two->negative ? -1 : 1) * (int64_t)(two->years * 365 + two->months * 30 + two->days);
    (void)error;
    comparisons.calls++;
    *result = days1 < days2 ? -1 : days1 > days2;
    return comparisons.hr;
}

static void comparing_durations(void **state)
{
    TYPED *t = *state;
    WS_DURATION_DESCRIPTION limits = {{.months = 1}, {.years = 1}, compare_durations};
    WS_DURATION value;
    static const char *const inside[] = {"P30D", "P1M", "P365D", "P1Y"}, *const outside[] = {"P29D", "P366D", "-P2M", "P1Y1D"};
    comparisons.hr = S_OK;
    comparisons.calls = 0;
    for (size_t i = 0; i < COUNT(inside); i++) {
        assert_ok(read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, &limits, inside[i], &value, sizeof(value)), t->r.error);
        memset(&value, 0x5A, sizeof(value));
        HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, &limits, outside[i], &value, sizeof(value));
        check_misfit(t, WS_E_INVALID_FORMAT, hr, &value, sizeof(value), outside[i], __FILE__, __LINE__);
    }
    assert_true(comparisons.calls >= 12);
    comparisons.hr = E_FAIL;
    HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, &limits, "P30D", &value, sizeof(value));
    check_misfit(t, E_FAIL, hr, &value, sizeof(value), "a failing comparison", __FILE__, __LINE__);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(derived_types),
        TYPED_TEST(derived_types_as_elements),
        TYPED_TEST(unions),
        TYPED_TEST(custom_types),
        TYPED_TEST(callbacks_that_do_it_wrong),
        TYPED_TEST(comparing_durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
