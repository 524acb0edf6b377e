// What ids and enums have in common, so that a condition takes any of them.
package servicedesk

import java.util.UUID

/** The id of a row; each entity has a type of its own. */
interface Identifier {
    /** The UUID. */
    val value: UUID
}

/** A value of an enum. */
interface Named {
    /** The stable snake_case name, the same in every language. */
    val value: String
}
