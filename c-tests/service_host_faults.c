/*
 * Every fault that a service host sends by itself, byte for byte, in each version of SOAP with each version of addressing.
 *
 * The forms are those of SOAP 1.1 (4.4), SOAP 1.2 (5.4), the SOAP binding of WS-Addressing 1.0 (6) and WS-Addressing of
 * August 2004 (4); what is expected is put together here by these rules, apart from the library's. Where Mono's WCF makes
 * such a fault, c-tests/interop/run.sh compares it.
 */
#include "support/service.h"

#include <stdarg.h>

#define WSA10 "http://www.w3.org/2005/08/addressing"
#define WSA04 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define WSANONE "http://schemas.microsoft.com/ws/2005/05/addressing/none"
#define ID "urn:uuid:0a1b2c3d-0000-4000-8000-0123456789ab"

typedef struct VERSION {
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    /* NULL: without addressing. */
    const char *soap, *wsa;
} VERSION;

static const VERSION versions[] = {
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, SOAP11, NULL},
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, SOAP11, WSA10},
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9, SOAP11, WSA04},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT, SOAP12, NULL},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, SOAP12, WSA10},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9, SOAP12, WSA04},
};

static HRESULT CALLBACK failing_add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                                    const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)context, (void)a, (void)b, (void)result, (void)asynchronous;
    return WsAddErrorString(error, &(WS_STRING)WS_STRING_VALUE(u"not for clients")) == S_OK ? E_FAIL : S_OK;
}

static const FUNCTIONS failing_functions = {failing_add, plain_echo, plain_note};

static HRESULT CALLBACK refuse(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    (void)context, (void)error;
    *authorized = FALSE;
    return S_OK;
}

typedef struct SERVICE_CALLBACKS {
    const FUNCTIONS *functions;
    WS_SERVICE_SECURITY_CALLBACK authorize;
} SERVICE_CALLBACKS;

typedef enum KIND { ACTION, HEADER, BODY, FAILURE, ACCESS, DESTINATION, MISMATCH, KINDS } KIND;

/* What is sent. */
static RESPONSE send_bad(const SERVICE *s, const VERSION *v, KIND kind)
{
    char headers[600], body[2000], addressing[1000] = "", to[200];
    const char *action = kind == ACTION ? "urn:unknown" : "urn:calculator/Add";
    snprintf(to, sizeof(to), kind == DESTINATION ? "http://elsewhere.example/" : "http://127.0.0.1:%u/calc", s->port);
    if (v->wsa != NULL) {
        snprintf(addressing, sizeof(addressing),
                 "<a:Action s:mustUnderstand='1'>%s</a:Action><a:MessageID>" ID "</a:MessageID>"
                 "<a:ReplyTo><a:Address>%s%s</a:Address></a:ReplyTo><a:To s:mustUnderstand='1'>%s</a:To>", action, v->wsa,
                 strcmp(v->wsa, WSA10) == 0 ? "/anonymous" : "/role/anonymous", to);
    }
    snprintf(body, sizeof(body),
             "<s:Envelope xmlns:s='%s' xmlns:a='%s'><s:Header>%s%s</s:Header><s:Body>%s</s:Body></s:Envelope>", v->soap,
             v->wsa == NULL ? "urn:none" : v->wsa, addressing,
             kind == HEADER ? "<u:One xmlns:u='urn:u' s:mustUnderstand='1'/><Two xmlns='urn:v' s:mustUnderstand='1'/>" : "",
             kind == BODY ? ADD_BODY("one", "2") : ADD_BODY("1", "2"));
    if (kind == MISMATCH) {
        action = "urn:calculator/Echo";
    }
    snprintf(headers, sizeof(headers),
             strcmp(v->soap, SOAP11) == 0 ? "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"%s\"\r\n"
                                          : "Content-Type: application/soap+xml; charset=utf-8; action=\"%s\"\r\n", action);
    return exchange(s, headers, body);
}

/* What is expected. */

