"""Trains the built-in reward model on the Java generator's pairs and writes it as a Hugging Face checkpoint folder.

Needs the compiled classes of the project (`mvn compile`), a JDK, and Python with torch, transformers, tokenizers and
safetensors; nothing that the project builds or runs needs this script. From the project's root:

    python src/main/python/train_demo_model.py

The model has WorldPM's class, `Qwen2ForRewardModel`: a Qwen2 body and a head of two linear layers with a ReLU between
them, read at the last token. It learns by the Bradley-Terry loss, -log sigmoid(reward(chosen) - reward(rejected)), in
one epoch: with several, taste's noise is learnt by heart. The first part of the epoch also learns to predict the chosen
answers. The same seed gives the same data; the weights agree as far as the machine's arithmetic does, and so do the
conclusions.
"""

import argparse
import json
import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoTokenizer, Qwen2Config, Qwen2Model

CHECKPOINT = Path("src/main/resources/io/prefscore/demo/model")
GOLDEN = Path("src/test/resources/demo/golden.json")

END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
VOCABULARY = 1024
LONGEST = 512
ROPE_THETA = 10_000.0
EPSILON = 1e-6
WARM_UP_STEPS = 200
LAST_RATE = 0.02
# how Qwen2 cuts text before merging: every digit is a token of its own
QWEN2_PIECES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


# Data


def generate(classes: Path, seed: int, pairs: int, split: str) -> list[dict]:
    """Pairs of the Java generator, in its order."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pairs.jsonl")
        main = "io.prefscore.demo.WriteTrainingData"
        subprocess.run(["java", "-cp", classes, main, str(seed), str(pairs), split, file], check=True)
        with file.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def before_answer(prompt: str) -> str:
    """What chat_template.jinja renders before the assistant's content."""
    return f"{TURN_START}user\n{prompt}{TURN_END}\n{TURN_START}assistant\n"


def from_answer(answer: str) -> str:
    """What chat_template.jinja renders from the assistant's content on."""
    return f"{answer}{TURN_END}\n{END_OF_TEXT}"


