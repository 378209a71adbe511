//! A walk through the verbs of the desk, one after the other by chance. What a guard refuses is
//! refused; what it lets pass has to leave a board that the facts explain.

use chrono::{DateTime, Duration, Utc};
use liaison::desk::close::Closing;
use liaison::desk::court::CourtRow;
use liaison::desk::passing::NewTransfer;
use liaison::desk::plan::{NewOnward, Telling};
use liaison::desk::referral::{Beside, NewReferral};
use liaison::desk::report::NewReport;
use liaison::desk::screening::{Declined, OpenScreening};
use liaison::desk::seeing::Seeing;
use liaison::desk::shift::NewShift;
use liaison::desk::{Desk, DeskError};
use liaison::domain::answer::{Answer, State, Value};
use liaison::domain::clock::ClockKind;
use liaison::domain::episode::{Episode, Stage};
use liaison::domain::event::{
    Correction, Decision, FollowUp, Informing, OnwardStep, ReportStep, Taking, Triage,
};
use liaison::domain::ids::EpisodeId;
use liaison::domain::referral::{Birth, Person};
use liaison::domain::service::Code;

use super::dice::Dice;

/// Short forms, and a long one as often as it takes.
const FORMS: [&str; 9] =
    ["asq", "asq", "asq", "phq2", "phq2", "ld_housing", "ld_housing", "ld_reception", "ld_full_assessment"];
const NAMES: [&str; 8] = ["Quill", "O'Neill", "Łukasz", "Smith-Jones", "Ng", "Abara", "Zhou", "de Vries"];

/// Somebody at the desk for a while.
pub struct Walk<'a> {
    pub desk: &'a mut Desk,
    pub dice: &'a mut Dice,
    /// Verbs that were let pass, by name.
    pub done: &'a mut std::collections::BTreeMap<&'static str, usize>,
}

type Done = Result<(), DeskError>;
type Verb = fn(&mut Walk<'_>) -> Done;

/// Each verb as often as its weight says.
const VERBS: [(&str, usize, Verb); 30] = [
    ("receive_referral", 6, receive),
    ("identify", 2, identify),
    ("take_referral", 2, take),
    ("triage", 5, triage),
    ("pin", 3, pin),
    ("unpin", 1, unpin),
    ("tell_clock", 12, tell_clock),
    ("change_position", 3, change_position),
    ("correct_details", 2, correct),
    ("move_person", 1, move_person),
    ("hold", 6, hold),
    ("end_hold", 2, end_hold),
    ("go_and_see", 6, see),
    ("pause_seeing", 1, pause),
    ("screen", 10, screen),
    ("set_aside", 1, set_aside),
    ("tell_custody", 5, tell_custody),
    ("decide", 4, decide),
    ("refer_onward", 2, refer_onward),
    ("settle_suggestion", 3, settle_suggestion),
    ("move_onward", 2, move_onward),
    ("task", 3, task),
    ("report", 2, report),
    ("escalate", 2, escalate),
    ("transfer", 4, transfer),
    ("follow_up", 2, follow_up),
    ("left", 1, left),
    ("close", 4, close),
    ("reopen", 1, reopen),
    ("shift", 4, shift),
];

/// The names of all verbs.
pub fn names() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|(name, _, _)| *name)
}

