// Many tasks on one desk. That this compiles in the language mode that checks it shows what may be shared between tasks.

import Foundation
import XCTest

@testable import ServiceDesk

final class ConcurrencyTests: XCTestCase {
    func testSixtyFourTasksShareOneDesk() async throws {
        let folder = try Folder()
        let desk = try await Desk.open(address: folder.path(of: "desk.db"))
        defer { desk.close() }
        let scope = try await desk.acme()
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...64 {
                group.addTask {
                    let ticket = try await scope.tickets.create(new: printer("Printer \(number)"))
                    let patch: TicketPatch = [.estimatedHours(1.5)]
                    let changed = try await scope.tickets.update(id: ticket.id, version: ticket.version, patch: patch)
                    XCTAssertEqual(changed.version, 2)
                    return try await scope.tickets.get(id: ticket.id).number
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        XCTAssertEqual(numbers.count, 64)
        let count = try await scope.tickets.count()
        XCTAssertEqual(count, 64)
        let all = try await scope.tickets.listAll(find: Find(limit: 10)).reduce(into: Set()) { $0.insert($1.id) }
        XCTAssertEqual(all.count, 64)
        let some = try await scope.tickets.listAll(find: Find(limit: 10)).prefix(15).reduce(0) { count, _ in count + 1 }
        XCTAssertEqual(some, 15)
    }

    func testWhatProgramsHoldIsSendable() {
        func sendable<Value: Sendable>(_ type: Value.Type) {}
        sendable(Desk.self)
        sendable(Scope.self)
        sendable(TicketsArea.self)
        sendable(Ticket.self)
        sendable(NewTicket.self)
        sendable(TicketPatch.self)
        sendable(Page<Ticket>.self)
        sendable(Rows<Ticket>.self)
        sendable(Condition.self)
        sendable(DeskError.self)
    }
}
