//! What the generated store is given beside its episodes, so that every rule of hours and cover is met: rows of
//! demand of every kind, a rota over some years with people planned twice, away and gone.

use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use liaison::desk::Desk;
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::rota::RotaAct;
use liaison::domain::event::{Body, Draft, Event};
use liaison::domain::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use liaison::domain::rota::{Absence, PlannedShift, Published, RotaChange, RotaPart, Span, Staff};
use liaison::store::{Place, Store, StoreLock, Vault};
use uuid::Uuid;

use crate::dice::Dice;
use crate::hours::PROCLAIMED;

/// Rows of demand that the example has not: each skill, nobody in particular, nobody at all, several at once of
/// one skill, over midnight and over the hours of March and October, each rule for bank holidays, days on which a
/// row does not hold.
const DEMAND: &str = r#"
[[demand]]
name = "Youth at Bromley"
site = "BRO"
hours = { mon-fri = "10:00-18:00" }
on_bank_holiday = "closed"
open_on = ["2024-05-06"]
minimum = 1
skill = "youth"
core = false

[[demand]]
name = "Two at night"
site = "BRO"
hours = { fri-sat = "18:00-14:00" }
on_bank_holiday = "as_usual"
minimum = 2
skill = "clinician"
core = false
from = 2023-01-06
to = 2026-11-21

[[demand]]
name = "Two of anybody"
site = "BEX"
hours = { mon-sun = "12:00-20:00" }
on_bank_holiday = "as_usual"
closed_on = ["12-25", "2024-06-05"]
minimum = 2
skill = "any"
core = true

[[demand]]
name = "Night of the clocks"
site = "BEX"
hours = { sat = "22:00-01:30", sun = "01:30-05:00" }
on_bank_holiday = "22:00-06:00"
minimum = 1
skill = "clinician"
core = false

[[demand]]
name = "Link work"
site = "XMC"
hours = { mon-fri = "09:00-17:00" }
on_bank_holiday = "ask"
open_on = ["08-25", "2024-12-26"]
minimum = 1
skill = "link"
core = false

[[demand]]
name = "Open for nobody"
site = "BMC"
hours = { sat = "07:00-18:00", sun = "10:00-12:00" }
on_bank_holiday = "as_usual"
minimum = 0
skill = "any"
core = false
"#;

/// The days that are published: to a Friday whose night reaches into hours of a day that is not.
const PUBLISHED: (&str, &str) = ("2022-06-04", "2026-11-20");
/// The first day of the rota.
const BEGINS: &str = "2022-05-01";
const DAYS: usize = 1_680;

