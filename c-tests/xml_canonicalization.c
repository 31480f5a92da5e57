/*
 * Canonicalisation while reading and while writing: the algorithms and their options, the same octets whatever is read
 * or written, states, failures of the callback, and digests that others computed.
 */
#include "support/encoded.h"
#include "support/sha1.h"

/* What a canonicalisation gave. */
typedef struct OCTETS {
    TEXT text;
    unsigned calls;
    ULONG largest;
    /* What the call with this number (from 1 on) returns; 0 for none. */
    unsigned fails_at;
    HRESULT failure;
    int misuse;
    WS_XML_READER *reader;
    HRESULT reentered;
} OCTETS;

static HRESULT CALLBACK take_octets(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    OCTETS *octets = state;
    (void)error;
    octets->misuse |= context != NULL || buffers == NULL || count == 0;
    octets->calls++;
    if (octets->reader != NULL) {
        octets->reentered = WsReadNode(octets->reader, NULL);
    }
    if (octets->calls == octets->fails_at) {
        return octets->failure;
    }
    for (ULONG i = 0; i < count; i++) {
        add(&octets->text, buffers[i].bytes, buffers[i].length);
        octets->largest = buffers[i].length > octets->largest ? buffers[i].length : octets->largest;
    }
    return S_OK;
}

/* The options of a run; zeros are the defaults. */
typedef struct OPTIONS {
    WS_XML_CANONICALIZATION_ALGORITHM algorithm;
    WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES prefixes;
    const WS_XML_QNAME *omitted;
    /* 0: not given. */
    ULONG buffer_size;
} OPTIONS;

static ULONG properties_of(const OPTIONS *options, WS_XML_CANONICALIZATION_PROPERTY properties[4])
{
    ULONG count = 0;
#define ADD(id, place)                                                                                                 \
    properties[count++] = (WS_XML_CANONICALIZATION_PROPERTY){id, (void *)(uintptr_t)(place), sizeof(*(place))}
    ADD(WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, &options->algorithm);
    if (options->prefixes.prefixCount > 0) {
        ADD(WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES, &options->prefixes);
    }
    if (options->omitted != NULL) {
        ADD(WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT, options->omitted);
    }
    if (options->buffer_size != 0) {
        ADD(WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE, &options->buffer_size);
    }
    return count;
}

static HRESULT start_reader(READER *r, OCTETS *octets, const OPTIONS *options)
{
    WS_XML_CANONICALIZATION_PROPERTY properties[4];
    ULONG count = properties_of(options, properties);
    return WsStartReaderCanonicalization(r->reader, take_octets, octets, properties, count, r->error);
}

static HRESULT start_writer(WS_XML_WRITER *writer, OCTETS *octets, const OPTIONS *options, WS_ERROR *error)
{
    WS_XML_CANONICALIZATION_PROPERTY properties[4];
    ULONG count = properties_of(options, properties);
    return WsStartWriterCanonicalization(writer, take_octets, octets, properties, count, error);
}

/* From the present node (the beginning) to the end of the document. */
static void canonicalize(READER *r, const OPTIONS *options, OCTETS *octets)
{
    add(&octets->text, "", 0);
    assert_ok(start_reader(r, octets, options), r->error);
    do {
        assert_ok(WsFillReader(r->reader, 200, NULL, r->error), r->error);
        assert_ok(WsReadNode(r->reader, r->error), r->error);
    } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF);
    assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
    assert_false(octets->misuse);
}

static const OPTIONS exclusive = {WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM, {0, NULL}, NULL, 0};
static const OPTIONS exclusive_comments = {WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {0, NULL}, NULL, 0};
static const OPTIONS inclusive = {WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM, {0, NULL}, NULL, 0};
static const OPTIONS inclusive_comments = {WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {0, NULL}, NULL, 0};

static void check_form(READER *r, const OPTIONS *options, const char *xml, const char *expected, const char *file, int line)
{
    OCTETS octets = {0};
    set_xml(r, xml);
    canonicalize(r, options, &octets);
    _assert_string_equal(octets.text.chars, expected, file, line);
    free(octets.text.chars);
}
#define assert_form(r, options, xml, expected) check_form((r), (options), (xml), (expected), __FILE__, __LINE__)

