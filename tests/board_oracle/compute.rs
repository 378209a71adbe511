//! The board from exported facts alone, by docs/facts.md. Knows nothing of the program's own code.

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::london::{wall, words};

type Time = DateTime<Utc>;

/// A clock by its name, with its time.
type Clock = (&'static str, Time);

/// The facts at hand, and the moment they are of.
struct Facts<'a> {
    all: &'a Json,
    now: Time,
}

/// One row as `liaison board --format json` shows it, and what it is sorted by.
struct Row {
    shown: Json,
    stretch: u8,
    tier: i64,
    rest: bool,
    deadline: Option<Time>,
    waiting: i64,
    reference: String,
}

/// The rows of the board in their order, each as the program should show it.
pub fn board(facts: &Json) -> Vec<Json> {
    let facts = Facts { all: facts, now: time(&facts["now"]).unwrap() };
    let episodes = facts.all["episodes"].as_array().unwrap().iter();
    let mut rows: Vec<Row> = episodes
        .filter(|episode| episode["stage"]["stage"] != "closed")
        .map(|episode| row(&facts, episode))
        .collect();
    // Step 7, one comparison after the other.
    rows.sort_by(|a, b| {
        let no_deadline_last = |row: &Row| (row.deadline.is_none(), row.deadline);
        a.stretch
            .cmp(&b.stretch)
            .then_with(|| a.tier.cmp(&b.tier))
            .then_with(|| a.rest.cmp(&b.rest))
            .then_with(|| no_deadline_last(a).cmp(&no_deadline_last(b)))
            .then_with(|| b.waiting.cmp(&a.waiting))
            .then_with(|| a.reference.cmp(&b.reference))
    });
    let numbered = rows.into_iter().enumerate().map(|(place, mut row)| {
        row.shown["number"] = json!(place + 1);
        row.shown
    });
    numbered.collect()
}

fn row(facts: &Facts<'_>, episode: &Json) -> Row {
    let now = facts.now;
    let standing = standing(episode);
    let to_do = standing == "to_do";
    let clocks = clocks(facts, episode);
    let binding: Vec<Clock> =
        clocks.iter().filter(|(kind, _)| !["review", "recheck"].contains(kind)).copied().collect();
    let presses = pressing(facts, &binding);
    let flagged = flags(episode).any(open);
    let (tier, reason) = tier(facts, episode, presses);
    let (cover_ends, youth_worker) = site(facts, episode);
    let mut deadline = binding.first().copied();
    if let Some(end) = cover_ends.filter(|_| episode["left"].is_null())
        && deadline.is_none_or(|(_, at)| end < at)
    {
        deadline = Some(("cover_ends", end));
    }
    let rest = episode["stage"]["rest"] == true
        && time(&episode["stage"]["recheck_at"])
            .is_some_and(|recheck| recheck > now && binding.iter().all(|(_, at)| *at >= recheck));
    let next = clocks.iter().find(|(kind, at)| *at > now || *kind != "review").copied();
    let child = is_child(facts, episode);
    let routed = youth_worker.filter(|_| child && !flagged && tier > 0 && presses.is_none());
    let pin = episode["pin"]["reason"].as_str().filter(|_| !to_do);
    let stretch = match () {
        () if flagged => 0,
        () if to_do => 5,
        () if tier == 0 => 1,
        () if pin.is_some() => 2,
        () if routed.is_some() => 4,
        () => 3,
    };
    let waiting = waiting(facts, episode, standing);
    let reference = text(&episode["reference"]);
    let shown = json!({
        "id": reference,
        "initials": episode["person"]["initials"],
        "age": age(facts, episode),
        "sex": episode["person"]["sex"],
        "site": episode["site"],
        "place": episode["place"],
        "state": standing,
        "code": code(episode),
        "tier": tier,
        "reason": reason,
        "level": level(facts, tier, flagged || (tier == 0 && !to_do), rest, next),
        "open_flag": flagged,
        "rest": rest,
        "pin": pin,
        "routed": routed,
        "groups": groups(facts, episode).map(|group| text(&group["word"])).collect::<Vec<_>>(),
        "with": with(facts, episode),
        "waiting_minutes": waiting,
        "next_clock": next.map(due),
        "deadline": deadline.map(due),
    });
    Row { shown, stretch, tier, rest, deadline: deadline.map(|(_, at)| at), waiting, reference }
}

