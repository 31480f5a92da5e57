/*
 * bench_tls_floor.h - what TLS itself takes: an echo of the sizes of a call between two processes, with blocking sockets
 * and OpenSSL, and nothing of this library. For the row "tls" of bench_http.c.
 *
 * An echo alone keeps all of OpenSSL in the nearest cache and in the memory of the branch predictor. In a program that
 * does something between two messages it is not there, and costs more. BENCH_WORK in the environment has each side
 * do something: no more than to run through as much code as a call of this library does, about 170 KB.
 */
#ifndef BENCH_TLS_FLOOR_H
#define BENCH_TLS_FLOOR_H

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

/* A request and a response of Add, with their heads. */
enum { FLOOR_REQUEST = 430, FLOOR_RESPONSE = 330 };

/* A line of the cache of code, with a branch: which way it goes is always the same, and known by its place only. */
#define WORK_1 { const unsigned n_ = __COUNTER__; unsigned v_ = memory[(n_ * 7) & 1023]; if ((v_ >> (n_ & 7)) & 1) sum += v_ * 3 + n_; else sum ^= v_ + n_ * 5; memory[(n_ * 7) & 1023] = v_; }
#define WORK_10 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1 WORK_1
#define WORK_100( name ) static __attribute__((noinline)) unsigned name( volatile unsigned *memory, unsigned sum ) \
    { WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 WORK_10 return sum; }
#define WORK_ALL( do ) do( 0 ) do( 1 ) do( 2 ) do( 3 ) do( 4 ) do( 5 ) do( 6 ) do( 7 ) do( 8 ) do( 9 ) do( 10 ) do( 11 ) do( 12 ) do( 13 ) do( 14 ) do( 15 ) \
    do( 16 ) do( 17 ) do( 18 ) do( 19 ) do( 20 ) do( 21 ) do( 22 ) do( 23 ) do( 24 ) do( 25 ) do( 26 )
#define WORK_OF_SIDES( n ) WORK_100( work_of_client_##n ) WORK_100( work_of_service_##n )
#define CLIENT_WORKS( n ) sum = work_of_client_##n( memory, sum );
#define SERVICE_WORKS( n ) sum = work_of_service_##n( memory, sum );
WORK_ALL( WORK_OF_SIDES )
static void floor_work( int is_service )
{
    static volatile unsigned memory[1024]; static unsigned sum; int i;
    if (!memory[1]) for (i = 0; i < 1024; i++) memory[i] = (unsigned)i * 2654435761u | 1;
    if (is_service) { WORK_ALL( SERVICE_WORKS ) } else { WORK_ALL( CLIENT_WORKS ) }
}

struct floor_end { int socket; SSL *ssl; };

static void floor_fail( const char *what ) { fprintf( stderr, "%s\n", what ); ERR_print_errors_fp( stderr ); exit( 1 ); }
/* All of a message: it comes in one piece, as it was sent in one. */
static int floor_receive( struct floor_end *end, char *room, int size )
{
    int have = 0, more;
    while (have < size)
    {
        more = end->ssl ? SSL_read( end->ssl, room + have, size - have ) : (int)recv( end->socket, room + have, (size_t)(size - have), 0 );
        if (more <= 0) return 0;
        have += more;
    }
    return 1;
}
static int floor_send( struct floor_end *end, const char *bytes, int size )
{
    return (end->ssl ? SSL_write( end->ssl, bytes, size ) : (int)send( end->socket, bytes, (size_t)size, 0 )) == size;
}
static SSL_CTX *floor_context( int is_server )
{
    SSL_CTX *context = SSL_CTX_new( is_server ? TLS_server_method() : TLS_client_method() ); char path[512];
    if (!context) floor_fail( "no context" );
    if (!is_server) return context;
    snprintf( path, sizeof(path), "%s/combined.pem", certificates() );
    if (SSL_CTX_use_certificate_chain_file( context, path ) != 1 || SSL_CTX_use_PrivateKey_file( context, path, SSL_FILETYPE_PEM ) != 1) floor_fail( path );
    return context;
}
static struct floor_end floor_begin( int socket, int is_server )
{
    struct floor_end end = { socket, NULL }; int on = 1;
    setsockopt( socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on) );
    if (!certificates()) return end;
    if (!(end.ssl = SSL_new( floor_context( is_server ) )) || !SSL_set_fd( end.ssl, socket )) floor_fail( "no session" );
    SSL_set_read_ahead( end.ssl, 1 );
    if ((is_server ? SSL_accept( end.ssl ) : SSL_connect( end.ssl )) != 1) floor_fail( "no handshake" );
    return end;
}
static struct sockaddr_in floor_address( int port )
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons( (uint16_t)port ), .sin_addr.s_addr = htonl( INADDR_LOOPBACK ) };
    return address;
}
static int floor_service( int port )
{
    struct sockaddr_in address = floor_address( port ); int on = 1, listener = socket( AF_INET, SOCK_STREAM, 0 ); struct floor_end end; static char room[FLOOR_REQUEST];
    int works = getenv( "BENCH_WORK" ) != NULL;
    setsockopt( listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on) );
    if (bind( listener, (struct sockaddr *)&address, sizeof(address) ) || listen( listener, 1 )) { perror( "listen" ); return 1; }
    start_ending_with_input();
    printf( "serving\n" ); fflush( stdout );
    end = floor_begin( accept( listener, NULL, NULL ), 1 );
    while (floor_receive( &end, room, FLOOR_REQUEST ))
    {
        if (works) floor_work( 1 );
        if (!floor_send( &end, room, FLOOR_RESPONSE )) break;
    }
    for (;;) pause();
}
static void *floor_open( void )
{
    static struct floor_end end; struct sockaddr_in address = floor_address( client_port ); int s = socket( AF_INET, SOCK_STREAM, 0 );
    if (connect( s, (struct sockaddr *)&address, sizeof(address) )) { perror( "connect" ); exit( 1 ); }
    end = floor_begin( s, 0 );
    return &end;
}
static int floor_call( void *state, int a, int b, int *sum )
{
    static char request[FLOOR_REQUEST], response[FLOOR_RESPONSE]; static int works = -1;
    if (works < 0) works = getenv( "BENCH_WORK" ) != NULL;
    if (works) floor_work( 0 );
    *sum = a + b;
    return !(floor_send( state, request, FLOOR_REQUEST ) && floor_receive( state, response, FLOOR_RESPONSE ));
}
#endif
