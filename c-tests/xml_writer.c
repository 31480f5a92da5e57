/* WS_XML_WRITER with output in bytes: every function, property and documented failure that C sees. */
#include "support/check.h"

#include <pthread.h>

#define S(text) (&(const WS_XML_STRING){sizeof(text) - 1, (BYTE *)(text), NULL, 0})

static const WS_XML_WRITER_TEXT_ENCODING utf8 = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
static const WS_XML_WRITER_RAW_ENCODING raw = {{WS_XML_WRITER_ENCODING_TYPE_RAW}};
static const WS_XML_WRITER_BUFFER_OUTPUT memory = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};

static WS_XML_WRITER *make_writer(const WS_XML_WRITER_ENCODING *encoding)
{
    WS_XML_WRITER *writer;
    assert_ok(WsCreateWriter(NULL, 0, &writer, NULL), NULL);
    assert_ok(WsSetOutput(writer, encoding, &memory.output, NULL, 0, NULL), NULL);
    return writer;
}

static void check_bytes(WS_XML_WRITER *writer, const void *expected, size_t size)
{
    WS_BYTES bytes = {0, NULL};
    assert_ok(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), NULL);
    if (bytes.length != size || memcmp(bytes.bytes, expected, size) != 0) {
        fprintf(stderr, "written: %.*s\n", (int)bytes.length, (char *)bytes.bytes);
    }
    assert_int_equal(bytes.length, size);
    assert_memory_equal(bytes.bytes, expected, size);
}
#define WRITTEN(writer, literal) check_bytes((writer), (literal), sizeof(literal) - 1)

static ULONG number(WS_XML_WRITER *writer, WS_XML_WRITER_PROPERTY_ID id)
{
    ULONG value = 0;
    assert_ok(WsGetWriterProperty(writer, id, &value, sizeof(value), NULL), NULL);
    return value;
}

static void a_document(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    WS_XML_UTF8_TEXT text = {{WS_XML_TEXT_TYPE_UTF8}, *S("a<b")};
    int number_value = -5;
    assert_ok(WsWriteStartElement(w, S("p"), S("root"), S("urn:p"), error), error);
    assert_ok(WsWriteXmlnsAttribute(w, S("q"), S("urn:q"), TRUE, error), error);
    assert_ok(WsWriteStartAttribute(w, NULL, S("x"), S("urn:q"), TRUE, error), error);
    assert_int_equal(number(w, WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE), TRUE);
    assert_ok(WsWriteValue(w, WS_INT32_VALUE_TYPE, &number_value, sizeof(number_value), error), error);
    assert_ok(WsWriteEndAttribute(w, error), error);
    assert_int_equal(number(w, WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE), FALSE);
    assert_int_equal(number(w, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN), 0);
    assert_true(number(w, WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE) >= strlen(" xmlns:p=\"urn:p\"/>"));
    assert_ok(WsWriteEndStartElement(w, error), error);
    assert_ok(WsWriteText(w, &text.text, error), error);
    assert_ok(WsWriteChars(w, u"\u20AC\"", 2, error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)"&", 1, error), error);
    assert_ok(WsWriteStartCData(w, error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)"<>", 2, error), error);
    assert_ok(WsWriteEndCData(w, error), error);
    assert_ok(WsWriteBytes(w, "abcd", 4, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("e"), S(""), error), error);
    assert_ok(WsWriteQualifiedName(w, NULL, S("n"), S("urn:p"), error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "<p:root xmlns:q='urn:q' q:x='-5' xmlns:p=\"urn:p\">a&lt;b\xE2\x82\xAC\"&amp;<![CDATA[<>]]>YWJjZA==<e>p:n</e>"
               "</p:root>");
    WS_BUFFERS buffers;
    assert_ok(WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers), error), error);
    ULONG total = 0;
    for (ULONG i = 0; i < buffers.bufferCount; i++) {
        total += buffers.buffers[i].length;
    }
    assert_int_equal(total, number(w, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN));
    WsFreeWriter(w);
}

