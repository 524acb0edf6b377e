//! The holidays of Brazil by law, with the years in which each is one. One question "is it a holiday?" has no answer there:
//! national, federal administration, banks, states and cities each have their own days.

use std::ops::RangeInclusive;

use super::holiday::{Holiday, HolidayRule, HolidaySet};
use super::local_time::{Interval, LocalTime};

/// The last year for which laws in force are taken to stay so.
const LAST: i32 = 2099;

/// Since when 20 November is a national holiday (Lei 14.759/2023).
const BLACK_AWARENESS: i32 = 2024;

pub(super) fn sets() -> Vec<HolidaySet> {
    vec![
        set("br.national", NATIONAL_SOURCE, 1981..=LAST, national()),
        set(
            "br.federal_optional",
            "Portaria MGI de 30/12/2025 (pontos facultativos de 2026)",
            2026..=2026,
            optional_2026(),
        ),
        set("br.banking", "Resolução CMN 4.880/2020", 2021..=LAST, banking()),
        set(
            "br.ba",
            "Constituição do Estado da Bahia, art. 6 (2 de Julho)",
            2018..=LAST,
            vec![yearly("Independência da Bahia", 7, 2, ..)],
        ),
        set("br.df", "Lei distrital 963/1995", 2018..=LAST, vec![yearly("Dia do Evangélico", 11, 30, ..)]),
        set("br.pe", "Lei estadual 16.059/2017", 2018..=LAST, vec![yearly("Data Magna de Pernambuco", 3, 6, ..)]),
        set("br.rs", "Lei estadual 10.715/1996", 2018..=LAST, vec![yearly("Revolução Farroupilha", 9, 20, ..)]),
        set(
            "br.rj",
            "Leis estaduais 5.198/2008, 5.243/2008 e 4.007/2002",
            2009..=LAST,
            vec![
                easter("Terça-feira de Carnaval", -47),
                yearly("Dia de São Jorge", 4, 23, ..),
                yearly("Consciência Negra", 11, 20, ..BLACK_AWARENESS),
            ],
        ),
        set(
            "br.rj.rio_de_janeiro",
            "Lei municipal 5.146/2010",
            2011..=LAST,
            vec![yearly("Dia de São Sebastião", 1, 20, ..)],
        ),
        set("br.sp", "Lei estadual 9.497/1997", 1997..=LAST, vec![yearly("Revolução Constitucionalista", 7, 9, ..)]),
        set(
            "br.sp.sao_paulo",
            "Leis municipais 7.008/1967 e 13.707/2004",
            2004..=LAST,
            vec![
                yearly("Aniversário de São Paulo", 1, 25, ..),
                easter("Corpus Christi", 60),
                yearly("Consciência Negra", 11, 20, ..BLACK_AWARENESS),
            ],
        ),
    ]
}

const NATIONAL_SOURCE: &str =
    "Leis 662/1949, 1.266/1950, 6.802/1980, 10.607/2002 e 14.759/2023; Sexta-feira Santa: Lei 9.093/1995, art. 2";

fn national() -> Vec<Holiday> {
    vec![
        yearly("Confraternização Universal", 1, 1, ..),
        easter("Sexta-feira Santa", -2),
        yearly("Tiradentes", 4, 21, ..),
        yearly("Dia do Trabalho", 5, 1, ..),
        yearly("Independência do Brasil", 9, 7, ..),
        yearly("Nossa Senhora Aparecida", 10, 12, ..),
        yearly("Finados", 11, 2, ..),
        yearly("Proclamação da República", 11, 15, ..),
        yearly("Dia Nacional de Zumbi e da Consciência Negra", 11, 20, BLACK_AWARENESS..),
        yearly("Natal", 12, 25, ..),
    ]
}

/// Banks: what is added to the national holidays.
fn banking() -> Vec<Holiday> {
    vec![
        easter("Segunda-feira de Carnaval", -48),
        easter("Terça-feira de Carnaval", -47),
        part(easter("Quarta-feira de Cinzas", -46), 0, 12),
        easter("Corpus Christi", 60),
    ]
}

/// The optional points of the federal administration are an ordinance of every December; nothing about them can be computed.
fn optional_2026() -> Vec<Holiday> {
    let on = |name: &str, month, day| yearly(name, month, day, ..);
    vec![
        on("Carnaval (ponto facultativo)", 2, 16),
        on("Carnaval (ponto facultativo)", 2, 17),
        part(on("Quarta-feira de Cinzas (ponto facultativo até as 14 horas)", 2, 18), 0, 14),
        on("Ponto facultativo", 4, 20),
        on("Corpus Christi (ponto facultativo)", 6, 4),
        on("Ponto facultativo", 6, 5),
        on("Dia do Servidor Público (ponto facultativo)", 10, 28),
        part(on("Véspera de Natal (ponto facultativo após as 13 horas)", 12, 24), 13, 24),
        part(on("Véspera de Ano Novo (ponto facultativo após as 13 horas)", 12, 31), 13, 24),
    ]
}

fn set(key: &'static str, source: &'static str, years: RangeInclusive<i32>, holidays: Vec<Holiday>) -> HolidaySet {
    HolidaySet { key, source, years, holidays }
}

fn yearly(name: &str, month: u32, day: u32, years: impl std::ops::RangeBounds<i32>) -> Holiday {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let first = match years.start_bound() {
        Included(year) => *year,
        Excluded(year) => year + 1,
        Unbounded => i32::MIN,
    };
    let last = match years.end_bound() {
        Included(year) => *year,
        Excluded(year) => year - 1,
        Unbounded => i32::MAX,
    };
    Holiday { years: first..=last, ..Holiday::new(name, HolidayRule::Yearly { month, day }) }
}

fn easter(name: &str, shift: i16) -> Holiday {
    Holiday::new(name, HolidayRule::Easter(shift))
}

fn part(holiday: Holiday, from_hour: u32, to_hour: u32) -> Holiday {
    let hour = |hour: u32| LocalTime::from_seconds(hour * 3600).unwrap_or_default();
    Holiday { closed: Interval::new(hour(from_hour), hour(to_hour)), ..holiday }
}

#[cfg(test)]
mod tests {
    use super::super::preset;

    fn dates(key: &str, year: i32) -> Vec<String> {
        let set = preset(key).unwrap();
        set.of_year(year).unwrap().into_iter().map(|(date, _)| date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn november_20_is_national_since_2024() {
        assert!(!dates("br.national", 2023).contains(&"11-20".to_owned()));
        assert!(dates("br.sp.sao_paulo", 2023).contains(&"11-20".to_owned()));
        assert_eq!(
            dates("br.national", 2026),
            ["01-01", "04-03", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "11-20", "12-25"]
        );
    }

    #[test]
    fn carnival_closes_banks_and_rio_and_is_no_national_holiday() {
        assert_eq!(dates("br.banking", 2026), ["02-16", "02-17", "02-18", "06-04"]);
        assert!(dates("br.rj", 2026).contains(&"02-17".to_owned()));
        assert!(!dates("br.national", 2026).contains(&"02-17".to_owned()));
    }

    #[test]
    fn what_an_ordinance_will_say_is_not_guessed() {
        let error = preset("br.federal_optional").unwrap().of_year(2027).unwrap_err();
        assert_eq!(error.code(), crate::Code::CalendarUncovered);
        assert_eq!(error.parameter("year"), Some("2027"));
    }
}
