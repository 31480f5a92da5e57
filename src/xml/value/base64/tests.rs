use super::*;
use crate::abi::WS_E_INVALID_FORMAT;
use proptest::prelude::*;

fn decoded(text: &str) -> Vec<u8> {
    let mut out = b"kept".to_vec();
    parse_base64(&mut out, text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    out.split_off(4)
}

fn encoded(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    write_base64(&mut out, bytes).unwrap();
    String::from_utf8(out).unwrap()
}

/// The text of bytes, bit by bit.
fn reference(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let mut text: String = (0..bits.len())
        .step_by(6)
        .map(|start| format!("{:0<6}", &bits[start..bits.len().min(start + 6)]))
        .map(|sextet| char::from(alphabet[usize::from_str_radix(&sextet, 2).unwrap()]))
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Decodes text in pieces into buffers, the sizes of both cycling through those given.
fn in_pieces(text: &[u8], pieces: &[usize], rooms: &[usize]) -> Result<Vec<u8>> {
    let (mut decoder, mut all) = (Decoder::default(), Vec::new());
    let mut rooms = rooms.iter().cycle();
    let mut pieces = pieces.iter().cycle();
    let mut rest = text;
    while !rest.is_empty() {
        let (mut piece, behind) = rest.split_at(rest.len().min(*pieces.next().unwrap()));
        while !piece.is_empty() || decoder.has_held() {
            let mut room = vec![0xEE; *rooms.next().unwrap()];
            let progress = decoder.decode(piece, &mut room)?;
            assert!(progress.read + progress.written != 0, "no progress");
            all.extend_from_slice(&room[..progress.written]);
            assert!(room[progress.written..].iter().all(|byte| *byte == 0xEE), "written beyond what was said");
            piece = &piece[progress.read..];
        }
        rest = behind;
    }
    decoder.finish()?;
    Ok(all)
}

#[test]
fn the_examples_of_the_rfc() {
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(encoded(bytes.as_bytes()), text);
        assert_eq!(decoded(text), bytes.as_bytes());
    }
    assert_eq!(decoded("+/+/"), [0xFB, 0xFF, 0xBF]);
}

#[test]
fn white_space_may_be_anywhere() {
    for text in [" Z\tg\r=\n= ", "Zg==\r\n\r\n", "\n\nZg= =", "Z g = ="] {
        assert_eq!(decoded(text), b"f", "{text:?}");
    }
    assert_eq!(decoded(" \r\n\t"), b"");
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let text = encoded(&bytes);
    let lines: Vec<&str> = (0..text.len()).step_by(76).map(|start| &text[start..text.len().min(start + 76)]).collect();
    assert_eq!(decoded(&lines.join("\r\n")), bytes);
}

#[test]
fn everything_else_is_refused() {
    for (text, why) in [
        ("Z", "ends after 1 of the four"),
        ("Zg", "ends after 2 of the four"),
        ("Zg=", "ends after 3 of the four"),
        ("Zm9vY", "ends after 1 of the four"),
        ("Zm9", "ends after 3 of the four"),
        ("=", "nothing to be padded"),
        ("Z===", "nothing to be padded"),
        ("====", "nothing to be padded"),
        ("Zm9v=", "nothing to be padded"),
        ("Zm9v====", "nothing to be padded"),
        ("Zg===", "nothing to be padded"),
        ("Zg== =", "nothing to be padded"),
        ("Zg=a", "The character a follows the padding"),
        ("Zg==Zg==", "The character Z follows the padding"),
        ("Zm8=\nA", "The character A follows the padding"),
        ("Zh==", "bits that belong to no byte"),
        ("Zm9=", "bits that belong to no byte"),
        ("Zm9v-m8=", "The character - cannot be"),
        ("Zm9v_m8=", "The character _ cannot be"),
        ("Zm9v!", "The character ! cannot be"),
        ("Zm9v\0", "The byte 0x00 cannot be"),
        ("Zm9v\x0C", "The byte 0x0C cannot be"),
        ("Zm9v\u{A0}", "The byte 0xC2 cannot be"),
        ("Zg==\x0B", "The byte 0x0B cannot be"),
    ] {
        for text in [text.to_owned(), format!("{}{text}", "Zm9v".repeat(1000)), format!("{} {text}", "Zm9v".repeat(99))]
        {
            let mut out = b"kept".to_vec();
            let fault = parse_base64(&mut out, text.as_bytes()).unwrap_err();
            assert_eq!((fault.code(), &out[..]), (WS_E_INVALID_FORMAT, &b"kept"[..]), "{text:?}");
            assert!(fault.texts()[0].contains(why), "{text:?}: {fault:?}");
            for sizes in [&[1][..], &[2, 5], &[3], &[64, 1]] {
                let fault = in_pieces(text.as_bytes(), sizes, sizes).unwrap_err();
                assert!(fault.texts()[0].contains(why), "{text:?}: {fault:?}");
            }
        }
    }
}

#[test]
fn a_character_in_a_long_text_is_read_as_one_alone() {
    let good = encoded(&[0x5a; 54]).into_bytes();
    for at in 0..good.len() {
        for byte in 0..=0xFF {
            let mut text = good.clone();
            text[at] = byte;
            let mut whole = Vec::new();
            let parsed = parse_base64(&mut whole, &text).is_ok().then_some(whole);
            assert_eq!(parsed, in_pieces(&text, &[1], &[1]).ok(), "{byte:#x} at {at}");
        }
    }
}

#[test]
fn a_buffer_without_room_reads_no_text() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.decode(b"Zm9v", &mut []).unwrap(), Progress { read: 0, written: 0 });
    assert_eq!(decoder.decode(b" \nZm9v", &mut []).unwrap(), Progress { read: 2, written: 0 });
    let mut room = [0; 1];
    assert_eq!(decoder.decode(b"Zm9vZm9v", &mut room).unwrap(), Progress { read: 4, written: 1 });
    assert!(decoder.has_held());
    assert_eq!(decoder.decode(b"", &mut room).unwrap(), Progress { read: 0, written: 1 });
    let mut room = [0; 9];
    assert_eq!(decoder.decode(b"Zm9v", &mut room).unwrap(), Progress { read: 4, written: 4 });
    assert_eq!(&room[..4], b"ofoo");
}

