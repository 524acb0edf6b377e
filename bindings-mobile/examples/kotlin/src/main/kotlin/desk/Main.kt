// A ticket from its opening through its re-opening to its end, on a desk in a file of its own.
package desk

import java.nio.file.Files
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import servicedesk.Condition
import servicedesk.Desk
import servicedesk.DeskException
import servicedesk.Find
import servicedesk.Language
import servicedesk.NewComment
import servicedesk.NewOrganization
import servicedesk.NewTicket
import servicedesk.PresetName
import servicedesk.Scope
import servicedesk.Ticket

fun main() = runBlocking {
    val folder = Files.createTempDirectory("desk")
    Desk.open(address = folder.resolve("desk.db").toString()).use { desk ->
        val acme = desk.createOrganization(NewOrganization(name = "Acme", slug = "acme", timezone = "America/Sao_Paulo"))
        val scope = desk.scope(acme.id)
        scope.setUp(desk.preset(PresetName.ITSM))
        live(scope)
    }
    folder.toFile().deleteRecursively()
    println("closed for good")
}

private suspend fun live(scope: Scope) {
    var ticket = scope.tickets.create(
        NewTicket(subject = "A impressora não liga", requesterName = "Ana", requesterEmail = "ana@example.com"),
    )
    scope.tickets.create(
        NewTicket(subject = "Nova senha", requesterName = "Bia", requesterEmail = "bia@example.com"),
    )
    println("${ticket.number} opened at ${ticket.createdAt}")
    scope.comments.add(NewComment(ticketId = ticket.id, body = "Is it plugged in?"))

    ticket = scope.move(ticket, "open")
    ticket = scope.move(ticket, "resolved")
    ticket = scope.move(ticket, "open")
    println("${ticket.number} was opened again ${ticket.reopenCount} time(s)")

    println("All tickets: ${scope.tickets.listAll(Find(sort = listOf("number"))).toList().map { it.number }}")
    val ofAna = Condition.field("requester_email").isEqualTo("ana@example.com")
    println("Of Ana: ${scope.tickets.list(Find(filter = ofAna)).items.map { it.number }}")

    try {
        scope.tickets.transition(ticket.id, version = 1, statusId = ticket.statusId)
    } catch (stale: DeskException.Conflict) {
        println("${stale.code}: ${stale.message(Language.EN)} / ${stale.message(Language.PT_BR)}")
    }

    ticket = scope.move(ticket, "resolved")
    ticket = scope.move(ticket, "closed")
    for (entry in scope.tickets.historyAll(ticket.id).toList()) println("  ${entry.createdAt} ${entry.action} ${entry.field ?: ""}")
}

/** Moves a ticket to the status of that key. */
private suspend fun Scope.move(ticket: Ticket, key: String): Ticket {
    val status = statuses.list(Find(filter = Condition.field("key").isEqualTo(key))).items.single()
    println("${ticket.number} -> ${status.name}")
    return tickets.transition(ticket.id, ticket.version, status.id)
}