static const char document[] =
    "<?xml version='1.0'?><!--before--><p:a xmlns:p='urn:p' xmlns='d' xmlns:unused='x' z='2' p:x='1&amp;&lt;&#9;\"' y='&gt;'>"
    "text &amp; &gt;&#13;\r\n<b/><![CDATA[<&]]><!--in--><c xmlns='d'/><e xmlns=''><p:f xmlns:p='urn:q' p:g='1'/></e></p:a><!--after-->";

static void all_algorithms(void **state)
{
    READER *r = *state;
    assert_form(r, &exclusive, document,
                "<p:a xmlns:p=\"urn:p\" y=\">\" z=\"2\" p:x=\"1&amp;&lt;&#x9;&quot;\">text &amp; &gt;&#xD;\n"
                "<b xmlns=\"d\"></b>&lt;&amp;<c xmlns=\"d\"></c><e><p:f xmlns:p=\"urn:q\" p:g=\"1\"></p:f></e></p:a>");
    assert_form(r, &exclusive_comments, document,
                "<!--before-->\n<p:a xmlns:p=\"urn:p\" y=\">\" z=\"2\" p:x=\"1&amp;&lt;&#x9;&quot;\">text &amp; &gt;&#xD;\n"
                "<b xmlns=\"d\"></b>&lt;&amp;<!--in--><c xmlns=\"d\"></c><e><p:f xmlns:p=\"urn:q\" p:g=\"1\"></p:f></e></p:a>\n<!--after-->");
    assert_form(r, &inclusive, document,
                "<p:a xmlns=\"d\" xmlns:p=\"urn:p\" xmlns:unused=\"x\" y=\">\" z=\"2\" p:x=\"1&amp;&lt;&#x9;&quot;\">"
                "text &amp; &gt;&#xD;\n<b></b>&lt;&amp;<c></c><e xmlns=\"\"><p:f xmlns:p=\"urn:q\" p:g=\"1\"></p:f></e></p:a>");
    assert_form(r, &inclusive_comments, document,
                "<!--before-->\n<p:a xmlns=\"d\" xmlns:p=\"urn:p\" xmlns:unused=\"x\" y=\">\" z=\"2\" p:x=\"1&amp;&lt;&#x9;&quot;\">"
                "text &amp; &gt;&#xD;\n<b></b>&lt;&amp;<!--in--><c></c><e xmlns=\"\"><p:f xmlns:p=\"urn:q\" p:g=\"1\"></p:f></e></p:a>\n<!--after-->");
}

/* An element in the middle of a document: exclusive forms do not depend on what is around it, but for listed prefixes. */
static void parts_of_documents(void **state)
{
    READER *r = *state;
    static const char xml[] = "<a xmlns='d' xmlns:p='u' xmlns:q='v'><b t='p:x'><!--c--><p:c/></b> <d/></a>";
    WS_XML_STRING names[] = {WS_XML_STRING_VALUE("q"), WS_XML_STRING_VALUE("#default"), WS_XML_STRING_VALUE("none")};
    OPTIONS listed = exclusive;
    const struct {
        const OPTIONS *options;
        const char *form;
    } cases[] = {
        {&exclusive, "<b xmlns=\"d\" t=\"p:x\"><p:c xmlns:p=\"u\"></p:c></b>"},
        {&exclusive_comments, "<b xmlns=\"d\" t=\"p:x\"><!--c--><p:c xmlns:p=\"u\"></p:c></b>"},
        {&listed, "<b xmlns=\"d\" xmlns:q=\"v\" t=\"p:x\"><p:c xmlns:p=\"u\"></p:c></b>"},
    };
    listed.prefixes = (WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES){3, names};
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int of_buffer = 0; of_buffer < 2; of_buffer++) {
            OCTETS octets = {0};
            WS_XML_BUFFER *buffer = NULL;
            set_xml(r, xml);
            if (of_buffer) {
                assert_ok(WsReadXmlBuffer(r->reader, r->heap, &buffer, r->error), r->error);
                assert_ok(WsSetInputToBuffer(r->reader, buffer, NULL, 0, r->error), r->error);
            }
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            assert_ok(start_reader(r, &octets, cases[i].options), r->error);
            /* Any function that moves the reader takes part. */
            assert_ok(WsSkipNode(r->reader, r->error), r->error);
            assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
            add(&octets.text, "", 0);
            assert_string_equal(octets.text.chars, cases[i].form);
            /* A second run, over characters alone, and over nothing. */
            octets.text.length = 0;
            assert_ok(start_reader(r, &octets, cases[i].options), r->error);
            assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
            assert_int_equal(octets.text.length, 0);
            assert_ok(start_reader(r, &octets, cases[i].options), r->error);
            assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
            assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
            add(&octets.text, "", 0);
            assert_string_equal(octets.text.chars, " ");
            free(octets.text.chars);
        }
    }
}

