//! The chapter of the service levels: what is promised is put into the desk, the clocks are asked as of the last event of the log,
//! and the plot is written.

use std::fs;
use std::path::PathBuf;

use servicedesk::clock::Timestamp;
use servicedesk::scope::Scope;
use servicedesk::{Language, Result};
use servicedesk_examples::figures::Grain;
use servicedesk_examples::service_levels::plot::{self, Labels};
use servicedesk_examples::service_levels::{self, Declaration, MetricLevels, ServiceLevels};

use crate::options::Options;
use crate::texts;
use crate::{Fatal, Output};

/// Reads the service levels, after declaring them where nothing is promised yet or something else is asked for.
pub(crate) async fn read(
    scope: &Scope,
    options: &Options,
    declaration: &Declaration,
    last_event_at: Timestamp,
    progress: impl FnMut(u64),
) -> Result<ServiceLevels> {
    if options.service_levels.is_some() || !service_levels::are_there(scope).await? {
        service_levels::set_up(scope, declaration).await?;
    }
    let scope = service_levels::at(scope, last_event_at);
    service_levels::read(&scope, declaration.recorded_verdict.as_ref(), progress).await
}

/// Writes the plot and returns where it is, if there is anything to draw.
pub(crate) fn plot(output: &Output, options: &Options) -> Result<Option<PathBuf>, Fatal> {
    let Some(levels) = &output.service_levels else { return Ok(None) };
    let Some(svg) = draw(output, levels, options.language.language()) else { return Ok(None) };
    let path = options.plot();
    fs::write(&path, svg).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(path))
}

fn draw(output: &Output, levels: &ServiceLevels, language: Language) -> Option<String> {
    let texts = texts::of(language);
    let by = match levels.grain {
        Grain::Week => texts.plot_week,
        Grain::Month => texts.plot_month,
        Grain::Quarter => texts.plot_quarter,
    };
    let labels = Labels {
        title: texts.plot_title,
        subtitle: &format!("{}, {by} ({})", output.source, levels.timezone),
        attainment: texts.plot_attainment,
        met: texts.plot_met,
        breached: texts.plot_breached,
        months: texts::months(language),
        metric: match language {
            Language::En => |levels: &MetricLevels| texts::metric(levels.metric, Language::En),
            Language::PtBr => |levels: &MetricLevels| texts::metric(levels.metric, Language::PtBr),
        },
    };
    plot::svg(levels, &labels)
}
