/*
 * Security descriptions that are in order, for tests to spoil: every kind of binding on either side, with what it needs.
 */
#ifndef SECURITY_H
#define SECURITY_H

#include "check.h"

#include <WebServicesX.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a binding is refused with that is in order, but not there yet. */
#define LATER WS_E_NOT_SUPPORTED
#define BAD E_INVALIDARG

#define WS_(id) WS_SECURITY_BINDING_PROPERTY_##id
#define WHOLE_(id) WS_SECURITY_PROPERTY_##id
#define ON(kind) (1u << (kind))

typedef enum SIDE { CLIENT, SERVER } SIDE;

typedef enum KIND { SSL, AUTH, USER, KERBEROS, XML_TOKEN, SAML, CONTEXT, TCP_SSPI, PIPE_SSPI, CERT, ENDORSING, KINDS } KIND;

static const char *const names[KINDS] = {
    "WS_SSL_TRANSPORT_SECURITY_BINDING",
    "WS_HTTP_HEADER_AUTH_SECURITY_BINDING",
    "WS_USERNAME_MESSAGE_SECURITY_BINDING",
    "WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING",
    "WS_XML_TOKEN_MESSAGE_SECURITY_BINDING",
    "WS_SAML_MESSAGE_SECURITY_BINDING",
    "WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING",
    "WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING",
    "WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING",
    "WSX_CERT_MESSAGE_SECURITY_BINDING",
    "WSX_CERT_MESSAGE_SECURITY_BINDING",
};

/* Everything that a description can hold, in one block that is freed as soon as it was given. */
typedef struct DESCRIPTION {
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL windows;
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL process;
    WS_STRING_USERNAME_CREDENTIAL user_name;
    WS_SUBJECT_NAME_CERT_CREDENTIAL subject;
    WS_CERT_SIGNED_SAML_AUTHENTICATOR authenticator;
    WS_SECURITY_DESCRIPTION bootstrap;
    WSX_HTTP_AUTH_VALIDATOR validator;
    ULONG schemes;
    WS_SECURITY_BINDING_PROPERTY binding_properties[8];
    union {
        WS_SECURITY_BINDING base;
        WS_SSL_TRANSPORT_SECURITY_BINDING ssl;
        WS_HTTP_HEADER_AUTH_SECURITY_BINDING auth;
        WS_USERNAME_MESSAGE_SECURITY_BINDING user;
        WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING kerberos;
        WS_XML_TOKEN_MESSAGE_SECURITY_BINDING xml_token;
        WS_SAML_MESSAGE_SECURITY_BINDING saml;
        WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING context;
        WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING tcp;
        WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING pipe;
        WSX_CERT_MESSAGE_SECURITY_BINDING cert;
    } bindings[KINDS];
    WS_SECURITY_BINDING *pointers[KINDS + 1];
    WS_PROTECTION_LEVEL level;
    WS_SECURITY_PROPERTY properties[4];
    WS_SECURITY_DESCRIPTION whole;
} DESCRIPTION;

static inline HRESULT CALLBACK validate(void *state, const WS_STRING *user, const WS_STRING *password,
                                 const WS_ASYNC_CONTEXT *asynchronous, WS_ERROR *error)
{
    (void)state;
    (void)user;
    (void)password;
    (void)asynchronous;
    (void)error;
    return S_FALSE;
}

static inline HRESULT CALLBACK validate_http(void *state, const WS_STRING *user, const WS_STRING *password,
                                      const WS_STRING *realm, WS_ERROR *error)
{
    (void)state;
    (void)user;
    (void)password;
    (void)realm;
    (void)error;
    return S_FALSE;
}

static inline HRESULT CALLBACK secret(void *state, const WS_STRING *user, WS_HEAP *heap, WS_STRING *found, WS_ERROR *error)
{
    (void)state;
    (void)user;
    (void)heap;
    (void)found;
    (void)error;
    return S_FALSE;
}

