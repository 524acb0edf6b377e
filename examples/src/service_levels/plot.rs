//! Attainment over time as a picture: SVG by hand, because a line, some bars and some words need no crate.

use std::fmt::Write as _;

use super::{MetricLevels, OfPeriod, ServiceLevels};
use crate::figures::Grain;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
/// What stands above the panels.
const HEAD: f64 = 92.0;
/// A panel: its title, the line, the bars, the dates.
const TITLE: f64 = 34.0;
const LINE: f64 = 170.0;
const GAP: f64 = 22.0;
const BARS: f64 = 70.0;
const DATES: f64 = 46.0;
const PANEL: f64 = TITLE + LINE + GAP + BARS + DATES;

const INK: &str = "#1f2933";
const FAINT: &str = "#5f6c7b";
const GRID: &str = "#dde3ea";
const ATTAINED: &str = "#1f4e79";
// Told apart by people who do not tell red from green, and in grey.
const MET: &str = "#a9c1dc";
const BREACHED: &str = "#c8553d";

/// How wide a date is.
const DATE: f64 = 54.0;
/// How wide a percentage above its point is.
const PERCENTAGE: f64 = 40.0;

/// The words of the picture in the language of its reader.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// What the picture shows.
    pub title: &'a str,
    /// Of what and from when to when.
    pub subtitle: &'a str,
    /// What the line is.
    pub attainment: &'a str,
    /// Which part of the bars was kept.
    pub met: &'a str,
    /// Which part of the bars was broken.
    pub breached: &'a str,
    /// The months, shortened, from January on.
    pub months: [&'a str; 12],
    /// What a metric is called.
    pub metric: fn(&MetricLevels) -> &'static str,
}

/// Draws the attainment of every metric, one panel below the other: a line for the part that was kept, and bars for how many that was.
/// Nothing when no promise was kept or broken.
pub fn svg(levels: &ServiceLevels, labels: &Labels<'_>) -> Option<String> {
    let panels: Vec<&MetricLevels> = levels.metrics.iter().filter(|metric| metric.all.decided() > 0).collect();
    if panels.is_empty() {
        return None;
    }
    let mut picture = Picture { svg: String::new() };
    let height = HEAD + PANEL * panels.len() as f64;
    picture.begin(height, labels);
    for (index, levels_of_metric) in panels.iter().enumerate() {
        let top = HEAD + PANEL * index as f64;
        picture.panel(top, levels_of_metric, levels.grain, labels);
    }
    picture.svg.push_str("</svg>\n");
    Some(picture.svg)
}

struct Picture {
    svg: String,
}

impl Picture {
    fn begin(&mut self, height: f64, labels: &Labels<'_>) {
        let _ = writeln!(
            self.svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             role=\"img\" font-family=\"system-ui, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\" font-size=\"12\">\n\
             <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
            escaped(labels.title)
        );
        let _ = writeln!(
            self.svg,
            "<text x=\"{LEFT}\" y=\"34\" font-size=\"19\" font-weight=\"600\" fill=\"{INK}\">{}</text>",
            escaped(labels.title)
        );
        self.text(LEFT, 54.0, "start", FAINT, labels.subtitle);
        let (mut x, y) = (LEFT, 74.0);
        let _ = writeln!(
            self.svg,
            "<path d=\"M{x} {y}h22\" stroke=\"{ATTAINED}\" stroke-width=\"2.5\"/><circle cx=\"{}\" cy=\"{y}\" r=\"3.5\" fill=\"{ATTAINED}\"/>",
            x + 11.0
        );
        x += 30.0;
        self.text(x, y + 4.0, "start", INK, labels.attainment);
        x += width_of(labels.attainment) + 24.0;
        for (colour, word) in [(MET, labels.met), (BREACHED, labels.breached)] {
            let _ =
                writeln!(self.svg, "<rect x=\"{x}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>", y - 6.0);
            self.text(x + 18.0, y + 4.0, "start", INK, word);
            x += 18.0 + width_of(word) + 24.0;
        }
    }

