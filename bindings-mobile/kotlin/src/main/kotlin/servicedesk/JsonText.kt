// Data as the text of a JSON document: names in snake_case; ids, instants, dates and decimals as text; nothing as null.
package servicedesk

import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.Base64
import java.util.UUID
import servicedesk.boundary.HostData

private val MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC)

internal fun jsonText(data: HostData): String = StringBuilder().also { write(data, it) }.toString()

private fun write(data: HostData, text: StringBuilder) {
    when (data) {
        // A calendar is no part of a document.
        is HostData.Null, is HostData.Calendar -> text.append("null")
        is HostData.Truth -> text.append(data.value)
        is HostData.Whole -> text.append(data.value)
        is HostData.Document -> text.append(data.json)
        is HostData.Decimal -> quote(data.text, text)
        is HostData.Text -> quote(data.text, text)
        is HostData.Uuid -> quote(UUID(data.high, data.low).toString(), text)
        is HostData.Day -> quote(data.text, text)
        is HostData.Instant -> quote(MILLISECONDS.format(Instant.ofEpochMilli(data.millis)), text)
        is HostData.Binary -> quote(Base64.getEncoder().encodeToString(data.bytes), text)
        is HostData.Items -> write(data.items, text)
        is HostData.Row -> write(data.values, text)
        is HostData.Parts -> {
            text.append('{')
            data.parts.forEachIndexed { index, part ->
                if (index > 0) text.append(',')
                quote(part.name, text)
                text.append(':')
                write(part.data, text)
            }
            text.append('}')
        }
    }
}

private fun write(items: List<HostData>, text: StringBuilder) {
    text.append('[')
    items.forEachIndexed { index, item ->
        if (index > 0) text.append(',')
        write(item, text)
    }
    text.append(']')
}

private fun quote(value: String, text: StringBuilder) {
    text.append('"')
    for (letter in value) {
        when {
            letter == '"' || letter == '\\' -> text.append('\\').append(letter)
            letter < ' ' -> text.append("\\u%04x".format(letter.code))
            else -> text.append(letter)
        }
    }
    text.append('"')
}
