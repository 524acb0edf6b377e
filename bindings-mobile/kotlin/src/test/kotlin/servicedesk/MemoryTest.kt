// Many calls do not make the process grow: what crosses the boundary is freed on both sides.
package servicedesk

import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource
import kotlinx.coroutines.runBlocking

/** As many calls as fit into this, several times over: a million would take minutes, and what leaks shows after thousands. */
private val ROUND = 800.milliseconds
private const val ROUNDS = 9

/** In KiB. What the machine still compiles is less; a leak of a hundred bytes in a call is more. */
private const val ALLOWED = 3072

class MemoryTest {
    @Test
    fun `memory stays flat`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.scope(desk.createOrganization(NewOrganization(name = "Acme", slug = "acme")).id)
            val tag = scope.tags.create(NewTag(name = "printer"))
            var calls = 0
            suspend fun calling() {
                val began = TimeSource.Monotonic.markNow()
                while (began.elapsedNow() < ROUND) {
                    scope.tags.get(tag.id)
                    desk.scope(tag.organizationId)
                    runCatching { scope.tags.create(NewTag(name = "printer")) }
                    calls += 3
                }
            }
            calling()
            // Settled after each round, because what waits for the collector is no leak and would tear the memory open.
            val sizes = List(ROUNDS) {
                calling()
                settled()
            }
            val grown = sizes.last() - sizes.first()
            println("$calls calls; the process grew by $grown KiB")
            assertTrue(grown < ALLOWED, "grew by $grown KiB in $calls calls: $sizes")
        }
    }

    /** The memory in use, in KiB, once what nobody holds has been let go; nothing where the system does not tell. */
    private fun settled(): Long {
        repeat(2) {
            System.gc()
            // Native things are let go by a thread of their own.
            Thread.sleep(100)
        }
        val status = File("/proc/self/status").takeIf { it.exists() }
        val line = status?.readLines()?.find { it.startsWith("RssAnon") }
        return line?.filter { it.isDigit() }?.toLong() ?: 0
    }
}
