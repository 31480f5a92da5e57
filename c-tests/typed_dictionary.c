/* Typed data in binary with dictionaries, and in XML buffers; documents as deep as limits allow, and deeper. */
#include "support/typed.h"

typedef struct ITEM {
    WS_STRING name;
    WS_XML_QNAME kind;
    ULONG price;
} ITEM;

typedef struct ORDER {
    ULONG id;
    ITEM *items;
    ULONG count;
} ORDER;

/* The names of the description; the first half is in the static dictionary, the rest comes from the session. */
enum { ORDER_NAME, ID, ITEM_NAME, NS, NAME_NAME, KIND, PRICE, KINDS, LARGE, STRINGS };
static const char *const texts[STRINGS] = {"order", "identification", "item", "urn:orders", "name", "kind", "price", "urn:kinds", "large"};
static WS_XML_STRING fixed_strings[4], session_strings[STRINGS - 4];
static WS_XML_DICTIONARY fixed = {{7, 0, 0, {0}}, fixed_strings, 4, TRUE}, session = {{8, 0, 0, {0}}, session_strings, STRINGS - 4, TRUE};
/* Those that are given to the writer: of the dictionary, or plain. */
static WS_XML_STRING names[STRINGS];

static WS_FIELD_DESCRIPTION item_fields[3], order_fields[2];
static WS_FIELD_DESCRIPTION *item_list[] = {&item_fields[0], &item_fields[1], &item_fields[2]}, *order_list[] = {&order_fields[0], &order_fields[1]};
static WS_STRUCT_DESCRIPTION item = {.size = sizeof(ITEM), .alignment = _Alignof(ITEM), .fields = item_list, .fieldCount = 3};
static WS_STRUCT_DESCRIPTION order = {.size = sizeof(ORDER), .alignment = _Alignof(ORDER), .fields = order_list, .fieldCount = 2};
static WS_ELEMENT_DESCRIPTION order_element = {&names[ORDER_NAME], &names[NS], WS_STRUCT_TYPE, &order};

static WS_XML_STRING no_ns = WS_XML_STRING_VALUE("");

static void describe(void)
{
    for (ULONG i = 0; i < STRINGS; i++) {
        WS_XML_STRING plain = {(ULONG)strlen(texts[i]), (BYTE *)(uintptr_t)texts[i], NULL, 0};
        WS_XML_STRING *in = i < 4 ? &fixed_strings[i] : &session_strings[i - 4];
        *in = plain;
        in->dictionary = i < 4 ? &fixed : &session;
        in->id = i < 4 ? i : i - 4;
        names[i] = i < 4 ? *in : plain;
    }
    item_fields[0] = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &names[NAME_NAME], .ns = &names[NS], .type = WS_STRING_TYPE,
                                            .offset = offsetof(ITEM, name)};
    item_fields[1] = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &names[KIND], .ns = &names[NS], .type = WS_XML_QNAME_TYPE,
                                            .offset = offsetof(ITEM, kind)};
    item_fields[2] = (WS_FIELD_DESCRIPTION){.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &names[PRICE], .ns = &names[NS], .type = WS_UINT32_TYPE,
                                            .offset = offsetof(ITEM, price)};
    order_fields[0] = (WS_FIELD_DESCRIPTION){.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = &names[ID], .ns = &no_ns, .type = WS_UINT32_TYPE,
                                             .offset = offsetof(ORDER, id)};
    order_fields[1] = (WS_FIELD_DESCRIPTION){.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .itemLocalName = &names[ITEM_NAME], .itemNs = &names[NS],
                                             .type = WS_STRUCT_TYPE, .typeDescription = &item, .offset = offsetof(ORDER, items),
                                             .countOffset = offsetof(ORDER, count)};
}

static ITEM items[2];

static ORDER an_order(void)
{
    describe();
    items[0] = (ITEM){*TEXT16("first"), {names[LARGE], names[KINDS]}, 12};
    items[1] = (ITEM){*TEXT16("second"), {names[LARGE], names[KINDS]}, 400000};
    return (ORDER){321, items, 2};
}

