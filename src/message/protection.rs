//! What secures a message while it is written. The message calls it in the order of the document; what there is to be
//! done is `security`'s to know.
//!
//! For each part, a header or the body, that [`Protection::id`] gives an Id: `part_start`, its start tag with the Id,
//! its content, its end tag, `part_end`; or `part` with all of it. Behind the last header comes `headers_end`, around the content of the body
//! `body_start` and `body_end`, behind the envelope `finish`, which may insert what had to wait for the body.

use super::version::Version;
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::NodeRef;
use crate::xml::writer::{Way, Writer};

/// The namespace of Ids and timestamps.
pub(crate) const WSU: &[u8] = b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/// The namespace of the Security header.
pub(crate) const WSSE: &[u8] = b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// A part of a message that can be signed or encrypted by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part<'a> {
    Header { local: &'a [u8], ns: &'a [u8] },
    Body,
}

/// See the module. It is used for one message, which may change threads between calls.
pub(crate) trait Protection: core::fmt::Debug + Send {
    /// The Id that a part is to have, if something is to be done with the part. `present`: the one that it has already,
    /// and keeps.
    fn id(&mut self, part: Part<'_>, present: Option<&[u8]>) -> Option<Vec<u8>> {
        let _ = (part, present);
        None
    }

    /// The writer is before the start tag of a part.
    fn part_start(&mut self, part: Part<'_>, writer: &mut Writer) -> Result<()> {
        let _ = (part, writer);
        Ok(())
    }

    /// The writer is behind the end tag of a part.
    fn part_end(&mut self, part: Part<'_>, writer: &mut Writer) -> Result<()> {
        let _ = (part, writer);
        Ok(())
    }

    /// In the place of the two: a part whose canonical form is known, exclusive and without comments.
    fn part(&mut self, part: Part<'_>, canonical: &[u8]) -> Result<()> {
        let _ = (part, canonical);
        Ok(())
    }

    /// The writer is behind all other headers, where the Security header goes.
    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()>;

    /// The writer is in the start tag of the Body element, whose content comes next.
    fn body_start(&mut self, writer: &mut Writer) -> Result<()> {
        let _ = writer;
        Ok(())
    }

    /// The writer is behind the content of the body.
    fn body_end(&mut self, writer: &mut Writer) -> Result<()> {
        let _ = writer;
        Ok(())
    }

    /// The message has to be written as text in UTF-8, whatever it is sent as.
    fn needs_text(&self) -> bool {
        false
    }

    /// The writer is behind the envelope.
    fn finish(&mut self, writer: &mut Writer) -> Result<()> {
        let _ = writer;
        Ok(())
    }
}

/// The protection of one message, while its envelope is written.
#[derive(Debug)]
pub(crate) struct Guard {
    protection: Box<dyn Protection>,
    /// The body has an Id.
    is_body_part: bool,
}

impl Guard {
    pub(crate) fn new(protection: Box<dyn Protection>) -> Self {
        Guard { protection, is_body_part: false }
    }

    pub(super) fn needs_text(&self) -> bool {
        self.protection.needs_text()
    }

    /// Begins a part. Answers the Id that it has or gets, if it is one to be dealt with.
    pub(super) fn start(
        &mut self,
        part: Part<'_>,
        present: Option<&[u8]>,
        writer: &mut Writer,
    ) -> Result<Option<Vec<u8>>> {
        let id = self.protection.id(part, present);
        if part == Part::Body {
            self.is_body_part = id.is_some();
        }
        if id.is_some() {
            self.protection.part_start(part, writer)?;
        }
        Ok(id)
    }

    /// Takes a header as a whole, whose text is nothing but characters that stand for themselves, and puts what is to be
    /// written for it into `out`.
    pub(super) fn put_text(&mut self, header: &TextHeader<'_>, out: &mut Vec<u8>) -> Result<()> {
        let part = Part::Header { local: header.local, ns: header.ns };
        let id = self.protection.id(part, None);
        if let Some(id) = &id {
            let start = out.len();
            header.put_canonical(id, out);
            self.protection.part(part, out.get(start..).unwrap_or_default())?;
            out.truncate(start);
        }
        header.put(id.as_deref(), out);
        Ok(())
    }

