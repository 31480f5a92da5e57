/*
 * What all C tests share: cmocka, checks that say what the library said, and a fixture with an error object and a heap.
 *
 * A program that looks on needs only this file first, then its tests and a main with cmocka_run_group_tests.
 */
#ifndef CHECK_H
#define CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <WebServices.h>

/* A WS_STRING that is a literal, for use inside an expression: TEXT16("abc"). */
#define TEXT16(literal) (&(const WS_STRING)WS_STRING_VALUE(u"" literal))

/* The number of an HRESULT as documentation writes it. */
#define HR(hr) ((unsigned)(hr))

/* Prints the texts of an error object, outermost first. NULL prints nothing. */
static inline void print_texts(WS_ERROR *error)
{
    ULONG count = 0;
    if (error == NULL || FAILED(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)))) {
        return;
    }
    for (ULONG i = 0; i < count; i++) {
        WS_STRING text = WS_STRING_EMPTY;
        if (FAILED(WsGetErrorString(error, i, &text))) {
            return;
        }
        fprintf(stderr, "  error text %u: ", (unsigned)i);
        for (ULONG c = 0; c < text.length; c++) {
            fputc(text.chars[c] < 0x80 ? text.chars[c] : '?', stderr);
        }
        fputc('\n', stderr);
    }
}

static inline void check_hr(HRESULT expected, HRESULT got, WS_ERROR *error, const char *call, const char *file, int line)
{
    if (got != expected) {
        fprintf(stderr, "%s:%d: %s\n  returned %08X, not %08X\n", file, line, call, HR(got), HR(expected));
        print_texts(error);
        _fail(file, line);
    }
}

/* Fails the test, with the texts of the error object (which may be NULL), unless the call returns exactly expected. */
#define assert_hr(expected, call, error) check_hr((expected), (call), (error), #call, __FILE__, __LINE__)
#define assert_ok(call, error) assert_hr(S_OK, call, error)

static inline int equal_text(const WS_STRING *text, const WS_STRING *expected)
{
    return text->length == expected->length
        && (text->length == 0 || memcmp(text->chars, expected->chars, text->length * sizeof(WCHAR)) == 0);
}

/* Whether ASCII characters occur in a text. */
static inline int text_contains(const WS_STRING *text, const char *part)
{
    size_t length = strlen(part);
    for (size_t start = 0; start + length <= text->length; start++) {
        size_t i = 0;
        while (i < length && text->chars[start + i] == (unsigned char)part[i]) {
            i++;
        }
        if (i == length) {
            return 1;
        }
    }
    return 0;
}

static inline void check_text(const WS_STRING *text, const WS_STRING *expected, const char *file, int line)
{
    if (!equal_text(text, expected)) {
        fprintf(stderr, "%s:%d: the text has %u characters, expected are %u:\n  ", file, line, (unsigned)text->length,
                (unsigned)expected->length);
        for (ULONG c = 0; c < text->length; c++) {
            fputc(text->chars[c] < 0x80 ? text->chars[c] : '?', stderr);
        }
        fputc('\n', stderr);
        _fail(file, line);
    }
}

/* EQUAL_STRING(&string, "literal"): a WS_STRING says exactly this. */
#define EQUAL_STRING(text, literal) check_text((text), TEXT16(literal), __FILE__, __LINE__)

/* EQUAL_XML_STRING(&string, "literal"): a WS_XML_STRING has exactly these bytes. */
#define EQUAL_XML_STRING(text, literal)                                                                                \
    do {                                                                                                               \
        assert_int_equal((text)->length, sizeof(literal) - 1);                                                         \
        assert_memory_equal((text)->bytes, (literal), sizeof(literal) - 1);                                            \
    } while (0)

static inline ULONG text_count(WS_ERROR *error)
{
    ULONG count = 0;
    assert_ok(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), NULL);
    return count;
}

/* One of the texts of an error object holds these ASCII characters; the object is reset, ready for the next failure. */
static inline void check_error_says(WS_ERROR *error, const char *part, const char *file, int line)
{
    int found = 0;
    ULONG count = text_count(error);
    for (ULONG i = 0; i < count; i++) {
        WS_STRING text;
        assert_ok(WsGetErrorString(error, i, &text), NULL);
        found |= text_contains(&text, part);
    }
    if (!found) {
        fprintf(stderr, "%s:%d: no text of the error object says \"%s\"\n", file, line, part);
        print_texts(error);
        _fail(file, line);
    }
    assert_ok(WsResetError(error), NULL);
}
#define assert_error_says(error, part) check_error_says((error), (part), __FILE__, __LINE__)

/* The fixture: *state points to one of these. */
typedef struct FIXTURE {
    WS_ERROR *error;
    WS_HEAP *heap;
} FIXTURE;

static inline int make_fixture(void **state)
{
    FIXTURE *fixture = (FIXTURE *)calloc(1, sizeof(*fixture));
    if (fixture == NULL || FAILED(WsCreateError(NULL, 0, &fixture->error))
        || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &fixture->heap, fixture->error))) {
        return -1;
    }
    *state = fixture;
    return 0;
}

static inline int free_fixture(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    WsFreeHeap(fixture->heap);
    WsFreeError(fixture->error);
    free(fixture);
    return 0;
}

/* A test that gets a fresh fixture. */
#define FIXTURE_TEST(function) cmocka_unit_test_setup_teardown(function, make_fixture, free_fixture)

/* A pointer that no type wider than a byte may have. Never dereferenced by a correct library. */
static inline void *misaligned(void *pointer)
{
    return (char *)pointer + 1;
}

#endif /* CHECK_H */
