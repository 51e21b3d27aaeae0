"""Makes tiny reward models with random weights, and the scores that Hugging Face transformers gives them.

usage: make_golden_models.py OUT_DIR [--only NAME…]
       make_golden_models.py --rescore FOLDER…

Each model becomes a folder in Hugging Face layout with a golden.json: conversations, the text that the chat template
makes of them, the token ids and the score (float32, eager attention, each conversation alone and unpadded). Together
they exercise every option of config.json that changes a score and that a loader could get wrong.

A golden model that gives the same scores when an option is read wrongly proves nothing. So every option comes with a
check: a wrong reading of it (another configuration, other tensors or another tokenizer) must move some score by more
than 1e-2 (unless the check says another bound), else the script fails. The same seed gives the same files.

--rescore writes reloaded.json into folders that hold a golden.json of other origin: {"scores": […]}, in the rows' order,
as transformers gives them once it has loaded the folder in float32; and says whether the scores of golden.json are those
of the same model cast to the stored dtype in memory, a cast that also rounds the rotary frequencies.

Needs torch, transformers 5.18, tokenizers and safetensors. Nothing of the build needs this script.
"""

import argparse
import copy
import dataclasses
import json
import math
import os
import random
import shutil
import statistics
import tempfile
import zlib
from pathlib import Path
from typing import Any, Callable

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import nn

MATTERS = 1e-2  # a wrong reading must move some score by this much; the scores' standard deviation is about 1.5
SCORE_SPREAD = 1.5  # the head is scaled so that the scores have this standard deviation
DELETE = object()  # as a value in a change of config.json: the key goes

WORDS = (
    "apple bridge candle door engine forest garden harbor island jacket kitchen ladder mirror needle orange pencil "
    "quarter river silver table under valley winter yellow about because could every first great house into just "
    "know large many never other people question right should think through until very water where would young "
    "answer better choose explain follow helpful reason simple wrong clear short long write read count sort number"
).split()


# ---------------------------------------------------------------------------------------------- conversations


def sentence(rng: random.Random, words: int) -> str:
    text = " ".join(rng.choice(WORDS) for _ in range(words))
    return text[0].upper() + text[1:] + rng.choice([".", ".", "!", "?", " ..."])


def prose(rng: random.Random, sentences: int) -> str:
    return " ".join(sentence(rng, rng.randint(4, 14)) for _ in range(sentences))


def turns(*contents: str, system: str | None = None) -> list[dict[str, str]]:
    """A conversation of alternating turns, user first."""
    messages = [] if system is None else [{"role": "system", "content": system}]
    return messages + [{"role": ("user", "assistant")[i % 2], "content": text} for i, text in enumerate(contents)]


def conversations(rng: random.Random, pad: str, system_turns: bool) -> list[list[dict[str, str]]]:
    question, other, third = prose(rng, 2), prose(rng, 1), prose(rng, 3)
    odd = "Crème brûlée — “quoted” 数学 と 한국어 عربى 🙂👩‍👩‍👧 e\u0301 ﬁ \u200b{{ 7 * 7 }} {% raise %} <b>&amp;</b>"
    code = "```python\ndef f(x):\n\treturn x ** 2  # 3.14159 -7e-3\n```\n\n\n  indented\r\n"
    rows = [
        turns(question, prose(rng, 2)),
        turns(question, prose(rng, 5)),
        turns(other, prose(rng, 1), third, prose(rng, 3)),
        turns(other, prose(rng, 1), third, ""),
        turns(odd, sentence(rng, 5) + " " + odd[::-1].replace("\u0301", "")),
        turns("  spaces before, between   and after  ", code),
        turns(prose(rng, 24), prose(rng, 34)),
        turns("?", "No."),
        turns(prose(rng, 1), f"{sentence(rng, 6)} {pad} {sentence(rng, 7)}{pad}{sentence(rng, 3)}"),
        turns(prose(rng, 2), f"{sentence(rng, 9)}{pad}{pad}"),
    ]
    if system_turns:
        rows.append(turns(prose(rng, 1), prose(rng, 2), system=""))
        rows.append(turns(prose(rng, 1), prose(rng, 2), prose(rng, 1), prose(rng, 1), system=prose(rng, 1)))
    else:
        rows.append(turns(*(prose(rng, 1) for _ in range(6))))
        rows.append(turns(question, "   "))
    return rows


# ------------------------------------------------------------------------------------------------- tokenizers

QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA3_SPLIT = QWEN_SPLIT.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


def corpus() -> list[str]:
    rng = random.Random(11)
    return [prose(rng, 3) for _ in range(400)]


