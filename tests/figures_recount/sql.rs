//! Every figure of docs/figures.md in plain SQL over the exported tables, written from that page alone.
//!
//! `e` are the episodes asked for: of the period, the sites and the group. Times are milliseconds, minutes
//! are rounded down and never under 0.

/// A figure: its code, and the query that counts it.
pub type Query = (&'static str, &'static str);

/// One number each.
pub const NUMBERS: &[Query] = &[
    ("identified", "SELECT count(*) FROM e"),
    ("referred", "SELECT count(*) FROM e WHERE identified_only = 'false'"),
    ("under_18", "SELECT count(*) FROM e WHERE age < 18"),
    ("adults", "SELECT count(*) FROM e WHERE age >= 18"),
    ("seen", "SELECT count(*) FROM e WHERE seen_at IS NOT NULL"),
    (
        "screened",
        "SELECT count(DISTINCT reference) FROM e JOIN screenings USING (reference) WHERE status = 'finished'",
    ),
    (
        "under_18_screened",
        "SELECT count(DISTINCT reference) FROM e JOIN screenings USING (reference)
         WHERE status = 'finished' AND age < 18",
    ),
    ("assessed", "SELECT count(*) FROM e WHERE assessed_at IS NOT NULL"),
    ("referred_on", "SELECT count(DISTINCT reference) FROM e JOIN onward USING (reference)"),
    (
        "accepted",
        "SELECT count(DISTINCT reference) FROM e JOIN onward USING (reference)
         WHERE accepted_at IS NOT NULL
            OR attendance IN (SELECT code FROM marked WHERE list = 'attendance' AND mark = 'attended')",
    ),
    (
        "attended",
        "SELECT count(DISTINCT reference) FROM e JOIN onward USING (reference)
         WHERE attendance IN (SELECT code FROM marked WHERE list = 'attendance' AND mark = 'attended')",
    ),
    ("not_seen", "SELECT count(*) FROM e WHERE not_seen_reason IS NOT NULL"),
    (
        "declined",
        "SELECT count(*) FROM e
         WHERE not_seen_reason IN (SELECT code FROM marked WHERE list = 'not_seen_reasons' AND mark = 'declined')
            OR consent_be_seen = 'refused'
            OR reference IN (SELECT reference FROM screenings WHERE status = 'declined')",
    ),
    ("interview_known", "SELECT count(*) FROM e WHERE interview_at IS NOT NULL"),
    ("before_interview", "SELECT count(*) FROM e WHERE seen_at < interview_at"),
    ("departed", "SELECT count(*) FROM e WHERE left_at IS NOT NULL"),
    ("before_release", "SELECT count(*) FROM e WHERE seen_at / 60000 <= left_at / 60000"),
    ("decided", "SELECT count(*) FROM e WHERE decided_at IS NOT NULL"),
    ("vulnerable", "SELECT count(DISTINCT reference) FROM e JOIN vulnerabilities USING (reference)"),
    (
        "flags",
        "SELECT count(*) FROM e JOIN flags USING (reference)
         WHERE NOT (lifted_at IS NOT NULL AND (told_at IS NULL OR told_at > lifted_at))",
    ),
    ("flags_told", "SELECT count(*) FROM e JOIN flags USING (reference) WHERE told_at <= ifnull(lifted_at, told_at)"),
    ("onward", "SELECT count(*) FROM e JOIN onward USING (reference)"),
    (
        "safeguarding",
        "SELECT count(DISTINCT reference) FROM e JOIN onward USING (reference)
         WHERE destination IN (SELECT code FROM marked WHERE list = 'destinations' AND mark = 'safeguarding')",
    ),
    ("reports", "SELECT count(*) FROM e JOIN reports USING (reference)"),
    ("reports_sent", "SELECT count(*) FROM e JOIN reports USING (reference) WHERE sent_at IS NOT NULL"),
    (
        "reports_late",
        "SELECT count(*) FROM e JOIN reports USING (reference), asked
         WHERE sent_at > due_at OR (due_at <= now AND sent_at IS NULL AND withdrawn_at IS NULL)",
    ),
    ("mha", "SELECT count(DISTINCT reference) FROM e JOIN mha USING (reference)"),
    (
        "mha_ended",
        "SELECT count(DISTINCT reference) FROM e JOIN mha USING (reference)
         WHERE step IN (SELECT code FROM marked WHERE list = 'mha_steps' AND mark = 'ends')",
    ),
    ("contacts", "SELECT count(*) FROM e JOIN contacts USING (reference)"),
    ("closed_seen", "SELECT count(*) FROM e WHERE seen_at IS NOT NULL AND closed_at IS NOT NULL"),
];

