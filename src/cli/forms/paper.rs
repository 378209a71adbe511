//! A form shown as text, printed blank, or started from the template.

use std::io::Write;
use std::path::PathBuf;

use super::{named, unwritten};
use crate::cli::To;
use crate::cli::exit::{EX_OK, EX_USAGE, Stop};
use crate::cli::handover::destination;
use crate::cli::open::warn;
use crate::desk::wording::Wording;
use crate::domain::service::Service;
use crate::forms::{Form, Library, blank, outline};
use crate::print::{Job, Printable, Ways, file, send};

/// The commented form that everything a form can hold is shown in.
const TEMPLATE: &str = include_str!("../../../docs/form-template.toml");
/// The line of the template that the new form's id goes into.
const OWN_ID: &str = "id = \"my_form\"";

/// Shows a form with its logic.
pub(super) fn show(
    id: &str,
    out: &mut impl Write,
    library: &Library,
    service: Option<&Service>,
) -> Result<u8, Stop> {
    let form = named(id, library)?;
    let shown = outline::outline(&form, wording(&form, service).as_deref());
    out.write_all(shown.as_bytes()).and_then(|()| out.flush()).map_err(unwritten)?;
    Ok(EX_OK)
}

/// Prints a blank form; what is printed holds nothing about anybody.
pub(super) fn print(
    id: &str,
    to: &To,
    out: &mut impl Write,
    library: &Library,
    service: Option<&Service>,
) -> Result<u8, Stop> {
    let form = named(id, library)?;
    let pages = blank::blank(&form, wording(&form, service).as_deref());
    if *to == To::Out {
        out.write_all(Printable::new(&pages).as_bytes()).and_then(|()| out.flush()).map_err(unwritten)?;
        return Ok(EX_OK);
    }
    let title = format!("Form {} version {}", form.id, form.version);
    let ways = service.map(|service| Ways::of(&service.print)).unwrap_or_default();
    let sent = send(&destination(to)?, &Job { title: &title, pages: &pages }, &ways)?;
    warn(&sent.words());
    Ok(EX_OK)
}

/// Starts a form from the template, with its id put in.
pub(super) fn new(
    id: &str,
    to: Option<PathBuf>,
    out: &mut impl Write,
    library: &Library,
) -> Result<u8, Stop> {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) || !id.chars().all(letters) {
        let why = format!(
            "\"{id}\" cannot be a form's id. Nothing was written. Use letters, digits and _, and begin with a letter."
        );
        return Err(Stop::new(EX_USAGE, why));
    }
    let text = TEMPLATE.replacen(OWN_ID, &format!("id = \"{id}\""), 1);
    let path = to.unwrap_or_else(|| PathBuf::from(format!("{id}.toml")));
    file::write_new(&path, text.as_bytes())?;
    let shown = path.display();
    writeln!(out, "Written to {shown}. Change it, then: liaison forms check {shown}").map_err(unwritten)?;
    if library.list().iter().any(|form| form.id == id) {
        let takes = "There is a form with this id already: in the forms folder this one takes its place.";
        writeln!(out, "{takes}").map_err(unwritten)?;
    }
    Ok(EX_OK)
}

/// What is known of the form's wording; without a service, what the form itself says.
fn wording(form: &Form, service: Option<&Service>) -> Option<String> {
    match service {
        Some(service) => Wording::of_form(service, form).words(),
        None => form.wording.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::{EX_CANTCREAT, EX_OK};
    use crate::cli::forms::{FormsCommand, run};
    use crate::forms::library::BUILT_IN;

    fn ran(command: FormsCommand) -> (u8, String) {
        let mut out = Vec::new();
        let code = run(command, &mut out, &Library::default(), None);
        (code, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_form_is_shown_with_its_options_scores_and_what_follows() {
        let (code, text) = ran(FormsCommand::Show { id: "phq9".into() });
        assert_eq!(code, EX_OK);
        for part in
            ["q9  (choice, required)", "3  Nearly every day [nearly_every_day = 3]", "== Scores", "do: "]
        {
            assert!(text.contains(part), "no {part:?} in\n{text}");
        }
        assert_eq!(ran(FormsCommand::Show { id: "phq99".into() }).0, EX_USAGE);
        for (id, _) in BUILT_IN {
            assert_eq!(ran(FormsCommand::Show { id: id.to_owned() }).0, EX_OK);
        }
    }

    #[test]
    fn a_blank_form_prints_within_its_margins_page_by_page() {
        let (code, text) = ran(FormsCommand::Print { id: "phq9".into(), to: To::Out });
        assert_eq!(code, EX_OK);
        assert!(text.ends_with('\u{c}') && text.lines().all(|line| line.chars().count() <= 78), "{text}");
        let pages = text.matches('\u{c}').count();
        assert_eq!(text.matches(&format!("of {pages}\n")).count(), pages, "{text}");
        assert_eq!(text.matches("No permission").count(), pages, "the licence stands on every page");
    }

    #[test]
    fn a_new_form_starts_from_the_template_and_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("night.toml");
        let start = || ran(FormsCommand::New { id: "night".into(), to: Some(path.clone()) });
        let (code, said) = start();
        assert_eq!(code, EX_OK, "{said}");
        let text = std::fs::read_to_string(&path).unwrap();
        let form = Library::default().check("night.toml", &text).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(form.id, "night");
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(start().0, EX_CANTCREAT);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(ran(FormsCommand::New { id: "9".into(), to: None }).0, EX_USAGE);
    }
}
