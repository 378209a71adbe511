//! The pathway by keys: every card with its effect at the desk, the key a refusal offers, late
//! entry, and the reason asked before a record outside the shift is opened.

use super::*;
use crate::desk::record::Line;
use crate::domain::detail::DetailItem;
use crate::domain::episode::{Episode, Stage};
use crate::domain::ids::EpisodeId;

const WHY: &str = "covering for a colleague<enter>";

impl Hands {
    /// On the page of this person; a reason is given where the desk asks for one.
    pub(super) fn page_of(initials: &str) -> Self {
        let mut hands = Self::on(initials);
        hands.open();
        hands
    }

    pub(super) fn open(&mut self) {
        self.press("<enter>");
        if self.shot(80, 24).contains("Why you open it") {
            self.press(WHY);
        }
        self.sees("PERSON");
    }

    pub(super) fn desk(&mut self) -> &mut Desk {
        match &mut self.app.seat {
            Seat::Desk(desk) => desk,
            _ => panic!("nobody is at the desk"),
        }
    }

    /// The person whose page is open.
    fn id(&self) -> EpisodeId {
        let page = self.app.stack.iter().rev().find_map(|screen| match screen {
            Screen::Episode(page) => Some(page.id()),
            _ => None,
        });
        page.unwrap()
    }

    pub(super) fn episode(&mut self) -> Episode {
        let id = self.id();
        self.desk().episode(id).unwrap()
    }

    pub(super) fn lines(&mut self) -> Vec<Line> {
        let id = self.id();
        self.desk().read_record(id).unwrap().lines
    }

    /// Goes down to the line of the page that holds these words.
    pub(super) fn go_to_line(&mut self, words: &str) {
        self.press("<home>");
        for _ in 0..80 {
            if self.shot(80, 24).lines().any(|line| line.starts_with('>') && line.contains(words)) {
                return;
            }
            self.press("<down>");
        }
        panic!("no line {words:?} on:\n{}", self.shot(80, 24));
    }

    /// Sees a sentence that may go over more than one line.
    pub(super) fn says(&self, sentence: &str) {
        let shot = self.shot(80, 24);
        let words = shot.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(sentence), "no {sentence:?} on:\n{shot}");
    }

    /// Keeps the card on top as a snapshot; what was typed stays.
    pub(super) fn keep(&self, name: &str) {
        insta::assert_snapshot!(name, self.shot(80, 24));
    }
}

#[test]
fn a_referral_found_on_the_list_is_taken_and_triaged() {
    let mut hands = Hands::on("J.D.");
    let new = crate::desk::referral::NewReferral {
        site: "BRO".into(),
        person: crate::domain::referral::Person {
            surname: "Quill".into(),
            given: "Rosa".into(),
            birth: crate::domain::referral::Birth::Unknown,
            sex: "F".into(),
        },
        source: "ld_trawl".into(),
        told_by: "custody list".into(),
        received_at: hands.desk().now(),
        reason: "drugs".into(),
        details: String::new(),
        priority: String::new(),
        place: "c01".into(),
        custody_ref: String::new(),
        legal_position: "arrested".into(),
        relevant_time: None,
        authorised_at: None,
        beside: crate::desk::referral::Beside::default(),
    };
    hands.desk().identify(&new).unwrap();
    hands.app.refresh();
    hands.focus("R.Q.");
    hands.open();
    hands.sees("identified (ID)");
    hands.go_to_line("REFERRAL");
    hands.press("<enter>");
    hands.keep("take_referral");
    hands.press("1Sgt Patel<enter>1<ctrl-s>");
    hands.sees("referral taken; it waits for triage");
    assert!(matches!(hands.episode().stage, Stage::Received));
    hands.go_to_line("TRIAGE");
    hands.press("<enter>");
    hands.keep("triage");
    hands.press("24<ctrl-s>");
    hands.says("below that needs a reason");
    hands.press("calm, with her mother<ctrl-s>");
    if !hands.shot(80, 24).contains("triaged.") {
        hands.press("<tab>calm, with her mother<ctrl-s>");
    }
    hands.sees("triaged.");
    let triage = hands.episode().work.triage.unwrap().what;
    assert_eq!((triage.tier, triage.reason.is_empty()), (Some(3), false));
    assert!(matches!(hands.episode().stage, Stage::Waiting));
}

