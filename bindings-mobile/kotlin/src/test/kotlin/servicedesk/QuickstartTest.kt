// The programs of the README, compiled from there and run.
package servicedesk

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.test.Test
import kotlin.test.assertContains

class QuickstartTest {
    @Test
    fun `the program of the README runs`() {
        val said = printed { quickstart.main() }
        assertContains(said, "row.stale_version: o registro de Ticket foi alterado por outra pessoa")
    }

    @Test
    fun `business time of the README runs`() {
        val said = printed { businesstime.main() }
        assertContains(said, "due at 2026-11-23T12:30:00Z: [open, closed, holiday, closed, open]")
        assertContains(said, "opens at 2026-11-21T12:00:00Z")
        assertContains(said, "format.invalid: [weekly_hours.monday[0]]")
    }

    private fun printed(program: () -> Unit): String {
        val output = ByteArrayOutputStream()
        val console = System.out
        System.setOut(PrintStream(output, true, Charsets.UTF_8))
        try {
            program()
        } finally {
            System.setOut(console)
        }
        return output.toString(Charsets.UTF_8)
    }
}
