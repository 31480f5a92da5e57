/* Nodes: their order, their structures field by field, moving among them, attributes, namespaces, limits. */
#include "support/xml.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define XMLNS_NS "http://www.w3.org/2000/xmlns/"

static void all_kinds_of_nodes(void **state)
{
    static const struct {
        const char *xml, *nodes;
    } documents[] = {
        {"<a/>", "<|a|/></>$"},
        {"<a></a>", "<|a|></>$"},
        {" \r\n\t<a\n/> \n", "<|a|/></>$"},
        {"<!--x--><a><!----></a><!-- y -->", "<!--x--><|a|><!----></><!-- y -->$"},
        {"<a> \n </a>", "<|a|>' \n '</>$"},
        {"<a>x<b/>y<b>z</b></a>", "<|a|>'x'<|b|/></>'y'<|b|>'z'</></>$"},
        {"<a><![CDATA[<&>]]>x<![CDATA[]]></a>", "<|a|>['<&>']'x'[]</>$"},
        {"<a><![CDATA[]]]]></a>", "<|a|>[']]']</>$"},
        {"<a><![CDATA[]]]></a>", "<|a|>[']']</>$"},
        {"<a><![CDATA[a]]b]>c]]></a>", "<|a|>['a]]b]>c']</>$"},
        {"<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;&#x1F600;</a>", "<|a|>'<>&'\"AA\xF0\x9F\x98\x80'</>$"},
        {"<a>&#000000065;]]&gt;&#93;]>]]&#62;</a>", "<|a|>'A]]>]]>]]>'</>$"},
        {"<a>x\r\ny\rz\n\r\n</a>", "<|a|>'x\ny\nz\n\n'</>$"},
        {"<a>&#13;&#10;</a>", "<|a|>'\r\n'</>$"},
        {"<a><![CDATA[x\r\ny\r]]><!--x\r\ny\r--></a>", "<|a|>['x\ny\n']<!--x\ny\n--></>$"},
        {"<a b='x\r\ny\tz\r&#13;&#10;&#9;'/>", "<|a| |b|=x y z \r\n\t/></>$"},
        {"<a b=\"'>\" c='\">'/>", "<|a| |b|='> |c|=\">/></>$"},
        {"<a b=''\nc = \t''></a\n>", "<|a| |b|= |c|=></>$"},
        {"<p:a xmlns:p='u' p:b='1' b='2'/>", "<p|a|u xmlns:p=u p|b|u=1 |b|=2/></>$"},
        {"<p:a p:b='1' xmlns:p='u'/>", "<p|a|u p|b|u=1 xmlns:p=u/></>$"},
        {"<a xmlns='u'><b xmlns=''><c/></b><d/></a>", "<|a|u xmlns:=u><|b| xmlns:=><|c|/></></><|d|u/></></>$"},
        {"<a xmlns='u' b=''/>", "<|a|u xmlns:=u |b|=/></>$"},
        {"<a xmlns:p='u'><p:b xmlns:p='v'/><p:b/></a>", "<|a| xmlns:p=u><p|b|v xmlns:p=v/></><p|b|u/></></>$"},
        {"<xml:a xml:b=''/>", "<xml|a|" XML_NS " xml|b|" XML_NS "=/></>$"},
        {"<a xmlns:xml='" XML_NS "'/>", "<|a| xmlns:xml=" XML_NS "/></>$"},
        {"<a xmlns:p='&#x75;&amp;&#9;'/>", "<|a| xmlns:p=u&\t/></>$"},
        {"<a xmlns:p='u' xmlns:q='u'><p:b></p:b></a>", "<|a| xmlns:p=u xmlns:q=u><p|b|u></></>$"},
        {"<\xC3\xA4:\xE6\x9D\xB1.-1\xC2\xB7 xmlns:\xC3\xA4='\xF0\x9F\x98\x80'/>",
         "<\xC3\xA4|\xE6\x9D\xB1.-1\xC2\xB7|\xF0\x9F\x98\x80 xmlns:\xC3\xA4=\xF0\x9F\x98\x80/></>$"},
        {"<_ _1='' a.='' xmlnsa=''/>", "<|_| |_1|= |a.|= |xmlnsa|=/></>$"},
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(documents); i++) {
        set_xml(r, documents[i].xml);
        assert_on(r, BOF);
        assert_nodes(r, documents[i].nodes);
        /* As a fragment too, where white space around the root element is text. */
        if (documents[i].xml[0] != ' ') {
            set_fragment(r, documents[i].xml);
            assert_nodes(r, documents[i].nodes);
        }
    }
}

