/* WsReadEndpointAddressExtension: the metadata address, in both versions of addressing, and what is none. */
#include "support/typed.h"

#define WSA10 "http://www.w3.org/2005/08/addressing"
#define WSA04 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define MEX "http://schemas.xmlsoap.org/ws/2004/09/mex"

#define REFERENCE(content) "<m:Metadata xmlns:m='" MEX "'><m:MetadataSection><m:MetadataReference>" content "</m:MetadataReference></m:MetadataSection></m:Metadata>"

static WS_ENDPOINT_ADDRESS address_with(TYPED *t, const char *extensions)
{
    WS_ENDPOINT_ADDRESS_DESCRIPTION version = {WS_ADDRESSING_VERSION_1_0};
    WS_ELEMENT_DESCRIPTION a = element_a(WS_ENDPOINT_ADDRESS_TYPE, &version);
    WS_ENDPOINT_ADDRESS address;
    TEXT xml = {NULL, 0, 0};
    add_chars(&xml, "<a xmlns:w='" WSA10 "' xmlns:o='" WSA04 "'><w:Address>http://example.org/service</w:Address>");
    add_chars(&xml, extensions);
    add_chars(&xml, "</a>");
    assert_ok(read_element(t, xml.chars, &a, WS_READ_REQUIRED_VALUE, &address, sizeof(address)), t->r.error);
    free(xml.chars);
    return address;
}

static HRESULT read_metadata(TYPED *t, WS_ENDPOINT_ADDRESS *address, WS_READ_OPTION option, void *value, ULONG size)
{
    return WsReadEndpointAddressExtension(t->r.reader, address, WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS, option, t->r.heap, value, size,
                                          t->r.error);
}

