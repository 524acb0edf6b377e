//! Where the bytes come from: a path or any reader, plain or gzipped. Gzip is known by its first bytes, because names lie,
//! and bytes are counted before decompression, because only that total is known.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::error::ReadError;
use super::limits::MAX_PATH_BYTES;

const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];
const BUFFER: usize = 64 * 1024;

/// How far a read has come, in bytes of the file as stored (compressed, when it is).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken from the file, some of them still in buffers.
    pub bytes_read: u64,
    /// Length of the file; `None` when it came from a reader and nobody said.
    pub total_bytes: Option<u64>,
}

/// Decompressed bytes with their count.
pub(crate) struct Input {
    pub(crate) bytes: Box<dyn Read + Send>,
    pub(crate) gzip: bool,
    consumed: Arc<AtomicU64>,
    pub(crate) total_bytes: Option<u64>,
}

impl Input {
    pub(crate) fn open(path: &Path) -> Result<Self, ReadError> {
        if path.as_os_str().len() > MAX_PATH_BYTES {
            return Err(ReadError::PathTooLong);
        }
        let io = |source| ReadError::Io { line: 0, source };
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        let mut input = Input::new(file)?;
        // The length of a pipe or device says nothing.
        input.total_bytes = metadata.is_file().then_some(metadata.len());
        Ok(input)
    }

    pub(crate) fn new(raw: impl Read + Send + 'static) -> Result<Self, ReadError> {
        let consumed = Arc::new(AtomicU64::new(0));
        let mut raw = Counted { raw, consumed: Arc::clone(&consumed) };
        let mut first = Vec::with_capacity(GZIP_MAGIC.len());
        let taken = (&mut raw).take(GZIP_MAGIC.len() as u64).read_to_end(&mut first);
        taken.map_err(|source| ReadError::Io { line: 0, source })?;
        let gzip = first == GZIP_MAGIC;
        let whole = BufReader::with_capacity(BUFFER, io::Cursor::new(first).chain(raw));
        let bytes: Box<dyn Read + Send> = if gzip { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
        Ok(Input { bytes, gzip, consumed, total_bytes: None })
    }

    /// Separates the bytes, to be decoded, from what reports on them.
    pub(crate) fn into_parts(self) -> (Box<dyn Read + Send>, Meter) {
        (self.bytes, Meter { gzip: self.gzip, consumed: self.consumed, total_bytes: self.total_bytes })
    }
}

/// What remains known about an input once its bytes are being read elsewhere.
pub(crate) struct Meter {
    pub(crate) gzip: bool,
    consumed: Arc<AtomicU64>,
    pub(crate) total_bytes: Option<u64>,
}

impl Meter {
    pub(crate) fn progress(&self) -> Progress {
        Progress { bytes_read: self.consumed.load(Ordering::Relaxed), total_bytes: self.total_bytes }
    }
}

struct Counted<R> {
    raw: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(out)?;
        self.consumed.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
