//! What the machine allows, in figures that name no machine: cores, load, and how fast its disk says that it has written.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use super::table::time;
use crate::failure::{Outcome, Trying};

const APPENDS: usize = 500;

/// Describes the machine, writing for a moment below the folder.
pub(super) fn describe(folder: &Path) -> Outcome<Vec<String>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut lines = vec![format!("{cores} cores, {} ({})", std::env::consts::ARCH, std::env::consts::OS)];
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|text| text.split_whitespace().next());
    lines.extend(load.map(|load| format!("load average over one minute when the run began: {load}")));
    let (median, late) = append_and_sync(folder).trying("Writing a probe")?;
    lines.push(format!("raw append of 4 KiB and `fdatasync`: median {}, 99th percentile {}", time(median), time(late)));
    Ok(lines)
}

/// Returns the median and the 99th percentile of an append that waits for the disk, in seconds.
fn append_and_sync(folder: &Path) -> std::io::Result<(f64, f64)> {
    let path = folder.join("probe");
    let mut file = File::create(&path)?;
    let page = [0x5a_u8; 4_096];
    let mut times = Vec::with_capacity(APPENDS);
    for _ in 0..APPENDS {
        let began = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        times.push(began.elapsed().as_secs_f64());
    }
    fs::remove_file(&path)?;
    times.sort_by(f64::total_cmp);
    Ok((times[APPENDS / 2], times[APPENDS * 99 / 100]))
}
