//! The tree against a model that cannot be wrong in the same way: a flat list of events, searched from end to end.

use super::*;
use proptest::prelude::*;

/// A node's start or end; `id` says which node.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Entry {
    id: u32,
    kind: NodeKind,
}

const ALL_MOVES: [MoveTo; 12] = [
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

fn opens(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Bof | NodeKind::Element | NodeKind::CData)
}

fn closes(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Eof | NodeKind::EndElement | NodeKind::EndCData)
}

#[derive(Clone, Debug)]
struct Model(Vec<Entry>);

impl Model {
    fn new() -> Self {
        Model(vec![Entry { id: 0, kind: NodeKind::Bof }, Entry { id: 0, kind: NodeKind::Eof }])
    }

    fn start(&self, id: u32) -> usize {
        self.0.iter().position(|entry| entry.id == id).unwrap()
    }

    fn end(&self, id: u32) -> usize {
        self.0.iter().rposition(|entry| entry.id == id).unwrap()
    }

    /// The entry that opens what entry `index` is in; an end is in what it ends.
    fn parent(&self, index: usize) -> Option<usize> {
        if closes(self.0[index].kind) {
            return Some(self.start(self.0[index].id));
        }
        (0..index).rev().find(|&open| opens(self.0[open].kind) && self.end(self.0[open].id) > index)
    }

    /// What is directly in what entry `parent` opens, its end included.
    fn children(&self, parent: usize) -> Vec<usize> {
        (0..self.0.len()).filter(|&index| index != parent && self.parent(index) == Some(parent)).collect()
    }

    fn moved(&self, from: usize, to: MoveTo) -> Option<usize> {
        let is_element = |index: &usize| self.0[*index].kind == NodeKind::Element;
        let parent = self.parent(from);
        let siblings = parent.map_or(Vec::new(), |parent| self.children(parent));
        let children = if opens(self.0[from].kind) { self.children(from) } else { Vec::new() };
        let earlier = siblings.iter().copied().filter(|&sibling| sibling < from);
        let later = siblings.iter().copied().filter(|&sibling| sibling > from);
        match to {
            MoveTo::Bof => Some(0),
            MoveTo::Eof => Some(self.0.len() - 1),
            MoveTo::RootElement => self.children(0).into_iter().find(is_element),
            MoveTo::NextElement => later.clone().find(is_element),
            MoveTo::PreviousElement => earlier.clone().rev().find(is_element),
            MoveTo::ChildElement => children.into_iter().find(is_element),
            MoveTo::EndElement => is_element(&from).then(|| self.end(self.0[from].id)),
            MoveTo::ParentElement => {
                let mut parent = parent?;
                while self.0[parent].kind == NodeKind::CData {
                    parent = self.parent(parent)?;
                }
                Some(parent)
            }
            MoveTo::NextNode => later.clone().next(),
            MoveTo::PreviousNode => earlier.clone().next_back(),
            MoveTo::FirstNode => siblings.first().copied(),
            MoveTo::ChildNode => children.first().copied(),
        }
    }

    fn depth(&self, index: usize) -> u32 {
        let opened = |index: &&usize| self.0[**index].kind == NodeKind::Element;
        let open: Vec<usize> = (0..=index).filter(|&open| self.end(self.0[open].id) >= index).collect();
        let open: Vec<usize> = open.into_iter().filter(|&open| self.start(self.0[open].id) == open).collect();
        open.iter().filter(opened).count() as u32
    }
}

/// The model of a document, and the position of each entry.
fn model_of(buffer: &Buffer) -> (Model, Vec<Position>) {
    let mut cursor = Cursor::new(buffer);
    let (mut entries, mut positions, mut open, mut next) = (Vec::new(), Vec::new(), Vec::new(), 0);
    loop {
        let kind = cursor.kind();
        let id = if closes(kind) {
            open.pop().unwrap()
        } else {
            if opens(kind) {
                open.push(next);
            }
            next += 1;
            next - 1
        };
        entries.push(Entry { id, kind });
        positions.push(cursor.position().unwrap());
        if kind == NodeKind::Eof {
            assert!(open.is_empty());
            return (Model(entries), positions);
        }
        cursor.read().unwrap();
    }
}

fn check_all_moves(buffer: &Buffer) {
    let (model, positions) = model_of(buffer);
    for from in 0..positions.len() {
        for to in ALL_MOVES {
            let mut cursor = Cursor::new(buffer);
            let mut point = Point::new(buffer);
            cursor.set_position(buffer, positions[from]).unwrap();
            point.set_position(buffer, positions[from]).unwrap();
            assert_eq!(cursor.depth().unwrap(), model.depth(from));
            let expected = model.moved(from, to);
            let what = format!("{to:?} from {from} of {:?}", model.0);
            assert_eq!(cursor.move_to(to).unwrap(), expected.is_some(), "{what}");
            assert_eq!(point.move_to(to).unwrap(), expected.is_some(), "{what}");
            let now = expected.unwrap_or(from);
            assert_eq!(cursor.position().unwrap(), positions[now], "{what}");
            assert_eq!(point.position().unwrap(), positions[now], "{what}");
            assert_eq!(cursor.kind(), model.0[now].kind, "{what}");
            assert_eq!(cursor.node().unwrap().node.kind, model.0[now].kind, "{what}");
        }
    }
}

