//! A handover received: its screens opened, its deeds done.

use crate::desk::receive::surname;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::HandoverId;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::effect::{Go, ReceiveDeed};
use crate::tui::screens::receive::ReceiveScreen;
use crate::tui::screens::versions::{IssuedScreen, Versions};

pub(super) fn open(desk: &Desk, go: &Go) -> Result<Screen, DeskError> {
    Ok(match go {
        Go::Issued(handover) => Screen::Issued(Box::new(IssuedScreen::new(desk, *handover)?)),
        Go::Versions => Screen::Versions(Versions::new(desk, None)?),
        _ => match desk.to_receive()?.into_iter().next() {
            Some(receipt) => Screen::Receive(Box::new(ReceiveScreen::new(desk, receipt))),
            None => return Err(none_waits(desk)?),
        },
    })
}

/// Why there is nothing to receive.
fn none_waits(desk: &Desk) -> Result<DeskError, DeskError> {
    let me = Some(desk.who().id);
    let own = desk.unreceived()?.into_iter().find(|receipt| receipt.giver == me);
    Ok(match own {
        Some(own) => DeskError::refused(
            format!("The handover of {} is your own: whoever comes next receives it.", own.sites.join("+")),
            "Until then what is on it stays yours.",
        ),
        None => DeskError::refused(
            "No handover of your sites waits to be received.",
            "The list of those issued says who received them.",
        ),
    })
}

/// After a shift is started: the handover that a colleague left, where one waits.
pub(super) fn after_start(desk: &Desk) -> Result<After, DeskError> {
    Ok(if desk.to_receive()?.is_empty() { After::Close } else { After::Then(Go::Receive) })
}

pub(super) fn verb(desk: &mut Desk, deed: ReceiveDeed) -> Result<(After, String), DeskError> {
    let words = match deed {
        ReceiveDeed::Accept { handover, item, read_back } => {
            desk.accept_item(handover, item, &read_back)?;
            accepted(desk, handover, item)?
        }
        ReceiveDeed::Ask { handover, item, question } => {
            desk.ask_about(handover, item, &question)?;
            let receipt = desk.receipt(handover)?;
            format!("asked; {} sees it on the board.", surname(&receipt.given_by))
        }
        ReceiveDeed::SystemDown { site, system } => {
            desk.system_down(&site, &system)?;
            format!("{system} is down at {site}; it stands on the board until it works again.")
        }
        ReceiveDeed::SystemUp { site, system } => {
            desk.system_up(&site, &system)?;
            format!("{system} works again at {site}.")
        }
        ReceiveDeed::PaperNotes { site, waiting } => {
            desk.count_paper_notes(&site, waiting)?;
            match waiting {
                0 => format!("no note on paper waits at {site}."),
                1 => format!("1 note on paper waits at {site}."),
                n => format!("{n} notes on paper wait at {site}."),
            }
        }
    };
    Ok((After::Close, words))
}

fn accepted(desk: &Desk, handover: HandoverId, item: usize) -> Result<String, DeskError> {
    let receipt = desk.receipt(handover)?;
    if receipt.is_received() {
        return Ok(format!("all is yours: {}.", receipt.words(desk.now())));
    }
    let label = receipt.items.get(item).map(|one| one.label.clone()).unwrap_or_default();
    Ok(format!("{label} accepted; {} left with {}.", receipt.left().count(), surname(&receipt.given_by)))
}
