/* A panic inside the library reaches C as an HRESULT with a text, and the process goes on. Needs the test hooks. */
#include "support/check.h"

/* Exported only by a build with the feature test-hooks; so it is in no header. */
HRESULT WsxTestPanic(WS_ERROR *error);

static void a_panic_becomes_e_unexpected(void **state)
{
    FIXTURE *fixture = (FIXTURE *)*state;
    for (int i = 0; i < 3; i++) {
        assert_hr(E_UNEXPECTED, WsxTestPanic(fixture->error), NULL);
        assert_error_says(fixture->error, "on purpose");
        assert_hr(E_UNEXPECTED, WsxTestPanic(NULL), NULL);
    }
    void *memory;
    assert_ok(WsAlloc(fixture->heap, 1, &memory, fixture->error), fixture->error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(a_panic_becomes_e_unexpected)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