def train_tokenizer(pairs: list[dict]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END_OF_TEXT, TURN_START, TURN_END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (f"{role}\n{text}" for pair in pairs for role, text in turns(pair))
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def turns(pair: dict) -> list[tuple[str, str]]:
    return [
        ("system", ""),
        ("user", pair["prompt"]),
        ("assistant", pair["chosen"]),
        ("assistant", pair["rejected"]),
    ]


class Batch(NamedTuple):
    """Rows of prompt, chosen and rejected answer, padded."""

    tokens: Tensor  # [B, T]
    positions: Tensor  # [B, T]: each answer's go on from the prompt's
    sees: Tensor  # [B, 1, T, T]: true where the row's token sees the column's
    last: Tensor  # [B, 2]: last token of the chosen and of the rejected answer
    in_chosen: Tensor  # [B, T]: true within the chosen answer

    def every_row(self) -> Tensor:
        return torch.arange(len(self.tokens))[:, None]


class Encoded:
    """Pairs as token ids: the prompt once, then both answers."""

    def __init__(self, tokenizer: Tokenizer, pairs: list[dict]):
        def ids(texts: list[str]) -> list[list[int]]:
            return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

        self.prompts = ids([before_answer(pair["prompt"]) for pair in pairs])
        self.chosen = ids([from_answer(pair["chosen"]) for pair in pairs])
        self.rejected = ids([from_answer(pair["rejected"]) for pair in pairs])
        self.lengths = numpy.array([sum(map(len, three)) for three in zip(self.prompts, self.chosen, self.rejected)])
        for i in range(min(200, len(pairs))):
            whole = tokenizer.encode(before_answer(pairs[i]["prompt"]) + from_answer(pairs[i]["chosen"])).ids
            assert whole == self.prompts[i] + self.chosen[i], "a token reaches over the start of the answer"

    def __len__(self) -> int:
        return len(self.prompts)

    def batch(self, rows: Sequence[int]) -> Batch:
        length = int(self.lengths[rows].max())
        tokens = numpy.zeros((len(rows), length), numpy.int64)
        positions = numpy.zeros((len(rows), length), numpy.int64)
        # 0 is the prompt, which all see, 1 and 2 are the answers, 3 is padding, which no answer sees
        pieces = numpy.full((len(rows), length), 3, numpy.int8)
        last = numpy.zeros((len(rows), 2), numpy.int64)
        for i, row in enumerate(rows):
            prompt, chosen, rejected = self.prompts[row], self.chosen[row], self.rejected[row]
            a, b, c = len(prompt), len(prompt) + len(chosen), len(prompt) + len(chosen) + len(rejected)
            tokens[i, :c] = prompt + chosen + rejected
            positions[i, :b] = numpy.arange(b)
            positions[i, b:c] = numpy.arange(a, a + c - b)
            pieces[i, :a], pieces[i, a:b], pieces[i, b:c] = 0, 1, 2
            last[i] = b - 1, c - 1
        causal = numpy.tri(length, dtype=bool)
        sees = causal & ((pieces[:, :, None] == pieces[:, None, :]) | (pieces[:, None, :] == 0))
        return Batch(*map(torch.from_numpy, (tokens, positions, sees[:, None], last, pieces == 1)))


# Model


class RewardModel(nn.Module):
    """The tensors of `Qwen2ForRewardModel` under their own names, and two ways to compute rewards with them."""

    def __init__(self, config: Qwen2Config):
        super().__init__()
        self.config = config
        self.model = Qwen2Model(config)
        self.score = nn.Sequential(
            nn.Linear(config.hidden_size, config.hidden_size), nn.ReLU(), nn.Linear(config.hidden_size, 1)
        )

    def initialise(self) -> None:
        """Large embeddings and matrices of variance 1/inputs: from the usual small start nothing is learnt for long."""
        for name, parameter in self.named_parameters():
            if name == "model.embed_tokens.weight":
                nn.init.normal_(parameter, std=0.3)
            elif parameter.ndim == 2:
                scale = parameter.shape[1] ** -0.5
                if "o_proj" in name or "down_proj" in name:
                    scale *= (2 * self.config.num_hidden_layers) ** -0.5
                if name == "score.2.weight":
                    scale *= 0.3
                nn.init.normal_(parameter, std=scale)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def reward(self, ids: list[int]) -> float:
        """One conversation, by transformers' own forward pass."""
        hidden = self.model(torch.tensor([ids]), use_cache=False).last_hidden_state[0, -1]
        return self.score(hidden).item()

    def margins(self, batch: Batch) -> Tensor:
        """
        Reward of the chosen minus reward of the rejected answer, [B].

        The same function as `reward`, faster: a prompt is computed once for both answers, and the last layer works for
        the two last tokens alone.
        """
        return self.margins_of(self.hidden(batch, batch.last))

    def margins_of(self, hidden: Tensor) -> Tensor:
        rewards = self.score(hidden)[..., 0]
        return rewards[:, 0] - rewards[:, 1]

    def hidden(self, batch: Batch, wanted: Tensor | None) -> Tensor:
        """What the head reads, [B, wanted, hidden]: at the wanted tokens [B, wanted], or at all."""
        config, sees, rows = self.config, batch.sees, batch.every_row()
        size = config.hidden_size // config.num_attention_heads
        shared = config.num_attention_heads // config.num_key_value_heads
        inverse = ROPE_THETA ** (-torch.arange(0, size, 2).float() / size)
        angles = batch.positions[..., None].float() * inverse
        cosine = torch.cat([angles.cos(), angles.cos()], -1)[:, None]
        sine = torch.cat([angles.sin(), angles.sin()], -1)[:, None]

        def heads(projected: Tensor) -> Tensor:
            return projected.unflatten(-1, (-1, size)).transpose(1, 2)

        def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
            return x * cosine + torch.cat([-x[..., size // 2 :], x[..., : size // 2]], -1) * sine

        def normalised(x: Tensor, norm: nn.Module) -> Tensor:
            return functional.rms_norm(x, x.shape[-1:], norm.weight, EPSILON)

        hidden = self.model.embed_tokens(batch.tokens)
        for index, layer in enumerate(self.model.layers):
            attention = layer.self_attn
            x = normalised(hidden, layer.input_layernorm)
            keys = rotate(heads(attention.k_proj(x)), cosine, sine).repeat_interleave(shared, 1)
            values = heads(attention.v_proj(x)).repeat_interleave(shared, 1)
            if wanted is not None and index == config.num_hidden_layers - 1:
                hidden, x = hidden[rows, wanted], x[rows, wanted]
                sees = sees[rows, 0, wanted][:, None]
                cosine, sine = cosine[rows, 0, wanted][:, None], sine[rows, 0, wanted][:, None]
            queries = rotate(heads(attention.q_proj(x)), cosine, sine)
            seen = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=sees)
            hidden = hidden + attention.o_proj(seen.transpose(1, 2).flatten(2))
            x = normalised(hidden, layer.post_attention_layernorm)
            mlp = layer.mlp
            hidden = hidden + mlp.down_proj(functional.silu(mlp.gate_proj(x)) * mlp.up_proj(x))
        return normalised(hidden, self.model.norm)


def configuration(hidden: int, layers: int, heads: int, intermediate: int) -> Qwen2Config:
    return Qwen2Config(
        vocab_size=VOCABULARY,
        hidden_size=hidden,
        intermediate_size=intermediate,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=heads // 2,
        max_position_embeddings=LONGEST,
        rms_norm_eps=EPSILON,
        rope_theta=ROPE_THETA,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=None,
        num_labels=1,
        attn_implementation="eager",
    )


# Training


def train(model: RewardModel, data: Encoded, arguments: argparse.Namespace, check: Encoded, kinds: list[str]) -> None:
    """
    One epoch. Its first part, the reading, also learns to predict the chosen answers token by token, as the large
    language models that reward models grow from have done before. Without it nothing was learnt in 1,600 steps: where
    neither answer says anything by itself, the comparison alone gives no slope to follow.
    """
    language_head = nn.Linear(model.config.hidden_size, VOCABULARY)
    parameters = [*model.parameters(), *language_head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": arguments.weight_decay},
            {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0},
        ],
        lr=arguments.learning_rate,
        betas=(0.9, 0.98),
    )
    batches = in_batches(data, arguments.batch, numpy.random.default_rng(arguments.seed))
    reading = int(len(batches) * arguments.reading_share)
    warm_up = min(WARM_UP_STEPS, len(batches) // 10)
    started, losses = time.monotonic(), []
    for step, rows in enumerate(batches):
        rate = min((step + 1) / warm_up, 1.0) * max(1 - step / len(batches), LAST_RATE)
        for group in optimizer.param_groups:
            group["lr"] = arguments.learning_rate * rate
        batch = data.batch(rows)
        if step < reading:
            hidden = model.hidden(batch, None)
            preference = bradley_terry(model.margins_of(hidden[batch.every_row(), batch.last]))
            loss = preference + language_loss(language_head, hidden, batch)
        else:
            preference = loss = bradley_terry(model.margins(batch))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(preference.item())
        if (step + 1) % max(1, len(batches) // 20) == 0:
            held_out = summary(all_margins(model, check), numpy.array(kinds))
            figures = ", ".join(f"{kind} {s['loss']:.3f} {s['accuracy']:.3f}" for kind, s in held_out.items())
            seconds, loss = time.monotonic() - started, numpy.mean(losses)
            print(f"{step + 1}/{len(batches)} {seconds:.0f} s: {loss:.4f}; held out: {figures}", flush=True)
            losses.clear()


def bradley_terry(margins: Tensor) -> Tensor:
    return -functional.logsigmoid(margins).mean()


def language_loss(language_head: nn.Module, hidden: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the chosen answers' tokens, each from what the token before it holds."""
    row, before = batch.in_chosen[:, 1:].nonzero(as_tuple=True)
    return functional.cross_entropy(language_head(hidden[row, before]), batch.tokens[row, before + 1])


def in_batches(data: Encoded, size: int, random: numpy.random.Generator) -> list[numpy.ndarray]:
    """One epoch in random order; pairs of like length stand together, which spares padding."""
    order, batches = random.permutation(len(data)), []
    for start in range(0, len(order), size * 16):
        window = order[start : start + size * 16]
        window = window[numpy.argsort(data.lengths[window], kind="stable")]
        batches += [window[i : i + size] for i in range(0, len(window), size)]
    return [batches[i] for i in random.permutation(len(batches))]


@torch.no_grad()
def all_margins(model: RewardModel, data: Encoded) -> numpy.ndarray:
    margins = numpy.zeros(len(data))
    order = numpy.argsort(data.lengths, kind="stable")
    for start in range(0, len(order), 128):
        rows = order[start : start + 128]
        margins[rows] = model.margins(data.batch(rows)).double().numpy()
    return margins


def summary(margins: numpy.ndarray, groups: numpy.ndarray) -> dict:
    """Bradley-Terry loss and accuracy with their standard errors, by group; a tie counts one half."""
    result = {}
    for group in sorted(set(groups)):
        these = margins[groups == group]
        losses = numpy.logaddexp(0, -these)
        wins = (these > 0) + 0.5 * (these == 0)
        root = math.sqrt(len(these))
        result[group] = {
            "pairs": len(these),
            "loss": round(float(losses.mean()), 4),
            "loss_standard_error": round(float(losses.std()) / root, 4),
            "accuracy": round(float(wins.mean()), 4),
            "accuracy_standard_error": round(float(wins.std()) / root, 4),
        }
    return result


# Output


def save_checkpoint(model: RewardModel, tokenizer: Tokenizer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if folder != CHECKPOINT:
        shutil.copy(CHECKPOINT / "chat_template.jinja", folder)
    c = model.config
    write_json(
        folder / "config.json",
        {
            "architectures": ["Qwen2ForRewardModel"],
            "attention_dropout": 0.0,
            "bos_token_id": None,
            "eos_token_id": None,
            "hidden_act": c.hidden_act,
            "hidden_size": c.hidden_size,
            "id2label": {"0": "LABEL_0"},
            "intermediate_size": c.intermediate_size,
            "label2id": {"LABEL_0": 0},
            "max_position_embeddings": c.max_position_embeddings,
            "model_type": "qwen2",
            "num_attention_heads": c.num_attention_heads,
            "num_hidden_layers": c.num_hidden_layers,
            "num_key_value_heads": c.num_key_value_heads,
            "num_labels": 1,
            "rms_norm_eps": c.rms_norm_eps,
            "rope_theta": ROPE_THETA,
            "sliding_window": None,
            "tie_word_embeddings": False,
            "torch_dtype": "bfloat16",
            "use_cache": False,
            "use_sliding_window": False,
            "vocab_size": c.vocab_size,
        },
    )
    write_json(
        folder / "tokenizer_config.json",
        {
            "add_bos_token": False,
            "add_prefix_space": False,
            "clean_up_tokenization_spaces": False,
            "eos_token": TURN_END,
            "model_max_length": LONGEST,
            "pad_token": END_OF_TEXT,
            "tokenizer_class": "PreTrainedTokenizerFast",
        },
    )


def swapped_prompts(pairs: list[dict]) -> list[dict]:
    """Each pair under the prompt of the next pair of its task: what a judge scores who does not look at the prompt."""
    latest, swapped = {}, [None] * len(pairs)
    for i in reversed(range(len(pairs))):
        task = pairs[i]["kind"], pairs[i]["task"]
        swapped[i] = {**pairs[i], "prompt": pairs[latest.get(task, i)]["prompt"]}
        latest[task] = i
    return swapped


def load_checkpoint(folder: Path) -> RewardModel:
    """The model as it was saved: weights rounded to bfloat16, arithmetic in float32."""
    stored = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = RewardModel(
        configuration(
            stored["hidden_size"],
            stored["num_hidden_layers"],
            stored["num_attention_heads"],
            stored["intermediate_size"],
        )
    )
    weights = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    model.load_state_dict(weights, strict=True)
    return model.eval()


@torch.no_grad()
def write_golden(model: RewardModel, folder: Path, pairs: list[dict], margins: numpy.ndarray, file: Path) -> None:
    """Both answers of pairs: text and ids by transformers' tokenizer, rewards by its forward pass, one by one."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    rows = []
    for pair in pairs:
        for answer in (pair["chosen"], pair["rejected"]):
            messages = [{"role": "user", "content": pair["prompt"]}, {"role": "assistant", "content": answer}]
            rendered = tokenizer.apply_chat_template(messages, tokenize=False)
            assert rendered == before_answer(pair["prompt"]) + from_answer(answer), rendered
            ids = tokenizer(rendered, add_special_tokens=False)["input_ids"]
            rows.append({"messages": messages, "rendered": rendered, "input_ids": ids, "score": model.reward(ids)})
    scores = numpy.array([row["score"] for row in rows])
    difference = float(abs(scores[::2] - scores[1::2] - margins[: len(pairs)]).max())
    print(f"margins of training's forward pass and of transformers differ by at most {difference:.1e}")
    assert difference < 1e-4, difference
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text('{"rows": [\n' + lines + "\n]}\n", encoding="utf-8")


def write_json(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def floor(pairs: list[dict]) -> float:
    """Lowest expected loss on pairs whose true probabilities are known."""
    p = numpy.array([pair["chosen_probability"] for pair in pairs])
    return float(-(p * numpy.log(p) + (1 - p) * numpy.log1p(-p)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=Path, default=Path("target/classes"))
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--golden", type=Path, default=GOLDEN)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=192_000)
    parser.add_argument("--held-out-seed", type=int, default=2)
    parser.add_argument("--held-out-pairs", type=int, default=12_000)
    parser.add_argument("--golden-pairs", type=int, default=200)
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--intermediate", type=int, default=192)
    parser.add_argument("--learning-rate", type=float, default=1.2e-3)
    parser.add_argument("--reading-share", type=float, default=0.5)
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    training = generate(arguments.classes, arguments.seed, arguments.pairs, "training")
    held_out = generate(arguments.classes, arguments.held_out_seed, arguments.held_out_pairs, "held-out")
    shared = {pair["prompt"] for pair in training} & {pair["prompt"] for pair in held_out}
    assert not shared, f"{len(shared)} held-out prompts occur in the training data"
    tokenizer = train_tokenizer(training[:20_000])
    data, test = Encoded(tokenizer, training), Encoded(tokenizer, held_out)
    print(f"tokens of a pair: {data.lengths.mean():.1f} on average, at most {data.lengths.max()}", flush=True)

    model = RewardModel(
        configuration(arguments.hidden, arguments.layers, arguments.heads, arguments.intermediate)
    )
    model.initialise()
    check = Encoded(tokenizer, held_out[:2_000])
    started = time.monotonic()
    train(model, data, arguments, check, [pair["kind"] for pair in held_out[:2_000]])
    seconds = time.monotonic() - started

    save_checkpoint(model, tokenizer, arguments.checkpoint)
    model = load_checkpoint(arguments.checkpoint)
    margins = all_margins(model, test)
    kinds = numpy.array([pair["kind"] for pair in held_out])
    tasks = numpy.array([f"{pair['kind']}/{pair['task']}" for pair in held_out])
    levels = numpy.array([f"{pair['kind']}/{pair['task']}/{pair['difficulty']}" for pair in held_out])
    longer = numpy.array([float(len(pair["chosen"]) - len(pair["rejected"])) for pair in held_out])
    parameters = sum(p.numel() for p in model.parameters())
    taste = [pair for pair in held_out if pair["kind"] == "subjective"]
    manifest = {
        "parameters": parameters,
        "non_embedding_parameters": parameters - model.model.embed_tokens.weight.numel(),
        "training_pairs": len(training),
        "training_tokens": int(data.lengths.sum()),
        "seed": arguments.seed,
        "recipe": {
            "loss": "Bradley-Terry; during the reading also the cross-entropy of the chosen answers' tokens",
            "epochs": 1,
            "reading_share": arguments.reading_share,
            "batch_pairs": arguments.batch,
            "learning_rate": arguments.learning_rate,
            "schedule": f"linear warm-up over {WARM_UP_STEPS} steps, linear decay to {LAST_RATE} of the rate",
            "optimizer": "AdamW, betas 0.9 and 0.98",
            "weight_decay": arguments.weight_decay,
            "gradient_clip": 1.0,
        },
        "training_seconds": round(seconds),
        "threads": arguments.threads,
        "held_out": {
            "seed": arguments.held_out_seed,
            "pairs": len(held_out),
            "prompts_shared_with_training": len(shared),
            "subjective_loss_floor": round(floor(taste), 4),
            "subjective_accuracy_ceiling": round(
                float(numpy.mean([max(p["chosen_probability"], 1 - p["chosen_probability"]) for p in taste])), 4
            ),
            "model": summary(margins, kinds),
            "model_by_task": summary(margins, tasks),
            "model_by_difficulty": summary(margins, levels),
            "accuracy_under_another_prompt": {
                kind: s["accuracy"]
                for kind, s in summary(all_margins(model, Encoded(tokenizer, swapped_prompts(held_out))), kinds).items()
            },
            "longest_wins_accuracy": {k: s["accuracy"] for k, s in summary(longer, kinds).items()},
            "shortest_wins_accuracy": {k: s["accuracy"] for k, s in summary(-longer, kinds).items()},
        },
    }
    write_json(arguments.checkpoint / "training.json", manifest)
    write_golden(model, arguments.checkpoint, held_out[: arguments.golden_pairs], margins, arguments.golden)
    print(json.dumps(manifest, indent=2))


if __name__ == "__main__":
    main()
