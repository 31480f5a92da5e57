/*
 * A service over HTTPS for clients with certificates: the connection is refused to those that show none, or one that
 * nobody who is trusted here has issued. Who of the others may call is decided for each message.
 *
 *     certificate_service https://localhost:8443/calculator
 */
#include "secure.h"

/* Alice may; whoever else has a certificate may not. */
static HRESULT CALLBACK is_welcome(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    return is_certificate_of(context, &client_certificate, authorized, error);
}

int main(int argc, char **argv)
{
    BOOL isRequired = TRUE;
    WS_SECURITY_BINDING_PROPERTY properties[] = {
        { WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, &isRequired, sizeof(isRequired) },
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = {
        .binding = { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, properties, WsCountOf(properties) },
        .localCertCredential = &service_certificate.credential,
    };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return serve_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", &security, is_welcome);
}
