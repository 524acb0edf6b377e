//! The example `service_desk` as a person runs it: what its chapter of service levels says is held against the log itself, added up
//! here minute by minute without the library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::ToSpan as _;
use jiff::civil::{DateTime, Weekday, date};
use serde_json::{Value as Json, json};

/// A folder of one test, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("service_desk-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a test can make a folder");
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("a test can write a file");
    }

    /// Runs the example, which `cargo test` has built beside this test.
    fn run(&self, arguments: &[&str]) -> Output {
        let test = std::env::current_exe().expect("a test is a file");
        let built = test.ancestors().nth(2).expect("a test lies in a folder of its own").join("examples");
        let program = built.join(format!("service_desk{}", std::env::consts::EXE_SUFFIX));
        assert!(program.is_file(), "cargo build -p servicedesk-examples --example service_desk");
        Command::new(program).current_dir(&self.0).args(arguments).output().expect("it runs")
    }

    fn told(&self, arguments: &[&str]) -> Json {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("it prints JSON")
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it prints text")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A row of the sample.
struct Event {
    at: DateTime,
    state: String,
    priority: String,
    group: String,
    is_owned: bool,
}

/// The rows of each incident of the sample.
fn sample() -> BTreeMap<String, Vec<Event>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("service_desk/data/incidents.csv");
    let mut log = csv::Reader::from_path(path).expect("the sample is there");
    let columns = log.headers().expect("it has a header").clone();
    let mut incidents: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for row in log.records() {
        let row = row.expect("it is whole");
        let cell = |name: &str| row[columns.iter().position(|column| column == name).expect("a column")].to_owned();
        incidents.entry(cell("number")).or_default().push(Event {
            at: DateTime::strptime("%Y-%m-%d %H:%M", cell("event_at")).expect("a time"),
            state: cell("state"),
            priority: cell("priority"),
            group: cell("group"),
            is_owned: !cell("assignee").is_empty(),
        });
    }
    incidents
}

/// Counts the minutes from Monday to Friday between 8:00 and 18:00, one by one, without the two days of Carnival.
fn worked(from: DateTime, to: DateTime) -> i64 {
    let mut minutes = 0;
    let mut at = from;
    while at < to {
        let is_free = matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday)
            || [date(2025, 3, 3), date(2025, 3, 4)].contains(&at.date());
        minutes += i64::from(!is_free && (8..18).contains(&at.hour()));
        at = at.checked_add(1.minute()).expect("a log ends");
    }
    minutes
}

/// What should be said of one promise to one incident.
struct Expected {
    metric: &'static str,
    number: String,
    priority: String,
    group: String,
    elapsed: i64,
    target: i64,
    is_over: bool,
}

impl Expected {
    fn verdict(&self) -> usize {
        match (self.elapsed > self.target, self.is_over) {
            (true, _) => 1,
            (false, true) => 0,
            (false, false) => 2,
        }
    }
}

/// What should be said of the sample: to whom it was assigned and when it was resolved, as far as the desk had to act.
fn expected() -> Vec<Expected> {
    let incidents = sample();
    let ends = incidents.values().flatten().map(|event| event.at).max().expect("it is not empty");
    let targets = BTreeMap::from([("P1", (30, 240)), ("P2", (60, 480)), ("P3", (90, 1_200)), ("P4", (120, 2_400))]);
    let mut expected = Vec::new();
    for (number, events) in &incidents {
        let last = events.last().expect("an incident has an event");
        let (until_owned, until_resolved) = targets[last.priority.as_str()];
        let (mut owning, mut resolving, mut is_owned) = (0, 0, false);
        for (index, event) in events.iter().enumerate() {
            is_owned |= event.is_owned;
            let acts = ["New", "Active"].contains(&event.state.as_str());
            let next = events.get(index + 1).map_or(ends, |next| next.at);
            let minutes = if acts { worked(event.at, next) } else { 0 };
            resolving += minutes;
            owning += if is_owned { 0 } else { minutes };
        }
        let is_resolved = ["Resolved", "Closed"].contains(&last.state.as_str());
        let owned = ("time_to_own", owning, until_owned, is_owned);
        for (metric, elapsed, target, is_over) in [owned, ("resolution", resolving, until_resolved, is_resolved)] {
            let (number, priority, group) = (number.clone(), last.priority.clone(), last.group.clone());
            expected.push(Expected { metric, number, priority, group, elapsed, target, is_over });
        }
    }
    expected
}

/// Met, breached and undecided by some word.
fn counts(expected: &[Expected], metric: &str, word: impl Fn(&Expected) -> String) -> BTreeMap<String, [u64; 3]> {
    let mut counts: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for one in expected.iter().filter(|one| one.metric == metric) {
        counts.entry(word(one)).or_default()[one.verdict()] += 1;
    }
    counts
}

/// The same as the example tells it.
fn told(rows: &Json, word: &str) -> BTreeMap<String, [u64; 3]> {
    let rows = rows.as_array().expect("a list").iter();
    rows.map(|row| (row[word].as_str().expect(word).to_owned(), verdicts(&row["attainment"]))).collect()
}

