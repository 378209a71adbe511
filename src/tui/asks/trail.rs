//! The cards of the audit, of figures that leave, and of how long a record is kept.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::{about, chosen};
use crate::desk::audit::{AuditAsk, Verb};
use crate::desk::figures::FiguresAsked;
use crate::desk::{Desk, DeskError};
use crate::domain::event::Disposal;
use crate::domain::ids::{EpisodeId, PractitionerId};
use crate::tui::effect::{Beside, TrailAsk, TrailDeed};
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

type Faulty = (&'static str, String);

/// The code of the choice that narrows nothing.
const ALL: &str = "";

pub(super) fn card(desk: &Desk, asked: &TrailAsk, now: NaiveDateTime) -> Result<Card, DeskError> {
    Ok(match asked {
        TrailAsk::Who(_) => who(desk, now)?,
        TrailAsk::Verb(_) => verb(now),
        TrailAsk::Days(asked) => days(asked, now),
        TrailAsk::ToFile(asked) => to_file(desk, asked, now)?,
        TrailAsk::Figures(asked) => figures_to_file(asked, now),
        TrailAsk::Class(id) => class(desk, *id, now)?,
        TrailAsk::Hold(id) => hold(desk, *id, now)?,
        TrailAsk::Dispose { episode, what } => dispose(desk, *episode, *what, now)?,
    })
}

pub(super) fn deed(card: &mut Card, asked: &TrailAsk, now: NaiveDateTime) -> Result<TrailDeed, Faulty> {
    Ok(match asked {
        TrailAsk::Who(asked) => {
            let who = uuid::Uuid::parse_str(&chosen(card, "who")).ok().map(PractitionerId);
            TrailDeed::Narrow(AuditAsk { who, ..asked.clone() })
        }
        TrailAsk::Verb(asked) => {
            TrailDeed::Narrow(AuditAsk { verb: Verb::of(&chosen(card, "verb")), ..asked.clone() })
        }
        TrailAsk::Days(asked) => {
            let (from, to) = (typed_day(card, "from", now)?, typed_day(card, "to", now)?);
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(("to", "The last day comes before the first.".to_owned()));
            }
            TrailDeed::Narrow(AuditAsk { from, to, ..asked.clone() })
        }
        TrailAsk::ToFile(asked) => {
            TrailDeed::ToFile { asked: asked.clone(), path: card.text("file"), reason: card.text("reason") }
        }
        TrailAsk::Figures(asked) => TrailDeed::Figures { asked: asked.clone(), path: card.text("file") },
        TrailAsk::Class(episode) => TrailDeed::Class { episode: *episode, class: chosen(card, "class") },
        TrailAsk::Hold(episode) if card.has("second") => {
            TrailDeed::Release { episode: *episode, reason: card.text("reason"), beside: beside(card) }
        }
        TrailAsk::Hold(episode) => TrailDeed::Hold { episode: *episode, reason: card.text("reason") },
        TrailAsk::Dispose { episode, what } => TrailDeed::Dispose {
            episode: *episode,
            what: *what,
            reason: card.text("reason"),
            reference: card.text("reference"),
            beside: beside(card),
        },
    })
}

fn who(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let mut options = vec![ChoiceOption::new(ALL, "everybody")];
    let people = desk.audit_people()?;
    options.extend(people.iter().map(|person| {
        ChoiceOption::new(person.id.0.hyphenated().to_string(), format!("{}  {}", person.label, person.name))
    }));
    Ok(Card::new("Whose acts", "The audit shows what this person did.", now)
        .with(Field::choice("who", "Who", options).required()))
}

fn verb(now: NaiveDateTime) -> Card {
    let mut options = vec![ChoiceOption::new(ALL, "everything")];
    options.extend(Verb::ALL.iter().map(|verb| ChoiceOption::new(verb.word(), verb.word())));
    Card::new("Which acts", "The audit shows acts under this verb.", now)
        .with(Field::choice("verb", "Verb", options).required())
}

fn days(asked: &AuditAsk, now: NaiveDateTime) -> Card {
    let shown =
        |day: Option<NaiveDate>| day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
    let help = "24/11/2026, -7 for a week ago, 0 for today. Empty means no limit.";
    Card::new("Which days", "The audit shows what was entered on these days, the last one whole.", now)
        .with(Field::text("from", "From").default(&shown(asked.from)).help(help))
        .with(Field::text("to", "To").default(&shown(asked.to)).help(help))
}

