// What ids and enums have in common, and the values that Swift has no type for.

import Foundation

/// The id of a row; each entity has a type of its own.
public protocol Identifier: Sendable, Hashable, CustomStringConvertible {
    /// The UUID.
    var value: UUID { get }
    /// Makes a typed id of a UUID.
    init(_ value: UUID)
}

extension Identifier {
    /// Reads the canonical form of a UUID.
    public init?(_ text: String) {
        guard let value = UUID(uuidString: text) else { return nil }
        self.init(value)
    }

    /// The canonical form of the UUID.
    public var description: String { value.uuidString.lowercased() }
}

/// A value of an enum; `rawValue` is the stable snake_case name, the same in every language.
public protocol Named: RawRepresentable<String>, Sendable, Hashable, CaseIterable {}

/// A JSON document, as its text. Two are equal when their texts are.
public struct Json: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The text of the document.
    public let text: String

    /// Takes the text of a document.
    public init(_ text: String) {
        self.text = text
    }

    /// Tells the size only, because a document may hold what a person wrote.
    public var description: String { "Json(\(text.count) characters)" }

    /// Shows no part.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A date without a time, such as a holiday.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
    /// The form `YYYY-MM-DD`.
    public let description: String

    /// Takes the form `YYYY-MM-DD`.
    public init(_ text: String) {
        description = text
    }
}
