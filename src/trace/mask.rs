//! Texts of failures without what they quote of messages.

use std::borrow::Cow;

/// Where quotations begin and end. What stands between letters is an apostrophe.
fn quotes(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_letter = |index: Option<usize>| {
        index.and_then(|index| bytes.get(index)).is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    };
    let is_quote = |(index, byte): (usize, &u8)| match byte {
        b'"' => true,
        b'\'' => !(is_letter(index.checked_sub(1)) && is_letter(Some(index + 1))),
        _ => false,
    };
    (0..).zip(bytes).filter(|place| is_quote(*place)).map(|(index, _)| index).collect()
}

/// The text, if all that it quotes is known; else without anything from the first quotation mark to the last: what is
/// quoted may itself have some.
pub(super) fn masked(text: &str, is_known: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let marks = quotes(text);
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return Cow::Borrowed(text) };
    let (pairs, rest) = marks.as_chunks::<2>();
    let quoted = |pair: &[usize; 2]| text.get(pair[0] + 1..pair[1]);
    if rest.is_empty() && pairs.iter().all(|pair| quoted(pair).is_some_and(&is_known)) {
        return Cow::Borrowed(text);
    }
    let (start, end) = (text.get(..=*first).unwrap_or_default(), text.get(*last..).unwrap_or_default());
    Cow::Owned(format!("{start}\u{2026}{end}"))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn quotations_that_are_not_known_are_left_out() {
        let known = |text: &str| text == "To";
        for (text, shown) in [
            ("The body is not signed.", "The body is not signed."),
            ("The header 'To' is not signed.", "The header 'To' is not signed."),
            ("The header 'Pay' is not signed.", "The header '\u{2026}' is not signed."),
            ("The value \"12\" of 'To' is wrong.", "The value \"\u{2026}' is wrong."),
            ("The channel's limit of 'To'.", "The channel's limit of 'To'."),
            ("The value 'it's secret' is wrong.", "The value '\u{2026}' is wrong."),
            ("The value 'a' secret 'To' is wrong.", "The value '\u{2026}' is wrong."),
            ("The value 'To' secret ' is wrong.", "The value '\u{2026}' is wrong."),
            ("It ends in a '", "It ends in a '\u{2026}'"),
        ] {
            assert_eq!(masked(text, known), shown);
        }
    }
}
