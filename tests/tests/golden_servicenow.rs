//! The ServiceNow log, imported into SQLite and into PostgreSQL, gives its golden figures.

servicedesk_tests::golden_log! {
    servicedesk_tests::golden::servicenow::has_its_golden_figures as the_log_has_its_golden_figures,
}
