"""Moonshine Tiny (English), a small general recogniser that comes inside a wheel from PyPI."""
