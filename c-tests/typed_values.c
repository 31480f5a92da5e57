/* Typed data, simple values: every type in every mapping and encoding, its limits, and what is not one of its values. */
#include "support/typed.h"

static const WS_TYPE_MAPPING mappings[] = {WS_ELEMENT_TYPE_MAPPING, WS_ATTRIBUTE_TYPE_MAPPING, WS_ELEMENT_CONTENT_TYPE_MAPPING};

/* A value, what is read as it, and what it is written as. */
typedef struct GOOD {
    WS_TYPE type;
    ULONG size;
    const char *read, *written;
    const void *value;
    /* Bytes that count: all but padding at the end. */
    ULONG used;
} GOOD;

#define V(kind, c, read, written, ...) {WS_##kind##_TYPE, sizeof(c), (read), (written), &(const c){__VA_ARGS__}, sizeof(c)}
#define TIME(read, written, ticks, format)                                                                             \
    {WS_DATETIME_TYPE, sizeof(WS_DATETIME), (read), (written), &(const WS_DATETIME){(ticks), WS_DATETIME_FORMAT_##format}, 12}

static const GOOD good[] = {
    V(BOOL, BOOL, "true", "true", TRUE),
    V(BOOL, BOOL, "1", "true", TRUE),
    V(BOOL, BOOL, "false", "false", FALSE),
    V(BOOL, BOOL, "0", "false", FALSE),
    V(INT8, int8_t, "-128", "-128", INT8_MIN),
    V(INT8, int8_t, "+127", "127", INT8_MAX),
    V(INT8, int8_t, "-0", "0", 0),
    V(INT16, int16_t, "-32768", "-32768", INT16_MIN),
    V(INT16, int16_t, "0032767", "32767", INT16_MAX),
    V(INT32, int32_t, "-2147483648", "-2147483648", INT32_MIN),
    V(INT32, int32_t, "2147483647", "2147483647", INT32_MAX),
    V(INT64, int64_t, "-9223372036854775808", "-9223372036854775808", INT64_MIN),
    V(INT64, int64_t, "9223372036854775807", "9223372036854775807", INT64_MAX),
    V(UINT8, uint8_t, "0", "0", 0),
    V(UINT8, uint8_t, "255", "255", UINT8_MAX),
    V(UINT16, uint16_t, "65535", "65535", UINT16_MAX),
    V(UINT32, uint32_t, "4294967295", "4294967295", UINT32_MAX),
    V(UINT64, uint64_t, "18446744073709551615", "18446744073709551615", UINT64_MAX),
    V(FLOAT, float, "3.40282347E38", "3.4028235E+38", 3.40282347E38f),
    V(FLOAT, float, "-0.1", "-0.1", -0.1f),
    V(FLOAT, float, "INF", "INF", __builtin_inff()),
    V(FLOAT, float, "-INF", "-INF", -__builtin_inff()),
    V(DOUBLE, double, "1.7976931348623157E308", "1.7976931348623157E+308", 1.7976931348623157E308),
    V(DOUBLE, double, "4.94065645841247E-324", "5E-324", 5E-324),
    V(DOUBLE, double, "-0", "-0", -0.0),
    V(DOUBLE, double, "1e2", "100", 100.0),
    V(DOUBLE, double, "INF", "INF", __builtin_inf()),
    V(DECIMAL, DECIMAL, "0", "0", .scale = 0),
    V(DECIMAL, DECIMAL, "-79228162514264337593543950335", "-79228162514264337593543950335", .sign = DECIMAL_NEG,
      .Hi32 = UINT32_MAX, .Lo64 = UINT64_MAX),
    V(DECIMAL, DECIMAL, "1.50", "1.50", .scale = 2, .Lo64 = 150),
    V(DECIMAL, DECIMAL, "0.0000000000000000000000000001", "0.0000000000000000000000000001", .scale = 28, .Lo64 = 1),
    TIME("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 0, UTC),
    TIME("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z", UINT64_C(3155378975999999999), UTC),
    TIME("0001-01-01T00:00:00.0000001", "0001-01-01T00:00:00.0000001", 1, NONE),
    V(TIMESPAN, WS_TIMESPAN, "00:00:00", "00:00:00", 0),
    V(TIMESPAN, WS_TIMESPAN, "-1.02:03:04.5", "-1.02:03:04.5", -INT64_C(937845000000)),
    V(TIMESPAN, WS_TIMESPAN, "10675199.02:48:05.4775807", "10675199.02:48:05.4775807", INT64_MAX),
    V(TIMESPAN, WS_TIMESPAN, "-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808", INT64_MIN),
    V(GUID, GUID, "01234567-89AB-cdef-fedc-ba9876543210", "01234567-89ab-cdef-fedc-ba9876543210", 0x01234567, 0x89AB, 0xCDEF,
      {0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10}),
    V(DURATION, WS_DURATION, "P0Y", "PT0S", 0),
    V(DURATION, WS_DURATION, "-P1Y2M3DT4H5M6.0070008S", "-P1Y2M3DT4H5M6.0070008S", TRUE, 1, 2, 3, 4, 5, 6, 7, 8),
    V(DURATION, WS_DURATION, "P4294967295Y", "P4294967295Y", .years = UINT32_MAX),
};

static void check_equal(const GOOD *expected, const void *value, const char *how)
{
    if (memcmp(expected->value, value, expected->used) != 0) {
        fail_msg("type %d '%s' read as another value in %s", expected->type, expected->read, how);
    }
}

static void texts_are_read(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        for (size_t m = 0; m < COUNT(mappings); m++) {
            char content[200];
            const char *const around[][2] = {
                {"", ""}, {" \n\t", "\t \n"}, {"<!--x--> ", "<!--y-->"}, {"<![CDATA[ ]]><![CDATA[", "]]> "}, {"&#32;&#x9;", "&#13;"}};
            for (size_t a = 0; a < COUNT(around); a++) {
                _Alignas(16) BYTE value[64];
                int markup = a == 2 || a == 3;
                if (markup && mappings[m] == WS_ATTRIBUTE_TYPE_MAPPING) {
                    continue;
                }
                snprintf(content, sizeof(content), "%s%s%s", around[a][0], good[i].read, around[a][1]);
                memset(value, 0x5A, sizeof(value));
                assert_ok(read_value_of(t, mappings[m], good[i].type, NULL, content, value, good[i].size), t->r.error);
                check_equal(&good[i], value, content);
                for (size_t rest = good[i].size; rest < sizeof(value); rest++) {
                    assert_int_equal(value[rest], 0x5A);
                }
            }
        }
    }
}

static void texts_are_written(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        for (size_t m = 0; m < COUNT(mappings); m++) {
            char expected[200];
            assert_ok(write_type(t, AS_TEXT, mappings[m], good[i].type, NULL, WS_WRITE_REQUIRED_VALUE, good[i].value, good[i].size),
                      t->r.error);
            snprintf(expected, sizeof(expected),
                     mappings[m] == WS_ATTRIBUTE_TYPE_MAPPING ? "<a xmlns:p=\"urn:p\" v=\"%s\"/>" : "<a xmlns:p=\"urn:p\">%s</a>",
                     good[i].written);
            /* The quote around attributes is the writer's choice. */
            for (char *c = t->document.chars; c < t->document.chars + t->document.length; c++) {
                *c = *c == '\'' ? '"' : *c;
            }
            assert_document(t, expected);
        }
    }
}

static void values_come_back_in_every_encoding(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(good); i++) {
        for (size_t m = 0; m < COUNT(mappings); m++) {
            for (int way = 0; way < WAYS; way++) {
                _Alignas(16) BYTE value[64];
                void *pointer = NULL;
                assert_ok(write_type(t, way, mappings[m], good[i].type, NULL, WS_WRITE_REQUIRED_VALUE, good[i].value, good[i].size),
                          t->r.error);
                open_document(t, way);
                assert_ok(read_type_with(t, mappings[m], good[i].type, NULL, WS_READ_REQUIRED_VALUE, NULL, value, good[i].size),
                          t->r.error);
                check_equal(&good[i], value, mapping_name(mappings[m]));
                /* By pointers as well. */
                assert_ok(write_type(t, way, mappings[m], good[i].type, NULL, WS_WRITE_REQUIRED_POINTER, &good[i].value, sizeof(void *)),
                          t->r.error);
                open_document(t, way);
                assert_ok(read_type(t, mappings[m], good[i].type, NULL, WS_READ_REQUIRED_POINTER, &pointer, sizeof(pointer)), t->r.error);
                assert_non_null(pointer);
                assert_int_equal((uintptr_t)pointer % (good[i].size % 8 == 0 ? 8 : good[i].size % 4 == 0 ? 4 : 1), 0);
                check_equal(&good[i], pointer, mapping_name(mappings[m]));
            }
        }
    }
}

