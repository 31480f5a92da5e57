/*
 * The reader of .NET binary XML: dictionaries, the specification's examples, typed text, arrays, streams.
 *
 * The records of the examples are those of [MC-NBFX] 3, where strN stands for the string with the number N. Time spans
 * have the characters that WS_XML_TIMESPAN_TEXT is documented with, where the specification shows an xs:duration.
 */
#include "support/encoded.h"

typedef struct EXAMPLE {
    const char *hex, *xml;
} EXAMPLE;

static const EXAMPLE examples[] = {
    {"4003646F6301", "<doc></doc>"},
    {"0207636F6D6D656E74", "<!--comment-->"},
    {"034003617272018B0333338888DDDD", "<arr>13107</arr><arr>-30584</arr><arr>-8739</arr>"},
    {"4003646F630404617474728401", "<doc attr=\"false\"></doc>"},
    {"4003646F6309037072650A687474703A2F2F616263050370726504617474728401",
     "<doc xmlns:pre=\"http://abc\" pre:attr=\"false\"></doc>"},
    {"4003646F6306088601", "<doc str8=\"true\"></doc>"},
    {"4003646F6309037072650A687474703A2F2F6162630703707265008601",
     "<doc xmlns:pre=\"http://abc\" pre:str0=\"true\"></doc>"},
    {"4003646F63080A687474703A2F2F61626301", "<doc xmlns=\"http://abc\"></doc>"},
    {"4003646F630901700A687474703A2F2F61626301", "<doc xmlns:p=\"http://abc\"></doc>"},
    {"4003646F630A0401", "<doc xmlns=\"str4\"></doc>"},
    {"4003646F630B01700401", "<doc xmlns:p=\"str4\"></doc>"},
    {"4003646F630901660A687474703A2F2F616263110B980568656C6C6F01",
     "<doc xmlns:f=\"http://abc\" f:str11=\"hello\"></doc>"},
    {"4003646F630901780A687474703A2F2F61626323159805776F726C6401",
     "<doc xmlns:x=\"http://abc\" x:str21=\"world\"></doc>"},
    {"4003646F6309016B0A687474703A2F2F6162633004617474728601", "<doc xmlns:k=\"http://abc\" k:attr=\"true\"></doc>"},
    {"4003646F6309017A0A687474703A2F2F6162633F03616263980378797A01",
     "<doc xmlns:z=\"http://abc\" z:abc=\"xyz\"></doc>"},
    {"410370726503646F6309037072650A687474703A2F2F61626301", "<pre:doc xmlns:pre=\"http://abc\"></pre:doc>"},
    {"420E01", "<str14></str14>"},
    {"43037072650E09037072650A687474703A2F2F61626301", "<pre:str14 xmlns:pre=\"http://abc\"></pre:str14>"},
    {"440A0901610A687474703A2F2F61626301", "<a:str10 xmlns:a=\"http://abc\"></a:str10>"},
    {"56260901730A687474703A2F2F61626301", "<s:str38 xmlns:s=\"http://abc\"></s:str38>"},
    {"5E0568656C6C6F0901610A687474703A2F2F61626301", "<a:hello xmlns:a=\"http://abc\"></a:hello>"},
    {"70094D794D6573736167650901730A687474703A2F2F61626301", "<s:MyMessage xmlns:s=\"http://abc\"></s:MyMessage>"},
    {"4003646F6306A0038001", "<doc str416=\"0\"></doc>"},
    {"400361626381", "<abc>0</abc>"},
    {"4003646F6306008201", "<doc str0=\"1\"></doc>"},
    {"400361626383", "<abc>1</abc>"},
    {"4003646F6306008401", "<doc str0=\"false\"></doc>"},
    {"400361626385", "<abc>false</abc>"},
    {"4003646F6306008601", "<doc str0=\"true\"></doc>"},
    {"400361626387", "<abc>true</abc>"},
    {"4003646F6306EC0188DE01", "<doc str236=\"-34\"></doc>"},
    {"429A01897F", "<str154>127</str154>"},
    {"4003646F6306EC018A008001", "<doc str236=\"-32768\"></doc>"},
    {"429A018BFF7F", "<str154>32767</str154>"},
    {"4003646F6306EC018C15CD5B0701", "<doc str236=\"123456789\"></doc>"},
    {"429A018DFFFFFF7F", "<str154>2147483647</str154>"},
    {"4003646F6306EC018E000000800000000001", "<doc str236=\"2147483648\"></doc>"},
    {"429A018F0000000000010000", "<str154>1099511627776</str154>"},
    {"4003646F6304016190CDCC8C3F01", "<doc a=\"1.1\"></doc>"},
    {"4005507269636591CDCC0142", "<Price>32.45</Price>"},
    {"4003646F63040161927457148B0ABF054001", "<doc a=\"2.71828182845905\"></doc>"},
    {"4002504993112D4454FB210940", "<PI>3.14159265358979</PI>"},
    {"4003646F630403696E74940000060000000000802D4E000000000001", "<doc int=\"5.123456\"></doc>"},
    {"40084D617856616C75659500000000FFFFFFFFFFFFFFFFFFFFFFFF", "<MaxValue>79228162514264337593543950335</MaxValue>"},
    {"4003646F63066E96FF3F37F47528CA2B01", "<doc str110=\"9999-12-31T23:59:59.9999999\"></doc>"},
    {"426C9700408EF95B47C808", "<str108>2006-05-17T00:00:00</str108>"},
    {"4003646F63980568656C6C6F01", "<doc>hello</doc>"},
    {"400161990568656C6C6F", "<a>hello</a>"},
    {"4003646F639A050068656C6C6F01", "<doc>hello</doc>"},
    {"4001619B050068656C6C6F", "<a>hello</a>"},
    {"4003646F639C0500000068656C6C6F01", "<doc>hello</doc>"},
    {"4001619D0500000068656C6C6F", "<a>hello</a>"},
    {"4003646F639E08000102030405060701", "<doc>AAECAwQFBgc=</doc>"},
    {"40064261736536349F080001020304050607", "<Base64>AAECAwQFBgc=</Base64>"},
    {"4003646F63A00800000102030405060701", "<doc>AAECAwQFBgc=</doc>"},
    {"4006426173653634A108000001020304050607", "<Base64>AAECAwQFBgc=</Base64>"},
    {"4003646F63A208000000000102030405060701", "<doc>AAECAwQFBgc=</doc>"},
    {"4006426173653634A3080000000001020304050607", "<Base64>AAECAwQFBgc=</Base64>"},
    {"4003646F63040161A4887B980568656C6C6F86A601", "<doc a=\"123 hello true\"></doc>"},
    {"4003646F63040161A801", "<doc a=\"\"></doc>"},
    {"4003646F63A9", "<doc></doc>"},
    {"4003646F6304026E73AA3801", "<doc ns=\"str56\"></doc>"},
    {"400454797065ABC401", "<Type>str196</Type>"},
    {"4003646F63AC00112233445566778899AABBCCDDEEFF01", "<doc>urn:uuid:33221100-5544-7766-8899-aabbccddeeff</doc>"},
    {"421AAD00112233445566778899AABBCCDDEEFF", "<str26>urn:uuid:33221100-5544-7766-8899-aabbccddeeff</str26>"},
    {"4003646F63AE00C4F532FFFFFFFF01", "<doc>-00:05:44</doc>"},
    {"429407AF00B08EF01B000000", "<str916>03:20:00</str916>"},
    {"4003646F63B0000102030405060708090A0B0C0D0E0F01", "<doc>03020100-0504-0706-0809-0a0b0c0d0e0f</doc>"},
    {"40024944B1000102030405060708090A0B0C0D0E0F", "<ID>03020100-0504-0706-0809-0a0b0c0d0e0f</ID>"},
    {"4003646F63B2FFFFFFFFFFFFFFFF01", "<doc>18446744073709551615</doc>"},
    {"429A01B3FEFFFFFFFFFFFFFF", "<str154>18446744073709551614</str154>"},
    {"4003646F63B40101", "<doc>true</doc>"},
    {"03400361727201B5050100010001", "<arr>true</arr><arr>false</arr><arr>true</arr><arr>false</arr><arr>true</arr>"},
    {"4003646F63040175B60675006E00690001", "<doc u=\"uni\"></doc>"},
    {"400155B70675006E006900", "<U>uni</U>"},
    {"4003646F630403753136B8080075006E006900320001", "<doc u16=\"uni2\"></doc>"},
    {"4003553136B9080075006E0069003200", "<U16>uni2</U16>"},
    {"4003646F630403753332BA040000003300320001", "<doc u32=\"32\"></doc>"},
    {"4003553332BB0400000033003200", "<U32>32</U32>"},
    {"4003646F6306F006BC088E0701", "<doc str880=\"i:str910\"></doc>"},
    {"400454797065BD129007", "<Type>s:str912</Type>"},
};

