// Calls into the native library, and its failures as errors of this package.

internal import ServiceDeskBoundary

/// Runs `work` and turns failures of the native library into errors of this package.
func translating<Result>(_ work: () throws -> Result) throws -> Result {
    do {
        return try work()
    } catch let failure as HostFailure {
        throw DeskError(failure)
    }
}

extension HostDesk {
    func ask<Answer: HostConvertible>(_ name: String, _ parts: Parts) async throws -> Answer {
        try Answer(host: try await answer(name, parts.all))
    }

    func answer(_ name: String, _ arguments: [Part]) async throws -> HostData {
        do {
            return try await call(name: name, arguments: arguments)
        } catch let failure as HostFailure {
            throw DeskError(failure)
        }
    }
}

extension HostScope {
    func ask<Answer: HostConvertible>(_ name: String, _ parts: Parts) async throws -> Answer {
        try Answer(host: try await answer(name, parts.all))
    }

    func tell(_ name: String, _ parts: Parts) async throws {
        _ = try await answer(name, parts.all)
    }

    func answer(_ name: String, _ arguments: [Part]) async throws -> HostData {
        do {
            return try await call(name: name, arguments: arguments)
        } catch let failure as HostFailure {
            throw DeskError(failure)
        }
    }
}
