//! The service's own figures, as far as anything is concluded from them.

use chrono::Weekday;
use serde_json::{Map, Value as Json, json};

use crate::domain::service::{
    ClockRules, Code, DayOfYear, DemandRow, HolidayRule, Hours, Lists, MandatoryGroup, Role, Service,
    Settings, Site, Skill, Tiers,
};

const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Name, figures, groups and code lists.
pub(super) fn service(service: &Service) -> Json {
    json!({
        "name": service.name,
        "tiers": tiers(&service.tiers),
        "clocks": clocks(&service.clocks),
        "settings": settings(&service.settings),
        "demand": service.demand.iter().map(demand).collect::<Vec<_>>(),
        "skills": service.skills.iter().map(skill).collect::<Vec<_>>(),
        "roles": service.roles.iter().map(role).collect::<Vec<_>>(),
        "mandatory_groups": service.mandatory_groups.iter().map(group).collect::<Vec<_>>(),
        "lists": lists(&service.lists),
    })
}

/// What a demand can ask for.
fn skill(skill: &Skill) -> Json {
    json!({
        "code": skill.code,
        "label": skill.label,
        "stood_in_by": skill.stood_in_by,
        "sees_children": skill.sees_children,
    })
}

/// A role with the skills that it brings.
fn role(role: &Role) -> Json {
    json!({ "code": role.code, "label": role.label, "skills": role.skills })
}

fn tiers(tiers: &Tiers) -> Json {
    json!({
        "child_under": tiers.child_under,
        "child_tier": tiers.child_tier,
        "clock_hours": tiers.clock_hours,
        "clock_tier": tiers.clock_tier,
        "told_flag_tier": tiers.told_flag_tier,
        "other_tier": tiers.other_tier,
    })
}

fn clocks(rules: &ClockRules) -> Json {
    json!({
        "edition": rules.edition,
        "first_review_hours": rules.first_review_hours,
        "later_review_hours": rules.later_review_hours,
        "limit_hours": rules.limit_hours,
        "extended_limit_hours": rules.extended_limit_hours,
        "warrant_detention_hours": rules.warrant_detention_hours,
        "cap_hours": rules.cap_hours,
        "s136_hours": rules.s136_hours,
        "s136_extension_hours": rules.s136_extension_hours,
        "warrant_hours": rules.warrant_hours,
    })
}

fn settings(settings: &Settings) -> Json {
    json!({
        "recheck_minutes": settings.recheck_minutes,
        "custody_check_minutes": settings.custody_check_minutes,
        "clock_warning_minutes": settings.clock_warning_minutes,
        "referral_chase_days": settings.referral_chase_days,
        "triage_minutes": settings.triage_minutes,
        "escalation_minutes": settings.escalation_minutes,
        "report_warning_hours": settings.report_warning_hours,
    })
}

fn group(group: &MandatoryGroup) -> Json {
    json!({
        "code": group.code,
        "label": group.label,
        "word": group.word,
        "tier": group.tier,
        "from": group.from.to_string(),
        "to": group.to.map(|day| day.to_string()),
        "source": group.source,
        "reasons": group.reasons,
        "sexes": group.sexes,
        "under_age": group.under_age,
        "legal_positions": group.legal_positions,
        "offences": group.offences,
    })
}

/// The lists whose codes stand in the facts, each in its order.
fn lists(lists: &Lists) -> Json {
    let named: [(&str, &[Code]); 15] = [
        ("sources", &lists.sources),
        ("reasons", &lists.reasons),
        ("priorities", &lists.priorities),
        ("legal_positions", &lists.legal_positions),
        ("sexes", &lists.sexes),
        ("offence_categories", &lists.offence_categories),
        ("hold_reasons", &lists.hold_reasons),
        ("risk_levels", &lists.risk_levels),
        ("destinations", &lists.destinations),
        ("refusal_reasons", &lists.refusal_reasons),
        ("report_kinds", &lists.report_kinds),
        ("transfer_kinds", &lists.transfer_kinds),
        ("activities", &lists.activities),
        ("outcomes", &lists.outcomes),
        ("closures", &lists.closures),
    ];
    let entries = |list: &[Code]| Json::Array(list.iter().map(code).collect());
    Json::Object(named.into_iter().map(|(name, list)| (name.to_owned(), entries(list))).collect())
}

/// What is not said of an entry has no key.
fn code(code: &Code) -> Json {
    let mut entry = Map::new();
    entry.insert("code".to_owned(), json!(code.code));
    entry.insert("label".to_owned(), json!(code.label));
    entry.extend(code.national.as_ref().map(|national| ("national".to_owned(), json!(national))));
    entry.extend(code.tier.map(|tier| ("tier".to_owned(), json!(tier))));
    entry.extend(code.word.as_ref().map(|word| ("word".to_owned(), json!(word))));
    entry.extend(code.clock.map(|clock| ("clock".to_owned(), json!(clock))));
    let said = [
        ("rest", code.rest),
        ("away", code.away),
        ("at_risk", code.at_risk),
        ("covers", code.covers),
        ("on_call", code.on_call),
    ];
    for (name, holds) in said {
        entry.extend(holds.then(|| (name.to_owned(), json!(true))));
    }
    Json::Object(entry)
}

/// One site.
pub(super) fn site(site: &Site) -> Json {
    json!({ "code": site.code, "name": site.name, "kind": site.kind })
}

/// One row of demand with its hours by weekday; on a day that is not named nothing is asked for.
fn demand(row: &DemandRow) -> Json {
    let day = |(day, hours): (Weekday, &Option<Hours>)| {
        Some((day.to_string().to_lowercase(), json!(words(hours.as_ref()?))))
    };
    json!({
        "name": row.name,
        "site": row.site,
        "hours": DAYS.into_iter().zip(&row.hours).filter_map(day).collect::<Map<_, _>>(),
        "on_bank_holiday": match &row.on_bank_holiday {
            HolidayRule::AsUsual => "as_usual".to_owned(),
            HolidayRule::Hours(hours) => words(hours),
            HolidayRule::Closed => "closed".to_owned(),
            HolidayRule::AskCourt => "ask".to_owned(),
        },
        "closed_on": row.closed_on.iter().map(day_of_year).collect::<Vec<_>>(),
        "open_on": row.open_on.iter().map(day_of_year).collect::<Vec<_>>(),
        "minimum": row.minimum,
        "skill": row.skill,
        "core": row.core,
        "from": row.from,
        "to": row.to,
    })
}

fn day_of_year(day: &DayOfYear) -> String {
    match day {
        DayOfYear::On(day) => day.to_string(),
        DayOfYear::Yearly(month, day) => format!("{month:02}-{day:02}"),
    }
}

fn words(hours: &Hours) -> String {
    format!("{}-{}", hours.from.format("%H:%M"), hours.to.format("%H:%M"))
}