/* The example of [MC-NBFS] 3: a SOAP message with the built-in strings; and as it is in a session, [MC-NBFSE] 3. */
static const char soap[] = "56020B0161060B0173045608440A1E00829906616374696F6E01560E4009496E76656E746F7279810101";
static const char soap_session[] = "56020B0161060B0173045608440A1E0082AB0101560E4203810101";
static const char soap_xml[] =
    "<s:Envelope xmlns:a=\"http://www.w3.org/2005/08/addressing\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">"
    "<s:Header><a:Action s:mustUnderstand=\"1\">action</a:Action></s:Header>"
    "<s:Body><Inventory>0</Inventory></s:Body></s:Envelope>";

/* Dictionaries in which every number N stands for strN: even ones are static, odd ones dynamic. */
static WS_XML_STRING even_strings[512], odd_strings[512];
static char names[1024][8];
static WS_XML_DICTIONARY even = {{1, 0, 0, {0}}, even_strings, 512, TRUE};
static WS_XML_DICTIONARY odd = {{2, 0, 0, {0}}, odd_strings, 512, TRUE};

static int make_dictionaries(void **state)
{
    (void)state;
    for (ULONG i = 0; i < 1024; i++) {
        WS_XML_STRING *string = i % 2 == 0 ? &even_strings[i / 2] : &odd_strings[i / 2];
        string->length = (ULONG)snprintf(names[i], sizeof(names[i]), "str%u", (unsigned)i);
        string->bytes = (BYTE *)names[i];
        string->dictionary = i % 2 == 0 ? &even : &odd;
        string->id = i / 2;
    }
    return 0;
}

static const BOOL yes = TRUE;
static const WS_XML_READER_PROPERTY fragments = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, (void *)(uintptr_t)&yes, sizeof(yes)};

static HRESULT set_binary(READER *r, const void *bytes, size_t size, WS_XML_DICTIONARY *fixed,
                          WS_XML_DICTIONARY *dynamic, int is_fragment)
{
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, fixed, dynamic};
    return set_memory(r, &encoding.encoding, bytes, size, &fragments, is_fragment ? 1 : 0);
}

