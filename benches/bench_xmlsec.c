/*
 * bench_xmlsec.c - xmlsec1's half of a row of bench_security.c: bench_xmlsec SIZE SECONDS
 *
 * A message with a body of so many bytes of elements is parsed, signed by Id (exclusive canonicalization, RSA-SHA256), its
 * body encrypted (AES-256-CBC, RSA-OAEP) and written; then that is parsed, decrypted and verified. Says how often a second,
 * in time of the processor, and how much memory it had at most, in kB. BENCH_CERTS is the folder of the certificates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <xmlsec/crypto.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlenc.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#define GOOD(condition) do { if (!(condition)) { fprintf( stderr, "%s failed\n", #condition ); exit( 1 ); } } while (0)

static const xmlChar soap[] = "http://www.w3.org/2003/05/soap-envelope";
static xmlSecKeyPtr private_key, public_key; static xmlSecKeysMngrPtr seals, opens;

static double used_s( void ) { struct timespec t; clock_gettime( CLOCK_PROCESS_CPUTIME_ID, &t ); return t.tv_sec + t.tv_nsec * 1e-9; }
static long peak_kb( void ) { struct rusage usage; getrusage( RUSAGE_SELF, &usage ); return usage.ru_maxrss; }

static xmlDocPtr parse( const char *text, int size )
{
    xmlDocPtr doc = xmlReadMemory( text, size, NULL, NULL, XML_PARSE_HUGE | XML_PARSE_NONET );
    GOOD( doc );
    return doc;
}
static xmlNodePtr body_of( xmlDocPtr doc )
{
    xmlNodePtr body = xmlSecFindNode( xmlDocGetRootElement( doc ), BAD_CAST "Body", soap ); xmlAttrPtr id;
    GOOD( body && (id = xmlHasProp( body, BAD_CAST "Id" )) );
    xmlAddID( NULL, doc, BAD_CAST "body", id );
    return body;
}
static xmlSecKeysMngrPtr manager_of( xmlSecKeyPtr key )
{
    xmlSecKeysMngrPtr manager = xmlSecKeysMngrCreate();
    GOOD( !xmlSecCryptoAppDefaultKeysMngrInit( manager ) && !xmlSecCryptoAppDefaultKeysMngrAdoptKey( manager, xmlSecKeyDuplicate( key ) ) );
    return manager;
}

static xmlChar *protect( const char *text, int size, int *protected_size )
{
    xmlDocPtr doc = parse( text, size ); xmlNodePtr body = body_of( doc ), node, info, reference; xmlChar *out;
    xmlSecDSigCtxPtr signing = xmlSecDSigCtxCreate( NULL ); xmlSecEncCtxPtr sealing = xmlSecEncCtxCreate( seals );
    node = xmlSecTmplSignatureCreate( doc, xmlSecTransformExclC14NId, xmlSecTransformRsaSha256Id, NULL );
    xmlAddChild( xmlSecFindNode( xmlDocGetRootElement( doc ), BAD_CAST "Header", soap ), node );
    reference = xmlSecTmplSignatureAddReference( node, xmlSecTransformSha256Id, NULL, BAD_CAST "#body", NULL );
    xmlSecTmplReferenceAddTransform( reference, xmlSecTransformExclC14NId );
    signing->signKey = xmlSecKeyDuplicate( private_key );
    GOOD( xmlSecDSigCtxSign( signing, node ) >= 0 );
    xmlSecDSigCtxDestroy( signing );

    node = xmlSecTmplEncDataCreate( doc, xmlSecTransformAes256CbcId, NULL, xmlSecTypeEncContent, NULL, NULL );
    xmlSecTmplEncDataEnsureCipherValue( node );
    info = xmlSecTmplEncDataEnsureKeyInfo( node, NULL );
    xmlSecTmplEncDataEnsureCipherValue( xmlSecTmplKeyInfoAddEncryptedKey( info, xmlSecTransformRsaOaepId, NULL, NULL, NULL ) );
    sealing->encKey = xmlSecKeyGenerate( xmlSecKeyDataAesId, 256, xmlSecKeyDataTypeSession );
    GOOD( xmlSecEncCtxXmlEncrypt( sealing, node, body ) >= 0 );
    xmlSecEncCtxDestroy( sealing );
    xmlDocDumpMemory( doc, &out, protected_size );
    xmlFreeDoc( doc );
    return out;
}
static void open_again( const xmlChar *text, int size )
{
    xmlDocPtr doc = parse( (const char *)text, size ); xmlNodePtr body = body_of( doc ); xmlSecEncCtxPtr opening = xmlSecEncCtxCreate( opens );
    xmlSecDSigCtxPtr verifying = xmlSecDSigCtxCreate( NULL );
    GOOD( xmlSecEncCtxDecrypt( opening, xmlSecFindNode( body, xmlSecNodeEncryptedData, xmlSecEncNs ) ) >= 0 && opening->result );
    xmlSecEncCtxDestroy( opening );
    verifying->signKey = xmlSecKeyDuplicate( public_key );
    GOOD( xmlSecDSigCtxVerify( verifying, xmlSecFindNode( xmlDocGetRootElement( doc ), xmlSecNodeSignature, xmlSecDSigNs ) ) >= 0 );
    GOOD( verifying->status == xmlSecDSigStatusSucceeded );
    xmlSecDSigCtxDestroy( verifying );
    xmlFreeDoc( doc );
}

/* The record that src/security/soap/tests/bench.rs writes. */
static int record( char *text, size_t room, long number )
{
    time_t time = 1700000000 + number; char stamp[32]; struct tm parts;
    strftime( stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", gmtime_r( &time, &parts ) );
    return snprintf( text, room, "<ns:rec seq=\"%ld\" kind=\"std\"><ns:id>%ld</ns:id><ns:value>%.12f</ns:value><ns:stamp>%s</ns:stamp>"
                     "<ns:name>Record number %06ld &amp; more</ns:name><ns:flag>%s</ns:flag></ns:rec>\n",
                     number, 100000 + number, (double)number * 1.618033988749895 + 0.125, stamp, number, number & 1 ? "true" : "false" );
}

int main( int argc, char **argv )
{
    char path[512], *text; size_t size, at; int protected_size; long done = 0, before; long number; double seconds, start, used;
    if (argc != 3) return 2;
    size = (size_t)atol( argv[1] ); seconds = atof( argv[2] );
    xmlInitParser();
    GOOD( !xmlSecInit() && !xmlSecCryptoAppInit( NULL ) && !xmlSecCryptoInit() );
    snprintf( path, sizeof(path), "%s/server.key", getenv( "BENCH_CERTS" ) );
    GOOD( (private_key = xmlSecCryptoAppKeyLoad( path, xmlSecKeyDataFormatPem, NULL, NULL, NULL )) );
    snprintf( path, sizeof(path), "%s/server.pem", getenv( "BENCH_CERTS" ) );
    GOOD( (public_key = xmlSecCryptoAppKeyLoad( path, xmlSecKeyDataFormatCertPem, NULL, NULL, NULL )) );
    seals = manager_of( public_key ); opens = manager_of( private_key );
    text = malloc( size + 1024 );
    at = (size_t)sprintf( text, "<s:Envelope xmlns:s=\"%s\"><s:Header/><s:Body Id=\"body\"><ns:PutRecs xmlns:ns=\"urn:bench:calc\"><ns:recs>", (const char *)soap );
    for (number = 0; !number || at < size; number++) at += (size_t)record( text + at, size + 1024 - at, number );
    at += (size_t)sprintf( text + at, "</ns:recs></ns:PutRecs></s:Body></s:Envelope>" );
    before = peak_kb();
    start = used_s();
    do
    {
        xmlChar *message = protect( text, (int)at, &protected_size );
        open_again( message, protected_size );
        xmlFree( message );
        done++;
        used = used_s() - start;
    } while (used < seconds);
    printf( "RUN %.3f %ld\n", (double)done / used, peak_kb() - before );
    return 0;
}
