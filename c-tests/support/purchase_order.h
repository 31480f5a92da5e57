/*
 * A purchase order as an application would describe it: the C structures, their descriptions by hand, one order as a
 * document and the same order as a value. Neither is made from the other.
 *
 * The schema has attributes, nested and recursive structures, arrays with and without a wrapper, choices alone and in
 * arrays, derived types behind an abstract base, optional, nillable and defaulted parts, a foreign element and foreign
 * attributes.
 */
#ifndef PURCHASE_ORDER_H
#define PURCHASE_ORDER_H

#include "xml.h"

#define ORDER_NS "urn:example:order"
#define PARTY_NS "urn:example:party"

/* ---- Structures --------------------------------------------------------------------------------------------------- */

typedef enum PRIORITY { PRIORITY_NORMAL = 1, PRIORITY_EXPRESS = 2, PRIORITY_OVERNIGHT = -7 } PRIORITY;

typedef struct ADDRESS {
    WCHAR *country;  /* attribute, "DE" when it is absent */
    WCHAR *street;
    WS_STRING city;
} ADDRESS;

typedef struct CUSTOMER {
    INT64 number;     /* attribute */
    BOOL preferred;   /* attribute, FALSE when it is absent */
    WCHAR *name;
    ADDRESS billing;
    ADDRESS *shipping; /* optional */
} CUSTOMER;

typedef struct LINE {
    BYTE number; /* attribute, at least 1 */
    WCHAR *sku;
    USHORT quantity; /* 1 when it is absent */
    DECIMAL price;
    double weight;
    INT *shelf; /* optional; not at the start of the order of members */
    ULONG tagCount;
    WCHAR **tags;             /* without a wrapper */
    WS_BYTES picture;         /* nillable */
    struct LINE *replacement; /* optional */
} LINE;

/* An element of text with an attribute. */
typedef struct CARD {
    WS_STRING holder;
    WS_XML_STRING number;
} CARD;

typedef struct PAYMENT {
    enum { PAY_NOTHING = 0, PAY_CARD = 10, PAY_INVOICE = 20, PAY_ADVANCE = 30 } kind;
    union {
        CARD card;
        INT days;
        DECIMAL amount;
    } by;
} PAYMENT;

typedef struct EVENT {
    enum { EVENT_SHIPPED = 1, EVENT_INSPECTED = 2, EVENT_REMARK = 3 } kind;
    union {
        WS_DATETIME shipped;
        BOOL inspected;
        WCHAR *remark;
    } is;
} EVENT;

/* The abstract base, and what is derived from it. */
typedef struct DISCOUNT {
    const WS_STRUCT_DESCRIPTION *type;
    WCHAR *reason; /* attribute, optional */
    WCHAR *code;
} DISCOUNT;

typedef struct PERCENTAGE {
    DISCOUNT base;
    float percent;
} PERCENTAGE;

/* Derived from what is derived. */
typedef struct CAPPED {
    PERCENTAGE base;
    ULONG until; /* attribute */
    DECIMAL cap;
} CAPPED;

typedef struct VOUCHER {
    DISCOUNT base;
    ULONGLONG cents;
} VOUCHER;

typedef struct ORDER {
    INT id;            /* attribute */
    PRIORITY priority; /* attribute, PRIORITY_NORMAL when it is absent */
    WCHAR *language;   /* xml:lang, optional */
    WS_ANY_ATTRIBUTES others;
    WS_DATETIME placed;
    CUSTOMER customer;
    LINE *lines; /* with a wrapper, 1 to 100 */
    ULONG lineCount;
    WS_STRING *notes; /* without a wrapper, items nillable */
    ULONG noteCount;
    PAYMENT payment; /* optional */
    EVENT *events;   /* with a wrapper */
    ULONG eventCount;
    DISCOUNT **discounts; /* pointers: items differ in size */
    ULONG discountCount;
    WCHAR *approver; /* nillable */
    GUID token;
    WS_UNIQUE_ID message;
    WS_DURATION within; /* optional */
    WS_TIMESPAN packing;
    WS_XML_QNAME unit;
    BYTE *signature; /* with its length elsewhere */
    ULONG signatureSize;
    WS_XML_BUFFER *extension; /* any element, optional */
    INT state;                /* not in the XML: 42 */
    void *session;            /* not in the XML: NULL */
} ORDER;

