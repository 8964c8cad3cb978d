"""Only what pyproject.toml cannot say: the man page is made from the parser when a wheel is."""

import sys
from pathlib import Path

from build_manpages import build_manpages, get_build_py_cmd
from setuptools import setup

# The parser is imported from here; an isolated build knows no current folder.
sys.path.insert(0, str(Path(__file__).parent))

setup(cmdclass={"build_manpages": build_manpages, "build_py": get_build_py_cmd()})
