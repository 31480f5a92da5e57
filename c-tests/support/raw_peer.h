/*
 * A server of HTTP that answers as a test tells it to: with any bytes, of which it sends as many as wanted, and then
 * closes, resets, stalls or goes on. It runs on a thread of its own and serves one connection at a time.
 */
#ifndef RAW_PEER_H
#define RAW_PEER_H

#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long anything of a test may take before the test is stuck; nothing waits for it when all is well. */
#define PATIENCE_MS 30000

/* What the peer does when it has sent its bytes. */
enum raw_end {
    RAW_KEEP,     /* waits for the next request */
    RAW_CLOSE,    /* ends the connection in order */
    RAW_RESET,    /* ends it by a reset */
    RAW_STALL,    /* leaves it open and sends nothing until the client closes */
};

struct raw_peer {
    int listener, port;
    int stop[2];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* What it does next, and how many connections are over: guarded by the lock. */
    const char *bytes;
    size_t length;
    enum raw_end end;
    int over;
    /* What it has seen. */
    atomic_int requests, connections, stuck;
};

/* Complete requests are counted. Returns 0 when the connection is over. */
static inline int raw_read_request(struct raw_peer *peer, int connection)
{
    char head[65536];
    size_t have = 0;
    for (;;) {
        struct pollfd ready[3] = { { .fd = connection, .events = POLLIN },
                                   { .fd = peer->stop[0], .events = POLLIN },
                                   { .fd = have == 0 ? peer->listener : -1, .events = POLLIN } };
        int count = poll(ready, 3, PATIENCE_MS);
        if (count <= 0) {
            peer->stuck++;
            return 0;
        }
        /* A client that comes by a new connection has no use for one that waits. */
        if (ready[1].revents != 0 || (ready[0].revents == 0 && ready[2].revents != 0)) return 0;
        if (ready[0].revents == 0) continue;
        ssize_t got = recv(connection, head + have, sizeof(head) - 1 - have, 0);
        if (got <= 0) return 0;
        have += (size_t)got;
        head[have] = 0;
        char *end = strstr(head, "\r\n\r\n"), *field = strcasestr(head, "\r\ncontent-length:");
        if (end == NULL) continue;
        size_t body = field != NULL && field < end ? strtoul(field + 17, NULL, 10) : 0;
        if (have >= (size_t)(end + 4 - head) + body) {
            peer->requests++;
            return 1;
        }
    }
}

static inline void raw_serve(struct raw_peer *peer, int connection)
{
    while (raw_read_request(peer, connection)) {
        pthread_mutex_lock(&peer->lock);
        const char *bytes = peer->bytes;
        size_t length = peer->length;
        enum raw_end end = peer->end;
        pthread_mutex_unlock(&peer->lock);
        while (length > 0) {
            ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes += sent;
            length -= (size_t)sent;
        }
        if (end == RAW_KEEP) continue;
        if (end == RAW_RESET) {
            struct linger now = { 1, 0 };
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
        } else if (end == RAW_STALL) {
            char rest[256];
            struct pollfd ready[2] = { { .fd = connection, .events = POLLIN }, { .fd = peer->stop[0], .events = POLLIN } };
            while (poll(ready, 2, PATIENCE_MS) > 0 && ready[1].revents == 0) {
                if (recv(connection, rest, sizeof(rest), 0) <= 0) return;
            }
            /* Either the test is over or the client holds on to a call that it has given up. */
            if (ready[1].revents == 0) peer->stuck++;
        }
        return;
    }
}

static inline void *raw_run(void *state)
{
    struct raw_peer *peer = state;
    for (;;) {
        struct pollfd ready[2] = { { .fd = peer->listener, .events = POLLIN }, { .fd = peer->stop[0], .events = POLLIN } };
        if (poll(ready, 2, -1) <= 0 || ready[1].revents != 0) return NULL;
        int connection = accept(peer->listener, NULL, NULL);
        if (connection < 0) continue;
        int on = 1;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        peer->connections++;
        raw_serve(peer, connection);
        pthread_mutex_lock(&peer->lock);
        close(connection);
        peer->over++;
        pthread_cond_signal(&peer->changed);
        pthread_mutex_unlock(&peer->lock);
    }
}

/* A socket that listens on 127.0.0.1; *port is the system's choice. */
static inline int raw_listen(int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(listener, 128), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

static inline void raw_start(struct raw_peer *peer)
{
    memset(peer, 0, sizeof(*peer));
    peer->listener = raw_listen(&peer->port);
    assert_int_equal(pipe(peer->stop), 0);
    pthread_mutex_init(&peer->lock, NULL);
    pthread_cond_init(&peer->changed, NULL);
    assert_int_equal(pthread_create(&peer->thread, NULL, raw_run, peer), 0);
}

/* What the peer answers from now on. The bytes must stay. */
static inline void raw_answer(struct raw_peer *peer, const char *bytes, size_t length, enum raw_end end)
{
    pthread_mutex_lock(&peer->lock);
    peer->bytes = bytes;
    peer->length = length;
    peer->end = end;
    pthread_mutex_unlock(&peer->lock);
}

/* Waits until so many connections are over: their ends have then reached the client's side too. */
static inline void raw_wait_over(struct raw_peer *peer, int connections)
{
    pthread_mutex_lock(&peer->lock);
    while (peer->over < connections)
        pthread_cond_wait(&peer->changed, &peer->lock);
    pthread_mutex_unlock(&peer->lock);
}

static inline void raw_stop(struct raw_peer *peer)
{
    close(peer->stop[1]); /* seen as the end of the pipe wherever the peer waits */
    assert_int_equal(pthread_join(peer->thread, NULL), 0);
    close(peer->stop[0]);
    close(peer->listener);
    pthread_mutex_destroy(&peer->lock);
    pthread_cond_destroy(&peer->changed);
    assert_int_equal(peer->stuck, 0);
}

/* A connection to a port of this machine, of which reading gives up when the test is stuck. */
static inline int raw_connect(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                   .sin_port = htons((uint16_t)port) };
    struct timeval patience = { PATIENCE_MS / 1000, 0 };
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    assert_true(connection >= 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof(address)), 0);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return connection;
}

/* Sends all; 0 when the other side would not take it. */
static inline int raw_send(int connection, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) return 0;
        bytes += sent;
        length -= (size_t)sent;
    }
    return 1;
}

/* Reads until the other side closes or room is full; the bytes are ended by a zero. -1: nothing came in time. */
static inline ssize_t raw_receive(int connection, char *room, size_t size)
{
    size_t have = 0;
    while (have + 1 < size) {
        ssize_t got = recv(connection, room + have, size - 1 - have, 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return -1;
        if (got <= 0) break;
        have += (size_t)got;
    }
    room[have] = 0;
    return (ssize_t)have;
}

static inline void raw_reset(int connection)
{
    struct linger now = { 1, 0 };
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close(connection);
}

#endif
