//! What is written is compared as text, with what the specifications show.

use super::known::{self, InvalidHeader, SecurityFault, Versions};
use super::*;
use crate::serialize::fault::{SOAP_1_1, SOAP_1_2};
use proptest::prelude::*;

const BOTH: [WS_ENVELOPE_VERSION; 2] = [WS_ENVELOPE_VERSION_SOAP_1_1, WS_ENVELOPE_VERSION_SOAP_1_2];

fn versions(envelope: WS_ENVELOPE_VERSION, addressing: WS_ADDRESSING_VERSION) -> Versions {
    Versions { envelope, addressing }
}

fn as_text(version: WS_ENVELOPE_VERSION, fault: &SoapFault) -> String {
    String::from_utf8(written(|writer| write(writer, version, fault)).unwrap()).unwrap()
}

fn from_text(version: WS_ENVELOPE_VERSION, xml: &str) -> Result<SoapFault> {
    let mut reader = Reader::new(ReaderSettings::default());
    set_input(&mut reader, xml.as_bytes());
    assert!(reader.read_to_start_element(Default::default()).unwrap());
    read(&mut reader, version)
}

fn code(local: &str, ns: &str) -> FaultCode {
    FaultCode::new(local.as_bytes(), ns.as_bytes())
}

fn reason(text: &str, lang: &str) -> FaultReason {
    FaultReason { text: text.into(), lang: lang.into() }
}

fn full() -> SoapFault {
    SoapFault {
        codes: vec![code("Sender", ""), code("One", "urn:e"), code("Two", "urn:f")],
        reasons: vec![reason("why", "en"), reason("warum\u{e4}", "de")],
        actor: "urn:role".into(),
        node: "urn:node".into(),
        detail: Some(b"<x xmlns:e=\"urn:e\" a=\"1\"><e:y>e:z</e:y></x>".to_vec()),
    }
}

#[test]
fn both_versions_are_written_as_specified() {
    assert_eq!(
        as_text(WS_ENVELOPE_VERSION_SOAP_1_1, &full()),
        "<Fault xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><faultcode xmlns=\"\" \
         xmlns:a=\"http://schemas.xmlsoap.org/soap/envelope/\">a:Client</faultcode><faultstring xml:lang=\"en\" \
         xmlns=\"\">why</faultstring><faultactor xmlns=\"\">urn:role</faultactor><detail xmlns:e=\"urn:e\" \
         a=\"1\" xmlns=\"\"><e:y>e:z</e:y></detail></Fault>"
    );
}

#[test]
fn a_fault_reads_as_it_was_written() {
    assert_eq!(
        from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &as_text(WS_ENVELOPE_VERSION_SOAP_1_2, &full())).unwrap().codes,
        full().codes
    );
    let read = from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &as_text(WS_ENVELOPE_VERSION_SOAP_1_2, &full())).unwrap();
    assert_eq!((read.reasons, read.actor, read.node), (full().reasons, full().actor, full().node));
    let read = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, &as_text(WS_ENVELOPE_VERSION_SOAP_1_1, &full())).unwrap();
    assert_eq!((read.codes, read.reasons), (vec![code("Sender", "")], vec![reason("why", "en")]));
    assert_eq!((&*read.actor, &*read.node), ("urn:role", ""));
}

#[test]
fn details_keep_what_names_in_their_text_mean() {
    let xml = "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:q='urn:q'><faultcode>s:Server\
               </faultcode><faultstring>x</faultstring><detail><v>q:name &#xD;&#10;<![CDATA[<]]></v></detail></s:Fault>";
    let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, xml).unwrap();
    assert_eq!(fault.codes, [code("Receiver", "")]);
    let detail = String::from_utf8(fault.detail.clone().unwrap()).unwrap();
    assert!(detail.contains("xmlns:q=\"urn:q\""), "{detail}");
    assert!(detail.contains("q:name &#xD;\n<![CDATA[<]]>"), "{detail}");
    let again = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, &as_text(WS_ENVELOPE_VERSION_SOAP_1_1, &fault)).unwrap();
    assert!(String::from_utf8(again.detail.unwrap()).unwrap().contains("xmlns:q=\"urn:q\""));
}

