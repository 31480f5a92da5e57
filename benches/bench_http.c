/*
 * bench_http.c - this library over HTTP, beside gSOAP where its half was built (bench_gsoap_http.c).
 *
 * Usage: bench_http [-gsoap PROGRAM] [-rounds N] [-seconds S] [-million] [row ...]
 *        rows: one_core two_cores clients_64 idle async stream tls handshakes memory; all, without memory, if none is named
 *        -million: the memory row makes 1,000,000 calls in place of 50,000, and is run
 *
 * Service and client are processes of their own. Where two sides are compared they take turns (A B A B), -rounds (5)
 * times for -seconds (1) each, and the median counts. Processor times are the processes' own, of client and service.
 *
 * This program is also its own service and client: serve, call, async, stream_service, stream_client, floor_service,
 * floor_call.
 */
#define _GNU_SOURCE
#include "bench_missing.h"
#include "../examples/calculator.c"
#define BENCH_CLIENT
#include "bench_net.h"
#include "bench_tls.h"

#include "bench_driver.h"

#include <errno.h>

#define PROPERTY(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

static WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
static WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static WS_CHANNEL_PROPERTY plain[] = { PROPERTY( WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11 ),
                                       PROPERTY( WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport ) };
enum { PLAIN = WsCountOf( plain ) };

static WS_STRING url_of( const char *host, int port, const char *path )
{
    static WCHAR room[4][64]; static int used; char text[64]; int i;
    WS_STRING url = { 0, room[used++ % 4] };
    url.length = (ULONG)snprintf( text, sizeof(text), "%s://%s:%d/%s", certificates() ? "https" : "http", host, port, path );
    for (i = 0; i < (int)url.length; i++) url.chars[i] = (unsigned char)text[i];
    return url;
}

/* ------------------------------------------------------------------ service ------------- */

static HRESULT CALLBACK serve_add( const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *sum, const WS_ASYNC_CONTEXT *async, WS_ERROR *error )
{
    (void)context; (void)async; (void)error;
    *sum = (INT)((UINT)first + (UINT)second);
    return S_OK;
}

/* Subtract is answered only when as many of them wait as the first number says: all are under way at the same time. */
struct held { WS_ASYNC_CONTEXT async; INT *result, value; };
static struct held held[4096]; static int held_count;
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static HRESULT CALLBACK serve_held( const WS_OPERATION_CONTEXT *context, INT first, INT second, INT *difference, const WS_ASYNC_CONTEXT *async, WS_ERROR *error )
{
    int i, count;
    (void)context; (void)error;
    if (!async || first > 4096) return E_FAIL;
    pthread_mutex_lock( &held_lock );
    held[held_count++] = (struct held){ *async, difference, first - second };
    count = held_count;
    if (count == first)
    {
        /* Who looks at the threads of this process does it now, and says so. */
        char byte;
        printf( "held\n" ); fflush( stdout );
        if (read( 0, &byte, 1 ) != 1) _exit( 1 );
        for (i = 0; i < count; i++) { *held[i].result = held[i].value; held[i].async.callback( S_OK, WS_LONG_CALLBACK, held[i].async.callbackState ); }
        held_count = 0;
    }
    pthread_mutex_unlock( &held_lock );
    return WS_S_ASYNC;
}

static int serve( int port, int holds )
{
    static const Calculator_FunctionTable functions = { serve_add, serve_held };
    static const WS_SERVICE_CONTRACT contract = { &Calculator_contract, NULL, &functions };
    ULONG channels = 20000, accepting = 16, pool = 1000;
    WS_SERVICE_ENDPOINT_PROPERTY properties[] = {
        PROPERTY( WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, channels ), PROPERTY( WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS, accepting ),
        PROPERTY( WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE, pool ), PROPERTY( WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE, pool ) };
    WS_SERVICE_ENDPOINT endpoint = { .address = { .url = url_of( "127.0.0.1", port, "calculator" ) }, .channelBinding = WS_HTTP_CHANNEL_BINDING,
                                     .channelType = WS_CHANNEL_TYPE_REPLY, .securityDescription = security_of( 1 ), .contract = &contract, .channelProperties = { plain, PLAIN },
                                     .properties = properties, .propertyCount = WsCountOf( properties ) };
    const WS_SERVICE_ENDPOINT *endpoints[] = { &endpoint };
    WS_SERVICE_HOST *host; WS_ERROR *error;
    raise_files();
    if (FAILED( WsCreateError( NULL, 0, &error ) )) return 1;
    MUST( WsCreateServiceHost( endpoints, 1, NULL, 0, &host, error ) );
    MUST( WsOpenServiceHost( host, NULL, error ) );
    if (!holds) start_ending_with_input();
    printf( "serving\n" ); fflush( stdout );
    for (;;) pause();
}

