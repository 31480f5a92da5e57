/*
 * The XML reader beside libxml2: the same documents, well-formed and not, must be accepted or refused by both, and read
 * as the same names, namespaces, attributes and texts.
 *
 * Documents come from a small grammar and from random edits, always the same ones. What differs on purpose:
 * - Processing instructions and document type declarations are refused here: the API has no nodes for them.
 * - Encodings: only UTF-8 and UTF-16 are read here, under their registered names (section 4.3.3).
 * - libxml2 reports namespace names that are not absolute URIs (XML_WAR_NS_URI, XML_WAR_NS_URI_RELATIVE). Namespaces in
 *   XML 1.0 (third edition), section 2.2, deprecates relative ones, but they are namespace-well-formed: accepted here.
 * - libxml2 2.9 accepts the version number '1.'; production 26 of XML 1.0 (fifth edition) wants a digit. And it
 *   needs no white space before 'standalone', which production 32 requires.
 * - libxml2 2.9 passes over declarations of the prefix xml and so over a second one in the same tag; that one breaks the
 *   constraint "Unique Att Spec" of XML 1.0 (fifth edition), section 3.1.
 */
#include "support/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

/* What libxml2 makes of a document. */
typedef struct ORACLE {
    TEXT out;
    int refused, unsupported, in_text;
    int code;
} ORACLE;

static void end_text(ORACLE *oracle)
{
    if (oracle->in_text) {
        add_chars(&oracle->out, "'");
        oracle->in_text = 0;
    }
}

static void add_optional(TEXT *out, const xmlChar *text)
{
    add_chars(out, text == NULL ? "" : (const char *)text);
}

static void start_element(void *state, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                          const xmlChar **bindings, int attributes, int defaulted, const xmlChar **values)
{
    ORACLE *oracle = ((xmlParserCtxtPtr)state)->_private;
    TEXT *out = &oracle->out;
    (void)defaulted;
    end_text(oracle);
    add_chars(out, "<");
    add_optional(out, prefix);
    add_chars(out, "|");
    add_optional(out, local);
    add_chars(out, "|");
    add_optional(out, uri);
    for (int i = 0; i < namespaces; i++) {
        add_chars(out, " xmlns:");
        add_optional(out, bindings[2 * i]);
        add_chars(out, "=");
        add_optional(out, bindings[2 * i + 1]);
    }
    for (int i = 0; i < attributes; i++, values += 5) {
        add_chars(out, " ");
        add_optional(out, values[1]);
        add_chars(out, "|");
        add_optional(out, values[0]);
        add_chars(out, "|");
        add_optional(out, values[2]);
        add_chars(out, "=");
        add(out, values[3], (size_t)(values[4] - values[3]));
    }
    add_chars(out, ">");
}

static void end_element(void *state, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    ORACLE *oracle = ((xmlParserCtxtPtr)state)->_private;
    (void)local, (void)prefix, (void)uri;
    end_text(oracle);
    add_chars(&oracle->out, "</>");
}

static void characters(void *state, const xmlChar *text, int length)
{
    ORACLE *oracle = ((xmlParserCtxtPtr)state)->_private;
    if (length > 0) {
        if (!oracle->in_text) {
            add_chars(&oracle->out, "'");
            oracle->in_text = 1;
        }
        add(&oracle->out, text, (size_t)length);
    }
}

static void comment(void *state, const xmlChar *text)
{
    ORACLE *oracle = ((xmlParserCtxtPtr)state)->_private;
    end_text(oracle);
    add_chars(&oracle->out, "<!--");
    add_optional(&oracle->out, text);
    add_chars(&oracle->out, "-->");
}

static void instruction(void *state, const xmlChar *target, const xmlChar *data)
{
    (void)target, (void)data;
    ((ORACLE *)((xmlParserCtxtPtr)state)->_private)->unsupported = 1;
}

static void doctype(void *state, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    ((ORACLE *)((xmlParserCtxtPtr)state)->_private)->unsupported = 1;
}

static void problem(void *state, xmlErrorPtr error)
{
    ORACLE *oracle = ((xmlParserCtxtPtr)state)->_private;
    if (error->level >= XML_ERR_ERROR && error->code != XML_WAR_NS_URI && error->code != XML_WAR_NS_URI_RELATIVE) {
        oracle->refused = 1;
        oracle->code = error->code;
    }
}

