/*
 * A calculator that is nothing but sockets, for tests of clients: a thread for each connection, which answers Add in
 * SOAP 1.1 or 1.2 as it is asked. What it does with a request depends on the first number.
 */
#ifndef ADDER_H
#define ADDER_H

#include "calculator.h"
#include "peer.h"

/* Values of a that are no numbers to be added. */
enum {
    STALL = -1000001,     /* answers when the test opens the gate */
    HANG_UP = -1000002,   /* closes the connection without an answer */
    CUT = -1000003,       /* closes it in the middle of the answer */
    FAULT_500 = -1000004, /* status 500 with a fault */
    NOT_FOUND = -1000005, /* status 404 */
    ACCEPTED = -1000006,  /* status 202 without a message */
    GARBAGE = -1000007,   /* no HTTP at all */
};

typedef struct ADDER {
    int listener;
    unsigned short port;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int gate; /* open */
    int stalled, requests, connections, running;
    int fds[1024];
    BYTES last;
} ADDER;

typedef struct ADDER_CONNECTION {
    ADDER *adder;
    int fd, index;
} ADDER_CONNECTION;

static inline int adder_number(const BYTES *request, const char *tag)
{
    const char *at = find_text(request, tag);
    return at == NULL ? 0 : atoi(at + strlen(tag));
}

/* Takes the text of a header into a buffer. */
static inline void adder_header(const BYTES *request, const char *tag, char *into, size_t size)
{
    const char *at = find_text(request, tag), *end = request->bytes + request->size;
    size_t length = 0;
    at = at == NULL ? end : at + strlen(tag);
    while (at + length < end && at[length] != '<' && length + 1 < size) {
        length++;
    }
    memcpy(into, at, length);
    into[length] = 0;
}

