/*
 * Security descriptions: which bindings may stand together, which settings each takes, and where descriptions are given.
 * The tables follow Microsoft's pages of the bindings, and WebServicesX.h.
 */
#include "support/security.h"

/* ---- One binding ---- */

/* Each kind alone, with each channel binding, on each side, at each protection level: nothing said, NONE, SIGN, both. */
static void each_kind_alone(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const WS_CHANNEL_BINDING channels[] = {WS_HTTP_CHANNEL_BINDING, WS_TCP_CHANNEL_BINDING,
                                                  WS_UDP_CHANNEL_BINDING, WS_NAMEDPIPE_CHANNEL_BINDING};
    static const HRESULT on_http[KINDS][2][4] = {
        [SSL] = {{S_OK, S_OK, S_OK, S_OK}, {S_OK, S_OK, S_OK, S_OK}},
        [AUTH] = {{BAD, S_OK, BAD, BAD}, {BAD, S_OK, BAD, BAD}},
        [USER] = {{BAD, BAD, BAD, BAD}, {BAD, S_OK, BAD, BAD}},
        [KERBEROS] = {{BAD, BAD, BAD, BAD}, {BAD, S_OK, BAD, BAD}},
        [XML_TOKEN] = {{BAD, BAD, BAD, BAD}, {BAD, BAD, BAD, BAD}},
        [SAML] = {{BAD, BAD, BAD, BAD}, {LATER, LATER, LATER, LATER}},
        [CONTEXT] = {{LATER, LATER, LATER, LATER}, {LATER, LATER, LATER, LATER}},
        [TCP_SSPI] = {{BAD, BAD, BAD, BAD}, {BAD, BAD, BAD, BAD}},
        [PIPE_SSPI] = {{BAD, BAD, BAD, BAD}, {BAD, BAD, BAD, BAD}},
        [CERT] = {{S_OK, S_OK, BAD, BAD}, {S_OK, S_OK, BAD, BAD}},
        [ENDORSING] = {{BAD, BAD, BAD, BAD}, {BAD, S_OK, BAD, BAD}},
    };
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t c = 0; c < COUNT(channels); c++) {
            for (int side = CLIENT; side <= SERVER; side++) {
                for (int level = 0; level < 4; level++) {
                    HRESULT expected = BAD;
                    if (channels[c] == WS_HTTP_CHANNEL_BINDING) {
                        expected = on_http[kind][side][level];
                    } else if ((channels[c] == WS_TCP_CHANNEL_BINDING
                                && (kind == TCP_SSPI || kind == CONTEXT || (kind == SAML && side == SERVER)
                                    || (kind == CERT && level < 2)))
                               || (channels[c] == WS_NAMEDPIPE_CHANNEL_BINDING && kind == PIPE_SSPI)) {
                        expected = LATER;
                    }
                    DESCRIPTION *d = describe();
                    add_binding(d, (KIND)kind, (SIDE)side);
                    set_level(d, level);
                    const char *says = level < 2 || expected == LATER || expected == S_OK ? names[kind] : NULL;
                    if (kind == CERT && channels[c] == WS_TCP_CHANNEL_BINDING) {
                        /* The binding is there, but neither the channel nor its usual encoding. */
                        says = NULL;
                    }
                    check_create(expected, d, channels[c], (SIDE)side, names[kind], says, error);
                }
            }
        }
    }
}

/* ---- Bindings together ---- */

/* What the pages say of bindings that are there, as sentences. */
static HRESULT together(unsigned set, SIDE side, int level)
{
    int ssl = set >> SSL & 1, auth = set >> AUTH & 1, cert = set >> CERT & 1;
    int tokens = (set >> USER & 1) | (set >> KERBEROS & 1);
    /* Without TLS nothing signs or encrypts the connection. */
    if (!ssl && level > WS_PROTECTION_LEVEL_NONE) {
        return BAD;
    }
    /* Passwords in headers need TLS, or a program that says that it does without. */
    if (auth && !ssl && level != WS_PROTECTION_LEVEL_NONE) {
        return BAD;
    }
    /* Tokens need something that protects; a server may say that something else does. */
    if (tokens && !ssl && !cert && (side == CLIENT || level != WS_PROTECTION_LEVEL_NONE)) {
        return BAD;
    }
    /* Not there, and so refused where it is asked for. */
    return cert && (set >> KERBEROS & 1) ? LATER : S_OK;
}

