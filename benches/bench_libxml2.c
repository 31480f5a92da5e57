/*
 * bench_libxml2.c - this library beside libxml2, in one process on the same document, turn by turn.
 *
 * Usage: bench_libxml2 [-mb N] [-reps N]
 *
 * The canonical forms that both make are compared: a row says nothing if they are not the same.
 */
#define BENCH_XML_PART
#include "bench_xml.c"
#include <libxml/xmlreader.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>

/* Node by node, with what bench_reader looks at: names with namespaces, attributes, texts. */
static double lx_reader( long n )
{
    xmlTextReaderPtr r = xmlReaderForMemory( in_data, (int)in_len, NULL, NULL, XML_PARSE_HUGE ); (void)n;
    walk_elems = walk_attrs = walk_texts = walk_bytes = 0;
    REQ( r, "xmlReaderForMemory" );
    while (xmlTextReaderRead( r ) == 1)
        switch (xmlTextReaderNodeType( r ))
        {
        case XML_READER_TYPE_ELEMENT:
            walk_elems++; walk_bytes += strlen( (const char *)xmlTextReaderConstLocalName( r ) );
            REQ( xmlTextReaderConstNamespaceUri( r ), "namespace" );
            while (xmlTextReaderMoveToNextAttribute( r ) == 1)
            {
                walk_attrs++; walk_bytes += strlen( (const char *)xmlTextReaderConstLocalName( r ) );
                if (!xmlTextReaderIsNamespaceDecl( r )) walk_bytes += strlen( (const char *)xmlTextReaderConstValue( r ) );
            }
            break;
        case XML_READER_TYPE_TEXT: case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            walk_texts++; walk_bytes += strlen( (const char *)xmlTextReaderConstValue( r ) ); break;
        }
    xmlFreeTextReader( r );
    REQ( walk_elems == 1 + 6 * nitems, "element count" );
    return in_len;
}
static double one_reader( long n ) { return bench_reader( n ); }

static xmlChar *lx_canonical; static int lx_canonical_len;
static double lx_c14n_of( xmlDocPtr d )
{
    if (lx_canonical) xmlFree( lx_canonical );
    lx_canonical = NULL;
    lx_canonical_len = xmlC14NDocDumpMemory( d, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &lx_canonical );
    REQ( lx_canonical_len > 0, "xmlC14NDocDumpMemory" );
    return in_len;
}
static double lx_parse_c14n( long n )
{
    xmlDocPtr d = xmlReadMemory( in_data, (int)in_len, NULL, NULL, XML_PARSE_HUGE ); double done; (void)n;
    REQ( d, "xmlReadMemory" );
    done = lx_c14n_of( d );
    xmlFreeDoc( d );
    return done;
}
static xmlDocPtr lx_doc;
static double lx_c14n( long n ) { (void)n; return lx_c14n_of( lx_doc ); }

int main( int argc, char **argv )
{
    enum { READ, LX_READ, ONLY, C14N, LX_PARSE_C14N, LX_C14N, ROWS };
    struct row rows[ROWS] = {
        { "reader_text", one_reader, 0 }, { "libxml2_textreader", lx_reader, 0 }, { "reader_nodes", bench_read_only, 0 },
        { "reader_exc_c14n", bench_c14n, 0 }, { "libxml2_dom_exc_c14n", lx_parse_c14n, 0 }, { "libxml2_c14n_alone", lx_c14n, 0 } };
    own_options( argc, argv );
    make_doc( MB ); in_data = doc; in_len = (ULONG)doc_len; in_binary = 0;
    lx_doc = xmlReadMemory( doc, (int)doc_len, NULL, NULL, XML_PARSE_HUGE );
    canonical_keep = malloc( doc_len * 2 );
    if (!lx_doc || !canonical_keep || bench_c14n( 1 ) < 0 || lx_c14n( 1 ) < 0) return 1;
    if (canonical_len != (size_t)lx_canonical_len || memcmp( canonical_keep, lx_canonical, canonical_len ))
    {
        printf( "FAIL   the canonical forms differ: %zu and %d bytes\n", canonical_len, lx_canonical_len );
        return 1;
    }
    free( canonical_keep ); canonical_keep = NULL;
    printf( "INFO   libxml2 %s; %zu bytes, canonical form %zu bytes, the same by both\n", LIBXML_DOTTED_VERSION, doc_len, canonical_len );
    if (take_turns( rows, ROWS )) return 1;
    verdict( "reading / xmlTextReader", rows[READ].value / rows[LX_READ].value, ">=", 3 );
    verdict( "reading with exc c14n / DOM parse + exc c14n", rows[C14N].value / rows[LX_PARSE_C14N].value, ">=", 6 );
    verdict( "reading with exc c14n / reading, in time", rows[ONLY].value / rows[C14N].value, "<=", 2 );
    return missed ? 2 : 0;
}
