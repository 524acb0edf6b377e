// Every scenario of the project, a test each; a project without scenarios fails.
package servicedesk

import java.nio.file.Files
import java.nio.file.Path
import java.util.stream.Stream
import kotlin.io.path.extension
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking
import org.json.JSONArray
import org.json.JSONObject
import org.json.JSONTokener
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory

class ScenarioTest {
    @TestFactory
    fun scenarios(): Stream<DynamicTest> {
        val folder = Path.of(System.getProperty("servicedesk.scenarios"))
        val told = folder.listDirectoryEntries().filter { it.extension == "json" }.sorted().flatMap { file ->
            when (val told = JSONTokener(file.readText()).nextValue()) {
                is JSONArray -> told.map { it as JSONObject }
                else -> listOf(told as JSONObject)
            }
        }
        check(told.isNotEmpty()) { "There is no scenario in $folder." }
        return told.map { scenario ->
            DynamicTest.dynamicTest(scenario.getString("name")) {
                val place = Files.createTempDirectory("servicedesk")
                try {
                    runBlocking { Scenario(scenario).play(place) }
                } finally {
                    place.toFile().deleteRecursively()
                }
            }
        }.stream()
    }
}
