/* Binary XML and MTOM from a callback that completes at once, inline and on another thread, in pieces of all sizes. */
#include "support/encoded.h"
#include "support/source.h"

static const ULONG piece_sizes[] = {1, 2, 3, 5, 16, 61, 4096, 0, 0};
static const MODE modes[] = {NOW, INLINE, THREAD};

/* Reads all as text, with `size` bytes filled in before each node, in the way of the source. */
static HRESULT read_filled(READER *r, const WS_XML_READER_ENCODING *encoding, SOURCE *source, ULONG size, TEXT *out)
{
    WS_XML_READER_STREAM_INPUT input = {{WS_XML_READER_INPUT_TYPE_STREAM}, read_source, source};
    WS_XML_WRITER *writer = text_writer(TRUE, r->error);
    HRESULT hr;
    assert_ok(WsSetInput(r->reader, encoding, &input.input, NULL, 0, r->error), r->error);
    for (;;) {
        const WS_XML_NODE *node = NULL;
        hr = source->mode == NOW ? WsFillReader(r->reader, size, NULL, r->error) : fill(r, size);
        if (hr == S_OK) {
            hr = WsReadNode(r->reader, r->error);
        }
        if (hr != S_OK) {
            break;
        }
        assert_ok(WsGetReaderNode(r->reader, &node, r->error), r->error);
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            break;
        }
        assert_ok(WsWriteNode(writer, node, r->error), r->error);
    }
    if (hr == S_OK) {
        take_text(writer, out, r->error);
    } else {
        WsFreeWriter(writer);
    }
    if (source->has_thread) {
        pthread_join(source->thread, NULL);
    }
    return hr;
}

/* `size`: what the largest node of the document needs filled in. */
static void check_document(READER *r, const WS_XML_READER_ENCODING *encoding, const void *bytes, size_t length, ULONG size,
                           const char *expected)
{
    for (size_t p = 0; p < COUNT(piece_sizes); p++) {
        for (size_t m = 0; m < COUNT(modes); m++) {
            SOURCE source = {.bytes = bytes, .size = length, .piece = piece_sizes[p], .mode = modes[m], .random = (unsigned)p};
            TEXT out = {NULL, 0, 0};
            assert_ok(read_filled(r, encoding, &source, size, &out), r->error);
            assert_string_equal(out.chars, expected);
            assert_int_equal(source.at, source.size);
            free(out.chars);
        }
    }
    /* A source that fails after each byte: its code comes back, and nothing after it is read. */
    for (size_t m = 0; m < COUNT(modes); m++) {
        for (size_t cut = 0; cut < length; cut += 1 + cut / 16) {
            SOURCE source = {.bytes = bytes, .size = cut, .piece = 7, .mode = modes[m], .failure = WS_E_ENDPOINT_FAILURE};
            TEXT out = {NULL, 0, 0};
            assert_hr(WS_E_ENDPOINT_FAILURE, read_filled(r, encoding, &source, size, &out), r->error);
            assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
            free(out.chars);
        }
    }
}

static void binary(void **state)
{
    READER *r = *state;
    WS_XML_READER_BINARY_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    BYTE bytes[200];
    /* <a x="1"><b>text</b><c>1000</c><d>AQIDBA==</d><!--e--></a>, with end elements in the records of the texts. */
    size_t length = from_hex("40 01 61  04 01 78 98 01 31  40 01 62 99 04 74657874  40 01 63 8B E803"
                             "40 01 64 9F 04 01020304  02 01 65  01", bytes, sizeof(bytes));
    check_document(r, &encoding.encoding, bytes, length, 64, "<a x=\"1\"><b>text</b><c>1000</c><d>AQIDBA==</d><!--e--></a>");
}

static void mtom(void **state)
{
    static const char package[] =
        "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <r>\r\n\r\n"
        "<a><b><i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:x\"/></b>text</a>"
        "\r\n--b\r\nContent-ID: <x>\r\n\r\n\1\2\3\4\r\n--b--\r\n";
    WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_MTOM_ENCODING encoding = {
        {WS_XML_READER_ENCODING_TYPE_MTOM}, &text.encoding, FALSE, *TEXT16("text/xml"), *TEXT16("b"), *TEXT16("<r>")};
    READER *r = *state;
    check_document(r, &encoding.encoding, package, sizeof(package) - 1, 4096, "<a><b>AQIDBA==</b>text</a>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {READER_TEST(binary), READER_TEST(mtom)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
