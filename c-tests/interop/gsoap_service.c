/*
 * The contract of interop.wsdl served by gSOAP, until its input ends: gsoap_service <port>
 *
 * Built with what soapcpp2 makes of interop.gsoap.h, once for SOAP 1.1 and once for SOAP 1.2.
 */
#include "soapH.h"
#include "Interop.nsmap"

#include <poll.h>
#include <signal.h>

static int notified;

int ns__Add(struct soap *soap, int a, int b, int *result)
{
    (void)soap;
    *result = a + b;
    return SOAP_OK;
}

int ns__Divide(struct soap *soap, double a, double b, double *result)
{
    if (b == 0) {
        struct _ns__DivisionByZero *zero = soap_malloc(soap, sizeof(*zero));
        soap_default__ns__DivisionByZero(soap, zero);
        zero->dividend = a;
        soap_sender_fault(soap, "division by zero", NULL);
        struct SOAP_ENV__Detail *detail = soap_malloc(soap, sizeof(*detail));
        soap_default_SOAP_ENV__Detail(soap, detail);
        detail->__type = SOAP_TYPE__ns__DivisionByZero;
        detail->fault = zero;
        if (soap->version == 2) soap->fault->SOAP_ENV__Detail = detail;
        else soap->fault->detail = detail;
        return SOAP_FAULT;
    }
    *result = a / b;
    return SOAP_OK;
}

int ns__Echo(struct soap *soap, char *text, char **result)
{
    (void)soap;
    *result = text;
    return SOAP_OK;
}

int ns__EchoBytes(struct soap *soap, struct xsd__base64Binary data, struct ns__EchoBytesResponse *response)
{
    (void)soap;
    response->result = data;
    return SOAP_OK;
}

int ns__Notify(struct soap *soap, char *text)
{
    (void)text;
    notified++;
    return soap_send_empty_response(soap, 202);
}

int ns__Notified(struct soap *soap, int *result)
{
    (void)soap;
    *result = notified;
    return SOAP_OK;
}

int main(int argc, char **argv)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_IO_KEEPALIVE | SOAP_XML_STRICT);
    int port = argc > 1 ? atoi(argv[1]) : 0;
    signal(SIGPIPE, SIG_IGN);
    soap->bind_flags = SO_REUSEADDR;
    /* One connection is served at a time: one that is kept open must not keep others out. */
    soap->max_keep_alive = 100;
    soap->recv_timeout = 2;
    soap->send_timeout = 5;
    if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", port, 100))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    printf("serving on %d\n", port);
    fflush(stdout);
    for (;;) {
        struct pollfd ready[2] = { { .fd = 0, .events = POLLIN }, { .fd = soap->master, .events = POLLIN } };
        if (poll(ready, 2, -1) < 0 || ready[0].revents != 0) break;
        if (!soap_valid_socket(soap_accept(soap))) break;
        if (soap_serve(soap) != SOAP_OK && soap->error != SOAP_EOF) soap_print_fault(soap, stderr);
        soap_destroy(soap);
        soap_end(soap);
    }
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return 0;
}