static void prefixes_are_found(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    const WS_XML_STRING *prefix = NULL;
    assert_ok(WsWriteStartElement(w, S("p"), S("a"), S("urn:p"), error), error);
    /* The tag is open: what it declares does not count yet. */
    assert_hr(S_FALSE, WsGetPrefixFromNamespace(w, S("urn:p"), FALSE, &prefix, error), error);
    assert_null(prefix);
    assert_hr(WS_E_INVALID_FORMAT, WsGetPrefixFromNamespace(w, S("urn:p"), TRUE, &prefix, error), NULL);
    assert_error_says(error, "urn:p");
    assert_ok(WsWriteEndStartElement(w, error), error);
    assert_ok(WsGetPrefixFromNamespace(w, S("urn:p"), TRUE, &prefix, error), error);
    EQUAL_XML_STRING(prefix, "p");
    assert_ok(WsGetPrefixFromNamespace(w, S("http://www.w3.org/XML/1998/namespace"), TRUE, &prefix, error), error);
    EQUAL_XML_STRING(prefix, "xml");
    assert_ok(WsGetPrefixFromNamespace(w, S("http://www.w3.org/2000/xmlns/"), TRUE, &prefix, error), error);
    EQUAL_XML_STRING(prefix, "xmlns");
    assert_ok(WsGetPrefixFromNamespace(w, S(""), TRUE, &prefix, error), error);
    EQUAL_XML_STRING(prefix, "");
    WsFreeWriter(w);
}

static void every_value_has_its_text(void **state)
{
    (void)state;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &(BOOL){TRUE}, sizeof(BOOL)};
    GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}};
    struct {
        WS_VALUE_TYPE type;
        const void *value;
        ULONG size;
        const char *text;
    } values[] = {
        {WS_BOOL_VALUE_TYPE, &(BOOL){TRUE}, sizeof(BOOL), "true"},
        {WS_INT8_VALUE_TYPE, &(int8_t){-128}, 1, "-128"},
        {WS_INT16_VALUE_TYPE, &(int16_t){-32768}, 2, "-32768"},
        {WS_INT32_VALUE_TYPE, &(int32_t){INT32_MIN}, 4, "-2147483648"},
        {WS_INT64_VALUE_TYPE, &(int64_t){INT64_MIN}, 8, "-9223372036854775808"},
        {WS_UINT8_VALUE_TYPE, &(uint8_t){255}, 1, "255"},
        {WS_UINT16_VALUE_TYPE, &(uint16_t){65535}, 2, "65535"},
        {WS_UINT32_VALUE_TYPE, &(uint32_t){UINT32_MAX}, 4, "4294967295"},
        {WS_UINT64_VALUE_TYPE, &(uint64_t){UINT64_MAX}, 8, "18446744073709551615"},
        {WS_FLOAT_VALUE_TYPE, &(float){0.1f}, 4, "0.1"},
        {WS_DOUBLE_VALUE_TYPE, &(double){1e15}, 8, "1E+15"},
        {WS_DATETIME_VALUE_TYPE, &(WS_DATETIME){0, WS_DATETIME_FORMAT_UTC}, sizeof(WS_DATETIME), "0001-01-01T00:00:00Z"},
        {WS_GUID_VALUE_TYPE, &guid, sizeof(guid), "33221100-5544-7766-8899-aabbccddeeff"},
    };
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, &fragment, 1, NULL), NULL);
        assert_hr(E_INVALIDARG, WsWriteValue(w, values[i].type, values[i].value, values[i].size + 1, NULL), NULL);
        assert_ok(WsWriteValue(w, values[i].type, values[i].value, values[i].size, NULL), NULL);
        check_bytes(w, values[i].text, strlen(values[i].text));
    }
    WS_DATETIME late = {UINT64_MAX, WS_DATETIME_FORMAT_NONE};
    assert_hr(E_INVALIDARG, WsWriteValue(w, WS_DATETIME_VALUE_TYPE, &late, sizeof(late), NULL), NULL);
    assert_hr(E_INVALIDARG, WsWriteValue(w, (WS_VALUE_TYPE)99, &late, sizeof(late), NULL), NULL);
    WsFreeWriter(w);
}

