// Business time: a calendar of ours beside the loop over days that many programs have instead. Both know the same hours, the same
// break and the same holidays, and before anything is measured, both have to agree.
package calls

import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneId
import java.time.ZonedDateTime
import java.util.Random
import servicedesk.Calendar
import servicedesk.Json

private const val PLACE = "America/Sao_Paulo"
private const val HOUR = 3_600_000L
private const val ROUNDS = 15
private const val WINDOW = 80_000_000L

private val HOURS = listOf(LocalTime.of(9, 0) to LocalTime.of(12, 0), LocalTime.of(13, 0) to LocalTime.of(18, 0))

/** What many programs have: a walk over the days, with the hours of each. */
private class DayLoop(private val closed: Set<LocalDate>) {
    private val zone = ZoneId.of(PLACE)

    private fun isOpen(day: LocalDate) = day.dayOfWeek.value < 6 && day !in closed

    fun deadline(start: Instant, length: Long): Instant {
        var left = length
        var day = start.atZone(zone).toLocalDate()
        while (true) {
            if (isOpen(day)) {
                for ((opens, closes) in HOURS) {
                    val begin = maxOf(start, ZonedDateTime.of(day, opens, zone).toInstant())
                    val open = Duration.between(begin, ZonedDateTime.of(day, closes, zone).toInstant()).toMillis()
                    if (open <= 0) continue
                    if (open >= left) return begin.plusMillis(left)
                    left -= open
                }
            }
            day = day.plusDays(1)
        }
    }

    fun elapsed(start: Instant, end: Instant): Long {
        var total = 0L
        var day = start.atZone(zone).toLocalDate()
        val last = end.atZone(zone).toLocalDate()
        while (day <= last) {
            if (isOpen(day)) {
                for ((opens, closes) in HOURS) {
                    val begin = maxOf(start, ZonedDateTime.of(day, opens, zone).toInstant())
                    val until = minOf(end, ZonedDateTime.of(day, closes, zone).toInstant())
                    total += maxOf(0, Duration.between(begin, until).toMillis())
                }
            }
            day = day.plusDays(1)
        }
        return total
    }
}

/** Measures this part. */
internal fun businessTime() {
    val days = listOf("monday", "tuesday", "wednesday", "thursday", "friday")
    val hours = days.joinToString(", ", "{", "}") { """"$it": ["09:00-12:00", "13:00-18:00"]""" }
    val ours = Calendar(timezone = PLACE, weeklyHours = Json(hours), holidays = Json("""[{"preset": "br.national"}]"""))
    val closed = (2020L..2029L).flatMap { year -> Calendar.presetHolidays("br.national", year).map { it.date } }
    val loop = DayLoop(closed.toSet())
    val pick = Random(1)
    val first = Instant.parse("2021-01-01T00:00:00Z")
    val starts = List(500) { first.plusSeconds(pick.nextInt(5 * 365 * 86_400).toLong()) }
    for ((name, length) in listOf("4 hours" to 4 * HOUR, "a year of working hours" to 2_000 * HOUR)) {
        val pairs = starts.map { it to ours.deadline(it, length) }
        for ((start, end) in pairs.take(100)) {
            check(loop.deadline(start, length) == end) { "deadline after $name from $start" }
            check(loop.elapsed(start, end) == length && ours.elapsed(start, end) == length) { "from $start to $end" }
        }
        compare("deadline after $name", over(starts) { ours.deadline(it, length) }, over(starts) { loop.deadline(it, length) })
        compare(
            "time elapsed over $name",
            over(pairs) { ours.elapsed(it.first, it.second) },
            over(pairs) { loop.elapsed(it.first, it.second) },
        )
    }
}

/** Whatever was answered last, so that no answer is left out as of no use. */
@Volatile
private var answer: Any? = null

/** Asks for a hundred items, one after the other, round and round: a look at the clock takes as long as a question. */
private fun <T> over(items: List<T>, ask: (T) -> Any): () -> Int {
    var place = 0
    return {
        repeat(100) {
            answer = ask(items[place])
            place = (place + 1) % items.size
        }
        100
    }
}

/** Returns the seconds that one operation took. */
private fun turn(work: () -> Int): Double {
    var done = 0
    val began = System.nanoTime()
    while (true) {
        done += work()
        val now = System.nanoTime()
        if (now >= began + WINDOW) return (now - began) / 1e9 / done
    }
}

/** Measures in turns, round after round, so that what disturbs the one disturbs the other, and prints a line. */
private fun compare(what: String, ours: () -> Int, theirs: () -> Int) {
    repeat(5) {
        turn(ours)
        turn(theirs)
    }
    val rounds = List(ROUNDS) { round ->
        if (round % 2 == 0) {
            turn(ours) to turn(theirs)
        } else {
            turn(theirs).let { other -> turn(ours) to other }
        }
    }
    fun median(values: List<Double>) = values.sorted()[ROUNDS / 2]
    val ratios = rounds.map { (own, other) -> other / own }.sorted()
    val figures = listOf(median(rounds.map { it.first }), median(rounds.map { it.second }), median(ratios), ratios.first(), ratios.last())
    println((listOf("row", what, "a loop over days", "faster") + figures + "1").joinToString("\t"))
}
