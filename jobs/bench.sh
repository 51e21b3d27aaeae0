#!/usr/bin/env bash
#
# Times prefscore on this machine, after checking what it times.
#
#   jobs/bench.sh score MODEL_DIR INPUT [ROWS (60)] [THREADS (2)]
#     the forward pass one by one, packed, and with shared prompts, and the whole job; and, where a peer is given, a Hugging Face
#     script on the same conversations: PEER="python score_hf.py" is called as
#     $PEER MODEL_DIR CONVERSATIONS.jsonl --batch 8 --threads N [--sort] --out FILE; each line that it writes there holds "tokens"
#     and "score", in the order of the conversations.
#   jobs/bench.sh read [ROWS (5000000)] [THREADS (2)]
#     opening, recognising and parsing a Parquet data set of generated pairs, beside Spark's own read and write of it.
#   jobs/bench.sh scale [ROWS (1000000)] [THREADS (2)] [MORE (0)]
#     the whole job with a model without weights, beside Spark's own read, shuffle and write of the same bytes: time and memory
#     of each stage, and the longest task of each beside the median; MORE rows besides share one prompt.
#   jobs/bench.sh report [PAIRS (1000000)] [SLICES (200)] [THREADS (2)] [PARTITIONS…]
#     a report on generated comparisons, for each number of partitions (0: as the job chooses), which must give the same figures.
#   jobs/bench.sh scaling [SLICES (1000)] [POINTS (20)] [REPLICATES (1000)] [THREADS (2)]
#     scaling curves over generated points, every other slice of which has a trend.
#   jobs/bench.sh filter [ROWS (10000000)] [THREADS (2)]
#     a filter of four policies over generated scored pairs, beside Spark's own read and write of the same bytes.

set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
usage() {
  sed -n '3,21s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
output="$root/out/bench"

run() {
  mkdir -p "$output"
  (cd "$root" && mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile="$output/classpath" -Dmdep.includeScope=test)
  local options
  options="$(sed -n 's/.*<spark.jvm.options>\(.*\)<\/spark.jvm.options>.*/\1/p' "$root/pom.xml")"
  # shellcheck disable=SC2086 # the options are words
  GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-20000}" java -Xmx4g $options -Dlog4j2.configurationFile="$root/conf/log4j2.properties" \
    -cp "$root/target/test-classes:$root/target/classes:$(cat "$output/classpath")" "$@"
}

case "${1:-}" in
  read)
    run io.prefscore.dataset.ReadingBenchmark "${2:-5000000}" "${3:-2}" "$output"
    exit
    ;;
  scale)
    run io.prefscore.scoring.ScaleBenchmark "${2:-1000000}" "${3:-2}" "$output" "${4:-0}"
    exit
    ;;
  report)
    run io.prefscore.report.ReportBenchmark "${2:-1000000}" "${3:-200}" "${4:-2}" "$output" "${@:5}"
    exit
    ;;
  scaling)
    run io.prefscore.report.ScalingBenchmark "${2:-1000}" "${3:-20}" "${4:-1000}" "${5:-2}" "$output"
    exit
    ;;
  filter)
    run io.prefscore.filter.FilterBenchmark "${2:-10000000}" "${3:-2}" "$output"
    exit
    ;;
  score) shift ;;
  *) usage ;;
esac
[ $# -ge 2 ] || usage
model="$1" input="$2" rows="${3:-60}" threads="${4:-2}"
run io.prefscore.model.ScoringBenchmark "$model" "$input" "$rows" "$threads" "$output"

if [ -n "${PEER:-}" ]; then
  echo
  for sort in "" --sort; do
    # shellcheck disable=SC2086
    $PEER "$model" "$output/conversations.jsonl" --batch 8 --threads "$threads" $sort --out "$output/peer.jsonl" 2>/dev/null
  done
  # transformers builds some tokenizers anew instead of reading tokenizer.json; where the number of tokens differs, so does the text
  sed 's/.*"tokens": *\([0-9]*\).*"score": *\([-0-9.e]*\).*/\2 \1/' "$output/peer.jsonl" | paste -d' ' "$output/scores.txt" - |
    awk '$2 != $4 { other++; next } { d = $1 - $3; if (d < 0) d = -d; if (d > m) m = d; n++ }
      END { printf "largest difference to the peer over %d conversations: %.1e (%d others it tokenizes differently)\n", n, m, other; exit !(n > 0 && m <= 1e-3) }'
fi
