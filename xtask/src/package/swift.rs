//! The Swift package as an archive: the sources, what the build writes of the boundary, and the native library of this system.
//! For Apple's systems the library goes into an `xcframework` beside the manifest instead, which only they can make.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome, Trying};
use crate::test::swift_tool::Swift;
use crate::test::{mobile, swift};
use crate::{folders, process, release, terminal};

const NAME: &str = "ServiceDesk";

/// The tests stay behind: they read what is not in the archive.
const TESTS: &str = ".testTarget(";

const TRIAL: &str = "// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: \"Quickstart\",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: \"../ServiceDesk\")],
    targets: [.executableTarget(name: \"Quickstart\", dependencies: [\"ServiceDesk\"])]
)
";

/// Builds the archive, unpacks it beside a package that takes it, and runs the program of the page there.
pub(super) fn package(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let swift = Swift::obtain()?;
    let stage = folder.join("stage").join(NAME);
    lay_out(&stage)?;
    let archive = folder.join(format!("{NAME}-{}-{}.zip", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH));
    zip(&["-c".into(), archive.clone(), stage])?;
    fs::remove_dir_all(folder.join("stage")).trying("Removing what was packed")?;

    // Below the target folder, because that is what a Swift in a system of its own can see.
    let trial = folder.join("trial");
    folders::fresh(&trial)?;
    zip(&["-e".into(), archive.clone(), trial.clone()])?;
    let quickstart = trial.join("Quickstart");
    mobile::write(&quickstart.join("Package.swift"), TRIAL)?;
    mobile::write(&quickstart.join("Sources/Quickstart/Quickstart.swift"), &mobile::quickstart("swift")?)?;
    let library = trial.join(NAME).join("lib");
    let mut command = swift.command(&quickstart);
    command.arg("run").args(["-Xlinker", "-L", "-Xlinker"]).arg(&library);
    command.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&library);
    let mut told = false;
    let status = process::run_reading(&mut command, |line| {
        told |= String::from_utf8_lossy(line).contains("TKT-");
        terminal::pass_on(line);
    })?;
    if !status.success() || !told {
        return Err(Failure::new(format!("The quickstart of the Swift package failed: {status}.")));
    }
    fs::remove_dir_all(&trial).trying("Removing the trial")?;
    Ok(vec![archive])
}

/// Puts everything that the archive holds into a folder.
pub(crate) fn lay_out(stage: &Path) -> Outcome<()> {
    let package = mobile::folder().join("swift");
    // The tool that writes the boundary need not be fast; what it reads is the same in both builds.
    let described = mobile::build()?;
    folders::lay_over(&package.join("Sources"), &stage.join("Sources"))?;
    swift::place_boundary(&described, stage)?;
    let manifest = package.join("Package.swift");
    let text = fs::read_to_string(&manifest).trying("Reading the manifest of the Swift package")?;
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(TESTS));
    mobile::write(&stage.join("Package.swift"), &lines.map(|line| format!("{line}\n")).collect::<String>())?;
    folders::copy(&mobile::folder().join("README.md"), &stage.join("README.md"))?;
    fs::create_dir_all(stage.join("lib")).trying("Making the folder of the library")?;
    release::place(&release::build(mobile::CRATE)?, &stage.join("lib").join(mobile::library_name()))
}

/// Packs or unpacks with the module that every Python has.
fn zip(arguments: &[PathBuf]) -> Outcome<()> {
    process::check(Command::new("python3").args(["-m", "zipfile"]).args(arguments))
}
