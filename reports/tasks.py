"""What `manage.py db_worker` runs; only where JOBS is «queue»."""

from django_tasks import task

from reports.batch_running import batch_run


@task()
def batch_work(key: str) -> None:
    """Make what is left of a batch, beside whoever else does."""
    batch_run(key)