static void arrays_are_loops(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    int items[] = {1, 2, 3, 4};
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S("u"), error), error);
    assert_ok(WsWriteArray(w, S("i"), S("u"), WS_INT32_VALUE_TYPE, items, sizeof(items), 1, 2, error), error);
    assert_ok(WsWriteArray(w, S("i"), S("u"), WS_INT32_VALUE_TYPE, NULL, 0, 0, 0, error), error);
    assert_hr(E_INVALIDARG, WsWriteArray(w, S("i"), S("u"), WS_INT32_VALUE_TYPE, items, sizeof(items), 3, 2, error), NULL);
    assert_error_says(error, "itemOffset 3");
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "<a xmlns=\"u\"><i>2</i><i>3</i></a>");
    WsFreeWriter(w);
}

static void nodes_are_written_whole(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    WS_XML_STRING p = *S("p"), a = *S("a"), x = *S("x"), u = *S("u"), none = *S("");
    WS_XML_BOOL_TEXT yes = {{WS_XML_TEXT_TYPE_BOOL}, TRUE};
    WS_XML_INT32_TEXT seven = {{WS_XML_TEXT_TYPE_INT32}, 7};
    WS_XML_TEXT *items[] = {&yes.text, &seven.text};
    WS_XML_LIST_TEXT list = {{WS_XML_TEXT_TYPE_LIST}, 2, items};
    WS_XML_ATTRIBUTE declaration = {0, 1, &p, NULL, &u, NULL}, value = {1, 0, &none, &x, &none, &list.text};
    WS_XML_ATTRIBUTE *attributes[] = {&declaration, &value};
    WS_XML_ELEMENT_NODE element = {{WS_XML_NODE_TYPE_ELEMENT}, &p, &a, &u, 2, attributes, FALSE};
    WS_XML_COMMENT_NODE comment = {{WS_XML_NODE_TYPE_COMMENT}, *S(" c ")};
    WS_XML_TEXT_NODE text = {{WS_XML_NODE_TYPE_TEXT}, &seven.text};
    WS_XML_NODE simple[] = {{WS_XML_NODE_TYPE_BOF}, {WS_XML_NODE_TYPE_EOF}, {WS_XML_NODE_TYPE_CDATA},
                            {WS_XML_NODE_TYPE_END_CDATA}, {WS_XML_NODE_TYPE_END_ELEMENT}, {(WS_XML_NODE_TYPE)5}};
    assert_ok(WsWriteNode(w, &simple[0], error), error);
    assert_ok(WsWriteNode(w, &element.node, error), error);
    assert_ok(WsWriteNode(w, &comment.node, error), error);
    assert_ok(WsWriteNode(w, &simple[2], error), error);
    assert_ok(WsWriteNode(w, &text.node, error), error);
    assert_ok(WsWriteNode(w, &simple[3], error), error);
    assert_ok(WsWriteNode(w, &simple[4], error), error);
    assert_ok(WsWriteNode(w, &simple[1], error), error);
    assert_hr(E_INVALIDARG, WsWriteNode(w, &simple[5], error), NULL);
    WRITTEN(w, "<p:a xmlns:p=\"u\" x='true 7'><!-- c --><![CDATA[7]]></p:a>");
    WsFreeWriter(w);
}

static void failures_fault_the_writer(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndElement(w, error), NULL);
    assert_error_says(error, "no output");
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
    assert_hr(E_INVALIDARG, WsWriteStartElement(w, NULL, NULL, S(""), error), NULL);
    assert_error_says(error, "localName is NULL");
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndAttribute(w, error), NULL);
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S(""), error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("b"), S(""), error), error);
    WsResetError(error);
    assert_hr(WS_E_INVALID_FORMAT, WsWriteStartElement(w, NULL, S("1"), S(""), error), NULL);
    assert_error_says(error, "U+0031");
    assert_hr(WS_E_OBJECT_FAULTED, WsWriteEndElement(w, error), NULL);
    assert_error_says(error, "new output");
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_FORMAT, WsWriteEndElement(w, error), NULL);
    assert_ok(WsSetOutput(w, NULL, NULL, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteStartElement(w, NULL, S("a"), S(""), error), NULL);
    WsFreeWriter(w);
    WsFreeWriter(NULL);
}

