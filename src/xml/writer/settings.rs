//! The properties of a writer that the engine obeys.

/// Properties with their values, the defaults of the API at first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Settings {
    /// How many elements may be open inside each other.
    pub(crate) max_depth: u32,
    /// Several elements, and text, at the top level.
    pub(crate) allow_fragment: bool,
    /// Attributes of one element, declarations included.
    pub(crate) max_attributes: u32,
    /// Text encodings start with an XML declaration.
    pub(crate) write_declaration: bool,
    /// Text encodings: blanks per level; 0 for no white space of the writer's own.
    pub(crate) indent: u32,
    /// Bytes of buffer that are kept from one output, or flush, to the next.
    pub(crate) buffer_trim_size: u32,
    /// Bytes that are buffered at most.
    pub(crate) buffer_max_size: u32,
    /// MTOM: bytes of MIME parts that are buffered at most.
    pub(crate) max_mime_parts_buffer_size: u32,
    /// Text encodings: characters that XML does not allow are written as references.
    pub(crate) allow_invalid_character_references: bool,
    /// Namespace declarations in scope.
    pub(crate) max_namespaces: u32,
    /// Copying writes elements without content in the empty form.
    pub(crate) compress_empty_elements: bool,
    /// Text encodings: no empty form for elements that were given no content.
    pub(crate) emit_uncompressed_empty_elements: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            max_depth: 32,
            allow_fragment: false,
            max_attributes: 128,
            write_declaration: false,
            indent: 0,
            buffer_trim_size: 4096,
            buffer_max_size: 65536,
            max_mime_parts_buffer_size: 65536,
            allow_invalid_character_references: false,
            max_namespaces: 32,
            compress_empty_elements: false,
            emit_uncompressed_empty_elements: false,
        }
    }
}
