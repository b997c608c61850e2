"""Outputs appear whole or not at all."""

import pytest

from positions.writing import folder_whole_or_not_at_all, write_text


def test_an_interrupted_folder_leaves_the_old_one_untouched(tmp_path):
    target = tmp_path / "out"
    write_text(target / "a.txt", "old")
    with pytest.raises(KeyboardInterrupt), folder_whole_or_not_at_all(target) as staging:
        write_text(staging / "a.txt", "new")
        raise KeyboardInterrupt
    assert (target / "a.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_finished_folder_replaces_what_it_made_and_keeps_the_users_own_files(tmp_path):
    target = tmp_path / "out"
    write_text(target / "mine.txt", "mine")
    with folder_whole_or_not_at_all(target) as staging:
        write_text(staging / "charts" / "a.txt", "new")
    assert (target / "charts" / "a.txt").read_text() == "new"
    assert (target / "mine.txt").read_text() == "mine"
