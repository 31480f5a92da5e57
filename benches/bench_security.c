/*
 * bench_security.c - messages that are signed and encrypted, beside gSOAP (bench_gsoap_security.c), xmlsec1
 * (bench_xmlsec.c) and what the cryptography alone would allow.
 *
 * Usage: bench_security [-gsoap PROGRAM] [-xmlsec PROGRAM] [-engine PROGRAM] [-rounds N] [-seconds S] [-cpu] [-calls N] [row ...]
 *        rows: asymmetric anonymous mutual shared_key messages memory; all, without memory, if none is named
 *        -engine: the library's unit tests, one of which has the engine work in memory (src/security/soap/tests/bench.rs)
 *        -cpu: processor time in place of what passes, for a machine that does other work as well
 *        -calls: the memory row makes so many calls in place of 10,000, and is run
 *
 * A call sends 1 KB of text and gets it back, over plain HTTP and a kept connection; service and client are processes of
 * their own on one core. The sides take turns (A B C A B C), -rounds (5) times for -seconds (1) each, and medians count.
 *
 * This program is also its own service and client, and the bounds: serve, call, calls, bound.
 */
#define _GNU_SOURCE
#include "bench_missing.h"
#define BENCH_CLIENT
#include "bench_net.h"
#include "bench_driver.h"
#include "bench_cert.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#define PROPERTY(identifier, variable) { .id = identifier, .value = &(variable), .valueSize = sizeof(variable) }

enum { TEXT = 1024 };
static char text[TEXT + 1];
static const char *bench_mode( void ) { const char *mode = getenv( "BENCH_MODE" ); return mode ? mode : "mutual"; }

/* ------------------------------------------------------------------ contract ------------ */
static WS_XML_STRING ns = WS_XML_STRING_VALUE( "http://example.org/echo" ), text_name = WS_XML_STRING_VALUE( "text" ), echo_name = WS_XML_STRING_VALUE( "Echo" ),
    response_name = WS_XML_STRING_VALUE( "EchoResponse" ), echo_action = WS_XML_STRING_VALUE( "http://example.org/echo/Echo" ),
    response_action = WS_XML_STRING_VALUE( "http://example.org/echo/EchoResponse" );
typedef struct ECHO { WS_XML_STRING text; } ECHO_MESSAGE;
static WS_FIELD_DESCRIPTION text_field = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &text_name, .ns = &ns, .type = WS_XML_STRING_TYPE };
static WS_FIELD_DESCRIPTION *fields[] = { &text_field };
static WS_STRUCT_DESCRIPTION echo_type = { .size = sizeof(ECHO_MESSAGE), .alignment = _Alignof(ECHO_MESSAGE), .fields = fields, .fieldCount = 1 };
static WS_ELEMENT_DESCRIPTION echo_element = { &echo_name, &ns, WS_STRUCT_TYPE, &echo_type }, response_element = { &response_name, &ns, WS_STRUCT_TYPE, &echo_type };
static WS_MESSAGE_DESCRIPTION echo_input = { &echo_action, &echo_element }, echo_output = { &response_action, &response_element };
static WS_PARAMETER_DESCRIPTION parameters[] = { { WS_PARAMETER_TYPE_NORMAL, 0, 65535 }, { WS_PARAMETER_TYPE_NORMAL, 65535, 0 } };
typedef struct FRAME { WS_XML_STRING sent, echo; } FRAME;

/* The work is done where the parameters are: the table of functions has nothing to add. */
static void no_function( void ) {}
static HRESULT CALLBACK serve_echo( const WS_OPERATION_CONTEXT *context, void *frame, const void *function, const WS_ASYNC_CONTEXT *async, WS_ERROR *error )
{
    FRAME *values = frame;
    (void)context; (void)function; (void)async; (void)error;
    values->echo = values->sent;
    return S_OK;
}
static WS_OPERATION_DESCRIPTION echo_operation = { .versionInfo = 1, .inputMessageDescription = &echo_input, .outputMessageDescription = &echo_output,
    .parameterCount = WsCountOf( parameters ), .parameterDescription = parameters, .stubCallback = serve_echo, .style = WS_NON_RPC_LITERAL_OPERATION };
