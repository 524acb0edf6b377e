//! One clock: the cycles of one metric, and how running, standing still and stopping change them. Time only moves forward.

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use super::cycle::{Cycle, Fired, Phase, Stretch, StretchKind, Waiver};
use super::metric::Order;
use super::target::{Delivery, ReopenRule, Target};
use crate::clock::Timestamp;
use crate::error::{Code, Result};

/// The clock of a metric, and, for ownership, of a team.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub(super) target: Arc<Target>,
    pub(super) promise: Uuid,
    pub(super) team: Option<Uuid>,
    pub(super) cycles: Vec<Cycle>,
    /// What is promised for the next cycle, when that is another version: nothing inside when it promises nothing of the kind.
    pub(super) revised: Option<Option<(Arc<Target>, Uuid)>>,
    /// Since when the last cycle runs.
    runs_since: Option<Timestamp>,
    /// What happened before this instant lay behind when the promise was made.
    attached_at: Timestamp,
    /// Whether nothing is promised any more.
    is_dropped: bool,
    /// Why the last cycle ended.
    ended_by: Arc<str>,
}

impl Clock {
    pub(super) fn new(target: Arc<Target>, promise: Uuid, team: Option<Uuid>, attached_at: Timestamp) -> Self {
        let ended_by = Arc::from("");
        let (cycles, revised) = (Vec::new(), None);
        Self { target, promise, team, cycles, revised, runs_since: None, attached_at, is_dropped: false, ended_by }
    }

    /// Lets time pass until `now`: whatever comes to pass before it by itself does.
    pub(super) fn pass(&mut self, now: Timestamp) -> Result<()> {
        let (Some(since), Some(cycle)) = (self.runs_since, self.cycles.last_mut()) else { return Ok(()) };
        if cycle.next_at.is_none_or(|next| next > now) {
            return Ok(());
        }
        if let Some(due) = cycle.due_at.filter(|due| *due < now)
            && cycle.breached_at.is_none()
        {
            cycle.breached_at = Some(due);
            cycle.breached_on_attach = due < self.attached_at;
        }
        let elapsed = cycle.elapsed.num_milliseconds();
        for threshold in &self.target.thresholds {
            if cycle.fired.iter().any(|fired| fired.key == threshold.key) {
                continue;
            }
            let place = threshold.place.elapsed(cycle.target.num_milliseconds());
            let Some(at) = told_at(&self.target, &threshold.delivery, since, place - elapsed)? else { continue };
            if at < now {
                cycle.fired.push(Fired { key: threshold.key, at, on_attach: at < self.attached_at });
            }
        }
        self.foresee()
    }

    /// Does what the situation orders.
    pub(super) fn obey(&mut self, order: Order, at: Timestamp, reason: &Arc<str>) -> Result<()> {
        let phase = self.cycles.last().map(|cycle| cycle.phase);
        match (order, phase) {
            _ if self.is_dropped => Ok(()),
            (Order::Rest, _)
            | (Order::Stop | Order::Cancel, None | Some(Phase::Stopped | Phase::Cancelled))
            | (Order::Pause, Some(Phase::Stopped | Phase::Cancelled))
            | (Order::Run, Some(Phase::Running)) => Ok(()),
            (Order::Run | Order::Pause, None) => self.begin(at, order, reason),
            (Order::Run, Some(Phase::Paused)) => self.run(at),
            (Order::Run, Some(Phase::Stopped | Phase::Cancelled)) => self.reopen(at, reason),
            (Order::Pause, Some(Phase::Running | Phase::Paused)) => {
                self.freeze(at)?;
                self.stand(at, reason);
                Ok(())
            }
            (Order::Stop, Some(_)) => self.end(at, Phase::Stopped, reason),
            (Order::Cancel, Some(_)) => self.end(at, Phase::Cancelled, reason),
        }
    }

