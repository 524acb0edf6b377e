// The program with which the README begins, compiled from there and run.
package servicedesk

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.test.Test
import kotlin.test.assertContains

class QuickstartTest {
    @Test
    fun `the program of the README runs`() {
        val output = ByteArrayOutputStream()
        val console = System.out
        System.setOut(PrintStream(output, true, Charsets.UTF_8))
        try {
            quickstart.main()
        } finally {
            System.setOut(console)
        }
        assertContains(output.toString(Charsets.UTF_8), "row.stale_version: o registro de ticket foi alterado por outra pessoa")
    }
}
