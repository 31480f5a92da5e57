#include "message_security.h"
#include "users.h"

#include <string.h>

#define VALUE(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_STRING contoso = WS_STRING_VALUE(u"Contoso.com");

/* Each side has its own certificate with its key, and the client knows the service's in advance. */
static WS_SUBJECT_NAME_CERT_CREDENTIAL
    service_certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER,
                            WS_STRING_VALUE(u"My"), WS_STRING_VALUE(u"Contoso.com") },
    client_certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER,
                           WS_STRING_VALUE(u"My"), WS_STRING_VALUE(u"Cohowinery.com") },
    known_certificate = { { WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE }, CERT_SYSTEM_STORE_CURRENT_USER,
                          WS_STRING_VALUE(u"TrustedPeople"), WS_STRING_VALUE(u"Contoso.com") };

static WSX_CERT_MODE mode = WSX_CERT_MODE_SYMMETRIC;
static WSX_PROTECTION_ORDER order = WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE;
static WSX_CERT_REFERENCE own_reference = WSX_CERT_REFERENCE_AUTO, recipient_reference = WSX_CERT_REFERENCE_AUTO;
static WSX_REQUIREMENT requirement = WSX_REQUIREMENT_REQUIRED;
static WS_SECURITY_ALGORITHM_SUITE_NAME suite = WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256;
static WS_ENCODING encoding = WS_ENCODING_XML_UTF8;
static WS_PROTECTION_LEVEL level = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT;
static BOOL allows_legacy = FALSE, has_user_name = FALSE, protects_tokens = FALSE;
static int is_soap11 = 0;
static WSX_ALGORITHM_SUITE algorithms;

static WS_SECURITY_BINDING_PROPERTY of_binding[] = {
    VALUE(WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, mode),
    VALUE(WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, order),
    VALUE(WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE, own_reference),
    VALUE(WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE, recipient_reference),
    VALUE(WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS, protects_tokens),
    VALUE(WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, requirement), /* of services only: the last one */
};
static WS_SECURITY_PROPERTY properties[] = {
    VALUE(WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME, suite), /* or one that has no such name: the first one */
    VALUE(WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS, allows_legacy),
    VALUE(WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL, level),
};
static WS_STRING_USERNAME_CREDENTIAL credential = { { WS_STRING_USERNAME_CREDENTIAL_TYPE }, WS_STRING_VALUE(u"alice"),
                                                    WS_STRING_VALUE(u"wonderland") };
static WSX_CERT_MESSAGE_SECURITY_BINDING certificates = { .binding = { WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, of_binding, 0 },
                                                          .bindingUsage = WSX_PROTECTION_MESSAGE_SECURITY_USAGE };
static WS_USERNAME_MESSAGE_SECURITY_BINDING user = { .binding = { .bindingType = WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE },
                                                     .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE };
static WS_SECURITY_BINDING *bindings[] = { &certificates.binding, &user.binding };
static WS_SECURITY_DESCRIPTION description = { bindings, 1, properties, WsCountOf(properties) };
static WS_DNS_ENDPOINT_IDENTITY identity = { .identity = { .identityType = WS_DNS_ENDPOINT_IDENTITY_TYPE } };

/* What Windows' suites cannot say. */
static int take_algorithms(const char *word, size_t length)
{
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define XMLENC "http://www.w3.org/2001/04/xmlenc#"
#define XMLENC11 "http://www.w3.org/2009/xmlenc11#"
#define SUITE(signature, digest, encryption, transport, wrap)                                                                    \
    { WS_XML_STRING_VALUE(signature), WS_XML_STRING_VALUE(digest), WS_XML_STRING_VALUE(encryption),                              \
      WS_XML_STRING_VALUE(transport), WS_XML_STRING_VALUE(wrap) }
    static const struct {
        const char *word;
        WSX_ALGORITHM_SUITE suite;
    } suites[] = {
        { "gcm128", SUITE(MORE "rsa-sha256", XMLENC "sha256", XMLENC11 "aes128-gcm", XMLENC11 "rsa-oaep", XMLENC "kw-aes128") },
        { "gcm256", SUITE(MORE "rsa-sha256", XMLENC "sha256", XMLENC11 "aes256-gcm", XMLENC11 "rsa-oaep", XMLENC "kw-aes256") },
        { "ecdsa", SUITE(MORE "ecdsa-sha256", XMLENC "sha256", XMLENC11 "aes256-gcm", XMLENC11 "ECDH-ES", XMLENC "kw-aes256") },
        { "sha512", SUITE(MORE "rsa-sha512", XMLENC "sha512", XMLENC11 "aes256-gcm", XMLENC "rsa-oaep-mgf1p", XMLENC "kw-aes256") },
    };
    for (size_t i = 0; i < WsCountOf(suites); i++) {
        if (strlen(suites[i].word) != length || memcmp(suites[i].word, word, length) != 0) continue;
        algorithms = suites[i].suite;
        properties[0] = (WS_SECURITY_PROPERTY)VALUE(WSX_SECURITY_PROPERTY_ALGORITHM_SUITE, algorithms);
        return 1;
    }
    return 0;
}

