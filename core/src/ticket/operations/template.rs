//! Opening tickets from templates, and listing them by saved views.

use crate::entity::Entity as _;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::query::{Find, Paged};
use crate::scope::not_found;
use crate::ticket::rules::{template, view};
use crate::ticket::{NewTicket, Placement, SavedView, SavedViewId, Ticket, TicketTemplate, TicketTemplateId};

use super::Tickets;

#[operations(TEMPLATE)]
impl Tickets<'_> {
    /// Opens a ticket from a template: what `new` leaves out, an empty subject included, is the template's. Tags of both are
    /// taken; of custom fields each one that `new` gives comes before the template's.
    ///
    /// # Errors
    /// As [`Tickets::create`]; [`Code::NotFound`] for a template that is not there or no longer offered.
    pub async fn create_from_template(&self, template_id: TicketTemplateId, new: NewTicket) -> Result<Ticket> {
        if let Some(opened) = self.opened_before().await? {
            return Ok(opened);
        }
        let found: TicketTemplate = self.scope.load(template_id).await?;
        if !found.is_active {
            return Err(not_found::<TicketTemplate>());
        }
        let (mut new, mut placement) = (new, Placement::default());
        template::fill(&found, &mut new, &mut placement);
        self.create_with(new, placement).await
    }

    /// Returns one page of the tickets that a saved view shows, in its order. What `find` asks beside narrows it; its own order
    /// comes first.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a view that is not there, or somebody else's; [`Code::FieldKind`] for one that does not show
    /// tickets; those of a wrong question.
    pub async fn list_view(&self, view_id: SavedViewId, find: Find<Ticket>) -> Result<Paged<Ticket>> {
        let found: SavedView = self.scope.load(view_id).await?;
        let reader = self.scope.actor().user_id();
        if found.owner_id.is_some() && reader.is_some() && found.owner_id != reader {
            return Err(not_found::<SavedView>());
        }
        if !view::shows_tickets(&found) {
            let expected = "a view of tickets";
            return Err(Error::new(Code::FieldKind).field(SavedView::ENTITY).with("expected", expected));
        }
        self.list(find.within(view::asked(&found, Ticket::DEF)?)).await
    }
}
