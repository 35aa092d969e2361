"""Strings that try to leave the literal, docstring, name, path or page they are put into."""

from __future__ import annotations

_DOUBLE, _SINGLE = '"' * 3, "'" * 3
_CODE = "import os; os.environ['SWAGSMITH_CANARY'] = 'dead'"

_QUOTES = [
    '"', "'", '""', "''", _DOUBLE, _SINGLE, '"' * 4, '"' * 5, '"' * 6, '"' * 7, "'" * 6, "`", "```", "````",
    f"ends with {_DOUBLE}", f"ends with {_SINGLE}", 'ends with "', "ends with '", f"{_DOUBLE} starts", '" starts',
    f"{_DOUBLE}\n{_CODE}\n{_DOUBLE}", f"{_SINGLE}\n{_CODE}\n{_SINGLE}", f'"); {_CODE} #', f"'); {_CODE} #",
    f"{_DOUBLE}); {_CODE} #", f"{_DOUBLE} + __import__('os').system('true') + {_DOUBLE}", f'",)\n{_CODE}\n#',
    f'\\"""\n{_CODE}\n"""', f"\\\\{_DOUBLE}\n{_CODE}", 'a"""b\'\'\'c"""', "'\"'\"'\"",
]  # fmt: skip
_BACKSLASHES = [
    "\\", "\\\\", "\\\\\\", "\\" * 7, "\\" * 8, "x\\", "x\\\\", 'x\\"', 'x\\\\"', "x\\'", '\\"""', '\\\\"""',
    '"""\\', '"""\\\\', "\\n", "\\N{BULLET}", "\\N{LATIN SMALL LETTER A", "\\u0022", "\\u0022" * 3, "\\U00000022",
    "\\x22", "\\42", "\\u", "\\x", "\\N", "\\\n", f"\\u0022\\u0022\\u0022\n{_CODE}", "\\\r\n", "\\ ", "end\\ ",
]  # fmt: skip
_BREAKS = [
    f"a{char}{_CODE}{char}b"
    for char in ("\n", "\r", "\r\n", "\n\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
] + ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\n\n\n", "\t", " ", "", "   ", "\n    x", "\u00a0", "\u3000"]  # fmt: skip
_TEMPLATES = [
    "{{ 7 * 7 }}", "{% for x in range(9) %}x{% endfor %}", "{# gone #}", "{{", "}}", "{%", "%}", "{#", "#}",
    "{% raw %}", "{% endraw %}", "{{ self.__init__.__globals__ }}", "{{ ''.__class__.__mro__ }}", "{% include 'x' %}",
    "{% extends 'models.py.jinja' %}", "{x}", "{", "}", "{}", "{0}", "{0.__class__}", "{x!r}", "{{x}}", "%s", "%(x)s",
    "%", "$x", "${x}", "$(true)", "`true`", "#", "# comment", "#!/bin/sh", "# type: ignore", "# noqa", "# fmt: off",
    "# ruff: noqa", "-*- coding: utf-7 -*-", "# -*- coding: rot13 -*-", "# pyright: basic", "# mypy: ignore-errors",
]  # fmt: skip
_INVISIBLE = [
    "\0", "a\0b", "\x01", "\x07", "\x08", "\x1a", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x80", "\x9b", "\xad",
    "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffe", "\uffff",
    "a\u202e/* b */\u2066", "\u061c", "\U000e0041", "\ue000", "\U0010ffff", "\ud800", "\udfff", "a\udc80b",
    "\udc00\ud800",
]  # fmt: skip
_PATHS = [
    "../x", "../../../../tmp/x", "..", ".", "./x", "/etc/passwd", "/tmp/x", "\\\\host\\share", "C:\\x", "C:x", "~", "~/x",
    "a/b", "a\\b", ".hidden", "con", "NUL", "aux.py", "com1", "lpt9", "x.", "x ", "a:b", "file:///etc/passwd", "-rf",
    "--config", "*", "?", "<x>", "x|y", "__init__.py", "__pycache__", "py.typed", "setup.py", "%2e%2e%2f", "..\u2215x",
]  # fmt: skip
_MARKUP = [
    "</script><script>alert(1)</script>", "<script>", "<img src=x onerror=alert(1)>", "<iframe src=//x>", "<b", "</main>",
    "</title><style>*{}</style>", "<!-- ", "-->", "<![CDATA[", "<?php ?>", "&lt;script&gt;", "&#60;script&#62;", "&",
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", "[x](javascript:alert(1))", "![x](https://127.0.0.1/x.png)",
    "<javascript:alert(1)>", "[x]: javascript:alert(1)", "[x](<javascript:alert(1)>)", "[x](data:text/html,x)",
    "[x](java\nscript:alert(1))", "# heading", "## Models", "---", "===", "- item", "1. item", "> quote", "|", "a|b",
    "\\|", "\\\\|", "`|`", "` <b>", "`` <b> `", "~~~", "```\n# x", "    code", "| a |\n| - |", "<details>", "*", "**", "_",
    "__", "~~", "<https://127.0.0.1>", "</code>", "</td></tr></table>", "<svg/onload=alert(1)>", "`<b>`<b>``", "\\<b>",
    "\\`<b>\\`",
]  # fmt: skip
_YAML = [
    "!!python/object/apply:os.system [true]", "!!binary x", "&a x", "*a", "<<", "- a", "a: b", "? a", "%YAML 1.1", "|", ">",
    "no", "null", "~", "1e3", "012", "0x10", "NaN", "---", "...", "@x", "[[x]]", "x = 1", "[tool.x]", '"\nx = "1',
]  # fmt: skip
_WORDS = [
    "class", "def", "None", "True", "import", "lambda", "async", "await", "match", "type", "case", "soft", "global",
    "nonlocal", "yield", "print", "exec", "eval", "open", "str", "int", "list", "dict", "object", "property", "super",
    "self", "cls", "__init__", "__class__", "__dict__", "__slots__", "__module__", "__getattr__", "__all__", "__name__",
    "__import__", "_", "__", "___", "_private", "__mangled", "mro", "model_config", "model_fields", "schema", "json", "copy",
    "Model", "_models", "models", "Operation", "operation", "operations", "_operations", "_runtime", "runtime", "Request",
    "Response", "Content", "Parameter", "Body", "Paging", "Omit", "OMIT", "omit", "_OMIT", "flat_body", "_flat_body", "wire",
    "xml", "_xml", "_shapes", "shapes", "_client", "client", "_root", "root", "resources", "Options", "options", "Pager",
    "AsyncPager", "Resource", "AsyncResource", "SyncClient", "AsyncClient", "Transport", "Settings", "Secret", "Self",
    "Any", "any", "Literal", "Annotated", "Field", "Date", "DateTime", "Base64", "TypeAlias", "Mapping", "Sequence",
    "builtins", "_builtins", "datetime", "_datetime", "annotations", "typing", "pydantic", "pyreqwest", "httpx2", "re",
    "cached_property", "with_options", "send", "stream", "close", "aclose", "base_url", "timeout", "headers", "transport",
    "media_type", "max_retries", "user_agent", "credentials", "body", "extra_body", "value", "values", "polymorphic",
    "read_only", "TYPE_CHECKING", "TypedDict", "Unpack", "Callable", "FileInput", "BasicAuth", "ApiKeyAuth", "TokenAuth",
    "ApiError", "NotFoundError", "File", "api", "client_", "_with", "changes", "import_module", "test", "sys", "os",
]  # fmt: skip
_UNICODE = [
    "ｃｌａｓｓ", "ſelf", "ﬁeld", "ﬀ", "Ｋ", "K", "ß", "ẞ", "straße", "STRASSE", "İ", "ı", "ǅ", "ŉ", "ª", "µ", "μ", "Å", "Å",
    "é", "e\u0301", "\u0301", "\u0301x", "a\u0301\u0302\u0303", "а", "аdmin", "ｓｔｒ", "𝓈𝑒𝓁𝒻", "𝟣", "١", "１", "²", "½", "中",
    "中文", "日本", "ไทย", "עברית", "العربية", "हिन्दी", "😀", "👨\u200d👩\u200d👧", "🇦🇶", "\u00b7x", "x\u00b7", "\u2118",
    "\u212e", "℘", "＿", "‿", "a‿b", "٠", "ₓ", "ᵃ", "\ufe4f", "\u0e33", "\u037a", "\uff9e", "\u1369", "x\u1369",
    "㎏", "…", "—", "«x»",
]  # fmt: skip
_LONG = [
    "w" * 300, "W" * 5000, " ".join(["word"] * 400), "x_" * 300, "\u4e2d" * 200, '"' * 3000, "\\" * 2999, "ß" * 200,
    "a" * 254, "a/" * 2000, "ﷺ" * 40, "{{" * 500, "😀" * 300, "9" * 400, "-" * 1000, ("word " * 30 + '"""') * 3,
]  # fmt: skip

HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_QUOTES,
            *_BACKSLASHES,
            *_BREAKS,
            *_TEMPLATES,
            *_INVISIBLE,
            *_PATHS,
            *_MARKUP,
            *_YAML,
            *_WORDS,
            *_UNICODE,
            *_LONG,
        ]
    )
)
