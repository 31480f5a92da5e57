/* WS_ERROR: every function, property and documented failure. */
#include "support/check.h"

static ULONG get_original(WS_ERROR *error)
{
    ULONG code = 0xABCD;
    assert_ok(WsGetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &code, sizeof(code)), NULL);
    return code;
}

static LANGID get_language(WS_ERROR *error)
{
    LANGID language = 0;
    assert_ok(WsGetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &language, sizeof(language)), NULL);
    return language;
}

static HRESULT set_original(WS_ERROR *error, ULONG code)
{
    return WsSetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &code, sizeof(code));
}

static HRESULT set_language(WS_ERROR *error, LANGID language)
{
    return WsSetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &language, sizeof(language));
}

static WS_STRING get_text(WS_ERROR *error, ULONG index)
{
    WS_STRING text;
    assert_ok(WsGetErrorString(error, index, &text), NULL);
    return text;
}

static void a_new_object_is_empty(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_STRING text = {7, NULL};
    assert_int_equal(text_count(error), 0);
    assert_int_equal(get_original(error), 0);
    assert_int_not_equal(get_language(error), 0);
    assert_hr(E_INVALIDARG, WsGetErrorString(error, 0, &text), NULL);
    assert_int_equal(text.length, 7);
}

static void texts_come_newest_first_and_the_original_code_last(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_STRING text = {7, NULL};
    assert_ok(WsAddErrorString(error, TEXT16("inner")), NULL);
    assert_ok(set_original(error, 0x80072EE7u), NULL);
    assert_ok(WsAddErrorString(error, TEXT16("outer")), NULL);
    assert_int_equal(text_count(error), 3);
    text = get_text(error, 0);
    EQUAL_STRING(&text, "outer");
    text = get_text(error, 1);
    EQUAL_STRING(&text, "inner");
    text = get_text(error, 2);
    assert_true(text_contains(&text, "80072EE7"));
    assert_hr(E_INVALIDARG, WsGetErrorString(error, 3, &text), NULL);
    assert_hr(E_INVALIDARG, WsGetErrorString(error, 0xFFFFFFFFu, &text), NULL);
}

static void the_original_code_alone_has_a_text_and_goes_with_zero(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    assert_ok(set_original(error, 5), NULL);
    assert_int_equal(text_count(error), 1);
    assert_ok(set_original(error, 0xFFFFFFFFu), NULL);
    assert_int_equal(text_count(error), 1);
    assert_int_equal(get_original(error), 0xFFFFFFFFu);
    WS_STRING text = get_text(error, 0);
    assert_true(text_contains(&text, "FFFFFFFF"));
    assert_ok(set_original(error, 0), NULL);
    assert_int_equal(text_count(error), 0);
    assert_int_equal(get_original(error), 0);
}

static void texts_are_copied_and_stay_in_place(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    /* A zero, a lone surrogate: a counted text holds any unit. */
    WCHAR chars[] = {'a', 0, 0xD800, 'b'};
    WS_STRING mine = {4, chars};
    assert_ok(WsAddErrorString(error, &mine), NULL);
    WS_STRING held = get_text(error, 0);
    chars[0] = 'x';
    for (int i = 0; i < 1000; i++) {
        assert_ok(WsAddErrorString(error, TEXT16("another")), NULL);
    }
    assert_int_equal(text_count(error), 1001);
    WS_STRING again = get_text(error, 1000);
    assert_ptr_equal(held.chars, again.chars);
    assert_int_equal(held.length, 4);
    assert_int_equal(held.chars[0], 'a');
    assert_int_equal(held.chars[1], 0);
    assert_int_equal(held.chars[2], 0xD800);
    assert_int_equal(held.chars[3], 'b');
}

static void an_empty_text_counts(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WCHAR unread = 'u';
    WS_STRING null = WS_STRING_NULL, empty = {0, &unread};
    assert_ok(WsAddErrorString(error, &null), NULL);
    assert_ok(WsAddErrorString(error, &empty), NULL);
    assert_int_equal(text_count(error), 2);
    assert_int_equal(get_text(error, 0).length, 0);
    assert_int_equal(get_text(error, 1).length, 0);
}

static void bad_texts_are_refused(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WCHAR chars[2] = {'a', 'b'};
    WS_STRING no_chars = {1, NULL}, odd = {1, (WCHAR *)misaligned(chars)}, good = {2, chars};
    assert_hr(E_INVALIDARG, WsAddErrorString(error, NULL), NULL);
    assert_hr(E_INVALIDARG, WsAddErrorString(error, &no_chars), NULL);
    assert_hr(E_INVALIDARG, WsAddErrorString(error, &odd), NULL);
    assert_hr(E_INVALIDARG, WsAddErrorString(error, (const WS_STRING *)misaligned(&good)), NULL);
    assert_hr(E_INVALIDARG, WsAddErrorString(NULL, &good), NULL);
    assert_int_equal(text_count(error), 0);
    assert_ok(WsAddErrorString(error, &good), NULL);
    assert_hr(E_INVALIDARG, WsGetErrorString(error, 0, NULL), NULL);
    assert_hr(E_INVALIDARG, WsGetErrorString(error, 0, (WS_STRING *)misaligned(&good)), NULL);
    assert_hr(E_INVALIDARG, WsGetErrorString(NULL, 0, &good), NULL);
}

