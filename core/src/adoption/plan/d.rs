//! Product D: one organization, texts as keys, words in capitals, times in UTC.

use super::makers;
use super::{Expr, Names, Part, Pass, Plan, When};
use crate::ticket::preset;

const SIGN_INS: &[&str] = &["LOGIN", "LOGOUT", "LOGIN_FAILED", "PASSWORD_RESET", "PASSWORD_CHANGE"];
const EVENTS: &[(&str, &str)] = &[
    ("LOGIN", "sign_in"),
    ("LOGOUT", "sign_out"),
    ("LOGIN_FAILED", "sign_in_failed"),
    ("PASSWORD_RESET", "password_reset_requested"),
    ("PASSWORD_CHANGE", "password_changed"),
];
/// People are what their roles make them.
const KIND: &str = "CASE \
    WHEN EXISTS (SELECT 1 FROM \"UserRole\" u JOIN \"Role\" r ON r.\"id\" = u.\"roleId\" WHERE u.\"userId\" = t.\"id\" AND r.\"name\" = 'ADMIN') THEN 'admin' \
    WHEN EXISTS (SELECT 1 FROM \"UserRole\" u JOIN \"Role\" r ON r.\"id\" = u.\"roleId\" WHERE u.\"userId\" = t.\"id\" AND r.\"name\" IN ('AGENT', 'IT_MANAGER')) THEN 'agent' \
    ELSE 'requester' END";
/// The clocks of a ticket are those of its tracking; what the ticket itself says counts when it has none.
const TRACKED: &str =
    "CASE WHEN EXISTS (SELECT 1 FROM \"SLATracking\" s WHERE s.\"ticketId\" = t.\"id\") THEN 'yes' ELSE 'no' END";
const CYCLE: &str = "ROW_NUMBER() OVER (PARTITION BY t.\"ticketId\" ORDER BY t.\"createdAt\", t.\"id\")";

pub(super) fn plan() -> Plan {
    let passes = vec![
        people(),
        Pass::new(
            "Role",
            vec![
                Part::first("Role").set("key", Expr::Made(&["name"], makers::key)),
                Part { each: Some("permissions"), ..Part::more("RolePermission", "permission", When::Always).alone() }
                    .set("role_id", Expr::Own(""))
                    .set("permission_id", Expr::Item(Names::Permission, "permissions")),
            ],
        ),
        Pass::plain("UserRole", "UserRole"),
        policies(),
        tickets(),
        Pass::new(
            "TicketComment",
            vec![
                Part::first("Comment")
                    .set("visibility", Expr::Made(&["isInternal"], makers::visibility))
                    .set("format", Expr::Is("plain"))
                    .set("from_email", Expr::Made(&["isFromEmail", "@requester"], makers::sender)),
            ],
        )
        .computed(
            "@requester",
            &["Ticket"],
            "(SELECT q.\"requesterEmail\" FROM \"Ticket\" q WHERE q.\"id\" = t.\"ticketId\")",
        ),
        Pass::new("TicketHistory", vec![Part::first("TicketHistory").set("action", Expr::Lower("action"))]),
        Pass::plain("TicketLink", "TicketLink"),
        Pass::plain("KnowledgeBaseCategory", "ArticleCategory"),
        Pass::new(
            "KnowledgeBaseArticle",
            vec![Part::first("Article").set("source", Expr::Made(&["createdFromTicketId"], makers::article_source))],
        ),
        Pass::new(
            "KBArticleEmbedding",
            vec![
                Part::first("Embedding")
                    .set("entity", Expr::Is("article"))
                    .set("entity_id", Expr::Row("KnowledgeBaseArticle", "", "articleId"))
                    .set("model", Expr::Is("openai"))
                    .set("vector", Expr::Made(&["embedding"], makers::vector))
                    .set("dimensions", Expr::Made(&["embedding"], makers::dimensions)),
            ],
        ),
        Pass::plain("Asset", "Asset").only(|part| {
            part.set("category", Expr::Lower("category"))
                .set("purchase_date", Expr::Made(&["purchaseDate"], makers::day))
                .set("warranty_until", Expr::Made(&["warrantyExpiry"], makers::day))
        }),
        Pass::plain("AssetRelationship", "AssetRelationship"),
        Pass::plain("TicketAssetRelation", "TicketAsset"),
        Pass::new(
            "ChangeRequest",
            vec![
                Part::first("ChangeRequest").set("priority_id", Expr::Named(Names::Priority, "priority")),
                Part::more("ChangeTicket", "ticket", When::Has("relatedTicketId"))
                    .set("change_request_id", Expr::Own("")),
            ],
        ),
        approvals(),
        Pass::plain("TicketAttachment", "Attachment"),
        Pass::plain("KBArticleAttachment", "Attachment"),
        Pass::plain("ChangeAttachment", "Attachment"),
        tracking(),
        Pass::plain("EmailConfiguration", "EmailAccount").only(|part| {
            part.set("smtp_password", Expr::Secret("smtpPassword"))
                .set("inbox_password", Expr::Secret("imapPassword"))
                .set("webhook_secret", Expr::Secret("webhookSecret"))
                .set("default_priority_id", Expr::Named(Names::Priority, "defaultPriority"))
                // A queue is no table of the product.
                .set("default_team_id", Expr::Row("Team", "", "ticketQueueId"))
        }),
        Pass::plain("SystemSetting", "Setting").only(|part| {
            part.set("value", Expr::Made(&["value", "type"], makers::setting)).set("category", Expr::Lower("category"))
        }),
        Pass::plain("Notification", "Notification").only(|part| {
            part.set("kind", Expr::Lower("type"))
                .set("read_at", Expr::Made(&["read", "readAt", "createdAt"], makers::when_true))
        }),
        Pass::new(
            "AuditLog",
            vec![
                Part { when: When::IsNot("action", SIGN_INS), ..Part::first("AuditEntry") }
                    .set("entity", Expr::Made(&["entityType"], makers::audited_table))
                    .set("entity_id", Expr::Audited("entityType", "entityId"))
                    .set("changes", Expr::Made(&["changes"], makers::changes)),
                Part::more("AuthEvent", "auth_event", When::Is("action", SIGN_INS))
                    .set("kind", Expr::Words("action", EVENTS)),
            ],
        ),
    ];
    Plan { preset: Some(preset::product_d()), ..Plan::new(include_str!("../../../../docs/adoption/d.md"), passes) }
}

