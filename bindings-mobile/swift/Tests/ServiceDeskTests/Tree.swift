// JSON as the scenarios tell it and as results are compared: a tree, apart from the types under test.

import Foundation
import ServiceDeskBoundary

@testable import ServiceDesk

enum Tree: Decodable, Equatable, Sendable {
    case null
    case truth(Bool)
    case whole(Int64)
    case fraction(Double)
    case text(String)
    case list([Tree])
    case object([String: Tree])
    /// A calendar that the scenario keeps, by its number.
    case calendar(Int64)

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let fraction = try? value.decode(Double.self) {
            self = .fraction(fraction)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Tree].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Tree].self))
        }
    }

    /// Reads the text of a document.
    init(json: String) throws {
        self = try JSONDecoder().decode(Tree.self, from: Data(json.utf8))
    }

    /// The part of that name; nothing where there is none.
    subscript(_ name: String) -> Tree? {
        guard case .object(let parts) = self else { return nil }
        return parts[name]
    }

    /// The part at a step of a path: a name, or a place in a list.
    func step(_ name: String) -> Tree? {
        if case .list(let items) = self, let place = Int(name), items.indices.contains(place) { return items[place] }
        return self[name]
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var texts: [String]? {
        guard case .list(let items) = self else { return nil }
        return items.compactMap(\.text)
    }

    /// The same for the native library.
    var host: HostData {
        switch self {
        case .null: .null
        case .truth(let value): .truth(value: value)
        case .whole(let value): .whole(value: value)
        case .fraction(let value): .document(json: "\(value)")
        case .text(let text): .text(text: text)
        case .list(let items): .items(items: items.map(\.host))
        case .calendar(let number): .calendar(number: number)
        case .object(let parts): .parts(parts: parts.map { Part(name: $0.key, data: $0.value.host) })
        }
    }
}

extension Tree: CustomStringConvertible {
    var description: String { jsonText(host) }
}
