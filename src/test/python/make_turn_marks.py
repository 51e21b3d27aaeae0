"""Makes src/test/resources/turn-marks/rendered.json: what apply_chat_template of transformers makes of conversations by
templates that write turns as published ones do, in the dialects that src/main/resources/io/prefscore/dataset/marks.conf declares.

    python src/test/python/make_turn_marks.py        # needs transformers 5.24
"""

import json
from pathlib import Path

import transformers
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

FILE = Path(__file__).parents[1] / "resources" / "turn-marks" / "rendered.json"
MANY = "{% for message in messages %}"
END = "{% endfor %}"
CAPITALISED = {"system": "System", "user": "User", "assistant": "Assistant"}
DEFAULT_SYSTEM = (
    "{% if messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}"
)


def generation(prompt):
    return "{% if add_generation_prompt %}{{ '" + prompt + "' }}{% endif %}"


def marked(opening, end, prompt, names={}, before="", trim=False):
    """All turns alike: an opening mark that names the ROLE, and an end."""
    role = "message['role']"
    for key, name in names.items():
        role = f"('{name}' if message['role'] == '{key}' else {role})"
    start = "'" + opening.replace("ROLE", f"' + {role} + '") + "'"
    content = "(message['content']" + (" | trim" if trim else "") + ")"
    return "{{ bos_token }}" + before + MANY + "{{ " + start + " + " + content + " + '" + end + "' }}" + END + generation(prompt)


def spoken(user, assistant, system, user_end, assistant_end, prompt, trim=False):
    """Each role its own way; system is an expression of CONTENT, assistant_end an expression."""
    content = "(message['content'] | trim)" if trim else "message['content']"
    return (
        "{{ bos_token }}" + MANY
        + "{% if message['role'] == 'system' %}{{ " + system.replace("CONTENT", content) + " }}"
        + "{% elif message['role'] == 'user' %}{{ '" + user + "' + " + content + " + '" + user_end + "' }}"
        + "{% else %}{{ '" + assistant + "' + " + content + " + " + assistant_end + " }}{% endif %}" + END + generation(prompt)
    )


LLAMA_2 = (
    MANY
    + "{% if message['role'] == 'system' %}{{ bos_token + '[INST] <<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' }}"
    + "{% elif message['role'] == 'user' %}"
    + "{% if loop.index0 == 0 or messages[loop.index0 - 1]['role'] != 'system' %}{{ bos_token + '[INST] ' }}{% endif %}"
    + "{{ message['content'] | trim + ' [/INST]' }}{% else %}{{ ' ' + message['content'] | trim + ' ' + eos_token }}{% endif %}"
    + END
)
ZEPHYR = (
    MANY + "\n{{ '<|' + message['role'] + '|>\\n' + message['content'] + eos_token }}\n"
    + "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n" + END
)
NEMOTRON = (
    "{{ '<extra_id_0>System' }}" + MANY
    + "{% if message['role'] == 'system' %}{{ '\\n' + message['content'] | trim }}{% endif %}" + END + "{{ '\\n\\n' }}" + MANY
    + "{% if message['role'] == 'user' %}{{ '<extra_id_1>User\\n' + message['content'] | trim + '\\n' }}"
    + "{% elif message['role'] == 'assistant' %}{{ '<extra_id_1>Assistant\\n' + message['content'] | trim + '\\n' }}{% endif %}"
    + END + generation("<extra_id_1>Assistant\\n")
)
HELPSTEER = (
    MANY + "{% if loop.first %}{{ message['content'] }}"
    + "{% else %}{{ '\\n<extra_id_1>' + message['role'].title() + '\\n' + message['content'] }}{% endif %}" + END
    + generation("\\n<extra_id_1>Assistant\\n")
)

CHATML = ("<|im_start|>ROLE\\n", "<|im_end|>\\n", "<|im_start|>assistant\\n")
HEADERS_3 = ("<|start_header_id|>ROLE<|end_header_id|>\\n\\n", "<|eot_id|>", "<|start_header_id|>assistant<|end_header_id|>\\n\\n")
HEADERS_4 = ("<|header_start|>ROLE<|header_end|>\\n\\n", "<|eot|>", "<|header_start|>assistant<|header_end|>\\n\\n")
COHERE = ("<|START_OF_TURN_TOKEN|><|ROLE_TOKEN|>", "<|END_OF_TURN_TOKEN|>", "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>")
GRANITE = ("<|start_of_role|>ROLE<|end_of_role|>", "<|end_of_text|>\\n", "<|start_of_role|>assistant<|end_of_role|>")
SYSTEM_PROMPT = "'[SYSTEM_PROMPT] ' + CONTENT + '[/SYSTEM_PROMPT]'"