/* A document in hexadecimal digits, whose bytes live until the next one. */
static void set_hex(READER *r, const char *hex)
{
    static BYTE bytes[4096];
    size_t size = from_hex(hex, bytes, sizeof(bytes));
    assert_ok(set_binary(r, bytes, size, &even, &odd, 1), r->error);
}

static void examples_of_the_specification(void **state)
{
    READER *r = *state;
    for (size_t i = 0; i < COUNT(examples); i++) {
        set_hex(r, examples[i].hex);
        assert_reads_as(r, 0, examples[i].xml);
        set_hex(r, examples[i].hex);
        assert_copies_as(r, examples[i].xml);
    }
}

static void examples_from_a_stream(void **state)
{
    static const ULONG sizes[] = {1, 2, 3, 7, 100};
    READER *r = *state;
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, &even, &odd};
    for (size_t i = 0; i < COUNT(examples); i++) {
        BYTE bytes[200];
        size_t size = from_hex(examples[i].hex, bytes, sizeof(bytes));
        for (size_t s = 0; s < COUNT(sizes); s++) {
            PIECES pieces = {bytes, size, 0, sizes[s]};
            assert_ok(set_pieces(r, &encoding.encoding, &pieces, &fragments, 1), r->error);
            assert_reads_as(r, 60, examples[i].xml);
            assert_int_equal(pieces.at, size);
        }
        /* With nothing filled in there is nothing to read. */
        PIECES pieces = {bytes, size, 0, 1};
        assert_ok(set_pieces(r, &encoding.encoding, &pieces, &fragments, 1), r->error);
        assert_hr(WS_E_QUOTA_EXCEEDED, WsReadNode(r->reader, r->error), r->error);
        assert_error_says(r->error, "WsFillReader");
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
        assert_ok(WsResetError(r->error), NULL);
    }
}

/* Bytes that end early are no document, in memory and from a stream. */
static void cut_off_examples(void **state)
{
    READER *r = *state;
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, &even, &odd};
    for (size_t i = 0; i < COUNT(examples); i++) {
        BYTE bytes[200];
        size_t size = from_hex(examples[i].hex, bytes, sizeof(bytes));
        if (bytes[0] == 0x02 || bytes[0] == 0x03) {
            continue;
        }
        for (size_t length = 0; length < size; length++) {
            TEXT out = {0};
            PIECES pieces = {bytes, length, 0, 1};
            /* An allocation of its own, so that reading beyond its end is seen. */
            BYTE *part = malloc(length + 1);
            assert_non_null(part);
            memcpy(part, bytes, length);
            assert_ok(set_binary(r, part, length, &even, &odd, 0), r->error);
            assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
            assert_true(text_count(r->error) > 0);
            assert_ok(set_pieces(r, &encoding.encoding, &pieces, NULL, 0), r->error);
            assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 60, &out), r->error);
            assert_ok(WsResetError(r->error), NULL);
            free(part);
        }
    }
}

static void dictionaries(void **state)
{
    READER *r = *state;
    BYTE bytes[200];
    WS_XML_DICTIONARY *builtin = NULL;
    WS_XML_STRING session_strings[2];
    WS_XML_DICTIONARY session = {{3, 0, 0, {0}}, session_strings, 2, FALSE};
    const WS_XML_ELEMENT_NODE *element;
    size_t size = from_hex(soap, bytes, sizeof(bytes));
    session_strings[0] = (WS_XML_STRING)WS_XML_STRING_DICTIONARY_VALUE("action", &session, 0);
    session_strings[1] = (WS_XML_STRING)WS_XML_STRING_DICTIONARY_VALUE("Inventory", &session, 1);
    assert_ok(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &builtin, r->error), r->error);
    assert_ok(set_binary(r, bytes, size, builtin, NULL, 0), r->error);
    assert_reads_as(r, 0, soap_xml);
    /* Strings refer to their dictionaries. */
    assert_ok(set_binary(r, bytes, size, builtin, NULL, 0), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    element = element_of(r);
    assert_ptr_equal(element->localName->dictionary, builtin);
    assert_int_equal(element->localName->id, 1);
    assert_null(element->prefix->dictionary);
    assert_true(WsXmlStringEquals(element->localName, &builtin->strings[1], r->error) == S_OK);
    /* A session. */
    size = from_hex(soap_session, bytes, sizeof(bytes));
    assert_ok(set_binary(r, bytes, size, builtin, &session, 0), r->error);
    assert_reads_as(r, 0, soap_xml);
    /* Dictionaries that lack the strings. */
    for (int way = 0; way < 3; way++) {
        TEXT out = {0};
        session.stringCount = 1;
        assert_ok(set_binary(r, bytes, size, way == 0 ? NULL : builtin, way == 2 ? &session : NULL, 0), r->error);
        assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
        assert_error_says(r->error, way == 0 ? "static dictionary has no string with the id 1"
                                    : way == 1 ? "dynamic dictionary has no string with the id 0"
                                               : "dynamic dictionary has no string with the id 1");
    }
}

