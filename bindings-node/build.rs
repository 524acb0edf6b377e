//! Lets the linker leave the host's own symbols open: Node brings them.

fn main() {
    napi_build::setup();
}
