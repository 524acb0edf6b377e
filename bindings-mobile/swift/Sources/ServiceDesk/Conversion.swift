// Values and the form in which they cross into the native library, both ways; the generated types are put together from these.

import Foundation
internal import ServiceDeskBoundary

/// Data that are not of the type of their place: the native library and these sources are not of one version.
struct Mismatch: Error, CustomStringConvertible {
    let what: String

    init(_ what: String) {
        self.what = what
    }

    var description: String { "The native library answered something that is not \(what)." }
}

/// What can cross into the native library and come back.
protocol HostConvertible {
    init(host: HostData) throws
    func toHost() -> HostData
}

extension Bool: HostConvertible {
    init(host: HostData) throws {
        guard case .truth(let value) = host else { throw Mismatch("a truth value") }
        self = value
    }

    func toHost() -> HostData { .truth(value: self) }
}

extension Int: HostConvertible {
    init(host: HostData) throws {
        guard case .whole(let value) = host, let value = Int(exactly: value) else { throw Mismatch("a whole number") }
        self = value
    }

    func toHost() -> HostData { .whole(value: Int64(self)) }
}

extension String: HostConvertible {
    init(host: HostData) throws {
        guard case .text(let text) = host else { throw Mismatch("text") }
        self = text
    }

    func toHost() -> HostData { .text(text: self) }
}

extension Decimal: HostConvertible {
    init(host: HostData) throws {
        switch host {
        case .decimal(let text), .text(let text):
            guard let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else { fallthrough }
            self = value
        default: throw Mismatch("a decimal number")
        }
    }

    func toHost() -> HostData { .decimal(text: description) }
}

extension UUID: HostConvertible {
    init(host: HostData) throws {
        switch host {
        case .uuid(let high, let low): self.init(high: high, low: low)
        case .text(let text):
            guard let value = UUID(uuidString: text) else { fallthrough }
            self = value
        default: throw Mismatch("a UUID")
        }
    }

    func toHost() -> HostData {
        withUnsafeBytes(of: uuid) { bytes in
            let high = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            return .uuid(high: high, low: Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int64.self)))
        }
    }

    init(high: Int64, low: Int64) {
        self.init(uuid: withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { $0.load(as: uuid_t.self) })
    }
}

extension Date: HostConvertible {
    init(host: HostData) throws {
        switch host {
        case .instant(let millis): self = Date(timeIntervalSince1970: Double(millis) / 1000)
        case .text(let text):
            guard let value = Date(instant: text) else { fallthrough }
            self = value
        default: throw Mismatch("an instant")
        }
    }

    func toHost() -> HostData { .instant(millis: milliseconds) }

    /// Milliseconds since 1970, held inside what 64 bits can count; the library refuses what is outside its years.
    var milliseconds: Int64 {
        let millis = (timeIntervalSince1970 * 1000).rounded()
        return Int64(exactly: millis) ?? (millis < 0 ? .min : .max)
    }

    /// Reads an RFC 3339 instant.
    init?(instant text: String) {
        let formatter = ISO8601DateFormatter()
        for options: ISO8601DateFormatter.Options in [[.withInternetDateTime, .withFractionalSeconds], .withInternetDateTime] {
            formatter.formatOptions = options
            if let date = formatter.date(from: text) {
                self = date
                return
            }
        }
        return nil
    }
}

extension CalendarDate: HostConvertible {
    init(host: HostData) throws {
        switch host {
        case .day(let text), .text(let text): self.init(text)
        default: throw Mismatch("a date")
        }
    }

    func toHost() -> HostData { .day(text: description) }
}

extension Data: HostConvertible {
    init(host: HostData) throws {
        switch host {
        case .binary(let bytes): self = bytes
        case .text(let text):
            guard let bytes = Data(base64Encoded: text) else { fallthrough }
            self = bytes
        default: throw Mismatch("bytes")
        }
    }

    func toHost() -> HostData { .binary(bytes: self) }
}

