/*
 * WsDecodeUrl, WsEncodeUrl and WsCombineUrl as a C program sees them: every scheme, flag and error.
 *
 * Untested here: random input and running times, which the tests beside the implementation cover.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <WebServices.h>

typedef struct SESSION {
    WS_HEAP *heap;
    WS_ERROR *error;
} SESSION;

static int start(void **state)
{
    SESSION *session = calloc(1, sizeof *session);
    if (session == NULL || FAILED(WsCreateHeap(1 << 20, 0, NULL, 0, &session->heap, NULL))) {
        return -1;
    }
    *state = session;
    return FAILED(WsCreateError(NULL, 0, &session->error)) ? -1 : 0;
}

static int stop(void **state)
{
    SESSION *session = *state;
    WsFreeError(session->error);
    WsFreeHeap(session->heap);
    free(session);
    return 0;
}

static SIZE_T requested(WS_HEAP *heap)
{
    SIZE_T size = 0;
    assert_int_equal(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &size, sizeof size, NULL), S_OK);
    return size;
}

static ULONG units(const char16_t *text)
{
    ULONG count = 0;
    while (text[count] != 0) {
        count++;
    }
    return count;
}

static WS_STRING string(const char16_t *text)
{
    WS_STRING string = { units(text), (WCHAR *)text };
    return string;
}

static void assert_text(WS_STRING actual, const char16_t *expected)
{
    assert_int_equal(actual.length, units(expected));
    assert_non_null(actual.chars);
    assert_memory_equal(actual.chars, expected, actual.length * sizeof(WCHAR));
}

/* The newest text of the error object has the words somewhere; empties the object. */
static void assert_error(WS_ERROR *error, const char *words)
{
    WS_STRING text;
    char ascii[512];
    ULONG count = 0, used = 0;
    assert_int_equal(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof count), S_OK);
    assert_true(count > 0);
    for (ULONG i = 0; i < count; i++) {
        assert_int_equal(WsGetErrorString(error, i, &text), S_OK);
        for (ULONG j = 0; j < text.length && used < sizeof ascii - 1; j++) {
            ascii[used++] = (char)text.chars[j];
        }
    }
    ascii[used] = 0;
    if (strstr(ascii, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", ascii, words);
    }
    assert_int_equal(WsResetError(error), S_OK);
}

static WS_URL *decode(SESSION *session, const char16_t *text, ULONG flags)
{
    WS_STRING url = string(text);
    WS_URL *decoded = NULL;
    assert_int_equal(WsDecodeUrl(&url, flags, session->heap, &decoded, session->error), S_OK);
    assert_non_null(decoded);
    return decoded;
}

static void refuse_decode(SESSION *session, const char16_t *text, ULONG flags, const char *words)
{
    WS_STRING url = string(text);
    WS_URL *const sentinel = (WS_URL *)session;
    WS_URL *decoded = sentinel;
    SIZE_T before = requested(session->heap);
    assert_int_equal(WsDecodeUrl(&url, flags, session->heap, &decoded, session->error), WS_E_INVALID_FORMAT);
    assert_ptr_equal(decoded, sentinel);
    assert_int_equal(requested(session->heap), before);
    assert_error(session->error, words);
}

static void refuse_encode(SESSION *session, const WS_URL *url, const char *words)
{
    WS_STRING text = { 7, NULL };
    SIZE_T before = requested(session->heap);
    assert_int_equal(WsEncodeUrl(url, 0, session->heap, &text, session->error), WS_E_INVALID_FORMAT);
    assert_int_equal(text.length, 7);
    assert_int_equal(requested(session->heap), before);
    assert_error(session->error, words);
}

static void combine(SESSION *session, const char16_t *base, const char16_t *reference, ULONG flags,
                    const char16_t *expected)
{
    WS_STRING first = string(base), second = string(reference), result;
    assert_int_equal(WsCombineUrl(&first, &second, flags, session->heap, &result, session->error), S_OK);
    assert_text(result, expected);
}

static void refuse_combine(SESSION *session, const char16_t *base, const char16_t *reference, ULONG flags,
                           const char *words)
{
    WS_STRING first = string(base), second = string(reference), result = { 7, NULL };
    SIZE_T before = requested(session->heap);
    assert_int_equal(WsCombineUrl(&first, &second, flags, session->heap, &result, session->error),
                     WS_E_INVALID_FORMAT);
    assert_int_equal(result.length, 7);
    assert_int_equal(requested(session->heap), before);
    assert_error(session->error, words);
}

