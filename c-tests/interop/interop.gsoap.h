//  The contract of interop.wsdl for gSOAP: soapcpp2 makes the rest of both peers from this file.
//gsoap ns service name: Interop
//gsoap ns service style: document
//gsoap ns service encoding: literal
//gsoap ns service namespace: http://example.org/interop
//gsoap ns schema namespace: http://example.org/interop
//gsoap ns schema form: qualified

typedef char *xsd__string;
struct xsd__base64Binary {
    unsigned char *__ptr;
    int __size;
};

struct _ns__DivisionByZero {
    double dividend;
};

//gsoap ns service method-action: Add http://example.org/interop/Add
//gsoap ns service method-output-action: Add http://example.org/interop/AddResponse
int ns__Add(int a, int b, int *result);

//gsoap ns service method-action: Divide http://example.org/interop/Divide
//gsoap ns service method-output-action: Divide http://example.org/interop/DivideResponse
//gsoap ns service method-fault: Divide _ns__DivisionByZero
int ns__Divide(double a, double b, double *result);

//gsoap ns service method-action: Echo http://example.org/interop/Echo
//gsoap ns service method-output-action: Echo http://example.org/interop/EchoResponse
int ns__Echo(xsd__string text, xsd__string *result);

//gsoap ns service method-action: EchoBytes http://example.org/interop/EchoBytes
//gsoap ns service method-output-action: EchoBytes http://example.org/interop/EchoBytesResponse
int ns__EchoBytes(struct xsd__base64Binary data, struct ns__EchoBytesResponse { struct xsd__base64Binary result; } *response);

//gsoap ns service method-action: Notify http://example.org/interop/Notify
int ns__Notify(xsd__string text, void);

//gsoap ns service method-action: Notified http://example.org/interop/Notified
//gsoap ns service method-output-action: Notified http://example.org/interop/NotifiedResponse
int ns__Notified(int *result);
