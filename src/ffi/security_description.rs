//! WS_SECURITY_DESCRIPTION: what a program says of security, checked and copied.

use crate::abi::*;
use crate::ffi::place;
use crate::ffi::property::{self, Property};
use crate::ffi::security_binding::{self, Binding};
use crate::ffi::security_credential::text;
use crate::runtime::fault::{Fault, Result};
use crate::security::replay::ReplayCache;
use crate::security::rules::{self, Whole};
use crate::security::settings::{Algorithms, HttpAuth, MessageBinding, Properties, Role, Security, Ssl};
use std::sync::Arc;

/// Reads a description; none, or an empty one, is no security.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; states of callbacks live as long as what the security is for.
pub(super) unsafe fn read(
    description: *const WS_SECURITY_DESCRIPTION,
    role: Role,
    channel: WS_CHANNEL_BINDING,
) -> Result<Option<Arc<Security>>> {
    if description.is_null() {
        return Ok(None);
    }
    if channel == WS_CUSTOM_CHANNEL_BINDING {
        return Err(Fault::invalid_arg(format!("With {channel:?} the securityDescription has to be NULL.")));
    }
    // SAFETY: passed on.
    let description = unsafe { place::required(description, "securityDescription")? };
    // SAFETY: passed on.
    let bindings = unsafe { Bindings::read(description, role, channel)? };
    let mut given = Given { ids: Vec::new(), properties: defaults(&bindings) };
    // SAFETY: passed on.
    unsafe { given.read(description)? };
    let has_bindings = bindings.has_any();
    let Bindings { ssl, http_auth, message, later } = bindings;
    let security = Security {
        role,
        properties: given.properties,
        ssl,
        http_auth,
        message,
        replays: ReplayCache::default(),
        protection: Default::default(),
    };
    // What others do to the whole cannot be checked without them.
    if let Some(name) = later {
        return Err(Fault::not_supported(format!("{name} is not there yet.")));
    }
    rules::check(&Whole { channel, security: &security, given: &given.ids })?;
    Ok(has_bindings.then(|| Arc::new(security)))
}

/// The bindings of a description.
#[derive(Default)]
struct Bindings {
    ssl: Option<Ssl>,
    http_auth: Vec<HttpAuth>,
    message: Vec<MessageBinding>,
    /// One that is in order, but not there yet.
    later: Option<&'static str>,
}

impl Bindings {
    unsafe fn read(description: &WS_SECURITY_DESCRIPTION, role: Role, channel: WS_CHANNEL_BINDING) -> Result<Self> {
        const NAME: &str = "securityBindings";
        let (pointers, count) = (description.securityBindings.cast_const(), description.securityBindingCount);
        let mut kinds = Vec::new();
        let mut bindings = Bindings::default();
        // SAFETY: in each case: passed on.
        unsafe {
            for pointer in place::slice(pointers, count, NAME)? {
                let pointer = pointer.cast_const();
                let kind = rules::kind(place::required(pointer, NAME)?.bindingType, role, channel)?;
                kinds.push(kind);
                // Before anything is done for all of them, however many there are.
                rules::check_once(&kinds)?;
                match security_binding::read(pointer, kind, role)? {
                    Binding::Ssl(ssl) => bindings.ssl = Some(ssl),
                    Binding::HttpAuth(auth) => {
                        bindings.http_auth.push(auth);
                        rules::check_targets(&bindings.http_auth)?;
                    }
                    Binding::Message(message) => bindings.message.push(message),
                    Binding::Later => bindings.later = Some(kind.name),
                }
            }
        }
        Ok(bindings)
    }

    fn has_any(&self) -> bool {
        self.ssl.is_some() || !self.http_auth.is_empty() || !self.message.is_empty()
    }
}

/// The settings where nothing is said.
fn defaults(bindings: &Bindings) -> Properties {
    let has_kerberos = bindings.message.iter().any(|binding| matches!(binding, MessageBinding::KerberosApReq(_)));
    Properties {
        transport_protection_level: match bindings.ssl {
            Some(_) => WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT,
            None => WS_PROTECTION_LEVEL_NONE,
        },
        algorithms: Algorithms::Suite(match has_kerberos {
            true => WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128,
            false => WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256,
        }),
        ..Properties::default()
    }
}

/// The settings, and which of them were given.
struct Given {
    ids: Vec<WS_SECURITY_PROPERTY_ID>,
    properties: Properties,
}

