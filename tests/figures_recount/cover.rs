//! Cover counted anew, minute by minute, from the exported rota and the rows of service.toml.
//!
//! Docs: docs/exports.md (`rota`), docs/figures.md and the comments of service.toml. Nothing of the
//! program's own rooms is asked.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Days, NaiveDate, NaiveTime};
use liaison::domain::service::Service;
use rusqlite::Connection;

use crate::hours::{Asked, asked, begin};

/// A planned duty that covers, of somebody who has not left: in minutes since 1970.
struct Duty {
    site: String,
    from: i64,
    to: i64,
}

/// Somebody on the rota.
#[derive(Default)]
struct Person {
    skills: BTreeSet<String>,
    duties: Vec<Duty>,
    away: Vec<(i64, i64)>,
}

/// The rota as it was exported.
#[derive(Default)]
struct Rota {
    people: Vec<Person>,
    published: Option<(i64, i64)>,
}

fn read(db: &Connection, service: &Service) -> Rota {
    let (mut rota, mut people) = (Rota::default(), BTreeMap::<String, Person>::new());
    let covers =
        "EXISTS (SELECT 1 FROM marked WHERE list = 'activities' AND code = activity AND mark = 'covers')";
    let sql = format!(
        "SELECT what, worker, role, skills, site, from_at, to_at, {covers} AND has_left = 'false' FROM rota"
    );
    let mut rows = db.prepare(&sql).unwrap();
    let mut rows = rows.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let text = |n: usize| row.get::<_, Option<String>>(n).unwrap().unwrap_or_default();
        let minute = |n: usize| {
            let at: i64 = row.get(n).unwrap();
            assert_eq!(at % 60_000, 0, "the rota is planned by the minute");
            at / 60_000
        };
        let (from, to) = (minute(5), minute(6));
        if text(0) == "published" {
            assert!(rota.published.replace((from, to)).is_none(), "the days are published once");
            continue;
        }
        let person = people.entry(text(1)).or_default();
        let role = service.roles.iter().find(|role| role.code == text(2)).expect("a role of the service");
        person.skills = role.skills.iter().cloned().collect();
        person.skills.extend(text(3).split_whitespace().map(str::to_owned));
        match text(0).as_str() {
            "away" => person.away.push((from, to)),
            "duty" if row.get::<_, bool>(7).unwrap() => person.duties.push(Duty { site: text(4), from, to }),
            "duty" => {}
            other => panic!("a line of the rota is {other}"),
        }
    }
    rota.people = people.into_values().collect();
    rota
}

/// Who is at which site in each minute, and how often somebody was planned at two of them, or away.
#[derive(Default)]
struct Here {
    at: BTreeMap<String, HashMap<i64, Vec<usize>>>,
    twice: u64,
    away: u64,
}

fn at_site<'a>(here: &'a mut Here, site: &str) -> &'a mut HashMap<i64, Vec<usize>> {
    if !here.at.contains_key(site) {
        here.at.insert(site.to_owned(), HashMap::new());
    }
    here.at.get_mut(site).unwrap()
}

/// Somebody planned at two sites at once counts where their unbroken time began first; of two that began
/// together at the one whose code comes first.
fn here(rota: &Rota) -> Here {
    let mut here = Here::default();
    for (worker, person) in rota.people.iter().enumerate() {
        let away: HashSet<i64> = person.away.iter().flat_map(|(from, to)| *from..*to).collect();
        let mut planned: Vec<(i64, &str)> = Vec::new();
        for duty in &person.duties {
            planned.extend((duty.from..duty.to).map(|minute| (minute, duty.site.as_str())));
        }
        planned.sort_unstable();
        planned.dedup();
        // Where they are planned in a minute, each site with since when.
        let mut before: (i64, Vec<(i64, &str)>) = (i64::MIN, Vec::new());
        for sites in planned.chunk_by(|one, other| one.0 == other.0) {
            let minute = sites[0].0;
            let since = |site: &str| match before.1.iter().find(|(_, of)| *of == site) {
                Some((since, _)) if before.0 == minute - 1 => *since,
                _ => minute,
            };
            let now: Vec<(i64, &str)> = sites.iter().map(|(_, site)| (since(site), *site)).collect();
            here.twice += u64::from(now.len() > 1);
            let (_, first) = now.iter().min().unwrap();
            if away.contains(&minute) {
                here.away += 1;
            } else {
                at_site(&mut here, first).entry(minute).or_default().push(worker);
            }
            before = (minute, now);
        }
    }
    here
}

/// What edges of the definitions were met, in minutes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Met {
    pub planned_twice: u64,
    pub planned_and_away: u64,
    pub stood_in: u64,
    pub short_of_two: u64,
    pub short_and_unsettled: u64,
    pub ask: u64,
    pub asks_for_nobody: u64,
}

/// What is so in a minute at a site.
#[derive(Default)]
struct Minute<'a> {
    asked: bool,
    unsettled: bool,
    ask: bool,
    stood_in: bool,
    short: Vec<Option<&'a String>>,
}

