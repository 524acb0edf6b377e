//! Files on tickets, comments, articles and changes: their bytes go to the object store first, then a row says that they are
//! there. What is left of an upload that did not get so far is an orphan, and is collected.

use std::io::{Read, Write};

use object_store::MultipartUpload;
use sha2::{Digest as _, Sha256};

use crate::entity::Draft as _;
use crate::error::{Code, Error, ErrorKind, Result};
use crate::hexadecimal::hexadecimal;
use crate::operation::operations;
use crate::organization::TenantConfiguration;
use crate::organization::rules::STORAGE_COUNTER;
use crate::query::{MAX_LIMIT, field};
use crate::scope::{Refusal, Scope, not_found};
use crate::store::Commit;
use crate::store::files::{self, Files, PART_BYTES};
use crate::ticket::rules::upload::{self, SNIFFED_BYTES};
use crate::ticket::{Attachment, AttachmentId, NewAttachment, NewUpload};

/// How old something without a row is before it counts as an orphan, in milliseconds: a day. Younger, it may be an upload whose
/// row comes any moment.
const ORPHAN_AGE: i64 = 86_400_000;
/// The folders below an organization's, by the last byte of an attachment's id, so that no folder grows without end.
const FOLDERS: u16 = 256;

/// The files of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Attachments<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the files of the organization.
    pub fn attachments(&self) -> Attachments<'_> {
        Attachments { scope: self }
    }
}

/// Bytes that have arrived.
struct Arrived {
    size: u64,
    sha256: String,
    mime_type: String,
    extension: &'static str,
}

#[operations(FILES)]
impl Attachments<'_> {
    /// Keeps a file. Its type is what its bytes show; a program is refused, and so is what contradicts the claims.
    ///
    /// # Errors
    /// [`Code::FilesMissing`] on a desk without a place for files; [`Code::FileTooLarge`]; [`Code::FileForbidden`];
    /// [`Code::StorageLimit`] of the organization's configuration; [`Code::FormatInvalid`] with `original_name`, `mime_type`,
    /// `size_bytes` or `sha256`; [`Code::ReferenceMissing`] with what it hangs on. Nothing is kept then.
    pub async fn upload(&self, new: NewUpload, content: Vec<u8>) -> Result<Attachment> {
        self.upload_from(new, content.as_slice()).await
    }

    /// Returns the bytes of a file, which must be those that were kept.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::FilesMissing`], [`Code::FileMissing`] and [`Code::FileChanged`] when the object store lost or
    /// changed them.
    pub async fn download(&self, id: AttachmentId) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        self.download_to(id, &mut content).await?;
        Ok(content)
    }

    /// Forgets files in the object store that no row names: what is left of uploads that were cut off, a day or more ago. Returns
    /// how many. Call it now and then; each call looks at all of the organization's files, folder by folder.
    ///
    /// # Errors
    /// [`Code::FilesMissing`], kind `Unavailable`.
    pub async fn collect_orphans(&self) -> Result<u64> {
        let files = self.files()?;
        let latest = self.scope.desk().now().plus_millis(-ORPHAN_AGE);
        let mut forgotten = 0;
        for folder in 0..FOLDERS {
            let prefix = format!("{}/{folder:02x}", self.scope.organization_id().as_uuid());
            let kept = files.list(&prefix).await?;
            for kept in kept.chunks(500) {
                let keys = kept.iter().map(|kept| kept.key.clone());
                let mut named = self.scope.query::<Attachment>().filter(field(Attachment::STORAGE_KEY).is_in(keys));
                named.with_deleted = true;
                let named: Vec<Attachment> = self.scope.snapshot(&[named.limit(MAX_LIMIT)]).await?.list()?;
                for kept in kept.iter().filter(|kept| kept.at <= latest) {
                    if !named.iter().any(|row| row.storage_key == kept.key) {
                        files.forget(&kept.key).await?;
                        forgotten += 1;
                    }
                }
            }
        }
        Ok(forgotten)
    }
}

