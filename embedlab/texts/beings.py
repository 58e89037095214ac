"""Sentences for words that are an animal in one sense, or the voice of one. The most vivid come first."""

from __future__ import annotations

__all__ = ["BEINGS"]

BARK = {
    "dog": """The dog gave a loud bark when the doorbell rang
Our neighbor's terrier starts to bark whenever a bicycle passes
A deep bark from behind the gate made the postman jump
Puppies often bark at their own reflection in a mirror
Please teach your hound not to bark during the night
His bark is fierce, but he wags his tail at strangers
All we heard from the kennel was a single hoarse bark
The shepherd whistled, and with one bark Rex turned the whole flock
Why does that poodle bark at everyone in uniform?
Seeing the leash, she let out an excited bark and ran downstairs""",
    "tree": """The bark of the old oak was rough and deeply cracked
Beetles had bored tiny tunnels beneath the bark of the pine
Birch trees have white bark that peels off like paper
Cinnamon is made from the dried bark of a tropical tree
Someone had carved two initials into the bark with a knife
In a hard winter, deer eat bark when nothing green is left
Moss covered the bark on the shady side of the trunk
Strip the bark before you saw the log into planks
Gardeners spread chopped bark around the roses to keep weeds away
Thick bark protects these giant redwoods from forest fires""",
}
SEAL = {
    "animal": """A seal balanced a red ball on its nose at the zoo
The seal slid off the ice and dived after a herring
Tourists photographed a fat seal sleeping on the beach
Polar bears wait for hours to catch a seal
From the boat we saw a seal poke its whiskered head up
The mother seal feeds her white pup with rich milk
With its flippers, a seal moves clumsily on land
Fishermen complain that one seal can empty a whole net
An injured seal was nursed back to health by volunteers
Beneath its skin, every seal has a thick layer of blubber""",
    "closure": """The king pressed his ring into the wax seal on the letter
Do not take the medicine if the seal on the bottle is broken
A worn rubber seal let water drip from the tap
She broke the seal of the envelope and unfolded the page
The jar stays fresh as long as its seal is airtight
The plumber wrapped tape round the pipe to make a better seal
Police put a seal on the door of the dead man's flat
An official seal was stamped on the certificate by the notary
Oil leaked from the engine because a seal had failed
Peel back the foil seal before you screw the lid on again""",
}
BAT = {
    "animal": """A bat flew out of the cave at dusk
The bat hung upside down from the attic beam
Using echoes, a bat can find moths in total darkness
A tiny bat squeezed through the crack under our roof tiles
Some people fear that a bat will get tangled in their hair
Wrapped in its leathery wings, the bat slept through the winter
In Mexico, one kind of bat drinks nectar from cactus flowers
The vampire in the film turned into a bat and fluttered away
The biologist held the furry bat gently and measured its ears
When evening comes, a bat hunts mosquitoes above our pond""",
    "sport": """He swung the bat and hit the ball over the fence
The batter dropped his bat and ran to first base
She was given a wooden bat and a leather glove for her birthday
Our captain raised his bat after scoring a hundred runs
The bat cracked in two when it met the fast ball
Grip the bat with both hands and bend your knees a little
Cricket players rub oil into a new bat
The umpire checked whether the bat was too heavy for juniors
An aluminum bat is easier to swing than one made of ash
Waiting for his turn, the boy rested the bat on his shoulder""",
}
CRANE = {
    "bird": """A crane stood on one leg in the shallow marsh
The crane spread its wide gray wings and flew south
In Japan, the white crane is a symbol of long life
With its long beak the crane picked a frog from the pond
In March the male crane dances to impress a female
A crane had built its nest among the reeds
We heard the trumpet call of a crane high above the fields
Birdwatchers traveled for hours to see the rare crane feeding
Two eggs lay in front of the crane, well hidden in grass
Its feathers ruffled by the wind, the crane called to its chick""",
    "machine": """A tall crane lifted the steel beams onto the roof
The crane at the harbor unloaded containers from the ship
From his cabin, the operator moved the crane with two levers
During the storm a construction crane crashed into an office block
They needed a crane to get the grand piano through the window
The builders hung a Christmas tree on the arm of their crane
A mobile crane pulled the wrecked bus out of the ditch
Because the crane had broken down, work on the bridge stopped
Every crane must be inspected before it may carry heavy loads
The hook of the crane swung dangerously above the workers' heads""",
}
MOLE = {
    "animal": """A mole dug a tunnel under our lawn overnight
The mole is almost blind but has an excellent sense of smell
With its broad paws, a mole shovels soil to the surface
Fresh heaps of earth showed where the mole had been at work
The gardener set a trap for the mole that ruined his carrots
Our cat laid a dead mole on the doormat
Earthworms are what a mole likes to eat best
In the picture book a mole goes looking for a badger
The velvety fur of the mole lies smooth in either direction
Deep underground, a mother mole raises her young in a nest""",
    "skin": """The doctor looked closely at the dark mole on her back
He has a small brown mole on his left cheek
If a mole changes its color, show it to a dermatologist
The film star was famous for the mole above her lip
My sister had a mole removed from her neck last year
A hair was growing out of the mole on his chin
She covered the mole on her shoulder with makeup
Too much sun can turn a harmless mole into cancer
The surgeon cut the mole out and sent it to the laboratory
Only a mole beside the ear tells the twins apart""",
}
MOUSE = {
    "animal": """The cat caught a mouse behind the barn
A mouse had nibbled a hole in the cheese
My aunt screamed when a mouse ran across the kitchen floor
The owl swooped down and carried a mouse back to its nest
In the field, a tiny mouse was gathering grains of wheat
We set a trap, but the mouse took the bacon and escaped
The laboratory mouse found its way through the maze
A gray mouse with round ears peeped out of the wall
Snakes can swallow a mouse whole
Last night something scratched behind the wardrobe, probably a mouse""",
    "computer": """Click the left button of the mouse to open the file
My laptop has a touchpad, so I rarely use a mouse
The wireless mouse needs a new battery
Move the mouse until the arrow is over the icon
She plugged the keyboard and the mouse into the computer
Gamers pay a lot of money for a precise mouse
Drag the picture across the screen with your mouse
Hours of work with the mouse made his wrist ache
The cursor froze because the mouse had been unplugged
On a mouse, the little wheel lets you scroll down a page""",
}
# word -> what can be read either way, and the sentences of each sense
BEINGS: dict[str, tuple[str, dict[str, str]]] = {
    "bark": ("What I noticed first was its rough bark", BARK),
    "seal": ("We found an old seal near the harbor", SEAL),
    "bat": ("There was a bat on the floor of the garage", BAT),
    "crane": ("From our window we could watch the crane all morning", CRANE),
    "mole": ("She showed me a mole she had found yesterday", MOLE),
    "mouse": ("There is a mouse under the desk", MOUSE),
}
