//! What README.md shows of the examples is what stands in them.

use std::path::Path;

#[test]
fn excerpts_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let readme = read("README.md");
    let mut count = 0;
    // <!-- from a file -->, and then a block of C.
    for (place, _) in readme.match_indices("<!-- from ") {
        let (path, rest) = readme[place + "<!-- from ".len()..].split_once(" -->\n```c\n").expect("a block of C");
        let (excerpt, _) = rest.split_once("```").expect("the end of the block");
        assert!(excerpt.len() > 40, "{path}: {excerpt}");
        assert!(read(path).contains(excerpt), "{path} does not have what README.md shows of it:\n{excerpt}");
        count += 1;
    }
    assert!(count >= 4, "README.md walks through the examples");
}