#[test]
fn all_moves_from_everywhere() {
    for xml in [
        SAMPLE,
        "",
        "<a/>",
        "<!--1-->",
        "t<a/>u<b><c/></b><!--1-->",
        "<a><b/><c/><d/></a>",
        "<a>t<b/>u<c/>v</a>",
        "<a><b><c><d/></c></b></a>",
        "<a><![CDATA[]]></a>",
        "<a><![CDATA[x]]><![CDATA[y]]><b/><![CDATA[]]></a>",
    ] {
        check_all_moves(&parse(xml));
    }
}

#[test]
fn where_the_moves_lead() {
    // The same by hand, for what the documentation says and where it is silent.
    let buffer = parse("<!--1--><a><b/>t<![CDATA[u]]></a>");
    let at = |moves: &[MoveTo]| {
        let mut cursor = Cursor::new(&buffer);
        let found: Vec<bool> = moves.iter().map(|&to| cursor.move_to(to).unwrap()).collect();
        (found.iter().all(|&found| found), show(cursor.node().unwrap()))
    };
    use MoveTo::*;
    for (moves, found, node) in [
        (&[RootElement, ParentElement][..], true, "Bof"),
        (&[Bof, ParentElement], false, "Bof"),
        (&[Bof, NextNode], false, "Bof"),
        (&[Bof, ChildNode], true, "Comment(1)"),
        (&[Bof, ChildElement], true, "<:a{} false>"),
        (&[Eof, PreviousNode], true, "<:a{} false>"),
        (&[Eof, FirstNode], true, "Comment(1)"),
        (&[RootElement, EndElement, ParentElement], true, "<:a{} false>"),
        (&[RootElement, EndElement, NextNode], false, "EndElement"),
        (&[RootElement, EndElement, PreviousNode], true, "CData"),
        (&[RootElement, NextNode], true, "Eof"),
        (&[RootElement, ChildElement, ChildNode], true, "EndElement"),
        (&[RootElement, ChildElement, ChildElement], false, "<:b{} true>"),
        (&[RootElement, ChildElement, PreviousNode], false, "<:b{} true>"),
        (&[RootElement, ChildElement, NextNode], true, "Text(t)"),
        (&[RootElement, ChildElement, NextNode, ChildNode], false, "Text(t)"),
        (&[RootElement, ChildElement, NextNode, EndElement], false, "Text(t)"),
        (&[RootElement, ChildElement, NextNode, NextNode], true, "CData"),
        (&[RootElement, ChildElement, NextNode, NextNode, NextNode], true, "EndElement"),
        (&[RootElement, ChildElement, NextNode, NextNode, ChildNode, ParentElement], true, "<:a{} false>"),
    ] {
        assert_eq!(at(moves), (found, node.into()), "{moves:?}");
    }
}

