/*
 * Values and fields of security descriptions: what is refused, and what does not go together. The tables follow
 * Microsoft's pages of the bindings, and WebServicesX.h.
 */
#include "support/security.h"

static const BOOL yes = TRUE;
static const ULONG number = 16;
static const WS_TIMESPAN minute = {600000000};
static const WSX_REQUIREMENT optional_cert = WSX_REQUIREMENT_OPTIONAL;
static const WSX_PASSWORD_TYPE digest = WSX_PASSWORD_TYPE_DIGEST;
static const WSX_PASSWORD_SECRET_CALLBACK_CONTEXT secret_context = {secret, NULL};

/* ---- Values ---- */

/* Values of settings that are refused, or taken. */
static void values_of_settings(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    const struct {
        KIND kind;
        SIDE side;
        WS_SECURITY_BINDING_PROPERTY_ID id;
        ULONG value;
        HRESULT expected;
    } table[] = {
        {KERBEROS, CLIENT, WS_(ALLOWED_IMPERSONATION_LEVEL), 3, S_OK},
        {KERBEROS, CLIENT, WS_(ALLOWED_IMPERSONATION_LEVEL), 4, BAD},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), 0, BAD},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), 64, BAD},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), 31, S_OK},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_NONE, S_OK},
        {AUTH, SERVER, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_NONE, BAD},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT, LATER},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT | 2, BAD},
        /* Passwords of a server are the program's. */
        {AUTH, SERVER, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_BASIC, BAD},
        {AUTH, SERVER, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_DIGEST, BAD},
        {AUTH, SERVER, WS_(HTTP_HEADER_AUTH_SCHEME), WS_HTTP_HEADER_AUTH_SCHEME_NTLM, S_OK},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_TARGET), 3, BAD},
        {AUTH, CLIENT, WS_(HTTP_HEADER_AUTH_TARGET), WS_HTTP_HEADER_AUTH_TARGET_PROXY, S_OK},
        {SSL, CLIENT, WS_(CERT_FAILURES_TO_IGNORE), 31, S_OK},
        {SSL, CLIENT, WS_(CERT_FAILURES_TO_IGNORE), 0, S_OK},
        {SSL, CLIENT, WS_(CERT_FAILURES_TO_IGNORE), 32, BAD},
        {SSL, CLIENT, WS_(DISALLOWED_SECURE_PROTOCOLS), 15, S_OK},
        {SSL, SERVER, WS_(DISALLOWED_SECURE_PROTOCOLS), WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3, S_OK},
        {SSL, SERVER, WS_(DISALLOWED_SECURE_PROTOCOLS), WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3 | 16, BAD},
        {SSL, CLIENT, WS_(DISALLOWED_SECURE_PROTOCOLS), 32, BAD},
        {SSL, SERVER, WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, 3, S_OK},
        {SSL, SERVER, WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, 4, BAD},
        {USER, CLIENT, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, WSX_PASSWORD_TYPE_DIGEST, S_OK},
        {USER, CLIENT, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, 3, BAD},
        {USER, CLIENT, WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED, 1, BAD}, /* text */
        {USER, SERVER, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, WSX_PASSWORD_TYPE_DIGEST, BAD}, /* no secrets */
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, WSX_CERT_MODE_ASYMMETRIC, S_OK},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, WSX_CERT_MODE_ENDORSING, BAD},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, 4, BAD},
        {ENDORSING, SERVER, WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, WSX_CERT_MODE_ENDORSING, S_OK},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, 0, BAD},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION, 3, BAD},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE, 5, BAD},
        {CERT, SERVER, WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION, 0, BAD},
        {CERT, SERVER, WS_(SECURE_CONVERSATION_VERSION), 3, BAD},
        {TCP_SSPI, CLIENT, WS_(WINDOWS_INTEGRATED_AUTH_PACKAGE), 4, BAD},
        {CONTEXT, CLIENT, WS_(SECURITY_CONTEXT_KEY_ENTROPY_MODE), 0, BAD},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        WS_CHANNEL_BINDING channel;
        HRESULT outcome;
        char what[40];
        snprintf(what, sizeof(what), "row %u", (unsigned)i);
        DESCRIPTION *d = in_order(table[i].kind, table[i].side, &channel, &outcome);
        set_property(d, d->pointers[0], table[i].id, &table[i].value, sizeof(table[i].value));
        check_create(table[i].expected, d, channel, table[i].side, what, names[table[i].kind], error);
    }
}

