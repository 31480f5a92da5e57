/*
 * What the examples of secure services and clients share: they differ in their security descriptions only. Calculator_*
 * in secure.c does the rest, as calculator_service.c and calculator_client.c do it without security.
 *
 * Certificates come from the current user's stores; demo_ca.sh makes some to try the examples with.
 */
#ifndef SECURE_H
#define SECURE_H

#include <WebServices.h>

/* Serves the calculator at the URL until Enter is pressed. isWelcome, which may be NULL, sees every message before the
 * operation is called, and refuses it with FALSE in its last parameter. Answers what main is to answer. */
int serve_calculator(const char *url, const WS_SECURITY_DESCRIPTION *security, WS_SERVICE_SECURITY_CALLBACK isWelcome);

/* Calls the calculator at the URL, whose service has to be the one that identity says, or of the URL's host if that is
 * NULL. Answers what main is to answer. */
int call_calculator(const char *url, WS_ENDPOINT_IDENTITY *identity, const WS_SECURITY_DESCRIPTION *security);

/* Prints who sent a message. */
void print_sender(const char *how, const WS_STRING *name);

/* Whether the sender of a message has shown this very certificate. */
HRESULT is_certificate_of(const WS_OPERATION_CONTEXT *context, const WS_SUBJECT_NAME_CERT_CREDENTIAL *certificate,
                          BOOL *is_it, WS_ERROR *error);

/* Whether a text is this one; in the same time for all texts of one length, as passwords want it. */
BOOL is_text(const WS_STRING *text, const char *wanted);

/* The certificate of the service: CN=localhost in the store My of the current user. */
extern WS_SUBJECT_NAME_CERT_CREDENTIAL service_certificate;

/* The certificate of the client: CN=Alice in the same store. */
extern WS_SUBJECT_NAME_CERT_CREDENTIAL client_certificate;

/* Names a certificate in a store of the current user. */
#define CERTIFICATE(STORE, SUBJECT) \
    { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER, WS_STRING_VALUE(STORE), \
      WS_STRING_VALUE(SUBJECT) }

#endif