static void not_a_number_comes_back(void **state)
{
    TYPED *t = *state;
    float small = __builtin_nanf(""), small_read = 0;
    double large = __builtin_nan(""), large_read = 0;
    for (int way = 0; way < WAYS; way++) {
        assert_ok(write_type(t, way, WS_ELEMENT_TYPE_MAPPING, WS_FLOAT_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &small, 4), t->r.error);
        open_document(t, way);
        assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_FLOAT_TYPE, NULL, WS_READ_REQUIRED_VALUE, &small_read, 4), t->r.error);
        assert_true(small_read != small_read);
        assert_ok(write_type(t, way, WS_ELEMENT_TYPE_MAPPING, WS_DOUBLE_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &large, 8), t->r.error);
        open_document(t, way);
        assert_ok(read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_DOUBLE_TYPE, NULL, WS_READ_REQUIRED_VALUE, &large_read, 8), t->r.error);
        assert_true(large_read != large_read);
    }
}

static const struct {
    WS_TYPE type;
    ULONG size;
    const char *texts[9];
} bad[] = {
    {WS_BOOL_TYPE, 4, {"", "TRUE", "2", "yes", "-1", "true false", "t rue"}},
    {WS_INT8_TYPE, 1, {"", "1.0", "1e1", "0x1", "- 1", "1 2", "a"}},
    {WS_INT16_TYPE, 2, {"", "--1", "1,0", "+-1"}},
    {WS_INT32_TYPE, 4, {"", " ", "+", "-", "1x", "INF", "\xD9\xA1"}},
    {WS_INT64_TYPE, 8, {"", "1.", ".1"}},
    {WS_UINT8_TYPE, 1, {"", "x"}},
    {WS_UINT16_TYPE, 2, {"", "1 1"}},
    {WS_UINT32_TYPE, 4, {"", "4e1"}},
    {WS_UINT64_TYPE, 8, {"", "1_0"}},
    {WS_FLOAT_TYPE, 4, {"", "inf", "nan", "1,5", "1e", "e1"}},
    {WS_DOUBLE_TYPE, 8, {"", "+NaN", "0x1p3", "1.5.2", "1 5"}},
    {WS_DECIMAL_TYPE, sizeof(DECIMAL), {"", "1E2", "INF", "1..2", ".", "-"}},
    {WS_DATETIME_TYPE, sizeof(WS_DATETIME), {"", "2000-01-01", "2000-13-01T00:00:00Z", "1900-02-29T00:00:00Z", "2000-01-01T00:00:00z",
                                             "2000-01-01 00:00:00Z", "2000-01-01T00:00:00+15:00", "0000-01-01T00:00:00Z"}},
    {WS_TIMESPAN_TYPE, 8, {"", "24:00:00", "P1D", "00:00", "00:00:60", "1:00:00:00"}},
    {WS_GUID_TYPE, sizeof(GUID), {"", "{01234567-89ab-cdef-fedc-ba9876543210}", "01234567-89ab-cdef-fedc-ba987654321",
                                  "0123456789abcdeffedcba9876543210", "urn:uuid:01234567-89ab-cdef-fedc-ba9876543210"}},
    {WS_DURATION_TYPE, sizeof(WS_DURATION), {"", "P", "PT", "P1", "1Y", "P1YT", "P1M1Y", "P1H", "p1y"}},
};

