//! The figures of a handover at its size: 120 people over all sites, made as text pages.
//!
//! `cargo bench --bench handover` prints them; `LIAISON_BENCH_PEOPLE` sets how many people.
//! Nothing here decides a test: machines differ.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, Door, NewPerson};
use liaison::desk::note::HandoverAsk;
use liaison::desk::plan::{NewOnward, Telling};
use liaison::desk::referral::{Beside, NewReferral};
use liaison::desk::seeing::Seeing;
use liaison::desk::shift::NewShift;
use liaison::desk::{Clock, Desk, Purpose};
use liaison::domain::answer::{Answer, Value};
use liaison::domain::event::{Audience, Consent, ConsentTo, Decision, FollowUp};
use liaison::domain::ids::EpisodeId;
use liaison::domain::page::Page;
use liaison::domain::referral::{Birth, Person};
use liaison::print::pdf;

const PEOPLE: usize = 120;
const RUNS: usize = 50;
/// A Monday evening.
const NOW: &str = "2026-11-23T19:44:00Z";

fn main() {
    // `cargo test --benches` runs this too: it does nothing then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let people = std::env::var("LIAISON_BENCH_PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(PEOPLE);
    let folder = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let okafor =
        NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    let store = folder.path().join("demo");
    let (mut desk, _code) =
        Door::set_up(&store, &okafor, DEMO_PASSPHRASE, Purpose::Demo, Clock::At(now)).unwrap();
    fill(&mut desk, people);
    let board = desk.board().unwrap().rows.len();
    println!("{people} people, {board} on the board");
    for audience in [Audience::Team, Audience::Custody, Audience::Court, Audience::Link, Audience::Lead] {
        let ask = HandoverAsk { audience, ..HandoverAsk::default() };
        let pages = desk.handover_for(&ask).unwrap().pages.len();
        measure(&format!("{}, read, worded and laid out, {pages} pages", audience.title()), || {
            Page::join(&desk.handover_for(&ask).unwrap().pages).len()
        });
    }
    if std::env::var_os("LIAISON_BENCH_SHOW").is_some() {
        println!("{}", Page::join(&desk.handover(&[]).unwrap().pages));
    }
    let site = [desk.service().sites[0].code.clone()];
    let pages = desk.handover(&site).unwrap().pages.len();
    measure(&format!("the note to the team of one site, {pages} pages"), || {
        desk.handover(&site).unwrap().pages.len()
    });
    measure("the board on paper", || desk.board_paper(&[]).unwrap().pages.len());
    let note = desk.handover(&[]).unwrap();
    measure("the pages of the note to the team made into a PDF", || {
        pdf(&note.title, &note.pages).unwrap().bytes.len()
    });
}

/// Twelve kinds of people over and over, each as far along as on a busy evening.
fn fill(desk: &mut Desk, people: usize) {
    let sites: Vec<String> = desk.service().sites.iter().map(|site| site.code.clone()).collect();
    let shift = NewShift {
        sites: sites.clone(),
        role: desk.who().role.clone(),
        phone: "07700 900123".into(),
        ends_at: desk.now() + chrono::Duration::hours(2),
        youth_worker: false,
    };
    desk.start_shift(&shift).unwrap();
    for n in 0..people {
        let id = arrive(desk, n, &sites[n / 12 % sites.len()]);
        work(desk, id, n % 12);
    }
    for site in &sites {
        desk.note_site(site, "Interview room 2 is out of use; ask for the medical room.").unwrap();
    }
}

fn arrive(desk: &mut Desk, n: usize, site: &str) -> EpisodeId {
    let now = desk.now();
    let ago = |minutes: usize| now - chrono::Duration::minutes(i64::try_from(minutes).unwrap());
    let years = if n % 12 == 3 { 16 } else { 20 + u16::try_from(n % 40).unwrap() };
    let relevant = ago(180 + n);
    desk.receive_referral(&NewReferral {
        site: site.to_owned(),
        person: Person {
            surname: format!("Sample{n}"),
            given: format!("Test{n}"),
            birth: Birth::Aged { years, on: now.date_naive() },
            sex: ["M", "M", "F"][n % 3].into(),
        },
        source: "custody_officer".into(),
        told_by: "Sgt Patel".into(),
        received_at: ago(20 + n),
        reason: ["mental_health", "drugs", "housing", "alcohol"][n % 4].into(),
        details: "Tearful since booking in; has not eaten.".into(),
        priority: ["2", "3", "4"][n % 3].into(),
        place: format!("c{:02}", n % 30),
        custody_ref: format!("26/{:05}", 4000 + n),
        legal_position: ["arrested", "charged"][usize::from(n % 12 > 8)].into(),
        relevant_time: Some(relevant),
        authorised_at: Some(relevant + chrono::Duration::minutes(20)),
        beside: Beside::default(),
    })
    .unwrap()
}

