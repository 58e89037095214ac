"""Everyday sentences about landscape, weather, plants, animals, travel and sport."""

from __future__ import annotations

__all__ = ["OUTDOORS"]

OUTDOORS = """\
The shore was covered with smooth pebbles and broken shells
A narrow stream winds through the valley below our farm
Seagulls nest on the white cliff above the harbor
Wild poppies bloom all over the meadow in June
The lake freezes every winter, and children skate on it
We walked along the riverside until we reached an old mill
High waves crashed over the pier during the storm
The canal connects two large towns in the north
Frogs croak in the swamp behind the railway tracks
A waterfall thunders down into a deep green pool
Sheep graze on the slope of the mountain
The desert looks empty, but many insects live under its sand
From the summit you can see three different countries
A small island appears off the coast at low tide
The flood broke through the dam and swept away the bridge
Volcanoes throw ash and melted rock into the air
Our path led past caves, ferns and a dripping fountain
They dug a deep well because the creek had dried up
The glacier shrinks a little more every decade
Sailors feared the hidden reef near the lagoon
Salt water flows into the marsh twice a day
The ditch beside the road was full of nettles
Muddy trails follow the edge of the brook for miles
Engineers raised the embankment so the town would stay dry
Canoes drifted past fields, orchards and a ruined castle

Thick fog hid the runway for most of the morning
Thunder rolled, and lightning struck the church tower
It has been raining since Tuesday without a break
The hot wind from the south dries out the soil
Snowflakes melted as soon as they touched the ground
Autumn brings colorful leaves and shorter afternoons
Summer evenings here are warm and full of crickets
A rainbow appeared after the shower had passed
Heavy hail dented the cars in the parking lot
The moon pulls on the ocean and causes the tides
Astronomers discovered a planet circling a faraway star
At dawn the horizon glowed pink and orange
Icicles hung from the roof like glass daggers
The seasons change because the earth is tilted
Dark clouds gathered, so we brought the laundry inside
A comet crossed the night sky for a whole week
In February frost painted patterns on every pane

The roots of the maple lifted the paving stones
Ivy climbs up the trunk and chokes the branches
Pine needles and cones covered the forest floor
Sunflowers turn their heads toward the sun
He planted tulips, daisies and a row of lavender
Bees carry pollen from blossom to blossom
Carpenters prefer timber that has dried for several years
Sticky sap dripped from the wound in the wood
Weeds grow faster than anything else in my garden
The apple harvest was poor because of the cold April
Cacti store water in their thick green stems
Mushrooms pop up between the twigs after a wet week
Acorns feed squirrels through the cold months
She raked the lawn and burned the dead leaves
Palm trees line the avenue down to the beach
Wheat, barley and corn need plenty of sunshine
A seedling pushed its first tiny shoot through the earth
Rough logs were stacked against the wall of the cabin

The puppy whined until somebody let it out
Wolves howl to call the other members of their pack
Our cat purrs when you scratch behind her ears
A lion's roar can be heard across the plain
The guard dog growled at the stranger and showed its teeth
Ducks quack, geese hiss and roosters crow at sunrise
The parrot repeats every word my grandfather says
Storks build huge nests on chimneys
A heron waited in the shallows for careless fish
Swans glided across the pond with their gray chicks
Pelicans and flamingos gather near the salt lake
An eagle circled above the canyon, looking for prey
The owl turned its head and blinked at us
Bats and owls hunt when most birds are asleep
Mice and rats spread through the ships of that time
A hedgehog rolled into a ball under the hedge
Rabbits dig burrows with many secret exits
The badger sleeps by day and searches for worms at night
Hamsters stuff their cheeks with seeds
A fat spider waited in the middle of its web
Moths fluttered around the lantern on the terrace
Ants marched in line toward the spilled honey
Dolphins leaped beside the yacht, and everyone cheered
A whale came up to breathe near our sailboat
The walrus has long tusks and a wrinkled face
Penguins waddle over the ice in search of their partners
Otters crack mussels open with a stone
Sharks have several rows of pointed teeth
The snake shed its skin beneath a warm rock
Crocodiles float like logs, with only their eyes showing
Turtles crawl up the sand to bury their eggs
Horses galloped across the pasture, manes flying
The donkey refused to carry another sack of flour
Cows give less milk when they are frightened
A piglet escaped from the stable and ran into the village
Shepherds count their flock before the gate is closed
Deer jumped over the fence and ate our lettuce
Elephants remember places where they once found water
Monkeys stole bananas from the tourists' backpacks
The bear caught a salmon with one quick paw
Tigers are striped, while leopards have spots
A fox crept toward the henhouse after midnight
Beavers gnaw at willows until the trees fall
Camels can walk for days without drinking
The kitten chased a ball of wool under the sofa
Crows are clever enough to use tools
Swallows and sparrows nest beneath our roof
The vet bandaged the hind leg of the greyhound

The train to the capital leaves from platform nine
We missed our flight because of a traffic jam
A taxi driver showed us the quickest way to the museum
The captain steered his ship around the iceberg
Passengers must show their passports at the border
Our hotel had a balcony with a view of the bay
She packed two sweaters, a map and her camera
Cyclists have to wear a helmet in this country
The bus was crowded, so I stood near the door
Astronauts train for years before their first mission
Trucks deliver vegetables to the market before sunrise
The pilot landed the plane safely on one wheel
They camped near the lake and cooked on an open fire
The tunnel is closed for repairs until Thursday
Tourists queue for hours to climb the famous tower
He drove slowly, for the road was icy
My suitcase was far too heavy to carry upstairs
The ferry was late, and the harbor smelled of diesel
Explorers crossed the jungle with a local guide
A signpost pointed left, but the track went right

The striker kicked the ball into the upper corner
Our goalkeeper saved two penalties in the final
The tournament begins with sixteen teams from eight nations
She won the race by less than a second
The catcher dropped the ball, and the batter reached third base
The quarterback threw a long pass to his receiver
Hockey sticks and tennis rackets filled the locker room
He lifts weights at the gym three times a week
The boxer fell in the second round and stayed down
Gymnasts stretch their muscles before the contest
Fans sang in the stadium long after the game
The coach shouted at his players during the break
A golfer lost her favorite club in the bushes
Skiers wait at the lift until the fog clears
The swimmer broke a record that had stood for years
Rain delayed the competition by almost two hours
He wears a leather glove on his left hand to catch
The umpire called the runner out, and the inning ended
The champion shook hands with every opponent
Her arrow hit the center of the target
Beginners fall off the surfboard again and again
The rowing crew trains on the canal at six
"""
