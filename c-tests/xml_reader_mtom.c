/* The reader of MTOM: packages in memory and from a stream, their header inside and outside, limits, wrong packages. */
#include "support/encoded.h"

#define INCLUDE(href) "<i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" href=\"" href "\"/>"
#define ROOT "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <r>\r\n\r\n"
#define PART(id) "\r\n--b\r\nContent-ID: <" id ">\r\n\r\n"
#define END "\r\n--b--\r\n"

/* As WCF writes one, with the header of the package inside; the identifiers are URLs, and quoted in references. */
static const char wcf[] =
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/related;type=\"application/xop+xml\";boundary=\"uuid:1+id=1\";"
    "start=\"<http://tempuri.org/0>\";start-info=\"application/soap+xml\"\r\n\r\n"
    "--uuid:1+id=1\r\n"
    "Content-ID: <http://tempuri.org/0>\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "Content-Type: application/xop+xml;charset=utf-8;type=\"application/soap+xml\"\r\n\r\n"
    "<s:E xmlns:s=\"u\"><a>" INCLUDE("cid:http%3A%2F%2Ftempuri.org%2F1%2F2") "</a><b>x</b></s:E>\r\n"
    "--uuid:1+id=1\r\n"
    "Content-ID: <http://tempuri.org/1/2>\r\n"
    "Content-Transfer-Encoding: binary\r\n"
    "Content-Type: application/octet-stream\r\n\r\n"
    "\r\n--uuid:1+id=\r\n\r\n--uuid:1+id=12\r\n"
    "--uuid:1+id=1--\r\n";
static const char wcf_xml[] = "<s:E xmlns:s=\"u\"><a>DQotLXV1aWQ6MStpZD0NCg0KLS11dWlkOjEraWQ9MTI=</a><b>x</b></s:E>";

/* Two parts, in the order in which they are used. */
static const char two[] = ROOT "<a><b>" INCLUDE("cid:x") "</b><c d=\"\">" INCLUDE("cid:y") "</c></a>"
    PART("x") "\1\2\3\4" PART("y") "" END;
static const char two_xml[] = "<a><b>AQIDBA==</b><c d=\"\"></c></a>";

static WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};

static WS_XML_READER_MTOM_ENCODING header_inside(void)
{
    return (WS_XML_READER_MTOM_ENCODING){{WS_XML_READER_ENCODING_TYPE_MTOM}, &text.encoding, TRUE, {0, NULL}, {0, NULL}, {0, NULL}};
}

/* The header's parameters, given by the caller. */
static WS_XML_READER_MTOM_ENCODING header_outside(void)
{
    return (WS_XML_READER_MTOM_ENCODING){{WS_XML_READER_ENCODING_TYPE_MTOM}, &text.encoding, FALSE, *TEXT16("text/xml"), *TEXT16("b"), *TEXT16("<r>")};
}

static HRESULT set_package(READER *r, const WS_XML_READER_MTOM_ENCODING *mtom, const char *package, size_t size)
{
    return set_memory(r, &mtom->encoding, package, size, NULL, 0);
}

/* In memory, or from a stream that is filled as a whole. `id` 0xFFFF for no property. */
static HRESULT read_package(READER *r, int is_stream, const char *package, size_t size, WS_XML_READER_PROPERTY_ID id,
                            ULONG value, TEXT *out)
{
    WS_XML_READER_MTOM_ENCODING mtom = header_outside();
    WS_XML_READER_PROPERTY property = {id, &value, sizeof(value)};
    PIECES pieces = {(const BYTE *)package, size, 0, 1000};
    ULONG count = id == (WS_XML_READER_PROPERTY_ID)0xFFFF ? 0 : 1;
    if (is_stream) {
        assert_ok(set_pieces(r, &mtom.encoding, &pieces, &property, count), r->error);
        return read_as_text(r, 1000000, out);
    }
    assert_ok(set_memory(r, &mtom.encoding, package, size, &property, count), r->error);
    return read_as_text(r, 0, out);
}

