//! Two validators that are not ours, each of which misses what the other finds: PyPI `fhir.resources`
//! (R4B) lets a status through that does not exist, npm `fhir` a date that is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// Where both can be run.
pub struct Validators {
    python: PathBuf,
    node: PathBuf,
    modules: PathBuf,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Validators {
    /// Finds them on the PATH or under `target/`; nothing, told on standard error, where one of them
    /// cannot be had. Where `LIAISON_FHIR_VALIDATORS` is set they have to be there.
    pub fn find() -> Option<Self> {
        let found = Self::look();
        assert!(
            found.is_some() || std::env::var_os("LIAISON_FHIR_VALIDATORS").is_none(),
            "the FHIR validators were installed for this run and cannot be run"
        );
        if found.is_none() {
            eprintln!("SKIPPED: PyPI fhir.resources and npm fhir are not both installed here (.ci/run)");
        }
        found
    }

    fn look() -> Option<Self> {
        let runs = |program: &Path, args: &[&str], modules: &Path| {
            let ran = Command::new(program).args(args).env("NODE_PATH", modules).output();
            ran.is_ok_and(|output| output.status.success())
        };
        let modules = root().join("target/node_modules");
        let pythons = [root().join("target/python/bin/python"), PathBuf::from("python3")];
        let import = "import fhir.resources.R4B.questionnaire";
        let python = pythons.into_iter().find(|python| runs(python, &["-c", import], &modules))?;
        let node = [PathBuf::from("node"), PathBuf::from("nodejs")]
            .into_iter()
            .find(|node| runs(node, &["-e", "require('fhir')"], &modules))?;
        Some(Self { python, node, modules })
    }

    /// What PyPI `fhir.resources` and npm `fhir` say of each resource: `ok`, or what is wrong.
    pub fn say(&self, resources: &[Json]) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("resources.ndjson");
        let lines: String = resources.iter().map(|resource| format!("{resource}\n")).collect();
        fs::write(&file, lines).unwrap();
        let scripts = root().join("tests/fhir");
        let python = self.run(&self.python, &scripts.join("validate.py"), &file);
        let node = self.run(&self.node, &scripts.join("validate.js"), &file);
        assert_eq!((python.len(), node.len()), (resources.len(), resources.len()));
        python.into_iter().zip(node).collect()
    }

    fn run(&self, program: &Path, script: &Path, file: &Path) -> Vec<String> {
        let output =
            Command::new(program).arg(script).arg(file).env("NODE_PATH", &self.modules).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// Both take all of them.
    pub fn accept(&self, resources: &[Json]) {
        let wrong: Vec<String> = self
            .say(resources)
            .into_iter()
            .zip(resources)
            .filter(|(said, _)| (said.0.as_str(), said.1.as_str()) != ("ok", "ok"))
            .map(|((python, node), resource)| {
                let name =
                    resource.get("questionnaire").or(resource.get("url")).unwrap_or(&resource["identifier"]);
                format!("{} {name}:\n  python: {python}\n  node: {node}", resource["resourceType"])
            })
            .collect();
        assert!(wrong.is_empty(), "{} of {} refused:\n{}", wrong.len(), resources.len(), wrong.join("\n"));
        println!("both validators accept {} resources", resources.len());
    }
}
