#!/usr/bin/env bash
#
# From a fresh clone to scores: builds the job if needed, makes a small preference data set, scores it with the built-in
# models and prints what came out. "jobs/quickstart.sh DIR" writes to DIR instead of out/quickstart. Nothing but a Java 17
# JDK and Maven is needed; works on Linux and macOS.

set -euo pipefail

say() {
  printf 'quickstart: %s\n' "$1" >&2
}

fail() {
  say "$1"
  exit 2
}

case "${1:-}" in
  -*) fail "usage: jobs/quickstart.sh [DIR]" ;;
esac
[ $# -le 1 ] || fail "usage: jobs/quickstart.sh [DIR]"

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
jar="$root/target/prefscore.jar"

is_built() {
  [ -f "$jar" ] && [ ! "$root/pom.xml" -nt "$jar" ] &&
    [ -z "$(find "$root/src/main" -type f -newer "$jar" -print | head -n 1)" ] &&
    { [ -n "${SPARK_HOME:-}" ] || [ -d "$root/target/spark-home/jars" ]; }
}

build() {
  command -v mvn >/dev/null || fail "the job must be built and there is no mvn on the PATH; install Maven 3.8 or later"
  say "building the job; the first time Maven fetches several hundred MB, which takes minutes"
  local log="$root/target/quickstart-build.log"
  mkdir -p "$root/target"
  if ! (cd "$root" && mvn -B -ntp package -DskipTests -Djacoco.skip=true) >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "the build failed; its whole output is in $log"
  fi
}

# A finished demo stays as it is: the next one goes beside it. An unfinished one is resumed.
free_folder() {
  local number=2
  output=out/quickstart
  while [ -e "$output/summary.txt" ]; do
    output="out/quickstart-$number"
    number=$((number + 1))
  done
  if [ "$output" != out/quickstart ]; then
    say "out/quickstart holds a finished demo already; this one goes to $output"
  fi
}

is_built || build
if [ $# -eq 1 ]; then
  output="$1"
else
  # relative names are shorter to read, and relative to the clone
  cd "$root"
  free_folder
fi
say "making 2,000 preference pairs, scoring them with models of four sizes and drawing curves; this takes some minutes"
exec "$root/jobs/prefscore" demo --output "$output"
