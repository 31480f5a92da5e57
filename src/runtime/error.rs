//! The engine behind WS_ERROR: texts, the original error code, the language, and what is known about a SOAP fault.

use crate::abi::{HRESULT, LANGID, WS_FAULT, WS_XML_BUFFER};
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::runtime::language;
use crate::runtime::soap_fault::{FaultInfo, SoapFault};

/// US English, the language of all texts that this library writes.
const ENGLISH: LANGID = 0x0409;

/// What a failed call left for its caller.
#[derive(Debug)]
pub(crate) struct Error {
    /// In the order in which they were added. Boxed, so that a text that C holds stays where it is when others follow.
    texts: Vec<Box<[u16]>>,
    /// The implementation's own code, and the text that stands for it at the last index.
    original: Option<(HRESULT, Box<[u16]>)>,
    language: LANGID,
    /// The language can be chosen only before anything is recorded.
    pristine: bool,
    /// The fault that was received, or that is to be sent.
    info: FaultInfo,
    /// What C was shown of that.
    shown: Option<Box<Shown>>,
}

/// What C has pointers into until the object is reset, and what is to be shown again; NULL for what is not made yet.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) heap: Heap,
    pub(crate) fault: *mut WS_FAULT,
    pub(crate) action: *mut u8,
    pub(crate) header: *mut WS_XML_BUFFER,
}

impl Default for Shown {
    fn default() -> Self {
        let (fault, header) = (core::ptr::null_mut(), core::ptr::null_mut());
        // What goes in is bounded by what is in memory already.
        Shown { heap: Heap::new(usize::MAX, 0), fault, action: core::ptr::null_mut(), header }
    }
}

impl Default for Error {
    fn default() -> Self {
        Error {
            texts: Vec::new(),
            original: None,
            language: ENGLISH,
            pristine: true,
            info: FaultInfo::default(),
            shown: None,
        }
    }
}

impl Error {
    /// Records one more text; the copy is the object's.
    pub(crate) fn add(&mut self, text: &[u16]) -> Result<()> {
        let copy = copy_of(text)?;
        self.texts.try_reserve(1).map_err(|_| Fault::out_of_memory(size_of::<Box<[u16]>>()))?;
        self.texts.push(copy);
        self.pristine = false;
        Ok(())
    }

    /// Records a fault: its texts, its original code, and the SOAP fault that it carries. Cannot fail: what finds no
    /// memory is left out.
    pub(crate) fn record(&mut self, fault: &Fault) {
        if let Some(info) = fault.info() {
            self.set_info(info.clone());
        }
        if fault.original_code() != 0 {
            self.set_original_code(fault.original_code().cast_signed());
        }
        for text in fault.texts() {
            let utf16: Vec<u16> = text.encode_utf16().collect();
            if self.add(&utf16).is_err() {
                return;
            }
        }
    }

    /// Records a SOAP fault in place of the one that there was, and its reasons in the object's language as texts.
    pub(crate) fn set_info(&mut self, info: FaultInfo) {
        self.add_reasons(info.fault.as_ref());
        *self.info_mut() = info;
    }

    /// Replaces the SOAP fault; with its reasons as [`Error::set_info`] has it.
    pub(crate) fn set_fault(&mut self, fault: Option<SoapFault>) {
        self.add_reasons(fault.as_ref());
        self.info_mut().fault = fault;
    }

    fn add_reasons(&mut self, fault: Option<&SoapFault>) {
        for reason in fault.iter().flat_map(|fault| &fault.reasons) {
            if language::matches(self.language, &reason.lang) {
                let utf16: Vec<u16> = reason.text.encode_utf16().collect();
                // What finds no memory is left out; it is in the fault all the same.
                let _ = self.add(&utf16);
            }
        }
    }

    /// What is known about a SOAP fault.
    pub(crate) fn info(&self) -> &FaultInfo {
        &self.info
    }

    /// The same, to be changed; texts stay as they are, and so does what C was shown.
    pub(crate) fn info_mut(&mut self) -> &mut FaultInfo {
        self.pristine = false;
        if let Some(shown) = &mut self.shown {
            (shown.fault, shown.header) = (core::ptr::null_mut(), core::ptr::null_mut());
            shown.action = core::ptr::null_mut();
        }
        &mut self.info
    }

    /// What is known about a SOAP fault, and what C is shown of it.
    pub(crate) fn show(&mut self) -> (&FaultInfo, &mut Shown) {
        (&self.info, self.shown.get_or_insert_default())
    }

