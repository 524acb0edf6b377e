// Many calls do not make the process grow: what crosses the boundary is freed on both sides.

import Foundation
import XCTest

@testable import ServiceDesk

/// As many calls as fit into this, several times over: what leaks shows after thousands.
private let round: TimeInterval = 1.2
private let rounds = 7

final class MemoryTests: XCTestCase {
    func testMemoryStaysFlat() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let organization = try await desk.createOrganization(new: NewOrganization(name: "Acme", slug: "acme"))
        let scope = try desk.scope(organizationId: organization.id)
        let tag = try await scope.tags.create(new: NewTag(name: "printer"))
        var (calls, sizes) = (0, [Int]())
        for _ in 1...rounds {
            let end = Date(timeIntervalSinceNow: round)
            while Date() < end {
                _ = try await scope.tags.get(id: tag.id)
                _ = try desk.scope(organizationId: tag.organizationId)
                _ = try? await scope.tags.create(new: NewTag(name: "printer"))
                calls += 3
            }
            sizes.append(resident())
        }
        // What leaks grows in every round; what is kept for later grows in some.
        let growths = zip(sizes.dropFirst(), sizes).map { $0 - $1 }
        print("\(calls) calls; the process grew by \(growths) KiB in rounds of \(round) s")
        XCTAssertLessThan(growths.sorted()[growths.count / 2], 64, "after \(calls) calls: \(growths)")
    }

    /// The memory in use, in KiB; where the system does not tell, there is nothing to compare.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
        return Int(line?.filter(\.isNumber) ?? "") ?? 0
    }
}
