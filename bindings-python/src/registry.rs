//! The Python classes that results become, told by the generated modules when they are imported.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use servicedesk::operation::{AREAS, OperationDef};

/// The members of an enum by their snake_case names.
pub(crate) type Members = HashMap<String, Py<PyAny>>;

/// Locked only while attached to the interpreter and never across a call into it, so that a fork finds them open.
static CLASSES: LazyLock<Mutex<HashMap<String, Py<PyAny>>>> = LazyLock::new(Mutex::default);
static ENUMS: LazyLock<Mutex<HashMap<String, Arc<Members>>>> = LazyLock::new(Mutex::default);

/// Says which class, or other callable, stands for the type of that name.
#[pyfunction]
pub(crate) fn register(name: String, class: Py<PyAny>) {
    let earlier = CLASSES.lock().unwrap_or_else(PoisonError::into_inner).insert(name, class);
    drop(earlier);
}

/// Says which enum stands for that of that name.
#[pyfunction]
pub(crate) fn register_enum(name: String, class: &Bound<'_, PyAny>) -> PyResult<()> {
    let members = members(class)?;
    let earlier = ENUMS.lock().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::new(members));
    drop(earlier);
    Ok(())
}

/// Returns the members of an enum class.
pub(crate) fn members(class: &Bound<'_, PyAny>) -> PyResult<Members> {
    let members = class.getattr("_value2member_map_")?;
    members.cast::<PyDict>()?.iter().map(|(name, member)| Ok((name.extract()?, member.unbind()))).collect()
}

/// Returns the class of that name.
pub(crate) fn class<'py>(py: Python<'py>, name: &str) -> Option<Bound<'py, PyAny>> {
    let classes = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
    classes.get(name).map(|class| class.bind(py).clone())
}

/// Returns the members of the enum of that name.
pub(crate) fn enum_members(name: &str) -> Option<Arc<Members>> {
    ENUMS.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
}

/// Returns the operation of that name, such as `tickets.create`.
pub(crate) fn operation(name: &str) -> Option<&'static OperationDef> {
    static OPERATIONS: LazyLock<HashMap<String, &'static OperationDef>> = LazyLock::new(|| {
        let all = AREAS.iter().flat_map(|area| area.operations().map(move |operation| (area.name, operation)));
        all.map(|(area, operation)| (format!("{area}.{}", operation.name), operation)).collect()
    });
    OPERATIONS.get(name).copied()
}