static WS_OPERATION_DESCRIPTION *operations[] = { &echo_operation };
static const WS_CONTRACT_DESCRIPTION echo_contract = { 1, operations };

/* ------------------------------------------------------------------ security ------------ */
static HRESULT CALLBACK give_certificate( void *name, const WS_ENDPOINT_ADDRESS *target, const WS_STRING *via, const CERT_CONTEXT **cert, WS_ERROR *error )
{
    (void)target; (void)via; (void)error;
    *cert = certificate_of( getenv( "BENCH_CERTS" ), name, 1 );
    return S_OK;
}
static const WS_SECURITY_DESCRIPTION *security_of( int is_server )
{
    static WSX_CERT_MODE mode; static WSX_REQUIREMENT requirement;
    static WS_SECURITY_BINDING_PROPERTY properties[] = { PROPERTY( WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, mode ),
                                                         PROPERTY( WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, requirement ) };
    static WS_CUSTOM_CERT_CREDENTIAL own = { { WS_CUSTOM_CERT_CREDENTIAL_TYPE }, give_certificate, NULL, NULL, NULL },
                                     service = { { WS_CUSTOM_CERT_CREDENTIAL_TYPE }, give_certificate, "server", NULL, NULL };
    static WSX_CERT_MESSAGE_SECURITY_BINDING cert = { { WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, properties, 1 }, WSX_PROTECTION_MESSAGE_SECURITY_USAGE, NULL, NULL };
    static WS_SECURITY_BINDING *bindings[] = { &cert.binding }; static WS_SECURITY_DESCRIPTION description = { bindings, 1, NULL, 0 };
    int is_anonymous = !strcmp( bench_mode(), "anonymous" );
    mode = !strcmp( bench_mode(), "asymmetric" ) ? WSX_CERT_MODE_ASYMMETRIC : WSX_CERT_MODE_SYMMETRIC;
    requirement = is_anonymous ? WSX_REQUIREMENT_NONE : WSX_REQUIREMENT_REQUIRED;
    own.getCertCallbackState = is_server ? "server" : "client";
    cert.localCertCredential = is_server || !is_anonymous ? &own.credential : NULL;
    cert.serviceCertCredential = is_server ? NULL : &service.credential;
    cert.binding.propertyCount = is_server ? 2 : 1;
    return &description;
}

/* ------------------------------------------------------------------ service ------------- */
static WS_STRING url_of( int port )
{
    static WCHAR room[64]; char text[64]; int i;
    WS_STRING url = { 0, room };
    url.length = (ULONG)snprintf( text, sizeof(text), "http://localhost:%d/echo", port );
    for (i = 0; i < (int)url.length; i++) url.chars[i] = (unsigned char)text[i];
    return url;
}
static int serve( int port )
{
    static void (*const functions[])( void ) = { no_function };
    static const WS_SERVICE_CONTRACT contract = { &echo_contract, NULL, functions };
    WS_SERVICE_ENDPOINT endpoint = { .address = { .url = url_of( port ) }, .channelBinding = WS_HTTP_CHANNEL_BINDING, .channelType = WS_CHANNEL_TYPE_REPLY,
                                     .securityDescription = security_of( 1 ), .contract = &contract };
    const WS_SERVICE_ENDPOINT *endpoints[] = { &endpoint };
    WS_SERVICE_HOST *host; WS_ERROR *error;
    if (FAILED( WsCreateError( NULL, 0, &error ) )) return 1;
    MUST( WsCreateServiceHost( endpoints, 1, NULL, 0, &host, error ) );
    MUST( WsOpenServiceHost( host, NULL, error ) );
    start_ending_with_input();
    printf( "serving\n" ); fflush( stdout );
    for (;;) pause();
}

/* ------------------------------------------------------------------ client -------------- */
struct client { WS_SERVICE_PROXY *proxy; WS_HEAP *heap; WS_ERROR *error; };
static int client_port;

