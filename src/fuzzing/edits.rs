//! XML buffers that readers and writers work on at the same time.

use super::choices::Choices;
use super::copies::{buffer_events, from_buffer, must, roomy_output};
use super::events::{Format, events, roomy, shown};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::point::Point;
use crate::xml::buffer::tree::Position;
use crate::xml::reader::Reader;
use crate::xml::reader::settings;
use crate::xml::writer::{Encoding, Settings, Str, Value, Way, Writer};
use std::rc::Rc;

const MOVES: [MoveTo; 12] = [
    MoveTo::RootElement,
    MoveTo::NextElement,
    MoveTo::PreviousElement,
    MoveTo::ChildElement,
    MoveTo::EndElement,
    MoveTo::ParentElement,
    MoveTo::NextNode,
    MoveTo::PreviousNode,
    MoveTo::FirstNode,
    MoveTo::Bof,
    MoveTo::Eof,
    MoveTo::ChildNode,
];

/// Edits two buffers with two writers, while readers walk on them. What is in them then can be written, and read.
pub fn buffer_calls(data: &[u8]) {
    let mut choices = Choices::new(data);
    let budget = Rc::new(Budget::new(1 << 16));
    let Ok(buffers) = Buffer::new(&budget).and_then(|one| Ok([one, Buffer::new(&budget)?])) else { return };
    let settings = Settings { max_depth: 64, ..roomy_output(choices.flag()) };
    let mut hands = buffers.map(|buffer| Hands::new(buffer, settings));
    let mut positions = Vec::new();
    while !choices.is_empty() {
        let choice = choices.byte();
        let [first, second] = &mut hands;
        let (hands, other) = if choice & 0x80 == 0 { (first, second) } else { (second, first) };
        // What is refused leaves the tree as it was, and what faults a writer or reader ends only that one's work.
        let _ = hands.call(choice & 0x7F, &mut choices, other, &mut positions);
        if choices.byte() == 0xFF {
            hands.renew(settings);
        }
    }
    for hands in &hands {
        check(&hands.buffer);
    }
}

/// A buffer is a fragment at least, and no deeper than what was ever allowed.
fn check(buffer: &Buffer) {
    let settings = roomy(true, false);
    let read = must(buffer_events(buffer, settings), b"");
    let text = must(from_buffer(buffer, Encoding::Binary, roomy_output(true)), &read);
    let again = events(&text, &Format::Binary, settings);
    assert_eq!(again.outcome, Ok(()), "{}", shown(&read));
}

struct Hands {
    buffer: Buffer,
    writer: Writer,
    reader: Reader,
}

impl Hands {
    fn new(buffer: Buffer, settings: Settings) -> Self {
        let mut hands = Hands { buffer, writer: Writer::default(), reader: Reader::new(settings::Settings::default()) };
        hands.renew(settings);
        hands
    }

    fn renew(&mut self, settings: Settings) {
        must(self.writer.set_output_to_buffer(&self.buffer, settings), b"");
        self.reader.set_buffer(&self.buffer, settings::Settings::default());
    }

    fn call(
        &mut self,
        call: u8,
        choices: &mut Choices<'_>,
        other: &mut Hands,
        positions: &mut Vec<Position>,
    ) -> Result<()> {
        const NAMES: [&[u8]; 3] = [b"a", b"b", b"c"];
        const SPACES: [&[u8]; 3] = [b"", b"u", b"v"];
        let Hands { buffer, writer, reader } = self;
        let to = MOVES.get(usize::from(call >> 4)).copied().unwrap_or(MoveTo::Eof);
        let position = positions.get(usize::from(call >> 4)).copied();
        match call % 21 {
            0..=2 => {
                let prefix = choices.pick(&[None, Some(&b"p"[..]), Some(b"")]);
                let name = (Str::from(choices.pick(&NAMES)), Str::from(choices.pick(&SPACES)));
                writer.start_element(prefix, name.0, name.1)
            }
            3 => writer.end_element(),
            4 => {
                let prefix = choices.pick(&[None, Some(&b"q"[..])]);
                writer.start_attribute(prefix, choices.pick(&NAMES).into(), choices.pick(&SPACES).into(), false)?;
                writer.value(&Value::Int32(1), Way::Whole)?;
                writer.end_attribute()
            }
            5 => writer.xmlns(choices.pick(&[None, Some(b"p")]), choices.pick(&SPACES).into(), false),
            6 => writer.utf8(choices.pick(&NAMES).into(), Way::CharsUtf8),
            7 => writer.value(&Value::Base64(choices.pick(&NAMES)), Way::Bytes),
            8 => writer.start_cdata(),
            9 => writer.end_cdata(),
            10 => writer.comment(choices.pick(&NAMES)),
            11 | 12 => writer.move_to(to).map(drop),
            13 => reader.run(|reader| reader.movable()?.move_to(to)).map(drop),
            14 => {
                positions.push(if choices.flag() {
                    writer.position()?
                } else {
                    reader.run(|reader| reader.movable()?.position())?
                });
                Ok(())
            }
            15 => position.map_or(Ok(()), |position| writer.set_position(buffer, position)),
            16 => position
                .map_or(Ok(()), |position| reader.run(|reader| reader.movable()?.set_position(buffer, position))),
            17 => position.map_or(Ok(()), |position| buffer.remove(position)),
            18 => match choices.byte() % 3 {
                0 => reader.run(Reader::read_node),
                1 => reader.run(Reader::skip_node),
                _ => reader.run(|reader| reader.copy_to(&mut Point::new(&other.buffer))),
            },
            19 => writer.buffer(if choices.flag() { buffer } else { &other.buffer }),
            _ => writer.node(reader.node()),
        }
    }
}