/* ------------------------------------------------------------------ client -------------- */
struct client { WS_SERVICE_PROXY *proxy; WS_HEAP *heap; WS_ERROR *error; };
static int client_port;

static WS_SERVICE_PROXY *open_proxy( ULONG pending, WS_ERROR *error )
{
    WS_ENDPOINT_ADDRESS address = { .url = url_of( "127.0.0.1", client_port, "calculator" ) };
    ULONG timeout = 60000; USHORT pool = 1000;
    WS_PROXY_PROPERTY properties[] = { PROPERTY( WS_PROXY_PROPERTY_MAX_PENDING_CALLS, pending ), PROPERTY( WS_PROXY_PROPERTY_CALL_TIMEOUT, timeout ),
                                       PROPERTY( WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE, pool ) };
    WS_SERVICE_PROXY *proxy;
    MUST( WsCreateServiceProxy( WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, security_of( 0 ), properties, WsCountOf( properties ), plain, PLAIN, &proxy, error ) );
    MUST( WsOpenServiceProxy( proxy, &address, NULL, error ) );
    return proxy;
}

/* All clients of a process share a proxy, which is what it is for. */
static void *client_open( void )
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; static WS_SERVICE_PROXY *proxy;
    struct client *client = calloc( 1, sizeof(*client) ); WS_ERROR *error = NULL;
    MUST( WsCreateError( NULL, 0, &client->error ) );
    error = client->error;
    MUST( WsCreateHeap( 4096, 4096, NULL, 0, &client->heap, error ) );
    pthread_mutex_lock( &lock );
    if (!proxy) proxy = open_proxy( 4096, error );
    pthread_mutex_unlock( &lock );
    client->proxy = proxy;
    return client;
}
static int client_add( void *state, int a, int b, int *sum )
{
    struct client *client = state; INT result = 0;
    HRESULT hr = Calculator_Add( client->proxy, a, b, &result, client->heap, NULL, 0, NULL, client->error );
    if (FAILED( hr )) { fprintf( stderr, "Add: %08x\n", (unsigned)hr ); print_texts( client->error ); return 1; }
    *sum = result;
    WsResetHeap( client->heap, NULL );
    return 0;
}

/* COUNT asynchronous calls at the same time; says "started" when all are, and "answered" when all are. */
static pthread_mutex_t done_lock = PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t done_changed = PTHREAD_COND_INITIALIZER;
static int under_way, went_wrong;
static void CALLBACK done( HRESULT hr, WS_CALLBACK_MODEL model, void *state )
{
    (void)model; (void)state;
    pthread_mutex_lock( &done_lock );
    under_way--; went_wrong += FAILED( hr );
    pthread_cond_signal( &done_changed );
    pthread_mutex_unlock( &done_lock );
}
static int async_calls( int count )
{
    WS_ERROR *error; WS_SERVICE_PROXY *proxy; WS_HEAP **heaps = calloc( (size_t)count, sizeof(*heaps) );
    INT *results = calloc( (size_t)count, sizeof(*results) ); int i, started = 0;
    raise_files();
    if (FAILED( WsCreateError( NULL, 0, &error ) )) return 1;
    proxy = open_proxy( (ULONG)count, error );
    under_way = count;
    for (i = 0; i < count; i++)
    {
        WS_ASYNC_CONTEXT context = { done, NULL }; HRESULT hr;
        MUST( WsCreateHeap( 4096, 4096, NULL, 0, &heaps[i], error ) );
        hr = Calculator_Subtract( proxy, count, i, &results[i], heaps[i], NULL, 0, &context, NULL );
        if (hr == WS_S_ASYNC) started++; else done( hr, WS_LONG_CALLBACK, NULL );
    }
    printf( "started %d\n", started ); fflush( stdout );
    pthread_mutex_lock( &done_lock );
    while (under_way) pthread_cond_wait( &done_changed, &done_lock );
    pthread_mutex_unlock( &done_lock );
    for (i = 0; i < count; i++) went_wrong += results[i] != count - i;
    printf( "answered %d\n", count - went_wrong ); fflush( stdout );
    _exit( went_wrong != 0 );
}

