//! Hostile messages of those whose keys are good: signatures that sign something else than they have to, stand somewhere
//! else, or hide something. All that can be right is: values, digests and encryption.

use super::attacks::{between, refuse, replace};
use super::insiders::{again, derived, plain};
use super::*;
use crate::security::crypto::digest::HmacKey;
use crate::security::settings::Secret;

/// The primary signature and the one that endorses it, as they are sent.
const PRIMARY: &str = "_wsx-d1";
const ENDORSEMENT: &str = "_wsx-d2";

/// A message of a client with a certificate, and what the client knows of it.
struct Good {
    server: Arc<Profile>,
    message: String,
    sent: Arc<Exchange>,
    primary: String,
    endorsement: String,
    key: Secret,
}

impl Good {
    fn new() -> Self {
        let (client, server) = sides(CertMode::Symmetric, |_| {});
        let (message, sent) = sealed(&client, None, BODY);
        let [primary, endorsement] = [PRIMARY, ENDORSEMENT].map(|id| plain(&message, &sent, id));
        let key = derived(&message, &sent, 1, 24);
        Good { server, message, sent, primary, endorsement, key }
    }

    fn mac(&self, info: &[u8]) -> Vec<u8> {
        HmacKey::new(Digest::Sha1, self.key.bytes()).unwrap().of(&[info]).bytes().to_vec()
    }

    /// With these signatures.
    fn with(&self, primary: &str, endorsement: &str) -> String {
        let message = again(&self.message, &self.sent, PRIMARY, |_| primary.into());
        again(&message, &self.sent, ENDORSEMENT, |_| endorsement.into())
    }

    /// A primary signature of a changed SignedInfo, its value right.
    fn primary(&self, edit: impl Fn(&str) -> String) -> String {
        resigned(&self.primary, &edit, &|info| self.mac(info))
    }

    /// An endorsement of a primary signature, whose SignedInfo may have been changed, its value right.
    fn endorsing(&self, primary: &str, edit: impl Fn(&str) -> String) -> String {
        let old = between(&self.endorsement, "<Reference ", "</Reference>");
        resigned(&self.endorsement, &|info| edit(&replace(info, old, &reference("_wsx-s", primary))), &client_signs)
    }

    /// Without the endorsement where it has to be. Also what was taken out.
    fn unendorsed(&self) -> (String, String) {
        let data = between(&self.message, "<e:EncryptedData xmlns:e", "</e:EncryptedData>");
        let rest = &self.message[self.message.find(data).unwrap() + data.len()..];
        let data = between(rest, "<e:EncryptedData xmlns:e", "</e:EncryptedData>");
        assert!(data.contains(&format!("Id=\"{ENDORSEMENT}\"")), "{data}");
        (replace(&self.message, data, ""), data.to_owned())
    }

    /// As [`Good::unendorsed`], and no part is missing that is said to be encrypted.
    fn unlisted(&self) -> String {
        let listed = format!("<e:DataReference URI=\"#{ENDORSEMENT}\"></e:DataReference>");
        replace(&self.unendorsed().0, &listed, "")
    }
}

fn same(text: &str) -> String {
    text.to_owned()
}

/// Adds to what is signed.
fn more(info: &str, reference: &str) -> String {
    replace(info, "</SignedInfo>", &format!("{reference}</SignedInfo>"))
}

#[test]
fn what_is_signed_again_is_as_good_as_before() {
    let good = Good::new();
    for message in [
        good.with(&good.primary, &good.endorsement),
        good.with(&good.primary(same), &good.endorsing(&good.primary, same)),
        good.with(&good.endorsing(&good.primary, same), &good.primary),
    ] {
        check_opened(&open(&good.server, &message, None).unwrap(), BODY, &["Timestamp"]);
    }
}