impl Walk<'_> {
    /// So many verbs.
    pub fn steps(&mut self, count: usize) {
        for _ in 0..count {
            let total = VERBS.iter().map(|(_, weight, _)| weight).sum();
            let mut place = self.dice.roll(total);
            let (name, _, verb) = VERBS
                .iter()
                .find(|(_, weight, _)| {
                    let here = place < *weight;
                    place = place.saturating_sub(*weight);
                    here
                })
                .unwrap();
            match verb(self) {
                Ok(()) => *self.done.entry(name).or_default() += 1,
                Err(DeskError::Refused { .. } | DeskError::Unknown(_)) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.desk.now()
    }

    /// A moment between so many minutes from now and so many, with odd seconds.
    fn moment(&mut self, from: i64, to: i64) -> DateTime<Utc> {
        let odd = if self.dice.once_in(3) { self.dice.between(0, 59_999) } else { 0 };
        self.now() + Duration::minutes(self.dice.between(from, to)) + Duration::milliseconds(odd)
    }

    fn code(&mut self, list: fn(&liaison::domain::service::Lists) -> &Vec<Code>) -> String {
        let service = self.desk.service().clone();
        self.dice.pick(list(&service.lists)).code.clone()
    }

    fn site(&mut self) -> String {
        let service = self.desk.service().clone();
        self.dice.pick(&service.sites).code.clone()
    }

    fn anybody(&mut self) -> Result<Episode, DeskError> {
        self.someone(|_| true)
    }

    /// Somebody on the board of whom this holds, else anybody there.
    fn someone(&mut self, holds: fn(&Episode) -> bool) -> Result<Episode, DeskError> {
        let mut ids: Vec<EpisodeId> = self.desk.board()?.rows.iter().map(|row| row.id).collect();
        if ids.is_empty() {
            return Err(DeskError::Unknown("person"));
        }
        let first = self.dice.roll(ids.len());
        ids.rotate_left(first);
        for id in &ids {
            let one = self.desk.episode(*id)?;
            if holds(&one) {
                return Ok(one);
            }
        }
        self.desk.episode(ids[0])
    }

    fn person(&mut self) -> Person {
        let today = self.now().date_naive();
        let birth = match self.dice.roll(8) {
            0 => Birth::Unknown,
            1 | 2 => Birth::Aged { years: u16::try_from(self.dice.between(12, 60)).unwrap(), on: today },
            // Around the eighteenth birthday, to the day.
            3 | 4 => Birth::On(
                today.checked_sub_months(chrono::Months::new(18 * 12)).unwrap()
                    + Duration::days(self.dice.between(-2, 2)),
            ),
            _ => Birth::On(today - Duration::days(self.dice.between(11 * 365, 70 * 365))),
        };
        Person {
            surname: (*self.dice.pick(&NAMES)).to_owned(),
            given: (*self.dice.pick(&["Ada", "", "Émile", "Sam"])).to_owned(),
            birth,
            sex: self.code(|lists| &lists.sexes),
        }
    }

    fn referral(&mut self) -> NewReferral {
        let received_at = self.moment(-300, 0);
        let relevant_time =
            (!self.dice.once_in(5)).then(|| received_at - Duration::minutes(self.dice.between(0, 1500)));
        let authorised_at = relevant_time.map(|at| at + Duration::minutes(self.dice.between(0, 30)));
        let triaged = !self.dice.once_in(3);
        let offences = if self.dice.once_in(4) { vec!["indecent_images".to_owned()] } else { Vec::new() };
        let arrested = self.dice.once_in(2);
        NewReferral {
            site: self.site(),
            person: self.person(),
            source: self.code(|lists| &lists.sources),
            told_by: "Sgt Patel".to_owned(),
            received_at,
            reason: self.code(|lists| &lists.reasons),
            details: String::new(),
            priority: if triaged { self.code(|lists| &lists.priorities) } else { String::new() },
            place: "c1".to_owned(),
            custody_ref: String::new(),
            legal_position: if arrested {
                "arrested".to_owned()
            } else {
                self.code(|lists| &lists.legal_positions)
            },
            relevant_time,
            authorised_at: authorised_at.filter(|at| *at <= self.desk.now()),
            beside: Beside { offences, ..Beside::default() },
        }
    }
}

fn receive(walk: &mut Walk<'_>) -> Done {
    let new = walk.referral();
    walk.desk.receive_referral(&new)?;
    // Two brought in together stand side by side.
    if walk.dice.once_in(4) { walk.desk.receive_referral(&new).map(drop) } else { Ok(()) }
}

fn identify(walk: &mut Walk<'_>) -> Done {
    let new = walk.referral();
    if walk.dice.once_in(2) {
        return walk.desk.identify(&new).map(drop);
    }
    let hearing = Some(walk.moment(-30, 600));
    let row = CourtRow {
        person: new.person,
        custody_ref: String::new(),
        room: "1".to_owned(),
        slot: "am 3".to_owned(),
        hearing,
        from: None,
        same_person: None,
    };
    walk.desk.add_court_rows("BMC", &[row]).map(drop)
}

fn take(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::Identified))?.id;
    let taking = Taking {
        source: walk.code(|lists| &lists.sources),
        told_by: "Sgt Patel".to_owned(),
        received_at: walk.moment(-60, 0),
        reason: walk.code(|lists| &lists.reasons),
        details: String::new(),
        priority: if walk.dice.once_in(2) { String::new() } else { walk.code(|lists| &lists.priorities) },
    };
    walk.desk.take_referral(id, &taking)
}

