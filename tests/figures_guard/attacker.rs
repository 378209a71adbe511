//! Somebody who holds a table of figures, and solves linear programs over what it does not say.

use std::collections::{BTreeMap, BTreeSet};

use liaison::domain::service::Service;
use liaison::figures::{Kind, Sheet, Shown, ShownValue, definition};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use super::knowledge;

/// More than any count here.
const MOST: f64 = 3_000.0;
/// What a solver may be out by.
const NEARLY: f64 = 1e-6;

/// A number that is told, or is not.
struct Cell {
    name: String,
    told: Option<u64>,
    /// What it is at the least, by being there at all.
    least: u64,
    /// Whether the table promises that it cannot be known: one that it withholds, and a rest.
    promised: bool,
    /// Whether it counts people, so that few must not be told.
    of_people: bool,
}

/// A linear expression; with its relation to 0.
struct Relation {
    terms: Vec<(usize, f64)>,
    equal: bool,
}

/// What an attacker knows.
pub struct Attacker {
    cells: Vec<Cell>,
    of: BTreeMap<(String, String), usize>,
    /// Rows of each figure that are there.
    pub rows: BTreeMap<String, Vec<String>>,
    relations: Vec<Relation>,
    limit: u64,
}

impl Attacker {
    /// Reads a table and recalls what each figure in it means.
    pub fn of(service: &Service, sheet: &Sheet, shown: &[Shown], limit: u64) -> Self {
        let (cells, of, rows, relations) = Default::default();
        let mut attacker = Self { cells, of, rows, relations, limit };
        shown.iter().for_each(|figure| attacker.read(figure));
        knowledge::recall(&mut attacker, service, sheet);
        attacker
    }

    fn read(&mut self, shown: &Shown) {
        let (code, kind) = (shown.definition.code, shown.definition.kind);
        let whole = kind.whole().and_then(definition);
        let people = kind.is_of_people(whole.unwrap_or(shown.definition));
        if !people {
            return;
        }
        match &shown.value {
            ShownValue::Number(n) => self.tell(code, "", *n),
            ShownValue::Part { n, of } => {
                self.tell(code, "", *n);
                self.same_told(kind, *of);
            }
            ShownValue::Rows { rows, of } => {
                rows.iter().for_each(|row| self.tell(code, &row.code, row.n));
                self.rows.insert(code.to_owned(), rows.iter().map(|row| row.code.clone()).collect());
                self.same_told(kind, *of);
            }
            ShownValue::Times(times) => {
                let n = times.map(|times| times.n);
                match kind {
                    Kind::TimesOfPart(_) => self.tell(code, "", n),
                    _ => {
                        self.tell(code, "", n);
                        let (own, whole) = (self.at(code, ""), self.at(kind.whole().unwrap(), ""));
                        self.equal(&[own], &[whole]);
                    }
                }
            }
            ShownValue::Hours(_) => {}
        }
    }

    /// The whole stands beside its parts too, and never says more there.
    fn same_told(&self, kind: Kind, of: Option<u64>) {
        let whole = self.cells[self.of[&(kind.whole().unwrap().to_owned(), String::new())]].told;
        assert_eq!(whole, of, "{kind:?}");
    }

    fn tell(&mut self, figure: &str, row: &str, told: Option<u64>) {
        let name = if row.is_empty() { figure.to_owned() } else { format!("{figure} {row}") };
        self.cells.push(Cell { name, told, least: 0, promised: true, of_people: true });
        self.of.insert((figure.to_owned(), row.to_owned()), self.cells.len() - 1);
    }

    /// A number of which the table says nothing.
    pub fn unsaid(&mut self, name: &str) -> usize {
        let name = name.to_owned();
        self.cells.push(Cell { name, told: None, least: 0, promised: false, of_people: false });
        self.cells.len() - 1
    }

    pub fn nothing(&mut self, name: &str) -> usize {
        let cell = self.unsaid(name);
        self.is_nothing(cell);
        cell
    }

    /// That a number is 0, whatever is told.
    pub fn is_nothing(&mut self, cell: usize) {
        self.relations.push(Relation { terms: vec![(cell, 1.0)], equal: true });
    }

