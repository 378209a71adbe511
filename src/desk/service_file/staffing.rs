//! Reads what a service asks of its rota: `[[demand]]`, `[[skill]]`, `[[travel]]`, `[rota]` and
//! `[working_time]`; its shifts are read next door.

mod shifts;

use toml::Spanned;
use toml::de::DeValue;

use super::{Names, date, hours, line, listed, number, once, section};
use crate::domain::service::{
    DayOfYear, DemandRow, HolidayRule, Hours, RotaSettings, Site, SiteKind, Skill, Travel, WorkingTime,
};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
pub(super) use shifts::{patterns, rotations};

/// As many as are counted at once.
const MOST_SKILLS: usize = 64;
/// How a demand writes that no skill is asked for.
const ANYBODY: &str = "any";

/// Reads every skill. A service whose demand asks for nobody in particular has none.
pub(super) fn skills(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Skill> {
    let (mut seen, mut read, mut standing_in) = (Vec::new(), Vec::new(), Vec::new());
    let tables = root.tables("skill", reader);
    if let Some(beyond) = tables.get(MOST_SKILLS) {
        let message = format!("there are {} skills", tables.len());
        reader.complain(beyond.span(), message, format!("keep to {MOST_SKILLS}"));
    }
    for mut fields in tables {
        let code = fields.needed("code", reader);
        if let Some(code) = &code {
            fields.rename(format!("skill \"{}\"", text::clean_line(code.get_ref())));
            super::lists::check_code(code, reader);
            once(code, "skill", &mut seen, reader);
        }
        let label = line(&mut fields, "label", reader);
        let stood_in_by = fields.texts("stood_in_by", reader);
        let sees_children = fields.flag("sees_children", false, reader);
        fields.finish(reader);
        let (Some(code), Some(label)) = (code, label) else { continue };
        let codes = stood_in_by.iter().map(|code| code.get_ref().clone()).collect();
        standing_in.extend(stood_in_by);
        read.push(Skill { code: code.into_inner(), label, stood_in_by: codes, sees_children });
    }
    let all = Names::new("skill", seen.iter(), true);
    for code in &standing_in {
        all.has(code, reader);
    }
    read
}

/// Reads every row of demand.
pub(super) fn demand(
    root: &mut Fields<'_>,
    sites: &[Site],
    at: &Names,
    having: &Names,
    reader: &mut Reader<'_>,
) -> Vec<DemandRow> {
    let (mut seen, mut read) = (Vec::new(), Vec::new());
    let tables = listed(root, "demand", reader);
    let written = tables.len();
    for mut fields in tables {
        let name = fields.needed("name", reader);
        if let Some(name) = &name {
            fields.rename(format!("demand \"{}\"", text::clean_line(name.get_ref())));
            once(name, "demand", &mut seen, reader);
        }
        let site = site(&mut fields, at, reader);
        let kind = kind_of(sites, site.as_ref());
        let hours = week(&mut fields, reader);
        let on_bank_holiday = holiday_rule(&mut fields, kind, reader);
        let closed_on = days_of_year(&mut fields, "closed_on", reader);
        let open_on = days_of_year(&mut fields, "open_on", reader);
        let minimum = number(&mut fields, "minimum", 0..=20, reader);
        let skill = fields.needed("skill", reader);
        let skill = skill
            .map(|code| (code.get_ref() != ANYBODY && having.has(&code, reader)).then(|| code.into_inner()));
        if fields.value("core").is_none() {
            fields.lacks("core", reader);
        }
        let core = fields.flag("core", true, reader);
        let from = fields.value("from").and_then(|day| date(day, reader));
        let to = fields.value("to").and_then(|day| date(day, reader));
        if let (Some(from), Some(to), Some(value)) = (from, to, fields.value("to"))
            && to < from
        {
            reader.complain(
                value.span(),
                format!("{} ends before it begins", fields.name()),
                "check both days",
            );
        }
        fields.finish(reader);
        let row = (|| {
            Some(DemandRow {
                name: text::clean_line(name?.get_ref()),
                site: site?,
                hours: hours?,
                on_bank_holiday: on_bank_holiday?,
                closed_on,
                open_on,
                minimum: minimum?,
                skill: skill?,
                core,
                from,
                to,
            })
        })();
        read.extend(row);
    }
    if at.sound && written > 0 && read.len() == written {
        for site in sites.iter().filter(|site| !read.iter().any(|row| row.site == site.code)) {
            let message = format!("nothing is asked for at the site \"{}\"", site.code);
            let help =
                format!("add a [[demand]] with site = \"{}\"; minimum = 0 if nobody is needed", site.code);
            reader.complain(root.span(), message, help);
        }
    }
    read
}

fn site(fields: &mut Fields<'_>, at: &Names, reader: &mut Reader<'_>) -> Option<String> {
    let code = fields.needed("site", reader)?;
    at.has(&code, reader).then(|| code.into_inner())
}

fn kind_of(sites: &[Site], code: Option<&String>) -> Option<SiteKind> {
    sites.iter().find(|site| Some(&site.code) == code).map(|site| site.kind)
}

/// Reads `hours = { mon-fri = "08:00-22:00" }`, or the same as a table `[demand.hours]`.
fn week(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<[Option<Hours>; 7]> {
    let Some(value) = fields.value("hours") else {
        fields.lacks("hours", reader);
        return None;
    };
    let example = "write it as { mon-fri = \"08:00-22:00\", sat = \"09:00-17:00\" }";
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!("{}: `hours` must be a table of days", fields.name());
        reader.complain(value.span(), message, example);
        return None;
    };
    if table.is_empty() {
        let message = format!("{} has no hours on any day", fields.name());
        reader.complain(value.span(), message, example);
    }
    let mut week = [None; 7];
    let mut rows: Vec<_> = table.iter().collect();
    rows.sort_by_key(|(days, _)| days.span().start);
    for (days, written) in rows {
        let days = hours::days(&Spanned::new(days.span(), days.get_ref().to_string()), reader);
        let Some(text) = written.get_ref().as_str() else {
            let message = format!("{}: hours must be a text in quotes", fields.name());
            reader.complain(written.span(), message, "write it as \"08:00-22:00\"");
            continue;
        };
        let Some(span) = hours::hours(&Spanned::new(written.span(), text.to_owned()), reader) else {
            continue;
        };
        for day in days {
            let Some(slot) = week.get_mut(usize::from(day)) else { continue };
            if slot.replace(span).is_some() {
                let message = format!("{}: a day of this span has its hours already", fields.name());
                reader.complain(written.span(), message, "name each day once");
            }
        }
    }
    Some(week)
}

fn holiday_rule(
    fields: &mut Fields<'_>,
    kind: Option<SiteKind>,
    reader: &mut Reader<'_>,
) -> Option<HolidayRule> {
    const RULES: &str = "write \"as_usual\", \"closed\", \"ask\" (a court), or hours such as \"13:00-21:00\"";
    let written = fields.needed("on_bank_holiday", reader)?;
    match written.get_ref().as_str() {
        "as_usual" => Some(HolidayRule::AsUsual),
        "closed" => Some(HolidayRule::Closed),
        "ask" if kind == Some(SiteKind::Custody) => {
            let message = format!("{}: only a court is asked whether it sits", fields.name());
            reader.complain(written.span(), message, "write \"as_usual\", \"closed\", or hours");
            None
        }
        "ask" => Some(HolidayRule::AskCourt),
        span if span.starts_with(|c: char| c.is_ascii_digit()) => {
            hours::hours(&written, reader).map(HolidayRule::Hours)
        }
        other => {
            let message = format!("{}: nothing is known of \"{other}\" on a bank holiday", fields.name());
            reader.complain(written.span(), message, RULES);
            None
        }
    }
}

/// Reads `["12-25", 2027-04-02]`: a day of each year, or of one.
fn days_of_year(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Vec<DayOfYear> {
    let Some(value) = fields.value(key) else { return Vec::new() };
    let DeValue::Array(days) = value.get_ref() else {
        let message = format!("{}: `{key}` must be a list of days", fields.name());
        reader.complain(value.span(), message, "write [\"12-25\", 2027-04-02]");
        return Vec::new();
    };
    days.iter()
        .filter_map(|day| match day.get_ref().as_str().and_then(yearly) {
            Some(yearly) => Some(yearly),
            None => date(day, reader).map(DayOfYear::On),
        })
        .collect()
}

fn yearly(written: &str) -> Option<DayOfYear> {
    let (month, day) = written.split_once('-').filter(|_| written.len() == 5)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // 29 February is a day of some years.
    chrono::NaiveDate::from_ymd_opt(2000, month, day).map(|_| DayOfYear::Yearly(month, day))
}

/// Reads every [[travel]]; sites that are not named lie next to each other.
pub(super) fn travel(root: &mut Fields<'_>, at: &Names, reader: &mut Reader<'_>) -> Vec<Travel> {
    let mut read: Vec<Travel> = Vec::new();
    for mut fields in root.tables("travel", reader) {
        let between = fields.texts("between", reader);
        let place = fields.span();
        let minutes = number(&mut fields, "minutes", 1..=600, reader);
        fields.finish(reader);
        for code in &between {
            at.has(code, reader);
        }
        let Ok([first, second]) = <[Placed<String>; 2]>::try_from(between) else {
            reader.complain(place, "travel is between two sites", "write between = [\"BRO\", \"BEX\"]");
            continue;
        };
        let pair = [first.into_inner(), second.into_inner()];
        let [one, other] = &pair;
        if one == other || read.iter().any(|read| pair.iter().all(|code| read.between.contains(code))) {
            let message = format!("travel between {one} and {other} is of no use here");
            reader.complain(place, message, "name two different sites, and each two of them once");
        }
        read.extend(minutes.map(|minutes| Travel { between: pair, minutes }));
    }
    read
}

pub(super) fn rota(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<RotaSettings> {
    let mut fields = section(root, "rota", "it says how the rota is kept", reader)?;
    let gap_days = number(&mut fields, "gap_days", 1..=92, reader);
    let published_days = number(&mut fields, "published_days", 0..=366, reader);
    let sign_on_minutes = number(&mut fields, "sign_on_minutes", 0..=240, reader);
    let expiry_warning_days = number(&mut fields, "expiry_warning_days", 0..=366, reader);
    let evening_night = span(&mut fields, "evening_night", reader);
    fields.finish(reader);
    Some(RotaSettings {
        gap_days: gap_days?,
        published_days: published_days?,
        sign_on_minutes: sign_on_minutes?,
        expiry_warning_days: expiry_warning_days?,
        evening_night: evening_night?,
    })
}

pub(super) fn working_time(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<WorkingTime> {
    let about = "it holds the figures of the Working Time Regulations";
    let mut fields = section(root, "working_time", about, reader)?;
    let daily_rest_hours = number(&mut fields, "daily_rest_hours", 0..=24, reader);
    let weekly_rest_hours = number(&mut fields, "weekly_rest_hours", 0..=168, reader);
    let fortnightly_rest_hours = number(&mut fields, "fortnightly_rest_hours", 0..=336, reader);
    let weekly_hours = number(&mut fields, "weekly_hours", 1..=168, reader);
    let reference_weeks = number(&mut fields, "reference_weeks", 1..=52, reader);
    let night = span(&mut fields, "night", reader);
    let night_shift_hours = number(&mut fields, "night_shift_hours", 1..=24, reader);
    let night_hours = number(&mut fields, "night_hours", 1..=24, reader);
    let break_after_hours = number(&mut fields, "break_after_hours", 0..=24, reader);
    let break_minutes = number(&mut fields, "break_minutes", 0..=240, reader);
    let edition = line(&mut fields, "edition", reader);
    fields.finish(reader);
    Some(WorkingTime {
        daily_rest_hours: daily_rest_hours?,
        weekly_rest_hours: weekly_rest_hours?,
        fortnightly_rest_hours: fortnightly_rest_hours?,
        weekly_hours: weekly_hours?,
        reference_weeks: reference_weeks?,
        night: night?,
        night_shift_hours: night_shift_hours?,
        night_hours: night_hours?,
        break_after_hours: break_after_hours?,
        break_minutes: break_minutes?,
        edition: edition?,
    })
}

fn span(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<Hours> {
    fields.needed(key, reader).and_then(|written| hours::hours(&written, reader))
}
