//! Blank forms on paper, for when no terminal runs: nothing on them is about anybody.

use super::{Document, Making};
use crate::desk::{Desk, DeskError};
use crate::forms::blank;

impl Desk {
    /// A form of the library, blank.
    ///
    /// # Errors
    /// Refused for a form that is not at hand or is faulty, with what is wrong.
    pub fn blank_form(&self, id: &str) -> Result<Document, DeskError> {
        let form = self.library.get(id).map_err(|why| {
            DeskError::refused(
                why.to_string(),
                "Choose another form; liaison forms check shows its mistakes.",
            )
        })?;
        let making = Making {
            title: format!("Form {} version {}", form.id, form.version),
            marking: String::new(),
            running: Vec::new(),
            note: format!("form {}", form.id),
            sites: Vec::new(),
            reader: "whoever writes on it".to_owned(),
            consent: String::new(),
            blocks: Vec::new(),
            people: 0,
            episode: None,
            named: false,
        };
        let pages = blank::blank(&form, self.wording(&form).words().as_deref());
        Ok(Document { pages, is_plain: true, ..self.document(making) })
    }
}
