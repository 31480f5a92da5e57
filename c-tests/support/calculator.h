/*
 * A calculator as wsutil would describe it, for the tests of service proxies and hosts: Add(a, b, *result), Log(text),
 * which is one way, and more kinds of parameters. The descriptions are by hand.
 */
#ifndef CALCULATOR_H
#define CALCULATOR_H

#include <WebServices.h>

#define CALC_NS "http://calculator.example.org"
#define CALC_ABSENT ((USHORT)-1)

static WS_XML_STRING calc_ns = WS_XML_STRING_VALUE(CALC_NS);
static WS_XML_STRING calc_a = WS_XML_STRING_VALUE("a");
static WS_XML_STRING calc_b = WS_XML_STRING_VALUE("b");
static WS_XML_STRING calc_result = WS_XML_STRING_VALUE("result");

typedef struct ADD_REQUEST {
    int a;
    int b;
} ADD_REQUEST;

typedef struct ADD_REPLY {
    int result;
} ADD_REPLY;

#define CALC_FIELD(name, type, structure, member)                                                                      \
    {                                                                                                                  \
        WS_ELEMENT_FIELD_MAPPING, &name, &calc_ns, type, NULL, WsOffsetOf(structure, member), 0, NULL, 0, NULL, NULL,  \
            NULL                                                                                                       \
    }

static WS_FIELD_DESCRIPTION calc_add_a = CALC_FIELD(calc_a, WS_INT32_TYPE, ADD_REQUEST, a);
static WS_FIELD_DESCRIPTION calc_add_b = CALC_FIELD(calc_b, WS_INT32_TYPE, ADD_REQUEST, b);
static WS_FIELD_DESCRIPTION calc_add_result = CALC_FIELD(calc_result, WS_INT32_TYPE, ADD_REPLY, result);
static WS_FIELD_DESCRIPTION *calc_add_fields[] = {&calc_add_a, &calc_add_b};
static WS_FIELD_DESCRIPTION *calc_add_reply_fields[] = {&calc_add_result};
static WS_STRUCT_DESCRIPTION calc_add_struct = {
    sizeof(ADD_REQUEST), _Alignof(ADD_REQUEST), calc_add_fields, WsCountOf(calc_add_fields), NULL, NULL, NULL, NULL, 0, 0};
static WS_STRUCT_DESCRIPTION calc_add_reply_struct = {sizeof(ADD_REPLY), _Alignof(ADD_REPLY), calc_add_reply_fields,
    WsCountOf(calc_add_reply_fields), NULL, NULL, NULL, NULL, 0, 0};
static WS_XML_STRING calc_add_name = WS_XML_STRING_VALUE("Add");
static WS_XML_STRING calc_add_reply_name = WS_XML_STRING_VALUE("AddResponse");
static WS_ELEMENT_DESCRIPTION calc_add_element = {&calc_add_name, &calc_ns, WS_STRUCT_TYPE, &calc_add_struct};
static WS_ELEMENT_DESCRIPTION calc_add_reply_element = {
    &calc_add_reply_name, &calc_ns, WS_STRUCT_TYPE, &calc_add_reply_struct};
static WS_XML_STRING calc_add_action = WS_XML_STRING_VALUE(CALC_NS "/Add");
static WS_XML_STRING calc_add_reply_action = WS_XML_STRING_VALUE(CALC_NS "/AddResponse");
static WS_MESSAGE_DESCRIPTION calc_add_input = {&calc_add_action, &calc_add_element};
static WS_MESSAGE_DESCRIPTION calc_add_output = {&calc_add_reply_action, &calc_add_reply_element};
static WS_PARAMETER_DESCRIPTION calc_add_parameters[] = {
    {WS_PARAMETER_TYPE_NORMAL, 0, CALC_ABSENT},
    {WS_PARAMETER_TYPE_NORMAL, 1, CALC_ABSENT},
    {WS_PARAMETER_TYPE_NORMAL, CALC_ABSENT, 0},
};
static WS_OPERATION_DESCRIPTION calc_add_operation = {1, &calc_add_input, &calc_add_output, 0, 0, 3,
    calc_add_parameters, NULL, WS_NON_RPC_LITERAL_OPERATION};

/* As the function that wsutil makes. */
static inline HRESULT calc_add(WS_SERVICE_PROXY *proxy, WS_HEAP *heap, int a, int b, int *result,
    const WS_CALL_PROPERTY *properties, ULONG property_count, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    const void *arguments[] = {&a, &b, &result};
    return WsCall(proxy, &calc_add_operation, arguments, heap, properties, property_count, async, error);
}

#endif /* CALCULATOR_H */
