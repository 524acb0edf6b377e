// What a scenario expects of a result: parts of objects, whole lists, and three ways to say less.
package servicedesk

import org.json.JSONArray
import org.json.JSONObject

internal object Expectation {
    /** Fails with the path of the first part that is not as expected. */
    fun check(expected: Any, found: Any, path: String) {
        when (expected) {
            is JSONObject -> checkObject(expected, found, path)
            is JSONArray -> {
                check(found is JSONArray) { "$path: expected a list, found $found" }
                check(expected.length() == found.length()) {
                    "$path: expected ${expected.length()} items, found ${found.length()}"
                }
                expected.forEachIndexed { index, item -> check(item, found.get(index), "$path.$index") }
            }
            is Number -> check(found is Number && expected.toString() == found.toString()) { "$path: expected $expected, found $found" }
            else -> check(expected == found) { "$path: expected $expected, found $found" }
        }
    }

    private fun checkObject(expected: JSONObject, found: Any, path: String) {
        when {
            expected.has("\$length") -> {
                val length = expected.getInt("\$length")
                check(found is JSONArray && found.length() == length) {
                    "$path: expected $length items, found ${(found as? JSONArray)?.length()}"
                }
            }
            expected.has("\$any") -> check(found != JSONObject.NULL) { "$path: expected something" }
            expected.has("\$matches") -> {
                val pattern = Regex(expected.getString("\$matches"))
                check(found is String && pattern.containsMatchIn(found)) { "$path: expected $pattern, found $found" }
            }
            else -> {
                check(found is JSONObject) { "$path: expected an object, found $found" }
                for (name in expected.keys()) {
                    check(found.has(name)) { "$path: there is no $name" }
                    check(expected.get(name), found.get(name), "$path.$name")
                }
            }
        }
    }
}
