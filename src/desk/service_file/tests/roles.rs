//! Roles and their rights.

use super::{good, only, with};
use crate::desk::service_file::read;
use crate::domain::service::Right;

#[test]
fn each_role_of_the_template_may_do_its_own_work() {
    let service = good();
    let may = |code: &str, right| service.role(code).unwrap().may(right);
    assert!(may("youth_worker", Right::Youth) && may("youth_worker", Right::Screen));
    assert!(may("link_worker", Right::FollowUp) && !may("link_worker", Right::Screen));
    assert!(!may("practitioner", Right::Youth) && !may("senior", Right::FollowUp));
    let signed: Vec<_> =
        service.roles.iter().filter(|role| role.counter_signed).map(|role| role.code.as_str()).collect();
    assert_eq!(signed, ["student"]);
    let unsaid = only(&with("counter_signed = true\n", ""));
    assert_eq!(unsaid.message, "role \"student\" has no `counter_signed`");
}

#[test]
fn a_service_may_have_no_youth_worker_and_no_link_worker() {
    let text = with(", \"youth\"]", "]").replacen("may = [\"follow_up\"]", "may = []", 1);
    let service = read(&text, "service.toml").unwrap();
    let held = |right| service.roles.iter().any(|role| role.may(right));
    assert!(!held(Right::Youth) && !held(Right::FollowUp));
}
