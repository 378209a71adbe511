//! What a service asks of its rota: demand, skills, patterns, rotations, travel, working time.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::SiteKind;

/// Hours of one day; an end at or before the start is on the next day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hours {
    /// First minute.
    pub from: NaiveTime,
    /// First minute after.
    pub to: NaiveTime,
}

impl Hours {
    /// The day on which hours that begin on this one end.
    pub fn ends_on(&self, day: NaiveDate) -> NaiveDate {
        if self.to <= self.from { day.succ_opt().unwrap_or(day) } else { day }
    }
}

/// When and how well a site has to be covered. Several rows of one site stand beside each other: of
/// rows that ask for the same skill at the same time the largest counts, they do not add up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemandRow {
    /// Name where a gap is told, unique in the service.
    pub name: String,
    /// Code of the site.
    pub site: String,
    /// Hours by weekday, Monday first; `None` = nothing asked that day.
    pub hours: [Option<Hours>; 7],
    /// What holds on a bank holiday.
    pub on_bank_holiday: HolidayRule,
    /// Days without service, whatever else is said.
    pub closed_on: Vec<DayOfYear>,
    /// Days on which the hours of the weekday hold, whatever the bank holiday rule says.
    pub open_on: Vec<DayOfYear>,
    /// People asked for.
    pub minimum: usize,
    /// Code of the skill they have to have; `None` = anybody.
    pub skill: Option<String>,
    /// Whether these are core hours: a gap in them presses, one outside them is to be known.
    pub core: bool,
    /// First day on which it holds; none from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day on which it holds; none while it goes on.
    pub to: Option<NaiveDate>,
}

/// What a bank holiday does to hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HolidayRule {
    /// As on that weekday.
    AsUsual,
    /// These hours instead.
    Hours(Hours),
    /// No service.
    Closed,
    /// Nobody knows before asking: shown as "check with court", never as covered.
    AskCourt,
}

/// A day of one year, or of every year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOfYear {
    /// One day.
    On(NaiveDate),
    /// Month and day, each year.
    Yearly(u32, u32),
}

impl DayOfYear {
    /// Whether this day is it.
    pub fn is(&self, day: NaiveDate) -> bool {
        match *self {
            Self::On(on) => on == day,
            Self::Yearly(month, of_month) => (day.month(), day.day()) == (month, of_month),
        }
    }
}

/// Something a demand can ask for and a person can have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skill {
    /// Code kept in the journal.
    pub code: String,
    /// Words on screen.
    pub label: String,
    /// Codes of skills that may stand in where nobody has this one: shown as fallback, not as a gap.
    pub stood_in_by: Vec<String>,
    /// Whether somebody with it sees children: while one is on, children are routed there.
    pub sees_children: bool,
}

/// A named shift.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    /// Name on screen, one word, e.g. "late"; unique for the kind of site.
    pub name: String,
    /// Start and end.
    pub hours: Hours,
    /// Weekdays on which it is worked, Monday = 0.
    pub days: Vec<u8>,
    /// Whether it is worked on bank holidays.
    pub on_bank_holiday: PatternHoliday,
    /// Kind of site where it is worked.
    pub kind: SiteKind,
    /// Codes of the sites where it is worked; empty = every site of the kind.
    pub sites: Vec<String>,
    /// Code of the role that works it.
    pub role: String,
    /// Minutes of unpaid break within it.
    pub break_minutes: u16,
}

impl Pattern {
    /// Whether it is worked at this site.
    pub fn is_worked_at(&self, site: &str, kind: SiteKind) -> bool {
        self.kind == kind && (self.sites.is_empty() || self.sites.iter().any(|code| code == site))
    }

    /// Whether it is worked on this day.
    pub fn is_worked_on(&self, day: NaiveDate, bank_holiday: bool) -> bool {
        let weekday = self.days.iter().any(|own| u32::from(*own) == day.weekday().num_days_from_monday());
        match (bank_holiday, self.on_bank_holiday) {
            (false, _) | (true, PatternHoliday::AsUsual) => weekday,
            (true, PatternHoliday::Worked) => true,
            (true, PatternHoliday::Off) => false,
        }
    }
}

/// What a bank holiday does to a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PatternHoliday {
    /// Worked if it is worked on that weekday.
    AsUsual,
    /// Worked on every bank holiday.
    Worked,
    /// Not worked on any.
    Off,
}

/// A line of shifts over some weeks that comes round again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rotation {
    /// Name on screen.
    pub name: String,
    /// Code of the site where its shifts are worked.
    pub site: String,
    /// For each week seven names of patterns, Monday first; `None` = off.
    pub weeks: Vec<[Option<String>; 7]>,
}

/// Minutes that somebody needs from one site to another, either way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Travel {
    /// Codes of the two sites.
    pub between: [String; 2],
    /// Minutes.
    pub minutes: i64,
}

/// How the rota is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RotaSettings {
    /// Days ahead over which gaps are listed.
    pub gap_days: i64,
    /// Days ahead to which the rota has to be published.
    pub published_days: i64,
    /// Minutes after the begin of a planned shift from which an absent sign-on calls.
    pub sign_on_minutes: i64,
    /// Days before a registration or a vetting ends from which rostering warns.
    pub expiry_warning_days: i64,
    /// Hours paid as evening and night on weekdays, NHS terms and conditions (Agenda for Change) s.2.
    pub evening_night: Hours,
}

/// Figures of the Working Time Regulations 1998, kept as data because agreements vary them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkingTime {
    /// Hours of uninterrupted rest between shifts, reg 10(1).
    pub daily_rest_hours: i64,
    /// Hours of uninterrupted rest in seven days, reg 11(1).
    pub weekly_rest_hours: i64,
    /// Hours of uninterrupted rest in fourteen days that do instead, reg 11(2)(b).
    pub fortnightly_rest_hours: i64,
    /// Average hours a week, reg 4(1).
    pub weekly_hours: i64,
    /// Weeks over which they are averaged, reg 4(3).
    pub reference_weeks: i64,
    /// Night time, reg 2(1).
    pub night: Hours,
    /// Hours in night time from which a shift is a night shift, reg 2(1).
    pub night_shift_hours: i64,
    /// Average hours of a night worker in 24 hours, reg 6(1).
    pub night_hours: i64,
    /// Hours of work over which a break is due, reg 12(1).
    pub break_after_hours: i64,
    /// Minutes of that break, reg 12(3).
    pub break_minutes: u16,
    /// The edition these figures were read from.
    pub edition: String,
}