/// Numbers by code.
pub const SPLITS: &[Query] = &[
    ("by_source", "SELECT source, count(*) FROM e GROUP BY 1"),
    ("by_reason", "SELECT reason, count(*) FROM e GROUP BY 1"),
    ("by_site", "SELECT site, count(*) FROM e GROUP BY 1"),
    ("by_position", "SELECT legal_position, count(*) FROM e GROUP BY 1"),
    (
        "by_age",
        "SELECT CASE WHEN age IS NULL THEN 'unknown' WHEN age < 10 THEN '0-9' WHEN age < 14 THEN '10-13'
                     WHEN age < 16 THEN '14-15' WHEN age < 18 THEN '16-17' WHEN age < 25 THEN '18-24'
                     WHEN age < 65 THEN '25-64' ELSE '65+' END, count(*) FROM e GROUP BY 1",
    ),
    ("by_sex", "SELECT sex, count(*) FROM e GROUP BY 1"),
    ("by_ethnicity", "SELECT ifnull(ethnic_category, 'not_recorded'), count(*) FROM e GROUP BY 1"),
    ("by_forces", "SELECT ifnull(ex_forces, 'not_recorded'), count(*) FROM e GROUP BY 1"),
    (
        "by_vulnerability",
        "SELECT vulnerability, count(DISTINCT reference) FROM e JOIN vulnerabilities USING (reference) GROUP BY 1",
    ),
    (
        "by_activity",
        "SELECT kind, count(*) FROM activities LEFT JOIN at_site USING (site), asked
         WHERE (at_site.site IS NOT NULL OR (activities.site IS NULL AND all_sites)) AND at >= from_at AND at < to_at
         GROUP BY 1",
    ),
    ("by_group", "SELECT grp, count(*) FROM e JOIN in_group USING (reference) GROUP BY 1"),
    ("by_not_seen", "SELECT not_seen_reason, count(*) FROM e WHERE not_seen_reason IS NOT NULL GROUP BY 1"),
    ("by_risk", "SELECT risk, count(*) FROM e WHERE decided_at IS NOT NULL GROUP BY 1"),
    ("by_destination", "SELECT destination, count(*) FROM e JOIN onward USING (reference) GROUP BY 1"),
    ("by_report", "SELECT kind, count(*) FROM e JOIN reports USING (reference) GROUP BY 1"),
    ("by_contact", "SELECT kind, count(*) FROM e JOIN contacts USING (reference) GROUP BY 1"),
    (
        "complete_referral",
        "SELECT item, count(*) FROM e JOIN recorded USING (reference) WHERE needed = 'at_referral' GROUP BY 1",
    ),
    (
        "complete_seeing",
        "SELECT item, count(*) FROM e JOIN recorded USING (reference)
         WHERE needed = 'at_seeing' AND seen_at IS NOT NULL GROUP BY 1",
    ),
    (
        "complete_closure",
        "SELECT item, count(*) FROM e JOIN recorded USING (reference)
         WHERE needed = 'at_closure' AND seen_at IS NOT NULL AND closed_at IS NOT NULL GROUP BY 1",
    ),
];