/* ------------------------------------------------------------------ streams ------------- */
/* <data> with as many megabytes of characters as asked for, each way. */
static WS_XML_STRING data_name = WS_XML_STRING_VALUE( "data" ), data_ns = WS_XML_STRING_VALUE( "http://example.org/stream" );
static WS_XML_STRING data_action = WS_XML_STRING_VALUE( "http://example.org/stream/data" );
static WS_TRANSFER_MODE streamed = WS_STREAMED_TRANSFER_MODE; static ULONGLONG no_limit = (ULONGLONG)1 << 40;
static ULONG no_timeout = 0xFFFFFFFF;
static WS_CHANNEL_PROPERTY stream[] = { PROPERTY( WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11 ), PROPERTY( WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport ),
    PROPERTY( WS_CHANNEL_PROPERTY_TRANSFER_MODE, streamed ), PROPERTY( WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, no_limit ),
    PROPERTY( WS_CHANNEL_PROPERTY_SEND_TIMEOUT, no_timeout ), PROPERTY( WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, no_timeout ) };
enum { STREAM_SERVICE = WsCountOf( stream ), PIECE = 32768 };

static void write_data( WS_CHANNEL *channel, WS_MESSAGE *message, long megabytes, WS_ERROR *error )
{
    static BYTE piece[PIECE]; WS_XML_WRITER *writer; long i, pieces = megabytes * ((1 << 20) / PIECE);
    memset( piece, 'x', sizeof(piece) );
    MUST( WsWriteMessageStart( channel, message, NULL, error ) );
    MUST( WsGetMessageProperty( message, WS_MESSAGE_PROPERTY_BODY_WRITER, &writer, sizeof(writer), error ) );
    MUST( WsWriteStartElement( writer, NULL, &data_name, &data_ns, error ) );
    for (i = 0; i < pieces; i++)
    {
        MUST( WsWriteCharsUtf8( writer, piece, PIECE, error ) );
        MUST( WsFlushBody( message, PIECE, NULL, error ) );
    }
    MUST( WsWriteEndElement( writer, error ) );
    MUST( WsWriteMessageEnd( channel, message, NULL, error ) );
}
static long long read_data( WS_CHANNEL *channel, WS_MESSAGE *message, WS_ERROR *error )
{
    static BYTE piece[PIECE]; WS_XML_READER *reader; ULONG got; long long all = 0;
    MUST( WsReadMessageStart( channel, message, NULL, error ) );
    MUST( WsGetMessageProperty( message, WS_MESSAGE_PROPERTY_BODY_READER, &reader, sizeof(reader), error ) );
    MUST( WsFillBody( message, 512, NULL, error ) );
    MUST( WsReadToStartElement( reader, &data_name, &data_ns, NULL, error ) );
    MUST( WsReadStartElement( reader, error ) );
    do
    {
        MUST( WsFillBody( message, PIECE, NULL, error ) );
        MUST( WsReadCharsUtf8( reader, piece, PIECE, &got, error ) );
        all += got;
    } while (got);
    MUST( WsReadEndElement( reader, error ) );
    MUST( WsReadMessageEnd( channel, message, NULL, error ) );
    return all;
}
static int stream_service( int port, long megabytes )
{
    WS_LISTENER *listener; WS_CHANNEL *channel; WS_MESSAGE *request, *reply; WS_ERROR *error; WS_STRING url = url_of( "127.0.0.1", port, "stream" );
    if (FAILED( WsCreateError( NULL, 0, &error ) )) return 1;
    MUST( WsCreateListener( WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &listener, error ) );
    MUST( WsOpenListener( listener, &url, NULL, error ) );
    /* Times are the client's matter: a reply channel does not take them. */
    MUST( WsCreateChannelForListener( listener, stream, STREAM_SERVICE - 2, &channel, error ) );
    MUST( WsCreateMessageForChannel( channel, NULL, 0, &request, error ) );
    MUST( WsCreateMessageForChannel( channel, NULL, 0, &reply, error ) );
    printf( "serving\n" ); fflush( stdout );
    MUST( WsAcceptChannel( listener, channel, NULL, error ) );
    if (read_data( channel, request, error ) != (long long)megabytes << 20) return 1;
    MUST( WsInitializeMessage( reply, WS_REPLY_MESSAGE, request, error ) );
    write_data( channel, reply, megabytes, error );
    printf( "answered\n" ); fflush( stdout );
    for (;;) pause();
}
static int stream_client( int port, long megabytes )
{
    WS_CHANNEL *channel; WS_MESSAGE *request, *reply; WS_ERROR *error; WS_ENDPOINT_ADDRESS address = { .url = url_of( "127.0.0.1", port, "stream" ) };
    double start, sent, got;
    if (FAILED( WsCreateError( NULL, 0, &error ) )) return 1;
    MUST( WsCreateChannel( WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, stream, WsCountOf( stream ), NULL, &channel, error ) );
    MUST( WsOpenChannel( channel, &address, NULL, error ) );
    MUST( WsCreateMessageForChannel( channel, NULL, 0, &request, error ) );
    MUST( WsCreateMessageForChannel( channel, NULL, 0, &reply, error ) );
    MUST( WsInitializeMessage( request, WS_BLANK_MESSAGE, NULL, error ) );
    MUST( WsSetHeader( request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &data_action, sizeof(data_action), error ) );
    start = wall_s();
    write_data( channel, request, megabytes, error );
    sent = wall_s();
    if (read_data( channel, reply, error ) != (long long)megabytes << 20) return 1;
    got = wall_s();
    printf( "STREAM %.2f %.2f\n", megabytes / (sent - start), megabytes / (got - sent) ); fflush( stdout );
    for (;;) pause();
}

