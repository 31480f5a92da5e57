/*
 * A client over HTTPS. It goes on only if the certificate of the service is for the host of the URL, in date, not
 * revoked, and issued by somebody that this machine or user trusts.
 *
 *     https_client https://localhost:8443/calculator
 */
#include "secure.h"

int main(int argc, char **argv)
{
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE } };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return call_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", NULL, &security);
}
