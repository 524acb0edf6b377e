//! Remembering that somebody asked us to stop, so that what was started is always stopped in turn.
//!
//! Nothing happens inside the signal handler but a store to an atomic; whoever waits for a child looks at it.

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::failure::{Outcome, Trying};

/// A signal that asks a program to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// The terminal went away.
    HangUp,
    /// Ctrl-C.
    Interrupt,
    /// The polite `kill`.
    Terminate,
}

const ALL: [Signal; 3] = [Signal::HangUp, Signal::Interrupt, Signal::Terminate];

static LAST: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

impl Signal {
    fn number(self) -> i32 {
        match self {
            Self::HangUp => SIGHUP,
            Self::Interrupt => SIGINT,
            Self::Terminate => SIGTERM,
        }
    }

    /// The name that `kill -s` understands.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::HangUp => "HUP",
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
        }
    }
}

/// Starts remembering; from here on these signals no longer end the process by themselves.
pub(crate) fn listen() -> Outcome<()> {
    let last = LAST.get_or_init(Arc::default);
    for signal in ALL {
        let number = signal.number();
        flag::register_usize(number, Arc::clone(last), number.unsigned_abs() as usize)
            .trying("Listening for signals")?;
    }
    Ok(())
}

/// The last signal that came, if any did.
pub(crate) fn received() -> Option<Signal> {
    let number = LAST.get()?.load(Ordering::SeqCst);
    ALL.into_iter().find(|signal| usize::try_from(signal.number()) == Ok(number))
}

/// What a shell reports for a program that ended by `signal`.
pub(crate) fn exit_code(signal: Signal) -> ExitCode {
    u8::try_from(128 + signal.number()).map_or(ExitCode::FAILURE, ExitCode::from)
}
