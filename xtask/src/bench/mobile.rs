//! The programs that measure the packages for Kotlin and Swift, with a native library that is built for speed. Beside
//! the way across the boundary and back, they measure business time beside a loop over days.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::test::swift_tool::Swift;
use crate::test::{kotlin, mobile};
use crate::{folders, package, places, release};

fn benches(language: &str) -> PathBuf {
    mobile::folder().join("benches").join(language)
}

/// Installs the Kotlin package and returns what runs the program.
pub(super) fn kotlin_program() -> Outcome<Command> {
    kotlin::install_tools()?;
    let stage = places::target().join("bench/kotlin");
    folders::fresh(&stage)?;
    let source = mobile::folder().join("kotlin");
    folders::lay_over(&source.join("src/main"), &stage.join("src/main"))?;
    folders::copy(&source.join("pom.xml"), &stage.join("pom.xml"))?;
    mobile::build()?;
    kotlin::place_boundary(&release::build(mobile::CRATE)?, &stage)?;
    let (package, program) = (stage.clone(), stage.join("program"));
    folders::lay_over(&benches("kotlin"), &program)?;
    if !kotlin::maven(&package, &["install"], |_| ())? || !kotlin::maven(&program, &["compile"], |_| ())? {
        return Err(Failure::new("Maven failed; see the lines above."));
    }
    let mut command = Command::new("mvn");
    command.current_dir(program).args(["--quiet", "--batch-mode", "-Dstyle.color=never", "exec:java"]);
    Ok(command)
}

/// Builds the Swift package and returns what runs the program.
pub(super) fn swift_program() -> Outcome<Command> {
    let swift = Swift::obtain()?;
    let stage = places::target().join("bench/swift");
    folders::fresh(&stage)?;
    let package = stage.join("ServiceDesk");
    package::swift::lay_out(&package)?;
    let program = stage.join("Calls");
    folders::lay_over(&benches("swift"), &program)?;
    let library = package.join("lib");
    let mut command = swift.command(&program);
    command.args(["run", "--configuration", "release", "-Xlinker", "-L", "-Xlinker"]).arg(&library);
    command.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&library);
    Ok(command)
}
