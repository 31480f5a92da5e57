/*
 * Typed data at the size of an application: a purchase order is read and written through hand-made descriptions.
 *
 * What was read is compared with a value that was made by hand, member by member. What was written is compared with a
 * document that was made by hand, as libxml2 reads both: names, namespaces, attributes and texts. Prefixes, the order of
 * attributes, and white space between elements are the writer's business; names inside texts are compared by what they
 * stand for.
 */
#include "support/encoded.h"
#include "support/purchase_order.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>

/* ---- The tree that an independent reader sees --------------------------------------------------------------------- */

#define XSI_NS "http://www.w3.org/2001/XMLSchema-instance"
#define XOP_NS "http://www.w3.org/2004/08/xop/include"

static int is_name(const xmlNs *ns, const xmlChar *name, const char *expected_ns, const char *expected)
{
    return strcmp(ns == NULL ? "" : (const char *)ns->href, expected_ns) == 0
        && strcmp((const char *)name, expected) == 0;
}

static void add_name(TEXT *out, const xmlNs *ns, const xmlChar *name)
{
    add_chars(out, "{");
    add_chars(out, ns == NULL ? "" : (const char *)ns->href);
    add_chars(out, "}");
    add_chars(out, (const char *)name);
}

/* A qualified name in a text, by its namespace. */
static void add_qualified(TEXT *out, xmlNode *scope, const char *text)
{
    char prefix[64] = "";
    const char *colon = strchr(text, ':');
    if (colon != NULL) {
        assert_true((size_t)(colon - text) < sizeof(prefix));
        memcpy(prefix, text, (size_t)(colon - text));
    }
    const xmlNs *ns = xmlSearchNs(scope->doc, scope, colon == NULL ? NULL : (const xmlChar *)prefix);
    assert_true(ns != NULL || colon == NULL);
    add_name(out, ns, (const xmlChar *)(colon == NULL ? text : colon + 1));
}

static const char *find_bytes(const char *from, const char *end, const char *part)
{
    size_t length = strlen(part);
    for (; (size_t)(end - from) >= length; from++) {
        if (memcmp(from, part, length) == 0) {
            return from;
        }
    }
    return NULL;
}

static void add_base64(TEXT *out, const BYTE *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < size; at += 3) {
        size_t count = size - at < 3 ? size - at : 3;
        unsigned bits = (unsigned)bytes[at] << 16;
        bits |= count > 1 ? (unsigned)bytes[at + 1] << 8 : 0;
        bits |= count > 2 ? bytes[at + 2] : 0;
        char quad[4] = {digits[bits >> 18], digits[bits >> 12 & 63], count > 1 ? digits[bits >> 6 & 63] : '=',
                        count > 2 ? digits[bits & 63] : '='};
        add(out, quad, sizeof(quad));
    }
}

#define BOUNDARY "=_order"

/* The content of the part that an xop:Include refers to. */
static void add_part(TEXT *out, const TEXT *package, xmlNode *include)
{
    TEXT header = {NULL, 0, 0};
    xmlChar *reference = xmlGetNoNsProp(include, (const xmlChar *)"href");
    assert_non_null(reference);
    assert_memory_equal(reference, "cid:", 4);
    char *id = xmlURIUnescapeString((const char *)reference + 4, 0, NULL);
    const char *end = package->chars + package->length;
    add_chars(&header, "Content-ID: <");
    add_chars(&header, id);
    add_chars(&header, ">");
    const char *part = find_bytes(package->chars, end, header.chars);
    assert_non_null(part);
    const char *body = find_bytes(part, end, "\r\n\r\n");
    assert_non_null(body);
    const char *after = find_bytes(body += 4, end, "\r\n--" BOUNDARY);
    assert_non_null(after);
    add_base64(out, (const BYTE *)body, (size_t)(after - body));
    xmlFree(id);
    xmlFree(reference);
    free(header.chars);
}

