/*
 * WS_SECURITY_TOKEN: tokens that a program makes of XML, and what can be asked of them.
 */
#include "support/xml.h"
#include <WebServicesX.h>

#define TOKEN "<t:Token xmlns:t=\"urn:tokens\" Id=\"me\"><t:Claim>yes</t:Claim></t:Token>"
#define REFERENCE "<r:SecurityTokenReference xmlns:r=\"urn:references\"><r:Reference URI=\"#me\"/></r:SecurityTokenReference>"

static const BYTE key_bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static WS_XML_BUFFER *buffer_of(READER *r, const char *xml)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_BUFFER *buffer = NULL;
    assert_ok(WsReadXmlBufferFromBytes(r->reader, &encoding.encoding, NULL, 0, (const BYTE *)xml, (ULONG)strlen(xml),
                                       r->heap, &buffer, r->error),
              r->error);
    return buffer;
}

/* The document in a buffer. */
static const char *text_of(READER *r, WS_XML_BUFFER *buffer)
{
    static char text[1000];
    WS_XML_WRITER *writer = NULL;
    void *bytes = NULL;
    ULONG size = 0;
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, r->heap, &bytes, &size, r->error), r->error);
    assert_true(size < sizeof(text));
    memcpy(text, bytes, size);
    text[size] = 0;
    WsFreeWriter(writer);
    return text;
}

static HRESULT create(READER *r, WS_XML_BUFFER *xml, WS_SECURITY_KEY_HANDLE *key,
                      const WS_XML_SECURITY_TOKEN_PROPERTY *properties, ULONG count, WS_SECURITY_TOKEN **token)
{
    return WsCreateXmlSecurityToken(xml, key, properties, count, token, r->error);
}

static HRESULT get(READER *r, WS_SECURITY_TOKEN *token, WS_SECURITY_TOKEN_PROPERTY_ID id, void *value, ULONG size,
                   WS_HEAP *heap)
{
    return WsGetSecurityTokenProperty(token, id, value, size, heap, r->error);
}

static void a_bearer_token(void **state)
{
    READER *r = (READER *)*state;
    WS_SECURITY_TOKEN *token = NULL;
    WS_SECURITY_KEY_TYPE kind = WS_SECURITY_KEY_TYPE_SYMMETRIC;
    WS_DATETIME time = {1, WS_DATETIME_FORMAT_NONE};
    WS_XML_BUFFER *xml = NULL;
    WS_XML_BUFFER *again = NULL;
    WS_BYTES key;
    assert_ok(create(r, buffer_of(r, TOKEN), NULL, NULL, 0, &token), r->error);
    assert_ok(WsResetHeap(r->heap, r->error), r->error);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE, &kind, sizeof(kind), NULL), r->error);
    assert_int_equal(kind, WS_SECURITY_KEY_TYPE_NONE);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME, &time, sizeof(time), NULL), r->error);
    assert_int_equal(time.ticks, 0);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME, &time, sizeof(time), NULL), r->error);
    assert_int_equal(time.ticks, 0);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML, &xml, sizeof(xml), NULL), r->error);
    assert_string_equal(text_of(r, xml), TOKEN);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML, &again, sizeof(again), NULL), r->error);
    assert_ptr_equal(xml, again);
    assert_hr(E_INVALIDARG, get(r, token, WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY, &key, sizeof(key), r->heap),
              r->error);
    assert_error_says(r->error, "has no WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY");
    assert_hr(E_INVALIDARG, get(r, token, WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML, &xml, sizeof(xml), NULL),
              r->error);
    assert_error_says(r->error, "has no WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML");
    WsFreeSecurityToken(token);
}

static void a_token_with_a_key(void **state)
{
    READER *r = (READER *)*state;
    BYTE secret[sizeof(key_bytes)];
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE raw = {{WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE},
                                                {sizeof(secret), secret}};
    WS_XML_BUFFER *attached = buffer_of(r, REFERENCE);
    WS_XML_BUFFER *unattached = buffer_of(r, "<other/>");
    WS_DATETIME from = {1000, WS_DATETIME_FORMAT_UTC};
    WS_DATETIME till = {2000, WS_DATETIME_FORMAT_UTC};
    WS_XML_SECURITY_TOKEN_PROPERTY properties[] = {
        {WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE, &attached, sizeof(attached)},
        {WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE, &unattached, sizeof(unattached)},
        {WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME, &from, sizeof(from)},
        {WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME, &till, sizeof(till)},
    };
    WS_SECURITY_TOKEN *token = NULL;
    WS_SECURITY_KEY_TYPE kind = WS_SECURITY_KEY_TYPE_NONE;
    WS_DATETIME time = {0, WS_DATETIME_FORMAT_NONE};
    WS_XML_BUFFER *xml = NULL;
    WS_BYTES key = {0, NULL};
    memcpy(secret, key_bytes, sizeof(secret));
    assert_ok(create(r, buffer_of(r, TOKEN), &raw.keyHandle, properties, COUNT(properties), &token), r->error);
    memset(secret, 0, sizeof(secret));
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE, &kind, sizeof(kind), NULL), r->error);
    assert_int_equal(kind, WS_SECURITY_KEY_TYPE_SYMMETRIC);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME, &time, sizeof(time), NULL), r->error);
    assert_int_equal(time.ticks, 1000);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME, &time, sizeof(time), NULL), r->error);
    assert_int_equal(time.ticks, 2000);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML, &xml, sizeof(xml), NULL), r->error);
    assert_string_equal(text_of(r, xml), REFERENCE);
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML, &xml, sizeof(xml), NULL), r->error);
    assert_string_equal(text_of(r, xml), "<other/>");
    assert_ok(get(r, token, WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY, &key, sizeof(key), r->heap), r->error);
    WsFreeSecurityToken(token);
    /* The key is the heap's. */
    assert_int_equal(key.length, sizeof(key_bytes));
    assert_memory_equal(key.bytes, key_bytes, sizeof(key_bytes));
}