static void metadata_addresses(void **state)
{
    TYPED *t = *state;
    static const char *const fits[] = {
        "<w:Metadata>" REFERENCE("<w:Address>http://example.org/mex</w:Address>") "</w:Metadata>",
        REFERENCE("<o:Address>http://example.org/mex</o:Address>"),
        "<e:other xmlns:e='urn:e'><w:Metadata/></e:other>\n<w:Metadata><e:x xmlns:e='urn:e'/>" REFERENCE(" <w:Address> http://example.org/mex </w:Address>")
            "</w:Metadata>" REFERENCE("<w:Address>http://example.org/second</w:Address>"),
        "<m:Metadata xmlns:m='" MEX "'><m:MetadataSection Dialect='d'><x/></m:MetadataSection><m:MetadataSection><m:Location>http://l</m:Location>"
        "</m:MetadataSection><m:MetadataSection><m:MetadataReference><w:Address>http://example.org/mex</w:Address></m:MetadataReference>"
        "</m:MetadataSection></m:Metadata>",
    };
    for (size_t i = 0; i < COUNT(fits); i++) {
        WS_ENDPOINT_ADDRESS address = address_with(t, fits[i]), value, *required = NULL, *optional = NULL;
        memset(&value, 0x5A, sizeof(value));
        assert_ok(read_metadata(t, &address, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
        EQUAL_STRING(&value.url, "http://example.org/mex");
        assert_true(value.headers == NULL && value.extensions == NULL && value.identity == NULL);
        assert_ok(read_metadata(t, &address, WS_READ_REQUIRED_POINTER, &required, sizeof(required)), t->r.error);
        EQUAL_STRING(&required->url, "http://example.org/mex");
        assert_ok(read_metadata(t, &address, WS_READ_OPTIONAL_POINTER, &optional, sizeof(optional)), t->r.error);
        EQUAL_STRING(&optional->url, "http://example.org/mex");
    }
}

static void the_whole_address_is_read(void **state)
{
    TYPED *t = *state;
    WS_ENDPOINT_ADDRESS address = address_with(t, REFERENCE("<w:Address>" WSA10 "/anonymous</w:Address><w:ReferenceParameters><p/></w:ReferenceParameters>"
                                                            "<w:Metadata/>")), value;
    assert_ok(read_metadata(t, &address, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
    assert_int_equal(value.url.length, 0);
    assert_non_null(value.headers);
    assert_non_null(value.extensions);
}

static void none_is_missing_only_if_it_is_required(void **state)
{
    TYPED *t = *state;
    static const char *const none[] = {"", "<w:Metadata/>", "<e:x xmlns:e='urn:e'/>", "<Metadata xmlns='urn:e'>" REFERENCE("<w:Address>http://a</w:Address>") "</Metadata>",
                                       "<m:MetadataSection xmlns:m='" MEX "'><m:MetadataReference><w:Address>http://a</w:Address></m:MetadataReference></m:MetadataSection>"};
    for (size_t i = 0; i < COUNT(none); i++) {
        WS_ENDPOINT_ADDRESS address = address_with(t, none[i]), value, untouched, *optional = &address;
        memset(&value, 0x5A, sizeof(value));
        untouched = value;
        assert_ok(read_metadata(t, &address, WS_READ_OPTIONAL_POINTER, &optional, sizeof(optional)), t->r.error);
        assert_null(optional);
        assert_hr(WS_E_INVALID_FORMAT, read_metadata(t, &address, WS_READ_REQUIRED_VALUE, &value, sizeof(value)), t->r.error);
        assert_error_says(t->r.error, "metadata address");
        assert_hr(WS_E_INVALID_FORMAT, read_metadata(t, &address, WS_READ_REQUIRED_POINTER, &optional, sizeof(optional)), t->r.error);
        assert_memory_equal(&value, &untouched, sizeof(value));
        assert_null(optional);
    }
}

static void what_is_no_address_is_refused(void **state)
{
    TYPED *t = *state;
    static const char *const bad[] = {REFERENCE(""), REFERENCE("text"), REFERENCE("<Address xmlns='urn:e'>http://a</Address>"), REFERENCE("<w:Address/><w:Address/>"),
                                      REFERENCE("<w:ReferenceParameters/>")};
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_ENDPOINT_ADDRESS address = address_with(t, bad[i]), *optional = &address;
        assert_hr(WS_E_INVALID_FORMAT, read_metadata(t, &address, WS_READ_OPTIONAL_POINTER, &optional, sizeof(optional)), t->r.error);
        assert_ptr_equal(optional, &address);
        assert_true(text_count(t->r.error) > 0);
        assert_ok(WsResetError(t->r.error), NULL);
    }
}

static void wrong_arguments(void **state)
{
    TYPED *t = *state;
    WS_ENDPOINT_ADDRESS address = address_with(t, REFERENCE("<w:Address>http://a</w:Address>")), value, untouched;
    const WS_ENDPOINT_ADDRESS_EXTENSION_TYPE metadata = WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS;
    WS_ERROR *error = t->r.error;
    memset(&value, 0x5A, sizeof(value));
    untouched = value;
    const WS_READ_OPTION option = WS_READ_REQUIRED_VALUE;
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(NULL, &address, metadata, option, t->r.heap, &value, sizeof(value), error), error);
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(t->r.reader, NULL, metadata, option, t->r.heap, &value, sizeof(value), error), error);
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(t->r.reader, &address, (WS_ENDPOINT_ADDRESS_EXTENSION_TYPE)0, option, t->r.heap, &value, sizeof(value), error), error);
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(t->r.reader, &address, metadata, option, NULL, &value, sizeof(value), error), error);
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(t->r.reader, &address, metadata, option, t->r.heap, NULL, sizeof(value), error), error);
    assert_hr(E_INVALIDARG, WsReadEndpointAddressExtension(t->r.reader, &address, metadata, option, t->r.heap, &value, sizeof(value) - 1, error), error);
    static const WS_READ_OPTION options[] = {(WS_READ_OPTION)0, WS_READ_NILLABLE_POINTER, WS_READ_NILLABLE_VALUE, (WS_READ_OPTION)9};
    for (size_t i = 0; i < COUNT(options); i++) {
        assert_hr(E_INVALIDARG, read_metadata(t, &address, options[i], &value, sizeof(value)), error);
    }
    WS_ENDPOINT_ADDRESS wrong = address;
    wrong.extensions = (WS_XML_BUFFER *)t->r.heap;
    assert_hr(E_INVALIDARG, read_metadata(t, &wrong, option, &value, sizeof(value)), error);
    assert_memory_equal(&value, &untouched, sizeof(value));
    /* The reader need not have an input, and is as good as new afterwards. */
    WS_XML_READER *fresh = NULL;
    assert_ok(WsCreateReader(NULL, 0, &fresh, error), error);
    assert_ok(WsReadEndpointAddressExtension(fresh, &address, metadata, option, t->r.heap, &value, sizeof(value), error), error);
    address.extensions = NULL;
    WS_ENDPOINT_ADDRESS *optional = &address;
    assert_ok(WsReadEndpointAddressExtension(fresh, &address, metadata, WS_READ_OPTIONAL_POINTER, t->r.heap, &optional, sizeof(optional), error), error);
    assert_null(optional);
    WsFreeReader(fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TYPED_TEST(metadata_addresses),
        TYPED_TEST(the_whole_address_is_read),
        TYPED_TEST(none_is_missing_only_if_it_is_required),
        TYPED_TEST(what_is_no_address_is_refused),
        TYPED_TEST(wrong_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
