//! Every entity with its fields.

use std::fmt::Write as _;

use servicedesk::entity::{FieldDef, Kind, Named, Writable};

use super::cell;
use crate::{Doc, Interface};

pub(super) fn page(interface: &Interface) -> String {
    let mut out = String::from(
        "# Entities\n\nThe rows that a desk keeps. Every language has a type for each; names are written in the manner of the \
         language. \"Given\" says whether the caller gives a field when a row is made, and may change it later.\n",
    );
    for def in &interface.entities {
        let doc = Doc::read(def.doc);
        let _ = write!(out, "\n## {}\n\n{}\n\nTable `{}`", def.name, doc.summary, def.table);
        for (holds, what) in [
            (def.soft_delete, "deleting only marks a row"),
            (def.append_only, "rows are only ever added"),
            (!def.audited, "changes are not audited"),
        ] {
            if holds {
                let _ = write!(out, "; {what}");
            }
        }
        out.push_str(".\n\n| field | holds | given | what it is |\n| --- | --- | --- | --- |\n");
        for field in def.fields {
            let doc = Doc::read(field.doc);
            let _ =
                writeln!(out, "| `{}` | {} | {} | {} |", field.name, holds(field), given(field), cell(&doc.summary));
        }
    }
    out.push_str("\n# Enums\n");
    for def in &interface.enums {
        let _ = write!(out, "\n## {}\n\n{}\n\n", def.name, Doc::read(def.doc).summary);
        for (name, doc) in def.variants {
            let _ = writeln!(out, "- `{name}`: {}", Doc::read(doc).summary);
        }
    }
    out
}

fn holds(field: &FieldDef) -> String {
    let mut text = match (field.named, field.kind) {
        (Some(Named::Id(name)), _) => format!("`{name}`"),
        (Some(Named::Enum(def)), _) => format!("`{}`", def.name),
        (None, Kind::Bool) => "truth value".to_owned(),
        (None, Kind::Integer) => "whole number".to_owned(),
        (None, Kind::Decimal) => "decimal".to_owned(),
        (None, Kind::Text | Kind::Enum(_)) => "text".to_owned(),
        (None, Kind::List) => "texts".to_owned(),
        (None, Kind::Bytes) => "bytes".to_owned(),
        (None, Kind::Uuid) => "UUID".to_owned(),
        (None, Kind::Timestamp) => "instant".to_owned(),
        (None, Kind::Date) => "date".to_owned(),
        (None, Kind::Json) => "JSON".to_owned(),
    };
    if field.nullable {
        text.push_str(" or nothing");
    }
    if let Some(max) = field.max_length {
        let _ = write!(text, ", at most {max}");
    }
    if let Some((min, max)) = field.range {
        let _ = write!(text, ", {min} to {max}");
    }
    text
}

fn given(field: &FieldDef) -> &'static str {
    match (field.writable, field.required) {
        (Writable::Never, _) => "never",
        (Writable::OnCreate, true) => "must be, once",
        (Writable::OnCreate, false) => "may be, once",
        (Writable::Always, true) => "must be",
        (Writable::Always, false) => "may be",
    }
}
