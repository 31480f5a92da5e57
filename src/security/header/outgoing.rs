//! Writing the Security header: it stands behind all other headers, and is complete before the body begins.

use super::timestamp::Timestamp;
use super::{WSSE, username};
use crate::abi::*;
use crate::message::fault::write_xml;
use crate::message::protection::Protection;
use crate::message::version::Version;
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{MessageBinding, Role, Security};
use crate::xml::writer::{Way, Writer};
use std::sync::Arc;

/// Makes what secures one message that is sent; `None` if nothing has to be in it.
pub(crate) fn protect(security: &Arc<Security>, now: DateTime) -> Result<Option<Box<dyn Protection>>> {
    if security.message.is_empty() {
        return Ok(None);
    }
    let properties = &security.properties;
    let has_timestamp = match properties.timestamp_usage {
        WS_SECURITY_TIMESTAMP_USAGE_NEVER => false,
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY => security.role == Role::Client,
        _ => true,
    };
    if !has_timestamp && security.role == Role::Server {
        return Ok(None);
    }
    let timestamp = if has_timestamp { Some(Timestamp::new("_0", now, properties.timestamp_validity)?) } else { None };
    Ok(Some(Box::new(Outgoing { security: security.clone(), now, timestamp })))
}

/// The header of one message.
#[derive(Debug)]
struct Outgoing {
    security: Arc<Security>,
    now: DateTime,
    timestamp: Option<Timestamp>,
}

impl Protection for Outgoing {
    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        let envelope = version.envelope;
        writer.start_element(Some(b"o"), b"Security"[..].into(), WSSE.into())?;
        writer.start_attribute(Some(envelope.prefix()), b"mustUnderstand"[..].into(), envelope.ns().into(), false)?;
        writer.utf8(b"1"[..].into(), Way::CharsUtf8)?;
        writer.end_attribute()?;
        // A signature covers the timestamp as it is made, so it can come last.
        let is_last = self.security.properties.header_layout == WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST;
        if !is_last {
            self.write_timestamp(writer)?;
        }
        self.write_tokens(writer)?;
        if is_last {
            self.write_timestamp(writer)?;
        }
        writer.end_element()
    }
}

impl Outgoing {
    fn write_timestamp(&self, writer: &mut Writer) -> Result<()> {
        self.timestamp.as_ref().map_or(Ok(()), |timestamp| write_xml(writer, &timestamp.canonical()))
    }

    /// The tokens of a request. A reply has none.
    fn write_tokens(&self, writer: &mut Writer) -> Result<()> {
        if self.security.role == Role::Server {
            return Ok(());
        }
        for (index, binding) in self.security.message.iter().enumerate() {
            match binding {
                MessageBinding::UserName(user) => username::write(writer, user, &format!("_{}", index + 1), self.now)?,
                MessageBinding::KerberosApReq(_) | MessageBinding::XmlToken(_) | MessageBinding::Cert(_) => {
                    return Err(Fault::not_supported("This kind of message security is not there yet."));
                }
            }
        }
        Ok(())
    }
}

#[cold]
pub(super) fn no_random() -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, "OpenSSL gave no random bytes.")
}
