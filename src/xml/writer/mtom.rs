//! MTOM: a multipart package (RFC 2387) with the XML in its root part and bytes in parts of their own, to which XOP's
//! Include elements refer.

use super::output::Output;
use super::{Charset, Settings, quoted};
use crate::runtime::fault::{Fault, Result};

/// XOP's one element is `Include` of this namespace, and only the encoding itself may write it.
pub(super) const XOP_NAMESPACE: &[u8] = b"http://www.w3.org/2004/08/xop/include";
/// The namespaces of the attribute `contentType`, which says what an element's bytes are: of the note that XOP was made
/// with, and of the one that replaced it.
const CONTENT_TYPE_NAMESPACES: [&[u8]; 2] =
    [b"http://www.w3.org/2004/11/xmlmime", b"http://www.w3.org/2005/05/xmlmime"];
const OCTETS: &[u8] = b"application/octet-stream";

/// What the caller chooses of a package. All of it was checked by [`Package::check`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    /// Start with the header of the message, not with that of the first part.
    pub(crate) write_header: bool,
    pub(crate) boundary: Vec<u8>,
    pub(crate) start_info: Vec<u8>,
    pub(crate) start_uri: Vec<u8>,
    /// More bytes than this go into a part.
    pub(crate) max_inline: u32,
}

impl Package {
    /// Refuses what could not stand in a header, or would end it.
    pub(crate) fn check(&self) -> Result<()> {
        const LONGEST_BOUNDARY: usize = 70;
        let in_boundary = |byte: &u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(byte);
        let boundary = &self.boundary;
        if !(1..=LONGEST_BOUNDARY).contains(&boundary.len())
            || !boundary.iter().all(in_boundary)
            || boundary.ends_with(b" ")
        {
            let boundary = quoted(boundary);
            return Err(Fault::invalid_arg(format!("\"{boundary}\" cannot be the boundary of a MIME package.")));
        }
        for (name, value) in [("startInfo", &self.start_info), ("startUri", &self.start_uri)] {
            if !value.iter().all(|byte| (b' '..=b'~').contains(byte) && !b"\"\\<>".contains(byte)) {
                let value = quoted(value);
                return Err(Fault::invalid_arg(format!("The {name} \"{value}\" cannot stand in a MIME header.")));
            }
        }
        Ok(())
    }
}

/// A package in the making.
#[derive(Debug)]
pub(super) struct Mtom {
    package: Package,
    parts: Vec<Part>,
    /// Bytes of all parts, but for those that were pushed.
    size: Quota,
    /// Bytes that were pushed.
    pushed: Quota,
    /// WsPushBytes is writing.
    pub(super) is_pushing: bool,
    /// The element that is open has no content yet, so that its bytes may go into a part.
    pub(super) is_fresh: bool,
    /// The bytes of the open element go into the last part.
    pub(super) in_part: bool,
    /// Where the value starts of the attribute that says what the open element's bytes are.
    pub(super) content_type_at: Option<usize>,
    content_type: Vec<u8>,
}

/// A number of bytes that may not become too large.
#[derive(Debug)]
struct Quota {
    name: &'static str,
    used: usize,
    limit: u32,
}

