//! What the machine allows, in figures that name no machine: cores, memory, and how fast its disk says that it has written.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use crate::Outcome;
use crate::pairs::{each, median};
use crate::report::{rate, time};

/// How many appends the probe makes.
const APPENDS: usize = 2_000;

/// Describes the machine.
pub(crate) fn describe(folder: &Path) -> Outcome<Vec<String>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut lines = vec![format!("{cores} cores, {} ({})", std::env::consts::ARCH, std::env::consts::OS)];
    lines.extend(memory().map(|gib| format!("{gib:.0} GiB of memory")));
    lines.extend(load().map(|load| format!("load average over one minute when the run began: {load}")));
    let (least, median, most) = append_and_sync(folder)?;
    lines.push(format!(
        "raw append of 4 KiB and `fdatasync`: {}, median {} ({}–{})",
        rate(1.0 / median),
        time(median),
        time(least),
        time(most)
    ));
    Ok(lines)
}

/// Returns the least, the median and the 99th percentile of an append that waits for the disk, in seconds.
fn append_and_sync(folder: &Path) -> Outcome<(f64, f64, f64)> {
    let path = folder.join("probe");
    let mut file = File::create(&path)?;
    let page = [0x5a_u8; 4_096];
    let mut times = Vec::with_capacity(APPENDS);
    for _ in 0..APPENDS {
        let began = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        times.push(each(began.elapsed(), 1));
    }
    fs::remove_file(&path)?;
    times.sort_by(f64::total_cmp);
    let least = times.first().copied().unwrap_or(f64::NAN);
    let late = times.get(times.len() * 99 / 100).copied().unwrap_or(f64::NAN);
    Ok((least, median(&times), late))
}

fn memory() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    Some(kibibytes(&text, "MemTotal:")? / 1_048_576.0)
}

fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

/// Returns this process's greatest use of memory so far, in MiB, where the system tells it.
pub(crate) fn peak_memory() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    Some(kibibytes(&text, "VmHWM:")? / 1_024.0)
}

fn kibibytes(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Returns how many seconds of processor time this process has used so far, where the system tells it.
pub(crate) fn processor_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold blanks; utime and stime are the 12th and 13th field after it, in hundredths.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(ticks as f64 / 100.0)
}
