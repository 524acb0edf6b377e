//! The same changes for many tickets, or those of a macro for one: decided ticket by ticket, committed together.

use std::collections::BTreeSet;

use crate::entity::{Draft as _, Entity as _, check_row};
use crate::error::{Code, Error, Language, Result};
use crate::identity::{User, UserId};
use crate::operation::operations;
use crate::organization::{Team, TeamId, TeamMember};
use crate::query::{MAX_LIMIT, Query, Sort, field};
use crate::scope::{Refusal, Scope, check_version, not_found};
use crate::ticket::rules::changing::{self, Decided, Ground};
use crate::ticket::rules::{macros, response};
use crate::ticket::{
    Assignee, BulkOutcome, BulkRefusal, Category, Comment, FieldPreview, Macro, MacroId, NewComment, Priority,
    PriorityRule, Status, StatusTransition, Ticket, TicketAction, TicketId,
};
use crate::unit_of_work::{UnitOfWork, between, recorded_text};

use super::{Tickets, field_definitions};

/// The greatest number of tickets that one call changes.
const MAX_TICKETS: usize = 10_000;
/// How many tickets one commit changes.
const CHUNK: usize = 500;
/// Where the ids of commits for single tickets begin, so that they are not those of chunks.
const SINGLE: usize = 1 << 20;

