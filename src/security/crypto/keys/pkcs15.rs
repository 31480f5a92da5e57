//! The padding of PKCS #1 v1.5, taken off without a trace of whether it was right.

use crate::runtime::fault::Result;
use crate::security::crypto::{random::random_key, refused};
use crate::security::settings::Secret;

/// All ones if the byte is zero, else zero.
fn is_zero(byte: u8) -> u8 {
    (u16::from(byte).wrapping_sub(1) >> 8) as u8
}

/// The key in an encoded message: `00 02`, bytes that are not zero, `00`, the key. One of the sizes has to fit, else the
/// key is random and has the first size. What is done does not depend on the bytes.
pub(super) fn take_key(encoded: &[u8], sizes: &[usize]) -> Result<Secret> {
    let unusual = || refused("An encrypted key cannot have the sizes that are allowed.");
    let first = *sizes.first().ok_or_else(unusual)?;
    let largest = sizes.iter().copied().max().unwrap_or(first);
    let random = random_key(largest)?;
    let mut key = random.bytes().to_vec();
    let mut length = first;
    for &size in sizes {
        // At least eight bytes of padding.
        let Some(zero_at) = encoded.len().checked_sub(size + 1).filter(|at| *at >= 10) else {
            return Err(unusual());
        };
        let (Some([start, kind]), Some(padding), Some(zero), Some(own)) =
            (encoded.first_chunk::<2>(), encoded.get(2..zero_at), encoded.get(zero_at), encoded.get(zero_at + 1..))
        else {
            return Err(unusual());
        };
        let zeros = padding.iter().fold(0, |found, byte| found | is_zero(*byte));
        let mask = core::hint::black_box(is_zero(*start | (*kind ^ 2) | zeros | *zero));
        key.iter_mut().zip(own).for_each(|(to, from)| *to = (*from & mask) | (*to & !mask));
        let wide = usize::from(mask) | usize::from(mask) << 8;
        length = (size & wide) | (length & !wide);
    }
    let key = Secret::new(key);
    Ok(Secret::new(key.bytes().get(..length).unwrap_or_default().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(key: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 2];
        bytes.resize(128 - key.len() - 1, 7);
        bytes.push(0);
        bytes.extend(key);
        bytes
    }

    #[test]
    fn the_size_that_fits_is_taken() {
        for size in [16, 24, 32] {
            let key: Vec<u8> = (1..=size as u8).collect();
            assert_eq!(take_key(&encoded(&key), &[32, 16, 24]).unwrap().bytes(), key);
        }
    }

    #[test]
    fn each_wrong_byte_gives_a_random_key_of_the_first_size() {
        let key = [9; 32];
        let right = encoded(&key);
        for (at, value) in [(0, 1), (1, 1), (2, 0), (50, 0), (94, 0), (95, 1)] {
            let mut wrong = right.clone();
            wrong[at] = value;
            let (one, other) = (take_key(&wrong, &[32]).unwrap(), take_key(&wrong, &[32]).unwrap());
            assert_eq!(one.bytes().len(), 32);
            assert_ne!(one.bytes(), key, "{at}");
            assert_ne!(one.bytes(), other.bytes(), "{at}");
        }
        // A key of a size that is not allowed.
        assert_ne!(take_key(&right, &[16]).unwrap().bytes(), &key[..16]);
        assert_eq!(take_key(&right, &[16, 24]).unwrap().bytes().len(), 16);
        assert!(take_key(&right, &[]).is_err() && take_key(&right, &[120]).is_err());
    }
}
