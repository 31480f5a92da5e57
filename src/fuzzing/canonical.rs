//! The canonicaliser.

use super::choices::Choices;
use super::copies::must;
use super::events::{Format, Octets, canonical_form, canonical_form_of_nodes, roomy, shown, with_reader};
use crate::xml::c14n::{OmittedElement, Options};
use crate::xml::node::NodeKind;
use crate::xml::reader::Reader;

/// Canonicalises a text document: what comes out has the same canonical form, whatever the size of the blocks. And from
/// one of its nodes on, and until another, which does no harm.
pub fn canonicalizer(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (choice, block, start, nodes) = (choices.byte(), choices.byte(), choices.byte(), choices.byte());
    let options = Options {
        exclusive: choice & 1 != 0,
        with_comments: choice & 2 != 0,
        inclusive_prefixes: [(4, &b"p"[..]), (8, b"#default"), (16, b"q"), (32, b"xml")]
            .iter()
            .filter(|(bit, _)| choice & bit != 0)
            .map(|(_, prefix)| (*prefix).into())
            .collect(),
        omitted: (choice & 64 != 0).then(|| OmittedElement {
            local: b"a"[..].into(),
            ns: if choice & 128 == 0 { [].into() } else { b"u"[..].into() },
        }),
        output_buffer_size: block.into(),
    };
    let document = choices.rest();
    let settings = roomy(false, false);
    let read = |document: &[u8], options: Options| {
        with_reader(document, &Format::Text, settings, |reader| canonical_form(reader, options))
    };
    if let Ok(once) = read(document, options.clone()) {
        let whole = read(document, Options { output_buffer_size: u32::MAX, ..options.clone() });
        assert!(whole.is_ok_and(|whole| whole == once), "{}", shown(&once));
        let nodes =
            with_reader(document, &Format::Text, settings, |reader| canonical_form_of_nodes(reader, options.clone()));
        assert_eq!(shown(&must(nodes, &once)), shown(&once));
        // A document whose root is left out has no canonical form that is a document.
        if once.contains(&b'<') && !is_root_omitted(document, &options) {
            assert_eq!(shown(&must(read(&once, options.clone()), &once)), shown(&once));
        }
    }
    let _ = with_reader(document, &Format::Text, settings, |reader| {
        part(reader, options, start.into(), nodes.into());
        Ok(())
    });
}

fn is_root_omitted(document: &[u8], options: &Options) -> bool {
    let Some(omitted) = options.omitted.clone() else { return false };
    let is_omitted = with_reader(document, &Format::Text, roomy(false, false), move |reader| {
        while reader.kind() != NodeKind::Element {
            reader.run(Reader::read_node)?;
        }
        let node = reader.node();
        let name = node.node.name;
        Ok(node.get(name.local) == &*omitted.local && node.get(name.ns) == &*omitted.ns)
    });
    is_omitted.unwrap_or(true)
}

fn part(reader: &mut Reader, options: Options, start: usize, nodes: usize) {
    for _ in 0..start {
        if reader.run(Reader::read_node).is_err() {
            return;
        }
    }
    let octets = Octets::default();
    let least = options.output_buffer_size as usize;
    let begun = reader.run(|reader| reader.start_canonicalization(options, Box::new(octets.clone())));
    for _ in 0..nodes {
        if reader.run(Reader::read_node).is_err() {
            break;
        }
    }
    let ended = reader.run(Reader::end_canonicalization);
    assert!(begun.is_ok() || ended.is_err());
    let sizes = octets.sizes.take();
    let full = if ended.is_ok() { sizes.split_last().map(|(_, full)| full).unwrap_or_default() } else { &sizes };
    assert!(full.iter().all(|size| *size >= least), "{sizes:?}");
}
