//! A form on paper, for when no terminal runs: boxes to tick, lines to write on, who is to be
//! asked what in words, and how the score is worked out by hand.
//!
//! Nothing on it is a level of risk. A red flag stands with what to do. `space` draws the room for
//! an answer; here is what stands on each page, and where a page ends.

mod space;

use super::form::{Form, Question, Section};
use super::score::{Band, BandTest, Counts, Score};
use super::words::{in_words, number_of};
use crate::domain::page::{Page, PageLine, Role};

/// Columns of a page without the margin that printing adds.
pub const COLUMNS: usize = 72;
/// Lines of a page without the margin that printing adds.
pub const LINES: usize = 60;

/// The pages of the blank form. `wording` is what is known of its wording.
pub fn blank(form: &Form, wording: Option<&str>) -> Vec<Page> {
    let (head, foot) = (head(form), foot(form, wording));
    let room = LINES.saturating_sub(head.len() + foot.len() + 2).max(10);
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    for block in blocks(form) {
        for part in block.chunks(room) {
            let full =
                pages.last().is_some_and(|page| !page.is_empty() && page.len() + part.len() + 1 > room);
            if full {
                pages.push(Vec::new());
            }
            let Some(page) = pages.last_mut() else { continue };
            if !page.is_empty() {
                page.push(String::new());
            }
            page.extend(part.iter().cloned());
        }
    }
    let count = pages.len();
    let whole = |(nth, body): (usize, Vec<String>)| {
        let number = format!("page {} of {count}", nth + 1);
        let foot: Vec<String> = foot.iter().cloned().chain([number]).collect();
        let room = LINES.saturating_sub(foot.len());
        let line = |role: Role| move |text: String| PageLine::new(role, text);
        let mut lines: Vec<PageLine> = head.iter().cloned().map(line(Role::Head)).collect();
        lines.extend(body.into_iter().map(line(Role::Text)));
        lines.resize(room.max(lines.len()), PageLine::new(Role::Text, ""));
        lines.extend(foot.into_iter().map(line(Role::Foot)));
        Page { lines }
    };
    pages.into_iter().enumerate().map(whole).collect()
}

fn head(form: &Form) -> Vec<String> {
    let mut head = wrapped("", &form.title.to_uppercase());
    head.push(rule());
    head.extend([
        "Name ______________________________________  Born ____ / ____ / ______".to_owned(),
        "Date ____ / ____ / ______  Time ____:____  Practitioner ______________".to_owned(),
        "No answer: D declined, K does not know, U unable now (write why),".to_owned(),
        "N not asked. None of them is a no or a nought.".to_owned(),
        rule(),
    ]);
    head
}

fn foot(form: &Form, wording: Option<&str>) -> Vec<String> {
    let mut foot = vec![rule()];
    if let Some(wording) = wording {
        foot.extend(wrapped("", wording));
    }
    foot.extend(wrapped("", &form.licence));
    let hash: String = form.hash.chars().take(8).collect();
    foot.push(format!("{} version {}, text {hash}", form.id, form.version));
    foot
}

/// What must not be torn apart, in order.
fn blocks(form: &Form) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    for section in &form.sections {
        let mut above = heading(form, section);
        for question in form.questions.get(section.questions.clone()).unwrap_or_default() {
            let mut block = std::mem::take(&mut above);
            if !block.is_empty() {
                block.push(String::new());
            }
            block.extend(asked(form, question));
            blocks.push(block);
        }
    }
    blocks.extend(form.scores.iter().map(|one| score(form, one)).filter(|block| !block.is_empty()));
    if !form.flags.is_empty() {
        let mut block = vec!["ACT AT ONCE".to_owned()];
        for flag in &form.flags {
            let when = in_words(form, flag.when.source());
            block.extend(wrapped("  ", &format!("[ ] If {when}: {}. {}", flag.words, flag.action)));
        }
        block.push("      Told ____________________  at ____:____  in custody record [ ]".to_owned());
        blocks.push(block);
    }
    blocks.push(vec!["Notes".to_owned(), line(), line(), line(), line()]);
    blocks
}

fn heading(form: &Form, section: &Section) -> Vec<String> {
    let mut lines = wrapped("", &section.title.to_uppercase());
    if let Some(condition) = &section.show_if {
        lines.extend(wrapped("", &format!("Only if {}:", in_words(form, condition.source()))));
    }
    if let Some(intro) = &section.intro {
        lines.extend(wrapped("", intro));
    }
    lines
}

fn asked(form: &Form, question: &Question) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(table) = form.table_of(question).filter(|table| table.rows.start == question.place) {
        lines.extend(wrapped("", &table.text));
    }
    if let Some(condition) = &question.show_if {
        lines.extend(wrapped("    ", &format!("Only if {}:", in_words(form, condition.source()))));
    }
    let aloud = if question.clinician_only { " (not read aloud)" } else { "" };
    if question.takes_answer() {
        let number = format!("{}.", number_of(form, question));
        let text = format!("{number:<4}{}{aloud}", question.text);
        lines.extend(hanging(&text, "    "));
    } else {
        lines.extend(wrapped("    ", &format!("{}{aloud}", question.text)));
    }
    lines.extend(space::room(form, question));
    lines
}

