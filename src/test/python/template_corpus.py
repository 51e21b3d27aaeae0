"""The corpora of render_templates.py: expressions, statements, broken templates, and chat templates written for this
project with the constructs that published ones use."""

VARIABLES = {
    "s": "Hello World",
    "empty": "",
    "padded": " \t\u2003two words\u00a0\n\u200b ",
    "uni": "Üñï 数学 🙂 ß ﬁ ΑΣ",
    "multi": "a\r\nb\x0bc\u2028d\n\ne",
    "braces": "{{ s }} {% if true %} {# x #}",
    "html": "<a href=\"x\">'&'</a>",
    "n": 7,
    "neg": -3,
    "big": 123456789012345678901234567890,
    "f": 2.5,
    "tiny": 1e-7,
    "huge": 1e22,
    "yes": True,
    "no": False,
    "nothing": None,
    "xs": [3, 1, 2],
    "words": ["b", "A", "c", "a"],
    "mixed": [1, "x", None, True, 2.0, [1, 2], {"k": "v"}],
    "nested": [[1, [2, [3]]], [4]],
    "d": {"b": 1, "a": 2, "C": 3},
    "shadow": {"items": "I", "keys": "K", "get": "G", "x": {"y": [10, 20, {"z": "deep"}]}},
    "people": [
        {"name": "Ann", "age": 31, "city": "Oslo", "tags": ["x", "y"]},
        {"name": "bob", "age": 25, "city": "oslo", "tags": []},
        {"name": "Cy", "age": 31, "city": "Rome"},
        {"name": "Di", "city": "Rome", "age": None},
    ],
}

VALUES = [
    "s", "empty", "padded", "uni", "multi", "n", "neg", "big", "f", "tiny", "huge", "yes", "no", "nothing", "missing",
    "xs", "words", "mixed", "nested", "d", "people", "(1, 'two')", "()", "range(4)", "d.items()", "namespace(a=1)",
]

FILTERS = [
    "abs", "attr('x')", "batch(2)|list", "batch(3, 'z')|list", "capitalize", "center(15)", "count", "length", "default('D')",
    "d('D', true)", "dictsort", "dictsort(false, 'value')", "dictsort(reverse=true)", "e", "escape", "filesizeformat",
    "filesizeformat(true)", "first", "float", "float(1.5)", "forceescape", "format(1)", "indent", "indent(2, true)",
    "indent('>', blank=true)", "int", "int(9)", "int(default=8)", "items|list", "join", "join(', ')", "last", "list", "lower",
    "map('string')|list", "map('upper')|join('|')", "max", "min", "reject('none')|list", "replace('l', 'L')",
    "replace('', '-')", "replace('o', '0', 1)", "reverse|list", "reverse", "round", "round(1)", "round(0, 'ceil')",
    "round(1, 'floor')", "safe", "select|list", "select('string')|list", "slice(2)|list", "slice(3, 'f')|list", "sort",
    "sort(reverse=true)", "sort(case_sensitive=true)", "string", "sum", "title", "tojson", "tojson(indent=2)",
    "tojson(separators=(',', ':'))", "tojson(sort_keys=true)", "tojson(ensure_ascii=true)", "trim", "trim('Hd')",
    "truncate(8)", "truncate(8, true)", "truncate(8, true, '…')", "truncate(5, false, '', 0)", "unique|list", "upper",
    "urlencode", "wordcount", "xmlattr",
]

TESTS = [
    "defined", "undefined", "none", "string", "mapping", "iterable", "sequence", "number", "integer", "float", "boolean",
    "true", "false", "even", "odd", "divisibleby 3", "divisibleby(2)", "eq 7", "ne 7", "lt 3", "gt(3)", "ge 7", "le 7",
    "sameas true", "in [1, 7, 'Hello World']", "callable", "lower", "upper", "escaped", "equalto 7", "not defined", "not none",
]

METHODS = [
    "upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip()", "rstrip()", "strip('Hd ')",
    "lstrip('H')", "rstrip('d')", "strip(none)", "split()", "split(' ')", "split('o')", "split('o', 1)", "split(maxsplit=1)",
    "split(none, 1)", "rsplit()", "rsplit('o', 1)", "rsplit(' ', maxsplit=1)", "rsplit(none, 1)", "splitlines()",
    "splitlines(true)", "partition('o')", "rpartition('o')", "partition('zz')", "rpartition('zz')", "replace('o', '0')",
    "replace('o', '0', 1)", "replace('', '.')", "find('o')", "find('o', 5)", "find('o', -3, -1)", "rfind('o')", "find('zz')",
    "index('W')", "index('zz')", "rindex('o')", "count('l')", "count('')", "count('o', 5)", "startswith('He')",
    "startswith(('x', 'H'))", "startswith('e', 1)", "endswith('d')", "endswith(('d', 'x'))", "endswith('l', 0, -1)",
    "isdigit()", "isalpha()", "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isdecimal()", "isnumeric()",
    "isascii()", "isidentifier()", "isprintable()", "zfill(15)", "ljust(15, '.')", "rjust(15, '.')", "center(15, '.')",
    "center(14, '*')", "removeprefix('Hello')", "removesuffix('World')", "expandtabs(4)", "join(['a', 'b'])", "join('xyz')",
    "join(1)", "format(1, 2)", "__class__", "nosuch", "nosuch()", "encode", "split('')", "strip(1)",
]

TEXTS = ["s", "empty", "padded", "uni", "multi", "'12'", "'-7'", "'²'", "'tab\\there'", "'ὈΔΥΣΣΕΎΣ'", "'ᾨᾳ ǆǅ ŉa ΐ'"]

