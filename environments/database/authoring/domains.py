"""The domains that embedded databases are made of: tables, columns, and how one speaks of them."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["id", "label", "category", "number", "date", "reference"]


class Field(msgspec.Struct, frozen=True):
    """A column.

    Attributes:
        name: of the column.
        role: what it holds, and so which questions can be asked of it.
        says: what a question calls it.
        source: a style of names (labels), the values (categories, with commas), ``low:high:step`` (numbers),
            ``from:to`` years (dates), or the table (references).
    """

    name: str
    role: Role
    says: str
    source: str = ""


class Entity(msgspec.Struct, frozen=True):
    """A table: its name, one of its rows in words (singular, plural), its columns and how many rows it has."""

    table: str
    thing: str
    things: str
    fields: tuple[Field, ...]
    rows: int

    def of(self, role: Role) -> list[Field]:
        """Return the columns of a role."""
        return [f for f in self.fields if f.role == role]


class Domain(msgspec.Struct, frozen=True):
    """A database to be made."""

    name: str
    entities: tuple[Entity, ...]

    def entity(self, table: str) -> Entity:
        """Return the entity of a table."""
        return next(e for e in self.entities if e.table == table)


_SHORT: dict[str, Role] = {"=": "label", "~": "category", "#": "number", "@": "date", ">": "reference"}


def _entity(table: str, thing: str, things: str, rows: int, *fields: str) -> Entity:
    """Read an entity; a field is ``sign name|what one says|source``."""
    read = [Field("id", "id", "id")]
    for text in fields:
        name, says, source = text[1:].split("|")
        read.append(Field(name, _SHORT[text[0]], says, source))
    return Entity(table, thing, things, tuple(read), rows)


_LANDS = "Norway,Kenya,Brazil,Japan,Portugal,Canada,India,Chile"

DOMAINS: tuple[Domain, ...] = (
    Domain("library", (
        _entity("authors", "author", "authors", 12, "=name|name|person", f"~country|country|{_LANDS}", "#birth_year|year of birth|1901:1989:1"),
        _entity("books", "book", "books", 40, "=title|title|title", "~genre|genre|novel,poetry,history,travel,science,drama", "#pages|number of pages|80:900:1", "@published|date of publication|1975:2020", ">author_id|author|authors"),
        _entity("members", "member", "members", 15, "=name|name|person", "~district|district|North Hill,Old Town,Riverside,Harbour,Greenfield", "#age|age|12:88:1"),
        _entity("loans", "loan", "loans", 60, "#days|number of days|1:60:1", "@lent_on|lending date|2019:2023", ">book_id|book|books", ">member_id|member|members"),
    )),
    Domain("airline", (
        _entity("airports", "airport", "airports", 10, "=city|city|place", f"~country|country|{_LANDS}", "#runways|number of runways|1:6:1"),
        _entity("aircraft", "aircraft", "aircraft", 14, "=tail_code|tail code|code", "~model|model|Swift 200,Heron 90,Condor X,Kestrel 7", "#seats|number of seats|40:380:2"),
        _entity("flights", "flight", "flights", 45, "=flight_code|flight code|code", "~flight_status|status|scheduled,delayed,landed,cancelled", "#distance|distance in km|200:9800:10", "@departs_on|departure date|2021:2024", ">airport_id|destination airport|airports", ">aircraft_id|aircraft|aircraft"),
    )),
    Domain("hospital", (
        _entity("wards", "ward", "wards", 9, "=name|name|place", "~wing|wing|east,west,north,south", "#beds|number of beds|8:60:1"),
        _entity("doctors", "doctor", "doctors", 16, "=name|name|person", "~specialty|specialty|surgery,cardiology,neurology,paediatrics,oncology", "#salary|yearly salary|52000:148000:500", ">ward_id|ward|wards"),
        _entity("patients", "patient", "patients", 42, "=name|name|person", "~blood_type|blood type|A+,A-,B+,O+,O-,AB+", "#weight|weight in kg|38:118:1", "@admitted|admission date|2018:2024", ">doctor_id|doctor|doctors"),
    )),
    Domain("school", (
        _entity("teachers", "teacher", "teachers", 12, "=name|name|person", "~degree|degree|bachelor,master,doctorate", "#experience|years of experience|1:39:1"),
        _entity("courses", "course", "courses", 28, "=title|title|course", "~subject|subject|maths,physics,biology,languages,arts,sports", "#credits|number of credits|2:30:1", "@starts_on|start date|2020:2025", ">teacher_id|teacher|teachers"),
        _entity("students", "student", "students", 30, "=name|name|person", "~grade_level|grade level|freshman,sophomore,junior,senior", "#points|number of points|110:990:1"),
        _entity("enrolments", "enrolment", "enrolments", 70, "#score|score|35:100:1", "@enrolled_on|enrolment date|2020:2024", ">course_id|course|courses", ">student_id|student|students"),
    )),
    Domain("shop", (
        _entity("suppliers", "supplier", "suppliers", 10, "=company|company name|company", f"~country|country|{_LANDS}", "#delivery_days|delivery time in days|1:28:1"),
        _entity("products", "product", "products", 44, "=name|name|product", "~category|category|kitchen,garden,office,toys,sports,lighting", "#price|price in cents|150:24900:50", "@listed_on|listing date|2017:2024", ">supplier_id|supplier|suppliers"),
        _entity("customers", "customer", "customers", 18, "=name|name|person", "~tier|tier|bronze,silver,gold,platinum", "#credit|credit in euros|0:2000:25"),
        _entity("purchases", "purchase", "purchases", 65, "#quantity|quantity|1:24:1", "@bought_on|date|2021:2024", ">product_id|product|products", ">customer_id|customer|customers"),
    )),
    Domain("restaurant", (
        _entity("chefs", "chef", "chefs", 10, "=name|name|person", "~cuisine|cuisine|Italian,Thai,Mexican,French,Ethiopian", "#stars|number of stars|0:5:1"),
        _entity("dishes", "dish", "dishes", 36, "=name|name|dish", "~course|course|starter,main,dessert,side", "#calories|number of calories|90:1400:5", "@added_on|date of addition to the menu|2016:2024", ">chef_id|chef|chefs"),
        _entity("guests", "guest", "guests", 16, "=name|name|person", "~diet|diet|none,vegetarian,vegan,halal", "#visits|number of visits|1:60:1"),
        _entity("servings", "serving", "servings", 60, "#rating|rating|1:10:1", "@served_on|date|2022:2024", ">dish_id|dish|dishes", ">guest_id|guest|guests"),
    )),
    Domain("cinema", (
        _entity("studios", "studio", "studios", 9, "=name|name|company", f"~country|country|{_LANDS}", "#founded|founding year|1912:2005:1"),
        _entity("films", "film", "films", 40, "=title|title|title", "~genre|genre|comedy,thriller,western,animation,documentary,romance", "#minutes|running time in minutes|62:215:1", "@released|release date|1985:2023", ">studio_id|studio|studios"),
        _entity("halls", "hall", "halls", 8, "=name|name|place", "~screen|screen type|flat,curved,dome", "#seats|number of seats|45:620:5"),
        _entity("screenings", "screening", "screenings", 70, "#tickets|number of tickets|3:400:1", "@shown_on|date|2022:2024", ">film_id|film|films", ">hall_id|hall|halls"),
    )),
    Domain("league", (
        _entity("clubs", "club", "clubs", 12, "=name|name|club", "~division|division|first,second,third", "#members|number of members|300:9800:10"),
        _entity("players", "player", "players", 48, "=name|name|person", "~playing_position|position|goalkeeper,defender,midfielder,forward", "#goals|number of goals|0:160:1", "@joined|joining date|2012:2024", ">club_id|club|clubs"),
        _entity("stadiums", "stadium", "stadiums", 10, "=name|name|place", "~surface|surface|grass,hybrid,artificial", "#capacity|capacity|1500:72000:100", ">club_id|club|clubs"),
    )),
    Domain("museum", (
        _entity("artists", "artist", "artists", 12, "=name|name|person", "~movement|movement|baroque,cubism,realism,impressionism,surrealism", "#birth_year|year of birth|1590:1940:1"),
        _entity("rooms", "room", "rooms", 9, "=name|name|place", "~floor_level|floor|basement,ground,first,second", "#area|area in square metres|40:620:5"),
        _entity("works", "work", "works", 46, "=title|title|title", "~technique|technique|oil,watercolour,bronze,marble,ink", "#insured_value|insured value in thousands|5:4000:5", "@acquired|acquisition date|1950:2022", ">artist_id|artist|artists", ">room_id|room|rooms"),
    )),
    Domain("estate", (
        _entity("agents", "agent", "agents", 10, "=name|name|person", "~office|office|centre,airport,seaside,hills", "#commission|commission in basis points|80:400:10"),
        _entity("properties", "property", "properties", 42, "=address|address|address", "~building_type|building type|flat,house,villa,studio,loft", "#surface_area|surface in square metres|22:480:1", "@built_on|completion date|1950:2022", ">agent_id|agent|agents"),
        _entity("viewings", "viewing", "viewings", 60, "#minutes|duration in minutes|10:90:5", "@viewed_on|date|2022:2024", ">property_id|property|properties"),
    )),
    Domain("logistics", (
        _entity("depots", "depot", "depots", 9, "=city|city|place", "~region|region|coastal,central,alpine,border", "#docks|number of docks|2:40:1"),
        _entity("trucks", "truck", "trucks", 16, "=plate|plate|code", "~fuel|fuel|diesel,electric,hydrogen,gas", "#load_limit|load limit in kg|3500:26000:100", ">depot_id|depot|depots"),
        _entity("parcels", "parcel", "parcels", 55, "=tracking_code|tracking code|code", "~priority|priority|economy,standard,express", "#weight|weight in grams|120:29500:10", "@sent_on|shipping date|2022:2024", ">truck_id|truck|trucks"),
    )),
    Domain("music", (
        _entity("bands", "band", "bands", 12, "=name|name|band", "~style|style|jazz,rock,folk,electronic,soul", "#formed|founding year|1961:2016:1"),
        _entity("albums", "album", "albums", 30, "=title|title|title", "~medium|medium|vinyl,cassette,disc,download", "#copies|copies sold|400:98000:100", "@released|release date|1970:2023", ">band_id|band|bands"),
        _entity("songs", "song", "songs", 60, "=title|title|title", "~mood|mood|calm,happy,sad,wild", "#seconds|length in seconds|95:610:1", ">album_id|album|albums"),
    )),
    Domain("farm", (
        _entity("fields", "field", "fields", 10, "=name|name|place", "~soil|soil|clay,sand,loam,peat", "#hectares|size in hectares|2:85:1"),
        _entity("crops", "crop", "crops", 32, "=name|name|crop", "~season|season|spring,summer,autumn,winter", "#yield_kg|yield in kg|150:18500:50", "@sown_on|sowing date|2019:2024", ">field_id|field|fields"),
        _entity("workers", "worker", "workers", 14, "=name|name|person", "~task|task|harvest,irrigation,machines,planting", "#wage|daily wage|60:180:1"),
        _entity("shifts", "shift", "shifts", 60, "#hours|number of hours|2:12:1", "@worked_on|date|2022:2024", ">worker_id|worker|workers", ">crop_id|crop|crops"),
    )),
    Domain("conference", (
        _entity("venues", "venue", "venues", 8, "=name|name|place", f"~country|country|{_LANDS}", "#capacity|capacity|60:2400:20"),
        _entity("speakers", "speaker", "speakers", 18, "=name|name|person", "~field_of_work|field|robotics,law,medicine,energy,finance", "#talks_given|number of earlier talks|0:75:1"),
        _entity("sessions", "session", "sessions", 40, "=title|title|course", "~format_type|format|keynote,workshop,panel,poster", "#attendees|number of attendees|8:950:1", "@held_on|date|2019:2024", ">venue_id|venue|venues", ">speaker_id|speaker|speakers"),
    )),
)  # fmt: skip
"""Fourteen domains with three or four tables each."""
