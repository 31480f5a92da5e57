/*
 * A service whose clients fail: requests that break off at every byte offset, that come byte by byte, several at a time,
 * or without anybody who waits for the answer; clients and services that are killed in the middle of a call. Each
 * operation is called once for a whole request and never for less, and the service serves the next client.
 */
#define _GNU_SOURCE
#include "support/raw_peer.h"
#include "support/http_calculator.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* The port is written over when it is known: PORT has as many digits as every port of calculator_host_open. */
#define PORT "00000"
#define BODY_LENGTH "159"
#define REQUEST_HEAD(length) \
    "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:" PORT "\r\nContent-Type: text/xml; charset=utf-8\r\n" \
    "SOAPAction: \"http://example.org/calculator/Add\"\r\nContent-Length: " length "\r\n\r\n"
static char by_length[] = REQUEST_HEAD(BODY_LENGTH) ADD("1", "2");
static char by_chunks[] =
    "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:" PORT "\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n"
    "SOAPAction: \"http://example.org/calculator/Add\"\r\n\r\n"
    "48\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\r\n"
    "41;name=value\r\n<Add xmlns=\"http://example.org/calculator\"><a>1</a><b>2</b></Add>\r\n"
    "16\r\n</s:Body></s:Envelope>\r\n0\r\nTrailer: x\r\n\r\n";

static void set_port(char *request, int port)
{
    char digits[16];
    char *at = strstr(request, "127.0.0.1:");
    assert_non_null(at);
    assert_int_equal(snprintf(digits, sizeof(digits), "%d", port), sizeof(PORT) - 1);
    memcpy(at + 10, digits, sizeof(PORT) - 1);
}

static atomic_int adds;

static HRESULT CALLBACK counted_add(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                                    const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    adds++;
    return calculator_add(context, first, second, sum, asyncContext, error);
}

static const Calculator_FunctionTable counted_functions = { counted_add, calculator_subtract };

/* Sends a whole request by a new connection that is closed afterwards and expects its answer. */
static void service_answers(int port)
{
    char request[] =
        "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:" PORT "\r\nConnection: close\r\nContent-Type: text/xml; charset=utf-8\r\n"
        "SOAPAction: \"http://example.org/calculator/Add\"\r\nContent-Length: " BODY_LENGTH "\r\n\r\n" ADD("1", "2");
    char answer[2048];
    int connection = raw_connect(port);
    set_port(request, port);
    assert_true(raw_send(connection, request, sizeof(request) - 1));
    assert_true(raw_receive(connection, answer, sizeof(answer)) > 0);
    close(connection);
    if (strstr(answer, "HTTP/1.1 200") != answer || strstr(answer, "result>3</") == NULL) {
        fprintf(stderr, "the answer is: %s\n", answer);
        fail();
    }
}

/* A host that counts, and the requests for it. */
static void open_counted(struct calculator_host *service, WS_ERROR *error)
{
    calculator_host_open(service, &counted_functions, NULL, 0, error);
    set_port(by_length, service->port);
    set_port(by_chunks, service->port);
}

static void break_off_everywhere(FIXTURE *fixture, const char *request, size_t length, int reset)
{
    struct calculator_host service;
    open_counted(&service, fixture->error);
    adds = 0;
    int answered = 0;
    for (size_t cut = 0; cut < length; cut += reset ? 7 : 1) {
        int connection = raw_connect(service.port);
        assert_true(raw_send(connection, request, cut));
        if (reset) raw_reset(connection);
        else close(connection);
        if (cut % 16 == 0) {
            service_answers(service.port);
            answered++;
        }
    }
    service_answers(service.port);
    /* The host is closed first: nothing of what broke off is still to come then. */
    calculator_host_close(&service, fixture->error);
    assert_int_equal(adds, answered + 1);
}

static void test_broken_off_at_every_offset(void **state)
{
    break_off_everywhere(*state, by_length, sizeof(by_length) - 1, 0);
    break_off_everywhere(*state, by_chunks, sizeof(by_chunks) - 1, 0);
}