/* ---- Descriptions ------------------------------------------------------------------------------------------------- */

static WS_XML_STRING no_ns = WS_XML_STRING_VALUE(""), order_ns = WS_XML_STRING_VALUE(ORDER_NS),
                     party_ns = WS_XML_STRING_VALUE(PARTY_NS);

/* A name for this description only. The objects must last, so they are literals of static storage by C's rules. */
#define N(literal) (WS_XML_STRING[]){WS_XML_STRING_VALUE(literal)}
#define AT(structure, member) (ULONG) offsetof(structure, member)
#define DEFAULT(name, type, ...)                                                                                       \
    static type name##_value = __VA_ARGS__;                                                                            \
    static WS_DEFAULT_VALUE name = {&name##_value, sizeof(name##_value)}
/* static WS_FIELD_DESCRIPTION name = ... with the members that a field has. */
#define ATTRIBUTE(name, literal, kind, structure, member, ...)                                                         \
    static WS_FIELD_DESCRIPTION name = {.mapping = WS_ATTRIBUTE_FIELD_MAPPING, .localName = N(literal), .ns = &no_ns,  \
                                        .type = kind, .offset = AT(structure, member), __VA_ARGS__}
#define ELEMENT_IN(space, name, literal, kind, structure, member, ...)                                                 \
    static WS_FIELD_DESCRIPTION name = {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = N(literal), .ns = &space,    \
                                        .type = kind, .offset = AT(structure, member), __VA_ARGS__}
#define ELEMENT(...) ELEMENT_IN(order_ns, __VA_ARGS__)
/* An item of an array; with .localName and .ns for a wrapper. */
#define ITEMS(name, item, kind, structure, member, count, ...)                                                         \
    static WS_FIELD_DESCRIPTION name = {                                                                               \
        .mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING, .itemLocalName = N(item), .itemNs = &order_ns, .type = kind,    \
        .offset = AT(structure, member), .countOffset = AT(structure, count), __VA_ARGS__}
#define STRUCTURE(type, ...) .size = sizeof(type), .alignment = (ULONG) _Alignof(type), __VA_ARGS__
#define FIELDS(array) .fields = array, .fieldCount = (ULONG)COUNT(array)
#define PLAIN .options = 0

static WS_ENUM_VALUE priority_values[] = {
    {PRIORITY_OVERNIGHT, N("overnight")}, {PRIORITY_NORMAL, N("normal")}, {PRIORITY_EXPRESS, N("express")}};
/* express, normal, overnight */
static ULONG priority_names[] = {2, 1, 0};
static WS_ENUM_DESCRIPTION priority_type = {priority_values, 3, sizeof("overnight") - 1, priority_names};

DEFAULT(default_country, WCHAR *, (WCHAR *)u"DE");
ATTRIBUTE(address_country, "country", WS_WSZ_TYPE, ADDRESS, country, .options = WS_FIELD_OPTIONAL,
          .defaultValue = &default_country);
ELEMENT_IN(party_ns, address_street, "street", WS_WSZ_TYPE, ADDRESS, street, PLAIN);
ELEMENT_IN(party_ns, address_city, "city", WS_STRING_TYPE, ADDRESS, city, PLAIN);
static WS_FIELD_DESCRIPTION *address_fields[] = {&address_country, &address_street, &address_city};
static WS_STRUCT_DESCRIPTION address_type = {STRUCTURE(ADDRESS, FIELDS(address_fields))};

ATTRIBUTE(customer_number, "number", WS_INT64_TYPE, CUSTOMER, number, PLAIN);
ATTRIBUTE(customer_preferred, "preferred", WS_BOOL_TYPE, CUSTOMER, preferred, .options = WS_FIELD_OPTIONAL);
static WS_WSZ_DESCRIPTION name_limits = {1, 40};
ELEMENT_IN(party_ns, customer_name, "name", WS_WSZ_TYPE, CUSTOMER, name, .typeDescription = &name_limits);
ELEMENT_IN(party_ns, customer_billing, "billing", WS_STRUCT_TYPE, CUSTOMER, billing, .typeDescription = &address_type);
ELEMENT_IN(party_ns, customer_shipping, "shipping", WS_STRUCT_TYPE, CUSTOMER, shipping,
           .typeDescription = &address_type, .options = WS_FIELD_POINTER | WS_FIELD_OPTIONAL);
static WS_FIELD_DESCRIPTION *customer_fields[] = {&customer_number, &customer_preferred, &customer_name,
                                                  &customer_billing, &customer_shipping};
static WS_STRUCT_DESCRIPTION customer_type = {STRUCTURE(CUSTOMER, FIELDS(customer_fields))};

static WS_STRUCT_DESCRIPTION line_type;
static WS_UINT8_DESCRIPTION number_limits = {1, 255};
ATTRIBUTE(line_number, "number", WS_UINT8_TYPE, LINE, number, .typeDescription = &number_limits);
ELEMENT(line_sku, "sku", WS_WSZ_TYPE, LINE, sku, PLAIN);
DEFAULT(default_quantity, USHORT, 1);
ELEMENT(line_quantity, "quantity", WS_UINT16_TYPE, LINE, quantity, .options = WS_FIELD_OPTIONAL,
        .defaultValue = &default_quantity);
ELEMENT(line_price, "price", WS_DECIMAL_TYPE, LINE, price, PLAIN);
ELEMENT(line_weight, "weight", WS_DOUBLE_TYPE, LINE, weight, PLAIN);
ELEMENT(line_shelf, "shelf", WS_INT32_TYPE, LINE, shelf, .options = WS_FIELD_POINTER | WS_FIELD_OPTIONAL);
static WS_ITEM_RANGE tag_range = {0, 4};
ITEMS(line_tags, "tag", WS_WSZ_TYPE, LINE, tags, tagCount, .itemRange = &tag_range);
static WS_BYTES_DESCRIPTION picture_limits = {0, 4096};
ELEMENT(line_picture, "picture", WS_BYTES_TYPE, LINE, picture, .typeDescription = &picture_limits,
        .options = WS_FIELD_NILLABLE);
ELEMENT(line_replacement, "replacement", WS_STRUCT_TYPE, LINE, replacement, .typeDescription = &line_type,
        .options = WS_FIELD_POINTER | WS_FIELD_OPTIONAL);
static WS_FIELD_DESCRIPTION *line_fields[] = {&line_number, &line_sku,  &line_quantity, &line_price,      &line_weight,
                                              &line_shelf,  &line_tags, &line_picture,  &line_replacement};
static WS_STRUCT_DESCRIPTION line_type = {STRUCTURE(LINE, FIELDS(line_fields))};

ATTRIBUTE(card_holder, "holder", WS_STRING_TYPE, CARD, holder, PLAIN);
static WS_FIELD_DESCRIPTION card_number = {
    .mapping = WS_TEXT_FIELD_MAPPING, .type = WS_XML_STRING_TYPE, .offset = AT(CARD, number)};
static WS_FIELD_DESCRIPTION *card_fields[] = {&card_holder, &card_number};
static WS_STRUCT_DESCRIPTION card_type = {STRUCTURE(CARD, FIELDS(card_fields))};

#define CHOICE(name, number, literal, kind, structure, member, ...)                                                    \
    static WS_UNION_FIELD_DESCRIPTION name = {                                                                         \
        number,                                                                                                        \
        {.mapping = WS_ELEMENT_FIELD_MAPPING, .localName = N(literal), .ns = &order_ns, .type = kind,                  \
         .offset = AT(structure, member), __VA_ARGS__}}
CHOICE(pay_advance, PAY_ADVANCE, "advance", WS_DECIMAL_TYPE, PAYMENT, by.amount, PLAIN);
CHOICE(pay_card, PAY_CARD, "card", WS_STRUCT_TYPE, PAYMENT, by.card, .typeDescription = &card_type);
CHOICE(pay_invoice, PAY_INVOICE, "invoice", WS_INT32_TYPE, PAYMENT, by.days, PLAIN);
/* Sorted by name; the indices sort by value. */
static WS_UNION_FIELD_DESCRIPTION *payment_fields[] = {&pay_advance, &pay_card, &pay_invoice};
static ULONG payment_values[] = {1, 2, 0};
static WS_UNION_DESCRIPTION payment_type = {STRUCTURE(PAYMENT, FIELDS(payment_fields)),
                                            .enumOffset = AT(PAYMENT, kind),
                                            .noneEnumValue = PAY_NOTHING,
                                            .valueIndices = payment_values};

CHOICE(event_shipped, EVENT_SHIPPED, "shipped", WS_DATETIME_TYPE, EVENT, is.shipped, PLAIN);
CHOICE(event_inspected, EVENT_INSPECTED, "inspected", WS_BOOL_TYPE, EVENT, is.inspected, PLAIN);
CHOICE(event_remark, EVENT_REMARK, "remark", WS_WSZ_TYPE, EVENT, is.remark, .options = WS_FIELD_NILLABLE);
/* Not sorted, and so without indices. */
static WS_UNION_FIELD_DESCRIPTION *event_fields[] = {&event_shipped, &event_inspected, &event_remark};
static WS_UNION_DESCRIPTION event_type = {STRUCTURE(EVENT, FIELDS(event_fields)), .enumOffset = AT(EVENT, kind)};

#define TYPE_ATTRIBUTE                                                                                                 \
    {.mapping = WS_TYPE_ATTRIBUTE_FIELD_MAPPING, .type = WS_DESCRIPTION_TYPE, .offset = AT(DISCOUNT, type)}
static WS_FIELD_DESCRIPTION discount_what = TYPE_ATTRIBUTE;
ATTRIBUTE(discount_reason, "reason", WS_WSZ_TYPE, DISCOUNT, reason, .options = WS_FIELD_OPTIONAL);
ELEMENT(discount_code, "code", WS_WSZ_TYPE, DISCOUNT, code, PLAIN);
static WS_STRUCT_DESCRIPTION discount_type, percentage_type, capped_type, voucher_type;

ELEMENT(percentage_percent, "percent", WS_FLOAT_TYPE, PERCENTAGE, percent, PLAIN);
static WS_FIELD_DESCRIPTION *percentage_fields[] = {&discount_what, &discount_reason, &discount_code,
                                                    &percentage_percent};
static WS_STRUCT_DESCRIPTION *percentage_subtypes[] = {&capped_type};
static WS_STRUCT_DESCRIPTION percentage_type = {STRUCTURE(PERCENTAGE, FIELDS(percentage_fields)),
                                                .typeLocalName = N("percentage"),
                                                .typeNs = &order_ns,
                                                .parentType = &discount_type,
                                                .subTypes = percentage_subtypes,
                                                .subTypeCount = 1};

ATTRIBUTE(capped_until, "until", WS_UINT32_TYPE, CAPPED, until, PLAIN);
ELEMENT(capped_cap, "cap", WS_DECIMAL_TYPE, CAPPED, cap, PLAIN);
static WS_FIELD_DESCRIPTION *capped_fields[] = {&discount_what, &discount_reason,    &capped_until,
                                                &discount_code, &percentage_percent, &capped_cap};
static WS_STRUCT_DESCRIPTION capped_type = {STRUCTURE(CAPPED, FIELDS(capped_fields)),
                                            .typeLocalName = N("capped"),
                                            .typeNs = &order_ns,
                                            .parentType = &percentage_type};

/* Its type has a name in another namespace than the base. */
ELEMENT(voucher_cents, "cents", WS_UINT64_TYPE, VOUCHER, cents, PLAIN);
static WS_FIELD_DESCRIPTION *voucher_fields[] = {&discount_what, &discount_reason, &discount_code, &voucher_cents};
static WS_STRUCT_DESCRIPTION voucher_type = {STRUCTURE(VOUCHER, FIELDS(voucher_fields)),
                                             .typeLocalName = N("voucher"),
                                             .typeNs = &party_ns,
                                             .parentType = &discount_type};

static WS_FIELD_DESCRIPTION *discount_fields[] = {&discount_what, &discount_reason, &discount_code};
static WS_STRUCT_DESCRIPTION *discount_subtypes[] = {&percentage_type, &voucher_type};
static WS_STRUCT_DESCRIPTION discount_type = {STRUCTURE(DISCOUNT, FIELDS(discount_fields)),
                                              .typeLocalName = N("discount"),
                                              .typeNs = &order_ns,
                                              .subTypes = discount_subtypes,
                                              .subTypeCount = 2,
                                              .structOptions = WS_STRUCT_ABSTRACT};

ATTRIBUTE(order_id, "id", WS_INT32_TYPE, ORDER, id, PLAIN);
DEFAULT(default_priority, PRIORITY, PRIORITY_NORMAL);
ATTRIBUTE(order_priority, "priority", WS_ENUM_TYPE, ORDER, priority, .typeDescription = &priority_type,
          .options = WS_FIELD_OPTIONAL, .defaultValue = &default_priority);
static WS_FIELD_DESCRIPTION order_language = {.mapping = WS_XML_ATTRIBUTE_FIELD_MAPPING,
                                              .localName = N("lang"),
                                              .type = WS_WSZ_TYPE,
                                              .offset = AT(ORDER, language),
                                              .options = WS_FIELD_OPTIONAL};
static WS_FIELD_DESCRIPTION order_others = {
    .mapping = WS_ANY_ATTRIBUTES_FIELD_MAPPING, .type = WS_ANY_ATTRIBUTES_TYPE, .offset = AT(ORDER, others)};
ELEMENT(order_placed, "placed", WS_DATETIME_TYPE, ORDER, placed, PLAIN);
ELEMENT(order_customer, "customer", WS_STRUCT_TYPE, ORDER, customer, .typeDescription = &customer_type);
static WS_ITEM_RANGE line_range = {1, 100};
ITEMS(order_lines, "line", WS_STRUCT_TYPE, ORDER, lines, lineCount, .localName = N("lines"), .ns = &order_ns,
      .typeDescription = &line_type, .itemRange = &line_range);
ITEMS(order_notes, "note", WS_STRING_TYPE, ORDER, notes, noteCount, .options = WS_FIELD_NILLABLE_ITEM);
static WS_FIELD_DESCRIPTION order_payment = {.mapping = WS_ELEMENT_CHOICE_FIELD_MAPPING,
                                             .type = WS_UNION_TYPE,
                                             .typeDescription = &payment_type,
                                             .offset = AT(ORDER, payment),
                                             .options = WS_FIELD_OPTIONAL};
static WS_FIELD_DESCRIPTION order_events = {.mapping = WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING,
                                            .localName = N("events"),
                                            .ns = &order_ns,
                                            .type = WS_UNION_TYPE,
                                            .typeDescription = &event_type,
                                            .offset = AT(ORDER, events),
                                            .countOffset = AT(ORDER, eventCount)};
ITEMS(order_discounts, "discount", WS_STRUCT_TYPE, ORDER, discounts, discountCount, .localName = N("discounts"),
      .ns = &order_ns, .typeDescription = &discount_type, .options = WS_FIELD_POINTER);
ELEMENT(order_approver, "approver", WS_WSZ_TYPE, ORDER, approver, .options = WS_FIELD_NILLABLE);
ELEMENT(order_token, "token", WS_GUID_TYPE, ORDER, token, PLAIN);
ELEMENT(order_message, "message", WS_UNIQUE_ID_TYPE, ORDER, message, PLAIN);
ELEMENT(order_within, "within", WS_DURATION_TYPE, ORDER, within, .options = WS_FIELD_OPTIONAL);
ELEMENT(order_packing, "packing", WS_TIMESPAN_TYPE, ORDER, packing, PLAIN);
ELEMENT(order_unit, "unit", WS_XML_QNAME_TYPE, ORDER, unit, PLAIN);
static WS_BYTE_ARRAY_DESCRIPTION signature_limits = {1, 512};
ELEMENT(order_signature, "signature", WS_BYTE_ARRAY_TYPE, ORDER, signature, .typeDescription = &signature_limits,
        .countOffset = AT(ORDER, signatureSize));
static WS_FIELD_DESCRIPTION order_extension = {.mapping = WS_ANY_ELEMENT_FIELD_MAPPING,
                                               .ns = &order_ns,
                                               .type = WS_XML_BUFFER_TYPE,
                                               .offset = AT(ORDER, extension),
                                               .options = WS_FIELD_OPTIONAL | WS_FIELD_OTHER_NAMESPACE};
DEFAULT(default_state, INT, 42);
static WS_FIELD_DESCRIPTION order_state = {.mapping = WS_NO_FIELD_MAPPING,
                                           .type = WS_INT32_TYPE,
                                           .offset = AT(ORDER, state),
                                           .defaultValue = &default_state};
static WS_VOID_DESCRIPTION session_size = {sizeof(void *)};
static WS_FIELD_DESCRIPTION order_session = {.mapping = WS_NO_FIELD_MAPPING,
                                             .type = WS_VOID_TYPE,
                                             .typeDescription = &session_size,
                                             .offset = AT(ORDER, session)};
static WS_FIELD_DESCRIPTION *order_fields[] = {
    &order_id,      &order_priority, &order_language, &order_others,    &order_placed,   &order_customer,
    &order_lines,   &order_notes,    &order_payment,  &order_events,    &order_discounts, &order_approver,
    &order_token,   &order_message,  &order_within,   &order_packing,   &order_unit,     &order_signature,
    &order_extension, &order_state,  &order_session};
static WS_STRUCT_DESCRIPTION order_type = {STRUCTURE(ORDER, FIELDS(order_fields))};
static const WS_ELEMENT_DESCRIPTION order_element = {N("order"), &order_ns, WS_STRUCT_TYPE, &order_type};

/* ---- One order, as a document ------------------------------------------------------------------------------------- */

#define PICTURE "\xFF\xD8\xFF\xE0--b\r\n\0\1\2\3\4\5\6\7\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F"
#define EXTENSION                                                                                                      \
    "<ex:routing xmlns:ex=\"urn:example:extension\" hops=\"2\"><ex:via>Z&#252;rich</ex:via> or " \
    "<ex:via ex:kind=\"sea\">Oslo &amp; Bergen</ex:via></ex:routing>"
#define ADDRESSES                                                                                                      \
    "    <p:billing country=\"AT\"><p:street>Ring 1/2</p:street><p:city>Wien</p:city></p:billing>\n"                   \
    "    <p:shipping><p:street>M\xC3\xBChlweg 3 &lt;Hof&gt;</p:street><p:city/></p:shipping>\n"
#define FIRST_LINE                                                                                                     \
    "    <line number=\"1\"><sku>AB-1 &amp; co</sku><quantity>12</quantity><price>1234567890123456789.0125</price>"    \
    "<weight>0.1</weight><shelf>-2147483648</shelf><tag>fragile</tag><tag></tag><tag>\xF0\x9F\x93\xA6</tag>"          \
    "<picture>/9j/4C0tYg0KAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=</picture>"                                      \
    "<replacement number=\"255\"><sku>AB-2</sku><price>-0.5</price><weight>-INF</weight><picture i:nil=\"true\"/>"    \
    "</replacement></line>\n"
static const char order_document[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<!-- as another system would write it -->\n"
    "<order xmlns=\"" ORDER_NS "\" xmlns:p=\"" PARTY_NS "\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
    "    xmlns:ex=\"urn:example:extension\" ex:trace=\"a&amp;b\" id=\"-4711\" xml:lang=\"de-AT\" priority=\"express\""
    " hops=\"3\">\n"
    "  <placed>2010-03-04T05:06:07Z</placed>\n"
    "  <customer number=\"9223372036854775807\" preferred=\"true\">\n"
    "    <p:name>J\xC3\xB6rg &amp; S\xC3\xB6hne</p:name>\n" ADDRESSES
    "  </customer>\n"
    "  <lines>\n" FIRST_LINE
    "    <line number=\"2\"><sku></sku><price>0</price><weight>1000000</weight><picture></picture></line>\n"
    "  </lines>\n"
    "  <note>first</note><!-- nothing in between --><note i:nil=\"true\"/><note></note>\n"
    "  <card holder=\"J. M&#xFC;ller\">4111-1111</card>\n"
    "  <events>\n"
    "    <shipped>2010-03-05T12:00:00Z</shipped>\n"
    "    <remark>left at the door</remark>\n"
    "    <inspected>false</inspected>\n"
    "    <remark i:nil=\"true\"/>\n"
    "    <inspected>true</inspected>\n"
    "  </events>\n"
    "  <discounts>\n"
    "    <discount i:type=\"percentage\"><code>SPRING</code><percent>12.5</percent></discount>\n"
    "    <discount i:type=\"p:voucher\" reason=\"complaint\"><code>V1</code><cents>18446744073709551615</cents></discount>\n"
    "    <discount i:type=\"capped\" until=\"2011\"><code>C</code><percent>50</percent><cap>9.99</cap></discount>\n"
    "  </discounts>\n"
    "  <approver i:nil=\"true\"/>\n"
    "  <token>00112233-4455-6677-8899-aabbccddeeff</token>\n"
    "  <message>http://example.com/id?a=1&amp;b=2</message>\n"
    "  <within>P1Y2M3DT4H5M6S</within>\n"
    "  <packing>1.02:03:04</packing>\n"
    "  <unit>p:kg</unit>\n"
    "  <signature>AQIDBAU=</signature>\n"
    "  " EXTENSION "\n"
    "</order>\n";

/* The least that an order has. */
static const char least_document[] =
    "<order xmlns=\"" ORDER_NS "\" xmlns:p=\"" PARTY_NS "\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" id=\"0\">"
    "<placed>2010-03-04T05:06:07Z</placed>"
    "<customer number=\"1\"><p:name>n</p:name><p:billing><p:street>s</p:street><p:city>c</p:city></p:billing></customer>"
    "<lines><line number=\"1\"><sku>s</sku><price>1</price><weight>1</weight><picture i:nil=\"true\"/></line></lines>"
    "<approver>a</approver><token>00000000-0000-0000-0000-000000000000</token>"
    "<message>urn:uuid:00112233-4455-6677-8899-aabbccddeeff</message><packing>00:00:00</packing><unit>p:kg</unit>"
    "<signature>AA==</signature></order>";

/* ---- The same order, as a value ----------------------------------------------------------------------------------- */

#define WSZ(literal) ((WCHAR *)(uintptr_t)(u"" literal))
#define TEXT_VALUE(literal) WS_STRING_VALUE(u"" literal)
#define BYTES_VALUE(literal) {sizeof(literal) - 1, (BYTE *)(uintptr_t)(literal)}
#define TRACE_TEXT(name, literal) static WS_XML_UTF8_TEXT name = {{WS_XML_TEXT_TYPE_UTF8}, WS_XML_STRING_VALUE(literal)}

TRACE_TEXT(trace_text, "a&b");
TRACE_TEXT(hops_text, "3");
static WS_ANY_ATTRIBUTE order_attributes[] = {
    {WS_XML_STRING_VALUE("trace"), WS_XML_STRING_VALUE("urn:example:extension"), &trace_text.text},
    {WS_XML_STRING_VALUE("hops"), WS_XML_STRING_VALUE(""), &hops_text.text},
};
static ADDRESS shipping_address = {
    WSZ("DE"), WSZ("M\u00FChlweg 3 <Hof>"), WS_STRING_VALUE(u"")};
static INT shelf = -2147483647 - 1;
static WCHAR *first_tags[] = {WSZ("fragile"), WSZ(""), WSZ("\U0001F4E6")};
static LINE replacement = {.number = 255,
                           .sku = WSZ("AB-2"),
                           .quantity = 1,
                           .price = {.scale = 1, .sign = DECIMAL_NEG, .Lo64 = 5},
                           .weight = -__builtin_inf()};
static LINE order_lines_value[] = {
    {.number = 1,
     .sku = WSZ("AB-1 & co"),
     .quantity = 12,
     /* 12345678901234567890125 */
     .price = {.scale = 4, .Hi32 = 669, .Lo64 = 4807115922877859021u},
     .weight = 0.1,
     .shelf = &shelf,
     .tagCount = 3,
     .tags = first_tags,
     .picture = BYTES_VALUE(PICTURE),
     .replacement = &replacement},
    {.number = 2, .sku = WSZ(""), .quantity = 1, .weight = 1e6, .picture = BYTES_VALUE("")},
};
static WS_STRING order_notes_value[] = {TEXT_VALUE("first"), WS_STRING_NULL, TEXT_VALUE("")};
static EVENT order_events_value[] = {
    {.kind = EVENT_SHIPPED, .is.shipped = {634033872000000000, WS_DATETIME_FORMAT_UTC}},
    {.kind = EVENT_REMARK, .is.remark = WSZ("left at the door")},
    {.kind = EVENT_INSPECTED, .is.inspected = FALSE},
    {.kind = EVENT_REMARK, .is.remark = NULL},
    {.kind = EVENT_INSPECTED, .is.inspected = TRUE},
};
static PERCENTAGE spring = {{&percentage_type, NULL, WSZ("SPRING")}, 12.5F};
static VOUCHER voucher = {{&voucher_type, WSZ("complaint"), WSZ("V1")}, 18446744073709551615u};
static CAPPED capped = {{{&capped_type, NULL, WSZ("C")}, 50}, 2011, {.scale = 2, .Lo64 = 999}};
static DISCOUNT *order_discounts_value[] = {&spring.base, &voucher.base, &capped.base.base};
static ORDER order_value = {
    .id = -4711,
    .priority = PRIORITY_EXPRESS,
    .language = WSZ("de-AT"),
    .others = {order_attributes, COUNT(order_attributes)},
    .placed = {634032759670000000, WS_DATETIME_FORMAT_UTC},
    .customer = {.number = INT64_MAX,
                 .preferred = TRUE,
                 .name = WSZ("J\u00F6rg & S\u00F6hne"),
                 .billing = {WSZ("AT"), WSZ("Ring 1/2"), TEXT_VALUE("Wien")},
                 .shipping = &shipping_address},
    .lines = order_lines_value,
    .lineCount = COUNT(order_lines_value),
    .notes = order_notes_value,
    .noteCount = COUNT(order_notes_value),
    .payment = {.kind = PAY_CARD, .by.card = {TEXT_VALUE("J. M\u00FCller"), WS_XML_STRING_VALUE("4111-1111")}},
    .events = order_events_value,
    .eventCount = COUNT(order_events_value),
    .discounts = order_discounts_value,
    .discountCount = COUNT(order_discounts_value),
    .approver = NULL,
    .token = {0x00112233, 0x4455, 0x6677, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}},
    .message = {.uri = TEXT_VALUE("http://example.com/id?a=1&b=2")},
    .within = {.years = 1, .months = 2, .days = 3, .hours = 4, .minutes = 5, .seconds = 6},
    .packing = {937840000000},
    .unit = {WS_XML_STRING_VALUE("kg"), WS_XML_STRING_VALUE(PARTY_NS)},
    .signature = (BYTE *)(uintptr_t) "\1\2\3\4\5",
    .signatureSize = 5,
    .extension = NULL, /* made in a heap: see make_extension */
    .state = 42,
};

#endif /* PURCHASE_ORDER_H */
