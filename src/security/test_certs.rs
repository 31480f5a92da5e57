//! Certificates for unit tests, made by the script that the C tests use as well.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The folder that `c-tests/support/ca.sh` fills; made once for a build.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/c-tests/support/ca.sh");
        let version = super::certificate::hex(&openssl::sha::sha1(&fs::read(script).unwrap()));
        let folder = PathBuf::from(env!("OUT_DIR")).join(format!("certs-{version}"));
        if !folder.exists() {
            // Test programs may run at the same time: the first one to be ready is it.
            let own = folder.with_extension(std::process::id().to_string());
            let output = Command::new(script).arg(&own).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            if fs::rename(&own, &folder).is_err() {
                fs::remove_dir_all(&own).unwrap();
            }
        }
        folder
    });
    &FOLDER
}

/// The bytes of one of the files.
pub(crate) fn file(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

/// The certificate in NAME.pem, with its issuer behind it and the key in NAME.key.
pub(crate) fn certificate(name: &str) -> super::certificate::Certificate {
    let key = fs::read(folder().join(format!("{name}.key"))).ok();
    super::certificate::decode::pem(&file(&format!("{name}.pem")), key.as_deref(), None).unwrap()
}