static void texts_that_are_no_value(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        for (size_t n = 0; n < COUNT(bad[i].texts) && bad[i].texts[n] != NULL; n++) {
            for (size_t m = 0; m < COUNT(mappings); m++) {
                _Alignas(16) BYTE value[64];
                memset(value, 0x5A, sizeof(value));
                HRESULT hr = read_value_of(t, mappings[m], bad[i].type, NULL, bad[i].texts[n], value, bad[i].size);
                check_misfit(t, WS_E_INVALID_FORMAT, hr, value, sizeof(value), bad[i].texts[n], __FILE__, __LINE__);
            }
        }
    }
}

/* Values that the type in C cannot hold. */
static void texts_beyond_the_type(void **state)
{
    static const struct {
        WS_TYPE type;
        ULONG size;
        const char *texts[3];
    } large[] = {
        {WS_INT8_TYPE, 1, {"128", "-129", "99999999999999999999999"}},
        {WS_INT16_TYPE, 2, {"32768", "-32769"}},
        {WS_INT32_TYPE, 4, {"2147483648", "-2147483649"}},
        {WS_INT64_TYPE, 8, {"9223372036854775808", "-9223372036854775809"}},
        {WS_UINT8_TYPE, 1, {"256", "-1"}},
        {WS_UINT16_TYPE, 2, {"65536", "-1"}},
        {WS_UINT32_TYPE, 4, {"4294967296", "-1"}},
        {WS_UINT64_TYPE, 8, {"18446744073709551616", "-1"}},
        {WS_FLOAT_TYPE, 4, {"3.5E38", "-1E39"}},
        {WS_DOUBLE_TYPE, 8, {"1E309", "-1E309"}},
        {WS_DECIMAL_TYPE, sizeof(DECIMAL), {"79228162514264337593543950336"}},
        {WS_TIMESPAN_TYPE, 8, {"10675199.02:48:05.4775808", "-10675199.02:48:05.4775809"}},
        {WS_DURATION_TYPE, sizeof(WS_DURATION), {"P4294967296Y"}},
    };
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(large); i++) {
        for (size_t n = 0; n < COUNT(large[i].texts) && large[i].texts[n] != NULL; n++) {
            for (size_t m = 0; m < COUNT(mappings); m++) {
                _Alignas(16) BYTE value[64];
                memset(value, 0x5A, sizeof(value));
                HRESULT hr = read_value_of(t, mappings[m], large[i].type, NULL, large[i].texts[n], value, large[i].size);
                check_misfit(t, WS_E_NUMERIC_OVERFLOW, hr, value, sizeof(value), large[i].texts[n], __FILE__, __LINE__);
            }
        }
    }
    /* In binary a number is a number: one that is too large for the type is found there, too. */
    for (int way = 0; way < WAYS; way++) {
        int64_t number = 128;
        int8_t small = 0x5A;
        assert_ok(write_type(t, way, WS_ELEMENT_TYPE_MAPPING, WS_INT64_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &number, 8), t->r.error);
        open_document(t, way);
        HRESULT hr = read_type(t, WS_ELEMENT_TYPE_MAPPING, WS_INT8_TYPE, NULL, WS_READ_REQUIRED_VALUE, &small, 1);
        check_misfit(t, WS_E_NUMERIC_OVERFLOW, hr, &small, 1, "128 as int8", __FILE__, __LINE__);
    }
}

