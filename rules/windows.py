"""The most of the last days, kept as small as it can be. Pure.

`Peaks` are (day, value) with falling values: an older one counts only while nothing since was as
much. Days are ordinals.
"""

Peaks = tuple[tuple[int, int], ...]


def since(peaks: Peaks, first: int) -> Peaks:
    """The window without the days before `first`."""
    old = 0
    while old < len(peaks) and peaks[old][0] < first:
        old += 1
    return peaks[old:]


def with_peak(peaks: Peaks, day: int, value: int) -> Peaks:
    """The window with one more value, of a day that is not before the others."""
    kept = len(peaks)
    while kept and peaks[kept - 1][1] <= value:
        kept -= 1
    return (*peaks[:kept], (day, value))
