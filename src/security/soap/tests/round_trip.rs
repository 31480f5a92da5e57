//! What one side sends, the other opens.

use super::attacks::{between, refuse};
use super::*;
use crate::security::settings::{PasswordType, Secret, UserName};
use std::process::Command;

fn round_trip(mode: CertMode, change: impl Fn(&mut Profile)) {
    let (client, server) = sides(mode, change);
    let encrypts = client.encrypts && client.protects();
    for body in [BODY, "", "<a/>"] {
        let (message, sent) = sealed(&client, None, body);
        assert_eq!(encrypts && !body.is_empty(), !body.is_empty() && !message.contains(body), "{message}");
        let request = open(&server, &message, None).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
        check_opened(&request, body, &["Timestamp"]);
        assert_eq!(request.facts.is_encrypted(), encrypts);
        assert_eq!(request.exchange.signatures, sent.signatures);
        let is_known = mode != CertMode::Symmetric || client.client_certificate != Requirement::None;
        assert_eq!(request.peer.is_some(), is_known);
        assert!(request.peer.is_none_or(|peer| peer.is(&party("client"))));
        if mode == CertMode::Endorsing {
            continue;
        }
        let (message, _) = sealed(&server, Some(&Arc::new(request.exchange)), body);
        let reply = open(&client, &message, Some(&sent)).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
        check_opened(&reply, body, &["Timestamp"]);
        assert!(reply.peer.unwrap().is(&party("server")));
    }
}

#[test]
fn symmetric_mode_in_all_its_forms() {
    for order in [
        ProtectionOrder::SignBeforeEncrypt,
        ProtectionOrder::SignBeforeEncryptAndEncryptSignature,
        ProtectionOrder::EncryptBeforeSign,
    ] {
        for derives_keys in [true, false] {
            round_trip(CertMode::Symmetric, |profile| {
                (profile.order, profile.derives_keys, profile.is_sc_13) = (order, derives_keys, derives_keys);
            });
        }
    }
    round_trip(CertMode::Symmetric, |profile| profile.encrypts = false);
    round_trip(CertMode::Symmetric, |profile| profile.confirms = false);
    round_trip(CertMode::Symmetric, |profile| profile.client_certificate = Requirement::None);
}

/// Mono's WCF takes none that has one, and .NET's writes them.
#[test]
fn references_to_derived_keys_go_without_a_type_and_come_with_any() {
    let (client, server) = sides(CertMode::Symmetric, |profile| {
        (profile.encrypts, profile.client_certificate) = (false, Requirement::None);
    });
    let (message, _) = sealed(&client, None, BODY);
    let reference = format!("<o:Reference URI=\"#{}h\"></o:Reference>", crate::security::soap::seal::PREFIX);
    assert!(message.contains(&reference), "{message}");
    let of_type =
        |value: &str| message.replace(&reference, &reference.replace("\">", &format!("\" ValueType=\"{value}\">")));
    let typed = of_type("http://schemas.xmlsoap.org/ws/2005/02/sc/dk");
    check_opened(&open(&server, &typed, None).unwrap(), BODY, &["Timestamp"]);
    let Err(fault) = open(&server, &of_type("urn:x"), None) else { panic!("a reference of another type was taken") };
    assert!(format!("{fault:?}").contains("which it is not"), "{fault:?}");
}

#[test]
fn asymmetric_mode_in_all_its_forms() {
    for order in [
        ProtectionOrder::SignBeforeEncrypt,
        ProtectionOrder::SignBeforeEncryptAndEncryptSignature,
        ProtectionOrder::EncryptBeforeSign,
    ] {
        round_trip(CertMode::Asymmetric, |profile| profile.order = order);
    }
    for style in [
        CertReference::IssuerSerial,
        CertReference::SubjectKeyIdentifier,
        CertReference::Thumbprint,
        CertReference::BinarySecurityToken,
    ] {
        round_trip(CertMode::Asymmetric, |profile| {
            (profile.own_reference, profile.recipient_reference) = (style, style);
        });
    }
    round_trip(CertMode::Asymmetric, |profile| profile.encrypts = false);
}

