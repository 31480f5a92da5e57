/* WsXmlStringEquals, WsTrimXmlWhitespace, WsVerifyXmlNCName and WsGetDictionary: every documented result. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <WebServices.h>

/* Number of units of a text in UTF-16, its terminating zero left out. */
#define UNITS(text) ((ULONG)(sizeof(text) / sizeof(WCHAR) - 1))

static WS_ERROR *error;

static int make_error(void **state)
{
    (void)state;
    return WsCreateError(NULL, 0, &error) == S_OK ? 0 : -1;
}

static int free_error(void **state)
{
    (void)state;
    WsFreeError(error);
    return 0;
}

/* The error object says exactly this, and nothing else; it is empty again after. */
static void assert_text(const char *expected)
{
    WS_STRING text;
    ULONG count;
    assert_int_equal(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof count), S_OK);
    assert_int_equal(count, 1);
    assert_int_equal(WsGetErrorString(error, 0, &text), S_OK);
    char plain[200] = "";
    assert_true(text.length < sizeof plain);
    for (ULONG i = 0; i < text.length; i++)
        plain[i] = (char)text.chars[i];
    assert_string_equal(plain, expected);
    assert_int_equal(WsResetError(error), S_OK);
}

static WS_XML_STRING string_of(const char *text)
{
    WS_XML_STRING string = {(ULONG)strlen(text), (BYTE *)(uintptr_t)text, NULL, 0};
    return string;
}

/* ---- WsXmlStringEquals ------------------------------------------------------------------------------------------ */

static void equality_is_of_octets(void **state)
{
    char copy[] = "Envelope";
    WS_XML_STRING a = string_of("Envelope"), b = string_of(copy), other = string_of("envelope");
    WS_XML_STRING shorter = string_of("Envelop"), empty = string_of(""), null = WS_XML_STRING_NULL;
    WS_XML_STRING composed = string_of("\xC3\xA9"), decomposed = string_of("e\xCC\x81");
    (void)state;
    assert_int_equal(WsXmlStringEquals(&a, &a, error), S_OK);
    assert_int_equal(WsXmlStringEquals(&a, &b, error), S_OK);
    assert_int_equal(WsXmlStringEquals(&a, &other, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&a, &shorter, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&shorter, &a, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&composed, &decomposed, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&empty, &null, error), S_OK);
    assert_int_equal(WsXmlStringEquals(&null, &null, error), S_OK);
    assert_int_equal(WsXmlStringEquals(&null, &a, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&a, &b, NULL), S_OK);
}

static void dictionaries_do_not_decide(void **state)
{
    WS_XML_STRING a = string_of("admin"), b = string_of("guest"), c = string_of("admin");
    WS_XML_DICTIONARY *dictionary;
    (void)state;
    assert_int_equal(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &dictionary, NULL), S_OK);
    a.dictionary = b.dictionary = c.dictionary = dictionary;
    a.id = b.id = 7;
    c.id = 8;
    assert_int_equal(WsXmlStringEquals(&a, &b, error), S_FALSE);
    assert_int_equal(WsXmlStringEquals(&a, &c, error), S_OK);
    WS_XML_STRING envelope = string_of("Envelope");
    assert_int_equal(WsXmlStringEquals(&envelope, &dictionary->strings[1], error), S_OK);
    assert_int_equal(WsXmlStringEquals(&dictionary->strings[1], &dictionary->strings[1], error), S_OK);
    assert_int_equal(WsXmlStringEquals(&dictionary->strings[1], &dictionary->strings[2], error), S_FALSE);
}

