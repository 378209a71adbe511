//! Reads `[lists]`: the code lists, each entry on a line of its own.

mod checks;

use super::{line, once, section};
use crate::domain::service::{ClockFamily, Code, DetailState, Lists};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::suggest;

/// Entries are chosen by one key each: 1 to 9, then a to z.
const MOST_ENTRIES: usize = 35;
/// What the file called two clocks before they were told apart, and what to write now.
const OLD_COURT: (&str, &str) = (
    "court",
    "write \"court_list\" for people on a court's list, \"post_charge\" for people charged and held",
);
/// The columns a board row has for a reason.
const LONGEST_WORD: usize = 12;
const LONGEST_CODE: usize = 40;
const STATES: [(&str, DetailState); 3] = [
    ("not_stated", DetailState::NotStated),
    ("not_known", DetailState::NotKnown),
    ("not_asked", DetailState::NotAsked),
];
const CLOCKS: [(&str, ClockFamily); 9] = [
    ("pace", ClockFamily::Pace),
    ("post_charge", ClockFamily::PostCharge),
    ("warrant", ClockFamily::Warrant),
    ("recall", ClockFamily::Recall),
    ("immigration", ClockFamily::Immigration),
    ("s136", ClockFamily::S136),
    ("voluntary", ClockFamily::Voluntary),
    ("court_list", ClockFamily::CourtList),
    ("none", ClockFamily::None),
];

/// What the entries of a list may say beside code, label and national code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Plain,
    Tiered,
    Position,
    Hold,
    Instead,
    /// A detail about a person: an answer, or why there is none.
    Detail,
    /// A reason for not being seen.
    Unseen,
    /// How an appointment went.
    Attendance,
    /// Where people are referred on to.
    Destination,
    /// A step of something that ends.
    Step,
    /// How somebody left.
    Outcome,
    /// Something that goes out to others.
    Going,
    Risk,
    /// What somebody does in a planned shift.
    Activity,
    /// Why somebody does not work.
    Absence,
    /// What is done without an episode.
    Service,
}

impl Shape {
    fn may_say(self, key: &str) -> bool {
        let keys: &[&str] = match self {
            Self::Plain => &[],
            Self::Tiered => &["tier", "word"],
            Self::Position => &["tier", "word", "clock"],
            Self::Hold => &["word", "rest", "away"],
            Self::Instead => &["nothing_done"],
            Self::Detail => &["state"],
            Self::Unseen => &["clinician", "declined"],
            Self::Attendance => &["attended"],
            Self::Destination => &["without_consent", "safeguarding"],
            Self::Step => &["ends"],
            Self::Outcome => &["to_court"],
            Self::Going => &["without_consent"],
            Self::Risk => &["at_risk"],
            Self::Activity => &["covers", "on_call"],
            Self::Absence => &["told_by_anyone"],
            Self::Service => &["supervision"],
        };
        keys.contains(&key)
    }
}

/// What the entries of a list have used so far.
#[derive(Debug, Default)]
struct Seen {
    codes: Vec<String>,
    /// `None` for a state that could not be read.
    states: Vec<Option<DetailState>>,
}

/// Reads all lists.
pub(super) fn lists(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Lists> {
    let mut fields = section(root, "lists", "it holds the lists people choose from", reader)?;
    let mut list = |key, shape| entries(&mut fields, key, shape, reader);
    let read = Lists {
        sources: list("sources", Shape::Plain),
        reasons: list("reasons", Shape::Tiered),
        priorities: list("priorities", Shape::Tiered),
        legal_positions: list("legal_positions", Shape::Position),
        sexes: list("sexes", Shape::Tiered),
        hold_reasons: list("hold_reasons", Shape::Hold),
        not_seen_reasons: list("not_seen_reasons", Shape::Unseen),
        done_instead: list("done_instead", Shape::Instead),
        places: list("places", Shape::Plain),
        consent_statuses: list("consent_statuses", Shape::Plain),
        destinations: list("destinations", Shape::Destination),
        sent_by: list("sent_by", Shape::Plain),
        attendance: list("attendance", Shape::Attendance),
        refusal_reasons: list("refusal_reasons", Shape::Plain),
        outcomes: list("outcomes", Shape::Outcome),
        closures: list("closures", Shape::Plain),
        ethnic_categories: list("ethnic_categories", Shape::Detail),
        accommodation_statuses: list("accommodation_statuses", Shape::Detail),
        settled_accommodation: list("settled_accommodation", Shape::Detail),
        employment_statuses: list("employment_statuses", Shape::Detail),
        ex_forces: list("ex_forces", Shape::Detail),
        yes_no_details: list("yes_no_details", Shape::Detail),
        nhs_number_statuses: list("nhs_number_statuses", Shape::Plain),
        offence_categories: list("offence_categories", Shape::Plain),
        points_of_contact: list("points_of_contact", Shape::Plain),
        location_types: list("location_types", Shape::Plain),
        aa_statuses: list("aa_statuses", Shape::Plain),
        consent_how: list("consent_how", Shape::Plain),
        risk_levels: list("risk_levels", Shape::Risk),
        contact_kinds: list("contact_kinds", Shape::Plain),
        contact_outcomes: list("contact_outcomes", Shape::Plain),
        report_kinds: list("report_kinds", Shape::Going),
        recommendations: list("recommendations", Shape::Plain),
        mha_steps: list("mha_steps", Shape::Step),
        transfer_kinds: list("transfer_kinds", Shape::Plain),
        activities: list("activities", Shape::Activity),
        absences: list("absences", Shape::Absence),
        vulnerabilities: list("vulnerabilities", Shape::Plain),
        service_activities: list("service_activities", Shape::Service),
    };
    checks::whole(&mut fields, &read, reader);
    fields.finish(reader);
    Some(read)
}

fn entries(fields: &mut Fields<'_>, key: &'static str, shape: Shape, reader: &mut Reader<'_>) -> Vec<Code> {
    const EXAMPLE: &str = "add entries, as [{ code = \"other\", label = \"Other\" }]";
    let Some(value) = fields.value(key) else {
        reader.complain(fields.span(), format!("[lists] has no `{key}`"), EXAMPLE);
        return Vec::new();
    };
    let place = value.span();
    let tables = fields.tables(key, reader);
    if tables.is_empty() && value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
        reader.complain(place, format!("the list `{key}` is empty"), EXAMPLE);
        return Vec::new();
    }
    if tables.len() > MOST_ENTRIES {
        let message = format!("the list `{key}` has {} entries", tables.len());
        let help = format!("a list is chosen from by one key (1-9, a-z): keep it to {MOST_ENTRIES}");
        reader.complain(place.start..place.start + 1, message, help);
    }
    let mut seen = Seen::default();
    let read =
        tables.into_iter().filter_map(|entry| self::entry(key, entry, shape, &mut seen, reader)).collect();
    if shape == Shape::Detail {
        checks::every_state(key, place, &seen.states, reader);
    }
    read
}

