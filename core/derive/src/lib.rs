//! The derive macros of `servicedesk`: `Entity` turns a plain struct into its reflection table and conversions,
//! `TextEnum` a plain enum into its snake_case names, `Shape` a structure and `operations` an `impl` block into data that
//! every language can read. All write ordinary code that could have been written by hand.

mod attributes;
mod entity;
mod operations;
mod shape;
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

/// Declares a structure that is part of an argument or of a result.
#[proc_macro_derive(Shape)]
pub fn derive_shape(input: TokenStream) -> TokenStream {
    shape::expand(&syn::parse_macro_input!(input)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares the public functions of an `impl` block as operations, listed in a constant of the given name; behind it,
/// `calendar` says that they are asked of a calendar.
#[proc_macro_attribute]
pub fn operations(listed: TokenStream, block: TokenStream) -> TokenStream {
    let listed = syn::parse_macro_input!(listed);
    operations::expand(&listed, &syn::parse_macro_input!(block)).unwrap_or_else(syn::Error::into_compile_error).into()
}
