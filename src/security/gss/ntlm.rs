//! Messages of NTLM (MS-NLMP) as far as they matter outside of the mechanism.

use std::borrow::Cow;

const SIGNATURE: &[u8] = b"NTLMSSP\0";
/// The first message, with its number.
const NEGOTIATE: &[u8] = b"NTLMSSP\0\x01\0\0\0";
/// The third.
const AUTHENTICATE: &[u8] = b"NTLMSSP\0\x03\0\0\0";

/// The size of the field that says the version of a system.
const VERSION: usize = 8;

/// Whether a token begins a conversation of NTLM, by itself or within Negotiate, for which it takes two requests.
pub(crate) fn begins_ntlm(token: &[u8]) -> bool {
    token.windows(NEGOTIATE.len()).any(|part| part == NEGOTIATE)
}

/// A message with the field for a version, empty where it was not there. Clients in the manner of the time before Windows
/// XP leave it out, curl among them, and gss-ntlmssp does not take that: it finds a first message too short, and of
/// a third one it believes the flag that says there is a version, which curl copies from the server. Messages that have
/// an integrity code are of later times; should one be changed here, its code is wrong and it is refused.
pub(super) fn with_version(token: &[u8]) -> Cow<'_, [u8]> {
    let changed = if token.starts_with(NEGOTIATE) {
        longer(token)
    } else if token.starts_with(AUTHENTICATE) {
        wider(token)
    } else {
        None
    };
    changed.map_or(Cow::Borrowed(token), Cow::Owned)
}

/// Of a first message that is nothing but its fields: it has no names.
fn longer(token: &[u8]) -> Option<Vec<u8>> {
    const FIELDS: usize = 32;
    let is_short = (FIELDS..FIELDS + VERSION).contains(&token.len());
    is_short.then(|| {
        let mut longer = token.to_vec();
        longer.resize(FIELDS + VERSION, 0);
        longer
    })
}

/// Of a third message whose names and responses begin where the version would be.
fn wider(token: &[u8]) -> Option<Vec<u8>> {
    const FIELDS: usize = 64;
    let (fields, rest) = token.split_at_checked(FIELDS)?;
    let mut wider = Vec::with_capacity(token.len() + VERSION);
    wider.extend_from_slice(fields);
    let mut begin = usize::MAX;
    // Six of them: length, room, and where it is.
    for field in wider.get_mut(SIGNATURE.len() + 4..FIELDS - 4)?.chunks_exact_mut(8) {
        let (sizes, place) = field.split_first_chunk_mut::<4>()?;
        let place = place.first_chunk_mut::<4>()?;
        let at = u32::from_le_bytes(*place);
        if !sizes.starts_with(&[0, 0]) {
            begin = begin.min(at as usize);
        }
        *place = at.checked_add(VERSION as u32)?.to_le_bytes();
    }
    wider.extend_from_slice(&[0; VERSION]);
    wider.extend_from_slice(rest);
    (FIELDS..FIELDS + VERSION).contains(&begin).then_some(wider)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Vec<u8> {
        [NEGOTIATE, b"\x06\x82\x08\0\0\0\0\0\x20\0\0\0\0\0\0\0\x20\0\0\0"].concat()
    }

    /// With "ab" as its domain at a place, and nothing else.
    fn third(at: u32) -> Vec<u8> {
        let mut token = AUTHENTICATE.to_vec();
        for index in 0..6 {
            let length: u16 = if index == 2 { 2 } else { 0 };
            token.extend_from_slice(&[length.to_le_bytes(), length.to_le_bytes()].concat());
            token.extend_from_slice(&at.to_le_bytes());
        }
        token.extend_from_slice(b"FLAG");
        token.resize(at.clamp(64, 1000) as usize, b'x');
        token.extend_from_slice(b"ab");
        token
    }

    #[test]
    fn conversations_begin_with_the_first_message() {
        assert!(begins_ntlm(&first()) && begins_ntlm(&[b"`H", &first()[..], b"x"].concat()));
        assert!(!begins_ntlm(&third(64)) && !begins_ntlm(b"") && !begins_ntlm(&first()[..11]));
    }

    #[test]
    fn messages_without_a_version_get_an_empty_one() {
        assert_eq!(*with_version(&first()), [&first()[..], &[0; 8]].concat());
        let completed = with_version(&third(64)).into_owned();
        let mut expected = third(72);
        expected.splice(64..72, [0; 8]);
        assert_eq!(completed, expected);
        assert_eq!(*with_version(&completed), completed);
    }

    #[test]
    fn others_are_left_alone() {
        let complete = [&first()[..], &[7; 8]].concat();
        let mut second = first();
        second[8] = 2;
        // Of nothing, of what is past the end of numbers, in the middle of the fields, and cut.
        let mut empty = third(64);
        empty[28..32].fill(0);
        let wrong = [third(72), third(88), third(40), third(u32::MAX), third(64)[..63].to_vec(), empty];
        let others = [complete, second, first()[..31].to_vec(), [b"`H", &first()[..]].concat(), Vec::new()];
        for token in others.into_iter().chain(wrong) {
            assert_eq!(*with_version(&token), token);
        }
    }
}
