#!/usr/bin/env bash
# Makes a Swift package that has the library for iPhones, their simulators and Macs inside, as an XCFramework.
# Needs macOS with Xcode, and rustup.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
out=${1:-$target/ios/ServiceDesk}

fail() { echo "ios.sh: $1" >&2; exit 1; }
[ "$(uname -s)" = Darwin ] || fail "an XCFramework can be made on macOS only"
xcodebuild -version >/dev/null 2>&1 || fail "Xcode is missing, or not chosen with xcode-select"

cd "$root"
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0
for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
    rustup target add "$triple"
    cargo rustc --release --locked --package servicedesk-mobile --lib --crate-type staticlib --target "$triple"
done

# The Swift side is read from a library that still has its symbols: the one of this machine.
cargo build --locked --package servicedesk-mobile --features bindgen
written=$target/ios/boundary
rm -rf "$written" "$out"
(cd bindings-mobile && "$target/debug/uniffi-bindgen" generate --no-format --language swift --out-dir "$written" \
    "$target/debug/libservicedesk_mobile.dylib")

# One library for each platform: those of its processors joined, with the C header and its name.
headers=$target/ios/headers
rm -rf "$headers"
mkdir -p "$headers"
cp "$written/ServiceDeskNative.h" "$headers/"
cat > "$headers/module.modulemap" <<'MAP'
module ServiceDeskNative {
    header "ServiceDeskNative.h"
    export *
}
MAP
joined() {
    local name=$1 triple
    shift
    mkdir -p "$target/ios/$name"
    local libraries=()
    for triple in "$@"; do libraries+=("$target/$triple/release/libservicedesk_mobile.a"); done
    lipo -create "${libraries[@]}" -output "$target/ios/$name/libservicedesk_mobile.a"
}
joined device aarch64-apple-ios
joined simulator aarch64-apple-ios-sim x86_64-apple-ios
joined mac aarch64-apple-darwin x86_64-apple-darwin

mkdir -p "$out/Sources/ServiceDeskBoundary"
cp bindings-mobile/swift/Package.swift "$out/"
cp -R bindings-mobile/swift/Sources/ServiceDesk "$out/Sources/"
cp "$written/ServiceDeskBoundary.swift" "$out/Sources/ServiceDeskBoundary/"
# The tests stay behind.
sed -i '' '/\.testTarget(/d' "$out/Package.swift"
arguments=()
for name in device simulator mac; do
    arguments+=(-library "$target/ios/$name/libservicedesk_mobile.a" -headers "$headers")
done
xcodebuild -create-xcframework "${arguments[@]}" -output "$out/ServiceDeskNative.xcframework"
echo "$out: a Swift package; add it to the app as a local package, or publish the folder."
