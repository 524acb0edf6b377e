//! Which words are one: the endings of Portuguese and English are taken off a folded word, whatever its language.
//!
//! A light stemmer of our own, because a ticket does not say its language and mixes both, and because people leave accents
//! out: the Snowball stemmer of Portuguese tells "configuração" from "configuracao", and "impressão" from "impressões". It
//! need not be right about grammar; it has to do the same to what is written and to what is asked.

/// The least number of letters that stay.
const LEAST: usize = 3;

/// Endings of verbs and of what is made of them, which leave the root. The longest come first.
const ENDINGS: &[&str] = &[
    "amento", "imento", "amente", "acao", "icao", "ation", "idade", "mente", "aram", "eram", "iram", "ando", "endo",
    "indo", "ado", "ada", "ido", "ida", "ava", "ing", "ed", "ly", "ar", "er", "ir", "ou", "eu", "iu",
];

/// Endings of the plural and what stands there in the singular. The longest come first.
const PLURALS: &[(&str, &str)] = &[
    ("amos", ""),
    ("emos", ""),
    ("imos", ""),
    ("veis", "vel"),
    ("oes", "ao"),
    ("aes", "ao"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
    ("ies", "i"),
    ("es", "e"),
];

/// Returns the root of a folded word; a word with other than the letters a to z is its own.
pub(super) fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    if word.len() <= LEAST || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return stem;
    }
    singular(&mut stem);
    for ending in ENDINGS {
        if take_off(&mut stem, ending, LEAST) {
            if matches!(*ending, "ing" | "ed") {
                undouble(&mut stem);
            }
            break;
        }
    }
    if stem.ends_with("ie") {
        stem.pop();
    } else if stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    } else if !take_off(&mut stem, "ao", LEAST) {
        let _ = ["a", "e", "o"].iter().any(|vowel| take_off(&mut stem, vowel, LEAST));
    }
    // "Imagem" and "imagens": the one letter stands for the other.
    if stem.ends_with('m') {
        stem.pop();
        stem.push('n');
    }
    stem
}

fn singular(stem: &mut String) {
    if !stem.ends_with('s') || stem.ends_with("ss") || stem.ends_with("us") {
        return;
    }
    for (plural, singular) in PLURALS {
        if stem.len() > plural.len() + 1 && stem.ends_with(plural) {
            stem.truncate(stem.len() - plural.len());
            stem.push_str(singular);
            return;
        }
    }
    if !stem.ends_with("is") {
        stem.pop();
    }
}

fn take_off(stem: &mut String, ending: &str, least: usize) -> bool {
    let Some(rest) = stem.strip_suffix(ending) else { return false };
    // "String" and "thing" have no root without their ending.
    let is_word = rest.len() >= least && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if is_word {
        stem.truncate(stem.len() - ending.len());
    }
    is_word
}

/// "Stopped" is made of "stop".
fn undouble(stem: &mut String) {
    let mut letters = stem.bytes().rev();
    if let (Some(last), Some(before)) = (letters.next(), letters.next())
        && last == before
        && stem.len() > LEAST
        && !b"aeioulsz".contains(&last)
    {
        stem.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn are_one(words: &[&str]) {
        let stems: Vec<String> = words.iter().map(|word| stem(&crate::query::fold::fold(word))).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} become {stems:?}");
    }

    #[test]
    fn inflections_of_portuguese_are_one_word() {
        are_one(&["impressora", "impressoras", "Impressora"]);
        are_one(&["impressão", "impressões", "impressao", "impressoes"]);
        are_one(&["configuração", "configuracoes", "configurar", "configurado", "configurando", "configurou"]);
        are_one(&["usuário", "usuários", "usuária", "usuárias"]);
        are_one(&["papel", "papéis"]);
        are_one(&["imagem", "imagens"]);
        are_one(&["servidor", "servidores"]);
        are_one(&["acesso", "acessos", "acessar", "acessando", "acessou"]);
        are_one(&["canal", "canais"]);
        are_one(&["acessível", "acessíveis"]);
        are_one(&["travou", "travar", "travando", "travamos"]);
        are_one(&["pagamento", "pagamentos", "pagar"]);
    }

    #[test]
    fn inflections_of_english_are_one_word() {
        are_one(&["print", "prints", "printing", "printed", "printer", "printers"]);
        are_one(&["battery", "batteries"]);
        are_one(&["crash", "crashes", "crashed", "crashing"]);
        are_one(&["stop", "stops", "stopped", "stopping"]);
        are_one(&["policy", "policies"]);
        are_one(&["device", "devices"]);
        are_one(&["screen", "screens"]);
        are_one(&["configuration", "configurations", "configure", "configured", "configuring"]);
    }

    #[test]
    fn different_words_stay_different() {
        let words =
            ["impressora", "imprimir", "senha", "rede", "monitor", "mouse", "string", "thing", "status", "mesa"];
        let mut stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
        stems.sort();
        stems.dedup();
        assert_eq!(stems.len(), words.len(), "{stems:?}");
    }

    #[test]
    fn what_is_no_word_of_these_languages_stays() {
        for word in ["tkt2026", "日本", "os", "gas", "ação"] {
            assert_eq!(stem(word), word);
        }
    }
}