/* One test of decoding and encoding for each scheme, through the structure that belongs to it. */
#define SCHEME_TEST(name, TYPE, SCHEME, prefix, defaultPort)                                                        \
    static void name(void **state)                                                                                  \
    {                                                                                                               \
        SESSION *session = *state;                                                                                  \
        WS_STRING text;                                                                                             \
        TYPE *url = (TYPE *)decode(session, prefix u"host:1234/a%20b/%C3%A9?q=%23#f%25", 0);                        \
        assert_int_equal(url->url.scheme, SCHEME);                                                                  \
        assert_text(url->host, u"host");                                                                            \
        assert_int_equal(url->port, 1234);                                                                          \
        assert_text(url->portAsString, u"1234");                                                                    \
        assert_text(url->path, u"/a b/\u00e9");                                                                     \
        assert_text(url->query, u"q=#");                                                                            \
        assert_text(url->fragment, u"f%");                                                                          \
        assert_int_equal(WsEncodeUrl(&url->url, 0, session->heap, &text, session->error), S_OK);                    \
        assert_text(text, prefix u"host:1234/a%20b/%C3%A9?q=%23#f%25");                                             \
        url = (TYPE *)decode(session, prefix u"host", 0);                                                           \
        assert_int_equal(url->url.scheme, SCHEME);                                                                  \
        assert_int_equal(url->port, defaultPort);                                                                   \
        assert_int_equal(url->portAsString.length, 0);                                                              \
        assert_int_equal(url->path.length, 0);                                                                      \
        assert_int_equal(url->query.length, 0);                                                                     \
        assert_int_equal(url->fragment.length, 0);                                                                  \
        assert_int_equal(WsEncodeUrl(&url->url, 0, session->heap, &text, session->error), S_OK);                    \
        assert_text(text, prefix u"host");                                                                          \
        combine(session, prefix u"host/a/b", u"../c?q", 0, prefix u"host/c?q");                                     \
    }

SCHEME_TEST(http, WS_HTTP_URL, WS_URL_HTTP_SCHEME_TYPE, u"http://", 80)
SCHEME_TEST(https, WS_HTTPS_URL, WS_URL_HTTPS_SCHEME_TYPE, u"https://", 443)
SCHEME_TEST(net_tcp, WS_NETTCP_URL, WS_URL_NETTCP_SCHEME_TYPE, u"net.tcp://", 808)
SCHEME_TEST(soap_udp, WS_SOAPUDP_URL, WS_URL_SOAPUDP_SCHEME_TYPE, u"soap.udp://", 0xFFFF)
SCHEME_TEST(net_pipe, WS_NETPIPE_URL, WS_URL_NETPIPE_SCHEME_TYPE, u"net.pipe://", 0xFFFF)

static void decode_accepts(void **state)
{
    SESSION *session = *state;
    WS_HTTP_URL *url = (WS_HTTP_URL *)decode(session, u"HtTp://[fe80::1%25eth0]:0080", 0);
    assert_int_equal(url->url.scheme, WS_URL_HTTP_SCHEME_TYPE);
    assert_text(url->host, u"[fe80::1%25eth0]");
    assert_int_equal(url->port, 80);
    assert_text(url->portAsString, u"0080");

    url = (WS_HTTP_URL *)decode(session, u"http://192.0.2.1:/", 0);
    assert_text(url->host, u"192.0.2.1");
    assert_int_equal(url->port, 80);
    assert_int_equal(url->portAsString.length, 0);

    url = (WS_HTTP_URL *)decode(session, u"http://b%C3%BCcher.example/%F0%9F%98%80", 0);
    assert_text(url->host, u"b\u00fccher.example");
    assert_text(url->path, u"/\U0001F600");
}

