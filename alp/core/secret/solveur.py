"""The linear solver (HiGHS), asked for whole numbers only. What it answers is checked again in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

OPTIONS: dict[str, bool | int | float] = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_max_nodes": 2_000}
"""One thread and a limit in branches, not in seconds: the same answer on every machine."""


@dataclass(frozen=True)
class Rang:
    """min ≤ Σ coefficient × column ≤ max; none = no bound on that side."""

    termes: tuple[tuple[int, int], ...]
    min: int | None
    max: int | None

    def holds(self, point: Sequence[int]) -> bool:
        """Whether a point of whole numbers satisfies it, exactly."""
        value = sum(coefficient * point[column] for coefficient, column in self.termes)
        return (self.min is None or self.min <= value) and (self.max is None or value <= self.max)


@dataclass(frozen=True)
class Programme:
    """Minimise Σ cost × column, each column a whole number between its bounds, each row held."""

    couts: tuple[int, ...]
    bornes: tuple[tuple[int, int | None], ...]
    rangs: tuple[Rang, ...]

    def holds(self, point: Sequence[int]) -> bool:
        """Whether a point is a solution, exactly."""
        within = all(low <= x and (high is None or x <= high) for x, (low, high) in zip(point, self.bornes, strict=True))
        return within and all(rang.holds(point) for rang in self.rangs)


Issue = tuple[int, ...] | Literal["aucune", "infini"]
"""A best point; or there is none that could be found; or the cost goes down without end."""


def solve(programme: Programme) -> Issue:
    """The cheapest point of whole numbers. The relaxation first: the vertices of tables are nearly always whole.

    Only a point that holds exactly is returned, whatever the rounding of the solver.
    """
    relaxed = _run(programme, whole=False)
    if isinstance(relaxed, str):
        return relaxed
    point = tuple(round(x) for x in relaxed)
    if all(abs(x - whole) < 1e-6 for x, whole in zip(relaxed, point, strict=True)) and programme.holds(point):
        return point
    found = _run(programme, whole=True)
    if isinstance(found, str):
        return found
    point = tuple(round(x) for x in found)
    return point if programme.holds(point) else "aucune"


def _run(programme: Programme, *, whole: bool) -> list[float] | Literal["aucune", "infini"]:
    library = _library()
    statuses = library.HighsModelStatus
    highs = library.Highs()
    for option, value in OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.passModel(_model(library, programme, whole=whole))
    highs.run()
    status, solution = highs.getModelStatus(), highs.getSolution()
    if status in {statuses.kUnbounded, statuses.kUnboundedOrInfeasible}:
        return "infini"
    return "aucune" if status == statuses.kInfeasible or not solution.value_valid else list(solution.col_value)


def _library() -> Any:
    """HiGHS, read only when a report is masked: its classes are not typed."""
    import highspy  # noqa: PLC0415 - a tenth of a second, with NumPy

    return highspy


def _model(library: Any, programme: Programme, *, whole: bool) -> Any:
    infinite = library.kHighsInf
    lp = library.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.couts), len(programme.rangs)
    lp.col_cost_ = [float(cost) for cost in programme.couts]
    lp.col_lower_ = [float(low) for low, _ in programme.bornes]
    lp.col_upper_ = [infinite if high is None else float(high) for _, high in programme.bornes]
    lp.row_lower_ = [-infinite if rang.min is None else float(rang.min) for rang in programme.rangs]
    lp.row_upper_ = [infinite if rang.max is None else float(rang.max) for rang in programme.rangs]
    lp.a_matrix_.format_ = library.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = [0, *accumulate(len(rang.termes) for rang in programme.rangs)]
    lp.a_matrix_.index_ = [column for rang in programme.rangs for _, column in rang.termes]
    lp.a_matrix_.value_ = [float(coefficient) for rang in programme.rangs for coefficient, _ in rang.termes]
    if whole:
        lp.integrality_ = [library.HighsVarType.kInteger] * len(programme.couts)
    return lp
