/*
 * bench_xml.c - the XML layer's own rows: what canonicalisation adds to reading, whether time is linear in the size of
 * the document, and what readers take of memory.
 *
 * Usage: bench_xml [-mb N] [-reps N] [-large N]
 *        -mb: megabytes of the document (8); -large: of the largest one of the linearity rows (64; 256 takes 260 MB).
 *
 * Times are of the processor, so that other work on the machine counts for little. The rows of one table take turns.
 */
#define main bench_wws_main
#include "bench_wws.c"
#undef main
#include <malloc.h>
#include <sys/resource.h>

static double clock_of( bench_fn fn, long n, double *amount )
{
    double start = now_s();
    *amount = fn( n );
    return now_s() - start;
}

struct row { const char *name; bench_fn fn; double value; long n; };
static const char *row_unit = "MB/s"; static double row_scale = 1e6;

/* Runs the rows turn by turn and keeps each one's median. A row without n is measured by one call for 1. */
static int take_turns( struct row *rows, int count )
{
    double speed[16][MAX_REPS], amount; int i, r;
    g_fail = 0;
    for (r = -1; r < REPS; r++)   /* the first turn warms up */
        for (i = 0; i < count; i++)
        {
            double t = clock_of( rows[i].fn, rows[i].n ? rows[i].n : 1, &amount );
            if (g_fail) { printf( "FAIL   %-22s line %d hr=%08x %.60s\n", rows[i].name, g_fail, (unsigned)g_hr, g_what ); return -1; }
            if (r >= 0) speed[i][r] = amount / t / row_scale;
        }
    for (i = 0; i < count; i++)
    {
        qsort( speed[i], REPS, sizeof(speed[i][0]), cmp_d );
        rows[i].value = speed[i][REPS / 2];
        printf( "RESULT %-22s %12.2f %-14s min %12.2f max %12.2f\n", rows[i].name, rows[i].value, row_unit, speed[i][0], speed[i][REPS - 1] );
    }
    fflush( stdout );
    return 0;
}
/* One line of the summary; which way is better follows from the sign of what is required: at least, or at most. */
static int missed;
static void verdict( const char *what, double ratio, const char *sign, double required )
{
    int met = sign[0] == '>' ? ratio >= required : ratio <= required;
    missed += !met;
    printf( "RATIO  %-46s %8.2f  required %s %.2f  %s\n", what, ratio, sign, required, met ? "met" : "NOT MET" );
}

/* ------------------------------------------------------------------ canonicalisation ----- */
static size_t canonical_len; static unsigned long canonical_sum; static char *canonical_keep;
static HRESULT CALLBACK count_cb( void *state, const WS_BYTES *b, ULONG n, const WS_ASYNC_CONTEXT *ctx, WS_ERROR *e )
{
    ULONG i; (void)state; (void)ctx; (void)e;
    for (i = 0; i < n; i++)
    {
        if (canonical_keep) memcpy( canonical_keep + canonical_len, b[i].bytes, b[i].length );
        canonical_len += b[i].length; canonical_sum += b[i].bytes[0];
    }
    return S_OK;
}
/* Reads node by node; the program looks at nothing else, as when a signature is checked. */
static int read_to_end( WS_XML_READER *r )
{
    const WS_XML_NODE *node;
    do { T( WsReadNode( r, NULL ) ); T( WsGetReaderNode( r, &node, NULL ) ); } while (node->nodeType != WS_XML_NODE_TYPE_EOF);
    return 0;
}
static double canonicalize( int binary )
{
    WS_XML_READER *r;
    canonical_len = 0;
    T( WsCreateReader( NULL, 0, &r, NULL ) );
    T( set_input( r, in_data, in_len, binary ) );
    T( WsStartReaderCanonicalization( r, count_cb, NULL, NULL, 0, NULL ) );
    if (read_to_end( r ) < 0) return -1;
    T( WsEndReaderCanonicalization( r, NULL ) );
    WsFreeReader( r );
    return in_len;
}
static double bench_c14n( long n ) { (void)n; return canonicalize( 0 ); }
static double bench_read_only( long n )
{
    WS_XML_READER *r; (void)n;
    T( WsCreateReader( NULL, 0, &r, NULL ) );
    T( set_input( r, in_data, in_len, 0 ) );
    if (read_to_end( r ) < 0) return -1;
    WsFreeReader( r );
    return in_len;
}

