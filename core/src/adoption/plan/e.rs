//! Product E: many organizations, UUIDs as keys, times with a zone.

use super::makers;
use super::{Expr, Names, Part, Pass, Plan, When};
use crate::ticket::preset;

pub(super) fn plan() -> Plan {
    let passes = vec![
        Pass::plain("organizations", "Organization"),
        Pass::new(
            "users",
            vec![
                Part::first("User")
                    .set("email", Expr::Made(&["email"], makers::email))
                    .set("open_ticket_count", Expr::Counted("current_ticket_count")),
                Part::more("UserRole", "role", When::Any(&["role"]))
                    .set("user_id", Expr::Own(""))
                    .set("role_id", Expr::Named(Names::Role, "role")),
            ],
        ),
        Pass::plain("categories", "Category"),
        customers(),
        Pass::new(
            "tickets",
            vec![
                Part::first("Ticket")
                    .set("external_id", Expr::Key)
                    .set("requester_id", Expr::Row("users", "", "customer_id"))
                    .set("status_id", Expr::Named(Names::Status, "status"))
                    .set("priority_id", Expr::Named(Names::Priority, "priority")),
            ],
        ),
        Pass::new(
            "messages",
            vec![
                Part::first("Comment")
                    .set("visibility", Expr::Made(&["is_internal"], makers::visibility))
                    .set("format", Expr::Is("plain")),
            ],
        ),
        Pass::new(
            "documents",
            vec![
                Part::first("Article")
                    .set("audience", Expr::Made(&["is_public"], makers::audience))
                    .set("status", Expr::Is("published")),
            ],
        ),
        Pass::plain("document_categories", "ArticleTicketCategory").key(&["document_id", "category_id"]),
    ];
    Plan {
        preset: Some(preset::product_e()),
        keeps_ids: true,
        tenants: Some("organizations"),
        ..Plan::new(include_str!("../../../../docs/adoption/e.md"), passes)
    }
}

/// A ticket's customer is no row of the product; all tickets of a customer make the same person here.
fn customers() -> Pass {
    let known =
        "CASE WHEN EXISTS (SELECT 1 FROM \"users\" u WHERE u.\"id\" = t.\"customer_id\") THEN 'yes' ELSE 'no' END";
    let person =
        Part { key: Some("customer_id"), ..Part::more("User", "customer", When::Is("@known", &["no"])).alone() };
    Pass::new(
        "tickets",
        vec![
            person
                .set("display_name", Expr::Is("customer").loose())
                .set("external_id", Expr::Column("customer_id").loose())
                .set("kind", Expr::Is("customer")),
        ],
    )
    .computed("@known", &["users"], known)
}
