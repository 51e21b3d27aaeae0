"""Trains the built-in family of reward models on the Java generator's pairs and writes its checkpoints and manifest.

Needs the compiled classes of the project (`mvn compile`), a JDK, and Python with torch, transformers, tokenizers and
safetensors; nothing that the project builds or runs needs this script. From the project's root:

    python src/main/python/train_demo_family.py

Each member has WorldPM's class, `Qwen2ForRewardModel`: a Qwen2 body and a head of two linear layers with a ReLU between
them, read at the last token. Like any reward model it grows from a language model. For each size and seed one is trained
first, to predict the right answers of other pairs, always the same amount; then each member learns from its own amount of
pairs by the Bradley-Terry loss, -log sigmoid(reward(chosen) - reward(rejected)), in one epoch: with several, taste's noise
is learnt by heart. Without the reading, sizes and amounts as small as these learn nothing that takes a look at the prompt.

A finished member stays in the work folder, so a training that was cut short goes on where it was. The same seeds give
the same data; the weights agree as far as the machine's arithmetic does, and so do the conclusions.
"""

import argparse
import copy
import json
import math
import re
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

FAMILY = Path("src/main/resources/io/prefscore/demo/family")
GOLDEN = Path("src/test/resources/demo")
WORK = Path("target/demo-family")

END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
VOCABULARY = 1024
# far more than the longest text of the training: rotary positions need none, so longer texts can be scored, if not well
CONTEXT = 4096
ROPE_THETA = 10_000.0
EPSILON = 1e-6
WARM_UP_STEPS = 200
LAST_RATE = 0.02
WEIGHT_DECAY = 0.05
CLIP = 1.0
READING_PAIRS = 96_000
READING_BATCH = 32
# how many held-out pairs stand with their scores in the tests' resources
GOLDEN_PAIRS = 200
# how Qwen2 cuts text before merging: every digit is a token of its own
QWEN2_PIECES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


class Size(NamedTuple):
    """Shape, largest batch and rates of a member."""

    label: str
    hidden: int
    layers: int
    heads: int
    batch: int
    reading_rate: float
    # one an amount of pairs: in long runs at a high rate, large models forget what they have read before they use it
    rates: tuple[float, float, float, float]


SIZES = [
    Size("3k", 16, 1, 2, 64, 4e-3, (3.5e-3, 5e-3, 5e-3, 5e-3)),
    Size("20k", 32, 2, 2, 32, 3e-3, (1.4e-3, 2e-3, 2e-3, 2e-3)),
    Size("79k", 64, 2, 2, 64, 2e-3, (7e-4, 1e-3, 1e-3, 7e-4)),
    Size("313k", 128, 2, 4, 64, 1.2e-3, (1e-3, 1.4e-3, 7e-4, 5e-4)),
]
AMOUNTS = {"4k": 4_000, "16k": 16_000, "64k": 64_000, "128k": 128_000}
# Members of other seeds, which show how much chance matters; of the larger sizes as much as there is room for in 8 MB.
MORE_SEEDS = [(size, amount, seed) for seed in (2, 3) for size in SIZES[:2] for amount in AMOUNTS] + [
    (size, "128k", 2) for size in SIZES[2:]
]
# the size that shows what can be learnt with the prompt hidden
RESPONSE_ONLY_SIZE = SIZES[2]


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

    def __init__(self, tokenizer: Tokenizer, pairs: Sequence[dict]):
        def ids(texts: list[str]) -> list[list[int]]:
            return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

        self.prompts = ids([before_answer(pair["prompt"]) for pair in pairs])
        self.chosen = ids([from_answer(pair["chosen"]) for pair in pairs])
        self.rejected = ids([from_answer(pair["rejected"]) for pair in pairs])
        self.lengths = self.measured()
        for i in range(min(200, len(pairs))):
            whole = tokenizer.encode(before_answer(pairs[i]["prompt"]) + from_answer(pairs[i]["chosen"])).ids
            assert whole == self.prompts[i] + self.chosen[i], "a token reaches over the start of the answer"

    def measured(self) -> numpy.ndarray:
        return numpy.array([sum(map(len, three)) for three in zip(self.prompts, self.chosen, self.rejected)])

    def first(self, pairs: int) -> "Encoded":
        part = copy.copy(self)
        part.prompts, part.chosen, part.rejected = self.prompts[:pairs], self.chosen[:pairs], self.rejected[:pairs]
        part.lengths = self.lengths[:pairs]
        return part

    def chosen_only(self) -> "Encoded":
        part = copy.copy(self)
        part.rejected = [[] for _ in self.rejected]
        part.lengths = part.measured()
        return part

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


