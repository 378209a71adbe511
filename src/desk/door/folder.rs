//! What of the service's own lies in the data folder: `service.toml`, and its forms.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{DoorError, FORMS_FOLDER, SERVICE_FILE};
use crate::desk::service_file;
use crate::domain::service::Service;

/// What stands in for a form file that is no text; it is no TOML, so the checker shows it as it is.
const NOT_UTF_8: &str = "This file is not text in UTF-8. Save it as UTF-8 and start again.";

/// Reads the service's own file in this folder.
///
/// # Errors
/// When it cannot be read (a file that is not there included), or has mistakes.
pub fn read_service(dir: &Path) -> Result<Service, DoorError> {
    let path = dir.join(SERVICE_FILE);
    let text = fs::read_to_string(&path).map_err(|source| DoorError::File {
        doing: "read",
        path: path.clone(),
        source,
    })?;
    service_file::read(&text, &path.display().to_string()).map_err(DoorError::Service)
}

/// The service that set-up of this folder would make: its own file, or else the example.
///
/// # Errors
/// When the file that is there has mistakes or cannot be read.
pub fn service_to_be(dir: &Path) -> Result<Service, DoorError> {
    match read_service(dir) {
        Err(DoorError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
            service_file::read(service_file::TEMPLATE, SERVICE_FILE).map_err(DoorError::Service)
        }
        read => read,
    }
}

pub(super) fn write_template(dir: &Path) -> Result<(), DoorError> {
    let path = dir.join(SERVICE_FILE);
    if path.exists() {
        return Ok(());
    }
    let failed = |source| DoorError::File { doing: "write", path: path.clone(), source };
    let mut file =
        crate::platform::private_file().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(service_file::TEMPLATE.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// The service's own forms, by file name: those of the folder, and those of each folder in it,
/// which is a pack that somebody handed on. None where there is no folder of them.
///
/// A file that is no text in UTF-8 is given as a form with that mistake, so that it is listed and
/// does not keep the others away.
///
/// # Errors
/// When one of them cannot be read: leaving it out would put a built-in form in its place unnoticed.
pub fn local_forms(dir: &Path) -> Result<Vec<(String, String)>, DoorError> {
    let folder = dir.join(FORMS_FOLDER);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut forms = Vec::new();
    for path in entries(&folder)? {
        if path.is_dir() {
            for inside in entries(&path)?.into_iter().filter(|inside| inside.is_file()) {
                forms.extend(local_form(&inside)?);
            }
        } else {
            forms.extend(local_form(&path)?);
        }
    }
    forms.sort();
    Ok(forms)
}

fn local_form(path: &Path) -> Result<Option<(String, String)>, DoorError> {
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(|source| unread(path, source))?;
    let text = String::from_utf8(bytes).unwrap_or_else(|_bytes| NOT_UTF_8.to_owned());
    Ok(Some((path.display().to_string(), text)))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, DoorError> {
    let found = fs::read_dir(folder).map_err(|source| unread(folder, source))?;
    found.map(|entry| entry.map(|entry| entry.path()).map_err(|source| unread(folder, source))).collect()
}

fn unread(path: &Path, source: std::io::Error) -> DoorError {
    DoorError::File { doing: "read", path: path.to_path_buf(), source }
}
