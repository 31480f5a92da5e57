/* What a service host gives out about itself, read with libxml2: by HTTP GET and by WS-MetadataExchange. */
#include "support/service.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#define WSDL_NS "http://schemas.xmlsoap.org/wsdl/"

static const char wsdl[] =
    "<?xml version='1.0' encoding='utf-8'?><!-- of the application -->\n"
    "<wsdl:definitions xmlns:wsdl='" WSDL_NS "' xmlns:tns='urn:calculator' targetNamespace='urn:calculator'\n"
    "    xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n"
    "  <wsdl:types><xs:schema><xs:import namespace='urn:types' schemaLocation='types.xsd'/></xs:schema></wsdl:types>\n"
    "  <wsdl:portType name='ICalculator'/>\n"
    "  <wsdl:binding name='Binding' type='tns:ICalculator'>"
    "<soap:binding transport='http://schemas.xmlsoap.org/soap/http'/></wsdl:binding>\n"
    "</wsdl:definitions>";
static const char schema[] = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:types'/>";

typedef struct DOCUMENTS {
    WS_XML_STRING wsdl_text, schema_text, service_name, service_ns, port_name, binding_name, binding_ns;
    WS_STRING wsdl_name, schema_name;
    WS_SERVICE_METADATA_DOCUMENT wsdl_document, schema_document, *all[2];
    WS_SERVICE_METADATA metadata;
    WS_SERVICE_ENDPOINT_METADATA port;
    WS_METADATA_EXCHANGE_TYPE type;
} DOCUMENTS;

static WS_XML_STRING xml_text(const char *text)
{
    WS_XML_STRING string = {(ULONG)strlen(text), (BYTE *)(uintptr_t)text, NULL, 0};
    return string;
}

static void give_metadata(SERVICE *s, DOCUMENTS *d, WS_METADATA_EXCHANGE_TYPE type)
{
    memset(d, 0, sizeof(*d));
    d->wsdl_text = xml_text(wsdl);
    d->schema_text = xml_text(schema);
    d->service_name = xml_text("CalculatorService");
    d->service_ns = xml_text("urn:calculator");
    d->port_name = xml_text("CalculatorPort");
    d->binding_name = xml_text("Binding");
    d->binding_ns = xml_text("urn:calculator");
    d->wsdl_name = *TEXT16("calculator.wsdl");
    d->schema_name = *TEXT16("types.xsd");
    d->wsdl_document.content = &d->wsdl_text;
    d->wsdl_document.name = &d->wsdl_name;
    d->schema_document.content = &d->schema_text;
    d->schema_document.name = &d->schema_name;
    d->all[0] = &d->wsdl_document;
    d->all[1] = &d->schema_document;
    d->metadata.documentCount = 2;
    d->metadata.documents = d->all;
    d->metadata.serviceName = &d->service_name;
    d->metadata.serviceNs = &d->service_ns;
    d->port.portName = &d->port_name;
    d->port.bindingName = &d->binding_name;
    d->port.bindingNs = &d->binding_ns;
    d->type = type;
    host_property(s, WS_SERVICE_PROPERTY_METADATA, &d->metadata, sizeof(d->metadata));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_METADATA, &d->port, sizeof(d->port));
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, &d->type, sizeof(d->type));
}

static RESPONSE get_document(const SERVICE *s, const char *target, const char *host)
{
    char request[512];
    int c = client(s);
    snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: %s:%u\r\n\r\n", target, host, s->port);
    send_all(c, request, strlen(request));
    RESPONSE r = receive(c);
    close(c);
    return r;
}