    fn panel(&mut self, top: f64, levels: &MetricLevels, grain: Grain, labels: &Labels<'_>) {
        let _ = writeln!(self.svg, "<g id=\"{}\">", levels.metric.name());
        let name = (labels.metric)(levels);
        let _ = writeln!(
            self.svg,
            "<text x=\"{LEFT}\" y=\"{}\" font-size=\"14\" font-weight=\"600\" fill=\"{INK}\">{}</text>",
            top + 18.0,
            escaped(name)
        );
        let axis = Axis::of(levels.periods.len());
        let line = top + TITLE;
        let share_at = |share: f64| line + LINE * (1.0 - share);
        for percent in [0_u32, 25, 50, 75, 100] {
            let y = share_at(f64::from(percent) / 100.0);
            self.rule(y, if percent == 0 { FAINT } else { GRID });
            self.text(LEFT - 8.0, y + 4.0, "end", FAINT, &format!("{percent} %"));
        }
        self.bars(line + LINE + GAP, levels, &axis);
        self.attainment(levels, &axis, share_at);
        self.dates(line + LINE + GAP + BARS, &levels.periods, grain, &axis, labels);
        self.svg.push_str("</g>\n");
    }

    fn bars(&mut self, top: f64, levels: &MetricLevels, axis: &Axis) {
        let most = levels.periods.iter().map(|period| period.attainment.decided()).max().unwrap_or(0);
        let step = step(most);
        let ceiling = most.div_ceil(step) * step;
        let height_of = |count: u64| BARS * count as f64 / ceiling as f64;
        let mut count = 0;
        while count <= ceiling {
            let y = top + BARS - height_of(count);
            self.rule(y, if count == 0 { FAINT } else { GRID });
            self.text(LEFT - 8.0, y + 4.0, "end", FAINT, &count.to_string());
            count += step;
        }
        let width = axis.slot * 0.64;
        for (index, period) in levels.periods.iter().enumerate() {
            let x = axis.middle(index) - width / 2.0;
            let mut y = top + BARS;
            for (count, colour) in [(period.attainment.met, MET), (period.attainment.breached, BREACHED)] {
                // What is there is seen, also beside a thousand times as many.
                let height = if count > 0 { height_of(count).max(1.0) } else { 0.0 };
                y -= height;
                if count > 0 {
                    let _ = writeln!(
                        self.svg,
                        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{colour}\"/>"
                    );
                }
            }
        }
    }

    /// Draws the line, which is interrupted where there is nothing to tell.
    fn attainment(&mut self, levels: &MetricLevels, axis: &Axis, share_at: impl Fn(f64) -> f64) {
        let shares: Vec<Option<f64>> = levels.periods.iter().map(|period| period.attainment.share()).collect();
        let mut path = String::new();
        let mut goes_on = false;
        for (index, share) in shares.iter().enumerate() {
            if let Some(share) = share {
                let _ = write!(
                    path,
                    "{}{:.1} {:.1}",
                    if goes_on { 'L' } else { 'M' },
                    axis.middle(index),
                    share_at(*share)
                );
            }
            goes_on = share.is_some();
        }
        let _ = writeln!(
            self.svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{ATTAINED}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>"
        );
        for (index, share) in shares.iter().enumerate() {
            let (x, Some(share)) = (axis.middle(index), share) else { continue };
            let y = share_at(*share);
            let name = &levels.periods[index].name;
            let _ = writeln!(
                self.svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{ATTAINED}\"><title>{name}: {:.1} %</title></circle>",
                share * 100.0
            );
            if axis.slot >= PERCENTAGE {
                // Below its point where it would stand in the title.
                let beside = if *share > 0.93 { y + 17.0 } else { y - 9.0 };
                // A white edge keeps it readable where the line passes.
                let _ = writeln!(
                    self.svg,
                    "<text x=\"{x:.1}\" y=\"{beside:.1}\" text-anchor=\"middle\" fill=\"{ATTAINED}\" stroke=\"#ffffff\" \
                     stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{:.0} %</text>",
                    share * 100.0
                );
            }
        }
    }

    fn dates(&mut self, top: f64, periods: &[OfPeriod], grain: Grain, axis: &Axis, labels: &Labels<'_>) {
        let every = (DATE / axis.slot).ceil().max(1.0) as usize;
        let mut year = None;
        for (index, period) in periods.iter().enumerate().step_by(every) {
            let x = axis.middle(index);
            let month = labels.months[usize::from(period.starts_on.month().unsigned_abs()).saturating_sub(1) % 12];
            let date = match grain {
                Grain::Week => format!("{} {month}", period.starts_on.day()),
                Grain::Month => month.to_owned(),
                Grain::Quarter => format!("Q{}", (period.starts_on.month() - 1) / 3 + 1),
            };
            let _ = writeln!(self.svg, "<path d=\"M{x:.1} {top}v4\" stroke=\"{FAINT}\"/>");
            self.text(x, top + 17.0, "middle", FAINT, &date);
            if year != Some(period.starts_on.year()) {
                year = Some(period.starts_on.year());
                self.text(x, top + 31.0, "middle", FAINT, &period.starts_on.year().to_string());
            }
        }
    }

