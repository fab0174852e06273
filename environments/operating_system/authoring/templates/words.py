"""Words that the templates draw names from."""

from __future__ import annotations

NOUNS = (
    "amber anchor apricot atlas badger barley basalt beacon birch bobbin bramble bronze canvas cedar chalk cinder "
    "clover cobalt comet copper coral crane crater cricket dahlia delta ember falcon fennel ferry flint fossil gable "
    "garnet ginger glacier granite harbor hazel heron hollow indigo iris island ivory jasper juniper kestrel lagoon "
    "lantern larch lemon lichen linen magnet mallow maple marble meadow mercury mill mint mosaic nectar nickel oak "
    "ocean onyx opal orchid osprey otter paper pebble pepper pine plum poplar quarry quartz quill raven reed ridge "
    "river rowan saffron sage sable sandal shale silver slate sorrel spruce summit tallow tamarind thistle timber "
    "topaz tulip umber valley velvet walnut willow winter yarrow zephyr zinc"
).split()
PEOPLE = (
    "agnes anton bruno carla cyril dagmar edith emil fatima felix gerda gustav hanna hugo ines ivan jana jonas karin "
    "kilian lena linus magda marek nadia nils olga oskar paula pavel rosa ruben selma simon tamar theo ursel viktor "
    "wanda yusuf"
).split()
PLACES = ("/srv", "/opt", "/root", "/var/lib", "/home")
SUFFIXES = ("txt", "log", "csv", "md", "conf", "dat", "ini", "xml")
LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")
TOWNS = "Aarhus Bergen Cadiz Delft Espoo Faro Ghent Halle Izmir Jena Krakow Lille Murcia Nancy Oulu".split()
