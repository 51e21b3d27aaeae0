#!/usr/bin/env bash
#
# One night, for a scheduler: scores what is due and compares it with the last run, as conf/nightly.conf says or the file
# that NIGHTLY_CONF names. Everything after it goes to "prefscore nightly", such as --since 2026-11-01; how Spark runs says
# PREFSCORE_SPARK_ARGS (see jobs/prefscore --help). Ends with the exit codes of "jobs/prefscore nightly --help"; may be started
# again after any of them. conf/nightly.cron, conf/nightly-airflow.py and conf/nightly-kubernetes.yaml start it.

set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

# schedulers start programs in whatever folder, and relative names in settings mean this one
cd "$root"
exec "$root/jobs/prefscore" nightly --conf "${NIGHTLY_CONF:-$root/conf/nightly.conf}" "$@"
