/*
 * A service over HTTPS that asks for a name and a password in HTTP headers: Basic authentication.
 *
 *     basic_service https://localhost:8443/calculator
 *
 * Windows asks the accounts of the system. Here the program has the accounts, and says so in WSX_HTTP_AUTH_VALIDATOR.
 */
#include "secure.h"
#include <WebServicesX.h>

static HRESULT validate(void *state, const WS_STRING *username, const WS_STRING *password, const WS_STRING *realm,
                        WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(state);
    UNREFERENCED_PARAMETER(realm);
    UNREFERENCED_PARAMETER(error);
    BOOL isUser = is_text(username, "alice"), isPassword = is_text(password, "wonderland");
    if (!isUser || !isPassword) return S_FALSE;
    print_sender("the user", username);
    return S_OK;
}

int main(int argc, char **argv)
{
    ULONG scheme = WS_HTTP_HEADER_AUTH_SCHEME_BASIC;
    WS_STRING realm = WS_STRING_VALUE(u"calculator");
    WSX_HTTP_AUTH_VALIDATOR accounts = { .validate = validate };
    WS_SECURITY_BINDING_PROPERTY properties[] = {
        { WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, &scheme, sizeof(scheme) },
        { WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM, &realm, sizeof(realm) },
        { WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, &accounts, sizeof(accounts) },
    };
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING auth = {
        .binding = { WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE, properties, WsCountOf(properties) },
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE },
                                              .localCertCredential = &service_certificate.credential };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding, &auth.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return serve_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", &security, NULL);
}