static void fragments(void **state)
{
    static const struct {
        const char *xml, *nodes;
    } documents[] = {
        {"", "$"},
        {" ", "' '$"},
        {"x", "'x'$"},
        {"a<b/>c<d>e</d><!--f-->", "'a'<|b|/></>'c'<|d|>'e'</><!--f-->$"},
        {"<![CDATA[x]]>&amp;", "['x']'&'$"},
        {"<?xml version='1.0'?>x", "'x'$"},
    };
    static const char *const bad[] = {"]]>", "</a>", "<a>", "<a/></a>", "&x;", "<p:a/>", "<!DOCTYPE a>", "<![CDATA[x", "<!--x"};
    READER *r = *state;
    for (size_t i = 0; i < COUNT(documents); i++) {
        set_fragment(r, documents[i].xml);
        assert_nodes(r, documents[i].nodes);
        if (i != 5) {
            set_xml(r, documents[i].xml);
            assert_fails(r, WS_E_INVALID_FORMAT);
        }
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        set_fragment(r, bad[i]);
        assert_fails(r, WS_E_INVALID_FORMAT);
    }
}

static void malformed_documents(void **state)
{
    static const char *const bad[] = {
        "<a", "<a ", "<a/", "<", "<a>", "<a b", "<a b=", "<a b='", "<a b='x", "<a b='x'", "<a><b></a></b>", "<a></A>",
        "<a></a", "<a></", "<a></aa>", "<aa></a>", "<a/ >", "< a/>", "</a>", "<a></a b=''>", "<a><b/>", "<a/><b/>", "<a/>x",
        "<a/>&#32;", "x<a/>", "&#32;<a/>", "<a/><![CDATA[]]>", "<![CDATA[ ]]><a/>", "<a b=c/>", "<a b/>", "<a b='<'/>",
        "<a b='1'c='2'/>", "<a b='&'/>", "<a b='&lt'/>", "<a b='&x;'/>", "<a b='\x01'/>", "<a =''/>", "<a b='' b=''/>",
        "<a b='' xmlns:p='u' p:b='' xmlns:q='u' q:b=''/>", "<a xmlns='' xmlns=''/>", "<a xmlns:p='u' xmlns:p='u'/>",
        "<a xmlns:p=''/>", "<a xmlns:xmlns='u'/>", "<a xmlns:xmlns='" XMLNS_NS "'/>", "<a xmlns:xml='u'/>",
        "<a xmlns:p='" XML_NS "'/>", "<a xmlns='" XML_NS "'/>", "<a xmlns='" XMLNS_NS "'/>", "<a xmlns:p='" XMLNS_NS "'/>",
        "<xmlns:a/>", "<a xmlns:='u'/>", "<a p:b=''/>", "<p:a/>", "<p:a xmlns:q='u'/>", "<:a/>", "<a:/>", "<a:b:c/>",
        "<a :b=''/>", "<a b:=''/>", "<a xmlns:p='u' p:='1'/>", "<a xmlns:p='u' p:q:r='1'/>", "<1/>", "<-a/>", "<.a/>",
        "<\xC2\xB7/>", "<a\xC3\x97/>", "<a \xC3\x97=''/>", "<a>&</a>", "<a>&;</a>", "<a>& amp;</a>", "<a>&amp</a>",
        "<a>&#;</a>", "<a>&#x;</a>", "<a>&#xG;</a>", "<a>&#1a;</a>", "<a>&#-1;</a>", "<a>&#+1;</a>", "<a>&#X41;</a>",
        "<a>&#0;</a>", "<a>&#8;</a>", "<a>&#xB;</a>", "<a>&#x1F;</a>", "<a>&#xD800;</a>", "<a>&#xDFFF;</a>",
        "<a>&#xFFFE;</a>", "<a>&#xFFFF;</a>", "<a>&#x110000;</a>", "<a>&#x100000041;</a>", "<a>&#4294967361;</a>",
        "<a>]]></a>", "<a>x]]]></a>", "<a>&#65;]]></a>", "<a>\x01</a>", "<a>\x08</a>", "<a>\x0B</a>", "<a>\x1F</a>",
        "<a><!-- -- --></a>", "<a><!--></a>", "<a><!---></a>", "<a><!--x--></a><!--", "<a><!--x---></a>",
        "<a><!--\x01--></a>", "<a><!- x --></a>", "<a><!></a>", "<a><![cdata[x]]></a>", "<a><![CDATA [x]]></a>",
        "<a><![CDATA[x]]</a>", "<a><![CDATA[x]>]</a>", "<a><![CDATA[\x01]]></a>", "<a><![CDATA[", "<!DOCTYPE a><a/>",
        "<a><!DOCTYPE a></a>", "<a><!ELEMENT a></a>", "<?a?><a/>", "<a>\xEF\xBF\xBE</a>", "<a>\xEF\xBF\xBF</a>",
        "<a>\xED\xA0\x80</a>", "<a>\xED\xBF\xBF</a>", "<a>\xC0\xAF</a>", "<a>\xC1\xBF</a>", "<a>\xE0\x80\xAF</a>",
        "<a>\xF0\x80\x80\xAF</a>", "<a>\xF4\x90\x80\x80</a>", "<a>\xF8\x88\x80\x80\x80</a>", "<a>\x80</a>", "<a>\xBF</a>",
        "<a>\xC3</a>", "<a>\xE6\x9D</a>", "<a>\xF0\x9F\x98</a>", "<a>\xC3", "<a b='\xC3'/>", "<a b='\xFF'/>", "<a\xFF/>",
        "<a><!--\xFF--></a>", "<a><![CDATA[\xFF]]></a>", "<a>\xFE\xFF</a>",
    };
    READER *r = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        TEXT out = {0};
        set_xml(r, bad[i]);
        if (read_all(r, &out) == S_OK) {
            fail_msg("%s was read as %s", bad[i], out.chars);
        }
        free(out.chars);
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
        set_xml(r, bad[i]);
        assert_fails(r, WS_E_INVALID_FORMAT);
    }
    assert_ok(set_input(r, WS_CHARSET_AUTO, "<a>\0</a>", 8, NULL, 0), r->error);
    assert_fails(r, WS_E_INVALID_FORMAT);
}

