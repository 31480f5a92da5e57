/* Listeners apart from what they accept: each function in each state, properties, URLs, sharing of a port. */
#include "support/soap.h"

static WS_LISTENER *make_listener(const WS_LISTENER_PROPERTY *properties, ULONG count, WS_ERROR *error)
{
    WS_LISTENER *listener = NULL;
    assert_ok(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, properties, count, NULL, &listener,
                               error), error);
    return listener;
}

static HRESULT open_at(WS_LISTENER *listener, const char *format, unsigned port, WS_ERROR *error)
{
    WCHAR buffer[200];
    WS_STRING url = url_of(buffer, format, port);
    return WsOpenListener(listener, &url, NULL, error);
}

/* Each function in each state that a program can hold a listener in. */
static void states(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const WS_LISTENER_STATE all[] = {WS_LISTENER_STATE_CREATED, WS_LISTENER_STATE_OPEN,
                                            WS_LISTENER_STATE_FAULTED, WS_LISTENER_STATE_CLOSED};
#define BAD WS_E_INVALID_OPERATION
    static const HRESULT expected[6][4] = {
        {S_OK, BAD, BAD, BAD},                  /* WsOpenListener */
        {BAD, S_OK, S_OK, BAD},                 /* WsCloseListener */
        {S_OK, BAD, BAD, S_OK},                 /* WsResetListener */
        {S_OK, S_OK, S_OK, S_OK},               /* WsAbortListener */
        {BAD, S_OK, WS_E_OBJECT_FAULTED, BAD},  /* WsAcceptChannel, aborted where it waits */
        {S_OK, S_OK, S_OK, S_OK},               /* WsCreateChannelForListener */
    };
    for (size_t f = 0; f < COUNT(expected); f++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            unsigned port = free_port();
            WS_LISTENER *listener = make_listener(NULL, 0, error);
            WS_CHANNEL *channel = NULL, *second = NULL;
            assert_ok(WsCreateChannelForListener(listener, basic, COUNT(basic), &channel, error), error);
            if (j > 0) {
                assert_ok(open_at(listener, "http://+:%u/x", port, error), error);
            }
            if (all[j] == WS_LISTENER_STATE_FAULTED) {
                assert_ok(WsAbortListener(listener, error), error);
            } else if (all[j] == WS_LISTENER_STATE_CLOSED) {
                assert_ok(WsCloseListener(listener, NULL, error), error);
            }
            assert_int_equal(listener_state(listener), all[j]);
            WAITER waiter = WAITER_INIT;
            const WS_ASYNC_CONTEXT context = {completed, &waiter};
            HRESULT hr = S_OK;
            switch (f) {
            case 0: hr = open_at(listener, "http://+:%u/x", port, error); break;
            case 1: hr = WsCloseListener(listener, NULL, error); break;
            case 2: hr = WsResetListener(listener, error); break;
            case 3: hr = WsAbortListener(listener, error); break;
            case 4:
                hr = WsAcceptChannel(listener, channel, &context, error);
                if (hr == WS_S_ASYNC) {
                    /* A listener that is in use is not freed. */
                    WsFreeListener(listener);
                    WsFreeChannel(channel);
                    assert_ok(WsAbortChannel(channel, NULL), NULL);
                    assert_hr(WS_E_OPERATION_ABORTED, wait_for(&waiter), error);
                    assert_ok(WsResetError(error), NULL);
                    hr = S_OK;
                }
                break;
            default: hr = WsCreateChannelForListener(listener, NULL, 0, &second, error); break;
            }
            assert_hr(expected[f][j], hr, error);
            assert_int_equal(text_count(error) > 0, FAILED(hr));
            assert_ok(WsResetError(error), NULL);
            if (FAILED(hr)) {
                assert_int_equal(listener_state(listener), all[j]);
            }
            WS_LISTENER_STATE now = listener_state(listener);
            if (now == WS_LISTENER_STATE_OPEN || now == WS_LISTENER_STATE_FAULTED) {
                assert_ok(WsCloseListener(listener, NULL, error), error);
            }
            WsFreeChannel(channel);
            WsFreeChannel(second);
            WsFreeListener(listener);
        }
    }
}

