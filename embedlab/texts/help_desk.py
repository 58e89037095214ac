"""The help pages of an invented shop for photo books, and questions that people might type in its search box.

The questions were worded to share few words with the page that answers them; some have no answer at all. All
of it was written for EmbedLab, before any of it was searched.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAQ", "FAQ_QUERIES", "Article", "LabeledQuery", "read_queries"]


@dataclass(frozen=True)
class Article:
    """A help page."""

    title: str
    text: str


@dataclass(frozen=True)
class LabeledQuery:
    """A question, and the titles of the pages that answer it: none where no page does."""

    text: str
    titles: tuple[str, ...]


_FAQ = """
# Account recovery steps
Open the sign-in page and choose "I can't get in". We send a link to the email address you signed up with; it
works for thirty minutes. Follow the link, choose a new secret phrase of at least ten characters, and sign in
with it.
# Changing the email address on file
In Settings, under Profile, type the new address and confirm it with the code that we send there. Your old
address stops receiving mail from us at once.
# Signing in with a code from your phone
Two-step sign-in asks for a six-digit code after your password. Turn it on in Settings, under Security, and
scan the square with an authenticator app. Print the ten backup codes and keep them somewhere safe.
# Closing an account for good
Choose Delete account at the bottom of Settings. We keep everything for fourteen days in case you change your
mind; after that, your projects and pictures are erased and cannot be brought back.
# Sharing one account in a family
Up to five people can work in one household plan. The owner invites the others by email; each has a login of
their own, and albums can be private or shared.
# Your account was locked
After eight wrong attempts we block sign-in for an hour, so that nobody can guess their way in. Wait, or call
us and answer two questions about your last order.
# Which cards and wallets we accept
We take Visa, Mastercard, American Express, PayPal, Apple Pay and Google Pay. Schools and companies may pay
by bank transfer within thirty days of the invoice.
# Why a charge was declined
Your bank, not we, decides. The usual reasons are an expired card, a billing address that differs from the
one the bank has, or a daily limit. Try another card, or call the number on the back of yours.
# Using a gift card or a discount code
Type the code in the box at checkout before you pay. Only one code works per order, and codes do not apply to
postage. What is left on a gift card stays there for the next order.
# Two charges for one order
The first line on your statement is a reservation that your bank removes within five days; only the second is
money that left you. If both are still there after a week, write to us with a picture of the statement.
# Getting an invoice with tax shown
Every order has a PDF invoice under Orders. To see sales tax on its own line and your company's name on top,
add the tax number in Settings before you order.
# Paying in installments
For orders above 100 dollars, choose Pay later at checkout: four equal amounts, two weeks apart, without
interest. A missed date costs 5 dollars.
# Currency and exchange rates
Prices appear in the money of the country you ship to. Your bank may add a fee of one to three percent when
it converts.
# How long an order takes
Prints leave our lab in one day, books in three, canvases in five. Add two to four working days for the
truck. In December, count on a week more.
# Following a parcel on its way
When the box leaves us, you get a message with a number. Type it on the carrier's page to see where the box
is and on which day the driver comes.
# The box says delivered, but nobody has it
Look on the porch, behind the bins and with the people next door; drivers often mark a stop early. If it has
not turned up after two days, tell us, and we print everything again without charge.
# Sending an order to another address
You may change where it goes until the order is printed, under Orders, Edit. Afterwards only the carrier can
redirect it, and some ask for a fee.
# Countries we ship to
We deliver in the United States, Canada, the United Kingdom and the European Union. Islands and military post
offices take up to three weeks.
# Customs and import fees
Outside your customs area, the post office may ask for duty and tax at the door. We cannot know the amount in
advance and do not refund it.
# Rush production
For 15 dollars, an order goes to the front of the line and leaves the lab the same day if it reaches us
before ten in the morning. Canvases are excluded.
# Pickup in a store
Choose a partner shop at checkout and save the postage. You get a message when it has arrived; bring a photo
ID within ten days.
# Sending something back
Prints made from your own pictures cannot be resold, so we take them back only if something is wrong with
them. Frames, albums without pictures and gift cards can be returned unused within thirty days.
# Damaged or faulty items
Take a photo of the fault and of the packaging, and attach both to the form under Orders, Report a problem.
We make a new one at our cost; you need not mail the bad one.
# When your money comes back
We send it on the day we agree to a refund. Cards show it after three to five working days, bank transfers
after two, gift cards at once.
# Colors came out darker than on the screen
A screen shines, paper does not, so prints look darker than a bright display. Lower your screen to about
half, or turn on Brighten in the editor. If a whole order is far off, we reprint it once, free.
# Stopping an order
Within one hour, press Cancel under Orders and pay nothing. Once the presses run we can no longer stop it.
# Wrong item in the box
If you got somebody else's pictures, please do not keep or post them. Tell us the order number on the slip;
we send a courier to swap the boxes.
# The page counter and blank sheets
Books have between 24 and 120 pages, always an even number. If yours ends on an odd one, we add an empty
sheet at the end; fill it or leave it white.
# Which files you can upload
JPEG, PNG, HEIC and TIFF up to 100 megabytes each. RAW files from cameras must be converted first. Videos are
not supported, but a single frame of one is.
# Resolution and blurry prints
The editor shows a yellow triangle when a picture has fewer than 150 pixels per inch at the size you chose.
Make it smaller on the page, or use the original instead of a copy from a chat.
# Uploads that stop halfway
Large batches need a steady connection. Leave the tab open, turn off battery saving, and send fifty pictures
at a time. What has arrived is kept; the rest continues where it stopped.
# The app closes by itself
Update to the newest version, restart the phone, and free at least one gigabyte of storage. If it still
quits, send us the report from Settings, Help, Diagnostics.
# Working without internet
The app keeps the last ten projects on the phone. Edit them on a plane; changes are sent when you are back
online. Ordering needs a connection.
# Old browsers
The editor runs in Chrome, Edge, Firefox and Safari of the last two years. In older ones buttons may not
react; update, or use the app.
# Recovering a deleted project
Projects you throw away stay in the bin for thirty days. Open Projects, Bin, and choose Restore. After that
they are gone.
# Choosing paper
Matte hides fingerprints and suits portraits; glossy makes colors strong and suits landscapes; the thick lay-
flat paper lets a picture run across both pages.
# Making a calendar
Pick the first month, drop a picture on each page and add birthdays from your contacts. Holidays of your
country are printed in red unless you turn them off.
# Large orders for schools and clubs
From twenty copies of the same book, the price falls by a fifth; from a hundred, by a third. Ask for an
offer, and we send a sample first.
# Who can see your pictures
Only you, and people you share an album with. Our staff opens a picture only if you ask for help with it. We
never sell pictures or use them to train software.
# Where your data is stored
On servers in Ireland and Ohio, encrypted on disk. You can download everything as one archive in Settings,
Privacy.
# Stopping our newsletter
Every mail has an unsubscribe link at the bottom. Notices about an order still come, because you need them.
# Environment and recycling
Paper comes from certified forests, boxes are made of recycled cardboard without plastic, and the lab runs on
wind power. Old albums go in the paper bin, covers removed.
"""

_QUERIES = """
How to reset password? > Account recovery steps
I forgot my login > Account recovery steps
can't remember my credentials > Account recovery steps
I have a new Gmail, where do I tell you? > Changing the email address on file
switch my contact mail > Changing the email address on file
make my login safer > Signing in with a code from your phone
2FA setup > Signing in with a code from your phone
get rid of my profile completely > Closing an account for good
erase all my data > Closing an account for good
can my husband and I use the same subscription? > Sharing one account in a family
add my kids as users > Sharing one account in a family
too many failed tries, now I'm shut out > Your account was locked | Account recovery steps
do you take Amex? > Which cards and wallets we accept
paying by wire for our company > Which cards and wallets we accept
my Visa does not go through > Why a charge was declined
payment refused at checkout > Why a charge was declined
where do I enter my coupon? > Using a gift card or a discount code
redeem a voucher > Using a gift card or a discount code
you billed me twice > Two charges for one order
duplicate debit on my bank account > Two charges for one order
I need a receipt for my accountant > Getting an invoice with tax shown
VAT bill > Getting an invoice with tax shown
can I spread the cost over several weeks? > Paying in installments
buy now and settle the bill over two months > Paying in installments
why is the price in euros? > Currency and exchange rates
when will my stuff get here? > How long an order takes
will it be here before Christmas? > How long an order takes | Rush production
where is my package right now? > Following a parcel on its way
trace a shipment > Following a parcel on its way
courier claims he dropped it off, but there is nothing > The box says delivered, but nobody has it
stolen package > The box says delivered, but nobody has it
we are moving house, can you redirect it? > Sending an order to another address
I typed the wrong street > Sending an order to another address
do you mail to Norway? > Countries we ship to
shipping abroad > Countries we ship to | Customs and import fees
the postman wanted extra money from me > Customs and import fees
I need it urgently > Rush production
fastest option available > Rush production
collect it myself instead of postage > Pickup in a store
I don't like it, can I give it back? > Sending something back
exchange an unopened album > Sending something back
the cover arrived scratched and bent > Damaged or faulty items
broken glass in the picture holder > Damaged or faulty items
how long until I am reimbursed? > When your money comes back
still waiting for my cash > When your money comes back
everything looks too dim on paper > Colors came out darker than on the screen
the photos do not match my monitor > Colors came out darker than on the screen
I ordered by mistake > Stopping an order
call off a purchase > Stopping an order
I received a stranger's wedding album > Wrong item in the box
why is there an empty leaf at the back of my book? > The page counter and blank sheets
minimum length of a photo book > The page counter and blank sheets
is a movie clip allowed? > Which files you can upload
iPhone image format > Which files you can upload
pictures look fuzzy and pixelated > Resolution and blurry prints
what does the warning sign on my photo mean? > Resolution and blurry prints
transfer hangs at 60 percent > Uploads that stop halfway
slow wifi keeps interrupting my transfer > Uploads that stop halfway
software crashes on Android > The app closes by itself
it freezes and quits > The app closes by itself
can I design on an airplane? > Working without internet
nothing happens when I click in Internet Explorer > Old browsers
I accidentally removed my album > Recovering a deleted project
undo trash > Recovering a deleted project
shiny or dull finish? > Choosing paper
which sheets for baby portraits > Choosing paper
wall planner with anniversaries > Making a calendar
bulk pricing for a yearbook > Large orders for schools and clubs
quantity discount for our soccer team > Large orders for schools and clubs
is my content private? > Who can see your pictures
do you use my images for AI? > Who can see your pictures
GDPR export > Where your data is stored
which country are the computers in? > Where your data is stored
too much advertising in my inbox > Stopping our newsletter
are you sustainable? > Environment and recycling
how do I dispose of an old photo book? > Environment and recycling
do you repair cameras? >
what are your opening hours on Sunday? >
are you hiring? >
can a drone film my wedding? >
who won the game last night? >
how do I bake sourdough bread? >
do you rent out photo studios? >
is the stock price going up? >
"""


def _read_articles(text: str) -> tuple[Article, ...]:
    """Return the articles of a text in which "# " begins a title."""
    parts = [part.partition("\n") for part in text.split("# ") if part.strip()]
    return tuple(Article(title, " ".join(body.split())) for title, _, body in parts)


def read_queries(text: str) -> tuple[LabeledQuery, ...]:
    """Return the questions of lines such as "question > title | title"."""
    lines = [line.split(">") for line in text.strip().splitlines()]
    return tuple(
        LabeledQuery(question.strip(), tuple(title.strip() for title in titles.split("|") if title.strip()))
        for question, titles in lines
    )


# the help pages of an invented shop
FAQ = _read_articles(_FAQ)
# questions to the help pages, some without an answer
FAQ_QUERIES = read_queries(_QUERIES)
