/* Typed data, endpoint addresses and faults in each version, and XML buffers. */
#include "support/typed.h"

#define WSA10 "http://www.w3.org/2005/08/addressing"
#define WSA04 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSID "http://schemas.xmlsoap.org/ws/2006/02/addressingidentity"
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"

static WS_ENDPOINT_ADDRESS_DESCRIPTION versions[] = {{WS_ADDRESSING_VERSION_0_9}, {WS_ADDRESSING_VERSION_1_0}};
static const char *const namespaces[] = {WSA04, WSA10};
static const char *const anonymous[] = {WSA04 "/role/anonymous", WSA10 "/anonymous"};

/* What a buffer holds, as text. */
static void check_buffer(TYPED *t, WS_XML_BUFFER *buffer, const char *expected, const char *file, int line)
{
    WS_XML_WRITER *writer = text_writer(TRUE, t->r.error);
    TEXT out = {NULL, 0, 0};
    if (buffer == NULL) {
        fprintf(stderr, "%s:%d: no buffer\n", file, line);
        _fail(file, line);
    }
    check_hr(S_OK, WsWriteXmlBuffer(writer, buffer, t->r.error), t->r.error, expected, file, line);
    take_text(writer, &out, t->r.error);
    for (size_t i = 0; i < out.length; i++) {
        out.chars[i] = out.chars[i] == '\'' ? '"' : out.chars[i];
    }
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_holds(t, buffer, expected) check_buffer((t), (buffer), (expected), __FILE__, __LINE__)

static WS_XML_BUFFER *buffer_of(TYPED *t, const char *xml)
{
    WS_XML_BUFFER *buffer = NULL;
    set_xml(&t->r, xml);
    assert_ok(WsReadToStartElement(t->r.reader, NULL, NULL, NULL, t->r.error), t->r.error);
    assert_ok(WsReadXmlBuffer(t->r.reader, t->r.heap, &buffer, t->r.error), t->r.error);
    return buffer;
}

static HRESULT read_address(TYPED *t, int version, const char *content, WS_ENDPOINT_ADDRESS *address)
{
    char xml[2000];
    WS_ELEMENT_DESCRIPTION a = element_a(WS_ENDPOINT_ADDRESS_TYPE, &versions[version]);
    int length = snprintf(xml, sizeof(xml), "<a xmlns:w='%s' xmlns:i='" WSID "'>%s</a>", namespaces[version], content);
    assert_true(length > 0 && (size_t)length < sizeof(xml));
    return read_element(t, xml, &a, WS_READ_REQUIRED_VALUE, address, sizeof(*address));
}

static void addresses(void **state)
{
    TYPED *t = *state;
    for (int version = 0; version < 2; version++) {
        WS_ELEMENT_DESCRIPTION a = element_a(WS_ENDPOINT_ADDRESS_TYPE, &versions[version]);
        WS_ENDPOINT_ADDRESS address;
        char content[300];
        memset(&address, 0x5A, sizeof(address));
        assert_ok(read_address(t, version, " <w:Address> http://example.org/x </w:Address> ", &address), t->r.error);
        EQUAL_STRING(&address.url, "http://example.org/x");
        assert_null(address.headers);
        assert_null(address.extensions);
        assert_null(address.identity);
        /* The anonymous address is an empty URL in C and a URI of the version in XML. */
        snprintf(content, sizeof(content), "<w:Address>%s</w:Address>", anonymous[version]);
        assert_ok(read_address(t, version, content, &address), t->r.error);
        assert_int_equal(address.url.length, 0);
        for (int way = 0; way < WAYS; way++) {
            WS_STRING url = WS_STRING_EMPTY;
            assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
            open_document(t, way);
            assert_ok(WsReadToStartElement(t->r.reader, XSTR("a"), XSTR(""), NULL, t->r.error), t->r.error);
            assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
            const char *ns = namespaces[version];
            WS_XML_STRING expected = {(ULONG)strlen(ns), (BYTE *)(uintptr_t)ns, NULL, 0};
            assert_ok(WsReadToStartElement(t->r.reader, XSTR("Address"), &expected, NULL, t->r.error), t->r.error);
            assert_ok(WsReadType(t->r.reader, WS_ELEMENT_TYPE_MAPPING, WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, t->r.heap, &url, sizeof(url), t->r.error),
                      t->r.error);
            assert_int_equal(url.length, strlen(anonymous[version]));
            assert_true(text_contains(&url, anonymous[version]));
        }
        /* With everything. */
        assert_ok(read_address(t, version,
                               "<w:Address>http://example.org/</w:Address><w:ReferenceParameters><x y='z'>1</x><q/></w:ReferenceParameters>"
                               "<i:Identity><i:Dns>example.org</i:Dns></i:Identity>", &address), t->r.error);
        for (int way = -1; way < WAYS; way++) {
            if (way >= 0) {
                assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
                memset(&address, 0x5A, sizeof(address));
                open_document(t, way);
                assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &address, sizeof(address), t->r.error), t->r.error);
            }
            EQUAL_STRING(&address.url, "http://example.org/");
            assert_non_null(address.headers);
            assert_non_null(address.identity);
            assert_int_equal(address.identity->identityType, WS_DNS_ENDPOINT_IDENTITY_TYPE);
            EQUAL_STRING(&((WS_DNS_ENDPOINT_IDENTITY *)address.identity)->dns, "example.org");
        }
        /* Extensions of any kind are kept. */
        assert_ok(read_address(t, version, "<w:Address>http://example.org/</w:Address><e:more xmlns:e='urn:e'>1</e:more><e:again xmlns:e='urn:e'/>", &address),
                  t->r.error);
        assert_non_null(address.extensions);
        assert_null(address.identity);
        /* An address without an address, in another version, twice; not a URL is not looked at here. */
        static const char *const bad[] = {"", "<w:ReferenceParameters/>", "<Address>http://example.org/</Address>", "text",
                                          "<w:Address>http://a/</w:Address><w:Address>http://b/</w:Address>", "<w:Address><b/></w:Address>"};
        for (size_t i = 0; i < COUNT(bad); i++) {
            memset(&address, 0x5A, sizeof(address));
            check_misfit(t, WS_E_INVALID_FORMAT, read_address(t, version, bad[i], &address), &address, sizeof(address), bad[i], __FILE__, __LINE__);
        }
    }
    WS_ENDPOINT_ADDRESS address = {0};
    WS_ENDPOINT_ADDRESS_DESCRIPTION unknown[] = {{(WS_ADDRESSING_VERSION)0}, {(WS_ADDRESSING_VERSION)4}};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        WS_ELEMENT_DESCRIPTION a = element_a(WS_ENDPOINT_ADDRESS_TYPE, &unknown[i]);
        assert_hr(E_INVALIDARG, read_element(t, "<a/>", &a, WS_READ_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
        assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
    }
}

