/*
 * bench_wws.c - micro benchmarks for the public Windows Web Services API (WWSAPI) C API.
 *
 * Windows / Wine: x86_64-w64-mingw32-gcc -O2 bench_wws.c -lwebservices -lws2_32 -lpsapi
 * Linux native:   cc -O2 -fshort-wchar -DWWS_HEADER='"WebServices.h"' bench_wws.c -lwebservices -lpthread
 *                 (the header must define the Windows base types: HRESULT, ULONG(32 bit), BOOL,
 *                  WCHAR(16 bit), GUID, INT32, BYTE, CALLBACK, ...)
 *
 * Usage: bench_wws [name ...] [-mb N] [-structs N] [-reps N] [-port N] [-cpu]
 *        without names: every benchmark.
 * Each result line:  RESULT name value unit  min max  (median of REPS in-process repetitions after 1 warm-up)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>

/* ------------------------------------------------------------------ platform ------------- */
#ifdef _WIN32
# include <winsock2.h>
# include <windows.h>
# include <psapi.h>
# include <webservices.h>
static double resident(void)
{
    PROCESS_MEMORY_COUNTERS c;
    return GetProcessMemoryInfo( GetCurrentProcess(), &c, sizeof(c) ) ? (double)c.WorkingSetSize : 0;
}
typedef SOCKET sock_t;
static int cpu_time;   /* with -cpu: what this process uses of a processor, not what passes; for machines that are shared */
static double now_s(void)
{
    static LARGE_INTEGER f; LARGE_INTEGER c; FILETIME no, kernel, user;
    if (cpu_time && GetProcessTimes( GetCurrentProcess(), &no, &no, &kernel, &user ))
        return (kernel.dwLowDateTime + user.dwLowDateTime + 4294967296.0 * (kernel.dwHighDateTime + user.dwHighDateTime)) * 1e-7;
    if (!f.QuadPart) QueryPerformanceFrequency( &f );
    QueryPerformanceCounter( &c );
    return (double)c.QuadPart / (double)f.QuadPart;
}
static void sock_init(void) { WSADATA d; WSAStartup( MAKEWORD(2,2), &d ); }
typedef HANDLE thread_t;
struct thr { void (*fn)(void *); void *arg; };
static DWORD CALLBACK thr_main( void *p ) { struct thr *t = p; t->fn( t->arg ); return 0; }
static thread_t thread_start( struct thr *t ) { return CreateThread( NULL, 0, thr_main, t, 0, NULL ); }
static void thread_join( thread_t h ) { WaitForSingleObject( h, INFINITE ); CloseHandle( h ); }
static void nap_ms( int ms ) { Sleep( ms ); }
static void os_exit( int c ) { fflush( stdout ); ExitProcess( c ); }
#else
# include <time.h>
# include <unistd.h>
# include <pthread.h>
# include <sys/socket.h>
# include <netinet/in.h>
# include <netinet/tcp.h>
# include <arpa/inet.h>
# ifndef WWS_HEADER
#  define WWS_HEADER <WebServices.h>
# endif
# include WWS_HEADER
static double resident(void)
{
    long size, pages = 0; FILE *f = fopen( "/proc/self/statm", "r" );
    if (f) { if (fscanf( f, "%ld %ld", &size, &pages ) != 2) pages = 0; fclose( f ); }
    return (double)pages * sysconf( _SC_PAGESIZE );
}
typedef int sock_t;
# define INVALID_SOCKET (-1)
# define closesocket close
static int cpu_time;
static double now_s(void) { struct timespec t; clock_gettime( cpu_time ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t ); return t.tv_sec + t.tv_nsec * 1e-9; }
static void sock_init(void) {}
typedef pthread_t thread_t;
struct thr { void (*fn)(void *); void *arg; };
static void *thr_main( void *p ) { struct thr *t = p; t->fn( t->arg ); return NULL; }
static thread_t thread_start( struct thr *t ) { pthread_t h; pthread_create( &h, NULL, thr_main, t ); return h; }
static void thread_join( thread_t h ) { pthread_join( h, NULL ); }
static void nap_ms( int ms ) { usleep( ms * 1000 ); }
static void os_exit( int c ) { fflush( stdout ); _exit( c ); }
#endif

#include "bench_missing.h"

/* ------------------------------------------------------------------ harness -------------- */
#define MAX_REPS 31
static int    REPS    = 5;
static double MB      = 8.0;
static int    NSTRUCT = 10000;
static int    PORT    = 17533;
static int    EXTPORT = 0;
static const char *cur = "";

static int g_fail;   /* set when a call fails inside a benchmark -> benchmark is skipped */
static HRESULT g_hr; static const char *g_what;
/* What a row has to say besides its figure; nothing when it was skipped. */
#define info(...) do { if (!g_fail) printf( __VA_ARGS__ ); } while (0)
#undef near
#define T(call) do { HRESULT hr_ = (call); if (hr_ != S_OK) { if (!g_fail) { g_fail = __LINE__; g_hr = hr_; g_what = #call; } return -1; } } while (0)
#define REQ(cond, what) do { if (!(cond)) { if (!g_fail) { g_fail = __LINE__; g_hr = 0; g_what = what; } return -1; } } while (0)

static long dbl_inexact;   /* doubles that did not survive a write/read round trip bit for bit */
static int near( double a, double b ) { double d = a - b, m = b < 0 ? -b : b; if (a != b) dbl_inexact++; return (d < 0 ? -d : d) <= 1e-9 * (m > 1 ? m : 1); }

static int cmp_d( const void *a, const void *b ) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }

/* fn performs `n` units of work and returns the amount to report per run (bytes, ops...), <0 on failure */
typedef double (*bench_fn)( long n );

static void report( const char *name, bench_fn fn, long n, double scale, const char *unit )
{
    double v[MAX_REPS], t0, t1, amount; int i;
    cur = name; g_fail = 0;
    amount = fn( n );                                        /* warm-up */
    for (i = 0; i < REPS && !g_fail; i++)
    {
        t0 = now_s(); amount = fn( n ); t1 = now_s();
        v[i] = amount / (t1 - t0) / scale;
    }
    if (g_fail && g_hr == NOT_IN_BUILD) { printf( "SKIP   %-22s %s is not in this build\n", name, lacks ); fflush( stdout ); return; }
    if (g_fail) { printf( "SKIP   %-22s line %d hr=%08x %.60s\n", name, g_fail, (unsigned)g_hr, g_what ); fflush( stdout ); return; }
    qsort( v, REPS, sizeof(v[0]), cmp_d );
    printf( "RESULT %-22s %12.2f %-14s min %12.2f max %12.2f  (n=%ld)\n", name, v[REPS/2], unit, v[0], v[REPS-1], n );
    fflush( stdout );
}

