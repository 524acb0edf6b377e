// Calendars that the native library holds: made, and asked at once on the thread that asks.

internal import ServiceDeskBoundary

extension HostCalendar {
    /// Asks by name, which tells why when there is no answer.
    func ask<Answer: HostConvertible>(_ name: String, _ parts: Parts) throws -> Answer {
        try Answer(host: translating { try ask(call: Part(name: name, data: parts.host)) })
    }

    /// Asks by the place of the question in the declaration what takes and answers numbers only; nil when it fails.
    func reckoned(_ question: Int32, _ first: Int64, _ second: Int64) -> Int64? {
        let answer = reckon(question: question, first: first, second: second)
        return answer == .min ? nil : answer
    }
}

/// Makes a calendar by the call of that name.
func making(_ name: String, _ parts: Parts) throws -> HostCalendar {
    try translating { try HostCalendar.make(call: Part(name: name, data: parts.host)) }
}

/// Answers what needs no calendar.
func reckoned<Answer: HostConvertible>(_ name: String, _ parts: Parts) throws -> Answer {
    try Answer(host: translating { try ServiceDeskBoundary.reckon(call: Part(name: name, data: parts.host)) })
}

extension WorkCalendar: HostConvertible {
    init(host: HostData) throws {
        guard case .calendar(let number) = host else { throw Mismatch("a calendar") }
        self.init(handle: try translating { try HostCalendar.of(number: number) })
    }

    func toHost() -> HostData { .calendar(number: handle.number()) }
}