EXPRESSIONS = [
    # literals and printing
    "1", "1_000", "0x1F", "0b101", "0o17", "1.0", "1e3", "1.5e-7", "1e16", "123456789012345680.0", "0.1 + 0.2", "1/3", "2**0.5",
    "-0.0", "1e400 - 1e300 if no else 'skipped'", "'a' 'b'", "'it\\'s'", "\"q'q\"", "['it\\'s', \"q'q\", 'both\\'\"']", "'\\x41\\u00e9\\U0001F642\\n\\t|'",
    "'\\N{BULLET}'", "'\\101\\q\\é'", "'a\\\nb'", "['\\x00\\x7f\\xa0\\u200b\\ud7ff\\ue000']", "true", "True", "none", "None", "false", "[]", "()", "(1,)", "{}", "[1, [2, {'a': (1, 2)}]]",
    "{'a': 1, 'a': 2}", "{1: 'a', true: 'b', 1.0: 'c'}", "{none: 1, (1, 2): 3}", "{[1]: 2}", "1, 2", "(1, 2)", "[1, 2,]", "{'a': 1,}",
    # arithmetic
    "7 // 2", "-7 // 2", "7 % 3", "-7 % 3", "7 % -3", "7.5 // 2", "-7.5 // 2", "-7.5 % 2", "7 / 2", "6 / 2", "2 ** 10", "2 ** -1", "2 ** 3 ** 2",
    "-2 ** 2", "(-2) ** 2", "2 ** 100", "10 ** 20 / 10 ** 18", "1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "0 ** -1", "true + true", "true * 3", "n - neg", "-n", "+n", "--n",
    "-yes", "big * big", "big / 3", "big // 7", "big % 1000", "-big // 7", "n + f", "n * f", "huge + 1", "tiny * tiny", "1 + '1'", "'1' + 1", "'a' * 3", "3 * 'ab'", "'a' * -1",
    "[1, 2] * 2", "(1,) * 2", "[1] + [2]", "[1] + (2,)", "(1,) + (2,)", "'a' + none", "d + d", "none + 1", "'a' - 'b'", "missing + 1", "1 + missing", "'a' + missing", "-missing", "-s",
    "1 ~ 2", "'a' ~ none ~ true ~ 1.0 ~ [1, 'x'] ~ missing", "1 + 2 ~ 3 + 4", "1 ~ 2 * 3", "5 % 3 ** 2", "2 * 3 % 4", "1 - 2 - 3", "2 / 3 * 3", "1e308 * 10", "-1e308 * 10", "5 // 0.3", "-5 % 0.3", "10 ** 400 / 3", "10 ** 400 // 10 ** 399",
    # percent formatting
    "'%s' % 1", "'%s and %s' % ('a', 2)", "'%d|%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5, 6)", "'%.2f|%8.3f|%e|%g|%G|%F' % (1.005, 2.5, 12345.678, 0.00001, 1e20, 3)",
    "'%x|%X|%o|%#x|%#o' % (255, 255, 8, 255, 8)", "'%r|%s' % ('a', 'a')", "'%c%c' % (65, 'B')", "'%%' % ()", "'100%% %s' % 'x'", "'%(a)s-%(b)03d' % {'a': 1, 'b': 2}", "'%s' % [1, 2]", "'%s' % {'a': 1}",
    "'%s'", "'%s' % ()", "'%s' % (1, 2)", "'x' % 1", "'x' % []", "'%d' % '1'", "'%d' % 1.9", "'%z' % 1", "'%' % 1", "'%5s|%-5s|%.2s' % ('ab', 'ab', 'abc')", "'%*d' % (5, 1)", "'%.*f' % (2, 1.239)", "'%s' % missing", "'%(a)s' % 1", "'%(a)s' % {}", "'%i %u' % (1, 2)", "'%5.1f%%' % 99.95", "'%g' % 100000.0", "'%g' % 1000000.0", "'%.3g' % 1234.5", "'%#.3g' % 1.0", "'%010.2f' % -3.14159",
    # str.format
    "'{} {}'.format(1, 'a')", "'{0} {1} {0}'.format(1, 2)", "'{a} {b}'.format(a=1, b=[1])", "'{{}}'.format()", "'{:5}|{:<5}|{:>5}|{:^5}|{:*^7}'.format(1, 2, 3, 4, 5)",
    "'{:5}|{:<5}|{:>5}|{:^5}|{:.2}'.format('a', 'b', 'c', 'd', 'efg')", "'{:05d}|{:+d}|{:,}|{:_}|{:x}|{:#x}|{:b}|{:o}|{:X}'.format(42, 42, 1234567, 1234567, 255, 255, 5, 8, 255)",
    "'{:.2f}|{:e}|{:g}|{:%}|{:,.1f}|{}'.format(1.005, 1234.5, 0.0001, 0.25, 12345.67, 1.0)", "'{0[a]} {0.x}'.format({'a': 1, 'x': 2})", "'{[0]}'.format([9])", "'{!r} {!s}'.format('a', 'b')", "'{:{w}}|'.format('a', w=5)",
    "'{'.format()", "'}'.format()", "'{}'.format()", "'{a}'.format()", "'{0.__class__}'.format(1)", "'{} {0}'.format(1)", "'{:d}'.format('a')", "'{:.3}'.format(3.14159)", "'{:5}'.format(none)", "'{}'.format(none)", "'{:>8}'.format(true)", "'{:5.1f}|'.format(3)", "'{a}'.format_map({'a': 1})",
    # comparison and logic
    "1 < 2 < 3", "1 < 3 < 2", "1 == 1.0 == true", "'a' < 'b'", "'a' < 'B'", "'a' < 1", "[1, 2] < [1, 3]", "(1, 2) < (1,)", "none < 1", "none == none", "missing == missing", "missing == none", "missing < 1", "1 < missing",
    "1 in [1, 2]", "1.0 in [1, 2]", "'a' in 'abc'", "'' in ''", "1 in 'abc'", "'a' in d", "'a' not in d", "3 in d.values()", "('a', 2) in d.items()", "1 in missing", "missing in [1]", "missing in 'a'", "1 in 2", "[1] in [[1]]", "'x' in none", "not 1 in [1]",
    "1 and 2", "0 and 2", "0 or 'x'", "'' or [] or none", "not ''", "not not 1", "1 if yes", "1 if no", "(1 if no) is defined", "1 if no else 2 if no else 3", "1 or 1/0", "0 and 1/0", "n == 7 and s == 'Hello World'", "1 != 1", "1 >= 1 > 0", "big > huge", "big == big + 0", "0.1 == 0.1", "yes == 1", "'1' == 1", "[1, [2]] == [1.0, [true + 1]]", "{'a': 1} == {'a': 1.0}", "range(3) == range(0, 3)", "(1,) == [1]", "d == d.copy()",
    # lookup
    "s[0]", "s[-1]", "s[100]", "s[1:4]", "s[:-1]", "s[::-1]", "s[::2]", "s[-3:]", "s[10:2:-3]", "s[:]", "s[5:1]", "s[none:3]", "s['x']", "s[1.0]", "s[true]", "uni[4]", "uni[7]", "uni[::-1]", "uni|length", "uni[6:9]", "xs[0]", "xs[-1]", "xs[5]", "xs[1:]", "xs[::-1]", "xs[-2:]", "xs[::0]", "xs['a']", "xs.0", "xs.5", "xs[:'a']", "xs[1:][0]", "(1, 2, 3)[::-1]", "(1, 2, 3)[1:]", "range(10)[3]", "range(10)[-1]",
    "d.a", "d['a']", "d.zz", "d['zz']", "d.items", "d['items'] is defined", "shadow.items()|list", "shadow['items']", "shadow.get('items')", "shadow.x.y[2].z", "shadow['x']['y'].1", "shadow.x.y[-1]['z']", "shadow.zz.y", "shadow.zz is defined", "shadow.zz.y is defined", "missing.x", "missing['x']", "missing.x is defined", "missing()", "s()", "none.x", "none.x.y", "nothing.x is defined", "n.real", "n.bit_length()", "f.is_integer()", "n.zz", "n[0]", "d[[1]]", "d.get('a')", "d.get('zz')", "d.get('zz', 9)", "d.keys()", "d.values()", "d.items()", "d.keys()|list", "d.items()|list", "d.copy()", "d.keys()[0]", "d[0]", "d.a.b.c", "{1: 'one', 'two': 2}[1]", "{'a b': 1}['a b']",
    "d.pop('a')", "d.update({})", "d.pop is defined", "d.pop", "d.clear()", "d.setdefault('a')", "xs.append(1)", "xs.pop()", "xs.append", "xs.append is defined", "xs.index(1)", "xs.index(9)", "xs.count(1)", "xs.copy()", "(1, 2, 1).count(1)", "(1, 2).index(2)", "xs.sort()", "xs.reverse()", "s.__class__", "s.__class__.__mro__", "''.__class__", "d.__class__", "xs.__zz__", "d._private", "range.__init__", "s['upper']()", "d['get']('a')", "d[1:2]", "missing[1:]", "xs[1, 2]", "{(1, 2): 'x'}[1, 2]",
    # calls
    "range(5)|list", "range(2, 8, 3)|list", "range(5, 0, -2)|list", "range(3)", "range(0, 3, 2)", "range(0)|list", "range(1.5)", "range(1, 2, 0)", "range(100001)", "range(10 ** 12)", "range('a')", "range()", "dict(a=1, b=2)", "dict({'x': 1}, y=2)", "dict([('a', 1), ['b', 2]])", "dict([1])", "dict(**d)", "dict", "namespace(a=1, b='x')", "namespace(a=1).a", "namespace(a=1).zz", "namespace(d).b", "namespace(a=1)['a']", "cycler(1, 2).next()", "joiner()", "joiner('|')()", "strftime_now('%Y-%m-%d')", "strftime_now('%d %b %Y')", "strftime_now('%A, %B %d, %Y %H:%M:%S %p %j %U %W %V %G %u %w %y %C %e %-d %_d %I %a %b %h %%')", "strftime_now('%c|%x|%X|%D|%F|%T|%R|%r|%n|%t|%f|%Z|%z|%^a|%-m|%k|%l|%P')", "strftime_now(1)", "strftime_now()", "raise_exception('boom')", "raise_exception()", "raise_exception('a' ~ 1)", "raise_exception(none)", "raise_exception(xs)", "missing_function(1)", "s.upper(1)", "s.upper(x=1)", "d.get()", "s.split(sep='o')", "s.split(nosuch=1)", "range(*[1, 4])|list", "dict(**{'a': 1})", "range(*n)", "dict(**n)", "(s.upper)()", "s.upper()[0]", "s.split()[-1][0]", "lipsum is defined",
    # filters with more arguments
    "people|map(attribute='name')|list", "people|map(attribute='name')|join(', ')", "people|map(attribute='tags.0')|list", "people|map(attribute='tags', default='none')|list", "people|map(attribute='zz')|list", "people|map(attribute='zz', default=0)|list", "people|map('upper', 1)|list", "words|map('replace', 'a', 'z')|list", "words|map('nosuch')|list", "words|map|list", "words|map(1)|list", "xs|map('string')|map('length')|list",
    "people|selectattr('tags')|map(attribute='name')|list", "people|selectattr('age', 'gt', 30)|list", "people|selectattr('age', 'none')|map(attribute='name')|list", "people|rejectattr('age', 'none')|map(attribute='name')|join", "people|selectattr('name', 'equalto', 'bob')|list", "people|selectattr('city', 'in', ['Oslo', 'oslo'])|map(attribute='name')|list", "people|rejectattr('tags', 'defined')|list|length", "people|selectattr|list", "people|selectattr('name', 'nosuch')|list", "people|selectattr('name', '==', 'Cy')|first",
    "xs|select('odd')|list", "xs|reject('odd')|list", "xs|select('gt', 1)|list", "xs|select('>=', 2)|sum", "mixed|select('string')|list", "mixed|reject('mapping')|list", "mixed|select('number')|list", "xs|select('nosuch')|list", "xs|select('divisibleby', 3)|list",
    "people|groupby('city')|map(attribute='grouper')|list", "people|groupby('city')|map('last')|map('length')|list", "people|groupby('city', case_sensitive=true)|map('first')|list", "people|groupby('age')|list", "people|groupby('zz', default='q')|map('first')|list", "people|groupby('city')|first", "(people|groupby('city')|first).list|length",
    "people|sort(attribute='name')|map(attribute='name')|list", "people|sort(attribute='city,name', reverse=true)|map(attribute='name')|list", "people|sort(attribute='age')|list", "words|sort", "words|sort(case_sensitive=true)", "words|sort(true)", "words|unique|list", "['a', 'A', 'b']|unique|list", "['a', 'A', 'b']|unique(true)|list", "people|unique(attribute='city')|map(attribute='name')|list", "words|min", "words|max", "people|max(attribute='name')", "[]|max", "[]|first", "[]|last", "''|first", "[]|sum", "[]|min is defined", "people|sum(attribute='zz')", "[1, 2.5]|sum", "[[1], [2]]|sum(start=[])", "xs|sum(start=10)", "words|sum", "xs|join('-')", "people|join(', ', attribute='name')", "[1, none, missing]|join(',')", "xs|first", "xs|last", "d|first", "d|last", "d|list", "s|first", "s|last", "s|list", "s|reverse", "xs|reverse|list", "d|reverse|list", "range(3)|reverse|list", "xs|reverse|first", "xs|map('abs')|last", "xs|select|length", "(xs|map('abs'))[0]", "(xs|map('abs')) is iterable", "(xs|map('abs')) is sequence", "[1]|batch(0)|list", "xs|slice(0)|list", "xs|slice(2, 'x')|list", "5|list", "none|list", "d|items|list", "missing|items|list", "s|items|list", "d|dictsort(by='nosuch')", "{'b': 'x', 'A': 'y'}|dictsort(true)", "{1: 2, 'a': 3}|dictsort",
    "2.5|round", "3.5|round", "-2.5|round", "2.675|round(2)", "1234|round(-2)", "1250|round(-2)", "1.25|round(1, 'ceil')", "5|round", "5|round(2, 'floor')", "2.1|round(method='ceil')", "2.1|round(0, 'x')", "'a'|round", "42.55|round|int", "-7|abs", "-7.5|abs", "true|abs", "'42'|int", "' 42 '|int", "'42.7'|int", "'0x1A'|int(0, 16)", "'1A'|int(base=16)", "'z'|int(-1)", "'1_000'|int", "none|int", "[]|int(5)", "3.99|int", "-3.99|int", "true|int", "'1e3'|int", "'inf'|int", "'nan'|int(3)", "''|int", "'٣'|int", "'0b11'|int(0, 0)", "'1.5'|float", "'x'|float", "'1e5'|float", "' -2.5 '|float", "'1_0.5'|float", "'.5'|float", "'5.'|float", "'inf'|float", "3|float", "none|float(1)", "missing|float", "missing|int", "missing|list", "missing|join", "missing|length", "missing|first", "missing|last", "missing|sort", "missing|sum", "missing|upper", "missing|trim", "missing|replace('a', 'b')", "missing|abs", "missing|round", "missing|tojson", "missing|default(missing)", "missing|indent", "missing|title", "missing|string", "missing|dictsort", "missing|map('upper')|list",
    "s|default('x')", "''|default('x')", "''|default('x', true)", "none|default('x')", "missing|default", "missing|default('x')", "missing.y|default('x')", "d.zz|default({'a': 1})", "0|d(5, boolean=true)", "'%s-%s'|format(1, 2)", "'%(a)s'|format(a=1)", "'%s'|format(1, a=2)", "'a b'|urlencode", "{'a b': 'c&d', 'e': 1}|urlencode", "'ä/?#[]@:+~'|urlencode", "[('a', 1)]|urlencode", "html|e", "html|escape", "(html|safe) ~ '<'", "(html|safe) + '<'", "'<' + (html|e)", "(html|e) * 2", "html|e|upper", "html|safe|length", "html|safe is escaped", "html|e is string", "[html|safe]", "(html|safe)[0]", "(html|safe).upper()", "(html|safe) == html", "html|forceescape", "html|e|e", "html|e|forceescape", "(html|safe)|replace('a', 'b')", "(html|safe).startswith('<')", "{'a': html|safe}|tojson", "{'class': 'a', 'x': none, 'y': missing, 'q': '\"<'}|xmlattr", "{'a': 1}|xmlattr(false)", "{'a b': 1}|xmlattr", "{}|xmlattr",
    "mixed|tojson", "d|tojson", "d|tojson(sort_keys=true)", "d|tojson(indent=4)", "mixed|tojson(indent=2)", "mixed|tojson(indent='\\t')", "mixed|tojson(indent=0)", "d|tojson(true)", "uni|tojson", "uni|tojson(ensure_ascii=true)", "multi|tojson", "'\\x00\\x1f\\x7f\"\\\\/\\b\\f'|tojson", "html|tojson", "f|tojson", "tiny|tojson", "huge|tojson", "big|tojson", "none|tojson", "(1, 2)|tojson", "{1: 'a', none: 'b', true: 'c', 2.5: 'd'}|tojson", "{(1, 2): 3}|tojson", "range(3)|tojson", "d.items()|tojson", "namespace(a=1)|tojson", "[]|tojson(indent=2)", "{}|tojson(indent=2)", "[[], {}]|tojson(indent=1)", "d|tojson(separators=(',', ':'))", "d|tojson(indent=1, separators=(', ', ' : '))", "d|tojson(separators=(1,))", "d|tojson(nosuch=1)", "1e308 * 10|tojson", "s|tojson|length", "s|tojson|tojson",
    "'a\\nb\\n\\nc'|indent", "'a\\nb\\n\\nc'|indent(2, true, true)", "'a\\nb\\n'|indent(1)", "''|indent", "'a'|indent(first=true)", "'a\\r\\nb\\x0bc'|indent", "'foo bar baz qux'|truncate(9)", "'foo bar baz qux'|truncate(11)", "'foo bar baz qux'|truncate(11, false, '...', 0)", "'foobarbazqux'|truncate(7)", "s|truncate(2)", "s|truncate(leeway=-1)", "'hello-world (foo) [bar] <baz> {q} o\\'x'|title", "'HELLO wORLD'|capitalize", "'a,b c_d e-f'|wordcount", "'x'|center(6)", "'xy'|center(7)", "'xyz'|center(2)", "1000|filesizeformat", "1|filesizeformat", "999|filesizeformat", "1048576|filesizeformat(true)", "'1e9'|filesizeformat", "1e30|filesizeformat", "s|attr('upper')", "d|attr('a')", "d|attr('items') is defined", "d|attr('__class__')", "namespace(q=3)|attr('q')",
    # tests
    "'upper' is filter", "'nosuch' is filter", "'random' is filter", "'odd' is test", "'nosuch' is test", "1 is sameas 1.0", "none is sameas none", "true is sameas true", "1 is sameas true", "xs is sameas xs", "n is number and n is not float", "n is odd", "n is not odd", "n is divisibleby 7", "'a' is odd", "1.5 is odd", "n is in xs", "3 is in xs", "'a' is in 'abc'", "d is mapping is true", "xs is iterable and xs is sequence", "range is callable", "s.upper is callable", "s is callable", "d.zz.y is defined if false else 'ok'", "none is none is true" , "'ABC' is upper", "'abc1' is lower", "'1' is lower", "n is eq(7)", "n is gt 3 and n is lt 9", "n is == 7" , "n is nosuch", "x is defined", "d.a is defined and d.a > 1", "not x is defined", "x is not defined or x", "(n is odd) ~ 1", "[n is odd, n is even]", "n is odd ~ 'x'",
    # precedence and grammar
    "1 if 1 else 2 ~ 'x'", "'a' if n > 3 and s else 'b'", "n|string ~ 'x'", "-n|abs", "-7|abs", "2 ** 2|string", "'a' + 'b'|upper", "('a' + 'b')|upper", "'x' in 'xyz' and not 'q' in 'xyz'", "n == 7 if yes else no", "[1, 2, 3]|length > 2", "xs|length - 1", "not xs|length == 3", "n is odd and xs|length is odd", "1 if s is string else 2", "(1 if s else 2, 3)", "[1 if s else 2, 3]", "d['a' if yes else 'b']", "xs[xs|length - 1]", "xs[n - 6:]", "xs[:-1]|length", "{'a': 1}.a", "[1, 2][0]", "'abc'[1]", "'abc'.upper()", "(1).real", "1.real", "1.5.real", "s.split('o')[0]|upper|lower", "{'a': {'b': [1, {'c': 'deep'}]}}.a.b[1].c", "xs[0]|string|length", "'%d' % xs|length", "yes and 'a' or 'b'", "no and 'a' or 'b'",
]


