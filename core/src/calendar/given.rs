//! The definition of a calendar as every language gives it: the parts that the entity keeps, each of which may be left out.

use serde_json::Value as Json;

use super::definition::CalendarDefinition;
use crate::entity::Kind;
use crate::error::Result;
use crate::operation::{Body, Data, DataType, ShapeDef, ShapeField, Type};

const TEXT: Type = Type::Optional(&Type::Field(Kind::Text, None));
const DOCUMENT: Type = Type::Optional(&Type::Field(Kind::Json, None));

/// The zone of a definition that names none.
const UTC: &str = "UTC";

static DEFINITION: ShapeDef = ShapeDef {
    name: "CalendarDefinition",
    doc: "When a place is open: the hours of its week, its holidays, and the dates with hours of their own; the same that the entity \
          `BusinessCalendar` keeps.",
    body: Body::Fields(&[
        ShapeField {
            name: "timezone",
            doc: "The IANA time zone of its wall clock, such as `America/Sao_Paulo`; `UTC` unless something is said.",
            ty: TEXT,
        },
        ShapeField {
            name: "weekly_hours",
            doc: "For each weekday the intervals of local time, such as `{\"monday\": [\"09:00-12:00\", \"13:00-18:00\"]}`.",
            ty: DOCUMENT,
        },
        ShapeField {
            name: "holidays",
            doc: "Days without work: presets such as `{\"preset\": \"br.national\"}`, and days of its own such as `{\"name\": \
                  \"Foundation\", \"date\": \"2026-03-10\"}`, with `yearly`, `nth` or `easter` instead of `date` for those that come again.",
            ty: DOCUMENT,
        },
        ShapeField {
            name: "overrides",
            doc: "Days with hours of their own, such as `{\"2026-12-31\": [\"09:00-12:00\"]}`; they beat holidays.",
            ty: DOCUMENT,
        },
    ]),
};

impl DataType for CalendarDefinition {
    const TYPE: Type = Type::Shape(|| &DEFINITION);

    fn absent(_: &str) -> Result<Self> {
        Self::from_parts(UTC, None, None, None)
    }

    fn into_data(self) -> Data {
        Data::from_json(self.to_json())
    }

    fn from_data(data: Data, name: &str) -> Result<Self> {
        let mut fields = data.into_fields(name)?;
        let timezone: Option<String> = fields.take("timezone")?;
        let hours: Option<Json> = fields.take("weekly_hours")?;
        let (holidays, overrides): (Option<Json>, Option<Json>) = (fields.take("holidays")?, fields.take("overrides")?);
        fields.finish()?;
        let timezone = timezone.as_deref().unwrap_or(UTC);
        Self::from_parts(timezone, hours.as_ref(), holidays.as_ref(), overrides.as_ref())
    }
}