/* Each value of each setting of WSX_CERT_MESSAGE_SECURITY_BINDING, on both sides, and those before and behind. */
static void values_of_certificate_settings(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    enum { ON_CLIENT = 1, ON_SERVER = 2, ON_BOTH = 3 };
    const struct {
        WS_SECURITY_BINDING_PROPERTY_ID id;
        LONG first, last;
        int sides;
    } table[] = {
        {WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, WSX_CERT_MODE_SYMMETRIC, WSX_CERT_MODE_ASYMMETRIC, ON_BOTH},
        {WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, WSX_REQUIREMENT_REQUIRED, WSX_REQUIREMENT_NONE, ON_SERVER},
        {WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT,
         WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN, ON_BOTH},
        {WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION, WSX_SIGNATURE_CONFIRMATION_AUTO,
         WSX_SIGNATURE_CONFIRMATION_OFF, ON_BOTH},
        {WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE, WSX_CERT_REFERENCE_AUTO,
         WSX_CERT_REFERENCE_BINARY_SECURITY_TOKEN, ON_BOTH},
        {WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE, WSX_CERT_REFERENCE_AUTO,
         WSX_CERT_REFERENCE_BINARY_SECURITY_TOKEN, ON_BOTH},
        {WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION, WSX_PEER_VALIDATION_CHAIN, WSX_PEER_VALIDATION_PEER_OR_CHAIN,
         ON_BOTH},
        {WS_(SECURE_CONVERSATION_VERSION), WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005,
         WS_SECURE_CONVERSATION_VERSION_1_3, ON_BOTH},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        for (LONG value = table[i].first - 1; value <= table[i].last + 1; value++) {
            int is_value = value >= table[i].first && value <= table[i].last;
            for (int side = CLIENT; side <= SERVER; side++) {
                WS_CHANNEL_BINDING channel;
                HRESULT outcome;
                char what[40];
                int is_here = (table[i].sides >> side & 1) != 0;
                DESCRIPTION *d = in_order(CERT, (SIDE)side, &channel, &outcome);
                snprintf(what, sizeof(what), "row %u, %d", (unsigned)i, (int)value);
                set_property(d, d->pointers[0], table[i].id, &value, sizeof(value));
                check_create(is_value && is_here ? outcome : BAD, d, channel, (SIDE)side, what, names[CERT], error);
            }
        }
    }
}

/* ---- Fields ---- */

typedef void (*SPOIL)(DESCRIPTION *);
#define SPOILER(name, statement)                                                                                       \
    static void name(DESCRIPTION *d)                                                                                   \
    {                                                                                                                  \
        statement;                                                                                                     \
    }

