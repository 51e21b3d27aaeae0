"""A night as an Airflow DAG: an example to copy into the folder of DAGs.

A run of the DAG scores the day that its data interval covers, so backfills and cleared runs score their own day. A retry goes
on with the run that was cut short. Exit code 7 (drift) wants a person and not a retry: look at the run's _DRIFT.json, and if
the data is good, start it once with --accept DAY.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowFailException
from airflow.operators.python import PythonOperator
import subprocess

DRIFT = 7


def night(day: str) -> None:
    code = subprocess.run(["/opt/prefscore/jobs/nightly.sh", "--day", day], check=False).returncode
    if code == DRIFT:
        raise AirflowFailException(f"{day} is too far from the last run")
    if code != 0:
        raise RuntimeError(f"exit code {code}; 'prefscore nightly --help' lists them")


with DAG(
    dag_id="prefscore_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 11, 1),
    catchup=True,
    # a root has one night at a time
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=20)},
) as dag:
    PythonOperator(task_id="score", python_callable=night, op_kwargs={"day": "{{ ds }}"})
