/*
 * User names in messages over TLS, both sides made with gSOAP and its wsse plugin:
 * gsoap_wsse serve <way> <port> <key and certificate> <authorities>, gsoap_wsse call <way> <url> <authorities>
 *
 * Ways: text, digest, and of clients stranger: a password that is wrong, which has to be refused.
 */
#include "soapH.h"
#include "Interop.nsmap"
#include "wsseapi.h"

#include <poll.h>
#include <signal.h>

static int is_digest;

int ns__Add(struct soap *soap, int a, int b, int *result)
{
    const char *name = soap_wsse_get_Username(soap);
    if (name == NULL || strcmp(name, "alice") != 0 || soap_wsse_verify_Password(soap, "wonderland") != SOAP_OK
        || soap_wsse_verify_Timestamp(soap) != SOAP_OK)
        return soap->error ? soap->error : soap_wsse_fault(soap, wsse__FailedAuthentication, NULL);
    *result = a + b;
    soap_wsse_delete_Security(soap);
    return soap_wsse_add_Timestamp(soap, "Time", 300);
}

int ns__Divide(struct soap *soap, double a, double b, double *result)
{
    (void)a, (void)b, (void)result;
    return soap_sender_fault(soap, "not here", NULL);
}

int ns__Echo(struct soap *soap, char *text, char **result)
{
    (void)text, (void)result;
    return soap_sender_fault(soap, "not here", NULL);
}

int ns__EchoBytes(struct soap *soap, struct xsd__base64Binary data, struct ns__EchoBytesResponse *response)
{
    (void)data, (void)response;
    return soap_sender_fault(soap, "not here", NULL);
}

int ns__Notify(struct soap *soap, char *text)
{
    (void)text;
    return soap_send_empty_response(soap, 202);
}

int ns__Notified(struct soap *soap, int *result)
{
    (void)result;
    return soap_sender_fault(soap, "not here", NULL);
}

static int serve(struct soap *soap, int port, const char *key, const char *authorities)
{
    soap->bind_flags = SO_REUSEADDR;
    soap->max_keep_alive = 100;
    soap->recv_timeout = 2;
    soap->send_timeout = 5;
    if (soap_ssl_server_context(soap, SOAP_SSL_DEFAULT, key, NULL, authorities, NULL, NULL, NULL, "interop")
        || !soap_valid_socket(soap_bind(soap, "127.0.0.1", port, 100))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    printf("serving on %d\n", port);
    fflush(stdout);
    for (;;) {
        struct pollfd ready[2] = { { .fd = 0, .events = POLLIN }, { .fd = soap->master, .events = POLLIN } };
        if (poll(ready, 2, -1) < 0 || ready[0].revents != 0) break;
        if (!soap_valid_socket(soap_accept(soap))) break;
        if ((soap_ssl_accept(soap) || soap_serve(soap)) && soap->error != SOAP_EOF) soap_print_fault(soap, stderr);
        soap_destroy(soap);
        soap_end(soap);
    }
    return 0;
}

static int call(struct soap *soap, const char *way, const char *url, const char *authorities)
{
    int wrong = 0, is_stranger = strcmp(way, "stranger") == 0;
    const char *password = is_stranger ? "looking-glass" : "wonderland";
    if (soap_ssl_client_context(soap, SOAP_SSL_DEFAULT, NULL, NULL, authorities, NULL, NULL)) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    for (int i = 0; i < 5 && !wrong; i++) {
        int sum = 0;
        soap_wsse_delete_Security(soap);
        soap_wsse_add_Timestamp(soap, "Time", 300);
        if (is_digest) soap_wsse_add_UsernameTokenDigest(soap, "User", "alice", password);
        else soap_wsse_add_UsernameTokenText(soap, "User", "alice", password);
        int failed = soap_call_ns__Add(soap, url, NULL, i, 2, &sum) != SOAP_OK;
        if (is_stranger) {
            const char *code = failed && soap->fault ? *soap_faultcode(soap) : NULL;
            wrong = code == NULL || strstr(code, "FailedAuthentication") == NULL;
        } else wrong = failed || sum != i + 2 || soap_wsse_verify_Timestamp(soap) != SOAP_OK;
        if (wrong) soap_print_fault(soap, stderr);
        soap_destroy(soap);
        soap_end(soap);
    }
    return wrong;
}

int main(int argc, char **argv)
{
    if (argc < 5) return 2;
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_IO_KEEPALIVE | SOAP_XML_STRICT);
    signal(SIGPIPE, SIG_IGN);
    soap_ssl_init();
    soap_register_plugin(soap, soap_wsse);
    soap->connect_timeout = soap->recv_timeout = soap->send_timeout = 10;
    is_digest = strcmp(argv[2], "digest") == 0;
    int status = strcmp(argv[1], "serve") == 0 ? serve(soap, atoi(argv[3]), argv[4], argc > 5 ? argv[5] : NULL)
                                               : call(soap, argv[2], argv[3], argv[4]);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return status;
}
