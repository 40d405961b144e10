"""The plugin of pytest, by pytest's own `pytester`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest_plugins = ["pytester"]

TASKS = """
    from pydantic import BaseModel

    from taskgate import create_app, progress, task


    class Details(BaseModel):
        left: int


    class SoldOut(Exception):
        details: Details

        def __init__(self, *, left):
            self.details = Details(left=left)
            super().__init__(f"{left} left")


    class Step(BaseModel):
        label: str


    @task(
        name="shop.buy",
        raises=[SoldOut],
        examples=[
            {"arguments": {"amount": 1}, "result": 1.5},
            {"arguments": {"amount": 9}, "exception": "shop.SoldOut", "details": {"left": 2}},
        ],
    )
    def buy(amount: int) -> float:
        if amount > 2:
            raise SoldOut(left=2)
        return amount * PRICE


    @task(name="shop.pack", progress=Step, examples=[{"arguments": {}}])
    def pack() -> None:
        progress(1, 1, label=LABEL)


    @task(name="shop.close")
    def close() -> None:
        pass


    PRICE, LABEL = 1.5, "box"
    app = create_app("shop", tasks="shop")
"""


@pytest.fixture
def shop(pytester: pytest.Pytester) -> Callable[..., pytest.Pytester]:
    """Write the app as shop.py, with changes that are made to its text."""

    def write(*changes: tuple[str, str]) -> pytest.Pytester:
        text = TASKS
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        pytester.makepyfile(shop=text)
        return pytester

    return write


def test_each_example_is_a_test(shop: Callable[..., pytest.Pytester]) -> None:
    pytester = shop()
    result = pytester.runpytest_inprocess("--taskgate-app=shop:app", "-v", "--junitxml=report.xml")
    result.assert_outcomes(passed=3)
    assert result.ret == 0
    result.stdout.fnmatch_lines_random(
        [
            "shop:app::shop.buy::examples?0? PASSED*",
            "shop:app::shop.buy::examples?1? PASSED*",
            "shop:app::shop.pack::examples?0? PASSED*",
        ]
    )
    result.stdout.fnmatch_lines(["*tasks without an example*", "shop.close"])
    report = (pytester.path / "report.xml").read_text()
    assert 'classname="shop:app.shop.buy" name="examples[1]"' in report


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            [("1.5, ", "2.5, "), ("SoldOut(left=2)", "SoldOut(left=3)"), ('"box"', "7")],
            [
                ["shop.buy, examples[[]0]:", "  result is 2.5, and the example says 1.5"],
                ["shop.buy, examples[[]1]:", "  details/left is 3, and the example says 2"],
                ["shop.pack, examples[[]0]:", "  end is INVALID_RESULT: progress of shop.pack*/label*"],
            ],
        ),
        (
            [
                ("raise SoldOut(left=2)", "raise OSError('no')"),
                ("return amount * PRICE", "return 'much'"),
                ("progress(1, 1, label=LABEL)", "raise SystemError"),
            ],
            [
                ["shop.buy, examples[[]0]:", "  end is INVALID_RESULT: the result of shop.buy*"],
                [
                    "shop.buy, examples[[]1]:",
                    "  exception is OSError (no), and the contract declares *SoldOut",
                ],
                ["shop.pack, examples[[]0]:", "  exception is SystemError, and the contract declares none"],
            ],
        ),
    ],
    ids=["values", "ends"],
)
def test_what_is_not_kept_is_named(
    shop: Callable[..., pytest.Pytester], changes: list[tuple[str, str]], lines: list[list[str]]
) -> None:
    result = shop(*changes).runpytest_inprocess("--taskgate-app=shop:app")
    result.assert_outcomes(failed=3)
    assert result.ret == 1
    for each in lines:
        result.stdout.fnmatch_lines(each, consecutive=True)
    result.stdout.no_fnmatch_line("*Traceback*")


def test_without_the_option_nothing_happens(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            assert "taskgate_pytest" in sys.modules
            assert "taskgate" not in sys.modules
            assert "celery" not in sys.modules
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*without an example*")


def test_the_ini_option_counts_where_no_test_is_named(shop: Callable[..., pytest.Pytester]) -> None:
    pytester = shop()
    pytester.makeini("[pytest]\ntaskgate_app = shop:app")
    pytester.makepyfile(test_own="def test_own(): pass")
    pytester.runpytest_subprocess("--taskgate-app=").assert_outcomes(passed=1)
    pytester.runpytest_subprocess("test_own.py").assert_outcomes(passed=1)
    pytester.runpytest_subprocess("-k", "shop.pack").assert_outcomes(passed=1, deselected=3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--taskgate-app=nowhere:app"], "*nowhere*"),
        (["--taskgate-app=empty:app"], "*the app 'empty:app' has no task of @task*"),
        (
            ["--taskgate-app=eager:app", "--taskgate-live"],
            "*--taskgate-live: the app sends nothing; unset task_always_eager",
        ),
        (["--taskgate-app=shop:app", "--taskgate-timeout=-1"], "*-timeout: a number of seconds *not -1"),
        (["--taskgate-app=shop:app", "--taskgate-timeout=nan"], "*-timeout: a number of seconds *not nan"),
        (["--taskgate-app=shop:app", "--taskgate-timeout=soon"], "*-timeout: a number of seconds *not soon"),
        (
            ["--taskgate-app=shop:app", "--taskgate-live"],
            "*--taskgate-live: redis://*127.0.0.1:1/0 cannot be asked*CELERY_BROKER_URL*",
        ),
    ],
)
def test_what_cannot_be_run_is_said(
    shop: Callable[..., pytest.Pytester],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    sentence: str,
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    pytester = shop()
    pytester.makepyfile(
        empty="from celery import Celery\napp = Celery('empty')",
        eager="from shop import app\napp.conf.task_always_eager = True",
    )
    result = pytester.runpytest_inprocess(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([sentence])
    assert "Traceback" not in result.stderr.str()