def expressions():
    found = list(EXPRESSIONS)
    found += [f"{value}|{name}" for value in VALUES for name in FILTERS]
    found += [f"{value} is {test}" for value in VALUES for test in TESTS]
    found += [f"{text}.{method}" for text in TEXTS for method in METHODS]
    seen = set()
    return [text for text in found if not (text in seen or seen.add(text))]


STATEMENTS = [
    # whitespace control
    "a\n{% if yes %}\nb\n{% endif %}\nc\n", "  {% if yes %}  x  {% endif %}  \ny", "  {%- if yes -%}  x  {%- endif -%}  y", "a {%+ if yes %} b {% endif +%}\nc", "x\n   {{ n }}   \n  y\n\n", "x\n   {{- n -}}   \n  y", "{# c #}\nx {# d #} y\n  {# e -#}  \nz", "a\n  {#- q -#}\nb", "\n\n{{ n }}\n\n", "a\r\nb\r{{ n }}\r\n", "{% raw %}\n{{ n }} {% if %}\n{% endraw %}\nx", "  {%- raw -%}  {{ a }}  {%- endraw -%}  b", "{%raw%}{{{%endraw%}", "{{ '{{' }}{{ '%}' }}", "{{ \"}}\" }}", "{{ {'a': {'b': 1}}}}", "{% set x = {'a': {}} %}{{ x }}", "{%if yes%}1{%else%}2{%endif%}", "\t{% if yes %}\t\n\tx\n\t{% endif %}\t\n", "{{ n }}  {% if yes %}q{% endif %}", "{% if yes %}\n\n x{% endif %}\n\n\ny", "a{{ n }}\n{{ n }}\n", "{{ n -}}\n\n z", "\u2003{% if yes %}x{% endif %}", "a\x0b{%- if yes %}b{% endif %}", "{% if yes: %}x{% endif %}", "{{\n  n\n  +\n  1\n}}", "{%\nif\nyes\n%}x{% endif %}", "{{ s }}{# {{ s }} #}{# #}{##}", "x{% if no %}{% endif %}y", "{% print n, s %}", "{{ n }}{{ n }}{% set a = 1 %}\n{{ a }}",
    "   {%+ if yes %}x{%+ endif %}", "a\n   {%+ if yes %}x\n   {% endif %}b", "{%- for x in xs -%}\n {{ x }} \n{%- endfor -%}", "{% for x in xs %}\n  {{ x }}\n{% endfor %}\n", "    {% for x in xs %}{{ x }}\n    {% endfor %}",
    # for
    "{% for x in xs %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }}/{{ loop.depth }}/{{ loop.depth0 }} {% endfor %}",
    "{% for x in xs %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.previtem is defined }} {{ loop.nextitem is defined }};{% endfor %}", "{% for x in xs %}{{ loop.cycle('a', 'b') }}{{ loop.changed(x // 2) }} {% endfor %}", "{% for x in [] %}x{% else %}none{% endfor %}", "{% for x in missing %}x{% else %}none{% endfor %}", "{% for x in xs if x > 1 %}{{ loop.index }}:{{ x }} {% else %}none{% endfor %}", "{% for x in xs if x > 9 %}x{% else %}none {{ x }}{% endfor %}", "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k in d %}{{ k }}{% endfor %}", "{% for c in 'añ🙂' %}[{{ c }}]{% endfor %}", "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "{% for a, b in [[1]] %}{% endfor %}", "{% for a, b in [1] %}{% endfor %}", "{% for a, b in ['xy', 'zw'] %}{{ a }}{{ b }}{% endfor %}", "{% for x in 5 %}{% endfor %}", "{% for x in none %}{% endfor %}", "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}", "{% for x in xs %}{% for y in xs %}{{ loop.index }}{{ x }}{% endfor %}{{ loop.index }}{% endfor %}", "{% for x in range(10) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in xs %}{% continue %}{% else %}else{% endfor %}", "{% for x in xs %}{% break %}{% else %}else{% endfor %}", "{% for x in xs %}{{ x }}{% if loop.first %}{% continue %}{% endif %}{% else %}else{% endfor %}",
    "{% for x in xs recursive %}{{ x }}{% endfor %}", "{% for x in nested recursive %}{% if x is iterable %}({{ loop(x) }}{{ loop.depth }}){% else %}{{ x }}{% endif %}{% endfor %}", "{% for x in xs %}{{ loop(xs) }}{% endfor %}", "{% for x in xs %}{{ loop }}{% endfor %}", "{% for x in xs|map('string') %}{{ loop.length }}{{ loop.last }}{{ loop.nextitem }} {% endfor %}", "{% for x in xs %}{{ loop.zz }}{{ loop['index'] }}{% endfor %}", "{% for m in people %}{% if loop.previtem and loop.previtem.city == m.city %}same{% else %}{{ m.city }}{% endif %}{% endfor %}", "{% for x in xs %}{% set loop = 1 %}{% endfor %}", "{% for loop in xs %}{{ loop }}{% endfor %}", "{{ loop is defined }}", "{% for x in xs if loop.index > 1 %}{{ x }}{% endfor %}", "{% for x in xs %}{% for y in [x] if loop is undefined %}{{ y }}{% endfor %}{% endfor %}", "{% for x in xs %}{% endfor %}{{ x is defined }}", "{% for _ in range(3) %}.{% endfor %}", "{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}", "{% for b in xs|batch(2) %}{{ b }}{% endfor %}", "{% for x in xs|sort|reverse %}{{ x }}{% endfor %}", "{% for g, l in people|groupby('city') %}{{ g }}:{{ l|length }} {% endfor %}", "{% for x in xs %}{{ loop.last }}{% if not loop.last %}, {% endif %}{% endfor %}", "{% for x in nested[0] recursive %}{{ loop.index }}{{ loop(x) if x is not number }}{% else %}E{% endfor %}",
    # scopes
    "{% set x = 1 %}{% for y in xs %}{{ x }}{% set x = y %}{{ x }} {% endfor %}{{ x }}", "{% for y in xs %}{% set z = y %}{% endfor %}{{ z is defined }}", "{% if yes %}{% set x = 1 %}{% endif %}{{ x }}", "{% if no %}{% set s = 1 %}{% endif %}{{ s }}", "{% set s = s ~ '!' %}{{ s }}", "{{ q }}{% set q = 1 %}{{ q }}", "{% set ns = namespace(x=0) %}{% for y in xs %}{% set ns.x = ns.x + y %}{% endfor %}{{ ns.x }}", "{% set ns = namespace() %}{% set ns.a = 1 %}{% set ns.b = ns.a + 1 %}{{ ns.b }}{{ ns.c is defined }}{{ ns }}", "{% set ns = namespace(x=1) %}{% set ns.x, y = 2, 3 %}{{ ns.x }}{{ y }}", "{% set d.a = 1 %}", "{% set missing.a = 1 %}", "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set a, b = 1 %}", "{% set a, b = [1, 2, 3] %}", "{% set (a, b) = 'xy' %}{{ b }}", "{% set a = b = 1 %}", "{% set x = 1, %}{{ x }}", "{% set x %}a{{ n }}b{% endset %}{{ x }}", "{% set x | upper | replace('A', 'z') %}abc{% endset %}{{ x }}", "{% set x %}\n  a\n{% endset %}[{{ x }}]", "{% set x %}{% set y = 1 %}{% endset %}{{ y is defined }}", "{% set ns = namespace(t='') %}{% set ns.t %}block{% endset %}{{ ns.t }}", "{% for x in xs %}{% if x == 1 %}{% set found = x %}{% endif %}{{ found is defined }}{{ found }} {% endfor %}", "{% set found = 'o' %}{% for x in xs %}{% if x == 1 %}{% set found = x %}{% endif %}{{ found }} {% endfor %}{{ found }}", "{% with a = 1, b = n %}{{ a }}{{ b }}{% set c = 3 %}{{ c }}{% endwith %}{{ a is defined }}{{ c is defined }}", "{% set a = 5 %}{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q }}", "{% with x, y = 1, 2 %}{{ x }}{{ y }}{% endwith %}", "{% set range = 3 %}{{ range }}", "{% set messages = 1 %}{{ messages }}", "{% if yes %}{% for x in xs %}{% set s = x %}{% endfor %}{% endif %}{{ s }}", "{% for x in xs %}{% for y in xs %}{% set t = y %}{% endfor %}{{ t is defined }}{% endfor %}", "{% set true = 1 %}", "{% set 1 = 1 %}", "{% set x.y.z = 1 %}", "{% set x['a'] = 1 %}", "{% for x in xs %}{% set y = x %}{% if loop.last %}{{ y }}{% endif %}{% endfor %}{{ y }}", "{% set x = 'a' %}{% set y = x ~ 'b' %}{% set x = 'c' %}{{ x }}{{ y }}", "{% set x = 1 if no %}{{ x is defined }}[{{ x }}]",
    # if
    "{% if no %}1{% elif nothing %}2{% elif n %}3{% else %}4{% endif %}", "{% if missing %}1{% endif %}2", "{% if xs and d and s %}y{% endif %}", "{% if missing.x %}1{% endif %}", "{% if n is nosuch %}{% endif %}", "{% if no %}{{ n|nosuch }}{% endif %}ok", "{% if yes %}{{ n|nosuch }}{% endif %}", "{% if no %}{{ n is nosuch }}{% endif %}ok", "{% if no %}{% for x in xs %}{{ x|nosuch }}{% endfor %}{% endif %}", "{{ n|nosuch if no else 'ok' }}", "{% if n == 7 %}a{% endif %}{% if n != 7 %}b{% endif %}", "{% if 'a' in d and d.a %}y{% endif %}", "{% if not (n > 3) %}a{% else %}b{% endif %}", "{% if 1, 2 %}t{% endif %}",
    # macros
    "{% macro m(a, b=2, c=a) %}[{{ a }},{{ b }},{{ c }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(a=4, c=5) }}{{ m(c=1, b=2, a=3) }}{{ m() }}", "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, b=2) }}", "{% macro m() %}{{ s }}{% endmacro %}{{ m() }}", "{% macro m() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ m() }}", "{% set x = 1 %}{% macro m() %}{{ x }}{% set x = 2 %}{{ x }}{% endmacro %}{{ m() }}{{ x }}", "{% for x in xs %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m() %}{{ y }}{% endmacro %}{% for y in xs %}{{ m() }}{% endfor %}", "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(5) }}", "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}body {{ n }}{% endcall %}", "{% macro m(xs) %}{% for x in xs %}{{ caller(x, loop.index) }}{% endfor %}{% endmacro %}{% call(a, b) m(xs) %}({{ a }}{{ b }}){% endcall %}", "{% macro m() %}{{ caller is defined }}{{ caller }}{% endmacro %}{{ m() }}", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}", "{% call 1 %}{% endcall %}", "{{ m }}{% macro m() %}{% endmacro %}", "{% macro m(a, b) %}{% endmacro %}{{ m }}{{ m.name }}{{ m.arguments }}{{ m.caller }}{{ m.catch_kwargs }}", "{% macro m(a=1, b) %}{% endmacro %}", "{% macro m(a, a) %}{% endmacro %}", "{% macro m(x) %}{% set x = x ~ '!' %}{{ x }}{% endmacro %}{{ m('a') }}", "{% macro a() %}A{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}", "{% macro m(x) -%}\n  {{ x }}\n{%- endmacro %}[{{ m(1) }}]", "{{ m() }}{% macro m() %}x{% endmacro %}", "{% if yes %}{% macro m() %}x{% endmacro %}{% endif %}{{ m() }}", "{% macro m(loop) %}{{ loop }}{% endmacro %}{{ m(1) }}", "{% macro outer() %}{% macro inner(x) %}{{ x }}{{ n }}{% endmacro %}{{ inner(1) }}{% endmacro %}{{ outer() }}", "{% macro m(caller=none) %}{{ caller }}{% endmacro %}{{ m() }}", "{% macro m(caller) %}{{ caller() }}{% endmacro %}", "{% macro m(x) %}{{ x|upper }}{% endmacro %}{{ m('a')|lower ~ m('b') }}{{ xs|map('string')|map('upper')|join }}", "{% macro m(p) %}{{ p.a }}{{ p.b is defined }}{% endmacro %}{{ m({'a': 1}) }}{{ m(missing) }}", "{% macro type(t) %}{% if t is mapping %}{% for k, v in t.items() %}{{ k }}:{{ type(v) }};{% endfor %}{% elif t is iterable and t is not string %}[{% for v in t %}{{ type(v) }}{% if not loop.last %},{% endif %}{% endfor %}]{% else %}{{ t }}{% endif %}{% endmacro %}{{ type({'a': [1, {'b': 2}], 'c': 'x'}) }}", "{% for x in xs %}{% call(y) m2() %}{{ x }}{{ y }}{% endcall %}{% endfor %}{% macro m2() %}{{ caller(1) }}{% endmacro %}", "{% macro m2() %}{{ caller(1) }}{% endmacro %}{% for x in xs %}{% call(y) m2() %}{{ x }}{{ y }}{{ loop.index }}{% endcall %}{% endfor %}",
    # other blocks
    "{% filter upper %}abc {{ s }}{% endfilter %}", "{% filter replace('a', 'b')|upper %}aaa{% endfilter %}", "{% filter indent(2) %}\na\nb\n{% endfilter %}", "{% filter nosuch %}{% endfilter %}", "{% generation %}\nx {{ n }}\n{% endgeneration %}\ny", "{% for m in people %}{% generation %}{{ m.name }}{{ loop.index }}{% set t = 1 %}{% endgeneration %}{{ t is defined }}{% endfor %}", "{%- generation -%}  a  {%- endgeneration -%}", "{% for x in xs %}{% generation %}{% break %}{% endgeneration %}{% endfor %}", "{% for x in xs %}{% filter upper %}a{{ x }}{% if x == 1 %}{% break %}{% endif %}{% endfilter %}{% endfor %}z", "{% for x in xs %}{% set q %}a{% if x == 1 %}{% continue %}{% endif %}b{% endset %}{{ q }}{% endfor %}", "{% for x in xs %}{% with y = x %}{% if y == 1 %}{% break %}{% endif %}{{ y }}{% endwith %}{% endfor %}", "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}", "{% set j = joiner(', ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}", "{% set g = xs|map('string') %}{{ g|join }}{{ g|join }}|", "{% set g = xs|select('odd') %}{{ g|first }}{{ g|list }}", "{% set r = range(3) %}{{ r|list }}{{ r|list }}{{ r|length }}", "{{ raise_exception('x: ' + s) }}", "{% if n > 3 %}{{- raise_exception('n is ' ~ n) }}{% endif %}", "{{ strftime_now('%d %b %Y') }}{{ strftime_now is defined }}", "{{ braces }}{{ braces|upper }}{{ [braces] }}", "{% set x = braces %}{{ x }}", "{{ missing }}{{ missing|length }}{% for x in missing %}{% endfor %}{{ missing is defined }}", "{% set x = xs + [4] %}{{ x }}{{ xs }}", "{% set x = d.copy() %}{{ x }}", "{% do 1 %}",
]