/* choose n so that one repetition takes about 0.7 s */
static long calibrate( bench_fn fn, long n )
{
    double t;
    g_fail = 0;
    for (;;)
    {
        double t0 = now_s(); fn( n ); t = now_s() - t0;
        if (g_fail || t > 0.1) break;
        n *= 2;
    }
    if (g_fail) return n;
    n = (long)(n * 0.7 / t);
    return n < 1 ? 1 : n;
}

/* ------------------------------------------------------------------ test document -------- */
struct item { char id[24], sku[16], price[16], qty[8], created[24]; const char *active, *cur, *lang; char name[48], note[120]; };
static struct item *items; static long nitems;
static char *doc; static size_t doc_len, doc_cap, doc_root_off;

static unsigned rng_s = 12345;
static unsigned rnd(void) { rng_s = rng_s * 1103515245u + 12345u; return (rng_s >> 8) & 0xffffff; }

static void put( const char *s, size_t n )
{
    if (doc_len + n + 1 > doc_cap) { doc_cap = (doc_cap + n) * 2 + 4096; doc = realloc( doc, doc_cap ); }
    memcpy( doc + doc_len, s, n ); doc_len += n; doc[doc_len] = 0;
}
static void puts_( const char *s ) { put( s, strlen( s ) ); }
static void pute( const char *s, int attr )
{
    for (; *s; s++)
        if (*s == '&') puts_( "&amp;" );
        else if (*s == '<') puts_( "&lt;" );
        else if (*s == '>' && !attr) puts_( "&gt;" );
        else if (*s == '"' && attr) puts_( "&quot;" );
        else put( s, 1 );
}
static void make_doc( double mb )
{
    static const char *w[] = { "Widget", "Gadget", "Stra\xc3\x9f" "e", "\xe6\x9d\xb1\xe4\xba\xac", "Bolt & Nut", "Gear <M8>", "Cable", "Panel",
                               "Sensor \"X\"", "Pump", "Valve", "caf\xc3\xa9" };
    static const char *n[] = { "ships within two days; keep dry & away from heat",
                               "legacy part, see <replacement> notes before ordering another batch",
                               "plain note without any markup characters in the text at all, just words",
                               "Gr\xc3\xb6\xc3\x9f" "e 42 > 41 & < 43" };
    static const char *cu[] = { "EUR", "USD", "JPY", "GBP" }, *la[] = { "en", "de", "ja" };
    size_t target = (size_t)(mb * 1e6), cap = 1024; long i;
    free( items ); items = malloc( cap * sizeof(*items) ); nitems = 0; doc_len = 0; rng_s = 12345;
    puts_( "<?xml version=\"1.0\" encoding=\"utf-8\"?>" );
    doc_root_off = doc_len;
    puts_( "<catalog version=\"1.0\" xmlns=\"urn:bench:catalog\">" );
    for (i = 0; doc_len < target; i++)
    {
        struct item *it;
        if ((size_t)nitems == cap) items = realloc( items, (cap *= 2) * sizeof(*items) );
        it = &items[nitems++];
        sprintf( it->id, "%ld", i ); sprintf( it->sku, "AB-%06u", rnd() % 1000000 );
        sprintf( it->price, "%u.%02u", rnd() % 10000, rnd() % 100 ); sprintf( it->qty, "%u", rnd() % 500 );
        sprintf( it->created, "20%02u-%02u-%02uT%02u:%02u:%02uZ", rnd() % 30, 1 + rnd() % 12, 1 + rnd() % 28, rnd() % 24, rnd() % 60, rnd() % 60 );
        it->active = (rnd() & 1) ? "true" : "false"; it->cur = cu[rnd() % 4]; it->lang = la[rnd() % 3];
        sprintf( it->name, "%s %s %u", w[rnd() % 12], w[rnd() % 12], rnd() % 1000 );
        strcpy( it->note, n[rnd() % 4] );
        puts_( "\n  <item id=\"" ); puts_( it->id ); puts_( "\" sku=\"" ); puts_( it->sku ); puts_( "\" active=\"" ); puts_( it->active );
        puts_( "\"><name>" ); pute( it->name, 0 ); puts_( "</name><price currency=\"" ); puts_( it->cur ); puts_( "\">" ); puts_( it->price );
        puts_( "</price><qty>" ); puts_( it->qty ); puts_( "</qty><created>" ); puts_( it->created );
        puts_( "</created><note lang=\"" ); puts_( it->lang ); puts_( "\">" ); pute( it->note, 0 ); puts_( "</note></item>" );
    }
    puts_( "\n</catalog>" );
}

/* ------------------------------------------------------------------ reader --------------- */
static const void *in_data; static ULONG in_len; static int in_binary;
static long walk_elems, walk_attrs, walk_texts, walk_bytes;

static HRESULT set_input( WS_XML_READER *r, const void *data, ULONG len, int binary )
{
    WS_XML_READER_TEXT_ENCODING   t; WS_XML_READER_BINARY_ENCODING b; WS_XML_READER_BUFFER_INPUT in;
    memset( &t, 0, sizeof(t) ); memset( &b, 0, sizeof(b) ); memset( &in, 0, sizeof(in) );
    t.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT; t.charSet = WS_CHARSET_UTF8;
    b.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    in.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER; in.encodedData = (void *)data; in.encodedDataSize = len;
    return WsSetInput( r, binary ? &b.encoding : &t.encoding, &in.input, NULL, 0, NULL );
}
static ULONG text_len( const WS_XML_TEXT *t )
{
    if (t->textType == WS_XML_TEXT_TYPE_UTF8) return ((const WS_XML_UTF8_TEXT *)t)->value.length;
    if (t->textType == WS_XML_TEXT_TYPE_UTF16) return ((const WS_XML_UTF16_TEXT *)t)->byteCount;
    return 8;
}
static double bench_reader( long n )
{
    double total = 0;
    while (n--)
    {
        WS_XML_READER *r; const WS_XML_NODE *node; ULONG i; int done = 0;
        walk_elems = walk_attrs = walk_texts = walk_bytes = 0;
        T( WsCreateReader( NULL, 0, &r, NULL ) );
        T( set_input( r, in_data, in_len, in_binary ) );
        while (!done)
        {
            T( WsReadNode( r, NULL ) );
            T( WsGetReaderNode( r, &node, NULL ) );
            switch (node->nodeType)
            {
            case WS_XML_NODE_TYPE_ELEMENT:
            {
                const WS_XML_ELEMENT_NODE *e = (const WS_XML_ELEMENT_NODE *)node;
                walk_elems++; walk_bytes += e->localName->length;
                for (i = 0; i < e->attributeCount; i++)
                {
                    walk_attrs++; walk_bytes += e->attributes[i]->localName ? e->attributes[i]->localName->length : 0;
                    if (!e->attributes[i]->isXmlNs) walk_bytes += text_len( e->attributes[i]->value );
                }
                break;
            }
            case WS_XML_NODE_TYPE_TEXT:
                walk_texts++; walk_bytes += text_len( ((const WS_XML_TEXT_NODE *)node)->text ); break;
            case WS_XML_NODE_TYPE_EOF: done = 1; break;
            default: break;
            }
        }
        WsFreeReader( r );
        REQ( walk_elems == 1 + 6 * nitems, "element count" );
        total += in_len;
    }
    return total;
}

