//! The report's words in both languages, side by side so that neither is forgotten.

use servicedesk::Language;
use servicedesk::import::{Flag, Reason};
use servicedesk::sla::SlaMetric;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $pt:literal;)+) => {
        /// Words of the report.
        pub(crate) struct Texts { $($(#[$doc])* pub(crate) $name: &'static str),+ }

        const ENGLISH: Texts = Texts { $($name: $en),+ };
        const PORTUGUESE: Texts = Texts { $($name: $pt),+ };
    };
}

texts! {
    store: "Desk", "Central";
    organization: "organization", "organização";
    import: "Import", "Importação";
    came_in: "came in", "entraram";
    already_there: "were there already", "já estavam lá";
    tickets: "tickets", "chamados";
    events: "events", "eventos";
    people: "people", "pessoas";
    groups: "groups", "equipes";
    categories: "categories", "categorias";
    rate: "events/s", "eventos/s";
    rows: "rows read", "linhas lidas";
    malformed: "Malformed rows, left out", "Linhas malformadas, deixadas de fora";
    no_malformed: "no malformed row", "nenhuma linha malformada";
    flagged: "Odd rows, taken as they are", "Linhas estranhas, aceitas como estão";
    refused: "Events refused by a rule", "Eventos recusados por uma regra";
    lines: "lines", "linhas";
    from: "opened from", "abertos de";
    to: "to", "a";
    open: "open", "abertos";
    per_week: "Volume and backlog by week", "Volume e pendências por semana";
    per_month: "Volume and backlog by month", "Volume e pendências por mês";
    per_quarter: "Volume and backlog by quarter", "Volume e pendências por trimestre";
    opened: "opened", "abertos";
    resolved: "resolved", "resolvidos";
    reopened: "re-opened", "reabertos";
    backlog: "open at end", "em aberto";
    states: "States", "Situações";
    began: "began here", "começaram";
    now: "now", "agora";
    transitions: "Most frequent transitions", "Transições mais frequentes";
    moves: "Moves", "Movimentos";
    reassignments: "reassigned", "reatribuídos";
    reopenings: "opened again", "reabertos";
    times: "times", "vezes";
    priorities: "Priorities", "Prioridades";
    median: "median", "mediana";
    p90: "90 %", "90 %";
    time_to_resolve: "time to resolve", "tempo até resolver";
    time_to_answer: "time to first answer", "tempo até a 1ª resposta";
    all: "all", "todos";
    matrix_holds: "impact × urgency gives the recorded priority after all {events} events ({cells} cells)",
        "impacto × urgência dá a prioridade registrada em todos os {events} eventos ({cells} células)";
    matrix_fails: "impact × urgency gives another priority than the recorded one after {exceptions} of {events} events",
        "impacto × urgência dá outra prioridade que a registrada em {exceptions} de {events} eventos";
    ages: "Age of open tickets", "Idade dos chamados em aberto";
    below: "under {days} d", "menos de {days} d";
    older: "older", "mais antigos";
    nothing_new: "nothing new came in", "nada de novo entrou";
    custom_fields: "What the source told beside", "O que a origem informou além disso";
    told: "told", "informado";
    yes: "yes", "sim";
    no: "no", "não";
    above_zero: "above zero", "acima de zero";
    sum: "sum", "soma";
    top_groups: "Groups with the most tickets", "Equipes com mais chamados";
    service_levels: "Service levels", "Níveis de serviço";
    as_of: "as of", "em";
    business_time: "durations in business time", "durações em tempo útil";
    target: "target", "meta";
    met: "met", "cumpridos";
    breached: "breached", "violados";
    undecided: "undecided", "em aberto";
    attainment: "attainment", "cumprimento";
    groups_by_verdicts: "Groups, by priority", "Equipes, por prioridade";
    no_group: "no group", "sem equipe";
    worst: "Worst breaches", "Piores violações";
    took: "took {elapsed} instead of {target}, {over} too long", "levou {elapsed} em vez de {target}, {over} a mais";
    went_on: "takes {elapsed} so far instead of {target}, {over} too long", "já leva {elapsed} em vez de {target}, {over} a mais";
    between: "{from} to {to}, {whole} in all:", "{from} a {to}, {whole} ao todo:";
    counted: "counted", "contou";
    closed: "outside of hours", "fora do horário";
    holiday: "holiday", "feriado";
    paused: "paused in", "parado em";
    recorded: "Beside the verdict that the log records ({field})", "Ao lado do veredito que o log registra ({field})";
    compared: "compared", "comparados";
    agree: "agree", "concordam";
    agreement: "agreement", "concordância";
    closed_tickets: "closed tickets", "chamados fechados";
    disagreements: "Closed tickets with another verdict", "Chamados fechados com outro veredito";
    none_recorded: "no closed ticket has one", "nenhum chamado fechado tem um";
    recorded_met: "log met", "log cumprido";
    recorded_breached: "log breached", "log violado";
    clock_met: "clock met", "relógio cumprido";
    clock_breached: "clock breached {at}", "relógio violado {at}";
    earlier_target: "under an earlier target", "sob uma meta anterior";
    measured: "{elapsed} of {target}", "{elapsed} de {target}";
    and_more: "… and {count} more, all of them with --json", "… e mais {count}, todos com --json";
    plot: "Plot", "Gráfico";
    plot_title: "Service levels: promises kept", "Níveis de serviço: promessas cumpridas";
    plot_attainment: "attainment (%)", "cumprimento (%)";
    plot_met: "met (number)", "cumpridas (número)";
    plot_breached: "breached (number)", "violadas (número)";
    plot_week: "by week, from Monday on", "por semana, a partir da segunda-feira";
    plot_month: "by month", "por mês";
    plot_quarter: "by quarter", "por trimestre";
}

/// Returns the words in that language.
pub(crate) fn of(language: Language) -> &'static Texts {
    match language {
        Language::En => &ENGLISH,
        Language::PtBr => &PORTUGUESE,
    }
}

/// Says why rows were left out.
pub(crate) fn reason(reason: Reason, language: Language) -> &'static str {
    let (english, portuguese) = match reason {
        Reason::WrongFieldCount => ("too few or too many fields", "campos a menos ou a mais"),
        Reason::BadDate => ("no such date", "data inválida"),
        Reason::UnknownStatus => ("unknown status", "situação desconhecida"),
        Reason::UnknownPriority => ("unknown priority", "prioridade desconhecida"),
        Reason::UnknownImpact => ("unknown impact", "impacto desconhecido"),
        Reason::UnknownUrgency => ("unknown urgency", "urgência desconhecida"),
        Reason::UnknownValue => ("unknown channel or type", "canal ou tipo desconhecido"),
        Reason::MissingValue => ("a required value is missing", "falta um valor obrigatório"),
        Reason::BadNumber => ("no such number", "número inválido"),
        Reason::BadBoolean => ("neither yes nor no", "nem sim nem não"),
        Reason::TextTooLong => ("text too long", "texto longo demais"),
        Reason::RowTooLong => ("row too long", "linha longa demais"),
        Reason::NulInText => ("NUL character", "caractere NUL"),
        Reason::InvalidEncoding => ("broken encoding", "codificação quebrada"),
        Reason::UnterminatedQuote => ("a quote is never closed", "aspas não fechadas"),
        Reason::StrayQuote => ("text after a closing quote", "texto depois das aspas"),
        Reason::KeyReappears => ("rows of a ticket are not together", "linhas de um chamado separadas"),
        Reason::TooManyEvents => ("too many events of one ticket", "eventos demais em um chamado"),
        Reason::TooManyTags => ("too many tags", "etiquetas demais"),
    };
    choose(language, english, portuguese)
}

