//! Random rows with every kind of value, and random questions about them: conditions, orders, places, counts.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::Value as Json;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Entity as _, FieldDef, Kind, Row, Value};
use servicedesk::query::{Condition, Query, Sort, Test};
use servicedesk::store::{Batch, BatchId, Store, Write};
use uuid::Uuid;

use super::Peer;
use crate::contract::entities::Specimen;
use crate::contract::ground::{insert, organization};

/// What a store is given and asked.
#[derive(Clone)]
pub struct Case {
    rows: Vec<Row>,
    questions: Vec<Question>,
}

impl std::fmt::Debug for Case {
    /// Shows the values, which those of people do not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for row in &self.rows {
            let fields = Specimen::DEF.fields.iter().zip(row).skip(2).filter(|(_, value)| !value.is_null());
            let shown: Vec<String> =
                fields.map(|(field, value)| format!("{}: {}", field.name, value.to_json())).collect();
            writeln!(f, "row {}", shown.join(", "))?;
        }
        self.questions.iter().try_for_each(|question| writeln!(f, "{question}"))
    }
}

#[derive(Clone, Debug)]
struct Question {
    condition: Condition,
    sort: Vec<Sort>,
    after: Option<Index>,
    limit: u32,
    count: bool,
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "question {} {:?}", self.condition.to_json(), self.sort)?;
        write!(f, " after {:?}, limit {}, count {}", self.after, self.limit, self.count)
    }
}

/// Returns rows and questions.
pub fn cases() -> impl Strategy<Value = Case> {
    (vec(row(), 1..14), vec(question(), 1..12)).prop_map(|(rows, questions)| Case { rows, questions })
}

/// Asks every store the same and compares the answers.
///
/// # Errors
/// The first difference.
pub async fn check(stores: &[Peer], case: &Case) -> Result<(), String> {
    let tenant = Uuid::now_v7();
    let mut batch = Batch::new(BatchId::from(Uuid::now_v7()), tenant.into(), Timestamp::EPOCH);
    batch.writes.push(insert(organization(tenant.into(), &format!("o{tenant}"))));
    batch.writes.extend(case.rows.iter().enumerate().map(|(number, row)| {
        let mut row = row.clone();
        row[0] = Value::Uuid(Uuid::from_u128(number as u128));
        row[1] = Value::Uuid(tenant);
        Write::Insert { entity: Specimen::DEF, row }
    }));
    for (name, store) in stores {
        store.commit(batch.clone()).await.map_err(|error| format!("{name} takes no rows: {error:?}"))?;
    }
    for question in &case.questions {
        let json = question.condition.to_json();
        let again =
            Condition::from_json(Specimen::DEF, &json).map_err(|error| format!("{json} is not read: {error}"))?;
        if again != question.condition {
            return Err(format!("{json} is read as {}", again.to_json()));
        }
        let query = question.query(tenant, &batch.writes[1..]);
        let mut right = None;
        for (name, store) in stores {
            let pages = store.read(std::slice::from_ref(&query)).await;
            let page = pages.map_err(|error| format!("{name} answers {error:?} to {question}"))?.remove(0);
            match &right {
                None => right = Some(page),
                Some(right) if *right != page => {
                    return Err(format!("{name} answers {}\ninstead of {}\nto {question}", seen(&page), seen(right)));
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

fn seen(page: &servicedesk::query::Page) -> String {
    let ids: Vec<u128> = page.rows.iter().filter_map(|row| row[0].as_uuid()).map(|id| id.as_u128()).collect();
    format!("rows {ids:?}, more {}, count {}", page.more, page.count)
}

impl Question {
    fn query(&self, tenant: Uuid, rows: &[Write]) -> Query {
        let mut query = Query::new(Specimen::DEF, tenant.into())
            .filter(self.condition.clone())
            .sort(self.sort.iter().cloned())
            .limit(self.limit);
        query.after = self.after.map(|index| {
            let Write::Insert { row, .. } = &rows[index.index(rows.len())] else { unreachable!("only rows are added") };
            let columns = query.order().into_iter().map(|sort| Specimen::DEF.index_of(&sort.field));
            columns.map(|column| row[column.expect("a field of the entity")].clone()).collect()
        });
        if self.count { query.count() } else { query }
    }
}

fn row() -> impl Strategy<Value = Row> {
    let fields: Vec<BoxedStrategy<Value>> = Specimen::DEF
        .fields
        .iter()
        .map(|field| match field.name {
            "version" => Just(Value::Integer(1)).boxed(),
            _ if field.nullable => option::weighted(0.7, value(field)).prop_map(Value::from).boxed(),
            _ => value(field),
        })
        .collect();
    fields
}

fn question() -> impl Strategy<Value = Question> {
    let sortable: Vec<&str> = Specimen::DEF
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, Kind::List | Kind::Bytes | Kind::Json))
        .map(|field| field.name)
        .collect();
    let sort = subsequence(sortable, 0..4).prop_shuffle().prop_flat_map(|names| {
        vec(any::<bool>(), names.len()).prop_map(move |directions| {
            let sorts = names.iter().zip(directions);
            sorts.map(|(name, descending)| Sort { field: (*name).to_owned(), descending }).collect::<Vec<_>>()
        })
    });
    let after = option::weighted(0.3, any::<Index>());
    (condition(), sort, after, 1..20_u32, prop::bool::weighted(0.2))
        .prop_map(|(condition, sort, after, limit, count)| Question { condition, sort, after, limit, count })
}

fn condition() -> impl Strategy<Value = Condition> {
    let mut tests: Vec<BoxedStrategy<Condition>> = Specimen::DEF.fields.iter().map(test).collect();
    // Each several times, because a member may be of any kind.
    tests.extend(["json", "maybe_json"].iter().flat_map(|field| [member(field), member(field), member(field)]));
    let leaf = proptest::strategy::Union::new(tests);
    leaf.prop_recursive(8, 48, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Condition::All),
            vec(inner.clone(), 0..4).prop_map(Condition::Any),
            vec(inner, 0..4).prop_map(Condition::None),
        ]
    })
}

