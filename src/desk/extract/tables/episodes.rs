//! One row an episode.

use super::super::column::{Cell, Column, Kind, Table};
use super::{Counted, Way, time, whose};
use crate::domain::age_band::AgeBand;
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::event::ConsentTo;
use crate::domain::fact::{FINISHED, ScreeningFact};
use crate::domain::service::SiteKind;
use crate::domain::time::{local, minutes_between};
use crate::rota::InHours;

type Columns = Vec<Column<Counted>>;

pub(super) fn episodes(way: Way) -> Table<Counted> {
    let mut columns = whose(way);
    columns.extend(who(way));
    columns.extend(came(way));
    columns.extend(referral());
    columns.extend(person(way));
    columns.extend(work(way));
    columns.extend(end(way));
    columns.extend(screened(way));
    columns.extend(ConsentTo::ALL.map(consent));
    columns.extend(DetailItem::ALL.map(detail));
    columns.extend(ours(way));
    Table { name: "episodes", row: "One row an episode: a person in one detention or attendance", columns }
}

fn who(way: Way) -> Columns {
    let Way::Records { named } = way else { return Vec::new() };
    let mut columns =
        vec![Column::new("initials", Kind::Text, "Initials of the person", |_, one: &Counted, ()| {
            Cell::text(&one.fact.initials)
        })];
    if named {
        columns.push(Column::new(
            "surname",
            Kind::Text,
            "Family name, as recorded",
            |_, one: &Counted, ()| Cell::maybe(one.named.as_ref().map(|named| named.surname.as_str())),
        ));
        columns.push(Column::new("given", Kind::Text, "Given names, as recorded", |_, one: &Counted, ()| {
            Cell::maybe(one.named.as_ref().map(|named| named.given.as_str()))
        }));
        columns.push(Column::new(
            "born",
            Kind::Day,
            "Date of birth, where it is known",
            |_, one: &Counted, ()| {
                let born = one.named.as_ref().and_then(|named| named.born);
                born.map_or(Cell::Empty, |day| Cell::Text(day.format("%Y-%m-%d").to_string()))
            },
        ));
    }
    columns.push(Column::new(
        "site",
        Kind::Code("sites"),
        "Site where the episode stands",
        |_, one: &Counted, ()| Cell::text(&one.fact.site),
    ));
    columns
}

fn came(way: Way) -> Columns {
    let mut columns = vec![Column::new(
        "site_kind",
        Kind::Word("custody, court"),
        "Whether the site is a custody suite or a court; empty where the service no longer has it",
        |ground, one: &Counted, ()| match ground.service.site(&one.fact.site).map(|site| site.kind) {
            Some(SiteKind::Custody) => Cell::text("custody"),
            Some(SiteKind::Court) => Cell::text("court"),
            None => Cell::Empty,
        },
    )];
    if way == Way::Research {
        columns.push(Column::new(
            "received_month",
            Kind::Month,
            "Month in London in which the referral was received, or the person found",
            |_, one: &Counted, ()| Cell::Text(local(one.fact.received_at).format("%Y-%m").to_string()),
        ));
    } else {
        columns.push(Column::new(
            "received_at",
            Kind::Instant,
            "When the referral was received, or the person found",
            |_, one: &Counted, ()| Cell::at(one.fact.received_at),
        ));
        columns.push(Column::new(
            "received_local",
            Kind::Local,
            "The same by the clock in London",
            |_, one: &Counted, ()| Cell::local(one.fact.received_at),
        ));
    }
    columns.push(Column::new(
        "received_in_hours",
        Kind::Word("true, false, ask"),
        "Whether that was in the service hours of the site; ask: on a bank holiday of which the court has to be asked",
        |ground, one: &Counted, ()| match ground.hours.at(&one.fact.site, one.fact.received_at) {
            InHours::Yes => Cell::Is(true),
            InHours::No => Cell::Is(false),
            InHours::Ask => Cell::text("ask"),
        },
    ));
    columns
}

