"""Sentences for words with several meanings, written for this project. One a line, the sense before a bar."""

from __future__ import annotations

__all__ = ["AMBIGUOUS"]

AMBIGUOUS: dict[str, str] = {
    "bank": """river | We sat on the bank and watched the boats go by
river | The river burst its bank after days of rain
river | Reeds grew thick along the muddy bank
river | The otter climbed out of the water onto the bank
money | The bank raised its interest rates again
money | She opened a savings account at the bank
money | The bank refused to lend him the money
money | Our bank closes its branch in the village""",
    "spring": """season | The garden comes back to life in spring
season | Last spring was the warmest on record
season | They married in the spring of that year
coil | A spring inside the mattress had snapped
coil | The door closes by means of a steel spring
coil | He wound the spring of the old clock
water | Clear water bubbled from a spring in the rock
water | The village drinks from a mountain spring""",
    "bat": """animal | A bat flew out of the cave at dusk
animal | The bat hangs upside down while it sleeps
animal | We saw a bat catch insects above the lake
sport | He swung the bat and missed the ball
sport | She bought a new wooden bat for the season
sport | The bat broke when it hit the ball""",
}
