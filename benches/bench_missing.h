/* A call of a function that the library does not have yet: missing.h, which the build writes, puts this in its place. */
#ifndef BENCH_MISSING_H
#define BENCH_MISSING_H

#include <WebServices.h>

#define NOT_IN_BUILD ((HRESULT)0x80004001u)
static const char *lacks = "";
static inline HRESULT not_in_build( const char *function ) { lacks = function; return NOT_IN_BUILD; }

#endif