fn referral() -> Columns {
    vec![
        Column::new("source", Kind::Code("sources"), "Who referred", |_, one: &Counted, ()| {
            Cell::text(&one.fact.source)
        })
        .without_rare(),
        Column::new(
            "reason",
            Kind::Code("reasons"),
            "Main reason for the referral",
            |_, one: &Counted, ()| Cell::text(&one.fact.reason),
        )
        .without_rare(),
        Column::new(
            "priority",
            Kind::Code("priorities"),
            "NHS priority; empty until triage",
            |_, one: &Counted, ()| Cell::text(&one.fact.priority),
        ),
        Column::new(
            "legal_position",
            Kind::Code("legal_positions"),
            "Legal position, as last told",
            |_, one: &Counted, ()| Cell::text(&one.fact.legal_position),
        )
        .without_rare(),
        Column::new(
            "offences",
            Kind::Codes("offence_categories"),
            "Offence categories; never the account of an offence",
            |_, one: &Counted, ()| Cell::codes(one.fact.offences.iter().map(String::as_str)),
        )
        .without_rare(),
        Column::new(
            "has_custody_ref",
            Kind::TrueFalse,
            "Whether a custody record or case number is recorded",
            |_, one: &Counted, ()| Cell::Is(one.fact.has_custody_ref),
        ),
    ]
}

fn person(way: Way) -> Columns {
    let mut columns = Vec::new();
    if way != Way::Research {
        columns.push(Column::new(
            "age",
            Kind::Number,
            "Whole years when the referral was received; an age that was told counts as it was told",
            |_, one: &Counted, ()| Cell::number(one.fact.age.map(i64::from)),
        ));
    }
    columns.push(
        Column::new(
            "age_band",
            Kind::Word("0-9, 10-13, 14-15, 16-17, 18-24, 25-64, 65+, unknown"),
            "Band of that age",
            |_, one: &Counted, ()| Cell::text(AgeBand::of(one.fact.age).code()),
        )
        .without_rare(),
    );
    columns.push(
        Column::new("sex", Kind::Code("sexes"), "Sex, as recorded", |_, one: &Counted, ()| {
            Cell::text(&one.fact.sex)
        })
        .without_rare(),
    );
    columns
}

fn work(way: Way) -> Columns {
    vec![
        Column::new(
            "identified_only",
            Kind::TrueFalse,
            "Whether L&D found the person and nobody has referred them",
            |_, one: &Counted, ()| Cell::Is(one.fact.identified_only),
        ),
        Column::new(
            "stage",
            Kind::Word(
                "identified, received, waiting, on_hold, being_seen, seen, screened, assessed, follow_up, closed",
            ),
            "Where the episode stands now",
            |_, one: &Counted, ()| Cell::text(&one.fact.stage),
        ),
        time(way, "seen", "When somebody first went to see the person", |one, ()| one.fact.seen_at),
        Column::new(
            "wait_minutes",
            Kind::Number,
            "Whole minutes from the referral until seen, never under 0; empty unless seen",
            |_, one: &Counted, ()| {
                Cell::number(one.fact.seen_at.map(|seen| minutes_between(one.fact.received_at, seen)))
            },
        ),
        time(way, "interview", "When the interview is or was, as last told", |one, ()| one.fact.interview_at),
    ]
}

fn end(way: Way) -> Columns {
    let unseen = |one: &Counted| one.fact.closed.as_ref().is_some_and(|closed| closed.not_seen);
    vec![
        time(way, "left", "When the person left", |one: &Counted, ()| {
            one.fact.left.as_ref().map(|left| left.at)
        }),
        Column::new("outcome", Kind::Code("outcomes"), "How the person left", |_, one: &Counted, ()| {
            Cell::maybe(one.fact.left.as_ref().map(|left| left.code.as_str()))
        }),
        Column::new(
            "not_seen_reason",
            Kind::Code("not_seen_reasons"),
            "Why the episode was closed without the person having been seen",
            move |_, one: &Counted, ()| {
                Cell::maybe(
                    one.fact.closed.as_ref().filter(|_| unseen(one)).map(|closed| closed.code.as_str()),
                )
            },
        ),
        time(way, "closed", "When the episode was closed", |one, ()| {
            one.fact.closed.as_ref().map(|closed| closed.at)
        }),
        Column::new(
            "closure",
            Kind::Code("closures"),
            "How it was closed, where it was not for not having seen the person",
            move |_, one: &Counted, ()| {
                Cell::maybe(
                    one.fact.closed.as_ref().filter(|_| !unseen(one)).map(|closed| closed.code.as_str()),
                )
            },
        ),
    ]
}

