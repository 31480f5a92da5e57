/*
 * bench_gsoap.c - typed data beside gSOAP: the same lists of structures, in one process, turn by turn.
 *
 * Usage: bench_gsoap [-reps N] [-large N]
 *        -large: structures in the longer list (100000); the shorter one has 1000.
 *
 * Each structure has an int, a double, a dateTime, a string, a bool and a GUID (a string to gSOAP). Both read the XML
 * that this library wrote and write into memory that is there already. gSOAP has what makes it fast: no search for
 * shared objects (SOAP_XML_TREE), no xsi:type, strings in UTF-8, and whole seconds in a time_t; its tree is given back
 * after each reading, as the heap is reset here. What both have read is compared with the list.
 *
 * With gSOAP's code that soapcpp2 makes from bench_gsoap.h:
 *   soapcpp2 -c -0 -C -L -x -d gen bench_gsoap.h; cc -O2 -Igen bench_gsoap.c gen/soapC.c -lgsoap -lwebservices -lpthread
 */
#include "soapH.h"
#include "b.nsmap"
#define BENCH_XML_PART
#include "bench_xml.c"

/* ------------------------------------------------------------------ memory as gSOAP's peer */
static struct soap *peer; static size_t peer_at;
static int gs_send( struct soap *soap, const char *bytes, size_t n )
{
    if (sink.len + n > sink.cap) { sink.cap = (sink.cap + n) * 2; sink.p = realloc( sink.p, sink.cap ); }
    memcpy( sink.p + sink.len, bytes, n ); sink.len += n; (void)soap;
    return SOAP_OK;
}
static size_t gs_recv( struct soap *soap, char *bytes, size_t room )
{
    size_t n = typed_len - peer_at < room ? typed_len - peer_at : room; (void)soap;
    memcpy( bytes, typed_xml + peer_at, n ); peer_at += n;
    return n;
}

/* ------------------------------------------------------------------ the list as gSOAP has it */
static struct b__list gs_list;
static time_t seconds_of( const WS_DATETIME *d ) { return (time_t)((long long)(d->ticks / 10000000) - 62135596800ll); }
static void setup_gsoap(void)
{
    ULONG i, j;
    gs_list.__sizerec = (int)src_list.count; gs_list.rec = calloc( src_list.count, sizeof(*gs_list.rec) );
    for (i = 0; i < src_list.count; i++)
    {
        struct rec *a = &src_list.recs[i]; struct b__rec *b = &gs_list.rec[i]; unsigned char *g = a->guid.Data4; char *to;
        b->id = a->id; b->value = a->value; b->when = seconds_of( &a->when ); b->flag = a->flag ? true_ : false_;
        b->name = to = malloc( 64 ); b->guid = malloc( 40 );
        for (j = 0; a->name[j]; j++)   /* nothing in the names is beyond U+07FF */
            if (a->name[j] < 0x80) *to++ = (char)a->name[j];
            else { *to++ = (char)(0xc0 | a->name[j] >> 6); *to++ = (char)(0x80 | (a->name[j] & 63)); }
        *to = 0;
        sprintf( b->guid, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", a->guid.Data1, a->guid.Data2, a->guid.Data3,
                 g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7] );
    }
}
static void free_gsoap(void)
{
    int i;
    for (i = 0; i < gs_list.__sizerec; i++) { free( gs_list.rec[i].name ); free( gs_list.rec[i].guid ); }
    free( gs_list.rec );
}
static long gs_mismatch = -1;
static double gs_read( long n )
{
    double total = 0;
    while (n--)
    {
        struct b__list l; int i;
        peer_at = 0;
        soap_default_b__list( peer, &l );
        REQ( soap_read_b__list( peer, &l ) == SOAP_OK, "soap_read" );
        REQ( l.__sizerec == gs_list.__sizerec, "count" );
        for (i = 0, gs_mismatch = 0; !n && i < l.__sizerec; i++)
        {
            struct b__rec *a = &l.rec[i], *b = &gs_list.rec[i];
            gs_mismatch += a->id != b->id || a->value != b->value || a->when != b->when || a->flag != b->flag
                           || strcmp( a->name, b->name ) || strcmp( a->guid, b->guid );
        }
        total += l.__sizerec;
        soap_destroy( peer ); soap_end( peer );
    }
    return total;
}
static double gs_write( long n )
{
    double total = 0;
    while (n--)
    {
        sink.len = 0;
        REQ( soap_write_b__list( peer, &gs_list ) == SOAP_OK, "soap_write" );
        total += gs_list.__sizerec;
        soap_destroy( peer ); soap_end( peer );
    }
    return total;
}

