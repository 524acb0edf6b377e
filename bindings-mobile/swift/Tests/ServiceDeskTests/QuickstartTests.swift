// The programs of the README, compiled from there and run.

import Foundation
import XCTest

final class QuickstartTests: XCTestCase {
    func testTheProgramOfTheReadmeRuns() async throws {
        let output = try await printed { try await Quickstart.main() }
        XCTAssertTrue(output.contains("row.stale_version: o registro de Ticket foi alterado por outra pessoa"), output)
    }

    func testBusinessTimeOfTheReadmeRuns() async throws {
        let output = try await printed { try BusinessTime.main() }
        XCTAssertTrue(output.contains("due after 316800.0 seconds: 5 segments"), output)
        XCTAssertTrue(output.contains(#"format.invalid: ["weekly_hours.monday[0]"]"#), output)
    }

    private func printed(_ program: () async throws -> Void) async throws -> String {
        let folder = try Folder()
        let path = folder.path(of: "output")
        // What has been printed so far belongs to the console, which comes back at the end.
        fflush(nil)
        let console = dup(1)
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        dup2(file, 1)
        close(file)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await program())
        } catch {
            outcome = .failure(error)
        }
        fflush(nil)
        dup2(console, 1)
        close(console)
        try outcome.get()
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}