fn people() -> Pass {
    let token = |name, column, expires| {
        let part = Part::more("OneTimeToken", name, When::Any(column))
            .alone()
            .set("user_id", Expr::Own(""))
            .set("purpose", Expr::Is(name))
            .set("token_hash", Expr::Made(column, makers::hashed));
        part.set("expires_at", Expr::Made(expires, makers::first_time))
    };
    Pass::new(
        "User",
        vec![
            Part::first("User")
                .set("external_id", Expr::Key)
                .set("email", Expr::Made(&["email"], makers::email))
                .set("display_name", Expr::Made(&["firstName", "lastName", "email", "id"], makers::display_name))
                .set("phone", Expr::Made(&["phone"], makers::phone))
                .set("kind", Expr::Column("@kind")),
            Part::more("Credential", "credential", When::Has("passwordHash"))
                .set("user_id", Expr::Own(""))
                .set("algorithm", Expr::Made(&["passwordHash"], makers::algorithm)),
            // The product lets such a token expire never; here it has expired, and the person asks for another.
            token("email_verification", &["emailVerificationToken"], &["@made"]),
            token("password_reset", &["passwordResetToken"], &["passwordResetExpires", "@made"]),
        ],
    )
    .computed("@kind", &["UserRole", "Role"], KIND)
    .computed("@made", &[], "t.\"createdAt\"")
}

fn policies() -> Pass {
    Pass::new(
        "SLAPolicy",
        vec![
            Part::more("BusinessCalendar", "calendar", When::Has("businessHours"))
                .alone()
                .set("name", Expr::Column("@calendar"))
                .set("weekly_hours", Expr::Column("businessHours")),
            Part::first("SlaPolicy")
                .set("condition", Expr::Made(&["priority"], makers::priority_condition))
                .set("targets", Expr::Made(&["firstResponseTime", "resolutionTime"], makers::targets))
                .set("calendar_id", Expr::OwnWith("calendar", "businessHours")),
        ],
    )
    .computed("@calendar", &[], "t.\"id\"")
}

