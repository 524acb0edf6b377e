//! What a user can do with a desk, as tests that do not know on which store it stands.
//!
//! A point is an async function over a [`DeskFactory`]; [`desk_suite!`](crate::desk_suite) makes a `#[test]` of each for one
//! store. A new point is written in the file of its area and named in the macro's list.

pub mod consistency;
pub mod faults;
pub mod file;
mod filler;
pub mod fixture;
pub mod gate;
pub mod mirror;
pub mod model;
pub mod trace;

pub mod assignment;
pub mod attachments;
pub mod bad_input;
pub mod bulk;
pub mod conflicts;
pub mod custom_fields;
pub mod discretion;
pub mod escalation;
pub mod forms;
pub mod funnel;
pub mod idempotency;
pub mod life;
pub mod limits;
pub mod lists;
pub mod merging;
pub mod numbers;
pub mod organization;
pub mod past;
pub mod queue;
pub mod relations;
pub mod repository;
pub mod response;
pub mod search;
pub mod service_level_days;
pub mod service_levels;
pub mod tenants;
pub mod ticking;
pub mod transitions;

use std::future::Future;
use std::sync::{Arc, Barrier};

use servicedesk::store::Store;
use tokio::runtime::Handle;

use crate::contract::StoreFactory;

/// Makes the store on which the desk of one test stands. Whoever makes stores for the contract makes them for desks, too.
pub trait DeskFactory {
    /// Returns an empty store with the library's schema.
    fn store(&self) -> impl Future<Output = Arc<dyn Store>>;
}

impl<F: StoreFactory> DeskFactory for F {
    async fn store(&self) -> Arc<dyn Store> {
        Arc::new(self.empty(&[]).await)
    }
}

/// Runs a point where stores find a reactor, should they need one.
pub fn run(point: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a test can start threads").block_on(point);
}

/// Does `work` for each number below `count`, on as many threads, which begin at the same moment.
pub fn together<T: Send, F: Future<Output = T>>(count: usize, work: impl Fn(usize) -> F + Sync) -> Vec<T> {
    let (start, work, runtime) = (Barrier::new(count), &work, Handle::current());
    std::thread::scope(|scope| {
        let thread = |number| {
            let (start, runtime) = (&start, runtime.clone());
            scope.spawn(move || {
                start.wait();
                runtime.block_on(work(number))
            })
        };
        let running: Vec<_> = (0..count).map(thread).collect();
        running.into_iter().map(|thread| thread.join().expect("no operation panics")).collect()
    })
}

