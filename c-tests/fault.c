/* Faults in WS_ERROR: every function, property, disclosure and wrong argument; what is sent of them in both versions. */
#include "support/typed.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"

/* The object that holds the fault; that of the fixture is for what goes wrong. */
static WS_ERROR *holder;

static int make_all(void **state)
{
    return FAILED(WsCreateError(NULL, 0, &holder)) ? -1 : make_typed(state);
}

static int free_all(void **state)
{
    WsFreeError(holder);
    holder = NULL;
    return free_typed(state);
}

#define FAULT_TEST(function) cmocka_unit_test_setup_teardown(function, make_all, free_all)

static WS_XML_BUFFER *buffer_of(TYPED *t, const char *xml)
{
    WS_XML_BUFFER *buffer = NULL;
    if (*xml == 0) {
        assert_ok(WsCreateXmlBuffer(t->r.heap, NULL, 0, &buffer, t->r.error), t->r.error);
        return buffer;
    }
    set_fragment(&t->r, xml);
    assert_ok(WsReadXmlBuffer(t->r.reader, t->r.heap, &buffer, t->r.error), t->r.error);
    return buffer;
}

static void check_buffer(TYPED *t, WS_XML_BUFFER *buffer, const char *expected, const char *file, int line)
{
    WS_XML_WRITER *writer = text_writer(TRUE, t->r.error);
    TEXT out = {NULL, 0, 0};
    if (buffer == NULL) {
        fprintf(stderr, "%s:%d: no buffer\n", file, line);
        _fail(file, line);
    }
    check_hr(S_OK, WsWriteXmlBuffer(writer, buffer, t->r.error), t->r.error, expected, file, line);
    take_text(writer, &out, t->r.error);
    for (size_t i = 0; i < out.length; i++) {
        out.chars[i] = out.chars[i] == '\'' ? '"' : out.chars[i];
    }
    _assert_string_equal(out.chars, expected, file, line);
    free(out.chars);
}
#define assert_holds(t, buffer, expected) check_buffer((t), (buffer), (expected), __FILE__, __LINE__)

static WS_FAULT *fault_in(WS_ERROR *error)
{
    WS_FAULT *fault = (WS_FAULT *)&holder;
    assert_ok(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
    return fault;
}

static WS_XML_STRING action_in(WS_ERROR *error)
{
    WS_XML_STRING action = {77, NULL, NULL, 0};
    assert_ok(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), NULL);
    return action;
}

static WS_XML_BUFFER *header_in(WS_ERROR *error)
{
    WS_XML_BUFFER *header = (WS_XML_BUFFER *)&holder;
    assert_ok(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header)), NULL);
    return header;
}

static HRESULT set_fault(const WS_FAULT *fault)
{
    return WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_FAULT, fault, sizeof(*fault));
}

static HRESULT set_action(const WS_XML_STRING *action)
{
    return WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_ACTION, action, sizeof(*action));
}

static HRESULT set_header(WS_XML_BUFFER *header)
{
    return WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header));
}

/* A fault with something in each field. */
static WS_FAULT_CODE two = {{WS_XML_STRING_VALUE("Two"), WS_XML_STRING_VALUE("urn:2")}, NULL};
static WS_FAULT_CODE one = {{WS_XML_STRING_VALUE("One"), WS_XML_STRING_VALUE("urn:1")}, &two};
static WS_FAULT_CODE sender = {{WS_XML_STRING_VALUE("Sender"), WS_XML_STRING_VALUE("")}, &one};
static WS_FAULT_REASON reasons[] = {{WS_STRING_VALUE(u"why"), WS_STRING_VALUE(u"en-GB")},
                                    {WS_STRING_VALUE(u"warum\u00E4\U0001F600"), WS_STRING_VALUE(u"de-DE")},
                                    {WS_STRING_VALUE(u"?"), WS_STRING_VALUE(u"")}};

static WS_FAULT whole(TYPED *t)
{
    return (WS_FAULT){&sender, reasons, COUNT(reasons), WS_STRING_VALUE(u"urn:role"), WS_STRING_VALUE(u"urn:node"),
                      buffer_of(t, "<d xmlns:q=\"urn:q\"><e>q:n</e></d>")};
}

