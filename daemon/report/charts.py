"""Pain and minutes over time as SVG. Pure: colours and fonts are the page's own (CSS variables)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import leather

from daemon.base.dates import dated
from daemon.base.words import words
from rules.attempts import Outcome
from rules.model import Attempt, Load

Point = tuple[date, float]

_SIZE = 5.0
# Outlines around the origin, told apart without colour.
_SHAPES = {
    "up": "M 0 -1.2 L 1.1 0.8 L -1.1 0.8 Z",
    "down": "M 0 1.2 L 1.1 -0.8 L -1.1 -0.8 Z",
    "round": "M -1 0 A 1 1 0 1 0 1 0 A 1 1 0 1 0 -1 0 Z",
    # These three lie on each other where all scores are the same, and are all to be seen.
    "ring": "M -1.6 0 A 1.6 1.6 0 1 0 1.6 0 A 1.6 1.6 0 1 0 -1.6 0 Z",
    "square": "M -0.95 -0.95 H 0.95 V 0.95 H -0.95 Z",
    "diamond": "M 0 -0.8 L 0.8 0 L 0 0.8 L -0.8 0 Z",
}
_LOADS = {Load.INCREASE: "up", Load.REPEAT: "round", Load.DROP: "down"}
_PAINS = {"warmup": "ring", "late": "square", "next_day": "diamond"}


def minutes_chart(outcomes: Sequence[Outcome], width: int, height: int) -> str:
    """The minutes that were told of every run, each marked with what was decided after it."""
    outcomes = [outcome for outcome in outcomes if outcome.attempt.minutes is not None]
    if not outcomes:
        return ""
    chart = _chart(outcomes, width)
    minutes = [(outcome.day, outcome.attempt.minutes or 0) for outcome in outcomes]
    chart.add_series(leather.Series(minutes), _Line())
    for load, shape in _LOADS.items():
        points = [
            point for point, outcome in zip(minutes, outcomes, strict=True) if outcome.load is load
        ]
        _mark(chart, points, shape, words(f"report.{load.name.lower()}"))
    most = max(minutes, key=lambda point: point[1])[1]
    chart.add_y_scale(0, max(10, most))
    chart.add_y_axis(tick_formatter=lambda value, *_: f"{value:.0f}")
    return _drawn(chart, width, height)


def pain_chart(
    outcomes: Sequence[Outcome], attempts: Mapping[date, Attempt], width: int, height: int
) -> str:
    """Every pain score that is known; the line follows the worst of each day's runs."""
    chart = _chart(outcomes, width)
    told = {name: list(_scores(attempts, name)) for name in _PAINS}
    worst: dict[date, float] = {}
    for day, score in (point for points in told.values() for point in points):
        worst[day] = max(score, worst.get(day, 0))
    if worst:
        chart.add_series(leather.Series(sorted(worst.items())), _Line())
    for name, shape in _PAINS.items():
        _mark(chart, told[name], shape, words(f"report.{name}"))
    chart.add_y_scale(0, 10)
    chart.add_y_axis(ticks=[0, 2, 4, 6, 8, 10], tick_formatter=lambda value, *_: f"{value:.0f}")
    return _drawn(chart, width, height) if worst else ""


def _scores(attempts: Mapping[date, Attempt], name: str) -> Iterator[Point]:
    for day, attempt in attempts.items():
        score = getattr(attempt, name)
        if score is not None:
            yield day, score


def _chart(outcomes: Sequence[Outcome], width: int) -> leather.Chart:
    theme = leather.theme
    theme.background_color = "none"
    # A share of the width to leather; a label at the edge needs its pixels at every width.
    theme.margin = 20 / width
    theme.tick_color = theme.zero_color = "var(--grid)"
    theme.label_color = theme.legend_color = "var(--quiet)"
    theme.tick_font_family = theme.legend_font_family = "inherit"
    theme.tick_font_size = theme.legend_font_size = 13
    theme.legend_gap = 8
    chart = leather.Chart()
    first, last = outcomes[0].day, outcomes[-1].day
    chart.set_x_scale(_Days(first, max(last, first + timedelta(days=6))))
    return chart


def _mark(chart: leather.Chart, points: Sequence[Point], shape: str, name: str) -> None:
    if points:
        chart.add_series(leather.Series(points, name=name), _Marks(shape))


def _drawn(chart: leather.Chart, width: int, height: int) -> str:
    group = chart.to_svg_group(width, height)
    return ElementTree.tostring(group, encoding="unicode")


@dataclass(frozen=True)
class _Days:
    """leather's own scale of dates writes numbers for months and rounds the span up by far."""

    first: date
    last: date

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def project(self, day: date, low: float, high: float) -> float:
        share = (day - self.first) / (self.last - self.first)
        return float(low) + share * float(high - low)

    def ticks(self) -> list[date]:
        step = max(1, (self.last - self.first).days // 4)
        return [self.first + timedelta(days=n * step) for n in range(5)][: 5 if step > 1 else 7]

    def format_tick(self, day: date, _number: int, _count: int) -> str:
        long = (self.last - self.first).days > 300
        return dated(day, "date.tick_month" if long else "date.tick")


class _Shape:
    """What leather asks of a shape."""

    def validate_series(self, _series: Any) -> bool:
        return True


@dataclass(frozen=True)
class _Line(_Shape):
    """A curve without a name, so that the legend is of the marks alone."""

    def to_svg(
        self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> ElementTree.Element:
        places = list(_places(width, height, x_scale, y_scale, series))
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
        return ElementTree.Element("polyline", {"points": line, "class": "curve"})

    def legend_to_svg(self, _series: Any, _palette: Any) -> list[Any]:
        return []


@dataclass(frozen=True)
class _Marks(_Shape):
    """One outline for each point, with the day and the value as its tooltip."""

    shape: str

    def to_svg(
        self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, _palette: Any
    ) -> ElementTree.Element:
        group = ElementTree.Element("g", {"class": f"mark {self.shape}"})
        for x, y, datum in _places(width, height, x_scale, y_scale, series):
            outline = self._outline(x, y)
            title = ElementTree.SubElement(outline, "title")
            title.text = f"{dated(datum.x, 'date.page')}: {datum.y}, {series.name}"
            group.append(outline)
        return group

    def legend_to_svg(self, series: Any, _palette: Any) -> list[tuple[ElementTree.Element, float]]:
        group = ElementTree.Element("g", {"class": f"mark {self.shape}"})
        group.append(self._outline(_SIZE, -_SIZE))
        label = ElementTree.SubElement(group, "text", {"x": str(3 * _SIZE), "class": "legend"})
        label.text = series.name
        return [(group, 7 * _SIZE + 7 * len(series.name))]

    def _outline(self, x: float, y: float) -> ElementTree.Element:
        place = f"translate({x:.1f} {y:.1f}) scale({_SIZE})"
        return ElementTree.Element("path", {"d": _SHAPES[self.shape], "transform": place})


def _places(
    width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any
) -> Iterable[tuple[float, float, Any]]:
    for datum in series.data():
        x = float(x_scale.project(datum.x, 0, width))
        yield x, float(y_scale.project(datum.y, height, 0)), datum