/* The buffer holds the element of the unknown identity, with whatever namespaces are in scope there. */
static void assert_is_who(TYPED *t, WS_XML_BUFFER *buffer)
{
    WS_STRING text = WS_STRING_EMPTY;
    assert_non_null(buffer);
    assert_ok(WsSetInputToBuffer(t->r.reader, buffer, NULL, 0, t->r.error), t->r.error);
    assert_ok(WsReadToStartElement(t->r.reader, XSTR("who"), XSTR("urn:e"), NULL, t->r.error), t->r.error);
    assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_STRING_TYPE, NULL, WS_READ_REQUIRED_VALUE, &text, sizeof(text)), t->r.error);
    EQUAL_STRING(&text, "me");
}

static void identities(void **state)
{
    TYPED *t = *state;
    WS_DNS_ENDPOINT_IDENTITY dns = {{WS_DNS_ENDPOINT_IDENTITY_TYPE}, *TEXT16("example.org")};
    WS_UPN_ENDPOINT_IDENTITY upn = {{WS_UPN_ENDPOINT_IDENTITY_TYPE}, *TEXT16("user@example.org")};
    WS_SPN_ENDPOINT_IDENTITY spn = {{WS_SPN_ENDPOINT_IDENTITY_TYPE}, *TEXT16("host/example.org")};
    WS_RSA_ENDPOINT_IDENTITY rsa = {{WS_RSA_ENDPOINT_IDENTITY_TYPE}, {4, (BYTE *)"\1\2\3\4"}, {3, (BYTE *)"\1\0\1"}};
    WS_CERT_ENDPOINT_IDENTITY cert = {{WS_CERT_ENDPOINT_IDENTITY_TYPE}, {5, (BYTE *)"\x30\3\1\1\xFF"}};
    WS_UNKNOWN_ENDPOINT_IDENTITY unknown = {{WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE}, buffer_of(t, "<e:who xmlns:e=\"urn:e\">me</e:who>")};
    WS_ENDPOINT_IDENTITY *const all[] = {&dns.identity, &upn.identity, &spn.identity, &rsa.identity, &cert.identity, &unknown.identity};
    for (int version = 0; version < 2; version++) {
        WS_ELEMENT_DESCRIPTION a = element_a(WS_ENDPOINT_ADDRESS_TYPE, &versions[version]);
        for (size_t i = 0; i < COUNT(all); i++) {
            WS_ENDPOINT_ADDRESS address = {*TEXT16("http://example.org/"), NULL, NULL, all[i]}, read;
            for (int way = 0; way < WAYS; way++) {
                memset(&read, 0x5A, sizeof(read));
                assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
                open_document(t, way);
                assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &read, sizeof(read), t->r.error), t->r.error);
                assert_non_null(read.identity);
                assert_int_equal(read.identity->identityType, all[i]->identityType);
                switch (i) {
                case 0:
                    assert_true(equal_text(&((WS_DNS_ENDPOINT_IDENTITY *)read.identity)->dns, &dns.dns));
                    break;
                case 1:
                    assert_true(equal_text(&((WS_UPN_ENDPOINT_IDENTITY *)read.identity)->upn, &upn.upn));
                    break;
                case 2:
                    assert_true(equal_text(&((WS_SPN_ENDPOINT_IDENTITY *)read.identity)->spn, &spn.spn));
                    break;
                case 3:
                    assert_int_equal(((WS_RSA_ENDPOINT_IDENTITY *)read.identity)->modulus.length, 4);
                    assert_memory_equal(((WS_RSA_ENDPOINT_IDENTITY *)read.identity)->modulus.bytes, "\1\2\3\4", 4);
                    assert_int_equal(((WS_RSA_ENDPOINT_IDENTITY *)read.identity)->exponent.length, 3);
                    break;
                case 4:
                    assert_int_equal(((WS_CERT_ENDPOINT_IDENTITY *)read.identity)->rawCertificateData.length, 5);
                    assert_memory_equal(((WS_CERT_ENDPOINT_IDENTITY *)read.identity)->rawCertificateData.bytes, "\x30\3\1\1\xFF", 5);
                    break;
                default:
                    assert_is_who(t, ((WS_UNKNOWN_ENDPOINT_IDENTITY *)read.identity)->element);
                }
            }
        }
        WS_ENDPOINT_IDENTITY wrong = {(WS_ENDPOINT_IDENTITY_TYPE)7};
        WS_ENDPOINT_ADDRESS address = {*TEXT16("http://example.org/"), NULL, NULL, &wrong};
        assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
        assert_error_says(t->r.error, "7");
    }
}

