//! What follows: telling custody, onward referrals, tasks, lines for the team.

use chrono::NaiveDateTime;

use super::{about, chosen, instant, needed_instant, options};
use crate::desk::plan::{NewOnward, Telling};
use crate::desk::{Desk, DeskError};
use crate::domain::episode::OpenSuggestion;
use crate::domain::event::{ConsentTo, NoteFor, OnwardStep};
use crate::domain::ids::{EpisodeId, FlagId, OnwardId, TaskId};
use crate::domain::service::label;
use crate::tui::effect::{Ask, Deed, PathwayAsk, PathwayDeed};
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

type Faulty = (&'static str, String);

/// The card for the flag named, or for the oldest open one; without one, what was told beside flags.
pub(super) fn tell(
    desk: &Desk,
    id: EpisodeId,
    flag: Option<FlagId>,
    now: NaiveDateTime,
) -> Result<(Ask, Card), DeskError> {
    let episode = desk.episode(id)?;
    let open = match flag {
        Some(flag) => Some(episode.flag(flag).ok_or(DeskError::Unknown("red flag"))?),
        None => episode.open_flags().next(),
    };
    let Some(open) = open else {
        return Ok((PathwayAsk::Inform.about(id), super::contact::inform(desk, id, now)?));
    };
    let how = vec![
        ChoiceOption::new("both", "By voice, and written in the custody record"),
        ChoiceOption::new("voice", "By voice only, so far"),
        ChoiceOption::new("written", "Written in the custody record only, so far"),
    ];
    let title = format!("Red flag of {}", about(desk, id)?);
    let purpose = format!("{}. {} Now: {}.", open.raise.words, open.raise.action, open.missing());
    let card = Card::new(title, purpose, now)
        .with(Field::text("told_to", "Officer told").required().help("Name and number: Sgt Patel 4411."))
        .with(Field::choice("how", "How", how).required().help("It rests once said aloud and written down."))
        .with(
            Field::when("at", "When", Bias::Past, Blank::Now)
                .help("Empty means now; -5 or 19:52 for earlier."),
        );
    Ok((Ask::Tell { episode: id, flag: Some(open.raise.flag) }, card))
}

pub(super) fn tell_deed(card: &Card, episode: EpisodeId, flag: Option<FlagId>) -> Result<Deed, Faulty> {
    let flag = flag.ok_or(("told_to", "There is no open red flag.".to_owned()))?;
    let how = chosen(card, "how");
    let telling = Telling {
        told_to: card.text("told_to"),
        by_voice: how != "written",
        in_custody_record: how != "voice",
        at: needed_instant(card, "at")?,
    };
    Ok(Deed::TellCustody { episode, flag, telling })
}

pub(super) fn refer(
    desk: &Desk,
    id: EpisodeId,
    suggestion: Option<&OpenSuggestion>,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let known = desk.episode(id)?.consent(ConsentTo::ReferOnward).map(|line| line.consent.status.clone());
    let given = suggestion.map(|open| &open.suggestion);
    let default = |field: Field, value: Option<&str>| match value {
        Some(value) => field.default(value),
        None => field,
    };
    let destination = Field::choice("destination", "To", options(&lists.destinations)).required();
    let urgency = Field::choice("urgency", "Urgency", options(&lists.priorities)).required();
    let reason = Field::text("reason", "Why").required();
    let consent = Field::choice("consent", "Consent", options(&lists.consent_statuses))
        .required()
        .help("To be referred there. Without it a basis is needed, in the next field.");
    let mut card =
        Card::new(format!("Refer {} onward", about(desk, id)?), "Pending until accepted and attended.", now)
            .with(default(destination, given.map(|s| s.destination.as_str())))
            .with(default(urgency, given.map(|s| s.urgency.as_str())))
            .with(default(reason, given.map(|s| s.reason.as_str())))
            .with(default(consent, known.as_deref()))
            .with(
                Field::text("basis", "Without consent")
                    .help("Only where it goes without: serious harm, safeguarding, or a court order."),
            );
    if given.is_some() {
        card.focus_on("consent");
    }
    Ok(card)
}

pub(super) fn refer_deed(card: &Card, episode: EpisodeId, suggestion: Option<OpenSuggestion>) -> Deed {
    let new = NewOnward {
        destination: chosen(card, "destination"),
        urgency: chosen(card, "urgency"),
        reason: card.text("reason"),
        consent: chosen(card, "consent"),
        basis: card.text("basis"),
        suggestion,
    };
    Deed::Refer { episode, new }
}

pub(super) fn refuse(desk: &Desk, open: &OpenSuggestion, now: NaiveDateTime) -> Card {
    let lists = &desk.service().lists;
    let to = label(&lists.destinations, &open.suggestion.destination);
    Card::new(format!("No referral to {to}"), open.suggestion.reason.clone(), now)
        .with(Field::choice("reason", "Why not", options(&lists.refusal_reasons)).required())
        .with(Field::text("note", "Note"))
}

pub(super) fn refuse_deed(card: &Card, episode: EpisodeId, suggestion: OpenSuggestion) -> Deed {
    Deed::RefuseSuggestion { episode, suggestion, reason: chosen(card, "reason"), note: card.text("note") }
}

/// One card for all steps: what happened, then only what that step needs.
pub(super) fn step(
    desk: &Desk,
    id: EpisodeId,
    onward: OnwardId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let episode = desk.episode(id)?;
    let found = episode.onward_referral(onward).ok_or(DeskError::Unknown("onward referral"))?;
    let to = label(&lists.destinations, &found.destination);
    let steps = vec![
        ChoiceOption::new("sent", "Sent"),
        ChoiceOption::new("accepted", "Accepted by the service"),
        ChoiceOption::new("attended", "First appointment came"),
        ChoiceOption::new("ended", "Ended without acceptance"),
        ChoiceOption::new("chased", "Chased; no answer yet"),
    ];
    Ok(Card::new(format!("{to}: {}", about(desk, id)?), "Fill in what belongs to what happened.", now)
        .with(Field::choice("step", "What happened", steps).required())
        .with(Field::choice("how", "Sent how", options(&lists.sent_by)))
        .with(Field::text("by", "Accepted by"))
        .with(
            Field::when("appointment", "Appointment", Bias::Future, Blank::Nothing)
                .help("Tue 14:00 or 1/12 14:00."),
        )
        .with(Field::choice("attended", "Attendance", options(&lists.attendance)))
        .with(Field::choice("ended", "Ended why", options(&lists.refusal_reasons)))
        .with(Field::text("found", "Found out").help("What you found out: on the list, not yet triaged."))
        .with(Field::text("next_by", "Who asks next").default(&desk.who().name))
        .with(
            Field::when("next_at", "Asks next at", Bias::Future, Blank::Nothing)
                .help("Thu 10:00, or 26/11 10:00."),
        ))
}

pub(super) fn step_deed(card: &Card, episode: EpisodeId, onward: OnwardId) -> Result<Deed, Faulty> {
    let needed = |field: &'static str| match chosen(card, field) {
        code if code.is_empty() => {
            Err((field, "This field belongs to what happened: fill it in too.".to_owned()))
        }
        code => Ok(code),
    };
    let step = match card.choice("step") {
        Some("sent") => OnwardStep::Sent { how: needed("how")? },
        Some("accepted") => {
            OnwardStep::Accepted { by: card.text("by"), appointment: instant(card, "appointment") }
        }
        Some("attended") => OnwardStep::Attended { code: needed("attended")? },
        Some("chased") => OnwardStep::Chased {
            note: card.text("found"),
            by: card.text("next_by"),
            next_at: needed_instant(card, "next_at")?,
        },
        _ => OnwardStep::Ended { reason: needed("ended")? },
    };
    Ok(Deed::MoveOnward { episode, onward, step })
}

