//! Changes of XML text that know what elements and attributes are: what was moved, doubled or renamed is still well-formed
//! more often than not.

use super::choices::Choices;
use core::ops::Range;

/// Where elements and the values of attributes are, in text as this library writes it.
fn places(text: &[u8]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut elements, mut values, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'<')).map(|i| at + i) {
        let Some(end) = text.get(start..).and_then(|rest| rest.iter().position(|&b| b == b'>')).map(|i| start + i + 1)
        else {
            break;
        };
        let tag = text.get(start..end).unwrap_or_default();
        if tag.starts_with(b"</") {
            if let Some(first) = open.pop() {
                elements.push(first..end);
            }
        } else if tag.ends_with(b"/>") {
            elements.push(start..end);
        } else {
            open.push(start);
        }
        let quotes: Vec<usize> = tag.iter().enumerate().filter(|(_, b)| **b == b'"').map(|(i, _)| start + i).collect();
        for pair in quotes.chunks_exact(2) {
            if let [from, to] = *pair {
                values.push(from + 1..to);
            }
        }
        at = end;
    }
    (elements, values)
}

/// Makes one change of a message.
pub(super) fn change(text: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let [how, high, low, byte, count] = choices.array();
    let number = usize::from(high) << 8 | usize::from(low);
    let pick = |from: &[Range<usize>], number: usize| from.get(number % from.len().max(1)).cloned().unwrap_or(0..0);
    let at = number % text.len().max(1);
    match how % 10 {
        0 => text.insert(at, byte),
        1 => drop(text.drain(at..text.len().min(at + usize::from(count)))),
        2 => text.get_mut(at).into_iter().for_each(|place| *place = byte),
        3 => {
            let copy = text.get(at..text.len().min(at + usize::from(count))).unwrap_or_default().to_vec();
            let to = (at + usize::from(byte) * 16).min(text.len());
            drop(text.splice(to..to, copy));
        }
        // An element goes, comes twice, moves into, before or behind another one.
        how @ 4..=7 => {
            let (elements, _) = places(text);
            let (from, to) = (pick(&elements, usize::from(byte)), pick(&elements, usize::from(count)));
            let copy = text.get(from.clone()).unwrap_or_default().to_vec();
            match how {
                4 => drop(text.splice(from, [])),
                5 => drop(text.splice(to.end..to.end, copy)),
                6 => drop(text.splice(to.start..to.start, copy)),
                _ if to.start < from.start && to.end >= from.end => drop(text.splice(to, copy)),
                _ => {
                    let end = text.get(..to.end).and_then(|t| t.iter().rposition(|&b| b == b'<')).unwrap_or(to.end);
                    drop(text.splice(end..end, copy));
                }
            }
        }
        // The value of an attribute becomes that of another one.
        8 => {
            let (_, values) = places(text);
            let copy = text.get(pick(&values, usize::from(byte))).unwrap_or_default().to_vec();
            drop(text.splice(pick(&values, usize::from(count)), copy));
        }
        _ => {
            let name = choices.bytes(usize::from(count & 31)).to_vec();
            let (_, values) = places(text);
            drop(text.splice(pick(&values, usize::from(byte)), name));
        }
    }
}