/* ------------------------------------------------------------------ driver -------------- */
static int compare( const char *row, int clients, int service_core, int client_core, double required )
{
    enum { FIELDS = 6, MOST = 64 };
    static double values[2][FIELDS][MOST]; struct figures f[2]; int side, r, k, sides = gsoap ? 2 : 1; char what[80];
    for (r = 0; r < rounds && r < MOST; r++)
        for (side = 0; side < sides; side++)
        {
            if (turn( side ? gsoap : self, side ? GSOAP : OURS, clients, service_core, client_core, &f[0] )) return failed_row( row, side ? "gSOAP" : "this library" );
            for (k = 0; k < FIELDS; k++) values[side][k][r] = ((double *)&f[0])[k];
        }
    for (side = 0; side < sides; side++)
    {
        for (k = 0; k < FIELDS; k++) ((double *)&f[side])[k] = middle( values[side][k], r );
        printf( "RESULT %-12s %-13s %9.0f calls/s  p50 %8.1f us  p99 %8.1f us  client %6.2f us  service %6.2f us  processors %.2f  (min %.0f max %.0f calls/s)\n",
                row, side ? "gSOAP" : "this library", f[side].speed, f[side].p50, f[side].p99, f[side].client, f[side].service, f[side].busy,
                values[side][0][0], values[side][0][r - 1] );
    }
    if (!gsoap) { printf( "SKIP   %-22s gSOAP's half is not built, so nothing is compared\n", row ); return 0; }
    snprintf( what, sizeof(what), "%s: calls/s / gSOAP's", row );
    verdict( what, f[0].speed / f[1].speed, ">=", required );
    if (clients == 1)
    {
        snprintf( what, sizeof(what), "%s: p99 / gSOAP's", row ); verdict( what, f[0].p99 / f[1].p99, "<=", 1 );
        snprintf( what, sizeof(what), "%s: processor per call, client / gSOAP's", row ); verdict( what, f[0].client / f[1].client, "<=", 1 );
        snprintf( what, sizeof(what), "%s: processor per call, service / gSOAP's", row ); verdict( what, f[0].service / f[1].service, "<=", 1 );
    }
    else
    {
        snprintf( what, sizeof(what), "%s: processors kept busy", row ); verdict( what, f[0].busy, ">=", 1.8 );
    }
    return 0;
}

