//! Windows' numbers of languages (LANGID) and the names that XML has for them (xml:lang, RFC 5646). Numbers: \[MS-LCID\].

use crate::abi::LANGID;

/// The name of a language, with the region where that is known; empty if the language is not.
pub(crate) fn tag(language: LANGID) -> &'static str {
    match REGIONAL.binary_search_by_key(&language, |(id, _)| *id) {
        Ok(index) => REGIONAL.get(index).map_or("", |(_, tag)| tag),
        Err(_) => primary(language),
    }
}

/// Whether a text whose language has this name is one for readers of the language. Regions make no difference, and what
/// does not say its language is for all.
pub(crate) fn matches(language: LANGID, tag: &str) -> bool {
    let name = tag.split(['-', '_']).next().unwrap_or_default();
    let wanted = primary(language);
    let is_norwegian = |name: &str| ["nb", "nn", "no"].iter().any(|form| name.eq_ignore_ascii_case(form));
    tag.is_empty() || name.eq_ignore_ascii_case(wanted) || (is_norwegian(wanted) && is_norwegian(name))
}

/// The name without a region. The lower 10 bits of a number are the language.
fn primary(language: LANGID) -> &'static str {
    let id = language & 0x3FF;
    match PRIMARY.binary_search_by_key(&id, |(id, _)| *id) {
        // Three languages have one number, told apart by the region.
        Ok(_) if id == 0x1A => match language >> 10 {
            1 | 4 => "hr",
            5 | 8 => "bs",
            _ => "sr",
        },
        Ok(index) => PRIMARY.get(index).map_or("", |(_, tag)| tag),
        Err(_) => "",
    }
}

const PRIMARY: [(LANGID, &str); 81] = [
    (0x01, "ar"),
    (0x02, "bg"),
    (0x03, "ca"),
    (0x04, "zh"),
    (0x05, "cs"),
    (0x06, "da"),
    (0x07, "de"),
    (0x08, "el"),
    (0x09, "en"),
    (0x0A, "es"),
    (0x0B, "fi"),
    (0x0C, "fr"),
    (0x0D, "he"),
    (0x0E, "hu"),
    (0x0F, "is"),
    (0x10, "it"),
    (0x11, "ja"),
    (0x12, "ko"),
    (0x13, "nl"),
    (0x14, "no"),
    (0x15, "pl"),
    (0x16, "pt"),
    (0x17, "rm"),
    (0x18, "ro"),
    (0x19, "ru"),
    (0x1A, "hr"),
    (0x1B, "sk"),
    (0x1C, "sq"),
    (0x1D, "sv"),
    (0x1E, "th"),
    (0x1F, "tr"),
    (0x20, "ur"),
    (0x21, "id"),
    (0x22, "uk"),
    (0x23, "be"),
    (0x24, "sl"),
    (0x25, "et"),
    (0x26, "lv"),
    (0x27, "lt"),
    (0x28, "tg"),
    (0x29, "fa"),
    (0x2A, "vi"),
    (0x2B, "hy"),
    (0x2C, "az"),
    (0x2D, "eu"),
    (0x2F, "mk"),
    (0x36, "af"),
    (0x37, "ka"),
    (0x38, "fo"),
    (0x39, "hi"),
    (0x3A, "mt"),
    (0x3C, "ga"),
    (0x3E, "ms"),
    (0x3F, "kk"),
    (0x40, "ky"),
    (0x41, "sw"),
    (0x42, "tk"),
    (0x43, "uz"),
    (0x44, "tt"),
    (0x45, "bn"),
    (0x46, "pa"),
    (0x47, "gu"),
    (0x48, "or"),
    (0x49, "ta"),
    (0x4A, "te"),
    (0x4B, "kn"),
    (0x4C, "ml"),
    (0x4D, "as"),
    (0x4E, "mr"),
    (0x50, "mn"),
    (0x52, "cy"),
    (0x53, "km"),
    (0x54, "lo"),
    (0x56, "gl"),
    (0x5B, "si"),
    (0x5E, "am"),
    (0x61, "ne"),
    (0x62, "fy"),
    (0x63, "ps"),
    (0x64, "fil"),
    (0x6E, "lb"),
];

const REGIONAL: [(LANGID, &str); 57] = [
    (0x0401, "ar-SA"),
    (0x0402, "bg-BG"),
    (0x0403, "ca-ES"),
    (0x0404, "zh-TW"),
    (0x0405, "cs-CZ"),
    (0x0406, "da-DK"),
    (0x0407, "de-DE"),
    (0x0408, "el-GR"),
    (0x0409, "en-US"),
    (0x040A, "es-ES"),
    (0x040B, "fi-FI"),
    (0x040C, "fr-FR"),
    (0x040D, "he-IL"),
    (0x040E, "hu-HU"),
    (0x0410, "it-IT"),
    (0x0411, "ja-JP"),
    (0x0412, "ko-KR"),
    (0x0413, "nl-NL"),
    (0x0414, "nb-NO"),
    (0x0415, "pl-PL"),
    (0x0416, "pt-BR"),
    (0x0418, "ro-RO"),
    (0x0419, "ru-RU"),
    (0x041A, "hr-HR"),
    (0x041B, "sk-SK"),
    (0x041D, "sv-SE"),
    (0x041E, "th-TH"),
    (0x041F, "tr-TR"),
    (0x0421, "id-ID"),
    (0x0422, "uk-UA"),
    (0x0424, "sl-SI"),
    (0x0425, "et-EE"),
    (0x0426, "lv-LV"),
    (0x0427, "lt-LT"),
    (0x042A, "vi-VN"),
    (0x0439, "hi-IN"),
    (0x0804, "zh-CN"),
    (0x0807, "de-CH"),
    (0x0809, "en-GB"),
    (0x080A, "es-MX"),
    (0x080C, "fr-BE"),
    (0x0810, "it-CH"),
    (0x0813, "nl-BE"),
    (0x0814, "nn-NO"),
    (0x0816, "pt-PT"),
    (0x081D, "sv-FI"),
    (0x0C04, "zh-HK"),
    (0x0C07, "de-AT"),
    (0x0C09, "en-AU"),
    (0x0C0A, "es-ES"),
    (0x0C0C, "fr-CA"),
    (0x1004, "zh-SG"),
    (0x1007, "de-LU"),
    (0x1009, "en-CA"),
    (0x100C, "fr-CH"),
    (0x1409, "en-NZ"),
    (0x1809, "en-IE"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(PRIMARY.is_sorted_by(|a, b| a.0 < b.0));
        assert!(REGIONAL.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn regional_names_begin_with_the_language() {
        for (id, name) in REGIONAL {
            assert!(matches(id, name), "{id:04X} {name}");
        }
    }

    #[test]
    fn names_of_numbers() {
        for (id, name) in
            [(0x0409, "en-US"), (0x2409, "en"), (0x0407, "de-DE"), (0x0C1A, "sr"), (0x141A, "bs"), (0, "")]
        {
            assert_eq!(tag(id), name, "{id:04X}");
        }
    }

    #[test]
    fn regions_make_no_difference() {
        for name in ["", "en", "EN", "en-GB", "en_US"] {
            assert!(matches(0x0409, name), "{name}");
        }
        for name in ["de", "e", "eng", "fr-en"] {
            assert!(!matches(0x0409, name), "{name}");
        }
        assert!(matches(0x0414, "nn") && !matches(0, "en") && matches(0, ""));
    }
}
