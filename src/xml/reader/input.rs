//! Where a reader's bytes come from: memory that the caller lends, or a window that is filled on request.

use crate::abi::WS_E_QUOTA_EXCEEDED;
use crate::runtime::fault::{Fault, Result};

/// The quota that a stream exceeds which was not filled far enough.
const WINDOW: &str = "of bytes buffered with WsFillReader";

/// Whether a fault says that a stream was not filled far enough.
pub(crate) fn is_exhausted(fault: &Fault) -> bool {
    fault.code() == WS_E_QUOTA_EXCEEDED && fault.texts().first().is_some_and(|text| text.contains(WINDOW))
}

/// The bytes that a decoder may look at, and how far it has come.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// The caller's memory, lent until the next input is set.
    lent: Option<&'static [u8]>,
    /// All of the caller's memory, where only the part in `lent` is to be decoded.
    whole: Option<&'static [u8]>,
    /// What was filled in or transcoded, where nothing was lent.
    window: Vec<u8>,
    /// The next byte to decode.
    pub(crate) position: usize,
    /// No bytes follow those of the window.
    complete: bool,
    /// No bytes will ever be added or go, so that what is read can be found again where it is.
    stays: bool,
    /// A place whose row and column are known; all that is asked about comes after it.
    mark: Mark,
    /// The document has no rows: faults count bytes.
    binary: bool,
    /// Bytes that were dropped from the window.
    dropped: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    offset: usize,
    row: u64,
    column: u64,
}

impl Input {
    /// The whole input at once. More than 4 GiB cannot be addressed by spans (the API's sizes end there, too).
    pub(crate) fn lent(bytes: &'static [u8]) -> Self {
        Input { lent: Some(bytes), complete: true, stays: true, ..Input::stream() }
    }

    /// The whole input, made by the reader itself.
    pub(crate) fn owned(bytes: Vec<u8>) -> Self {
        Input { window: bytes, complete: true, stays: true, ..Input::stream() }
    }

    /// An empty window, to be filled.
    pub(crate) fn stream() -> Self {
        Input::default()
    }

    /// The window.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        match self.lent {
            Some(bytes) => bytes,
            None => &self.window,
        }
    }

    /// What spans of the input are resolved against: the window, and what lies around it.
    #[inline]
    pub(crate) fn stored(&self) -> &[u8] {
        self.whole.unwrap_or_else(|| self.bytes())
    }

    /// The caller's memory, if that is where the bytes are.
    #[inline(always)]
    pub(crate) fn as_lent(&self) -> Option<&'static [u8]> {
        self.lent
    }

    /// Whether the bytes stay as they are until the next input.
    #[inline(always)]
    pub(crate) fn stays(&self) -> bool {
        self.stays
    }

    /// Whether the bytes are the caller's memory, and all of it.
    #[inline]
    pub(crate) fn is_all_lent(&self) -> bool {
        self.lent.is_some() && self.whole.is_none()
    }

    /// Narrows lent memory to the document within it. Spans may still point to what lies around it.
    pub(crate) fn narrow(&mut self, range: core::ops::Range<usize>) {
        self.whole = self.lent;
        self.lent = self.lent.and_then(|bytes| bytes.get(..range.end));
        self.position = range.start;
        self.mark.offset = range.start;
    }

    /// What has not been decoded yet.
    #[inline]
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes().get(self.position..).unwrap_or_default()
    }

    /// How many bytes of the input lie before an index of the window.
    pub(crate) fn offset_of(&self, index: usize) -> u64 {
        self.dropped + index as u64
    }

    /// Whether nothing follows the window.
    #[inline]
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Says that nothing follows the window.
    pub(crate) fn set_complete(&mut self) {
        self.complete = true;
    }

    /// Says that the bytes are not characters, so that they have no rows and columns.
    pub(crate) fn set_binary(&mut self) {
        self.binary = true;
    }

    /// Drops what was decoded. Returns the old window, which spans of the present node point into.
    pub(crate) fn advance_window(&mut self) -> Vec<u8> {
        self.mark = Mark { offset: 0, ..self.locate(self.position) };
        self.dropped += self.position as u64;
        let rest = self.rest().to_vec();
        self.position = 0;
        core::mem::replace(&mut self.window, rest)
    }

    /// The window, to be appended to.
    pub(crate) fn window(&mut self) -> &mut Vec<u8> {
        &mut self.window
    }

    /// Row and column of a byte of the window, both from 0; columns count characters.
    pub(crate) fn row_and_column(&self, offset: usize) -> (u64, u64) {
        let mark = self.locate(offset);
        (mark.row, mark.column)
    }

    /// Moves the known place forward, so that asking again does not count the same bytes twice.
    pub(crate) fn remember(&mut self, offset: usize) {
        self.mark = self.locate(offset);
    }

    fn locate(&self, offset: usize) -> Mark {
        let mut mark = self.mark;
        if self.binary {
            return mark;
        }
        let passed = self.bytes().get(mark.offset..offset).unwrap_or_default();
        for line in passed.split_inclusive(|&byte| byte == b'\n') {
            mark.column += line.iter().filter(|&&byte| !(0x80..0xC0).contains(&byte)).count() as u64;
            if line.ends_with(b"\n") {
                mark.row += 1;
                mark.column = 0;
            }
        }
        mark.offset = offset;
        mark
    }

    /// A fault that says where the document is wrong.
    #[cold]
    pub(crate) fn bad_format(&self, offset: usize, what: impl Into<String>) -> Fault {
        if self.binary {
            let byte = self.offset_of(offset);
            return Fault::invalid_format(what)
                .context(format!("The binary XML document is malformed at byte {byte}."));
        }
        let (row, column) = self.row_and_column(offset);
        Fault::invalid_format(what).context(format!(
            "The XML document is not well-formed at line {}, column {}.",
            row + 1,
            column + 1
        ))
    }

    /// The fault of a document that ends where more must follow, or of a window that does.
    #[cold]
    pub(crate) fn exhausted(&self, what: &str) -> Fault {
        if self.complete {
            self.bad_format(self.bytes().len(), format!("The document ends inside {what}."))
        } else {
            Fault::quota(WINDOW, self.bytes().len()).context(format!("More bytes are needed to read {what}."))
        }
    }

    /// Refuses sizes that spans cannot address.
    pub(crate) fn check_size(size: usize) -> Result<()> {
        if size > u32::MAX as usize {
            return Err(Fault::quota("size of the input buffer", u32::MAX));
        }
        Ok(())
    }
}