typedef struct TEXT {
    char chars[4000];
    size_t length;
} TEXT;

static void add(TEXT *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text->chars + text->length, sizeof(text->chars) - text->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && text->length + (size_t)length < sizeof(text->chars));
    text->length += (size_t)length;
}

static int is_soap11(const VERSION *v)
{
    return v->envelope == WS_ENVELOPE_VERSION_SOAP_1_1;
}

static int is_wsa10(const VERSION *v)
{
    return v->addressing == WS_ADDRESSING_VERSION_1_0;
}

static const struct {
    /* The code of SOAP 1.1, if addressing has none, and of SOAP 1.2. */
    const char *code11, *code12;
    /* The codes of addressing: the general one of either version, and a refinement that only 1.0 has. */
    const char *code10, *code09, *refined;
    const char *reason;
    /* What addressing 1.0 says of the matter. */
    const char *detail;
} faults[KINDS] = {
    [ACTION] = {NULL, "Sender", "ActionNotSupported", "ActionNotSupported", NULL,
                "The message cannot be processed at the receiver, because its action is not supported.",
                "<a:ProblemAction xmlns:a=\"" WSA10 "\"><a:Action>urn:unknown</a:Action></a:ProblemAction>"},
    [HEADER] = {"MustUnderstand", "MustUnderstand", NULL, NULL, NULL,
                "One or more mandatory SOAP header blocks were not understood.", NULL},
    [BODY] = {"Client", "Sender", NULL, NULL, NULL, "The message could not be read: it is not what the service expects.",
              NULL},
    [FAILURE] = {"Server", "Receiver", NULL, NULL, NULL,
                 "The service could not process the request because of an internal error.", NULL},
    /* Its code is one of WS-Security. */
    [ACCESS] = {NULL, "Sender", NULL, NULL, NULL, "The security token could not be authenticated or authorized.", NULL},
    [DESTINATION] = {NULL, "Sender", "DestinationUnreachable", "DestinationUnreachable", NULL,
                     "No route can be determined to reach the destination.",
                     "<a:ProblemIRI xmlns:a=\"" WSA10 "\">http://elsewhere.example/</a:ProblemIRI>"},
    [MISMATCH] = {NULL, "Sender", "InvalidAddressingHeader", "InvalidMessageInformationHeader", "ActionMismatch",
                  "A header of addressing is not valid, and the message cannot be processed.",
                  "<a:ProblemHeaderQName xmlns:a=\"" WSA10 "\">a:Action</a:ProblemHeaderQName>"},
};

static void add_headers(TEXT *text, const VERSION *v, KIND kind)
{
    if (v->wsa != NULL) {
        /* Faults that addressing defines have an action of their own in 1.0, and all the same one before. */
        const char *action = !is_wsa10(v) || faults[kind].code10 != NULL ? "/fault" : "/soap/fault";
        add(text, "<a:Action s:mustUnderstand=\"1\">%s%s</a:Action><a:RelatesTo>" ID "</a:RelatesTo>", v->wsa, action);
        /* Where the request was refused as it came, nothing but its id is known. */
        if (kind != DESTINATION && kind != MISMATCH) {
            add(text, "<a:To s:mustUnderstand=\"1\">%s%s</a:To>", v->wsa, is_wsa10(v) ? "/anonymous" : "/role/anonymous");
        }
    }
    /* The detail of SOAP 1.1 is for bodies. */
    if (is_soap11(v) && is_wsa10(v) && faults[kind].detail != NULL) {
        add(text, "<a:FaultDetail xmlns:a=\"" WSA10 "\">%s</a:FaultDetail>", faults[kind].detail);
    }
    if (!is_soap11(v) && kind == HEADER) {
        add(text, "<s:NotUnderstood qname=\"a:One\" xmlns:s=\"" SOAP12 "\" xmlns:a=\"urn:u\"/>"
                  "<s:NotUnderstood qname=\"a:Two\" xmlns:s=\"" SOAP12 "\" xmlns:a=\"urn:v\"/>");
    }
}

