//! The Brazilian complaints, imported into SQLite and into PostgreSQL, give their golden figures, whatever their bytes.

servicedesk_tests::golden_log! {
    servicedesk_tests::golden::consumidor::has_its_golden_figures as the_table_has_its_golden_figures,
    servicedesk_tests::golden::consumidor::comes_in_from_its_original_bytes as a_month_comes_in_from_its_original_bytes,
    servicedesk_tests::golden::consumidor::may_comes_in_with_its_lost_letters as a_month_comes_in_with_its_lost_letters,
    servicedesk_tests::golden::consumidor::june_comes_in_with_its_lost_letters as another_one_does,
}