fn typed_day(card: &Card, id: &'static str, now: NaiveDateTime) -> Result<Option<NaiveDate>, Faulty> {
    let text = card.text(id);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let ago = text.strip_prefix('-').unwrap_or(text).parse::<u16>().ok();
    let ago = ago.and_then(|days| now.date().checked_sub_days(Days::new(days.into())));
    let written = ["%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    ago.or(written).map(Some).ok_or((id, "This is no day; write 24/11/2026, or -7.".to_owned()))
}

fn to_file(desk: &Desk, asked: &AuditAsk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let count = desk.audit_count(asked)?;
    let file = format!("audit-{}.csv", now.format("%Y-%m-%d-%H%M"));
    let purpose = format!("{count} lines, not encrypted. That they leave, and why, is recorded.");
    Ok(Card::new("The audit into a file", purpose, now)
        .with(Field::text("file", "File").required().default(&file).help(
            "In the folder where liaison was started, unless you give another. Only you can read it; a file that \
             exists is left as it is.",
        ))
        .with(Field::text("reason", "Why").required().help("Who asked for it: audit of access, incident 4417.")))
}

fn figures_to_file(asked: &FiguresAsked, now: NaiveDateTime) -> Card {
    let (first, last) = (asked.period.first, asked.period.last);
    let purpose =
        format!("{}. Small counts are withheld. That they leave is recorded.", asked.period.words());
    Card::new("The figures into a file", purpose, now)
        .with(Field::text("file", "File").required().default(&format!("figures-{first}-to-{last}.csv")).help(
        "In the folder where liaison was started, unless you give another. Only you can read it; a file that \
             exists is left as it is.",
    ))
}

fn class(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let classes = &desk.service().retention.classes;
    let options = classes
        .iter()
        .map(|class| {
            let words = format!("{}: {} years after the last contact", class.label, class.years);
            ChoiceOption::new(class.code.as_str(), words)
        })
        .collect();
    let kept = desk.kept(id)?;
    Ok(Card::new(
        format!("How long kept: {}", about(desk, id)?),
        "The record of a child is kept longer by itself.",
        now,
    )
    .with(Field::choice("class", "Class", options).required().default(&kept.class_code)))
}

fn hold(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let whom = about(desk, id)?;
    let kept = desk.kept(id)?;
    let Some((reason, _)) = kept.hold else {
        let purpose = "It is kept, however old it is, until two people release the hold.";
        return Ok(Card::new(format!("Legal hold: {whom}"), purpose, now).with(
            Field::text("reason", "Why")
                .required()
                .help("Inquest, inquiry, claim, complaint. Without a name."),
        ));
    };
    let purpose =
        format!("Held for: {reason}. It takes two people to release it; then its class counts again.");
    Ok(with_second(Card::new(format!("Release the hold: {whom}"), purpose, now).with(
        Field::text("reason", "Why").required().help("What the hold was for is over. Without a name."),
    )))
}

fn dispose(desk: &Desk, id: EpisodeId, what: Disposal, now: NaiveDateTime) -> Result<Card, DeskError> {
    desk.may_dispose(id, what)?;
    let reference = desk.episode(id)?.referral.reference;
    let (title, purpose) = match what {
        Disposal::Whole => (
            "Dispose of the record",
            "Everything about the person here is erased for good. What stays: a certificate with your names, and \
             of each entry when, by whom and its mark. Copies of the store hold it until they roll over; paper \
             stays where it is.",
        ),
        Disposal::Thinned => (
            "Dispose of answers and free text",
            "Answers, notes and contacts are erased for good. What was done, when and by whom stays. Copies of the \
             store hold them until they roll over; paper stays where it is.",
        ),
    };
    let card = Card::new(format!("{title}: {}", about(desk, id)?), purpose, now).with(
        Field::text("reason", "Why").required().help("Retention review of 2046. Without a name: it stays."),
    );
    Ok(with_second(card).with(
        Field::text("reference", "Reference")
            .required()
            .help(format!("Type {reference}, to show that this is the record you mean.")),
    ))
}

fn with_second(card: Card) -> Card {
    card.with(
        Field::text("second", "Second person")
            .required()
            .help("Initials of another lead, who sits down here and types their own passphrase."),
    )
    .with(Field::secret("passphrase", "Their passphrase").required())
}

fn beside(card: &mut Card) -> Beside {
    let passphrase = card.take_secret("passphrase");
    Beside { who: card.text("second"), passphrase }
}
