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
        check_created("The Timestamp", self.created, now, Age::of(properties))?;
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
        xml.extend_from_slice(&text(self.created));
        xml.extend_from_slice(b"</u:Created>");
        if let Some(expires) = self.expires {
            xml.extend_from_slice(b"<u:Expires>");
            xml.extend_from_slice(&text(expires));
            xml.extend_from_slice(b"</u:Expires>");
        }
        xml.extend_from_slice(b"</u:Timestamp>");
        xml
    }
}

/// How old something may be, and how much clocks may differ; in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    pub(super) latency: u64,
    pub(super) skew: u64,
}

impl Age {
    pub(super) fn of(properties: &Properties) -> Self {
        Age { latency: properties.max_allowed_latency, skew: properties.max_clock_skew }
    }

    /// The last tick at which what was created at a time is accepted.
    pub(super) fn last_of(self, created: DateTime) -> u64 {
        created.ticks().saturating_add(self.latency).saturating_add(self.skew)
    }
}

/// Refuses what was created too long ago, or in the future.
pub(super) fn check_created(what: &str, created: DateTime, now: DateTime, age: Age) -> Result<()> {
    let Age { latency, skew } = age;
    if created.ticks() > now.ticks().saturating_add(skew) {
        return Err(stale(format!(
            "{what} was created at {created}, and it is only {now}; clocks may differ by {} s \
             (WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW).",
            seconds(skew)
        )));
    }
    if age.last_of(created) < now.ticks() {
        return Err(stale(format!(
            "{what} was created at {created}, and it is {now}: a message may be {} s old \
             (WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY), and clocks may differ by {} s.",
            seconds(latency),
            seconds(skew)
        )));
    }
    Ok(())
}

fn stale(text: String) -> Fault {
    Fault::invalid_format(text)
}

fn seconds(ticks: u64) -> u64 {
    ticks / 10_000_000
}

/// A time as the profile has it: UTC, to the millisecond.
pub(super) fn text(time: DateTime) -> [u8; 24] {
    let Civil { year, month, day, hour, minute, second, fraction } = time.civil();
    // Each with its first digit's weight, and what is behind it.
    let numbers = [
        (u32::from(year), 1000, b'-'),
        (u32::from(month), 10, b'-'),
        (u32::from(day), 10, b'T'),
        (u32::from(hour), 10, b':'),
        (u32::from(minute), 10, b':'),
        (u32::from(second), 10, b'.'),
        (fraction / 10_000, 100, b'Z'),
    ];
    let mut text = [0; 24];
    let mut places = text.iter_mut();
    let mut put = |byte| {
        if let Some(place) = places.next() {
            *place = byte;
        }
    };
    for (number, first, behind) in numbers {
        let mut weight = first;
        while weight != 0 {
            put(b'0' + (number / weight % 10) as u8);
            weight /= 10;
        }
        put(behind);
    }
    text
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
