//! Where the data of a service lives. The files in it are named by `door` and by the store.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The environment variable that names the data folder where `--data` does not.
pub const DATA_VARIABLE: &str = "LIAISON_DATA";

/// The data folder of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paths {
    /// The folder, as an absolute path.
    pub data: PathBuf,
}

/// Why there is no data folder to work in.
#[derive(Debug, thiserror::Error)]
pub enum PathsError {
    /// Given, but empty.
    #[error("{given} is empty; name a folder there, or leave it out")]
    Empty {
        /// What was empty: the option or the variable.
        given: &'static str,
    },
    /// This account has no home.
    #[error(
        "this account has no home folder, so there is no usual place for data; \
         give one with --data DIR, or in the variable {DATA_VARIABLE}"
    )]
    NoHome,
    /// The current folder is gone, so a relative path means nothing.
    #[error("the data folder {path} cannot be found from here: {source}; give it as a full path")]
    Unreachable {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Paths {
    /// Finds the data folder: `--data`, else `LIAISON_DATA`, else the usual place of the account.
    ///
    /// # Errors
    ///
    /// When what was given is empty, or nothing was given and the account has no home.
    pub fn find(given: Option<&Path>) -> Result<Self, PathsError> {
        Self::choose(given, std::env::var_os(DATA_VARIABLE), usual)
    }

    /// Takes this folder and looks at nothing else, as a demo does.
    ///
    /// # Errors
    ///
    /// When the path is empty, or relative in a folder that is gone.
    pub fn at(data: &Path) -> Result<Self, PathsError> {
        Self::choose(Some(data), None, || None)
    }

    fn choose(
        given: Option<&Path>,
        variable: Option<OsString>,
        usual: impl FnOnce() -> Option<PathBuf>,
    ) -> Result<Self, PathsError> {
        let (path, named) = match (given, variable) {
            (Some(path), _) => (path.to_path_buf(), "--data"),
            (None, Some(path)) => (PathBuf::from(path), DATA_VARIABLE),
            (None, None) => (usual().ok_or(PathsError::NoHome)?, "the usual place"),
        };
        if path.as_os_str().is_empty() {
            return Err(PathsError::Empty { given: named });
        }
        match std::path::absolute(&path) {
            Ok(data) => Ok(Self { data }),
            Err(source) => Err(PathsError::Unreachable { path, source }),
        }
    }
}

/// On Windows the local folder, not the roaming one: records must not travel to a profile server.
fn usual() -> Option<PathBuf> {
    ProjectDirs::from("", "", "liaison")
        .map(|dirs| dirs.data_local_dir().to_path_buf())
        .filter(|dir| dir.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Option<PathBuf> {
        Some(PathBuf::from("/home/ao/.local/share/liaison"))
    }

    #[test]
    fn the_option_goes_before_the_variable_and_that_before_the_home() {
        let choose = |given: Option<&str>, variable: Option<&str>| {
            Paths::choose(given.map(Path::new), variable.map(OsString::from), home).unwrap().data
        };
        assert_eq!(choose(Some("/a"), Some("/b")), Path::new("/a"));
        assert_eq!(choose(None, Some("/b")), Path::new("/b"));
        assert_eq!(choose(None, None), home().unwrap());
    }

    #[test]
    fn a_relative_folder_is_kept_as_a_full_path() {
        let data = Paths::at(Path::new("demo")).unwrap().data;
        assert!(data.is_absolute() && data.ends_with("demo"));
    }

    #[test]
    fn nothing_given_or_no_home_is_told_in_words() {
        let told = |given, variable| Paths::choose(given, variable, || None).unwrap_err().to_string();
        assert!(told(Some(Path::new("")), None).starts_with("--data is empty"));
        assert!(told(None, Some(OsString::new())).starts_with("LIAISON_DATA is empty"));
        assert!(told(None, None).contains("no home folder"));
    }
}
