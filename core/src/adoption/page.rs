//! The pages of `docs/adoption` are the plan: which column of which table is which field is read from them, so that the
//! pages cannot say one thing and the import do another.

/// One line of a page.
pub(super) struct Line {
    pub(super) table: &'static str,
    /// Nothing on a page that names tables without columns.
    pub(super) column: Option<&'static str>,
    /// The entities, or the fields, such as `Ticket.subject`; none for what has no place, with a reason.
    pub(super) places: Vec<Place>,
}

/// An entity, with a field where the page names columns.
pub(super) struct Place {
    pub(super) entity: &'static str,
    pub(super) field: Option<&'static str>,
}

/// Reads a page; lines that are no row of a table are prose.
pub(super) fn lines(text: &'static str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut heading = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            heading = Some(name);
        }
        let Some(cells) = line.strip_prefix("| `") else { continue };
        let mut cells = cells.trim_end_matches('|').split('|').map(str::trim);
        let (Some(name), Some(places)) = (cells.next(), cells.next()) else { continue };
        let name = name.trim_end_matches('`');
        let places = places.split(", ").filter(|place| *place != "—").map(|place| {
            let place = place.trim_matches('`');
            let (entity, field) = place.split_once('.').map_or((place, None), |(entity, field)| (entity, Some(field)));
            Place { entity, field }
        });
        let (table, column) = heading.map_or((name, None), |table| (table, Some(name)));
        lines.push(Line { table, column, places: places.collect() });
    }
    lines
}