static void strings_that_are_not_there(void **state)
{
    WS_XML_STRING good = string_of("a"), no_bytes = {1, NULL, NULL, 0};
    WS_XML_STRING *skewed = (void *)((char *)&good + 4);
    (void)state;
    assert_int_equal(WsXmlStringEquals(NULL, &good, error), E_INVALIDARG);
    assert_text("The parameter string1 is NULL.");
    assert_int_equal(WsXmlStringEquals(&good, NULL, error), E_INVALIDARG);
    assert_text("The parameter string2 is NULL.");
    assert_int_equal(WsXmlStringEquals(&no_bytes, &good, error), E_INVALIDARG);
    assert_text("The parameter string1 is NULL.");
    assert_int_equal(WsXmlStringEquals(&good, &no_bytes, error), E_INVALIDARG);
    assert_text("The parameter string2 is NULL.");
    assert_int_equal(WsXmlStringEquals(&good, skewed, error), E_INVALIDARG);
    assert_text("The parameter string2 is not aligned for its type.");
    assert_int_equal(WsXmlStringEquals(NULL, NULL, NULL), E_INVALIDARG);
}

/* ---- WsTrimXmlWhitespace ---------------------------------------------------------------------------------------- */

static void assert_trimmed(WCHAR *text, ULONG length, ULONG start, ULONG count)
{
    WCHAR *chars = NULL;
    ULONG trimmed = 4711;
    assert_int_equal(WsTrimXmlWhitespace(text, length, &chars, &trimmed, error), S_OK);
    assert_ptr_equal(chars, text + start);
    assert_int_equal(trimmed, count);
}

static void trimming(void **state)
{
    WCHAR both[] = u"\t\r\n  a b \n", none[] = u"a", all[] = u" \t\r\n";
    WCHAR unicode[] = {u' ', 0xA0, 0x2003, 0x85, u' '};
    WCHAR controls[] = u"\v\f", zero[] = u" \0 ", pair[] = u" \U00020000 ";
    (void)state;
    assert_trimmed(both, UNITS(both), 5, 3);
    assert_trimmed(none, UNITS(none), 0, 1);
    assert_trimmed(none, 0, 0, 0);
    assert_trimmed(all, UNITS(all), 4, 0);
    assert_trimmed(unicode, 5, 1, 3);
    assert_trimmed(controls, UNITS(controls), 0, 2);
    assert_trimmed(zero, UNITS(zero), 1, 1);
    assert_trimmed(pair, UNITS(pair), 1, 2);
    assert_memory_equal(both, u"\t\r\n  a b \n", sizeof both);
}

static void trimming_in_place(void **state)
{
    WCHAR text[] = u"  value ";
    WS_STRING string = {UNITS(text), text};
    (void)state;
    assert_int_equal(WsTrimXmlWhitespace(string.chars, string.length, &string.chars, &string.length, error), S_OK);
    assert_ptr_equal(string.chars, text + 2);
    assert_int_equal(string.length, 5);
}

static void trimming_with_wrong_pointers(void **state)
{
    WCHAR text[] = u" a ", *chars = text;
    ULONG count = 4711;
    (void)state;
    assert_int_equal(WsTrimXmlWhitespace(NULL, 1, &chars, &count, error), E_INVALIDARG);
    assert_text("The parameter chars is NULL.");
    assert_int_equal(WsTrimXmlWhitespace((void *)((char *)text + 1), 1, &chars, &count, error), E_INVALIDARG);
    assert_text("The parameter chars is not aligned for its type.");
    assert_int_equal(WsTrimXmlWhitespace(text, 3, NULL, &count, error), E_INVALIDARG);
    assert_text("The parameter trimmedChars is NULL.");
    assert_int_equal(WsTrimXmlWhitespace(text, 3, &chars, NULL, error), E_INVALIDARG);
    assert_text("The parameter trimmedCount is NULL.");
    assert_ptr_equal(chars, text);
    assert_int_equal(count, 4711);
    assert_int_equal(WsTrimXmlWhitespace(NULL, 0, &chars, &count, error), S_OK);
    assert_null(chars);
    assert_int_equal(count, 0);
}

/* ---- WsVerifyXmlNCName ------------------------------------------------------------------------------------------ */