SPOILER(no_auth_credential, d->bindings[AUTH].auth.clientCredential = NULL)
SPOILER(auth_credential, d->bindings[AUTH].auth.clientCredential = &d->windows.credential)
SPOILER(no_name, d->windows.username.length = 0)
SPOILER(half_a_character, d->windows.username = *(&(const WS_STRING){1, (WCHAR *)(uintptr_t)u"\xD800"}))
SPOILER(opaque, d->windows.credential.credentialType = WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE)
SPOILER(no_credential_type, d->windows.credential.credentialType = (WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE)4)
SPOILER(of_the_process, d->bindings[AUTH].auth.clientCredential = &d->process.credential)
static void of_the_process_basic(DESCRIPTION *d)
{
    static const ULONG basic = WS_HTTP_HEADER_AUTH_SCHEME_BASIC;
    of_the_process(d);
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_SCHEME), &basic, sizeof(basic));
}
static void several_for_a_proxy(DESCRIPTION *d)
{
    static const ULONG two = WS_HTTP_HEADER_AUTH_SCHEME_BASIC | WS_HTTP_HEADER_AUTH_SCHEME_DIGEST;
    static const WS_HTTP_HEADER_AUTH_TARGET proxy = WS_HTTP_HEADER_AUTH_TARGET_PROXY;
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_SCHEME), &two, sizeof(two));
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_TARGET), &proxy, sizeof(proxy));
}
static void basic_with_passwords(DESCRIPTION *d)
{
    static const ULONG basic = WS_HTTP_HEADER_AUTH_SCHEME_BASIC;
    static const WSX_HTTP_AUTH_VALIDATOR half = {validate_http, NULL, NULL};
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_SCHEME), &basic, sizeof(basic));
    set_property(d, &d->bindings[AUTH].base, WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, &half, sizeof(half));
}
static void digest_without_passwords(DESCRIPTION *d)
{
    static const ULONG scheme = WS_HTTP_HEADER_AUTH_SCHEME_DIGEST;
    static const WSX_HTTP_AUTH_VALIDATOR half = {validate_http, NULL, NULL};
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_SCHEME), &scheme, sizeof(scheme));
    set_property(d, &d->bindings[AUTH].base, WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, &half, sizeof(half));
}
static void realm_with_a_line_end(DESCRIPTION *d)
{
    static const WS_STRING lines = WS_STRING_VALUE(u"a\r\nSet-Cookie: b");
    set_property(d, &d->bindings[AUTH].base, WS_(HTTP_HEADER_AUTH_BASIC_REALM), &lines, sizeof(lines));
}
SPOILER(no_user, d->bindings[USER].user.clientCredential = NULL)
SPOILER(user_on_a_server, d->bindings[USER].user.clientCredential = &d->user_name.credential)
SPOILER(no_validator, d->bindings[USER].user.passwordValidator = NULL)
SPOILER(validator_on_a_client, d->bindings[USER].user.passwordValidator = validate)
SPOILER(no_usage, d->bindings[USER].user.bindingUsage = (WS_MESSAGE_SECURITY_USAGE)0)
SPOILER(protecting_user, d->bindings[USER].user.bindingUsage = WSX_PROTECTION_MESSAGE_SECURITY_USAGE)
SPOILER(user_type, d->user_name.credential.credentialType = (WS_USERNAME_CREDENTIAL_TYPE)2)
static void digest_client(DESCRIPTION *d)
{
    set_property(d, &d->bindings[USER].base, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, &digest, sizeof(digest));
}
static void digest_server(DESCRIPTION *d)
{
    digest_client(d);
    set_property(d, &d->bindings[USER].base, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, &secret_context,
                 sizeof(secret_context));
}
static void digest_server_alone(DESCRIPTION *d)
{
    digest_server(d);
    no_validator(d);
}
static void secrets_for_text(DESCRIPTION *d)
{
    set_property(d, &d->bindings[USER].base, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, &secret_context,
                 sizeof(secret_context));
}
static void no_secret_callback(DESCRIPTION *d)
{
    static const WSX_PASSWORD_SECRET_CALLBACK_CONTEXT none = {NULL, NULL};
    digest_client(d);
    set_property(d, &d->bindings[USER].base, WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, &none,
                 sizeof(none));
}
static void clock_of_another_age(DESCRIPTION *d)
{
    static const LONGLONG far = INT64_MIN;
    set_property(d, &d->bindings[USER].base, WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET, &far, sizeof(far));
}
SPOILER(no_kerberos_credential, d->bindings[KERBEROS].kerberos.clientCredential = NULL)
SPOILER(kerberos_credential, d->bindings[KERBEROS].kerberos.clientCredential = &d->windows.credential)
SPOILER(kerberos_usage, d->bindings[KERBEROS].kerberos.bindingUsage = (WS_MESSAGE_SECURITY_USAGE)2)
SPOILER(own_cert, d->bindings[SSL].ssl.localCertCredential = &d->subject.credential)
static void no_location(DESCRIPTION *d)
{
    own_cert(d);
    d->subject.storeLocation = 0;
}
static void outside_of_the_stores(DESCRIPTION *d)
{
    own_cert(d);
    d->subject.storeName = *TEXT16("../My");
}
static void no_subject(DESCRIPTION *d)
{
    own_cert(d);
    d->subject.subjectName.length = 0;
}
static void no_cert_type(DESCRIPTION *d)
{
    own_cert(d);
    d->subject.credential.credentialType = (WS_CERT_CREDENTIAL_TYPE)4;
}
static void thumbprint(DESCRIPTION *d, const WS_STRING *digits)
{
    static WS_THUMBPRINT_CERT_CREDENTIAL credential;
    memset(&credential, 0, sizeof(credential));
    credential.credential.credentialType = WS_THUMBPRINT_CERT_CREDENTIAL_TYPE;
    credential.storeLocation = 0x20000;
    credential.storeName = *TEXT16("my");
    credential.thumbprint = *digits;
    d->bindings[SSL].ssl.localCertCredential = &credential.credential;
}
SPOILER(good_thumbprint, thumbprint(d, TEXT16("00112233445566778899AABBCCDDEEFF00112233")))
SPOILER(spaced_thumbprint, thumbprint(d, TEXT16("00 11 22 33 44 55 66 77 88 99 AA BB CC DD")))
static WS_CUSTOM_CERT_CREDENTIAL custom_credential;
static void custom(DESCRIPTION *d)
{
    memset(&custom_credential, 0, sizeof(custom_credential));
    custom_credential.credential.credentialType = WS_CUSTOM_CERT_CREDENTIAL_TYPE;
    custom_credential.getCertCallback = get_cert;
    d->bindings[SSL].ssl.localCertCredential = &custom_credential.credential;
}
static void custom_without_callback(DESCRIPTION *d)
{
    custom(d);
    custom_credential.getCertCallback = NULL;
}
static void custom_with_issuers(DESCRIPTION *d)
{
    custom(d);
    custom_credential.certIssuerListNotificationCallback = tell_issuers;
}
static void both_requirements(DESCRIPTION *d)
{
    set_property(d, &d->bindings[SSL].base, WS_(REQUIRE_SSL_CLIENT_CERT), &yes, sizeof(yes));
    set_property(d, &d->bindings[SSL].base, WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, &optional_cert,
                 sizeof(optional_cert));
}
static void anchor_that_is_null(DESCRIPTION *d)
{
    static const CERT_CONTEXT *none[] = {NULL};
    static const WSX_TRUST_ANCHORS one = {none, 1};
    set_property(d, &d->bindings[SSL].base, WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &one, sizeof(one));
}
static void validation_that_is_null(DESCRIPTION *d)
{
    static const WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT none = {NULL, NULL};
    set_property(d, &d->bindings[SSL].base, WS_(CERTIFICATE_VALIDATION_CALLBACK_CONTEXT), &none, sizeof(none));
}
SPOILER(anonymous, d->bindings[CERT].cert.localCertCredential = NULL)
static void anonymous_asymmetric(DESCRIPTION *d)
{
    static const WSX_CERT_MODE asymmetric = WSX_CERT_MODE_ASYMMETRIC;
    anonymous(d);
    set_property(d, &d->bindings[CERT].base, WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, &asymmetric, sizeof(asymmetric));
}
SPOILER(service_cert, d->bindings[CERT].cert.serviceCertCredential = &d->subject.credential)
SPOILER(cert_usage, d->bindings[CERT].cert.bindingUsage = (WS_MESSAGE_SECURITY_USAGE)0)
SPOILER(endorsing_server_without_cert, d->bindings[ENDORSING].cert.localCertCredential = NULL)
SPOILER(no_authenticator, d->bindings[SAML].saml.authenticator = NULL)
SPOILER(no_bootstrap, d->bindings[CONTEXT].context.bootstrapSecurityDescription = NULL)
SPOILER(no_tcp_credential, d->bindings[TCP_SSPI].tcp.clientCredential = NULL)
SPOILER(tcp_credential, d->bindings[TCP_SSPI].tcp.clientCredential = &d->windows.credential)
SPOILER(pipe_credential, d->bindings[PIPE_SSPI].pipe.clientCredential = &d->windows.credential)

