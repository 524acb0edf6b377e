//! Values come back as they went in.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;
use servicedesk::Code;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Entity as _, Value};
use servicedesk::store::Write;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Shade, Specimen};
use super::ground::{Ground, index, insert, update};

fn specimens<S: servicedesk::store::Store>(ground: &Ground<S>) -> Vec<Specimen> {
    let empty = || Specimen::empty(ground.organization, Uuid::now_v7());
    let least = Specimen {
        order: i64::MIN,
        amount: Decimal::MIN,
        text: "\u{1}\t\r\n\u{7f}\u{feff}\u{ffff}".to_owned(),
        list: vec!["NULL".to_owned(), "a,b".to_owned(), "{}".to_owned(), "\"\\'".to_owned(), " ".to_owned()],
        bytes: vec![0],
        instant: Timestamp::MIN,
        day: NaiveDate::from_ymd_opt(1, 1, 1).unwrap(),
        json: json!(null),
        ..empty()
    };
    let greatest = Specimen {
        flag: true,
        order: i64::MAX,
        amount: Decimal::MAX,
        text: "😀".repeat(20_000),
        list: (0..100).map(|number| format!("item {number} ção")).collect(),
        bytes: vec![0xff; 1_048_576],
        mark: Uuid::max(),
        instant: Timestamp::MAX,
        day: NaiveDate::from_ymd_opt(9999, 12, 31).unwrap(),
        json: json!({
            "numbers": [u64::MAX, i64::MIN, 0, 0.1, -2.5, 31.245270191439438, 1e-7, 123456789.125],
            "texts": ["", "\u{1}\"\\/", "é", "e\u{301}", "😀", "\u{ffff}"],
            "nested": [[[[[{}]]]], {"": null, "b": true, "a": false}],
        }),
        shade: Shade::Dark,
        ..empty()
    };
    let present = Specimen {
        maybe_flag: Some(false),
        maybe_order: Some(-1),
        maybe_amount: Some("0.0000000000000000000000000001".parse().unwrap()),
        maybe_text: Some(String::new()),
        maybe_list: Some(Vec::new()),
        maybe_bytes: Some(Vec::new()),
        maybe_mark: Some(Uuid::nil()),
        maybe_instant: Some(Timestamp::from_millis(-1).unwrap()),
        maybe_day: NaiveDate::from_ymd_opt(2024, 2, 29),
        maybe_json: Some(json!([])),
        maybe_shade: Some(Shade::GreyBlue),
        ..empty()
    };
    let odd = Specimen {
        amount: "-1.50".parse().unwrap(),
        maybe_amount: Some("1.5".parse().unwrap()),
        text: "e\u{301} é ﬁ ß İ ' \" \\ % _ -- ; $1 ?1 \u{202e}ש".to_owned(),
        maybe_text: Some("null".to_owned()),
        list: vec!["twice".to_owned(), "twice".to_owned()],
        maybe_bytes: Some((0..=255).collect()),
        maybe_json: Some(json!("text")),
        ..empty()
    };
    vec![least, greatest, present, odd, empty()]
}

/// Whatever a field may hold, at its extremes, comes back exactly.
pub async fn every_kind_survives_at_its_extremes<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let specimens = specimens(&ground);
    ground.commit(specimens.iter().cloned().map(insert)).await;
    for specimen in specimens {
        let stored: Specimen = ground.get(specimen.id).await;
        // A decimal keeps its digits, too, which equality does not see.
        assert_eq!(stored.amount.to_string(), specimen.amount.to_string());
        for (field, (read, written)) in
            Specimen::DEF.fields.iter().zip(stored.into_row().iter().zip(specimen.into_row()))
        {
            let start: String = read.to_json().to_string().chars().take(500).collect();
            assert!(*read == written, "{} came back as {start}", field.name);
        }
    }
}

/// Nothing is not the same as an empty text, an empty list, zero or a document that is null.
pub async fn absent_values_stay_absent<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let absent = Specimen::empty(ground.organization, Uuid::now_v7());
    let null = Specimen { maybe_json: Some(json!(null)), ..Specimen::empty(ground.organization, Uuid::now_v7()) };
    ground.commit([insert(absent.clone()), insert(null.clone())]).await;
    let row = ground.get::<Specimen>(absent.id).await.into_row();
    for (field, value) in Specimen::DEF.fields.iter().zip(row) {
        assert_eq!(value.is_null(), field.nullable, "{}", field.name);
    }
    assert_eq!(ground.get::<Specimen>(null.id).await.maybe_json, Some(json!(null)));
}

/// An update can set every field, and clear every field that may be absent.
pub async fn a_changed_value_is_read_back<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let empty = Specimen::empty(ground.organization, Uuid::now_v7());
    ground.commit([insert(empty.clone())]).await;
    for (version, specimen) in (1..).zip(specimens(&ground)) {
        let wanted = Specimen { id: empty.id, version: version + 1, ..specimen };
        let row = wanted.clone().into_row();
        let fixed = ["id", "organization_id", "version", "created_at"].map(index::<Specimen>);
        let changes = row.into_iter().enumerate().filter(|(index, _)| !fixed.contains(index)).collect();
        ground.commit([Write::Update { key: super::ground::key::<Specimen>(empty.id), version, changes }]).await;
        assert!(ground.get::<Specimen>(empty.id).await.into_row() == wanted.into_row());
    }
}

/// A store is the last to notice a value that cannot be, and keeps none.
pub async fn a_value_that_its_field_does_not_allow_is_refused<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let specimen = Specimen::empty(ground.organization, Uuid::now_v7());
    ground.commit([insert(specimen.clone())]).await;
    for (field, value, code) in [
        ("flag", Value::Null, Code::Required),
        ("text", Value::Null, Code::Required),
        ("shade", "red".into(), Code::EnumUnknown),
        ("order", "x".into(), Code::FieldKind),
        ("maybe_shade", "".into(), Code::EnumUnknown),
    ] {
        let error = ground.refused([update::<Specimen>(specimen.id, 1, field, value)]).await;
        assert_eq!((error.code(), error.fields()), (code, &[field.to_owned()][..]));
    }
    assert!(ground.get::<Specimen>(specimen.id).await == specimen);
}
