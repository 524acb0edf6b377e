//! Writing on tickets. The first public answer of a person stamps the ticket, once.

use std::collections::BTreeSet;

use crate::entity::{Changeable as _, Draft as _, TextEnum};
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId, rules as identity_rules};
use crate::operation::operations;
use crate::query::{Find, Paged, Query, field};
use crate::scope::{Scope, check_version};
use crate::ticket::rules::response;
use crate::ticket::{Comment, CommentId, CommentPatch, NewComment, Ticket, TicketId, Visibility};

/// Who is going to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TextEnum)]
pub enum Audience {
    /// Those who work on the ticket: everything.
    Staff,
    /// The requester: public comments, and published public articles, only.
    Requester,
}

/// The comments of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Comments<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the comments of the organization.
    pub fn comments(&self) -> Comments<'_> {
        Comments { scope: self }
    }
}

#[operations(COMMENTS)]
impl Comments<'_> {
    /// Writes a comment; its author is the actor, or nobody for the host itself.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] when there is no such ticket, [`Code::TicketMerged`] when it is part of another one, kind
    /// `Invalid` with the field.
    pub async fn add(&self, new: NewComment) -> Result<Comment> {
        let scope = self.scope;
        let attempt = async || {
            let author = scope.actor().user_id();
            let mut queries: Vec<Query> = vec![scope.query_id::<Ticket>(new.ticket_id)];
            queries.extend(author.map(|id| scope.query_id::<User>(id)));
            let mut snapshot = scope.snapshot(&queries).await?;
            let ticket: Option<Ticket> = snapshot.optional()?;
            let ticket = ticket.ok_or_else(|| Error::new(Code::ReferenceMissing).field(Comment::TICKET_ID))?;
            if ticket.merged_into_id.is_some() {
                return Err(Error::new(Code::TicketMerged).into());
            }
            let author: Option<User> = if author.is_some() { snapshot.optional()? } else { None };
            let mut work = scope.unit_of_work();
            let mut comment = Comment::build(new.clone(), scope.stamp(work.now()));
            comment.author_id = scope.actor().user_id();
            check(&mut comment)?;
            self.check_mentions(&comment.mentions).await?;
            let comment = work.insert(comment)?;
            if ticket.first_response_at.is_none() && response::answers_requester(&ticket, &comment, author.as_ref()) {
                let mut answered = ticket.clone();
                answered.first_response_at = Some(comment.created_at);
                work.update(ticket, answered)?;
            }
            let commit = work.commit().await?;
            let first = commit.inserted.first().filter(|_| commit.replayed);
            Ok(match first {
                Some(first) => (None, CommentId::from(*first)),
                None => (Some(comment.clone()), comment.id),
            })
        };
        match scope.retry(attempt).await? {
            (Some(comment), _) => Ok(comment),
            (None, id) => scope.reload(id).await,
        }
    }

    /// Returns one page of a ticket's comments, the earliest first unless `find` says otherwise. Those on tickets that were
    /// merged into it are among them.
    ///
    /// # Errors
    /// As [`Repository::list`](crate::scope::Repository::list).
    pub async fn list(&self, ticket_id: TicketId, audience: Audience, find: Find<Comment>) -> Result<Paged<Comment>> {
        let mut find = find.otherwise_ascending(Comment::CREATED_AT);
        if audience == Audience::Requester {
            find = find.filter(field(Comment::VISIBILITY).is(Visibility::Public));
        }
        let alone = find.clone().filter(field(Comment::TICKET_ID).is(ticket_id));
        let alone = alone.query(self.scope.organization_id())?;
        let tickets = self.scope.tickets();
        // Hardly any ticket has parts, so that both questions are asked at once.
        let mut snapshot = self.scope.snapshot(&[tickets.merged_into(&[ticket_id]), alone.clone()]).await?;
        let parts: Vec<Ticket> = snapshot.list()?;
        if parts.is_empty() {
            return Paged::read(&alone, snapshot.page());
        }
        let parts = tickets.further_parts(ticket_id, parts).await?;
        self.scope.repository().list(find.filter(field(Comment::TICKET_ID).is_in(parts))).await
    }

    /// Changes a comment, at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::StaleVersion`], kind `Invalid` with the field.
    pub async fn update(&self, id: CommentId, version: i64, patch: CommentPatch) -> Result<Comment> {
        self.edit(id, version, |comment| comment.apply(patch.clone())).await
    }

    /// Marks a comment as deleted, at that version.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::StaleVersion`].
    pub async fn delete(&self, id: CommentId, version: i64) -> Result<()> {
        let now = self.scope.desk().now();
        self.edit(id, version, |comment| comment.deleted_at = Some(now)).await.map(|_| ())
    }

    async fn edit(&self, id: CommentId, version: i64, edit: impl Fn(&mut Comment)) -> Result<Comment> {
        let attempt = async || {
            let before: Comment = self.scope.load(id).await?;
            check_version::<Comment>(version, before.version)?;
            let mut after = before.clone();
            edit(&mut after);
            check(&mut after)?;
            if after.mentions != before.mentions {
                self.check_mentions(&after.mentions).await?;
            }
            let mut work = self.scope.unit_of_work();
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, |_| self.scope.reload(id)).await
    }

    /// Refuses to mention somebody whom the organization does not know. A list cannot be a reference, so that no store does.
    async fn check_mentions(&self, mentions: &[String]) -> Result<()> {
        let ids: BTreeSet<UserId> = mentions.iter().filter_map(|mention| mention.parse().ok()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let known = self.scope.query::<User>().filter(field(User::ID).is_in(ids.iter().copied())).limit(1_000);
        let known: Vec<User> = self.scope.snapshot(&[known]).await?.list()?;
        if known.len() == ids.len() {
            return Ok(());
        }
        Err(Error::new(Code::ReferenceMissing).field(Comment::MENTIONS))
    }
}

fn check(comment: &mut Comment) -> Result<()> {
    if let Some(email) = &mut comment.from_email {
        *email = email.trim().to_lowercase();
        identity_rules::check_email(Comment::FROM_EMAIL, email)?;
    }
    let is_id = |mention: &String| mention.parse::<uuid::Uuid>().is_ok();
    if !comment.mentions.iter().all(is_id) {
        return Err(Error::new(Code::FieldKind).field(Comment::MENTIONS).with("expected", "ids of users"));
    }
    Ok(())
}