static void fields_of_bindings(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
#define ROW(kind, side, spoil, expected) {kind, side, spoil, #spoil, expected}
    static const struct {
        KIND kind;
        SIDE side;
        SPOIL spoil;
        const char *what;
        HRESULT expected;
    } table[] = {
        ROW(AUTH, CLIENT, no_auth_credential, BAD),
        ROW(AUTH, SERVER, auth_credential, BAD),
        ROW(AUTH, CLIENT, no_name, BAD),
        ROW(AUTH, CLIENT, half_a_character, BAD),
        ROW(AUTH, CLIENT, opaque, LATER),
        ROW(AUTH, CLIENT, no_credential_type, BAD),
        ROW(AUTH, CLIENT, of_the_process, S_OK),
        ROW(AUTH, CLIENT, of_the_process_basic, BAD),
        ROW(AUTH, CLIENT, several_for_a_proxy, BAD),
        ROW(AUTH, SERVER, basic_with_passwords, S_OK),
        ROW(AUTH, SERVER, digest_without_passwords, BAD),
        ROW(AUTH, SERVER, realm_with_a_line_end, BAD),
        ROW(USER, CLIENT, no_user, BAD),
        ROW(USER, SERVER, user_on_a_server, BAD),
        ROW(USER, SERVER, no_validator, BAD),
        ROW(USER, CLIENT, validator_on_a_client, BAD),
        ROW(USER, CLIENT, no_usage, BAD),
        ROW(USER, CLIENT, protecting_user, BAD),
        ROW(USER, CLIENT, user_type, BAD),
        ROW(USER, CLIENT, digest_client, S_OK),
        ROW(USER, SERVER, digest_server, S_OK),
        ROW(USER, SERVER, digest_server_alone, S_OK),
        ROW(USER, SERVER, secrets_for_text, BAD),
        ROW(USER, SERVER, no_secret_callback, BAD),
        ROW(USER, CLIENT, clock_of_another_age, BAD),
        ROW(KERBEROS, CLIENT, no_kerberos_credential, BAD),
        ROW(KERBEROS, SERVER, kerberos_credential, BAD),
        ROW(KERBEROS, CLIENT, kerberos_usage, BAD),
        ROW(SSL, CLIENT, own_cert, S_OK),
        ROW(SSL, SERVER, own_cert, S_OK),
        ROW(SSL, CLIENT, no_location, BAD),
        ROW(SSL, CLIENT, outside_of_the_stores, BAD),
        ROW(SSL, CLIENT, no_subject, BAD),
        ROW(SSL, CLIENT, no_cert_type, BAD),
        ROW(SSL, CLIENT, good_thumbprint, S_OK),
        ROW(SSL, CLIENT, spaced_thumbprint, BAD),
        ROW(SSL, CLIENT, custom, S_OK),
        ROW(SSL, CLIENT, custom_without_callback, BAD),
        ROW(SSL, CLIENT, custom_with_issuers, S_OK),
        ROW(SSL, SERVER, custom_with_issuers, BAD),
        ROW(SSL, SERVER, both_requirements, BAD),
        ROW(SSL, CLIENT, anchor_that_is_null, BAD),
        ROW(SSL, CLIENT, validation_that_is_null, BAD),
        ROW(CERT, CLIENT, anonymous, S_OK),
        ROW(CERT, SERVER, anonymous, BAD),
        ROW(CERT, CLIENT, anonymous_asymmetric, BAD),
        ROW(CERT, CLIENT, service_cert, S_OK),
        ROW(CERT, SERVER, service_cert, BAD),
        ROW(CERT, CLIENT, cert_usage, BAD),
        ROW(ENDORSING, SERVER, endorsing_server_without_cert, S_OK),
        ROW(SAML, SERVER, no_authenticator, BAD),
        ROW(CONTEXT, CLIENT, no_bootstrap, BAD),
        ROW(TCP_SSPI, CLIENT, no_tcp_credential, BAD),
        ROW(TCP_SSPI, SERVER, tcp_credential, BAD),
        ROW(PIPE_SSPI, SERVER, pipe_credential, BAD),
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        WS_CHANNEL_BINDING channel;
        HRESULT outcome;
        DESCRIPTION *d = in_order(table[i].kind, table[i].side, &channel, &outcome);
        table[i].spoil(d);
        check_create(table[i].expected, d, channel, table[i].side, table[i].what, names[table[i].kind], error);
    }
    DESCRIPTION *d = describe();
    add_binding(d, XML_TOKEN, CLIENT);
    add_binding(d, SSL, CLIENT);
    check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no token", "xmlToken", error);
}

