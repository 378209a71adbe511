//! What the documents of safety and data protection say of this repository has to be so: each test that
//! the hazard log names is there, each risk is what its two figures make, and every file that the store
//! writes is told of.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot go on here stops the run")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LOG: &str = "docs/safety/hazard-log.md";
/// Where the files are named that the store writes.
const PLACE: &str = "src/store/place.rs";
/// Documents that have to tell of each of those files.
const TELL_OF_FILES: [&str; 2] = ["docs/security.md", "docs/data-flow.md"];
/// Fewest hazards with which the log is taken to have been read at all.
const FEWEST: usize = 40;

/// One hazard of the log.
#[derive(Debug)]
struct Hazard<'a> {
    /// Such as `HAZ-001`.
    id: &'a str,
    lines: Vec<&'a str>,
}

/// A test that a hazard names.
#[derive(PartialEq, Eq, Debug)]
struct Named<'a> {
    name: &'a str,
    file: &'a str,
    /// Said to be not there yet.
    pending: bool,
}

fn read(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn hazards(log: &str) -> Vec<Hazard<'_>> {
    let mut found: Vec<Hazard<'_>> = Vec::new();
    for line in log.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let id = heading.split(':').next().unwrap_or_default();
            found.push(Hazard { id, lines: Vec::new() });
        } else if let Some(last) = found.last_mut() {
            last.lines.push(line);
        }
    }
    found.retain(|hazard| hazard.id.starts_with("HAZ-"));
    found
}

impl<'a> Hazard<'a> {
    /// The lines "  - `name` in `file`" below "Tests".
    fn tests(&self) -> Vec<Named<'a>> {
        self.lines.iter().filter_map(|line| named(line)).collect()
    }

    /// Whether it says why nothing tests it.
    fn says_why_none(&self) -> bool {
        let mut reasons = self.lines.iter().filter_map(|line| line.split_once("no test: "));
        reasons.any(|(_, why)| !why.trim().is_empty())
    }

    fn faults(&self, source_of: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        let tests = self.tests();
        let mut faults = Vec::new();
        if tests.is_empty() && !self.says_why_none() {
            faults.push(format!("{}: names no test and does not say why", self.id));
        }
        for Named { name, file, pending } in tests {
            let there = source_of(file).is_some_and(|source| defines(&source, name));
            if there == pending {
                let what = if pending { "is there and is called pending" } else { "is not in that file" };
                faults.push(format!("{}: `{name}` in `{file}` {what}", self.id));
            }
        }
        for (label, what) in [("Initial risk", "initial"), ("Residual risk", "residual")] {
            match self.lines.iter().find_map(|line| line.strip_prefix(&format!("- **{label}:** "))) {
                Some(risk) if reckons(risk) => {}
                Some(risk) => faults.push(format!("{}: {what} risk does not reckon: {risk}", self.id)),
                None => faults.push(format!("{}: has no {what} risk", self.id)),
            }
        }
        faults
    }

    /// Its row of the summary.
    fn row(&self) -> Option<String> {
        let level = |label: &str| {
            let risk = self.lines.iter().find_map(|line| line.strip_prefix(&format!("- **{label}:** ")))?;
            Some(risk.split_once(" = ")?.1.to_owned())
        };
        Some(format!("| {} | {} |", level("Initial risk")?, level("Residual risk")?))
    }
}

fn named(line: &str) -> Option<Named<'_>> {
    let rest = line.trim().strip_prefix("- `")?;
    let (name, rest) = rest.split_once("` in `")?;
    let (file, rest) = rest.split_once('`')?;
    Some(Named { name, file, pending: rest.trim() == "(pending)" })
}

/// Whether a source has a function of that very name.
fn defines(source: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    source.lines().any(|line| line.trim_start().starts_with(&head))
}

/// Whether "likelihood 2 x severity 5 = 10 high" is true.
fn reckons(risk: &str) -> bool {
    let words: Vec<&str> = risk.split_whitespace().collect();
    let ["likelihood", likelihood, "x", "severity", severity, "=", product, level @ ..] = words.as_slice()
    else {
        return false;
    };
    let (Ok(likelihood), Ok(severity), Ok(product)) =
        (likelihood.parse::<u8>(), severity.parse::<u8>(), product.parse::<u8>())
    else {
        return false;
    };
    let word = match product {
        ..=4 => "low",
        5..=9 => "medium",
        10..=16 => "high",
        17.. => "very high",
    };
    (1..=5).contains(&likelihood)
        && (1..=5).contains(&severity)
        && likelihood * severity == product
        && level.join(" ") == word
}

/// The names in `join("...")` and `join(NAME)` of a source.
fn files_written(source: &str) -> BTreeSet<&str> {
    let joined = source.split(".join(").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    joined.filter_map(|what| quoted(what).or_else(|| constant(source, what))).collect()
}

