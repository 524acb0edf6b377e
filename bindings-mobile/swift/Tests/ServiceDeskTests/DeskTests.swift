// What only this language can get wrong: errors as cases, arguments below the types, the clock, closing.

import Foundation
import ServiceDeskBoundary
import XCTest

@testable import ServiceDesk

final class DeskTests: XCTestCase {
    func testErrorsAreOfTheirKindAndSpeakBothLanguages() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let scope = try await desk.acme()
        guard case .notFound(let missing) = try await refusal({ try await scope.tickets.get(id: TicketId(UUID())) }) else {
            return XCTFail("of another kind")
        }
        XCTAssertEqual(missing.code, "row.not_found")
        XCTAssertEqual(missing.message(in: .english), "there is no such Ticket")
        XCTAssertEqual(missing.message(in: .brazilianPortuguese), "não existe esse registro de Ticket")
        XCTAssertFalse(missing.isRetryable)
        let name = String(repeating: "x", count: 1000)
        guard case .invalid(let long) = try await refusal({ try await scope.tags.create(new: NewTag(name: name)) }) else {
            return XCTFail("of another kind")
        }
        XCTAssertEqual(long.fields, ["name"])
        XCTAssertGreaterThan(Int(long.parameters["max"] ?? "") ?? 0, 0)
        let tag = try await scope.tags.create(new: NewTag(name: "printer"))
        guard case .rejected = try await refusal({ try await scope.tags.create(new: NewTag(name: "printer")) }) else {
            return XCTFail("of another kind")
        }
        _ = try await scope.tags.update(id: tag.id, version: tag.version, patch: [.color("#ff0000")])
        let stale = try await refusal { try await scope.tags.delete(id: tag.id, version: tag.version) }
        guard case .conflict = stale else { return XCTFail("of another kind") }
        XCTAssertTrue(stale.failure.isRetryable)
        XCTAssertEqual(stale.localizedDescription, stale.failure.message(in: .english))
    }

    func testNothingWrongGetsPastTheBoundary() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let scope = try await desk.acme()
        var deep = HostData.null
        for _ in 1...100 { deep = .items(items: [deep]) }
        let wrong: [(String, HostData)] = [
            ("json.too_deep", deep),
            ("json.invalid", .document(json: "{")),
            ("field.kind", .day(text: "yesterday")),
            ("field.kind", .decimal(text: "NaN")),
            ("field.kind", .instant(millis: .max)),
        ]
        for (code, value) in wrong {
            let refused = try await refusal {
                try await scope.handle.answer("tickets.list", [Part(name: "find", data: value)])
            }
            guard case .invalid(let failure) = refused else { return XCTFail("\(refused)") }
            XCTAssertEqual(failure.code, code)
        }
        let unknown = try await refusal { try await scope.handle.answer("tickets.nothing", []) }
        XCTAssertEqual(unknown.failure.code, "operation.unknown")
        let sorted = try await refusal { try await scope.tickets.list(find: Find(sort: ["nothing"])) }
        guard case .invalid = sorted else { return XCTFail("\(sorted)") }
        let broken = try await refusal {
            var new = printer()
            new.customFields = Json("{")
            return try await scope.tickets.create(new: new)
        }
        XCTAssertEqual(broken.failure.code, "json.invalid")
        XCTAssertEqual(broken.failure.fields, ["custom_fields"])
        let endless = try await refusal {
            try await scope.tickets.create(
                new: NewTicket(subject: "Printer", requesterName: "Ana", requesterEmail: "ana@example.com", estimatedHours: .nan))
        }
        XCTAssertEqual(endless.failure.code, "field.kind")
    }

    func testTheClockIsTheProgramS() async throws {
        let desk = try await Desk.open(now: noon)
        defer { desk.close() }
        let scope = try await desk.acme()
        let first = try await scope.tickets.create(new: printer())
        XCTAssertEqual(first.createdAt, noon)
        try desk.setNow(noon + 90)
        let second = try await scope.tickets.create(new: printer())
        XCTAssertEqual(second.createdAt, noon + 90)
        for never in [Date(timeIntervalSince1970: 1e18), Date(timeIntervalSince1970: .nan)] {
            let refused = try await refusal { try desk.setNow(never) }
            guard case .invalid = refused else { return XCTFail("\(refused)") }
        }
        let running = try await Desk.open()
        defer { running.close() }
        let refused = try await refusal { try running.setNow(noon) }
        guard case .invalid = refused else { return XCTFail("\(refused)") }
    }

    func testAClosedDeskSaysSoAndLetsGoOfItsFile() async throws {
        let folder = try Folder()
        let address = folder.path(of: "desk.db")
        let desk = try await Desk.open(address: address)
        let scope = try await desk.acme()
        desk.close()
        desk.close()
        let closed = try await refusal { try await scope.tickets.list() }
        guard case .unavailable(let failure) = closed else { return XCTFail("\(closed)") }
        XCTAssertEqual(failure.code, "store.closed")
        XCTAssertEqual(try folder.files(), ["desk.db"])
        let again = try await Desk.open(address: address)
        defer { again.close() }
        let found = try await again.organizationBySlug(slug: "acme")
        XCTAssertEqual(found?.name, "Acme")
        let nowhere = try await refusal { try await Desk.open(address: "") }
        XCTAssertEqual(nowhere.failure.code, "store.address")
    }
}