/// Minutes, one a row.
pub const TIMES: &[Query] = &[
    ("wait", "SELECT max(0, seen_at - received_at) / 60000 FROM e WHERE seen_at IS NOT NULL"),
    (
        "wait_in_hours",
        "SELECT max(0, seen_at - received_at) / 60000 FROM e WHERE seen_at IS NOT NULL AND in_hours",
    ),
    (
        "wait_out_of_hours",
        "SELECT max(0, seen_at - received_at) / 60000 FROM e WHERE seen_at IS NOT NULL AND NOT in_hours",
    ),
    (
        "flag_minutes",
        "SELECT max(0, told_at - raised_at) / 60000 FROM e JOIN flags USING (reference)
         WHERE told_at <= ifnull(lifted_at, told_at)",
    ),
    (
        "mha_minutes",
        "SELECT max(0, (SELECT min(step_at) FROM mha WHERE mha.reference = e.reference AND step IN
                    (SELECT code FROM marked WHERE list = 'mha_steps' AND mark = 'ends'))
                - (SELECT min(step_at) FROM mha WHERE mha.reference = e.reference)) / 60000 AS minutes
         FROM e WHERE minutes IS NOT NULL",
    ),
];

/// Cover and shifts, over the days of the period themselves: hours are minutes. `own_hours` and `own_gaps` are
/// counted from the exported rota in `cover.rs`.
pub const OF_NOBODY: &[Query] = &[
    ("demand", "SELECT ifnull(sum(demand), 0) FROM own_hours JOIN at_site USING (site)"),
    ("covered", "SELECT ifnull(sum(covered), 0) FROM own_hours JOIN at_site USING (site)"),
    ("uncovered", "SELECT ifnull(sum(uncovered), 0) FROM own_hours JOIN at_site USING (site)"),
    ("unsettled", "SELECT ifnull(sum(unsettled), 0) FROM own_hours JOIN at_site USING (site)"),
    (
        "activities",
        "SELECT count(*) FROM activities LEFT JOIN at_site USING (site), asked
         WHERE (at_site.site IS NOT NULL OR (activities.site IS NULL AND all_sites)) AND at >= from_at AND at < to_at",
    ),
    (
        "activity_hours",
        "SELECT ifnull(sum(minutes), 0) FROM activities LEFT JOIN at_site USING (site), asked
         WHERE (at_site.site IS NOT NULL OR (activities.site IS NULL AND all_sites)) AND at >= from_at AND at < to_at",
    ),
    ("gaps", "SELECT count(*) FROM own_gaps JOIN at_site USING (site)"),
    (
        "shifts",
        "SELECT count(*) FROM shifts, asked WHERE began_at >= from_at AND began_at < to_at
           AND EXISTS (SELECT 1 FROM at_site WHERE ' ' || sites || ' ' LIKE '% ' || site || ' %')",
    ),
];

/// How many came in each step, under its first day, by the word for the step.
pub const STEPS: &[Query] = &[
    ("week", "SELECT max(date(day, '-6 days', 'weekday 1'), first), count(*) FROM e, asked GROUP BY 1"),
    ("month", "SELECT max(date(day, 'start of month'), first), count(*) FROM e, asked GROUP BY 1"),
];

/// What an item of a record has to be for it to count as recorded: a column that is filled, one that says
/// so, or a code that is not marked as not asked.
pub fn recorded(item: &str, columns: &[String]) -> String {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let said = format!("has_{item}");
    match item {
        "birth" => "age IS NOT NULL".to_owned(),
        "outcome" => "left_at IS NOT NULL".to_owned(),
        "consent_be_seen" | "consent_evaluation" => format!("{item} IS NOT NULL AND {item} <> 'not_asked'"),
        _ if has(&said) => format!("{said} = 'true'"),
        _ if has(item) => format!(
            "{item} IS NOT NULL AND {item} NOT IN (SELECT code FROM marked WHERE mark = 'not_asked' AND list = \
             (SELECT list FROM coded WHERE name = '{item}'))"
        ),
        _ => panic!("no exported column tells of the item {item}"),
    }
}
