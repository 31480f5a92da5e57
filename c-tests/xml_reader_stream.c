/* Input from a callback: pieces of all sizes, filling now and in the background, failures, memory. */
#include "support/source.h"

#include <sys/resource.h>

static void set_source_with(READER *r, SOURCE *source, WS_CHARSET charset, const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, charset};
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, read_source, source};
    assert_ok(WsSetInput(r->reader, &encoding.encoding, &input.input, properties, count, r->error), r->error);
    assert_int_equal(source->calls, 0);
}

static SOURCE set_source(READER *r, SOURCE *source, const void *bytes, size_t size, ULONG piece)
{
    *source = (SOURCE){.bytes = bytes, .size = size, .piece = piece};
    set_source_with(r, source, WS_CHARSET_AUTO, NULL, 0);
    return *source;
}

/* Reads all, with what a node needs filled in before it. A node of these documents has less than 100 bytes. */
static HRESULT read_stream(READER *r, TEXT *out, MODE mode)
{
    int joined = 0;
    add(out, "", 0);
    for (;;) {
        const WS_XML_NODE *node;
        HRESULT hr = mode == NOW ? WsFillReader(r->reader, 100, NULL, r->error) : fill(r, 100);
        if (hr == S_OK) {
            hr = WsReadNode(r->reader, r->error);
        }
        if (FAILED(hr)) {
            return hr;
        }
        assert_int_equal(hr, S_OK);
        assert_ok(WsGetReaderNode(r->reader, &node, r->error), r->error);
        add_node(out, node, &joined);
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            return S_OK;
        }
    }
}

static const char document[] =
    "<?xml version='1.0'?>\r\n<!--start-->\n<p:a xmlns:p='urn:p' xmlns='d' p:x='1&amp;2' y=\"\r\n\">text &amp; more\r\n"
    "\xC3\xA4\xE6\x9D\xB1\xF0\x9F\x98\x80<b/><c>]]&gt;]]<!--]]>--></c>]<d></d>]]<![CDATA[<&]]]]>x&#x1F600;]]&#62;"
    "<e long='abcdefghijklmnopqrstuvwxyz'>\r\r\n\n</e>tail<!--end--></p:a>\r\n<!--after-->  ";

static void pieces_of_all_sizes(void **state)
{
    static const ULONG pieces[] = {1, 2, 3, 4, 5, 7, 16, 61, 4096, 0, 0, 0};
    static const MODE modes[] = {NOW, INLINE, THREAD};
    READER *r = *state;
    TEXT whole = {0}, wide = {0};
    /* The same in UTF-16LE, without a mark, from a document without characters beyond ASCII. */
    const char *ascii = "<a b='c'>d<!--e-->f&amp;<g/></a>";
    BYTE utf16[100];
    for (size_t i = 0; i < strlen(ascii); i++) {
        utf16[2 * i] = (BYTE)ascii[i];
        utf16[2 * i + 1] = 0;
    }
    set_xml(r, document);
    assert_ok(read_all(r, &whole), r->error);
    set_xml(r, ascii);
    assert_ok(read_all(r, &wide), r->error);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        for (size_t m = 0; m < COUNT(modes); m++) {
            SOURCE source;
            TEXT out = {0};
            set_source(r, &source, document, sizeof(document) - 1, pieces[i]);
            source.mode = modes[m];
            source.random = (unsigned)i;
            assert_ok(read_stream(r, &out, modes[m]), r->error);
            assert_string_equal(out.chars, whole.chars);
            assert_int_equal(source.at, source.size);
            if (source.has_thread) {
                pthread_join(source.thread, NULL);
            }
            out.length = 0;
            set_source(r, &source, utf16, 2 * strlen(ascii), pieces[i]);
            assert_ok(read_stream(r, &out, NOW), r->error);
            assert_string_equal(out.chars, wide.chars);
            free(out.chars);
        }
    }
    free(whole.chars);
    free(wide.chars);
}

