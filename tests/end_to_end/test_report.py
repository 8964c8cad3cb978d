"""The report in a real browser: it draws, it is silent, it is accessible, and it fits a phone."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By

from daemon.base import clock
from daemon.cli import main
from tests.processes import need

FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
)
WIDE, PHONE = (1000, 800), (360, 740)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    need("chromium", "chromedriver")
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in FLAGS:
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def page(tmp_path: Path) -> str:
    today = clock.now().date()
    for ago, answers in (
        (40, "--warmup 3 --faded no --late 3 --next-day 2 --minutes 20 --distance 2mi"),
        (36, "--warmup 0 --late 0 --next-day 0 --minutes 15"),
        (33, "--warmup 2 --faded yes --late 0 --next-day 0 --minutes 16"),
        (1, "--warmup 0 --late unknown"),
    ):
        main(["log", "--day", str(today - timedelta(days=ago)), *answers.split()])
    main(["strength", "done"])
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    return (tmp_path / "page.html").as_uri()


def show(browser: Chrome, page: str, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_it_is_silent_and_accessible(
    browser: Chrome, page: str, size: tuple[int, int], scheme: str
) -> None:
    show(browser, page, size, scheme)
    found: dict[str, Any] = Axe().run(browser)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert len(found["passes"]) > 20
    assert browser.execute("getLog", {"type": "browser"})["value"] == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= size[0]


def test_it_draws_one_mark_for_each_run_with_its_minutes_told(browser: Chrome, page: str) -> None:
    show(browser, page, WIDE, "light")
    marks = browser.find_elements(By.CSS_SELECTOR, ".minutes svg.wide path:has(title)")
    assert len(marks) == 3
    chart = browser.find_element(By.CSS_SELECTOR, ".minutes svg.wide").rect
    for mark in marks:
        place = mark.rect
        assert place["width"] > 4
        assert chart["x"] <= place["x"] <= chart["x"] + chart["width"] - place["width"]
        assert chart["y"] <= place["y"] <= chart["y"] + chart["height"] - place["height"]


def test_the_keyboard_reaches_everything(browser: Chrome, page: str) -> None:
    show(browser, page, WIDE, "light")
    links = browser.find_elements(By.TAG_NAME, "a")
    reached = []
    for _ in links:
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.switch_to.active_element)
    assert reached == links
    assert len(links) > 5


def test_an_empty_diary_has_a_page_too(browser: Chrome, tmp_path: Path) -> None:
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    show(browser, (tmp_path / "page.html").as_uri(), PHONE, "light")
    assert "First run: 20 minutes" in browser.find_element(By.TAG_NAME, "main").text
    assert Axe().run(browser)["violations"] == []
