//! The rules of the house that no compiler checks: who may know whom, and what stands where.
//!
//! Reads `src/` as text. Comments and test modules are left out, since a comment may name what its
//! code must not use. `liaison`'s layout itself is told in the first lines of `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use liaison::desk::service_file::TEMPLATE;

/// Which rooms each room may know. A room that is not named here may not exist.
const MAY_KNOW: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("platform", &[]),
    ("forms", &["domain"]),
    ("rota", &["domain"]),
    ("handover", &["domain"]),
    ("figures", &["domain", "rota"]),
    ("fhir", &["domain", "forms"]),
    ("store", &["domain", "platform"]),
    ("print", &["domain", "platform"]),
    ("desk", &["domain", "forms", "rota", "handover", "figures", "fhir", "store", "platform"]),
    ("tui", &["desk", "print", "domain", "forms", "rota", "handover", "figures", "platform"]),
    ("cli", &["desk", "print", "domain", "forms", "rota", "handover", "figures", "fhir", "platform"]),
];

/// Names that belong to one room alone.
const KEPT_IN: [(&str, &str); 3] = [("ratatui", "tui"), ("crossterm", "tui"), ("rusqlite", "store")];

/// What a pure room must not ask for: the time, a file, the surroundings.
const PURE: [&str; 6] = ["domain", "forms", "rota", "handover", "figures", "fhir"];
const IMPURE: [&str; 9] = [
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "std::fs",
    "fs::read",
    "File::",
    "std::env",
    "env::var",
];

/// What only one family of systems has: `platform` alone may ask for it.
const OF_ONE_SYSTEM: [&str; 10] = [
    "std::os::",
    "rustix",
    "signal_hook",
    "libc::",
    "winapi",
    "windows_sys",
    "target_os",
    "target_family",
    "unix",
    "windows",
];

/// Looked at when it was added here: what a console shows that says nothing of itself.
const OF_ONE_SYSTEM_REVIEWED: [(&str, &str); 1] = [("src/tui/theme.rs", "cfg!(windows)")];

/// Tests that play a program by a shell script. Nothing but a test module may stand so.
const TESTS_BY_SCRIPT: &str = "#[cfg(test)]\n#[cfg(unix)]\nmod tests;";

/// Lints that are switched off at one place, each looked at when it was added here.
const REVIEWED: [(&str, &str); 5] = [
    ("src/domain/answer.rs", "cast_precision_loss"),
    ("src/domain/answer.rs", "cast_possible_truncation"),
    ("src/platform/unix.rs", "unnecessary_wraps"),
    ("src/platform/unix.rs", "unnecessary_cast"),
    ("src/platform/unix.rs", "cast_sign_loss"),
];

const LONGEST_FILE: usize = 600;

/// One source file, its path from the root of the crate with `/` between the parts.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// `src/tui/theme.rs` and `src/tui.rs` are in the room `tui`; `main.rs` and `lib.rs` in none.
    fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        let first = inside.split('/').next().unwrap_or_default();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if ["main", "lib"].contains(&room) { "" } else { room }
    }

    fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.ends_with("/testing.rs")
    }

    /// The lines of code with their numbers: no comments, no test module at the end of the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = if self.is_test() { "" } else { &self.text };
        let ours = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = ours.lines().enumerate();
        lines.map(|(n, line)| (n + 1, line.split("//").next().unwrap_or_default()))
    }

    /// Says where in the code a text stands.
    fn places_of<'a>(&'a self, text: &'a str) -> impl Iterator<Item = String> + 'a {
        self.code()
            .filter(move |(_, line)| line.contains(text))
            .map(move |(n, _)| format!("{}:{n}: {text}", self.path))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let inside = path.strip_prefix(root).unwrap_or(&path);
                found.push(Source { path: inside.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
}

fn misplaced_names(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, room) in KEPT_IN {
        let outside = sources.iter().filter(|source| source.room() != room);
        found.extend(outside.flat_map(|source| source.places_of(name)));
    }
    found
}

/// Tests are looked at too: they ask `platform` for help.
fn outside_the_platform(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.room() != "platform") {
        let reviewed = |line: &str| {
            let mut ours = OF_ONE_SYSTEM_REVIEWED.iter().filter(|(path, _)| *path == source.path);
            ours.any(|(_, text)| line.contains(text))
        };
        let text = source.text.replace(TESTS_BY_SCRIPT, "\n\nmod tests;");
        let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        for (n, line) in lines.enumerate().filter(|(_, line)| !reviewed(line)) {
            // The two names of families are words of other things too, such as the windows of a slice.
            let asks = line.contains("cfg");
            let named =
                |name: &&&str| line.contains(**name) && (asks || !["unix", "windows"].contains(*name));
            found.extend(
                OF_ONE_SYSTEM.iter().find(named).map(|name| format!("{}:{}: {name}", source.path, n + 1)),
            );
        }
    }
    found
}

