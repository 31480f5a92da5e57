/* The detail of faults in WS_ERROR: written and read by description, as a service sets it and a client asks for it. */
#include "support/typed.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"

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

#define DETAIL_TEST(function) cmocka_unit_test_setup_teardown(function, make_all, free_all)

static WS_XML_STRING action_1 = WS_XML_STRING_VALUE("urn:action/1"), action_2 = WS_XML_STRING_VALUE("urn:action/2");

/* The order that was not found, as in the documentation's examples. */
typedef struct ORDER {
    ULONG id;
    WS_STRING why;
} ORDER;

static WS_ELEMENT_DESCRIPTION number_element = {NAME("number"), NAME("urn:o"), WS_UINT32_TYPE, NULL};
static WS_FAULT_DETAIL_DESCRIPTION number = {&action_1, &number_element};

static WS_FAULT *fault_in(WS_ERROR *error)
{
    WS_FAULT *fault = NULL;
    assert_ok(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
    return fault;
}

static WS_XML_STRING action_in(WS_ERROR *error)
{
    WS_XML_STRING action = {77, NULL, NULL, 0};
    assert_ok(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), NULL);
    return action;
}

/* Gives the object a fault whose detail is this, as one that was received. */
static void receive(TYPED *t, const char *detail)
{
    char xml[2000];
    WS_FAULT_DESCRIPTION version = {WS_ENVELOPE_VERSION_SOAP_1_1};
    WS_ELEMENT_DESCRIPTION element = {NAME("Fault"), NAME(SOAP11), WS_FAULT_TYPE, &version};
    WS_FAULT fault;
    snprintf(xml, sizeof(xml),
             "<s:Fault xmlns:s='" SOAP11 "' xmlns:o='urn:o'><faultcode>s:Server</faultcode><faultstring>x</faultstring>%s</s:Fault>", detail);
    assert_ok(read_element(t, xml, &element, WS_READ_REQUIRED_VALUE, &fault, sizeof(fault)), t->r.error);
    assert_ok(WsResetError(holder), NULL);
    assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), NULL);
}

static void a_detail_is_read_as_it_was_written(void **state)
{
    TYPED *t = *state;
    ULONG value = 42, *read = NULL;
    assert_ok(WsSetFaultErrorDetail(holder, &number, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    WS_XML_STRING action = action_in(holder);
    EQUAL_XML_STRING(&action, "urn:action/1");
    /* The fault that came about is a general one, which says what the texts of the object say. */
    WS_FAULT *fault = fault_in(holder), made;
    assert_non_null(fault);
    EQUAL_XML_STRING(&fault->code->value.localName, "Receiver");
    assert_int_equal(fault->reasonCount, 0);
    assert_int_equal(text_count(holder), 0);
    assert_ok(WsAddErrorString(holder, TEXT16("Invalid order ID")), NULL);
    assert_ok(WsCreateFaultFromError(holder, E_FAIL, WS_FULL_FAULT_DISCLOSURE, t->r.heap, &made), NULL);
    EQUAL_STRING(&made.reasons->text, "Invalid order ID");
    assert_non_null(made.detail);
    assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_OPTIONAL_POINTER, t->r.heap, &read, sizeof(read)), NULL);
    assert_int_equal(*read, 42);
    value = 0;
    assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value)), NULL);
    assert_int_equal(value, 42);
    /* A second one replaces the first, in what is gotten from then on. */
    value = 43;
    assert_ok(WsSetFaultErrorDetail(holder, &number, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_ptr_not_equal(fault, fault_in(holder));
    assert_non_null(fault->detail);
    assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read)), NULL);
    assert_int_equal(*read, 43);
    assert_ok(WsResetError(holder), NULL);
    read = (ULONG *)&value;
    assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_OPTIONAL_POINTER, t->r.heap, &read, sizeof(read)), NULL);
    assert_null(read);
}

