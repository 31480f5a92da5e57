/* Service hosts: their states, properties, endpoints and contracts, apart from what they do for clients. */
#include "support/service.h"

/* ---- States ---- */

typedef enum STATE { CREATED, OPEN, CLOSED, FAULTED, STATES } STATE;
typedef enum CALL { CALL_OPEN, CALL_CLOSE, CALL_RESET, CALL_ABORT, CALLS } CALL;

static void bring_to(SERVICE *s, STATE state)
{
    assert_ok(create_host(s), s->base.error);
    switch (state) {
    case CREATED:
    case STATES:
        break;
    case OPEN:
        assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
        break;
    case CLOSED:
        assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
        assert_ok(WsCloseServiceHost(s->host, NULL, s->base.error), s->base.error);
        break;
    case FAULTED:
        assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
        assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
        break;
    }
}

static HRESULT make_call(SERVICE *s, CALL call)
{
    switch (call) {
    case CALL_OPEN:
        return WsOpenServiceHost(s->host, NULL, s->base.error);
    case CALL_CLOSE:
        return WsCloseServiceHost(s->host, NULL, s->base.error);
    case CALL_RESET:
        return WsResetServiceHost(s->host, s->base.error);
    default:
        return WsAbortServiceHost(s->host, s->base.error);
    }
}

static const WS_SERVICE_HOST_STATE shown[STATES] = {WS_SERVICE_HOST_STATE_CREATED, WS_SERVICE_HOST_STATE_OPEN,
                                                    WS_SERVICE_HOST_STATE_CLOSED, WS_SERVICE_HOST_STATE_FAULTED};

/* Every function in every state: what it returns and the state after it. */
static void every_function_in_every_state(void **state)
{
    static const struct {
        HRESULT code;
        STATE after;
    } table[STATES][CALLS] = {
        [CREATED] = {{S_OK, OPEN}, {WS_E_INVALID_OPERATION, CREATED}, {S_OK, CREATED}, {S_OK, FAULTED}},
        [OPEN] = {{WS_E_INVALID_OPERATION, OPEN}, {S_OK, CLOSED}, {WS_E_INVALID_OPERATION, OPEN}, {S_OK, FAULTED}},
        [CLOSED] = {{WS_E_INVALID_OPERATION, CLOSED}, {WS_E_INVALID_OPERATION, CLOSED}, {S_OK, CREATED}, {S_OK, CLOSED}},
        [FAULTED] = {{WS_E_OPERATION_ABORTED, FAULTED}, {S_OK, CLOSED}, {WS_E_INVALID_OPERATION, FAULTED},
                     {S_OK, FAULTED}},
    };
    (void)state;
    for (int before = 0; before < STATES; before++) {
        for (int call = 0; call < CALLS; call++) {
            void *fixture = NULL;
            assert_int_equal(make_service(&fixture), 0);
            SERVICE *s = (SERVICE *)fixture;
            bring_to(s, (STATE)before);
            assert_int_equal(host_state(s), shown[before]);
            assert_hr(table[before][call].code, make_call(s, (CALL)call), s->base.error);
            if (table[before][call].code == WS_E_INVALID_OPERATION) {
                assert_error_says(s->base.error, "WS_SERVICE_HOST_STATE_");
            }
            assert_int_equal(host_state(s), shown[table[before][call].after]);
            free_service(&fixture);
        }
    }
}

static void a_host_can_be_opened_again(void **state)
{
    SERVICE *s = *state;
    assert_ok(create_host(s), s->base.error);
    for (int i = 0; i < 3; i++) {
        assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
        assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
        if (i == 1) {
            assert_ok(WsAbortServiceHost(s->host, s->base.error), s->base.error);
        }
        close_host(s);
        assert_ok(WsResetServiceHost(s->host, s->base.error), s->base.error);
        assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_CREATED);
    }
}

static void freed_in_any_state(void **state)
{
    (void)state;
    for (int before = 0; before < STATES; before++) {
        void *fixture = NULL;
        assert_int_equal(make_service(&fixture), 0);
        bring_to((SERVICE *)fixture, (STATE)before);
        free_service(&fixture);
    }
    WsFreeServiceHost(NULL);
}

static void an_address_in_use_faults_the_host(void **state)
{
    SERVICE *s = *state;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(s->port), .sin_addr = {htonl(INADDR_ANY)}};
    int taken = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(taken, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(taken, 1), 0);
    assert_ok(create_host(s), s->base.error);
    assert_hr(WS_E_ADDRESS_IN_USE, WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
    assert_error_says(s->base.error, "/calc");
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_FAULTED);
    assert_hr(WS_E_INVALID_OPERATION, WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
    close_host(s);
    close(taken);
    assert_ok(WsResetServiceHost(s->host, s->base.error), s->base.error);
    assert_ok(WsOpenServiceHost(s->host, NULL, s->base.error), s->base.error);
    close_host(s);
}

