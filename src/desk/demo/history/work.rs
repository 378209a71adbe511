//! What was done beside seeing somebody: onward referrals, reports, the Mental Health Act, contacts.

use chrono::Duration;

use super::dice::Dice;
use super::seen::TOLD;
use crate::desk::passing::NewTransfer;
use crate::desk::plan::NewOnward;
use crate::desk::report::NewReport;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{Activity, Body, Consent, ConsentTo, Contact, MhaStep, OnwardStep, ReportStep};
use crate::domain::ids::EpisodeId;
use crate::domain::service::SiteKind;

/// About how often each comes up; any other code counts as one.
const DESTINATIONS: [(&str, usize); 7] = [
    ("gp", 30),
    ("cmht_crisis", 12),
    ("drug_service", 12),
    ("link_worker", 10),
    ("alcohol_service", 8),
    ("adult_safeguarding", 4),
    ("childrens_safeguarding", 3),
];
const ATTENDANCE: [(&str, usize); 3] = [("5", 12), ("6", 3), ("3", 6)];
const EVALUATION: [(&str, usize); 4] = [("given", 60), ("refused", 20), ("withdrawn", 6), ("not_asked", 6)];

/// Refers the person on; it is accepted and attended, or is refused, or nothing is heard of it.
pub(super) fn refer_on(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let lists = &service.lists;
    let new = NewOnward {
        destination: dice.weighed(&lists.destinations, &DESTINATIONS),
        urgency: dice.code(&lists.priorities),
        reason: "Follow-up after custody.".to_owned(),
        consent: "given".to_owned(),
        basis: String::new(),
        suggestion: None,
    };
    let onward = desk.refer_onward(id, &new)?;
    match dice.roll(8) {
        0 | 1 => return Ok(()),
        2 => {
            let reason = dice.code(&lists.refusal_reasons);
            return desk.move_onward(id, onward, OnwardStep::Ended { reason });
        }
        3 => desk.move_onward(id, onward, OnwardStep::Sent { how: dice.code(&lists.sent_by) })?,
        _ => {}
    }
    desk.move_onward(id, onward, OnwardStep::Accepted { by: "reception".to_owned(), appointment: None })?;
    if dice.one_in(4) {
        return Ok(());
    }
    let code = dice.weighed(&lists.attendance, &ATTENDANCE);
    desk.move_onward(id, onward, OnwardStep::Attended { code })
}

/// A report is asked for and sent, on time to the minute or late, or is withdrawn.
pub(super) fn report(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let lists = &service.lists;
    let due = desk.now() + Duration::minutes(60);
    let report = desk.ask_report(id, &new_report(desk, due, dice))?;
    if dice.one_in(5) {
        let reason = "The hearing was put off.".to_owned();
        return desk.move_report(id, report, ReportStep::Withdrawn { reason });
    }
    let sent = match dice.roll(4) {
        0 => due,
        1 => due + Duration::minutes(1) + dice.minutes(600),
        _ => due - dice.minutes(59),
    };
    desk.at(sent);
    desk.move_report(id, report, ReportStep::Sent { how: dice.code(&lists.sent_by), to: "court".to_owned() })
}

/// A report that nobody has sent yet: it is due in some days, or has been for some.
pub(super) fn open_report(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let due = desk.now() + Duration::days(1) + dice.minutes(60 * 24 * 60);
    desk.ask_report(id, &new_report(desk, due, dice)).map(drop)
}

fn new_report(desk: &Desk, due: chrono::DateTime<chrono::Utc>, dice: &mut Dice) -> NewReport {
    NewReport {
        kind: dice.code(&desk.service().lists.report_kinds),
        asked_by: "legal adviser".to_owned(),
        due,
        basis: "court order".to_owned(),
    }
}

/// Steps of a Mental Health Act assessment: asked for, perhaps some in between, and unless it is to go on
/// one that ends it.
pub(super) fn mha(desk: &mut Desk, id: EpisodeId, ends: bool, dice: &mut Dice) -> Result<(), DeskError> {
    let steps = desk.service().lists.mha_steps.clone();
    let (last, between): (Vec<_>, Vec<_>) = steps.iter().skip(1).cloned().partition(|step| step.ends);
    let mut taken = vec![steps.first().map(|step| step.code.clone()).unwrap_or_default()];
    (0..dice.roll(3)).for_each(|_| taken.push(dice.code(&between)));
    if ends {
        taken.push(dice.code(&last));
    }
    for step in taken {
        desk.move_mha(id, &MhaStep { step, note: String::new() })?;
        desk.at(desk.now() + Duration::seconds(30) + dice.minutes(150));
    }
    Ok(())
}

/// A contact about the person; now and then one of somebody else, which is struck again.
pub(super) fn contact(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let lists = &service.lists;
    let contact = Contact {
        kind: dice.code(&lists.contact_kinds),
        with: TOLD.get(dice.roll(TOLD.len())).copied().unwrap_or_default().to_owned(),
        outcome: dice.code(&lists.contact_outcomes),
        text: "Asked after them.".to_owned(),
    };
    desk.contact(id, &contact)?;
    if dice.one_in(12) {
        let events = desk.store.events_of(id)?;
        let entry = events.iter().rev().find(|event| matches!(event.body, Body::Contacted(_)));
        if let Some(entry) = entry {
            desk.strike(id, entry.id, "That was about somebody else.", None)?;
        }
    }
    Ok(())
}

/// The word on use for evaluation, now and then another one after it.
pub(super) fn evaluation(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let said = dice.weighed(&desk.service().lists.consent_statuses, &EVALUATION);
    desk.consent(id, &Consent::plain(ConsentTo::Evaluation, &said, ""))?;
    if dice.one_in(8) {
        desk.consent(id, &Consent::plain(ConsentTo::Evaluation, "withdrawn", "By letter."))?;
    }
    Ok(())
}

/// Another suite takes the person over: the episode stands there from then on.
pub(super) fn moves_suite(desk: &mut Desk, id: EpisodeId) -> Result<(), DeskError> {
    let (service, here) = (desk.service().clone(), desk.episode(id)?.site);
    let is_suite = |code: &str| service.site(code).is_some_and(|site| site.kind == SiteKind::Custody);
    let other = service.sites.iter().find(|site| site.code != here && is_suite(&site.code));
    let Some(other) = other.filter(|_| is_suite(&here)) else { return Ok(()) };
    let new = NewTransfer {
        kind: "suite_to_suite".to_owned(),
        to: String::new(),
        to_site: Some(other.code.clone()),
        how: "telephone".to_owned(),
    };
    let transfer = desk.transfer(id, &new)?;
    desk.accept_transfer(id, transfer, "Shah")
}

/// Work without an episode: advice, training and the like, at a site or at none; now and then entered by
/// mistake, and struck again.
pub(super) fn activity(desk: &mut Desk, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let activity = Activity {
        kind: dice.code(&service.lists.service_activities),
        with: "custody staff".to_owned(),
        people: u32::try_from(dice.roll(12)).unwrap_or(0),
        minutes: u32::try_from(dice.roll(18) * 5).unwrap_or(0),
        ..Activity::default()
    };
    let (site, at) = (service.sites.get(dice.roll(service.sites.len() + 1)), desk.now());
    desk.log_activity(site.map(|site| site.code.as_str()), &activity, at)?;
    if dice.one_in(8)
        && let Some(entry) = desk.activities(at, at + Duration::milliseconds(1))?.pop()
    {
        desk.at(at + Duration::minutes(1));
        desk.strike_activity(entry.event, "That was entered twice.")?;
        desk.at(at);
    }
    Ok(())
}
