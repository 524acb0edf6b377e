//! The native module `servicedesk._native`: it opens desks, calls operations by name, and turns host values into data and
//! back. It knows no entity and no operation; everything typed is generated in Python.

mod calendar;
mod calls;
mod deliver;
mod desk;
mod errors;
mod from_python;
mod owned;
mod record;
mod registry;
mod runtime;
mod scope;
mod to_python;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::calendar::{NativeCalendar, reckon};
    #[pymodule_export]
    use super::calls::{after_fork_in_child, after_fork_in_parent, before_exit, before_fork};
    #[pymodule_export]
    use super::desk::NativeDesk;
    #[pymodule_export]
    use super::record::{Field, Record, field, restore};
    #[pymodule_export]
    use super::registry::{register, register_enum};
    #[pymodule_export]
    use super::scope::NativeScope;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
