//! `#[derive(TextEnum)]`: the snake_case name of every variant, both ways, in text, JSON and rows.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else { return Err(Error::new_spanned(input, "TextEnum is for enums")) };
    if let Some(variant) = data.variants.iter().find(|variant| !variant.fields.is_empty()) {
        return Err(Error::new_spanned(variant, "a TextEnum has no data in its variants"));
    }
    let ident = &input.ident;
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let (name, about) = (ident.to_string(), crate::attributes::doc(&input.attrs));
    let docs: Vec<String> = data.variants.iter().map(|variant| crate::attributes::doc(&variant.attrs)).collect();
    let names: Vec<String> = variants.iter().map(|variant| snake(&variant.to_string())).collect();
    Ok(quote! {
        impl #ident {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            /// The snake_case names of the variants, in the same order.
            pub const NAMES: &'static [&'static str] = &[#(#names),*];
            /// Returns the snake_case name, the same in every store and every language.
            pub fn name(self) -> &'static str { match self { #(Self::#variants => #names),* } }
            /// Returns the variant of that name.
            pub fn from_name(name: &str) -> Option<Self> { match name { #(#names => Some(Self::#variants),)* _ => None } }
        }
        impl ::std::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.name()) }
        }
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let name = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::from_name(&name).ok_or_else(|| ::serde::de::Error::unknown_variant(&name, Self::NAMES))
            }
        }
        impl servicedesk::entity::FieldType for #ident {
            const KIND: servicedesk::entity::Kind = servicedesk::entity::Kind::Enum(Self::NAMES);
            const NAMED: Option<servicedesk::entity::Named> = {
                static DEF: servicedesk::entity::EnumDef =
                    servicedesk::entity::EnumDef { name: #name, doc: #about, variants: &[#((#names, #docs)),*] };
                Some(servicedesk::entity::Named::Enum(&DEF))
            };
            fn into_value(self) -> servicedesk::entity::Value { servicedesk::entity::Value::Word(self.name()) }
            fn from_value(value: servicedesk::entity::Value) -> Option<Self> { value.as_text().and_then(Self::from_name) }
        }
        servicedesk::field_data_type!(#ident);
        impl From<#ident> for servicedesk::entity::Value {
            fn from(value: #ident) -> Self { Self::Word(value.name()) }
        }
    })
}

pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (position, letter) in name.char_indices() {
        if letter.is_uppercase() && position > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