fn triage(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let tier = (!walk.dice.once_in(3)).then(|| u8::try_from(walk.dice.roll(4)).unwrap());
    let reason = if walk.dice.once_in(2) { String::new() } else { "seen by the HCP".to_owned() };
    let priority = walk.code(|lists| &lists.priorities);
    walk.desk.triage(id, &Triage { priority, tier, reason, advice: String::new(), advised: String::new() })
}

fn pin(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let reason = *walk.dice.pick(&["van at seven", "mother waits", "solicitor asked"]);
    walk.desk.pin(id, reason)
}

fn unpin(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| one.work.pin.is_some())?.id;
    walk.desk.unpin(id)
}

fn tell_clock(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let kind = *walk.dice.pick(&ClockKind::TOLD);
    let time = match kind {
        _ if walk.dice.once_in(8) => None,
        _ if kind.lies_behind() => Some(walk.moment(-600, 0)),
        // Also exactly at the edges that the rules name, now, and at the end of somebody's shift.
        _ if walk.dice.once_in(4) => Some(walk.now() + Duration::minutes(*walk.dice.pick(&[0, 60, 180]))),
        _ if walk.dice.once_in(5) => walk.desk.shift()?.map(|shift| shift.ends_at),
        _ => Some(walk.moment(-20, 1500)),
    };
    walk.desk.tell_clock(id, kind, time, "DC Hill")
}

fn change_position(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let charged = walk.dice.once_in(3);
    let position = if charged { "charged".to_owned() } else { walk.code(|lists| &lists.legal_positions) };
    walk.desk.change_position(id, &position, "Sgt Patel")
}

fn correct(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let person = walk.person();
    let correction =
        Correction { person, custody_ref: "26/1".to_owned(), reason: "custody record".to_owned() };
    walk.desk.correct_details(id, &correction)
}

fn move_person(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let place = format!("c{}", walk.dice.roll(20));
    walk.desk.move_person(id, &place)
}

fn hold(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(Episode::is_unseen)?.id;
    let reason =
        if walk.dice.once_in(2) { "asleep".to_owned() } else { walk.code(|lists| &lists.hold_reasons) };
    // Also exactly until the clock that ends the chance to see them.
    let deadline = walk.desk.board()?.rows.into_iter().find(|row| row.id == id).and_then(|row| row.deadline);
    let recheck = match deadline {
        Some(due) if walk.dice.once_in(3) => due.at,
        _ => walk.moment(1, 480),
    };
    walk.desk.hold(id, &reason, recheck, "")
}

fn end_hold(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::OnHold { .. }))?.id;
    walk.desk.end_hold(id, "awake")
}

fn see(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(Episode::is_unseen)?.id;
    let consent = if walk.dice.once_in(5) { "refused" } else { "given" };
    walk.desk.go_and_see(id, &Seeing::at("cell"), consent, "")
}

