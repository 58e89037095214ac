"""What customers of the invented photo shop of `help_desk` might write, in six classes by desk.

Some lines could go to two desks, as in life; the label is that of the desk that can solve it. All of it was
written for EmbedLab, thirty lines a class, before any of it was classified.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TICKETS", "Ticket"]


@dataclass(frozen=True)
class Ticket:
    """What a customer wrote, and the desk that answers it."""

    text: str
    desk: str


_TICKETS = """
# account
I have not been able to sign in since this morning; it says my password is wrong.
Please delete my profile and everything that belongs to it.
My phone was stolen and the code for logging in went to the old number.
How do I add my sister to our family plan?
The link in your recovery mail had already expired when I opened it.
I married and would like my new last name to appear in my profile.
Somebody in another city signed in with my name last night. Was I hacked?
There are two profiles with my address and I would like to merge them.
I never receive the confirmation mail, not even in the spam folder.
My son is twelve. May he have a login of his own?
You blocked me after a few wrong attempts, and I have a deadline today.
Which email do I sign in with? I have three and none of them works.
I want to turn off the six-digit code, it takes too long every time.
Can my assistant see my albums without knowing my password?
The owner of our household plan has left. How do I become the owner?
Please stop the weekly newsletter, I have unsubscribed four times.
I signed up with Google and would now like a password instead.
The security question asks for a pet that I never had.
How long do you keep my pictures if I do not log in for a year?
My username contains a typo; can it be changed?
I typed my old address when I registered and cannot confirm it now.
Every time I close the browser I am signed out again.
I lost the sheet with the backup codes.
Who at your company can look at my private albums?
Send me a copy of all data you hold about me, please.
Our school shares one login and somebody changed the password.
I would like to reopen the profile that I closed last week.
Your site says that my email is already taken, but I never registered.
Can I sign in on my tablet and my laptop at the same time?
The picture of me next to my name cannot be removed.
# payment
My card was charged twice for the same book.
The discount code from your mail is not accepted at checkout.
I need an invoice with the tax number of our company on it.
Why does my bank statement show four dollars more than the price on your site?
Please let me know when the refund will arrive on my credit card.
PayPal says that the payment went through, but your page shows an error.
Can we pay by bank transfer? Our school has no credit card.
I used a gift card of fifty dollars and only thirty were taken off.
My bank refuses the payment although there is enough money.
The second installment was taken a week too early.
You charged me for express although I chose normal delivery.
What does a canvas cost if I order five of them?
The receipt shows the wrong company name, please send it again.
I returned a frame in May and still have no money back.
Do you have a student discount?
Is the tax included in the prices you show?
I canceled within the hour, and yet the amount was taken from my card.
Can I pay half with a gift card and half with my credit card?
Please remove the old credit card from my profile, the new one is added.
There is a charge from you from last night, and I did not order anything.
In which currency will I be billed if I order from Canada?
The voucher expired yesterday; would you still accept it?
I would like to pay in four parts, but the button is gray.
Our purchasing office needs an offer before it can release the money.
I was promised a fifth off for twenty copies, but the cart shows the full price.
My card expires this month. What happens to my subscription?
The total changed between the cart and the last page.
Why was a fee of three percent added by my bank?
Can you split the invoice between two departments?
The free month was not free, I paid the full price.
# delivery
The tracking page has shown the same place for six days.
The driver says that he left the box on the porch, but there is nothing.
Will my order arrive before the wedding on June 14?
I typed the wrong house number; can you still change it?
Only one of the two parcels has arrived.
We are on vacation next week. Can you hold the box until we are back?
How much is postage to Norway?
The customs office wants 23 euros before they hand over my parcel.
The neighbor who signed for the box does not exist.
Do you ship to a military post office?
My order was printed on Monday and has still not been picked up by the carrier.
I need it by Friday. What is the fastest way?
Can I collect the canvas at your shop instead of having it sent?
The status has been "in preparation" for two weeks.
Somebody else received my box and called me. What now?
The courier came when nobody was home, and there was no note.
Please send my order to my office, not to my home.
The box was left in the rain and is soaked on the outside.
Is there a way to have it brought on a Saturday?
The number you sent me is unknown to the post office.
How long does it take to Hawaii?
I ordered on the first, my friend on the fifth, and hers is already here.
Which carrier do you use? Ours never finds our farm.
The parcel went back to you because the street was closed.
Could you put a note on the box that the bell is broken?
Why did you send one order in four boxes?
The store says that my box never arrived, but your mail says it is waiting there.
Is it possible to choose a time slot in the evening?
The map shows the van three streets away since noon.
The post office kept it ten days and then sent it back. Can you mail it again?
# returns
The cover of my book arrived with a deep scratch.
I received the pictures of another family.
The colors are much darker than on my screen; I want a reprint.
Can I give back two frames that I did not need?
One page is printed upside down.
The glass of the frame was in pieces when I opened the box.
I ordered the wrong size by mistake. Can I exchange it?
Pages 12 and 13 are glued together.
The canvas is loose on its wood and waves in the middle.
How do I send back an album that is still in its wrapping?
There is a white stripe along the edge of every print.
The calendar starts in March although I chose January.
My grandmother's face is cut off at the fold.
I am not happy with the quality and would like my money back.
Half of the prints are missing from the envelope.
The mug broke on the second day.
There is a smell of chemicals that does not go away.
May I keep the faulty book after you print a new one?
The return label does not print on my printer.
I sent the frame back two weeks ago; did you get it?
The corners of the box were crushed and so are the corners of the book.
You reprinted the book, but it has the same fault again.
All skin looks green on the matte paper.
The binding came apart after we opened it three times.
Is it still possible to return a present from December?
The photo on the title is blurred, though it was sharp in the preview.
I got ten copies and had ordered one.
A fingerprint is sealed beneath the plastic of the cover.
The print is two centimeters smaller than I ordered.
I would rather have a new one than a refund.
# technical
The app closes by itself as soon as I open the editor.
My upload stops at 60 percent every time.
Nothing happens when I press the Order button in Safari.
The page stays white after the last update.
I cannot drag pictures onto the page with my tablet.
The preview shows a yellow triangle on every picture.
Your site says that my HEIC files are broken, but my phone opens them.
Undo does not bring back the text that I deleted.
The editor is so slow that typing a caption takes minutes.
My project disappeared after I pressed Save.
The pictures are turned by 90 degrees after uploading.
I get error 502 since this morning.
The app does not find the albums on my memory card.
The spell checker marks every Spanish word as wrong.
The cursor jumps to the first page whenever I change a font.
Emoji in captions are printed as empty squares. Can that be mended?
Zooming in makes the whole window flicker.
The same picture is uploaded three times.
I cannot open a project on my laptop that I began on my phone.
Notifications do not arrive on my new phone.
The search in my albums finds nothing, not even the names that I typed.
Autosave says "failed" every few seconds.
The window for choosing a file does not open in Firefox.
My 90-megabyte TIFF is refused as too large.
The slider for brightness does not move.
After the update, all my fonts became the same.
The app fills my storage; how do I empty its cache?
On my old computer the buttons overlap and cannot be clicked.
The import from my cloud folder never ends.
The dark mode makes the captions invisible.
# design
Which paper is better for black-and-white portraits?
How many pages does a photo book need at least?
Can a picture run across both pages without a gap?
Is there a template for a baby's first year?
How do I put a birthday on the calendar in color?
What is the largest canvas you make?
Does the linen cover come in dark green?
Can I choose the order of the pictures by date?
I would like gold letters on the spine.
Which size fits into a standard frame of 8 by 10 inches?
How small may the text be so that my grandfather can read it?
Do you print on both sides of a card?
What is the difference between lay-flat and normal binding?
Could you suggest a layout for sixty pictures of a trip?
Is glossy or matte better against fingerprints?
May I send you a drawing and have it printed as the cover?
Do you offer square books?
I want the same look as last year's book; how do I copy it?
Can the holidays of two countries be in one calendar?
How thick does a book with 120 pages become?
Are there frames without glass for a child's room?
I would like to see paper samples before I decide.
Is it possible to leave the left pages empty for writing?
What resolution does a poster of one meter need?
Can you make a puzzle out of our class picture?
Which fonts suit a wedding album?
How do I make a border of equal width around every photo?
Do the colors of a mug survive the dishwasher?
Is there a softcover that is cheaper but still looks nice?
Can I mix portrait and landscape pictures on one page?
"""


def _read_tickets(text: str) -> tuple[Ticket, ...]:
    """Return the lines below each "# desk"."""
    blocks = [block.strip().splitlines() for block in text.split("# ") if block.strip()]
    return tuple(Ticket(line, desk) for desk, *lines in blocks for line in lines)


# messages to an invented shop, desk after desk
TICKETS = _read_tickets(_TICKETS)
