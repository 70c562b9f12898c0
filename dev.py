#!/usr/bin/env python3
"""Trama: prepara el entorno, muestra la demostración y ejecuta las pruebas.

python3 dev.py setup                                prepara el entorno (.venv y bibliotecas)
python3 dev.py demo [--no-serve] [--port N] [--reset]
                                                    carga las cinco redes, escribe los informes y sirve la página
python3 dev.py test [-- ARGUMENTOS DE PYTEST]       todo: estilo, SQLite, PostgreSQL y navegador
python3 dev.py lint                                 solo las revisiones de estilo
python3 dev.py manage ORDEN [ARGUMENTOS]            manage.py dentro del entorno
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "trama-stamp.json"
NATIVE = ROOT / ".native"
LOG = NATIVE / "dev.log"
FONTS_CONF = NATIVE / "fonts.conf"
CA_BUNDLE = NATIVE / "ca.pem"
VAR = ROOT / (os.environ.get("VAR_DIR") or "var")
LOCKS = ("run.txt", "test.txt", "browser.txt")
# What WeasyPrint opens at run time, and the Debian package that brings it.
LIBRARIES = {
    "libgobject-2.0.so.0": "libpango-1.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libharfbuzz.so.0": "libpango-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libpangoft2-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
# What the program that drives the browser needs and a bare Debian lacks.
BROWSER_LIBRARIES = {"libatomic.so.1": "libatomic1", "libstdc++.so.6": "libstdc++6"}
# The programs of others that the tests hold the produced files against, and their packages.
OUTSIDE_TOOLS = {"qpdf": "qpdf", "pdftotext": "poppler-utils", "soffice": "libreoffice-writer-nogui"}
# Debian's pip reads the machine's certificates as soon as it is imported, there or not: this shows it ours.
PIP_WITH_CA = """
import sys
wheel, bundle = sys.argv[1:3]
sys.path.insert(0, wheel)
from pip._vendor import certifi
certifi.where = lambda: bundle
from pip._internal.cli.main import main
sys.exit(main(sys.argv[3:]))
"""
NO_TESTS = 5  # pytest's status when it selected nothing


class Problem(Exception):
    """Something a person can put right; the text is one Spanish sentence saying how."""


def say(text):
    """Progress goes to standard error: standard output belongs to the commands we run."""
    print(text, file=sys.stderr, flush=True)


def logged(command, **options):
    """Run a command with its output in the log only; returns (status, output)."""
    NATIVE.mkdir(exist_ok=True)
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options
    )
    grown = LOG.exists() and LOG.stat().st_size > 1 << 20
    with LOG.open("w" if grown else "a", encoding="utf-8") as log:
        log.write(f"$ {shlex.join(map(str, command))}\n{done.stdout}\n")
    return done.returncode, done.stdout


# --- Debian packages -------------------------------------------------------------------------------------


def is_root():
    return os.geteuid() == 0


def missing_sentence(packages, detail=""):
    names = " ".join(packages)
    what = f"Falta el paquete {names}" if len(packages) == 1 else f"Faltan los paquetes {names}"
    return f"{what}{detail}; instale lo que falta con «sudo apt-get install {names}» y repita."


def apt(*arguments, cwd=None):
    """apt-get, with lists of our own once `fetch_lists` made them; returns (succeeded, output)."""
    options = []
    if not is_root() and (NATIVE / "apt").exists():
        options = ["-o", f"Dir::State::lists={NATIVE}/apt/lists", "-o", f"Dir::Cache={NATIVE}/apt/cache"]
        options += ["-o", "Acquire::GzipIndexes=true"]
    options += ["-o", "DPkg::Lock::Timeout=120"]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    status, output = logged(["apt-get", "-q", *options, *arguments], env=environ, cwd=cwd)
    return status == 0, output


def fetch_lists():
    """Fetch the package lists: the machine's as root, otherwise a copy under `.native/`."""
    if not is_root():
        for folder in ("lists/partial", "cache/archives/partial"):
            (NATIVE / "apt" / folder).mkdir(parents=True, exist_ok=True)
    apt("update")


def apt_install(packages):
    return apt("install", "-y", "--no-install-recommends", *packages)[0]


def packages_to_unpack(simulation):
    """Names out of the «Inst name (version …)» lines of a simulated installation."""
    return re.findall(r"^Inst (\S+)", simulation, flags=re.MULTILINE)