static void sets_of_bindings(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const KIND members[] = {SSL, AUTH, USER, KERBEROS, CERT};
    for (unsigned bits = 1; bits < 1u << COUNT(members); bits++) {
        for (int side = CLIENT; side <= SERVER; side++) {
            for (int level = 0; level < 4; level++) {
                DESCRIPTION *d = describe();
                unsigned set = 0;
                char what[400] = "";
                for (size_t m = 0; m < COUNT(members); m++) {
                    if (bits >> m & 1) {
                        set |= 1u << members[m];
                        add_binding(d, members[m], (SIDE)side);
                        strcat(strcat(what, " "), names[members[m]]);
                    }
                }
                set_level(d, level);
                check_create(together(set, (SIDE)side, level), d, WS_HTTP_CHANNEL_BINDING, (SIDE)side, what, NULL,
                             error);
            }
        }
    }
}

static void one_of_each_kind(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    for (int kind = 0; kind < KINDS; kind++) {
        if (kind == XML_TOKEN || kind == TCP_SSPI || kind == PIPE_SSPI) {
            continue;
        }
        DESCRIPTION *d = describe();
        add_binding(d, (KIND)kind, SERVER);
        if (kind != SSL) {
            add_binding(d, SSL, SERVER);
        }
        d->pointers[d->whole.securityBindingCount++] = d->pointers[0];
        check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, SERVER, "a kind twice", names[kind], error);
    }
    /* Header authentication is for the service, and once more for the proxy. */
    WS_HTTP_HEADER_AUTH_TARGET proxy = WS_HTTP_HEADER_AUTH_TARGET_PROXY;
    DESCRIPTION *d = describe();
    add_binding(d, SSL, CLIENT);
    add_binding(d, AUTH, CLIENT);
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING second = d->bindings[AUTH].auth;
    set_property(d, &second.binding, WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET, &proxy, sizeof(proxy));
    d->pointers[d->whole.securityBindingCount++] = &second.binding;
    check_create(S_OK, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "service and proxy", NULL, error);
}

/* ---- Settings of bindings ---- */

typedef struct SETTING {
    const char *name;
    WS_SECURITY_BINDING_PROPERTY_ID id;
    /* A value that is in order, and its size. */
    const void *value;
    size_t size;
    /* Bits of the kinds that take it on each side. */
    unsigned client, server;
} SETTING;

#define CERTS (ON(CERT) | ON(ENDORSING))
#define SSPI (ON(TCP_SSPI) | ON(PIPE_SSPI))

static const BOOL yes = TRUE;
static const ULONG number = 16;
static const WS_STRING realm = WS_STRING_VALUE(u"realm");
static const WS_TIMESPAN minute = {600000000};
static const WS_WINDOWS_INTEGRATED_AUTH_PACKAGE package = WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS;
static const int impersonation = 2;
static const WS_HTTP_HEADER_AUTH_TARGET service_target = WS_HTTP_HEADER_AUTH_TARGET_SERVICE;
static const WS_SECURITY_KEY_ENTROPY_MODE entropy = WS_SECURITY_KEY_ENTROPY_MODE_COMBINED;
static const WS_MESSAGE_PROPERTIES message_properties = {NULL, 0};
static const WS_SECURE_CONVERSATION_VERSION conversation = WS_SECURE_CONVERSATION_VERSION_1_3;
static const WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT validation = {validate_cert, NULL};
static const WSX_CERT_MODE symmetric = WSX_CERT_MODE_SYMMETRIC;
static const WSX_REQUIREMENT optional_cert = WSX_REQUIREMENT_OPTIONAL;
static const WSX_PROTECTION_ORDER order = WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN;
static const WSX_SIGNATURE_CONFIRMATION confirmation = WSX_SIGNATURE_CONFIRMATION_ON;
static const WSX_CERT_REFERENCE reference = WSX_CERT_REFERENCE_THUMBPRINT;
static const WSX_PEER_VALIDATION peer_validation = WSX_PEER_VALIDATION_PEER;
static const WSX_PASSWORD_TYPE text_password = WSX_PASSWORD_TYPE_TEXT, digest = WSX_PASSWORD_TYPE_DIGEST;
static const WSX_PASSWORD_SECRET_CALLBACK_CONTEXT secret_context = {secret, NULL};
static const LONGLONG offset = -36000000000;
static const WSX_TRUST_ANCHORS anchors = {NULL, 0};
static const WSX_HTTP_AUTH_VALIDATOR http_validator = {validate_http, secret_http, NULL};

