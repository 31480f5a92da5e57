//! Extended protection: whether tokens of Kerberos and NTLM were made for this service and for the connection that they
//! came over. One that a client was tricked into making for somebody else is of no use here.

use super::gss::{Flags, end_point};
use super::settings::Properties;
use crate::abi::*;

/// What clients have to bind their tokens to.
#[derive(Clone, Debug)]
pub(crate) struct ExtendedProtection {
    policy: WS_EXTENDED_PROTECTION_POLICY,
    /// TLS ends in front of this service, and its end point is not known here.
    is_terminated: bool,
    /// Service principal names, in small letters.
    services: Option<Vec<String>>,
}

impl ExtendedProtection {
    pub(crate) fn new(properties: &Properties) -> Self {
        let lower = |names: &Vec<String>| names.iter().map(|name| name.to_ascii_lowercase()).collect();
        ExtendedProtection {
            policy: properties.extended_protection_policy,
            is_terminated: properties.extended_protection_scenario == WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL,
            services: properties.service_identities.as_ref().map(lower),
        }
    }

    /// What tokens that come over a connection are compared with; `end_point` is that of its TLS, if it has one.
    pub(crate) fn binding(&self, end_point: Option<&[u8]>) -> Option<Vec<u8>> {
        let looks = self.policy != WS_EXTENDED_PROTECTION_POLICY_NEVER && !self.is_terminated;
        end_point.filter(|_| looks).map(self::end_point)
    }

    /// Whether a client has meant this service; the text says why not. Bindings that are wrong were refused with the
    /// token.
    ///
    /// `service`: the principal that the client asked for. `class`: where no names are given, what it has to be of.
    pub(crate) fn check(
        &self,
        is_secure: bool,
        service: Option<&str>,
        class: Option<&str>,
        flags: Flags,
    ) -> Result<(), &'static str> {
        let is_always = self.policy == WS_EXTENDED_PROTECTION_POLICY_ALWAYS;
        let service = service.map(|service| service.split('@').next().unwrap_or_default().to_ascii_lowercase());
        // A ticket for another service of this machine is not for this one.
        if let (None, Some(class), Some(service)) = (&self.services, class, &service)
            && !service.starts_with(class)
        {
            return Err("is for another service of this machine");
        }
        if self.policy == WS_EXTENDED_PROTECTION_POLICY_NEVER {
            return Ok(());
        }
        if is_secure && !self.is_terminated {
            return match flags.has(Flags::CHANNEL_BOUND) || !is_always {
                true => Ok(()),
                false => Err("is not bound to the channel, as WS_EXTENDED_PROTECTION_POLICY_ALWAYS demands"),
            };
        }
        // Without names there is nothing to check against, which is the same as NEVER.
        let Some(services) = &self.services else { return Ok(()) };
        match service {
            Some(service) if services.contains(&service) => Ok(()),
            Some(_) => Err("is for a service that WS_SECURITY_PROPERTY_SERVICE_IDENTITIES does not name"),
            None if is_always => Err("does not say for which service it is"),
            None => Ok(()),
        }
    }
}
