/*
 * A service over HTTPS for clients with certificates: the connection is refused to those that show none, or one that
 * nobody who is trusted here has issued. Who of the others may call is decided for each message.
 *
 *     certificate_service https://localhost:8443/calculator
 */
#include "secure.h"
#include <WebServicesX.h>
#include <stdio.h>
#include <string.h>

/* Alice may; whoever else has a certificate may not. */
static HRESULT CALLBACK is_welcome(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_BYTES shown = { 0, NULL };
    const CERT_CONTEXT *alice = NULL;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr))
        hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &shown, sizeof(shown), error);
    if (SUCCEEDED(hr))
        hr = WsxCertFind(client_certificate.storeLocation, &client_certificate.storeName, WSX_CERT_FIND_SUBJECT_NAME,
                         &client_certificate.subjectName, &alice, error);
    if (FAILED(hr)) return hr;
    *authorized = shown.length == alice->cbCertEncoded && memcmp(shown.bytes, alice->pbCertEncoded, shown.length) == 0;
    printf("a call with a certificate of %u bytes: %s\n", (unsigned)shown.length,
           *authorized ? "Alice's" : "somebody else's");
    CertFreeCertificateContext(alice);
    return S_OK;
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
