// Calls below the types, for what the types do not let a program say.
package servicedesk

import servicedesk.boundary.HostData
import servicedesk.boundary.HostDesk
import servicedesk.boundary.Part

internal suspend fun Desk.untyped(name: String, arguments: List<Part>): HostData {
    val call = Part(name, HostData.Parts(arguments))
    return answer(call, isQuick = false) { handleOf<HostDesk>(this).begin(call) }
}

internal suspend fun Scope.untyped(name: String, arguments: List<Part>): HostData {
    val call = Part(name, HostData.Parts(arguments))
    return answer(call, isQuick = false) { handleOf<Place>(this).begin(call) }
}

private inline fun <reified T> handleOf(owner: Any): T {
    val field = owner.javaClass.getDeclaredField("handle")
    field.isAccessible = true
    return field.get(owner) as T
}
