//! SOAP faults as data: the fault itself, the fault information that an error object carries between the code that
//! fails and the code that sends, and how much of it a peer may see.

use super::*;

ws_enum! {
    /// Numbers of the structured exceptions that Windows raises on a fatal error and that applications must not handle.
    /// Linux has no such exceptions and this library raises none; the values serve programs that name them.
    pub enum WS_EXCEPTION_CODE {
        /// The caller broke a rule of the API (0xC03D0000).
        WS_EXCEPTION_CODE_USAGE_FAILURE = -1069744128,
        /// Something went wrong inside the library (0xC03D0001).
        WS_EXCEPTION_CODE_INTERNAL_FAILURE = -1069744127,
    }
}

ws_enum! {
    /// How much of an error object goes into the reason text of a fault that is made from it and has no reason of its
    /// own. Error texts may hold private data, so full disclosure is for peers that may see them. Used by
    /// WsCreateFaultFromError, WsSendFaultMessageForError and WS_SERVICE_PROPERTY_FAULT_DISCLOSURE (where minimal is
    /// the default).
    pub enum WS_FAULT_DISCLOSURE {
        /// One general text for every failure.
        WS_MINIMAL_FAULT_DISCLOSURE = 0,
        /// All error strings joined, or the text of the error code if there are none.
        WS_FULL_FAULT_DISCLOSURE = 1,
    }
}

ws_enum! {
    /// What an error object holds about a fault: set by code that fails in a service and sent by the service host or
    /// WsSendFaultMessageForError; filled on a client by the call that received a fault. Read with
    /// WsGetFaultErrorProperty, set with WsSetFaultErrorProperty. Values are copied into the error object when set;
    /// what a read returns belongs to the error object and is valid until WsResetError or WsFreeError.
    /// Source: WS_FAULT_ERROR_PROPERTY_ID page.
    pub enum WS_FAULT_ERROR_PROPERTY_ID {
        /// The fault, or NULL (default) for none. Set with a WS_FAULT*; read into a WS_FAULT*, passing a WS_FAULT**.
        /// Setting it also adds those reason texts to the error strings whose language is that of the error object.
        WS_FAULT_ERROR_PROPERTY_FAULT = 0,
        /// WS_XML_STRING, default of zero length (no action): the action of the fault message. Without one, a default
        /// action is sent.
        WS_FAULT_ERROR_PROPERTY_ACTION = 1,
        /// WS_XML_BUFFER*, default NULL (none): a header to put into the fault message, which tells about a failure
        /// that concerns headers of the request. Both set and read through a WS_XML_BUFFER**.
        WS_FAULT_ERROR_PROPERTY_HEADER = 2,
    }
}

/// A SOAP fault: the content of the body of a fault message. It can be written and read like any other value, with
/// WS_FAULT_TYPE and a WS_FAULT_DESCRIPTION, which WsWriteBody and WsReadBody alone can do without: they know the version
/// of the envelope. After reading, everything that it points to lives in the heap given to the
/// reading call; in one returned by WsGetFaultErrorProperty, in the error object.
/// Source: WS_FAULT page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT {
    /// Head of the list of codes, from the most general to the most specific; at least one. The first must be one of
    /// SOAP's own. If its namespace is empty, the namespace of the envelope version in use is written, and for SOAP 1.1
    /// the names Sender and Receiver become Client and Server. SOAP 1.1 carries the first code only.
    pub code: *mut WS_FAULT_CODE,
    /// The text of the fault, one element per language.
    pub reasons: *mut WS_FAULT_REASON,
    /// Number of reasons, at least 1. SOAP 1.1 carries the first only.
    pub reasonCount: ULONG,
    /// Name (URI) of the processor that caused the fault. Zero length means the endpoint itself.
    pub actor: WS_STRING,
    /// Location (URI) of the processor that caused the fault. Zero length means the endpoint itself. SOAP 1.1 does not
    /// carry it.
    pub node: WS_STRING,
    /// Further XML, or NULL for none. The buffer holds one element that stands for SOAP's detail element and contains
    /// the content; the element's own name is replaced by the one of the envelope version. In SOAP 1.1 the detail is
    /// not for faults that concern a header: those use a header (WS_FAULT_ERROR_PROPERTY_HEADER).
    pub detail: *mut WS_XML_BUFFER,
}

/// One code in the list of codes of a fault.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_CODE {
    /// Local name and namespace of the code.
    pub value: WS_XML_QNAME,
    /// The next, more specific code; NULL at the end of the list.
    pub subCode: *mut WS_FAULT_CODE,
}

/// Describes the detail element of one kind of fault, for WsSetFaultErrorDetail and WsGetFaultErrorDetail.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DETAIL_DESCRIPTION {
    /// Action of the fault message; may be NULL. WsGetFaultErrorDetail uses it as a filter: if this and the fault's
    /// action are both present, they must be equal for the detail to be read.
    pub action: *mut WS_XML_STRING,
    /// Describes the element inside the detail; not NULL. To read several elements as one value, leave its local name
    /// and namespace NULL and use WS_STRUCT_TYPE, which needs WS_READ_REQUIRED_VALUE or WS_READ_REQUIRED_POINTER.
    pub detailElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}

/// The text of a fault in one language.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_REASON {
    /// The text.
    pub text: WS_STRING,
    /// Its language, as in xml:lang (such as en-US).
    pub lang: WS_STRING,
}
