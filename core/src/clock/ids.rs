//! Where new identifiers come from: UUID version 7 (RFC 9562), whose leading bits are the time, so that rows created
//! together lie together in every index.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{ContextV7, Uuid};

use super::Timestamp;

/// Makes new identifiers.
pub trait Ids: Send + Sync + 'static {
    /// Returns a new UUID for a row created at `now`.
    fn next(&self, now: Timestamp) -> Uuid;
}

/// Random version 7 UUIDs, rising within one millisecond.
#[derive(Debug, Default)]
pub struct RandomIds {
    context: Mutex<ContextV7>,
}

impl Ids for RandomIds {
    fn next(&self, now: Timestamp) -> Uuid {
        let millis = now.as_millis().max(0);
        let (seconds, nanos) = (millis.div_euclid(1000), millis.rem_euclid(1000) * 1_000_000);
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds = u64::try_from(seconds).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, u32::try_from(nanos).unwrap_or(0)))
    }
}

/// Version 7 UUIDs that count up from one, for tests that compare whole outputs.
#[derive(Debug, Default)]
pub struct SequentialIds {
    last: AtomicU64,
}

impl Ids for SequentialIds {
    fn next(&self, now: Timestamp) -> Uuid {
        let count = self.last.fetch_add(1, Ordering::SeqCst) + 1;
        let millis = u64::try_from(now.as_millis()).unwrap_or(0);
        let mut random = [0_u8; 10];
        random[2..].copy_from_slice(&count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_rise() {
        let ids = RandomIds::default();
        let made: Vec<Uuid> = (0..1000).map(|_| ids.next(Timestamp::EPOCH)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn sequential_ids_repeat_themselves() {
        let (a, b) = (SequentialIds::default(), SequentialIds::default());
        assert_eq!(a.next(Timestamp::EPOCH), b.next(Timestamp::EPOCH));
        assert_ne!(a.next(Timestamp::EPOCH), SequentialIds::default().next(Timestamp::EPOCH));
    }
}
