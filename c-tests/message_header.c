/* Headers of WS_MESSAGE: standard, custom, mapped; what must be understood. */
#include "support/message.h"

#define ULTIMATE SOAP12 "/role/ultimateReceiver"

/* An envelope of SOAP 1.2 with these headers. */
static HRESULT read_headers(MESSAGE *m, const char *headers)
{
    static char xml[20000];
    int length = snprintf(xml, sizeof(xml), "<s:Envelope xmlns:s='" SOAP12 "' xmlns:a='" WSA10 "' xmlns:h='urn:h'><s:Header>%s"
                          "</s:Header><s:Body/></s:Envelope>", headers);
    assert_true(length > 0 && (size_t)length < sizeof(xml));
    reset(m);
    return read_start(m, xml);
}

static void start(MESSAGE *m)
{
    reset(m);
    init(m, WS_BLANK_MESSAGE, NULL);
}

static HRESULT set(MESSAGE *m, WS_HEADER_TYPE header, WS_TYPE type, WS_WRITE_OPTION option, const void *value, size_t size)
{
    return WsSetHeader(m->message, header, type, option, value, (ULONG)size, m->t.r.error);
}

static HRESULT get(MESSAGE *m, WS_HEADER_TYPE header, WS_TYPE type, WS_READ_OPTION option, void *value, size_t size)
{
    return WsGetHeader(m->message, header, type, option, NULL, value, (ULONG)size, m->t.r.error);
}

/* ---- Standard headers --------------------------------------------------------------------------------------------- */

static void text_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    const WS_HEADER_TYPE headers[] = {WS_ACTION_HEADER, WS_TO_HEADER, WS_MESSAGE_ID_HEADER, WS_RELATES_TO_HEADER};
    for (size_t i = 0; i < COUNT(headers); i++) {
        WS_STRING string = WS_STRING_VALUE(u"urn:s\u00e9"), got = {0, NULL}, *pointer = &string;
        WS_XML_STRING xml = WS_XML_STRING_VALUE("urn:x"), got_xml;
        WCHAR *wsz = (WCHAR *)(uintptr_t)u"urn:w", *got_wsz = NULL;
        WS_STRING *none = &string;
        start(m);
        assert_ok(get(m, headers[i], WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &none, sizeof(none)), error);
        assert_null(none);
        assert_hr(WS_E_INVALID_FORMAT, get(m, headers[i], WS_STRING_TYPE, WS_READ_REQUIRED_VALUE, &got, sizeof(got)), error);
        assert_error_says(error, "required");
        assert_hr(WS_E_INVALID_FORMAT, get(m, headers[i], WS_STRING_TYPE, WS_READ_REQUIRED_POINTER, &none, sizeof(none)), error);
        assert_error_says(error, "required");
        assert_ok(set(m, headers[i], WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &string, sizeof(string)), error);
        assert_ok(get(m, headers[i], WS_STRING_TYPE, WS_READ_REQUIRED_VALUE, &got, sizeof(got)), error);
        EQUAL_STRING(&got, "urn:s\u00e9");
        assert_ok(set(m, headers[i], WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &xml, sizeof(xml)), error);
        assert_ok(get(m, headers[i], WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE, &got_xml, sizeof(got_xml)), error);
        EQUAL_XML_STRING(&got_xml, "urn:x");
        assert_ok(set(m, headers[i], WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &wsz, sizeof(wsz)), error);
        assert_ok(get(m, headers[i], WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, &got_wsz, sizeof(got_wsz)), error);
        assert_memory_equal(got_wsz, u"urn:w", 12);
        assert_ok(set(m, headers[i], WS_STRING_TYPE, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer)), error);
        assert_ok(get(m, headers[i], WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &none, sizeof(none)), error);
        EQUAL_STRING(none, "urn:s\u00e9");
        assert_ok(WsRemoveHeader(m->message, headers[i], error), error);
        assert_ok(WsRemoveHeader(m->message, headers[i], error), error);
        assert_ok(get(m, headers[i], WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &none, sizeof(none)), error);
        assert_null(none);
        /* What goes wrong changes nothing. */
        assert_ok(set(m, headers[i], WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &xml, sizeof(xml)), error);
        const struct { WS_TYPE type; WS_WRITE_OPTION option; const void *value; size_t size; HRESULT hr; const char *says; } bad[] = {
            {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, &xml, 4, E_INVALIDARG, "WS_INT32_TYPE"},
            {WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, &xml, 4, E_INVALIDARG, "WS_ENDPOINT_ADDRESS_TYPE"},
            {WS_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &string, sizeof(string), E_INVALIDARG, "nil"},
            {WS_STRING_TYPE, WS_WRITE_NILLABLE_POINTER, &pointer, sizeof(pointer), E_INVALIDARG, "nil"},
            {WS_STRING_TYPE, (WS_WRITE_OPTION)55, &string, sizeof(string), E_INVALIDARG, "55"},
            {WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, NULL, sizeof(string), E_INVALIDARG, "NULL"},
            {WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, NULL, 0, E_INVALIDARG, "NULL"},
            {WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &string, 3, E_INVALIDARG, "3"},
            {WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("a\x01"), sizeof(xml), WS_E_INVALID_FORMAT, "byte 1"},
            {WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("a\xFF"), sizeof(xml), WS_E_INVALID_FORMAT, NULL},
        };
        for (size_t k = 0; k < COUNT(bad); k++) {
            HRESULT hr = set(m, headers[i], bad[k].type, bad[k].option, bad[k].value, bad[k].size);
            assert_hr(bad[k].hr, hr, error);
            assert_error_says(error, bad[k].says == NULL ? "" : bad[k].says);
            check_header(m, m->message, headers[i], "urn:x", __FILE__, __LINE__);
        }
        assert_hr(E_INVALIDARG, get(m, headers[i], WS_STRING_TYPE, WS_READ_NILLABLE_VALUE, &got, sizeof(got)), error);
        assert_error_says(error, "nil");
        assert_hr(E_INVALIDARG, get(m, headers[i], WS_BOOL_TYPE, WS_READ_REQUIRED_VALUE, &got, sizeof(got)), error);
        assert_error_says(error, "WS_BOOL_TYPE");
        assert_hr(E_INVALIDARG, get(m, headers[i], WS_STRING_TYPE, WS_READ_REQUIRED_VALUE, &got, 5), error);
        assert_error_says(error, "5");
        assert_hr(E_INVALIDARG, get(m, headers[i], WS_STRING_TYPE, WS_READ_REQUIRED_VALUE, NULL, sizeof(got)), error);
        assert_error_says(error, "NULL");
    }
    assert_hr(E_INVALIDARG, WsRemoveHeader(m->message, (WS_HEADER_TYPE)8, error), error);
    assert_error_says(error, "8");
}