/* ---- Settings of the whole ---- */

static const WS_PROTECTION_LEVEL level_none = WS_PROTECTION_LEVEL_NONE, level_sign = WS_PROTECTION_LEVEL_SIGN;
static const WS_SECURITY_ALGORITHM_SUITE suite = {.digestAlgorithm = WS_SECURITY_ALGORITHM_DIGEST_SHA_256};
static const WS_SECURITY_ALGORITHM_SUITE_NAME suite_name = WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128;
static const WS_SECURITY_TIMESTAMP_USAGE always = WS_SECURITY_TIMESTAMP_USAGE_ALWAYS;
static const WS_SECURITY_TIMESTAMP_USAGE never = WS_SECURITY_TIMESTAMP_USAGE_NEVER;
static const WS_SECURITY_HEADER_LAYOUT lax = WS_SECURITY_HEADER_LAYOUT_LAX;
static const WS_SECURITY_HEADER_VERSION version = WS_SECURITY_HEADER_VERSION_1_0;
static const WS_EXTENDED_PROTECTION_POLICY policy_always = WS_EXTENDED_PROTECTION_POLICY_ALWAYS;
static const WS_EXTENDED_PROTECTION_POLICY policy_never = WS_EXTENDED_PROTECTION_POLICY_NEVER;
static const WS_EXTENDED_PROTECTION_SCENARIO bound = WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER;
static const WS_EXTENDED_PROTECTION_SCENARIO terminated = WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL;
static WS_STRING spn = WS_STRING_VALUE(u"HTTP/server.example.org");
static const WS_SERVICE_SECURITY_IDENTITIES spns = {&spn, 1}, no_spns = {NULL, 0};
static const WSX_ALGORITHM_SUITE gcm = {.encryption = WS_XML_STRING_VALUE("http://www.w3.org/2009/xmlenc11#aes256-gcm")};


