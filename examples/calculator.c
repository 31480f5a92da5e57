/*
 * The calculator's contract: structures of its messages, their descriptions, and the functions on both sides.
 *
 * All of it follows from the WSDL of the service and none of it from what the service does.
 */
#include "calculator.h"

/* ---- Names ---- */

#define NAMESPACE "http://example.org/calculator"

static WS_XML_STRING ns = WS_XML_STRING_VALUE(NAMESPACE), a = WS_XML_STRING_VALUE("a"), b = WS_XML_STRING_VALUE("b"),
                     result = WS_XML_STRING_VALUE("result"), add = WS_XML_STRING_VALUE("Add"),
                     add_response = WS_XML_STRING_VALUE("AddResponse"), subtract = WS_XML_STRING_VALUE("Subtract"),
                     subtract_response = WS_XML_STRING_VALUE("SubtractResponse");
static WS_XML_STRING add_action = WS_XML_STRING_VALUE(NAMESPACE "/Add"),
                     add_response_action = WS_XML_STRING_VALUE(NAMESPACE "/AddResponse"),
                     subtract_action = WS_XML_STRING_VALUE(NAMESPACE "/Subtract"),
                     subtract_response_action = WS_XML_STRING_VALUE(NAMESPACE "/SubtractResponse");

/* ---- Types: both operations take two numbers and give one ---- */

typedef struct REQUEST {
    INT a;
    INT b;
} REQUEST;

typedef struct RESPONSE {
    INT result;
} RESPONSE;

static WS_FIELD_DESCRIPTION
    request_a = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &a, .ns = &ns, .type = WS_INT32_TYPE,
                  .offset = WsOffsetOf(REQUEST, a) },
    request_b = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &b, .ns = &ns, .type = WS_INT32_TYPE,
                  .offset = WsOffsetOf(REQUEST, b) },
    response_result = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &result, .ns = &ns, .type = WS_INT32_TYPE,
                        .offset = WsOffsetOf(RESPONSE, result) };
static WS_FIELD_DESCRIPTION *request_fields[] = { &request_a, &request_b }, *response_fields[] = { &response_result };

static WS_STRUCT_DESCRIPTION
    request_type = { .size = sizeof(REQUEST), .alignment = _Alignof(REQUEST), .fields = request_fields,
                     .fieldCount = WsCountOf(request_fields) },
    response_type = { .size = sizeof(RESPONSE), .alignment = _Alignof(RESPONSE), .fields = response_fields,
                      .fieldCount = WsCountOf(response_fields) };

/* ---- Elements and messages ---- */

static WS_ELEMENT_DESCRIPTION add_element = { &add, &ns, WS_STRUCT_TYPE, &request_type },
                              add_response_element = { &add_response, &ns, WS_STRUCT_TYPE, &response_type },
                              subtract_element = { &subtract, &ns, WS_STRUCT_TYPE, &request_type },
                              subtract_response_element = { &subtract_response, &ns, WS_STRUCT_TYPE, &response_type };

static WS_MESSAGE_DESCRIPTION add_input = { &add_action, &add_element },
                              add_output = { &add_response_action, &add_response_element },
                              subtract_input = { &subtract_action, &subtract_element },
                              subtract_output = { &subtract_response_action, &subtract_response_element };

/* ---- Operations ---- */

/* 65535: not in that message. The indices count the fields of a message. */
static WS_PARAMETER_DESCRIPTION parameters[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, 65535 }, /* a */
    { WS_PARAMETER_TYPE_NORMAL, 1, 65535 }, /* b */
    { WS_PARAMETER_TYPE_NORMAL, 65535, 0 }, /* result */
};

/* What the service host makes of a request: one member for each parameter. */
typedef struct FRAME {
    INT a;
    INT b;
    INT result;
} FRAME;

static HRESULT CALLBACK stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *function,
                             const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    FRAME *values = frame;
    /* A pointer to a function, which C carries in a void* by no rule of its own. */
    Calculator_Operation operation;
    *(const void **)&operation = function;
    return operation(context, values->a, values->b, &values->result, asyncContext, error);
}

static WS_OPERATION_DESCRIPTION
    add_operation = { .versionInfo = 1, .inputMessageDescription = &add_input, .outputMessageDescription = &add_output,
                      .parameterCount = WsCountOf(parameters), .parameterDescription = parameters,
                      .stubCallback = stub, .style = WS_NON_RPC_LITERAL_OPERATION },
    subtract_operation = { .versionInfo = 1, .inputMessageDescription = &subtract_input,
                           .outputMessageDescription = &subtract_output, .parameterCount = WsCountOf(parameters),
                           .parameterDescription = parameters, .stubCallback = stub,
                           .style = WS_NON_RPC_LITERAL_OPERATION };
static WS_OPERATION_DESCRIPTION *operations[] = { &add_operation, &subtract_operation };

const WS_CONTRACT_DESCRIPTION Calculator_contract = { WsCountOf(operations), operations };

HRESULT Calculator_Add(WS_SERVICE_PROXY *proxy, INT first, INT second, INT *sum, WS_HEAP *heap,
                       const WS_CALL_PROPERTY *properties, ULONG propertyCount, const WS_ASYNC_CONTEXT *asyncContext,
                       WS_ERROR *error)
{
    /* Where each argument is; for those that come back, where the pointer to their place is. */
    const void *arguments[] = { &first, &second, &sum };
    return WsCall(proxy, &add_operation, arguments, heap, properties, propertyCount, asyncContext, error);
}

HRESULT Calculator_Subtract(WS_SERVICE_PROXY *proxy, INT first, INT second, INT *difference, WS_HEAP *heap,
                            const WS_CALL_PROPERTY *properties, ULONG propertyCount,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    const void *arguments[] = { &first, &second, &difference };
    return WsCall(proxy, &subtract_operation, arguments, heap, properties, propertyCount, asyncContext, error);
}
