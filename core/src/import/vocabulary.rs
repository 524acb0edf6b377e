//! The closed word lists of an import file's mapping: small enums, so that a misspelt word is refused when the mapping is
//! loaded and not at row 80,000.

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
    /// What a status means to the desk, whatever the source calls it.
    StatusKind {
        /// Nobody has looked at it.
        New = "new",
        /// Being worked on.
        Open = "open",
        /// Waiting for the requester.
        Pending = "pending",
        /// Waiting for a third party or another process.
        OnHold = "on_hold",
        /// A solution was given.
        Resolved = "resolved",
        /// Finished.
        Closed = "closed",
        /// Abandoned without a solution.
        Cancelled = "cancelled",
    }
}

words! {
    /// A degree of impact or urgency.
    Level {
        /// High.
        High = "high",
        /// Medium.
        Medium = "medium",
        /// Low.
        Low = "low",
    }
}

words! {
    /// What a ticket is about.
    TicketType {
        /// Something is broken.
        Incident = "incident",
        /// Something is wanted.
        Request = "request",
        /// The cause of incidents.
        Problem = "problem",
        /// Something is asked.
        Question = "question",
        /// Something is to be done.
        Task = "task",
    }
}

words! {
    /// How a ticket came in.
    Channel {
        /// E-mail.
        Email = "email",
        /// A form filled in by the requester.
        Form = "form",
        /// A program.
        Api = "api",
        /// A conversation with a model.
        AiChat = "ai_chat",
        /// A telephone call.
        Phone = "phone",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// A web page.
        Web = "web",
    }
}

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