/// With a buffer in between, each of many elements had a copy of a long namespace.
#[test]
fn kept_xml_is_written_as_from_a_buffer() {
    let long = "u".repeat(100_000);
    let many = format!("<d xmlns:p=\"{long}\">{}</d>", "<p:a/>".repeat(20));
    for xml in [
        "<d/>",
        "<d></d>",
        "<?xml version='1.0'?><!--c--><d a='1'><!--d-->x<![CDATA[<]]><e f=\"&quot;\"/>&#xD;</d><!--e-->",
        "<s:d xmlns:s='urn:s' s:a='1' xmlns='urn:d'><s:e/><f xmlns='' g='s:h'/></s:d>",
        &many,
    ] {
        let buffer = buffer_of(xml.as_bytes(), &Rc::new(Budget::new(usize::MAX))).unwrap();
        let from_buffer = written(|writer| writer.element_of(&buffer)).unwrap();
        assert_eq!(written(|writer| write_xml(writer, xml.as_bytes())).unwrap(), from_buffer, "{xml}");
        for version in BOTH {
            let fault = SoapFault { detail: Some(xml.as_bytes().to_vec()), ..full() };
            let from_buffer = written(|writer| {
                let soap = codec::namespace(version)?;
                writer.start_element(None, b"Fault"[..].into(), soap.into())?;
                let detail = |writer: &mut Writer| writer.inside_of(&buffer);
                codec::write(writer, version, &codec::Parts::of(&fault), Some(detail))?;
                writer.end_element()
            });
            assert_eq!(as_text(version, &fault).into_bytes(), from_buffer.unwrap(), "{xml}");
        }
    }
}

/// As gSOAP, Mono, Axis and zeep's own tests have them.
#[test]
fn faults_of_others_are_read() {
    for (xml, codes, text, lang) in [
        (
            "<SOAP-ENV:Fault xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'>\n<faultcode>SOAP-ENV:Client\
             </faultcode>\n<faultstring>Invalid</faultstring>\n<detail/></SOAP-ENV:Fault>",
            vec![code("Sender", "")],
            "Invalid",
            "",
        ),
        (
            "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><faultcode xmlns:a='http://schemas.microsoft\
             .com/net/2005/12/windowscommunicationfoundation/dispatcher'>a:InternalServiceFault</faultcode>\
             <faultstring xml:lang='en-US'>boom</faultstring></s:Fault>",
            vec![code(
                "InternalServiceFault",
                "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher",
            )],
            "boom",
            "en-US",
        ),
        (
            "<soap:Fault xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><faultstring>late</faultstring>\
             <faultcode>Server.userException</faultcode><e:more xmlns:e='urn:e'/><faultactor/></soap:Fault>",
            vec![code("Server.userException", "")],
            "late",
            "",
        ),
        (
            "<e:Fault xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xml:lang='de'><faultcode>e:MustUnderstand\
             </faultcode><faultstring>Kopf</faultstring></e:Fault>",
            vec![code("MustUnderstand", "")],
            "Kopf",
            "de",
        ),
    ] {
        let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, xml).unwrap();
        assert_eq!((fault.codes, fault.reasons), (codes, vec![reason(text, lang)]), "{xml}");
    }
}