/* ------------------------------------------------------------------ writer --------------- */
static struct { unsigned char *p; size_t len, cap; } sink;
static HRESULT CALLBACK sink_cb( void *state, const WS_BYTES *b, ULONG n, const WS_ASYNC_CONTEXT *ctx, WS_ERROR *e )
{
    ULONG i; (void)state; (void)ctx; (void)e;
    for (i = 0; i < n; i++)
    {
        if (sink.len + b[i].length > sink.cap) { sink.cap = (sink.cap + b[i].length) * 2; sink.p = realloc( sink.p, sink.cap ); }
        memcpy( sink.p + sink.len, b[i].bytes, b[i].length ); sink.len += b[i].length;
    }
    return S_OK;
}
#define XS(s) { sizeof(s) - 1, (BYTE *)s, NULL, 0 }
static WS_XML_STRING x_empty = { 0, (BYTE *)"", NULL, 0 }, x_ns = XS("urn:bench:catalog"), x_catalog = XS("catalog"), x_version = XS("version"), x_item = XS("item"),
    x_id = XS("id"), x_sku = XS("sku"), x_active = XS("active"), x_name = XS("name"), x_price = XS("price"),
    x_currency = XS("currency"), x_qty = XS("qty"), x_created = XS("created"), x_note = XS("note"), x_lang = XS("lang");

static HRESULT w_text( WS_XML_WRITER *w, const char *s )
{
    WS_XML_UTF8_TEXT t; memset( &t, 0, sizeof(t) );
    t.text.textType = WS_XML_TEXT_TYPE_UTF8; t.value.length = (ULONG)strlen( s ); t.value.bytes = (BYTE *)s;
    return WsWriteText( w, &t.text, NULL );
}
static HRESULT w_attr( WS_XML_WRITER *w, WS_XML_STRING *name, const char *s )
{
    HRESULT hr;
    if ((hr = WsWriteStartAttribute( w, NULL, name, &x_empty, FALSE, NULL )) != S_OK) return hr;
    if ((hr = w_text( w, s )) != S_OK) return hr;
    return WsWriteEndAttribute( w, NULL );
}
static HRESULT w_start( WS_XML_WRITER *w, WS_XML_STRING *name ) { return WsWriteStartElement( w, &x_empty, name, &x_ns, NULL ); }
static HRESULT w_leaf( WS_XML_WRITER *w, WS_XML_STRING *name, const char *s )
{
    HRESULT hr;
    if ((hr = w_start( w, name )) != S_OK) return hr;
    if ((hr = w_text( w, s )) != S_OK) return hr;
    return WsWriteEndElement( w, NULL );
}
static int w_binary;
static int write_items( WS_XML_WRITER *w )
{
    long i;
    T( w_start( w, &x_catalog ) ); T( w_attr( w, &x_version, "1.0" ) );
    for (i = 0; i < nitems; i++)
    {
        struct item *it = &items[i];
        if (!w_binary) T( w_text( w, "\n  " ) );   /* Wine 8 writes broken binary for mixed content */
        T( w_start( w, &x_item ) );
        T( w_attr( w, &x_id, it->id ) ); T( w_attr( w, &x_sku, it->sku ) ); T( w_attr( w, &x_active, it->active ) );
        T( w_leaf( w, &x_name, it->name ) );
        T( w_start( w, &x_price ) ); T( w_attr( w, &x_currency, it->cur ) ); T( w_text( w, it->price ) ); T( WsWriteEndElement( w, NULL ) );
        T( w_leaf( w, &x_qty, it->qty ) ); T( w_leaf( w, &x_created, it->created ) );
        T( w_start( w, &x_note ) ); T( w_attr( w, &x_lang, it->lang ) ); T( w_text( w, it->note ) ); T( WsWriteEndElement( w, NULL ) );
        T( WsWriteEndElement( w, NULL ) );
    }
    if (!w_binary) T( w_text( w, "\n" ) );
    T( WsWriteEndElement( w, NULL ) );
    return 0;
}
static HRESULT make_writer( WS_XML_WRITER **w )
{
    ULONG max = 64u << 20; WS_XML_WRITER_PROPERTY p; 
    p.id = WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE; p.value = &max; p.valueSize = sizeof(max);
    return WsCreateWriter( &p, 1, w, NULL );
}
static HRESULT set_output( WS_XML_WRITER *w, int binary, int stream )
{
    WS_XML_WRITER_TEXT_ENCODING t; WS_XML_WRITER_BINARY_ENCODING b; WS_XML_WRITER_BUFFER_OUTPUT o; WS_XML_WRITER_STREAM_OUTPUT s;
    memset( &t, 0, sizeof(t) ); memset( &b, 0, sizeof(b) ); memset( &o, 0, sizeof(o) ); memset( &s, 0, sizeof(s) );
    t.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT; t.charSet = WS_CHARSET_UTF8;
    b.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_BINARY;
    o.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    s.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_STREAM; s.writeCallback = sink_cb;
    return WsSetOutput( w, binary ? &b.encoding : &t.encoding, stream ? &s.output : &o.output, NULL, 0, NULL );
}
static void keep( const void *p, size_t n )
{
    if (n > sink.cap) { sink.cap = n * 2; sink.p = realloc( sink.p, sink.cap ); }
    memcpy( sink.p, p, n ); sink.len = n;
}
static int w_mode;   /* mode 0 buffer output, 1 stream output, 2 WS_XML_BUFFER */
static int out_equal;
static double bench_writer( long n )
{
    double total = 0;
    while (n--)
    {
        WS_XML_WRITER *w; WS_HEAP *h = NULL; WS_XML_BUFFER *buf = NULL; WS_BYTES bytes;
        T( make_writer( &w ) );
        sink.len = 0;
        if (w_mode == 2)
        {
            T( WsCreateHeap( 256u << 20, 0, NULL, 0, &h, NULL ) );
            T( WsCreateXmlBuffer( h, NULL, 0, &buf, NULL ) );
            T( WsSetOutputToBuffer( w, buf, NULL, 0, NULL ) );
        }
        else T( set_output( w, w_binary, w_mode ) );
        if (write_items( w ) < 0) { WsFreeWriter( w ); return -1; }
        if (w_mode == 1) { T( WsFlushWriter( w, 0, NULL, NULL ) ); total += sink.len; }
        else if (w_mode == 0)
        {
            T( WsGetWriterProperty( w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL ) );
            total += bytes.length;
            if (!n) keep( bytes.bytes, bytes.length );
        }
        else total += doc_len - doc_root_off;
        WsFreeWriter( w );
        if (h) WsFreeHeap( h );
    }
    if (w_mode != 2) out_equal = sink.len == doc_len - doc_root_off && !memcmp( sink.p, doc + doc_root_off, sink.len );
    return total;
}

