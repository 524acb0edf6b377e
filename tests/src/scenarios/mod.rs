//! Stories told as data, in `tests/scenarios/*.json`: every language runs the same files over its own public interface.
//! Here they run over the operations as data, which is what every other language stands on.
//!
//! A file has a name, the instant at which its clock stands, and steps: `enter` opens a scope, `call` calls an operation,
//! `iterate` follows its pages to the end, `now` sets the clock. `as` names a result; a text that begins with `$` refers to
//! one. `expect` says what the result must be like, `error` how the call must fail. A calendar is a value: `as` names it, `of` says
//! which one a call asks, and a text that is its name with `$` in front is the calendar itself.
//!
//! A story brings no files: of taking over a product's database it tells the refusal only, and `tests/src/adoption` takes one over.

mod matching;
mod references;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use servicedesk::calendar::Calendar;
use servicedesk::operation::{Data, Fields, Host};
use servicedesk::scope::Scope;
use servicedesk::{Error, block_on};

use crate::sample_log::Folder;

/// A story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    name: String,
    now: String,
    #[serde(default)]
    effects: Vec<String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    r#in: Option<String>,
    of: Option<String>,
    enter: Option<Json>,
    call: Option<String>,
    iterate: Option<String>,
    with: Option<Json>,
    r#as: Option<String>,
    expect: Option<Json>,
    error: Option<ExpectedError>,
    now: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedError {
    code: String,
    kind: String,
    fields: Option<Vec<String>>,
}

/// Returns the files of all stories, in order.
///
/// # Panics
/// When there are none.
pub fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of the scenarios")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no scenarios in {}", folder.display());
    files
}

/// Plays the story in that file on the desk at `address`; nothing for a desk in memory.
///
/// # Errors
/// A sentence with the number of the step that did not go as told, counted from 1.
pub fn play(file: &Path, address: Option<&str>) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let scenario: Scenario = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    // A desk on PostgreSQL keeps no files until it is told where; the others are told for once, too.
    let files = Folder::new();
    let opening = json!({
        "address": address,
        "files": files.file("files").to_str(),
        "effects": scenario.effects,
        "now": scenario.now,
    });
    let host = Host::open(Data::from_json(opening)).map_err(|error| error.to_string())?;
    let run = uuid::Uuid::now_v7().simple().to_string();
    let mut player = Player {
        host,
        results: HashMap::new(),
        scopes: HashMap::new(),
        calendars: HashMap::new(),
        last: String::new(),
        run,
    };
    for (number, step) in (1..).zip(&scenario.steps) {
        player.step(step).map_err(|why| format!("{}: step {number}: {why}", scenario.name))?;
    }
    Ok(())
}

struct Player {
    host: Host,
    results: HashMap<String, Json>,
    scopes: HashMap<String, Scope>,
    calendars: HashMap<String, Calendar>,
    last: String,
    run: String,
}

impl Player {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        if let Some(now) = &step.now {
            let now = servicedesk::clock::Timestamp::parse(now).map_err(|error| error.to_string())?;
            return self.host.set_now(now).map_err(|error| error.to_string());
        }
        if let Some(entry) = &step.enter {
            let entry = Data::from_json(self.resolve(entry)?);
            let scope = self.host.scope(entry).map_err(|error| error.to_string())?;
            self.last = step.r#as.clone().ok_or("a scope needs a name")?;
            self.scopes.insert(self.last.clone(), scope);
            return Ok(());
        }
        if let Some(name) = step.call.as_ref().filter(|name| name.starts_with("calendar.")) {
            let result = self.ask(step, name)?;
            return self.compare(step, result);
        }
        let with = self.resolve(step.with.as_ref().unwrap_or(&Json::Object(Map::new())))?;
        let scope = step.r#in.as_ref().unwrap_or(&self.last);
        let result = match (&step.call, &step.iterate) {
            (Some(name), None) => self.call(scope, name, with),
            (None, Some(name)) => self.iterate(scope, name, with),
            _ => return Err("a step calls or iterates, enters or sets the clock".to_owned()),
        };
        self.compare(step, result)
    }

    /// Makes or asks a calendar.
    fn ask(&mut self, step: &Step, name: &str) -> Result<Result<Json, Error>, String> {
        let Json::Object(given) = step.with.clone().unwrap_or_else(|| json!({})) else {
            return Err("arguments have names".to_owned());
        };
        let argument = |(name, json): (String, Json)| Ok((name.into(), self.argument(&json)?));
        let arguments = Fields(given.into_iter().map(argument).collect::<Result<_, String>>()?);
        let answer = match &step.of {
            Some(of) => self.calendars.get(of).ok_or("there is no such calendar")?.call(name, arguments),
            None => Calendar::make(name, arguments),
        };
        Ok(match answer {
            Ok(Data::Calendar(calendar)) => {
                if let Some(name) = &step.r#as {
                    self.calendars.insert(name.clone(), calendar);
                }
                Ok(Json::Null)
            }
            answer => answer.map(|data| data.to_json()),
        })
    }

    /// Returns the data of an argument, in which there may be calendars.
    fn argument(&self, json: &Json) -> Result<Data, String> {
        match json {
            Json::String(text) if text.starts_with('$') => match self.calendars.get(&text[1..]) {
                Some(calendar) => Ok(Data::Calendar(calendar.clone())),
                None => self.resolve(json).map(Data::from_json),
            },
            Json::Array(items) => {
                items.iter().map(|item| self.argument(item)).collect::<Result<_, _>>().map(Data::List)
            }
            other => self.resolve(other).map(Data::from_json),
        }
    }

    fn compare(&mut self, step: &Step, result: Result<Json, Error>) -> Result<(), String> {
        match (result, &step.error) {
            (Ok(result), None) => {
                if let Some(expected) = &step.expect {
                    matching::check(&self.resolve(expected)?, &result, "result")?;
                }
                if let Some(name) = &step.r#as {
                    self.results.insert(name.clone(), result);
                }
                Ok(())
            }
            (Err(error), Some(expected)) => expected.check(&error),
            (Ok(_), Some(expected)) => Err(format!("did not fail with {}", expected.code)),
            (Err(error), None) => Err(format!("{error:?}")),
        }
    }

    fn call(&self, scope: &str, name: &str, with: Json) -> Result<Json, Error> {
        let arguments = Fields::from_json(with)?;
        let data = if name.starts_with("desk.") {
            block_on(self.host.desk().call(name, arguments))
        } else {
            block_on(self.scopes.get(scope).expect("a scope was entered").call(name, arguments))
        };
        data.map(|data| data.to_json())
    }

    fn iterate(&self, scope: &str, name: &str, mut with: Json) -> Result<Json, Error> {
        let mut all = Vec::new();
        loop {
            let mut page = self.call(scope, name, with.clone())?;
            if let Some(items) = page["items"].as_array_mut() {
                all.append(items);
            }
            if page["next"].is_null() {
                return Ok(all.into());
            }
            with["find"]["after"] = page["next"].take();
        }
    }

    fn resolve(&self, json: &Json) -> Result<Json, String> {
        references::resolve(json, &self.results, &self.run)
    }
}

impl ExpectedError {
    fn check(&self, error: &Error) -> Result<(), String> {
        let found = (error.code().name(), error.kind().name());
        if found != (&*self.code, &*self.kind) {
            return Err(format!("failed with {found:?}, not with {:?}", (&self.code, &self.kind)));
        }
        match &self.fields {
            Some(fields) if *fields != error.fields() => Err(format!("blamed {:?}, not {fields:?}", error.fields())),
            _ => Ok(()),
        }
    }
}