#define BINDING_SETTING(prefix, id, value, client, server)                                                             \
    {                                                                                                                  \
        #prefix "_SECURITY_BINDING_PROPERTY_" #id, prefix##_SECURITY_BINDING_PROPERTY_##id, &value, sizeof(value),      \
            client, server                                                                                             \
    }

static const SETTING settings[] = {
    BINDING_SETTING(WS, REQUIRE_SSL_CLIENT_CERT, yes, 0, ON(SSL)),
    BINDING_SETTING(WS, WINDOWS_INTEGRATED_AUTH_PACKAGE, package, SSPI, SSPI),
    BINDING_SETTING(WS, REQUIRE_SERVER_AUTH, yes, SSPI, 0),
    BINDING_SETTING(WS, ALLOW_ANONYMOUS_CLIENTS, yes, 0, SSPI | ON(KERBEROS)),
    BINDING_SETTING(WS, ALLOWED_IMPERSONATION_LEVEL, impersonation, SSPI | ON(KERBEROS), 0),
    BINDING_SETTING(WS, HTTP_HEADER_AUTH_SCHEME, number, ON(AUTH), ON(AUTH)),
    BINDING_SETTING(WS, HTTP_HEADER_AUTH_TARGET, service_target, ON(AUTH), 0),
    BINDING_SETTING(WS, HTTP_HEADER_AUTH_BASIC_REALM, realm, 0, ON(AUTH)),
    BINDING_SETTING(WS, HTTP_HEADER_AUTH_DIGEST_REALM, realm, 0, ON(AUTH)),
    BINDING_SETTING(WS, HTTP_HEADER_AUTH_DIGEST_DOMAIN, realm, 0, ON(AUTH)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_KEY_SIZE, number, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_KEY_ENTROPY_MODE, entropy, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, MESSAGE_PROPERTIES, message_properties, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_MAX_PENDING_CONTEXTS, number, 0, ON(CONTEXT)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS, number, 0, ON(CONTEXT)),
    BINDING_SETTING(WS, SECURE_CONVERSATION_VERSION, conversation, ON(CONTEXT) | CERTS, ON(CONTEXT) | CERTS),
    BINDING_SETTING(WS, SECURITY_CONTEXT_SUPPORT_RENEW, yes, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_RENEWAL_INTERVAL, minute, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, SECURITY_CONTEXT_ROLLOVER_INTERVAL, minute, ON(CONTEXT), ON(CONTEXT)),
    BINDING_SETTING(WS, CERT_FAILURES_TO_IGNORE, number, ON(SSL) | CERTS, CERTS),
    BINDING_SETTING(WS, DISABLE_CERT_REVOCATION_CHECK, yes, ON(SSL) | CERTS, CERTS),
    BINDING_SETTING(WS, DISALLOWED_SECURE_PROTOCOLS, number, ON(SSL), ON(SSL)),
    BINDING_SETTING(WS, CERTIFICATE_VALIDATION_CALLBACK_CONTEXT, validation, ON(SSL) | CERTS, CERTS),
    BINDING_SETTING(WSX, CERT_MODE, symmetric, CERTS, CERTS),
    BINDING_SETTING(WSX, CLIENT_CERT_REQUIREMENT, optional_cert, 0, ON(SSL) | CERTS),
    BINDING_SETTING(WSX, PROTECTION_ORDER, order, CERTS, CERTS),
    BINDING_SETTING(WSX, REQUIRE_DERIVED_KEYS, yes, CERTS, CERTS),
    BINDING_SETTING(WSX, SIGNATURE_CONFIRMATION, confirmation, CERTS, CERTS),
    BINDING_SETTING(WSX, OWN_CERT_REFERENCE, reference, CERTS, CERTS),
    BINDING_SETTING(WSX, RECIPIENT_CERT_REFERENCE, reference, CERTS, CERTS),
    BINDING_SETTING(WSX, PEER_VALIDATION, peer_validation, CERTS, CERTS),
    BINDING_SETTING(WSX, PROTECT_TOKENS, yes, CERTS, CERTS),
    BINDING_SETTING(WSX, PASSWORD_TYPE, text_password, ON(USER), ON(USER)),
    BINDING_SETTING(WSX, PASSWORD_SECRET_CALLBACK, secret_context, 0, ON(USER)),
    BINDING_SETTING(WSX, CLOCK_OFFSET, offset, ON(USER), 0),
    BINDING_SETTING(WSX, ALLOW_UNPROTECTED, yes, ON(USER), 0),
    BINDING_SETTING(WSX, TRUST_ANCHORS, anchors, ON(SSL), ON(SSL)),
    BINDING_SETTING(WSX, HTTP_AUTH_VALIDATOR, http_validator, 0, ON(AUTH)),
};