#[operations(BULK)]
impl Tickets<'_> {
    /// Makes the same changes to many tickets, at most 10,000, whatever their versions, and says for each what became of it, in
    /// the order of the ids. A ticket that a rule or a limit refuses stays as it was; the others are changed.
    ///
    /// Tickets are committed 500 at a time. Called again with the same batch id, it answers for the tickets of what was
    /// committed as they are now.
    ///
    /// # Errors
    /// [`Code::ListTooLong`] with `ids` or `changes`; `Unavailable` or `Corrupt`, after which what was committed stays.
    pub async fn bulk(&self, ids: Vec<TicketId>, changes: Vec<TicketAction>) -> Result<Vec<BulkOutcome>> {
        if ids.len() > MAX_TICKETS {
            return Err(Error::new(Code::ListTooLong).field("ids").with("max", MAX_TICKETS));
        }
        macros::check_number(&changes)?;
        let mut outcomes = Vec::with_capacity(ids.len());
        for (number, chunk) in ids.chunks(CHUNK).enumerate() {
            match self.change_together(&self.scope.part(number), chunk, &changes).await {
                Ok(found) => outcomes.extend(found),
                Err(error) if error.is_retryable() => return Err(error),
                // Only the store can tell which one it is: a reference that points nowhere, a value that is taken.
                Err(_) => {
                    for (place, id) in chunk.iter().enumerate() {
                        let scope = self.scope.part(SINGLE + number * CHUNK + place);
                        let found = self.change_together(&scope, std::slice::from_ref(id), &changes).await;
                        match found {
                            Ok(found) => outcomes.extend(found),
                            Err(error) if error.is_retryable() => return Err(error),
                            Err(error) => outcomes.push(refused(*id, &error)),
                        }
                    }
                }
            }
        }
        Ok(outcomes)
    }

    /// Makes the changes of a macro to a ticket, at that version: all or none.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a ticket or a macro that is not there or no longer offered, [`Code::StaleVersion`],
    /// [`Code::PermissionMissing`] for a macro of a team that the actor is not in, and those of the single changes.
    pub async fn apply_macro(&self, id: TicketId, version: i64, macro_id: MacroId) -> Result<Ticket> {
        let changes = self.changes_of(macro_id).await?;
        let attempt = async || {
            let (mut ground, before) = self.ground(&changes, &[id]).await?;
            let before = before.into_iter().next().ok_or_else(not_found::<Ticket>)?;
            check_version::<Ticket>(version, before.version)?;
            let mut work = self.scope.unit_of_work();
            let decided = changing::decide(&mut ground, &before, &changes, self.scope.actor(), work.now())?;
            let after = self.write(&mut work, &ground, before, decided).await?;
            write_people(&mut work, &ground)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Returns what a macro would change of a ticket, without changing it.
    ///
    /// # Errors
    /// As [`Tickets::apply_macro`].
    pub async fn preview_macro(&self, id: TicketId, macro_id: MacroId) -> Result<Vec<FieldPreview>> {
        let changes = self.changes_of(macro_id).await?;
        let (mut ground, before) = self.ground(&changes, &[id]).await?;
        let before = before.into_iter().next().ok_or_else(not_found::<Ticket>)?;
        let now = self.scope.desk().now();
        let decided = changing::decide(&mut ground, &before, &changes, self.scope.actor(), now)?;
        let changed = between(Ticket::DEF, &before.into_row(), &decided.after.into_row());
        let fields = changed.into_iter().map(|change| FieldPreview {
            field: change.name.into_owned(),
            before: recorded_text(&change.before),
            after: recorded_text(&change.after),
        });
        let comments = decided.comments.into_iter().map(|comment| FieldPreview {
            field: "comments".to_owned(),
            before: None,
            after: Some(comment.body),
        });
        Ok(fields.chain(comments).collect())
    }

    async fn changes_of(&self, macro_id: MacroId) -> Result<Vec<TicketAction>> {
        let found: Macro = self.scope.load(macro_id).await?;
        if !found.is_active {
            return Err(not_found::<Macro>());
        }
        if let (Some(team), Some(user)) = (found.team_id, self.scope.actor().user_id()) {
            let member = field(TeamMember::TEAM_ID).is(team).and(field(TeamMember::USER_ID).is(user));
            let query = self.scope.query::<TeamMember>().filter(member).limit(1);
            let member: Option<TeamMember> = self.scope.snapshot(&[query]).await?.optional()?;
            if member.is_none() {
                return Err(Error::new(Code::PermissionMissing).field("macro_id").with("permission", "team"));
            }
        }
        macros::changes(&found)
    }

    /// Adds changes of tickets to a commit, each decided by itself on what those before it made of its ticket, and returns for each
    /// why it was not made, if it was not.
    pub(crate) async fn stage(
        &self,
        work: &mut UnitOfWork<'_>,
        changes: &[(TicketId, TicketAction)],
    ) -> Result<Vec<Option<Error>>> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let ids: BTreeSet<TicketId> = changes.iter().map(|(id, _)| *id).collect();
        let ids: Vec<TicketId> = ids.into_iter().collect();
        let actions: Vec<TicketAction> = changes.iter().map(|(_, action)| action.clone()).collect();
        let (mut ground, mut tickets) = self.ground(&actions, &ids).await?;
        let mut refusals = Vec::with_capacity(changes.len());
        for (id, action) in changes {
            let Some(place) = tickets.iter().position(|ticket| ticket.id == *id) else {
                refusals.push(Some(not_found::<Ticket>()));
                continue;
            };
            let (before, people) = (tickets[place].clone(), ground.touched.clone());
            let decided =
                changing::decide(&mut ground, &before, std::slice::from_ref(action), self.scope.actor(), work.now());
            let written = match decided {
                Ok(decided) => self.write(work, &ground, before, decided).await,
                Err(error) => Err(error),
            };
            refusals.push(match written {
                Ok(after) => {
                    tickets[place] = after;
                    None
                }
                Err(error) => {
                    ground.touched = people;
                    Some(error)
                }
            });
        }
        write_people(work, &ground)?;
        Ok(refusals)
    }

    /// Changes the tickets in one commit, of that scope.
    async fn change_together(
        &self,
        scope: &Scope,
        ids: &[TicketId],
        changes: &[TicketAction],
    ) -> Result<Vec<BulkOutcome>> {
        let tickets = scope.tickets();
        if let Some(outcomes) = tickets.answered_before(ids).await? {
            return Ok(outcomes);
        }
        let attempt = async || {
            let (mut ground, found) = tickets.ground(changes, ids).await?;
            let mut work = scope.unit_of_work();
            let mut outcomes = Vec::with_capacity(ids.len());
            let mut seen = BTreeSet::new();
            for id in ids {
                let Some(before) = found.iter().find(|ticket| ticket.id == *id) else {
                    outcomes.push(refused(*id, &not_found::<Ticket>()));
                    continue;
                };
                if !seen.insert(*id) {
                    // Named twice: it is changed once, and its outcome is told twice.
                    let known = outcomes.iter().find(|outcome: &&BulkOutcome| outcome.ticket_id == *id).cloned();
                    outcomes.extend(known);
                    continue;
                }
                let people = ground.touched.clone();
                let decided = changing::decide(&mut ground, before, changes, scope.actor(), work.now());
                let written = match decided {
                    Ok(decided) => tickets.write(&mut work, &ground, before.clone(), decided).await,
                    Err(error) => Err(error),
                };
                match written {
                    Ok(after) => outcomes.push(done(&after)),
                    Err(error) => {
                        ground.touched = people;
                        outcomes.push(refused(*id, &error));
                    }
                }
            }
            write_people(&mut work, &ground)?;
            work.commit().await?;
            Ok::<_, Refusal>(outcomes)
        };
        scope.retry(attempt).await
    }

    /// Returns the outcome when this scope's batch was committed before.
    async fn answered_before(&self, ids: &[TicketId]) -> Result<Option<Vec<BulkOutcome>>> {
        if self.scope.earlier().await?.is_none() {
            return Ok(None);
        }
        let found = self.all(ids, true).await?;
        let outcome = |id: &TicketId| match found.iter().find(|ticket| ticket.id == *id) {
            Some(ticket) => done(ticket),
            None => refused(*id, &not_found::<Ticket>()),
        };
        Ok(Some(ids.iter().map(outcome).collect()))
    }

    /// Loads what the changes are decided from, and the tickets.
    async fn ground(&self, changes: &[TicketAction], ids: &[TicketId]) -> Result<(Ground, Vec<Ticket>)> {
        let scope = self.scope;
        let (teams, people) = named(changes);
        let in_teams = field(TeamMember::TEAM_ID).is_in(teams.iter().copied());
        let queries: [Query; 10] = [
            scope.query::<Ticket>().filter(field(Ticket::ID).is_in(ids.iter().copied())).limit(MAX_LIMIT),
            scope.query::<Status>().limit(MAX_LIMIT),
            scope.query::<StatusTransition>().limit(MAX_LIMIT),
            scope.query::<Priority>().sort([Sort::ascending(Priority::LEVEL)]).limit(100),
            scope.query::<PriorityRule>().limit(100),
            scope.query::<Category>().limit(MAX_LIMIT),
            field_definitions(scope),
            scope.query::<Team>().filter(field(Team::ID).is_in(teams.iter().copied())).limit(MAX_LIMIT),
            scope.query::<TeamMember>().filter(in_teams).limit(MAX_LIMIT),
            scope.query::<User>().filter(field(User::ID).is_in(people)).limit(MAX_LIMIT),
        ];
        let mut snapshot = scope.snapshot(&queries).await?;
        let tickets = snapshot.list()?;
        let mut ground = Ground {
            statuses: snapshot.list()?,
            steps: snapshot.list()?,
            priorities: snapshot.list()?,
            matrix: snapshot.list()?,
            categories: snapshot.list()?,
            definitions: snapshot.list()?,
            teams: snapshot.list()?,
            ..Ground::default()
        };
        let members: Vec<TeamMember> = snapshot.list()?;
        ground.people = snapshot.list()?;
        ground.members = members.into_iter().map(|member| (member.team_id, member.user_id, member.skills)).collect();
        self.load_people(&mut ground, &tickets).await?;
        Ok((ground, tickets))
    }

    /// Loads the people who are not loaded yet: members of the teams, holders of the tickets, the actor.
    async fn load_people(&self, ground: &mut Ground, tickets: &[Ticket]) -> Result<()> {
        let members = ground.members.iter().map(|member| member.1);
        let holders = tickets.iter().filter_map(|ticket| ticket.assignee_id);
        let wanted: BTreeSet<UserId> = members.chain(holders).chain(self.scope.actor().user_id()).collect();
        let missing: Vec<UserId> =
            wanted.into_iter().filter(|id| !ground.people.iter().any(|user| user.id == *id)).collect();
        for ids in missing.chunks(500) {
            let mut query = self.scope.query::<User>().filter(field(User::ID).is_in(ids.iter().copied()));
            // Who was deleted may still hold tickets.
            query.with_deleted = true;
            ground.people.extend(self.scope.snapshot(&[query.limit(MAX_LIMIT)]).await?.list::<User>()?);
        }
        Ok(())
    }

    /// Adds what was decided of one ticket to the commit, all of it or nothing.
    async fn write(
        &self,
        work: &mut UnitOfWork<'_>,
        ground: &Ground,
        before: Ticket,
        decided: Decided,
    ) -> Result<Ticket> {
        let Decided { mut after, comments, named } = decided;
        let author = self.scope.actor().user_id();
        let author_row = author.and_then(|id| ground.people.iter().find(|user| user.id == id));
        let mut written = Vec::with_capacity(comments.len());
        for comment in comments {
            let new = NewComment {
                ticket_id: before.id,
                body: comment.body,
                visibility: comment.visibility,
                ..NewComment::default()
            };
            let mut comment = Comment::build(new, self.scope.stamp(work.now()));
            comment.author_id = author;
            if after.first_response_at.is_none() && response::answers_requester(&before, &comment, author_row) {
                after.first_response_at = Some(comment.created_at);
            }
            check_row(Comment::DEF, &comment.clone().into_row())?;
            written.push(comment);
        }
        work.check_ancestors(&before, &after).await?;
        let after = work.update(before, after)?;
        for comment in written {
            work.insert(comment)?;
        }
        named.into_iter().for_each(|id| work.expect_present::<User>(id, Ticket::CUSTOM_FIELDS));
        Ok(after)
    }
}