/* ------------------------------------------------------------------ memory --------------- */
static double peak(void) { struct rusage u; getrusage( RUSAGE_SELF, &u ); return (double)u.ru_maxrss * 1024; }
/* Whether the peak counts from here. Where the kernel does not do it, the peak is the process's, and says too much. */
static int reset_peak(void)
{
    FILE *f = fopen( "/proc/self/clear_refs", "w" ); int done;
    if (!f) return 0;
    done = fputs( "5", f ) >= 0;
    return !fclose( f ) && done;
}
static double current_peak(void)
{
    char line[128]; double kb = 0; FILE *f = fopen( "/proc/self/status", "r" );
    if (!f) return peak();
    while (fgets( line, sizeof(line), f )) if (sscanf( line, "VmHWM: %lf", &kb ) == 1) break;
    fclose( f );
    return kb * 1024;
}
/* The document again and again, as the content of one root, without a copy of it in memory. */
struct source { const char *part; size_t part_len, at, left; int stage; };
static HRESULT CALLBACK source_cb( void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *ctx, WS_ERROR *e )
{
    struct source *s = state; size_t n = 0; (void)ctx; (void)e;
    if (s->stage == 0) { n = 6; memcpy( bytes, "<root>", 6 ); s->stage = 1; }
    else if (s->stage == 1)
    {
        n = s->part_len - s->at < max ? s->part_len - s->at : max;
        memcpy( bytes, s->part + s->at, n );
        if ((s->at += n) == s->part_len) { s->at = 0; if (!--s->left) s->stage = 2; }
    }
    else if (s->stage == 2) { n = 7; memcpy( bytes, "</root>", 7 ); s->stage = 3; }
    *actual = (ULONG)n;
    return S_OK;
}
#define WINDOW 4096
static double read_callback( size_t repeats, double *total )
{
    WS_XML_READER_TEXT_ENCODING t; WS_XML_READER_STREAM_INPUT in; WS_XML_READER *r; const WS_XML_NODE *node; double before;
    struct source s = { doc + doc_root_off, doc_len - doc_root_off, 0, repeats, 0 };
    memset( &t, 0, sizeof(t) ); memset( &in, 0, sizeof(in) );
    t.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT; t.charSet = WS_CHARSET_UTF8;
    in.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM; in.readCallback = source_cb; in.readCallbackState = &s;
    *total = (double)repeats * s.part_len;
    reset_peak(); before = resident();
    T( WsCreateReader( NULL, 0, &r, NULL ) );
    T( WsSetInput( r, &t.encoding, &in.input, NULL, 0, NULL ) );
    do { T( WsFillReader( r, WINDOW, NULL, NULL ) ); T( WsReadNode( r, NULL ) ); T( WsGetReaderNode( r, &node, NULL ) ); }
    while (node->nodeType != WS_XML_NODE_TYPE_EOF);
    WsFreeReader( r );
    return current_peak() - before;
}
static size_t repeats;
static double bench_callback( long n ) { double total; (void)n; return read_callback( repeats, &total ) < 0 && g_fail ? -1 : total; }

static void memory( double large )
{
    double total, small, grown, before;
    g_fail = 0;
    make_doc( 0.1 ); read_callback( 1, &total );   /* what the first call of all takes is not the reader's */
    make_doc( 1 ); malloc_trim( 0 );
    small = read_callback( 1, &total );
    printf( "BYTES  %-22s %12.0f B of %.0f read\n", "memory_callback_1", small, total );
    malloc_trim( 0 );
    grown = read_callback( (size_t)large, &total );
    if (g_fail) { printf( "FAIL   memory_callback line %d hr=%08x %.60s\n", g_fail, (unsigned)g_hr, g_what ); missed++; return; }
    printf( "BYTES  %-22s %12.0f B of %.0f read\n", "memory_callback", grown, total );
    verdict( "memory of callback input, in 64 KiB", grown / 65536, "<=", 4 );
    make_doc( large ); in_data = doc; in_len = (ULONG)doc_len;
    malloc_trim( 0 ); reset_peak(); before = resident();
    bench_read_only( 1 );
    grown = current_peak() - before;
    printf( "BYTES  %-22s %12.0f B of %.0f read\n", "memory_buffer", grown, (double)in_len );
    verdict( "memory beyond an input in memory, in 64 KiB", grown / 65536, "<=", 4 );
    fflush( stdout );
}

/* ------------------------------------------------------------------ rows ----------------- */
static double LARGE = 64;
static void own_options( int argc, char **argv )
{
    int i;
    cpu_time = 1;
    for (i = 1; i + 1 < argc; i++)
    {
        if (!strcmp( argv[i], "-mb" )) MB = atof( argv[i + 1] );
        if (!strcmp( argv[i], "-reps" )) REPS = atoi( argv[i + 1] );
        if (!strcmp( argv[i], "-large" )) LARGE = atof( argv[i + 1] );
    }
    if (REPS < 1 || REPS > MAX_REPS) REPS = 5;
}
#ifndef BENCH_XML_PART
int main( int argc, char **argv )
{
    struct row c14n[] = { { "reader_nodes", bench_read_only, 0 }, { "reader_exc_c14n", bench_c14n, 0 } };
    struct row stream[] = { { "reader_callback", bench_callback, 0 } };
    double first = 0, size, last = 0;
    own_options( argc, argv );
    memory( LARGE );

    make_doc( MB ); in_data = doc; in_len = (ULONG)doc_len;
    if (take_turns( c14n, 2 )) return 1;
    verdict( "reading with exclusive c14n / reading, in time", c14n[0].value / c14n[1].value, "<=", 2 );
    make_doc( 1 ); repeats = (size_t)MB;
    if (take_turns( stream, 1 )) return 1;

    for (size = 1; size <= LARGE; size *= 4)
    {
        char name[32]; struct row row = { name, bench_read_only, 0 };
        sprintf( name, "reader_%.0f_mb", size );
        make_doc( size ); in_data = doc; in_len = (ULONG)doc_len;
        if (take_turns( &row, 1 )) return 1;
        if (!first) first = row.value;
        last = row.value;
    }
    verdict( "reading 1 MB / the largest document, in MB/s", first / last, "<=", 1.5 );
    return missed ? 2 : 0;
}
#endif