static int compare_chars(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_attributes(TEXT *out, xmlNode *element)
{
    char *sorted[32];
    size_t count = 0;
    for (xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next) {
        TEXT one = {NULL, 0, 0};
        xmlChar *value = xmlNodeListGetString(element->doc, attribute->children, 1);
        const char *chars = value == NULL ? "" : (const char *)value;
        add_chars(&one, " ");
        add_name(&one, attribute->ns, attribute->name);
        add_chars(&one, "=");
        if (is_name(attribute->ns, attribute->name, XSI_NS, "type")) {
            add_qualified(&one, element, chars);
        } else {
            add_chars(&one, chars);
        }
        xmlFree(value);
        assert_true(count < COUNT(sorted));
        sorted[count++] = one.chars;
    }
    if (count > 0) {
        qsort(sorted, count, sizeof(sorted[0]), compare_chars);
    }
    for (size_t i = 0; i < count; i++) {
        add_chars(out, sorted[i]);
        free(sorted[i]);
    }
}

/* What has gathered of a text between two tags. */
static void end_text(TEXT *out, TEXT *text, int is_mixed, xmlNode *element)
{
    if (text->length > 0 && !(is_mixed && strspn(text->chars, " \r\n\t") == text->length)) {
        add_chars(out, "'");
        if (is_name(element->ns, element->name, ORDER_NS, "unit")) {
            add_qualified(out, element, text->chars);
        } else {
            add_chars(out, text->chars);
        }
        add_chars(out, "'");
    }
    text->length = 0;
}

static void add_tree(TEXT *out, const TEXT *package, xmlNode *element, int depth)
{
    TEXT text = {NULL, 0, 0};
    int has_elements = 0;
    assert_true(depth < 32);
    add_chars(out, "\n<");
    add_name(out, element->ns, element->name);
    add_attributes(out, element);
    add_chars(out, ">");
    for (xmlNode *child = element->children; child != NULL; child = child->next) {
        has_elements |= child->type == XML_ELEMENT_NODE && !is_name(child->ns, child->name, XOP_NS, "Include");
    }
    for (xmlNode *child = element->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            add_chars(&text, (const char *)child->content);
        } else if (child->type == XML_ELEMENT_NODE && is_name(child->ns, child->name, XOP_NS, "Include")) {
            assert_non_null(package);
            add_part(&text, package, child);
        } else if (child->type == XML_ELEMENT_NODE) {
            end_text(out, &text, has_elements, element);
            add_tree(out, package, child, depth + 1);
        }
    }
    end_text(out, &text, has_elements, element);
    add_chars(out, "</>");
    free(text.chars);
}

/* One line per element: names with namespaces, attributes in order, texts. */
static TEXT tree_of(const char *xml, size_t size, const TEXT *package)
{
    TEXT out = {NULL, 0, 0};
    xmlDoc *document = xmlReadMemory(xml, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOENT);
    assert_non_null(document);
    add_tree(&out, package, xmlDocGetRootElement(document), 0);
    xmlFreeDoc(document);
    return out;
}

static void check_tree(TEXT got, const char *document, const char *file, int line)
{
    TEXT expected = tree_of(document, strlen(document), NULL);
    _assert_string_equal(got.chars, expected.chars, file, line);
    free(got.chars);
    free(expected.chars);
}
#define assert_tree(got, document) check_tree((got), (document), __FILE__, __LINE__)

/* ---- Comparing what was read with the value made by hand ---------------------------------------------------------- */

static void check_wsz(const WCHAR *got, const WCHAR *expected, const char *what, int line)
{
    size_t i = 0;
    if (got == NULL || expected == NULL) {
        if (got != expected) {
            fail_msg("line %d: %s is %s", line, what, got == NULL ? "NULL" : "not NULL");
        }
        return;
    }
    while (got[i] == expected[i] && expected[i] != 0) {
        i++;
    }
    if (got[i] != expected[i]) {
        fail_msg("line %d: %s differs at character %u", line, what, (unsigned)i);
    }
}
#define SAME_WSZ(member) check_wsz(got->member, expected->member, #member, __LINE__)
#define SAME_INTEGER(member) assert_true(got->member == expected->member)
#define SAME_BYTES(pointer, count, size)                                                                               \
    do {                                                                                                               \
        assert_int_equal(got->count, expected->count);                                                                 \
        /* An empty value is not NULL, a nil one is. */                                                                \
        assert_int_equal(got->pointer == NULL, expected->pointer == NULL);                                             \
        if (expected->count > 0) {                                                                                     \
            assert_memory_equal(got->pointer, expected->pointer, (size)*expected->count);                              \
        }                                                                                                              \
    } while (0)
#define SAME_DECIMAL(member)                                                                                           \
    do {                                                                                                               \
        SAME_INTEGER(member.scale);                                                                                    \
        SAME_INTEGER(member.sign);                                                                                     \
        SAME_INTEGER(member.Hi32);                                                                                     \
        SAME_INTEGER(member.Lo64);                                                                                     \
    } while (0)

static void same_address(const ADDRESS *got, const ADDRESS *expected)
{
    SAME_WSZ(country);
    SAME_WSZ(street);
    SAME_BYTES(city.chars, city.length, sizeof(WCHAR));
}

static void same_line(const LINE *got, const LINE *expected)
{
    SAME_INTEGER(number);
    SAME_WSZ(sku);
    SAME_INTEGER(quantity);
    SAME_DECIMAL(price);
    assert_memory_equal(&got->weight, &expected->weight, sizeof(double));
    assert_int_equal(got->shelf == NULL, expected->shelf == NULL);
    if (expected->shelf != NULL) {
        SAME_INTEGER(shelf[0]);
    }
    SAME_INTEGER(tagCount);
    for (ULONG i = 0; i < expected->tagCount; i++) {
        SAME_WSZ(tags[i]);
    }
    SAME_BYTES(picture.bytes, picture.length, 1);
    assert_int_equal(got->replacement == NULL, expected->replacement == NULL);
    if (expected->replacement != NULL) {
        same_line(got->replacement, expected->replacement);
    }
}