fn judge<'a>(active: &[&'a Asked<'a>], people: &[usize], rota: &Rota, service: &Service) -> Minute<'a> {
    let settled = |one: &Asked<'_>| {
        let day = begin(one.day.and_time(NaiveTime::MIN));
        one.row.minimum == 0 || rota.published.is_some_and(|(from, to)| from <= day && day < to)
    };
    let known: Vec<&'a Asked<'a>> = active.iter().filter(|one| !one.ask).copied().collect();
    let mut minute = Minute {
        asked: known.iter().any(|one| one.row.minimum > 0),
        unsettled: known.iter().any(|one| !settled(one)),
        ask: known.len() < active.len(),
        ..Minute::default()
    };
    for skill in known.iter().map(|one| one.row.skill.as_ref()).collect::<BTreeSet<_>>() {
        let of_skill = known.iter().filter(|one| one.row.skill.as_ref() == skill && settled(one));
        let need = of_skill.map(|one| one.row.minimum).max().unwrap_or(0);
        let able = |worker: usize, or_stands_in: bool| {
            let Some(skill) = skill else { return true };
            let has = &rota.people[worker].skills;
            let of = service.skills.iter().find(|one| one.code == *skill).unwrap();
            has.contains(skill) || or_stands_in && of.stood_in_by.iter().any(|other| has.contains(other))
        };
        let how_many = |or_stands_in| people.iter().filter(|worker| able(**worker, or_stands_in)).count();
        if how_many(true) < need {
            minute.short.push(skill);
        } else if how_many(false) < need {
            minute.stood_in = true;
        }
    }
    minute
}

/// Makes `own_hours` and `own_gaps`, of the sites whose hours were exported.
pub fn count(db: &Connection, service: &Service, (first, last): (NaiveDate, NaiveDate)) -> Met {
    db.execute_batch(
        "CREATE TABLE own_hours (site, demand, covered, uncovered, unsettled);
         CREATE TABLE own_gaps (site, skill, from_at, to_at);",
    )
    .unwrap();
    let rota = read(db, service);
    let here = here(&rota);
    let mut met = Met { planned_twice: here.twice, planned_and_away: here.away, ..Met::default() };
    let all = asked(service, first, last);
    let midnight = |day: NaiveDate| begin(day.and_time(NaiveTime::MIN));
    let mut sites = db.prepare("SELECT site FROM hours").unwrap();
    let sites: Vec<String> = sites.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let nobody = HashMap::new();
    for site in sites {
        let mut rows: Vec<&Asked<'_>> = all.iter().filter(|one| one.row.site == site).collect();
        rows.sort_by_key(|one| one.from);
        let people = here.at.get(&site).unwrap_or(&nobody);
        let (mut demand, mut covered, mut uncovered, mut unsettled) = (0, 0, 0, 0);
        let mut gaps: Vec<(Option<&String>, i64, i64)> = Vec::new();
        let (mut next, mut active) = (rows.into_iter().peekable(), Vec::new());
        let (mut before, mut is_new): (&[usize], bool) = (&[], true);
        let mut so = Minute::default();
        for minute in midnight(first)..midnight(last + Days::new(1)) {
            while let Some(begun) = next.next_if(|one| one.from <= minute) {
                active.push(begun);
                is_new = true;
            }
            is_new |= active.iter().any(|one| one.to <= minute);
            active.retain(|one| minute < one.to);
            if active.is_empty() {
                is_new = true;
                continue;
            }
            let now = people.get(&minute).map_or(&[][..], Vec::as_slice);
            // Only where somebody came or went, or hours began or ended, is it worked out anew.
            if is_new || now != before {
                so = judge(&active, now, &rota, service);
            }
            (before, is_new) = (now, false);
            let is_short = !so.short.is_empty();
            demand += i64::from(so.asked);
            covered += i64::from(so.asked && !is_short && !so.unsettled);
            uncovered += i64::from(is_short);
            unsettled += i64::from(so.asked && !is_short && so.unsettled);
            met.stood_in += u64::from(so.stood_in);
            met.short_of_two += u64::from(so.short.len() > 1);
            met.short_and_unsettled += u64::from(is_short && so.unsettled);
            met.ask += u64::from(so.ask);
            met.asks_for_nobody += u64::from(!so.asked && !so.ask);
            for skill in &so.short {
                match gaps.iter_mut().rev().take(8).find(|(of, _, to)| of == skill && *to == minute) {
                    Some(gap) => gap.2 = minute + 1,
                    None => gaps.push((*skill, minute, minute + 1)),
                }
            }
        }
        let values = (&site, demand, covered, uncovered, unsettled);
        db.execute("INSERT INTO own_hours VALUES (?,?,?,?,?)", values).unwrap();
        for (skill, from, to) in gaps {
            let values = (&site, skill, from * 60_000, to * 60_000);
            db.execute("INSERT INTO own_gaps VALUES (?,?,?,?)", values).unwrap();
        }
    }
    met
}
