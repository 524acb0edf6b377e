//! The words of a source event, and the macro that keeps an enum of this module and its words together.

/// Declares an enum together with its words in a mapping file, so that the two cannot drift apart.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that stands for this value in a mapping file.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value of a word; `None` when the list does not have it.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What happened to the ticket at an event.
    EventKind {
        /// The first good row of an event log, or the opening of a one-row ticket.
        Created = "created",
        /// Any later row of an event log.
        Changed = "changed",
        /// The first answer of a one-row ticket.
        Answered = "answered",
        /// The solution of a one-row ticket.
        Resolved = "resolved",
        /// The end of a one-row ticket.
        Closed = "closed",
    }
}
