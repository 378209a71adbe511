//! Streams that go on for as long as they are told to.

use std::io::{self, Read, Write};

use super::share::percent;
use crate::store::StoreError;

/// Asks after every piece of a stream whether it is to go on, and remembers that it was not.
pub(super) struct Heed<'a> {
    go_on: &'a mut dyn FnMut(u8) -> bool,
    done: u64,
    all: u64,
    stopped: bool,
}

impl<'a> Heed<'a> {
    /// Asks with the share of `all` bytes, in percent.
    pub(super) fn new(all: u64, go_on: &'a mut dyn FnMut(u8) -> bool) -> Self {
        Self { go_on, done: 0, all, stopped: false }
    }

    /// A stream that asks here.
    pub(super) fn of<S>(&mut self, stream: S) -> Heeding<'_, 'a, S> {
        Heeding { stream, heed: self }
    }

    /// What the failure of a stream was: that it was stopped, or what `otherwise` makes of it.
    pub(super) fn why<E: From<StoreError>>(&self, otherwise: impl FnOnce() -> E) -> E {
        if self.stopped { StoreError::Stopped.into() } else { otherwise() }
    }

    fn ask(&mut self, bytes: usize) -> io::Result<()> {
        self.done += bytes as u64;
        self.stopped = self.stopped || !(self.go_on)(percent(self.done, self.all));
        if self.stopped { Err(io::Error::other("it was stopped")) } else { Ok(()) }
    }
}

/// A stream that asks.
pub(super) struct Heeding<'h, 'a, S> {
    stream: S,
    heed: &'h mut Heed<'a>,
}

impl<S> Heeding<'_, '_, S> {
    /// The stream itself.
    pub(super) fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Read> Read for Heeding<'_, '_, S> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(bytes)?;
        self.heed.ask(count)?;
        Ok(count)
    }
}

impl<S: Write> Write for Heeding<'_, '_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.heed.ask(bytes.len())?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_goes_on_until_it_is_told_not_to_and_says_so() {
        let mut shares = Vec::new();
        let mut go_on = |share: u8| {
            shares.push(share);
            share < 50
        };
        let mut heed = Heed::new(100, &mut go_on);
        let mut out = heed.of(Vec::new());
        out.write_all(&[0; 20]).unwrap();
        assert!(out.write_all(&[0; 40]).is_err());
        assert_eq!(out.into_inner().len(), 20);
        assert!(matches!(heed.why(|| StoreError::Gone { path: "x".into() }), StoreError::Stopped));
        assert_eq!(shares, [20, 60]);
    }

    #[test]
    fn another_failure_is_told_as_it_is() {
        let mut go_on = |_| true;
        let heed = Heed::new(1, &mut go_on);
        assert!(matches!(heed.why(|| StoreError::Gone { path: "x".into() }), StoreError::Gone { .. }));
    }
}