static void decode_refuses(void **state)
{
    SESSION *session = *state;
    refuse_decode(session, u"", 0, "not absolute");
    refuse_decode(session, u"/path", 0, "not absolute");
    refuse_decode(session, u"ftp://host/", 0, "\"ftp\"");
    refuse_decode(session, u"http:/path", 0, "//");
    refuse_decode(session, u"http:///path", 0, "no host");
    refuse_decode(session, u"http://user:pw@host/", 0, "user information");
    refuse_decode(session, u"http://[::1/", 0, "']'");
    refuse_decode(session, u"http://[]/", 0, "empty");
    refuse_decode(session, u"http://host:65536/", 0, "65535");
    refuse_decode(session, u"http://host:8x/", 0, "'x'");
    refuse_decode(session, u"http://good%2F.example/", 0, "no host has");
    refuse_decode(session, u"http://host/a b", 0, "U+0020 at index 13");
    refuse_decode(session, u"http://host/\u00e9", 0, "U+00E9 at index 12");
    refuse_decode(session, u"http://host/%4", 0, "hexadecimal digits at index 12");
    refuse_decode(session, u"http://host/%C0%AF", 0, "UTF-8 at index 12");
    refuse_decode(session, u"http://host/?%ED%A0%80", 0, "UTF-8 at index 13");
    refuse_decode(session, u"http://host/#%00", 0, "zero character at index 13");
}

static void zeros_are_not_part_of_a_url(void **state)
{
    SESSION *session = *state;
    WS_URL *decoded = NULL;
    WS_STRING inside = WS_STRING_VALUE(u"http://host\0.example/"), counted = { 13, (WCHAR *)u"http://host/" };
    assert_int_equal(WsDecodeUrl(&inside, 0, session->heap, &decoded, session->error), WS_E_INVALID_FORMAT);
    assert_error(session->error, "zero character at index 11");
    assert_int_equal(WsDecodeUrl(&counted, 0, session->heap, &decoded, session->error), WS_E_INVALID_FORMAT);
    assert_error(session->error, "terminator");
    assert_null(decoded);
}

