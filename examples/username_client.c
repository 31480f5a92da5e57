/*
 * A client over HTTPS that sends a name and a password in the security header of each message: WS-Security's
 * UsernameToken.
 *
 *     username_client https://localhost:8443/calculator
 */
#include "secure.h"

int main(int argc, char **argv)
{
    WS_STRING_USERNAME_CREDENTIAL alice = { .credential = { WS_STRING_USERNAME_CREDENTIAL_TYPE },
                                            .username = WS_STRING_VALUE(u"alice"),
                                            .password = WS_STRING_VALUE(u"wonderland") };
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        .binding = { .bindingType = WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
        .clientCredential = &alice.credential,
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE } };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding, &user.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return call_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", NULL, &security);
}