/* ------------------------------------------------------------------ typed data ----------- */
struct rec { INT32 id; double value; WS_DATETIME when; WCHAR *name; BOOL flag; GUID guid; };
struct list { ULONG count; struct rec *recs; };
static WS_XML_STRING x_tns = XS("urn:bench:types"), x_list = XS("list"), x_rec = XS("rec"), x_value = XS("value"), x_when = XS("when"), x_flag = XS("flag"), x_guid = XS("guid");
static WS_FIELD_DESCRIPTION fd_id, fd_value, fd_when, fd_name, fd_flag, fd_guid, fd_items;
static WS_FIELD_DESCRIPTION *rec_fields[6] = { &fd_id, &fd_value, &fd_when, &fd_name, &fd_flag, &fd_guid }, *list_fields[1] = { &fd_items };
static WS_STRUCT_DESCRIPTION rec_desc, list_desc;
static struct list src_list;
static WCHAR (*names)[24];

static void fd( WS_FIELD_DESCRIPTION *f, WS_XML_STRING *n, WS_TYPE type, ULONG off )
{
    memset( f, 0, sizeof(*f) ); f->mapping = WS_ELEMENT_FIELD_MAPPING; f->localName = n; f->ns = &x_tns; f->type = type; f->offset = off;
}
static void setup_types( int count )
{
    int i, j;
    fd( &fd_id, &x_id, WS_INT32_TYPE, offsetof( struct rec, id ) ); fd( &fd_value, &x_value, WS_DOUBLE_TYPE, offsetof( struct rec, value ) );
    fd( &fd_when, &x_when, WS_DATETIME_TYPE, offsetof( struct rec, when ) ); fd( &fd_name, &x_name, WS_WSZ_TYPE, offsetof( struct rec, name ) );
    fd( &fd_flag, &x_flag, WS_BOOL_TYPE, offsetof( struct rec, flag ) ); fd( &fd_guid, &x_guid, WS_GUID_TYPE, offsetof( struct rec, guid ) );
    memset( &rec_desc, 0, sizeof(rec_desc) ); rec_desc.size = sizeof(struct rec); rec_desc.alignment = 8;
    rec_desc.fields = rec_fields; rec_desc.fieldCount = 6; rec_desc.typeLocalName = &x_rec; rec_desc.typeNs = &x_tns;
    memset( &fd_items, 0, sizeof(fd_items) ); fd_items.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING; fd_items.type = WS_STRUCT_TYPE;
    fd_items.typeDescription = &rec_desc; fd_items.offset = offsetof( struct list, recs ); fd_items.countOffset = offsetof( struct list, count );
    fd_items.itemLocalName = &x_rec; fd_items.itemNs = &x_tns;
    memset( &list_desc, 0, sizeof(list_desc) ); list_desc.size = sizeof(struct list); list_desc.alignment = 8;
    list_desc.fields = list_fields; list_desc.fieldCount = 1; list_desc.typeLocalName = &x_list; list_desc.typeNs = &x_tns;

    src_list.count = count; src_list.recs = calloc( count, sizeof(struct rec) ); names = calloc( count, sizeof(*names) );
    for (i = 0; i < count; i++)
    {
        struct rec *r = &src_list.recs[i]; char tmp[24]; unsigned char *g = (unsigned char *)&r->guid;
        r->id = i * 7919 - 1000000; r->value = (i + 1) * 1.25 + 0.0625; r->when.ticks = 630822816000000000ull + (unsigned long long)i * 600000000ull + i % 1000 * 10000ull;
        r->when.format = WS_DATETIME_FORMAT_UTC; r->flag = i & 1;
        sprintf( tmp, "customer & son %06d", i ); for (j = 0; tmp[j]; j++) names[i][j] = tmp[j]; names[i][0] = 0xd6; r->name = names[i];
        for (j = 0; j < 16; j++) g[j] = (unsigned char)(rnd() >> 4);
    }
}
static int write_list( WS_XML_WRITER *w )
{
    T( WsWriteStartElement( w, &x_empty, &x_list, &x_tns, NULL ) );
    T( WsWriteType( w, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &list_desc, WS_WRITE_REQUIRED_VALUE, &src_list, sizeof(src_list), NULL ) );
    T( WsWriteEndElement( w, NULL ) );
    return 0;
}
static int wt_stream = 1;
static double bench_write_type( long n )
{
    double total = 0;
    while (n--)
    {
        WS_XML_WRITER *w; WS_BYTES bytes;
        T( make_writer( &w ) ); sink.len = 0;
        T( set_output( w, 0, wt_stream ) );
        if (write_list( w ) < 0) { WsFreeWriter( w ); return -1; }
        if (wt_stream) T( WsFlushWriter( w, 0, NULL, NULL ) );
        else { T( WsGetWriterProperty( w, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL ) ); keep( bytes.bytes, bytes.length ); }
        WsFreeWriter( w );
        total += src_list.count;
    }
    return total;
}
static unsigned char *typed_xml; static ULONG typed_len; static int rt_mismatch, rt_dbl;
static double bench_read_type( long n )
{
    double total = 0; WS_HEAP *h; WS_XML_READER *r;
    T( WsCreateHeap( 256u << 20, 0, NULL, 0, &h, NULL ) ); T( WsCreateReader( NULL, 0, &r, NULL ) );
    while (n--)
    {
        struct list *l = NULL;
        T( set_input( r, typed_xml, typed_len, 0 ) );
        T( WsReadToStartElement( r, &x_list, &x_tns, NULL, NULL ) );
        T( WsReadType( r, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &list_desc, WS_READ_REQUIRED_POINTER, h, &l, sizeof(l), NULL ) );
        REQ( l && l->count == src_list.count, "count" );
        if (!n)
        {
            ULONG i, j; rt_mismatch = rt_dbl = 0;
            for (i = 0; i < l->count; i++)
            {
                struct rec *a = &l->recs[i], *b = &src_list.recs[i];
                int bad = a->id != b->id || !near( a->value, b->value ) || a->when.ticks != b->when.ticks || a->when.format != b->when.format || !a->flag != !b->flag || memcmp( &a->guid, &b->guid, 16 );
                for (j = 0; !bad; j++) { if (a->name[j] != b->name[j]) bad = 1; if (!a->name[j]) break; }
                rt_mismatch += bad; rt_dbl += a->value != b->value;
            }
        }
        total += l->count;
        T( WsResetHeap( h, NULL ) );
    }
    WsFreeReader( r ); WsFreeHeap( h );
    return total;
}

