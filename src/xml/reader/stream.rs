//! Input that arrives in pieces: what has to happen between the caller's read callback and the window.

use crate::runtime::fault::Result;
use crate::xml::reader::charset::Transcoder;
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use crate::xml::reader::text::{Charset, charset_of};

/// Turns pieces of the input into bytes of the window.
#[derive(Debug)]
pub(crate) enum Stream {
    /// The window gets the bytes as they are.
    Bytes,
    /// Text whose charset is still to be found; the first bytes wait.
    Unknown { first: Vec<u8> },
    /// Text in a known charset. `skip_mark`: a byte order mark may come.
    Text { transcoder: Transcoder, skip_mark: Option<Vec<u8>> },
}

impl Stream {
    /// Text; `None` where the charset is to be found out.
    pub(crate) fn text(charset: Option<Charset>) -> Self {
        match charset {
            None => Stream::Unknown { first: Vec::new() },
            Some(charset) => Stream::Text { transcoder: Transcoder::new(charset), skip_mark: Some(Vec::new()) },
        }
    }

    /// Takes the next bytes of the input.
    pub(crate) fn receive(&mut self, raw: &[u8], document: &mut Document) -> Result<()> {
        self.advance(raw, document, false)
    }

    /// No more bytes follow.
    pub(crate) fn finish(&mut self, document: &mut Document) -> Result<()> {
        self.advance(&[], document, true)?;
        document.source().set_complete();
        match self {
            Stream::Text { transcoder, .. } => transcoder.finish(),
            _ => Ok(()),
        }
    }

    fn advance(&mut self, raw: &[u8], document: &mut Document, is_complete: bool) -> Result<()> {
        if let Stream::Unknown { first } = self {
            first.extend_from_slice(raw);
            let Some((charset, mark)) = charset_of(first, is_complete) else { return Ok(()) };
            let first = core::mem::take(first);
            document.charset = charset;
            *self = Stream::Text { transcoder: Transcoder::new(charset), skip_mark: None };
            return self.advance(first.get(mark..).unwrap_or_default(), document, is_complete);
        }
        let window = document.window();
        match self {
            Stream::Bytes => window.extend_from_slice(raw),
            Stream::Text { transcoder, skip_mark } => {
                if let Some(first) = skip_mark {
                    first.extend_from_slice(raw);
                    let mark = transcoder.charset().mark();
                    if first.len() < mark.len() && mark.starts_with(first) && !is_complete {
                        return Ok(());
                    }
                    let first = core::mem::take(first);
                    *skip_mark = None;
                    transcoder.feed(first.strip_prefix(mark).unwrap_or(&first), window)?;
                } else {
                    transcoder.feed(raw, window)?;
                }
            }
            Stream::Unknown { .. } => {}
        }
        Input::check_size(window.len())
    }
}

/// Whole text in memory: lent where it is UTF-8 already, else transcoded.
pub(crate) fn text_in_memory(bytes: &'static [u8], charset: Option<Charset>) -> Result<(Input, Charset)> {
    let (charset, mark) = charset_and_mark(bytes, charset);
    let bytes = bytes.get(mark..).unwrap_or_default();
    if charset == Charset::Utf8 {
        return Ok((Input::lent(bytes), charset));
    }
    Ok((transcoded(bytes, charset)?, charset))
}

/// The charset of whole text and the length of its byte order mark.
pub(crate) fn charset_and_mark(bytes: &[u8], charset: Option<Charset>) -> (Charset, usize) {
    match charset {
        Some(charset) => (charset, if bytes.starts_with(charset.mark()) { charset.mark().len() } else { 0 }),
        None => charset_of(bytes, true).unwrap_or((Charset::Utf8, 0)),
    }
}

/// Whole text without its mark, copied into UTF-8.
pub(crate) fn transcoded(bytes: &[u8], charset: Charset) -> Result<Input> {
    let mut transcoder = Transcoder::new(charset);
    let mut window = Vec::new();
    transcoder.feed(bytes, &mut window)?;
    transcoder.finish()?;
    Input::check_size(window.len())?;
    Ok(Input::owned(window))
}
