//! What calls and results are called in a trace.

use crate::abi::*;

/// The calls that Windows has numbers for in its own traces, by the names of the functions.
const CALLS: [(&str, WS_TRACE_API); 193] = [
    ("WsAbandonCall", WS_TRACE_API_ABORT_CALL),
    ("WsAbandonMessage", WS_TRACE_API_ABANDON_MESSAGE),
    ("WsAbortChannel", WS_TRACE_API_ABORT_CHANNEL),
    ("WsAbortListener", WS_TRACE_API_ABORT_LISTENER),
    ("WsAbortServiceHost", WS_TRACE_API_ABORT_SERVICE_HOST),
    ("WsAbortServiceProxy", WS_TRACE_API_ABORT_SERVICE_PROXY),
    ("WsAcceptChannel", WS_TRACE_API_ACCEPT_CHANNEL),
    ("WsAddCustomHeader", WS_TRACE_API_ADD_CUSTOM_HEADER),
    ("WsAddErrorString", WS_TRACE_API_ADD_ERROR_STRING),
    ("WsAddMappedHeader", WS_TRACE_API_ADD_MAPPED_HEADER),
    ("WsAddressMessage", WS_TRACE_API_ADDRESS_MESSAGE),
    ("WsAlloc", WS_TRACE_API_ALLOC),
    ("WsAsyncExecute", WS_TRACE_API_ASYNC_EXECUTE),
    ("WsCall", WS_TRACE_API_CALL),
    ("WsCheckMustUnderstandHeaders", WS_TRACE_API_CHECK_MUST_UNDERSTAND_HEADERS),
    ("WsCloseChannel", WS_TRACE_API_CLOSE_CHANNEL),
    ("WsCloseListener", WS_TRACE_API_CLOSE_LISTENER),
    ("WsCloseServiceHost", WS_TRACE_API_CLOSE_SERVICE_HOST),
    ("WsCloseServiceProxy", WS_TRACE_API_CLOSE_SERVICE_PROXY),
    ("WsCombineUrl", WS_TRACE_API_COMBINE_URL),
    ("WsCopyError", WS_TRACE_API_COPY_ERROR),
    ("WsCopyNode", WS_TRACE_API_COPY_NODE),
    ("WsCreateChannel", WS_TRACE_API_CREATE_CHANNEL),
    ("WsCreateChannelForListener", WS_TRACE_API_CREATE_CHANNEL_FOR_LISTENER),
    ("WsCreateError", WS_TRACE_API_CREATE_ERROR),
    ("WsCreateFaultFromError", WS_TRACE_API_CREATE_FAULT_FROM_ERROR),
    ("WsCreateHeap", WS_TRACE_API_CREATE_HEAP),
    ("WsCreateListener", WS_TRACE_API_CREATE_LISTENER),
    ("WsCreateMessage", WS_TRACE_API_CREATE_MESSAGE),
    ("WsCreateMessageForChannel", WS_TRACE_API_CREATE_MESSAGE_FOR_CHANNEL),
    ("WsCreateMetadata", WS_TRACE_API_CREATE_METADATA),
    ("WsCreateReader", WS_TRACE_API_CREATE_READER),
    ("WsCreateServiceEndpointFromTemplate", WS_TRACE_API_WS_CREATE_SERVICE_HOST_FROM_TEMPLATE),
    ("WsCreateServiceHost", WS_TRACE_API_CREATE_SERVICE_HOST),
    ("WsCreateServiceProxy", WS_TRACE_API_CREATE_SERVICE_PROXY),
    ("WsCreateServiceProxyFromTemplate", WS_TRACE_API_WS_CREATE_SERVICE_PROXY_FROM_TEMPLATE),
    ("WsCreateWriter", WS_TRACE_API_CREATE_WRITER),
    ("WsCreateXmlBuffer", WS_TRACE_API_CREATE_XML_BUFFER),
    ("WsCreateXmlSecurityToken", WS_TRACE_API_CREATE_XML_SECURITY_TOKEN),
    ("WsDateTimeToFileTime", WS_TRACE_API_DATETIME_TO_FILETIME),
    ("WsDecodeUrl", WS_TRACE_API_DECODE_URL),
    ("WsEncodeUrl", WS_TRACE_API_ENCODE_URL),
    ("WsEndReaderCanonicalization", WS_TRACE_API_END_READER_CANONICALIZATION),
    ("WsEndWriterCanonicalization", WS_TRACE_API_END_WRITER_CANONICALIZATION),
    ("WsFileTimeToDateTime", WS_TRACE_API_FILETIME_TO_DATETIME),
    ("WsFillBody", WS_TRACE_API_FILL_BODY),
    ("WsFillReader", WS_TRACE_API_FILL_READER),
    ("WsFindAttribute", WS_TRACE_API_FIND_ATTRIBUTE),
    ("WsFlushBody", WS_TRACE_API_FLUSH_BODY),
    ("WsFlushWriter", WS_TRACE_API_FLUSH_WRITER),
    ("WsFreeChannel", WS_TRACE_API_FREE_CHANNEL),
    ("WsFreeError", WS_TRACE_API_FREE_ERROR),
    ("WsFreeHeap", WS_TRACE_API_FREE_HEAP),
    ("WsFreeListener", WS_TRACE_API_FREE_LISTENER),
    ("WsFreeMessage", WS_TRACE_API_FREE_MESSAGE),
    ("WsFreeMetadata", WS_TRACE_API_FREE_METADATA),
    ("WsFreeReader", WS_TRACE_API_FREE_XML_READER),
    ("WsFreeSecurityToken", WS_TRACE_API_FREE_SECURITY_TOKEN),
    ("WsFreeServiceHost", WS_TRACE_API_FREE_SERVICE_HOST),
    ("WsFreeServiceProxy", WS_TRACE_API_FREE_SERVICE_PROXY),
    ("WsFreeWriter", WS_TRACE_API_FREE_XML_WRITER),
    ("WsGetChannelProperty", WS_TRACE_API_GET_CHANNEL_PROPERTY),
    ("WsGetCustomHeader", WS_TRACE_API_GET_CUSTOM_HEADER),
    ("WsGetDictionary", WS_TRACE_API_GET_DICTIONARY),
    ("WsGetErrorProperty", WS_TRACE_API_GET_ERROR_PROPERTY),
    ("WsGetErrorString", WS_TRACE_API_GET_ERROR_STRING),
    ("WsGetFaultErrorDetail", WS_TRACE_API_GET_FAULT_ERROR_DETAIL),
    ("WsGetFaultErrorProperty", WS_TRACE_API_GET_FAULT_ERROR_PROPERTY),
    ("WsGetHeader", WS_TRACE_API_GET_HEADER),
    ("WsGetHeaderAttributes", WS_TRACE_API_GET_HEADER_ATTRIBUTES),
    ("WsGetHeapProperty", WS_TRACE_API_GET_HEAP_PROPERTY),
    ("WsGetListenerProperty", WS_TRACE_API_GET_LISTENER_PROPERTY),
    ("WsGetMappedHeader", WS_TRACE_API_GET_MAPPED_HEADER),
    ("WsGetMessageProperty", WS_TRACE_API_GET_MESSAGE_PROPERTY),
    ("WsGetMetadataEndpoints", WS_TRACE_API_GET_METADATA_ENDPOINTS),
    ("WsGetMetadataProperty", WS_TRACE_API_GET_METADATA_PROPERTY),
    ("WsGetMissingMetadataDocumentAddress", WS_TRACE_API_GET_MISSING_METADATA_DOCUMENT_ADDRESS),
    ("WsGetNamespaceFromPrefix", WS_TRACE_API_NAMESPACE_FROM_PREFIX),
    ("WsGetOperationContextProperty", WS_TRACE_API_GET_CONTEXT_PROPERTY),
    ("WsGetPolicyAlternativeCount", WS_TRACE_API_GET_POLICY_ALTERNATIVE_COUNT),
    ("WsGetPolicyProperty", WS_TRACE_API_GET_POLICY_PROPERTY),
    ("WsGetPrefixFromNamespace", WS_TRACE_API_PREFIX_FROM_NAMESPACE),
    ("WsGetReaderNode", WS_TRACE_API_GET_READER_NODE),
    ("WsGetReaderPosition", WS_TRACE_API_GET_READER_POSITION),
    ("WsGetReaderProperty", WS_TRACE_API_GET_READER_PROPERTY),
    ("WsGetSecurityContextProperty", WS_TRACE_API_GET_SECURITY_CONTEXT_PROPERTY),
    ("WsGetSecurityTokenProperty", WS_TRACE_API_GET_SECURITY_TOKEN_PROPERTY),
    ("WsGetServiceHostProperty", WS_TRACE_API_GET_SERVICE_HOST_PROPERTY),
    ("WsGetServiceProxyProperty", WS_TRACE_API_GET_SERVICE_PROXY_PROPERTY),
    ("WsGetWriterPosition", WS_TRACE_API_GET_WRITER_POSITION),
    ("WsGetWriterProperty", WS_TRACE_API_GET_WRITER_PROPERTY),
    ("WsGetXmlAttribute", WS_TRACE_API_GET_XML_ATTRIBUTE),
    ("WsInitializeMessage", WS_TRACE_API_INITIALIZE_MESSAGE),
    ("WsMarkHeaderAsUnderstood", WS_TRACE_API_MARK_HEADER_AS_UNDERSTOOD),
    ("WsMatchPolicyAlternative", WS_TRACE_API_MATCH_POLICY_ALTERNATIVE),
    ("WsMoveReader", WS_TRACE_API_MOVE_READER),
    ("WsMoveWriter", WS_TRACE_API_MOVE_WRITER),
    ("WsOpenChannel", WS_TRACE_API_OPEN_CHANNEL),
    ("WsOpenListener", WS_TRACE_API_OPEN_LISTENER),
    ("WsOpenServiceHost", WS_TRACE_API_OPEN_SERVICE_HOST),
    ("WsOpenServiceProxy", WS_TRACE_API_OPEN_SERVICE_PROXY),
    ("WsPullBytes", WS_TRACE_API_PULL_BYTES),
    ("WsPushBytes", WS_TRACE_API_PUSH_BYTES),
    ("WsReadArray", WS_TRACE_API_READ_ARRAY),
    ("WsReadAttribute", WS_TRACE_API_READ_ATTRIBUTE_TYPE),
    ("WsReadBody", WS_TRACE_API_READ_BODY),
    ("WsReadBytes", WS_TRACE_API_READ_BYTES),
    ("WsReadChars", WS_TRACE_API_READ_CHARS),
    ("WsReadCharsUtf8", WS_TRACE_API_READ_CHARS_UTF8),
    ("WsReadElement", WS_TRACE_API_READ_ELEMENT_TYPE),
    ("WsReadEndAttribute", WS_TRACE_API_READ_END_ATTRIBUTE),
    ("WsReadEndElement", WS_TRACE_API_READ_END_ELEMENT),
    ("WsReadEndpointAddressExtension", WS_TRACE_API_READ_ENDPOINT_ADDRESS_EXTENSION),
    ("WsReadEnvelopeEnd", WS_TRACE_API_READ_ENVELOPE_END),
    ("WsReadEnvelopeStart", WS_TRACE_API_READ_ENVELOPE_START),
    ("WsReadMessageEnd", WS_TRACE_API_READ_MESSAGE_END),
    ("WsReadMessageStart", WS_TRACE_API_READ_MESSAGE_START),
    ("WsReadMetadata", WS_TRACE_API_READ_METADATA),
    ("WsReadNode", WS_TRACE_API_READ_NODE),
    ("WsReadQualifiedName", WS_TRACE_API_READ_QUALIFIED_NAME),
    ("WsReadStartAttribute", WS_TRACE_API_READ_START_ATTRIBUTE),
    ("WsReadStartElement", WS_TRACE_API_READ_START_ELEMENT),
    ("WsReadToStartElement", WS_TRACE_API_READ_TO_START_ELEMENT),
    ("WsReadType", WS_TRACE_API_READ_TYPE),
    ("WsReadValue", WS_TRACE_API_READ_ELEMENT_VALUE),
    ("WsReadXmlBuffer", WS_TRACE_API_READ_XML_BUFFER),
    ("WsReadXmlBufferFromBytes", WS_TRACE_API_READ_XML_BUFFER_FROM_BYTES),
    ("WsReceiveMessage", WS_TRACE_API_RECEIVE_MESSAGE),
    ("WsRegisterOperationForCancel", WS_TRACE_API_SERVICE_REGISTER_FOR_CANCEL),
    ("WsRemoveCustomHeader", WS_TRACE_API_REMOVE_CUSTOM_HEADER),
    ("WsRemoveHeader", WS_TRACE_API_REMOVE_HEADER),
    ("WsRemoveMappedHeader", WS_TRACE_API_REMOVE_MAPPED_HEADER),
    ("WsRemoveNode", WS_TRACE_API_REMOVE_NODE),
    ("WsRequestReply", WS_TRACE_API_REQUEST_REPLY),
    ("WsRequestSecurityToken", WS_TRACE_API_REQUEST_SECURITY_TOKEN),
    ("WsResetChannel", WS_TRACE_API_RESET_CHANNEL),
    ("WsResetError", WS_TRACE_API_RESET_ERROR),
    ("WsResetHeap", WS_TRACE_API_RESET_HEAP),
    ("WsResetListener", WS_TRACE_API_RESET_LISTENER),
    ("WsResetMessage", WS_TRACE_API_RESET_MESSAGE),
    ("WsResetMetadata", WS_TRACE_API_RESET_METADATA),
    ("WsResetServiceHost", WS_TRACE_API_RESET_SERVICE_HOST),
    ("WsResetServiceProxy", WS_TRACE_API_RESET_SERVICE_PROXY),
    ("WsRevokeSecurityContext", WS_TRACE_API_REVOKE_SECURITY_CONTEXT),
    ("WsSendFaultMessageForError", WS_TRACE_API_SEND_FAULT_MESSAGE_FOR_ERROR),
    ("WsSendMessage", WS_TRACE_API_SEND_MESSAGE),
    ("WsSendReplyMessage", WS_TRACE_API_SEND_REPLY_MESSAGE),
    ("WsSetChannelProperty", WS_TRACE_API_SET_CHANNEL_PROPERTY),
    ("WsSetErrorProperty", WS_TRACE_API_SET_ERROR_PROPERTY),
    ("WsSetFaultErrorDetail", WS_TRACE_API_SET_FAULT_ERROR_DETAIL),
    ("WsSetFaultErrorProperty", WS_TRACE_API_SET_FAULT_ERROR_PROPERTY),
    ("WsSetHeader", WS_TRACE_API_SET_HEADER),
    ("WsSetInput", WS_TRACE_API_SET_INPUT),
    ("WsSetInputToBuffer", WS_TRACE_API_SET_INPUT_TO_BUFFER),
    ("WsSetListenerProperty", WS_TRACE_API_SET_LISTENER_PROPERTY),
    ("WsSetMessageProperty", WS_TRACE_API_SET_MESSAGE_PROPERTY),
    ("WsSetOutput", WS_TRACE_API_SET_OUTPUT),
    ("WsSetOutputToBuffer", WS_TRACE_API_SET_OUTPUT_TO_BUFFER),
    ("WsSetReaderPosition", WS_TRACE_API_SET_READER_POSITION),
    ("WsSetWriterPosition", WS_TRACE_API_SET_WRITER_POSITION),
    ("WsShutdownSessionChannel", WS_TRACE_API_SHUTDOWN_SESSION_CHANNEL),
    ("WsSkipNode", WS_TRACE_API_SKIP_NODE),
    ("WsStartReaderCanonicalization", WS_TRACE_API_START_READER_CANONICALIZATION),
    ("WsStartWriterCanonicalization", WS_TRACE_API_START_WRITER_CANONICALIZATION),
    ("WsTrimXmlWhitespace", WS_TRACE_API_TRIM_XML_WHITESPACE),
    ("WsVerifyXmlNCName", WS_TRACE_API_VERIFY_XML_NCNAME),
    ("WsWriteArray", WS_TRACE_API_WRITE_ARRAY),
    ("WsWriteAttribute", WS_TRACE_API_WRITE_ATTRIBUTE_TYPE),
    ("WsWriteBody", WS_TRACE_API_WRITE_BODY),
    ("WsWriteBytes", WS_TRACE_API_WRITE_BYTES),
    ("WsWriteChars", WS_TRACE_API_WRITE_CHARS),
    ("WsWriteCharsUtf8", WS_TRACE_API_WRITE_CHARS_UTF8),
    ("WsWriteElement", WS_TRACE_API_WRITE_ELEMENT_TYPE),
    ("WsWriteEndAttribute", WS_TRACE_API_WRITE_END_ATTRIBUTE),
    ("WsWriteEndCData", WS_TRACE_API_WRITE_END_CDATA),
    ("WsWriteEndElement", WS_TRACE_API_WRITE_END_ELEMENT),
    ("WsWriteEndStartElement", WS_TRACE_API_WRITE_END_START_ELEMENT),
    ("WsWriteEnvelopeEnd", WS_TRACE_API_WRITE_ENVELOPE_END),
    ("WsWriteEnvelopeStart", WS_TRACE_API_WRITE_ENVELOPE_START),
    ("WsWriteMessageEnd", WS_TRACE_API_WRITE_MESSAGE_END),
    ("WsWriteMessageStart", WS_TRACE_API_WRITE_MESSAGE_START),
    ("WsWriteNode", WS_TRACE_API_WRITE_NODE),
    ("WsWriteQualifiedName", WS_TRACE_API_WRITE_QUALIFIED_NAME),
    ("WsWriteStartAttribute", WS_TRACE_API_WRITE_START_ATTRIBUTE),
    ("WsWriteStartCData", WS_TRACE_API_WRITE_START_CDATA),
    ("WsWriteStartElement", WS_TRACE_API_WRITE_START_ELEMENT),
    ("WsWriteText", WS_TRACE_API_WRITE_TEXT),
    ("WsWriteType", WS_TRACE_API_WRITE_TYPE),
    ("WsWriteValue", WS_TRACE_API_WRITE_VALUE),
    ("WsWriteXmlBuffer", WS_TRACE_API_WRITE_XML_BUFFER),
    ("WsWriteXmlBufferToBytes", WS_TRACE_API_WRITE_XML_BUFFER_TO_BYTES),
    ("WsWriteXmlnsAttribute", WS_TRACE_API_WRITE_XMLNS_ATTRIBUTE),
    ("WsXmlStringEquals", WS_TRACE_API_XML_STRING_EQUALS),
];

