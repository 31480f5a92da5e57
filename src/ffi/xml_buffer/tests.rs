use super::*;
use crate::ffi::{WsCreateHeap, WsFreeHeap, WsResetHeap};
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::point::Point;
use core::ptr::{null, null_mut};

fn heap(size: usize) -> *mut WS_HEAP {
    let mut heap = null_mut();
    // SAFETY: valid pointers.
    assert_eq!(unsafe { WsCreateHeap(size, 0, null(), 0, &mut heap, null_mut()) }, S_OK);
    heap
}

fn buffer(heap: *mut WS_HEAP) -> *mut WS_XML_BUFFER {
    let mut buffer = null_mut();
    // SAFETY: valid pointers.
    assert_eq!(unsafe { WsCreateXmlBuffer(heap, null(), 0, &mut buffer, null_mut()) }, S_OK);
    buffer
}

#[test]
fn what_is_set_to_a_buffer_fails_when_its_heap_is_reset_or_freed() {
    let heap = heap(1 << 16);
    for free in [false, true] {
        let handle = buffer(heap);
        // SAFETY: the handle is live.
        let engine = unsafe { get(handle) }.unwrap();
        let (mut cursor, point) = (Cursor::new(&engine), Point::new(&engine));
        drop(engine);
        cursor.read().unwrap();
        // SAFETY: the heap is live.
        unsafe {
            if free {
                WsFreeHeap(heap);
            } else {
                assert_eq!(WsResetHeap(heap, null_mut()), S_OK);
            }
        }
        for fault in [cursor.read().unwrap_err(), cursor.position().unwrap_err(), point.depth().unwrap_err()] {
            assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
            assert!(fault.texts()[0].contains("reset or freed"), "{fault:?}");
        }
        assert!(cursor.node().is_err());
    }
}

#[test]
fn wrong_parameters_are_refused() {
    let small = heap(32);
    let heap = heap(1 << 16);
    let mut out = null_mut();
    let property = WS_XML_BUFFER_PROPERTY { id: WS_XML_BUFFER_PROPERTY_ID(0), value: null_mut(), valueSize: 0 };
    // SAFETY: valid pointers, or NULL.
    unsafe {
        assert_eq!(WsCreateXmlBuffer(null_mut(), null(), 0, &mut out, null_mut()), E_INVALIDARG);
        assert_eq!(WsCreateXmlBuffer(heap, null(), 0, null_mut(), null_mut()), E_INVALIDARG);
        assert_eq!(WsCreateXmlBuffer(heap, null(), 1, &mut out, null_mut()), E_INVALIDARG);
        assert_eq!(WsCreateXmlBuffer(heap, &property, 1, &mut out, null_mut()), E_INVALIDARG);
        assert_eq!(WsCreateXmlBuffer(small, null(), 0, &mut out, null_mut()), WS_E_QUOTA_EXCEEDED);
        assert!(out.is_null());
        assert_eq!(handle::get(heap).unwrap().requested_size(), 0);
        assert_eq!(handle::get(small).unwrap().requested_size(), 0);
        WsFreeHeap(heap);
        WsFreeHeap(small);
    }
}

#[test]
fn positions_come_back_from_c() {
    let heap = heap(1 << 16);
    let handle = buffer(heap);
    // SAFETY: the handle is live, and the heap until the last line.
    unsafe {
        let engine = get(handle).unwrap();
        let position = Point::new(&engine).position().unwrap();
        let there = position_to_c(handle, position);
        assert!(!there.node.is_null());
        let (found, back) = position_from_c(&there).unwrap();
        assert_eq!(back, position);
        Cursor::new(&engine).set_position(&found, back).unwrap();
        let nowhere = WS_XML_NODE_POSITION { buffer: null_mut(), node: null_mut() };
        assert_eq!(position_from_c(&nowhere).unwrap_err().code(), E_INVALIDARG);
        drop((engine, found));
        WsFreeHeap(heap);
    }
}

#[test]
fn every_move_has_its_number_and_no_other_has_one() {
    let moves: Vec<MoveTo> = (0..12).map(|to| move_to(WS_MOVE_TO(to)).unwrap()).collect();
    assert!(moves.iter().enumerate().all(|(index, to)| !moves[..index].contains(to)));
    for to in [-1, 12, i32::MAX] {
        let fault = move_to(WS_MOVE_TO(to)).unwrap_err();
        assert!(fault.code() == E_INVALIDARG && fault.texts()[0].contains(&to.to_string()), "{fault:?}");
    }
}
