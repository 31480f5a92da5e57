/* WsDateTimeToFileTime and WsFileTimeToDateTime: every documented result, and both ends of every range. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <WebServices.h>

/* 1601-01-01 and the last 100 ns of the year 9999, in ticks since the year 1. */
#define FIRST_FILETIME 504911232000000000u
#define LAST_DATETIME 3155378975999999999u

static const FILETIME untouched = {0x5A5A5A5A, 0xA5A5A5A5};

static ULONGLONG count_of(FILETIME time)
{
    return (ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

static FILETIME file_time_of(ULONGLONG count)
{
    FILETIME time = {(DWORD)count, (DWORD)(count >> 32)};
    return time;
}

/* The newest text of an error object contains an ASCII text. */
static int newest_text_contains(WS_ERROR *error, const char *part)
{
    WS_STRING text;
    assert_int_equal(WsGetErrorString(error, 0, &text), S_OK);
    for (ULONG start = 0; start < text.length; start++) {
        ULONG i = 0;
        while (part[i] != '\0' && start + i < text.length && text.chars[start + i] == (WCHAR)part[i])
            i++;
        if (part[i] == '\0')
            return 1;
    }
    return 0;
}

static void datetimes_become_filetimes(void **state)
{
    static const struct { ULONGLONG ticks, count; } known[] = {
        {FIRST_FILETIME, 0},
        {FIRST_FILETIME + 1, 1},
        {FIRST_FILETIME + 0xFFFFFFFFu, 0xFFFFFFFFu},
        {FIRST_FILETIME + 0x100000000u, 0x100000000u},
        {621355968000000000u, 116444736000000000u}, /* 1970-01-01 */
        {633262806000000000u, 128351574000000000u}, /* 2007-09-25T01:30:00 */
        {LAST_DATETIME, 2650467743999999999u},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        WS_DATETIME time = {known[i].ticks, WS_DATETIME_FORMAT_UTC};
        FILETIME file_time = untouched;
        WS_DATETIME back = {0, WS_DATETIME_FORMAT_NONE};
        assert_int_equal(WsDateTimeToFileTime(&time, &file_time, NULL), S_OK);
        assert_true(count_of(file_time) == known[i].count);
        assert_int_equal(WsFileTimeToDateTime(&file_time, &back, NULL), S_OK);
        assert_true(back.ticks == known[i].ticks);
        assert_int_equal(back.format, WS_DATETIME_FORMAT_UTC);
    }
}

static void the_format_changes_nothing(void **state)
{
    static const WS_DATETIME_FORMAT formats[] = {
        WS_DATETIME_FORMAT_UTC, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_NONE};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        WS_DATETIME time = {FIRST_FILETIME + 42, formats[i]};
        FILETIME file_time = untouched;
        assert_int_equal(WsDateTimeToFileTime(&time, &file_time, NULL), S_OK);
        assert_true(count_of(file_time) == 42);
    }
}

static void unknown_formats_are_refused(void **state)
{
    WS_ERROR *error;
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    for (int format = -1; format <= 3; format += 4) {
        WS_DATETIME time = {FIRST_FILETIME, (WS_DATETIME_FORMAT)format};
        FILETIME file_time = untouched;
        assert_int_equal(WsDateTimeToFileTime(&time, &file_time, error), E_INVALIDARG);
        assert_memory_equal(&file_time, &untouched, sizeof untouched);
        assert_true(newest_text_contains(error, format < 0 ? "WS_DATETIME_FORMAT(-1)" : "WS_DATETIME_FORMAT(3)"));
    }
    WsFreeError(error);
}

static void datetimes_out_of_range(void **state)
{
    static const struct { ULONGLONG ticks; const char *text; } bad[] = {
        {0, "0001-01-01T00:00:00"},
        {FIRST_FILETIME - 1, "1600-12-31T23:59:59.9999999"},
        {LAST_DATETIME + 1, "3155378976000000000"},
        {UINT64_MAX, "18446744073709551615"},
    };
    WS_ERROR *error;
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WS_DATETIME time = {bad[i].ticks, WS_DATETIME_FORMAT_UTC};
        FILETIME file_time = untouched;
        assert_int_equal(WsDateTimeToFileTime(&time, &file_time, NULL), WS_E_INVALID_FORMAT);
        assert_int_equal(WsDateTimeToFileTime(&time, &file_time, error), WS_E_INVALID_FORMAT);
        assert_memory_equal(&file_time, &untouched, sizeof untouched);
        assert_true(newest_text_contains(error, bad[i].text));
    }
    WsFreeError(error);
}

