// The program with which the README begins, compiled from there and run.

import Foundation
import XCTest

final class QuickstartTests: XCTestCase {
    func testTheProgramOfTheReadmeRuns() async throws {
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
            outcome = .success(try await Quickstart.main())
        } catch {
            outcome = .failure(error)
        }
        fflush(nil)
        dup2(console, 1)
        close(console)
        try outcome.get()
        let output = try String(contentsOfFile: path, encoding: .utf8)
        XCTAssertTrue(output.contains("row.stale_version: o registro de Ticket foi alterado por outra pessoa"), output)
    }
}
