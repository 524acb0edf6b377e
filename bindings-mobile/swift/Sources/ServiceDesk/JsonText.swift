// Data as the text of a JSON document: names in snake_case; ids, instants, dates and decimals as text; nothing as null.

import Foundation
internal import ServiceDeskBoundary

func jsonText(_ data: HostData) -> String {
    switch data {
    // A calendar is no part of a document.
    case .null, .calendar: "null"
    case .truth(let value): value ? "true" : "false"
    case .whole(let value): String(value)
    case .document(let json): json
    case .decimal(let text), .text(let text), .day(let text): quoted(text)
    case .uuid(let high, let low): quoted(UUID(high: high, low: low).uuidString.lowercased())
    case .instant(let millis): quoted(instant(millis))
    case .binary(let bytes): quoted(bytes.base64EncodedString())
    case .items(let items), .row(let items): "[\(items.map(jsonText).joined(separator: ","))]"
    case .parts(let parts):
        "{\(parts.map { "\(quoted($0.name)):\(jsonText($0.data))" }.joined(separator: ","))}"
    }
}

private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": quoted += "\\\(scalar)"
        case _ where scalar.value < 0x20: quoted += String(format: "\\u%04x", Int(scalar.value))
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// Counted by hand, because a formatter goes through a floating-point number and may lose a millisecond.
private func instant(_ millis: Int64) -> String {
    let day = Int64((Double(millis) / 86_400_000).rounded(.down))
    let time = Int(millis - day * 86_400_000)
    // The days are shifted so that years begin in March, with the leap day last.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let date = Int(ofYear - (153 * shiftedMonth + 2) / 5 + 1)
    let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    return String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, date, time / 3_600_000, time / 60_000 % 60,
        time / 1000 % 60, time % 1000)
}
