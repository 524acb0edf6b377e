//! Rows for a product's tables: every column filled, with nothing where nothing may stand, accents, quotes and other scripts,
//! and numbers up to their bounds. Row `i` of a table points to row `i` of others, so that everything that is unique stays so.

use std::collections::BTreeMap;

use servicedesk::entity::{FieldDef, Kind, Named};

use super::page::{self, entity, field};
use super::schema::{Database, Table};

/// A product's tables with as many rows each.
pub struct Fill {
    product: char,
    rows: usize,
    database: Database,
    /// The places of each column, and the tables whose rows become the rows of an entity.
    places: BTreeMap<(String, String), Vec<String>>,
    table_of: BTreeMap<String, String>,
}

const STAMPS: [&str; 3] = ["created_at", "updated_at", "joined_at"];

impl Fill {
    /// Reads what the page says of the columns.
    pub fn new(product: char, rows: usize, database: Database) -> Self {
        let (mut places, mut table_of) = (BTreeMap::new(), BTreeMap::new());
        let pages: &[char] = if product == 'b' { &['a', 'b'] } else { &[product][..] };
        for (table, column, found, _) in pages.iter().flat_map(|product| page::page(*product)) {
            let is_key = column.as_deref().is_none_or(|column| ["id", "sid"].contains(&column));
            let whole = column.is_none();
            for name in found.iter().filter(|_| is_key).take(if whole { 9 } else { 1 }) {
                let name = name.split('.').next().unwrap_or_default().to_owned();
                table_of.entry(name).or_insert(table.clone());
            }
            match column {
                Some(column) => drop(places.insert((table, column), found)),
                None => {
                    for name in found {
                        for field in entity(&name).fields {
                            let key = (table.clone(), field.name.to_owned());
                            places.entry(key).or_insert_with(|| vec![format!("{name}.{}", field.name)]);
                        }
                    }
                }
            }
        }
        Self { product, rows, database, places, table_of }
    }

    /// Returns the statements that fill the tables.
    pub fn sql(&self, tables: &[Table]) -> String {
        let mut sql = String::new();
        for (table, columns) in tables {
            let rows = if self.is_single(table) { 1 } else { self.rows };
            let names = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            for first in (0..rows).step_by(200) {
                let values = (first..rows.min(first + 200)).map(|row| {
                    let values = columns.iter().map(|(column, kind)| self.literal(table, column, kind, row));
                    format!("({})", values.collect::<Vec<_>>().join(", "))
                });
                sql +=
                    &format!("INSERT INTO \"{table}\" ({names}) VALUES {};\n", values.collect::<Vec<_>>().join(",\n"));
            }
        }
        sql
    }

    fn is_single(&self, table: &str) -> bool {
        ["organizations", "company_settings"].contains(&table)
    }

    /// Returns the key of a table's row.
    pub fn key(&self, table: &str, row: usize) -> String {
        match (self.product, table) {
            ('c', "users") => format!("user-{row:04}"),
            ('a' | 'b' | 'c', _) => (row + 1).to_string(),
            ('d', _) => format!("c{}{row:06}", table.to_lowercase()),
            _ => {
                let number = table.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
                format!("00000000-0000-4000-8000-{:04x}{row:08x}", number & 0xffff)
            }
        }
    }

    fn literal(&self, table: &str, column: &str, kind: &str, row: usize) -> String {
        if let Some(literal) = self.special(table, column, row) {
            return literal;
        }
        if column == "id" || column == "sid" {
            return self.quoted_key(&self.key(table, row));
        }
        let Some(places) = self.places.get(&(table.to_owned(), column.to_owned())) else { return text(column, row) };
        let Some(place) = places.first() else { return quoted("user") };
        let field = field(place);
        let name = place.split('.').next().unwrap_or_default();
        if field.name == "organization_id" {
            return self.quoted_key(&self.key("organizations", 0));
        }
        if field.nullable && !STAMPS.contains(&field.name) && (row + column.len()) % 5 == 4 {
            return "NULL".to_owned();
        }
        let named = match field.named {
            Some(Named::Id(name)) => name.strip_suffix("Id"),
            _ => None,
        };
        if let Some(target) = field.references.map(|to| (to.entity)().name).or(named) {
            let itself = target == name;
            return match self.table_of.get(target) {
                None => "NULL".to_owned(),
                // A tree of three below each, whose roots point to nothing.
                Some(_) if itself && row == 0 => "NULL".to_owned(),
                Some(table) if itself => self.quoted_key(&self.key(table, (row - 1) / 3)),
                Some(table) => self.quoted_key(&self.key(table, if self.is_single(table) { 0 } else { row })),
            };
        }
        self.by_kind(field, table, column, kind, row)
    }

