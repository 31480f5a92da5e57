//! Canonical XML as a by-product of reading or writing: while it is switched on, every node that a reader or writer
//! passes also goes to a callback in canonical form, to be digested for a signature. Here are the algorithms and
//! options.

use super::*;

ws_enum! {
    /// Which canonical form to produce. All give UTF-8 without byte order mark, fixed attribute order, no empty form of
    /// elements and normalised line ends; they differ in the namespace declarations they repeat and in comments. The
    /// inclusive ones work on whole documents only: the reader or writer must be at WS_XML_NODE_TYPE_BOF when
    /// canonicalization starts. Sources: WS_XML_CANONICALIZATION_ALGORITHM and WsStartReaderCanonicalization pages.
    pub enum WS_XML_CANONICALIZATION_ALGORITHM {
        /// Exclusive XML Canonicalization 1.0 (RFC 3741, xml-exc-c14n): only the namespace declarations in use are
        /// written. Comments are left out. The default.
        WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 0,
        /// Exclusive XML Canonicalization 1.0 with comments.
        WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 1,
        /// Canonical XML 1.0 (W3C, 15 March 2001), for whole documents. Comments are left out.
        WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 2,
        /// Canonical XML 1.0 with comments, for whole documents.
        WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 3,
    }
}

ws_enum! {
    /// Options of WsStartReaderCanonicalization and WsStartWriterCanonicalization. They hold until the matching
    /// WsEndReaderCanonicalization or WsEndWriterCanonicalization, which must be called at the same depth; the two
    /// calls do not nest. Source: WS_XML_CANONICALIZATION_PROPERTY_ID page.
    pub enum WS_XML_CANONICALIZATION_PROPERTY_ID {
        /// WS_XML_CANONICALIZATION_ALGORITHM, default WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM.
        WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM = 0,
        /// WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES, default none: prefixes that the exclusive algorithms treat as
        /// the inclusive ones treat all prefixes.
        WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES = 1,
        /// WS_XML_QNAME, default none: every element of this name and namespace is left out, with all it contains.
        /// Meant for enveloped signatures, where the signature lies inside what it signs.
        WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT = 2,
        /// ULONG, default 1024: bytes that are collected before the WS_WRITE_CALLBACK is called. What is left goes out
        /// when canonicalization ends.
        WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE = 3,
    }
}

/// The prefixes of the exclusive algorithms' InclusiveNamespaces parameter (RFC 3741).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES {
    /// Number of prefixes.
    pub prefixCount: ULONG,
    /// The prefixes.
    pub prefixes: *mut WS_XML_STRING,
}

/// One option of WsStartReaderCanonicalization or WsStartWriterCanonicalization.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_CANONICALIZATION_PROPERTY {
    /// Which option.
    pub id: WS_XML_CANONICALIZATION_PROPERTY_ID,
    /// The value, of the type that the id names.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
