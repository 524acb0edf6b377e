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
        figure("a call that finds nothing, in memory") { check(scope.tags.find(nobody) == null) }
        figure("a person's row by its id, in memory") { check(scope.users.get(person.id).id == person.id) }
    }
}

/** Prints the median of the rounds, after as many to warm up. */
private suspend fun figure(what: String, call: suspend () -> Unit) {
    val rounds = List(2 * ROUNDS) {
        val began = System.nanoTime()
        repeat(CALLS) { call() }
        (System.nanoTime() - began) / 1e9 / CALLS
    }
    println("figure\t$what\t${rounds.drop(ROUNDS).sorted()[ROUNDS / 2]}")
}
