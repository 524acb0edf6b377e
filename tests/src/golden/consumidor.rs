//! Complaints of Brazilian consumers, one row each: dates without times, Portuguese words, bytes of another age, and files
//! whose accents were lost before.

use chrono::NaiveDate;
use serde_json::Value as Json;
use servicedesk::import::Flag;
use servicedesk::query::Condition;
use servicedesk::scope::Scope;
use servicedesk::ticket::Ticket;
use servicedesk_examples::figures::{self, Names};
use servicedesk_examples::pages;

use super::{Counts, Golden, counts, custom, data, imported, mapping, rounded};
use crate::contract::StoreFactory;

const FOLDER: &str = "consumidor_gov_br";

async fn tickets(scope: &Scope) -> Vec<Ticket> {
    let mut tickets: Vec<Ticket> = Vec::new();
    pages::each(scope, Condition::always(), |ticket| tickets.push(ticket)).await.expect("the desk answers");
    tickets
}

fn word(ticket: &Ticket, name: &str) -> String {
    custom(ticket.custom_fields.as_ref(), name)
}

fn day(ticket: &Ticket, name: &str) -> Option<NaiveDate> {
    word(ticket, name).parse().ok()
}

/// The desk's figures are the golden ones.
pub async fn has_its_golden_figures(factory: &impl StoreFactory) {
    let Some(log) = data(&format!("{FOLDER}/reclamacoes_2014-08_2015-01.csv.gz")) else { return };
    let Some(golden) = data(&format!("{FOLDER}/golden_reclamacoes_2014-08_2015-01.json")) else { return };
    let mut golden = Golden::read(&golden);
    let desk = imported(factory, &log, &mapping("consumidor_gov_br")).await;
    assert_eq!((desk.report.malformed_rows, desk.summary.refused_events), (0, 0));
    let scope = &desk.scope;
    let figures = figures::read(scope, |_| {}).await.expect("the desk answers");
    golden.is("rows", figures.tickets);
    golden.is("com_resposta", figures.time_to_answer.count);

    let tickets = tickets(scope).await;
    let of = |name: &str| counts(tickets.iter().map(|ticket| word(ticket, name)));
    for name in ["avaliacao", "grupo_problema", "nota", "situacao", "uf"] {
        golden.is(name, of(name));
    }
    let answered = of("respondida").into_iter().map(|(word, count)| (if word == "true" { "S" } else { "N" }, count));
    golden.is("respondida", answered.collect::<std::collections::BTreeMap<_, _>>());

    let unrated: Vec<&Ticket> = tickets.iter().filter(|ticket| word(ticket, "avaliacao") == "Não Avaliada").collect();
    golden.is("nao_avaliadas", unrated.len());
    let without_score = |ticket: &Ticket| word(ticket, "nota").is_empty();
    let agrees = |ticket: &Ticket| without_score(ticket) == (word(ticket, "avaliacao") == "Não Avaliada");
    golden.is("nao_avaliada<=>nota_vazia", tickets.iter().all(agrees));
    let finished_after = unrated
        .iter()
        .filter_map(|ticket| Some((day(ticket, "data_finalizacao")? - day(ticket, "data_resposta")?).num_days()));
    golden.is(
        "auto_finalizacao_20_ou_21_dias_apos_resposta_entre_nao_avaliadas",
        finished_after.filter(|days| matches!(days, 20 | 21)).count(),
    );

    let resolved = of("avaliacao").get("Resolvida").copied().unwrap_or(0);
    let rated = tickets.len() - unrated.len();
    golden.is("indice_solucao_%", rounded(resolved as f64 * 100.0 / rated as f64, 3));
    let scores: Vec<f64> = tickets.iter().filter_map(|ticket| word(ticket, "nota").parse().ok()).collect();
    golden.is("nota_media", rounded(scores.iter().sum::<f64>() / scores.len() as f64, 4));

    let waited: Vec<(i64, &Ticket)> =
        tickets.iter().filter_map(|ticket| Some((word(ticket, "tempo_resposta").parse().ok()?, ticket))).collect();
    golden.is("tempo_resposta_max", waited.iter().map(|(days, _)| *days).max().map(|days| days as f64));
    let sum: i64 = waited.iter().map(|(days, _)| *days).sum();
    golden.is("tempo_resposta_media_dias", rounded(sum as f64 / waited.len() as f64, 4));
    golden.is("respostas_fora_do_prazo_10d", waited.iter().filter(|(days, _)| *days > 10).count());
    let in_calendar_days = waited.iter().filter(|(days, ticket)| {
        let took = day(ticket, "data_resposta").zip(day(ticket, "data_abertura")).map(|(to, from)| to - from);
        took.is_some_and(|took| took.num_days() == *days)
    });
    golden.is("tempo_resposta==dias_corridos", in_calendar_days.count());

    let names = Names::read(scope).await.expect("the desk answers");
    let companies = counts(tickets.iter().filter_map(|ticket| names.teams.get(&ticket.team_id?).cloned()));
    let top = golden.figure("top_empresas").as_object().expect("an object of counts").clone();
    // The golden names have their blanks; the mapping drops them.
    let found: Counts =
        top.keys().map(|name| (name.clone(), companies.get(name.trim()).copied().unwrap_or(0))).collect();
    golden.is("top_empresas", found);
    golden.finish();
}