static void test_reset_at_offsets(void **state)
{
    break_off_everywhere(*state, by_length, sizeof(by_length) - 1, 1);
    break_off_everywhere(*state, by_chunks, sizeof(by_chunks) - 1, 1);
}

/* A client that has sent everything and says so still gets its answer. One that has said so too early gets none. */
static void test_half_closed(void **state)
{
    FIXTURE *fixture = *state;
    struct calculator_host service;
    char answer[2048];
    open_counted(&service, fixture->error);
    int connection = raw_connect(service.port);
    assert_true(raw_send(connection, by_length, sizeof(by_length) - 1));
    assert_int_equal(shutdown(connection, SHUT_WR), 0);
    assert_true(raw_receive(connection, answer, sizeof(answer)) > 0);
    assert_non_null(strstr(answer, "result>3</"));
    close(connection);
    for (size_t cut = 0; cut < sizeof(by_length) - 1; cut += 11) {
        connection = raw_connect(service.port);
        assert_true(raw_send(connection, by_length, cut));
        assert_int_equal(shutdown(connection, SHUT_WR), 0);
        assert_true(raw_receive(connection, answer, sizeof(answer)) >= 0);
        assert_null(strstr(answer, "200 OK"));
        close(connection);
    }
    calculator_host_close(&service, fixture->error);
}

static void test_byte_by_byte(void **state)
{
    FIXTURE *fixture = *state;
    struct calculator_host service;
    char answer[4096];
    open_counted(&service, fixture->error);
    const struct {
        const char *bytes;
        size_t length;
    } requests[] = { { by_length, sizeof(by_length) - 1 }, { by_chunks, sizeof(by_chunks) - 1 } };
    for (size_t i = 0; i < WsCountOf(requests); i++) {
        int connection = raw_connect(service.port);
        for (size_t at = 0; at < requests[i].length; at++)
            assert_true(raw_send(connection, requests[i].bytes + at, 1));
        assert_int_equal(shutdown(connection, SHUT_WR), 0);
        assert_true(raw_receive(connection, answer, sizeof(answer)) > 0);
        assert_non_null(strstr(answer, "result>3</"));
        close(connection);
    }
    calculator_host_close(&service, fixture->error);
}

/* Ten requests in one piece have ten answers, in their order. */
static void test_pipelined(void **state)
{
    enum { REQUESTS = 10 };
    FIXTURE *fixture = *state;
    struct calculator_host service;
    char *requests = malloc(REQUESTS * sizeof(by_length)), *answer = malloc(65536), *at = answer;
    assert_non_null(requests);
    assert_non_null(answer);
    open_counted(&service, fixture->error);
    size_t length = 0;
    for (int i = 0; i < REQUESTS; i++) {
        char *request = requests + length;
        length += (size_t)sprintf(request, REQUEST_HEAD(BODY_LENGTH) ADD("1", "%d"), i);
        set_port(request, service.port);
    }
    int connection = raw_connect(service.port);
    assert_true(raw_send(connection, requests, length));
    assert_int_equal(shutdown(connection, SHUT_WR), 0);
    assert_true(raw_receive(connection, answer, 65536) > 0);
    for (int i = 0; i < REQUESTS; i++) {
        char expected[32];
        snprintf(expected, sizeof(expected), "<result>%d</", i + 1);
        at = strstr(at, "<result>");
        assert_non_null(at);
        assert_memory_equal(at, expected, strlen(expected));
        at++;
    }
    close(connection);
    calculator_host_close(&service, fixture->error);
    free(requests);
    free(answer);
}

