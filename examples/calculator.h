/*
 * The calculator's contract, as a compiler of WSDL would make it: what calculator.c describes.
 *
 *     portType Calculator, namespace http://example.org/calculator
 *         int Add(int a, int b)          document/literal; elements a and b in Add, result in AddResponse
 *         int Subtract(int a, int b)
 */
#ifndef CALCULATOR_H
#define CALCULATOR_H

#include <WebServices.h>

/* ---- For clients ---- */

HRESULT Calculator_Add(WS_SERVICE_PROXY *proxy, INT a, INT b, INT *result, WS_HEAP *heap,
                       const WS_CALL_PROPERTY *properties, ULONG propertyCount, const WS_ASYNC_CONTEXT *asyncContext,
                       WS_ERROR *error);

HRESULT Calculator_Subtract(WS_SERVICE_PROXY *proxy, INT a, INT b, INT *result, WS_HEAP *heap,
                            const WS_CALL_PROPERTY *properties, ULONG propertyCount,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error);

/* ---- For services ---- */

typedef HRESULT(CALLBACK *Calculator_Operation)(const WS_OPERATION_CONTEXT *context, INT a, INT b, INT *result,
                                                const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error);

/* One function for each operation, in their order. */
typedef struct Calculator_FunctionTable {
    Calculator_Operation Add;
    Calculator_Operation Subtract;
} Calculator_FunctionTable;

extern const WS_CONTRACT_DESCRIPTION Calculator_contract;

#endif
