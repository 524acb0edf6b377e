//! Reads the `#[entity(…)]` attributes of a struct and of its fields.

use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Path, Result};

/// What the struct's attributes say.
#[derive(Default)]
pub(crate) struct StructAttributes {
    pub(crate) table: Option<LitStr>,
    pub(crate) collection: Option<String>,
    pub(crate) soft: bool,
    pub(crate) append_only: bool,
    pub(crate) tenant: bool,
    pub(crate) internal: bool,
    pub(crate) recorded: bool,
    pub(crate) unaudited: bool,
    pub(crate) editable: bool,
    pub(crate) history: Option<HistoryAttribute>,
    pub(crate) indexes: Vec<IndexAttribute>,
    pub(crate) public_when: Vec<(String, String)>,
    pub(crate) agenda: Option<AgendaAttribute>,
    pub(crate) partition: Option<String>,
}

/// `agenda(on = "…", when = "…")`.
#[derive(Default)]
pub(crate) struct AgendaAttribute {
    pub(crate) field: String,
    pub(crate) condition: Option<String>,
}

/// `history(ticket = "…", created = "…", deleted = "…", updated = "…")`.
#[derive(Default)]
pub(crate) struct HistoryAttribute {
    pub(crate) ticket: String,
    pub(crate) created: String,
    pub(crate) deleted: String,
    pub(crate) updated: Option<String>,
}

/// `index(name = "…", on = "a, b", unique, when = "…")`.
#[derive(Default)]
pub(crate) struct IndexAttribute {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) unique: bool,
    pub(crate) condition: Option<String>,
}

/// What a field's attributes say.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) max: Option<u32>,
    pub(crate) range: Option<(i64, i64)>,
    pub(crate) references: Option<Path>,
    pub(crate) personal: Option<(Ident, Ident)>,
    pub(crate) public: bool,
    pub(crate) managed: bool,
    pub(crate) on_create: bool,
    pub(crate) computed: bool,
    pub(crate) secret: bool,
    pub(crate) searchable: Option<Ident>,
    pub(crate) members: bool,
    pub(crate) number: Option<LitStr>,
    pub(crate) default: Option<Expr>,
}

impl StructAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("entity")) {
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match name.as_str() {
                    "table" => read.table = Some(meta.value()?.parse()?),
                    "collection" => read.collection = Some(meta.value()?.parse::<LitStr>()?.value()),
                    "soft" => read.soft = true,
                    "append_only" => read.append_only = true,
                    "tenant" => read.tenant = true,
                    "internal" => read.internal = true,
                    "recorded" => {
                        read.recorded = true;
                        read.append_only = true;
                    }
                    "unaudited" => read.unaudited = true,
                    "editable" => read.editable = true,
                    "public_when" => {
                        let tests = meta.value()?.parse::<LitStr>()?;
                        for test in tests.value().split(',') {
                            let (field, name) = test
                                .split_once('=')
                                .ok_or_else(|| Error::new(tests.span(), "expected \"field = name, …\""))?;
                            read.public_when.push((field.trim().to_owned(), name.trim().to_owned()));
                        }
                    }
                    "history" => {
                        let mut history = HistoryAttribute::default();
                        meta.parse_nested_meta(|inner| {
                            let value = inner.value()?.parse::<LitStr>()?.value();
                            match inner.path.require_ident()?.to_string().as_str() {
                                "ticket" => history.ticket = value,
                                "created" => history.created = value,
                                "deleted" => history.deleted = value,
                                "updated" => history.updated = Some(value),
                                _ => return Err(inner.error("expected ticket, created, deleted or updated")),
                            }
                            Ok(())
                        })?;
                        read.history = Some(history);
                    }
                    "partition" => read.partition = Some(meta.value()?.parse::<LitStr>()?.value()),
                    "agenda" => {
                        let mut agenda = AgendaAttribute::default();
                        meta.parse_nested_meta(|inner| {
                            let value = inner.value()?.parse::<LitStr>()?.value();
                            match inner.path.require_ident()?.to_string().as_str() {
                                "on" => agenda.field = value,
                                "when" => agenda.condition = Some(value),
                                _ => return Err(inner.error("expected on or when")),
                            }
                            Ok(())
                        })?;
                        read.agenda = Some(agenda);
                    }
                    "index" => {
                        let mut index = IndexAttribute::default();
                        meta.parse_nested_meta(|inner| {
                            match inner.path.require_ident()?.to_string().as_str() {
                                "name" => index.name = inner.value()?.parse::<LitStr>()?.value(),
                                "on" => {
                                    let columns = inner.value()?.parse::<LitStr>()?.value();
                                    index.columns = columns.split(',').map(|column| column.trim().to_owned()).collect();
                                }
                                "unique" => index.unique = true,
                                "when" => index.condition = Some(inner.value()?.parse::<LitStr>()?.value()),
                                _ => return Err(inner.error("expected name, on, unique or when")),
                            }
                            Ok(())
                        })?;
                        read.indexes.push(index);
                    }
                    _ => return Err(meta.error("unknown attribute of an entity")),
                }
                Ok(())
            })?;
        }
        Ok(read)
    }
}

