// Calls into the native library: never on the thread that asked, and failures as exceptions of this package.
package servicedesk

import java.nio.charset.CharacterCodingException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext
import servicedesk.boundary.HostData
import servicedesk.boundary.HostDesk
import servicedesk.boundary.HostFailure
import servicedesk.boundary.HostScope
import servicedesk.boundary.Parameter

/** Runs [work], which may read a file, away from the thread that draws. */
internal suspend fun <T> native(given: HostData, work: suspend () -> T): T =
    withContext(Dispatchers.IO) { translating(given) { work() } }

/** Runs [work] with what a program has [given] and turns failures into those of this package. */
internal inline fun <T> translating(given: HostData, work: () -> T): T = try {
    work()
} catch (failure: HostFailure.Failed) {
    throw DeskException.of(failure)
} catch (_: CharacterCodingException) {
    throw DeskException.of(notUnicode(brokenText("text", given) ?: "text"))
}

internal suspend inline fun <T> HostDesk.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val parts = Parts().apply(arguments).allParts
    return result(native(HostData.Parts(parts)) { call(name, parts) })
}

internal suspend inline fun <T> HostScope.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val parts = Parts().apply(arguments).allParts
    return result(native(HostData.Parts(parts)) { call(name, parts) })
}

/** The failure for a text with half a pair of code units, which is the only one that never reaches the library. */
internal fun notUnicode(field: String) = HostFailure.Failed(
    kind = "invalid",
    code = "format.invalid",
    fields = listOf(field),
    parameters = listOf(Parameter("expected", "Unicode")),
    english = "$field is not Unicode",
    portuguese = "$field não é Unicode",
    retryable = false,
)

/** Returns the name of the part that cannot be written as UTF-8. */
internal fun brokenText(name: String, data: HostData): String? = when (data) {
    is HostData.Text -> name.takeUnless { Charsets.UTF_8.newEncoder().canEncode(data.text) }
    is HostData.Document -> name.takeUnless { Charsets.UTF_8.newEncoder().canEncode(data.json) }
    is HostData.Items -> data.items.firstNotNullOfOrNull { brokenText(name, it) }
    is HostData.Parts -> data.parts.firstNotNullOfOrNull { brokenText(it.name, it.data) }
    else -> null
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
