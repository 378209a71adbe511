//! `liaison handover`: a reader's handover on standard output, in a file, or through a printer.

use super::exit::Stop;
use super::open::{at_desk, warn};
use super::{Cli, HandoverArgs, To};
use crate::desk::Desk;
use crate::desk::note::HandoverAsk;
use crate::desk::paper::Document;
use crate::domain::event::Severity;
use crate::print::{Destination, Job, Sent, Way, Ways, send};

/// The reason kept where somebody asks for names on the command line and gives none.
const ASKED: &str = "asked for on the command line";

/// Issues the handover as it stands now and sends one copy out.
///
/// It needs no shift of the person who signs in; without `--site` it covers every site.
///
/// # Errors
/// A site that is not in the service, a store that does not open, a file or printer that refuses.
pub fn run(args: &HandoverArgs, cli: &Cli) -> Result<(), Stop> {
    let to = destination(&args.to)?;
    let why = args.why.clone().unwrap_or_else(|| ASKED.to_owned());
    let ask = HandoverAsk {
        sites: args.site.iter().cloned().collect(),
        audience: args.audience,
        names: args.names.then_some(why),
        reader: args.reader.clone(),
    };
    let (sent, missing) = at_desk(cli, |desk| {
        let note = desk.handover_for(&ask)?;
        let missing = note.without_if_then().into_iter().filter(|one| one.1 == Severity::Unstable);
        let missing: Vec<String> = missing.map(|(_, _, who)| who).collect();
        Ok((send_out(desk, &note, &to)?, missing))
    })?;
    for who in missing {
        warn(&format!("{who} is UNSTABLE and has no if-then line."));
    }
    say(&sent);
    Ok(())
}

/// Sends one copy of a paper out, journalled.
pub(super) fn send_out(desk: &mut Desk, paper: &Document, to: &Destination) -> Result<Sent, Stop> {
    let ways = Ways::of(&desk.service().print);
    desk.print(paper, &to.channel(), |copy| {
        let sent = send(to, &Job { title: &copy.title, pages: &copy.pages }, &ways)?;
        let state = sent.state();
        Ok((sent, state))
    })
}

/// Says what became of it, unless it stands on standard output itself.
pub(super) fn say(sent: &Sent) {
    if sent.way != Way::Stdout {
        warn(&sent.words());
    }
}

pub(super) fn destination(to: &To) -> Result<Destination, Stop> {
    Ok(match to {
        To::Out => Destination::Stdout,
        To::File(path) => Destination::File(path.clone()),
        To::Command => Destination::Command,
        To::Terminal => Destination::Terminal,
        To::Printer(name) => Destination::parse(&format!("printer:{name}"))?,
    })
}