#define ASSERT_NAME(text) assert_int_equal(WsVerifyXmlNCName(text, UNITS(text), error), S_OK)
#define ASSERT_NO_NAME(text, why)                                                               \
    do {                                                                                        \
        assert_int_equal(WsVerifyXmlNCName(text, UNITS(text), error), WS_E_INVALID_FORMAT);     \
        assert_text("The string is not an XML NCName: " why ".");                               \
        assert_int_equal(WsVerifyXmlNCName(text, UNITS(text), NULL), WS_E_INVALID_FORMAT);      \
    } while (0)

static void names(void **state)
{
    (void)state;
    ASSERT_NAME(u"Envelope");
    ASSERT_NAME(u"_");
    ASSERT_NAME(u"a-b.c9_");
    ASSERT_NAME(u"\u00E9t\u00E9");
    ASSERT_NAME(u"\u4E2D\u6587");
    ASSERT_NAME(u"a\u00B7\u0300\u203F");
    ASSERT_NAME(u"\U00010000");
    ASSERT_NAME(u"a\U000EFFFF");
    /* The length counts, not a terminating zero. */
    assert_int_equal(WsVerifyXmlNCName(u"a:b", 1, error), S_OK);
}

static void texts_that_are_no_names(void **state)
{
    (void)state;
    ASSERT_NO_NAME(u"", "it is empty");
    ASSERT_NO_NAME(u"soap:Envelope", "the character U+003A (:) at index 4 cannot be in one");
    ASSERT_NO_NAME(u":", "the character U+003A (:) at index 0 cannot be in one");
    ASSERT_NO_NAME(u"1st", "the character U+0031 (1) at index 0 cannot start one");
    ASSERT_NO_NAME(u"-a", "the character U+002D (-) at index 0 cannot start one");
    ASSERT_NO_NAME(u".a", "the character U+002E (.) at index 0 cannot start one");
    ASSERT_NO_NAME(u" a", "the character U+0020 at index 0 cannot be in one");
    ASSERT_NO_NAME(u"a ", "the character U+0020 at index 1 cannot be in one");
    ASSERT_NO_NAME(u"a\0", "the character U+0000 at index 1 cannot be in one");
    ASSERT_NO_NAME(u"a<b", "the character U+003C (<) at index 1 cannot be in one");
    ASSERT_NO_NAME(u"\u0300", "the character U+0300 at index 0 cannot start one");
    ASSERT_NO_NAME(u"a\u00D7", "the character U+00D7 at index 1 cannot be in one");
    ASSERT_NO_NAME(u"a\u037E", "the character U+037E at index 1 cannot be in one");
    ASSERT_NO_NAME(u"a\uFFFE", "the character U+FFFE at index 1 cannot be in one");
    ASSERT_NO_NAME(u"\U00020000\U000F0000", "the character U+F0000 at index 2 cannot be in one");
}

