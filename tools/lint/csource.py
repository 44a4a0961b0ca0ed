# SPDX-License-Identifier: MIT
"""Just enough of a C reader for the lint rules.

A file is read once into three views that keep line numbers:

    text    as written
    code    comments, strings and preprocessor lines blanked out
    cpp     the preprocessor lines, continuation lines joined: (line, text)
"""

import re


class Function:
    """A function definition: name, line of its name, lines of its body."""

    def __init__(self, name, start, body_start, body_end):
        self.name = name
        self.start = start
        self.body_start = body_start
        self.body_end = body_end

    def lines(self):
        return self.body_end - self.body_start + 1


ATTRIBUTES = r"\b__(?:attribute__|printf|aligned|section|alloc_size|acquires|releases)"


def blank(match):
    """Spaces for everything but newlines."""
    return re.sub(r"[^\n]", " ", match.group(0))


LEXEMES = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.S | re.X)


def split_cpp(code):
    """Take the preprocessor lines out: (code without them, [(line, text)])."""
    out, cpp, joined = [], [], None
    for number, line in enumerate(code.split("\n"), 1):
        if joined is None and not re.match(r"\s*#", line):
            out.append(line)
            continue
        if joined is None:
            joined = (number, "")
        more = line.rstrip().endswith("\\")
        joined = (joined[0], joined[1] + line.rstrip().rstrip("\\") + " ")
        if not more:
            cpp.append((joined[0], joined[1].strip()))
            joined = None
        out.append(" " * len(line))
    return "\n".join(out), cpp


class Source:
    def __init__(self, path, text):
        self.path = path
        self.text = text
        no_comments = LEXEMES.sub(
            lambda m: blank(m) if m.group(0)[0] == "/" else m.group(0), text)
        _, self.cpp = split_cpp(no_comments)
        self.code, _ = split_cpp(LEXEMES.sub(blank, text))

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def includes(self):
        """(line, '<name>' or '"name"') of every #include."""
        for line, text in self.cpp:
            m = re.match(r'#\s*include\s+([<"][^>"]+[>"])', text)
            if m:
                yield line, m.group(1)

    def functions(self):
        """Every function defined at file level."""
        found, depth, start, head, opened = [], 0, 0, "", 0
        for m in re.finditer(r"[{};]", self.code):
            c = m.group(0)
            if c == "{":
                if depth == 0:
                    head, opened = self.code[start:m.start()], m.start()
                depth += 1
            elif c == "}":
                depth -= 1
                if depth == 0:
                    self._add_function(found, head, start, opened, m.start())
                    start = m.end()
            elif depth == 0:
                start = m.end()
        return found

    def _add_function(self, found, head, start, opened, closed):
        m = re.search(r"(\w+)\s*\([^{}]*\)\s*$", head, re.S)
        if not m or re.search(r"[^=!<>]=[^=]", head):
            return
        names = [w for w in re.findall(r"(\w+)\s*\(", head)
                 if not re.match(ATTRIBUTES, w)]
        found.append(Function(
            names[0] if names else m.group(1),
            self.line_of(start + len(head) - len(head.lstrip())),
            self.line_of(opened), self.line_of(closed)))

    def prototypes(self):
        """(name, line, is_void, parameters, comment before it) of every
        function declared but not defined at file level."""
        for start, end in self._statements():
            head = self.code[start:end]
            lead = len(head) - len(head.lstrip())
            decl = self._plain(head)
            m = re.match(r"^[\w\s*]*?\b(\w+)\s*\((.*)\)$", decl, re.S)
            if not m or re.match(r"(static|typedef|struct\s+\w+$)", decl):
                continue
            result = decl[:m.start(1)].replace("extern", "")
            result = re.sub(r"\b__\w+\b", "", result).strip()
            if not result or m.group(1) == "_Static_assert":
                continue
            yield (m.group(1), self.line_of(start + lead), result == "void",
                   self._parameters(m.group(2)), self._comment_before(start + lead))

    def _statements(self):
        depth, start = 0, 0
        for m in re.finditer(r"[{};]", self.code):
            c = m.group(0)
            depth += (c == "{") - (c == "}")
            if depth == 0:
                if c == ";":
                    yield start, m.start()
                start = m.end()

    @staticmethod
    def _plain(head):
        """A declaration on one line without its attributes."""
        decl = " ".join(head.split())
        attr = ATTRIBUTES + r"\s*(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))"
        while re.search(attr, decl):
            decl = re.sub(attr, "", decl, count=1).strip()
        return re.sub(r"(\)\s*)(?:__\w+\s*)+$", r"\1", decl).strip()

    @staticmethod
    def _parameters(text):
        """Names of the parameters; of a function pointer its own name."""
        text = re.sub(r"\(\s*\*\s*(\w+)[^()]*\)\s*(\([^()]*\))", r"* \1", text)
        names = []
        for part in text.split(","):
            words = re.findall(r"\w+", part)
            if len(words) > 1:
                names.append(words[-1])
        return names

    def _comment_before(self, offset):
        """The comment that ends right above offset, or ''."""
        before = self.text[:offset].rstrip()
        if not before.endswith("*/"):
            return ""
        return before[before.rfind("/*"):]
