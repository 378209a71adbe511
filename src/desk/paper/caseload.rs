//! Who has what open and who was supervised when, on paper: what a lead takes to a supervision.

use super::{Document, Making};
use crate::desk::{Desk, DeskError};
use crate::domain::time::full;
use crate::handover::{Block, Line};

impl Desk {
    /// The caseload as counts, and the supervisions: colleagues are named, nobody whom the service sees
    /// is. Leads see everybody; anybody else their own.
    ///
    /// # Errors
    /// As [`Desk::caseload`].
    pub fn caseload_paper(&self) -> Result<Document, DeskError> {
        let caseload = self.caseload()?;
        let mut blocks = vec![Block::text("Caseload", vec![Line::prose("", "CASELOAD")])];
        blocks.extend(caseload.workers.iter().filter_map(|worker| {
            let words = worker.in_words(&caseload.limits);
            let (open, more) = words.split_first()?;
            let lead = Line::prose("", &format!("{}: {open}", worker.called()));
            let more = more.iter().map(|words| Line::prose("    ", words));
            Some(Block::text(&worker.name, [lead].into_iter().chain(more).collect()))
        }));
        let supervision = caseload
            .supervision
            .iter()
            .map(|one| Line::prose("", &format!("{}: {}", one.name, one.in_words())));
        let head = [Line::Rule, Line::prose("", "SUPERVISION")];
        blocks.push(Block::text("Supervision", head.into_iter().chain(supervision).collect()));
        let document = self.document(Making {
            title: "Caseload".to_owned(),
            marking: self.service.print.marking.clone(),
            running: vec![self.service.name.clone(), format!("CASELOAD {}", full(caseload.at))],
            note: "caseload".to_owned(),
            sites: self.service.sites.iter().map(|site| site.code.clone()).collect(),
            reader: "Supervision".to_owned(),
            consent: String::new(),
            blocks,
            people: 0,
            episode: None,
            named: false,
        });
        Ok(document.to_keep())
    }
}