/* ------------------------------------------------------------------ heap ----------------- */
static double bench_heap( long n )
{
    WS_HEAP *h; long i; void *p; double total = n;
    T( WsCreateHeap( 256u << 20, 0, NULL, 0, &h, NULL ) );
    for (i = 0; i < n; i++) { T( WsAlloc( h, 24, &p, NULL ) ); *(volatile char *)p = 1; }
    T( WsResetHeap( h, NULL ) );
    WsFreeHeap( h );
    return total;
}
/* What one allocation of 24 bytes takes: by how much the process grows or what the heap says of itself, whichever is
 * more. A process that reuses freed memory does not grow, and a heap may count only what was asked for. */
static void heap_cost( const char *name, long n )
{
    WS_HEAP *h; SIZE_T actual = 0; long i; void *p; double grown;
    if (WsCreateHeap( 256u << 20, 0, NULL, 0, &h, NULL ) != S_OK) return;
    grown = resident();
    for (i = 0; i < n; i++) { if (WsAlloc( h, 24, &p, NULL ) != S_OK) break; *(volatile char *)p = 1; }
    grown = resident() - grown;
    if (WsGetHeapProperty( h, WS_HEAP_PROPERTY_ACTUAL_SIZE, &actual, sizeof(actual), NULL ) != S_OK) actual = 0;
    printf( "BYTES  %-22s %12.2f B/alloc        (resident %.2f, WS_HEAP_PROPERTY_ACTUAL_SIZE %.2f)\n", name,
            (grown > actual ? grown : actual) / n, grown / n, (double)actual / n );
    fflush( stdout );
    WsFreeHeap( h );
}
static double bench_heap_small( long n )   /* 1000 allocs then reset, reusing one heap */
{
    WS_HEAP *h; long i, j; void *p; double total = 0;
    T( WsCreateHeap( 1u << 20, 0, NULL, 0, &h, NULL ) );
    for (i = 0; i < n; i++)
    {
        for (j = 0; j < 1000; j++) { T( WsAlloc( h, 24, &p, NULL ) ); *(volatile char *)p = 1; }
        T( WsResetHeap( h, NULL ) ); total += 1000;
    }
    WsFreeHeap( h );
    return total;
}

/* ------------------------------------------------------------------ message -------------- */
struct order { INT32 id; double amount; WCHAR *name; };
static WS_XML_STRING x_mns = XS("urn:bench:msg"), x_order = XS("order"), x_amount = XS("amount"), x_action = XS("urn:bench:msg/submit"), x_raction = XS("urn:bench:msg/reply");
static WS_FIELD_DESCRIPTION mf_id, mf_amount, mf_name, *order_fields[3] = { &mf_id, &mf_amount, &mf_name };
static WS_STRUCT_DESCRIPTION order_desc; static WS_ELEMENT_DESCRIPTION order_elem;
static WS_MESSAGE_DESCRIPTION md_req, md_rep;
static WCHAR order_name[] = { 'B','o','l','t',' ','&',' ','N','u','t',' ',0xe9,' ','s','h','i','p','m','e','n','t',0 };
static void setup_msg(void)
{
    fd( &mf_id, &x_id, WS_INT32_TYPE, offsetof( struct order, id ) ); fd( &mf_amount, &x_amount, WS_DOUBLE_TYPE, offsetof( struct order, amount ) );
    fd( &mf_name, &x_name, WS_WSZ_TYPE, offsetof( struct order, name ) ); mf_id.ns = mf_amount.ns = mf_name.ns = &x_mns;
    memset( &order_desc, 0, sizeof(order_desc) ); order_desc.size = sizeof(struct order); order_desc.alignment = 8;
    order_desc.fields = order_fields; order_desc.fieldCount = 3; order_desc.typeLocalName = &x_order; order_desc.typeNs = &x_mns;
    order_elem.elementLocalName = &x_order; order_elem.elementNs = &x_mns; order_elem.type = WS_STRUCT_TYPE; order_elem.typeDescription = &order_desc;
    md_req.action = &x_action; md_req.bodyElementDescription = &order_elem; md_rep.action = &x_raction; md_rep.bodyElementDescription = &order_elem;
}
static size_t msg_bytes;
static double bench_message( long n )
{
    WS_MESSAGE *m, *m2; WS_XML_WRITER *w; WS_XML_READER *r; WS_HEAP *h; WS_BYTES b; struct order o, *ro; double total = n; long i;
    T( WsCreateWriter( NULL, 0, &w, NULL ) ); T( WsCreateReader( NULL, 0, &r, NULL ) ); T( WsCreateHeap( 1 << 20, 0, NULL, 0, &h, NULL ) );
    for (i = 0; i < n; i++)
    {
        T( WsCreateMessage( WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, &m, NULL ) );
        T( WsInitializeMessage( m, WS_REQUEST_MESSAGE, NULL, NULL ) );
        T( WsSetHeader( m, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &x_action, sizeof(x_action), NULL ) );
        T( set_output( w, 0, 0 ) );
        T( WsWriteEnvelopeStart( m, w, NULL, NULL, NULL ) );
        o.id = (INT32)i; o.amount = i * 0.5 + 0.25; o.name = order_name;
        T( WsWriteBody( m, &order_elem, WS_WRITE_REQUIRED_VALUE, &o, sizeof(o), NULL ) );
        T( WsWriteEnvelopeEnd( m, NULL ) );
        T( WsGetWriterProperty( w, WS_XML_WRITER_PROPERTY_BYTES, &b, sizeof(b), NULL ) );
        msg_bytes = b.length; if (i == 0) keep( b.bytes, b.length );
        T( WsCreateMessage( WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 0, &m2, NULL ) );
        T( set_input( r, b.bytes, b.length, 0 ) );
        T( WsReadEnvelopeStart( m2, r, NULL, NULL, NULL ) );
        ro = NULL;
        T( WsReadBody( m2, &order_elem, WS_READ_REQUIRED_POINTER, h, &ro, sizeof(ro), NULL ) );
        REQ( ro && ro->id == o.id && near( ro->amount, o.amount ) && ro->name[11] == 0xe9, "body value" );
        T( WsReadEnvelopeEnd( m2, NULL ) );
        WsFreeMessage( m ); WsFreeMessage( m2 );
        T( WsResetHeap( h, NULL ) );
    }
    WsFreeReader( r ); WsFreeWriter( w ); WsFreeHeap( h );
    return total;
}

