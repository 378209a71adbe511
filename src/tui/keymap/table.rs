//! The table itself. Order is the order on screen: add at the place where it belongs and leave
//! the rest where it is, for hands learn places.

use super::{Act, Binding, Context, Key, Shown};
use Context::{
    Alerts, Board, Card, CopyOut, CourtChoice, CourtList, CourtRows, Details, Episode, Forms, FormsFind,
    Global, Handover, List, Menu, Moving, Question, Reading, Referrals, Rota, RotaCandidates, RotaChanges,
    RotaConfirm, RotaDay, RotaEdit, RotaGaps, RotaMonth, Same, Screening, ScreeningAsk, ScreeningGroup,
    ScreeningLong, ScreeningReview, ScreeningTyping, Search, SignIn, Suggestions, Unentered,
};
use Shown::{Footer, Help};

const ESC: &[Key] = &[Key::Esc];
const ENTER: &[Key] = &[Key::Enter];
const DIGITS: &[Key] = &[
    Key::Char('0'),
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('6'),
    Key::Char('7'),
    Key::Char('8'),
    Key::Char('9'),
];
const ANSWERS: &[Key] = &[
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('6'),
    Key::Char('7'),
    Key::Char('8'),
    Key::Char('9'),
];

/// The letters that choose a form beyond the ninth; the others act on the list.
pub const FORM_LETTERS: &[Key] = &[
    Key::Char('a'),
    Key::Char('b'),
    Key::Char('c'),
    Key::Char('e'),
    Key::Char('f'),
    Key::Char('g'),
    Key::Char('h'),
    Key::Char('i'),
    Key::Char('j'),
    Key::Char('k'),
    Key::Char('m'),
    Key::Char('n'),
    Key::Char('o'),
    Key::Char('p'),
    Key::Char('q'),
    Key::Char('s'),
    Key::Char('t'),
    Key::Char('u'),
    Key::Char('v'),
    Key::Char('w'),
    Key::Char('x'),
    Key::Char('y'),
    Key::Char('z'),
];

/// The key of the form at this place of the list, counted from 0; the last ones have none.
pub fn form_key(place: usize) -> Option<char> {
    match ANSWERS.iter().chain(FORM_LETTERS).nth(place) {
        Some(Key::Char(c)) => Some(*c),
        _ => None,
    }
}

/// The number, from 1, of the form that this letter chooses; 0 for any other key.
pub fn form_number(key: Key) -> u8 {
    let place = ANSWERS.iter().chain(FORM_LETTERS).position(|known| *known == key);
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}

const fn bind(
    context: Context,
    keys: &'static [Key],
    act: Act,
    shown: Shown,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding { context, keys, act, label, help, shown }
}

