//! Headers of a MIME package and its parts (RFC 2045 and 2387, and RFC 5322 for their lines).

/// The fields that mean something here. Others are passed over.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) content_type: Option<MediaType>,
    /// Without the angle brackets.
    pub(super) content_id: Option<Vec<u8>>,
    /// An encoding would have to be undone to get the data.
    pub(super) is_encoded: bool,
}

/// The value of a Content-Type field.
#[derive(Debug)]
pub(super) struct MediaType {
    /// Type and subtype, in lower case.
    pub(super) essence: Vec<u8>,
    parameters: Vec<(Vec<u8>, Vec<u8>)>,
}

impl MediaType {
    /// The value of a parameter, given its name in lower case.
    pub(super) fn parameter(&self, name: &[u8]) -> Option<&[u8]> {
        self.parameters.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_slice())
    }
}

/// Why headers were refused.
pub(super) type Refusal = &'static str;

/// Where a block of header lines ends and what follows it begins. `None` if the empty line is not there.
pub(super) fn block_end(bytes: &[u8]) -> Option<(usize, usize)> {
    if bytes.starts_with(b"\r\n") {
        return Some((0, 2));
    }
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|end| (end, end + 4))
}

/// Reads the lines of a header, without the empty line that ends it.
pub(super) fn parse(block: &[u8]) -> Result<Fields, Refusal> {
    let mut fields = Fields::default();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let mut rest = block;
    while !rest.is_empty() {
        let (line, after) = unfold(rest)?;
        rest = after;
        let colon = line.iter().position(|&byte| byte == b':').ok_or("A line of a MIME header has no colon.")?;
        let (name, value) = line.split_at(colon);
        if name.is_empty() || !name.iter().all(|&byte| is_token(byte)) {
            return Err("The name of a MIME header field has a character that is not allowed.");
        }
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let name = name.to_ascii_lowercase();
        match name.as_slice() {
            b"content-type" => fields.content_type = Some(media_type(value)?),
            b"content-id" => fields.content_id = Some(strip_brackets(value).to_vec()),
            b"content-transfer-encoding" => {
                let plain = [&b"binary"[..], b"8bit", b"7bit"];
                fields.is_encoded = !plain.iter().any(|plain| value.eq_ignore_ascii_case(plain));
            }
            b"mime-version" if value.starts_with(b"1.0") => {}
            b"mime-version" => return Err("The MIME version is not 1.0."),
            _ => continue,
        }
        if seen.contains(&name) {
            return Err("A MIME header has the same field twice.");
        }
        seen.push(name);
    }
    Ok(fields)
}

