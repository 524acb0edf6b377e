// What only this language can get wrong: errors as exceptions, the clock, closing, many coroutines, discretion.
package servicedesk

import java.math.BigDecimal
import java.nio.file.Files
import java.time.Instant
import java.util.UUID
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import servicedesk.boundary.HostData
import servicedesk.boundary.Part

private val NOON = Instant.parse("2026-01-05T12:00:00Z")

private suspend fun Desk.acme(): Scope {
    val scope = scope(createOrganization(NewOrganization(name = "Acme", slug = "acme", monthlyTicketLimit = 1000)).id)
    scope.setUp(preset(PresetName.ITSM))
    return scope
}

private fun printer(subject: String = "Printer") =
    NewTicket(subject = subject, requesterName = "Ana Lima", requesterEmail = "ana@example.com")

class DeskTest {
    @Test
    fun `errors are of their kind and speak both languages`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.acme()
            val missing = assertFailsWith<DeskException.NotFound> { scope.tickets.get(TicketId(UUID.randomUUID())) }
            assertEquals("row.not_found", missing.code)
            assertEquals("there is no such Ticket", missing.message)
            assertEquals("não existe esse registro de Ticket", missing.message(Language.PT_BR))
            assertFalse(missing.isRetryable)
            val long = assertFailsWith<DeskException.Invalid> { scope.tags.create(NewTag(name = "x".repeat(1000))) }
            assertEquals(listOf("name"), long.fields)
            assertTrue(long.parameters.getValue("max").toInt() > 0)
            val tag = scope.tags.create(NewTag(name = "printer"))
            assertFailsWith<DeskException.Rejected> { scope.tags.create(NewTag(name = "printer")) }
            scope.tags.update(tag.id, tag.version, TagPatch(TagChange.Color("#ff0000")))
            val stale = assertFailsWith<DeskException.Conflict> { scope.tags.delete(tag.id, tag.version) }
            assertTrue(stale.isRetryable)
        }
    }

    @Test
    fun `nothing wrong gets past the boundary`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.acme()
            var deep: HostData = HostData.Null
            repeat(100) { deep = HostData.Items(listOf(deep)) }
            suspend fun refused(code: String, value: HostData) {
                val refused = assertFailsWith<DeskException.Invalid> { scope.untyped("tickets.list", listOf(Part("find", value))) }
                assertEquals(code, refused.code)
            }
            refused("json.too_deep", deep)
            refused("json.invalid", HostData.Document("{"))
            refused("field.kind", HostData.Day("yesterday"))
            refused("field.kind", HostData.Decimal("1e999"))
            refused("field.kind", HostData.Instant(Long.MAX_VALUE))
            val unknown = assertFailsWith<DeskException.Invalid> { scope.untyped("tickets.nothing", emptyList()) }
            assertEquals("operation.unknown", unknown.code)
            val broken = assertFailsWith<DeskException.Invalid> { scope.tags.create(NewTag(name = "\uD800")) }
            assertEquals("format.invalid", broken.code)
            assertEquals(listOf("name"), broken.fields)
            assertEquals("name não é Unicode", broken.message(Language.PT_BR))
            assertFailsWith<DeskException.Invalid> { Desk.open(address = "\uD800") }
        }
    }

    @Test
    fun `the clock is the program's`() = runBlocking<Unit> {
        Desk.open(now = NOON).use { desk ->
            val scope = desk.acme()
            assertEquals(NOON, scope.tickets.create(printer()).createdAt)
            desk.setNow(NOON.plusSeconds(90))
            assertEquals(NOON.plusSeconds(90), scope.tickets.create(printer()).createdAt)
            assertFailsWith<DeskException.Invalid> { desk.setNow(Instant.MAX) }
        }
        Desk.open().use { desk -> assertFailsWith<DeskException.Invalid> { desk.setNow(NOON) } }
    }

    @Test
    fun `a closed desk says so and lets go of its file`() = runBlocking<Unit> {
        val folder = Files.createTempDirectory("servicedesk")
        val address = folder.resolve("desk.db").toString()
        val scope = Desk.open(address = address).use { it.acme() }
        assertEquals("store.closed", assertFailsWith<DeskException.Unavailable> { scope.tickets.list() }.code)
        assertEquals(listOf("desk.db"), folder.toFile().list()?.toList())
        Desk.open(address = address).use { assertEquals("Acme", it.organizationBySlug("acme")?.name) }
        folder.toFile().deleteRecursively()
        assertEquals("store.address", assertFailsWith<DeskException.Invalid> { Desk.open(address = "") }.code)
    }

    @Test
    fun `sixty-four coroutines share one desk`() = runBlocking<Unit> {
        val folder = Files.createTempDirectory("servicedesk")
        Desk.open(address = folder.resolve("desk.db").toString()).use { desk ->
            val scope = desk.acme()
            val numbers = (1..64).map { number ->
                async(Dispatchers.Default) {
                    val ticket = scope.tickets.create(printer("Printer $number"))
                    val patch = TicketPatch(TicketChange.EstimatedHours(BigDecimal("1.5")))
                    assertEquals(2, scope.tickets.update(ticket.id, ticket.version, patch).version)
                    scope.tickets.get(ticket.id).number
                }
            }.awaitAll()
            assertEquals(64, numbers.toSet().size)
            assertEquals(64, scope.tickets.count())
            assertEquals(64, scope.tickets.listAll(Find(limit = 10)).toList().map { it.id }.toSet().size)
            assertEquals(15, scope.tickets.listAll(Find(limit = 10)).take(15).toList().size)
        }
        folder.toFile().deleteRecursively()
    }

    @Test
    fun `what people wrote is not printed`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.acme()
            val new = printer("Secret").copy(customFields = Json("""{"secret": true}"""))
            val ticket = scope.tickets.create(new)
            assertEquals(ticket, scope.tickets.get(ticket.id))
            assertNotEquals(ticket, scope.tickets.create(new))
            val patch = TicketPatch(TicketChange.Subject("Secret"), TicketChange.CustomFields(Json("\"Secret\"")))
            val printed = "$ticket $new $patch ${patch.changes} ${Condition.field("subject").isEqualTo("Secret")} " +
                "${scope.tickets.list()} ${Request(userAgent = "Secret")} ${ticket.customFields}"
            assertFalse(Regex("secret|lima|ana@", RegexOption.IGNORE_CASE).containsMatchIn(printed), printed)
            assertTrue(printed.contains(ticket.number) && printed.contains(ticket.id.toString()))
        }
    }

    @Test
    fun `values come back as they went`() = runBlocking<Unit> {
        Desk.open().use { desk ->
            val scope = desk.acme()
            val due = Instant.parse("2026-02-01T10:20:30.456Z")
            val new = printer().copy(
                type = TicketType.PROBLEM,
                estimatedHours = BigDecimal("12.25"),
                dueAt = due,
                tags = listOf("a", "á"),
                customFields = Json("""{"n":12345678901234567890.5,"s":"\u00e7"}"""),
            )
            val ticket = scope.tickets.create(new)
            assertEquals(TicketType.PROBLEM, ticket.type)
            assertEquals(0, BigDecimal("12.25").compareTo(ticket.estimatedHours))
            assertEquals(due, ticket.dueAt)
            assertEquals(listOf("a", "á"), ticket.tags)
            val logo = Bytes(byteArrayOf(1, 2, -3))
            val organization = scope.organization()
            val patch = OrganizationPatch(OrganizationChange.Logo(logo), OrganizationChange.LogoMimeType("image/png"))
            assertEquals(logo, scope.updateOrganization(organization.version, patch).logo)
            val nobody = scope.tickets.assign(ticket.id, ticket.version, Assignee.Nobody)
            assertEquals(null, nobody.ticket.assigneeId)
            val high = Condition.field("due_at").isAtLeast(due) and !Condition.field("type").isEqualTo(TicketType.TASK)
            assertEquals(1, scope.tickets.count(Find(filter = high)))
            assertEquals(0, scope.tickets.count(Find(filter = high and Condition.field("id").isNotEqualTo(ticket.id))))
        }
    }
}
