//! Notes issued by hand, for tests that receive them.

use uuid::Uuid;

use crate::desk::Desk;
use crate::domain::board::Row;
use crate::domain::event::{Audience, Body, Draft, HandoverAction, HandoverIssue, HandoverItem, Severity};
use crate::domain::ids::{HandoverId, PractitionerId};
use crate::domain::page::{Page, PageLine, Role};

/// A person's item as a note has it.
pub(crate) fn item(row: &Row) -> HandoverItem {
    let severity = Severity::of(row.tier, 0);
    let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
    let heading = format!("{} {age}{} {} {}", row.initials, row.sex, row.site, row.place);
    let action = HandoverAction {
        key: format!("task:{}", row.id.0),
        what: "ring the AMHP".into(),
        owner: "Shah".into(),
        due: None,
        carried: 1,
    };
    HandoverItem {
        episode: Some(row.id),
        heading,
        severity: Some(severity),
        place: row.place.clone(),
        state: row.state.clone(),
        consent: "given".into(),
        actions: vec![action],
        lines: vec![
            format!("P  {}. Said so at the desk; custody was told by voice at 19:10.", row.reason),
            "A  [ ] ring the AMHP for the arrival time       Shah     Tue 07:30".into(),
            "S  IF charged before that, THEN ring the court cells before 08:30.".into(),
        ],
        read_back: severity < Severity::Stable,
        if_then: true,
    }
}

/// What there is about the sites.
pub(crate) fn about_sites() -> HandoverItem {
    HandoverItem {
        episode: None,
        heading: "The sites".into(),
        severity: None,
        place: String::new(),
        state: String::new(),
        consent: String::new(),
        actions: Vec::new(),
        lines: vec!["Interview room 2 is out of use; ask for the medical room.".into()],
        read_back: false,
        if_then: true,
    }
}

impl Desk {
    /// Issues a note of the board's first people and of the sites, as somebody else or oneself.
    pub(crate) fn issue_by_hand(
        &mut self,
        by: PractitionerId,
        people: usize,
        change: impl FnOnce(&mut HandoverIssue),
    ) -> HandoverId {
        let mut items: Vec<HandoverItem> = self.board().unwrap().rows.iter().take(people).map(item).collect();
        items.push(about_sites());
        let line = |role, text: &str| PageLine::new(role, text);
        let mut pages = vec![Page { lines: vec![line(Role::Head, "OFFICIAL-SENSITIVE")] }];
        for item in &items {
            pages[0].lines.push(line(Role::Heading, &item.heading));
            pages[0].lines.extend(item.lines.iter().map(|text| line(Role::Text, text)));
        }
        pages.push(Page { lines: vec![line(Role::Text, "Received by"), line(Role::Foot, "page 2 of 2")] });
        let mut issue = HandoverIssue {
            handover: HandoverId(Uuid::now_v7()),
            sites: vec!["BRO".into(), "BEX".into()],
            version: 1,
            people: u32::try_from(items.len() - 1).unwrap(),
            text: Page::join(&pages),
            roles: Page::roles(&pages),
            audience: Audience::Team,
            named: false,
            why_named: String::new(),
            shift: None,
            given_by: String::new(),
            items,
        };
        change(&mut issue);
        let id = issue.handover;
        let draft = self.draft(None, None, Body::HandoverMade(issue), self.now());
        self.store.append(&[Draft { actor: Some(by), ..draft }]).unwrap();
        id
    }

    /// The practitioner with this sign-in name.
    pub(crate) fn id_of(&self, sign_in_name: &str) -> PractitionerId {
        let people = self.store.practitioners().unwrap();
        people.into_iter().find(|person| person.sign_in_name == sign_in_name).unwrap().id
    }
}

#[test]
#[ignore = "a measurement, not a promise of every machine"]
fn cost_of_the_alerts_about_handovers() {
    let (_dir, mut desk) = crate::desk::tests::demo_desk();
    let shah = desk.id_of("shah");
    for version in 1..=5 {
        desk.issue_by_hand(shah, 6, |issue| issue.version = version);
    }
    let last = desk.unreceived().unwrap()[0].handover;
    for item in [1, 3] {
        desk.accept_item(last, item, "ring the AMHP at half past seven").unwrap();
    }
    let begun = std::time::Instant::now();
    for _ in 0..100 {
        desk.latest_receipts().unwrap();
    }
    println!("latest receipts: {:?}", begun.elapsed() / 100);
}
