//! The derive macros of `servicedesk`: `Entity` turns a plain struct into its reflection table and conversions,
//! `TextEnum` a plain enum into its snake_case names. Both write ordinary code that could have been written by hand.

mod attributes;
mod entity;
mod text_enum;

use proc_macro::TokenStream;

/// Declares an entity; see `CONTRIBUTING.md` of the project for the attributes.
#[proc_macro_derive(Entity, attributes(entity))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    entity::expand(&syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares an enum that is stored as snake_case text.
#[proc_macro_derive(TextEnum)]
pub fn derive_text_enum(input: TokenStream) -> TokenStream {
    text_enum::expand(&syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}