static void same_payment(const PAYMENT *got, const PAYMENT *expected)
{
    SAME_INTEGER(kind);
    if (expected->kind == PAY_CARD) {
        SAME_BYTES(by.card.holder.chars, by.card.holder.length, sizeof(WCHAR));
        SAME_BYTES(by.card.number.bytes, by.card.number.length, 1);
    } else if (expected->kind == PAY_INVOICE) {
        SAME_INTEGER(by.days);
    } else if (expected->kind == PAY_ADVANCE) {
        SAME_DECIMAL(by.amount);
    }
}

static void same_event(const EVENT *got, const EVENT *expected)
{
    SAME_INTEGER(kind);
    if (expected->kind == EVENT_SHIPPED) {
        SAME_INTEGER(is.shipped.ticks);
        SAME_INTEGER(is.shipped.format);
    } else if (expected->kind == EVENT_INSPECTED) {
        SAME_INTEGER(is.inspected);
    } else {
        SAME_WSZ(is.remark);
    }
}

static void same_discount(const DISCOUNT *got, const DISCOUNT *expected)
{
    /* The type tells how large the item is. */
    assert_ptr_equal(got->type, expected->type);
    SAME_WSZ(reason);
    SAME_WSZ(code);
    if (expected->type == &voucher_type) {
        assert_true(((const VOUCHER *)got)->cents == ((const VOUCHER *)expected)->cents);
    } else {
        assert_true(((const PERCENTAGE *)got)->percent == ((const PERCENTAGE *)expected)->percent);
    }
    if (expected->type == &capped_type) {
        const CAPPED *other = (const CAPPED *)expected;
        assert_int_equal(((const CAPPED *)got)->until, other->until);
        assert_memory_equal(&((const CAPPED *)got)->cap.Lo64, &other->cap.Lo64, sizeof(ULONGLONG));
        assert_int_equal(((const CAPPED *)got)->cap.scale, other->cap.scale);
    }
}

static void same_xml_string(const WS_XML_STRING *got, const WS_XML_STRING *expected)
{
    assert_int_equal(got->length, expected->length);
    if (expected->length > 0) {
        assert_memory_equal(got->bytes, expected->bytes, expected->length);
    }
}

/* Attributes that no field describes may come in any order. */
static void same_others(const WS_ANY_ATTRIBUTES *got, const WS_ANY_ATTRIBUTES *expected)
{
    SAME_INTEGER(attributeCount);
    for (ULONG i = 0; i < expected->attributeCount; i++) {
        const WS_ANY_ATTRIBUTE *other = NULL, *one = &expected->attributes[i];
        for (ULONG k = 0; k < got->attributeCount; k++) {
            const WS_ANY_ATTRIBUTE *candidate = &got->attributes[k];
            if (candidate->localName.length == one->localName.length
                && memcmp(candidate->localName.bytes, one->localName.bytes, one->localName.length) == 0) {
                other = candidate;
            }
        }
        assert_non_null(other);
        same_xml_string(&other->ns, &one->ns);
        assert_int_equal(other->value->textType, one->value->textType);
        same_xml_string(utf8_of(other->value), utf8_of(one->value));
    }
}

/* All but the extension, which same_extension compares. */
static void same_order(const ORDER *got, const ORDER *expected)
{
    SAME_INTEGER(id);
    SAME_INTEGER(priority);
    SAME_WSZ(language);
    same_others(&got->others, &expected->others);
    SAME_INTEGER(placed.ticks);
    SAME_INTEGER(placed.format);
    SAME_INTEGER(customer.number);
    SAME_INTEGER(customer.preferred);
    SAME_WSZ(customer.name);
    same_address(&got->customer.billing, &expected->customer.billing);
    assert_int_equal(got->customer.shipping == NULL, expected->customer.shipping == NULL);
    if (expected->customer.shipping != NULL) {
        same_address(got->customer.shipping, expected->customer.shipping);
    }
    SAME_INTEGER(lineCount);
    for (ULONG i = 0; i < expected->lineCount; i++) {
        same_line(&got->lines[i], &expected->lines[i]);
    }
    SAME_INTEGER(noteCount);
    for (ULONG i = 0; i < expected->noteCount; i++) {
        SAME_BYTES(notes[i].chars, notes[i].length, sizeof(WCHAR));
    }
    same_payment(&got->payment, &expected->payment);
    SAME_INTEGER(eventCount);
    for (ULONG i = 0; i < expected->eventCount; i++) {
        same_event(&got->events[i], &expected->events[i]);
    }
    SAME_INTEGER(discountCount);
    for (ULONG i = 0; i < expected->discountCount; i++) {
        same_discount(got->discounts[i], expected->discounts[i]);
    }
    SAME_WSZ(approver);
    assert_memory_equal(&got->token, &expected->token, sizeof(GUID));
    SAME_INTEGER(message.uri.length);
    if (expected->message.uri.length > 0) {
        SAME_BYTES(message.uri.chars, message.uri.length, sizeof(WCHAR));
    } else {
        assert_memory_equal(&got->message.guid, &expected->message.guid, sizeof(GUID));
    }
    SAME_INTEGER(within.negative);
    SAME_INTEGER(within.years);
    SAME_INTEGER(within.months);
    SAME_INTEGER(within.days);
    SAME_INTEGER(within.hours);
    SAME_INTEGER(within.minutes);
    SAME_INTEGER(within.seconds);
    SAME_INTEGER(within.milliseconds);
    SAME_INTEGER(within.ticks);
    SAME_INTEGER(packing.ticks);
    same_xml_string(&got->unit.localName, &expected->unit.localName);
    same_xml_string(&got->unit.ns, &expected->unit.ns);
    SAME_BYTES(signature, signatureSize, 1);
    SAME_INTEGER(state);
    assert_null(got->session);
}