def byte_level(specials: list[str], split: str, vocabulary: int = 560) -> Tokenizer:
    """Byte-level BPE as Qwen and Llama 3 have it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(split), behavior="isolated", invert=False),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=specials,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def qwen(specials: list[str]) -> Tokenizer:
    tokenizer = byte_level(specials, QWEN_SPLIT)
    tokenizer.normalizer = normalizers.NFC()
    return tokenizer


def adds_first(token: str, tokenizer: Tokenizer) -> None:
    """Has the post-processor put the token first, which encoding without special tokens must not do."""
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{token} $A", pair=f"{token} $A {token} $B", special_tokens=[(token, tokenizer.token_to_id(token))]
    )


def llama3() -> Tokenizer:
    tokenizer = byte_level(
        ["<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"], LLAMA3_SPLIT
    )
    adds_first("<|begin_of_text|>", tokenizer)
    # both stand in files saved from a training run, and both must be switched off
    tokenizer.enable_truncation(max_length=48)
    tokenizer.enable_padding(length=64, pad_id=1, pad_token="<|eot_id|>")
    return tokenizer


def sentence_piece_bpe(specials: list[str], vocabulary: int = 600) -> Tokenizer:
    """BPE over "▁" pieces with byte fallback; the caller adds what turns spaces into "▁"."""
    fallback = [f"<0x{byte:02X}>" for byte in range(256)]
    learner = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    learner.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=specials + fallback, show_progress=False)
    learner.train_from_iterator(corpus(), trainer)
    content = json.loads(learner.to_str())
    content["added_tokens"] = [token for token in content["added_tokens"] if token["content"] in specials]
    content["pre_tokenizer"] = None
    return Tokenizer.from_str(json.dumps(content))


def llama2() -> Tokenizer:
    tokenizer = sentence_piece_bpe(["<unk>", "<s>", "</s>"])
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    adds_first("<s>", tokenizer)
    return tokenizer


def mistral() -> Tokenizer:
    tokenizer = sentence_piece_bpe(["<unk>", "<s>", "</s>", "[INST]", "[/INST]"])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    adds_first("<s>", tokenizer)
    return tokenizer


def gemma() -> Tokenizer:
    tokenizer = sentence_piece_bpe(["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"])
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", behavior="merged_with_previous", invert=False)
    adds_first("<bos>", tokenizer)
    return tokenizer


def unigram() -> Tokenizer:
    """A Unigram model whose pieces are characters, word beginnings and words, each scored by its log frequency."""
    counts: dict[str, int] = {}
    for text in corpus():
        for word in text.split():
            word = "▁" + word
            for piece in {word, *(word[:n] for n in (2, 3, 4)), *word, *(word[i : i + 2] for i in range(len(word)))}:
                counts[piece] = counts.get(piece, 0) + 1
    pieces = sorted(counts, key=lambda piece: (-counts[piece], piece))[:500]
    total = sum(counts[piece] for piece in pieces)
    vocabulary = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("<pad>", 0.0)]
    vocabulary += [(piece, math.log(counts[piece] * len(piece) ** 2 / total)) for piece in pieces]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.add_special_tokens([token for token, _ in vocabulary[:4]])
    adds_first("<s>", tokenizer)
    return tokenizer


FLAGGED = [
    AddedToken("<left>", lstrip=True, normalized=False),
    AddedToken("<right>", rstrip=True, normalized=False),
    AddedToken("<both>", lstrip=True, rstrip=True, normalized=False, special=True),
    AddedToken("whole", single_word=True, normalized=False),
    AddedToken("caf\u00e9", normalized=True),
]
FLAGGED_TEXT = "a  <left> b <right>  c  <both>  whole unwholesome whole. cafe\u0301 caf\u00e9 <left><right><both>end"


def qwen_with_flags() -> Tokenizer:
    tokenizer = qwen(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    tokenizer.add_tokens(FLAGGED)
    return tokenizer


# -------------------------------------------------------------------------------------------------- templates

CHATML_TURNS = (
    "{%- if messages[0]['role'] != 'system' %}{{- '<|im_start|>system\\nAnswer well.<|im_end|>\\n' }}{%- endif %}"
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{%- endfor %}"
)
CHATML = CHATML_TURNS + "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
CHATML_THEN_PAD = CHATML_TURNS + "{%- if not add_generation_prompt %}{{- '<|endoftext|>' }}{%- endif %}"
LLAMA3 = (
    "{{- bos_token }}{%- for message in messages %}"
    "{{- '<|start_header_id|>' ~ message.role ~ '<|end_header_id|>\\n\\n' ~ message.content | trim ~ eos_token }}"
    "{%- endfor %}"
)
INSTRUCT = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
    "{{ ' ' + message['content'] + eos_token }}{% else %}{{ raise_exception('only user and assistant turns') }}"
    "{% endif %}{% endfor %}"
)
GEMMA = (
    "{{ bos_token }}{% for message in messages %}{% set role = message['role'] %}"
    "{% if role == 'system' %}{{ raise_exception('no system turn') }}{% endif %}"
    "{{ '<start_of_turn>' + ('model' if role == 'assistant' else role) + '\\n' + message['content'] | trim }}"
    "{{ '<end_of_turn>\\n' }}{% endfor %}"
)
CONTENTS_ALONE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


# ------------------------------------------------------------------------------------------------------ models


class Qwen2ForRewardModel(transformers.Qwen2PreTrainedModel):
    """WorldPM's class: a head of two linear layers, read at the last token."""

    def __init__(self, config):
        super().__init__(config)
        self.model = transformers.Qwen2Model(config)
        hidden = config.hidden_size
        self.score = nn.Sequential(nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1))
        self.post_init()

    def forward(self, input_ids, attention_mask=None):
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).last_hidden_state
        return self.score(hidden)[:, -1]