    /// Begins a new cycle, whatever the last one does.
    pub(super) fn begin(&mut self, at: Timestamp, order: Order, reason: &Arc<str>) -> Result<()> {
        match self.revised.take() {
            Some(Some((target, promise))) => (self.target, self.promise) = (target, promise),
            Some(None) => {
                self.revised = Some(None);
                return Ok(());
            }
            None => {}
        }
        let number = u32::try_from(self.cycles.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.cycles.push(Cycle {
            number,
            promise: self.promise,
            started_at: at,
            target: self.target.duration,
            elapsed: TimeDelta::zero(),
            counted: TimeDelta::zero(),
            phase: Phase::Paused,
            due_at: None,
            next_at: None,
            stopped_at: None,
            breached_at: None,
            breached_on_attach: false,
            waiver: None,
            fired: Vec::new(),
            stretches: Vec::with_capacity(4),
        });
        self.runs_since = None;
        if order == Order::Run {
            return self.run(at);
        }
        self.stand(at, reason);
        Ok(())
    }

    /// Ends the open cycle.
    pub(super) fn end(&mut self, at: Timestamp, phase: Phase, reason: &Arc<str>) -> Result<()> {
        self.freeze(at)?;
        self.ended_by = Arc::clone(reason);
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.phase = phase;
            cycle.stopped_at = Some(at);
            cycle.due_at = None;
            cycle.next_at = None;
        }
        Ok(())
    }

    fn reopen(&mut self, at: Timestamp, reason: &Arc<str>) -> Result<()> {
        let stopped_at = self.cycles.last().and_then(|cycle| cycle.stopped_at).unwrap_or(at);
        match self.target.reopening {
            ReopenRule::FirstOnly => Ok(()),
            ReopenRule::NewCycle => self.begin(at, Order::Run, reason),
            ReopenRule::RestartAfter(time) if at >= stopped_at.plus_millis(time.num_milliseconds()) => {
                self.begin(at, Order::Run, reason)
            }
            ReopenRule::Resume | ReopenRule::RestartAfter(_) => self.resume(stopped_at, at),
        }
    }

    /// Goes on with a cycle that ended; the time in between was a pause.
    fn resume(&mut self, stopped_at: Timestamp, at: Timestamp) -> Result<()> {
        self.stand(stopped_at, &Arc::clone(&self.ended_by));
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.stopped_at = None;
            cycle.target = self.target.duration;
            cycle.promise = self.promise;
        }
        self.run(at)
    }

    /// Calls the open cycle off because nothing is promised any more.
    pub(super) fn drop_promise(&mut self, at: Timestamp) -> Result<()> {
        if self.cycles.last().is_some_and(Cycle::is_open) {
            self.end(at, Phase::Cancelled, &Arc::from("no promise"))?;
            self.is_dropped = true;
        }
        Ok(())
    }

    /// Puts another target in the place of this one; the open cycle keeps what has elapsed.
    pub(super) fn carry(&mut self, target: &Arc<Target>, promise: Uuid, at: Timestamp) -> Result<()> {
        let runs = self.runs_since.is_some();
        self.freeze(at)?;
        self.revised = None;
        let old = std::mem::replace(&mut self.target, Arc::clone(target));
        self.promise = promise;
        if let Some(cycle) = self.cycles.last_mut().filter(|cycle| cycle.is_open()) {
            // What the new target puts behind, but the old one did not, lay behind when the promise was made.
            let elapsed = cycle.elapsed.num_milliseconds();
            let (before, after) = (cycle.target.num_milliseconds(), target.duration.num_milliseconds());
            for threshold in target.thresholds.iter().filter(|threshold| threshold.place.elapsed(after) < elapsed) {
                let is_told = cycle.fired.iter().any(|fired| fired.key == threshold.key);
                let was = old.thresholds.iter().find(|other| other.key == threshold.key);
                let was_behind = was.is_some_and(|other| other.place.elapsed(before) < elapsed);
                if !is_told && !was_behind {
                    cycle.fired.push(Fired { key: threshold.key, at, on_attach: true });
                }
            }
            cycle.target = target.duration;
            cycle.promise = promise;
            self.attached_at = at;
        }
        match self.cycles.last().and_then(|cycle| cycle.stopped_at) {
            Some(stopped_at) if self.is_dropped => {
                self.is_dropped = false;
                self.resume(stopped_at, at)
            }
            _ if runs => self.run(at),
            _ => Ok(()),
        }
    }

    /// Returns when the open cycle would be due under `target`, if it ran on from `at`.
    pub(super) fn due_under(&self, target: &Target, at: Timestamp) -> Result<Option<Timestamp>> {
        let Some(cycle) = self.cycles.last().filter(|cycle| cycle.is_open()) else { return Ok(None) };
        let mut elapsed = cycle.elapsed;
        if let Some(since) = self.runs_since {
            elapsed += self.target.calendar.elapsed(since, at)?;
        }
        let left = (target.duration - elapsed).num_milliseconds();
        // What is overdue already is due before anything else.
        if left <= 0 { Ok(Some(Timestamp::MIN.plus_millis(-left))) } else { deadline(target, at, left) }
    }

    pub(super) fn waive(&mut self, number: u32, waiver: Waiver) {
        if let Some(cycle) = self.cycles.iter_mut().find(|cycle| cycle.number == number) {
            cycle.waiver = Some(waiver);
        }
    }

    /// Counts what a running cycle has taken until `now`, without stopping it.
    pub(super) fn read(&mut self, now: Timestamp) -> Result<()> {
        let (Some(since), Some(cycle)) = (self.runs_since, self.cycles.last_mut()) else { return Ok(()) };
        cycle.counted = cycle.elapsed;
        cycle.elapsed += self.target.calendar.elapsed(since, now.max(since))?;
        Ok(())
    }

    fn run(&mut self, at: Timestamp) -> Result<()> {
        self.runs_since = Some(at);
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.phase = Phase::Running;
            cycle.stretches.push(Stretch { from: at, kind: StretchKind::Ran(Arc::clone(&self.target)) });
        }
        self.foresee()
    }

    fn stand(&mut self, at: Timestamp, reason: &Arc<str>) {
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.phase = Phase::Paused;
            cycle.due_at = None;
            cycle.next_at = None;
            let last = cycle.stretches.last().map(|stretch| &stretch.kind);
            if matches!(last, Some(StretchKind::Paused(same)) if same == reason) {
                return;
            }
            cycle.stretches.push(Stretch { from: at, kind: StretchKind::Paused(Arc::clone(reason)) });
        }
    }

    /// Counts what a running cycle has taken, and stops counting.
    fn freeze(&mut self, at: Timestamp) -> Result<()> {
        if let Some(since) = self.runs_since.take()
            && let Some(cycle) = self.cycles.last_mut()
        {
            cycle.elapsed += self.target.calendar.elapsed(since, at)?;
        }
        Ok(())
    }

    /// Says when the running cycle is due, and when something comes to pass next.
    fn foresee(&mut self) -> Result<()> {
        let (Some(since), Some(cycle)) = (self.runs_since, self.cycles.last_mut()) else { return Ok(()) };
        let (target, elapsed) = (cycle.target.num_milliseconds(), cycle.elapsed.num_milliseconds());
        cycle.due_at = if elapsed > target {
            reached_at(cycle, target)?
        } else {
            deadline(&self.target, since, target - elapsed)?
        };
        let mut next = cycle.due_at.filter(|_| cycle.breached_at.is_none());
        for threshold in &self.target.thresholds {
            if cycle.fired.iter().any(|fired| fired.key == threshold.key) {
                continue;
            }
            let left = threshold.place.elapsed(target) - elapsed;
            let at = told_at(&self.target, &threshold.delivery, since, left)?;
            next = [next, at].into_iter().flatten().min();
        }
        // What is due at an instant has not come to pass until that instant is over.
        cycle.next_at = next.map(|at| at.plus_millis(1));
        Ok(())
    }
}

