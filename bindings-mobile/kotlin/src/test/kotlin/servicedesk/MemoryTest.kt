// Many calls do not make the process grow: what crosses the boundary is freed on both sides. As many as fit into some seconds,
// since what leaks shows after thousands; SERVICEDESK_MEMORY_SECONDS=900 leaves the time for a million.
package servicedesk

import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.runBlocking

private const val ROUNDS = 10
private val ROUND = (System.getenv("SERVICEDESK_MEMORY_SECONDS")?.toInt() ?: 8).seconds / ROUNDS

/** More calls are not made, however much time is left. */
private const val MOST = 1_000_000

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
                val most = calls + MOST / ROUNDS
                while (began.elapsedNow() < ROUND && calls < most) {
                    scope.tags.get(tag.id)
                    desk.scope(tag.organizationId)
                    runCatching { scope.tags.create(NewTag(name = "printer")) }
                    calls += 3
                }
            }
            calling()
            // Settled after each round, because what waits for the collector is no leak and would tear the memory open.
            val sizes = List(ROUNDS - 1) {
                calling()
                settled()
            }
            val grown = sizes.last() - sizes.first()
            println("$calls calls: ${sizes.first()} KiB, then $grown more")
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
