//! Kerberos tickets (Kerberos Token Profile 1.1): the client's AP-REQ as a token, and a signature by the session's key
//! over the timestamp, which shows that the token is the sender's.

use super::parse::Leaf;
use super::signature::{self, Expected};
use super::{BASE64_BINARY, Peer, WSSE, WSU};
use crate::abi::*;
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::suite::Suite;
use crate::security::extended_protection::ExtendedProtection;
use crate::security::gss::{Acceptor, Flags, Initiator, Mechanism, Name, end_point};
use crate::security::identity::Identity as Address;
use crate::security::names::Ns;
use crate::security::replay::Seen;
use crate::security::results::Identity;
use crate::security::settings::{KerberosApReq, Properties, Secret, Security};
use crate::security::tree::Doc;
use crate::security::xmldsig::write::attribute;
use crate::xml::value::base64::write_base64;
use crate::xml::writer::{Way, Writer};

const GSS_AP_REQ: &[u8] = b"http://docs.oasis-open.org/wss/oasis-wss-kerberos-token-profile-1.1#GSS_Kerberosv5_AP_REQ";
const WSSE11: &[u8] = b"http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";

/// The largest ticket: those of users in many groups have 48 KB at most by default.
const MAX_TOKEN: usize = 65_536;

/// What a client shows.
#[derive(Debug)]
pub(super) struct Ticket {
    token: Vec<u8>,
    pub(super) key: Secret,
}

impl Ticket {
    /// Gets one for a service; may ask a KDC.
    pub(super) fn get(binding: &KerberosApReq, peer: &Peer<'_>) -> Result<Self> {
        let credential = binding.credential.as_ref();
        let credential = credential.ok_or_else(|| Fault::invalid_operation("There is no Kerberos credential."))?;
        let credentials = binding.credentials.of(credential, Mechanism::Kerberos)?;
        let wanted = match binding.impersonation_level {
            // SecurityDelegation
            3 => Flags::DELEGATE,
            // SecurityImpersonation
            2 => Flags::default(),
            _ => Flags::IDENTIFY,
        };
        let end_point = peer.end_point.map(end_point);
        let mut initiator = Initiator::new(credentials, target(peer)?, Mechanism::Kerberos, wanted, end_point);
        // The password may be another one by now, or the ticket too old.
        let step = initiator.step(None).inspect_err(|_| binding.credentials.forget())?;
        if !step.is_complete || step.token.is_empty() || step.token.len() > MAX_TOKEN {
            return Err(Fault::new(
                WS_E_SECURITY_SYSTEM_FAILURE,
                format!("GSSAPI has made a token of {} bytes, which is not one that stands alone.", step.token.len()),
            ));
        }
        Ok(Ticket { token: step.token, key: initiator.context().session_key()? })
    }

    /// Writes the token.
    pub(super) fn write(&self, writer: &mut Writer, id: &str) -> Result<()> {
        writer.start_element(Some(b"o"), b"BinarySecurityToken"[..].into(), WSSE.into())?;
        writer.xmlns(Some(b"u"), WSU.into(), false)?;
        writer.start_attribute(Some(b"u"), b"Id"[..].into(), WSU.into(), false)?;
        writer.utf8(id.as_bytes().into(), Way::Utf8Text)?;
        writer.end_attribute()?;
        attribute(writer, b"ValueType", GSS_AP_REQ)?;
        attribute(writer, b"EncodingType", BASE64_BINARY)?;
        let mut text = Vec::new();
        write_base64(&mut text, &self.token)?;
        writer.utf8(text.as_slice().into(), Way::Utf8Text)?;
        writer.end_element()
    }
}

/// Writes a reference to a token in the same message.
pub(super) fn write_reference(writer: &mut Writer, id: &str, version: WS_SECURITY_HEADER_VERSION) -> Result<()> {
    writer.start_element(Some(b"o"), b"SecurityTokenReference"[..].into(), WSSE.into())?;
    if version != WS_SECURITY_HEADER_VERSION_1_0 {
        writer.xmlns(Some(b"k"), WSSE11.into(), false)?;
        writer.start_attribute(Some(b"k"), b"TokenType"[..].into(), WSSE11.into(), false)?;
        writer.utf8(GSS_AP_REQ.into(), Way::Utf8Text)?;
        writer.end_attribute()?;
    }
    writer.start_element(Some(b"o"), b"Reference"[..].into(), WSSE.into())?;
    attribute(writer, b"ValueType", GSS_AP_REQ)?;
    attribute(writer, b"URI", format!("#{id}").as_bytes())?;
    writer.end_element()?;
    writer.end_element()
}

