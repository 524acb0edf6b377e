// Calls into the native library: never on the thread that asked, and failures as exceptions of this package.
package servicedesk

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext
import servicedesk.boundary.HostData
import servicedesk.boundary.HostDesk
import servicedesk.boundary.HostFailure
import servicedesk.boundary.HostScope

/** Runs [work], which may read a file, away from the thread that draws. */
internal suspend fun <T> native(work: suspend () -> T): T = withContext(Dispatchers.IO) { translating { work() } }

internal inline fun <T> translating(work: () -> T): T = try {
    work()
} catch (failure: HostFailure.Failed) {
    throw DeskException.of(failure)
}

internal suspend inline fun <T> HostDesk.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val parts = Parts().apply(arguments).allParts
    return result(native { call(name, parts) })
}

internal suspend inline fun <T> HostScope.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val parts = Parts().apply(arguments).allParts
    return result(native { call(name, parts) })
}

/** Follows the pages from the first that [find] asks for to the last. */
internal fun <T> following(find: Find, page: suspend (Find) -> Page<T>): Flow<T> = flow {
    var place: Find? = find
    while (place != null) {
        val answer = page(place)
        answer.items.forEach { emit(it) }
        place = answer.next?.let { place?.copy(after = it) }
    }
}
