//! What can be written as text: characters, bytes and typed values.

use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DURATION};

/// A string that the binary encoding may write as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Str<'a> {
    /// The characters in UTF-8.
    pub(crate) bytes: &'a [u8],
    /// The number that stands for them in binary documents: even for the static dictionary, odd for the session's.
    pub(crate) id: Option<u32>,
}

impl<'a> From<&'a [u8]> for Str<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Str { bytes, id: None }
    }
}

/// A qualified name as content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QName<'a> {
    /// Empty for none; `None` leaves the choice to the writer.
    pub(crate) prefix: Option<Str<'a>>,
    pub(crate) local: Str<'a>,
    /// `None`: the prefix is written whatever it stands for.
    pub(crate) ns: Option<Str<'a>>,
}

/// Text of any type.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    /// Characters in UTF-8.
    Utf8(Str<'a>),
    /// Characters in UTF-16.
    Utf16(&'a [u16]),
    /// Bytes, whose text is their base64 form.
    Base64(&'a [u8]),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    /// In 100 ns.
    TimeSpan(i64),
    Duration(WS_DURATION),
    QName(QName<'a>),
    /// Items separated by single blanks; none of them a list.
    List(&'a [Value<'a>]),
}

/// Which call a value came by: the API lets an attribute's value be made by several calls of one way only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    Chars,
    CharsUtf8,
    Bytes,
    /// Text of a type that may come in pieces.
    Utf8Text,
    Utf16Text,
    Base64Text,
    /// Everything that is whole.
    Whole,
}

impl Way {
    /// Whether more of the same may follow.
    pub(super) fn may_repeat(self) -> bool {
        self != Way::Whole
    }
}
