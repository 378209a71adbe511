//! The forms at hand: those built in, and those a service adds or puts in their place.
//!
//! A form is checked when it is first asked for, not when the program starts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use toml::de::DeTable;

use super::form::{Ages, Audience, Form, Shelf};
use super::report::{Problem, Report, nearest};

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

/// The forms built in, by id, in the order in which they are offered: our own first, then the
/// instruments by how often they are needed.
pub const BUILT_IN: [(&str, &str); 38] = [
    ("ld_adult_core", include_str!("../../forms/ld_adult_core.toml")),
    ("ld_youth", include_str!("../../forms/ld_youth.toml")),
    ("ld_reception", include_str!("../../forms/ld_reception.toml")),
    ("ld_full_assessment", include_str!("../../forms/ld_full_assessment.toml")),
    ("ld_safety_plan", include_str!("../../forms/ld_safety_plan.toml")),
    ("ld_learning_disability", include_str!("../../forms/ld_learning_disability.toml")),
    ("ld_autism", include_str!("../../forms/ld_autism.toml")),
    ("ld_adhd", include_str!("../../forms/ld_adhd.toml")),
    ("ld_brain_injury", include_str!("../../forms/ld_brain_injury.toml")),
    ("ld_communication", include_str!("../../forms/ld_communication.toml")),
    ("ld_gambling", include_str!("../../forms/ld_gambling.toml")),
    ("ld_housing", include_str!("../../forms/ld_housing.toml")),
    ("ld_consent_capacity", include_str!("../../forms/ld_consent_capacity.toml")),
    ("ld_equality", include_str!("../../forms/ld_equality.toml")),
    ("ld_sbar", include_str!("../../forms/ld_sbar.toml")),
    ("ld_court_note", include_str!("../../forms/ld_court_note.toml")),
    ("ld_advice_only", include_str!("../../forms/ld_advice_only.toml")),
    ("asq", include_str!("../../forms/asq.toml")),
    ("phq2", include_str!("../../forms/phq2.toml")),
    ("phq9", include_str!("../../forms/phq9.toml")),
    ("gad2", include_str!("../../forms/gad2.toml")),
    ("gad7", include_str!("../../forms/gad7.toml")),
    ("auditc", include_str!("../../forms/auditc.toml")),
    ("fast", include_str!("../../forms/fast.toml")),
    ("hark", include_str!("../../forms/hark.toml")),
    ("bjmhs", include_str!("../../forms/bjmhs.toml")),
    ("cmhs_m", include_str!("../../forms/cmhs_m.toml")),
    ("cmhs_f", include_str!("../../forms/cmhs_f.toml")),
    ("k6", include_str!("../../forms/k6.toml")),
    ("k10", include_str!("../../forms/k10.toml")),
    ("pc_ptsd_5", include_str!("../../forms/pc_ptsd_5.toml")),
    ("core10", include_str!("../../forms/core10.toml")),
    ("pcl5", include_str!("../../forms/pcl5.toml")),
    ("ciwa_ar", include_str!("../../forms/ciwa_ar.toml")),
    ("cows", include_str!("../../forms/cows.toml")),
    ("news2", include_str!("../../forms/news2.toml")),
    ("phq8", include_str!("../../forms/phq8.toml")),
    ("cage", include_str!("../../forms/cage.toml")),
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
    /// Where the list puts it.
    pub shelf: Shelf,
    /// Its own warning that nobody has compared its wording with the source.
    pub wording: Option<String>,
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
        let form = Arc::new(self.entry(entry, &entries).map_err(LibraryError::Faulty)?);
        checked.insert(id.to_string(), Arc::clone(&form));
        Ok(form)
    }

    /// Checks one text; where another file of the service has the same id, neither can be used.
    fn entry(&self, entry: &Entry<'_>, all: &[Entry<'_>]) -> Result<Form, Report> {
        let local = |other: &&Entry<'_>| other.id == entry.id && other.origin != Origin::BuiltIn;
        let twin = all.iter().filter(local).find(|other| other.file != entry.file);
        if let (Some(twin), Origin::Local(_)) = (twin, &entry.origin) {
            let at = entry.text.find(&format!("\"{}\"", entry.id)).unwrap_or(0);
            let message = format!("\"{}\" is also the id of {}; neither is used", entry.id, twin.file);
            let help = "give one of them another id, or take it out of the folder";
            let problem = Problem::at(&entry.file, entry.text, at..at + entry.id.len() + 2, message, help);
            return Err(Report { problems: vec![problem] });
        }
        self.check(&entry.file, entry.text)
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
        let entries = self.entries();
        let local = |id: &str| entries.iter().any(|e| e.id == id && e.origin != Origin::BuiltIn);
        let meant = |entry: &&Entry<'_>| entry.origin != Origin::BuiltIn || !local(&entry.id);
        let mut listed: Vec<Listed> =
            entries.iter().filter(meant).map(|e| self.listed(e, &entries)).collect();
        listed.sort_by_key(|form| BUILT_IN.iter().position(|(id, _)| *id == form.id).unwrap_or(usize::MAX));
        listed
    }

    fn listed(&self, entry: &Entry<'_>, all: &[Entry<'_>]) -> Listed {
        let known = self.checked.lock().unwrap_or_else(PoisonError::into_inner).get(&entry.id).cloned();
        let read = known.map_or_else(|| self.entry(entry, all).map(Arc::new), Ok);
        let (id, origin) = (entry.id.clone(), entry.origin.clone());
        match read {
            Ok(form) => {
                let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
                let form = checked.entry(id.clone()).or_insert(form);
                Listed {
                    id,
                    title: form.title.clone(),
                    version: form.version.clone(),
                    audience: form.audience,
                    ages: form.ages,
                    shelf: form.shelf,
                    wording: form.wording.clone(),
                    origin,
                    fault: None,
                }
            }
            Err(report) => Listed {
                id,
                title: String::new(),
                version: String::new(),
                audience: Audience::Any,
                ages: Ages::default(),
                shelf: Shelf::Record,
                wording: None,
                origin,
                fault: Some(report),
            },
        }
    }

    /// All texts, local ones first, so that the first with an id is the one meant.
    fn entries(&self) -> Vec<Entry<'_>> {
        let local = self.local.iter().map(|(file, text)| Entry {
            id: own_id(text).or_else(|| stem_of_built_in(file)).unwrap_or_else(|| file.clone()),
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

/// The id a text gives itself, as far as it can be read: its other mistakes must not hide it.
fn own_id(text: &str) -> Option<String> {
    let (document, _) = DeTable::parse_recoverable(text);
    let (_, form) = document.get_ref().iter().find(|(key, _)| key.get_ref() == "form")?;
    let (_, id) = form.get_ref().as_table()?.iter().find(|(key, _)| key.get_ref() == "id")?;
    Some(id.get_ref().as_str()?.to_string()).filter(|id| !id.is_empty())
}

/// A file that hides its id but has the name of a built-in form is meant to take its place: the
/// built-in one is not used then, because nobody would notice.
fn stem_of_built_in(file: &str) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next()?.strip_suffix(".toml")?;
    BUILT_IN.iter().find(|(id, _)| *id == name).map(|(id, _)| (*id).to_string())
}
