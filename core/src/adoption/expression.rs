//! How a field gets its value when its column alone does not say: as data, so that a product's plan can be compared with its
//! page.

use super::convert::Read;
use super::source::Cell;
use crate::clock::Zone;

/// Where the value of a field comes from.
#[derive(Clone)]
pub(super) enum Expr {
    /// The column, as the field's kind asks: text, number, time, word of an enum in any case, key of another row.
    Column(&'static str),
    /// The column as a text in lower case.
    Lower(&'static str),
    /// The column's word by a table, and otherwise as it is.
    Words(&'static str, &'static [(&'static str, &'static str)]),
    /// Several columns by a function.
    Made(&'static [&'static str], Make),
    /// The row of that name or key.
    Named(Names, &'static str),
    /// The category of the second column's name below that of the first's.
    Below(&'static str, &'static str),
    /// The row that the key in the column became, in the part of that name.
    Row(&'static str, &'static str, &'static str),
    /// The row that this one becomes in the part of that name.
    Own(&'static str),
    /// The same, when the column holds something.
    OwnWith(&'static str, &'static str),
    /// The row of any table, which the first column names in a word of the product, by the key in the second.
    Audited(&'static str, &'static str),
    /// The old key, as text.
    Key,
    /// A word, a number or a text.
    Is(&'static str),
    /// A secret, which the host encrypts.
    Secret(&'static str),
    /// A document of several columns; those without a value are not in it.
    Document(&'static [(&'static str, &'static str)]),
    /// The row of that table whose key is somewhere in a document.
    Pointed(&'static str, &'static str, fn(&serde_json::Value) -> Option<String>),
    /// A number that is counted here anew; a difference is told.
    Counted(&'static str),
    /// A document of secrets, which the host encrypts.
    Secrets(&'static [(&'static str, &'static str)]),
    /// The item of the list for each of which there is a row.
    Item(Names, &'static str),
    /// Something that is not compared, because other rows have a say in it.
    Loose(Box<Expr>),
}

/// A conversion of several columns.
pub(super) type Make = fn(&[&Cell], &Zone) -> Read;

/// What is known by a name or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Names {
    Status,
    Priority,
    Role,
    Permission,
    Category,
    Department,
    ArticleCategory,
}

impl Expr {
    /// Returns the columns that it reads.
    pub(super) fn columns(&self) -> Vec<&'static str> {
        match self {
            Self::Column(column) | Self::Lower(column) | Self::Words(column, _) | Self::Secret(column) => vec![column],
            Self::Named(_, column) | Self::Row(_, _, column) | Self::Pointed(_, column, _) => vec![column],
            Self::Counted(column) => vec![column],
            Self::Made(columns, _) => columns.to_vec(),
            Self::Below(above, column) | Self::Audited(above, column) => vec![above, column],
            Self::OwnWith(_, column) | Self::Item(_, column) => vec![column],
            Self::Secrets(members) | Self::Document(members) => members.iter().map(|(_, column)| *column).collect(),
            Self::Loose(inner) => inner.columns(),
            Self::Own(_) | Self::Key | Self::Is(_) => Vec::new(),
        }
    }

    /// Leaves the field out of the comparison.
    pub(super) fn loose(self) -> Self {
        Self::Loose(Box::new(self))
    }
}
