/*
 * bench_tls.h - the rows over TLS of bench_http.c: calls beside plain ones, handshakes beside those of openssl s_server.
 *
 * BENCH_TLS in the environment of a service or client is the folder of its certificates (c-tests/support/ca.sh), and has
 * it use https.
 */
#ifndef BENCH_TLS_H
#define BENCH_TLS_H

#include <WebServicesX.h>

static const char *certificates( void ) { return getenv( "BENCH_TLS" ); }

static const CERT_CONTEXT *certificate_of( const char *name, int has_key )
{
    static char room[2][65536]; WS_BYTES part[2]; const CERT_CONTEXT *cert = NULL; char path[512]; FILE *file; int i;
    for (i = 0; i < 1 + has_key; i++)
    {
        snprintf( path, sizeof(path), "%s/%s.%s", certificates(), name, i ? "key" : "pem" );
        if (!(file = fopen( path, "r" ))) { perror( path ); exit( 1 ); }
        part[i].bytes = (BYTE *)room[i]; part[i].length = (ULONG)fread( room[i], 1, sizeof(room[i]), file );
        fclose( file );
    }
    if (FAILED( WsxCertFromPem( &part[0], has_key ? &part[1] : NULL, NULL, &cert, NULL ) )) { fprintf( stderr, "%s: no certificate\n", path ); exit( 1 ); }
    return cert;
}
static HRESULT CALLBACK give_certificate( void *state, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via, const CERT_CONTEXT **cert, WS_ERROR *error )
{
    (void)state; (void)target; (void)via; (void)error;
    *cert = certificate_of( "server", 1 );
    return S_OK;
}
/* NULL without TLS. */
static const WS_SECURITY_DESCRIPTION *security_of( int is_server )
{
    static WS_CUSTOM_CERT_CREDENTIAL own = { { WS_CUSTOM_CERT_CREDENTIAL_TYPE }, give_certificate, NULL, NULL, NULL };
    static const CERT_CONTEXT *root; static WSX_TRUST_ANCHORS anchors = { &root, 1 };
    static WS_SECURITY_BINDING_PROPERTY trust = { WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, &anchors, sizeof(anchors) };
    static WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { { WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE, NULL, 0 }, NULL };
    static WS_SECURITY_BINDING *bindings[] = { &ssl.binding }; static WS_SECURITY_DESCRIPTION description = { bindings, 1, NULL, 0 };
    if (!certificates()) return NULL;
    if (is_server) ssl.localCertCredential = &own.credential;
    else { root = certificate_of( "ca", 0 ); ssl.binding.properties = &trust; ssl.binding.propertyCount = 1; }
    return &description;
}
#endif

#ifdef BENCH_TLS_ROWS
/* The certificates of the rows, made once. */
static const char *tls_folder( void )
{
    static char folder[64]; char command[256];
    if (folder[0]) return folder;
    snprintf( folder, sizeof(folder), "/tmp/bench-tls.%d", (int)getpid() );
    snprintf( command, sizeof(command), "c-tests/support/ca.sh %s >/dev/null && cd %s && cat server.pem server.key >combined.pem && chmod 600 combined.pem", folder, folder );
    if (system( command )) { folder[0] = 0; return NULL; }
    return folder;
}
static void remove_tls_folder( void )
{
    char command[128];
    snprintf( command, sizeof(command), "rm -rf /tmp/bench-tls.%d", (int)getpid() );
    if (system( command )) perror( command );
}

/*
 * Calls over a kept connection, with and without TLS. Beside them, what TLS costs whoever uses OpenSSL: an echo of the same
 * sizes, alone and with work between the messages (bench_tls_floor.h). What TLS adds to that, it adds to a call as well.
 */