/// Returns when a clock that runs from `since` has counted `left` more, or nothing when its calendar never gets there.
fn deadline(target: &Target, since: Timestamp, left: i64) -> Result<Option<Timestamp>> {
    target.calendar.deadline(since, TimeDelta::milliseconds(left)).map(Some).or_else(unless_closed)
}

/// Returns when a cycle had counted `target`, which it exceeded before its last stretch began.
fn reached_at(cycle: &Cycle, target: i64) -> Result<Option<Timestamp>> {
    let mut left = target;
    for pair in cycle.stretches.windows(2) {
        if let StretchKind::Ran(running) = &pair[0].kind {
            let counted = running.calendar.elapsed(pair[0].from, pair[1].from)?.num_milliseconds();
            if counted >= left {
                return deadline(running, pair[0].from, left);
            }
            left -= counted;
        }
    }
    Ok(None)
}

/// Returns when a threshold is told that lies `left` of the target's time ahead of `since`.
fn told_at(target: &Target, delivery: &Delivery, since: Timestamp, left: i64) -> Result<Option<Timestamp>> {
    let reached = match target.calendar.deadline(since, TimeDelta::milliseconds(left.max(0))) {
        Ok(reached) => reached,
        Err(error) => return unless_closed(error),
    };
    match delivery {
        Delivery::AtOnce => Ok(Some(reached)),
        Delivery::AtNextOpening(calendar) => calendar.next_open(reached).map(Some).or_else(unless_closed),
    }
}

/// A calendar that does not open any more makes nothing due; years that are not known are an error.
fn unless_closed(error: crate::Error) -> Result<Option<Timestamp>> {
    match error.code() {
        Code::CalendarNeverOpens => Ok(None),
        _ => Err(error),
    }
}
