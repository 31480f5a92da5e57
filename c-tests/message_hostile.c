/* Envelopes that nobody should send. Each is refused with a text, and leaves the message empty and usable. */
#include "support/message.h"

#define START "<s:Envelope xmlns:s='" SOAP12 "' xmlns:h='urn:h'>"
#define END "</s:Envelope>"
#define BODY "<s:Body/>"

static void check_usable(MESSAGE *m)
{
    assert_state(m, EMPTY);
    assert_ok(WsInitializeMessage(m->message, WS_REQUEST_MESSAGE, NULL, m->t.r.error), m->t.r.error);
    assert_ok(WsResetMessage(m->message, m->t.r.error), m->t.r.error);
}

static void malformed_envelopes(void **state)
{
    static const struct { const char *xml; const char *says; } table[] = {
        {"", "document"},
        {"text", ""},
        {"<a/>", "'Envelope'"},
        {"<Envelope/>", "SOAP_1_2"},
        {"<s:Envelope xmlns:s='" SOAP11 "'><s:Body/></s:Envelope>", "SOAP 1.1"},
        {"<s:Envelope xmlns:s='urn:soap\n\x7f'><s:Body/></s:Envelope>", "urn:soap"},
        {START END, "no body"},
        {START "<s:Header/>" END, "no body"},
        {START "<s:Body>", ""},
        {START "<h:Body/>" END, "no body"},
        {START "text" BODY END, "no body"},
        {START "<s:Header/><s:Header/>" BODY END, "no body"},
        {START "<s:Header>text</s:Header>" BODY END, "A header"},
        {START "<s:Header><h:a/>text</s:Header>" BODY END, "A header"},
        {START "<s:Header><h:a/><![CDATA[x]]></s:Header>" BODY END, "A header"},
        {START "<s:Header><h:a></s:Header>" BODY END, ""},
        {START "<s:Header/>text" BODY END, "no body"},
        {START "<h:x/>" BODY END, "no body"},
        {"<!DOCTYPE a [<!ENTITY b 'c'>]>" START BODY END, ""},
        {"<?pi x?>" START BODY END, ""},
        {START "<?pi x?>" BODY END, ""},
        {START "<s:Header><h:a>&b;</h:a></s:Header>" BODY END, ""},
        {START "<s:Header><g:a/></s:Header>" BODY END, "g"},
        {"<s:Envelope xmlns:s='" SOAP12 "' s:encodingStyle='urn:x'><s:Body/></s:Envelope>", "encodingStyle"},
        {START "<s:Header s:encodingStyle='urn:x'/><s:Body/>" END, "encodingStyle"},
        {START "<s:Body s:encodingStyle='urn:x'/>" END, "encodingStyle"},
    };
    MESSAGE *m = *state;
    for (size_t i = 0; i < COUNT(table); i++) {
        HRESULT hr = read_start(m, table[i].xml);
        if (hr != WS_E_INVALID_FORMAT) {
            fprintf(stderr, "%s: %08X\n", table[i].xml, HR(hr));
            fail();
        }
        assert_error_says(m->t.r.error, table[i].says);
        check_usable(m);
    }
}

/* Bad after the start of the body: found at the end. */
static void malformed_ends(void **state)
{
    static const struct { const char *xml; const char *says; } table[] = {
        {START BODY BODY END, "end of the envelope"},
        {START BODY "<s:Header/>" END, "end of the envelope"},
        {START BODY "<h:trailer/>" END, "end of the envelope"},
        {START BODY "text" END, "end of the envelope"},
        {START BODY END "<a/>", ""},
        {START BODY END "text", ""},
        {START BODY, ""},
        {START "<s:Body><h:a/>", ""},
        {START "<s:Body><h:a></s:Body>" END, ""},
        {START "<s:Body><h:a/></s:Body></s:Body>", ""},
    };
    MESSAGE *m = *state;
    for (size_t i = 0; i < COUNT(table); i++) {
        HRESULT hr = read_start(m, table[i].xml);
        if (hr == S_OK) {
            hr = WsReadEnvelopeEnd(m->message, m->t.r.error);
            assert_state(m, DONE);
        }
        if (hr != WS_E_INVALID_FORMAT) {
            fprintf(stderr, "%s: %08X\n", table[i].xml, HR(hr));
            fail();
        }
        assert_error_says(m->t.r.error, table[i].says);
        reset(m);
        check_usable(m);
    }
}

