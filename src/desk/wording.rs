//! Whether a form reads as it was published: who at the service says so, or that nobody does.
//!
//! A published instrument stands in the library with a warning until the service has compared it
//! with its source. A form the service wrote itself has nothing to be compared with.

use chrono::NaiveDate;

use super::{Desk, DeskError};
use crate::domain::service::Service;
use crate::forms::library::Listed;
use crate::forms::report::nearest;
use crate::forms::{Form, Library};

/// What is known of a form's wording.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wording {
    /// There is nothing to compare it with.
    Own,
    /// Somebody at the service compared this version with its source.
    Confirmed {
        /// Who, with the office they hold.
        by: String,
        /// When.
        on: NaiveDate,
    },
    /// Nobody did.
    Unconfirmed {
        /// The form's own warning.
        warning: String,
        /// The version that was confirmed, where it was another one.
        other: Option<String>,
    },
}

impl Wording {
    /// What is known of a form by its id, version and own warning.
    pub fn of(service: &Service, id: &str, version: &str, warning: Option<&str>) -> Self {
        let Some(warning) = warning else { return Self::Own };
        let mut known = service.confirmed_forms.iter().filter(|confirmed| confirmed.id == id);
        match known.clone().find(|confirmed| confirmed.version == version) {
            Some(found) => Self::Confirmed { by: found.by.clone(), on: found.on },
            None => Self::Unconfirmed {
                warning: warning.to_owned(),
                other: known.next_back().map(|found| found.version.clone()),
            },
        }
    }

    /// What is known of a form.
    pub fn of_form(service: &Service, form: &Form) -> Self {
        Self::of(service, &form.id, &form.version, form.wording.as_deref())
    }

    /// What is known of a form on the list.
    pub fn of_listed(service: &Service, listed: &Listed) -> Self {
        Self::of(service, &listed.id, &listed.version, listed.wording.as_deref())
    }

    /// Whether people may be asked by it.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Unconfirmed { .. })
    }

    /// What a screen and a page say of it; nothing of a form of the service's own.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Own => None,
            Self::Confirmed { by, on } => {
                Some(format!("Wording confirmed by {by}, {}.", on.format("%-d %b %Y")))
            }
            Self::Unconfirmed { warning, other: None } => Some(warning.clone()),
            Self::Unconfirmed { warning, other: Some(other) } => {
                Some(format!("{warning} Version {other} was confirmed by the service, this one was not."))
            }
        }
    }
}

impl Desk {
    /// What is known of a form's wording.
    pub fn wording(&self, form: &Form) -> Wording {
        Wording::of_form(&self.service, form)
    }

    /// Refuses a form that nobody at the service has compared with its source. A demo asks nobody
    /// who exists, so there it may be tried.
    pub(super) fn check_wording(&self, form: &Form) -> Result<(), DeskError> {
        let Wording::Unconfirmed { other, .. } = self.wording(form) else { return Ok(()) };
        if self.is_demo() {
            return Ok(());
        }
        let Form { id, title, version, .. } = form;
        let but =
            other.map_or(String::new(), |other| format!(" Version {other} was, not version {version}."));
        Err(DeskError::refused(
            format!("The wording of {title} has not been confirmed by the service.{but} Nothing was begun."),
            format!(
                "Whoever answers for clinical safety compares it with the published form and adds \
                 [[confirmed_form]] with id = \"{id}\" and version = \"{version}\" to service.toml."
            ),
        ))
    }
}

/// What is odd about the confirmations of a service: none of it keeps the program from starting,
/// since a form that is not confirmed is only not offered.
pub fn doubts(service: &Service, library: &Library) -> Vec<String> {
    let listed = library.list();
    let mut found = Vec::new();
    for confirmed in &service.confirmed_forms {
        let (id, version) = (&confirmed.id, &confirmed.version);
        let Some(form) = listed.iter().find(|form| form.id == *id) else {
            let near = nearest(id, listed.iter().map(|form| form.id.as_str()));
            let near = near.map_or(String::new(), |near| format!(" Did you mean \"{near}\"?"));
            found.push(format!("[[confirmed_form]] \"{id}\": there is no such form.{near}"));
            continue;
        };
        let twin = service.confirmed_forms.iter().any(|c| c.id == *id && c.version == form.version);
        if form.fault.is_none() && form.version != *version && !twin {
            found.push(format!(
                "[[confirmed_form]] \"{id}\": version {version} is confirmed, version {} is at hand. It counts \
                 as unconfirmed until somebody has looked at that one.",
                form.version
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::service_file::{TEMPLATE, read};

    fn service(confirmed: &str) -> Service {
        read(&format!("{TEMPLATE}\n{confirmed}"), "service.toml").unwrap()
    }

    fn confirming(id: &str, version: &str) -> String {
        format!("[[confirmed_form]]\nid = \"{id}\"\nversion = \"{version}\"\nby = \"A\"\non = 2026-11-20\n")
    }

    #[test]
    fn another_version_than_the_confirmed_one_counts_as_unconfirmed_and_says_so() {
        let service = service(&confirming("x", "1"));
        assert!(Wording::of(&service, "x", "1", Some("Check it.")).is_settled());
        let other = Wording::of(&service, "x", "2", Some("Check it."));
        assert!(!other.is_settled());
        assert!(other.words().unwrap().contains("Version 1 was confirmed by the service, this one was not."));
        assert_eq!(Wording::of(&service, "own", "1", None), Wording::Own);
    }

    #[test]
    fn a_confirmation_of_no_form_is_told_with_the_nearest_name() {
        let library = Library::default();
        let version = library.get("phq9").unwrap().version.clone();
        let told = doubts(&service(&confirming("phq99", &version)), &library);
        assert!(told[0].contains("Did you mean \"phq9\"?"), "{told:?}");
        let told = doubts(&service(&confirming("phq9", "0")), &library);
        assert!(told[0].contains("version 0 is confirmed, version"), "{told:?}");
        assert!(doubts(&service(&confirming("phq9", &version)), &library).is_empty());
    }
}