static void *client_open( void )
{
    WS_ENDPOINT_ADDRESS address = { .url = url_of( client_port ) };
    struct client *client = calloc( 1, sizeof(*client) ); WS_ERROR *error = NULL;
    MUST( WsCreateError( NULL, 0, &client->error ) );
    error = client->error;
    MUST( WsCreateHeap( 65536, 4096, NULL, 0, &client->heap, error ) );
    MUST( WsCreateServiceProxy( WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, security_of( 0 ), NULL, 0, NULL, 0, &client->proxy, error ) );
    MUST( WsOpenServiceProxy( client->proxy, &address, NULL, error ) );
    return client;
}
static int client_call( void *state, int a, int b, int *sum )
{
    struct client *client = state; WS_XML_STRING sent = { TEXT, (BYTE *)text }, echo = { 0 }, *result = &echo; int is_same; HRESULT hr;
    const void *arguments[] = { &sent, &result };
    hr = WsCall( client->proxy, &echo_operation, arguments, client->heap, NULL, 0, NULL, client->error );
    if (FAILED( hr )) { fprintf( stderr, "Echo: %08x\n", (unsigned)hr ); print_texts( client->error ); return 1; }
    is_same = echo.length == TEXT && !memcmp( echo.bytes, text, TEXT );
    WsResetHeap( client->heap, NULL );
    *sum = a + b;
    return !is_same;
}
static int calls_then_wait( long first, long more )
{
    void *client = client_open(); long i; int sum; char byte;
    for (i = 0; i < first + more; i++)
    {
        if (i == first) { printf( "warm\n" ); fflush( stdout ); if (read( 0, &byte, 1 ) != 1) return 1; }
        if (client_call( client, 0, 1, &sum )) return 1;
    }
    printf( "called\n" ); fflush( stdout );
    for (;;) pause();
}

/* ------------------------------------------------------------------ bounds -------------- */
/* What OpenSSL takes for the cryptography of a call, and nothing else. */
static EVP_PKEY *key; static unsigned char mac_key[32], signature[512], sealed_key[512], block[1 << 16], *big; static size_t signature_size, sealed_size, big_size;
#define GOOD(call) do { if ((call) <= 0) { fprintf( stderr, "%s failed\n", #call ); exit( 1 ); } } while (0)

static void sign( void )
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    signature_size = sizeof(signature);
    GOOD( EVP_DigestSignInit( context, NULL, EVP_sha256(), NULL, key ) );
    GOOD( EVP_DigestSign( context, signature, &signature_size, block, 1400 ) );
    EVP_MD_CTX_free( context );
}
static void verify( void )
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    GOOD( EVP_DigestVerifyInit( context, NULL, EVP_sha256(), NULL, key ) );
    GOOD( EVP_DigestVerify( context, signature, signature_size, block, 1400 ) );
    EVP_MD_CTX_free( context );
}
static void seal_key( void )
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new( key, NULL );
    sealed_size = sizeof(sealed_key);
    GOOD( EVP_PKEY_encrypt_init( context ) );
    GOOD( EVP_PKEY_CTX_set_rsa_padding( context, RSA_PKCS1_OAEP_PADDING ) );
    GOOD( EVP_PKEY_encrypt( context, sealed_key, &sealed_size, mac_key, 32 ) );
    EVP_PKEY_CTX_free( context );
}
static void open_key( void )
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new( key, NULL ); unsigned char plain[512]; size_t size = sizeof(plain);
    GOOD( EVP_PKEY_decrypt_init( context ) );
    GOOD( EVP_PKEY_CTX_set_rsa_padding( context, RSA_PKCS1_OAEP_PADDING ) );
    GOOD( EVP_PKEY_decrypt( context, plain, &size, sealed_key, sealed_size ) );
    EVP_PKEY_CTX_free( context );
}
static void digest( const EVP_MD *which, const void *bytes, size_t size )
{
    unsigned char value[EVP_MAX_MD_SIZE]; unsigned length;
    GOOD( EVP_Digest( bytes, size, value, &length, which, NULL ) );
}
static void mac( size_t size )
{
    unsigned char value[EVP_MAX_MD_SIZE]; unsigned length;
    if (!HMAC( EVP_sha1(), mac_key, 32, block, size, value, &length )) exit( 1 );
}
static void cipher( int encrypts, void *bytes, size_t size )
{
    static const unsigned char vector[16]; EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new(); int length;
    GOOD( EVP_CipherInit_ex( context, EVP_aes_256_cbc(), NULL, mac_key, vector, encrypts ) );
    EVP_CIPHER_CTX_set_padding( context, 0 );
    GOOD( EVP_CipherUpdate( context, bytes, &length, bytes, (int)size ) );
    EVP_CIPHER_CTX_free( context );
}
/* What one message of the symmetric mode takes on both sides besides: keys are derived, six parts are digested, their
 * digests are signed, body and signature are encrypted. */