pub(super) fn task(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let owner = desk.who().name.clone();
    Ok(Card::new(format!("Task for {}", about(desk, id)?), "What, who, by when.", now)
        .with(Field::text("what", "What").required())
        .with(
            Field::when("due", "Due", Bias::Future, Blank::Nothing).required().help("20:15, +30, Tue 07:15."),
        )
        .with(Field::text("owner", "Owner").required().proposed(&owner)))
}

/// A tick is hard to take back, and a held Enter must not set it.
pub(super) fn task_done(
    desk: &Desk,
    id: EpisodeId,
    task: TaskId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let open = episode.open_tasks().find(|open| open.id == task).ok_or(DeskError::Unknown("task"))?;
    let sure = vec![
        ChoiceOption::new("done", "Yes, it is done"),
        ChoiceOption::new("drop", "No, and it need not be done any more"),
    ];
    Ok(Card::new(format!("Task of {}", about(desk, id)?), open.what.clone(), now)
        .with(Field::choice("sure", "Done?", sure).required())
        .with(Field::text("reason", "Dropped why").help("Only where it is dropped.")))
}

pub(super) fn task_done_deed(card: &Card, episode: EpisodeId, task: TaskId) -> Result<Deed, Faulty> {
    let reason = card.text("reason");
    match (card.choice("sure"), reason.is_empty()) {
        (Some("drop"), true) => Err(("reason", "A task is dropped with a reason.".to_owned())),
        (Some("drop"), false) => Ok(Deed::Pathway { episode, act: PathwayDeed::DropTask { task, reason } }),
        _ => Ok(Deed::FinishTask { episode, task }),
    }
}