static void omitted_elements(void **state)
{
    READER *r = *state;
    WS_XML_QNAME name = {WS_XML_STRING_VALUE("s"), WS_XML_STRING_VALUE("u")};
    OPTIONS options = inclusive;
    options.omitted = &name;
    assert_form(r, &options, "<a xmlns:p='u'>1<p:s><b/><p:s/></p:s>2<s/><p:s/>3</a>", "<a xmlns:p=\"u\">12<s></s>3</a>");
    options = exclusive;
    options.omitted = &name;
    assert_form(r, &options, "<a xmlns:p='u'>1<p:s><b/><p:s/></p:s>2<s xmlns='u'/><p:t/></a>", "<a>12<p:t xmlns:p=\"u\"></p:t></a>");
    assert_form(r, &options, "<s xmlns='u'/>", "");
}

static void output_buffers(void **state)
{
    READER *r = *state;
    static const ULONG sizes[] = {1, 7, 64, 5000};
    TEXT xml = {0};
    OCTETS whole = {0};
    add_chars(&xml, "<a>");
    for (int i = 0; i < 1000; i++) {
        add_chars(&xml, "<b>text</b>");
    }
    add_chars(&xml, "</a>");
    set_xml(r, xml.chars);
    canonicalize(r, &exclusive, &whole);
    assert_string_equal(whole.text.chars, xml.chars);
    assert_true(whole.calls > 5 && whole.calls < 30);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        OCTETS octets = {0};
        OPTIONS options = exclusive;
        options.buffer_size = sizes[i];
        set_xml(r, xml.chars);
        canonicalize(r, &options, &octets);
        assert_string_equal(octets.text.chars, whole.text.chars);
        assert_true(octets.calls >= xml.length / (sizes[i] + 100));
        assert_true(octets.calls <= xml.length / sizes[i] + 1);
        free(octets.text.chars);
    }
    free(whole.text.chars);
    free(xml.chars);
}

