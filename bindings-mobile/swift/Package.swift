// swift-tools-version: 6.0
// The Swift package: typed sources over the native library. Two of its targets are written when the library is built:
// ServiceDeskNative (the C header) and ServiceDeskBoundary (the Swift side of the native interface).
import Foundation
import PackageDescription

// For devices the library comes inside the package; elsewhere the linker finds it where it was built or installed.
let packed = "ServiceDeskNative.xcframework"
let native: Target =
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(packed)")
    ? .binaryTarget(name: "ServiceDeskNative", path: packed)
    : .systemLibrary(name: "ServiceDeskNative")

let package = Package(
    name: "ServiceDesk",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "ServiceDesk", targets: ["ServiceDesk"])],
    targets: [
        native,
        .target(
            name: "ServiceDeskBoundary",
            dependencies: ["ServiceDeskNative"],
            // Written by a tool that speaks the older mode.
            swiftSettings: [.swiftLanguageMode(.v5)]
        ),
        .target(name: "ServiceDesk", dependencies: ["ServiceDeskBoundary"]),
        .testTarget(name: "ServiceDeskTests", dependencies: ["ServiceDesk", "ServiceDeskBoundary"]),
    ]
)
