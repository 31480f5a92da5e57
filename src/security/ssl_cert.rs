//! The certificates that are bound to addresses and ports of this machine, for TLS listeners without a credential. On
//! Windows the administrator binds them with `netsh http add sslcert`; here they are lines of a file.

use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::cert_source;
use crate::security::certificate::{Certificate, decode};
use crate::security::store::{self, Find};
use crate::url::ascii_name;
use core::net::{IpAddr, SocketAddr};
use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Where the file is if $WEBSERVICES_SSLCERT does not say.
const FILE: &str = "/etc/webservices/sslcert.conf";
/// No file that somebody wrote is longer.
const MAX_SIZE: u64 = 1024 * 1024;

/// The certificate for a listener, by the address that connections come to and the host of the listener's URL, or the
/// name that a client asked for. As on Windows, a whole address goes before a name, and a name before the wildcard. An
/// address that is not given is any.
pub(crate) fn find(host: Option<&str>, address: Option<IpAddr>, port: u16) -> Result<Certificate> {
    find_in(&path(), host, address, port)
}

/// The certificates for a listener of all hosts.
#[derive(Debug)]
pub(crate) struct All {
    /// By the host that a client asks for, in lower case.
    pub(crate) named: Vec<(String, Certificate)>,
    /// For clients that ask for another host, or for none.
    pub(crate) others: Option<Certificate>,
}

/// The certificates for a listener of all hosts at a port. There is one at least.
pub(crate) fn find_all(port: u16) -> Result<All> {
    find_all_in(&path(), port)
}

fn path() -> PathBuf {
    env::var_os("WEBSERVICES_SSLCERT").filter(|path| !path.is_empty()).map_or(FILE.into(), PathBuf::from)
}

fn context(path: &Path, fault: Fault) -> Fault {
    fault.context(format!("The listener has no credential, and takes its certificate from {}.", path.display()))
}

fn find_in(path: &Path, host: Option<&str>, address: Option<IpAddr>, port: u16) -> Result<Certificate> {
    let bindings = bindings(path)?;
    match best(&bindings, host, address, port) {
        Some((number, binding)) => binding.load_at(path, number),
        None => Err(none(path, host, port)),
    }
}

fn find_all_in(path: &Path, port: u16) -> Result<All> {
    let bindings = bindings(path)?;
    let mut named: Vec<(String, Certificate)> = Vec::new();
    for (number, binding) in &bindings {
        let Place::Name(name, at) = &binding.place else { continue };
        let name = name.to_ascii_lowercase();
        // The first of two equals, as below.
        if *at == port && !named.iter().any(|(known, _)| *known == name) {
            named.push((name, binding.load_at(path, *number)?));
        }
    }
    let others = best(&bindings, None, None, port);
    let others = others.map(|(number, binding)| binding.load_at(path, number)).transpose()?;
    if named.is_empty() && others.is_none() { Err(none(path, None, port)) } else { Ok(All { named, others }) }
}

/// The lines of the file, with their numbers.
fn bindings(path: &Path) -> Result<Vec<(usize, Binding)>> {
    let text = read(path).map_err(|fault| context(path, fault))?;
    let lines =
        (1..).zip(text.lines()).map(|(number, line)| (number, line.split('#').next().unwrap_or_default().trim()));
    let wrong = |number: usize, text: String| {
        context(path, failure(format!("Line {number} of {} is wrong: {text}.", path.display())))
    };
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| Ok((number, Binding::parse(line).map_err(|text| wrong(number, text))?)))
        .collect()
}

fn best<'a>(
    bindings: &'a [(usize, Binding)],
    host: Option<&str>,
    address: Option<IpAddr>,
    port: u16,
) -> Option<(usize, &'a Binding)> {
    let mut best: Option<(u8, usize, &Binding)> = None;
    for (number, binding) in bindings {
        let Some(rank) = binding.place.rank(host, address, port) else { continue };
        // The first of two equals, as in any such file.
        if best.is_none_or(|(before, _, _)| rank > before) {
            best = Some((rank, *number, binding));
        }
    }
    best.map(|(_, number, binding)| (number, binding))
}

#[cold]
fn none(path: &Path, host: Option<&str>, port: u16) -> Fault {
    let host = host.unwrap_or("*").escape_debug();
    context(path, failure(format!("No line of it is for port {port} of {host}.")))
}

