"""What a stranger may put where a text is expected: each must be shown as it is and do nothing."""

HOSTILE_LABEL = "<b>x</b>&%{x}"  # Plotly's own markup, and the template of a hover text
HOSTILE_TEXT = "<img src=x onerror=\"document.title='owned'\"> **b** $x^2$ :red[y] [a](javascript:y) :smile:"
HOSTILE_LINKS = [
    "",
    "<script>alert(1)</script>",
    "NaN",
    "-1",
    "1e99",
    "x" * 5_000,
    "a\x00b",
    "../../etc/passwd",
    "$x$ :red[y]",
]