Tensors = dict[str, torch.Tensor]


@dataclasses.dataclass
class Check:
    """A wrong reading of an option, which must move some score.

    what: the option. config: changes of config.json. tensors: changes of the stored tensors. ids: another way to token
    ids. at_least: by how much some score must move.
    """

    what: str
    config: dict[str, Any] | None = None
    tensors: Callable[[Tensors], None] | None = None
    ids: Callable[[Tokenizer, str], list[int]] | None = None
    at_least: float = MATTERS


@dataclasses.dataclass
class Golden:
    name: str
    architecture: str
    config: dict[str, Any]
    tokenizer: Callable[[], Tokenizer]
    template: str
    tokens: dict[str, Any]  # special tokens in tokenizer_config.json
    pad_text: str  # what stands for padding inside the texts
    checks: list[Check]
    template_at: str = "jinja"  # jinja, config, list (of named templates in tokenizer_config.json), both
    system_turns: bool = True
    dtype: torch.dtype = torch.float32
    shards: int = 1
    stored_as_float32: tuple[str, ...] = ()
    stray: Callable[[dict[str, Any]], dict[str, tuple[int, ...]]] = lambda config: {}
    embedding: float = 1.0  # standard deviation of the embedding
    attention: float = 1.6  # gain of the query and key projections
    more: list[list[dict[str, str]]] = dataclasses.field(default_factory=list)


def labels() -> dict[str, Any]:
    return {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}


def shape(**more: Any) -> dict[str, Any]:
    return {
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-6,
        **more,
    }


def rounded(tensors: Tensors, *names: str) -> None:
    for name in names:
        tensors[name] = tensors[name].to(torch.bfloat16).float()


def zero(ending: str) -> Callable[[Tensors], None]:
    def change(tensors: Tensors) -> None:
        names = [name for name in tensors if name.endswith(ending)]
        assert names, ending
        for name in names:
            tensors[name] = torch.zeros_like(tensors[name])

    return change


def fill(ending: str, value: float) -> Callable[[Tensors], None]:
    def change(tensors: Tensors) -> None:
        names = [name for name in tensors if name.endswith(ending)]
        assert names, ending
        for name in names:
            tensors[name] = torch.full_like(tensors[name], value)

    return change


def embedding_scale_in_bfloat16(tensors: Tensors) -> None:
    """What Gemma2's embedding would be if its scale were rounded to the dtype of the file."""
    hidden = tensors["model.embed_tokens.weight"].shape[1]
    rounded_scale = torch.tensor(math.sqrt(hidden), dtype=torch.bfloat16).item()
    tensors["model.embed_tokens.weight"] = tensors["model.embed_tokens.weight"].float() * (
        rounded_scale / math.sqrt(hidden)
    )


def with_special_tokens(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=True).ids


def changed(section: str, value: Any) -> Callable[[Tokenizer, str], list[int]]:
    """Token ids after a section of tokenizer.json was replaced."""

    def ids(tokenizer: Tokenizer, text: str) -> list[int]:
        content = json.loads(tokenizer.to_str())
        content[section] = value(content[section]) if callable(value) else value
        return Tokenizer.from_str(json.dumps(content)).encode(text, add_special_tokens=False).ids

    return ids


def without_byte_fallback(model: dict[str, Any]) -> dict[str, Any]:
    return {**model, "byte_fallback": False}


