/* The security of the tests with WCF's message security: what service and client say of it. */
#ifndef MESSAGE_SECURITY_H
#define MESSAGE_SECURITY_H

#include <WebServicesX.h>

/*
 * The description of a case: ws-cert, ws2007-cert, ws-anon, ws-user, asymmetric (with Mono) or mutual (asymmetric, too),
 * with options behind a +: sbe for signatures in the clear, ebs for encryption before signature, sign for no encryption;
 * direct, issuer, ski or thumbprint for references to certificates; an algorithm suite (basic128 and so on, or gcm128,
 * gcm256, sha512, ecdsa); token for signed tokens; binary or mtom for the encoding; soap11 for SOAP 1.1 without addressing
 * headers. NULL if there is no such case. It stays valid.
 */
const WS_SECURITY_DESCRIPTION *message_security(const char *name, int is_service);

/* Whether the case that was asked for last is SOAP 1.1 without addressing headers. */
int is_without_addressing(void);

/* The encoding of the case that was asked for last. */
WS_ENCODING *message_encoding(void);

/* Whether messages of the case that was asked for last say who sent them. For WS_SERVICE_ENDPOINT. */
HRESULT CALLBACK sender_is_known(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error);

/* Who the service says it is: not the host of its URL. */
WS_ENDPOINT_IDENTITY *service_identity(void);

#endif
