//! JSON that is the same text for the same document: keys in order at every depth, no blanks. A host may have switched
//! `serde_json` to keep keys as they came, and a database may turn them around.

use serde_json::Value as Json;

/// Returns the document's one text.
pub(crate) fn text(document: &Json) -> String {
    let mut text = String::with_capacity(512);
    write(document, &mut text);
    text
}

fn write(document: &Json, text: &mut String) {
    match document {
        Json::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, text);
                write(item, text);
            }
            text.push(']');
        }
        Json::Object(members) => {
            let mut members: Vec<(&String, &Json)> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                separate(index, text);
                write(&Json::String(name.clone()), text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let document = json!({"b": [1, {"d": null, "c": "\"\n"}], "a": true, "ã": 1.5});
        assert_eq!(super::text(&document), r#"{"a":true,"b":[1,{"c":"\"\n","d":null}],"ã":1.5}"#);
    }
}
