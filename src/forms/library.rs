//! The forms at hand: those built in, and those a service adds or puts in their place.
//!
//! A form is checked when it is first asked for, not when the program starts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use toml::de::DeTable;

use super::form::{Ages, Audience, Form};
use super::report::{Report, nearest};

/// The destinations a suggestion may name where a service has not set its own.
pub const DESTINATIONS: [&str; 21] = [
    "gp",
    "cmht_crisis",
    "camhs",
    "talking_therapies",
    "learning_disability",
    "autism_adhd",
    "drug_service",
    "alcohol_service",
    "ae",
    "amhp",
    "adult_safeguarding",
    "childrens_safeguarding",
    "yot",
    "social_care",
    "housing",
    "domestic_abuse",
    "veterans",
    "debt_benefits",
    "womens_centre",
    "probation",
    "link_worker",
];

/// The forms built in, by id, in the order in which they are offered.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("ld_adult_core", include_str!("../../forms/ld_adult_core.toml")),
    ("ld_youth", include_str!("../../forms/ld_youth.toml")),
    ("phq9", include_str!("../../forms/phq9.toml")),
    ("gad7", include_str!("../../forms/gad7.toml")),
    ("auditc", include_str!("../../forms/auditc.toml")),
    ("asq", include_str!("../../forms/asq.toml")),
];

/// Why a form cannot be had.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LibraryError {
    /// No form has this id.
    #[error("there is no form \"{id}\"{}", .nearest.as_ref().map_or(String::new(), |near| format!("; did you mean \"{near}\"?")))]
    NoSuchForm {
        /// The id asked for.
        id: String,
        /// The id most like it.
        nearest: Option<String>,
    },
    /// The form is there, but has mistakes.
    #[error("{0}")]
    Faulty(Report),
}

/// Where a form comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Built in.
    BuiltIn,
    /// A file of the service, by its name.
    Local(String),
}

/// One line of the list of forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The form's id; the file's name where a fault hides the id.
    pub id: String,
    /// Its title; empty where it is faulty.
    pub title: String,
    /// Its version; empty where it is faulty.
    pub version: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The ages it is for.
    pub ages: Ages,
    /// Where it comes from.
    pub origin: Origin,
    /// Its mistakes, where it has any; it cannot be used then.
    pub fault: Option<Report>,
}

/// The forms at hand.
#[derive(Debug)]
pub struct Library {
    local: Vec<(String, String)>,
    destinations: Vec<String>,
    checked: Mutex<HashMap<String, Arc<Form>>>,
}

impl Default for Library {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Library {
    /// The built-in forms and these local ones, as (file name, text). A local form with the id of
    /// a built-in one takes its place.
    pub fn new(local: Vec<(String, String)>) -> Self {
        let destinations = DESTINATIONS.map(String::from).to_vec();
        Self { local, destinations, checked: Mutex::new(HashMap::new()) }
    }

    /// The same library, with the service's own list of destinations.
    #[must_use]
    pub fn with_destinations(mut self, destinations: Vec<String>) -> Self {
        self.destinations = destinations;
        self
    }

    /// The form with this id, checked when it is first asked for.
    ///
    /// # Errors
    ///
    /// `NoSuchForm`, or `Faulty` where the form has mistakes. A faulty local form never falls back
    /// to the built-in one of the same id: nobody would notice.
    pub fn get(&self, id: &str) -> Result<Arc<Form>, LibraryError> {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(form) = checked.get(id) {
            return Ok(Arc::clone(form));
        }
        let entries = self.entries();
        let Some(entry) = entries.iter().find(|entry| entry.id == id) else {
            let nearest = nearest(id, entries.iter().map(|entry| entry.id.as_str())).map(String::from);
            return Err(LibraryError::NoSuchForm { id: id.to_string(), nearest });
        };
        let form = Arc::new(self.check(&entry.file, entry.text).map_err(LibraryError::Faulty)?);
        checked.insert(id.to_string(), Arc::clone(&form));
        Ok(form)
    }

    /// Checks a text as this library would, with its destinations.
    ///
    /// # Errors
    ///
    /// Every mistake in the text.
    pub fn check(&self, file: &str, text: &str) -> Result<Form, Report> {
        let destinations: Vec<&str> = self.destinations.iter().map(String::as_str).collect();
        Form::load(file, text, &destinations)
    }

    /// All forms, the built-in ones first; checks every one.
    pub fn list(&self) -> Vec<Listed> {
        let mut listed: Vec<Listed> = Vec::new();
        for Entry { id, file, text, origin } in self.entries() {
            if listed.iter().any(|other| other.id == id) {
                continue;
            }
            listed.push(match self.check(&file, text) {
                Ok(form) => Listed {
                    id,
                    title: form.title,
                    version: form.version,
                    audience: form.audience,
                    ages: form.ages,
                    origin,
                    fault: None,
                },
                Err(report) => Listed {
                    id,
                    title: String::new(),
                    version: String::new(),
                    audience: Audience::Any,
                    ages: Ages::default(),
                    origin,
                    fault: Some(report),
                },
            });
        }
        listed.sort_by_key(|form| BUILT_IN.iter().position(|(id, _)| *id == form.id).unwrap_or(usize::MAX));
        listed
    }

    /// All texts, local ones first, so that the first with an id is the one meant.
    fn entries(&self) -> Vec<Entry<'_>> {
        let local = self.local.iter().map(|(file, text)| Entry {
            id: own_id(text).unwrap_or_else(|| file.clone()),
            file: file.clone(),
            text,
            origin: Origin::Local(file.clone()),
        });
        let built_in = BUILT_IN.iter().map(|(id, text)| Entry {
            id: (*id).to_string(),
            file: format!("forms/{id}.toml"),
            text,
            origin: Origin::BuiltIn,
        });
        local.chain(built_in).collect()
    }
}

/// A text that is not checked yet.
struct Entry<'a> {
    id: String,
    file: String,
    text: &'a str,
    origin: Origin,
}

/// The id a text gives itself, without checking the rest.
fn own_id(text: &str) -> Option<String> {
    let document = DeTable::parse(text).ok()?;
    let (_, form) = document.get_ref().iter().find(|(key, _)| key.get_ref() == "form")?;
    Some(form.get_ref().get("id")?.get_ref().as_str()?.to_string())
}