    fn quoted_key(&self, key: &str) -> String {
        if key.bytes().all(|byte| byte.is_ascii_digit()) { key.to_owned() } else { quoted(key) }
    }

    fn by_kind(&self, field: &FieldDef, table: &str, column: &str, kind: &str, row: usize) -> String {
        let number = i64::try_from(row).unwrap_or_default();
        match field.kind {
            // What is another kind of value there than here.
            Kind::Timestamp if kind == "BOOLEAN" => truth(row.is_multiple_of(2)),
            Kind::Enum(_) | Kind::Text if kind == "BOOLEAN" => truth(row.is_multiple_of(2)),
            Kind::Bool => truth(row.is_multiple_of(2)),
            Kind::Integer => {
                let (least, greatest) = field.range.unwrap_or((0, 1_000_000));
                // Narrow columns of the products hold 32 bits.
                let greatest = greatest.min(i64::from(i32::MAX));
                (if row == 1 { greatest } else { (least + number * 7).min(greatest) }).to_string()
            }
            Kind::Decimal => {
                let whole = field.range.is_some_and(|(_, greatest)| greatest <= 1);
                format!(
                    "{}.{:02}",
                    if whole { 0 } else { field.range.map_or(0, |(least, _)| least.max(0)) + number % 3 },
                    row % 100
                )
            }
            Kind::Enum(names) => {
                let name = names[row % names.len()];
                quoted(&if self.product == 'd' { name.to_uppercase() } else { name.to_owned() })
            }
            Kind::List => match self.database {
                Database::Postgres => format!("ARRAY[{}, 'two words']", text(column, row)),
                Database::Sqlite => format!("'[\"{column}-ção-{row}\",\"two words\"]'"),
            },
            Kind::Bytes => match self.database {
                Database::Postgres => format!("'\\x00ff{row:04x}'"),
                Database::Sqlite => format!("x'00ff{row:04x}'"),
            },
            Kind::Uuid => quoted(&format!("00000000-0000-4000-8000-{row:012x}")),
            Kind::Timestamp => time(column, row),
            Kind::Date => quoted(&format!("2025-{:02}-{:02}", 1 + row / 28 % 12, 1 + row % 28)),
            Kind::Json => {
                quoted(&format!("{{\"n\": {row}, \"é\": [1.5, null, \"{column} ''ção''\"]}}").replace("''", "'"))
            }
            Kind::Text => {
                let text = format!("{row} {table} {column} ção 日本 😀 'q'");
                quoted(&text.chars().take(field.max_length.unwrap_or(60).min(limit(kind)) as usize).collect::<String>())
            }
        }
    }

