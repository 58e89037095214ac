"""Questions to the State of the Union messages since 2001, and the years of those that answer them.

Written for EmbedLab with the messages at hand, so that they may suit them. The years were looked up by the
words of the event (“hydrogen”, “burn pits”), which the questions avoid; a message that only touches on it may
be missing.
"""

from __future__ import annotations

from embedlab.texts.help_desk import LabeledQuery, read_queries

__all__ = ["MESSAGE_QUERIES"]

# questions to the messages, with the years that answer them; some without an answer
MESSAGE_QUERIES: tuple[LabeledQuery, ...] = read_queries("""
send astronauts to the red planet > 2015 | 2020
doping in professional games > 2004
three hostile regimes as one menace > 2002
two offices in charge of the same fish > 2011
a national effort against tumors > 2016 | 2022 | 2023 | 2024
when the Russians were first in orbit > 2011 | 2016
automobiles that emit nothing but steam > 2003 | 2005 | 2006
a medal for a sick radio host > 2020
a new branch of the military above the sky > 2020 | 2026
charges that only turn up when you pay > 2023 | 2024
soldiers sick from smoke of garbage fires > 2022 | 2023
copies of people made in a laboratory > 2003 | 2006 | 2008
a contagious fever halted in Guinea and Liberia > 2015 | 2016
guests who landed on the beaches of France as young men > 2019
teenagers killed by a street gang > 2018
ice skaters who came home as champions > 2026
a guest who survived Hitler's camps > 2019
which city is Israel's seat of government? > 2018 | 2019
affordable shots for diabetics > 2022 | 2023 | 2024
restraint in killing from unmanned aircraft > 2014 | 2015
she carried infants to safety during a storm > 2013
a farmer's dairy treated like petroleum > 2012
judges let firms pay for campaigns > 2010
an end to the ban on homosexual troops > 2010 | 2011
a billionaire taxed less than his assistant > 2012
what Facebook does to teenagers > 2022 | 2023
rioters broke into the halls of Congress > 2023 | 2024
ordinary tissue turned into embryo-like cells > 2008
listening to phone calls to find terrorists > 2006 | 2014 | 2015
waiters keep everything that guests add to the bill > 2026
rebuild a city after the flood > 2006
help for Caribbean people after the ground shook > 2010
a recipe for apple pie >
how whales sleep >
learning to play the violin >
the rules of chess >
my password does not work >
""")