#[test]
fn a_pin_is_set_with_its_reason_and_taken_away_by_the_same_line() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".p");
    hands.keep("pin");
    hands.press("<enter>");
    hands.sees("Missing: Why first");
    hands.press("van at 19:55<enter>");
    hands.sees("pinned in front of the queue");
    assert_eq!(hands.episode().work.pin.unwrap().what, "van at 19:55");
    hands.sees("pinned: van at 19:55");
    hands.press(".p");
    hands.keep("unpin");
    hands.press("1<enter>");
    assert!(hands.episode().work.pin.is_none());
}

#[test]
fn a_decision_says_whether_an_assessment_is_needed_and_how_great_the_risk_is() {
    let mut hands = Hands::page_of("N.R.");
    hands.press("y");
    hands.keep("decide");
    hands.press("14risk named, no plan<enter>low mood<enter>");
    hands.sees("decided. Now tell custody of this risk: press i.");
    let decision = hands.episode().work.decision.unwrap().what;
    assert_eq!((decision.assess.as_str(), decision.risk.as_str()), ("yes", "high"));
    assert_eq!((decision.reason.as_str(), decision.needs.as_str()), ("risk named, no plan", "low mood"));
}

#[test]
fn an_escalation_waits_on_the_page_until_it_is_taken() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".a");
    hands.keep("escalate");
    hands.press("needs an MSE<enter><enter>");
    hands.sees("escalated");
    hands.go_to_line("ESCALATED");
    hands.sees("to any clinician, waits 0h00");
    hands.press("<enter>");
    hands.keep("take_escalation");
    hands.press("1<enter>");
    hands.sees("the escalation is yours");
    assert!(hands.episode().work.open_escalations().next().is_none());
    assert_eq!(hands.episode().work.escalations.len(), 1);
}

#[test]
fn inform_without_an_open_flag_records_what_custody_was_told() {
    let mut hands = Hands::on("R.T.");
    hands.press("i");
    hands.keep("inform");
    hands.press("Sgt Patel<enter>1<tab>");
    hands.press("<backtab>Level 2 observation asked for.<tab><ctrl-s>");
    hands.sees("Sgt Patel told.");
    hands.focus("R.T.");
    hands.open();
    let told = hands.episode().work.informed.remove(0).what;
    assert_eq!((told.told_to.as_str(), told.by_voice, told.in_record), ("Sgt Patel", true, true));
    assert_eq!(told.text, "Level 2 observation asked for.");
}

#[test]
fn a_contact_and_a_capacity_are_recorded_with_their_fields() {
    let mut hands = Hands::page_of("R.T.");
    hands.press("+");
    hands.keep("contact");
    hands.press("41CMHT duty, J. Adeyemi<enter>Known, last seen in May.<tab>");
    hands.press("<ctrl-s>");
    hands.sees("contact recorded");
    let contact = hands.episode().work.contacts.remove(0).what;
    assert_eq!((contact.kind.as_str(), contact.outcome.as_str()), ("professional", "reached"));
    assert_eq!(contact.with, "CMHT duty, J. Adeyemi");
    hands.press(".m");
    hands.keep("capacity");
    hands.press("to be seen by us<enter>yyny");
    hands.press("<ctrl-s>");
    hands.says("names its cause");
    hands.press("intoxicated<enter>left to sleep, looked at again<enter>+60<ctrl-s>");
    hands.sees("lacks capacity to decide on to be seen by us");
    let capacity = hands.episode().work.capacity.remove(0).what;
    assert!(!capacity.has_capacity() && capacity.review_at.is_some());
    assert_eq!(capacity.cause, "intoxicated");
}

#[test]
fn a_report_is_asked_for_drafted_and_sent() {
    let mut hands = Hands::page_of("N.R.");
    hands.press(".o");
    hands.keep("report");
    hands.press("3Legal adviser Hughes<enter>+60<ctrl-s>");
    hands.sees("report asked for, due 20:44");
    hands.go_to_line("REPORT");
    hands.sees("Court report, asked by Legal adviser Hughes, due 20:44");
    hands.press("<enter>");
    hands.keep("report_step");
    hands.press("1<ctrl-s>");
    hands.sees("a draft is written");
    hands.go_to_line("REPORT");
    hands.press("<enter>2<ctrl-s>");
    hands.says("belongs to what happened");
    hands.press("1court office<ctrl-s>");
    hands.sees("the report is sent");
    assert!(hands.episode().work.open_reports().next().is_none());
    assert!(hands.episode().work.reports[0].sent_at().is_some());
}

