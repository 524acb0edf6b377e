// Every scenario of the project; a line for each tells how it went, for those who count. Without scenarios it fails.

import Foundation
import XCTest

final class ScenarioTests: XCTestCase {
    func testEveryScenario() async throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let folder = here.appendingPathComponent("../../../../tests/scenarios").standardizedFileURL
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var played = 0
        for file in files.filter({ $0.hasSuffix(".json") }).sorted() {
            for told in try scenarios(in: folder.appendingPathComponent(file)) {
                var scenario = try Scenario(told)
                played += 1
                do {
                    try await scenario.play(in: Folder())
                    print("Scenario passed: \(scenario.name)")
                } catch {
                    print("Scenario failed: \(scenario.name)")
                    XCTFail("\(file), \"\(scenario.name)\", \(error)")
                }
            }
        }
        if played == 0 {
            print("Scenario failed: there is none")
            XCTFail("There is no scenario in \(folder.path).")
        }
    }

    private func scenarios(in file: URL) throws -> [Tree] {
        let told = try Tree(json: String(contentsOf: file, encoding: .utf8))
        if case .list(let several) = told { return several }
        return [told]
    }
}