static void packages_in_memory(void **state)
{
    READER *r = *state;
    WS_XML_READER_MTOM_ENCODING inside = header_inside(), outside = header_outside();
    assert_ok(set_package(r, &inside, wcf, sizeof(wcf) - 1), r->error);
    assert_reads_as(r, 0, wcf_xml);
    assert_ok(set_package(r, &inside, wcf, sizeof(wcf) - 1), r->error);
    assert_copies_as(r, wcf_xml);
    assert_ok(set_package(r, &outside, two, sizeof(two) - 1), r->error);
    assert_reads_as(r, 0, two_xml);
    /* The start may be given without brackets, or not at all. */
    outside.startUri = *TEXT16("r");
    assert_ok(set_package(r, &outside, two, sizeof(two) - 1), r->error);
    assert_reads_as(r, 0, two_xml);
    outside.startUri = (WS_STRING)WS_STRING_EMPTY;
    outside.startInfo = (WS_STRING)WS_STRING_EMPTY;
    assert_ok(set_package(r, &outside, two, sizeof(two) - 1), r->error);
    assert_reads_as(r, 0, two_xml);
    /* In any order, the XML last, and with parts that nobody asks for. */
    static const char mixed[] = "--b\r\nContent-ID: <y>\r\n\r\nY" PART("z") "Z" PART("x") "X\r\n" ROOT
        "<a><b>" INCLUDE("cid:x") "</b><c>" INCLUDE("cid:y") "</c></a>" END;
    outside = header_outside();
    assert_ok(set_package(r, &outside, mixed, sizeof(mixed) - 1), r->error);
    assert_reads_as(r, 0, "<a><b>WA==</b><c>WQ==</c></a>");
}

static void packages_from_a_stream(void **state)
{
    static const ULONG sizes[] = {1, 2, 3, 7, 64, 10000};
    READER *r = *state;
    ULONG large = 400;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, &large, sizeof(large)};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        WS_XML_READER_MTOM_ENCODING inside = header_inside(), outside = header_outside();
        PIECES pieces = {(const BYTE *)wcf, sizeof(wcf) - 1, 0, sizes[i]};
        assert_ok(set_pieces(r, &inside.encoding, &pieces, &property, 1), r->error);
        assert_int_equal(pieces.at, 0);
        assert_reads_as(r, sizeof(wcf), wcf_xml);
        pieces = (PIECES){(const BYTE *)two, sizeof(two) - 1, 0, sizes[i]};
        assert_ok(set_pieces(r, &outside.encoding, &pieces, NULL, 0), r->error);
        assert_reads_as(r, 1000, two_xml);
        /* With nothing filled in there is nothing to read. */
        pieces = (PIECES){(const BYTE *)two, sizeof(two) - 1, 0, sizes[i]};
        assert_ok(set_pieces(r, &outside.encoding, &pieces, NULL, 0), r->error);
        assert_hr(WS_E_QUOTA_EXCEEDED, WsReadNode(r->reader, r->error), r->error);
        assert_error_says(r->error, "WsFillReader");
    }
}

/* The bytes of a part as they are, in pieces, and the node that shows them. */
static void parts_are_bytes(void **state)
{
    READER *r = *state;
    for (int is_stream = 0; is_stream < 2; is_stream++) {
        WS_XML_READER_MTOM_ENCODING outside = header_outside();
        PIECES pieces = {(const BYTE *)two, sizeof(two) - 1, 0, 1000};
        BYTE bytes[8] = {0};
        ULONG count;
        for (ULONG room = 1; room < 6; room++) {
            ULONG total = 0;
            pieces.at = 0;
            if (is_stream) {
                assert_ok(set_pieces(r, &outside.encoding, &pieces, NULL, 0), r->error);
                assert_ok(WsFillReader(r->reader, 1000, NULL, r->error), r->error);
            } else {
                assert_ok(set_package(r, &outside, two, sizeof(two) - 1), r->error);
            }
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            const WS_XML_BASE64_TEXT *part = (const WS_XML_BASE64_TEXT *)((const WS_XML_TEXT_NODE *)node_of(r))->text;
            assert_int_equal(part->text.textType, WS_XML_TEXT_TYPE_BASE64);
            assert_int_equal(part->length, 4);
            assert_memory_equal(part->bytes, "\1\2\3\4", 4);
            /* No copy of what is in memory. */
            if (!is_stream) {
                assert_true(part->bytes > (const BYTE *)two && part->bytes < (const BYTE *)two + sizeof(two));
            }
            do {
                assert_ok(WsReadBytes(r->reader, bytes + total, room, &count, r->error), r->error);
                total += count;
            } while (count > 0);
            assert_int_equal(total, 4);
            assert_memory_equal(bytes, "\1\2\3\4", 4);
            assert_ok(WsReadEndElement(r->reader, r->error), r->error);
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            assert_ok(WsReadBytes(r->reader, bytes, room, &count, r->error), r->error);
            assert_int_equal(count, 0);
            assert_ok(WsReadEndElement(r->reader, r->error), r->error);
            assert_ok(WsReadEndElement(r->reader, r->error), r->error);
            assert_on(r, EOF);
        }
    }
}