#[test]
fn a_report_without_consent_offers_the_consent_key_and_is_late_once_past() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".o1DC Hill<enter>+60<ctrl-s>");
    hands.sees("Nobody has recorded consent to share.");
    hands.says("[g] records the consent");
    hands.keep("refused_with_offer");
    hands.press("<enter>safeguarding<ctrl-s>");
    hands.sees("report asked for");
    let later = hands.desk().now() + chrono::Duration::minutes(61);
    hands.desk().at(later);
    hands.app.refresh();
    hands.go_to_line("LATE");
    hands.sees("!! REPORT");
}

#[test]
fn recommendation_and_mental_health_act_steps_are_recorded() {
    let mut hands = Hands::page_of("N.R.");
    hands.press(".k");
    hands.keep("recommend");
    hands.press("21<tab><ctrl-s>");
    hands.sees("recommendation recorded");
    assert_eq!(hands.episode().work.recommendations[0].what.code, "divert");
    hands.press(".h2<ctrl-s>");
    hands.sees("No Mental Health Act assessment is running");
    hands.press("<esc><esc>.h");
    hands.keep("mha");
    hands.press("1AMHP Osei, ref 5512<enter>");
    hands.sees("MHA assessment: step recorded");
    hands.go_to_line("MHA");
    hands.sees("Asked of the AMHP service 19:44 (AMHP Osei, ref 5512)");
    hands.press("<enter>9<ctrl-s>");
    hands.sees("the MHA assessment has ended");
}

#[test]
fn a_transfer_stays_on_the_page_until_the_other_side_has_the_person() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".f");
    hands.keep("transfer");
    hands.press("1<tab>R. Shah<enter>by telephone<enter>");
    hands.sees("it stays here until they have acknowledged it");
    hands.sees("passed on (TR)");
    hands.go_to_line("TRANSFER");
    hands.press("<enter>");
    hands.keep("transfer_step");
    hands.press("2wrong court<enter>");
    hands.sees("transfer withdrawn");
    hands.press(".f12<ctrl-s>");
    hands.go_to_line("TRANSFER");
    hands.press("<enter>1R. Shah<enter>");
    hands.sees("R. Shah has the person");
    assert!(hands.episode().work.transfers[1].accepted.is_some());
}

#[test]
fn a_follow_up_is_planned_and_ended_and_refused_before_the_person_is_seen() {
    let mut hands = Hands::page_of("N.R.");
    hands.press(".w");
    hands.keep("follow_up");
    hands.press("first appointment<enter>Thu 10:00<enter>own mobile<enter>y<enter>");
    hands.sees("follow-up by");
    hands.go_to_line("FOLLOW-UP");
    hands.press("<enter>");
    hands.keep("end_follow_up");
    hands.press("seen by CMHT<enter>");
    hands.sees("the follow-up is over");
    assert!(hands.episode().work.follow_up.is_none());
    hands.press("<esc>");
    hands.focus("R.T.");
    hands.open();
    hands.press(".w");
    hands.sees("Not now: they have not been seen yet.");
}

#[test]
fn a_task_can_be_dropped_with_a_reason_in_the_card_that_ticks_it_off() {
    let mut hands = Hands::page_of("N.R.");
    hands.go_to_line("TASK");
    hands.press("<enter>2<enter>");
    hands.sees("A task is dropped with a reason.");
    hands.press("AMHP rang<enter>");
    hands.sees("task dropped");
    assert!(hands.episode().open_tasks().next().is_none());
    assert!(
        hands
            .lines()
            .iter()
            .any(|line| line.words.contains("Task dropped") && line.words.contains("AMHP rang"))
    );
}

#[test]
fn asking_after_a_referral_says_who_asks_next_and_when() {
    let mut hands = Hands::page_of("N.R.");
    hands.go_to_line("ONWARD");
    hands.press("<enter>");
    hands.keep("step");
    hands.press("5");
    for _ in 0..5 {
        hands.press("<tab>");
    }
    hands.press("on the list<enter><enter>+60<ctrl-s>");
    hands.sees("onward referral moved on");
    hands.go_to_line("chased: on the list");
    let later = hands.desk().now() + chrono::Duration::minutes(90);
    hands.desk().at(later);
    hands.app.refresh();
    hands.go_to_line("ONWARD");
    assert!(hands.beside(120, 24).contains("was to ask 20:44 LATE"), "{}", hands.shot(120, 24));
}