/* What is no HTTP is refused as such, and nothing after it is looked at. */
static void test_bad_framing(void **state)
{
    static const char *bodies[] = { "+5\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "10000000000000000\r\nx" };
    FIXTURE *fixture = *state;
    struct calculator_host service;
    char request[2048], answer[2048];
    open_counted(&service, fixture->error);
    adds = 0;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        snprintf(request, sizeof(request),
                 "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:" PORT "\r\nTransfer-Encoding: chunked\r\n"
                 "Content-Type: text/xml\r\n\r\n%s%s", bodies[i], by_length);
        int connection = raw_connect(service.port);
        set_port(request, service.port);
        assert_true(raw_send(connection, request, strlen(request)));
        assert_true(raw_receive(connection, answer, sizeof(answer)) > 0);
        assert_ptr_equal(strstr(answer, "HTTP/1.1 400 "), answer);
        assert_null(strstr(answer + 1, "HTTP/1.1"));
        close(connection);
        service_answers(service.port);
        assert_int_equal(adds, (int)i + 1);
    }
    calculator_host_close(&service, fixture->error);
}

/* Clients that leave before the answer: each was a whole request, and each operation has been called. */
static void test_nobody_waits_for_the_answer(void **state)
{
    enum { CLIENTS = 100 };
    FIXTURE *fixture = *state;
    struct calculator_host service;
    open_counted(&service, fixture->error);
    for (int i = 0; i < CLIENTS; i++) {
        int connection = raw_connect(service.port);
        assert_true(raw_send(connection, by_length, sizeof(by_length) - 1));
        if (i % 2 == 0) raw_reset(connection);
        else close(connection);
    }
    service_answers(service.port);
    calculator_host_close(&service, fixture->error);
}

/* ---- Killed in the middle of a call ---- */

static const char *program;

/* Starts this program in another role; from is its output. */
static pid_t start_role(const char *role, int port, int *from)
{
    int ends[2];
    char number[16];
    snprintf(number, sizeof(number), "%d", port);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execl(program, program, role, number, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    *from = ends[0];
    return child;
}

static int read_number(int from)
{
    char text[16];
    size_t have = 0;
    while (have + 1 < sizeof(text) && read(from, text + have, 1) == 1 && text[have] != '\n')
        have++;
    text[have] = 0;
    return atoi(text);
}

static void kill_and_wait(pid_t child)
{
    int status;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void say_number(int number)
{
    char text[16];
    int length = snprintf(text, sizeof(text), "%d\n", number);
    if (write(1, text, (size_t)length) != length) abort();
}

/* An operation that tells that it has been called and never ends. */
static HRESULT CALLBACK never_ends(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                                   const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context, (void)second, (void)sum, (void)asyncContext, (void)error;
    say_number(first);
    while (1)
        pause();
    return E_ABORT;
}

static int role_of_service(void)
{
    static const Calculator_FunctionTable functions = { never_ends, calculator_subtract };
    static struct calculator_host service;
    WS_ERROR *error = NULL;
    WsCreateError(NULL, 0, &error);
    calculator_host_open(&service, &functions, NULL, 0, error);
    say_number(service.port);
    while (1)
        pause();
    return 1;
}

struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    HRESULT hr;
    int called;
};

static void CALLBACK wake(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    struct waiter *waiter = state;
    (void)model;
    pthread_mutex_lock(&waiter->lock);
    waiter->hr = hr;
    waiter->called++;
    pthread_cond_broadcast(&waiter->changed); /* the test and an operation may both wait */
    pthread_mutex_unlock(&waiter->lock);
}

/* Until it has been called; a test that is stuck fails instead of hanging. */
static void wait_called(struct waiter *waiter)
{
    struct timespec until;
    int waited = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_MS / 1000;
    pthread_mutex_lock(&waiter->lock);
    while (waiter->called == 0 && waited == 0)
        waited = pthread_cond_timedwait(&waiter->changed, &waiter->lock, &until);
    pthread_mutex_unlock(&waiter->lock);
    assert_int_equal(waited, 0);
}

static void test_service_killed(void **state)
{
    FIXTURE *fixture = *state;
    int from;
    pid_t child = start_role("service", 0, &from);
    WS_SERVICE_PROXY *proxy = calculator_proxy(read_number(from), NULL, 0, fixture->error);
    struct waiter waiter = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, S_OK, 0 };
    WS_ASYNC_CONTEXT context = { wake, &waiter };
    INT sum = 77;
    assert_hr(WS_S_ASYNC, Calculator_Add(proxy, 42, 1, &sum, fixture->heap, NULL, 0, &context, fixture->error), fixture->error);
    assert_int_equal(read_number(from), 42);
    kill_and_wait(child);
    wait_called(&waiter);
    assert_int_equal(HR(waiter.hr), HR(WS_E_ENDPOINT_DISCONNECTED));
    assert_true(text_count(fixture->error) > 0);
    assert_int_equal(sum, 77);
    assert_ok(WsResetError(fixture->error), NULL);
    /* Nobody is there any more. */
    assert_hr(WS_E_ENDPOINT_NOT_FOUND, Calculator_Add(proxy, 1, 2, &sum, fixture->heap, NULL, 0, NULL, fixture->error), fixture->error);
    calculator_proxy_close(proxy, fixture->error);
    assert_int_equal(waiter.called, 1);
    close(from);
}

