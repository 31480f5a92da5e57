//! Only in tests and fuzz targets: memory lent to a reader, as C programs lend theirs.

/// Lends a copy of `bytes` for the time of `read`, which must let go of it: what it returns cannot keep any of it, unless
/// it hides it. Whoever calls this drops the reader inside.
pub(crate) fn with_lent<T: 'static>(bytes: &[u8], read: impl FnOnce(&'static [u8]) -> T) -> T {
    // A copy of just this size, so that a sanitizer sees whoever reads beyond it.
    let copy: Box<[u8]> = bytes.into();
    let lent: *const [u8] = &raw const *copy;
    // SAFETY: `copy` lives until this function returns, and the callers, all in `crate::fuzzing`, keep nothing of it.
    let done = read(unsafe { &*lent });
    drop(copy);
    done
}
