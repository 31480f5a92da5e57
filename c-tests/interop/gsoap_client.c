/*
 * A client of interop.wsdl made with gSOAP: gsoap_client <url>
 *
 * Built with what soapcpp2 makes of interop.gsoap.h, once for SOAP 1.1 and once for SOAP 1.2.
 */
#include "soapH.h"
#include "Interop.nsmap"

#include <math.h>
#include <signal.h>

static int wrong;

/* Ends what one call was and says whether it was right. */
static void check(struct soap *soap, const char *what, int right)
{
    if (!right) {
        printf("WRONG %s\n", what);
        if (soap->error) soap_print_fault(soap, stdout);
        wrong = 1;
    } else printf("right %s\n", what);
    soap_destroy(soap);
    soap_end(soap);
}

int main(int argc, char **argv)
{
    const char *url = argc > 1 ? argv[1] : "";
    /* Characters of one to four bytes, and those that XML escapes. */
    static char text[] = "a <&> \"'\t\xc3\xa4\xe2\x82\xac\xf0\x9d\x84\x9e ]]>";
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_IO_KEEPALIVE | SOAP_XML_STRICT);
    int before = -1, after = -1, sum = 0;
    double quotient = 0;
    char *echo = NULL;
    signal(SIGPIPE, SIG_IGN);
    soap->connect_timeout = soap->recv_timeout = soap->send_timeout = 10;

    check(soap, "Add", soap_call_ns__Add(soap, url, NULL, -2000000000, 7, &sum) == SOAP_OK && sum == -1999999993);
    check(soap, "Divide", soap_call_ns__Divide(soap, url, NULL, 1, 3, &quotient) == SOAP_OK && quotient == 1.0 / 3);
    check(soap, "Divide by a number that is none",
          soap_call_ns__Divide(soap, url, NULL, NAN, 3, &quotient) == SOAP_OK && isnan(quotient));
    check(soap, "Divide infinity",
          soap_call_ns__Divide(soap, url, NULL, -INFINITY, 3, &quotient) == SOAP_OK && quotient == -INFINITY);

    int failed = soap_call_ns__Divide(soap, url, NULL, 7.5, 0, &quotient) != SOAP_OK && soap->fault != NULL;
    const char *reason = failed ? soap_fault_string(soap) : NULL;
    check(soap, "Divide by zero: a fault with its reason", reason != NULL && strstr(reason, "division by zero") != NULL);
    failed = soap_call_ns__Divide(soap, url, NULL, 7.5, 0, &quotient) != SOAP_OK && soap->fault != NULL;
    struct SOAP_ENV__Detail *detail = !failed ? NULL : soap->version == 2 ? soap->fault->SOAP_ENV__Detail : soap->fault->detail;
    check(soap, "Divide by zero: the detail of the fault",
          detail != NULL && detail->__type == SOAP_TYPE__ns__DivisionByZero && detail->fault != NULL
              && ((struct _ns__DivisionByZero *)detail->fault)->dividend == 7.5);

    check(soap, "Echo", soap_call_ns__Echo(soap, url, NULL, text, &echo) == SOAP_OK && echo != NULL && strcmp(echo, text) == 0);
    check(soap, "Echo of nothing", soap_call_ns__Echo(soap, url, NULL, "", &echo) == SOAP_OK && echo != NULL && *echo == 0);

    unsigned char bytes[3001];
    for (unsigned i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * 7);
    struct xsd__base64Binary data = { bytes, sizeof(bytes) };
    struct ns__EchoBytesResponse back;
    memset(&back, 0, sizeof(back));
    check(soap, "EchoBytes", soap_call_ns__EchoBytes(soap, url, NULL, data, &back) == SOAP_OK
              && back.result.__size == (int)sizeof(bytes) && memcmp(back.result.__ptr, bytes, sizeof(bytes)) == 0);

    check(soap, "Notified", soap_call_ns__Notified(soap, url, NULL, &before) == SOAP_OK);
    check(soap, "Notify, one way", soap_send_ns__Notify(soap, url, NULL, "x") == SOAP_OK && soap_recv_empty_response(soap) == SOAP_OK);
    check(soap, "Notified again", soap_call_ns__Notified(soap, url, NULL, &after) == SOAP_OK && after == before + 1);

    for (int i = 0; i < 200; i++) {
        if (soap_call_ns__Add(soap, url, NULL, i, 1, &sum) != SOAP_OK || sum != i + 1) {
            check(soap, "one of 200 calls on one connection", 0);
            break;
        }
        soap_destroy(soap);
        soap_end(soap);
    }
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return wrong;
}
