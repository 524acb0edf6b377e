// Many calls do not make the process grow: what crosses the boundary is freed on both sides. As many as fit into some seconds,
// since what leaks shows after thousands; SERVICEDESK_MEMORY_SECONDS=900 leaves the time for a million.

import Foundation
import XCTest

@testable import ServiceDesk

private let seconds = ProcessInfo.processInfo.environment["SERVICEDESK_MEMORY_SECONDS"].flatMap(TimeInterval.init) ?? 7

/// More calls are not made, however much time is left.
private let most = 1_000_000

/// In KiB. A leak of ten bytes in a call is more.
private let allowed = 1024

final class MemoryTests: XCTestCase {
    func testMemoryStaysFlat() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let organization = try await desk.createOrganization(new: NewOrganization(name: "Acme", slug: "acme"))
        let scope = try desk.scope(organizationId: organization.id)
        let tag = try await scope.tags.create(new: NewTag(name: "printer"))
        /// Makes as many calls as fit into that share of the time, and no more than that share of the most.
        func calls(_ share: Double) async throws -> Int {
            var calls = 0
            let end = Date(timeIntervalSinceNow: seconds * share)
            while Date() < end, Double(calls) < Double(most) * share {
                _ = try await scope.tags.get(id: tag.id)
                _ = try desk.scope(organizationId: tag.organizationId)
                _ = try? await scope.tags.create(new: NewTag(name: "printer"))
                calls += 3
            }
            return calls
        }
        // First what is made once is made.
        let before = try await calls(0.3)
        let size = resident()
        let counted = try await calls(0.7)
        let grown = resident() - size
        print("\(counted) calls after \(before): \(size) KiB, then \(grown) more")
        XCTAssertLessThan(grown, allowed, "after \(counted) calls")
    }

    /// The memory in use, in KiB; where the system does not tell, there is nothing to compare.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return Int(line?.filter(\.isNumber) ?? "") ?? 0
    }
}
