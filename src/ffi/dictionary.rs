//! The built-in dictionary as C sees it: statics that point at each other, made by the compiler, so that there is
//! nothing to initialise, to lock or to free.
//!
//! Only the loader writes to them, while it places the library; from then on they are in read-only pages, which C's
//! non-const types do not say.

use crate::abi::{BOOL, BYTE, GUID, ULONG, WS_XML_DICTIONARY, WS_XML_STRING};
use crate::xml::dictionary::{COUNT, STRINGS};

/// C data with pointers in it, for a static.
#[repr(transparent)]
struct Constant<T>(T);

// SAFETY: used for the two statics below only, which are never written; what they point at are other constants.
unsafe impl<T> Sync for Constant<T> {}

const TRUE: BOOL = 1;

static DICTIONARY: Constant<WS_XML_DICTIONARY> = Constant(WS_XML_DICTIONARY {
    // Means nothing but itself: it is never transmitted.
    guid: GUID {
        Data1: 0x6E0F_52C4,
        Data2: 0x9B1D,
        Data3: 0x4A63,
        Data4: [0xB8, 0x27, 0x3D, 0x91, 0xC5, 0x0E, 0x7A, 0xF6],
    },
    strings: (&raw const ENTRIES).cast::<WS_XML_STRING>().cast_mut(),
    stringCount: COUNT as ULONG,
    isConst: TRUE,
});

static ENTRIES: Constant<[WS_XML_STRING; COUNT]> = Constant(entries());

const fn entries() -> [WS_XML_STRING; COUNT] {
    let mut entries = [entry("", 0); COUNT];
    let mut id = 0;
    let mut places: &mut [WS_XML_STRING] = &mut entries;
    let mut strings: &[&str] = &STRINGS;
    // Slice patterns, since constant evaluation knows no iterators.
    while let ([place, more_places @ ..], [string, more_strings @ ..]) = (places, strings) {
        *place = entry(string, id);
        id += 1;
        (places, strings) = (more_places, more_strings);
    }
    entries
}

const fn entry(string: &'static str, id: ULONG) -> WS_XML_STRING {
    WS_XML_STRING {
        length: string.len() as ULONG,
        bytes: string.as_ptr().cast::<BYTE>().cast_mut(),
        dictionary: (&raw const DICTIONARY.0).cast_mut(),
        id,
    }
}

/// The dictionary that both binary encodings start with. Valid for the life of the process, and read-only.
pub(super) fn builtin() -> *mut WS_XML_DICTIONARY {
    (&raw const DICTIONARY.0).cast_mut()
}
