// What a call costs when the library has next to nothing to do: a desk in memory, from the method to its answer.

import Foundation
import ServiceDesk

@main
struct Calls {
    private static let calls = 5_000
    private static let rounds = 9

    static func main() async throws {
        let desk = try await Desk.open()
        defer { desk.close() }
        let acme = try await desk.createOrganization(new: NewOrganization(name: "Acme", slug: "acme"))
        let scope = try desk.scope(organizationId: acme.id)
        let person = try await scope.users.create(new: NewUser(displayName: "Ana", email: "ana@example.com"))
        let nobody = TagId(acme.id.value)
        try await figure("a call that finds nothing, in memory") {
            let found = try await scope.tags.find(id: nobody)
            precondition(found == nil)
        }
        try await figure("a person's row by its id, in memory") {
            let found = try await scope.users.get(id: person.id)
            precondition(found.id == person.id)
        }
        try businessTime()
    }

    /// Prints the median of the rounds, after as many to warm up.
    private static func figure(_ what: String, _ call: @Sendable () async throws -> Void) async throws {
        var times: [Double] = []
        for _ in 0..<(2 * rounds) {
            let began = DispatchTime.now().uptimeNanoseconds
            for _ in 0..<calls { try await call() }
            times.append(Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9 / Double(calls))
        }
        print("figure\t\(what)\t\(times.dropFirst(rounds).sorted()[rounds / 2])")
    }
}
