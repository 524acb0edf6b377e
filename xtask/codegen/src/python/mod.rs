//! The files of the Python package: the types and the operations, in modules by kind, so that an import stays one step.

mod entities;
mod enums;
mod exports;
mod hints;
mod inputs;
mod operations;
mod shapes;
mod text;
mod value;

use crate::{GeneratedFile, Interface};

const FOLDER: &str = "bindings-python/python/servicedesk/_generated";

/// Returns the generated files.
pub fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let file = |name: &str, text: String| GeneratedFile::new(format!("{FOLDER}/{name}.py"), text);
    vec![
        file("ids", enums::ids(interface)),
        file("enums", enums::enums(interface)),
        file("entities", entities::module(interface)),
        file("shapes", shapes::module(interface)),
        file("inputs", inputs::module(interface)),
        file("operations", operations::module(interface, operations::Surface::Blocking)),
        file("async_operations", operations::module(interface, operations::Surface::Async)),
        file("calendar", value::module(interface)),
        file("__init__", exports::module(interface)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_says_who_wrote_it_and_names_what_there_is() {
        let interface = Interface::whole();
        let files = files(&interface);
        assert!(files.iter().all(|file| file.text.starts_with(&format!("# {}\n", crate::HEADER))));
        let all: String = files.iter().map(|file| file.text.as_str()).collect();
        for def in &interface.entities {
            assert!(all.contains(&format!("\nclass {}(Record):", def.name)), "{}", def.name);
        }
        for area in &interface.areas {
            for operation in area.operations() {
                assert!(all.contains(&format!("\"{}.{}\"", area.name, operation.name)), "{}", operation.name);
            }
        }
    }
}
