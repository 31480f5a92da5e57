/*
 * A service over plain HTTP whose messages are signed and encrypted from end to end, with a certificate on each side: what
 * WCF's WSHttpBinding does with message security and certificates.
 *
 *     message_service http://+:8080/calculator
 *
 * Contoso.com serves, and Cohowinery.com may call.
 */
#include "secure.h"
#include <WebServicesX.h>

static HRESULT CALLBACK is_welcome(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    static const WS_SUBJECT_NAME_CERT_CREDENTIAL winery = CERTIFICATE(u"TrustedPeople", u"CN=Cohowinery.com");
    return is_certificate_of(context, &winery, authorized, error);
}

int main(int argc, char **argv)
{
    WS_SUBJECT_NAME_CERT_CREDENTIAL own = CERTIFICATE(u"My", u"CN=Contoso.com");
    WSX_CERT_MESSAGE_SECURITY_BINDING cert = {
        .binding = { .bindingType = WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE },
        .bindingUsage = WSX_PROTECTION_MESSAGE_SECURITY_USAGE,
        .localCertCredential = &own.credential,
    };
    WS_SECURITY_BINDING *bindings[] = { &cert.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return serve_calculator(argc > 1 ? argv[1] : "http://+:8080/calculator", &security, is_welcome);
}
