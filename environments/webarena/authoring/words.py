"""Names that the sites' data are drawn from; all invented, or as common as a first name."""

from __future__ import annotations

FIRST = (
    "Ada Amir Anika Arlo Beatriz Bruno Carla Cedric Dalia Dario Edith Elias Esme Farah Felix Greta Hana Hugo Imke Ines "
    "Ivo Jana Joel Kaia Karim Lena Levi Lotte Mara Mateo Mina Nadia Niels Noor Odile Omar Paula Pavel Quinn Rania Remy "
    "Rosa Samir Selma Silas Tamar Theo Ulla Vera Viktor Wanda Yara Yusuf Zoe"
).split()
LAST = (
    "Abbott Baines Calloway Dorsey Eklund Farrow Gibbons Halvorsen Ibarra Jansson Kettle Larkin Mercer Nakata Oakes "
    "Pereira Quigley Rasmus Sandoval Thorne Ulrich Vance Whitlock Yates Zeller Ashby Brandt Corrigan Delgado Ellery"
).split()
CITIES = (
    ("Austin", "Texas", "78701"), ("Boise", "Idaho", "83702"), ("Camden", "Maine", "04843"),
    ("Denver", "Colorado", "80203"), ("Eugene", "Oregon", "97401"), ("Fargo", "North Dakota", "58102"),
    ("Galena", "Illinois", "61036"), ("Helena", "Montana", "59601"), ("Ithaca", "New York", "14850"),
    ("Juneau", "Alaska", "99801"), ("Laramie", "Wyoming", "82070"), ("Mobile", "Alabama", "36602"),
)  # fmt: skip
STREETS = (
    "Alder Street", "Birch Lane", "Canal Road", "Depot Street", "Elm Avenue", "Foundry Row", "Garden Street",
    "Harbor Way", "Ivy Court", "Juniper Drive", "Kiln Road", "Linden Avenue", "Mill Street", "North Quay",
)  # fmt: skip
