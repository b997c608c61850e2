import json
import re
from pathlib import Path

from positions.findings import numbers

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "numbers.md").read_text(encoding="utf-8")


def keys_of(value):
    """Yield the fixed keys of an object; those that are ids or names of states are data."""
    for key, inner in value.items():
        yield key
        if key in (
            "files",
            "states",
            "pivotal",
            "final_text",
            "final_bands",
            "final_text_without_talks",
            "advice",
            "holds_out",
        ):
            continue
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict):
                yield from keys_of(one)


def test_every_key_is_on_the_page(vienna):
    documented = set(re.findall(r"\b[a-z_]+\b", PAGE))
    assert {k for k in keys_of(numbers(vienna)) if k not in documented} == set()


def test_it_is_plain_json_and_the_same_each_time(vienna):
    made = numbers(vienna)
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made == numbers(vienna)


def test_shares_add_up(vienna):
    for issue in numbers(vienna)["data"]["issues"]:
        assert abs(sum(issue["final_text"].values()) - 1) < 0.001
        for wording in issue["wordings"]:
            for held in wording["states"].values():
                assert abs(sum(held.values()) - 1) < 0.001
            p = wording["p_consensus"]
            assert 0 <= p["low"] <= p["median"] <= p["high"] <= 1
