/*
 * bench_gsoap_security.c - gSOAP's half of the rows of bench_security.c.
 *
 *   bench_gsoap_security serve PORT THREADS           with certificates; says "serving"; ends with its input
 *   bench_gsoap_security call PORT CLIENTS SECONDS
 *   bench_gsoap_security shared_key SECONDS           messages in memory, with keys that both sides know
 *
 * BENCH_CERTS is the folder of the certificates. With certificates a message is signed with RSA-SHA256 and encrypted with
 * AES-256-CBC and a key for the other side; gSOAP writes RSA-OAEP as the key's algorithm, and what it does is PKCS #1 1.5.
 * With shared keys it is HMAC-SHA1 and AES-256-CBC. Each side checks what a careful program has to ask for itself: that
 * body and time were signed.
 */
#include "soapH.h"
#include "Echo.nsmap"
#include "wsseapi.h"
#define BENCH_CLIENT
#include "bench_net.h"

#include <openssl/pem.h>

#define CHECK(call) do { if (call) return soap->error ? soap->error : SOAP_FAULT; } while (0)

static int has_shared_keys;
static EVP_PKEY *own_key; static X509 *own, *other;
static char mac_key[20] = "0123456789abcdefghi", cipher_key[32] = "0123456789abcdef0123456789abcde", text[1025];

static void load( const char *name, const char *other_name )
{
    static const char *extensions[] = { "key", "pem", "pem" }; const char *names[3]; char path[512]; int i; FILE *file;
    names[0] = names[1] = name; names[2] = other_name;
    for (i = 0; i < 3; i++)
    {
        snprintf( path, sizeof(path), "%s/%s.%s", getenv( "BENCH_CERTS" ), names[i], extensions[i] );
        if (!(file = fopen( path, "r" ))) { perror( path ); exit( 1 ); }
        if (i == 0) own_key = PEM_read_PrivateKey( file, NULL, NULL, NULL );
        else *(i == 1 ? &own : &other) = PEM_read_X509( file, NULL, NULL, NULL );
        fclose( file );
    }
    if (!own_key || !own || !other) exit( 1 );
}
static struct soap *secured( int mode )
{
    static char root[512]; struct soap *soap = soap_new1( mode | SOAP_XML_CANONICAL );
    snprintf( root, sizeof(root), "%s/ca.pem", getenv( "BENCH_CERTS" ) );
    soap->cafile = root;
    soap->max_keep_alive = 0;   /* no limit */
    soap->bind_flags = SO_REUSEADDR;
    soap_register_plugin( soap, soap_wsse );
    memset( text, 'x', sizeof(text) - 1 );
    return soap;
}

/* The next message that comes. */
static int expect_secured( struct soap *soap )
{
    CHECK( soap_wsse_verify_auto( soap, has_shared_keys ? SOAP_SMD_HMAC_SHA1 : SOAP_SMD_NONE, has_shared_keys ? mac_key : NULL, has_shared_keys ? sizeof(mac_key) : 0 ) );
    if (has_shared_keys) CHECK( soap_wsse_decrypt_auto( soap, SOAP_MEC_DEC_AES256_CBC, cipher_key, sizeof(cipher_key) ) );
    else CHECK( soap_wsse_decrypt_auto( soap, SOAP_MEC_ENV_DEC_AES256_CBC | SOAP_MEC_OAEP, own_key, 0 ) );
    return SOAP_OK;
}
/* The next message that goes. */
static int secure( struct soap *soap )
{
    soap_wsse_delete_Security( soap );
    CHECK( soap_wsse_add_Timestamp( soap, "Time", 300 ) );
    if (has_shared_keys)
    {
        CHECK( soap_wsse_add_KeyInfo_KeyName( soap, "mac" ) );
        CHECK( soap_wsse_add_EncryptedData_KeyInfo_KeyName( soap, "cipher" ) );
        CHECK( soap_wsse_encrypt_body( soap, SOAP_MEC_ENC_AES256_CBC, cipher_key, sizeof(cipher_key) ) );
        CHECK( soap_wsse_sign_body( soap, SOAP_SMD_HMAC_SHA1, mac_key, sizeof(mac_key) ) );
        soap_wsse_sign_only( soap, "Time Body" );
        return SOAP_OK;
    }
    CHECK( soap_wsse_add_BinarySecurityTokenX509( soap, "Certificate", own ) );
    CHECK( soap_wsse_add_KeyInfo_SecurityTokenReferenceX509( soap, "#Certificate" ) );
    CHECK( soap_wsse_sign_body( soap, SOAP_SMD_SIGN_RSA_SHA256, own_key, 0 ) );
    soap_wsse_sign_only( soap, "Time Body" );
    return soap_wsse_add_EncryptedKey( soap, SOAP_MEC_ENV_ENC_AES256_CBC | SOAP_MEC_OAEP, "Key", other, "0123456789abcdefghij", NULL, NULL );
}
static int was_secured( struct soap *soap )
{
    CHECK( soap_wsse_verify_Timestamp( soap ) );
    CHECK( soap_wsse_verify_body( soap ) );
    if (!soap_wsse_verify_element( soap, SOAP_NAMESPACE_OF_wsu, "Timestamp" )) return soap_sender_fault( soap, "the time is not signed", NULL );
    return SOAP_OK;
}

int ns__Echo( struct soap *soap, char *sent, char **echo )
{
    if (was_secured( soap )) { soap_wsse_delete_Security( soap ); return soap->error; }
    *echo = sent;
    return secure( soap );
}