/* The value of an XPath expression, as text. */
static char *evaluate(const char *text, size_t size, const char *expression)
{
    xmlDocPtr document = xmlReadMemory(text, (int)size, "document", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    assert_int_equal(xmlXPathRegisterNs(context, BAD_CAST "w", BAD_CAST WSDL_NS), 0);
    assert_int_equal(xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://schemas.xmlsoap.org/wsdl/soap/"), 0);
    assert_int_equal(xmlXPathRegisterNs(context, BAD_CAST "mex", BAD_CAST "http://schemas.xmlsoap.org/ws/2004/09/mex"), 0);
    xmlXPathObjectPtr result = xmlXPathEvalExpression(BAD_CAST expression, context);
    assert_non_null(result);
    xmlChar *value = xmlXPathCastToString(result);
    char *copy = malloc(strlen((const char *)value) + 1);
    assert_non_null(copy);
    strcpy(copy, (const char *)value);
    xmlFree(value);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    return copy;
}

static void check_xpath(RESPONSE r, const char *expression, const char *expected, const char *file, int line)
{
    char *value = evaluate(r.body, r.size, expression);
    if (strcmp(value, expected) != 0) {
        fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\", in\n  %s\n", file, line, expression, value, expected, r.body);
        _fail(file, line);
    }
    free(value);
}
#define assert_xpath(response, expression, expected) check_xpath((response), (expression), (expected), __FILE__, __LINE__)

static void check_wsdl(RESPONSE r, const char *location)
{
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.head, "text/xml"));
    assert_xpath(r, "string(/w:definitions/w:service/@name)", "CalculatorService");
    assert_xpath(r, "string(/w:definitions/w:service/w:port/@name)", "CalculatorPort");
    assert_xpath(r, "substring-after(/w:definitions/w:service/w:port/@binding, ':')", "Binding");
    assert_xpath(r, "string(/w:definitions/w:service/w:port/s:address/@location)", location);
    assert_xpath(r, "string(/w:definitions/w:portType/@name)", "ICalculator");
    assert_xpath(r, "string(/comment())", " of the application ");
    free(r.body);
}

static void by_http_get(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    char location[64];
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_HTTP_GET);
    open_host(s);
    snprintf(location, sizeof(location), "http://127.0.0.1:%u/calc", s->port);
    check_wsdl(get_document(s, "/calc/calculator.wsdl", "127.0.0.1"), location);
    check_wsdl(get_document(s, "/calc?calculator.wsdl", "127.0.0.1"), location);
    check_wsdl(get_document(s, "/calc?wsdl", "127.0.0.1"), location);
    assert_response(get_document(s, "/calc/types.xsd", "127.0.0.1"), 200, schema);
    assert_response(get_document(s, "/calc/other.xsd", "127.0.0.1"), 404, NULL);
    assert_response(get_document(s, "/calc", "127.0.0.1"), 404, NULL);
    assert_response(get_document(s, "/elsewhere", "127.0.0.1"), 404, NULL);
    /* Calls are served as before. */
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    close_host(s);
}

/* A wildcard is no address: the client gets the name that it uses itself, and nothing else that it says. */
static void by_http_get_with_a_wildcard(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    char location[64];
    set_url(s, "http://+:%u/calc");
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_HTTP_GET);
    open_host(s);
    snprintf(location, sizeof(location), "http://localhost:%u/calc", s->port);
    check_wsdl(get_document(s, "/calc?wsdl", "localhost"), location);
    close_host(s);
}

static BOOL allowed;

static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    void *user_state = NULL;
    if (FAILED(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE, &user_state,
                                             sizeof(user_state), error))) {
        abort();
    }
    *authorized = allowed;
    return S_OK;
}

static void only_for_those_who_may(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_HTTP_GET);
    s->endpoint.authorizationCallback = authorize;
    open_host(s);
    allowed = FALSE;
    assert_response(get_document(s, "/calc/types.xsd", "127.0.0.1"), 403, "");
    assert_response(get_document(s, "/calc/other.xsd", "127.0.0.1"), 403, "");
    allowed = TRUE;
    assert_response(get_document(s, "/calc/types.xsd", "127.0.0.1"), 200, schema);
    close_host(s);
}

static void not_unless_it_is_asked_for(void **state)
{
    SERVICE *s = *state;
    open_host(s);
    RESPONSE r = get_document(s, "/calc?wsdl", "127.0.0.1");
    assert_int_not_equal(r.status, 200);
    free(r.body);
    close_host(s);
}

#define GET_ACTION "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
#define MEX_REQUEST(headers)                                                                                           \
    "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header>"                      \
    "<a:Action>" GET_ACTION "</a:Action><a:MessageID>urn:uuid:01234567-89ab-cdef-0123-456789abcdef</a:MessageID>" headers \
    "</s:Header><s:Body/></s:Envelope>"
#define SOAP_XML "Content-Type: application/soap+xml; charset=utf-8\r\n"