// ---- Step 1 ----

fn standing(episode: &Json) -> &'static str {
    match episode["stage"]["stage"].as_str().unwrap() {
        "identified" | "received" | "waiting" => "waiting",
        "on_hold" => "on_hold",
        "being_seen" => "being_seen",
        _ => "to_do",
    }
}

fn age(facts: &Facts<'_>, episode: &Json) -> Option<i64> {
    let person = &episode["person"];
    let Some(born) = day(&person["born"]) else { return person["told_age"].as_i64() };
    let today = wall(facts.now).date();
    let years = i64::from(today.year() - born.year());
    let still_to_come =
        today.month() < born.month() || (today.month() == born.month() && today.day() < born.day());
    Some(if still_to_come { years - 1 } else { years })
}

fn is_child(facts: &Facts<'_>, episode: &Json) -> bool {
    age(facts, episode).is_some_and(|age| age < number(facts, "tiers", "child_under"))
}

fn flags(episode: &Json) -> impl Iterator<Item = &Json> {
    episode["flags"].as_array().unwrap().iter()
}

fn open(flag: &Json) -> bool {
    let told = |how: &str| flag["told"].as_array().unwrap().iter().any(|told| told[how] == true);
    flag["lifted_at"].is_null() && !(told("by_voice") && told("written"))
}

// ---- Step 2 ----

fn clocks(facts: &Facts<'_>, episode: &Json) -> Vec<Clock> {
    if !episode["left"].is_null() {
        return Vec::new();
    }
    let position = entry(facts, "legal_positions", &episode["referral"]["legal_position"]);
    let family = position.and_then(|entry| entry["clock"].as_str()).unwrap_or("none");
    let told = &episode["clocks"];
    let charged = !told["charged_at"].is_null();
    let family = if family == "pace" && charged { "post_charge" } else { family };
    let apart = |families: &[&str]| !families.contains(&family);
    let own = [
        ("interview", time(&told["interview_at"]).filter(|_| apart(&["voluntary", "court_list"]))),
        ("release", time(&told["release_at"]).filter(|_| apart(&["voluntary", "court_list"]))),
        ("court", time(&told["court_at"]).filter(|_| apart(&["voluntary", "s136"]))),
        ("van", time(&told["van_at"]).filter(|_| apart(&["voluntary", "s136"]))),
        ("appointment", time(&told["appointment_at"]).filter(|_| family == "voluntary")),
        ("limit", limit(facts, told, family)),
        ("review", review(facts, told, family)),
    ];
    let own = own.into_iter().filter(|_| family != "none");
    let recheck = [("recheck", time(&episode["stage"]["recheck_at"]))];
    let mut run: Vec<Clock> = own.chain(recheck).filter_map(|(kind, at)| at.map(|at| (kind, at))).collect();
    run.sort_by_key(|(_, at)| *at);
    run
}

fn limit(facts: &Facts<'_>, told: &Json, family: &str) -> Option<Time> {
    let hours = |name: &str| Duration::hours(number(facts, "clocks", name));
    let from = time(&told["relevant_time"]);
    let extended = time(&told["extended_to"]);
    let at_most = |end: Time, most: Option<Time>| most.map_or(end, |most| end.min(most));
    match family {
        "pace" => {
            let custody = |name: &str| Some(of_custody(facts, told, from?, hours(name)));
            let issued = time(&told["warrant_issued_at"]);
            let runs_out = issued.map(|at| at + hours("warrant_detention_hours"));
            match (time(&told["warrant_ends_at"]).or(runs_out), extended) {
                (Some(end), _) => Some(at_most(end, custody("cap_hours"))),
                (None, Some(end)) => Some(at_most(end, custody("extended_limit_hours"))),
                (None, None) => custody("limit_hours"),
            }
        }
        "s136" => {
            let more = hours("s136_extension_hours");
            let day = from.map(|from| from + hours("s136_hours"));
            match extended {
                Some(end) => Some(at_most(end, day.map(|day| day + more))),
                None if told["s136_extended_at"].is_null() => day,
                None => day.map(|day| day + more),
            }
        }
        "warrant" => from.map(|from| from + hours("warrant_hours")),
        _ => None,
    }
}