static TEXT expected(const VERSION *v, KIND kind)
{
    TEXT text = {"", 0}, headers = {"", 0};
    const char *code = is_wsa10(v) || v->wsa == NULL ? faults[kind].code10 : faults[kind].code09;
    const char *declared = v->wsa == NULL ? " xmlns:a=\"" WSANONE "\"" : "";
    add(&text, "<s:Envelope xmlns:s=\"%s\"", v->soap);
    if (v->wsa != NULL) {
        add(&text, " xmlns:a=\"%s\"", v->wsa);
    }
    add_headers(&headers, v, kind);
    add(&text, headers.length > 0 ? "><s:Header>%s</s:Header>" : ">%s", headers.chars);
    add(&text, "<s:Body><s:Fault>");
    /* The prefix is the first one that nothing else has. */
    const char *security = kind != ACCESS  ? NULL
                           : v->wsa != NULL ? "<%s xmlns:b=\"" WSSE "\">b:FailedAuthentication</%s>"
                                            : "<%s xmlns:a=\"" WSSE "\">a:FailedAuthentication</%s>";
    if (is_soap11(v)) {
        if (security != NULL) {
            add(&text, security, "faultcode", "faultcode");
        } else if (code != NULL) {
            add(&text, "<faultcode%s>a:%s</faultcode>", declared, code);
        } else {
            add(&text, "<faultcode>s:%s</faultcode>", faults[kind].code11);
        }
        add(&text, "<faultstring xml:lang=\"en-US\">%s</faultstring>", faults[kind].reason);
    } else {
        add(&text, "<s:Code><s:Value>s:%s</s:Value>", faults[kind].code12);
        if (security != NULL) {
            add(&text, "<s:Subcode>");
            add(&text, security, "s:Value", "s:Value");
            add(&text, "</s:Subcode>");
        }
        if (code != NULL) {
            add(&text, "<s:Subcode><s:Value%s>a:%s</s:Value>", declared, code);
            if (is_wsa10(v) && faults[kind].refined != NULL) {
                add(&text, "<s:Subcode><s:Value>a:%s</s:Value></s:Subcode>", faults[kind].refined);
            }
            add(&text, "</s:Subcode>");
        }
        add(&text, "</s:Code><s:Reason><s:Text xml:lang=\"en-US\">%s</s:Text></s:Reason>", faults[kind].reason);
        if (is_wsa10(v) && faults[kind].detail != NULL) {
            add(&text, "<s:Detail>%s</s:Detail>", faults[kind].detail);
        } else if (v->addressing == WS_ADDRESSING_VERSION_0_9 && kind == ACTION) {
            add(&text, "<s:Detail><Action xmlns=\"" WSA04 "\">urn:unknown</Action></s:Detail>");
        }
    }
    add(&text, "</s:Fault></s:Body></s:Envelope>");
    return text;
}

static void every_fault(void **state)
{
    static const SERVICE_CALLBACKS callbacks[KINDS] = {[FAILURE] = {&failing_functions, NULL}, [ACCESS] = {NULL, refuse}};
    (void)state;
    for (size_t i = 0; i < COUNT(versions); i++) {
        const VERSION *v = &versions[i];
        for (KIND kind = ACTION; kind < KINDS; kind++) {
            if ((kind == DESTINATION || kind == MISMATCH) && v->wsa == NULL) {
                continue; /* There is nothing that could be wrong. */
            }
            void *fresh = NULL;
            assert_int_equal(make_service(&fresh), 0);
            SERVICE *s = (SERVICE *)fresh;
            s->envelope = v->envelope;
            s->addressing = v->addressing;
            s->contract.methodTable = callbacks[kind].functions != NULL ? callbacks[kind].functions : &plain_functions;
            s->endpoint.authorizationCallback = callbacks[kind].authorize;
            open_host(s);
            TEXT text = expected(v, kind);
            assert_response(send_bad(s, v, kind), 500, text.chars);
            close_host(s);
            free_service(&fresh);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