static void host_wildcards(void **state)
{
    static const char16_t *const urls[] = { u"http://+:80/x", u"net.tcp://*/x", u"http://%2B/x" };
    SESSION *session = *state;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        refuse_decode(session, urls[i], WS_URL_FLAGS_NO_PATH_COLLAPSE, "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
        refuse_combine(session, urls[i], u"y", 0, "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
        refuse_combine(session, u"http://h/", urls[i], 0, "WS_URL_FLAGS_ALLOW_HOST_WILDCARDS");
    }
    WS_HTTP_URL *url = (WS_HTTP_URL *)decode(session, urls[0], WS_URL_FLAGS_ALLOW_HOST_WILDCARDS);
    assert_text(url->host, u"+");
    combine(session, urls[1], u"y", WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, u"net.tcp://*/y");
    WS_STRING text;
    assert_int_equal(WsEncodeUrl(&url->url, 0, session->heap, &text, session->error), S_OK);
    assert_text(text, urls[0]);
}

static void path_collapse(void **state)
{
    SESSION *session = *state;
    const char16_t *const text = u"http://h/a/./b/../%2e%2E/c%2F..%2Fd/..?x/../y";
    WS_HTTP_URL *url = (WS_HTTP_URL *)decode(session, text, 0);
    assert_text(url->path, u"/");
    assert_text(url->query, u"x/../y");
    url = (WS_HTTP_URL *)decode(session, text, WS_URL_FLAGS_NO_PATH_COLLAPSE);
    assert_text(url->path, u"/a/./b/../../c/../d/..");
    combine(session, u"http://h/a/b", u"../%2e/c", 0, u"http://h/c");
    combine(session, u"http://h/a/b", u"../%2e/c", WS_URL_FLAGS_NO_PATH_COLLAPSE, u"http://h/a/../%2e/c");
}

static void zero_terminate(void **state)
{
    SESSION *session = *state;
    WS_URL *url = decode(session, u"http://h/", 0), *decoded = NULL;
    WS_STRING base = WS_STRING_VALUE(u"http://h/"), text;
    assert_int_equal(WsEncodeUrl(url, WS_URL_FLAGS_ZERO_TERMINATE, session->heap, &text, session->error), S_OK);
    assert_int_equal(text.length, 10);
    assert_memory_equal(text.chars, u"http://h/", 10 * sizeof(WCHAR));
    assert_int_equal(WsCombineUrl(&base, &base, WS_URL_FLAGS_ZERO_TERMINATE, session->heap, &text, session->error),
                     S_OK);
    assert_int_equal(text.length, 10);
    assert_memory_equal(text.chars, u"http://h/", 10 * sizeof(WCHAR));
    assert_int_equal(WsDecodeUrl(&base, WS_URL_FLAGS_ZERO_TERMINATE, session->heap, &decoded, session->error),
                     E_INVALIDARG);
    assert_error(session->error, "0x4");
    assert_null(decoded);
}

static void encode_parts(void **state)
{
    SESSION *session = *state;
    WS_HTTPS_URL url;
    WS_STRING text;
    memset(&url, 0, sizeof url);
    url.url.scheme = WS_URL_HTTPS_SCHEME_TYPE;
    refuse_encode(session, &url.url, "no host");
    url.host = string(u"::1");
    url.port = 8443;
    url.path = string(u"/100% \u20ac?#");
    url.query = string(u"a=b&c#");
    assert_int_equal(WsEncodeUrl(&url.url, 0, session->heap, &text, session->error), S_OK);
    assert_text(text, u"https://[::1]:8443/100%25%20%E2%82%AC%3F%23?a=b&c%23");

    url.portAsString = string(u"443");
    refuse_encode(session, &url.url, "(8443)");
    url.port = 0;
    assert_int_equal(WsEncodeUrl(&url.url, 0, session->heap, &text, session->error), S_OK);
    assert_text(text, u"https://[::1]:443/100%25%20%E2%82%AC%3F%23?a=b&c%23");
    url.portAsString = string(u"4 3");
    refuse_encode(session, &url.url, "U+0020");
    url.portAsString.length = 0;

    /* What the other functions' flags say has no meaning here, and does no harm. */
    ULONG flags = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE;
    url.path = string(u"/a/../b");
    url.query.length = 0;
    assert_int_equal(WsEncodeUrl(&url.url, flags, session->heap, &text, session->error), S_OK);
    assert_text(text, u"https://[::1]/a/../b");

    url.path = string(u"a");
    refuse_encode(session, &url.url, "slash");
    WCHAR surrogate[] = { u'/', 0xD800, u'a' };
    url.path = (WS_STRING){ 3, surrogate };
    refuse_encode(session, &url.url, "U+D800 without its pair at index 1");
    surrogate[1] = 0;
    refuse_encode(session, &url.url, "zero character at index 1");
    url.path.length = 0;
    url.host = string(u"a@b");
    refuse_encode(session, &url.url, "'@'");
    url.host = string(u"h");
    url.url.scheme = (WS_URL_SCHEME_TYPE)5;
    refuse_encode(session, &url.url, "WS_URL_SCHEME_TYPE(5)");
}

static void combine_as_in_the_rfc(void **state)
{
    static const struct {
        const char16_t *reference, *expected;
    } examples[] = {
        { u"g", u"http://a/b/c/g" },
        { u"./g", u"http://a/b/c/g" },
        { u"g/", u"http://a/b/c/g/" },
        { u"/g", u"http://a/g" },
        { u"//g", u"http://g" },
        { u"?y", u"http://a/b/c/d;p?y" },
        { u"g?y", u"http://a/b/c/g?y" },
        { u"#s", u"http://a/b/c/d;p?q#s" },
        { u"g?y#s", u"http://a/b/c/g?y#s" },
        { u";x", u"http://a/b/c/;x" },
        { u"", u"http://a/b/c/d;p?q" },
        { u".", u"http://a/b/c/" },
        { u"..", u"http://a/b/" },
        { u"../../g", u"http://a/g" },
        { u"../../../../g", u"http://a/g" },
        { u"/../g", u"http://a/g" },
        { u"g;x=1/../y", u"http://a/b/c/y" },
        { u"g?y/../x", u"http://a/b/c/g?y/../x" },
        { u"g#s/../x", u"http://a/b/c/g#s/../x" },
        { u"Net.Tcp://[::1]:1/x?#", u"Net.Tcp://[::1]:1/x?#" },
    };
    SESSION *session = *state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        combine(session, u"http://a/b/c/d;p?q", examples[i].reference, 0, examples[i].expected);
    }
    refuse_combine(session, u"http://a/", u"g:h", 0, "\"g\"");
    refuse_combine(session, u"http://a/", u"http:g", 0, "referenceUrl");
    refuse_combine(session, u"http://a/", u"a b", 0, "referenceUrl");
    refuse_combine(session, u"/a", u"b", 0, "baseUrl");
    refuse_combine(session, u"ftp://a/", u"http://b/", 0, "baseUrl");

    WS_STRING url = WS_STRING_VALUE(u"http://h/a"), reference = WS_STRING_VALUE(u"b");
    assert_int_equal(WsCombineUrl(&url, &reference, 0, session->heap, &url, session->error), S_OK);
    assert_text(url, u"http://h/b");
}

