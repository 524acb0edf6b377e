// Values come back as they went, and what people wrote is not printed.

import Foundation
import XCTest

@testable import ServiceDesk

final class ValueTests: XCTestCase {
    func testValuesComeBackAsTheyWent() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let scope = try await desk.acme()
        let due = Date(timeIntervalSince1970: 1_769_941_230.456)
        let hours = try XCTUnwrap(Decimal(string: "12.25"))
        var new = printer()
        new.type = .problem
        new.estimatedHours = hours
        new.dueAt = due
        new.tags = ["a", "á"]
        new.customFields = Json(#"{"n":1.5,"s":"\u00e7"}"#)
        let ticket = try await scope.tickets.create(new: new)
        XCTAssertEqual(ticket.type, .problem)
        XCTAssertEqual(ticket.estimatedHours, hours)
        XCTAssertEqual(ticket.dueAt, due)
        XCTAssertEqual(ticket.tags, ["a", "á"])
        let (sent, kept) = (try Tree(json: #"{"n":1.5,"s":"ç"}"#), try Tree(json: ticket.customFields?.text ?? ""))
        XCTAssertEqual(kept, sent)
        let logo = Data([1, 2, 253])
        let organization = try await scope.organization()
        let changed = try await scope.updateOrganization(
            version: organization.version, patch: [.logo(logo), .logoMimeType("image/png")])
        XCTAssertEqual(changed.logo, logo)
        let nobody = try await scope.tickets.assign(id: ticket.id, version: ticket.version, assignee: .nobody)
        XCTAssertNil(nobody.ticket.assigneeId)
        let high = Condition.field("due_at").isAtLeast(due) && !Condition.field("type").isEqualTo(TicketType.task)
        let one = try await scope.tickets.count(find: Find(filter: high))
        let none = try await scope.tickets.count(find: Find(filter: high && Condition.field("id").isNotEqualTo(ticket.id)))
        XCTAssertEqual([one, none], [1, 0])
    }

    func testWhatPeopleWroteIsNotPrinted() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let scope = try await desk.acme()
        var new = printer("Secret")
        new.customFields = Json(#"{"secret": true}"#)
        let ticket = try await scope.tickets.create(new: new)
        let same = try await scope.tickets.get(id: ticket.id)
        let other = try await scope.tickets.create(new: new)
        XCTAssertEqual(ticket, same)
        XCTAssertNotEqual(ticket, other)
        let patch: TicketPatch = [.subject("Secret"), .customFields(Json("\"Secret\""))]
        let find = Find(filter: Condition.field("subject").isEqualTo("Secret"))
        let things: [Any] = [
            ticket, new, patch, patch.changes, find, try await scope.tickets.list(find: find), Request(userAgent: "Secret"),
            ticket.customFields as Any, Optional(ticket) as Any, ["a": ticket], new.customFields as Any,
        ]
        for thing in things {
            var dumped = ""
            dump(thing, to: &dumped)
            for printed in ["\(thing)", String(reflecting: thing), dumped] {
                let told = printed.range(of: "secret|lima|ana@", options: [.regularExpression, .caseInsensitive])
                XCTAssertNil(told, printed)
            }
        }
        XCTAssertTrue("\(ticket)".contains(ticket.number) && "\(ticket)".contains("\(ticket.id)"), "\(ticket)")
        XCTAssertFalse("\(ticket)".contains("Optional("), "\(ticket)")
    }
}