/* Settings of the whole that only some bindings have: refused without, a wrong size refused, given twice refused. */
static void each_property_of_the_whole(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    enum { ALONE, WITH_USER, WITH_AUTH, WITH_CERT, SETS };
#define WHOLE(prefix, id, value, mask)                                                                                 \
    {                                                                                                                  \
        #prefix "_SECURITY_PROPERTY_" #id, prefix##_SECURITY_PROPERTY_##id, &value, sizeof(value), mask                 \
    }
#define MESSAGES (1 << WITH_USER | 1 << WITH_CERT)
    static const struct {
        const char *name;
        WS_SECURITY_PROPERTY_ID id;
        const void *value;
        size_t size;
        int mask;
    } table[] = {
        WHOLE(WS, TRANSPORT_PROTECTION_LEVEL, level_sign, 1 << ALONE | MESSAGES | 1 << WITH_AUTH),
        WHOLE(WS, ALGORITHM_SUITE, suite, MESSAGES),
        WHOLE(WS, ALGORITHM_SUITE_NAME, suite_name, MESSAGES),
        WHOLE(WS, MAX_ALLOWED_LATENCY, minute, MESSAGES),
        WHOLE(WS, TIMESTAMP_VALIDITY_DURATION, minute, MESSAGES),
        WHOLE(WS, MAX_ALLOWED_CLOCK_SKEW, minute, MESSAGES),
        WHOLE(WS, TIMESTAMP_USAGE, always, MESSAGES),
        WHOLE(WS, SECURITY_HEADER_LAYOUT, lax, MESSAGES),
        WHOLE(WS, SECURITY_HEADER_VERSION, version, MESSAGES),
        WHOLE(WS, EXTENDED_PROTECTION_POLICY, policy_always, 1 << WITH_AUTH),
        WHOLE(WS, EXTENDED_PROTECTION_SCENARIO, bound, 1 << WITH_AUTH),
        WHOLE(WSX, MESSAGE_PROTECTION_LEVEL, level_sign, 1 << WITH_CERT),
        WHOLE(WSX, DETECT_REPLAYS, yes, MESSAGES),
        WHOLE(WSX, REPLAY_CACHE_SIZE, number, MESSAGES),
        WHOLE(WSX, REPLAY_WINDOW, minute, MESSAGES),
        WHOLE(WSX, ALLOW_LEGACY_ALGORITHMS, yes, MESSAGES),
        WHOLE(WSX, ALGORITHM_SUITE, gcm, MESSAGES),
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int set = ALONE; set < SETS; set++) {
            int allowed = table[i].mask >> set & 1;
            /* As it should be; a size that is wrong; twice. */
            for (int way = 0; way < (allowed ? 3 : 1); way++) {
                DESCRIPTION *d = describe();
                add_binding(d, SSL, SERVER);
                if (set != ALONE) {
                    add_binding(d, set == WITH_USER ? USER : set == WITH_AUTH ? AUTH : CERT, SERVER);
                }
                set_whole(d, table[i].id, table[i].value, table[i].size - (way == 1));
                if (way == 2) {
                    set_whole(d, table[i].id, table[i].value, table[i].size);
                }
                HRESULT expected = !allowed || way > 0 ? BAD : S_OK;
                check_create(expected, d, WS_HTTP_CHANNEL_BINDING, SERVER, table[i].name,
                             expected == BAD ? table[i].name : NULL, error);
            }
        }
    }
}