/* The limits of each description belong to what is allowed. */
static const struct {
    WS_TYPE type;
    const void *description;
    ULONG size;
    const char *inside[4], *outside[4];
} limits[] = {
    {WS_BOOL_TYPE, &(WS_BOOL_DESCRIPTION){TRUE}, 4, {"true", "1"}, {"false", "0"}},
    {WS_BOOL_TYPE, &(WS_BOOL_DESCRIPTION){FALSE}, 4, {"false", "0"}, {"true", "1"}},
    {WS_INT8_TYPE, &(WS_INT8_DESCRIPTION){-5, 7}, 1, {"-5", "7", "0"}, {"-6", "8", "127", "-128"}},
    {WS_INT16_TYPE, &(WS_INT16_DESCRIPTION){-500, 700}, 2, {"-500", "700"}, {"-501", "701"}},
    {WS_INT32_TYPE, &(WS_INT32_DESCRIPTION){-70000, 70000}, 4, {"-70000", "70000"}, {"-70001", "70001", "2147483647"}},
    {WS_INT64_TYPE, &(WS_INT64_DESCRIPTION){-5000000000, 5000000000}, 8, {"-5000000000", "5000000000"}, {"-5000000001", "5000000001"}},
    {WS_UINT8_TYPE, &(WS_UINT8_DESCRIPTION){1, 200}, 1, {"1", "200"}, {"0", "201"}},
    {WS_UINT16_TYPE, &(WS_UINT16_DESCRIPTION){1, 40000}, 2, {"1", "40000"}, {"0", "40001"}},
    {WS_UINT32_TYPE, &(WS_UINT32_DESCRIPTION){1, 3000000000}, 4, {"1", "3000000000"}, {"0", "3000000001"}},
    {WS_UINT64_TYPE, &(WS_UINT64_DESCRIPTION){1, UINT64_C(10000000000000000000)}, 8, {"1", "10000000000000000000"},
     {"0", "10000000000000000001"}},
    {WS_FLOAT_TYPE, &(WS_FLOAT_DESCRIPTION){-1.5f, 2.5f}, 4, {"-1.5", "2.5", "0"}, {"-1.6", "2.6", "INF", "NaN"}},
    {WS_DOUBLE_TYPE, &(WS_DOUBLE_DESCRIPTION){-1.5, 2.5}, 8, {"-1.5", "2.5"}, {"-1.50000001", "2.50000001", "-INF", "NaN"}},
    {WS_DECIMAL_TYPE, &(WS_DECIMAL_DESCRIPTION){{.sign = DECIMAL_NEG, .scale = 1, .Lo64 = 15}, {.scale = 2, .Lo64 = 250}}, sizeof(DECIMAL),
     {"-1.5", "2.5", "-1.50", "2.500"}, {"-1.51", "2.501", "-2", "3"}},
    {WS_DATETIME_TYPE, &(WS_DATETIME_DESCRIPTION){{UINT64_C(630822816000000000), WS_DATETIME_FORMAT_UTC},
                                                  {UINT64_C(630823680000000000), WS_DATETIME_FORMAT_UTC}}, sizeof(WS_DATETIME),
     {"2000-01-01T00:00:00Z", "2000-01-02T00:00:00Z", "2000-01-01T01:00:00+01:00"},
     {"1999-12-31T23:59:59.9999999Z", "2000-01-02T00:00:00.0000001Z"}},
    {WS_TIMESPAN_TYPE, &(WS_TIMESPAN_DESCRIPTION){{-10000000}, {20000000}}, 8, {"-00:00:01", "00:00:02"},
     {"-00:00:01.0000001", "00:00:02.0000001"}},
    {WS_GUID_TYPE, &(WS_GUID_DESCRIPTION){{0x01234567, 0x89AB, 0xCDEF, {0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10}}}, sizeof(GUID),
     {"01234567-89ab-cdef-fedc-ba9876543210"}, {"01234567-89ab-cdef-fedc-ba9876543211", "00000000-0000-0000-0000-000000000000"}},
    {WS_DURATION_TYPE, &(WS_DURATION_DESCRIPTION){{.months = 1}, {.years = 1}, NULL}, sizeof(WS_DURATION), {"P1M", "P12M", "P1Y", "P0Y1M"},
     {"P0M", "P13M", "P1Y1M", "-P2M"}},
    {WS_DURATION_TYPE, &(WS_DURATION_DESCRIPTION){{.negative = TRUE, .seconds = 1}, {.days = 1}, NULL}, sizeof(WS_DURATION),
     {"-PT1S", "P1D", "PT24H", "PT0S"}, {"-PT1.0000001S", "PT24H0.0000001S", "P2D"}},
};

