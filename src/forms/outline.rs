//! A form as plain text with its logic, for whoever writes or checks one.

use std::fmt::Write;

use super::form::{Ages, Form, Prefill, Question, Required};
use super::kind::Kind;
use super::rules::Level;
use super::score::{Band, BandTest, Counts, Score, ScoreKind, Term};

/// The whole form with ids, codes, values, keys and conditions. `wording` is what is known of its
/// wording.
pub fn outline(form: &Form, wording: Option<&str>) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = heading(&mut out, form, wording)
        .and_then(|()| sections(&mut out, form))
        .and_then(|()| checks(&mut out, form))
        .and_then(|()| scores(&mut out, form))
        .and_then(|()| follows(&mut out, form));
    out
}

type Written = std::fmt::Result;

fn heading(out: &mut String, form: &Form, wording: Option<&str>) -> Written {
    let hash: String = form.hash.chars().take(8).collect();
    writeln!(out, "{}", form.title)?;
    writeln!(out, "{} version {}, text {hash}", form.id, form.version)?;
    let ages = match form.ages {
        Ages { min: None, max: None } => "any age".to_owned(),
        Ages { min: Some(min), max: None } => format!("{min} and over"),
        Ages { min: None, max: Some(max) } => format!("up to {max}"),
        Ages { min: Some(min), max: Some(max) } => format!("{min} to {max}"),
    };
    writeln!(out, "Shelf {}; for {}, {ages}", form.shelf.code(), form.audience.code())?;
    for (name, text) in [("About", form.about.as_deref()), ("Licence", Some(form.licence.as_str()))] {
        if let Some(text) = text {
            writeln!(out, "{name}: {text}")?;
        }
    }
    for (name, text) in [("Source", form.source.as_deref()), ("Wording", wording)] {
        if let Some(text) = text {
            writeln!(out, "{name}: {text}")?;
        }
    }
    Ok(())
}

fn sections(out: &mut String, form: &Form) -> Written {
    for section in &form.sections {
        writeln!(out, "\n== {} [{}]", section.title, section.id)?;
        if let Some(condition) = &section.show_if {
            writeln!(out, "   shown if: {}", condition.source())?;
        }
        if let Some(intro) = &section.intro {
            writeln!(out, "   read out: {intro}")?;
        }
        for one in form.questions.get(section.questions.clone()).unwrap_or_default() {
            question(out, form, one)?;
        }
    }
    Ok(())
}

fn question(out: &mut String, form: &Form, one: &Question) -> Written {
    if let Some(table) = form.table_of(one).filter(|table| table.rows.start == one.place) {
        writeln!(out, "\n   table {}: {}", table.id, table.text)?;
    }
    let mut about = vec![one.kind.code().to_owned()];
    if let Some(group) = form.group_of(one) {
        about.push(format!("in each row of {}", group.id));
    }
    match one.required {
        _ if !one.takes_answer() => {}
        Required::Always => about.push("required".to_owned()),
        Required::Never => about.push("not required".to_owned()),
        Required::Of(right) => about.push(format!("required of roles that may {right:?}").to_lowercase()),
    }
    if one.clinician_only {
        about.push("not read aloud".to_owned());
    }
    writeln!(out, "\n{}  ({})", one.id, about.join(", "))?;
    writeln!(out, "   {}", one.text)?;
    if let Some(help) = &one.help {
        writeln!(out, "   help: {help}")?;
    }
    if let Some(condition) = &one.show_if {
        writeln!(out, "   shown if: {}", condition.source())?;
    }
    for option in &one.options {
        let value = option.value.map_or(String::new(), |value| format!(" = {value}"));
        let mut marks = String::new();
        for (holds, mark) in [(option.exclusive, ", alone"), (option.specify, ", asks for words")] {
            marks.push_str(if holds { mark } else { "" });
        }
        let shown = option.show_if.as_ref().map_or(String::new(), |c| format!(", if {}", c.source()));
        writeln!(out, "   {}  {} [{}{value}{marks}{shown}]", option.key, option.text, option.code)?;
    }
    kind(out, &one.kind)?;
    match &one.prefill {
        Some(Prefill::Fact(fact)) => writeln!(out, "   offered: {} of the episode", fact.code()),
        Some(Prefill::Earlier { form, question }) => {
            writeln!(out, "   offered: the newest finished answer to {question} of {form}")
        }
        None => Ok(()),
    }
}

