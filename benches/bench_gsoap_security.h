//  What bench_security.c calls, for gSOAP: a text goes and comes back, in messages that gSOAP's plugin wsse signs and encrypts.
#import "wsse.h"
//gsoap ns service name: Echo
//gsoap ns service style: document
//gsoap ns service encoding: literal
//gsoap ns service namespace: http://example.org/echo
//gsoap ns schema namespace: http://example.org/echo
//gsoap ns schema form: qualified
int ns__Echo(char *text, char **echo);
