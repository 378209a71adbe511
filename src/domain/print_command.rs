//! A service's own print command, parted into arguments once and for all: no shell ever reads it.

use thiserror::Error;

/// Stands for the printer's name.
const QUEUE: &str = "{queue}";
/// Stands for a file that holds what is to be printed.
const FILE: &str = "{file}";
/// Stands for the document's title.
const TITLE: &str = "{title}";

/// A command such as `lp -d {queue} {file}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrintCommand {
    program: String,
    arguments: Vec<String>,
}

/// What is wrong with a print command.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CommandFault {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// A quote that nothing ends.
    #[error("a quote ({0}) is opened and never closed")]
    OpenQuote(char),
    /// A brace that nothing ends.
    #[error("a brace ({{) is opened and never closed")]
    OpenBrace,
    /// A word in braces that stands for nothing.
    #[error("{{{0}}} stands for nothing")]
    Unknown(String),
    /// The program's own name is to be filled in.
    #[error("it does not begin with the name of a program")]
    NoProgram,
}

/// What is put into a command's places.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a> {
    /// For `{queue}`.
    pub queue: &'a str,
    /// For `{file}`.
    pub file: &'a str,
    /// For `{title}`.
    pub title: &'a str,
}

impl PrintCommand {
    /// Parts a command at its blanks; what stands in `'...'` or `"..."` stays together.
    ///
    /// # Errors
    /// [`CommandFault`] for what could not be run as it was meant.
    pub fn parse(text: &str) -> Result<Self, CommandFault> {
        let mut words = words(text)?.into_iter();
        let program = words.next().ok_or(CommandFault::Empty)?;
        if program.is_empty() || program.contains(['{', '}']) {
            return Err(CommandFault::NoProgram);
        }
        let command = Self { program, arguments: words.collect() };
        command.arguments.iter().try_for_each(|argument| known(argument))?;
        Ok(command)
    }

    /// The program it runs.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Says whether it wants a file; otherwise it reads what is to be printed from its input.
    pub fn wants_file(&self) -> bool {
        self.wants(FILE)
    }

    /// Says whether it wants a printer's name.
    pub fn wants_queue(&self) -> bool {
        self.wants(QUEUE)
    }

    fn wants(&self, place: &str) -> bool {
        self.arguments.iter().any(|argument| argument.contains(place))
    }

    /// Its arguments with the places filled. Whatever a title holds, it stays one argument.
    pub fn arguments(&self, filled: Filled<'_>) -> Vec<String> {
        self.arguments.iter().map(|argument| fill(argument, filled)).collect()
    }
}

fn words(text: &str) -> Result<Vec<String>, CommandFault> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(CommandFault::OpenQuote(open));
    }
    words.extend(word);
    Ok(words)
}

/// Refuses a word in braces that would reach the program as it stands.
fn known(argument: &str) -> Result<(), CommandFault> {
    let mut rest = argument;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(CommandFault::OpenBrace)?;
        if ![QUEUE, FILE, TITLE].contains(&format!("{{{name}}}").as_str()) {
            return Err(CommandFault::Unknown(name.to_owned()));
        }
        rest = after;
    }
    Ok(())
}

/// Fills from the left in one go, so that a title which says `{file}` is not filled again.
fn fill(argument: &str, filled: Filled<'_>) -> String {
    let mut out = String::new();
    let mut rest = argument;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(match name {
            "queue" => filled.queue,
            "file" => filled.file,
            _ => filled.title,
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> Vec<String> {
        let command = PrintCommand::parse(text).unwrap();
        let filled = Filled { queue: "jet", file: "/run/n.txt", title: "note $(x) {file} 'v1" };
        [command.program().to_owned()].into_iter().chain(command.arguments(filled)).collect()
    }

    #[test]
    fn a_command_is_parted_before_anything_is_put_in() {
        assert_eq!(parted("lp -d {queue} {file}"), ["lp", "-d", "jet", "/run/n.txt"]);
        assert_eq!(
            parted("  '/opt/our tools/send' --title={title} \"a 'b'\" '' {file}{queue}"),
            ["/opt/our tools/send", "--title=note $(x) {file} 'v1", "a 'b'", "", "/run/n.txtjet"]
        );
    }

    #[test]
    fn it_is_known_what_a_command_wants() {
        let command = |text| PrintCommand::parse(text).unwrap();
        assert!(command("lp {file}").wants_file() && !command("lp {file}").wants_queue());
        assert!(command("lp -d {queue}").wants_queue() && !command("lp -d {queue}").wants_file());
    }

    #[test]
    fn a_command_that_cannot_be_run_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "it is empty"),
            (" \t", "it is empty"),
            ("lp 'a", "a quote (') is opened and never closed"),
            ("lp -d {printer}", "{printer} stands for nothing"),
            ("lp {}", "{} stands for nothing"),
            ("lp {file", "a brace ({) is opened and never closed"),
            ("{file}", "it does not begin with the name of a program"),
            ("'' {file}", "it does not begin with the name of a program"),
        ] {
            assert_eq!(PrintCommand::parse(text).unwrap_err().to_string(), why, "{text:?}");
        }
    }
}
