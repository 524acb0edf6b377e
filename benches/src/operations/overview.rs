//! A page of fifty tickets with people and counts beside one statement with joins.

use std::hint::black_box;

use rusqlite::Connection;
use servicedesk::block_on;
use servicedesk::query::Find;
use servicedesk::scope::Scope;
use servicedesk::ticket::{NewComment, TicketId};

use crate::Outcome;
use crate::pairs::{compare, per_operation};
use crate::report::{Bound, Row};
use crate::sqlite::bare;

/// Every how many tickets of the page have comments.
const COMMENTED: usize = 2;

/// What a line of the list shows: the ticket, the names of two people, and three counts.
type Shown = (TicketId, Option<String>, Option<String>, [i64; 3]);

pub(super) fn measure(scope: &Scope, connection: &Connection) -> Outcome<Vec<Row>> {
    let find = || Find::new().newest_first().limit(50);
    let page = block_on(scope.tickets().list(find()))?.items;
    for ticket in page.iter().step_by(COMMENTED) {
        for body in ["It was looked at.", "It is done."] {
            block_on(scope.comments().add(NewComment {
                ticket_id: ticket.id,
                body: body.into(),
                ..NewComment::default()
            }))?;
        }
    }
    let organization = scope.organization_id();
    let shown = |found: Vec<Shown>| found;
    let ours = block_on(scope.tickets().overview(None, find()))?.items.into_iter().map(|item| {
        let name = |user: Option<servicedesk::identity::User>| user.map(|user| user.display_name);
        let counts = [item.comment_count, item.attachment_count, item.open_child_count];
        (item.ticket.id, name(item.requester), name(item.assignee), counts)
    });
    let bare_page =
        bare::overview(connection, organization)?.into_iter().map(|(ticket, requester, assignee, counts)| {
            (ticket.id, requester.map(|person| person.0), assignee.map(|person| person.0), counts)
        });
    if shown(ours.collect()) != shown(bare_page.collect()) || page.is_empty() {
        return Err("both sides read different pages".into());
    }
    let comparison = compare(
        || {
            per_operation(50, |_| {
                drop(black_box(block_on(scope.tickets().overview(None, find()))?));
                Ok(())
            })
        },
        || {
            per_operation(50, |_| {
                drop(black_box(bare::overview(connection, organization)?));
                Ok(())
            })
        },
    )?;
    let what = "a list of 50 tickets with requester, assignee and three counts";
    Ok(vec![Row::compared(what, &comparison, Bound::TimeAtMost(2.0))])
}
