// The filter language: a tree of tests on fields, in the form that every language and every store shares.
package servicedesk

import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import servicedesk.boundary.HostData
import servicedesk.boundary.Part

/**
 * A condition on rows, such as `Condition.field("status_id").isEqualTo(open.id)`.
 *
 * A test on an absent value is false, except [FieldTest.isAbsent].
 */
class Condition internal constructor(private val host: HostData) {
    /** Both this and [other]. */
    infix fun and(other: Condition): Condition = all(this, other)

    /** This, or [other], or both. */
    infix fun or(other: Condition): Condition = any(this, other)

    /** Not this. */
    operator fun not(): Condition = none(this)

    internal fun toHost(): HostData = host

    /** Shows no value, because a value may be what a person wrote. */
    override fun toString(): String = "Condition(…)"

    override fun equals(other: Any?): Boolean = other is Condition && other.host == host

    override fun hashCode(): Int = host.hashCode()

    companion object {
        /** Begins a test on the field of that snake_case name. */
        fun field(name: String): FieldTest = FieldTest(name)

        /** Every one of these holds; with none, true. */
        fun all(vararg parts: Condition): Condition = group("all", parts.asList())

        /** At least one of these holds; with none, false. */
        fun any(vararg parts: Condition): Condition = group("any", parts.asList())

        /** Not one of these holds; with none, true. */
        fun none(vararg parts: Condition): Condition = group("none", parts.asList())

        private fun group(word: String, parts: List<Condition>) =
            Condition(HostData.Parts(listOf(Part(word, HostData.Items(parts.map { it.host })))))
    }
}

/** A field that waits for its test. */
class FieldTest internal constructor(private val name: String) {
    /** The field equals [value]. */
    fun isEqualTo(value: Any): Condition = test("is", of(value))

    /** The field differs from [value], or is absent. */
    fun isNotEqualTo(value: Any): Condition = Condition.none(isEqualTo(value))

    /** The field holds nothing. */
    fun isAbsent(): Condition = test("is", HostData.Null)

    /** The field holds something. */
    fun isPresent(): Condition = Condition.none(isAbsent())

    /** The field equals one of [values]. */
    fun isIn(values: Iterable<Any>): Condition = test("in", HostData.Items(values.map(::of)))

    /** The field equals one of [values]. */
    fun isIn(vararg values: Any): Condition = isIn(values.asList())

    /** The field is less than [value]. */
    fun isLessThan(value: Any): Condition = test("less_than", of(value))

    /** The field is less than [value], or equal. */
    fun isAtMost(value: Any): Condition = test("at_most", of(value))

    /** The field is greater than [value]. */
    fun isMoreThan(value: Any): Condition = test("more_than", of(value))

    /** The field is greater than [value], or equal. */
    fun isAtLeast(value: Any): Condition = test("at_least", of(value))

    /** The text contains [part], ignoring case and accents. */
    fun contains(part: String): Condition = test("contains", host(part))

    /** The text begins with [part], ignoring case and accents. */
    fun startsWith(part: String): Condition = test("starts_with", host(part))

    /** The text ends with [part], ignoring case and accents. */
    fun endsWith(part: String): Condition = test("ends_with", host(part))

    /** The list has [item]. */
    fun has(item: String): Condition = test("has", host(item))

    private fun test(word: String, value: HostData) =
        Condition(HostData.Parts(listOf(Part("field", host(name)), Part(word, value))))

    private fun of(value: Any): HostData = when (value) {
        is Identifier -> host(value.value)
        is Named -> host(value.value)
        is String -> host(value)
        is Boolean -> host(value)
        is Int -> host(value.toLong())
        is Long -> host(value)
        is BigDecimal -> host(value)
        is UUID -> host(value)
        is Instant -> host(value)
        is LocalDate -> host(value)
        else -> throw IllegalArgumentException("A ${value::class.simpleName} cannot be the value of a condition.")
    }
}

internal fun conditionFromHost(data: HostData): Condition = Condition(data)