static void properties_are_kept(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const struct {
        WS_XML_WRITER_PROPERTY_ID id;
        ULONG usual;
    } known[] = {
        {WS_XML_WRITER_PROPERTY_MAX_DEPTH, 32},
        {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, FALSE},
        {WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES, 128},
        {WS_XML_WRITER_PROPERTY_WRITE_DECLARATION, FALSE},
        {WS_XML_WRITER_PROPERTY_INDENT, 0},
        {WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE, 4096},
        {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, 65536},
        {WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE, 65536},
        {WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, FALSE},
        {WS_XML_WRITER_PROPERTY_MAX_NAMESPACES, 32},
        {WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS, FALSE},
        {WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS, FALSE},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        ULONG one = 1;
        WS_XML_WRITER_PROPERTY property = {known[i].id, &one, sizeof(one)};
        WS_XML_WRITER *w = make_writer(&utf8.encoding);
        assert_int_equal(number(w, known[i].id), known[i].usual);
        assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, &property, 1, error), error);
        assert_int_equal(number(w, known[i].id), 1);
        assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
        assert_int_equal(number(w, known[i].id), known[i].usual);
        property.valueSize = 1;
        assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, &memory.output, &property, 1, error), NULL);
        WsFreeWriter(w);
        property.valueSize = sizeof(one);
        assert_ok(WsCreateWriter(&property, 1, &w, error), error);
        assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
        assert_int_equal(number(w, known[i].id), 1);
        WsFreeWriter(w);
    }
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    assert_int_equal(number(w, WS_XML_WRITER_PROPERTY_CHARSET), WS_CHARSET_UTF8);
    static const WS_XML_WRITER_PROPERTY_ID read_only[] = {
        WS_XML_WRITER_PROPERTY_CHARSET, WS_XML_WRITER_PROPERTY_BUFFERS, WS_XML_WRITER_PROPERTY_BYTES,
        WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE};
    for (size_t i = 0; i < sizeof(read_only) / sizeof(read_only[0]); i++) {
        ULONG one = 1;
        WS_XML_WRITER_PROPERTY property = {read_only[i], &one, sizeof(one)};
        assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, &memory.output, &property, 1, error), NULL);
    }
    BYTE space[100];
    WS_BYTES lent = {sizeof(space), space};
    WS_XML_WRITER_PROPERTY initial = {WS_XML_WRITER_PROPERTY_INITIAL_BUFFER, &lent, sizeof(lent)};
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, &initial, 1, error), error);
    lent.bytes = NULL;
    assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, &memory.output, &initial, 1, error), NULL);
    lent.length = 0;
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, &initial, 1, error), error);
    assert_hr(E_INVALIDARG,
              WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_INITIAL_BUFFER, &lent, sizeof(lent), error), NULL);
    WsFreeWriter(w);
}

struct sink {
    BYTE bytes[256];
    ULONG length, calls;
    HRESULT answer;
    WS_ASYNC_CONTEXT later;
    WS_XML_WRITER *writer;
    BOOL at_once;
};

static HRESULT CALLBACK take(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    struct sink *sink = state;
    (void)error;
    for (ULONG i = 0; i < count; i++) {
        memcpy(sink->bytes + sink->length, buffers[i].bytes, buffers[i].length);
        sink->length += buffers[i].length;
    }
    sink->calls++;
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndElement(sink->writer, NULL), NULL);
    if (sink->answer == WS_S_ASYNC) {
        assert_non_null(context);
        sink->later = *context;
        if (sink->at_once) {
            sink->later.callback(S_OK, WS_LONG_CALLBACK, sink->later.callbackState);
        }
    }
    return sink->answer;
}

static void *complete(void *state)
{
    struct sink *sink = state;
    sink->later.callback(S_OK, WS_LONG_CALLBACK, sink->later.callbackState);
    return NULL;
}

static HRESULT outcome;
static void CALLBACK done(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    assert_int_equal(model, WS_LONG_CALLBACK);
    ++*(int *)state;
    outcome = hr;
}

