// Which rows are wanted, and the pages in which they come.
package servicedesk

import servicedesk.boundary.HostData

/**
 * Which rows are wanted.
 *
 * @property filter What the rows have to meet; nothing for every row.
 * @property sort The fields to order by, with `-` in front of a name for descending.
 * @property after The place behind which to go on: [Page.next] of the page before.
 * @property limit The greatest number of rows of a page.
 * @property withDeleted Whether deleted rows are wanted, too.
 */
data class Find(
    val filter: Condition? = null,
    val sort: List<String> = emptyList(),
    val after: String? = null,
    val limit: Int? = null,
    val withDeleted: Boolean = false,
)

/**
 * One page of rows.
 *
 * @property items The rows.
 * @property next The place behind the last row, for [Find.after]; nothing when there are no more.
 */
data class Page<out T>(val items: List<T>, val next: String?)

internal fun Find.toHost(): HostData = parts {
    filter?.let { put("filter", it.toHost()) }
    if (sort.isNotEmpty()) put("sort", list(sort, ::host))
    after?.let { put("after", host(it)) }
    limit?.let { put("limit", host(it.toLong())) }
    if (withDeleted) put("with_deleted", host(true))
}

internal fun findFromHost(data: HostData): Find = data.reading("Find") {
    Find(
        filter = optional("filter", ::conditionFromHost),
        sort = listOrEmpty("sort", ::textFromHost),
        after = optional("after", ::textFromHost),
        limit = optional("limit") { Math.toIntExact(integerFromHost(it)) },
        withDeleted = optional("with_deleted", ::booleanFromHost) ?: false,
    )
}

internal fun <T> Page<T>.toHost(item: (T) -> HostData): HostData = parts {
    put("items", list(items, item))
    put("next", next?.let(::host) ?: HostData.Null)
}

internal fun <T> pageFromHost(data: HostData, item: (HostData) -> T): Page<T> = data.reading("Page") {
    Page(listOrEmpty("items", item), optional("next", ::textFromHost))
}
