//! Form files as nobody should write them: whatever the text, the checker tells what is wrong with
//! it, within its lines, and neither breaks nor takes long.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::Path;

use liaison::forms::load::Limits;
use liaison::forms::{DESTINATIONS, Form, Report};
use proptest::prelude::*;

const HEAD: &str = "[form]\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\nlicence = \"L\"\nshelf = \"core\"\n\
    [[section]]\nid = \"s\"\ntitle = \"S\"\n\
    [[section.question]]\nid = \"a\"\nkind = \"yes_no\"\ntext = \"?\"\n";

fn with_condition(condition: &str) -> String {
    format!(
        "{HEAD}[[section.question]]\nid = \"b\"\nkind = \"yes_no\"\ntext = \"?\"\nshow_if = '''{condition}'''\n"
    )
}

fn load(text: &str) -> Result<Form, Report> {
    Form::load("x.toml", text, &DESTINATIONS)
}

/// The kinds of the mistakes, each at a place the text has.
fn codes(text: &str) -> Vec<&'static str> {
    let Err(report) = load(text) else { return Vec::new() };
    assert!(!report.problems.is_empty());
    let lines = text.matches('\n').count() + 1;
    for problem in &report.problems {
        assert!((1..=lines).contains(&problem.line), "{problem}");
        assert!(problem.column >= 1 && problem.end_line >= problem.line, "{problem}");
        assert!(!problem.code.is_empty() && !problem.help.is_empty(), "{problem}");
    }
    report.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn brackets_may_stand_32_deep_in_each_other_and_no_deeper() {
    let nested = |open: &str, close: &str, n: usize| {
        codes(&with_condition(&format!("{}a{}", open.repeat(n), close.repeat(n))))
    };
    assert_eq!(nested("(", ")", 32), Vec::<&str>::new());
    assert_eq!(nested("!(", ")", 32), Vec::<&str>::new());
    assert_eq!(nested("(a && ", ")", 32), Vec::<&str>::new());
    assert_eq!(nested("(", ")", 33), ["too-much-in-condition"]);
    assert_eq!(nested("[", "]", 32), ["type-mismatch"]);
}

#[test]
fn a_long_condition_is_read_and_an_endless_one_is_refused() {
    let many = |n: usize| vec!["a"; n].join(" || ");
    assert_eq!(codes(&with_condition(&many(100))), Vec::<&str>::new());
    for part in ["(", "!", "-", "[", "a ? ", "a && ", "'", "\\", "a.b", "x(", "{", "1+", "((a)", "!(-"] {
        for times in [9, 33, 1000, 300_000] {
            let text = with_condition(&part.repeat(times));
            assert!(!codes(&text).is_empty(), "{part} {times} times");
        }
    }
}

#[test]
fn deep_toml_is_refused_cleanly() {
    let deep = [
        format!("a = {}", "[".repeat(200_000)),
        format!("a = {}1{}", "[".repeat(500), "]".repeat(500)),
        format!("a = {}", "{b=".repeat(100_000)),
        format!("{}b = 1", "a.".repeat(200_000)),
        format!("[{}b]", "a.".repeat(200_000)),
        format!("[[{}b]]", "section.".repeat(50_000)),
        format!("{HEAD}prefill = {}1{}", "{ form = ".repeat(60), " }".repeat(60)),
    ];
    for text in deep {
        assert!(!codes(&text).is_empty());
    }
}

#[test]
fn limits_are_told_and_can_be_set() {
    assert_eq!(codes(&format!("{HEAD}#{}", "x".repeat(1024 * 1024))), ["too-large"]);
    let questions = |n: usize| -> String {
        let one = |n| format!("[[section.question]]\nid = \"q{n}\"\nkind = \"date\"\ntext = \"?\"\n");
        (1..n).map(one).fold(HEAD.to_string(), |text, one| text + &one)
    };
    assert_eq!(codes(&questions(2000)), Vec::<&str>::new());
    assert_eq!(codes(&questions(2001)), ["too-many-questions"]);
    let limits = Limits { bytes: 4 * 1024 * 1024, questions: 10_000 };
    let form = Form::load_within("x.toml", &questions(10_000), &DESTINATIONS, limits).unwrap();
    assert_eq!(form.questions.len(), 10_000);
}

#[test]
fn marks_stand_under_the_word_whatever_ends_the_lines() {
    let text = with_condition("\n\ta &&\n\t zz == 'x'\n");
    for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        let report = load(&text).unwrap_err();
        let at = (report.problems[0].line, report.problems[0].column, report.problems[0].end_column);
        assert_eq!((report.problems.len(), at), (1, (20, 3, 5)), "{report}");
    }
}

/// The good forms of the tests, small enough to be changed at random.
fn good() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/good");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.filter(|text| text.len() < 8000).collect()
}

#[derive(Clone, Debug)]
enum Change {
    DropLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    DropBytes(usize, usize),
    Put(usize, String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::DropLine),
        any::<usize>().prop_map(Change::RepeatLine),
        any::<(usize, usize)>().prop_map(|(a, b)| Change::SwapLines(a, b)),
        (any::<usize>(), 1_usize..40).prop_map(|(at, n)| Change::DropBytes(at, n)),
        (any::<usize>(), "[\\PC\\n\"'=\\[\\]{}().,&|!<>a-z0-9_]{1,6}")
            .prop_map(|(at, put)| Change::Put(at, put)),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let count = lines.len().max(1);
    let at = |at: usize| (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match change {
        _ if lines.is_empty() => return text.to_string(),
        Change::DropLine(n) => drop(lines.remove(n % count)),
        Change::RepeatLine(n) => lines.insert(n % count, lines[n % count]),
        Change::SwapLines(a, b) => lines.swap(a % count, b % count),
        Change::DropBytes(from, n) => {
            let (from, to) = (at(*from), at(at(*from) + n));
            return if from < to { format!("{}{}", &text[..from], &text[to..]) } else { text.to_string() };
        }
        Change::Put(place, put) => return format!("{}{put}{}", &text[..at(*place)], &text[at(*place)..]),
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_good_form_changed_at_random_loads_or_is_told_where_it_does_not(
        which in any::<usize>(),
        changes in prop::collection::vec(change(), 1..5),
    ) {
        let good = good();
        let text = changes.iter().fold(good[which % good.len()].clone(), |text, one| changed(&text, one));
        codes(&text);
    }

    #[test]
    fn any_text_at_all_is_borne(text in "\\PC{0,200}") {
        codes(&text);
        codes(&with_condition(&text));
    }
}