static void streams_are_flushed(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    struct sink sink = {{0}, 0, 0, S_OK, {NULL, NULL}, NULL, FALSE};
    WS_XML_WRITER_STREAM_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, take, &sink};
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    int calls = 0;
    WS_ASYNC_CONTEXT context = {done, &calls}, bad = {NULL, NULL};
    WS_BYTES bytes;
    sink.writer = w;
    assert_ok(WsFlushWriter(w, 0, NULL, error), error);
    assert_ok(WsSetOutput(w, &utf8.encoding, &output.output, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error),
              NULL);
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S(""), error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("b"), S(""), error), error);
    assert_ok(WsFlushWriter(w, 4, NULL, error), error);
    assert_int_equal(sink.calls, 0);
    assert_ok(WsFlushWriter(w, 3, NULL, error), error);
    assert_int_equal(sink.calls, 1);
    assert_memory_equal(sink.bytes, "<a>", 4);
    assert_int_equal(number(w, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN), 0);
    assert_hr(E_INVALIDARG, WsFlushWriter(w, 0, &bad, error), NULL);
    /* An outcome at once: the callback of the context is not called. */
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsFlushWriter(w, 0, &context, error), error);
    assert_int_equal(calls, 0);
    assert_ok(WsWriteEndElement(w, error), error);
    sink.answer = WS_S_ASYNC;
    assert_hr(WS_S_ASYNC, WsFlushWriter(w, 0, &context, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndElement(w, error), NULL);
    WsFreeWriter(w);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, complete, &sink), 0);
    pthread_join(thread, NULL);
    assert_int_equal(calls, 1);
    assert_int_equal(outcome, S_OK);
    assert_string_equal((char *)sink.bytes, "<a><b/></a>");
    /* Completed before the write callback returns: the outcome is returned, and the context is not called. */
    sink.at_once = TRUE;
    assert_ok(WsFlushWriter(w, 0, &context, error), error);
    assert_int_equal(calls, 1);
    sink.answer = E_FAIL;
    assert_hr(E_FAIL, WsFlushWriter(w, 0, NULL, error), NULL);
    assert_hr(WS_E_OBJECT_FAULTED, WsFlushWriter(w, 0, NULL, error), NULL);
    WsFreeWriter(w);
}

static HRESULT CALLBACK push(void *state, WS_WRITE_CALLBACK callback, void *callbackState,
                             const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    WS_BYTES pieces[] = {{2, (BYTE *)"ab"}, {0, NULL}, {3, (BYTE *)"cde"}};
    HRESULT hr = callback(callbackState, pieces, 3, context, error);
    return FAILED(hr) ? hr : *(HRESULT *)state;
}

static HRESULT CALLBACK pull(void *state, void *bytes, ULONG maxSize, ULONG *actualSize, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    ULONG *left = state;
    (void)context;
    (void)error;
    *actualSize = *left < maxSize ? *left : maxSize;
    if (*left == UINT32_MAX) {
        *actualSize = maxSize + 1;
        return S_OK;
    }
    memset(bytes, 'x', *actualSize);
    *left -= *actualSize;
    return S_OK;
}

static void bytes_come_by_callbacks(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&raw.encoding);
    HRESULT answer = S_OK;
    ULONG left = 10000, written;
    assert_ok(WsPushBytes(w, push, &answer, error), error);
    WRITTEN(w, "abcde");
    assert_ok(WsPullBytes(w, pull, &left, error), error);
    written = number(w, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN);
    assert_int_equal(written, 10005);
    assert_hr(E_INVALIDARG, WsPushBytes(w, NULL, NULL, error), NULL);
    assert_hr(E_INVALIDARG, WsPullBytes(w, NULL, NULL, error), NULL);
    answer = E_FAIL;
    assert_hr(E_FAIL, WsPushBytes(w, push, &answer, error), NULL);
    assert_hr(WS_E_OBJECT_FAULTED, WsPushBytes(w, push, &answer, error), NULL);
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S(""), error), error);
    answer = S_OK;
    assert_ok(WsPushBytes(w, push, &answer, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "<a>YWJjZGU=</a>");
    left = UINT32_MAX;
    assert_ok(WsSetOutput(w, &raw.encoding, &memory.output, NULL, 0, error), error);
    WsResetError(error);
    assert_hr(E_INVALIDARG, WsPullBytes(w, pull, &left, error), NULL);
    assert_error_says(error, "8193 bytes");
    WsFreeWriter(w);
}

