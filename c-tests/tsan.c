/*
 * rustc's thread sanitizer calls these, which gcc's runtime does not have under these names. The C library's functions
 * of the same meaning are watched by the runtime.
 */
#include <string.h>

void *__tsan_memset(void *to, int byte, size_t count);
void *__tsan_memcpy(void *to, const void *from, size_t count);
void *__tsan_memmove(void *to, const void *from, size_t count);

void *__tsan_memset(void *to, int byte, size_t count) { return memset(to, byte, count); }
void *__tsan_memcpy(void *to, const void *from, size_t count) { return memcpy(to, from, count); }
void *__tsan_memmove(void *to, const void *from, size_t count) { return memmove(to, from, count); }
