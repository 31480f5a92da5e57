//! Descriptions that are not right any more.

use super::Maker;
use crate::abi::*;
use crate::fuzzing::choices::Choices;
use core::ptr::null_mut;

impl Maker<'_> {
    /// Changes some members. No pointer is made that does not lead to what its type says.
    pub(in crate::fuzzing::typed) fn damage(&mut self, choices: &mut Choices<'_>) {
        for _ in 0..=choices.byte() % 4 {
            let which = choices.byte();
            let number = odd_number(choices);
            let pick = usize::from(choices.byte());
            if which & 0xC0 == 0xC0 {
                let Some(&union) = self.unions.get(pick % self.unions.len().max(1)) else { continue };
                // SAFETY: it is in the heap.
                let union = unsafe { &mut *union };
                match which % 5 {
                    0 => union.size = number,
                    1 => union.alignment = number,
                    2 => union.enumOffset = number,
                    3 => union.fieldCount = union.fieldCount.min(number),
                    _ => union.fields = null_mut(),
                }
            } else if which & 0x80 != 0 {
                let Some(&structure) = self.structs.get(pick % self.structs.len().max(1)) else { continue };
                // SAFETY: it is in the heap.
                let structure = unsafe { &mut *structure };
                match which % 7 {
                    0 => structure.size = number,
                    1 => structure.alignment = number,
                    2 => structure.fieldCount = structure.fieldCount.min(number),
                    3 => structure.fields = null_mut(),
                    4 => structure.structOptions = number,
                    5 => structure.parentType = structure,
                    _ => structure.typeLocalName = null_mut(),
                }
            } else {
                let Some(&field) = self.fields.get(pick % self.fields.len().max(1)) else { continue };
                // SAFETY: it is in the heap.
                let field = unsafe { &mut *field };
                match which % 11 {
                    0 => field.offset = number,
                    1 => field.countOffset = number,
                    2 => field.options = number,
                    3 => field.options ^= 1 << (number % 8),
                    4 => field.mapping = WS_FIELD_MAPPING((number % 15) as i32 - 1),
                    5 => {
                        field.r#type = WS_TYPE((number % 37) as i32 - 1);
                        field.typeDescription = null_mut();
                    }
                    6 => field.localName = null_mut(),
                    7 => field.ns = null_mut(),
                    8 => field.itemLocalName = null_mut(),
                    9 => field.itemRange = self.heap.put(WS_ITEM_RANGE { minItemCount: number, maxItemCount: 1 }),
                    _ => {
                        let value = self.heap.put(0_u64).cast();
                        field.defaultValue = self.heap.put(WS_DEFAULT_VALUE { value, valueSize: number % 9 });
                    }
                }
            }
        }
    }
}

fn odd_number(choices: &mut Choices<'_>) -> u32 {
    let numbers = [0_u32, 1, 2, 3, 4, 7, 8, 12, 16, 24, 64, 4096, 0x7FFF_FFFF, 0x8000_0000, u32::MAX - 7, u32::MAX];
    let byte = choices.byte();
    if byte & 0x80 != 0 { u32::from(byte & 0x7F) } else { numbers.get(usize::from(byte) % 16).copied().unwrap_or(0) }
}
