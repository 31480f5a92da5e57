/*
 * What the examples of services and clients share: texts of errors on standard error, and URLs from the command line.
 */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <WebServices.h>

#include <stdio.h>
#include <string.h>

#define MAX_URL 256

/* Prints what went wrong: the code, and all that the library says about it. */
static inline void print_error(HRESULT hr, WS_ERROR *error)
{
    ULONG count = 0;
    fprintf(stderr, "failed: 0x%08X\n", (unsigned)hr);
    if (error != NULL) WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
    for (ULONG i = 0; i < count; i++) {
        WS_STRING text;
        if (FAILED(WsGetErrorString(error, i, &text))) break;
        for (ULONG c = 0; c < text.length; c++)
            fputc(text.chars[c] < 0x80 ? text.chars[c] : '?', stderr);
        fputc('\n', stderr);
    }
}

/* A URL is ASCII; the API takes UTF-16. room has to stay for as long as the text is used. */
static inline WS_STRING url_of(const char *text, WCHAR room[MAX_URL])
{
    WS_STRING url = { 0, room };
    while (text[url.length] != 0 && url.length < MAX_URL) {
        room[url.length] = (unsigned char)text[url.length];
        url.length++;
    }
    return url;
}

/* Serves until somebody presses Enter, or whoever started the program closes its input. */
static inline void wait_for_enter(const char *url)
{
    printf("serving %s until Enter is pressed\n", url);
    fflush(stdout);
    int c = getchar();
    while (c != '\n' && c != EOF)
        c = getchar();
}

#endif
