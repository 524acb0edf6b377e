//! Values that only the process that made them may drop: a forked child has no writer thread to stop, and closing the files
//! that it inherited would disturb its parent.

use std::ops::Deref;

/// A value with the process that made it; dropped there, leaked in any other.
pub(crate) struct Owned<T> {
    process: u32,
    value: Option<T>,
}

impl<T> Owned<T> {
    /// Takes the value for the present process.
    pub(crate) fn new(value: T) -> Self {
        Self { process: std::process::id(), value: Some(value) }
    }

    /// Returns the process that made the value.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }
}

impl<T> Deref for Owned<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.value
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            std::mem::forget(self.value.take());
        }
    }
}
