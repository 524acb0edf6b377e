// A folder for the files of one test, which goes when the test lets go of it.

import Foundation

final class Folder: Sendable {
    private let place: URL

    init() throws {
        place = FileManager.default.temporaryDirectory.appendingPathComponent("servicedesk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: place)
    }

    func path(of file: String) -> String {
        place.appendingPathComponent(file).path
    }

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.path)
    }
}