/* A stream that is cut anywhere and filled no further: the reader says that it needs more, or reads on once it is there. */
static void every_cut(void **state)
{
    READER *r = *state;
    TEXT whole = {0};
    set_xml(r, document);
    assert_ok(read_all(r, &whole), r->error);
    for (size_t cut = 0; cut < sizeof(document); cut++) {
        SOURCE source;
        TEXT out = {0};
        HRESULT hr;
        set_source(r, &source, document, sizeof(document) - 1, (ULONG)(cut == 0 ? 1 : cut));
        assert_ok(WsFillReader(r->reader, 1, NULL, r->error), r->error);
        hr = read_all(r, &out);
        if (cut < sizeof(document) - 1) {
            /* Whatever was read is what the whole document begins with, but for the end of a text that was cut. */
            size_t length = out.length > 0 && out.chars[out.length - 1] == '\'' ? out.length - 1 : out.length;
            assert_hr(WS_E_QUOTA_EXCEEDED, hr, r->error);
            assert_memory_equal(out.chars, whole.chars, length);
            assert_hr(WS_E_OBJECT_FAULTED, WsFillReader(r->reader, 1, NULL, r->error), r->error);
        }
        free(out.chars);
    }
    free(whole.chars);
}

/* What is malformed in memory is malformed in pieces. */
static void malformed_in_pieces(void **state)
{
    static const char *const bad[] = {
        "<a>]]></a>", "<a>x]]]></a>", "<a>&#65;]]></a>", "<a><b></a>", "<a>&x;</a>", "<a>\xE6\x9D</a>", "<a>\xC0\x80</a>",
        "<a b='1' b='2'/>", "<a/>x", "<a/><b/>", "<a><!-- -- --></a>", "<?xml version='2.0'?><a/>", "<a>", "<a", "", "<a>&#0;</a>",
        "<p:a/>", "<a><![CDATA[x]]", "<a>\xF0\x9F\x98", "\xEF\xBB<a/>", "<!DOCTYPE a><a/>", "<a></b>", "<a></aa>", "<a>\xEF\xBF\xBF</a>",
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        for (ULONG piece = 1; piece < 8; piece++) {
            /* As one fill, and with no more filled than there was need for. */
            for (int eager = 0; eager < 2; eager++) {
                SOURCE source;
                HRESULT hr;
                TEXT out = {0};
                set_source(r, &source, bad[i], strlen(bad[i]), piece);
                hr = eager ? WsFillReader(r->reader, 100, NULL, r->error) : S_OK;
                if (hr == S_OK) {
                    hr = read_stream(r, &out, NOW);
                }
                if (hr != WS_E_INVALID_FORMAT) {
                    fail_msg("%s in pieces of %u: %08X %s", bad[i], (unsigned)piece, HR(hr), out.chars);
                }
                free(out.chars);
            }
        }
    }
}

/* One byte at a time, and reading as far as it goes after each: "]]" and ">" that come apart are still "]]>". */
static void brackets_that_come_apart(void **state)
{
    READER *r = *state;
    for (int good = 0; good < 2; good++) {
        const char *xml = good ? "<a>]] >]]</a>" : "<a>x]]></a>";
        SOURCE source;
        HRESULT hr = S_OK;
        set_source(r, &source, xml, strlen(xml), 1);
        assert_ok(WsFillReader(r->reader, 5, NULL, r->error), r->error);
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        for (int i = 0; i < 20 && hr == S_OK; i++) {
            hr = WsFillReader(r->reader, good ? 4 : 3, NULL, r->error);
            if (hr == S_OK && node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF) {
                hr = WsReadNode(r->reader, r->error);
            }
        }
        assert_hr(good ? S_OK : WS_E_INVALID_FORMAT, hr, r->error);
    }
}

