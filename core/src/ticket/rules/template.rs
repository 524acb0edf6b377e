//! What a template gives a ticket: whatever the caller left out.

use serde_json::Value as Json;

use crate::ticket::{NewTicket, Placement, TicketTemplate};

/// Fills what is missing in a new ticket and in its placement.
pub(crate) fn fill(template: &TicketTemplate, new: &mut NewTicket, placement: &mut Placement) {
    if new.subject.trim().is_empty() {
        new.subject = template.subject.clone().unwrap_or_default();
    }
    new.description = new.description.take().or_else(|| template.body.clone());
    new.category_id = new.category_id.or(template.category_id);
    let missing = template.tags.iter().filter(|tag| !new.tags.contains(tag)).cloned().collect::<Vec<_>>();
    new.tags.extend(missing);
    new.custom_fields = merged(template.custom_fields.clone(), new.custom_fields.take());
    placement.priority_id = placement.priority_id.or(template.priority_id);
    placement.team_id = placement.team_id.or(template.team_id);
}

/// Returns the members of both objects, those that the caller gave before those of the template.
fn merged(template: Option<Json>, given: Option<Json>) -> Option<Json> {
    match (template, given) {
        (Some(Json::Object(mut members)), Some(Json::Object(given))) => {
            members.extend(given);
            Some(Json::Object(members))
        }
        (template, given) => given.or(template),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::{NewTicketTemplate, PriorityId};
    use serde_json::json;

    #[test]
    fn what_the_caller_says_comes_first() {
        let stamp = Stamp { id: uuid::Uuid::from_u128(1), organization_id: Default::default(), at: Timestamp::EPOCH };
        let priority = PriorityId::from(uuid::Uuid::from_u128(2));
        let template = NewTicketTemplate {
            name: "New laptop".into(),
            subject: Some("A laptop".into()),
            body: Some("Which one?".into()),
            priority_id: Some(priority),
            tags: vec!["hardware".into()],
            custom_fields: Some(json!({ "model": "X1", "memory": 16 })),
            ..Default::default()
        };
        let template = TicketTemplate::build(template, stamp);
        let mut new = NewTicket {
            description: Some("For Ana".into()),
            tags: vec!["urgent".into(), "hardware".into()],
            custom_fields: Some(json!({ "memory": 32 })),
            ..Default::default()
        };
        let mut placement = Placement::default();
        fill(&template, &mut new, &mut placement);
        assert_eq!((new.subject.as_str(), new.description.as_deref()), ("A laptop", Some("For Ana")));
        assert_eq!(new.tags, ["urgent", "hardware"]);
        assert_eq!(new.custom_fields, Some(json!({ "model": "X1", "memory": 32 })));
        assert_eq!(placement.priority_id, Some(priority));
    }
}
