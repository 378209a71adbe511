//! Receiving a handover: item by item, read back where it matters, with questions to the giver.
//!
//! A note to the team stays with its giver until somebody else has accepted every item of it. What
//! was accepted or asked is journalled and never changed.

mod receipt;
mod site;

#[cfg(test)]
pub(crate) mod tests;

use super::paper::Document;
use super::{Desk, DeskError};
use crate::domain::event::{Audience, Body, HandoverIssue, HandoverItem, ItemAccepted, ItemAsked};
use crate::domain::ids::HandoverId;
use crate::domain::page::Page;
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::text::clean_line;
use crate::domain::time::near;
use crate::store::IssuedHandover;
pub(crate) use receipt::surname;
pub use receipt::{Acceptance, IssuedVersion, OldNote, Question, Receipt, ReceivedItem};
use receipt::{acceptance, name_of};

/// Rights of which one is needed to receive.
const RECEIVERS: [Right; 3] = [Right::Screen, Right::Assess, Right::Lead];
/// Notes listed as versions.
const VERSIONS: usize = 200;

impl Desk {
    /// The latest notes to the team of which something is left with the giver, the oldest first.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn unreceived(&self) -> Result<Vec<Receipt>, DeskError> {
        let mut receipts = self.latest_receipts()?;
        receipts.retain(|receipt| !receipt.is_received());
        Ok(receipts)
    }

    /// Those of them that the person signed in may receive: given by somebody else, at a site of their
    /// shift or, without a shift, anywhere.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn to_receive(&self) -> Result<Vec<Receipt>, DeskError> {
        if !self.may(&RECEIVERS) {
            return Ok(Vec::new());
        }
        let own = self.shift()?.map(|shift| shift.sites);
        let here = |receipt: &Receipt| {
            own.as_ref().is_none_or(|own| receipt.sites.iter().any(|site| own.contains(site)))
        };
        let mut receipts = self.unreceived()?;
        receipts.retain(|receipt| receipt.giver != Some(self.who.id) && here(receipt));
        Ok(receipts)
    }

    /// How far each of the latest notes to the team is received.
    pub(super) fn latest_receipts(&self) -> Result<Vec<Receipt>, DeskError> {
        let latest = self.store.latest_handovers()?;
        let people = if latest.is_empty() { Vec::new() } else { self.store.practitioners()? };
        let receipt = |(issued, sites): (IssuedHandover, Vec<String>)| -> Result<Receipt, DeskError> {
            Ok(Receipt { sites, ..self.receipt_of(&issued, &people)? })
        };
        latest.into_iter().map(receipt).collect()
    }

    /// How far a note is received.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a note that was never issued; a failure of the store.
    pub fn receipt(&self, handover: HandoverId) -> Result<Receipt, DeskError> {
        let issued = self.store.issued(handover)?.ok_or(DeskError::Unknown("handover"))?;
        self.receipt_of(&issued, &self.store.practitioners()?)
    }

    fn receipt_of(&self, issued: &IssuedHandover, people: &[Practitioner]) -> Result<Receipt, DeskError> {
        let issue = &issued.issue;
        let mut receipt = Receipt {
            handover: issue.handover,
            audience: issue.audience,
            sites: issue.sites.clone(),
            version: issue.version,
            given_by: given_by(issued, people),
            giver: issued.by,
            at: issued.at,
            items: Vec::with_capacity(issue.items.len()),
        };
        for item in &issue.items {
            let label = self.label_of(issue, item)?;
            receipt.items.push(ReceivedItem {
                item: item.clone(),
                label,
                accepted: None,
                questions: Vec::new(),
            });
        }
        if receipt.items.is_empty() {
            return Ok(receipt);
        }
        for event in self.store.received(issue.handover)? {
            receipt.take(&event, people);
        }
        if !receipt.is_received() {
            self.carry_over(issued, &mut receipt, people)?;
        }
        Ok(receipt)
    }

    /// What was accepted on an earlier version of the same giver's shift and is unchanged since.
    fn carry_over(
        &self,
        issued: &IssuedHandover,
        receipt: &mut Receipt,
        people: &[Practitioner],
    ) -> Result<(), DeskError> {
        if issued.issue.version <= 1 {
            return Ok(());
        }
        for earlier in self.store.earlier_versions(issued)? {
            for event in self.store.received(earlier.issue.handover)? {
                let Body::HandoverItemAccepted(accepted) = &event.body else { continue };
                let Some(before) = item_at(&earlier.issue, accepted.item) else { continue };
                let same = |one: &&mut ReceivedItem| {
                    one.accepted.is_none()
                        && one.item.episode == before.episode
                        && one.item.lines == before.lines
                };
                if let Some(one) = receipt.items.iter_mut().find(same) {
                    let on_version = Some(earlier.issue.version);
                    one.accepted = Some(Acceptance { on_version, ..acceptance(&event, accepted, people) });
                }
            }
        }
        Ok(())
    }

    /// Initials of the person an item is about, or its heading.
    fn label_of(&self, issue: &HandoverIssue, item: &HandoverItem) -> Result<String, DeskError> {
        let first = || item.heading.split_whitespace().next().unwrap_or_default().to_owned();
        Ok(match item.episode {
            None => item.heading.clone(),
            Some(_) if !issue.named => first(),
            Some(id) => self.store.episode(id)?.map_or_else(first, |episode| episode.person().initials()),
        })
    }

    /// Takes an item of a note over. Doing it again is harmless.
    ///
    /// # Errors
    /// Refused for the giver of the note, without the read-back where one is wanted, where somebody
    /// else has the item already, and where a newer note has replaced this one.
    pub fn accept_item(
        &mut self,
        handover: HandoverId,
        item: usize,
        read_back: &str,
    ) -> Result<(), DeskError> {
        let receipt = self.to_be_received(handover, "accept what is on it")?;
        let one = receipt.items.get(item).ok_or(DeskError::Unknown("item"))?;
        if let Some(taken) = &one.accepted {
            if taken.who == Some(self.who.id) {
                return Ok(());
            }
            return Err(DeskError::refused(
                format!("{} has {} already, since {}.", taken.by, one.label, near(taken.at, self.now())),
                "Nothing was changed. Go on with the next item.",
            ));
        }
        let read_back = clean_line(read_back);
        if one.item.read_back && read_back.is_empty() {
            return Err(DeskError::refused(
                format!("{} is read back before it is accepted.", one.label),
                "Say in a few words what you are to do.",
            ));
        }
        let place = u32::try_from(item).unwrap_or(u32::MAX);
        let accepted = ItemAccepted { handover, item: place, read_back };
        self.record_item(&receipt, one, Body::HandoverItemAccepted(accepted))
    }

    /// Asks the giver about an item of their note.
    ///
    /// # Errors
    /// Refused for the giver of the note, without a question, and where a newer note has replaced it.
    pub fn ask_about(&mut self, handover: HandoverId, item: usize, question: &str) -> Result<(), DeskError> {
        let receipt = self.to_be_received(handover, "ask yourself about it")?;
        let one = receipt.items.get(item).ok_or(DeskError::Unknown("item"))?;
        let question = clean_line(question);
        if question.is_empty() {
            return Err(DeskError::refused("There is no question.", "Type one."));
        }
        let place = u32::try_from(item).unwrap_or(u32::MAX);
        let asked = ItemAsked { handover, item: place, question };
        self.record_item(&receipt, one, Body::HandoverAsked(asked))
    }

    /// Journals what was done with one item, beside the person it is about.
    fn record_item(&mut self, receipt: &Receipt, one: &ReceivedItem, body: Body) -> Result<(), DeskError> {
        let site = match one.item.episode {
            Some(id) => self.store.episode(id)?.map(|episode| episode.site),
            None => receipt.sites.first().filter(|_| receipt.sites.len() == 1).cloned(),
        };
        let draft = self.draft(one.item.episode, site.as_deref(), body, self.now());
        self.store.append(&[draft])?;
        Ok(())
    }

    /// The note as long as the person signed in may receive it.
    fn to_be_received(&self, handover: HandoverId, what: &str) -> Result<Receipt, DeskError> {
        self.needs_any(&RECEIVERS, "receive handovers")?;
        let latest = self.store.latest_handovers()?;
        let Some((issued, sites)) = latest.iter().find(|(issued, _)| issued.issue.handover == handover)
        else {
            return Err(self.not_latest(handover)?);
        };
        if issued.by == Some(self.who.id) {
            return Err(DeskError::refused(
                format!("You gave this handover; you cannot {what}."),
                "Nothing was changed. Whoever comes next signs in and receives it.",
            ));
        }
        let receipt = self.receipt_of(issued, &self.store.practitioners()?)?;
        Ok(Receipt { sites: sites.clone(), ..receipt })
    }

    /// Why a note that is no site's latest is not received.
    fn not_latest(&self, handover: HandoverId) -> Result<DeskError, DeskError> {
        let old = self.store.issued(handover)?.ok_or(DeskError::Unknown("handover"))?;
        let title = old.issue.audience.title();
        if old.issue.audience != Audience::Team {
            return Ok(DeskError::refused(
                format!("Nobody receives a paper like this: {title}."),
                "Nothing was changed. The handover to the team is received.",
            ));
        }
        let mut newer: Option<IssuedHandover> = None;
        for site in &old.issue.sites {
            newer = newer.or(self.store.last_handover(site)?);
        }
        let by = newer.map_or_else(String::new, |newer| {
            let version = newer.issue.version;
            format!(": version {version} of {}", near(newer.at, self.now()))
        });
        Ok(DeskError::refused(
            format!("A newer handover has replaced this one{by}."),
            "What was accepted is kept. Go back and receive the newer one.",
        ))
    }

    /// Notes issued for these sites, of every audience, the newest first; no site means all.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn versions(&self, sites: &[String]) -> Result<Vec<IssuedVersion>, DeskError> {
        let people = self.store.practitioners()?;
        let notes = self.store.handovers(sites, VERSIONS)?;
        notes.iter().map(|issued| self.version_of(issued, &people)).collect()
    }

    /// A note with its pages as they were issued.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a note that was never issued; a failure of the store.
    pub fn issued(&self, handover: HandoverId) -> Result<OldNote, DeskError> {
        let issued = self.one_issued(handover)?;
        let of = self.version_of(&issued, &self.store.practitioners()?)?;
        Ok(OldNote { of, pages: Page::part(&issued.issue.text, &issued.issue.roles) })
    }

    fn one_issued(&self, handover: HandoverId) -> Result<IssuedHandover, DeskError> {
        self.store.issued(handover)?.ok_or(DeskError::Unknown("handover"))
    }

    /// An issued note as a paper, to be printed again: its lines as they were, its foot as of the copy.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a note that was never issued; a failure of the store.
    pub fn issued_document(&self, handover: HandoverId) -> Result<Document, DeskError> {
        let issued = self.one_issued(handover)?;
        self.document_again(issued)
    }

    fn version_of(
        &self,
        issued: &IssuedHandover,
        people: &[Practitioner],
    ) -> Result<IssuedVersion, DeskError> {
        let issue = &issued.issue;
        Ok(IssuedVersion {
            handover: issue.handover,
            at: issued.at,
            audience: issue.audience,
            version: issue.version,
            sites: issue.sites.clone(),
            given_by: given_by(issued, people),
            named: issue.named,
            receipt: self.receipt_of(issued, people)?.words(self.now()),
        })
    }
}

fn item_at(issue: &HandoverIssue, item: u32) -> Option<&HandoverItem> {
    issue.items.get(usize::try_from(item).ok()?)
}

/// The name on the note, or of who issued it where an old note has none.
fn given_by(issued: &IssuedHandover, people: &[Practitioner]) -> String {
    let name = &issued.issue.given_by;
    if name.is_empty() { name_of(issued.by, people) } else { name.clone() }
}