static void same_extension(READER *r, WS_XML_BUFFER *buffer)
{
    WS_XML_WRITER *writer = text_writer(FALSE, r->error);
    TEXT out = {NULL, 0, 0};
    assert_non_null(buffer);
    assert_ok(WsWriteXmlBuffer(writer, buffer, r->error), r->error);
    take_text(writer, &out, r->error);
    assert_tree(tree_of(out.chars, out.length, NULL), EXTENSION);
    free(out.chars);
}

/* ---- Reading and writing ------------------------------------------------------------------------------------------ */

/* The order of support/purchase_order.h, with its extension in the heap of the test. */
static ORDER whole_order(READER *r)
{
    ORDER order = order_value;
    WS_XML_READER *reader = NULL;
    assert_ok(WsCreateReader(NULL, 0, &reader, r->error), r->error);
    assert_ok(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, EXTENSION, sizeof(EXTENSION) - 1, r->heap,
                                       &order.extension, r->error), r->error);
    WsFreeReader(reader);
    return order;
}

static ORDER *read_order(READER *r)
{
    ORDER *order = NULL;
    assert_ok(WsReadElement(r->reader, &order_element, WS_READ_REQUIRED_POINTER, r->heap, &order, sizeof(order),
                            r->error), r->error);
    assert_non_null(order);
    /* Nothing is left behind the element. */
    assert_on(r, EOF);
    return order;
}

static TEXT write_order(READER *r, const WS_XML_WRITER_ENCODING *encoding, const ORDER *order)
{
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER *writer = NULL;
    TEXT out = {NULL, 0, 0};
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsSetOutput(writer, encoding, &output.output, NULL, 0, r->error), r->error);
    assert_ok(WsWriteElement(writer, &order_element, WS_WRITE_REQUIRED_VALUE, order, sizeof(*order), r->error),
              r->error);
    assert_ok(WsFlushWriter(writer, 0, NULL, r->error), r->error);
    take_text(writer, &out, r->error);
    return out;
}

static const WS_XML_WRITER_TEXT_ENCODING utf8_out = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
static const WS_XML_READER_TEXT_ENCODING utf8_in = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};

static void reads_every_field(void **state)
{
    READER *r = *state;
    ORDER order;
    set_xml(r, order_document);
    ORDER *first = read_order(r);
    same_order(first, &order_value);
    same_extension(r, first->extension);
    /* Into the caller's structure, of which every described byte must be set. */
    memset(&order, 0xA5, sizeof(order));
    set_xml(r, order_document);
    assert_ok(WsReadElement(r->reader, &order_element, WS_READ_REQUIRED_VALUE, r->heap, &order, sizeof(order),
                            r->error), r->error);
    same_order(&order, &order_value);
    same_extension(r, order.extension);
    /* What was read before is still there. */
    same_order(first, &order_value);
}

static void writes_the_same_tree(void **state)
{
    READER *r = *state;
    ORDER order = whole_order(r);
    TEXT out = write_order(r, &utf8_out.encoding, &order);
    assert_tree(tree_of(out.chars, out.length, NULL), order_document);
    assert_ok(set_memory(r, &utf8_in.encoding, out.chars, out.length, NULL, 0), r->error);
    ORDER *back = read_order(r);
    same_order(back, &order_value);
    same_extension(r, back->extension);
    /* What was read is written as what it was read from. */
    TEXT again = write_order(r, &utf8_out.encoding, back);
    assert_tree(tree_of(again.chars, again.length, NULL), order_document);
    free(again.chars);
    free(out.chars);
}

static void in_utf16(void **state)
{
    static const WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    static const WS_XML_READER_TEXT_ENCODING input = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    READER *r = *state;
    ORDER order = whole_order(r);
    TEXT out = write_order(r, &encoding.encoding, &order);
    assert_tree(tree_of(out.chars, out.length, NULL), order_document);
    assert_ok(set_memory(r, &input.encoding, out.chars, out.length, NULL, 0), r->error);
    same_order(read_order(r), &order_value);
    free(out.chars);
}

