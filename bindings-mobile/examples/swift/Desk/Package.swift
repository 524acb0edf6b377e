// swift-tools-version: 6.0
// An application that takes the package from its folder, as any other takes it from where it is.
import PackageDescription

let package = Package(
    name: "Desk",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: "../../../swift")],
    targets: [
        .executableTarget(name: "Desk", dependencies: [.product(name: "ServiceDesk", package: "swift")])
    ]
)
