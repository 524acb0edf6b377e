// A scenario told as data, run through the public typed functions: steps, references to earlier results, expectations.

import Foundation
import ServiceDeskBoundary

@testable import ServiceDesk

struct Scenario {
    let name: String
    private let told: Tree
    private let run = String(UUID().uuidString.lowercased().prefix(8))
    private var results: [String: Tree] = [:]
    private var scopes: [String: Scope] = [:]
    private var calendars: [Int64: WorkCalendar] = [:]
    private var last: Scope?

    init(_ told: Tree) throws {
        guard let name = told["name"]?.text else { throw Unexpected("There is a scenario without a name.") }
        self.name = name
        self.told = told
    }

    /// Plays it on a desk in that folder.
    mutating func play(in folder: Folder) async throws {
        guard case .list(let steps) = told["steps"], let now = told["now"]?.text.flatMap(Date.init(instant:)) else {
            throw Unexpected("A scenario needs `now` and `steps`.")
        }
        let desk = try await Desk.open(
            address: folder.path(of: "desk.db"), effects: told["effects"]?.texts ?? [], now: now, sequentialIds: false)
        defer { desk.close() }
        for (place, step) in steps.enumerated() {
            do {
                try await take(step, on: desk)
            } catch {
                throw Unexpected("step \(place), \(step): \(error)")
            }
        }
    }

    private mutating func take(_ step: Tree, on desk: Desk) async throws {
        if let now = step["now"]?.text {
            guard let now = Date(instant: now) else { throw Unexpected("\(now) is no instant") }
            return try desk.setNow(now)
        }
        let result: Tree
        do {
            result = if let entry = step["enter"] {
                try enter(entry, as: step["as"]?.text, on: desk)
            } else {
                try await call(step, on: desk)
            }
        } catch let refusal as DeskError {
            guard let refused = step["error"] else { throw refusal }
            return try expect(refused, refusal.failure)
        }
        if let refused = step["error"] { throw Unexpected("expected \(refused), got \(result)") }
        if let name = step["as"]?.text { results[name] = result }
        if let expected = step["expect"] { try expect(try resolved(expected), result, at: "result") }
    }

    private mutating func enter(_ told: Tree, as name: String?, on desk: Desk) throws -> Tree {
        let entry = try Entry(host: try resolved(told).host)
        let scope = try desk.scope(
            organizationId: entry.organizationId, userId: entry.userId, permissions: entry.permissions,
            request: entry.request, idempotencyKey: entry.idempotencyKey)
        last = scope
        if let name { scopes[name] = scope }
        return .null
    }

    private mutating func call(_ step: Tree, on desk: Desk) async throws -> Tree {
        guard let name = (step["call"] ?? step["iterate"])?.text else { throw Unexpected("a step without a call") }
        let words = name.split(separator: ".", maxSplits: 1).map(String.init)
        let (area, operation) = (words[0], words[1])
        let arguments = try resolved(step["with"] ?? .object([:])).host
        let reading = try Reading("arguments", arguments)
        if area == "calendar" { return try ask(step, operation, reading) }
        let scope = try area == "desk" ? nil : scope(of: step)
        if step["iterate"] != nil {
            let rows =
                if let scope { try await rows(of: scope, name, reading) } else { try await rows(of: desk, name, reading) }
            return try Tree(json: jsonText(.items(items: rows)))
        }
        let ready: Call
        do {
            ready =
                if let scope {
                    try ServiceDeskTests.call(of: scope, area, operation, reading)
                } else {
                    try ServiceDeskTests.call(of: desk, area, operation, reading)
                }
        } catch let inexpressible as Mismatch {
            // The types do not let a program say this at all; that the library refuses it too is seen below them.
            guard case .parts(let parts) = arguments else { throw inexpressible }
            _ = if let scope { try await scope.handle.answer(name, parts) } else { try await desk.handle.answer(name, parts) }
            throw Unexpected("The library takes what the types refuse: \(inexpressible)")
        }
        return try Tree(json: jsonText(try await ready()))
    }

    /// Makes or asks a calendar.
    private mutating func ask(_ step: Tree, _ operation: String, _ arguments: Reading) throws -> Tree {
        if let make = try making(operation, arguments) {
            let made = try make()
            calendars[made.handle.number()] = made
            return .calendar(made.handle.number())
        }
        var asked: WorkCalendar?
        if let of = step["of"]?.text, case .calendar(let number) = results[of] { asked = calendars[number] }
        return try Tree(json: jsonText(try asking(asked, operation, arguments)()))
    }

    private func scope(of step: Tree) throws -> Scope {
        guard let scope = step["in"]?.text.map({ scopes[$0] }) ?? last else { throw Unexpected("There is no such scope.") }
        return scope
    }

    private func expect(_ refused: Tree, _ failure: DeskFailure) throws {
        let right = refused["code"]?.text == failure.code
            && refused["kind"]?.text ?? failure.kind == failure.kind
            && refused["fields"]?.texts ?? failure.fields == failure.fields
        guard right else { throw Unexpected("expected \(refused), got \(failure)") }
    }

    private func expect(_ expected: Tree, _ found: Tree, at path: String) throws {
        try ServiceDeskTests.expect(expected, found, at: path)
    }

    /// Replaces references and the token of this run.
    private func resolved(_ tree: Tree) throws -> Tree {
        switch tree {
        case .object(let parts): .object(try parts.mapValues(resolved))
        case .list(let items): .list(try items.map(resolved))
        case .text(let text) where text.hasPrefix("$"): try reference(String(text.dropFirst()))
        case .text(let text): .text(text.replacingOccurrences(of: "{run}", with: run))
        default: tree
        }
    }

    private func reference(_ path: String) throws -> Tree {
        let steps = path.split(separator: ".").map(String.init)
        guard var place = results[steps[0]] else { throw Unexpected("There is no result \(path)") }
        for step in steps.dropFirst() {
            guard let next = place.step(step) else { throw Unexpected("There is no \(step) in \(path)") }
            place = next
        }
        return place
    }
}
