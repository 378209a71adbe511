//! Whether the owner of an action is there when it is due, by the rota and by who works.

use liaison::desk::rota::{NewPlanned, RotaAct};
use liaison::domain::ids::EpisodeId;
use liaison::domain::time::from_local;

use crate::said;
use crate::week::{Week, shift, span, wall};

fn task(week: &mut Week, id: EpisodeId, what: &str, owner: &str, due: &str) {
    let due = from_local(wall(due));
    week.evening.desk.add_task(id, what, owner, due).unwrap();
}

/// What the note says of a task after its words.
fn tail(week: &Week, what: &str) -> String {
    let text = said(&week.evening.desk.handover(&[]).unwrap().pages);
    let (_, rest) = text.split_once(&format!("[ ] {what}")).unwrap_or_else(|| panic!("{what}: {text}"));
    rest.split(['[', '-']).next().unwrap_or_default().trim().to_owned()
}

#[test]
fn an_owner_who_is_not_on_when_the_action_is_due_is_marked() {
    let mut week = Week::new();
    let (shah, cole) = (week.shah, week.cole);
    week.place(shift(shah, "BRO", "2026-11-24 07:00", "2026-11-24 15:00"));
    week.place(shift(shah, "BRO", "2026-11-25 07:00", "2026-11-25 15:00"));
    let call = NewPlanned {
        activity: "on_call".into(),
        ..shift(cole, "BRO", "2026-11-24 00:00", "2026-11-25 00:00")
    };
    week.place(call);
    week.publish("2026-11-23", "2026-11-29");
    let sick = span("2026-11-25 00:00", "2026-11-26 00:00");
    week.act(&RotaAct::Away { practitioner: shah, why: "sickness".into(), span: sick });
    week.evening.on_shift(&["BRO"]);
    let id = week.evening.person();
    for (what, owner, due, mark) in [
        ("by plan on", "Shah", "2026-11-24 10:00", ""),
        ("by initials", "PS", "2026-11-24 10:00", ""),
        ("before it begins", "Priya Shah", "2026-11-24 06:00", "! owner off"),
        ("after it ended", "shah", "2026-11-24 15:30", "! owner off"),
        ("away sick", "Shah", "2026-11-25 10:00", "! owner off"),
        ("on call", "Cole", "2026-11-24 10:00", ""),
        ("on call no more", "Cole", "2026-11-26 10:00", "! owner off"),
        ("not published", "Shah", "2026-12-02 10:00", "? owner, no rota"),
        ("on shift now", "Okafor", "2026-11-23 21:00", ""),
        ("shift long over", "Okafor", "2026-11-24 20:00", "! owner off"),
        ("nobody of ours", "custody sergeant", "2026-11-26 10:00", ""),
    ] {
        task(&mut week, id, what, owner, due);
        let tail = tail(&week, what);
        let marked = tail.contains(if mark.is_empty() { "owner" } else { mark });
        assert_eq!(marked, !mark.is_empty(), "{what}: {tail}");
    }
}

#[test]
fn what_is_late_is_due_now() {
    let mut week = Week::new();
    let shah = week.shah;
    week.place(shift(shah, "BRO", "2026-11-23 14:00", "2026-11-23 22:00"));
    week.publish("2026-11-23", "2026-11-29");
    week.evening.on_shift(&["BRO"]);
    let id = week.evening.person();
    // Due while she was not on, and late now while she is.
    task(&mut week, id, "was due at noon", "Shah", "2026-11-23 12:00");
    let tail = tail(&week, "was due at noon");
    assert!(tail.contains("LATE") && !tail.contains("owner"), "{tail}");
}
