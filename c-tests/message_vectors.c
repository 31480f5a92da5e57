/* Messages that WCF sent: their headers, their bodies, and what must be understood of them. Skipped without the vectors. */
#include "support/message.h"

#include <glob.h>

#ifndef WWS_VECTORS
#define WWS_VECTORS "vectors"
#endif

static const char folder[] = WWS_VECTORS "/wcf-mono";

static int read_file(const char *path, TEXT *out)
{
    char piece[4096];
    size_t size;
    FILE *file = fopen(path, "rb");
    out->length = 0;
    if (file == NULL) {
        return 0;
    }
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0) {
        add(out, piece, size);
    }
    fclose(file);
    return 1;
}

/* Reads a message, in text or in binary with the built-in dictionary. */
static void open_message(MESSAGE *m, WS_MESSAGE *message, READER *reader, const TEXT *bytes, const char *path)
{
    WS_XML_DICTIONARY *dictionary = NULL;
    WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, bytes->chars, (ULONG)bytes->length};
    assert_ok(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &dictionary, m->t.r.error), m->t.r.error);
    WS_XML_READER_BINARY_ENCODING binary = {{WS_XML_READER_ENCODING_TYPE_BINARY}, dictionary, NULL};
    WS_XML_READER_ENCODING *encoding = strstr(path, "binary") != NULL ? &binary.encoding : &text.encoding;
    assert_ok(WsSetInput(reader->reader, encoding, &input.input, NULL, 0, m->t.r.error), m->t.r.error);
    check_hr(S_OK, WsReadEnvelopeStart(message, reader->reader, NULL, NULL, m->t.r.error), m->t.r.error, path, __FILE__, __LINE__);
}

static int starts_with(WS_XML_STRING text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

static void messages(void **state)
{
    MESSAGE *m = *state;
    READER response_reader = {m->t.r.error, NULL, NULL};
    char pattern[300];
    glob_t found;
    int addressed = 0, bodies = 0;
    assert_ok(WsCreateReader(NULL, 0, &response_reader.reader, m->t.r.error), m->t.r.error);
    snprintf(pattern, sizeof(pattern), "%s/*/0?-request.xml", folder);
    if (glob(pattern, 0, NULL, &found) != 0) {
        WsFreeReader(response_reader.reader);
        print_message("skipped: no vectors in %s\n", folder);
        skip();
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        TEXT request = {NULL, 0, 0}, response = {NULL, 0, 0};
        char response_path[400];
        assert_true(read_file(path, &request));
        snprintf(response_path, sizeof(response_path), "%.*sresponse.xml", (int)(strlen(path) - strlen("request.xml")), path);
        assert_true(read_file(response_path, &response));
        reset(m);
        assert_ok(WsResetMessage(m->other, m->t.r.error), m->t.r.error);
        open_message(m, m->message, &m->t.r, &request, path);
        open_message(m, m->other, &response_reader, &response, response_path);
        WS_XML_STRING action = text_header(m, m->message, WS_ACTION_HEADER), reply = text_header(m, m->other, WS_ACTION_HEADER);
        WS_XML_STRING id = text_header(m, m->message, WS_MESSAGE_ID_HEADER), relates = text_header(m, m->other, WS_RELATES_TO_HEADER);
        int is_ours = starts_with(action, "http://Microsoft.ServiceModel.Samples/ICalculator/");
        /* The others negotiate sessions and the like: of them, too, the answer is for the question. */
        assert_true(action.length > 0 && reply.length > 0);
        if (is_ours) {
            char expected[300];
            snprintf(expected, sizeof(expected), "%.*sResponse", (int)action.length, (const char *)action.bytes);
            assert_true(starts_with(reply, expected) && reply.length == strlen(expected));
            assert_true(starts_with(text_header(m, m->message, WS_TO_HEADER), "http://localhost:"));
        }
        assert_true(id.length > 0 && id.length == relates.length && memcmp(id.bytes, relates.bytes, id.length) == 0);
        addressed++;
        WS_UNIQUE_ID guid;
        assert_ok(WsGetHeader(m->message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, NULL, &guid, sizeof(guid),
                              m->t.r.error), m->t.r.error);
        assert_int_equal(guid.uri.length, 0);
        WS_ENDPOINT_ADDRESS *reply_to = NULL;
        assert_ok(WsGetHeader(m->message, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &reply_to,
                              sizeof(reply_to), m->t.r.error), m->t.r.error);
        assert_non_null(reply_to);
        assert_int_equal(reply_to->url.length, 0);
        /* Addressing is understood; security, where there is any, is not yet. */
        int is_secured = strstr(path, "none") == NULL && strstr(path, "binary") == NULL;
        HRESULT hr = WsCheckMustUnderstandHeaders(m->message, m->t.r.error);
        assert_hr(is_secured ? WS_E_INVALID_FORMAT : S_OK, hr, m->t.r.error);
        if (is_secured) {
            assert_error_says(m->t.r.error, "Security");
        } else {
            EQUAL_XML_STRING(element_of(&m->t.r)->ns, "http://Microsoft.ServiceModel.Samples");
            bodies++;
        }
        assert_false(flag_of(m, m->message, WS_MESSAGE_PROPERTY_IS_FAULT));
        /* A reply that is made for it goes where the one of WCF went. */
        WS_MESSAGE *mine = new_message(m, WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
        assert_ok(WsInitializeMessage(mine, WS_REPLY_MESSAGE, m->message, m->t.r.error), m->t.r.error);
        assert_header(m, mine, TO, WSA10 "/anonymous");
        WS_XML_STRING related = text_header(m, mine, WS_RELATES_TO_HEADER);
        assert_true(related.length == id.length && memcmp(related.bytes, id.bytes, id.length) == 0);
        WsFreeMessage(mine);
        assert_ok(WsReadEnvelopeEnd(m->message, m->t.r.error), m->t.r.error);
        assert_ok(WsReadEnvelopeEnd(m->other, m->t.r.error), m->t.r.error);
        free(request.chars);
        free(response.chars);
    }
    globfree(&found);
    WsFreeReader(response_reader.reader);
    print_message("%d messages, %d with a body in the clear\n", addressed, bodies);
    assert_true(addressed >= 8 && bodies >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MESSAGE_TEST(messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