fn pause(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::BeingSeen { .. }))?.id;
    walk.desk.pause_seeing(id)
}

/// Begins a form or goes on with a draft, answers some of it, and finishes it now and then.
fn screen(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::BeingSeen { .. }))?.id;
    let form = *walk.dice.pick(&FORMS);
    let mut open = walk.desk.begin_screening(id, form)?;
    let questions = if walk.dice.once_in(3) { walk.dice.roll(6) } else { 300 };
    for _ in 0..questions {
        let Some((key, answer)) = next_answer(walk, &open) else { break };
        // What does not fit is declined: the form goes on either way.
        let answered = match walk.desk.answer(&open, &key, &answer) {
            Err(DeskError::Refused { .. }) => {
                walk.desk.answer(&open, &key, &Answer::absent(State::Declined))?
            }
            other => other?,
        };
        open.sheet = answered.sheet;
    }
    if questions == 300 { walk.desk.finish_screening(&open).map(drop) } else { Ok(()) }
}

fn next_answer(walk: &mut Walk<'_>, open: &OpenScreening) -> Option<(String, Answer)> {
    let item = open.sheet.unanswered().next()?;
    let options: Vec<String> = item.question.options.iter().map(|option| option.code.clone()).collect();
    let answer = match options.as_slice() {
        [] if walk.dice.once_in(2) => {
            let yes = if walk.dice.once_in(6) { "yes" } else { "no" };
            Answer::given(Value::Choice(yes.to_owned()))
        }
        [] => Answer::absent(State::Declined),
        // Mostly calm, so that not everybody has a red flag.
        codes if codes.iter().any(|code| code == "no") && !walk.dice.once_in(8) => {
            Answer::given(Value::Choice("no".to_owned()))
        }
        codes => Answer::given(Value::Choice(walk.dice.pick(codes).clone())),
    };
    Some((item.key(), answer))
}

fn set_aside(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::BeingSeen { .. }))?.id;
    let retry = walk.dice.once_in(2).then(|| walk.now() + Duration::minutes(90));
    walk.desk.set_aside(id, "ld_housing", Declined::ByPerson, "Tired.", retry)
}

fn tell_custody(walk: &mut Walk<'_>) -> Done {
    let episode = walk.someone(|one| one.open_flags().next().is_some())?;
    if walk.dice.once_in(3) {
        let informing = Informing {
            told_to: "Sgt Lewis".to_owned(),
            by_voice: true,
            in_record: true,
            text: "At risk.".to_owned(),
        };
        return walk.desk.inform(episode.id, &informing, walk.now());
    }
    let flag = episode.open_flags().next().ok_or(DeskError::Unknown("red flag"))?.raise.flag;
    let (by_voice, in_custody_record) = *walk.dice.pick(&[(true, true), (true, false), (false, true)]);
    let telling = Telling { told_to: "Sgt Lewis".to_owned(), by_voice, in_custody_record, at: walk.now() };
    walk.desk.tell_custody(episode.id, flag, &telling).map(drop)
}

fn decide(walk: &mut Walk<'_>) -> Done {
    let id = walk.someone(|one| matches!(one.stage, Stage::Seen))?.id;
    let decision = Decision {
        assess: (*walk.dice.pick(&["yes", "no"])).to_owned(),
        risk: walk.code(|lists| &lists.risk_levels),
        needs: String::new(),
        reason: "as found".to_owned(),
        found: Vec::new(),
    };
    walk.desk.decide(id, &decision)?;
    let release = walk.moment(1, 900);
    let known = walk.dice.once_in(2);
    if known { walk.desk.tell_clock(id, ClockKind::Release, Some(release), "Sgt Patel") } else { Ok(()) }
}

fn refer_onward(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let new = NewOnward {
        destination: walk.code(|lists| &lists.destinations),
        urgency: walk.code(|lists| &lists.priorities),
        reason: "support".to_owned(),
        consent: "given".to_owned(),
        basis: String::new(),
        suggestion: None,
    };
    walk.desk.refer_onward(id, &new).map(drop)
}