#[test]
fn asymmetric_mode_with_derived_keys() {
    for order in [ProtectionOrder::SignBeforeEncryptAndEncryptSignature, ProtectionOrder::EncryptBeforeSign] {
        for is_sc_13 in [false, true] {
            round_trip(CertMode::Asymmetric, |profile| {
                (profile.order, profile.derives_keys, profile.is_sc_13) = (order, true, is_sc_13);
            });
        }
    }
    let (client, _) = sides(CertMode::Asymmetric, |profile| profile.derives_keys = true);
    let (_, server) = sides(CertMode::Asymmetric, |_| {});
    refuse("derived", &server, &sealed(&client, None, BODY).0, None, "does not have");
    let (client, _) = sides(CertMode::Asymmetric, |_| {});
    let (_, server) = sides(CertMode::Asymmetric, |profile| profile.derives_keys = true);
    refuse("not derived", &server, &sealed(&client, None, BODY).0, None, "not derived");
}

/// Keys of elliptic curves on both sides: ECDSA, and keys that are agreed on.
fn curves(mode: CertMode) -> (Arc<Profile>, Arc<Profile>) {
    let suite = crate::security::settings::Algorithms::Extended {
        signature: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256".into(),
        digest: "http://www.w3.org/2001/04/xmlenc#sha256".into(),
        encryption: "http://www.w3.org/2009/xmlenc11#aes128-gcm".into(),
        key_transport: "http://www.w3.org/2009/xmlenc11#ECDH-ES".into(),
        key_wrap: "http://www.w3.org/2001/04/xmlenc#kw-aes128".into(),
    };
    sides(mode, |profile| {
        let (own, other) = if profile.role == Role::Client { ("both", "ec") } else { ("ec", "both") };
        profile.suite = Suite::new(&suite, false).unwrap();
        profile.own = Some(party(own));
        profile.service = profile.service.is_some().then(|| party(other));
        profile.peers = Arc::new(Only(vec![party(other)]));
    })
}

#[test]
fn certificates_of_elliptic_curves() {
    for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
        let (client, server) = curves(mode);
        let (message, sent) = sealed(&client, None, BODY);
        assert!(message.contains("xmlenc11#ECDH-ES") && message.contains("RecipientKeyInfo"), "{message}");
        let request = open(&server, &message, None).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
        check_opened(&request, BODY, &["Timestamp"]);
        assert!(request.peer.unwrap().is(&party("both")));
        let (reply, _) = sealed(&server, Some(&Arc::new(request.exchange)), BODY);
        let reply = open(&client, &reply, Some(&sent)).unwrap_or_else(|fault| panic!("{fault:?}\n{reply}"));
        check_opened(&reply, BODY, &["Timestamp"]);
    }
    // Who speaks RSA only refuses, and does not send.
    let (client, server) = curves(CertMode::Asymmetric);
    let (message, _) = sealed(&client, None, BODY);
    let (_, plain) = sides(CertMode::Asymmetric, |profile| profile.own = Some(party("ec")));
    refuse("agreed", &plain, &message, None, "not of the algorithm suite");
    // What is changed of the agreement.
    let changed: [(&str, &str, &str, &str); 7] = [
        ("curve", "urn:oid:1.2.840.10045.3.1.7", "urn:oid:1.3.132.0.10", "curve"),
        ("other curve", "urn:oid:1.2.840.10045.3.1.7", "urn:oid:1.3.132.0.34", "no point on its curve"),
        ("agreement", "xmlenc11#ECDH-ES", "xmlenc#dh", ""),
        ("derivation", "xmlenc11#ConcatKDF", "xmlenc11#pbkdf2", ""),
        ("recipient", "RecipientKeyInfo", "RecipientInfo", "whom it is for"),
        ("info", "PartyUInfo=\"00\"", "PartyUInfo=\"0041\"", ""),
        ("wrap", "#kw-aes128", "#kw-aes256", "not of the algorithm suite"),
    ];
    for (name, from, to, reason) in changed {
        assert!(message.contains(from), "{from}");
        refuse(name, &server, &message.replace(from, to), None, reason);
    }
    let point = between(&message, "PublicKey>", "</").to_owned();
    refuse("no point", &server, &message.replace(&point, "PublicKey>BAAA</"), None, "no point on its curve");
}

#[test]
fn endorsing_mode() {
    round_trip(CertMode::Endorsing, |_| {});
}

