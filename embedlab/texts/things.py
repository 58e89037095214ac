"""Sentences for words that are two or three things, or a thing and an act. The most vivid come first."""

from __future__ import annotations

__all__ = ["THINGS"]

BANK = {
    "river": """We sat on the grassy bank and dangled our feet in the water
After days of rain the river burst its bank
An otter slid down the muddy bank and vanished
Reeds grew so thick along the bank that we could not see the boats
The bank was too steep for the cows to drink there
He tied his canoe to a willow on the far bank
A heron stood motionless beside the bank, waiting for a fish
Kingfishers dig their nests into a sandy bank
On the opposite bank, two anglers were packing up their rods
She swam across and climbed up the slippery bank, shivering""",
    "money": """The bank refused to lend him the money for a new car
She opened a savings account at the bank
Two masked robbers walked into the bank and demanded cash
My salary goes straight to the bank at the end of the month
The bank raised its interest rates again
Our village lost its last bank, so pensioners now travel to town
If you forget your PIN, the bank will send you another card
He works as a cashier in a large bank
Before buying the house, they asked their bank about a mortgage
Investors lost millions when the bank collapsed""",
}
SPRING = {
    "season": """In spring the meadows turn green and the lambs are born
The cherry trees along our street blossom every spring
They plan to marry next spring, perhaps in April
After a long winter, spring finally arrived with mild sunny days
Farmers sow their barley in early spring
Swallows come back from Africa in spring
Last spring was so cold that the tulips came up in May
Spring is the season when hay fever bothers me most
The clocks go forward one hour in spring
We always clean the whole house in spring before Easter""",
    "coil": """A metal spring popped out of the broken mattress
He wound up the spring of the old toy car
Press the button, and a small spring pushes the pen tip out
The steel spring stretches when you hang a weight on it
A rusty spring made the garden gate swing shut behind us
Inside the clock, a tightly coiled spring slowly unwinds
Without its spring, the mousetrap would not snap
The mechanic replaced a cracked spring in the truck's suspension
In physics we measured how far each spring was compressed
My trampoline squeaks because one spring has come loose""",
    "water": """Clear water bubbled from a spring between the rocks
The thirsty hikers filled their bottles at a mountain spring
This brook begins as a tiny spring in the forest
Monks built their abbey beside a spring of healing water
Villagers carried buckets home from the spring, a mile away
Steam rose from the hot spring where monkeys were bathing
The spring had dried up, so the goats went thirsty
Mineral water from this spring is bottled and sold worldwide
Deep under the hill an underground spring feeds the well
Rain seeps through limestone and comes out again as a spring""",
}
LIGHT = {
    "lamp": """She switched on the light and saw the mess on the floor
A light was still burning in the window upstairs
He read by the light of a single candle
The traffic light turned red just before we got there
Please turn off the light when you leave the room
From the deck we saw the flashing light of a distant tower
The light in the refrigerator is broken again
The photographer moved the light closer to the model's face
Moths kept circling around the porch light
His bicycle light flickered because its battery was nearly empty""",
    "weight": """The empty suitcase was so light that a child could lift it
Feathers are light, yet a sack of them fills the whole car
Cork is a light material that floats on water
For the hike, choose a tent that is light and easy to fold
The parcel felt too light to hold all those books
Racing bikes have light frames made of carbon
My grandmother is so light that the wind nearly knocked her over
Aluminum is strong but light, so airplanes are built from it
Put the light boxes on top and the heavy ones underneath
Even a light backpack hurts my shoulders after an hour""",
}
LIE = {
    "untruth": """He told a lie so that his parents would not punish him
It was a lie that she had been ill on Monday
Nobody believed the boy after his third lie in a week
Witnesses who lie in court can be sent to prison
You promised me the truth, but everything you said was a lie
Politicians sometimes lie about how much a project will cost
Her face turned red, so we knew the story was a lie
I could never lie to my best friend about something so important
One small lie led to another until he was trapped
Did she really lie about her age to get the job?""",
    "rest": """After lunch I like to lie in the hammock and doze
Please lie on your back and breathe slowly, said the nurse
The dogs lie in the shade all afternoon
We used to lie in the grass and look at the stars
If you feel dizzy, lie flat until it passes
Her clothes lie scattered all over the bedroom carpet
On hot beaches, tourists lie on towels and get sunburned
He was too restless to lie still under the blanket
Leaves lie thick on the path in November
Cows often lie close together before it rains""",
}
MATCH = {
    "game": """Our team won the match by three goals to one
The tennis match lasted almost five hours
Thousands of fans watched the match on a giant screen
Rain stopped the cricket match shortly before tea
The referee blew his whistle and the match was over
She twisted her ankle in the first match of the season
Tickets for the final match sold out within minutes
He lost the chess match to a ten-year-old girl
Before every match the players shake hands
Whoever scores next will win this match""",
    "flame": """He struck a match and lit the candle
The match burned down until it hurt her fingers
With our last dry match we managed to start a campfire
A careless hiker dropped a match and set the forest alight
She held a match to the gas stove
Blow out the match before you throw it in the bin
One match was missing from the little cardboard box
The pipe smoker scratched a match against the brick wall
In the dark cellar a single match gave us hardly any brightness
Damp from the rain, the match would not catch fire""",
}
PITCHER = {
    "baseball": """The pitcher threw a fastball past the batter
A pitcher with a sore elbow should not throw for weeks
The young pitcher struck out nine men in his first game
Standing on the mound, the pitcher wiped sweat from his forehead
Our team needs a left-handed pitcher for the playoffs
The crowd booed the pitcher after another wild throw
The catcher signaled to the pitcher with two fingers
In the ninth inning the coach replaced his tired pitcher
She is the best softball pitcher in our league
Before every season the pitcher trains his arm in Florida""",
    "jug": """She poured lemonade from a glass pitcher into our cups
The pitcher of iced tea stood on the kitchen table
He knocked over the pitcher, and milk ran onto the floor
Fill the pitcher with water and add a few slices of lemon
A clay pitcher from Greece stood among the antique bowls
The handle of the porcelain pitcher had broken off
Waiters carried a pitcher of beer to each table
Wild flowers were arranged in a blue enamel pitcher
Keep a pitcher of juice in the fridge for the children
My aunt collects silver, and this pitcher is her favorite piece""",
}
# word -> what can be read either way, and the sentences of each sense
THINGS: dict[str, tuple[str, dict[str, str]]] = {
    "bank": ("We agreed to meet at the bank after lunch", BANK),
    "spring": ("Nobody expected much from this spring", SPRING),
    "light": ("They carried the light box into the studio", LIGHT),
    "lie": ("Most patients lie when the doctor comes in", LIE),
    "match": ("The match was over in less than a minute", MATCH),
    "pitcher": ("Everyone was looking at the pitcher in the middle", PITCHER),
}
