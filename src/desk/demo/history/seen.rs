//! Those who were seen: what is known of them, forms with their red flags, and how they left.

use chrono::{DateTime, Duration, Utc};

use super::dice::Dice;
use crate::desk::demo::evening::{answer_calmly, answer_needed, give, score};
use crate::desk::plan::Telling;
use crate::desk::screening::{Declined, OpenScreening};
use crate::desk::seeing::Seeing;
use crate::desk::{Desk, DeskError};
use crate::domain::answer::Value;
use crate::domain::clock::ClockKind;
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::event::{Decision, Found, FoundLevel, Informing};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Code;

/// About how often each comes up; any other code counts as one.
pub(super) const OUTCOMES: [(&str, usize); 5] =
    [("rui", 40), ("precharge_bail", 40), ("nfa", 30), ("charged_bailed", 30), ("charged_remanded", 25)];
const PLACES: [(&str, usize); 3] = [("consultation_room", 40), ("cell", 20), ("medical_room", 10)];
const RISKS: [(&str, usize); 4] = [("none", 30), ("low", 50), ("medium", 15), ("high", 5)];
const VULNERABILITIES: [(&str, usize); 4] =
    [("mental_health", 30), ("drugs", 15), ("alcohol", 12), ("housing", 8)];
/// Answers about the person; whatever else a list has counts as one.
const USUAL: [(&str, usize); 10] = [
    ("A", 50),
    ("N", 20),
    ("Y", 10),
    ("03", 40),
    ("02", 20),
    ("01", 20),
    ("MA04", 20),
    ("MA06", 20),
    ("custody", 40),
    ("not_asked", 6),
];
const LANGUAGES: [&str; 4] = ["English", "English", "Polish", "Romanian"];
const PRACTICES: [&str; 3] = ["Elmwood Surgery", "The Green Practice", "None"];

/// Who was told; each an invented officer.
pub(super) const TOLD: [&str; 3] = ["Sgt Patel", "Sgt Lewis", "DO Khan"];

/// Tells when the interview is: sometimes just then, when the person is first seen at `seen`.
pub(super) fn tell_interview(
    desk: &mut Desk,
    id: EpisodeId,
    seen: DateTime<Utc>,
    dice: &mut Dice,
) -> Result<(), DeskError> {
    let about = match dice.roll(10) {
        0 => seen,
        1..=6 => seen + Duration::minutes(1) + dice.minutes(240),
        _ => seen - Duration::minutes(1) - dice.minutes(60),
    };
    if dice.one_in(5) {
        // Told once and put off.
        desk.tell_clock(id, ClockKind::Interview, Some(about - Duration::minutes(45)), "DC Hill")?;
    }
    desk.tell_clock(id, ClockKind::Interview, Some(about), "DC Hill")
}

/// Goes to see the person, and hears whether that is agreed to.
pub(super) fn go(desk: &mut Desk, id: EpisodeId, consent: &str, dice: &mut Dice) -> Result<(), DeskError> {
    let place = dice.weighed(&desk.service().lists.places, &PLACES);
    desk.go_and_see(id, &Seeing::at(&place), consent, "")
}

/// Records some of what is asked of everybody.
pub(super) fn details(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let one_in = 1 + dice.roll(3);
    for item in [
        DetailItem::Ethnicity,
        DetailItem::ExForces,
        DetailItem::Language,
        DetailItem::Interpreter,
        DetailItem::Accommodation,
        DetailItem::SettledAccommodation,
        DetailItem::GpPractice,
        DetailItem::Employment,
        DetailItem::PointOfContact,
        DetailItem::NhsNumber,
    ] {
        if !dice.one_in(one_in) {
            continue;
        }
        let text = |list: &[&str], at: usize| list.get(at).copied().unwrap_or_default().to_owned();
        let value = match (item, item.kind()) {
            (_, DetailKind::List) => dice.weighed(item.list(&service.lists).unwrap_or_default(), &USUAL),
            (_, DetailKind::NhsNumber) => nhs_number(dice),
            (DetailItem::Language, _) => text(&LANGUAGES, dice.roll(LANGUAGES.len())),
            _ => text(&PRACTICES, dice.roll(PRACTICES.len())),
        };
        desk.record_detail(id, item, &value)?;
    }
    if dice.one_in(20) {
        // Taken back again: it is not recorded then.
        desk.record_detail(id, DetailItem::Ethnicity, "")?;
    }
    Ok(())
}

