//! Product C: one organization, whole numbers as keys (people: texts), categories and departments as texts, times without a
//! zone.

use super::makers;
use super::{Expr, Names, Part, Pass, Plan, When};
use crate::ticket::preset;

const KINDS: &[(&str, &str)] =
    &[("user", "requester"), ("customer", "requester"), ("manager", "agent"), ("admin", "admin")];

pub(super) fn plan() -> Plan {
    let passes = vec![
        company(),
        people(),
        Pass::plain("teams", "Team"),
        Pass::plain("team_members", "TeamMember"),
        Pass::plain("departments", "Department"),
        departments_of_people(),
        tasks(),
        Pass::new(
            "task_comments",
            vec![
                Part::first("Comment")
                    .set("visibility", Expr::Made(&["is_internal"], makers::visibility))
                    .set("format", Expr::Is("plain")),
            ],
        ),
        Pass::new(
            "task_history",
            vec![Part::first("TicketHistory").set("actor_id", Expr::Row("users", "", "user_id"))],
        ),
        Pass::plain("ticket_auto_responses", "AutoResponse"),
        Pass::plain("ticket_complexity_scores", "ComplexityScore"),
        Pass::new(
            "knowledge_articles",
            vec![Part::first("Article").set("category_id", Expr::Named(Names::ArticleCategory, "category"))],
        ),
        // A metric without a value says nothing.
        Pass::new("ai_analytics", vec![Part { when: When::Has("metric_value"), ..Part::first("AiMetric") }]),
        Pass::plain("api_keys", "ApiKey"),
        Pass {
            secret_key: true,
            ..Pass::new(
                "sessions",
                vec![
                    Part::first("Session")
                        .set("session_hash", Expr::Made(&["sid"], makers::hashed))
                        .set("user_id", Expr::Pointed("users", "sess", makers::session_user)),
                ],
            )
            .key(&["sid"])
        },
        Pass::new(
            "user_invitations",
            vec![
                Part::first("Invitation")
                    .set("email", Expr::Made(&["email"], makers::email))
                    .set("token_hash", Expr::Made(&["token"], makers::hashed))
                    .set("role_id", Expr::Named(Names::Role, "role")),
            ],
        ),
        Pass::plain("task_attachments", "Attachment"),
        Pass::new(
            "notifications",
            vec![
                Part::first("Notification")
                    .set("related", Expr::Is("ticket"))
                    .set("related_id", Expr::Row("tasks", "", "related_task_id"))
                    .set("read_at", Expr::Made(&["is_read", "created_at"], makers::when_true)),
            ],
        ),
    ];
    Plan {
        preset: Some(preset::product_c()),
        local_times: true,
        ..Plan::new(include_str!("../../../../docs/adoption/c.md"), passes)
    }
}

fn company() -> Pass {
    let system = |name, columns, configuration, secrets| {
        Part::more("Integration", name, When::Any(columns))
            .alone()
            .set("name", Expr::Is(name))
            .set("provider", Expr::Is(name))
            .set("configuration", configuration)
            .set("secrets", Expr::Secrets(secrets))
    };
    Pass::new(
        "company_settings",
        vec![
            Part::first("Organization").set("logo", Expr::Made(&["logo_data"], makers::binary)),
            system(
                "aws_ses",
                &["aws_access_key_id_ses", "aws_secret_access_key_ses"],
                Expr::Document(&[("access_key_id", "aws_access_key_id_ses"), ("region", "aws_region_ses")]),
                &[("secret_access_key", "aws_secret_access_key_ses")],
            ),
            system(
                "aws_bedrock",
                &["aws_access_key_id_bedrock", "aws_secret_access_key_bedrock"],
                Expr::Document(&[("access_key_id", "aws_access_key_id_bedrock"), ("region", "aws_region_bedrock")]),
                &[("secret_access_key", "aws_secret_access_key_bedrock")],
            ),
            system(
                "microsoft",
                &["microsoft_client_id", "microsoft_client_secret", "microsoft_tenant_id"],
                Expr::Document(&[("client_id", "microsoft_client_id"), ("tenant_id", "microsoft_tenant_id")]),
                &[("client_secret", "microsoft_client_secret")],
            ),
        ],
    )
}

fn people() -> Pass {
    Pass::new(
        "users",
        vec![
            Part::first("User")
                .set("external_id", Expr::Key)
                .set("email", Expr::Made(&["email"], makers::email))
                .set("display_name", Expr::Made(&["first_name", "last_name", "email", "id"], makers::display_name))
                .set("kind", Expr::Words("role", KINDS))
                .set("status", Expr::Made(&["is_active", "is_approved"], makers::activity)),
            Part::more("Credential", "credential", When::Any(&["password", "failed_login_attempts", "locked_until"]))
                .set("user_id", Expr::Own(""))
                .set("algorithm", Expr::Made(&["password"], makers::algorithm)),
            Part::more("OneTimeToken", "password_reset", When::Any(&["password_reset_token"]))
                .set("user_id", Expr::Own(""))
                .set("purpose", Expr::Is("password_reset"))
                .set("token_hash", Expr::Made(&["password_reset_token"], makers::hashed)),
            Part::more("UserRole", "role", When::Any(&["role"]))
                .set("user_id", Expr::Own(""))
                .set("role_id", Expr::Named(Names::Role, "role")),
        ],
    )
}

/// After the departments, so that a person's text meets the department of that name.
fn departments_of_people() -> Pass {
    let member = Part::more("DepartmentMember", "department", When::Any(&["department"]))
        .set("user_id", Expr::Own(""))
        .set("department_id", Expr::Named(Names::Department, "department"));
    Pass::new("users", vec![member])
}

fn tasks() -> Pass {
    Pass::new(
        "tasks",
        vec![
            Part::first("Ticket")
                .set("external_id", Expr::Key)
                .set("type", Expr::Is("task"))
                .set("category_id", Expr::Named(Names::Category, "category"))
                .set("status_id", Expr::Named(Names::Status, "status"))
                .set("priority_id", Expr::Named(Names::Priority, "priority")),
            Part::more("AuditEntry", "last_updated_by", When::Any(&["last_updated_by"]))
                .set("actor_id", Expr::Row("users", "", "last_updated_by"))
                .set("action", Expr::Is("import"))
                .set("entity", Expr::Is("ticket"))
                .set("entity_id", Expr::Own("")),
        ],
    )
}
