//! What follows from docs/figures.md and the service's file, written from there and from nothing else.

use liaison::domain::item::Item;
use liaison::domain::service::{Code, MandatoryGroup, Service};
use liaison::figures::{Group, Kind, Period, Sheet, definitions};

use super::attacker::Attacker;

/// The rest of those of whom an item is not recorded.
const NONE: &str = "not_recorded";
/// Bands of age by their first and last year.
const BANDS: [(&str, u16, u16); 7] = [
    ("0-9", 0, 9),
    ("10-13", 10, 13),
    ("14-15", 14, 15),
    ("16-17", 16, 17),
    ("18-24", 18, 24),
    ("25-64", 25, 64),
    ("65+", 65, 999),
];

/// Everything.
pub fn recall(who: &mut Attacker, service: &Service, sheet: &Sheet) {
    kinds(who);
    ages(who);
    way(who, service);
    found(who);
    rows(who, service);
    complete(who, service);
    question(who, service, sheet);
    groups(who, service, sheet);
}

fn number(who: &mut Attacker, code: &str) -> usize {
    who.at(code, "")
}

/// The kinds: a share is a part, splits add up, rows of "among" are each a part.
fn kinds(who: &mut Attacker) {
    let mut times: Vec<(&str, Vec<usize>)> = Vec::new();
    for one in definitions() {
        let Some(whole) = one.kind.whole() else { continue };
        if whole == "activities" || (one.code == "by_step" && who.all("by_step").is_empty()) {
            continue;
        }
        let whole_cell = number(who, whole);
        match one.kind {
            Kind::Of(_) => {
                let own = number(who, one.code);
                who.rest(whole_cell, own);
            }
            Kind::SplitOf(_) => {
                let all = who.all(one.code);
                who.equal(&all, &[whole_cell]);
            }
            Kind::Among(_) => {
                for row in who.all(one.code) {
                    who.rest(whole_cell, row);
                }
            }
            Kind::TimesOfPart(_) => {
                let own = number(who, one.code);
                match times.iter_mut().find(|(code, _)| *code == whole) {
                    Some((_, parts)) => parts.push(own),
                    None => times.push((whole, vec![own])),
                }
            }
            _ => {}
        }
    }
    for (whole, parts) in times {
        let whole = number(who, whole);
        who.equal(&parts, &[whole]);
    }
}

fn bands(who: &mut Attacker, holds: impl Fn(u16, u16) -> bool) -> Vec<usize> {
    BANDS
        .iter()
        .filter(|(_, first, last)| holds(*first, *last))
        .map(|(code, ..)| who.at("by_age", code))
        .collect()
}

fn ages(who: &mut Attacker) {
    let (children, adults) = (number(who, "under_18"), number(who, "adults"));
    let of = bands(who, |_, last| last < 18);
    who.equal(&of, &[children]);
    let of = bands(who, |first, _| first >= 18);
    who.equal(&of, &[adults]);
    // Those screened who are no children are among all who are none.
    let (all, screened) = (number(who, "identified"), number(who, "screened"));
    let both = number(who, "under_18_screened");
    who.at_most(&[both], &[screened]);
    who.at_most(&[screened, children], &[all, both]);
}

fn marked(who: &mut Attacker, figure: &str, list: &[Code], mark: fn(&Code) -> bool) -> Vec<usize> {
    list.iter().filter(|code| mark(code)).map(|code| who.at(figure, &code.code)).collect()
}

