//! What goes to other agencies: reports, recommendations, the Mental Health Act, transfers.

use chrono::NaiveDateTime;

use super::pathway::Faulty;
use super::{about, chosen, needed_instant, options};
use crate::desk::passing::NewTransfer;
use crate::desk::report::NewReport;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{ConsentTo, MhaStep, Recommendation, ReportStep};
use crate::domain::ids::{EpisodeId, ReportId, TransferId};
use crate::domain::service::{label, label_within};
use crate::domain::time::near;
use crate::tui::effect::PathwayDeed;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

/// What was said on sharing, in words, for the head of a card.
fn shared(desk: &Desk, id: EpisodeId) -> Result<String, DeskError> {
    let lists = &desk.service().lists;
    let episode = desk.episode(id)?;
    Ok(match episode.consent(ConsentTo::Share) {
        Some(line) => {
            let said = label_within(&lists.consent_statuses, &line.consent.status);
            format!("Consent to share: {said}, {}.", near(line.at, desk.now()))
        }
        None => "Consent to share: not recorded.".to_owned(),
    })
}

pub(super) fn report(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    Ok(Card::new(format!("Report on {}", about(desk, id)?), shared(desk, id)?, now)
        .with(Field::choice("kind", "Kind", options(&lists.report_kinds)).required())
        .with(Field::text("asked_by", "Asked by").required().help("Legal adviser Hughes; PO Lane."))
        .with(
            Field::when("due", "Due", Bias::Future, Blank::Nothing)
                .required()
                .help("+60, Tue 09:30, 26/11 12:00. The board calls before it."),
        )
        .with(
            Field::text("basis", "Without consent")
                .help("Only where it goes without: serious harm, safeguarding, a court order."),
        ))
}

pub(super) fn report_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    Ok(PathwayDeed::AskReport(NewReport {
        kind: chosen(card, "kind"),
        asked_by: card.text("asked_by"),
        due: needed_instant(card, "due")?,
        basis: card.text("basis"),
    }))
}

pub(super) fn report_step(
    desk: &Desk,
    id: EpisodeId,
    report: ReportId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let episode = desk.episode(id)?;
    let found = episode.work.reports.iter().find(|found| found.start.report == report);
    let start = &found.ok_or(DeskError::Unknown("report"))?.start;
    let steps = vec![
        ChoiceOption::new("drafted", "A draft is written"),
        ChoiceOption::new("sent", "Sent"),
        ChoiceOption::new("withdrawn", "No longer wanted"),
    ];
    let kind = label(&lists.report_kinds, &start.kind);
    let purpose = format!("Asked by {}, due {}.", start.asked_by, near(start.due, desk.now()));
    Ok(Card::new(format!("{kind}: {}", about(desk, id)?), purpose, now)
        .with(Field::choice("step", "What happened", steps).required())
        .with(Field::choice("how", "Sent how", options(&lists.sent_by)))
        .with(Field::text("to", "Sent to").help("By name, or the office."))
        .with(Field::text("reason", "Not wanted why")))
}

pub(super) fn report_step_deed(card: &Card, report: ReportId) -> Result<PathwayDeed, Faulty> {
    let needed = |field, text: String| {
        if text.is_empty() {
            return Err((field, "This field belongs to what happened: fill it in too.".to_owned()));
        }
        Ok(text)
    };
    let step = match card.choice("step") {
        Some("sent") => {
            ReportStep::Sent { how: needed("how", chosen(card, "how"))?, to: needed("to", card.text("to"))? }
        }
        Some("withdrawn") => ReportStep::Withdrawn { reason: needed("reason", card.text("reason"))? },
        _ => ReportStep::Drafted,
    };
    Ok(PathwayDeed::MoveReport { report, step })
}

pub(super) fn recommend(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let to = vec![ChoiceOption::new("cps", "The CPS"), ChoiceOption::new("court", "The court")];
    let title = format!("Recommend for {}", about(desk, id)?);
    let purpose = format!("Apart from the clinical note. {}", shared(desk, id)?);
    Ok(Card::new(title, purpose, now)
        .with(Field::choice("to", "To", to).required())
        .with(Field::choice("code", "What", options(&lists.recommendations)).required())
        .with(Field::long_text("text", "Details").help("Written for the recipient: no more than they need.")))
}

pub(super) fn recommend_deed(card: &Card) -> PathwayDeed {
    let (to, code) = (chosen(card, "to"), chosen(card, "code"));
    PathwayDeed::Recommend(Recommendation { to, code, text: card.text("text") })
}

pub(super) fn mha(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let episode = desk.episode(id)?;
    let stands = match episode.work.mha.last().filter(|_| desk.mha_runs(&episode)) {
        Some(last) => format!(
            "Last step: {}, {}.",
            label_within(&lists.mha_steps, &last.what.step),
            near(last.at, desk.now())
        ),
        None => "None is running. The first step is that it was asked for.".to_owned(),
    };
    Ok(Card::new(format!("Mental Health Act, {}", about(desk, id)?), stands, now)
        .with(Field::choice("step", "What happened", options(&lists.mha_steps)).required())
        .with(Field::text("note", "Details").help("AMHP and reference, doctors, bed, time left custody.")))
}

pub(super) fn mha_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::MoveMha(MhaStep { step: chosen(card, "step"), note: card.text("note") })
}

pub(super) fn transfer(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let service = desk.service();
    let own = desk.episode(id)?.site;
    let others = service.sites.iter().filter(|site| site.code != own);
    let sites = others.map(|site| ChoiceOption::new(site.code.as_str(), site.name.as_str())).collect();
    let title = format!("Pass on {}", about(desk, id)?);
    Ok(Card::new(title, "Stays on this list until the other side has said they have the person.", now)
        .with(Field::choice("kind", "Kind", options(&service.lists.transfer_kinds)).required())
        .with(Field::choice("site", "To our site", sites).help("Empty where it goes to somebody outside."))
        .with(Field::text("to", "To whom").help("By name or team: R. Shah; youth team."))
        .with(Field::text("how", "How").help("By telephone at 20:10; on paper with the escort.")))
}

pub(super) fn transfer_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::Transfer(NewTransfer {
        kind: chosen(card, "kind"),
        to: card.text("to"),
        to_site: card.choice("site").map(str::to_owned),
        how: card.text("how"),
    })
}

pub(super) fn transfer_step(
    desk: &Desk,
    id: EpisodeId,
    transfer: TransferId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let mut open = episode.work.open_transfers();
    let found = open.find(|open| open.start.transfer == transfer).ok_or(DeskError::Unknown("transfer"))?;
    let steps = vec![
        ChoiceOption::new("accepted", "They have the person"),
        ChoiceOption::new("withdrawn", "It does not take place"),
    ];
    let purpose = format!("Passed to {} at {}.", desk.receiver(found), near(found.at, desk.now()));
    Ok(Card::new(format!("Transfer of {}", about(desk, id)?), purpose, now)
        .with(Field::choice("step", "What happened", steps).required())
        .with(
            Field::text("by", "Who, or why")
                .required()
                .help("Who took the person over, by name; or why it does not take place."),
        ))
}

pub(super) fn transfer_step_deed(card: &Card, transfer: TransferId) -> PathwayDeed {
    match card.choice("step") {
        Some("withdrawn") => PathwayDeed::WithdrawTransfer { transfer, reason: card.text("by") },
        _ => PathwayDeed::AcceptTransfer { transfer, by: card.text("by") },
    }
}