pub(super) fn task_deed(card: &Card, episode: EpisodeId) -> Result<Deed, Faulty> {
    let due = needed_instant(card, "due")?;
    Ok(Deed::AddTask { episode, what: card.text("what"), owner: card.text("owner"), due })
}

pub(super) fn note(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let purpose = "One line about this one person. Never what they say about the alleged offence.";
    let readers = NoteFor::ALL.map(|one| ChoiceOption::new(reader_code(one), one.words())).to_vec();
    let mut card = Card::new(format!("Note on {}", about(desk, id)?), purpose, now)
        .with(
            Field::choice("readers", "Who may read it", readers)
                .default(reader_code(NoteFor::Team))
                .help("What is marked so never stands on a paper, whoever prints it."),
        )
        .with(Field::long_text("text", "Note").required())
        .with(
            Field::text("source", "Known from")
                .required()
                .help("Seen by me; told by DO Khan; custody record."),
        );
    // The team reads a note, mostly.
    card.focus_on("text");
    Ok(card)
}

pub(super) fn note_deed(card: &Card, episode: EpisodeId) -> Deed {
    let chosen = card.choice("readers");
    let readers = NoteFor::ALL.into_iter().find(|one| Some(reader_code(*one)) == chosen);
    let (text, source) = (card.text("text"), card.text("source"));
    Deed::Note { episode, text, source, readers: readers.unwrap_or_default() }
}

/// The option of the card that stands for these readers.
fn reader_code(readers: NoteFor) -> &'static str {
    match readers {
        NoteFor::Team => "team",
        NoteFor::Custody => "custody",
        NoteFor::ThirdParty => "third_party",
        NoteFor::Offence => "offence",
        NoteFor::Clinician => "clinician",
    }
}

pub(super) fn contingency(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let standing = desk.episode(id)?.contingency.unwrap_or_default();
    Ok(Card::new(
        format!("If-then for {}", about(desk, id)?),
        "What the next shift does if things change.",
        now,
    )
    .with(
        Field::text("text", "If ... then ...")
            .default(&standing)
            .help("If charged tonight, then ring the court cells."),
    ))
}
