"""Run as a program, in a process of its own: what one report costs in memory, and what its archival form adds.

python -m benchmarks.render_apart peak JOB            peak memory of one rendering, in MB
python -m benchmarks.render_apart archival JOB TIMES  seconds of a plain and of the archival PDF, in turns
"""

import json
import pickle
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import in_turns
from plans.collector import no_collector
from reports import pdf

ROOT = Path(__file__).resolve().parent.parent


def peak_megabytes(job: Path) -> float:
    return _apart("peak", job)


def plain_and_archival(job: Path, times: int) -> tuple[float, float]:
    """Median seconds without and with tags, PDF/A and the data attached."""
    return tuple(_apart("archival", job, str(times)))


def _apart(what: str, job: Path, *more: str):
    command = [sys.executable, "-m", "benchmarks.render_apart", what, str(job), *more]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def plain(job: pdf.PdfJob) -> bytes:
    """The same page and style with neither tags, nor PDF/A, nor attachment."""
    with no_collector():
        weasyprint, fonts, style = pdf._toolkit()
        page = weasyprint.HTML(
            string=pdf.printable(job.html), base_url=pdf.STATIC.as_uri(), url_fetcher=pdf._fetcher()
        )
        return page.render(stylesheets=[style], font_config=fonts).write_pdf(dpi=150)


def own_peak() -> float:
    """In MB, of this program alone: `ru_maxrss` begins at what the one that started it had taken."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def main(what: str, path: str, times: str = "1") -> object:
    job = pickle.loads(Path(path).read_bytes())
    pdf.render(job)
    if what == "peak":
        return own_peak()
    plain(job)
    return in_turns(int(times), lambda: plain(job), lambda: pdf.render(job))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