#[test]
fn what_is_no_fault_is_refused_with_a_text() {
    let one =
        |content: &str| format!("<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>{content}</s:Fault>");
    for content in [
        "<faultcode>s:Client</faultcode><faultstring>a</faultstring><faultstring>b</faultstring>",
        "<faultcode>s:Client</faultcode><faultstring>a</faultstring><other/>",
        "<faultcode>s:Client</faultcode><faultstring>a<b/></faultstring>",
        "<faultcode>x:Client</faultcode><faultstring>a</faultstring>",
        "<faultcode>not a name</faultcode><faultstring>a</faultstring>",
        "<faultcode>s:Client</faultcode>text<faultstring>a</faultstring>",
    ] {
        let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, &one(content)).unwrap_err();
        assert_eq!(fault.code(), WS_E_INVALID_FORMAT, "{content}");
        assert!(fault.texts().last().unwrap().contains("fault was received"), "{fault:?}");
    }
    assert_eq!(from_text(WS_ENVELOPE_VERSION_NONE, &one("")).unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn subcodes_have_a_limit() {
    let nested = |count: usize| {
        let (start, end) = ("<s:Subcode><s:Value>s:a</s:Value>".repeat(count), "</s:Subcode>".repeat(count));
        format!(
            "<s:Fault xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Code><s:Value>s:Sender</s:Value>{start}{end}\
             </s:Code><s:Reason><s:Text xml:lang='en'>x</s:Text></s:Reason></s:Fault>"
        )
    };
    assert_eq!(from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &nested(63)).unwrap().codes.len(), 64);
    let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &nested(64)).unwrap_err();
    assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn a_language_that_is_said_once_is_not_copied_without_limit() {
    let with_language = |length: usize| {
        let language = "l".repeat(length);
        format!(
            "<s:Fault xmlns:s='http://www.w3.org/2003/05/soap-envelope' xml:lang='{language}'><s:Code><s:Value>s:Sender\
             </s:Value></s:Code><s:Reason><s:Text/><s:Text/></s:Reason></s:Fault>"
        )
    };
    let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &with_language(256)).unwrap();
    assert_eq!(fault.reasons.iter().map(|reason| reason.lang.len()).collect::<Vec<_>>(), [256, 256]);
    let fault = from_text(WS_ENVELOPE_VERSION_SOAP_1_2, &with_language(257)).unwrap_err();
    assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn the_namespaces_that_a_detail_uses_have_a_limit() {
    for (length, content, code) in [
        (1024, "<p:a/><a p:a=''/>", S_OK),
        (1025, "<p:a/>", WS_E_QUOTA_EXCEEDED),
        (1025, "<a p:a=''/>", WS_E_QUOTA_EXCEEDED),
        (1025, "<a/>p:a", S_OK),
    ] {
        let uri = "u".repeat(length);
        let xml = format!(
            "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:p='{uri}'><faultcode>s:Server</faultcode>\
             <faultstring>x</faultstring><detail>{content}</detail></s:Fault>"
        );
        let read = from_text(WS_ENVELOPE_VERSION_SOAP_1_1, &xml);
        assert_eq!(read.map_or_else(|fault| fault.code(), |_| S_OK), code, "{length} {content}");
    }
}

#[test]
fn known_faults_are_errors_of_their_own() {
    for envelope in BOTH {
        for addressing in [WS_ADDRESSING_VERSION_0_9, WS_ADDRESSING_VERSION_1_0, WS_ADDRESSING_VERSION_TRANSPORT] {
            let at = versions(envelope, addressing);
            for (made, expected) in [
                (known::action_not_supported(at, b"urn:action").unwrap(), WS_E_ENDPOINT_ACTION_NOT_SUPPORTED),
                (known::destination_unreachable(at, b"http://a/").unwrap(), WS_E_ENDPOINT_NOT_FOUND),
                (known::endpoint_unavailable(at, Some(500)).unwrap(), WS_E_ENDPOINT_NOT_AVAILABLE),
                (
                    known::security(envelope, SecurityFault::FailedAuthentication, Fault::invalid_format("no")),
                    WS_E_ENDPOINT_ACCESS_DENIED,
                ),
                (
                    known::security(envelope, SecurityFault::InvalidSecurity, Fault::invalid_format("no")),
                    WS_E_ENDPOINT_FAULT_RECEIVED,
                ),
                (known::sender(Fault::invalid_format("no"), "bad"), WS_E_ENDPOINT_FAULT_RECEIVED),
                (known::version_mismatch(&BOTH).unwrap(), WS_E_ENDPOINT_FAULT_RECEIVED),
                (known::must_understand(at, &[(b"h", b"urn:h")]).unwrap(), WS_E_ENDPOINT_FAULT_RECEIVED),
            ] {
                // Some faults of addressing are none where there is no addressing.
                let is_transport = addressing == WS_ADDRESSING_VERSION_TRANSPORT;
                let is_none = is_transport && matches!(expected, WS_E_ENDPOINT_NOT_FOUND | WS_E_ENDPOINT_NOT_AVAILABLE);
                let expected = if is_none { WS_E_ENDPOINT_FAULT_RECEIVED } else { expected };
                let outgoing = outgoing_for(&made, WS_MINIMAL_FAULT_DISCLOSURE, addressing).unwrap();
                assert_eq!(outgoing.action.is_empty(), is_transport);
                let fault = from_text(envelope, &as_text(envelope, &outgoing.fault)).unwrap();
                let failure = received(fault.clone(), &outgoing.action, true);
                assert_eq!(failure.code(), expected, "{at:?} {fault:?}");
                assert_eq!(failure.info().unwrap().fault, Some(fault.clone()));
                assert_eq!(received(fault, b"", false).code(), WS_E_ENDPOINT_FAULT_RECEIVED);
            }
        }
    }
    for (local, ns, expected) in [
        ("ServerTooBusy", "http://schemas.microsoft.com/ws/2006/05/security", WS_E_ENDPOINT_TOO_BUSY),
        ("ServerTooBusy", "urn:other", WS_E_ENDPOINT_FAULT_RECEIVED),
        ("RenewNeeded", "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512", WS_E_SECURITY_TOKEN_EXPIRED),
        ("ActionNotSupported", "", WS_E_ENDPOINT_FAULT_RECEIVED),
    ] {
        let fault = SoapFault { codes: vec![code("Sender", ""), code(local, ns)], ..SoapFault::default() };
        assert_eq!(code_of(&fault), expected, "{local} {ns}");
    }
}

