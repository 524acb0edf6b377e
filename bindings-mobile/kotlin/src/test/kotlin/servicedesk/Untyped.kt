// Calls below the types, for what the types do not let a program say.
package servicedesk

import servicedesk.boundary.HostData
import servicedesk.boundary.HostDesk
import servicedesk.boundary.HostScope
import servicedesk.boundary.Part

internal suspend fun Desk.untyped(name: String, arguments: List<Part>): HostData =
    native { handleOf<HostDesk>(this).call(name, arguments) }

internal suspend fun Scope.untyped(name: String, arguments: List<Part>): HostData =
    native { handleOf<HostScope>(this).call(name, arguments) }

private inline fun <reified T> handleOf(owner: Any): T {
    val field = owner.javaClass.getDeclaredField("handle")
    field.isAccessible = true
    return field.get(owner) as T
}