static void unique_ids(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_UNIQUE_ID id = {{0, NULL}, {0x12345678, 0x9abc, 0xdef0, {1, 2, 3, 4, 5, 6, 7, 8}}}, got, uri = {*TEXT16("urn:other"), {0, 0, 0, {0}}};
    start(m);
    assert_ok(set(m, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, &id, sizeof(id)), error);
    assert_header(m, m->message, MESSAGE_ID, "urn:uuid:12345678-9abc-def0-0102-030405060708");
    memset(&got, 0x55, sizeof(got));
    assert_ok(get(m, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, &got, sizeof(got)), error);
    assert_memory_equal(&got.guid, &id.guid, sizeof(id.guid));
    assert_int_equal(got.uri.length, 0);
    assert_ok(set(m, WS_RELATES_TO_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, &uri, sizeof(uri)), error);
    assert_header(m, m->message, RELATES_TO, "urn:other");
    assert_ok(get(m, WS_RELATES_TO_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, &got, sizeof(got)), error);
    EQUAL_STRING(&got.uri, "urn:other");
    assert_hr(E_INVALIDARG, set(m, WS_TO_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, &id, sizeof(id)), error);
    assert_error_says(error, "WS_TO_HEADER");
}

static void address_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    const WS_HEADER_TYPE headers[] = {WS_FROM_HEADER, WS_REPLY_TO_HEADER, WS_FAULT_TO_HEADER};
    const char *const names[] = {"From", "ReplyTo", "FaultTo"};
    const WS_ADDRESSING_VERSION versions[] = {WS_ADDRESSING_VERSION_0_9, WS_ADDRESSING_VERSION_1_0};
    for (size_t v = 0; v < COUNT(versions); v++) {
        use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_2, versions[v]);
        for (size_t i = 0; i < COUNT(headers); i++) {
            char expected[600];
            WS_ENDPOINT_ADDRESS address, *got = NULL;
            memset(&address, 0, sizeof(address));
            address.url = *TEXT16("http://x/y");
            start(m);
            assert_ok(get(m, headers[i], WS_ENDPOINT_ADDRESS_TYPE, WS_READ_OPTIONAL_POINTER, &got, sizeof(got)), error);
            assert_null(got);
            assert_hr(WS_E_INVALID_FORMAT, get(m, headers[i], WS_ENDPOINT_ADDRESS_TYPE, WS_READ_REQUIRED_POINTER, &got, sizeof(got)), error);
            assert_error_says(error, names[i]);
            assert_ok(set(m, headers[i], WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), error);
            address.url = *TEXT16("http://x/z");
            assert_ok(set(m, headers[i], WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), error);
            assert_ok(get(m, headers[i], WS_ENDPOINT_ADDRESS_TYPE, WS_READ_REQUIRED_POINTER, &got, sizeof(got)), error);
            EQUAL_STRING(&got->url, "http://x/z");
            assert_hr(E_INVALIDARG, set(m, headers[i], WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &address.url, sizeof(address.url)), error);
            assert_error_says(error, "WS_STRING_TYPE");
            snprintf(expected, sizeof(expected), "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"%s\"><s:Header><a:%s><a:Address>"
                     "http://x/z</a:Address></a:%s></s:Header><s:Body></s:Body></s:Envelope>", v == 0 ? WSA04 : WSA10, names[i], names[i]);
            assert_written(m, expected);
        }
    }
    /* A value that cannot be written leaves the one before. */
    WS_ENDPOINT_ADDRESS address, *got = NULL;
    memset(&address, 0, sizeof(address));
    address.url = *TEXT16("http://ok");
    start(m);
    assert_ok(set(m, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), error);
    WCHAR lone[] = {0xD800};
    address.url.chars = lone;
    address.url.length = 1;
    assert_hr(WS_E_INVALID_FORMAT, set(m, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), error);
    assert_error_says(error, "header");
    assert_ok(get(m, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_READ_REQUIRED_POINTER, &got, sizeof(got)), error);
    EQUAL_STRING(&got->url, "http://ok");
}

static void transport_addressing(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_STRING *none = NULL;
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    init(m, WS_REQUEST_MESSAGE, NULL);
    set_action(m, m->message, XSTR("urn:a"));
    assert_ok(set(m, WS_TO_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("urn:t"), sizeof(WS_XML_STRING)), error);
    assert_header(m, m->message, ACTION, "urn:a");
    assert_header(m, m->message, TO, "urn:t");
    for (int header = WS_MESSAGE_ID_HEADER; header <= WS_FAULT_TO_HEADER; header++) {
        WS_TYPE type = header >= WS_FROM_HEADER ? WS_ENDPOINT_ADDRESS_TYPE : WS_STRING_TYPE;
        assert_hr(E_INVALIDARG, get(m, (WS_HEADER_TYPE)header, type, WS_READ_OPTIONAL_POINTER, &none, sizeof(none)), error);
        assert_error_says(error, "WS_ADDRESSING_VERSION_TRANSPORT");
        assert_hr(E_INVALIDARG, set(m, (WS_HEADER_TYPE)header, type, WS_WRITE_REQUIRED_VALUE, XSTR("x"), sizeof(WS_XML_STRING)), error);
        assert_error_says(error, "WS_ADDRESSING_VERSION_TRANSPORT");
        assert_hr(E_INVALIDARG, WsRemoveHeader(m->message, (WS_HEADER_TYPE)header, error), error);
        assert_error_says(error, "WS_ADDRESSING_VERSION_TRANSPORT");
    }
    /* Not in the envelope. */
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body/></s:Envelope>");
    assert_ok(WsRemoveHeader(m->message, WS_ACTION_HEADER, error), error);
    assert_no_header(m, m->message, ACTION);
    assert_header(m, m->message, TO, "urn:t");
}