static void wrong_dictionaries(void **state)
{
    READER *r = *state;
    WS_XML_STRING strings[3] = {WS_XML_STRING_VALUE("ok"), WS_XML_STRING_VALUE("\xFF"), WS_XML_STRING_VALUE("a b")};
    WS_XML_DICTIONARY dictionary = {{3, 0, 0, {0}}, strings, 3, FALSE};
    BYTE bytes[20];
    TEXT out = {0};
    size_t size = from_hex("420001", bytes, sizeof(bytes));
    /* What is wrong with the structure is refused at once, and the reader keeps the input that it had. */
    set_hex(r, "40016101");
    dictionary.strings = NULL;
    assert_hr(E_INVALIDARG, set_binary(r, bytes, size, &dictionary, NULL, 0), r->error);
    assert_error_says(r->error, "staticDictionary");
    assert_hr(E_INVALIDARG, set_binary(r, bytes, size, NULL, &dictionary, 0), r->error);
    assert_error_says(r->error, "dynamicDictionary");
    dictionary.strings = strings;
    strings[2].bytes = NULL;
    assert_hr(E_INVALIDARG, set_binary(r, bytes, size, NULL, &dictionary, 0), r->error);
    assert_error_says(r->error, "dynamicDictionary");
    assert_hr(E_INVALIDARG, set_binary(r, bytes, size, misaligned(&dictionary), NULL, 0), r->error);
    assert_error_says(r->error, "staticDictionary");
    assert_hr(E_INVALIDARG, set_binary(r, NULL, size, NULL, NULL, 0), r->error);
    assert_error_says(r->error, "encodedData");
    assert_reads_as(r, 0, "<a></a>");
    strings[2] = (WS_XML_STRING)WS_XML_STRING_VALUE("a b");
    /* Strings that are no text, or no name, matter where they are used. */
    assert_ok(set_binary(r, bytes, size, &dictionary, NULL, 0), r->error);
    assert_reads_as(r, 0, "<ok></ok>");
    size = from_hex("400161AB02", bytes, sizeof(bytes));
    assert_ok(set_binary(r, bytes, size, &dictionary, NULL, 0), r->error);
    assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
    assert_error_says(r->error, "dictionary is not UTF-8");
    size = from_hex("420401", bytes, sizeof(bytes));
    assert_ok(set_binary(r, bytes, size, &dictionary, NULL, 0), r->error);
    assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
    assert_ok(WsResetError(r->error), NULL);
    /* The dictionary may go as soon as the document is set: what is read was copied. */
    size = from_hex("420001", bytes, sizeof(bytes));
    assert_ok(set_binary(r, bytes, size, NULL, NULL, 0), r->error);
    assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
    assert_error_says(r->error, "id 0");
}

static void malformed_documents(void **state)
{
    static const struct {
        const char *hex, *says;
    } bad[] = {
        {"", "root element"},
        {"01", "has not begun"},
        {"00", "0x00"},
        {"78", "0x78"},
        {"40016101 40016201", NULL},
        {"8101", "has not begun"},
        {"98016140016101", "outside the root"},
        {"400161A6", "list ends"},
        {"400161A501", "0xA5"},
        {"400161A4A4", "0xA4"},
        {"400161A48101", "0x81"},
        {"400161A4400162", "0x40"},
        {"400161BF", "0xBF"},
        {"400161B502", "boolean"},
        {"400161950100000000000000000000000000000001", "reserved"},
        {"400161950000001D000000000000000000000000", "decimal"},
        {"40016197FFFFFFFFFFFFFFFF", "zone 3"},
        {"40016197FFFFFFFFFFFFFF3F", NULL},
        {"400161BD1A00", "qualified name"},
        {"4000", NULL},
        {"40023132", NULL},
        {"4003613A62", NULL},
        {"40FFFFFFFF0861", NULL},
        {"40FFFFFFFF0761", NULL},
        {"400161040162", NULL},
        {"40016104016298016304016298016301", NULL},
        {"4001610405786D6C6E739800 01", "namespace declaration"},
        {"4101620161 01", NULL},
        {"400161050170016298016301", NULL},
        {"400161980102", NULL},
        {"4001619801FF", "UTF-8"},
        {"400161B6010061", NULL},
        {"400161B60200D8", "surrogate"},
        {"02022D2D", "--"},
        {"0302", "0x02"},
        {"0340016101 89 01 05", "0x89"},
        {"0340016101 8B 00", "no items"},
        {"0340016101 8B 02 00000000", "root element"},
        {"034001610140", NULL},
        {"40017234001610", NULL},
        {"400172 0340016101 8B 02 0000", NULL},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        BYTE bytes[200];
        TEXT out = {0};
        HRESULT hr;
        size_t size = from_hex(bad[i].hex, bytes, sizeof(bytes));
        assert_ok(set_binary(r, bytes, size, &even, &odd, 0), r->error);
        hr = read_as_text(r, 0, &out);
        if (hr != WS_E_INVALID_FORMAT) {
            fail_msg("%s: %08X %s", bad[i].hex, HR(hr), out.chars ? out.chars : "");
        }
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
        if (bad[i].says != NULL) {
            assert_error_says(r->error, bad[i].says);
        }
        assert_ok(WsResetError(r->error), NULL);
        free(out.chars);
    }
}

