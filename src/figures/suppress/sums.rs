//! Numbers that hang together by sums, and how many of them have to be withheld so that none is known that
//! must not be.
//!
//! Everything that holds between numbers is a sum here: what is at most something else makes it up with a
//! rest of its own. A withheld number is safe once another world is found in which it is another number,
//! everything shown is the same, and every sum holds. Such a world stays possible when more is withheld, so
//! each number is looked at until one is found for it.

use std::collections::BTreeMap;

/// A whole and parts that add up to it, as places of cells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sum {
    pub whole: usize,
    pub parts: Vec<usize>,
}

/// One number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub n: u64,
    /// What it is at the least, as everybody knows.
    pub least: u64,
    /// Whether it stands in what is published; the rest of a share does not.
    pub published: bool,
    /// Whether it must not be known.
    pub small: bool,
    /// Whether the question itself says that it is 0, so that there is nothing to withhold.
    pub is_nothing: bool,
}

/// Numbers and how they hang together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Sums {
    pub cells: Vec<Cell>,
    pub withheld: Vec<bool>,
    /// Counts under this must not be known.
    pub limit: u64,
    /// The number of everybody.
    pub everybody: Option<usize>,
    sums: Vec<Sum>,
    /// For each cell the sums in which it stands.
    beside: Vec<Vec<usize>>,
}

/// Another world.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct World {
    /// By how much numbers are other in it.
    by: BTreeMap<usize, i64>,
    /// The sums that do not hold in it: by how much the whole has more than its parts.
    out: BTreeMap<usize, i64>,
}

/// Whether a number could be more, and whether less.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Way {
    up: bool,
    down: bool,
}

/// In how many numbers another world may differ: one in which few do is looked for first.
const SIZES: [usize; 5] = [6, 12, 24, 48, usize::MAX];
/// Steps after which one of such a size is no longer looked for.
const STEPS: usize = 400;
/// How many numbers are tried as the next to withhold.
const TRIES: usize = 24;

impl Sums {
    /// None yet; counts under this must not be known.
    pub fn under(limit: u64) -> Self {
        Self { limit, ..Self::default() }
    }

    pub fn add(&mut self, n: u64, published: bool, small: bool) -> usize {
        self.cells.push(Cell { n, least: 0, published, small, is_nothing: false });
        self.withheld.push(small || !published);
        self.beside.push(Vec::new());
        self.cells.len() - 1
    }

    /// That a number is what others add up to.
    pub fn sum(&mut self, whole: usize, parts: Vec<usize>) {
        for cell in parts.iter().copied().chain([whole]) {
            if let Some(beside) = self.beside.get_mut(cell) {
                beside.push(self.sums.len());
            }
        }
        self.sums.push(Sum { whole, parts });
    }

    /// A number of no figure that is what others add up to.
    pub fn together(&mut self, parts: Vec<usize>) -> usize {
        let n = parts.iter().map(|part| self.n(*part)).sum();
        let whole = self.add(n, false, false);
        self.sum(whole, parts);
        whole
    }

    /// What is left of a whole without a part: a number of no figure.
    pub fn rest(&mut self, whole: usize, part: usize) -> usize {
        let n = self.n(whole).saturating_sub(self.n(part));
        let rest = self.add(n, false, false);
        self.sum(whole, vec![part, rest]);
        rest
    }

    /// That the question itself says that a number is 0.
    pub fn is_nothing(&mut self, cell: usize) {
        if let Some(own) = self.cells.get_mut(cell).filter(|own| own.n == 0) {
            (own.is_nothing, own.small) = (true, false);
            self.withheld.get_mut(cell).into_iter().for_each(|withheld| *withheld = false);
        }
    }

    /// That everybody knows how much a number is at the least.
    pub fn at_least(&mut self, cell: usize, least: u64) {
        if let Some(own) = self.cells.get_mut(cell) {
            own.least = own.least.max(least.min(own.n));
        }
    }

    pub fn n(&self, cell: usize) -> u64 {
        self.cells.get(cell).map_or(0, |cell| cell.n)
    }

