// On which thread the work of a call is done: never long on one that draws, and without changing threads where that is not needed.
package servicedesk

import java.util.concurrent.ThreadLocalRandom
import kotlin.coroutines.ContinuationInterceptor
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** After about so many calls that never suspended, the other coroutines of the same thread get their turn. */
private const val TURN = 64

/** Android's way to ask whether a thread has a queue of its own, as the one that draws has; nothing elsewhere. */
private val looper = runCatching { Class.forName("android.os.Looper").getMethod("myLooper") }.getOrNull()

/** Does [work] here, or on a thread for what may block: what [isQuick] takes microseconds, anything else may read much. */
internal suspend fun <T> settled(isQuick: Boolean, work: suspend () -> T): T {
    val dispatcher = currentCoroutineContext()[ContinuationInterceptor]
    val isPool = dispatcher === Dispatchers.Default || dispatcher === Dispatchers.IO
    val stays = isPool || (isQuick && dispatcher !is MainCoroutineDispatcher && looper?.invoke(null) == null)
    if (!stays) return withContext(Dispatchers.IO) { work() }
    // What does not suspend would neither notice that it is cancelled nor let anything else happen. By chance instead of by
    // count, because nothing is shared then and nobody is always passed over.
    if (ThreadLocalRandom.current().nextInt(TURN) == 0) yield() else currentCoroutineContext().ensureActive()
    return work()
}

/** Runs [work], which may read a file and knows no suspending, on a thread for what may block. */
internal suspend fun <T> blocking(work: () -> T): T = withContext(Dispatchers.IO) { work() }
