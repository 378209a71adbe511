//! Cover in words: one line a site, the same on the board, on paper and on the command line.

use chrono::{DateTime, Utc};

use super::cover::{CoverState, Gap, OnDuty, SiteCover};
use crate::domain::board::Level;
use crate::domain::service::SiteKind;
use crate::domain::time::{minutes_between, near, span};

/// One site's cover in words. [`CoverLine::text`] puts the parts together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverLine {
    /// How much it should be noticed; the sign stands in `detail` already.
    pub level: Level,
    /// `BRO custody`.
    pub site: String,
    /// `Okafor`, `Okafor, Shah`, `NOBODY`, `closed, opens Tue 09:00` or `check with court`.
    pub who: String,
    /// `to 22:00`, or nothing.
    pub until: String,
    /// `ok`, or what is amiss with whom to ring.
    pub detail: String,
    /// Names with the numbers that reach them: `Okafor 07700 900123`, or nothing.
    pub phones: String,
    /// `youth worker on`, `no youth worker`, or nothing where nobody is on.
    pub youth_worker: &'static str,
}

impl CoverLine {
    /// The whole line: `BRO custody  Okafor  to 22:00  ok`.
    pub fn text(&self) -> String {
        let parts = [&self.site, &self.who, &self.until, &self.detail];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    }
}

/// Puts a site's cover into words.
pub fn line(cover: &SiteCover, now: DateTime<Utc>) -> CoverLine {
    let (level, detail) = detail(cover, now);
    let on = |part: fn(&OnDuty) -> String| {
        let mut parts: Vec<String> = cover.on.iter().map(part).collect();
        parts.dedup();
        parts.join(", ")
    };
    CoverLine {
        level,
        site: format!("{} {}", cover.site, kind(cover.kind)),
        who: if cover.on.is_empty() { absent(cover, now) } else { on(|on| surname(&on.name).to_owned()) },
        until: until(cover, now),
        detail,
        phones: on(|on| format!("{} {}", surname(&on.name), on.phone)),
        youth_worker: match (cover.on.is_empty(), cover.has_youth_worker()) {
            (true, _) => "",
            (false, true) => "youth worker on",
            (false, false) => "no youth worker",
        },
    }
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Custody => "custody",
        SiteKind::Court => "court",
    }
}

fn surname(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}

/// What stands in place of a name.
fn absent(cover: &SiteCover, now: DateTime<Utc>) -> String {
    match (cover.now, opening(cover, now)) {
        (CoverState::Gap, _) => "NOBODY".to_owned(),
        (CoverState::AskCourt, _) => "? check with court".to_owned(),
        (CoverState::Ok | CoverState::Spare, _) => "nobody needed".to_owned(),
        (CoverState::Closed, Some(opens)) => format!("closed, {opens}"),
        (CoverState::Closed, None) => "closed".to_owned(),
    }
}

/// `opens Tue 09:00`, or that a court has to be asked about the day before that.
fn opening(cover: &SiteCover, now: DateTime<Utc>) -> Option<String> {
    match (cover.ask_from.filter(|ask| *ask > now), cover.next_open) {
        (Some(ask), _) => Some(format!("? check with court {}", near(ask, now))),
        (None, Some(opens)) => Some(format!("opens {}", near(opens, now))),
        (None, None) => None,
    }
}

fn until(cover: &SiteCover, now: DateTime<Utc>) -> String {
    let mut ends: Vec<String> =
        cover.on.iter().filter(|on| on.until > now).map(|on| near(on.until, now)).collect();
    ends.dedup();
    if ends.is_empty() { String::new() } else { format!("to {}", ends.join(", ")) }
}

fn detail(cover: &SiteCover, now: DateTime<Utc>) -> (Level, String) {
    let mut parts: Vec<(Level, String)> = Vec::new();
    parts.extend(gap(cover, now));
    parts.extend(cover.on.iter().filter_map(|on| overrun(cover, on, now)));
    parts.extend(cover.on.iter().filter_map(|on| off_suite(on, now)));
    if parts.is_empty() && !cover.on.is_empty() {
        parts.push((Level::Plain, standing(cover, now)));
    }
    parts.extend(also(cover).map(|words| (Level::Plain, words)));
    let level = parts.iter().map(|(level, _)| *level).max().unwrap_or(Level::Plain);
    let words: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
    (level, words.join("; "))
}

/// A gap that runs now, or one that follows the shifts on duty. Hours that have not begun and for
/// which nobody could yet sign on are told by the opening time alone.
fn gap(cover: &SiteCover, now: DateTime<Utc>) -> Option<(Level, String)> {
    let Gap { from, to } = *cover.gaps.first()?;
    let more = match cover.gaps.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    let call = format!("call {}", cover.phone);
    match cover.now {
        CoverState::Gap => {
            let have = cover.on.len();
            let of = if have > 0 { format!("{have} of {} ", cover.minimum) } else { String::new() };
            let length = span(minutes_between(from, to));
            let sign = Level::Urgent.sign();
            Some((Level::Urgent, format!("{sign} GAP {of}{length} NOW to {}{more}  {call}", near(to, now))))
        }
        CoverState::Closed => None,
        _ => {
            let sign = Level::Warn.sign().trim_end();
            Some((Level::Warn, format!("{sign} GAP {} to {}{more}  {call}", near(from, now), near(to, now))))
        }
    }
}