/// Every key that does something, by context.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    // Keys that mean the same on the board and on an episode.
    bind(Board, ENTER, Act::Open, Footer, "open", "Opens the person's episode: timeline, clocks, consents, tasks."),
    bind(Board, &[Key::Char('s')], Act::Screen, Footer, "screen", "Starts the screening, or goes on where it was left."),
    bind(Board, &[Key::Char('n')], Act::NewReferral, Footer, "new", "Records a new referral."),
    bind(Board, &[Key::Char('i')], Act::Tell, Footer, "inform", "Records that you told custody: whom, when and how."),
    bind(Board, &[Key::Char('w')], Act::Hold, Footer, "wait", "Puts the person on hold, with a reason and a time to check again; takes them off hold again."),
    bind(Board, &[Key::Char('t')], Act::Task, Footer, "task", "Adds a task with an owner and a due time."),
    bind(Board, &[Key::Char('h')], Act::Handover, Footer, "handover", "Shows the handover as it would print now."),
    bind(Board, &[Key::Char('r')], Act::Rota, Help, "rota", "Shows the rota: who covers which site this week, and where nobody does."),
    bind(Board, &[Key::Char('x')], Act::NotSeen, Help, "not seen", "Closes the referral as not seen, with the reason."),
    bind(Board, &[Key::Char('d')], Act::Decline, Help, "declined", "Records that the person declined, and when to try again."),
    bind(Board, &[Key::Char('g')], Act::Consent, Help, "consent", "Records consent given, refused or withdrawn, for whom and what."),
    bind(Board, &[Key::Char('o')], Act::Onward, Help, "onward", "Lists onward referrals that wait for an answer."),
    bind(Board, &[Key::Char('c')], Act::CustodyList, Help, "custody list", "Records a check of the custody list: how many looked at, how many picked up."),
    bind(Board, &[Key::Char('a')], Act::Away, Help, "away", "Records that you leave the suite, on which number, and when you are back; again when you are back."),
    bind(Board, &[Key::Char('m')], Act::SiteNote, Help, "memo", "Adds a line about the site to the next handover."),
    bind(Board, &[Key::Char('p')], Act::AddPerson, Help, "person", "Adds a colleague who may sign in."),
    bind(Board, &[Key::Char('/')], Act::Find, Help, "find", "Finds somebody among all episodes, open and closed, by a few letters or digits."),
    bind(Board, &[Key::Char('!')], Act::Alerts, Help, "alerts", "Lists everything that calls for attention, the most pressing first."),
    bind(Board, &[Key::Char('f')], Act::Filter, Help, "filter", "Shows only who waits, then who is late or soon, who has something to do, the children, then everybody again."),
    bind(Board, &[Key::Char('y')], Act::MyList, Help, "yours", "Shows only those who are yours: you are with them, own a task, or they wait for you; again shows everybody."),
    bind(Board, ESC, Act::Everybody, Help, "everybody", "Shows everybody again."),
    bind(Board, &[Key::Char('v')], Act::CourtList, Help, "court list", "Types in the cells list of a court, many people at once."),
    bind(Board, &[Key::Char('z')], Act::CopyOut, Help, "not entered", "Lists what does not stand in the clinical system yet."),
    bind(Board, DIGITS, Act::Site(0), Help, "site", "Shows one site by its number; 0 shows all sites."),
    bind(Board, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),
    bind(Board, &[Key::Char('e')], Act::EndShift, Help, "end shift", "Ends your shift and signs you out; starts one where none is open."),
    bind(Board, &[Key::Char('q')], Act::SignOut, Help, "sign out", "Signs you out; the shift stays open."),

    bind(Episode, &[Key::Char('s')], Act::Screen, Footer, "screen", "Starts the screening, or goes on where it was left."),
    bind(Episode, &[Key::Char('i')], Act::Tell, Footer, "inform", "Records that you told custody: whom, when and how."),
    bind(Episode, &[Key::Char('w')], Act::Hold, Footer, "wait", "Puts the person on hold, with a reason and a time to check again; takes them off hold again."),
    bind(Episode, &[Key::Char('t')], Act::Task, Footer, "task", "Adds a task for this person, with an owner and a due time."),
    bind(Episode, &[Key::Char('o')], Act::Onward, Help, "onward", "Refers the person onward."),
    bind(Episode, &[Key::Char('g')], Act::Consent, Footer, "consent", "Records consent given, refused or withdrawn, for whom and what."),
    bind(Episode, &[Key::Char('.')], Act::Menu, Footer, "more", "Lists everything that can be done about this person."),
    bind(Episode, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(Episode, ENTER, Act::Open, Help, "open", "Does what the line in focus calls for: tells custody, resumes the form, moves the referral on, ticks the task off, puts an entry right."),
    bind(Episode, &[Key::Char('y')], Act::Decide, Help, "yes or no", "Records whether a full assessment is needed, with the risk and the needs found."),
    bind(Episode, &[Key::Char('+')], Act::Contact, Help, "contact", "Adds a contact with the person or about them."),
    bind(Episode, &[Key::Char('k')], Act::Clock, Help, "clock", "Records a clock time you were told: interview, review done, extension, release, court."),
    bind(Episode, &[Key::Char('j')], Act::Jot, Help, "note", "Adds a line about this person for the team."),
    bind(Episode, &[Key::Char('b')], Act::Contingency, Help, "if-then", "Sets the if-then line for the next shift."),
    bind(Episode, &[Key::Char('r')], Act::Move, Help, "room", "Records another cell or room."),
    bind(Episode, &[Key::Char('v')], Act::Left, Help, "left", "Records that the person has left, and how; clocks stop."),
    bind(Episode, &[Key::Char('f')], Act::Close, Help, "finish", "Closes the episode once nothing is left to do."),
    bind(Episode, &[Key::Char('u')], Act::Suggestions, Help, "suggested", "Goes through the onward referrals the forms suggest."),
    bind(Episode, &[Key::Char('x')], Act::NotSeen, Help, "not seen", "Closes the referral as not seen, with the reason."),
    bind(Episode, &[Key::Char('d')], Act::Decline, Help, "declined", "Records that the person declined, and when to try again."),
    bind(Episode, &[Key::Char('n')], Act::NewReferral, Help, "new", "Records a new referral."),
    bind(Episode, &[Key::Char('a')], Act::Away, Help, "away", "Records that you leave the suite, on which number, and when you are back; again when you are back."),
    bind(Episode, &[Key::Char('h')], Act::Handover, Help, "handover", "Shows the handover as it would print now."),
    bind(Episode, &[Key::Char('z')], Act::CopyOut, Help, "copy out", "Shows the record as text for the clinical system, to be copied out."),
    bind(Episode, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    // Everything about a person in one list: the order is that of the menu, which says each sentence.
    bind(Menu, &[Key::Char('r')], Act::TakeReferral, Help, "take referral", "Somebody asks us to see them."),
    bind(Menu, &[Key::Char('t')], Act::Triage, Help, "triage", "Priority, tier, advice given."),
    bind(Menu, &[Key::Char('p')], Act::Pin, Help, "pin, unpin", "Puts them in front, with a reason; or no longer."),
    bind(Menu, &[Key::Char('d')], Act::Details, Help, "details", "NHS number, ethnicity, home, GP, staff safety."),
    bind(Menu, &[Key::Char('e')], Act::Correct, Help, "correct", "Name, birth, sex, custody reference."),
    bind(Menu, &[Key::Char('g')], Act::Position, Help, "legal position", "Charged, bailed, s.136: the clock changes too."),
    bind(Menu, &[Key::Char('n')], Act::SamePerson, Help, "same person", "Links to another episode, or parts from it."),
    bind(Menu, &[Key::Char('c')], Act::Contact, Help, "contact", "With the person, or about them."),
    bind(Menu, &[Key::Char('i')], Act::Tell, Help, "inform", "Custody or court was told: whom, when, how."),
    bind(Menu, &[Key::Char('m')], Act::Capacity, Help, "mental capacity", "For one decision (MCA 2005)."),
    bind(Menu, &[Key::Char('w')], Act::FollowUp, Help, "follow-up", "Plans one, or ends the one that runs."),
    bind(Menu, &[Key::Char('y')], Act::Decide, Help, "decide", "Is a full assessment needed; risk and needs."),
    bind(Menu, &[Key::Char('a')], Act::Escalate, Help, "escalate", "Passes it to a clinician."),
    bind(Menu, &[Key::Char('o')], Act::Report, Help, "report", "Somebody asks for a report."),
    bind(Menu, &[Key::Char('k')], Act::Recommend, Help, "recommend", "To the CPS or the court."),
    bind(Menu, &[Key::Char('h')], Act::Mha, Help, "MHA assessment", "A step of it, with the AMHP service."),
    bind(Menu, &[Key::Char('f')], Act::Transfer, Help, "pass on", "To another suite, the court, the youth team."),
    bind(Menu, &[Key::Char('s')], Act::Strike, Help, "strike", "Puts an entry right, or takes it out."),
    bind(Menu, &[Key::Char('u')], Act::CounterSign, Help, "counter-sign", "Signs what a student or trainee entered."),
    bind(Menu, &[Key::Char('z')], Act::Reopen, Help, "reopen", "Takes a closed episode up again."),
    bind(Menu, ENTER, Act::Open, Footer, "do it", "Does what the line in focus says; each letter does too."),
    bind(Menu, ESC, Act::Back, Footer, "leave", "Goes back."),
    bind(Menu, &[Key::Char('l')], Act::Lock, Footer, "lock", "Locks the screen at once."),

    bind(Details, ENTER, Act::Open, Footer, "record", "Records the item in focus, or takes it back."),
    bind(Details, &[Key::Char('e')], Act::Correct, Footer, "name, birth", "Puts name, birth, sex or custody reference right."),
    bind(Details, ESC, Act::Back, Footer, "leave", "Goes back."),
    bind(Details, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    // An option's own key goes before every plain letter here, so that each of these has a Ctrl
    // twin, which is the one shown: it works on every question.
    bind(Screening, DIGITS, Act::Answer(0), Footer, "answer", "Gives the answer that shows this key and goes on; letters that an option shows do too. In a list with [ ] it ticks."),
    bind(Screening, &[Key::Tab, Key::Down], Act::NextQuestion, Footer, "next", "Goes to the next question without answering."),
    bind(Screening, &[Key::Up, Key::BackTab], Act::PreviousQuestion, Footer, "back", "Goes to the question before."),
    bind(Screening, ENTER, Act::Submit, Help, "go on", "Stores what is ticked and goes on; a value shown as prefilled is confirmed."),

    bind(ScreeningTyping, ENTER, Act::Submit, Footer, "store", "Stores what is typed and goes to the next unanswered question."),
    bind(ScreeningTyping, &[Key::Tab, Key::Down], Act::NextQuestion, Footer, "next", "Goes to the next question; what is typed is stored."),
    bind(ScreeningTyping, &[Key::Up, Key::BackTab], Act::PreviousQuestion, Footer, "back", "Goes to the question before; what is typed is stored."),

    bind(ScreeningLong, &[Key::Tab, Key::Ctrl('s')], Act::Submit, Footer, "store", "Stores what is typed and goes to the next unanswered question; Enter begins a line. Ctrl-S too."),
    bind(ScreeningLong, &[Key::Down], Act::NextQuestion, Footer, "next", "Goes a line down; from the last line to the next question, and what is typed is stored."),
    bind(ScreeningLong, &[Key::Up, Key::BackTab], Act::PreviousQuestion, Footer, "back", "Goes a line up; from the first line to the question before, and what is typed is stored."),

    bind(ScreeningGroup, &[Key::Char('a')], Act::AddRow, Footer, "add", "Adds a row and goes to its first question."),
    bind(ScreeningGroup, ENTER, Act::Submit, Footer, "no more", "Goes on to what is open in the rows, then to what follows them."),
    bind(ScreeningGroup, &[Key::Char('r')], Act::RemoveRow, Footer, "remove", "Removes a row, once you have confirmed which; its answers are kept in the record."),
    bind(ScreeningGroup, &[Key::Char('0')], Act::NoRows, Help, "none", "Says that there is none."),
    bind(ScreeningGroup, &[Key::Tab, Key::Down], Act::NextQuestion, Help, "next", "Goes to the next question without answering."),
    bind(ScreeningGroup, &[Key::Up, Key::BackTab], Act::PreviousQuestion, Help, "back", "Goes to the question before."),

    bind(ScreeningReview, ENTER, Act::Submit, Footer, "finish", "Finishes the form, or goes to the first thing in the way and says what it is."),
    bind(ScreeningReview, &[Key::Up, Key::BackTab], Act::PreviousQuestion, Footer, "back", "Goes to the last question."),

    bind(ScreeningAsk, ENTER, Act::Submit, Footer, "keep", "Keeps what is typed; where nothing has to be typed, goes on without."),
    bind(ScreeningAsk, &[Key::Ctrl('u')], Act::Clear, Footer, "clear", "Clears the line."),
    bind(ScreeningAsk, ESC, Act::Cancel, Footer, "leave", "Goes back to the question; nothing is recorded."),
    bind(ScreeningAsk, &[Key::Ctrl('t'), Key::F(3)], Act::Tell, Help, "inform", "Records that you told custody of the red flag: whom, when and how."),

    bind(Question, &[Key::Ctrl('e'), Key::Char('f')], Act::Finish, Footer, "review", "Goes to the review: what is left, checks, scores, red flags; in the review finishes. Plain f too, unless an option has that letter."),
    bind(Question, &[Key::Ctrl('t'), Key::Char('i'), Key::F(3)], Act::Tell, Footer, "inform", "Records that you told custody of the red flag: whom, when and how. Plain i too."),
    bind(Question, ESC, Act::Back, Footer, "pause", "Pauses the screening; everything answered is saved, and it resumes at the same question."),
    bind(Question, &[Key::Ctrl('d'), Key::Char('d')], Act::Decline, Help, "declined", "Records that the person declined the question. Plain d too, unless an option has that letter."),
    bind(Question, &[Key::Ctrl('b'), Key::Char('u')], Act::Unable, Help, "could not", "Records that you could not ask, why, and when to try again. Plain u too."),
    bind(Question, &[Key::Ctrl('n'), Key::Char('n')], Act::NotAsked, Help, "not asked", "Records that the question was not asked. Plain n too, but not on yes and no."),
    bind(Question, &[Key::Ctrl('k'), Key::Char('k')], Act::DoesNotKnow, Help, "does not know", "Records that the person does not know. Plain k too."),
    bind(Question, &[Key::Ctrl('f'), Key::Char('j')], Act::NextUnanswered, Help, "find next", "Goes to the next question without an answer, from the end to the first. Plain j too."),
    bind(Question, &[Key::Ctrl('o'), Key::Char('m'), Key::F(2)], Act::Note, Help, "note", "Writes a note on the question in focus. Plain m too."),
    bind(Question, &[Key::Ctrl('g'), Key::Char('g')], Act::Source, Help, "got from", "Says where the answer is known from, where that is not whom you would expect. Plain g too."),
    bind(Question, &[Key::PageDown], Act::PageDown, Help, "next section", "Goes to the next section; in the review shows the next lines."),
    bind(Question, &[Key::PageUp], Act::PageUp, Help, "section before", "Goes to the start of this section, then to the section before; in the review shows the lines before."),
    bind(Question, &[Key::Ctrl('x'), Key::Char('x')], Act::SetAside, Help, "set aside", "Sets the whole form aside: declined or not possible, why, and when to try again. Plain x too."),
    bind(Question, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once; everything answered is saved."),

    bind(Handover, &[Key::Char('p')], Act::Print, Footer, "print", "Prints exactly what is shown."),
    bind(Handover, &[Key::PageDown], Act::PageDown, Footer, "more", "Shows the next lines."),
    bind(Handover, &[Key::PageUp], Act::PageUp, Footer, "back up", "Shows the lines before."),
    bind(Handover, ESC, Act::Back, Footer, "leave", "Goes back to the board."),
    bind(Handover, &[Key::Up], Act::Up, Help, "up", "Moves one line up."),
    bind(Handover, &[Key::Down], Act::Down, Help, "down", "Moves one line down."),
    bind(Handover, &[Key::Home], Act::First, Help, "first", "Goes to the first line."),
    bind(Handover, &[Key::End], Act::Last, Help, "last", "Goes to the last line."),
    bind(Handover, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Suggestions, &[Key::Char('y')], Act::Accept, Footer, "yes, refer", "Makes the referral as suggested; asks only for the consent."),
    bind(Suggestions, ENTER, Act::Change, Footer, "change", "Opens the referral to change it before it is made."),
    bind(Suggestions, &[Key::Char('x')], Act::Refuse, Footer, "no", "Makes no referral, with the reason."),
    bind(Suggestions, ESC, Act::Back, Footer, "later", "Leaves the rest undecided; they stay on the record and the handover."),
    bind(Suggestions, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Forms, ANSWERS, Act::Answer(1), Footer, "form", "Begins the form with that number, or resumes its draft."),
    bind(Forms, FORM_LETTERS, Act::Answer(10), Help, "form", "Begins the form that shows that letter, or resumes its draft; all letters but d, l and r."),
    bind(Forms, ENTER, Act::Open, Footer, "begin", "Begins the form in focus, or resumes its draft."),
    bind(Forms, &[Key::Char('/')], Act::Find, Footer, "find", "Finds forms by the words you type."),
    bind(Forms, &[Key::Char('r')], Act::Read, Footer, "read", "Opens what was finished of the form in focus, to be read or amended."),
    bind(Forms, &[Key::Char('d')], Act::Decline, Footer, "declined", "Records that the form in focus was declined or not possible, and when to try again."),
    bind(Forms, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(Forms, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(FormsFind, ENTER, Act::Open, Footer, "begin", "Begins the form in focus, or resumes its draft."),
    bind(FormsFind, &[Key::Ctrl('u')], Act::Clear, Footer, "clear", "Clears the line."),
    bind(FormsFind, ESC, Act::Cancel, Footer, "all forms", "Shows all forms again, with the focus on the one found."),

    bind(Reading, &[Key::Char('e')], Act::Amend, Footer, "amend", "Puts the form right: a new one begins with these answers, with your reason; this one stays as it is."),
    bind(Reading, &[Key::Char('o')], Act::Older, Footer, "older", "Opens the form that this one puts right."),
    bind(Reading, &[Key::Char('n')], Act::Newer, Footer, "newer", "Opens the form that puts this one right."),
    bind(Reading, ESC, Act::Back, Footer, "leave", "Goes back."),
    bind(Reading, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Moving, ENTER, Act::Accept, Footer, "newer version", "Goes on with the newer version; answers that have no place in it stay in the record."),
    bind(Moving, ESC, Act::Cancel, Footer, "as it was", "Goes on with the version the draft was begun with."),
    bind(Moving, &[Key::PageDown], Act::PageDown, Footer, "more", "Shows the next lines."),
    bind(Moving, &[Key::PageUp], Act::PageUp, Footer, "back up", "Shows the lines before."),
    bind(Moving, &[Key::Up], Act::Up, Help, "up", "Moves one line up."),
    bind(Moving, &[Key::Down], Act::Down, Help, "down", "Moves one line down."),
    bind(Moving, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Referrals, ENTER, Act::Open, Footer, "open", "Opens the person's page."),
    bind(Referrals, &[Key::Char('y')], Act::Accepted, Footer, "answered", "Records the answer: accepted, refused, seen or not attended."),
    bind(Referrals, ESC, Act::Back, Footer, "board", "Goes back to the board."),
    bind(Referrals, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Search, ENTER, Act::Open, Footer, "open", "Opens the person's page; asks why where it lies outside your shift or sites."),
    bind(Search, &[Key::Ctrl('u')], Act::Clear, Footer, "clear", "Clears the line; without any word the open episodes worked on last are shown."),
    bind(Search, ESC, Act::Cancel, Footer, "back", "Goes back to the board."),

    bind(Alerts, ENTER, Act::Open, Footer, "open", "Opens the page of the person it is about."),
    bind(Alerts, ESC, Act::Back, Footer, "board", "Goes back to the board."),
    bind(Alerts, &[Key::Char('l')], Act::Lock, Footer, "lock", "Locks the screen at once."),

    bind(Same, ANSWERS, Act::Answer(1), Footer, "same", "It is the person with that number: a new episode begins, linked to theirs."),
    bind(Same, ENTER, Act::Accept, Footer, "as in focus", "It is the person in focus: a new episode begins, linked to theirs; the same detention is opened."),
    bind(Same, &[Key::Char('o')], Act::Existing, Footer, "open it", "Opens the episode in focus and begins no new one; nothing is stored."),
    bind(Same, &[Key::Char('n')], Act::Another, Footer, "another", "It is another person: a new episode begins that is linked to none."),
    bind(Same, ESC, Act::Back, Footer, "back", "Goes back to what was typed; nothing is stored and nothing lost."),
    bind(Same, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once; what was typed is kept."),

    bind(CourtChoice, ANSWERS, Act::Answer(1), Footer, "court", "Chooses the court with that number."),
    bind(CourtChoice, ENTER, Act::Open, Footer, "choose", "Chooses the court in focus."),
    bind(CourtChoice, ESC, Act::Back, Footer, "board", "Goes back to the board."),
    bind(CourtChoice, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(CourtList, &[Key::Enter, Key::Tab], Act::NextField, Footer, "next", "Goes to the next field; from the last one the row goes on the list."),
    bind(CourtList, &[Key::Down], Act::NewRow, Footer, "row done", "Puts the row on the list from any field and begins the next one."),
    bind(CourtList, &[Key::Up, Key::BackTab], Act::PreviousField, Footer, "back", "Goes to the field before; from the first field into the rows, to change or remove one."),
    bind(CourtList, &[Key::Ctrl('s')], Act::Submit, Footer, "save all", "Puts everybody on the list on the board, all at once."),
    bind(CourtList, ESC, Act::Cancel, Footer, "leave", "Leaves without saving; asks once if something was typed."),
    bind(CourtList, &[Key::Ctrl('u')], Act::Clear, Help, "clear", "Clears the field."),

    bind(CourtRows, ENTER, Act::Change, Footer, "change", "Takes the row up to be changed."),
    bind(CourtRows, &[Key::Char('x'), Key::Delete], Act::RemoveRow, Footer, "remove", "Removes the row from the list."),
    bind(CourtRows, &[Key::Up], Act::Up, Footer, "up", "Moves one row up."),
    bind(CourtRows, &[Key::Down], Act::Down, Footer, "down", "Moves one row down; from the last one back to the row being typed."),
    bind(CourtRows, &[Key::Ctrl('s')], Act::Submit, Footer, "save all", "Puts everybody on the list on the board, all at once."),
    bind(CourtRows, ESC, Act::Cancel, Footer, "back", "Goes back to the row being typed."),
    bind(CourtRows, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once; what was typed is kept."),

    bind(CopyOut, ANSWERS, Act::Answer(1), Footer, "what", "Shows the part with that number: the episode, the court note, each finished form."),
    bind(CopyOut, &[Key::Char('f')], Act::ToFile, Footer, "file", "Writes what is shown to a new file."),
    bind(CopyOut, &[Key::Char('c')], Act::ToClipboard, Footer, "clipboard", "Sends what is shown to the clipboard of your terminal, where the service allows it."),
    bind(CopyOut, &[Key::Char('e')], Act::Entered, Footer, "entered", "Records that what is shown stands in the clinical system now."),
    bind(CopyOut, ESC, Act::Back, Footer, "leave", "Goes back."),
    bind(CopyOut, &[Key::Tab], Act::NextField, Help, "next part", "Shows the next part."),
    bind(CopyOut, &[Key::BackTab, Key::Left], Act::PreviousField, Help, "part before", "Shows the part before."),
    bind(CopyOut, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(Unentered, ENTER, Act::Open, Footer, "copy out", "Shows the text to be entered."),
    bind(Unentered, ESC, Act::Back, Footer, "board", "Goes back to the board."),
    bind(Unentered, &[Key::Char('l')], Act::Lock, Footer, "lock", "Locks the screen at once."),

    bind(Rota, ENTER, Act::Open, Footer, "day", "Shows the day in focus in hours."),
    bind(Rota, &[Key::Left], Act::Earlier, Help, "day before", "Moves to the day before."),
    bind(Rota, &[Key::Right], Act::Later, Help, "day after", "Moves to the day after."),
    bind(Rota, &[Key::Up], Act::Up, Help, "up", "Moves one line up."),
    bind(Rota, &[Key::Down], Act::Down, Help, "down", "Moves one line down."),
    bind(Rota, &[Key::PageUp], Act::PageUp, Help, "week before", "Shows the week before."),
    bind(Rota, &[Key::PageDown], Act::PageDown, Help, "week after", "Shows the week after."),
    bind(Rota, &[Key::Home], Act::First, Help, "first", "Moves to the first line."),
    bind(Rota, &[Key::End], Act::Last, Help, "last", "Moves to the last line."),
    bind(Rota, &[Key::Char('t')], Act::Today, Help, "today", "Shows the week in which today lies."),

    bind(RotaEdit, &[Key::Char('a')], Act::Place, Footer, "add", "Places somebody there; on a gap, shows first who could."),
    bind(RotaEdit, &[Key::Char('m')], Act::MoveShift, Footer, "move", "Changes the shift in focus: hours, day, site, who works it."),
    bind(RotaEdit, &[Key::Char('x')], Act::Absent, Footer, "away", "The person in focus is sick, on leave or away; or is not away after all."),
    bind(RotaEdit, &[Key::Char('g')], Act::Gaps, Footer, "gaps", "Lists every gap of the days to come."),
    bind(RotaEdit, &[Key::Char('u')], Act::Undo, Footer, "undo", "Lists what was changed, to be taken back."),
    bind(RotaEdit, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(RotaEdit, &[Key::Char('d')], Act::TakeOff, Help, "drop", "Takes the shift in focus off the rota; its hours stay open."),
    bind(RotaEdit, &[Key::Char('s')], Act::Split, Help, "split", "The shift in focus goes on at another site from a time on."),
    bind(RotaEdit, &[Key::Char('w')], Act::Swap, Help, "swap", "The person in focus changes places with a colleague."),
    bind(RotaEdit, &[Key::Char('c')], Act::CopyWeek, Help, "copy week", "Copies this week to another, of one site or of all."),
    bind(RotaEdit, &[Key::Char('r')], Act::Roll, Help, "roll", "Rolls a rotation forward for somebody."),
    bind(RotaEdit, &[Key::Char('p')], Act::Publish, Help, "publish", "Settles the rota up to a day: from then on an empty hour is a gap."),
    bind(RotaEdit, &[Key::Char('o')], Act::Person, Help, "one person", "Shows the month of the person in focus, or your own, with hours and rest."),
    bind(RotaEdit, &[Key::Char('f')], Act::Staff, Help, "file", "What is known of the person in focus: skills, registration, vetting."),
    bind(RotaEdit, &[Key::Char('n')], Act::NewStaff, Help, "new person", "Brings somebody onto the rota who does not sign in."),
    bind(RotaEdit, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(RotaDay, &[Key::Left], Act::Earlier, Help, "day before", "Shows the day before."),
    bind(RotaDay, &[Key::Right], Act::Later, Help, "day after", "Shows the day after."),

    bind(RotaMonth, &[Key::Left], Act::Earlier, Footer, "month before", "Shows the month before."),
    bind(RotaMonth, &[Key::Right], Act::Later, Footer, "month after", "Shows the month after."),
    bind(RotaMonth, &[Key::Tab, Key::Char('n')], Act::NextField, Footer, "next person", "Shows the next person by name."),
    bind(RotaMonth, &[Key::BackTab, Key::Char('b')], Act::PreviousField, Help, "person before", "Shows the person before."),
    bind(RotaMonth, &[Key::Char('x')], Act::Absent, Footer, "away", "This person is sick, on leave or away, shift or not."),
    bind(RotaMonth, &[Key::Char('f')], Act::Staff, Help, "file", "What is known of this person: skills, registration, vetting."),
    bind(RotaMonth, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(RotaMonth, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(RotaGaps, ENTER, Act::Open, Footer, "who could", "Lists who could close the gap in focus, and why somebody could not."),
    bind(RotaGaps, &[Key::Char('w')], Act::Week, Footer, "week", "Shows the week in which the gap lies."),
    bind(RotaGaps, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(RotaGaps, &[Key::Char('l')], Act::Lock, Help, "lock", "Locks the screen at once."),

    bind(RotaCandidates, &[Key::Enter, Key::Char('a')], Act::Place, Footer, "place", "Places the person in focus in the gap, or in a part of it."),
    bind(RotaCandidates, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(RotaCandidates, &[Key::Char('l')], Act::Lock, Footer, "lock", "Locks the screen at once."),

    bind(RotaChanges, &[Key::Char('u')], Act::Undo, Footer, "take back", "Takes the change in focus back by a new one; both stay in the record."),
    bind(RotaChanges, ESC, Act::Back, Footer, "back", "Goes back."),
    bind(RotaChanges, &[Key::Char('l')], Act::Lock, Footer, "lock", "Locks the screen at once."),

    bind(RotaConfirm, ENTER, Act::Submit, Footer, "keep it", "Keeps the change with the reason typed."),
    bind(RotaConfirm, ESC, Act::Cancel, Footer, "leave it", "Leaves everything as it was."),
    bind(RotaConfirm, &[Key::PageDown], Act::PageDown, Footer, "more", "Shows the next lines."),
    bind(RotaConfirm, &[Key::PageUp], Act::PageUp, Help, "back up", "Shows the lines before."),
    bind(RotaConfirm, &[Key::Ctrl('u')], Act::Clear, Help, "clear", "Clears the line."),

    bind(Card, &[Key::Enter, Key::Tab, Key::Down, Key::Right], Act::NextField, Footer, "next, then save", "Goes to the next field; Enter in the last one saves."),
    bind(Card, &[Key::Up, Key::BackTab, Key::Left], Act::PreviousField, Footer, "back", "Goes to the field before."),
    bind(Card, &[Key::Ctrl('s')], Act::Submit, Footer, "save", "Saves from any field."),
    bind(Card, &[Key::Ctrl('o')], Act::EarlierTime, Footer, "earlier", "Goes to the time at which it happened, where that was earlier; the entry says so."),
    bind(Card, ESC, Act::Cancel, Footer, "leave", "Leaves without saving; asks once if something was entered."),

    bind(SignIn, &[Key::Enter, Key::Tab, Key::Down], Act::NextField, Footer, "next, sign in at the end", "Goes to the next field; Enter in the last one signs in."),
    bind(SignIn, &[Key::Up, Key::BackTab], Act::PreviousField, Footer, "back", "Goes to the field before."),
    bind(SignIn, &[Key::Ctrl('q')], Act::Quit, Footer, "close", "Closes the program."),

    bind(List, &[Key::Up], Act::Up, Help, "up", "Moves one line up."),
    bind(List, &[Key::Down], Act::Down, Help, "down", "Moves one line down."),
    bind(List, &[Key::PageUp], Act::PageUp, Help, "page up", "Moves one page up."),
    bind(List, &[Key::PageDown], Act::PageDown, Help, "page down", "Moves one page down."),
    bind(List, &[Key::Home], Act::First, Help, "first", "Moves to the first line."),
    bind(List, &[Key::End], Act::Last, Help, "last", "Moves to the last line."),

    bind(Global, &[Key::Char('?'), Key::F(1)], Act::Help, Footer, "help", "Shows every key of this screen."),
    bind(Global, &[Key::Ctrl('l')], Act::Lock, Help, "lock", "Locks the screen at once, wherever you are."),
    bind(Global, &[Key::Ctrl('r')], Act::Repaint, Help, "repaint", "Paints the whole screen again."),
    bind(Global, &[Key::Ctrl('c')], Act::ExplainCtrlC, Help, "", "Does not close the program: Esc goes back, q on the board signs out."),
];
