//! What every store promises, as tests that do not know which store they look at.
//!
//! A point is a function over a [`StoreFactory`]; [`store_contract!`](crate::store_contract) makes a `#[test]` of each for one
//! store. A new point is written in the file of its area and named in the macro's list.

pub mod entities;
pub mod ground;

pub mod batches;
pub mod cancellation;
pub mod claims;
pub mod counters;
pub mod feed;
pub mod notes;
pub mod paging;
pub mod queries;
pub mod refusals;
pub mod replays;
pub mod rules;
pub mod search;
pub mod sequences;
pub mod snapshots;
pub mod tenants;
pub mod uniqueness;
pub mod values;

use std::future::Future;
use std::time::Duration;

use servicedesk::entity::EntityDef;
use servicedesk::store::Store;

/// Makes the stores that a contract point looks at. Every test has a factory of its own, and a factory makes one store.
pub trait StoreFactory {
    /// The kind of store.
    type Store: Store;

    /// Returns an empty store with the library's schema and, beside it, the tables of `extra`, made in their order.
    fn empty(&self, extra: &[&'static EntityDef]) -> impl Future<Output = Self::Store>;

    /// Opens what [`StoreFactory::empty`] made once more, as another process would; nothing for a store that lives in one.
    fn reopen(&self) -> impl Future<Output = Option<Self::Store>>;
}

/// How long a point may take on the slowest machine; one that takes longer waits for a store that does not answer.
const PATIENCE: Duration = Duration::from_secs(600);

/// Runs a contract point, on more threads than there are processors.
///
/// # Panics
/// When the point is not over after ten minutes.
pub fn run(point: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(8).enable_all().build();
    let over =
        runtime.expect("a test can start threads").block_on(async { tokio::time::timeout(PATIENCE, point).await });
    over.expect("a store answers in ten minutes");
}

/// Makes a module with one test for each contract point.
///
/// ```text
/// store_contract!(memory, MemoryFactory);
/// ```
#[macro_export]
macro_rules! store_contract {
    ($module:ident, $factory:expr) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            $crate::store_contract! { @points $factory;
                values:
                    every_kind_survives_at_its_extremes,
                    absent_values_stay_absent,
                    a_changed_value_is_read_back,
                    a_value_that_its_field_does_not_allow_is_refused;
                snapshots:
                    all_queries_of_a_read_see_the_same_moment,
                    a_read_answers_its_queries_in_their_order,
                    a_read_without_queries_answers_nothing,
                    what_was_committed_is_read;
                batches:
                    an_update_changes_its_fields_and_raises_the_version,
                    a_later_write_sees_the_earlier_ones,
                    an_empty_batch_is_committed,
                    a_thousand_rows_are_committed_at_once,
                    of_many_updates_of_one_version_one_wins,
                    of_many_batches_that_read_the_same_one_wins,
                    a_committed_batch_is_there_after_opening_again;
                refusals:
                    a_stale_version_is_a_conflict,
                    a_missing_row_is_not_found,
                    a_row_cannot_be_added_twice,
                    an_expected_version_must_hold,
                    an_expected_absence_must_hold,
                    an_expected_presence_must_hold,
                    an_unchanged_read_must_hold,
                    an_unchanged_read_notices_a_new_row,
                    an_unchanged_read_notices_a_removed_row,
                    expectations_are_about_the_time_before_the_writes,
                    a_refused_batch_leaves_nothing_behind,
                    a_batch_that_is_built_wrongly_is_refused;
                replays:
                    a_batch_is_applied_once,
                    a_replay_does_not_ask_again_what_was_expected,
                    a_refused_batch_may_be_committed_later,
                    of_racing_commits_of_one_batch_one_is_the_first,
                    a_batch_id_belongs_to_its_organization,
                    a_replay_does_not_claim_again,
                    a_replay_is_known_after_opening_again,
                    a_lost_answer_is_had_by_asking_again;
                sequences:
                    a_sequence_begins_with_its_first_step,
                    a_number_fills_the_text_that_waits_for_it,
                    a_refused_batch_gives_its_numbers_back,
                    concurrent_commits_leave_no_gap,
                    a_limit_is_reached_exactly,
                    a_limit_holds_under_concurrency;
                notes:
                    a_note_is_there_where_it_has_a_use,
                    a_note_sees_the_writes_before_it,
                    a_refused_batch_leaves_no_note;
                counters:
                    an_addition_is_no_change_of_the_row,
                    concurrent_additions_all_count,
                    a_bound_is_reached_exactly,
                    a_bound_holds_under_concurrency,
                    a_counter_stays_in_the_range_of_its_field,
                    only_a_row_that_is_there_is_added_to;
                claims:
                    the_oldest_free_rows_are_taken_in_order,
                    no_row_goes_to_two_workers,
                    a_lease_ends,
                    the_epoch_rises_with_every_claim,
                    a_claim_changes_the_lease_and_raises_the_version,
                    a_claim_takes_only_what_it_asks_for,
                    a_claim_of_nothing_answers_nothing,
                    a_refused_batch_gives_its_leases_back;
                feed:
                    every_change_leaves_a_record,
                    only_audited_entities_leave_records,
                    additions_and_claims_leave_no_records,
                    a_refused_batch_leaves_no_record,
                    a_reader_can_stop_and_go_on_at_every_limit,
                    a_reader_sees_every_change_once_while_others_write,
                    a_reader_sees_its_own_organization_only,
                    a_foreign_position_is_refused,
                    limits_are_kept;
                tenants:
                    equal_ids_of_two_organizations_do_not_meet,
                    a_query_sees_its_own_organization_only,
                    a_foreign_row_cannot_be_changed,
                    a_foreign_row_cannot_be_referred_to,
                    an_organization_must_exist,
                    the_directory_lists_organizations_only,
                    a_slug_is_unique_among_all_organizations;
                rules:
                    a_reference_must_exist,
                    a_reference_may_be_absent,
                    a_reference_may_be_to_a_row_of_the_same_batch,
                    a_row_may_refer_to_itself,
                    a_row_in_use_is_not_removed,
                    a_row_that_is_no_longer_in_use_is_removed,
                    a_removed_row_is_gone;
                uniqueness:
                    a_unique_value_is_taken_once,
                    a_value_is_free_again_after_its_row_is_gone,
                    absent_values_are_not_equal,
                    a_row_keeps_its_own_value,
                    a_partial_index_counts_only_what_it_covers,
                    a_row_that_comes_back_meets_the_index_again,
                    of_many_rows_with_one_value_one_is_added,
                    equal_values_differ_by_case_and_accent;
                queries:
                    a_condition_selects,
                    soft_deleted_rows_are_seen_when_asked_for,
                    members_of_deleted_rows_are_asked_for_apart,
                    rows_are_counted_by_what_they_point_to,
                    absent_values_are_the_least_in_both_directions,
                    several_columns_sort_one_after_the_other,
                    text_is_sorted_by_its_bytes,
                    decimals_are_sorted_by_their_value,
                    rows_are_counted_whatever_the_limit,
                    a_limit_tells_whether_more_follow,
                    limits_are_refused_beyond_their_range,
                    bytes_are_left_out_when_they_are_not_asked_for,
                    a_query_that_is_not_sound_is_refused,
                    a_member_is_found_as_its_document_changes,
                    a_list_by_a_member_is_walked_in_every_order,
                    the_deepest_and_widest_condition_is_answered;
                search:
                    every_word_is_looked_for,
                    case_accents_and_endings_do_not_count,
                    phrases_keep_their_order_and_their_column,
                    a_beginning_is_found_before_the_word_is_whole,
                    an_excluded_word_is_not_there,
                    the_title_comes_before_the_text,
                    equally_good_finds_come_in_the_order_of_their_ids,
                    finds_are_passed_over_one_by_one,
                    a_changed_row_is_found_by_its_new_words,
                    deleted_and_removed_rows_are_not_found,
                    only_what_everybody_may_read_is_found_by_everybody,
                    an_organization_finds_its_own_rows_only,
                    a_search_goes_with_conditions_orders_and_counts,
                    a_refused_batch_is_not_found,
                    rows_written_several_times_in_a_batch_are_found_as_they_end,
                    the_largest_text_can_be_written_and_found,
                    a_search_that_makes_no_sense_is_refused;
                paging:
                    every_order_and_page_size_meets_each_row_once,
                    rows_that_come_in_between_do_not_disturb_a_walk,
                    rows_are_handed_over_as_they_are_read;
                cancellation:
                    a_dropped_commit_is_applied_or_not_but_never_half,
                    a_commit_dropped_before_its_first_poll_is_never_half,
                    a_dropped_read_disturbs_nobody;
            }
        }
    };
    (@points $factory:expr; $($area:ident: $($point:ident),+;)+) => {
        $(mod $area {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $point() {
                    $crate::contract::run(async { $crate::contract::$area::$point(&$factory).await });
                }
            )+
        })+
    };
}

#[cfg(test)]
mod tests {
    const LIST: &str = include_str!("mod.rs");

    #[test]
    fn every_point_is_in_the_list() {
        let areas = [
            include_str!("batches.rs"),
            include_str!("cancellation.rs"),
            include_str!("claims.rs"),
            include_str!("counters.rs"),
            include_str!("feed.rs"),
            include_str!("notes.rs"),
            include_str!("paging.rs"),
            include_str!("queries.rs"),
            include_str!("refusals.rs"),
            include_str!("replays.rs"),
            include_str!("rules.rs"),
            include_str!("search.rs"),
            include_str!("sequences.rs"),
            include_str!("snapshots.rs"),
            include_str!("tenants.rs"),
            include_str!("uniqueness.rs"),
            include_str!("values.rs"),
        ];
        let lines = areas.iter().flat_map(|area| area.lines());
        let points = lines.filter_map(|line| line.strip_prefix("pub async fn ")?.split_once("<F: StoreFactory>"));
        let mut missing = points
            .map(|(point, _)| point)
            .filter(|point| !LIST.contains(&format!(" {point},")) && !LIST.contains(&format!(" {point};")));
        assert_eq!(missing.next(), None);
    }
}