/* Every record shows as the WS_XML_TEXT of its type, in attributes and in content. */
static void structures_of_typed_text(void **state)
{
    static const struct {
        const char *hex;
        WS_XML_TEXT_TYPE type;
    } records[] = {
        {"80", WS_XML_TEXT_TYPE_INT32},
        {"82", WS_XML_TEXT_TYPE_INT32},
        {"84", WS_XML_TEXT_TYPE_BOOL},
        {"86", WS_XML_TEXT_TYPE_BOOL},
        {"88DE", WS_XML_TEXT_TYPE_INT32},
        {"8A0080", WS_XML_TEXT_TYPE_INT32},
        {"8C15CD5B07", WS_XML_TEXT_TYPE_INT32},
        {"8E0000008000000000", WS_XML_TEXT_TYPE_INT64},
        {"90CDCC8C3F", WS_XML_TEXT_TYPE_FLOAT},
        {"9274 57148B0ABF0540", WS_XML_TEXT_TYPE_DOUBLE},
        {"940000060000000000802D4E0000000000", WS_XML_TEXT_TYPE_DECIMAL},
        {"9600408EF95B47C808", WS_XML_TEXT_TYPE_DATETIME},
        {"980568656C6C6F", WS_XML_TEXT_TYPE_UTF8},
        {"9E03010203", WS_XML_TEXT_TYPE_BASE64},
        {"AA08", WS_XML_TEXT_TYPE_UTF8},
        {"AC00112233445566778899AABBCCDDEEFF", WS_XML_TEXT_TYPE_UNIQUE_ID},
        {"AE00C4F532FFFFFFFF", WS_XML_TEXT_TYPE_TIMESPAN},
        {"B000112233445566778899AABBCCDDEEFF", WS_XML_TEXT_TYPE_GUID},
        {"B2FFFFFFFFFFFFFFFF", WS_XML_TEXT_TYPE_UINT64},
        {"B401", WS_XML_TEXT_TYPE_BOOL},
        {"B60675006E006900", WS_XML_TEXT_TYPE_UTF16},
        {"BC0F06", WS_XML_TEXT_TYPE_QNAME},
    };
    static const GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    READER *r = *state;
    for (size_t i = 0; i < 2 * COUNT(records); i++) {
        char hex[200];
        const char *record = records[i / 2].hex;
        const WS_XML_TEXT *text;
        /* <a xmlns:p="u" b="..."> or <a xmlns:p="u">... */
        snprintf(hex, sizeof(hex), "400161 0901700175 %s %s 01", i % 2 ? "040162" : "", record);
        set_hex(r, hex);
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        if (i % 2 == 1) {
            const WS_XML_ELEMENT_NODE *element = element_of(r);
            ULONG index = 77;
            assert_ok(WsFindAttribute(r->reader, XSTR("b"), XSTR(""), TRUE, &index, r->error), r->error);
            text = element->attributes[index]->value;
        } else {
            assert_ok(WsReadNode(r->reader, r->error), r->error);
            assert_on(r, TEXT);
            text = ((const WS_XML_TEXT_NODE *)node_of(r))->text;
        }
        if (text->textType != records[i / 2].type) {
            fail_msg("%s has the type %d", record, text->textType);
        }
        switch (text->textType) {
        case WS_XML_TEXT_TYPE_INT32: {
            INT value = ((const WS_XML_INT32_TEXT *)text)->value;
            assert_true(value == 0 || value == 1 || value == -34 || value == -32768 || value == 123456789);
            break;
        }
        case WS_XML_TEXT_TYPE_INT64:
            assert_true(((const WS_XML_INT64_TEXT *)text)->value == 2147483648LL);
            break;
        case WS_XML_TEXT_TYPE_UINT64:
            assert_true(((const WS_XML_UINT64_TEXT *)text)->value == ~0ULL);
            break;
        case WS_XML_TEXT_TYPE_BOOL:
            assert_int_equal(((const WS_XML_BOOL_TEXT *)text)->value, record[1] == '4' && record[0] == '8' ? FALSE : TRUE);
            break;
        case WS_XML_TEXT_TYPE_FLOAT:
            assert_true(((const WS_XML_FLOAT_TEXT *)text)->value == 1.1f);
            break;
        case WS_XML_TEXT_TYPE_DOUBLE:
            assert_true(((const WS_XML_DOUBLE_TEXT *)text)->value == 2.71828182845905);
            break;
        case WS_XML_TEXT_TYPE_DECIMAL: {
            const DECIMAL *value = &((const WS_XML_DECIMAL_TEXT *)text)->value;
            assert_true(value->Lo64 == 5123456 && value->Hi32 == 0 && value->scale == 6 && value->sign == 0);
            break;
        }
        case WS_XML_TEXT_TYPE_DATETIME: {
            const WS_DATETIME *value = &((const WS_XML_DATETIME_TEXT *)text)->value;
            assert_true(value->ticks == 0x08C8475BF98E4000ULL);
            assert_int_equal(value->format, WS_DATETIME_FORMAT_NONE);
            break;
        }
        case WS_XML_TEXT_TYPE_UTF8: {
            const WS_XML_STRING *value = utf8_of(text);
            assert_true(value->length == (record[0] == '9' ? 5 : 4));
            assert_ptr_equal(value->dictionary, record[0] == '9' ? NULL : &even);
            assert_int_equal(value->id, record[0] == '9' ? 0 : 4);
            break;
        }
        case WS_XML_TEXT_TYPE_UTF16: {
            const WS_XML_UTF16_TEXT *value = (const WS_XML_UTF16_TEXT *)text;
            assert_int_equal(value->byteCount, 6);
            assert_memory_equal(value->bytes, u"uni", 6);
            break;
        }
        case WS_XML_TEXT_TYPE_BASE64: {
            const WS_XML_BASE64_TEXT *value = (const WS_XML_BASE64_TEXT *)text;
            assert_int_equal(value->length, 3);
            assert_memory_equal(value->bytes, "\1\2\3", 3);
            break;
        }
        case WS_XML_TEXT_TYPE_UNIQUE_ID:
            assert_memory_equal(&((const WS_XML_UNIQUE_ID_TEXT *)text)->value, &guid, sizeof(guid));
            break;
        case WS_XML_TEXT_TYPE_GUID:
            assert_memory_equal(&((const WS_XML_GUID_TEXT *)text)->value, &guid, sizeof(guid));
            break;
        case WS_XML_TEXT_TYPE_TIMESPAN:
            assert_true(((const WS_XML_TIMESPAN_TEXT *)text)->value.ticks == -3440000000LL);
            break;
        case WS_XML_TEXT_TYPE_QNAME: {
            const WS_XML_QNAME_TEXT *value = (const WS_XML_QNAME_TEXT *)text;
            EQUAL_XML_STRING(value->prefix, "p");
            EQUAL_XML_STRING(value->localName, "str6");
            EQUAL_XML_STRING(value->ns, "u");
            assert_ptr_equal(value->localName->dictionary, &even);
            break;
        }
        default:
            fail();
        }
    }
    /* A list in an attribute is one; in content its items come one by one. */
    set_hex(r, "400161 040162 A4 887B 86 A6 A4 887B 86 A6 01");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    const WS_XML_LIST_TEXT *list = (const WS_XML_LIST_TEXT *)element_of(r)->attributes[0]->value;
    assert_int_equal(list->text.textType, WS_XML_TEXT_TYPE_LIST);
    assert_int_equal(list->itemCount, 2);
    assert_int_equal(list->items[0]->textType, WS_XML_TEXT_TYPE_INT32);
    assert_int_equal(list->items[1]->textType, WS_XML_TEXT_TYPE_BOOL);
    for (int i = 0; i < 3; i++) {
        static const WS_XML_TEXT_TYPE types[] = {WS_XML_TEXT_TYPE_INT32, WS_XML_TEXT_TYPE_UTF8, WS_XML_TEXT_TYPE_BOOL};
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        assert_int_equal(((const WS_XML_TEXT_NODE *)node_of(r))->text->textType, types[i]);
    }
}

