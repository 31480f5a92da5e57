#include "interop.h"

static WS_XML_STRING ns = WS_XML_STRING_VALUE(INTEROP_NAMESPACE);

/* A name and the action that goes with it. */
#define NAME(name) static WS_XML_STRING name##_name = WS_XML_STRING_VALUE(#name)
#define ACTION(name) static WS_XML_STRING name##_action = WS_XML_STRING_VALUE(INTEROP_NAMESPACE "/" #name)
NAME(a); NAME(b); NAME(text); NAME(data); NAME(result); NAME(dividend);

/* A field of a message that is an element of the same name. */
#define FIELD(message, field, wsType) \
    static WS_FIELD_DESCRIPTION message##_##field = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &field##_name, \
        .ns = &ns, .type = wsType, .offset = WsOffsetOf(message, field) }

/* The structure, the element and the message of a name; its fields have been described. */
#define MESSAGE(message, ...) \
    NAME(message); \
    ACTION(message); \
    static WS_FIELD_DESCRIPTION *message##_fields[] = { __VA_ARGS__ }; \
    static WS_STRUCT_DESCRIPTION message##_type = { .size = sizeof(message), .alignment = _Alignof(message), \
        .fields = message##_fields, .fieldCount = WsCountOf(message##_fields) }; \
    static WS_ELEMENT_DESCRIPTION message##_element = { &message##_name, &ns, WS_STRUCT_TYPE, &message##_type }; \
    static WS_MESSAGE_DESCRIPTION message##_message = { &message##_action, &message##_element }

typedef struct Add { INT a; INT b; } Add;
FIELD(Add, a, WS_INT32_TYPE); FIELD(Add, b, WS_INT32_TYPE);
MESSAGE(Add, &Add_a, &Add_b);
typedef struct AddResponse { INT result; } AddResponse;
FIELD(AddResponse, result, WS_INT32_TYPE);
MESSAGE(AddResponse, &AddResponse_result);

typedef struct Divide { double a; double b; } Divide;
FIELD(Divide, a, WS_DOUBLE_TYPE); FIELD(Divide, b, WS_DOUBLE_TYPE);
MESSAGE(Divide, &Divide_a, &Divide_b);
typedef struct DivideResponse { double result; } DivideResponse;
FIELD(DivideResponse, result, WS_DOUBLE_TYPE);
MESSAGE(DivideResponse, &DivideResponse_result);

typedef struct Echo { WS_STRING text; } Echo;
FIELD(Echo, text, WS_STRING_TYPE);
MESSAGE(Echo, &Echo_text);
typedef struct EchoResponse { WS_STRING result; } EchoResponse;
FIELD(EchoResponse, result, WS_STRING_TYPE);
MESSAGE(EchoResponse, &EchoResponse_result);

typedef struct EchoBytes { WS_BYTES data; } EchoBytes;
FIELD(EchoBytes, data, WS_BYTES_TYPE);
MESSAGE(EchoBytes, &EchoBytes_data);
typedef struct EchoBytesResponse { WS_BYTES result; } EchoBytesResponse;
FIELD(EchoBytesResponse, result, WS_BYTES_TYPE);
MESSAGE(EchoBytesResponse, &EchoBytesResponse_result);

typedef struct Notify { WS_STRING text; } Notify;
FIELD(Notify, text, WS_STRING_TYPE);
MESSAGE(Notify, &Notify_text);

/* An element without content. C knows no empty structure. */
typedef struct Notified { BYTE nothing; } Notified;
NAME(Notified); ACTION(Notified);
static WS_STRUCT_DESCRIPTION Notified_type = { .size = sizeof(Notified), .alignment = _Alignof(Notified) };
static WS_ELEMENT_DESCRIPTION Notified_element = { &Notified_name, &ns, WS_STRUCT_TYPE, &Notified_type };
static WS_MESSAGE_DESCRIPTION Notified_message = { &Notified_action, &Notified_element };
typedef struct NotifiedResponse { INT result; } NotifiedResponse;
FIELD(NotifiedResponse, result, WS_INT32_TYPE);
MESSAGE(NotifiedResponse, &NotifiedResponse_result);