static HRESULT CALLBACK number_of(void *state, const WS_XML_STRING *string, BOOL *found, ULONG *id, WS_ERROR *error)
{
    (void)error;
    ++*(int *)state;
    *found = string->length == 4 && memcmp(string->bytes, "item", 4) == 0;
    *id = 5;
    return S_OK;
}

static void strings_become_numbers(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    int asked = 0;
    WS_XML_STRING strings[2] = {*S("zero"), *S("one")};
    WS_XML_DICTIONARY dictionary = {{1, 2, 3, {4}}, strings, 2, TRUE};
    WS_XML_WRITER_BINARY_ENCODING binary = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, &dictionary, number_of, &asked};
    for (ULONG i = 0; i < 2; i++) {
        strings[i].dictionary = &dictionary;
        strings[i].id = i;
    }
    WS_XML_WRITER *w = make_writer(&binary.encoding);
    WS_XML_STRING beyond = {3, (BYTE *)"one", &dictionary, 2}, other = {3, (BYTE *)"two", &dictionary, 1};
    assert_hr(E_INVALIDARG, WsWriteStartElement(w, NULL, &beyond, S(""), error), NULL);
    assert_ok(WsWriteStartElement(w, S("p"), &strings[1], &strings[0], error), error);
    assert_ok(WsWriteStartElement(w, S("p"), S("item"), &strings[0], error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsWriteStartElement(w, S("p"), S("item"), &strings[0], error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)"item", 4, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsWriteStartElement(w, S("p"), &other, &strings[0], error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "\x53\x02\x0B\x01p\x00\x53\x0B\x01\x53\x0B\x99\x04item\x6D\x03two\x01\x01");
    assert_int_equal(asked, 1);
    WsFreeWriter(w);
}

static HRESULT CALLBACK gather(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                               WS_ERROR *error)
{
    struct sink *sink = state;
    (void)error;
    assert_null(context);
    for (ULONG i = 0; i < count; i++) {
        memcpy(sink->bytes + sink->length, buffers[i].bytes, buffers[i].length);
        sink->length += buffers[i].length;
    }
    return sink->answer;
}

static void canonical_form_is_made_on_the_way(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    struct sink sink = {{0}, 0, 0, S_OK, {NULL, NULL}, NULL, FALSE};
    WS_XML_CANONICALIZATION_ALGORITHM inclusive = WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM;
    WS_XML_CANONICALIZATION_PROPERTY property = {WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, &inclusive, sizeof(inclusive)};
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), NULL);
    assert_hr(E_INVALIDARG, WsStartWriterCanonicalization(w, NULL, NULL, NULL, 0, error), NULL);
    assert_ok(WsWriteStartElement(w, S("p"), S("a"), S("u"), error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsStartWriterCanonicalization(w, gather, &sink, &property, 1, error), NULL);
    assert_ok(WsStartWriterCanonicalization(w, gather, &sink, NULL, 0, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsStartWriterCanonicalization(w, gather, &sink, NULL, 0, error), NULL);
    assert_ok(WsWriteStartElement(w, S("p"), S("b"), S("u"), error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), NULL);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndElement(w, error), NULL);
    assert_ok(WsEndWriterCanonicalization(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "<p:a xmlns:p=\"u\"><p:b/></p:a>");
    assert_string_equal((char *)sink.bytes, "<p:b xmlns:p=\"u\"></p:b>");
    assert_ok(WsSetOutput(w, &utf8.encoding, &memory.output, NULL, 0, error), error);
    sink.answer = E_FAIL;
    assert_ok(WsStartWriterCanonicalization(w, gather, &sink, &property, 1, error), error);
    assert_ok(WsWriteStartElement(w, S("p"), S("a"), S("u"), error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_hr(E_FAIL, WsEndWriterCanonicalization(w, error), NULL);
    assert_hr(WS_E_OBJECT_FAULTED, WsWriteEndElement(w, error), NULL);
    WsFreeWriter(w);
}

static void packages_have_parts(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER_MTOM_ENCODING mtom = {{WS_XML_WRITER_ENCODING_TYPE_MTOM}, (WS_XML_WRITER_ENCODING *)&utf8.encoding, FALSE,
        WS_STRING_VALUE(u"b"), WS_STRING_VALUE(u"text/xml"), WS_STRING_VALUE(u"r"), 2};
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    WS_XML_WRITER *w = make_writer(&mtom.encoding);
    WS_BYTES bytes;
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S(""), error), error);
    assert_ok(WsWriteBytes(w, "xyz", 3, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetWriterProperty(w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error),
              NULL);
    assert_ok(WsWriteEndElement(w, error), error);
    WRITTEN(w, "--b\r\nContent-ID: <r>\r\nContent-Transfer-Encoding: 8bit\r\n"
               "Content-Type: application/xop+xml;charset=utf-8;type=\"text/xml\"\r\n\r\n"
               "<a><xop:Include href=\"cid:1@webservices\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></a>"
               "\r\n--b\r\nContent-ID: <1@webservices>\r\nContent-Transfer-Encoding: binary\r\n"
               "Content-Type: application/octet-stream\r\n\r\nxyz\r\n--b--\r\n");
    WsResetError(error);
    assert_hr(WS_E_INVALID_OPERATION, WsWriteStartElement(w, NULL, S("a"), S(""), error), NULL);
    assert_error_says(error, "MIME parts");
    assert_hr(E_INVALIDARG, WsSetOutput(w, &mtom.encoding, &memory.output, &fragment, 1, error), NULL);

    /* The callbacks run at once; what is pushed does not count for the quota of the parts. */
    ULONG most = 4, left = 5;
    HRESULT answer = S_OK;
    WS_XML_WRITER_PROPERTY parts = {WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE, &most, sizeof(most)};
    assert_ok(WsSetOutput(w, &mtom.encoding, &memory.output, &parts, 1, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("a"), S(""), error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("b"), S(""), error), error);
    assert_ok(WsPushBytes(w, push, &answer, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    assert_ok(WsWriteStartElement(w, NULL, S("c"), S(""), error), error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsPullBytes(w, pull, &left, error), NULL);
    assert_int_equal(left, 0);
    mtom.boundary.length = 0;
    assert_hr(E_INVALIDARG, WsSetOutput(w, &mtom.encoding, &memory.output, NULL, 0, error), NULL);
    mtom.textEncoding = (WS_XML_WRITER_ENCODING *)&raw.encoding;
    assert_hr(E_INVALIDARG, WsSetOutput(w, &mtom.encoding, &memory.output, NULL, 0, error), NULL);
    WsFreeWriter(w);
}

static void outputs_are_checked(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_XML_WRITER *w = make_writer(&utf8.encoding);
    WS_XML_WRITER_TEXT_ENCODING automatic = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_WRITER_ENCODING unknown = {(WS_XML_WRITER_ENCODING_TYPE)9};
    WS_XML_WRITER_OUTPUT nowhere = {(WS_XML_WRITER_OUTPUT_TYPE)9};
    WS_XML_WRITER_STREAM_OUTPUT no_callback = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, NULL, NULL};
    assert_hr(E_INVALIDARG, WsSetOutput(w, &automatic.encoding, &memory.output, NULL, 0, error), NULL);
    assert_error_says(error, "WS_CHARSET_AUTO");
    assert_hr(E_INVALIDARG, WsSetOutput(w, &unknown, &memory.output, NULL, 0, error), NULL);
    assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, &nowhere, NULL, 0, error), NULL);
    assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, NULL, NULL, 0, error), NULL);
    assert_hr(E_INVALIDARG, WsSetOutput(w, &utf8.encoding, &no_callback.output, NULL, 0, error), NULL);
    assert_hr(E_INVALIDARG, WsCreateWriter(NULL, 0, NULL, error), NULL);
    WsFreeWriter(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_document),
        FIXTURE_TEST(prefixes_are_found),
        cmocka_unit_test(every_value_has_its_text),
        FIXTURE_TEST(arrays_are_loops),
        FIXTURE_TEST(nodes_are_written_whole),
        FIXTURE_TEST(failures_fault_the_writer),
        FIXTURE_TEST(properties_are_kept),
        FIXTURE_TEST(streams_are_flushed),
        FIXTURE_TEST(bytes_come_by_callbacks),
        FIXTURE_TEST(strings_become_numbers),
        FIXTURE_TEST(canonical_form_is_made_on_the_way),
        FIXTURE_TEST(packages_have_parts),
        FIXTURE_TEST(outputs_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