/* One word of the name of a case. */
static int take(const char *word, size_t length, int is_service)
{
    static const struct {
        const char *word;
        WS_SECURITY_ALGORITHM_SUITE_NAME suite;
        BOOL is_legacy;
    } suites[] = {
        { "basic128", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128, FALSE },
        { "basic192", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192, FALSE },
        { "basic256", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256, FALSE },
        { "basic128rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15, TRUE },
        { "basic192rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15, TRUE },
        { "basic256rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15, TRUE },
        { "basic128sha256", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256, FALSE },
        { "basic192sha256", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256, FALSE },
        { "basic256sha256", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256, FALSE },
        { "basic128sha256rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15, TRUE },
        { "basic192sha256rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15, TRUE },
        { "basic256sha256rsa15", WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15, TRUE },
    };
#define IS(text) (length == sizeof(text) - 1 && memcmp(word, text, length) == 0)
    for (size_t i = 0; i < WsCountOf(suites); i++) {
        if (strlen(suites[i].word) != length || memcmp(suites[i].word, word, length) != 0) continue;
        suite = suites[i].suite;
        allows_legacy = suites[i].is_legacy;
        return 1;
    }
    /* Derived keys are those of February 2005 in Mono's WS2007HttpBinding, too. */
    if (IS("ws-cert") || IS("ws2007-cert")) return 1;
    if (IS("ws-anon")) requirement = WSX_REQUIREMENT_NONE;
    else if (IS("ws-user")) {
        requirement = WSX_REQUIREMENT_NONE;
        has_user_name = TRUE;
    } else if (IS("asymmetric")) {
        /* Mono knows no subject key identifiers. */
        mode = WSX_CERT_MODE_ASYMMETRIC;
        recipient_reference = WSX_CERT_REFERENCE_ISSUER_SERIAL;
        if (is_service) own_reference = WSX_CERT_REFERENCE_ISSUER_SERIAL;
    } else if (IS("mutual")) mode = WSX_CERT_MODE_ASYMMETRIC;
    else if (IS("sbe")) order = WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT;
    else if (IS("ebs")) order = WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN;
    else if (IS("sign")) level = WS_PROTECTION_LEVEL_SIGN;
    else if (IS("binary")) encoding = WS_ENCODING_XML_BINARY_1;
    else if (IS("mtom")) encoding = WS_ENCODING_XML_MTOM_UTF8;
    else if (IS("soap11")) is_soap11 = 1;
    else if (IS("direct")) own_reference = recipient_reference = WSX_CERT_REFERENCE_BINARY_SECURITY_TOKEN;
    else if (IS("issuer")) own_reference = recipient_reference = WSX_CERT_REFERENCE_ISSUER_SERIAL;
    else if (IS("ski")) own_reference = recipient_reference = WSX_CERT_REFERENCE_SUBJECT_KEY_IDENTIFIER;
    else if (IS("thumbprint")) own_reference = recipient_reference = WSX_CERT_REFERENCE_THUMBPRINT;
    else if (IS("token")) protects_tokens = TRUE;
    else return IS("x509") || IS("header") || take_algorithms(word, length); /* what only others send */
    return 1;
}

const WS_SECURITY_DESCRIPTION *message_security(const char *name, int is_service)
{
    while (*name != 0) {
        size_t length = strcspn(name, "+");
        if (!take(name, length, is_service)) return NULL;
        name += length + (name[length] == '+');
    }
    certificates.binding.propertyCount = WsCountOf(of_binding) - (is_service ? 0 : 1);
    description.securityBindingCount = has_user_name ? 2 : 1;
    if (is_service) {
        certificates.localCertCredential = &service_certificate.credential;
        user.passwordValidator = validate;
    } else {
        if (requirement == WSX_REQUIREMENT_REQUIRED) certificates.localCertCredential = &client_certificate.credential;
        certificates.serviceCertCredential = &known_certificate.credential;
        user.clientCredential = &credential.credential;
    }
    return &description;
}

WS_ENCODING *message_encoding(void)
{
    return &encoding;
}

int is_without_addressing(void)
{
    return is_soap11;
}

HRESULT CALLBACK sender_is_known(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_PROTECTION_LEVEL found = WS_PROTECTION_LEVEL_NONE;
    WS_BYTES certificate = { 0, NULL };
    WS_STRING name = WS_STRING_NULL;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr)) hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &found, sizeof(found), error);
    if (SUCCEEDED(hr) && requirement == WSX_REQUIREMENT_REQUIRED)
        hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &certificate, sizeof(certificate), error);
    if (SUCCEEDED(hr) && has_user_name)
        hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error);
    *authorized = SUCCEEDED(hr) && found == level && (!has_user_name || equal(&name, &alice));
    return hr;
}

WS_ENDPOINT_IDENTITY *service_identity(void)
{
    identity.dns = contoso;
    return &identity.identity;
}
