//! A demo store in a folder that goes away with the test, and the real program over it.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::PathBuf;
use std::process::{Command, Output};

/// When it is.
pub const NOW: &str = "2026-11-23T19:44:00Z";

/// The folder. What one test file alone asks of it stands there.
pub struct Demo {
    pub folder: tempfile::TempDir,
}

impl Demo {
    /// With nothing in it yet.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a store made by `liaison demo` and these further arguments.
    pub fn made(args: &[&str]) -> Self {
        let demo = Self::empty();
        demo.run(&[&["demo", "--create-only"], args].concat(), 0);
        demo
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    /// Runs the program over the store; it has to end with this code.
    pub fn run(&self, args: &[&str], code: i32) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        command.args(args).arg("--data").arg(self.store());
        let output = command.env_remove("LIAISON_DATA").env("LIAISON_NOW", NOW).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", said(&output));
        output
    }

    /// What it writes to standard output.
    pub fn written(&self, args: &[&str]) -> String {
        String::from_utf8(self.run(args, 0).stdout).unwrap()
    }
}

/// What it said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
