// Calls into the native library, where `Threads.kt` says, and failures as exceptions of this package.
package servicedesk

import java.nio.charset.CharacterCodingException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import servicedesk.boundary.Begun
import servicedesk.boundary.HostData
import servicedesk.boundary.HostDesk
import servicedesk.boundary.HostFailure
import servicedesk.boundary.Parameter
import servicedesk.boundary.Part

/** Runs [work] with what a program has [given] and turns failures into those of this package. */
internal inline fun <T> translating(given: HostData, work: () -> T): T = try {
    work()
} catch (failure: HostFailure.Failed) {
    throw DeskException.of(failure)
} catch (_: CharacterCodingException) {
    throw DeskException.of(notUnicode(brokenText("text", given) ?: "text"))
}

internal suspend inline fun <T> HostDesk.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val call = Part(name, parts(arguments))
    return result(answer(call, isQuick = false) { begin(call) })
}

internal suspend inline fun <T> Place.ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val call = Part(name, parts(arguments))
    return result(answer(call, isQuick = false) { begin(call) })
}

/** As [ask], for what only looks up the row of an id. */
internal suspend inline fun <T> Place.lookUp(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val call = Part(name, parts(arguments))
    return result(answer(call, isQuick = true) { begin(call) })
}

/**
 * Returns the answer to a call that [begin] begins. Most are there at once: embedded stores read on the thread that asks, and
 * only what is written waits for another.
 */
internal suspend fun answer(call: Part, isQuick: Boolean, begin: () -> Begun): HostData =
    settled(isQuick) {
        translating(call.data) {
            when (val begun = begin()) {
                is Begun.Ended -> begun.answer
                is Begun.Waits -> begun.rest.use { it.answer() }
            }
        }
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
