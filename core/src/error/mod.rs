//! One error for the whole crate. Its kind tells the caller what to do, its code is the contract between languages, and
//! its sentences exist in English and Brazilian Portuguese. It never holds a value that a person wrote.

mod code;

pub use code::Code;

use std::fmt;
use std::sync::Arc;

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the caller has to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such row, or not in this organization; stop looking.
    NotFound,
    /// Somebody was faster; load again, decide again, commit again.
    Conflict,
    /// A rule of the domain said no; show the reason to the person.
    Rejected,
    /// The arguments are wrong; correct the fields that are named.
    Invalid,
    /// The actor may not do this.
    Denied,
    /// A limit of the organization's plan is reached; the parameters tell which, its value and when it resets.
    LimitReached,
    /// The store cannot answer now; try again later.
    Unavailable,
    /// Stored data contradict themselves; restore or repair.
    Corrupt,
    /// A defect of this library; report it.
    Internal,
}

impl ErrorKind {
    /// Returns the stable snake_case name of the kind, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
            Self::Invalid => "invalid",
            Self::Denied => "denied",
            Self::LimitReached => "limit_reached",
            Self::Unavailable => "unavailable",
            Self::Corrupt => "corrupt",
            Self::Internal => "internal",
        }
    }
}

/// A language in which texts for people exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Brazilian Portuguese.
    PtBr,
}

/// Why something did not happen.
///
/// Cheap to clone. `Display` is the English sentence; [`Error::message`] has both languages.
///
/// ```
/// use servicedesk::{Code, Error, ErrorKind, Language};
/// let error = Error::new(Code::TextTooLong).field("subject").with("max", 255);
/// assert_eq!(error.kind(), ErrorKind::Invalid);
/// assert_eq!(error.to_string(), "subject is longer than 255 characters");
/// assert_eq!(error.message(Language::PtBr), "subject tem mais de 255 caracteres");
/// ```
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    code: Code,
    fields: Vec<String>,
    parameters: Vec<(&'static str, String)>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Returns an error with that code.
    #[cold]
    pub fn new(code: Code) -> Self {
        Self { inner: Arc::new(Inner { code, fields: Vec::new(), parameters: Vec::new(), source: None }) }
    }

    /// Names a field that the error is about; the first one named is the one in the sentence.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.edit().fields.push(name.into());
        self
    }

    /// Adds a parameter of the sentence. Never a value that a person wrote.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        self.edit().parameters.push((name, value));
        self
    }

    /// Keeps the error of another library that caused this one; it is shown by `source()`, not by `Display`.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.edit().source = Some(Arc::new(source));
        self
    }

    fn edit(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.inner)
    }

    /// Returns what the caller has to do.
    pub fn kind(&self) -> ErrorKind {
        self.inner.code.kind()
    }

    /// Returns the precise reason.
    pub fn code(&self) -> Code {
        self.inner.code
    }

    /// Returns the names of the fields concerned, the most important first.
    pub fn fields(&self) -> &[String] {
        &self.inner.fields
    }

    /// Returns the parameter of that name, such as `max` or `resets_at`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.inner.parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// Returns every parameter with its name.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.inner.parameters.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Returns whether the same call may succeed later without any change by the caller.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind(), ErrorKind::Conflict | ErrorKind::Unavailable)
    }

    /// Returns the sentence for a person, without a full stop.
    pub fn message(&self, language: Language) -> String {
        let template = self.inner.code.template(language);
        let mut sentence = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            sentence.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            if name == "field" {
                sentence.push_str(self.inner.fields.first().map_or("?", String::as_str));
            } else {
                sentence.push_str(self.parameter(name).unwrap_or("?"));
            }
            rest = &rest[open + close + 1..];
        }
        sentence.push_str(rest);
        sentence
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.inner.code.name())
            .field("fields", &self.inner.fields)
            .field("parameters", &self.inner.parameters)
            .field("source", &self.inner.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