fn settle_suggestion(walk: &mut Walk<'_>) -> Done {
    let episode = walk.someone(|one| !one.suggestions.is_empty())?;
    for open in &episode.suggestions {
        walk.desk.refuse_suggestion(episode.id, open, "declined", "")?;
    }
    if episode.suggestions.is_empty() { Err(DeskError::Unknown("suggestion")) } else { Ok(()) }
}

fn move_onward(walk: &mut Walk<'_>) -> Done {
    let episode = walk.someone(|one| one.onward.iter().any(|onward| onward.is_pending()))?;
    let onward = episode.onward.first().ok_or(DeskError::Unknown("onward referral"))?.id;
    let step = match walk.dice.roll(4) {
        0 => OnwardStep::Sent { how: "telephone".to_owned() },
        1 => OnwardStep::Accepted { by: "duty worker".to_owned(), appointment: Some(walk.moment(60, 9000)) },
        2 => OnwardStep::Attended { code: "5".to_owned() },
        _ => OnwardStep::Ended { reason: "declined".to_owned() },
    };
    walk.desk.move_onward(episode.id, onward, step)
}

fn task(walk: &mut Walk<'_>) -> Done {
    let episode = walk.anybody()?;
    match episode.open_tasks().next() {
        Some(open) if walk.dice.once_in(2) => walk.desk.finish_task(episode.id, open.id),
        Some(open) => walk.desk.drop_task(episode.id, open.id, "no longer needed"),
        None => {
            let due = walk.moment(-10, 300);
            walk.desk.add_task(episode.id, "Ring back", "Okafor", due).map(drop)
        }
    }
}

fn report(walk: &mut Walk<'_>) -> Done {
    let episode = walk.anybody()?;
    let Some(open) = episode.work.open_reports().next() else {
        let new = NewReport {
            kind: walk.code(|lists| &lists.report_kinds),
            asked_by: "legal adviser".to_owned(),
            due: walk.moment(-10, 900),
            basis: "court order".to_owned(),
        };
        return walk.desk.ask_report(episode.id, &new).map(drop);
    };
    let step = match walk.dice.roll(3) {
        0 => ReportStep::Drafted,
        1 => ReportStep::Sent { how: "secure_email".to_owned(), to: "the court".to_owned() },
        _ => ReportStep::Withdrawn { reason: "not wanted".to_owned() },
    };
    walk.desk.move_report(episode.id, open.start.report, step)
}

fn escalate(walk: &mut Walk<'_>) -> Done {
    let episode = walk.anybody()?;
    match episode.work.open_escalations().next() {
        Some(open) => walk.desk.accept_escalation(episode.id, open.start.escalation),
        None => walk.desk.escalate(episode.id, "", "please look").map(drop),
    }
}

fn transfer(walk: &mut Walk<'_>) -> Done {
    let episode = walk.anybody()?;
    if let Some(open) = episode.work.open_transfers().next() {
        let transfer = open.start.transfer;
        return if walk.dice.once_in(3) {
            walk.desk.withdraw_transfer(episode.id, transfer, "stays here")
        } else {
            walk.desk.accept_transfer(episode.id, transfer, "B Cole")
        };
    }
    let kind = walk.code(|lists| &lists.transfer_kinds);
    let to_site = walk.dice.once_in(2).then(|| walk.site());
    let new = NewTransfer { kind, to: "day team".to_owned(), to_site, how: "telephone".to_owned() };
    walk.desk.transfer(episode.id, &new).map(drop)
}

fn follow_up(walk: &mut Walk<'_>) -> Done {
    let episode = walk.someone(Episode::is_past_seeing)?;
    if episode.work.follow_up.is_some() {
        return walk.desk.end_follow_up(episode.id, "reached");
    }
    let plan = FollowUp {
        worker: "link worker".to_owned(),
        purpose: "first appointment".to_owned(),
        first_due: walk.moment(1, 9000),
        contact: "own telephone".to_owned(),
        message_safe: true,
    };
    walk.desk.plan_follow_up(episode.id, &plan)
}