/// Somebody still signed on past the planned end of the shift.
fn overrun(cover: &SiteCover, on: &OnDuty, now: DateTime<Utc>) -> Option<(Level, String)> {
    let over = span(minutes_between(on.until, now));
    let level = if cover.in_service() { Level::Warn } else { Level::Plain };
    (on.until <= now)
        .then(|| (level, format!("{} still on, {over} past {}", surname(&on.name), near(on.until, now))))
}

fn off_suite(on: &OnDuty, now: DateTime<Utc>) -> Option<(Level, String)> {
    let off = on.off_suite.as_ref()?;
    let parts = [off.place.as_str(), off.phone.as_str()];
    let reached: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let words =
        format!("{} off suite: {}, back {}", surname(&on.name), reached.join(", "), near(off.back_at, now));
    // Nobody knows where a lone worker is who has not come back: that is now, not soon.
    Some(if off.back_at < now {
        (Level::Urgent, format!("{words} (LATE {})", span(minutes_between(off.back_at, now))))
    } else {
        (Level::Plain, words)
    })
}

fn standing(cover: &SiteCover, now: DateTime<Utc>) -> String {
    match (cover.now, opening(cover, now)) {
        (CoverState::AskCourt, _) => "? hours not known, check with court".to_owned(),
        (_, Some(opens)) => format!("outside service hours, {opens}"),
        _ => "ok".to_owned(),
    }
}

fn also(cover: &SiteCover) -> Option<String> {
    let mut sites: Vec<&str> = cover.on.iter().flat_map(|on| on.also.iter().map(String::as_str)).collect();
    sites.sort_unstable();
    sites.dedup();
    (!sites.is_empty()).then(|| format!("also {}", sites.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shift::{OffSuite, Shift};
    use crate::rota::cover::tests::{at, court, cover_at, custody, shift};

    fn late() -> Shift {
        let sites = vec!["BEX".into()];
        Shift { sites, ..shift("Ada Okafor", "2026-11-23 14:00", "2026-11-23 22:00") }
    }

    fn words(shifts: &[Shift], now: &str) -> (Level, String) {
        let line = line(&cover_at(&custody(), shifts, now), at(now));
        (line.level, line.text())
    }

    #[test]
    fn a_covered_site_says_who_and_until_when() {
        let (level, text) = words(&[late()], "2026-11-23 19:44");
        assert_eq!((level, text.as_str()), (Level::Plain, "BEX custody  Okafor  to 22:00  ok"));
    }

    #[test]
    fn a_gap_says_how_long_until_when_and_whom_to_ring() {
        let (level, text) = words(&[], "2026-11-23 19:44");
        assert_eq!(level, Level::Urgent);
        assert_eq!(text, "BEX custody  NOBODY  !! GAP 2h16 NOW to 22:00  call 020 7946 0112");
    }

    #[test]
    fn a_gap_after_the_shift_on_duty_warns() {
        let early = Shift { ends_at: at("2026-11-23 20:00"), ..late() };
        let (level, text) = words(&[early], "2026-11-23 19:44");
        assert_eq!(level, Level::Warn);
        assert_eq!(text, "BEX custody  Okafor  to 20:00  ! GAP 20:00 to 22:00  call 020 7946 0112");
    }

    #[test]
    fn a_closed_site_says_when_it_opens_and_does_not_alarm() {
        let (level, text) = words(&[], "2026-11-24 07:30");
        assert_eq!((level, text.as_str()), (Level::Plain, "BEX custody  closed, opens 08:00"));
        let now = "2026-12-27 10:00";
        let court = line(&cover_at(&court(), &[], now), at(now));
        assert_eq!(court.text(), "BRC court  closed, ? check with court Mon 09:00");
        assert_eq!(court.level, Level::Plain);
    }

    #[test]
    fn off_suite_is_no_gap_but_a_late_return_alarms() {
        let mut off = late();
        off.off_suite = Some(OffSuite {
            place: "front desk".into(),
            phone: "07700 900123".into(),
            told: "Sgt Patel".into(),
            since: at("2026-11-23 19:30"),
            back_at: at("2026-11-23 20:10"),
        });
        let (level, text) = words(&[off.clone()], "2026-11-23 20:15");
        assert_eq!(level, Level::Urgent);
        assert_eq!(
            text,
            "BEX custody  Okafor  to 22:00  \
             Okafor off suite: front desk, 07700 900123, back 20:10 (LATE 0h05)"
        );
        assert_eq!(words(&[off], "2026-11-23 20:00").0, Level::Plain);
    }

    #[test]
    fn somebody_past_the_planned_end_is_named_with_the_gap_ahead() {
        let early = Shift { ends_at: at("2026-11-23 15:00"), ..late() };
        let (level, text) = words(&[early], "2026-11-23 15:20");
        assert_eq!(level, Level::Warn);
        assert_eq!(
            text,
            "BEX custody  Okafor  ! GAP 15:20 to 22:00  call 020 7946 0112; \
             Okafor still on, 0h20 past 15:00"
        );
    }

    #[test]
    fn a_person_on_two_sites_is_told_as_such() {
        let both = shift("Ada Okafor", "2026-11-23 14:00", "2026-11-23 22:00");
        assert_eq!(words(&[both], "2026-11-23 19:44").1, "BEX custody  Okafor  to 22:00  ok; also BRC");
    }
}
