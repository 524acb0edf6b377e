// Bytes that compare by content, as the values of a data class should.
package servicedesk

/** Bytes. Two are equal when their contents are. */
class Bytes(content: ByteArray) {
    private val content = content.copyOf()

    /** The number of bytes. */
    val size: Int get() = content.size

    /** Returns a copy of the bytes. */
    fun toByteArray(): ByteArray = content.copyOf()

    override fun equals(other: Any?): Boolean = other is Bytes && content.contentEquals(other.content)

    override fun hashCode(): Int = content.contentHashCode()

    /** Tells the size only. */
    override fun toString(): String = "Bytes($size)"
}