/* ------------------------------------------------------------------ idle connections ---- */
static const char add_body[] = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
    "<Add xmlns=\"http://example.org/calculator\"><a>1</a><b>2</b></Add></s:Body></s:Envelope>";
static int raw_add( int connection, int port )
{
    char request[1024], answer[4096], *body, *field; int length, have = 0;
    length = snprintf( request, sizeof(request), "POST /calculator HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: text/xml\r\n"
                       "SOAPAction: \"http://example.org/calculator/Add\"\r\nContent-Length: %zu\r\n\r\n%s", port, sizeof(add_body) - 1, add_body );
    if (send( connection, request, (size_t)length, MSG_NOSIGNAL ) != length) return 0;
    for (;;)
    {
        ssize_t got = recv( connection, answer + have, sizeof(answer) - 1 - (size_t)have, 0 );
        if (got <= 0) return 0;
        answer[have += (int)got] = 0;
        if (!(body = strstr( answer, "\r\n\r\n" ))) continue;
        /* Its length, or chunks, which end by an empty one. */
        field = strcasestr( answer, "\r\nContent-Length:" );
        if (field && field < body ? body + 4 + atoi( field + 17 ) <= answer + have : strstr( body, "\r\n0\r\n\r\n" ) != NULL)
            return strstr( answer, "result>3</" ) != NULL;
    }
}
static int idle( int connections )
{
    char port[16]; struct child service; int number = free_port(), i, opened = 0, alive = 0, *sockets = calloc( (size_t)connections, sizeof(*sockets) ); long before, after, size;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl( INADDR_LOOPBACK ), .sin_port = htons( (uint16_t)number ) };
    raise_files();
    snprintf( port, sizeof(port), "%d", number );
    service = start( -1, self, "serve", port, NULL );
    if (!line_of( &service, "serving" )) { end( &service ); return failed_row( "idle", "the service does not start" ); }
    before = status_of( &service, "VmRSS" );
    for (i = 0; i < connections; i++)
    {
        struct timeval patience = { 10, 0 };
        sockets[i] = socket( AF_INET, SOCK_STREAM, 0 );
        if (sockets[i] < 0 || connect( sockets[i], (struct sockaddr *)&address, sizeof(address) )) break;
        setsockopt( sockets[i], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience) );
        if (!raw_add( sockets[i], number )) break;
        opened++;
    }
    if (opened < connections) { printf( "FAIL   idle: connection %d of %d: %s\n", opened, connections, strerror( errno ) ); failed_rows++; end( &service ); return 1; }
    after = status_of( &service, "VmRSS" );
    for (i = 0; i < connections; i++) alive += raw_add( sockets[i], number );
    size = status_of( &service, "VmRSS" );
    printf( "RESULT %-12s %d connections kept, all served: %.1f MB before, %.1f MB with them, %.1f MB after one more call each; %.2f kB each; %ld threads\n", "idle",
            opened, before / 1024.0, after / 1024.0, size / 1024.0, (double)(after - before) / connections, status_of( &service, "Threads" ) );
    verdict( "idle: MB of the service with 10,000 kept connections", (size > after ? size : after) / 1024.0, "<=", 200 );
    if (alive != connections) failed_row( "idle", "not all connections were still served" );
    for (i = 0; i < connections; i++) close( sockets[i] );
    end( &service );
    return 0;
}