    fn rule(&mut self, y: f64, colour: &str) {
        let _ = writeln!(self.svg, "<path d=\"M{LEFT} {y:.1}H{}\" stroke=\"{colour}\"/>", WIDTH - RIGHT);
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, colour: &str, text: &str) {
        let text = escaped(text);
        let _ = writeln!(
            self.svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>"
        );
    }
}

/// Where the periods stand.
struct Axis {
    slot: f64,
}

impl Axis {
    fn of(periods: usize) -> Self {
        Self { slot: (WIDTH - LEFT - RIGHT) / periods.max(1) as f64 }
    }

    fn middle(&self, index: usize) -> f64 {
        LEFT + self.slot * (index as f64 + 0.5)
    }
}

/// Returns a round distance that makes two or three steps of a count.
fn step(most: u64) -> u64 {
    let mut ten = 1;
    loop {
        for digit in [1, 2, 5] {
            if most <= digit * ten * 3 {
                return digit * ten;
            }
        }
        ten *= 10;
    }
}

/// Returns about how wide a text of the usual size is.
fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * 6.6
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_levels::Attainment;
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use servicedesk::clock::Timestamp;
    use servicedesk::sla::SlaMetric;

    const LABELS: Labels<'_> = Labels {
        title: "Kept & broken",
        subtitle: "a desk",
        attainment: "attainment",
        met: "met",
        breached: "breached",
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        metric: |_| "Resolution",
    };

    fn levels(counts: &[(u64, u64)]) -> ServiceLevels {
        let mut all = Attainment::default();
        let mut periods = Vec::new();
        for (index, (met, breached)) in (0_i64..).zip(counts) {
            let starts_on = date(2025, 1, 6).checked_add((index * 7).days()).unwrap();
            let attainment = Attainment { met: *met, breached: *breached, open: 0 };
            (all.met, all.breached) = (all.met + met, all.breached + breached);
            periods.push(OfPeriod { name: Grain::Week.name(starts_on), starts_on, attainment });
        }
        let metric = MetricLevels { metric: SlaMetric::Resolution, all, priorities: vec![], groups: vec![], periods };
        ServiceLevels {
            as_of: Timestamp::EPOCH,
            timezone: "UTC".to_owned(),
            grain: Grain::Week,
            metrics: vec![metric],
            worst: vec![],
            recorded: None,
        }
    }

    #[test]
    fn the_line_is_interrupted_where_nothing_was_decided() {
        let svg = svg(&levels(&[(3, 1), (0, 0), (4, 0), (2, 2)]), &LABELS).unwrap();
        let line = svg.lines().find(|line| line.contains("fill=\"none\"")).unwrap();
        assert_eq!((line.matches('M').count(), line.matches('L').count()), (2, 1), "{line}");
        for point in ["2025-W02: 75.0 %", "2025-W04: 100.0 %", "2025-W05: 50.0 %"] {
            assert!(svg.contains(&format!("<title>{point}</title>")), "{point}");
        }
        assert!(!svg.contains("2025-W03:"));
        let middle = HEAD + TITLE + LINE / 2.0;
        assert!(svg.contains(&format!("cy=\"{middle:.1}\"")), "half stands half way up");
    }

    #[test]
    fn the_words_are_text_and_the_dates_are_dates() {
        let svg = svg(&levels(&[(1, 0), (1, 0)]), &LABELS).unwrap();
        assert!(svg.contains("<title>Kept &amp; broken</title>"));
        for word in [">6 Jan<", ">13 Jan<", ">2025<"] {
            assert!(svg.contains(word), "{word}");
        }
        assert_eq!(svg.matches(">2025<").count(), 1, "a year is told once");
    }

    #[test]
    fn without_a_verdict_there_is_nothing_to_draw() {
        assert_eq!(svg(&levels(&[(0, 0)]), &LABELS), None);
    }

    #[test]
    fn steps_are_round() {
        let steps: Vec<u64> = [0, 3, 4, 6, 7, 16, 61, 1_800].into_iter().map(step).collect();
        assert_eq!(steps, [1, 1, 2, 2, 5, 10, 50, 1_000]);
    }
}