#[test]
fn an_encoder_can_be_used_again() {
    let mut encoder = Encoder::default();
    let mut out = Vec::new();
    for _ in 0..2 {
        encoder.encode(&mut out, b"f").unwrap();
        encoder.encode(&mut out, b"").unwrap();
        encoder.encode(&mut out, b"o").unwrap();
        encoder.finish(&mut out).unwrap();
        encoder.finish(&mut out).unwrap();
    }
    assert_eq!(out, b"Zm8=Zm8=");
}

proptest! {
    #[test]
    fn bytes_round_trip(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = encoded(&bytes);
        prop_assert_eq!(&text, &reference(&bytes));
        prop_assert_eq!(decoded(&text), bytes);
    }

    #[test]
    fn pieces_of_any_size_give_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        spaces in prop::collection::vec((any::<prop::sample::Index>(), "[ \r\n\t]{1,3}"), 0..10),
        pieces in prop::collection::vec(1..90_usize, 1..6),
        rooms in prop::collection::vec(1..90_usize, 1..6),
    ) {
        let mut text = encoded(&bytes);
        for (place, space) in spaces {
            text.insert_str(place.index(text.len() + 1), &space);
        }
        prop_assert_eq!(in_pieces(text.as_bytes(), &pieces, &rooms).unwrap(), bytes);
    }

    #[test]
    fn pieces_are_encoded_as_the_whole(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..8), 0..12)) {
        let (mut encoder, mut out) = (Encoder::default(), Vec::new());
        for piece in &pieces {
            encoder.encode(&mut out, piece).unwrap();
        }
        encoder.finish(&mut out).unwrap();
        prop_assert_eq!(String::from_utf8(out).unwrap(), reference(&pieces.concat()));
    }

    /// What is accepted is exactly what bytes are encoded as, with white space in it.
    #[test]
    fn no_two_texts_mean_the_same_bytes(text in "[A-Da-d+/=! \n]{0,12}") {
        let mut out = Vec::new();
        if parse_base64(&mut out, text.as_bytes()).is_ok() {
            prop_assert_eq!(text.replace([' ', '\n'], ""), reference(&out));
        } else {
            prop_assert!(in_pieces(text.as_bytes(), &[1], &[1]).is_err());
        }
    }
}