/// A number of the range that is given to nobody (999), with its check digit.
fn nhs_number(dice: &mut Dice) -> String {
    loop {
        let number = format!("999{:06}", dice.roll(1_000_000));
        let digits = number.bytes().map(|byte| usize::from(byte - b'0'));
        let sum: usize = digits.zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        match 11 - sum % 11 {
            10 => {}
            11 => return format!("{number}0"),
            check => return format!("{number}{check}"),
        }
    }
}

/// A whole form, answered one by one.
pub(super) fn gad7(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let mut open = desk.begin_screening(id, "gad7")?;
    for number in 1..=7 {
        score(desk, &mut open, &format!("q{number}"), i64::try_from(dice.roll(4)).unwrap_or(0))?;
    }
    answer_calmly(desk, &mut open, usize::MAX)?;
    finish(desk, &open)
}

/// Four questions that may raise red flags: told after some minutes, or lifted before anybody was told.
pub(super) fn asq(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let mut open = desk.begin_screening(id, "asq")?;
    match dice.roll(10) {
        0 => {
            // A slip of the key, put right at once.
            yes(desk, &mut open, "q1")?;
            desk.at(desk.now() + dice.minutes(3));
            give(desk, &mut open, "q1", Value::Choice("no".to_owned()))?;
        }
        1 => {
            yes(desk, &mut open, "q1")?;
            tell(desk, id, dice)?;
            give(desk, &mut open, "q1", Value::Choice("no".to_owned()))?;
        }
        2..=4 => yes(desk, &mut open, "q1")?,
        5 => {
            yes(desk, &mut open, "q4")?;
            yes(desk, &mut open, "q5")?;
        }
        _ => {}
    }
    answer_calmly(desk, &mut open, usize::MAX)?;
    tell(desk, id, dice)?;
    finish(desk, &open)
}

/// The full assessment, as short as it may be.
pub(super) fn assessment(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let mut open = desk.begin_screening(id, "ld_full_assessment")?;
    answer_needed(desk, &mut open)?;
    tell(desk, id, dice)?;
    finish(desk, &open)
}

/// The form is declined as a whole, or could not be done.
pub(super) fn set_aside(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let why = if dice.one_in(3) { Declined::NotPossible } else { Declined::ByPerson };
    desk.set_aside(id, "gad7", why, "Not now.", None)
}

fn yes(desk: &mut Desk, open: &mut OpenScreening, question: &str) -> Result<(), DeskError> {
    give(desk, open, question, Value::Choice("yes".to_owned()))
}

fn finish(desk: &mut Desk, open: &OpenScreening) -> Result<(), DeskError> {
    desk.finish_screening(open)?;
    for suggestion in desk.episode(open.episode)?.suggestions {
        desk.refuse_suggestion(open.episode, &suggestion, "declined", "")?;
    }
    Ok(())
}

/// Tells custody of every open red flag, some minutes later.
fn tell(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let open: Vec<_> = desk.episode(id)?.open_flags().map(|flag| flag.raise.flag).collect();
    for flag in open {
        desk.at(desk.now() + dice.minutes(30) + Duration::seconds(20));
        let told_to = TOLD.get(dice.roll(TOLD.len())).copied().unwrap_or_default().to_owned();
        let telling = Telling { told_to, by_voice: true, in_custody_record: true, at: desk.now() };
        desk.tell_custody(id, flag, &telling)?;
    }
    Ok(())
}

/// Up to three vulnerabilities, each once.
fn found(list: &[Code], dice: &mut Dice) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for _ in 0..dice.roll(4) {
        let code = dice.weighed(list, &VULNERABILITIES);
        let level = FoundLevel::ALL.get(dice.roll(FoundLevel::ALL.len())).copied();
        if let Some(level) = level.filter(|_| found.iter().all(|one| one.code != code)) {
            found.push(Found { code, level });
        }
    }
    found
}

/// Decides what follows, with the risk found; of a risk custody is told.
pub(super) fn decide(desk: &mut Desk, id: EpisodeId, assess: &str, dice: &mut Dice) -> Result<(), DeskError> {
    let decision = Decision {
        assess: assess.to_owned(),
        risk: dice.weighed(&desk.service().lists.risk_levels, &RISKS),
        needs: String::new(),
        reason: "As the forms say.".to_owned(),
        found: found(&desk.service().lists.vulnerabilities, dice),
    };
    desk.decide(id, &decision)?;
    if desk.untold_risk(&desk.episode(id)?).is_some() {
        let told = Informing {
            told_to: "Sgt Patel".to_owned(),
            by_voice: true,
            in_record: true,
            text: "Risk as found; constant observation.".to_owned(),
        };
        desk.inform(id, &told, desk.now())?;
    }
    Ok(())
}