/* Values of properties of the whole, beside TLS and a user name on a server. */
static void values_of_the_whole(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const WS_TIMESPAN negative = {-1}, endless = {INT64_MAX}, zero = {0};
    static const ULONG none = 0, thirteen = 13, five = 5;
    static const WS_SECURITY_ALGORITHM_SUITE wrong_kind = {.digestAlgorithm = WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1};
    static const WS_SECURITY_ALGORITHM_SUITE reserved = {
        .encryptionAlgorithm = WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP};
    static const WS_SECURITY_ALGORITHM_SUITE dsa = {
        .asymmetricSignatureAlgorithm = WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1};
    static const WS_SECURITY_ALGORITHM_SUITE lengths = {.minSymmetricKeyLength = 256, .maxSymmetricKeyLength = 128};
    static const WS_SECURITY_ALGORITHM_SUITE counted = {.propertyCount = 1};
    static const WSX_ALGORITHM_SUITE unknown = {.digest = WS_XML_STRING_VALUE("http://www.w3.org/2001/04/xmldsig-more#md5")};
    static const WSX_ALGORITHM_SUITE misplaced = {.digest = WS_XML_STRING_VALUE("http://www.w3.org/2009/xmlenc11#aes256-gcm")};
#define VALUE(id, value, expected) {#id " " #value, id, &value, sizeof(value), expected}
    static const struct {
        const char *name;
        WS_SECURITY_PROPERTY_ID id;
        const void *value;
        size_t size;
        HRESULT expected;
    } table[] = {
        VALUE(WHOLE_(TRANSPORT_PROTECTION_LEVEL), none, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE), wrong_kind, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE), reserved, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE), dsa, LATER),
        VALUE(WHOLE_(ALGORITHM_SUITE), lengths, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE), counted, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE_NAME), none, BAD),
        VALUE(WHOLE_(ALGORITHM_SUITE_NAME), thirteen, BAD),
        VALUE(WHOLE_(MAX_ALLOWED_LATENCY), negative, BAD),
        VALUE(WHOLE_(MAX_ALLOWED_LATENCY), endless, BAD),
        VALUE(WHOLE_(MAX_ALLOWED_CLOCK_SKEW), zero, S_OK),
        VALUE(WHOLE_(MAX_ALLOWED_CLOCK_SKEW), negative, BAD),
        VALUE(WHOLE_(TIMESTAMP_VALIDITY_DURATION), negative, BAD),
        VALUE(WHOLE_(TIMESTAMP_USAGE), never, S_OK),
        VALUE(WHOLE_(TIMESTAMP_USAGE), five, BAD),
        VALUE(WHOLE_(SECURITY_HEADER_LAYOUT), five, BAD),
        VALUE(WHOLE_(SECURITY_HEADER_VERSION), five, BAD),
        VALUE(WSX_SECURITY_PROPERTY_REPLAY_WINDOW, negative, BAD),
        VALUE(WSX_SECURITY_PROPERTY_ALGORITHM_SUITE, unknown, BAD),
        VALUE(WSX_SECURITY_PROPERTY_ALGORITHM_SUITE, misplaced, BAD),
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        DESCRIPTION *d = describe();
        add_binding(d, SSL, SERVER);
        add_binding(d, USER, SERVER);
        set_whole(d, table[i].id, table[i].value, table[i].size);
        check_create(table[i].expected, d, WS_HTTP_CHANNEL_BINDING, SERVER, table[i].name, "SECURITY_PROPERTY_", error);
    }
}