    pub fn is_withheld(&self, cell: usize) -> bool {
        self.withheld.get(cell).copied().unwrap_or(true)
    }

    fn is_published(&self, cell: usize) -> bool {
        self.cells.get(cell).is_some_and(|cell| cell.published)
    }

    fn cell_is_nothing(&self, cell: usize) -> bool {
        self.cells.get(cell).is_some_and(|cell| cell.is_nothing)
    }

    fn sums_of(&self, cell: usize) -> impl Iterator<Item = (usize, &Sum)> {
        let places = self.beside.get(cell).into_iter().flatten();
        places.filter_map(|place| Some((*place, self.sums.get(*place)?)))
    }

    /// Withholds further numbers until none that must not be known is.
    pub fn protect(&mut self) {
        self.follow_nothing();
        let mut is_safe = vec![false; self.cells.len()];
        loop {
            self.withhold_what_is_the_same();
            if self.everybody.is_some_and(|all| self.is_withheld(all)) {
                self.withhold_all();
                return;
            }
            let guarded = |place: &usize| {
                let small = self.cells.get(*place).is_some_and(|cell| cell.small);
                let withheld = self.is_published(*place) && self.is_withheld(*place);
                (small || withheld) && is_safe.get(*place) == Some(&false)
            };
            let next = match (0..self.cells.len()).find(guarded) {
                Some(place) => match self.another_world(place) {
                    Some(world) => {
                        for cell in world.by.into_keys() {
                            is_safe.get_mut(cell).into_iter().for_each(|safe| *safe = true);
                        }
                        continue;
                    }
                    None => self.next_to(place),
                },
                None => self.few_together(),
            };
            match next {
                Some(next) => self.withhold(next),
                None => return,
            }
        }
    }

    fn withhold(&mut self, cell: usize) {
        self.withheld.get_mut(cell).into_iter().for_each(|withheld| *withheld = true);
    }

    /// Where not even the number of everybody may be told, nothing is. What is all withheld could be twice as
    /// many of each.
    fn withhold_all(&mut self) {
        for (cell, withheld) in self.cells.iter().zip(&mut self.withheld) {
            *withheld |= cell.published && !cell.is_nothing;
        }
    }

    /// What the question says of a whole it says of its parts, and the other way about.
    fn follow_nothing(&mut self) {
        loop {
            let new = self.sums.iter().find_map(|sum| {
                let open = |cell: &usize| !self.cell_is_nothing(*cell);
                let mut parts = sum.parts.iter().copied().filter(open);
                match (self.cell_is_nothing(sum.whole), parts.next()) {
                    (true, Some(part)) => Some(part),
                    (false, None) => Some(sum.whole),
                    _ => None,
                }
            });
            match new {
                Some(cell) if self.n(cell) == 0 => self.is_nothing(cell),
                _ => return,
            }
        }
    }

    /// A whole with one part is the same number under two names: either both are shown or neither.
    fn withhold_what_is_the_same(&mut self) {
        loop {
            let new = self.sums.iter().find_map(|sum| {
                let mut parts = sum.parts.iter().copied().filter(|part| !self.cell_is_nothing(*part));
                let (Some(part), None) = (parts.next(), parts.next()) else { return None };
                match (self.is_withheld(sum.whole), self.is_withheld(part)) {
                    (true, false) => Some(part).filter(|_| self.is_guarded(sum.whole)),
                    (false, true) => Some(sum.whole).filter(|_| self.is_guarded(part)),
                    _ => None,
                }
            });
            match new {
                Some(cell) => self.withhold(cell),
                None => return,
            }
        }
    }

    fn is_guarded(&self, cell: usize) -> bool {
        self.cells.get(cell).is_some_and(|own| own.small || (own.published && self.is_withheld(cell)))
    }