def unpack(packages):
    """Without root: download the packages and what they need, and unpack them in `.native/`."""
    known, simulation = apt("install", "-s", "--no-install-recommends", *packages)
    if not known:
        return False
    names = packages_to_unpack(simulation)
    with tempfile.TemporaryDirectory(dir=NATIVE) as folder:
        if names and not apt("download", *names, cwd=folder)[0]:
            return False
        debs = sorted(Path(folder).glob("*.deb"))
        return all(logged(["dpkg-deb", "-x", deb, NATIVE])[0] == 0 for deb in debs)


def install(packages):
    """Install Debian packages, fetching the lists only when the first try fails."""
    NATIVE.mkdir(exist_ok=True)
    if not shutil.which("apt-get"):
        raise Problem(missing_sentence(packages, " y aquí no hay apt-get"))
    say(f"Instalando {' '.join(packages)}…")

    bring = apt_install if is_root() else unpack
    if not bring(packages):
        fetch_lists()
        if not bring(packages):
            raise Problem(missing_sentence(packages, f" y no se pudo traer (detalle en {LOG})"))


def library_folders():
    """Folders under `.native/` that hold shared libraries, some of them one level down (PulseAudio's)."""
    tops = [folder for top in ("usr/lib", "lib") for folder in NATIVE.glob(f"{top}/*-linux-gnu*")]
    return [f for top in tops for f in (top, *top.iterdir()) if f.is_dir() and any(f.glob("lib*.so*"))]


def environment():
    """The environment of every child: native libraries, fonts, time zones and certificates of `.native/`."""
    environ = dict(os.environ)
    if folders := library_folders():
        inherited = environ.get("LD_LIBRARY_PATH")
        environ["LD_LIBRARY_PATH"] = ":".join([*map(str, folders), *([inherited] if inherited else [])])
    if (programs := NATIVE / "usr/bin").exists():
        environ["PATH"] = f"{environ.get('PATH', os.defpath)}:{programs}"
    if FONTS_CONF.exists():
        environ.setdefault("FONTCONFIG_FILE", str(FONTS_CONF))
    if (NATIVE / "usr/share/zoneinfo").exists():
        environ.setdefault("PYTHONTZPATH", str(NATIVE / "usr/share/zoneinfo"))
    if CA_BUNDLE.exists():
        environ.setdefault("PIP_CERT", str(CA_BUNDLE))
    return environ


def packages_of(libraries, absent):
    """Debian packages of those `libraries`, {soname: package}, that are in `absent`; each once, in order."""
    return list(dict.fromkeys(package for soname, package in libraries.items() if soname in absent))


def missing_packages(libraries):
    """Packages of the libraries that a child process cannot open (only there is our LD_LIBRARY_PATH in force)."""
    probe = "import ctypes, sys\nfor name in sys.argv[1:]:\n try: ctypes.CDLL(name)\n except OSError: print(name)"
    absent = subprocess.check_output([sys.executable, "-c", probe, *libraries], env=environment(), text=True)
    return packages_of(libraries, absent.split())


def require(libraries, others=()):
    """Install the packages of the libraries that are missing, and `others`."""
    if wanted := missing_packages(libraries) + list(others):
        install(wanted)
        if still := missing_packages(libraries):
            raise Problem(missing_sentence(still, " o no se puede abrir"))


def prepare_native():
    NATIVE.mkdir(exist_ok=True)
    zones = any(Path(base, "usr/share/zoneinfo").exists() for base in ("/", NATIVE))
    require(LIBRARIES, () if zones else ("tzdata",))
    if not Path("/etc/fonts/fonts.conf").exists() or not any(Path("/usr/share/fonts").glob("**/*.?tf")):
        write_fonts_conf()