static void invalid_character_references(void **state)
{
    READER *r = *state;
    BOOL yes = TRUE;
    WS_XML_READER_PROPERTY property = {WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, &yes, sizeof(yes)};
    set_xml_with(r, "<a b='&#x1;'>&#8;&#xFFFE;&#xFFFF;</a>", &property, 1);
    assert_nodes(r, "<|a| |b|=\x01>'\x08\xEF\xBF\xBE\xEF\xBF\xBF'</>$");
    /* What is no character at all stays an error, and so do the characters themselves. */
    set_xml_with(r, "<a>&#xD800;</a>", &property, 1);
    assert_fails(r, WS_E_INVALID_FORMAT);
    set_xml_with(r, "<a>&#x110000;</a>", &property, 1);
    assert_fails(r, WS_E_INVALID_FORMAT);
    set_xml_with(r, "<a>\x08</a>", &property, 1);
    assert_fails(r, WS_E_INVALID_FORMAT);
}

static void element_nodes(void **state)
{
    READER *r = *state;
    const WS_XML_ELEMENT_NODE *element;
    const WS_XML_ATTRIBUTE *a;
    set_xml(r, "<p:a xmlns:p='u' xmlns=\"d\" p:x='1' y=\"2\"><b/></p:a>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    element = element_of(r);
    EQUAL_XML_STRING(element->prefix, "p");
    EQUAL_XML_STRING(element->localName, "a");
    EQUAL_XML_STRING(element->ns, "u");
    assert_null(element->localName->dictionary);
    assert_int_equal(element->localName->id, 0);
    assert_false(element->isEmpty);
    assert_int_equal(element->attributeCount, 4);
    a = element->attributes[0];
    assert_true(a->isXmlNs && a->singleQuote);
    EQUAL_XML_STRING(a->prefix, "p");
    EQUAL_XML_STRING(a->ns, "u");
    assert_null(a->localName);
    assert_null(a->value);
    a = element->attributes[1];
    assert_true(a->isXmlNs && !a->singleQuote);
    EQUAL_XML_STRING(a->prefix, "");
    EQUAL_XML_STRING(a->ns, "d");
    a = element->attributes[2];
    assert_true(!a->isXmlNs && a->singleQuote);
    EQUAL_XML_STRING(a->prefix, "p");
    EQUAL_XML_STRING(a->localName, "x");
    EQUAL_XML_STRING(a->ns, "u");
    EQUAL_XML_STRING(utf8_of(a->value), "1");
    a = element->attributes[3];
    assert_true(!a->isXmlNs && !a->singleQuote);
    EQUAL_XML_STRING(a->prefix, "");
    EQUAL_XML_STRING(a->ns, "");
    EQUAL_XML_STRING(utf8_of(a->value), "2");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    element = element_of(r);
    assert_true(element->isEmpty);
    assert_int_equal(element->attributeCount, 0);
    EQUAL_XML_STRING(element->ns, "d");
}

/* Asked twice, the answer is the same, and asking changes nothing. */
static void nodes_are_stable(void **state)
{
    READER *r = *state;
    const WS_XML_NODE *first, *second;
    set_xml(r, "<a b='c'>t<!--x--></a>");
    for (int i = 0; i < 5; i++) {
        TEXT one = {0}, two = {0};
        int joined = 0;
        assert_ok(WsReadNode(r->reader, r->error), r->error);
        first = node_of(r);
        add_node(&one, first, &joined);
        joined = 0;
        second = node_of(r);
        add_node(&two, second, &joined);
        assert_ptr_equal(first, second);
        assert_string_equal(one.chars, two.chars);
        free(one.chars);
        free(two.chars);
    }
}

static void skipping(void **state)
{
    READER *r = *state;
    set_xml(r, "<a><b>x<b><b/></b><!--y--></b>z<c/><d/></a>");
    assert_ok(WsSkipNode(r->reader, r->error), r->error); /* BOF: as WsReadNode */
    EQUAL_XML_STRING(element_of(r)->localName, "a");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "c");
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "d");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
    assert_ok(WsSkipNode(r->reader, r->error), r->error); /* </d>: not the parent */
    assert_on(r, END_ELEMENT);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_hr(WS_E_INVALID_FORMAT, WsSkipNode(r->reader, r->error), r->error);
    /* What is skipped is checked all the same. */
    set_xml(r, "<a><b></c></a>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, WsSkipNode(r->reader, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsSkipNode(r->reader, r->error), r->error);
}