/* Each kind of text read as each type of value gives what the same document in characters gives. */
static void values_are_those_of_the_characters(void **state)
{
    static const char *const records[] = {
        "80", "82", "84", "86", "88DE", "887B", "8A0080", "8C15CD5B07", "8C00000080", "8E0000008000000000",
        "8EFFFFFFFFFFFFFFFF", "90CDCC8C3F", "900000803F", "900000807F", "900000C07F", "9000000080", "907FC0 2A48",
        "927457148B0ABF0540", "920000000000000840", "92000000000000F0FF", "92FFFFFFFFFFFFEF7F",
        "940000060000000000802D4E0000000000", "94000000800000000005 00000000000000", "9400000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "9600408EF95B47C808", "9600408EF95B47C848", "9600408EF95B47C888", "96FF3F37F47528CA2B",
        "980131", "9803202D31", "98053135 2E3530", "9803494E46", "980474727565", "980448612121", "9E0101", "9E02D76D",
        "A8", "AC00112233445566778899AABBCCDDEEFF", "AE00C4F532FFFFFFFF", "AE0000000000000000",
        "B000112233445566778899AABBCCDDEEFF", "B2FFFFFFFFFFFFFFFF", "B20500000000000000", "B400", "B401",
        "B60431003200", "A4 88 01 A6", "A4 8801 8802 A6", "98013198 0132", "8801 02 0163 8802",
    };
    static const size_t sizes[] = {4, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, sizeof(DECIMAL), sizeof(WS_DATETIME),
                                   sizeof(WS_TIMESPAN), sizeof(GUID), sizeof(WS_DURATION)};
    READER *r = *state;
    size_t good = 0;
    for (size_t i = 0; i < COUNT(records); i++) {
        char hex[200];
        TEXT xml = {0};
        snprintf(hex, sizeof(hex), "400161 %s 01", records[i]);
        set_hex(r, hex);
        assert_ok(read_as_text(r, 0, &xml), r->error);
        for (ULONG type = 0; type < COUNT(sizes); type++) {
            /* As large and as aligned as any. */
            ULONGLONG values[2][8];
            HRESULT hr[2];
            memset(values, 0xA5, sizeof(values));
            for (int way = 0; way < 2; way++) {
                if (way == 0) {
                    set_hex(r, hex);
                } else {
                    set_xml(r, xml.chars);
                }
                assert_ok(WsReadStartElement(r->reader, r->error), r->error);
                hr[way] = WsReadValue(r->reader, (WS_VALUE_TYPE)type, values[way], (ULONG)sizes[type], r->error);
                if (FAILED(hr[way])) {
                    assert_true(text_count(r->error) > 0);
                    assert_ok(WsResetError(r->error), NULL);
                    assert_int_equal(values[way][0], 0xA5A5A5A5A5A5A5A5ULL);
                } else {
                    assert_on(r, END_ELEMENT);
                    good++;
                }
            }
            /* What lies between the members of a structure is nobody's. */
            if (type == WS_DATETIME_VALUE_TYPE && hr[0] == S_OK) {
                ((BYTE *)values[0])[12] = ((BYTE *)values[1])[12];
                memcpy((BYTE *)values[0] + 12, (BYTE *)values[1] + 12, 4);
            }
            if (hr[0] != hr[1] || memcmp(values[0], values[1], sizeof(values[0])) != 0) {
                fail_msg("%s (%s) as type %u: %08X, of characters %08X; %llX, %llX", records[i], xml.chars, (unsigned)type,
                         HR(hr[0]), HR(hr[1]), (unsigned long long)values[0][0], (unsigned long long)values[1][0]);
            }
        }
        free(xml.chars);
    }
    assert_true(good > 200);
}

