//! Ways in which a database can differ from what is declared, and what has to be told about each: the proof that the
//! comparison can fail.

use servicedesk::entity::Entity as _;
use servicedesk::organization::TeamMember;
use servicedesk::query::sql::Dialect;
use servicedesk::store::ddl;

/// One difference.
pub struct Alteration {
    /// Makes it.
    pub sql: String,
    /// What has to be told, and nothing else.
    told: Vec<&'static str>,
}

impl Alteration {
    fn new(sql: impl Into<String>, told: &[&'static str]) -> Self {
        Self { sql: sql.into(), told: told.to_vec() }
    }

    /// Checks that exactly this is told.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn check(&self, differences: &[String]) {
        let mut told: Vec<&str> = differences.iter().filter_map(|difference| difference.split(": ").next()).collect();
        let mut expected = self.told.clone();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{}", self.sql);
    }
}

/// Returns alterations of a migrated database, each to be tried on its own.
pub fn all(dialect: Dialect) -> Vec<Alteration> {
    let view = if dialect == Dialect::Sqlite { "view names" } else { "relation names" };
    let (dropped, dropped_name) = match dialect {
        Dialect::Sqlite => ("DROP TRIGGER \"audit_entry_removed\"", "trigger audit_entry_removed"),
        Dialect::Postgres => {
            ("DROP TRIGGER \"audit_entry_kept\" ON \"audit_entry\"", "trigger audit_entry.audit_entry_kept")
        }
    };
    let mut all = vec![
        Alteration::new("DROP INDEX \"ticket_number\"", &["index ticket.ticket_number"]),
        Alteration::new(
            "CREATE INDEX \"tag_color\" ON \"tag\" (\"organization_id\", \"color\")",
            &["index tag.tag_color"],
        ),
        Alteration::new("ALTER TABLE \"tag\" ADD COLUMN \"extra\" TEXT", &["column tag.extra"]),
        Alteration::new("ALTER TABLE \"sequence\" DROP COLUMN \"value\"", &["column sequence.value"]),
        Alteration::new(dropped, &[dropped_name]),
        Alteration::new("ALTER TABLE \"sequence\" ADD COLUMN \"extra\" TEXT", &["column sequence.extra"]),
        Alteration::new("CREATE VIEW \"names\" AS SELECT \"name\" FROM \"tag\"", &[view]),
    ];
    all.extend(other_tables(dialect));
    if dialect == Dialect::Postgres {
        all.extend(security());
    }
    all
}

/// Makes the table of team members in another way than it is declared.
fn other_tables(dialect: Dialect) -> Vec<Alteration> {
    let instead = |from: &str, to: &str, told: &[&'static str]| {
        let declared = ddl::create(TeamMember::DEF, dialect) + &ddl::triggers(TeamMember::DEF, dialect);
        assert!(declared.contains(from), "{from} is not in {declared}");
        Alteration::new(format!("DROP TABLE \"team_member\";\n{}", declared.replacen(from, to, 1)), told)
    };
    let (text, instant, now, bytes, check, key) = match dialect {
        Dialect::Sqlite => ("TEXT", "INTEGER", "0", "BLOB", "check team_member.role", "primary key team_member"),
        Dialect::Postgres => (
            "text COLLATE \"C\"",
            "timestamptz",
            "now()",
            "bytea",
            "check team_member.team_member_role_check",
            "primary key team_member.team_member_pkey",
        ),
    };
    let (made, changed) = (format!("\"created_at\" {instant}"), format!("\"updated_at\" {instant}"));
    let team = "REFERENCES \"team\" (\"organization_id\", \"id\")";
    let (team_key, index) = ("foreign key team_member.team_member_team_id_fk", "index team_member.team_member_user");
    let role = "column team_member.role";
    let (made_at, changed_at) = ("column team_member.created_at", "column team_member.updated_at");
    vec![
        instead("'member', 'admin'", "'member'", &[check]),
        instead("'member', 'admin'", "'member', 'admin', 'owner'", &[check]),
        instead(" CHECK (\"role\" IN ('member', 'admin'))", "", &[check]),
        instead(&format!("\"role\" {text} NOT NULL"), &format!("\"role\" {text}"), &[role]),
        instead("PRIMARY KEY (\"organization_id\", \"id\")", "PRIMARY KEY (\"id\", \"organization_id\")", &[key]),
        instead("\"team_member_team_id_fk\"", "\"other_fk\"", &[team_key, "foreign key team_member.other_fk"]),
        instead(team, &format!("{team} ON DELETE CASCADE"), &[team_key]),
        instead("CREATE UNIQUE INDEX", "CREATE INDEX", &[index]),
        instead("\"team_id\", \"user_id\")", "\"user_id\", \"team_id\")", &[index]),
        instead("\"team_id\", \"user_id\");", "\"team_id\", \"user_id\") WHERE role = 'member';", &[index]),
        instead(&made, &format!("\"created_at\" {bytes}"), &[made_at]),
        instead(&made, &format!("{made} DEFAULT {now}"), &[made_at]),
        instead(
            &format!("{made} NOT NULL,\n    {changed} NOT NULL"),
            &format!("{changed} NOT NULL,\n    {made} NOT NULL"),
            &[made_at, changed_at],
        ),
        match dialect {
            Dialect::Sqlite => instead(" STRICT", "", &["table team_member"]),
            Dialect::Postgres => instead(" COLLATE \"C\"", "", &[role]),
        },
    ]
}

fn security() -> Vec<Alteration> {
    vec![
        Alteration::new("ALTER TABLE \"comment\" DISABLE ROW LEVEL SECURITY", &["table comment"]),
        Alteration::new("ALTER TABLE \"comment\" NO FORCE ROW LEVEL SECURITY", &["table comment"]),
        Alteration::new("DROP POLICY \"comment_tenant\" ON \"comment\"", &["policy comment.comment_tenant"]),
        Alteration::new(
            "ALTER POLICY \"comment_tenant\" ON \"comment\" USING (true)",
            &["policy comment.comment_tenant"],
        ),
        Alteration::new("CREATE POLICY \"open\" ON \"comment\" USING (true)", &["policy comment.open"]),
        Alteration::new("ALTER FUNCTION servicedesk_fold(text) VOLATILE", &["function servicedesk_fold(value text)"]),
        Alteration::new("ALTER TABLE \"tag\" DISABLE TRIGGER \"tag_stamp\"", &["trigger tag.tag_stamp"]),
    ]
}