static void CALLBACK completed(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    (void)model;
    assert_int_equal(code, S_OK);
    gate_pass((GATE *)state);
}

static void asynchronously(void **state)
{
    SERVICE *s = *state;
    GATE gate = GATE_CLOSED;
    WS_ASYNC_CONTEXT context = {completed, &gate};
    int waited = 0;
    HRESULT hr;
    assert_ok(create_host(s), s->base.error);
    hr = WsOpenServiceHost(s->host, &context, s->base.error);
    assert_true(hr == S_OK || hr == WS_S_ASYNC);
    gate_wait(&gate, waited += hr == WS_S_ASYNC);
    assert_response(exchange(s, SOAP_ACTION("Add"), ENVELOPE11(ADD_BODY("1", "2"))), 200, NULL);
    hr = WsCloseServiceHost(s->host, &context, s->base.error);
    assert_true(hr == S_OK || hr == WS_S_ASYNC);
    gate_wait(&gate, waited += hr == WS_S_ASYNC);
    assert_int_equal(host_state(s), WS_SERVICE_HOST_STATE_CLOSED);
}

/* ---- Properties ---- */

static void host_properties(void **state)
{
    SERVICE *s = *state;
    void *user_state = s, *got = NULL;
    WS_FAULT_DISCLOSURE disclosure = WS_FULL_FAULT_DISCLOSURE, disclosed = (WS_FAULT_DISCLOSURE)-1;
    LANGID language = 0x407, spoken = 0;
    ULONG timeout = 77, waits = 0;
    host_property(s, WS_SERVICE_PROPERTY_HOST_USER_STATE, &user_state, sizeof(user_state));
    host_property(s, WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, &disclosure, sizeof(disclosure));
    host_property(s, WS_SERVICE_PROPERTY_FAULT_LANGID, &language, sizeof(language));
    host_property(s, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &timeout, sizeof(timeout));
    assert_ok(create_host(s), s->base.error);
    assert_ok(WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_HOST_USER_STATE, &got, sizeof(got), NULL), NULL);
    assert_ptr_equal(got, s);
    assert_ok(WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, &disclosed, sizeof(disclosed), NULL),
              NULL);
    assert_int_equal(disclosed, WS_FULL_FAULT_DISCLOSURE);
    assert_ok(WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_FAULT_LANGID, &spoken, sizeof(spoken), NULL), NULL);
    assert_int_equal(spoken, language);
    assert_ok(WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &waits, sizeof(waits), NULL), NULL);
    assert_int_equal(waits, 77);
    assert_hr(E_INVALIDARG,
              WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_METADATA, &got, sizeof(got), s->base.error),
              s->base.error);
    assert_error_says(s->base.error, "WS_SERVICE_PROPERTY_METADATA");
    assert_hr(E_INVALIDARG, WsGetServiceHostProperty(s->host, WS_SERVICE_PROPERTY_HOST_STATE, &got, 1, s->base.error),
              s->base.error);
    assert_error_says(s->base.error, "size");
}

