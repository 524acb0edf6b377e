//! Why a call did not happen, with everything that a host needs to choose the error of its own language.

use servicedesk::{Error, Language};

/// The one error of this boundary.
#[derive(Clone, Debug, uniffi::Error)]
pub enum HostFailure {
    /// A call failed.
    Failed {
        /// The stable name of the kind, such as `not_found`.
        kind: String,
        /// The stable name of the precise reason, such as `row.not_found`.
        code: String,
        /// The fields concerned, the most important first.
        fields: Vec<String>,
        /// The parameters of the sentence.
        parameters: Vec<Parameter>,
        /// The sentence in English.
        english: String,
        /// The sentence in Brazilian Portuguese.
        portuguese: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

/// A named value in the sentence of an error.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Parameter {
    /// The name, such as `max`.
    pub name: String,
    /// The value.
    pub value: String,
}

impl From<Error> for HostFailure {
    fn from(error: Error) -> Self {
        Self::Failed {
            kind: error.kind().name().to_owned(),
            code: error.code().name().to_owned(),
            fields: error.fields().to_vec(),
            parameters: error
                .parameters()
                .map(|(name, value)| Parameter { name: name.to_owned(), value: value.to_owned() })
                .collect(),
            english: error.message(Language::En),
            portuguese: error.message(Language::PtBr),
            retryable: error.is_retryable(),
        }
    }
}

impl std::fmt::Display for HostFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Failed { english, .. } = self;
        f.write_str(english)
    }
}

impl std::error::Error for HostFailure {}