static void a_fault_keeps_all_but_its_detail(void **state)
{
    TYPED *t = *state;
    ULONG value = 7;
    WS_FAULT_DETAIL_DESCRIPTION plain = {NULL, &number_element};
    receive(t, "<detail><o:other>1</o:other></detail>");
    assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_ACTION, &action_2, sizeof(action_2)), NULL);
    assert_ok(WsSetFaultErrorDetail(holder, &plain, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    WS_XML_STRING action = action_in(holder);
    EQUAL_XML_STRING(&action, "urn:action/2");
    assert_int_equal(fault_in(holder)->reasonCount, 1);
    value = 0;
    assert_ok(WsGetFaultErrorDetail(holder, &plain, WS_READ_REQUIRED_VALUE, t->r.heap, &value, sizeof(value)), NULL);
    assert_int_equal(value, 7);
}

/* What a client does that knows several kinds of details. */
static void one_kind_after_the_other_can_be_tried(void **state)
{
    TYPED *t = *state;
    WS_ELEMENT_DESCRIPTION text_element = {NAME("text"), NAME("urn:o"), WS_STRING_TYPE, NULL};
    WS_FAULT_DETAIL_DESCRIPTION text = {NULL, &text_element};
    static const char *const details[] = {
        "<detail><o:text>late</o:text></detail>",
        "<detail> <!-- c --> <other>x<y/></other> <o:number>no number</o:number>between<o:text>late</o:text><o:text/></detail>",
    };
    for (size_t i = 0; i < COUNT(details); i++) {
        ULONG *id;
        WS_STRING *why = NULL;
        receive(t, details[i]);
        if (i == 0) {
            id = (ULONG *)&id;
            assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_OPTIONAL_POINTER, t->r.heap, &id, sizeof(id)), NULL);
            assert_null(id);
        } else {
            assert_hr(WS_E_INVALID_FORMAT, WsGetFaultErrorDetail(holder, &number, WS_READ_OPTIONAL_POINTER, t->r.heap, &id, sizeof(id)), NULL);
        }
        assert_ok(WsGetFaultErrorDetail(holder, &text, WS_READ_OPTIONAL_POINTER, t->r.heap, &why, sizeof(why)), NULL);
        EQUAL_STRING(why, "late");
        assert_hr(WS_E_INVALID_FORMAT, WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_POINTER, t->r.heap, &id, sizeof(id)), NULL);
    }
}

static void the_action_is_a_filter(void **state)
{
    TYPED *t = *state;
    const struct {
        WS_XML_STRING *wanted, *given;
        BOOL fits;
    } cases[] = {
        {NULL, NULL, TRUE}, {&action_1, NULL, TRUE}, {NULL, &action_1, TRUE}, {&action_1, &action_1, TRUE}, {&action_1, &action_2, FALSE},
        {(WS_XML_STRING *)XSTR(""), &action_1, TRUE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        WS_FAULT_DETAIL_DESCRIPTION description = {cases[i].wanted, &number_element};
        ULONG *optional = (ULONG *)&holder, value = 0;
        receive(t, "<detail><o:number>5</o:number></detail>");
        if (cases[i].given != NULL) {
            assert_ok(WsSetFaultErrorProperty(holder, WS_FAULT_ERROR_PROPERTY_ACTION, cases[i].given, sizeof(WS_XML_STRING)), NULL);
        }
        assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_OPTIONAL_POINTER, t->r.heap, &optional, sizeof(optional)), NULL);
        assert_int_equal(optional != NULL, cases[i].fits);
        assert_hr(cases[i].fits ? S_OK : WS_E_INVALID_FORMAT,
                  WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &value, sizeof(value)), NULL);
        assert_int_equal(value, cases[i].fits ? 5 : 0);
    }
}

