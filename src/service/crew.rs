//! How many stations an endpoint has: each has a channel, waits for a client, serves it, and waits again.

/// Stations of an endpoint. A station is waiting from the time that it is made, or has served a client, until it has
/// accepted the next one.
#[derive(Debug)]
pub(crate) struct Crew {
    /// How many there may be.
    most: u32,
    /// How many have to wait, as long as there may be more.
    least_waiting: u32,
    /// How many wait at most: who serves a client beyond that leaves then.
    most_waiting: u32,
    waiting: u32,
    serving: u32,
}

/// What a station does next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Next {
    Wait,
    Leave,
}

impl Crew {
    pub(crate) fn new(most: u32, least_waiting: u32, most_waiting: u32) -> Self {
        let least_waiting = least_waiting.clamp(1, most.max(1));
        Crew { most: most.max(1), least_waiting, most_waiting: most_waiting.max(least_waiting), waiting: 0, serving: 0 }
    }

    /// How many stations have to be made now. They count as waiting.
    pub(crate) fn recruit(&mut self) -> u32 {
        let room = self.most.saturating_sub(self.waiting + self.serving);
        let missing = self.least_waiting.saturating_sub(self.waiting).min(room);
        self.waiting += missing;
        missing
    }

    /// A waiting station has a client.
    pub(crate) fn accepted(&mut self) {
        self.waiting = self.waiting.saturating_sub(1);
        self.serving += 1;
    }

    /// A station has served its client.
    pub(crate) fn served(&mut self) -> Next {
        self.serving = self.serving.saturating_sub(1);
        if self.waiting >= self.most_waiting {
            return Next::Leave;
        }
        self.waiting += 1;
        Next::Wait
    }

    /// A station is gone while it waited or served.
    pub(crate) fn lost(&mut self, was_serving: bool) {
        let count = if was_serving { &mut self.serving } else { &mut self.waiting };
        *count = count.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_waits_as_long_as_there_may_be_more() {
        let mut crew = Crew::new(3, 1, 2);
        assert_eq!((crew.recruit(), crew.recruit()), (1, 0));
        crew.accepted();
        assert_eq!(crew.recruit(), 1);
        crew.accepted();
        assert_eq!(crew.recruit(), 1);
        crew.accepted();
        // All three serve.
        assert_eq!(crew.recruit(), 0);
        assert_eq!(crew.served(), Next::Wait);
        assert_eq!(crew.recruit(), 0);
        assert_eq!(crew.served(), Next::Wait);
        // Two wait, which is enough.
        assert_eq!(crew.served(), Next::Leave);
        assert_eq!((crew.waiting, crew.serving), (2, 0));
    }

    #[test]
    fn one_that_is_lost_is_replaced() {
        let mut crew = Crew::new(1, 5, 1);
        assert_eq!(crew.recruit(), 1);
        crew.lost(false);
        assert_eq!(crew.recruit(), 1);
        crew.accepted();
        assert_eq!(crew.recruit(), 0);
        crew.lost(true);
        assert_eq!(crew.recruit(), 1);
    }
}