/// So many hours of custody: time at hospital that begins before their end moves it on.
fn of_custody(facts: &Facts<'_>, told: &Json, from: Time, hours: Duration) -> Time {
    let mut pauses: Vec<(Time, Time)> = told["pauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pause| (time(&pause["from"]).unwrap(), time(&pause["to"]).unwrap_or(facts.now)))
        .collect();
    pauses.sort_by_key(|(left, _)| *left);
    let (mut end, mut counted) = (from + hours, from);
    for (left, back) in pauses {
        let begins = left.max(counted);
        if begins >= end {
            break;
        }
        counted = back.max(begins);
        end += counted - begins;
    }
    end
}

fn review(facts: &Facts<'_>, told: &Json, family: &str) -> Option<Time> {
    if !["pace", "post_charge"].contains(&family) {
        return None;
    }
    let hours = |name: &str| Duration::hours(number(facts, "clocks", name));
    let later = time(&told["review_done_at"]).map(|done| done + hours("later_review_hours"));
    later.or(time(&told["authorised_at"]).map(|from| from + hours("first_review_hours")))
}

fn pressing(facts: &Facts<'_>, binding: &[Clock]) -> Option<Clock> {
    let until = facts.now + Duration::hours(number(facts, "tiers", "clock_hours"));
    binding.first().copied().filter(|(_, at)| *at < until)
}

// ---- Step 3 ----

/// Somebody at the site, signed on or by the plan.
struct Person {
    name: String,
    from: Time,
    to: Time,
    sees_children: bool,
}

fn site(facts: &Facts<'_>, episode: &Json) -> (Option<Time>, Option<String>) {
    let mut people: Vec<Person> = signed_on(facts, &episode["site"]);
    people.extend(planned(facts, &episode["site"]));
    people.sort_by_key(|person| person.from);
    // A worker who stays past the planned end is still there; of the plan, what is over is left out.
    let on: Vec<&Person> = people.iter().filter(|person| person.from <= facts.now).collect();
    let youth_worker = on.iter().find(|person| person.sees_children).map(|person| person.name.clone());
    let last = on.iter().map(|person| person.to).max().filter(|end| *end > facts.now);
    let ends = last.map(|last| {
        people.iter().fold(last, |end, person| if person.from <= end { end.max(person.to) } else { end })
    });
    (ends, youth_worker)
}

fn signed_on(facts: &Facts<'_>, site: &Json) -> Vec<Person> {
    let shifts = facts.all["shifts"].as_array().unwrap().iter();
    shifts
        .filter(|shift| shift["sites"].as_array().unwrap().contains(site))
        .map(|shift| {
            let of_plan = staff(facts, &shift["practitioner"]);
            let own = of_plan.map(|staff| skills_of(&staff["skills"])).unwrap_or_default();
            Person {
                name: text(&shift["name"]),
                from: time(&shift["began_at"]).unwrap(),
                to: time(&shift["ends_at"]).unwrap(),
                sees_children: shift["youth_worker"] == true || sees_children(facts, &shift["role"], &own),
            }
        })
        .collect()
}

/// Whoever the plan has at the site now or later, less the time they are away.
fn planned(facts: &Facts<'_>, site: &Json) -> Vec<Person> {
    let rota = &facts.all["rota"];
    let covers = |code: &Json| {
        let activities = facts.all["service"]["lists"]["activities"].as_array().unwrap();
        activities.iter().any(|activity| activity["code"] == *code && activity["covers"] == true)
    };
    let mut people = Vec::new();
    for shift in rota["shifts"].as_array().unwrap() {
        let who = staff(facts, &shift["practitioner"]).unwrap();
        let span = (time(&shift["from"]).unwrap(), time(&shift["to"]).unwrap());
        if shift["site"] != *site || !covers(&shift["activity"]) || who["left"] == true {
            continue;
        }
        if works_otherwise(facts, &shift["practitioner"], span) {
            continue;
        }
        let own = skills_of(&who["skills"]);
        for (from, to) in left_of(span, rota, &shift["practitioner"]) {
            if to > facts.now {
                let sees_children = sees_children(facts, &who["role"], &own);
                people.push(Person { name: text(&who["name"]), from, to, sees_children });
            }
        }
    }
    people
}

fn staff<'a>(facts: &'a Facts<'_>, id: &Json) -> Option<&'a Json> {
    facts.all["rota"]["staff"].as_array().unwrap().iter().find(|staff| staff["id"] == *id)
}

fn skills_of(list: &Json) -> Vec<String> {
    list.as_array().unwrap().iter().map(text).collect()
}

fn sees_children(facts: &Facts<'_>, role: &Json, own: &[String]) -> bool {
    let service = &facts.all["service"];
    let of_role = service["roles"].as_array().unwrap().iter().find(|known| known["code"] == *role);
    let mut skills = of_role.map(|role| skills_of(&role["skills"])).unwrap_or_default();
    skills.extend(own.iter().cloned());
    let known = service["skills"].as_array().unwrap().iter();
    known.filter(|skill| skill["sees_children"] == true).any(|skill| skills.contains(&text(&skill["code"])))
}

/// Whether somebody worked, or works, another shift at that time.
fn works_otherwise(facts: &Facts<'_>, who: &Json, (from, to): (Time, Time)) -> bool {
    let meets = |shift: &Json, end: &str| {
        shift["practitioner"] == *who
            && from < time(&shift[end]).unwrap()
            && time(&shift["began_at"]).unwrap() < to
    };
    facts.all["shifts"].as_array().unwrap().iter().any(|shift| meets(shift, "ends_at"))
        || facts.all["rota"]["ended"].as_array().unwrap().iter().any(|shift| meets(shift, "ended_at"))
}

/// A shift less its worker's absences.
fn left_of(span: (Time, Time), rota: &Json, who: &Json) -> Vec<(Time, Time)> {
    let mut left = vec![span];
    for absence in rota["absences"].as_array().unwrap().iter().filter(|away| away["practitioner"] == *who) {
        let (from, to) = (time(&absence["from"]).unwrap(), time(&absence["to"]).unwrap());
        left = left
            .into_iter()
            .flat_map(|(begin, end)| [(begin, end.min(from)), (begin.max(to), end)])
            .filter(|(begin, end)| begin < end)
            .collect();
    }
    left
}

// ---- Step 4 ----

fn tier(facts: &Facts<'_>, episode: &Json, presses: Option<Clock>) -> (i64, String) {
    let figure = |name: &str| number(facts, "tiers", name);
    let untold = untold(episode);
    let mut found: Vec<(i64, String)> = untold.iter().cloned().collect();
    for flag in flags(episode).filter(|flag| !open(flag) && flag["lifted_at"].is_null()) {
        let tier = figure("told_flag_tier").max(flag["tier"].as_i64().unwrap());
        found.push((tier, format!("told: {}", text(&flag["words"]))));
    }
    let triage = &episode["triage"];
    let by_hand = triage["tier"].as_i64();
    let why = triage["reason"].as_str().unwrap_or_default();
    if by_hand.is_none() || why.is_empty() {
        found.extend(known(facts, episode));
    }
    if let Some(tier) = by_hand {
        found.push((tier, if why.is_empty() { "triage".to_owned() } else { format!("triage: {why}") }));
    }
    if let Some((kind, at)) = presses {
        found.push((figure("clock_tier"), format!("{} {}", short(kind), words(at, facts.now))));
    }
    let risk = entry(facts, "risk_levels", &episode["decision"]["risk"]);
    let release = !episode["clocks"]["release_at"].is_null() && episode["left"].is_null();
    if release && risk.is_some_and(|level| level["at_risk"] == true) {
        found.push((figure("clock_tier"), "release, risk".to_owned()));
    }
    found.push((figure("other_tier"), "wait".to_owned()));
    let tier = found.iter().map(|(tier, _)| *tier).min().unwrap();
    let first = found.into_iter().find(|(of, _)| *of == tier).unwrap().1;
    let reason = match (untold, episode["pin"]["reason"].as_str()) {
        (Some((_, words)), _) => words,
        (None, Some(pin)) if tier > 0 && standing(episode) != "to_do" => format!("pin: {pin}"),
        _ => first,
    };
    (tier, reason)
}

fn untold(episode: &Json) -> Option<(i64, String)> {
    let mut untold: Vec<&Json> = flags(episode).filter(|flag| open(flag)).collect();
    let others = untold.len().checked_sub(1)?;
    untold.sort_by(|a, b| {
        let tier = |flag: &Json| flag["tier"].as_i64();
        let raised = |flag: &Json| time(&flag["raised_at"]);
        tier(a).cmp(&tier(b)).then_with(|| raised(b).cmp(&raised(a)))
    });
    let more = if others > 0 { format!(" (+{others} more)") } else { String::new() };
    let first = untold.first()?;
    Some((first["tier"].as_i64()?, format!("{}{more}", text(&first["words"]))))
}

fn known(facts: &Facts<'_>, episode: &Json) -> Vec<(i64, String)> {
    let listed = |list: &str, code: &Json| {
        let entry = entry(facts, list, code)?;
        let word = entry["word"].as_str().or(entry["label"].as_str()).unwrap();
        Some((entry["tier"].as_i64()?, word.to_owned()))
    };
    let referral = &episode["referral"];
    let mut found = Vec::new();
    found.extend(listed("reasons", &referral["reason"]));
    found.extend(listed("legal_positions", &referral["legal_position"]));
    found.extend(listed("priorities", &referral["priority"]));
    if is_child(facts, episode) {
        let words = format!("child {}", age(facts, episode).unwrap());
        found.push((number(facts, "tiers", "child_tier"), words));
    }
    let group = |group: &Json| (group["tier"].as_i64().unwrap(), text(&group["word"]));
    found.extend(groups(facts, episode).map(group));
    found.extend(listed("sexes", &episode["person"]["sex"]));
    found
}

fn groups<'a>(facts: &'a Facts<'_>, episode: &'a Json) -> impl Iterator<Item = &'a Json> {
    let today = wall(facts.now).date();
    let (person, referral) = (&episode["person"], &episode["referral"]);
    let all = facts.all["service"]["mandatory_groups"].as_array().unwrap().iter();
    all.filter(move |group| {
        let asks = |name: &str| group[name].as_array().unwrap();
        let among = |name: &str, code: &Json| asks(name).is_empty() || asks(name).contains(code);
        let offences = referral["offences"].as_array().unwrap();
        let young = group["under_age"]
            .as_i64()
            .is_none_or(|under| age(facts, episode).is_some_and(|age| age < under));
        day(&group["from"]).unwrap() <= today
            && day(&group["to"]).is_none_or(|last| today <= last)
            && among("reasons", &referral["reason"])
            && among("sexes", &person["sex"])
            && among("legal_positions", &referral["legal_position"])
            && (asks("offences").is_empty() || asks("offences").iter().any(|code| offences.contains(code)))
            && young
    })
}