static void limits(void **state)
{
    enum { LONGEST = 65535, MORE = 70000 };
    SESSION *session = *state;
    WCHAR *text = malloc(MORE * sizeof *text);
    WS_STRING url = { MORE, text }, short_url = WS_STRING_VALUE(u"http://h/"), result = { 7, NULL };
    WS_URL *decoded = NULL;
    WS_HTTP_URL parts;
    assert_non_null(text);
    for (size_t i = 0; i < MORE; i++) {
        text[i] = u'a';
    }
    memset(&parts, 0, sizeof parts);
    parts.host = url;
    refuse_encode(session, &parts.url, "65535");
    parts.host.length = 256;
    refuse_encode(session, &parts.url, "255");

    memcpy(text, short_url.chars, 7 * sizeof *text);
    assert_int_equal(WsDecodeUrl(&url, 0, session->heap, &decoded, session->error), WS_E_INVALID_FORMAT);
    assert_error(session->error, "65535");
    url.length = LONGEST;
    assert_int_equal(WsDecodeUrl(&url, 0, session->heap, &decoded, session->error), WS_E_INVALID_FORMAT);
    assert_error(session->error, "255");
    text[8] = u'/';
    assert_int_equal(WsDecodeUrl(&url, 0, session->heap, &decoded, session->error), S_OK);
    assert_int_equal(((WS_HTTP_URL *)decoded)->path.length, LONGEST - 8);
    url.length = LONGEST + 1;
    assert_int_equal(WsCombineUrl(&short_url, &url, 0, session->heap, &result, session->error), WS_E_INVALID_FORMAT);
    assert_error(session->error, "65535");
    assert_int_equal(result.length, 7);
    free(text);
}