impl Attachments<'_> {
    /// Keeps a file that is read piece by piece, so that it need not fit into memory. Otherwise as [`Attachments::upload`].
    ///
    /// Reading blocks the thread: under an executor, read from what is at hand.
    ///
    /// # Errors
    /// As [`Attachments::upload`], and [`Code::StoreUnavailable`] with `content` when reading fails.
    pub async fn upload_from(&self, new: NewUpload, mut content: impl Read) -> Result<Attachment> {
        upload::check(&new)?;
        let files = self.files()?;
        let id = self.scope.desk().new_id(self.scope.desk().now());
        let folder = id.as_bytes()[15];
        let key = format!("{}/{folder:02x}/{id}", self.scope.organization_id().as_uuid());
        let arrived = receive(files, &key, &new, &mut content).await?;
        let made = self.record(&new, id, &key, &arrived).await;
        let are_nobodys = match &made {
            // An earlier call with the same batch id kept bytes of its own.
            Ok(attachment) => attachment.storage_key != key,
            // When the answer was lost, the row may be there.
            Err(error) => !matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Corrupt | ErrorKind::Internal),
        };
        if are_nobodys {
            // Should this fail, the orphan is collected later; what became of the row is the answer.
            let _ = files.forget(&key).await;
        }
        made
    }

    /// Writes the bytes of a file piece by piece, and checks them while they pass. Otherwise as [`Attachments::download`].
    ///
    /// # Errors
    /// As [`Attachments::download`], and [`Code::StoreUnavailable`] with `content` when writing fails.
    pub async fn download_to(&self, id: AttachmentId, mut target: impl Write) -> Result<()> {
        let files = self.files()?;
        let attachment: Attachment = self.scope.load(id).await?;
        let size = files.size(&attachment.storage_key).await?;
        let mut hash = Sha256::new();
        let mut from = 0;
        while from < size {
            let until = size.min(from + PART_BYTES as u64);
            let part = files.read(&attachment.storage_key, from, until).await?;
            hash.update(&part);
            target
                .write_all(&part)
                .map_err(|error| Error::new(Code::StoreUnavailable).field("content").caused_by(error))?;
            from = until;
        }
        let changed = u64::try_from(attachment.size_bytes) != Ok(size)
            || attachment.sha256.is_some_and(|sha256| sha256 != hexadecimal(&hash.finalize()));
        if changed { Err(Error::new(Code::FileChanged)) } else { Ok(()) }
    }

    fn files(&self) -> Result<&Files> {
        self.scope.desk().files().ok_or_else(|| Error::new(Code::FilesMissing))
    }

    /// Writes the row of a file whose bytes are kept.
    async fn record(&self, new: &NewUpload, id: uuid::Uuid, key: &str, arrived: &Arrived) -> Result<Attachment> {
        let attempt = async || {
            let configuration = self.scope.configuration_query();
            let configuration: Option<TenantConfiguration> = self.scope.snapshot(&[configuration]).await?.optional()?;
            let limit = configuration.and_then(|configuration| configuration.storage_limit_bytes);
            let mut work = self.scope.unit_of_work();
            let size_bytes = i64::try_from(arrived.size).unwrap_or(i64::MAX);
            let attachment = NewAttachment {
                ticket_id: new.ticket_id,
                comment_id: new.comment_id,
                article_id: new.article_id,
                change_request_id: new.change_request_id,
                stored_name: format!("{id}.{}", arrived.extension),
                original_name: new.original_name.trim().to_owned(),
                mime_type: arrived.mime_type.clone(),
                size_bytes,
                sha256: Some(arrived.sha256.clone()),
                storage_key: key.to_owned(),
                description: new.description.clone(),
                uploaded_by_id: self.scope.actor().user_id(),
            };
            let mut stamp = self.scope.stamp(work.now());
            stamp.id = id;
            let attachment = work.insert(Attachment::build(attachment, stamp))?;
            work.next(STORAGE_COUNTER.to_owned(), size_bytes, limit);
            let commit = work.commit().await.map_err(|refusal| match refusal {
                Refusal::Final(error) if error.code() == Code::CounterLimit => {
                    let limit = error.parameter("limit").unwrap_or("?").to_owned();
                    Refusal::Final(
                        Error::new(Code::StorageLimit)
                            .field(TenantConfiguration::STORAGE_LIMIT_BYTES)
                            .with("limit", limit),
                    )
                }
                other => other,
            })?;
            match commit.inserted.first().filter(|_| commit.replayed) {
                Some(first) => Ok(self.scope.reload(AttachmentId::from(*first)).await?),
                None => Ok(attachment),
            }
        };
        // What is in the way of a repetition may be the room that the first call took.
        let again = async |commit: Commit| {
            let first = commit.inserted.first().copied().ok_or_else(not_found::<Attachment>)?;
            self.scope.reload(AttachmentId::from(first)).await
        };
        self.scope.once(attempt, again).await
    }
}

