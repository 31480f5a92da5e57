/*
 * A client over plain HTTP whose messages are signed and encrypted from end to end, with a certificate on each side: what
 * WCF's WSHttpBinding does with message security and certificates.
 *
 *     message_client http://localhost:8080/calculator
 *
 * The service's certificate is known in advance. It is for Contoso.com, wherever that service happens to run: so that is
 * the identity in its address. Nothing is sent unless the certificate is trusted and bears that name.
 */
#include "secure.h"
#include <WebServicesX.h>

int main(int argc, char **argv)
{
    WS_SUBJECT_NAME_CERT_CREDENTIAL own = CERTIFICATE(u"My", u"CN=Cohowinery.com");
    WS_SUBJECT_NAME_CERT_CREDENTIAL service = CERTIFICATE(u"TrustedPeople", u"CN=Contoso.com");
    WS_DNS_ENDPOINT_IDENTITY identity = { { WS_DNS_ENDPOINT_IDENTITY_TYPE }, WS_STRING_VALUE(u"Contoso.com") };
    WSX_CERT_MESSAGE_SECURITY_BINDING cert = {
        .binding = { .bindingType = WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE },
        .bindingUsage = WSX_PROTECTION_MESSAGE_SECURITY_USAGE,
        .localCertCredential = &own.credential,
        .serviceCertCredential = &service.credential,
    };
    WS_SECURITY_BINDING *bindings[] = { &cert.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return call_calculator(argc > 1 ? argv[1] : "http://localhost:8080/calculator", &identity.identity, &security);
}
