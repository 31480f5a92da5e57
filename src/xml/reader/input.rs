//! Where a reader's bytes come from: memory that the caller lends, or a window that is filled on request.

use crate::runtime::fault::{Fault, Result};

/// The bytes that a decoder may look at, and how far it has come.
#[derive(Debug)]
pub(crate) struct Input {
    /// The caller's memory, lent until the next input is set.
    lent: Option<&'static [u8]>,
    /// What was filled in or transcoded, where nothing was lent.
    window: Vec<u8>,
    /// The next byte to decode.
    pub(crate) position: usize,
    /// No bytes follow those of the window.
    complete: bool,
    /// A place whose row and column are known; all that is asked about comes after it.
    mark: Mark,
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
        Input { lent: Some(bytes), complete: true, ..Input::stream() }
    }

    /// The whole input, made by the reader itself.
    pub(crate) fn owned(bytes: Vec<u8>) -> Self {
        Input { window: bytes, complete: true, ..Input::stream() }
    }

    /// An empty window, to be filled.
    pub(crate) fn stream() -> Self {
        Input { lent: None, window: Vec::new(), position: 0, complete: false, mark: Mark::default() }
    }

    /// The window.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        match self.lent {
            Some(bytes) => bytes,
            None => &self.window,
        }
    }

    /// What has not been decoded yet.
    #[inline]
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes().get(self.position..).unwrap_or_default()
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

    /// Drops what was decoded. Returns the old window, which spans of the present node point into.
    pub(crate) fn advance_window(&mut self) -> Vec<u8> {
        self.mark = Mark { offset: 0, ..self.locate(self.position) };
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
            Fault::quota("of bytes buffered with WsFillReader", self.bytes().len())
                .context(format!("More bytes are needed to read {what}."))
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
