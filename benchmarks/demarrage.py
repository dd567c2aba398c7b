"""How long alp takes to start, as ratios to Python itself, in one run.

Each command runs as a whole process, in turn with `python -c pass`; what counts is the median of the ratios pair by pair.
Targets: `alp --version` within 2, `alp --help` within 14.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.mesure import ALP, cpu_seconds

RUNS = 15
PYTHON = [sys.executable, "-c", "pass"]


def ratio(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Median ratio to Python, and median milliseconds; the first pair only warms up."""
    pairs = [(cpu_seconds(command, env), cpu_seconds(PYTHON, env)) for _ in range(RUNS + 1)][1:]
    python = statistics.median(p for _, p in pairs)
    return statistics.median(a for a, _ in pairs) / max(python, 0.001), 1000 * statistics.median(a for a, _ in pairs)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ALP_AUJOURDHUI": "2026-11-20"}
        demo = Path(folder) / "demo"
        subprocess.run([ALP, "demo", str(demo), "--no-input"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        env["ALP_REGISTRE"] = str(demo)
        rows = [
            ("alp --version", ["--version"], 2),
            ("alp --help", ["--help"], 14),
            ("alp visit --help", ["visit", "--help"], None),
            ("alp list", ["list"], None),
            ("alp due", ["due"], None),
        ]
        tabs = ["alp sh", "alp visit T", "alp visit 1 --li"]
        print(f"{'commande':<20}{'fois python -c pass':>22}{'ms de processeur':>20}   cible")
        for name, args, target in rows:
            times, ms = ratio([ALP, *args], env)
            print(f"{name:<20}{times:>22.1f}{ms:>20.0f}   {f'{target}' if target else ''}")
        for line in tabs:
            words = line.split()
            asked = {"_ALP_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
            times, ms = ratio([ALP], env | asked)
            print(f"{line + '[Tab]':<20}{times:>22.1f}{ms:>20.0f}")


if __name__ == "__main__":
    main()