static void shared_work( void )
{
    static const size_t parts[] = { 1250, 150, 150, 150, 200, 200 }; int side, i;
    for (side = 0; side < 2; side++)
    {
        for (i = 0; i < 8; i++) mac( 60 );   /* P_SHA1: 24 and 32 bytes, two blocks each of two steps */
        for (i = 0; i < 6; i++) digest( EVP_sha1(), block, parts[i] );
        mac( 1700 );
        cipher( !side, block, 1136 );
        cipher( !side, block, 2240 );
    }
}
static void bound_asymmetric( void ) { int i; for (i = 0; i < 2; i++) { sign(); seal_key(); open_key(); verify(); } }
static void bound_anonymous_rsa( void ) { seal_key(); open_key(); }
static void bound_anonymous( void ) { seal_key(); open_key(); shared_work(); shared_work(); }
static void bound_mutual( void ) { sign(); bound_anonymous(); verify(); }
/* A message with a body of the size on both sides: signed and encrypted, decrypted and verified. */
static void bound_message( void )
{
    sign(); seal_key();
    digest( EVP_sha256(), big, big_size ); cipher( 1, big, big_size ); cipher( 0, big, big_size ); digest( EVP_sha256(), big, big_size );
    open_key(); verify();
}
static int bound( const char *which, double seconds )
{
    static const struct { const char *name; void (*work)( void ); } all[] = { { "asymmetric", bound_asymmetric }, { "anonymous", bound_anonymous },
        { "anonymous_rsa", bound_anonymous_rsa }, { "mutual", bound_mutual }, { "message", bound_message } };
    char path[512]; FILE *file; unsigned i; long done = 0; double start, used;
    snprintf( path, sizeof(path), "%s/server.key", getenv( "BENCH_CERTS" ) );
    if (!(file = fopen( path, "r" )) || !(key = PEM_read_PrivateKey( file, NULL, NULL, NULL ))) { perror( path ); return 1; }
    big_size = atol( which ) / 16 * 16;
    if (big_size) { which = "message"; big = calloc( 1, big_size ); }
    for (i = 0; i < WsCountOf( all ) && strcmp( which, all[i].name ); i++) {}
    if (i == WsCountOf( all )) return 1;
    sign(); seal_key();
    all[i].work();
    start = used_s();
    do { all[i].work(); done++; used = used_s() - start; } while (used < seconds);
    printf( "RUN %.2f\n", (double)done / used ); fflush( stdout );
    return 0;
}

/* ------------------------------------------------------------------ driver -------------- */
static const char *xmlsec, *engine;

/* One turn of a program that works alone: what it says behind RUN. */
static int alone( const char *program, const char *first, const char *second, const char *third, double *rate, double *peak )
{
    char time[16]; struct child child; const char *line; int got = 0;
    snprintf( time, sizeof(time), "%f", seconds );
    child = start( 0, program, first, second ? second : time, second ? third ? third : time : NULL, NULL );
    is_quiet = 1;
    line = line_of( &child, "RUN" );
    is_quiet = 0;
    if (line) got = sscanf( line, "RUN %lf %lf", rate, peak );
    end( &child );
    return got < 1;
}
/* The engine, as a test of the library; its orders are in the environment. */
static int engine_turn( const char *what, double *rate, double *peak )
{
    char order[64];
    snprintf( order, sizeof(order), "%s %f", what, seconds );
    setenv( "WWS_BENCH", order, 1 );
    return alone( engine, "security::soap::tests::bench::turn", "--ignored", "--nocapture", rate, peak );
}

