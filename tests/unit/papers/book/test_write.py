import json

from positions.papers.book import write_folder


def test_all_files_and_their_list(tmp_path):
    names = write_folder(tmp_path / "out", {"briefing.html": b"x", "charts/a.png": b"y"}, {"format": 1})
    assert names == ("briefing.html", "charts/a.png", "numbers.json")
    assert json.loads((tmp_path / "out/numbers.json").read_text()) == {"format": 1, "data": {"files": list(names)}}
    assert (tmp_path / "out/charts/a.png").read_bytes() == b"y"


def test_what_an_earlier_briefing_left_goes_and_the_user_s_own_stays(tmp_path):
    write_folder(tmp_path, {"briefing.html": b"x", "charts/secret.png": b"y"}, {})
    (tmp_path / "charts/mine.png").write_bytes(b"mine")
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(tmp_path, {"briefing.html": b"x"}, {})
    assert not (tmp_path / "charts/secret.png").exists()
    assert (tmp_path / "charts/mine.png").exists()
    assert (tmp_path / "notes.txt").exists()


def test_a_forged_list_takes_nothing_else_away(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "victim.txt").write_text("x")
    (folder / "notes.txt").write_text("x")
    forged = ["../victim.txt", "charts/../../victim.txt", "notes.txt", str(tmp_path / "victim.txt"), 7, "charts/.."]
    (folder / "numbers.json").write_text(json.dumps({"files": forged}))
    write_folder(folder, {"briefing.html": b"x"}, {})
    assert (tmp_path / "victim.txt").exists()
    assert (folder / "notes.txt").exists()
    (folder / "numbers.json").write_text("[]")
    write_folder(folder, {"briefing.html": b"x"}, {})


def test_a_failure_leaves_the_folder_as_it_was(tmp_path):
    write_folder(tmp_path / "out", {"briefing.html": b"old"}, {})
    try:
        write_folder(tmp_path / "out", {"briefing.html": b"new"}, {"bad": float("nan")})
    except ValueError:
        pass
    else:
        raise AssertionError("NaN must not be written")
    assert (tmp_path / "out/briefing.html").read_bytes() == b"old"