static void each_setting_on_each_binding(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    for (size_t s = 0; s < COUNT(settings); s++) {
        const SETTING *setting = &settings[s];
        for (int kind = 0; kind < KINDS; kind++) {
            for (int side = CLIENT; side <= SERVER; side++) {
                if (kind == XML_TOKEN || (kind == SAML && side == CLIENT)) {
                    continue;
                }
                int allowed = ((side == CLIENT ? setting->client : setting->server) >> kind & 1) != 0;
                WS_CHANNEL_BINDING channel;
                HRESULT outcome;
                DESCRIPTION *d = in_order((KIND)kind, (SIDE)side, &channel, &outcome);
                set_property(d, d->pointers[0], setting->id, setting->value, setting->size);
                /* Some go with another one only. */
                if (setting->id == WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK
                    || setting->id == WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED) {
                    set_property(d, d->pointers[0], WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, &digest,
                                 sizeof(digest));
                }
                if (setting->id == WSX_SECURITY_BINDING_PROPERTY_CERT_MODE && kind == ENDORSING) {
                    outcome = BAD;
                }
                if (allowed) {
                    check_create(outcome, d, channel, (SIDE)side, setting->name, names[kind], error);
                } else {
                    check_create(BAD, d, channel, (SIDE)side, setting->name, setting->name, error);
                    continue;
                }
                /* A byte too many, no value, and the same again. */
                for (int wrong = 0; wrong < 3; wrong++) {
                    d = in_order((KIND)kind, (SIDE)side, &channel, &outcome);
                    const void *value = wrong == 1 ? NULL : setting->value;
                    set_property(d, d->pointers[0], setting->id, value, setting->size + (wrong == 0));
                    if (wrong == 2) {
                        set_property(d, d->pointers[0], setting->id, setting->value, setting->size);
                    }
                    check_create(BAD, d, channel, (SIDE)side, setting->name, setting->name, error);
                }
            }
        }
    }
}

static void settings_that_do_not_exist(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const int ids[] = {0, -1, 24, 0x10000, 0x1000A, 0x10107};
    for (size_t i = 0; i < COUNT(ids); i++) {
        DESCRIPTION *d = describe();
        WS_SECURITY_BINDING *ssl = add_binding(d, SSL, CLIENT);
        set_property(d, ssl, (WS_SECURITY_BINDING_PROPERTY_ID)ids[i], &yes, sizeof(yes));
        check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no setting", "does not exist", error);
    }
    static const int types[] = {0, -1, 10, 0x10000, 0x10002};
    for (size_t i = 0; i < COUNT(types); i++) {
        DESCRIPTION *d = describe();
        add_binding(d, SSL, CLIENT)->bindingType = (WS_SECURITY_BINDING_TYPE)types[i];
        check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no kind", "does not exist", error);
    }
    static const int wholes[] = {0, -1, 13, 0x10000, 0x10007};
    for (size_t i = 0; i < COUNT(wholes); i++) {
        DESCRIPTION *d = describe();
        add_binding(d, SSL, CLIENT);
        set_whole(d, (WS_SECURITY_PROPERTY_ID)wholes[i], &yes, sizeof(yes));
        check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no property", "does not exist", error);
    }
}

/* ---- Where descriptions are given ---- */

