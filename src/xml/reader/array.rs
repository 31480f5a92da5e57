//! Runs of elements with one value each: WsReadArray.

use super::value::FromValue;
use super::{Decoder, Reader, Wanted};
use crate::runtime::fault::Result;

impl Reader {
    /// Reads up to `count` elements of the wanted name, each with one value, and hands the values on with their index.
    /// Answers how many there were.
    pub(crate) fn read_array<T: FromValue>(
        &mut self,
        wanted: Wanted<'_>,
        count: u32,
        mut put: impl FnMut(u32, T),
    ) -> Result<u32> {
        let mut read = 0;
        while read < count && self.read_to_start_element(wanted)? {
            let run = self.read_run(count - read, |index, value| put(read + index, value));
            if run > 0 {
                read += run;
                // From the end tag of the last one to what follows.
                self.read_node()?;
                continue;
            }
            self.read_node()?;
            let value = self.read_value(T::from_value)?;
            self.read_end_element()?;
            put(read, value);
            read += 1;
        }
        Ok(read)
    }

    /// Reads items of an array record of the binary encoding as they stand, without making nodes of them. Answers how
    /// many; the reader is on the end of the last one then.
    fn read_run<T: FromValue>(&mut self, count: u32, mut put: impl FnMut(u32, T)) -> u32 {
        // What is canonicalised has to pass as nodes.
        let (Decoder::Binary(decoder), None, None, None) =
            (&mut self.decoder, &self.cursor, &self.canonical, &self.attribute)
        else {
            return 0;
        };
        let Some(items) = decoder.array_items(&self.document) else { return 0 };
        let Some(convert) = T::from_item(items.item) else { return 0 };
        let mut read = 0;
        for item in items.bytes.chunks_exact(items.item.size()).take(count as usize) {
            let Some(value) = convert(item) else { break };
            put(read, value);
            read += 1;
        }
        if read > 0 {
            decoder.skip_array_items(&mut self.document, read);
            self.content.begin_content();
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::node::NodeKind;
    use crate::xml::reader::binary::{BinaryDecoder, Dictionary};
    use crate::xml::reader::input::Input;
    use crate::xml::reader::settings::Settings;

    /// `<r>` with an array of three `<i>` of int32, then `<i>` with the text 4, then the end.
    const DOCUMENT: &[u8] =
        b"\x40\x01r\x03\x40\x01i\x01\x8D\x03\x01\0\0\0\xFE\xFF\xFF\xFF\x03\0\0\0\x40\x01i\x99\x014\x01";

    fn read<T: FromValue>(count: u32) -> (Vec<T>, NodeKind) {
        let mut reader = Reader::new(Settings::default());
        let decoder = Decoder::Binary(Box::new(BinaryDecoder::new(Dictionary::default(), None)));
        reader.set_input(decoder, Input::lent(DOCUMENT), Settings::default());
        reader.read_start_element().unwrap();
        let mut values = Vec::new();
        let wanted = Wanted { local: Some(b"i"), ns: Some(b"") };
        let read = reader
            .read_array(wanted, count, |index, value| {
                assert_eq!(index as usize, values.len());
                values.push(value);
            })
            .unwrap();
        assert_eq!(read as usize, values.len());
        (values, reader.kind())
    }

    #[test]
    fn records_and_elements_make_one_array() {
        assert_eq!(read::<i32>(10), (vec![1, -2, 3, 4], NodeKind::EndElement));
        assert_eq!(read::<i32>(2), (vec![1, -2], NodeKind::Element));
        // Not the type of the record: by way of the nodes.
        assert_eq!(read::<i64>(10), (vec![1, -2, 3, 4], NodeKind::EndElement));
    }
}
