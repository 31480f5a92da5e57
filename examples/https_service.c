/*
 * A service over HTTPS, which anyone may call.
 *
 *     https_service https://localhost:8443/calculator
 *
 * With localCertCredential NULL, which is all that Windows takes here, the certificate would be the one that
 * /etc/webservices/sslcert.conf, or the file that $WEBSERVICES_SSLCERT names, binds to the host and port of the URL.
 */
#include "secure.h"

int main(int argc, char **argv)
{
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE },
                                              .localCertCredential = &service_certificate.credential };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return serve_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", &security, NULL);
}
