// Many calls do not make the process grow: what crosses the boundary is freed on both sides.
package servicedesk

import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.runBlocking

/** As many calls as fit into this, several times over: a million would take minutes, and what leaks shows after thousands. */
private val ROUND = 1.5.seconds
private const val ROUNDS = 7

class MemoryTest {
    @Test
    fun `memory stays flat`() = runBlocking {
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
            val sizes = List(ROUNDS) {
                calling()
                settled()
            }
            // What leaks grows in every round; what the machine compiles or keeps for later grows in some.
            val growths = sizes.zipWithNext { before, after -> after - before }
            val typical = growths.sorted()[growths.size / 2]
            println("$calls calls; the process grew by $growths KiB in rounds of ${ROUND.inWholeMilliseconds} ms")
            assertTrue(typical < 64, "grew by $growths KiB after $calls calls")
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