/* What SOAP 1.1 allows. */
static void soap_1_1(void **state)
{
    MESSAGE *m = *state;
    use_versions(m, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    assert_ok(read_start(m, "<s:Envelope xmlns:s='" SOAP11 "' s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>"
                            "<s:Body s:encodingStyle=''/></s:Envelope>"), m->t.r.error);
    assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
    reset(m);
    assert_hr(WS_E_INVALID_FORMAT, read_start(m, START BODY END), m->t.r.error);
    assert_error_says(m->t.r.error, "SOAP 1.2");
    check_usable(m);
}

static HRESULT read_text(MESSAGE *m, TEXT *xml)
{
    assert_ok(set_input(&m->t.r, WS_CHARSET_UTF8, xml->chars, xml->length, NULL, 0), m->t.r.error);
    HRESULT hr = WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, m->t.r.error);
    return hr;
}

/* Headers take no more than the heap of the message. */
static void much(void **state)
{
    MESSAGE *m = *state;
    for (int kind = 0; kind < 5; kind++) {
        TEXT xml = {NULL, 0, 0};
        add_chars(&xml, START "<s:Header>");
        for (int i = 0; i < 20000; i++) {
            static const char *const pieces[] = {"<h:a/>", "<h:a><h:b/></h:a>", "<!--c-->", "<h:a h:b='1' h:c='2'/>", "<h:a>te<!--x-->xt</h:a>"};
            add_chars(&xml, pieces[kind]);
        }
        add_chars(&xml, "</s:Header>" BODY END);
        HRESULT hr = read_text(m, &xml);
        if (kind == 2) {
            /* Nothing that is kept. */
            assert_ok(hr, m->t.r.error);
            reset(m);
        } else {
            assert_hr(WS_E_QUOTA_EXCEEDED, hr, m->t.r.error);
            assert_error_says(m->t.r.error, "WS_HEAP_PROPERTY_MAX_SIZE (65536)");
        }
        check_usable(m);
        free(xml.chars);
    }
    /* One long text, one long attribute, one deep header. */
    for (int kind = 0; kind < 3; kind++) {
        TEXT xml = {NULL, 0, 0};
        char x[1001];
        memset(x, 'x', 1000);
        x[1000] = 0;
        add_chars(&xml, START "<s:Header>");
        add_chars(&xml, kind == 0 ? "<h:a>" : kind == 1 ? "<h:a b='" : "");
        for (int i = 0; i < 200; i++) {
            add_chars(&xml, kind == 2 ? "<h:a>" : x);
        }
        add_chars(&xml, kind == 0 ? "</h:a>" : kind == 1 ? "'/>" : "");
        for (int i = 0; i < 200 && kind == 2; i++) {
            add_chars(&xml, "</h:a>");
        }
        add_chars(&xml, "</s:Header>" BODY END);
        assert_hr(WS_E_QUOTA_EXCEEDED, read_text(m, &xml), m->t.r.error);
        assert_error_says(m->t.r.error, kind == 2 ? "MAX_DEPTH" : "65536");
        check_usable(m);
        free(xml.chars);
    }
}