/// What a function is called in WS_TRACE_API; `None` for those that Windows does not have or does not trace.
pub(crate) fn call(function: &str) -> Option<WS_TRACE_API> {
    let found = CALLS.binary_search_by(|(name, _)| (*name).cmp(function)).ok()?;
    CALLS.get(found).map(|(_, api)| *api)
}

/// The name of the export that a function of Rust is or belongs to: of
/// `webservices::ffi::channel::WsGetChannelProperty::{{closure}}` it is `WsGetChannelProperty`, and of
/// `open_channel::{{closure}}`, the function that does what may take long, `WsOpenChannel`.
pub(crate) fn export(path: &str) -> &str {
    let is_name = |part: &&str| {
        let rest = part.strip_prefix("Wsx").or_else(|| part.strip_prefix("Ws")).or_else(|| part.strip_prefix("Cert"));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // A path of types may end with one that begins like this; a function is followed by what is in it.
    let functions = || {
        let followed = path.split("::").zip(path.split("::").skip(1));
        followed.filter(|(_, next)| next.starts_with("{{")).map(|(part, _)| part)
    };
    functions().find(is_name).or_else(|| functions().find_map(long)).unwrap_or_default()
}

/// The export that an asynchronous function does the work of.
fn long(function: &str) -> Option<&'static str> {
    let is_part = |name: &str| name.strip_prefix("Ws").is_some_and(|name| is_camel_of(name, function));
    CALLS.iter().map(|(name, _)| *name).find(|name| is_part(name))
}

