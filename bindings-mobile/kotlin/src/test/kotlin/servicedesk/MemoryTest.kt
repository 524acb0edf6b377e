// Many calls do not make the process grow: what crosses the boundary is freed on both sides.
package servicedesk

import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.runBlocking

/** As many calls as fit into this: a million would take minutes, and what leaks shows after thousands. */
private val PATIENCE = 8.seconds

class MemoryTest {
    @Test
    fun `memory stays flat`() = runBlocking {
        val status = File("/proc/self/status")
        Desk.open().use { desk ->
            val scope = desk.scope(desk.createOrganization(NewOrganization(name = "Acme", slug = "acme")).id)
            val tag = scope.tags.create(NewTag(name = "printer"))
            var calls = 0
            suspend fun calling() {
                val began = TimeSource.Monotonic.markNow()
                while (began.elapsedNow() < PATIENCE / 2) {
                    scope.tags.get(tag.id)
                    desk.scope(tag.organizationId)
                    runCatching { scope.tags.create(NewTag(name = "printer")) }
                    calls += 3
                }
                System.gc()
            }
            fun resident(): Long {
                // Where the system does not tell, there is nothing to compare.
                val line = status.takeIf { it.exists() }?.readLines()?.find { it.startsWith("RssAnon") }
                return line?.filter { it.isDigit() }?.toLong() ?: 0
            }
            calling()
            val before = resident()
            calling()
            val grown = (resident() - before) / 1024
            println("$calls calls; the process grew by $grown MiB in the second half")
            assertTrue(grown < 48, "grew by $grown MiB after $calls calls")
        }
    }
}