/* A part that is larger than what is filled in at once passes by. */
static void large_parts_pass_by(void **state)
{
    READER *r = *state;
    WS_XML_READER_MTOM_ENCODING outside = header_outside();
    TEXT package = {0};
    static const char head[] = ROOT "<a>" INCLUDE("cid:x") "</a>" PART("x");
    size_t size = 1000000, total = 0;
    add_chars(&package, head);
    for (size_t i = 0; i < size; i++) {
        char byte = (char)(i % 7 == 0 ? '\r' : i % 11 == 0 ? '-' : (char)i);
        add(&package, &byte, 1);
    }
    add_chars(&package, END);
    PIECES pieces = {(const BYTE *)package.chars, package.length, 0, 4096};
    assert_ok(set_pieces(r, &outside.encoding, &pieces, NULL, 0), r->error);
    assert_ok(WsFillReader(r->reader, sizeof(head), NULL, r->error), r->error);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    for (;;) {
        BYTE bytes[5000];
        ULONG count = 0;
        assert_ok(WsFillReader(r->reader, 100, NULL, r->error), r->error);
        assert_ok(WsReadBytes(r->reader, bytes, sizeof(bytes), &count, r->error), r->error);
        if (count == 0) {
            break;
        }
        assert_memory_equal(bytes, package.chars + sizeof(head) - 1 + total, count);
        total += count;
    }
    assert_int_equal(total, size);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_on(r, EOF);
    free(package.chars);
}

#define NO_PROPERTY ((WS_XML_READER_PROPERTY_ID)0xFFFF)

static void limits(void **state)
{
    READER *r = *state;
    size_t size = sizeof(two) - 1;
    TEXT out = {0};
    /* Three parts; in memory and in a stream. */
    for (int is_stream = 0; is_stream < 2; is_stream++) {
        for (ULONG parts = 0; parts < 5; parts++) {
            HRESULT expected = parts >= 3 ? S_OK : WS_E_QUOTA_EXCEEDED;
            assert_hr(expected, read_package(r, is_stream, two, size, WS_XML_READER_PROPERTY_MAX_MIME_PARTS, parts, &out), r->error);
            if (expected != S_OK) {
                assert_error_says(r->error, "MAX_MIME_PARTS");
                assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
            }
        }
    }
    /* The largest header is the root's; streams only. */
    ULONG header = (ULONG)(strstr(two, "\r\n\r\n") - two) - 5;
    for (ULONG limit = header - 2; limit < header + 2; limit++) {
        HRESULT expected = limit >= header ? S_OK : WS_E_QUOTA_EXCEEDED;
        WS_XML_READER_PROPERTY_ID id = WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE;
        assert_hr(expected, read_package(r, 1, two, size, id, limit, &out), r->error);
        if (expected != S_OK) {
            assert_error_says(r->error, "STREAM_MAX_MIME_HEADERS_SIZE");
        }
        assert_ok(read_package(r, 0, two, size, id, limit, &out), r->error);
    }
    /* The header of the package itself counts, too. */
    WS_XML_READER_MTOM_ENCODING inside = header_inside();
    PIECES pieces = {(const BYTE *)wcf, sizeof(wcf) - 1, 0, 1000};
    ULONG small = 100;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, &small, sizeof(small)};
    assert_ok(set_pieces(r, &inside.encoding, &pieces, &property, 1), r->error);
    assert_hr(WS_E_QUOTA_EXCEEDED, read_as_text(r, 1000, &out), r->error);
    assert_error_says(r->error, "STREAM_MAX_MIME_HEADERS_SIZE");
    /* The XML; streams only. */
    ULONG root = (ULONG)(strstr(two, "</a>") + 4 - strstr(two, "<a>"));
    for (ULONG limit = root - 2; limit < root + 2; limit++) {
        HRESULT expected = limit >= root ? S_OK : WS_E_QUOTA_EXCEEDED;
        WS_XML_READER_PROPERTY_ID id = WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE;
        assert_hr(expected, read_package(r, 1, two, size, id, limit, &out), r->error);
        if (expected != S_OK) {
            assert_error_says(r->error, "STREAM_MAX_ROOT_MIME_PART_SIZE");
        }
        assert_ok(read_package(r, 0, two, size, id, limit, &out), r->error);
    }
    /* Limits of XML hold as they do in text. */
    assert_hr(WS_E_QUOTA_EXCEEDED, read_package(r, 0, two, size, WS_XML_READER_PROPERTY_MAX_DEPTH, 1, &out), r->error);
    assert_error_says(r->error, "MAX_DEPTH");
    free(out.chars);
}

