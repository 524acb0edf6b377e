// Why a call did not happen: one case per kind, so that a `catch` tells what to do.

import Foundation
internal import ServiceDeskBoundary

/// A language in which texts for people exist.
public enum Language: Sendable, Hashable {
    /// English.
    case english
    /// Brazilian Portuguese.
    case brazilianPortuguese
}

/// What is known about a call that failed. It never holds a value that a person wrote.
public struct DeskFailure: Sendable, Hashable {
    /// The stable name of the kind, such as `not_found`.
    public let kind: String
    /// The stable name of the precise reason, such as `row.not_found`.
    public let code: String
    /// The names of the fields concerned, the most important first.
    public let fields: [String]
    /// The parameters of the sentence, such as `max`.
    public let parameters: [String: String]
    /// Whether the same call may succeed later without any change by the caller.
    public let isRetryable: Bool

    private let english: String
    private let portuguese: String

    /// Returns the sentence for a person, without a full stop.
    public func message(in language: Language) -> String {
        switch language {
        case .english: english
        case .brazilianPortuguese: portuguese
        }
    }

    init(_ failure: HostFailure) {
        switch failure {
        case .Failed(let kind, let code, let fields, let parameters, let english, let portuguese, let retryable):
            self.kind = kind
            self.code = code
            self.fields = fields
            self.parameters = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
            self.english = english
            self.portuguese = portuguese
            self.isRetryable = retryable
        }
    }
}

/// Why something did not happen. The case tells what to do about it.
public enum DeskError: Error, Sendable, Hashable {
    /// There is no such row, or not in this organization; stop looking.
    case notFound(DeskFailure)
    /// Somebody was faster; load again, decide again, call again.
    case conflict(DeskFailure)
    /// A rule of the domain said no; show the reason to the person.
    case rejected(DeskFailure)
    /// The arguments are wrong; correct the fields that are named.
    case invalid(DeskFailure)
    /// The actor may not do this.
    case denied(DeskFailure)
    /// A limit of the organization's plan is reached; the parameters tell which, its value and when it resets.
    case limitReached(DeskFailure)
    /// The store cannot answer now; try again later.
    case unavailable(DeskFailure)
    /// Stored data contradict themselves; restore or repair.
    case corrupt(DeskFailure)
    /// A defect of the library; report it.
    case `internal`(DeskFailure)

    /// What is known about it, whatever the kind.
    public var failure: DeskFailure {
        switch self {
        case .notFound(let failure), .conflict(let failure), .rejected(let failure), .invalid(let failure),
            .denied(let failure), .limitReached(let failure), .unavailable(let failure), .corrupt(let failure),
            .internal(let failure):
            failure
        }
    }

    init(_ failure: HostFailure) {
        let failure = DeskFailure(failure)
        switch failure.kind {
        case "not_found": self = .notFound(failure)
        case "conflict": self = .conflict(failure)
        case "rejected": self = .rejected(failure)
        case "invalid": self = .invalid(failure)
        case "denied": self = .denied(failure)
        case "limit_reached": self = .limitReached(failure)
        case "unavailable": self = .unavailable(failure)
        case "corrupt": self = .corrupt(failure)
        default: self = .internal(failure)
        }
    }
}

extension DeskError: LocalizedError {
    /// The sentence in Portuguese where the device speaks it, in English elsewhere.
    public var errorDescription: String? {
        let portuguese = Locale.preferredLanguages.first?.hasPrefix("pt") ?? false
        return failure.message(in: portuguese ? .brazilianPortuguese : .english)
    }
}
