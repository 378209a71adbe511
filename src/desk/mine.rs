//! Whose work is mine: a filter over the board for the person signed in.

use std::collections::BTreeSet;

use super::board::{Board, TaskRow};
use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;

impl Desk {
    /// People on the board who are mine: I am with them, or I own one of their tasks; at the sites of
    /// my shift also, for a youth worker, the children routed to one, and for a clinician those whose
    /// escalation nobody has taken.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn my_list(&self, board: &Board) -> Result<BTreeSet<EpisodeId>, DeskError> {
        let shift = self.shift()?;
        let sites = shift.as_ref().map(|shift| shift.sites.clone()).unwrap_or_default();
        let rights = self.rights();
        let youth = rights.contains(&Right::Youth) || shift.is_some_and(|shift| shift.youth_worker);
        let with_me = board.rows.iter().filter(|row| row.with == Some(self.who.id)).map(|row| row.id);
        let mut mine: BTreeSet<EpisodeId> = with_me.collect();
        mine.extend(board.tasks.iter().filter(|task| self.is_my_task(task)).map(|task| task.episode));
        let here = |site: &String| sites.contains(site);
        if youth {
            let routed = board.rows.iter().filter(|row| row.routed.is_some() && here(&row.site));
            mine.extend(routed.map(|row| row.id));
        }
        if rights.contains(&Right::Assess) {
            let asked = |episode: &&Episode| episode.work.open_escalations().next().is_some();
            mine.extend(board.live.iter().filter(asked).filter(|one| here(&one.site)).map(|one| one.id));
        }
        Ok(mine)
    }

    /// Whether the person signed in owns a task.
    pub fn is_my_task(&self, task: &TaskRow) -> bool {
        is_owner(&self.who, &task.owner)
    }
}

/// Whether an owner as typed is this person: their whole name, surname, sign-in name or initials.
fn is_owner(who: &Practitioner, owner: &str) -> bool {
    let owner = owner.trim().to_lowercase();
    let names = [who.name.as_str(), who.sign_in_name.as_str(), who.label.as_str()];
    let surname = who.name.split_whitespace().last().unwrap_or_default();
    names.into_iter().chain([surname]).any(|name| !name.is_empty() && name.to_lowercase() == owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;

    #[test]
    fn whom_i_am_with_and_whose_task_i_own_is_on_my_list() {
        let (_dir, desk) = demo_desk();
        let board = desk.board().unwrap();
        let mine = desk.my_list(&board).unwrap();
        let initials: Vec<&str> =
            board.rows.iter().filter(|row| mine.contains(&row.id)).map(|row| row.initials.as_str()).collect();
        assert!(initials.contains(&"J.D.") && initials.contains(&"N.R."), "{initials:?}");
        assert!(!initials.contains(&"R.T."), "{initials:?}");
    }

    #[test]
    fn an_owner_is_known_by_name_surname_or_initials_in_any_case() {
        let (_dir, desk) = demo_desk();
        for owner in ["Ada Okafor", "okafor", " OKAFOR ", &desk.who().label] {
            assert!(is_owner(desk.who(), owner), "{owner}");
        }
        for other in ["", "Shah", "Okafor Shah"] {
            assert!(!is_owner(desk.who(), other), "{other}");
        }
    }
}
