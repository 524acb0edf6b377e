//! The crate's table of contents; its front page is the README, which is compiled and run as a test.
//!
#![doc = include_str!("../README.md")]

// The derive macros name the crate by its public name, also inside it.
extern crate self as servicedesk;

mod desk;
pub mod scope;

pub mod audit;
pub mod export;
pub mod identity;
#[cfg(feature = "import")]
pub mod import;
pub mod organization;
pub mod outbox;
pub mod ticket;

pub mod operation;
pub mod query;
pub mod store;
mod unit_of_work;

pub mod clock;
pub mod entity;
mod error;
mod executor;

pub use desk::{Desk, DeskBuilder};
pub use error::{Code, Error, ErrorKind, Language, Result};
pub use executor::block_on;

use entity::{Entity, EntityDef};

/// Every entity there is, in an order in which each comes after the ones that it cannot do without.
pub static ENTITIES: &[&EntityDef] = &[
    organization::Organization::DEF,
    identity::User::DEF,
    organization::Department::DEF,
    organization::Team::DEF,
    organization::TeamMember::DEF,
    ticket::Category::DEF,
    ticket::Priority::DEF,
    ticket::PriorityRule::DEF,
    ticket::Status::DEF,
    ticket::StatusTransition::DEF,
    ticket::Tag::DEF,
    ticket::Ticket::DEF,
    ticket::Comment::DEF,
    ticket::TicketHistory::DEF,
    ticket::Watcher::DEF,
    audit::AuditEntry::DEF,
    outbox::OutboxMessage::DEF,
];
