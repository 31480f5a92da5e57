/*
 * bench_typed.c - typed data's own rows: whether time is linear in the number of structures, and what they take of a
 * heap.
 *
 * Usage: bench_typed [-reps N] [-large N]
 *        -large: structures in the longest list (1000000).
 *
 * Times are of the processor. Lists of all lengths are read and written turn by turn, each as often as makes the same
 * number of structures.
 */
#define BENCH_XML_PART
#include "bench_xml.c"

static int big = 1000000;

/* A list of one length, and its XML. */
struct size { struct list list; unsigned char *xml; ULONG xml_len; int count; char names[2][32]; };
static struct size sizes[3];
/* Not bench_read_type: its heap ends at 256 MB. */
static SIZE_T heap_requested, heap_actual;
static double read_size( struct size *s, long n )
{
    double total = 0; WS_HEAP *h; WS_XML_READER *r; struct list *l = NULL;
    src_list = s->list; typed_xml = s->xml; typed_len = s->xml_len;
    T( WsCreateHeap( (SIZE_T)4 << 30, 0, NULL, 0, &h, NULL ) ); T( WsCreateReader( NULL, 0, &r, NULL ) );
    for (; n--; total += l->count)
    {
        T( WsResetHeap( h, NULL ) );
        T( set_input( r, typed_xml, typed_len, 0 ) );
        T( WsReadToStartElement( r, &x_list, &x_tns, NULL, NULL ) );
        T( WsReadType( r, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &list_desc, WS_READ_REQUIRED_POINTER, h, &l, sizeof(l), NULL ) );
        REQ( l->count == src_list.count && l->recs[l->count - 1].id == src_list.recs[l->count - 1].id, "list" );
    }
    T( WsGetHeapProperty( h, WS_HEAP_PROPERTY_REQUESTED_SIZE, &heap_requested, sizeof(heap_requested), NULL ) );
    T( WsGetHeapProperty( h, WS_HEAP_PROPERTY_ACTUAL_SIZE, &heap_actual, sizeof(heap_actual), NULL ) );
    WsFreeReader( r ); WsFreeHeap( h );
    return total;
}
/* Not bench_write_type: its output ends at what a writer holds unless it is told otherwise. */
static double write_size( struct size *s, long n )
{
    WS_XML_WRITER_TEXT_ENCODING t; WS_XML_WRITER_BUFFER_OUTPUT o; WS_XML_WRITER_PROPERTY most; ULONG size = 0xffffffff; double total = 0;
    memset( &t, 0, sizeof(t) ); memset( &o, 0, sizeof(o) );
    t.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT; t.charSet = WS_CHARSET_UTF8;
    o.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    most.id = WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE; most.value = &size; most.valueSize = sizeof(size);
    src_list = s->list;
    for (; n--; total += src_list.count)
    {
        WS_XML_WRITER *w; WS_BYTES bytes;
        T( make_writer( &w ) );
        T( WsSetOutput( w, &t.encoding, &o.output, &most, 1, NULL ) );
        if (write_list( w ) < 0) { WsFreeWriter( w ); return -1; }
        T( WsGetWriterProperty( w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL ) );
        if (!s->xml)
        {
            s->xml = malloc( s->xml_len = bytes.length );
            REQ( s->xml, "malloc" );
            memcpy( s->xml, bytes.bytes, bytes.length );
        }
        WsFreeWriter( w );
    }
    return total;
}
static int make_size( struct size *s, int count )
{
    s->count = count;
    sprintf( s->names[0], "read_type_%d", count ); sprintf( s->names[1], "write_type_%d", count );
    setup_types( count ); s->list = src_list; g_fail = 0;
    return write_size( s, 1 ) < 0 ? -1 : 0;
}
static double read_0( long n ) { return read_size( &sizes[0], n ); }
static double read_1( long n ) { return read_size( &sizes[1], n ); }
static double read_2( long n ) { return read_size( &sizes[2], n ); }
static double write_0( long n ) { return write_size( &sizes[0], n ); }
static double write_1( long n ) { return write_size( &sizes[1], n ); }
static double write_2( long n ) { return write_size( &sizes[2], n ); }

/* What a list takes of a heap, beside the bytes of its structures and strings. */
static int heap_memory( struct size *s )
{
    double needed = 0, n = s->count; ULONG i, j; char what[64];
    if (read_size( s, 1 ) < 0) return -1;
    for (i = 0; i < s->list.count; i++)
    {
        for (j = 0; s->list.recs[i].name[j]; j++) {}
        needed += sizeof(struct rec) + (j + 1) * sizeof(WCHAR);
    }
    printf( "BYTES  heap_type_%-12d %12.2f B/struct of structure and string, %.2f asked for, %.2f taken from the system\n",
            s->count, needed / n, heap_requested / n, heap_actual / n );
    sprintf( what, "heap of %d structures / their bytes", s->count ); verdict( what, heap_actual / needed, "<=", 2 );
    return 0;
}
static int failed( const char *name )
{
    if (g_hr == NOT_IN_BUILD) { printf( "SKIP   %-22s %s is not in this build\n", name, lacks ); return 0; }
    printf( "FAIL   %-22s line %d hr=%08x %.60s\n", name, g_fail, (unsigned)g_hr, g_what );
    return 1;
}
int main( int argc, char **argv )
{
    struct row rows[6] = {
        { sizes[0].names[0], read_0 }, { sizes[1].names[0], read_1 }, { sizes[2].names[0], read_2 },
        { sizes[0].names[1], write_0 }, { sizes[1].names[1], write_1 }, { sizes[2].names[1], write_2 } };
    int i;
    LARGE = big;
    own_options( argc, argv );
    big = LARGE < 100000 ? 100000 : (int)LARGE;
    row_unit = "structs/s"; row_scale = 1;
    if (make_size( &sizes[0], 1000 ) < 0 || make_size( &sizes[1], 30000 ) < 0 || make_size( &sizes[2], big ) < 0) return failed( "read_type" );
    for (i = 0; i < 6; i++) rows[i].n = big / sizes[i % 3].count;
    if (take_turns( rows, 6 )) return 1;
    verdict( "reading 1,000 structures / most, in structs/s", rows[0].value / rows[2].value, "<=", 2 );
    verdict( "writing 1,000 structures / most, in structs/s", rows[3].value / rows[5].value, "<=", 2 );
    for (i = 1; i < 3; i++) if (heap_memory( &sizes[i] ) < 0) return failed( "heap_type" );
    return missed ? 2 : 0;
}