fn entry(
    list: &str,
    mut fields: Fields<'_>,
    shape: Shape,
    seen: &mut Seen,
    reader: &mut Reader<'_>,
) -> Option<Code> {
    let code = fields.needed("code", reader);
    if let Some(code) = &code {
        fields.rename(format!("{list} \"{}\"", text::clean_line(code.get_ref())));
        check_code(code, reader);
        once(code, &format!("code in {list}"), &mut seen.codes, reader);
    }
    let label = line(&mut fields, "label", reader);
    let national = fields.text("national", reader).map(|code| text::clean_line(code.get_ref()));
    let tier = if shape.may_say("tier") { tier(&mut fields, reader) } else { None };
    let word = if shape.may_say("word") { word(&mut fields, reader) } else { None };
    let clock = if shape.may_say("clock") { clock(&mut fields, reader) } else { None };
    let state = if shape.may_say("state") { state(&mut fields, &mut seen.states, reader) } else { None };
    let mut marked = |key| shape.may_say(key) && fields.flag(key, false, reader);
    let read = Code {
        code: String::new(),
        // A file with a fault becomes no service, so a missing label here only keeps the code known.
        label: label.unwrap_or_default(),
        national,
        tier,
        word,
        clock,
        state,
        rest: marked("rest"),
        away: marked("away"),
        nothing_done: marked("nothing_done"),
        clinician: marked("clinician"),
        ends: marked("ends"),
        to_court: marked("to_court"),
        at_risk: marked("at_risk"),
        without_consent: marked("without_consent"),
        covers: marked("covers"),
        on_call: marked("on_call"),
        told_by_anyone: marked("told_by_anyone"),
        supervision: marked("supervision"),
        attended: marked("attended"),
        declined: marked("declined"),
        safeguarding: marked("safeguarding"),
    };
    fields.finish(reader);
    Some(Code { code: code?.into_inner(), ..read })
}

/// What an entry says in the place of an answer. Each state stands on one entry of a list, so that
/// the program knows which entry to record.
fn state(
    fields: &mut Fields<'_>,
    seen: &mut Vec<Option<DetailState>>,
    reader: &mut Reader<'_>,
) -> Option<DetailState> {
    let written = fields.text("state", reader)?;
    let name = written.get_ref().as_str();
    let found = STATES.iter().find(|(known, _)| *known == name).map(|(_, state)| *state);
    if found.is_none() {
        let message = format!("{}: there is no state \"{name}\"", fields.name());
        reader.complain(written.span(), message, suggest(name, STATES.map(|(known, _)| known)));
    } else if seen.contains(&found) {
        let message = format!("{}: another entry is \"{name}\" already", fields.name());
        reader.complain(written.span(), message, "each state stands on one entry of a list");
    }
    seen.push(found);
    found
}

fn tier(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<u8> {
    fields.value("tier")?;
    super::number(fields, "tier", 0..=3, reader)
}

/// The short reason on the board, where there is one.
pub(super) fn word(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<String> {
    let word = fields.text("word", reader)?;
    let letters = word.get_ref().chars().count();
    if letters == 0 || letters > LONGEST_WORD {
        let message = format!("{}: `word` has {letters} letters", fields.name());
        let help = format!("it stands in a row of the board: use 1 to {LONGEST_WORD} letters");
        reader.complain(word.span(), message, help);
    }
    Some(text::clean_line(word.get_ref()))
}

fn clock(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<ClockFamily> {
    let written = fields.needed("clock", reader)?;
    let name = written.get_ref().as_str();
    let found = CLOCKS.iter().find(|(known, _)| *known == name).map(|(_, family)| *family);
    if found.is_none() {
        let message = format!("{}: there is no clock \"{name}\"", fields.name());
        let (old, now) = OLD_COURT;
        let help = if name == old { now.to_owned() } else { suggest(name, CLOCKS.map(|(known, _)| known)) };
        reader.complain(written.span(), message, help);
    }
    found
}

/// A code is kept in the journal for years and goes into exports, so it is plain.
pub(super) fn check_code(code: &Placed<String>, reader: &mut Reader<'_>) {
    let name = code.get_ref();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !plain || name.len() > LONGEST_CODE {
        let help = format!("use up to {LONGEST_CODE} letters, digits and _; the label is for words");
        reader.complain(code.span(), format!("\"{name}\" cannot be a code"), help);
    }
}
