//! The developer commands of this repository: `cargo xtask help` lists them, and continuous integration runs one of them.
//!
//! A habit that needs more than one line to explain becomes a command here, in a file of its own.

mod bench;
mod codegen;
mod conform;
mod failure;
mod folders;
mod package;
mod places;
mod postgres;
mod process;
mod release;
mod schema;
mod signals;
mod terminal;
mod test;
mod tidy;
mod venv;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Developer commands of the servicedesk repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure the library beside the bare drivers, and its packages beside their peers; write docs/benchmarks*.md.
    Bench(bench::Arguments),
    /// Write every language's types and calls from the reflection of the library.
    Codegen(codegen::Arguments),
    /// Hold files of cases, inputs with expected answers, against the library.
    Conform(conform::Arguments),
    /// Build the packages of the other languages for release, and try each in an empty environment.
    Package(package::Arguments),
    /// Run a command beside a throw-away PostgreSQL with pgvector.
    Postgres(postgres::Arguments),
    /// Print the tables of entities, for a migration.
    Schema(schema::Arguments),
    /// Run the lints and every test, and count them.
    Test(test::Arguments),
    /// Check the house rules that no compiler knows.
    Tidy,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = signals::listen().and_then(|()| match arguments.command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Conform(arguments) => conform::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Postgres(arguments) => postgres::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Tidy => tidy::run(),
    });
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            terminal::complain(&failure.to_string());
            signals::received().map_or(ExitCode::FAILURE, signals::exit_code)
        }
    }
}