static void nothing_is_read_before_it_is_filled_in(void **state)
{
    READER *r = *state;
    SOURCE source;
    WS_CHARSET charset = (WS_CHARSET)77;
    set_source(r, &source, "<a/>", 4, 4);
    assert_on(r, BOF);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), r->error), r->error);
    assert_int_equal(charset, 77);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadNode(r->reader, r->error), r->error);
    assert_error_says(r->error, "WsFillReader");
    assert_int_equal(source.calls, 0);
    assert_hr(WS_E_OBJECT_FAULTED, WsFillReader(r->reader, 1, NULL, r->error), r->error);
    assert_int_equal(source.calls, 0);

    set_source(r, &source, "<a/>", 4, 1);
    assert_ok(WsFillReader(r->reader, 3, NULL, r->error), r->error);
    assert_int_equal(source.calls, 3);
    assert_ok(WsFillReader(r->reader, 3, NULL, r->error), r->error);
    assert_int_equal(source.calls, 3);
    assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), r->error), r->error);
    assert_int_equal(charset, WS_CHARSET_UTF8);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadNode(r->reader, r->error), r->error);
    /* At the end of the input filling does nothing, and the source is not asked again. */
    set_source(r, &source, "<a/>", 4, 100);
    assert_ok(WsFillReader(r->reader, 0xFFFFFFFF, NULL, r->error), r->error);
    assert_int_equal(source.calls, 2);
    assert_ok(WsFillReader(r->reader, 0xFFFFFFFF, NULL, r->error), r->error);
    assert_int_equal(source.calls, 2);
    assert_nodes(r, "<|a|/></>$");
    /* Nothing to do for input in memory. */
    set_xml(r, "<a/>");
    assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
    assert_ok(fill(r, 100), r->error);
    assert_nodes(r, "<|a|/></>$");
}

/* The callback is never offered more than the property says, unless more was asked for. */
static void buffer_sizes(void **state)
{
    READER *r = *state;
    ULONG sizes[] = {0, 1, 10, 5000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE, &sizes[i], sizeof(sizes[i])};
        SOURCE source = {.bytes = (const BYTE *)document, .size = sizeof(document) - 1, .piece = 4096};
        set_source_with(r, &source, WS_CHARSET_UTF8, &property, 1);
        assert_ok(WsFillReader(r->reader, 1, NULL, r->error), r->error);
        assert_int_equal(source.largest, sizes[i] < 1 ? 1 : sizes[i]);
    }
}

/* What a node points to stays when the reader is filled; so do its place and the rest of its text. */
static void nodes_outlive_filling(void **state)
{
    READER *r = *state;
    SOURCE source;
    const WS_XML_NODE *node;
    const WS_XML_ELEMENT_NODE *element;
    ULONGLONG row = 77;
    INT32 number = 0;
    WCHAR chars[16];
    ULONG count;
    TEXT xml = {0};
    add_chars(&xml, "\n<p:name xmlns:p='urn:p' a='value'> 123</p:name>");
    for (int i = 0; i < 10000; i++) {
        add_chars(&xml, " ");
    }
    set_source(r, &source, xml.chars, xml.length, 1);
    assert_ok(WsFillReader(r->reader, 36, NULL, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    element = element_of(r);
    for (ULONG size = 1; size < 10000; size += 999) {
        assert_ok(WsFillReader(r->reader, size, NULL, r->error), r->error);
        EQUAL_XML_STRING(element->localName, "name");
        EQUAL_XML_STRING(element->ns, "urn:p");
        EQUAL_XML_STRING(utf8_of(element->attributes[1]->value), "value");
    }
    node = node_of(r);
    EQUAL_XML_STRING(((const WS_XML_ELEMENT_NODE *)node)->localName, "name");
    assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), r->error), r->error);
    assert_int_equal(row, 1);
    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    assert_ok(WsFillReader(r->reader, 9990, NULL, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 16, &count, r->error), r->error);
    assert_int_equal(count, 5);
    assert_int_equal(chars[4], 'e');
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);

    /* A value whose text is in the old window, and which goes on in the new one. */
    for (ULONG first = 50; first < 56; first++) {
        const char *text = "<a>                                              12345</a>";
        set_source(r, &source, text, strlen(text), 1);
        assert_ok(WsFillReader(r->reader, first, NULL, r->error), r->error);
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
        assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
        assert_int_equal(number, 12345);
        assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    }
    /* The same in an attribute. */
    set_source(r, &source, "<a b='12'>x</a>", 15, 1);
    assert_ok(WsFillReader(r->reader, 10, NULL, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
    assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 12);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "a");
    free(xml.chars);
}

