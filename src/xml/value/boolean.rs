//! Booleans (XML Schema Part 2, 3.2.2).

use super::{malformed, trim};
use crate::runtime::fault::Result;

/// Reads `true`, `false`, `1` or `0`.
#[inline]
pub(crate) fn parse_bool(text: &[u8]) -> Result<bool> {
    match trim(text) {
        b"true" | b"1" => Ok(true),
        b"false" | b"0" => Ok(false),
        _ => Err(malformed(text, "a boolean (true, false, 1 or 0)")),
    }
}

/// Appends `true` or `false`, the canonical forms.
#[inline]
pub(crate) fn write_bool(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;

    #[test]
    fn four_texts_and_no_others() {
        for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false), (" \t\r\ntrue\n", true)] {
            assert_eq!(parse_bool(text.as_bytes()).unwrap(), value, "{text}");
        }
        for text in ["", " ", "TRUE", "True", "yes", "01", "-1", "+1", "2", "tru", "truee", "t rue", "true\0"] {
            assert_eq!(parse_bool(text.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text}");
        }
    }

    #[test]
    fn round_trip() {
        for value in [true, false] {
            let mut out = b"<".to_vec();
            write_bool(&mut out, value);
            assert_eq!(parse_bool(&out[1..]).unwrap(), value);
        }
    }
}