/* Calls beside what their cryptography alone would allow. */
static int calls_row( const char *row, double required )
{
    enum { MOST = 64, FIELDS = 6 };
    static double ours[FIELDS][MOST], theirs[MOST], bounds[2][MOST], ratios[MOST]; struct figures f; double peak; int r, k; char what[100];
    int has_peer = gsoap && !strcmp( row, "asymmetric" ), is_anonymous = !strcmp( row, "anonymous" );
    setenv( "BENCH_MODE", row, 1 );
    for (r = 0; r < rounds && r < MOST; r++)
    {
        if (turn( self, 0, 1, 0, 0, &f )) return failed_row( row, "this library" );
        for (k = 0; k < FIELDS; k++) ours[k][r] = ((double *)&f)[k];
        if (alone( self, "bound", row, NULL, &bounds[0][r], &peak ) || (is_anonymous && alone( self, "bound", "anonymous_rsa", NULL, &bounds[1][r], &peak ))) return failed_row( row, "the bound" );
        ratios[r] = ours[0][r] / bounds[0][r];
        if (has_peer && turn( gsoap, 1, 1, 0, 0, &f )) return failed_row( row, "gSOAP" );
        if (has_peer) theirs[r] = f.speed;
    }
    for (k = 0; k < FIELDS; k++) middle( ours[k], r );
    printf( "RESULT %-12s %-13s %9.0f calls/s  p50 %8.1f us  p99 %8.1f us  client %7.2f us  service %7.2f us  (min %.0f max %.0f calls/s)\n", row, "this library",
            ours[0][r / 2], ours[1][r / 2], ours[2][r / 2], ours[3][r / 2], ours[4][r / 2], ours[0][0], ours[0][r - 1] );
    printf( "RESULT %-12s %-13s %9.0f calls/s\n", row, "cryptography", middle( bounds[0], r ) );
    if (is_anonymous) printf( "RESULT %-12s %-13s %9.0f calls/s, of RSA alone; ours are %.2f of these\n", row, "cryptography", middle( bounds[1], r ), ours[0][r / 2] / bounds[1][r / 2] );
    if (has_peer) printf( "RESULT %-12s %-13s %9.0f calls/s (its RSA-OAEP is PKCS #1 1.5; SOAP 1.1 without addressing headers); ours are %.2f of these\n", row, "gSOAP", middle( theirs, r ), ours[0][r / 2] / theirs[r / 2] );
    else if (!strcmp( row, "asymmetric" )) printf( "SKIP   %-22s gSOAP's half is not built, so it is not compared\n", row );
    snprintf( what, sizeof(what), "%s: calls/s / what the cryptography allows", row );
    if (required > 0) verdict( what, middle( ratios, r ), ">=", required );
    else printf( "RATIO  %-58s %9.2f  for information\n", what, middle( ratios, r ) );
    return 0;
}

/* Keys that both sides have: derivation, HMAC and AES of a message of 1 KB, written and read. */
static int shared_key_row( void )
{
    enum { MOST = 64 };
    static double ours[MOST], theirs[MOST], ratios[MOST]; double peak; int r;
    if (!engine) { printf( "SKIP   %-22s the library's tests are not built, which have the engine alone\n", "shared_key" ); return 0; }
    for (r = 0; r < rounds && r < MOST; r++)
    {
        if (engine_turn( "shared_key", &ours[r], &peak )) return failed_row( "shared_key", "this library" );
        if (gsoap && alone( gsoap, "shared_key", NULL, NULL, &theirs[r], &peak )) return failed_row( "shared_key", "gSOAP" );
        ratios[r] = gsoap ? ours[r] / theirs[r] : 0;
    }
    printf( "RESULT %-12s %-13s %9.0f messages/s, written and read\n", "shared_key", "this library", middle( ours, r ) );
    if (!gsoap) { printf( "SKIP   %-22s gSOAP's half is not built, so nothing is compared\n", "shared_key" ); return 0; }
    printf( "RESULT %-12s %-13s %9.0f messages/s\n", "shared_key", "gSOAP", middle( theirs, r ) );
    verdict( "shared_key: messages/s / gSOAP's", middle( ratios, r ), ">=", 4 );
    return 0;
}