impl FieldAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("entity")) {
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match name.as_str() {
                    "max" => read.max = Some(meta.value()?.parse::<syn::LitInt>()?.base10_parse()?),
                    "range" => {
                        let content;
                        syn::parenthesized!(content in meta.input);
                        let bounds = content.parse_terminated(Expr::parse_bound, syn::Token![,])?;
                        let bounds: Vec<i64> = bounds.into_iter().map(integer).collect::<Result<_>>()?;
                        let [min, max] = bounds[..] else { return Err(meta.error("expected range(min, max)")) };
                        read.range = Some((min, max));
                    }
                    "references" => read.references = Some(meta.value()?.parse()?),
                    "personal" => {
                        let content;
                        syn::parenthesized!(content in meta.input);
                        let category: Ident = content.parse()?;
                        content.parse::<syn::Token![,]>()?;
                        let keyword: Ident = content.parse()?;
                        if keyword != "erase" {
                            return Err(Error::new(keyword.span(), "expected erase = …"));
                        }
                        content.parse::<syn::Token![=]>()?;
                        read.personal = Some((category, content.parse()?));
                    }
                    "public" => read.public = true,
                    "managed" => read.managed = true,
                    "on_create" => read.on_create = true,
                    "computed" => {
                        read.computed = true;
                        read.managed = true;
                    }
                    // What callers may set and the library adds to: a sum that is no decision of anybody.
                    "counted" => read.computed = true,
                    "secret" => read.secret = true,
                    "searchable" => read.searchable = Some(meta.value()?.parse()?),
                    "members" => read.members = true,
                    "number" => read.number = Some(meta.value()?.parse()?),
                    "default" => read.default = Some(meta.value()?.parse()?),
                    _ => return Err(meta.error("unknown attribute of a field")),
                }
                Ok(())
            })?;
        }
        Ok(read)
    }
}

/// A bound of `range(…)`: a whole number, negative perhaps.
trait ParseBound: Sized {
    fn parse_bound(input: syn::parse::ParseStream<'_>) -> Result<Self>;
}

impl ParseBound for Expr {
    fn parse_bound(input: syn::parse::ParseStream<'_>) -> Result<Self> {
        input.parse()
    }
}

fn integer(expression: Expr) -> Result<i64> {
    match &expression {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_parse(),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            integer((*unary.expr).clone()).map(|value| -value)
        }
        _ => Err(Error::new(expression.span(), "expected a whole number")),
    }
}

/// Returns the doc comment, its lines joined as they stand.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let syn::Meta::NameValue(pair) = &attribute.meta else { continue };
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value {
            lines.push(text.value().trim().to_owned());
        }
    }
    lines.join("\n")
}