    /// A number of the table; where a figure has no such row there is nobody in it.
    pub fn at(&mut self, figure: &str, row: &str) -> usize {
        let key = (figure.to_owned(), row.to_owned());
        if let Some(cell) = self.of.get(&key) {
            return *cell;
        }
        let cell = self.nothing(&format!("{figure} {row}, not there"));
        self.of.insert(key, cell);
        cell
    }

    pub fn has(&self, figure: &str, row: &str) -> bool {
        self.of.contains_key(&(figure.to_owned(), row.to_owned()))
    }

    /// The rows of a figure.
    pub fn all(&self, figure: &str) -> Vec<usize> {
        let rows = self.rows.get(figure).into_iter().flatten();
        rows.map(|row| self.of[&(figure.to_owned(), row.clone())]).collect()
    }

    pub fn at_least(&mut self, cell: usize, least: u64) {
        self.cells[cell].least = least;
    }

    pub fn told(&self, cell: usize) -> Option<u64> {
        self.cells[cell].told
    }

    /// That the first add up to what the second do.
    pub fn equal(&mut self, these: &[usize], those: &[usize]) {
        self.relation(these, those, true);
    }

    /// That the first add up to at most what the second do.
    pub fn at_most(&mut self, these: &[usize], those: &[usize]) {
        self.relation(these, those, false);
    }

    fn relation(&mut self, these: &[usize], those: &[usize], equal: bool) {
        let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
        these.iter().for_each(|cell| *terms.entry(*cell).or_default() += 1.0);
        those.iter().for_each(|cell| *terms.entry(*cell).or_default() -= 1.0);
        let terms = terms.into_iter().filter(|(_, by)| *by != 0.0).collect();
        self.relations.push(Relation { terms, equal });
    }

    /// The rest of a share. The table promises to guard it where it is few.
    pub fn rest(&mut self, whole: usize, part: usize) -> usize {
        let name = format!("{} less {}", self.cells[whole].name, self.cells[part].name);
        let cell = self.unsaid(&name);
        self.cells[cell].promised = true;
        self.equal(&[part, cell], &[whole]);
        cell
    }

    /// That everything recalled is true of the real numbers.
    pub fn must_hold(&self) {
        let (value, _) = self.truths();
        for relation in &self.relations {
            // A number that nothing tells is whatever it has to be.
            let known = relation.terms.iter().all(|(cell, _)| value[*cell].is_some());
            let sum: f64 = relation.terms.iter().filter_map(|(cell, by)| Some(value[*cell]? * by)).sum();
            let holds = if relation.equal { sum.abs() < NEARLY } else { sum < NEARLY };
            let names =
                || relation.terms.iter().map(|(cell, by)| (&self.cells[*cell].name, by, value[*cell]));
            assert!(!known || holds, "not so: {:?}", names().collect::<Vec<_>>());
        }
        for (cell, value) in self.cells.iter().zip(value) {
            assert!(value.is_none_or(|n| n >= cell.least as f64), "{} is {value:?}", cell.name);
        }
    }

    /// The numbers, with those that follow at once from an equation.
    fn truths(&self) -> (Vec<Option<f64>>, usize) {
        let mut value: Vec<Option<f64>> = self.cells.iter().map(|cell| cell.told.map(|n| n as f64)).collect();
        let mut found = 0;
        loop {
            let mut new = None;
            for relation in self.relations.iter().filter(|relation| relation.equal) {
                let mut open = relation.terms.iter().filter(|(cell, _)| value[*cell].is_none());
                if let (Some((cell, by)), None) = (open.next(), open.next()) {
                    let sum: f64 =
                        relation.terms.iter().filter_map(|(cell, by)| Some(value[*cell]? * by)).sum();
                    new = Some((*cell, -sum / by));
                    break;
                }
            }
            let Some((cell, n)) = new else { return (value, found) };
            value[cell] = Some(n);
            found += 1;
        }
    }