def flags_cleared(flag: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda tokens: [{**token, flag: False} for token in tokens]


def truncated(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids[:48]


QWEN_TOKENS = {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
PADS = "<pad>"

MODELS = [
    Golden(
        name="qwen2-window-layer-types-yarn",
        architecture="Qwen2ForSequenceClassification",
        config=shape(
            model_type="qwen2",
            hidden_act="gelu_new",
            use_sliding_window=True,
            sliding_window=24,
            max_window_layers=28,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
            head_dim=16,
            original_max_position_embeddings=96,
            rope_theta=500.0,
            rope_parameters={
                "rope_type": "yarn",
                "factor": 4.0,
                "original_max_position_embeddings": 512,
                "rope_theta": 20000.0,
            },
            pad_token_id=None,
            dtype="float32",
            **labels(),
        ),
        tokenizer=lambda: qwen(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]),
        template=CHATML_THEN_PAD,
        template_at="both",
        tokens=QWEN_TOKENS,
        pad_text="<|endoftext|>",
        checks=[
            Check("window", {"use_sliding_window": False, "layer_types": ["full_attention"] * 3}),
            Check("window length", {"sliding_window": 23}),
            Check("layer_types win over max_window_layers", {"layer_types": None}),
            Check("order of layer_types", {"layer_types": ["full_attention", "sliding_attention", "sliding_attention"]}),
            Check("pad id null: last token", {"pad_token_id": 0}),
            Check("top-level original_max_position_embeddings wins", {"original_max_position_embeddings": DELETE}),
            Check("rope_theta in the dictionary wins", {"rope_parameters.rope_theta": DELETE}),
            Check("yarn", {"rope_parameters.rope_type": "default"}),
            Check("yarn's default attention factor", {"rope_parameters.attention_factor": 1.0}),
            Check("gelu_new", {"hidden_act": "silu"}),
            Check("biases", tensors=zero("_proj.bias")),
            Check("norm weights", tensors=fill("layernorm.weight", 1.0)),
            Check("NFC", ids=changed("normalizer", None)),
        ],
    ),
    Golden(
        name="qwen2-window-oldstyle-f32head",
        architecture="Qwen2ForSequenceClassification",
        config=shape(
            model_type="qwen2",
            hidden_act="silu",
            use_sliding_window=True,
            sliding_window=20,
            max_window_layers=1,
            rope_theta=1000000.0,
            rope_scaling=None,
            tie_word_embeddings=True,
            pad_token_id=-1,
            torch_dtype="bfloat16",
            num_labels=1,
        ),
        tokenizer=lambda: qwen(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]),
        template=CHATML_THEN_PAD,
        template_at="config",
        tokens=QWEN_TOKENS,
        pad_text="<|endoftext|>",
        dtype=torch.bfloat16,
        shards=3,
        stored_as_float32=("score.weight",),
        stray=lambda config: {"lm_head.weight": (config["vocab_size"], config["hidden_size"])},
        checks=[
            Check("use_sliding_window", {"use_sliding_window": False}),
            Check("max_window_layers", {"max_window_layers": 0}),
            Check("max_window_layers counts from it on", {"max_window_layers": 2}),
            Check("window length", {"sliding_window": 21}),
            Check("rope_theta at top level", {"rope_theta": DELETE}),
            Check("pad id -1 matches nothing", {"pad_token_id": 0}),
            Check("head in float32", tensors=lambda t: rounded(t, "score.weight"), at_least=1e-3),
            Check("silu", {"hidden_act": "gelu"}),
            Check("biases", tensors=zero("_proj.bias")),
        ],
    ),
    Golden(
        name="mathrm-bf16-stray-lmhead",
        architecture="Qwen2ForRewardModel",
        config=shape(
            model_type="qwen2",
            hidden_act="silu",
            rms_norm_eps=1e-5,
            rope_theta=10000.0,
            sliding_window=16,
            use_sliding_window=False,
            max_window_layers=1,
            max_position_embeddings=4096,
            tie_word_embeddings=False,
            torch_dtype="bfloat16",
            auto_map={"AutoModel": "modeling_qwen2_rm.Qwen2ForRewardModel"},
        ),
        tokenizer=lambda: qwen(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]),
        template=CHATML_THEN_PAD,
        template_at="config",
        tokens=QWEN_TOKENS,
        pad_text="<|endoftext|>",
        dtype=torch.bfloat16,
        shards=4,
        stray=lambda config: {"lm_head.weight": (config["vocab_size"], config["hidden_size"])},
        checks=[
            Check("rope_theta 1e4", {"rope_theta": 1e6}),
            Check("a window that is not used", {"use_sliding_window": True}),
            Check("first head layer's bias", tensors=zero("score.0.bias")),
            Check("second head layer's bias", tensors=zero("score.2.bias")),
            Check("biases", tensors=zero("_proj.bias")),
        ],
    ),
    Golden(
        name="qwen3-bias-window-eps",
        architecture="Qwen3ForSequenceClassification",
        config=shape(
            model_type="qwen3",
            hidden_act="gelu",
            attention_bias=True,
            head_dim=12,
            rms_norm_eps=1e-2,
            use_sliding_window=True,
            sliding_window=18,
            max_window_layers=2,
            rope_parameters={"rope_theta": 50000.0, "rope_type": "default"},
            tie_word_embeddings=True,
            pad_token_id=0,
            dtype="float32",
            **labels(),
        ),
        tokenizer=qwen_with_flags,
        template=CHATML_THEN_PAD,
        tokens=QWEN_TOKENS,
        pad_text="<|endoftext|>",
        embedding=0.3,
        stray=lambda config: {"lm_head.weight": (config["vocab_size"], config["hidden_size"])},
        more=[turns(FLAGGED_TEXT, f"Yes,  {FLAGGED_TEXT} "), turns("whole", "wholewhole whole\u0301 <both>\n<both> x")],
        checks=[
            Check("attention_bias", tensors=zero("_proj.bias")),
            Check("bias of the output projection", tensors=zero("o_proj.bias")),
            Check("window", {"use_sliding_window": False}),
            Check("max_window_layers", {"max_window_layers": 1}),
            Check("rms_norm_eps", {"rms_norm_eps": 1e-6}),
            Check("gelu", {"hidden_act": "silu"}),
            Check("gelu is not the tanh approximation", {"hidden_act": "gelu_pytorch_tanh"}, at_least=1e-3),
            Check("query norm", tensors=fill("q_norm.weight", 1.0)),
            Check("key norm", tensors=fill("k_norm.weight", 1.0)),
            Check("rightmost non-pad", {"pad_token_id": None}),
            Check("rope_theta", {"rope_parameters.rope_theta": 10000.0}),
            Check("lstrip", ids=changed("added_tokens", flags_cleared("lstrip"))),
            Check("rstrip", ids=changed("added_tokens", flags_cleared("rstrip"))),
            Check("single_word", ids=changed("added_tokens", flags_cleared("single_word"))),
            Check("normalized", ids=changed("added_tokens", flags_cleared("normalized"))),
        ],
    ),
    Golden(
        name="llama3-oldstyle-pad-is-eos",
        architecture="LlamaForSequenceClassification",
        config={
            key: value
            for key, value in shape(
                model_type="llama",
                hidden_act="swish",
                rms_norm_eps=1e-5,
                rope_theta=20000.0,
                rope_scaling={
                    "rope_type": "llama3",
                    "factor": 8.0,
                    "low_freq_factor": 0.8,
                    "high_freq_factor": 3.0,
                    "original_max_position_embeddings": 128,
                },
                pad_token_id=1,
                bos_token_id=0,
                eos_token_id=1,
                torch_dtype="float32",
                num_labels=1,
                pretraining_tp=1,
            ).items()
            if key != "num_key_value_heads"
        },
        tokenizer=llama3,
        template=LLAMA3,
        template_at="config",
        tokens={
            "bos_token": {"__type": "AddedToken", "content": "<|begin_of_text|>", "special": True, "normalized": False},
            "eos_token": "<|eot_id|>",
            "pad_token": "<|eot_id|>",
        },
        pad_text="<|eot_id|>",
        checks=[
            Check("llama3", {"rope_scaling": None}),
            Check("llama3 factor", {"rope_scaling.factor": 4.0}),
            Check("low_freq_factor", {"rope_scaling.low_freq_factor": 1.9}),
            Check("high_freq_factor", {"rope_scaling.high_freq_factor": 1.5}),
            Check("original_max_position_embeddings", {"rope_scaling.original_max_position_embeddings": DELETE}),
            Check("rope_theta at top level", {"rope_theta": DELETE}),
            Check("rightmost non-pad where pad is eos", {"pad_token_id": None}),
            Check("swish", {"hidden_act": "gelu"}),
            Check("no second BOS", ids=with_special_tokens),
            Check("truncation of tokenizer.json is off", ids=truncated),
        ],
    ),
    Golden(
        name="llama-yarn-oldstyle-spm",
        architecture="LlamaForSequenceClassification",
        config=shape(
            model_type="llama",
            hidden_act="gelu_pytorch_tanh",
            head_dim=16,
            attention_bias=False,
            mlp_bias=False,
            rope_theta=10000.0,
            rope_scaling={
                "type": "yarn",
                "factor": 4.0,
                "attention_factor": 1.35,
                "beta_fast": 8.0,
                "beta_slow": 2.0,
                "original_max_position_embeddings": 64,
                "truncate": False,
            },
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            torch_dtype="float16",
            num_labels=1,
        ),
        tokenizer=llama2,
        template=INSTRUCT,
        template_at="list",
        tokens={"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"},
        pad_text="<unk>",
        system_turns=False,
        dtype=torch.float16,
        shards=2,
        stray=lambda config: {
            f"model.layers.{layer}.self_attn.rotary_emb.inv_freq": (config["head_dim"] // 2,)
            for layer in range(config["num_hidden_layers"])
        },
        checks=[
            Check("yarn", {"rope_scaling": None}),
            Check("factor", {"rope_scaling.factor": 2.0}),
            Check("attention_factor", {"rope_scaling.attention_factor": DELETE}),
            Check("beta_fast", {"rope_scaling.beta_fast": DELETE}),
            Check("beta_slow", {"rope_scaling.beta_slow": DELETE}),
            Check("truncate", {"rope_scaling.truncate": True}),
            Check("original_max_position_embeddings", {"rope_scaling.original_max_position_embeddings": DELETE}),
            Check("gelu_pytorch_tanh", {"hidden_act": "silu"}),
            Check("gelu_pytorch_tanh is not gelu", {"hidden_act": "gelu"}, at_least=1e-3),
            Check("Prepend and Replace", ids=changed("normalizer", None)),
            Check("byte fallback", ids=changed("model", without_byte_fallback)),
            Check("no second BOS", ids=with_special_tokens),
        ],
    ),
    Golden(
        name="llama-yarn-mscale-unigram-pads",
        architecture="LlamaForSequenceClassification",
        config=shape(
            model_type="llama",
            hidden_act="relu",
            head_dim=16,
            mlp_bias=True,
            max_position_embeddings=1024,
            rope_parameters={
                "rope_type": "yarn",
                "factor": 4.0,
                "mscale": 0.7,
                "mscale_all_dim": 1.5,
                "rope_theta": 10000.0,
            },
            pad_token_id=3,
            dtype="float32",
            **labels(),
        ),
        tokenizer=unigram,
        template=CONTENTS_ALONE,
        tokens={"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"},
        pad_text=PADS,
        more=[
            turns(PADS * 3),
            turns("Why", PADS * 5),
            turns(PADS * 4 + "river", "water" + PADS),
            turns(PADS, PADS + "short answer" + PADS * 2),
        ],
        checks=[
            Check("yarn", {"rope_parameters.rope_type": "default"}),
            Check("mscale", {"rope_parameters.mscale": DELETE}),
            Check("mscale_all_dim", {"rope_parameters.mscale_all_dim": DELETE}),
            Check("mscale's value", {"rope_parameters.mscale": 1.0}),
            Check("original length is the model's", {"rope_parameters.original_max_position_embeddings": 256}),
            Check("truncate by default", {"rope_parameters.truncate": False}),
            Check("mlp_bias", tensors=zero("_proj.bias")),
            Check("bias of the down projection", tensors=zero("down_proj.bias")),
            Check("relu", {"hidden_act": "silu"}),
            Check("rightmost non-pad", {"pad_token_id": None}),
            Check("NFKC and spaces", ids=changed("normalizer", None)),
            Check("no BOS", ids=with_special_tokens),
        ],
    ),
    Golden(
        name="mistral-window-headdim-bf16-sharded",
        architecture="MistralForSequenceClassification",
        config=shape(
            model_type="mistral",
            hidden_act="silu",
            head_dim=20,
            sliding_window=16,
            rms_norm_eps=1e-5,
            rope_parameters={"rope_type": "linear", "factor": 3.0, "rope_theta": 30000.0},
            pad_token_id=2,
            bos_token_id=1,
            eos_token_id=2,
            dtype="bfloat16",
            **labels(),
        ),
        tokenizer=mistral,
        template=INSTRUCT,
        tokens={"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>"},
        pad_text="</s>",
        system_turns=False,
        dtype=torch.bfloat16,
        shards=3,
        checks=[
            Check("window", {"sliding_window": None}),
            Check("window length", {"sliding_window": 17}),
            Check("linear", {"rope_parameters.rope_type": "default"}),
            Check("rope_theta", {"rope_parameters.rope_theta": DELETE}),
            Check("rightmost non-pad", {"pad_token_id": None}),
            Check("Metaspace", ids=changed("pre_tokenizer", None)),
            Check("byte fallback", ids=changed("model", without_byte_fallback)),
            Check("no second BOS", ids=with_special_tokens),
        ],
    ),
    Golden(
        name="gemma2-nocap-bf16-bias",
        architecture="Gemma2ForSequenceClassification",
        config=shape(
            model_type="gemma2",
            hidden_size=48,
            hidden_activation="gelu",
            head_dim=16,
            attention_bias=True,
            attn_logit_softcapping=None,
            final_logit_softcapping=None,
            query_pre_attn_scalar=24,
            sliding_window=16,
            torch_dtype="bfloat16",
            num_labels=1,
        ),
        tokenizer=gemma,
        template=GEMMA,
        template_at="config",
        tokens={"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"},
        pad_text="<pad>",
        system_turns=False,
        dtype=torch.bfloat16,
        embedding=0.2,
        attention=2.5,
        more=[turns("Does it matter where a text ends?", "It does." + PADS * 2)],
        checks=[
            Check("attn_logit_softcapping null", {"attn_logit_softcapping": DELETE}),
            Check("query_pre_attn_scalar", {"query_pre_attn_scalar": 16}),
            Check("alternating windows by default", {"layer_types": ["full_attention"] * 3}),
            Check("the first layer slides", {"layer_types": ["full_attention", "sliding_attention", "full_attention"]}),
            Check("window length", {"sliding_window": 17}),
            Check("gelu", {"hidden_activation": "relu"}),
            Check("gelu is not the tanh approximation", {"hidden_activation": "gelu_pytorch_tanh"}, at_least=1e-3),
            Check("attention_bias", tensors=zero("_proj.bias")),
            Check("norm weights count from 1", tensors=zero("layernorm.weight")),
            Check("embedding scale in float32", tensors=embedding_scale_in_bfloat16),
            Check("theta of 10000 by default", {"rope_theta": 20000.0}),
            Check("Replace", ids=changed("normalizer", None)),
            Check("byte fallback", ids=changed("model", without_byte_fallback)),
            Check("no second BOS", ids=with_special_tokens),
        ],
    ),
    Golden(
        name="gemma2-defaults-pad-at-end",
        architecture="Gemma2ForSequenceClassification",
        config=shape(
            model_type="gemma2",
            hidden_act="relu",  # not read by this class
            head_dim=12,
            query_pre_attn_scalar=12,
            sliding_window=24,
            layer_types=["full_attention", "full_attention", "sliding_attention"],
            rope_theta=2000.0,
            torch_dtype="float32",
            num_labels=1,
        ),
        tokenizer=gemma,
        template=CONTENTS_ALONE,
        template_at="config",
        tokens={"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"},
        pad_text="<pad>",
        embedding=0.2,
        attention=6.0,  # so that the cap of 50 bends the attention scores
        more=[turns(PADS * 2), turns("One", " two" + PADS)],
        checks=[
            Check("attn_logit_softcapping of 50 by default", {"attn_logit_softcapping": None}),
            Check("hidden_activation by default, hidden_act not read", {"hidden_activation": "relu"}),
            Check("layer_types", {"layer_types": None}),
            Check("window length", {"sliding_window": 25}),
            Check("rope_theta at top level", {"rope_theta": DELETE}),
            Check("pad id 0 by default", {"pad_token_id": None}),
        ],
    ),
    Golden(
        name="qwen3-yarn-null-factor",
        architecture="Qwen3ForSequenceClassification",
        config=shape(
            model_type="qwen3",
            num_hidden_layers=2,
            num_key_value_heads=None,
            hidden_act="gelu_fast",
            head_dim=16,
            max_position_embeddings=1536,
            rope_theta=5000.0,
            rope_parameters={"rope_type": "default", "rope_theta": 100.0},  # rope_scaling wins
            rope_scaling={"rope_type": "yarn", "factor": None, "original_max_position_embeddings": 192},
            pad_token_id=None,
            torch_dtype="float32",
            num_labels=1,
        ),
        tokenizer=lambda: qwen(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]),
        template=CHATML,
        tokens=QWEN_TOKENS,
        pad_text="<|endoftext|>",
        checks=[
            Check("yarn", {"rope_scaling": None}),
            Check("factor from the two lengths", {"rope_scaling.factor": 4.0}),
            Check("theta of the losing dictionary is lost", {"rope_theta": 100.0}),
            Check("gelu_fast", {"hidden_act": "silu"}),
            Check("query norm", tensors=fill("q_norm.weight", 1.0)),
        ],
    ),
]