static void the_language_is_chosen_before_anything_is_recorded(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    assert_hr(E_INVALIDARG, set_language(error, 0), NULL);
    assert_ok(set_language(error, 0x0407), NULL);
    assert_ok(set_language(error, 0x040C), NULL);
    assert_int_equal(get_language(error), 0x040C);
    assert_ok(WsAddErrorString(error, TEXT16("text")), NULL);
    assert_hr(WS_E_INVALID_OPERATION, set_language(error, 0x0409), NULL);
    assert_int_equal(get_language(error), 0x040C);
    assert_ok(WsResetError(error), NULL);
    assert_int_equal(get_language(error), 0x040C);
    assert_ok(set_language(error, 0x0409), NULL);
    assert_ok(set_original(error, 1), NULL);
    assert_hr(WS_E_INVALID_OPERATION, set_language(error, 0x0407), NULL);
}

static void creation_takes_the_language_only(void **state)
{
    (void)state;
    LANGID language = 0x0411, none = 0;
    ULONG number = 1;
    WS_ERROR *error = NULL;
    WS_ERROR_PROPERTY property = {WS_ERROR_PROPERTY_LANGID, &language, sizeof(language)};
    assert_ok(WsCreateError(&property, 1, &error), NULL);
    assert_int_equal(get_language(error), 0x0411);
    WsFreeError(error);

    WS_ERROR *untouched = (WS_ERROR *)&number;
    error = untouched;
    const WS_ERROR_PROPERTY refused[] = {
        {WS_ERROR_PROPERTY_LANGID, &none, sizeof(none)},
        {WS_ERROR_PROPERTY_LANGID, &language, 1},
        {WS_ERROR_PROPERTY_LANGID, &language, 4},
        {WS_ERROR_PROPERTY_LANGID, &language, 0},
        {WS_ERROR_PROPERTY_LANGID, NULL, sizeof(language)},
        {WS_ERROR_PROPERTY_LANGID, misaligned(&number), sizeof(language)},
        {WS_ERROR_PROPERTY_STRING_COUNT, &number, sizeof(number)},
        {WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &number, sizeof(number)},
        {(WS_ERROR_PROPERTY_ID)3, &number, sizeof(number)},
        {(WS_ERROR_PROPERTY_ID)-1, &number, sizeof(number)},
    };
    for (size_t i = 0; i < WsCountOf(refused); i++) {
        assert_hr(E_INVALIDARG, WsCreateError(&refused[i], 1, &error), NULL);
    }
    assert_hr(E_INVALIDARG, WsCreateError(NULL, 1, &error), NULL);
    assert_hr(E_INVALIDARG, WsCreateError((const WS_ERROR_PROPERTY *)misaligned(&property), 1, &error), NULL);
    assert_hr(E_INVALIDARG, WsCreateError(NULL, 0, NULL), NULL);
    assert_hr(E_INVALIDARG, WsCreateError(NULL, 0, (WS_ERROR **)misaligned(&error)), NULL);
    assert_ptr_equal(error, untouched);

    /* A pointer with a count of zero is not looked at. */
    assert_ok(WsCreateError(&refused[0], 0, &error), NULL);
    WsFreeError(error);
}

static void properties_check_id_size_and_pointer(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    ULONG buffer[4] = {9, 9, 9, 9};
    const struct {
        WS_ERROR_PROPERTY_ID id;
        ULONG size;
    } known[] = {{WS_ERROR_PROPERTY_STRING_COUNT, 4}, {WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, 4},
                 {WS_ERROR_PROPERTY_LANGID, 2}};
    for (size_t i = 0; i < WsCountOf(known); i++) {
        for (ULONG size = 0; size <= 8; size++) {
            HRESULT expected = size == known[i].size ? S_OK : E_INVALIDARG;
            assert_hr(expected, WsGetErrorProperty(error, known[i].id, buffer, size), NULL);
        }
        buffer[0] = 9;
        assert_hr(E_INVALIDARG, WsGetErrorProperty(error, known[i].id, NULL, known[i].size), NULL);
        assert_hr(E_INVALIDARG, WsGetErrorProperty(error, known[i].id, misaligned(buffer), known[i].size), NULL);
        assert_hr(E_INVALIDARG, WsSetErrorProperty(error, known[i].id, NULL, known[i].size), NULL);
        assert_hr(E_INVALIDARG, WsSetErrorProperty(error, known[i].id, misaligned(buffer), known[i].size), NULL);
        assert_hr(E_INVALIDARG, WsSetErrorProperty(error, known[i].id, buffer, 8), NULL);
        assert_hr(E_INVALIDARG, WsGetErrorProperty(NULL, known[i].id, buffer, known[i].size), NULL);
        assert_hr(E_INVALIDARG, WsSetErrorProperty(NULL, known[i].id, buffer, known[i].size), NULL);
    }
    assert_hr(E_INVALIDARG, WsSetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, buffer, 4), NULL);
    assert_hr(E_INVALIDARG, WsGetErrorProperty(error, (WS_ERROR_PROPERTY_ID)3, buffer, 4), NULL);
    assert_hr(E_INVALIDARG, WsSetErrorProperty(error, (WS_ERROR_PROPERTY_ID)0x7FFFFFFF, buffer, 4), NULL);
    assert_int_equal(buffer[0], 9);
    assert_int_equal(text_count(error), 0);
}