static void ask_libxml2(ORACLE *oracle, const TEXT *xml)
{
    xmlSAXHandler handler = {0};
    xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt(xml->chars, (int)xml->length);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start_element;
    handler.endElementNs = end_element;
    handler.characters = characters;
    handler.ignorableWhitespace = characters;
    handler.cdataBlock = characters;
    handler.comment = comment;
    handler.processingInstruction = instruction;
    handler.internalSubset = doctype;
    handler.serror = problem;
    oracle->out.length = 0;
    add(&oracle->out, "", 0);
    oracle->refused = oracle->unsupported = oracle->in_text = oracle->code = 0;
    if (context == NULL) {
        oracle->refused = 1; /* empty */
        return;
    }
    *context->sax = handler;
    context->_private = oracle;
    xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
    /* The options install handlers of their own. */
    *context->sax = handler;
    xmlParseDocument(context);
    if (!context->wellFormed) {
        oracle->refused = 1;
    }
    end_text(oracle);
    if (context->myDoc != NULL) {
        xmlFreeDoc(context->myDoc);
    }
    xmlFreeParserCtxt(context);
}

/* The same from the reader: declarations before attributes, CDATA as text, neighbouring texts as one. */
static HRESULT ask_reader(READER *r, TEXT *out, const TEXT *xml)
{
    ULONG large = 10000;
    const WS_XML_READER_PROPERTY properties[] = {
        {WS_XML_READER_PROPERTY_MAX_DEPTH, &large, sizeof(large)},
        {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &large, sizeof(large)},
        {WS_XML_READER_PROPERTY_MAX_NAMESPACES, &large, sizeof(large)},
    };
    int in_text = 0;
    out->length = 0;
    add(out, "", 0);
    assert_ok(set_input(r, WS_CHARSET_AUTO, xml->chars, xml->length, properties, COUNT(properties)), r->error);
    for (;;) {
        const WS_XML_NODE *node;
        HRESULT hr = WsReadNode(r->reader, NULL);
        if (FAILED(hr)) {
            return hr;
        }
        assert_ok(WsGetReaderNode(r->reader, &node, NULL), NULL);
        if (node->nodeType == WS_XML_NODE_TYPE_CDATA || node->nodeType == WS_XML_NODE_TYPE_END_CDATA) {
            continue;
        }
        if (node->nodeType == WS_XML_NODE_TYPE_TEXT) {
            add_chars(out, in_text ? "" : "'");
            in_text = 1;
            add_string(out, utf8_of(((const WS_XML_TEXT_NODE *)node)->text));
            continue;
        }
        add_chars(out, in_text ? "'" : "");
        in_text = 0;
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            return S_OK;
        } else if (node->nodeType == WS_XML_NODE_TYPE_END_ELEMENT) {
            add_chars(out, "</>");
        } else if (node->nodeType == WS_XML_NODE_TYPE_COMMENT) {
            add_chars(out, "<!--");
            add_string(out, &((const WS_XML_COMMENT_NODE *)node)->value);
            add_chars(out, "-->");
        } else {
            const WS_XML_ELEMENT_NODE *element = (const WS_XML_ELEMENT_NODE *)node;
            assert_int_equal(node->nodeType, WS_XML_NODE_TYPE_ELEMENT);
            add_chars(out, "<");
            add_string(out, element->prefix);
            add_chars(out, "|");
            add_string(out, element->localName);
            add_chars(out, "|");
            add_string(out, element->ns);
            for (int declarations = 1; declarations >= 0; declarations--) {
                for (ULONG i = 0; i < element->attributeCount; i++) {
                    const WS_XML_ATTRIBUTE *attribute = element->attributes[i];
                    if (attribute->isXmlNs != declarations) {
                        continue;
                    }
                    /* libxml2 says nothing of the one declaration of xml that is allowed. */
                    if (declarations && attribute->prefix->length == 3 && memcmp(attribute->prefix->bytes, "xml", 3) == 0) {
                        continue;
                    }
                    add_chars(out, declarations ? " xmlns:" : " ");
                    add_string(out, attribute->prefix);
                    if (!declarations) {
                        add_chars(out, "|");
                        add_string(out, attribute->localName);
                        add_chars(out, "|");
                        add_string(out, attribute->ns);
                    }
                    add_chars(out, "=");
                    add_string(out, declarations ? attribute->ns : utf8_of(attribute->value));
                }
            }
            add_chars(out, ">");
        }
    }
}

