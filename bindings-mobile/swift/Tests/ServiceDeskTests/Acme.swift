// A desk with an organization that is set up, and the error of what has to fail: the beginning of most tests.

import Foundation

@testable import ServiceDesk

/// A moment at which clocks may stand.
let noon = Date(timeIntervalSince1970: 1_767_614_400)

extension Desk {
    func acme() async throws -> Scope {
        let new = NewOrganization(name: "Acme", slug: "acme", monthlyTicketLimit: 1000)
        let scope = try self.scope(organizationId: try await createOrganization(new: new).id)
        try await scope.setUp(preset: preset(name: .itsm))
        return scope
    }
}

func printer(_ subject: String = "Printer") -> NewTicket {
    NewTicket(subject: subject, requesterName: "Ana Lima", requesterEmail: "ana@example.com")
}

/// Returns the error of work that has to fail.
func refusal<Answer>(_ work: () async throws -> Answer) async throws -> DeskError {
    do {
        _ = try await work()
    } catch let error as DeskError {
        return error
    }
    throw Unexpected("Nothing was refused.")
}