static void limits_are_inclusive(void **state)
{
    TYPED *t = *state;
    for (size_t i = 0; i < COUNT(limits); i++) {
        for (size_t n = 0; n < 4; n++) {
            for (size_t m = 0; m < COUNT(mappings); m++) {
                _Alignas(16) BYTE value[64];
                if (limits[i].inside[n] != NULL) {
                    assert_ok(read_value_of(t, mappings[m], limits[i].type, limits[i].description, limits[i].inside[n], value, limits[i].size),
                              t->r.error);
                }
                if (limits[i].outside[n] != NULL) {
                    memset(value, 0x5A, sizeof(value));
                    HRESULT hr = read_value_of(t, mappings[m], limits[i].type, limits[i].description, limits[i].outside[n], value,
                                               limits[i].size);
                    check_misfit(t, WS_E_INVALID_FORMAT, hr, value, sizeof(value), limits[i].outside[n], __FILE__, __LINE__);
                }
            }
        }
    }
}

/* Nothing is asked of what is written. */
static void limits_are_for_reading(void **state)
{
    TYPED *t = *state;
    int32_t number = 70001;
    WS_INT32_DESCRIPTION description = {-70000, 70000};
    WS_DURATION duration = {.days = 40};
    WS_DURATION_DESCRIPTION months = {{.months = 1}, {.years = 1}, NULL};
    assert_ok(write_type(t, AS_TEXT, WS_ELEMENT_TYPE_MAPPING, WS_INT32_TYPE, &description, WS_WRITE_REQUIRED_VALUE, &number, 4), t->r.error);
    assert_document(t, "<a xmlns:p=\"urn:p\">70001</a>");
    assert_ok(write_type(t, AS_TEXT, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, &months, WS_WRITE_REQUIRED_VALUE, &duration, sizeof(duration)),
              t->r.error);
    assert_document(t, "<a xmlns:p=\"urn:p\">P40D</a>");
    /* Months and days cannot be compared. */
    memset(&duration, 0x5A, sizeof(duration));
    HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, &months, "P40D", &duration, sizeof(duration));
    check_misfit(t, WS_E_INVALID_FORMAT, hr, &duration, sizeof(duration), "P40D", __FILE__, __LINE__);
}