/* The exceptions that the head of this file lists, beside those that libxml2 tells by itself. */
static int differs_on_purpose(const TEXT *xml)
{
    const char *first = strstr(xml->chars, "xmlns:xml="), *second = first == NULL ? NULL : strstr(first + 1, "xmlns:xml=");
    for (; second != NULL; first = second, second = strstr(first + 1, "xmlns:xml=")) {
        if (memchr(first, '<', (size_t)(second - first)) == NULL) {
            return 1;
        }
    }
    if (strncmp(xml->chars, "<?xml", 5) == 0) {
        const char *end = strstr(xml->chars, "?>");
        size_t length = end == NULL ? xml->length : (size_t)(end - xml->chars);
        TEXT declaration = {0};
        const char *encoding;
        int differs;
        add(&declaration, xml->chars, length);
        encoding = strstr(declaration.chars, "encoding");
        differs = strstr(declaration.chars, "1.'") != NULL || strstr(declaration.chars, "1.\"") != NULL
            || (encoding != NULL && strstr(encoding, "UTF-8'") == NULL && strstr(encoding, "utf-8'") == NULL)
            || strstr(declaration.chars, "'standalone") != NULL || strstr(declaration.chars, "\"standalone") != NULL;
        free(declaration.chars);
        return differs;
    }
    return 0;
}

typedef struct COMPARISON {
    READER *r;
    ORACLE oracle;
    TEXT ours;
    unsigned documents, accepted, refused, unsupported, excepted, different;
} COMPARISON;

static void compare(COMPARISON *c, const TEXT *xml)
{
    HRESULT hr = ask_reader(c->r, &c->ours, xml);
    int differs;
    ask_libxml2(&c->oracle, xml);
    c->documents++;
    if (c->oracle.unsupported) {
        c->unsupported++;
        differs = hr == S_OK;
    } else if (c->oracle.refused) {
        c->refused++;
        differs = hr == S_OK;
    } else {
        c->accepted++;
        differs = hr != S_OK || strcmp(c->ours.chars, c->oracle.out.chars) != 0;
    }
    if (differs && differs_on_purpose(xml)) {
        c->excepted++;
    } else if (differs) {
        if (c->different++ < 20) {
            fprintf(stderr, "document: %s\n  libxml2: %s(%d) %s\n  reader:  %08X %s\n", xml->chars,
                    c->oracle.refused ? "refused " : "", c->oracle.code, c->oracle.out.chars, HR(hr), c->ours.chars);
        }
    }
}