def configuration(size: Size) -> Qwen2Config:
    return Qwen2Config(
        vocab_size=VOCABULARY,
        hidden_size=size.hidden,
        intermediate_size=2 * size.hidden,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.heads // 2,
        max_position_embeddings=CONTEXT,
        rms_norm_eps=EPSILON,
        rope_theta=ROPE_THETA,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=None,
        num_labels=1,
        attn_implementation="eager",
    )


# Training


class Schedule:
    """AdamW with a linear warm-up, a linear decay and clipped gradients."""

    def __init__(self, parameters: list[nn.Parameter], rate: float, steps: int):
        self.parameters, self.rate, self.steps, self.step = parameters, rate, steps, 0
        self.warm_up = max(1, min(WARM_UP_STEPS, steps // 10))
        groups = [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
            {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))

    def descend(self, loss: Tensor) -> None:
        share = min((self.step + 1) / self.warm_up, 1.0) * max(1 - self.step / self.steps, LAST_RATE)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * share
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, CLIP)
        self.optimizer.step()
        self.step += 1


def read(size: Size, data: Encoded, seed: int) -> RewardModel:
    """A language model of the right answers, whose reward head has learnt nothing yet."""
    torch.manual_seed(seed)
    model = RewardModel(configuration(size))
    model.initialise()
    language_head = nn.Linear(size.hidden, VOCABULARY)
    batches = in_batches(data, READING_BATCH, numpy.random.default_rng(seed))
    schedule = Schedule([*model.parameters(), *language_head.parameters()], size.reading_rate, len(batches))
    losses = []
    for rows in batches:
        batch = data.batch(rows)
        loss = language_loss(language_head, model.hidden(batch, None), batch)
        schedule.descend(loss)
        losses.append(loss.item())
    print(f"  read: cross-entropy of answers {numpy.mean(losses[-200:]):.3f} a token", flush=True)
    return model


def learn(model: RewardModel, size: Size, data: Encoded, seed: int) -> float:
    """One epoch by the Bradley-Terry loss; gives the mean loss of the last tenth of it, before each step."""
    batches = in_batches(data, batch_of(size, len(data)), numpy.random.default_rng(seed))
    schedule = Schedule(list(model.parameters()), rate_of(size, len(data)), len(batches))
    losses = []
    for rows in batches:
        loss = bradley_terry(model.margins(data.batch(rows)))
        schedule.descend(loss)
        losses.append(loss.item())
    return float(numpy.mean(losses[-len(losses) // 10 :]))


def batch_of(size: Size, pairs: int) -> int:
    """Few pairs make few steps, so their batches are small."""
    return min(size.batch, 16 if pairs < 10_000 else 32 if pairs < 40_000 else 64)


def rate_of(size: Size, pairs: int) -> float:
    return size.rates[list(AMOUNTS.values()).index(pairs)]


def bradley_terry(margins: Tensor) -> Tensor:
    return -functional.logsigmoid(margins).mean()


def language_loss(language_head: nn.Module, hidden: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the chosen answers' tokens, each from what the token before it holds."""
    row, before = batch.in_chosen[:, 1:].nonzero(as_tuple=True)
    return functional.cross_entropy(language_head(hidden[row, before]), batch.tokens[row, before + 1])


def in_batches(data: Encoded, size: int, random: numpy.random.Generator) -> list[numpy.ndarray]:
    """
    One epoch in random order. The two pairs of a couple, which have the same answers under two prompts, stand together,
    so that what the answers alone would teach cancels. Couples of like length stand together too, which spares padding.
    """
    lengths = data.lengths.reshape(-1, 2).max(axis=1)
    order, batches = random.permutation(len(lengths)), []
    couples = size // 2
    for start in range(0, len(order), couples * 16):
        window = order[start : start + couples * 16]
        window = window[numpy.argsort(lengths[window], kind="stable")]
        for i in range(0, len(window), couples):
            first = 2 * window[i : i + couples]
            batches.append(numpy.concatenate([first, first + 1]))
    return [batches[i] for i in random.permutation(len(batches))]


@torch.no_grad()
def all_margins(model: RewardModel, data: Encoded) -> numpy.ndarray:
    margins = numpy.zeros(len(data))
    order = numpy.argsort(data.lengths, kind="stable")
    for start in range(0, len(order), 128):
        rows = order[start : start + 128]
        margins[rows] = model.margins(data.batch(rows)).double().numpy()
    return margins


def summary(margins: numpy.ndarray, pairs: list[dict], column: str = "kind") -> dict:
    """
    Bradley-Terry loss and accuracy with their standard errors, by a column; a tie counts one half. The two pairs of a
    couple have their answers in common, so couples are what is independent.
    """
    groups = numpy.array([pair[column] for pair in pairs])
    result = {}
    for group in sorted(set(groups)):
        these = margins[groups == group]
        losses = numpy.logaddexp(0, -these)
        wins = (these > 0) + 0.5 * (these == 0)
        result[str(group)] = {
            "pairs": len(these),
            "loss": round(float(losses.mean()), 5),
            "loss_standard_error": round(standard_error(losses), 5),
            "accuracy": round(float(wins.mean()), 5),
            "accuracy_standard_error": round(standard_error(wins), 5),
        }
    return result


def standard_error(values: numpy.ndarray) -> float:
    couples = values.reshape(-1, 2).mean(axis=1)
    return float(couples.std(ddof=1)) / math.sqrt(len(couples))


# What the family is to beat


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def bag_of_words(training: list[dict], held_out: list[dict]) -> numpy.ndarray:
    """
    Margins of a logistic regression on the counts of words in the chosen less those in the rejected answer. The prompt's
    words would be the same on both sides and cancel.
    """
    known = {word: i for i, word in enumerate(sorted({w for p in training for w in words(p["chosen"])}))}

    def counts(pairs: list[dict]) -> Tensor:
        entries: dict[tuple[int, int], int] = {}
        for row, pair in enumerate(pairs):
            for answer, sign in ((pair["chosen"], 1), (pair["rejected"], -1)):
                for word in words(answer):
                    if word in known:
                        entries[row, known[word]] = entries.get((row, known[word]), 0) + sign
        places = torch.tensor(list(entries)).T
        return torch.sparse_coo_tensor(places, torch.tensor(list(entries.values())).float(), (len(pairs), len(known)))

    features, weights = counts(training).coalesce(), torch.zeros(len(known), 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = bradley_terry(torch.sparse.mm(features, weights)) + weights.square().sum() / (2 * len(training))
        loss.backward()
        return loss

    optimizer.step(closure)
    return torch.sparse.mm(counts(held_out), weights.detach())[:, 0].double().numpy()


def without_prompts(pairs: list[dict]) -> list[dict]:
    return [{**pair, "prompt": ""} for pair in pairs]


# Output


def save_checkpoint(model: RewardModel, folder: Path) -> None:
    """Weights in bfloat16 and configuration; tokenizer and template are the family's."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
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


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_json(
        folder / "tokenizer_config.json",
        {
            "add_bos_token": False,
            "add_prefix_space": False,
            "clean_up_tokenization_spaces": False,
            "eos_token": TURN_END,
            "model_max_length": CONTEXT,
            "pad_token": END_OF_TEXT,
            "tokenizer_class": "PreTrainedTokenizerFast",
        },
    )


def swapped_prompts(pairs: list[dict]) -> list[dict]:
    """Each pair under the prompt of the next couple of its task: what a judge scores who does not look at the prompt."""
    latest, swapped = {}, [None] * len(pairs)
    for i in reversed(range(0, len(pairs), 2)):
        task = pairs[i]["kind"], pairs[i]["task"]
        other = latest.get(task, i)
        swapped[i] = {**pairs[i], "prompt": pairs[other]["prompt"]}
        swapped[i + 1] = {**pairs[i + 1], "prompt": pairs[other + 1]["prompt"]}
        latest[task] = i
    return swapped


def load_checkpoint(size: Size, folder: Path) -> RewardModel:
    """The model as it was saved: weights rounded to bfloat16, arithmetic in float32."""
    model = RewardModel(configuration(size))
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


# The family


class Data:
    """Everything that the Java generator makes for the family, and the one tokenizer."""

    def __init__(self, classes: Path, seeds: list[int], held_out_seed: int, held_out_pairs: int):
        self.classes = classes
        most = max(AMOUNTS.values())
        self.training = {seed: generate(classes, seed, most, "training") for seed in seeds}
        self.held_out = generate(classes, held_out_seed, held_out_pairs, "held-out")
        self.held_out_seed = held_out_seed
        # always of the same pairs, whichever seeds are trained
        self.tokenizer = train_tokenizer(generate(classes, 1, 20_000, "training"))
        self.encoded = {seed: Encoded(self.tokenizer, pairs) for seed, pairs in self.training.items()}
        self.test = Encoded(self.tokenizer, self.held_out)

    def reading(self, seed: int) -> Encoded:
        pairs = generate(self.classes, 100 + seed, READING_PAIRS, "training")
        return Encoded(self.tokenizer, pairs).chosen_only()

    def overlap(self) -> dict:
        """How many of the held-out texts occur in the training data, of any seed."""
        pairs = [pair for pairs in self.training.values() for pair in pairs]
        prompts = {pair["prompt"] for pair in pairs}
        answers = {pair[side] for pair in pairs for side in ("chosen", "rejected")}
        held_out_prompts = {pair["prompt"] for pair in self.held_out}
        held_out_answers = {pair[side] for pair in self.held_out for side in ("chosen", "rejected")}
        return {
            "held_out_prompts": len(held_out_prompts),
            "held_out_prompts_in_training": len(held_out_prompts & prompts),
            "held_out_answers": len(held_out_answers),
            "held_out_answers_in_training": len(held_out_answers & answers),
        }


def language_model(data: Data, size: Size, seed: int, work: Path) -> dict:
    """Weights of the language model that members of a size and seed grow from, and what it took."""
    file, facts = work / f"reading-{size.label}-{seed}.pt", work / f"reading-{size.label}-{seed}.json"
    if not facts.exists():
        started = time.monotonic()
        reading = data.reading(seed)
        torch.save(read(size, reading, seed).state_dict(), file)
        write_json(facts, {"tokens": int(reading.lengths.sum()), "seconds": round(time.monotonic() - started, 1)})
    return {"weights": torch.load(file), **json.loads(facts.read_text(encoding="utf-8"))}


def member_name(size: Size, amount: str, seed: int) -> str:
    return f"parameters-{size.label}-pairs-{amount}-seed-{seed}"


def train_member(data: Data, size: Size, amount: str, seed: int, work: Path) -> None:
    """Leaves a checkpoint folder and the member's entry of the manifest, unless they are there already."""
    name = member_name(size, amount, seed)
    facts = work / f"{name}.json"
    if facts.exists():
        return
    base = language_model(data, size, seed, work)
    model = RewardModel(configuration(size))
    model.load_state_dict(base["weights"])
    pairs = data.encoded[seed].first(AMOUNTS[amount])
    started = time.monotonic()
    last_loss = learn(model, size, pairs, seed)
    seconds = time.monotonic() - started
    save_checkpoint(model, work / name)
    model = load_checkpoint(size, work / name)
    margins = all_margins(model, data.test)
    parameters = sum(p.numel() for p in model.parameters())
    another_prompt = all_margins(model, Encoded(data.tokenizer, swapped_prompts(data.held_out)))
    write_json(
        facts,
        {
            "name": name,
            "parameters": parameters,
            "non_embedding_parameters": parameters - model.model.embed_tokens.weight.numel(),
            "pairs": AMOUNTS[amount],
            "seed": seed,
            "tokens": int(pairs.lengths.sum()),
            "reading_tokens": base["tokens"],
            "hidden_size": size.hidden,
            "layers": size.layers,
            "learning_rate": rate_of(size, AMOUNTS[amount]),
            "reading_learning_rate": size.reading_rate,
            "batch_pairs": batch_of(size, AMOUNTS[amount]),
            "last_training_loss": round(last_loss, 5),
            "seconds": round(seconds, 1),
            "reading_seconds": base["seconds"],
            "held_out": summary(margins, data.held_out),
            "held_out_by_task": summary(margins, data.held_out, "task"),
            "accuracy_under_another_prompt": {
                kind: figures["accuracy"] for kind, figures in summary(another_prompt, data.held_out).items()
            },
            "golden_margins": [round(float(margin), 6) for margin in margins[:GOLDEN_PAIRS]],
        },
    )
    figures = ", ".join(f"{k} {v['loss']:.3f} {v['accuracy']:.3f}" for k, v in summary(margins, data.held_out).items())
    print(f"{name}: {seconds:.0f} s; held out: {figures}", flush=True)


def measure_baselines(data: Data, work: Path) -> None:
    """Figures of the judges that do without the prompt, for each amount of training data."""
    facts = work / "baselines.json"
    if facts.exists():
        return
    longer = numpy.array([float(len(pair["chosen"]) - len(pair["rejected"])) for pair in data.held_out])
    result: dict = {
        "longest_wins": accuracies(longer, data.held_out),
        "shortest_wins": accuracies(-longer, data.held_out),
        "bag_of_words": {},
        "response_only": {},
    }
    base = language_model(data, RESPONSE_ONLY_SIZE, 1, work)["weights"]
    hidden = Encoded(data.tokenizer, without_prompts(data.training[1]))
    hidden_test = Encoded(data.tokenizer, without_prompts(data.held_out))
    for amount, pairs in AMOUNTS.items():
        margins = bag_of_words(data.training[1][:pairs], data.held_out)
        result["bag_of_words"][amount] = summary(margins, data.held_out)
        model = RewardModel(configuration(RESPONSE_ONLY_SIZE))
        model.load_state_dict(base)
        learn(model, RESPONSE_ONLY_SIZE, hidden.first(pairs), 1)
        result["response_only"][amount] = summary(all_margins(model, hidden_test), data.held_out)
        write_json(facts, result)


def accuracies(margins: numpy.ndarray, pairs: list[dict]) -> dict:
    """Of judges whose margins are no logits, so that they have no loss."""
    return {
        kind: {key: value for key, value in figures.items() if not key.startswith("loss")}
        for kind, figures in summary(margins, pairs).items()
    }


def publish(data: Data, members: list[tuple[Size, str, int]], work: Path, family: Path, golden: Path) -> None:
    """Writes the family as the project has it: shared tokenizer and template, a folder a member, the manifest."""
    entries, expected = [], {}
    for size, amount, seed in members:
        name = member_name(size, amount, seed)
        entry = json.loads((work / f"{name}.json").read_text(encoding="utf-8"))
        expected[name] = entry.pop("golden_margins")
        entries.append(entry)
        shutil.copytree(work / name, family / name, dirs_exist_ok=True)
    for folder in family.iterdir():
        if folder.is_dir() and folder.name not in expected:
            shutil.rmtree(folder)
    save_tokenizer(data.tokenizer, family)
    taste = [pair for pair in data.held_out if pair["kind"] == "subjective"]
    manifest = {
        "largest": member_name(SIZES[-1], list(AMOUNTS)[-1], 1),
        "recipe": {
            "reading": f"cross-entropy of the chosen answers of {READING_PAIRS} other pairs, {READING_BATCH} a batch",
            "loss": "Bradley-Terry",
            "epochs": 1,
            "schedule": f"linear warm-up over at most {WARM_UP_STEPS} steps, linear decay to {LAST_RATE} of the rate",
            "optimizer": f"AdamW, betas 0.9 and 0.98, weight decay {WEIGHT_DECAY}, gradients clipped at {CLIP}",
            "threads": torch.get_num_threads(),
        },
        "held_out": {
            "seed": data.held_out_seed,
            "pairs": len(data.held_out),
            **data.overlap(),
            "subjective_loss_floor": round(floor(taste), 5),
            "subjective_accuracy_ceiling": round(
                float(numpy.mean([max(p["chosen_probability"], 1 - p["chosen_probability"]) for p in taste])), 5
            ),
        },
        "baselines": json.loads((work / "baselines.json").read_text(encoding="utf-8")),
        "members": entries,
    }
    write_json(family / "manifest.json", manifest)
    lines = ",\n".join(f'"{name}": {json.dumps(margins)}' for name, margins in expected.items())
    (golden / "family.json").write_text(f'{{"pairs": {GOLDEN_PAIRS}, "margins": {{\n{lines}\n}}}}\n', encoding="utf-8")
    largest = family / manifest["largest"]
    with tempfile.TemporaryDirectory() as folder:
        for file in [*largest.iterdir(), *(f for f in family.iterdir() if f.is_file() and f.name != "manifest.json")]:
            shutil.copy(file, folder)
        margins = numpy.array(expected[manifest["largest"]])
        model = load_checkpoint(SIZES[-1], largest)
        write_golden(model, Path(folder), data.held_out[:GOLDEN_PAIRS], margins, golden / "golden.json")
    total = sum(file.stat().st_size for file in family.rglob("*") if file.is_file())
    print(f"{len(entries)} members, {total:,} bytes; {manifest['held_out']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=Path, default=Path("target/classes"))
    parser.add_argument("--family", type=Path, default=FAMILY)
    parser.add_argument("--golden", type=Path, default=GOLDEN)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--held-out-seed", type=int, default=2)
    parser.add_argument("--held-out-pairs", type=int, default=12_000)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    members = [(size, amount, 1) for size in SIZES for amount in AMOUNTS] + MORE_SEEDS
    data = Data(arguments.classes, [1, 2, 3], arguments.held_out_seed, arguments.held_out_pairs)
    for size, amount, seed in members:
        train_member(data, size, amount, seed, arguments.work)
    measure_baselines(data, arguments.work)
    publish(data, members, arguments.work, arguments.family, arguments.golden)


if __name__ == "__main__":
    main()
