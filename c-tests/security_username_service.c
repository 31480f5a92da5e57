/*
 * User names at service hosts and service proxies, over plain HTTP: who calls, as operations and the authorization
 * callback see it, and what becomes of callers who are not let in.
 */
#include "support/http_calculator.h"
#include <WebServicesX.h>

static WS_PROTECTION_LEVEL none = WS_PROTECTION_LEVEL_NONE;
static WSX_PASSWORD_TYPE digest_type = WSX_PASSWORD_TYPE_DIGEST;
static BOOL yes = TRUE;

static int is(const WS_STRING *text, const char *ascii)
{
    return text->length == strlen(ascii) && text_contains(text, ascii);
}

/* The password of alice is "a", that of bob "b". */
static HRESULT CALLBACK tell_password(void *state, const WS_STRING *name, WS_HEAP *heap, WS_STRING *password,
                                      WS_ERROR *error)
{
    static WCHAR passwords[] = u"ab";
    (void)state, (void)heap, (void)error;
    if (!is(name, "alice") && !is(name, "bob")) return S_FALSE;
    password->chars = name->chars[0] == 'a' ? passwords : passwords + 1;
    password->length = 1;
    return S_OK;
}

static WS_STRING name_of_caller(const WS_OPERATION_CONTEXT *context, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_STRING name = WS_STRING_EMPTY;
    if (FAILED(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                             sizeof(message), error))
        || FAILED(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error)))
        return (WS_STRING)WS_STRING_VALUE(u"nobody");
    return name;
}

/* Lets all in but bob. */
static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_STRING name = name_of_caller(context, error);
    *authorized = !is(&name, "bob");
    return S_OK;
}

/* Adds the length of the caller's name, too. */
static HRESULT CALLBACK add_name(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)asyncContext;
    WS_STRING name = name_of_caller(context, error);
    *sum = first + second + (INT)(is(&name, "nobody") ? 0 : name.length);
    return S_OK;
}

static const Calculator_FunctionTable functions = { add_name, calculator_subtract };

static WS_SERVICE_HOST *open_host(int *port, WS_SERVICE_ENDPOINT_PROPERTY *properties, ULONG count, WS_ERROR *error)
{
    WSX_PASSWORD_SECRET_CALLBACK_CONTEXT secret = { tell_password, NULL };
    WS_SECURITY_BINDING_PROPERTY of_binding[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, digest_type),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, secret),
    };
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        .binding = { WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, of_binding, WsCountOf(of_binding) },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
    };
    WS_SECURITY_PROPERTY of_all[] = { PROPERTY(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, none) };
    WS_SECURITY_BINDING *bindings[] = { &user.binding };
    WS_SECURITY_DESCRIPTION description = { bindings, 1, of_all, WsCountOf(of_all) };
    WS_SERVICE_CONTRACT contract = { .contractDescription = &Calculator_contract, .methodTable = &functions };
    WS_SERVICE_ENDPOINT endpoint = {
        .channelBinding = WS_HTTP_CHANNEL_BINDING,
        .channelType = WS_CHANNEL_TYPE_REPLY,
        .securityDescription = &description,
        .contract = &contract,
        .authorizationCallback = authorize,
        .properties = properties,
        .propertyCount = count,
        .channelProperties = { plain_channel, WsCountOf(plain_channel) },
    };
    const WS_SERVICE_ENDPOINT *endpoints[] = { &endpoint };
    WS_SERVICE_HOST *host = NULL;
    WCHAR room[64];
    static unsigned opened;
    for (int try = 0; try < 50; try++) {
        *port = 10000 + (int)(((unsigned)getpid() * 31u + opened++ * 7919u) % 22000u);
        endpoint.address.url = local_url(room, "127.0.0.1", *port, "calculator");
        assert_ok(WsCreateServiceHost(endpoints, 1, NULL, 0, &host, error), error);
        HRESULT hr = WsOpenServiceHost(host, NULL, error);
        if (hr == S_OK) return host;
        assert_int_equal(HR(hr), HR(WS_E_ADDRESS_IN_USE));
        WsFreeServiceHost(host);
        WsResetError(error);
    }
    fail();
    return NULL;
}

static WS_SERVICE_PROXY *open_proxy(int port, WS_STRING name, WS_STRING password, WS_ERROR *error)
{
    WS_SECURITY_BINDING_PROPERTY of_binding[] = {
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, digest_type),
        PROPERTY(WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED, yes),
    };
    WS_STRING_USERNAME_CREDENTIAL credential = { { WS_STRING_USERNAME_CREDENTIAL_TYPE }, name, password };
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        .binding = { WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE, of_binding, WsCountOf(of_binding) },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
        .clientCredential = &credential.credential,
    };
    WS_SECURITY_BINDING *bindings[] = { &user.binding };
    WS_SECURITY_DESCRIPTION description = { bindings, 1, NULL, 0 };
    WCHAR room[64];
    WS_ENDPOINT_ADDRESS address = { .url = local_url(room, "127.0.0.1", port, "calculator") };
    WS_SERVICE_PROXY *proxy = NULL;
    assert_ok(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &description, NULL, 0,
                                   plain_channel, WsCountOf(plain_channel), &proxy, error), error);
    assert_ok(WsOpenServiceProxy(proxy, &address, NULL, error), error);
    return proxy;
}

static void test_callers(void **state)
{
    FIXTURE *fixture = *state;
    int port = 0;
    WS_SERVICE_HOST *host = open_host(&port, NULL, 0, fixture->error);
    const struct {
        WS_STRING name, password;
        HRESULT expected;
    } callers[] = {
        { WS_STRING_VALUE(u"alice"), WS_STRING_VALUE(u"a"), S_OK },
        { WS_STRING_VALUE(u"alice"), WS_STRING_VALUE(u"x"), WS_E_ENDPOINT_ACCESS_DENIED },
        { WS_STRING_VALUE(u"carol"), WS_STRING_VALUE(u"a"), WS_E_ENDPOINT_ACCESS_DENIED },
        { WS_STRING_VALUE(u"bob"), WS_STRING_VALUE(u"b"), WS_E_ENDPOINT_ACCESS_DENIED },
    };
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < WsCountOf(callers); i++) {
            WS_SERVICE_PROXY *proxy = open_proxy(port, callers[i].name, callers[i].password, fixture->error);
            for (int call = 0; call < 3; call++) {
                INT sum = 0;
                HRESULT hr = Calculator_Add(proxy, 1, 2, &sum, fixture->heap, NULL, 0, NULL, fixture->error);
                assert_hr(callers[i].expected, hr, fixture->error);
                assert_int_equal(sum, hr == S_OK ? 3 + (INT)callers[i].name.length : 0);
                assert_ok(WsResetError(fixture->error), NULL);
            }
            calculator_proxy_close(proxy, fixture->error);
        }
    }
    /* One who says nothing of himself. */
    WS_SERVICE_PROXY *plain = calculator_proxy(port, NULL, 0, fixture->error);
    INT sum = 0;
    assert_hr(WS_E_ENDPOINT_FAULT_RECEIVED, Calculator_Add(plain, 1, 2, &sum, fixture->heap, NULL, 0, NULL,
                                                           fixture->error), fixture->error);
    assert_error_says(fixture->error, "InvalidSecurity");
    calculator_proxy_close(plain, fixture->error);
    assert_ok(WsCloseServiceHost(host, NULL, fixture->error), fixture->error);
    WsFreeServiceHost(host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
