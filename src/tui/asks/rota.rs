//! The cards of the rota: somebody placed, a shift changed, an absence, a week copied, days settled,
//! what is known of somebody.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::{chosen, options};
use crate::desk::rota::{NewPlanned, RotaAct};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use crate::domain::name;
use crate::domain::rota::{Plan, PlannedShift, Published, Span, Staff, Swap};
use crate::domain::service::{Hours, Pattern};
use crate::domain::text::clean_line;
use crate::domain::time::day;
use crate::rota::bank_holiday;
use crate::rota::week::hours;
use crate::tui::effect::RotaAsk;
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

mod staff;

type Faulty = (&'static str, String);

/// The option of the pattern field that lets the hours be typed.
const BY_HAND: &str = "-";
const HOURS_HELP: &str = "14:00-22:00; to 06:00 is the next day. Empty: those of the pattern.";
/// Days before and after a shift among which another is looked for to swap with.
const SWAP_DAYS: u64 = 28;

pub(super) fn card(desk: &Desk, ask: &RotaAsk, now: NaiveDateTime) -> Result<Card, DeskError> {
    match ask {
        RotaAsk::Place { site, day, who, hours } => place(desk, site, *day, *who, hours.as_deref(), now),
        RotaAsk::Move { shift, .. } => change(desk, *shift, now),
        RotaAsk::Split(shift) => split(desk, *shift, now),
        RotaAsk::Swap(shift) => swap(desk, *shift, now),
        RotaAsk::Away { who, shift, day } => away(desk, *who, *shift, *day, now),
        RotaAsk::Back { absence, of } => back(desk, *absence, of, now),
        RotaAsk::CopyWeek { monday, site } => Ok(copy_week(desk, *monday, site, now)),
        RotaAsk::Roll { monday, who } => roll(desk, *monday, *who, now),
        RotaAsk::Publish => publish(desk, now),
        RotaAsk::Staff(who) => staff::card(desk, *who, now),
    }
}

pub(super) fn act(card: &Card, ask: &RotaAsk) -> Result<RotaAct, Faulty> {
    match ask {
        RotaAsk::Place { site, day, hours, .. } => {
            Ok(RotaAct::Place(planned(card, site, *day, hours.as_deref().and_then(typed_hours))?))
        }
        RotaAsk::Move { shift, hours } => {
            let day = typed_day(card, "day")?;
            Ok(RotaAct::Move {
                shift: *shift,
                to: planned(card, &chosen(card, "site"), day, typed_hours(hours))?,
            })
        }
        RotaAsk::Split(shift) => {
            let at = typed_day(card, "day")?.and_time(typed_time(card, "at")?);
            Ok(RotaAct::Split { shift: *shift, at, site: chosen(card, "site") })
        }
        RotaAsk::Swap(shift) => {
            let other = chosen(card, "other").parse().map_or_else(
                |_| Err(("other", "Choose the shift to swap with.".to_owned())),
                |id| Ok(PlannedId(id)),
            )?;
            let text = |id| clean_line(&card.text(id));
            let swap =
                Swap { asked_by: text("asked"), agreed_by: text("agreed"), approved_by: text("approved") };
            Ok(RotaAct::Swap { one: *shift, other, swap })
        }
        RotaAsk::Away { who, .. } => {
            let practitioner = who.map_or_else(|| person(card, "who"), Ok)?;
            Ok(RotaAct::Away { practitioner, why: chosen(card, "why"), span: from_to(card)? })
        }
        RotaAsk::Back { absence, .. } => back_act(card, *absence),
        RotaAsk::CopyWeek { monday, .. } => {
            let to = monday_of(typed_day(card, "to")?);
            Ok(RotaAct::CopyWeek {
                from: *monday,
                to,
                site: card.choice("site").filter(|s| *s != BY_HAND).map(str::to_owned),
            })
        }
        RotaAsk::Roll { .. } => Ok(RotaAct::Roll {
            rotation: chosen(card, "rotation"),
            practitioner: person(card, "who")?,
            first_monday: monday_of(typed_day(card, "from")?),
            weeks: card.number("weeks").and_then(|weeks| u32::try_from(weeks).ok()).unwrap_or(1),
        }),
        RotaAsk::Publish => Ok(RotaAct::Publish(Some(Published {
            from: typed_day(card, "from")?,
            to: typed_day(card, "to")?,
        }))),
        RotaAsk::Staff(who) => staff::act(card, *who),
    }
}

/// Everybody who has not left, with their initials.
fn people(plan: &Plan) -> Vec<ChoiceOption> {
    let mut here: Vec<&Staff> = plan.staff.values().filter(|staff| !staff.left).collect();
    here.sort_by_cached_key(|staff| name::order(&staff.name));
    here.into_iter()
        .map(|staff| ChoiceOption::new(staff.id.0.to_string(), format!("{} {}", staff.label, staff.name)))
        .collect()
}

fn sites(desk: &Desk) -> Vec<ChoiceOption> {
    let sites = desk.service().sites.iter();
    sites.map(|site| ChoiceOption::new(site.code.as_str(), site.name.as_str())).collect()
}

/// The patterns of a site, those of the day first, and hours by hand.
fn patterns(desk: &Desk, site: &str, day: NaiveDate) -> Vec<ChoiceOption> {
    let service = desk.service();
    let holiday = bank_holiday(day, &service.bank_holidays).is_some();
    let kind = service.site(site).map(|site| site.kind);
    let mut fit: Vec<&Pattern> = service
        .patterns
        .iter()
        .filter(|pattern| kind.is_some_and(|kind| pattern.is_worked_at(site, kind)))
        .collect();
    fit.sort_by_key(|pattern| !pattern.is_worked_on(day, holiday));
    let option = |pattern: &Pattern| {
        let times = hours(&Span::on(day, pattern.hours));
        // What the deed reads of it again: name, hours, break.
        let code = format!("{} {times} {}", pattern.name, pattern.break_minutes);
        ChoiceOption::new(code, format!("{} {times}", pattern.name))
    };
    fit.into_iter().map(option).chain([ChoiceOption::new(BY_HAND, "Hours typed below")]).collect()
}

fn place(
    desk: &Desk,
    site: &str,
    on: NaiveDate,
    who: Option<PractitionerId>,
    hours: Option<&str>,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let plan = desk.plan_between(on, on)?;
    let title = format!("Place somebody at {site}, {}", day(on));
    let who = who.map(|who| who.0.to_string()).unwrap_or_default();
    let pattern = if hours.is_some() { BY_HAND } else { "" };
    let activities = &desk.service().lists.activities;
    Ok(Card::new(title, "What speaks against it is shown before it is kept.", now)
        .with(Field::choice("who", "Who", people(&plan)).required().default(&who))
        .with(Field::choice("pattern", "Shift", patterns(desk, site, on)).required().default(pattern))
        .with(Field::text("hours", "Hours").default(hours.unwrap_or_default()).help(HOURS_HELP))
        .with(
            Field::choice("activity", "Does", options(activities))
                .required()
                .default(activities.first().map_or("", |first| first.code.as_str())),
        )
        .with(
            Field::number("break", "Break, min", 0..=240)
                .default(&due_break(desk, hours).unwrap_or_default())
                .help("Unpaid minutes. Empty: those of the pattern."),
        ))
}

/// The break that working time asks for in hours that are no pattern's.
fn due_break(desk: &Desk, hours: Option<&str>) -> Option<String> {
    let rules = &desk.service().working_time;
    let span = Span::on(NaiveDate::MIN.succ_opt()?, typed_hours(hours?)?);
    let minutes = (span.typed_to - span.typed_from).num_minutes();
    (minutes > rules.break_after_hours * 60).then(|| rules.break_minutes.to_string())
}

fn shift_of(desk: &Desk, id: PlannedId) -> Result<(PlannedShift, String), DeskError> {
    let shift = desk.planned_shift(id)?;
    let staff = desk.rota_staff()?.into_iter().find(|staff| staff.id == shift.practitioner);
    let name = staff.map_or_else(|| "somebody not known".to_owned(), |staff| staff.name);
    let words = format!("{name}, {} {} {}", day(shift.span.day()), hours(&shift.span), shift.site);
    Ok((shift, words))
}

fn change(desk: &Desk, id: PlannedId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let (shift, words) = shift_of(desk, id)?;
    let plan = desk.plan_between(shift.span.day(), shift.span.day())?;
    let lists = &desk.service().lists;
    let known = patterns(desk, &shift.site, shift.span.day());
    let of = |option: &&ChoiceOption| option.code.split(' ').next() == shift.pattern.as_deref();
    let kept = known.iter().find(of).map_or_else(|| BY_HAND.to_owned(), |option| option.code.clone());
    Ok(Card::new(format!("Change {words}"), "Another time, another site or somebody else.", now)
        .with(
            Field::choice("who", "Who", people(&plan)).required().default(&shift.practitioner.0.to_string()),
        )
        .with(Field::choice("site", "Where", sites(desk)).required().default(&shift.site))
        .with(
            Field::text("day", "Day").required().proposed(&written(shift.span.day())).help("24/11, or tom."),
        )
        .with(Field::choice("pattern", "Shift", known).required().default(&kept))
        .with(Field::text("hours", "Hours").proposed(&hours(&shift.span)).help(HOURS_HELP))
        .with(
            Field::choice("activity", "Does", options(&lists.activities)).required().default(&shift.activity),
        )
        .with(Field::number("break", "Break, min", 0..=240).default(&shift.break_minutes.to_string())))
}

fn split(desk: &Desk, id: PlannedId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let (shift, words) = shift_of(desk, id)?;
    let others = sites(desk).into_iter().filter(|site| site.code != shift.site).collect();
    let purpose = "From a time on at another site; the travel is looked at.";
    Ok(Card::new(format!("Split {words}"), purpose, now)
        .with(Field::choice("site", "Then at", others).required())
        .with(Field::text("at", "From").required().help("13:00"))
        .with(Field::text("day", "Day").required().proposed(&written(shift.span.day()))))
}

fn swap(desk: &Desk, id: PlannedId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let (shift, words) = shift_of(desk, id)?;
    let on = shift.span.day();
    let from = desk.now();
    let near = desk.plan_between(on - Days::new(SWAP_DAYS), on + Days::new(SWAP_DAYS))?;
    let mut others: Vec<&PlannedShift> = near
        .shifts
        .values()
        .filter(|other| other.practitioner != shift.practitioner && other.span.to > from)
        .collect();
    others.sort_by_key(|other| ((other.span.day() - on).num_days().abs(), other.span.from));
    let option = |other: &PlannedShift| {
        let who = near.staff.get(&other.practitioner).map_or("?", |staff| staff.name.as_str());
        let words =
            format!("{who} {} {} {}", other.span.day().format("%a %-d %b"), hours(&other.span), other.site);
        ChoiceOption::new(other.id.0.to_string(), words)
    };
    let others: Vec<ChoiceOption> = others.into_iter().map(option).collect();
    if others.is_empty() {
        let why = "There is no shift of a colleague within four weeks to swap with.";
        let gives = key_of(Context::RotaEdit, Act::MoveShift);
        return Err(DeskError::refused(
            why,
            format!("Change the shift instead: {gives} gives it to somebody else."),
        ));
    }
    Ok(Card::new(format!("Swap {words}"), "Both names stand in the record.", now)
        .with(Field::choice("other", "With", others).required())
        .with(Field::text("asked", "Asked by").required())
        .with(
            Field::text("agreed", "Agreed by")
                .help("Empty where a lead settles it for somebody not to be reached."),
        )
        .with(Field::text("approved", "Approved by").required().default(&desk.who().name)))
}

fn away(
    desk: &Desk,
    who: Option<PractitionerId>,
    shift: Option<PlannedId>,
    day: NaiveDate,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let plan = desk.plan_between(day, day)?;
    let staff = who.and_then(|who| plan.staff.get(&who));
    let name = staff.map_or("Somebody", |staff| staff.name.as_str());
    let span = shift.map(|id| desk.planned_shift(id)).transpose()?.map(|shift| shift.span);
    // A shift that runs is left from now on; what was worked of it stays worked.
    let begin = |span: Span| if now < span.typed_to { span.typed_from.max(now) } else { span.typed_from };
    let from = span.map_or(day.and_time(NaiveTime::MIN), begin);
    let to = span.map_or(from + Days::new(1), |span| span.typed_to);
    let purpose = "The gap shows at once. Shifts stay on the rota, crossed out.";
    let card = Card::new(format!("{name} is away"), purpose, now);
    let card = match who {
        Some(_) => card,
        None => card.with(Field::choice("who", "Who", people(&plan)).required()),
    };
    Ok(card
        .with(
            Field::choice("why", "Why", options(&desk.service().lists.absences))
                .required()
                .help("Never what the illness is."),
        )
        .with(Field::text("from_day", "From, day").required().proposed(&written(from.date())))
        .with(Field::text("from_at", "From, time").required().proposed(&from.format("%H:%M").to_string()))
        .with(Field::text("to_day", "To, day").required().proposed(&written(to.date())))
        .with(Field::text("to_at", "To, time").required().proposed(&to.format("%H:%M").to_string())))
}

fn from_to(card: &Card) -> Result<Span, Faulty> {
    let from = typed_day(card, "from_day")?.and_time(typed_time(card, "from_at")?);
    let to = typed_day(card, "to_day")?.and_time(typed_time(card, "to_at")?);
    Span::between(from, to).ok_or(("to_at", "The end is not after the begin.".to_owned()))
}

fn back(desk: &Desk, absence: AbsenceId, of: &str, now: NaiveDateTime) -> Result<Card, DeskError> {
    let span = desk.planned_absence(absence)?.span;
    // Whoever is away now comes back now; one that is to come is cut from its end.
    let from = if span.typed_from < now && now < span.typed_to { now } else { span.typed_to };
    let how = vec![
        ChoiceOption::new("never", "Was never away: the entry was wrong"),
        ChoiceOption::new("from", "Works again from a time on"),
    ];
    Ok(Card::new(format!("Back: {of}"), "The shifts count again.", now)
        .with(Field::choice("how", "How", how).required())
        .with(Field::text("day", "Day").proposed(&written(from.date())))
        .with(Field::text("at", "From").proposed(&from.format("%H:%M").to_string())))
}

fn back_act(card: &Card, absence: AbsenceId) -> Result<RotaAct, Faulty> {
    let from = match card.choice("how") {
        Some("from") => Some(typed_day(card, "day")?.and_time(typed_time(card, "at")?)),
        _ => None,
    };
    Ok(RotaAct::Back { absence, from })
}

fn copy_week(desk: &Desk, monday: NaiveDate, site: &str, now: NaiveDateTime) -> Card {
    let all = ChoiceOption::new(BY_HAND, "All sites");
    let purpose = "Whoever is away then, or placed already, is left out and named.";
    Card::new(format!("Copy the week of {}", day(monday)), purpose, now)
        .with(
            Field::choice("site", "Which", sites(desk).into_iter().chain([all]).collect())
                .required()
                .default(site),
        )
        .with(
            Field::text("to", "To the week of")
                .required()
                .proposed(&written(monday + Days::new(7)))
                .help("Any day of that week."),
        )
}

fn roll(
    desk: &Desk,
    monday: NaiveDate,
    who: Option<PractitionerId>,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let rotations = &desk.service().rotations;
    if rotations.is_empty() {
        let why = "Your service has no rotation.";
        return Err(DeskError::refused(why, "Add a [[rotation]] to service.toml, or copy a week: c."));
    }
    let plan = desk.plan_between(monday, monday)?;
    let named = rotations.iter().map(|rotation| {
        let words = format!("{} ({} weeks)", rotation.name, rotation.weeks.len());
        ChoiceOption::new(rotation.name.as_str(), words)
    });
    let who = who.map(|who| who.0.to_string()).unwrap_or_default();
    Ok(Card::new("Roll a rotation forward", "Days already placed or away are left out and named.", now)
        .with(Field::choice("rotation", "Rotation", named.collect()).required())
        .with(Field::choice("who", "Who", people(&plan)).required().default(&who))
        .with(Field::text("from", "First week of").required().proposed(&written(monday)))
        .with(Field::number("weeks", "Weeks", 1..=53).required().default("4")))
}

fn publish(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let today = now.date();
    let before = desk.rota_published()?;
    let from = before.map_or_else(|| monday_of(today), |days| days.from);
    let ahead = u64::try_from(desk.service().rota.published_days).unwrap_or_default();
    let to = monday_of(today + Days::new(ahead)) + Days::new(6);
    let purpose = "From then on an hour without anybody is a gap, and not merely unknown.";
    Ok(Card::new("Publish the rota", purpose, now)
        .with(Field::text("from", "First day").required().proposed(&written(from)))
        .with(Field::text("to", "Last day").required().proposed(&written(to))))
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// A planned shift by the fields `who`, `pattern`, `hours`, `activity` and `break`. Hours that stand as
/// they were `proposed` give way to a pattern that was chosen since.
fn planned(card: &Card, site: &str, day: NaiveDate, proposed: Option<Hours>) -> Result<NewPlanned, Faulty> {
    let chosen_pattern = chosen(card, "pattern");
    let by_hand = chosen_pattern == BY_HAND;
    let mut parts = chosen_pattern.split(' ');
    let (name, times) = (parts.next().unwrap_or(BY_HAND), parts.next().unwrap_or_default());
    let of_pattern = parts.next().and_then(|minutes| minutes.parse().ok()).unwrap_or_default();
    let typed = card.text("hours");
    let untouched = typed.trim().is_empty() || typed_hours(&typed) == proposed;
    let written = if untouched && !by_hand { times } else { typed.trim() };
    let hours = typed_hours(written).ok_or(("hours", format!("This is no span of hours. {HOURS_HELP}")))?;
    // Hours that are not the pattern's make it another shift.
    let as_pattern = !by_hand && typed_hours(times) == Some(hours);
    Ok(NewPlanned {
        practitioner: person(card, "who")?,
        site: site.to_owned(),
        activity: chosen(card, "activity"),
        pattern: as_pattern.then(|| name.to_owned()),
        span: Span::on(day, hours),
        break_minutes: card
            .number("break")
            .and_then(|minutes| u16::try_from(minutes).ok())
            .unwrap_or(of_pattern),
    })
}

fn person(card: &Card, id: &'static str) -> Result<PractitionerId, Faulty> {
    chosen(card, id).parse().map_or_else(|_| Err((id, "Choose who.".to_owned())), |id| Ok(PractitionerId(id)))
}

/// `14:00-22:00`, `1400-2200`, `14-22`.
fn typed_hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once(['-', '\u{2013}'])?;
    Some(Hours { from: time(from)?, to: time(to)? })
}

fn typed_time(card: &Card, id: &'static str) -> Result<NaiveTime, Faulty> {
    time(&card.text(id)).ok_or((id, "This is no time of day; write 13:40.".to_owned()))
}

fn time(text: &str) -> Option<NaiveTime> {
    let digits: String = text.trim().chars().filter(|c| !matches!(c, ':' | '.')).collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

fn written(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// `24/11/2026`, `24/11`, `2026-11-24`.
pub(super) fn typed_day(card: &Card, id: &'static str) -> Result<NaiveDate, Faulty> {
    let text = card.text(id);
    let text = text.trim();
    let read = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    read.ok_or((id, "This is no day; write 24/11/2026.".to_owned()))
}