static void check_whole(TYPED *t, const WS_FAULT *fault)
{
    assert_non_null(fault);
    EQUAL_XML_STRING(&fault->code->value.localName, "Sender");
    assert_int_equal(fault->code->value.ns.length, 0);
    EQUAL_XML_STRING(&fault->code->subCode->value.localName, "One");
    EQUAL_XML_STRING(&fault->code->subCode->value.ns, "urn:1");
    EQUAL_XML_STRING(&fault->code->subCode->subCode->value.localName, "Two");
    assert_null(fault->code->subCode->subCode->subCode);
    assert_int_equal(fault->reasonCount, COUNT(reasons));
    for (size_t i = 0; i < COUNT(reasons); i++) {
        assert_true(equal_text(&fault->reasons[i].text, &reasons[i].text));
        assert_true(equal_text(&fault->reasons[i].lang, &reasons[i].lang));
    }
    EQUAL_STRING(&fault->actor, "urn:role");
    EQUAL_STRING(&fault->node, "urn:node");
    assert_holds(t, fault->detail, "<d xmlns:q=\"urn:q\"><e>q:n</e></d>");
}

static void there_is_nothing_at_first(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        WS_XML_STRING action = action_in(holder);
        assert_null(fault_in(holder));
        assert_null(header_in(holder));
        assert_int_equal(action.length, 0);
        assert_ok(WsResetError(holder), NULL);
    }
}

static void values_are_copied_and_stay_until_the_reset(void **state)
{
    TYPED *t = *state;
    WS_FAULT mine = whole(t), *first, *second;
    WS_XML_BUFFER *header = buffer_of(t, "<h:h xmlns:h=\"urn:h\">1</h:h>"), *shown;
    WS_XML_STRING action;
    assert_ok(set_fault(&mine), NULL);
    assert_ok(set_action(XSTR("urn:action")), NULL);
    assert_ok(set_header(header), NULL);
    /* What was given may go. */
    memset(&mine, 0x5A, sizeof(mine));
    assert_ok(WsResetHeap(t->r.heap, t->r.error), t->r.error);
    first = fault_in(holder);
    check_whole(t, first);
    assert_ptr_equal(first, fault_in(holder));
    action = action_in(holder);
    EQUAL_XML_STRING(&action, "urn:action");
    shown = header_in(holder);
    assert_ptr_equal(shown, header_in(holder));
    assert_holds(t, shown, "<h:h xmlns:h=\"urn:h\">1</h:h>");
    /* A fault that was gotten can be set: the old one stays as it is. */
    WS_FAULT copy = *first;
    copy.reasonCount = 0;
    assert_ok(set_fault(&copy), NULL);
    second = fault_in(holder);
    assert_ptr_not_equal(first, second);
    assert_int_equal(second->reasonCount, 0);
    check_whole(t, first);
    assert_ok(set_action(XSTR("urn:other")), NULL);
    EQUAL_XML_STRING(&action, "urn:action");
    action = action_in(holder);
    EQUAL_XML_STRING(&action, "urn:other");
    /* Away with them. */
    assert_ok(set_header(NULL), NULL);
    assert_null(header_in(holder));
    assert_ok(set_action(XSTR("")), NULL);
    action = action_in(holder);
    assert_int_equal(action.length, 0);
    assert_ok(WsResetError(holder), NULL);
    assert_null(fault_in(holder));
    assert_int_equal(text_count(holder), 0);
}

static void a_copy_of_the_object_has_the_fault(void **state)
{
    TYPED *t = *state;
    WS_ERROR *copy = NULL;
    WS_FAULT mine = whole(t);
    WS_XML_STRING action;
    assert_ok(WsCreateError(NULL, 0, &copy), NULL);
    assert_ok(set_fault(&mine), NULL);
    assert_ok(set_action(XSTR("urn:action")), NULL);
    assert_ok(set_header(buffer_of(t, "<h/>")), NULL);
    assert_ok(WsCopyError(holder, copy), NULL);
    assert_ok(WsResetError(holder), NULL);
    check_whole(t, fault_in(copy));
    action = action_in(copy);
    EQUAL_XML_STRING(&action, "urn:action");
    assert_holds(t, header_in(copy), "<h></h>");
    assert_int_equal(text_count(copy), 2);
    WsFreeError(copy);
}

