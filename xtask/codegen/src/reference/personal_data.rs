//! Which personal data a desk holds, and what the erasure of a person does to them (LGPD, Art. 37: the record of processing).

use std::fmt::Write as _;

use servicedesk::entity::{Erase, PersonalData};

use super::cell;
use crate::{Doc, Interface};

pub(super) fn page(interface: &Interface) -> String {
    let mut out = String::from(
        "# Personal data\n\nEvery field that holds personal data (LGPD, Art. 5, I and II), and what the erasure of a person is \
         declared to do to it. A field of text that is not listed was declared to hold none.\n\n\
         | entity | field | category | on erasure | what it is |\n| --- | --- | --- | --- | --- |\n",
    );
    for def in &interface.entities {
        for field in def.fields.iter().filter(|field| field.personal != PersonalData::None) {
            let _ = writeln!(
                out,
                "| {} | `{}` | {} | {} | {} |",
                def.name,
                field.name,
                category(field.personal),
                erasure(field.erase),
                cell(&Doc::read(field.doc).summary)
            );
        }
    }
    out
}

fn category(personal: PersonalData) -> &'static str {
    match personal {
        PersonalData::None => "none",
        PersonalData::Identity => "identity",
        PersonalData::Contact => "contact",
        PersonalData::Content => "content",
        PersonalData::Behaviour => "behaviour",
        PersonalData::Link => "link",
        PersonalData::Sensitive => "sensitive (Art. 5, II)",
    }
}

fn erasure(erase: Erase) -> &'static str {
    match erase {
        Erase::Keep => "kept",
        Erase::Null => "becomes nothing",
        Erase::Blank => "becomes empty",
        Erase::Tombstone => "says that it was erased",
        Erase::Surrogate => "gets a made-up value",
        Erase::KeyedHash => "becomes a keyed hash",
        Erase::Generalise => "becomes less precise",
        Erase::RedactSpans => "its personal parts are blacked out",
        Erase::DeleteRow => "the row goes",
        Erase::DeleteBlob => "the file goes",
    }
}