static void properties(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const ULONG timeout = 77, matching = WS_MATCH_URL_PREFIX_PATH,
                       both = WS_MATCH_URL_PREFIX_PATH | WS_MATCH_URL_EXACT_PATH, unknown = 512;
    static const WS_CALLBACK_MODEL model = WS_SHORT_CALLBACK, none = (WS_CALLBACK_MODEL)7;
    const WS_LISTENER_PROPERTY good[] = {
        PROPERTY(WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, timeout),
        PROPERTY(WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS, matching),
        PROPERTY(WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS, matching),
        PROPERTY(WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL, model),
    };
    const struct {
        WS_LISTENER_PROPERTY_ID id;
        ULONG fresh, given;
    } gets[] = {
        {WS_LISTENER_PROPERTY_STATE, WS_LISTENER_STATE_CREATED, WS_LISTENER_STATE_CREATED},
        {WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL, WS_LONG_CALLBACK, WS_SHORT_CALLBACK},
        {WS_LISTENER_PROPERTY_CHANNEL_TYPE, WS_CHANNEL_TYPE_REPLY, WS_CHANNEL_TYPE_REPLY},
        {WS_LISTENER_PROPERTY_CHANNEL_BINDING, WS_HTTP_CHANNEL_BINDING, WS_HTTP_CHANNEL_BINDING},
        {WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, 5000, 77},
    };
    for (int i = 0; i < 2; i++) {
        WS_LISTENER *listener = make_listener(i == 0 ? NULL : good, i == 0 ? 0 : COUNT(good), error);
        ULONG value;
        for (size_t p = 0; p < COUNT(gets); p++) {
            value = 0xABCD;
            assert_ok(WsGetListenerProperty(listener, gets[p].id, &value, sizeof(value), error), error);
            assert_int_equal(value, i == 0 ? gets[p].fresh : gets[p].given);
            assert_hr(E_INVALIDARG, WsGetListenerProperty(listener, gets[p].id, &value, 2, error), error);
            assert_hr(E_INVALIDARG, WsSetListenerProperty(listener, gets[p].id, &value, sizeof(value), error), error);
        }
        static const WS_LISTENER_PROPERTY_ID others[] = {
            WS_LISTENER_PROPERTY_LISTEN_BACKLOG, WS_LISTENER_PROPERTY_CONNECT_TIMEOUT,
            WS_LISTENER_PROPERTY_IS_MULTICAST, WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS,
            WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE, (WS_LISTENER_PROPERTY_ID)99,
        };
        for (size_t p = 0; p < COUNT(others); p++) {
            assert_hr(E_INVALIDARG, WsGetListenerProperty(listener, others[p], &value, sizeof(value), error), error);
        }
        WsFreeListener(listener);
    }
    static WS_STRING empty = WS_STRING_VALUE(u"");
    static WS_STRING *agents[] = {&empty};
    const WS_DISALLOWED_USER_AGENT_SUBSTRINGS all = {1, agents};
    const WS_LISTENER_PROPERTY bad[] = {
        PROPERTY(WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS, both),
        PROPERTY(WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS, unknown),
        PROPERTY(WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL, none),
        PROPERTY(WS_LISTENER_PROPERTY_STATE, timeout),
        PROPERTY(WS_LISTENER_PROPERTY_LISTEN_BACKLOG, timeout),
        PROPERTY(WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT, all),
        {WS_LISTENER_PROPERTY_CLOSE_TIMEOUT, (void *)&timeout, 2},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        WS_LISTENER *listener = NULL;
        assert_hr(E_INVALIDARG, WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, &bad[i], 1, NULL,
                                                 &listener, error), error);
        assert_null(listener);
        assert_true(text_count(error) > 0);
        assert_ok(WsResetError(error), NULL);
    }
    WS_LISTENER *listener = NULL;
    assert_hr(E_INVALIDARG, WsCreateListener(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL,
                                             &listener, error), error);
    assert_hr(WS_E_NOT_SUPPORTED, WsCreateListener(WS_CHANNEL_TYPE_INPUT, WS_UDP_CHANNEL_BINDING, NULL, 0, NULL,
                                                   &listener, error), error);
    WsFreeListener(NULL);
}

