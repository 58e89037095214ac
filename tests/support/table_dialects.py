"""The same small table in every dialect of text that people write tables of vectors in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

Matrix = Sequence[Sequence[float]]
Writer = Callable[[Sequence[str], Matrix], str]


def lines(words: Sequence[str], matrix: Matrix, write: Callable[[str, list[str]], str]) -> str:
    return "\n".join(
        write(word, [repr(number) for number in row]) for word, row in zip(words, matrix, strict=True)
    )


def separated(
    separator: str,
    *,
    around: str = "",
    header: bool = False,
    index: bool = False,
    quoting: int = csv.QUOTE_MINIMAL,
) -> Writer:
    """Return what writes columns between separators."""

    def write(words: Sequence[str], matrix: Matrix) -> str:
        rows = [
            [*([str(place)] if index else []), word, *row]
            for place, (word, row) in enumerate(zip(words, matrix, strict=True))
        ]
        names = [*([""] if index else []), "word", *(f"d{place}" for place in range(len(matrix[0])))]
        output = io.StringIO()
        writer = csv.writer(output, delimiter="\x1f", lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
        if separator.strip() or separator == "\t":
            writer = csv.writer(output, delimiter=separator, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
        writer.writerows([*([names] if header else []), *rows])
        # spaces after a separator stand outside of quotation marks
        return output.getvalue().replace(separator, separator + around) if around else output.getvalue()

    return write


def listed(
    separator: str, *, opening: str = "[", between: str = ", ", closing: str = "]", header: bool = False
) -> Writer:
    """Return what writes a label and a list without quotation marks."""

    def write(words: Sequence[str], matrix: Matrix) -> str:
        body = lines(
            words, matrix, lambda word, row: f"{word}{separator}{opening}{between.join(row)}{closing}"
        )
        return (f"word{separator.strip(' ') or separator}vector\n" if header else "") + body

    return write


def quoted_list(words: Sequence[str], matrix: Matrix) -> str:
    """OpenAI's cookbook: a JSON list in a cell, beside other numbers."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(["id", "text", "n_tokens", "embedding"])
    writer.writerows(
        [place, word, 3, json.dumps(list(row))]
        for place, (word, row) in enumerate(zip(words, matrix, strict=True))
    )
    return output.getvalue()


def records(words: Sequence[str], matrix: Matrix) -> list[dict[str, object]]:
    return [{"text": word, "embedding": list(row)} for word, row in zip(words, matrix, strict=True)]