fn quoted(text: &str) -> Option<&str> {
    text.trim().strip_prefix('"')?.strip_suffix('"')
}

/// What `const NAME: &str = "...";` says.
fn constant<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let head = format!("const {name}: &str = ");
    quoted(source.split_once(&head)?.1.split_once(';')?.0)
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_hazard_names_tests_that_are_there_and_reckons_its_risk() {
    let log = read(LOG);
    let hazards = hazards(&log);
    assert!(hazards.len() >= FEWEST, "only {} hazards were found", hazards.len());
    let source_of = |file: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok();
    let faults: Vec<String> = hazards.iter().flat_map(|hazard| hazard.faults(&source_of)).collect();
    none(&faults);
}

#[test]
fn hazards_are_numbered_on_and_stand_in_the_summary_as_they_are() {
    let log = read(LOG);
    let mut faults = Vec::new();
    for (hazard, number) in hazards(&log).iter().zip(1..) {
        if hazard.id != format!("HAZ-{number:03}") {
            faults.push(format!("{} stands where HAZ-{number:03} should", hazard.id));
        }
        let row = hazard.row().unwrap_or_default();
        let begins = format!("| {} | ", hazard.id);
        let rows: Vec<&str> = log.lines().filter(|line| line.starts_with(&begins)).collect();
        if row.is_empty() || rows.len() != 1 || !rows.iter().all(|line| line.ends_with(&row)) {
            faults.push(format!("{}: its row of the summary should end {row}", hazard.id));
        }
    }
    none(&faults);
}

#[test]
fn nobody_is_said_to_have_signed_the_log() {
    let log = read(LOG);
    assert!(log.contains("No Clinical Safety Officer has signed this log."));
    assert!(log.contains("DCB0129") && log.contains("DCB0160"));
}

#[test]
fn each_file_that_the_store_writes_is_told_of() {
    let place = read(PLACE);
    let files = files_written(&place);
    assert!(files.len() >= 6, "only {files:?} were found in {PLACE}");
    let mut faults = Vec::new();
    for document in TELL_OF_FILES {
        let text = read(document);
        // What the service itself writes lies there too.
        for file in files.iter().copied().chain(["service.toml", "forms"]) {
            if !text.contains(&format!("`{file}`")) && !text.contains(&format!("`{file}/`")) {
                faults.push(format!("{document} does not tell of `{file}`"));
            }
        }
    }
    none(&faults);
}

#[test]
fn the_readme_leads_to_each_of_them_and_their_links_lead_somewhere() {
    let mut faults = Vec::new();
    let readme = read("README.md");
    for document in TELL_OF_FILES.into_iter().chain([LOG]) {
        if !readme.contains(&format!("({document})")) {
            faults.push(format!("README.md does not link {document}"));
        }
        let folder = Path::new(document).parent().unwrap();
        for link in read(document).split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)) {
            let aim = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(link);
            if !link.contains("://") && !aim.exists() {
                faults.push(format!("{document} links {link}, which is not there"));
            }
        }
    }
    none(&faults);
}

#[test]
fn each_rule_finds_what_breaks_it() {
    let source_of = |file: &str| (file == "tests/a.rs").then(|| "    fn it_is_there() {\n".to_owned());
    let risks = "- **Initial risk:** likelihood 2 x severity 5 = 10 high\n\
                 - **Residual risk:** likelihood 1 x severity 5 = 5 medium\n";
    let faults = |body: &str, risks: &str| -> Vec<String> {
        let log = format!("# Log\n\n## HAZ-001: One\n\n{body}\n{risks}");
        hazards(&log).iter().flat_map(|hazard| hazard.faults(&source_of)).collect()
    };
    assert_eq!(faults("  - `it_is_there` in `tests/a.rs`", risks), Vec::<String>::new());
    assert_eq!(faults("  - `it_is_gone` in `tests/a.rs` (pending)", risks), Vec::<String>::new());
    assert_eq!(faults("- no test: paper is out of reach", risks), Vec::<String>::new());
    for (body, risks) in [
        ("", risks),
        ("- no test: ", risks),
        ("  - `it_is` in `tests/a.rs`", risks),
        ("  - `it_is_there` in `tests/b.rs`", risks),
        ("  - `it_is_there` in `tests/a.rs` (pending)", risks),
    ] {
        assert_eq!(faults(body, risks).len(), 1, "{body}");
    }
    for wrong in [
        "2 x severity 5 = 11 high",
        "2 x severity 5 = 10 low",
        "0 x severity 5 = 0 low",
        "6 x severity 1 = 6 medium",
    ] {
        assert!(!reckons(&format!("likelihood {wrong}")), "{wrong}");
    }
    let source = "const TWO: &str = \"two\"; a.join(\"one\") b.join(TWO) c.join(other)";
    assert_eq!(files_written(source), BTreeSet::from(["one", "two"]));
}