static void several_elements_are_one_structure(void **state)
{
    TYPED *t = *state;
    WS_STRUCT_DESCRIPTION fields = STRUCT(ORDER, 0, FIELD(ELEMENT, "id", UINT32, ORDER, id, 0), FIELD(ELEMENT, "why", STRING, ORDER, why, 0));
    WS_ELEMENT_DESCRIPTION element = {NULL, NULL, WS_STRUCT_TYPE, &fields};
    WS_FAULT_DETAIL_DESCRIPTION description = {&action_1, &element};
    ORDER order = {9, *TEXT16("gone")}, *read = NULL, *pointer = &order, untouched;
    assert_ok(WsSetFaultErrorDetail(holder, &description, WS_WRITE_REQUIRED_VALUE, &order, sizeof(order)), NULL);
    assert_ok(WsSetFaultErrorDetail(holder, &description, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer)), NULL);
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_POINTER, t->r.heap, &read, sizeof(read)), NULL);
    assert_int_equal(read->id, 9);
    EQUAL_STRING(&read->why, "gone");
    memset(&order, 0, sizeof(order));
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    assert_int_equal(order.id, 9);
    EQUAL_STRING(&order.why, "gone");
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &description, WS_READ_OPTIONAL_POINTER, t->r.heap, &read, sizeof(read)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &description, WS_WRITE_NILLABLE_POINTER, &pointer, sizeof(pointer)), NULL);
    /* What is too much is too much, unless it is said to be none. */
    receive(t, "<detail x='1'><id>1</id><why>w</why><more/></detail>");
    memset(&order, 0x5A, sizeof(order));
    untouched = order;
    assert_hr(WS_E_INVALID_FORMAT, WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    assert_memory_equal(&order, &untouched, sizeof(order));
    fields.structOptions = WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT;
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    EQUAL_STRING(&order.why, "w");
    /* Too little; and none at all, although all fields may be absent. */
    receive(t, "<detail><id>1</id></detail>");
    assert_hr(WS_E_INVALID_FORMAT, WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    fields.fields[0]->options = fields.fields[1]->options = WS_FIELD_OPTIONAL;
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    receive(t, "");
    assert_hr(WS_E_INVALID_FORMAT, WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, sizeof(order)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, t->r.heap, &order, 0xFFFFFFFF), NULL);
}

/* Custom types use the reader and the writer, and may use the object, too. */
static HRESULT CALLBACK write_custom(WS_XML_WRITER *writer, WS_TYPE_MAPPING mapping, const void *data, const void *value, ULONG size,
                                     WS_ERROR *error)
{
    assert_true(mapping == WS_ELEMENT_TYPE_MAPPING && data == &number && size == sizeof(ULONG) && error == NULL);
    assert_ok(WsAddErrorString(holder, TEXT16("callback")), NULL);
    return WsWriteValue(writer, WS_UINT32_VALUE_TYPE, value, size, error);
}

static HRESULT CALLBACK read_custom(WS_XML_READER *reader, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *heap, void *value, ULONG size,
                                    WS_ERROR *error)
{
    assert_true(mapping == WS_ELEMENT_TYPE_MAPPING && data == &number && heap == NULL && error == NULL);
    assert_non_null(fault_in(holder));
    HRESULT hr = WsReadStartElement(reader, error);
    if (SUCCEEDED(hr)) {
        hr = WsReadValue(reader, WS_UINT32_VALUE_TYPE, value, size, error);
    }
    return FAILED(hr) ? hr : WsReadEndElement(reader, error);
}