/* The XML part is taken in as a whole: a limit is found before the bytes beyond it are there. */
static void limits_are_found_early(void **state)
{
    READER *r = *state;
    WS_XML_READER_MTOM_ENCODING outside = header_outside();
    TEXT package = {0};
    add_chars(&package, ROOT "<a>");
    for (int i = 0; i < 70000; i++) {
        add_chars(&package, "x");
    }
    PIECES pieces = {(const BYTE *)package.chars, package.length, 0, 1000};
    assert_ok(set_pieces(r, &outside.encoding, &pieces, NULL, 0), r->error);
    assert_ok(WsFillReader(r->reader, 66000, NULL, r->error), r->error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsReadNode(r->reader, r->error), r->error);
    assert_error_says(r->error, "STREAM_MAX_ROOT_MIME_PART_SIZE");
    free(package.chars);
}

static void wrong_packages(void **state)
{
    static const struct {
        const char *package, *says;
        /* 1: in memory only, 2: in a stream only. */
        int where;
    } bad[] = {
        {"", "ends inside", 0},
        {"--b", "ends inside", 0},
        {"--b--\r\n", "no parts", 0},
        {"--c\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n--c--", "ends inside", 0},
        {"--b\r\nContent-ID: <r>\r\n\r\n<a/>" END, "application/xop+xml", 0},
        {"--b\r\nContent-Type: text/xml\r\nContent-ID: <r>\r\n\r\n<a/>" END, "application/xop+xml", 0},
        {"--b\r\nContent-Type: application/xop+xml; type=\"a/b\"\r\nContent-ID: <r>\r\n\r\n<a/>" END, "start-info", 0},
        {"--b\r\nContent-Type: application/xop+xml\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <r>\r\n\r\n<a/>" END,
         "Content-Transfer-Encoding", 0},
        {"--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <s>\r\n\r\n<a/>" END, "with the XML", 0},
        {ROOT "<a/>", "ends inside", 0},
        {ROOT "<a></b>" END, NULL, 0},
        {ROOT END, NULL, 0},
        {ROOT "<a>" INCLUDE("cid:x") "</a>" END, "is not there", 0},
        {ROOT "<a>" INCLUDE("cid:x") "</a>" PART("y") "Y" END, "is not there", 1},
        {ROOT "<a>" INCLUDE("cid:x") "</a>" PART("y") "Y" END, "not the next one", 2},
        {ROOT "<a><b>" INCLUDE("cid:y") "</b><c>" INCLUDE("cid:x") "</c></a>" PART("x") "X" PART("y") "Y" END, "not the next one", 2},
        {ROOT "<a>" INCLUDE("cid:x") "</a>" PART("x") "X", "ends inside", 0},
        {ROOT "<a>" INCLUDE("cid:x") "</a>" PART("x") "X" PART("x") "X" END, "Two MIME parts", 1},
        {ROOT "<a><b>" INCLUDE("cid:x") "</b><c>" INCLUDE("cid:x") "</c></a>" PART("x") "X" END, "used before", 1},
        {ROOT "<a><b>" INCLUDE("cid:x") "</b><c>" INCLUDE("cid:x") "</c></a>" PART("x") "X" END, "last part", 2},
        {ROOT "<a>" INCLUDE("http:x") "</a>" PART("x") "X" END, "cid:", 0},
        {ROOT "<a><i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\"/></a>" PART("x") "X" END, "no href", 0},
        {ROOT "<a> " INCLUDE("cid:x") "</a>" PART("x") "X" END, "not the only content", 0},
        {ROOT "<a>" INCLUDE("cid:x") "<b/></a>" PART("x") "X" END, "not the only content", 0},
        {ROOT INCLUDE("cid:x") PART("x") "X" END, "not the only content", 0},
        {"--b\r\nContent-Type application/xop+xml\r\n\r\n<a/>" END, "no colon", 0},
        {"--b\r\nContent-Type: application/xop+xml\nContent-ID: <r>\r\n\r\n<a/>" END, "CR LF", 0},
        {ROOT "<!DOCTYPE a><a/>" END, NULL, 0},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        for (int is_stream = 0; is_stream < 2; is_stream++) {
            TEXT out = {0};
            HRESULT hr;
            if (bad[i].where == (is_stream ? 1 : 2)) {
                continue;
            }
            hr = read_package(r, is_stream, bad[i].package, strlen(bad[i].package), NO_PROPERTY, 0, &out);
            if (hr != WS_E_INVALID_FORMAT) {
                fail_msg("%s\n(%d): %08X", bad[i].package, is_stream, HR(hr));
            }
            if (bad[i].says != NULL) {
                assert_error_says(r->error, bad[i].says);
            }
            assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
            assert_ok(WsResetError(r->error), NULL);
        }
    }
}