static void in_binary(void **state)
{
    static const WS_XML_WRITER_BINARY_ENCODING encoding = {.encoding = {WS_XML_WRITER_ENCODING_TYPE_BINARY}};
    static const WS_XML_READER_BINARY_ENCODING input = {.encoding = {WS_XML_READER_ENCODING_TYPE_BINARY}};
    READER *r = *state;
    ORDER order = whole_order(r);
    TEXT text = write_order(r, &utf8_out.encoding, &order), as_text = {NULL, 0, 0};
    TEXT out = write_order(r, &encoding.encoding, &order);
    /* Values are records of their types: this is shorter than the text. */
    assert_true(out.length < text.length);
    assert_non_null(find_bytes(out.chars, out.chars + out.length, "\xFF\xD8\xFF\xE0--b\r\n"));
    assert_ok(set_memory(r, &input.encoding, out.chars, out.length, NULL, 0), r->error);
    assert_ok(read_as_text(r, 0, &as_text), r->error);
    assert_tree(tree_of(as_text.chars, as_text.length, NULL), order_document);
    assert_ok(set_memory(r, &input.encoding, out.chars, out.length, NULL, 0), r->error);
    ORDER *back = read_order(r);
    same_order(back, &order_value);
    same_extension(r, back->extension);
    free(text.chars);
    free(as_text.chars);
    free(out.chars);
}

static void in_mtom(void **state)
{
    static const ULONG inline_limits[] = {0, 5, 1000};
    READER *r = *state;
    ORDER order = whole_order(r);
    for (size_t i = 0; i < COUNT(inline_limits); i++) {
        WS_XML_WRITER_TEXT_ENCODING text_out = utf8_out;
        WS_XML_READER_TEXT_ENCODING text_in = utf8_in;
        WS_XML_WRITER_MTOM_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_MTOM}, &text_out.encoding, TRUE,
            *TEXT16(BOUNDARY), *TEXT16("text/xml"), *TEXT16("root@example.com"), inline_limits[i]};
        WS_XML_READER_MTOM_ENCODING input = {.encoding = {WS_XML_READER_ENCODING_TYPE_MTOM},
                                             .textEncoding = &text_in.encoding,
                                             .readMimeHeader = TRUE};
        TEXT out = write_order(r, &encoding.encoding, &order);
        const char *end = out.chars + out.length;
        /* The picture goes into a part of its own as it is, unless it is short enough. */
        assert_int_equal(find_bytes(out.chars, end, "\xFF\xD8\xFF\xE0--b\r\n") != NULL, inline_limits[i] < 40);
        const char *part = find_bytes(out.chars, end, "\r\n--" BOUNDARY "\r\n");
        assert_non_null(part);
        const char *root = find_bytes(part + 2, end, "\r\n\r\n");
        assert_non_null(root);
        const char *after = find_bytes(root += 4, end, "\r\n--" BOUNDARY);
        assert_non_null(after);
        assert_tree(tree_of(root, (size_t)(after - root), &out), order_document);
        assert_ok(set_memory(r, &input.encoding, out.chars, out.length, NULL, 0), r->error);
        ORDER *back = read_order(r);
        same_order(back, &order_value);
        same_extension(r, back->extension);
        free(out.chars);
    }
}

/* The document with the first `from` in it replaced. */
static TEXT edited(const char *document, const char *from, const char *to)
{
    TEXT out = {NULL, 0, 0};
    const char *at = strstr(document, from);
    if (at == NULL) {
        fail_msg("there is no %s in the document", from);
        return out;
    }
    add(&out, document, (size_t)(at - document));
    add_chars(&out, to);
    add_chars(&out, at + strlen(from));
    return out;
}

/* Optional parts that are absent have their defaults, and defaults are not written. */
static void defaults(void **state)
{
    READER *r = *state;
    ORDER order;
    memset(&order, 0xA5, sizeof(order));
    set_xml(r, least_document);
    assert_ok(WsReadElement(r->reader, &order_element, WS_READ_REQUIRED_VALUE, r->heap, &order, sizeof(order),
                            r->error), r->error);
    assert_int_equal(order.priority, PRIORITY_NORMAL);
    assert_null(order.language);
    assert_int_equal(order.others.attributeCount, 0);
    assert_false(order.customer.preferred);
    check_wsz(order.customer.billing.country, u"DE", "country", __LINE__);
    assert_null(order.customer.shipping);
    assert_int_equal(order.lineCount, 1);
    assert_int_equal(order.lines[0].quantity, 1);
    assert_null(order.lines[0].shelf);
    assert_int_equal(order.lines[0].tagCount, 0);
    assert_null(order.lines[0].picture.bytes);
    assert_int_equal(order.lines[0].picture.length, 0);
    assert_null(order.lines[0].replacement);
    assert_int_equal(order.noteCount, 0);
    assert_int_equal(order.payment.kind, PAY_NOTHING);
    assert_int_equal(order.eventCount, 0);
    assert_int_equal(order.discountCount, 0);
    assert_int_equal(order.message.uri.length, 0);
    assert_int_equal(order.message.guid.Data1, 0x00112233);
    assert_int_equal(order.within.years + order.within.seconds + order.within.ticks, 0);
    assert_null(order.extension);
    assert_int_equal(order.state, 42);
    assert_null(order.session);
    /* Only the wrappers of empty arrays come on top. */
    TEXT expected = edited(least_document, "<approver>", "<events/><discounts/><approver>");
    TEXT out = write_order(r, &utf8_out.encoding, &order);
    assert_tree(tree_of(out.chars, out.length, NULL), expected.chars);
    free(expected.chars);
    free(out.chars);
}

