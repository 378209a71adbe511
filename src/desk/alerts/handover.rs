//! Handovers that nobody has received, questions about one's own, and what a site has to do without.

use super::Alert;
use crate::desk::board::Board;
use crate::desk::receive::{Receipt, surname};
use crate::desk::{Desk, DeskError};
use crate::domain::board::Level;
use crate::domain::time::near;

impl Desk {
    /// Notes of which something is left with the giver: whoever gave one is told what is still theirs
    /// and what was asked, until a newer note is issued.
    pub(super) fn about_handovers(&self, board: &Board) -> Result<Vec<Alert>, DeskError> {
        let mut alerts = Vec::new();
        for receipt in self.latest_receipts()? {
            let mine = receipt.giver == Some(self.who.id);
            alerts.extend(not_received(&receipt, board, mine));
            if mine {
                alerts.extend(questions(&receipt));
            }
        }
        Ok(alerts)
    }
}

fn not_received(receipt: &Receipt, board: &Board, mine: bool) -> Option<Alert> {
    if receipt.is_received() {
        return None;
    }
    // Whoever gave it knows, and has them until somebody comes: it does not outshout what presses.
    let level = if receipt.leaves_unstable() && !mine { Level::Urgent } else { Level::Warn };
    let sites = receipt.sites.join("+");
    let words = if mine {
        let since = near(receipt.at, board.at);
        format!("still yours: {} (not accepted, handover of {sites} {since})", receipt.left_words())
    } else {
        let (left, all) = (receipt.left().count(), receipt.items.len());
        let from = receipt.giver_words(board.at);
        format!("handover of {sites} from {from} not received: {left} of {all} left")
    };
    Some(Alert::new(level, words, None))
}

fn questions(receipt: &Receipt) -> Vec<Alert> {
    let asked = receipt.items.iter().flat_map(|one| one.questions.iter().map(move |asked| (one, asked)));
    asked
        .map(|(one, asked)| {
            let by = surname(&asked.by);
            let words = format!("question on your handover: {by} about {}: {}", one.label, asked.words);
            Alert::new(Level::Warn, words, one.item.episode)
        })
        .collect()
}

/// Systems that do not work, and notes on paper that wait to be typed in.
pub(super) fn about_site_state(board: &Board) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for (site, log) in &board.site_logs {
        for (system, since) in &log.down {
            let words = format!("{site} {system} is down since {}", near(*since, board.at));
            alerts.push(Alert::new(Level::Warn, words, None));
        }
        let words = match log.paper_notes {
            0 => continue,
            1 => format!("{site} has 1 note on paper to be typed in"),
            n => format!("{site} has {n} notes on paper to be typed in"),
        };
        alerts.push(Alert::new(Level::Warn, words, None));
    }
    alerts
}
