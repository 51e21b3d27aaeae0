#!/usr/bin/env bash
#
# Tells Spark which GPUs this host has: {"name": "gpu", "addresses": ["0", "1"]}. The script that
# spark.worker.resource.gpu.discoveryScript or spark.executor.resource.gpu.discoveryScript names; see conf/spark-gpu.conf.

set -euo pipefail

if [ -n "${CUDA_VISIBLE_DEVICES:-}" ]; then
  # CUDA counts those that it may see from 0, whatever their numbers are
  commas="${CUDA_VISIBLE_DEVICES//[!,]/}"
  indices="$(seq 0 "${#commas}")"
else
  indices="$(nvidia-smi --query-gpu=index --format=csv,noheader)"
fi
addresses="$(printf '%s\n' "$indices" | tr -d ' \r' | sed -n 's/^[0-9][0-9]*$/"&"/p' | paste -s -d , -)"
printf '{"name": "gpu", "addresses": [%s]}\n' "$addresses"
