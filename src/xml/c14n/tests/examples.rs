//! The cases that the examples of Canonical XML 1.0 (section 3) and Exclusive XML Canonicalization 1.0 (section 2.2)
//! show, without document types and processing instructions, which the API has no nodes for.

use super::*;

#[test]
fn comments_outside_the_root() {
    let xml = "<?xml version=\"1.0\"?>\n\n<!-- 0 -->\n<doc>Hello, world!<!-- Comment 1 --></doc>\n\n\n<!-- 2 -->\n\n<!-- 3 -->";
    assert_eq!(document(xml, inclusive()), "<doc>Hello, world!</doc>");
    let expected = "<!-- 0 -->\n<doc>Hello, world!<!-- Comment 1 --></doc>\n<!-- 2 -->\n<!-- 3 -->";
    assert_eq!(document(xml, with_comments(inclusive())), expected);
    assert_eq!(document(xml, with_comments(Options::default())), expected);
}

#[test]
fn whitespace_in_content_stays() {
    let xml = "<doc>\n   <clean>   </clean>\n   <mixed>\n      A\n      <clean> </clean>\n      B\n   </mixed>\n</doc>";
    assert_eq!(document(xml, inclusive()), xml);
    assert_eq!(document("<a>1\r\n2\r3&#13;4</a>", inclusive()), "<a>1\n2\n3&#xD;4</a>");
}

#[test]
fn start_and_end_tags() {
    let xml = "<doc>\n   <e1   />\n   <e2   ></e2>\n   <e3   name = \"elem3\"   id=\"elem3\"   />\n   \
               <e5 a:attr=\"out\" b:attr=\"sorted\" attr2=\"all\" attr=\"I'm\"\n      xmlns:b=\"http://www.ietf.org\"\n      \
               xmlns:a=\"http://www.w3.org\"\n      xmlns=\"http://example.org\"/>\n   \
               <e6 xmlns=\"\" xmlns:a=\"http://www.w3.org\">\n      <e7 xmlns=\"http://www.ietf.org\">\n         \
               <e8 xmlns=\"\" xmlns:a=\"http://www.w3.org\">\n            <e9 xmlns=\"\" xmlns:a=\"http://www.ietf.org\"/>\n         \
               </e8>\n      </e7>\n   </e6>\n</doc>";
    let e5 = "<e5 xmlns=\"http://example.org\" xmlns:a=\"http://www.w3.org\" xmlns:b=\"http://www.ietf.org\" \
              attr=\"I'm\" attr2=\"all\" b:attr=\"sorted\" a:attr=\"out\"></e5>";
    let head = "<doc>\n   <e1></e1>\n   <e2></e2>\n   <e3 id=\"elem3\" name=\"elem3\"></e3>\n   ";
    let expected = format!(
        "{head}{e5}\n   <e6 xmlns:a=\"http://www.w3.org\">\n      <e7 xmlns=\"http://www.ietf.org\">\n         \
         <e8 xmlns=\"\">\n            <e9 xmlns:a=\"http://www.ietf.org\"></e9>\n         </e8>\n      </e7>\n   </e6>\n</doc>"
    );
    assert_eq!(document(xml, inclusive()), expected);
    let expected = format!(
        "{head}{e5}\n   <e6>\n      <e7 xmlns=\"http://www.ietf.org\">\n         <e8 xmlns=\"\">\n            \
         <e9></e9>\n         </e8>\n      </e7>\n   </e6>\n</doc>"
    );
    assert_eq!(document(xml, Options::default()), expected);
}

#[test]
fn characters_and_references() {
    let xml = "<doc>\n   <text>First line&#x0d;&#10;Second line</text>\n   <value>&#x32;</value>\n   \
               <compute><![CDATA[value>\"0\" && value<\"10\" ?\"valid\":\"error\"]]></compute>\n   \
               <compute expr='value>\"0\" &amp;&amp; value&lt;\"10\" ?\"valid\":\"error\"'>valid</compute>\n   \
               <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>\n</doc>";
    let expected = "<doc>\n   <text>First line&#xD;\nSecond line</text>\n   <value>2</value>\n   \
                    <compute>value&gt;\"0\" &amp;&amp; value&lt;\"10\" ?\"valid\":\"error\"</compute>\n   \
                    <compute expr=\"value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;\">\
                    valid</compute>\n   <norm attr=\" '    &#xD;&#xA;&#x9;   ' \"></norm>\n</doc>";
    assert_eq!(document(xml, inclusive()), expected);
    assert_eq!(document("<doc>&#169;</doc>", inclusive()), "<doc>\u{a9}</doc>");
}

#[test]
fn exclusive_form_does_not_depend_on_the_context() {
    let inner = "<n1:elem2 xmlns:n1=\"http://example.net\"\n          xml:lang=\"en\">\n       \
                 <n3:stuff xmlns:n3=\"ftp://example.org\"/>\n     </n1:elem2>";
    let first = format!(
        "<n0:local xmlns:n0=\"http://something.example\"\n xmlns:n3=\"ftp://example.org\">\n     {inner}\n</n0:local>"
    );
    let second = format!(
        "<n2:pdu xmlns:n1=\"http://example.com\"\n xmlns:n2=\"http://foo.example\"\n xml:lang=\"fr\"\n \
         xml:space=\"retain\">\n     {inner}\n</n2:pdu>"
    );
    let expected = "<n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\">\n       \
                    <n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff>\n     </n1:elem2>";
    for xml in [first, second] {
        assert_eq!(element(&xml, 1, Options::default()).as_deref(), Some(expected));
    }
}

#[test]
fn names_are_put_where_they_are_used() {
    let xml = "<a:r xmlns:a='A' xmlns:b='B' xmlns='D'><x b:y='1' xmlns:c='C'><c:z/></x><c:z xmlns:c='C' xmlns:a='A2' a:q=''/></a:r>";
    let expected = "<a:r xmlns:a=\"A\"><x xmlns=\"D\" xmlns:b=\"B\" b:y=\"1\"><c:z xmlns:c=\"C\"></c:z></x>\
                    <c:z xmlns:a=\"A2\" xmlns:c=\"C\" a:q=\"\"></c:z></a:r>";
    assert_eq!(document(xml, Options::default()), expected);
}

#[test]
fn namespace_uris_are_escaped_as_attribute_values_and_may_be_relative() {
    let xml = "<a xmlns='?&lt;&amp;>&quot;&apos;&#9;'/>";
    let expected = "<a xmlns=\"?&lt;&amp;>&quot;'&#x9;\"></a>";
    assert_eq!(document(xml, inclusive()), expected);
    assert_eq!(document(xml, Options::default()), expected);
}
