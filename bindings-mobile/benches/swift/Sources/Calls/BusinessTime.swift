// Business time: a calendar of ours beside the loop over days that many programs have instead. Both know the same hours, the same
// break and the same holidays, and before anything is measured, both have to agree.

import Foundation
import ServiceDesk

private let place = "America/Sao_Paulo"
private let hour = 3_600_000
private let rounds = 15
private let window: UInt64 = 80_000_000
private let hours = [(9, 12), (13, 18)]

/// What many programs have: a walk over the days, with the hours of each.
private struct DayLoop {
    /// The holidays as numbers such as 20260907: components that were made in two ways are not equal.
    let closed: Set<Int>
    let calendar: Calendar

    init(closed: [CalendarDate]) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: place)!
        self.calendar = calendar
        self.closed = Set(
            closed.map { date in
                let parts = date.description.split(separator: "-").compactMap { Int($0) }
                return parts[0] * 10_000 + parts[1] * 100 + parts[2]
            })
    }

    private func isOpen(_ midnight: Date) -> Bool {
        let weekday = calendar.component(.weekday, from: midnight)
        if weekday == 1 || weekday == 7 { return false }
        let day = calendar.dateComponents([.year, .month, .day], from: midnight)
        return !closed.contains(day.year! * 10_000 + day.month! * 100 + day.day!)
    }

    private func opening(_ midnight: Date, _ hour: Int) -> Date {
        calendar.date(bySettingHour: hour, minute: 0, second: 0, of: midnight)!
    }

    func deadline(_ start: Date, _ length: Int) -> Date {
        var left = Double(length) / 1000
        var midnight = calendar.startOfDay(for: start)
        while true {
            if isOpen(midnight) {
                for (opens, closes) in hours {
                    let begin = max(start, opening(midnight, opens))
                    let open = opening(midnight, closes).timeIntervalSince(begin)
                    if open <= 0 { continue }
                    if open >= left { return begin.addingTimeInterval(left) }
                    left -= open
                }
            }
            midnight = calendar.date(byAdding: .day, value: 1, to: midnight)!
        }
    }

    func elapsed(_ start: Date, _ end: Date) -> Double {
        var total = 0.0
        var midnight = calendar.startOfDay(for: start)
        while midnight <= end {
            if isOpen(midnight) {
                for (opens, closes) in hours {
                    let (begin, until) = (max(start, opening(midnight, opens)), min(end, opening(midnight, closes)))
                    total += max(0, until.timeIntervalSince(begin))
                }
            }
            midnight = calendar.date(byAdding: .day, value: 1, to: midnight)!
        }
        return total * 1000
    }
}

/// Measures this part.
func businessTime() throws {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    let weekly = days.map { #""\#($0)": ["09:00-12:00", "13:00-18:00"]"# }.joined(separator: ", ")
    let ours = try WorkCalendar(
        timezone: place, weeklyHours: Json("{\(weekly)}"), holidays: Json(#"[{"preset": "br.national"}]"#))
    let closed = try (2020...2029).flatMap { try WorkCalendar.presetHolidays(preset: "br.national", year: $0).map(\.date) }
    let loop = try DayLoop(closed: closed)
    var state: UInt64 = 88_172_645_463_325_252
    let starts = (0..<500).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Date(timeIntervalSince1970: 1_609_459_200 + Double(state % 157_680_000))
    }
    for (name, length) in [("4 hours", 4 * hour), ("a year of working hours", 2_000 * hour)] {
        let pairs = try starts.map { ($0, try ours.deadline(start: $0, milliseconds: length)) }
        for (start, end) in pairs.prefix(20) {
            precondition(loop.deadline(start, length) == end)
            precondition(loop.elapsed(start, end) == Double(length))
            let elapsed = try ours.elapsed(start: start, end: end)
            precondition(elapsed == length)
        }
        try compare(
            "deadline after \(name)",
            over(starts) { try ours.deadline(start: $0, milliseconds: length).timeIntervalSince1970 },
            over(starts, 1) { loop.deadline($0, length).timeIntervalSince1970 })
        try compare(
            "time elapsed over \(name)",
            over(pairs) { Double(try ours.elapsed(start: $0.0, end: $0.1)) },
            over(pairs, 1) { loop.elapsed($0.0, $0.1) })
    }
}

/// Asks for some items, one after the other, round and round: a look at the clock takes as long as a question. What is answered is
/// added up, so that no answer is left out as of no use.
private func over<Item>(_ items: [Item], _ count: Int = 100, _ ask: @escaping (Item) throws -> Double) -> () throws -> Int {
    var (next, sum) = (0, 0.0)
    return {
        for _ in 0..<count {
            sum += try ask(items[next])
            next = (next + 1) % items.count
        }
        precondition(sum.isFinite)
        return count
    }
}

/// Returns the seconds that one operation took.
private func turn(_ work: () throws -> Int) throws -> Double {
    var done = 0
    let began = DispatchTime.now().uptimeNanoseconds
    while true {
        done += try work()
        let now = DispatchTime.now().uptimeNanoseconds
        if now >= began + window { return Double(now - began) / 1e9 / Double(done) }
    }
}

/// Measures in turns, round after round, so that what disturbs the one disturbs the other, and prints a line.
private func compare(_ what: String, _ ours: () throws -> Int, _ theirs: () throws -> Int) throws {
    _ = (try turn(ours), try turn(theirs))
    var measured: [(Double, Double)] = []
    for round in 0..<rounds {
        if round.isMultiple(of: 2) {
            measured.append((try turn(ours), try turn(theirs)))
        } else {
            let other = try turn(theirs)
            measured.append((try turn(ours), other))
        }
    }
    let median = { (values: [Double]) in values.sorted()[rounds / 2] }
    let ratios = measured.map { $0.1 / $0.0 }.sorted()
    let figures = [median(measured.map(\.0)), median(measured.map(\.1)), median(ratios), ratios[0], ratios[rounds - 1]]
    print((["row", what, "a loop over days", "faster"] + figures.map { "\($0)" } + ["1"]).joined(separator: "\t"))
}
