/*
 * A client over HTTPS that sends a name and a password in HTTP headers: Basic authentication.
 *
 *     basic_client https://localhost:8443/calculator
 */
#include "secure.h"

int main(int argc, char **argv)
{
    ULONG scheme = WS_HTTP_HEADER_AUTH_SCHEME_BASIC;
    WS_SECURITY_BINDING_PROPERTY properties[] = {
        { WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, &scheme, sizeof(scheme) },
    };
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL alice = {
        .credential = { WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE },
        .username = WS_STRING_VALUE(u"alice"),
        .password = WS_STRING_VALUE(u"wonderland"),
    };
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING auth = {
        .binding = { WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE, properties, WsCountOf(properties) },
        .clientCredential = &alice.credential,
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE } };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding, &auth.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return call_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", NULL, &security);
}