static void faults_of_soap_1_1(void **state)
{
    TYPED *t = *state;
    WS_FAULT_DESCRIPTION version = {WS_ENVELOPE_VERSION_SOAP_1_1};
    WS_ELEMENT_DESCRIPTION a = element_a(WS_FAULT_TYPE, &version);
    WS_FAULT fault, again;
    assert_ok(read_element(t, "<a xmlns:e='urn:e'><faultcode> e:Mine </faultcode> <faultstring xml:lang='en'>no \xC3\xA4</faultstring><faultactor>urn:actor</faultactor>"
                              "<detail><e:x>1</e:x></detail></a>", &a, WS_READ_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
    for (int way = -1; way < WAYS; way++) {
        if (way >= 0) {
            assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
            memset(&again, 0x5A, sizeof(again));
            open_document(t, way);
            assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &again, sizeof(again), t->r.error), t->r.error);
            fault = again;
        }
        assert_non_null(fault.code);
        EQUAL_XML_STRING(&fault.code->value.localName, "Mine");
        EQUAL_XML_STRING(&fault.code->value.ns, "urn:e");
        assert_null(fault.code->subCode);
        assert_int_equal(fault.reasonCount, 1);
        EQUAL_STRING(&fault.reasons[0].text, "no \u00E4");
        EQUAL_STRING(&fault.actor, "urn:actor");
        assert_int_equal(fault.node.length, 0);
        assert_non_null(fault.detail);
    }
    /* SOAP's own codes get the envelope's namespace and the names of this version. */
    WS_FAULT_CODE code = {{WS_XML_STRING_VALUE("Sender"), WS_XML_STRING_VALUE("")}, NULL};
    WS_FAULT_REASON reason = {*TEXT16("why"), *TEXT16("en")};
    WS_FAULT mine = {&code, &reason, 1, WS_STRING_EMPTY, WS_STRING_EMPTY, NULL};
    assert_ok(write_element(t, AS_BINARY, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
    open_document(t, AS_BINARY);
    assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &again, sizeof(again), t->r.error), t->r.error);
    assert_ok(write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
    add(&t->document, "", 0);
    assert_non_null(strstr(t->document.chars, ":Client</faultcode>"));
    assert_non_null(strstr(t->document.chars, SOAP11));
    static const char *const bad[] = {"", "<faultstring>x</faultstring>", "<faultcode>Client</faultcode>", "<faultcode>q:x</faultcode><faultstring>x</faultstring>",
                                      "<faultcode/><faultstring>x</faultstring>", "text"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        char xml[300];
        memset(&again, 0x5A, sizeof(again));
        snprintf(xml, sizeof(xml), "<a>%s</a>", bad[i]);
        check_misfit(t, WS_E_INVALID_FORMAT, read_element(t, xml, &a, WS_READ_REQUIRED_VALUE, &again, sizeof(again)), &again, sizeof(again), bad[i], __FILE__, __LINE__);
    }
    mine.code = NULL;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
    mine.code = &code;
    mine.reasons = NULL;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
    mine.reasonCount = 0;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
    /* A list of codes without an end. */
    mine.reasons = &reason;
    mine.reasonCount = 1;
    code.subCode = &code;
    version.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_2;
    assert_true(FAILED(write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine))));
    version.envelopeVersion = (WS_ENVELOPE_VERSION)9;
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &a, WS_WRITE_REQUIRED_VALUE, &mine, sizeof(mine)), t->r.error);
}