    /// Whether any text was added, beside the one that stands for the original code.
    pub(crate) fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    /// All texts, the one added last first, as one: for a fault that discloses them.
    pub(crate) fn joined_texts(&self) -> String {
        let texts: Vec<String> = self.texts.iter().rev().map(|text| String::from_utf16_lossy(text)).collect();
        texts.join(" ")
    }

    /// The text at `index`: 0 is the one added last, and the original code's text comes after all others.
    pub(crate) fn text(&self, index: usize) -> Option<&[u16]> {
        match self.texts.len().checked_sub(index) {
            Some(position @ 1..) => self.texts.get(position - 1).map(|text| &**text),
            Some(0) => self.original.as_ref().map(|(_, text)| &**text),
            None => None,
        }
    }

    /// Number of texts, the original code's included.
    pub(crate) fn text_count(&self) -> usize {
        self.texts.len() + usize::from(self.original.is_some())
    }

    /// The implementation's own code, 0 when none was recorded.
    pub(crate) fn original_code(&self) -> HRESULT {
        self.original.as_ref().map_or(0, |(code, _)| *code)
    }

    /// Records the implementation's own code; 0 takes it away.
    pub(crate) fn set_original_code(&mut self, code: HRESULT) {
        self.original = (code != 0).then(|| {
            let text = format!("The original error code is 0x{code:08X}.");
            (code, text.encode_utf16().collect())
        });
        self.pristine = false;
    }

    /// The language that the caller asked for.
    pub(crate) fn language(&self) -> LANGID {
        self.language
    }

    /// Chooses the language; allowed only on a new or reset object.
    pub(crate) fn set_language(&mut self, language: LANGID) -> Result<()> {
        if language == 0 {
            return Err(Fault::invalid_arg("WS_ERROR_PROPERTY_LANGID must not be zero."));
        }
        if !self.pristine {
            return Err(Fault::invalid_operation(
                "WS_ERROR_PROPERTY_LANGID can be set only when the error object is new or has been reset.",
            ));
        }
        self.language = language;
        Ok(())
    }

    /// Forgets all that was recorded; the language stays.
    pub(crate) fn reset(&mut self) {
        self.texts.clear();
        self.original = None;
        self.pristine = true;
        self.info = FaultInfo::default();
        self.shown = None;
    }

    /// Makes this object say what `source` says, in place of what it said.
    pub(crate) fn copy_from(&mut self, source: &Error) -> Result<()> {
        let mut texts = Vec::new();
        texts.try_reserve_exact(source.texts.len()).map_err(|_| Fault::out_of_memory(source.texts.len()))?;
        for text in &source.texts {
            texts.push(copy_of(text)?);
        }
        let original = match &source.original {
            Some((code, text)) => Some((*code, copy_of(text)?)),
            None => None,
        };
        let info = source.info.clone();
        *self = Error { texts, original, language: source.language, pristine: source.pristine, info, shown: None };
        Ok(())
    }
}

fn copy_of(text: &[u16]) -> Result<Box<[u16]>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(text.len()).map_err(|_| Fault::out_of_memory(size_of_val(text)))?;
    copy.extend_from_slice(text);
    Ok(copy.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_INVALIDARG, WS_E_INVALID_OPERATION};

    fn utf16(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn newest_text_first_and_original_code_last() {
        let mut error = Error::default();
        error.set_original_code(0x8007_2EE7_u32 as i32);
        error.record(&Fault::invalid_format("inner").context("outer"));
        assert_eq!(error.text_count(), 3);
        assert_eq!(error.text(0), Some(&*utf16("outer")));
        assert_eq!(error.text(1), Some(&*utf16("inner")));
        assert_eq!(error.text(2), Some(&*utf16("The original error code is 0x80072EE7.")));
        assert_eq!(error.text(3), None);
        assert_eq!(error.text(usize::MAX), None);
    }

    #[test]
    fn language_is_chosen_before_anything_is_recorded() {
        let mut error = Error::default();
        assert_eq!(error.set_language(0).unwrap_err().code(), E_INVALIDARG);
        error.set_language(0x0407).unwrap();
        error.add(&utf16("text")).unwrap();
        assert_eq!(error.set_language(0x0409).unwrap_err().code(), WS_E_INVALID_OPERATION);
        error.reset();
        assert_eq!((error.text_count(), error.language()), (0, 0x0407));
        error.set_language(0x0409).unwrap();
    }

    #[test]
    fn copy_replaces() {
        let (mut source, mut destination) = (Error::default(), Error::default());
        source.add(&utf16("new")).unwrap();
        source.set_original_code(5);
        destination.add(&utf16("old")).unwrap();
        destination.copy_from(&source).unwrap();
        assert_eq!(destination.text(0), Some(&*utf16("new")));
        assert_eq!((destination.text_count(), destination.original_code()), (2, 5));
    }
}
