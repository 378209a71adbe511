//! Cover in words: one line a site, the same on the board, on paper and on the command line.

use chrono::{DateTime, Utc};

use super::cover::{CoverState, Gap, NextOn, OnCall, OnDuty, SiteCover};
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
    /// `next Shah Tue 07:00`, or nothing where that is not known or stands in `who`.
    pub next: String,
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
        let parts = [&self.site, &self.who, &self.until, &self.next, &self.detail];
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
        who: if cover.on.is_empty() { absent(cover, now) } else { on(called) },
        until: until(cover, now),
        // Whoever comes next is no answer to what presses now.
        next: if level == Level::Plain { next(cover, now) } else { String::new() },
        detail,
        phones: on(|on| format!("{} {}", surname(&on.name), reached_on(on))),
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

/// The number that reaches somebody now: off the suite it is another.
fn reached_on(on: &OnDuty) -> &str {
    let off = on.off_suite.as_ref().map(|off| off.phone.trim()).filter(|phone| !phone.is_empty());
    off.unwrap_or(&on.phone)
}

/// The surname, marked of somebody whom only the plan has here.
fn called(on: &OnDuty) -> String {
    let sign = if on.signed_on { "" } else { " (by rota)" };
    format!("{}{sign}", surname(&on.name))
}

/// What stands in place of a name.
fn absent(cover: &SiteCover, now: DateTime<Utc>) -> String {
    match (cover.now, opening(cover, now)) {
        (CoverState::Gap, _) => "NOBODY".to_owned(),
        (CoverState::AskCourt, _) => "? check with court".to_owned(),
        (CoverState::Ok | CoverState::Spare | CoverState::Fallback, _) => "nobody needed".to_owned(),
        (CoverState::Unknown, _) => "? rota not published".to_owned(),
        (CoverState::Closed, Some(opens)) => format!("closed, {opens}"),
        (CoverState::Closed, None) => "closed".to_owned(),
    }
}

/// `opens Tue 09:00`, who comes by then, or that a court has to be asked about the day before that.
fn opening(cover: &SiteCover, now: DateTime<Utc>) -> Option<String> {
    match (cover.ask_from.filter(|ask| *ask > now), comes_first(cover), cover.next_open) {
        (Some(ask), _, _) => Some(format!("? check with court {}", near(ask, now))),
        (None, Some(next), _) => Some(format!("next {} {}", near(next.from, now), surname(&next.name))),
        (None, None, Some(opens)) => Some(format!("opens {}", near(opens, now))),
        (None, None, None) => None,
    }
}

/// Whoever comes to a site that nobody is at, unless it opens before that.
fn comes_first(cover: &SiteCover) -> Option<&NextOn> {
    let next = cover.next.as_ref().filter(|_| cover.on.is_empty())?;
    cover.next_open.is_none_or(|opens| next.from <= opens).then_some(next)
}

/// Who comes after those on.
fn next(cover: &SiteCover, now: DateTime<Utc>) -> String {
    let told = cover.on.is_empty() && opening(cover, now).is_some();
    let next = cover.next.as_ref().filter(|_| !told);
    next.map_or_else(String::new, |next| format!("next {} {}", surname(&next.name), near(next.from, now)))
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
    // Where somebody is now comes before what is amiss with the plan.
    parts.extend(cover.on.iter().filter_map(|on| off_suite(on, now)));
    parts.extend(cover.on.iter().filter_map(|on| not_signed_on(on, now)));
    parts.extend(cover.on.iter().filter_map(|on| overrun(cover, on, now)));
    if parts.is_empty() && !cover.on.is_empty() {
        parts.push((Level::Plain, standing(cover, now)));
    }
    parts.extend(also(cover).map(|words| (Level::Plain, words)));
    let level = parts.iter().map(|(level, _)| *level).max().unwrap_or(Level::Plain);
    let words: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
    (level, words.join("; "))
}

/// A gap that runs now, or one that follows the shifts on duty. Hours that have not begun, on a day
/// for which there is no rota, are told by the opening time alone: nobody could sign on yet.
fn gap(cover: &SiteCover, now: DateTime<Utc>) -> Option<(Level, String)> {
    let is_told = |gap: &&Gap| cover.now != CoverState::Closed || gap.published;
    let gap = cover.gaps.iter().find(is_told)?;
    let more = match cover.gaps.iter().filter(is_told).count() {
        1 => String::new(),
        n => format!(", {} more", n - 1),
    };
    let call = call(cover);
    let (of, skills) = shortage(cover, gap);
    if cover.now == CoverState::Gap && gap.from <= now {
        let length = span(minutes_between(gap.from, gap.to));
        let level = if gap.core { Level::Urgent } else { Level::Warn };
        let sign = level.sign().trim_end();
        let to = near(gap.to, now);
        return Some((level, format!("{sign} GAP {of}{length} NOW to {to}{skills}  {call}{more}")));
    }
    let sign = Level::Warn.sign().trim_end();
    let time = format!("{} to {}", near(gap.from, now), near(gap.to, gap.from));
    Some((Level::Warn, format!("{sign} GAP {time}{skills}  {call}{more}")))
}

/// What is short, where it is not simply everybody: `1 of 2 `, or the skill: ` youth`.
fn shortage(cover: &SiteCover, gap: &Gap) -> (String, String) {
    match cover.on.len() {
        0 => (String::new(), String::new()),
        _ if !gap.skills.is_empty() => (String::new(), format!(" {}", gap.skills.join(", "))),
        have => (format!("{have} of {} ", cover.minimum), String::new()),
    }
}

/// Whom to ring: somebody on call, or else the site's own number.
fn call(cover: &SiteCover) -> String {
    match &cover.on_call {
        Some(OnCall { name, phone }) => format!("on call: {} {phone}", surname(name)).trim_end().to_owned(),
        None => format!("call {}", cover.phone),
    }
}

/// Somebody whom the plan has here and who has not signed on in time.
fn not_signed_on(on: &OnDuty, now: DateTime<Utc>) -> Option<(Level, String)> {
    let sign = Level::Warn.sign().trim_end();
    let words = || format!("{sign} {} not signed on, due {}", surname(&on.name), near(on.from, now));
    on.late.then(|| (Level::Warn, words()))
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
        (CoverState::Fallback, _) => format!("ok, others in place of {}", cover.stood_in.join(", ")),
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
