//! Cover for people: what is asked, what is covered, and every gap on a line of its own.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::service::Service;
use crate::domain::time::{day, local, minutes_between, span};
use crate::rota::{Between, SiteReport, SkillGap};

pub(super) fn cover(service: &Service, reports: &[&SiteReport], days: (NaiveDate, NaiveDate)) -> String {
    let mut lines =
        vec![format!("{}: cover from {} to {}", service.name, day(days.0), day(days.1)), String::new()];
    lines.push("SITE                             ASKED   COVERED     SHORT NOT KNOWN   STAFFED".to_owned());
    for report in reports {
        let name = service.site(&report.site).map_or("", |site| site.name.as_str());
        lines.push(format!(
            "{:<4} {name:<24.24} {:>9} {:>9} {:>9} {:>9} {:>9}",
            report.site,
            span(report.demand_minutes),
            span(report.demand_covered_minutes),
            span(report.uncovered_minutes),
            span(report.unknown.iter().map(Between::minutes).sum()),
            span(report.covered_minutes),
        ));
    }
    for report in reports {
        let told = site(report);
        if !told.is_empty() {
            lines.push(String::new());
            lines.push(report.site.clone());
            lines.extend(told);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn site(report: &SiteReport) -> Vec<String> {
    let mut lines: Vec<(DateTime<Utc>, String)> = Vec::new();
    lines.extend(
        report.gaps.iter().map(|gap| (gap.from, short(gap, if gap.core { "!! GAP" } else { "!  gap" }))),
    );
    lines.extend(report.fallback.iter().map(|gap| (gap.from, short(gap, "~  stand-in"))));
    let times = |times: &[Between], what: &str| -> Vec<(DateTime<Utc>, String)> {
        times.iter().map(|one| (one.from, line(what, one.from, one.to, ""))).collect()
    };
    lines.extend(times(&report.ask, "?  check with court"));
    lines.extend(times(&report.unknown, "?  not published"));
    lines.extend(
        report
            .double_booked
            .iter()
            .map(|one| (one.from, line("!  two places at once", one.from, one.to, &one.sites.join(" ")))),
    );
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn short(gap: &SkillGap, what: &str) -> String {
    line(what, gap.from, gap.to, gap.skill.as_deref().unwrap_or("anybody"))
}

fn line(what: &str, from: DateTime<Utc>, to: DateTime<Utc>, after: &str) -> String {
    let (begin, end) = (local(from), local(to));
    let end = if begin.date() == end.date() { end.format("%H:%M") } else { end.format("%a %-d %b %H:%M") };
    let text = format!(
        "  {what:<20} {} to {end}  {}  {after}",
        begin.format("%a %-d %b %H:%M"),
        span(minutes_between(from, to))
    );
    text.trim_end().to_owned()
}
