//! What a trial came to, and the table they are read in.

/// One trial: how often it was tried, what was lost, and what else is to be known of it.
pub struct Trial {
    /// What was tried.
    pub name: &'static str,
    /// How often.
    pub count: usize,
    /// How often something was lost, or done wrongly.
    pub losses: usize,
    /// What else was seen; "SKIPPED: why" where the trial could not run.
    pub note: String,
}

impl Trial {
    /// A trial that could not run here, and why.
    pub fn skipped(name: &'static str, why: &str) -> Self {
        Self { name, count: 0, losses: 0, note: format!("SKIPPED: {why}") }
    }

    /// Prints it, and fails the test if anything was lost.
    pub fn must_hold(&self) {
        print(std::slice::from_ref(self));
        assert_eq!(self.losses, 0, "{}: {}", self.name, self.note);
    }
}

/// Runs a trial, tells what it came to at once, and counts one that broke off as a loss.
pub fn guarded(run: fn() -> Trial) -> Trial {
    let trial = std::panic::catch_unwind(run).unwrap_or_else(|_| Trial {
        name: "(broken off)",
        count: 0,
        losses: 1,
        note: "see the panic above".to_owned(),
    });
    print(std::slice::from_ref(&trial));
    trial
}

/// Prints the table.
pub fn print(trials: &[Trial]) {
    println!("{:<28} | {:>9} | {:>6} | note", "trial", "count", "losses");
    for trial in trials {
        println!("{:<28} | {:>9} | {:>6} | {}", trial.name, trial.count, trial.losses, trial.note);
    }
}

/// How many times a trial is run at release size, unless LIAISON_ORDEAL_<NAME> says otherwise.
pub fn size(name: &str, usual: usize) -> usize {
    std::env::var(format!("LIAISON_ORDEAL_{name}")).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}
