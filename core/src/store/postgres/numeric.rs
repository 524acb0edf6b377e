//! PostgreSQL's binary `numeric`, exactly as it is or not at all: the driver rounds what does not fit, and forgets the
//! places of a zero.

use rust_decimal::Decimal;
use sqlx::Postgres;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};

/// The sign word of a negative number; that of a positive one is zero, others are no numbers.
const NEGATIVE: u16 = 0x4000;
/// The most decimal places that a [`Decimal`] has.
const PLACES: i32 = 28;

/// Returns the number, or none when a [`Decimal`] cannot hold it exactly.
pub(super) fn decimal(bytes: &[u8]) -> Option<Decimal> {
    let word = |index: usize| bytes.get(index * 2..index * 2 + 2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let (count, weight, sign, scale) = (word(0)?, word(1)?.cast_signed(), word(2)?, word(3)?);
    if sign != 0 && sign != NEGATIVE {
        return None;
    }
    // A group of four digits is one "digit" of base ten thousand; the weight is the power of the first.
    let mut whole: i128 = 0;
    for index in 0..usize::from(count) {
        whole = whole.checked_mul(10_000)?.checked_add(i128::from(word(4 + index)?))?;
    }
    let wanted = i32::from(scale).min(PLACES);
    let mut places = if whole == 0 { wanted } else { (i32::from(count) - 1 - i32::from(weight)) * 4 };
    while places > wanted {
        if whole % 10 != 0 {
            return None;
        }
        whole /= 10;
        places -= 1;
    }
    while places < wanted {
        whole = whole.checked_mul(10)?;
        places += 1;
    }
    let signed = if sign == NEGATIVE { -whole } else { whole };
    let exact = Decimal::try_from_i128_with_scale(signed, u32::try_from(places).ok()?);
    // Zeros at the end may be one too many where the number itself fits.
    exact.ok().or_else(|| without_zeros(signed, places))
}

/// A decimal number to bind.
pub(super) struct Numeric(pub(super) Decimal);

impl sqlx::Type<Postgres> for Numeric {
    fn type_info() -> PgTypeInfo {
        <Decimal as sqlx::Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for Numeric {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        buffer.extend_from_slice(&bytes(self.0)?);
        Ok(IsNull::No)
    }
}

fn bytes(number: Decimal) -> Result<Vec<u8>, BoxDynError> {
    let scale = number.scale();
    // The groups are counted from the decimal point, so that the places fill whole groups.
    let fill = (4 - scale % 4) % 4;
    let mut rest = number.mantissa().unsigned_abs() * 10_u128.pow(fill);
    let mut groups: Vec<u16> = Vec::new();
    while rest > 0 {
        groups.push(u16::try_from(rest % 10_000)?);
        rest /= 10_000;
    }
    groups.reverse();
    let weight = i16::try_from(groups.len())? - 1 - i16::try_from((scale + fill) / 4)?;
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let weight = if groups.is_empty() { 0 } else { weight };
    let sign = if number.is_sign_negative() && !groups.is_empty() { NEGATIVE } else { 0 };
    let head = [u16::try_from(groups.len())?, weight.cast_unsigned(), sign, u16::try_from(scale)?];
    Ok(head.iter().chain(&groups).flat_map(|word| word.to_be_bytes()).collect())
}

fn without_zeros(mut whole: i128, mut places: i32) -> Option<Decimal> {
    while places > 0 && whole % 10 == 0 {
        whole /= 10;
        places -= 1;
    }
    Decimal::try_from_i128_with_scale(whole, u32::try_from(places).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> Option<Decimal> {
        let count = u16::try_from(groups.len()).unwrap();
        let head = [count, weight.cast_unsigned(), sign, scale];
        let bytes: Vec<u8> = head.iter().chain(groups).flat_map(|word| word.to_be_bytes()).collect();
        decimal(&bytes)
    }

    #[test]
    fn a_number_keeps_its_places() {
        assert_eq!(number(0, 0, 2, &[1, 5000]).unwrap().to_string(), "1.50");
        assert_eq!(number(1, NEGATIVE, 0, &[12]).unwrap().to_string(), "-120000");
        assert_eq!(number(-1, 0, 4, &[1]).unwrap().to_string(), "0.0001");
        assert_eq!(number(0, 0, 3, &[]).unwrap().to_string(), "0.000");
    }

    #[test]
    fn what_is_written_is_read() {
        for text in ["0", "0.00", "1.50", "-0.0000000000000000000000000001", "120000", "99990001.0001", "7.0"] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(decimal(&bytes(number).unwrap()).unwrap().to_string(), text);
        }
        for number in [Decimal::MAX, Decimal::MIN] {
            for scale in 0..=28 {
                let mut number = number;
                number.set_scale(scale).unwrap();
                assert_eq!(decimal(&bytes(number).unwrap()).unwrap().to_string(), number.to_string());
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(number(0, 0xC000, 0, &[]), None, "not a number");
        assert_eq!(number(-8, 0, 32, &[1]), None, "32 places");
        assert_eq!(number(7, 0, 0, &[8]), None, "past the greatest");
        assert_eq!(number(30, 0, 0, &[1]), None, "far too great");
        assert_eq!(decimal(&[0, 9, 0, 0]), None, "cut off");
    }
}