impl Given {
    unsafe fn read(&mut self, description: &WS_SECURITY_DESCRIPTION) -> Result<()> {
        let (properties, count) = (description.properties.cast_const(), description.propertyCount);
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            let name = rules::property(property.id)?;
            if self.ids.contains(&property.id) {
                return Err(Fault::invalid_arg(format!("The security property {name} is given more than once.")));
            }
            self.ids.push(property.id);
            // SAFETY: passed on.
            unsafe { self.take(&property) }
                .map_err(|fault| fault.context(format!("This concerns the security property {name}.")))?;
        }
        Ok(())
    }

    unsafe fn take(&mut self, property: &Property<'_, WS_SECURITY_PROPERTY_ID>) -> Result<()> {
        let to = &mut self.properties;
        // SAFETY: in each case: passed on.
        unsafe {
            match property.id {
                WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL => to.transport_protection_level = one_of(property)?,
                WS_SECURITY_PROPERTY_ALGORITHM_SUITE => to.algorithms = each(&property.read()?)?,
                WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME => to.algorithms = Algorithms::Suite(one_of(property)?),
                WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY => to.max_allowed_latency = time(property)?,
                WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION => to.timestamp_validity = time(property)?,
                WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW => to.max_clock_skew = time(property)?,
                WS_SECURITY_PROPERTY_TIMESTAMP_USAGE => to.timestamp_usage = one_of(property)?,
                WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT => to.header_layout = one_of(property)?,
                WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION => to.header_version = one_of(property)?,
                WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY => to.extended_protection_policy = one_of(property)?,
                WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO => {
                    to.extended_protection_scenario = one_of(property)?;
                }
                WS_SECURITY_PROPERTY_SERVICE_IDENTITIES => to.service_identities = Some(names(&property.read()?)?),
                WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL => to.message_protection_level = one_of(property)?,
                WSX_SECURITY_PROPERTY_DETECT_REPLAYS => to.detects_replays = Some(property.read::<BOOL>()? != 0),
                WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE => to.replay_cache_size = property.read()?,
                WSX_SECURITY_PROPERTY_REPLAY_WINDOW => to.replay_window = time(property)?,
                WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS => {
                    to.allows_legacy_algorithms = property.read::<BOOL>()? != 0;
                }
                WSX_SECURITY_PROPERTY_ALGORITHM_SUITE => to.algorithms = extended(&property.read()?)?,
                _ => return Err(property.refused("WS_SECURITY_DESCRIPTION")),
            }
        }
        Ok(())
    }
}

/// An enumeration of the API.
trait Enumeration: Copy + core::fmt::Debug {
    fn is_known(self) -> bool;
}

macro_rules! enumerations {
    ($($name:ident)*) => {
        $(impl Enumeration for $name {
            fn is_known(self) -> bool {
                self.name().is_some()
            }
        })*
    };
}

enumerations! {
    WS_PROTECTION_LEVEL
    WS_SECURITY_ALGORITHM_SUITE_NAME
    WS_SECURITY_TIMESTAMP_USAGE
    WS_SECURITY_HEADER_LAYOUT
    WS_SECURITY_HEADER_VERSION
    WS_EXTENDED_PROTECTION_POLICY
    WS_EXTENDED_PROTECTION_SCENARIO
}

unsafe fn one_of<T: Enumeration>(property: &Property<'_, WS_SECURITY_PROPERTY_ID>) -> Result<T> {
    // SAFETY: passed on; enumerations are numbers.
    let value: T = unsafe { property.read()? };
    match value.is_known() {
        true => Ok(value),
        false => Err(Fault::invalid_arg(format!("The value {value:?} does not exist."))),
    }
}

/// A length of time that adding to any time of the present does not overflow.
unsafe fn time(property: &Property<'_, WS_SECURITY_PROPERTY_ID>) -> Result<u64> {
    /// A thousand years.
    const MAX: u64 = 1000 * 366 * 24 * 3600 * 10_000_000;
    // SAFETY: passed on.
    let WS_TIMESPAN { ticks } = unsafe { property.read()? };
    u64::try_from(ticks).ok().filter(|ticks| *ticks <= MAX).ok_or_else(|| {
        Fault::invalid_arg(format!("A time of {ticks} ticks is negative, or more than a thousand years."))
    })
}

unsafe fn names(list: &WS_SERVICE_SECURITY_IDENTITIES) -> Result<Vec<String>> {
    const NAME: &str = "serviceIdentities";
    // SAFETY: in each case: passed on.
    unsafe {
        let names = place::slice(list.serviceIdentities.cast_const(), list.serviceIdentityCount, NAME)?;
        if names.is_empty() {
            return Err(Fault::invalid_arg(
                "WS_SERVICE_SECURITY_IDENTITIES holds no name, so that nobody would match.",
            ));
        }
        names.iter().map(|name| text(name, NAME)).collect()
    }
}