extension Json: HostConvertible {
    init(host: HostData) throws {
        self.init(jsonText(host))
    }

    func toHost() -> HostData { .document(json: text) }
}

extension Array: HostConvertible where Element: HostConvertible {
    init(host: HostData) throws {
        guard case .items(let items) = host else { throw Mismatch("a list") }
        self = try items.map { try Element(host: $0) }
    }

    func toHost() -> HostData { .items(items: map { $0.toHost() }) }
}

extension Optional: HostConvertible where Wrapped: HostConvertible {
    init(host: HostData) throws {
        if case .null = host { self = nil } else { self = try Wrapped(host: host) }
    }

    func toHost() -> HostData { self?.toHost() ?? .null }
}

extension Identifier {
    init(host: HostData) throws { self.init(try UUID(host: host)) }

    func toHost() -> HostData { value.toHost() }
}

extension Named {
    init(host: HostData) throws {
        guard let value = Self(rawValue: try String(host: host)) else { throw Mismatch("one of \(Self.self)") }
        self = value
    }

    func toHost() -> HostData { .text(text: rawValue) }
}

/// Returns what data mean where nothing clears a field.
func optional<Value: HostConvertible>(_ data: HostData) throws -> Value? {
    try Value?(host: data)
}

/// Returns what data mean where nothing is not allowed.
func present<Value: HostConvertible>(_ data: HostData) throws -> Value {
    if case .null = data { throw Mismatch("a value") }
    return try Value(host: data)
}

/// Named parts being put together.
struct Parts {
    private(set) var all: [Part] = []

    var host: HostData { .parts(parts: all) }

    mutating func put(_ name: String, _ value: some HostConvertible) {
        all.append(Part(name: name, data: value.toHost()))
    }

    mutating func putGiven(_ name: String, _ value: (some HostConvertible)?) {
        if let value { put(name, value) }
    }
}

/// Named parts being taken out; in the end none may be left. The values of a row have no names: they come in the order in which
/// the fields are declared, and that is the order in which they are asked for.
struct Reading {
    private let what: String
    private var parts: [String: HostData] = [:]
    private var row: IndexingIterator<[HostData]>?

    init(_ what: String, _ host: HostData) throws {
        self.what = what
        switch host {
        case .row(let values): row = values.makeIterator()
        case .parts(let parts): self.parts = Dictionary(parts.map { ($0.name, $0.data) }) { _, last in last }
        default: throw Mismatch(what)
        }
    }

    private mutating func next(_ name: String) -> HostData? {
        row == nil ? parts.removeValue(forKey: name) : row?.next()
    }

    /// As `next`, but nothing where nothing is said.
    private mutating func something(_ name: String) -> HostData? {
        let data = next(name)
        if case .null = data { return nil }
        return data
    }

    mutating func take<Value: HostConvertible>(_ name: String) throws -> Value {
        guard let data = something(name) else { throw Mismatch("\(what) with \(name)") }
        return try Value(host: data)
    }

    mutating func takeOptional<Value: HostConvertible>(_ name: String) throws -> Value? {
        try something(name).map { try Value(host: $0) }
    }

    /// Takes what may be left out, but not be nothing.
    mutating func takeGiven<Value: HostConvertible>(_ name: String) throws -> Value? {
        guard let data = next(name) else { return nil }
        if case .null = data { throw Mismatch("\(what) with \(name)") }
        return try Value(host: data)
    }

    mutating func takeList<Value: HostConvertible>(_ name: String) throws -> [Value] {
        try next(name).map { try [Value](host: $0) } ?? []
    }

    mutating func changes<Value>(_ read: (String, HostData) throws -> Value) throws -> [Value] {
        defer { parts = [:] }
        return try parts.map { try read($0.key, $0.value) }
    }

    mutating func finish() throws {
        if let left = parts.keys.first { throw Mismatch("\(what) without \(left)") }
        if row?.next() != nil { throw Mismatch("\(what) without a value") }
    }
}
