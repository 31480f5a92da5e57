/* The raw encoding: any bytes, seen as base64 text without elements. */
#include "support/encoded.h"

static const WS_XML_READER_RAW_ENCODING raw = {{WS_XML_READER_ENCODING_TYPE_RAW}};
static const BYTE data[] = {0, 1, 2, '<', 'a', '>', 0xFF, 0xFE, '\r', '\n'};

static void bytes_in_memory(void **state)
{
    READER *r = *state;
    BYTE bytes[20] = {0};
    ULONG count = 77;
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_on(r, BOF);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    const WS_XML_BASE64_TEXT *text = (const WS_XML_BASE64_TEXT *)((const WS_XML_TEXT_NODE *)node_of(r))->text;
    assert_int_equal(text->text.textType, WS_XML_TEXT_TYPE_BASE64);
    assert_int_equal(text->length, sizeof(data));
    assert_ptr_equal(text->bytes, data);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_hr(WS_E_INVALID_FORMAT, WsReadNode(r->reader, r->error), r->error);
    /* In pieces of every size, and again and again at the end. */
    for (ULONG room = 1; room < sizeof(bytes); room++) {
        ULONG total = 0;
        assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
        do {
            assert_ok(WsReadBytes(r->reader, bytes + total, room < sizeof(bytes) - total ? room : sizeof(bytes) - total, &count, r->error), r->error);
            total += count;
        } while (count > 0);
        assert_int_equal(total, sizeof(data));
        assert_memory_equal(bytes, data, sizeof(data));
        assert_on(r, EOF);
        assert_ok(WsReadBytes(r->reader, bytes, room, &count, r->error), r->error);
        assert_int_equal(count, 0);
    }
    /* Nothing is no node. */
    assert_ok(set_memory(r, &raw.encoding, NULL, 0, NULL, 0), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
}

static void characters_are_base64(void **state)
{
    READER *r = *state;
    char chars[20];
    WCHAR wide[20];
    ULONG count;
    INT32 number = 77;
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_ok(WsReadCharsUtf8(r->reader, (BYTE *)chars, sizeof(chars), &count, r->error), r->error);
    assert_int_equal(count, 16);
    assert_memory_equal(chars, "AAECPGE+//4NCg==", 16);
    assert_ok(set_memory(r, &raw.encoding, data, 3, NULL, 0), r->error);
    assert_ok(WsReadChars(r->reader, wide, COUNT(wide), &count, r->error), r->error);
    assert_int_equal(count, 4);
    assert_memory_equal(wide, u"AAEC", 8);
    /* Bytes whose base64 form is a number. */
    assert_ok(set_memory(r, &raw.encoding, "\xD7\x6D\xF8", 3, NULL, 0), r->error);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 1234);
}

static void there_are_no_elements(void **state)
{
    READER *r = *state;
    BOOL found = 7;
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_on(r, TEXT);
    assert_hr(WS_E_INVALID_FORMAT, WsReadStartElement(r->reader, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
    ULONGLONG row = 77;
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), r->error), r->error);
    assert_int_equal(row, 77);
}

static void bytes_from_a_stream(void **state)
{
    READER *r = *state;
    BYTE bytes[1000], read[1000];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (BYTE)(i * 7);
    }
    for (ULONG piece = 1; piece < 400; piece += 37) {
        PIECES pieces = {bytes, sizeof(bytes), 0, piece};
        size_t total = 0;
        ULONG count = 1;
        assert_ok(set_pieces(r, &raw.encoding, &pieces, NULL, 0), r->error);
        while (count > 0) {
            assert_ok(WsFillReader(r->reader, 1, NULL, r->error), r->error);
            assert_ok(WsReadBytes(r->reader, read + total, 100, &count, r->error), r->error);
            assert_true(count <= piece);
            total += count;
        }
        assert_int_equal(total, sizeof(bytes));
        assert_memory_equal(read, bytes, sizeof(bytes));
    }
    /* Nothing filled in, nothing to read. */
    PIECES pieces = {bytes, sizeof(bytes), 0, 10};
    ULONG count = 77;
    assert_ok(set_pieces(r, &raw.encoding, &pieces, NULL, 0), r->error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadBytes(r->reader, read, 100, &count, r->error), r->error);
    assert_error_says(r->error, "WsFillReader");
    assert_int_equal(count, 77);
}

/* Raw to raw is a copy of bytes; into text it is base64. */
static void copies(void **state)
{
    READER *r = *state;
    WS_XML_WRITER *writer;
    WS_XML_WRITER_RAW_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_RAW}};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    TEXT out = {0};
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_copies_as(r, "AAECPGE+//4NCg==");
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_reads_as(r, 0, "AAECPGE+//4NCg==");
    assert_ok(set_memory(r, &raw.encoding, data, sizeof(data), NULL, 0), r->error);
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    assert_ok(WsSetOutput(writer, &encoding.encoding, &output.output, NULL, 0, r->error), r->error);
    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
    take_text(writer, &out, r->error);
    assert_int_equal(out.length, sizeof(data));
    assert_memory_equal(out.chars, data, sizeof(data));
    free(out.chars);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(bytes_in_memory),
        READER_TEST(characters_are_base64),
        READER_TEST(there_are_no_elements),
        READER_TEST(bytes_from_a_stream),
        READER_TEST(copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
