/*
 * The contract of interop.wsdl, as a compiler of WSDL would make it: what the service and the client of the tests with
 * foreign peers share.
 */
#ifndef INTEROP_H
#define INTEROP_H

#include <WebServices.h>

#define INTEROP_NAMESPACE "http://example.org/interop"

/* ---- For clients: the arguments of each operation, in and out, between the proxy and the heap. ---- */

HRESULT Interop_Add(WS_SERVICE_PROXY *proxy, INT a, INT b, INT *result, WS_HEAP *heap, WS_ERROR *error);
HRESULT Interop_Divide(WS_SERVICE_PROXY *proxy, double a, double b, double *result, WS_HEAP *heap, WS_ERROR *error);
HRESULT Interop_Echo(WS_SERVICE_PROXY *proxy, WS_STRING text, WS_STRING *result, WS_HEAP *heap, WS_ERROR *error);
HRESULT Interop_EchoBytes(WS_SERVICE_PROXY *proxy, WS_BYTES data, WS_BYTES *result, WS_HEAP *heap, WS_ERROR *error);
HRESULT Interop_Notify(WS_SERVICE_PROXY *proxy, WS_STRING text, WS_HEAP *heap, WS_ERROR *error);
HRESULT Interop_Notified(WS_SERVICE_PROXY *proxy, INT *result, WS_HEAP *heap, WS_ERROR *error);

/* ---- For services ---- */

typedef struct Interop_FunctionTable {
    HRESULT(CALLBACK *Add)(const WS_OPERATION_CONTEXT *, INT, INT, INT *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
    HRESULT(CALLBACK *Divide)(const WS_OPERATION_CONTEXT *, double, double, double *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
    HRESULT(CALLBACK *Echo)(const WS_OPERATION_CONTEXT *, WS_STRING, WS_STRING *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
    HRESULT(CALLBACK *EchoBytes)(const WS_OPERATION_CONTEXT *, WS_BYTES, WS_BYTES *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
    HRESULT(CALLBACK *Notify)(const WS_OPERATION_CONTEXT *, WS_STRING, const WS_ASYNC_CONTEXT *, WS_ERROR *);
    HRESULT(CALLBACK *Notified)(const WS_OPERATION_CONTEXT *, INT *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
} Interop_FunctionTable;

extern const WS_CONTRACT_DESCRIPTION Interop_contract;

/* The detail of the fault with which Divide refuses to divide by zero. */
typedef struct DivisionByZero {
    double dividend;
} DivisionByZero;

extern const WS_FAULT_DETAIL_DESCRIPTION Interop_DivisionByZero;

#endif