BROKEN = [
    "{{", "{{ }}", "{% %}", "{{ 1 +}}", "{{ (1 }}", "{{ 1) }}", "{{ [1 }}", "{{ {1} }}", "{{ 'a }}", "{% if %}{% endif %}", "{% if 1 %}", "{% endif %}", "{% for x in y %}{% endif %}", "{% for x %}{% endfor %}", "{% nosuch %}", "{{ 1|nosuch }}", "{{ 1 is nosuch }}", "{{ a b }}", "{{ 1 2 }}", "{{ a.'b' }}", "{{ a..b }}", "{{ @ }}", "{{ a ? b : c }}", "{{ a && b }}", "{{ !a }}", "{{ 1 is none is none }}", "{{ f(a=1, 2) }}", "{{ f(**a, b) }}", "{{ f(*a, b) }}", "{{ f(a=1, a=2) }}", "{% break %}", "{% continue %}", "{% macro m() %}{% break %}{% endmacro %}", "{% for x in y %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}", "{# x", "{% set %}", "{% set x = %}", "{% set x %}", "{% macro %}{% endmacro %}", "{% macro m %}{% endmacro %}", "{% macro m(1) %}{% endmacro %}", "{% with x %}{% endwith %}", "{% if a %}{% else %}{% else %}{% endif %}", "{% if a %}{% else %}{% elif b %}{% endif %}", "{{ a[1 }}", "{{ a[1:2:3:4] }}", "{% filter %}{% endfilter %}", "{% call %}{% endcall %}", "{% generation %}", "{% endgeneration %}", "{{ '\\x4' }}", "{{ '\\N{nosuch}' }}", "{{ 007 }}", "{{ not }}", "{{ in }}", "{{ a in }}", "{{ is }}", "{{ 1 is }}", "{{ a| }}", "{{ |a }}", "{{ a|b. }}", "{% for x in y if %}{% endfor %}", "{% for x.y in z %}{% endfor %}", "{% for x, in y %}{% endfor %}", "{{ a if }}", "{{ a if b else }}", "{{ {,} }}", "{{ [,] }}", "{{ (,) }}", "{% endfor %}", "{% else %}", "{{ a }", "{% if a }", "{{ 1a }}", "{{ $x }}", "{% 'x' %}", "{% for x in y %}{{ x }}", "{{ lambda x: x }}", "{{ [x for x in y] }}", "{{ a; b }}", "{% set a b = 1 %}", "{{ x := 1 }}",
]


