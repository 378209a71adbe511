//! A printer behind the terminal: the text goes between two escapes that start and end its printing.
//!
//! The terminal says nothing back, so nothing is known but that it was sent.

use std::io::{self, Write};

use super::text::Printable;
use crate::domain::page::Page;

/// Starts printing in place of showing: media copy, `ESC [ 5 i`.
const BEGIN: &[u8] = b"\x1b[5i";
/// Ends it.
const END: &[u8] = b"\x1b[4i";

/// How the terminal takes the end of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tty {
    /// As a shell leaves it: it adds the carriage return itself.
    Cooked,
    /// As a full screen has it: the carriage return has to be sent.
    Raw,
}

/// The pages between the two escapes. No other escape is in it: [`Printable`] holds none.
pub fn bytes(pages: &[Page], tty: Tty) -> Vec<u8> {
    let mut bytes = BEGIN.to_vec();
    for byte in Printable::new(pages).as_bytes() {
        if *byte == b'\n' && tty == Tty::Raw {
            bytes.push(b'\r');
        }
        bytes.push(*byte);
    }
    bytes.extend(END);
    bytes
}

/// Writes them. If it breaks off, the end is sent all the same, or the screen would stay dark.
pub(super) fn write(out: &mut dyn Write, pages: &[Page], tty: Tty) -> io::Result<()> {
    let written = out.write_all(&bytes(pages, tty)).and_then(|()| out.flush());
    if written.is_err() {
        let _ = out.write_all(END).and_then(|()| out.flush());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_the_terminal_takes_them() {
        let pages = [Page::plain(["a\u{1b}[4ib".to_owned()])];
        assert_eq!(bytes(&pages, Tty::Cooked), b"\x1b[5i\n\n\n     a[4ib\n\x0c\x1b[4i");
        assert_eq!(bytes(&pages, Tty::Raw), b"\x1b[5i\r\n\r\n\r\n     a[4ib\r\n\x0c\x1b[4i");
    }

    #[test]
    fn a_terminal_that_breaks_off_is_told_to_stop_printing() {
        struct Once(Vec<u8>, bool);
        impl Write for Once {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if !std::mem::replace(&mut self.1, true) {
                    return Err(io::Error::other("gone for a moment"));
                }
                self.0.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut out = Once(Vec::new(), false);
        assert!(write(&mut out, &[], Tty::Raw).is_err());
        assert_eq!(out.0, END);
    }
}