    /// What can be found out that must not be, by somebody who holds the real numbers to compare.
    pub fn finds(&self, truth: &Self) -> Vec<String> {
        let real = truth.truths().0;
        let mut found = Vec::new();
        let is_guarded = |place: usize| {
            let (cell, n) = (&self.cells[place], real[place].unwrap_or(0.0) as u64);
            let few = (1..self.limit).contains(&n);
            cell.promised && cell.told.is_none() && (cell.of_people || few)
        };
        let guarded: Vec<usize> = (0..self.cells.len()).filter(|place| is_guarded(*place)).collect();
        let told = |place: usize| self.cells[place].told;
        for place in self.known(&guarded, &told) {
            found.push(format!("{} is {:?}", self.cells[place].name, real[place]));
        }
        // Few are told only where the question alone says how many they are.
        let few = |cell: &Cell| cell.of_people && cell.told.is_some_and(|n| n < self.limit);
        let few: Vec<usize> = (0..self.cells.len()).filter(|place| few(&self.cells[*place])).collect();
        let by_the_question: BTreeSet<usize> = self.known(&few, &|_| None).into_iter().collect();
        for place in few.into_iter().filter(|place| !by_the_question.contains(place)) {
            found.push(format!("{} is told: {:?}", self.cells[place].name, self.cells[place].told));
        }
        found
    }

    /// Those of some cells that can be no other number.
    fn known(&self, of: &[usize], told: &dyn Fn(usize) -> Option<u64>) -> Vec<usize> {
        let mut range: Vec<Option<(f64, f64)>> = vec![None; self.cells.len()];
        let mut known = Vec::new();
        let parts = self.parts(told);
        for place in of {
            for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
                if !is_open(range[*place]) {
                    self.solve((*place, direction), &parts, told, &mut range);
                }
            }
            if !is_open(range[*place]) {
                known.push(*place);
            }
        }
        known
    }

    /// Cells that hang together through others that are not told have one number here.
    fn parts(&self, told: &dyn Fn(usize) -> Option<u64>) -> Vec<usize> {
        let mut part: Vec<usize> = (0..self.cells.len()).collect();
        let root = |part: &[usize], mut cell: usize| {
            while part[cell] != cell {
                cell = part[cell];
            }
            cell
        };
        for relation in &self.relations {
            let mut open = relation.terms.iter().map(|(cell, _)| *cell).filter(|cell| told(*cell).is_none());
            let Some(first) = open.next() else { continue };
            for other in open {
                let (from, to) = (root(&part, other), root(&part, first));
                part[from] = to;
            }
        }
        (0..part.len()).map(|cell| root(&part, cell)).collect()
    }

    /// How far one cell can go; every solution shows what the others can be besides.
    fn solve(
        &self,
        (target, direction): (usize, OptimizationDirection),
        parts: &[usize],
        told: &dyn Fn(usize) -> Option<u64>,
        range: &mut [Option<(f64, f64)>],
    ) {
        let mut problem = Problem::new(direction);
        let mut variables = BTreeMap::new();
        for (place, cell) in self.cells.iter().enumerate() {
            if parts[place] == parts[target] && told(place).is_none() {
                let by = if place == target { 1.0 } else { 0.0 };
                variables.insert(place, problem.add_var(by, (cell.least as f64, MOST)));
            }
        }
        for relation in &self.relations {
            let mut of: Vec<(microlp::Variable, f64)> = Vec::new();
            let mut right = 0.0;
            for (cell, by) in &relation.terms {
                match (variables.get(cell), told(*cell)) {
                    (Some(variable), _) => of.push((*variable, *by)),
                    (None, Some(n)) => right -= n as f64 * by,
                    // Of another part.
                    (None, None) => {}
                }
            }
            if !of.is_empty() {
                let op = if relation.equal { ComparisonOp::Eq } else { ComparisonOp::Le };
                problem.add_constraint(of, op, right);
            }
        }
        let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("no limit was set") };
        for (place, variable) in variables {
            let n = solution[variable];
            let (low, high) = range[place].unwrap_or((n, n));
            range[place] = Some((low.min(n), high.max(n)));
        }
    }
}

/// Whether two whole numbers are possible.
fn is_open(range: Option<(f64, f64)>) -> bool {
    range.is_some_and(|(low, high)| (high + NEARLY).floor() - (low - NEARLY).ceil() >= 1.0)
}