static void enumerations(void **state)
{
    TYPED *t = *state;
    WS_ENUM_VALUE values[] = {{-2, NAME("minus-two")}, {0, NAME("none")}, {5, NAME("a")}, {INT32_MAX, NAME("\xC3\xA4")}};
    ULONG by_name[] = {2, 0, 1, 3};
    WS_ENUM_DESCRIPTION plain = {values, COUNT(values), 9, NULL}, indexed = {values, COUNT(values), 9, by_name};
    const WS_ENUM_DESCRIPTION *const descriptions[] = {&plain, &indexed};
    static const char *const none[] = {"", "A", "b", "aa", "minus two", "minus-two none", "-2", "minus-twoo", "none\xC3\xA4"};
    for (size_t d = 0; d < 2; d++) {
        for (size_t m = 0; m < COUNT(mappings); m++) {
            INT value;
            char content[64];
            for (size_t i = 0; i < COUNT(values); i++) {
                snprintf(content, sizeof(content), " \n%.*s\t", (int)values[i].name->length, (char *)values[i].name->bytes);
                value = 77;
                assert_ok(read_value_of(t, mappings[m], WS_ENUM_TYPE, descriptions[d], content, &value, sizeof(value)), t->r.error);
                assert_int_equal(value, values[i].value);
                for (int way = 0; way < WAYS; way++) {
                    INT again = 77;
                    assert_ok(write_type(t, way, mappings[m], WS_ENUM_TYPE, descriptions[d], WS_WRITE_REQUIRED_VALUE, &value, 4), t->r.error);
                    open_document(t, way);
                    assert_ok(read_type(t, mappings[m], WS_ENUM_TYPE, descriptions[d], WS_READ_REQUIRED_VALUE, &again, 4), t->r.error);
                    assert_int_equal(again, value);
                }
            }
            for (size_t i = 0; i < COUNT(none); i++) {
                memset(&value, 0x5A, sizeof(value));
                HRESULT hr = read_value_of(t, mappings[m], WS_ENUM_TYPE, descriptions[d], none[i], &value, sizeof(value));
                check_misfit(t, WS_E_INVALID_FORMAT, hr, &value, sizeof(value), none[i], __FILE__, __LINE__);
            }
            /* A number without a name cannot be written; the text says which. */
            value = 4711;
            assert_true(FAILED(write_type(t, AS_TEXT, mappings[m], WS_ENUM_TYPE, descriptions[d], WS_WRITE_REQUIRED_VALUE, &value, 4)));
            assert_error_says(t->r.error, "4711");
        }
    }
}

