//! Hints between processes that something was committed. `NOTIFY` in a transaction makes its commit take a lock of the whole
//! database, so that commits would wait for one another's disk. Here it is sent after the commit, in a transaction of its own
//! that writes nothing, and at most once in a while for any number of commits. A hint that is lost costs the time that somebody
//! waits, and no more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::pool::Pool;
use crate::query::sql::Sql;

const CHANNEL: &str = "servicedesk";
/// The payload says which schema, because a database may hold several desks. There is nothing in it about anybody.
const NOTIFY: &str = "SELECT pg_notify('servicedesk',current_schema())";
/// How long one hint stands for the commits after it.
const PAUSE: Duration = Duration::from_millis(25);
/// How long to wait before connecting again, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// What one store knows of hints.
pub(super) struct Hints {
    address: PgConnectOptions,
    /// Rings in this process.
    bell: Notify,
    /// Whether a hint is on its way, which stands for what is committed before it is sent.
    is_coming: AtomicBool,
    sent: Mutex<Option<Instant>>,
    /// Whether somebody listens to other processes; nothing before the first one waits.
    listening: Mutex<Option<watch::Receiver<bool>>>,
}

impl Hints {
    pub(super) fn new(address: PgConnectOptions) -> Self {
        let (bell, is_coming) = (Notify::new(), AtomicBool::new(false));
        Self { address, bell, is_coming, sent: Mutex::new(None), listening: Mutex::new(None) }
    }

    /// Tells everybody that something was committed. Called on the store's own threads.
    pub(super) fn tell(self: &Arc<Self>, pool: &Arc<Pool>) {
        self.bell.notify_waiters();
        if self.is_coming.swap(true, Ordering::SeqCst) {
            return;
        }
        let (hints, pool) = (Arc::clone(self), Arc::clone(pool));
        tokio::spawn(async move {
            let earlier = *hints.sent.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(sent) = earlier {
                sleep_until(sent + PAUSE).await;
            }
            hints.is_coming.store(false, Ordering::SeqCst);
            *hints.sent.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            // Whoever is not told waits a little longer.
            let Ok(mut lease) = pool.lease(None, false).await else { return };
            if lease.connection.run(&Sql { text: NOTIFY.to_owned(), arguments: Vec::new() }).await.is_ok() {
                lease.finish();
            }
        });
    }

    /// Waits until something is committed, here or elsewhere, which answers yes, or until the time is over.
    pub(super) async fn wait(self: Arc<Self>, patience: Duration) -> bool {
        let end = Instant::now() + patience;
        // From here on no hint is missed in this process; in others, once somebody listens.
        let rings = self.bell.notified();
        let mut listening = self.listening();
        let answer = timeout_at(end, async move {
            tokio::pin!(rings);
            let listens = async { listening.wait_for(|listens| *listens).await.is_ok() };
            tokio::select! {
                () = &mut rings => {}
                _ = listens => rings.await,
            }
        });
        answer.await.is_ok()
    }

    /// Begins to listen, unless somebody does.
    fn listening(self: &Arc<Self>) -> watch::Receiver<bool> {
        let mut listening = self.listening.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = || {
            let (tell, told) = watch::channel(false);
            tokio::spawn(listen(Arc::clone(self), tell));
            told
        };
        listening.get_or_insert_with(begin).clone()
    }
}

/// Listens for as long as the store lives, on a connection of its own; when it is cut, on another one.
async fn listen(hints: Arc<Hints>, tell: watch::Sender<bool>) {
    let mut pause = AGAIN.0;
    let mut is_first = true;
    loop {
        if let Ok((mut listener, schema)) = connect(&hints.address).await {
            tell.send_replace(true);
            if !is_first {
                // Nobody knows what was told in between.
                hints.bell.notify_waiters();
            }
            (is_first, pause) = (false, AGAIN.0);
            while let Ok(Some(hint)) = listener.try_recv().await {
                if hint.payload() == schema {
                    hints.bell.notify_waiters();
                }
            }
            tell.send_replace(false);
        }
        sleep(pause).await;
        pause = (pause * 2).min(AGAIN.1);
    }
}

async fn connect(address: &PgConnectOptions) -> Result<(PgListener, String), sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(address.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    let schema = sqlx::query_scalar("SELECT current_schema()::text").fetch_one(&mut listener).await?;
    Ok((listener, schema))
}