static void wrong_host_properties(void **state)
{
    SERVICE *s = *state;
    static const struct {
        WS_SERVICE_PROPERTY_ID id;
        int value;
        ULONG size;
        const char *says;
    } wrong[] = {
        {WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, 7, sizeof(int), "FAULT_DISCLOSURE"},
        {WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, 0, 1, "size"},
        {WS_SERVICE_PROPERTY_HOST_STATE, 0, sizeof(int), "HOST_STATE"},
        {(WS_SERVICE_PROPERTY_ID)99, 0, sizeof(int), "99"},
        {WS_SERVICE_PROPERTY_HOST_USER_STATE, 0, sizeof(int), "size"},
        {WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, 0, 2, "size"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        s->property_count = 0;
        host_property(s, wrong[i].id, &wrong[i].value, wrong[i].size);
        assert_hr(E_INVALIDARG, create_host(s), s->base.error);
        assert_null(s->host);
        assert_error_says(s->base.error, wrong[i].says);
    }
}

static void wrong_endpoint_properties(void **state)
{
    SERVICE *s = *state;
    static const ULONG zero = 0, two = 2;
    static const WS_METADATA_EXCHANGE_TYPE mex = WS_METADATA_EXCHANGE_TYPE_MEX, no_type = (WS_METADATA_EXCHANGE_TYPE)9;
    static const WS_STRING suffix = WS_STRING_VALUE(u"mex");
    static WS_MESSAGE_PROPERTY is_addressed = {WS_MESSAGE_PROPERTY_IS_ADDRESSED, NULL, 0};
    static const WS_MESSAGE_PROPERTIES messages = {&is_addressed, 1};
    static const struct {
        WS_SERVICE_ENDPOINT_PROPERTY_ID id;
        const void *value;
        ULONG size;
        const char *says;
    } wrong[] = {
        {WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS, &zero, sizeof(zero), "must not be 0"},
        {WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &zero, sizeof(zero), "must not be 0"},
        {WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, &zero, sizeof(zero), "must not be 0"},
        {WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, &two, 1, "size"},
        {WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE, &two, sizeof(two), "size"},
        {WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &two, sizeof(two), "size"},
        {WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES, &messages, sizeof(messages), "IS_ADDRESSED"},
        {WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, &no_type, sizeof(no_type), "METADATA_EXCHANGE_TYPE"},
        {WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, &mex, sizeof(mex), "WS_SERVICE_PROPERTY_METADATA"},
        {WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX, &suffix, sizeof(suffix), "TYPE_MEX"},
        {(WS_SERVICE_ENDPOINT_PROPERTY_ID)99, &two, sizeof(two), "99"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        s->endpoint.propertyCount = 0;
        endpoint_property(s, wrong[i].id, wrong[i].value, wrong[i].size);
        assert_hr(E_INVALIDARG, create_host(s), s->base.error);
        assert_null(s->host);
        assert_error_says(s->base.error, wrong[i].says);
    }
}

/* ---- Endpoints and contracts ---- */

static HRESULT CALLBACK handle_nothing(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *asynchronous,
                                       WS_ERROR *error)
{
    (void)context;
    (void)asynchronous;
    (void)error;
    return S_OK;
}

static void wrong_creation(void **state)
{
    SERVICE *s = *state;
    const WS_SERVICE_ENDPOINT *none = NULL;
    assert_hr(E_INVALIDARG, WsCreateServiceHost(s->endpoints, 0, NULL, 0, &s->host, s->base.error), s->base.error);
    assert_error_says(s->base.error, "endpointCount");
    assert_hr(E_INVALIDARG, WsCreateServiceHost(NULL, 1, NULL, 0, &s->host, s->base.error), s->base.error);
    assert_hr(E_INVALIDARG, WsCreateServiceHost(&none, 1, NULL, 0, &s->host, s->base.error), s->base.error);
    assert_hr(E_INVALIDARG, WsCreateServiceHost(s->endpoints, 1, NULL, 1, &s->host, s->base.error), s->base.error);
    assert_hr(E_INVALIDARG, WsCreateServiceHost(s->endpoints, 1, NULL, 0, NULL, s->base.error), s->base.error);
    assert_ok(WsResetError(s->base.error), NULL);
    s->endpoint.contract = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "contract");
    s->endpoint.contract = &s->contract;
    s->endpoint.channelType = WS_CHANNEL_TYPE_REQUEST;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    s->endpoint.channelType = (WS_CHANNEL_TYPE)99;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    s->endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
    s->endpoint.channelBinding = (WS_CHANNEL_BINDING)99;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_null(s->host);
}

static void wrong_contracts(void **state)
{
    SERVICE *s = *state;
    WS_OPERATION_DESCRIPTION broken = operation_add;
    WS_OPERATION_DESCRIPTION *two[] = {&operation_note, &broken};
    WS_CONTRACT_DESCRIPTION description = {2, two};
    FUNCTIONS incomplete = {plain_add, NULL, NULL};
    ULONG many = 2;
    s->contract.contractDescription = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "defaultMessageHandlerCallback");

    s->contract.contractDescription = &calculator;
    s->contract.methodTable = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "methodTable");
    s->contract.methodTable = &incomplete;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "methodTable");

    s->contract.methodTable = &plain_functions;
    s->contract.contractDescription = &description;
    broken.stubCallback = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "stubCallback");
    broken = operation_add;
    broken.versionInfo = 2;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "versionInfo");
    broken = operation_add;
    broken.inputMessageDescription = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "operation 1");
    broken = operation_add;
    two[1] = NULL;
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    two[1] = &operation_note;
    assert_ok(WsResetError(s->base.error), NULL);
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "urn:calculator/Note");
    two[1] = &broken;

    /* A default message handler allows no parallel messages. */
    s->contract.defaultMessageHandlerCallback = handle_nothing;
    endpoint_property(s, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &many, sizeof(many));
    assert_hr(E_INVALIDARG, create_host(s), s->base.error);
    assert_error_says(s->base.error, "MAX_CONCURRENCY");
    assert_null(s->host);
    s->contract.defaultMessageHandlerCallback = NULL;
    assert_ok(create_host(s), s->base.error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_function_in_every_state),
        SERVICE_TEST(a_host_can_be_opened_again),
        cmocka_unit_test(freed_in_any_state),
        SERVICE_TEST(an_address_in_use_faults_the_host),
        SERVICE_TEST(asynchronously),
        SERVICE_TEST(host_properties),
        SERVICE_TEST(wrong_host_properties),
        SERVICE_TEST(wrong_endpoint_properties),
        SERVICE_TEST(wrong_creation),
        SERVICE_TEST(wrong_contracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
