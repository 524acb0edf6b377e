// Why a call did not happen: one class per kind, so that `when` tells what to do.
package servicedesk

import servicedesk.boundary.HostFailure

/** A language in which texts for people exist. */
enum class Language {
    /** English. */
    EN,

    /** Brazilian Portuguese. */
    PT_BR,
}

/**
 * Why something did not happen. The subclass tells what to do about it; [code] is the precise reason, stable and the same in
 * every language. It never holds a value that a person wrote.
 */
sealed class DeskException private constructor(failure: HostFailure.Failed) : Exception(failure.english, null) {
    /** The stable name of the precise reason, such as `row.not_found`. */
    val code: String = failure.code

    /** The names of the fields concerned, the most important first. */
    val fields: List<String> = failure.fields

    /** The parameters of the sentence, such as `max`. */
    val parameters: Map<String, String> = failure.parameters.associate { it.name to it.value }

    /** Whether the same call may succeed later without any change by the caller. */
    val isRetryable: Boolean = failure.retryable

    /** The stable name of the kind, such as `not_found`. */
    val kind: String = failure.kind

    private val english = failure.english
    private val portuguese = failure.portuguese

    /** Returns the sentence for a person, without a full stop. */
    fun message(language: Language): String = when (language) {
        Language.EN -> english
        Language.PT_BR -> portuguese
    }

    /** There is no such row, or not in this organization; stop looking. */
    class NotFound internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** Somebody was faster; load again, decide again, call again. */
    class Conflict internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** A rule of the domain said no; show the reason to the person. */
    class Rejected internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** The arguments are wrong; correct the fields that are named. */
    class Invalid internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** The actor may not do this. */
    class Denied internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** A limit of the organization's plan is reached; the parameters tell which, its value and when it resets. */
    class LimitReached internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** The store cannot answer now; try again later. */
    class Unavailable internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** Stored data contradict themselves; restore or repair. */
    class Corrupt internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    /** A defect of the library; report it. */
    class Internal internal constructor(failure: HostFailure.Failed) : DeskException(failure)

    internal companion object {
        /** Returns the exception for a failure of the native library. */
        fun of(failure: HostFailure.Failed): DeskException = when (failure.kind) {
            "not_found" -> NotFound(failure)
            "conflict" -> Conflict(failure)
            "rejected" -> Rejected(failure)
            "invalid" -> Invalid(failure)
            "denied" -> Denied(failure)
            "limit_reached" -> LimitReached(failure)
            "unavailable" -> Unavailable(failure)
            "corrupt" -> Corrupt(failure)
            else -> Internal(failure)
        }
    }
}
