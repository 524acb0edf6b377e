//! Names in the manner of each language, from the snake_case that everything is declared in.

/// Returns `assigned_at` as `assignedAt`.
pub fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns `assigned_at` as `AssignedAt`.
pub fn pascal(name: &str) -> String {
    name.split(['_', '.'])
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}

/// Returns `on_hold` as `ON_HOLD`.
pub fn screaming(name: &str) -> String {
    name.to_uppercase().replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_each_language() {
        assert_eq!(camel("assigned_at"), "assignedAt");
        assert_eq!(pascal("ticket_history"), "TicketHistory");
        assert_eq!(screaming("on_hold"), "ON_HOLD");
    }
}