/* The reasons in the language of the object become texts; the last one is the newest. */
static void reasons_in_the_language_become_texts(void **state)
{
    TYPED *t = *state;
    WS_FAULT mine = whole(t);
    WS_STRING text;
    assert_ok(set_fault(&mine), NULL);
    assert_int_equal(text_count(holder), 2);
    assert_ok(WsGetErrorString(holder, 0, &text), NULL);
    EQUAL_STRING(&text, "?");
    assert_ok(WsGetErrorString(holder, 1, &text), NULL);
    EQUAL_STRING(&text, "why");
    LANGID german = 0x0C07;
    assert_ok(WsResetError(holder), NULL);
    assert_ok(WsSetErrorProperty(holder, WS_ERROR_PROPERTY_LANGID, &german, sizeof(german)), NULL);
    mine.reasonCount = 2;
    assert_ok(set_fault(&mine), NULL);
    assert_int_equal(text_count(holder), 1);
    assert_ok(WsGetErrorString(holder, 0, &text), NULL);
    assert_true(equal_text(&text, &reasons[1].text));
    /* It has recorded something, so that its language is fixed. */
    assert_hr(WS_E_INVALID_OPERATION, WsSetErrorProperty(holder, WS_ERROR_PROPERTY_LANGID, &german, sizeof(german)), NULL);
    LANGID japanese = 0x0411;
    assert_ok(WsResetError(holder), NULL);
    assert_ok(WsSetErrorProperty(holder, WS_ERROR_PROPERTY_LANGID, &japanese, sizeof(japanese)), NULL);
    assert_ok(set_fault(&mine), NULL);
    assert_int_equal(text_count(holder), 0);
}