#[test]
fn an_endorsement_is_of_the_signature_beside_it() {
    let (good, other) = (Good::new(), Good::new());
    let refuse = |name, message: &str, reason| refuse(name, &good.server, message, None, reason);
    refuse("of another message", &good.with(&good.primary, &other.endorsement), "digest of 'Signature'");
    let (unendorsed, data) = good.unendorsed();
    let unlisted = good.unlisted();
    let endorsement = &good.endorsement;
    let missing = "no endorsing signature";
    refuse("none", &unlisted, missing);
    let in_body = again(&unlisted, &good.sent, "_wsx-d0", |body| format!("{body}{endorsement}").into());
    refuse("in the body", &in_body, missing);
    refuse(
        "beside the Security header",
        &replace(&unlisted, "</s:Header>", &format!("{endorsement}</s:Header>")),
        missing,
    );
    let security = between(&good.message, "<o:Security", ">").replace("<o:Security ", "<o:Security s:role=\"urn:x\" ");
    let other_role = format!("{security}{endorsement}</o:Security></s:Header>");
    refuse("in the Security header of another", &replace(&unlisted, "</s:Header>", &other_role), missing);
    refuse(
        "not encrypted",
        &replace(&unlisted, "</o:Security>", &format!("{endorsement}</o:Security>")),
        "signature is not encrypted",
    );
    let hidden = format!(
        "<k:EncryptedHeader xmlns:k=\"http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd\" \
         s:mustUnderstand=\"1\">{data}</k:EncryptedHeader></s:Header>"
    );
    refuse(
        "as an encrypted header",
        &replace(&unendorsed, "</s:Header>", &hidden),
        "encrypted header is a 'Signature'",
    );
    let inside = |object: &str| replace(&good.primary, "</Signature>", &format!("{object}</Signature>"));
    for object in [format!("<Object>{endorsement}</Object>"), endorsement.clone()] {
        let message = again(&unlisted, &good.sent, PRIMARY, |_| inside(&object).into());
        refuse("in what it endorses", &message, "exactly SignedInfo");
    }
}

#[test]
fn signatures_sign_what_they_have_to_and_not_each_other() {
    let good = Good::new();
    let refuse = |name, message: &str, reason| refuse(name, &good.server, message, None, reason);
    // Each signs the other: the first signs the second as it was before it signed the first, as nobody can do otherwise.
    let primary = good.primary(|info| more(info, &reference("_wsx-n", &good.endorsement)));
    let endorsing = good.endorsing(&primary, same);
    refuse("each signs the other", &good.with(&primary, &endorsing), "digest of 'Signature' ('_wsx-n')");
    // What signs the other endorses it, wherever it is, and an endorsement signs nothing else.
    refuse("each signs the other, exchanged", &good.with(&endorsing, &primary), "exactly the primary signature");
    let away = good.endorsing(&good.primary, |info| replace(info, "#_wsx-s", "#_0"));
    refuse("signs the endorsement", &good.with(&primary, &away), "exactly the primary signature");
    let itself = good.primary(|info| more(info, &reference("_wsx-s", &good.primary)));
    refuse("signs itself", &good.with(&itself, &good.endorsing(&itself, same)), "signs itself");

    let cipher = good.endorsing(&good.primary, |info| replace(info, "#_wsx-s", &format!("#{PRIMARY}")));
    refuse("endorses the ciphertext", &good.with(&good.primary, &cipher), "none of them signs the other");
    let timestamp = between(&good.message, "<u:Timestamp", "</u:Timestamp>");
    let too_much = good.endorsing(&good.primary, |info| more(info, &reference("_0", timestamp)));
    refuse("endorses more", &good.with(&good.primary, &too_much), "exactly the primary signature");
    let (_, data) = good.unendorsed();
    let copy = data.replace(ENDORSEMENT, "_x");
    let message = replace(&good.message, &data, &format!("{data}{copy}"));
    let message =
        replace(&message, "</e:ReferenceList>", "<e:DataReference URI=\"#_x\"></e:DataReference></e:ReferenceList>");
    let message = again(&message, &good.sent, "_x", |text| replace(text, "_wsx-n", "_n").into());
    refuse("two endorsements", &message, "too many 'Signature'");
}

