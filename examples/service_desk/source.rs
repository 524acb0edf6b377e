//! Which log is imported with which mapping, and held against which promises. The sample, the mappings and the declarations of the
//! project are part of the program, so that it works from any folder.

use std::fs;
use std::path::Path;

use servicedesk::import::{self, Mapping, TicketReader};
use servicedesk_examples::service_levels::Declaration;

use crate::Fatal;
use crate::options::Options;

const SAMPLE: &[u8] = include_bytes!("data/incidents.csv");

const MAPPINGS: [(&str, &str); 5] = [
    ("sample", include_str!("mappings/sample.json")),
    ("servicenow", include_str!("mappings/servicenow.json")),
    ("helpdesk_italy", include_str!("mappings/helpdesk_italy.json")),
    ("consumidor_gov_br", include_str!("mappings/consumidor_gov_br.json")),
    ("consumidor_gov_br_raw", include_str!("mappings/consumidor_gov_br_raw.json")),
];

/// What is promised where neither a file nor the name of the mapping says so.
const DEFAULT: &str = "default";

const DECLARATIONS: [(&str, &str); 3] = [
    ("sample", include_str!("service_levels/sample.json")),
    ("servicenow", include_str!("service_levels/servicenow.json")),
    (DEFAULT, include_str!("service_levels/default.json")),
];

/// A log that is open, and what its columns mean.
pub(crate) struct Source {
    /// What its columns mean.
    pub(crate) mapping: Mapping,
    /// The short name of the organization that gets its tickets unless another is asked for.
    pub(crate) slug: String,
    /// What the desk promises.
    pub(crate) declaration: Declaration,
    /// The tickets.
    pub(crate) reader: TicketReader,
}

/// Opens what the options name, or the sample.
pub(crate) fn open(options: &Options) -> Result<Source, Fatal> {
    let name = options.mapping.as_deref().unwrap_or("sample");
    let mapping = mapping(name)?;
    let reader = match &options.file {
        Some(path) => import::open(path, &mapping).map_err(|error| format!("{}: {error}", path.display()))?,
        None => import::read(SAMPLE, &mapping)
            .map_err(|error| format!("the sample: {error}"))?
            .with_total_bytes(SAMPLE.len() as u64),
    };
    Ok(Source { mapping, slug: slug(name), declaration: declaration(options, name)?, reader })
}

/// Returns what the options say of promises, or else what the project does for that mapping.
fn declaration(options: &Options, mapping: &str) -> Result<Declaration, Fatal> {
    let known = |name: &str| DECLARATIONS.iter().find(|(known, _)| *known == name).map(|(_, json)| (*json).to_owned());
    let (name, json) = match &options.service_levels {
        None => (mapping, known(mapping).or_else(|| known(DEFAULT)).unwrap_or_default()),
        Some(name) => match known(name) {
            Some(json) => (name.as_str(), json),
            None => (name.as_str(), fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?),
        },
    };
    Declaration::from_json(&json).map_err(|error| format!("{name}: {error}"))
}

fn mapping(name: &str) -> Result<Mapping, Fatal> {
    let known = MAPPINGS.iter().find(|(known, _)| *known == name);
    if let Some((_, json)) = known {
        return Mapping::from_json(json).map_err(|error| format!("{name}: {error}"));
    }
    if !Path::new(name).exists() {
        let names: Vec<&str> = MAPPINGS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no mapping file `{name}`, and it is none of {}", names.join(", ")));
    }
    Mapping::load(name).map_err(|error| format!("{name}: {error}"))
}

/// Makes a short name of a mapping's: lower-case letters, digits and inner hyphens.
fn slug(name: &str) -> String {
    let stem = Path::new(name).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().to_lowercase());
    let words = stem.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    if slug.is_empty() {
        "log".to_owned()
    } else {
        slug.chars().take(63).collect::<String>().trim_end_matches('-').to_owned()
    }
}
