//! `liaison verify`: whether the store is whole, and shows what was recorded.

use std::io::Write;

use super::Cli;
use super::exit::{EX_OK, Stop};
use super::open::at_desk;
use super::progress::Progress;

/// Checks everything and prints a line for each thing checked. Gives the exit code.
///
/// # Errors
/// A store that does not open, which a damaged one does not.
pub fn run(
    acknowledge: Option<&str>,
    head: Option<&str>,
    cli: &Cli,
    out: &mut impl Write,
) -> Result<u8, Stop> {
    let findings = at_desk(cli, |desk| {
        if let Some(reason) = acknowledge {
            desk.acknowledge(reason)?;
        }
        let found = head.map(|digits| desk.find_head(digits)).transpose()?;
        let mut progress = Progress::new("checking");
        let checked = desk.verify(|share| progress.tell(share)).map_err(Stop::from);
        let mut findings = progress
            .end(checked, "The store is as it was, and not checked to the end. Run liaison verify again.")?;
        findings.extend(found);
        Ok(findings)
    })?;
    for finding in &findings {
        let sign = if finding.fault.is_some() { "!!" } else { "ok" };
        writeln!(out, "{sign} {:<8} {}", finding.what, finding.found)?;
    }
    for (_, why) in findings.iter().filter_map(|finding| finding.fault.as_ref()) {
        writeln!(out, "\n{why}")?;
    }
    let worst = findings.iter().filter_map(|finding| finding.fault.as_ref()).map(|(code, _)| *code).next();
    Ok(worst.unwrap_or(EX_OK))
}