/* ------------------------------------------------------------------ TCP ------------------ */
static volatile int srv_ready, srv_fail; static HRESULT srv_hr; static int srv_line, srv_plain; static long srv_count;
#define S(call) do { HRESULT hr_ = (call); if (hr_ != S_OK) { srv_hr = hr_; srv_line = __LINE__; goto out; } } while (0)
static void mkurl( WCHAR *buf, const char *fmt, int port, WS_STRING *s )
{
    char tmp[80]; int i; sprintf( tmp, fmt, port ); for (i = 0; tmp[i]; i++) buf[i] = tmp[i]; buf[i] = 0; s->chars = buf; s->length = i;
}
static void tcp_server( void *arg )
{
    WS_LISTENER *l = NULL; WS_CHANNEL *c = NULL; WS_MESSAGE *m = NULL, *rep = NULL; WS_HEAP *h = NULL; WS_STRING url; WCHAR buf[80];
    const WS_MESSAGE_DESCRIPTION *descs[1]; struct order *o; HRESULT hr; (void)arg;
    descs[0] = &md_req; srv_hr = 0; srv_line = 0; srv_count = 0;
    S( WsCreateListener( WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_TCP_CHANNEL_BINDING, NULL, 0, NULL, &l, NULL ) );
    mkurl( buf, "net.tcp://localhost:%d/bench", PORT, &url );
    S( WsOpenListener( l, &url, NULL, NULL ) );
    S( WsCreateChannelForListener( l, NULL, 0, &c, NULL ) );
    S( WsCreateHeap( 1 << 20, 0, NULL, 0, &h, NULL ) );
    srv_ready = 1;
    S( WsAcceptChannel( l, c, NULL, NULL ) );
    S( WsCreateMessageForChannel( c, NULL, 0, &m, NULL ) ); S( WsCreateMessageForChannel( c, NULL, 0, &rep, NULL ) );
    for (;;)
    {
        o = NULL;
        hr = WsReceiveMessage( c, m, descs, 1, WS_RECEIVE_OPTIONAL_MESSAGE, WS_READ_REQUIRED_POINTER, h, &o, sizeof(o), NULL, NULL, NULL );
        if (hr != S_OK) { srv_hr = hr; srv_line = __LINE__; break; }
        o->amount *= 2;
        if (srv_plain) { S( WsInitializeMessage( rep, WS_BLANK_MESSAGE, NULL, NULL ) ); S( WsSendMessage( c, rep, &md_rep, WS_WRITE_REQUIRED_VALUE, o, sizeof(*o), NULL, NULL ) ); }
        else S( WsSendReplyMessage( c, rep, &md_rep, WS_WRITE_REQUIRED_VALUE, o, sizeof(*o), m, NULL, NULL ) );
        srv_count++;
        S( WsResetMessage( m, NULL ) ); S( WsResetMessage( rep, NULL ) ); S( WsResetHeap( h, NULL ) );
    }
out:
    if (srv_hr != S_OK && !srv_ready) srv_fail = 1;
    if (m) WsFreeMessage( m );
    if (rep) WsFreeMessage( rep );
    if (c) { WsCloseChannel( c, NULL, NULL ); WsFreeChannel( c ); }
    if (l) { WsCloseListener( l, NULL, NULL ); WsFreeListener( l ); }
    if (h) WsFreeHeap( h );
}
static WS_CHANNEL *tcp_c; static WS_MESSAGE *tcp_req, *tcp_rep; static WS_HEAP *tcp_h; static thread_t tcp_t; static struct thr tcp_thr;
static int tcp_open(void)
{
    WS_ENDPOINT_ADDRESS a; WCHAR buf[80]; int i;
    srv_ready = srv_fail = 0; tcp_thr.fn = tcp_server; tcp_t = thread_start( &tcp_thr );
    for (i = 0; i < 300 && !srv_ready && !srv_fail; i++) nap_ms( 10 );
    if (srv_fail) { g_fail = srv_line; g_hr = srv_hr; g_what = "server"; return -1; }
    nap_ms( 50 );
    memset( &a, 0, sizeof(a) ); mkurl( buf, "net.tcp://localhost:%d/bench", PORT, &a.url );
    T( WsCreateChannel( WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_TCP_CHANNEL_BINDING, NULL, 0, NULL, &tcp_c, NULL ) );
    T( WsOpenChannel( tcp_c, &a, NULL, NULL ) );
    T( WsCreateMessageForChannel( tcp_c, NULL, 0, &tcp_req, NULL ) ); T( WsCreateMessageForChannel( tcp_c, NULL, 0, &tcp_rep, NULL ) );
    T( WsCreateHeap( 1 << 20, 0, NULL, 0, &tcp_h, NULL ) );
    return 0;
}
static double bench_tcp( long n )
{
    long i; struct order o, *r; double total = n;
    for (i = 0; i < n; i++)
    {
        o.id = (INT32)i; o.amount = i + 0.25; o.name = order_name; r = NULL; /* never integral: Wine 8 cannot read back an integral double in binary */
        T( WsRequestReply( tcp_c, tcp_req, &md_req, WS_WRITE_REQUIRED_VALUE, &o, sizeof(o), tcp_rep, &md_rep,
                           WS_READ_REQUIRED_POINTER, tcp_h, &r, sizeof(r), NULL, NULL ) );
        REQ( r && r->id == o.id && near( r->amount, o.amount * 2 ), "reply value" );
        T( WsResetMessage( tcp_req, NULL ) ); T( WsResetMessage( tcp_rep, NULL ) ); T( WsResetHeap( tcp_h, NULL ) );
    }
    return total;
}
static void tcp_close(void)
{
    if (tcp_c) { HRESULT h_ = WsShutdownSessionChannel( tcp_c, NULL, NULL ); info( "INFO   WsShutdownSessionChannel hr=%08x\n", (unsigned)h_ ); WsCloseChannel( tcp_c, NULL, NULL ); WsFreeMessage( tcp_req ); WsFreeMessage( tcp_rep ); WsFreeChannel( tcp_c ); WsFreeHeap( tcp_h ); tcp_c = NULL; }
    thread_join( tcp_t );
}

