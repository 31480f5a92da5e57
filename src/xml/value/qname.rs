//! Qualified names as values (XML Schema Part 2, 3.2.18): `prefix:local` or `local`, both NCNames. What namespace the
//! prefix stands for is for the reader to say, which knows the declarations in scope.

use super::{malformed, trim};
use crate::runtime::fault::Result;
use crate::xml::ncname::is_ncname_utf8;

/// The parts of a qualified name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct QName<'a> {
    /// Empty for none: then the default namespace applies.
    pub(crate) prefix: &'a [u8],
    pub(crate) local: &'a [u8],
}

/// Splits a qualified name at its colon.
pub(crate) fn parse_qname(text: &[u8]) -> Result<QName<'_>> {
    let name = trim(text);
    let split = match name.iter().position(|byte| *byte == b':') {
        Some(colon) => name.split_at_checked(colon).and_then(|(prefix, rest)| {
            let local = rest.strip_prefix(b":")?;
            is_ncname_utf8(prefix).then_some(QName { prefix, local })
        }),
        None => Some(QName { prefix: &[], local: name }),
    };
    match split {
        Some(name) if is_ncname_utf8(name.local) => Ok(name),
        _ => Err(malformed(text, "a qualified name (prefix:local or local, xsd:QName)")),
    }
}

/// Appends a qualified name of parts that the caller has checked.
pub(crate) fn write_qname(out: &mut Vec<u8>, name: QName<'_>) {
    if !name.prefix.is_empty() {
        out.extend_from_slice(name.prefix);
        out.push(b':');
    }
    out.extend_from_slice(name.local);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Option<(&str, &str)> {
        let text_of = |part| core::str::from_utf8(part).unwrap();
        match parse_qname(text.as_bytes()) {
            Ok(QName { prefix, local }) => Some((text_of(prefix), text_of(local))),
            Err(fault) => {
                assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
                None
            }
        }
    }

    #[test]
    fn names_are_split_at_the_one_colon() {
        for (text, parts) in [
            ("a", ("", "a")),
            ("a:b", ("a", "b")),
            (" \r\nsoap:Envelope\t", ("soap", "Envelope")),
            ("\u{E9}t\u{E9}:\u{20000}-1.x", ("\u{E9}t\u{E9}", "\u{20000}-1.x")),
            ("_:_", ("_", "_")),
        ] {
            assert_eq!(parsed(text), Some(parts), "{text}");
        }
        for text in
            ["", " ", ":", "a:", ":a", "a:b:c", "a::b", "1a", "a:1", "a b", "a :b", "a: b", "-a", "a:.b", "a\u{D7}"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
        assert_eq!(parse_qname(b"a\xFF").unwrap_err().code(), WS_E_INVALID_FORMAT);
    }

    proptest! {
        #[test]
        fn names_round_trip(prefix in "([a-z\u{E9}_][a-z0-9.-]{0,5})?", local in "[a-zA-Z\u{20000}][a-z0-9\u{B7}]{0,5}") {
            let mut out = Vec::new();
            write_qname(&mut out, QName { prefix: prefix.as_bytes(), local: local.as_bytes() });
            prop_assert_eq!(parsed(core::str::from_utf8(&out).unwrap()), Some((&prefix[..], &local[..])));
        }

        #[test]
        fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = parse_qname(&bytes);
        }
    }
}
