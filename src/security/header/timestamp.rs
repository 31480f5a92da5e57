//! Timestamps: when a message was secured, and until when it is good.

use super::WSU;
use super::parse::{Leaf, leaves};
use crate::abi::WS_DATETIME_FORMAT_NONE;
use crate::message::headers::attribute;
use crate::runtime::datetime::{Civil, DateTime};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::settings::Properties;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::value::datetime::parse_datetime;
use crate::xml::value::trim;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Timestamp {
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) created: DateTime,
    pub(crate) expires: Option<DateTime>,
}

impl Timestamp {
    /// One for a message that is sent now.
    pub(crate) fn new(id: &str, now: DateTime, validity: u64) -> Result<Self> {
        let expires = DateTime::from_ticks(now.ticks().saturating_add(validity))?;
        Ok(Timestamp { id: Some(id.into()), created: now, expires: Some(expires) })
    }

    /// Reads the element that a cursor is on, to its end.
    pub(super) fn parse(cursor: &mut Cursor) -> Result<Self> {
        let id = attribute(cursor.present(), b"Id", WSU)?.map(|id| id.into_owned());
        let leaves = leaves(cursor, "Timestamp")?;
        let mut created = None;
        let mut expires = None;
        for leaf in &leaves {
            match &*leaf.local {
                b"Created" if leaf.ns == WSU && expires.is_none() => created = Some(time(leaf)?),
                b"Expires" if leaf.ns == WSU => expires = Some(time(leaf)?),
                other => {
                    return Err(Fault::invalid_format(format!(
                        "The element '{}' is not allowed in a Timestamp, or not there: it has Created, then Expires.",
                        quoted(other)
                    )));
                }
            }
        }
        let created = created.ok_or_else(|| Fault::invalid_format("The Timestamp has no element 'Created'."))?;
        if expires.is_some_and(|expires| expires < created) {
            return Err(Fault::invalid_format("The Timestamp expires before it was created."));
        }
        Ok(Timestamp { id, created, expires })
    }

    /// Refuses what is not of this time.
    pub(super) fn check(&self, now: DateTime, properties: &Properties) -> Result<()> {
        check_created("The Timestamp", self.created, now, properties)?;
        let skew = properties.max_clock_skew;
        match self.expires {
            Some(expires) if expires.ticks().saturating_add(skew) <= now.ticks() => Err(stale(format!(
                "The Timestamp expired at {expires}, and it is {now}; clocks may differ by {} s.",
                seconds(skew)
            ))),
            _ => Ok(()),
        }
    }

    /// The element in its canonical form.
    pub(crate) fn canonical(&self) -> Vec<u8> {
        let mut xml = Vec::with_capacity(320);
        xml.extend_from_slice(b"<u:Timestamp xmlns:u=\"");
        xml.extend_from_slice(WSU);
        if let Some(id) = &self.id {
            xml.extend_from_slice(b"\" u:Id=\"");
            // Ids are made here, and need no escapes.
            xml.extend_from_slice(id);
        }
        xml.extend_from_slice(b"\"><u:Created>");
        xml.extend_from_slice(text(self.created).as_bytes());
        xml.extend_from_slice(b"</u:Created>");
        if let Some(expires) = self.expires {
            xml.extend_from_slice(b"<u:Expires>");
            xml.extend_from_slice(text(expires).as_bytes());
            xml.extend_from_slice(b"</u:Expires>");
        }
        xml.extend_from_slice(b"</u:Timestamp>");
        xml
    }
}

/// Refuses what was created too long ago, or in the future.
pub(super) fn check_created(what: &str, created: DateTime, now: DateTime, properties: &Properties) -> Result<()> {
    let Properties { max_clock_skew: skew, max_allowed_latency: latency, .. } = *properties;
    if created.ticks() > now.ticks().saturating_add(skew) {
        return Err(stale(format!(
            "{what} was created at {created}, and it is only {now}; clocks may differ by {} s \
             (WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW).",
            seconds(skew)
        )));
    }
    if last_of(created, properties) < now.ticks() {
        return Err(stale(format!(
            "{what} was created at {created}, and it is {now}: a message may be {} s old \
             (WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY), and clocks may differ by {} s.",
            seconds(latency),
            seconds(skew)
        )));
    }
    Ok(())
}

/// The last tick at which what was created at a time is accepted.
pub(super) fn last_of(created: DateTime, properties: &Properties) -> u64 {
    created.ticks().saturating_add(properties.max_allowed_latency).saturating_add(properties.max_clock_skew)
}

fn stale(text: String) -> Fault {
    Fault::invalid_format(text)
}

fn seconds(ticks: u64) -> u64 {
    ticks / 10_000_000
}

/// A time as the profile has it: UTC, to the millisecond.
pub(super) fn text(time: DateTime) -> String {
    let Civil { year, month, day, hour, minute, second, fraction } = time.civil();
    let milliseconds = fraction / 10_000;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
}

/// The time that an element says.
pub(super) fn time(leaf: &Leaf) -> Result<DateTime> {
    // ValueType could give another type, which nobody uses.
    leaf.check_attributes(&[])?;
    let said = trim(leaf.text.bytes());
    let name = || quoted(&leaf.local);
    let time = parse_datetime(said)
        .map_err(|fault| fault.context(format!("This concerns the element '{}' of the Security header.", name())))?;
    if time.format == WS_DATETIME_FORMAT_NONE {
        return Err(Fault::invalid_format(format!(
            "The element '{}' says '{}', and not in which time zone.",
            name(),
            quoted(said)
        )));
    }
    DateTime::from_ticks(time.ticks)
}