/// WSX_ALGORITHM_SUITE. Empty members are those of Basic256.
unsafe fn extended(suite: &WSX_ALGORITHM_SUITE) -> Result<Algorithms> {
    let take = |uri: &WS_XML_STRING, member: &str, default: &str| -> Result<String> {
        // SAFETY: passed on.
        match unsafe { place::xml_string(uri, member)? } {
            b"" => Ok(default.to_owned()),
            // Whether it is one is found out with the others.
            uri => Ok(String::from_utf8_lossy(uri).into_owned()),
        }
    };
    Ok(Algorithms::Extended {
        signature: take(&suite.signature, "signature", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")?,
        digest: take(&suite.digest, "digest", "http://www.w3.org/2000/09/xmldsig#sha1")?,
        encryption: take(&suite.encryption, "encryption", "http://www.w3.org/2001/04/xmlenc#aes256-cbc")?,
        key_transport: take(&suite.keyTransport, "keyTransport", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")?,
        key_wrap: take(&suite.keyWrap, "keyWrap", "http://www.w3.org/2001/04/xmlenc#kw-aes256")?,
    })
}

/// WS_SECURITY_ALGORITHM_SUITE, with its defaults filled in.
fn each(suite: &WS_SECURITY_ALGORITHM_SUITE) -> Result<Algorithms> {
    use WS_SECURITY_ALGORITHM_ID as Id;
    // The enumeration lists each kind of algorithm without gaps.
    let choose = |given: Id, member: &str, default: Id, first: Id, last: Id| match given {
        WS_SECURITY_ALGORITHM_DEFAULT => Ok(default),
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1 if first <= given && given <= last => {
            Err(Fault::not_supported(format!("{given:?} is not there: DSA is no longer safe.")))
        }
        _ if first <= given && given <= last => Ok(given),
        _ => Err(Fault::invalid_arg(format!("The member {member} cannot be {given:?}."))),
    };
    let reserved = |given: Id, member: &str| choose(given, member, Id(0), Id(1), Id(0));
    reserved(suite.encryptionAlgorithm, "encryptionAlgorithm")?;
    reserved(suite.symmetricKeyWrapAlgorithm, "symmetricKeyWrapAlgorithm")?;
    choose(
        suite.keyDerivationAlgorithm,
        "keyDerivationAlgorithm",
        WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1,
        WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1,
        WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1,
    )?;
    if !suite.properties.is_null() || suite.propertyCount != 0 {
        return Err(Fault::invalid_arg("The members properties and propertyCount have to be NULL and 0."));
    }
    let lengths = |least: ULONG, most: ULONG, defaults: (u32, u32), what: &str| {
        let given = |value: ULONG, default| if value == 0 { default } else { value };
        let (least, most) = (given(least, defaults.0), given(most, defaults.1));
        match least <= most {
            true => Ok((least, most)),
            false => {
                Err(Fault::invalid_arg(format!("The least {what} key length, {least}, is above the most, {most}.")))
            }
        }
    };
    Ok(Algorithms::Each {
        canonicalization: choose(
            suite.canonicalizationAlgorithm,
            "canonicalizationAlgorithm",
            WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE,
            WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE,
            WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS,
        )?,
        digest: choose(
            suite.digestAlgorithm,
            "digestAlgorithm",
            WS_SECURITY_ALGORITHM_DIGEST_SHA1,
            WS_SECURITY_ALGORITHM_DIGEST_SHA1,
            WS_SECURITY_ALGORITHM_DIGEST_SHA_512,
        )?,
        symmetric_signature: choose(
            suite.symmetricSignatureAlgorithm,
            "symmetricSignatureAlgorithm",
            WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1,
            WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1,
            WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512,
        )?,
        asymmetric_signature: choose(
            suite.asymmetricSignatureAlgorithm,
            "asymmetricSignatureAlgorithm",
            WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1,
            WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1,
            WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512,
        )?,
        asymmetric_key_wrap: choose(
            suite.asymmetricKeyWrapAlgorithm,
            "asymmetricKeyWrapAlgorithm",
            WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP,
            WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5,
            WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP,
        )?,
        symmetric_key_length: lengths(
            suite.minSymmetricKeyLength,
            suite.maxSymmetricKeyLength,
            (128, 512),
            "symmetric",
        )?,
        asymmetric_key_length: lengths(
            suite.minAsymmetricKeyLength,
            suite.maxAsymmetricKeyLength,
            (1024, 16384),
            "asymmetric",
        )?,
    })
}