/// One line together with those that continue it, and what follows them.
fn unfold(mut rest: &[u8]) -> Result<(Vec<u8>, &[u8]), Refusal> {
    let mut line = Vec::new();
    loop {
        let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n' | 0)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(length);
        line.extend_from_slice(part);
        rest = match after {
            [] => after,
            [b'\r', b'\n', after @ ..] => after,
            _ => return Err("A line of a MIME header does not end with CR LF."),
        };
        if !matches!(rest, [b' ' | b'\t', ..]) {
            return Ok((line, rest));
        }
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#"()<>@,;:\"/[]?="#.contains(&byte)
}

/// An identifier is written between angle brackets, which some leave out.
pub(super) fn strip_brackets(id: &[u8]) -> &[u8] {
    id.strip_prefix(b"<").and_then(|id| id.strip_suffix(b">")).unwrap_or(id)
}

/// Reads the value of a Content-Type field.
pub(super) fn media_type(value: &[u8]) -> Result<MediaType, Refusal> {
    const BAD: Refusal = "The Content-Type of a MIME header is malformed.";
    let end = value.iter().position(|&byte| byte == b';').unwrap_or(value.len());
    let (essence, mut rest) = value.split_at(end);
    let essence = essence.trim_ascii().to_ascii_lowercase();
    let mut halves = essence.split(|&byte| byte == b'/');
    let is_half = |half: Option<&[u8]>| half.is_some_and(|half| !half.is_empty() && half.iter().all(|&b| is_token(b)));
    if !is_half(halves.next()) || !is_half(halves.next()) || halves.next().is_some() {
        return Err(BAD);
    }
    let mut parameters: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    while let Some(after) = rest.strip_prefix(b";") {
        let after = after.trim_ascii_start();
        if after.is_empty() {
            // Some end with a semicolon.
            rest = after;
            break;
        }
        let name_end = after.iter().position(|&byte| !is_token(byte)).ok_or(BAD)?;
        let (name, after) = after.split_at(name_end);
        let after = after.trim_ascii_start().strip_prefix(b"=").ok_or(BAD)?.trim_ascii_start();
        let (value, after) = match after.strip_prefix(b"\"") {
            Some(quoted) => quoted_string(quoted).ok_or(BAD)?,
            None => {
                // Not only tokens: identifiers and boundaries are often written without the quotes that they need.
                let end =
                    after.iter().position(|byte| matches!(byte, b';' | b' ' | b'\t' | b'"')).unwrap_or(after.len());
                let (value, after) = after.split_at(end);
                (value.to_vec(), after)
            }
        };
        let name = name.to_ascii_lowercase();
        if name.is_empty() || parameters.iter().any(|(own, _)| *own == name) || parameters.len() >= MAX_PARAMETERS {
            return Err(BAD);
        }
        parameters.push((name, value));
        rest = after.trim_ascii_start();
    }
    if rest.is_empty() { Ok(MediaType { essence, parameters }) } else { Err(BAD) }
}

/// Each is compared with those before it.
const MAX_PARAMETERS: usize = 64;

/// A string after its opening quote, and what follows the closing one.
fn quoted_string(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut rest = text;
    loop {
        rest = match rest {
            [b'"', after @ ..] => return Some((value, after)),
            [b'\\', byte, after @ ..] | [byte, after @ ..] => {
                value.push(*byte);
                after
            }
            [] => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_case_and_over_lines() {
        let fields = parse(
            b"content-ID: <a@b>\r\nX-Other: <\r\nContent-Type:\tMultipart/Related;\r\n\tboundary=\"a b\\\"c\" ;\r\n type=x/y;\r\n",
        )
        .unwrap();
        let media_type = fields.content_type.unwrap();
        assert_eq!(media_type.essence, b"multipart/related");
        assert_eq!(media_type.parameter(b"boundary"), Some(&b"a b\"c"[..]));
        assert_eq!(media_type.parameter(b"type"), Some(&b"x/y"[..]));
        assert_eq!((fields.content_id, fields.is_encoded), (Some(b"a@b".to_vec()), false));
        assert!(parse(b"Content-Transfer-Encoding: base64").unwrap().is_encoded);
        assert!(!parse(b"Content-Transfer-Encoding: Binary").unwrap().is_encoded);
    }

    #[test]
    fn malformed_fields_are_refused() {
        for block in [
            &b"no colon"[..],
            b": x",
            b"a b: x",
            b"a: x\ny",
            b"a: \0",
            b"a: x\r",
            b"Content-ID: a\r\nContent-Id: b",
            b"MIME-Version: 2.0",
            b"Content-Type: text",
            b"Content-Type: text/",
            b"Content-Type: a/b/c",
            b"Content-Type: a/b; c",
            b"Content-Type: a/b; c=\"d",
            b"Content-Type: a/b; c=d e",
            b"Content-Type: a/b; c=d; C=e",
            b"Content-Type: a/b; =d",
        ] {
            assert!(parse(block).is_err(), "{:?}", String::from_utf8_lossy(block));
        }
    }

    #[test]
    fn blocks_end_at_the_empty_line() {
        assert_eq!(block_end(b"\r\nx"), Some((0, 2)));
        assert_eq!(block_end(b"a: b\r\n\r\nx"), Some((4, 8)));
        assert_eq!(block_end(b"a: b\r\n\r"), None);
    }
}