/* Rows and columns are those of the whole document, wherever it was cut. */
static void rows_in_pieces(void **state)
{
    READER *r = *state;
    const char *xml = "<a>\n\n <b c='\n'/>\n<d/>x\n</a>";
    ULONGLONG rows[20], columns[20];
    size_t nodes = 0;
    set_xml(r, xml);
    do {
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &rows[nodes], 8, r->error), r->error);
        assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_COLUMN, &columns[nodes++], 8, r->error), r->error);
    } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF);
    for (ULONG piece = 1; piece < 30; piece++) {
        for (int order = 0; order < 2; order++) {
            SOURCE source;
            WS_XML_NODE_TYPE last = WS_XML_NODE_TYPE_BOF;
            size_t at = 0;
            set_source(r, &source, xml, strlen(xml), piece);
            for (;;) {
                ULONGLONG row, column;
                WS_XML_NODE_TYPE type;
                assert_ok(WsFillReader(r->reader, 14, NULL, r->error), r->error);
                assert_ok(WsReadNode(r->reader, r->error), r->error);
                if (order) {
                    assert_ok(WsFillReader(r->reader, 25, NULL, r->error), r->error);
                }
                assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &row, 8, r->error), r->error);
                assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_COLUMN, &column, 8, r->error), r->error);
                type = node_of(r)->nodeType;
                if (type == WS_XML_NODE_TYPE_TEXT && last == type) {
                    continue; /* the rest of a text that was cut */
                }
                last = type;
                assert_int_equal(row, rows[at]);
                assert_int_equal(column, columns[at]);
                at++;
                if (type == WS_XML_NODE_TYPE_EOF) {
                    break;
                }
            }
            assert_int_equal(at, nodes);
        }
    }
}

static void failures_of_the_callback(void **state)
{
    static const HRESULT failures[] = {WS_E_ENDPOINT_UNREACHABLE, E_OUTOFMEMORY, WS_E_OPERATION_ABORTED};
    static const MODE modes[] = {NOW, INLINE, THREAD};
    READER *r = *state;
    for (size_t i = 0; i < COUNT(failures); i++) {
        for (size_t m = 0; m < COUNT(modes); m++) {
            SOURCE source;
            TEXT out = {0};
            set_source(r, &source, "<a>bc", 5, 2);
            source.failure = failures[i];
            source.mode = modes[m];
            assert_hr(failures[i], modes[m] == NOW ? WsFillReader(r->reader, 100, NULL, r->error) : fill(r, 100), r->error);
            assert_error_says(r->error, "read callback");
            assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
            if (source.has_thread) {
                pthread_join(source.thread, NULL);
            }
            /* A new input makes the reader good again. */
            set_source(r, &source, document, sizeof(document) - 1, 100);
            assert_ok(read_stream(r, &out, NOW), r->error);
            free(out.chars);
        }
    }
    /* Success codes that mean nothing here. */
    for (int i = 0; i < 2; i++) {
        SOURCE source;
        set_source(r, &source, "", 0, 2);
        source.failure = i == 0 ? S_FALSE : WS_S_ASYNC;
        assert_hr(WS_E_OTHER, WsFillReader(r->reader, 100, NULL, r->error), r->error);
    }
}

static HRESULT CALLBACK claims_too_much(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                        WS_ERROR *error)
{
    (void)state, (void)bytes, (void)context, (void)error;
    *actual = max + 1;
    return S_OK;
}

static void callbacks_that_misbehave(void **state)
{
    READER *r = *state;
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, claims_too_much, NULL};
    SOURCE source;
    assert_ok(WsSetInput(r->reader, &encoding.encoding, &input.input, NULL, 0, r->error), r->error);
    assert_hr(WS_E_OTHER, WsFillReader(r->reader, 1, NULL, r->error), r->error);
    assert_error_says(r->error, "more than it was asked for");
    /* Using and freeing the reader from its own callback is refused and does no harm. */
    set_source(r, &source, "<a/>", 4, 100);
    source.reader = r->reader;
    assert_ok(WsFillReader(r->reader, 1, NULL, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, source.reentered, NULL);
    source.reader = NULL;
    assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
    assert_nodes(r, "<|a|/></>$");
}