#[test]
fn signatures_are_made_with_the_keys_that_were_agreed_on() {
    let good = Good::new();
    let refuse = |name, message: &str, reason| refuse(name, &good.server, message, None, reason);
    let info_of = |text: &str| between(text, "<KeyInfo", "</KeyInfo>").to_owned();
    let [shared, certificate] = [&good.primary, &good.endorsement].map(|text| info_of(text));
    // The endorsement by the shared key, which the server has as well.
    let by_mac = |info: &str| replace(info, "#rsa-sha1", "#hmac-sha1");
    let text = replace(&good.endorsement, &certificate, &shared);
    let endorsing = resigned(&text, &by_mac, &|info| good.mac(info));
    refuse("endorsed with the shared key", &good.with(&good.primary, &endorsing), "not by a certificate");
    // By the certificate as if it were a secret.
    let der = party("client").certificate().der().to_vec();
    let endorsing = resigned(&good.endorsement, &by_mac, &|info| {
        HmacKey::new(Digest::Sha1, &der).unwrap().of(&[info]).bytes().to_vec()
    });
    refuse("endorsed with a certificate's bytes", &good.with(&good.primary, &endorsing), "refers to a certificate");
    // The primary signature by the certificate, which has to be by the shared key.
    let text = replace(&good.primary, &shared, &certificate);
    let primary = resigned(&text, &|info| replace(info, "#hmac-sha1", "#rsa-sha1"), &client_signs);
    let message = good.with(&primary, &good.endorsing(&primary, same));
    refuse("primary signature by a certificate", &message, "a shared key was agreed on");
    // The whole length, so that the value is right.
    let method = "#hmac-sha1\"><HMACOutputLength>160</HMACOutputLength>";
    let primary = good.primary(|info| replace(info, "#hmac-sha1\">", method));
    let message = good.with(&primary, &good.endorsing(&primary, same));
    refuse("HMACOutputLength", &message, "HMACOutputLength");
}

/// Nothing signs the endorsement: what is added to it changes no digest.
#[test]
fn nothing_hides_beside_or_in_an_encrypted_signature() {
    let good = Good::new();
    let with =
        |change: &dyn Fn(&str) -> String| again(&good.message, &good.sent, ENDORSEMENT, |text| change(text).into());
    let refuse = |name, message: &str, reason: &str| refuse(name, &good.server, message, None, reason);
    // Of the timestamp, the token, a header, the body's ciphertext, and its own.
    let ids = ["_0", "_wsx-t", "_wsx-1", "_wsx-s", ENDORSEMENT];
    for id in ids {
        assert!(
            good.message.contains(&format!("Id=\"{id}\"")) || good.primary.contains(&format!("Id=\"{id}\"")),
            "{id}"
        );
        let message = with(&|text| replace(text, "<KeyInfo", &format!("<KeyInfo Id=\"{id}\"")));
        refuse("Id that is there already", &message, &format!("'{id}' is there twice"));
    }
    refuse("comment before it", &with(&|text| format!("<!--x-->{text}")), "something beside");
    refuse("comment behind it", &with(&|text| format!("{text}<!--x-->")), "something beside");
    refuse("instruction before it", &with(&|text| format!("<?x y?>{text}")), "Processing instructions");
    refuse("declaration before it", &with(&|text| format!("<?xml version=\"1.0\"?>{text}")), "");
}

#[test]
fn only_requests_with_a_shared_key_are_endorsed() {
    // A certificate's signature, and another by the same certificate over it.
    let (client, server) = sides(CertMode::Asymmetric, |profile| profile.encrypts = false);
    let (message, _) = sealed(&client, None, BODY);
    let first = between(&message, "<Signature ", "</Signature>");
    let edit = |info: &str| {
        let (head, _) = info.split_once("<Reference ").unwrap();
        format!("{head}{}</SignedInfo>", reference("_wsx-s", first))
    };
    let second = resigned(&first.replace(" Id=\"_wsx-s\"", ""), &edit, &client_signs);
    let message = replace(&message, first, &format!("{first}{second}"));
    refuse("endorsed", &server, &message, None, "which the security description does not have");
}