fn test(field: &'static FieldDef) -> BoxedStrategy<Condition> {
    let absent = Just(Test::Is(Value::Null));
    let compared = || {
        prop_oneof![
            2 => absent.clone(),
            4 => value(field).prop_map(Test::Is),
            2 => vec(value(field), 0..4).prop_map(Test::In),
            1 => value(field).prop_map(Test::LessThan),
            1 => value(field).prop_map(Test::AtMost),
            1 => value(field).prop_map(Test::MoreThan),
            1 => value(field).prop_map(Test::AtLeast),
        ]
    };
    let test = match field.kind {
        Kind::Bytes | Kind::Json => absent.boxed(),
        Kind::List => prop_oneof![1 => absent, 4 => item().prop_map(Test::Has)].boxed(),
        Kind::Text => prop_oneof![
            4 => compared(),
            3 => text().prop_map(Test::Contains),
            2 => text().prop_map(Test::StartsWith),
            2 => text().prop_map(Test::EndsWith),
        ]
        .boxed(),
        _ => compared().boxed(),
    };
    test.prop_map(move |test| Condition::Test { field: field.name.to_owned(), test }).boxed()
}

/// A test on a member of a document.
fn member(field: &'static str) -> BoxedStrategy<Condition> {
    let value = || {
        prop_oneof![
            4 => text().prop_map(Value::Text),
            2 => select(vec![-1, 0, 1, 2, 10, (1 << 53) - 1]).prop_map(Value::Integer),
            2 => select(vec!["0.1", "1.5", "-9.99", "1.0", "1e-7"]).prop_map(number),
            1 => any::<bool>().prop_map(Value::Bool),
        ]
    };
    let ordered = move || value().prop_filter("an order", |value| !matches!(value, Value::Bool(_)));
    let test = prop_oneof![
        2 => Just(Test::Is(Value::Null)),
        4 => value().prop_map(Test::Is),
        2 => vec(value(), 0..5).prop_map(Test::In),
        1 => ordered().prop_map(Test::LessThan),
        1 => ordered().prop_map(Test::AtMost),
        1 => ordered().prop_map(Test::MoreThan),
        1 => ordered().prop_map(Test::AtLeast),
        2 => text().prop_map(Test::Contains),
        1 => text().prop_map(Test::StartsWith),
        1 => text().prop_map(Test::EndsWith),
        2 => item().prop_map(Test::Has),
    ];
    (select(MEMBERS), test)
        .prop_map(move |(name, test)| Condition::Test { field: format!("{field}.{name}"), test })
        .boxed()
}

