// A ticket from its opening through its re-opening to its end, on a desk in a file of its own.

import Foundation
import ServiceDesk

@main
struct Program {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let desk = try await Desk.open(address: folder.appendingPathComponent("desk.db").path)
        defer { desk.close() }
        let acme = try await desk.createOrganization(
            new: NewOrganization(name: "Acme", slug: "acme", timezone: "America/Sao_Paulo"))
        let scope = try desk.scope(organizationId: acme.id)
        try await scope.setUp(preset: desk.preset(name: .itsm))
        try await live(in: scope)
        print("closed for good")
    }

    private static func live(in scope: Scope) async throws {
        var ticket = try await scope.tickets.create(
            new: NewTicket(subject: "A impressora não liga", requesterName: "Ana", requesterEmail: "ana@example.com"))
        _ = try await scope.tickets.create(
            new: NewTicket(subject: "Nova senha", requesterName: "Bia", requesterEmail: "bia@example.com"))
        print("\(ticket.number) opened at \(ticket.createdAt)")
        _ = try await scope.comments.add(new: NewComment(ticketId: ticket.id, body: "Is it plugged in?"))

        ticket = try await scope.move(ticket, to: "open")
        ticket = try await scope.move(ticket, to: "resolved")
        ticket = try await scope.move(ticket, to: "open")
        print("\(ticket.number) was opened again \(ticket.reopenCount) time(s)")

        var numbers: [String] = []
        for try await ticket in scope.tickets.listAll(find: Find(sort: ["number"])) { numbers.append(ticket.number) }
        print("All tickets: \(numbers)")
        let ofAna = Condition.field("requester_email").isEqualTo("ana@example.com")
        let page = try await scope.tickets.list(find: Find(filter: ofAna))
        print("Of Ana: \(page.items.map(\.number))")

        do {
            _ = try await scope.tickets.transition(id: ticket.id, version: 1, statusId: ticket.statusId)
        } catch DeskError.conflict(let stale) {
            print("\(stale.code): \(stale.message(in: .english)) / \(stale.message(in: .brazilianPortuguese))")
        }

        ticket = try await scope.move(ticket, to: "resolved")
        ticket = try await scope.move(ticket, to: "closed")
        for try await entry in scope.tickets.historyAll(id: ticket.id) {
            print("  \(entry.createdAt) \(entry.action) \(entry.field ?? "")")
        }
    }
}

extension Scope {
    /// Moves a ticket to the status of that key.
    fileprivate func move(_ ticket: Ticket, to key: String) async throws -> Ticket {
        let wanted = Condition.field("key").isEqualTo(key)
        guard let status = try await statuses.list(find: Find(filter: wanted)).items.first else { return ticket }
        print("\(ticket.number) -> \(status.name)")
        return try await tickets.transition(id: ticket.id, version: ticket.version, statusId: status.id)
    }
}
