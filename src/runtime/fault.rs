//! The one error type of the engines. A [`Fault`] carries what a failed call returns (an HRESULT) and what it leaves in
//! the caller's WS_ERROR (texts), so that no engine knows about either.

use crate::abi::{
    E_INVALIDARG, E_OUTOFMEMORY, E_UNEXPECTED, HRESULT, WS_E_INVALID_FORMAT, WS_E_INVALID_OPERATION,
    WS_E_NOT_SUPPORTED, WS_E_NUMERIC_OVERFLOW, WS_E_OBJECT_FAULTED, WS_E_QUOTA_EXCEEDED,
};
use crate::runtime::soap_fault::FaultInfo;
use core::fmt::Display;

/// What engine functions return.
pub(crate) type Result<T, E = Fault> = core::result::Result<T, E>;

/// A failure: its code and the texts that say what failed, the innermost first.
///
/// One pointer wide, so that `Result<()>` of a hot call travels in a register.
#[derive(Debug)]
pub(crate) struct Fault(Box<Detail>);

#[derive(Debug)]
struct Detail {
    code: HRESULT,
    texts: Vec<String>,
    /// What the code was translated from, 0 if nothing was.
    original: u32,
    /// The SOAP fault that was received, or that is to be sent for this failure.
    info: Option<Box<FaultInfo>>,
}

impl Fault {
    /// A fault with any code. The named constructors below are for the codes that engines use most.
    #[cold]
    pub(crate) fn new(code: HRESULT, text: impl Into<String>) -> Self {
        Fault(Box::new(Detail { code, texts: vec![text.into()], original: 0, info: None }))
    }

    /// The caller broke the contract of a parameter (`E_INVALIDARG`).
    #[cold]
    pub(crate) fn invalid_arg(text: impl Into<String>) -> Self {
        Self::new(E_INVALIDARG, text)
    }

    /// The call is not allowed in the object's present state (`WS_E_INVALID_OPERATION`).
    #[cold]
    pub(crate) fn invalid_operation(text: impl Into<String>) -> Self {
        Self::new(WS_E_INVALID_OPERATION, text)
    }

    /// Data is not in the form that it must have (`WS_E_INVALID_FORMAT`).
    #[cold]
    pub(crate) fn invalid_format(text: impl Into<String>) -> Self {
        Self::new(WS_E_INVALID_FORMAT, text)
    }

    /// A limit was reached (`WS_E_QUOTA_EXCEEDED`): `what` names it, `limit` is its value.
    #[cold]
    pub(crate) fn quota(what: &str, limit: impl Display) -> Self {
        Self::new(WS_E_QUOTA_EXCEEDED, format!("The quota {what} ({limit}) was exceeded."))
    }

    /// A value does not fit its type (`WS_E_NUMERIC_OVERFLOW`).
    #[cold]
    pub(crate) fn overflow(text: impl Into<String>) -> Self {
        Self::new(WS_E_NUMERIC_OVERFLOW, text)
    }

    /// A documented feature that is not there (`WS_E_NOT_SUPPORTED`).
    #[cold]
    #[allow(dead_code, reason = "every function so far is there as a whole")]
    pub(crate) fn not_supported(text: impl Into<String>) -> Self {
        Self::new(WS_E_NOT_SUPPORTED, text)
    }

    /// The object can no longer be used (`WS_E_OBJECT_FAULTED`).
    #[cold]
    pub(crate) fn object_faulted(text: impl Into<String>) -> Self {
        Self::new(WS_E_OBJECT_FAULTED, text)
    }

    /// The system gave no memory for `size` bytes (`E_OUTOFMEMORY`).
    #[cold]
    pub(crate) fn out_of_memory(size: usize) -> Self {
        Self::new(E_OUTOFMEMORY, format!("There is not enough memory for {size} more bytes."))
    }

    /// A panic was caught at the boundary (`E_UNEXPECTED`).
    #[cold]
    pub(crate) fn panicked(payload: &(dyn core::any::Any + Send)) -> Self {
        let what = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        Self::new(E_UNEXPECTED, format!("The library failed internally and stopped the call: {what}."))
    }

    /// Adds what an outer step was doing when the inner one failed.
    #[cold]
    pub(crate) fn context(mut self, text: impl Into<String>) -> Self {
        self.0.texts.push(text.into());
        self
    }

    /// Adds the code of the underlying component that this one was translated from.
    #[cold]
    #[allow(dead_code, reason = "transports will translate the codes of the system")]
    pub(crate) fn with_original_code(mut self, code: u32) -> Self {
        self.0.original = code;
        self
    }

    /// Makes another error of it, that was caused by this one. A code that says no more than the new one is dropped.
    #[cold]
    pub(crate) fn translated(mut self, code: HRESULT) -> Self {
        if self.0.original == 0 && !matches!(self.0.code, WS_E_INVALID_FORMAT) && self.0.code != code {
            self.0.original = self.0.code.cast_unsigned();
        }
        self.0.code = code;
        self
    }

    /// Adds the SOAP fault that was received, or that is to be sent.
    #[cold]
    pub(crate) fn with_info(mut self, info: FaultInfo) -> Self {
        self.0.info = Some(Box::new(info));
        self
    }

    /// The code of the underlying component; 0 for none.
    pub(crate) fn original_code(&self) -> u32 {
        self.0.original
    }

    /// The SOAP fault that was received, or that is to be sent.
    pub(crate) fn info(&self) -> Option<&FaultInfo> {
        self.0.info.as_deref()
    }

    /// The HRESULT that the call returns.
    pub(crate) fn code(&self) -> HRESULT {
        self.0.code
    }

    /// The texts, the innermost first: the order in which they go into a WS_ERROR.
    pub(crate) fn texts(&self) -> &[String] {
        &self.0.texts
    }
}

/// Text of unknown origin for an error text: short and harmless.
pub(crate) fn quoted(text: &[u8]) -> String {
    const SHOWN: usize = 60;
    let mut shown = String::new();
    for c in String::from_utf8_lossy(text.get(..SHOWN * 4).unwrap_or(text)).chars().take(SHOWN) {
        if matches!(c, ' '..='~') { shown.push(c) } else { shown.extend(c.escape_default()) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_of_nothing_is_one_pointer() {
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }

    #[test]
    fn texts_keep_their_order() {
        let fault = Fault::quota("maxDepth", 32).context("while reading the header");
        assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(fault.texts(), ["The quota maxDepth (32) was exceeded.", "while reading the header"]);
    }

    #[test]
    fn panic_payloads_become_texts() {
        for (payload, text) in [
            (Box::new("static") as Box<dyn core::any::Any + Send>, "static"),
            (Box::new(String::from("owned")), "owned"),
            (Box::new(7), "no message"),
        ] {
            let fault = Fault::panicked(payload.as_ref());
            assert_eq!(fault.code(), E_UNEXPECTED);
            assert!(fault.texts()[0].contains(text), "{fault:?}");
        }
    }
}