static void check_order(const ORDER *order)
{
    assert_non_null(order);
    assert_true(order->id == 321 && order->count == 2);
    EQUAL_STRING(&order->items[0].name, "first");
    EQUAL_STRING(&order->items[1].name, "second");
    assert_true(order->items[0].price == 12 && order->items[1].price == 400000);
    for (int i = 0; i < 2; i++) {
        EQUAL_XML_STRING(&order->items[i].kind.localName, "large");
        EQUAL_XML_STRING(&order->items[i].kind.ns, "urn:kinds");
    }
}

/* Gives the strings of the session their numbers. */
static HRESULT CALLBACK number_of(void *state, const WS_XML_STRING *string, BOOL *found, ULONG *id, WS_ERROR *error)
{
    (void)error;
    *found = FALSE;
    for (ULONG i = 0; i < session.stringCount; i++) {
        if (string->length == session_strings[i].length && memcmp(string->bytes, session_strings[i].bytes, string->length) == 0) {
            *found = TRUE;
            *id = i;
            ++*(int *)state;
        }
    }
    return S_OK;
}

static int holds(const TEXT *document, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= document->length; i++) {
        if (memcmp(document->chars + i, text, length) == 0) {
            return 1;
        }
    }
    return 0;
}

static void names_go_as_numbers(void **state)
{
    TYPED *t = *state;
    ORDER value = an_order(), *read = NULL;
    for (int dictionaries = 0; dictionaries < 4; dictionaries++) {
        int asked = 0;
        const int is_fixed = dictionaries & 1, is_dynamic = dictionaries >> 1;
        WS_XML_WRITER_BINARY_ENCODING out = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, is_fixed ? &fixed : NULL, is_dynamic ? number_of : NULL, &asked};
        WS_XML_READER_BINARY_ENCODING in = {{WS_XML_READER_ENCODING_TYPE_BINARY}, is_fixed ? &fixed : NULL, is_dynamic ? &session : NULL};
        WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
        assert_ok(WsSetOutput(t->writer, &out.encoding, &output.output, NULL, 0, t->r.error), t->r.error);
        assert_ok(WsWriteElement(t->writer, &order_element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), t->r.error), t->r.error);
        end_document(t);
        for (int i = 0; i < STRINGS; i++) {
            /* Names in content are written with their prefixes, as characters. */
            const int is_content = i == LARGE;
            const int is_number = i < 4 ? is_fixed : is_dynamic;
            if (!is_content && holds(&t->document, texts[i]) == is_number) {
                fail_msg("dictionaries %d: \"%s\" %s", dictionaries, texts[i], is_number ? "is in the document" : "is missing");
            }
        }
        assert_int_equal(asked != 0, is_dynamic);
        assert_ok(set_memory(&t->r, &in.encoding, t->document.chars, t->document.length, NULL, 0), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &order_element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        check_order(read);
        /* A reader with plain names reads the same. */
        memcpy(names, fixed_strings, sizeof(fixed_strings));
        for (int i = 0; i < 4; i++) {
            names[i].dictionary = NULL;
        }
        assert_ok(set_memory(&t->r, &in.encoding, t->document.chars, t->document.length, NULL, 0), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &order_element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        check_order(read);
        value = an_order();
        if (dictionaries != 0) {
            /* Without the dictionaries there is nothing to be read. */
            WS_XML_READER_BINARY_ENCODING bare = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
            assert_ok(set_memory(&t->r, &bare.encoding, t->document.chars, t->document.length, NULL, 0), t->r.error);
            assert_hr(WS_E_INVALID_FORMAT, WsReadElement(t->r.reader, &order_element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), NULL);
            assert_ok(WsResetError(t->r.error), NULL);
        }
    }
}