static void headers_as_others_write_them(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    /* White space, comments, CDATA, references; other prefixes, and default namespaces. */
    assert_ok(read_headers(m, "\n <a:To> \n urn:<!-- -->a&amp;<![CDATA[b]]>\t</a:To> <Action xmlns='" WSA10 "'>urn:act</Action>"), error);
    assert_header(m, m->message, TO, "urn:a&b");
    assert_header(m, m->message, ACTION, "urn:act");
    /* For others: not seen, not replaced, not removed. */
    assert_ok(read_headers(m, "<a:To s:role='urn:somebody'>urn:theirs</a:To><a:To s:role=' " ULTIMATE " '>urn:ours</a:To>"
                              "<a:Action s:role='" SOAP12 "/role/next'>urn:next</a:Action>"), error);
    assert_header(m, m->message, TO, "urn:ours");
    assert_no_header(m, m->message, ACTION);
    assert_ok(WsRemoveHeader(m->message, WS_TO_HEADER, error), error);
    assert_no_header(m, m->message, TO);
    /* Twice. */
    assert_ok(read_headers(m, "<a:To>urn:1</a:To><a:To>urn:2</a:To>"), error);
    WS_STRING *text = NULL;
    assert_hr(WS_E_INVALID_FORMAT, get(m, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &text, sizeof(text)), error);
    assert_error_says(error, "more than one header 'To'");
    assert_hr(WS_E_INVALID_FORMAT, set(m, WS_TO_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("x"), sizeof(WS_XML_STRING)), error);
    assert_error_says(error, "more than one header 'To'");
    assert_hr(WS_E_INVALID_FORMAT, WsRemoveHeader(m->message, WS_TO_HEADER, error), error);
    assert_error_says(error, "more than one header 'To'");
    /* An element where text has to be. */
    assert_ok(read_headers(m, "<a:To><b/></a:To>"), error);
    assert_hr(WS_E_INVALID_FORMAT, get(m, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &text, sizeof(text)), error);
    assert_error_says(error, "'b'");
    /* Of relationships, that of a reply. */
    assert_ok(read_headers(m, "<a:RelatesTo RelationshipType='urn:other'>urn:1</a:RelatesTo><a:RelatesTo>urn:2</a:RelatesTo>"), error);
    assert_header(m, m->message, RELATES_TO, "urn:2");
    assert_ok(read_headers(m, "<a:RelatesTo RelationshipType='" WSA10 "/reply'>urn:3</a:RelatesTo>"), error);
    assert_header(m, m->message, RELATES_TO, "urn:3");
    /* The same headers as programs' own, and what is added to them. */
    WS_ELEMENT_DESCRIPTION to = {(WS_XML_STRING *)(uintptr_t)XSTR("To"), (WS_XML_STRING *)(uintptr_t)XSTR(WSA10), WS_STRING_TYPE, NULL};
    WS_STRING custom = {0, NULL};
    ULONG flags = 0;
    assert_ok(read_headers(m, "<a:To s:mustUnderstand='1'> urn:1 </a:To><a:Action>urn:2</a:Action>"), error);
    assert_ok(WsGetCustomHeader(m->message, &to, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, NULL, &custom, sizeof(custom), &flags, error), error);
    EQUAL_STRING(&custom, "urn:1");
    assert_int_equal(flags, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE);
    assert_header(m, m->message, ACTION, "urn:2");
    assert_ok(read_headers(m, "<a:Action>urn:2</a:Action><a:To>te<b/>xt</a:To><a:MessageID>urn:3</a:MessageID>"), error);
    assert_header(m, m->message, ACTION, "urn:2");
    assert_header(m, m->message, MESSAGE_ID, "urn:3");
    assert_hr(WS_E_INVALID_FORMAT, get(m, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &text, sizeof(text)), error);
    assert_error_says(error, "'b'");
    /* Those of the other version of addressing are not ours. */
    assert_ok(read_headers(m, "<To xmlns='" WSA04 "'>urn:1</To>"), error);
    assert_no_header(m, m->message, TO);
    /* What is set in a message that was read, with whatever prefixes that has. */
    reset(m);
    assert_ok(read_start(m, "<a:Envelope xmlns:a='" SOAP12 "'><a:Header><s:x xmlns:s='urn:s'/></a:Header><a:Body/></a:Envelope>"), error);
    set_action(m, m->message, XSTR("urn:new"));
    assert_header(m, m->message, ACTION, "urn:new");
}

static void many_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    char headers[10000] = "";
    for (int i = 0; i < 65; i++) {
        strcat(headers, "<h:x/>");
    }
    strcat(headers, "<a:To>urn:last</a:To>");
    WS_STRING *text = NULL;
    ULONG limit = 66;
    WS_MESSAGE_PROPERTY property = {WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &limit, sizeof(limit)};
    assert_ok(read_headers(m, headers), error);
    assert_hr(WS_E_QUOTA_EXCEEDED, get(m, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, &text, sizeof(text)), error);
    assert_error_says(error, "WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS (64)");
    assert_hr(WS_E_QUOTA_EXCEEDED, set(m, WS_TO_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("x"), sizeof(WS_XML_STRING)), error);
    assert_error_says(error, "MAX_PROCESSED_HEADERS");
    assert_hr(WS_E_QUOTA_EXCEEDED, WsCheckMustUnderstandHeaders(m->message, error), error);
    assert_error_says(error, "MAX_PROCESSED_HEADERS");
    WsFreeMessage(m->message);
    assert_ok(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, &property, 1, &m->message, error), error);
    assert_ok(read_headers(m, headers), error);
    assert_header(m, m->message, TO, "urn:last");
}

/* ---- Custom headers ------------------------------------------------------------------------------------------------ */

static WS_XML_STRING h_x = WS_XML_STRING_VALUE("x"), h_ns = WS_XML_STRING_VALUE("urn:h");
static WS_ELEMENT_DESCRIPTION number_header = {&h_x, &h_ns, WS_INT32_TYPE, NULL};

static HRESULT add_number(MESSAGE *m, INT32 number, ULONG flags)
{
    return WsAddCustomHeader(m->message, &number_header, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), flags, m->t.r.error);
}

static HRESULT get_number(MESSAGE *m, WS_REPEATING_HEADER_OPTION option, ULONG index, INT32 *number, ULONG *flags)
{
    return WsGetCustomHeader(m->message, &number_header, option, index, WS_READ_REQUIRED_VALUE, NULL, number, sizeof(*number),
                             flags, m->t.r.error);
}

