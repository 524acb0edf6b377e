//! `#[derive(Entity)]`: the reflection table, the conversions, the `New` and `Patch` structs and a discreet `Debug`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Result, Type};

use crate::attributes::{FieldAttributes, StructAttributes, doc};

/// The fields that the library itself writes on every row.
const STANDARD: [&str; 6] = ["id", "organization_id", "version", "created_at", "updated_at", "deleted_at"];

struct Column<'a> {
    ident: &'a Ident,
    name: String,
    ty: &'a Type,
    doc: String,
    attributes: FieldAttributes,
    standard: bool,
}

impl Column<'_> {
    fn in_new(&self) -> bool {
        !self.standard && !self.attributes.managed
    }

    fn in_patch(&self) -> bool {
        self.in_new() && !self.attributes.on_create
    }
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else { return Err(Error::new_spanned(input, "an entity is a struct")) };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(input, "an entity has named fields"));
    };
    let attributes = StructAttributes::read(&input.attrs)?;
    let columns: Vec<Column<'_>> = fields.named.iter().map(column).collect::<Result<_>>()?;
    check_standard_fields(input, &attributes, &columns)?;

    let table = definition(input, &attributes, &columns)?;
    let debug = debug(input, &columns);
    let forms = if attributes.internal { quote!() } else { forms(input, &attributes, &columns) };
    let draft = if attributes.internal { quote!() } else { draft(input, &attributes, &columns) };
    let ident = &input.ident;
    let creatable =
        (attributes.editable || attributes.recorded).then(|| quote!(impl servicedesk::entity::Creatable for #ident {}));
    let editable = attributes.editable.then(|| quote!(impl servicedesk::entity::Editable for #ident {}));
    let names = names(input, &columns);
    let data = data_type(input);
    let form_data = if attributes.internal || creatable.is_some() {
        quote!()
    } else {
        form_data_types(input, &attributes, &columns)
    };
    Ok(quote!(#names #debug #forms #draft #creatable #editable #table #data #form_data))
}

fn column(field: &Field) -> Result<Column<'_>> {
    let ident = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "an entity has named fields"))?;
    let name = ident.to_string().trim_start_matches("r#").to_owned();
    let attributes = FieldAttributes::read(&field.attrs)?;
    let standard = STANDARD.contains(&name.as_str());
    let doc = doc(&field.attrs);
    if doc.is_empty() && !standard {
        return Err(Error::new_spanned(field, "a field of an entity has a doc comment"));
    }
    if holds_writing(&field.ty) && attributes.personal.is_none() && !attributes.public {
        return Err(Error::new_spanned(
            field,
            "say which personal data this field holds: `personal(category, erase = strategy)`, or `public` when none",
        ));
    }
    Ok(Column { ident, name, ty: &field.ty, doc, attributes, standard })
}

/// Whether a person could write something into a field of that type.
fn holds_writing(ty: &Type) -> bool {
    let text = quote!(#ty).to_string().replace(' ', "");
    ["String", "Vec<", "Json", "serde_json::Value"].iter().any(|kind| text.contains(kind))
}

fn check_standard_fields(input: &DeriveInput, attributes: &StructAttributes, columns: &[Column<'_>]) -> Result<()> {
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    let mut wanted = vec!["id", "created_at"];
    if !attributes.tenant {
        wanted.push("organization_id");
    }
    if !attributes.append_only {
        wanted.extend(["version", "updated_at"]);
    }
    if attributes.soft {
        wanted.push("deleted_at");
    }
    match wanted.into_iter().find(|name| !has(name)) {
        Some(name) => Err(Error::new_spanned(&input.ident, format!("the entity lacks the field {name}"))),
        None => Ok(()),
    }
}

fn definition(input: &DeriveInput, attributes: &StructAttributes, columns: &[Column<'_>]) -> Result<TokenStream> {
    let ident = &input.ident;
    let name = ident.to_string();
    let table = attributes.table.as_ref().ok_or_else(|| Error::new_spanned(ident, "table = \"…\" is missing"))?;
    let doc = doc(&input.attrs);
    let collection = attributes.collection.clone().unwrap_or_else(|| format!("{}s", crate::text_enum::snake(&name)));
    let StructAttributes { soft, append_only, tenant, internal, unaudited, .. } = attributes;
    let audited = !internal && !unaudited;
    let history = match &attributes.history {
        None => quote!(None),
        Some(history) => {
            let (ticket, created, deleted) = (&history.ticket, &history.created, &history.deleted);
            let updated = option(history.updated.as_ref().map(|updated| quote!(#updated)));
            quote!(Some(servicedesk::entity::HistoryDef { ticket: #ticket, created: #created, deleted: #deleted, updated: #updated }))
        }
    };
    let fields = columns.iter().map(field_definition);
    let select_list = columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(",");
    let indexes = attributes.indexes.iter().map(|index| {
        let (name, unique) = (&index.name, index.unique);
        let names = &index.columns;
        let condition = option(index.condition.as_ref().map(|condition| quote!(#condition)));
        quote!(servicedesk::entity::IndexDef { name: #name, columns: &[#(#names),*], unique: #unique, condition: #condition })
    });
    let agenda = option(attributes.agenda.as_ref().map(|agenda| {
        let (field, condition) = (&agenda.field, option(agenda.condition.as_ref().map(|condition| quote!(#condition))));
        quote!(servicedesk::entity::AgendaDef { field: #field, condition: #condition })
    }));
    let partition = option(attributes.partition.as_ref().map(|field| quote!(#field)));
    let public_fields = attributes.public_when.iter().map(|(field, _)| field);
    let public_names = attributes.public_when.iter().map(|(_, name)| name);
    let id = &columns.iter().find(|column| column.name == "id").expect("checked before").ty;
    let (into, from) = (columns.iter().map(into_value), columns.iter().map(|column| from_value(column, ident)));
    Ok(quote! {
        impl servicedesk::entity::Entity for #ident {
            type Id = #id;
            const DEF: &'static servicedesk::entity::EntityDef = {
                static DEF: servicedesk::entity::EntityDef = servicedesk::entity::EntityDef {
                    name: #name,
                    table: #table,
                    collection: #collection,
                    doc: #doc,
                    fields: &[#(#fields),*],
                    select_list: #select_list,
                    indexes: &[#(#indexes),*],
                    soft_delete: #soft,
                    append_only: #append_only,
                    is_tenant: #tenant,
                    audited: #audited,
                    history: #history,
                    agenda: #agenda,
                    partition: #partition,
                    public_when: &[#((#public_fields, #public_names)),*],
                };
                &DEF
            };
            fn id(&self) -> Self::Id { self.id }
            fn into_row(self) -> servicedesk::entity::Row { vec![#(#into),*] }
            fn from_values(values: &mut dyn Iterator<Item = servicedesk::entity::Value>) -> servicedesk::Result<Self> {
                Ok(Self { #(#from),* })
            }
        }
    })
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn field_definition(column: &Column<'_>) -> TokenStream {
    let (name, doc, ty, attributes) = (&column.name, standard_doc(column), column.ty, &column.attributes);
    let max = option(attributes.max.map(|max| quote!(#max)));
    let range = option(attributes.range.map(|(min, max)| quote!((#min, #max))));
    let references =
        option(attributes.references.as_ref().map(
            |path| quote!(servicedesk::entity::Reference { entity: || <#path as servicedesk::entity::Entity>::DEF }),
        ));
    let (personal, erase) = match &attributes.personal {
        None => (quote!(None), quote!(Keep)),
        Some((category, strategy)) => {
            let (category, strategy) = (camel(category), camel(strategy));
            (quote!(#category), quote!(#strategy))
        }
    };
    let writable = match (column.in_new(), column.in_patch()) {
        (true, true) => quote!(Always),
        (true, false) => quote!(OnCreate),
        _ => quote!(Never),
    };
    let (computed, secret, members) = (attributes.computed, attributes.secret, attributes.members);
    let searchable = option(attributes.searchable.as_ref().map(|prominence| {
        let prominence = camel(prominence);
        quote!(servicedesk::entity::Prominence::#prominence)
    }));
    let number = option(attributes.number.as_ref().map(|number| quote!(#number)));
    // Numbers, truth values, lists and enums have a natural beginning; nobody can guess a text, an id or an instant.
    let required = if column.in_new() && attributes.default.is_none() {
        quote!(!<#ty as servicedesk::entity::FieldType>::NULLABLE && matches!(
            <#ty as servicedesk::entity::FieldType>::KIND,
            servicedesk::entity::Kind::Text | servicedesk::entity::Kind::Uuid | servicedesk::entity::Kind::Timestamp
                | servicedesk::entity::Kind::Date
        ))
    } else {
        quote!(false)
    };
    quote!(servicedesk::entity::FieldDef {
        name: #name,
        doc: #doc,
        kind: <#ty as servicedesk::entity::FieldType>::KIND,
        named: <#ty as servicedesk::entity::FieldType>::NAMED,
        nullable: <#ty as servicedesk::entity::FieldType>::NULLABLE,
        required: #required,
        max_length: #max,
        range: #range,
        references: #references,
        personal: servicedesk::entity::PersonalData::#personal,
        erase: servicedesk::entity::Erase::#erase,
        writable: servicedesk::entity::Writable::#writable,
        computed: #computed,
        secret: #secret,
        searchable: #searchable,
        members: #members,
        number: #number,
    })
}

fn standard_doc(column: &Column<'_>) -> String {
    if !column.doc.is_empty() {
        return column.doc.clone();
    }
    match column.name.as_str() {
        "id" => "The identifier, a UUID of version 7.",
        "organization_id" => "The organization it belongs to.",
        "version" => "Counts the changes, from 1; a change must name the version it was decided on.",
        "created_at" => "When it was made, UTC.",
        "updated_at" => "When it was last changed, UTC.",
        _ => "When it was deleted, UTC; nothing while it is not.",
    }
    .to_owned()
}

fn camel(ident: &Ident) -> Ident {
    let text: String = ident
        .to_string()
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect();
    Ident::new(&text, ident.span())
}

fn into_value(column: &Column<'_>) -> TokenStream {
    let ident = column.ident;
    quote!(servicedesk::entity::FieldType::into_value(self.#ident))
}

fn from_value(column: &Column<'_>, entity: &Ident) -> TokenStream {
    let (ident, name) = (column.ident, &column.name);
    quote!(#ident: servicedesk::entity::take(values, <#entity as servicedesk::entity::Entity>::DEF, #name)?)
}

fn names(input: &DeriveInput, columns: &[Column<'_>]) -> TokenStream {
    let ident = &input.ident;
    let constants = columns.iter().map(|column| {
        let (constant, name) = (format_ident!("{}", column.name.to_uppercase()), &column.name);
        let doc = format!("The name of the field `{name}`, for conditions and sorting.");
        quote!(#[doc = #doc] pub const #constant: &'static str = #name;)
    });
    quote!(impl #ident { #(#constants)* })
}

fn debug(input: &DeriveInput, columns: &[Column<'_>]) -> TokenStream {
    let ident = &input.ident;
    let name = ident.to_string();
    let fields = columns.iter().map(|column| {
        let (ident, name) = (column.ident, &column.name);
        let personal = column.attributes.personal.as_ref().is_some_and(|(category, _)| category != "link");
        if personal || column.attributes.secret {
            quote!(.field(#name, &::std::format_args!("…")))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    quote! {
        impl ::std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name)#(#fields)*.finish()
            }
        }
    }
}

fn forms(input: &DeriveInput, attributes: &StructAttributes, columns: &[Column<'_>]) -> TokenStream {
    let ident = &input.ident;
    let visibility = &input.vis;
    let (new, patch) = (format_ident!("New{ident}"), format_ident!("{ident}Patch"));
    let new_doc = format!("What a caller gives to make a [`{ident}`]; what is left out gets its default.");
    let patch_doc = format!("What a caller may change of a [`{ident}`]; what is left out stays as it is.");
    let new_fields = columns.iter().filter(|column| column.in_new()).map(|column| {
        let (ident, ty, doc) = (column.ident, column.ty, &column.doc);
        quote!(#[doc = #doc] pub #ident: #ty)
    });
    let defaults = columns.iter().filter(|column| column.in_new()).map(|column| {
        let ident = column.ident;
        let value =
            column.attributes.default.as_ref().map_or_else(|| quote!(Default::default()), |value| quote!(#value));
        quote!(#ident: #value)
    });
    let patch_fields = columns.iter().filter(|column| column.in_patch()).map(|column| {
        let (ident, ty, doc) = (column.ident, column.ty, &column.doc);
        quote!(#[doc = #doc] pub #ident: servicedesk::entity::Change<#ty>)
    });
    let patch = (!attributes.append_only).then(|| {
        quote! {
            #[doc = #patch_doc]
            #[derive(Clone, Default)]
            #visibility struct #patch { #(#patch_fields),* }
        }
    });
    quote! {
        #[doc = #new_doc]
        #[derive(Clone)]
        #visibility struct #new { #(#new_fields),* }
        impl Default for #new {
            fn default() -> Self { Self { #(#defaults),* } }
        }
        #patch
    }
}

fn draft(input: &DeriveInput, attributes: &StructAttributes, columns: &[Column<'_>]) -> TokenStream {
    let ident = &input.ident;
    let (new, patch) = (format_ident!("New{ident}"), format_ident!("{ident}Patch"));
    let built = columns.iter().map(|column| {
        let ident = column.ident;
        let value = match column.name.as_str() {
            "id" => quote!(stamp.id.into()),
            "organization_id" => quote!(stamp.organization_id),
            "version" => quote!(1),
            "created_at" | "updated_at" => quote!(stamp.at),
            "deleted_at" => quote!(None),
            _ if column.in_new() => quote!(new.#ident),
            _ => column.attributes.default.as_ref().map_or_else(|| quote!(Default::default()), |value| quote!(#value)),
        };
        quote!(#ident: #value)
    });
    let applied = columns.iter().filter(|column| column.in_patch()).map(|column| {
        let ident = column.ident;
        quote!(patch.#ident.apply(&mut self.#ident);)
    });
    let changed = (!attributes.append_only).then(|| {
        quote! {
            impl servicedesk::entity::Changeable for #ident {
                type Patch = #patch;
                fn apply(&mut self, patch: #patch) { #(#applied)* }
                fn version(&self) -> i64 { self.version }
            }
        }
    });
    quote! {
        impl servicedesk::entity::Draft for #ident {
            type New = #new;
            fn build(new: #new, stamp: servicedesk::entity::Stamp) -> Self { Self { #(#built),* } }
        }
        #changed
    }
}

/// The row itself as an argument or a result.
fn data_type(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    quote! {
        impl servicedesk::operation::DataType for #ident {
            const TYPE: servicedesk::operation::Type =
                servicedesk::operation::Type::Entity(|| <#ident as servicedesk::entity::Entity>::DEF);
            fn into_data(self) -> servicedesk::operation::Data {
                servicedesk::operation::Data::Row(
                    <Self as servicedesk::entity::Entity>::DEF,
                    servicedesk::entity::Entity::into_row(self),
                )
            }
            fn from_data(data: servicedesk::operation::Data, name: &str) -> servicedesk::Result<Self> {
                servicedesk::operation::entity_from_data(data, name)
            }
        }
    }
}

/// The forms that callers fill in, as arguments.
fn form_data_types(input: &DeriveInput, attributes: &StructAttributes, columns: &[Column<'_>]) -> TokenStream {
    let ident = &input.ident;
    let (new, patch) = (format_ident!("New{ident}"), format_ident!("{ident}Patch"));
    let definition = quote!(<#ident as servicedesk::entity::Entity>::DEF);
    let new_fields: Vec<&Column<'_>> = columns.iter().filter(|column| column.in_new()).collect();
    let patch_fields: Vec<&Column<'_>> = columns.iter().filter(|column| column.in_patch()).collect();
    let part = |ident: &Ident, name: &str| {
        quote!((::std::borrow::Cow::Borrowed(#name), servicedesk::operation::Data::Value(
            servicedesk::entity::FieldType::into_value(#ident)
        )))
    };
    let new_into = new_fields.iter().map(|column| part(column.ident, &column.name));
    let new_idents: Vec<&Ident> = new_fields.iter().map(|column| column.ident).collect();
    let new_names = new_fields.iter().map(|column| &column.name);
    let patch_into = patch_fields.iter().map(|column| {
        let (field, part) = (column.ident, part(column.ident, &column.name));
        quote!(if let servicedesk::entity::Change::Set(#field) = self.#field { fields.push(#part); })
    });
    let patch_idents = patch_fields.iter().map(|column| column.ident);
    let patch_names = patch_fields.iter().map(|column| &column.name);
    let changed = (!attributes.append_only).then(|| {
        quote! {
            impl servicedesk::operation::DataType for #patch {
                const TYPE: servicedesk::operation::Type = servicedesk::operation::Type::Patch(|| #definition);
                fn absent(_: &str) -> servicedesk::Result<Self> { Ok(Self::default()) }
                fn into_data(self) -> servicedesk::operation::Data {
                    let mut fields = Vec::new();
                    #(#patch_into)*
                    servicedesk::operation::Data::Fields(servicedesk::operation::Fields(fields))
                }
                fn from_data(data: servicedesk::operation::Data, name: &str) -> servicedesk::Result<Self> {
                    let mut patch = Self::default();
                    for (name, data) in data.into_fields(name)?.0 {
                        match &*name {
                            #(#patch_names => {
                                patch.#patch_idents =
                                    servicedesk::entity::Change::Set(servicedesk::operation::field_from_data(data, &name)?);
                            })*
                            _ => return Err(servicedesk::operation::not_given(#definition, &name)),
                        }
                    }
                    Ok(patch)
                }
            }
        }
    });
    quote! {
        impl servicedesk::operation::DataType for #new {
            const TYPE: servicedesk::operation::Type = servicedesk::operation::Type::New(|| #definition);
            fn absent(name: &str) -> servicedesk::Result<Self> {
                Self::from_data(servicedesk::operation::Data::Fields(servicedesk::operation::Fields::default()), name)
            }
            fn into_data(self) -> servicedesk::operation::Data {
                let Self { #(#new_idents),* } = self;
                servicedesk::operation::Data::Fields(servicedesk::operation::Fields(vec![#(#new_into),*]))
            }
            fn from_data(data: servicedesk::operation::Data, name: &str) -> servicedesk::Result<Self> {
                let given = data.into_fields(name)?;
                servicedesk::operation::check_given(#definition, &given)?;
                let mut new = Self::default();
                for (name, data) in given.0 {
                    match &*name {
                        #(#new_names => new.#new_idents = servicedesk::operation::field_from_data(data, &name)?,)*
                        _ => return Err(servicedesk::operation::not_given(#definition, &name)),
                    }
                }
                Ok(new)
            }
        }
        #changed
    }
}