fn shown_of(
    failure: &Fault,
    envelope: WS_ENVELOPE_VERSION,
    addressing: WS_ADDRESSING_VERSION,
) -> (String, String, Vec<String>) {
    let outgoing = outgoing_for(failure, WS_MINIMAL_FAULT_DISCLOSURE, addressing).unwrap();
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    (as_text(envelope, &outgoing.fault), text(&outgoing.action), outgoing.headers.iter().map(text).collect())
}

/// WS-Addressing 1.0 - SOAP Binding, 6.3 and 6.4.2.
#[test]
fn action_not_supported_is_as_addressing_has_it() {
    let at = versions(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    let failure = known::action_not_supported(at, b"urn:<a>").unwrap();
    assert_eq!(failure.code(), WS_E_INVALID_FORMAT);
    let (fault, action, headers) = shown_of(&failure, at.envelope, at.addressing);
    assert_eq!(action, "http://www.w3.org/2005/08/addressing/fault");
    assert!(headers.is_empty());
    assert!(fault.contains("Sender</Value><Subcode>"), "{fault}");
    assert!(fault.contains("<Detail><a:ProblemAction xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:Action>urn:&lt;a&gt;</a:Action></a:ProblemAction></Detail>"), "{fault}");

    let at = versions(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0);
    let (fault, _, headers) = shown_of(&known::action_not_supported(at, b"urn:a").unwrap(), at.envelope, at.addressing);
    assert!(fault.contains(":ActionNotSupported</faultcode>") && !fault.contains("detail"), "{fault}");
    assert_eq!(
        headers,
        [
            "<a:FaultDetail xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:ProblemAction xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:Action>urn:a</a:Action></a:ProblemAction></a:FaultDetail>"
        ]
    );

    let at = versions(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9);
    let (fault, action, _) = shown_of(&known::action_not_supported(at, b"urn:a").unwrap(), at.envelope, at.addressing);
    assert_eq!(action, "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault");
    assert!(
        fault.contains("<Action xmlns=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">urn:a</Action></Detail>"),
        "{fault}"
    );

    let at = versions(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    let (fault, action, headers) =
        shown_of(&known::action_not_supported(at, b"urn:a").unwrap(), at.envelope, at.addressing);
    assert!(action.is_empty() && headers.is_empty() && fault.contains(":ActionNotSupported</faultcode>"), "{fault}");
}

/// SOAP 1.2 part 1, 5.4.7 and 5.4.8.
#[test]
fn headers_tell_about_versions_and_about_headers() {
    let (fault, action, headers) =
        shown_of(&known::version_mismatch(&BOTH).unwrap(), BOTH[1], WS_ADDRESSING_VERSION_1_0);
    assert_eq!(action, "http://www.w3.org/2005/08/addressing/soap/fault");
    assert!(fault.contains(":VersionMismatch</Value>") || fault.contains(">VersionMismatch</Value>"), "{fault}");
    let upgrade = &headers[0];
    assert!(
        upgrade.starts_with("<s:Upgrade xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:SupportedEnvelope"),
        "{upgrade}"
    );
    for ns in [SOAP_1_1, SOAP_1_2] {
        assert!(upgrade.contains(core::str::from_utf8(ns).unwrap()), "{upgrade}");
    }
    assert_eq!(upgrade.matches(":Envelope\"").count(), 2, "{upgrade}");

    let names: [known::Name<'_>; 2] = [(b"one", b"urn:1"), (b"two", b"")];
    let at = versions(BOTH[1], WS_ADDRESSING_VERSION_1_0);
    let failure = known::must_understand(at, &names).unwrap();
    assert!(failure.texts()[0].contains("'one' (namespace 'urn:1'), 'two'"), "{failure:?}");
    let (_, _, headers) = shown_of(&failure, at.envelope, at.addressing);
    assert_eq!(headers.len(), 2);
    assert!(
        headers[0].contains("NotUnderstood") && headers[0].contains("=\"urn:1\"") && headers[0].contains(":one\""),
        "{headers:?}"
    );
    assert!(headers[1].contains(" qname=\"two\""), "{headers:?}");
    let at = versions(BOTH[0], WS_ADDRESSING_VERSION_1_0);
    assert!(shown_of(&known::must_understand(at, &names).unwrap(), BOTH[0], at.addressing).2.is_empty());
}

#[test]
fn invalid_headers_of_addressing_name_the_header() {
    let header: known::Name<'_> = (b"MessageID", b"http://www.w3.org/2005/08/addressing");
    let at = versions(BOTH[1], WS_ADDRESSING_VERSION_1_0);
    for (what, subcode) in [
        (InvalidHeader::Address, "InvalidAddress"),
        (InvalidHeader::Epr, "InvalidEPR"),
        (InvalidHeader::Cardinality, "InvalidCardinality"),
        (InvalidHeader::MissingAddressInEpr, "MissingAddressInEPR"),
        (InvalidHeader::DuplicateMessageId, "DuplicateMessageID"),
        (InvalidHeader::ActionMismatch, "ActionMismatch"),
        (InvalidHeader::OnlyAnonymousAddressSupported, "OnlyAnonymousAddressSupported"),
        (InvalidHeader::OnlyNonAnonymousAddressSupported, "OnlyNonAnonymousAddressSupported"),
    ] {
        let failure = known::invalid_addressing_header(at, what, header).unwrap();
        let (fault, _, _) = shown_of(&failure, at.envelope, at.addressing);
        let read = from_text(at.envelope, &fault).unwrap();
        assert_eq!(read.codes[1].local, b"InvalidAddressingHeader");
        assert_eq!(read.codes[2].local, subcode.as_bytes());
        assert!(fault.contains("ProblemHeaderQName") && fault.contains(":MessageID</"), "{fault}");
    }
    let old = versions(BOTH[0], WS_ADDRESSING_VERSION_0_9);
    let (fault, ..) = shown_of(&known::addressing_header_required(old, header).unwrap(), BOTH[0], old.addressing);
    assert!(fault.contains(":MessageInformationHeaderRequired</faultcode>"), "{fault}");
    let (fault, ..) = shown_of(&known::addressing_header_required(at, header).unwrap(), BOTH[1], at.addressing);
    assert!(fault.contains(":MessageAddressingHeaderRequired</Value>"), "{fault}");
}

#[test]
fn unavailable_is_the_services_fault_and_says_when_to_come_again() {
    let at = versions(BOTH[1], WS_ADDRESSING_VERSION_1_0);
    let (fault, ..) = shown_of(&known::endpoint_unavailable(at, Some(1500)).unwrap(), at.envelope, at.addressing);
    assert_eq!(from_text(at.envelope, &fault).unwrap().codes[0], code("Receiver", ""));
    assert!(fault.contains(">1500</RetryAfter>"), "{fault}");
    let fault = known::data_encoding_unknown();
    assert_eq!(fault.info().unwrap().fault.as_ref().unwrap().codes, [code("DataEncodingUnknown", "")]);
}

#[test]
fn disclosure_decides_about_reasons() {
    let utf16 = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let mut error = Error::default();
    let made = |error: &Error, disclosure| fault_for(error, WS_E_INVALID_FORMAT, disclosure).unwrap();
    let minimal = made(&error, WS_MINIMAL_FAULT_DISCLOSURE);
    assert_eq!(minimal.codes, [code("Receiver", "")]);
    assert_eq!(minimal.reasons, [reason(GENERAL_REASON, "en-US")]);
    assert_eq!(
        made(&error, WS_FULL_FAULT_DISCLOSURE).reasons,
        [reason("The request failed with the error 0x803D0000.", "en-US")]
    );
    error.set_language(0x0407).unwrap();
    error.add(&utf16("password=1\u{1}")).unwrap();
    error.add(&[0x41, 0xD800]).unwrap();
    assert_eq!(made(&error, WS_MINIMAL_FAULT_DISCLOSURE), minimal);
    assert_eq!(made(&error, WS_FULL_FAULT_DISCLOSURE).reasons, [reason("A\u{FFFD} password=1\u{FFFD}", "de-DE")]);
    error.set_fault(Some(SoapFault { reasons: vec![reason("own", "fr")], ..full() }));
    for disclosure in [WS_MINIMAL_FAULT_DISCLOSURE, WS_FULL_FAULT_DISCLOSURE] {
        assert_eq!(made(&error, disclosure).reasons, [reason("own", "fr")]);
    }
    for (code, disclosure) in
        [(0, WS_FULL_FAULT_DISCLOSURE), (1, WS_FULL_FAULT_DISCLOSURE), (-1, WS_FAULT_DISCLOSURE(2))]
    {
        assert_eq!(fault_for(&error, code, disclosure).unwrap_err().code(), E_INVALIDARG);
    }
}

#[test]
fn a_received_fault_reaches_the_error_object() {
    let fault = SoapFault { reasons: vec![reason("why", "en-GB"), reason("warum", "de"), reason("?", "")], ..full() };
    let failure = received(fault.clone(), b"urn:fault", true).context("WsCall failed.");
    let mut error = Error::default();
    error.record(&failure);
    let texts: Vec<String> =
        (0..error.text_count()).map(|index| String::from_utf16_lossy(error.text(index).unwrap())).collect();
    assert_eq!(texts[0], "WsCall failed.");
    assert!(texts[1].contains("code 'Sender', subcode 'One' (namespace 'urn:e')"), "{texts:?}");
    assert_eq!(texts[2..], ["?", "why"]);
    assert_eq!((&error.info().fault, &*error.info().action), (&Some(fault), &b"urn:fault"[..]));
    let mut copy = Error::default();
    copy.copy_from(&error).unwrap();
    assert_eq!(copy.info(), error.info());
    error.reset();
    assert_eq!(error.info(), &FaultInfo::default());
}

fn any_fault() -> impl Strategy<Value = SoapFault> {
    let name = "[a-zA-Z_\u{e9}][a-zA-Z0-9.-]{0,8}";
    let text = "[ -~\u{e9}\u{4e00}\r\n\t]{0,20}";
    let codes = prop::collection::vec((name, "(urn:[a-z<&\"]{1,5})?"), 1..6);
    let reasons = prop::collection::vec((text, "([a-z]{2}(-[A-Z]{2})?)?"), 1..4);
    (codes, reasons, "(urn:[a-z&]{1,5})?", "(urn:[a-z]{1,5})?", prop::option::of(text)).prop_map(
        |(codes, reasons, actor, node, detail)| SoapFault {
            codes: codes.into_iter().map(|(local, ns)| code(&local, &ns)).collect(),
            reasons: reasons.into_iter().map(|(text, lang)| reason(&text, &lang)).collect(),
            actor,
            node,
            detail: detail.map(|text| {
                written(|writer| {
                    writer.leaf(
                        b"Detail"[..].into(),
                        SOAP_1_2.into(),
                        &crate::xml::writer::Value::Utf8(text.as_bytes().into()),
                    )
                })
                .unwrap()
            }),
        },
    )
}

proptest! {
    #[test]
    fn any_fault_reads_as_it_was_written(fault in any_fault()) {
        let mut expected = fault.clone();
        if let Some(first) = expected.codes.first_mut().filter(|first| first.ns.is_empty()) {
            // Those of SOAP 1.1 are other names for those of SOAP 1.2 only there.
            prop_assume!(first.local != b"Client" && first.local != b"Server");
        }
        prop_assert_eq!(from_text(BOTH[1], &as_text(BOTH[1], &fault)).unwrap(), expected.clone());
        expected.codes.truncate(1);
        expected.reasons.truncate(1);
        expected.node.clear();
        let mut read = from_text(BOTH[0], &as_text(BOTH[0], &fault)).unwrap();
        prop_assert_eq!(read.detail.take().is_some(), expected.detail.take().is_some());
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let xml = [&b"<s:Fault xmlns:s='http://www.w3.org/2003/05/soap-envelope'>"[..], &bytes, b"</s:Fault>"].concat();
        let mut reader = Reader::new(ReaderSettings::default());
        set_input(&mut reader, &xml);
        if reader.run(Reader::read_node).is_ok() {
            let _ = read(&mut reader, BOTH[1]);
        }
    }
}