static inline HRESULT CALLBACK secret_http(void *state, const WS_STRING *user, const WS_STRING *realm, WS_HEAP *heap,
                                    WS_STRING *found, WS_ERROR *error)
{
    (void)state;
    (void)user;
    (void)realm;
    (void)heap;
    (void)found;
    (void)error;
    return S_FALSE;
}

static inline HRESULT CALLBACK get_cert(void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via,
                                 const CERT_CONTEXT **cert, WS_ERROR *error)
{
    (void)state;
    (void)target;
    (void)via;
    (void)error;
    *cert = NULL;
    return S_OK;
}

static inline HRESULT CALLBACK tell_issuers(void *state, const SecPkgContext_IssuerListInfoEx *issuers, WS_ERROR *error)
{
    (void)state;
    (void)issuers;
    (void)error;
    return S_OK;
}

static inline HRESULT CALLBACK validate_cert(const CERT_CONTEXT *cert, void *state)
{
    (void)state;
    CertFreeCertificateContext(cert);
    return S_OK;
}

static inline DESCRIPTION *describe(void)
{
    DESCRIPTION *d = (DESCRIPTION *)calloc(1, sizeof(*d));
    assert_non_null(d);
    d->whole.securityBindings = d->pointers;
    d->whole.properties = d->properties;
    return d;
}

static inline WS_SECURITY_BINDING *add_binding(DESCRIPTION *d, KIND kind, SIDE side)
{
    WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *windows = NULL;
    WS_SECURITY_BINDING *base = &d->bindings[kind].base;
    memset(&d->bindings[kind], 0, sizeof(d->bindings[kind]));
    d->windows.credential.credentialType = WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE;
    d->windows.username = *TEXT16("anna");
    d->windows.password = *TEXT16("secret");
    d->process.credential.credentialType = WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE;
    d->user_name.credential.credentialType = WS_STRING_USERNAME_CREDENTIAL_TYPE;
    d->user_name.username = *TEXT16("anna");
    d->user_name.password = *TEXT16("secret");
    d->subject.credential.credentialType = WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE;
    d->subject.storeLocation = 0x10000;
    d->subject.storeName = *TEXT16("My");
    d->subject.subjectName = *TEXT16("CN=nobody");
    if (side == CLIENT) {
        windows = &d->windows.credential;
    }
    switch (kind) {
    case SSL:
        base->bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE;
        break;
    case AUTH:
        base->bindingType = WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE;
        d->bindings[kind].auth.clientCredential = windows;
        break;
    case USER:
        base->bindingType = WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].user.bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        d->bindings[kind].user.clientCredential = side == CLIENT ? &d->user_name.credential : NULL;
        d->bindings[kind].user.passwordValidator = side == SERVER ? validate : NULL;
        break;
    case KERBEROS:
        base->bindingType = WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].kerberos.bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        d->bindings[kind].kerberos.clientCredential = windows;
        break;
    case XML_TOKEN:
        base->bindingType = WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].xml_token.bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        break;
    case SAML:
        base->bindingType = WS_SAML_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].saml.bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        d->bindings[kind].saml.authenticator = &d->authenticator.authenticator;
        break;
    case CONTEXT:
        base->bindingType = WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].context.bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        d->bindings[kind].context.bootstrapSecurityDescription = &d->bootstrap;
        break;
    case TCP_SSPI:
        base->bindingType = WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE;
        d->bindings[kind].tcp.clientCredential = windows;
        break;
    case PIPE_SSPI:
        base->bindingType = WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE;
        d->bindings[kind].pipe.clientCredential = windows;
        break;
    default:
        base->bindingType = WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE;
        d->bindings[kind].cert.bindingUsage =
            kind == CERT ? WSX_PROTECTION_MESSAGE_SECURITY_USAGE : WS_SUPPORTING_MESSAGE_SECURITY_USAGE;
        d->bindings[kind].cert.localCertCredential = &d->subject.credential;
    }
    d->pointers[d->whole.securityBindingCount++] = base;
    return base;
}

