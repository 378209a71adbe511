//! The audit as a table for a spreadsheet.

use super::AuditLine;
use crate::domain::time::local;

/// Columns, in the order in which they are written.
const COLUMNS: [&str; 10] =
    ["entry", "london_time", "utc", "happened_utc", "who", "verb", "whom", "site", "what", "why"];

/// The lines as CSV in UTF-8. A field that a spreadsheet would take for a formula begins with `'`.
pub fn csv(lines: &[AuditLine]) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory does not fail; a row that it refused would be missing and be seen.
    let _ = writer.write_record(COLUMNS);
    for line in lines {
        let happened = line.happened.map(|at| at.to_rfc3339()).unwrap_or_default();
        let row = [
            line.seq.to_string(),
            local(line.at).format("%Y-%m-%d %H:%M:%S").to_string(),
            line.at.to_rfc3339(),
            happened,
            harmless(&line.who),
            line.verb.word().to_owned(),
            harmless(&line.whom),
            harmless(&line.site),
            harmless(&line.what),
            harmless(&line.why),
        ];
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The text so that no spreadsheet takes it for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_reckon_is_marked_as_text() {
        for formula in ["=1+1", "+44", "-1", "@SUM", "\tx", "\rx"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("A.K. BRO-26-00012"), "A.K. BRO-26-00012");
        assert_eq!(harmless("a=b"), "a=b");
    }
}
