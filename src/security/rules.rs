//! Which settings of security go together.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{MessageBinding, Security};

/// Whether messages of a channel can be secured as its security asks.
pub(crate) fn check_messages(
    security: &Security,
    encoding: WS_ENCODING,
    envelope: WS_ENVELOPE_VERSION,
    is_streamed: bool,
) -> Result<()> {
    if security.message.is_empty() {
        return Ok(());
    }
    if encoding == WS_ENCODING_RAW || envelope == WS_ENVELOPE_VERSION_NONE {
        return Err(Fault::invalid_arg(
            "Message security needs SOAP envelopes: not WS_ENCODING_RAW and not WS_ENVELOPE_VERSION_NONE.",
        ));
    }
    let protects =
        security.message.iter().any(|binding| matches!(binding, MessageBinding::Cert(cert) if cert.protects));
    if protects && is_streamed {
        return Err(Fault::invalid_arg(
            "WSX_CERT_MESSAGE_SECURITY_BINDING needs WS_BUFFERED_TRANSFER_MODE: its header stands before the body that \
             it protects.",
        ));
    }
    Ok(())
}