fn left(walk: &mut Walk<'_>) -> Done {
    let id = walk.anybody()?.id;
    let (outcome, at) = (walk.code(|lists| &lists.outcomes), walk.moment(-30, 0));
    walk.desk.record_left(id, &outcome, at)
}

fn close(walk: &mut Walk<'_>) -> Done {
    if walk.dice.once_in(2) {
        let id = walk.someone(|one| one.is_unseen() && one.open_flags().next().is_none())?.id;
        return walk.desk.not_seen(id, "released", "told_custody", "told Sgt Patel");
    }
    let episode = walk.someone(Episode::is_past_seeing)?;
    settle(walk, &episode);
    let code = walk.code(|lists| &lists.closures);
    walk.desk.close(episode.id, &Closing { code, note: "done".to_owned(), outcome: String::new() })
}

/// Does what is left to do, as far as the guards let it pass.
fn settle(walk: &mut Walk<'_>, episode: &Episode) {
    let (id, now) = (episode.id, walk.now());
    let told = || "Sgt Lewis".to_owned();
    for flag in episode.open_flags() {
        let telling = Telling { told_to: told(), by_voice: true, in_custody_record: true, at: now };
        let _ = walk.desk.tell_custody(id, flag.raise.flag, &telling);
    }
    let informing =
        Informing { told_to: told(), by_voice: true, in_record: true, text: "What was found.".to_owned() };
    let _ = walk.desk.inform(id, &informing, now);
    for task in episode.open_tasks() {
        let _ = walk.desk.finish_task(id, task.id);
    }
    for open in &episode.suggestions {
        let _ = walk.desk.refuse_suggestion(id, open, "declined", "");
    }
    for open in episode.work.open_reports() {
        let step = ReportStep::Withdrawn { reason: "not wanted".to_owned() };
        let _ = walk.desk.move_report(id, open.start.report, step);
    }
    for open in episode.work.open_escalations() {
        let _ = walk.desk.accept_escalation(id, open.start.escalation);
    }
    for open in episode.work.open_transfers() {
        let _ = walk.desk.withdraw_transfer(id, open.start.transfer, "stays here");
    }
    if matches!(episode.stage, Stage::Seen) {
        let (assess, risk) = ("no".to_owned(), "low".to_owned());
        let reason = "as found".to_owned();
        let _ =
            walk.desk.decide(id, &Decision { assess, risk, needs: String::new(), reason, found: Vec::new() });
    }
    let _ = walk.desk.end_follow_up(id, "reached");
}

fn reopen(walk: &mut Walk<'_>) -> Done {
    // Whoever is closed with an onward referral pending is still known to the board's lists.
    for pending in walk.desk.board()?.pending {
        if !walk.desk.episode(pending.episode)?.is_on_board() {
            return walk.desk.reopen(pending.episode, "back again");
        }
    }
    Err(DeskError::Unknown("person"))
}

fn shift(walk: &mut Walk<'_>) -> Done {
    if walk.desk.shift()?.is_some() {
        return match walk.dice.roll(4) {
            0 => walk.desk.come_back(),
            1 => walk.desk.go_off_suite("hospital", "07700 900124", walk.now() + Duration::minutes(40), ""),
            _ => walk.desk.end_shift(),
        };
    }
    let mut sites = vec![walk.site(), walk.site(), walk.site()];
    sites.sort();
    sites.dedup();
    let new = NewShift {
        sites,
        role: walk.desk.who().role.clone(),
        phone: "07700 900123".to_owned(),
        ends_at: walk.moment(1, 500),
        youth_worker: !walk.dice.once_in(3),
    };
    walk.desk.start_shift(&new).map(drop)
}