/* While a fill goes on in the background the reader is in use; freeing it then is refused. */
static void one_use_at_a_time(void **state)
{
    READER *r = *state;
    DONE done = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, S_OK};
    WS_ASYNC_CONTEXT context = {filled, &done}, none = {NULL, NULL};
    SOURCE source;
    set_source(r, &source, "<a/>", 4, 2);
    assert_hr(E_INVALIDARG, WsFillReader(r->reader, 4, &none, r->error), r->error);
    assert_hr(E_INVALIDARG, WsFillReader(r->reader, 4, misaligned(&context), r->error), r->error);
    assert_int_equal(source.calls, 0);
    source.mode = BY_HAND;
    assert_hr(WS_S_ASYNC, WsFillReader(r->reader, 4, &context, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, NULL), NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsFillReader(r->reader, 4, &context, NULL), NULL);
    WsFreeReader(r->reader);
    assert_int_equal(source.calls, 1);
    finish(&source, S_OK);
    assert_int_equal(source.calls, 2);
    assert_int_equal(done.count, 0);
    assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, NULL), NULL);
    finish(&source, S_OK);
    assert_int_equal(done.count, 1);
    assert_hr(S_OK, done.hr, r->error);
    source.mode = NOW;
    assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
    assert_nodes(r, "<|a|/></>$");
}

/* The reader may be freed as soon as the completion has been called, even from within it. */
static void CALLBACK free_it(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    WS_XML_READER **reader = state;
    (void)hr, (void)model;
    WsFreeReader(*reader);
    *reader = NULL;
}

static void freed_in_the_completion(void **state)
{
    READER *r = *state;
    for (int way = 0; way < 3; way++) {
        READER other = *r;
        SOURCE source;
        WS_ASYNC_CONTEXT context = {free_it, &other.reader};
        assert_ok(WsCreateReader(NULL, 0, &other.reader, r->error), r->error);
        set_source(&other, &source, "<a/>", 4, 4);
        source.mode = BY_HAND;
        assert_hr(WS_S_ASYNC, WsFillReader(other.reader, 4, &context, r->error), r->error);
        source.count = way == 1 ? 0 : source.count;
        finish(&source, way == 2 ? WS_E_ENDPOINT_FAILURE : S_OK);
        assert_null(other.reader);
    }
}

/* A million pieces that complete at once, each within the callback: neither the stack nor the time grows with them. */
static void many_pieces_at_once(void **state)
{
    READER *r = *state;
    size_t size = getenv("WWS_MEMORY_CHECKER") ? 20000 : 1000000;
    char *xml = malloc(size + 8);
    static const MODE modes[] = {NOW, INLINE};
    assert_non_null(xml);
    memset(xml, 'x', size);
    memcpy(xml, "<a>", 3);
    memcpy(xml + size, "</a>", 5);
    for (size_t m = 0; m < COUNT(modes); m++) {
        SOURCE source;
        TEXT out = {0};
        set_source(r, &source, xml, size + 4, 1);
        source.mode = modes[m];
        assert_ok(fill(r, 0xFFFFFFFF), r->error);
        assert_int_equal(source.calls, size + 5);
        assert_ok(read_all(r, &out), r->error);
        assert_int_equal(out.length, strlen("<|a|>''</>$") + size - 3);
        free(out.chars);
    }
    free(xml);
}

/* A document that is made as it is read. */
typedef struct ENDLESS {
    ULONGLONG left;
    int kind, begun;
} ENDLESS;

