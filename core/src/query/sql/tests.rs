//! What the statements look like in both databases.

use super::*;
use crate::entity::Entity as _;
use crate::organization::OrganizationId;
use crate::query::field;
use crate::ticket::Tag;

fn tags() -> Query {
    Query::new(Tag::DEF, OrganizationId::default())
}

#[track_caller]
fn check(query: &Query, dialect: Dialect, expected: &str) {
    let text = select(query, dialect).unwrap().text;
    assert_eq!(text.split_once(" WHERE ").unwrap().1, expected);
}

#[test]
fn every_statement_names_the_tenant_first() {
    check(&tags(), Dialect::Sqlite, r#""organization_id"=?1 ORDER BY "id" LIMIT 51"#);
    check(&tags().count(), Dialect::Postgres, r#""organization_id"=$1"#);
}

#[test]
fn a_list_of_values_is_one_argument_in_postgres() {
    let query = tags().filter(field("id").is_in([uuid::Uuid::nil(), uuid::Uuid::max()]));
    check(&query, Dialect::Postgres, r#""organization_id"=$1 AND "id"=ANY($2::uuid[]) ORDER BY "id" LIMIT 51"#);
    check(&query, Dialect::Sqlite, r#""organization_id"=?1 AND "id" IN (?2,?3) ORDER BY "id" LIMIT 51"#);
}

#[test]
fn what_is_not_true_is_false() {
    let query = tags().filter(field("color").is_not("red"));
    check(&query, Dialect::Postgres, r#""organization_id"=$1 AND (("color"=$2) IS NOT TRUE) ORDER BY "id" LIMIT 51"#);
}

#[test]
fn a_place_in_an_index_is_a_row_value() {
    let mut query = tags().sort([Sort::descending("created_at")]);
    query.after = Some(vec![Value::Timestamp(crate::clock::Timestamp::EPOCH), Value::Uuid(uuid::Uuid::nil())]);
    check(
        &query,
        Dialect::Sqlite,
        r#""organization_id"=?1 AND ("created_at","id")<(?2,?3) ORDER BY "created_at" DESC,"id" DESC LIMIT 51"#,
    );
}

#[test]
fn absent_values_come_first_in_both_databases() {
    let mut query = tags().sort([Sort::ascending("color")]);
    query.after = Some(vec![Value::Null, Value::Uuid(uuid::Uuid::nil())]);
    check(
        &query,
        Dialect::Postgres,
        "\"organization_id\"=$1 AND ((\"color\" IS NOT NULL) OR (\"color\" IS NULL AND \"id\">$2)) \
         ORDER BY \"color\" NULLS FIRST,\"id\" LIMIT 51",
    );
}
