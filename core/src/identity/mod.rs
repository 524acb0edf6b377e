//! People and programs that use the desk.

mod model;
mod operations;
pub(crate) mod rules;

pub use model::{NewUser, User, UserId, UserKind, UserPatch, UserStatus};
pub use operations::Users;
