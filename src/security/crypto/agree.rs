//! Keys that both sides compute (ECDH-ES of XML Encryption 1.1): the sender's is new for each message.

use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::Digest;
use crate::security::crypto::digest::Digester;
use crate::security::crypto::keys::{Curve, Kind, PrivateKey, PublicKey};
use crate::security::crypto::{refused, system_failed};
use crate::security::settings::Secret;
use openssl::bn::BigNumContext;
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::pkey::PKey;

/// ConcatKDFParams: the bytes of AlgorithmID, PartyUInfo, PartyVInfo and the like, joined.
#[derive(Clone, Debug)]
pub(crate) struct ConcatKdf {
    pub(crate) digest: Digest,
    pub(crate) other_info: Vec<u8>,
}

/// The key that both sides get, of `size` bytes.
pub(crate) fn agree(own: &PrivateKey, peer: &PublicKey, kdf: &ConcatKdf, size: usize) -> Result<Secret> {
    let (Kind::Ec(own_curve), Kind::Ec(curve)) = (own.kind(), peer.kind()) else {
        return Err(refused("Keys can be agreed on with keys of elliptic curves only."));
    };
    if own_curve != curve {
        return Err(refused(format!("A key of the curve {curve:?} was sent for one of {own_curve:?}.")));
    }
    let shared = Deriver::new(own.pkey()).and_then(|mut deriver| {
        deriver.set_peer(peer.pkey())?;
        deriver.derive_to_vec()
    });
    let shared = Secret::new(shared.map_err(|_| refused("No key can be agreed on with the key that was sent."))?);
    concat_kdf(kdf, &shared, size)
}

/// NIST SP 800-56A, 5.8.1.
fn concat_kdf(kdf: &ConcatKdf, shared: &Secret, size: usize) -> Result<Secret> {
    if size == 0 || size > 128 {
        return Err(refused(format!("A key of {size} bytes cannot be agreed on.")));
    }
    let mut made = Vec::with_capacity(size + kdf.digest.size());
    let mut digester = Digester::new(kdf.digest);
    for counter in 1_u32.. {
        digester.update(&counter.to_be_bytes());
        digester.update(shared.bytes());
        digester.update(&kdf.other_info);
        made.extend_from_slice(digester.finish().bytes());
        if made.len() >= size {
            break;
        }
    }
    let made = Secret::new(made);
    Ok(Secret::new(made.bytes().get(..size).unwrap_or_default().to_vec()))
}

/// A new key on a curve.
pub(crate) fn generate(curve: Curve) -> Result<PrivateKey> {
    let made = EcGroup::from_curve_name(curve.nid())
        .and_then(|group| EcKey::generate(&group))
        .and_then(PKey::from_ec_key)
        .map_err(|errors| system_failed("make a key", &errors));
    PrivateKey::new(made?)
}

/// A public key from the point of an ECKeyValue. It has to be on the curve.
pub(crate) fn from_point(curve: Curve, point: &[u8]) -> Result<PublicKey> {
    let key = || -> core::result::Result<_, ErrorStack> {
        let group = EcGroup::from_curve_name(curve.nid())?;
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(&group, point, &mut context)?;
        let key = EcKey::from_public_key(&group, &point)?;
        key.check_key()?;
        PKey::from_ec_key(key)
    };
    PublicKey::new(key().map_err(|_| refused("A public key is no point on its curve."))?)
}

/// The point of a key, as an ECKeyValue has it: uncompressed.
pub(crate) fn point_of(key: &PrivateKey) -> Result<Vec<u8>> {
    let bytes = || -> core::result::Result<_, ErrorStack> {
        let key = key.pkey().ec_key()?;
        let mut context = BigNumContext::new()?;
        key.public_key().to_bytes(key.group(), PointConversionForm::UNCOMPRESSED, &mut context)
    };
    bytes().map_err(|errors| system_failed("encode a key", &errors))
}
