"""Renders the template corpora with transformers' own engine and writes what it gives, for the Java tests to compare.

Usage: python render_templates.py OUTPUT_FOLDER

Written against transformers 5.18 and jinja2 3.1.6. Each corpus becomes OUTPUT_FOLDER/<name>.json with the variables that
all its cases share and, per case, the template and either the text or the error's class; chats.json holds templates,
conversations, and what each template gives for each conversation. The message of an error stands there only where it is
the template's own or Jinja's, since Python's own messages differ from version to version.
"""

import copy
import json
import random
import sys
from datetime import datetime
from pathlib import Path

import jinja2
from transformers.utils import chat_template_utils

import template_corpus

FIXED = datetime(2024, 7, 4)


class FixedClock(datetime):
    @classmethod
    def now(cls, tz=None):
        return FIXED


def render(template, variables):
    """What the reference gives: a text, or an error's class and message, or None for what cannot be reproduced."""
    chat_template_utils.datetime = FixedClock
    try:
        compiled = chat_template_utils._compile_jinja_template(template)
        text = compiled.render(**copy.deepcopy(variables))
    except RecursionError:
        return None
    except SyntaxError as error:  # from Python's own compiler, behind Jinja's
        return {"error": "TemplateSyntaxError"}
    except Exception as error:
        name = type(error).__name__
        if isinstance(error, jinja2.exceptions.TemplateSyntaxError):
            return {"error": "TemplateSyntaxError"}
        case = {"error": name}
        if name in ("TemplateError", "UndefinedError", "SecurityError"):
            case["message"] = str(error)
        return case
    if " at 0x" in text:
        return None
    return {"text": text}


def cases(templates, variables):
    for template in templates:
        outcome = render(template, variables)
        if outcome is not None:
            yield {"template": template, **outcome}


def lines(items):
    return ",\n".join(json.dumps(item) for item in items)


def write(folder, name, variables, found):
    found = list(found)
    text = '{"variables": ' + json.dumps(variables) + ',\n"cases": [\n' + lines(found) + "\n]}\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}: {len(found)} cases, {sum('error' in case for case in found)} of them errors")


def write_chats(folder, templates, variables, conversations):
    found = []
    for name, template in templates.items():
        outcomes = [render(template, {**variables, **conversation}) for conversation in conversations]
        found.append({"name": name, "template": template, "outcomes": outcomes})
        print(f"{name}: {len(outcomes)} conversations, {sum('error' in outcome for outcome in outcomes)} refused")
    text = '{"variables": ' + json.dumps(variables) + ',\n"conversations": [\n' + lines(conversations)
    text += '\n],\n"templates": [\n' + lines(found) + "\n]}\n"
    (folder / "chats.json").write_text(text, encoding="utf-8")


def main():
    folder = Path(sys.argv[1])
    variables = template_corpus.VARIABLES
    snippets = ["{{ " + snippet + " }}" for snippet in template_corpus.expressions()]
    write(folder, "expressions", variables, cases(snippets, variables))
    write(folder, "statements", variables, cases(template_corpus.STATEMENTS, variables))
    write(folder, "refused", variables, cases(template_corpus.BROKEN, variables))
    write(folder, "random", variables, cases(template_corpus.random_expressions(random.Random(20240704), 600), variables))
    write_chats(folder, template_corpus.chat_templates(), template_corpus.CHAT_VARIABLES, template_corpus.conversations())


if __name__ == "__main__":
    main()
