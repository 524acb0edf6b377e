// Many calls do not make the process grow: what crosses the boundary is freed on both sides.

import Foundation
import XCTest

@testable import ServiceDesk

/// As many calls as fit into this: a million would take minutes, and what leaks shows after thousands.
private let patience: TimeInterval = 8

final class MemoryTests: XCTestCase {
    func testMemoryStaysFlat() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let organization = try await desk.createOrganization(new: NewOrganization(name: "Acme", slug: "acme"))
        let scope = try desk.scope(organizationId: organization.id)
        let tag = try await scope.tags.create(new: NewTag(name: "printer"))
        var calls = 0
        func calling() async throws {
            let end = Date(timeIntervalSinceNow: patience / 2)
            while Date() < end {
                _ = try await scope.tags.get(id: tag.id)
                _ = try desk.scope(organizationId: tag.organizationId)
                _ = try? await scope.tags.create(new: NewTag(name: "printer"))
                calls += 3
            }
        }
        try await calling()
        let before = resident()
        try await calling()
        let grown = (resident() - before) / 1024
        print("\(calls) calls; the process grew by \(grown) MiB in the second half")
        XCTAssertLessThan(grown, 16, "after \(calls) calls")
    }

    /// The memory in use, in KiB; where the system does not tell, there is nothing to compare.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return Int(line?.filter(\.isNumber) ?? "") ?? 0
    }
}