/* Messages of three sizes in memory: signed, encrypted, decrypted, verified. */
static int messages_row( void )
{
    static const char *sizes[] = { "1024", "102400", "10485760" }, *names[] = { "1 KB", "100 KB", "10 MB" };
    enum { MOST = 64 };
    static double ours[MOST], theirs[MOST], bounds[MOST], ratios[2][MOST]; double ours_peak = 0, theirs_peak = 0, peak, seal, last = 0; char what[100]; int s, r;
    if (!engine) { printf( "SKIP   %-22s the library's tests are not built, which have the engine alone\n", "messages" ); return 0; }
    for (s = 0; s < 3; s++)
    {
        for (r = 0; r < rounds && r < MOST; r++)
        {
            char order[64];
            snprintf( order, sizeof(order), "message %s", sizes[s] );
            if (engine_turn( order, &ours[r], &ours_peak )) return failed_row( "messages", "this library" );
            if (xmlsec && alone( xmlsec, sizes[s], NULL, NULL, &theirs[r], &theirs_peak )) return failed_row( "messages", "xmlsec1" );
            if (alone( self, "bound", sizes[s], NULL, &bounds[r], &peak )) return failed_row( "messages", "the bound" );
            ratios[0][r] = xmlsec ? ours[r] / theirs[r] : 0; ratios[1][r] = ours[r] / bounds[r];
        }
        seal = middle( ours, r );
        printf( "RESULT %-12s %-6s %-13s %9.1f messages/s, %8.1f MB/s; peak %.1f MB\n", "messages", names[s], "this library", seal, seal * atof( sizes[s] ) / 1e6, ours_peak / 1024 );
        if (xmlsec) printf( "RESULT %-12s %-6s %-13s %9.1f messages/s; peak %.1f MB\n", "messages", names[s], "xmlsec1", middle( theirs, r ), theirs_peak / 1024 );
        printf( "RESULT %-12s %-6s %-13s %9.1f messages/s; ours are %.2f of these\n", "messages", names[s], "cryptography", middle( bounds, r ), middle( ratios[1], r ) );
        if (s == 2)
        {
            if (xmlsec) { snprintf( what, sizeof(what), "messages: %s, messages/s / xmlsec1's", names[s] ); verdict( what, middle( ratios[0], r ), ">=", 10 ); }
            else printf( "SKIP   %-22s xmlsec1's half is not built, so it is not compared\n", "messages" );
            snprintf( what, sizeof(what), "messages: %s, messages/s / what the cryptography allows", names[s] ); verdict( what, middle( ratios[1], r ), ">=", 0.3 );
            snprintf( what, sizeof(what), "messages: %s, most memory of one side / size of the body", names[s] ); verdict( what, ours_peak * 1024 / atof( sizes[s] ), "<=", 2 );
            snprintf( what, sizeof(what), "messages: time of a byte, 10 MB / 100 KB" ); verdict( what, last / (seal * atof( sizes[s] )), "<=", 1.5 );
        }
        last = seal * atof( sizes[s] );
    }
    return 0;
}