#[test]
fn a_note_is_put_right_and_the_old_words_stay_marked_as_struck() {
    let mut hands = Hands::page_of("R.T.");
    hands.press("jBrother will fetch him.<tab>seen by me<enter>");
    hands.sees("noted");
    hands.go_to_line("Brother will fetch him.");
    hands.press("<enter>");
    hands.keep("strike");
    hands.press("it is the father<ctrl-s>");
    hands.says("These are the words that stand.");
    hands.press("<ctrl-u>Father will fetch him.<tab><ctrl-s>");
    hands.sees("put right");
    hands.sees("(struck: it is the father) Brother");
    let notes: Vec<String> = hands.episode().notes.into_iter().map(|note| note.text).collect();
    assert_eq!(notes, ["Father will fetch him."]);
    hands.keep("struck");
}

#[test]
fn an_entry_to_be_struck_can_be_chosen_from_the_menu() {
    let mut hands = Hands::page_of("J.D.");
    hands.press(".s");
    hands.keep("strike_any");
    hands.press("1wrong person<enter>");
    hands.sees("struck; it stays to be read");
    assert_eq!(hands.lines().iter().filter(|line| line.struck.is_some()).count(), 1);
}

#[test]
fn a_closed_episode_is_reopened_with_a_reason() {
    let mut hands = Hands::page_of("R.T.");
    hands.press("x11<tab><ctrl-s>");
    if !hands.shot(80, 24).contains("closed as not seen") {
        hands.press("<ctrl-s>");
    }
    hands.sees("closed as not seen");
    hands.sees("closed (CL)");
    hands.press("t");
    hands.press("ring<enter>+30<ctrl-s>");
    hands.sees("This episode is closed.");
    hands.press("<esc><esc>.z");
    hands.keep("reopen");
    hands.press("still here<enter>");
    hands.sees("reopened");
    assert!(hands.episode().is_on_board());
}

#[test]
fn legal_position_and_name_are_put_right_with_their_source() {
    let mut hands = Hands::page_of("R.T.");
    let before = hands.episode();
    hands.press(".g");
    hands.keep("position");
    hands.press("2Sgt Patel<enter>");
    hands.sees("legal position, as told by Sgt Patel");
    assert_ne!(hands.episode().referral.legal_position, before.referral.legal_position);
    hands.press(".e");
    hands.keep("correct");
    hands.press("<ctrl-s>");
    hands.sees("Missing: How you know");
    hands.press("passport<ctrl-s>");
    hands.sees("That is what stands there.");
    for _ in 0..5 {
        hands.press("<up>");
    }
    hands.press("<ctrl-u>Tait<ctrl-s>");
    hands.sees("details put right");
    hands.sees("Tait, Ryan");
    assert_eq!(hands.episode().person().birth, before.person().birth);
}

#[test]
fn details_are_recorded_item_by_item_and_taken_back() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".d");
    hands.sees("0 of 21 recorded");
    hands.sees("-- not recorded");
    hands.keep("details");
    hands.press("<down><enter>");
    hands.keep("detail_text");
    hands.press("9434765918<enter>");
    hands.sees("Nothing was changed");
    hands.press("<ctrl-u>9434765919<enter>");
    hands.sees("NHS number recorded");
    hands.sees("1 of 21");
    hands.press("<down><enter>");
    hands.keep("detail_list");
    hands.press("1<enter>");
    hands.sees("2 of 21");
    hands.press("<enter><backspace><enter>");
    hands.sees("NHS number status taken back");
    hands.press("<home><enter>Two staff, threw a chair<enter><esc>");
    hands.sees("STAFF SAFETY: Two staff, threw a chair");
    let details = hands.episode().details;
    assert_eq!(details.get(DetailItem::NhsNumber.code()).map(String::as_str), Some("9434765919"));
    assert!(!details.contains_key(DetailItem::NhsNumberStatus.code()));
}

#[test]
fn an_episode_is_linked_to_another_of_the_same_person_and_parted_again() {
    let mut hands = Hands::page_of("R.T.");
    hands.press("<esc>");
    hands.focus("X.Y.");
    hands.open();
    let (other, reference) = (hands.id(), hands.episode().referral.reference);
    hands.press("<esc>");
    hands.focus("R.T.");
    hands.open();
    hands.press(".n");
    hands.keep("same_person");
    hands.press("BRO-26-99999<enter>");
    hands.sees("No episode has the reference BRO-26-99999.");
    hands.press(&format!("<ctrl-u>{}<enter>", reference.to_lowercase()));
    hands.sees("one person");
    hands.go_to_line("EARLIER");
    hands.press("<enter>");
    hands.sees("Young, Xavier");
    assert_eq!(hands.id(), other);
    hands.press("<esc>.n1<ctrl-s>");
    hands.sees("this episode stands for itself");
}