static void wrong_arguments_change_nothing(void **state)
{
    TYPED *t = *state;
    WS_FAULT mine = whole(t), bad;
    WS_XML_STRING action = *XSTR("urn:action"), wrong = *XSTR("a\x01");
    WS_XML_BUFFER *buffer = mine.detail;
    void *value = NULL;
    assert_ok(set_fault(&mine), NULL);
    assert_ok(set_action(&action), NULL);
    assert_ok(set_header(buffer), NULL);
    ULONG texts = text_count(holder);
    static const ULONG sizes[] = {sizeof(WS_FAULT), sizeof(WS_XML_STRING), sizeof(WS_XML_BUFFER *)};
    for (int id = 0; id < 3; id++) {
        const WS_FAULT_ERROR_PROPERTY_ID property = (WS_FAULT_ERROR_PROPERTY_ID)id;
        const ULONG got = id == 0 ? sizeof(WS_FAULT *) : sizes[id];
        assert_hr(E_INVALIDARG, WsSetFaultErrorProperty(holder, property, NULL, sizes[id]), NULL);
        assert_hr(E_INVALIDARG, WsSetFaultErrorProperty(holder, property, &mine, sizes[id] - 1), NULL);
        assert_hr(E_INVALIDARG, WsSetFaultErrorProperty(holder, property, misaligned(&mine), sizes[id]), NULL);
        assert_hr(E_INVALIDARG, WsSetFaultErrorProperty(NULL, property, &mine, sizes[id]), NULL);
        assert_hr(E_INVALIDARG, WsGetFaultErrorProperty(holder, property, NULL, got), NULL);
        assert_hr(E_INVALIDARG, WsGetFaultErrorProperty(holder, property, &bad, got + 1), NULL);
        assert_hr(E_INVALIDARG, WsGetFaultErrorProperty(holder, property, misaligned(&bad), got), NULL);
        assert_hr(E_INVALIDARG, WsGetFaultErrorProperty(NULL, property, &bad, got), NULL);
    }
    assert_hr(E_INVALIDARG, WsSetFaultErrorProperty(holder, (WS_FAULT_ERROR_PROPERTY_ID)3, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorProperty(holder, (WS_FAULT_ERROR_PROPERTY_ID)3, &value, sizeof(value)), NULL);
    assert_null(value);
    bad = mine;
    bad.code = NULL;
    assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    bad = mine;
    bad.reasons = NULL;
    assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    bad = mine;
    bad.actor.chars = NULL;
    assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    bad = mine;
    bad.detail = (WS_XML_BUFFER *)t->r.heap;
    assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    /* A list of codes without an end, and names that are none. */
    WS_FAULT_CODE endless = {{WS_XML_STRING_VALUE("a"), WS_XML_STRING_VALUE("")}, &endless};
    bad = mine;
    bad.code = &endless;
    assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    static const char *const names[] = {"", "a:b", "1a", " a"};
    for (size_t i = 0; i < COUNT(names); i++) {
        WS_FAULT_CODE code = {{{(ULONG)strlen(names[i]), (BYTE *)(uintptr_t)names[i], NULL, 0}, WS_XML_STRING_VALUE("")}, NULL};
        bad.code = &code;
        assert_hr(E_INVALIDARG, set_fault(&bad), NULL);
    }
    WS_FAULT_CODE code = {{WS_XML_STRING_VALUE("a"), wrong}, NULL};
    bad.code = &code;
    assert_hr(WS_E_INVALID_FORMAT, set_fault(&bad), NULL);
    assert_hr(WS_E_INVALID_FORMAT, set_action(&wrong), NULL);
    /* None or several elements are no header and no detail. */
    static const char *const no[] = {"", "text", "<a/><b/>"};
    for (size_t i = 0; i < COUNT(no); i++) {
        bad = mine;
        bad.detail = buffer_of(t, no[i]);
        assert_hr(WS_E_INVALID_FORMAT, set_fault(&bad), NULL);
        assert_hr(WS_E_INVALID_FORMAT, set_header(bad.detail), NULL);
    }
    check_whole(t, fault_in(holder));
    action = action_in(holder);
    EQUAL_XML_STRING(&action, "urn:action");
    assert_non_null(header_in(holder));
    assert_int_equal(text_count(holder), texts);
}

static WS_FAULT made(TYPED *t, WS_FAULT_DISCLOSURE disclosure)
{
    WS_FAULT fault;
    memset(&fault, 0x5A, sizeof(fault));
    assert_ok(WsCreateFaultFromError(holder, WS_E_INVALID_FORMAT, disclosure, t->r.heap, &fault), NULL);
    return fault;
}

static void the_disclosure_decides_about_the_reason(void **state)
{
    TYPED *t = *state;
    WS_FAULT fault = made(t, WS_MINIMAL_FAULT_DISCLOSURE);
    EQUAL_XML_STRING(&fault.code->value.localName, "Receiver");
    assert_int_equal(fault.code->value.ns.length, 0);
    assert_null(fault.code->subCode);
    assert_true(fault.reasonCount == 1 && fault.detail == NULL && fault.actor.length == 0 && fault.node.length == 0);
    EQUAL_STRING(&fault.reasons->lang, "en-US");
    WS_STRING general = fault.reasons->text;
    assert_true(general.length > 10);
    fault = made(t, WS_FULL_FAULT_DISCLOSURE);
    assert_true(text_contains(&fault.reasons->text, "803D0000"));
    LANGID french = 0x040C;
    assert_ok(WsSetErrorProperty(holder, WS_ERROR_PROPERTY_LANGID, &french, sizeof(french)), NULL);
    assert_ok(WsAddErrorString(holder, TEXT16("secret\x01" u"\U0001F600")), NULL);
    assert_ok(WsAddErrorString(holder, TEXT16("outer")), NULL);
    fault = made(t, WS_FULL_FAULT_DISCLOSURE);
    EQUAL_STRING(&fault.reasons->text, "outer secret\uFFFD\U0001F600");
    EQUAL_STRING(&fault.reasons->lang, "fr-FR");
    fault = made(t, WS_MINIMAL_FAULT_DISCLOSURE);
    assert_true(equal_text(&fault.reasons->text, &general));
    /* A fault of the program's own speaks for itself. */
    WS_FAULT mine = whole(t);
    assert_ok(set_fault(&mine), NULL);
    for (int full = 0; full < 2; full++) {
        fault = made(t, full ? WS_FULL_FAULT_DISCLOSURE : WS_MINIMAL_FAULT_DISCLOSURE);
        check_whole(t, &fault);
    }
    mine.reasonCount = 0;
    assert_ok(set_fault(&mine), NULL);
    fault = made(t, WS_MINIMAL_FAULT_DISCLOSURE);
    assert_int_equal(fault.reasonCount, 1);
    assert_true(equal_text(&fault.reasons->text, &general));
    /* The object is as it was. */
    assert_int_equal(fault_in(holder)->reasonCount, 0);
}

static void faults_are_not_made_of_wrong_arguments(void **state)
{
    TYPED *t = *state;
    WS_FAULT fault, untouched, mine = whole(t);
    WS_HEAP *small = NULL;
    memset(&fault, 0x5A, sizeof(fault));
    untouched = fault;
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(NULL, E_FAIL, WS_FULL_FAULT_DISCLOSURE, t->r.heap, &fault), NULL);
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(holder, S_OK, WS_FULL_FAULT_DISCLOSURE, t->r.heap, &fault), NULL);
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(holder, WS_S_END, WS_FULL_FAULT_DISCLOSURE, t->r.heap, &fault), NULL);
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(holder, E_FAIL, (WS_FAULT_DISCLOSURE)2, t->r.heap, &fault), NULL);
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, NULL, &fault), NULL);
    assert_hr(E_INVALIDARG, WsCreateFaultFromError(holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, t->r.heap, NULL), NULL);
    assert_ok(set_fault(&mine), NULL);
    assert_ok(WsCreateHeap(200, 0, NULL, 0, &small, t->r.error), t->r.error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsCreateFaultFromError(holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, small, &fault), NULL);
    WsFreeHeap(small);
    assert_memory_equal(&fault, &untouched, sizeof(fault));
}

