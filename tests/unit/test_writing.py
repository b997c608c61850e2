"""Outputs appear whole or not at all."""

import io
import zipfile

import pytest

from positions.writing import folder_whole_or_not_at_all, stable_zip, write_text


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


def test_an_office_file_has_the_same_bytes_whenever_it_is_written():
    def office(moment):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.xml", date_time=moment), "<a/>")
            stamp = f"<dcterms:modified xsi:type='x'>{moment[0]}-01-01T00:00:00Z</dcterms:modified>"
            archive.writestr(zipfile.ZipInfo("docProps/core.xml", date_time=moment), stamp)
        return out.getvalue()

    one, other = (office((year, 1, 1, 0, 0, 0)) for year in (2001, 2020))
    assert one != other
    assert stable_zip(one) == stable_zip(other)
    with zipfile.ZipFile(io.BytesIO(stable_zip(one, dated="2030-02-03T04:05:06Z"))) as archive:
        assert archive.read("a.xml") == b"<a/>"
        assert b">2030-02-03T04:05:06Z<" in archive.read("docProps/core.xml")
        assert archive.getinfo("a.xml").date_time == (2030, 2, 3, 4, 5, 6)
