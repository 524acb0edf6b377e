// A scenario told as data, run through the public typed functions: steps, references to earlier results, expectations.
package servicedesk

import java.nio.file.Path
import java.time.Instant
import java.util.UUID
import kotlinx.coroutines.flow.toList
import org.json.JSONArray
import org.json.JSONObject
import org.json.JSONTokener
import servicedesk.boundary.HostData
import servicedesk.boundary.Part

/** A call that answers at once, not made yet. */
internal fun <T> ready(call: () -> T): () -> T = call

internal class Scenario(private val told: JSONObject) {
    private val run = UUID.randomUUID().toString().take(8)
    private val results = HashMap<String, Any>()
    private val scopes = HashMap<String, Scope>()
    private var last: Scope? = null

    val name: String = told.getString("name")

    suspend fun play(folder: Path) {
        val effects = told.optJSONArray("effects")?.map { it.toString() } ?: emptyList()
        val address = folder.resolve("desk.db").toString()
        val now = Instant.parse(told.getString("now"))
        Desk.open(address = address, effects = effects, now = now, sequentialIds = false).use { desk ->
            told.getJSONArray("steps").forEachIndexed { index, step ->
                try {
                    take(desk, step as JSONObject)
                } catch (failure: Throwable) {
                    throw AssertionError("\"$name\", step $index: $step\n${failure.message ?: failure}", failure)
                }
            }
        }
    }

    private suspend fun take(desk: Desk, step: JSONObject) {
        if (step.has("now")) return desk.setNow(Instant.parse(step.getString("now")))
        val outcome = runCatching { if (step.has("enter")) enter(desk, step) else call(desk, step) }
        val refused = step.optJSONObject("error")
        if (refused != null) return check(refused, outcome.exceptionOrNull())
        val result = outcome.getOrThrow()
        step.optString("as").ifEmpty { null }?.let { results[it] = result }
        if (step.has("expect")) Expectation.check(resolved(step.get("expect")), result, "result")
    }

    private fun enter(desk: Desk, step: JSONObject): Any {
        val entry = entryFromHost(host(resolved(step.get("enter"))))
        val scope = with(entry) { desk.scope(organizationId, userId, permissions, request, idempotencyKey) }
        last = scope
        step.optString("as").ifEmpty { null }?.let { scopes[it] = scope }
        return JSONObject.NULL
    }

    private suspend fun call(desk: Desk, step: JSONObject): Any {
        val name = step.optString("call").ifEmpty { step.getString("iterate") }
        val (area, operation) = name.split('.', limit = 2)
        val arguments = host(resolved(step.optJSONObject("with") ?: JSONObject())) as HostData.Parts
        if (area == "calendar") return ask(step, operation, Reading("arguments", arguments))
        val scope = if (step.has("in")) scopes.getValue(step.getString("in")) else last
        val reading = Reading("arguments", arguments)
        if (step.has("iterate")) {
            val rows = if (area == "desk") flowOf(desk, name, reading) else flowOf(scope!!, name, reading)
            return json(HostData.Items(rows.toList()))
        }
        val ready = try {
            if (area == "desk") callOf(desk, area, operation, reading) else callOf(scope!!, area, operation, reading)
        } catch (inexpressible: Mismatch) {
            // The types do not let a program say this at all; that the library refuses it too is seen below them.
            if (area == "desk") desk.untyped(name, arguments.parts) else scope!!.untyped(name, arguments.parts)
            throw AssertionError("The library takes what the types refuse: ${inexpressible.message}")
        }
        return json(ready())
    }

    /** Makes or asks a calendar, which is a result that is no JSON. */
    private fun ask(step: JSONObject, operation: String, arguments: Reading): Any {
        makingOf(operation, arguments)?.let { return it() }
        val calendar = step.optString("of").ifEmpty { null }?.let { results.getValue(it) as Calendar }
        return json(askingOf(calendar, operation, arguments)())
    }

    private fun check(refused: JSONObject, failure: Throwable?) {
        if (failure !is DeskException) throw AssertionError("expected $refused, got $failure", failure)
        check(failure.code == refused.getString("code")) { "expected $refused, got ${failure.code}" }
        check(failure.kind == refused.optString("kind", failure.kind)) { "expected $refused, got ${failure.kind}" }
        val fields = refused.optJSONArray("fields")?.map { it.toString() }
        check(fields == null || fields == failure.fields) { "expected $refused, got ${failure.fields}" }
    }

    private fun json(data: HostData): Any = JSONTokener(jsonText(data)).nextValue()

    /** Replaces references and the token of this run. */
    private fun resolved(value: Any?): Any = when (value) {
        is JSONObject -> JSONObject().also { copy ->
            value.keys().forEach { copy.put(it, resolved(value.get(it))) }
        }
        // One by one: a collection would be wrapped, and a calendar in it be taken for a bean.
        is JSONArray -> JSONArray().also { copy -> value.forEach { copy.put(resolved(it)) } }
        is String -> if (value.startsWith("$")) reference(value.drop(1)) else value.replace("{run}", run)
        else -> value ?: JSONObject.NULL
    }

    private fun reference(path: String): Any {
        val steps = path.split('.')
        val begin: Any = results[steps.first()] ?: throw AssertionError("There is no result $path")
        return steps.drop(1).fold(begin) { place, step ->
            when (place) {
                is JSONObject -> place.get(step)
                is JSONArray -> place.get(step.toInt())
                else -> throw AssertionError("There is no $step in $path")
            }
        }
    }

    private fun host(value: Any): HostData = when (value) {
        is JSONObject -> HostData.Parts(value.keys().asSequence().map { Part(it, host(value.get(it))) }.toList())
        is JSONArray -> HostData.Items(value.map { host(it) })
        is Calendar -> value.toHost()
        is Boolean -> HostData.Truth(value)
        is Int -> HostData.Whole(value.toLong())
        is Long -> HostData.Whole(value)
        is Number -> HostData.Document(value.toString())
        is String -> HostData.Text(value)
        else -> HostData.Null
    }
}