fn is_camel_of(camel: &str, snake: &str) -> bool {
    let letters = snake.split('_').flat_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
    });
    letters.eq(camel.chars())
}

/// The codes that functions return and that have names.
const CODES: [(HRESULT, &str); 52] = [
    (S_OK, "S_OK"),
    (S_FALSE, "S_FALSE"),
    (NO_ERROR, "NO_ERROR"),
    (E_INVALIDARG, "E_INVALIDARG"),
    (E_OUTOFMEMORY, "E_OUTOFMEMORY"),
    (E_UNEXPECTED, "E_UNEXPECTED"),
    (CERT_E_EXPIRED, "CERT_E_EXPIRED"),
    (CERT_E_UNTRUSTEDROOT, "CERT_E_UNTRUSTEDROOT"),
    (CERT_E_CN_NO_MATCH, "CERT_E_CN_NO_MATCH"),
    (CERT_E_WRONG_USAGE, "CERT_E_WRONG_USAGE"),
    (CRYPT_E_NOT_FOUND, "CRYPT_E_NOT_FOUND"),
    (CRYPT_E_REVOKED, "CRYPT_E_REVOKED"),
    (CRYPT_E_REVOCATION_OFFLINE, "CRYPT_E_REVOCATION_OFFLINE"),
    (E_FAIL, "E_FAIL"),
    (WS_E_ADDRESS_IN_USE, "WS_E_ADDRESS_IN_USE"),
    (WS_E_ADDRESS_NOT_AVAILABLE, "WS_E_ADDRESS_NOT_AVAILABLE"),
    (WS_E_ENDPOINT_ACCESS_DENIED, "WS_E_ENDPOINT_ACCESS_DENIED"),
    (WS_E_ENDPOINT_ACTION_NOT_SUPPORTED, "WS_E_ENDPOINT_ACTION_NOT_SUPPORTED"),
    (WS_E_ENDPOINT_DISCONNECTED, "WS_E_ENDPOINT_DISCONNECTED"),
    (WS_E_ENDPOINT_FAILURE, "WS_E_ENDPOINT_FAILURE"),
    (WS_E_ENDPOINT_FAULT_RECEIVED, "WS_E_ENDPOINT_FAULT_RECEIVED"),
    (WS_E_ENDPOINT_NOT_AVAILABLE, "WS_E_ENDPOINT_NOT_AVAILABLE"),
    (WS_E_ENDPOINT_NOT_FOUND, "WS_E_ENDPOINT_NOT_FOUND"),
    (WS_E_ENDPOINT_TOO_BUSY, "WS_E_ENDPOINT_TOO_BUSY"),
    (WS_E_ENDPOINT_UNREACHABLE, "WS_E_ENDPOINT_UNREACHABLE"),
    (WS_E_INVALID_ENDPOINT_URL, "WS_E_INVALID_ENDPOINT_URL"),
    (WS_E_INVALID_FORMAT, "WS_E_INVALID_FORMAT"),
    (WS_E_INVALID_OPERATION, "WS_E_INVALID_OPERATION"),
    (WS_E_NOT_SUPPORTED, "WS_E_NOT_SUPPORTED"),
    (WS_E_NO_TRANSLATION_AVAILABLE, "WS_E_NO_TRANSLATION_AVAILABLE"),
    (WS_E_NUMERIC_OVERFLOW, "WS_E_NUMERIC_OVERFLOW"),
    (WS_E_OBJECT_FAULTED, "WS_E_OBJECT_FAULTED"),
    (WS_E_OPERATION_ABANDONED, "WS_E_OPERATION_ABANDONED"),
    (WS_E_OPERATION_ABORTED, "WS_E_OPERATION_ABORTED"),
    (WS_E_OPERATION_TIMED_OUT, "WS_E_OPERATION_TIMED_OUT"),
    (WS_E_OTHER, "WS_E_OTHER"),
    (WS_E_PROXY_ACCESS_DENIED, "WS_E_PROXY_ACCESS_DENIED"),
    (WS_E_PROXY_FAILURE, "WS_E_PROXY_FAILURE"),
    (WS_E_PROXY_REQUIRES_BASIC_AUTH, "WS_E_PROXY_REQUIRES_BASIC_AUTH"),
    (WS_E_PROXY_REQUIRES_DIGEST_AUTH, "WS_E_PROXY_REQUIRES_DIGEST_AUTH"),
    (WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH, "WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH"),
    (WS_E_PROXY_REQUIRES_NTLM_AUTH, "WS_E_PROXY_REQUIRES_NTLM_AUTH"),
    (WS_E_QUOTA_EXCEEDED, "WS_E_QUOTA_EXCEEDED"),
    (WS_E_SECURITY_SYSTEM_FAILURE, "WS_E_SECURITY_SYSTEM_FAILURE"),
    (WS_E_SECURITY_TOKEN_EXPIRED, "WS_E_SECURITY_TOKEN_EXPIRED"),
    (WS_E_SECURITY_VERIFICATION_FAILURE, "WS_E_SECURITY_VERIFICATION_FAILURE"),
    (WS_E_SERVER_REQUIRES_BASIC_AUTH, "WS_E_SERVER_REQUIRES_BASIC_AUTH"),
    (WS_E_SERVER_REQUIRES_DIGEST_AUTH, "WS_E_SERVER_REQUIRES_DIGEST_AUTH"),
    (WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH, "WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH"),
    (WS_E_SERVER_REQUIRES_NTLM_AUTH, "WS_E_SERVER_REQUIRES_NTLM_AUTH"),
    (WS_S_ASYNC, "WS_S_ASYNC"),
    (WS_S_END, "WS_S_END"),
];

