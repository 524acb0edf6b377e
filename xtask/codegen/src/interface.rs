//! What there is to write: the entities and operations, and everything that they speak of, each once.

use servicedesk::ENTITIES;
use servicedesk::entity::{EntityDef, EnumDef, Named};
use servicedesk::operation::{AREAS, AreaDef, Body, DataType as _, Entry, Opening, ShapeDef, Type};

/// Everything that a language gets.
pub struct Interface {
    /// The entities, in their order.
    pub entities: Vec<&'static EntityDef>,
    /// The areas with their operations.
    pub areas: Vec<&'static AreaDef>,
    /// The structures that are no rows, each before those that use it.
    pub shapes: Vec<&'static ShapeDef>,
    /// The enums.
    pub enums: Vec<&'static EnumDef>,
    /// The names of the id types.
    pub ids: Vec<&'static str>,
}

impl Interface {
    /// Returns that of the whole library.
    pub fn whole() -> Self {
        Self::of(ENTITIES.to_vec(), AREAS.iter().collect())
    }

    /// Returns that of these entities and areas.
    pub fn of(entities: Vec<&'static EntityDef>, areas: Vec<&'static AreaDef>) -> Self {
        let mut interface = Self { entities, areas, shapes: Vec::new(), enums: Vec::new(), ids: Vec::new() };
        for def in interface.entities.clone() {
            for field in def.fields {
                interface.name(field.named);
            }
        }
        interface.collect(Opening::TYPE);
        interface.collect(Entry::TYPE);
        for area in interface.areas.clone() {
            for operation in area.operations() {
                for argument in operation.arguments {
                    interface.collect(argument.ty);
                }
                interface.collect(operation.result);
            }
        }
        interface
    }

    fn name(&mut self, named: Option<Named>) {
        match named {
            Some(Named::Id(id)) if !self.ids.contains(&id) => self.ids.push(id),
            Some(Named::Enum(def)) if !self.enums.iter().any(|known| known.name == def.name) => self.enums.push(def),
            _ => {}
        }
    }

    fn collect(&mut self, ty: Type) {
        match ty {
            Type::Field(_, named) => self.name(named),
            Type::List(item) | Type::Optional(item) => self.collect(*item),
            Type::Shape(def) => {
                let def = def();
                if self.shapes.iter().any(|known| known.name == def.name) {
                    return;
                }
                let fields: Vec<Type> = match def.body {
                    Body::Fields(fields) => fields.iter().map(|field| field.ty).collect(),
                    Body::Variants(variants) => {
                        variants.iter().flat_map(|variant| variant.fields).map(|field| field.ty).collect()
                    }
                };
                for field in fields {
                    self.collect(field);
                }
                self.shapes.push(def);
            }
            Type::Nothing
            | Type::Calendar
            | Type::Entity(_)
            | Type::New(_)
            | Type::Patch(_)
            | Type::Find(_)
            | Type::Page(_) => {}
        }
    }
}