fn way(who: &mut Attacker, service: &Service) {
    let seen = number(who, "seen");
    for code in ["before_interview", "before_release", "closed_seen"] {
        let own = number(who, code);
        who.at_most(&[own], &[seen]);
    }
    // Not seen and seen before all the same: closed after seeing.
    let (all, not_seen, closed) =
        (number(who, "identified"), number(who, "not_seen"), number(who, "closed_seen"));
    who.at_most(&[not_seen, seen], &[all, closed]);
    let declined = number(who, "declined");
    let of = marked(who, "by_not_seen", &service.lists.not_seen_reasons, |code| code.declined);
    who.at_most(&of, &[declined]);
    // So of those not declined there are at least those not seen for another reason... who may have
    // declined otherwise: nothing follows.
    let (people, onward) = (number(who, "referred_on"), number(who, "onward"));
    who.at_most(&[people], &[onward]);
    let safe = number(who, "safeguarding");
    let of = marked(who, "by_destination", &service.lists.destinations, |code| code.safeguarding);
    who.at_most(&[safe], &of);
    // Whoever has none of safeguarding has one of something else.
    let all: Vec<usize> = who.all("by_destination");
    let others: Vec<usize> = all.into_iter().filter(|cell| !of.contains(cell)).collect();
    let more: Vec<usize> = others.into_iter().chain([safe]).collect();
    who.at_most(&[people], &more);
    if who.told(onward).is_some_and(|n| n > 0) {
        who.at_least(people, 1);
    }
    if of.iter().any(|row| who.told(*row).is_some_and(|n| n > 0)) {
        who.at_least(safe, 1);
    }
}

fn found(who: &mut Attacker) {
    let (decided, vulnerable) = (number(who, "decided"), number(who, "vulnerable"));
    who.at_most(&[vulnerable], &[decided]);
    let rows = who.all("by_vulnerability");
    for row in &rows {
        who.at_most(&[*row], &[vulnerable]);
    }
    who.at_most(&[vulnerable], &rows);
}

/// A code that is not in the list any more stands there because somebody has it.
fn rows(who: &mut Attacker, service: &Service) {
    let lists = &service.lists;
    let sites: Vec<&str> = service.sites.iter().map(|site| site.code.as_str()).collect();
    let of = |list: &'static str, codes: &[Code]| (list, codes.iter().map(|one| one.code.clone()).collect());
    let mut known: Vec<(&str, Vec<String>)> = vec![
        of("by_source", &lists.sources),
        of("by_reason", &lists.reasons),
        of("by_position", &lists.legal_positions),
        of("by_sex", &lists.sexes),
        of("by_ethnicity", &lists.ethnic_categories),
        of("by_forces", &lists.ex_forces),
        of("by_not_seen", &lists.not_seen_reasons),
        of("by_risk", &lists.risk_levels),
        of("by_vulnerability", &lists.vulnerabilities),
        of("by_destination", &lists.destinations),
        of("by_report", &lists.report_kinds),
        of("by_contact", &lists.contact_kinds),
        ("by_site", sites.iter().map(|site| (*site).to_owned()).collect()),
    ];
    for (figure, codes) in &mut known {
        if ["by_ethnicity", "by_forces"].contains(figure) {
            codes.push(NONE.to_owned());
        }
        for row in who.rows.get(*figure).cloned().unwrap_or_default() {
            if !codes.contains(&row) {
                let cell = who.at(figure, &row);
                who.at_least(cell, 1);
            }
        }
    }
}

/// Those of whom an item is recorded and those of whom it is not, out of everybody, where that is told.
fn recorded(who: &mut Attacker, service: &Service, item: Item) -> Option<usize> {
    let all = number(who, "identified");
    let code = item.code();
    let row = who.has("complete_referral", code).then(|| who.at("complete_referral", code));
    let not_asked = |who: &mut Attacker, figure: &str, list: &[Code]| {
        let state = |code: &&Code| format!("{:?}", code.state).contains("NotAsked");
        let mut none: Vec<usize> = list.iter().filter(state).map(|code| who.at(figure, &code.code)).collect();
        none.push(who.at(figure, NONE));
        none
    };
    let none = match code {
        "sex" => vec![who.at("by_sex", NONE)],
        "reason" => vec![who.at("by_reason", NONE)],
        "legal_position" => vec![who.at("by_position", NONE)],
        "birth" => vec![who.at("by_age", "unknown")],
        "ethnic_category" => not_asked(who, "by_ethnicity", &service.lists.ethnic_categories),
        "ex_forces" => not_asked(who, "by_forces", &service.lists.ex_forces),
        "risk" | "outcome" => {
            let same = number(who, if code == "risk" { "decided" } else { "departed" });
            if let Some(row) = row {
                who.equal(&[row], &[same]);
            }
            return Some(same);
        }
        _ => return row,
    };
    let cell = row.unwrap_or_else(|| who.unsaid(&format!("{code} recorded")));
    let mut parts = none;
    parts.push(cell);
    who.equal(&parts, &[all]);
    Some(cell)
}

