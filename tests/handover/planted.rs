//! An evening in which every kind of text stands somewhere, each with a word that nothing else has.

use chrono::Duration;
use liaison::desk::passing::NewTransfer;
use liaison::desk::plan::NewOnward;
use liaison::desk::report::NewReport;
use liaison::desk::rota::RotaAct;
use liaison::desk::screening::Declined;
use liaison::desk::seeing::Seeing;
use liaison::domain::answer::{Answer, Value};
use liaison::domain::detail::DetailItem;
use liaison::domain::event::{
    Capacity, Consent, ConsentTo, Contact, Decision, FollowUp, Informing, MhaStep, NoteFor, Recommendation,
    Triage,
};
use liaison::domain::ids::{EpisodeId, PractitionerId};
use liaison::domain::referral::{Birth, Person};
use liaison::domain::rota::{Span, Staff};
use liaison::domain::time::local;
use uuid::Uuid;

use crate::evening::{Evening, after};

pub const SURNAME: &str = "Quillfeather";
pub const GIVEN: &str = "Rosamund";

/// A text with its word, and the person's name as people type it.
pub fn t(word: &str) -> String {
    format!("{word} about {GIVEN} {SURNAME}, QUILLFEATHER, and {GIVEN} slept")
}

/// A text that is about somebody else, or about nobody in particular. A given name alone could be
/// anybody's there.
fn elsewhere(word: &str) -> String {
    format!("{word} about {GIVEN} {SURNAME}, {SURNAME} and QUILLFEATHER")
}

/// Who does or was told something, with the person's whole name beside it.
fn doer(word: &str) -> String {
    format!("{word} for {GIVEN} {SURNAME}")
}

pub fn person() -> Person {
    Person { surname: SURNAME.into(), given: GIVEN.into(), birth: Birth::Unknown, sex: "M".into() }
}

pub struct Planted {
    pub evening: Evening,
    /// Of whom everything is known, charged and followed up.
    pub main: EpisodeId,
}

impl Planted {
    pub fn new() -> Self {
        let mut evening = Evening::quiet();
        evening.service(|text| {
            text.replace("Violence against the person", "zqoffence")
                .replace("Rough sleeper", "zqaccommodation")
                .replace("\"Sick\"", "\"zqsickness\"")
        });
        colleague_away(&mut evening);
        evening.on_shift(&["BRO"]);
        let mut new = evening.referral();
        new.person = person();
        new.details = t("zqdetails");
        new.told_by = t("zqtoldby");
        new.beside.known_risk = t("zqknownrisk");
        new.beside.offences = vec!["violence".into()];
        let main = evening.desk.receive_referral(&new).unwrap();
        let mut planted = Self { evening, main };
        planted.begin();
        planted.see();
        planted.work();
        planted.details();
        planted.others();
        planted
    }

    fn begin(&mut self) {
        let (desk, id) = (&mut self.evening.desk, self.main);
        desk.change_position(id, "charged", "Sgt Patel").unwrap();
        let triage = Triage {
            priority: "3".into(),
            tier: Some(0),
            reason: t("zqtriagewhy"),
            advice: t("zqadvice"),
            advised: doer("zqadvised"),
        };
        desk.triage(id, &triage).unwrap();
        for (word, source, readers) in [
            ("zqnoteteam", "zqsourceteam", NoteFor::Team),
            ("zqnotecustody", "", NoteFor::Custody),
            ("zqnotethird", "zqsourcethird", NoteFor::ThirdParty),
            ("zqnoteoffence", "", NoteFor::Offence),
            ("zqnoteclinician", "", NoteFor::Clinician),
        ] {
            desk.note_for(id, &t(word), &t(source), readers).unwrap();
        }
        desk.note_contingency(id, &t("zqifthen")).unwrap();
        desk.note_site("BRO", &elsewhere("zqsite")).unwrap();
    }

    fn see(&mut self) {
        let (desk, id) = (&mut self.evening.desk, self.main);
        let seeing = Seeing { place: "cell".into(), present: t("zqpresent"), aa: String::new() };
        desk.start_seeing(id, &seeing).unwrap();
        for to in ConsentTo::ALL {
            let scope = t("zqconsentscope");
            desk.consent(id, &Consent { scope, ..Consent::plain(to, "given", &t("zqconsentnote")) }).unwrap();
        }
        let mut open = self.evening.desk.begin_screening(id, "ld_housing").unwrap();
        let words = Answer { specified: Some(t("zqformwords")), ..choice("HM07") };
        let noted = choice("N").with_note(Some(t("zqformnote")));
        let free = Answer::given(Value::Text(t("zqformtext")));
        for (question, answer) in [("status", words), ("settled", noted), ("impression", free)] {
            let answered = self.evening.desk.answer(&open, question, &answer).unwrap();
            open.sheet = answered.sheet;
        }
        self.evening.screen(id);
        let decision = Decision {
            assess: "no".into(),
            risk: "medium".into(),
            needs: t("zqneeds"),
            reason: t("zqdecided"),
            found: Vec::new(),
        };
        self.evening.desk.decide(id, &decision).unwrap();
        self.evening.desk.set_aside(id, "phq9", Declined::NotPossible, &t("zqaside"), None).unwrap();
    }