fn verdicts(attainment: &Json) -> [u64; 3] {
    ["met", "breached", "open"].map(|name| attainment[name].as_u64().expect(name))
}

#[test]
fn the_service_levels_of_the_sample_are_those_of_its_log() {
    let folder = Folder::new("sample");
    let output = folder.told(&[]);
    let levels = &output["service_levels"];
    let expected = expected();
    let metrics = levels["metrics"].as_array().expect("a list");
    assert_eq!(metrics.len(), 2);
    for levels in metrics {
        let metric = levels["metric"].as_str().expect("a name");
        assert_eq!(
            told(&levels["priorities"], "key"),
            counts(&expected, metric, |one| one.priority.clone()),
            "{metric}"
        );
        assert_eq!(told(&levels["groups"], "name"), counts(&expected, metric, |one| one.group.clone()), "{metric}");
        for (index, priority) in levels["priorities"].as_array().expect("a list").iter().enumerate() {
            let key = priority["key"].as_str().expect("a key");
            let of_priority = |one: &Expected| if one.priority == key { one.group.clone() } else { String::new() };
            let mut cells = counts(&expected, metric, of_priority);
            cells.remove("");
            let groups = levels["groups"].as_array().expect("a list").iter();
            let told = groups.map(|group| {
                (group["name"].as_str().expect("a name").to_owned(), verdicts(&group["priorities"][index]))
            });
            let told: BTreeMap<_, _> = told.filter(|(_, counts)| *counts != [0; 3]).collect();
            assert_eq!(told, cells, "{metric} of {key}");
        }
        let all = counts(&expected, metric, |_| "all".to_owned())["all"];
        assert!(all[0] > 0 && all[1] > 0, "{metric} of the sample is neither always kept nor always broken: {all:?}");
        let sum = |name: &str| {
            let periods = levels["periods"].as_array().expect("a list").iter();
            periods.map(|period| period["attainment"][name].as_u64().expect(name)).sum::<u64>()
        };
        assert_eq!([sum("met"), sum("breached")], [all[0], all[1]], "every verdict falls into a period");
    }

    // The worst ten, by minutes; those that are equally bad come in the order of the log.
    let mut worst: Vec<&Expected> = expected.iter().filter(|one| one.verdict() == 1).collect();
    worst.sort_by_key(|one| (one.target - one.elapsed, one.number.as_str()));
    let minutes = |json: &Json| json.as_i64().expect("a duration") / 60_000;
    let told = levels["worst"].as_array().expect("a list");
    let of_log = worst.iter().take(10).map(|one| (one.number.as_str(), one.metric, one.elapsed, one.target));
    let of_example = told.iter().map(|breach| {
        let number = breach["external_id"].as_str().expect("a name");
        let metric = breach["metric"].as_str().expect("a name");
        (number, metric, minutes(&breach["elapsed_ms"]), minutes(&breach["target_ms"]))
    });
    assert_eq!(of_example.collect::<Vec<_>>(), of_log.collect::<Vec<_>>());
    for breach in told {
        let instant = |name: &str| breach[name].as_str().expect("an instant").parse::<jiff::Timestamp>().expect(name);
        let spent = breach["spent"].as_array().expect("a list");
        let of = |reason: &str| {
            let parts = spent.iter().filter(|part| reason.is_empty() || part["reason"] == reason);
            parts.map(|part| minutes(&part["ms"])).sum::<i64>()
        };
        let whole = (instant("ended_at").as_millisecond() - instant("started_at").as_millisecond()) / 60_000;
        assert_eq!(of(""), whole, "where the time went adds up");
        assert_eq!(of("open"), minutes(&breach["elapsed_ms"]), "what counted is what it took");
        assert_eq!(minutes(&breach["over_ms"]), minutes(&breach["elapsed_ms"]) - minutes(&breach["target_ms"]));
    }

    // The plot has a point for each period with a verdict, where the share is.
    assert_eq!(output["plot"], "service_desk.svg");
    let plot = fs::read_to_string(folder.0.join("service_desk.svg")).expect("it was written");
    let periods = metrics.iter().flat_map(|levels| levels["periods"].as_array().expect("a list"));
    let mut points = 0;
    for period in periods {
        let count = |name: &str| period["attainment"][name].as_u64().expect(name);
        let decided = count("met") + count("breached");
        if decided > 0 {
            let name = period["name"].as_str().expect("a name");
            let share = count("met") as f64 * 100.0 / decided as f64;
            assert!(plot.contains(&format!("<title>{name}: {share:.1} %</title>")), "{name}");
            points += 1;
        }
    }
    assert_eq!(plot.matches("</title></circle>").count(), points);
}