/* Ends when it is told that its client has gone, and not before. */
static struct waiter cancelled = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, S_OK, 0 };
static struct waiter reached = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, S_OK, 0 };

static void CALLBACK on_cancel(WS_SERVICE_CANCEL_REASON reason, void *state)
{
    wake(reason == WS_SERVICE_CHANNEL_FAULTED ? S_OK : E_FAIL, WS_SHORT_CALLBACK, state);
}

static HRESULT CALLBACK ends_when_cancelled(const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum,
                                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)first, (void)second, (void)sum, (void)asyncContext;
    HRESULT hr = WsRegisterOperationForCancel(context, on_cancel, NULL, &cancelled, error);
    wake(hr, WS_SHORT_CALLBACK, &reached);
    pthread_mutex_lock(&cancelled.lock);
    while (SUCCEEDED(hr) && cancelled.called == 0)
        pthread_cond_wait(&cancelled.changed, &cancelled.lock);
    pthread_mutex_unlock(&cancelled.lock);
    return E_ABORT;
}

static int role_of_client(int port)
{
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    INT sum;
    WsCreateError(NULL, 0, &error);
    WsCreateHeap(2048, 512, NULL, 0, &heap, error);
    WS_SERVICE_PROXY *proxy = calculator_proxy(port, NULL, 0, error);
    return SUCCEEDED(Calculator_Add(proxy, 1, 2, &sum, heap, NULL, 0, NULL, error));
}

static void test_client_killed(void **state)
{
    static const Calculator_FunctionTable functions = { ends_when_cancelled, calculator_subtract };
    FIXTURE *fixture = *state;
    struct calculator_host service;
    int from;
    calculator_host_open(&service, &functions, NULL, 0, fixture->error);
    pid_t child = start_role("client", service.port, &from);
    wait_called(&reached);
    assert_int_equal(HR(reached.hr), HR(S_OK));
    kill_and_wait(child);
    wait_called(&cancelled);
    assert_int_equal(HR(cancelled.hr), HR(S_OK));
    calculator_host_close(&service, fixture->error);
    assert_int_equal(cancelled.called, 1);
    close(from);
}

int main(int argc, char **argv)
{
    program = argv[0];
    if (argc == 3 && strcmp(argv[1], "service") == 0) return role_of_service();
    if (argc == 3 && strcmp(argv[1], "client") == 0) return role_of_client(atoi(argv[2]));
    /* One of them alone, when it is looked into. */
    if (argc == 2) cmocka_set_test_filter(argv[1]);
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_broken_off_at_every_offset),
        FIXTURE_TEST(test_reset_at_offsets),
        FIXTURE_TEST(test_half_closed),
        FIXTURE_TEST(test_byte_by_byte),
        FIXTURE_TEST(test_pipelined),
        FIXTURE_TEST(test_bad_framing),
        FIXTURE_TEST(test_nobody_waits_for_the_answer),
        FIXTURE_TEST(test_service_killed),
        FIXTURE_TEST(test_client_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