/* Characters and bytes of typed text, in pieces of all sizes. */
static void characters_and_bytes(void **state)
{
    READER *r = *state;
    for (ULONG room = 4; room < 40; room++) {
        char chars[100];
        WCHAR wide[100];
        BYTE bytes[100];
        ULONG total = 0, count;
        static const char document[] =
            "400161 887B 9E03D76DF8 86 02 0163 B60675006E006900 A8 B000112233445566778899AABBCCDDEEFF 01";
        static const char expected[] = "123" "1234" "true" "uni" "33221100-5544-7766-8899-aabbccddeeff";
        set_hex(r, document);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        do {
            assert_ok(WsReadCharsUtf8(r->reader, (BYTE *)chars + total, room, &count, r->error), r->error);
            total += count;
        } while (count > 0);
        assert_int_equal(total, sizeof(expected) - 1);
        assert_memory_equal(chars, expected, total);
        set_hex(r, document);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        total = 0;
        do {
            assert_ok(WsReadChars(r->reader, wide + total, room, &count, r->error), r->error);
            total += count;
        } while (count > 0);
        assert_int_equal(total, sizeof(expected) - 1);
        for (ULONG i = 0; i < total; i++) {
            assert_int_equal(wide[i], expected[i]);
        }
        /* Bytes as they are, from two records and from base64 characters, which binary data end on three. */
        set_hex(r, "400161 9E03010203 9E 06 040506070809 9A0400 43673D3D 01");
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        total = 0;
        do {
            assert_ok(WsReadBytes(r->reader, bytes + total, room, &count, r->error), r->error);
            total += count;
        } while (count > 0);
        assert_int_equal(total, 10);
        assert_memory_equal(bytes, "\1\2\3\4\5\6\7\10\11\12", 10);
    }
}

static void arrays(void **state)
{
    READER *r = *state;
    INT16 items[8] = {0};
    INT64 wide[8] = {0};
    ULONG count = 77;
    static const char three[] = "400172 03 4003617272 01 8B 03 33338888DDDD 4003617272 8B 0700 01";
    /* All of them, and an element that is no array's. */
    set_hex(r, three);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 1, 7, &count, r->error),
              r->error);
    assert_int_equal(count, 4);
    assert_int_equal(items[0], 0);
    assert_int_equal(items[1], 0x3333);
    assert_int_equal(items[2], (INT16)0x8888);
    assert_int_equal(items[3], (INT16)0xDDDD);
    assert_int_equal(items[4], 7);
    assert_on(r, END_ELEMENT);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error),
              r->error);
    assert_int_equal(count, 0);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    /* Parts of it, with nodes read in between, as another type. */
    set_hex(r, three);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT64_VALUE_TYPE, wide, sizeof(wide), 0, 1, &count, r->error),
              r->error);
    assert_int_equal(count, 1);
    assert_true(wide[0] == 0x3333);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT64_VALUE_TYPE, &wide[1], sizeof(wide[1]), r->error), r->error);
    assert_true(wide[1] == -30584);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT64_VALUE_TYPE, wide, sizeof(wide), 2, 2, &count, r->error),
              r->error);
    assert_int_equal(count, 2);
    assert_true(wide[2] == -8739 && wide[3] == 7);
    /* None of that name. */
    set_hex(r, three);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR("x"), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error),
              r->error);
    assert_int_equal(count, 0);
    /* An array that does not lie in memory: nothing is changed. */
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 1, 8, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0xFFFFFFFF, 2, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, NULL, sizeof(items), 0, 8, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, misaligned(items), 8, 0, 2, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, NULL, XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), NULL, WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), (WS_VALUE_TYPE)16, items, sizeof(items), 0, 8, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, NULL, r->error), r->error);
    assert_int_equal(count, 0);
    assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error),
              r->error);
    assert_int_equal(count, 4);
    /* One that claims more than there is; one whose items do not fit. */
    count = 77;
    set_hex(r, "400172 03 4003617272 01 8B FFFFFFFF07 3333888801");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_INVALID_FORMAT, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 8, &count, r->error), r->error);
    assert_int_equal(count, 77);
    INT8 small[8];
    set_hex(r, three);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_hr(WS_E_NUMERIC_OVERFLOW, WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT8_VALUE_TYPE, small, sizeof(small), 0, 8, &count, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
    assert_int_equal(count, 77);
}

