//! The user principal names of a certificate: names of a kind that OpenSSL's safe interface does not show.

/// `1.3.6.1.4.1.311.20.2.3`, as the subject alternative name's otherName has it.
const USER_PRINCIPAL_NAME: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x14, 0x02, 0x03];
/// `2.5.29.17`
const SUBJECT_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1D, 0x11];

const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const UTF8: u8 = 0x0C;
pub(super) const SEQUENCE: u8 = 0x30;
/// Context-specific and constructed: [0], [3].
const FIRST: u8 = 0xA0;
const FOURTH: u8 = 0xA3;

/// The names in a certificate, given in the DER form that OpenSSL has read. What is not as it should be has none.
pub(crate) fn names(certificate: &[u8]) -> Vec<String> {
    names_in(certificate).unwrap_or_default()
}

fn names_in(certificate: &[u8]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for (object, value) in extensions(certificate)? {
        if object != SUBJECT_ALTERNATIVE_NAME {
            continue;
        }
        for (tag, alternative) in Elements(value).inside(SEQUENCE)? {
            let mut parts = Elements(alternative);
            if tag == FIRST
                && parts.next() == Some((OBJECT, USER_PRINCIPAL_NAME))
                && let Some((FIRST, value)) = parts.next()
                && let Some((UTF8, name)) = Elements(value).next()
            {
                names.extend(str::from_utf8(name).map(str::to_owned));
            }
        }
    }
    Some(names)
}

/// The extensions of a certificate: what each of them is, and its value.
pub(super) fn extensions(certificate: &[u8]) -> Option<impl Iterator<Item = (&[u8], &[u8])>> {
    let signed = Elements(certificate).inside(SEQUENCE)?.inside(SEQUENCE)?;
    // Of what is signed only the extensions have this tag.
    let extensions = Elements(signed.last(FOURTH)?).inside(SEQUENCE)?;
    Some(extensions.filter(|(tag, _)| *tag == SEQUENCE).filter_map(|(_, extension)| {
        let mut parts = Elements(extension);
        let (_, object) = parts.next().filter(|(tag, _)| *tag == OBJECT)?;
        Some((object, parts.last(OCTETS)?))
    }))
}

/// The elements that follow each other, with their tags; it ends where one is not whole.
#[derive(Clone, Copy)]
pub(super) struct Elements<'a>(pub(super) &'a [u8]);

impl<'a> Elements<'a> {
    /// The elements inside the first one, which has to have a tag.
    pub(super) fn inside(mut self, wanted: u8) -> Option<Elements<'a>> {
        self.next().filter(|(tag, _)| *tag == wanted).map(|(_, content)| Elements(content))
    }

    /// The content of the last one with a tag.
    fn last(self, wanted: u8) -> Option<&'a [u8]> {
        self.filter(|(tag, _)| *tag == wanted).last().map(|(_, content)| content)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (tag, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7F => (usize::from(*first), rest),
            // No certificate has elements whose length takes more than three bytes.
            0x81..=0x83 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
                (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::test_certs::certificate;

    #[test]
    fn names_are_found() {
        assert_eq!(names(certificate("client").der()), ["alice@example.com"]);
        for other in ["server", "noname", "nosan"] {
            assert!(names(certificate(other).der()).is_empty(), "{other}");
        }
    }

    #[test]
    fn damage_is_no_name() {
        let der = certificate("client").der().to_vec();
        for length in 0..der.len() {
            assert!(names(&der[..length]).is_empty(), "{length}");
        }
        for at in 0..der.len() {
            let mut damaged = der.clone();
            damaged[at] ^= 0xFF;
            // Whatever it finds, it ends.
            let _ = names(&damaged);
        }
    }
}