static const char purchase_order[] = "<!-- A purchase order -->\n"
                                     "<PurchaseOrder xmlns='http://tempuri.org'>\n"
                                     "    <Item>\n"
                                     "        Pencil\n"
                                     "    </Item>\n"
                                     "</PurchaseOrder>\n";

static void on_comment(READER *r)
{
    set_xml(r, purchase_order);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, COMMENT);
}

static void on_end_of_item(READER *r)
{
    set_xml(r, purchase_order);
    for (int i = 0; i < 6; i++) {
        assert_ok(WsReadNode(r->reader, r->error), r->error);
    }
    assert_on(r, END_ELEMENT);
}

/* The seven examples of the documentation, in its order. */
static void reading_to_start_elements(void **state)
{
    READER *r = *state;
    const WS_XML_STRING *order = XSTR("PurchaseOrder"), *item = XSTR("Item"), *ns = XSTR("http://tempuri.org");
    BOOL found;

    on_comment(r);
    assert_ok(WsReadToStartElement(r->reader, order, ns, NULL, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "PurchaseOrder");

    on_comment(r);
    found = 77;
    assert_ok(WsReadToStartElement(r->reader, order, ns, &found, r->error), r->error);
    assert_int_equal(found, TRUE);
    EQUAL_XML_STRING(element_of(r)->localName, "PurchaseOrder");
    /* Asked again, it stays. */
    assert_ok(WsReadToStartElement(r->reader, order, NULL, &found, r->error), r->error);
    EQUAL_XML_STRING(element_of(r)->localName, "PurchaseOrder");

    on_comment(r);
    assert_hr(WS_E_INVALID_FORMAT, WsReadToStartElement(r->reader, item, ns, NULL, r->error), r->error);
    assert_error_says(r->error, "'Item'");
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);

    on_comment(r);
    found = 77;
    assert_ok(WsReadToStartElement(r->reader, item, ns, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    EQUAL_XML_STRING(element_of(r)->localName, "PurchaseOrder");
    assert_ok(WsReadToStartElement(r->reader, order, XSTR("http://tempuri.or"), &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_ok(WsReadToStartElement(r->reader, order, XSTR(""), &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_ok(WsReadToStartElement(r->reader, NULL, ns, &found, r->error), r->error);
    assert_int_equal(found, TRUE);

    on_comment(r);
    found = 77;
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, TRUE);
    EQUAL_XML_STRING(element_of(r)->localName, "PurchaseOrder");

    on_end_of_item(r);
    assert_hr(WS_E_INVALID_FORMAT, WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);

    on_end_of_item(r);
    found = 77;
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_on(r, END_ELEMENT);

    /* From the start of the document; and text that is not white space, CDATA and the end of the document are found. */
    set_xml(r, purchase_order);
    assert_ok(WsReadToStartElement(r->reader, order, ns, NULL, r->error), r->error);
    set_xml(r, "<a> <!--x--> \n<![CDATA[ ]]></a>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_on(r, CDATA);
    set_fragment(r, " x<a/>");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_on(r, TEXT);
    set_fragment(r, " <!--x-->");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, &found, r->error), r->error);
    assert_int_equal(found, FALSE);
    assert_on(r, EOF);
    found = 77;
    set_xml(r, "<a/>");
    assert_hr(E_INVALIDARG, WsReadToStartElement(r->reader, NULL, NULL, misaligned(&found), r->error), r->error);
    assert_int_equal(found, 77);
}

static void reading_start_and_end_elements(void **state)
{
    READER *r = *state;
    set_xml(r, "<!--x--> <a> <b> </b> x</a>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_on(r, TEXT);
    assert_hr(WS_E_INVALID_FORMAT, WsReadEndElement(r->reader, r->error), r->error);
    assert_error_says(r->error, "text");
    assert_hr(WS_E_OBJECT_FAULTED, WsReadEndElement(r->reader, r->error), r->error);

    set_xml(r, "<a/>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_on(r, END_ELEMENT);
    assert_hr(WS_E_INVALID_FORMAT, WsReadStartElement(r->reader, r->error), r->error);
    set_xml(r, "<a/>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_hr(WS_E_INVALID_FORMAT, WsReadEndElement(r->reader, r->error), r->error);
    set_xml(r, "<a><!--x--> <!--y--></a>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_ok(WsReadEndElement(r->reader, r->error), r->error);
    assert_on(r, EOF);
    set_xml(r, "<a/>");
    assert_hr(WS_E_INVALID_FORMAT, WsReadEndElement(r->reader, r->error), r->error);
}

static void finding_attributes(void **state)
{
    READER *r = *state;
    ULONG index = 77;
    set_xml(r, "<a xmlns='d' xmlns:p='u' b='0' p:b='1' c='2'/>");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_ok(WsFindAttribute(r->reader, XSTR("b"), XSTR(""), TRUE, &index, r->error), r->error);
    assert_int_equal(index, 2);
    assert_ok(WsFindAttribute(r->reader, XSTR("b"), XSTR("u"), TRUE, &index, r->error), r->error);
    assert_int_equal(index, 3);
    assert_ok(WsFindAttribute(r->reader, XSTR("c"), XSTR(""), FALSE, &index, r->error), r->error);
    assert_int_equal(index, 4);
    index = 77;
    assert_hr(S_FALSE, WsFindAttribute(r->reader, XSTR("b"), XSTR("d"), FALSE, &index, r->error), r->error);
    assert_hr(S_FALSE, WsFindAttribute(r->reader, XSTR("p"), XSTR(XMLNS_NS), FALSE, &index, r->error), r->error);
    assert_hr(S_FALSE, WsFindAttribute(r->reader, XSTR("xmlns"), XSTR(""), FALSE, &index, r->error), r->error);
    assert_hr(S_FALSE, WsFindAttribute(r->reader, XSTR(""), XSTR(""), FALSE, &index, r->error), r->error);
    assert_int_equal(index, 77);
    assert_hr(E_INVALIDARG, WsFindAttribute(r->reader, XSTR("b"), NULL, FALSE, &index, r->error), r->error);
    assert_error_says(r->error, "ns is NULL");
    assert_hr(E_INVALIDARG, WsFindAttribute(r->reader, XSTR("b"), XSTR(""), FALSE, NULL, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, WsFindAttribute(r->reader, XSTR("x"), XSTR("u"), TRUE, &index, r->error), r->error);
    assert_error_says(r->error, "'x'");
    assert_int_equal(index, 77);

    set_xml(r, "<a b=''>x</a>");
    assert_ok(WsReadStartElement(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsFindAttribute(r->reader, XSTR("b"), XSTR(""), TRUE, &index, r->error), r->error);
    /* That was the caller's mistake: the reader goes on. */
    assert_on(r, TEXT);
}

static BOOL in_attribute(READER *r)
{
    BOOL value = 77;
    assert_ok(WsGetReaderProperty(r->reader, WS_XML_READER_PROPERTY_IN_ATTRIBUTE, &value, sizeof(value), r->error), r->error);
    return value;
}

static void reading_attributes(void **state)
{
    READER *r = *state;
    WCHAR chars[8];
    ULONG count = 77;
    INT32 number = 77;
    set_xml(r, "<a xmlns:p='u&amp;v' b=' 12 ' c=''>x</a>");
    assert_hr(WS_E_INVALID_FORMAT, WsReadStartAttribute(r->reader, 0, r->error), r->error);
    set_xml(r, "<a xmlns:p='u&amp;v' b=' 12 ' c=''>x</a>");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_hr(E_INVALIDARG, WsReadStartAttribute(r->reader, 3, r->error), r->error);
    assert_error_says(r->error, "3");
    assert_int_equal(in_attribute(r), FALSE);

    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    assert_int_equal(in_attribute(r), TRUE);
    assert_on(r, TEXT);
    assert_ok(WsReadValue(r->reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), r->error), r->error);
    assert_int_equal(number, 12);
    assert_on(r, EOF);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_int_equal(in_attribute(r), FALSE);
    EQUAL_XML_STRING(element_of(r)->localName, "a");

    /* Not read to its end, read again, node by node. */
    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 2, &count, r->error), r->error);
    assert_int_equal(count, 2);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    EQUAL_XML_STRING(utf8_of(((const WS_XML_TEXT_NODE *)node_of(r))->text), " 12 ");
    assert_ok(WsReadChars(r->reader, chars, 8, &count, r->error), r->error);
    assert_int_equal(count, 4);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 1, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);

    /* A declaration's value is its namespace. */
    assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 8, &count, r->error), r->error);
    assert_int_equal(count, 3);
    assert_int_equal(chars[1], '&');
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);

    /* An empty value is an empty text. */
    assert_ok(WsReadStartAttribute(r->reader, 2, r->error), r->error);
    assert_ok(WsReadChars(r->reader, chars, 8, &count, r->error), r->error);
    assert_int_equal(count, 0);
    assert_ok(WsReadEndAttribute(r->reader, r->error), r->error);
    assert_hr(WS_E_INVALID_OPERATION, WsReadEndAttribute(r->reader, r->error), r->error);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, TEXT);

    /* Attributes do not nest, and elements are not read from inside. */
    set_xml(r, "<a b='1'/>");
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
    assert_hr(WS_E_INVALID_FORMAT, WsReadStartAttribute(r->reader, 0, r->error), r->error);
    set_xml(r, "<a b='1'/>");
    assert_int_equal(in_attribute(r), FALSE);
    assert_ok(WsReadToStartElement(r->reader, NULL, NULL, NULL, r->error), r->error);
    assert_ok(WsReadStartAttribute(r->reader, 0, r->error), r->error);
    assert_ok(WsSkipNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_hr(WS_E_INVALID_FORMAT, WsReadNode(r->reader, r->error), r->error);
}

static void check_xml_attribute(READER *r, HRESULT expected, const WS_XML_STRING *name, const WS_STRING *value)
{
    WS_STRING got = {77, NULL};
    assert_hr(expected, WsGetXmlAttribute(r->reader, name, r->heap, &got.chars, &got.length, r->error), r->error);
    check_text(&got, value, __FILE__, __LINE__);
}

static void xml_attributes(void **state)
{
    READER *r = *state;
    const WS_XML_STRING *lang = XSTR("lang"), *space = XSTR("space");
    WCHAR *chars = NULL;
    ULONG count = 77;
    WS_HEAP *tiny;
    set_xml(r, "<r><a xml:lang='de&#x1F600;' lang='no'><b xml:space='preserve'><c xml:lang=''/></b></a><d/></r>");
    check_xml_attribute(r, S_FALSE, lang, TEXT16(""));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* r */
    check_xml_attribute(r, S_FALSE, lang, TEXT16(""));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* a */
    check_xml_attribute(r, S_OK, lang, TEXT16("de\U0001F600"));
    check_xml_attribute(r, S_FALSE, space, TEXT16(""));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* b */
    check_xml_attribute(r, S_OK, lang, TEXT16("de\U0001F600"));
    check_xml_attribute(r, S_OK, space, TEXT16("preserve"));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* c */
    check_xml_attribute(r, S_OK, lang, TEXT16(""));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* /c */
    check_xml_attribute(r, S_OK, lang, TEXT16(""));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* /b */
    check_xml_attribute(r, S_OK, lang, TEXT16("de\U0001F600"));
    check_xml_attribute(r, S_OK, space, TEXT16("preserve"));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* /a */
    check_xml_attribute(r, S_FALSE, space, TEXT16(""));
    check_xml_attribute(r, S_OK, lang, TEXT16("de\U0001F600"));
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* d: nothing is left of its sibling */
    check_xml_attribute(r, S_FALSE, lang, TEXT16(""));
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, NULL, r->heap, &chars, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, lang, NULL, &chars, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, lang, r->heap, NULL, &count, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetXmlAttribute(r->reader, lang, r->heap, &chars, NULL, r->error), r->error);

    /* A heap that is full is not the reader's fault. */
    set_xml(r, "<a xml:lang='english'/>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_ok(WsCreateHeap(8, 0, NULL, 0, &tiny, r->error), r->error);
    assert_hr(WS_E_QUOTA_EXCEEDED, WsGetXmlAttribute(r->reader, lang, tiny, &chars, &count, r->error), r->error);
    assert_null(chars);
    assert_int_equal(count, 77);
    assert_on(r, ELEMENT);
    WsFreeHeap(tiny);
    /* A new document begins with none. */
    set_xml(r, "<b/>");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    check_xml_attribute(r, S_FALSE, lang, TEXT16(""));
}

static void check_prefix(READER *r, const WS_XML_STRING *prefix, const char *uri)
{
    const WS_XML_STRING *ns = NULL;
    assert_ok(WsGetNamespaceFromPrefix(r->reader, prefix, TRUE, &ns, r->error), r->error);
    assert_int_equal(ns->length, strlen(uri));
    assert_memory_equal(ns->bytes, uri, ns->length);
}

static void namespaces_of_prefixes(void **state)
{
    READER *r = *state;
    const WS_XML_STRING *ns = XSTR("untouched"), *p = XSTR("p");
    set_xml(r, "<a xmlns:p='1'><b xmlns:p='2' xmlns='d'/>x</a>");
    check_prefix(r, XSTR("xml"), XML_NS);
    check_prefix(r, XSTR("xmlns"), XMLNS_NS);
    check_prefix(r, XSTR(""), "");
    assert_hr(S_FALSE, WsGetNamespaceFromPrefix(r->reader, p, FALSE, &ns, r->error), r->error);
    assert_null(ns);
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    check_prefix(r, p, "1");
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    check_prefix(r, p, "2");
    check_prefix(r, XSTR(""), "d");
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* </b> */
    check_prefix(r, p, "2");
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* x */
    check_prefix(r, p, "1");
    check_prefix(r, XSTR(""), "");
    assert_ok(WsReadNode(r->reader, r->error), r->error); /* </a> */
    assert_ok(WsReadNode(r->reader, r->error), r->error);
    assert_on(r, EOF);
    assert_hr(S_FALSE, WsGetNamespaceFromPrefix(r->reader, p, FALSE, &ns, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetNamespaceFromPrefix(r->reader, NULL, FALSE, &ns, r->error), r->error);
    assert_hr(E_INVALIDARG, WsGetNamespaceFromPrefix(r->reader, p, FALSE, NULL, r->error), r->error);
    ns = p;
    assert_hr(WS_E_INVALID_FORMAT, WsGetNamespaceFromPrefix(r->reader, p, TRUE, &ns, r->error), r->error);
    assert_error_says(r->error, "'p'");
    assert_ptr_equal(ns, p);
    assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, r->error), r->error);
}

/* `count` copies of a text whose %u is the number of the copy. */
static void repeat(TEXT *out, const char *format, ULONG count)
{
    char part[64];
    for (ULONG i = 0; i < count; i++) {
        snprintf(part, sizeof(part), format, (unsigned)i);
        add_chars(out, part);
    }
}

static void check_limit(READER *r, const TEXT *xml, WS_XML_READER_PROPERTY_ID id, ULONG limit, HRESULT expected,
                        const char *name)
{
    WS_XML_READER_PROPERTY property = {id, &limit, sizeof(limit)};
    TEXT out = {0};
    assert_ok(set_input(r, WS_CHARSET_AUTO, xml->chars, xml->length, &property, 1), r->error);
    assert_hr(expected, read_all(r, &out), r->error);
    free(out.chars);
    if (FAILED(expected)) {
        assert_error_says(r->error, name);
        assert_hr(WS_E_OBJECT_FAULTED, WsReadNode(r->reader, NULL), NULL);
    }
}

static void limits(void **state)
{
    static const ULONG limits[] = {0, 1, 2, 32, 1000};
    READER *r = *state;
    TEXT xml = {0};
    for (size_t i = 0; i < COUNT(limits); i++) {
        ULONG limit = limits[i];
        for (ULONG more = 0; more < 2; more++) {
            HRESULT expected = more ? WS_E_QUOTA_EXCEEDED : S_OK;
            if (limit + more > 0) {
                xml.length = 0;
                repeat(&xml, "<a>", limit + more);
                repeat(&xml, "</a>", limit + more);
                check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_DEPTH, limit, expected, "MAX_DEPTH");
            }
            xml.length = 0;
            add_chars(&xml, "<a xmlns='d' xmlns:p='u' ");
            repeat(&xml, " a%u=''", limit + more);
            add_chars(&xml, "/>");
            check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, limit, expected, "MAX_ATTRIBUTES");
            xml.length = 0;
            add_chars(&xml, "<a ");
            repeat(&xml, " xmlns:p%u='u'", limit + more);
            add_chars(&xml, "/>");
            check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_NAMESPACES, limit, expected, "MAX_NAMESPACES");
        }
    }
    /* Depth is what is open at once; siblings do not count, nor does what repeats a binding. */
    xml.length = 0;
    add_chars(&xml, "<a>");
    repeat(&xml, "<b%u xmlns='u'/>", 100);
    add_chars(&xml, "</a>");
    check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_DEPTH, 2, S_OK, "");
    check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_NAMESPACES, 1, S_OK, "");
    xml.length = 0;
    repeat(&xml, "<a xmlns='u' xmlns:p='v'>", 20);
    repeat(&xml, "</a>", 20);
    check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_NAMESPACES, 2, S_OK, "");
    check_limit(r, &xml, WS_XML_READER_PROPERTY_MAX_NAMESPACES, 1, WS_E_QUOTA_EXCEEDED, "MAX_NAMESPACES");
    /* Defaults. */
    xml.length = 0;
    repeat(&xml, "<a>", 33);
    set_xml(r, xml.chars);
    assert_fails(r, WS_E_QUOTA_EXCEEDED);
    free(xml.chars);
}

