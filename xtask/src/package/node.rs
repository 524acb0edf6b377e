//! Two tarballs: the package itself, and one with the native part for this platform, which the first names as optional so that
//! npm takes the one that fits.

use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::trial::{Trial, programs};
use crate::failure::{Outcome, Trying};
use crate::test::node::platform;
use crate::test::node_tool::{self, Node};
use crate::{folders, places, process, release};

/// Builds both and runs the program of the page where only they are installed.
pub(super) fn package(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let node = node_tool::obtain()?;
    let (stage, native) = (folder.join("stage/servicedesk"), folder.join("stage/native"));
    let files = vec![pack_package(&node, &stage, folder)?, pack_native(&node, &native, folder)?];
    fs::remove_dir_all(folder.join("stage")).trying("Removing what was packed")?;
    let trial = Trial::of("node")?;
    trial.write("package.json", "{ \"private\": true }\n")?;
    process::check(npm(&node, trial.folder()).args(["install", "--no-audit", "--no-fund"]).args(&files))?;
    let program = programs(&places::root().join("bindings-node/README.md"), "js")?.swap_remove(0);
    trial.write("quickstart.mjs", &program)?;
    trial.show(node.command("node").arg("quickstart.mjs"), "row.stale_version")?;
    Ok(files)
}

fn native_name() -> String {
    format!("servicedesk-{}", platform())
}

fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

fn pack_package(node: &Node, stage: &Path, to: &Path) -> Outcome<PathBuf> {
    let package = places::root().join("bindings-node");
    folders::fresh(stage)?;
    folders::lay_over(&package.join("lib"), &stage.join("lib"))?;
    for file in ["package.json", "README.md"] {
        folders::copy(&package.join(file), &stage.join(file))?;
    }
    licences(stage)?;
    let optional = format!("optionalDependencies.{}={}", native_name(), version());
    process::check(npm(node, stage).args(["pkg", "set", &optional]))?;
    process::check(npm(node, stage).args(["pkg", "delete", "devDependencies", "scripts"]))?;
    pack(node, stage, to, "servicedesk")
}

fn pack_native(node: &Node, stage: &Path, to: &Path) -> Outcome<PathBuf> {
    folders::fresh(stage)?;
    let file = format!("servicedesk.{}.node", platform());
    release::place(&release::build("servicedesk-node")?, &stage.join(&file))?;
    licences(stage)?;
    let text = description(&file);
    fs::write(stage.join("package.json"), text).trying("Writing the description of the native part")?;
    pack(node, stage, to, &native_name())
}

/// What npm has to know of the native part: which machines it is for.
fn description(file: &str) -> String {
    let processor = match consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let system = if consts::OS == "macos" { "darwin" } else { consts::OS };
    let library = match platform() {
        name if name.ends_with("-gnu") => "  \"libc\": [\"glibc\"],\n",
        name if name.ends_with("-musl") => "  \"libc\": [\"musl\"],\n",
        _ => "",
    };
    let (name, version) = (native_name(), version());
    format!(
        "{{\n  \"name\": \"{name}\",\n  \"version\": \"{version}\",\n  \"description\": \"The native part of servicedesk.\",\n  \
         \"license\": \"MIT OR Apache-2.0\",\n  \"os\": [\"{system}\"],\n  \"cpu\": [\"{processor}\"],\n{library}  \
         \"engines\": {{ \"node\": \">=20\" }},\n  \"main\": \"{file}\",\n  \"files\": [\"{file}\"]\n}}\n"
    )
}

fn licences(stage: &Path) -> Outcome<()> {
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        folders::copy(&places::root().join(file), &stage.join(file))?;
    }
    Ok(())
}

fn npm(node: &Node, folder: &Path) -> Command {
    let mut npm = node.command("npm");
    npm.current_dir(folder);
    npm
}

fn pack(node: &Node, stage: &Path, to: &Path, name: &str) -> Outcome<PathBuf> {
    process::check(npm(node, stage).args(["pack", "--silent", "--pack-destination"]).arg(to))?;
    Ok(to.join(format!("{name}-{}.tgz", version())))
}
