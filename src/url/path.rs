//! Dot segments (RFC 3986, section 5.2.4).

/// What a segment does to the path that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dots {
    /// An ordinary segment.
    None,
    /// `.`: nothing.
    Here,
    /// `..`: takes the segment before it away.
    Up,
}

const SLASH: u16 = b'/' as u16;
const DOT: u16 = b'.' as u16;

/// Of a segment of a decoded path.
pub(super) fn decoded_dots(segment: &[u16]) -> Dots {
    match segment {
        [DOT] => Dots::Here,
        [DOT, DOT] => Dots::Up,
        _ => Dots::None,
    }
}

/// Of a segment of a path as it stands in a URL, where `%2e` is but another way to write a dot (RFC 3986, 6.2.2.2).
pub(super) fn escaped_dots(segment: &[u16]) -> Dots {
    const PERCENT: u16 = b'%' as u16;
    const TWO: u16 = b'2' as u16;
    const LOWER_E: u16 = b'e' as u16;
    const UPPER_E: u16 = b'E' as u16;
    fn after_dot(text: &[u16]) -> Option<&[u16]> {
        match text {
            [DOT, rest @ ..] | [PERCENT, TWO, LOWER_E | UPPER_E, rest @ ..] => Some(rest),
            _ => None,
        }
    }
    match after_dot(segment).map(|rest| (rest, after_dot(rest))) {
        Some(([], _)) => Dots::Here,
        Some((_, Some([]))) => Dots::Up,
        _ => Dots::None,
    }
}

/// Appends a path without its dot segments. The path is empty or begins with a slash, and so does the result; a `..`
/// that finds nothing to take away vanishes.
pub(super) fn collapse(path: &[u16], dots: impl Fn(&[u16]) -> Dots, out: &mut Vec<u16>) {
    let floor = out.len();
    let mut segments = path.split(|unit| *unit == SLASH).skip(1).peekable();
    while let Some(segment) = segments.next() {
        let kind = dots(segment);
        if kind == Dots::Up {
            // Each unit is looked at once here, since it is gone after.
            let last = out.iter().skip(floor).rposition(|unit| *unit == SLASH).unwrap_or(0);
            out.truncate(floor + last);
        }
        if kind == Dots::None || segments.peek().is_none() {
            out.push(SLASH);
        }
        if kind == Dots::None {
            out.extend_from_slice(segment);
        }
    }
}