/// The name of a result, or what C prints of it.
pub(crate) fn result(code: HRESULT) -> String {
    let name = CODES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name);
    name.map_or_else(|| format!("0x{code:08X}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_windows_has_its_function() {
        let said = include_str!("../abi/trace.rs");
        let mut count = 0;
        for line in said.lines() {
            let Some((function, _)) = line.trim().strip_prefix("/// Ws").and_then(|line| line.split_once(": ")) else {
                continue;
            };
            if function.chars().all(|c| c.is_ascii_alphanumeric()) {
                assert!(call(&format!("Ws{function}")).is_some(), "{function}");
                count += 1;
            }
        }
        assert_eq!(count, CALLS.len());
        assert!(CALLS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(call("WsOpenChannel"), Some(WS_TRACE_API_OPEN_CHANNEL));
        assert_eq!(call("WsxCertFind"), None);
    }

    #[test]
    fn exports_are_found_in_the_paths_of_what_is_in_them() {
        for (path, name) in [
            ("webservices::ffi::channel::WsOpenChannel::{{closure}}", "WsOpenChannel"),
            (
                "webservices::ffi::operation::operate_with<(), webservices::ffi::call::WsCall::{{closure}}::{{closure}}>::{{closure}}",
                "WsCall",
            ),
            (
                "<ffi::operation::Operation<ffi::x::WsxCertFind::{{closure}}> as Future>::poll::{{closure}}",
                "WsxCertFind",
            ),
            ("webservices::ffi::WsCreateError::{{closure}}", "WsCreateError"),
            (
                "webservices::ffi::operation::operate<(), webservices::ffi::channel::open_channel::{{closure}}>",
                "WsOpenChannel",
            ),
            ("webservices::ffi::call::tests::something::{{closure}}", ""),
            ("webservices::Wsomething::{{closure}}", ""),
        ] {
            assert_eq!(export(path), name);
        }
    }

    #[test]
    fn results_have_names() {
        assert_eq!(result(S_OK), "S_OK");
        assert_eq!(result(WS_E_SECURITY_VERIFICATION_FAILURE), "WS_E_SECURITY_VERIFICATION_FAILURE");
        assert_eq!(result(0x8001_0002_u32.cast_signed()), "0x80010002");
    }
}
