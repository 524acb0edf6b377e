#!/usr/bin/env bash
# Builds the library for the processors of Android devices, and puts it beside the Kotlin sources where an app takes both.
# Needs the Android NDK (ANDROID_NDK_HOME), `cargo-ndk` and rustup.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
out=${1:-$target/android}
api=${ANDROID_API_LEVEL:-24}

fail() { echo "android.sh: $1" >&2; exit 1; }
[ -d "${ANDROID_NDK_HOME:-}" ] || fail "set ANDROID_NDK_HOME to the folder of the Android NDK"
cargo ndk --version >/dev/null 2>&1 || fail "cargo-ndk is missing: cargo install --locked cargo-ndk"

mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$root"
rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
cargo ndk --platform "$api" --output-dir "$out/jniLibs" \
    --target arm64-v8a --target armeabi-v7a --target x86_64 \
    build --release --locked --package servicedesk-mobile

# The Kotlin side is read from a library, of any processor, that still has its symbols: the one of this machine.
cargo build --locked --package servicedesk-mobile --features bindgen
library=$(find "$target/debug" -maxdepth 1 \( -name 'libservicedesk_mobile.so' -o -name 'libservicedesk_mobile.dylib' \) | head -n 1)
rm -rf "$out/kotlin"
mkdir -p "$out/kotlin"
(cd bindings-mobile && "$target/debug/uniffi-bindgen" generate --no-format --language kotlin --out-dir "$out/kotlin" "$library")
cp -R bindings-mobile/kotlin/src/main/kotlin/servicedesk "$out/kotlin/"
echo "$out: add jniLibs/ and kotlin/ to the source sets of the app, and JNA and kotlinx-coroutines to its dependencies."