/// One step of a random edit. Numbers choose among what there is, modulo its count.
#[derive(Clone, Debug)]
enum Edit {
    Insert(NodeKind),
    Close,
    Move(usize),
    Save,
    Restore(usize),
    Remove(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let kinds = prop::sample::select(vec![
        NodeKind::Element,
        NodeKind::Element,
        NodeKind::Element,
        NodeKind::Text,
        NodeKind::Comment,
        NodeKind::CData,
        NodeKind::EndElement,
    ]);
    let edit = prop_oneof![
        6 => kinds.prop_map(Edit::Insert),
        2 => Just(Edit::Close),
        3 => (0..ALL_MOVES.len()).prop_map(Edit::Move),
        2 => Just(Edit::Save),
        2 => (0..64usize).prop_map(Edit::Restore),
        1 => (0..64usize).prop_map(Edit::Remove),
    ];
    prop::collection::vec(edit, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn edits_do_what_they_do_to_a_list(edits in edits()) {
        let budget = budget();
        let buffer = Buffer::new(&budget).unwrap();
        let (mut point, mut model) = (Point::new(&buffer), Model::new());
        // The entry that the point is before; none if it was removed.
        let mut at = Some(Entry { id: 0, kind: NodeKind::Eof });
        let mut saved = vec![(point.position().unwrap(), at.unwrap())];
        let mut next_id = 1;
        for edit in edits {
            let index = at.map(|at| model.0.iter().position(|&entry| entry == at).unwrap());
            match edit {
                Edit::Insert(kind) => {
                    let result = point.insert(bare(kind, &format!("n{next_id}")));
                    let inside = index.and_then(|index| model.parent(index)).map(|parent| model.0[parent].kind);
                    let allowed = match inside {
                        None => false,
                        Some(NodeKind::CData) => kind == NodeKind::Text,
                        Some(_) => kind != NodeKind::EndElement,
                    };
                    prop_assert_eq!(result.is_ok(), allowed);
                    if let (true, Some(index)) = (allowed, index) {
                        model.0.insert(index, Entry { id: next_id, kind });
                        if opens(kind) {
                            let end = if kind == NodeKind::CData { NodeKind::EndCData } else { NodeKind::EndElement };
                            at = Some(Entry { id: next_id, kind: end });
                            model.0.insert(index + 1, Entry { id: next_id, kind: end });
                        }
                        next_id += 1;
                    }
                }
                Edit::Close => {
                    let closed = index.filter(|&index| closes(model.0[index].kind) && index + 1 < model.0.len());
                    prop_assert_eq!(point.close().is_ok(), closed.is_some());
                    at = closed.map(|index| model.0[index + 1]).or(at);
                }
                Edit::Move(to) => match index {
                    None => prop_assert!(point.move_to(ALL_MOVES[to]).is_err()),
                    Some(index) => {
                        let moved = model.moved(index, ALL_MOVES[to]);
                        prop_assert_eq!(point.move_to(ALL_MOVES[to]).unwrap(), moved.is_some());
                        at = moved.map(|index| model.0[index]).or(at);
                    }
                },
                Edit::Save => match at {
                    None => prop_assert!(point.position().is_err()),
                    Some(at) => saved.push((point.position().unwrap(), at)),
                },
                Edit::Restore(which) => {
                    let (position, entry) = saved[which % saved.len()];
                    let there = model.0.contains(&entry);
                    prop_assert_eq!(point.set_position(&buffer, position).is_ok(), there);
                    at = if there { Some(entry) } else { at };
                }
                Edit::Remove(which) => {
                    let (position, entry) = saved[which % saved.len()];
                    let removable = model.0.contains(&entry) && !closes(entry.kind) && entry.id != 0;
                    let result = buffer.remove(position);
                    prop_assert_eq!(result.is_ok(), removable);
                    if let Err(fault) = result {
                        prop_assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
                    } else {
                        let (start, end) = (model.start(entry.id), model.end(entry.id));
                        model.0.drain(start..=end);
                        at = at.filter(|at| model.0.contains(at));
                    }
                }
            }
            if let Some(at) = at {
                let index = model.0.iter().position(|&entry| entry == at).unwrap();
                let inside = model.parent(index).map_or(0, |parent| model.depth(parent));
                prop_assert_eq!(point.depth().unwrap(), inside);
                let roots = model.children(0).iter().filter(|&&child| model.0[child].kind == NodeKind::Element).count();
                prop_assert_eq!(point.roots().unwrap() as usize, roots);
            } else {
                prop_assert!(point.depth().is_err());
            }
        }
        check_all_moves(&buffer);
        let (found, _) = model_of(&buffer);
        let kinds = |model: &Model| model.0.iter().map(|entry| entry.kind).collect::<Vec<_>>();
        prop_assert_eq!(kinds(&found), kinds(&model));
        let mut names = Vec::new();
        let mut cursor = Cursor::new(&buffer);
        while cursor.read().unwrap() != NodeKind::Eof {
            if let Some(content) = cursor.content() {
                let node = content.node_ref();
                let Text::Utf8(text) = node.node.text else { unreachable!() };
                let span = if node.node.kind == NodeKind::Element { node.node.name.local } else { text };
                names.push(String::from_utf8(node.get(span).to_vec()).unwrap());
            }
        }
        let ids = model.0.iter().filter(|entry| entry.id != 0 && !closes(entry.kind));
        let named = |(entry, name): (&Entry, &String)| {
            // The content of a CDATA node is in its children.
            entry.kind == NodeKind::CData || *name == format!("n{}", entry.id)
        };
        prop_assert!(ids.zip(&names).all(named));
        drop(buffer);
        prop_assert_eq!(budget.used(), 0);
    }
}

#[test]
fn positions_are_numbers_and_back() {
    let buffer = parse(SAMPLE);
    let (_, positions) = model_of(&buffer);
    let mut bits: Vec<u64> = positions.iter().map(|position| position.to_bits()).collect();
    assert!(positions.iter().zip(&bits).all(|(&position, &bits)| Position::from_bits(bits) == position));
    assert!(!bits.contains(&0));
    bits.sort_unstable();
    bits.dedup();
    assert_eq!(bits.len(), positions.len());
    assert_ne!(Side::Start, Side::End);
}