/* ------------------------------------------------------------------ other rows ---------- */
static int async_row( void )
{
    char port[16]; struct child service, client; const char *line; long service_threads, client_threads, service_kb, client_kb; int answered = 0;
    snprintf( port, sizeof(port), "%d", free_port() );
    service = start( -1, self, "serve_held", port, NULL );
    if (!line_of( &service, "serving" )) { end( &service ); return failed_row( "async", "the service does not start" ); }
    client = start( -1, self, "async", port, "1000", NULL );
    if (!line_of( &client, "started" ) || !line_of( &service, "held" )) { end( &client ); end( &service ); return failed_row( "async", "the calls were not all under way" ); }
    service_threads = status_of( &service, "Threads" ); client_threads = status_of( &client, "Threads" );
    service_kb = status_of( &service, "VmRSS" ); client_kb = status_of( &client, "VmRSS" );
    if (write( service.to, "\n", 1 ) != 1) abort();
    line = line_of( &client, "answered" );
    if (line) sscanf( line, "answered %d", &answered );
    printf( "RESULT %-12s 1000 calls under way, %d answered: %ld threads of the client, %ld of the service; %.1f and %.1f MB\n", "async", answered,
            client_threads, service_threads, client_kb / 1024.0, service_kb / 1024.0 );
    if (answered != 1000) failed_row( "async", "not all calls were answered" );
    verdict( "async: threads of the client with 1,000 calls", (double)client_threads, "<=", 19 );
    verdict( "async: threads of the service with 1,000 calls", (double)service_threads, "<=", 19 );
    end( &client ); end( &service );
    return 0;
}
static int stream_row( void )
{
    static const char *sizes[] = { "64", "1024" }; int i; double to = 0, back = 0; long peak[2][2] = { { 0 } };
    for (i = 0; i < 2; i++)
    {
        char port[16]; struct child service, client; const char *line;
        snprintf( port, sizeof(port), "%d", free_port() );
        service = start( -1, self, "stream_service", port, sizes[i], NULL );
        if (!line_of( &service, "serving" )) { end( &service ); return failed_row( "stream", "the service does not start" ); }
        client = start( -1, self, "stream_client", port, sizes[i], NULL );
        line = line_of( &client, "STREAM" );
        if (!line || sscanf( line, "STREAM %lf %lf", &to, &back ) != 2) { end( &client ); end( &service ); return failed_row( "stream", "it broke off" ); }
        peak[i][0] = status_of( &client, "VmHWM" ); peak[i][1] = status_of( &service, "VmHWM" );
        printf( "RESULT %-12s %s MB each way: %.0f MB/s there, %.0f MB/s back; at most %.1f MB of the client, %.1f MB of the service\n", "stream", sizes[i], to, back,
                peak[i][0] / 1024.0, peak[i][1] / 1024.0 );
        end( &client ); end( &service );
    }
    verdict( "stream: MB more of the client for 1 GB than for 64 MB", (peak[1][0] - peak[0][0]) / 1024.0, "<=", 1 );
    verdict( "stream: MB more of the service for 1 GB than for 64 MB", (peak[1][1] - peak[0][1]) / 1024.0, "<=", 1 );
    return 0;
}
static int calls_then_wait( long first, long more )
{
    void *client = client_open(); long i; int sum; char byte;
    for (i = 0; i < first + more; i++)
    {
        if (i == first) { printf( "warm\n" ); fflush( stdout ); if (read( 0, &byte, 1 ) != 1) return 1; }
        if (client_add( client, (int)i, 1, &sum ) || sum != (int)i + 1) return 1;
    }
    printf( "called\n" ); fflush( stdout );
    for (;;) pause();
}
static int memory_row( const char *calls )
{
    char port[16]; struct child service, client; long before[2], after[2];
    snprintf( port, sizeof(port), "%d", free_port() );
    service = start( -1, self, "serve", port, NULL );
    if (!line_of( &service, "serving" )) { end( &service ); return failed_row( "memory", "the service does not start" ); }
    client = start( -1, self, "calls", port, calls, NULL );
    if (!line_of( &client, "warm" )) { end( &client ); end( &service ); return failed_row( "memory", "a call failed" ); }
    before[0] = status_of( &client, "VmRSS" ); before[1] = status_of( &service, "VmRSS" );
    if (write( client.to, "\n", 1 ) != 1) abort();
    if (!line_of( &client, "called" )) { end( &client ); end( &service ); return failed_row( "memory", "a call failed" ); }
    after[0] = status_of( &client, "VmRSS" ); after[1] = status_of( &service, "VmRSS" );
    printf( "RESULT %-12s %s calls: the client has %.2f MB more, the service %.2f MB more\n", "memory", calls, (after[0] - before[0]) / 1024.0, (after[1] - before[1]) / 1024.0 );
    verdict( "memory: MB more of the client", (after[0] - before[0]) / 1024.0, "<=", 0.5 );
    verdict( "memory: MB more of the service", (after[1] - before[1]) / 1024.0, "<=", 0.5 );
    end( &client ); end( &service );
    return 0;
}