static HRESULT CALLBACK make_document(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                      WS_ERROR *error)
{
    static const char *const parts[] = {"<b c='d'>e</b>\n", "plain text without any markup in it. ", "a &amp; b\r\n"};
    ENDLESS *endless = state;
    ULONG count = 0;
    size_t size = strlen(parts[endless->kind]);
    (void)context, (void)error;
    if (!endless->begun) {
        endless->begun = 1;
        memcpy(bytes, "<a>&amp;", 8);
        *actual = 8;
        return S_OK;
    }
    if (endless->left == 0) {
        *actual = endless->begun == 1 ? 4 : 0;
        endless->begun = 2;
        memcpy(bytes, "</a>", *actual);
        return S_OK;
    }
    while (count + size <= max && endless->left > 0) {
        memcpy((char *)bytes + count, parts[endless->kind], size);
        count += (ULONG)size;
        endless->left -= size < endless->left ? size : endless->left;
    }
    *actual = count;
    return S_OK;
}

static long peak_kilobytes(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* 64 MB of each kind, in less than 2 MB. */
static void memory_stays_small(void **state)
{
    READER *r = *state;
    ULONGLONG size = getenv("WWS_MEMORY_CHECKER") ? 1 << 20 : 64 << 20;
    for (int kind = 0; kind < 3; kind++) {
        WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
        ENDLESS endless = {size, kind, 0};
        WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, make_document, &endless};
        long before = peak_kilobytes(), after;
        ULONGLONG nodes = 0;
        assert_ok(WsSetInput(r->reader, &encoding.encoding, &input.input, NULL, 0, r->error), r->error);
        do {
            assert_ok(WsFillReader(r->reader, 64, NULL, r->error), r->error);
            assert_ok(WsReadNode(r->reader, r->error), r->error);
            nodes++;
        } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF);
        assert_int_equal(endless.left, 0);
        after = peak_kilobytes();
        if (getenv("WWS_MEMORY_CHECKER") == NULL && after - before > 2048) {
            fail_msg("kind %d: %ld KB more after %llu nodes", kind, after - before, (unsigned long long)nodes);
        }
    }
}

/* Nor is input in memory copied, whatever has to be decoded in it. */
static void memory_input_is_not_copied(void **state)
{
    static const struct {
        const char *before, *after;
    } documents[] = {{"<a>", "</a>"}, {"<a>&amp;", "</a>"}, {"<a>\r\n", "&amp;</a>"}, {"<a><![CDATA[\r", "\r]]></a>"}};
    READER *r = *state;
    size_t size = getenv("WWS_MEMORY_CHECKER") ? 1 << 20 : 32 << 20;
    for (size_t i = 0; i < COUNT(documents); i++) {
        size_t before = strlen(documents[i].before), after = strlen(documents[i].after);
        char *xml = malloc(before + size + after);
        long peak;
        assert_non_null(xml);
        memcpy(xml, documents[i].before, before);
        memset(xml + before, 'x', size);
        memcpy(xml + before + size, documents[i].after, after);
        assert_ok(set_input(r, WS_CHARSET_UTF8, xml, before + size + after, NULL, 0), r->error);
        peak = peak_kilobytes();
        do {
            assert_ok(WsReadNode(r->reader, r->error), r->error);
        } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF);
        if (getenv("WWS_MEMORY_CHECKER") == NULL && peak_kilobytes() - peak > 2048) {
            fail_msg("document %u: %ld KB more", (unsigned)i, peak_kilobytes() - peak);
        }
        free(xml);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(memory_stays_small),
        READER_TEST(memory_input_is_not_copied),
        READER_TEST(pieces_of_all_sizes),
        READER_TEST(every_cut),
        READER_TEST(malformed_in_pieces),
        READER_TEST(brackets_that_come_apart),
        READER_TEST(nothing_is_read_before_it_is_filled_in),
        READER_TEST(buffer_sizes),
        READER_TEST(nodes_outlive_filling),
        READER_TEST(rows_in_pieces),
        READER_TEST(failures_of_the_callback),
        READER_TEST(callbacks_that_misbehave),
        READER_TEST(one_use_at_a_time),
        READER_TEST(freed_in_the_completion),
        READER_TEST(many_pieces_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
