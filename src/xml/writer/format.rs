//! The characters of typed values.

use super::value::Value;
use crate::runtime::fault::Result;

/// Appends the characters of a value that is neither a string, nor bytes, nor made of others.
pub(super) fn typed(out: &mut Vec<u8>, value: &Value<'_>) -> Result<()> {
    match value {
        Value::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Value::Int32(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Int64(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::UInt64(value) => out.extend_from_slice(value.to_string().as_bytes()),
        _ => {}
    }
    Ok(())
}