/// A file on its way to the object store.
struct Receiving<'a> {
    files: &'a Files,
    key: &'a str,
    /// The parts that are written already; a small file is written at once.
    parts: Option<Box<dyn MultipartUpload>>,
    size: u64,
    hash: Sha256,
}

/// Writes what arrives to the object store, and looks at it while it passes. What is refused leaves nothing there.
async fn receive(files: &Files, key: &str, new: &NewUpload, content: &mut impl Read) -> Result<Arrived> {
    let first = next_part(content)?;
    let beginning = &first[..first.len().min(SNIFFED_BYTES)];
    let mime_type = upload::decide_type(beginning, new.mime_type.as_deref())?;
    let (_, extension) = upload::sniff(beginning);
    let mut receiving = Receiving { files, key, parts: None, size: 0, hash: Sha256::new() };
    match receiving.all(first, new, content).await {
        Ok(sha256) => Ok(Arrived { size: receiving.size, sha256, mime_type, extension }),
        Err(error) => {
            if let Some(parts) = &mut receiving.parts {
                // Should this fail, too, the orphan is collected later.
                let _ = parts.abort().await;
            }
            Err(error)
        }
    }
}

impl Receiving<'_> {
    /// Writes everything and returns its SHA-256. Nothing is complete before it was compared with the claims.
    async fn all(&mut self, mut part: Vec<u8>, new: &NewUpload, content: &mut impl Read) -> Result<String> {
        self.look(&part)?;
        while part.len() == PART_BYTES {
            let next = next_part(content)?;
            self.look(&next)?;
            self.write(std::mem::replace(&mut part, next)).await?;
        }
        let sha256 = hexadecimal(&std::mem::take(&mut self.hash).finalize());
        upload::check_whole(new, self.size, &sha256)?;
        if self.parts.is_none() {
            self.files.put(self.key, part).await?;
            return Ok(sha256);
        }
        if !part.is_empty() {
            self.write(part).await?;
        }
        if let Some(parts) = &mut self.parts {
            parts.complete().await.map_err(files::unavailable)?;
        }
        Ok(sha256)
    }

    fn look(&mut self, part: &[u8]) -> Result<()> {
        self.size += part.len() as u64;
        self.hash.update(part);
        if self.size > self.files.limit() {
            return Err(Error::new(Code::FileTooLarge).with("max", self.files.limit()));
        }
        Ok(())
    }

    async fn write(&mut self, part: Vec<u8>) -> Result<()> {
        let mut parts = match self.parts.take() {
            Some(parts) => parts,
            None => self.files.begin(self.key).await?,
        };
        let written = parts.put_part(part.into()).await.map_err(files::unavailable);
        self.parts = Some(parts);
        written
    }
}

/// Reads until a part is full or nothing is left.
fn next_part(content: &mut impl Read) -> Result<Vec<u8>> {
    let mut part = Vec::new();
    let read = content.take(PART_BYTES as u64).read_to_end(&mut part);
    read.map_err(|error| Error::new(Code::StoreUnavailable).field("content").caused_by(error))?;
    Ok(part)
}
