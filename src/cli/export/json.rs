//! The facts as JSON, but for the service's figures and the people. Times are RFC 3339 in UTC, as
//! exact as they are kept; keys are only ever added.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use super::{person, rota, service};
use crate::desk::export::{Facts, Names};
use crate::domain::service::Service;
use crate::domain::shift::{Practitioner, Shift, SiteLog};

/// Everything.
pub(super) fn facts(facts: &Facts, about: &Service, demo: bool) -> Json {
    json!({
        "format": "liaison-facts",
        "version": 1,
        "now": instant(facts.at),
        "demo": demo,
        "names": facts.names == Names::Taken,
        "service": service::service(about),
        "sites": about
            .sites
            .iter()
            .filter(|site| facts.sites.contains(&site.code))
            .map(service::site)
            .collect::<Vec<_>>(),
        "practitioners": facts.people.iter().map(practitioner).collect::<Vec<_>>(),
        "shifts": facts.shifts.iter().map(shift).collect::<Vec<_>>(),
        "site_logs": facts.site_logs.iter().map(|(site, log)| site_log(site, log)).collect::<Vec<_>>(),
        "rota": rota::rota(&facts.rota, facts.names),
        "episodes": facts.episodes.iter().map(|one| person::episode(one, facts.names)).collect::<Vec<_>>(),
    })
}

fn practitioner(who: &Practitioner) -> Json {
    json!({ "id": who.id, "label": who.label, "name": who.name, "role": who.role })
}

fn shift(shift: &Shift) -> Json {
    json!({
        "practitioner": shift.practitioner,
        "name": shift.name,
        "sites": shift.sites,
        "role": shift.role,
        "began_at": instant(shift.began_at),
        "ends_at": instant(shift.ends_at),
        "youth_worker": shift.youth_worker,
        "off_suite": shift.off_suite.as_ref().map(|off| {
            json!({ "since": instant(off.since), "back_at": instant(off.back_at) })
        }),
    })
}

fn site_log(site: &str, log: &SiteLog) -> Json {
    json!({
        "site": site,
        "checked_at": log.checked_at.map(instant),
        "detained": log.detained,
        "picked_up": log.picked_up,
        "referred": log.referred,
        "closed_on": log.closed_on.map(|day| day.to_string()),
        "closed": log.closed,
    })
}

/// A time with all that is kept of it: whole minutes are counted from it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// An object with further keys.
pub(super) fn with(mut base: Json, more: Json) -> Json {
    if let (Json::Object(base), Json::Object(more)) = (&mut base, more) {
        base.extend::<Map<String, Json>>(more);
    }
    base
}
