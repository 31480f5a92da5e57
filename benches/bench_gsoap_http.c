/*
 * bench_gsoap_http.c - gSOAP's half of the rows over HTTP: a service and a client of the calculator, for bench_http.c.
 *
 *   bench_gsoap_http serve PORT THREADS      says "serving"; ends with its input
 *   bench_gsoap_http call PORT CLIENTS SECONDS
 *
 * Both do what makes gSOAP fast: connections are kept, one soap object per thread, no logging. The pool is the one of
 * gSOAP's manual: one thread accepts, the others serve a connection each for as long as it lasts, so a pool smaller than
 * the number of clients would keep some of them out.
 */
#include "soapH.h"
#include "Calculator.nsmap"
#define BENCH_CLIENT
#include "bench_net.h"

int ns__Add( struct soap *soap, int a, int b, int *result )
{
    (void)soap;
    *result = a + b;
    return SOAP_OK;
}

/* ------------------------------------------------------------------ service ------------- */
enum { QUEUE = 1024 };
static SOAP_SOCKET queue[QUEUE];
static int queue_first, queue_count;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_changed = PTHREAD_COND_INITIALIZER;

static int end_call( struct soap *soap ) { soap_destroy( soap ); soap_end( soap ); return SOAP_OK; }

static void set_up( struct soap *soap )
{
    soap->max_keep_alive = 0;   /* no limit */
    soap->bind_flags = SO_REUSEADDR;
    soap->fserveloop = end_call;
    soap->accept_flags |= SO_LINGER;
    soap->linger_time = 1;
}

static void *serve_connections( void *state )
{
    struct soap *soap = state;
    for (;;)
    {
        pthread_mutex_lock( &queue_lock );
        while (!queue_count) pthread_cond_wait( &queue_changed, &queue_lock );
        soap->socket = queue[queue_first];
        queue_first = (queue_first + 1) % QUEUE; queue_count--;
        pthread_mutex_unlock( &queue_lock );
        soap_serve( soap );
        end_call( soap );
    }
    return NULL;
}

static int serve( int port, int threads )
{
    struct soap *master = soap_new1( SOAP_IO_KEEPALIVE );
    int i;
    set_up( master );
    if (!soap_valid_socket( soap_bind( master, "127.0.0.1", port, 1000 ) )) { soap_print_fault( master, stderr ); return 1; }
    for (i = 0; threads > 1 && i < threads; i++)
    {
        pthread_t thread;
        if (pthread_create( &thread, NULL, serve_connections, soap_copy( master ) )) return 1;
    }
    start_ending_with_input();
    printf( "serving\n" ); fflush( stdout );
    for (;;)
    {
        SOAP_SOCKET connection = soap_accept( master );
        if (!soap_valid_socket( connection )) continue;
        if (threads <= 1) { soap_serve( master ); end_call( master ); continue; }
        pthread_mutex_lock( &queue_lock );
        if (queue_count < QUEUE) { queue[(queue_first + queue_count) % QUEUE] = connection; queue_count++; }
        pthread_cond_signal( &queue_changed );
        pthread_mutex_unlock( &queue_lock );
    }
}

/* ------------------------------------------------------------------ client -------------- */
static char url[64];

static void *client_open( void )
{
    struct soap *soap = soap_new1( SOAP_IO_KEEPALIVE );
    soap->max_keep_alive = 0;
    return soap;
}
static int client_add( void *client, int a, int b, int *sum )
{
    struct soap *soap = client;
    int failed = soap_call_ns__Add( soap, url, NULL, a, b, sum );
    if (failed) soap_print_fault( soap, stderr );
    end_call( soap );
    return failed;
}

int main( int argc, char **argv )
{
    signal( SIGPIPE, SIG_IGN );
    if (argc == 4 && !strcmp( argv[1], "serve" )) return serve( atoi( argv[2] ), atoi( argv[3] ) );
    if (argc == 5 && !strcmp( argv[1], "call" ))
    {
        snprintf( url, sizeof(url), "http://127.0.0.1:%s/calculator", argv[2] );
        return run_clients( atoi( argv[3] ), atof( argv[4] ), client_open, client_add );
    }
    fprintf( stderr, "bench_gsoap_http serve PORT THREADS | call PORT CLIENTS SECONDS\n" );
    return 2;
}