NAME(DivisionByZero); ACTION(DivisionByZero);
FIELD(DivisionByZero, dividend, WS_DOUBLE_TYPE);
static WS_FIELD_DESCRIPTION *DivisionByZero_fields[] = { &DivisionByZero_dividend };
static WS_STRUCT_DESCRIPTION DivisionByZero_type = { .size = sizeof(DivisionByZero), .alignment = _Alignof(DivisionByZero),
    .fields = DivisionByZero_fields, .fieldCount = WsCountOf(DivisionByZero_fields) };
static WS_ELEMENT_DESCRIPTION DivisionByZero_element = { &DivisionByZero_name, &ns, WS_STRUCT_TYPE, &DivisionByZero_type };
const WS_FAULT_DETAIL_DESCRIPTION Interop_DivisionByZero = { &DivisionByZero_action, &DivisionByZero_element };

/* ---- Operations ---- */

#define IN(index) { WS_PARAMETER_TYPE_NORMAL, index, 65535 }
#define OUT(index) { WS_PARAMETER_TYPE_NORMAL, 65535, index }

/* The stub of an operation: a frame with one member per parameter, and how the function is called with it. */
#define STUB(operation, members, ...) \
    typedef struct operation##Frame members operation##Frame; \
    static HRESULT CALLBACK operation##_stub(const WS_OPERATION_CONTEXT *context, void *memory, const void *callback, \
                                             const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error) \
    { \
        operation##Frame *frame = memory; \
        Interop_FunctionTable table; \
        *(const void **)&table.operation = callback; \
        return table.operation(context, __VA_ARGS__, asyncContext, error); \
    }
#define OPERATION(operation, output, ...) \
    static WS_PARAMETER_DESCRIPTION operation##_parameters[] = { __VA_ARGS__ }; \
    static WS_OPERATION_DESCRIPTION operation##_operation = { .versionInfo = 1, \
        .inputMessageDescription = &operation##_message, .outputMessageDescription = output, \
        .parameterCount = WsCountOf(operation##_parameters), .parameterDescription = operation##_parameters, \
        .stubCallback = operation##_stub, .style = WS_NON_RPC_LITERAL_OPERATION }

STUB(Add, { INT a; INT b; INT result; }, frame->a, frame->b, &frame->result)
OPERATION(Add, &AddResponse_message, IN(0), IN(1), OUT(0));
STUB(Divide, { double a; double b; double result; }, frame->a, frame->b, &frame->result)
OPERATION(Divide, &DivideResponse_message, IN(0), IN(1), OUT(0));
STUB(Echo, { WS_STRING text; WS_STRING result; }, frame->text, &frame->result)
OPERATION(Echo, &EchoResponse_message, IN(0), OUT(0));
STUB(EchoBytes, { WS_BYTES data; WS_BYTES result; }, frame->data, &frame->result)
OPERATION(EchoBytes, &EchoBytesResponse_message, IN(0), OUT(0));
STUB(Notify, { WS_STRING text; }, frame->text)
OPERATION(Notify, NULL, IN(0));
STUB(Notified, { INT result; }, &frame->result)
OPERATION(Notified, &NotifiedResponse_message, OUT(0));

static WS_OPERATION_DESCRIPTION *operations[] = { &Add_operation, &Divide_operation, &Echo_operation, &EchoBytes_operation,
                                                  &Notify_operation, &Notified_operation };
const WS_CONTRACT_DESCRIPTION Interop_contract = { WsCountOf(operations), operations };

/* ---- For clients ---- */

#define CALL(operation, ...) \
    const void *arguments[] = { __VA_ARGS__ }; \
    return WsCall(proxy, &operation##_operation, arguments, heap, NULL, 0, NULL, error)

HRESULT Interop_Add(WS_SERVICE_PROXY *proxy, INT a, INT b, INT *result, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(Add, &a, &b, &result);
}

HRESULT Interop_Divide(WS_SERVICE_PROXY *proxy, double a, double b, double *result, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(Divide, &a, &b, &result);
}

HRESULT Interop_Echo(WS_SERVICE_PROXY *proxy, WS_STRING text, WS_STRING *result, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(Echo, &text, &result);
}

HRESULT Interop_EchoBytes(WS_SERVICE_PROXY *proxy, WS_BYTES data, WS_BYTES *result, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(EchoBytes, &data, &result);
}

HRESULT Interop_Notify(WS_SERVICE_PROXY *proxy, WS_STRING text, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(Notify, &text);
}

HRESULT Interop_Notified(WS_SERVICE_PROXY *proxy, INT *result, WS_HEAP *heap, WS_ERROR *error)
{
    CALL(Notified, &result);
}