/* Cut anywhere: an error, no crash, and a message that can be used. */
static void cut_anywhere(void **state)
{
    static const char whole[] = "<?xml version='1.0'?>" START "<s:Header><a:To xmlns:a='" WSA10 "'>urn:x</a:To><h:b s:mustUnderstand='1'>"
                                "t&amp;<![CDATA[c]]></h:b></s:Header><s:Body><h:c>1</h:c></s:Body>" END;
    MESSAGE *m = *state;
    for (size_t length = 0; length + 1 < sizeof(whole); length++) {
        char *part = malloc(length + 1);
        memcpy(part, whole, length);
        assert_ok(set_input(&m->t.r, WS_CHARSET_UTF8, part, length, NULL, 0), m->t.r.error);
        HRESULT hr = WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, m->t.r.error);
        if (hr == S_OK) {
            hr = WsReadEnvelopeEnd(m->message, m->t.r.error);
        }
        assert_hr(WS_E_INVALID_FORMAT, hr, m->t.r.error);
        assert_true(text_count(m->t.r.error) > 0);
        assert_ok(WsResetError(m->t.r.error), NULL);
        reset(m);
        free(part);
    }
    check_usable(m);
}

/* One byte wrong. */
static void bytes_wrong(void **state)
{
    static const char whole[] = START "<s:Header><a:To xmlns:a='" WSA10 "'>urn:x</a:To><h:b s:mustUnderstand='1'/></s:Header>"
                                "<s:Body><h:c>1</h:c></s:Body>" END;
    static const char wrong[] = {0, '<', '>', '&', '\'', '"', ' ', '/', ':', 'x', '\xFF'};
    MESSAGE *m = *state;
    for (size_t at = 0; at + 1 < sizeof(whole); at++) {
        for (size_t i = 0; i < sizeof(wrong); i++) {
            char copy[sizeof(whole)];
            WS_STRING *to = NULL;
            memcpy(copy, whole, sizeof(whole));
            copy[at] = wrong[i];
            assert_ok(set_input(&m->t.r, WS_CHARSET_UTF8, copy, sizeof(whole) - 1, NULL, 0), m->t.r.error);
            if (SUCCEEDED(WsReadEnvelopeStart(m->message, m->t.r.reader, NULL, NULL, m->t.r.error))) {
                (void)WsGetHeader(m->message, WS_TO_HEADER, WS_STRING_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &to, sizeof(to), NULL);
                (void)WsCheckMustUnderstandHeaders(m->message, NULL);
                (void)WsReadEnvelopeEnd(m->message, NULL);
            } else {
                assert_state(m, EMPTY);
            }
            assert_ok(WsResetError(m->t.r.error), NULL);
            reset(m);
        }
    }
}

/* Messages that use themselves. */
static HRESULT CALLBACK nested(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size,
                               WS_ERROR *error)
{
    MESSAGE *m = *(MESSAGE *const *)data;
    (void)mapping;
    (void)heap;
    (void)value;
    (void)size;
    (void)error;
    assert_int_equal(WsResetMessage(m->message, NULL), WS_E_INVALID_OPERATION);
    WsFreeMessage(m->message);
    return WsSkipNode(reader, NULL);
}

static void use_within_use(void **state)
{
    MESSAGE *m = *state;
    WS_CUSTOM_TYPE_DESCRIPTION custom = {4, 4, nested, NULL, &m, NULL};
    WS_ELEMENT_DESCRIPTION element = element_a(WS_CUSTOM_TYPE, &custom);
    INT32 value = 0;
    assert_ok(read_start(m, START "<s:Header><a>1</a></s:Header><s:Body><a>2</a></s:Body>" END), m->t.r.error);
    assert_ok(WsGetCustomHeader(m->message, &element, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, NULL, &value, 4, NULL, m->t.r.error),
              m->t.r.error);
    assert_ok(WsReadBody(m->message, &element, WS_READ_REQUIRED_VALUE, NULL, &value, 4, m->t.r.error), m->t.r.error);
    assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MESSAGE_TEST(malformed_envelopes),
        MESSAGE_TEST(malformed_ends),
        MESSAGE_TEST(soap_1_1),
        MESSAGE_TEST(much),
        MESSAGE_TEST(cut_anywhere),
        MESSAGE_TEST(bytes_wrong),
        MESSAGE_TEST(use_within_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
