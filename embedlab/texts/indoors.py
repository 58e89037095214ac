"""Everyday sentences about money, tools, the body, the kitchen, fire, truth, school, law, science, people."""

from __future__ import annotations

__all__ = ["INDOORS"]

INDOORS = """\
The lender wants the loan back with interest
Investors bought shares in a company that makes robots
He keeps his savings in an old sock
Her mortgage costs more than half of her salary
The financial crisis ruined thousands of small firms
You can pay by credit card or in cash
The branch on Main Street closes at four on Fridays
Taxes pay for schools, roads and hospitals
The euro fell against the dollar this week
The merchant traded spices for silk and silver
My insurance covered the damage after the burglary
They borrowed money from relatives to start a bakery
The accountant found a mistake in the budget
A rich widow donated her fortune to the orphanage
Prices went up, but wages stayed the same
The cashier counted the coins twice
A credit union offers cheap loans to its members
He withdrew fifty dollars and bought a bicycle tire
The broker sold the bonds just before the crash
Thieves opened the safe and took the jewels
She owes me for the tickets, but I can wait
The auction ended when nobody offered a higher price
Poor families spend most of their income on rent
The treasurer deposited the donations in our account on Monday

The carpenter needs a hammer, nails and a sharp saw
An excavator dug the hole for the swimming pool
Workers in yellow vests climbed the scaffolding
A bulldozer flattened the ruins within an hour
The forklift raised the crates to the top shelf
Tighten the screw until the hinge stops rattling
A copper wire was wound around the iron coil
The lever moves a gear, which turns the wheel
Bolts made of steel hold the beams together
The elevator got stuck between two floors
A magnet picked up all the spilled pins
Tractors pull plows through the wet clay
The plumber fixed a leaking pipe under the sink
An electrician replaced the fuse in the basement
The engine coughed, smoked and finally stopped
Bricks and cement are delivered tomorrow morning
The ladder wobbled while he painted the ceiling
Robots weld the doors in this car factory
Rubber keeps the window tight in winter
Put the lid on, or the glue will dry out
A cork plugged the neck of the dusty bottle
The stamp on this document proves that it is genuine
Hot wax dripped from the lid of the jar
The lock was rusty, so we oiled the key
Glass, metal and plastic belong in separate bins
Elastic bands lose their force when they get old
He wrapped the parcel in brown paper and tape

The nurse measured my temperature and pulse
Freckles cover her nose and both of her arms
The boy had a rash and a swollen eye
A long scar runs across the pirate's cheek
The dentist pulled out two of my teeth
Pimples on the chin trouble many teenagers
The surgeon washed his hands before the operation
Wrinkles around the eyes appear when we smile
He broke his wrist and wore a plaster for weeks
This cream soothes blisters and sunburned shoulders
The heart pumps blood through the whole body
Take one tablet with a glass of water after meals
She sneezed, coughed and went back to bed
The baby was born with a birthmark on its knee
Lungs fill with air each time we breathe in
An ambulance rushed the injured cyclist to the clinic
A wart on my thumb finally disappeared
The patient complained of pain in his lower back
Vaccines protect children against many diseases
Bones heal faster when you are young
Sweat ran down his forehead into his beard
Doctors examined the tumor under a microscope

She stirred the soup and added a pinch of pepper
The jug of milk stood next to the bread
He washed the bowls, mugs and the greasy frying pan
The kettle whistled while the toast was burning
A vase of roses decorated the dining table
Grandma bakes plum cake with cinnamon every Sunday
Pour the tea from the pot into these cups
The waiter spilled red wine on the tablecloth
We ate noodles with garlic, onions and cheese
The refrigerator hums loudly during the night
Peel the potatoes and boil them for twenty minutes
The chef sharpened his knife before slicing the meat
Lemonade tastes best with plenty of ice
The fork goes on the left, the spoon on the right
Too much sugar is bad for your stomach
The oven must be hot before the pizza goes in
Guests drank juice from tall glasses on the porch
The butcher weighed the sausages and wrapped them

The lamp on my desk needs a brighter bulb
A torch helped us find the way out of the cellar
Candles flickered on the birthday cake
Sparks flew from the fire into the dark
He took a lighter from his pocket and lit a cigarette
Flames destroyed the warehouse before the firefighters arrived
Sunshine poured through the curtains at noon
The glow of the campfire attracted a cloud of midges
The streetlamps went out, and the alley became dark
A feather weighs less than a paper clip
The piano is heavy, so four men carried it
Balloons rise because hot air is thin
This thin blanket is soft but surprisingly warm
She gained some weight while she was on holiday
Smoke from the chimney drifted over the rooftops
Two scouts rubbed sticks together until the straw burned

The witness swore to tell the truth
He pretended to be ill and stayed at home
Cheating in an exam is dishonest
She kept the secret for more than ten years
A false rumor spread through the school within hours
The suspect denied that he had ever met her
An honest salesman admitted that the car was damaged
Do not deceive people who trust you
The spy betrayed his friends for a handful of gold
Grandpa sleeps in his armchair after dinner
Sit down and rest your tired legs
He leaned against the wall and closed his eyes
The toddler stood up, wobbled and fell
We stretched out on the blanket and listened to music
The old priest knelt before the altar
She dreamed that she was floating above the city

The teacher wrote a difficult sum on the blackboard
Pupils must finish their homework by Wednesday
My daughter learns French and a little Spanish
The library owns more than a million books
He failed the test because he had not studied
The poem has four verses, and none of them rhymes
A dictionary explains what unfamiliar words mean
The headmaster praised the class for its play
Students argued about the novel for an hour
Geography was always my weakest subject
The orchestra tuned its violins before the concert
She plays the trumpet in a jazz band
A drum beat echoed through the narrow streets
The choir sang an old carol without a piano
The painter mixed blue and yellow to get green
An unknown sculptor carved this statue from marble
The audience clapped when the curtain fell
His latest film tells the story of two sisters
The dancers moved slowly to the sound of a flute
My guitar has a broken string

The judge sentenced the thief to two years in jail
Police officers searched the apartment for weapons
Parliament voted against the new law
The president gave a speech on television
Voters elected a young woman as mayor
The lawyer defended her client without a fee
Soldiers guarded the border day and night
The minister resigned after the scandal
Citizens protested against the plan to close the hospital
Both kingdoms signed a peace treaty
The jury needed only an hour to reach a verdict
Knights fought with swords and wooden shields
Archaeologists uncovered a temple beneath the sand
The queen lived in a palace with a hundred rooms
The war ended before my grandparents were born
Ancient Romans built roads that still exist
The emperor sent a letter with a golden ribbon
Pirates buried their treasure on a lonely beach

Press any key on the keyboard to continue
The printer ran out of ink again
My laptop screen froze while I was writing an email
The cursor blinks where the next letter will appear
She forgot her password and could not log in
The software update took longer than expected
He plays computer games with a joystick
Click on the link to download the document
A virus deleted all the files on our server
Cables connect the monitor to the laptop
Programmers spend much of their time finding errors
The chemist heated the liquid in a test tube
Molecules are made of smaller parts called atoms
Fossils tell us how dinosaurs lived
The telescope is strong enough to show distant galaxies
Gravity pulls everything toward the center of the earth
The experiment proved that the theory was wrong
Sound travels faster through water than through air
Rays of sunlight split into colors in a prism
Electric current flows from the battery to the motor

My little brother is afraid of spiders
She was proud of her medal and wore it all day
He felt lonely after his best friend moved away
They quarreled, cried and finally laughed about it
Her uncle tells the funniest jokes in the family
I was ashamed because I had forgotten his name
The bride hugged her parents and wept with joy
Jealousy destroyed their long friendship
The twins surprised their mother with breakfast in bed
A kind neighbor feeds our goldfish when we are away
The crowd grew angry when the show was canceled
Her calm voice made the frightened child smile
He whispered something, but the music was too loud
The scream woke everyone in the building

The tailor shortened the sleeves of my jacket
Her wool scarf suits the color of her coat
The carpet is dirty, and the walls need paint
He ironed his shirt and polished his shoes
The baker gets up at three in the morning
Secretaries answer hundreds of letters every month
The fisherman mended his nets on the quay
We moved the wardrobe into the smaller bedroom
A pillow and a mattress are all you need
The hairdresser cut my hair much too short
Please knock before you enter the office
The manager hired six new engineers
Farmers demand a fair price for their crops
The postman rang twice and left a package
The tiny shop sells buttons, thread and needles
Nurses work long hours for little pay
The journalist interviewed a famous actress
The clock on the station wall is five minutes slow
We need another chair for the meeting
"""