static void filetimes_out_of_range(void **state)
{
    static const ULONGLONG bad[] = {2650467744000000000u, 0x7FFFFFFFFFFFFFFFu, 0x8000000000000000u, UINT64_MAX};
    WS_ERROR *error;
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        FILETIME file_time = file_time_of(bad[i]);
        WS_DATETIME time = {77, WS_DATETIME_FORMAT_NONE};
        assert_int_equal(WsFileTimeToDateTime(&file_time, &time, error), WS_E_INVALID_FORMAT);
        assert_true(time.ticks == 77);
        assert_int_equal(time.format, WS_DATETIME_FORMAT_NONE);
        assert_true(newest_text_contains(error, "9999-12-31T23:59:59.9999999"));
    }
    WsFreeError(error);
}

static void wrong_pointers(void **state)
{
    _Alignas(8) unsigned char room[32] = {0};
    WS_DATETIME time = {FIRST_FILETIME, WS_DATETIME_FORMAT_UTC};
    FILETIME file_time = untouched;
    WS_ERROR *error;
    (void)state;
    assert_int_equal(WsCreateError(NULL, 0, &error), S_OK);
    assert_int_equal(WsDateTimeToFileTime(NULL, &file_time, error), E_INVALIDARG);
    assert_true(newest_text_contains(error, "dateTime is NULL"));
    assert_int_equal(WsDateTimeToFileTime(&time, NULL, error), E_INVALIDARG);
    assert_true(newest_text_contains(error, "fileTime is NULL"));
    assert_int_equal(WsDateTimeToFileTime((void *)(room + 4), &file_time, error), E_INVALIDARG);
    assert_int_equal(WsDateTimeToFileTime(&time, (void *)(room + 2), error), E_INVALIDARG);
    assert_int_equal(WsFileTimeToDateTime(NULL, &time, error), E_INVALIDARG);
    assert_true(newest_text_contains(error, "fileTime is NULL"));
    assert_int_equal(WsFileTimeToDateTime(&file_time, NULL, error), E_INVALIDARG);
    assert_true(newest_text_contains(error, "dateTime is NULL"));
    assert_int_equal(WsFileTimeToDateTime((void *)(room + 2), &time, error), E_INVALIDARG);
    assert_int_equal(WsFileTimeToDateTime(&file_time, (void *)(room + 4), error), E_INVALIDARG);
    assert_int_equal(WsFileTimeToDateTime(NULL, NULL, NULL), E_INVALIDARG);
    assert_memory_equal(&file_time, &untouched, sizeof untouched);
    assert_true(time.ticks == FIRST_FILETIME);
    WsFreeError(error);
}

/* A call with an error object that is none does nothing at all. */
static void a_wrong_error_object(void **state)
{
    _Alignas(8) unsigned char room[64] = {0};
    WS_DATETIME time = {FIRST_FILETIME, WS_DATETIME_FORMAT_UTC};
    FILETIME file_time = untouched;
    (void)state;
    assert_int_equal(WsDateTimeToFileTime(&time, &file_time, (WS_ERROR *)(void *)room), E_INVALIDARG);
    assert_memory_equal(&file_time, &untouched, sizeof untouched);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datetimes_become_filetimes),
        cmocka_unit_test(the_format_changes_nothing),
        cmocka_unit_test(unknown_formats_are_refused),
        cmocka_unit_test(datetimes_out_of_range),
        cmocka_unit_test(filetimes_out_of_range),
        cmocka_unit_test(wrong_pointers),
        cmocka_unit_test(a_wrong_error_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
