//! `#[derive(Shape)]`: a structure that is part of an argument or of a result, described and converted both ways.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Result, Type, Variant};

use crate::attributes::doc;
use crate::text_enum::snake;

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    match &input.data {
        Data::Struct(data) => of_struct(input, &data.fields),
        Data::Enum(data) => of_enum(input, data.variants.iter()),
        Data::Union(_) => Err(Error::new_spanned(input, "a shape is a struct or an enum")),
    }
}

/// A field with the name that it has as data.
struct Part<'a> {
    ident: Option<&'a Ident>,
    name: String,
    ty: &'a Type,
    doc: String,
}

fn parts(fields: &Fields) -> Result<Vec<Part<'_>>> {
    fields.iter().map(part).collect()
}

fn part(field: &Field) -> Result<Part<'_>> {
    let name = match (&field.ident, &field.ty) {
        (Some(ident), _) => ident.to_string().trim_start_matches("r#").to_owned(),
        // `User(UserId)`: the only field has the name of its type.
        (None, Type::Path(path)) => {
            snake(&path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default())
        }
        (None, ty) => return Err(Error::new_spanned(ty, "name this field")),
    };
    let mut doc = doc(&field.attrs);
    if doc.is_empty() {
        if field.ident.is_some() {
            return Err(Error::new_spanned(field, "a field of a shape has a doc comment"));
        }
        doc = "Which one.".to_owned();
    }
    Ok(Part { ident: field.ident.as_ref(), name, ty: &field.ty, doc })
}

fn definitions(parts: &[Part<'_>]) -> TokenStream {
    let fields = parts.iter().map(|Part { name, ty, doc, .. }| {
        quote!(servicedesk::operation::ShapeField {
            name: #name,
            doc: #doc,
            ty: <#ty as servicedesk::operation::DataType>::TYPE,
        })
    });
    quote!(&[#(#fields),*])
}

fn of_struct(input: &DeriveInput, fields: &Fields) -> Result<TokenStream> {
    let parts = parts(fields)?;
    let definitions = definitions(&parts);
    let into = parts.iter().map(|part| {
        let (ident, name) = (part.ident, &part.name);
        quote!((::std::borrow::Cow::Borrowed(#name), servicedesk::operation::DataType::into_data(self.#ident)))
    });
    let from = parts.iter().map(|part| {
        let (ident, name) = (part.ident, &part.name);
        quote!(#ident: fields.take(#name)?)
    });
    let body = quote!(servicedesk::operation::Body::Fields(#definitions));
    let into = quote!(servicedesk::operation::Data::Fields(servicedesk::operation::Fields(vec![#(#into),*])));
    let from = quote! {
        let mut fields = data.into_fields(name)?;
        let made = Self { #(#from),* };
        fields.finish()?;
        Ok(made)
    };
    Ok(implementation(input, &body, &into, &from, true))
}

fn of_enum<'a>(input: &DeriveInput, variants: impl Iterator<Item = &'a Variant>) -> Result<TokenStream> {
    let (mut definitions_of, mut into, mut from, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for variant in variants {
        let (ident, name, doc) = (&variant.ident, snake(&variant.ident.to_string()), doc(&variant.attrs));
        let parts = parts(&variant.fields)?;
        let fields = definitions(&parts);
        definitions_of.push(quote!(servicedesk::operation::VariantDef { name: #name, doc: #doc, fields: #fields }));
        let bound: Vec<Ident> = parts.iter().map(|part| Ident::new(&part.name, ident.span())).collect();
        let part_names = parts.iter().map(|part| &part.name);
        let taken = parts.iter().map(|part| {
            let name = &part.name;
            quote!(fields.take(#name)?)
        });
        let (pattern, made) = match &variant.fields {
            Fields::Unit => (quote!(Self::#ident), quote!(Self::#ident)),
            Fields::Named(_) => (quote!(Self::#ident { #(#bound),* }), quote!(Self::#ident { #(#bound: #taken),* })),
            Fields::Unnamed(_) => (quote!(Self::#ident(#(#bound),*)), quote!(Self::#ident(#(#taken),*))),
        };
        into.push(quote!(#pattern => vec![
            (::std::borrow::Cow::Borrowed("type"), servicedesk::operation::Data::Value(servicedesk::entity::Value::Word(#name))),
            #((::std::borrow::Cow::Borrowed(#part_names), servicedesk::operation::DataType::into_data(#bound))),*
        ]));
        from.push(quote!(#name => #made));
        names.push(name);
    }
    let options = names.join(", ");
    let body = quote!(servicedesk::operation::Body::Variants(&[#(#definitions_of),*]));
    let into = quote!(servicedesk::operation::Data::Fields(servicedesk::operation::Fields(match self { #(#into),* })));
    let from = quote! {
        let mut fields = data.into_fields(name)?;
        let kind: String = fields.take("type")?;
        let made = match kind.as_str() {
            #(#from,)*
            _ => return Err(servicedesk::Error::new(servicedesk::Code::EnumUnknown).field("type").with("options", #options)),
        };
        fields.finish()?;
        Ok(made)
    };
    Ok(implementation(input, &body, &into, &from, false))
}

/// Writes the implementation; a structure of which no field has to be given need not be given either.
fn implementation(
    input: &DeriveInput,
    body: &TokenStream,
    into: &TokenStream,
    from: &TokenStream,
    optional: bool,
) -> TokenStream {
    let (ident, name, doc) = (&input.ident, input.ident.to_string(), doc(&input.attrs));
    let absent = optional.then(|| {
        quote! {
            fn absent(name: &str) -> servicedesk::Result<Self> {
                Self::from_data(servicedesk::operation::Data::Fields(servicedesk::operation::Fields::default()), name)
            }
        }
    });
    quote! {
        impl servicedesk::operation::DataType for #ident {
            const TYPE: servicedesk::operation::Type = servicedesk::operation::Type::Shape(|| {
                static DEF: servicedesk::operation::ShapeDef =
                    servicedesk::operation::ShapeDef { name: #name, doc: #doc, body: #body };
                &DEF
            });
            #absent
            fn into_data(self) -> servicedesk::operation::Data { #into }
            fn from_data(data: servicedesk::operation::Data, name: &str) -> servicedesk::Result<Self> { #from }
        }
    }
}