/// The principal of a service: what its address says, or else that of its host.
fn target(peer: &Peer<'_>) -> Result<Name> {
    match peer.identity {
        Some(Address::Spn(name) | Address::Upn(name)) => Name::principal(name),
        Some(Address::Dns(name)) => Name::service("host", name),
        None => Name::service("host", peer.host),
        Some(_) => Err(Fault::invalid_arg(
            "The identity of the address has to be an SPN, a UPN or a DNS name for \
             WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.",
        )),
    }
}

/// Checks the token of a request and the signature by its key. Answers who sent it.
pub(super) fn authenticate(
    binding: &KerberosApReq,
    leaf: &Leaf,
    doc: Doc<'_>,
    security: &Security,
    channel: Option<&[u8]>,
    now: DateTime,
) -> Result<Identity> {
    let properties = &security.properties;
    let token = signature::binary_token(leaf, GSS_AP_REQ, MAX_TOKEN)?;
    let credentials = binding.credentials.of_service(Mechanism::Kerberos)?;
    let protection = ExtendedProtection::new(properties);
    let mut acceptor = Acceptor::new(credentials, protection.binding(channel));
    let step = acceptor.step(&token)?;
    if !step.is_complete {
        return Err(Fault::invalid_format("The Kerberos token does not stand alone."));
    }
    let context = acceptor.context();
    let (flags, peers) = (context.flags(), context.peers()?);
    if peers.mechanism != Mechanism::Kerberos {
        return Err(Fault::invalid_format("The token is not one of Kerberos."));
    }
    // Without names any service of the keytab will do: Kerberos has seen to it that it is one of ours.
    let bound = protection.check(security.ssl.is_some(), peers.service.as_deref(), None, flags);
    bound.map_err(|why| Fault::invalid_format(format!("The Kerberos token {why}.")))?;
    let key = context.session_key()?;
    let suite = Suite::new(&properties.algorithms, true)?;
    signature::check_size(&key, &suite, "Kerberos session")?;
    let expected =
        Expected { suite: &suite, token: (Ns::Wsse, b"BinarySecurityToken"), value_type: GSS_AP_REQ, key: &key };
    let signature = signature::verify(doc, &expected)?;
    let (name, realm) = peers.client.rsplit_once('@').unwrap_or((&peers.client, ""));
    if !binding.allows_anonymous && name.starts_with("WELLKNOWN/ANONYMOUS") {
        return Err(Fault::invalid_format("The client is anonymous, and may not be."));
    }
    check_first(&token, &signature, properties, security, now)?;
    Ok(Identity::new(WSX_IDENTITY_MECHANISM_KERBEROS, name, realm, &[]))
}

/// Refuses a token that came before, and a signature by its key: whoever has seen a token can write it in other bytes, since
/// Kerberos takes more than one form of a length. Kerberos refuses both itself where it can keep a cache; one in memory
/// always works.
fn check_first(
    token: &[u8],
    signature: &[u8],
    properties: &Properties,
    security: &Security,
    now: DateTime,
) -> Result<()> {
    if properties.detects_replays == Some(false) {
        return Ok(());
    }
    /// For how long Kerberos takes an authenticator, to either side: five minutes.
    const LIFE: u64 = 2 * 300 * 10_000_000;
    let expires = now.ticks().saturating_add(LIFE.max(properties.max_clock_skew.saturating_mul(2)));
    // The signature first, so that a token in other bytes leaves nothing behind.
    for (kind, what) in [("AP-REQ signature", signature), ("AP-REQ", token)] {
        match security.replays.remember(kind, &[what], now.ticks(), expires, properties.replay_cache_size) {
            Seen::First => {}
            Seen::Again => {
                return Err(Fault::invalid_format("The Kerberos token was received before: the message is a replay."));
            }
            Seen::NoRoom => {
                return Err(Fault::quota("WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE", properties.replay_cache_size));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::header::tests::{noon, security};
    use crate::security::settings::Role;

    /// Whether or not Kerberos has a cache of its own.
    #[test]
    fn tokens_are_remembered() {
        let mut server = security(Role::Server, Vec::new());
        let check = |security: &Security, token: &[u8], signature: &[u8]| {
            check_first(token, signature, &security.properties, security, noon())
        };
        check(&server, b"a", b"of a").unwrap();
        check(&server, b"b", b"of b").unwrap();
        server.properties.replay_cache_size = 9;
        for (token, signature) in [(&b"a"[..], &b"of a"[..]), (b"a", b"another"), (b"a in other bytes", b"of a")] {
            assert!(check(&server, token, signature).unwrap_err().texts()[0].contains("received before"));
        }
        server.properties.detects_replays = Some(false);
        check(&server, b"a", b"of a").unwrap();
    }
}