fn tickets() -> Pass {
    let clock = |name, columns: &'static [&'static str]| {
        Part::more("SlaTracking", name, When::All("@tracked", "no", columns[0]))
            .alone()
            .set("ticket_id", Expr::Own(""))
            .set("metric", Expr::Is(name))
            .set("sla_policy_id", Expr::Column("slaPolicyId"))
            .set("started_at", Expr::Made(&["@made"], makers::first_time))
            .set("target_seconds", Expr::Made(columns_with_start(name), makers::seconds_between))
            .set("due_at", Expr::Column(columns[0]))
    };
    Pass::new(
        "Ticket",
        vec![
            Part::first("Ticket")
                .set("external_id", Expr::Key)
                .set("status_id", Expr::Named(Names::Status, "status"))
                .set("priority_id", Expr::Named(Names::Priority, "priority"))
                .set("category_id", Expr::Named(Names::Category, "category"))
                .set("subcategory_id", Expr::Below("category", "subcategory"))
                .set("assigned_by_id", Expr::Row("User", "", "assignedBy"))
                .set("requester_email", Expr::Made(&["requesterEmail"], makers::email)),
            clock("first_response", &["firstResponseSla"]),
            clock("resolution", &["resolutionSla"]),
        ],
    )
    .computed("@tracked", &["SLATracking"], TRACKED)
    .computed("@made", &[], "t.\"createdAt\"")
}

fn columns_with_start(metric: &str) -> &'static [&'static str] {
    if metric == "resolution" { &["@made", "resolutionSla"] } else { &["@made", "firstResponseSla"] }
}

fn approvals() -> Pass {
    let request = Part {
        key: Some("changeRequestId"),
        ..Part::more("ApprovalRequest", "request", When::Has("changeRequestId")).alone()
    };
    Pass::new(
        "ChangeApproval",
        vec![
            request.set("title", Expr::Column("@title")).set("change_request_id", Expr::Column("changeRequestId")),
            Part::first("ApprovalDecision").set("approval_request_id", Expr::OwnWith("request", "@request")),
        ],
    )
    .computed(
        "@title",
        &["ChangeRequest"],
        "COALESCE((SELECT c.\"changeNumber\" FROM \"ChangeRequest\" c WHERE c.\"id\" = t.\"changeRequestId\"), '-')",
    )
    .computed("@request", &[], "t.\"changeRequestId\"")
}

fn tracking() -> Pass {
    let clock = |part: Part, name: &'static str, of: [&'static str; 3], seconds: &'static [&'static str]| {
        let [target, actual, _] = of;
        part.alone()
            .set("ticket_id", Expr::Column("ticketId"))
            .set("sla_policy_id", Expr::Column("slaPolicyId"))
            .set("metric", Expr::Is(name))
            .set("cycle", Expr::Column("@cycle"))
            .set("started_at", Expr::Made(&["createdAt"], makers::first_time).loose())
            .set("target_seconds", Expr::Made(seconds, makers::seconds_between))
            .set("due_at", Expr::Column(target))
            .set("stopped_at", Expr::Column(actual))
            .set("created_at", Expr::Column("createdAt"))
            .set("updated_at", Expr::Column("updatedAt"))
    };
    let first = clock(
        Part::first("SlaTracking"),
        "first_response",
        ["firstResponseTarget", "firstResponseActual", "firstResponseBreached"],
        &["@made", "firstResponseTarget"],
    )
    .set("met_at", Expr::Made(&["firstResponseBreached", "firstResponseActual"], makers::met))
    .set("breached_at", Expr::Made(&["firstResponseBreached", "firstResponseTarget", "createdAt"], makers::when_true));
    let resolution = Part::more(
        "SlaTracking",
        "resolution",
        When::Any(&["resolutionTarget", "resolutionActual", "resolutionBreached"]),
    );
    let resolution = clock(
        resolution,
        "resolution",
        ["resolutionTarget", "resolutionActual", "resolutionBreached"],
        &["@made", "resolutionTarget"],
    )
    .set("met_at", Expr::Made(&["resolutionBreached", "resolutionActual"], makers::met))
    .set("breached_at", Expr::Made(&["resolutionBreached", "resolutionTarget", "createdAt"], makers::when_true));
    Pass::new("SLATracking", vec![first, resolution]).computed("@cycle", &[], CYCLE).computed(
        "@made",
        &[],
        "t.\"createdAt\"",
    )
}