/* ------------------------------------------------------------------ HTTP client ---------- */
/* raw-socket keep-alive responder (no WWSAPI), one thread per connection; optionally an external one (-extport) */
static const char http_body[] =
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><order xmlns=\"urn:bench:msg\"><id>7</id>"
    "<amount>12.5</amount><name>Bolt &amp; Nut</name></order></s:Body></s:Envelope>";
static sock_t http_ls; static volatile int http_conns;
static void http_conn( void *arg )
{
    sock_t c = (sock_t)(size_t)arg; char buf[8192]; size_t have = 0; char hdr[256]; char out[1024]; int outlen, one = 1;
    setsockopt( c, IPPROTO_TCP, TCP_NODELAY, (char *)&one, sizeof(one) );
    sprintf( hdr, "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n", (int)sizeof(http_body) - 1 );
    outlen = sprintf( out, "%s%s", hdr, http_body );
    for (;;)
    {
        int r; char *e, *cl; size_t need;
        buf[have] = 0;
        while (!(e = strstr( buf, "\r\n\r\n" )))
        {
            if ((r = recv( c, buf + have, (int)(sizeof(buf) - 1 - have), 0 )) <= 0) goto done;
            have += r; buf[have] = 0;
        }
        cl = strstr( buf, "Content-Length: " ); need = (e + 4 - buf) + (cl ? atoi( cl + 16 ) : 0);
        while (have < need)
        {
            if ((r = recv( c, buf + have, (int)(sizeof(buf) - 1 - have), 0 )) <= 0) goto done;
            have += r;
        }
        memmove( buf, buf + need, have - need ); have -= need;
        if (send( c, out, outlen, 0 ) != outlen) break;
    }
done:
    closesocket( c );
}
static void http_server( void *arg )
{
    static struct thr t[64]; static int k; (void)arg;
    for (;;)
    {
        sock_t c = accept( http_ls, NULL, NULL );
        if (c == INVALID_SOCKET) return;
        http_conns++; t[k & 63].fn = http_conn; t[k & 63].arg = (void *)(size_t)c; thread_start( &t[k++ & 63] );
    }
}
static WS_SERVICE_PROXY *http_p; static WS_HEAP *http_h;
static int http_open(void)
{
    struct sockaddr_in sa; static struct thr t; int on = 1; WS_ENVELOPE_VERSION ev = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION av = WS_ADDRESSING_VERSION_TRANSPORT; WS_CHANNEL_PROPERTY p[2]; WS_ENDPOINT_ADDRESS a; WCHAR buf[80];
    int port = EXTPORT ? EXTPORT : PORT + 1;
    if (!EXTPORT)
    {
        sock_init(); http_ls = socket( AF_INET, SOCK_STREAM, 0 );
        setsockopt( http_ls, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof(on) );
        memset( &sa, 0, sizeof(sa) ); sa.sin_family = AF_INET; sa.sin_port = htons( port ); sa.sin_addr.s_addr = htonl( 0x7f000001 );
        REQ( bind( http_ls, (struct sockaddr *)&sa, sizeof(sa) ) == 0, "bind" ); listen( http_ls, 64 );
        t.fn = http_server; thread_start( &t );
    }
    p[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION; p[0].value = &ev; p[0].valueSize = sizeof(ev);
    p[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION; p[1].value = &av; p[1].valueSize = sizeof(av);
    T( WsCreateServiceProxy( WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, p, 2, &http_p, NULL ) );
    memset( &a, 0, sizeof(a) ); mkurl( buf, "http://127.0.0.1:%d/bench", port, &a.url );
    T( WsOpenServiceProxy( http_p, &a, NULL, NULL ) );
    T( WsCreateHeap( 1 << 20, 0, NULL, 0, &http_h, NULL ) );
    return 0;
}
static double bench_http( long n )
{
    WS_PARAMETER_DESCRIPTION pd[6]; WS_OPERATION_DESCRIPTION op; const void *args[6]; double total = n; long i; int k;
    INT32 id, rid, *prid = &rid; double amount, ramount, *pram = &ramount; WCHAR *name = order_name, *rname, **prname = &rname;
    memset( &op, 0, sizeof(op) ); op.versionInfo = 1; op.inputMessageDescription = &md_req; op.outputMessageDescription = &md_rep;
    op.parameterCount = 6; op.parameterDescription = pd;
    for (k = 0; k < 3; k++)
    {
        pd[k].parameterType = WS_PARAMETER_TYPE_NORMAL; pd[k].inputMessageIndex = k; pd[k].outputMessageIndex = 0xffff;
        pd[k + 3].parameterType = WS_PARAMETER_TYPE_NORMAL; pd[k + 3].inputMessageIndex = 0xffff; pd[k + 3].outputMessageIndex = k;
    }
    for (i = 0; i < n; i++)
    {
        id = (INT32)i; amount = i + 0.5; rid = 0; rname = NULL;
        args[0] = &id; args[1] = &amount; args[2] = &name; args[3] = &prid; args[4] = &pram; args[5] = &prname;
        T( WsCall( http_p, &op, args, http_h, NULL, 0, NULL, NULL ) );
        REQ( rid == 7 && ramount == 12.5 && rname && rname[5] == '&', "reply value" );
        T( WsResetHeap( http_h, NULL ) );
    }
    return total;
}

/* ------------------------------------------------------------------ main ----------------- */
static char **sel; static int nsel;
static int want( const char *name )
{
    int i; if (!nsel) return 1;
    for (i = 0; i < nsel; i++) if (!strcmp( sel[i], name )) return 1;
    return 0;
}
int main( int argc, char **argv )
{
    int i; sel = malloc( argc * sizeof(*sel) );
    for (i = 1; i < argc; i++)
    {
        if (!strcmp( argv[i], "-mb" )) MB = atof( argv[++i] );
        else if (!strcmp( argv[i], "-structs" )) NSTRUCT = atoi( argv[++i] );
        else if (!strcmp( argv[i], "-cpu" )) cpu_time = 1;
        else if (!strcmp( argv[i], "-reps" )) REPS = atoi( argv[++i] );
        else if (!strcmp( argv[i], "-port" )) PORT = atoi( argv[++i] );
        else if (!strcmp( argv[i], "-extport" )) EXTPORT = atoi( argv[++i] );
        else sel[nsel++] = argv[i];
    }
    setup_types( NSTRUCT ); setup_msg();

    if (want( "reader_text" ))
    {
        make_doc( MB ); in_data = doc; in_len = (ULONG)doc_len; in_binary = 0;
        report( "reader_text", bench_reader, 1, 1e6, "MB/s" );
        info( "INFO   doc %zu bytes, %ld items, elems %ld attrs %ld texts %ld name+value bytes %ld\n", doc_len, nitems, walk_elems, walk_attrs, walk_texts, walk_bytes );
    }
    if (want( "reader_text_small" ))
    {
        make_doc( 0.02 ); in_data = doc; in_len = (ULONG)doc_len; in_binary = 0;
        report( "reader_text_small", bench_reader, calibrate( bench_reader, 1 ), 1e6, "MB/s" );
        info( "INFO   doc %zu bytes\n", doc_len );
    }
    if (want( "writer_text" ))
    {
        make_doc( MB ); w_binary = 0; w_mode = 0; out_equal = 0;
        report( "writer_text", bench_writer, 1, 1e6, "MB/s" );
        info( "INFO   identical to generated document: %s\n", out_equal ? "yes" : "no" );
    }
    if (want( "writer_text_small" ))
    {
        make_doc( 0.02 ); w_binary = 0; w_mode = 0; out_equal = 0;
        report( "writer_text_small", bench_writer, calibrate( bench_writer, 1 ), 1e6, "MB/s" );
        info( "INFO   doc %zu bytes; identical: %s\n", doc_len, out_equal ? "yes" : "no" );
    }
    if (want( "writer_text_400k" ))
    {
        make_doc( 0.4 ); w_binary = 0; w_mode = 0; out_equal = 0;
        report( "writer_text_400k", bench_writer, calibrate( bench_writer, 1 ), 1e6, "MB/s" );
        info( "INFO   doc %zu bytes; identical: %s\n", doc_len, out_equal ? "yes" : "no" );
    }
    if (want( "writer_text_stream" ))
    {
        make_doc( MB ); w_binary = 0; w_mode = 1; out_equal = 0;
        report( "writer_text_stream", bench_writer, 1, 1e6, "MB/s" );
        info( "INFO   identical to generated document: %s\n", out_equal ? "yes" : "no" );
    }
    if (want( "writer_xmlbuffer" ))
    {
        make_doc( MB ); w_binary = 0; w_mode = 2;
        report( "writer_xmlbuffer", bench_writer, 1, 1e6, "MB/s" );
    }
    if (want( "writer_bin_stream" ) || want( "reader_bin" ))
    {
        size_t l; void *copy;
        make_doc( MB ); w_binary = 1; w_mode = 1;
        report( "writer_bin_stream", bench_writer, 1, 1e6, "MB/s(binary)" );
        l = sink.len; copy = malloc( l ); memcpy( copy, sink.p, l );
        info( "INFO   binary %zu bytes for %zu text bytes\n", l, doc_len );
        in_data = copy; in_len = (ULONG)l; in_binary = 1;
        report( "reader_bin", bench_reader, 1, 1e6, "MB/s(binary)" );
        free( copy );
    }
    if (want( "write_type" ) || want( "read_type" ))
    {
        wt_stream = 0; report( "write_type_buffer", bench_write_type, 1, 1, "structs/s" );
        wt_stream = 1; report( "write_type", bench_write_type, 1, 1, "structs/s" );
        typed_len = (ULONG)sink.len; typed_xml = malloc( sink.len + 1 ); memcpy( typed_xml, sink.p, sink.len );
        info( "INFO   %d structs = %u bytes of XML; first: %.260s\n", NSTRUCT, (unsigned)typed_len, (char *)typed_xml );
        report( "read_type", bench_read_type, 1, 1, "structs/s" );
        info( "INFO   read back: %d records wrong, %d doubles not bit-exact of %u\n", rt_mismatch, rt_dbl, (unsigned)src_list.count );
    }
    if (want( "heap" )) { heap_cost( "heap", 1000000 ); report( "heap", bench_heap, 1000000, 1, "allocs/s" ); }
    if (want( "heap_small" )) { report( "heap_small", bench_heap_small, calibrate( bench_heap_small, 1 ), 1, "allocs/s" ); heap_cost( "heap_small", 1000 ); }
    if (want( "message" ))
    {
        report( "message", bench_message, calibrate( bench_message, 50 ), 1, "roundtrips/s" );
        info( "INFO   envelope %zu bytes: %.*s\n", msg_bytes, (int)sink.len, (char *)sink.p );
    }
    if (want( "tcp" ) || want( "tcp_plain" ))
    {
        srv_plain = nsel && want( "tcp_plain" ); g_fail = 0;
        if (tcp_open() < 0 && g_hr == NOT_IN_BUILD) printf( "SKIP   %-22s %s is not in this build\n", "tcp", lacks );
        else if (g_fail) printf( "SKIP   tcp line %d hr=%08x %s\n", g_fail, (unsigned)g_hr, g_what );
        else
        {
            long n = calibrate( bench_tcp, 20 );
            if (!g_fail) report( srv_plain ? "tcp_plain" : "tcp", bench_tcp, n, 1, "reqreply/s" );
            else printf( "SKIP   tcp line %d hr=%08x %.60s (server line %d hr=%08x count %ld)\n", g_fail, (unsigned)g_hr, g_what, srv_line, (unsigned)srv_hr, srv_count );
            if (!g_fail) { tcp_close(); info( "INFO   server handled %ld, end line %d hr=%08x\n", srv_count, srv_line, (unsigned)srv_hr ); }
            else os_exit( 1 );
        }
    }
    if (want( "http_call" ))
    {
        g_fail = 0;
        if (http_open() < 0 && g_hr == NOT_IN_BUILD) printf( "SKIP   %-22s %s is not in this build\n", "http_call", lacks );
        else if (g_fail) printf( "SKIP   http_call line %d hr=%08x %s\n", g_fail, (unsigned)g_hr, g_what );
        else { long n = calibrate( bench_http, 20 ); report( "http_call", bench_http, n, 1, "calls/s" ); info( "INFO   connections accepted: %d\n", http_conns ); }
        os_exit( 0 );
    }
    return 0;
}
