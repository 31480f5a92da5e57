//! Whether a certificate was revoked: by an answer that its server sent along (OCSP stapling), or by the revocation lists
//! of the CA stores. Nothing is fetched over the network.

use super::anchors::Anchors;
use super::build;
use crate::security::name;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::ocsp::{OcspCertId, OcspCertStatus, OcspFlag, OcspResponse, OcspResponseStatus};
use openssl::stack::Stack;
use openssl::x509::{X509, X509Ref};

/// What is known about a chain.
pub(super) enum Revocation {
    Good,
    Revoked(String),
    Unknown(String),
    /// An answer had to come along, and none has that is good.
    Unanswered,
}

/// The clocks of an OCSP responder and ours may differ so much, in seconds.
const SKEW: u32 = 300;
/// How long an answer is good that does not say when there will be a next one, in seconds. The peer chooses what it sends
/// along, and would send what was said of it before it was revoked.
const WITHOUT_END: u32 = 24 * 60 * 60;
/// No answer about one certificate is longer.
const MAX_ANSWER: usize = 64 * 1024;

/// The status of a chain that ends at an anchor. `own` has the anchor where it is none of the usual ones.
pub(super) fn status(
    anchors: &Anchors,
    own: Option<&Anchors>,
    chain: &[X509],
    stapled: Option<&[u8]>,
    must_staple: bool,
) -> Revocation {
    let [first, .., last] = chain else {
        // Who is trusted itself has nobody above who could revoke it.
        return Revocation::Good;
    };
    let answered = match stapled.map(|answer| answered(answer, own.unwrap_or(anchors), chain)) {
        Some(Ok(Answer::Revoked)) => {
            let who = name::shown(first.subject_name());
            return Revocation::Revoked(format!("{who} was revoked, says the answer of its issuer that the peer sent"));
        }
        Some(Ok(Answer::Good)) => true,
        // An answer that says nothing, or that is nobody's, is as good as none.
        Some(Ok(Answer::Unknown) | Err(_)) | None => false,
    };
    if must_staple && !answered {
        return Revocation::Unanswered;
    }
    let of_own;
    let listed = match own {
        None => anchors.listed.as_deref(),
        Some(_) => {
            of_own = anchors.listed_under(last);
            of_own.as_deref()
        }
    };
    let mut unknown = None;
    for (at, x509) in chain.iter().enumerate().take(chain.len() - 1) {
        let who = || name::shown(x509.subject_name());
        // An answer of earlier days, which is what a peer that was revoked sends along, must not hide what a list says.
        let is_answered = answered && at == 0;
        let Some(listed) = listed else {
            if !is_answered {
                unknown.get_or_insert_with(|| format!("there is no revocation list for {}", who()));
            }
            continue;
        };
        let above = chain.get(at + 1..).unwrap_or_default();
        match build(listed, x509, above, &[]).map_err(|(result, _)| result.as_raw()) {
            // CERT_NOT_YET_VALID and CERT_HAS_EXPIRED come after revocation, and are looked at elsewhere.
            Ok(_) | Err(9 | 10) => {}
            // CERT_REVOKED
            Err(23) => return Revocation::Revoked(format!("{} was revoked by its issuer", who())),
            Err(_) if is_answered => {}
            // CRL_HAS_EXPIRED
            Err(12) => {
                unknown.get_or_insert_with(|| format!("the revocation list for {} is out of date", who()));
            }
            Err(_) => {
                unknown.get_or_insert_with(|| format!("there is no valid revocation list for {}", who()));
            }
        }
    }
    unknown.map_or(Revocation::Good, Revocation::Unknown)
}

pub(super) enum Answer {
    Good,
    Revoked,
    Unknown,
}

impl Answer {
    pub(super) fn says_something(&self) -> bool {
        !matches!(self, Answer::Unknown)
    }
}

/// What an OCSP answer in DER says about the first certificate of a chain.
pub(super) fn answered(answer: &[u8], anchors: &Anchors, chain: &[X509]) -> Result<Answer, ErrorStack> {
    let [first, issuer, ..] = chain else { return Ok(Answer::Unknown) };
    if answer.len() > MAX_ANSWER {
        return Ok(Answer::Unknown);
    }
    let response = OcspResponse::from_der(answer)?;
    if response.status() != OcspResponseStatus::SUCCESSFUL {
        return Ok(Answer::Unknown);
    }
    let basic = response.basic()?;
    let mut others = Stack::new()?;
    for x509 in chain.iter().skip(1) {
        others.push(x509.clone())?;
    }
    basic.verify(&others, &anchors.timed, OcspFlag::empty())?;
    for digest in [MessageDigest::sha1(), MessageDigest::sha256()] {
        let Some(status) = basic.find_status(&*certificate_id(digest, first, issuer)?) else { continue };
        status.check_validity(SKEW, status.next_update().is_none().then_some(WITHOUT_END))?;
        return Ok(match status.status {
            OcspCertStatus::GOOD => Answer::Good,
            OcspCertStatus::REVOKED => Answer::Revoked,
            _ => Answer::Unknown,
        });
    }
    Ok(Answer::Unknown)
}

fn certificate_id(digest: MessageDigest, subject: &X509Ref, issuer: &X509Ref) -> Result<OcspCertId, ErrorStack> {
    OcspCertId::from_cert(digest, subject, issuer)
}
