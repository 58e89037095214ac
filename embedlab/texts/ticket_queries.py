"""What somebody at the help desk might look for among the tickets, with the numbers of those that fit.

Written after all 180 tickets were read, in other words than theirs. The last ones fit no ticket.
"""

from __future__ import annotations

from embedlab.texts.help_desk import LabeledQuery, read_queries

__all__ = ["TICKET_QUERIES"]

# questions to the messages, with the numbers of those that fit
TICKET_QUERIES: tuple[LabeledQuery, ...] = read_queries("""
locked out after too many tries > 11
erase everything you know of me > 2
unknown person used my login from elsewhere > 7
got married, different surname > 6
may a minor register? > 10
two-factor login is a nuisance > 13
second factor is gone > 3 | 23
unwanted advertising > 16
do employees look at private photos? > 24
GDPR request for personal information > 25
combine duplicate accounts > 8
I want to stay logged in > 22
avatar > 30
misspelled nickname > 20
billed two times > 31
coupon is refused > 32 | 52
unknown transaction, maybe fraud > 50
wire money from one account to another > 37
spreading the cost over several months > 40 | 53
cheaper for people at university > 45
still waiting for my reimbursement > 35 | 44
VAT number on the bill > 33
bill is addressed to a different firm > 43
bulk discount is missing > 55
trial period was billed > 60
shipping upgrade that nobody asked for > 41
a thief on the doorstep > 62
package got wet > 78
duties on imports > 68
shipping to soldiers > 70
half of it is missing > 65 | 105
redirect to a different address > 64 | 77
pick it up in person > 73
weekend delivery > 79
must come by a certain date > 63 | 72
returned to sender > 84 | 90
tracking code is invalid > 80
a wrong person got the package > 69 | 75
missed the delivery attempt > 76
too many packages for a single purchase > 86
strangers' photos inside > 92
everything looks too dim on paper > 93
faces have a sickly tint > 113
shattered pane > 96
sheets stick to each other > 98
it falls to bits > 114
bad odor > 107
broken cup > 106
too many copies delivered > 117
late return of a Christmas gift > 115
software quits unexpectedly > 121
transfer of files gets stuck > 122 | 149
photos are sideways > 131
blank screen > 124
button is dead in Apple's browser > 123
server fault > 132
my work is gone > 130
duplicates in my library > 138
typing lags > 129
smileys are missing in print > 136
free up disk space > 147
iPhone format is rejected > 127
file exceeds the limit > 144
foreign language underlined as misspelled > 134
smallest readable lettering > 161
panorama over two sheets > 153
sort chronologically > 158
album for a newborn > 154
jigsaw of pupils > 175
can the cup go into a washing machine for plates? > 178
touch the materials before ordering > 172
monochrome pictures of people > 151
repeat an earlier design > 168
upright and wide shots together > 180
gilt lettering > 159
nothing that can shatter, for kids > 171
dots per inch for something huge > 174
repair of a camera >
hiring a wedding photographer >
job application >
opening hours on Sunday >
praise for a friendly colleague >
bread recipe >
""")
