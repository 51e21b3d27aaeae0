"""Loads what a filter wrote with the datasets library, and checks the features that TRL documents for each dataset format.

Usage: python check_trl.py FOLDER LOADED

FOLDER/<shape>/<parquet or jsonl> holds the folders train and validation. What the library made of them is saved as
LOADED/<shape>/<format>/<split>.parquet, for the Java test to compare with what it wrote. Written for datasets 5.0.1 with
pyarrow 25.0.1.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
HOME = tempfile.TemporaryDirectory()
os.environ["HF_HOME"] = HOME.name

import datasets
from datasets import Features, List, Value

TEXT = Value("string")
TURNS = List({"role": TEXT, "content": TEXT})
LABEL = Value("bool")
NUMBER = Value("float64")

# https://huggingface.co/docs/trl/dataset_formats
DOCUMENTED = {
    "preference": {"prompt": TEXT, "chosen": TEXT, "rejected": TEXT},
    "preference-conversational": {"prompt": TURNS, "chosen": TURNS, "rejected": TURNS},
    "unpaired": {"prompt": TEXT, "completion": TEXT, "label": LABEL},
    "unpaired-conversational": {"prompt": TURNS, "completion": TURNS, "label": LABEL},
    "prompt-completion": {"prompt": TEXT, "completion": TEXT},
    "messages": {"messages": TURNS},
}
OURS = {"example_id": TEXT, "weight": NUMBER}
OF_PAIRS = {"reward_margin": NUMBER}


def expected(shape):
    pairs = OF_PAIRS if "chosen" in DOCUMENTED[shape] else {}
    return Features({**DOCUMENTED[shape], **OURS, **pairs})


def main(folder, saved):
    print(f"datasets {datasets.__version__}")
    for shape in DOCUMENTED:
        for file_format in ("parquet", "jsonl"):
            # splits are told by the folders' names, formats by the files'
            loaded = datasets.load_dataset(str(Path(folder, shape, file_format)))
            assert sorted(loaded) == ["train", "validation"], loaded
            for split, rows in loaded.items():
                assert rows.features == expected(shape), f"{shape} {file_format} {split}: {rows.features}"
                target = Path(saved, shape, file_format, f"{split}.parquet")
                target.parent.mkdir(parents=True, exist_ok=True)
                rows.to_parquet(target)
                print(f"{shape} {file_format} {split}: {len(rows)} rows, {rows.features}")


main(*sys.argv[1:])