static void custom_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    INT32 number = 7, *pointer = &number;
    ULONG flags = 9;
    start(m);
    assert_hr(WS_E_INVALID_FORMAT, get_number(m, WS_SINGLETON_HEADER, 0, &number, &flags), error);
    assert_error_says(error, "'x'");
    assert_int_equal(flags, 9);
    assert_ok(WsGetCustomHeader(m->message, &number_header, WS_SINGLETON_HEADER, 0, WS_READ_OPTIONAL_POINTER, NULL, &pointer,
                                sizeof(pointer), &flags, error), error);
    assert_null(pointer);
    assert_int_equal(flags, 0);
    assert_ok(add_number(m, 5, 0), error);
    assert_ok(get_number(m, WS_SINGLETON_HEADER, 0, &number, &flags), error);
    assert_int_equal(number, 5);
    assert_int_equal(flags, 0);
    /* Others of the name stay. */
    assert_ok(add_number(m, 6, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE), error);
    for (int i = 0; i < 2; i++) {
        assert_ok(get_number(m, WS_REPEATING_HEADER, (ULONG)i, &number, &flags), error);
        assert_int_equal(number, 5 + i);
        assert_int_equal(flags, i == 0 ? 0 : 3);
    }
    assert_hr(WS_E_INVALID_FORMAT, get_number(m, WS_REPEATING_HEADER, 2, &number, NULL), error);
    assert_error_says(error, "required");
    assert_hr(WS_E_INVALID_FORMAT, get_number(m, WS_SINGLETON_HEADER, 0, &number, NULL), error);
    assert_error_says(error, "more than one");
    assert_hr(WS_E_INVALID_FORMAT, WsRemoveCustomHeader(m->message, &h_x, &h_ns, error), error);
    assert_error_says(error, "more than one");
    assert_hr(E_INVALIDARG, get_number(m, WS_SINGLETON_HEADER, 1, &number, NULL), error);
    assert_error_says(error, "headerIndex");
    assert_hr(E_INVALIDARG, get_number(m, (WS_REPEATING_HEADER_OPTION)3, 0, &number, NULL), error);
    assert_error_says(error, "repeatingOption");
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"" WSA10 "\"><s:Header><x xmlns=\"urn:h\">5</x>"
                      "<x xmlns=\"urn:h\" s:mustUnderstand=\"1\" s:relay=\"1\">6</x></s:Header><s:Body></s:Body></s:Envelope>");
    /* Removal. */
    start(m);
    assert_ok(add_number(m, 5, 0), error);
    assert_ok(WsRemoveCustomHeader(m->message, XSTR("x"), XSTR("urn:other"), error), error);
    assert_ok(get_number(m, WS_SINGLETON_HEADER, 0, &number, NULL), error);
    assert_ok(WsRemoveCustomHeader(m->message, &h_x, &h_ns, error), error);
    assert_ok(WsRemoveCustomHeader(m->message, &h_x, &h_ns, error), error);
    assert_hr(E_INVALIDARG, WsRemoveCustomHeader(m->message, NULL, &h_ns, error), error);
    assert_error_says(error, "headerName");
    assert_hr(E_INVALIDARG, WsRemoveCustomHeader(m->message, &h_x, NULL, error), error);
    assert_error_says(error, "headerNs");
    /* Arguments. */
    assert_hr(E_INVALIDARG, add_number(m, 5, 4), error);
    assert_error_says(error, "headerAttributes");
    assert_hr(E_INVALIDARG, WsAddCustomHeader(m->message, NULL, WS_WRITE_REQUIRED_VALUE, &number, 4, 0, error), error);
    assert_error_says(error, "headerDescription");
    assert_hr(E_INVALIDARG, WsAddCustomHeader(m->message, &number_header, WS_WRITE_REQUIRED_VALUE, &number, 3, 0, error), error);
    assert_error_says(error, "valueSize");
    assert_hr(E_INVALIDARG, WsGetCustomHeader(m->message, NULL, WS_SINGLETON_HEADER, 0, WS_READ_OPTIONAL_POINTER, NULL, &pointer, 8, NULL, error), error);
    assert_error_says(error, "customHeaderDescription");
    WS_ELEMENT_DESCRIPTION nameless = number_header;
    nameless.elementNs = NULL;
    assert_hr(E_INVALIDARG, WsAddCustomHeader(m->message, &nameless, WS_WRITE_REQUIRED_VALUE, &number, 4, 0, error), error);
    assert_error_says(error, "elementNs");
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_hr(E_INVALIDARG, add_number(m, 5, WS_RELAY_HEADER_ATTRIBUTE), error);
    assert_error_says(error, "headerAttributes");
    use_versions(m, WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT);
    init(m, WS_BLANK_MESSAGE, NULL);
    assert_hr(WS_E_INVALID_OPERATION, add_number(m, 5, 0), error);
    assert_error_says(error, "WS_ENVELOPE_VERSION_NONE");
}

struct ORDER { INT32 quantity; WS_STRING product; };

/* As in the sample of custom headers: a structure, into the heap of the message. */
static void structures_as_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_STRUCT_DESCRIPTION description = STRUCT(struct ORDER, 0, FIELD(ELEMENT, "quantity", INT32, struct ORDER, quantity, 0),
                                               FIELD(ELEMENT, "productName", STRING, struct ORDER, product, 0));
    WS_ELEMENT_DESCRIPTION element = {&h_x, &h_ns, WS_STRUCT_TYPE, &description};
    struct ORDER order = {100, *TEXT16("Pencil")}, *got = NULL;
    start(m);
    assert_ok(WsAddCustomHeader(m->message, &element, WS_WRITE_REQUIRED_VALUE, &order, sizeof(order), 0, error), error);
    assert_ok(WsGetCustomHeader(m->message, &element, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_POINTER, NULL, &got, sizeof(got),
                                NULL, error), error);
    assert_int_equal(got->quantity, 100);
    EQUAL_STRING(&got->product, "Pencil");
    /* A structure that fails in its middle leaves nothing of it. */
    WCHAR lone[] = {0xDC00};
    order.product.chars = lone;
    order.product.length = 1;
    assert_hr(WS_E_INVALID_FORMAT, WsAddCustomHeader(m->message, &element, WS_WRITE_REQUIRED_VALUE, &order, sizeof(order), 1, error), error);
    assert_error_says(error, "productName");
    assert_ok(WsGetCustomHeader(m->message, &element, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_POINTER, NULL, &got, sizeof(got),
                                NULL, error), error);
    /* A nil header. */
    start(m);
    struct ORDER *none = NULL;
    assert_ok(WsAddCustomHeader(m->message, &element, WS_WRITE_NILLABLE_POINTER, &none, sizeof(none), 1, error), error);
    got = &order;
    assert_ok(WsGetCustomHeader(m->message, &element, WS_SINGLETON_HEADER, 0, WS_READ_NILLABLE_POINTER, NULL, &got, sizeof(got),
                                NULL, error), error);
    assert_null(got);
    /* Names in text whose prefix is declared outside of the header. */
    WS_ELEMENT_DESCRIPTION name = {&h_x, &h_ns, WS_XML_QNAME_TYPE, NULL};
    WS_XML_QNAME qname;
    assert_ok(read_headers(m, "<h:x>a:local</h:x>"), error);
    assert_ok(WsGetCustomHeader(m->message, &name, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, NULL, &qname, sizeof(qname),
                                NULL, error), error);
    EQUAL_XML_STRING(&qname.ns, WSA10);
}