/* What does not go together. */
static void conflicts(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    const ULONG none = 0;
    const BOOL no = FALSE;
    const WS_SECURITY_ALGORITHM_SUITE_NAME rsa15 = WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15;
#define PROPERTY(id, value) {id, &value, sizeof(value)}
    const struct {
        const char *what;
        SIDE side;
        unsigned kinds;
        struct {
            WS_SECURITY_PROPERTY_ID id;
            const void *value;
            size_t size;
        } properties[3];
        HRESULT expected;
    } table[] = {
        {"suite and name", SERVER, ON(SSL) | ON(USER),
         {PROPERTY(WHOLE_(ALGORITHM_SUITE), suite), PROPERTY(WHOLE_(ALGORITHM_SUITE_NAME), suite_name)}, BAD},
        {"name and extension", SERVER, ON(SSL) | ON(USER),
         {PROPERTY(WHOLE_(ALGORITHM_SUITE_NAME), suite_name), PROPERTY(WSX_SECURITY_PROPERTY_ALGORITHM_SUITE, gcm)}, BAD},
        {"no timestamp for a signature", CLIENT, ON(SSL) | ON(KERBEROS), {PROPERTY(WHOLE_(TIMESTAMP_USAGE), never)}, BAD},
        {"no timestamp to endorse", CLIENT, ON(SSL) | ON(ENDORSING), {PROPERTY(WHOLE_(TIMESTAMP_USAGE), never)}, BAD},
        {"no timestamp, but replays", CLIENT, ON(CERT), {PROPERTY(WHOLE_(TIMESTAMP_USAGE), never)}, BAD},
        {"no timestamp, no replays", CLIENT, ON(CERT),
         {PROPERTY(WHOLE_(TIMESTAMP_USAGE), never), PROPERTY(WSX_SECURITY_PROPERTY_DETECT_REPLAYS, no)}, S_OK},
        {"no memory for replays", CLIENT, ON(CERT), {PROPERTY(WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE, none)}, BAD},
        {"protection by nothing", CLIENT, ON(CERT),
         {PROPERTY(WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL, level_none)}, BAD},
        {"RSA 1.5", CLIENT, ON(CERT), {PROPERTY(WHOLE_(ALGORITHM_SUITE_NAME), rsa15)}, BAD},
        {"RSA 1.5, allowed", CLIENT, ON(CERT),
         {PROPERTY(WHOLE_(ALGORITHM_SUITE_NAME), rsa15), PROPERTY(WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS, yes)},
         S_OK},
        {"RSA 1.5 that wraps nothing", SERVER, ON(SSL) | ON(USER), {PROPERTY(WHOLE_(ALGORITHM_SUITE_NAME), rsa15)}, S_OK},
        {"extended protection of a client", CLIENT, ON(SSL) | ON(AUTH),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_POLICY), policy_always)}, BAD},
        {"extended protection of a user name", SERVER, ON(SSL) | ON(USER),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_SCENARIO), bound)}, BAD},
        {"extended protection of Kerberos", SERVER, ON(SSL) | ON(KERBEROS),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_POLICY), policy_always)}, S_OK},
        {"names with TLS", SERVER, ON(SSL) | ON(AUTH), {PROPERTY(WHOLE_(SERVICE_IDENTITIES), spns)}, BAD},
        {"names of a client", CLIENT, ON(SSL) | ON(AUTH), {PROPERTY(WHOLE_(SERVICE_IDENTITIES), spns)}, BAD},
        {"names without TLS", SERVER, ON(AUTH),
         {PROPERTY(WHOLE_(SERVICE_IDENTITIES), spns), PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_none)}, S_OK},
        {"names for Kerberos", SERVER, ON(KERBEROS),
         {PROPERTY(WHOLE_(SERVICE_IDENTITIES), spns), PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_none)}, BAD},
        {"no names without TLS", SERVER, ON(AUTH),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_POLICY), policy_always),
          PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_none)}, BAD},
        {"TLS ends elsewhere", SERVER, ON(SSL) | ON(AUTH),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_SCENARIO), terminated), PROPERTY(WHOLE_(SERVICE_IDENTITIES), spns)}, S_OK},
        {"TLS ends elsewhere without names", SERVER, ON(SSL) | ON(AUTH),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_SCENARIO), terminated)}, BAD},
        {"TLS ends elsewhere, unchecked", SERVER, ON(SSL) | ON(AUTH),
         {PROPERTY(WHOLE_(EXTENDED_PROTECTION_SCENARIO), terminated),
          PROPERTY(WHOLE_(EXTENDED_PROTECTION_POLICY), policy_never)}, S_OK},
        {"a list of no names", SERVER, ON(AUTH),
         {PROPERTY(WHOLE_(SERVICE_IDENTITIES), no_spns), PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_none)}, BAD},
        {"Kerberos beside protection", CLIENT, ON(CERT) | ON(KERBEROS), {{0}}, LATER},
        {"only a level", CLIENT, 0, {PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_none)}, S_OK},
        {"only a level that nothing keeps", CLIENT, 0, {PROPERTY(WHOLE_(TRANSPORT_PROTECTION_LEVEL), level_sign)}, BAD},
        {"nothing", SERVER, 0, {{0}}, S_OK},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        DESCRIPTION *d = describe();
        for (int kind = 0; kind < KINDS; kind++) {
            if (table[i].kinds >> kind & 1) {
                add_binding(d, (KIND)kind, table[i].side);
            }
        }
        for (int p = 0; p < 3 && table[i].properties[p].value != NULL; p++) {
            set_whole(d, table[i].properties[p].id, table[i].properties[p].value, table[i].properties[p].size);
        }
        check_create(table[i].expected, d, WS_HTTP_CHANNEL_BINDING, table[i].side, table[i].what, NULL, error);
    }
}

/* A digest may go over plain HTTP where a client says so by name. */
static void unprotected_digests(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    for (int allows = 0; allows < 2; allows++) {
        DESCRIPTION *d = describe();
        WS_SECURITY_BINDING *user = add_binding(d, USER, CLIENT);
        digest_client(d);
        if (allows) {
            set_property(d, user, WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED, &yes, sizeof(yes));
        }
        check_create(allows ? S_OK : BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "a digest", names[USER], error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(values_of_settings),
        FIXTURE_TEST(values_of_certificate_settings),
        FIXTURE_TEST(fields_of_bindings),
        FIXTURE_TEST(each_property_of_the_whole),
        FIXTURE_TEST(values_of_the_whole),
        FIXTURE_TEST(conflicts),
        FIXTURE_TEST(unprotected_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