/* Whatever a package is cut to, the answer comes, and it is not the whole document. */
static void cut_off_packages(void **state)
{
    READER *r = *state;
    for (size_t length = 0; length < sizeof(wcf) - 9; length++) {
        TEXT out = {0};
        WS_XML_READER_MTOM_ENCODING inside = header_inside();
        ULONG large = 400;
        WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, &large, sizeof(large)};
        char *part = malloc(length + 1);
        PIECES pieces = {(const BYTE *)part, length, 0, 5};
        assert_non_null(part);
        memcpy(part, wcf, length);
        assert_ok(set_package(r, &inside, part, length), r->error);
        assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
        assert_ok(set_pieces(r, &inside.encoding, &pieces, &property, 1), r->error);
        assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 1000, &out), r->error);
        assert_ok(WsResetError(r->error), NULL);
        free(part);
    }
}

static void wrong_headers(void **state)
{
    static const struct {
        const char *header, *says;
    } bad[] = {
        {"Content-Type: text/xml\r\n", "multipart/related"},
        {"MIME-Version: 1.0\r\n", "multipart/related"},
        {"MIME-Version: 2.0\r\nContent-Type: multipart/related; boundary=b\r\n", "MIME version"},
        {"Content-Type: multipart/related; type=\"text/xml\"; boundary=b\r\n", "application/xop+xml"},
        {"Content-Type: multipart/related; type=\"application/xop+xml\"\r\n", "boundary"},
        {"Content-Type: multipart/related; boundary=\"\xC3\xA4\"\r\n", "boundary"},
        {"Content-Type: multipart/related; boundary=b; boundary=b\r\n", "malformed"},
        {"Content-Type: multipart/related; boundary=b\r\nContent-Type: multipart/related; boundary=b\r\n", "twice"},
        {"Content-Type: multipart/related; boundary=b; start=\"<other>\"\r\n", "other"},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_XML_READER_MTOM_ENCODING inside = header_inside();
        TEXT package = {0}, out = {0};
        add_chars(&package, bad[i].header);
        add_chars(&package, "\r\n" ROOT "<a/>" END);
        assert_ok(set_package(r, &inside, package.chars, package.length), r->error);
        assert_hr(WS_E_INVALID_FORMAT, read_as_text(r, 0, &out), r->error);
        assert_error_says(r->error, bad[i].says);
        free(package.chars);
    }
    /* A header over two lines, with what it need not have. */
    WS_XML_READER_MTOM_ENCODING inside = header_inside();
    static const char good[] = "X-Other: 1\r\ncontent-type: Multipart/Related;\r\n\tboundary=b\r\n\r\n" ROOT "<a/>" END;
    assert_ok(set_package(r, &inside, good, sizeof(good) - 1), r->error);
    assert_nodes(r, "<|a|/></>$");
}