/* The same octets from text, binary, a buffer, streams, and while the document is written. */
static void the_same_octets_from_everything(void **state)
{
    READER *r = *state;
    static const char xml[] =
        "<p:a xmlns:p=\"urn:p\" xmlns=\"d\" xmlns:unused=\"x\" z=\"2\" p:x=\"1&amp;&lt;\">text<b></b><!--in--><![CDATA[&]]>"
        "<e xmlns=\"\"><p:f xmlns:p=\"urn:q\" p:g=\"1\"></p:f></e></p:a>";
    const OPTIONS *all[] = {&exclusive, &exclusive_comments, &inclusive, &inclusive_comments};
    WS_XML_WRITER *writer = NULL;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_WRITER_BINARY_ENCODING binary_out = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
    WS_XML_WRITER_TEXT_ENCODING text_out = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_READER_BINARY_ENCODING binary_in = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    WS_XML_READER_TEXT_ENCODING text_in = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    void *binary = NULL;
    ULONG size = 0;
    assert_ok(WsCreateWriter(NULL, 0, &writer, r->error), r->error);
    set_xml(r, xml);
    assert_ok(WsReadXmlBuffer(r->reader, r->heap, &buffer, r->error), r->error);
    assert_ok(WsWriteXmlBufferToBytes(writer, buffer, &binary_out.encoding, NULL, 0, r->heap, &binary, &size, r->error), r->error);
    for (size_t a = 0; a < COUNT(all); a++) {
        OCTETS whole = {0};
        set_xml(r, xml);
        canonicalize(r, all[a], &whole);
        for (int way = 0; way < 8; way++) {
            OCTETS octets = {0};
            PIECES pieces = {way == 2 ? binary : (const BYTE *)xml, way == 2 ? size : sizeof(xml) - 1, 0, 1};
            if (way == 0) {
                assert_ok(set_memory(r, &binary_in.encoding, binary, size, NULL, 0), r->error);
            } else if (way == 1) {
                assert_ok(WsSetInputToBuffer(r->reader, buffer, NULL, 0, r->error), r->error);
            } else if (way == 2) {
                assert_ok(set_pieces(r, &binary_in.encoding, &pieces, NULL, 0), r->error);
            } else if (way == 3) {
                assert_ok(set_pieces(r, &text_in.encoding, &pieces, NULL, 0), r->error);
            }
            if (way < 4) {
                canonicalize(r, all[a], &octets);
            } else {
                WS_XML_BUFFER *copy = NULL;
                if (way == 4) {
                    assert_ok(WsSetOutput(writer, &binary_out.encoding, &output.output, NULL, 0, r->error), r->error);
                } else if (way == 5) {
                    assert_ok(WsSetOutput(writer, &text_out.encoding, &output.output, NULL, 0, r->error), r->error);
                } else {
                    assert_ok(WsCreateXmlBuffer(r->heap, NULL, 0, &copy, r->error), r->error);
                    assert_ok(WsSetOutputToBuffer(writer, copy, NULL, 0, r->error), r->error);
                }
                assert_ok(start_writer(writer, &octets, all[a], r->error), r->error);
                if (way < 7) {
                    set_xml(r, xml);
                    assert_ok(WsCopyNode(writer, r->reader, r->error), r->error);
                } else {
                    assert_ok(WsWriteXmlBuffer(writer, buffer, r->error), r->error);
                }
                assert_ok(WsEndWriterCanonicalization(writer, r->error), r->error);
                add(&octets.text, "", 0);
            }
            if (strcmp(octets.text.chars, whole.text.chars) != 0) {
                fail_msg("algorithm %zu, way %d:\n%s\n%s", a, way, octets.text.chars, whole.text.chars);
            }
            free(octets.text.chars);
        }
        free(whole.text.chars);
    }
    WsFreeWriter(writer);
}

/* Typed text in binary and while it is written. */
static void values(void **state)
{
    READER *r = *state;
    static const GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    static const WS_TIMESPAN span = {-3440000000LL};
    static const WS_DATETIME time = {0x08C8475BF98E4000ULL, WS_DATETIME_FORMAT_UTC};
    static const double doubles[] = {2.5, -0.0, 1e300, 7};
    static const char expected[] = "<a><i>-5</i><b>true</b><d>2.5</d><d>-0</d><d>1E+300</d><d>7</d>"
        "<g>33221100-5544-7766-8899-aabbccddeeff</g><s>-00:05:44</s><t>2006-05-17T00:00:00Z</t><x>AQID</x></a>";
    WS_XML_WRITER_BINARY_ENCODING binary = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BINARY_ENCODING in = {{WS_XML_READER_ENCODING_TYPE_BINARY}, NULL, NULL};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    for (int is_binary = 0; is_binary < 2; is_binary++) {
        WS_XML_WRITER *writer = NULL;
        OCTETS octets = {0}, read = {0};
        WS_BYTES bytes;
        INT32 number = -5;
        BOOL yes = TRUE;
        WS_ERROR *error = r->error;
        assert_ok(WsCreateWriter(NULL, 0, &writer, error), error);
        assert_ok(WsSetOutput(writer, is_binary ? &binary.encoding : &text.encoding, &output.output, NULL, 0, error), error);
        assert_ok(start_writer(writer, &octets, &exclusive, error), error);
#define ELEMENT(name, call)                                                                                            \
    assert_ok(WsWriteStartElement(writer, NULL, XSTR(name), XSTR(""), error), error);                                  \
    assert_ok(call, error);                                                                                            \
    assert_ok(WsWriteEndElement(writer, error), error)
        assert_ok(WsWriteStartElement(writer, NULL, XSTR("a"), XSTR(""), error), error);
        ELEMENT("i", WsWriteValue(writer, WS_INT32_VALUE_TYPE, &number, sizeof(number), error));
        ELEMENT("b", WsWriteValue(writer, WS_BOOL_VALUE_TYPE, &yes, sizeof(yes), error));
        for (size_t i = 0; i < COUNT(doubles); i++) {
            ELEMENT("d", WsWriteValue(writer, WS_DOUBLE_VALUE_TYPE, &doubles[i], sizeof(doubles[i]), error));
        }
        ELEMENT("g", WsWriteValue(writer, WS_GUID_VALUE_TYPE, &guid, sizeof(guid), error));
        ELEMENT("s", WsWriteValue(writer, WS_TIMESPAN_VALUE_TYPE, &span, sizeof(span), error));
        ELEMENT("t", WsWriteValue(writer, WS_DATETIME_VALUE_TYPE, &time, sizeof(time), error));
        ELEMENT("x", WsWriteBytes(writer, "\1\2\3", 3, error));
        assert_ok(WsWriteEndElement(writer, error), error);
        assert_ok(WsEndWriterCanonicalization(writer, error), error);
        add(&octets.text, "", 0);
        assert_string_equal(octets.text.chars, expected);
        assert_ok(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error), error);
        if (is_binary) {
            assert_ok(set_memory(r, &in.encoding, bytes.bytes, bytes.length, NULL, 0), error);
        } else {
            assert_ok(set_input(r, WS_CHARSET_UTF8, bytes.bytes, bytes.length, NULL, 0), error);
        }
        canonicalize(r, &exclusive, &read);
        assert_string_equal(read.text.chars, expected);
        WsFreeWriter(writer);
        free(octets.text.chars);
        free(read.text.chars);
    }
}