/* ---- What must be understood --------------------------------------------------------------------------------------- */

static void must_understand(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    INT32 number = 0;
    ULONG flags = 0;
    static const struct { const char *headers; HRESULT hr; const char *says; } table[] = {
        {"", S_OK, NULL},
        {"<h:x>1</h:x><h:y s:mustUnderstand='0'/><h:y s:mustUnderstand='false'/>", S_OK, NULL},
        {"<h:y s:mustUnderstand='1'/>", WS_E_INVALID_FORMAT, "y"},
        {"<h:y s:mustUnderstand='true'/>", WS_E_INVALID_FORMAT, "urn:h"},
        {"<h:y s:mustUnderstand=' 1 '/>", WS_E_INVALID_FORMAT, "y"},
        {"<h:y mustUnderstand='1'/>", S_OK, NULL},
        {"<h:y s:mustUnderstand='1' s:role='urn:somebody'/>", S_OK, NULL},
        {"<h:y s:mustUnderstand='1' s:role=''/>", WS_E_INVALID_FORMAT, "y"},
        {"<h:y s:mustUnderstand='1' s:role='" ULTIMATE "'/>", WS_E_INVALID_FORMAT, "y"},
        {"<h:y s:mustUnderstand='1' s:role='" SOAP12 "/role/next'/>", WS_E_INVALID_FORMAT, "y"},
        {"<h:y s:mustUnderstand='1' s:role='" SOAP12 "/role/none'/>", S_OK, NULL},
        {"<h:y s:mustUnderstand='yes'/>", WS_E_INVALID_FORMAT, "'yes'"},
        {"<a:To s:mustUnderstand='1'>urn:x</a:To><a:Action s:mustUnderstand='1'>urn:x</a:Action>"
         "<a:ReplyTo s:mustUnderstand='1'><a:Address>urn:x</a:Address></a:ReplyTo>", S_OK, NULL},
        {"<To xmlns='" WSA04 "' s:mustUnderstand='1'>urn:x</To>", WS_E_INVALID_FORMAT, "2004/08"},
        {"<a:Unknown s:mustUnderstand='1'/>", WS_E_INVALID_FORMAT, "Unknown"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        assert_ok(read_headers(m, table[i].headers), error);
        assert_hr(table[i].hr, WsCheckMustUnderstandHeaders(m->message, error), error);
        if (table[i].says != NULL) {
            assert_error_says(error, table[i].says);
        }
        assert_state(m, READING);
    }
    /* Reading a header is understanding it; each on its own. */
    assert_ok(read_headers(m, "<h:x s:mustUnderstand='1'>1</h:x><h:x s:mustUnderstand='1' s:relay='true'>2</h:x>"), error);
    assert_ok(get_number(m, WS_REPEATING_HEADER, 0, &number, &flags), error);
    assert_int_equal(flags, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE);
    assert_hr(WS_E_INVALID_FORMAT, WsCheckMustUnderstandHeaders(m->message, error), error);
    assert_ok(WsResetError(error), NULL);
    assert_ok(get_number(m, WS_REPEATING_HEADER, 1, &number, &flags), error);
    assert_int_equal(flags, 3);
    assert_ok(WsCheckMustUnderstandHeaders(m->message, error), error);
    /* One that could not be read is not understood. */
    assert_ok(read_headers(m, "<h:x s:mustUnderstand='1'>one</h:x>"), error);
    assert_hr(WS_E_INVALID_FORMAT, get_number(m, WS_REPEATING_HEADER, 0, &number, NULL), error);
    assert_error_says(error, "header");
    assert_hr(WS_E_INVALID_FORMAT, WsCheckMustUnderstandHeaders(m->message, error), error);
    assert_ok(WsResetError(error), NULL);
    /* With SOAP 1.1, by its actor. */
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    assert_ok(read_start(m, "<s:Envelope xmlns:s='" SOAP11 "'><s:Header><h xmlns='urn:h' s:mustUnderstand='1' "
                            "s:actor='http://schemas.xmlsoap.org/soap/actor/next'/></s:Header><s:Body/></s:Envelope>"), error);
    assert_hr(WS_E_INVALID_FORMAT, WsCheckMustUnderstandHeaders(m->message, error), error);
    assert_error_says(error, "h");
    reset(m);
    assert_ok(read_start(m, "<s:Envelope xmlns:s='" SOAP11 "'><s:Header><h xmlns='urn:h' s:mustUnderstand='1' s:actor='urn:b'/>"
                            "<To xmlns='" WSA10 "' s:mustUnderstand='0'/></s:Header><s:Body/></s:Envelope>"), error);
    assert_ok(WsCheckMustUnderstandHeaders(m->message, error), error);
}

static void headers_marked_by_hand(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_NODE_POSITION position, header;
    ULONG flags = 0;
    assert_ok(read_headers(m, "<h:x s:mustUnderstand='1'><h:inner/></h:x>"), error);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer), error), error);
    assert_ok(WsGetMessageProperty(m->message, WS_MESSAGE_PROPERTY_HEADER_POSITION, &header, sizeof(header), error), error);
    READER other = {error, NULL, NULL};
    assert_ok(WsCreateReader(NULL, 0, &other.reader, error), error);
    assert_ok(WsSetInputToBuffer(other.reader, buffer, NULL, 0, error), error);
    assert_ok(WsSetReaderPosition(other.reader, &header, error), error);
    assert_ok(WsMoveReader(other.reader, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsGetHeaderAttributes(m->message, other.reader, &flags, error), error);
    assert_int_equal(flags, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE);
    assert_ok(WsGetReaderPosition(other.reader, &position, error), error);
    assert_hr(WS_E_INVALID_FORMAT, WsCheckMustUnderstandHeaders(m->message, error), error);
    assert_ok(WsResetError(error), NULL);
    assert_ok(WsMarkHeaderAsUnderstood(m->message, &position, error), error);
    assert_ok(WsMarkHeaderAsUnderstood(m->message, &position, error), error);
    assert_ok(WsCheckMustUnderstandHeaders(m->message, error), error);
    /* What is no header. */
    assert_hr(E_INVALIDARG, WsMarkHeaderAsUnderstood(m->message, &header, error), error);
    assert_error_says(error, "headerPosition");
    assert_hr(E_INVALIDARG, WsMarkHeaderAsUnderstood(m->message, NULL, error), error);
    assert_error_says(error, "headerPosition is NULL");
    WS_XML_NODE_POSITION inner;
    assert_ok(WsMoveReader(other.reader, WS_MOVE_TO_CHILD_ELEMENT, NULL, error), error);
    assert_ok(WsGetReaderPosition(other.reader, &inner, error), error);
    assert_hr(E_INVALIDARG, WsMarkHeaderAsUnderstood(m->message, &inner, error), error);
    assert_error_says(error, "directly in the Header");
    WS_XML_BUFFER *foreign = NULL;
    assert_ok(WsCreateXmlBuffer(m->t.r.heap, NULL, 0, &foreign, error), error);
    inner.buffer = foreign;
    assert_hr(E_INVALIDARG, WsMarkHeaderAsUnderstood(m->message, &inner, error), error);
    assert_error_says(error, "not in the header buffer");
    /* One that is gone. */
    assert_ok(WsRemoveNode(&position, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsMarkHeaderAsUnderstood(m->message, &position, error), error);
    assert_error_says(error, "removed");
    WsFreeReader(other.reader);
    /* In its state only. */
    assert_ok(WsReadEnvelopeEnd(m->message, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsMarkHeaderAsUnderstood(m->message, &position, error), error);
    assert_error_says(error, "WS_MESSAGE_STATE_DONE");
    /* Attributes of something that is no element. */
    assert_hr(WS_E_INVALID_OPERATION, WsGetHeaderAttributes(m->message, m->t.r.reader, &flags, error), error);
    assert_error_says(error, "start of an element");
    assert_hr(E_INVALIDARG, WsGetHeaderAttributes(m->message, m->t.r.reader, NULL, error), error);
    assert_error_says(error, "headerAttributes");
}

/* ---- Mapped headers ------------------------------------------------------------------------------------------------ */

static HRESULT add_mapped(MESSAGE *m, const WS_XML_STRING *name, WS_TYPE type, const void *value, size_t size)
{
    return WsAddMappedHeader(m->message, name, type, WS_WRITE_REQUIRED_VALUE, value, (ULONG)size, m->t.r.error);
}

static void mapped_headers(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    INT32 number = -12, got = 0;
    WS_STRING *text = NULL, string = *TEXT16("v\u00e9");
    WCHAR *wsz = NULL;
    start(m);
    assert_ok(add_mapped(m, XSTR("X-Number"), WS_INT32_TYPE, &number, sizeof(number)), error);
    assert_ok(add_mapped(m, XSTR("X-Text"), WS_STRING_TYPE, &string, sizeof(string)), error);
    assert_ok(add_mapped(m, XSTR("X-Text"), WS_XML_STRING_TYPE, XSTR("second"), sizeof(WS_XML_STRING)), error);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Number"), WS_SINGLETON_HEADER, 0, WS_INT32_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                                &got, sizeof(got), error), error);
    assert_int_equal(got, -12);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Number"), WS_SINGLETON_HEADER, 0, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL,
                                &wsz, sizeof(wsz), error), error);
    assert_memory_equal(wsz, u"-12", 8);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Text"), WS_REPEATING_HEADER, 1, WS_STRING_TYPE, WS_READ_REQUIRED_POINTER, NULL,
                                &text, sizeof(text), error), error);
    EQUAL_STRING(text, "second");
    assert_hr(WS_E_INVALID_FORMAT, WsGetMappedHeader(m->message, XSTR("X-Text"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE,
                                                     WS_READ_REQUIRED_POINTER, NULL, &text, sizeof(text), error), error);
    assert_error_says(error, "more than one");
    assert_hr(WS_E_INVALID_FORMAT, WsGetMappedHeader(m->message, XSTR("X-None"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE,
                                                     WS_READ_REQUIRED_POINTER, NULL, &text, sizeof(text), error), error);
    assert_error_says(error, "X-None");
    assert_hr(WS_E_INVALID_FORMAT, WsGetMappedHeader(m->message, XSTR("X-Text"), WS_REPEATING_HEADER, 0, WS_INT32_TYPE,
                                                     WS_READ_REQUIRED_VALUE, NULL, &got, sizeof(got), error), error);
    assert_ok(WsResetError(error), NULL);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-None"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, NULL,
                                &text, sizeof(text), error), error);
    assert_null(text);
    /* Not in the envelope, and nothing of the envelope is one. */
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body/></s:Envelope>");
    assert_ok(WsRemoveMappedHeader(m->message, XSTR("X-Text"), error), error);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Text"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, NULL,
                                &text, sizeof(text), error), error);
    assert_null(text);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Number"), WS_SINGLETON_HEADER, 0, WS_INT32_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                                &got, sizeof(got), error), error);
    assert_ok(read_headers(m, "<X-Number xmlns=''>1</X-Number>"), error);
    assert_ok(WsGetMappedHeader(m->message, XSTR("X-Number"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, NULL,
                                &text, sizeof(text), error), error);
    assert_null(text);
    /* Arguments. */
    assert_hr(E_INVALIDARG, add_mapped(m, NULL, WS_INT32_TYPE, &number, 4), error);
    assert_error_says(error, "headerName is NULL");
    assert_hr(E_INVALIDARG, add_mapped(m, XSTR(""), WS_INT32_TYPE, &number, 4), error);
    assert_error_says(error, "empty");
    assert_hr(E_INVALIDARG, add_mapped(m, XSTR("N"), WS_STRUCT_TYPE, &number, 4), error);
    assert_ok(WsResetError(error), NULL);
    assert_hr(E_INVALIDARG, add_mapped(m, XSTR("N"), WS_XML_BUFFER_TYPE, &number, 4), error);
    assert_ok(WsResetError(error), NULL);
    /* The heap's quota holds for them. */
    char much[9000];
    memset(much, 'x', sizeof(much));
    WS_XML_STRING big = {sizeof(much), (BYTE *)much, NULL, 0};
    HRESULT hr = S_OK;
    for (int i = 0; i < 20 && hr == S_OK; i++) {
        hr = add_mapped(m, XSTR("N"), WS_XML_STRING_TYPE, &big, sizeof(big));
    }
    assert_hr(WS_E_QUOTA_EXCEEDED, hr, error);
    assert_error_says(error, "65536");
    assert_ok(WsRemoveMappedHeader(m->message, XSTR("N"), error), error);
    assert_ok(add_mapped(m, XSTR("N"), WS_XML_STRING_TYPE, &big, sizeof(big)), error);
}

