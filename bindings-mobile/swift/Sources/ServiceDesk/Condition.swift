// The filter language: a tree of tests on fields, in the form that every language and every store shares.

import Foundation
internal import ServiceDeskBoundary

/// A value that a condition may compare with.
public protocol Comparand: Sendable {}

extension String: Comparand {}
extension Bool: Comparand {}
extension Int: Comparand {}
extension Decimal: Comparand {}
extension UUID: Comparand {}
extension Date: Comparand {}
extension CalendarDate: Comparand {}

/// A condition on rows, such as `Condition.field("status_id").isEqualTo(open.id)`.
///
/// A test on an absent value is false, except `isAbsent`.
public struct Condition: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    // Kept as text, which every version of the native interface understands.
    let json: String

    /// Begins a test on the field of that snake_case name.
    public static func field(_ name: String) -> FieldTest {
        FieldTest(name: name)
    }

    /// Every one of these holds; with none, true.
    public static func all(_ parts: Condition...) -> Condition {
        group("all", parts)
    }

    /// At least one of these holds; with none, false.
    public static func any(_ parts: Condition...) -> Condition {
        group("any", parts)
    }

    /// Not one of these holds; with none, true.
    public static func none(_ parts: Condition...) -> Condition {
        group("none", parts)
    }

    /// Both hold.
    public static func && (first: Condition, second: Condition) -> Condition {
        all(first, second)
    }

    /// At least one holds.
    public static func || (first: Condition, second: Condition) -> Condition {
        any(first, second)
    }

    /// It does not hold.
    public static prefix func ! (condition: Condition) -> Condition {
        none(condition)
    }

    /// Shows no value, because a value may be what a person wrote.
    public var description: String { "Condition(…)" }

    /// Shows no part.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func group(_ word: String, _ parts: [Condition]) -> Condition {
        Condition(json: "{\"\(word)\":[\(parts.map(\.json).joined(separator: ","))]}")
    }
}

extension Condition: HostConvertible {
    init(host: HostData) throws {
        json = jsonText(host)
    }

    func toHost() -> HostData {
        .document(json: json)
    }
}

/// A field that waits for its test.
public struct FieldTest: Sendable {
    let name: String

    /// The field equals the id.
    public func isEqualTo(_ value: some Identifier) -> Condition { test("is", value.value) }
    /// The field equals the value of an enum.
    public func isEqualTo(_ value: some Named) -> Condition { test("is", value.rawValue) }
    /// The field equals the value.
    public func isEqualTo(_ value: some Comparand) -> Condition { test("is", value) }
    /// The field differs from the id, or is absent.
    public func isNotEqualTo(_ value: some Identifier) -> Condition { !isEqualTo(value) }
    /// The field differs from the value of an enum, or is absent.
    public func isNotEqualTo(_ value: some Named) -> Condition { !isEqualTo(value) }
    /// The field differs from the value, or is absent.
    public func isNotEqualTo(_ value: some Comparand) -> Condition { !isEqualTo(value) }
    /// The field holds nothing.
    public func isAbsent() -> Condition { test("is", host: .null) }
    /// The field holds something.
    public func isPresent() -> Condition { !isAbsent() }
    /// The field equals one of the ids.
    public func isIn<Id: Identifier>(_ values: [Id]) -> Condition { isIn(values.map(\.value)) }
    /// The field equals one of the values of an enum.
    public func isIn<Word: Named>(_ values: [Word]) -> Condition { isIn(values.map(\.rawValue)) }
    /// The field equals one of the values.
    public func isIn<Value: Comparand>(_ values: [Value]) -> Condition {
        test("in", host: .items(items: values.map(Self.host)))
    }
    /// The field is less than the value.
    public func isLessThan(_ value: some Comparand) -> Condition { test("less_than", value) }
    /// The field is less than the value, or equal.
    public func isAtMost(_ value: some Comparand) -> Condition { test("at_most", value) }
    /// The field is greater than the value.
    public func isMoreThan(_ value: some Comparand) -> Condition { test("more_than", value) }
    /// The field is greater than the value, or equal.
    public func isAtLeast(_ value: some Comparand) -> Condition { test("at_least", value) }
    /// The text contains the part, ignoring case and accents.
    public func contains(_ part: String) -> Condition { test("contains", part) }
    /// The text begins with the part, ignoring case and accents.
    public func startsWith(_ part: String) -> Condition { test("starts_with", part) }
    /// The text ends with the part, ignoring case and accents.
    public func endsWith(_ part: String) -> Condition { test("ends_with", part) }
    /// The list has the item.
    public func has(_ item: String) -> Condition { test("has", item) }

    private func test(_ word: String, _ value: some Comparand) -> Condition {
        test(word, host: Self.host(value))
    }

    private func test(_ word: String, host: HostData) -> Condition {
        let parts = [Part(name: "field", data: .text(text: name)), Part(name: word, data: host)]
        return Condition(json: jsonText(.parts(parts: parts)))
    }

    private static func host(_ value: some Comparand) -> HostData {
        (value as? any HostConvertible)?.toHost() ?? .null
    }
}