# ---------------------------------------------------------------------------------------------- making a model


def edited(config: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(config)
    for path, value in changes.items():
        *outer, key = path.split(".")
        target = result
        for name in outer:
            target = target[name]
        if value is DELETE:
            assert key in target, path
            del target[key]
        else:
            target[key] = value
    return result


def model_class(golden: Golden):
    own = {"Qwen2ForRewardModel": Qwen2ForRewardModel}
    return own.get(golden.architecture) or getattr(transformers, golden.architecture)


def random_tensors(golden: Golden, config: dict[str, Any], folder: Path, seed: int) -> Tensors:
    """Weights that make every part of the network count: no bias is zero, no norm weight is one."""
    config_class = model_class(golden).config_class
    empty = model_class(golden)(config_class.from_pretrained(folder)).state_dict()
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for name, like in empty.items():
        normal = torch.randn(like.shape, generator=generator)
        uniform = torch.rand(like.shape, generator=generator)
        if "norm" in name:
            tensors[name] = (uniform - 0.5) if "Gemma2" in golden.architecture else (0.5 + uniform)
        elif name.endswith("bias"):
            tensors[name] = 0.3 * normal
        elif "embed_tokens" in name:
            tensors[name] = golden.embedding * normal
        else:
            gain = golden.attention if ("q_proj" in name or "k_proj" in name) else 1.2
            tensors[name] = normal * gain / math.sqrt(like.shape[1])
    for name, size in golden.stray(config).items():
        tensors[name] = torch.randn(size, generator=generator)
    return tensors


def stored(golden: Golden, tensors: Tensors) -> Tensors:
    return {
        name: tensor.float().contiguous()
        if name in golden.stored_as_float32
        else tensor.to(golden.dtype).contiguous()
        for name, tensor in tensors.items()
    }


def write_tensors(golden: Golden, tensors: Tensors, folder: Path) -> None:
    for old in folder.glob("*.safetensors*"):
        old.unlink()
    if golden.shards == 1:
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
        return
    names = sorted(tensors)
    weight_map = {}
    for shard in range(golden.shards):
        file = f"model-{shard + 1:05d}-of-{golden.shards:05d}.safetensors"
        part = {name: tensors[name] for name in names[shard :: golden.shards]}
        save_file(part, folder / file, metadata={"format": "pt"})
        weight_map.update(dict.fromkeys(part, file))
    total = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    index = {"metadata": {"total_size": total}, "weight_map": dict(sorted(weight_map.items()))}
    write_json(folder / "model.safetensors.index.json", index)


def read_tensors(folder: Path) -> Tensors:
    return {name: tensor for file in sorted(folder.glob("*.safetensors")) for name, tensor in load_file(file).items()}


def write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_tokenizer(golden: Golden, tokenizer: Tokenizer, folder: Path) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 131072, **golden.tokens}
    if golden.template_at == "config":
        config["chat_template"] = golden.template
    elif golden.template_at == "list":
        decoy = "{{ 'the wrong template' }}"
        config["chat_template"] = [
            {"name": "tool_use", "template": decoy},
            {"name": "default", "template": golden.template},
        ]
    else:
        (folder / "chat_template.jinja").write_text(golden.template, encoding="utf-8")
        if golden.template_at == "both":
            config["chat_template"] = "{{ 'the wrong template' }}"
    write_json(folder / "tokenizer_config.json", config)


