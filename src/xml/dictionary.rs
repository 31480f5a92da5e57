//! The built-in dictionary: the strings that binary XML between SOAP stacks writes as a number instead of in full.
//!
//! Both binary encodings share it. The session encoding adds strings of its own as it goes, which are the state of one
//! channel and not here.

mod nbfs;

pub(crate) use nbfs::STRINGS;

/// How many strings there are.
pub(crate) const COUNT: usize = 487;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::io::Write;
    use std::path::Path;

    /// Strings that the examples of the specification, or its peers' habits, pin to an id.
    const ANCHORS: [(usize, &str); 14] = [
        (0x00, "mustUnderstand"),
        (0x02, "Envelope"),
        (0x04, "http://www.w3.org/2003/05/soap-envelope"),
        (0x06, "http://www.w3.org/2005/08/addressing"),
        (0x08, "Header"),
        (0x0A, "Action"),
        (0x0C, "To"),
        (0x0E, "Body"),
        (0x1A, "MessageID"),
        (0x2C, "ReplyTo"),
        (0xA2, ""),
        (0x1A8, " http://schemas.xmlsoap.org/ws/2005/02/trust/tlsnego"),
        (0x3C8, "faultstring"),
        (0x3CC, "detail"),
    ];

    #[test]
    fn known_ids_have_their_strings() {
        for (id, string) in ANCHORS {
            assert_eq!(STRINGS[id / 2], string, "id {id:#x}");
        }
    }

    /// What every edit by accident would break: the order is pinned by the anchors, the rest by its sums.
    #[test]
    fn strings_are_distinct_and_plain() {
        assert_eq!(STRINGS.iter().collect::<HashSet<_>>().len(), COUNT);
        assert_eq!(STRINGS.iter().filter(|string| string.is_empty()).count(), 1);
        for (index, string) in STRINGS.iter().enumerate() {
            assert!(string.bytes().all(|byte| (0x20..0x7F).contains(&byte)), "{index}: {string:?}");
            assert_eq!(string.trim() == *string, index != 0x1A8 / 2, "{index}: {string:?}");
        }
    }

    /// Compares with the table of facts, which was checked against the specification and four independent sources. It
    /// is not part of the package: the test looks for it beside the package's folder.
    #[test]
    fn agrees_with_the_table_of_facts() {
        let package = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| String::from("."));
        let path = Path::new(&package).join("../shared/facts/nbfs-dictionary.tsv");
        let Ok(table) = std::fs::read_to_string(&path) else {
            // Not println!, which a passing test keeps to itself.
            let _ = writeln!(std::io::stderr(), "skipped: agrees_with_the_table_of_facts: no {}", path.display());
            return;
        };
        let mut rows = 0;
        for (index, row) in table.trim_end_matches('\n').split('\n').skip(1).enumerate() {
            let fields: Vec<&str> = row.split('\t').collect();
            assert_eq!(fields[0].parse(), Ok(index * 2));
            assert_eq!(fields[4], STRINGS[index], "id {}", fields[1]);
            rows += 1;
        }
        assert_eq!(rows, COUNT);
    }
}