#[test]
fn what_is_promised_holds_until_something_else_is_declared() {
    let folder = Folder::new("declared");
    let first = folder.told(&[]);
    assert_eq!(folder.told(&[])["service_levels"], first["service_levels"], "nothing changes by asking again");
    let hours: serde_json::Map<String, Json> =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .into_iter()
            .map(|day| (day.to_owned(), json!(["00:00-24:00"])))
            .collect();
    let always = json!({
        "version": "servicedesk.service_levels/1",
        "calendar": { "name": "Service Desk", "weekly_hours": hours },
        "policies": [{ "name": "P1", "targets": { "resolution": { "minutes": 60 } } }],
    });
    folder.write("always.json", &always.to_string());
    let other = folder.told(&["--service-levels", "always.json", "--plot", "other.svg"]);
    let metrics = other["service_levels"]["metrics"].as_array().expect("a list");
    assert_eq!(metrics.len(), 1);
    let rows = metrics[0]["priorities"].as_array().expect("a list");
    assert!(rows.iter().all(|row| row["target_ms"] == 3_600_000), "{rows:?}");
    assert!(folder.0.join("other.svg").is_file());
    assert_eq!(folder.told(&[])["service_levels"], other["service_levels"], "it holds from now on");
    assert_eq!(folder.told(&["--service-levels", "sample"])["service_levels"], first["service_levels"]);

    let refused = folder.run(&["--service-levels", "nowhere.json"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).starts_with("service_desk: nowhere.json: "));
    folder.write("wrong.json", &always.to_string().replace("minutes", "hours"));
    let refused = folder.run(&["--service-levels", "wrong.json"]);
    assert_eq!(refused.status.code(), Some(1));
    let sentence = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(sentence.contains("targets.resolution"), "{sentence}");
}

/// Four incidents of one Monday; the third was in time, whatever its log says, and the last is not closed.
const LOG: &str = "\
id,state,at,kept
A,New,2025-03-10 09:00,
A,Closed,2025-03-10 12:00,yes
B,New,2025-03-10 09:00,
B,Closed,2025-03-10 15:30,no
C,New,2025-03-10 16:00,
C,Waiting,2025-03-10 16:30,
C,New,2025-03-10 17:00,
C,Closed,2025-03-11 09:30,no
D,New,2025-03-10 17:00,
";

#[test]
fn the_verdicts_of_a_log_of_ones_own_stand_beside_those_of_the_clocks() {
    let folder = Folder::new("recorded");
    let mapping = json!({
        "version": "servicedesk.import/1",
        "name": "Four incidents",
        "format": { "timezone": "Europe/Lisbon", "dates": ["%Y-%m-%d %H:%M"] },
        "layout": "events",
        "lifecycle": {
            "statuses": [
                { "key": "New", "kind": "new" },
                { "key": "Waiting", "kind": "pending" },
                { "key": "Closed", "kind": "closed" },
            ],
            "transitions": "any",
        },
        "fields": {
            "external_id": "id",
            "status": "state",
            "event_at": "at",
            "custom_fields": { "kept": { "column": "kept", "type": "boolean", "true": ["yes"], "false": ["no"] } },
        },
    });
    let declaration = json!({
        "version": "servicedesk.service_levels/1",
        "calendar": {
            "name": "Office",
            "weekly_hours": { "monday": ["09:00-18:00"], "tuesday": ["09:00-18:00"] },
        },
        "policies": [{ "name": "All", "targets": { "resolution": { "minutes": 240 } } }],
        "recorded_verdict": { "custom_field": "kept", "metric": "resolution" },
    });
    folder.write("log.csv", LOG);
    folder.write("mapping.json", &mapping.to_string());
    folder.write("promises.json", &declaration.to_string());
    let arguments = ["log.csv", "--mapping", "mapping.json", "--service-levels", "promises.json"];
    let levels = &folder.told(&arguments)["service_levels"];
    let all = &levels["metrics"][0]["all"];
    assert_eq!(*all, json!({ "met": 2, "breached": 1, "open": 1 }));
    let recorded = &levels["recorded"];
    assert_eq!((recorded["compared"].as_u64(), recorded["agree"].as_u64()), (Some(3), Some(2)));
    let [disagreement] = &recorded["disagreements"].as_array().expect("a list")[..] else { panic!("{recorded}") };
    assert_eq!(disagreement["external_id"], "C");
    // Half an hour, an hour and the half hour of the next morning; it waited for half an hour.
    assert_eq!((&disagreement["elapsed_ms"], &disagreement["is_met"]), (&json!(7_200_000), &json!(true)));
    let [breach] = &levels["worst"].as_array().expect("a list")[..] else { panic!("{levels}") };
    assert_eq!((&breach["external_id"], &breach["over_ms"]), (&json!("B"), &json!(9_000_000)));

    let text = folder.text(&arguments);
    for line in [
        "took 6 h 30 min instead of 4 h 00 min, 2 h 30 min too long",
        "2025-03-10 09:00 to 2025-03-10 15:30, 6 h 30 min in all:",
        "no group: log breached, clock met (2 h 00 min of 4 h 00 min)",
        "66.67 %",
        "Plot: service_desk.svg",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let portuguese = folder.text(&[&arguments[..], &["--language", "pt-BR"]].concat());
    assert!(portuguese.contains("levou 6 h 30 min em vez de 4 h 00 min, 2 h 30 min a mais"), "{portuguese}");
}
