//! An import that is repeated, killed and picked up, or done twice at once leaves what an undisturbed one leaves.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use servicedesk::block_on;
use servicedesk_examples::figures::Figures;
use servicedesk_tests::sample_log::{self, Folder};

/// Enough for eight commits.
const TICKETS: u32 = 2_000;
/// Tells this program that it is the one that imports, and where to.
const CHILD: &str = "SERVICEDESK_TEST_IMPORT_INTO";

/// The process that the other tests start, kill and start again. On its own it does nothing.
#[test]
fn the_process_that_imports() {
    let Ok(file) = std::env::var(CHILD) else { return };
    let desk = sample_log::desk(Path::new(&file));
    let summary = block_on(async {
        let scope = sample_log::scope(&desk).await;
        sample_log::import(&scope, sample_log::log(TICKETS), |so_far| println!("committed {}", so_far.tickets)).await
    });
    let summary = summary.expect("the import runs to its end");
    println!("brought {} beside {}", summary.tickets, summary.already_there);
}

fn start(file: &Path) -> Child {
    let this = std::env::current_exe().expect("a test is a program");
    Command::new(this)
        .args(["--exact", "the_process_that_imports", "--nocapture"])
        .env(CHILD, file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program can be started again")
}

/// Waits for a process and returns how many tickets it brought and how many it found.
fn finish(child: Child) -> (usize, usize) {
    let output = child.wait_with_output().expect("the process ends");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    let line = text.lines().find_map(|line| line.split("brought ").nth(1)).expect("the last thing that it says");
    let (brought, found) = line.split_once(" beside ").expect("two numbers");
    (brought.parse().expect("a number"), found.parse().expect("a number"))
}

fn undisturbed(folder: &Folder) -> Figures {
    let file = folder.file("undisturbed.db");
    assert_eq!(finish(start(&file)), (TICKETS as usize, 0));
    figures(&file)
}

fn figures(file: &Path) -> Figures {
    let desk = sample_log::desk(file);
    block_on(async { sample_log::checked(&sample_log::scope(&desk).await, TICKETS as usize).await })
}

fn integrity(file: &Path) -> String {
    let connection = rusqlite::Connection::open(file).expect("the file is there");
    connection.query_row("PRAGMA quick_check", [], |row| row.get(0)).expect("the file answers")
}

#[test]
fn a_second_import_brings_nothing_and_changes_nothing() {
    let folder = Folder::new();
    let first = undisturbed(&folder);
    let file = folder.file("undisturbed.db");
    assert_eq!(finish(start(&file)), (0, TICKETS as usize));
    assert_eq!(figures(&file), first);
}

#[test]
fn a_killed_import_is_picked_up_wherever_it_stopped() {
    let folder = Folder::new();
    let whole = undisturbed(&folder);
    let mut picked_up = Vec::new();
    for round in 0..10_u64 {
        let file = folder.file(&format!("killed-{round}.db"));
        let mut child = start(&file);
        let mut lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
        // After some commits, and then at any moment of the next.
        let commits = usize::try_from(round % 8).expect("a small number");
        lines.by_ref().map_while(Result::ok).filter(|line| line.contains("committed")).take(commits).for_each(drop);
        std::thread::sleep(Duration::from_millis(round * 7 % 23));
        child.kill().expect("a process of ours can be killed");
        child.wait().expect("a killed process ends");
        let (brought, found) = finish(start(&file));
        assert_eq!(brought + found, TICKETS as usize);
        assert_eq!(figures(&file), whole, "killed after {found} tickets");
        assert_eq!(integrity(&file), "ok");
        picked_up.push(found);
    }
    println!("picked up after {picked_up:?} tickets");
    assert!(picked_up.iter().any(|found| (1..TICKETS as usize).contains(found)), "{picked_up:?}");
}

#[test]
fn two_processes_import_the_same_log_at_once() {
    let folder = Folder::new();
    let whole = undisturbed(&folder);
    for round in 0..3 {
        let file = folder.file(&format!("shared-{round}.db"));
        let children = [start(&file), start(&file)];
        let outcomes = children.map(finish);
        println!("brought and found: {outcomes:?}");
        let brought: usize = outcomes.iter().map(|(brought, _)| brought).sum();
        assert_eq!(brought, TICKETS as usize, "what one brought the other found");
        assert_eq!(figures(&file), whole);
        assert_eq!(integrity(&file), "ok");
    }
}

#[test]
fn two_threads_import_the_same_log_at_once() {
    let folder = Folder::new();
    let whole = undisturbed(&folder);
    let file = folder.file("threads.db");
    let desk = sample_log::desk(&file);
    let log = sample_log::log(TICKETS);
    let outcomes: Vec<_> = std::thread::scope(|threads| {
        let run = || {
            block_on(async {
                let scope = sample_log::scope(&desk).await;
                sample_log::import(&scope, log.clone(), |_| {}).await.expect("the import runs to its end")
            })
        };
        let running = [threads.spawn(run), threads.spawn(run)];
        running.into_iter().map(|thread| thread.join().expect("it does not panic")).collect()
    });
    let brought: u64 = outcomes.iter().map(|summary| summary.tickets).sum();
    assert_eq!(brought, u64::from(TICKETS));
    drop(desk);
    assert_eq!(figures(&file), whole);
}
