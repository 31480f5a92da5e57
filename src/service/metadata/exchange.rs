//! The answer of WS-MetadataExchange 1.1: all documents in the body of one message.

use super::{Document, reader};
use crate::runtime::fault::Result;
use crate::xml::node::NodeKind;
use crate::xml::writer::{Str, Way, Writer};

/// WS-MetadataExchange 1.1 of September 2004, whose request is WS-Transfer's Get.
const MEX: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/09/mex";
/// The action of the request.
pub(crate) const GET: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
/// The action of the reply.
pub(crate) const GET_RESPONSE: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse";

/// Writes `mex:Metadata`, for a client that knows this machine as `host`.
pub(crate) fn write(writer: &mut Writer, documents: &[Document], host: &str) -> Result<()> {
    start(writer, b"Metadata")?;
    for document in documents {
        start(writer, b"MetadataSection")?;
        attribute(writer, b"Dialect", document.dialect())?;
        if let Some(target) = document.target() {
            attribute(writer, b"Identifier", target)?;
        }
        let mut reader = reader(&document.text(host));
        loop {
            reader.run(|reader| reader.read_node())?;
            if reader.kind() == NodeKind::Eof {
                break;
            }
            writer.node(reader.node())?;
        }
        writer.end_element()?;
    }
    writer.end_element()
}

fn start(writer: &mut Writer, local: &'static [u8]) -> Result<()> {
    writer.start_element(Some(b"mex"), local.into(), MEX.into())
}

fn attribute(writer: &mut Writer, local: &'static [u8], value: &[u8]) -> Result<()> {
    writer.start_attribute(None, local.into(), Str::from(b"".as_slice()), false)?;
    writer.utf8(value.into(), Way::Whole)?;
    writer.end_attribute()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::metadata::{Source, prepare};
    use crate::xml::writer::{Charset, Encoding, Settings};

    #[test]
    fn a_section_per_document() {
        let schema = "<?xml version='1.0'?><!-- c --><x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' \
            targetNamespace='urn:s' xmlns:t='urn:t' base='t:q'/>";
        let policy = "<p xmlns='urn:p'>&lt;</p>";
        let all = [schema, policy].map(|content| Source { content: content.as_bytes(), name: None });
        let documents = prepare(&all, None).unwrap();
        let mut writer = Writer::default();
        writer.set_output(Some(Encoding::Text(Charset::Utf8)), Settings::default());
        write(&mut writer, &documents, "h").unwrap();
        let text = String::from_utf8(writer.bytes().to_vec()).unwrap();
        assert_eq!(
            text,
            "<mex:Metadata xmlns:mex=\"http://schemas.xmlsoap.org/ws/2004/09/mex\">\
             <mex:MetadataSection Dialect=\"http://www.w3.org/2001/XMLSchema\" Identifier=\"urn:s\"><!-- c -->\
             <x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:s' xmlns:t='urn:t' base='t:q'/>\
             </mex:MetadataSection><mex:MetadataSection Dialect=\"urn:p\"><p xmlns='urn:p'>&lt;</p>\
             </mex:MetadataSection></mex:Metadata>"
        );
    }
}
