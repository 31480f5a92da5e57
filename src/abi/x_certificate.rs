//! Extensions about certificates.

ws_enum! {
    /// What WsxCertFind looks for. Several certificates that fit are an error, which names their thumbprints.
    pub enum WSX_CERT_FIND_TYPE {
        /// The subject: a whole distinguished name, such as CN=service.com,O=Example, in the order of the certificate or
        /// the reverse; or the whole value of one attribute of it, such as service.com. Upper and lower case are not
        /// told apart. Parts of a value never match.
        WSX_CERT_FIND_SUBJECT_NAME = 1,
        /// The SHA-1 of the DER form, as 40 hexadecimal digits.
        WSX_CERT_FIND_THUMBPRINT = 2,
        /// The subject key identifier, in hexadecimal digits.
        WSX_CERT_FIND_SUBJECT_KEY_IDENTIFIER = 3,
    }
}
