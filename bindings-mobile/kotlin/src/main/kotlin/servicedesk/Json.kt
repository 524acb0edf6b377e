// A JSON document as its text: the library of a program's choice reads it.
package servicedesk

/** A JSON document. Two are equal when their texts are. */
@JvmInline
value class Json(
    /** The text of the document. */
    val text: String,
) {
    /** Tells the size only, because a document may hold what a person wrote. */
    override fun toString(): String = "Json(${text.length} characters)"
}