static void unique_ids(void **state)
{
    static const GUID guid = {0x01234567, 0x89AB, 0xCDEF, {0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10}};
    TYPED *t = *state;
    for (size_t m = 0; m < COUNT(mappings); m++) {
        for (int way = 0; way < WAYS; way++) {
            WS_UNIQUE_ID id = {{0, NULL}, guid}, read;
            memset(&read, 0x5A, sizeof(read));
            assert_ok(write_type(t, way, mappings[m], WS_UNIQUE_ID_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &id, sizeof(id)), t->r.error);
            assert_document_reads(t, way, mappings[m] == WS_ATTRIBUTE_TYPE_MAPPING
                ? "<a xmlns:p=\"urn:p\" v=\"urn:uuid:01234567-89ab-cdef-fedc-ba9876543210\"></a>"
                : "<a xmlns:p=\"urn:p\">urn:uuid:01234567-89ab-cdef-fedc-ba9876543210</a>");
            open_document(t, way);
            assert_ok(read_type(t, mappings[m], WS_UNIQUE_ID_TYPE, NULL, WS_READ_REQUIRED_VALUE, &read, sizeof(read)), t->r.error);
            assert_int_equal(read.uri.length, 0);
            assert_memory_equal(&read.guid, &guid, sizeof(guid));
            id.uri = *TEXT16("http://example.org/\u00E4");
            assert_ok(write_type(t, way, mappings[m], WS_UNIQUE_ID_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &id, sizeof(id)), t->r.error);
            open_document(t, way);
            assert_ok(read_type(t, mappings[m], WS_UNIQUE_ID_TYPE, NULL, WS_READ_REQUIRED_VALUE, &read, sizeof(read)), t->r.error);
            EQUAL_STRING(&read.uri, "http://example.org/\u00E4");
        }
    }
    /* The limits are on the length of the text. */
    WS_UNIQUE_ID_DESCRIPTION description = {5, 7};
    static const struct {
        const char *text;
        HRESULT expected;
    } lengths[] = {{"urn:", WS_E_INVALID_FORMAT}, {"urn:a", S_OK}, {"urn:abc", S_OK}, {"urn:abcd", WS_E_INVALID_FORMAT}};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        WS_UNIQUE_ID read;
        memset(&read, 0x5A, sizeof(read));
        HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_UNIQUE_ID_TYPE, &description, lengths[i].text, &read, sizeof(read));
        if (lengths[i].expected == S_OK) {
            assert_ok(hr, t->r.error);
            assert_int_equal(read.uri.length, strlen(lengths[i].text));
        } else {
            check_misfit(t, lengths[i].expected, hr, &read, sizeof(read), lengths[i].text, __FILE__, __LINE__);
        }
    }
}

/* As element content a value may stand among other content. */
static void content_around(void **state)
{
    TYPED *t = *state;
    WS_ERROR *error = t->r.error;
    WS_XML_READER *reader = t->r.reader;
    int32_t number = 0;
    double real = 0;
    set_xml(&t->r, "<a><b/>12 <c>x</c>1.5<d/></a>");
    assert_ok(WsReadStartElement(reader, error), error);
    assert_ok(WsReadToStartElement(reader, XSTR("b"), NULL, NULL, error), error);
    assert_ok(WsReadStartElement(reader, error), error);
    assert_ok(WsReadEndElement(reader, error), error);
    assert_ok(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL, &number, 4, error), error);
    assert_int_equal(number, 12);
    EQUAL_XML_STRING(element_of(&t->r)->localName, "c");
    assert_ok(WsSkipNode(reader, error), error);
    assert_ok(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_DOUBLE_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL, &real, 8, error), error);
    assert_true(real == 1.5);
    EQUAL_XML_STRING(element_of(&t->r)->localName, "d");
    /* As an element it may not. */
    static const char *const mixed[] = {"<b/>12", "12<b/>", "1<b/>2", "<b>12</b>"};
    for (size_t i = 0; i < COUNT(mixed); i++) {
        memset(&number, 0x5A, sizeof(number));
        HRESULT hr = read_value_of(t, WS_ELEMENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, mixed[i], &number, 4);
        check_misfit(t, WS_E_INVALID_FORMAT, hr, &number, 4, mixed[i], __FILE__, __LINE__);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(texts_are_read),
        TYPED_TEST(texts_are_written),
        TYPED_TEST(values_come_back_in_every_encoding),
        TYPED_TEST(not_a_number_comes_back),
        TYPED_TEST(texts_that_are_no_value),
        TYPED_TEST(texts_beyond_the_type),
        TYPED_TEST(limits_are_inclusive),
        TYPED_TEST(limits_are_for_reading),
        TYPED_TEST(enumerations),
        TYPED_TEST(unique_ids),
        TYPED_TEST(content_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