static void states_of_readers(void **state)
{
    READER *r = *state;
    OCTETS octets = {0};
    BOOL found;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_NODE_POSITION position;
    assert_hr(WS_E_INVALID_OPERATION, start_reader(r, &octets, &exclusive), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndReaderCanonicalization(r->reader, r->error), r->error);
    set_xml(r, "<a><b c='1'>t</b></a>");
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_INVALID_OPERATION, WsEndReaderCanonicalization(r->reader, r->error), r->error);
    assert_error_says(r->error, "canonicalize");
    assert_ok(start_reader(r, &octets, &inclusive), r->error);
    assert_hr(WS_E_INVALID_OPERATION, start_reader(r, &octets, &exclusive), r->error);
    assert_error_says(r->error, "already");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    /* Another depth than that of the start: refused, and it goes on. */
    assert_hr(WS_E_INVALID_OPERATION, WsEndReaderCanonicalization(r->reader, r->error), r->error);
    assert_error_says(r->error, "depth");
    assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_EOF, &found, r->error), r->error);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
    add(&octets.text, "", 0);
    assert_string_equal(octets.text.chars, "<a><b c=\"1\">t</b></a>");
    /* An inclusive form is one of a whole document. */
    set_xml(r, "<a><b c='1'>t</b></a>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsResetError(r->error), NULL);
    assert_hr(WS_E_INVALID_OPERATION, start_reader(r, &octets, &inclusive), r->error);
    assert_error_says(r->error, "beginning");
    /* Not in an attribute. The element in which it began cannot be left. */
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, start_reader(r, &octets, &exclusive), r->error);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    octets.text.length = 0;
    assert_ok(start_reader(r, &octets, &exclusive), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
    assert_hr(WS_E_INVALID_OPERATION, WsReadNode(r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
    assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
    assert_int_equal(octets.text.length, 1);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    /* Readers of buffers go forward only. */
    set_xml(r, "<a><b/></a>");
    assert_ok(WsReadXmlBuffer(r->reader, r->heap, &buffer, r->error), r->error);
    assert_ok(WsSetInputToBuffer(r->reader, buffer, NULL, 0, r->error), r->error);
    assert_ok(WsGetReaderPosition(r->reader, &position, r->error), r->error);
    assert_ok(start_reader(r, &octets, &exclusive), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsMoveReader(r->reader, WS_MOVE_TO_EOF, &found, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsSetReaderPosition(r->reader, &position, r->error), r->error);
    assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
    /* A new input ends it. */
    assert_ok(start_reader(r, &octets, &exclusive), r->error);
    set_xml(r, "<a/>");
    assert_hr(WS_E_INVALID_OPERATION, WsEndReaderCanonicalization(r->reader, r->error), r->error);
    free(octets.text.chars);
}

static void states_of_writers(void **state)
{
    READER *r = *state;
    WS_ERROR *error = r->error;
    OCTETS octets = {0};
    WS_XML_WRITER *w = NULL;
    assert_ok(WsCreateWriter(NULL, 0, &w, error), error);
    assert_hr(WS_E_INVALID_OPERATION, start_writer(w, &octets, &exclusive, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), error);
    WsFreeWriter(w);
    w = text_writer(FALSE, error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), error);
    assert_ok(WsWriteStartElement(w, XSTR("p"), XSTR("a"), XSTR("u"), error), error);
    assert_hr(WS_E_INVALID_OPERATION, start_writer(w, &octets, &inclusive, error), error);
    /* The open start tag is not part of it. */
    assert_ok(start_writer(w, &octets, &exclusive, error), error);
    assert_hr(WS_E_INVALID_OPERATION, start_writer(w, &octets, &exclusive, error), error);
    assert_ok(WsWriteStartElement(w, XSTR("p"), XSTR("b"), XSTR("u"), error), error);
    assert_ok(WsWriteStartAttribute(w, NULL, XSTR("c"), XSTR(""), FALSE, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), error);
    assert_ok(WsWriteCharsUtf8(w, (const BYTE *)"1", 1, error), error);
    assert_ok(WsWriteEndAttribute(w, error), error);
    assert_hr(WS_E_INVALID_OPERATION, WsEndWriterCanonicalization(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    /* The element in which it began cannot be ended. */
    assert_hr(WS_E_INVALID_OPERATION, WsWriteEndElement(w, error), error);
    assert_ok(WsEndWriterCanonicalization(w, error), error);
    assert_ok(WsWriteEndElement(w, error), error);
    add(&octets.text, "", 0);
    assert_string_equal(octets.text.chars, "<p:b xmlns:p=\"u\" c=\"1\"></p:b>");
    free(octets.text.chars);
    WsFreeWriter(w);
}

static void wrong_arguments(void **state)
{
    READER *r = *state;
    OCTETS octets = {0};
    WS_XML_WRITER *w = text_writer(FALSE, r->error);
    WS_XML_STRING half = {3, NULL, NULL, 0};
    WS_XML_CANONICALIZATION_ALGORITHM unknown = (WS_XML_CANONICALIZATION_ALGORITHM)4, known = WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM;
    WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES none = {1, NULL}, broken = {1, &half};
    WS_XML_QNAME name = {WS_XML_STRING_NULL, {3, NULL, NULL, 0}};
    ULONG size = 10;
    const struct {
        WS_XML_CANONICALIZATION_PROPERTY property;
        const char *says;
    } bad[] = {
        {{(WS_XML_CANONICALIZATION_PROPERTY_ID)4, &size, sizeof(size)}, "4"},
        {{WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, &unknown, sizeof(unknown)}, "algorithm"},
        {{WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, &known, 3}, "3"},
        {{WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, NULL, sizeof(known)}, "NULL"},
        {{WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES, &none, sizeof(none)}, "prefixes"},
        {{WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES, &broken, sizeof(broken)}, "prefixes"},
        {{WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT, &name, sizeof(name)}, "ns"},
        {{WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE, &size, 8}, "8"},
    };
    set_xml(r, "<a/>");
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_hr(E_INVALIDARG, WsStartReaderCanonicalization(r->reader, take_octets, &octets, &bad[i].property, 1, r->error), r->error);
        assert_error_says(r->error, bad[i].says);
        assert_hr(E_INVALIDARG, WsStartWriterCanonicalization(w, take_octets, &octets, &bad[i].property, 1, r->error), r->error);
        assert_error_says(r->error, bad[i].says);
    }
    assert_hr(E_INVALIDARG, WsStartReaderCanonicalization(r->reader, NULL, &octets, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "writeCallback");
    assert_hr(E_INVALIDARG, WsStartWriterCanonicalization(w, NULL, &octets, NULL, 0, r->error), r->error);
    assert_error_says(r->error, "writeCallback");
    assert_hr(E_INVALIDARG, WsStartReaderCanonicalization(r->reader, take_octets, &octets, NULL, 1, r->error), r->error);
    assert_hr(E_INVALIDARG, WsStartWriterCanonicalization(w, take_octets, &octets, NULL, 1, r->error), r->error);
    assert_hr(E_INVALIDARG, WsStartReaderCanonicalization(NULL, take_octets, &octets, NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsStartWriterCanonicalization(NULL, take_octets, &octets, NULL, 0, r->error), r->error);
    assert_hr(E_INVALIDARG, WsEndReaderCanonicalization(NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsEndWriterCanonicalization(NULL, r->error), r->error);
    /* Nothing was started. Without properties, and with a state of NULL for a callback that needs none, it works. */
    assert_hr(WS_E_INVALID_OPERATION, WsEndReaderCanonicalization(r->reader, r->error), r->error);
    assert_ok(WsStartReaderCanonicalization(r->reader, take_octets, &octets, NULL, 0, r->error), r->error);
    assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
    WsFreeWriter(w);
}

/* The callback's failure is that of the function that called it, and faults the reader or writer. */
static void failing_callbacks(void **state)
{
    READER *r = *state;
    OPTIONS options = exclusive;
    options.buffer_size = 4;
    for (unsigned at = 1; at < 5; at++) {
        OCTETS octets = {.fails_at = at, .failure = WS_E_ENDPOINT_FAILURE};
        HRESULT hr = S_OK;
        set_xml(r, "<abc><def/></abc>");
        assert_ok(WsResetError(r->error), NULL);
        assert_ok(start_reader(r, &octets, &options), r->error);
        while (hr == S_OK && node_of(r)->nodeType != WS_XML_NODE_TYPE_EOF) {
            hr = WsReadNode(r->reader, r->error);
        }
        if (hr == S_OK) {
            hr = WsEndReaderCanonicalization(r->reader, r->error);
        }
        assert_hr(WS_E_ENDPOINT_FAILURE, hr, r->error);
        assert_true(text_count(r->error) > 0);
        assert_int_equal(octets.calls, at);
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
        assert_hr(WS_E_OBJECT_FAULTED, WsEndReaderCanonicalization(r->reader, r->error), r->error);
        assert_int_equal(octets.calls, at);
        free(octets.text.chars);

        OCTETS written = {.fails_at = at, .failure = WS_E_ENDPOINT_FAILURE};
        WS_XML_WRITER *w = text_writer(FALSE, r->error);
        assert_ok(start_writer(w, &written, &options, r->error), r->error);
        hr = WsWriteStartElement(w, NULL, XSTR("abc"), XSTR(""), r->error);
        for (int i = 0; i < 5 && hr == S_OK; i++) {
            hr = WsWriteCharsUtf8(w, (const BYTE *)"defghi", 6, r->error);
        }
        if (hr == S_OK) {
            hr = WsWriteEndElement(w, r->error);
        }
        if (hr == S_OK) {
            hr = WsEndWriterCanonicalization(w, r->error);
        }
        assert_hr(WS_E_ENDPOINT_FAILURE, hr, r->error);
        assert_hr(WS_E_OBJECT_FAULTED, WsWriteEndElement(w, r->error), r->error);
        assert_hr(WS_E_OBJECT_FAULTED, WsEndWriterCanonicalization(w, r->error), r->error);
        assert_int_equal(written.calls, at);
        WsFreeWriter(w);
        free(written.text.chars);
    }
    /* One that goes on in the background, which was not asked for; one that uses the reader. */
    OCTETS octets = {.fails_at = 1, .failure = WS_S_ASYNC};
    set_xml(r, "<a/>");
    assert_ok(start_reader(r, &octets, &options), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    HRESULT hr = WsReadNode(r->reader, r->error);
    assert_hr(E_UNEXPECTED, hr == S_OK ? WsEndReaderCanonicalization(r->reader, r->error) : hr, r->error);
    OCTETS nested = {.reader = r->reader};
    set_xml(r, "<a/>");
    canonicalize(r, &options, &nested);
    assert_hr(WS_E_INVALID_OPERATION, nested.reentered, r->error);
    assert_string_equal(nested.text.chars, "<a></a>");
    free(nested.text.chars);
    free(octets.text.chars);
}

/* A file of the test vectors, or NULL where they are not. */
static char *vector(const char *name)
{
    const char *folder = getenv("WWS_VECTORS");
    char path[4096];
    TEXT text = {0};
    FILE *file;
#ifdef WWS_VECTORS
    folder = folder != NULL ? folder : WWS_VECTORS;
#endif
    if (folder == NULL) {
        return NULL;
    }
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    for (;;) {
        char part[4096];
        size_t count = fread(part, 1, sizeof(part), file);
        add(&text, part, count);
        if (count == 0) {
            break;
        }
    }
    fclose(file);
    return text.chars;
}

/* The digest function itself, by the examples of its specification. */
static void sha1_is_sha1(void **state)
{
    unsigned char digest[20];
    (void)state;
    sha1("abc", 3, digest);
    assert_memory_equal(digest, "\xA9\x99\x3E\x36\x47\x06\x81\x6A\xBA\x3E\x25\x71\x78\x50\xC2\x6C\x9C\xD0\xD8\x9D", 20);
    sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
    assert_memory_equal(digest, "\x84\x98\x3E\x44\x1C\x3B\xD2\x6E\xBA\xAE\x4A\xA1\xF9\x51\x29\xE5\xE5\x46\x70\xF1", 20);
}

/* The four references of a signature by Merlin Hughes, over one element in two forms, with and without listed prefixes. */
static void digests_of_others(void **state)
{
    READER *r = *state;
    char *xml = vector("xmlsec/merlin-exc-c14n-one/exc-signature.xml");
    WS_XML_STRING names[] = {WS_XML_STRING_VALUE("bar"), WS_XML_STRING_VALUE("#default")};
    BYTE wanted[4][20];
    if (xml == NULL) {
        fprintf(stderr, "SKIPPED: digests_of_others: the vectors are not there; WWS_VECTORS can name their folder\n");
        skip();
    }
    /* What the signature says that they are. */
    set_xml(r, xml);
    for (int i = 0; i < 4;) {
        ULONG count = 0;
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        if (node_of(r)->nodeType == WS_XML_NODE_TYPE_ELEMENT
            && WsXmlStringEquals(element_of(r)->localName, XSTR("DigestValue"), r->error) == S_OK) {
            assert_ok(WsReadStartElement(r->reader, r->error), r->error);
            assert_ok(WsReadBytes(r->reader, wanted[i++], 20, &count, r->error), r->error);
            assert_int_equal(count, 20);
        }
    }
    for (int i = 0; i < 4; i++) {
        OCTETS octets = {0};
        unsigned char digest[20];
        OPTIONS options = i < 2 ? exclusive : exclusive_comments;
        if (i % 2 == 1) {
            options.prefixes = (WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES){2, names};
        }
        set_xml(r, xml);
        do {
            assert_ok(WsReadNode(r->reader, r->error), r->error);
        } while (node_of(r)->nodeType != WS_XML_NODE_TYPE_ELEMENT
                 || WsXmlStringEquals(element_of(r)->localName, XSTR("Object"), r->error) != S_OK);
        assert_ok(start_reader(r, &octets, &options), r->error);
        assert_ok(WsSkipNode(r->reader, r->error), r->error);
        assert_ok(WsEndReaderCanonicalization(r->reader, r->error), r->error);
        sha1(octets.text.chars, octets.text.length, digest);
        assert_memory_equal(digest, wanted[i], 20);
        free(octets.text.chars);
    }
    free(xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(all_algorithms),
        READER_TEST(parts_of_documents),
        READER_TEST(omitted_elements),
        READER_TEST(output_buffers),
        READER_TEST(the_same_octets_from_everything),
        READER_TEST(values),
        READER_TEST(states_of_readers),
        READER_TEST(states_of_writers),
        READER_TEST(wrong_arguments),
        READER_TEST(failing_callbacks),
        READER_TEST(sha1_is_sha1),
        READER_TEST(digests_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