/* Each choice, alone and none. */
static void choices(void **state)
{
    static const struct {
        const char *xml;
        PAYMENT payment;
    } payments[] = {
        {"<invoice>-30</invoice>", {PAY_INVOICE, .by.days = -30}},
        {"<advance>100.00</advance>", {PAY_ADVANCE, .by.amount = {.scale = 2, .Lo64 = 10000}}},
        {"<card holder=''></card>", {PAY_CARD, .by.card = {WS_STRING_VALUE(u""), WS_XML_STRING_VALUE("")}}},
        {"", {PAY_NOTHING, .by.days = 0}},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(payments); i++) {
        TEXT xml = edited(order_document, "<card holder=\"J. M&#xFC;ller\">4111-1111</card>", payments[i].xml);
        set_xml(r, xml.chars);
        ORDER *order = read_order(r);
        same_payment(&order->payment, &payments[i].payment);
        TEXT out = write_order(r, &utf8_out.encoding, order);
        assert_tree(tree_of(out.chars, out.length, NULL), xml.chars);
        free(out.chars);
        free(xml.chars);
    }
}

/* What the descriptions do not allow is refused, with a text that says where. */
static void refusals(void **state)
{
    static const struct {
        const char *from, *to, *says;
        /* WS_E_INVALID_FORMAT where it is S_OK. */
        HRESULT hr;
    } edits[] = {
        /* Something is missing. */
        {" id=\"-4711\"", "", "id", S_OK},
        {"<placed>2010-03-04T05:06:07Z</placed>", "", "placed", S_OK},
        {"<sku>AB-2</sku>", "", "sku", S_OK},
        {"<picture i:nil=\"true\"/>", "", "picture", S_OK},
        {"<token>00112233-4455-6677-8899-aabbccddeeff</token>", "", "token", S_OK},
        {" i:type=\"percentage\"", "", "type", S_OK},
        /* Something is there that no field describes. */
        {" id=\"-4711\"", " id=\"-4711\" xml:space=\"preserve\" p:id=\"1\" id2=\"\" nothing:no=\"\"", "", S_OK},
        {"<sku>AB-2</sku>", "<sku>AB-2</sku><colour>red</colour>", "colour", S_OK},
        {"<sku>AB-2</sku>", "<sku colour=\"red\">AB-2</sku>", "colour", S_OK},
        {"<sku>AB-2</sku>", "red<sku>AB-2</sku>", "", S_OK},
        {"<sku>AB-2</sku>", "<sku>A<b/>B-2</sku>", "", S_OK},
        {"<p:city/>", "<p:city/><p:city/>", "city", S_OK},
        {"</order>", "<late/></order>", "late", S_OK},
        {" country=\"AT\"", " p:country=\"AT\"", "country", S_OK},
        {"<p:name>", "<name>", "", S_OK},
        {"<cap>9.99</cap>", "<cap>9.99</cap><cap>9.99</cap>", "cap", S_OK},
        /* In the wrong order, which is that of the fields. */
        {"<weight>0.1</weight><shelf>-2147483648</shelf>", "<shelf>-2147483648</shelf><weight>0.1</weight>", "shelf", S_OK},
        /* Values that are none, or beyond a limit. */
        {" id=\"-4711\"", " id=\"2147483648\"", "2147483648", WS_E_NUMERIC_OVERFLOW},
        {" id=\"-4711\"", " id=\"\"", "id", S_OK},
        {"priority=\"express\"", "priority=\"Express\"", "Express", S_OK},
        {"preferred=\"true\"", "preferred=\"yes\"", "yes", S_OK},
        {"number=\"255\"", "number=\"256\"", "256", WS_E_NUMERIC_OVERFLOW},
        {"number=\"255\"", "number=\"0\"", "number", S_OK},
        {"<price>0</price>", "<price>1e2</price>", "1e2", S_OK},
        {"<price>0</price>", "<price>79228162514264337593543950336</price>", "price", WS_E_NUMERIC_OVERFLOW},
        {"<weight>0.1</weight>", "<weight>0,1</weight>", "0,1", S_OK},
        {"<placed>2010-03-04T05:06:07Z</placed>", "<placed>2010-02-30T05:06:07Z</placed>", "2010-02-30", S_OK},
        {"aabbccddeeff", "aabbccddeef", "token", S_OK},
        {"<unit>p:kg", "<unit>q:kg", "q", S_OK},
        {">AQIDBAU=<", ">AQIDBAU<", "signature", S_OK},
        {">AQIDBAU=<", "><", "signature", S_OK},
        {"<packing>1.02:03:04", "<packing>1.24:03:04", "packing", S_OK},
        {"P1Y2M3DT4H5M6S", "P1Y2M3D4H5M6S", "within", S_OK},
        {"J\xC3\xB6rg &amp; S\xC3\xB6hne", "", "name", S_OK},
        /* Arrays beyond their range. */
        {"<tag>fragile</tag>", "<tag>1</tag><tag>2</tag><tag>3</tag>", "tag", S_OK},
        /* Nil that is not allowed. */
        {"<sku>AB-2</sku>", "<sku i:nil=\"true\"/>", "sku", S_OK},
        {"<inspected>false</inspected>", "<inspected i:nil=\"true\"/>", "inspected", S_OK},
        {"<approver i:nil=\"true\"/>", "<approver i:nil=\"true\">me</approver>", "approver", S_OK},
        /* Types that are not derived from the base, that are abstract, or that no prefix leads to. */
        {"i:type=\"percentage\"", "i:type=\"discount\"", "discount", S_OK},
        {"i:type=\"percentage\"", "i:type=\"line\"", "line", S_OK},
        {"i:type=\"percentage\"", "i:type=\"p:percentage\"", "percentage", S_OK},
        {"i:type=\"percentage\"", "i:type=\"zz:percentage\"", "zz", S_OK},
        {"i:type=\"percentage\"", "i:type=\"\"", "", S_OK},
        /* Not a choice. */
        {"<remark i:nil=\"true\"/>", "<damaged/>", "damaged", S_OK},
        /* The element itself. */
        {"<order xmlns=\"" ORDER_NS "\"", "<order xmlns=\"urn:example:other\"", "order", S_OK},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(edits); i++) {
        ORDER *order = NULL;
        TEXT xml = edited(order_document, edits[i].from, edits[i].to);
        assert_ok(WsResetHeap(r->heap, r->error), r->error);
        set_xml(r, xml.chars);
        HRESULT hr = WsReadElement(r->reader, &order_element, WS_READ_REQUIRED_POINTER, r->heap, &order, sizeof(order),
                                   r->error);
        if (hr != (edits[i].hr == S_OK ? WS_E_INVALID_FORMAT : edits[i].hr)) {
            print_texts(r->error);
            fail_msg("%s for %s: returned %08X", edits[i].to, edits[i].from, HR(hr));
        }
        assert_null(order);
        assert_error_says(r->error, edits[i].says);
        free(xml.chars);
    }
}

