/*
 * A client over HTTPS that shows a certificate of its own.
 *
 *     certificate_client https://localhost:8443/calculator
 */
#include "secure.h"

int main(int argc, char **argv)
{
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE },
                                              .localCertCredential = &client_certificate.credential };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return call_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", NULL, &security);
}
