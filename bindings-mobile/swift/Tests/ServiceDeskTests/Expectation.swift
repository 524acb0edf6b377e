// What a scenario expects of a result: parts of objects, whole lists, and three ways to say less.

import Foundation

/// A result that is not as a scenario expects, or a scenario that cannot be read.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Fails with the path of the first part that is not as expected.
func expect(_ expected: Tree, _ found: Tree, at path: String) throws {
    switch expected {
    case .object(let parts):
        try expect(parts: parts, found, at: path)
    case .list(let items):
        guard case .list(let others) = found else { throw Unexpected("\(path): expected a list, found \(found)") }
        guard items.count == others.count else {
            throw Unexpected("\(path): expected \(items.count) items, found \(others.count)")
        }
        for (place, item) in items.enumerated() {
            try expect(item, others[place], at: "\(path).\(place)")
        }
    default:
        guard expected == found || areOneNumber(expected, found) else { throw Unexpected("\(path): expected \(expected), found \(found)") }
    }
}

/// A decimal number loses the zeros at its end here, as `Decimal` does.
private func areOneNumber(_ expected: Tree, _ found: Tree) -> Bool {
    guard let expected = expected.text, let found = found.text, expected.contains(".") else { return false }
    let isNumber = { (text: String) in text.range(of: #"^-?\d+(\.\d+)?$"#, options: .regularExpression) != nil }
    return isNumber(expected) && isNumber(found) && Decimal(string: expected) == Decimal(string: found)
}

private func expect(parts: [String: Tree], _ found: Tree, at path: String) throws {
    if case .whole(let length) = parts["$length"] {
        guard case .list(let items) = found, items.count == length else {
            throw Unexpected("\(path): expected \(length) items, found \(found)")
        }
    } else if parts["$any"] != nil {
        guard found != .null else { throw Unexpected("\(path): expected something") }
    } else if let pattern = parts["$matches"]?.text {
        guard let text = found.text, text.range(of: pattern, options: .regularExpression) != nil else {
            throw Unexpected("\(path): expected \(pattern), found \(found)")
        }
    } else {
        for (name, part) in parts {
            guard let other = found[name] else { throw Unexpected("\(path): there is no \(name) in \(found)") }
            try expect(part, other, at: "\(path).\(name)")
        }
    }
}
