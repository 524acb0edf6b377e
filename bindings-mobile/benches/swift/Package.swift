// swift-tools-version: 6.0
// What a call costs, measured with the package that lies beside the copy of this one.
import PackageDescription

let package = Package(
    name: "Calls",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: "../ServiceDesk")],
    targets: [.executableTarget(name: "Calls", dependencies: ["ServiceDesk"])]
)
