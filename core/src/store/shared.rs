//! A store that several desks share is a store: each of its methods is that of the store itself, with its way of doing it.

use std::sync::Arc;
use std::time::Duration;

use super::{Batch, BoxFuture, Changes, Commit, Store, Taker, Upkeep, Upkept};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::organization::OrganizationId;
use crate::query::{Page, Query};

impl<S: Store + ?Sized> Store for Arc<S> {
    fn read<'a>(&'a self, queries: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
        (**self).read(queries)
    }

    fn read_each<'a>(&'a self, query: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
        (**self).read_each(query, taker)
    }

    fn commit(&self, batch: Batch) -> BoxFuture<'_, Result<Commit>> {
        (**self).commit(batch)
    }

    fn changes<'a>(
        &'a self,
        organization: OrganizationId,
        position: &'a str,
        limit: u32,
    ) -> BoxFuture<'a, Result<Changes>> {
        (**self).changes(organization, position, limit)
    }

    fn upkeep(&self, upkeep: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
        (**self).upkeep(upkeep)
    }

    fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
        (**self).upkeep_due()
    }

    fn wait_for_commit(&self, timeout: Duration) -> BoxFuture<'_, Result<bool>> {
        (**self).wait_for_commit(timeout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity as _, Value};
    use crate::organization::{Organization, OrganizationId};

    /// Only hands rows over; whoever reads them together asks the wrong one.
    struct HandsOver;

    impl Store for HandsOver {
        fn read<'a>(&'a self, _: &'a [Query]) -> BoxFuture<'a, Result<Vec<Page>>> {
            unreachable!("rows are read together")
        }

        fn read_each<'a>(&'a self, _: &'a Query, taker: &'a mut dyn Taker) -> BoxFuture<'a, Result<bool>> {
            Box::pin(async { taker.take(&mut [Value::Null].into_iter()).map(|()| true) })
        }

        fn commit(&self, _: Batch) -> BoxFuture<'_, Result<Commit>> {
            unreachable!("nothing is written")
        }

        fn changes<'a>(&'a self, _: OrganizationId, _: &'a str, _: u32) -> BoxFuture<'a, Result<Changes>> {
            unreachable!("nothing is written")
        }

        fn upkeep(&self, _: Upkeep) -> BoxFuture<'_, Result<Upkept>> {
            unreachable!("nothing is kept")
        }

        fn upkeep_due(&self) -> BoxFuture<'_, Result<Option<Timestamp>>> {
            unreachable!("nothing is kept")
        }

        fn wait_for_commit(&self, _: Duration) -> BoxFuture<'_, Result<bool>> {
            unreachable!("nothing is written")
        }
    }

    /// Counts values.
    struct Count(usize);

    impl Taker for Count {
        fn begin(&mut self) {}

        fn take(&mut self, values: &mut dyn Iterator<Item = Value>) -> Result<()> {
            self.0 += values.count();
            Ok(())
        }
    }

    #[test]
    fn rows_are_handed_over_by_the_store_itself() {
        let store: Arc<dyn Store> = Arc::new(Arc::new(HandsOver));
        let (query, mut count) = (Query::new(Organization::DEF, OrganizationId::default()), Count(0));
        assert!(crate::block_on(store.read_each(&query, &mut count)).unwrap());
        assert_eq!(count.0, 1);
    }
}