static void pointers_and_counts(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    DESCRIPTION *d = describe();
    d->whole.securityBindings = NULL;
    d->whole.securityBindingCount = 1;
    check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no array", "securityBindings", error);
    d = describe();
    add_binding(d, SSL, CLIENT);
    d->pointers[0] = NULL;
    check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no binding", "securityBindings", error);
    d = describe();
    add_binding(d, SSL, CLIENT)->propertyCount = 1;
    check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no settings", names[SSL], error);
    d = describe();
    d->whole.properties = NULL;
    d->whole.propertyCount = 1;
    check_create(BAD, d, WS_HTTP_CHANNEL_BINDING, CLIENT, "no properties", NULL, error);
    WS_CHANNEL *channel = NULL;
    const WS_SECURITY_DESCRIPTION empty = {NULL, 0, NULL, 0};
    assert_hr(E_INVALIDARG,
              WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0,
                              (const WS_SECURITY_DESCRIPTION *)misaligned((void *)(uintptr_t)&empty), &channel, error),
              error);
    assert_error_says(error, "securityDescription");
    assert_hr(E_INVALIDARG,
              WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_CUSTOM_CHANNEL_BINDING, NULL, 0, &empty, &channel, error),
              error);
    assert_error_says(error, "securityDescription");
}

/* Proxies and hosts look at descriptions as channels and listeners do. */
static void proxies_and_hosts(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    for (int good = 0; good < 2; good++) {
        DESCRIPTION *d = describe();
        add_binding(d, USER, CLIENT);
        if (good) {
            add_binding(d, SSL, CLIENT);
        }
        WS_SERVICE_PROXY *proxy = NULL;
        assert_hr(good ? S_OK : BAD,
                  WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &d->whole, NULL, 0, NULL, 0,
                                       &proxy, error),
                  error);
        free(d);
        WsFreeServiceProxy(proxy);
        if (!good) {
            assert_error_says(error, names[USER]);
        }
        d = describe();
        add_binding(d, USER, SERVER);
        if (good) {
            add_binding(d, SSL, SERVER);
        }
        WS_CONTRACT_DESCRIPTION contract = {0, NULL};
        static void *const methods[1] = {NULL};
        WS_SERVICE_CONTRACT service = {&contract, NULL, methods};
        WS_SERVICE_ENDPOINT endpoint = {.address.url = WS_STRING_VALUE(u"https://localhost:1/"),
                                        .channelBinding = WS_HTTP_CHANNEL_BINDING,
                                        .channelType = WS_CHANNEL_TYPE_REPLY,
                                        .securityDescription = &d->whole,
                                        .contract = &service};
        const WS_SERVICE_ENDPOINT *endpoints[] = {&endpoint};
        WS_SERVICE_HOST *host = NULL;
        assert_hr(good ? S_OK : BAD, WsCreateServiceHost(endpoints, 1, NULL, 0, &host, error), error);
        free(d);
        WsFreeServiceHost(host);
        if (!good) {
            assert_error_says(error, names[USER]);
        }
    }
}

/* Message security needs envelopes. */
static void messages_that_are_none(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    WS_ENCODING raw = WS_ENCODING_RAW;
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_NONE;
    WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[] = {
        {WS_CHANNEL_PROPERTY_ENCODING, &raw, sizeof(raw)},
        {WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope)},
        {WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &transport, sizeof(transport)},
    };
    for (int with_token = 0; with_token < 2; with_token++) {
        DESCRIPTION *d = describe();
        add_binding(d, SSL, CLIENT);
        if (with_token) {
            add_binding(d, USER, CLIENT);
        }
        WS_CHANNEL *channel = NULL;
        assert_hr(with_token ? BAD : S_OK,
                  WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, COUNT(properties),
                                  &d->whole, &channel, error),
                  error);
        WsFreeChannel(channel);
        free(d);
        d = describe();
        add_binding(d, SSL, SERVER);
        if (with_token) {
            assert_error_says(error, names[USER]);
            add_binding(d, USER, SERVER);
        }
        WS_LISTENER *listener = NULL;
        assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, &d->whole, &listener, error),
                  error);
        free(d);
        channel = NULL;
        assert_hr(with_token ? BAD : S_OK,
                  WsCreateChannelForListener(listener, properties, COUNT(properties), &channel, error), error);
        WsFreeChannel(channel);
        WsFreeListener(listener);
        if (with_token) {
            assert_error_says(error, names[USER]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_kind_alone),
        FIXTURE_TEST(sets_of_bindings),
        FIXTURE_TEST(one_of_each_kind),
        FIXTURE_TEST(each_setting_on_each_binding),
        FIXTURE_TEST(settings_that_do_not_exist),
        FIXTURE_TEST(pointers_and_counts),
        FIXTURE_TEST(proxies_and_hosts),
        FIXTURE_TEST(messages_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
