//! A demo store with people planted in it: some agreed to evaluation, some did not, some have names that a
//! spreadsheet would reckon.

use std::path::{Path, PathBuf};
use std::process::Command;

use liaison::desk::door::{DEMO_PASSPHRASE, SERVICE_FILE};
use liaison::desk::extract::{Asked, Written};
use liaison::desk::{Desk, Door, demo};
use liaison::domain::detail::DetailItem;
use liaison::domain::event::{Body, Consent, ConsentTo};
use liaison::domain::ids::EpisodeId;
use liaison::domain::referral::Birth;

use crate::evening::{NOW, journal, referral};

/// Surnames that a spreadsheet would take for formulas.
pub const HOSTILE: [&str; 5] =
    ["=cmd()", "+1", "-1+1, \"a\" b", "@SUM(A1)", "\u{FF1D}HYPERLINK(\"http://x\";'y')"];
/// What says of somebody who agreed who they are, and what was said of them.
pub const SECRETS: [&str; 9] = [
    "Zanzibar",
    "Quentina",
    "Q.Z.",
    "BRO-26-",
    "1991-03-14",
    "Quarry Lane",
    "Tearful by the desk",
    "26/09999",
    "9434765919",
];

/// A store in a folder that goes away with the test.
pub struct Records {
    folder: tempfile::TempDir,
}

impl Records {
    pub fn new() -> Self {
        let records = Self { folder: tempfile::tempdir().unwrap() };
        drop(demo::create(&records.store(), NOW.parse().unwrap(), 0, 1).unwrap());
        let mut desk = records.desk();
        plant(&mut desk);
        leave(desk);
        records
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn as_(&self, who: &str) -> Desk {
        let door = Door::of(&self.store(), Some(NOW)).unwrap();
        door.sign_in(who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
    }

    pub fn desk(&self) -> Desk {
        self.as_("okafor")
    }

    pub fn asked(&self, out: &str, reason: &str) -> Asked {
        Asked {
            from: "2026-11-01".parse().unwrap(),
            to: "2026-11-30".parse().unwrap(),
            reason: reason.to_owned(),
            written: Written::Csv,
            out: self.out(out),
        }
    }

    /// Runs `liaison export` over November with a reason. Gives what it said.
    pub fn run(&self, args: &[&str], out: &Path, code: i32) -> String {
        self.run_from("2026-11-01", args, out, code)
    }

    pub fn run_from(&self, from: &str, args: &[&str], out: &Path, code: i32) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        command.arg("export").args(args).args(["--from", from, "--to", "2026-11-30", "--reason", "study 7"]);
        command.arg("--out").arg(out).arg("--data").arg(self.store());
        let output = command.env_remove("LIAISON_DATA").env("LIAISON_NOW", NOW).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        said
    }

    /// Puts the store under another key.
    pub fn rotate(&self) {
        let mut desk = self.desk();
        desk.rotate("a laptop was lost").unwrap();
        leave(desk);
    }

    /// The service's file with this text in place of that.
    pub fn edit(&self, from: &str, to: &str) {
        let path = self.store().join(SERVICE_FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }

    /// Every entry of an export, with its site.
    pub fn exports(&self) -> Vec<(Option<String>, Body)> {
        let exports = journal(&self.store()).into_iter().map(|event| (event.site, event.body));
        exports.filter(|(_, body)| matches!(body, Body::Exported { .. })).collect()
    }

    /// What the last export was, and why.
    pub fn last_export(&self) -> (String, String) {
        let Some((_, Body::Exported { what, reason })) = self.exports().pop() else { panic!("no export") };
        (what, reason)
    }
}

pub fn leave(desk: Desk) {
    desk.sign_out().1.unwrap();
}

/// The rows of a table, its heading first.
pub fn sheet(folder: &Path, table: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(format!("{table}.csv"))).unwrap();
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A referral at one minute of the evening.
fn refer(desk: &mut Desk, surname: &str, sex: &str, source: &str, same_as: Option<EpisodeId>) -> EpisodeId {
    let mut new = referral(NOW.parse().unwrap());
    new.person.surname = surname.to_owned();
    new.person.given = "Quentina".into();
    new.person.sex = sex.to_owned();
    new.person.birth = Birth::On("1991-03-14".parse().unwrap());
    new.source = source.to_owned();
    new.details = "Tearful by the desk".into();
    new.beside.same_person = same_as.map(|one| desk.episode(one).unwrap().person_id);
    desk.receive_referral(&new).unwrap()
}

fn say(desk: &mut Desk, id: EpisodeId, status: &str) {
    desk.consent(id, &Consent::plain(ConsentTo::Evaluation, status, "in the cell")).unwrap();
}

/// Five women and a man who agreed, one of the women in two episodes; one who refused, one who took it
/// back; five with hostile names, who were not asked.
fn plant(desk: &mut Desk) {
    let mut first = None;
    for name in ["Zanzibar", "Zara", "Zeta", "Zorn", "Zumba"] {
        let id = refer(desk, name, "F", "custody_officer", None);
        say(desk, id, "given");
        first.get_or_insert(id);
    }
    let first = first.unwrap();
    let again = refer(desk, "Zanzibar", "F", "custody_officer", Some(first));
    say(desk, again, "given");
    for (item, value) in [
        (DetailItem::Address, "7 Quarry Lane"),
        (DetailItem::NhsNumber, "9434765919"),
        (DetailItem::Ethnicity, "A"),
    ] {
        desk.record_detail(first, item, value).unwrap();
    }
    let man = refer(desk, "Zwingli", "M", "custody_hcp", None);
    say(desk, man, "given");
    let refused = refer(desk, "Zephyr", "F", "custody_officer", None);
    say(desk, refused, "refused");
    let withdrawn = refer(desk, "Zenith", "F", "custody_officer", None);
    say(desk, withdrawn, "given");
    say(desk, withdrawn, "withdrawn");
    for name in HOSTILE {
        refer(desk, name, "F", "custody_officer", None);
    }
}