/* What was made is written and read in both versions and all encodings. */
static void made_faults_are_sent_and_received(void **state)
{
    TYPED *t = *state;
    WS_FAULT mine = whole(t);
    assert_ok(set_fault(&mine), NULL);
    WS_FAULT fault = made(t, WS_FULL_FAULT_DISCLOSURE);
    for (int way = 0; way < WAYS; way++) {
        WS_FAULT_DESCRIPTION version = {WS_ENVELOPE_VERSION_SOAP_1_2};
        WS_ELEMENT_DESCRIPTION element = {NULL, NULL, WS_FAULT_TYPE, &version}, named = {NAME("Fault"), NAME(SOAP12), WS_FAULT_TYPE, &version};
        WS_FAULT again;
        assert_ok(write_element(t, way, &element, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &named, WS_READ_REQUIRED_VALUE, t->r.heap, &again, sizeof(again), t->r.error), t->r.error);
        EQUAL_XML_STRING(&again.code->subCode->subCode->value.ns, "urn:2");
        assert_int_equal(again.reasonCount, COUNT(reasons));
        assert_non_null(again.detail);
        /* And into another object, as a client has it. */
        assert_ok(set_fault(&again), NULL);
        assert_int_equal(fault_in(holder)->reasonCount, COUNT(reasons));

        version.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_1;
        named.elementNs = NAME(SOAP11);
        assert_ok(write_element(t, way, &element, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
        open_document(t, way);
        assert_ok(WsReadElement(t->r.reader, &named, WS_READ_REQUIRED_VALUE, t->r.heap, &again, sizeof(again), t->r.error), t->r.error);
        EQUAL_XML_STRING(&again.code->value.localName, "Sender");
        assert_null(again.code->subCode);
        assert_int_equal(again.reasonCount, 1);
        assert_true(equal_text(&again.reasons->text, &reasons[0].text) && equal_text(&again.reasons->lang, &reasons[0].lang));
        EQUAL_STRING(&again.actor, "urn:role");
        assert_non_null(again.detail);
    }
    /* Without a description there is no version, but in messages. */
    WS_ELEMENT_DESCRIPTION bare = {NULL, NULL, WS_FAULT_TYPE, NULL};
    assert_hr(E_INVALIDARG, write_element(t, AS_TEXT, &bare, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(there_is_nothing_at_first),
        FAULT_TEST(values_are_copied_and_stay_until_the_reset),
        FAULT_TEST(a_copy_of_the_object_has_the_fault),
        FAULT_TEST(reasons_in_the_language_become_texts),
        FAULT_TEST(wrong_arguments_change_nothing),
        FAULT_TEST(the_disclosure_decides_about_the_reason),
        FAULT_TEST(faults_are_not_made_of_wrong_arguments),
        FAULT_TEST(made_faults_are_sent_and_received),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
