// Many calls do not make the process grow: what crosses the boundary is freed on both sides.

import Foundation
import XCTest

@testable import ServiceDesk

/// First what is made once is made, then as many calls as fit; leaks show after thousands.
private let (warming, watched): (TimeInterval, TimeInterval) = (2, 5)

/// In KiB. A leak of ten bytes in a call is more.
private let allowed = 1024

final class MemoryTests: XCTestCase {
    func testMemoryStaysFlat() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let organization = try await desk.createOrganization(new: NewOrganization(name: "Acme", slug: "acme"))
        let scope = try desk.scope(organizationId: organization.id)
        let tag = try await scope.tags.create(new: NewTag(name: "printer"))
        func call(for patience: TimeInterval) async throws -> Int {
            var calls = 0
            let end = Date(timeIntervalSinceNow: patience)
            while Date() < end {
                _ = try await scope.tags.get(id: tag.id)
                _ = try desk.scope(organizationId: tag.organizationId)
                _ = try? await scope.tags.create(new: NewTag(name: "printer"))
                calls += 3
            }
            return calls
        }
        _ = try await call(for: warming)
        let before = resident()
        let calls = try await call(for: watched)
        let grown = resident() - before
        print("\(calls) calls; the process grew by \(grown) KiB")
        XCTAssertLessThan(grown, allowed, "after \(calls) calls")
    }

    /// The memory in use, in KiB; where the system does not tell, there is nothing to compare.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return Int(line?.filter(\.isNumber) ?? "") ?? 0
    }
}