// ---- Step 5 ----

fn waiting(facts: &Facts<'_>, episode: &Json, standing: &str) -> i64 {
    let finished =
        episode["screenings"].as_array().unwrap().iter().any(|screening| screening["status"] == "finished");
    let again = ["waiting", "on_hold"].contains(&standing) && !finished;
    let until = time(&episode["seen_at"]).filter(|_| !again).unwrap_or(facts.now);
    let from = time(&episode["referral"]["received_at"]).unwrap();
    ((until - from).num_milliseconds() / 60_000).max(0)
}

fn level(facts: &Facts<'_>, tier: i64, at_once: bool, rest: bool, next: Option<Clock>) -> &'static str {
    if at_once {
        return "urgent";
    }
    if rest {
        return "plain";
    }
    let soon = facts.now + Duration::minutes(number(facts, "settings", "clock_warning_minutes"));
    if let Some((_, at)) = next {
        if at <= facts.now {
            return "urgent";
        }
        if at < soon {
            return "warn";
        }
    }
    if tier < 2 { "warn" } else { "plain" }
}

fn code(episode: &Json) -> &'static str {
    let passed = |transfer: &&Json| transfer["accepted"].is_null() && transfer["withdrawn"].is_null();
    let transfers = episode["transfers"].as_array().unwrap().iter().filter(passed).count();
    let stage = episode["stage"]["stage"].as_str().unwrap();
    match stage {
        "on_hold" => "HD",
        "being_seen" => "SN",
        _ if transfers > 0 => "TR",
        "identified" => "ID",
        "received" => "RF",
        "waiting" => "WT",
        "seen" => "AC",
        _ if something_to_do(episode) => "AC",
        "screened" => "SC",
        "assessed" => "AS",
        "follow_up" => "FU",
        other => panic!("no such stage: {other}"),
    }
}

