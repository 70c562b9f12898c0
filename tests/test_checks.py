"""What an installation lacks is told before anybody meets an error page."""

from config.checks import jobs_are_known, static_files_are_gathered


def test_missing_static_files_are_told_outside_debug(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.DEBUG = True
    assert static_files_are_gathered() == []
    settings.DEBUG = False
    assert "collectstatic" in static_files_are_gathered()[0].hint
    (tmp_path / "staticfiles.json").write_text("{}")
    assert static_files_are_gathered() == []


def test_a_wrong_way_of_working_in_the_background_is_told(settings) -> None:
    for good in ("embedded", "queue"):
        settings.JOBS = good
        assert jobs_are_known() == []
    settings.JOBS = "celery"
    assert "celery" in jobs_are_known()[0].msg