static inline int adder_answer(ADDER *adder, int fd, const BYTES *request)
{
    char body[400], message[2000], id[200], headers[1000] = "";
    int a = adder_number(request, "<a>"), b = adder_number(request, "<b>");
    int is_12 = find_text(request, "2003/05/soap-envelope") != NULL;
    const char *ns = is_12 ? "http://www.w3.org/2003/05/soap-envelope" : "http://schemas.xmlsoap.org/soap/envelope/";
    const char *type = is_12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
    const char *status = "200 OK";
    if (a == STALL) {
        pthread_mutex_lock(&adder->lock);
        adder->stalled++;
        pthread_cond_broadcast(&adder->changed);
        while (!adder->gate) {
            pthread_cond_wait(&adder->changed, &adder->lock);
        }
        pthread_mutex_unlock(&adder->lock);
        a = 0;
    }
    switch (a) {
    case HANG_UP:
        return 0;
    case NOT_FOUND:
        return send_all(fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 45);
    case ACCEPTED:
        return send_all(fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 44);
    case GARBAGE:
        send_all(fd, "nothing that HTTP knows\r\n\r\n", 27);
        return 0;
    case FAULT_500:
        status = "500 Internal Server Error";
        snprintf(body, sizeof(body), "<s:Fault><faultcode>s:Client</faultcode><faultstring>no such number</faultstring>"
                                     "</s:Fault>");
        break;
    default:
        snprintf(body, sizeof(body), "<AddResponse xmlns=\"" CALC_NS "\"><result>%d</result></AddResponse>", a + b);
    }
    adder_header(request, "MessageID>", id, sizeof(id));
    if (id[0] != 0) {
        snprintf(headers, sizeof(headers), "<s:Header><Action xmlns=\"http://www.w3.org/2005/08/addressing\">" CALC_NS
                 "/AddResponse</Action><RelatesTo xmlns=\"http://www.w3.org/2005/08/addressing\">%s</RelatesTo>"
                 "</s:Header>", id);
    }
    snprintf(message, sizeof(message), "<s:Envelope xmlns:s=\"%s\">%s<s:Body>%s</s:Body></s:Envelope>", ns, headers,
             body);
    char response[6000];
    int size = snprintf(response, sizeof(response), "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                        status, type, strlen(message), message);
    if (a == CUT) {
        send_all(fd, response, (size_t)size / 2);
        return 0;
    }
    return send_all(fd, response, (size_t)size);
}

static inline void *adder_serve(void *argument)
{
    ADDER_CONNECTION connection = *(ADDER_CONNECTION *)argument;
    ADDER *adder = connection.adder;
    free(argument);
    BYTES *request = (BYTES *)malloc(sizeof(*request));
    for (int open = 1; open;) {
        request->size = 0;
        while (open && !is_complete(request)) {
            open = receive_some(connection.fd, request);
        }
        if (!open) {
            break;
        }
        pthread_mutex_lock(&adder->lock);
        adder->requests++;
        memcpy(adder->last.bytes, request->bytes, request->size);
        adder->last.size = request->size;
        pthread_mutex_unlock(&adder->lock);
        open = adder_answer(adder, connection.fd, request);
    }
    free(request);
    pthread_mutex_lock(&adder->lock);
    close(connection.fd);
    adder->fds[connection.index] = -1;
    adder->running--;
    pthread_cond_broadcast(&adder->changed);
    pthread_mutex_unlock(&adder->lock);
    return NULL;
}

static inline void *adder_accept(void *argument)
{
    ADDER *adder = (ADDER *)argument;
    for (;;) {
        int fd = accept(adder->listener, NULL, NULL);
        if (fd < 0) {
            return NULL;
        }
        ADDER_CONNECTION *connection = (ADDER_CONNECTION *)malloc(sizeof(*connection));
        pthread_t thread;
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        pthread_mutex_lock(&adder->lock);
        *connection = (ADDER_CONNECTION){adder, fd, 0};
        while (connection->index < adder->connections && adder->fds[connection->index] >= 0) {
            connection->index++;
        }
        adder->fds[connection->index] = fd;
        adder->connections++;
        adder->running++;
        pthread_mutex_unlock(&adder->lock);
        pthread_create(&thread, NULL, adder_serve, connection);
        pthread_detach(thread);
    }
}

static inline ADDER *start_adder(void)
{
    ADDER *adder = (ADDER *)calloc(1, sizeof(*adder));
    pthread_mutex_init(&adder->lock, NULL);
    pthread_cond_init(&adder->changed, NULL);
    memset(adder->fds, -1, sizeof(adder->fds));
    adder->listener = listen_anywhere(&adder->port);
    assert_int_equal(listen(adder->listener, 1000), 0);
    assert_int_equal(pthread_create(&adder->thread, NULL, adder_accept, adder), 0);
    return adder;
}

static inline void adder_open_gate(ADDER *adder, int open)
{
    pthread_mutex_lock(&adder->lock);
    adder->gate = open;
    pthread_cond_broadcast(&adder->changed);
    pthread_mutex_unlock(&adder->lock);
}

/* Waits until so many requests stand before the gate, of all so far. */
static inline void adder_wait_stalled(ADDER *adder, int count)
{
    pthread_mutex_lock(&adder->lock);
    while (adder->stalled < count) {
        pthread_cond_wait(&adder->changed, &adder->lock);
    }
    pthread_mutex_unlock(&adder->lock);
}

static inline void stop_adder(ADDER *adder)
{
    shutdown(adder->listener, SHUT_RDWR);
    pthread_join(adder->thread, NULL);
    close(adder->listener);
    pthread_mutex_lock(&adder->lock);
    adder->gate = 1;
    pthread_cond_broadcast(&adder->changed);
    for (size_t i = 0; i < COUNT(adder->fds); i++) {
        if (adder->fds[i] >= 0) {
            shutdown(adder->fds[i], SHUT_RDWR);
        }
    }
    while (adder->running > 0) {
        pthread_cond_wait(&adder->changed, &adder->lock);
    }
    pthread_mutex_unlock(&adder->lock);
    free(adder);
}

#endif /* ADDER_H */
