//! Passing a person to another L&D point: open until that point has acknowledged it.

use uuid::Uuid;

use super::referral::known;
use super::{Desk, DeskError};
use crate::domain::episode::{Episode, Transfer};
use crate::domain::event::{Body, TransferStart};
use crate::domain::ids::{EpisodeId, TransferId};
use crate::domain::service::{Right, SiteKind};
use crate::domain::text::clean_line;

/// The kind that moves the person from one list to another once it is acknowledged.
const SUITE_TO_SUITE: &str = "suite_to_suite";

/// A passing to be recorded.
#[derive(Clone, Debug)]
pub struct NewTransfer {
    /// Code of the kind.
    pub kind: String,
    /// To whom, by name or team.
    pub to: String,
    /// Site code, where it goes to a site of this service.
    pub to_site: Option<String>,
    /// How it was passed: by telephone, on paper.
    pub how: String,
}

impl Desk {
    /// Records that the person was passed on.
    ///
    /// # Errors
    /// Refused for an unknown kind or site, without to whom, to the site the person is at, to a court
    /// as if it were a suite, and while another transfer waits to be acknowledged.
    pub fn transfer(&mut self, episode: EpisodeId, new: &NewTransfer) -> Result<TransferId, DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "pass people on")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.transfer_kinds, &new.kind, "kind of transfer")?;
        let (to, how) = (clean_line(&new.to), clean_line(&new.how));
        if let Some(site) = &new.to_site {
            if self.service.site(site).is_none() {
                return Err(DeskError::Unknown("site"));
            }
            let custody = self.service.site(site).is_some_and(|site| site.kind == SiteKind::Custody);
            if new.kind == SUITE_TO_SUITE && !custody {
                return Err(DeskError::refused(
                    "That is no custody suite.",
                    "Choose \"custody to court\": at court a new episode begins.",
                ));
            }
            if *site == episode.site {
                return Err(DeskError::refused("The person is at that site.", "Choose where they go to."));
            }
        }
        if to.is_empty() && new.to_site.is_none() {
            return Err(DeskError::refused("A person is passed to somebody.", "Say to whom."));
        }
        if let Some(open) = episode.work.open_transfers().next() {
            return Err(DeskError::refused(
                format!("{} has not acknowledged the transfer before.", self.receiver(open)),
                "Ring them, or withdraw it first.",
            ));
        }
        let transfer = TransferId(Uuid::now_v7());
        let start = TransferStart { transfer, kind: new.kind.clone(), to, to_site: new.to_site.clone(), how };
        self.record(&episode, vec![Body::TransferMade(start)])?;
        Ok(transfer)
    }

    /// Who is to take the person over, in words.
    pub fn receiver(&self, transfer: &Transfer) -> String {
        let site = transfer.start.to_site.as_ref().and_then(|code| self.service.site(code));
        match (transfer.start.to.as_str(), site) {
            ("", Some(site)) => site.name.clone(),
            (to, Some(site)) => format!("{to}, {}", site.name),
            (to, None) => to.to_owned(),
        }
    }

    /// Records that the other point has the person. A suite that takes somebody over from another has
    /// them on its own list from then on.
    ///
    /// # Errors
    /// Refused where it was acknowledged or withdrawn, and without who took the person over.
    pub fn accept_transfer(
        &mut self,
        episode: EpisodeId,
        transfer: TransferId,
        by: &str,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "take people over")?;
        let episode = self.on_board(episode)?;
        Self::open_transfer(&episode, transfer)?;
        let by = clean_line(by);
        if by.is_empty() {
            return Err(DeskError::refused("Somebody takes the person over.", "Say who, by name."));
        }
        self.record(&episode, vec![Body::TransferAccepted { transfer, by }])?;
        Ok(())
    }

    /// Records that the transfer does not take place.
    ///
    /// # Errors
    /// Refused where it was acknowledged or withdrawn, and without a reason.
    pub fn withdraw_transfer(
        &mut self,
        episode: EpisodeId,
        transfer: TransferId,
        reason: &str,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "pass people on")?;
        let episode = self.on_board(episode)?;
        Self::open_transfer(&episode, transfer)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("A transfer is withdrawn with a reason.", "Say why."));
        }
        self.record(&episode, vec![Body::TransferWithdrawn { transfer, reason }])?;
        Ok(())
    }

    fn open_transfer(episode: &Episode, id: TransferId) -> Result<(), DeskError> {
        if episode.work.open_transfers().any(|open| open.start.transfer == id) {
            return Ok(());
        }
        Err(DeskError::refused("This transfer is settled.", "Nothing was changed."))
    }
}
