//! From what happened to how every clock stands.

use std::sync::Arc;

use uuid::Uuid;

use super::clock::Clock;
use super::cycle::{Cycle, Phase, Waiver};
use super::event::{ClockEvent, Happening};
use super::metric::{Order, Situation};
use super::target::{Promise, Target};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::sla::{ChangeMode, SlaMetric};

/// How one clock of a ticket stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockState {
    /// What is measured.
    pub metric: SlaMetric,
    /// Whose time it is, of the metric [`SlaMetric::Ownership`].
    pub team: Option<Uuid>,
    /// Every time that it was measured, the last one last.
    pub cycles: Vec<Cycle>,
}

/// Returns how every clock of a ticket stands at `now`, from everything that happened to it, in order of time.
///
/// What happened after `now` is not looked at. Nothing is remembered between two calls, so that the same events give the same
/// states however often and in whatever steps it is asked.
///
/// # Errors
/// [`Code::CalendarUncovered`](crate::Code::CalendarUncovered) when a calendar does not know a year that matters.
pub fn evaluate(events: &[ClockEvent], now: Timestamp) -> Result<Vec<ClockState>> {
    let happened = events.partition_point(|event| event.at <= now);
    let mut fold = Fold { past: &events[..happened], situation: None, clocks: Vec::new(), promise: None };
    for position in 0..happened {
        fold.step(position)?;
    }
    fold.clocks
        .into_iter()
        .filter(|clock| !clock.cycles.is_empty())
        .map(|mut clock| {
            clock.pass(now)?;
            clock.read(now)?;
            for cycle in clock.cycles.iter_mut().filter(|cycle| cycle.phase != Phase::Running) {
                cycle.counted = cycle.elapsed;
            }
            Ok(ClockState { metric: clock.target.metric, team: clock.team, cycles: clock.cycles })
        })
        .collect()
}

struct Fold<'a> {
    past: &'a [ClockEvent],
    situation: Option<Situation>,
    clocks: Vec<Clock>,
    promise: Option<Arc<Promise>>,
}

impl Fold<'_> {
    fn step(&mut self, position: usize) -> Result<()> {
        let ClockEvent { at, happening } = &self.past[position];
        for clock in &mut self.clocks {
            clock.pass(*at)?;
        }
        take_in(&mut self.situation, happening, *at);
        match happening {
            Happening::PromiseChanged(promise) => self.change(promise.clone(), position)?,
            Happening::PromiseRevised(promise) => {
                for clock in &mut self.clocks {
                    let target = promise.target(clock.target.metric);
                    clock.revised = Some(target.map(|target| (Arc::clone(target), promise.id)));
                }
                self.promise = Some(Arc::clone(promise));
            }
            Happening::Waived { metric, team, cycle, by } => {
                let is_meant = |clock: &&mut Clock| clock.target.metric == *metric && clock.team == *team;
                for clock in self.clocks.iter_mut().filter(is_meant) {
                    clock.waive(*cycle, Waiver { by: *by, at: *at });
                }
            }
            _ => {}
        }
        self.add_team(position)?;
        if let Some(situation) = &self.situation {
            for clock in &mut self.clocks {
                follow(clock, situation, *at)?;
            }
        }
        Ok(())
    }

    /// Puts another promise in the place of the one that held.
    fn change(&mut self, promise: Option<Arc<Promise>>, position: usize) -> Result<()> {
        let at = self.past[position].at;
        let mode = promise.as_ref().map_or(ChangeMode::CarryElapsed, |promise| promise.on_change);
        for clock in &mut self.clocks {
            let target = promise.as_ref().and_then(|promise| Some((promise.target(clock.target.metric)?, promise.id)));
            let Some((target, id)) = target else {
                clock.drop_promise(at)?;
                continue;
            };
            let open = clock.cycles.last().filter(|cycle| cycle.is_open()).map(|cycle| cycle.phase);
            match (open, mode) {
                (Some(_), ChangeMode::KeepOriginal) => clock.revised = Some(Some((Arc::clone(target), id))),
                (Some(phase), ChangeMode::Restart) => {
                    let reason = self.situation.as_ref().map_or_else(|| Arc::from(""), |s| s.reason(clock.team));
                    clock.end(at, Phase::Cancelled, &reason)?;
                    clock.carry(target, id, at)?;
                    clock.begin(at, if phase == Phase::Running { Order::Run } else { Order::Pause }, &reason)?;
                }
                (Some(_), ChangeMode::Strictest) => {
                    let old = clock.due_under(&Arc::clone(&clock.target), at)?;
                    let new = clock.due_under(target, at)?;
                    if new.is_some_and(|new| old.is_none_or(|old| new < old)) {
                        clock.carry(target, id, at)?;
                    } else {
                        clock.revised = Some(Some((Arc::clone(target), id)));
                    }
                }
                (Some(_), ChangeMode::CarryElapsed) | (None, _) => clock.carry(target, id, at)?,
            }
        }
        self.promise = promise;
        let Some(promise) = self.promise.clone() else { return Ok(()) };
        for target in promise.targets.iter().filter(|target| target.metric != SlaMetric::Ownership) {
            if !self.clocks.iter().any(|clock| clock.target.metric == target.metric) {
                self.attach(target, promise.id, None, position)?;
            }
        }
        Ok(())
    }

    /// Adds the clock of the team that has the ticket, when ownership is promised.
    fn add_team(&mut self, position: usize) -> Result<()> {
        let team = self.situation.as_ref().and_then(|situation| situation.team);
        let Some((promise, team)) = self.promise.clone().zip(team) else { return Ok(()) };
        let Some(target) = promise.target(SlaMetric::Ownership) else { return Ok(()) };
        let is_there = |clock: &Clock| clock.target.metric == SlaMetric::Ownership && clock.team == Some(team);
        if self.clocks.iter().any(is_there) { Ok(()) } else { self.attach(target, promise.id, Some(team), position) }
    }

    /// Adds a clock and lets it live through what happened before it was promised.
    fn attach(&mut self, target: &Arc<Target>, promise: Uuid, team: Option<Uuid>, position: usize) -> Result<()> {
        let mut clock = Clock::new(Arc::clone(target), promise, team, self.past[position].at);
        let mut situation = None;
        for ClockEvent { at, happening } in &self.past[..position] {
            clock.pass(*at)?;
            take_in(&mut situation, happening, *at);
            if let Some(situation) = &situation {
                follow(&mut clock, situation, *at)?;
            }
        }
        clock.pass(self.past[position].at)?;
        self.clocks.push(clock);
        Ok(())
    }
}

fn take_in(situation: &mut Option<Situation>, happening: &Happening, at: Timestamp) {
    match (situation.as_mut(), happening) {
        (Some(situation), _) => situation.apply(happening, at),
        (None, Happening::Opened(status)) => *situation = Some(Situation::opened(status.clone())),
        // What is told of a ticket before it was opened cannot be measured.
        (None, _) => {}
    }
}

fn follow(clock: &mut Clock, situation: &Situation, at: Timestamp) -> Result<()> {
    let reason = &situation.reason(clock.team);
    if situation.is_deleted {
        let is_open = clock.cycles.last().is_some_and(Cycle::is_open);
        return if is_open { clock.obey(Order::Pause, at, reason) } else { Ok(()) };
    }
    // An answer ends the wait for this update and begins the wait for the next.
    if situation.answers_now && clock.target.metric == SlaMetric::PeriodicUpdate {
        clock.obey(Order::Stop, at, reason)?;
    }
    clock.obey(situation.order(&clock.target, clock.team), at, reason)
}