/// Writes whose turn it was, and by how much the load of each person moved.
fn write_people(work: &mut UnitOfWork<'_>, ground: &Ground) -> Result<()> {
    for (id, after) in &ground.touched {
        let Some(before) = ground.people.iter().find(|user| user.id == *id) else { continue };
        let moved = after.open_ticket_count - before.open_ticket_count;
        let mut after = after.clone();
        after.open_ticket_count = before.open_ticket_count;
        work.update(before.clone(), after)?;
        if moved != 0 {
            work.add(User::DEF, *id, User::OPEN_TICKET_COUNT, moved, None);
        }
    }
    Ok(())
}

/// Returns the teams and the people that changes name.
fn named(changes: &[TicketAction]) -> (Vec<TeamId>, Vec<UserId>) {
    let (mut teams, mut people) = (Vec::new(), Vec::new());
    for change in changes {
        if let TicketAction::Assign { assignee } = change {
            match assignee {
                Assignee::User(user) => people.push(*user),
                Assignee::Queue(team) | Assignee::Member { team_id: team, .. } => teams.push(*team),
                Assignee::Nobody => {}
            }
        }
    }
    (teams, people)
}

fn done(ticket: &Ticket) -> BulkOutcome {
    BulkOutcome { ticket_id: ticket.id, version: Some(ticket.version), refusal: None }
}

fn refused(ticket_id: TicketId, error: &Error) -> BulkOutcome {
    let refusal = BulkRefusal {
        code: error.code().name().to_owned(),
        fields: error.fields().to_vec(),
        message: error.message(Language::En),
        message_pt_br: error.message(Language::PtBr),
    };
    BulkOutcome { ticket_id, version: None, refusal: Some(refusal) }
}