fn kind(out: &mut String, kind: &Kind) -> Written {
    match kind {
        Kind::Number(rule) => {
            let end = |end: Option<crate::domain::answer::Decimal>| {
                end.map_or_else(|| "any".to_owned(), |end| end.to_string())
            };
            let unit = rule.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
            writeln!(
                out,
                "   from {} to {}{unit}, {} decimal places",
                end(rule.min),
                end(rule.max),
                rule.places
            )
        }
        Kind::Duration(rule) => {
            let end = |end: Option<u32>| end.map_or_else(|| "any".to_owned(), |end| end.to_string());
            writeln!(out, "   from {} to {} minutes", end(rule.min), end(rule.max))
        }
        Kind::Group(rule) => writeln!(out, "   once for each {}, at most {}", rule.item, rule.most),
        Kind::Computed(computed) => {
            let value = computed.value.as_ref().map_or("", |value| value.source());
            writeln!(out, "   worked out: {value}")
        }
        _ => Ok(()),
    }
}

fn checks(out: &mut String, form: &Form) -> Written {
    if !form.checks.is_empty() {
        writeln!(out, "\n== Checks")?;
    }
    for check in &form.checks {
        let level = match check.level {
            Level::Refuse => "refuse",
            Level::Warn => "warn",
        };
        writeln!(out, "   {} {level} when {}: {}", check.question, check.when.source(), check.words)?;
    }
    Ok(())
}

fn scores(out: &mut String, form: &Form) -> Written {
    if !form.scores.is_empty() {
        writeln!(out, "\n== Scores")?;
    }
    for score in &form.scores {
        writeln!(out, "{}  {} ({})", score.id, score.title, score_kind(score))?;
        if let Some(gate) = &score.gate {
            writeln!(out, "   counts if: {}; otherwise {}", gate.open_if.source(), gate.otherwise)?;
        }
        if !score.terms.is_empty() {
            let terms: Vec<String> = score.terms.iter().map(|term| counted(form, term)).collect();
            writeln!(out, "   of: {}", terms.join(", "))?;
        }
        bands(out, "   ", &score.bands)?;
        for cut_off in &score.cut_offs {
            writeln!(out, "   where {}:", cut_off.when.source())?;
            bands(out, "      ", &cut_off.bands)?;
        }
        if let Some(source) = &score.source {
            writeln!(out, "   source: {source}")?;
        }
    }
    Ok(())
}

fn score_kind(score: &Score) -> String {
    match score.kind {
        ScoreKind::NOf(n) => format!("{}, n = {n}", score.kind.code()),
        kind => kind.code().to_owned(),
    }
}

/// An item with how it counts, where that is not by its value.
fn counted(form: &Form, term: &Term) -> String {
    let id = form.questions.get(term.place).map_or("?", |question| question.id.as_str());
    let how = match &term.counts {
        Counts::Worth => String::new(),
        Counts::Reversed(total) => format!(" ({total} less its value)"),
        Counts::Reaches(threshold) => format!(" (at {threshold} or more)"),
        Counts::Lookup(lookups) => format!(" ({})", looked_up(lookups)),
    };
    let skipped = term.skipped.map_or(String::new(), |value| format!(" (hidden counts {value})"));
    format!("{id}{how}{skipped}")
}

fn looked_up(lookups: &[super::score::Lookup]) -> String {
    let range = |points: &super::score::Points| {
        let from = points.from.map_or_else(String::new, |from| from.to_string());
        let to = points.to.map_or_else(String::new, |to| to.to_string());
        format!("{from}..{to} = {}", points.points)
    };
    let one = |lookup: &super::score::Lookup| {
        let when = lookup.when.as_ref().map_or(String::new(), |when| format!("if {}: ", when.source()));
        format!("{when}{}", lookup.ranges.iter().map(range).collect::<Vec<_>>().join(", "))
    };
    lookups.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn bands(out: &mut String, indent: &str, bands: &[Band]) -> Written {
    for band in bands {
        match &band.test {
            BandTest::Between { from, to } if from == to => {
                writeln!(out, "{indent}{from}: {}", band.words())?;
            }
            BandTest::Between { from, to } => writeln!(out, "{indent}{from} to {to}: {}", band.words())?,
            BandTest::When(when) => {
                let early = if band.early { ", as soon as certain" } else { "" };
                writeln!(out, "{indent}{}: when {}{early}", band.words(), when.source())?;
            }
        }
    }
    Ok(())
}

fn follows(out: &mut String, form: &Form) -> Written {
    if !form.flags.is_empty() {
        writeln!(out, "\n== Red flags")?;
    }
    for flag in &form.flags {
        writeln!(out, "{} on {} ({}) when {}", flag.id, flag.question, flag.tier.code(), flag.when.source())?;
        writeln!(out, "   {}\n   do: {}", flag.words, flag.action)?;
    }
    if !form.suggestions.is_empty() {
        writeln!(out, "\n== Onward referrals suggested")?;
    }
    for one in &form.suggestions {
        let (to, urgency, when) = (&one.destination, one.urgency.code(), one.when.source());
        writeln!(out, "{to}, {urgency}, when {when}: {}", one.reason)?;
    }
    Ok(())
}
