"""Makes src/test/resources/special-tokens.json: what AutoTokenizer of transformers 4.57 makes of special and added tokens
that tokenizer_config.json and the files beside it spell in all the ways there are, over tokenizers of golden models.

    python src/test/python/make_special_tokens.py        # needs transformers 4.57
"""

import copy
import json
import tempfile
from pathlib import Path

import transformers
from transformers import AutoTokenizer

RESOURCES = Path(__file__).parents[1] / "resources"
BYTES, LLAMA3, SPM, GEMMA = (
    "qwen3-bias-window-eps",
    "llama3-oldstyle-pad-is-eos",
    "llama-yarn-oldstyle-spm",
    "gemma2-nocap-bf16-bias",
)
TEXTS = [
    "Hello!! the  <left>  a <right>  b <both>  whole wholes café!",
    "<|im_start|>user\n hi  <|im_end|>  \n<tool>  call </tool> [PAD][PAD] <image> x<|endoftext|>",
    "<s> a </s>  <unk><bos>  b<eos> <pad> <|begin_of_text|> c <|eot_id|>  !",
    "The   other one, the other  <extra>  é e\u0301 cafe\u0301 ",
]
PLAIN = {"tokenizer_class": "PreTrainedTokenizerFast"}


def added(content, **flags):
    return {"content": content, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False,
            "special": True, **flags}


def typed(content, **flags):
    return {"__type": "AddedToken", **added(content, **flags)}


def decoder(base, **changes):
    """The added tokens of a golden tokenizer as tokenizer_config.json lists them, with other flags for some."""
    tokens = json.loads((RESOURCES / "golden" / base / "tokenizer.json").read_text())["added_tokens"]
    return {str(token.pop("id")): {**token, **changes.get(token["content"], {})} for token in tokens}


def case(name, base=BYTES, config=PLAIN, **files):
    """files: special_tokens_map, added_tokens and config become files, tokenizer is put over tokenizer.json."""
    return {"name": name, "base": base, "files": {"tokenizer_config": config, **files}}


