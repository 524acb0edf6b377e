//! The system: settings and what is kept for a while.

pub(crate) mod defaults;
mod model;
mod operations;
pub(crate) mod rules;

pub use model::{
    CacheEntry, CacheEntryId, CacheEntryPatch, NewCacheEntry, NewSetting, Setting, SettingId, SettingKind,
    SettingPatch, SettingValue,
};
pub use operations::Settings;
