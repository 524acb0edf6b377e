//! People and programs that use the desk.

mod model;

pub use model::{NewUser, User, UserId, UserKind, UserPatch, UserStatus};