static void bad_arguments(void **state)
{
    SESSION *session = *state;
    WS_HEAP *heap = session->heap;
    WS_ERROR *error = session->error;
    WS_STRING url = WS_STRING_VALUE(u"http://h/"), torn = { 1, NULL }, text = { 7, NULL };
    WS_URL *parts = decode(session, u"http://h/", 0), *decoded = NULL;
    WS_URL **odd_decoded = (WS_URL **)(void *)((char *)&decoded + 1);
    WS_STRING *odd_text = (WS_STRING *)(void *)((char *)&text + 1);

    assert_int_equal(WsDecodeUrl(NULL, 0, heap, &decoded, error), E_INVALIDARG);
    assert_error(error, "url is NULL");
    assert_int_equal(WsDecodeUrl(&torn, 0, heap, &decoded, error), E_INVALIDARG);
    assert_error(error, "url is NULL");
    assert_int_equal(WsDecodeUrl(&url, 8, heap, &decoded, error), E_INVALIDARG);
    assert_error(error, "0x8");
    assert_int_equal(WsDecodeUrl(&url, 0, NULL, &decoded, error), E_INVALIDARG);
    assert_error(error, "heap");
    assert_int_equal(WsDecodeUrl(&url, 0, heap, NULL, error), E_INVALIDARG);
    assert_error(error, "outUrl is NULL");
    assert_int_equal(WsDecodeUrl(&url, 0, heap, odd_decoded, error), E_INVALIDARG);
    assert_error(error, "outUrl is not aligned");
    assert_null(decoded);

    assert_int_equal(WsEncodeUrl(NULL, 0, heap, &text, error), E_INVALIDARG);
    assert_error(error, "url is NULL");
    assert_int_equal(WsEncodeUrl(parts, 0x80000000u, heap, &text, error), E_INVALIDARG);
    assert_error(error, "0x80000000");
    assert_int_equal(WsEncodeUrl(parts, 0, NULL, &text, error), E_INVALIDARG);
    assert_error(error, "heap");
    assert_int_equal(WsEncodeUrl(parts, 0, heap, NULL, error), E_INVALIDARG);
    assert_error(error, "outUrl is NULL");
    assert_int_equal(WsEncodeUrl(parts, 0, heap, odd_text, error), E_INVALIDARG);
    assert_error(error, "outUrl is not aligned");
    ((WS_HTTP_URL *)parts)->query = torn;
    assert_int_equal(WsEncodeUrl(parts, 0, heap, &text, error), E_INVALIDARG);
    assert_error(error, "url->query is NULL");

    assert_int_equal(WsCombineUrl(NULL, &url, 0, heap, &text, error), E_INVALIDARG);
    assert_error(error, "baseUrl is NULL");
    assert_int_equal(WsCombineUrl(&url, NULL, 0, heap, &text, error), E_INVALIDARG);
    assert_error(error, "referenceUrl is NULL");
    assert_int_equal(WsCombineUrl(&url, &url, 8, heap, &text, error), E_INVALIDARG);
    assert_error(error, "0x8");
    assert_int_equal(WsCombineUrl(&url, &url, 0, NULL, &text, error), E_INVALIDARG);
    assert_error(error, "heap");
    assert_int_equal(WsCombineUrl(&url, &url, 0, heap, NULL, error), E_INVALIDARG);
    assert_error(error, "resultUrl is NULL");
    assert_int_equal(WsCombineUrl(&url, &url, 0, heap, odd_text, error), E_INVALIDARG);
    assert_error(error, "resultUrl is not aligned");
    assert_int_equal(text.length, 7);

    /* Without an error object the code says it all. */
    assert_int_equal(WsDecodeUrl(NULL, 0, NULL, NULL, NULL), E_INVALIDARG);
    assert_int_equal(WsEncodeUrl(NULL, 0, NULL, NULL, NULL), E_INVALIDARG);
    assert_int_equal(WsCombineUrl(NULL, NULL, 0, NULL, NULL, NULL), E_INVALIDARG);
}

static void heap_quota(void **state)
{
    SESSION *session = *state;
    WS_STRING url = WS_STRING_VALUE(u"http://h/"), text = { 7, NULL };
    WS_URL *parts = decode(session, u"http://h/", 0), *decoded = NULL;
    WS_HEAP *small = NULL;
    assert_int_equal(WsCreateHeap(17, 0, NULL, 0, &small, NULL), S_OK);
    assert_int_equal(WsDecodeUrl(&url, 0, small, &decoded, session->error), WS_E_QUOTA_EXCEEDED);
    assert_int_equal(WsEncodeUrl(parts, 0, small, &text, session->error), WS_E_QUOTA_EXCEEDED);
    assert_int_equal(WsCombineUrl(&url, &url, 0, small, &text, session->error), WS_E_QUOTA_EXCEEDED);
    assert_error(session->error, "WS_HEAP_PROPERTY_MAX_SIZE (17)");
    assert_null(decoded);
    assert_int_equal(text.length, 7);
    assert_int_equal(requested(small), 0);
    WsFreeHeap(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(http, start, stop),
        cmocka_unit_test_setup_teardown(https, start, stop),
        cmocka_unit_test_setup_teardown(net_tcp, start, stop),
        cmocka_unit_test_setup_teardown(soap_udp, start, stop),
        cmocka_unit_test_setup_teardown(net_pipe, start, stop),
        cmocka_unit_test_setup_teardown(decode_accepts, start, stop),
        cmocka_unit_test_setup_teardown(decode_refuses, start, stop),
        cmocka_unit_test_setup_teardown(zeros_are_not_part_of_a_url, start, stop),
        cmocka_unit_test_setup_teardown(host_wildcards, start, stop),
        cmocka_unit_test_setup_teardown(path_collapse, start, stop),
        cmocka_unit_test_setup_teardown(zero_terminate, start, stop),
        cmocka_unit_test_setup_teardown(encode_parts, start, stop),
        cmocka_unit_test_setup_teardown(combine_as_in_the_rfc, start, stop),
        cmocka_unit_test_setup_teardown(limits, start, stop),
        cmocka_unit_test_setup_teardown(bad_arguments, start, stop),
        cmocka_unit_test_setup_teardown(heap_quota, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
