//! Writes every language's generated files below a folder, with an entity that the library does not know: `cargo xtask test
//! LANGUAGE` compiles them to show that an entity needs no line written by hand in any binding.

use std::path::PathBuf;

use servicedesk::ENTITIES;
use servicedesk::entity::Entity as _;
use servicedesk::operation::{AREAS, AreaDef, editable};
use servicedesk_codegen::{Interface, files, write};
use servicedesk_tests::schema::loan::Loan;

static LOANS: AreaDef = editable::<Loan>();

fn main() -> std::io::Result<()> {
    let root: PathBuf = std::env::args_os().nth(1).expect("codegen_with_loan FOLDER").into();
    let entities = ENTITIES.iter().copied().chain([Loan::DEF]).collect();
    let areas = AREAS.iter().chain([&LOANS]).collect();
    write(&root, &files(&Interface::of(entities, areas))).map(|_| ())
}
