//! `liaison doctor`: where everything is, and what is wrong with it.

pub mod store;

use std::env;
use std::io::{self, IsTerminal, Write};

use super::exit::{EX_CONFIG, EX_IOERR, EX_OK};
use super::run::Outside;
use crate::desk::door::{DoorError, SERVICE_FILE, local_forms, read_service};
use crate::desk::paths::Paths;
use crate::desk::station::{KEYS_FILE, own_keys};
use crate::desk::wording::{Wording, doubts};
use crate::domain::service::Service;
use crate::forms::{Library, Listed, Origin};

/// One thing found out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it is about, in a word or two.
    pub name: &'static str,
    /// What was found, on one line.
    pub found: String,
    /// What is wrong with it and what to do, where something is.
    pub fault: Option<String>,
}

impl Fact {
    /// Something that is in order.
    pub fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, found: found.into(), fault: None }
    }

    /// Something that is not.
    pub fn bad(name: &'static str, found: impl Into<String>, fault: impl Into<String>) -> Self {
        Self { name, found: found.into(), fault: Some(fault.into()) }
    }
}

/// Prints what is found and returns the exit code: 0, or 78 where something is to be put right.
///
/// `store` looks at the store.
pub fn run(
    paths: &Paths,
    outside: &Outside,
    store: impl FnOnce(&Paths) -> Vec<Fact>,
    out: &mut impl Write,
) -> u8 {
    let (service, checked) = service(paths);
    let mut facts = vec![program(), folder(paths), checked, forms(paths, service.as_ref())];
    facts.extend(keys(paths, outside));
    facts.extend(store(paths));
    facts.extend(terminal((outside.size)()));
    match print(&facts, out) {
        Err(_) => EX_IOERR,
        Ok(()) if facts.iter().any(|fact| fact.fault.is_some()) => EX_CONFIG,
        Ok(()) => EX_OK,
    }
}

fn print(facts: &[Fact], out: &mut impl Write) -> io::Result<()> {
    for fact in facts {
        let sign = if fact.fault.is_some() { "!!" } else { "  " };
        writeln!(out, "{sign} {:<13} {}", fact.name, fact.found)?;
    }
    let faults: Vec<&String> = facts.iter().filter_map(|fact| fact.fault.as_ref()).collect();
    for fault in &faults {
        writeln!(out, "\n{fault}")?;
    }
    match faults.len() {
        0 => writeln!(out, "\nAll of this is in order."),
        1 => writeln!(out, "\n1 thing to put right."),
        n => writeln!(out, "\n{n} things to put right."),
    }
}

fn program() -> Fact {
    let (version, system, machine) = (env!("CARGO_PKG_VERSION"), env::consts::OS, env::consts::ARCH);
    Fact::good("liaison", format!("{version} ({system} {machine})"))
}

fn folder(paths: &Paths) -> Fact {
    let shown = paths.data.display().to_string();
    match std::fs::metadata(&paths.data) {
        Ok(found) if found.is_dir() => Fact::good("data folder", shown),
        Ok(_) => Fact::bad("data folder", shown, "The data folder is a file; name a folder with --data."),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            Fact::good("data folder", format!("{shown} (not there yet; the first start makes it)"))
        }
        Err(why) => Fact::bad("data folder", shown, format!("The data folder cannot be looked at: {why}.")),
    }
}

fn service(paths: &Paths) -> (Option<Service>, Fact) {
    match read_service(&paths.data) {
        Ok(service) => {
            let (sites, roles) = (service.sites.len(), service.roles.len());
            let found = format!("{}: {sites} sites, {roles} roles", service.name);
            (Some(service), Fact::good(SERVICE_FILE, found))
        }
        Err(DoorError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            (None, Fact::good(SERVICE_FILE, "not there yet; the first start writes it"))
        }
        Err(DoorError::Service(report)) => {
            let found = format!("{} to correct; liaison does not start on it", report.problems.len());
            (None, Fact::bad(SERVICE_FILE, found, report.to_string()))
        }
        Err(why) => (None, Fact::bad(SERVICE_FILE, "cannot be read", why.to_string())),
    }
}

fn forms(paths: &Paths, service: Option<&Service>) -> Fact {
    let mut library = match local_forms(&paths.data) {
        Ok(local) => Library::new(local),
        Err(why) => return Fact::bad("forms", "cannot all be read", why.to_string()),
    };
    if let Some(service) = service {
        let codes = service.lists.destinations.iter().map(|entry| entry.code.clone());
        library = library.with_destinations(codes.collect());
    }
    let listed = library.list();
    let mut faults: Vec<String> =
        listed.iter().filter_map(|form| form.fault.as_ref()).map(ToString::to_string).collect();
    let broken = faults.len();
    let own = listed.iter().filter(|form| form.origin != Origin::BuiltIn && form.fault.is_none()).count();
    let mut found = format!("{} at hand", listed.len() - broken);
    if own > 0 {
        found.push_str(&format!(", {own} of your own"));
    }
    if broken > 0 {
        found.push_str(&format!(", {broken} cannot be used"));
    }
    if let Some(service) = service {
        let confirmed = |form: &&Listed| {
            form.wording.is_some() && Wording::of_listed(service, form).is_settled() && form.fault.is_none()
        };
        let open = listed.iter().filter(|form| form.wording.is_some()).count();
        found.push_str(&format!(
            "; wording confirmed of {} in {open}",
            listed.iter().filter(confirmed).count()
        ));
        faults.extend(doubts(service, &library));
    }
    if faults.is_empty() {
        return Fact::good("forms", found);
    }
    Fact::bad("forms", found, faults.join("\n\n"))
}

