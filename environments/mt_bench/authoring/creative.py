"""Questions without one right answer: writing, roleplay, extraction, natural science, humanities."""

from __future__ import annotations

Row = tuple[str, str, str, str]
"""First question, second question, and an answer to each."""

QUESTIONS: dict[str, list[Row]] = {
    "writing": [
        (
            "Write a notice of at most 60 words that tells the residents of a house that the lift is out of order until "
            "Friday.",
            "Now write it for the children of the house, in three sentences.",
            "Dear residents, the lift is out of order and will be repaired by Friday. Please use the stairs until then. "
            "If you need help with shopping, a pram or heavy things, ring at the caretaker's, ground floor left, between "
            "8 and 18 o'clock. We are sorry for the trouble. Your house management.",
            "The lift is ill and has to rest until Friday. Until then we all climb the stairs, one step at a time. If "
            "your bag is too heavy, ask the caretaker on the ground floor: she helps.",
        ),
        (
            "Describe a railway station at five in the morning, in one paragraph.",
            "Rewrite the paragraph without any adjective of colour or light.",
            "The hall is grey and almost dark; one lamp hums above the timetable. A man sweeps yesterday's tickets into a "
            "heap, a woman sleeps against her rucksack, and far out on the pale tracks the first train lets off steam.",
            "The hall is empty; something hums above the timetable. A man sweeps yesterday's tickets into a heap, a woman "
            "sleeps against her rucksack, and far out on the tracks the first train lets off steam.",
        ),
        (
            "Write a polite letter that turns down an invitation to speak at a conference in May.",
            "Shorten it to two sentences, and propose a colleague, Dr. Okafor.",
            "Dear organisers, thank you very much for inviting me to speak in May. I feel honoured, and the programme "
            "looks excellent. To my regret I have promised those weeks to another project and cannot come. I wish you a "
            "lively conference and would be glad to hear of the next one. With kind regards.",
            "Thank you for your kind invitation, which I must decline, since I am bound elsewhere in May. May I propose my "
            "colleague Dr. Okafor, who knows the subject well and speaks brilliantly about it?",
        ),
        (
            "Write a short poem of four lines about a lost glove.",
            "Continue it with four lines from the glove's point of view.",
            "Upon the fence a glove is hung,\nwhose hand has gone away;\nit waits with every finger flung\nwide open to the "
            "day.",
            "I kept one winter from a palm,\nI knew its every line;\nnow snow lies in me, cool and calm,\nand still I call it "
            "mine.",
        ),
        (
            "Give three titles for a guidebook to a city's public benches, and say in a sentence what each promises.",
            "Take the best of them and write the first two sentences of the book.",
            "1. Sitting Places: an order by quarter, for walkers. 2. The View from Here: benches chosen for what one sees. "
            "3. Rest, Please: a humorous history of sitting in public.",
            "The View from Here: 'A city is drawn by those who walk and known by those who sit. This book counts two hundred "
            "benches, and from every one of them something can be seen that is hidden from the next.'",
        ),
    ],
    "roleplay": [
        (
            "You are a lighthouse keeper in 1890. Tell me how you spent last night.",
            "A child asks you whether you are lonely. Answer it.",
            "The wick wanted trimming at nine, and at midnight the fog came in, so I wound the bell every quarter of an hour. "
            "A brig passed close by at four; I heard her lead being called. At dawn I wrote it all into the log and slept.",
            "Lonely? Well, little one, each ship that passes sees my light and thinks: there is someone. And so I think it "
            "too. But you may come on Sunday and help me polish the lens.",
        ),
        (
            "Play a patient guide in a museum of clocks. Greet a group that arrives late.",
            "One visitor says that clocks are boring. Stay in your role and answer.",
            "Welcome, and no apologies: in this house no two clocks agree, so by one of them you are early. Hang up your "
            "coats, breathe, and listen first. What you hear are four hundred opinions about the time.",
            "Then you are the visitor I like best. Give me one minute, by that clock with a single hand, and guess why its "
            "maker thought that minutes did not matter. If you yawn afterwards, the coffee is mine to pay.",
        ),
        (
            "You are a spaceship's computer that explains to the crew why breakfast is late.",
            "Now the captain orders you to be brief. Report again.",
            "Good morning. The galley's heater shares a circuit with the antenna, and at 05:12 I chose to hear from Earth "
            "rather than to boil water. The oats will be warm in eleven minutes. I have already told myself off.",
            "Power went to the antenna. Breakfast in eleven minutes. No danger.",
        ),
        (
            "Play a friendly chess teacher. A pupil has just lost a queen. What do you say?",
            "The pupil wants to give up chess. Answer in your role, in at most four sentences.",
            "Let us not hurry past it: put the pieces back three moves. What did the knight threaten? You saw your own attack "
            "and forgot to ask what your opponent wanted. Everyone loses queens; you have just paid for a lesson, so keep it.",
            "May I tell you a secret? I lost my queen in my first tournament, twice on one day. You give up if you like, but "
            "first play one game with me in which nobody counts points. After it, decide.",
        ),
        (
            "You are the last tree in a city square. Describe the people who pass.",
            "A worker comes with a saw. What do you say to him?",
            "In the morning they hurry under me and look at their hands. At noon someone always eats bread with his back "
            "against mine. In the evening two of them stay, and carve nothing, which I thank them for.",
            "Before you begin, sit. It is hot, and the shade costs nothing. You will find that the bench, the sparrows and "
            "your own father, who sat here, are fixed to me by roots. Cut where you must, but leave me the side to the sun.",
        ),
    ],
    "extraction": [
        (
            "Text: 'The ferry Marta leaves Aldo at 7:10 and 13:40 and takes 55 minutes. The ferry Ines leaves at 9:00 and "
            "takes 70 minutes.' List for each crossing the ship, the departure and the arrival.",
            "Give the same as JSON, sorted by arrival.",
            "Marta: 7:10 to 8:05. Marta: 13:40 to 14:35. Ines: 9:00 to 10:10.",
            '[{"ship": "Marta", "departure": "7:10", "arrival": "8:05"}, {"ship": "Ines", "departure": "9:00", "arrival": '
            '"10:10"}, {"ship": "Marta", "departure": "13:40", "arrival": "14:35"}]',
        ),
        (
            "From 'Ana (Lima, 34), Bo (Oslo, 29) and Cem (Izmir, 41) applied; Bo withdrew.' list who is still applying, with "
            "city and age.",
            "What is the mean age of those who are still applying?",
            "Ana, Lima, 34; Cem, Izmir, 41.",
            "(34 + 41) / 2 = 37.5 years.",
        ),
        (
            "Which of these sentences state a fact and which an opinion? (a) The bridge is 90 m long. (b) It is the loveliest "
            "bridge of the valley. (c) It was opened in 1911.",
            "Turn the opinion into a statement of fact that could be checked.",
            "(a) fact, (b) opinion, (c) fact.",
            "For example: 'In a survey of 2020, more visitors chose it as their favourite bridge of the valley than any other.'",
        ),
        (
            "Extract all amounts of money from: 'Rent is 800 euros, heating 95; we paid a deposit of 1,600 euros and got 12.50 "
            "back for the key.' Say what each is for.",
            "How much was paid in total in the first month, the deposit included and the key's money taken off?",
            "800 euros: rent. 95 euros: heating. 1,600 euros: deposit. 12.50 euros: paid back for the key.",
            "800 + 95 + 1,600 - 12.50 = 2,482.50 euros.",
        ),
        (
            "Reviews: 1. 'Arrived broken, money back at once.' 2. 'Works, but loud.' 3. 'Best kettle I had.' Rate the "
            "satisfaction of each from 1 to 5, as a list of numbers only.",
            "Name for each review what was praised and what was criticised; write 'nothing' where it is so.",
            "[2, 3, 5]",
            "1: praised the refund; criticised that it arrived broken. 2: praised that it works; criticised the noise. "
            "3: praised the kettle as the best so far; criticised nothing.",
        ),
    ],
    "stem": [
        (
            "Why does ice float on water?",
            "What would be different in lakes in winter if it did not?",
            "Frozen water forms a lattice of hydrogen bonds that holds the molecules farther apart than in the liquid. Ice is "
            "therefore about nine percent less dense than water, and what is less dense floats.",
            "Ice would sink as it forms, so lakes would freeze from the bottom up and more completely. There would be no layer "
            "of ice on top that shields the water beneath, and fish would hardly survive.",
        ),
        (
            "Explain in simple words how a vaccine works.",
            "Why do some vaccines have to be given again every year?",
            "It shows the immune system a harmless part or form of a germ. The body makes antibodies and memory cells against "
            "it, and answers fast when the real germ comes.",
            "Some germs, such as influenza, change their surface quickly, so that memory no longer fits; besides, the number of "
            "antibodies falls with time.",
        ),
        (
            "What is the difference between mass and weight?",
            "A bag weighs 60 N on Earth. What are its mass and its weight on the Moon, roughly?",
            "Mass is how much matter there is and how hard it is to accelerate, in kilograms; it is the same everywhere. Weight "
            "is the force of gravity on it, in newtons, and depends on the place.",
            "Its mass is 60 / 9.8, about 6.1 kg, on the Moon too. With a sixth of the gravity it weighs about 10 N there.",
        ),
        (
            "How does a refrigerator move heat from inside to outside?",
            "Does a refrigerator with an open door cool the kitchen? Give the reason.",
            "A fluid evaporates at low pressure inside and takes up heat; a compressor raises its pressure and temperature; it "
            "condenses outside, gives the heat off, and is expanded again.",
            "No. The heat that is taken from the room at the front is given back to it at the rear, and the compressor's work "
            "is added as heat: the kitchen gets warmer.",
        ),
        (
            "Why is the sky blue, and red at sunset?",
            "Why are clouds white then?",
            "Air molecules scatter short waves far more than long ones (Rayleigh scattering, with the inverse fourth power of "
            "the wavelength), so blue comes from everywhere. At sunset the light's way is long, the blue is scattered out, and "
            "red is left.",
            "Droplets are larger than the wavelength and scatter all colours about equally, so the light stays white.",
        ),
    ],
    "humanities": [
        (
            "What did the printing press change in Europe in its first century?",
            "Which of these changes have a counterpart in the spread of the internet, and which do not?",
            "Books became cheaper and alike; texts could be compared and corrected; the Reformation, schools and science spread "
            "through them; vernaculars were standardised; and rulers invented censorship and privileges.",
            "Counterparts: cheap copies, more voices, new controls by states. Not so: print made texts fixed and alike, while on "
            "the net they change at any time, and readers can answer at once.",
        ),
        (
            "Explain the difference between a deductive and an inductive argument with an example of each.",
            "Can an inductive argument be strong and its conclusion false? Explain.",
            "Deductive: if the premises are true, the conclusion must be (all men are mortal; Socrates is a man; so he is "
            "mortal). Inductive: the premises make it likely (every swan seen so far was white; so the next will be).",
            "Yes. Strength means that the premises make the conclusion likely, not certain: before black swans were seen, the "
            "argument about white swans was strong and its conclusion false.",
        ),
        (
            "What is the trolley problem meant to show?",
            "Describe a variant that changes most people's answer, and say why it does.",
            "It sets two views against each other: that results count (five lives outweigh one), and that it matters how they "
            "come about (one may not kill). Our intuitions follow neither in every case.",
            "The footbridge: a man has to be pushed to stop the trolley. Most refuse, since he is used as a means and harmed with "
            "one's own hands, though the numbers are the same.",
        ),
        (
            "Name two causes of inflation and explain each in a sentence.",
            "How can a central bank act against it, and what does that cost?",
            "Demand that grows faster than what can be produced pulls prices up. Costs that rise, such as of energy or wages, "
            "are passed on in prices.",
            "It raises its interest rate, so that loans get dearer and demand falls. The cost is less investment and employment, "
            "and dearer debts.",
        ),
        (
            "What distinguishes a republic from a monarchy, and can either be democratic?",
            "Give one example of each combination.",
            "In a republic the head of state is chosen, for a time as a rule; in a monarchy the office is inherited, usually for "
            "life. Either can be democratic, if those who govern are elected and bound by law.",
            "Democratic republic: Portugal. Democratic monarchy: Norway. Undemocratic republic: the German Democratic Republic. "
            "Undemocratic monarchy: France under Louis XIV.",
        ),
    ],
}