/* What grows with the square of a document's parts would take hours here. */
static void large_documents_take_linear_time(void **state)
{
    static const struct {
        const char *before, *each, *after;
        HRESULT expected;
    } documents[] = {
        {"", "<a>", "", WS_E_INVALID_FORMAT},
        {"<a", " a%u=''", "/>", S_OK},
        {"<a", " a='%u'", "/>", WS_E_INVALID_FORMAT},
        {"<a", " xmlns='u'", "/>", WS_E_INVALID_FORMAT},
        {"<a>", "&amp;", "</a>", S_OK},
        {"<a>", "&", "</a>", WS_E_INVALID_FORMAT},
        {"<a>", "&#", "</a>", WS_E_INVALID_FORMAT},
        {"<a b='", "&lt;", "'/>", S_OK},
        {"<a b='", "\r", "'/>", S_OK},
        {"<a>", "\r", "</a>", S_OK},
        {"<a>", "]", "</a>", S_OK},
        {"<a>", "]>", "</a>", S_OK},
        {"<a><![CDATA[", "]", "]]></a>", S_OK},
        {"<a><![CDATA[", "]]", "", WS_E_INVALID_FORMAT},
        {"<a><!--", " -", " --></a>", S_OK},
        {"<a><!--", "x", "", WS_E_INVALID_FORMAT},
        {"<", "a", "/>", S_OK},
        {"<a ", "a", "=''/>", S_OK},
        {"<a>", "<b/>", "</a>", S_OK},
        {"<a>", "<b xml:lang='x'>", "", WS_E_INVALID_FORMAT},
        {"<a>", "<!---->", "</a>", S_OK},
        {"<a>", "<![CDATA[]]>", "</a>", S_OK},
        {"<a>", "\xF0\x9F\x98\x80", "</a>", S_OK},
        {"<?xml version='1.0'", " ", "?><a/>", WS_E_INVALID_FORMAT},
        {"", " ", "<a/>", S_OK},
        {"<a", " ", "/>", S_OK},
    };
    READER *r = *state;
    ULONG large = 10000000;
    BOOL yes = TRUE;
    const WS_XML_READER_PROPERTY properties[] = {
        {WS_XML_READER_PROPERTY_MAX_DEPTH, &large, sizeof(large)},
        {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &large, sizeof(large)},
        {WS_XML_READER_PROPERTY_MAX_NAMESPACES, &large, sizeof(large)},
        {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &yes, sizeof(yes)},
    };
    for (size_t i = 0; i < COUNT(documents); i++) {
        TEXT xml = {0};
        HRESULT hr;
        ULONGLONG nodes = 0;
        add_chars(&xml, documents[i].before);
        repeat(&xml, documents[i].each, getenv("WWS_MEMORY_CHECKER") ? 20000 : 1000000);
        add_chars(&xml, documents[i].after);
        assert_ok(set_input(r, WS_CHARSET_AUTO, xml.chars, xml.length, properties, 4), r->error);
        do {
            const WS_XML_NODE *node;
            hr = WsReadNode(r->reader, NULL);
            nodes++;
            if (hr == S_OK) {
                assert_ok(WsGetReaderNode(r->reader, &node, NULL), NULL);
                if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
                    break;
                }
            }
        } while (hr == S_OK);
        if (hr != documents[i].expected) {
            fail_msg("%s...: %08X after %llu nodes", documents[i].each, HR(hr), (unsigned long long)nodes);
        }
        free(xml.chars);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(all_kinds_of_nodes),
        READER_TEST(fragments),
        READER_TEST(malformed_documents),
        READER_TEST(invalid_character_references),
        READER_TEST(element_nodes),
        READER_TEST(nodes_are_stable),
        READER_TEST(skipping),
        READER_TEST(reading_to_start_elements),
        READER_TEST(reading_start_and_end_elements),
        READER_TEST(finding_attributes),
        READER_TEST(reading_attributes),
        READER_TEST(xml_attributes),
        READER_TEST(namespaces_of_prefixes),
        READER_TEST(limits),
        READER_TEST(large_documents_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
