// The short way into the native library, for calls on a scope and questions to a calendar: functions that take nothing but
// numbers, and bytes in memory that is there already. What stands in the bytes is written and read by the converters of the generated boundary.
package servicedesk

import com.sun.jna.JNIEnv
import com.sun.jna.Native
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import servicedesk.boundary.Begun
import servicedesk.boundary.FfiConverterTypeBegun
import servicedesk.boundary.FfiConverterTypeHostFailure
import servicedesk.boundary.FfiConverterTypePart
import servicedesk.boundary.HostScope
import servicedesk.boundary.InternalException
import servicedesk.boundary.Part

/** A scope as the areas hold it: by the handle that keeps it alive, and by the number that it is called by. */
internal class Place(val scope: HostScope) {
    private val number = scope.number()

    @Volatile
    private var isHeld = true

    /** Begins a call on the thread that asks. */
    fun begin(call: Part): Begun {
        val room = ROOM.get()
        val given = room.given(FfiConverterTypePart.allocationSize(call))
        FfiConverterTypePart.write(call, given.bytes)
        val answer = room.answer
        val length = Direct.begin(number, given.address, given.bytes.position(), answer.address, answer.size)
        // Read after the call, so that nobody lets go of the scope during it.
        check(isHeld)
        return if (length <= answer.size) read(answer, length) else read(room.left(length), length)
    }

    private fun read(answer: Memory, length: Int): Begun {
        if (length < 0) throw InternalException("The answer does not fit into memory.")
        val bytes = answer.bytes.clear().limit(length) as ByteBuffer
        return if (bytes.get() == 0.toByte()) FfiConverterTypeBegun.read(bytes) else throw FfiConverterTypeHostFailure.read(bytes)
    }
}

/** Memory that the native library reads and writes. */
private class Memory(val size: Int) {
    val bytes: ByteBuffer = ByteBuffer.allocateDirect(size)
    val address: Long = Pointer.nativeValue(Native.getDirectBufferPointer(bytes))
}

/** What a thread keeps for its calls; what needs more gets its own, so that nobody keeps much. */
private class Room {
    private val usual = Memory(KEPT)
    val answer = Memory(KEPT)

    fun given(size: ULong): Memory {
        val memory = if (size <= KEPT.toULong()) usual else Memory(Math.toIntExact(size.toLong()))
        memory.bytes.clear()
        return memory
    }

    /** Fetches the answer for which there was no room. */
    fun left(length: Int): Memory = Memory(length).also { Direct.left(it.address, it.size) }
}

private const val KEPT = 16 * 1024

private val ROOM = ThreadLocal.withInitial { Room() }

/** Functions of the native library that the virtual machine calls itself: JNA would look at every argument of every call. */
internal object Direct {
    init {
        if (Registration.servicedesk_register(JNIEnv.CURRENT) != 0) throw UnsatisfiedLinkError("servicedesk.Direct")
    }

    @JvmStatic
    external fun begin(scope: Long, call: Long, length: Int, room: Long, size: Int): Int

    @JvmStatic
    external fun reckon(calendar: Long, question: Int, first: Long, second: Long): Long

    @JvmStatic
    external fun left(room: Long, size: Int): Int
}

/** What tells the virtual machine where those functions are: only JNA knows where it loaded the library. */
private object Registration {
    init {
        // The library that the generated boundary loads, which may be told to load another.
        val library = System.getProperty("uniffi.component.servicedesk.libraryOverride") ?: "servicedesk_mobile"
        Native.register(Registration::class.java, library)
    }

    @JvmStatic
    external fun servicedesk_register(env: JNIEnv): Int
}