impl Quota {
    fn check(&self, more: usize) -> Result<()> {
        if more > (self.limit as usize).saturating_sub(self.used) {
            return Err(Fault::quota(self.name, self.limit));
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Part {
    content_type: Vec<u8>,
    bytes: Vec<u8>,
}

impl Mtom {
    pub(super) fn new(package: Package, settings: &Settings) -> Self {
        let parts = settings.max_mime_parts_buffer_size;
        let size = Quota { name: "WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE", used: 0, limit: parts };
        let pushed = Quota {
            name: "WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE",
            used: 0,
            limit: settings.buffer_max_size.max(parts),
        };
        Mtom {
            package,
            parts: Vec::new(),
            size,
            pushed,
            is_pushing: false,
            is_fresh: false,
            in_part: false,
            content_type_at: None,
            content_type: Vec::new(),
        }
    }

    /// Whether bytes are to go into a part, were they written now.
    pub(super) fn takes(&self, bytes: &[u8]) -> bool {
        self.in_part || (self.is_fresh && bytes.len() > self.package.max_inline as usize)
    }

    /// An element begins.
    pub(super) fn start_element(&mut self) {
        self.content_type.clear();
        self.content_type_at = None;
    }

    /// Notes where the value of an attribute starts, if it says what the bytes are.
    pub(super) fn start_attribute(&mut self, local: &[u8], ns: &[u8], at: usize) {
        let says = local == b"contentType" && CONTENT_TYPE_NAMESPACES.contains(&ns);
        self.content_type_at = says.then_some(at);
    }

    /// Takes the value that was noted. One that cannot stand in a header says nothing.
    pub(super) fn end_attribute(&mut self, written: &[u8]) {
        if let Some(at) = self.content_type_at.take() {
            let value = written.get(at..).unwrap_or_default();
            let plain = value.iter().all(|byte| (b' '..=b'~').contains(byte) && *byte != b'&');
            self.content_type.clear();
            if plain {
                self.content_type.extend_from_slice(value);
            }
        }
    }

    /// Begins a part, and writes what refers to it.
    pub(super) fn start_part(&mut self, out: &mut Output) -> Result<()> {
        let id = self.parts.len() + 1;
        out.put_all([b"<xop:Include href=\"cid:", &content_id(id), b"\" xmlns:xop=\"", XOP_NAMESPACE, b"\"/>"])?;
        let content_type = if self.content_type.is_empty() { OCTETS.to_vec() } else { self.content_type.clone() };
        self.parts.push(Part { content_type, bytes: Vec::new() });
        (self.is_fresh, self.in_part) = (false, true);
        Ok(())
    }

    /// Adds bytes to the part.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<()> {
        // What is pushed need not be buffered by the documentation, and so does not count for the quota of what is.
        let quota = if self.is_pushing { &mut self.pushed } else { &mut self.size };
        quota.check(bytes.len())?;
        if let Some(part) = self.parts.last_mut() {
            part.bytes.try_reserve(bytes.len()).map_err(|_| Fault::out_of_memory(bytes.len()))?;
            part.bytes.extend_from_slice(bytes);
            quota.used += bytes.len();
        }
        Ok(())
    }

    /// All bytes of the part.
    pub(super) fn part(&self) -> &[u8] {
        self.parts.last().map(|part| part.bytes.as_slice()).unwrap_or_default()
    }

    /// Writes what comes before the XML.
    pub(super) fn put_start(&self, out: &mut Output, charset: Charset) -> Result<()> {
        let Package { boundary, start_info, start_uri, .. } = &self.package;
        if self.package.write_header {
            out.put_all([
                b"MIME-Version: 1.0\r\nContent-Type: multipart/related;type=\"application/xop+xml\";boundary=\"",
                boundary,
                b"\";start=\"<",
                start_uri,
                b">\";start-info=\"",
                start_info,
                b"\"\r\n\r\n",
            ])?;
        }
        let (charset, transfer): (&[u8], &[u8]) = match charset {
            Charset::Utf8 => (b"utf-8", b"8bit"),
            Charset::Utf16Le | Charset::Utf16Be => (b"utf-16", b"binary"),
        };
        out.put_all([
            b"--",
            boundary,
            b"\r\nContent-ID: <",
            start_uri,
            b">\r\nContent-Transfer-Encoding: ",
            transfer,
            b"\r\nContent-Type: application/xop+xml;charset=",
            charset,
            b";type=\"",
            start_info,
            b"\"\r\n\r\n",
        ])
    }

    /// Writes the parts and the end. They have a quota of their own.
    pub(super) fn put_parts(&mut self, out: &mut Output) -> Result<()> {
        let boundary = &self.package.boundary;
        // Before anything is written, so that there is no package with some of its parts.
        if let Some(index) = self.parts.iter().position(|part| contains_delimiter(&part.bytes, boundary)) {
            return Err(Fault::invalid_format(format!(
                "The bytes of MIME part {} contain the boundary of the package.",
                index + 1
            )));
        }
        for (index, part) in self.parts.iter().enumerate() {
            let head = [
                b"\r\n--",
                boundary.as_slice(),
                b"\r\nContent-ID: <",
                &content_id(index + 1),
                b">\r\nContent-Transfer-Encoding: binary\r\nContent-Type: ",
                &part.content_type,
                b"\r\n\r\n",
            ]
            .concat();
            out.raise(head.len() + part.bytes.len());
            out.put_all([&head, &part.bytes])?;
        }
        let end = [b"\r\n--", boundary.as_slice(), b"--\r\n"].concat();
        out.raise(end.len());
        out.put(&end)?;
        self.parts.clear();
        Ok(())
    }

    /// At most how many bytes [`Mtom::put_parts`] writes.
    pub(super) fn size_to_close(&self) -> usize {
        const HEADERS: usize = 160;
        let head = |content_type: usize| HEADERS + self.package.boundary.len() + content_type;
        let parts: usize = self.parts.iter().map(|part| head(part.content_type.len()) + part.bytes.len()).sum();
        parts + head(0)
    }
}

fn content_id(id: usize) -> Vec<u8> {
    format!("{id}@webservices").into_bytes()
}

/// Whether bytes could end their own part: they are somebody's data, and the boundary may be known to him.
fn contains_delimiter(bytes: &[u8], boundary: &[u8]) -> bool {
    // Its start counts as a line of its own too.
    let delimiter = [b"\r\n--", boundary].concat();
    let (_, at_start) = delimiter.split_at_checked(2).unwrap_or_default();
    bytes.starts_with(at_start) || bytes.windows(delimiter.len()).any(|window| window == delimiter)
}