/// Three wait, one is on hold, one is half screened, one has a flag that nobody was told of, the
/// rest were screened and leave work behind.
fn work(desk: &mut Desk, id: EpisodeId, kind: usize) {
    let now = desk.now();
    let soon = now + chrono::Duration::minutes(50);
    desk.note(id, "Asked for water and a blanket; got both.", "DO Khan").unwrap();
    match kind {
        0..=2 => return,
        3 => return desk.hold(id, "asleep", soon, "Roused half-hourly by the HCP.").unwrap(),
        _ => {}
    }
    desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    for to in [ConsentTo::Share, ConsentTo::ContactLater] {
        desk.consent(id, &Consent::plain(to, "given", "Verbal.")).unwrap();
    }
    screen(desk, id, kind);
    if kind == 4 {
        return;
    }
    desk.add_task(id, "Ring the crisis line back", "Okafor", soon).unwrap();
    desk.note_contingency(id, "If charged tonight, then ring the court cells before 08:30.").unwrap();
    if kind < 7 {
        return;
    }
    let (assess, risk) = ("no".into(), "medium".into());
    let decision =
        Decision { assess, risk, needs: "housing".into(), found: Vec::new(), reason: "As found.".into() };
    desk.decide(id, &decision).unwrap();
    let onward = NewOnward {
        destination: "gp".into(),
        urgency: "3".into(),
        reason: "Low mood; medication review.".into(),
        consent: "given".into(),
        basis: String::new(),
        suggestion: None,
    };
    desk.refer_onward(id, &onward).unwrap();
    if kind == 11 {
        let plan = FollowUp {
            worker: "Kim".into(),
            purpose: "First GP appointment".into(),
            first_due: now + chrono::Duration::hours(40),
            contact: "the hostel".into(),
            message_safe: false,
        };
        desk.plan_follow_up(id, &plan).unwrap();
    }
}

/// ASQ with a flag, told but for one kind of person; or the two questions of PHQ-2.
fn screen(desk: &mut Desk, id: EpisodeId, kind: usize) {
    let mut open = desk.begin_screening(id, if kind < 7 { "asq" } else { "phq2" }).unwrap();
    let questions: Vec<String> = open.sheet.unanswered().map(|item| item.key()).collect();
    for question in questions.iter().take(if kind == 4 { 1 } else { usize::MAX }) {
        let options = &open.form().question(question).unwrap().options;
        let code = match options.first() {
            Some(option) => option.code.clone(),
            None => if kind == 5 || kind == 6 { "yes" } else { "no" }.to_owned(),
        };
        let answer = Answer::given(Value::Choice(code));
        if let Ok(answered) = desk.answer(&open, question, &answer) {
            open.sheet = answered.sheet;
        }
    }
    if kind >= 7 {
        desk.finish_screening(&open).unwrap();
    }
    if kind != 5 {
        let flags: Vec<_> = desk.episode(id).unwrap().open_flags().map(|flag| flag.raise.flag).collect();
        for flag in flags {
            let at = desk.now();
            let told = Telling { told_to: "Sgt Patel".into(), by_voice: true, in_custody_record: true, at };
            desk.tell_custody(id, flag, &told).unwrap();
        }
    }
}

fn measure(what: &str, work: impl Fn() -> usize) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            black_box(work());
            began.elapsed()
        })
        .collect();
    times.sort();
    let show = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1000.0);
    println!(
        "{what}: median {}, p99 {}, worst {}, of {}",
        show(times[times.len() / 2]),
        show(times[(times.len() * 99 / 100).min(times.len() - 1)]),
        show(times[times.len() - 1]),
        times.len()
    );
}
