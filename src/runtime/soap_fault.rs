//! A SOAP fault as data: what a failure carries about a fault that was received or is to be sent. Nothing but data that
//! may go from thread to thread; what it means and how it looks in XML is known above.

/// All that an error says about a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultInfo {
    pub(crate) fault: Option<SoapFault>,
    /// The action of the fault message; empty for none.
    pub(crate) action: Vec<u8>,
    /// Headers of the fault message that belong to the fault.
    pub(crate) headers: Vec<Xml>,
}

/// One element with all that it needs, as text in UTF-8.
pub(crate) type Xml = Vec<u8>;

/// The content of the body of a fault message, whatever the version of SOAP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SoapFault {
    /// From the most general to the most specific.
    pub(crate) codes: Vec<FaultCode>,
    /// One text per language.
    pub(crate) reasons: Vec<FaultReason>,
    /// URI of the processor that failed, empty for none: its role, and where it is.
    pub(crate) actor: String,
    pub(crate) node: String,
    /// An element that stands for the detail element; its name does not matter.
    pub(crate) detail: Option<Xml>,
}

/// A code. An empty namespace stands for that of SOAP, with the local names of SOAP 1.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultCode {
    pub(crate) local: Vec<u8>,
    pub(crate) ns: Vec<u8>,
}

/// A text in a language, as xml:lang names it; empty if it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultReason {
    pub(crate) text: String,
    pub(crate) lang: String,
}

impl FaultCode {
    pub(crate) fn new(local: &[u8], ns: &[u8]) -> Self {
        FaultCode { local: local.to_vec(), ns: ns.to_vec() }
    }
}