static void unpaired_surrogates(void **state)
{
    static const WCHAR lone_high[] = {u'a', 0xD800, u'b'}, last_high[] = {u'a', 0xDBFF}, lone_low[] = {0xDC00};
    static const WCHAR swapped[] = {0xDC00, 0xD800}, cut[] = {0xD840, 0xDC00};
    (void)state;
    assert_int_equal(WsVerifyXmlNCName(lone_high, 3, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: the surrogate 0xD800 at index 1 has no partner.");
    assert_int_equal(WsVerifyXmlNCName(last_high, 2, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: the surrogate 0xDBFF at index 1 has no partner.");
    assert_int_equal(WsVerifyXmlNCName(lone_low, 1, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: the surrogate 0xDC00 at index 0 has no partner.");
    assert_int_equal(WsVerifyXmlNCName(swapped, 2, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: the surrogate 0xDC00 at index 0 has no partner.");
    assert_int_equal(WsVerifyXmlNCName(cut, 2, error), S_OK);
    assert_int_equal(WsVerifyXmlNCName(cut, 1, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: the surrogate 0xD840 at index 0 has no partner.");
}

static void names_that_are_not_there(void **state)
{
    static const WCHAR text[] = u"ab";
    (void)state;
    assert_int_equal(WsVerifyXmlNCName(NULL, 1, error), E_INVALIDARG);
    assert_text("The parameter ncNameChars is NULL.");
    assert_int_equal(WsVerifyXmlNCName((const void *)((const char *)text + 1), 1, error), E_INVALIDARG);
    assert_text("The parameter ncNameChars is not aligned for its type.");
    assert_int_equal(WsVerifyXmlNCName(NULL, 0, error), WS_E_INVALID_FORMAT);
    assert_text("The string is not an XML NCName: it is empty.");
}

/* ---- WsGetDictionary -------------------------------------------------------------------------------------------- */

static void the_dictionary(void **state)
{
    static const struct { ULONG index; const char *text; } known[] = {
        {0, "mustUnderstand"}, {1, "Envelope"}, {2, "http://www.w3.org/2003/05/soap-envelope"},
        {3, "http://www.w3.org/2005/08/addressing"}, {4, "Header"}, {5, "Action"}, {81, ""},
        {212, " http://schemas.xmlsoap.org/ws/2005/02/trust/tlsnego"}, {486, "detail"},
    };
    WS_XML_DICTIONARY *dictionary = NULL, *session = NULL;
    (void)state;
    assert_int_equal(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &dictionary, error), S_OK);
    assert_int_equal(WsGetDictionary(WS_ENCODING_XML_BINARY_SESSION_1, &session, error), S_OK);
    assert_ptr_equal(dictionary, session);
    assert_int_equal(dictionary->stringCount, 487);
    assert_int_equal(dictionary->isConst, TRUE);
    for (ULONG i = 0; i < dictionary->stringCount; i++) {
        assert_ptr_equal(dictionary->strings[i].dictionary, dictionary);
        assert_int_equal(dictionary->strings[i].id, i);
        for (ULONG j = 0; j < i; j++)
            assert_int_equal(WsXmlStringEquals(&dictionary->strings[i], &dictionary->strings[j], NULL), S_FALSE);
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        WS_XML_STRING string = string_of(known[i].text);
        assert_int_equal(WsXmlStringEquals(&dictionary->strings[known[i].index], &string, error), S_OK);
    }
}

static void encodings_without_a_dictionary(void **state)
{
    static const WS_ENCODING encodings[] = {
        WS_ENCODING_XML_MTOM_UTF8, WS_ENCODING_XML_MTOM_UTF16BE, WS_ENCODING_XML_MTOM_UTF16LE, WS_ENCODING_XML_UTF8,
        WS_ENCODING_XML_UTF16BE, WS_ENCODING_XML_UTF16LE, WS_ENCODING_RAW, (WS_ENCODING)9, (WS_ENCODING)-1,
    };
    WS_XML_DICTIONARY room, *dictionary = &room;
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        assert_int_equal(WsGetDictionary(encodings[i], &dictionary, NULL), E_INVALIDARG);
        assert_ptr_equal(dictionary, &room);
    }
    assert_int_equal(WsGetDictionary(WS_ENCODING_XML_UTF8, &dictionary, error), E_INVALIDARG);
    assert_text("The encoding WS_ENCODING_XML_UTF8 has no dictionary.");
    assert_int_equal(WsGetDictionary((WS_ENCODING)9, &dictionary, error), E_INVALIDARG);
    assert_text("The encoding WS_ENCODING(9) has no dictionary.");
    assert_int_equal(WsGetDictionary(WS_ENCODING_XML_BINARY_1, NULL, error), E_INVALIDARG);
    assert_text("The parameter dictionary is NULL.");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_error, free_error)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(equality_is_of_octets),
        TEST(dictionaries_do_not_decide),
        TEST(strings_that_are_not_there),
        TEST(trimming),
        TEST(trimming_in_place),
        TEST(trimming_with_wrong_pointers),
        TEST(names),
        TEST(texts_that_are_no_names),
        TEST(unpaired_surrogates),
        TEST(names_that_are_not_there),
        TEST(the_dictionary),
        TEST(encodings_without_a_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