static void wrong_encodings(void **state)
{
    READER *r = *state;
    BOOL yes = TRUE;
    WS_XML_READER_PROPERTY fragments = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)};
    WS_XML_READER_MTOM_ENCODING mtom = header_outside();
    WS_XML_READER_BINARY_ENCODING binary = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    WS_XML_READER *creator = NULL;
    WCHAR half = 0xD800, long_boundary[71];
    set_xml(r, "<kept/>");
    assert_hr(E_INVALIDARG, set_memory(r, &mtom.encoding, two, sizeof(two) - 1, &fragments, 1), r->error);
    assert_error_says(r->error, "ALLOW_FRAGMENT");
    mtom.textEncoding = NULL;
    assert_hr(E_INVALIDARG, set_package(r, &mtom, two, sizeof(two) - 1), r->error);
    assert_error_says(r->error, "textEncoding");
    mtom.textEncoding = &binary.encoding;
    assert_hr(E_INVALIDARG, set_package(r, &mtom, two, sizeof(two) - 1), r->error);
    assert_error_says(r->error, "textEncoding");
    mtom = header_outside();
    for (size_t i = 0; i < COUNT(long_boundary); i++) {
        long_boundary[i] = u'b';
    }
    const WS_STRING boundaries[] = {WS_STRING_EMPTY, {1, &half}, {71, long_boundary}, *TEXT16("b "), *TEXT16("\u00E4"), {1, NULL}};
    for (size_t i = 0; i < COUNT(boundaries); i++) {
        mtom.boundary = boundaries[i];
        assert_hr(E_INVALIDARG, set_package(r, &mtom, two, sizeof(two) - 1), r->error);
        assert_error_says(r->error, "boundary");
    }
    mtom.boundary = (WS_STRING){70, long_boundary};
    assert_ok(set_package(r, &mtom, two, sizeof(two) - 1), r->error);
    set_xml(r, "<kept/>");
    mtom = header_outside();
    mtom.startUri = (WS_STRING){1, &half};
    assert_hr(E_INVALIDARG, set_package(r, &mtom, two, sizeof(two) - 1), r->error);
    assert_error_says(r->error, "startUri");
    mtom = header_outside();
    mtom.startInfo = (WS_STRING){1, &half};
    assert_hr(E_INVALIDARG, set_package(r, &mtom, two, sizeof(two) - 1), r->error);
    assert_error_says(r->error, "startInfo");
    /* With the header inside, nothing may be given. */
    for (int field = 0; field < 3; field++) {
        mtom = header_inside();
        *(field == 0 ? &mtom.startInfo : field == 1 ? &mtom.boundary : &mtom.startUri) = *TEXT16("b");
        assert_hr(E_INVALIDARG, set_package(r, &mtom, wcf, sizeof(wcf) - 1), r->error);
        assert_error_says(r->error, "readMimeHeader");
    }
    assert_nodes(r, "<|kept|/></>$");
    /* A reader that was created with fragments needs them switched off. */
    READER other = *r;
    BOOL no = FALSE;
    mtom = header_outside();
    assert_ok(WsCreateReader(&fragments, 1, &creator, r->error), r->error);
    other.reader = creator;
    assert_hr(E_INVALIDARG, set_package(&other, &mtom, two, sizeof(two) - 1), r->error);
    WS_XML_READER_PROPERTY whole = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &no, sizeof(no)};
    assert_ok(set_memory(&other, &mtom.encoding, two, sizeof(two) - 1, &whole, 1), r->error);
    assert_reads_as(&other, 0, two_xml);
    WsFreeReader(creator);
}

/* The XML in UTF-16, with and without a mark. */
static void utf16(void **state)
{
    READER *r = *state;
    static const WS_CHARSET charsets[] = {WS_CHARSET_AUTO, WS_CHARSET_UTF16LE};
    for (int is_stream = 0; is_stream < 2; is_stream++) {
        for (size_t c = 0; c < COUNT(charsets); c++) {
            TEXT package = {0}, out = {0};
            static const char xml[] = "<a>\xE4<b>" INCLUDE("cid:x") "</b></a>";
            add_chars(&package, ROOT);
            if (c == 0) {
                add(&package, "\xFF\xFE", 2);
            }
            for (size_t i = 0; i < sizeof(xml) - 1; i++) {
                char unit[2] = {xml[i], 0};
                add(&package, unit, 2);
            }
            add_chars(&package, PART("x") "xyz" END);
            text.charSet = charsets[c];
            assert_ok(read_package(r, is_stream, package.chars, package.length, NO_PROPERTY, 0, &out), r->error);
            text.charSet = WS_CHARSET_AUTO;
            assert_string_equal(out.chars, "<a>\xC3\xA4<b>eHl6</b></a>");
            free(package.chars);
            free(out.chars);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(packages_in_memory),
        READER_TEST(packages_from_a_stream),
        READER_TEST(parts_are_bytes),
        READER_TEST(large_parts_pass_by),
        READER_TEST(limits),
        READER_TEST(limits_are_found_early),
        READER_TEST(wrong_packages),
        READER_TEST(cut_off_packages),
        READER_TEST(wrong_headers),
        READER_TEST(wrong_encodings),
        READER_TEST(utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