fn number(text: &str) -> Value {
    Value::Decimal(rust_decimal::Decimal::from_scientific(text).or_else(|_| text.parse()).expect("a number"))
}

/// Names of members, some with what a path could take for something else.
const MEMBERS: &[&str] = &["a", "b", "a-b", "0", "ação", "length"];

/// A document: mostly an object, whose members are of any kind.
fn document() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        4 => text().prop_map(Json::from),
        2 => select(vec![-1_i64, 0, 1, 2, 10, i64::MAX, i64::MIN]).prop_map(Json::from),
        1 => Just(Json::from(u64::MAX)),
        2 => select(vec![0.1, 1.5, -9.99, 1.0, -0.0, 1e-7, 1.5e300]).prop_map(Json::from),
        1 => any::<bool>().prop_map(Json::from),
        1 => Just(Json::Null),
    ];
    let value = prop_oneof![
        6 => scalar.clone(),
        2 => vec(prop_oneof![3 => item().prop_map(Json::from), 1 => scalar], 0..4).prop_map(Json::from),
        1 => Just(serde_json::json!({ "a": "a" })),
    ];
    let object = vec((select(MEMBERS), value.clone()), 0..5)
        .prop_map(|members| Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()));
    prop_oneof![6 => object, 1 => value]
}

fn value(field: &FieldDef) -> BoxedStrategy<Value> {
    let instants = [Timestamp::MIN, Timestamp::MAX, Timestamp::EPOCH].map(Timestamp::as_millis);
    match field.kind {
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Integer => select(vec![i64::MIN, -1, 0, 1, 2, (1 << 53) + 1, i64::MAX]).prop_map(Value::Integer).boxed(),
        Kind::Decimal => select(DECIMALS).prop_map(|text| Value::Decimal(text.parse().expect("a decimal"))).boxed(),
        Kind::Text => text().prop_map(Value::Text).boxed(),
        Kind::List => vec(item(), 0..3).prop_map(Value::List).boxed(),
        Kind::Bytes => vec(any::<u8>(), 0..3).prop_map(Value::Bytes).boxed(),
        Kind::Uuid => {
            select(vec![0, 1, u128::MAX / 2, u128::MAX]).prop_map(|id| Value::Uuid(Uuid::from_u128(id))).boxed()
        }
        Kind::Timestamp => (select(instants.to_vec()), -2..3_i64)
            .prop_map(|(instant, by)| Value::Timestamp(Timestamp::clamped(instant + by * 500)))
            .boxed(),
        Kind::Date => select(DATES).prop_map(|text| Value::Date(text.parse().expect("a date"))).boxed(),
        Kind::Json => document().prop_map(|document| Value::Json(Box::new(document))).boxed(),
        Kind::Enum(names) => select(names).prop_map(|name| Value::Text(name.to_owned())).boxed(),
    }
}

const DECIMALS: &[&str] = &[
    "0",
    "0.00",
    "1",
    "1.0",
    "1.000",
    "-1",
    "-1.50",
    "0.1",
    "0.10",
    "9",
    "10",
    "100",
    "-9.99",
    "-10",
    "0.0000000000000000000000000001",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
];

const DATES: &[&str] = &["0001-01-01", "0999-12-31", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"];

fn item() -> impl Strategy<Value = String> {
    select(&["a", "A", "a b", "a,b", "\"", "\\", "{}", "NULL", "'", "%", "😀", "á", "a\u{301}"][..])
        .prop_map(str::to_owned)
}

/// Text with everything that SQL, JSON, `LIKE` and Unicode could treat in a way of their own.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{1,3}",
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "a",
    "A",
    "b",
    "á",
    "Á",
    "a\u{301}",
    "ção",
    "ÇÃO",
    "c\u{327}",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    " ",
    "\n",
    "0",
    "😀",
    "日本",
    "ß",
    "ẞ",
    "ss",
    "ſ",
    "ı",
    "I",
    "İ",
    "i",
    "ﬁ",
    "fi",
    "Σ",
    "σ",
    "ς",
    "Å",
    "K",
    "º",
    "½",
    "ά",
    "ᾳ",
    "\u{345}",
    "\u{323}",
    "ǅ",
    "が",
    "\u{3099}",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{e000}",
    "\u{200d}",
    "\u{feff}",
    "\u{1}",
    "é",
    "ё",
    "Й",
];