#[test]
fn the_suites() {
    for name in [
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192,
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128,
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15,
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256,
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15,
    ] {
        for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
            round_trip(mode, |profile| profile.suite = Suite::named(name).unwrap());
        }
    }
    let extended = crate::security::settings::Algorithms::Extended {
        signature: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512".into(),
        digest: "http://www.w3.org/2001/04/xmlenc#sha512".into(),
        encryption: "http://www.w3.org/2009/xmlenc11#aes256-gcm".into(),
        key_transport: "http://www.w3.org/2009/xmlenc11#rsa-oaep".into(),
        key_wrap: "http://www.w3.org/2001/04/xmlenc#kw-aes256".into(),
    };
    for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
        round_trip(mode, |profile| profile.suite = Suite::new(&extended, false).unwrap());
    }
}

#[test]
fn user_names_go_encrypted() {
    let user = UserName {
        credential: Some(("alice".into(), Secret::new(b"secret".to_vec()))),
        validator: None,
        password_type: PasswordType::Text,
        clock_offset: 0,
        allows_unprotected: false,
    };
    let orders = [ProtectionOrder::SignBeforeEncryptAndEncryptSignature, ProtectionOrder::EncryptBeforeSign];
    for (mode, order) in
        [CertMode::Symmetric, CertMode::Asymmetric].into_iter().flat_map(|mode| orders.map(|order| (mode, order)))
    {
        let (client, server) = sides(mode, |profile| {
            profile.has_user_name = true;
            if mode == CertMode::Symmetric {
                profile.client_certificate = Requirement::None;
            }
            (profile.confirms, profile.order) = (false, order);
        });
        let mut sealing = sealing(&client, None);
        sealing.user_name = Some(header::user_name_token(&user, "_1", header::now().unwrap()).unwrap());
        let message = write(Box::new(sealing), BODY);
        assert!(!message.contains("alice") && !message.contains("secret"));
        let request = open(&server, &message, None).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
        check_opened(&request, BODY, &["Timestamp", "UsernameToken"]);
        assert!(std::str::from_utf8(&request.bytes).unwrap().contains(">alice<"));
        let without = write(Box::new(super::sealing(&client, None)), BODY);
        refuse("no user name", &server, &without, None, "has no UsernameToken");
    }
    // Over TLS it is signed, and nothing is encrypted.
    let (client, server) = sides(CertMode::Endorsing, |profile| profile.has_user_name = true);
    let mut sealing = sealing(&client, None);
    sealing.user_name = Some(header::user_name_token(&user, "_1", header::now().unwrap()).unwrap());
    let message = write(Box::new(sealing), BODY);
    check_opened(&open(&server, &message, None).unwrap(), BODY, &["Timestamp", "UsernameToken"]);
    refuse("user name changed", &server, &message.replace("alice", "mallory"), None, "digest of 'UsernameToken'");
}

#[test]
fn long_bodies() {
    let item = "<i a=\"1\">some text &amp; more</i>";
    for count in [1000, 6000] {
        let body = format!("<x xmlns=\"urn:x\">{}</x>", item.repeat(count));
        for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
            let (client, server) = sides(mode, |_| {});
            let (message, _) = sealed(&client, None, &body);
            check_opened(&open(&server, &message, None).unwrap(), &body, &["Timestamp"]);
            let wrapped = message.replace("Content\">", "Content\"> ").replacen("==</e", "==&#13;\n</e", 9);
            check_opened(&open(&server, &wrapped, None).unwrap(), &body, &["Timestamp"]);
        }
    }
}

/// What xmlsec1 says of a signed message.
fn xmlsec1(message: &str, keys: &[&str]) {
    let folder = std::env::temp_dir().join(format!("wws-soap-{}-{}", std::process::id(), keys.len()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("message.xml");
    std::fs::write(&file, message).unwrap();
    let mut command = Command::new("xmlsec1");
    command.arg("--verify").args(keys);
    for name in ["Timestamp", "Body", "Action", "To", "MessageID", "ReplyTo", "BinarySecurityToken"] {
        command.args(["--id-attr:Id", name]);
    }
    let output = command.arg(&file).output();
    let _ = std::fs::remove_dir_all(&folder);
    let Ok(output) = output else { return println!("skipped: xmlsec1 is not there") };
    assert!(output.status.success(), "{}\n{message}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn xmlsec1_verifies_what_we_sign() {
    let certificate = test_certs::folder().join("client.pem");
    for mode in [CertMode::Asymmetric, CertMode::Endorsing] {
        let (client, _) = sides(mode, |profile| profile.encrypts = false);
        let (message, _) = sealed(&client, None, BODY);
        xmlsec1(&message, &["--pubkey-cert-pem", certificate.to_str().unwrap()]);
    }
}