#[test]
fn the_menu_shows_what_cannot_be_done_now_with_the_reason() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".u");
    hands.sees("Not now: nothing waits for it.");
    hands.keep("menu");
    hands.press("<home><enter>");
    hands.sees("Not now: they are referred already.");
    hands.press("<esc>");
    hands.sees("PERSON");
}

#[test]
fn a_students_entries_wait_until_a_clinician_signs_them() {
    let mut hands = Hands::on("R.T.");
    hands.press("pSam Lee<enter>slee<enter>6<ctrl-s>");
    let once = hands.first_passphrase();
    hands.press(once.split('-').next_back().unwrap());
    hands.press("<enter>l<up>");
    let list = hands.shot(80, 24);
    let line = list.lines().find(|line| line.contains(" SL ")).unwrap();
    let key = line.chars().find(char::is_ascii_digit).unwrap();
    hands.press(&format!("{key}{once}<enter>"));
    hands.sees("Choose your own");
    hands.press("long passphrase<enter>long passphrase<enter>");
    hands.sees("Start your shift");
    hands.press("207700 900123<enter>n<ctrl-u>+2h<ctrl-s>");
    hands.focus("R.T.");
    hands.open();
    hands.press("jQuiet, ate.<tab>seen by me<enter>");
    hands.go_to_line("UNSIGNED  Quiet, ate.");
    hands.press("<enter>1<enter>");
    hands.says("may not counter-sign");
    hands.press("<esc><esc>.u");
    hands.sees("Not now: your role may not.");
    hands.press("<ctrl-l><up>1demo<enter>");
    hands.focus("R.T.");
    hands.open();
    hands.go_to_line("UNSIGNED");
    hands.press("<enter>");
    hands.keep("counter_sign");
    hands.press("1<enter>");
    hands.sees("1 entry counter-signed.");
    assert!(hands.episode().work.unsigned.is_empty());
}

#[test]
fn a_guard_that_refuses_names_the_key_that_supplies_what_is_missing() {
    let mut hands = Hands::page_of("J.D.");
    hands.press("f1<tab><ctrl-s>");
    if hands.shot(80, 24).contains("Missing") {
        hands.press("1<ctrl-s>");
    }
    hands.says("[i] tells custody");
    hands.press("<esc><esc>");
    hands.press("<esc>");
    hands.focus("S.W.");
    hands.press("s");
    hands.sees("is on hold until");
    hands.says("[w] takes them off hold");
    hands.press("w");
    hands.sees("off hold");
}

#[test]
fn what_happened_earlier_is_entered_for_its_time_from_any_card_about_a_person() {
    let mut hands = Hands::page_of("R.T.");
    hands.press("+41CMHT<ctrl-o>");
    hands.keep("earlier_time");
    hands.press("-30<enter>");
    hands.sees("contact recorded. It happened 19:14.");
    let contact = hands.episode().work.contacts.remove(0);
    assert_eq!((hands.desk().now() - contact.at).num_minutes(), 30);
    hands.sees("[entered 19:44]");
    hands.press("t<ctrl-o>+10<ctrl-s>");
    hands.sees("Missing");
    hands.press("<esc><esc>+41CMHT<ctrl-o>y10:00<enter>");
    hands.sees("The referral came in at");
    hands.press("<esc><esc>v<ctrl-o>");
    hands.sees("> When");
}

#[test]
fn a_card_about_nobody_says_why_it_has_no_earlier_time() {
    let mut hands = Hands::on("R.T.");
    hands.press("m<ctrl-o>");
    hands.sees("about no one person");
}

#[test]
fn a_record_outside_the_shift_is_opened_with_a_reason_that_is_kept() {
    let mut hands = Hands::on("A.K.");
    hands.press("<enter>");
    hands.keep("why");
    hands.press("<enter>");
    hands.sees("Missing: Why you open it");
    hands.press("covering for a colleague<enter>");
    hands.sees("Karim, Amina");
    hands.go_to_line("Opened from outside the shift: covering for a colleague");
    hands.press("<esc>");
    hands.sees("WAITING");
    hands.focus("R.T.");
    hands.press("<enter>");
    hands.sees("Tate, Ryan");
}

#[test]
fn no_size_of_terminal_brings_the_pathway_down() {
    let mut hands = Hands::page_of("N.R.");
    for opens in ["", ".", "<esc>.d", "<enter>", "<esc><esc>.m<ctrl-o>", "<esc><esc>.s"] {
        hands.press(opens);
        for columns in (1..=120).step_by(7) {
            for rows in (1..=40).step_by(3) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
    }
}
