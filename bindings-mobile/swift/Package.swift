// swift-tools-version: 6.0
// The Swift package: typed sources over the native library. Two of its targets are written when it is built:
// ServiceDeskNative (the C header) and ServiceDeskBoundary (the Swift side of the native interface).
import PackageDescription

let package = Package(
    name: "ServiceDesk",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "ServiceDesk", targets: ["ServiceDesk"])],
    targets: [
        .systemLibrary(name: "ServiceDeskNative"),
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