/// A box for the score, how it is reached, and what its values are called.
fn score(form: &Form, score: &Score) -> Vec<String> {
    let mut lines = Vec::new();
    if score.has_number() {
        lines.push("+------+".to_owned());
        const BESIDE: &str = "          ";
        let mut title = wrapped(BESIDE, &score.title).into_iter();
        lines.push(format!("|      |  {}", title.next().unwrap_or_default().trim_start()));
        lines.push("+------+".to_owned());
        lines.extend(title);
        let items: Vec<String> = score.terms.iter().map(|term| item(form, term)).collect();
        lines.extend(wrapped("  ", &format!("From questions {}.", items.join(", "))));
        if let Some(gate) = &score.gate {
            let open = in_words(form, gate.open_if.source());
            lines.extend(wrapped("  ", &format!("Only if {open}; otherwise {}.", gate.otherwise)));
        }
        let partial = "Without every answer there is no score: write the least and the most it can be.";
        lines.extend(wrapped("  ", partial));
    } else if !score.bands.is_empty() {
        lines.extend(wrapped("", &score.title));
    }
    lines.extend(score.bands.iter().flat_map(|one| band(form, one)));
    for cut_off in &score.cut_offs {
        lines.extend(wrapped("  ", &format!("If {}:", in_words(form, cut_off.when.source()))));
        lines.extend(cut_off.bands.iter().flat_map(|one| band(form, one)));
    }
    lines
}

fn item(form: &Form, term: &super::score::Term) -> String {
    let number = form.questions.get(term.place).map_or(0, |question| number_of(form, question));
    let how = match &term.counts {
        Counts::Worth => String::new(),
        Counts::Reversed(total) => format!(" ({total} less its value)"),
        Counts::Reaches(threshold) => format!(" (1 if {threshold} or more)"),
        Counts::Lookup(lookups) => {
            let ranges = lookups.iter().map(|lookup| {
                let when = lookup.when.as_ref().map(|when| format!("if {}: ", in_words(form, when.source())));
                let points = lookup.ranges.iter().map(|range| {
                    let end = |end: Option<crate::domain::answer::Decimal>| {
                        end.map_or_else(String::new, |end| end.to_string())
                    };
                    format!("{}-{} gives {}", end(range.from), end(range.to), range.points)
                });
                format!("{}{}", when.unwrap_or_default(), points.collect::<Vec<_>>().join(", "))
            });
            format!(" ({})", ranges.collect::<Vec<_>>().join("; "))
        }
    };
    let skipped = term.skipped.map_or(String::new(), |value| format!(" ({value} if not asked by the rule)"));
    format!("{number}{how}{skipped}")
}

fn band(form: &Form, band: &Band) -> Vec<String> {
    let name = band.words();
    let text = match &band.test {
        BandTest::Between { from, to } if from == to => format!("[ ] {from}  {name}"),
        BandTest::Between { from, to } => format!("[ ] {from} to {to}  {name}"),
        BandTest::When(when) => format!("[ ] {name}: if {}", in_words(form, when.source())),
    };
    wrapped("  ", &text)
}

fn rule() -> String {
    "-".repeat(COLUMNS)
}

/// A line to write on.
fn line() -> String {
    format!("    {}", "_".repeat(COLUMNS - 4))
}

/// Words wrapped to the page under an indent.
fn wrapped(indent: &str, text: &str) -> Vec<String> {
    let options = textwrap::Options::new(COLUMNS).initial_indent(indent).subsequent_indent(indent);
    fold(text, options)
}

/// Words wrapped to the page, every line but the first indented.
fn hanging(text: &str, indent: &str) -> Vec<String> {
    fold(text, textwrap::Options::new(COLUMNS).subsequent_indent(indent))
}

fn fold(text: &str, options: textwrap::Options<'_>) -> Vec<String> {
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Library;
    use crate::forms::library::BUILT_IN;

    #[test]
    fn every_built_in_form_fits_the_page_and_names_itself_on_each() {
        let library = Library::default();
        for (id, _) in BUILT_IN {
            let form = library.get(id).unwrap_or_else(|why| panic!("{why}"));
            let pages = blank(&form, Some("Wording not confirmed."));
            for page in &pages {
                assert!(page.lines.len() <= LINES + 12, "{id}: {} lines", page.lines.len());
                let text = Page::join(std::slice::from_ref(page));
                assert!(page.texts().all(|line| line.chars().count() <= COLUMNS), "{text}");
                assert!(text.contains(&format!("{id} version {}", form.version)), "{text}");
                assert!(text.contains("Wording not confirmed.") && text.contains("Name ____"), "{text}");
            }
            let all = Page::join(&pages).replace('\n', " ").to_lowercase();
            for level in
                ["low risk", "medium risk", "moderate risk", "high risk", "imminent risk", "risk level"]
            {
                assert!(!all.contains(level), "{id} prints \"{level}\"");
            }
        }
    }

    #[test]
    fn a_short_form_reads_like_this_on_paper() {
        let form = Library::default().get("phq9").unwrap_or_else(|why| panic!("{why}"));
        let text = Page::join(&blank(&form, None));
        assert!(text.contains("1.  Little interest"), "{text}");
        assert!(text.contains("[ ] 3  Nearly every day"), "{text}");
        assert!(text.contains("no answer: [ ] D  [ ] K  [ ] U  [ ] N"), "{text}");
        assert!(text.contains("From questions 1, 2, 3, 4, 5, 6, 7, 8, 9."), "{text}");
    }
}
