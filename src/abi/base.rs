//! Windows' base types with their Windows widths on every platform. `include/wws_base.h` declares them for C by hand,
//! so cbindgen leaves this file out.

pub use core::ffi::c_void;

/// Result code: negative values are failures, zero and positive values are successes.
pub type HRESULT = i32;
/// Zero is false, anything else is true; 32 bits.
pub type BOOL = i32;
/// 32-bit signed integer.
pub type INT = i32;
/// 32-bit signed integer, also where the platform's `long` has 64 bits.
pub type LONG = i32;
/// 32-bit unsigned integer, also where the platform's `unsigned long` has 64 bits.
pub type ULONG = u32;
/// 8-bit unsigned integer.
pub type BYTE = u8;
/// 8-bit signed integer or a UTF-8 code unit (`char` in C).
pub type CHAR = core::ffi::c_char;
/// 16-bit signed integer.
pub type SHORT = i16;
/// 16-bit unsigned integer.
pub type USHORT = u16;
/// UTF-16 code unit (`char16_t`, or `wchar_t` under `-fshort-wchar`).
pub type WCHAR = u16;
/// 64-bit signed integer.
pub type LONGLONG = i64;
/// 64-bit unsigned integer.
pub type ULONGLONG = u64;
/// Number of bytes in memory.
pub type SIZE_T = usize;
/// Language identifier.
pub type LANGID = u16;
/// Handle of a CryptoAPI provider; has no meaning on Linux.
pub type HCRYPTPROV = usize;
/// Handle of a CNG key; has no meaning on Linux.
pub type NCRYPT_KEY_HANDLE = usize;

/// Globally unique identifier, fields in host byte order.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct GUID {
    /// First eight hexadecimal digits.
    pub Data1: u32,
    /// First group of four digits.
    pub Data2: u16,
    /// Second group of four digits.
    pub Data3: u16,
    /// The remaining digits, in the order in which they are written.
    pub Data4: [u8; 8],
}

/// Count of 100-nanosecond intervals since 1 January 1601, UTC, in two halves.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FILETIME {
    /// Low 32 bits.
    pub dwLowDateTime: u32,
    /// High 32 bits.
    pub dwHighDateTime: u32,
}

/// 96-bit decimal number: `sign`, and an unsigned integer divided by a power of ten.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DECIMAL {
    /// Reserved; zero.
    pub wReserved: u16,
    /// Power of ten that divides the integer, 0 to 28.
    pub scale: u8,
    /// 0x80 for negative numbers, else 0.
    pub sign: u8,
    /// Bits 64 to 95 of the integer.
    pub Hi32: u32,
    /// Bits 0 to 63 of the integer.
    pub Lo64: u64,
}

/// An X.509 certificate, reference counted. Opaque beyond the fields that Windows puts first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CERT_CONTEXT {
    /// `X509_ASN_ENCODING` (1).
    pub dwCertEncodingType: u32,
    /// The DER form.
    pub pbCertEncoded: *mut BYTE,
    /// Length of the DER form in bytes.
    pub cbCertEncoded: u32,
}

/// List of the certificate issuers that a TLS server accepts.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SecPkgContext_IssuerListInfoEx {
    /// The issuers' distinguished names: DER bytes and their length each.
    pub aIssuers: *mut CERT_NAME_BLOB,
    /// Number of issuers.
    pub cIssuers: u32,
}

/// Bytes of a DER-encoded distinguished name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CERT_NAME_BLOB {
    /// Length in bytes.
    pub cbData: u32,
    /// The bytes.
    pub pbData: *mut BYTE,
}

/// Success.
pub const S_OK: HRESULT = 0;
/// Success, and the answer is no.
pub const S_FALSE: HRESULT = 1;
/// Success: Windows' name of `S_OK` where a function has nothing else to say.
pub const NO_ERROR: HRESULT = 0;
/// An argument is invalid.
pub const E_INVALIDARG: HRESULT = 0x8007_0057_u32 as HRESULT;
/// Memory could not be had.
pub const E_OUTOFMEMORY: HRESULT = 0x8007_000E_u32 as HRESULT;
/// The library failed in a way that it should not have: a caught panic.
pub const E_UNEXPECTED: HRESULT = 0x8000_FFFF_u32 as HRESULT;
/// A certificate is not within its dates.
pub const CERT_E_EXPIRED: HRESULT = 0x800B_0101_u32 as HRESULT;
/// A chain of certificates ends at a root that is not trusted.
pub const CERT_E_UNTRUSTEDROOT: HRESULT = 0x800B_0109_u32 as HRESULT;
/// A certificate is not for the name that it was expected to be for.
pub const CERT_E_CN_NO_MATCH: HRESULT = 0x800B_010F_u32 as HRESULT;
/// A certificate is not meant for this use.
pub const CERT_E_WRONG_USAGE: HRESULT = 0x800B_0110_u32 as HRESULT;
/// A certificate, or what else was looked for, was not found.
pub const CRYPT_E_NOT_FOUND: HRESULT = 0x8009_2004_u32 as HRESULT;
/// A certificate was revoked.
pub const CRYPT_E_REVOKED: HRESULT = 0x8009_2010_u32 as HRESULT;
/// Whether a certificate was revoked could not be found out.
pub const CRYPT_E_REVOCATION_OFFLINE: HRESULT = 0x8009_2013_u32 as HRESULT;
/// Failure without a code of its own.
pub const E_FAIL: HRESULT = 0x8000_4005_u32 as HRESULT;
