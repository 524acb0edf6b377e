// Values and the form in which they cross into the native library, both ways; the generated types are put together from these.
package servicedesk

import java.math.BigDecimal
import java.time.DateTimeException
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter
import java.util.Base64
import java.util.UUID
import servicedesk.boundary.HostData
import servicedesk.boundary.Part

/** Data that are not of the type of their place: the native library and these sources are not of one version. */
internal class Mismatch(what: String) : IllegalStateException("The native library answered something that is not $what.")

internal fun host(value: Boolean): HostData = HostData.Truth(value)

internal fun host(value: Long): HostData = HostData.Whole(value)

internal fun host(value: String): HostData = HostData.Text(value)

internal fun host(value: BigDecimal): HostData = HostData.Decimal(value.toPlainString())

internal fun host(value: UUID): HostData = HostData.Uuid(value.mostSignificantBits, value.leastSignificantBits)

internal fun host(value: Instant): HostData = HostData.Instant(millis(value))

internal fun host(value: LocalDate): HostData = HostData.Day(value.toString())

internal fun host(value: Json): HostData = HostData.Document(value.text)

internal fun host(value: Bytes): HostData = HostData.Binary(value.toByteArray())

internal fun host(value: Identifier): HostData = host(value.value)

internal fun host(value: Named): HostData = host(value.value)

/** Milliseconds, held inside what 64 bits can count; the library refuses what is outside its years. */
internal fun millis(instant: Instant): Long = try {
    instant.toEpochMilli()
} catch (_: ArithmeticException) {
    if (instant.epochSecond < 0) Long.MIN_VALUE else Long.MAX_VALUE
}

internal fun <T> list(items: List<T>, item: (T) -> HostData): HostData = HostData.Items(items.map(item))

internal class Parts {
    // Not a name that a field of a structure may have, since the structures are put together inside of this one.
    val allParts = ArrayList<Part>()

    fun put(name: String, data: HostData) {
        allParts.add(Part(name, data))
    }
}

internal inline fun parts(fill: Parts.() -> Unit): HostData = HostData.Parts(Parts().apply(fill).allParts)

internal fun booleanFromHost(data: HostData): Boolean = (data as? HostData.Truth ?: throw Mismatch("a truth value")).value

internal fun integerFromHost(data: HostData): Long = (data as? HostData.Whole ?: throw Mismatch("a whole number")).value

internal fun textFromHost(data: HostData): String = (data as? HostData.Text ?: throw Mismatch("text")).text

internal fun decimalFromHost(data: HostData): BigDecimal = read("a decimal number") {
    when (data) {
        is HostData.Decimal -> BigDecimal(data.text)
        is HostData.Text -> BigDecimal(data.text)
        is HostData.Whole -> BigDecimal(data.value)
        else -> null
    }
}

internal fun uuidFromHost(data: HostData): UUID = read("a UUID") {
    when (data) {
        is HostData.Uuid -> UUID(data.high, data.low)
        is HostData.Text -> UUID.fromString(data.text)
        else -> null
    }
}

internal fun instantFromHost(data: HostData): Instant = read("an instant") {
    when (data) {
        is HostData.Instant -> Instant.ofEpochMilli(data.millis)
        is HostData.Text -> OffsetDateTime.parse(data.text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant()
        else -> null
    }
}

internal fun dateFromHost(data: HostData): LocalDate = read("a date") {
    when (data) {
        is HostData.Day -> LocalDate.parse(data.text)
        is HostData.Text -> LocalDate.parse(data.text)
        else -> null
    }
}

internal fun bytesFromHost(data: HostData): Bytes = read("bytes") {
    when (data) {
        is HostData.Binary -> Bytes(data.bytes)
        is HostData.Text -> Bytes(Base64.getDecoder().decode(data.text))
        else -> null
    }
}

internal fun jsonFromHost(data: HostData): Json = Json(jsonText(data))

internal fun <T> listFromHost(data: HostData, item: (HostData) -> T): List<T> =
    (data as? HostData.Items ?: throw Mismatch("a list")).items.map(item)

private inline fun <T : Any> read(what: String, value: () -> T?): T = try {
    value()
} catch (_: IllegalArgumentException) {
    null
} catch (_: DateTimeException) {
    null
} ?: throw Mismatch(what)

/**
 * Takes named parts out of data and makes sure that none is left. The values of a row have no names: they come in the order in
 * which the fields are declared, and that is the order in which they are asked for.
 */
internal class Reading(private val what: String, data: HostData) {
    private val parts: HashMap<String, HostData>
    private val row: Iterator<HostData>?

    init {
        row = (data as? HostData.Row)?.values?.iterator()
        val named = if (row == null) (data as? HostData.Parts ?: throw Mismatch(what)).parts else emptyList()
        parts = HashMap(named.size)
        for (part in named) parts[part.name] = part.data
    }

    private fun take(name: String): HostData? = when {
        row == null -> parts.remove(name)
        row.hasNext() -> row.next()
        else -> null
    }

    fun <T> required(name: String, read: (HostData) -> T): T {
        val data = take(name)
        return if (data == null || data is HostData.Null) throw Mismatch("$what with $name") else read(data)
    }

    fun <T> optional(name: String, read: (HostData) -> T): T? {
        val data = take(name)
        return if (data == null || data is HostData.Null) null else read(data)
    }

    /** What may be left out, but not be nothing. */
    fun <T> given(name: String, read: (HostData) -> T): T? {
        val data = take(name)
        return if (data is HostData.Null) throw Mismatch("$what with $name") else data?.let(read)
    }

    fun <T> listOrEmpty(name: String, item: (HostData) -> T): List<T> =
        take(name)?.let { listFromHost(it, item) } ?: emptyList()

    fun <T> changes(read: (String, HostData) -> T): List<T> {
        val changes = parts.map { (name, data) -> read(name, data) }
        parts.clear()
        return changes
    }

    fun finish() {
        if (parts.isNotEmpty()) throw Mismatch("$what without ${parts.keys.first()}")
        if (row != null && row.hasNext()) throw Mismatch("$what without a value")
    }
}

internal inline fun <T> HostData.reading(what: String, read: Reading.() -> T): T {
    val reading = Reading(what, this)
    return reading.read().also { reading.finish() }
}

/** Returns what to do with a value of a patch that may be cleared. */
internal fun <T> nullable(data: HostData, read: (HostData) -> T): T? = if (data is HostData.Null) null else read(data)

/** Returns what to do with a value of a patch that may not be cleared. */
internal fun <T> present(data: HostData, read: (HostData) -> T): T =
    if (data is HostData.Null) throw Mismatch("a value") else read(data)