def scores(golden: Golden, folder: Path, all_ids: list[list[int]], complete: bool = True) -> list[float]:
    config = model_class(golden).config_class.from_pretrained(folder)
    model, loading = model_class(golden).from_pretrained(
        folder, config=config, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    if complete and loading["missing_keys"]:
        raise SystemExit(f"{golden.name}: {loading['missing_keys']} are missing")
    model.eval()
    results = []
    for ids in all_ids:
        output = model(input_ids=torch.tensor([ids]))
        results.append((output if torch.is_tensor(output) else output.logits).item())
    return results


def wrong_scores(golden: Golden, check: Check, folder: Path, texts: list[str], all_ids: list[list[int]]) -> list[float]:
    if check.ids is not None:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        all_ids = [check.ids(tokenizer, text) or ids for text, ids in zip(texts, all_ids)]
    with tempfile.TemporaryDirectory() as scratch:
        copied = Path(scratch) / "model"
        shutil.copytree(folder, copied)
        if check.config is not None:
            config = json.loads((copied / "config.json").read_text())
            write_json(copied / "config.json", edited(config, check.config))
        if check.tensors is not None:
            tensors = {name: tensor.float() for name, tensor in read_tensors(copied).items()}
            check.tensors(tensors)
            for file in copied.glob("*.safetensors*"):
                file.unlink()
            save_file(tensors, copied / "model.safetensors", metadata={"format": "pt"})
        return scores(golden, copied, all_ids, complete=False)


def make(golden: Golden, out: Path) -> None:
    seed = zlib.crc32(golden.name.encode())
    folder = out / golden.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tokenizer = golden.tokenizer()
    config = {
        "architectures": [golden.architecture],
        **golden.config,
        "vocab_size": tokenizer.get_vocab_size(with_added_tokens=True) + 4,
        "transformers_version": transformers.__version__,
    }
    write_json(folder / "config.json", config)
    write_tokenizer(golden, tokenizer, folder)

    reference = transformers.PreTrainedTokenizerFast.from_pretrained(folder)
    messages = conversations(random.Random(seed), golden.pad_text, golden.system_turns) + golden.more
    texts = [reference.apply_chat_template(turn, tokenize=False) for turn in messages]
    all_ids = [reference(text, add_special_tokens=False)["input_ids"] for text in texts]
    auto = transformers.AutoTokenizer.from_pretrained(folder)
    if any(auto(text, add_special_tokens=False)["input_ids"] != ids for text, ids in zip(texts, all_ids)):
        raise SystemExit(f"{golden.name}: AutoTokenizer does not agree with tokenizer.json")

    # the head is scaled once the scores are known, so that they spread
    tensors = random_tensors(golden, config, folder, seed)
    write_tensors(golden, stored(golden, tensors), folder)
    spread = statistics.pstdev(scores(golden, folder, all_ids))
    head = [name for name in tensors if name.startswith(("score.2.", "score.weight"))]
    for name in head:
        tensors[name] = tensors[name] * (SCORE_SPREAD / spread)
    write_tensors(golden, stored(golden, tensors), folder)
    right = scores(golden, folder, all_ids)

    spread = statistics.pstdev(right)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{golden.name}: {len(right)} rows of {min(map(len, all_ids))} to {max(map(len, all_ids))} tokens, ", end="")
    print(f"standard deviation {spread:.2f}, {size // 1024} KB without golden.json", flush=True)
    if spread < 0.5:
        raise SystemExit(f"{golden.name}: the scores do not spread")
    for check in golden.checks:
        wrong = wrong_scores(golden, check, folder, texts, all_ids)
        moved = max(abs(one - other) for one, other in zip(right, wrong))
        print(f"    {moved:8.4f}  {check.what}", flush=True)
        if not moved > check.at_least:
            raise SystemExit(f"{golden.name}: {check.what} moves no score by more than {check.at_least}")

    rows = [
        {"messages": turn, "rendered": text, "input_ids": ids, "score": score}
        for turn, text, ids, score in zip(messages, texts, all_ids, right)
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "golden.json").write_text('{"rows": [\n' + lines + "\n]}\n", encoding="utf-8")


def rescore(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    rows = json.loads((folder / "golden.json").read_text(encoding="utf-8"))["rows"]
    model = getattr(transformers, config["architectures"][0]).from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    )
    model.eval()

    def largest_difference(found: list[float]) -> float:
        return max(abs(score - row["score"]) for score, row in zip(found, rows))

    def all_scores() -> list[float]:
        return [model(input_ids=torch.tensor([row["input_ids"]])).logits.item() for row in rows]

    found = all_scores()
    stored = config.get("dtype") or config["torch_dtype"]
    print(f"{folder.name}: loaded in float32, at most {largest_difference(found):.2g} from golden.json, ", end="")
    model.to(getattr(torch, stored)).float()
    print(f"cast to {stored} and back {largest_difference(all_scores()):.2g}")
    write_json(folder / "reloaded.json", {"scores": found})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT_DIR", nargs="?")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="make these models alone")
    parser.add_argument("--rescore", nargs="+", type=Path, metavar="FOLDER", help="score the rows of golden models anew")
    arguments = parser.parse_args()
    if (arguments.out is None) == (arguments.rescore is None):
        parser.error("give either OUT_DIR or --rescore")
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    transformers.logging.set_verbosity(transformers.logging.CRITICAL)
    transformers.logging.disable_progress_bar()
    for folder in arguments.rescore or []:
        rescore(folder)
    if arguments.out is None:
        return
    for golden in MODELS:
        if not arguments.only or golden.name in arguments.only:
            make(golden, arguments.out)


if __name__ == "__main__":
    main()