/// A month in its original bytes (windows-1252, `;`, no header) comes in as in the clean table.
pub async fn comes_in_from_its_original_bytes(factory: &impl StoreFactory) {
    let Some(log) = data(&format!("{FOLDER}/raw_cp1252_2014-08_dev.csv")) else { return };
    let desk = imported(factory, &log, &mapping("consumidor_gov_br_raw")).await;
    assert_eq!((desk.summary.tickets, desk.report.malformed_rows), (3_810, 0));
    assert_eq!(desk.report.flagged(Flag::ReplacementCharacter).count, 0);
    let tickets = tickets(&desk.scope).await;
    assert_eq!(tickets.len(), 3_810);
    let ratings = counts(tickets.iter().map(|ticket| word(ticket, "avaliacao")));
    let words: Vec<&str> = ratings.keys().map(String::as_str).collect();
    assert_eq!(words, ["Não Avaliada", "Não Resolvida", "Resolvida"]);
}

/// The file of May 2014, whose letters were lost, comes in as it is, and every such row is reported.
pub async fn may_comes_in_with_its_lost_letters(factory: &impl StoreFactory) {
    comes_in_with_lost_letters(factory, "05", 70).await;
}

/// The file of June 2014, whose letters were lost, comes in as it is, and every such row is reported.
pub async fn june_comes_in_with_its_lost_letters(factory: &impl StoreFactory) {
    comes_in_with_lost_letters(factory, "06", 585).await;
}

async fn comes_in_with_lost_letters(factory: &impl StoreFactory, month: &str, rows: u64) {
    let Some(log) = data(&format!("{FOLDER}/encoding_torture_2014-05_2014-06/2014-{month}.csv")) else { return };
    let mut mapping = mapping("consumidor_gov_br_raw");
    "utf-8".clone_into(&mut mapping.format.encoding);
    let desk = imported(factory, &log, &mapping).await;
    assert_eq!((desk.summary.tickets, desk.report.malformed_rows), (rows, 0));
    assert_eq!(desk.report.flagged(Flag::ReplacementCharacter).count, rows, "every row lost a letter");
    let tickets = tickets(&desk.scope).await;
    let lost = tickets.iter().filter(|ticket| {
        let told = Json::String(ticket.subject.clone());
        ticket.custom_fields.iter().chain([&told]).any(|value| value.to_string().contains('\u{FFFD}'))
    });
    assert_eq!(lost.count() as u64, rows, "nothing was repaired on the way");
}
