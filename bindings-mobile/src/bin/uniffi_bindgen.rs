//! Writes the Kotlin and the Swift side of the native interface, read from the built library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
