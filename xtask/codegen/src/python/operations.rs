//! The operations, area by area, twice from one description: blocking and as coroutines.

use std::fmt::Write as _;

use servicedesk::operation::{AreaDef, ArgumentDef, OperationDef, Receiver, Type};

use super::hints::{self, Way};
use super::text::{self, attribute, docstring, quoted};
use crate::{Interface, pascal};

/// How a caller gets results.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Surface {
    /// As the result of the call.
    Blocking,
    /// By awaiting it.
    Async,
}

impl Surface {
    fn prefix(self) -> &'static str {
        if self == Self::Async { "Async" } else { "" }
    }
}

/// The areas whose operations are methods of the desk or of a scope, and not of an object of their own.
const WHOLE: [&str; 2] = ["desk", "scope"];

/// Returns the name of the class with an area's operations; an area may be called as its entity is.
pub(super) fn class_name(area: &AreaDef, surface: Surface) -> String {
    format!("{}{}Operations", surface.prefix(), pascal(area.name))
}

/// Returns the module.
pub(super) fn module(interface: &Interface, surface: Surface) -> String {
    let (doc, iterator, base) = match surface {
        Surface::Blocking => ("Operations that return when they are done.", "Iterator", "Area"),
        Surface::Async => ("Operations as coroutines.", "AsyncIterator", "AsyncArea"),
    };
    let imports = format!(
        "from datetime import date, datetime\nfrom decimal import Decimal\nfrom typing import TYPE_CHECKING, Any, {iterator}, List, Sequence\nfrom uuid import UUID\n\n\
         from ..area import {base}\nfrom ..page import Page\nfrom .entities import *\nfrom .enums import *\nfrom .ids import *\nfrom .inputs import *\nfrom .shapes import *\n\n\
         if TYPE_CHECKING:\n    from typing_extensions import Unpack\n",
    );
    let mut text = text::module(doc, &imports);
    // The scope comes last, because it names the others.
    let asked = interface.areas.iter().copied().filter(|area| area.receiver() != Receiver::Calendar);
    let (whole, others): (Vec<_>, Vec<_>) = asked.partition(|area| WHOLE.contains(&area.name));
    for area in others.iter().chain(&whole) {
        let name = class_name(area, surface);
        let _ = write!(text, "\n\nclass {name}({base}):\n{}\n    __slots__ = ()\n", docstring(area.doc, "    "));
        if area.name == "scope" {
            for other in &others {
                let class = class_name(other, surface);
                let _ = write!(
                    text,
                    "\n    @property\n    def {}(self) -> {class}:\n{}        return {class}(self._call)\n",
                    attribute(other.name),
                    docstring(other.doc, "        "),
                );
            }
        }
        for operation in area.operations() {
            method(&mut text, area, operation, surface);
            if let (Type::Page(_), Some(ArgumentDef { ty: Type::Find(_), .. })) =
                (operation.result, operation.arguments.last())
            {
                iteration(&mut text, area, operation, surface);
            }
        }
    }
    text
}

/// Returns the parameters of a method, and the arguments that it passes on, as a Python dict.
fn parameters(operation: &OperationDef) -> (String, String) {
    let (mut parameters, mut arguments) = ("self".to_owned(), Vec::new());
    let count = operation.arguments.len();
    for (index, argument) in operation.arguments.iter().enumerate() {
        let (name, hint) = (attribute(argument.name), hints::of(argument.ty, Way::In));
        let is_last = index + 1 == count;
        let _ = match argument.ty {
            Type::New(_) | Type::Patch(_) | Type::Find(_) if is_last => {
                write!(parameters, ", **{name}: Unpack[{hint}]")
            }
            Type::Optional(_) if is_last => write!(parameters, ", {name}: {hint} = None"),
            _ => write!(parameters, ", {name}: {hint}"),
        };
        arguments.push(format!("{}: {name}", quoted(argument.name)));
    }
    (parameters, format!("{{{}}}", arguments.join(", ")))
}

fn method(text: &mut String, area: &AreaDef, operation: &OperationDef, surface: Surface) {
    let (parameters, arguments) = parameters(operation);
    let (begin, wait) = if surface == Surface::Async { ("async def", "await ") } else { ("def", "") };
    let back = if matches!(operation.result, Type::Nothing) { "" } else { "return " };
    let _ = write!(
        text,
        "\n    {begin} {}({parameters}) -> {}:\n{}        {back}{wait}self._call({}, {arguments})\n",
        attribute(operation.name),
        hints::of(operation.result, Way::Out),
        docstring(operation.doc, "        "),
        quoted(&format!("{}.{}", area.name, operation.name)),
    );
}

/// The form of an operation with pages that goes from page to page by itself.
fn iteration(text: &mut String, area: &AreaDef, operation: &OperationDef, surface: Surface) {
    let Type::Page(def) = operation.result else { return };
    let (parameters, arguments) = parameters(operation);
    let name = if operation.name == "list" { "iterate".to_owned() } else { format!("iterate_{}", operation.name) };
    let iterator = if surface == Surface::Async { "AsyncIterator" } else { "Iterator" };
    let doc = format!("Goes through every row that `{}` would return, fetching page after page.", operation.name);
    let _ = write!(
        text,
        "\n    def {name}({parameters}) -> {iterator}[{}]:\n{}        return self._iterate({}, {arguments})\n",
        def().name,
        docstring(&doc, "        "),
        quoted(&format!("{}.{}", area.name, operation.name)),
    );
}