static void values_go_through_buffers(void **state)
{
    TYPED *t = *state;
    ORDER value = an_order(), *read = NULL;
    WS_XML_BUFFER *buffer = NULL;
    assert_ok(WsCreateXmlBuffer(t->r.heap, NULL, 0, &buffer, t->r.error), t->r.error);
    assert_ok(WsSetOutputToBuffer(t->writer, buffer, NULL, 0, t->r.error), t->r.error);
    assert_ok(WsWriteElement(t->writer, &order_element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), t->r.error), t->r.error);
    for (int round = 0; round < 2; round++) {
        assert_ok(WsSetInputToBuffer(t->r.reader, buffer, NULL, 0, t->r.error), t->r.error);
        assert_ok(WsReadElement(t->r.reader, &order_element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        check_order(read);
        assert_on(&t->r, EOF);
    }
    /* And from there to each encoding. */
    for (int way = 0; way < WAYS; way++) {
        start_document(t, way);
        assert_ok(WsWriteXmlBuffer(t->writer, buffer, t->r.error), t->r.error);
        end_document(t);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &order_element, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        check_order(read);
    }
}

/* ---- Depth ------------------------------------------------------------------------------------------------------- */

typedef struct CHAIN {
    struct CHAIN *next;
    ULONG value;
} CHAIN;

/* Structures that contain themselves through a pointer: as deep as the reader allows, and never deeper than the library does. */
static void depth_has_a_limit(void **state)
{
    TYPED *t = *state;
    static const struct {
        ULONG max_depth;
        int depth;
        HRESULT expected;
    } cases[] = {
        {32, 32, S_OK}, {32, 33, WS_E_QUOTA_EXCEEDED}, {1000000, 96, S_OK}, {1000000, 97, WS_E_QUOTA_EXCEEDED}, {1000000, 100000, WS_E_QUOTA_EXCEEDED},
    };
    WS_STRUCT_DESCRIPTION chain = STRUCT(CHAIN, 0, FIELD(ATTRIBUTE, "v", UINT32, CHAIN, value, WS_FIELD_OPTIONAL),
                                         FIELD(ELEMENT, "a", STRUCT, CHAIN, next, WS_FIELD_POINTER | WS_FIELD_OPTIONAL));
    chain.fields[1]->typeDescription = &chain;
    WS_ELEMENT_DESCRIPTION a = element_a(WS_STRUCT_TYPE, &chain);
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_XML_READER_PROPERTY depth = {WS_XML_READER_PROPERTY_MAX_DEPTH, (void *)(uintptr_t)&cases[i].max_depth, sizeof(ULONG)};
        CHAIN *read = NULL;
        TEXT xml = {NULL, 0, 0};
        for (int level = 0; level < cases[i].depth; level++) {
            add_chars(&xml, level + 1 == cases[i].depth ? "<a v='7'>" : "<a>");
        }
        for (int level = 0; level < cases[i].depth; level++) {
            add_chars(&xml, "</a>");
        }
        assert_ok(WsResetHeap(t->r.heap, NULL), NULL);
        set_xml_with(&t->r, xml.chars, &depth, 1);
        assert_hr(cases[i].expected, WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
        if (cases[i].expected == S_OK) {
            int levels = 1;
            CHAIN *last = read;
            for (; last->next != NULL; last = last->next) {
                levels++;
            }
            assert_int_equal(levels, cases[i].depth);
            assert_int_equal(last->value, 7);
            /* What was read is written again, if the writer may. */
            ULONG max_depth = cases[i].max_depth;
            WS_XML_WRITER_PROPERTY property = {WS_XML_WRITER_PROPERTY_MAX_DEPTH, &max_depth, sizeof(max_depth)};
            WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
            WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
            assert_ok(WsSetOutput(t->writer, &text.encoding, &output.output, &property, 1, t->r.error), t->r.error);
            assert_ok(WsWriteElement(t->writer, &a, WS_WRITE_REQUIRED_POINTER, &read, sizeof(read), t->r.error), t->r.error);
        } else {
            assert_null(read);
            assert_true(text_count(t->r.error) > 0);
            assert_ok(WsResetError(t->r.error), NULL);
        }
        free(xml.chars);
    }
    /* Data without an end is written until the writer's limit, and not for ever. */
    CHAIN endless = {&endless, 1}, *pointer = &endless;
    assert_hr(WS_E_QUOTA_EXCEEDED, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer)), t->r.error);
    ULONG limits[] = {0xFFFFFFFF, 1 << 20};
    WS_XML_WRITER_PROPERTY properties[] = {{WS_XML_WRITER_PROPERTY_MAX_DEPTH, &limits[0], sizeof(ULONG)}, {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &limits[1], sizeof(ULONG)}};
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    assert_ok(WsSetOutput(t->writer, &text.encoding, &output.output, properties, 2, t->r.error), t->r.error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsWriteElement(t->writer, &a, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer), t->r.error), t->r.error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(names_go_as_numbers),
        TYPED_TEST(values_go_through_buffers),
        TYPED_TEST(depth_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