/* ------------------------------------------------------------------ rows ----------------- */
static double ws_read( long n ) { return bench_read_type( n ); }
/* The writer is kept, and its memory with it, as gSOAP's context and the place that it writes to. */
static double ws_write( long n )
{
    static WS_XML_WRITER *w; ULONG most = 64u << 20; WS_XML_WRITER_PROPERTY p[2]; WS_BYTES bytes; double total = 0;
    p[0].id = WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE; p[1].id = WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE;
    p[0].value = p[1].value = &most; p[0].valueSize = p[1].valueSize = sizeof(most);
    if (!w) T( WsCreateWriter( p, 2, &w, NULL ) );
    while (n--)
    {
        T( set_output( w, 0, 0 ) );
        if (write_list( w ) < 0) return -1;
        T( WsGetWriterProperty( w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL ) );
        total += src_list.count;
    }
    sink.len = 0; keep( bytes.bytes, bytes.length );
    return total;
}

static int compare_with( int count )
{
    enum { READ, GS_READ, WRITE, GS_WRITE, ROWS };
    long n = count < 100000 ? 100000 / count : 1;
    char names[ROWS][32], what[64];
    struct row rows[ROWS] = { { names[0], ws_read, 0, n }, { names[1], gs_read, 0, n }, { names[2], ws_write, 0, n }, { names[3], gs_write, 0, n } };
    sprintf( names[0], "read_type_%d", count ); sprintf( names[1], "gsoap_read_%d", count );
    sprintf( names[2], "write_type_%d", count ); sprintf( names[3], "gsoap_write_%d", count );

    setup_types( count ); setup_gsoap(); g_fail = 0;
    if (ws_write( 1 ) < 0)
    {
        if (g_hr == NOT_IN_BUILD) { printf( "SKIP   %-22s %s is not in this build\n", names[0], lacks ); return 0; }
        printf( "FAIL   %-22s line %d hr=%08x %.60s\n", names[WRITE], g_fail, (unsigned)g_hr, g_what ); return 1;
    }
    typed_len = (ULONG)sink.len; typed_xml = malloc( sink.len ); memcpy( typed_xml, sink.p, sink.len );
    if (gs_write( 1 ) < 0) { printf( "FAIL   %-22s\n", names[GS_WRITE] ); soap_print_fault( peer, stdout ); return 1; }
    printf( "INFO   %d structures: %u bytes of XML here, %zu by gSOAP\n", count, (unsigned)typed_len, sink.len );
    if (take_turns( rows, ROWS )) { if (peer->error) soap_print_fault( peer, stdout ); return 1; }
    if (rt_mismatch || rt_dbl || gs_mismatch)
    {
        printf( "FAIL   read back wrong: %d structures here, %ld by gSOAP\n", rt_mismatch + rt_dbl, gs_mismatch );
        return 1;
    }
    sprintf( what, "reading %d structures / gSOAP", count ); verdict( what, rows[READ].value / rows[GS_READ].value, ">=", 2 );
    sprintf( what, "writing %d structures / gSOAP", count ); verdict( what, rows[WRITE].value / rows[GS_WRITE].value, ">=", 2 );
    free_gsoap(); free( typed_xml );
    return 0;
}
int main( int argc, char **argv )
{
    LARGE = 100000;
    own_options( argc, argv );
    row_unit = "structs/s"; row_scale = 1;
    peer = soap_new1( SOAP_XML_TREE | SOAP_XML_NOTYPE | SOAP_C_UTFSTRING );
    if (!peer) return 1;
    soap_set_namespaces( peer, namespaces );
    peer->fsend = gs_send; peer->frecv = gs_recv;
    printf( "INFO   gSOAP %d.%d.%d\n", GSOAP_VERSION / 100000, GSOAP_VERSION / 1000 % 100, GSOAP_VERSION % 1000 );
    if (compare_with( 1000 ) || compare_with( (int)LARGE )) return 1;
    soap_free( peer );
    return missed ? 2 : 0;
}