    /// The columns whose place does not tell what they hold.
    fn special(&self, table: &str, column: &str, row: usize) -> Option<String> {
        let of = |words: &[&str]| Some(quoted(words[row % words.len()]));
        let product = if self.product == 'b' { 'a' } else { self.product };
        match (product, table, column) {
            (_, _, "email" | "requesterEmail" | "requester_email") => Some(quoted(&format!("Ana.{row}@Example.com"))),
            (_, _, "phone") => Some(quoted(&format!("+55 (11) 9{:04}-{:04}", table.len(), row))),
            (_, _, "timezone") => Some(quoted("America/Sao_Paulo")),
            ('a', "organizations", "slug") => Some(quoted("acme")),
            ('a', "organizations", "logo" | "logo_mime_type") => Some("NULL".to_owned()),
            ('a', "organizations", "ticket_prefix") => Some(quoted("TKT")),
            ('a', "tickets", "number") => Some(quoted(&format!("TKT-2025-{:04}", row + 1))),
            ('a', _, "is_default") => Some(truth(row == 0)),
            ('a', "statuses", "kind") => of(&["new", "open", "resolved", "closed"]),
            ('a', "statuses", "to_status_id" | "from_status_id") => Some("NULL".to_owned()),
            ('a', "priorities", "impact" | "urgency") => Some("NULL".to_owned()),
            ('a', "users", "open_ticket_count") => Some("0".to_owned()),
            ('a', "users", "password_hash") => Some(quoted(&format!("$argon2id$v=19${row}"))),
            ('a', _, "entity") => Some(quoted("ticket")),
            ('a', _, "entity_id") => Some((row + 1).to_string()),
            ('c', "users", "password") => {
                (row % 3 != 2).then(|| quoted(&format!("$2b$10$abcdefghij{row:04}"))).or(null())
            }
            ('c', "users", "password_reset_token") => Some(quoted(&format!("reset-{row}"))),
            ('c', "users", "role") => of(&["user", "manager", "admin", "customer"]),
            ('c', "users" | "tasks" | "knowledge_articles", "department" | "category") => (row % 4 != 3)
                .then(|| quoted(&format!("Área {}", row % 3)))
                .or(if table == "tasks" { Some(quoted("bug")) } else { null() }),
            ('c', "tasks", "ticket_number") => Some(quoted(&format!("TKT-2025-{:04}", row + 1))),
            ('c', "tasks", "status") => of(&["open", "in_progress", "on_hold", "resolved", "closed"]),
            ('c', "tasks", "priority") => of(&["low", "medium", "high", "urgent"]),
            ('c', "ai_analytics", "metric_value") => Some(format!("{}.25", row)),
            ('c', "company_settings", "company_name") => Some(quoted("Ação & Cia")),
            ('c', "company_settings", "logo_data") => Some(quoted("iVBORw0KGgo=")),
            ('c', "company_settings", "logo_mime_type") => Some(quoted("image/png")),
            ('c', "company_settings", "ticket_prefix") => Some(quoted("TKT")),
            ('c', "company_settings", name) if name.starts_with("aws") || name.starts_with("microsoft") => {
                Some(quoted(&format!("s3cr3t-{}", name.len())))
            }
            ('c', "task_history", "user_id") | ('c', "tasks", "last_updated_by") => {
                Some(quoted(&self.key("users", row)))
            }
            ('c', "notifications", "related_task_id") => Some(self.key("tasks", row)),
            ('d', "TicketHistory" | "AuditLog", "userId") => Some(quoted(&self.key("User", row))),
            ('d', "KBArticleEmbedding", "articleId") => Some(quoted(&self.key("KnowledgeBaseArticle", row))),
            ('c', "sessions", "sess") => Some(quoted(&format!("{{\"passport\": {{\"user\": \"user-{row:04}\"}}}}"))),
            ('c', "user_invitations", "role") => of(&["user", "manager"]),
            ('d', "User", "passwordHash") => Some(quoted(&format!("$argon2id$v=19${row}"))),
            ('d', "User", "emailVerificationToken" | "passwordResetToken") => Some(quoted(&format!("{column}-{row}"))),
            ('d', "Role", "name") => Some(quoted(
                &["ADMIN", "IT_MANAGER", "AGENT", "END_USER", "REQUESTER"]
                    .get(row)
                    .map_or(format!("ROLE_{row}"), |name| (*name).to_owned()),
            )),
            ('d', "Role", "permissions") => Some(match self.database {
                Database::Postgres => "ARRAY['ticket:read', 'ticket:close']".to_owned(),
                Database::Sqlite => "'[\"ticket:read\",\"ticket:close\"]'".to_owned(),
            }),
            ('d', "Ticket", "ticketNumber") => Some(quoted(&format!("TKT-2025-{:04}", row + 1))),
            ('d', "Asset", "assetNumber") => Some(quoted(&format!("AST-2025-{:04}", row + 1))),
            ('d', "ChangeRequest", "changeNumber") => Some(quoted(&format!("CHG-2025-{:04}", row + 1))),
            ('d', "Ticket", "status") => of(&["NEW", "IN_PROGRESS", "RESOLVED", "CLOSED", "CANCELLED"]),
            ('d', _, "priority" | "defaultPriority") => of(&["LOW", "MEDIUM", "HIGH", "CRITICAL"]),
            ('d', "Ticket", "category") => Some(quoted(&format!("Área {}", row % 3))),
            ('d', "Ticket", "subcategory") => Some(quoted(&format!("Sub {}", row % 2))),
            ('d', "TicketHistory", "action") => of(&["CREATED", "STATUS_CHANGED"]),
            ('d', _, "ticketQueueId") => null(),
            ('d', "TicketLink" | "AssetRelationship", "targetTicketId" | "targetAssetId") => {
                let table = if table == "TicketLink" { "Ticket" } else { "Asset" };
                Some(quoted(&self.key(table, (row + 1) % self.rows)))
            }
            ('d', "KBArticleEmbedding", "embedding") => Some(quoted("[0.5,-1,3e-2]")),
            ('d', "SystemSetting", "type") => of(&["STRING", "NUMBER", "BOOLEAN", "JSON"]),
            ('d', "SystemSetting", "value") => of(&["text", "42", "true", "{\"a\": 1}"]),
            ('d', "AuditLog", "action") => of(&["CREATE", "UPDATE", "DELETE", "LOGIN", "LOGOUT"]),
            ('d', "AuditLog", "entityType") => of(&["TICKET", "USER", "ASSET"]),
            ('d', "AuditLog", "entityId") => Some(quoted(&self.key(["Ticket", "User", "Asset"][row % 3], row))),
            ('d', "SLATracking", name) if name.ends_with("Target") || name.ends_with("Actual") => Some(time(name, row)),
            ('d', "SLAPolicy", "firstResponseTime" | "resolutionTime") => Some((60 * (row + 1)).to_string()),
            ('d', "ChangeApproval", "changeRequestId") => Some(quoted(&self.key("ChangeRequest", row / 2))),
            ('d', _, "businessHours") => Some(quoted("{\"monday\": [\"09:00-18:00\"]}")),
            ('e', "organizations", "plan") => Some(quoted("free")),
            ('e', "users", "role") => of(&["admin", "agent", "analyst"]),
            ('e', "users", "status") => Some(quoted("active")),
            ('e', "users", "current_ticket_count") => Some(i32::from(row % 5 < 3).to_string()),
            ('e', "tickets", "status") => of(&["open", "in_progress", "pending", "resolved", "closed"]),
            ('e', "tickets", "resolved_at") => Some(if row % 5 < 3 { "NULL".to_owned() } else { time(column, row) }),
            ('e', "tickets", "assigned_agent_id") => Some(quoted(&self.key("users", row))),
            ('e', "tickets", "priority") => Some((1 + row % 5).to_string()),
            // Every second customer is nobody whom the product knows.
            ('e', "tickets", "customer_id") => {
                Some(quoted(&self.key(if row.is_multiple_of(2) { "users" } else { "customers" }, row)))
            }
            ('e', "document_categories", "document_id") => Some(quoted(&self.key("documents", row))),
            ('e', "document_categories", "category_id") => Some(quoted(&self.key("categories", row))),
            _ => None,
        }
    }
}

fn null() -> Option<String> {
    Some("NULL".to_owned())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn text(column: &str, row: usize) -> String {
    quoted(&format!("{column}-ção-{row}"))
}

fn truth(value: bool) -> String {
    if value { "TRUE" } else { "FALSE" }.to_owned()
}

fn time(column: &str, row: usize) -> String {
    let later = column.to_lowercase();
    let hour = if later.contains("updated") || later.contains("expires") || later.contains("until") { 20 } else { 9 };
    quoted(&format!("2025-03-{:02} {:02}:15:30.{:03}", 1 + row % 28, hour + row % 3, row % 1000))
}

/// Returns how many characters a column takes.
fn limit(kind: &str) -> u32 {
    let inner = kind.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inner.and_then(|(number, _)| number.parse().ok()).unwrap_or(u32::MAX)
}
