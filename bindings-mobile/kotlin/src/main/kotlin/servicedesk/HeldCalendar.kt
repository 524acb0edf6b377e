// Calendars that the native library holds: made, asked at once on the thread that asks, and let go when nobody refers to them.
package servicedesk

import servicedesk.boundary.HostCalendar
import servicedesk.boundary.HostData
import servicedesk.boundary.Part
import servicedesk.boundary.reckon as reckonHost

/** What [HeldCalendar.reckon] answers when there is no answer; no instant and no duration is that number. */
internal const val NO_ANSWER = Long.MIN_VALUE

/** A calendar by the handle that keeps it alive, and by the number that it is called by. */
internal class HeldCalendar(private val host: HostCalendar) {
    private val number = host.number()

    @Volatile
    private var isHeld = true

    /** Asks by name, which tells why when there is no answer. */
    inline fun <T> ask(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T =
        result(asked(Part(name, parts(arguments))))

    fun asked(call: Part): HostData = translating(call.data) { host.ask(call) }

    /** Asks by the place of the question in the declaration what takes and answers numbers only; [NO_ANSWER] when it fails. */
    fun reckon(question: Int, first: Long, second: Long): Long {
        val answer = Direct.reckon(number, question, first, second)
        stay()
        return answer
    }

    /** Read after a call, so that nobody lets go of the calendar during it. */
    fun stay() = check(isHeld)

    fun toHost(): HostData = HostData.Calendar(number)
}

internal fun heldCalendarFromHost(data: HostData): HeldCalendar {
    if (data !is HostData.Calendar) throw Mismatch("a calendar")
    return HeldCalendar(translating(data) { HostCalendar.of(data.number) })
}

/** Makes a calendar by the call of that name. */
internal inline fun making(name: String, arguments: Parts.() -> Unit): HeldCalendar {
    val call = Part(name, parts(arguments))
    return HeldCalendar(translating(call.data) { HostCalendar.make(call) })
}

/** Answers what needs no calendar. */
internal inline fun <T> reckoned(name: String, result: (HostData) -> T, arguments: Parts.() -> Unit): T {
    val call = Part(name, parts(arguments))
    return result(translating(call.data) { reckonHost(call) })
}

/** Keeps the calendars until here. */
internal fun kept(calendars: List<Calendar>) = calendars.forEach { it.stay() }