/* Every type that arrays have, as the same type. */
static void arrays_of_all_types(void **state)
{
    static const struct {
        const char *hex;
        WS_VALUE_TYPE type;
        ULONG size, step;
    } types[] = {
        {"B5 02 0001", WS_BOOL_VALUE_TYPE, sizeof(BOOL), 1},
        {"8B 02 01000200", WS_INT16_VALUE_TYPE, 2, 2},
        {"8D 02 0100000002000000", WS_INT32_VALUE_TYPE, 4, 4},
        {"8F 02 01000000000000000200000000000000", WS_INT64_VALUE_TYPE, 8, 8},
        {"91 02 0000803F00000040", WS_FLOAT_VALUE_TYPE, 4, 4},
        {"93 02 000000000000F03F0000000000000040", WS_DOUBLE_VALUE_TYPE, 8, 8},
        {"95 02 00000100 00000000 0F000000 00000000 00000000 00000000 02000000 00000000", WS_DECIMAL_VALUE_TYPE,
         sizeof(DECIMAL), 16},
        {"97 02 00408EF95B47C848 0000000000000040", WS_DATETIME_VALUE_TYPE, sizeof(WS_DATETIME), 8},
        {"AF 02 0100000000000000 FEFFFFFFFFFFFFFF", WS_TIMESPAN_VALUE_TYPE, sizeof(WS_TIMESPAN), 8},
        {"B1 02 00112233445566778899AABBCCDDEEFF 0102030405060708090A0B0C0D0E0F10", WS_GUID_VALUE_TYPE, sizeof(GUID), 16},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(types); i++) {
        char hex[200];
        ULONGLONG whole[8] = {0}, single[8] = {0};
        ULONG count = 0;
        snprintf(hex, sizeof(hex), "400172 03 400169 01 %s 01", types[i].hex);
        set_hex(r, hex);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        assert_ok(WsReadArray(r->reader, XSTR("i"), XSTR(""), types[i].type, whole, 2 * types[i].size, 0, 2, &count, r->error),
                  r->error);
        assert_int_equal(count, 2);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
        assert_on(r, EOF);
        set_hex(r, hex);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        for (ULONG item = 0; item < 2; item++) {
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            assert_ok(WsReadValue(r->reader, types[i].type, (BYTE *)single + item * types[i].size, types[i].size, r->error), r->error);
            assert_ok(WsReadEndElement(r->reader, r->error), r->error);
        }
        if (types[i].type == WS_DATETIME_VALUE_TYPE) {
            assert_true(((WS_DATETIME *)whole)[1].ticks == ((WS_DATETIME *)single)[1].ticks);
            assert_int_equal(((WS_DATETIME *)whole)[0].format, WS_DATETIME_FORMAT_UTC);
        } else {
            assert_memory_equal(whole, single, 2 * types[i].size);
        }
    }
}

/* An array in a stream that ends in the middle of an item, and goes on. */
static void arrays_in_pieces(void **state)
{
    READER *r = *state;
    BYTE bytes[100];
    size_t size = from_hex("400172 03 4003617272 01 8D 05 01000000 02000000 03000000 04000000 05000000 01", bytes, sizeof(bytes));
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    for (ULONG first = 13; first < size; first++) {
        PIECES pieces = {bytes, size, 0, 1};
        INT32 items[5] = {0};
        ULONG count = 0, total = 0;
        assert_ok(set_pieces(r, &encoding.encoding, &pieces, NULL, 0), r->error);
        assert_ok(WsFillReader(r->reader, 14, NULL, r->error), r->error);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        /* Item by item: an item and the head of the next need no more than this. */
        while (total < 5) {
            assert_ok(WsFillReader(r->reader, first, NULL, r->error), r->error);
            assert_ok(WsReadArray(r->reader, XSTR("arr"), XSTR(""), WS_INT32_VALUE_TYPE, items, sizeof(items), total, 1, &count, r->error),
                      r->error);
            assert_int_equal(count, 1);
            total++;
        }
        for (INT32 i = 0; i < 5; i++) {
            assert_int_equal(items[i], i + 1);
        }
        assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    }
}

static void limits(void **state)
{
    READER *r = *state;
    ULONG two = 2;
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    static const struct {
        WS_XML_READER_PROPERTY_ID id;
        const char *name, *good, *bad;
    } cases[] = {
        {WS_XML_READER_PROPERTY_MAX_DEPTH, "MAX_DEPTH", "40016140016201 01", "400161400162400163010101"},
        {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, "MAX_ATTRIBUTES", "400161 04016280 04016380 01",
         "400161 04016280 04016380 04016480 01"},
        {WS_XML_READER_PROPERTY_MAX_NAMESPACES, "MAX_NAMESPACES", "400161 0901700175 0901710176 01",
         "400161 0901700175 0901710176 0901720177 01"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        BYTE bytes[100];
        TEXT out = {0};
        WS_XML_READER_PROPERTY property = {cases[i].id, &two, sizeof(two)};
        size_t size = from_hex(cases[i].good, bytes, sizeof(bytes));
        assert_ok(set_memory(r, &encoding.encoding, bytes, size, &property, 1), r->error);
        assert_ok(read_as_text(r, 0, &out), r->error);
        free(out.chars);
        out = (TEXT){0};
        size = from_hex(cases[i].bad, bytes, sizeof(bytes));
        assert_ok(set_memory(r, &encoding.encoding, bytes, size, &property, 1), r->error);
        assert_hr(WS_E_QUOTA_EXCEEDED, read_as_text(r, 0, &out), r->error);
        assert_error_says(r->error, cases[i].name);
    }
    /* Rows, columns and the character set are about text. */
    ULONGLONG row = 77;
    WS_CHARSET charset = (WS_CHARSET)77;
    set_hex(r, "40016101");
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), r->error), r->error);
    assert_int_equal(row, 77);
    assert_int_equal(charset, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(examples_of_the_specification),
        READER_TEST(examples_from_a_stream),
        READER_TEST(cut_off_examples),
        READER_TEST(dictionaries),
        READER_TEST(wrong_dictionaries),
        READER_TEST(malformed_documents),
        READER_TEST(structures_of_typed_text),
        READER_TEST(values_are_those_of_the_characters),
        READER_TEST(characters_and_bytes),
        READER_TEST(arrays),
        READER_TEST(arrays_of_all_types),
        READER_TEST(arrays_in_pieces),
        READER_TEST(limits),
    };
    return cmocka_run_group_tests(tests, make_dictionaries, NULL);
}
