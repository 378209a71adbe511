//! What is done without an episode: who may log it, and what it must and must not say.

use chrono::{Duration, NaiveDate};
use liaison::domain::event::Activity;

use crate::evening::{Evening, refused};

fn activity(kind: &str) -> Activity {
    Activity { kind: kind.into(), with: " custody\u{7} sergeant ".into(), minutes: 10, ..Activity::default() }
}

#[test]
fn an_activity_names_its_kind_and_a_role_and_is_never_in_the_future() {
    let mut evening = Evening::quiet();
    let now = evening.now;
    let desk = &mut evening.desk;
    refused(desk.log_activity(None, &activity("dance"), now), "no kind of activity");
    assert!(desk.log_activity(Some("XXX"), &activity("advice"), now).is_err());
    let nobody = Activity { with: " ".into(), ..activity("advice") };
    refused(desk.log_activity(None, &nobody, now), "with whom");
    refused(desk.log_activity(None, &activity("advice"), now + Duration::hours(1)), "still to come");
    let long = Activity { minutes: 1441, ..activity("training") };
    refused(desk.log_activity(None, &long, now), "more than a day");
    let dated = Activity { next_due: NaiveDate::from_ymd_opt(2027, 1, 1), ..activity("advice") };
    refused(desk.log_activity(None, &dated, now), "Only a supervision");
    let past = Activity { next_due: NaiveDate::from_ymd_opt(2020, 1, 1), ..activity("supervision") };
    refused(desk.log_activity(None, &past, now), "not after this one");
    desk.log_activity(Some("BRO"), &activity("advice"), now - Duration::days(2)).unwrap();
    let logged = desk.activities(now - Duration::days(3), now).unwrap();
    assert_eq!(logged.len(), 1);
    assert_eq!(
        (logged[0].site.as_deref(), logged[0].activity.with.as_str()),
        (Some("BRO"), "custody sergeant")
    );
}

#[test]
fn only_a_lead_logs_or_reads_the_supervision_of_a_colleague() {
    let mut evening = Evening::quiet();
    let (now, lead) = (evening.now, evening.desk.who().id);
    let window = (now - Duration::days(1), now + Duration::days(1));
    evening.desk.log_activity(None, &activity("supervision"), now).unwrap();
    assert_eq!(evening.desk.activities(window.0, window.1).unwrap()[0].activity.about, Some(lead));
    evening.role("link_worker");
    let link = evening.desk.who().id;
    assert!(evening.desk.activities(window.0, window.1).unwrap().is_empty(), "a colleague's supervision");
    let of_lead = Activity { about: Some(lead), ..activity("supervision") };
    refused(evening.desk.log_activity(None, &of_lead, now), "may not log a colleague's supervision");
    evening.desk.log_activity(None, &activity("advice"), now).unwrap();
    let own = evening.desk.activities(window.0, window.1).unwrap()[0].event;
    evening.role("senior");
    let of_link = Activity { about: Some(link), ..activity("supervision") };
    evening.desk.log_activity(None, &of_link, now).unwrap();
    assert_eq!(evening.desk.activities(window.0, window.1).unwrap().len(), 3);
    let entry = evening.desk.activities(window.0, window.1).unwrap()[0].event;
    evening.role("link_worker");
    assert!(evening.desk.strike_activity(entry, "wrong").is_err());
    refused(evening.desk.strike_activity(own, " "), "only with a reason");
    evening.desk.strike_activity(own, "wrong day").unwrap();
    evening.desk.strike_activity(own, "wrong day").unwrap_err();
}