static unsigned next_random(unsigned *seed, unsigned below)
{
    /* xorshift: the same numbers everywhere. */
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

static const char *const names[] = {"a", "b", "p:a", "q:b", "xml:lang", "_x.-1", "\xC3\xA4", "p:\xE6\x9D\xB1", "a\xC2\xB7", "xmlnsa",
                                    "xml", "XML", "p:xmlns", "\xF0\x90\x80\x80", "\xE2\x81\xB0z", "a\xCD\xB0"};
static const char *const texts[] = {"x", " ", "\n", "\t", "\r\n", "\r", "&lt;", "&gt;", "&amp;", "&apos;", "&quot;", "&#65;", "&#x3042;",
                                    "&#13;", "&#10;", "&#9;", "]", "]]", ">", "\xC3\xA4", "\xE6\x9D\xB1", "\xF0\x9F\x98\x80", "'", "\"", "-",
                                    "--", "\xC2\x85", "\xE2\x80\xA8", "\x7F", "\xEE\x80\x80", "\xEF\xBB\xBF"};
static const char *const declarations[] = {" xmlns='urn:d'", " xmlns=''", " xmlns:p='urn:p'", " xmlns:q='urn:q'", " xmlns:p='urn:q'",
                                           " xmlns:q=\"urn:&#112;\"", " xmlns:xml='http://www.w3.org/XML/1998/namespace'"};
/* What edits put into documents. */
static const char *const tokens[] = {
    "<", ">", "/", "&", ";", "'", "\"", "=", ":", "]]>", "<![CDATA[", "<!--", "-->", "--", "<?", "?>", "<!DOCTYPE a>", "<a>", "</a>", "<a/>",
    " xmlns:p=''", " xmlns:xmlns='u:u'", " xmlns:xml='u:u'", " xmlns='http://www.w3.org/2000/xmlns/'",
    " xmlns:p='http://www.w3.org/XML/1998/namespace'", " p:a=''", " q:a=''", " a=''", " a='", "a:b:c", ":a", "a:", "xmlns", "xmlns:", "&#0;",
    "&#8;", "&#x;", "&#;", "&#xD800;", "&#xFFFE;", "&#x10FFFF;", "&#x110000;", "&#99999999999;", "&nbsp;", "&lt", "&#65", "&#X41;", "\x01",
    "\x08", "\x0B", "\x0C", "\x1F", "\xFF", "\x80", "\xC0\x80", "\xE0\x80\xAF", "\xED\xA0\x80", "\xEF\xBF\xBE", "\xEF\xBF\xBF",
    "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xC3", "\xE6\x9D", "1", "-", ".", "\xC2\xB7", "\xC3\x97", "\xCC\x80", "\xE2\x80\xBF", " ", "\n",
    "<?xml version='1.0'?>", "version='1.", "standalone='yes'", "encoding='utf-8'", "\xE3\x80\x80", "\xC2\xA0", "\xEF\xB7\x90", "\xF0\x9F\xBF\xBF",
};
#define PICK(list) ((list)[next_random(seed, COUNT(list))])

static void make_element(TEXT *out, unsigned *seed, int depth)
{
    const char *name = PICK(names);
    unsigned parts = next_random(seed, 5);
    add_chars(out, "<");
    add_chars(out, name);
    for (unsigned i = next_random(seed, 3); i > 0; i--) {
        add_chars(out, PICK(declarations));
    }
    for (unsigned i = next_random(seed, 4); i > 0; i--) {
        add_chars(out, next_random(seed, 8) == 0 ? "\n" : " ");
        add_chars(out, PICK(names));
        add_chars(out, next_random(seed, 8) == 0 ? " = " : "=");
        add_chars(out, "\"");
        for (unsigned t = next_random(seed, 4); t > 0; t--) {
            const char *text = PICK(texts);
            add_chars(out, text[0] == '"' ? "'" : text);
        }
        add_chars(out, "\"");
    }
    if (parts == 0) {
        add_chars(out, "/>");
        return;
    }
    add_chars(out, ">");
    for (; parts > 1; parts--) {
        switch (next_random(seed, 8)) {
        case 0:
            add_chars(out, "<!--");
            for (unsigned t = next_random(seed, 3); t > 0; t--) {
                const char *text = PICK(texts);
                add_chars(out, text[0] == '-' ? "<" : text);
            }
            add_chars(out, "-->");
            break;
        case 1:
            add_chars(out, "<![CDATA[");
            for (unsigned t = next_random(seed, 3); t > 0; t--) {
                add_chars(out, PICK(texts));
            }
            add_chars(out, "]]>");
            break;
        case 2:
        case 3:
        case 4:
            if (depth > 0) {
                make_element(out, seed, depth - 1);
            }
            break;
        default:
            add_chars(out, PICK(texts));
        }
    }
    add_chars(out, "</");
    add_chars(out, name);
    add_chars(out, next_random(seed, 8) == 0 ? " >" : ">");
}

/* Inserts, deletes, doubles or replaces something somewhere. */
static void edit(TEXT *xml, unsigned *seed)
{
    TEXT copy = {0};
    size_t at = next_random(seed, (unsigned)xml->length + 1);
    size_t end = at + next_random(seed, 6);
    if (end > xml->length) {
        end = xml->length;
    }
    add(&copy, xml->chars, at);
    switch (next_random(seed, 4)) {
    case 0:
        add_chars(&copy, PICK(tokens));
        add(&copy, xml->chars + at, xml->length - at);
        break;
    case 1:
        add(&copy, xml->chars + end, xml->length - end);
        break;
    case 2:
        add(&copy, xml->chars + at, end - at);
        add(&copy, xml->chars + at, xml->length - at);
        break;
    default:
        add_chars(&copy, PICK(tokens));
        add(&copy, xml->chars + end, xml->length - end);
    }
    free(xml->chars);
    *xml = copy;
}

static void finish(COMPARISON *c)
{
    print_message("%u documents: %u accepted, %u refused, %u not supported here, %u excepted, %u different\n", c->documents, c->accepted,
                  c->refused, c->unsupported, c->excepted, c->different);
    free(c->oracle.out.chars);
    free(c->ours.chars);
    assert_int_equal(c->different, 0);
}

/* Every token and every character of interest, in each kind of place. */
static void every_token_in_every_place(void **state)
{
    static const char *const places[] = {
        "%s<a/>", "<%s/>", "<a%s/>", "<a %s/>", "<a b%s=''/>", "<a b=%s''/>", "<a b='%s'/>", "<a b=\"%s\"/>", "<a>%s</a>", "<a>x%sy</a>",
        "<a></%s>", "<a></a%s>", "<a/>%s", "<!--%s--><a/>", "<a><![CDATA[%s]]></a>", "<a xmlns:p='urn:p' %s='' p:x=''/>",
        "<a xmlns:p='urn:p'><%s/></a>", "<a xmlns:p='urn:p' xmlns:q='urn:p' p:a='' b=''%s/>", "<?xml version='1.0'%s?><a/>", "<?xml %s?><a/>",
        "<a>&%s;</a>", "<a>&#%s;</a>", "<a>&#x%s;</a>", "<a b='&%s'/>", "<a>]%s></a>", "<a>]]%s</a>", "<p:%s xmlns:p='urn:p'/>",
        "<a xmlns:%s='urn:p'/>", "<a xmlns='%s'/>", "<a xmlns:p='%s'/>",
    };
    COMPARISON c = {.r = *state};
    for (size_t p = 0; p < COUNT(places); p++) {
        const char *mark = strstr(places[p], "%s");
        for (size_t t = 0; t < COUNT(tokens) + COUNT(names) + COUNT(texts) + COUNT(declarations); t++) {
            size_t i = t;
            TEXT xml = {0};
            const char *token;
            if (i < COUNT(tokens)) {
                token = tokens[i];
            } else if ((i -= COUNT(tokens)) < COUNT(names)) {
                token = names[i];
            } else if ((i -= COUNT(names)) < COUNT(texts)) {
                token = texts[i];
            } else {
                token = declarations[i - COUNT(texts)];
            }
            add(&xml, places[p], (size_t)(mark - places[p]));
            add_chars(&xml, token);
            add_chars(&xml, mark + 2);
            compare(&c, &xml);
            free(xml.chars);
        }
    }
    finish(&c);
}

/* Each character of the first planes' borders as a name, in a name and as text. */
static void characters_and_names(void **state)
{
    COMPARISON c = {.r = *state};
    unsigned step = getenv("WWS_MEMORY_CHECKER") ? 97 : 1;
    for (unsigned code = 1; code < 0x110000; code += code < 0x3100 ? step : code < 0x10000 ? 31 * step : 4093 * step) {
        char text[8] = {0};
        static const char *const places[] = {"<%s/>", "<a%s/>", "<a>%s</a>"};
        int length = 0;
        xmlChar bytes[8];
        length = xmlCopyCharMultiByte(bytes, (int)code);
        memcpy(text, bytes, (size_t)length);
        for (size_t p = 0; p < COUNT(places); p++) {
            TEXT xml = {0};
            const char *mark = strstr(places[p], "%s");
            add(&xml, places[p], (size_t)(mark - places[p]));
            add_chars(&xml, text);
            add_chars(&xml, mark + 2);
            compare(&c, &xml);
            free(xml.chars);
        }
    }
    finish(&c);
}

static void made_and_edited_documents(void **state)
{
    COMPARISON c = {.r = *state};
    unsigned seed = 20, documents = getenv("WWS_MEMORY_CHECKER") ? 1000 : 60000;
    for (unsigned i = 0; i < documents; i++) {
        TEXT xml = {0};
        if (next_random(&seed, 4) == 0) {
            add_chars(&xml, next_random(&seed, 2) == 0 ? "<?xml version='1.0'?>" : "<?xml version=\"1.0\" encoding='UTF-8' standalone='no' ?>\n");
        }
        if (next_random(&seed, 4) == 0) {
            add_chars(&xml, "\n<!-- x -->");
        }
        add_chars(&xml, next_random(&seed, 2) == 0 ? "<r xmlns:p='urn:p' xmlns:q='urn:q'>" : "<r>");
        make_element(&xml, &seed, 4);
        add_chars(&xml, "</r>");
        for (unsigned edits = next_random(&seed, 4); edits > 0; edits--) {
            edit(&xml, &seed);
        }
        compare(&c, &xml);
        free(xml.chars);
    }
    /* The comparison is worth something only if both outcomes are common. */
    assert_true(c.accepted > c.documents / 20 && c.refused > c.documents / 20);
    finish(&c);
}

/* Of what the converter of an encoding says, nothing is printed. */
static void say_nothing(void *state, const char *format, ...)
{
    (void)state, (void)format;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(every_token_in_every_place),
        READER_TEST(characters_and_names),
        READER_TEST(made_and_edited_documents),
    };
    int result;
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    result = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return result;
}
