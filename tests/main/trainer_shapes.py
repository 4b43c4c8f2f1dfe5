"""Checks an exported file against the row shapes that TRL documents: trainer_shapes.py FORMAT FILE.

With the package `datasets` installed it is also loaded the way the trainers load it.
"""
import json
import sys


def is_messages(value):
    return (
        isinstance(value, list)
        and value
        and all(
            isinstance(m, dict) and isinstance(m["role"], str) and isinstance(m["content"], str)
            for m in value
        )
    )


def check_reward(row, columns):
    assert columns in ({"chosen", "rejected", "group_id", "weight"},
                       {"chosen", "rejected", "group_id", "weight", "margin"}), columns
    assert is_messages(row["chosen"]) and is_messages(row["rejected"])
    assert row["chosen"][:-1] == row["rejected"][:-1], "the prompt is the same in both"
    assert row["chosen"][-1]["role"] == row["rejected"][-1]["role"] == "assistant"
    assert row["chosen"] != row["rejected"]
    assert "margin" not in row or type(row["margin"]) is float and row["margin"] > 0
    assert type(row["weight"]) is float and 0 < row["weight"] <= 1


def check_dpo(row, columns):
    assert columns == {"prompt", "chosen", "rejected", "group_id", "weight"}, columns
    assert is_messages(row["prompt"]) and row["prompt"][-1]["role"] == "user"
    for side in ("chosen", "rejected"):
        assert is_messages(row[side]) and [m["role"] for m in row[side]] == ["assistant"]
    assert row["chosen"] != row["rejected"]


def check_sft(row, columns):
    assert columns == {"messages"}, columns
    assert is_messages(row["messages"]) and row["messages"][-1]["role"] == "assistant"


CHECKS = {"trl-reward": check_reward, "trl-dpo": check_dpo, "trl-sft": check_sft}


def main(name, path):
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8").split("\n")
    assert lines.pop() == "", "the last line ends"
    rows = [json.loads(line) for line in lines]
    assert rows
    columns = set(rows[0])
    for row in rows:
        assert set(row) == columns, "every row has the same columns"
        CHECKS[name](row, columns)
    try:
        import datasets
    except ImportError:
        print(len(rows), "rows; datasets is not installed")
        return
    loaded = datasets.load_dataset("json", data_files=path, split="train")
    assert len(loaded) == len(rows) and set(loaded.column_names) == columns
    assert [dict(row) for row in loaded] == rows
    print(len(rows), "rows, by datasets", datasets.__version__)


main(sys.argv[1], sys.argv[2])
