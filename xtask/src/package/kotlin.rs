//! The Maven artifact: the jar with the native library of this platform among its resources, the sources, and the description,
//! laid out as a repository.

use std::path::{Path, PathBuf};

use super::trial::Trial;
use crate::failure::{Failure, Outcome, Trying};
use crate::test::{kotlin, mobile};
use crate::{folders, release};

/// Pinned, so that a new release cannot turn an old commit red.
const SOURCES: &str = "org.apache.maven.plugins:maven-source-plugin:3.3.1:jar-no-fork";
const DEPLOY: &str = "org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy";

/// Builds the artifact and runs the program of the page in a project that takes it, and everything else, anew.
pub(super) fn package(folder: &Path) -> Outcome<Vec<PathBuf>> {
    kotlin::install_tools()?;
    let (stage, repository) = (folder.join("stage"), folder.join("repository"));
    let package = mobile::folder().join("kotlin");
    folders::lay_over(&package.join("src/main"), &stage.join("src/main"))?;
    folders::copy(&package.join("pom.xml"), &stage.join("pom.xml"))?;
    // The program that writes the boundary is a tool and need not be fast; what it reads is the same in both builds.
    mobile::build()?;
    kotlin::place_boundary(&release::build(mobile::CRATE)?, &stage)?;
    let deployment = format!("-DaltDeploymentRepository=local::file://{}", repository.display());
    // Sources only: the native library is in the other jar.
    let without = "-Dmaven.source.excludeResources=true";
    maven(&stage, &["package", SOURCES, DEPLOY, &deployment, without])?;
    std::fs::remove_dir_all(&stage).trying("Removing what was packed")?;

    let trial = Trial::of("kotlin")?;
    folders::copy(&mobile::folder().join("examples/kotlin/pom.xml"), &trial.folder().join("pom.xml"))?;
    let program = mobile::quickstart("kotlin")?;
    trial.write("src/main/kotlin/desk/Main.kt", &format!("package desk\n\n{program}"))?;
    trial.write("settings.xml", &settings(&repository))?;
    let own = format!("-Dmaven.repo.local={}", trial.folder().join("repository").display());
    maven(trial.folder(), &["--settings", "settings.xml", &own, "compile", "exec:java"])?;
    let version = repository.join("dev/servicedesk/servicedesk").join(env!("CARGO_PKG_VERSION"));
    let files = [".jar", "-sources.jar", ".pom"];
    let file = |end: &str| version.join(format!("servicedesk-{}{end}", env!("CARGO_PKG_VERSION")));
    Ok(files.into_iter().map(file).collect())
}

fn maven(folder: &Path, goals: &[&str]) -> Outcome<()> {
    if kotlin::maven(folder, goals, |_| ())? { Ok(()) } else { Err(Failure::new("Maven failed; see the lines above.")) }
}

/// Adds the folder to where Maven looks.
fn settings(repository: &Path) -> String {
    let place = repository.display();
    format!(
        "<settings><profiles><profile><id>built</id><repositories><repository><id>built</id><url>file://{place}</url>\
         </repository></repositories></profile></profiles><activeProfiles><activeProfile>built</activeProfile>\
         </activeProfiles></settings>\n"
    )
}