/* A heap too small for the order is a failure each time, and never a part of one. */
static void heap_limits(void **state)
{
    READER *r = *state;
    HRESULT hr = WS_E_QUOTA_EXCEEDED;
    size_t failures = 0;
    for (SIZE_T size = 0; hr == WS_E_QUOTA_EXCEEDED; size += 61, failures++) {
        ORDER *order = NULL;
        WS_HEAP *heap = NULL;
        assert_true(size < 1 << 20);
        assert_ok(WsCreateHeap(size, 0, NULL, 0, &heap, r->error), r->error);
        set_xml(r, order_document);
        hr = WsReadElement(r->reader, &order_element, WS_READ_REQUIRED_POINTER, heap, &order, sizeof(order), r->error);
        if (SUCCEEDED(hr)) {
            same_order(order, &order_value);
        } else {
            assert_null(order);
            assert_true(text_count(r->error) > 0);
            assert_ok(WsResetError(r->error), NULL);
        }
        WsFreeHeap(heap);
    }
    assert_int_equal(hr, S_OK);
    assert_true(failures > 20);
}

static HRESULT try_to_write(READER *r, const ORDER *order, ULONG size)
{
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER *writer = NULL;
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsSetOutput(writer, &utf8_out.encoding, &output.output, NULL, 0, r->error), r->error);
    HRESULT hr = WsWriteElement(writer, &order_element, WS_WRITE_REQUIRED_VALUE, order, size, r->error);
    WsFreeWriter(writer);
    return hr;
}

/* FAILS(what, statement) makes one thing wrong with `order`, which must then be refused and say `what`. */
#define FAILS(what, statement)                                                                                         \
    do {                                                                                                               \
        ORDER order = whole_order(r);                                                                                  \
        statement;                                                                                                     \
        assert_true(FAILED(try_to_write(r, &order, sizeof(order))));                                                   \
        assert_error_says(r->error, what);                                                                             \
    } while (0)