/// Part for part: what is recorded of some is among what is recorded of all, and so is what is not.
fn within(who: &mut Attacker, (inner, of_inner): (usize, usize), (outer, of_outer): (usize, usize)) {
    who.at_most(&[inner], &[outer]);
    who.at_most(&[of_inner, outer], &[of_outer, inner]);
}

fn complete(who: &mut Attacker, service: &Service) {
    let (all, seen, closed) = (number(who, "identified"), number(who, "seen"), number(who, "closed_seen"));
    for item in Item::all() {
        let code = item.code();
        let of_all = recorded(who, service, item);
        let at_seeing = who.has("complete_seeing", code).then(|| who.at("complete_seeing", code));
        let at_closure = who.has("complete_closure", code).then(|| who.at("complete_closure", code));
        let known = [
            at_closure.map(|cell| (cell, closed)),
            at_seeing.map(|cell| (cell, seen)),
            of_all.map(|cell| (cell, all)),
        ];
        let known: Vec<(usize, usize)> = known.into_iter().flatten().collect();
        for (nth, inner) in known.iter().enumerate() {
            for outer in known.iter().skip(nth + 1) {
                within(who, *inner, *outer);
            }
        }
    }
}

/// What the question itself says.
fn question(who: &mut Attacker, service: &Service, sheet: &Sheet) {
    if !sheet.sites.is_empty() {
        for site in who.rows.get("by_site").cloned().unwrap_or_default() {
            if !sheet.sites.contains(&site) {
                let cell = who.at("by_site", &site);
                who.is_nothing(cell);
            }
        }
    }
    match &sheet.group {
        Group::Everybody => {}
        Group::Children => {
            let all = number(who, "identified");
            let children = number(who, "under_18");
            who.equal(&[children], &[all]);
        }
        Group::Mandatory(group) => {
            let all = number(who, "identified");
            if let Some(own) = service.mandatory_groups.iter().find(|one| one.code == group.code) {
                let row = who.at("by_group", &own.code);
                who.equal(&[row], &[all]);
            }
        }
    }
}

/// The cells in which everybody of a group is, for each of its criteria; and, where that is known, those in
/// which everybody is who does not meet it.
struct Criterion {
    inside: Vec<usize>,
    outside: Option<Vec<usize>>,
}

fn of_codes(who: &mut Attacker, figure: &str, codes: &[String]) -> Criterion {
    let rows = who.rows.get(figure).cloned().unwrap_or_default();
    let (inside, outside): (Vec<String>, Vec<String>) = rows.into_iter().partition(|row| codes.contains(row));
    let cells = |who: &mut Attacker, rows: Vec<String>| rows.iter().map(|row| who.at(figure, row)).collect();
    Criterion { inside: cells(who, inside), outside: Some(cells(who, outside)) }
}

