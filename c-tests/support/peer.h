/*
 * Peers that are nothing but sockets, so that each byte on the wire is the test's or is seen by it: a server that a
 * thread runs, with a script of what it answers, and a client.
 */
#ifndef PEER_H
#define PEER_H

#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Longest wait for a byte that has to come, in milliseconds; under valgrind all is slow. */
enum { PATIENCE = 60000 };

/* What was received or is to be sent. */
typedef struct BYTES {
    char bytes[65536];
    size_t size;
} BYTES;

/* How a connection ends after an answer. */
typedef enum AFTER { KEEP, CLOSE, RESET } AFTER;

/* One answer of the server's script: sent when a whole request has come. */
typedef struct ANSWER {
    /* NULL: nothing is sent. */
    const char *text;
    /* Bytes of the text; 0 counts them. */
    size_t size;
    AFTER after;
} ANSWER;

typedef struct PEER {
    int listener;
    unsigned short port;
    pthread_t thread;
    const ANSWER *answers;
    size_t count;
    /* The requests as they came. */
    BYTES requests[8];
    atomic_size_t served;
    atomic_size_t connections;
} PEER;

/* Where the body of an HTTP message begins, or 0 while the head is not complete. */
static inline size_t head_end(const BYTES *message)
{
    for (size_t i = 0; i + 4 <= message->size; i++) {
        if (memcmp(message->bytes + i, "\r\n\r\n", 4) == 0) {
            return i + 4;
        }
    }
    return 0;
}

/* The value of a header, or NULL. Not for headers whose name occurs in a value. */
static inline const char *find_text(const BYTES *message, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= message->size; i++) {
        if (memcmp(message->bytes + i, text, length) == 0) {
            return message->bytes + i;
        }
    }
    return NULL;
}

/* Whether an HTTP message with a length, or in chunks, is complete. */
static inline int is_complete(const BYTES *message)
{
    size_t head = head_end(message);
    if (head == 0) {
        return 0;
    }
    const char *length = find_text(message, "Content-Length: ");
    if (length != NULL && length < message->bytes + head) {
        return message->size >= head + (size_t)strtoul(length + 16, NULL, 10);
    }
    if (find_text(message, "Transfer-Encoding: chunked") != NULL) {
        return message->size >= head + 5 && memcmp(message->bytes + message->size - 5, "0\r\n\r\n", 5) == 0;
    }
    return 1;
}

/* Receives what is there: 0 at the end of the connection, and where nothing comes. */
static inline int receive_some(int fd, BYTES *into)
{
    struct pollfd wait = {fd, POLLIN, 0};
    if (into->size == sizeof(into->bytes) || poll(&wait, 1, PATIENCE) != 1) {
        return 0;
    }
    ssize_t got = recv(fd, into->bytes + into->size, sizeof(into->bytes) - into->size, 0);
    if (got <= 0) {
        return 0;
    }
    into->size += (size_t)got;
    return 1;
}

static inline int send_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return 0;
        }
        bytes += sent;
        size -= (size_t)sent;
    }
    return 1;
}

static inline void *serve(void *argument)
{
    PEER *peer = (PEER *)argument;
    size_t next = 0;
    while (next < peer->count) {
        int fd = accept(peer->listener, NULL, NULL);
        if (fd < 0) {
            return NULL;
        }
        atomic_fetch_add(&peer->connections, 1);
        for (int open = 1; open && next < peer->count;) {
            BYTES *request = &peer->requests[next];
            while (!is_complete(request) && (open = receive_some(fd, request))) {
            }
            if (!open && request->size == 0) {
                break;
            }
            const ANSWER *answer = &peer->answers[next++];
            if (answer->text != NULL) {
                send_all(fd, answer->text, answer->size != 0 ? answer->size : strlen(answer->text));
            }
            atomic_fetch_add(&peer->served, 1);
            open = open && answer->after == KEEP;
            if (answer->after == RESET) {
                struct linger now = {1, 0};
                setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
            }
        }
        close(fd);
    }
    return NULL;
}

/* A socket that listens at a free port of this machine. */
static inline int listen_anywhere(unsigned short *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 16), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static inline PEER *start_peer(const ANSWER *answers, size_t count)
{
    PEER *peer = (PEER *)calloc(1, sizeof(*peer));
    assert_non_null(peer);
    assert_true(count <= COUNT(peer->requests));
    peer->answers = answers;
    peer->count = count;
    peer->listener = listen_anywhere(&peer->port);
    assert_int_equal(pthread_create(&peer->thread, NULL, serve, peer), 0);
    return peer;
}

static inline void stop_peer(PEER *peer)
{
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->thread, NULL);
    close(peer->listener);
    free(peer);
}

/* A port that nobody listens at. */
static inline unsigned short free_port(void)
{
    unsigned short port;
    close(listen_anywhere(&port));
    return port;
}

static inline int connect_to(unsigned short port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* Sends a request and receives the whole response. */
static inline void exchange(int fd, const char *request, BYTES *response)
{
    response->size = 0;
    assert_true(send_all(fd, request, strlen(request)));
    while (!is_complete(response) && receive_some(fd, response)) {
    }
}

/* A text as a URL: URL16(buffer, "http://127.0.0.1:%u/x", port). */
static inline WS_STRING url_of(WCHAR *buffer, const char *format, unsigned port)
{
    char text[200];
    int length = snprintf(text, sizeof(text), format, port);
    for (int i = 0; i < length; i++) {
        buffer[i] = (unsigned char)text[i];
    }
    return (WS_STRING){(ULONG)length, buffer};
}

static inline void check_starts(const BYTES *bytes, const char *expected, const char *file, int line)
{
    size_t length = strlen(expected);
    if (bytes->size < length || memcmp(bytes->bytes, expected, length) != 0) {
        fprintf(stderr, "%s:%d: expected\n%s\ngot\n%.*s\n", file, line, expected, (int)bytes->size, bytes->bytes);
        _fail(file, line);
    }
}
#define assert_starts(bytes, expected) check_starts((bytes), (expected), __FILE__, __LINE__)

static inline void check_has(const BYTES *bytes, const char *part, int has, const char *file, int line)
{
    if ((find_text(bytes, part) != NULL) != has) {
        fprintf(stderr, "%s:%d: %s\n%s\nin\n%.*s\n", file, line, has ? "expected" : "unexpected", part,
                (int)bytes->size, bytes->bytes);
        _fail(file, line);
    }
}
#define assert_has(bytes, part) check_has((bytes), (part), 1, __FILE__, __LINE__)
#define assert_lacks(bytes, part) check_has((bytes), (part), 0, __FILE__, __LINE__)

#endif /* PEER_H */
