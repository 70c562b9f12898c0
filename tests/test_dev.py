"""dev.py: what can be tried without installing anything. The rest is tried by running it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """dev.py as a module whose every path lies in an empty folder with one lock file."""
    monkeypatch.delenv("VAR_DIR", raising=False)
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("VENV", "PYTHON", "STAMP", "NATIVE", "LOG", "FONTS_CONF", "CA_BUNDLE", "VAR"):
        monkeypatch.setattr(module, name, tmp_path / getattr(module, name).relative_to(ROOT))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "requirements").mkdir()
    for lock in module.LOCKS:
        (tmp_path / "requirements" / lock).write_text(f"{lock}==1\n")
    return module


@pytest.fixture
def steps(dev, monkeypatch):
    """The names of the costly steps `setup` took, none of which does anything here."""
    taken = []

    def make_venv():
        taken.append("venv")
        dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        dev.PYTHON.unlink(missing_ok=True)
        dev.PYTHON.symlink_to(sys.executable)

    def prepare_native():
        taken.append("native")
        dev.NATIVE.mkdir(exist_ok=True)

    monkeypatch.setattr(dev, "make_venv", make_venv)
    monkeypatch.setattr(dev, "prepare_native", prepare_native)
    monkeypatch.setattr(dev, "pip_install", taken.append)
    return taken


# --- The stamp -------------------------------------------------------------------------------------------


def test_a_second_setup_does_nothing_and_says_nothing(dev, steps, capsys):
    dev.setup()
    assert steps == ["venv", "native", "run.txt"]
    steps.clear()
    capsys.readouterr()
    dev.setup()
    assert steps == []
    assert capsys.readouterr() == ("", "")


def test_only_the_changed_lock_is_installed_again(dev, steps):
    dev.setup(dev.LOCKS)
    steps.clear()
    (dev.ROOT / "requirements" / "test.txt").write_text("other==2\n")
    dev.setup()
    assert steps == []
    dev.setup(dev.LOCKS)
    assert steps == ["test.txt"]


def test_a_removed_environment_is_made_again_and_a_removed_native_folder_looked_at(dev, steps):
    dev.setup()
    steps.clear()
    dev.NATIVE.rmdir()
    dev.setup()
    assert steps == ["native"]
    dev.PYTHON.unlink()
    dev.setup()
    assert steps == ["native", "venv", "native", "run.txt"]


def test_an_environment_of_another_python_is_made_again(dev, steps):
    dev.setup()
    steps.clear()
    stamp = json.loads(dev.STAMP.read_text())
    dev.STAMP.write_text(json.dumps({**stamp, "python": "/usr/bin/python3.10"}))
    dev.setup()
    assert steps == ["venv", "native", "run.txt"]


def test_an_environment_without_stamp_is_adopted(dev, steps):
    dev.make_venv()
    steps.clear()
    dev.setup()
    assert steps == ["native", "run.txt"]


def test_a_failed_installation_leaves_no_stamp(dev, steps, monkeypatch):
    def fails(name):
        raise dev.Problem("sin red")

    monkeypatch.setattr(dev, "pip_install", fails)
    with pytest.raises(dev.Problem):
        dev.setup()
    assert dev.stale(dev.read_stamp(), dev.lock_digests(["run.txt"])) == ["run.txt"]


# --- What is missing, in one sentence -----------------------------------------------------------------------


def test_missing_libraries_name_their_debian_packages_once(dev):
    absent = ["libpango-1.0.so.0", "libgobject-2.0.so.0", "libharfbuzz-subset.so.0"]
    assert dev.packages_of(dev.LIBRARIES, absent) == ["libpango-1.0-0", "libharfbuzz-subset0"]
    assert dev.packages_of(dev.LIBRARIES, []) == []


def test_a_library_that_cannot_be_opened_is_found_missing(dev):
    assert dev.missing_packages({"libc.so.6": "libc6", "libno-existe.so.9": "libno-existe9"}) == ["libno-existe9"]


def test_the_sentence_names_the_package_and_the_command(dev):
    assert dev.missing_sentence(["chromium"]) == (
        "Falta el paquete chromium; instale lo que falta con «sudo apt-get install chromium» y repita."
    )
    assert dev.missing_sentence(["a", "b"], " o no se puede abrir").startswith("Faltan los paquetes a b o no")


def test_without_apt_the_sentence_is_the_answer(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(dev.Problem, match="Falta el paquete postgresql y aquí no hay apt-get"):
        dev.install(["postgresql"])


def test_apt_that_fails_twice_fetches_the_lists_once_and_gives_the_sentence(dev, monkeypatch):
    calls = []
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev, "apt", lambda *arguments, cwd=None: calls.append(arguments[0]) or (False, ""))
    with pytest.raises(dev.Problem, match="Falta el paquete chromium y no se pudo traer"):
        dev.install(["chromium"])
    assert calls == ["install", "update", "install"]


def test_pip_names_the_package_it_could_not_find(dev):
    output = (
        "ERROR: Could not find a version that satisfies the requirement asgiref==3.13.0 (from versions: none)\n"
        "ERROR: No matching distribution found for asgiref==3.13.0\n"
    )
    sentence = dev.pip_sentence("run.txt", output)
    assert "el paquete asgiref de requirements/run.txt" in sentence
    assert "«python3 dev.py setup»" in sentence
    assert "algún paquete" in dev.pip_sentence("run.txt", "ReadTimeoutError")


def test_what_apt_would_install_is_read_from_its_simulation(dev):
    simulation = (
        "Reading package lists...\n"
        "Inst libfribidi0 (1.0.8-2.1 Debian:12.5/oldstable [amd64])\n"
        "Inst libpango-1.0-0 [1.50.10] (1.50.12+ds-1 Debian:12.5/oldstable [amd64])\n"
        "Conf libfribidi0 (1.0.8-2.1 Debian:12.5/oldstable [amd64])\n"
    )
    assert dev.packages_to_unpack(simulation) == ["libfribidi0", "libpango-1.0-0"]


def test_programs_of_others_are_installed_once_and_told_when_they_cannot_be(dev, monkeypatch):
    installed = []
    there = {"qpdf": "/usr/bin/qpdf"}
    monkeypatch.setattr(dev.shutil, "which", lambda name, path=None: there.get(name))
    monkeypatch.setattr(dev, "install", installed.append)

    with pytest.raises(dev.Problem, match="Faltan los paquetes poppler-utils libreoffice-writer-nogui"):
        dev.outside_tools()
    assert installed == [["poppler-utils", "libreoffice-writer-nogui"]]

    there |= {"pdftotext": "/usr/bin/pdftotext", "soffice": "/usr/bin/soffice"}
    assert dev.outside_tools() == "/usr/bin/soffice"
    assert len(installed) == 1


def test_a_chromium_that_does_not_exist_is_told(dev, monkeypatch):
    monkeypatch.setattr(dev, "require", lambda libraries: None)
    monkeypatch.setenv("CHROMIUM", "/no/existe")
    with pytest.raises(dev.Problem, match="CHROMIUM apunta a «/no/existe»"):
        dev.chromium()


# --- Children's environment -----------------------------------------------------------------------------------


def test_unpacked_libraries_and_fonts_reach_the_children(dev, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ya/estaba")
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    folder = dev.NATIVE / "usr" / "lib" / "x86_64-linux-gnu"
    (folder / "pulseaudio").mkdir(parents=True)
    for library in (folder / "libpango-1.0.so.0", folder / "pulseaudio" / "libpulsecommon.so"):
        library.touch()
    dev.write_fonts_conf()
    environ = dev.environment()
    assert environ["LD_LIBRARY_PATH"].split(":") == [str(folder), str(folder / "pulseaudio"), "/ya/estaba"]
    assert f"<dir>{dev.ROOT}/static/fonts</dir>" in Path(environ["FONTCONFIG_FILE"]).read_text()


def test_with_nothing_unpacked_the_environment_is_the_machines(dev):
    assert dev.environment() == dict(os.environ)


# --- Arguments and exit statuses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "split"),
    [
        ([], ("", [], [])),
        (["test"], ("test", [], [])),
        (["test", "--", "-k", "suma", "--", "x"], ("test", [], ["-k", "suma", "--", "x"])),
        (["demo", "--port", "8001"], ("demo", ["--port", "8001"], [])),
        (["manage", "deadline", "--", "--year"], ("manage", [], ["deadline", "--", "--year"])),
    ],
)
def test_arguments_are_split_at_the_dashes_except_for_manage(dev, argv, split):
    assert dev.split_arguments(argv) == split


@pytest.mark.parametrize(
    ("statuses", "narrowed", "expected"),
    [
        ({"estilo": 0, "SQLite": 0, "PostgreSQL": 0, "navegador": 0}, False, 0),
        ({"estilo": 1, "SQLite": 0, "PostgreSQL": 0, "navegador": 0}, False, 1),
        ({"estilo": 0, "SQLite": 0, "PostgreSQL": 1, "navegador": 0}, True, 1),
        ({"estilo": 0, "SQLite": 0, "PostgreSQL": 0, "navegador": 5}, False, 1),
        ({"estilo": 0, "SQLite": 0, "PostgreSQL": 0, "navegador": 5}, True, 0),
        ({"estilo": 0, "SQLite": 5, "PostgreSQL": 5, "navegador": 5}, True, 1),
        ({"estilo": 0, "SQLite": -15, "PostgreSQL": 0, "navegador": 0}, True, 1),
    ],
)
def test_one_failed_part_fails_the_whole(dev, statuses, narrowed, expected):
    assert dev.overall(statuses, narrowed) == expected


def test_demo_options(dev):
    options = dev.demo_options(["--no-serve", "--port", "8001", "--reset"])
    assert (options.serve, options.port, options.reset) == (False, 8001, True)
    assert dev.demo_options([]).port == 8000
    for wrong in (["--port", "x"], ["--port"], ["--otra"]):
        with pytest.raises(dev.Problem):
            dev.demo_options(wrong)


def test_a_busy_port_is_told_with_another_that_is_free(dev):
    with dev.socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(dev.Problem, match=rf"el puerto {port}; pruebe otro con «--port \d+»"):
            dev.check_port(port)


def test_reset_removes_the_embedded_database_and_the_uploads_only(dev, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (dev.VAR / "media").mkdir(parents=True)
    for name in ("db.sqlite3", "db.sqlite3-wal", "media/acta.pdf", "otro.txt"):
        (dev.VAR / name).touch()
    dev.remove_embedded()
    assert [path.name for path in dev.VAR.iterdir()] == ["otro.txt"]
    monkeypatch.setenv("DATABASE_URL", "postgres://localhost/trama")
    with pytest.raises(dev.Problem, match="quite DATABASE_URL"):
        dev.remove_embedded()


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["volar"], 1, "No entiendo «volar»"),
        (["test", "-k", "suma"], 1, "«python3 dev.py test -- -k suma»"),
        (["demo", "--puerto"], 1, "No entiendo «--puerto»"),
    ],
)
def test_a_wrong_command_gets_one_sentence_and_no_traceback(arguments, status, sentence):
    done = subprocess.run([sys.executable, ROOT / "dev.py", *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
