/*
 * What the tests of encodings other than text share: input of any encoding from memory or in pieces, and what was read
 * as text.
 */
#ifndef ENCODED_H
#define ENCODED_H

#include "xml.h"

/* Bytes for a WS_READ_CALLBACK. */
typedef struct PIECES {
    const BYTE *bytes;
    size_t size, at;
    /* Bytes per call. */
    ULONG piece;
} PIECES;

static inline HRESULT CALLBACK read_pieces(void *state, void *bytes, ULONG max, ULONG *actual,
                                           const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    PIECES *pieces = (PIECES *)state;
    size_t count = pieces->size - pieces->at;
    (void)context;
    (void)error;
    count = count < pieces->piece ? count : pieces->piece;
    count = count < max ? count : max;
    if (count > 0) {
        memcpy(bytes, pieces->bytes + pieces->at, count);
    }
    pieces->at += count;
    *actual = (ULONG)count;
    return S_OK;
}

static inline HRESULT set_memory(READER *r, const WS_XML_READER_ENCODING *encoding, const void *bytes, size_t size,
                                 const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, (void *)(uintptr_t)bytes, (ULONG)size};
    return WsSetInput(r->reader, encoding, &input.input, properties, count, r->error);
}

/* Nothing is filled in yet. */
static inline HRESULT set_pieces(READER *r, const WS_XML_READER_ENCODING *encoding, PIECES *pieces,
                                 const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, read_pieces, pieces};
    return WsSetInput(r->reader, encoding, &input.input, properties, count, r->error);
}

/*
 * A writer of text, fragments included. two_tags: what is started and ended gets two tags, as in the binary encoding,
 * which knows no other form.
 */
static inline WS_XML_WRITER *text_writer(BOOL two_tags, WS_ERROR *error)
{
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY properties[] = {
        {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)},
        {WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS, &two_tags, sizeof(two_tags)},
    };
    WS_XML_WRITER *writer = NULL;
    assert_ok(WsCreateWriter(NULL, 0, &writer, error), error);
    assert_ok(WsSetOutput(writer, &encoding.encoding, &output.output, properties, 2, error), error);
    return writer;
}

/* What was written, added to a text; frees the writer. */
static inline void take_text(WS_XML_WRITER *writer, TEXT *out, WS_ERROR *error)
{
    WS_BYTES bytes = {0, NULL};
    assert_ok(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error), error);
    add(out, bytes.bytes, bytes.length);
    WsFreeWriter(writer);
}

/*
 * All nodes as text, each through its C structure, with `fill` bytes filled in before each. The answer is that of the
 * first failure to read.
 */
static inline HRESULT read_as_text(READER *r, ULONG fill, TEXT *out)
{
    WS_XML_WRITER *writer = text_writer(TRUE, r->error);
    HRESULT hr = S_OK;
    for (;;) {
        const WS_XML_NODE *node = NULL;
        if (fill > 0 && FAILED(hr = WsFillReader(r->reader, fill, NULL, r->error))) {
            break;
        }
        if (FAILED(hr = WsReadNode(r->reader, r->error))) {
            break;
        }
        assert_ok(WsGetReaderNode(r->reader, &node, r->error), r->error);
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            break;
        }
        assert_ok(WsWriteNode(writer, node, r->error), r->error);
    }
    if (SUCCEEDED(hr)) {
        take_text(writer, out, r->error);
    } else {
        WsFreeWriter(writer);
    }
    return hr;
}

static inline void check_reads_as(READER *r, ULONG fill, const char *expected, const char *file, int line)
{
    TEXT out = {NULL, 0, 0};
    check_hr(S_OK, read_as_text(r, fill, &out), r->error, expected, file, line);
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
/* The document that was set is this as text. fill: bytes to fill in before each node, 0 for input in memory. */
#define assert_reads_as(r, fill, expected) check_reads_as((r), (fill), (expected), __FILE__, __LINE__)

/* The same, with one call of WsCopyNode. */
static inline void check_copies_as(READER *r, const char *expected, const char *file, int line)
{
    TEXT out = {NULL, 0, 0};
    WS_XML_WRITER *writer = text_writer(FALSE, r->error);
    check_hr(S_OK, WsCopyNode(writer, r->reader, r->error), r->error, expected, file, line);
    take_text(writer, &out, r->error);
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_copies_as(r, expected) check_copies_as((r), (expected), __FILE__, __LINE__)

/* Bytes from hexadecimal digits; spaces between them are ignored. Answers their number. */
static inline size_t from_hex(const char *hex, BYTE *bytes, size_t room)
{
    size_t count = 0;
    while (*hex != 0) {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        unsigned byte = 0;
        assert_true(count < room);
        assert_int_equal(sscanf(hex, "%2x", &byte), 1);
        bytes[count++] = (BYTE)byte;
        hex += 2;
    }
    return count;
}

#endif /* ENCODED_H */
