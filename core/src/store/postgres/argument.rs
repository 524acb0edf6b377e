//! Bound values in PostgreSQL's binary form, nulls with the type of their column.

use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;

use super::error::Trouble;
use super::numeric::Numeric;
use crate::entity::{Kind, Value};
use crate::error::{Code, Error};
use crate::query::sql::Argument;

/// Returns the arguments of a statement.
pub(super) fn encode(arguments: &[Argument]) -> Result<PgArguments, Trouble> {
    let mut encoded = PgArguments::default();
    encoded.reserve(arguments.len(), arguments.len() * 16);
    for argument in arguments {
        add(&mut encoded, argument).map_err(|error| Trouble::Server(sqlx::Error::Encode(error)))?;
    }
    Ok(encoded)
}

fn add(encoded: &mut PgArguments, argument: &Argument) -> Result<(), sqlx::error::BoxDynError> {
    match (&argument.value, argument.kind) {
        (Value::Bool(value), _) => encoded.add(*value),
        (Value::Integer(value), _) => encoded.add(*value),
        (Value::Decimal(value), _) => encoded.add(Numeric(*value)),
        (Value::Text(value), _) => encoded.add(value.as_str()),
        (Value::Word(name), _) => encoded.add(*name),
        (Value::List(items), _) => encoded.add(items.as_slice()),
        (Value::Bytes(bytes), _) => encoded.add(bytes.as_slice()),
        (Value::Uuid(id), _) => encoded.add(*id),
        (Value::Timestamp(at), _) => encoded.add(at.to_datetime()),
        (Value::Date(date), _) => encoded.add(*date),
        (Value::Json(document), _) => encoded.add(&**document),
        (Value::Allocated(_), _) => {
            Err(Error::new(Code::Internal).with("reason", "a number is taken before it is used").into())
        }
        (Value::Null, Kind::Bool) => encoded.add(None::<bool>),
        (Value::Null, Kind::Integer) => encoded.add(None::<i64>),
        (Value::Null, Kind::Decimal) => encoded.add(None::<Numeric>),
        (Value::Null, Kind::Text | Kind::Enum(_)) => encoded.add(None::<&str>),
        (Value::Null, Kind::List) => encoded.add(None::<&[String]>),
        (Value::Null, Kind::Bytes) => encoded.add(None::<&[u8]>),
        (Value::Null, Kind::Uuid) => encoded.add(None::<uuid::Uuid>),
        (Value::Null, Kind::Timestamp) => encoded.add(None::<chrono::DateTime<chrono::Utc>>),
        (Value::Null, Kind::Date) => encoded.add(None::<chrono::NaiveDate>),
        (Value::Null, Kind::Json) => encoded.add(None::<&serde_json::Value>),
    }
}