/* ---- Requests, replies, faults, duplicates -------------------------------------------------------------------------- */

static WS_MESSAGE *received(MESSAGE *m, const char *headers)
{
    static char xml[20000];
    snprintf(xml, sizeof(xml), "<s:Envelope xmlns:s='" SOAP12 "' xmlns:a='" WSA10 "' xmlns:h='urn:h'><s:Header>%s</s:Header>"
             "<s:Body/></s:Envelope>", headers);
    assert_ok(WsResetMessage(m->other, m->t.r.error), m->t.r.error);
    set_xml(&m->t.r, xml);
    assert_ok(WsReadEnvelopeStart(m->other, m->t.r.reader, NULL, NULL, m->t.r.error), m->t.r.error);
    return m->other;
}

#define ID "urn:uuid:12345678-9abc-def0-0102-030405060708"

static void replies(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_MESSAGE *request = received(m, "<a:MessageID>" ID "</a:MessageID><a:To>urn:service</a:To>");
    init(m, WS_REPLY_MESSAGE, request);
    assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
    assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
    assert_hr(WS_E_INVALID_OPERATION, WsAddressMessage(m->message, NULL, error), error);
    assert_error_says(error, "addressed already");
    assert_written(m, "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"" WSA10 "\"><s:Header><a:RelatesTo>" ID "</a:RelatesTo>"
                      "<a:To s:mustUnderstand=\"1\">" WSA10 "/anonymous</a:To></s:Header><s:Body/></s:Envelope>");
    /* To whom the request says, with what belongs to the address. */
    static const char both[] = "<a:MessageID>urn:any id</a:MessageID><a:ReplyTo><a:Address> http://reply </a:Address><a:ReferenceParameters>"
                               "<h:p h:q='1'>x</h:p><h:r/></a:ReferenceParameters><a:Metadata/></a:ReplyTo>"
                               "<a:FaultTo><a:Address>http://fault</a:Address></a:FaultTo>";
    request = received(m, both);
    reset(m);
    init(m, WS_REPLY_MESSAGE, request);
    assert_header(m, m->message, TO, "http://reply");
    assert_header(m, m->message, RELATES_TO, "urn:any id");
    write_empty(m, AS_TEXT);
    assert_non_null(strstr(m->t.document.chars, "h:q='1'"));
    assert_non_null(strstr(m->t.document.chars, "a:IsReferenceParameter=\"true\">x</h:p>"));
    /* Faults go to FaultTo, else where replies go. */
    request = received(m, both);
    reset(m);
    init(m, WS_FAULT_MESSAGE, request);
    assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
    assert_header(m, m->message, TO, "http://fault");
    assert_ok(WsReadEnvelopeEnd(request, error), error);
    reset(m);
    init(m, WS_FAULT_MESSAGE, request);
    reset(m);
    assert_false(flag_of(m, request, WS_MESSAGE_PROPERTY_IS_FAULT));
    request = received(m, "<a:ReplyTo><a:Address>http://reply</a:Address></a:ReplyTo>");
    init(m, WS_FAULT_MESSAGE, request);
    assert_header(m, m->message, TO, "http://reply");
    assert_no_header(m, m->message, RELATES_TO);
    /* What is malformed leaves the message empty. */
    const char *const bad[] = {"<a:ReplyTo/>", "<a:ReplyTo><a:Address><b/></a:Address></a:ReplyTo>",
                               "<a:ReplyTo><a:Address>x</a:Address></a:ReplyTo><a:ReplyTo><a:Address>x</a:Address></a:ReplyTo>",
                               "<a:MessageID>x</a:MessageID><a:MessageID>y</a:MessageID>"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        request = received(m, bad[i]);
        reset(m);
        assert_hr(WS_E_INVALID_FORMAT, WsInitializeMessage(m->message, WS_REPLY_MESSAGE, request, error), error);
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
        assert_state(m, EMPTY);
    }
    /* Arguments. */
    assert_hr(E_INVALIDARG, WsInitializeMessage(m->message, WS_REPLY_MESSAGE, NULL, error), error);
    assert_error_says(error, "sourceMessage is NULL");
    assert_hr(E_INVALIDARG, WsInitializeMessage(m->message, WS_BLANK_MESSAGE, request, error), error);
    assert_error_says(error, "has to be NULL");
    assert_hr(E_INVALIDARG, WsInitializeMessage(m->message, (WS_MESSAGE_INITIALIZATION)5, NULL, error), error);
    assert_error_says(error, "5");
    assert_hr(WS_E_INVALID_OPERATION, WsInitializeMessage(m->message, WS_REPLY_MESSAGE, m->message, error), error);
    assert_error_says(error, "sourceMessage");
    assert_ok(WsResetMessage(m->other, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsInitializeMessage(m->message, WS_REPLY_MESSAGE, m->other, error), error);
    assert_error_says(error, "WS_MESSAGE_STATE_EMPTY");
    assert_state(m, EMPTY);
}

static void requests(void **state)
{
    MESSAGE *m = *state;
    WS_UNIQUE_ID ids[2];
    for (int i = 0; i < 2; i++) {
        reset(m);
        init(m, WS_REQUEST_MESSAGE, NULL);
        assert_ok(get(m, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, &ids[i], sizeof(ids[i])), m->t.r.error);
        assert_int_equal(ids[i].uri.length, 0);
        assert_int_equal(ids[i].guid.Data3 >> 12, 4);
        assert_int_equal(ids[i].guid.Data4[0] >> 6, 2);
        assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
    }
    assert_memory_not_equal(&ids[0].guid, &ids[1].guid, sizeof(GUID));
}

static void duplicates(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_MESSAGE *source = received(m, "<a:Action>urn:a</a:Action> <h:x h:y='1'>te<!--c-->xt<h:z/></h:x>");
    assert_ok(WsAddMappedHeader(source, XSTR("N"), WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, XSTR("v"), sizeof(WS_XML_STRING), error), error);
    init(m, WS_DUPLICATE_MESSAGE, source);
    assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
    WsFreeMessage(m->other);
    m->other = NULL;
    WS_STRING *text = NULL;
    assert_ok(WsGetMappedHeader(m->message, XSTR("N"), WS_SINGLETON_HEADER, 0, WS_STRING_TYPE, WS_READ_REQUIRED_POINTER, NULL, &text,
                                sizeof(text), error), error);
    EQUAL_STRING(text, "v");
    assert_written(m, "<s:Envelope xmlns:s='" SOAP12 "' xmlns:a='" WSA10 "' xmlns:h='urn:h'><s:Header><a:Action>urn:a</a:Action>"
                      "<h:x h:y='1'>te<!--c-->xt<h:z/></h:x></s:Header><s:Body/></s:Envelope>");
    /* Of the same versions only. */
    m->other = new_message(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0);
    assert_ok(WsInitializeMessage(m->other, WS_BLANK_MESSAGE, NULL, error), error);
    reset(m);
    assert_hr(E_INVALIDARG, WsInitializeMessage(m->message, WS_DUPLICATE_MESSAGE, m->other, error), error);
    assert_error_says(error, "SOAP_1_1");
    assert_state(m, EMPTY);
}

static void addresses(void **state)
{
    MESSAGE *m = *state;
    WS_ERROR *error = m->t.r.error;
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    /* Nothing at all. */
    start(m);
    assert_ok(WsAddressMessage(m->message, NULL, error), error);
    assert_true(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
    assert_no_header(m, m->message, TO);
    assert_hr(WS_E_INVALID_OPERATION, WsAddressMessage(m->message, NULL, error), error);
    assert_error_says(error, "addressed already");
    /* Anonymous, and with headers. */
    start(m);
    assert_ok(WsAddressMessage(m->message, &address, error), error);
    assert_header(m, m->message, TO, WSA10 "/anonymous");
    set_xml(&m->t.r, "<a><p xmlns='urn:p'>1</p><q xmlns='urn:q' xmlns:s='urn:s' xmlns:a='urn:a'/></a>");
    assert_ok(WsReadToStartElement(m->t.r.reader, NULL, NULL, NULL, error), error);
    assert_ok(WsReadStartElement(m->t.r.reader, error), error);
    assert_ok(WsCreateXmlBuffer(m->t.r.heap, NULL, 0, &address.headers, error), error);
    assert_ok(WsSetOutputToBuffer(m->t.writer, address.headers, (WS_XML_WRITER_PROPERTY[]){{WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &(BOOL){TRUE}, sizeof(BOOL)}}, 1, error), error);
    assert_ok(WsCopyNode(m->t.writer, m->t.r.reader, error), error);
    assert_ok(WsCopyNode(m->t.writer, m->t.r.reader, error), error);
    address.url = *TEXT16("http://x/");
    start(m);
    assert_ok(WsAddressMessage(m->message, &address, error), error);
    write_empty(m, AS_TEXT);
    assert_non_null(strstr(m->t.document.chars, "<p xmlns='urn:p' a:IsReferenceParameter=\"true\">1</p>"));
    assert_non_null(strstr(m->t.document.chars, "xmlns:s1=\"" WSA10 "\" s1:IsReferenceParameter=\"true\""));
    assert_non_null(strstr(m->t.document.chars, "<a:To s:mustUnderstand=\"1\">http://x/</a:To>"));
    /* Without the mark in the older version. */
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9);
    start(m);
    assert_ok(WsAddressMessage(m->message, &address, error), error);
    write_empty(m, AS_TEXT);
    assert_null(strstr(m->t.document.chars, "IsReferenceParameter"));
    assert_non_null(strstr(m->t.document.chars, "<p xmlns='urn:p'>1</p>"));
    /* By the transport. */
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    start(m);
    address.headers = NULL;
    assert_ok(WsAddressMessage(m->message, &address, error), error);
    assert_header(m, m->message, TO, "http://x/");
    /* What is wrong changes nothing. */
    WCHAR lone[] = {0xD800};
    start(m);
    address.url.chars = lone;
    address.url.length = 1;
    assert_hr(WS_E_INVALID_FORMAT, WsAddressMessage(m->message, &address, error), error);
    assert_error_says(error, "url");
    assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_ADDRESSED));
    address.url = *TEXT16("\x01");
    assert_hr(WS_E_INVALID_FORMAT, WsAddressMessage(m->message, &address, error), error);
    assert_error_says(error, "character");
    address.url.chars = NULL;
    assert_hr(E_INVALIDARG, WsAddressMessage(m->message, &address, error), error);
    assert_error_says(error, "url");
    assert_no_header(m, m->message, TO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MESSAGE_TEST(text_headers),
        MESSAGE_TEST(unique_ids),
        MESSAGE_TEST(address_headers),
        MESSAGE_TEST(transport_addressing),
        MESSAGE_TEST(headers_as_others_write_them),
        MESSAGE_TEST(many_headers),
        MESSAGE_TEST(custom_headers),
        MESSAGE_TEST(structures_as_headers),
        MESSAGE_TEST(must_understand),
        MESSAGE_TEST(headers_marked_by_hand),
        MESSAGE_TEST(mapped_headers),
        MESSAGE_TEST(replies),
        MESSAGE_TEST(requests),
        MESSAGE_TEST(duplicates),
        MESSAGE_TEST(addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
