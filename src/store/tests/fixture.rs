//! A store in a temporary folder, and acts of a shift to put into it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::domain::answer::{Answer, Value};
use crate::domain::event::{Audience, Body, Draft, HandoverIssue, Progress, ShiftStart};
use crate::domain::ids::{EpisodeId, HandoverId, PractitionerId, ScreeningId, ShiftId};
use crate::domain::referral::{Birth, Person, Referral};
use crate::domain::shift::Practitioner;
use crate::store::{
    DataKey, KdfCost, NewSlot, Place, Purpose, Standing, Store, StoreError, StoreLock, Vault,
};

pub(super) const PASSPHRASE: &str = "three random words";
pub(super) const SURNAME: &str = "Quillfeather";
pub(super) const GIVEN: &str = "Persephone";
pub(super) const WORDS: &str = "planted words of an answer";

/// A store on disk with the means to shut and open it again.
pub(super) struct Desk {
    _dir: tempfile::TempDir,
    pub(super) place: Place,
    pub(super) key: DataKey,
    pub(super) vault: Vault,
    pub(super) store: Store,
}

impl Desk {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::prepare(&dir.path().join("data")).unwrap();
        let first =
            NewSlot { label: "AO".into(), sign_in_name: "ada.okafor".into(), role: "practitioner".into() };
        let (vault, key, _) =
            Vault::create(&place, Purpose::Service, &first, PASSPHRASE, KdfCost::demo()).unwrap();
        let store = open(&place, &vault, &key).unwrap();
        Self { _dir: dir, place, key, vault, store }
    }

    /// Copies the folder as it lies on disk now, which is what a kill -9 would leave.
    pub(super) fn as_left_by_a_crash(&self) -> Left {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::prepare(&dir.path().join("data")).unwrap();
        for entry in self.place.dir().read_dir().unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, place.dir().join(path.file_name().unwrap())).unwrap();
        }
        Left { _dir: dir, place, key: self.key.clone() }
    }
}

/// A folder of which no process is using the store.
pub(super) struct Left {
    _dir: tempfile::TempDir,
    pub(super) place: Place,
    key: DataKey,
}

impl Left {
    pub(super) fn open(&self) -> Result<Store, StoreError> {
        open(&self.place, &Vault::read(&self.place).unwrap(), &self.key)
    }

    pub(super) fn standing(&self) -> Standing {
        self.open().unwrap().standing()
    }

    pub(super) fn wal(&self) -> PathBuf {
        wal(&self.place)
    }
}

pub(super) fn wal(place: &Place) -> PathBuf {
    place.dir().join("liaison.db-wal")
}

pub(super) fn open(place: &Place, vault: &Vault, key: &DataKey) -> Result<Store, StoreError> {
    Store::open(&StoreLock::take(place)?, vault, key)
}

pub(super) fn truncate(path: &Path, by: impl FnOnce(u64) -> u64) {
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(by(file.metadata().unwrap().len())).unwrap();
}

pub(super) fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 123_456_789).unwrap() + TimeDelta::minutes(minute)
}

pub(super) fn ada() -> PractitionerId {
    PractitionerId(Uuid::from_u128(0xADA))
}

pub(super) fn draft(minute: i64, episode: Option<EpisodeId>, body: Body) -> Draft {
    Draft {
        id: Uuid::now_v7(),
        at: at(minute),
        entered_at: at(minute),
        actor: Some(ada()),
        episode,
        site: Some("BRO".into()),
        body,
    }
}

pub(super) fn practitioner_added() -> Draft {
    let body = Body::PractitionerAdded(Practitioner {
        id: ada(),
        name: "Ada Okafor".into(),
        sign_in_name: "ada.okafor".into(),
        label: "AO".into(),
        role: "practitioner".into(),
        removed: false,
    });
    draft(0, None, body)
}

pub(super) fn shift_started(id: ShiftId) -> Draft {
    let body = Body::ShiftStarted(ShiftStart {
        shift: id,
        practitioner: ada(),
        name: "Ada Okafor".into(),
        sites: vec!["BRO".into()],
        role: "practitioner".into(),
        phone: "07700 900123".into(),
        ends_at: at(480),
        youth_worker: false,
    });
    draft(1, None, body)
}

pub(super) fn referred(number: u32) -> (EpisodeId, Draft) {
    let id = EpisodeId(Uuid::now_v7());
    let referral = Referral {
        reference: format!("BRO-26-{number:05}"),
        person: Person {
            surname: SURNAME.into(),
            given: GIVEN.into(),
            birth: Birth::On(NaiveDate::from_ymd_opt(1994, 3, 2).unwrap()),
            sex: "2".into(),
        },
        source: "custody".into(),
        told_by: "PS 1234".into(),
        received_at: at(2),
        reason: "self_harm".into(),
        details: "said so at the desk".into(),
        priority: "2".into(),
        place: "C4".into(),
        custody_ref: "DP/1".into(),
        legal_position: "arrested".into(),
        relevant_time: Some(at(-30)),
        authorised_at: None,
        known_risk: String::new(),
        offences: Vec::new(),
        same_person: None,
        court: None,
    };
    (id, draft(2, Some(id), Body::Referred(Box::new(referral))))
}

pub(super) fn screening_started(episode: EpisodeId, screening: ScreeningId) -> Draft {
    let body = Body::ScreeningStarted {
        screening,
        form: "core".into(),
        version: "1".into(),
        hash: "00".into(),
        title: "Core screening".into(),
        amends: None,
    };
    draft(3, Some(episode), body)
}

pub(super) fn answered(episode: EpisodeId, screening: ScreeningId, number: u32) -> Draft {
    let body = Body::Answered {
        screening,
        question: format!("q{}", number % 40),
        answer: Answer::given(Value::Text(format!("{WORDS} {number}"))),
        progress: Progress { answered: number, asked: 40 },
    };
    draft(4, Some(episode), body)
}

pub(super) fn handover_made() -> Draft {
    let body = Body::HandoverMade(HandoverIssue {
        handover: HandoverId(Uuid::now_v7()),
        sites: vec!["BRO".into(), "LEW".into()],
        version: 1,
        people: 1,
        text: format!("{SURNAME}, {GIVEN}"),
        roles: Vec::new(),
        audience: Audience::Team,
        named: false,
        why_named: String::new(),
        shift: None,
        given_by: String::new(),
        items: Vec::new(),
    });
    draft(9, None, body)
}

/// Puts a short evening into a store and gives its episode and screening.
pub(super) fn evening(store: &mut Store, answers: u32) -> (EpisodeId, ScreeningId) {
    let (episode, referral) = referred(u32::try_from(store.head().seq).unwrap());
    let (screening, shift) = (ScreeningId(Uuid::now_v7()), ShiftId(Uuid::now_v7()));
    let begun = [practitioner_added(), shift_started(shift), referral, screening_started(episode, screening)];
    store.append(&begun).unwrap();
    for number in 0..answers {
        store.append(&[answered(episode, screening, number)]).unwrap();
    }
    let rest = [
        Body::SiteNoted { text: "lift is out of order".into() },
        Body::CustodyListChecked { detained: 12, picked_up: 2 },
        Body::WentOffSuite {
            shift,
            place: "court".into(),
            phone: "07700 900124".into(),
            back_at: at(90),
            told: "PS 1234".into(),
        },
        Body::CameBack { shift },
    ];
    store.append(&rest.map(|body| draft(5, None, body))).unwrap();
    store.append(&[draft(6, Some(episode), Body::Viewed { why: String::new() }), handover_made()]).unwrap();
    (episode, screening)
}
