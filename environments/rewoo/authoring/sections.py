"""What the addresses of towns are made of: themes, people, and sentences that say nothing."""

from __future__ import annotations

THEMES = (
    ("library", "books were lent"), ("swimming pool", "tickets were sold"), ("hospital", "patients were treated"),
    ("harbour", "ships were unloaded"), ("market hall", "stalls were let"), ("fire brigade", "calls were answered"),
    ("museum", "visitors were counted"), ("bus line", "passengers were carried"), ("waterworks", "metres of pipe were laid"),
    ("theatre", "performances were given"), ("sports ground", "matches were played"), ("town wall", "stones were replaced"),
    ("street lighting", "lamps were renewed"), ("archive", "files were put in order"), ("kindergarten", "children were admitted"),
    ("town forest", "trees were planted"), ("ferry", "crossings were made"), ("observatory", "evenings were open to the public"),
    ("music school", "pupils were taught"), ("soup kitchen", "meals were served"), ("botanical garden", "plants were labelled"),
    ("town bakery", "loaves were baked"), ("printing house", "pages were printed"), ("refuse collection", "tonnes were taken away"),
)  # fmt: skip
PEOPLE = (
    "Agnes Tolmer", "Bertil Rask", "Carmen Ilves", "Dov Marsh", "Edda Korin", "Fenn Aldous", "Gita Varnholt", "Harun Pell",
    "Ilse Brandow", "Jory Quill", "Katla Munro", "Leif Ostberg", "Mara Desmond", "Nils Averin", "Odile Tarn", "Piet Solway",
    "Ragna Holt", "Sorin Vey", "Tove Lindgarth", "Ulla Prentice", "Vito Ferran", "Wilma Strand", "Yara Koster", "Zeno Albright",
)  # fmt: skip
FILLER = (
    "Much was said about this in the council, and not all of it was friendly.",
    "The town owes thanks to those who did the work, often on weekends and for nothing.",
    "What could be repaired was repaired, and what could not be repaired was kept for better years.",
    "The council asks for patience, since prices have gone up and hands are few.",
    "As with the {other}, the plans of the year before had to be changed twice.",
    "Whoever remembers how things stood ten years ago will know what has been done since.",
    "The figures of the province were looked at in the same meeting, and the same questions came up.",
    "Letters of citizens on this matter have been read, and every one of them was answered.",
    "A report with all the figures is kept at the town hall and may be read by everyone.",
    "Neighbouring towns have asked how it was done, which we take as praise.",
    "Some of the money came from the province, and some was given by citizens.",
    "In the coming year more is planned, as far as the budget allows.",
    "Next to the roads this was what the council spent most time on.",
    "It was a wet spring and a dry summer, and both left their marks.",
)  # fmt: skip