CASES = [
    case("a pad that stands in the vocabulary", config={**PLAIN, "pad_token": "h"}),
    case("a pad that is new", config={**PLAIN, "pad_token": "[PAD]"}),
    case("several that are new", config={**PLAIN, "eos_token": "<tool>", "bos_token": "</tool>", "pad_token": "[PAD]"}),
    case("pad and unknown share a new one", config={**PLAIN, "unk_token": "[PAD]", "pad_token": "[PAD]"}),
    case("additional ones", config={**PLAIN, "additional_special_tokens": ["<tool>", "the", "<left>"]}),
    case("an additional one with flags",
         config={**PLAIN, "additional_special_tokens": [typed("<tool>", rstrip=True), typed("<left>", rstrip=True)]}),
    case("a pad with flags", config={**PLAIN, "pad_token": typed("[PAD]", lstrip=True)}),
    case("a pad with flags that is known without them", config={**PLAIN, "pad_token": typed("<|im_end|>", rstrip=True)}),
    case("an end without a type", config={**PLAIN, "eos_token": added("<|im_end|>")}),
    case("extra ones", config={**PLAIN, "extra_special_tokens": {"image_token": "<image>", "call_token": "<tool>"}}),
    case("extra ones as a list", config={**PLAIN, "extra_special_tokens": ["<image>"]}),
    case("null and empty", config={**PLAIN, "pad_token": None, "eos_token": "", "additional_special_tokens": None}),
    case("the list as it is", config={**PLAIN, "added_tokens_decoder": decoder(BYTES)}),
    case("other lstrip", config={**PLAIN, "added_tokens_decoder": decoder(BYTES, **{"<left>": {"lstrip": False}})}),
    case("other rstrip", config={**PLAIN, "added_tokens_decoder": decoder(BYTES, **{"<|im_end|>": {"rstrip": True}})}),
    case("other normalized", config={**PLAIN, "added_tokens_decoder": decoder(BYTES, **{"café": {"normalized": False}})}),
    case("other single_word", config={**PLAIN, "added_tokens_decoder": decoder(BYTES, whole={"single_word": False})}),
    case("special alone differs", config={**PLAIN, "added_tokens_decoder": decoder(BYTES, whole={"special": True})}),
    case("a special one is looked for in the normalized text",
         config={**PLAIN, "added_tokens_decoder": decoder(BYTES, **{"<|im_end|>": {"normalized": True}})}),
    case("a new one is looked for in the normalized text", SPM,
         config={**PLAIN, "additional_special_tokens": [typed("other one", normalized=True), typed("cafe", single_word=True)]}),
    case("a pad of Qwen2 that the list leaves out",
         config={"tokenizer_class": "Qwen2Tokenizer", "pad_token": "<|im_end|>", "added_tokens_decoder": {
             "1": added("<|im_start|>")}},
         tokenizer={"added_tokens": [{"id": 1, **added("<|im_start|>")}, {"id": 2, **added("<|im_end|>", lstrip=True)}]}),
    case("flags left out", config={**PLAIN, "added_tokens_decoder": {"0": {"content": "<|endoftext|>"}}}),
    case("a listed one that is new",
         config={**PLAIN, "added_tokens_decoder": {**decoder(BYTES), "565": added("<tool>", rstrip=True)}}),
    case("a listed one with another id",
         config={**PLAIN, "added_tokens_decoder": {**decoder(BYTES), "570": added("<tool>")}}),
    case("a pad beside a list", config={**PLAIN, "added_tokens_decoder": decoder(BYTES), "pad_token": "!"}),
    case("the map alone", special_tokens_map={"pad_token": "!", "eos_token": added("<tool>", rstrip=True)}),
    case("the map over the configuration", config={**PLAIN, "pad_token": "[PAD]"},
         special_tokens_map={"pad_token": "!", "additional_special_tokens": ["the", added("<image>", lstrip=True)]}),
    case("the map beside a list", config={**PLAIN, "added_tokens_decoder": decoder(BYTES)},
         special_tokens_map={"pad_token": "!"}),
    case("added_tokens.json", added_tokens={"<tool>": 565, "<left>": 560}),
    case("added_tokens.json with a special one", config={**PLAIN, "pad_token": "<tool>"}, added_tokens={"<tool>": 565}),
    case("added_tokens.json beside a list", config={**PLAIN, "added_tokens_decoder": decoder(BYTES)},
         added_tokens={"<tool>": 565}),
    case("no configuration", config=None, config_json={"model_type": "qwen3"}),
    case("no class, of Qwen3", config={}, config_json={"model_type": "qwen3"}),
    case("no class, of Llama", config={}, config_json={"model_type": "llama"}),
    case("no class, of Mistral", SPM, config={}, config_json={"model_type": "mistral"}),
    case("no class, of Gemma2", GEMMA, config={}, config_json={"model_type": "gemma2"}),
    case("the class in config.json", config={},
         config_json={"model_type": "llama", "tokenizer_class": "PreTrainedTokenizerFast"}),
    case("Gemma's own tokens", GEMMA, config={"tokenizer_class": "GemmaTokenizer"}),
    case("Gemma's own tokens, one of them another", GEMMA, config={"tokenizer_class": "GemmaTokenizerFast", "eos_token": "<tool>"}),
    case("Llama's own tokens", SPM, config={"tokenizer_class": "LlamaTokenizer"}),
    case("Llama's own tokens over Llama 3's", LLAMA3, config={"tokenizer_class": "LlamaTokenizerFast"}),
    case("Llama's own tokens beside a list", LLAMA3,
         config={"tokenizer_class": "LlamaTokenizer", "added_tokens_decoder": decoder(LLAMA3)}),
    case("Qwen2's own tokens", config={"tokenizer_class": "Qwen2Tokenizer"}),
    case("Qwen2's own tokens, flags in the file", config={"tokenizer_class": "Qwen2TokenizerFast"},
         tokenizer={"added_tokens": [{"id": 0, **added("<|endoftext|>", lstrip=True, rstrip=True)},
                                     {"id": 1, **added("<|im_start|>")}]}),
    case("Qwen2's own tokens, null", config={"tokenizer_class": "Qwen2Tokenizer", "pad_token": None, "eos_token": "!"}),
    case("GPT-2's own tokens", LLAMA3, config={"tokenizer_class": "GPT2Tokenizer"}),
    case("Cohere's own tokens", config={"tokenizer_class": "CohereTokenizerFast"}),
    case("a class of transformers 5", config={"tokenizer_class": "TokenizersBackend", "pad_token": "!"}),
    case("a prefix space in the file alone", "qwen2-seqcls-tiny",
         tokenizer={"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}}),
    case("a prefix space in the configuration alone", "qwen2-seqcls-tiny", config={**PLAIN, "add_prefix_space": True}),
    case("a prefix space in both", "qwen2-seqcls-tiny", config={**PLAIN, "add_prefix_space": True},
         tokenizer={"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}}),
    case("a prefix space in the file, within a sequence", tokenizer={"pre_tokenizer": {"type": "Sequence", "pretokenizers": [
        {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}]}}),
    case("a pad of Llama 3 that stands in the vocabulary", LLAMA3, config={**PLAIN, "pad_token": "e"}),
    case("a pad of Gemma that is new", GEMMA, config={**PLAIN, "pad_token": "[PAD]"}),
    case("a pad of Llama 2 that is new", SPM, config={"tokenizer_class": "LlamaTokenizer", "pad_token": "[PAD]"}),
]


def outcome(case, folder):
    files = copy.deepcopy(case["files"])
    tokenizer = json.loads((RESOURCES / "golden" / case["base"] / "tokenizer.json").read_text())
    tokenizer.update(files.pop("tokenizer", {}))
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    (folder / "config.json").write_text(json.dumps(files.pop("config_json", {"model_type": "qwen3"})))
    for name, content in files.items():
        if content is not None:
            (folder / f"{name}.json").write_text(json.dumps(content))
    try:
        loaded = AutoTokenizer.from_pretrained(folder)
    except Exception as failure:
        return {"fails": f"{type(failure).__name__}: {failure}".splitlines()[0][:80]}
    return {
        "ids": [loaded(text, add_special_tokens=False)["input_ids"] for text in TEXTS],
        "names": {name: text for name, text in loaded.special_tokens_map.items() if isinstance(text, str)},
    }


def main():
    assert transformers.__version__.startswith("4.57."), transformers.__version__
    cases = []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            cases.append({**case, **outcome(case, Path(folder))})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    texts = json.dumps(TEXTS, ensure_ascii=False)
    (RESOURCES / "special-tokens.json").write_text(f'{{"texts": {texts},\n"cases": [\n{lines}\n]}}\n')


main()