def write_fonts_conf():
    """A machine without fonts or without fontconfig's settings still has the fonts of the project."""
    folders = ("/usr/share/fonts", NATIVE / "usr/share/fonts", ROOT / "static/fonts")
    # Without a last resort, fontconfig may answer an unknown family with our font of signs, which has no letters.
    last = "<string>DejaVu Sans</string><string>Source Sans 3</string>"
    FONTS_CONF.write_text(
        '<?xml version="1.0"?>\n<fontconfig>\n'
        + "".join(f"<dir>{folder}</dir>\n" for folder in folders)
        + f'<match target="pattern"><edit name="family" mode="append_last">{last}</edit></match>\n'
        + f"<cachedir>{NATIVE}/fontcache</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )


# --- The Python environment --------------------------------------------------------------------------------


def lock_digests(names):
    """sha256 of each lock file, by name."""
    return {name: hashlib.sha256((ROOT / "requirements" / name).read_bytes()).hexdigest() for name in names}


def read_stamp():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def stale(stamp, wanted):
    """Keys of `wanted` whose value in the stamp is another or absent."""
    return [key for key, value in wanted.items() if stamp.get(key) != value]


def pip_wheels():
    """Debian's pip as a wheel, from the package python3-pip-whl, installed or unpacked."""
    return sorted(w for base in ("/", NATIVE) for w in Path(base, "usr/share/python-wheels").glob("pip-*.whl"))


def bring_pip():
    """Without ensurepip, pip runs out of Debian's wheel; it trusts the machine's certificates only."""
    if not pip_wheels():
        install(["python3-pip-whl", "ca-certificates"])
    if not Path("/etc/ssl/certs/ca-certificates.crt").exists():
        folders = (NATIVE / "usr/share/ca-certificates/mozilla", Path("/usr/local/share/ca-certificates"))
        found = [certificate.read_bytes() for folder in folders for certificate in folder.glob("*.crt")]
        if found:
            CA_BUNDLE.write_bytes(b"\n".join(found))


def make_venv():
    if importlib.util.find_spec("venv") is None:
        raise Problem(missing_sentence(["python3-venv"]))
    say("Creando el entorno de Python en .venv…")
    arguments = ["-m", "venv", "--clear"]
    if importlib.util.find_spec("ensurepip") is None:
        bring_pip()
        arguments.append("--without-pip")
    status, _ = logged([sys.executable, *arguments, str(VENV)])
    if status:
        raise Problem(f"No se pudo crear .venv (detalle en {LOG}); instale python3-venv y repita.")


def pip():
    """The command that is pip: the environment's own, else Debian's wheel."""
    if any(VENV.glob("lib/python3*/site-packages/pip/__main__.py")):
        return [str(PYTHON), "-m", "pip"]
    if not pip_wheels():
        bring_pip()
    wheel = str(pip_wheels()[-1])
    if CA_BUNDLE.exists():
        return [str(PYTHON), "-c", PIP_WITH_CA, wheel, str(CA_BUNDLE)]
    return [str(PYTHON), f"{wheel}/pip"]


def pip_sentence(name, output):
    """One sentence for a failed installation, out of what pip printed."""
    found = re.search(r"(?:distribution found for|satisfies the requirement) ([\w.-]+?)(?:==|\s)", output)
    what = f"el paquete {found[1]}" if found else "algún paquete"
    return (
        f"No se pudo instalar {what} de requirements/{name} (detalle en {LOG}); "
        "revise la conexión y repita con «python3 dev.py setup»."
    )


def pip_install(name):
    say(f"Instalando requirements/{name}…")
    options = ["install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    lock = str(ROOT / "requirements" / name)
    status, output = logged([*pip(), *options, "-r", lock], env=environment(), cwd=ROOT)
    if status:
        raise Problem(pip_sentence(name, output))


def setup(locks=LOCKS[:1]):
    """Bring the environment up to the lock files; does nothing, quickly, when the stamp says so."""
    stamp = read_stamp()
    where = {"python": os.path.realpath(PYTHON)}
    if not os.path.exists(PYTHON) or (stamp and stale(stamp, where)):
        make_venv()
        stamp, where = {}, {"python": os.path.realpath(PYTHON)}
    # The place is in the stamp because fonts.conf and LD_LIBRARY_PATH name it; so a moved copy is looked at again.
    wanted = {**where, "native": str(NATIVE), **lock_digests(locks)}
    pending = stale(stamp, wanted) + ["native"] * (not NATIVE.exists())
    if not pending:
        return
    if "native" in pending:
        prepare_native()
    for name in [name for name in locks if name in pending]:
        pip_install(name)
    STAMP.write_text(json.dumps({**stamp, **wanted}, indent=1), encoding="utf-8")
    say("Entorno listo.")


# --- PostgreSQL and Chromium ---------------------------------------------------------------------------------


def postgres_folder():
    """The programs of the newest PostgreSQL from 15 on, of the machine or unpacked; None without one."""
    folders = [f for base in ("/", NATIVE) for f in Path(base, "usr/lib/postgresql").glob("*/bin")]
    fit = [f for f in folders if f.parent.name.isdigit() and int(f.parent.name) >= 15 and (f / "initdb").exists()]
    return max(fit, key=lambda folder: int(folder.parent.name), default=None)


@contextlib.contextmanager
def no_debian_cluster():
    """Keeps the package from making and starting a cluster of its own while it is being installed."""
    setting = Path("/etc/postgresql-common/createcluster.d/trama.conf")
    if not is_root():
        yield
        return
    setting.parent.mkdir(parents=True, exist_ok=True)
    setting.write_text("create_main_cluster = false\n", encoding="utf-8")
    try:
        yield
    finally:
        setting.unlink()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged():
    """subprocess options that step down from root, which PostgreSQL refuses."""
    if not is_root():
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def postgres():
    """A PostgreSQL of our own on a free port, gone afterwards; yields (name with version, DATABASE_URL)."""
    if not postgres_folder():
        with no_debian_cluster():
            install(["postgresql"])
    if not (programs := postgres_folder()):
        raise Problem(missing_sentence(["postgresql-15"], " o posterior"))
    folder, port, password = tempfile.mkdtemp(prefix="trama-pg-"), free_port(), secrets.token_hex(16)
    options = {"env": environment(), "cwd": folder, **(step_down := unprivileged())}
    create = "-U trama -A scram-sha-256 --pwfile=password -E UTF8 --locale=C.UTF-8 --no-sync"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=.. -c fsync=off -c jit=off"
    try:
        Path(folder, "password").write_text(password, encoding="utf-8")
        for path in (folder, f"{folder}/password"):
            os.chown(path, step_down.get("user", -1), step_down.get("group", -1))
        for command in (
            [programs / "initdb", "-D", "data", *create.split()],
            [programs / "pg_ctl", "-D", "data", "-w", "-s", "-l", "log", "-o", settings, "start"],
        ):
            if logged(command, **options)[0]:
                raise Problem(f"PostgreSQL está instalado pero no arrancó (detalle en {LOG}).")
        yield f"PostgreSQL {programs.parent.name}", f"postgres://trama:{password}@127.0.0.1:{port}/trama"
    finally:
        logged([programs / "pg_ctl", "-D", "data", "-m", "fast", "-s", "stop"], **options)
        shutil.rmtree(folder, ignore_errors=True)


def installed_chromium(ubuntu):
    """The first Chromium that is a real one: Ubuntu's package only leads to a snap. None without one."""
    paths = [] if ubuntu else [Path("/usr/bin/chromium")]
    paths += [NATIVE / "usr/lib/chromium/chromium", Path("/usr/bin/google-chrome")]
    paths += Path(os.path.expanduser("~/.cache/ms-playwright")).glob("chromium-*/chrome-*/chrome")
    return next((str(path) for path in paths if path.exists()), None)


def chromium():
    """The path of the browser, installed first where Debian has it."""
    require(BROWSER_LIBRARIES)
    if given := os.environ.get("CHROMIUM"):
        if found := shutil.which(given):
            return found
        raise Problem(f"CHROMIUM apunta a «{given}», que no es un programa; corrija esa variable o quítela.")
    ubuntu = "ID=ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    if not installed_chromium(ubuntu):
        if ubuntu:
            command = ".venv/bin/python -m playwright install --with-deps chromium"
            raise Problem(f"Falta Chromium, que en Ubuntu es un snap y aquí no sirve; instálelo con «{command}».")
        install(["chromium"])
    return installed_chromium(ubuntu)


def outside_tools():
    """The path of the office program, once all the programs of others are there, installed first if need be."""
    if missing := lacking_tools():
        install(missing)
    if still := lacking_tools():
        raise Problem(missing_sentence(still))
    return shutil.which("soffice", path=environment().get("PATH"))


def lacking_tools():
    path = environment().get("PATH")
    return [package for name, package in OUTSIDE_TOOLS.items() if not shutil.which(name, path=path)]


# --- Lint and tests ------------------------------------------------------------------------------------------


# (name, arguments of the environment's Python) of each check.
IMPORT_LINTER = (
    "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as run; run()"
)
CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("djlint --lint", ["-m", "djlint", "--lint", "templates"]),
    ("djlint --check", ["-m", "djlint", "--check", "templates"]),
    ("import-linter", ["-c", IMPORT_LINTER]),
    ("makemigrations --check", ["manage.py", "makemigrations", "--check", "--dry-run"]),
)


def lint():
    """Run every check; what a failing one says is printed. Returns 0 or 1."""
    setup(LOCKS[:2])
    environ, failed = {**environment(), "DATABASE_URL": "sqlite://:memory:"}, 0
    for name, arguments in CHECKS:
        status, output = logged([PYTHON, *arguments], env=environ, cwd=ROOT)
        print(f"{name}: {'falló' if status else 'bien'}", flush=True)
        if status:
            failed = 1
            print(output, flush=True)
    return failed


class Run:
    """One pytest run; its output goes to a file, so that two can run at once and be read one after the other."""

    def __init__(self, name, marker, arguments, folder, **variables):
        # A cache and a var/ for each run, because two of them write at the same time.
        place = [f"cache_dir=.pytest_cache/{name}", "-m", marker]
        environ = {**environment(), "VAR_DIR": f"{folder}/{name}", **variables}
        os.mkdir(environ["VAR_DIR"])
        self.output = tempfile.TemporaryFile()  # noqa: SIM115
        command = [PYTHON, "-m", "pytest", "-o", *place, *arguments]
        streams = {"stdout": self.output, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environ, **streams)

    def follow(self):
        """Print the output as it comes until the run ends; returns (pytest's status, its last line)."""
        whole = b""
        while True:
            ended = self.process.poll() is not None
            if text := os.pread(self.output.fileno(), 1 << 16, len(whole)):
                whole += text
                sys.stdout.buffer.write(text)
                sys.stdout.buffer.flush()
            elif ended:
                return self.process.returncode, (whole.decode(errors="replace").strip().splitlines() or [""])[-1]
            else:
                time.sleep(0.1)

    def stop(self):
        """Ends the run if it has not ended; an interrupted pytest still closes its browser and its database."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()


def word(status):
    return {0: "bien", NO_TESTS: "ninguna prueba elegida"}.get(status, "falló")


def overall(statuses, narrowed):
    """One exit status out of {part: status}: a narrowed run may choose nothing, but not all runs."""
    fine = {0, NO_TESTS} if narrowed else {0}
    nothing = all(status == NO_TESTS for part, status in statuses.items() if part != "estilo")
    return int(nothing or any(status not in fine for status in statuses.values()))


def obtained(obtain):
    """What `obtain` returns, or the Problem it met, to be told when its turn comes."""
    try:
        return obtain()
    except Problem as problem:
        return problem


def run_wave(wave, arguments, folder, stack):
    """Start the runs of `wave`, (name, marker, database, variables) each; returns {name: (status, last line)}."""
    runs, results = {}, {}
    for name, marker, database, variables in wave:
        lacking = [str(need) for need in (database, *variables.values()) if isinstance(need, Problem)]
        if lacking:
            runs[name] = Problem(" ".join(lacking))
        else:
            runs[name] = Run(name, marker, arguments, folder, DATABASE_URL=database[1], **variables)
            stack.callback(runs[name].stop)
    for name, _, database, _ in wave:
        if isinstance(runs[name], Problem):
            results[name] = 1, str(runs[name])
        else:
            print(f"\n=== {name} · base de datos: {database[0]}", flush=True)
            results[name] = runs[name].follow()
    return results


def test(arguments):
    """Everything; what cannot be had is a failure told at the end. Returns the exit status."""
    setup(LOCKS)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="trama-pruebas-"))
        sqlite = f"SQLite {sqlite3.sqlite_version}", f"sqlite:///{folder}/trama.sqlite3"
        server = obtained(lambda: stack.enter_context(postgres()))
        browser = obtained(chromium)
        tools = {"SOFFICE": obtained(outside_tools)}
        results = {"estilo": (lint(), "")}
        for wave in (
            [("SQLite", "not browser", sqlite, tools), ("PostgreSQL", "not browser", server, tools)],
            [("navegador", "browser", server, {"CHROMIUM": browser})],
        ):
            results |= run_wave(wave, arguments, folder, stack)
    print()
    for name, (_, line) in results.items():
        print(*([f"{name}: {line}"] if line else []))
    print(" · ".join(f"{name}: {word(status)}" for name, (status, _) in results.items()), flush=True)
    return overall({name: status for name, (status, _) in results.items()}, bool(arguments))


# --- Demonstration -------------------------------------------------------------------------------------------


def demo_steps():
    """(what is said, arguments of manage.py) of each step."""
    reports = VAR / "informes"
    subdere = ["--network", "sernam", "--period", "2007", "--output", str(reports / "sernam-2007-subdere.pdf")]
    gestion = ["--network", "mesa", "--period", "2024-T3", "--output", str(reports / "mesa-2024-T3-gestion.pdf")]
    return [
        ("Preparando la base de datos", ["migrate", "--verbosity", "0"]),
        ("Cargando las cinco redes de demostración", ["demo"]),
        ("Escribiendo el informe SUBDERE de SERNAM", ["report", "subdere", "--format", "pdf", *subdere]),
        ("Escribiendo el informe de gestión de la Mesa", ["report", "gestion", "--format", "pdf", *gestion]),
    ]


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise Problem(f"No se puede usar el puerto {port}; pruebe otro con «--port {free_port()}».") from None


def remove_embedded():
    """Forget the embedded database and the uploaded files; no other database is touched."""
    if os.environ.get("DATABASE_URL"):
        raise Problem("--reset solo borra la base embebida: quite DATABASE_URL o vacíe usted la base que nombra.")
    say("Borrando la base de datos embebida y los archivos subidos…")
    for suffix in ("", "-wal", "-shm", "-journal"):
        (VAR / f"db.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.rmtree(VAR / "media", ignore_errors=True)


def demo(options):
    """Load and show the demonstration; with `serve` this process becomes the server."""
    if options.serve:
        check_port(options.port)
    if options.reset:
        remove_embedded()
    setup()
    (VAR / "informes").mkdir(parents=True, exist_ok=True)
    environ = {"DEBUG": "1", **environment()}
    for said, arguments in demo_steps():
        print(f"{said}…", flush=True)
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["sin mensaje"])[-1]
            raise Problem(f"Falló «manage.py {arguments[0]}»: {last}")
    print(f"Informes escritos en {VAR / 'informes'}", flush=True)
    if options.serve:
        print(f"Abra http://127.0.0.1:{options.port}/ (Ctrl+C termina).", flush=True)
        os.chdir(ROOT)
        os.execve(PYTHON, [PYTHON, "manage.py", "runserver", f"127.0.0.1:{options.port}"], environ)


# --- Command line ----------------------------------------------------------------------------------------------


def split_arguments(argv):
    """(command, its own options, what is passed on): all of `manage`'s, of others what follows «--»."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    if command == "manage":
        return command, [], rest
    cut = rest.index("--") if "--" in rest else len(rest)
    return command, rest[:cut], rest[cut + 1 :]


def demo_options(own):
    """The options of `demo`, out of its arguments."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--no-serve", dest="serve", action="store_false")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    try:
        options, unknown = parser.parse_known_args(own)
    except argparse.ArgumentError:
        raise Problem("--port espera el número de un puerto, por ejemplo «--port 8001».") from None
    refuse(unknown)
    return options


def refuse(unknown):
    if unknown:
        raise Problem(f"No entiendo «{unknown[0]}»; vea «python3 dev.py --help».")


def main(argv):
    command, own, passed = split_arguments(argv)
    if command in ("", "help") or {"-h", "--help"} & {command, *own}:
        print(__doc__.strip())
        return 0 if command else 2
    if command == "demo":
        return demo(demo_options(own + passed))
    if command == "test" and own:
        raise Problem(f"Los argumentos de pytest van detrás de «--»: «python3 dev.py test -- {shlex.join(own)}».")
    refuse(own)
    if command == "manage":
        setup()
        os.execve(PYTHON, [PYTHON, ROOT / "manage.py", *passed], {"DEBUG": "1", **environment()})
    commands = {"setup": setup, "lint": lint}
    if command == "test":
        return test(passed)
    refuse(passed or [command] * (command not in commands))
    return commands[command]()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one is told, not served)
        sys.exit("Trama necesita Python 3.11 o posterior; instálelo con «sudo apt-get install python3».")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        say("Interrumpido.")
        sys.exit(130)
