//! What people are told about a clock, in English and Brazilian Portuguese: one line, without anything that a person wrote.

use crate::error::Language;
use crate::sla::SlaMetric;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// So many percent of the target are used up.
    Warning(u32),
    /// The promise was broken.
    Breach,
    /// A rule of escalation fired, as that step.
    Escalation(i64),
}

impl News {
    /// Returns the kind of the notification.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Warning(_) => "service_level.warning",
            Self::Breach => "service_level.breach",
            Self::Escalation(_) => "service_level.escalation",
        }
    }
}

/// Returns the language of a BCP 47 tag; what is neither is English.
pub(crate) fn language(tag: &str) -> Language {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("pt") { Language::PtBr } else { Language::En }
}

/// Returns the line for a ticket of that number.
pub(crate) fn title(number: &str, metric: SlaMetric, news: News, language: Language) -> String {
    let metric = name(metric, language);
    match (news, language) {
        (News::Warning(percent), Language::En) => format!("{number}: {metric}, {percent} % of the time is used up"),
        (News::Warning(percent), Language::PtBr) => format!("{number}: {metric}, {percent} % do prazo já passou"),
        (News::Breach, Language::En) => format!("{number}: {metric} is overdue"),
        (News::Breach, Language::PtBr) => format!("{number}: {metric} com prazo vencido"),
        (News::Escalation(tier), Language::En) => format!("{number}: {metric} escalated, step {tier}"),
        (News::Escalation(tier), Language::PtBr) => format!("{number}: {metric} escalonado, passo {tier}"),
    }
}

fn name(metric: SlaMetric, language: Language) -> &'static str {
    match (metric, language) {
        (SlaMetric::TimeToOwn, Language::En) => "time to own",
        (SlaMetric::TimeToOwn, Language::PtBr) => "tempo até assumir",
        (SlaMetric::FirstResponse, Language::En) => "first response",
        (SlaMetric::FirstResponse, Language::PtBr) => "primeira resposta",
        (SlaMetric::NextResponse, Language::En) => "next response",
        (SlaMetric::NextResponse, Language::PtBr) => "próxima resposta",
        (SlaMetric::PeriodicUpdate, Language::En) => "periodic update",
        (SlaMetric::PeriodicUpdate, Language::PtBr) => "atualização periódica",
        (SlaMetric::AgentWorkTime, Language::En) => "agent work time",
        (SlaMetric::AgentWorkTime, Language::PtBr) => "tempo de trabalho do agente",
        (SlaMetric::RequesterWait, Language::En) => "requester wait",
        (SlaMetric::RequesterWait, Language::PtBr) => "espera do solicitante",
        (SlaMetric::FirstResolution, Language::En) => "first resolution",
        (SlaMetric::FirstResolution, Language::PtBr) => "primeira solução",
        (SlaMetric::Resolution, Language::En) => "resolution",
        (SlaMetric::Resolution, Language::PtBr) => "solução",
        (SlaMetric::Ownership, Language::En) => "ownership",
        (SlaMetric::Ownership, Language::PtBr) => "responsabilidade da equipe",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_named_in_both_languages() {
        for news in [News::Warning(80), News::Breach, News::Escalation(2)] {
            let mut titles: Vec<String> = SlaMetric::ALL
                .iter()
                .flat_map(|metric| {
                    [Language::En, Language::PtBr].map(|language| title("TKT-1", *metric, news, language))
                })
                .collect();
            let number = titles.len();
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), number, "{titles:?}");
            assert!(titles.iter().all(|title| title.starts_with("TKT-1: ")));
        }
        assert_eq!(
            title("TKT-1", SlaMetric::Resolution, News::Breach, language("pt-BR")),
            "TKT-1: solução com prazo vencido"
        );
        assert_eq!(title("TKT-1", SlaMetric::Resolution, News::Breach, language("es")), "TKT-1: resolution is overdue");
    }
}