/// Makes one test of each point of the suite for the store of one factory.
///
/// ```text
/// desk_suite!(MemoryFactory);
/// ```
#[macro_export]
macro_rules! desk_suite {
    ($factory:expr) => {
        $crate::desk_suite! { @points $factory;
            life:
                a_new_ticket_is_new_and_numbered,
                a_ticket_lives_from_question_to_closing,
                a_reopened_ticket_counts_its_reopening,
                a_ticket_that_is_put_on_hold_is_not_resolved,
                the_matrix_gives_the_priority,
                a_chosen_priority_sticks,
                a_cleared_priority_follows_the_matrix_again,
                without_a_cell_the_category_decides,
                without_anything_the_default_decides,
                a_category_sends_its_tickets_to_its_team,
                a_placement_comes_before_the_set_up,
                an_unknown_person_asks_by_name_and_address,
                somebody_must_ask,
                a_ticket_needs_a_status_to_begin_in,
                a_ticket_needs_a_priority,
                an_inactive_organization_opens_no_tickets,
                a_deleted_ticket_is_gone_until_it_is_restored,
                a_ticket_is_not_its_own_ancestor,
                two_tickets_cannot_become_each_others_parents,
                departments_and_categories_form_trees,
                the_load_of_a_person_is_what_they_hold;
            custom_fields:
                without_definitions_any_object_is_kept,
                defined_fields_take_what_they_are_defined_for,
                a_later_definition_does_not_forbid_other_changes,
                a_category_has_fields_of_its_own,
                a_field_names_people_of_its_own_organization,
                definitions_must_make_sense,
                assets_have_fields_of_their_own;
            relations:
                a_relation_is_seen_from_both_sides,
                wrong_links_are_refused,
                tickets_do_not_block_each_other_in_circles,
                a_circle_is_not_closed_by_two_at_once,
                a_ticket_has_one_parent,
                a_problem_resolves_its_incidents_where_that_is_switched_on;
            merging:
                a_merged_ticket_is_read_with_the_other,
                a_closed_ticket_that_was_merged_stays_closed,
                wrong_merges_are_refused,
                two_merges_at_once_make_no_circle,
                comments_leave_for_a_new_ticket,
                wrong_splits_are_refused;
            bulk:
                every_ticket_gets_every_change,
                what_is_refused_stays_as_it_was_and_the_rest_is_changed,
                what_only_the_store_can_refuse_is_told_of_its_ticket,
                many_are_changed_in_several_commits_once,
                deleting_many_frees_who_held_them,
                a_macro_is_previewed_and_applied,
                a_macro_is_of_its_team_and_makes_sense;
            past:
                a_ticket_is_told_as_it_was,
                a_long_history_is_read_to_its_beginning;
            forms:
                a_template_fills_what_is_missing,
                a_view_shows_what_it_filters,
                a_view_must_make_sense,
                a_survey_is_answered_once_and_in_time,
                surveys_are_counted_together;
            attachments:
                a_file_is_given_back_as_it_was,
                lies_are_refused_and_leave_nothing,
                an_organization_keeps_no_more_than_it_may,
                a_repeated_upload_is_kept_once,
                a_lost_answer_loses_no_bytes,
                what_was_lost_or_changed_is_told,
                a_desk_without_a_place_keeps_no_files,
                orphans_are_collected_when_they_are_old;
            repository:
                numbers_of_every_entity_have_no_gaps,
                a_deleted_row_comes_back,
                what_is_recorded_is_not_changed,
                a_secret_is_told_to_nobody;
            response:
                the_first_public_answer_of_staff_is_the_first_response,
                an_internal_note_is_no_response,
                an_automatic_answer_is_no_response,
                the_requester_does_not_answer_themselves,
                a_customer_does_not_answer,
                the_host_itself_does_not_answer,
                a_later_answer_does_not_move_the_first,
                racing_answers_stamp_once,
                a_requester_reads_public_comments_only,
                a_comment_is_changed_and_deleted;
            transitions:
                a_step_that_is_not_allowed_is_refused,
                a_step_to_the_present_status_changes_nothing,
                a_step_may_require_fields,
                a_step_may_require_a_permission,
                a_step_from_anywhere_is_allowed_from_anywhere,
                an_exact_step_comes_before_one_from_anywhere,
                every_step_of_a_preset_is_allowed_and_no_other,
                free_steps_allow_everything,
                a_preset_is_set_up_once,
                a_preset_that_contradicts_itself_is_refused,
                tickets_begin_in_the_first_status_of_kind_new;
            funnel:
                opening_leaves_its_traces,
                a_change_leaves_its_traces,
                a_derived_priority_is_part_of_the_change,
                a_step_leaves_its_traces,
                an_assignment_leaves_its_traces,
                deleting_and_restoring_leave_their_traces,
                comments_leave_their_traces,
                watchers_leave_their_traces,
                rows_without_a_ticket_are_audited_too,
                a_set_up_is_audited_row_by_row,
                what_changes_nothing_leaves_nothing,
                an_entry_says_who_and_from_where,
                a_number_is_not_a_change;
            conflicts:
                a_stale_version_is_a_conflict_everywhere,
                of_many_changes_of_one_version_one_wins,
                many_working_on_few_tickets_end_consistent,
                one_address_is_given_to_one_person,
                a_comment_does_not_make_a_change_stale;
            numbers:
                numbers_have_no_gaps_under_sixteen_threads,
                the_year_is_that_of_the_organizations_time_zone,
                numbers_grow_past_four_digits,
                the_prefix_is_the_organizations,
                organizations_count_for_themselves,
                a_deleted_ticket_keeps_its_number;
            limits:
                a_free_plan_has_its_limits,
                the_ticket_limit_is_exact_and_resets,
                the_ticket_limit_is_exact_under_sixteen_threads,
                a_changed_limit_counts_at_once,
                a_deleted_ticket_was_opened_all_the_same,
                the_agent_limit_is_exact,
                the_agent_limit_is_exact_under_sixteen_threads,
                becoming_an_agent_counts,
                a_deleted_agent_frees_a_place;
            organization:
                a_feature_is_its_own_organizations,
                the_people_limit_is_exact_under_sixteen_threads,
                the_call_limit_is_exact_under_sixteen_threads,
                a_repeated_call_is_counted_once,
                a_setting_is_written_by_many_and_told_to_few,
                a_person_has_one_primary_department_at_a_time,
                who_leads_belongs_to_the_organization;
            assignment:
                a_person_is_chosen_by_hand,
                only_who_works_on_tickets_can_get_one,
                round_robin_is_fair,
                round_robin_is_fair_under_concurrency,
                who_holds_least_gets_the_next,
                only_who_has_the_skills_gets_the_ticket,
                an_explanation_names_every_refusal,
                an_empty_or_inactive_team_takes_nothing,
                nobody_gets_more_than_they_can_hold,
                capacity_holds_under_concurrency,
                the_last_free_place_is_given_once;
            queue:
                the_oldest_ticket_is_claimed_first,
                what_is_over_or_deleted_does_not_wait,
                sixteen_claim_each_ticket_once,
                who_is_full_claims_nothing,
                a_queue_is_drained_oldest_first_when_capacity_frees,
                two_who_drain_hand_out_each_ticket_once,
                a_team_that_is_not_there_has_no_queue;
            tenants:
                a_foreign_row_is_not_found,
                a_new_ticket_points_to_its_own_organization_only,
                a_ticket_is_changed_to_its_own_organizations_rows_only,
                an_actor_of_another_organization_changes_nothing,
                a_set_up_points_to_its_own_organization_only,
                lists_and_counts_show_one_organization,
                equal_values_of_two_organizations_do_not_meet,
                an_unknown_organization_has_nothing,
                the_directory_shows_organizations_only;
            idempotency:
                whatever_is_made_twice_with_one_id_is_made_once,
                what_refuses_a_repetition_may_be_its_own_deed,
                a_set_up_that_is_repeated_is_made_once,
                a_change_that_is_repeated_is_made_once,
                rows_of_every_kind_are_changed_and_removed_once,
                a_claim_that_is_repeated_answers_the_same_ticket,
                draining_again_hands_out_nothing_more,
                another_id_is_another_call,
                of_racing_calls_with_one_id_one_does_the_work;
            lists:
                every_page_size_gives_the_same_list,
                an_overview_asks_the_same_number_of_times,
                filters_select_and_counts_agree,
                a_cursor_of_another_list_is_refused,
                a_question_that_makes_no_sense_is_refused,
                a_number_that_is_no_number_finds_nothing,
                a_history_is_read_in_both_directions,
                comments_are_read_in_both_directions;
            search:
                what_was_written_is_found_with_its_words_shown,
                a_requester_finds_public_comments_and_published_articles_only,
                what_was_deleted_is_not_found_until_it_is_restored,
                a_requester_finds_their_own_tickets_only,
                a_number_finds_its_ticket_first,
                pages_follow_one_another,
                any_text_is_a_question_or_a_typed_error;
            discretion:
                rows_keep_personal_data_to_themselves,
                every_personal_field_was_filled,
                errors_keep_personal_data_to_themselves;
            ticking:
                nothing_is_done_before_it_is_due,
                what_nobody_answered_in_time_expires,
                many_who_tick_at_once_do_each_thing_once,
                one_moment_does_a_limited_amount,
                a_batch_is_remembered_as_long_as_it_is_kept,
                who_waits_is_woken_by_a_change;
            service_levels:
                rows_follow_what_happens_to_a_ticket,
                an_open_clock_keeps_to_its_version,
                everything_that_a_policy_is_made_of_makes_a_version,
                a_breach_is_waived_and_stays,
                rebuilding_changes_nothing_that_was_right,
                every_team_has_its_own_clock,
                policies_that_make_no_sense_are_not_saved,
                presets_promise_by_category_and_by_priority,
                a_priority_says_when_its_tickets_rise;
            escalation:
                thresholds_and_breaches_are_told_once,
                a_step_may_come_before_the_breach,
                what_is_over_is_not_escalated,
                an_answer_in_time_is_not_late_however_late_the_tick,
                many_who_tick_at_once_tell_once,
                what_cannot_be_told_holds_up_nobody;
            service_level_days:
                rows_kept_step_by_step_are_those_that_the_history_says;
            bad_input:
                every_field_refuses_what_it_forbids,
                the_longest_values_are_taken,
                operations_refuse_what_makes_no_sense,
                there_is_one_default_priority,
                what_is_in_use_is_not_removed;
        }
    };
    (@points $factory:expr; $($area:ident: $($point:ident),+;)+) => {
        $(mod $area {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $point() {
                    let factory = $factory;
                    $crate::desk::run($crate::desk::$area::$point(&factory));
                }
            )+
        })+
    };
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    const LIST: &str = include_str!("mod.rs");

    #[test]
    fn every_point_is_in_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk");
        let mut points = 0;
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(file).unwrap();
            for line in text.lines() {
                let point =
                    line.strip_prefix("pub async fn ").and_then(|rest| rest.split_once("(factory: &impl DeskFactory)"));
                let Some((point, _)) = point else { continue };
                points += 1;
                assert!(
                    LIST.contains(&format!(" {point},")) || LIST.contains(&format!(" {point};")),
                    "{point} is not in the list"
                );
            }
        }
        assert!(points > 20, "the points are not recognised any more");
    }
}