static void custom_types_work_in_details(void **state)
{
    (void)state;
    WS_CUSTOM_TYPE_DESCRIPTION custom = {sizeof(ULONG), _Alignof(ULONG), read_custom, write_custom, &number, NULL};
    WS_ELEMENT_DESCRIPTION element = {NAME("c"), NAME("urn:c"), WS_CUSTOM_TYPE, &custom};
    WS_FAULT_DETAIL_DESCRIPTION description = {NULL, &element};
    ULONG value = 11, read = 0;
    assert_ok(WsSetFaultErrorDetail(holder, &description, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_int_equal(text_count(holder), 1);
    assert_ok(WsGetFaultErrorDetail(holder, &description, WS_READ_REQUIRED_VALUE, NULL, &read, sizeof(read)), NULL);
    assert_int_equal(read, 11);
}

static void wrong_arguments_change_nothing(void **state)
{
    TYPED *t = *state;
    ULONG value = 1, untouched = 0x5A5A5A5A, out = untouched;
    WS_STRING lone = {1, (WCHAR[]){1}};
    WS_ELEMENT_DESCRIPTION half_1 = {NAME("a"), NULL, WS_UINT32_TYPE, NULL}, half_2 = {NULL, NAME(""), WS_UINT32_TYPE, NULL},
                           no_name = {NULL, NULL, WS_UINT32_TYPE, NULL}, no_type = {NAME("a"), NAME(""), (WS_TYPE)99, NULL},
                           string = {NAME("a"), NAME(""), WS_STRING_TYPE, NULL};
    WS_FAULT_DETAIL_DESCRIPTION nothing = {NULL, NULL}, bad = {NULL, NULL};
    assert_ok(WsSetFaultErrorDetail(holder, &number, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(NULL, &number, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, NULL, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &nothing, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &number, (WS_WRITE_OPTION)0, &value, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &number, WS_WRITE_REQUIRED_VALUE, NULL, sizeof(value)), NULL);
    assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &number, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value) + 1), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(NULL, &number, WS_READ_REQUIRED_VALUE, t->r.heap, &out, sizeof(out)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, NULL, WS_READ_REQUIRED_VALUE, t->r.heap, &out, sizeof(out)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &nothing, WS_READ_REQUIRED_VALUE, t->r.heap, &out, sizeof(out)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &number, (WS_READ_OPTION)0, t->r.heap, &out, sizeof(out)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_VALUE, t->r.heap, NULL, sizeof(out)), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_VALUE, t->r.heap, &out, sizeof(out) - 1), NULL);
    assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_VALUE, (WS_HEAP *)holder, &out, sizeof(out)), NULL);
    WS_ELEMENT_DESCRIPTION *const elements[] = {&half_1, &half_2, &no_name, &no_type};
    for (size_t i = 0; i < COUNT(elements); i++) {
        bad.detailElementDescription = elements[i];
        assert_hr(E_INVALIDARG, WsSetFaultErrorDetail(holder, &bad, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
        assert_hr(E_INVALIDARG, WsGetFaultErrorDetail(holder, &bad, WS_READ_REQUIRED_VALUE, t->r.heap, &out, sizeof(out)), NULL);
    }
    bad.detailElementDescription = &number_element;
    bad.action = (WS_XML_STRING *)XSTR("a\xFF");
    assert_hr(WS_E_INVALID_FORMAT, WsSetFaultErrorDetail(holder, &bad, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value)), NULL);
    /* What has no form in XML. */
    bad.action = NULL;
    bad.detailElementDescription = &string;
    assert_hr(WS_E_INVALID_FORMAT, WsSetFaultErrorDetail(holder, &bad, WS_WRITE_REQUIRED_VALUE, &lone, sizeof(lone)), NULL);
    assert_int_equal(out, untouched);
    assert_int_equal(text_count(holder), 0);
    assert_ok(WsGetFaultErrorDetail(holder, &number, WS_READ_REQUIRED_VALUE, NULL, &out, sizeof(out)), NULL);
    assert_int_equal(out, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DETAIL_TEST(a_detail_is_read_as_it_was_written),
        DETAIL_TEST(a_fault_keeps_all_but_its_detail),
        DETAIL_TEST(one_kind_after_the_other_can_be_tried),
        DETAIL_TEST(the_action_is_a_filter),
        DETAIL_TEST(several_elements_are_one_structure),
        DETAIL_TEST(custom_types_work_in_details),
        DETAIL_TEST(wrong_arguments_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
