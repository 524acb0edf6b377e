//! Five small desks, each of a shape that desks have: what a host sets up once, and a short day on it. The example `small_desks`
//! prints them; the tests hold them to what they say.

pub mod customer_support;
mod day;
pub mod enterprise;
pub mod itil;
pub mod multi_tenant;
pub mod outline;
pub mod task_tracker;

pub use day::Day;
pub use outline::Outline;

use servicedesk::{Desk, Result};

/// The shapes that there are.
pub const SHAPES: [&str; 5] = ["multi_tenant", "enterprise", "task_tracker", "itil", "customer_support"];

/// Lives the day of that shape on a desk, or none when there is no such shape.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk, shape: &str) -> Option<Result<Day>> {
    Some(match shape {
        "multi_tenant" => multi_tenant::live(desk).await,
        "enterprise" => enterprise::live(desk).await,
        "task_tracker" => task_tracker::live(desk).await,
        "itil" => itil::live(desk).await,
        "customer_support" => customer_support::live(desk).await,
        _ => return None,
    })
}