fn screened(way: Way) -> Columns {
    let first = |one: &Counted| {
        let is_finished = |form: &&ScreeningFact| form.status == FINISHED;
        one.fact.screenings.iter().filter(is_finished).filter_map(|form| form.ended_at).min()
    };
    vec![
        Column::new(
            "screened",
            Kind::TrueFalse,
            "Whether a form was finished with the person",
            |_, one: &Counted, ()| Cell::Is(one.fact.is_screened()),
        ),
        time(way, "screened", "When the first form was finished that counts", move |one, ()| first(one)),
        time(way, "assessed", "When the full assessment was finished", |one, ()| one.fact.assessed_at),
        Column::new(
            "assess_decision",
            Kind::Word("yes, no"),
            "Whether a full assessment is needed, as decided after the screening",
            |_, one: &Counted, ()| {
                Cell::maybe(one.fact.decided.as_ref().map(|decided| decided.assess.as_str()))
            },
        ),
        time(way, "decided", "When that was decided", |one, ()| {
            one.fact.decided.as_ref().map(|decided| decided.at)
        }),
        Column::new(
            "risk",
            Kind::Code("risk_levels"),
            "Risk found, in that decision",
            |_, one: &Counted, ()| {
                Cell::maybe(one.fact.decided.as_ref().map(|decided| decided.risk.as_str()))
            },
        ),
    ]
}

fn consent(to: ConsentTo) -> Column<Counted> {
    Column::new(
        format!("consent_{}", to.code()),
        Kind::Code("consent_statuses"),
        format!("Latest word on consent to {}; empty where nobody asked", to.words()),
        move |_, one: &Counted, ()| Cell::maybe(one.fact.consent(to)),
    )
}

/// The code of an item that holds one; of another only whether something is recorded.
fn detail(item: DetailItem) -> Column<Counted> {
    if item.kind() == DetailKind::List {
        let list = list_of(item);
        return Column::new(
            item.code(),
            Kind::Code(list),
            format!("{}; empty where nothing is recorded", item.words()),
            move |_, one: &Counted, ()| Cell::maybe(one.fact.code_of(item)),
        )
        .without_rare();
    }
    Column::new(
        format!("has_{}", item.code()),
        Kind::TrueFalse,
        format!("Whether this is recorded: {}", item.words()),
        move |_, one: &Counted, ()| Cell::Is(one.fact.given.iter().any(|code| code == item.code())),
    )
}

/// The name of the list that an item's codes are of.
fn list_of(item: DetailItem) -> &'static str {
    match item {
        DetailItem::NhsNumberStatus => "nhs_number_statuses",
        DetailItem::Ethnicity => "ethnic_categories",
        DetailItem::Interpreter | DetailItem::LookedAfter | DetailItem::Carer => "yes_no_details",
        DetailItem::Accommodation => "accommodation_statuses",
        DetailItem::SettledAccommodation => "settled_accommodation",
        DetailItem::Employment => "employment_statuses",
        DetailItem::ExForces => "ex_forces",
        DetailItem::PointOfContact => "points_of_contact",
        DetailItem::LocationType => "location_types",
        DetailItem::Offence => "offence_categories",
        _ => "",
    }
}

fn ours(way: Way) -> Columns {
    if way == Way::Research {
        return Vec::new();
    }
    vec![
        Column::new(
            "groups",
            Kind::Codes("mandatory_groups"),
            "Groups that are always to be referred to which the person belonged on the day of the referral",
            |ground, one: &Counted, ()| {
                let groups = ground.service.mandatory_groups.iter().filter(|group| one.fact.is_in(group));
                Cell::codes(groups.map(|group| group.code.as_str()))
            },
        ),
        Column::new(
            "worker",
            Kind::Text,
            "Initials of who last went to see the person, or else of who recorded the referral",
            |ground, one: &Counted, ()| Cell::text(ground.label(one.fact.worker)),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;

    #[test]
    fn every_item_that_holds_a_code_names_the_list_it_is_of() {
        let (_dir, desk) = demo_desk();
        let lists = &desk.service().lists;
        for item in DetailItem::ALL.into_iter().filter(|item| item.kind() == DetailKind::List) {
            let named = lists.all().into_iter().find(|(name, _)| *name == list_of(item)).unwrap();
            assert_eq!(Some(named.1), item.list(lists), "{}", item.code());
        }
    }
}
