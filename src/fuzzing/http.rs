//! HTTP from either side: messages on a connection, wherever they are cut.

use super::choices::Choices;
use crate::http::replay::{Side, messages};

/// Reads the messages of a client or a server at once and in pieces. The same must come out, whether a body is read as a
/// whole or through small buffers.
pub fn http(data: &[u8]) {
    let mut choices = Choices::new(data);
    let side = match choices.byte() % 4 {
        0 => Side::Client,
        1 => Side::Server("POST"),
        2 => Side::Server("HEAD"),
        _ => Side::Server("GET"),
    };
    let piece = usize::from(choices.byte()).max(1);
    let buffer = usize::from(choices.byte()).max(1);
    let bytes = choices.rest();
    let whole = messages(side, bytes, usize::MAX, None);
    assert_eq!(messages(side, bytes, piece, None), whole);
    assert_eq!(messages(side, bytes, piece, Some(buffer)), whole);
    assert_eq!(messages(side, bytes, usize::MAX, Some(buffer)), whole);
}
