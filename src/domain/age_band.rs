//! Age bands in which people are counted (domain.md 2.2).

/// A band of whole years at the time of the referral.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AgeBand {
    /// Below the age of criminal responsibility, Children and Young Persons Act 1933 s.50.
    Under10,
    /// 10 to 13.
    From10To13,
    /// 14 and 15.
    From14To15,
    /// 16 and 17.
    From16To17,
    /// 18 to 24.
    From18To24,
    /// 25 to 64.
    From25To64,
    /// 65 and older.
    From65,
    /// Neither a birth nor an age is known.
    Unknown,
}

impl AgeBand {
    /// All, the youngest first.
    pub const ALL: [Self; 8] = [
        Self::Under10,
        Self::From10To13,
        Self::From14To15,
        Self::From16To17,
        Self::From18To24,
        Self::From25To64,
        Self::From65,
        Self::Unknown,
    ];

    /// The band of an age in whole years.
    pub fn of(age: Option<u16>) -> Self {
        match age {
            Some(0..=9) => Self::Under10,
            Some(10..=13) => Self::From10To13,
            Some(14..=15) => Self::From14To15,
            Some(16..=17) => Self::From16To17,
            Some(18..=24) => Self::From18To24,
            Some(25..=64) => Self::From25To64,
            Some(65..) => Self::From65,
            None => Self::Unknown,
        }
    }

    /// Code that exports write, e.g. "16-17".
    pub fn code(self) -> &'static str {
        match self {
            Self::Under10 => "0-9",
            Self::From10To13 => "10-13",
            Self::From14To15 => "14-15",
            Self::From16To17 => "16-17",
            Self::From18To24 => "18-24",
            Self::From25To64 => "25-64",
            Self::From65 => "65+",
            Self::Unknown => "unknown",
        }
    }

    /// The band in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Under10 => "under 10",
            Self::From10To13 => "10 to 13",
            Self::From14To15 => "14 and 15",
            Self::From16To17 => "16 and 17",
            Self::From18To24 => "18 to 24",
            Self::From25To64 => "25 to 64",
            Self::From65 => "65 and over",
            Self::Unknown => "age not known",
        }
    }

    /// The band with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.code() == code)
    }

    /// The first and the last age in it, in whole years; none where no age is known.
    pub fn years(self) -> Option<(u16, u16)> {
        match self {
            Self::Under10 => Some((0, 9)),
            Self::From10To13 => Some((10, 13)),
            Self::From14To15 => Some((14, 15)),
            Self::From16To17 => Some((16, 17)),
            Self::From18To24 => Some((18, 24)),
            Self::From25To64 => Some((25, 64)),
            Self::From65 => Some((65, u16::MAX)),
            Self::Unknown => None,
        }
    }

    /// Whether everybody in it is under 18.
    pub fn is_under_18(self) -> bool {
        self < Self::From18To24
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_band_begins_and_ends_at_the_age_its_code_says() {
        for band in AgeBand::ALL {
            let code = band.code();
            if let Some((from, to)) = code.split_once('-') {
                let (from, to): (u16, u16) = (from.parse().unwrap(), to.parse().unwrap());
                assert!((from..=to).all(|age| AgeBand::of(Some(age)) == band), "{code}");
                assert_ne!(AgeBand::of(Some(to + 1)), band, "{code}");
                assert!(from == 0 || AgeBand::of(Some(from - 1)) != band, "{code}");
            }
            assert_eq!(AgeBand::from_code(code), Some(band));
            for age in band.years().map(|(first, last)| [first, last]).into_iter().flatten() {
                assert_eq!(AgeBand::of(Some(age)), band, "{code}");
            }
        }
        assert_eq!(AgeBand::of(Some(65)), AgeBand::From65);
        assert_eq!(AgeBand::of(Some(u16::MAX)), AgeBand::From65);
        assert_eq!(AgeBand::of(None), AgeBand::Unknown);
        assert_eq!(AgeBand::from_code("66"), None);
    }

    #[test]
    fn whoever_is_under_18_is_in_a_band_of_the_young_and_nobody_else() {
        assert!((0..=17).all(|age| AgeBand::of(Some(age)).is_under_18()));
        assert!((18..=120).all(|age| !AgeBand::of(Some(age)).is_under_18()));
        assert!(!AgeBand::Unknown.is_under_18(), "nothing is known of them");
    }
}
