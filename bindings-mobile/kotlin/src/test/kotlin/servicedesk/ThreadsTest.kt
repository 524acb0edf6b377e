// Where calls are done, and that calls which never have to wait still end with their coroutine and leave room for others.
package servicedesk

import java.util.UUID
import java.util.concurrent.Executors
import kotlin.coroutines.CoroutineContext
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout

class ThreadsTest {
    private suspend fun staysHere(isQuick: Boolean): Boolean {
        val here = Thread.currentThread()
        return settled(isQuick) { Thread.currentThread() === here }
    }

    @Test
    fun `the thread that draws does not wait`() {
        val thread = Executors.newSingleThreadExecutor()
        val drawing = object : MainCoroutineDispatcher() {
            override val immediate get() = this
            override fun dispatch(context: CoroutineContext, block: Runnable) = thread.execute(block)
        }
        runBlocking(drawing) {
            assertEquals(listOf(false, false), listOf(staysHere(isQuick = true), staysHere(isQuick = false)))
        }
        thread.shutdown()
    }

    @Test
    fun `a thread of the program's own waits for a look-up only`() {
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { own ->
            // Whether another coroutine has its turn first is left to chance, but this thread is the only one there.
            runBlocking(own) { assertEquals(listOf(true, false), listOf(staysHere(isQuick = true), staysHere(isQuick = false))) }
        }
    }

    @Test
    fun `look-ups end with their coroutine and leave room for others`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.scope(desk.createOrganization(NewOrganization(name = "Acme", slug = "acme")).id)
            val nobody = TagId(UUID.randomUUID())
            var turns = 0
            launch { repeat(10) { turns += 1 } }
            assertFailsWith<TimeoutCancellationException> { withTimeout(200) { while (true) scope.tags.find(nobody) } }
            assertEquals(10, turns)
            val stopped = launch(Dispatchers.Default) { while (true) scope.tags.find(nobody) }
            stopped.cancel()
            stopped.join()
            assertTrue(stopped.isCancelled)
        }
    }

    @Test
    fun `calls of a pool stay on it, whatever they are`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.scope(desk.createOrganization(NewOrganization(name = "Acme", slug = "acme")).id)
            withContext(Dispatchers.IO) {
                assertNotEquals(0, scope.organization().version)
                assertEquals(0, scope.tags.list().items.size)
                assertEquals("printer", scope.tags.create(NewTag(name = "printer")).name)
            }
        }
    }
}