static void urls(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const struct {
        const char *url;
        HRESULT hr;
    } bad[] = {
        {"x%u", WS_E_INVALID_ENDPOINT_URL},
        {"net.tcp://+:%u/", WS_E_INVALID_ENDPOINT_URL},
        {"http://+:%u/x?q", WS_E_INVALID_ENDPOINT_URL},
        {"http://+:%u/x#f", WS_E_INVALID_ENDPOINT_URL},
    };
    WS_LISTENER *listener = make_listener(NULL, 0, error);
    for (size_t i = 0; i < COUNT(bad); i++) {
        HRESULT hr = open_at(listener, bad[i].url, 4711, error);
        if (SUCCEEDED(hr)) {
            fprintf(stderr, "%s was opened\n", bad[i].url);
        }
        assert_true(FAILED(hr));
        assert_true(text_count(error) > 0);
        assert_int_equal(listener_state(listener), WS_LISTENER_STATE_CREATED);
        assert_ok(WsResetError(error), NULL);
    }
    /* A port that another program has. */
    unsigned short port;
    int fd = listen_anywhere(&port);
    assert_hr(WS_E_ADDRESS_IN_USE, open_at(listener, "http://127.0.0.1:%u/", port, error), error);
    assert_error_says(error, "127.0.0.1");
    close(fd);
    assert_ok(open_at(listener, "http://127.0.0.1:%u/", port, error), error);
    /* The same URL twice in this one. */
    WS_LISTENER *second = make_listener(NULL, 0, error);
    assert_hr(WS_E_ADDRESS_IN_USE, open_at(second, "http://127.0.0.1:%u/", port, error), error);
    assert_ok(open_at(second, "http://127.0.0.1:%u/longer", port, error), error);
    assert_ok(WsCloseListener(second, NULL, error), error);
    assert_ok(WsCloseListener(listener, NULL, error), error);
    WsFreeListener(second);
    WsFreeListener(listener);
}

/* Requests go to the longest prefix; a closed listener leaves the other one alone. */
static void sharing(void **state)
{
    WS_ERROR *error = ((FIXTURE *)*state)->error;
    static const ULONG prefix = WS_MATCH_URL_PREFIX_PATH;
    const WS_LISTENER_PROPERTY any_path[] = {
        PROPERTY(WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS, prefix),
    };
    unsigned port = free_port();
    WS_LISTENER *listeners[2];
    WS_CHANNEL *channels[2] = {NULL, NULL};
    WAITER waiters[2];
    for (int i = 0; i < 2; i++) {
        const WAITER fresh = WAITER_INIT;
        waiters[i] = fresh;
        const WS_ASYNC_CONTEXT context = {completed, &waiters[i]};
        listeners[i] = make_listener(any_path, 1, error);
        assert_ok(WsCreateChannelForListener(listeners[i], basic, COUNT(basic), &channels[i], error), error);
        assert_ok(open_at(listeners[i], i == 0 ? "http://+:%u/a" : "http://+:%u/a/b", port, error), error);
        assert_hr(WS_S_ASYNC, WsAcceptChannel(listeners[i], channels[i], &context, NULL), NULL);
    }
    static const char *const paths[] = {"/a/c", "/a/b/c"};
    for (int i = 0; i < 2; i++) {
        int fd = connect_to(port);
        char request[300];
        snprintf(request, sizeof(request), "POST %s HTTP/1.1\r\nHost: any\r\nContent-Length: 0\r\n\r\n", paths[i]);
        assert_true(send_all(fd, request, strlen(request)));
        assert_hr(S_OK, wait_for(&waiters[i]), NULL);
        assert_ok(WsCloseChannel(channels[i], NULL, error), error);
        assert_ok(WsCloseListener(listeners[i], NULL, error), error);
        WsFreeChannel(channels[i]);
        WsFreeListener(listeners[i]);
        close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(states),
        FIXTURE_TEST(properties),
        FIXTURE_TEST(urls),
        FIXTURE_TEST(sharing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