#define BENCH_TLS_ROWS
#include "bench_tls_floor.h"
#include "bench_tls.h"

int main( int argc, char **argv )
{
    static const char *all[] = { "one_core", "two_cores", "clients_64", "idle", "async", "stream", "tls", "handshakes" };
    const char *rows[16], *calls = "50000"; int i, count = 0;
    signal( SIGPIPE, SIG_IGN );
    self = "/proc/self/exe";
    if (argc >= 3) client_port = atoi( argv[2] );
    if (argc == 3 && !strcmp( argv[1], "serve" )) return serve( client_port, 0 );
    if (argc == 3 && !strcmp( argv[1], "serve_held" )) return serve( client_port, 1 );
    if (argc == 3 && !strcmp( argv[1], "floor_service" )) return floor_service( client_port );
    if (argc == 5 && !strcmp( argv[1], "floor_call" )) return run_clients( 1, atof( argv[4] ), floor_open, floor_call );
    if (argc == 4 && !strcmp( argv[1], "async" )) return async_calls( atoi( argv[3] ) );
    if (argc == 4 && !strcmp( argv[1], "calls" )) return calls_then_wait( 5000, atol( argv[3] ) );
    if (argc == 4 && !strcmp( argv[1], "stream_service" )) return stream_service( client_port, atol( argv[3] ) );
    if (argc == 4 && !strcmp( argv[1], "stream_client" )) return stream_client( client_port, atol( argv[3] ) );
    if (argc == 5 && !strcmp( argv[1], "call" )) return run_clients( atoi( argv[3] ), atof( argv[4] ), client_open, client_add );
    for (i = 1; i < argc; i++)
    {
        if (!strcmp( argv[i], "-gsoap" ) && i + 1 < argc) gsoap = argv[++i];
        else if (!strcmp( argv[i], "-rounds" ) && i + 1 < argc) rounds = atoi( argv[++i] );
        else if (!strcmp( argv[i], "-seconds" ) && i + 1 < argc) seconds = atof( argv[++i] );
        else if (!strcmp( argv[i], "-million" )) { calls = "1000000"; rows[count++] = "memory"; }
        else if (count < 15) rows[count++] = argv[i];
    }
    if (!count) for (; count < (int)WsCountOf( all ); count++) rows[count] = all[count];
    for (i = 0; i < count; i++)
    {
        if (!strcmp( rows[i], "one_core" )) compare( rows[i], 1, 0, 0, 1.5 );
        else if (!strcmp( rows[i], "two_cores" )) compare( rows[i], 1, 1, 0, 1.25 );
        else if (!strcmp( rows[i], "clients_64" )) compare( rows[i], 64, -1, -1, 1.5 );
        else if (!strcmp( rows[i], "idle" )) idle( 10000 );
        else if (!strcmp( rows[i], "async" )) async_row();
        else if (!strcmp( rows[i], "stream" )) stream_row();
        else if (!strcmp( rows[i], "tls" )) tls_row();
        else if (!strcmp( rows[i], "handshakes" )) handshake_row();
        else if (!strcmp( rows[i], "memory" )) memory_row( calls );
        else { fprintf( stderr, "no row %s\n", rows[i] ); return 1; }
        fflush( stdout );
    }
    remove_certificate_folder();
    return failed_rows ? 1 : missed ? 2 : 0;
}
