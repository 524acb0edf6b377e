//! The system: settings and what is kept for a while.

mod model;

pub use model::{
    CacheEntry, CacheEntryId, CacheEntryPatch, NewCacheEntry, NewSetting, Setting, SettingId, SettingKind, SettingPatch,
};
