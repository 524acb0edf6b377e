//! `#[operations(NAME)]`: lists the public functions of an `impl` block as operations, in a constant of that name. Behind the
//! name, `calendar` says that they are asked of a calendar; those of a desk and of a scope are known by their type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{
    Error, FnArg, GenericArgument, Ident, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments, Result, ReturnType,
};
use syn::{Token, Type, Visibility};

use crate::attributes::doc;
use crate::text_enum::snake;

/// Where the operations are listed, and of what they are asked when their type does not say it.
pub(crate) struct Listed {
    constant: Ident,
    asked: Option<Ident>,
}

impl Parse for Listed {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let constant = input.parse()?;
        let asked = if input.parse::<Option<Token![,]>>()?.is_some() { Some(input.parse()?) } else { None };
        match &asked {
            Some(asked) if asked != "calendar" => Err(Error::new_spanned(asked, "expected `calendar`")),
            _ => Ok(Self { constant, asked }),
        }
    }
}

pub(crate) fn expand(Listed { constant, asked }: &Listed, block: &ItemImpl) -> Result<TokenStream> {
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => Some(function),
        _ => None,
    });
    let receiver = last_ident(&block.self_ty)?;
    let operations: Vec<TokenStream> =
        functions.map(|function| operation(&receiver, asked.as_ref(), function)).collect::<Result<_>>()?;
    let (generics, ty) = (&block.generics, &block.self_ty);
    Ok(quote! {
        #block
        impl #generics #ty {
            /// The operations of this block, as data.
            pub(crate) const #constant: &'static [servicedesk::operation::OperationDef] = &[#(#operations),*];
        }
    })
}

fn last_ident(ty: &Type) -> Result<Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.clone()),
        _ => None,
    }
    .ok_or_else(|| Error::new_spanned(ty, "expected a named type"))
}

fn operation(receiver: &Ident, asked: Option<&Ident>, function: &ImplItemFn) -> Result<TokenStream> {
    let (ident, name, doc) = (&function.sig.ident, function.sig.ident.to_string(), doc(&function.attrs));
    let (mut definitions, mut taken, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    for argument in &function.sig.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(Error::new_spanned(&argument.pat, "an argument of an operation has a name"));
        };
        let (argument_ident, argument_name) = (&pattern.ident, pattern.ident.to_string());
        let (ty, pass) = owned(&argument.ty, argument_ident);
        definitions.push(quote!(servicedesk::operation::ArgumentDef {
            name: #argument_name,
            ty: <#ty as servicedesk::operation::DataType>::TYPE,
        }));
        taken.push(quote!(let #argument_ident: #ty = arguments.take(#argument_name)?;));
        passed.push(pass);
    }
    let (result, fallible) = result(&function.sig.output);
    let has_receiver = function.sig.receiver().is_some();
    let awaited = function.sig.asyncness.is_some().then(|| quote!(.await));
    let (variant, target) = match (has_receiver, receiver.to_string().as_str()) {
        (false, _) => (quote!(Pure), quote!(Self::#ident)),
        (true, "Desk") => (quote!(Desk), quote!(desk.#ident)),
        (true, "Scope") => (quote!(Scope), quote!(scope.#ident)),
        (true, face) if asked.is_some() => {
            let face = Ident::new(&snake(face), receiver.span());
            (quote!(Calendar), quote!(calendar.#face().#ident))
        }
        (true, area) => {
            let area = Ident::new(&snake(area), receiver.span());
            (quote!(Scope), quote!(scope.#area().#ident))
        }
    };
    let called = quote!(#target(#(#passed),*)#awaited);
    let answered = if fallible { quote!(#called?) } else { called };
    let body = quote! {
        #(#taken)*
        arguments.finish()?;
        let answer: #result = #answered;
        Ok(servicedesk::operation::DataType::into_data(answer))
    };
    let holder = match variant.to_string().as_str() {
        "Pure" => quote!(|mut arguments| { #body }),
        "Calendar" => quote!(|calendar, mut arguments| { #body }),
        "Desk" => quote!(|desk, mut arguments| ::std::boxed::Box::pin(async move { #body })),
        _ => quote!(|scope, mut arguments| ::std::boxed::Box::pin(async move { #body })),
    };
    Ok(quote!(servicedesk::operation::OperationDef {
        name: #name,
        doc: #doc,
        arguments: &[#(#definitions),*],
        result: <#result as servicedesk::operation::DataType>::TYPE,
        call: servicedesk::operation::Call::#variant(#holder),
    }))
}

/// Returns the type that is taken out of the arguments, and how it is passed on.
fn owned(ty: &Type, ident: &Ident) -> (TokenStream, TokenStream) {
    match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => (quote!(String), quote!(&#ident)),
            inner => (quote!(#inner), quote!(&#ident)),
        },
        ty => (quote!(#ty), quote!(#ident)),
    }
}

/// Returns what the function answers, without its `Result`, and whether it can fail.
fn result(output: &ReturnType) -> (TokenStream, bool) {
    let ReturnType::Type(_, ty) = output else { return (quote!(()), false) };
    if let Type::Path(path) = &**ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Result"
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(inner)) = arguments.args.first()
    {
        return (quote!(#inner), true);
    }
    (quote!(#ty), false)
}
