//! The rota around the evening: most hours covered, some not, as rotas are.

use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};
use uuid::Uuid;

use crate::desk::rota::{NewPlanned, RotaAct};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Published, Span, Staff};
use crate::domain::service::{Hours, Pattern};
use crate::domain::time::local;

const WHY: &str = "Rota of the demo.";
/// Weeks made: the one before the evening's, its own, and six to come.
const WEEKS: u64 = 8;

/// People of the rota who do not sign in: name, initials, role, telephone.
const PEOPLE: [(&str, &str, &str, &str); 5] = [
    ("Tom Bello", "TB", "practitioner", "07700 900145"),
    ("Grace Lindqvist", "GL", "practitioner", "07700 900163"),
    ("Marek Łukaszewicz", "MŁ", "practitioner", "07700 900178"),
    ("Ruth Adeyemi", "RA", "practitioner", "07700 900184"),
    ("Joan Price", "JP", "youth_worker", "07700 900192"),
];

/// One week: who works which pattern at which of the service's sites, by weekday, Monday = 0.
/// The late at the second suite and Tuesday afternoon at the second court are nobody's.
const WEEK: [(&str, usize, &str, &[u8]); 13] = [
    ("Ada Okafor", 0, "late", &[0, 1, 2]),
    ("Priya Shah", 0, "early", &[0, 1, 2]),
    ("Tom Bello", 0, "late", &[3, 4]),
    ("Ada Okafor", 0, "early", &[4]),
    ("Priya Shah", 0, "early", &[3]),
    ("Tom Bello", 0, "weekend", &[5, 6]),
    ("Grace Lindqvist", 1, "early", &[0, 1, 2, 3, 4]),
    ("Priya Shah", 1, "weekend", &[5]),
    ("Marek Łukaszewicz", 2, "court", &[0, 1, 2, 3, 4]),
    ("Tom Bello", 3, "court", &[0]),
    ("Ruth Adeyemi", 3, "09:00-13:00", &[1]),
    ("Ruth Adeyemi", 3, "court", &[2]),
    ("Ada Okafor", 3, "court", &[3]),
];

/// Brings the people onto the rota, plans the weeks around `now` and settles them.
pub(super) fn plan(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    desk.in_bulk(|desk| fill(desk, now))
}

fn fill(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    for (name, label, role, phone) in PEOPLE {
        let staff = Staff {
            id: PractitionerId(Uuid::now_v7()),
            name: name.to_owned(),
            label: label.to_owned(),
            role: role.to_owned(),
            phone: phone.to_owned(),
            skills: Vec::new(),
            bank: false,
            inducted: Vec::new(),
            registered_until: None,
            vetted_until: None,
            opted_out: false,
            left: false,
        };
        desk.change_rota(&RotaAct::Staff(staff), WHY)?;
    }
    let monday = local(now).date().week(Weekday::Mon).first_day();
    let first = monday - Days::new(7);
    for (name, site, pattern, days) in WEEK {
        for day in days {
            place(desk, name, site, pattern, first + Days::new(u64::from(*day)))?;
        }
    }
    for week in 1..WEEKS {
        let to = first + Days::new(7 * week);
        desk.change_rota(&RotaAct::CopyWeek { from: first, to, site: None }, WHY)?;
    }
    let days = Published { from: first, to: first + Days::new(7 * WEEKS - 1) };
    desk.change_rota(&RotaAct::Publish(Some(days)), WHY)?;
    Ok(())
}

fn place(desk: &mut Desk, name: &str, site: usize, pattern: &str, day: NaiveDate) -> Result<(), DeskError> {
    let staff = desk.rota_staff()?.into_iter().find(|staff| staff.name == name);
    let practitioner = staff.map(|staff| staff.id).ok_or(DeskError::Unknown("person"))?;
    let site = desk.service().sites.get(site).map(|site| site.code.clone()).unwrap_or_default();
    let named = desk.service().patterns.iter().find(|known| known.name == pattern).cloned();
    let hours = named.as_ref().map(|pattern| pattern.hours).or_else(|| written(pattern));
    let new = NewPlanned {
        practitioner,
        site,
        activity: "duty".to_owned(),
        break_minutes: named.as_ref().map_or(0, |pattern: &Pattern| pattern.break_minutes),
        pattern: named.map(|pattern| pattern.name),
        span: Span::on(day, hours.ok_or(DeskError::Unknown("shift"))?),
    };
    desk.change_rota(&RotaAct::Place(new), WHY)?;
    Ok(())
}

fn written(hours: &str) -> Option<Hours> {
    let (from, to) = hours.split_once('-')?;
    Some(Hours { from: from.parse().ok()?, to: to.parse().ok()? })
}
