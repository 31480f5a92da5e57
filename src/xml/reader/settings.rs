//! What a reader may do and how much: WS_XML_READER_PROPERTY values. Each limit is here with the attack that it stops.

/// Bytes of the name of a namespace in a message: several times what is in use.
pub(crate) const MESSAGE_NAMESPACE: u32 = 1024;

/// The settings of one reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Settings {
    /// Open elements: stops documents that are only start tags.
    pub(crate) max_depth: u32,
    /// Any sequence of nodes is a document, instead of one element.
    pub(crate) allow_fragment: bool,
    /// Attributes of an element, without namespace declarations: stops one endless start tag.
    pub(crate) max_attributes: u32,
    /// Accept `<?xml …?>`.
    pub(crate) read_declaration: bool,
    /// Bytes of a transcoding buffer that are kept for the next document.
    pub(crate) utf8_trim_size: u32,
    /// What one call of the read callback is asked for at most.
    pub(crate) stream_buffer_size: u32,
    /// MTOM: the part with the document: stops a stream that never comes to its end.
    pub(crate) max_root_mime_part_size: u32,
    /// MTOM: the headers of a part.
    pub(crate) max_mime_headers_size: u32,
    /// MTOM: parts of a message.
    pub(crate) max_mime_parts: u32,
    /// Let `&#0;` and the like pass.
    pub(crate) allow_invalid_character_references: bool,
    /// Namespace declarations in scope: each name is looked up among them.
    pub(crate) max_namespaces: u32,
    /// Bytes of the name of a namespace: a few bytes that use one are as many more in canonical form, in a copy, or to
    /// compare, so that without a limit a document can take time that grows with the square of its size.
    pub(crate) max_namespace_size: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            max_depth: 32,
            allow_fragment: false,
            max_attributes: 128,
            read_declaration: true,
            utf8_trim_size: 4096,
            stream_buffer_size: 4096,
            max_root_mime_part_size: 65536,
            max_mime_headers_size: 256,
            max_mime_parts: 4096,
            allow_invalid_character_references: false,
            max_namespaces: 32,
            max_namespace_size: u32::MAX,
        }
    }
}