static int tls_row( void )
{
    enum { FIELDS = 6, MOST = 64, SIDES = 6 };
    static const char *names[SIDES] = { "http", "https", "echo", "echo, TLS", "work", "work, TLS" };
    static double values[SIDES][FIELDS][MOST]; struct figures f; double middles[SIDES][FIELDS], used[SIDES]; const char *folder = tls_folder(); int side, r, k, bad = 0;
    if (!folder) return failed_row( "tls", "c-tests/support/ca.sh makes no certificates" );
    for (r = 0; r < rounds && r < MOST; r++)
        for (side = 0; side < SIDES; side++)
        {
            if (side % 2) setenv( "BENCH_TLS", folder, 1 );
            if (side / 2 == 2) setenv( "BENCH_WORK", "1", 1 );
            bad = turn( self, side < 2 ? OURS : FLOOR, 1, 0, 0, &f );
            unsetenv( "BENCH_TLS" ); unsetenv( "BENCH_WORK" );
            if (bad) return failed_row( "tls", names[side] );
            for (k = 0; k < FIELDS; k++) values[side][k][r] = ((double *)&f)[k];
        }
    for (side = 0; side < SIDES; side++)
    {
        for (k = 0; k < FIELDS; k++) middles[side][k] = middle( values[side][k], r );
        used[side] = middles[side][3] + middles[side][4];
        printf( "RESULT %-12s %-13s %9.0f calls/s  p50 %8.1f us  p99 %8.1f us  client %6.2f us  service %6.2f us\n", "tls", names[side],
                middles[side][0], middles[side][1], middles[side][2], middles[side][3], middles[side][4] );
    }
    /* Both sides share a core, so that their times of the processor add up to that of a call. */
    printf( "RESULT %-12s TLS adds %.2f us of the processor to a call, %.2f us to an echo, %.2f us to an echo with work; were it as much, the ratio would be %.2f or %.2f\n",
            "tls", used[1] - used[0], used[3] - used[2], used[5] - used[4], used[0] / (used[0] + used[3] - used[2]), used[0] / (used[0] + used[5] - used[4]) );
    verdict( "tls: calls/s over TLS / without", middles[1][0] / middles[0][0], ">=", 0.85 );
    return 0;
}

/* Full handshakes that a server makes with openssl s_time in two seconds; 0 if that cannot be had. */
static long handshakes( int port, const char *version )
{
    char command[160], line[256]; long count = 0, value; FILE *from;
    snprintf( command, sizeof(command), "openssl s_time -connect 127.0.0.1:%d -new -time 2 %s 2>/dev/null", port, version );
    if (!(from = popen( command, "r" ))) return 0;
    while (fgets( line, sizeof(line), from )) if (strstr( line, "real seconds" ) && sscanf( line, "%ld", &value ) == 1) count = value;
    pclose( from );
    return count;
}
static int handshake_row( void )
{
    static const char *versions[] = { "-tls1_3", "-tls1_2" }; static double ratios[64]; const char *folder = tls_folder(); int v, r; char what[80];
    if (!folder) return failed_row( "handshakes", "c-tests/support/ca.sh makes no certificates" );
    for (v = 0; v < 2; v++)
    {
        long best[2] = { 0, 0 };
        for (r = 0; r < rounds && r < 64; r++)
        {
            long count[2]; int side;
            for (side = 0; side < 2; side++)
            {
                struct child server; char port[16], other[256]; double until = wall_s() + 10;
                snprintf( port, sizeof(port), "%d", free_port() );
                /* With the issuer's certificate, as ours: clients verify what they are sent, and it is their time as well. */
                snprintf( other, sizeof(other), "exec openssl s_server -quiet -accept 127.0.0.1:%s -cert %s/combined.pem -cert_chain %s/server.pem 2>/dev/null", port, folder, folder );
                setenv( "BENCH_TLS", folder, 1 );
                server = side ? start( 0, "/bin/sh", "-c", other, NULL ) : start( 0, self, "serve", port, NULL );
                unsetenv( "BENCH_TLS" );
                if (!side && !line_of( &server, "serving" )) { end( &server ); return failed_row( "handshakes", "the service does not start" ); }
                while (!(count[side] = handshakes( atoi( port ), versions[v] )) && wall_s() < until) usleep( 100000 );
                end( &server );
                if (!count[side]) return failed_row( "handshakes", side ? "openssl s_server" : "this library" );
                if (count[side] > best[side]) best[side] = count[side];
            }
            ratios[r] = (double)count[0] / (double)count[1];
        }
        printf( "RESULT %-12s TLS 1.%c: at most %ld full handshakes/s, %ld with openssl s_server\n", "handshakes", versions[v][6], best[0] / 2, best[1] / 2 );
        snprintf( what, sizeof(what), "handshakes: TLS 1.%c, full ones / openssl s_server's", versions[v][6] );
        verdict( what, middle( ratios, r ), ">=", 0.9 );
    }
    return 0;
}
#endif