static int memory_row( const char *calls )
{
    static const char *modes[] = { "asymmetric", "mutual", "anonymous" }; int m; char what[100], port[16]; struct child service, client; long before[2], after[2];
    for (m = 0; m < 3; m++)
    {
        setenv( "BENCH_MODE", modes[m], 1 );
        snprintf( port, sizeof(port), "%d", free_port() );
        service = start( -1, self, "serve", port, NULL );
        if (!line_of( &service, "serving" )) { end( &service ); return failed_row( "memory", "the service does not start" ); }
        client = start( -1, self, "calls", port, calls, NULL );
        if (!line_of( &client, "warm" )) { end( &client ); end( &service ); return failed_row( "memory", "a call failed" ); }
        before[0] = status_of( &client, "VmRSS" ); before[1] = status_of( &service, "VmRSS" );
        if (write( client.to, "\n", 1 ) != 1) abort();
        if (!line_of( &client, "called" )) { end( &client ); end( &service ); return failed_row( "memory", "a call failed" ); }
        after[0] = status_of( &client, "VmRSS" ); after[1] = status_of( &service, "VmRSS" );
        printf( "RESULT %-12s %s, %s calls: the client has %.2f MB more, the service %.2f MB more\n", "memory", modes[m], calls, (after[0] - before[0]) / 1024.0, (after[1] - before[1]) / 1024.0 );
        snprintf( what, sizeof(what), "memory: %s, MB more of the client", modes[m] ); verdict( what, (after[0] - before[0]) / 1024.0, "<=", 1 );
        end( &client ); end( &service );
    }
    return 0;
}

int main( int argc, char **argv )
{
    static const char *all[] = { "asymmetric", "anonymous", "mutual", "shared_key", "messages" };
    const char *rows[16], *calls = "10000", *folder; char store[128]; int i, count = 0;
    signal( SIGPIPE, SIG_IGN );
    self = "/proc/self/exe";
    memset( text, 'x', TEXT );
    if (argc >= 3) client_port = atoi( argv[2] );
    if (argc == 3 && !strcmp( argv[1], "serve" )) return serve( client_port );
    if (argc == 4 && !strcmp( argv[1], "calls" )) return calls_then_wait( 2000, atol( argv[3] ) );
    if (argc == 4 && !strcmp( argv[1], "bound" )) return bound( argv[2], atof( argv[3] ) );
    if (argc == 5 && !strcmp( argv[1], "call" )) return run_clients( atoi( argv[3] ), atof( argv[4] ), client_open, client_call );
    for (i = 1; i < argc; i++)
    {
        if (!strcmp( argv[i], "-gsoap" ) && i + 1 < argc) gsoap = argv[++i];
        else if (!strcmp( argv[i], "-xmlsec" ) && i + 1 < argc) xmlsec = argv[++i];
        else if (!strcmp( argv[i], "-engine" ) && i + 1 < argc) engine = argv[++i];
        else if (!strcmp( argv[i], "-rounds" ) && i + 1 < argc) rounds = atoi( argv[++i] );
        else if (!strcmp( argv[i], "-seconds" ) && i + 1 < argc) seconds = atof( argv[++i] );
        else if (!strcmp( argv[i], "-cpu" )) counts_processor = 1;
        else if (!strcmp( argv[i], "-calls" ) && i + 1 < argc) { calls = argv[++i]; rows[count++] = "memory"; }
        else if (count < 15) rows[count++] = argv[i];
    }
    if (!(folder = certificate_folder( "benches/bench_ca.sh" ))) { printf( "FAIL   benches/bench_ca.sh makes no certificates\n" ); return 1; }
    setenv( "BENCH_CERTS", folder, 1 );
    snprintf( store, sizeof(store), "%s/stores", folder );
    setenv( "WEBSERVICES_CERT_STORE", store, 1 );
    if (!count) for (; count < (int)WsCountOf( all ); count++) rows[count] = all[count];
    for (i = 0; i < count; i++)
    {
        if (!strcmp( rows[i], "asymmetric" ) || !strcmp( rows[i], "anonymous" )) calls_row( rows[i], 0.9 );
        else if (!strcmp( rows[i], "mutual" )) calls_row( rows[i], 0 );
        else if (!strcmp( rows[i], "shared_key" )) shared_key_row();
        else if (!strcmp( rows[i], "messages" )) messages_row();
        else if (!strcmp( rows[i], "memory" )) memory_row( calls );
        else { fprintf( stderr, "no row %s\n", rows[i] ); failed_rows++; }
        fflush( stdout );
    }
    remove_certificate_folder();
    return failed_rows ? 1 : missed ? 2 : 0;
}