/* ------------------------------------------------------------------ service ------------- */
static int end_call( struct soap *soap ) { soap_destroy( soap ); soap_end( soap ); expect_secured( soap ); return SOAP_OK; }

static int serve( int port )
{
    struct soap *soap = secured( SOAP_IO_KEEPALIVE );
    load( "server", "client" );
    soap->fserveloop = end_call;
    if (!soap_valid_socket( soap_bind( soap, "127.0.0.1", port, 100 ) )) { soap_print_fault( soap, stderr ); return 1; }
    start_ending_with_input();
    printf( "serving\n" ); fflush( stdout );
    for (;;)
    {
        if (!soap_valid_socket( soap_accept( soap ) )) continue;
        expect_secured( soap );
        soap_serve( soap );
        soap_destroy( soap ); soap_end( soap );
    }
}

/* ------------------------------------------------------------------ client -------------- */
static char url[64];

static void *client_open( void ) { load( "client", "server" ); return secured( SOAP_IO_KEEPALIVE ); }
static int client_call( void *client, int a, int b, int *sum )
{
    struct soap *soap = client; char *echo = NULL;
    int failed = expect_secured( soap ) || secure( soap ) || soap_call_ns__Echo( soap, url, "", text, &echo ) || was_secured( soap );
    if (failed) soap_print_fault( soap, stderr );
    else if (strcmp( echo, text )) failed = 1;
    soap_destroy( soap ); soap_end( soap );
    *sum = a + b;
    return failed;
}

/* ------------------------------------------------------------------ in memory ----------- */
static char wire[65536]; static size_t wire_size, wire_at; static int arrived;
static SOAP_SOCKET open_none( struct soap *soap, const char *endpoint, const char *host, int port ) { (void)endpoint; (void)host; (void)port; return soap->socket = 1000000; }
static int close_none( struct soap *soap ) { soap->socket = SOAP_INVALID_SOCKET; return SOAP_OK; }
static int close_socket( struct soap *soap, SOAP_SOCKET socket ) { (void)soap; (void)socket; return 0; }
static int shut_none( struct soap *soap, SOAP_SOCKET socket, int how ) { (void)soap; (void)socket; (void)how; return 0; }
static int poll_none( struct soap *soap ) { (void)soap; return SOAP_OK; }
static int send_bytes( struct soap *soap, const char *bytes, size_t size )
{
    (void)soap;
    if (wire_size + size > sizeof(wire)) return SOAP_EOF;
    memcpy( wire + wire_size, bytes, size ); wire_size += size;
    return SOAP_OK;
}
static size_t receive_bytes( struct soap *soap, char *bytes, size_t size )
{
    size_t left = wire_size - wire_at;
    (void)soap;
    if (size > left) size = left;
    memcpy( bytes, wire + wire_at, size ); wire_at += size;
    return size;
}
static struct soap *in_memory( void )
{
    struct soap *soap = secured( 0 );
    soap->fopen = open_none; soap->fclose = close_none; soap->fclosesocket = close_socket; soap->fshutdownsocket = shut_none;
    soap->fpoll = poll_none; soap->fsend = send_bytes; soap->frecv = receive_bytes;
    return soap;
}
/* One message is written, and read again: what a call has twice. */
static int shared_key( double seconds )
{
    struct soap *from = in_memory(), *to = in_memory(); long done = 0; double start = used_s(), used; struct ns__Echo message;
    has_shared_keys = 1;
    do
    {
        wire_size = wire_at = 0; arrived = 0;
        if (secure( from )) { soap_print_fault( from, stderr ); return 1; }
        from->keep_alive = 0;
        if (soap_send_ns__Echo( from, "http://localhost/", "", text )) { soap_print_fault( from, stderr ); return 1; }
        soap_closesock( from ); soap_destroy( from ); soap_end( from );
        to->socket = 1000001;
        soap_default_ns__Echo( to, &message );
        if (expect_secured( to ) || soap_begin_recv( to ) || soap_envelope_begin_in( to ) || soap_recv_header( to ) || soap_body_begin_in( to )
            || !soap_get_ns__Echo( to, &message, "ns:Echo", NULL ) || soap_body_end_in( to ) || soap_envelope_end_in( to ) || soap_end_recv( to )
            || was_secured( to ) || strcmp( message.text, text )) { soap_print_fault( to, stderr ); return 1; }
        soap_closesock( to ); soap_destroy( to ); soap_end( to );
        done++;
        used = used_s() - start;
    } while (used < seconds);
    printf( "RUN %.2f\n", (double)done / used );
    return 0;
}

int main( int argc, char **argv )
{
    signal( SIGPIPE, SIG_IGN );
    if (argc == 4 && !strcmp( argv[1], "serve" )) return serve( atoi( argv[2] ) );
    if (argc == 3 && !strcmp( argv[1], "shared_key" )) return shared_key( atof( argv[2] ) );
    if (argc == 5 && !strcmp( argv[1], "call" ))
    {
        snprintf( url, sizeof(url), "http://127.0.0.1:%s/echo", argv[2] );
        return run_clients( atoi( argv[3] ), atof( argv[4] ), client_open, client_call );
    }
    fprintf( stderr, "bench_gsoap_security serve PORT THREADS | call PORT CLIENTS SECONDS | shared_key SECONDS\n" );
    return 2;
}