fn something_to_do(episode: &Json) -> bool {
    let any = |name: &str, holds: fn(&Json) -> bool| episode[name].as_array().unwrap().iter().any(holds);
    let settled = |report: &Json| {
        let last = report["steps"].as_array().unwrap().last();
        last.is_some_and(|step| step["step"] == "sent" || step["step"] == "withdrawn")
    };
    any("flags", open)
        || any("tasks", |task| task["done_at"].is_null())
        || any("screenings", |screening| screening["status"] == "draft")
        || episode["reports"].as_array().unwrap().iter().any(|report| !settled(report))
        || any("escalations", |escalation| escalation["accepted"].is_null())
        || any("transfers", |one| one["accepted"].is_null() && one["withdrawn"].is_null())
        || episode["suggestions"].as_u64().unwrap() + episode["unsigned"].as_u64().unwrap() > 0
}

fn with(facts: &Facts<'_>, episode: &Json) -> Option<String> {
    let by = &episode["stage"]["by"];
    let people = facts.all["practitioners"].as_array().unwrap().iter();
    people.filter(|person| person["id"] == *by && !by.is_null()).map(|person| text(&person["label"])).next()
}

// ---- Reading ----

fn short(kind: &str) -> &'static str {
    match kind {
        "interview" => "int",
        "limit" => "lim",
        "release" => "rel",
        "van" => "van",
        "court" => "crt",
        "appointment" => "apt",
        other => panic!("{other} presses nobody"),
    }
}

fn due((kind, at): Clock) -> Json {
    json!({ "kind": kind, "at": at.to_rfc3339_opts(SecondsFormat::Secs, true) })
}

fn time(value: &Json) -> Option<Time> {
    value.as_str().map(|text| DateTime::parse_from_rfc3339(text).unwrap().to_utc())
}

fn day(value: &Json) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn text(value: &Json) -> String {
    value.as_str().unwrap().to_owned()
}

fn number(facts: &Facts<'_>, table: &str, name: &str) -> i64 {
    facts.all["service"][table][name].as_i64().unwrap_or_else(|| panic!("{table}.{name}"))
}

fn entry<'a>(facts: &'a Facts<'_>, list: &str, code: &Json) -> Option<&'a Json> {
    facts.all["service"]["lists"][list].as_array().unwrap().iter().find(|entry| entry["code"] == *code)
}
