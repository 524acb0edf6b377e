// Which rows are wanted, and the pages in which they come.

internal import ServiceDeskBoundary

/// Which rows are wanted.
public struct Find: Sendable, Hashable {
    /// What the rows have to meet; nil for every row.
    public var filter: Condition?
    /// The fields to order by, with `-` in front of a name for descending.
    public var sort: [String]
    /// The place behind which to go on: `next` of the page before.
    public var after: String?
    /// The greatest number of rows of a page.
    public var limit: Int?
    /// Whether deleted rows are wanted, too.
    public var withDeleted: Bool

    /// Asks for rows; without anything, for the first page of all.
    public init(
        filter: Condition? = nil, sort: [String] = [], after: String? = nil, limit: Int? = nil, withDeleted: Bool = false
    ) {
        self.filter = filter
        self.sort = sort
        self.after = after
        self.limit = limit
        self.withDeleted = withDeleted
    }
}

extension Find: HostConvertible {
    init(host: HostData) throws {
        var reading = try Reading("Find", host)
        filter = try reading.takeOptional("filter")
        sort = try reading.takeList("sort")
        after = try reading.takeOptional("after")
        limit = try reading.takeOptional("limit")
        withDeleted = try reading.takeOptional("with_deleted") ?? false
        try reading.finish()
    }

    func toHost() -> HostData {
        var parts = Parts()
        parts.putGiven("filter", filter)
        if !sort.isEmpty { parts.put("sort", sort) }
        parts.putGiven("after", after)
        parts.putGiven("limit", limit)
        if withDeleted { parts.put("with_deleted", withDeleted) }
        return parts.host
    }
}

/// One page of rows.
public struct Page<Row: Sendable & Hashable>: Sendable, Hashable {
    /// The rows.
    public var items: [Row]
    /// The place behind the last row, for `Find.after`; nil when there are no more.
    public var next: String?

    /// Puts one together.
    public init(items: [Row], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

extension Page: HostConvertible where Row: HostConvertible {
    init(host: HostData) throws {
        var reading = try Reading("Page", host)
        items = try reading.takeList("items")
        next = try reading.takeOptional("next")
        try reading.finish()
    }

    func toHost() -> HostData {
        var parts = Parts()
        parts.put("items", items)
        parts.put("next", next)
        return parts.host
    }
}

/// The rows of every page, one after the other; each page is asked for when it is needed.
public struct Rows<Row: Sendable & Hashable>: AsyncSequence, Sendable {
    public typealias Element = Row

    let find: Find
    let page: @Sendable (Find) async throws -> Page<Row>

    init(_ find: Find, page: @escaping @Sendable (Find) async throws -> Page<Row>) {
        self.find = find
        self.page = page
    }

    /// Begins with the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(find: find, page: page)
    }

    /// Goes through the rows.
    public struct Iterator: AsyncIteratorProtocol {
        var find: Find?
        let page: @Sendable (Find) async throws -> Page<Row>
        var waiting: ArraySlice<Row> = []

        init(find: Find, page: @escaping @Sendable (Find) async throws -> Page<Row>) {
            self.find = find
            self.page = page
        }

        /// Returns the next row, or nil behind the last.
        public mutating func next() async throws -> Row? {
            while waiting.isEmpty, var place = find {
                let answer = try await page(place)
                waiting = answer.items[...]
                place.after = answer.next
                find = answer.next == nil ? nil : place
            }
            return waiting.popFirst()
        }
    }
}
