//! Cover for scripts: one object a site. Times are RFC 3339 in UTC; keys are only ever added.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use crate::domain::time::minutes_between;
use crate::rota::{Between, SiteReport, SkillGap};

pub(super) fn cover(reports: &[&SiteReport]) -> Json {
    Json::Array(reports.iter().map(|report| site(report)).collect())
}

fn site(report: &SiteReport) -> Json {
    json!({
        "site": report.site,
        "demand_minutes": report.demand_minutes,
        "covered_minutes": report.covered_minutes,
        "demand_covered_minutes": report.demand_covered_minutes,
        "uncovered_minutes": report.uncovered_minutes,
        "gaps": report.gaps.iter().map(gap).collect::<Vec<_>>(),
        "closed": times(&report.closed),
        "unstaffed": times(&report.unstaffed),
        "ask_court": times(&report.ask),
        "unknown": times(&report.unknown),
        "fallback": report.fallback.iter().map(gap).collect::<Vec<_>>(),
        "alone": report.alone.iter().map(|one| time(one.from, one.to)).collect::<Vec<_>>(),
        "overlaps": times(&report.overlaps),
        "double_booked": report.double_booked.iter().map(|one| {
            json!({ "from": instant(one.from), "to": instant(one.to), "sites": one.sites })
        }).collect::<Vec<_>>(),
    })
}

fn gap(gap: &SkillGap) -> Json {
    json!({
        "from": instant(gap.from),
        "to": instant(gap.to),
        "minutes": gap.minutes(),
        "skill": gap.skill,
        "core": gap.core,
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn times(times: &[Between]) -> Json {
    Json::Array(times.iter().map(|one| time(one.from, one.to)).collect())
}

fn time(from: DateTime<Utc>, to: DateTime<Utc>) -> Json {
    json!({ "from": instant(from), "to": instant(to), "minutes": minutes_between(from, to) })
}