    /// Which numbers could be more, and which less, if every sum is looked at by itself: there another number
    /// makes up for it.
    fn ways(&self) -> Vec<Way> {
        let free = |(cell, withheld): (&Cell, &bool)| Way {
            up: *withheld && !cell.is_nothing,
            down: *withheld && !cell.is_nothing && cell.n > cell.least,
        };
        let mut ways: Vec<Way> = self.cells.iter().zip(&self.withheld).map(free).collect();
        let mut is_new = vec![true; self.sums.len()];
        while let Some(place) = is_new.iter().position(|new| *new) {
            is_new.get_mut(place).into_iter().for_each(|new| *new = false);
            let Some(sum) = self.sums.get(place) else { continue };
            for cell in narrowed(sum, &mut ways) {
                for (beside, _) in self.sums_of(cell).filter(|(beside, _)| *beside != place) {
                    is_new.get_mut(beside).into_iter().for_each(|new| *new = true);
                }
                is_new.get_mut(place).into_iter().for_each(|new| *new = true);
            }
        }
        ways
    }

    /// A world in which this number is another by one.
    fn another_world(&self, cell: usize) -> Option<World> {
        let ways = self.ways();
        let sizes = SIZES.into_iter().flat_map(|most| [(most, 1), (most, -1)]);
        sizes.filter(|(_, by)| self.can_change(&ways, cell, *by)).find_map(|(most, by)| {
            let (mut world, mut steps) = (World::default(), STEPS);
            self.change(&mut world, cell, by);
            self.settle((&ways, most), &mut world, &mut steps).then_some(world)
        })
    }

    fn can_change(&self, ways: &[Way], cell: usize, by: i64) -> bool {
        let is_a_way = ways.get(cell).is_some_and(|way| if by > 0 { way.up } else { way.down });
        let fits = |own: &Cell| own.n.checked_add_signed(by).is_some_and(|n| n >= own.least);
        is_a_way && self.cells.get(cell).is_some_and(fits)
    }

    /// Changes a number in a world by so much more.
    fn change(&self, world: &mut World, cell: usize, by: i64) {
        let own = world.by.entry(cell).or_default();
        *own += by;
        if *own == 0 {
            world.by.remove(&cell);
        }
        for (place, sum) in self.sums_of(cell) {
            let out = world.out.entry(place).or_default();
            *out += if sum.whole == cell { by } else { -by };
            if *out == 0 {
                world.out.remove(&place);
            }
        }
    }

    /// Changes further numbers until every sum holds: first where there is the least choice.
    fn settle(&self, (ways, most): (&[Way], usize), world: &mut World, steps: &mut usize) -> bool {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let mut tightest: Option<Vec<(usize, i64)>> = None;
        for (place, out) in &world.out {
            let (Some(sum), out) = (self.sums.get(*place), *out) else { continue };
            let parts = sum.parts.iter().map(|part| (*part, out)).chain([(sum.whole, -out)]);
            let can = |(cell, by): &(usize, i64)| self.can_change(ways, *cell, *by);
            let open: Vec<(usize, i64)> =
                parts.filter(|(cell, _)| !world.by.contains_key(cell)).filter(can).collect();
            if open.is_empty() {
                return false;
            }
            if tightest.as_ref().is_none_or(|least| open.len() < least.len()) {
                tightest = Some(open);
            }
        }
        let Some(mut open) = tightest else { return true };
        if world.by.len() >= most {
            return false;
        }
        // Whatever stands in no table and in the fewest sums disturbs the fewest others.
        open.sort_by_key(|(cell, _)| (self.is_published(*cell), self.beside.get(*cell).map_or(0, Vec::len)));
        open.into_iter().any(|(cell, by)| {
            self.change(world, cell, by);
            let settled = self.settle((ways, most), world, steps);
            if !settled {
                self.change(world, cell, -by);
            }
            settled
        })
    }

    /// A number to withhold beside withheld parts of a whole that is shown, where all such parts together
    /// are so few that their number tells of somebody: "25 of 26 are not recorded" says that one is.
    fn few_together(&self) -> Option<usize> {
        self.sums.iter().filter(|sum| !self.is_withheld(sum.whole)).find_map(|sum| {
            let withheld = || sum.parts.iter().copied().filter(|part| self.is_withheld(*part));
            let together: u64 = withheld().map(|part| self.n(part)).sum();
            // What is no part of anything published has its own guard.
            let published = withheld().find(|part| self.is_published(*part))?;
            (1..self.limit).contains(&together).then(|| self.near(published).into_iter().next())?
        })
    }