    fn work(&mut self) {
        let (now, id) = (self.evening.now, self.main);
        let soon = after(now, 90);
        let desk = &mut self.evening.desk;
        let told = Informing {
            told_to: doer("zqinformedwhom"),
            by_voice: true,
            in_record: true,
            text: t("zqinformed"),
        };
        desk.inform(id, &told, now).unwrap();
        let contact = Contact {
            kind: "telephone".into(),
            with: t("zqcontactwith"),
            outcome: "reached".into(),
            text: t("zqcontacttext"),
        };
        desk.contact(id, &contact).unwrap();
        let capacity = Capacity {
            decision: t("zqcapacity"),
            understands: false,
            retains: true,
            weighs: true,
            communicates: true,
            cause: t("zqcause"),
            best_interests: t("zqbest"),
            review_at: Some(soon),
        };
        desk.assess_capacity(id, &capacity).unwrap();
        let report = NewReport {
            kind: "court".into(),
            asked_by: t("zqreportasked"),
            due: soon,
            basis: t("zqreportbasis"),
        };
        desk.ask_report(id, &report).unwrap();
        let new = Recommendation { to: "court".into(), code: "divert".into(), text: t("zqrecommended") };
        desk.recommend(id, &new).unwrap();
        desk.move_mha(id, &MhaStep { step: "asked".into(), note: t("zqmha") }).unwrap();
        let transfer = NewTransfer {
            kind: "other_team".into(),
            to: t("zqtransferto"),
            to_site: None,
            how: t("zqtransferhow"),
        };
        desk.transfer(id, &transfer).unwrap();
        let plan = FollowUp {
            worker: doer("zqworker"),
            purpose: t("zqpurpose"),
            first_due: soon,
            contact: t("zqreach"),
            message_safe: false,
        };
        desk.plan_follow_up(id, &plan).unwrap();
        desk.escalate(id, &doer("zqescalatedto"), &t("zqescalated")).unwrap();
        let onward = NewOnward {
            destination: "gp".into(),
            urgency: "3".into(),
            reason: t("zqonward"),
            consent: "given".into(),
            basis: String::new(),
            suggestion: None,
        };
        desk.refer_onward(id, &onward).unwrap();
        desk.add_task(id, &t("zqtask"), &doer("zqowner"), soon).unwrap();
        let dropped = desk.add_task(id, "Not needed", "Okafor", soon).unwrap();
        desk.drop_task(id, dropped, &t("zqdropped")).unwrap();
    }

    fn details(&mut self) {
        let (desk, id) = (&mut self.evening.desk, self.main);
        for (item, word) in [
            (DetailItem::PreferredName, "zqpreferred"),
            (DetailItem::Aliases, "zqalias"),
            (DetailItem::Language, "zqlanguage"),
            (DetailItem::Address, "zqaddress"),
            (DetailItem::GpPractice, "zqpractice"),
            (DetailItem::KnownTo, "zqknownto"),
            (DetailItem::SafeContact, "zqsafecontact"),
            (DetailItem::StaffSafety, "zqstaffsafety"),
        ] {
            desk.record_detail(id, item, &t(word)).unwrap();
        }
        desk.record_detail(id, DetailItem::NhsNumber, "9434765919").unwrap();
        desk.record_detail(id, DetailItem::Accommodation, "HM01").unwrap();
    }

    /// What cannot stand with one and the same person, and what is about nobody.
    fn others(&mut self) {
        let recheck = after(self.evening.now, 60);
        let held = self.evening.person();
        self.evening.desk.hold(held, "interview", recheck, &elsewhere("zqholdnote")).unwrap();
        let pinned = self.evening.person();
        self.evening.desk.pin(pinned, &elsewhere("zqpin")).unwrap();
        let desk = &mut self.evening.desk;
        desk.go_off_suite(&elsewhere("zqoffplace"), "07700 900124", recheck, &elsewhere("zqofftold"))
            .unwrap();
    }
}

fn choice(code: &str) -> Answer {
    Answer::given(Value::Choice(code.into()))
}

fn colleague_away(evening: &mut Evening) {
    let id = PractitionerId(Uuid::now_v7());
    let staff = Staff {
        id,
        name: "Priya Shah".into(),
        label: "PS".into(),
        role: "practitioner".into(),
        skills: vec![],
        phone: "07700 900456".into(),
        bank: false,
        inducted: vec![],
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    };
    let desk = &mut evening.desk;
    desk.change_rota(&RotaAct::Staff(staff), "new").unwrap();
    let from = local(evening.now);
    let span = Span::between(from - Duration::hours(4), from + Duration::hours(20)).unwrap();
    let away = RotaAct::Away { practitioner: id, why: "sickness".into(), span };
    desk.change_rota(&away, "rang in").unwrap();
}