static void faults_of_soap_1_2(void **state)
{
    TYPED *t = *state;
    WS_FAULT_DESCRIPTION version = {WS_ENVELOPE_VERSION_SOAP_1_2};
    WS_ELEMENT_DESCRIPTION a = element_a(WS_FAULT_TYPE, &version);
    WS_FAULT fault, again;
    assert_ok(read_element(t, "<a xmlns:s='" SOAP12 "' xmlns:e='urn:e'><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>e:One</s:Value><s:Subcode>"
                              "<s:Value>e:Two</s:Value></s:Subcode></s:Subcode></s:Code><s:Reason><s:Text xml:lang='en'>why</s:Text><s:Text xml:lang='de'>warum</s:Text>"
                              "</s:Reason><s:Node>urn:node</s:Node><s:Role>urn:role</s:Role><s:Detail><e:x/></s:Detail></a>",
                           &a, WS_READ_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
    for (int way = -1; way < WAYS; way++) {
        if (way >= 0) {
            assert_ok(write_element(t, way, &a, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
            memset(&again, 0x5A, sizeof(again));
            open_document(t, way);
            assert_ok(WsReadElement(t->r.reader, &a, WS_READ_REQUIRED_VALUE, t->r.heap, &again, sizeof(again), t->r.error), t->r.error);
            fault = again;
        }
        EQUAL_XML_STRING(&fault.code->value.localName, "Sender");
        EQUAL_XML_STRING(&fault.code->subCode->value.localName, "One");
        EQUAL_XML_STRING(&fault.code->subCode->value.ns, "urn:e");
        EQUAL_XML_STRING(&fault.code->subCode->subCode->value.localName, "Two");
        assert_null(fault.code->subCode->subCode->subCode);
        assert_int_equal(fault.reasonCount, 2);
        EQUAL_STRING(&fault.reasons[1].text, "warum");
        EQUAL_STRING(&fault.reasons[1].lang, "de");
        EQUAL_STRING(&fault.node, "urn:node");
        EQUAL_STRING(&fault.actor, "urn:role");
        assert_non_null(fault.detail);
    }
    assert_ok(read_element(t, "<a xmlns='' xmlns:s='" SOAP12 "'><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang='en'/></s:Reason></a>", &a,
                           WS_READ_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
    assert_true(fault.reasonCount == 1 && fault.reasons[0].text.length == 0 && fault.node.length == 0 && fault.actor.length == 0 && fault.detail == NULL);
    static const char *const bad[] = {"", "<s:Code><s:Value>s:Sender</s:Value></s:Code>", "<s:Reason><s:Text xml:lang='en'>x</s:Text></s:Reason>",
                                      "<s:Code/><s:Reason><s:Text xml:lang='en'>x</s:Text></s:Reason>", "<s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason/>",
                                      "<Code><Value>s:Sender</Value></Code><Reason><Text xml:lang='en'>x</Text></Reason>"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        char xml[400];
        memset(&again, 0x5A, sizeof(again));
        snprintf(xml, sizeof(xml), "<a xmlns:s='" SOAP12 "'>%s</a>", bad[i]);
        check_misfit(t, WS_E_INVALID_FORMAT, read_element(t, xml, &a, WS_READ_REQUIRED_VALUE, &again, sizeof(again)), &again, sizeof(again), bad[i], __FILE__, __LINE__);
    }
}

static void buffers(void **state)
{
    TYPED *t = *state;
    WS_XML_BUFFER *buffer = NULL, *missing = NULL;
    static const char xml[] = "<a x=\"1\">t<b></b>u</a>";
    set_xml(&t->r, xml);
    assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_POINTER, &buffer, sizeof(buffer)), t->r.error);
    assert_holds(t, buffer, xml);
    set_xml(&t->r, xml);
    assert_ok(read_type(t, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_POINTER, &buffer, sizeof(buffer)), t->r.error);
    assert_holds(t, buffer, xml);
    for (int way = 0; way < WAYS; way++) {
        /* The whole element, or its attributes and content in another one. */
        assert_ok(write_type(t, way, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &buffer, sizeof(buffer)), t->r.error);
        assert_document_reads(t, way, xml);
        WS_ELEMENT_DESCRIPTION other = {NAME("other"), NAME("urn:o"), WS_XML_BUFFER_TYPE, NULL};
        assert_ok(write_element(t, way, &other, WS_WRITE_REQUIRED_POINTER, &buffer, sizeof(buffer)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadToStartElement(t->r.reader, XSTR("other"), XSTR("urn:o"), NULL, t->r.error), t->r.error);
        ULONG index = 0;
        assert_ok(WsFindAttribute(t->r.reader, XSTR("x"), XSTR(""), TRUE, &index, t->r.error), t->r.error);
        assert_ok(WsReadStartElement(t->r.reader, t->r.error), t->r.error);
        assert_on(&t->r, TEXT);
        assert_hr(E_INVALIDARG, write_type(t, way, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &missing, sizeof(missing)), t->r.error);
    }
    /* Not a buffer. */
    WS_XML_BUFFER *wrong = (WS_XML_BUFFER *)t->r.heap;
    assert_hr(E_INVALIDARG, write_type(t, AS_TEXT, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &wrong, sizeof(wrong)), t->r.error);
    /* In fields. */
    typedef struct BUFFERS {
        WS_XML_BUFFER *one, *nil, *absent, **many;
        ULONG count;
    } BUFFERS;
    WS_STRUCT_DESCRIPTION description = STRUCT(BUFFERS, 0, FIELD(ELEMENT, "one", XML_BUFFER, BUFFERS, one, 0),
                                               FIELD(ELEMENT, "nil", XML_BUFFER, BUFFERS, nil, WS_FIELD_NILLABLE),
                                               FIELD(ELEMENT, "absent", XML_BUFFER, BUFFERS, absent, WS_FIELD_OPTIONAL),
                                               ARRAY("m", XML_BUFFER, BUFFERS, many, count, 0));
    BUFFERS *value = fits(t, &description, "<a xmlns:i='" XSI "'><one><x/></one><nil i:nil='true'/><m>1</m><m y='2'/></a>");
    assert_null(value->nil);
    assert_null(value->absent);
    assert_int_equal(value->count, 2);
    value = fits(t, &description, "<a><one><x></x></one><nil>n</nil><absent></absent><m>1</m><m y=\"2\"></m></a>");
    assert_holds(t, value->one, "<one><x></x></one>");
    assert_writes_as(t, &description, value, "<a><one><x></x></one><nil>n</nil><absent></absent><m>1</m><m y=\"2\"></m></a>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(addresses),
        TYPED_TEST(identities),
        TYPED_TEST(faults_of_soap_1_1),
        TYPED_TEST(faults_of_soap_1_2),
        TYPED_TEST(buffers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
