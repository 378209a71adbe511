//! The audit as a table for a spreadsheet.

use super::AuditLine;
use crate::domain::sheet::inert;
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
            inert(&line.who),
            line.verb.word().to_owned(),
            inert(&line.whom),
            inert(&line.site),
            inert(&line.what),
            inert(&line.why),
        ];
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