/// A service's own keys, where it has some.
fn keys(paths: &Paths, outside: &Outside) -> Option<Fact> {
    let told = match own_keys(&paths.data) {
        Ok(text) => (outside.keys)(&text?),
        Err(why) => Err(vec![why]),
    };
    Some(match told {
        Ok(changed) => Fact::good(KEYS_FILE, format!("{changed} changed from those built in")),
        Err(mistakes) => {
            let found = format!("{} to correct; the keys are as built in", mistakes.len());
            Fact::bad(KEYS_FILE, found, mistakes.join("\n"))
        }
    })
}

/// What the terminal says of itself. None of it is a fault: every look works somewhere.
fn terminal(size: Option<(u16, u16)>) -> Vec<Fact> {
    let told = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let kind = told("TERM").unwrap_or_else(|| "TERM not set".to_owned());
    let large =
        size.map_or_else(|| "size not known".to_owned(), |(columns, rows)| format!("{columns}x{rows}"));
    let screen = if io::stdout().is_terminal() { "" } else { ", not on a screen now" };
    let colour = if told("NO_COLOR").is_some() { ", NO_COLOR: mono" } else { "" };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(told);
    vec![
        Fact::good("terminal", format!("{kind}, {large}{screen}{colour}")),
        Fact::good("locale", locale.unwrap_or_else(|| "not set: lines are drawn in ASCII".to_owned())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::door::FORMS_FOLDER;
    use crate::desk::service_file::TEMPLATE;
    use std::fs;

    fn told(paths: &Paths) -> (u8, String) {
        let mut out = Vec::new();
        let store = |_: &Paths| vec![Fact::good("SQLCipher", "4.9.0")];
        let keys = |text: &str| if text == "bad" { Err(vec!["line 1: no key".to_owned()]) } else { Ok(2) };
        let outside = Outside { size: || Some((80, 24)), keys };
        let code = run(paths, &outside, store, &mut out);
        (code, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_service_that_is_not_set_up_is_no_fault() {
        let dir = tempfile::tempdir().unwrap();
        let (code, text) = told(&Paths::at(&dir.path().join("none")).unwrap());
        assert_eq!(code, EX_OK, "{text}");
        assert!(text.contains("the first start writes it"), "{text}");
        assert!(text.contains(" at hand"), "{text}");
        assert!(text.contains("80x24"), "{text}");
    }

    #[test]
    fn mistakes_in_the_service_and_in_a_form_are_shown_whole_and_counted() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::at(dir.path()).unwrap();
        let service = dir.path().join(SERVICE_FILE);
        fs::write(&service, TEMPLATE).unwrap();
        assert_eq!(told(&paths).0, EX_OK);
        fs::write(&service, TEMPLATE.replacen("child_tier = 1", "child_tier = 7", 1)).unwrap();
        let forms = dir.path().join(FORMS_FOLDER);
        fs::create_dir(&forms).unwrap();
        fs::write(forms.join("own.toml"), "[form]\nid = \"own\"\n").unwrap();
        let (code, text) = told(&paths);
        assert_eq!(code, EX_CONFIG);
        assert!(text.contains("child_tier = 7") && text.contains("own.toml:1"), "{text}");
        assert!(text.ends_with("2 things to put right.\n"), "{text}");
    }

    #[test]
    fn forms_of_a_pack_and_confirmations_are_counted_and_doubts_told() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::at(dir.path()).unwrap();
        let version = Library::default().get("phq9").unwrap().version.clone();
        let confirmed = |id: &str| {
            format!(
                "\n[[confirmed_form]]\nid = \"{id}\"\nversion = \"{version}\"\nby = \"A\"\non = 2026-11-20\n"
            )
        };
        fs::write(dir.path().join(SERVICE_FILE), format!("{TEMPLATE}{}", confirmed("phq9"))).unwrap();
        let pack = dir.path().join(FORMS_FOLDER).join("kent");
        fs::create_dir_all(&pack).unwrap();
        fs::write(pack.join("own.toml"), include_str!("../../docs/form-template.toml")).unwrap();
        let (code, text) = told(&paths);
        assert_eq!(code, EX_OK, "{text}");
        assert!(text.contains("1 of your own; wording confirmed of 1 in"), "{text}");
        fs::write(dir.path().join(SERVICE_FILE), format!("{TEMPLATE}{}", confirmed("phq99"))).unwrap();
        let (code, text) = told(&paths);
        assert_eq!(code, EX_CONFIG);
        assert!(text.contains("Did you mean \"phq9\"?"), "{text}");
    }

    #[test]
    fn own_keys_are_counted_and_their_mistakes_told() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path()).unwrap();
        fs::write(folder.path().join(KEYS_FILE), "bad").unwrap();
        let (code, said) = told(&paths);
        assert_eq!(code, EX_CONFIG);
        assert!(
            said.contains("1 to correct; the keys are as built in") && said.contains("line 1: no key"),
            "{said}"
        );
        fs::write(folder.path().join(KEYS_FILE), "good").unwrap();
        assert!(told(&paths).1.contains("2 changed from those built in"));
    }
}