/// Gives the service the rows and the days that were proclaimed.
pub fn rewrite(store: &Path) {
    let file = store.join("service.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (of_none, none) = ("extra = []\nremoved = []", "the example names no bank holidays");
    assert!(text.contains(of_none), "{none}");
    let text = text.replacen(of_none, PROCLAIMED, 1);
    std::fs::write(&file, format!("{text}\n{DEMAND}")).unwrap();
}

/// Changes the rota in one event whose parts no verb would take together: people planned at two sites at once.
fn journal(store: &Path, at: DateTime<Utc>, actor: PractitionerId, parts: Vec<RotaPart>) {
    let place = Place::existing(store).unwrap();
    let lock = StoreLock::take(&place).unwrap();
    let vault = Vault::read(&place).unwrap();
    let key = vault.unlock(liaison::desk::demo::SIGN_IN_NAME, DEMO_PASSPHRASE).unwrap().1.key;
    let mut store = Store::open(&lock, &vault, &key).unwrap();
    let change = RotaChange {
        change: ChangeId(Uuid::now_v7()),
        what: "the rota of some years".to_owned(),
        reason: "trial".to_owned(),
        parts,
        warned: Vec::new(),
        undoes: None,
        swap: None,
    };
    let body = Body::RotaChanged(change);
    let draft =
        Draft { id: Uuid::now_v7(), at, entered_at: at, actor: Some(actor), episode: None, site: None, body };
    store.append(&[draft]).unwrap();
    store.finalise().unwrap();
}

/// Everything in the journal of a store that nobody has open.
pub fn events(store: &Path) -> Vec<Event> {
    let place = Place::existing(store).unwrap();
    let lock = StoreLock::take(&place).unwrap();
    let vault = Vault::read(&place).unwrap();
    let key = vault.unlock(liaison::desk::demo::SIGN_IN_NAME, DEMO_PASSPHRASE).unwrap().1.key;
    Store::open(&lock, &vault, &key).unwrap().events_since(0).unwrap()
}

fn span(dice: &mut Dice, day: NaiveDate) -> Span {
    // Quarters of an hour, those of the clock changes among them; up to half a day long.
    let begin = |dice: &mut Dice| match dice.roll(6) {
        0 => dice.roll(96),
        1 => 68 + dice.roll(28),
        _ => 26 + dice.roll(24),
    };
    loop {
        let from = day.and_hms_opt(0, 0, 0).unwrap() + chrono::Duration::minutes(15 * begin(dice) as i64);
        let to: NaiveDateTime = from + chrono::Duration::minutes(15 * (8 + dice.roll(40)) as i64);
        if let Some(span) = Span::between(from, to) {
            return span;
        }
    }
}

/// Plans a rota over the years, takes people off it, and settles it.
pub fn plan(store: &Path, open: &dyn Fn() -> Desk) {
    let mut dice = Dice::new(2_611);
    let (mut staff, me, at, sites) = {
        let desk = open();
        let sites: Vec<String> = desk.service().sites.iter().map(|site| site.code.clone()).collect();
        (desk.rota_staff().unwrap(), desk.who().id, desk.now(), sites)
    };
    let add = |name: &str, label: &str, role: &str, skills: &[&str], left| Staff {
        id: PractitionerId(Uuid::now_v7()),
        name: name.to_owned(),
        label: label.to_owned(),
        role: role.to_owned(),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        left,
        ..staff[0].clone()
    };
    let more = [
        add("Lina Orr", "LO", "link_worker", &[], false),
        add("Sam Teal", "ST", "screener", &["link", "youth"], false),
        add("Una Vane", "UV", "practitioner", &["link"], true),
        add("Wes York", "WY", "student", &[], false),
    ];
    let mut parts: Vec<RotaPart> = more.iter().cloned().map(RotaPart::Staffed).collect();
    staff.extend(more);
    let first: NaiveDate = BEGINS.parse().unwrap();
    for number in 0..DAYS {
        let day = first + Days::new(number as u64);
        for one in &staff {
            // Some work twice on a day, here and there at the same time.
            for _ in 0..[0, 0, 0, 1, 2][dice.roll(5)] {
                let activity = ["duty", "duty", "duty", "lent", "training", "on_call"][dice.roll(6)];
                parts.push(RotaPart::Put(PlannedShift {
                    id: PlannedId(Uuid::now_v7()),
                    practitioner: one.id,
                    site: sites[dice.roll(sites.len())].clone(),
                    activity: activity.to_owned(),
                    pattern: None,
                    span: span(&mut dice, day),
                    break_minutes: 0,
                }));
            }
            if dice.once_in(12) {
                let (id, practitioner) = (AbsenceId(Uuid::now_v7()), one.id);
                let span = span(&mut dice, day);
                parts.push(RotaPart::Away(Absence { id, practitioner, why: "sickness".to_owned(), span }));
            }
        }
    }
    journal(store, at, me, parts);
    let mut desk = open();
    let (from, to) = (PUBLISHED.0.parse().unwrap(), PUBLISHED.1.parse().unwrap());
    desk.change_rota(&RotaAct::Publish(Some(Published { from, to })), "trial").unwrap();
    let day: NaiveDate = PUBLISHED.1.parse().unwrap();
    let (from, to) = (day.and_hms_opt(0, 0, 0).unwrap(), day.and_hms_opt(23, 59, 0).unwrap());
    let span = Span::between(from, to).unwrap();
    let away = RotaAct::Away { practitioner: staff[0].id, why: "leave".to_owned(), span };
    desk.change_rota(&away, "trial").unwrap();
}