/// Says what is odd about rows.
pub(crate) fn flag(flag: Flag, language: Language) -> &'static str {
    let (english, portuguese) = match flag {
        Flag::ReplacementCharacter => ("letters were lost before (U+FFFD)", "letras perdidas antes (U+FFFD)"),
        Flag::TimeWentBack => ("earlier than the event before", "anterior ao evento precedente"),
        Flag::BeforeOpening => ("earlier than the opening", "anterior à abertura"),
    };
    choose(language, english, portuguese)
}

/// Returns what a metric is called.
pub(crate) fn metric(metric: SlaMetric, language: Language) -> &'static str {
    let (english, portuguese) = match metric {
        SlaMetric::TimeToOwn => ("Time to own", "Tempo até assumir"),
        SlaMetric::FirstResponse => ("First response", "Primeira resposta"),
        SlaMetric::NextResponse => ("Next response", "Resposta seguinte"),
        SlaMetric::PeriodicUpdate => ("Periodic update", "Atualização periódica"),
        SlaMetric::AgentWorkTime => ("Work time", "Tempo de trabalho"),
        SlaMetric::RequesterWait => ("Requester's wait", "Espera do solicitante"),
        SlaMetric::FirstResolution => ("First resolution", "Primeira resolução"),
        SlaMetric::Resolution => ("Resolution", "Resolução"),
        SlaMetric::Ownership => ("Ownership of a group", "Posse da equipe"),
    };
    choose(language, english, portuguese)
}

/// Returns the shortened names of the months.
pub(crate) fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::En => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        Language::PtBr => ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    }
}

fn choose(language: Language, english: &'static str, portuguese: &'static str) -> &'static str {
    match language {
        Language::En => english,
        Language::PtBr => portuguese,
    }
}
