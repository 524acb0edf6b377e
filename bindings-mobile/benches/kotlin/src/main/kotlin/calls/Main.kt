// What a call costs when the library has next to nothing to do: a desk in memory, from the method to its answer.
package calls

import kotlinx.coroutines.runBlocking
import servicedesk.Desk
import servicedesk.NewOrganization
import servicedesk.NewUser
import servicedesk.TagId

private const val CALLS = 5_000
private const val ROUNDS = 9

fun main() = runBlocking<Unit> {
    // What Maven leaves on the first line stays apart from what is measured.
    println()
    Desk.open().use { desk ->
        val acme = desk.createOrganization(NewOrganization(name = "Acme", slug = "acme"))
        val scope = desk.scope(acme.id)
        val person = scope.users.create(NewUser(displayName = "Ana", email = "ana@example.com"))
        val nobody = TagId(acme.id.value)
        val calls = mapOf<String, suspend () -> Unit>(
            "a call that finds nothing, in memory" to { check(scope.tags.find(nobody) == null) },
            "a person's row by its id, in memory" to { check(scope.users.get(person.id).id == person.id) },
        )
        // Both first, because what the machine still compiles would be counted as the first one's.
        calls.values.forEach { rounds(it) }
        calls.forEach { (what, call) -> println("figure\t$what\t${rounds(call).sorted()[ROUNDS / 2]}") }
    }
    businessTime()
}

/** Returns how long a call took, in seconds, round after round. */
private suspend fun rounds(call: suspend () -> Unit): List<Double> = List(ROUNDS) {
    val began = System.nanoTime()
    repeat(CALLS) { call() }
    (System.nanoTime() - began) / 1e9 / CALLS
}