# dialects whose words may hold anything that stands between quotation marks
QUOTED: dict[str, Writer] = {
    f"{name}{' header' * header}{' index' * index}{' quoted' * bool(quoting)}": separated(
        separator, header=header, index=index, quoting=quoting
    )
    for name, separator in {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}.items()
    for header in (True, False)
    for index in (True, False)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC)
} | {
    "quoted list": quoted_list,
    "JSON records": lambda words, matrix: json.dumps(records(words, matrix)),
    "JSON records indented": lambda words, matrix: json.dumps(
        records(words, matrix), indent=1, ensure_ascii=False
    ),
    "JSON Lines": lambda words, matrix: "\n".join(map(json.dumps, records(words, matrix))),
    "JSON words": lambda words, matrix: json.dumps(dict(zip(words, matrix, strict=True))),
    "JSON words a line": lambda words, matrix: "\n".join(
        json.dumps({word: row}) for word, row in zip(words, matrix, strict=True)
    ),
    "JSON columns": lambda words, matrix: json.dumps(
        {"texts": list(words), "embeddings": list(map(list, matrix))}
    ),
    "JSON pairs": lambda words, matrix: json.dumps(
        [[word, list(row)] for word, row in zip(words, matrix, strict=True)]
    ),
    "JSON word last": lambda words, matrix: json.dumps(
        [[*row, word] for word, row in zip(words, matrix, strict=True)]
    ),
    "JSON header": lambda words, matrix: json.dumps(
        [
            ["word", *(f"d{place}" for place in range(len(matrix[0])))],
            *([word, *row] for word, row in zip(words, matrix, strict=True)),
        ]
    ),
    "JSON indices": lambda words, matrix: json.dumps(
        {"word2idx": {word: place for place, word in enumerate(words)}, "matrix": list(map(list, matrix))}
    ),
    "JSON answer": lambda words, matrix: json.dumps(
        {
            "object": "list",
            "data": [
                {**one, "object": "embedding", "index": place}
                for place, one in enumerate(records(words, matrix))
            ],
            "model": "m",
            "usage": {"total_tokens": 3},
        }
    ),
    "pandas to_json": lambda words, matrix: json.dumps(
        {"text": dict(enumerate(words)), "embedding": dict(enumerate(map(list, matrix)))}
    ),
    "pandas split": lambda words, matrix: json.dumps(
        {
            "columns": ["text", "x"],
            "index": list(range(len(words))),
            "data": [[word, list(row)] for word, row in zip(words, matrix, strict=True)],
        }
    ),
}
# dialects in which a word is what stands before the numbers
PLAIN: dict[str, Writer] = {
    "spaces": lambda words, matrix: lines(words, matrix, lambda word, row: " ".join([word, *row])),
    "comma and space": separated(",", around=" "),
    "comma and space header": separated(",", around=" ", header=True),
    "semicolon and space": separated(";", around=" "),
    "spaces around commas": lambda words, matrix: lines(
        words, matrix, lambda word, row: " , ".join([word, *row])
    ),
    "space then commas": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word} {','.join(row)}"
    ),
    "space then commas and spaces": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word} {', '.join(row)}"
    ),
    "space then semicolons": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word} {';'.join(row)}"
    ),
    "comma then spaces": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word},{' '.join(row)}"
    ),
    "tab then spaces": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word}\t{' '.join(row)}"
    ),
    "tab then commas": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word}\t{','.join(row)}"
    ),
    "colon then spaces": lambda words, matrix: lines(
        words, matrix, lambda word, row: f"{word}: {' '.join(row)}"
    ),
    "spaces header": lambda words, matrix: (
        "word "
        + " ".join(f"d{place}" for place in range(len(matrix[0])))
        + "\n"
        + lines(words, matrix, lambda word, row: " ".join([word, *row]))
    ),
    "header of counts": lambda words, matrix: (
        f"{len(words)} {len(matrix[0])}\n" + lines(words, matrix, lambda word, row: " ".join([word, *row]))
    ),
    "header of counts then commas": lambda words, matrix: (
        f"{len(words)} {len(matrix[0])}\n" + lines(words, matrix, lambda word, row: ",".join([word, *row]))
    ),
    "header of counts then list": lambda words, matrix: (
        f"{len(words)} {len(matrix[0])}\n" + listed(" ")(words, matrix)
    ),
    "space list": listed(" "),
    "tab list": listed("\t"),
    "comma list": listed(","),
    "comma list header": listed(",", header=True),
    "semicolon list header": listed(";", header=True),
    "colon list": listed(": "),
    "COPY of PostgreSQL": lambda words, matrix: "\n".join(
        f"{place}\t{line}" for place, line in enumerate(listed("\t", between=",")(words, matrix).split("\n"))
    ),
    "tensor header": listed("\t", opening="tensor([", closing="], device='cpu')", header=True),
    "R header": listed("\t", opening="c(", closing=")", header=True),
    "remark": lambda words, matrix: "# made by hand\n" + separated(",")(words, matrix),
    "sep": lambda words, matrix: "sep=;\n" + separated(";", header=True)(words, matrix),
    "counts between commas": lambda words, matrix: (
        f"{len(words)},{len(matrix[0])}\n" + separated(",")(words, matrix)
    ),
    "tuple": listed(" ", opening="(", closing=")"),
    "list of NumPy": listed(" ", opening="[ ", between="  "),
}
