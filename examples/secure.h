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

/* Calls the calculator at the URL. Answers what main is to answer. */
int call_calculator(const char *url, const WS_SECURITY_DESCRIPTION *security);

/* Prints what a message says of its sender: in WS_STRING, or as the subject of a certificate. */
void print_sender(const char *how, const WS_STRING *name);

/* Whether a text is this one; in the same time for all texts of one length, as passwords want it. */
BOOL is_text(const WS_STRING *text, const char *wanted);

/* The certificate of the service: CN=localhost in the store My of the current user. */
extern WS_SUBJECT_NAME_CERT_CREDENTIAL service_certificate;

/* The certificate of the client: CN=Alice in the same store. */
extern WS_SUBJECT_NAME_CERT_CREDENTIAL client_certificate;

#endif
