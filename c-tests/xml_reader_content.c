/* Content: characters, bytes, values of all types, arrays, qualified names. */
#include "support/xml.h"

/* A reader behind <a xmlns:p='u' xmlns='d'>, before the content. */
static void set_content(READER *r, const char *content)
{
    static char xml[4096];
    int length = snprintf(xml, sizeof(xml), "<a xmlns:p='u' xmlns='d'>%s</a>", content);
    assert_true(length > 0 && (size_t)length < sizeof(xml));
    set_xml(r, xml);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
}

/* All characters in UTF-8, read in pieces of at most `room`. */
static TEXT read_utf8(READER *r, ULONG room)
{
    TEXT out = {0};
    BYTE bytes[64];
    ULONG count;
    add(&out, "", 0);
    do {
        memset(bytes, 0x55, sizeof(bytes));
        assert_ok(WsReadCharsUtf8(r->reader, bytes, room, &count, r->error), r->error);
        assert_true(count <= room);
        for (ULONG i = count; i < sizeof(bytes); i++) {
            assert_int_equal(bytes[i], 0x55);
        }
        add(&out, bytes, count);
    } while (count > 0);
    return out;
}

static void characters(void **state)
{
    static const struct {
        const char *content, *utf8;
        const char16_t *utf16;
    } texts[] = {
        {"", "", u""},
        {"abc", "abc", u"abc"},
        {"x\r\ny", "x\ny", u"x\ny"},
        {"a&amp;b&#x20AC;c", "a&b\xE2\x82\xAC" "c", u"a&b\u20ACc"},
        {"a<!--x-->b<!----><![CDATA[<c>]]>d<![CDATA[]]>", "ab<c>d", u"ab<c>d"},
        {"\xC3\xA4\xE6\x9D\xB1\xF0\x9F\x98\x80z", "\xC3\xA4\xE6\x9D\xB1\xF0\x9F\x98\x80z", u"\u00E4\u6771\U0001F600z"},
        {"<![CDATA[\xF0\x9F\x98\x80]]>&#x10FFFF;", "\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", u"\U0001F600\U0010FFFF"},
        {"ab<b/>cd", "ab", u"ab"},
        {"<b/>cd", "", u""},
        {" \n ", " \n ", u" \n "},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        size_t expected = 0;
        while (texts[i].utf16[expected] != 0) {
            expected++;
        }
        for (ULONG room = 4; room < 40; room++) {
            TEXT out;
            WCHAR chars[64];
            ULONG at = 0, count;
            set_content(r, texts[i].content);
            out = read_utf8(r, room);
            assert_string_equal(out.chars, texts[i].utf8);
            free(out.chars);
            assert_true(node_of(r)->nodeType == WS_XML_NODE_TYPE_ELEMENT
                        || node_of(r)->nodeType == WS_XML_NODE_TYPE_END_ELEMENT);
            set_content(r, texts[i].content);
            do {
                assert_ok(WsReadChars(r->reader, chars + at, room - 2, &count, r->error), r->error);
                assert_true(count <= room - 2 && at + count < COUNT(chars) - 40);
                at += count;
            } while (count > 0);
            assert_int_equal(at, expected);
            assert_memory_equal(chars, texts[i].utf16, at * sizeof(WCHAR));
        }
    }
}