fn criteria(who: &mut Attacker, group: &MandatoryGroup, period: Period) -> Vec<Criterion> {
    let mut all = Vec::new();
    for (figure, codes) in
        [("by_reason", &group.reasons), ("by_sex", &group.sexes), ("by_position", &group.legal_positions)]
    {
        if !codes.is_empty() {
            all.push(of_codes(who, figure, codes));
        }
    }
    if let Some(under) = group.under_age {
        let inside = bands(who, |first, _| first < under);
        let mut outside = bands(who, |_, last| last >= under);
        outside.push(who.at("by_age", "unknown"));
        all.push(Criterion { inside, outside: Some(outside) });
    }
    if !group.offences.is_empty() {
        let everybody = number(who, "identified");
        all.push(Criterion { inside: vec![everybody], outside: None });
    }
    if group.from > period.first || group.to.is_some_and(|to| to < period.last) {
        let ends = |first: &str| {
            let step = period.steps(liaison::figures::Step::Week);
            step.into_iter().find(|step| step.first.to_string() == first).unwrap()
        };
        let rows = who.rows.get("by_step").cloned();
        let everybody = number(who, "identified");
        all.push(match rows {
            None => Criterion { inside: vec![everybody], outside: None },
            Some(rows) => {
                let touches = |row: &&String| {
                    let step = ends(row);
                    group.from <= step.last && group.to.is_none_or(|to| to >= step.first)
                };
                let within = |row: &&String| {
                    let step = ends(row);
                    group.from <= step.first && group.to.is_none_or(|to| to >= step.last)
                };
                let inside = rows.iter().filter(touches).map(|row| who.at("by_step", row)).collect();
                let outside =
                    rows.iter().filter(|row| !within(row)).map(|row| who.at("by_step", row)).collect();
                Criterion { inside, outside: Some(outside) }
            }
        });
    }
    all
}

fn groups(who: &mut Attacker, service: &Service, sheet: &Sheet) {
    let all = number(who, "identified");
    let period = sheet.period;
    for group in &service.mandatory_groups {
        let row = who.at("by_group", &group.code);
        let has_any = group.under_age.is_some()
            || !group.reasons.is_empty()
            || !group.sexes.is_empty()
            || !group.legal_positions.is_empty()
            || !group.offences.is_empty();
        let in_force = group.from <= period.last && group.to.is_none_or(|to| to >= period.first);
        if !has_any || !in_force {
            who.is_nothing(row);
            continue;
        }
        let criteria = criteria(who, group, period);
        for one in &criteria {
            who.at_most(&[row], &one.inside);
        }
        if criteria.iter().all(|one| one.outside.is_some()) {
            let mut outside: Vec<usize> =
                criteria.iter().flat_map(|one| one.outside.clone().unwrap()).collect();
            outside.push(row);
            who.at_most(&[all], &outside);
        }
        for other in service.mandatory_groups.iter().filter(|other| other.code != group.code) {
            if is_within(group, other, period) {
                let other = who.at("by_group", &other.code);
                who.at_most(&[row], &[other]);
            }
        }
    }
}

/// Whether everybody of one group is in another too.
fn is_within(inner: &MandatoryGroup, outer: &MandatoryGroup, period: Period) -> bool {
    let within = |inner: &[String], outer: &[String]| {
        outer.is_empty() || (!inner.is_empty() && inner.iter().all(|code| outer.contains(code)))
    };
    let days = |group: &MandatoryGroup| {
        (group.from.max(period.first), group.to.map_or(period.last, |to| to.min(period.last)))
    };
    let has_any = outer.under_age.is_some()
        || !(outer.reasons.is_empty()
            && outer.sexes.is_empty()
            && outer.legal_positions.is_empty()
            && outer.offences.is_empty());
    let ((first, last), (outer_first, outer_last)) = (days(inner), days(outer));
    has_any
        && within(&inner.reasons, &outer.reasons)
        && within(&inner.sexes, &outer.sexes)
        && within(&inner.legal_positions, &outer.legal_positions)
        && within(&inner.offences, &outer.offences)
        && outer.under_age.is_none_or(|outer| inner.under_age.is_some_and(|inner| inner <= outer))
        && outer_first <= first
        && outer_last >= last
}