# name, dialect, template, BOS, EOS, whether it takes a system turn
TEMPLATES = [
    ("chatml", "chatml", marked(*CHATML), "", "<|im_end|>", True),
    ("chatml with a system prompt of its own", "chatml", marked(*CHATML, before=DEFAULT_SYSTEM), "", "<|im_end|>", True),
    ("phi-4", "phi-4", marked("<|im_start|>ROLE<|im_sep|>", "<|im_end|>", "<|im_start|>assistant<|im_sep|>"), "", "", True),
    ("llama-3", "llama-3", marked(*HEADERS_3, trim=True), "<|begin_of_text|>", "<|eot_id|>", True),
    ("llama-4", "llama-4", marked(*HEADERS_4, trim=True), "<|begin_of_text|>", "<|eot|>", True),
    ("gemma", "gemma", marked("<start_of_turn>ROLE\\n", "<end_of_turn>\\n", "<start_of_turn>model\\n", {"assistant": "model"}, trim=True), "<bos>", "<eos>", False),
    ("llama 2", "inst", LLAMA_2, "<s>", "</s>", True),
    ("mistral", "inst", spoken("[INST] ", " ", SYSTEM_PROMPT, "[/INST]", "eos_token", ""), "<s>", "</s>", True),
    ("mistral without blanks", "inst", spoken("[INST]", "", SYSTEM_PROMPT.replace("] ", "]"), "[/INST]", "eos_token", "", True), "<s>", "</s>", True),
    ("zephyr", "zephyr", ZEPHYR, "<s>", "</s>", True),
    ("tulu", "tulu", spoken("<|user|>\\n", "<|assistant|>\\n", "'<|system|>\\n' + CONTENT + '\\n'", "\\n", "eos_token + '\\n'", "<|assistant|>\\n"), "<s>", "</s>", True),
    ("glm-4", "tulu", "[gMASK]<sop>" + marked("<|ROLE|>\\n", "", "<|assistant|>"), "", "<|endoftext|>", True),
    ("phi-3", "phi-3", marked("<|ROLE|>\\n", "<|end|>\\n", "<|assistant|>\\n"), "<s>", "<|endoftext|>", True),
    ("open-assistant", "open-assistant", marked("<|ROLE|>", "<|endoftext|>", "<|assistant|>", {"user": "prompter"}), "", "<|endoftext|>", True),
    ("command-r", "command-r", marked(*COHERE, {"system": "SYSTEM", "user": "USER", "assistant": "CHATBOT"}), "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>", True),
    ("granite", "granite", marked(*GRANITE), "", "<|end_of_text|>", True),
    ("openchat", "openchat", marked("GPT4 Correct ROLE: ", "<|end_of_turn|>", "GPT4 Correct Assistant:", CAPITALISED), "<s>", "<|end_of_turn|>", True),
    ("deepseek", "deepseek", spoken("<｜User｜>", "<｜Assistant｜>", "CONTENT", "", "eos_token", "<｜Assistant｜>"), "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", True),
    ("nemotron", "extra-id", NEMOTRON, "", "", True),
    ("helpsteer", "extra-id", HELPSTEER, "", "", False),
    ("guanaco", "guanaco", marked("### ROLE: ", "", "### Assistant:", {"user": "Human", "assistant": "Assistant"}, trim=True), "", "", False),
    ("alpaca", "alpaca", spoken("### Instruction:\\n", "### Response:\\n", "CONTENT + '\\n\\n'", "\\n\\n", "eos_token + '\\n\\n'", "### Response:\\n", True), "<s>", "</s>", True),
    ("solar", "solar", marked("### ROLE:\\n", "\\n\\n", "### Assistant:\\n", CAPITALISED, trim=True), "<s>", "</s>", True),
    ("vicuna", "vicuna", spoken("USER: ", "ASSISTANT: ", "CONTENT + ' '", " ", "eos_token", "ASSISTANT:", True), "<s>", "</s>", True),
    ("vicuna in lines", "vicuna", spoken("USER: ", "ASSISTANT: ", "'SYSTEM: ' + CONTENT + '\\n'", "\\n", "eos_token + '\\n'", "ASSISTANT:", True), "", "</s>", True),
    ("hh-rlhf", "human-assistant", marked("\\n\\nROLE: ", "", "\\n\\nAssistant:", {"user": "Human", "assistant": "Assistant"}, trim=True), "", "", False),
    ("lines of user and ai", "human-assistant", marked("ROLE: ", "\\n", "AI:", {"user": "User", "assistant": "AI"}, trim=True), "", "", False),
]


def turns(*contents):
    return [{"role": "user" if i % 2 == 0 else "assistant", "content": content} for i, content in enumerate(contents)]


SYSTEM = {"role": "system", "content": "Be brief.\nAnswer in English."}
CODE = "Mend this:\n\n```python\ndef f(x):\n    if x < 3 and x[0] > 1:\n        return {'a': x}\n```\n"
LIST = "Sure:\n\n1. <b>bold</b> & \"quoted\"\n2. The user: said so\n"
CONVERSATIONS = [
    turns("Which river runs through Cologne?", "The Rhine."),
    [SYSTEM] + turns("Which river runs through Cologne?", "The Rhine."),
    turns(CODE, LIST, "Grüße aus Köln – 東京 😀", "  blanks around  ", "And then?\r\n\r\nYes.", "Nothing."),
    [SYSTEM]
    + turns("a", "b", "What is [1] or <s>?", "| x | y |\n|---|---|\n", "One\n\n\nTwo", "Three", "x", "y", "z", "The end"),
]


def cases(template, bos, eos, takes_system):
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]")))
    tokenizer.chat_template = template
    absent = {}
    for name, token in (("bos_token", bos), ("eos_token", eos)):
        if token:
            setattr(tokenizer, name, token)
        else:
            absent[name] = ""
    for index, conversation in enumerate(CONVERSATIONS):
        if takes_system or conversation[0]["role"] != "system":
            render = lambda messages, **keys: tokenizer.apply_chat_template(messages, tokenize=False, **keys, **absent)
            yield {
                "conversation": index,
                "dialogue": render(conversation),
                "prompt": render(conversation[:-1], add_generation_prompt=True),
            }


def lines(items):
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "]"


def main():
    made = []
    for name, dialect, template, bos, eos, takes_system in TEMPLATES:
        head = {"template": name, "dialect": dialect, "bos_token": bos, "eos_token": eos, "chat_template": template}
        text = json.dumps(head, ensure_ascii=False)[:-1]
        made.append(text + ',\n"cases": ' + lines(cases(template, bos, eos, takes_system)) + "}")
    FILE.write_text(
        '{"made_by": "transformers ' + transformers.__version__ + '",\n"conversations": ' + lines(CONVERSATIONS)
        + ',\n"templates": [\n' + ",\n".join(made) + "]}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