static void check_sections(RESPONSE r, const char *location)
{
    assert_int_equal(r.status, 200);
    assert_xpath(r, "string(/*/*[1]/*[local-name()='Action'])", "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse");
    assert_xpath(r, "count(/*/*[2]/mex:Metadata/mex:MetadataSection)", "2");
    assert_xpath(r, "string(//mex:MetadataSection[1]/@Dialect)", WSDL_NS);
    assert_xpath(r, "string(//mex:MetadataSection[1]/@Identifier)", "urn:calculator");
    assert_xpath(r, "string(//mex:MetadataSection[2]/@Dialect)", "http://www.w3.org/2001/XMLSchema");
    assert_xpath(r, "string(//mex:MetadataSection[1]/w:definitions/w:service/w:port/s:address/@location)", location);
    free(r.body);
}

static void by_metadata_exchange(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    char location[64];
    s->envelope = WS_ENVELOPE_VERSION_SOAP_1_2;
    s->addressing = WS_ADDRESSING_VERSION_1_0;
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_MEX);
    open_host(s);
    snprintf(location, sizeof(location), "http://127.0.0.1:%u/calc", s->port);
    check_sections(exchange(s, SOAP_XML, MEX_REQUEST("")), location);
    check_sections(exchange(s, SOAP_XML, MEX_REQUEST("")), location);
    close_host(s);
}

static void at_a_suffix(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    static const WS_STRING suffix = WS_STRING_VALUE(u"/mex");
    char location[64], to[512];
    s->envelope = WS_ENVELOPE_VERSION_SOAP_1_2;
    s->addressing = WS_ADDRESSING_VERSION_1_0;
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_MEX);
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX, &suffix, sizeof(suffix));
    open_host(s);
    snprintf(location, sizeof(location), "http://127.0.0.1:%u/calc", s->port);
    snprintf(to, sizeof(to), MEX_REQUEST("<a:To>http://127.0.0.1:%u/calc/mex</a:To>"), s->port);
    check_sections(exchange(s, SOAP_XML, to), location);
    /* Other requests of the same action are not for us. */
    snprintf(to, sizeof(to), MEX_REQUEST("<a:To>http://127.0.0.1:%u/calc</a:To>"), s->port);
    RESPONSE r = exchange(s, SOAP_XML, to);
    assert_non_null(strstr(r.body, "ActionNotSupported"));
    free(r.body);
    r = exchange(s, SOAP_XML, MEX_REQUEST(""));
    assert_non_null(strstr(r.body, "ActionNotSupported"));
    free(r.body);
    close_host(s);
}

static void wrong_documents(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_MEX);
    d.schema_text = xml_text("<a b='c'd='e'/>");
    assert_hr(WS_E_INVALID_FORMAT, create_host(s), s->base.error);
    assert_error_says(s->base.error, "document 1 (\"types.xsd\")");
    d.schema_text = xml_text(schema);
    d.service_ns = xml_text("urn:nowhere");
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "urn:nowhere");
    d.metadata.serviceName = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "serviceName");
    d.metadata.serviceNs = NULL;
    d.all[1] = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    d.all[1] = &d.schema_document;
    d.schema_document.name = NULL;
    d.port.portName = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    d.port.portName = &d.port_name;
    assert_null(s->host);
    assert_ok(create_host(s), s->base.error);
}

static void an_exact_path_leaves_no_room(void **state)
{
    SERVICE *s = *state;
    DOCUMENTS d;
    ULONG exact = WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT;
    WS_LISTENER_PROPERTY property = {WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS, &exact, sizeof(exact)};
    WS_LISTENER_PROPERTIES properties = {&property, 1};
    give_metadata(s, &d, WS_METADATA_EXCHANGE_TYPE_HTTP_GET);
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES, &properties, sizeof(properties));
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "WS_MATCH_URL_EXACT_PATH");
    property.id = WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    exact = WS_MATCH_URL_PREFIX_PATH | WS_MATCH_URL_PORT;
    assert_ok(WsResetError(s->base.error), NULL);
    assert_ok(create_host(s), s->base.error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVICE_TEST(by_http_get),
        SERVICE_TEST(by_http_get_with_a_wildcard),
        SERVICE_TEST(only_for_those_who_may),
        SERVICE_TEST(not_unless_it_is_asked_for),
        SERVICE_TEST(by_metadata_exchange),
        SERVICE_TEST(at_a_suffix),
        SERVICE_TEST(wrong_documents),
        SERVICE_TEST(an_exact_path_leaves_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