def random_expressions(generator, count):
    """Random well-formed expressions over small values, wherever operators, filters and tests may meet."""
    atoms = ["1", "2", "0", "-3", "2.5", "'a'", "'b c'", "''", "'é🙂'", "true", "false", "none", "[]", "[1, 2, 3]", "['b', 'a']", "{'a': 1}", "(1, 'x')", "n", "s", "xs", "d", "missing", "f", "nothing", "words"]
    binary = ["+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", ">", "<=", ">=", "and", "or", "in", "not in", "**"]
    filters = ["length", "upper", "trim", "list", "first", "last", "string", "tojson", "join('-')", "default('z')", "int", "float", "abs", "sort", "reverse", "title", "sum", "unique|list", "round", "replace('a', 'b')", "capitalize", "max", "min", "map('string')|list"]
    tests = ["defined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "even", "true", "false", "undefined", "integer", "in [1, 'a']", "eq 1", "gt 1", "not none"]
    tails = ["[0]", "[-1]", "[1:]", "[::-1]", ".a", "['a']", "[:2]", ".upper()", ".split()", ".items()", ".get('a')", ".strip()"]

    def expression(depth):
        kind = generator.random()
        if depth == 0 or kind < 0.12:
            return generator.choice(atoms)
        if kind < 0.42:
            return f"{expression(depth - 1)} {generator.choice(binary)} {expression(depth - 1)}"
        if kind < 0.56:
            return f"({expression(depth - 1)})|{generator.choice(filters)}"
        if kind < 0.62:
            return f"{expression(depth - 1)}|{generator.choice(filters)}"
        if kind < 0.70:
            return f"{expression(depth - 1)} is {generator.choice(tests)}"
        if kind < 0.80:
            # not a constant, since Jinja folds a slice of a constant that has none to nothing
            return f"({expression(depth - 1)} if yes else s){generator.choice(tails)}"
        if kind < 0.84:
            return f"not {expression(depth - 1)}"
        if kind < 0.87:
            return f"-{expression(depth - 1)}"
        if kind < 0.93:
            return f"({expression(depth - 1)} if {expression(depth - 1)} else {expression(depth - 1)})"
        if kind < 0.97:
            return f"[{expression(depth - 1)}, {expression(depth - 1)}]"
        return "{'k': " + expression(depth - 1) + "}"

    for _ in range(count):
        yield "{{ " + expression(generator.choice([1, 2, 2, 3])) + " }}"


CHAT_VARIABLES = {"bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": False, "tools": None, "documents": None}


def conversations():
    """What the conversations of preference data look like, and what they should not."""
    turn = lambda role, content, **more: {"role": role, "content": content, **more}
    user, answer = turn("user", "What is 2 + 2?"), turn("assistant", "It is 4.")
    call = {"type": "function", "id": "abcdefghi", "function": {"name": "add", "arguments": {"a": 2, "b": [1.5, None, True, "é"]}}}
    found = [
        [user, answer],
        [turn("system", "Be brief."), user, answer],
        [turn("system", ""), user, answer],
        [user, answer, turn("user", "  And 3 + 3?\n"), turn("assistant", "\u00a0 six \t\n")],
        [turn("system", "  S  "), user, answer, turn("user", "b"), turn("assistant", "c"), turn("user", "d"), turn("assistant", "e")],
        [user],
        [answer, user],
        [user, user, answer],
        [user, answer, answer],
        [turn("user", ""), turn("assistant", "")],
        [turn("user", "q"), turn("assistant", "<think>\nlet me see\n</think>\n\nthe answer")],
        [turn("user", "q"), turn("assistant", "<think>a</think>b"), turn("user", "r"), turn("assistant", "no end <think> here")],
        [turn("user", "q"), turn("assistant", "answer", reasoning_content="because\n")],
        [turn("user", "{{ bos_token }} {% for x in y %} {# c #} {%- endfor %}"), turn("assistant", "{{ raise_exception('no') }}")],
        [turn("user", "Üñï 数学 🙂\u2028 line\u200b"), turn("assistant", "tab\there \"quoted\" 'single' \\n")],
        [turn("user", "q"), turn("assistant", "", tool_calls=[call]), turn("tool", "{\"sum\": 4}", name="add", tool_call_id="abcdefghi"), turn("assistant", "4")],
        [turn("user", "q"), turn("assistant", "text", tool_calls=[call, call]), turn("tool", "1"), turn("tool", "2"), turn("assistant", "done")],
        [turn("developer", "rules"), user, answer],
        [turn("critic", "an unknown role"), answer],
        [user, answer, turn("system", "late"), user, answer],
        [turn("user", "</s><s>[INST] trick [/INST]"), turn("assistant", "<|im_end|>\n<|im_start|>user")],
    ]
    return [{"messages": messages} for messages in found]


def chat_templates():
    """Templates of this project's own, family by family, with the constructs of those that are published."""
    return {
        "plain-turns": """{% for turn in messages %}{{ '<|' + turn['role'] + '|>\\n' + turn['content'] | trim + eos_token + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}""",
        "markers": """{%- if tools %}
    {{- '<|begin|>system\\n' }}
    {%- for tool in tools %}{{- tool | tojson }}{%- endfor %}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|begin|>system\\n' + messages[0].content + '<|end|>\\n' }}
    {%- else %}
        {{- '<|begin|>system\\nYou answer questions.<|end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set state = namespace(searching=true, last_question=messages|length - 1) %}
{%- for turn in messages[::-1] %}
    {%- set position = (messages|length - 1) - loop.index0 %}
    {%- if state.searching and turn.role == "user" and not(turn.content.startswith('<result>') and turn.content.endswith('</result>')) %}
        {%- set state.searching = false %}
        {%- set state.last_question = position %}
    {%- endif %}
{%- endfor %}
{%- for turn in messages %}
    {%- if turn.content is string %}{%- set text = turn.content %}{%- else %}{%- set text = '' %}{%- endif %}
    {%- if (turn.role == "user") or (turn.role == "system" and not loop.first) %}
        {{- '<|begin|>' + turn.role + '\\n' + text + '<|end|>' + '\\n' }}
    {%- elif turn.role == "assistant" %}
        {%- set thought = '' %}
        {%- if turn.reasoning_content is defined and turn.reasoning_content is not none %}
            {%- set thought = turn.reasoning_content %}
        {%- elif '</think>' in text %}
            {%- set thought = text.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set text = text.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > state.last_question and (loop.last or (not loop.last and thought)) %}
            {{- '<|begin|>assistant\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + text.lstrip('\\n') }}
        {%- else %}
            {{- '<|begin|>assistant\\n' + text }}
        {%- endif %}
        {%- for call in turn.tool_calls or [] %}
            {%- if (loop.first and text) or (not loop.first) %}{{- '\\n' }}{%- endif %}
            {%- if call.function %}{%- set call = call.function %}{%- endif %}
            {{- '<call>\\n{"name": "' ~ call.name ~ '", "arguments": ' }}
            {%- if call.arguments is string %}{{- call.arguments }}{%- else %}{{- call.arguments | tojson }}{%- endif %}
            {{- '}\\n</call>' }}
        {%- endfor %}
        {{- '<|end|>\\n' }}
    {%- elif turn.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|begin|>user' }}{%- endif %}
        {{- '\\n<result>\\n' + turn.content + '\\n</result>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|end|>\\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|begin|>assistant\\n' }}{%- endif %}
""",
        "headers-and-date": """{{- bos_token }}
{%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
{%- if not tools_first is defined %}{%- set tools_first = true %}{%- endif %}
{%- if not today is defined %}
    {%- if strftime_now is defined %}{%- set today = strftime_now("%d %b %Y") %}{%- else %}{%- set today = "26 Jul 2024" %}{%- endif %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}

{#- the system turn comes out first #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_text = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_text = "" %}
{%- endif %}
{{- "<|header|>system<|/header|>\\n\\n" }}
{%- if tools is not none %}{{- "Environment: tools\\n" }}{%- endif %}
{{- "Knowledge until: December 2023\\n" }}
{{- "Today: " + today + "\\n\\n" }}
{{- system_text }}
{{- "<|eot|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|header|>' + message['role'] + '<|/header|>\\n\\n'+ message['content'] | trim + '<|eot|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("One call at a time!") }}
        {%- endif %}
        {%- set call = message.tool_calls[0].function %}
        {{- '<|header|>assistant<|/header|>\\n\\n' -}}
        {{- '{"name": "' + call.name + '", ' }}
        {{- '"parameters": ' }}
        {{- call.arguments | tojson }}
        {%- for name, value in call.arguments | items %}{{- name + '="' ~ value ~ '"' }}{%- if not loop.last %}{{- ", " }}{%- endif %}{%- endfor %}
        {{- "}" }}
        {{- "<|eot|>" }}
    {%- else %}
        {{- "<|header|>ipython<|/header|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}{{- message.content | tojson }}{%- else %}{{- message.content }}{%- endif %}
        {{- "<|eot|>" }}
    {%- endif %}
{%- endfor %}
""",
        "turn-marks": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system turns here') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Turns must go user/assistant/user/assistant/...') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<turn>' + role + '\n' + message['content'] | trim + '</turn>\n' }}{% endfor %}""",
        "turn-prefix": """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- set first_prefix = messages[0]['content'] + '

' -%}
    {%- set rest = messages[1:] -%}
{%- else -%}
    {%- set first_prefix = "" -%}
    {%- set rest = messages -%}
{%- endif -%}
{%- for message in rest -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Turns must alternate") }}
    {%- endif -%}
    {{ '<turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '
' + (first_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}{{ item['text'] | trim }}{%- endfor -%}
    {%- else -%}
        {{ raise_exception("Odd content") }}
    {%- endif -%}
    {{ '</turn>
' }}
{%- endfor -%}
""",
        "instructions-1": """{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('must alternate') }}{% endif %}{% if message['role'] == 'user' %}{{ '[ASK] ' + message['content'] + ' [/ASK]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token + ' ' }}{% else %}{{ raise_exception('Only user and assistant turns!') }}{% endif %}{% endfor %}""",
        "instructions-2": """{%- if messages[0]["role"] == "system" %}
    {%- set system_text = messages[0]["content"] %}
    {%- set turns = messages[1:] %}
{%- else %}
    {%- set turns = messages %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- set questions = turns | selectattr("role", "equalto", "user") | list %}

{#- Calls and results aside, turns take turns. #}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in turns %}
    {%- if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system turn, roles must alternate") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}

{{- bos_token }}
{%- for message in turns %}
    {%- if message["role"] == "user" %}
        {%- if tools is not none and (message == questions[-1]) %}{{- "[TOOLS]" }}{%- endif %}
        {%- if loop.last and system_text is defined %}
            {{- "[ASK]" + system_text + "\\n\\n" + message["content"] + "[/ASK]" }}
        {%- else %}
            {{- "[ASK]" + message["content"] + "[/ASK]" }}
        {%- endif %}
    {%- elif message.tool_calls is defined and message.tool_calls is not none %}
        {{- "[CALLS] [" }}
        {%- for call in message.tool_calls %}
            {%- set out = call.function|tojson %}
            {{- out[:-1] }}
            {%- if not call.id is defined or call.id|length != 9 %}{{- raise_exception("Ids have nine characters!") }}{%- endif %}
            {{- ', "id": "' + call.id + '"}' }}
            {%- if not loop.last %}{{- ", " }}{%- else %}{{- "]" + eos_token }}{%- endif %}
        {%- endfor %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- elif message["role"] == "tool_results" or message["role"] == "tool" %}
        {%- if message.content is defined and message.content.content is defined %}
            {%- set content = message.content.content %}
        {%- else %}
            {%- set content = message.content %}
        {%- endif %}
        {{- '[RESULTS] {"content": ' + content|string + ", " }}
        {{- '"id": "' + message.tool_call_id + '"}[/RESULTS]' }}
    {%- else %}
        {{- raise_exception("Only user, assistant and tool turns, please!") }}
    {%- endif %}
{%- endfor %}
""",
        "namespace-heavy": """{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(is_first=false, is_tool=false, is_output_first=true, system_text='', is_first_system=true) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- if ns.is_first_system %}{% set ns.system_text = ns.system_text + message['content'] %}{% set ns.is_first_system = false %}{%- else %}{% set ns.system_text = ns.system_text + '\\n\\n' + message['content'] %}{%- endif %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system_text }}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false -%}{{'<|U|>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and 'tool_calls' in message %}{%- set ns.is_tool = false -%}{%- for call in message['tool_calls'] %}{%- if not ns.is_first %}{{'<|A|><calls>' + call['type'] + '<sep>' + call['function']['name'] + '\\n' + call['function']['arguments']|tojson + '</call>'}}{%- set ns.is_first = true -%}{%- else %}{{'\\n' + '<call>' + call['function']['name']}}{%- endif %}{%- endfor %}{{'</calls>'}}{%- endif %}{%- if message['role'] == 'assistant' and message['tool_calls'] is not defined %}{%- if ns.is_tool %}{{'</outputs>' + message['content'] + eos_token}}{%- set ns.is_tool = false -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<|A|>' + content + eos_token}}{%- endif %}{%- endif %}{%- if message['role'] == 'tool' %}{%- set ns.is_tool = true -%}{%- if ns.is_output_first %}{{'<outputs><output>' + message['content'] + '</output>'}}{%- set ns.is_output_first = false %}{%- else %}{{'\\n<output>' + message['content'] + '</output>'}}{%- endif %}{%- endif %}{%- endfor -%}{% if ns.is_tool %}{{'</outputs>'}}{% endif %}{% if add_generation_prompt and not ns.is_tool %}{{'<|A|>'}}{% endif %}""",
        "tags": """{% for message in messages %}{% if message['role'] == 'system' and message['content'] %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}""",
        "commands": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% elif false == true %}{% set loop_messages = messages %}{% set system_message = 'You are helpful.' %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% if system_message != false %}{{ '<|S|><|SYS|>' + system_message + '<|E|>' }}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate') }}{% endif %}{% set content = message['content'] %}{% if message['role'] == 'user' %}{{ '<|S|><|USR|>' + content.strip() + '<|E|>' }}{% elif message['role'] == 'assistant' %}{{ '<|S|><|BOT|>' + content.strip() + '<|E|>' }}{% endif %}{% endfor %}""",
        "generation-tag": """{{ bos_token }}
{%- for message in messages %}
{%- if message.role == 'assistant' %}
<|assistant|>
{% generation %}
{{ message.content }}{{ eos_token if not loop.last else '' }}
{% endgeneration %}
{%- else %}
<|{{ message.role }}|>
{{ message.content | trim('\\n ') }}
{%- endif %}
{%- endfor %}
""",
        "macros-and-types": """{%- macro show(value, depth=0) -%}
    {%- if value is mapping -%}
        {%- for key, inner in value|dictsort -%}{{ '  ' * depth ~ key ~ ': ' ~ show(inner, depth + 1) ~ '\\n' }}{%- endfor -%}
    {%- elif value is string -%}{{ value|tojson }}
    {%- elif value is iterable -%}[{%- for inner in value -%}{{ show(inner, depth + 1) }}{{ ', ' if not loop.last }}{%- endfor -%}]
    {%- else -%}{{ value }}
    {%- endif -%}
{%- endmacro -%}
{%- set roles = messages|map(attribute='role')|list -%}
{{ roles|join('>') }} {{ roles|unique|list|length }} {{ messages|selectattr('role', 'eq', 'user')|map(attribute='content')|map('trim')|map('upper')|join(' & ') }}
{% for message in messages %}
    {%- if loop.previtem is defined and loop.previtem.role == message.role %}{{ '(again) ' }}{% endif %}
    {%- for key in message if key not in ['role', 'content'] %}{{ key }}={{ show(message[key]) }};{% endfor %}
    {{ loop.index ~ '/' ~ loop.length }} {{ message.content[:12] }}…{{ message.content|length }} {{ message.content.split()|length }} {{ message | tojson }}
    {%- if loop.nextitem is defined and loop.nextitem.role == 'tool' %} -> tool{% endif %}

{% endfor %}
{%- set last = messages|last -%}
{{ last.role ~ ': ' ~ last['content']|replace('\\n', ' ')|truncate(20) }}
""",
    }
