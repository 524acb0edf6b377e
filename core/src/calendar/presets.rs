//! The sets of holidays that the library knows, by name.

use std::sync::LazyLock;

use super::brazil;
use super::holiday::HolidaySet;

/// Every set of holidays that a calendar can keep by name: `br.national`, `br.federal_optional`, `br.banking`, and the layers
/// of states (`br.sp`) and cities (`br.sp.sao_paulo`). A layer holds only what it adds; a calendar names all that it keeps.
pub static PRESETS: LazyLock<Vec<HolidaySet>> = LazyLock::new(brazil::sets);

/// Returns the set of that name.
///
/// ```
/// use servicedesk::calendar::preset;
/// let national = preset("br.national").unwrap();
/// assert_eq!(national.of_year(2026)?.len(), 10);
/// assert!(national.of_year(1850).is_err());
/// # Ok::<(), servicedesk::Error>(())
/// ```
pub fn preset(key: &str) -> Option<&'static HolidaySet> {
    PRESETS.iter().find(|set| set.key == key)
}