/* Values that no document stands for. */
static void unwritable_values(void **state)
{
    READER *r = *state;
    ORDER order = whole_order(r);
    LINE lines[2] = {order_lines_value[0], order_lines_value[1]};
    WCHAR *tags[1] = {NULL};
    EVENT event = {.kind = (int)99, .is.inspected = TRUE};
    DISCOUNT abstract = {&discount_type, NULL, WSZ("x")}, foreign = {&line_type, NULL, WSZ("x")},
             untyped = {NULL, NULL, WSZ("x")}, *items[1] = {&abstract};
    VOUCHER voucher_copy = voucher;
    WCHAR lone[] = {0xD800, 0};
    assert_ok(try_to_write(r, &order, sizeof(order)), r->error);
    assert_hr(E_INVALIDARG, try_to_write(r, &order, sizeof(order) - 1), r->error);
    assert_hr(E_INVALIDARG, try_to_write(r, NULL, sizeof(order)), r->error);
    assert_ok(WsResetError(r->error), NULL);
    FAILS("priority", order.priority = (PRIORITY)5);
    FAILS("street", order.customer.billing.street = NULL);
    FAILS("street", order.customer.billing.street = lone);
    FAILS("name", order.customer.name = lone);
    lines[1].sku = NULL;
    FAILS("sku", order.lines = lines);
    lines[1].sku = WSZ("");
    lines[0].tags = tags;
    lines[0].tagCount = 1;
    FAILS("tag", order.lines = lines);
    FAILS("line", order.lines = NULL);
    FAILS("99", order.payment.kind = (int)99);
    FAILS("99", (order.events = &event, order.eventCount = 1));
    FAILS("", (order.discounts = items, order.discountCount = 1));
    items[0] = &foreign;
    FAILS("", (order.discounts = items, order.discountCount = 1));
    items[0] = &untyped;
    FAILS("", (order.discounts = items, order.discountCount = 1));
    items[0] = NULL;
    FAILS("discount", (order.discounts = items, order.discountCount = 1));
    FAILS("placed", order.placed.ticks = 3155378976000000000u);
    FAILS("signature", order.signature = NULL);
    /* XML 1.0 has no such character. */
    FAILS("code", (voucher_copy.base.code = WSZ("\x01"), items[0] = &voucher_copy.base, order.discounts = items,
                   order.discountCount = 1));
}

/* ---- Versions ----------------------------------------------------------------------------------------------------- */

/* What an old program knows of a customer: the rest may be there, but for what it never read. */
typedef struct OLD_CUSTOMER {
    INT64 number;
    WS_XML_STRING name;
} OLD_CUSTOMER;
ATTRIBUTE(old_number, "number", WS_INT64_TYPE, OLD_CUSTOMER, number, PLAIN);
ELEMENT_IN(party_ns, old_name, "name", WS_XML_STRING_TYPE, OLD_CUSTOMER, name, PLAIN);
/* Read and forgotten; never written. */
static WS_FIELD_DESCRIPTION old_billing = {
    .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = N("billing"), .ns = &party_ns, .type = WS_VOID_TYPE};
static WS_FIELD_DESCRIPTION *old_fields[] = {&old_number, &old_name, &old_billing};

static void later_versions(void **state)
{
    static const char xml[] = "<customer xmlns:p=\"" PARTY_NS "\" xmlns=\"" ORDER_NS "\" number=\"7\" preferred=\"1\">"
                              "<p:name>n</p:name><p:billing x=\"\"><p:street>s</p:street>t</p:billing>"
                              "<p:shipping/> more <new/></customer>";
    static const struct {
        ULONG options;
        HRESULT hr;
    } cases[] = {
        {WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT | WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, S_OK},
        {WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT, WS_E_INVALID_FORMAT},
        {WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, WS_E_INVALID_FORMAT},
        {0, WS_E_INVALID_FORMAT},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_STRUCT_DESCRIPTION type = {STRUCTURE(OLD_CUSTOMER, FIELDS(old_fields)), .structOptions = cases[i].options};
        WS_ELEMENT_DESCRIPTION element = {N("customer"), &order_ns, WS_STRUCT_TYPE, &type};
        OLD_CUSTOMER customer = {0, WS_XML_STRING_NULL};
        set_xml(r, xml);
        assert_hr(cases[i].hr, WsReadElement(r->reader, &element, WS_READ_REQUIRED_VALUE, r->heap, &customer,
                                             sizeof(customer), r->error), r->error);
        if (cases[i].hr == S_OK) {
            assert_int_equal(customer.number, 7);
            EQUAL_XML_STRING(&customer.name, "n");
            assert_on(r, EOF);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(reads_every_field), READER_TEST(writes_the_same_tree), READER_TEST(in_utf16),
        READER_TEST(in_binary),         READER_TEST(in_mtom),              READER_TEST(defaults),
        READER_TEST(choices),           READER_TEST(refusals),             READER_TEST(heap_limits),
        READER_TEST(unwritable_values), READER_TEST(later_versions),
    };
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return result;
}