/// One line.
#[derive(Debug)]
struct Binding {
    place: Place,
    certificate: Source,
}

#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// ipport; the unspecified addresses are any.
    Address(SocketAddr),
    /// hostnameport
    Name(String, u16),
}

#[derive(Debug, PartialEq, Eq)]
enum Source {
    /// certhash, certstorename, and the location, if one was said.
    Store { thumbprint: [u8; 20], store: String, location: Option<u32> },
    /// certfile, keyfile
    Files { certificate: PathBuf, key: Option<PathBuf> },
}

impl Place {
    /// How well it fits; `None` if it does not.
    fn rank(&self, host: Option<&str>, address: Option<IpAddr>, port: u16) -> Option<u8> {
        let is_wild = |address: IpAddr| address.is_unspecified();
        match self {
            Place::Address(place) if place.port() != port => None,
            Place::Address(place) if is_wild(place.ip()) => Some(1),
            Place::Address(place) => {
                let given = address.or_else(|| host.and_then(as_address));
                (given.is_some_and(|given| given.to_canonical() == place.ip().to_canonical())).then_some(3)
            }
            Place::Name(name, place) => {
                (*place == port && host.is_some_and(|host| host.eq_ignore_ascii_case(name))).then_some(2)
            }
        }
    }
}

fn as_address(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

impl Binding {
    fn parse(line: &str) -> Result<Self, String> {
        let mut settings = HashMap::new();
        for word in words(line)? {
            let (name, value) =
                word.split_once('=').ok_or_else(|| format!("\"{word}\" is not of the form name=value"))?;
            if settings.insert(name.to_ascii_lowercase(), value.to_owned()).is_some() {
                return Err(format!("{name} is there twice"));
            }
        }
        let mut take = |name: &str| settings.remove(name);
        let place = match (take("ipport"), take("hostnameport")) {
            (Some(place), None) => {
                Place::Address(place.parse().map_err(|_| format!("\"{place}\" is no address with a port"))?)
            }
            (None, Some(place)) => {
                let wrong = || format!("\"{place}\" is no host with a port");
                let (name, port) = place.rsplit_once(':').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
                let name = ascii_name(name).map_err(|fault| fault.texts().join(" "))?;
                Place::Name(name.into_owned(), port.parse().map_err(|_| wrong())?)
            }
            (Some(_), Some(_)) => return Err("ipport and hostnameport are there both".to_owned()),
            (None, None) => return Err("neither ipport nor hostnameport is there".to_owned()),
        };
        let (store, location, key) = (take("certstorename"), take("certstorelocation"), take("keyfile"));
        let certificate = match (take("certhash"), take("certfile")) {
            (Some(hash), None) if key.is_none() => {
                let thumbprint = store::digits(&hash).and_then(|bytes| bytes.try_into().ok());
                let thumbprint = thumbprint.ok_or_else(|| format!("\"{hash}\" is no thumbprint of 40 digits"))?;
                let location = match location.as_deref().map(str::to_ascii_lowercase).as_deref() {
                    None => None,
                    Some("currentuser") => Some(store::CURRENT_USER),
                    Some("localmachine") => Some(store::LOCAL_MACHINE),
                    Some(other) => return Err(format!("the location \"{other}\" is not CurrentUser or LocalMachine")),
                };
                Source::Store { thumbprint, store: store.unwrap_or_else(|| "My".to_owned()), location }
            }
            (None, Some(certificate)) if store.is_none() && location.is_none() => {
                Source::Files { certificate: certificate.into(), key: key.map(PathBuf::from) }
            }
            _ => return Err("it needs certhash, or certfile with or without keyfile".to_owned()),
        };
        // Names the program on Windows.
        take("appid");
        match settings.keys().next() {
            Some(name) => Err(format!("the setting {} is not known", name.escape_debug())),
            None => Ok(Binding { place, certificate }),
        }
    }

    /// The certificate, with its key and in its time.
    fn load_at(&self, path: &Path, number: usize) -> Result<Certificate> {
        let loaded = self.load().and_then(|certificate| {
            cert_source::usable(&certificate)?;
            let has_key = certificate.key().is_some();
            if has_key { Ok(certificate) } else { Err(failure("The certificate has no private key.")) }
        });
        loaded.map_err(|fault| context(path, fault.context(format!("This concerns line {number}."))))
    }

    fn load(&self) -> Result<Certificate> {
        match &self.certificate {
            Source::Store { thumbprint, store, location } => {
                let find = |location| store::find(location, store, &Find::Thumbprint(*thumbprint));
                match location {
                    Some(location) => find(*location),
                    // The machine's first: it is the machine's file.
                    None => find(store::LOCAL_MACHINE).or_else(|first| {
                        find(store::CURRENT_USER).map_err(|second| {
                            first.texts().iter().rev().fold(second, |fault, text| fault.context(text.clone()))
                        })
                    }),
                }
            }
            Source::Files { certificate, key } => {
                let key_bytes = store::read_key_file(key.as_deref().unwrap_or(certificate))?;
                let loaded = match key {
                    None => decode::pem(key_bytes.bytes(), None, None),
                    Some(_) => decode::pem(&bytes(certificate)?, Some(key_bytes.bytes()), None),
                };
                Ok(loaded?.with_answer(certificate.with_extension("ocsp")))
            }
        }
    }
}

/// The words of a line; quotation marks keep spaces.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => {
                if !word.is_empty() {
                    words.push(core::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if is_quoted {
        return Err("a quotation mark is not closed".to_owned());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

fn read(path: &Path) -> Result<String> {
    let bytes = bytes(path)?;
    String::from_utf8(bytes).map_err(|_| failure("The file is not UTF-8."))
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let attempt = || -> std::io::Result<Vec<u8>> {
        if !fs::metadata(path)?.is_file() {
            return Err(std::io::Error::other("it is no regular file"));
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match attempt() {
        Ok(bytes) if bytes.len() as u64 <= MAX_SIZE => Ok(bytes),
        Ok(_) => Err(Fault::quota("size of a configuration or certificate file", MAX_SIZE)),
        Err(problem) if problem.kind() == ErrorKind::NotFound => {
            Err(failure(format!("The file {} is not there.", path.display())))
        }
        Err(problem) => Err(failure(format!("The file {} cannot be read: {problem}.", path.display()))),
    }
}

#[cold]
fn failure(text: impl Into<String>) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::CERT_E_EXPIRED;
    use crate::security::test_certs::{certificate, folder};

    fn place(line: &str) -> Place {
        Binding::parse(&format!("{line} certfile=/a")).unwrap().place
    }

    #[test]
    fn the_best_place_wins() {
        let v4 = Some(IpAddr::from([127, 0, 0, 1]));
        let rank = |line: &str, host: Option<&str>, address, port| place(line).rank(host, address, port);
        assert_eq!(rank("ipport=0.0.0.0:443", Some("a"), v4, 443), Some(1));
        assert_eq!(rank("ipport=[::]:443", Some("a"), None, 443), Some(1));
        assert_eq!(rank("ipport=0.0.0.0:443", Some("a"), v4, 444), None);
        assert_eq!(rank("hostnameport=A.example:443", Some("a.EXAMPLE"), v4, 443), Some(2));
        assert_eq!(rank("hostnameport=a.example:443", Some("b.example"), v4, 443), None);
        assert_eq!(rank("hostnameport=a.example:443", None, v4, 443), None);
        assert_eq!(rank("ipport=127.0.0.1:443", Some("a"), v4, 443), Some(3));
        assert_eq!(rank("ipport=127.0.0.1:443", Some("127.0.0.1"), None, 443), Some(3));
        assert_eq!(rank("ipport=[::1]:443", Some("[::1]"), None, 443), Some(3));
        assert_eq!(rank("ipport=127.0.0.1:443", Some("a"), Some("::ffff:127.0.0.1".parse().unwrap()), 443), Some(3));
        assert_eq!(rank("ipport=127.0.0.1:443", Some("a"), None, 443), None);
    }

    #[test]
    fn lines_of_windows_are_understood() {
        let hash = "00112233445566778899AABBCCDDEEFF00112233";
        let line = format!(
            "ipport=0.0.0.0:8443 certhash={hash} appid={{00001111-aaaa-2222-bbbb-3333cccc4444}} certstorename=MY"
        );
        let Source::Store { thumbprint, store, location } = Binding::parse(&line).unwrap().certificate else {
            panic!()
        };
        assert!(thumbprint[..3] == [0, 0x11, 0x22] && store == "MY" && location.is_none());
        for wrong in [
            "",
            "ipport=0.0.0.0:8443",
            "certfile=a",
            "ipport=0.0.0.0 certfile=a",
            "ipport=host:1 certfile=a",
            "hostnameport=host certfile=a",
            "hostnameport=:1 certfile=a",
            "hostnameport=a:65536 certfile=a",
            "ipport=0.0.0.0:1 hostnameport=a:1 certfile=a",
            "ipport=0.0.0.0:1 ipport=0.0.0.0:1 certfile=a",
            "ipport=0.0.0.0:1 certhash=00",
            "ipport=0.0.0.0:1 certfile=a certstorename=My",
            "ipport=0.0.0.0:1 certfile=a what=else",
            "ipport=0.0.0.0:1 certfile=\"a",
            "ipport=0.0.0.0:1 certfile",
        ] {
            assert!(Binding::parse(wrong).is_err(), "{wrong}");
        }
        let line = format!("{line} certstorelocation=Moon");
        assert!(Binding::parse(&line).unwrap_err().contains("moon"));
    }

    #[test]
    fn a_listener_gets_its_certificate() {
        let certs = folder();
        let path = env::temp_dir().join(format!("wws-sslcert-{}", std::process::id()));
        let files = |name: &str| format!("certfile=\"{0}/{name}.pem\" keyfile={0}/{name}.key", certs.display());
        let text = format!(
            "# a comment\n\nipport=0.0.0.0:1 {}\nhostnameport=localhost:1 {} # another\nipport=0.0.0.0:2 {}\n\
             ipport=0.0.0.0:3 {}\nipport=0.0.0.0:4 certfile=/nowhere\n",
            files("ec"),
            files("server"),
            files("expired"),
            format_args!("certfile={0}/ec.pem keyfile={0}/client.key", certs.display()),
        );
        fs::write(&path, text).unwrap();
        let find = |host: Option<&str>, port| find_in(&path, host, None, port);
        assert_eq!(find(Some("localhost"), 1).unwrap(), certificate("server"));
        assert_eq!(find(Some("other"), 1).unwrap(), certificate("ec"));
        assert!(find(None, 1).unwrap().key().is_some());
        assert_eq!(find(None, 2).unwrap_err().code(), CERT_E_EXPIRED);
        for (port, part) in [(3, "does not belong"), (4, "/nowhere cannot be read"), (5, "No line of it is for port 5")]
        {
            let texts = find(None, port).unwrap_err().texts().join(" ");
            assert!(texts.contains(part) && texts.contains(path.to_str().unwrap()), "{texts}");
        }
        // A listener of all hosts has the certificates of all of them.
        let text = format!(
            "hostnameport=A.example:1 {0}\nhostnameport=a.example:1 {1}\nhostnameport=b\u{fc}.example:1 {1}\n\
             hostnameport=c.example:2 {0}\nipport=0.0.0.0:2 {1}\nipport=0.0.0.0:3 {1}\nhostnameport=a:4 {2}\n",
            files("server"),
            files("ec"),
            files("expired"),
        );
        fs::write(&path, text).unwrap();
        let all = find_all_in(&path, 1).unwrap();
        let names: Vec<_> = all.named.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a.example", "xn--b-eha.example"]);
        assert!(all.named[0].1 == certificate("server") && all.others.is_none());
        let all = find_all_in(&path, 2).unwrap();
        assert!(all.named.len() == 1 && all.others == Some(certificate("ec")));
        assert!(find_all_in(&path, 3).unwrap().named.is_empty());
        assert_eq!(find_all_in(&path, 4).unwrap_err().code(), CERT_E_EXPIRED);
        assert!(find_all_in(&path, 5).unwrap_err().texts().join(" ").contains("port 5 of *"));
        fs::write(&path, "ipport=0.0.0.0:1 certfile=a\nnonsense\n").unwrap();
        assert!(find(None, 1).unwrap_err().texts()[0].contains("Line 2 of"));
        fs::remove_file(&path).unwrap();
        assert!(find(None, 1).unwrap_err().texts()[0].contains("is not there"));
    }
}
