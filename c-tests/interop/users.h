/* The user that services know: alice with the password wonderland. */
#ifndef USERS_H
#define USERS_H

#include <WebServices.h>

#include <string.h>

static const WS_STRING alice = WS_STRING_VALUE(u"alice"), wonderland = WS_STRING_VALUE(u"wonderland");

static inline int equal(const WS_STRING *a, const WS_STRING *b)
{
    return a->length == b->length && memcmp(a->chars, b->chars, a->length * sizeof(WCHAR)) == 0;
}

static inline HRESULT CALLBACK validate(void *state, const WS_STRING *name, const WS_STRING *password,
                                        const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)state;
    (void)asyncContext;
    (void)error;
    return equal(name, &alice) && equal(password, &wonderland) ? S_OK : S_FALSE;
}

#endif