/* A character is never split: with too little room nothing is lost and the reader is not faulted. */
static void room_for_characters(void **state)
{
    READER *r = *state;
    BYTE bytes[8];
    WCHAR chars[4];
    ULONG count = 77;
    set_content(r, "a\xF0\x9F\x98\x80" "b");
    assert_ok(WsReadChars(r->reader, chars, 0, &count, r->error), r->error);
    assert_int_equal(count, 0);
    assert_ok(WsReadChars(r->reader, NULL, 0, &count, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    assert_int_equal(count, 1);
    count = 77;
    assert_hr(E_INVALIDARG, WsReadChars(r->reader, chars, 1, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadCharsUtf8(r->reader, bytes, 1, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadCharsUtf8(r->reader, bytes, 3, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadChars(r->reader, NULL, 1, &count, r->error), r->error);
    assert_error_says(r->error, "chars is NULL");
    assert_hr(E_INVALIDARG, WsReadChars(r->reader, misaligned(chars), 1, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadChars(r->reader, chars, 2, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadCharsUtf8(r->reader, NULL, 4, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadBytes(r->reader, NULL, 4, &count, r->error), r->error);
    assert_int_equal(count, 77);
    assert_ok(WsReadCharsUtf8(r->reader, bytes, 4, &count, r->error), r->error);
    assert_int_equal(count, 4);
    assert_memory_equal(bytes, "\xF0\x9F\x98\x80", 4);
    assert_ok(WsReadChars(r->reader, chars, 1, &count, r->error), r->error);
    assert_int_equal(chars[0], 'b');
    /* From the start of the document there is nothing before the root element. */
    set_xml(r, "<!--x--> <a>b</a>");
    assert_ok(WsReadChars(r->reader, chars, 4, &count, r->error), r->error);
    assert_int_equal(count, 0);
    assert_on(r, ELEMENT);
    /* What is wrong behind the text is found when the reader gets there. */
    set_content(r, "ab<!--x--->");
    assert_ok(WsReadCharsUtf8(r->reader, bytes, 4, &count, r->error), r->error);
    assert_int_equal(count, 2);
    assert_hr(WS_E_INVALID_FORMAT, WsReadCharsUtf8(r->reader, bytes, 4, &count, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadCharsUtf8(r->reader, bytes, 4, &count, r->error), r->error);
}

/* One text, three ways in turn: they share one position. */
static void mixed_reads_share_a_position(void **state)
{
    READER *r = *state;
    BYTE bytes[8];
    WCHAR chars[8];
    ULONG count;
    INT32 number = 0;
    set_content(r, "abQU<!---->JD12");
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    assert_int_equal(count, 2);
    assert_ok(WsReadBytes(r->reader, bytes, 3, &count, r->error), r->error);
    assert_int_equal(count, 3);
    assert_memory_equal(bytes, "ABC", 3);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 12);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    /* A node shows its whole text, however much of it was read. */
    set_content(r, "abc");
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    EQUAL_XML_STRING(utf8_of(((const WS_XML_TEXT_NODE *)node_of(r))->text), "abc");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
}

static void bytes(void **state)
{
    static const struct {
        const char *content, *bytes;
        ULONG size;
    } good[] = {
        {"", "", 0}, {" \n", "", 0}, {"QQ==", "A", 1}, {"QUI=", "AB", 2}, {"QUJD", "ABC", 3}, {" Q U\nJ D ", "ABC", 3},
        {"QU<!--x-->JD<![CDATA[QUI=]]> ", "ABCAB", 5}, {"Q&#85;JD", "ABC", 3}, {"AP/+", "\0\xFF\xFE", 3},
        {"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=<b/>QQ==", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 26},
    };
    static const char *const bad[] = {"Q", "QQ", "QQ=", "QUJ", "QQ==QQ==", "QQ=A", "QR==", "QUJ=", "=", "====", "Q===", "QU JD!",
                                      "Q-_=", "\xC3\xA4", "QUJD=", "QQ==<!---->Q"};
    READER *r = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        for (ULONG room = 1; room < 30; room++) {
            TEXT out = {0};
            BYTE piece[32];
            ULONG count;
            set_content(r, good[i].content);
            do {
                assert_ok(WsReadBytes(r->reader, piece, room, &count, r->error), r->error);
                assert_true(count <= room);
                add(&out, piece, count);
            } while (count > 0);
            assert_int_equal(out.length, good[i].size);
            assert_memory_equal(out.chars, good[i].bytes, out.length);
            free(out.chars);
            assert_ok(WsReadBytes(r->reader, piece, room, &count, r->error), r->error);
            assert_int_equal(count, 0);
        }
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        for (ULONG room = 1; room < 10; room += 4) {
            HRESULT hr;
            BYTE piece[10];
            ULONG count = 1;
            set_content(r, bad[i]);
            do {
                hr = WsReadBytes(r->reader, piece, room, &count, r->error);
            } while (hr == S_OK && count > 0);
            if (hr != WS_E_INVALID_FORMAT) {
                fail_msg("%s: %08X", bad[i], HR(hr));
            }
            assert_error_says(r->error, "ase64");
            assert_hr(WS_E_OBJECT_FAULTED, WsReadBytes(r->reader, piece, 1, &count, r->error), r->error);
        }
    }
}

/* Half a base64 text that was left does not come up in the next one. */
static void bytes_left_behind(void **state)
{
    READER *r = *state;
    BYTE piece[4];
    ULONG count;
    for (int way = 0; way < 6; way++) {
        set_content(r, "<x>QUJD</x><y z='REVG'>REVG</y>");
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        assert_ok(WsReadBytes(r->reader, piece, 1, &count, r->error), r->error);
        assert_int_equal(count, 1);
        if (way == 5) {
            set_xml(r, "<y z='REVG'>REVG</y>");
        } else if (way == 4) {
            set_content(r, "<y z='REVG'>REVG</y>");
        } else {
            assert_ok(way & 1 ? WsSkipNode(r->reader, r->error) : WsReadNode(r->reader, r->error), r->error);
            assert_ok(WsReadEndElement(r->reader, r->error), r->error);
        }
        assert_ok(WsReadToStartElement(r->reader, XSTR("y"), NULL, NULL, r->error), r->error);
        if (way & 2) {
            assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
            assert_ok(WsReadBytes(r->reader, piece, 1, &count, r->error), r->error);
            assert_int_equal(piece[0], 'D');
            assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
        }
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        assert_ok(WsReadBytes(r->reader, piece, 4, &count, r->error), r->error);
        assert_int_equal(count, 3);
        assert_memory_equal(piece, "DEF", 3);
    }
}

typedef union VALUE {
    BOOL truth;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    float f;
    double d;
    DECIMAL decimal;
    WS_DATETIME datetime;
    WS_TIMESPAN timespan;
    GUID guid;
    WS_DURATION duration;
    BYTE bytes[64];
} VALUE;

static const struct {
    const char *name;
    ULONG size;
} types[] = {
    [WS_BOOL_VALUE_TYPE] = {"bool", sizeof(BOOL)},
    [WS_INT8_VALUE_TYPE] = {"int8", 1},
    [WS_INT16_VALUE_TYPE] = {"int16", 2},
    [WS_INT32_VALUE_TYPE] = {"int32", 4},
    [WS_INT64_VALUE_TYPE] = {"int64", 8},
    [WS_UINT8_VALUE_TYPE] = {"uint8", 1},
    [WS_UINT16_VALUE_TYPE] = {"uint16", 2},
    [WS_UINT32_VALUE_TYPE] = {"uint32", 4},
    [WS_UINT64_VALUE_TYPE] = {"uint64", 8},
    [WS_FLOAT_VALUE_TYPE] = {"float", sizeof(float)},
    [WS_DOUBLE_VALUE_TYPE] = {"double", sizeof(double)},
    [WS_DECIMAL_VALUE_TYPE] = {"decimal", sizeof(DECIMAL)},
    [WS_DATETIME_VALUE_TYPE] = {"dateTime", sizeof(WS_DATETIME)},
    [WS_TIMESPAN_VALUE_TYPE] = {"timespan", sizeof(WS_TIMESPAN)},
    [WS_GUID_VALUE_TYPE] = {"guid", sizeof(GUID)},
    [WS_DURATION_VALUE_TYPE] = {"duration", sizeof(WS_DURATION)},
};

/* Reads a content as a value; a failure leaves the value alone and the reader faulted. */
static VALUE read_value(READER *r, WS_VALUE_TYPE type, const char *content, HRESULT expected)
{
    VALUE value, untouched;
    HRESULT hr;
    memset(&value, 0x5A, sizeof(value));
    memset(&untouched, 0x5A, sizeof(untouched));
    set_content(r, content);
    assert_ok(WsResetError(r->error), NULL);
    hr = WsReadValue(r->reader, type, &value, types[type].size, r->error);
    if (hr != expected) {
        print_texts(r->error);
        fail_msg("%s '%s': %08X", types[type].name, content, HR(hr));
    }
    if (FAILED(hr)) {
        assert_true(text_count(r->error) > 0);
        assert_memory_equal(&value, &untouched, sizeof(value));
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
    } else {
        /* Not a byte more than the size. */
        assert_memory_equal(value.bytes + types[type].size, untouched.bytes, sizeof(value) - types[type].size);
        assert_on(r, END_ELEMENT);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    }
    return value;
}

static void bad_values(READER *r, WS_VALUE_TYPE type, HRESULT expected, const char *const *contents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        read_value(r, type, contents[i], expected);
    }
}
#define BAD(r, type, ...)                                                                                              \
    do {                                                                                                               \
        static const char *const bad[] = {__VA_ARGS__};                                                                \
        bad_values((r), (type), WS_E_INVALID_FORMAT, bad, COUNT(bad));                                                 \
    } while (0)
#define TOO_LARGE(r, type, ...)                                                                                        \
    do {                                                                                                               \
        static const char *const bad[] = {__VA_ARGS__};                                                                \
        bad_values((r), (type), WS_E_NUMERIC_OVERFLOW, bad, COUNT(bad));                                               \
    } while (0)

static void sizes_and_pointers(void **state)
{
    READER *r = *state;
    for (int type = 0; type < (int)COUNT(types); type++) {
        VALUE value = {.u64 = 77};
        set_content(r, "1");
        for (ULONG size = 0; size < 64; size++) {
            if (size != types[type].size) {
                assert_hr(E_INVALIDARG, WsReadValue(r->reader, (WS_VALUE_TYPE)type, &value, size, r->error), r->error);
            }
        }
        assert_hr(E_INVALIDARG, WsReadValue(r->reader, (WS_VALUE_TYPE)type, NULL, types[type].size, r->error), r->error);
        if (types[type].size > 1) {
            assert_hr(E_INVALIDARG, WsReadValue(r->reader, (WS_VALUE_TYPE)type, value.bytes + 1, types[type].size, r->error), r->error);
        }
        assert_int_equal(value.u64, 77);
        /* Only the caller was wrong, so the reader goes on. */
        assert_on(r, TEXT);
        /* An empty content is no value, wherever it comes from. */
        read_value(r, (WS_VALUE_TYPE)type, "", WS_E_INVALID_FORMAT);
        read_value(r, (WS_VALUE_TYPE)type, " \t\r\n", WS_E_INVALID_FORMAT);
        read_value(r, (WS_VALUE_TYPE)type, "<![CDATA[]]><!--1-->", WS_E_INVALID_FORMAT);
        read_value(r, (WS_VALUE_TYPE)type, "<b>1</b>", WS_E_INVALID_FORMAT);
        read_value(r, (WS_VALUE_TYPE)type, "\xC2\xA0" "1", WS_E_INVALID_FORMAT);
        read_value(r, (WS_VALUE_TYPE)type, "x", WS_E_INVALID_FORMAT);
    }
    for (int type = -1; type <= 16; type += 17) {
        BYTE room[64];
        set_content(r, "1");
        assert_hr(E_INVALIDARG, WsReadValue(r->reader, (WS_VALUE_TYPE)type, room, 4, r->error), r->error);
        assert_error_says(r->error, type < 0 ? "WS_VALUE_TYPE(-1)" : "WS_VALUE_TYPE(16)");
    }
}

static void booleans(void **state)
{
    READER *r = *state;
    assert_int_equal(read_value(r, WS_BOOL_VALUE_TYPE, "true", S_OK).truth, TRUE);
    assert_int_equal(read_value(r, WS_BOOL_VALUE_TYPE, "1", S_OK).truth, TRUE);
    assert_int_equal(read_value(r, WS_BOOL_VALUE_TYPE, "false", S_OK).truth, FALSE);
    assert_int_equal(read_value(r, WS_BOOL_VALUE_TYPE, " \n0\t", S_OK).truth, FALSE);
    assert_int_equal(read_value(r, WS_BOOL_VALUE_TYPE, "t<!--x-->r<![CDATA[u]]>&#x65;", S_OK).truth, TRUE);
    BAD(r, WS_BOOL_VALUE_TYPE, "True", "TRUE", "2", "01", "00", "yes", "true false", "-1", "tru", "truee", "1.0", "t rue");
}

static void integers(void **state)
{
    static const struct {
        WS_VALUE_TYPE type;
        const char *least, *below, *most, *above;
        int64_t min;
        uint64_t max;
    } ranges[] = {
        {WS_INT8_VALUE_TYPE, "-128", "-129", "127", "128", INT8_MIN, INT8_MAX},
        {WS_INT16_VALUE_TYPE, "-32768", "-32769", "32767", "32768", INT16_MIN, INT16_MAX},
        {WS_INT32_VALUE_TYPE, "-2147483648", "-2147483649", "2147483647", "2147483648", INT32_MIN, INT32_MAX},
        {WS_INT64_VALUE_TYPE, "-9223372036854775808", "-9223372036854775809", "9223372036854775807", "9223372036854775808",
         INT64_MIN, INT64_MAX},
        {WS_UINT8_VALUE_TYPE, "0", "-1", "255", "256", 0, UINT8_MAX},
        {WS_UINT16_VALUE_TYPE, "0", "-1", "65535", "65536", 0, UINT16_MAX},
        {WS_UINT32_VALUE_TYPE, "0", "-1", "4294967295", "4294967296", 0, UINT32_MAX},
        {WS_UINT64_VALUE_TYPE, "0", "-1", "18446744073709551615", "18446744073709551616", 0, UINT64_MAX},
    };
    READER *r = *state;
    char text[300];
    for (size_t i = 0; i < COUNT(ranges); i++) {
        WS_VALUE_TYPE type = ranges[i].type;
        ULONG size = types[type].size;
        VALUE value = read_value(r, type, ranges[i].least, S_OK);
        assert_memory_equal(&value, &ranges[i].min, size);
        value = read_value(r, type, ranges[i].most, S_OK);
        assert_memory_equal(&value, &ranges[i].max, size);
        read_value(r, type, ranges[i].below, WS_E_NUMERIC_OVERFLOW);
        read_value(r, type, ranges[i].above, WS_E_NUMERIC_OVERFLOW);
        snprintf(text, sizeof(text), " \r\n0000000000000000000000000000000<!--x-->%s<![CDATA[\t]]>", ranges[i].most);
        value = read_value(r, type, text, S_OK);
        assert_memory_equal(&value, &ranges[i].max, size);
        snprintf(text, sizeof(text), "+%s", ranges[i].most);
        value = read_value(r, type, text, S_OK);
        assert_memory_equal(&value, &ranges[i].max, size);
        snprintf(text, sizeof(text), "%s0", ranges[i].most);
        read_value(r, type, text, WS_E_NUMERIC_OVERFLOW);
        assert_int_equal(read_value(r, type, "-0", S_OK).u8, 0);
        read_value(r, type, "99999999999999999999999999999999999999999999999999", WS_E_NUMERIC_OVERFLOW);
        BAD(r, type, "-", "+", "+-1", "--1", "1-", "1.0", "1.", ".1", "1e1", "0x1", "1 2", "1,0", "a", "1a", "INF", "\xD9\xA1");
    }
}

static void floating_point_numbers(void **state)
{
    static const struct {
        const char *text;
        double value;
    } doubles[] = {
        {"0", 0.0}, {"1", 1.0}, {"-1.5", -1.5}, {"+0.1", 0.1}, {"1e3", 1000.0}, {"1E+3", 1000.0}, {"12.5E-2", 0.125},
        {"1.7976931348623157E308", 1.7976931348623157E308}, {"-1.7976931348623157E308", -1.7976931348623157E308},
        {"2.2250738585072014E-308", 2.2250738585072014E-308}, {"4.9406564584124654E-324", 4.9406564584124654E-324},
        {"5e-324", 5e-324}, {"1E-400", 0.0}, {"9007199254740993", 9007199254740992.0}, {"9007199254740995", 9007199254740996.0},
        {"0.1<!--x-->25", 0.125}, {" \n1.5\t", 1.5}, {"00001.50000", 1.5},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
    };
    READER *r = *state;
    VALUE value;
    for (size_t i = 0; i < COUNT(doubles); i++) {
        value = read_value(r, WS_DOUBLE_VALUE_TYPE, doubles[i].text, S_OK);
        assert_memory_equal(&value.d, &doubles[i].value, sizeof(double));
    }
    value = read_value(r, WS_DOUBLE_VALUE_TYPE, "-0", S_OK);
    assert_int_equal(value.u64, UINT64_C(1) << 63);
    value = read_value(r, WS_DOUBLE_VALUE_TYPE, "INF", S_OK);
    assert_int_equal(value.u64, UINT64_C(0x7FF0000000000000));
    value = read_value(r, WS_DOUBLE_VALUE_TYPE, " -INF ", S_OK);
    assert_int_equal(value.u64, UINT64_C(0xFFF0000000000000));
    value = read_value(r, WS_DOUBLE_VALUE_TYPE, "NaN", S_OK);
    assert_true(value.d != value.d);
    assert_true(read_value(r, WS_FLOAT_VALUE_TYPE, "3.4028235E38", S_OK).f == 3.4028235E38f);
    assert_true(read_value(r, WS_FLOAT_VALUE_TYPE, "1.401298464324817E-45", S_OK).f == 1.401298464324817E-45f);
    assert_true(read_value(r, WS_FLOAT_VALUE_TYPE, "16777217", S_OK).f == 16777216.0f);
    assert_int_equal(read_value(r, WS_FLOAT_VALUE_TYPE, "-INF", S_OK).u32, 0xFF800000);
    value = read_value(r, WS_FLOAT_VALUE_TYPE, "NaN", S_OK);
    assert_true(value.f != value.f);
    TOO_LARGE(r, WS_DOUBLE_VALUE_TYPE, "1E309", "-1E309", "1E99999999999999999999");
    TOO_LARGE(r, WS_FLOAT_VALUE_TYPE, "3.5E38", "-1E39");
    for (int type = WS_FLOAT_VALUE_TYPE; type <= WS_DOUBLE_VALUE_TYPE; type++) {
        BAD(r, (WS_VALUE_TYPE)type, "-", "+", "e1", "1e", "1e+", "1.5.2", "1e1.5", ".", "inf", "Inf", "nan", "NAN", "+NaN",
            "-NaN", "infinity", "1f", "0x1p3", "1,5", "1 5", "1e 5", "--1", "1.5e", "1d");
    }
}

static void decimals(void **state)
{
    static const struct {
        const char *text;
        BYTE scale, sign;
        ULONG high;
        ULONGLONG low;
    } good[] = {
        {"0", 0, 0, 0, 0}, {"1", 0, 0, 0, 1}, {"-1", 0, 0x80, 0, 1}, {"+12.50", 2, 0, 0, 1250},
        {"0.0000000000000000000000000001", 28, 0, 0, 1}, {"79228162514264337593543950335", 0, 0, 0xFFFFFFFF, UINT64_MAX},
        {"-79228162514264337593543950335", 0, 0x80, 0xFFFFFFFF, UINT64_MAX},
        {"7.9228162514264337593543950335", 28, 0, 0xFFFFFFFF, UINT64_MAX}, {" 1<!--x-->.5 ", 1, 0, 0, 15},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        DECIMAL value = read_value(r, WS_DECIMAL_VALUE_TYPE, good[i].text, S_OK).decimal;
        assert_int_equal(value.scale, good[i].scale);
        assert_int_equal(value.sign, good[i].sign);
        assert_int_equal(value.Hi32, good[i].high);
        assert_true(value.Lo64 == good[i].low);
        assert_int_equal(value.wReserved, 0);
    }
    TOO_LARGE(r, WS_DECIMAL_VALUE_TYPE, "79228162514264337593543950336", "-99999999999999999999999999999999");
    BAD(r, WS_DECIMAL_VALUE_TYPE, "-", "+", ".", "1e1", "1.2.3", "INF", "1,5", "1 5", "0x1", "--1", "$1");
}

static void datetimes(void **state)
{
    static const struct {
        const char *text;
        ULONGLONG ticks;
        WS_DATETIME_FORMAT format;
    } good[] = {
        {"0001-01-01T00:00:00", 0, WS_DATETIME_FORMAT_NONE},
        {"0001-01-01T00:00:00Z", 0, WS_DATETIME_FORMAT_UTC},
        {"9999-12-31T23:59:59.9999999Z", 3155378975999999999u, WS_DATETIME_FORMAT_UTC},
        {"9999-12-31T23:59:59.9999999", 3155378975999999999u, WS_DATETIME_FORMAT_NONE},
        {"1970-01-01T00:00:00Z", 621355968000000000u, WS_DATETIME_FORMAT_UTC},
        {"1970-01-01T00:00:00.1Z", 621355968001000000u, WS_DATETIME_FORMAT_UTC},
        {"1970-01-01T01:30:00+01:30", 621355968000000000u, WS_DATETIME_FORMAT_LOCAL},
        {"1969-12-31T10:00:00-14:00", 621355968000000000u, WS_DATETIME_FORMAT_LOCAL},
        {" 2000-02-29T00:00:00<!--x-->Z ", 630873792000000000u, WS_DATETIME_FORMAT_UTC},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        WS_DATETIME value = read_value(r, WS_DATETIME_VALUE_TYPE, good[i].text, S_OK).datetime;
        assert_true(value.ticks == good[i].ticks);
        assert_int_equal(value.format, good[i].format);
    }
    BAD(r, WS_DATETIME_VALUE_TYPE, "2000-01-01", "2000-01-01 00:00:00", "2000-01-01T00:00", "2000-13-01T00:00:00Z",
        "2000-00-01T00:00:00Z", "2000-01-00T00:00:00Z", "2000-01-32T00:00:00Z", "2001-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2000-01-01T25:00:00Z", "2000-01-01T00:60:00Z", "2000-01-01T00:00:61Z", "2000-01-01T00:00:00z", "2000-1-1T0:0:0Z",
        "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00+1:00", "2000-01-01T00:00:00+15:00", "2000-01-01T00:00:00+01",
        "2000-01-01T00:00:00ZZ", "0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2000-01-01T00:00:00.1.2Z");
}

static void timespans(void **state)
{
    static const struct {
        const char *text;
        LONGLONG ticks;
    } good[] = {
        {"00:00:00", 0}, {"00:00:00.0000001", 1}, {"-00:00:01", -10000000}, {"1.02:03:04.5", 937845000000},
        {"23:59:59.9999999", 863999999999}, {"10675199.02:48:05.4775807", INT64_MAX},
        {"-10675199.02:48:05.4775808", INT64_MIN}, {" 00:01:00 ", 600000000},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(read_value(r, WS_TIMESPAN_VALUE_TYPE, good[i].text, S_OK).timespan.ticks == good[i].ticks);
    }
    TOO_LARGE(r, WS_TIMESPAN_VALUE_TYPE, "10675199.02:48:05.4775808", "-10675199.02:48:05.4775809", "10675200.00:00:00",
              "99999999999999999999.00:00:00");
    BAD(r, WS_TIMESPAN_VALUE_TYPE, "24:00:00", "00:60:00", "00:00:60", "00:00", "0:0", "00:00:00.", "1.", ".00:00:00",
        "00:00:00.00000000", "00:00:00Z", "P1D", "--00:00:01", "1:00:00:00");
}

static void guids(void **state)
{
    static const GUID expected = {0x01234567, 0x89AB, 0xCDEF, {0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10}};
    READER *r = *state;
    VALUE value = read_value(r, WS_GUID_VALUE_TYPE, "01234567-89ab-cdef-fedc-ba9876543210", S_OK);
    assert_memory_equal(&value, &expected, sizeof(expected));
    value = read_value(r, WS_GUID_VALUE_TYPE, "\n01234567-89AB-CDEF<!--x-->-FeDc-<![CDATA[BA9876543210]]> ", S_OK);
    assert_memory_equal(&value, &expected, sizeof(expected));
    BAD(r, WS_GUID_VALUE_TYPE, "0123456789abcdeffedcba9876543210", "{01234567-89ab-cdef-fedc-ba9876543210}",
        "01234567-89ab-cdef-fedc-ba987654321", "01234567-89ab-cdef-fedc-ba98765432100", "01234567-89ab-cdef-fedc-ba987654321g",
        "01234567_89ab-cdef-fedc-ba9876543210", "urn:uuid:01234567-89ab-cdef-fedc-ba9876543210", "0123-456789ab-cdef-fedc-ba9876543210");
}

static void durations(void **state)
{
    static const struct {
        const char *text;
        WS_DURATION value;
    } good[] = {
        {"P1Y", {FALSE, 1, 0, 0, 0, 0, 0, 0, 0}},
        {"-P1Y2M3DT4H5M6.0070008S", {TRUE, 1, 2, 3, 4, 5, 6, 7, 8}},
        {"PT0S", {FALSE, 0, 0, 0, 0, 0, 0, 0, 0}},
        {"PT0.5S", {FALSE, 0, 0, 0, 0, 0, 0, 500, 0}},
        {"P2M", {FALSE, 0, 2, 0, 0, 0, 0, 0, 0}},
        {" PT2M ", {FALSE, 0, 0, 0, 0, 2, 0, 0, 0}},
        {"P4294967295Y", {FALSE, 4294967295u, 0, 0, 0, 0, 0, 0, 0}},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        WS_DURATION value = read_value(r, WS_DURATION_VALUE_TYPE, good[i].text, S_OK).duration;
        assert_int_equal(value.negative, good[i].value.negative);
        assert_int_equal(value.years, good[i].value.years);
        assert_int_equal(value.months, good[i].value.months);
        assert_int_equal(value.days, good[i].value.days);
        assert_int_equal(value.hours, good[i].value.hours);
        assert_int_equal(value.minutes, good[i].value.minutes);
        assert_int_equal(value.seconds, good[i].value.seconds);
        assert_int_equal(value.milliseconds, good[i].value.milliseconds);
        if (i != 1) {
            assert_int_equal(value.ticks, good[i].value.ticks);
        }
    }
    TOO_LARGE(r, WS_DURATION_VALUE_TYPE, "P4294967296Y", "PT99999999999999999999S");
    BAD(r, WS_DURATION_VALUE_TYPE, "P", "PT", "P1", "1Y", "P1YT", "PY", "P1M1Y", "P1H", "PT1D", "PT1.5M", "PT1.S", "PT.5S", "P-1Y",
        "p1y", "P1Y ,", "--P1Y");
}

/* A value ends at the next element; text after it is another one. */
static void values_between_elements(void **state)
{
    READER *r = *state;
    INT32 number = 0;
    set_content(r, "1<b/>2<b/>");
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 1);
    assert_on(r, ELEMENT);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 2);
    /* From the start of an element there is no content before the element. */
    set_xml(r, "<a>1</a>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
}

static HRESULT read_array(READER *r, const char *content, INT32 *array, ULONG size, ULONG offset, ULONG count, ULONG *actual)
{
    set_content(r, content);
    return WsReadArray(r->reader, XSTR("i"), XSTR("d"), WS_INT32_VALUE_TYPE, array, size, offset, count, actual, r->error);
}

static void arrays(void **state)
{
    READER *r = *state;
    INT32 array[4] = {7, 7, 7, 7};
    ULONG actual = 77;
    const char *content = " <i>1</i><!--x--><i> 2 </i>\n<i>3<!----></i><j>4</j>";
    assert_ok(read_array(r, content, array, sizeof(array), 0, 4, &actual), r->error);
    assert_int_equal(actual, 3);
    assert_true(array[0] == 1 && array[1] == 2 && array[2] == 3 && array[3] == 7);
    EQUAL_XML_STRING(element_of(r)->localName, "j");
    /* No more: 0, and the reader stays. */
    assert_ok(WsReadArray(r->reader, XSTR("i"), XSTR("d"), WS_INT32_VALUE_TYPE, array, 16, 0, 4, &actual, r->error), r->error);
    assert_int_equal(actual, 0);
    EQUAL_XML_STRING(element_of(r)->localName, "j");

    /* In two parts, at an offset. */
    assert_ok(read_array(r, content, array, sizeof(array), 3, 1, &actual), r->error);
    assert_int_equal(actual, 1);
    assert_true(array[3] == 1 && array[2] == 3);
    assert_ok(WsReadArray(r->reader, XSTR("i"), XSTR("d"), WS_INT32_VALUE_TYPE, array, 16, 0, 4, &actual, r->error), r->error);
    assert_int_equal(actual, 2);
    assert_true(array[0] == 2 && array[1] == 3);

    /* Another name, another namespace, attributes, an empty run, none asked for. */
    assert_ok(read_array(r, "<i xmlns='e'>1</i>", array, 16, 0, 4, &actual), r->error);
    assert_int_equal(actual, 0);
    assert_ok(read_array(r, "<i x='y'>5</i>", array, 16, 0, 4, &actual), r->error);
    assert_int_equal(actual, 1);
    assert_ok(read_array(r, "", array, 16, 0, 4, &actual), r->error);
    assert_int_equal(actual, 0);
    assert_ok(read_array(r, content, array, 16, 4, 0, &actual), r->error);
    assert_int_equal(actual, 0);
    assert_ok(read_array(r, content, NULL, 0, 0, 0, &actual), r->error);

    /* The caller's mistakes, which fault nothing. */
    actual = 77;
    assert_hr(E_INVALIDARG, read_array(r, content, array, 16, 0, 5, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, array, 15, 0, 4, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, array, 16, 4, 1, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, array, 16, 0xFFFFFFFF, 1, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, array, 16, 0xFFFFFFFF, 2, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, NULL, 16, 0, 4, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, misaligned(array), 12, 0, 3, &actual), r->error);
    assert_hr(E_INVALIDARG, read_array(r, content, array, 16, 0, 4, NULL), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, NULL, XSTR("d"), WS_INT32_VALUE_TYPE, array, 16, 0, 4, &actual, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("i"), NULL, WS_INT32_VALUE_TYPE, array, 16, 0, 4, &actual, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadArray(r->reader, XSTR("i"), XSTR("d"), (WS_VALUE_TYPE)16, array, 16, 0, 4, &actual, r->error), r->error);
    assert_int_equal(actual, 77);
    assert_ok(WsReadArray(r->reader, XSTR("i"), XSTR("d"), WS_INT32_VALUE_TYPE, array, 16, 0, 4, &actual, r->error), r->error);
    assert_int_equal(actual, 3);

    /* The document's mistakes. */
    actual = 77;
    assert_hr(WS_E_INVALID_FORMAT, read_array(r, "<i>1</i><i>x</i>", array, 16, 0, 4, &actual), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, read_array(r, "<i/>", array, 16, 0, 4, &actual), r->error);
    assert_hr(WS_E_INVALID_FORMAT, read_array(r, "<i>1<b/></i>", array, 16, 0, 4, &actual), r->error);
    assert_hr(WS_E_NUMERIC_OVERFLOW, read_array(r, "<i>2147483648</i>", array, 16, 0, 4, &actual), r->error);
    assert_int_equal(actual, 77);
}

static void arrays_of_all_types(void **state)
{
    static const char *const texts[] = {"true", "-1", "-1", "-1", "-1", "1", "1", "1", "1", "1.5", "1.5", "1.5",
                                        "2000-01-01T00:00:00Z", "01:02:03", "01234567-89ab-cdef-fedc-ba9876543210", "P1Y"};
    READER *r = *state;
    for (int type = 0; type < (int)COUNT(types); type++) {
        ULONG size = types[type].size, actual = 0;
        char content[200];
        _Alignas(16) BYTE array[3 * 64];
        VALUE one = read_value(r, (WS_VALUE_TYPE)type, texts[type], S_OK);
        memset(array, 0x5A, sizeof(array));
        snprintf(content, sizeof(content), "<i>%s</i><i>%s</i>", texts[type], texts[type]);
        set_content(r, content);
        assert_ok(WsReadArray(r->reader, XSTR("i"), XSTR("d"), (WS_VALUE_TYPE)type, array, 3 * size, 1, 2, &actual, r->error), r->error);
        assert_int_equal(actual, 2);
        assert_int_equal(array[0], 0x5A);
        assert_int_equal(array[size - 1], 0x5A);
        if (type != WS_DECIMAL_VALUE_TYPE && type != WS_DURATION_VALUE_TYPE && type != WS_DATETIME_VALUE_TYPE) {
            assert_memory_equal(array + size, &one, size);
            assert_memory_equal(array + 2 * size, &one, size);
        }
        assert_int_equal(array[3 * size], 0x5A);
    }
}

static void qualified_names(void **state)
{
    static const struct {
        const char *content, *prefix, *local, *ns;
    } good[] = {
        {"p:x", "p", "x", "u"}, {"x", "", "x", "d"}, {" \np:x\t", "p", "x", "u"}, {"p<!--y-->:<![CDATA[x]]>", "p", "x", "u"},
        {"xml:lang", "xml", "lang", "http://www.w3.org/XML/1998/namespace"}, {"p:\xC3\xA4", "p", "\xC3\xA4", "u"},
        {"&#112;:x", "p", "x", "u"},
    };
    static const char *const bad[] = {"", " ", ":", "p:", ":x", "p:x:y", "p: x", "p :x", "x y", "1", "p:1", "-x", "q:x", "p:x/"};
    READER *r = *state;
    WS_XML_STRING prefix, local, ns;
    for (size_t i = 0; i < COUNT(good); i++) {
        set_content(r, good[i].content);
        assert_ok(WsReadQualifiedName(r->reader, r->heap, &prefix, &local, &ns, r->error), r->error);
        assert_int_equal(prefix.length, strlen(good[i].prefix));
        assert_memory_equal(prefix.bytes, good[i].prefix, prefix.length);
        assert_int_equal(local.length, strlen(good[i].local));
        assert_memory_equal(local.bytes, good[i].local, local.length);
        assert_int_equal(ns.length, strlen(good[i].ns));
        assert_memory_equal(ns.bytes, good[i].ns, ns.length);
        assert_null(local.dictionary);
        assert_on(r, END_ELEMENT);
        /* The prefix and the namespace are optional. */
        set_content(r, good[i].content);
        assert_ok(WsReadQualifiedName(r->reader, r->heap, NULL, &local, NULL, r->error), r->error);
        assert_int_equal(local.length, strlen(good[i].local));
    }
    memset(&local, 0x5A, sizeof(local));
    prefix = ns = local;
    for (size_t i = 0; i < COUNT(bad); i++) {
        HRESULT hr;
        set_content(r, bad[i]);
        hr = WsReadQualifiedName(r->reader, r->heap, &prefix, &local, &ns, r->error);
        if (hr != WS_E_INVALID_FORMAT) {
            fail_msg("'%s': %08X", bad[i], HR(hr));
        }
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
        assert_int_equal(local.length, 0x5A5A5A5A);
        assert_int_equal(prefix.length, 0x5A5A5A5A);
        assert_int_equal(ns.length, 0x5A5A5A5A);
    }
    /* Without ns the prefix need not be bound. */
    set_content(r, "q:x");
    assert_ok(WsReadQualifiedName(r->reader, r->heap, &prefix, &local, NULL, r->error), r->error);
    EQUAL_XML_STRING(&prefix, "q");
    /* In an attribute; a name without prefix is in the default namespace there, too. */
    set_xml(r, "<a xmlns='d' b='x'/>");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    assert_ok(WsReadQualifiedName(r->reader, r->heap, &prefix, &local, &ns, r->error), r->error);
    EQUAL_XML_STRING(&ns, "d");
    set_content(r, "p:x");
    assert_hr(E_INVALIDARG, WsReadQualifiedName(r->reader, NULL, &prefix, &local, &ns, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadQualifiedName(r->reader, r->heap, &prefix, NULL, &ns, r->error), r->error);
    assert_on(r, TEXT);
}

/* Long content arrives whole, whether it has to be decoded or not. */
static void long_content(void **state)
{
    static const char *const parts[] = {"a", "&amp;", "x\r\n", "\xF0\x9F\x98\x80", "<![CDATA[y]]>", "<!--z-->b"};
    static const char *const texts[] = {"a", "&", "x\n", "\xF0\x9F\x98\x80", "y", "b"};
    READER *r = *state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        TEXT xml = {0}, expected = {0}, out;
        add_chars(&xml, "<a>");
        for (int n = 0; n < 100000; n++) {
            add_chars(&xml, parts[i]);
            add_chars(&expected, texts[i]);
        }
        add_chars(&xml, "</a>");
        set_xml(r, xml.chars);
        assert_ok(WsReadStartElement(r->reader, r->error), r->error);
        out = read_utf8(r, 63);
        assert_int_equal(out.length, expected.length);
        assert_memory_equal(out.chars, expected.chars, out.length);
        free(out.chars);
        free(expected.chars);
        free(xml.chars);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(characters),
        READER_TEST(room_for_characters),
        READER_TEST(mixed_reads_share_a_position),
        READER_TEST(bytes),
        READER_TEST(bytes_left_behind),
        READER_TEST(sizes_and_pointers),
        READER_TEST(booleans),
        READER_TEST(integers),
        READER_TEST(floating_point_numbers),
        READER_TEST(decimals),
        READER_TEST(datetimes),
        READER_TEST(timespans),
        READER_TEST(guids),
        READER_TEST(durations),
        READER_TEST(values_between_elements),
        READER_TEST(arrays),
        READER_TEST(arrays_of_all_types),
        READER_TEST(qualified_names),
        READER_TEST(long_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
