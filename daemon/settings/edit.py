"""One setting changed in a file that somebody may have written by hand. Pure."""

import re


def with_setting(text: str, section: str, key: str, value: str) -> str:
    """The same file with this value, a TOML text, in its place; all else stays as it is."""
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines) if line.lstrip().startswith("[")]
    start = next((n for n in heads if re.match(rf"\s*\[\s*{section}\s*\]", lines[n])), None)
    setting = f"{key} = {value}"
    if start is None:
        return "\n".join([*lines, "", f"[{section}]", setting]) + "\n"
    end = next((n for n in heads if n > start), len(lines))
    for n in range(start + 1, end):
        if re.match(rf"\s*{key}\s*=", lines[n]):
            lines[n] = setting
            break
    else:
        lines.insert(start + 1, setting)
    return "\n".join(lines) + "\n"