fn impure_rooms(sources: &[Source]) -> Vec<String> {
    let pure = sources.iter().filter(|source| PURE.contains(&source.room()));
    pure.flat_map(|source| IMPURE.iter().flat_map(|name| source.places_of(name))).collect()
}

fn wrong_arrows(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !source.room().is_empty()) {
        let Some((_, may)) = MAY_KNOW.iter().find(|(room, _)| *room == source.room()) else {
            found.push(format!("{}: no such room in this house", source.path));
            continue;
        };
        let others = MAY_KNOW.iter().map(|(room, _)| *room);
        for other in others.filter(|other| *other != source.room() && !may.contains(other)) {
            found.extend(
                source
                    .code()
                    .filter(|(_, line)| knows(line, other))
                    .map(|(n, _)| format!("{}:{n}: {} does not know {other}", source.path, source.room())),
            );
        }
        // One room to a `use`, so that the rule above sees every arrow.
        found.extend(source.places_of("crate::{"));
    }
    found
}

/// Whether a line names a room: `crate::store::`, `crate::store;`, `crate::store as`.
fn knows(line: &str, room: &str) -> bool {
    line.split("crate::").skip(1).any(|rest| {
        rest.strip_prefix(room)
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

fn switched_off(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (n, line) in
            source.code().filter(|(_, line)| line.contains("allow(") || line.contains("expect(c"))
        {
            let lints = line.split("clippy::").skip(1);
            let names = lints.map(|lint| lint.split(|c: char| c != '_' && !c.is_alphanumeric()).next());
            for lint in names.map(Option::unwrap_or_default) {
                if !REVIEWED.contains(&(source.path.as_str(), lint)) {
                    found.push(format!("{}:{n}: clippy::{lint} is switched off", source.path));
                }
            }
        }
    }
    found
}

/// Names that belong into `service.toml`: of the service and its sites, and the codes in quotes.
fn names_of_sites() -> Vec<String> {
    let values = |key: &str| -> Vec<&str> {
        let lines = TEMPLATE.lines().filter_map(|line| line.strip_prefix(key));
        lines.filter_map(|rest| rest.trim_start_matches([' ', '=']).split('"').nth(1)).collect()
    };
    let places = values("name").into_iter().filter(|name| name.starts_with(char::is_uppercase));
    let words = places.filter_map(|name| name.split(' ').next()).map(str::to_owned);
    // Roles have codes in small letters.
    let codes = values("code").into_iter().filter(|code| code.starts_with(char::is_uppercase));
    words.chain(codes.map(|code| format!("\"{code}\""))).collect()
}

fn named_sites(sources: &[Source]) -> Vec<String> {
    let names = names_of_sites();
    let ours = sources.iter().filter(|source| !source.path.contains("demo"));
    ours.flat_map(|source| names.iter().flat_map(|name| source.places_of(name))).collect()
}

fn ill_shaped(sources: &[Source]) -> Vec<String> {
    let long = sources.iter().filter(|source| source.text.lines().count() > LONGEST_FILE);
    let mods = sources.iter().filter(|source| source.path.ends_with("/mod.rs"));
    long.chain(mods).map(|source| format!("{} is too long or a mod.rs", source.path)).collect()
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_terminal_stays_in_tui_and_sql_in_store() {
    none(&misplaced_names(&sources()));
}

#[test]
fn what_only_one_system_has_stays_in_the_platform() {
    none(&outside_the_platform(&sources()));
}

#[test]
fn the_pure_rooms_ask_for_no_time_no_file_and_no_surroundings() {
    none(&impure_rooms(&sources()));
}

#[test]
fn every_arrow_points_from_the_screen_towards_the_domain() {
    none(&wrong_arrows(&sources()));
}

#[test]
fn no_lint_is_switched_off_unseen() {
    none(&switched_off(&sources()));
}

#[test]
fn no_site_of_any_service_stands_in_the_code() {
    assert!(names_of_sites().len() >= 9, "{:?}", names_of_sites());
    none(&named_sites(&sources()));
}

#[test]
fn no_file_is_over_six_hundred_lines_and_none_is_a_mod_rs() {
    let sources = sources();
    assert!(sources.len() > 50);
    none(&ill_shaped(&sources));
}

#[test]
fn each_rule_finds_what_breaks_it() {
    let one = |path: &str, text: &str| [Source { path: path.into(), text: text.into() }];
    let site = names_of_sites().pop().unwrap();
    assert_eq!(misplaced_names(&one("src/desk/a.rs", "use ratatui::Frame;")).len(), 1);
    assert_eq!(misplaced_names(&one("src/main.rs", "rusqlite::version()")).len(), 1);
    for text in [
        "#[cfg(unix)]",
        "#[cfg(windows)]",
        "#[cfg(not(unix))]",
        "if cfg!(unix) {",
        "#[cfg(test)]\n#[cfg(unix)]\nfn a() {}",
        "#[cfg_attr(windows, path = \"a.rs\")]",
        "#[cfg(target_os = \"linux\")]",
        "use std::os::unix::fs::PermissionsExt;",
        "use std::os::windows::fs::OpenOptionsExt;",
        "let id = rustix::process::getpid();",
        "#[cfg(test)]\nmod tests {\n    use std::os::unix::fs::PermissionsExt;\n}",
    ] {
        assert_eq!(outside_the_platform(&one("src/print/a.rs", text)).len(), 1, "{text}");
        assert_eq!(outside_the_platform(&one("src/print/tests.rs", text)).len(), 1, "{text}");
        assert!(outside_the_platform(&one("src/platform/unix.rs", text)).is_empty(), "{text}");
    }
    let fine = "// cfg(unix)\n#[cfg(test)]\n#[cfg(unix)]\nmod tests;\nfn a() { b.windows(2); }\n";
    assert!(outside_the_platform(&one("src/print/a.rs", fine)).is_empty());
    assert_eq!(impure_rooms(&one("src/rota.rs", "let t = Utc::now();")).len(), 1);
    assert_eq!(wrong_arrows(&one("src/store/a.rs", "use crate::desk::Desk;")).len(), 1);
    assert_eq!(wrong_arrows(&one("src/store/a.rs", "use crate::{desk::Desk, domain};")).len(), 1);
    assert_eq!(wrong_arrows(&one("src/helpers.rs", "")).len(), 1);
    assert_eq!(switched_off(&one("src/desk.rs", "#[allow(clippy::panic)]")).len(), 1);
    assert_eq!(named_sites(&one("src/tui/a.rs", &format!("let x = {site};"))).len(), 1);
    assert_eq!(ill_shaped(&one("src/tui/mod.rs", &"\n".repeat(700))).len(), 2);
}

#[test]
fn comments_and_test_modules_may_name_anything() {
    let text = "// ratatui\nfn a() {}\n#[cfg(test)]\nmod tests {\n    use ratatui::Frame;\n}\n";
    assert!(misplaced_names(&[Source { path: "src/desk/a.rs".into(), text: text.into() }]).is_empty());
    let apart = "#[cfg(test)]\nmod tests;\nuse ratatui::Frame;\n";
    assert_eq!(misplaced_names(&[Source { path: "src/desk/a.rs".into(), text: apart.into() }]).len(), 1);
}