static inline void set_property(DESCRIPTION *d, WS_SECURITY_BINDING *binding, WS_SECURITY_BINDING_PROPERTY_ID id,
                         const void *value, size_t size)
{
    binding->properties = d->binding_properties;
    assert_true(binding->propertyCount < COUNT(d->binding_properties));
    WS_SECURITY_BINDING_PROPERTY property = {id, (void *)(uintptr_t)value, (ULONG)size};
    d->binding_properties[binding->propertyCount++] = property;
}

static inline void set_whole(DESCRIPTION *d, WS_SECURITY_PROPERTY_ID id, const void *value, size_t size)
{
    assert_true(d->whole.propertyCount < COUNT(d->properties));
    WS_SECURITY_PROPERTY property = {id, (void *)(uintptr_t)value, (ULONG)size};
    d->properties[d->whole.propertyCount++] = property;
}

/* Level 0 sets none. */
static inline void set_level(DESCRIPTION *d, int level)
{
    if (level != 0) {
        d->level = (WS_PROTECTION_LEVEL)level;
        set_whole(d, WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, &d->level, sizeof(d->level));
    }
}

static inline WS_CHANNEL_TYPE type_of(WS_CHANNEL_BINDING binding, SIDE side)
{
    switch (binding) {
    case WS_HTTP_CHANNEL_BINDING:
        return side == CLIENT ? WS_CHANNEL_TYPE_REQUEST : WS_CHANNEL_TYPE_REPLY;
    case WS_UDP_CHANNEL_BINDING:
        return WS_CHANNEL_TYPE_DUPLEX;
    default:
        return WS_CHANNEL_TYPE_DUPLEX_SESSION;
    }
}

/* What creating a channel or a listener with a description returns. The description is gone afterwards. */
static inline HRESULT create(DESCRIPTION *d, WS_CHANNEL_BINDING binding, SIDE side, WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    WS_LISTENER *listener = NULL;
    HRESULT hr = side == CLIENT
        ? WsCreateChannel(type_of(binding, side), binding, NULL, 0, &d->whole, &channel, error)
        : WsCreateListener(type_of(binding, side), binding, NULL, 0, &d->whole, &listener, error);
    memset(d, 0xA5, sizeof(*d));
    free(d);
    assert_int_equal(FAILED(hr), channel == NULL && listener == NULL);
    assert_int_equal(FAILED(hr), text_count(error) > 0);
    WsFreeChannel(channel);
    WsFreeListener(listener);
    return hr;
}

static inline void check_create(HRESULT expected, DESCRIPTION *d, WS_CHANNEL_BINDING binding, SIDE side, const char *what,
                         const char *says, WS_ERROR *error)
{
    HRESULT hr = create(d, binding, side, error);
    if (hr != expected) {
        fprintf(stderr, "%s on the %s with channel binding %d: %08X instead of %08X\n", what,
                side == CLIENT ? "client" : "server", (int)binding, HR(hr), HR(expected));
        print_texts(error);
        fail();
    }
    if (FAILED(hr) && says != NULL) {
        assert_error_says(error, says);
    }
    assert_ok(WsResetError(error), NULL);
}

/* A description in which a kind is in order on a side, with something that protects beside it where it needs that. */
static inline DESCRIPTION *in_order(KIND kind, SIDE side, WS_CHANNEL_BINDING *channel, HRESULT *outcome)
{
    DESCRIPTION *d = describe();
    *channel = kind == TCP_SSPI    ? WS_TCP_CHANNEL_BINDING
               : kind == PIPE_SSPI ? WS_NAMEDPIPE_CHANNEL_BINDING
                                   : WS_HTTP_CHANNEL_BINDING;
    *outcome = kind <= KERBEROS || kind == CERT || kind == ENDORSING ? S_OK : LATER;
    add_binding(d, kind, side);
    if (kind == AUTH || kind == USER || kind == KERBEROS || kind == ENDORSING) {
        add_binding(d, SSL, side);
    }
    return d;
}

#endif /* SECURITY_H */