    /// The number to withhold so that this one is less known: the smallest near it that does it alone, else
    /// the smallest.
    fn next_to(&mut self, cell: usize) -> Option<usize> {
        let (near, everybody) = (self.near(cell), self.everybody);
        for one in near.iter().filter(|one| Some(**one) != everybody).take(TRIES) {
            self.withhold(*one);
            let is_enough = self.another_world(cell).is_some();
            self.withheld.get_mut(*one).into_iter().for_each(|withheld| *withheld = false);
            if is_enough {
                return Some(*one);
            }
        }
        near.first().copied()
    }

    /// Shown numbers that stand beside this one in a sum, or beside what is withheld there, and so on: the
    /// nearest first, and the smallest of them. Wholes come after all others, and everybody last.
    fn near(&self, cell: usize) -> Vec<usize> {
        let (mut reached, mut looked) = (vec![(cell, 0_usize)], 0);
        let mut found: BTreeMap<usize, (bool, bool, usize, u64)> = BTreeMap::new();
        while let Some((at, far)) = reached.get(looked).copied() {
            looked += 1;
            for (_, sum) in self.sums_of(at) {
                for next in sum.parts.iter().copied().chain([sum.whole]) {
                    if self.is_withheld(next) {
                        if reached.iter().all(|(known, _)| *known != next) {
                            reached.push((next, far + 1));
                        }
                    } else if self.is_published(next) && !self.cell_is_nothing(next) {
                        let is_last = Some(next) == self.everybody;
                        found.entry(next).or_insert((is_last, self.is_whole(next), far, self.n(next)));
                    }
                }
            }
        }
        let mut near: Vec<usize> = found.keys().copied().collect();
        near.sort_by_key(|cell| found.get(cell).copied());
        near
    }

    /// Whether something published is a part of it.
    fn is_whole(&self, cell: usize) -> bool {
        self.sums_of(cell).any(|(_, sum)| {
            sum.whole == cell && sum.parts.iter().filter(|part| self.is_published(**part)).count() > 1
        })
    }

    #[cfg(test)]
    pub fn all(&self) -> &[Sum] {
        &self.sums
    }
}

/// Takes from the numbers of a sum the ways for which no other makes up; tells which lost one.
fn narrowed(sum: &Sum, ways: &mut [Way]) -> Vec<usize> {
    let of = |ways: &[Way], cell: usize| ways.get(cell).copied().unwrap_or(Way { up: false, down: false });
    // What a part does with a sum, a whole does the other way about.
    let mut up: usize = sum.parts.iter().filter(|part| of(ways, **part).up).count();
    let mut down: usize = sum.parts.iter().filter(|part| of(ways, **part).down).count();
    let whole = of(ways, sum.whole);
    up += usize::from(whole.down);
    down += usize::from(whole.up);
    let mut lost = Vec::new();
    for (cell, is_whole) in sum.parts.iter().map(|part| (*part, false)).chain([(sum.whole, true)]) {
        let own = of(ways, cell);
        let (own_up, own_down) = if is_whole { (own.down, own.up) } else { (own.up, own.down) };
        // Another has to go the other way.
        let keeps_up = own_up && down > usize::from(own_down);
        let keeps_down = own_down && up > usize::from(own_up);
        if (keeps_up, keeps_down) != (own_up, own_down) {
            up -= usize::from(own_up && !keeps_up);
            down -= usize::from(own_down && !keeps_down);
            let (new_up, new_down) = if is_whole { (keeps_down, keeps_up) } else { (keeps_up, keeps_down) };
            ways.get_mut(cell).into_iter().for_each(|way| *way = Way { up: new_up, down: new_down });
            lost.push(cell);
        }
    }
    lost
}

#[cfg(test)]
mod tests;