static void reset_forgets_texts_and_code(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    assert_ok(WsResetError(error), NULL);
    assert_ok(WsAddErrorString(error, TEXT16("text")), NULL);
    assert_ok(set_original(error, 2), NULL);
    assert_ok(WsResetError(error), NULL);
    assert_int_equal(text_count(error), 0);
    assert_int_equal(get_original(error), 0);
    assert_hr(E_INVALIDARG, WsResetError(NULL), NULL);
}

static void a_copy_replaces_what_was_there(void **state)
{
    WS_ERROR *source = ((FIXTURE *)*state)->error, *copy;
    assert_ok(WsCreateError(NULL, 0, &copy), NULL);
    assert_ok(set_language(source, 0x0407), NULL);
    assert_ok(WsAddErrorString(source, TEXT16("first")), NULL);
    assert_ok(WsAddErrorString(source, TEXT16("")), NULL);
    assert_ok(set_original(source, 0x1234), NULL);
    assert_ok(WsAddErrorString(copy, TEXT16("old")), NULL);
    assert_ok(set_original(copy, 1), NULL);
    assert_ok(WsCopyError(source, copy), NULL);
    assert_int_equal(text_count(copy), 3);
    assert_int_equal(get_original(copy), 0x1234);
    assert_int_equal(get_language(copy), 0x0407);

    /* The copy is its own: it outlives the source's texts. */
    assert_ok(WsResetError(source), NULL);
    WS_STRING text = get_text(copy, 1);
    EQUAL_STRING(&text, "first");
    text = get_text(copy, 0);
    EQUAL_STRING(&text, "");
    text = get_text(copy, 2);
    assert_true(text_contains(&text, "1234"));
    assert_ok(WsCopyError(source, copy), NULL);
    assert_int_equal(text_count(copy), 0);
    WsFreeError(copy);
}

static void a_copy_to_itself_changes_nothing(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    assert_ok(WsAddErrorString(error, TEXT16("text")), NULL);
    assert_ok(set_original(error, 3), NULL);
    WS_STRING held = get_text(error, 0);
    assert_ok(WsCopyError(error, error), NULL);
    assert_int_equal(text_count(error), 2);
    assert_ptr_equal(get_text(error, 0).chars, held.chars);
    assert_hr(E_INVALIDARG, WsCopyError(NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsCopyError(error, NULL), NULL);
    assert_hr(E_INVALIDARG, WsCopyError(NULL, NULL), NULL);
    assert_int_equal(text_count(error), 2);
}

static void a_failing_call_adds_its_texts_in_front(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    void *memory = NULL;
    assert_ok(WsAddErrorString(fixture->error, TEXT16("mine")), NULL);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsAlloc(fixture->heap, (1 << 20) + 1, &memory, fixture->error), NULL);
    ULONG count = text_count(fixture->error);
    assert_true(count > 1);
    WS_STRING text = get_text(fixture->error, count - 1);
    EQUAL_STRING(&text, "mine");
    /* A success leaves the texts alone. */
    assert_ok(WsAlloc(fixture->heap, 1, &memory, fixture->error), fixture->error);
    assert_int_equal(text_count(fixture->error), count);
}

static void null_is_freed_without_effect(void **state)
{
    (void)state;
    WsFreeError(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_new_object_is_empty),
        FIXTURE_TEST(texts_come_newest_first_and_the_original_code_last),
        FIXTURE_TEST(the_original_code_alone_has_a_text_and_goes_with_zero),
        FIXTURE_TEST(texts_are_copied_and_stay_in_place),
        FIXTURE_TEST(an_empty_text_counts),
        FIXTURE_TEST(bad_texts_are_refused),
        FIXTURE_TEST(the_language_is_chosen_before_anything_is_recorded),
        cmocka_unit_test(creation_takes_the_language_only),
        FIXTURE_TEST(properties_check_id_size_and_pointer),
        FIXTURE_TEST(reset_forgets_texts_and_code),
        FIXTURE_TEST(a_copy_replaces_what_was_there),
        FIXTURE_TEST(a_copy_to_itself_changes_nothing),
        FIXTURE_TEST(a_failing_call_adds_its_texts_in_front),
        cmocka_unit_test(null_is_freed_without_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