    pub(super) fn end(&mut self, part: Part<'_>, writer: &mut Writer) -> Result<()> {
        self.protection.part_end(part, writer)
    }

    pub(super) fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        self.protection.headers_end(version, writer)
    }

    pub(super) fn body_start(&mut self, writer: &mut Writer) -> Result<()> {
        self.protection.body_start(writer)
    }

    /// Ends the elements Body and Envelope.
    pub(super) fn body_end(&mut self, writer: &mut Writer) -> Result<()> {
        self.protection.body_end(writer)?;
        writer.end_element()?;
        if self.is_body_part {
            self.protection.part_end(Part::Body, writer)?;
        }
        writer.end_element()?;
        self.protection.finish(writer)
    }
}

/// A header that is text.
#[derive(Debug)]
pub(super) struct TextHeader<'a> {
    pub(super) local: &'a [u8],
    pub(super) ns: &'a [u8],
    pub(super) text: &'a [u8],
    /// It has to be understood: prefix and namespace of the attribute that says so.
    pub(super) must_understand: Option<(&'a [u8], &'a [u8])>,
}

impl TextHeader<'_> {
    /// Attributes and declarations that it has at most.
    pub(super) const ATTRIBUTES: usize = 3;

    /// Where its prefix and that of mustUnderstand are in scope.
    fn put(&self, id: Option<&[u8]>, out: &mut Vec<u8>) {
        put_all(out, [b"<a:", self.local]);
        if let Some((prefix, _)) = self.must_understand {
            put_all(out, [b" ", prefix, b":mustUnderstand=\"1\""]);
        }
        if let Some(id) = id {
            put_all(out, [b" xmlns:u=\"", WSU, b"\" u:Id=\"", id, b"\""]);
        }
        put_all(out, [b">", self.text, b"</a:", self.local, b">"]);
    }

    /// In exclusive canonical form: declarations by prefix ("a" is before those of SOAP, and "u" behind them), attributes
    /// by namespace (Ids are before what is SOAP's).
    fn put_canonical(&self, id: &[u8], out: &mut Vec<u8>) {
        put_all(out, [b"<a:", self.local, b" xmlns:a=\"", self.ns]);
        if let Some((prefix, ns)) = self.must_understand {
            put_all(out, [b"\" xmlns:", prefix, b"=\"", ns]);
        }
        put_all(out, [b"\" xmlns:u=\"", WSU, b"\" u:Id=\"", id, b"\""]);
        if let Some((prefix, _)) = self.must_understand {
            put_all(out, [b" ", prefix, b":mustUnderstand=\"1\""]);
        }
        put_all(out, [b">", self.text, b"</a:", self.local, b">"]);
    }
}

fn put_all<const N: usize>(out: &mut Vec<u8>, pieces: [&[u8]; N]) {
    out.reserve(pieces.iter().map(|piece| piece.len()).sum());
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
}

/// Writes the Id of a part into its start tag, which is open.
pub(super) fn write_id(id: Option<&[u8]>, writer: &mut Writer) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    writer.xmlns(Some(b"u"), WSU.into(), false)?;
    writer.start_attribute(Some(b"u"), b"Id"[..].into(), WSU.into(), false)?;
    writer.utf8(id.into(), Way::CharsUtf8)?;
    writer.end_attribute()
}

/// Refuses another Security header for the ultimate receiver beside the one that the protection makes: no receiver could say
/// which of the two counts.
pub(super) fn check_foreign(node: NodeRef<'_>) -> Result<()> {
    if super::headers::is_named(node, b"Security", WSSE) {
        return Err(Fault::invalid_operation(
            "The message has a header 'Security' for the ultimate receiver, and the security of the channel writes one, \
             too. Remove it with WsRemoveCustomHeader.",
        ));
    }
    Ok(())
}