static void what_makes_no_token(void **state)
{
    READER *r = (READER *)*state;
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE raw = {{WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE},
                                                {sizeof(key_bytes), (BYTE *)(uintptr_t)key_bytes}};
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE no_bytes = {{WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE}, {0, NULL}};
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE too_long = {{WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE},
                                                     {1025, (BYTE *)(uintptr_t)key_bytes}};
    WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE of_windows = {{WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE}, 0};
    WSX_CERT_SECURITY_KEY_HANDLE no_cert = {{WSX_CERT_SECURITY_KEY_HANDLE_TYPE}, NULL};
    WS_SECURITY_KEY_HANDLE unknown = {(WS_SECURITY_KEY_HANDLE_TYPE)99};
    WS_XML_BUFFER *xml = buffer_of(r, TOKEN);
    WS_XML_BUFFER *none = NULL;
    WS_XML_BUFFER *empty = NULL;
    WS_DATETIME never = {UINT64_MAX, WS_DATETIME_FORMAT_UTC};
    WS_XML_SECURITY_TOKEN_PROPERTY attached = {WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE, &xml, sizeof(xml)};
    WS_XML_SECURITY_TOKEN_PROPERTY no_buffer = {WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE, &none,
                                                sizeof(none)};
    WS_XML_SECURITY_TOKEN_PROPERTY no_element = {WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE, &empty,
                                                 sizeof(empty)};
    WS_XML_SECURITY_TOKEN_PROPERTY short_value = {WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME, &never, 4};
    WS_XML_SECURITY_TOKEN_PROPERTY no_time = {WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME, &never, sizeof(never)};
    WS_XML_SECURITY_TOKEN_PROPERTY no_property = {(WS_XML_SECURITY_TOKEN_PROPERTY_ID)99, &never, sizeof(never)};
    const struct {
        WS_XML_BUFFER *xml;
        WS_SECURITY_KEY_HANDLE *key;
        const WS_XML_SECURITY_TOKEN_PROPERTY *property;
        HRESULT code;
        const char *text;
    } cases[] = {
        {NULL, NULL, NULL, E_INVALIDARG, "XML buffer"},
        {empty, NULL, NULL, E_INVALIDARG, "0 elements"},
        {xml, &raw.keyHandle, NULL, E_INVALIDARG, "needs WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE"},
        {xml, &no_bytes.keyHandle, &attached, E_INVALIDARG, "0 bytes"},
        {xml, &too_long.keyHandle, &attached, E_INVALIDARG, "1025 bytes"},
        {xml, &of_windows.keyHandle, &attached, WS_E_NOT_SUPPORTED, "provider of Windows"},
        {xml, &no_cert.keyHandle, &attached, E_INVALIDARG, "cert of tokenKey"},
        {xml, &unknown, &attached, E_INVALIDARG, "99"},
        {xml, NULL, &attached, E_INVALIDARG, "takes no references"},
        {xml, &raw.keyHandle, &no_buffer, E_INVALIDARG, "XML buffer"},
        {xml, &raw.keyHandle, &no_element, E_INVALIDARG, "0 elements"},
        {xml, NULL, &short_value, E_INVALIDARG, "size given is 4"},
        {xml, NULL, &no_time, E_INVALIDARG, "is no time"},
        {xml, NULL, &no_property, E_INVALIDARG, "99"},
    };
    WS_SECURITY_TOKEN *token = NULL;
    size_t i;
    assert_ok(WsCreateXmlBuffer(r->heap, NULL, 0, &empty, r->error), r->error);
    for (i = 0; i < COUNT(cases); i++) {
        WS_XML_BUFFER *buffer = i == 1 ? empty : cases[i].xml;
        HRESULT hr = create(r, buffer, cases[i].key, cases[i].property, cases[i].property != NULL, &token);
        assert_hr(cases[i].code, hr, r->error);
        assert_error_says(r->error, cases[i].text);
        assert_null(token);
    }
    WsFreeSecurityToken(NULL);
}

static void what_cannot_be_asked(void **state)
{
    READER *r = (READER *)*state;
    WS_SECURITY_TOKEN *token = NULL;
    WS_SECURITY_KEY_TYPE kind = WS_SECURITY_KEY_TYPE_SYMMETRIC;
    WS_XML_BUFFER *xml = NULL;
    assert_ok(create(r, buffer_of(r, TOKEN), NULL, NULL, 0, &token), r->error);
    assert_hr(E_INVALIDARG, get(r, token, WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE, &kind, sizeof(kind), r->heap), r->error);
    assert_error_says(r->error, "needs no heap");
    assert_hr(E_INVALIDARG, get(r, token, WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE, &kind, 8, NULL), r->error);
    assert_error_says(r->error, "size given is 8");
    assert_hr(E_INVALIDARG, get(r, token, (WS_SECURITY_TOKEN_PROPERTY_ID)99, &kind, sizeof(kind), NULL), r->error);
    assert_hr(E_INVALIDARG, get(r, token, WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML, NULL, sizeof(xml), NULL), r->error);
    assert_hr(E_INVALIDARG, get(r, (WS_SECURITY_TOKEN *)(void *)r->heap, WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE, &kind,
                                sizeof(kind), NULL),
              r->error);
    assert_int_equal(kind, WS_SECURITY_KEY_TYPE_SYMMETRIC);
    WsFreeSecurityToken(token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(a_bearer_token),
        READER_TEST(a_token_with_a_key),
        READER_TEST(what_makes_no_token),
        READER_TEST(what_cannot_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
