//! Where the bytes of attachments are kept: an object store, by default a folder of this machine.

use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, OnceLock};

use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _};

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// The greatest file when nobody says otherwise: 25 MiB, as much as an e-mail usually brings.
pub const DEFAULT_MAX_BYTES: u64 = 25 * 1024 * 1024;
/// How much is read and written at once; the least that object stores take as a part.
pub(crate) const PART_BYTES: usize = 5 * 1024 * 1024;

/// Where the bytes of attachments are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<OnceLock<Arc<dyn ObjectStore>>>,
    /// The folder that becomes the store when it is first needed, so that a desk without attachments leaves none.
    folder: Option<PathBuf>,
    max_bytes: u64,
}

/// Something that is kept, and since when.
pub(crate) struct Kept {
    /// Its key.
    pub(crate) key: String,
    /// When it was written, UTC.
    pub(crate) at: Timestamp,
}

impl Files {
    /// Keeps files in a folder, which is made with the first file when it is not there. What was acknowledged is on the disk.
    ///
    /// # Errors
    /// [`Code::StoreUnavailable`] when there is something else of that name.
    pub fn folder(path: impl AsRef<FilePath>) -> Result<Self> {
        let path = path.as_ref().to_path_buf();
        if path.exists() && !path.is_dir() {
            return Err(Error::new(Code::StoreUnavailable).field("files"));
        }
        Ok(Self { store: Arc::default(), folder: Some(path), max_bytes: DEFAULT_MAX_BYTES })
    }

    /// Keeps files in memory, until the process ends.
    pub fn memory() -> Self {
        Self::new(InMemory::new())
    }

    /// Keeps files in an object store of the host's: Amazon S3, Google Cloud Storage, Azure, or its own.
    pub fn new(store: impl ObjectStore) -> Self {
        let store: Arc<dyn ObjectStore> = Arc::new(store);
        Self { store: Arc::new(OnceLock::from(store)), folder: None, max_bytes: DEFAULT_MAX_BYTES }
    }

    /// Sets the greatest file, in bytes; without it, [`DEFAULT_MAX_BYTES`].
    #[must_use]
    pub fn max_bytes(mut self, max: u64) -> Self {
        self.max_bytes = max;
        self
    }

    fn store(&self) -> Result<&Arc<dyn ObjectStore>> {
        if let (None, Some(path)) = (self.store.get(), &self.folder) {
            std::fs::create_dir_all(path)
                .map_err(|error| Error::new(Code::StoreUnavailable).field("files").caused_by(error))?;
            let folder = LocalFileSystem::new_with_prefix(path).map_err(unavailable)?;
            // Whoever was faster opened the same folder.
            let _ = self.store.set(Arc::new(folder.with_fsync(true).with_automatic_cleanup(true)));
        }
        self.store.get().ok_or_else(|| Error::new(Code::FilesMissing))
    }

    pub(crate) fn limit(&self) -> u64 {
        self.max_bytes
    }

    pub(crate) async fn begin(&self, key: &str) -> Result<Box<dyn MultipartUpload>> {
        self.store()?.put_multipart(&Path::from(key)).await.map_err(unavailable)
    }

    /// Writes what fits into one part.
    pub(crate) async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.store()?.put(&Path::from(key), bytes.into()).await.map(drop).map_err(unavailable)
    }

    /// Returns how many bytes are kept under a key.
    pub(crate) async fn size(&self, key: &str) -> Result<u64> {
        Ok(self.store()?.head(&Path::from(key)).await.map_err(missing)?.size)
    }

    /// Returns a stretch of what is kept under a key.
    pub(crate) async fn read(&self, key: &str, from: u64, until: u64) -> Result<Vec<u8>> {
        Ok(self.store()?.get_range(&Path::from(key), from..until).await.map_err(missing)?.to_vec())
    }

    /// Forgets what is kept under a key; nothing is fine, too.
    pub(crate) async fn forget(&self, key: &str) -> Result<()> {
        match self.store()?.delete(&Path::from(key)).await {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Returns what is kept below a prefix, itself without deeper levels.
    pub(crate) async fn list(&self, prefix: &str) -> Result<Vec<Kept>> {
        let found = self.store()?.list_with_delimiter(Some(&Path::from(prefix))).await.map_err(unavailable)?;
        let kept = found.objects.into_iter().map(|object| Kept {
            key: object.location.to_string(),
            at: Timestamp::clamped(object.last_modified.timestamp_millis()),
        });
        Ok(kept.collect())
    }
}

pub(crate) fn unavailable(error: object_store::Error) -> Error {
    Error::new(Code::StoreUnavailable).field("files").caused_by(error)
}

fn missing(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::new(Code::FileMissing).caused_by(error),
        error => unavailable(error),
    }
}
